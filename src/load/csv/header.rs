//! The header of a CSV table: which cell heads which column, in which unit, and which lines below it are no rows.

use super::above::{Above, Statement};
use super::records::Row;
use crate::data::{Extent, UnitFrom};
use crate::load::diagnostics::{files, lines, rows};
use crate::load::form_unit::{Spoken, is_unit, only_unit, spoken};
use crate::load::input::Spread;
use crate::load::line_words::{begins_note, explains, is_figure, is_label, may_tell};
use crate::load::names::{is_beside, is_named, nearest_column, split_header, with_unit};
use crate::load::numbering::{begins_numbered, is_column_numbers, is_number_of_column, is_stem};
use crate::load::part::{HeaderUnit, Link, Part, header_unit};
use crate::load::value::{fold_value, is_blank};
use crate::load::workbook::linked;
use crate::text::{Span, fold_name};
use crate::ty::{ColId, RelId, Type, Unit};
use std::collections::BTreeMap;

/// Where the cells of a row go.
pub struct Header {
    /// One entry for each header cell: its column, unless nothing can be done with it.
    pub columns: Vec<Option<ColId>>,
    pub units: Vec<Option<Unit>>,
    /// Columns that stand there but cannot be used (twice, wrong unit).
    pub unusable_columns: Vec<ColId>,
    pub place: Span,
    /// Its cells, folded.
    pub(super) texts: Vec<String>,
    /// Cells without a name, with the first value below each.
    nameless: Vec<(usize, Option<Extent>)>,
    /// Columns that say the unit of each row.
    pub(super) unit_columns: Vec<(usize, Span)>,
    /// What each of them said last.
    pub(super) last_units: Vec<String>,
    /// Units of the form that stand in cells of the header.
    overheard: Vec<Statement>,
    /// Columns that the unit of the form is meant for.
    pub(super) of_form: Vec<ColId>,
    /// Its cells with their places, as they stand.
    pub(super) cells: Vec<(String, Extent)>,
    /// Where the units of columns stand that are not of the rules alone.
    pub(super) unit_from: BTreeMap<ColId, UnitFrom>,
    /// Cells that name a column once more.
    pub(super) twice: Vec<(usize, ColId)>,
    /// Cells that say the unit of the form and nothing else.
    pub(super) form_cells: Vec<usize>,
    /// Cells over the keys of the record that the rows of a list belong to.
    pub(super) links: Vec<usize>,
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
    /// The numbers of the columns.
    Numbers,
    HeaderAgain,
    OtherHeader,
    /// A further row of a header whose first cell goes over both.
    HeaderPart,
    Note,
    /// It begins as notes do and holds a figure.
    NoteOrRow,
    /// One that numbers the columns, where rows stand, or a row.
    NumbersOrRow,
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

/// The key of a record in which this one is nested that a header cell names.
fn link_named(part: &Part<'_>, wanted: &[Link], name: &str) -> Option<Link> {
    let (names_of, schema) = (&part.context.names, part.context.schema);
    // `企业/名称` is the key of the record where the list has a field of that name too.
    let apart = name.trim().rsplit_once('/');
    let of = |rel: RelId, title: &str| linked::titles(schema, rel).any(|t| fold_name(t) == fold_name(title));
    let names = |link: &&Link| {
        names_of.column(link.0, name.trim()) == Some(link.1)
            || apart.is_some_and(|(title, name)| names_of.column(link.0, name) == Some(link.1) && of(link.0, title))
    };
    wanted.iter().find(names).copied().filter(|link| !part.link_columns.contains(link))
}

impl Header {
    /// Reads the header row; what stands above may name the units of the form.
    pub fn read(part: &mut Part<'_>, rel: RelId, text: &str, (row, merged): (&Row, &[Spread]), above: Above) -> Self {
        let relation = part.context.schema.get(rel);
        let place = part.span(row.place.clone());
        let mut header = Self {
            columns: Vec::new(),
            units: vec![None; relation.columns.len()],
            unusable_columns: Vec::new(),
            place,
            texts: (0..row.fields.len()).map(|i| fold_name(row.text(text, i))).collect(),
            nameless: Vec::new(),
            unit_columns: Vec::new(),
            last_units: Vec::new(),
            overheard: Vec::new(),
            of_form: Vec::new(),
            cells: (0..).zip(&row.fields).map(|(i, f)| (row.text(text, i).to_string(), Extent::new(f.place.clone()))).collect(),
            unit_from: BTreeMap::new(),
            twice: Vec::new(),
            form_cells: Vec::new(),
            links: Vec::new(),
        };
        let wanted = if part.linked == Some(rel) { linked::links(part.context.schema, rel) } else { Vec::new() };
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
                    header.twice.push((i, col));
                    header.columns.push(None);
                    continue;
                }
                Some(slot) => *slot = Some(at),
                None if let Some(link) = link_named(part, &wanted, name) => {
                    part.link_columns.push(link);
                    header.links.push(i);
                }
                None if Self::is_unit_column(part, rel, name) => header.unit_columns.push((i, at)),
                None if let Some(names) = only_unit(part.context.units, name) => {
                    header.overheard.push(Statement { names, place: at });
                    header.form_cells.push(i);
                }
                None if !is_blank(name) => strange.push((name.trim().to_string(), at)),
                None => header.nameless.push((i, None)),
            }
            header.columns.push(col);
        }
        // Empty header cells at the end head no column, but what a merged cell lies over.
        let over = merged.iter().map(|s| s.last + 1).max().unwrap_or(0);
        while header.columns.len() > over.max(1)
            && header.columns.last() == Some(&None)
            && is_blank(row.text(text, header.columns.len() - 1))
        {
            header.columns.pop();
        }
        header.nameless.retain(|(i, _)| *i < header.columns.len());
        header.under_merged(part, merged);
        Self::say_what_is_lacking(part, rel, (&places, place), strange);
        let mut said = above.statements;
        said.append(&mut header.overheard);
        header.doubt_units(part, rel, &above.doubtful);
        header.form_units(part, rel, &said);
        header
    }

    /// Tells the cells that head no column, and keeps the columns that no cell heads.
    fn say_what_is_lacking(
        part: &mut Part<'_>,
        rel: RelId,
        (places, place): (&[Option<Span>], Span),
        mut strange: Vec<(String, Span)>,
    ) {
        let relation = part.context.schema.get(rel);
        strange.retain(|(name, _)| !part.ignored.contains(&fold_name(name)));
        for (name, at) in strange {
            let near = nearest_column(relation, split_header(&name).map_or(&name, |(n, _)| n), |c| places[c].is_none());
            part.nameless.extend((!is_beside(&name)).then_some(rel));
            let told = rows::unknown_field(relation, &name, near, at);
            let base = split_header(&name).map_or(name.as_str(), |(base, _)| base);
            let under = base.rsplit_once('/').and_then(|(_, own)| part.context.names.column(rel, own));
            let told = match under.filter(|c| near.is_none() && places[c.index()].is_none()) {
                Some(col) => rows::under_group(told, &relation.columns[col.index()], base),
                None => told,
            };
            part.log.push(told, rel, &name);
        }
        for (i, column) in relation.columns.iter().enumerate() {
            let col = ColId(u32::try_from(i).unwrap_or(u32::MAX));
            if places[i].is_none() && !column.optional && !matches!(column.ty, Type::List(_)) {
                part.missing.push((rel, col, place));
            }
        }
    }

    /// The column a header cell means; takes the unit behind the name.
    fn match_cell(&mut self, part: &mut Part<'_>, rel: RelId, name: &str, at: Span) -> Option<ColId> {
        if let Some(col) = part.context.names.column(rel, name) {
            return Some(col);
        }
        let (col, unit) = with_unit(&part.context.names, rel, name)?;
        let known = match header_unit(part.context, rel, col, unit) {
            HeaderUnit::NotWanted => {
                // 名称（单位：亿元）
                let key = part.context.schema.get(rel).key.contains(&col);
                let names = Self::overheard(part, name, key);
                self.overheard.extend(names.map(|names| Statement { names, place: at }));
                return Some(col);
            }
            HeaderUnit::Fits(unit) => {
                if let Some(slot) = self.units.get_mut(col.index()) {
                    *slot = Some(unit);
                    self.unit_from.insert(col, UnitFrom::Header);
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
        let units = part.context.units;
        let telling = single || may_tell(first) || is_named(&part.context.names, rel, first) || (at > 0 && is_unit(units, first));
        if let Some(kind) = self.numbers(part, rel, row, text, rows) {
            return Some(kind);
        }
        if (at == 0 && first.bytes().all(|b| b.is_ascii_digit())) || (rows > 0 && !telling) {
            return None;
        }
        let cells: Vec<(usize, &str)> =
            (at..row.fields.len()).map(|i| (i, row.text(text, i))).filter(|(_, t)| !is_blank(t)).collect();
        if rows == 0 && self.is_unit_row(part, rel, &cells) {
            self.take_unit_row(part, rel, row, &cells);
            return Some(Line::Units);
        }
        if at > 0 && self.is_unit_row_below(part, rel, &cells) {
            return Some(self.compare_unit_row(part, rel, &cells));
        }
        let naming = cells.iter().filter(|(_, t)| is_named(&part.context.names, rel, t)).count();
        let heads =
            if self.columns.len() == 1 { naming == 1 && cells.len() == 1 } else { naming >= 2 && naming * 2 > cells.len() };
        if heads {
            let same = cells
                .iter()
                .all(|(i, t)| self.texts.get(*i).is_some_and(|h| *h == fold_name(t)) || self.heads_same(part, rel, *i, t));
            return match same {
                true => Some(Line::HeaderAgain),
                false if self.columns.len() > 1 => Some(Line::OtherHeader),
                false => None,
            };
        }
        if !single && self.goes_on(part, rel, at, first) {
            return Some(Line::HeaderPart);
        }
        if is_column_numbers(first) && !single {
            return Some(Line::Numbers);
        }
        let noted = begins_note(first);
        if !noted && !single && !may_tell(first) {
            return None;
        }
        // A figure is part of a note only behind a label: `电话：,13800000000`.
        let labelled = |at: usize| at.checked_sub(1).and_then(|n| cells.get(n)).is_some_and(|(_, t)| is_label(t));
        let loose = |at: usize| is_figure(units, cells[at].1) && !labelled(at);
        if (1..cells.len()).any(|at| is_figure(units, cells[at].1)) && explains(first) {
            return Some(Line::NoteOrRow);
        }
        if (0..cells.len()).any(loose) {
            return None;
        }
        if let Some(kind) = self.unit_said(part, rel, (row, &cells), rows, noted || single || is_label(first)) {
            return Some(kind);
        }
        // A heading among the rows, or somebody of whom nothing was filled in.
        let heading = single && self.columns.len() > 1 && begins_numbered(first);
        if heading { Some(Line::NoteOrRow) } else { noted.then_some(Line::Note) }
    }

    /// Behind its first cell a line holds short numbers, each one more than the one before.
    fn counts_on(&self, row: &Row, text: &str) -> bool {
        const LONGEST: usize = 4;
        let number = |at: usize| {
            let cell = fold_value(row.text(text, at));
            let digits = cell.len() <= LONGEST && cell.bytes().all(|b| b.is_ascii_digit());
            cell.parse::<u32>().ok().filter(|_| digits)
        };
        let numbers: Option<Vec<u32>> = (1..self.columns.len()).map(number).collect();
        numbers.is_some_and(|n| n.windows(2).all(|pair| pair[1] == pair[0] + 1))
    }

    /// What a line below the header says of units, if anything; `speaks`: it is no row, by its first text.
    fn unit_said(
        &mut self,
        part: &mut Part<'_>,
        rel: RelId,
        (row, cells): (&Row, &[(usize, &str)]),
        rows: usize,
        speaks: bool,
    ) -> Option<Line> {
        // In a row of a table 元 alone is a text that stands where a figure should.
        let units = part.context.units;
        let speaks = speaks || cells.first().is_some_and(|(_, first)| !matches!(spoken(units, first), Spoken::Nothing));
        for (i, cell) in cells.iter().filter(|_| speaks) {
            match spoken(units, cell) {
                Spoken::Units(names) if rows == 0 && self.of_form.is_empty() && !self.open_columns(part, rel).is_empty() => {
                    let place = row.fields.get(*i).map_or(self.place, |f| part.span(f.place.clone()));
                    self.form_units(part, rel, &[Statement { names, place }]);
                    return Some(Line::Units);
                }
                Spoken::Units(names) => return Some(self.compare_units(part, rel, &names)),
                Spoken::Organisation => return Some(Line::Note),
                Spoken::Follows | Spoken::Nothing => {}
            }
        }
        None
    }

    /// Whether a cell says once more what stands above it in the header, over a key: it goes over two rows, and nobody is called so.
    fn goes_on(&self, part: &Part<'_>, rel: RelId, at: usize, cell: &str) -> bool {
        let key = |col: &ColId| part.context.schema.get(rel).key.contains(col);
        self.columns.len() > 1
            && self.columns.get(at).copied().flatten().as_ref().is_some_and(key)
            && self.texts.get(at).is_some_and(|head| *head == fold_name(cell))
    }

    /// Whether a line numbers the columns: 1, 2, 3 among rows, or 2, 3, 4 behind the first text below the header. Where that text is what forms have
    /// there, nobody is called so.
    fn numbers(&self, part: &Part<'_>, rel: RelId, row: &Row, text: &str, rows: usize) -> Option<Line> {
        const LEAST: usize = 3;
        let (first, width) = (row.text(text, 0), self.columns.len());
        let is_number = |at: usize| is_number_of_column(row.text(text, at), at + 1);
        // 代码, 001, 002
        if rows == 0 && width > 1 && is_stem(first) && self.counts_on(row, text) {
            return Some(Line::Numbers);
        }
        if width < LEAST || row.fields.len() < width || !(1..width).all(is_number) {
            return None;
        }
        match is_number(0) {
            true => (rows > 0 && self.heads_with_text(part, rel)).then_some(Line::NumbersOrRow),
            false if rows > 0 || is_blank(first) => None,
            false if is_stem(first) => Some(Line::Numbers),
            // Two figures may be what they are by chance.
            false => (width > LEAST).then_some(Line::NumbersOrRow),
        }
    }

    /// Whether the names of rows stand in the first column: one of them is hardly called `1`.
    fn heads_with_text(&self, part: &Part<'_>, rel: RelId) -> bool {
        let first = self.columns.first().copied().flatten();
        first.is_some_and(|col| matches!(part.context.schema.column(rel, col).ty, Type::Text | Type::OneOf(_) | Type::Ref(_)))
    }

    /// Whether a cell heads the same column as the header, under another of its names and in no other unit.
    fn heads_same(&self, part: &Part<'_>, rel: RelId, at: usize, cell: &str) -> bool {
        let Some(col) = self.columns.get(at).copied().flatten() else { return false };
        if part.context.names.column(rel, cell) == Some(col) {
            return true;
        }
        let Some((named, unit)) = with_unit(&part.context.names, rel, cell) else { return false };
        named == col
            && match header_unit(part.context, rel, col, unit) {
                HeaderUnit::NotWanted => true,
                HeaderUnit::Fits(unit) => {
                    let own = self.units.get(col.index()).and_then(Option::as_ref);
                    own.or(part.context.schema.column(rel, col).unit.as_ref()).is_some_and(|u| u.factor == unit.factor)
                }
                HeaderUnit::Other(_) | HeaderUnit::Unknown => false,
            }
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

    /// Columns under a merged cell of the header that nobody needs, as 备注, are its own.
    fn under_merged(&mut self, part: &Part<'_>, spreads: &[Spread]) {
        let unneeded = |at: usize| {
            self.cells.get(at).is_some_and(|(text, _)| is_beside(text) || part.ignored.contains(&fold_name(text.trim())))
        };
        self.nameless.retain(|(i, _)| !spreads.iter().any(|s| s.first < *i && *i <= s.last && unneeded(s.first)));
    }

    /// Whether something stands below a cell without a name.
    pub(super) fn has_nameless(&self, at: usize) -> bool {
        self.nameless.iter().any(|(i, first)| *i == at && first.is_some())
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
