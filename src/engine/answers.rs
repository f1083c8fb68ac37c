//! What the engine answered, brought into the data of one rule.

use crate::data::{Batch, Cell, Dataset, Extent};
use crate::load::plain;
use crate::num::Decimal;
use crate::plan::{AggId, Key, KeyPart, Measure, Plan, ScopeId, SummarizedGroup, SummarizedGroups};
use crate::ty::{ColId, RelId, Schema, Type};
use std::collections::BTreeMap;

/// How many rows met the rule and how many it does not speak of, by region.
pub fn counts(answer: &[u8]) -> Option<Vec<(String, u64, u64)>> {
    let rows = plain::cells(answer)?;
    rows.into_iter()
        .skip(1)
        .map(|row| {
            let [region, met, all] = <[String; 3]>::try_from(row).ok()?;
            let (met, all): (u64, u64) = (met.parse().ok()?, all.parse().ok()?);
            Some((region, met, all.checked_sub(met)?))
        })
        .collect()
}

/// A single number.
pub fn number(answer: &[u8]) -> Option<u64> {
    plain::cells(answer)?.get(1)?.first()?.parse().ok()
}

/// Rows that stand for others: they tell which groups, periods and senders there are.
pub fn stand_ins(answer: &[u8], schema: &Schema, rel: RelId, columns: &[ColId], data: &mut Dataset) -> Option<()> {
    let rows = plain::cells(answer)?;
    let place = data.submissions.iter().position(|s| s.sent.contains_key(&rel));
    let submission = place.and_then(|at| u32::try_from(at).ok()).map(crate::data::SubmissionId);
    let file = place.and_then(|at| data.submissions.get(at)).map(|s| s.file);
    let Dataset { tables, texts, .. } = data;
    let table = tables.get_mut(rel.index())?;
    if let Some(file) = file {
        table.batches.push(Batch { first_row: table.rows, file, submission });
    }
    for row in rows.into_iter().skip(1) {
        if row.len() != columns.len() {
            return None;
        }
        let mut told: BTreeMap<ColId, Cell> = BTreeMap::new();
        for (text, col) in row.iter().zip(columns).filter(|(text, _)| !text.is_empty()) {
            let ty = &schema.column(rel, *col).ty;
            let cell = match ty.is_coded() {
                true => Cell::Text(texts.intern(text)),
                false if matches!(ty, Type::Number(_)) => Cell::Number(Decimal::parse(text).ok()?),
                false => Cell::Int(text.parse().ok()?),
            };
            told.insert(*col, cell);
        }
        for (at, column) in (0u32..).zip(&mut table.columns) {
            column.push(told.get(&ColId(at)).unwrap_or(&Cell::Blank), Extent::NONE);
        }
        table.row_extents.push(Extent::NONE);
        table.rows += 1;
        table.stand_ins += 1;
    }
    Some(())
}

/// What the rows of a scope come to that stayed where they are. Sums that cannot be those of so many figures between these are no answer.
pub fn sums(answer: &[u8], plan: &Plan, scope: u32, aggs: &[(u32, u32)], data: &mut Dataset) -> Option<SummarizedGroups> {
    let rows = plain::cells(answer)?;
    let key = &plan.scopes.get(scope as usize)?.key;
    // Members are not summed: only those stayed there that decide nothing.
    let is_figure = |id: u32| !matches!(plan.aggs.get(id as usize).map(|a| &a.measure), Some(Measure::Truth(_)));
    let aggs = aggs.iter().filter(|(id, _)| is_figure(*id)).map(|(id, scale)| (AggId(*id), *scale)).collect();
    let mut out = SummarizedGroups { scope: ScopeId(scope), groups: Vec::new(), aggs };
    for row in rows.into_iter().skip(1) {
        let mut cells = row.into_iter();
        let mut parts = Vec::new();
        for part in key {
            let text = cells.next()?;
            parts.push(match part {
                Key::Text(_) => {
                    // It may be a text that no row in hand has.
                    data.texts.intern(&text);
                    KeyPart::Text(text)
                }
                Key::Int(_) => KeyPart::Int(text.parse().ok()?),
                Key::Row(_) => return None,
            });
        }
        let number: u64 = cells.next()?.parse().ok()?;
        let rows = i128::from(number);
        let mut values = Vec::new();
        for (id, _) in &out.aggs {
            let mut next = || cells.next()?.parse::<i128>().ok();
            values.push(match &plan.aggs.get(id.0 as usize)?.measure {
                Measure::Count | Measure::Valued(_) => rows,
                Measure::Sum(_) => {
                    let (sum, least, most) = (next()?, next()?, next()?);
                    let fits = least.checked_mul(rows)? <= sum && sum <= most.checked_mul(rows)?;
                    if !fits {
                        return None;
                    }
                    sum
                }
                Measure::Min(_) | Measure::Max(_) => next()?,
                Measure::Quantile(..) | Measure::Distinct(_) | Measure::Places(_) | Measure::Truth(_) => return None,
            });
        }
        out.groups.push(SummarizedGroup { key: parts, rows: number, values });
    }
    Some(out)
}
