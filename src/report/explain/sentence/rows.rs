//! What a rule is about, and which rows it looks at, in words.

use crate::ast::CmpOp;
use crate::hir::{Agg, AggFn, Expr, Kind, RowRef, SetExpr, Source, Subject, VarId};
use crate::num::{ratio, show_exact_or};
use crate::report::explain::sentence::speaker::Speaker;
use crate::report::prose::words::say;
use crate::ty::{ColId, PeriodKind, RelId, Type};

impl Speaker<'_> {
    pub(crate) fn subjects(&self) -> String {
        match self.rule.subjects.as_slice() {
            [] => self.say("合在一起核查一次", "judged once, for all together").to_string(),
            [one] => self.subject(one),
            _ => self.say("下列各项的每一种搭配", "every combination of these").to_string(),
        }
    }

    pub(crate) fn subject(&self, subject: &Subject) -> String {
        let what = self.each(&subject.source, !subject.by.is_empty());
        if let Some(roster) = &subject.over {
            let members = self.set_words(&roster.set);
            return match &roster.set {
                SetExpr::Texts(list) if list.len() == 1 => self.either(
                    || format!("{what}中的{members}；没有报送也要核查"),
                    || format!("{members} in {what}; judged even if nothing was sent"),
                ),
                SetExpr::Texts(_) | SetExpr::Column { .. } | SetExpr::Union(..) | SetExpr::Minus(..) => self.either(
                    || format!("{what}中，{members}的每一个成员；没有报送的也要核查"),
                    || format!("each member of {members}, in {what}; judged even if it sent nothing"),
                ),
            };
        }
        if !subject.by.is_empty() {
            let rel = subject.source.rel();
            let by: Vec<String> = subject.by.iter().map(|c| self.column(rel, *c)).collect();
            return self.either(
                || format!("{what}按{}分组，每组核查一次", by.join("、")),
                || format!("{what}, in groups by {}, each group once", by.join(", ")),
            );
        }
        self.either(|| format!("每一个{what}"), || format!("each {what}"))
    }

    /// What one turn of a loop has in hand.
    fn each(&self, source: &Source, many: bool) -> String {
        match source {
            Source::Rel(rel) | Source::Nested { rel, .. } => self.quoted(self.title(*rel)),
            Source::Members { set, .. } => {
                let set = self.set_words(set);
                let many = self.say("", if many { "s" } else { "" });
                self.either(|| format!("{set}的成员"), || format!("member{many} of {set}"))
            }
            Source::Periods { rel, from, to, .. } => {
                let word = self.step_word(*rel);
                let (a, b) = (self.expr(from, None), self.expr(to, None));
                match a == b {
                    true => self.either(|| format!("{a}中的{word}"), || format!("{word} of {a}")),
                    false => self.either(|| format!("自{a}至{b}的{word}"), || format!("{word} from {a} to {b}")),
                }
            }
        }
    }

    /// What a loop goes through: periods, whole numbers, days, weeks by their Mondays.
    fn step_word(&self, rel: RelId) -> &'static str {
        match self.set.schema.get(rel).columns.first().map(|c| (&c.ty, &c.step)) {
            Some((Type::Period(kind), _)) => self.period_word(*kind),
            Some((Type::Date, Some(_))) => say(self.lang, "周一", "Monday"),
            Some((Type::Date, None)) => say(self.lang, "日", "day"),
            _ => say(self.lang, "整数", "whole number"),
        }
    }

    pub(crate) fn period_word(&self, kind: PeriodKind) -> &'static str {
        match kind {
            PeriodKind::Year => say(self.lang, "年度", "year"),
            PeriodKind::Half => say(self.lang, "半年", "half-year"),
            PeriodKind::Quarter => say(self.lang, "季度", "quarter"),
            PeriodKind::Month => say(self.lang, "月份", "month"),
            PeriodKind::Span => say(self.lang, "期间", "period"),
        }
    }

    pub(crate) fn title(&self, rel: RelId) -> &str {
        self.set.schema.get(rel).title()
    }

    pub(crate) fn column(&self, rel: RelId, col: ColId) -> String {
        self.quoted(self.set.schema.column(rel, col).title())
    }

    /// `每个“资金”都满足` and the like.
    pub(crate) fn quantifier(&self, agg: &Agg, inner: Option<VarId>) -> String {
        let rows = self.filtered(agg, false, inner);
        match agg.func {
            AggFn::Every => self.either(|| format!("每一个{rows}都符合："), || format!("every {rows} passes:")),
            AggFn::Sum
            | AggFn::Count
            | AggFn::Min
            | AggFn::Max
            | AggFn::Avg
            | AggFn::Median
            | AggFn::Quantile(_)
            | AggFn::Distinct
            | AggFn::Rank(_)
            | AggFn::Some => self.either(|| format!("至少有一个{rows}符合："), || format!("at least one {rows} passes:")),
        }
    }

    /// The rows of an aggregate with their filter: `“资金”（限“级别”为“省级”的）`.
    pub(crate) fn filtered(&self, agg: &Agg, many: bool, _outer: Option<VarId>) -> String {
        let rows = self.each(&agg.source, many);
        let mut parts: Vec<&Expr> = Vec::new();
        match agg.filter.as_ref().map(|f| (&f.kind, f)) {
            Some((Kind::And(list), _)) => parts.extend(list),
            Some((_, one)) => parts.push(one),
            None => {}
        }
        // The bounds of a loop stand in what it goes through.
        parts.retain(|p| !bounds_of(agg, p));
        let before = parts.len();
        parts.retain(|p| !self.joins_group(p, agg));
        let rows = match before > parts.len() {
            true => self.either(|| format!("本组{rows}"), || format!("{rows} in the group")),
            false => rows,
        };
        if parts.is_empty() {
            return rows;
        }
        let said = |p: &&Expr| {
            if let Kind::Or(_) | Kind::Implies(_) = p.kind
                && parts.len() > 1
            {
                format!("{}{}{}", self.say("（", "("), self.expr(p, Some(agg.var)), self.say("）", ")"))
            } else {
                self.expr(p, Some(agg.var))
            }
        };
        let filter = parts.iter().map(said).collect::<Vec<_>>().join(self.say("，且", " and "));
        self.either(|| format!("{rows}（限{filter}的）"), || format!("{rows} (only where {filter})"))
    }

    /// `inner.key = subject.key` of a rule that judges groups: it only says that the row is in the group.
    fn joins_group(&self, part: &Expr, agg: &Agg) -> bool {
        let [subject] = self.rule.subjects.as_slice() else { return false };
        let Some((left, right)) = equated(part) else { return false };
        let (Kind::Field { row: a, col: x }, Kind::Field { row: b, col: y }) = (&left.kind, &right.kind) else { return false };
        let of = |row: &RowRef, var: VarId| matches!(row, RowRef::Var(v) if *v == var);
        let joined = (of(a, agg.var) && of(b, subject.var)) || (of(b, agg.var) && of(a, subject.var));
        joined && x == y && subject.by.contains(x)
    }

    /// The same column of two rows held equal: `“年度”与对象相同`.
    pub(crate) fn same_column(&self, left: &Expr, right: &Expr, inner: Option<VarId>) -> Option<String> {
        let (Kind::Field { row: a, col: x }, Kind::Field { row: b, col: y }) = (&left.kind, &right.kind) else { return None };
        let (RowRef::Var(v), RowRef::Var(w)) = (a.as_ref(), b.as_ref()) else { return None };
        let rel = |row: &RowRef| self.rule.rel_of(&self.set.schema, row);
        let calendar = |v: &VarId| matches!(self.loops.get(v), Some(Source::Periods { .. } | Source::Members { .. }));
        let (label, other) = (self.column(rel(a), *x), self.column(rel(b), *y));
        if label != other || v == w || calendar(v) || calendar(w) {
            return None;
        }
        let outer = if inner == Some(*v) { w } else { v };
        let one = self.rule.subjects.len() == 1 && self.rule.subjects.iter().any(|s| s.var == *outer);
        Some(match one {
            true => self.either(|| format!("{label}与对象相同"), || format!("{label} is that of the subject")),
            false => {
                let other = self.in_hand(*outer, rel(&RowRef::Var(*outer)));
                self.either(|| format!("{label}与{other}相同"), || format!("{label} is that of {other}"))
            }
        })
    }

    /// The texts that members are looked for in, as `check` laid them out: rows one of which has the text.
    pub(crate) fn texts_of_rows(&self, value: &Expr) -> Option<String> {
        let Kind::Agg(rows) = &value.kind else { return None };
        let parts: &[Expr] = match rows.filter.as_ref().map(|f| (&f.kind, f)) {
            Some((Kind::And(list), _)) => list,
            Some((_, one)) => std::slice::from_ref(one),
            None => return None,
        };
        let (same, rest) = parts.split_last()?;
        let Kind::Same { left, .. } = &same.kind else { return None };
        let there = |e: &&Expr| !matches!(e.kind, Kind::Exists(_));
        let kept: Vec<Expr> = rest.iter().filter(there).cloned().collect();
        let filter = (!kept.is_empty()).then(|| Expr { kind: Kind::And(kept), ..same.clone() });
        let text = self.expr(left, Some(rows.var));
        let rows = self.filtered(&Agg { filter, ..(**rows).clone() }, true, None);
        Some(self.either(|| format!("{rows}的{text}"), || format!("{text} of {rows}")))
    }

    pub(crate) fn set_words(&self, set: &SetExpr) -> String {
        match set {
            SetExpr::Texts(list) => {
                let list: Vec<String> = list.iter().map(|t| self.quoted(t)).collect();
                let all = list.join(self.say("、", ", "));
                if list.len() > 1 { format!("{{{all}}}") } else { all }
            }
            SetExpr::Column { rel, .. } => self.quoted(self.title(*rel)),
            SetExpr::Union(a, b) => {
                let (a, b) = (self.set_words(a), self.set_words(b));
                self.either(|| format!("{a}加上{b}"), || format!("{a} together with {b}"))
            }
            SetExpr::Minus(a, b) => {
                let (a, b) = (self.set_words(a), self.set_words(b));
                self.either(|| format!("{a}（{b}除外）"), || format!("{a} (without {b})"))
            }
        }
    }

    /// A field, with the row it is read from unless that is the one in hand.
    pub(crate) fn field(&self, row: &RowRef, col: ColId, inner: Option<VarId>) -> String {
        let rel = self.rule.rel_of(&self.set.schema, row);
        match row {
            RowRef::Var(var) => match self.loops.get(var) {
                Some(Source::Members { set, .. }) => {
                    let set = self.set_words(set);
                    self.either(|| format!("该{set}成员"), || format!("the member of {set}"))
                }
                Some(Source::Periods { rel, .. }) => {
                    let word = self.step_word(*rel);
                    self.either(|| format!("该{word}"), || format!("that {word}"))
                }
                _ => {
                    let label = self.column(rel, col);
                    let bare = inner.map_or(self.rule.subjects.len() <= 1, |i| i == *var);
                    if bare { label } else { self.owned(&self.in_hand(*var, rel), &label) }
                }
            },
            RowRef::Parent(_) => {
                let owner = self.quoted(self.title(rel));
                self.owned(&self.either(|| format!("所属{owner}"), || format!("its {owner}")), &self.column(rel, col))
            }
            RowRef::Lookup { keys, .. } => self.looked_up(rel, keys, self.column(rel, col), inner),
            RowRef::Only(rows) => {
                let (rows, label) = (self.filtered(rows, false, inner), self.column(rel, col));
                self.either(|| format!("{rows}中唯一一行的{label}"), || format!("{label} of the one row of {rows}"))
            }
        }
    }

    fn owned(&self, owner: &str, label: &str) -> String {
        self.either(|| format!("{owner}的{label}"), || format!("{label} of {owner}"))
    }

    fn in_hand(&self, var: VarId, rel: RelId) -> String {
        let title = self.quoted(self.title(rel));
        let subject = self.rule.subjects.iter().any(|s| s.var == var);
        match subject {
            true => self.either(|| format!("所核查{title}"), || format!("the {title} judged")),
            false => self.either(|| format!("该{title}"), || format!("that {title}")),
        }
    }

    /// Another row: of the same thing in another period, or one found by its key.
    pub(crate) fn looked_up(&self, rel: RelId, keys: &[Expr], label: String, inner: Option<VarId>) -> String {
        let relation = self.set.schema.get(rel);
        let period = relation.period().map(|(c, _)| c);
        let mut same_row = true;
        let (mut when, mut told) = (None, Vec::new());
        for (at, key) in relation.key.iter().zip(keys) {
            if Some(*at) == period {
                when = Some((*at, key));
                continue;
            }
            let own = matches!(&key.kind, Kind::Field { row, col } if col == at
                && matches!(row.as_ref(), RowRef::Var(_)) && self.rule.rel_of(&self.set.schema, row) == rel);
            same_row &= own;
            told.push(self.keyed(rel, *at, key, inner));
        }
        let when = when.map(|(at, k)| self.period_asked(rel, at, k, inner));
        if same_row {
            return match when {
                Some(when) => self.either(|| format!("{when}的{label}"), || format!("{label} of {when}")),
                None => label,
            };
        }
        let same_period = |w: &String| w == self.say("同期", "the same period");
        told.extend(when.filter(|w| !same_period(w)));
        let (title, told) = (self.quoted(self.title(rel)), told.join(self.say("、", ", ")));
        self.either(|| format!("{title}里{told}的{label}"), || format!("{label} in {title} for {told}"))
    }

    /// One part of a key: `同一“名称”`, `“名称”为…`.
    fn keyed(&self, rel: RelId, col: ColId, key: &Expr, inner: Option<VarId>) -> String {
        let name = self.column(rel, col);
        if let Kind::Field { row, col: own } = &key.kind
            && self.column(self.rule.rel_of(&self.set.schema, row), *own) == name
        {
            return self.either(|| format!("同一{name}"), || format!("the same {name}"));
        }
        let value = self.expr(key, inner);
        self.either(|| format!("{name}为{value}"), || format!("{name} = {value}"))
    }

    /// A period seen from the row in hand: `上年`, `2007年`, `同期`.
    fn period_asked(&self, rel: RelId, col: ColId, key: &Expr, inner: Option<VarId>) -> String {
        let own = |e: &Expr| {
            matches!(&e.kind, Kind::Field { row, .. } if matches!(row.as_ref(), RowRef::Var(v)
            if !matches!(self.loops.get(v), Some(Source::Periods { .. }))))
        };
        let one = |e: &Expr| matches!(&e.kind, Kind::Num(n) if *n == crate::num::int(1));
        match (&key.kind, &key.ty) {
            (Kind::Num(_), _) => self.expr(key, inner),
            (_, Type::Period(_)) if own(key) => self.say("同期", "the same period").to_string(),
            (Kind::Sub(a, b), Type::Period(kind)) if own(a) && matches!(b.kind, Kind::Num(_)) => match (one(b), kind) {
                (true, PeriodKind::Year) => self.say("上年", "the year before").to_string(),
                (true, _) => self.say("上期", "the period before").to_string(),
                (false, _) => self.say("上年同期", "the same period of the year before").to_string(),
            },
            (Kind::Param(_), _) => self.expr(key, inner),
            _ => self.keyed(rel, col, key, inner),
        }
    }
}

impl Speaker<'_> {
    /// The middle of several figures, or another place among them in order.
    pub(crate) fn middle_of(&self, share: u32, figures: &[Expr], inner: Option<VarId>) -> String {
        let list = figures.iter().map(|figure| self.inside(figure, inner)).collect::<Vec<_>>().join(self.say("、", ", "));
        let at = show_exact_or(&ratio(i64::from(share), 10_000), 4);
        match share {
            500_000 => self.either(|| format!("{list}的中位数"), || format!("the median of {list}")),
            _ => self.either(|| format!("{list}的{at}%分位数"), || format!("the {at}% quantile of {list}")),
        }
    }
}

/// Two sides held equal.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
pub(crate) fn equated(e: &Expr) -> Option<(&Expr, &Expr)> {
    match &e.kind {
        Kind::Same { left, right, negated: false } => Some((left, right)),
        Kind::Compare { first, links } => match links.as_slice() {
            [one] if one.op == crate::ast::CmpOp::Eq => Some((first, &one.right)),
            _ => None,
        },
        _ => None,
    }
}

/// `from <= i and i <= to` of a loop from one end to another.
fn bounds_of(agg: &Agg, part: &Expr) -> bool {
    let Source::Periods { from, to, .. } = &agg.source else { return false };
    let own = |e: &Expr| matches!(&e.kind, Kind::Field { row, .. } if matches!(row.as_ref(), RowRef::Var(v) if *v == agg.var));
    let one = |e: &Expr, end: &Expr| {
        let Kind::Compare { first, links } = &e.kind else { return false };
        let [link] = links.as_slice() else { return false };
        own(first) && link.right.span == end.span && matches!(link.op, CmpOp::Ge | CmpOp::Le)
    };
    if let Kind::And(list) = &part.kind {
        return matches!(list.as_slice(), [a, b] if one(a, from) && one(b, to));
    }
    one(part, from) || one(part, to)
}
