//! Rules of one row: every row comes that is not surely met and not surely out of scope; the others are counted.

use super::asked::{Asked, Role, RuleQueries};
use super::bool::{Sql, Sure};
use super::cells::Width;
use super::reason::Reason;
use super::region::region_column;
use super::source::{Source, Statement, What};
use super::truth::Cx;
use crate::plan::{Key, RulePlan};
use crate::ty::{PeriodKind, last_day_of, period_of_day};
use std::collections::BTreeSet;

pub fn of_rule(asked: &Asked<'_>, rule: &RulePlan, width: Width) -> Result<RuleQueries, BTreeSet<Reason>> {
    let one = |reason: Reason| BTreeSet::from([reason]);
    let submitted: Vec<_> = rule.subjects.iter().filter(|s| asked.is_submitted(s.rel)).collect();
    let [subject] = rule.subjects.as_slice() else { return Err(one(Reason::Loop)) };
    if submitted.is_empty() {
        // The policy's own rows: what they name is looked up here.
        return of_policy(asked).map_err(one);
    }
    if !subject.by.is_empty() || subject.over.is_some() || subject.filter.is_some() {
        return Err(one(Reason::Loop));
    }
    if !rule.shows.is_empty() {
        return Err(one(Reason::Shown));
    }
    if asked.looked_up().contains(&subject.rel) {
        return Err(one(Reason::OwnTable(asked.set.schema.get(subject.rel).title().to_string())));
    }
    let mut cx = asked.cx(subject.rel, width).map_err(one)?;
    let (met, outside) = decided(&mut cx, rule).map_err(one)?;
    if met == Sql::False && outside == Sql::False {
        if cx.reasons.is_empty() {
            cx.reasons.insert(Reason::Nothing);
        }
        return Err(cx.reasons);
    }
    let mut queries = statements(&cx, met, outside).map_err(one)?;
    queries.roles.insert(subject.rel, Role::Filtered);
    queries.roles.extend(asked.looked_up().into_iter().map(|rel| (rel, Role::Sought)));
    queries.partly = cx.reasons;
    Ok(queries)
}

fn of_policy(asked: &Asked<'_>) -> Result<RuleQueries, Reason> {
    let mut queries = RuleQueries::default();
    for rel in asked.looked_up() {
        queries.statements.push(asked.whole(rel)?);
        queries.roles.insert(rel, Role::Whole);
    }
    Ok(queries)
}

/// Where a row surely meets the rule, and where the rule surely does not speak of it.
fn decided(cx: &mut Cx<'_>, rule: &RulePlan) -> Result<(Sql, Sql), Reason> {
    let binds = applies(cx, rule)?.and(cx.cond(rule.when));
    let mut met = binds.holds.clone();
    for cond in &rule.exempt {
        met = met.and(cx.cond(*cond).fails);
    }
    for (cond, _) in &rule.except {
        met = met.and(cx.cond(*cond).fails);
    }
    for line in &rule.lines {
        met = met.and(cx.cond(line.cond).holds);
    }
    if rule.lines.is_empty() {
        met = Sql::False;
    }
    Ok((met, binds.fails))
}

/// In force in the period of the row, and of the jurisdiction.
fn applies(cx: &mut Cx<'_>, rule: &RulePlan) -> Result<Sure, Reason> {
    let relation = cx.set.schema.get(cx.source.rel);
    let mut sure = Sure::of(true);
    let sender = relation.sent_by.as_ref().and_then(|s| s.column);
    for code in rule.jurisdiction.iter().filter(|c| c.len() >= 2 && c.bytes().all(|b| b.is_ascii_digit())) {
        let Some(col) = sender else { continue };
        cx.source.cells(col)?;
        let mut prefix = code.as_str();
        while prefix.len() > 2 && prefix.ends_with("00") {
            prefix = &prefix[..prefix.len() - 2];
        }
        let v = format!("v{}", col.0);
        let is_code = cx.dialect.matches(&v, "[0-9][0-9]+");
        let own = cx.dialect.matches(&v, &format!("{prefix}[0-9]*"));
        sure = sure.and(Sure::known(&format!("NOT ({is_code}) OR {own}")));
    }
    for range in &rule.effective {
        let Some((col, kind)) = relation.period() else { return Err(Reason::Period) };
        cx.source.cells(col)?;
        let v = format!("v{}", col.0);
        let mut ends = Vec::new();
        if let Some(from) = range.from {
            ends.push(format!("{v} >= {}", first_ending(from, kind).ok_or(Reason::Period)?));
        }
        if let Some(to) = range.to {
            ends.push(format!("{v} < {}", first_ending(to + 1, kind).ok_or(Reason::Period)?));
        }
        if !ends.is_empty() {
            sure = sure.and(Sure::known(&ends.join(" AND ")));
        }
    }
    Ok(sure)
}

/// The first period whose last day is this one or later.
fn first_ending(day: i64, kind: PeriodKind) -> Option<i64> {
    let period = period_of_day(day, kind)?;
    last_day_of(period, kind).filter(|last| *last >= day).map(|_| period)
}

fn statements(cx: &Cx<'_>, met: Sql, outside: Sql) -> Result<RuleQueries, Reason> {
    let source = &cx.source;
    let mut sure = Source::is_row();
    let region = region_column(cx.set, source.rel)?;
    let relation = cx.set.schema.get(source.rel);
    // What tells where a row is counted, and of whom it is heard, must be plain.
    let period = relation.period().map(|(col, _)| col);
    for col in source.key()?.iter().copied().chain(region).chain(period) {
        source.cells(col)?;
        sure = sure.and(Sql::Is(format!("(v{} IS NOT NULL)", col.0)));
    }
    let told = sure.and(met.clone().or(outside));
    let here = told.clone().negated();
    let (with, last) = cx.joined()?;
    let region = region.map_or_else(|| cx.dialect.text(""), |col| format!("v{}", col.0));
    let counts = format!(
        "WITH {},\nd AS (SELECT {region} AS region, {} AS met FROM {last} WHERE {})\n\
         SELECT region, SUM(CASE WHEN met THEN 1 ELSE 0 END) AS met, COUNT(*) AS n\nFROM d\nGROUP BY region\nORDER BY region",
        with.join(",\n"),
        met.text(),
        told.text(),
    );
    let mut queries = RuleQueries::default();
    queries.statements.extend(cx.odd()?);
    queries.statements.push(Statement { what: What::Counts, sql: counts });
    queries.statements.push(Statement { what: What::Rows(source.rel), sql: source.rows(&with, &last, &here) });
    queries.statements.extend(cx.heard()?);
    queries.statements.extend(cx.sought(&here)?);
    Ok(queries)
}

impl Cx<'_> {
    /// The parts of a key as the groups of a scope are told apart, each with what is shown of it.
    pub fn group_key(&mut self, key: &[Key]) -> Result<Vec<(String, String)>, Reason> {
        use crate::num::UBig;
        use crate::plan::{Row, Text};
        let mut out = Vec::new();
        for part in key {
            out.push(match part {
                Key::Text(text) => {
                    let own = self.text(text)?;
                    let shown = match text {
                        Text::Cell { row, col } if matches!(self.plan.row(*row), Row::Slot(0)) => format!("r{}", col.0),
                        Text::Const(_)
                        | Text::Cell { .. }
                        | Text::Param(_)
                        | Text::Bound(..)
                        | Text::Classification(_)
                        | Text::Join { .. }
                        | Text::Choose(_) => own.clone(),
                    };
                    (own, shown)
                }
                Key::Int(form) => {
                    let figure = self.linear(form)?;
                    if figure.den != UBig::ONE || !figure.needs.is_empty() {
                        return Err(Reason::Operation);
                    }
                    (format!("({})", figure.sql), format!("({})", figure.sql))
                }
                Key::Row(_) => return Err(Reason::Loop),
            });
        }
        Ok(out)
    }
}
