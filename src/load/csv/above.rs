//! What stands above the header of a table: titles, the unit of the figures, who sent the form. Anything that may be a row is refused.

use super::records::Row;
use crate::data::{Extent, LineKind};
use crate::load::diagnostics::lines;
use crate::load::form_unit::{Spoken, spoken};
use crate::load::line_words::{is_figure, is_label};
use crate::load::names::{is_named, nearest_column};
use crate::load::part::Part;
use crate::load::value::is_blank;
use crate::text::Span;
use crate::ty::RelId;

/// Units named in one cell.
pub struct Statement {
    pub names: Vec<String>,
    pub place: Span,
}

/// What the lines above the header say.
#[derive(Default)]
pub struct Above {
    pub statements: Vec<Statement>,
}

impl Above {
    /// Reads one line above the header.
    pub fn line(&mut self, part: &mut Part<'_>, rel: RelId, text: &str, row: &Row) {
        let cells: Vec<(usize, &str)> =
            (0..row.fields.len()).map(|i| (i, row.text(text, i))).filter(|(_, t)| !is_blank(t)).collect();
        if cells.is_empty() {
            return;
        }
        let (place, extent) = (part.span(row.place.clone()), Extent::new(row.place.clone()));
        let rest = self.units(part, row, &cells);
        if rest.is_empty() {
            return part.leave_out(rel, LineKind::Unit, extent);
        }
        let units = part.context.units;
        // `年度,2007` and `表号：,101` are labels with their values.
        let labelled = |at: usize| at.checked_sub(1).and_then(|n| rest.get(n)).is_some_and(|t| is_label(t));
        let loose: Vec<&&str> =
            rest.iter().enumerate().filter(|(at, t)| !labelled(*at) && !is_label(t)).map(|(_, t)| t).collect();
        let figures = loose.iter().filter(|t| is_figure(units, t)).count();
        if figures > 0 && cells.len() > 1 {
            part.log.push_file(lines::figures_above(place));
        } else if loose.len() > 1 && Self::may_be_header(part, rel, &loose) {
            part.log.push_file(lines::header_above(place));
        } else {
            if loose.len() > 1 {
                part.log.push_file(lines::unused_above(place));
            }
            return part.leave_out(rel, LineKind::Heading, extent);
        }
        part.broken = true;
        part.leave_out(rel, LineKind::Refused, extent);
    }

    /// Takes the units out of a line; gives what else stands there.
    fn units<'t>(&mut self, part: &Part<'_>, row: &Row, cells: &[(usize, &'t str)]) -> Vec<&'t str> {
        let units = part.context.units;
        let span = |i: usize| row.fields.get(i).map(|f| f.place.clone());
        let mut rest = Vec::new();
        let mut cells = cells.iter().copied().peekable();
        while let Some((i, cell)) = cells.next() {
            let start = span(i).unwrap_or_default();
            let (said, place) = match spoken(units, cell) {
                // The unit stands in the cell beside.
                Spoken::Follows => match cells.peek().copied() {
                    Some((next, beside)) => {
                        let end = span(next).unwrap_or_default().end;
                        let joined = spoken(units, &format!("单位：{}", beside.trim()));
                        cells.next();
                        (joined, start.start..end)
                    }
                    None => continue,
                },
                Spoken::Nothing => {
                    rest.push(cell);
                    continue;
                }
                said @ (Spoken::Organisation | Spoken::Units(_)) => (said, start),
            };
            if let Spoken::Units(names) = said {
                self.statements.push(Statement { names, place: part.span(place) });
            }
        }
        rest
    }

    /// Some of the texts are names of columns, or nearly.
    fn may_be_header(part: &Part<'_>, rel: RelId, texts: &[&&str]) -> bool {
        let relation = part.context.schema.get(rel);
        texts
            .iter()
            .take(64)
            .any(|t| is_named(&part.context.names, rel, t) || nearest_column(relation, t.trim(), |_| true).is_some())
    }
}
