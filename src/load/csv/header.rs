//! The header of a CSV table: which cell heads which column, in which unit, and which lines below it are no rows.

use super::above::{Above, Statement};
use super::records::Row;
use crate::data::Extent;
use crate::load::diagnostics::{files, lines, rows};
use crate::load::figures::{find_unit, fits};
use crate::load::form_unit::{Spoken, spoken};
use crate::load::line_words::{begins_note, is_figure, is_label, may_tell};
use crate::load::names::{is_beside, is_named, nearest_column, split_header};
use crate::load::part::{HeaderUnit, Part, header_unit};
use crate::load::value::is_blank;
use crate::text::{Span, fold_name};
use crate::ty::{ColId, Flavour, RelId, Type, Unit};
use std::ops::Range;

/// Where the cells of a row go.
pub struct Header {
    /// One entry for each header cell: its column, unless nothing can be done with it.
    pub columns: Vec<Option<ColId>>,
    pub units: Vec<Option<Unit>>,
    /// Columns that stand there but cannot be used (twice, wrong unit).
    pub unusable_columns: Vec<ColId>,
    pub place: Span,
    /// Its cells, folded.
    texts: Vec<String>,
    /// Cells without a name, with the first value below each.
    nameless: Vec<(usize, Option<Extent>)>,
    /// A column that says the unit of each row, and whether that was told.
    unit_column: Option<(usize, Span)>,
}

/// What a line below the header is when it is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The units of the columns, one in each cell.
    Units,
    /// The unit of the form once more.
    UnitAgain,
    /// Another unit than the one in force.
    OtherUnit,
    HeaderAgain,
    OtherHeader,
    Note,
}

/// No line of a file can be its header.
pub fn none(part: &Part<'_>, rel: RelId, text: &str, at: usize, path: &str) -> crate::diag::Diagnostic {
    let relation = part.context.schema.get(rel);
    let start = text[at..].find(|c: char| !c.is_whitespace()).map_or(at, |n| at + n);
    let end = text[start..].find(['\n', '\r']).map_or(text.len(), |n| start + n);
    let line = text.get(start..end).unwrap_or("");
    for sign in ["；", "，", "|"] {
        let known = |c: &str| part.context.names.column(rel, c.trim_matches('"')).is_some();
        if line.split(sign).any(known) && line.contains(sign) {
            return files::separator(path, sign, part.span(start..end));
        }
    }
    let columns: Vec<&str> = relation.columns.iter().map(|c| c.title()).collect();
    let diagnostic = files::no_header(path, relation.title(), &columns, part.span(start..end));
    let near = line.split(',').take(64).find_map(|c| nearest_column(relation, c.trim_matches('"'), |_| true));
    diagnostic.suggest(near)
}

impl Header {
    /// Reads the header row; what stands above may name the units of the form.
    pub fn read(part: &mut Part<'_>, rel: RelId, text: &str, row: &Row, above: Above) -> Self {
        let relation = part.context.schema.get(rel);
        let place = part.span(row.place.clone());
        let mut header = Self {
            columns: Vec::new(),
            units: vec![None; relation.columns.len()],
            unusable_columns: Vec::new(),
            place,
            texts: (0..row.fields.len()).map(|i| fold_name(row.text(text, i))).collect(),
            nameless: Vec::new(),
            unit_column: None,
        };
        let mut places: Vec<Option<Span>> = vec![None; relation.columns.len()];
        let mut strange = Vec::new();
        for (i, field) in row.fields.iter().enumerate() {
            let (name, at) = (row.text(text, i), part.span(field.place.clone()));
            let col = header.match_cell(part, rel, name, at);
            match col.and_then(|c| places.get_mut(c.index())) {
                Some(Some(first)) => {
                    let (col, first) = (col.unwrap_or(ColId(0)), *first);
                    let diagnostic = rows::column_twice(relation, &relation.columns[col.index()], at, first);
                    part.log.push(diagnostic, rel, name);
                    header.unusable_columns.push(col);
                    header.columns.push(None);
                    continue;
                }
                Some(slot) => *slot = Some(at),
                None if is_unit_column(name) => header.unit_column = Some((i, at)),
                None if !is_blank(name) => strange.push((name.trim().to_string(), at)),
                None => header.nameless.push((i, None)),
            }
            header.columns.push(col);
        }
        // Empty header cells at the end head no column.
        while header.columns.len() > 1
            && header.columns.last() == Some(&None)
            && is_blank(row.text(text, header.columns.len() - 1))
        {
            header.columns.pop();
        }
        header.nameless.retain(|(i, _)| *i < header.columns.len());
        strange.retain(|(name, _)| !part.ignored.contains(&fold_name(name)));
        for (name, at) in strange {
            let near = nearest_column(relation, split_header(&name).map_or(&name, |(n, _)| n), |c| places[c].is_none());
            part.nameless.extend((!is_beside(&name)).then_some(rel));
            part.log.push(rows::unknown_field(relation, &name, near, at), rel, &name);
        }
        for (i, column) in relation.columns.iter().enumerate() {
            let col = ColId(u32::try_from(i).unwrap_or(u32::MAX));
            if places[i].is_none() && !column.optional && !matches!(column.ty, Type::List(_)) {
                part.missing.push((rel, col, place));
            }
        }
        header.form_units(part, rel, &above.statements);
        header
    }

    /// The column a header cell means; takes the unit behind the name.
    fn match_cell(&mut self, part: &mut Part<'_>, rel: RelId, name: &str, at: Span) -> Option<ColId> {
        if let Some(col) = part.context.names.column(rel, name) {
            return Some(col);
        }
        let (base, unit) = split_header(name)?;
        let col = part.context.names.column(rel, base)?;
        let known = match header_unit(part.context, rel, col, unit) {
            HeaderUnit::NotWanted => return Some(col),
            HeaderUnit::Fits(unit) => {
                if let Some(slot) = self.units.get_mut(col.index()) {
                    *slot = Some(unit);
                }
                return Some(col);
            }
            HeaderUnit::Other(unit) => Some(unit),
            HeaderUnit::Unknown => None,
        };
        let column = part.context.schema.column(rel, col);
        part.log.push(rows::header_unit(column, unit, known.as_deref(), at), rel, &column.name);
        self.unusable_columns.push(col);
        Some(col)
    }

    /// Columns of figures in the header that say no unit of their own.
    fn open_columns(&self, part: &Part<'_>, rel: RelId) -> Vec<ColId> {
        let open = |col: &ColId| {
            let number = matches!(part.context.schema.column(rel, *col).ty, Type::Number(_));
            number && self.units.get(col.index()).is_some_and(Option::is_none) && !self.unusable_columns.contains(col)
        };
        self.columns.iter().flatten().copied().filter(open).collect()
    }

    /// Which of some columns a unit fits.
    fn takers(part: &Part<'_>, rel: RelId, columns: &[ColId], unit: &Unit) -> Vec<ColId> {
        let takes = |col: &ColId| match &part.context.schema.column(rel, *col).ty {
            Type::Number(ty) => fits(ty, &unit.ty),
            Type::Text
            | Type::Flag
            | Type::Date
            | Type::Period(_)
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => false,
        };
        columns.iter().copied().filter(takes).collect()
    }

    /// Units named above the header are meant for the columns of their dimension that name none; what cannot be meant so is refused.
    fn form_units(&mut self, part: &mut Part<'_>, rel: RelId, statements: &[Statement]) {
        let open = self.open_columns(part, rel);
        if open.is_empty() {
            return;
        }
        let mut taken: Vec<(ColId, Unit, &Statement)> = Vec::new();
        let mut refused: Vec<ColId> = Vec::new();
        for statement in statements {
            let found: Vec<(&String, Option<Unit>)> = statement.names.iter().map(|n| (n, stated_unit(part, n))).collect();
            let used = found.iter().flat_map(|(_, u)| u).any(|u| !Self::takers(part, rel, &open, u).is_empty());
            for (name, unit) in found {
                let takers = unit.as_ref().map(|u| Self::takers(part, rel, &open, u));
                let problem = match (unit, takers) {
                    (Some(unit), Some(takers)) if takers.is_empty() => {
                        let money = unit.ty.dims.to_string().ends_with('元');
                        if used && !money {
                            // It belongs to columns that the record does not have.
                            continue;
                        }
                        refused.extend(self.guessable(part, rel, &open));
                        lines::unit_of_no_column(part.context.schema.get(rel), name, statement.place)
                    }
                    (Some(unit), Some(takers)) if Self::is_ambiguous_count(&unit, &takers) => {
                        refused.extend(&takers);
                        lines::unit_of_many_counts(name, statement.place)
                    }
                    (Some(unit), Some(takers)) => {
                        let other =
                            |(col, known, _): &&(ColId, Unit, &Statement)| takers.contains(col) && known.factor != unit.factor;
                        match taken.iter().find(other) {
                            Some((_, known, first)) => {
                                let problem = lines::two_units(&known.name, first.place, name, statement.place);
                                refused.extend(&takers);
                                problem
                            }
                            None => {
                                taken.extend(takers.into_iter().map(|c| (c, unit.clone(), statement)));
                                continue;
                            }
                        }
                    }
                    _ => {
                        refused.extend(&open);
                        lines::unknown_form_unit(name, statement.place)
                    }
                };
                part.log.push_file(problem);
            }
        }
        for (col, unit, _) in taken {
            if let Some(slot) = self.units.get_mut(col.index()) {
                *slot = Some(unit);
            }
        }
        self.unusable_columns.extend(refused);
    }

    /// 万人 counts people; which of several counts are people, nothing says.
    fn is_ambiguous_count(unit: &Unit, takers: &[ColId]) -> bool {
        unit.ty.flavour == Flavour::Count && unit.factor != crate::num::Rat::ONE && takers.len() > 1
    }

    /// Columns whose figures may be meant in a unit that does not fit them: all but counts, ratios and bare numbers.
    fn guessable(&self, part: &Part<'_>, rel: RelId, open: &[ColId]) -> Vec<ColId> {
        let guess = |col: &ColId| match &part.context.schema.column(rel, *col).ty {
            Type::Number(ty) => match ty.flavour {
                Flavour::Amount | Flavour::Share | Flavour::Points | Flavour::Growth => true,
                Flavour::Count | Flavour::Ratio | Flavour::Number => false,
            },
            Type::Text
            | Type::Flag
            | Type::Date
            | Type::Period(_)
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => false,
        };
        open.iter().copied().filter(guess).collect()
    }

    /// Makes the table ready for rows.
    pub fn open(&self, part: &mut Part<'_>, rel: RelId) {
        part.open_with_units(rel, &self.units);
    }

    /// What a line is when it is no row.
    pub fn line_kind(&mut self, part: &mut Part<'_>, rel: RelId, text: &str, row: &Row, rows: usize) -> Option<Line> {
        let at = (0..row.fields.len()).find(|i| !is_blank(row.text(text, *i)))?;
        let first = row.text(text, at);
        // The first cell tells most rows from anything else at little cost.
        let single = !row.is_filled_from(at + 1, text);
        let telling = single || may_tell(first) || is_named(&part.context.names, rel, first);
        if first.bytes().all(|b| b.is_ascii_digit()) || (rows > 0 && !telling) {
            return None;
        }
        let cells: Vec<(usize, &str)> =
            (at..row.fields.len()).map(|i| (i, row.text(text, i))).filter(|(_, t)| !is_blank(t)).collect();
        let units = part.context.units;
        if rows == 0 && self.is_unit_row(part, &cells) {
            self.take_unit_row(part, rel, row, &cells);
            return Some(Line::Units);
        }
        let naming = cells.iter().filter(|(_, t)| is_named(&part.context.names, rel, t)).count();
        let heads =
            if self.columns.len() == 1 { naming == 1 && cells.len() == 1 } else { naming >= 2 && naming * 2 > cells.len() };
        if heads {
            let same = cells.iter().all(|(i, t)| self.texts.get(*i).is_some_and(|h| *h == fold_name(t)));
            return match same {
                true => Some(Line::HeaderAgain),
                false if self.columns.len() > 1 => Some(Line::OtherHeader),
                false => None,
            };
        }
        let noted = begins_note(first);
        if !noted && !single && !may_tell(first) {
            return None;
        }
        // A figure is part of a note only behind a label: `电话：,13800000000`.
        let labelled = |at: usize| at.checked_sub(1).and_then(|n| cells.get(n)).is_some_and(|(_, t)| is_label(t));
        if cells.iter().enumerate().any(|(at, (_, t))| is_figure(units, t) && !labelled(at)) {
            return None;
        }
        for (_, cell) in &cells {
            match spoken(units, cell) {
                Spoken::Units(names) => return Some(self.compare_units(part, rel, &names)),
                Spoken::Organisation => return Some(Line::Note),
                Spoken::Follows | Spoken::Nothing => {}
            }
        }
        noted.then_some(Line::Note)
    }

    /// All cells are units, or words for them: the units of the columns stand in a line of their own.
    fn is_unit_row(&self, part: &Part<'_>, cells: &[(usize, &str)]) -> bool {
        let units = part.context.units;
        let unit = |t: &str| find_unit(units, unbracketed(t)).is_some();
        let word = |t: &str| matches!(spoken(units, t), Spoken::Follows);
        cells.iter().all(|(_, t)| unit(t) || word(t)) && cells.iter().any(|(_, t)| unit(t)) && (cells.len() > 1 || cells[0].0 > 0)
    }

    fn take_unit_row(&mut self, part: &mut Part<'_>, rel: RelId, row: &Row, cells: &[(usize, &str)]) {
        for (i, cell) in cells {
            let (Some(Some(col)), name) = (self.columns.get(*i).copied(), unbracketed(cell)) else { continue };
            if matches!(spoken(part.context.units, cell), Spoken::Follows) {
                continue;
            }
            let column = part.context.schema.column(rel, col);
            let place = row.fields.get(*i).map_or(self.place, |f| part.span(f.place.clone()));
            let own = self.units.get(col.index()).cloned().flatten();
            let known = match header_unit(part.context, rel, col, name) {
                HeaderUnit::NotWanted => continue,
                HeaderUnit::Fits(unit) if own.as_ref().is_none_or(|o| o.factor == unit.factor) => {
                    if let Some(slot) = self.units.get_mut(col.index()) {
                        *slot = Some(unit);
                    }
                    continue;
                }
                HeaderUnit::Fits(unit) => Some(Box::new(unit)),
                HeaderUnit::Other(unit) => Some(unit),
                HeaderUnit::Unknown => None,
            };
            let problem = match own {
                Some(own) => lines::two_units(&own.name, self.place, name, place),
                None => rows::header_unit(column, name, known.as_deref(), place),
            };
            part.log.push(problem, rel, &column.name);
            self.unusable_columns.push(col);
        }
    }

    /// A unit said below the header is the one in force, or the figures are in doubt.
    fn compare_units(&self, part: &Part<'_>, rel: RelId, names: &[String]) -> Line {
        let numbers: Vec<ColId> = self.columns.iter().flatten().copied().collect();
        let holds = |name: &String| {
            let Some(unit) = stated_unit(part, name) else { return false };
            Self::takers(part, rel, &numbers, &unit).into_iter().all(|col| {
                let own = self.units.get(col.index()).and_then(Option::as_ref);
                let declared = part.context.schema.column(rel, col).unit.as_ref();
                own.or(declared).is_some_and(|u| u.factor == unit.factor)
            })
        };
        if names.iter().all(holds) { Line::UnitAgain } else { Line::OtherUnit }
    }

    /// Columns of figures that only the declaration gives a unit.
    pub fn declared_only(&self, part: &Part<'_>, rel: RelId) -> Vec<ColId> {
        let open = self.open_columns(part, rel);
        self.guessable(part, rel, &open)
    }

    /// A cell below a header cell that heads no column.
    pub fn strange_cell(&mut self, at: usize, text: &str, extent: Extent) {
        if is_blank(text) {
            return;
        }
        if let Some((_, first @ None)) = self.nameless.iter_mut().find(|(i, _)| *i == at) {
            *first = Some(extent);
        }
    }

    /// The unit that a column of units gives a row, where it is another than that of the figures.
    pub fn row_unit(&mut self, part: &mut Part<'_>, rel: RelId, text: &str, row: &Row) -> Vec<ColId> {
        let Some((at, head)) = self.unit_column else { return Vec::new() };
        let name = row.text(text, at);
        let open = self.open_columns(part, rel);
        if is_blank(name) || open.is_empty() {
            return Vec::new();
        }
        let unit = find_unit(part.context.units, unbracketed(name));
        let takers = unit.as_ref().map(|u| Self::takers(part, rel, &open, u)).unwrap_or_default();
        let same = |col: &ColId| {
            let declared = part.context.schema.column(rel, *col).unit.as_ref();
            unit.as_ref().is_some_and(|u| declared.is_some_and(|d| d.factor == u.factor))
        };
        if !takers.is_empty() && takers.iter().all(same) {
            return Vec::new();
        }
        let place: Range<usize> = row.fields.get(at).map_or(row.place.clone(), |f| f.place.clone());
        part.log.push(lines::unit_of_row(name, part.span(place), head), rel, "unit");
        if takers.is_empty() { open } else { takers }
    }

    /// Figures below cells without a name are used by nobody.
    pub fn say_nameless(&self, part: &mut Part<'_>, rel: RelId) {
        for (at, first) in &self.nameless {
            if let Some(span) = first.and_then(|e| part.extent_span(e)) {
                let relation = part.context.schema.get(rel);
                part.nameless.insert(rel);
                part.log.push(lines::nameless_column(relation, at + 1, span, self.place), rel, &format!("column {}", at + 1));
            }
        }
    }
}

/// A unit of a form; one per something is never that of a plain amount.
fn stated_unit(part: &Part<'_>, name: &str) -> Option<Unit> {
    find_unit(part.context.units, name).filter(|unit| !(name.contains('/') && unit.ty.dims.is_base()))
}

/// A header cell over the units of rows.
fn is_unit_column(name: &str) -> bool {
    matches!(
        fold_name(name).to_lowercase().as_str(),
        "单位" | "计量单位" | "單位" | "unit" | "units" | "数量单位" | "货币单位" | "金额单位"
    )
}

fn unbracketed(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix(['(', '（', '[']).and_then(|t| t.strip_suffix([')', '）', ']'])).unwrap_or(text).trim()
}
