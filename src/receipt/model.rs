//! The shape of `fadu-receipt/1`. docs/report-json.md explains each field.

use crate::world::Reading;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a later version writes and this one does not know.
pub type Unknown = BTreeMap<String, Value>;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// The version of the program.
    pub fadu: String,
    pub command: String,
    pub schema: String,
    /// How all digests are made.
    pub algorithm: String,
    pub run: Run,
    pub as_of: Option<String>,
    pub files: Vec<FileEntry>,
    pub parameters: Vec<Parameter>,
    pub counts: Counts,
    pub rules: Vec<RuleTally>,
    /// All verdicts but plain *met*.
    pub verdicts: Vec<VerdictEntry>,
    pub verdicts_digest: String,
    pub mistakes: Vec<Mistakes>,
    pub report: ReportEntry,
    /// The exit code of the run.
    pub exit: u8,
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// How the run was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub language: String,
    pub width: usize,
    pub ascii: bool,
    pub quiet: bool,
    /// Options by name with their values; one without a value has an empty list. `files` are the submissions named.
    pub options: BTreeMap<String, Vec<String>>,
    #[serde(flatten)]
    pub unknown: Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    pub path: String,
    /// `project` `rules` `table` `submission`
    pub what: String,
    pub bytes: u64,
    /// `null` where it could not be read.
    pub digest: Option<String>,
    pub rows: Vec<TableRows>,
    #[serde(flatten)]
    pub unknown: Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRows {
    pub record: String,
    pub rows: u64,
    pub left_out: u64,
    pub refused: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    pub name: String,
    /// Its value, or its values by day; empty while open.
    pub values: Vec<String>,
    pub set_by: Option<SetByWords>,
}

/// Who set a parameter, in both languages: a receipt is in none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetByWords {
    pub zh: String,
    pub en: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub files: u64,
    pub rows: u64,
    pub met: u64,
    pub violated: u64,
    pub undetermined: u64,
    pub exempt: u64,
    pub not_applicable: u64,
    pub blocking: u64,
    pub unlisted: u64,
    pub errors: u64,
    pub warnings: u64,
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// Verdicts of one whole rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleTally {
    pub rule: String,
    pub subjects: u64,
    pub met: u64,
    pub violated: u64,
    pub undetermined: u64,
    pub exempt: u64,
    pub not_applicable: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictEntry {
    pub fingerprint: String,
    pub rule: String,
    /// What the line is called, or its number.
    pub line: String,
    pub subject: String,
    pub period: Option<String>,
    pub verdict: String,
    /// By how much, exactly, with the unit.
    pub margin: Option<String>,
    /// `waived` or `explained`.
    pub standing: Option<String>,
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// How many mistakes of one kind in one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mistakes {
    pub path: Option<String>,
    pub code: String,
    pub count: u64,
}

/// The report as it is written into a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportEntry {
    pub format: String,
    pub bytes: u64,
    pub digest: String,
    #[serde(flatten)]
    pub unknown: Unknown,
}

impl Receipt {
    pub const SCHEMA: &str = "fadu-receipt/1";

    /// Names of what a later version wrote, wherever it stands.
    pub fn unknown_fields(&self) -> Vec<String> {
        let mut out: Vec<String> = self.unknown.keys().cloned().collect();
        let mut add = |within: &str, unknown: &Unknown| out.extend(unknown.keys().map(|k| format!("{within}.{k}")));
        add("run", &self.run.unknown);
        add("counts", &self.counts.unknown);
        add("report", &self.report.unknown);
        self.files.iter().for_each(|f| add("files", &f.unknown));
        self.verdicts.iter().for_each(|v| add("verdicts", &v.unknown));
        out.sort();
        out.dedup();
        out
    }
}

/// What a file is, as receipts name it.
pub fn key_of(what: Reading) -> &'static str {
    match what {
        Reading::Project => "project",
        Reading::Rules => "rules",
        Reading::Table => "table",
        Reading::Submission => "submission",
        Reading::Waivers => "waivers",
        Reading::Explanations => "explanations",
    }
}
