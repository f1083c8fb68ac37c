//! What a project file says.

use crate::data::PartOf;
use crate::diag::Lang;
use crate::text::{FileId, Span};
use crate::ty::BlankMeans;
use std::path::PathBuf;

pub const FILE_NAME: &str = "fadu.toml";

/// A text of the project file with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub text: String,
    pub span: Span,
}

/// A project file as read.
#[derive(Clone, Debug)]
pub struct Project {
    /// The directory patterns start from.
    pub root: PathBuf,
    pub file: FileId,
    pub name: Option<Text>,
    pub lang: Option<Lang>,
    /// Code or name of the region whose rules these are.
    pub jurisdiction: Option<Text>,
    /// Files of waivers and of explanations.
    pub waivers: Option<Text>,
    pub explanations: Option<Text>,
    /// Patterns of rule files.
    pub rules: Vec<Text>,
    pub submissions: Vec<SubmissionSet>,
    pub parameters: Vec<Binding>,
    /// Regions that policies judge in this project, in place of their own.
    pub jurisdictions: Vec<Binding>,
    /// Records, and the field of each that says which region a row is about.
    pub regions: Vec<(Text, Text)>,
    pub notice: Notices,
    pub allow: Allow,
    pub fail_on: Option<FailOn>,
    /// `[levels]`: rules that block, only warn, or are not judged, with the reason.
    pub levels: Vec<LevelOf>,
    /// `[project] requires`: the versions of the program that the project is for.
    pub requires: Option<Text>,
    /// `[run] as_of`: the day on which things are judged that have no period of their own, as written.
    pub as_of: Option<Text>,
}

/// `[notice]` and `[clauses]`: what an office says of its notices.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    pub office: Option<Text>,
    pub addressee: Option<Text>,
    pub number: Option<Text>,
    pub contact: Option<Text>,
    /// Days within which is to be mended.
    pub days: Option<u32>,
    /// The file with the words, from the folder of the project file.
    pub template: Option<Text>,
    pub clauses: Vec<ClauseTerm>,
}

/// Who is responsible for what a clause asks, and how soon.
#[derive(Clone, Debug)]
pub struct ClauseTerm {
    pub clause: Text,
    pub office: Option<Text>,
    pub days: Option<u32>,
}

/// Files that share what is said of them.
#[derive(Clone, Debug)]
pub struct SubmissionSet {
    pub files: Vec<Text>,
    pub record: Option<Text>,
    pub region: Option<Text>,
    /// A year, as written.
    pub period: Option<Text>,
    /// A date, as written.
    pub date: Option<Text>,
    pub encoding: Option<Text>,
    pub partial: Named,
    pub blanks: Vec<Blank>,
    /// Pattern of the names of sheets that are read; what it seeks is taken from there.
    pub sheet: Option<Text>,
    /// The cells of a sheet, or of a table of text, that are read.
    pub range: Vec<Text>,
    /// Patterns of lines above the table from which something is taken.
    pub title: Vec<Text>,
    /// Columns that forms have and nobody needs.
    pub ignore: Vec<Text>,
    /// The files are parts of one table, of as many as it says.
    pub as_one: Option<AsOne>,
    pub span: Span,
}

/// `as_one = true`, or how many parts there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOne {
    pub parts: Option<u32>,
    pub span: Span,
}

/// A file of a set of submissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmissionFile {
    pub path: PathBuf,
    /// Index in [`Project::submissions`].
    pub set: usize,
    /// What the pattern of the set finds in the path: `region`, `period` or `date`, as it stands there.
    pub said: Vec<(&'static str, Text)>,
    /// The table that it is a part of, with other files.
    pub part: Option<PartOf>,
}

/// What blanks mean in some files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    /// A record, or a field of one (`Record.field`); none for all fields of the files.
    pub of: Option<Text>,
    pub means: BlankMeans,
    pub span: Span,
}

/// A parameter set by the project: `"policy.name" = "50%"`, or `{ value = …, because = … }`.
#[derive(Clone, Debug)]
pub struct Binding {
    pub name: Text,
    /// The value as it would stand in a rule file.
    pub value: Text,
    /// Why, or who decided it; printed with the parameter.
    pub because: Option<Text>,
}

/// What the project makes of a rule: `"policy.rule" = { level = "warn", because = "…" }`.
#[derive(Clone, Debug)]
pub struct LevelOf {
    /// A rule, with or without its policy.
    pub rule: Text,
    pub level: Level,
    pub because: Option<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Its lines block as requirements do.
    Block,
    /// Its lines ask for an explanation and do not block.
    Warn,
    /// It is not judged.
    Off,
}

impl Level {
    pub const NAMES: &[(&str, Level)] = &[("block", Self::Block), ("warn", Self::Warn), ("off", Self::Off)];

    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|(_, l)| *l)
    }
}

/// Some things by name, or all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Named {
    #[default]
    None,
    All,
    Some(Vec<Text>),
}

impl Named {
    pub fn allows(&self, name: &str) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Some(list) => list.iter().any(|t| t.text == name),
        }
    }
}

/// What may be missing without failing the run.
#[derive(Clone, Debug, Default)]
pub struct Allow {
    /// Patterns that match no file.
    pub no_files: Named,
    /// Rules that meet no data.
    pub no_subject: Named,
    /// Columns nobody sent: `Record.column`.
    pub missing_columns: Named,
    /// Parameters without a value.
    pub open_parameters: Named,
    /// A run in which no rule applied to any subject.
    pub nothing_judged: Named,
}

/// From what on a run counts as failed (exit code 1). Later ones include the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum FailOn {
    /// Nothing: verdicts are shown only.
    Never,
    /// A `require` violated.
    Violated,
    /// A `require` violated or undetermined.
    #[default]
    Undetermined,
    /// A `verify` that asks for an explanation, too.
    Query,
    /// An `aim` missed, too.
    Shortfall,
}

impl FailOn {
    pub const NAMES: &[(&str, FailOn)] = &[
        ("undetermined", Self::Undetermined),
        ("violated", Self::Violated),
        ("never", Self::Never),
        ("query", Self::Query),
        ("shortfall", Self::Shortfall),
    ];

    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|(_, f)| *f)
    }
}
