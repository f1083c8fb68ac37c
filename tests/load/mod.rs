//! The loaders: what is read, what is refused, and where it stands.

mod schema;

#[cfg(feature = "parquet")]
mod columns;
#[cfg(not(feature = "parquet"))]
mod columns_off;
mod config;
mod csv;
mod disturbed;
mod disturbed_books;
mod envelope;
mod forms;
mod guarantee;
mod json;
mod lines;
mod noise;
mod packed;
mod pages;
mod places;
mod policy;
mod titles;
mod toml;
mod twins;
mod units;
mod whole;

use fadu::data::{CellId, CellState, Dataset};
use fadu::diag::{Diagnostic, Severity, Sink};
use fadu::num::Rat;
use fadu::pipeline::{Input, PolicyTable};
use fadu::text::Sources;
use fadu::ty::{ColId, RelId, Schema, Units};

/// The guarantee rule's record and a nested one.
pub const RECORDS: &str = r#"
record GuaranteeBody "信用担保机构" key name, year {
  name     "机构名称"         : text
  year     "年度"             : year
  total    "担保总额度"       : money in 万元
  clusters "集群企业担保额度" : money in 万元
}
record County "县市区" key code, year sent by counties as code {
  code     "行政区划代码" : text
  year     "年度"         : year
  park     "有无园区"     : flag ?
  funds    "财政资金"     : list of Fund
}
record Fund "财政资金" key name {
  name         "资金名称"     : text
  total        "年度总额"     : money in 万元
  dragon_eagle "投向龙鹰企业" : money in 万元
}
table counties "县市区名单" key code {
  code : text
}
"#;

/// What came of loading some files.
pub struct Loaded {
    pub schema: Schema,
    pub sources: Sources,
    pub data: Dataset,
    pub diagnostics: Vec<Diagnostic>,
}

pub fn load_with(records: &str, inputs: Vec<Input>, policy: Vec<PolicyTable>) -> Loaded {
    let mut sources = Sources::default();
    let schema = schema::schema(records, &mut sources);
    let mut sink = Sink::default();
    let data = fadu::internals::load::load(&schema, &Units::default(), inputs, policy, &mut sources, &mut sink);
    Loaded { schema, sources, data, diagnostics: sink.finish() }
}

pub fn load(path: &str, text: impl Into<Vec<u8>>) -> Loaded {
    load_with(RECORDS, vec![Input::new(path, text.into())], Vec::new())
}

impl Loaded {
    pub fn rel(&self, name: &str) -> RelId {
        let at = self.schema.relations.iter().position(|r| r.name == name).expect("a record");
        RelId(u32::try_from(at).unwrap())
    }

    pub fn cell(&self, record: &str, row: u32, column: &str) -> CellId {
        let rel = self.rel(record);
        let at = self.schema.get(rel).columns.iter().position(|c| c.name == column).expect("a column");
        CellId { rel, row, col: ColId(u32::try_from(at).unwrap()) }
    }

    pub fn rows(&self, record: &str) -> u32 {
        self.data.table(self.rel(record)).rows
    }

    pub fn state(&self, record: &str, row: u32, column: &str) -> CellState {
        let cell = self.cell(record, row, column);
        self.data.table(cell.rel).columns[cell.col.index()].state(row)
    }

    pub fn number(&self, record: &str, row: u32, column: &str) -> Option<Rat> {
        let cell = self.cell(record, row, column);
        self.data.table(cell.rel).columns[cell.col.index()].number(row)
    }

    pub fn text(&self, record: &str, row: u32, column: &str) -> Option<&str> {
        let cell = self.cell(record, row, column);
        let code = self.data.table(cell.rel).columns[cell.col.index()].code(row)?;
        Some(self.data.texts.text(code))
    }

    /// The text in the file under a cell.
    pub fn under(&self, record: &str, row: u32, column: &str) -> Option<&str> {
        self.data.span_of(self.cell(record, row, column)).map(|s| self.sources.slice(s))
    }

    /// Whether the first submission sent this table whole.
    pub fn complete(&self, record: &str) -> Option<bool> {
        self.data.submissions[0].sent.get(&self.rel(record)).copied()
    }

    /// Each diagnostic as `code line:column text-under-the-first-place`.
    pub fn told(&self) -> Vec<String> {
        let one = |d: &Diagnostic| {
            let mark = if d.severity == Severity::Warning { "?" } else { "" };
            match d.primary() {
                Some(span) => {
                    let source = self.sources.get(span.file);
                    let (line, column) = source.line_col(span.start as usize);
                    format!("{}{mark} {line}:{column} {}", d.code, source.slice(span))
                }
                None => format!("{}{mark} {}", d.code, d.path.as_deref().unwrap_or("")),
            }
        };
        self.diagnostics.iter().map(one).collect()
    }

    /// All is well.
    pub fn quiet(self) -> Self {
        assert_eq!(self.told(), [""; 0]);
        self
    }
}
