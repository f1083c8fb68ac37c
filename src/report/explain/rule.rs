//! `explain RULE`: what a rule says in plain words, in both languages; its clauses; its parameters and who sets them.

use crate::diag::Lang;
use crate::finding::Citation;
use crate::hir::{ParamId, Rule, RuleSet, domain};
use crate::report::explain::sentence::{self, Sentence};
use crate::report::input::Report;
use crate::report::page::layout::{Ink, Page, Text};
use crate::report::places;
use crate::report::prose::units::interval;
use crate::report::prose::values;
use crate::report::prose::words::{citation, quoted, say};
use crate::text::Sources;
use crate::ty::{Type, Unit};

/// The rule by itself. `words` is its text with the keywords of each language.
pub(crate) fn render(report: &Report, set: &RuleSet, rule: &Rule, words: &(String, String)) -> String {
    let mut page = Page::new(report.look());
    let lang = report.lang;
    let head = Text::new().and(Ink::Strong, &rule.title).and(Ink::Plain, "  ").and(Ink::Faint, &rule.id);
    page.wrapped(0, 2, &head);
    for cite in &rule.cites {
        page.row(2, say(lang, "依据", "basis"), label_width(lang), &Text::plain(&clause(set, cite, lang)));
    }
    if let Some((path, line, _)) = places::line_col(report.sources, rule.span) {
        page.row(2, say(lang, "位置", "place"), label_width(lang), &Text::new().and(Ink::Faint, &format!("{path}:{line}")));
    }
    let other = if lang == Lang::Zh { Lang::En } else { Lang::Zh };
    for of in [lang, other] {
        page.blank();
        page.line(0, &Text::new().and(Ink::Strong, say(of, "意思是", "In plain words")));
        sentence::rule(set, rule, report.sources, of).iter().for_each(|s| said(&mut page, s, of));
    }
    page.blank();
    page.line(0, &Text::new().and(Ink::Strong, say(lang, "规则原文", "The rule as written")));
    let text = if lang == Lang::Zh { &words.0 } else { &words.1 };
    text.lines().for_each(|l| page.line(2, &Text::plain(l)));
    parameters(&mut page, report, set, rule);
    page.blank();
    let index = set.rules.iter().position(|r| r.id == rule.id);
    let tests = set.tests.iter().filter(|t| t.expects.iter().any(|e| e.rule == index && index.is_some())).count();
    let count = match lang {
        Lang::Zh => format!("{tests} 项"),
        Lang::En => tests.to_string(),
    };
    page.row(2, say(lang, "测试", "tests"), label_width(lang), &Text::plain(&count));
    page.finish()
}

fn label_width(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 6,
        Lang::En => 10,
    }
}

fn said(page: &mut Page, s: &Sentence, lang: Lang) {
    let width = label_width(lang);
    if s.depth == 0 {
        page.row(2, s.label, width, &Text::plain(&s.text));
    } else {
        let indent = 2 + width + 2 * s.depth;
        page.wrapped(indent, indent + 2, &Text::plain(&format!("· {}", s.text)));
    }
}

/// The clause with its document and its force: `《…》（衡政〔2006〕75号）四(五) 担保额度占比（强制）`.
pub(crate) fn clause(set: &RuleSet, cite: &Citation, lang: Lang) -> String {
    let policies = set.policies.iter().filter(|p| p.title.as_deref() == Some(&cite.policy) || p.name == cite.policy);
    let found = policies.flat_map(|p| &p.clauses).find(|c| c.name == cite.clause);
    let force = found.and_then(|c| c.force.as_deref()).map(|f| force_word(f, lang));
    let text = citation(cite, lang);
    match (force, lang) {
        (None, _) => text,
        (Some(force), Lang::Zh) => format!("{text}（{force}）"),
        (Some(force), Lang::En) => format!("{text} ({force})"),
    }
}

/// Forces have their English names as keys.
fn force_word(key: &str, lang: Lang) -> String {
    let zh = match key {
        "mandate" => "强制",
        "target" => "目标",
        "aspiration" => "力争",
        "encourage" => "鼓励",
        "fact" => "事实",
        "definition" => "定义",
        "derived" => "推导",
        other => other,
    };
    say(lang, zh, key).to_string()
}

/// What the text leaves to somebody: the value with its source, every alternative, or what an open one can be.
fn parameters(page: &mut Page, report: &Report, set: &RuleSet, rule: &Rule) {
    let lang = report.lang;
    let ids: Vec<ParamId> = rule.params().into_iter().collect();
    if ids.is_empty() {
        return;
    }
    page.blank();
    page.line(0, &Text::new().and(Ink::Strong, say(lang, "参数", "Parameters")));
    for id in ids {
        let Some(param) = set.params.get(id.0 as usize) else { continue };
        let Some(info) = report.findings.parameters.iter().find(|p| p.name == param.name) else { continue };
        let label = info.label.as_ref().map_or(String::new(), |l| quoted(l, lang));
        let value = match values::parameter(info, lang) {
            Some(value) => Text::new().and(Ink::Strong, &format!("= {value}")),
            None => Text::new().and(Ink::Yellow, &open(set, id, lang)),
        };
        let head = Text::plain(&format!("{}  {label}  ", info.name)).join(&value);
        page.wrapped(2, 4, &head);
        if let Some(by) = &info.source {
            page.wrapped(4, 6, &Text::new().and(Ink::Faint, &values::set_by(by, lang)));
        }
        values::alternatives(info, lang).iter().for_each(|a| page.wrapped(4, 6, &Text::plain(&format!("· {a}"))));
        if let Some((path, line, _)) = places::line_col(report.sources, param.span) {
            let at = format!("{}{path}:{line}", say(lang, "写在 ", "declared in "));
            page.wrapped(4, 6, &Text::new().and(Ink::Faint, &at));
        }
    }
}

/// `待定（2007—2008）`, `待定，晚于“近期”`.
fn open(set: &RuleSet, id: ParamId, lang: Lang) -> String {
    let Some(param) = set.params.get(id.0 as usize) else { return String::new() };
    let mut out = say(lang, "待定", "open").to_string();
    if !param.alternatives.is_empty() || !param.dated.is_empty() {
        return say(lang, "有几种取值，哪一种待定", "one of several").to_string();
    }
    if let Type::OneOf(list) = &param.ty {
        let list: Vec<String> = list.iter().map(|t| quoted(t, lang)).collect();
        return format!("{out}{}{}", say(lang, "：", ": "), list.join(say(lang, "或", " or ")));
    }
    let unit = param.unit.clone().unwrap_or_else(|| match &param.ty {
        Type::Number(n) => set.units.base_of(n),
        Type::Date => Unit::day(),
        Type::Text
        | Type::Flag
        | Type::Period(_)
        | Type::OneOf(_)
        | Type::Ref(_)
        | Type::List(_)
        | Type::Row(_)
        | Type::Set
        | Type::Error => Unit::one(),
    });
    if let (Some(_), Some(known)) = (&param.range, domain(&set.params, id)) {
        out += &format!("{}{}", say(lang, "，", ", "), interval(&known, &unit, lang));
    }
    if let Some(than) = param.than {
        let other = set.params.get(than.other.0 as usize).map_or("", |p| p.title());
        let word = match (than.strict, matches!(param.ty, Type::Period(_) | Type::Date)) {
            (true, true) => say(lang, "，晚于", ", after "),
            (true, false) => say(lang, "，高于", ", above "),
            (false, true) => say(lang, "，不早于", ", not before "),
            (false, false) => say(lang, "，不低于", ", at least "),
        };
        out += &format!("{word}{}", quoted(other, lang));
    }
    out
}

/// What a rule says, line by line, for programs.
pub(crate) fn plain(report: &Report, set: &RuleSet, rule: &Rule, lang: Lang) -> Vec<String> {
    lines(set, rule, report.sources, lang)
}

/// The same for whoever has no report.
pub(crate) fn lines(set: &RuleSet, rule: &Rule, sources: &Sources, lang: Lang) -> Vec<String> {
    let line = |s: &Sentence| {
        let label = if s.label.is_empty() { String::new() } else { format!("{}{}", s.label, say(lang, "：", ": ")) };
        format!("{}{label}{}", "  ".repeat(s.depth), s.text)
    };
    sentence::rule(set, rule, sources, lang).iter().map(line).collect()
}
