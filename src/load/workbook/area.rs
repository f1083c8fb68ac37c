//! Ranges of cells that the project file names: each is a table, and nothing else of the sheet is read. What stands outside and may concern the
//! figures is not passed over: a unit is one said above another table, and a table that goes on below its range is not whole.

use super::grid::Grid;
use super::page::RemarkKind;
use super::tables::{Piece, keep};
use crate::load::context::Context;
use crate::load::form_unit::{Spoken, spoken};
use crate::text::Area;

/// The parts of a sheet in some ranges, those in which something stands.
pub fn pieces(context: &Context<'_>, grid: &Grid, areas: &[Area]) -> Vec<Piece> {
    let outside = grid.cells.iter().filter(|(at, _)| !areas.iter().any(|a| a.holds(**at)));
    let said = |text: &str| match spoken(context.units, text) {
        Spoken::Units(names) => names,
        Spoken::Follows | Spoken::Organisation | Spoken::Nothing => Vec::new(),
    };
    let units: Vec<String> = outside.flat_map(|(_, cell)| said(&cell.text)).collect();
    let mut out: Vec<Piece> = Vec::new();
    for area in areas {
        let mut part = keep(grid, |at| area.holds(at));
        if out.is_empty() {
            (part.hidden, part.hidden_lines) = (grid.hidden, grid.hidden_lines);
        }
        let goes_on = grid.cells.keys().any(|at| area.ends_above(*at));
        let Some(mut last) = part.cells.last_entry() else { continue };
        if goes_on {
            last.get_mut().remarks.push(RemarkKind::Beyond);
        }
        let own = part.cells.values().any(|cell| !said(&cell.text).is_empty());
        let units_before = if own { Vec::new() } else { units.clone() };
        out.push(Piece { grid: part, rel: None, further: !out.is_empty(), titled: true, units_before });
    }
    out
}
