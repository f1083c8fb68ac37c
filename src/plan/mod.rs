//! The plan: a checked rule set laid out flat for evaluation over columns.
//!
//! Plain data: ids into pools, no pointers, no closures. Numbers are **linear forms** over atoms (`0.4·a − 0.6·b`), so that equal
//! figures on both sides of a comparison meet before anything is evaluated, and quotients are compared multiplied out. Equal
//! nodes have equal ids, so shared aggregates and lookups are computed once for all rules.

mod agg;
mod calendar;
mod classification;
mod cond;
mod dated;
mod ids;
mod lacks;
mod linear;
mod lower;
mod mean;
mod name;
mod needs;
mod num;
mod pool;
mod reach;
mod rule;
mod sign;
mod trace;
mod visit;
mod window;

pub use ids::{AggId, AtomId, CondId, RowRefId, ScopeId};
pub use linear::LinearForm;
pub use lower::{lower, lower_one};
pub use needs::{
    KeyPart, Summarized, SummarizedFile, SummarizedGroup, SummarizedGroups, TableNeeds, Verdicts, needs, own_cell, own_key,
};
pub use reach::Uses;
pub use trace::{Part, PartValue, Traced, traced};
pub use visit::Node;
pub use window::Window;

use crate::ast::{CmpOp, Force, TextPart};
use crate::finding::Name;
use crate::hir::{DayRange, ParamId, SetExpr, SetWords};
use crate::num::{Rat, Rounding};
use crate::text::{Pattern, Span};
use crate::ty::{ColId, PeriodKind, RelId, Unit};

/// All nodes, and the rules that use them.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub rules: Vec<RulePlan>,
    pub atoms: Vec<Atom>,
    pub rows: Vec<Row>,
    pub conds: Vec<Cond>,
    pub scopes: Vec<Scope>,
    pub aggs: Vec<Agg>,
    pub sets: Vec<SetExpr>,
    pub classifications: Vec<Classification>,
    pub choices: Vec<Choice>,
    /// Texts written in rules: they get codes before data are judged, so that two of them are equal only if they are the same.
    pub texts: std::collections::BTreeSet<String>,
    /// What people call texts that are worked out.
    pub titles: std::collections::HashMap<Text, String>,
    /// Open parameters that rules read.
    pub open_params: std::collections::BTreeSet<ParamId>,
    /// Columns that rules read.
    pub read_columns: std::collections::BTreeSet<(RelId, ColId)>,
    pub uses: Uses,
}

/// A number that a linear form adds up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Atom {
    /// A numeric cell, in the unit of its column.
    Cell { row: RowRefId, col: ColId },
    /// An open parameter.
    Param(ParamId),
    /// An aggregate for the key that the row in hand gives.
    Agg { agg: AggId, key: Vec<Key> },
    /// Everything that is not linear.
    Op(Box<Op>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    Product(Num, Num),
    /// A quotient used as a value.
    Quotient(LinearForm, LinearForm),
    Abs(Num),
    /// To a multiple of the step.
    Round(Num, Rat, Rounding),
    /// A whole power; no base for nothing to a power below zero.
    Raised(Num, LinearForm),
    /// The first to the power of the second, where that is a whole number of at least one; else there is no base. Below zero the sign is
    /// kept, so that it rises everywhere.
    Power(Num, LinearForm),
    /// The greatest whole number not above a part of it.
    Floor(Num, Rat),
    Lesser(Num, Num),
    Greater(Num, Num),
    /// Of these in order the one at a share, between two by proportion.
    Quantile(Vec<Num>, Rat),
    /// The remainder of the first by the second.
    Modulo(Num, Num),
    /// How many characters a text has.
    Length(Text),
    /// The first day of a month (from year 0), and the month of a day.
    MonthStart(Num),
    MonthOf(Num),
    /// A day so many months later; the last of the month where there is no such day.
    AddMonths(Num, Num),
    /// How many months can be added to the first day without passing the second.
    FullMonths(Num, Num),
    /// Year, month of the year, day of the month.
    DayOf([Num; 3]),
    Rank(Box<Rank>),
    /// The day a row was sent: what its field says, or its submission; after the as-of date where it was not sent.
    SentOn {
        row: RowRefId,
        col: Option<ColId>,
    },
    /// The last day of the reporting period as envelope or as-of date say it.
    ReportDay,
    /// The day the check speaks of.
    AsOfDay,
    Choose {
        arms: Vec<(CondId, Num)>,
        otherwise: Option<Num>,
    },
}

impl Op {
    /// Powers beyond this one are not worked out.
    pub const LONGEST: u32 = 1000;
}

/// The place of a figure among those of rows in an order: one more than there are before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rank {
    /// Its measure is [`Measure::Places`].
    pub agg: AggId,
    pub key: Vec<Key>,
    pub own: Num,
    /// The row whose figure that is; it does not stand before itself.
    pub row: Option<RowRefId>,
    /// Equal figures stand before it: the last place of those they share.
    pub last: bool,
}

/// The order of rows by a figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Places {
    pub figure: Num,
    /// The least comes first.
    pub lowest: bool,
    /// In which the figure is shown.
    pub unit: Unit,
}

/// A number: linear, or a quotient of two linear forms. The lower form is never negative, so that a comparison may be multiplied
/// out; quotients by what may be negative are [`Op::Quotient`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Num {
    LinearForm(LinearForm),
    Ratio(LinearForm, LinearForm, Base),
}

/// When a quotient has no base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base {
    /// A share: 0 of 0. Something of nothing is more than any share.
    Share,
    /// A plain quotient, growth or average: whenever the lower form is zero.
    Strict,
}

/// Which row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Row {
    /// The row in hand of a variable.
    Slot(u8),
    /// By full key.
    Lookup { rel: RelId, key: Vec<Key> },
    /// The only one of the rows of an aggregate for the key that the rows in hand give.
    Only { rel: RelId, agg: AggId, key: Vec<Key> },
    /// The row that a nested row belongs to.
    Parent { child: RowRefId, rel: RelId },
}

/// One part of a key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Text(Text),
    /// Years, days, counts.
    Int(LinearForm),
    /// The row itself (nested rows are keyed by their parent).
    Row(RowRefId),
}

/// A text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    Const(String),
    Cell {
        row: RowRefId,
        col: ColId,
    },
    /// An open parameter.
    Param(ParamId),
    /// The value a parameter is bound to.
    Bound(ParamId, String),
    /// The label of a classification (index into [`Plan::classifications`]).
    Classification(usize),
    /// Texts one behind another; in a pattern (`shape`) what is no constant stands for itself, sign by sign.
    Join {
        parts: Vec<Text>,
        shape: bool,
    },
    /// The text of the first arm whose condition holds (index into [`Plan::choices`]).
    Choose(usize),
}

/// A choice of texts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    pub arms: Vec<(CondId, Text)>,
    pub otherwise: Option<Text>,
}

/// A classification of one row: stages from the lowest to the highest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification {
    pub title: String,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub label: String,
    /// All needs at once.
    pub cond: CondId,
    /// Each by itself, with its name.
    pub needs: Vec<(String, CondId)>,
}

/// A place on a classification of stages: 0 is below the first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Rank(usize),
    /// Index into [`Plan::classifications`].
    Classification(usize),
    /// A text that is one of the labels.
    Text(Text),
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Cond {
    Const(bool),
    Compare(Box<Compare>),
    SameText {
        left: Text,
        right: Text,
        negated: bool,
    },
    InSet {
        value: Text,
        set: usize,
    },
    /// A text of a certain shape.
    Like {
        value: Text,
        pattern: Pattern,
    },
    /// A text that begins with another.
    StartsWith {
        value: Text,
        prefix: Text,
        part: TextPart,
    },
    /// Stages compared by their order.
    Rank {
        labels: Vec<String>,
        words: String,
        left: Place,
        op: CmpOp,
        right: Place,
    },
    /// A flag field, or an open flag parameter.
    Flag {
        row: RowRefId,
        col: ColId,
    },
    FlagParam(ParamId),
    Exists {
        row: RowRefId,
        col: ColId,
    },
    /// Something was written in the cell; where there is a day by which its row must be in, whether that was kept.
    Filled {
        row: RowRefId,
        col: ColId,
        sent: Option<CondId>,
    },
    RowExists(RowRefId),
    /// Sets compared: subset, else disjoint.
    SetRelation {
        words: SetWords,
        left: usize,
        right: usize,
    },
    And(Vec<CondId>),
    Or(Vec<CondId>),
    Not(CondId),
    /// The condition holds: false where it does not, and where it has no base.
    Holds(CondId),
    /// The first arm whose condition holds.
    Choose {
        arms: Vec<(CondId, CondId)>,
        otherwise: Option<CondId>,
    },
    /// `every` (all) or `some` over the rows of a scope.
    Quantified {
        all: bool,
        agg: AggId,
        key: Vec<Key>,
        /// It says how two sets stand to each other, and by what a row is a member of the first.
        set: Option<(SetWords, Member)>,
    },
}

/// `diff op 0`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Compare {
    /// Left less right, multiplied out.
    pub diff: LinearForm,
    pub op: CmpOp,
    /// Where both of a pair are zero the comparison has no base.
    pub bases: Vec<(LinearForm, LinearForm)>,
    /// Figures that stand on both sides and so are not in `diff`, but may not exist (the greatest of nothing).
    pub cancelled: Vec<AtomId>,
    pub left: Side,
    pub right: Side,
    /// How to show it as a share.
    pub share: Option<ShareSides>,
    /// How to show it as a value near another.
    pub near: Option<Box<NearSides>>,
    /// How to show it as mean growth.
    pub mean: Option<Box<MeanSides>>,
    /// Where the bound stands.
    pub bound_span: Span,
}

impl Compare {
    /// The comparison that holds where this one does not, in all its views.
    pub fn opposite(&self) -> Self {
        let share = self.share.clone().map(|s| ShareSides { op: s.op.negated(), ..s });
        Self { op: self.op.negated(), share, ..self.clone() }
    }
}

/// What is, or is to be, a member of a set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Member {
    Text(Text),
    /// A day, a period or a number.
    Figure(Box<Side>),
}

/// One side as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Side {
    pub value: Num,
    pub unit: Unit,
    pub span: Span,
    /// What it is.
    pub name: Option<Name>,
    /// A sum whose addends people want to see.
    pub addends: Option<(AggId, Vec<Key>)>,
}

/// `|value − target| <= tolerance`, of which a comparison is one half.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NearSides {
    pub value: Side,
    pub target: Side,
    pub tolerance: Side,
}

/// `(end ÷ start)^(1/years) − 1 op rate`; the left side of the comparison is the end, the right what it is to come to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MeanSides {
    pub start: Side,
    pub years: LinearForm,
    pub rate: Side,
}

/// `part op bound × base`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ShareSides {
    pub part: Side,
    pub base: Side,
    pub bound: Num,
    /// Where the share itself stands (without its base).
    pub bound_span: Span,
    /// The operator seen from the part.
    pub op: CmpOp,
}

/// Rows of a relation that pass a filter, partitioned by a key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    pub rel: RelId,
    /// Conditions on the row alone (slot 0).
    pub filter: Vec<CondId>,
    /// The key's inner side (slot 0); [`Key::Row`] here means the parent of the row.
    pub key: Vec<Key>,
    /// Condition that needs the outer row as well: evaluated within the matching part, the row in slot `inner_slot`.
    pub residual: Option<(CondId, u8)>,
    /// Asked of the form as it was sent: no row is missing, and what was not sent is a row with nothing in it.
    pub as_sent: bool,
    /// Which part of the key is the period of the relation, and which the sender: they tell which submissions matter.
    pub period_part: Option<usize>,
    /// That part is a longer period than those of the relation.
    pub period_kind: Option<PeriodKind>,
    /// For the periods of a loop: from which to which, as the outer row sees it.
    pub calendar: Option<(LinearForm, LinearForm)>,
    pub sender_part: Option<usize>,
    /// The periods that are asked for in other ways.
    pub window: Window,
}

/// A measure over a scope.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Agg {
    pub scope: ScopeId,
    pub measure: Measure,
}

/// What is computed; numbers and conditions see the row in slot 0, or in the scope's `inner_slot` with a residual.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    Count,
    /// How many rows have a value at all: by this a mean is divided.
    Valued(LinearForm),
    Sum(LinearForm),
    Min(Num),
    Max(Num),
    /// Between the figures in order, by proportion; the median is at one half.
    Quantile(Num, Rat),
    /// How many different texts, or numbers, days, periods.
    Distinct(Value),
    /// The rows that have a figure, in its order; as a number, how many these are.
    Places(Box<Places>),
    /// Passed, failed and unknown members, for `every` and `some`.
    Truth(CondId),
}

/// A text or a number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    Text(Text),
    Num(Num),
}

#[derive(Clone, Debug)]
pub struct RulePlan {
    /// Index into the rule set's rules.
    pub rule: usize,
    /// One per subject, in order; slot `i` of conditions is subject `i`.
    pub subjects: Vec<SubjectPlan>,
    pub effective: Vec<DayRange>,
    /// Codes of the policy's region and of the project's.
    pub jurisdiction: Vec<String>,
    pub when: CondId,
    pub exempt: Vec<CondId>,
    pub except: Vec<(CondId, LinePlan)>,
    /// What documents grant: among `exempt` and `except` as well.
    pub grants: Vec<GrantPlan>,
    /// From each of these on lines bind, until the next.
    pub dues: Vec<DuePlan>,
    pub lines: Vec<LinePlan>,
    pub shows: Vec<ShowPlan>,
    pub reports: Vec<ReportPlan>,
    /// For each of them whether its row was sent by its day, where there is one.
    pub sent: Vec<Option<CondId>>,
    /// What the placeholders of the author's message stand for.
    pub fills: Vec<(String, Fill)>,
}

/// A value to be shown in words.
#[derive(Clone, Debug)]
pub enum Fill {
    Text(Text),
    Number(Num, Unit),
    Day(Num),
    Period(Num, PeriodKind),
    Flag(CondId),
}

#[derive(Clone, Debug)]
pub struct SubjectPlan {
    pub rel: RelId,
    /// For nested rows of an earlier subject: its slot.
    pub nested_in: Option<RowRefId>,
    pub by: Vec<ColId>,
    /// What a row (in slot 0) must fulfil to form a group.
    pub filter: Option<CondId>,
    pub over: Option<(usize, ColId)>,
    /// For the periods of a loop: from which to which.
    pub calendar: Option<(LinearForm, LinearForm)>,
}

/// An exception that a document grants.
#[derive(Clone, Copy, Debug)]
pub struct GrantPlan {
    /// Index into the grants of the rule set.
    pub grant: usize,
    /// Whom it names, whatever the day.
    pub who: CondId,
    /// It holds.
    pub holds: CondId,
}

#[derive(Clone, Debug)]
pub struct LinePlan {
    pub force: Force,
    /// Which due stage it belongs to.
    pub due: Option<usize>,
    pub cond: CondId,
    pub span: Span,
}

/// A figure or a list that is shown.
#[derive(Clone, Debug)]
pub struct ShowPlan {
    /// As [`LinePlan::due`].
    pub due: Option<usize>,
    pub value: ShownValue,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum ShownValue {
    /// A number, a day or a period, and the figures it is worked out of.
    Number(Box<Side>, Vec<Side>),
    Text(Text),
    /// The subjects that fulfil a condition.
    List(CondId),
}

/// A period, or a day.
#[derive(Clone, Debug)]
pub struct DuePlan {
    pub at: Num,
    pub kind: Option<PeriodKind>,
    /// It is the row's own day (15 days after its quarter): the row's period may be over long before it.
    pub own: bool,
    pub span: Span,
}

/// Questions about the form: cells that must be filled in, or look so.
#[derive(Clone, Debug)]
pub enum ReportPlan {
    Required { cells: Vec<(RowRefId, ColId)>, span: Span },
    Holds { cond: CondId, span: Span },
    Like { row: RowRefId, col: ColId, pattern: Pattern, span: Span },
    ExactlyOne { cells: Vec<(RowRefId, ColId)>, span: Span },
    InTime { row: RowRefId, col: Option<ColId>, cond: CondId, span: Span },
}

impl Plan {
    pub fn cond(&self, id: CondId) -> &Cond {
        &self.conds[id.0 as usize]
    }

    pub fn atom(&self, id: AtomId) -> &Atom {
        &self.atoms[id.0 as usize]
    }

    pub fn row(&self, id: RowRefId) -> &Row {
        &self.rows[id.0 as usize]
    }

    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    pub fn choice(&self, at: usize) -> &Choice {
        &self.choices[at]
    }

    pub fn agg(&self, id: AggId) -> &Agg {
        &self.aggs[id.0 as usize]
    }
}
