//! The units of a CSV table: which columns a unit of the form is meant for, units in a line or in a column of their own.

use super::above::Statement;
use super::header::{Header, Line};
use super::records::Row;
use crate::data::UnitFrom;
use crate::load::diagnostics::lines;
use crate::load::diagnostics::rows::{self, unknown_field};
use crate::load::figures::{find_unit, fits};
use crate::load::form_unit::{Spoken, is_measure, is_unit, only_unit, spoken};
use crate::load::number::is_none_mark;
use crate::load::part::{HeaderUnit, Part, header_unit};
use crate::load::row_unit::{RowUnit, is_ditto, is_unit_field, row_unit};
use crate::load::value::is_blank;
use crate::num::Rat;
use crate::text::fold_name;
use crate::ty::{ColId, Flavour, RelId, Type, Unit};
use std::ops::Range;

impl Header {
    /// Columns of figures in the header that say no unit of their own.
    pub fn open_columns(&self, part: &Part<'_>, rel: RelId) -> Vec<ColId> {
        let open = |col: &ColId| {
            let number = matches!(part.context.schema.column(rel, *col).ty, Type::Number(_));
            number && self.units.get(col.index()).is_some_and(Option::is_none) && !self.unusable_columns.contains(col)
        };
        self.columns.iter().flatten().copied().filter(open).collect()
    }

    /// Which of some columns a unit fits.
    fn takers(part: &Part<'_>, rel: RelId, columns: &[ColId], unit: &Unit) -> Vec<ColId> {
        let takes = |col: &ColId| fits(part.context.schema.column(rel, *col), unit);
        columns.iter().copied().filter(takes).collect()
    }

    /// Units named above the header are meant for the columns of their dimension that name none; what cannot be meant so is refused.
    pub fn form_units(&mut self, part: &mut Part<'_>, rel: RelId, statements: &[Statement]) {
        let open = self.open_columns(part, rel);
        if open.is_empty() {
            return;
        }
        let mut taken: Vec<(ColId, Unit, &Statement)> = Vec::new();
        let mut refused: Vec<ColId> = Vec::new();
        for statement in statements {
            let found: Vec<(&String, Option<Unit>)> =
                statement.names.iter().map(|n| (n, find_unit(part.context.units, n))).collect();
            let used = found.iter().flat_map(|(_, u)| u).any(|u| !Self::takers(part, rel, &open, u).is_empty());
            for (name, unit) in found {
                let takers = unit.as_ref().map(|u| Self::takers(part, rel, &open, u));
                let problem = match (unit, takers) {
                    (Some(unit), Some(takers)) if takers.is_empty() => {
                        let money = unit.ty.dims.to_string().ends_with('元') && unit.per_counted().is_none();
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
                part.refuse_line(rel, statement.place);
            }
        }
        for (col, unit, statement) in taken {
            self.of_form.push(col);
            self.unit_from.insert(col, UnitFrom::Form(statement.place));
            if let Some(slot) = self.units.get_mut(col.index()) {
                *slot = Some(unit);
            }
        }
        self.unusable_columns.extend(refused);
    }

    /// Units of which nobody knows whether they are meant leave the figures unknown that may be given in them, unless that is their unit anyhow.
    pub fn doubt_units(&mut self, part: &Part<'_>, rel: RelId, statements: &[Statement]) {
        let open = self.open_columns(part, rel);
        for name in statements.iter().flat_map(|s| &s.names) {
            let doubtful = match find_unit(part.context.units, name) {
                Some(unit) => Self::takers(part, rel, &open, &unit)
                    .into_iter()
                    .filter(|col| part.context.schema.column(rel, *col).unit.as_ref().is_none_or(|u| u.factor != unit.factor))
                    .collect(),
                None => self.guessable(part, rel, &open),
            };
            self.unusable_columns.extend(doubtful);
        }
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

    /// All cells are units, or words for them: the units of the columns stand in a line of their own.
    pub fn is_unit_row(&self, part: &Part<'_>, rel: RelId, cells: &[(usize, &str)]) -> bool {
        let units = part.context.units;
        let unit = |t: &str| find_unit(units, unbracketed(t)).is_some();
        let word = |t: &str| matches!(spoken(units, t), Spoken::Follows);
        // A dash says that a column has none, and what goes over two rows is part of the header.
        let beside =
            |(at, t): &(usize, &str)| is_none_mark(t.trim()) || self.texts.get(*at).is_some_and(|head| *head == fold_name(t));
        if !cells.iter().any(|(_, t)| unit(t)) {
            return false;
        }
        // Behind 计量单位, and where nobody is named, what stands over texts and days is nothing: 2007, 亿元.
        let figure = |at: &usize| self.stands_over(*at, |col| matches!(part.context.schema.column(rel, col).ty, Type::Number(_)));
        let key = |at: &usize| self.stands_over(*at, |col| part.context.schema.get(rel).key.contains(&col));
        let labelled = word(cells[0].1);
        let nobody = labelled || !cells.iter().any(|(at, _)| key(at));
        let said = |c: &(usize, &str)| unit(c.1) || word(c.1) || beside(c);
        cells.iter().all(|c| said(c) || (nobody && !figure(&c.0))) && (cells.len() > 1 || cells[0].0 > 0)
    }

    /// Whether a column of this kind stands under a cell.
    fn stands_over(&self, at: usize, kind: impl Fn(ColId) -> bool) -> bool {
        self.columns.get(at).copied().flatten().is_some_and(kind)
    }

    /// Among the rows: nobody is named, and all figures are units.
    pub fn is_unit_row_below(&self, part: &Part<'_>, rel: RelId, cells: &[(usize, &str)]) -> bool {
        let key = |at: &usize| self.stands_over(*at, |col| part.context.schema.get(rel).key.contains(&col));
        !cells.iter().any(|(at, _)| key(at)) && self.is_unit_row(part, rel, cells)
    }

    pub fn take_unit_row(&mut self, part: &mut Part<'_>, rel: RelId, row: &Row, cells: &[(usize, &str)]) {
        for (i, cell) in cells {
            let (Some(Some(col)), name) = (self.columns.get(*i).copied(), unbracketed(cell)) else { continue };
            let head = self.texts.get(*i).is_some_and(|head| *head == fold_name(cell));
            if head || is_none_mark(cell.trim()) || matches!(spoken(part.context.units, cell), Spoken::Follows) {
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
                    self.unit_from.insert(col, UnitFrom::Line(place));
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

    /// The same of a line of units among the rows, column by column.
    pub fn compare_unit_row(&self, part: &Part<'_>, rel: RelId, cells: &[(usize, &str)]) -> Line {
        let holds = |(at, cell): &(usize, &str)| {
            let Some(unit) = find_unit(part.context.units, unbracketed(cell)) else { return !is_unit(part.context.units, cell) };
            let Some(col) = self.columns.get(*at).copied().flatten() else { return true };
            let own = self.units.get(col.index()).and_then(Option::as_ref);
            let known = own.or(part.context.schema.column(rel, col).unit.as_ref());
            known.map_or(Rat::ONE, |u| u.factor.clone()) == unit.factor
        };
        if cells.iter().all(holds) { Line::UnitAgain } else { Line::OtherUnit }
    }

    /// A unit said below the header is the one in force, or the figures are in doubt.
    pub fn compare_units(&self, part: &Part<'_>, rel: RelId, names: &[String]) -> Line {
        let numbers: Vec<ColId> = self.columns.iter().flatten().copied().collect();
        let holds = |name: &String| {
            let Some(unit) = find_unit(part.context.units, name) else { return false };
            // Money of another country is that of no column, and not of none.
            let money = |u: &Unit| u.ty.dims.to_string().ends_with('元');
            let figures = |col: &ColId| part.context.schema.column(rel, *col).unit.as_ref().is_some_and(money);
            if money(&unit) && numbers.iter().any(figures) && Self::takers(part, rel, &numbers, &unit).is_empty() {
                return false;
            }
            Self::takers(part, rel, &numbers, &unit).into_iter().all(|col| {
                let own = self.units.get(col.index()).and_then(Option::as_ref);
                let declared = part.context.schema.column(rel, col).unit.as_ref();
                own.or(declared).map_or(Rat::ONE, |u| u.factor.clone()) == unit.factor
            })
        };
        if names.iter().all(holds) { Line::UnitAgain } else { Line::OtherUnit }
    }

    /// Units said above another table of the sheet: where this one says none, and theirs would be another than the declared one, nobody knows
    /// in which its figures are.
    pub fn other_units(&mut self, part: &mut Part<'_>, rel: RelId, names: &[String]) {
        let open = self.declared_only(part, rel);
        if names.is_empty() || open.is_empty() || self.compare_units(part, rel, names) == Line::UnitAgain {
            return;
        }
        part.log.push_file(lines::unit_of_another_table(&names.join(" "), self.place));
        self.unusable_columns.extend(open);
    }

    /// Columns of figures that only the declaration gives a unit.
    pub fn declared_only(&self, part: &Part<'_>, rel: RelId) -> Vec<ColId> {
        let open = self.open_columns(part, rel);
        self.guessable(part, rel, &open)
    }

    /// The columns whose figures are in doubt because columns of units give the row another one.
    pub fn row_unit(&mut self, part: &mut Part<'_>, rel: RelId, text: &str, row: &Row) -> Vec<ColId> {
        let open = if self.unit_columns.is_empty() { Vec::new() } else { self.open_columns(part, rel) };
        let mut doubtful = Vec::new();
        self.last_units.resize(self.unit_columns.len(), String::new());
        for ((at, head), last) in self.unit_columns.iter().zip(&mut self.last_units) {
            let said = row.text(text, *at);
            if open.is_empty() || (is_blank(said) && last.is_empty()) {
                continue;
            }
            // Below a unit a blank may say the same, and a mark for it does.
            if !is_blank(said) && !is_ditto(said) && !is_none_mark(said.trim()) {
                said.clone_into(last);
            }
            let name = last.as_str();
            let place: Range<usize> = row.fields.get(*at).map_or(row.place.clone(), |f| f.place.clone());
            let place = part.span(place);
            match row_unit(part.context, rel, (self.texts.get(*at).map_or("", String::as_str), name), &open) {
                RowUnit::Same => {}
                RowUnit::Other(columns) => {
                    part.log.push(lines::unit_of_row(name, place, *head), rel, "unit");
                    doubtful.extend(columns);
                }
                RowUnit::NoUnit => {
                    let (relation, title) = (part.context.schema.get(rel), self.texts.get(*at).map_or("", String::as_str));
                    part.log.push(unknown_field(relation, title, None, *head), rel, title);
                }
            }
        }
        doubtful
    }

    /// What header cells over texts say of the unit of the form: `名称（单位：亿元）`, and `名称（亿元）` over a key, which is no amount.
    pub fn overheard(part: &Part<'_>, cell: &str, key: bool) -> Option<Vec<String>> {
        let bracket = split_bracket(cell)?;
        let names = only_unit(part.context.units, bracket)?;
        let said = bracket.contains(['单', '單']) || bracket.to_lowercase().contains("unit");
        (said || (key && names.iter().all(|n| is_measure(part.context.units, n)))).then_some(names)
    }

    /// Whether a header cell stands over the units of rows.
    pub fn is_unit_column(part: &Part<'_>, rel: RelId, name: &str) -> bool {
        is_unit_field(part.context, rel, name)
    }
}

/// The bracket a cell ends with.
fn split_bracket(cell: &str) -> Option<&str> {
    let cell = cell.trim();
    cell.ends_with([')', '）', ']', '］', '】']).then(|| cell.rfind(['(', '（', '[', '［', '【'])).flatten().map(|at| &cell[at..])
}

fn unbracketed(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix(['(', '（', '[']).and_then(|t| t.strip_suffix([')', '）', ']'])).unwrap_or(text).trim()
}
