//! Rules over groups: counts, sums, least and greatest of the rows that surely belong and whose figures are known; the others come here.

use super::asked::{Asked, Role, RuleQueries};
use super::bool::Sql;
use super::cells::Width;
use super::number::Figure;
use super::reason::Reason;
use super::region::region_column;
use super::source::{Source, Statement, What};
use super::truth::Cx;
use crate::num::{UBig, pow10};
use crate::plan::{AggId, Cond, Measure, Num, RulePlan, Scope, SubjectPlan};
use crate::ty::{ColId, RelId};
use std::collections::BTreeSet;

/// No table has more rows.
const ROWS: u32 = 12;

pub fn of_rule(asked: &Asked<'_>, rule: &RulePlan, width: Width) -> Result<RuleQueries, BTreeSet<Reason>> {
    let one = |reason: Reason| BTreeSet::from([reason]);
    let plan = asked.plan;
    let summed: BTreeSet<RelId> = plan.scopes.iter().map(|s| s.rel).filter(|rel| asked.is_submitted(*rel)).collect();
    let mut queries = RuleQueries::default();
    let looked_up = asked.looked_up();
    for rel in &summed {
        let title = asked.set.schema.get(*rel).title().to_string();
        let by_row = rule.subjects.iter().any(|s| s.rel == *rel && s.by.is_empty());
        if by_row || looked_up.contains(rel) {
            return Err(one(Reason::OwnTable(title)));
        }
        let mut cx = asked.cx(*rel, width).map_err(one)?;
        let own = of_relation(&mut cx, rule).map_err(one)?;
        if !cx.reasons.is_empty() {
            return Err(cx.reasons);
        }
        queries.statements.extend(own);
        queries.roles.insert(*rel, Role::Summed);
    }
    let subjects: BTreeSet<RelId> = rule.subjects.iter().map(|s| s.rel).filter(|rel| asked.is_submitted(*rel)).collect();
    for rel in subjects.union(&looked_up).filter(|rel| !summed.contains(rel)) {
        queries.statements.retain(|s| s.what != What::Rows(*rel));
        queries.statements.push(asked.whole(*rel).map_err(one)?);
        queries.roles.insert(*rel, Role::Whole);
    }
    Ok(queries)
}

/// One scope with what its rows are asked for.
struct Part {
    scope: u32,
    belongs: Sql,
    key: Vec<(String, String)>,
    /// The aggregates, with the figure each adds up.
    aggs: Vec<(u32, Summed)>,
}

fn of_relation(cx: &mut Cx<'_>, rule: &RulePlan) -> Result<Vec<Statement>, Reason> {
    let relation = cx.set.schema.get(cx.source.rel);
    let sender = relation.sent_by.as_ref().and_then(|s| s.column);
    if !rule.jurisdiction.is_empty() && sender.is_some() {
        return Err(Reason::Jurisdiction);
    }
    let mut sure = Source::is_row();
    let subjects: Vec<&SubjectPlan> = rule.subjects.iter().filter(|s| s.rel == cx.source.rel).collect();
    let by: Vec<ColId> = subjects.iter().flat_map(|s| s.by.iter().copied()).collect();
    let period = relation.period().map(|(col, _)| col);
    // A row without a key leaves its table incomplete: that is known only where the row is.
    let key = cx.source.key()?.iter().copied();
    for col in by.iter().copied().chain(key).chain(period).chain(sender) {
        cx.source.cells(col)?;
        sure = sure.and(Sql::Is(format!("(v{} IS NOT NULL)", col.0)));
    }
    let mut forms = Vec::new();
    for subject in &subjects {
        let passes = subject.filter.map(|f| cx.cond(f));
        if let Some(passes) = &passes {
            sure = sure.and(passes.holds.clone().or(passes.fails.clone()));
        }
        forms.push((subject.by.clone(), passes.map_or(Sql::True, |p| p.holds)));
    }
    let mut parts = Vec::new();
    let (plan, rel) = (cx.plan, cx.source.rel);
    for (at, scope) in (0u32..).zip(&plan.scopes).filter(|(_, s)| s.rel == rel) {
        let (part, known) = of_scope(cx, at, scope)?;
        sure = sure.and(known);
        parts.push(part);
    }
    let here = sure.clone().negated();
    let (with, last) = cx.joined()?;
    let mut out = cx.odd()?;
    out.extend(parts.iter().map(|part| sums(part, &with, &last, &sure)));
    for (by, passes) in forms {
        out.push(groups(cx, &by, (&with, &last), sure.clone().and(passes))?);
    }
    out.extend(cx.heard()?);
    out.push(Statement { what: What::Rows(cx.source.rel), sql: cx.source.rows(&with, &last, &here) });
    out.extend(cx.sought(&here)?);
    Ok(out)
}

/// What a scope asks, and where all of it is known of a row.
fn of_scope(cx: &mut Cx<'_>, at: u32, scope: &Scope) -> Result<(Part, Sql), Reason> {
    if scope.residual.is_some() {
        return Err(Reason::Residual);
    }
    if scope.as_sent || scope.calendar.is_some() {
        return Err(Reason::Form);
    }
    let passes = scope.filter.iter().fold(super::bool::Sure::of(true), |all, part| all.and(cx.cond(*part)));
    let key = cx.group_key(&scope.key)?;
    let mut known = Sql::True;
    for (own, _) in &key {
        known = known.and(Sql::Is(format!("({own} IS NOT NULL)")));
    }
    let mut aggs = Vec::new();
    let plan = cx.plan;
    for (id, agg) in (0u32..).zip(&plan.aggs).filter(|(_, a)| a.scope.0 == at) {
        let (figure, sure) = measure(cx, AggId(id), &agg.measure)?;
        known = known.and(sure);
        aggs.push((id, figure));
    }
    let known = passes.fails.or(passes.holds.clone().and(known));
    Ok((Part { scope: at, belongs: passes.holds, key, aggs }, known))
}

type Summed = Option<(Figure, &'static [&'static str])>;

/// What is asked of the rows of a group, and where a row has all that is needed for it.
fn measure(cx: &mut Cx<'_>, id: AggId, measure: &Measure) -> Result<(Summed, Sql), Reason> {
    let one = |cx: &mut Cx<'_>, num: &Num, asked: &'static [&'static str]| {
        let figure = cx.num(num)?;
        // What comes back is a decimal.
        let scale = (0..=24).find(|n| (pow10(*n) % &figure.den) == UBig::ZERO).ok_or(Reason::Digits)?;
        let times = pow10(scale) / &figure.den;
        let most = &figure.most * &times * pow10(ROWS);
        if most >= pow10(38) {
            return Err(Reason::Digits);
        }
        let sql = if times == UBig::ONE { figure.sql.clone() } else { format!("{times} * ({})", figure.sql) };
        let known = figure
            .needs
            .iter()
            .fold(Sql::Is(format!("(({sql}) IS NOT NULL)")), |all, needed| all.and(Sql::Is(format!("({needed} IS NOT NULL)"))));
        Ok((Some((Figure { sql, den: pow10(scale), ..figure }, asked)), known))
    };
    match measure {
        Measure::Count => Ok((None, Sql::True)),
        Measure::Valued(form) => one(cx, &Num::LinearForm(form.clone()), &[]).map(|(_, known)| (None, known)),
        Measure::Sum(form) => one(cx, &Num::LinearForm(form.clone()), &["SUM", "MIN", "MAX"]),
        Measure::Min(num @ Num::LinearForm(_)) => one(cx, num, &["MIN"]),
        Measure::Max(num @ Num::LinearForm(_)) => one(cx, num, &["MAX"]),
        Measure::Truth(cond) => {
            let sure = cx.cond(*cond);
            let of = |wanted: bool| {
                let is = |c: &Cond| matches!(c, Cond::Quantified { all, agg, .. } if *agg == id && *all == wanted);
                cx.plan.conds.iter().any(is)
            };
            // Rows that decide nothing stay where they are.
            match (of(true), of(false)) {
                (true, false) => Ok((None, sure.holds)),
                (false, true) => Ok((None, sure.fails)),
                _ => Err(Reason::Measure),
            }
        }
        Measure::Min(Num::Ratio(..))
        | Measure::Max(Num::Ratio(..))
        | Measure::Quantile(..)
        | Measure::Distinct(_)
        | Measure::Places(_) => Err(Reason::Measure),
    }
}

fn sums(part: &Part, with: &[String], last: &str, sure: &Sql) -> Statement {
    let mut columns: Vec<String> = Vec::new();
    for (at, (own, shown)) in part.key.iter().enumerate() {
        columns.push(if own == shown { format!("{own} AS k{at}") } else { format!("MIN({shown}) AS k{at}") });
    }
    columns.push("COUNT(*) AS n".to_string());
    for (id, figure) in &part.aggs {
        let Some((figure, asked)) = figure else { continue };
        for fold in *asked {
            columns.push(format!("{fold}({}) AS {}{id}", figure.sql, fold.to_ascii_lowercase()));
        }
    }
    let key: Vec<&str> = part.key.iter().map(|(own, _)| own.as_str()).collect();
    let grouped = match key.is_empty() {
        true => "\nHAVING COUNT(*) > 0".to_string(),
        false => format!("\nGROUP BY {key}\nORDER BY {key}", key = key.join(", ")),
    };
    let sql = format!(
        "WITH {}\nSELECT {}\nFROM {last}\nWHERE {}{grouped}",
        with.join(",\n"),
        columns.join(", "),
        sure.clone().and(part.belongs.clone()).text()
    );
    let scale = |f: &Summed| f.as_ref().map_or(0, |(f, _)| (0..=24).find(|n| pow10(*n) == f.den).unwrap_or(0));
    let aggs = part.aggs.iter().map(|(id, f)| (*id, scale(f))).collect();
    Statement { what: What::Sums { scope: part.scope, aggs }, sql }
}

/// The groups that are subjects, with the columns that tell of which period and region they are.
fn groups(cx: &Cx<'_>, by: &[ColId], (with, last): (&[String], &str), sure: Sql) -> Result<Statement, Reason> {
    let relation = cx.set.schema.get(cx.source.rel);
    let is_text = |col: ColId| relation.columns[col.index()].ty.is_coded();
    let mut columns = by.to_vec();
    let mut parts: Vec<String> =
        by.iter().map(|c| if is_text(*c) { format!("MIN(r{})", c.0) } else { format!("v{}", c.0) }).collect();
    let others = relation.period().map(|(col, _)| col).into_iter().chain(region_column(cx.set, cx.source.rel)?);
    for col in others {
        if columns.contains(&col) {
            continue;
        }
        cx.source.cells(col)?;
        let shown = if is_text(col) { "r" } else { "v" };
        parts.push(format!("CASE WHEN MIN(v{c}) = MAX(v{c}) THEN MIN({shown}{c}) END", c = col.0));
        columns.push(col);
    }
    let key: Vec<String> = by.iter().map(|c| format!("v{}", c.0)).collect();
    let named: Vec<String> = parts.iter().zip(&columns).map(|(p, c)| format!("{p} AS c{}", c.0)).collect();
    let sql = format!(
        "WITH {}\nSELECT {}\nFROM {last}\nWHERE {}\nGROUP BY {key}\nORDER BY {key}",
        with.join(",\n"),
        named.join(", "),
        sure.text(),
        key = key.join(", ")
    );
    Ok(Statement { what: What::Heard(cx.source.rel, columns), sql })
}
