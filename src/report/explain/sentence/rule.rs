//! The statements of a rule: its subjects, conditions, lines.

use crate::ast::{Force, Ranked};
use crate::diag::Lang;
use crate::hir::{Agg, Expr, Kind, ReportKind, Rule, RuleSet, VarId};
use crate::report::explain::sentence::speaker::{Sentence, Speaker};
use crate::report::prose::grants;
use crate::report::prose::words::say;
use crate::text::Sources;
use crate::ty::day_text;
use std::collections::BTreeMap;

/// A condition longer than this, in characters, takes rows of its own.
const ONE_ROW: usize = 60;

/// The whole rule.
pub(crate) fn rule(set: &RuleSet, rule: &Rule, sources: &Sources, lang: Lang) -> Vec<Sentence> {
    let mut speaker = Speaker { set, rule, sources, lang, loops: BTreeMap::new(), definitions: Vec::new() };
    rule.subjects.iter().for_each(|s| {
        speaker.loops.insert(s.var, &s.source);
    });
    rule.walk(&mut |e| {
        if let Kind::Agg(agg) = &e.kind {
            speaker.loops.insert(agg.var, &agg.source);
        } else if let Kind::Defined(defined) = &e.kind {
            // The same definition of another row, or for other arguments, is told apart by a number.
            let alike = speaker.definitions.iter().filter(|(d, _)| d.title == defined.title).count();
            let name = if alike == 0 { defined.title.clone() } else { format!("{} {}", defined.title, alike + 1) };
            speaker.definitions.push((defined, name));
        }
    });
    let mut out = Vec::new();
    out.push(Sentence { depth: 0, label: say(lang, "对象", "for"), text: speaker.subjects() });
    if rule.subjects.len() > 1 {
        out.extend(rule.subjects.iter().map(|s| Sentence { depth: 1, label: "", text: speaker.subject(s) }));
    }
    speaker.conditions(&mut out);
    speaker.lines(&mut out);
    for (defined, _) in &speaker.definitions {
        let (name, said) = (speaker.definition(defined), speaker.whole(&defined.value));
        let text = speaker.either(|| format!("{name}：{said}"), || format!("{name}: {said}"));
        out.push(Sentence { depth: 0, label: speaker.say("其中", "where"), text });
    }
    speaker.force_in_time(&mut out);
    out.iter_mut().for_each(|s| s.text = spaced(&s.text));
    out
}

/// Figures stand off from Chinese words: `不低于 60%`. Names are left as they are.
fn spaced(text: &str) -> String {
    let mut out = String::new();
    let (mut quoted, mut last) = (false, ' ');
    let wide = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for c in text.chars() {
        quoted = match c {
            '“' => true,
            '”' => false,
            _ => quoted,
        };
        if !quoted && wide(last) && c.is_ascii_digit() {
            out.push(' ');
        }
        out.push(c);
        last = c;
    }
    out
}

/// A line, or a result.
struct Stated<'r> {
    at: u32,
    due: Option<usize>,
    word: &'static str,
    label: Option<&'r str>,
    lead: &'static str,
    expr: &'r Expr,
}

impl Speaker<'_> {
    fn conditions(&self, out: &mut Vec<Sentence>) {
        if let Some(when) = &self.rule.when {
            self.spread(self.say("适用", "applies"), self.say("条件：", "when "), when, out);
        }
        self.granted(out);
        for exempt in self.rule.exempt.iter().filter(|e| e.granted.is_none()) {
            let because = match (&exempt.because, self.lang) {
                (None, _) => String::new(),
                (Some(why), Lang::Zh) => format!("（理由：{why}）"),
                (Some(why), Lang::En) => format!(" (because: {why})"),
            };
            let text = format!("{}{because}", self.whole(&exempt.when));
            let text = self.either(|| format!("条件：{text}"), || format!("when {text}"));
            out.push(Sentence { depth: 0, label: self.say("豁免", "exempt"), text });
        }
        for except in self.rule.except.iter().filter(|e| e.granted.is_none()) {
            let (when, then) = (self.whole(&except.when), self.whole(&except.line.expr));
            let force = self.force(except.line.force);
            let text = self.either(
                || format!("{when}的，改为{force}：{then}"),
                || format!("when {when}, in place of the lines {force}: {then}"),
            );
            out.push(Sentence { depth: 0, label: self.say("例外", "except"), text });
        }
    }

    /// What documents lift of the rule, or put in place of its lines.
    fn granted(&self, out: &mut Vec<Sentence>) {
        let lifted = self.rule.exempt.iter().filter_map(|e| Some((e.granted.as_ref()?, None)));
        let replaced = self.rule.except.iter().filter_map(|e| Some((e.granted.as_ref()?, Some(&e.line))));
        for (granted, line) in lifted.chain(replaced) {
            let Some(grant) = self.set.grants.get(granted.grant) else { continue };
            let (who, terms) = (self.whole(&granted.who), grants::whole(&grant.terms, self.lang));
            let then = match (line, self.lang) {
                (None, Lang::Zh) => "豁免".to_string(),
                (None, Lang::En) => "exempt".to_string(),
                (Some(line), Lang::Zh) => format!("改为{}：{}", self.force(line.force), self.whole(&line.expr)),
                (Some(line), Lang::En) => format!("in place of the lines {}: {}", self.force(line.force), self.whole(&line.expr)),
            };
            let text = self.either(|| format!("{terms}：{who}的，{then}"), || format!("{terms}: when {who}, {then}"));
            out.push(Sentence { depth: 0, label: self.say("批复", "granted"), text });
        }
    }

    fn lines(&self, out: &mut Vec<Sentence>) {
        let mut stage = None;
        for line in self.stated() {
            if let Some(due) = line.due.filter(|d| stage != Some(*d)).and_then(|d| self.rule.dues.get(d)) {
                let at = self.whole(&due.at);
                let at = if at.ends_with(|c: char| c.is_ascii_digit()) { format!("{at}{}", self.say(" ", "")) } else { at };
                let next = line.due.is_some_and(|d| d + 1 < self.rule.dues.len());
                let text = match (self.lang, next) {
                    (Lang::Zh, true) => format!("自{at}起，到下一个到期时间为止"),
                    (Lang::Zh, false) => format!("自{at}起一直有效"),
                    (Lang::En, true) => format!("from {at} on, until the next due date"),
                    (Lang::En, false) => format!("from {at} on, for good"),
                };
                out.push(Sentence { depth: 0, label: self.say("到期", "due"), text });
            }
            stage = line.due.or(stage);
            let name = line.label.map(|l| format!("{}{}", self.quoted(l), self.say("：", ": ")));
            let lead = format!("{}{}", name.unwrap_or_default(), line.lead);
            self.spread(line.word, &lead, line.expr, out);
        }
        for report in &self.rule.reports {
            let text = match &report.kind {
                ReportKind::Required(list) => {
                    let all = list.iter().map(|e| self.part(e)).collect::<Vec<_>>().join(self.say("、", ", "));
                    self.either(|| format!("{all}必须填写"), || format!("{all} must be filled in"))
                }
                ReportKind::InTime(_) => report.sent.as_ref().map(|sent| self.part(sent)).unwrap_or_default(),
                ReportKind::Holds(e) => self.part(e),
                ReportKind::Like(e, pattern) => {
                    let shape = self.quoted(&pattern.text);
                    self.either(
                        || format!("{}的写法须如{shape}（# 为一位数字，? 为一个字符，* 为任意字符）", self.part(e)),
                        || format!("{} must look like {shape} (# a digit, ? one character, * anything)", self.part(e)),
                    )
                }
                ReportKind::ExactlyOne(list) => {
                    let all = list.iter().map(|e| self.part(e)).collect::<Vec<_>>().join(self.say("、", ", "));
                    self.either(|| format!("{all}中恰好填一项"), || format!("exactly one of {all} must be filled in"))
                }
            };
            out.push(Sentence { depth: 0, label: self.say("填报", "form"), text });
        }
    }

    /// Lines and results as they are written.
    fn stated(&self) -> Vec<Stated<'_>> {
        let lines = self.rule.lines.iter().map(|l| Stated {
            at: l.span.start,
            due: l.due,
            word: self.force(l.force),
            label: l.label.as_deref(),
            lead: "",
            expr: &l.expr,
        });
        let shows = self.rule.shows.iter().map(|s| Stated {
            at: s.span.start,
            due: s.due,
            word: self.say("列示", "show"),
            label: Some(&s.label),
            lead: match (s.expr.ty == crate::ty::Type::Flag, s.ranked) {
                (true, _) => self.say("满足此条件的名单，", "those of whom this holds: "),
                (false, Some(Ranked::Descending)) => self.say("（由高到低排名）", "(ranked) "),
                (false, Some(Ranked::Ascending)) => self.say("（由低到高排名）", "(ranked, lowest first) "),
                (false, None) => "",
            },
            expr: &s.expr,
        });
        let mut all: Vec<Stated<'_>> = lines.chain(shows).collect();
        all.sort_by_key(|s| (s.due, s.at));
        all
    }

    fn force_in_time(&self, out: &mut Vec<Sentence>) {
        let own = self.rule.effective;
        let policy = self.rule.policy.and_then(|p| self.set.policies.get(p)).map(|p| p.effective).unwrap_or_default();
        for range in [policy, own] {
            let (from, to) = (range.from.and_then(day_text), range.to.and_then(day_text));
            let text = match (from, to) {
                (Some(a), Some(b)) => self.either(|| format!("{a} 起，{b} 止"), || format!("from {a} to {b}")),
                (Some(a), None) => self.either(|| format!("{a} 起"), || format!("from {a} on")),
                (None, Some(b)) => self.either(|| format!("到 {b} 为止"), || format!("until {b}")),
                (None, None) => continue,
            };
            out.push(Sentence { depth: 0, label: self.say("施行", "in force"), text });
        }
        if let Some(code) = self.set.jurisdiction(self.rule) {
            let code = code.to_string();
            out.push(Sentence {
                depth: 0,
                label: self.say("辖区", "regions"),
                text: self.either(|| format!("只核查 {code} 及其下属地区"), || format!("only {code} and the regions below it")),
            });
        }
        for (id, _) in &self.rule.tightens {
            let other = self.set.rules.iter().find(|r| r.id == *id);
            let name = other.map_or_else(|| id.clone(), |r| format!("{}  {id}", r.title));
            let text = self.either(|| format!("不得宽于：{name}"), || format!("not looser than: {name}"));
            out.push(Sentence { depth: 0, label: self.say("严于", "tightens"), text });
        }
    }

    fn force(&self, force: Force) -> &'static str {
        match force {
            Force::Require => say(self.lang, "要求", "require"),
            Force::Verify => say(self.lang, "核实", "verify"),
            Force::Aim => say(self.lang, "力争", "aim"),
        }
    }

    /// A condition over as many rows as it has parts: what is joined by `and`, arms of a choice, what every member must do.
    fn spread(&self, label: &'static str, lead: &str, e: &Expr, out: &mut Vec<Sentence>) {
        self.spread_at(0, label, lead, e, None, out);
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn spread_at(&self, depth: usize, label: &'static str, lead: &str, e: &Expr, inner: Option<VarId>, out: &mut Vec<Sentence>) {
        let mut put = |text: String| out.push(Sentence { depth, label, text: format!("{lead}{text}") });
        match &e.kind {
            Kind::And(parts) if parts.len() > 1 => {
                put(self.say("以下各项都成立：", "all of these hold:").to_string());
                parts.iter().for_each(|p| self.spread_at(depth + 1, "", "", p, inner, out));
            }
            Kind::Or(parts) | Kind::Implies(parts) => match e.implication() {
                Some((when, then)) if self.is_long(e) => {
                    put(format!("{}{}{}", self.say("若", "if "), self.expr(when, inner), self.say("，则：", ":")));
                    self.spread_at(depth + 1, "", "", then, inner, out);
                }
                None if self.is_long(e) => {
                    put(self.say("以下至少一项成立：", "at least one of these holds:").to_string());
                    parts.iter().for_each(|p| self.spread_at(depth + 1, "", "", p, inner, out));
                }
                _ => put(self.expr(e, inner)),
            },
            Kind::Choose { arms, otherwise } if !e.is_none() && e.deadline().is_none() => {
                put(self.say("分情况：", "case by case:").to_string());
                self.arms(depth, arms, otherwise.as_deref(), inner, out);
            }
            Kind::Compare { first, links } => match (&first.kind, links.as_slice()) {
                (Kind::Choose { arms, otherwise }, [link]) if self.is_long(e) => {
                    let bound = format!("{}{}", self.relation(link.op, &first.ty), self.expr(&link.right, inner));
                    put(self.either(|| format!("下面的数{bound}："), || format!("the following{bound}:")));
                    self.arms(depth, arms, otherwise.as_deref(), inner, out);
                }
                _ => put(self.expr(e, inner)),
            },
            Kind::Agg(agg) if self.spreads(agg) => {
                put(self.quantifier(agg, inner));
                if let Some(value) = &agg.value {
                    self.spread_at(depth + 1, "", "", value, Some(agg.var), out);
                }
            }
            _ => put(self.expr(e, inner)),
        }
    }

    fn arms(&self, depth: usize, arms: &[(Expr, Expr)], otherwise: Option<&Expr>, inner: Option<VarId>, out: &mut Vec<Sentence>) {
        for (when, then) in arms {
            let lead = format!("{}{}{}", self.say("若", "if "), self.expr(when, inner), self.say("：", ": "));
            self.spread_at(depth + 1, "", &lead, then, inner, out);
        }
        if let Some(rest) = otherwise {
            self.spread_at(depth + 1, "", self.say("其余情况：", "otherwise: "), rest, inner, out);
        }
    }

    /// Whether what members must do takes rows of its own.
    fn spreads(&self, agg: &Agg) -> bool {
        use crate::hir::AggFn::{Every, Some};
        matches!(agg.func, Every | Some) && agg.set.is_none() && agg.value.is_some()
    }

    fn is_long(&self, e: &Expr) -> bool {
        self.whole(e).chars().count() > ONE_ROW
    }
}
