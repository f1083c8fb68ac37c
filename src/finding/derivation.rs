//! How a verdict came about, part by part: for `explain`. Language-neutral like the findings; `report` words it.

use super::{CellNote, Detail, DueAccount, ParameterInfo, Subject, Value, Verdict};
use crate::ast::{CmpOp, Force};
use crate::num::{Interval, Rat};
use crate::text::Span;
use crate::ty::Unit;

/// One rule judged for one subject.
#[derive(Clone, Debug)]
pub struct Derivation {
    pub subject: Subject,
    /// Of the whole rule, all cases together.
    pub verdict: Verdict,
    /// One without values, or one for each combination of alternatives that the rule is judged by.
    pub cases: Vec<DerivedCase>,
}

#[derive(Clone, Debug)]
pub struct DerivedCase {
    /// Parameters and the alternative taken here.
    pub values: Vec<(String, Value)>,
    pub verdict: Verdict,
    pub steps: Vec<Step>,
}

/// An expression of the rule with its value.
#[derive(Clone, Debug)]
pub struct Step {
    pub role: Role,
    /// As the author wrote it, or the title of a row.
    pub text: String,
    /// What people call it, where it is the value of a definition.
    pub title: Option<String>,
    pub place: Option<Span>,
    pub value: StepValue,
    pub from: StepFrom,
    /// For a comparison that is open: what must hold of the missing figures for it to hold.
    pub turning: Option<Turning>,
    pub steps: Vec<Step>,
    /// Rows beyond those in `steps`.
    pub more: u64,
}

/// What a step is within its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    When,
    Exempt,
    /// The condition of an exception.
    Except,
    /// From when on the lines below bind.
    Due,
    /// A line with its verdict; `None` where an exception took its place.
    Line(Force, Option<Verdict>),
    /// A result; whether the line can speak of the subject.
    Show(bool),
    Part,
    /// A row of an aggregate; `sure` unless it may not belong.
    Member {
        sure: bool,
    },
    /// Rows that nobody sent may be missing.
    Unsent,
}

#[derive(Clone, Debug)]
pub enum StepValue {
    /// `None` while open.
    Truth(Option<bool>),
    Number(Box<(Interval, Unit)>),
    /// `None` while unknown.
    Text(Option<String>),
    /// A share of nothing, the greatest of nothing.
    NoBase,
    None,
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub enum StepFrom {
    /// From the steps below.
    Computed,
    Cell(Box<CellNote>),
    Parameter(Box<ParameterInfo>),
    /// How a member fares.
    Detail(Box<Detail>),
    /// What is due, and how far it is.
    Due(DueAccount),
}

/// `Σ coefficient × figure op at`: exactly then an open comparison holds. All in base units.
#[derive(Clone, Debug, PartialEq)]
pub struct Turning {
    /// The missing figures, by name; the first has the coefficient 1.
    pub terms: Vec<(Rat, String)>,
    pub op: CmpOp,
    pub at: Rat,
    /// The unit to show the bound in.
    pub unit: Unit,
}
