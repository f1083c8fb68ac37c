//! Merged cells among the rows of a sheet. A text over several rows is said of each. What a cell over several columns says of which of them, and what a
//! figure over several rows leaves to each, nobody knows: it is told, and all of them are unusable.

use super::header::Header;
use super::records::Row;
use crate::data::Extent;
use crate::load::diagnostics::workbook as told;
use crate::load::input::Spread;
use crate::load::part::Part;
use crate::ty::{ColId, RelId, Type};
use std::collections::BTreeMap;

/// The columns of a row in which nobody knows what stands.
pub fn unusable(
    part: &mut Part<'_>,
    rel: RelId,
    header: &Header,
    row: &Row,
    spreads: &BTreeMap<usize, Vec<Spread>>,
) -> Vec<(ColId, Extent)> {
    let mut out = Vec::new();
    for spread in spreads.get(&row.place.start).into_iter().flatten() {
        let Some(first) = row.fields.get(spread.first) else { continue };
        let heads = header.columns.iter().take(spread.last + 1).skip(spread.first);
        let known: Vec<ColId> = heads.copied().flatten().collect();
        let relation = part.context.schema.get(rel);
        // Beside columns that nobody reads a cell is that of its own column.
        let across = known.len() > 1 || (!known.is_empty() && header.columns.get(spread.first) == Some(&None));
        let figure =
            |col: &ColId| matches!(part.context.schema.column(rel, *col).ty, Type::Number(_)) && !relation.key.contains(col);
        let lost: Vec<ColId> = known.iter().filter(|col| across || (spread.down && figure(col))).copied().collect();
        let Some(col) = lost.first() else { continue };
        let titles: Vec<&str> = lost.iter().map(|c| part.context.schema.column(rel, *c).title()).collect();
        let place = part.span(first.place.clone());
        let problem = if across { told::merged_across(&titles, place) } else { told::merged_down(titles[0], place) };
        let name = &part.context.schema.column(rel, *col).name;
        part.log.push(problem, rel, name);
        out.extend(lost.iter().map(|c| (*c, Extent::new(first.place.clone()))));
    }
    out
}
