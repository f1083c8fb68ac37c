//! Typed expressions.

use super::ParamId;
use crate::ast::{CmpOp, TextPart};
use crate::finding::Name;
use crate::num::{Rat, Rounding};
use crate::text::{Pattern, Span};
use crate::ty::{ColId, RelId, Type};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Index into [`super::Rule::vars`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VarId(pub u32);

/// A typed expression. A **truth value** is any expression of type [`Type::Flag`]: a comparison, membership, existence, `and`,
/// `or`, `not`, `every`, `some`, a `choose` of truths, and also a flag field, flag parameter or literal (`Num` 0 or 1) standing
/// alone.
#[derive(Clone, Debug)]
pub struct Expr {
    pub kind: Kind,
    pub ty: Type,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// A number in base units; also years, days and flags (0, 1) by the expression's type.
    Num(Rat),
    Text(String),
    Param(ParamId),
    Field {
        row: Box<RowRef>,
        col: ColId,
    },
    Neg(Box<Expr>),
    Add(Box<Expr>, Box<Expr>),
    Sub(Box<Expr>, Box<Expr>),
    Mul(Box<Expr>, Box<Expr>),
    /// A quotient; `x / 0` has no value.
    Div(Box<Expr>, Box<Expr>),
    /// `share of base`: the product, remembered as a share so that a share of nothing compared with nothing has no base.
    ShareOf {
        share: Box<Expr>,
        base: Box<Expr>,
    },
    /// `part as share of base`: the quotient.
    AsShare {
        part: Box<Expr>,
        base: Box<Expr>,
    },
    Func(Func, Vec<Expr>),
    Agg(Box<Agg>),
    /// `first op right op right …`: every link joins neighbours, all must hold.
    Compare {
        first: Box<Expr>,
        links: Vec<Link>,
    },
    /// `|value − target| <= tolerance`; the tolerance is an expression (an open parameter where the author gave none).
    About {
        value: Box<Expr>,
        target: Box<Expr>,
        tolerance: Box<Expr>,
    },
    /// `|left − right| <= slack`, slack being the sum of half steps of the figures that enter, in base units: a number, or for
    /// sums half a step times the count of their members.
    WithinRounding {
        left: Box<Expr>,
        right: Box<Expr>,
        slack: Box<Expr>,
    },
    /// A text among texts.
    In {
        value: Box<Expr>,
        set: SetExpr,
    },
    /// Relations of sets known before data.
    SetRelation {
        words: Box<SetWords>,
        left: SetExpr,
        right: SetExpr,
    },
    /// Texts or flags compared: equal or not.
    Same {
        left: Box<Expr>,
        right: Box<Expr>,
        negated: bool,
    },
    /// The label of a row: the highest stage whose needs hold, and those of all below; no text where not even the first holds.
    Classification(Box<Classification>),
    /// A text of a certain shape.
    Like {
        value: Box<Expr>,
        pattern: Box<Pattern>,
    },
    /// A text that begins with another, ends with it, holds it, or has the shape it spells.
    StartsWith {
        value: Box<Expr>,
        prefix: Box<Expr>,
        part: TextPart,
    },
    /// Texts one behind another; in a pattern (`shape`) what is no constant stands for itself, sign by sign.
    Join {
        parts: Vec<Expr>,
        shape: bool,
    },
    /// Stages compared by their order. Each side is a [`Kind::Classification`], a text among the labels, or a field that holds one; no stage
    /// is below every stage.
    Rank {
        scale: Box<Scale>,
        left: Box<Expr>,
        op: CmpOp,
        right: Box<Expr>,
    },
    And(Vec<Expr>),
    Or(Vec<Expr>),
    /// `a implies b`, as `not a` and `b`: one of the two. Unlike `or` it asks nothing where a does not hold or b has no base.
    Implies(Vec<Expr>),
    Not(Box<Expr>),
    /// The field's value exists in the world (`?` fields can be none).
    Exists(Box<Expr>),
    /// Something was written in the field; where its record says by when a row must be in, whether the row of the field was.
    Filled(Box<Expr>, Option<Box<Expr>>),
    /// The row exists.
    RowExists(Box<RowRef>),
    /// First arm whose condition holds.
    Choose {
        arms: Vec<(Expr, Expr)>,
        otherwise: Option<Box<Expr>>,
    },
    /// A definition in place of its name. All its uses on the same rows are one, so that definitions of definitions stay as small as they
    /// are written; short ones stand as they are.
    Defined(Arc<Defined>),
}

/// A definition as it stands on certain rows, in one place of a rule set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefinedId(u64);

impl DefinedId {
    /// Another each time it is asked.
    fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// A definition as it stands on certain rows.
#[derive(Debug)]
pub struct Defined {
    /// Copies have it in common; whatever is made anew has its own.
    pub id: DefinedId,
    /// What people call it.
    pub title: String,
    pub value: Expr,
    /// Levels of expressions in it.
    pub levels: usize,
    /// Variables it reads, those of its own aggregates excepted.
    pub vars: BTreeSet<VarId>,
    /// It is a choice of which an arm gives none.
    pub gives_none: bool,
    /// See [`Expr::loops`].
    pub loops: usize,
}

impl Defined {
    pub fn new(title: String, value: Expr) -> Self {
        let (levels, vars, gives_none, loops) = (value.extent().1, value.vars(), value.gives_none(), value.loops());
        Self { id: DefinedId::next(), title, value, levels, vars, gives_none, loops }
    }
}

/// What stages are compared on.
#[derive(Clone, Debug)]
pub struct Scale {
    /// From the lowest to the highest.
    pub labels: Vec<String>,
    /// The right side as the author wrote it.
    pub words: String,
}

/// A classification of one row.
#[derive(Clone, Debug)]
pub struct Classification {
    /// What people call it.
    pub title: String,
    /// From the lowest to the highest.
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub struct Step {
    pub label: String,
    pub needs: Vec<Need>,
}

/// One element of a stage.
#[derive(Clone, Debug)]
pub struct Need {
    /// The author's label, the field's label, or the condition as written.
    pub words: String,
    pub cond: Expr,
}

/// One link of a comparison chain.
#[derive(Clone, Debug)]
pub struct Link {
    pub op: CmpOp,
    pub right: Expr,
    /// Where the bound stands, for the finding.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Func {
    Abs,
    /// `round(x, digits)`: half away from zero, digits after the point of the value as it stands; where people read it in another
    /// unit (万元, %), the argument is divided by the unit before and multiplied after. The digits are a literal.
    Round,
    /// To a multiple of a step: the value, the step (a literal above zero, of the value's kind).
    ToStep(Rounding),
    /// The first to the power of the second, a whole number; no base for nothing to a power below zero.
    Power,
    /// The smaller, the larger of two.
    Lesser,
    Greater,
    /// Of its arguments in order the one at a share, in millionths; between two by proportion, as [`AggFn::Quantile`].
    Quantile(u32),
    /// `end / start − 1`; no base when the start is 0.
    Growth,
    /// End, start, years: the rate by which the start becomes the end in so many equal steps. One side of a comparison, and nowhere
    /// else; no base when the start is 0 or no whole year lies between.
    MeanGrowth,
    /// The longer period in which a period lies: the period, how many of its length make one of the longer (a literal).
    PeriodOf,
    /// The remainder of a division: `a − b·⌊a / b⌋`, of the sign of the divisor; no base when that is 0.
    Modulo,
    /// How many characters a text has.
    Length,
    /// Of days and periods.
    Day(DayFunc),
    /// The value of a parameter with values by date, on the last day of a period (or on a day): parameter, period. No base before
    /// the first of its days.
    InForce,
    /// The last day of the reporting period, where no row in hand says it: what the envelope or the as-of date says.
    ReportDay,
    /// The as-of date, else the day on which all submissions that say one were made.
    AsOfDay,
}

/// What is asked of days and periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayFunc {
    /// The first, the last day of a period.
    First,
    Last,
    /// The month a day lies in.
    MonthOf,
    /// The day of the week, 1 for Monday to 7 for Sunday.
    Weekday,
    /// The Monday on or before a day.
    Monday,
    /// `day + 3个月`, `day + 1年`: the same day of a later month, the last of it where there is no such day. Day, months.
    AddMonths,
    /// From one day to another: the most months, years that can be added to the one without passing the other.
    FullMonths,
    FullYears,
    /// Year, month of the year, day of the month; the last of the month where there is no such day.
    OfParts,
    /// The day the row of a field was sent: the day the field says, or the date of its submission. A row that was not sent comes after the
    /// as-of date, if ever.
    SentOn,
    Submitted,
}

/// Which row a field is read from.
#[derive(Clone, Debug)]
pub enum RowRef {
    Var(VarId),
    /// The row of `rel` with this full key, in the order of [`crate::ty::Relation::key`]; for nested relations not available.
    Lookup {
        rel: RelId,
        keys: Vec<Expr>,
        span: Span,
    },
    /// The row that a nested row belongs to.
    Parent(Box<RowRef>),
    /// The one row that fits: of these rows (a count without a value). Where none or several fit there is none.
    Only(Box<Agg>),
}

/// A relation of sets: `subset`, else `disjoint`; and what the author calls the set it is held against.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SetWords {
    pub subset: bool,
    pub other: Name,
}

#[derive(Clone, Debug)]
pub struct Agg {
    pub func: AggFn,
    pub var: VarId,
    pub source: Source,
    pub filter: Option<Expr>,
    /// What is aggregated; `None` for a plain count. For `Every` and `Some` a condition.
    pub value: Option<Expr>,
    /// The figure whose place among the others is asked.
    pub own: Option<Box<OwnFigure>>,
    /// An `every` that says that a set of rows is part of another set, or has nothing in common with it; a `some` that says that a text is in a
    /// set of rows, which then is the other, and the text, seen from outside, the member.
    pub set: Option<SetMembers>,
    pub span: Span,
}

/// The sets and the text by which a row of the first is a member of it.
#[derive(Clone, Debug)]
pub struct SetMembers {
    pub words: SetWords,
    pub member: Expr,
}

/// A figure held against those of the rows; seen from outside, where the rows' own variable is not.
#[derive(Clone, Debug)]
pub struct OwnFigure {
    pub figure: Expr,
    /// The row whose figure it is, where it is the same figure as that of the rows: such a row is not before or behind itself.
    pub row: Option<RowRef>,
}

/// How rows are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Order {
    /// The least comes first.
    pub lowest: bool,
    /// The last of the places that equal figures take, not the first.
    pub last: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AggFn {
    Sum,
    Count,
    Min,
    Max,
    Avg,
    Median,
    /// At a share in millionths: between the figures in order, by proportion (of n figures the place 1 + share·(n − 1)).
    Quantile(u32),
    /// How many different texts the value takes.
    Distinct,
    /// The place of a figure among those of the rows: one more than there are before it.
    Rank(Order),
    Every,
    Some,
}

/// Rows to loop over.
#[derive(Clone, Debug)]
pub enum Source {
    Rel(RelId),
    /// Nested rows of the row in hand.
    Nested {
        rel: RelId,
        of: RowRef,
    },
    /// The members of a set, as rows of an unnamed one-column relation `rel` (its column 0 holds the member's text).
    Members {
        rel: RelId,
        set: SetExpr,
    },
    /// The periods of a kind from one to another, both included, as rows of an unnamed relation `rel` (its column 0 is the period).
    Periods {
        rel: RelId,
        from: Box<Expr>,
        to: Box<Expr>,
        /// How many years beyond what data and parameters hold the bounds can lie.
        reach: i64,
    },
}

/// Sets of texts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SetExpr {
    Texts(Vec<String>),
    /// The values of a column of a policy table.
    Column {
        rel: RelId,
        col: ColId,
    },
    Union(Box<SetExpr>, Box<SetExpr>),
    Minus(Box<SetExpr>, Box<SetExpr>),
}

impl Classification {
    pub fn conds(&self) -> impl Iterator<Item = &Expr> {
        self.steps.iter().flat_map(|s| &s.needs).map(|n| &n.cond)
    }
}

impl Expr {
    /// No value at all: what an arm of a choice gives by `none`.
    pub fn none(ty: Type, span: Span) -> Self {
        Self { kind: Kind::Choose { arms: Vec::new(), otherwise: None }, ty, span }
    }

    /// Whether it holds one figure against one bound, from one side.
    pub fn has_one_bound(&self) -> bool {
        let mut own = self;
        while let Kind::Defined(defined) = &own.kind {
            own = &defined.value;
        }
        matches!(&own.kind, Kind::Compare { links, .. } if matches!(&links[..], [link] if !matches!(link.op, CmpOp::Eq | CmpOp::Ne)))
    }

    pub fn is_none(&self) -> bool {
        matches!(&self.core().kind, Kind::Choose { arms, otherwise: None } if arms.is_empty())
    }

    /// `a implies b`: the condition, and what then must hold.
    pub fn implication(&self) -> Option<(&Self, &Self)> {
        let Kind::Implies(parts) = &self.kind else { return None };
        match parts.as_slice() {
            [Self { kind: Kind::Not(when), .. }, then] => Some((when, then)),
            _ => None,
        }
    }

    /// Whether its value is made of those of its parts, and is none where one of them is.
    pub fn is_reckoned(&self) -> bool {
        matches!(
            self.core().kind,
            Kind::Neg(_)
                | Kind::Add(..)
                | Kind::Sub(..)
                | Kind::Mul(..)
                | Kind::Div(..)
                | Kind::ShareOf { .. }
                | Kind::AsShare { .. }
                | Kind::Func(..)
                | Kind::Join { .. }
        )
    }

    /// Whether it is a choice of which an arm gives none.
    pub fn gives_none(&self) -> bool {
        if let Kind::Defined(defined) = &self.kind {
            return defined.gives_none;
        }
        let Kind::Choose { arms, otherwise } = &self.kind else { return false };
        let mut values = arms.iter().map(|(_, value)| value).chain(otherwise.as_deref());
        self.is_none() || values.any(|value| value.gives_none())
    }

    /// `x by d`: what is to be done, and by when.
    pub fn deadline(&self) -> Option<(&Self, &Self)> {
        let Kind::Choose { arms, otherwise: None } = &self.kind else { return None };
        let [(Self { kind: Kind::Exists(act), .. }, _), (over, _)] = arms.as_slice() else { return None };
        let Kind::Compare { first, links } = &over.kind else { return None };
        let today = matches!(first.kind, Kind::Func(Func::AsOfDay, _));
        links.first().filter(|_| today).map(|link| (act.as_ref(), &link.right))
    }

    /// What it is, whatever it is called.
    pub fn core(&self) -> &Self {
        let mut e = self;
        while let Kind::Defined(defined) = &e.kind {
            e = &defined.value;
        }
        e
    }

    /// Whether this is a column of a row of `var` itself (level 0), or of the row so many levels above it.
    pub fn is_column_of(&self, var: VarId, level: usize, column: ColId) -> bool {
        let Kind::Field { row, col } = &self.core().kind else { return false };
        let mut row = &**row;
        for _ in 0..level {
            let RowRef::Parent(child) = row else { return false };
            row = child;
        }
        *col == column && matches!(row, RowRef::Var(v) if *v == var)
    }
}

impl Source {
    /// The bounds of a loop over the calendar.
    pub fn bounds(&self) -> impl Iterator<Item = &Expr> {
        let both = if let Self::Periods { from, to, .. } = self { Some([from.as_ref(), to.as_ref()]) } else { None };
        both.into_iter().flatten()
    }

    pub fn rel(&self) -> RelId {
        match self {
            Self::Rel(rel) | Self::Nested { rel, .. } | Self::Members { rel, .. } | Self::Periods { rel, .. } => *rel,
        }
    }
}
