//! The shape of `fadu-report/1`: plain structures in the order in which their fields are written. docs/report-json.md explains each field.

use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Document {
    pub fadu: &'static str,
    pub command: &'static str,
    pub schema: &'static str,
    pub tool: Tool,
    pub language: &'static str,
    pub summary: Totals,
    pub files: Vec<FileDoc>,
    pub rules: Vec<RuleDoc>,
    pub findings: Vec<FindingDoc>,
    pub results: Vec<SeriesDoc>,
    pub open_causes: Vec<OpenCauseDoc>,
    pub tally: Vec<TallyDoc>,
    pub without_subject: Vec<WithoutSubject>,
    pub nil_reports: Vec<WithoutSubject>,
    pub parameters: Vec<ParameterDoc>,
    pub exceptions: Vec<ExceptionDoc>,
    pub answers: Vec<AnswerDoc>,
    /// Audits only: the same rules under each candidate of what is not settled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<CandidateDoc>,
    pub diagnostics: Vec<DiagnosticDoc>,
}

/// A waiver or an explanation, and what became of it.
#[derive(Serialize)]
pub(crate) struct AnswerDoc {
    pub kind: &'static str,
    pub state: &'static str,
    pub rule: String,
    pub line: Option<String>,
    pub subject: String,
    pub period: Option<String>,
    pub text: String,
    pub by: String,
    pub document: Option<String>,
    pub day: Option<String>,
    pub days_left: Option<String>,
    pub place: Option<Place>,
}

/// An exception that a document grants.
#[derive(Serialize)]
pub(crate) struct ExceptionDoc {
    pub number: String,
    pub title: Option<String>,
    pub from: Option<String>,
    pub until: Option<String>,
    pub because: Option<String>,
    pub rules: Vec<String>,
    pub subjects: Vec<String>,
    pub replaces: bool,
    pub held: u64,
    pub open: u64,
    pub outside: u64,
    pub place: Option<Place>,
}

#[derive(Serialize)]
pub(crate) struct Tool {
    pub name: &'static str,
    pub version: &'static str,
}

#[derive(Serialize)]
pub(crate) struct Totals {
    pub breaches: usize,
    pub open: usize,
    pub queries: usize,
    pub shortfalls: usize,
    pub noted: usize,
    pub waived: usize,
    pub explained: usize,
    pub blocking: usize,
    pub unlisted: usize,
    pub without_subject: usize,
    pub nil_reports: usize,
    pub errors: usize,
    pub warnings: usize,
    pub verdicts: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_files: Option<OfOthersDoc>,
}

/// What was found of files that nobody asked for.
#[derive(Serialize)]
pub(crate) struct OfOthersDoc {
    pub findings: usize,
    pub blocking: usize,
    pub mistakes: usize,
}

#[derive(Serialize, Default)]
pub(crate) struct Counts {
    pub met: u64,
    pub violated: u64,
    pub undetermined: u64,
    pub exempt: u64,
    pub not_applicable: u64,
}

#[derive(Serialize)]
pub(crate) struct FileDoc {
    pub path: String,
    pub encoding: &'static str,
    /// For submissions and tables of the policy: what was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<Vec<ReadingDoc>>,
}

/// One table of a file.
#[derive(Serialize)]
pub(crate) struct ReadingDoc {
    pub record: String,
    pub rows: u32,
    pub first_line: Option<usize>,
    pub last_line: Option<usize>,
    pub left_out: usize,
    pub refused: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_lines: Vec<LineDoc>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub totals: Vec<TotalDoc>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blanks: Vec<BlankDoc>,
}

/// The blanks of a column that were read as something.
#[derive(Serialize)]
pub(crate) struct BlankDoc {
    pub column: String,
    pub means: &'static str,
    pub blank: u32,
    pub absent: u32,
}

/// A line that is no row.
#[derive(Serialize)]
pub(crate) struct LineDoc {
    pub what: &'static str,
    pub line: usize,
    pub end_line: usize,
}

/// A figure of a total row beside the sum of its rows.
#[derive(Serialize)]
pub(crate) struct TotalDoc {
    pub line: usize,
    pub column: String,
    pub stated: String,
    pub sum: Option<String>,
    pub declared: bool,
}

/// A range of characters in a file. Bytes are those of the decoded UTF-8 text.
#[derive(Serialize)]
pub struct Place {
    pub path: String,
    /// In a workbook the cell, `产值表!C7`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    pub start_byte: u64,
    pub end_byte: u64,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

#[derive(Serialize)]
pub(crate) struct RuleDoc {
    pub id: String,
    pub title: String,
    pub cites: Vec<CiteDoc>,
    pub place: Option<Place>,
    pub subjects: u64,
}

/// A clause a rule rests on.
#[derive(Serialize)]
pub struct CiteDoc {
    pub policy: String,
    pub document_number: Option<String>,
    pub clause: String,
    pub number: Option<String>,
    pub title: Option<String>,
}

impl From<&crate::finding::Citation> for CiteDoc {
    fn from(c: &crate::finding::Citation) -> Self {
        Self {
            policy: c.policy.clone(),
            document_number: c.document_number.clone(),
            clause: c.clause.clone(),
            number: c.number.clone(),
            title: c.title.clone(),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct FindingDoc {
    pub fingerprint: String,
    pub rule: String,
    pub rule_line: usize,
    /// What the author calls the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_name: Option<String>,
    pub quantity: Vec<String>,
    pub force: &'static str,
    pub verdict: &'static str,
    pub consequence: &'static str,
    pub blocking: bool,
    pub standing: &'static str,
    /// Index into `answers`.
    pub answer: Option<usize>,
    pub subject: SubjectDoc,
    pub message: String,
    pub author_message: Option<String>,
    /// Of `a implies b`: how a came to hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_because: Option<String>,
    pub reason: Option<String>,
    pub place: Option<Place>,
    pub rule_place: Option<Place>,
    pub bound: Option<Place>,
    pub arithmetic: DetailDoc,
    pub cells: Vec<CellDoc>,
    pub causes: Vec<CauseDoc>,
    pub cases: Vec<CaseDoc>,
    pub repairs: Vec<RepairDoc>,
}

/// What one `show` line came to.
#[derive(Serialize)]
pub(crate) struct SeriesDoc {
    pub rule: String,
    pub name: String,
    pub kind: &'static str,
    pub unit: Option<String>,
    pub ranked: Option<&'static str>,
    pub rule_place: Option<Place>,
    pub rows: Vec<ShownDoc>,
    pub others: u64,
    pub not_applicable: u64,
    pub may_grow: bool,
    pub unlisted: u64,
}

#[derive(Serialize)]
pub(crate) struct ShownDoc {
    pub subject: SubjectDoc,
    pub text: String,
    #[serde(flatten)]
    pub figure: ShownFigureDoc,
    /// The line may turn out not to speak of the subject.
    pub may_not_apply: bool,
    pub place: Option<RankDoc>,
    pub workings: Vec<OperandDoc>,
    pub cells: Vec<CellDoc>,
    pub causes: Vec<CauseDoc>,
    pub cases: Vec<ShownCaseDoc>,
}

/// Of `value`, `texts` and `listed` one is there at most.
#[derive(Serialize, Default)]
pub(crate) struct ShownFigureDoc {
    pub value: Option<RangeDoc>,
    pub texts: Option<Vec<Option<String>>>,
    pub listed: Option<&'static str>,
    pub settled: bool,
    /// There is no figure: no base, or none.
    pub nothing: bool,
    /// There may be none.
    pub may_be_nothing: bool,
}

/// The best and the worst place it can have.
#[derive(Serialize)]
pub(crate) struct RankDoc {
    pub best: u64,
    /// `null` where rows that nobody sent may stand before it.
    pub worst: Option<u64>,
}

#[derive(Serialize)]
pub(crate) struct ShownCaseDoc {
    pub values: Vec<CaseValueDoc>,
    /// `null` where the line does not speak of the subject.
    pub figure: Option<ShownFigureDoc>,
    pub text: String,
}

#[derive(Serialize)]
pub(crate) struct CaseDoc {
    pub values: Vec<CaseValueDoc>,
    pub verdict: &'static str,
    pub margin: Option<FigureDoc>,
}

#[derive(Serialize)]
pub(crate) struct CaseValueDoc {
    pub parameter: String,
    pub value: String,
    pub because: Option<String>,
}

#[derive(Serialize)]
pub(crate) struct CandidateDoc {
    pub values: Vec<ChosenDoc>,
    pub findings: Vec<FindingDoc>,
}

#[derive(Serialize)]
pub(crate) struct ChosenDoc {
    pub name: String,
    pub value: String,
}

/// What would settle open findings: each open finding is in one of these.
#[derive(Serialize)]
pub(crate) struct OpenCauseDoc {
    pub kind: &'static str,
    pub root: String,
    pub parts: Vec<String>,
    pub message: String,
    pub place: Option<Place>,
    /// Indices into `findings`.
    pub findings: Vec<usize>,
}

#[derive(Serialize)]
pub(crate) struct SubjectDoc {
    pub title: String,
    pub key: Vec<KeyDoc>,
    pub region: Option<String>,
    pub region_name: Option<String>,
    pub period: Option<String>,
    pub place: Option<Place>,
}

#[derive(Serialize)]
pub(crate) struct KeyDoc {
    pub column: String,
    pub value: String,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum DetailDoc {
    Comparison(Box<ComparisonDoc>),
    Presence {
        text: String,
        what: String,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        filled: bool,
        found: Option<bool>,
        wanted: bool,
    },
    Match {
        text: String,
        what: String,
        value: Option<String>,
        wanted: String,
    },
    Members {
        text: String,
        wanted: &'static str,
        passed: u64,
        failed: u64,
        unknown: u64,
        #[serde(skip_serializing_if = "is_zero")]
        without_base: u64,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        more: bool,
        worst: Option<WorstDoc>,
    },
    Sets {
        text: String,
        relation: &'static str,
        wanted: bool,
        other: String,
        breaking: Vec<String>,
        unknown: Vec<String>,
        open: bool,
        total: u64,
    },
    Stage(Box<StageDoc>),
    Parts {
        text: String,
        wanted: &'static str,
        parts: Vec<DetailDoc>,
    },
    None,
}

/// Where on a classification of stages somebody stands: `labels` and `wanted` hold `null` for "below the first".
#[derive(Serialize)]
pub(crate) struct StageDoc {
    pub text: String,
    pub what: String,
    pub labels: Vec<Option<String>>,
    pub op: &'static str,
    pub wanted: Vec<Option<String>>,
    pub other: Option<String>,
    pub gaps: Vec<GapDoc>,
}

#[derive(Serialize)]
pub(crate) struct GapDoc {
    pub label: String,
    pub missing: Vec<WorstDoc>,
    pub unknown: Vec<WorstDoc>,
}

#[derive(Serialize)]
pub(crate) struct ComparisonDoc {
    pub text: String,
    pub left: OperandDoc,
    pub op: &'static str,
    pub right: OperandDoc,
    pub margin: RangeDoc,
    pub share: Option<ShareDoc>,
    pub near: Option<NearDoc>,
    pub mean: Option<MeanDoc>,
}

/// Mean growth from `start` to the left side, which is held to the rate.
#[derive(Serialize)]
pub(crate) struct MeanDoc {
    pub start: OperandDoc,
    pub years: Option<i64>,
    pub rate: OperandDoc,
}

/// `x about y within t`: the three figures.
#[derive(Serialize)]
pub(crate) struct NearDoc {
    pub value: OperandDoc,
    pub target: OperandDoc,
    pub tolerance: OperandDoc,
}

#[derive(Serialize)]
pub(crate) struct WorstDoc {
    pub name: String,
    pub arithmetic: Box<DetailDoc>,
}

#[derive(Serialize)]
pub(crate) struct OperandDoc {
    pub name: Option<String>,
    pub source: String,
    pub origin: &'static str,
    pub value: RangeDoc,
    /// For a place: among how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub among: Option<RangeDoc>,
    /// For the period in which a day lies: that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    pub terms: Vec<TermDoc>,
    pub more_terms: u64,
    /// Rows that nobody sent may add to the sum.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unsent_terms: bool,
    pub counted: Vec<String>,
    pub more_counted: u64,
}

#[derive(Serialize)]
pub(crate) struct TermDoc {
    pub label: String,
    /// What it adds: where it may not count, nothing is among that.
    pub value: RangeDoc,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub may_not_count: bool,
}

#[derive(Serialize)]
pub(crate) struct ShareDoc {
    pub part: OperandDoc,
    pub op: &'static str,
    pub base: OperandDoc,
    pub quotient: Option<FigureDoc>,
    pub bound: RangeDoc,
}

/// One exact number: `value` is a decimal or a fraction such as `1/3`, in `unit`.
#[derive(Serialize)]
pub(crate) struct FigureDoc {
    pub value: String,
    pub unit: String,
}

/// What is known of a number. `exact` when it is one value; else its ends, `null` where there is none.
#[derive(Serialize)]
pub(crate) struct RangeDoc {
    pub text: String,
    pub unit: String,
    pub exact: Option<String>,
    pub low: Option<EndDoc>,
    pub high: Option<EndDoc>,
}

#[derive(Serialize)]
pub(crate) struct EndDoc {
    pub value: String,
    pub included: bool,
}

#[derive(Serialize)]
pub(crate) struct CellDoc {
    pub label: String,
    pub state: &'static str,
    pub value: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub left_blank: bool,
    pub place: Option<Place>,
}

#[derive(Serialize)]
pub(crate) struct CauseDoc {
    pub kind: &'static str,
    pub what: String,
    pub message: String,
    pub turns_at: Option<TurnDoc>,
    pub place: Option<Place>,
}

#[derive(Serialize)]
pub(crate) struct TurnDoc {
    pub op: &'static str,
    pub value: String,
    pub unit: String,
}

#[derive(Serialize)]
pub(crate) struct RepairDoc {
    pub label: String,
    pub from: Option<FigureDoc>,
    pub to: Option<FigureDoc>,
    pub beyond: Option<&'static str>,
    pub together: bool,
    pub message: String,
    pub place: Option<Place>,
}

#[derive(Serialize)]
pub(crate) struct TallyDoc {
    pub region: String,
    pub region_name: Option<String>,
    pub rule: String,
    #[serde(flatten)]
    pub counts: Counts,
}

#[derive(Serialize)]
pub(crate) struct WithoutSubject {
    pub rule: String,
    pub reason: String,
}

#[derive(Serialize)]
pub(crate) struct ParameterDoc {
    pub name: String,
    pub label: Option<String>,
    pub value: Option<String>,
    pub source: Option<String>,
    pub alternatives: Vec<String>,
}

/// A mistake as reports for programs write it.
#[derive(Serialize)]
pub struct DiagnosticDoc {
    /// In a report of a check.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    pub code: &'static str,
    pub severity: &'static str,
    pub message: String,
    pub path: Option<String>,
    pub labels: Vec<LabelDoc>,
    pub notes: Vec<String>,
    pub help: Option<String>,
}

/// A place of a mistake, and what it has to do with it.
#[derive(Serialize)]
pub struct LabelDoc {
    pub message: String,
    pub place: Option<Place>,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}
