//! The rules' own tests, resolved.

use crate::ast::{Asked, Listed, Verdict};
use crate::num::{Interval, Rat};
use crate::text::Span;
use crate::ty::{ColId, RelId, Unit};

#[derive(Clone, Debug)]
pub struct Test {
    pub name: String,
    pub span: Span,
    pub rows: Vec<GivenRow>,
    pub submission: Option<GivenSubmission>,
    /// Tables said to be partial, and tables sent empty.
    pub partial: Vec<RelId>,
    pub empty: Vec<RelId>,
    /// Parameters bound for this test.
    pub params: Vec<(super::ParamId, super::ParamValue)>,
    /// Parameters left open for this test, whatever their value elsewhere.
    pub open: Vec<super::ParamId>,
    /// Submissions from files.
    pub fixtures: Vec<Fixture>,
    /// Which row of a table of cases this is, from 1.
    pub case: Option<usize>,
    pub expects: Vec<ExpectedVerdict>,
    pub results: Vec<ExpectedResult>,
}

impl Test {
    /// The rules it expects something of: indexes into [`super::RuleSet::rules`].
    pub fn rules_named(&self) -> std::collections::BTreeSet<usize> {
        self.expects.iter().map(|e| e.rule).chain(self.results.iter().map(|e| e.rule)).flatten().collect()
    }
}

/// A submission as it is sent: `given from "x.csv"`.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// What a file holds that does not say it itself.
    pub rel: Option<RelId>,
    /// As written, relative to the rule file.
    pub path: String,
    pub span: Span,
}

/// A row to put into the dataset. Nested rows follow their parent and name it by its index in [`Test::rows`].
#[derive(Clone, Debug)]
pub struct GivenRow {
    pub rel: RelId,
    pub parent: Option<usize>,
    pub cells: Vec<GivenCell>,
    pub span: Span,
}

/// A cell as written; columns not named are absent.
#[derive(Clone, Debug)]
pub struct GivenCell {
    pub col: ColId,
    /// The text a submission would hold (`100万元`, `>= 50亿元`, `安平县`); `None` for `unknown`. Nested rows are rows of their
    /// own, and their list has no cell; only an empty list (a nil report) is the cell `[]`.
    pub text: Option<String>,
    /// `none`
    pub none: bool,
    pub span: Span,
}

#[derive(Clone, Debug, Default)]
pub struct GivenSubmission {
    pub region: Option<String>,
    pub period: Option<(i64, crate::ty::PeriodKind)>,
    /// Days since 1970-01-01.
    pub date: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct ExpectedVerdict {
    /// Index into [`super::RuleSet::rules`]; `None` when the rule did not compile.
    pub rule: Option<usize>,
    pub rule_name: String,
    /// One line of the rule: index into [`super::Rule::lines`], and its label.
    pub line: Option<(usize, String)>,
    pub verdict: Verdict,
    /// The consequence asked for in place of the verdict.
    pub asked: Option<Asked>,
    /// The size of the margin, in base units, and the unit it was written in.
    pub by: Option<(Rat, Unit)>,
    pub because: Option<String>,
    pub subject: Option<String>,
    pub span: Span,
}

/// What a `show` line is expected to come to.
#[derive(Clone, Debug)]
pub struct ExpectedResult {
    /// As in [`ExpectedVerdict`].
    pub rule: Option<usize>,
    pub rule_name: String,
    /// Index into [`super::Rule::shows`]; `None` when the rule did not compile.
    pub show: Option<usize>,
    pub label: String,
    pub wanted: WantedResult,
    pub because: Option<String>,
    pub subject: Option<String>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum WantedResult {
    /// In base units, with the unit it was written in; days and periods by their number.
    /// `lacks`: it may have no base.
    Number {
        value: Interval,
        lacks: bool,
        unit: Box<Unit>,
    },
    Text(String),
    /// Not known exactly.
    Unknown,
    /// No base, no value.
    Nothing,
    Listed(Listed),
    /// The line does not speak of the subject.
    NotApplicable,
}
