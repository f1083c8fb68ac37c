//! What was read of one file: its tables with their headers, rows and lines left out, and who, when and where from.

use crate::data::{Dataset, Extent, FileAccount, HeaderCell, Heads, Item, LineKind, SaidBy, SaidItem, TableAccount, UnitFrom};
use crate::diag::Diagnostic;
use crate::num::Rat;
use crate::text::{FileId, Source, Sources, Span};
use crate::ty::{ColId, Origin, RelId, Schema, Unit, day_text, period_text};

/// One file as it is read.
#[derive(Clone, Debug)]
pub struct FileView {
    pub path: String,
    /// The entry of the project that says how; by its place.
    pub entry: Option<Span>,
    pub parts: Vec<PartView>,
    pub problems: Vec<Diagnostic>,
}

/// A file, or a sheet of a workbook.
#[derive(Clone, Debug)]
pub struct PartView {
    pub file: FileId,
    pub sheet: Option<String>,
    pub tables: Vec<TableView>,
    pub said: Vec<SaidView>,
}

#[derive(Clone, Debug)]
pub struct TableView {
    pub rel: RelId,
    pub record: String,
    pub name: String,
    pub nested: bool,
    pub header: Option<Span>,
    pub columns: Vec<ColumnView>,
    pub rows: u32,
    pub first: Option<Span>,
    pub last: Option<Span>,
    pub others: Vec<(Span, LineKind, String)>,
    /// Fields of the record that the file does not have and says nowhere else.
    pub lacking: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct ColumnView {
    /// The column of the sheet, or its number.
    pub at: String,
    pub place: Span,
    pub text: String,
    pub kind: ColumnKind,
    pub field: Option<(String, String)>,
    pub unit: Option<(Unit, UnitFrom)>,
    pub first: Option<CellView>,
    pub last: Option<CellView>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Field,
    Doubtful,
    Twice,
    RowUnit,
    FormUnit,
    /// The key of the row that a row of a list belongs to.
    Link,
    Ignored,
    Nameless,
    Unknown,
}

/// A cell of a row: as it stands, and the figure it was read as.
#[derive(Clone, Debug)]
pub struct CellView {
    pub text: String,
    pub figure: Option<(Rat, Unit)>,
}

/// Region, period or day, and where it was taken from.
#[derive(Clone, Debug)]
pub struct SaidView {
    pub item: Item,
    pub value: Option<String>,
    pub by: SaidBy,
    /// It stands in the pattern of the paths.
    pub in_path: bool,
    pub place: Option<Span>,
}

/// What is shown of a line that was left out.
const CLIP: usize = 40;

/// The parts of the file that was read last: those that are no tables of the policy. `patterns` are the places of the patterns of paths.
pub fn parts(schema: &Schema, data: &Dataset, sources: &Sources, patterns: &[Span]) -> Vec<PartView> {
    let submitted = data.accounts.iter().filter(|a| a.submission.is_some());
    submitted.map(|account| part(schema, data, sources, (account, patterns))).collect()
}

fn part(schema: &Schema, data: &Dataset, sources: &Sources, (account, patterns): (&FileAccount, &[Span])) -> PartView {
    let source = sources.get(account.file);
    let tables = account.tables.iter().map(|t| table(schema, data, source, (account.file, t))).collect();
    let envelope = account.submission.and_then(|id| data.submissions.get(id.0 as usize));
    let value = |item: Item| match item {
        Item::Region => envelope?.region.clone(),
        Item::Period => envelope?.period.map(|(n, kind)| period_text(n, kind)),
        Item::Date => envelope?.date.and_then(day_text),
        Item::Partial => None,
    };
    let said = |s: &SaidItem| SaidView {
        item: s.item,
        value: value(s.item),
        by: s.by,
        in_path: s.by == SaidBy::Project && s.place.is_some_and(|p| patterns.contains(&p)),
        place: s.place,
    };
    PartView {
        file: account.file,
        sheet: source.sheet.as_ref().map(|s| s.name.clone()),
        tables,
        said: account.said.iter().filter(|s| s.item != Item::Partial).map(said).collect(),
    }
}

fn table(schema: &Schema, data: &Dataset, source: &Source, (file, account): (FileId, &TableAccount)) -> TableView {
    let relation = schema.get(account.rel);
    let span = |e: Extent| Span { file, start: e.start, end: e.end };
    let rows: Vec<u32> = rows_of(data, account.rel, file);
    let row_span = |row: Option<&u32>| {
        let extent = *data.table(account.rel).row_extents.get(*row? as usize)?;
        (!extent.is_none()).then(|| span(extent))
    };
    let line = |l: &crate::data::OtherLine| (span(l.place), l.what, clip(source.slice(span(l.place))));
    let nested = matches!(relation.origin, Origin::Nested { .. });
    let columns: Vec<ColumnView> = account
        .header
        .cells
        .iter()
        .enumerate()
        .map(|(at, cell)| column(schema, data, source, (file, account.rel), (at, cell), &rows))
        .collect();
    let headed = |col: ColId| account.header.cells.iter().any(|c| matches!(&c.heads, Heads::Field { col: c, .. } if *c == col));
    let filled = |col: ColId| {
        let column = data.table(account.rel).columns.get(col.index());
        column.zip(rows.first()).is_some_and(|(c, row)| c.state(*row) != crate::data::CellState::Absent)
    };
    let needed = (0u32..).zip(&relation.columns).filter(|(_, c)| !c.optional && !matches!(c.ty, crate::ty::Type::List(_)));
    let lacking = needed.filter(|(at, _)| !headed(ColId(*at)) && !filled(ColId(*at))).map(|(_, c)| c.title().to_string());
    TableView {
        rel: account.rel,
        record: relation.title().to_string(),
        name: relation.name.clone(),
        nested,
        header: account.header.place.map(span),
        columns,
        rows: account.read,
        first: row_span(rows.first()),
        last: row_span(rows.last()),
        others: account.others.iter().map(line).collect(),
        lacking: if account.header.cells.is_empty() { Vec::new() } else { lacking.collect() },
    }
}

/// The rows of a relation that came in a file.
fn rows_of(data: &Dataset, rel: RelId, file: FileId) -> Vec<u32> {
    let table = data.table(rel);
    let batches = table.batches.iter().enumerate().filter(|(_, b)| b.file == file);
    let rows = batches.flat_map(|(at, b)| b.first_row..table.batches.get(at + 1).map_or(table.rows, |next| next.first_row));
    rows.collect()
}

fn column(
    schema: &Schema,
    data: &Dataset,
    source: &Source,
    (file, rel): (FileId, RelId),
    (at, cell): (usize, &HeaderCell),
    rows: &[u32],
) -> ColumnView {
    let place = Span { file, start: cell.place.start, end: cell.place.end };
    let (kind, col) = match &cell.heads {
        Heads::Field { col, usable: true, .. } => (ColumnKind::Field, Some(*col)),
        Heads::Field { col, usable: false, .. } => (ColumnKind::Doubtful, Some(*col)),
        Heads::Twice(col) => (ColumnKind::Twice, Some(*col)),
        Heads::RowUnit => (ColumnKind::RowUnit, None),
        Heads::FormUnit => (ColumnKind::FormUnit, None),
        Heads::Link { .. } => (ColumnKind::Link, None),
        Heads::Ignored => (ColumnKind::Ignored, None),
        Heads::Nameless => (ColumnKind::Nameless, None),
        Heads::Unknown => (ColumnKind::Unknown, None),
    };
    let linked = if let Heads::Link { rel, col } = &cell.heads { Some(schema.column(*rel, *col)) } else { None };
    let def = col.map(|c| schema.column(rel, c)).or(linked);
    let declared = || Some((def?.unit.clone()?, UnitFrom::Declared));
    let unit = match &cell.heads {
        Heads::Field { unit: Some(unit), said, .. } => Some((unit.clone(), *said)),
        Heads::Field { .. } => declared(),
        Heads::Twice(_)
        | Heads::RowUnit
        | Heads::FormUnit
        | Heads::Link { .. }
        | Heads::Ignored
        | Heads::Nameless
        | Heads::Unknown => None,
    };
    let shown = |row: Option<&u32>| {
        let (row, col) = (*row?, col.filter(|_| kind != ColumnKind::Twice)?);
        let column = data.table(rel).columns.get(col.index())?;
        let extent = *column.extents.get(row as usize).filter(|e| !e.is_none())?;
        let text = clip(source.slice(Span { file, start: extent.start, end: extent.end }));
        let figure = column.number(row).filter(|_| matches!(schema.column(rel, col).ty, crate::ty::Type::Number(_)));
        let unit = schema.column(rel, col).shown_unit();
        Some(CellView { text, figure: figure.map(|n| (n * unit.factor.clone(), unit)) })
    };
    let address = source.address(cell.place.start as usize).and_then(|a| a.rsplit_once('!').map(|(_, cell)| cell.to_string()));
    ColumnView {
        at: address.unwrap_or_else(|| (at + 1).to_string()),
        place,
        text: cell.text.clone(),
        kind,
        field: def.map(|d| (d.name.clone(), d.title().to_string())),
        unit,
        first: shown(rows.first()),
        last: shown(rows.last().filter(|_| rows.len() > 1)),
    }
}

/// The beginning of a text, in one line.
pub fn clip(text: &str) -> String {
    let one = text.split(['\t', '\n', '\r']).map(str::trim).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ");
    let mut out: String = one.chars().take(CLIP).collect();
    if one.chars().count() > CLIP {
        out.push('…');
    }
    out
}

impl FileView {
    /// Tables of records of their own that were found in the file.
    pub fn tables(&self) -> impl Iterator<Item = (&PartView, &TableView)> {
        self.parts
            .iter()
            .flat_map(|part| part.tables.iter().map(move |t| (part, t)))
            .filter(|(_, t)| !t.nested && !t.columns.is_empty())
    }

    pub fn fields(&self) -> usize {
        let all = self.parts.iter().flat_map(|p| &p.tables).flat_map(|t| &t.columns);
        all.filter(|c| c.field.is_some() && c.kind != ColumnKind::Twice).count()
    }
}
