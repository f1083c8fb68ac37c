//! How the rows of one file lie: its header read by the loader itself, and for each cell what is to be done with it.

use super::meaning::{Meanings, decimals_of};
use super::program::{Part, Program};
use super::window::beginning;
use crate::data::{Dataset, Heads, LineKind};
use crate::diag::Sink;
use crate::load::value::ColumnReader;
use crate::load::{self, Input};
use crate::text::Sources;
use crate::ty::{ColId, RelId, Schema, Type, Unit, Units};
use rustc_hash::FxHashMap;

/// A column and the unit said in its header; nothing where the column is nobody's.
type Heading = Option<(ColId, Option<Unit>)>;

/// The first lines of a file, as the loader reads them.
pub struct Head {
    pub rel: RelId,
    pub separator: u8,
    /// One entry for each cell of the header: its column, and the unit said there.
    cells: Vec<Heading>,
    /// The header as it stands, with a mark at the beginning of the file.
    pub bytes: Vec<u8>,
    /// Bytes of the mark.
    pub mark: usize,
    /// Most decimals of the first rows.
    pub seen: FxHashMap<ColId, u32>,
}

/// Rows that are read to learn what a table is like.
const SAMPLE: usize = 200;

impl Head {
    /// Reads the first lines; `None` where the file is no plain table of one record below one header.
    pub fn read(schema: &Schema, units: &Units, input: &Input) -> Option<Self> {
        let csv = input.path.rsplit('.').next().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        let said = input.refused.is_none()
            && input.title.is_empty()
            && input.sheet.is_none()
            && input.encoding.is_none()
            && input.ranges.is_empty();
        if !csv || !said || !input.gaps.is_empty() {
            return None;
        }
        let first = beginning(input)?;
        let mark = if first.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
        let end = memchr::memchr_iter(b'\n', &first).take(SAMPLE).last()?;
        let header_end = memchr::memchr(b'\n', &first)?;
        let mut sink = Sink::default();
        let part = input.with_bytes(first.get(..=end)?.to_vec(), Vec::new());
        let data = load::load(schema, units, vec![part], Vec::new(), &mut Sources::default(), &mut sink);
        let account = data.accounts.first()?;
        let [table] = account.tables.as_slice() else { return None };
        let place = table.header.place.filter(|p| p.start == 0)?;
        let line = first.get(mark..header_end)?;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let whole = usize::try_from(place.end).ok()? == line.len() && !line.contains(&b'\r');
        let rows = table.others.iter().all(|l| l.what == LineKind::RowAgain) && table.read > 0;
        if !whole || !rows {
            return None;
        }
        let (separator, cells) = cells(line, &table.header.cells)?;
        let seen = seen(schema, table.rel, &data);
        Some(Self { rel: table.rel, separator, cells, bytes: first.get(..=header_end)?.to_vec(), mark, seen })
    }

    pub fn has(&self, col: ColId) -> bool {
        self.cells.iter().flatten().any(|(own, _)| *own == col)
    }
}

/// The sign that parts the columns, and what each cell of the header heads. Every cell must be accounted for.
fn cells(line: &[u8], header: &[crate::data::HeaderCell]) -> Option<(u8, Vec<Heading>)> {
    let first = header.first()?;
    let separator = *line.get(usize::try_from(first.place.end).ok()?)?;
    let count = memchr::memchr_iter(separator, line).count() + 1;
    if !matches!(separator, b',' | b';' | b'\t') || count != header.len() || count < 2 {
        return None;
    }
    let mut out = Vec::with_capacity(count);
    for cell in header {
        out.push(match &cell.heads {
            Heads::Field { col, unit, usable: true, .. } => Some((*col, unit.clone())),
            Heads::Ignored => None,
            Heads::Field { .. } | Heads::Twice(_) | Heads::RowUnit | Heads::Link { .. } | Heads::FormUnit => return None,
            Heads::Nameless | Heads::Unknown => return None,
        });
    }
    Some((separator, out))
}

fn seen(schema: &Schema, rel: RelId, data: &Dataset) -> FxHashMap<ColId, u32> {
    let columns = (0u32..).map(ColId).zip(&data.table(rel).columns);
    let number = |col: &ColId| matches!(schema.column(rel, *col).ty, Type::Number(_));
    columns.filter(|(col, _)| number(col)).map(|(col, column)| (col, decimals_of(column))).collect()
}

/// Keys have at most so many parts.
pub const KEY: usize = 4;

/// What is done with a cell of a row.
pub enum Kind {
    /// A figure: index into [`Program::numbers`], its decimals, and what a bare number may be.
    Number { at: usize, scale: u32, bare: Option<(bool, u32)> },
    /// A text that is looked up: index into [`Program::texts`].
    Text(usize),
    /// A text that nobody asks for.
    Plain,
    /// A column that nobody has.
    Any,
}

pub struct Cell<'s> {
    pub kind: Kind,
    /// Which part of the key it is.
    pub key: Option<usize>,
    /// It may be left empty: nobody asks for it, and nothing is made of that.
    pub may_lack: bool,
    pub reader: Option<ColumnReader<'s>>,
}

/// The cells of the rows of one file.
pub struct Layout<'s> {
    pub separator: u8,
    pub cells: Vec<Cell<'s>>,
    /// The cells of the key, in its order.
    pub key: Vec<usize>,
}

impl<'s> Layout<'s> {
    /// `None` where the file lacks a column that is asked for, or has one that must be looked at whole.
    pub fn new(schema: &'s Schema, units: &'s Units, head: &Head, input: &Input, program: &Program) -> Option<Self> {
        let relation = schema.get(head.rel);
        let mut cells = Vec::new();
        for heads in &head.cells {
            let Some((col, unit)) = heads else {
                let may_lack = !cells.is_empty();
                cells.push(Cell { kind: Kind::Any, key: None, may_lack, reader: None });
                continue;
            };
            let def = schema.column(head.rel, *col);
            let means = input.blanks.get(&(head.rel, *col)).copied().or(def.blank);
            let key = relation.key.iter().position(|k| k == col);
            let reader = ColumnReader::new(def, units, unit.as_ref()).with_blank(means).of_key(key.is_some());
            let kind = kind(program, *col, &def.ty, &reader)?;
            let asked = match kind {
                Kind::Number { at, .. } => at < program.asked[0],
                Kind::Text(at) => at < program.asked[1],
                Kind::Plain | Kind::Any => false,
            };
            let may_lack = !asked && means.is_none() && key.is_none() && !cells.is_empty();
            cells.push(Cell { kind, key, may_lack, reader: Some(reader) });
        }
        for (col, def) in (0u32..).map(ColId).zip(&relation.columns).filter(|(col, _)| !head.has(*col)) {
            let asked = program.numbers.iter().any(|(c, _)| *c == col) || program.texts.iter().any(|(c, _)| *c == col);
            let blank = def.blank.is_some() || input.blanks.contains_key(&(head.rel, col));
            if asked || blank || relation.key.contains(&col) || relation.period().is_some_and(|(c, _)| c == col) {
                return None;
            }
        }
        if relation.key.len() > KEY {
            return None;
        }
        let place = |col: &ColId| head.cells.iter().position(|c| c.as_ref().is_some_and(|(own, _)| own == col));
        let key = relation.key.iter().map(place).collect::<Option<Vec<usize>>>()?;
        Some(Self { separator: head.separator, cells, key })
    }
}

fn kind(program: &Program, col: ColId, ty: &Type, reader: &ColumnReader<'_>) -> Option<Kind> {
    let text = program.texts.iter().position(|(c, _)| *c == col);
    Some(match ty {
        Type::Number(_) => {
            let at = program.numbers.iter().position(|(c, _)| *c == col)?;
            Kind::Number { at, scale: program.numbers[at].1, bare: reader.bare_numbers() }
        }
        Type::Text => text.map_or(Kind::Plain, Kind::Text),
        Type::OneOf(_) | Type::Flag | Type::Date | Type::Period(_) => Kind::Text(text?),
        Type::Ref(_) | Type::List(_) | Type::Row(_) | Type::Set | Type::Error => return None,
    })
}

/// Columns beside those that rules ask for, whose cells must be looked at all the same: a file must say nothing that nobody hears.
pub fn others(program: &mut Program, schema: &Schema, meanings: &Meanings<'_>, heads: &[&Head]) -> Option<()> {
    for (col, def) in (0u32..).map(ColId).zip(&schema.get(program.rel).columns) {
        if !heads.iter().any(|h| h.has(col)) || def.ty == Type::Text {
            continue;
        }
        match program.column_of(col) {
            Some(Part::Number(_) | Part::Text(_)) => {}
            None if meanings.is_number(col) => program.numbers.push((col, meanings.decimals(col)?)),
            None => program.texts.push((col, meanings.of_column(col)?)),
        }
    }
    // What a column of texts is held against is asked of each of them.
    let joined = |j: &crate::ty::TextJoin| j.rel != program.rel || program.texts.iter().any(|(c, _)| *c == j.col);
    meanings.joins.iter().all(joined).then_some(())
}

impl Program {
    /// The column of numbers or texts that a column is.
    pub fn column_of(&self, col: ColId) -> Option<Part> {
        let number = self.numbers.iter().position(|(c, _)| *c == col).map(Part::Number);
        number.or_else(|| self.texts.iter().position(|(c, _)| *c == col).map(Part::Text))
    }
}
