//! Several tables on one sheet, below or beside each other: apart by rows or columns in which nothing stands, each with a header that names
//! columns of its record. Each is read by itself, with its cells where they stand; what is not plainly another table stays with the one before.

use super::grid::{At, Cell, Grid};
use super::merged;
use crate::load::context::Context;
use crate::load::form_unit::{Spoken, spoken};
use crate::load::line_words::{begins_note, is_figure};
use crate::load::names::{column_named, named};
use crate::ty::{Origin, RelId};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// A sheet in more parts than these is no sheet of tables with gaps between them.
const MOST_BANDS: usize = 64;
/// Rows of a part in which its header is looked for.
const HEADER_WITHIN: usize = 12;
/// Filled cells of a line that is a title.
const TITLE_CELLS: usize = 2;

/// A table of a sheet.
pub struct Piece {
    pub grid: Grid,
    /// Its record, where the sheet holds several tables.
    pub rel: Option<RelId>,
    /// It is not the first of its sheet.
    pub further: bool,
    /// It has a line above its header that says something but a unit.
    pub titled: bool,
    /// Units said above the headers of tables before it.
    pub units_before: Vec<String>,
}

/// Rows that stand together.
type Band = Vec<u32>;

/// A table on its way: its rows, its columns, and where its header is.
struct Found {
    rel: RelId,
    columns: RangeInclusive<u32>,
    rows: Band,
    header: u32,
}

/// Takes a sheet apart into its tables; most sheets are one.
pub fn apart(context: &Context<'_>, grid: Grid) -> Vec<Piece> {
    let bands = bands(&grid);
    let whole = |grid| Piece { grid, rel: None, further: false, titled: true, units_before: Vec::new() };
    if bands.len() > MOST_BANDS || (bands.len() == 1 && !has_gap(&grid)) {
        return vec![whole(grid)];
    }
    let (shared, found) = tables(context, &grid, bands);
    if found.len() < 2 {
        return vec![whole(grid)];
    }
    let mut units_before: Vec<String> = Vec::new();
    let mut out = Vec::new();
    for (at, table) in found.iter().enumerate() {
        let above: Vec<&str> = table
            .rows
            .iter()
            .filter(|row| **row < table.header)
            .flat_map(|row| grid.row(*row))
            .map(|(_, c)| c.text.as_str())
            .collect();
        let mut own = Vec::new();
        let mut titled = false;
        for text in above {
            match spoken(context.units, text) {
                Spoken::Units(names) => own.extend(names),
                Spoken::Follows => {}
                Spoken::Organisation | Spoken::Nothing => titled = true,
            }
        }
        let before = if own.is_empty() { units_before.clone() } else { Vec::new() };
        out.push(Piece {
            grid: part(&grid, &shared, table, at == 0),
            rel: Some(table.rel),
            further: at > 0,
            titled,
            units_before: before,
        });
        units_before.extend(own);
    }
    out
}

/// Runs of rows in which something stands.
fn bands(grid: &Grid) -> Vec<Band> {
    let mut out: Vec<Band> = Vec::new();
    let mut last: Option<u32> = None;
    for (row, _) in grid.cells.keys() {
        if last == Some(*row) {
            continue;
        }
        match (out.last_mut(), last.is_some_and(|l| l + 1 == *row)) {
            (Some(band), true) => band.push(*row),
            _ => out.push(vec![*row]),
        }
        last = Some(*row);
    }
    out
}

/// Whether a column between others is empty.
fn has_gap(grid: &Grid) -> bool {
    let columns: BTreeSet<u32> = grid.cells.keys().map(|(_, col)| *col).collect();
    columns.iter().zip(columns.iter().skip(1)).any(|(a, b)| a + 1 < *b)
}

/// The tables, and the lines above all of them that go for the whole sheet.
fn tables(context: &Context<'_>, grid: &Grid, bands: Vec<Band>) -> (Band, Vec<Found>) {
    let (mut shared, mut found) = (Band::new(), Vec::<Found>::new());
    // Titles on their way to the table they stand above.
    let mut titles = Band::new();
    for band in bands {
        let heads = heads(context, &rows_of(grid, &band));
        if heads.is_empty() {
            if found.is_empty() || is_title(context, grid, &band) {
                titles.extend(band);
            } else {
                titles.extend(band);
                go_on(&mut found, &mut titles);
            }
            continue;
        }
        if found.is_empty() {
            shared = std::mem::take(&mut titles);
        }
        let same = match (heads.as_slice(), found.last()) {
            // A header that is there again goes on with its table: that of a further page has no unit of its own. In other columns it is another's.
            ([(rel, _, row)], Some(last)) => {
                last.rel == *rel && first_named(context, grid, *rel, *row) == first_named(context, grid, *rel, last.header)
            }
            _ => false,
        };
        titles.extend(band);
        if same {
            go_on(&mut found, &mut titles);
            continue;
        }
        let rows = std::mem::take(&mut titles);
        found.extend(heads.into_iter().map(|(rel, columns, header)| Found { rel, columns, rows: rows.clone(), header }));
    }
    go_on(&mut found, &mut titles);
    (shared, found)
}

/// The column in which a header begins.
fn first_named(context: &Context<'_>, grid: &Grid, rel: RelId, row: u32) -> Option<u32> {
    let named = |(_, cell): &(u32, &Cell)| column_named(&context.names, rel, &cell.text).is_some();
    grid.row(row).find(named).map(|(col, _)| col)
}

/// Rows that belong to the tables before them.
fn go_on(found: &mut [Found], rows: &mut Band) {
    let header = found.last().map(|t| t.header);
    for table in found.iter_mut().filter(|t| Some(t.header) == header) {
        table.rows.extend(rows.iter().copied());
    }
    rows.clear();
}

/// Lines of a title: few texts each, no figures, no notes.
fn is_title(context: &Context<'_>, grid: &Grid, band: &Band) -> bool {
    band.iter().all(|row| {
        let first = grid.row(*row).next();
        grid.row(*row).count() <= TITLE_CELLS
            && grid.row(*row).all(|(_, c)| !c.numeric && !is_figure(context.units, &c.text))
            && first.is_none_or(|(_, c)| !begins_note(&c.text))
    })
}

/// Records whose headers stand in a part of a sheet, with their columns and the row: one, or several beside each other with an empty column
/// between them; none where it has no header.
fn heads(context: &Context<'_>, part: &Grid) -> Vec<(RelId, RangeInclusive<u32>, u32)> {
    let joined = merged::joined(part.clone());
    let mut rows: Vec<u32> = joined.cells.keys().map(|(row, _)| *row).collect();
    rows.dedup();
    for row in rows.iter().take(HEADER_WITHIN) {
        let groups = groups(&joined, *row);
        let of = |columns: &RangeInclusive<u32>| {
            let cells: Vec<&str> =
                joined.row(*row).filter(|(col, _)| columns.contains(col)).map(|(_, c)| c.text.as_str()).collect();
            record(context, &cells)
        };
        let each: Option<Vec<_>> = groups.iter().map(|g| Some((of(g)?, g.clone(), *row))).collect();
        let all = 0..=u32::MAX;
        match each {
            Some(each) if is_one(context, &joined, &each) => {
                return each.into_iter().take(1).map(|(rel, _, row)| (rel, all.clone(), row)).collect();
            }
            Some(each) if !each.is_empty() => return each,
            _ => {}
        }
        if let Some(rel) = of(&all) {
            return vec![(rel, all, *row)];
        }
    }
    Vec::new()
}

/// Whether parts beside each other are one table with an empty column in it: all name columns of one record, and none names a column twice.
fn is_one(context: &Context<'_>, grid: &Grid, parts: &[(RelId, RangeInclusive<u32>, u32)]) -> bool {
    let [(rel, _, row), _, ..] = parts else { return false };
    let named: Vec<_> = grid.row(*row).filter_map(|(_, c)| column_named(&context.names, *rel, &c.text)).collect();
    parts.iter().all(|(other, ..)| other == rel) && named.iter().collect::<BTreeSet<_>>().len() == named.len()
}

/// Columns from a row on that stand together; the whole where all do.
fn groups(grid: &Grid, row: u32) -> Vec<RangeInclusive<u32>> {
    let columns: BTreeSet<u32> = grid.cells.range((row, 0)..).map(|((_, col), _)| *col).collect();
    let mut out: Vec<RangeInclusive<u32>> = Vec::new();
    for col in columns {
        match out.last_mut() {
            Some(last) if *last.end() + 1 == col => *last = *last.start()..=col,
            _ => out.push(col..=col),
        }
    }
    if out.len() == 1 { vec![0..=u32::MAX] } else { out }
}

/// The record that most of some cells name columns of, at least two; `None` where two records do equally well.
fn record(context: &Context<'_>, cells: &[&str]) -> Option<RelId> {
    let submitted = context.schema.ids().filter(|id| context.schema.get(*id).origin == Origin::Submitted);
    let found: Vec<(usize, RelId)> = submitted.map(|rel| (named(&context.names, rel, cells), rel)).collect();
    let most = found.iter().map(|(n, _)| *n).max().filter(|n| *n >= 2 && n * 2 > cells.len())?;
    let mut best = found.iter().filter(|(n, _)| *n == most);
    match (best.next(), best.next()) {
        (Some((_, rel)), None) => Some(*rel),
        _ => None,
    }
}

fn rows_of(grid: &Grid, rows: &[u32]) -> Grid {
    keep(grid, |(row, _)| rows.binary_search(&row).is_ok())
}

pub fn keep(grid: &Grid, wanted: impl Fn(At) -> bool) -> Grid {
    let cells = grid.cells.iter().filter(|(at, _)| wanted(**at)).map(|(at, cell)| (*at, cell.clone())).collect();
    let merged = grid.merged.iter().filter(|b| wanted(b.first)).copied().collect();
    Grid { name: grid.name.clone(), cells, merged, ..Grid::default() }
}

/// The cells of one table: above its header all that stands there, from there on its own columns.
fn part(grid: &Grid, shared: &Band, table: &Found, first: bool) -> Grid {
    let rows: BTreeSet<u32> = shared.iter().chain(&table.rows).copied().collect();
    let mut out = keep(grid, |(row, col)| rows.contains(&row) && (row < table.header || table.columns.contains(&col)));
    // What is hidden is told once for a sheet.
    if first {
        (out.hidden, out.hidden_lines) = (grid.hidden, grid.hidden_lines);
    }
    out
}
