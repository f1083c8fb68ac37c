//! What a rule asks of the engine: which rows of which tables come here, and what is counted and summed where it lies.

use super::asked::{Asked, RuleQueries};
use super::bool::Sql;
use super::cells::Width;
use super::groups;
use super::reason::Reason;
use super::rows;
use super::source::{Statement, What};
use super::truth::Cx;
use crate::plan::{Key, Row, RulePlan};
use crate::ty::{Origin, RelId};
use std::collections::BTreeSet;

/// Digits before the point and behind it, the widest first: what does not fit is tried with fewer, and longer figures come here.
const WIDTHS: [Width; 4] = [
    Width { whole: 15, decimals: 6 },
    Width { whole: 12, decimals: 4 },
    Width { whole: 10, decimals: 4 },
    Width { whole: 8, decimals: 2 },
];

/// What a rule asks of the engine, or why it cannot.
pub fn ask(asked: &Asked<'_>) -> Result<RuleQueries, BTreeSet<Reason>> {
    let mut refused = BTreeSet::new();
    for width in WIDTHS {
        match at_width(asked, width) {
            Ok(queries) => return Ok(queries),
            Err(reasons) => refused = reasons,
        }
        if !refused.contains(&Reason::Digits) {
            break;
        }
    }
    Err(refused)
}

fn at_width(asked: &Asked<'_>, width: Width) -> Result<RuleQueries, BTreeSet<Reason>> {
    let one = |reason: Reason| BTreeSet::from([reason]);
    let plan = asked.plan;
    let Some(rule) = plan.rules.first() else { return Err(one(Reason::Nothing)) };
    if !plan.open_params.is_empty() {
        return Err(one(Reason::Parameter));
    }
    shape(asked, rule).map_err(one)?;
    match plan.scopes.is_empty() {
        true => rows::of_rule(asked, rule, width),
        false => groups::of_rule(asked, rule, width),
    }
}

/// Loops and questions that no statement is made for.
fn shape(asked: &Asked<'_>, rule: &RulePlan) -> Result<(), Reason> {
    let loops = rule.subjects.iter().any(|s| s.nested_in.is_some() || s.calendar.is_some());
    let nested = |rel: RelId| matches!(asked.set.schema.get(rel).origin, Origin::Nested { .. });
    let rows = asked.plan.rows.iter().any(|r| match r {
        Row::Only { .. } | Row::Parent { .. } => true,
        Row::Slot(_) | Row::Lookup { .. } => false,
    });
    if loops || rows || rule.subjects.iter().any(|s| nested(s.rel)) {
        return Err(Reason::Loop);
    }
    if !rule.grants.is_empty() {
        return Err(Reason::Grant);
    }
    if !rule.dues.is_empty() {
        return Err(Reason::Due);
    }
    if !rule.reports.is_empty() || rule.sent.iter().any(Option::is_some) {
        return Err(Reason::Form);
    }
    if asked.plan.scopes.iter().any(|s| s.key.iter().any(|k| matches!(k, Key::Row(_)))) {
        return Err(Reason::Loop);
    }
    Ok(())
}

impl Cx<'_> {
    /// How many rows of the tables that are asked about have a key nobody there can tell from another's.
    pub fn odd(&self) -> Result<Vec<Statement>, Reason> {
        let mut out = Vec::new();
        let looked: BTreeSet<RelId> = self.lookups.iter().map(|l| l.rel).filter(|rel| !self.is_policy(*rel)).collect();
        for rel in std::iter::once(self.source.rel).chain(looked) {
            let source = self.source_of(rel, "t")?;
            let mut odd = source.odd_key()?;
            if rel == self.source.rel {
                for col in self.whole_keys.iter().filter(|c| !self.set.schema.get(rel).key.contains(c)) {
                    odd = odd.or(Sql::Is(format!("(v{} IS NULL AND NOT ({}))", col.0, source.blank(*col))));
                }
            }
            if odd != Sql::False {
                let sql = format!("WITH {}\nSELECT COUNT(*) AS n\nFROM t\nWHERE {}", source.with()?.join(",\n"), odd.text());
                out.push(Statement { what: What::Odd(rel), sql });
            }
        }
        Ok(out)
    }

    /// Which periods and senders there are: told, so that silence is not taken for nothing.
    pub fn heard(&self) -> Result<Option<Statement>, Reason> {
        let relation = self.set.schema.get(self.source.rel);
        let period = relation.period().map(|(col, _)| col);
        let sender = relation.sent_by.as_ref().and_then(|s| s.column);
        let columns: Vec<crate::ty::ColId> = period.into_iter().chain(sender).collect();
        if columns.is_empty() {
            return Ok(None);
        }
        let mut parts = Vec::new();
        for col in &columns {
            self.source.cells(*col)?;
            parts.push(format!("v{}", col.0));
        }
        let list = parts.join(", ");
        // A row that may be none tells of nobody; where it is one after all, it comes here.
        let keyed = self.source.key()?.iter().map(|c| format!("v{}", c.0));
        let known = parts.iter().cloned().chain(keyed).map(|v| format!("{v} IS NOT NULL"));
        let known: Vec<String> = known.chain(["NOT aside".to_string()]).collect();
        let sql = format!(
            "WITH {}\nSELECT {list}\nFROM t\nWHERE {}\nGROUP BY {list}\nORDER BY {list}",
            self.source.with()?.join(",\n"),
            known.join(" AND ")
        );
        Ok(Some(Statement { what: What::Heard(self.source.rel, columns), sql }))
    }
}
