//! The rules' own tests, resolved.

use crate::ast::{Asked, Verdict};
use crate::num::Rat;
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
