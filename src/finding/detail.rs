//! The arithmetic behind a verdict, what is missing, and what would mend it.

use super::value::{Known, Name, Outcome, Value, Wanted};
use super::whose::Whose;
use crate::ast::CmpOp;
use crate::data::{CellId, CellState};
use crate::num::{Interval, Rat, root, signum, to_i64};
use crate::text::Span;
use crate::ty::Unit;

/// How a line came to its verdict.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    Compare(Box<Comparison>),
    /// `x exists`; `found` is `None` when unknown, `wanted` is false for "does not exist".
    Presence {
        what: String,
        /// Asked of the form: whether it is filled in, whatever it says.
        filled: bool,
        found: Option<bool>,
        wanted: bool,
        whose: Whose,
    },
    /// A text, flag or membership test: the value, and what was wanted.
    Match {
        what: String,
        value: Known,
        wanted: Wanted,
        /// Of whom the texts on both sides are.
        whose: Whose,
    },
    /// Exactly one of these fields is to be filled in.
    ExactlyOne {
        fields: Vec<String>,
        filled: usize,
    },
    /// `every` or `some`: how many members passed, failed, are unknown, and have no base to be judged by; the worst or nearest member's own detail.
    Members {
        wanted_all: bool,
        passed: u64,
        failed: u64,
        unknown: u64,
        without_base: u64,
        /// There may be others that nobody knows of; they are no part of `unknown`.
        more: bool,
        worst: Option<Box<(String, Detail)>>,
        /// Of `every`: who fails and how far, by fractions of the bounds; its digest where that is long. For what holds only as long as this
        /// stays; of the members beyond the first hundreds only the number is kept.
        breaking: String,
        worst_of: Whose,
    },
    /// Sets held against each other: which members of the one are not (or, disjoint, are) in the other.
    Sets {
        subset: bool,
        /// Whether the relation is to hold, or not to.
        wanted: bool,
        /// The other set.
        other: Name,
        /// Members that break the relation, by name.
        breaking: Vec<String>,
        /// Members that may.
        unknown: Vec<String>,
        /// More members may exist.
        open: bool,
        total: u64,
        /// Of whom those are that are named.
        whose: Whose,
    },
    /// A stage on a classification against what was wanted of it.
    Stage(Box<Staged>),
    /// `and` (`all`) or `or`: the parts that matter.
    Parts {
        all: bool,
        parts: Vec<Detail>,
    },
    /// Nothing to compute (exempt, not applicable).
    None,
}

/// A stage, or the stages that are possible, and what the next ones lack.
#[derive(Clone, Debug, PartialEq)]
pub struct Staged {
    /// What the classification is called.
    pub what: String,
    /// The label, or all that are possible, from the lowest; `None` where not even the first is reached.
    pub labels: Vec<Option<String>>,
    pub op: CmpOp,
    /// The stages it is held against, likewise.
    pub wanted: Vec<Option<String>>,
    /// What that is called where it is no constant.
    pub other: Option<String>,
    /// Whether the comparison holds; `None` when unknown.
    pub holds: Option<bool>,
    /// The next stage and those above it up to the wanted one, with what each lacks.
    pub gaps: Vec<Gap>,
    /// Of whom the row is that stands on it.
    pub whose: Whose,
}

/// What a stage lacks: elements that are missing, and elements nobody knows of, each with its own arithmetic.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    pub label: String,
    pub missing: Vec<(String, Detail)>,
    pub unknown: Vec<(String, Detail)>,
}

/// `left op right`, with the margin.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    pub left: Operand,
    pub op: CmpOp,
    pub right: Operand,
    /// Set when one side is a share of something: then the quotient is what people read.
    pub share: Option<ShareView>,
    /// Set for `x about y within t` and `x = y within rounding`: then these three are what people read, and the margin is how far
    /// the difference passes the tolerance.
    pub near: Option<Box<NearView>>,
    /// Set for mean growth: then left is the end figure, right what it must come to, and the margin is between these two.
    pub mean: Option<Box<MeanView>>,
    /// `left − right` in base units; a point, or an interval where something is missing. Negative means short for >= and >,
    /// positive means over for <= and <.
    pub margin: Interval,
    /// The unit to show the margin in.
    pub margin_unit: Unit,
    /// Where the bound stands in the rule.
    pub bound: Span,
}

/// `value` is to lie within `tolerance` of `target`, on either side.
#[derive(Clone, Debug, PartialEq)]
pub struct NearView {
    pub value: Operand,
    pub target: Operand,
    pub tolerance: Operand,
}

/// `(end ÷ start)^(1/years) − 1` beside the rate it is held to.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanView {
    pub start: Operand,
    pub years: Interval,
    /// As a fraction of 1.
    pub rate: Operand,
}

impl MeanView {
    /// Digits of the growth that are worked out.
    const DIGITS: u32 = 40;

    /// The growth cut off after many digits: for people to read, it decides nothing. `None` where something is missing.
    pub fn growth(&self, end: &Operand) -> Option<Rat> {
        let (end, start) = (end.value.as_exact()?, self.start.value.as_exact()?);
        let years = self.years.as_exact().and_then(to_i64).and_then(|n| u32::try_from(n).ok())?;
        if signum(start) <= 0 || signum(end) < 0 || !(1..=200).contains(&years) {
            return None;
        }
        Some(root(&(end / start), years, Self::DIGITS) - Rat::ONE)
    }
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Operand {
    /// As the author wrote it.
    pub text: String,
    /// What it is: a column, a parameter, a number of rows. `None` where only the author's text says it.
    pub name: Option<Name>,
    /// In base units.
    pub value: Interval,
    /// For a place: among how many.
    pub among: Option<Interval>,
    /// For the period in which a day lies: that day.
    pub day: Option<Rat>,
    /// The unit to show it in.
    pub unit: Unit,
    pub source: FigureSource,
    /// For sums: the addends, at most [`Operand::TERMS`] of them; `more` counts the rest.
    pub terms: Vec<Term>,
    pub more: u64,
    /// For sums: rows that nobody sent may add to it.
    pub unsent: bool,
    /// For counts: who was counted, at most [`Operand::COUNTED`] of them; `more_counted` is the rest.
    pub counted: Vec<Counted>,
    pub more_counted: u64,
    /// Of whom the rows are that it was read from itself; what aggregates come to is nobody's.
    pub whose: Whose,
}

impl Operand {
    pub const TERMS: usize = 6;
    pub const COUNTED: usize = 24;
}

/// A row that is counted, by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    pub name: String,
    pub whose: Whose,
}

/// Where a figure of a comparison is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureSource {
    /// A cell or a parameter: somebody stated it.
    Stated,
    /// A number written in the rule.
    Written,
    /// Worked out of others.
    Computed,
}

/// An addend: `丝网 60亿元`.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub label: String,
    pub value: Interval,
    /// Whether it counts is not known: it adds its value or nothing.
    pub maybe: bool,
    pub whose: Whose,
}

impl Term {
    /// What it adds to the sum.
    pub fn adds(&self) -> Interval {
        if self.maybe { self.value.hull(&Interval::exact(Rat::ZERO)) } else { self.value.clone() }
    }
}

/// `part / base` beside its bound.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareView {
    pub part: Operand,
    pub base: Operand,
    /// `None` when the base may be zero or something is missing.
    pub quotient: Option<Rat>,
    /// As a fraction of 1.
    pub bound: Interval,
    /// The bound as the author wrote it.
    pub bound_text: String,
    /// Seen from the part: `part op bound × base`.
    pub op: CmpOp,
}

/// A cell the verdict rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct CellNote {
    pub cell: Option<CellId>,
    /// The column's label.
    pub label: String,
    /// Where the value stands; when the cell is absent, where its row stands.
    pub span: Option<Span>,
    pub state: CellState,
    /// The value as read, with its unit.
    pub value: Option<Value>,
    /// The same as a number in base units with the column's unit, where it is one number.
    pub figure: Option<(Rat, Unit)>,
    /// Nothing stands there; the value is what a blank means.
    pub left_blank: bool,
    /// Of whom the row is.
    pub whose: Whose,
}

impl CellNote {
    /// Nothing is known of what stands there.
    pub fn is_missing(&self) -> bool {
        self.value.is_none() && !matches!(self.state, CellState::None)
    }
}

/// Something that keeps a verdict open.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    pub kind: CauseKind,
    /// What is missing, by name: a column's label with its subject, a parameter's title.
    pub what: String,
    /// What more is known of it.
    pub about: About,
    /// What has to come for this and its like to be settled, where that is more than `what` itself: the row a cell is in, the
    /// sender of a row. Reports gather findings by it.
    pub root: Option<String>,
    pub span: Option<Span>,
    /// For a single missing number: the value at which the verdict turns, with its unit, and the relation that then holds
    /// ("met when >= 60万元"). `None` where it does not turn on this figure alone.
    pub turns_at: Option<(CmpOp, Rat, Unit)>,
    /// Of whom it is that is named.
    pub whose: Whose,
}

impl Cause {
    pub fn new(kind: CauseKind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), about: About::Named, root: None, span: None, turns_at: None, whose: Whose::default() }
    }

    pub fn of(self, whose: Whose) -> Self {
        Self { whose, ..self }
    }

    pub fn at(self, span: Option<Span>) -> Self {
        Self { span, ..self }
    }

    /// The parameter of this name, which people know by its title.
    pub fn parameter(name: &str, title: &str, span: Span) -> Self {
        let about = About::Parameter { name: name.to_string(), outcomes: Vec::new() };
        Self { about, ..Self::new(CauseKind::OpenParameter, title) }.at(Some(span)).of(Whose::nobodys())
    }
}

/// What more is known of what is missing.
#[derive(Clone, Debug, PartialEq)]
pub enum About {
    /// Nothing beyond its name.
    Named,
    /// A parameter, by the name it is bound by, with the verdicts under its values where it was judged for each.
    Parameter { name: String, outcomes: Vec<Outcome> },
    /// Parameters with more combinations of values than are tried.
    Combinations { names: Vec<String>, count: usize, most: usize },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseKind {
    /// The cell is empty.
    Blank,
    /// The file has no such column or key.
    Absent,
    /// The cell cannot be used; a data finding says why.
    Unusable,
    /// Only bounds were reported.
    Bounds,
    /// No row with this key was sent.
    NoRow,
    /// A table of the policy has no row with this key.
    NotInTable,
    /// No row of these fits, where the one that does is asked for.
    NoneFits,
    /// Several rows of these fit.
    SeveralFit,
    /// A roster member sent nothing.
    NotReported,
    /// Nothing of it was read, and it may stand in a file that could not be read and does not say whose it is.
    Unread,
    /// More rows of it may stand in a file that could not be read.
    Unseen,
    /// It was sent, but this line of it cannot be used; without a line, nothing of the file can.
    Refused(Option<u32>),
    /// More rows may exist: the table is not complete.
    Partial,
    /// Nothing says of which period the rows are, so those of periods nobody has sent would belong too.
    AnyPeriod,
    /// An open parameter.
    OpenParameter,
    /// A fact (text, flag) that decides membership is unknown.
    UnknownFact,
    /// A day is to be held against today, and no as-of date says when that is.
    NoAsOf,
    /// It is not known of which period a row is.
    UnknownPeriod,
    /// Exceptions disagree.
    Conflict,
    /// What others sent, or did not: of which a region is told no more.
    Others,
}

/// A side of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Above,
    Below,
}

/// One change that would make the line hold, alone or together with the others. It was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    pub cell: Option<CellId>,
    pub label: String,
    pub span: Option<Span>,
    /// The value now, in base units.
    pub from: Option<Rat>,
    /// The least change that suffices, in base units, rounded to the field's step towards safety.
    pub to: Option<Rat>,
    /// No other value would do: more would miss it as less does.
    pub exactly: bool,
    /// `to` itself does not do: it must be passed to this side, by however little.
    pub beyond: Option<Side>,
    /// It mends the line only with the other repairs of the finding, all of them.
    pub together: bool,
    pub unit: Unit,
    /// No number is to change: what is named is to be put in place.
    pub establish: bool,
    /// Of whom the figure is.
    pub whose: Whose,
}

/// One case of what open parameters can be, and what it comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseView {
    pub values: Vec<CaseValue>,
    pub verdict: crate::ast::Verdict,
    /// Left less right in base units, and the unit to show it in.
    pub margin: Option<(Rat, Unit)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseValue {
    pub param: String,
    pub value: Value,
    /// Where this value comes from.
    pub because: Option<String>,
}

impl Detail {
    /// The margin of a comparison, where it is exactly known.
    pub fn margin(&self) -> Option<(Rat, Unit)> {
        match self {
            Self::Compare(c) => c.margin.as_exact().map(|m| (m.clone(), c.margin_unit.clone())),
            Self::Presence { .. }
            | Self::Match { .. }
            | Self::ExactlyOne { .. }
            | Self::Members { .. }
            | Self::Sets { .. }
            | Self::Stage(_)
            | Self::Parts { .. }
            | Self::None => None,
        }
    }
}

impl Staged {
    /// The arithmetic of every element that is missing or unknown.
    pub fn details(&self) -> impl Iterator<Item = &Detail> {
        self.gaps.iter().flat_map(|g| g.missing.iter().chain(&g.unknown)).map(|(_, d)| d)
    }
}
