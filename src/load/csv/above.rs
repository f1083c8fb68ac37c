//! What stands above the header of a table: titles, the unit of the figures, who sent the form. Anything that may be a row is refused.

use super::records::Row;
use crate::data::{Extent, LineKind};
use crate::load::diagnostics::lines;
use crate::load::form_unit::{Spoken, spoken};
use crate::load::line_words::{is_figure, is_figure_written_wrongly, is_label, is_sentence};
use crate::load::names::{is_named, nearest_column};
use crate::load::part::Part;
use crate::load::value::is_blank;
use crate::text::struck::{is_struck, unstruck};
use crate::text::{Span, same_name};
use crate::ty::{Origin, RelId, Units};

/// Units named in one cell.
pub struct Statement {
    pub names: Vec<String>,
    pub place: Span,
}

/// What the lines above the header say.
#[derive(Default)]
pub struct Above {
    pub statements: Vec<Statement>,
    /// Units in lines that were refused: whether they are meant nobody knows.
    pub doubtful: Vec<Statement>,
    /// A line of nothing but the name of a column: a title, or the header of a table of one column.
    named: Option<Span>,
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
        let before = self.statements.len();
        let rest = self.units(part, rel, row, &cells);
        if rest.is_empty() {
            let kind = if self.statements.len() > before { LineKind::Unit } else { LineKind::Heading };
            return part.leave_out(rel, kind, extent);
        }
        let units = part.context.units;
        // `年度,2007` and `表号：,101` are labels with their values.
        let labelled = |at: usize| at.checked_sub(1).and_then(|n| rest.get(n)).is_some_and(|t| is_label(t));
        let loose: Vec<&&str> =
            rest.iter().enumerate().filter(|(at, t)| !labelled(*at) && !is_label(t)).map(|(_, t)| t).collect();
        let figures = |t: &&&str| match cells.len() {
            1 => (is_figure(units, t) && !is_time(t)) || is_row_of_another_sign(units, t),
            _ => is_figure(units, t) || (loose.len() > 1 && (is_figure_written_wrongly(t) || is_row_of_another_sign(units, t))),
        };
        let header = self.named.filter(|_| loose.len() == 1 && cells.len() == 1 && !is_sentence(loose[0]));
        self.named = Some(place).filter(|_| loose.len() == 1 && cells.len() == 1 && is_named(&part.context.names, rel, loose[0]));
        let unit = self.statements.len() > before;
        if loose.iter().any(figures) {
            part.log.push_file(lines::figures_above(place, unit));
        } else if let Some(header) = header {
            part.log.push_file(lines::header_above(header));
        } else if loose.len() > 1 && Self::may_be_header(part, rel, &loose) {
            part.log.push_file(lines::header_above(place));
        } else {
            // 甲, may be a row without its figure; titles say more, or stand alone.
            let short = loose.len() == 1
                && cells.len() == 1
                && row.width() > 1
                && !is_title(loose[0])
                && !Self::is_own_title(part, rel, loose[0]);
            if loose.len() > 1 || short {
                part.log.push_file(lines::unused_above(place));
            }
            return part.leave_out(rel, LineKind::Heading, extent);
        }
        self.doubtful.extend(self.statements.drain(before..));
        part.broken = true;
        part.leave_out(rel, LineKind::Refused, extent);
    }

    /// Takes the units out of a line; gives what else stands there.
    fn units<'t>(&mut self, part: &Part<'_>, rel: RelId, row: &Row, cells: &[(usize, &'t str)]) -> Vec<&'t str> {
        let units = part.context.units;
        let span = |i: usize| row.fields.get(i).map(|f| f.place.clone());
        let mut rest = Vec::new();
        let mut cells = cells.iter().copied().peekable();
        while let Some((i, cell)) = cells.next() {
            let start = span(i).unwrap_or_default();
            // A unit that was struck out may have been replaced, or not: it is none that is known.
            if is_struck(cell) && !matches!(spoken(units, &unstruck(cell)), Spoken::Nothing | Spoken::Organisation) {
                self.statements.push(Statement { names: vec![cell.trim().to_string()], place: part.span(start) });
                continue;
            }
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
                let names = if says_of_a_column(part, rel, cell) { vec![cell.trim().to_string()] } else { names };
                self.statements.push(Statement { names, place: part.span(place) });
            }
        }
        rest
    }

    /// What the table is called, or the list whose rows it holds.
    fn is_own_title(part: &Part<'_>, rel: RelId, text: &str) -> bool {
        let (schema, relation) = (part.context.schema, part.context.schema.get(rel));
        let list = match relation.origin {
            Origin::Nested { parent, column } => Some(schema.column(parent, column).title()),
            Origin::Submitted | Origin::Policy | Origin::Calendar => None,
        };
        same_name(text, relation.title()) || list.is_some_and(|title| same_name(text, title))
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

/// 产值为亿元: of the other columns of money it says nothing, so it is the unit of none.
fn says_of_a_column(part: &Part<'_>, rel: RelId, cell: &str) -> bool {
    let of = cell.split_once('为').map_or("", |(of, _)| of.trim_end_matches(['均', '都', '皆']));
    let of = of.rsplit([':', '：', ',', '，', '。', ';', '；']).next().unwrap_or(of);
    !of.trim().is_empty() && part.context.names.column(rel, of.trim()).is_some()
}

/// A text that can hardly be the name of a row: longer than names are, or with a word that tables are called by.
fn is_title(text: &str) -> bool {
    const SHORT: usize = 5;
    let words =
        ["表", "附件", "附录", "情况", "统计", "汇总", "一览", "清单", "名单", "名录", "报告", "年", "月", "季", "续", "单位"];
    let text = text.trim();
    text.chars().count() > SHORT || is_sentence(text) || is_label(text) || words.iter().any(|w| text.contains(w))
}

/// A year or a day, alone in a line: `2007`, `2007年`, `20080115`.
fn is_time(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let signs = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '度'));
    signs && matches!(digits, 4..=8) && text.starts_with(['1', '2'])
}

/// Cells separated by another sign than those of the table, one of them a figure.
pub fn is_row_of_another_sign(units: &Units, text: &str) -> bool {
    let signs = [';', '；', '\t', '，', '|', ','];
    signs.iter().any(|sign| {
        let parts: Vec<&str> = text.split(*sign).collect();
        let figure = |(at, part): (usize, &&str)| {
            is_figure(units, part) && !is_time(part) && !parts.get(at.wrapping_sub(1)).is_some_and(|l| is_label(l))
        };
        // 1,234 is one figure, and no row.
        parts.len() > 1 && parts.iter().enumerate().any(figure)
    })
}
