//! One file being read: its tables so far, its texts, its mistakes, its envelope. Readers push rows here; the merge takes them.

use super::context::Context;
use super::diagnostics::{lines, rows};
use super::figures;
use super::input::{Envelope, Item};
use super::line_words::{begins_note, is_sentence};
use super::names::{is_beside, nearest_column};
use super::row_unit::{RowUnit, is_unit_field, row_unit};
use super::value::{Blanks, ColumnReader, Quick, is_blank, meant_blank};
use crate::data::{
    Batch, Cell, CellState, Column, Extent, FileAccount, HeaderAccount, Hole, Interner, LineKind, OtherLine, StatedTotal, Table,
};
use crate::diag::{Diagnostic, Severity};
use crate::text::{FileId, Span, fold_name};
use crate::ty::{BlankMeans, ColId, ColumnDef, Origin, PeriodKind, RelId, Relation, Type, Unit, as_span};
use crate::world::FilePace;
use std::collections::{BTreeMap, BTreeSet};

/// A column of a sheet of lists that says to which row a row belongs: the column of the record, or of one that this is nested in.
pub type Link = (RelId, ColId);

/// One file on its way into the dataset.
pub struct Part<'s> {
    pub context: &'s Context<'s>,
    pub file: FileId,
    pub texts: Interner,
    pub envelope: Envelope,
    /// Something of the file could not be read: none of its tables is complete.
    pub broken: bool,
    /// Which record the file holds, where that is known before it is read.
    pub meant: Option<RelId>,
    /// Rows of tables that were not opened may stand in it all the same: a name that nobody knows, or a fault before the name.
    pub hides: bool,
    /// Rows of totals are looked for; the rows a policy lists itself are rows, whatever they are called.
    pub knows_totals: bool,
    /// Other rows of its tables are elsewhere: totals are not held against those that are here.
    pub excerpt: bool,
    pub log: Log,
    /// Lines that are no rows.
    pub others: Vec<(RelId, OtherLine)>,
    /// The headers of tables that have one.
    pub headers: BTreeMap<RelId, HeaderAccount>,
    /// Fields that no column has, the first place of each.
    pub strange_fields: BTreeMap<(RelId, String), Extent>,
    /// What total rows state.
    pub stated: BTreeMap<RelId, Vec<StatedTotal>>,
    /// What became of the file, once it is finished.
    pub account: Option<FileAccount>,
    pub(super) tables: Vec<Option<Box<TablePart<'s>>>>,
    /// What blanks mean in this file, where the project file says so.
    pub blanks: Blanks,
    /// Columns nobody needs, by their folded headers.
    pub ignored: BTreeSet<String>,
    /// Tables of which a column stands under a name nobody knows: what seems not to be there is not blank.
    pub nameless: BTreeSet<RelId>,
    /// Units that the envelope names, and where.
    pub form_units: Vec<(String, Span)>,
    /// Columns a header should have had: (relation, column, place of the header).
    pub missing: Vec<(RelId, ColId, Span)>,
    /// The nested record whose rows the file holds by themselves, the columns by which they are linked to their record, what each row says
    /// there, and which of these each row has that is left.
    pub linked: Option<RelId>,
    pub link_columns: Vec<Link>,
    pub links: Vec<Vec<String>>,
    pub link_of: Vec<u32>,
    /// It is a sheet of a form that this program made.
    pub form: bool,
    /// Told of every row.
    pub pace: Option<FilePace>,
}

/// One table of one file.
pub struct TablePart<'s> {
    pub relation: &'s Relation,
    pub readers: Vec<ColumnReader<'s>>,
    /// What a blank of each column means.
    pub blanks: Vec<Option<BlankMeans>>,
    pub table: Table,
    /// All its rows are there and usable.
    pub complete: bool,
    /// Rows that are none, or that cannot be used: taken out at the end.
    pub out: BTreeMap<u32, LineKind>,
    /// Fields of the row in hand that no column has.
    strange: Vec<(String, Extent)>,
    /// Units that the row in hand says of itself: name and place of the field, the unit and its place.
    own_units: Vec<((String, Extent), (String, Extent))>,
    /// The words of total rows.
    pub total_words: BTreeMap<u32, String>,
}

impl<'s> Part<'s> {
    pub fn new(context: &'s Context<'s>, file: FileId, texts: Interner) -> Self {
        Self {
            context,
            file,
            texts,
            envelope: Envelope::default(),
            broken: false,
            meant: None,
            hides: false,
            knows_totals: true,
            excerpt: false,
            log: Log::default(),
            others: Vec::new(),
            headers: BTreeMap::new(),
            strange_fields: BTreeMap::new(),
            stated: BTreeMap::new(),
            account: None,
            tables: (0..context.schema.relations.len()).map(|_| None).collect(),
            blanks: Blanks::new(),
            ignored: BTreeSet::new(),
            nameless: BTreeSet::new(),
            form_units: Vec::new(),
            missing: Vec::new(),
            linked: None,
            link_columns: Vec::new(),
            links: Vec::new(),
            link_of: Vec::new(),
            form: false,
            pace: None,
        }
    }

    /// Nothing of the file can be read.
    pub fn refuse(&mut self, problem: Diagnostic) {
        self.broken = true;
        self.log.push_file(problem);
    }

    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    pub fn extent_span(&self, extent: Extent) -> Option<Span> {
        (!extent.is_none()).then_some(Span { file: self.file, start: extent.start, end: extent.end })
    }

    /// The table of a relation, made at the first call. A table once opened counts as sent.
    pub fn open(&mut self, rel: RelId) -> &mut TablePart<'s> {
        self.open_with_units(rel, &[])
    }

    /// Opens a table whose header names units: one entry for each column.
    pub fn open_with_units(&mut self, rel: RelId, header_units: &[Option<Unit>]) -> &mut TablePart<'s> {
        let (context, blanks) = (self.context, &self.blanks);
        self.tables[rel.index()].get_or_insert_with(|| Box::new(TablePart::new(context, rel, header_units, blanks)))
    }

    /// The tables this file brought.
    pub fn sent(&self) -> impl Iterator<Item = (RelId, &TablePart<'s>)> {
        self.tables.iter().zip(0u32..).filter_map(|(t, rel)| Some((RelId(rel), t.as_deref()?)))
    }

    /// Tables of which rows may stand in the file that nobody has seen: any that can be sent, or the one it is known to hold.
    pub fn may_hold(&self) -> BTreeSet<RelId> {
        let hides = self.hides || (self.broken && self.sent().next().is_none());
        let submitted = || self.context.schema.ids().filter(|rel| self.context.schema.get(*rel).origin == Origin::Submitted);
        match self.meant {
            _ if !hides => BTreeSet::new(),
            Some(rel) => BTreeSet::from([rel]),
            None => submitted().collect(),
        }
    }

    /// Hands the tables over.
    pub fn take_tables(&mut self) -> Vec<(RelId, TablePart<'s>)> {
        let tables = std::mem::take(&mut self.tables).into_iter().zip(0u32..);
        tables.filter_map(|(table, rel)| Some((RelId(rel), *table?))).collect()
    }

    /// Starts a row; `parent` is the row of the parent table for nested rows. Gives the row's number.
    pub fn begin_row(&mut self, rel: RelId, extent: Extent, parent: Option<u32>) -> u32 {
        self.log.row_begins();
        if let Some(pace) = &mut self.pace {
            pace.row(extent.start);
        }
        let table = &mut self.open(rel).table;
        let row = table.rows;
        table.rows = table.rows.saturating_add(1);
        table.row_extents.push(extent);
        if let Some(parent) = parent {
            table.parents.push(parent);
        }
        row
    }

    /// Widens the place of a row that was begun before its end was known.
    pub fn end_row_at(&mut self, rel: RelId, row: u32, end: usize) {
        if let Some(extent) = self.open(rel).table.row_extents.get_mut(row as usize) {
            extent.end = Extent::new(0..end).end;
        }
    }

    /// Reads a text into a cell of the row in hand.
    #[inline]
    pub fn put(&mut self, rel: RelId, col: ColId, text: &str, extent: Extent) {
        let Some(Some(table)) = self.tables.get_mut(rel.index()) else { return };
        let (Some(reader), Some(column)) = (table.readers.get(col.index()), table.table.columns.get_mut(col.index())) else {
            return;
        };
        if column.len() >= table.table.rows as usize {
            return self.twice(rel, col, extent);
        }
        match reader.read_quick(text, &mut self.texts) {
            Some(Quick::Number(value, scale)) => return column.push_number(value, scale, extent),
            Some(Quick::Code(code)) => return column.push_code(code, extent),
            None => {}
        }
        match reader.read(text, &mut self.texts) {
            Ok(cell) => column.push(&cell, extent),
            Err(problem) => {
                column.push(&Cell::Unusable, extent);
                let place = (!extent.is_none()).then_some(Span { file: self.file, start: extent.start, end: extent.end });
                self.log.push(problem.at(place, reader.column), rel, &reader.column.name);
            }
        }
    }

    /// Puts a finished cell into the row in hand.
    pub fn put_cell(&mut self, rel: RelId, col: ColId, cell: &Cell, extent: Extent) {
        let Some(Some(table)) = self.tables.get_mut(rel.index()) else { return };
        let Some(column) = table.table.columns.get_mut(col.index()) else { return };
        if column.len() >= table.table.rows as usize {
            return self.twice(rel, col, extent);
        }
        column.push(cell, extent);
    }

    /// A cell of the row in hand whose cells do not stand where the header says.
    pub fn put_displaced(&mut self, rel: RelId, col: ColId, extent: Extent) {
        self.put_cell(rel, col, &Cell::Unusable, extent);
        let Some(Some(table)) = self.tables.get_mut(rel.index()) else { return };
        let row = table.table.rows.saturating_sub(1);
        if let Some(column) = table.table.columns.get_mut(col.index()) {
            column.displace(row);
        }
    }

    /// The row in hand already has this cell: which of the two is meant cannot be told.
    fn twice(&mut self, rel: RelId, col: ColId, extent: Extent) {
        let file = self.file;
        let Some(Some(table)) = self.tables.get_mut(rel.index()) else { return };
        let row = table.table.rows.saturating_sub(1);
        let Some(column) = table.table.columns.get_mut(col.index()) else { return };
        let first = column.extents.get(row as usize).copied().unwrap_or(Extent::NONE);
        column.make_unusable(row);
        let place = |e: Extent| (!e.is_none()).then_some(Span { file, start: e.start, end: e.end });
        let def = &table.relation.columns[col.index()];
        self.log.push(rows::field_twice(def, place(extent), place(first)), rel, &def.name);
    }

    /// Whether the row in hand has this cell already.
    pub fn has_cell(&mut self, rel: RelId, col: ColId) -> bool {
        let table = &self.open(rel).table;
        table.columns.get(col.index()).is_some_and(|c| c.len() >= table.rows as usize)
    }

    /// A field that no column has; judged at the end of the row, when the columns without a cell are known.
    pub fn strange(&mut self, rel: RelId, name: &str, extent: Extent) {
        self.open(rel).strange.push((name.to_string(), extent));
    }

    /// A field that no column has, with its value where that is a text or a number: it may say the unit of the row.
    pub fn strange_value(&mut self, rel: RelId, (name, key): (&str, Extent), value: Option<(&str, Extent)>) {
        match value {
            Some((said, place)) if !is_blank(said) && is_unit_field(self.context, rel, name) => {
                self.open(rel).own_units.push(((name.to_string(), key), (said.trim().to_string(), place)));
            }
            _ => self.strange(rel, name, key),
        }
    }

    /// Figures of the row in hand that may be meant in the unit it says of itself cannot be used, unless it is the one they are in.
    fn take_own_units(&mut self, rel: RelId) {
        let Some(Some(table)) = self.tables.get_mut(rel.index()).filter(|t| t.as_ref().is_some_and(|t| !t.own_units.is_empty()))
        else {
            return;
        };
        let row = table.table.rows.saturating_sub(1);
        let said = std::mem::take(&mut table.own_units);
        let figure = |c: &ColId| matches!(table.relation.columns[c.index()].ty, Type::Number(_));
        let there = |c: &ColId| table.table.columns.get(c.index()).is_some_and(|c| c.len() > row as usize);
        let columns: Vec<ColId> =
            (0u32..).take(table.relation.columns.len()).map(ColId).filter(|c| figure(c) && there(c)).collect();
        for ((field, key), (unit, place)) in said {
            match row_unit(self.context, rel, (&field, &unit), &columns) {
                RowUnit::Same => {}
                RowUnit::NoUnit => self.strange(rel, &field, key),
                RowUnit::Other(doubtful) => {
                    let span = |e: Extent| Span { file: self.file, start: e.start, end: e.end };
                    let problem = lines::unit_of_row(&unit, span(place), span(key));
                    self.log.push(problem, rel, "unit");
                    let table = self.open(rel);
                    for col in doubtful {
                        if let Some(column) = table.table.columns.get_mut(col.index()) {
                            column.make_unusable(row);
                        }
                    }
                }
            }
        }
    }

    /// A line that is no row.
    pub fn leave_out(&mut self, rel: RelId, what: LineKind, place: Extent) {
        self.others.push((rel, OtherLine { place, line: 0, what }));
    }

    /// A line that was taken for one of units is refused: what it says cannot be applied.
    pub fn refuse_line(&mut self, rel: RelId, place: Span) {
        let holds = |l: &OtherLine| l.what == LineKind::Unit && l.place.start <= place.start && place.end <= l.place.end;
        let lines = self.others.iter_mut().filter(|(of, l)| *of == rel && holds(l));
        lines.for_each(|(_, l)| l.what = LineKind::Refused);
    }

    /// The unit of a column turned out to be in doubt: all its cells so far are unusable.
    pub fn spoil_column(&mut self, rel: RelId, col: ColId) {
        let table = &mut self.open(rel).table;
        if let Some(column) = table.columns.get_mut(col.index()) {
            (0..table.rows).for_each(|row| column.make_unusable(row));
        }
    }

    /// Ends the row in hand, a row of totals if its first text or a text of its key says so.
    pub fn finish_row(&mut self, rel: RelId) {
        let total = self.row_is_total(rel);
        let note = if total { None } else { self.row_is_note(rel) };
        self.finish_row_as(rel, total);
        if let Some(row) = note {
            self.log.forget_row();
            let table = self.open(rel);
            table.out.insert(row, LineKind::Note);
            let extent = table.table.row_extents.get(row as usize).copied().unwrap_or(Extent::NONE);
            let place = Span { file: self.file, start: extent.start, end: extent.end };
            self.log.push_file(lines::notes(place, 1));
        }
    }

    /// The row in hand, where it holds nothing but a text that begins as notes do.
    fn row_is_note(&self, rel: RelId) -> Option<u32> {
        let table = self.tables.get(rel.index())?.as_deref().filter(|_| self.knows_totals)?;
        let row = table.table.rows.checked_sub(1)?;
        let mut texts = table
            .table
            .columns
            .iter()
            .filter(|c| c.len() > row as usize && !matches!(c.state(row), CellState::Blank | CellState::None));
        let text = self.texts.text(texts.next()?.code(row)?);
        (texts.next().is_none() && begins_note(text) && is_sentence(text)).then_some(row)
    }

    /// Ends the row in hand: what it did not bring is absent. What was wrong with the cells of a total row is of no interest.
    pub fn finish_row_as(&mut self, rel: RelId, total: bool) {
        self.take_own_units(rel);
        if total {
            self.log.forget_row();
            if let Some(Some(table)) = self.tables.get_mut(rel.index()) {
                table.strange.clear();
                table.out.insert(table.table.rows.saturating_sub(1), LineKind::Total);
            }
        }
        let Some(Some(table)) = self.tables.get_mut(rel.index()) else { return };
        let rows = table.table.rows as usize;
        let strange = std::mem::take(&mut table.strange);
        if !strange.is_empty() {
            let absent = |i: usize| table.table.columns.get(i).is_some_and(|c| c.len() < rows);
            let file = self.file;
            let mut lost = false;
            for (name, extent) in strange {
                self.strange_fields.entry((rel, name.clone())).or_insert(extent);
                if self.ignored.contains(&fold_name(&name)) {
                    continue;
                }
                let near = nearest_column(table.relation, &name, absent);
                lost |= !is_beside(&name);
                let place = Span { file, start: extent.start, end: extent.end };
                self.log.push(rows::unknown_field(table.relation, &name, near, place), rel, &name);
            }
            // Which field it is that stands under a name nobody knows cannot be told, so none that is not there is blank.
            for (column, means) in table.table.columns.iter_mut().zip(&table.blanks).filter(|_| lost) {
                if meant_blank(*means).is_some() && column.len() < rows {
                    column.push(&Cell::Unusable, Extent::NONE);
                }
            }
        }
        for column in &mut table.table.columns {
            while column.len() < rows {
                column.push(&Cell::Absent, Extent::NONE);
            }
        }
    }

    /// The last things known only when the whole file was read: cells filled from the envelope, keys that are not there,
    /// one batch for each table.
    pub fn finish(&mut self, submission: Option<crate::data::SubmissionId>) {
        let rels: Vec<RelId> = self.sent().map(|(rel, _)| rel).collect();
        self.hold_form_units(&rels);
        for rel in rels {
            self.fill_from_envelope(rel);
            let lacking = self.say_missing_columns(rel);
            self.fill_blanks(rel, &lacking);
            self.check_keys(rel);
            self.check_totals(rel);
            let (broken, file) = (self.broken, self.file);
            if let Some(Some(table)) = self.tables.get_mut(rel.index()) {
                table.complete &= !broken;
                table.table.batches = vec![Batch { first_row: 0, file, submission }];
            }
        }
        self.complete_nested();
        self.take_out();
        self.account = Some(self.settle_account(submission));
    }

    /// A unit that the envelope names is the one of the figures, or those that may be meant in it are in doubt.
    fn hold_form_units(&mut self, rels: &[RelId]) {
        for (name, place) in std::mem::take(&mut self.form_units) {
            let mut doubtful: Vec<(RelId, ColId)> = Vec::new();
            let mut known = false;
            for &rel in rels {
                let columns = &self.context.schema.get(rel).columns;
                let figure = |c: &ColId| matches!(columns[c.index()].ty, Type::Number(_));
                let figures: Vec<ColId> = (0u32..).take(columns.len()).map(ColId).filter(figure).collect();
                match row_unit(self.context, rel, ("", &name), &figures) {
                    RowUnit::Same => known = true,
                    RowUnit::NoUnit => {}
                    RowUnit::Other(columns) => doubtful.extend(columns.into_iter().map(|c| (rel, c))),
                }
            }
            // It may be the unit of one table and not of another.
            let fitting = |(rel, col): &(RelId, ColId)| {
                let unit = figures::find_unit(self.context.units, &name);
                unit.is_some_and(|u| figures::fits(self.context.schema.column(*rel, *col), &u))
            };
            if known {
                doubtful.retain(fitting);
            }
            if doubtful.is_empty() {
                continue;
            }
            self.log.push_file(lines::unit_of_envelope(&name, place));
            doubtful.into_iter().for_each(|(rel, col)| self.spoil_column(rel, col));
        }
    }

    /// Nested rows are all there only when those of every row of the parent are, and the parent's rows are.
    fn complete_nested(&mut self) {
        let schema = self.context.schema;
        // Each round settles one more depth of nesting.
        for _ in 0..schema.relations.len() {
            let mut changed = false;
            for rel in schema.ids() {
                let Origin::Nested { parent, column } = schema.get(rel).origin else { continue };
                // Rows of lists on a sheet of their own find their record later.
                if self.linked == Some(rel) {
                    continue;
                }
                let whole = self.sent().find(|(r, _)| *r == parent).is_some_and(|(_, t)| {
                    let lists = t.table.columns.get(column.index());
                    let told = |s: &CellState| matches!(s, CellState::Known | CellState::None);
                    t.complete && lists.is_some_and(|c| c.states.iter().all(told))
                });
                if let Some(Some(table)) = self.tables.get_mut(rel.index())
                    && table.complete
                    && !whole
                {
                    table.complete = false;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
    }

    /// `sent by ROSTER as COLUMN` and the period of the rows stand in the envelope when the rows do not say them.
    fn fill_from_envelope(&mut self, rel: RelId) {
        let relation = self.context.schema.get(rel);
        let senders = self.context.schema.sender_columns(rel);
        // What is said twice, and differently, is nothing that can be filled in.
        let disputed = |item: Item| self.envelope.is_disputed(item).then_some(Cell::Unusable);
        let (region_in_doubt, period_in_doubt) = (disputed(Item::Region), disputed(Item::Period));
        let region = self.envelope.region.clone().map(|r| Cell::Text(self.texts.intern(&r))).or(region_in_doubt);
        let own = relation.period();
        let sent = self.envelope.period.zip(own);
        let number = sent.and_then(|((n, of), (_, kind))| match kind {
            kind if kind == of => Some(n),
            PeriodKind::Span => as_span(n, of),
            PeriodKind::Year | PeriodKind::Half | PeriodKind::Quarter | PeriodKind::Month => None,
        });
        let (own, period) = (own.map(|(col, _)| col), number.map(Cell::Int).or(period_in_doubt));
        let Some(Some(table)) = self.tables.get_mut(rel.index()) else { return };
        let senders = senders.into_iter().map(|col| (Some(col), region.clone()));
        for (col, cell) in senders.chain([(own, period)]) {
            let (Some(col), Some(cell)) = (col, cell) else { continue };
            if let Some(column) = table.table.columns.get_mut(col.index()) {
                fill_absent(column, &cell, |_| true);
            }
        }
    }

    /// Tells the columns that a header lacks. Gives all that no row has.
    fn say_missing_columns(&mut self, rel: RelId) -> Vec<usize> {
        let Some(Some(table)) = self.tables.get(rel.index()) else { return Vec::new() };
        let absent = |at: &usize| table.table.columns.get(*at).is_some_and(|c| c.states.iter().all(|s| *s == CellState::Absent));
        let lacking: Vec<usize> = (0..table.relation.columns.len()).filter(absent).collect();
        let relation = table.relation;
        let def = |col: ColId| &relation.columns[col.index()];
        // What one header lacks beside its keys is told once.
        let mut others: BTreeMap<Span, Vec<ColId>> = BTreeMap::new();
        let mut told = Vec::new();
        for (_, col, header) in self.missing.iter().filter(|(r, _, _)| *r == rel) {
            if self.context.is_for_another(rel, *col, &lacking) || self.is_blank_absent(rel, *col) {
                continue;
            }
            let filled = table.table.rows > 0 && table.table.columns[col.index()].state(0) == CellState::Known;
            // Of a table without rows nothing is lacking that its file says of all of them.
            let said = table.table.rows == 0 && self.says_of_all(rel, *col);
            match (filled || said, table.relation.key.contains(col)) {
                (true, _) => {}
                (false, true) => told.push((*col, rows::missing_column(table.relation, def(*col), true, *header))),
                (false, false) => others.entry(*header).or_default().push(*col),
            }
        }
        for (header, cols) in others {
            let diagnostic = match cols.as_slice() {
                [only] => rows::missing_column(table.relation, def(*only), false, header),
                cols => rows::missing_columns(table.relation, &cols.iter().map(|c| def(*c)).collect::<Vec<_>>(), header),
            };
            told.extend(cols.first().map(|col| (*col, diagnostic)));
        }
        for (col, diagnostic) in told {
            self.log.push(diagnostic, rel, &def(col).name);
        }
        lacking
    }

    /// Whether the file says of itself what a column says of each row.
    fn says_of_all(&self, rel: RelId, col: ColId) -> bool {
        let sender = self.context.schema.sender_columns(rel).contains(&col) && self.envelope.region.is_some();
        let own = self.context.schema.get(rel).period().is_some_and(|(c, _)| c == col);
        sender || (own && self.envelope.period.is_some())
    }

    /// Whether a cell that this file does not have is a blank that means something. Where a part of the file could not be read, or
    /// stands under a name nobody knows, that cannot be told.
    fn is_blank_absent(&self, rel: RelId, col: ColId) -> bool {
        let table = self.tables.get(rel.index()).and_then(Option::as_ref);
        let means = table.and_then(|t| t.blanks.get(col.index()).copied().flatten());
        !self.broken && !self.nameless.contains(&rel) && meant_blank(means).is_some()
    }

    /// Cells that are not there are what a blank means.
    fn fill_blanks(&mut self, rel: RelId, lacking: &[usize]) {
        let columns = (0u32..).take(self.context.schema.get(rel).columns.len()).map(ColId);
        for col in columns {
            if !self.is_blank_absent(rel, col) || self.context.is_for_another(rel, col, lacking) {
                continue;
            }
            let Some(Some(table)) = self.tables.get_mut(rel.index()) else { return };
            let Some(cell) = meant_blank(table.blanks[col.index()]) else { continue };
            let life = table.relation.columns[col.index()].life;
            // Outside its years a form does not have the field, and nothing is blank.
            let years: Vec<Option<i64>> = match table.relation.period().filter(|_| life.is_bounded()) {
                Some((period, kind)) => {
                    let year = |row| table.table.columns[period.index()].int(row).map(|p| kind.year_of(p));
                    (0..table.table.rows).map(year).collect()
                }
                None => Vec::new(),
            };
            let asked = |row: u32| years.get(row as usize).copied().flatten().is_none_or(|year| life.holds(year));
            fill_absent(&mut table.table.columns[col.index()], &cell, asked);
        }
    }

    /// A row is its key: one without makes its table incomplete.
    fn check_keys(&mut self, rel: RelId) {
        let Some(Some(table)) = self.tables.get_mut(rel.index()) else { return };
        let mut complete = table.complete;
        let mut lists: Vec<u32> = Vec::new();
        for &key in &table.relation.key {
            let Some(column) = table.table.columns.get(key.index()) else { continue };
            if column.states.iter().all(|s| *s == CellState::Known) {
                continue;
            }
            let told = self.missing.iter().any(|(r, c, _)| *r == rel && *c == key);
            let def = &table.relation.columns[key.index()];
            for (row, state) in column.states.iter().enumerate() {
                let at = u32::try_from(row).unwrap_or(u32::MAX);
                if *state == CellState::Known || matches!(table.out.get(&at), Some(LineKind::Total | LineKind::Note)) {
                    continue;
                }
                complete = false;
                table.out.insert(at, LineKind::Refused);
                lists.extend(table.table.parents.get(row));
                let bad = match state {
                    CellState::Known => false,
                    CellState::Hole => !matches!(column.holes.get(&at), Some(Hole::Unusable | Hole::Displaced)),
                    CellState::Absent => !told,
                    CellState::Blank | CellState::None => true,
                };
                if bad {
                    let cell = column.extents.get(row).copied().filter(|e| !e.is_none());
                    let extent = cell.or_else(|| table.table.row_extents.get(row).copied()).unwrap_or(Extent::NONE);
                    let place = Span { file: self.file, start: extent.start, end: extent.end };
                    self.log.push(rows::missing_key(table.relation, def, *state, place), rel, &def.name);
                }
            }
        }
        table.complete = complete;
        self.open_lists(rel, &lists);
    }

    /// A list of which a row cannot be used is not known as a whole, whatever other lists of the file are like.
    pub(super) fn open_lists(&mut self, rel: RelId, parents: &[u32]) {
        let Origin::Nested { parent, column } = self.context.schema.get(rel).origin else { return };
        let Some(Some(up)) = self.tables.get_mut(parent.index()) else { return };
        if let Some(list) = up.table.columns.get_mut(column.index()) {
            parents.iter().for_each(|row| list.make_unusable(*row));
        }
    }
}

impl<'s> TablePart<'s> {
    fn new(context: &'s Context<'s>, rel: RelId, header_units: &[Option<Unit>], said: &Blanks) -> Self {
        let relation = context.schema.get(rel);
        let unit = |i: usize| header_units.get(i).and_then(Option::as_ref);
        let means = |(at, c): (u32, &ColumnDef)| said.get(&(rel, ColId(at))).copied().or(c.blank);
        let blanks: Vec<Option<BlankMeans>> = (0u32..).zip(&relation.columns).map(means).collect();
        let reader = |(i, (c, means)): (usize, (&'s ColumnDef, &Option<BlankMeans>))| {
            let key = relation.key.iter().any(|k| k.index() == i);
            ColumnReader::new(c, context.units, unit(i)).with_blank(*means).of_key(key)
        };
        let readers = relation.columns.iter().zip(&blanks).enumerate().map(reader).collect();
        Self {
            relation,
            readers,
            blanks,
            table: empty_table(relation),
            complete: true,
            out: BTreeMap::new(),
            strange: Vec::new(),
            own_units: Vec::new(),
            total_words: BTreeMap::new(),
        }
    }
}

/// A table without rows, its columns stored as their types want it.
pub fn empty_table(relation: &Relation) -> Table {
    let store = |ty: &Type| match ty {
        Type::Number(_) | Type::Flag | Type::Date | Type::Period(_) | Type::List(_) => Column::numbers(),
        Type::Text | Type::OneOf(_) | Type::Ref(_) | Type::Row(_) | Type::Set | Type::Error => Column::codes(),
    };
    Table { columns: relation.columns.iter().map(|c| store(&c.ty)).collect(), ..Table::default() }
}

/// Gives absent cells of a column a value that its file says elsewhere.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn fill_absent(column: &mut Column, cell: &Cell, asked: impl Fn(u32) -> bool) {
    if !column.states.contains(&CellState::Absent) {
        return;
    }
    let mut filled = column.like();
    for (row, extent) in (0u32..).zip(&column.extents) {
        match column.cell(row) {
            Cell::Absent if asked(row) => filled.push(cell, Extent::NONE),
            _ => filled.copy(column, row, *extent),
        }
    }
    *column = filled;
}

/// The mistakes of one file. The same mistake in the same column is told [`Log::REPEATS`] times, then counted.
#[derive(Default)]
pub struct Log {
    list: Vec<Diagnostic>,
    counts: BTreeMap<Kind, Repeat>,
    /// Mistakes of the file as a whole, by code.
    of_file: BTreeMap<&'static str, usize>,
    /// Of the row in hand: where its mistakes begin in the list, and what was counted.
    row_from: usize,
    row_kinds: Vec<(Kind, bool)>,
}

/// Mistakes of one kind: the code, the relation, the column or field.
type Kind = (&'static str, RelId, String);

#[derive(Default)]
struct Repeat {
    count: usize,
    told: usize,
    last: Option<Span>,
    error: bool,
}

impl Log {
    const REPEATS: usize = 20;
    const OF_A_FILE: usize = 1_000;

    /// A mistake of a column (or field) of a relation.
    pub fn push(&mut self, diagnostic: Diagnostic, rel: RelId, subject: &str) {
        let error = diagnostic.severity == Severity::Error;
        let kind = (diagnostic.code, rel, subject.to_string());
        let repeat = self.counts.entry(kind.clone()).or_default();
        repeat.count += 1;
        repeat.error |= error;
        // What is only not used need not be told for every row.
        let tell = repeat.told < if error { Self::REPEATS } else { 1 };
        if tell {
            repeat.told += 1;
            repeat.last = diagnostic.primary();
            self.list.push(diagnostic);
        }
        self.row_kinds.push((kind, tell));
    }

    fn row_begins(&mut self) {
        self.row_from = self.list.len();
        self.row_kinds.clear();
    }

    /// Takes back what was told of the row in hand.
    fn forget_row(&mut self) {
        self.list.truncate(self.row_from);
        for (kind, told) in self.row_kinds.drain(..) {
            if let Some(repeat) = self.counts.get_mut(&kind) {
                repeat.count = repeat.count.saturating_sub(1);
                repeat.told -= usize::from(told && repeat.told > 0);
            }
        }
    }

    /// A mistake of the file as a whole. Beyond [`Log::OF_A_FILE`] those of one code are only counted: a file may hold one in every line.
    pub fn push_file(&mut self, diagnostic: Diagnostic) {
        let count = self.of_file.entry(diagnostic.code).or_default();
        *count += 1;
        if *count <= Self::OF_A_FILE {
            self.list.push(diagnostic);
        }
    }

    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (code, count) in self.of_file {
            if let Some(first) = self.list.iter_mut().find(|d| d.code == code) {
                first.more += count.saturating_sub(Self::OF_A_FILE);
            }
        }
        for ((code, _, subject), repeat) in self.counts {
            if repeat.error && repeat.count > repeat.told {
                self.list.push(rows::repeated(code, &subject, repeat.count - repeat.told, repeat.last));
            }
        }
        self.list
    }
}

/// What the unit named in a header is for its column.
pub enum HeaderUnit {
    /// The column holds no numbers; what stands in the brackets is part of its name.
    NotWanted,
    Fits(Unit),
    /// A known unit of another kind.
    Other(Box<Unit>),
    Unknown,
}

/// Judges the unit a header names for a column.
pub fn header_unit(context: &Context<'_>, rel: RelId, col: ColId, name: &str) -> HeaderUnit {
    let column = context.schema.column(rel, col);
    if !matches!(column.ty, Type::Number(_)) {
        return HeaderUnit::NotWanted;
    }
    match figures::find_unit(context.units, name) {
        Some(unit) if figures::fits(column, &unit) => HeaderUnit::Fits(unit),
        Some(unit) => HeaderUnit::Other(Box::new(unit)),
        None => HeaderUnit::Unknown,
    }
}
