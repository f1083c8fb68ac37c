//! What the engine answered, brought into the data of one rule.

use crate::data::{Batch, Cell, Dataset, Extent, GivenGroup, GivenScope};
use crate::load::plain;
use crate::num::Decimal;
use crate::plan::{Key, Measure, Plan};
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
pub fn sums(answer: &[u8], plan: &Plan, scope: u32, aggs: &[(u32, u32)], data: &mut Dataset) -> Option<()> {
    let rows = plain::cells(answer)?;
    let key = &plan.scopes.get(scope as usize)?.key;
    let mut given = GivenScope { scales: aggs.iter().copied().collect(), ..GivenScope::default() };
    for row in rows.into_iter().skip(1) {
        let mut cells = row.into_iter();
        let mut group = GivenGroup::default();
        for part in key {
            let text = cells.next()?;
            group.key.push(match part {
                Key::Text(_) => u64::from(data.texts.intern(&text)),
                Key::Int(_) => text.parse::<i64>().ok()?.cast_unsigned(),
                Key::Row(_) => return None,
            });
        }
        group.rows = cells.next()?.parse().ok()?;
        let rows = i128::from(group.rows);
        for (id, _) in aggs {
            let mut next = || cells.next()?.parse::<i128>().ok();
            let value = match &plan.aggs.get(*id as usize)?.measure {
                Measure::Count | Measure::Valued(_) => rows,
                Measure::Truth(_) => continue,
                Measure::Sum(_) => {
                    let (sum, least, most) = (next()?, next()?, next()?);
                    let fits = least.checked_mul(rows)? <= sum && sum <= most.checked_mul(rows)?;
                    if !fits {
                        return None;
                    }
                    sum
                }
                Measure::Min(_) | Measure::Max(_) => next()?,
                Measure::Quantile(..) | Measure::Distinct(_) | Measure::Places(_) => return None,
            };
            group.values.insert(*id, value);
        }
        given.groups.push(group);
    }
    data.given.scopes.insert(scope, given);
    Some(())
}
