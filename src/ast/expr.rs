//! Expressions.

use super::{Day, Name};
use crate::text::Span;
use std::cmp::Ordering;

#[derive(Clone, Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    /// Digits as written and the unit glued to them or after a blank (`60%`, `100万元`, `1000 台`).
    Number {
        digits: String,
        unit: Option<Name>,
    },
    Str(String),
    Flag(bool),
    /// What an arm of a choice gives where there is nothing.
    None,
    Day(Day),
    /// `as-of day`, `核查日`: the day the check speaks of.
    AsOfDay,
    /// `2007-03`, `2007年三季度`, `2007年1—9月`
    Period(Period),
    /// `months of c.year`, `2009 至 2011 的 各年` (`postfix`): what a loop runs over.
    Calendar {
        /// None for weeks, which are told by their Mondays.
        length: Option<Length>,
        from: Box<Expr>,
        to: Option<Box<Expr>>,
        postfix: bool,
        op_span: Span,
    },
    /// `1 .. n`: whole numbers, periods or days from one to another, in a loop or among the members of a set.
    Range {
        from: Box<Expr>,
        to: Box<Expr>,
    },
    Name(Name),
    /// `a.b`
    Path {
        base: Box<Expr>,
        field: Name,
    },
    /// `Cluster[k.cluster, y]`
    Lookup {
        relation: Box<Expr>,
        keys: Vec<Expr>,
    },
    /// `prior(c)`, `round(x, 2)`; the name is as written, Chinese or English.
    Call {
        name: Name,
        args: Vec<Expr>,
    },
    /// `c.need(k)`: a definition of the row's, with arguments.
    Method {
        base: Box<Expr>,
        name: Name,
        args: Vec<Expr>,
    },
    /// `sum(e.sales for e in Enterprise when …)`, `count(e in Enterprise when …)` (then `value` is `None`),
    /// `sum(g.sales)` over a group is a [`ExprKind::Call`].
    Aggregate {
        name: Name,
        value: Option<Box<Expr>>,
        binder: Box<Binder>,
        filter: Option<Box<Expr>>,
        /// At which share: `quantile(e.sales for e in Enterprise, 25%)`; the figure whose place is asked: `rank(… , f.sales)`.
        at: Option<Box<Expr>>,
        /// `lowest first`
        order: Option<Order>,
    },
    Unary {
        op: UnaryOp,
        arg: Box<Expr>,
        op_span: Span,
    },
    Binary {
        op: BinaryOp,
        left: Box<Expr>,
        right: Box<Expr>,
        op_span: Span,
    },
    /// `60% of x`, or `x 的 60%` (`postfix`).
    ShareOf {
        share: Box<Expr>,
        base: Box<Expr>,
        postfix: bool,
        op_span: Span,
    },
    /// `a as share of b`, or `a 占 b 的比重` (`infix_zh`).
    AsShare {
        part: Box<Expr>,
        base: Box<Expr>,
        infix_zh: bool,
        op_span: Span,
    },
    /// `x >= 3`, `a <= x <= b` (two links), `x 60%以上` (`postfix`).
    Compare {
        first: Box<Expr>,
        links: Vec<CmpLink>,
    },
    /// `x between a and b`, both ends included.
    Between {
        value: Box<Expr>,
        low: Box<Expr>,
        high: Box<Expr>,
        negated: bool,
        op_span: Span,
    },
    /// `x about y within t`; without `within` the tolerance is open.
    About {
        value: Box<Expr>,
        target: Box<Expr>,
        within: Option<Box<Expr>>,
        op_span: Span,
    },
    /// `a = b within rounding`.
    WithinRounding {
        left: Box<Expr>,
        right: Box<Expr>,
        op_span: Span,
    },
    /// `x by d`, `x 最迟 d`: done by that day at the latest; before it is over nothing is late.
    By {
        value: Box<Expr>,
        day: Box<Expr>,
        op_span: Span,
    },
    /// `x in set`, `x not in set`.
    In {
        value: Box<Expr>,
        set: Box<Expr>,
        negated: bool,
        op_span: Span,
    },
    /// `x like "1311##"`, `x not like "…"`.
    Like {
        value: Box<Expr>,
        pattern: Box<Expr>,
        negated: bool,
        op_span: Span,
    },
    /// `x starts with y`, `x does not end with y`, `x contains y`, or `x 以 y 开头` (`zh`).
    StartsWith {
        value: Box<Expr>,
        prefix: Box<Expr>,
        part: TextPart,
        negated: bool,
        zh: bool,
        op_span: Span,
    },
    /// `x exists`, `x does not exist`; `x filled`; `x is a number`.
    Exists {
        value: Box<Expr>,
        asks: Asks,
        negated: bool,
        op_span: Span,
    },
    /// `growth of x`, `growth of x over prior`, `annual growth of x from P to Q`; or after x in Chinese (`zh`).
    Growth {
        value: Box<Expr>,
        over: GrowthOver,
        zh: bool,
        op_span: Span,
    },
    /// `c at 2008`
    At {
        value: Box<Expr>,
        period: Box<Expr>,
        op_span: Span,
    },
    /// `{"甲", "乙"}`
    Set(Vec<Expr>),
    /// `{m.name for m in g.members when …}`
    Collect {
        value: Box<Expr>,
        binder: Box<Binder>,
        filter: Option<Box<Expr>>,
    },
    /// `(Firm when size = "小型")`: the rows that pass a condition. The span takes in the parentheses.
    Filtered {
        source: Box<Expr>,
        filter: Box<Expr>,
    },
    /// `(first 10 of Firm by sales)`, `(Firm 按 sales 前 10 名)`. The span takes in the parentheses.
    First(Box<First>),
    /// `choose { cond: v; …; otherwise: v }`
    Choose {
        arms: Vec<(Expr, Expr)>,
        otherwise: Option<Box<Expr>>,
    },
    /// What could not be parsed; a mistake was reported.
    Bad,
}

/// The first rows by a figure.
#[derive(Clone, Debug)]
pub struct First {
    pub source: Expr,
    pub filter: Option<Expr>,
    pub by: Expr,
    pub order: Option<Order>,
    /// Rows that agree in these fields are put in order together.
    pub per: Vec<Name>,
    pub count: Expr,
    pub ties: Option<Ties>,
    /// Written after the rows, in Chinese.
    pub zh: bool,
}

/// Which end is the first, as written.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    pub lowest: bool,
    pub span: Span,
}

/// What becomes of rows that share the last place, where not all of them fit.
#[derive(Clone, Copy, Debug)]
pub struct Ties {
    pub included: bool,
    pub span: Span,
}

/// From when to when something grows.
#[derive(Clone, Debug)]
pub enum GrowthOver {
    /// Since the same period a year before.
    Year,
    /// Since the period before.
    Prior,
    /// On a mean from one year to another.
    Years { from: Box<Expr>, to: Box<Expr> },
}

/// A stretch of the calendar shorter than a year, or as long: months from January of its year, which is 1; a last month above 12
/// lies in a later year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub length: Length,
    pub year: i64,
    pub first: i64,
    pub last: i64,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    Year,
    Half,
    Quarter,
    Month,
    /// Any whole months.
    Span,
}

impl Period {
    /// `2007-03`, `2007-Q3`, `2007-H1`, `2007-01..2007-09`
    pub fn text(&self) -> String {
        let month = |n: i64| format!("{:04}-{:02}", self.year + (n - 1).div_euclid(12), (n - 1).rem_euclid(12) + 1);
        match self.length {
            Length::Year => format!("{:04}", self.year),
            Length::Half => format!("{:04}-H{}", self.year, self.last / 6),
            Length::Quarter => format!("{:04}-Q{}", self.year, self.last / 3),
            Length::Month => month(self.first),
            Length::Span => format!("{}..{}", month(self.first), month(self.last)),
        }
    }
}

/// One link of a comparison chain.
#[derive(Clone, Debug)]
pub struct CmpLink {
    pub op: CmpOp,
    pub op_span: Span,
    pub right: Expr,
    /// Written after the number: `60%以上`.
    pub postfix: bool,
    /// A word that speaks of days and periods: `before`, `不晚于`.
    pub timely: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CmpOp {
    Ge,
    Gt,
    Le,
    Lt,
    Eq,
    Ne,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    Neg,
    Not,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    /// `x ^ 2`, `x 的 2 次方`: then `op_span` is that of `次方`.
    Pow,
    And,
    Or,
    /// `implies`: `a implies b` is `not a or b`.
    Implies,
    Union,
    Minus,
    SubsetOf,
    DisjointWith,
}

/// `c in County`, `c in Cluster over key_clusters`, `g in Enterprise by county, year`; a bare `County` has no variable.
#[derive(Clone, Debug)]
pub struct Binder {
    pub var: Option<Name>,
    pub source: Expr,
    pub over: Option<Expr>,
    pub by: Vec<Name>,
    pub span: Span,
}

impl CmpOp {
    /// Whether it holds of a left and a right that stand in this order.
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Ge => order.is_ge(),
            Self::Gt => order.is_gt(),
            Self::Le => order.is_le(),
            Self::Lt => order.is_lt(),
            Self::Eq => order.is_eq(),
            Self::Ne => order.is_ne(),
        }
    }

    /// Whether it can hold and whether it can fail, where the left may lie below, at, or above the right.
    pub fn possible(self, [below, at, above]: [bool; 3]) -> (bool, bool) {
        let orders = [(below, Ordering::Less), (at, Ordering::Equal), (above, Ordering::Greater)];
        let some = |wanted: bool| orders.iter().any(|(may, order)| *may && self.holds(*order) == wanted);
        (some(true), some(false))
    }

    /// The operator with its sides exchanged.
    pub fn flipped(self) -> Self {
        match self {
            Self::Ge => Self::Le,
            Self::Gt => Self::Lt,
            Self::Le => Self::Ge,
            Self::Lt => Self::Gt,
            Self::Eq | Self::Ne => self,
        }
    }

    /// The operator that holds exactly when this one does not.
    pub fn negated(self) -> Self {
        match self {
            Self::Ge => Self::Lt,
            Self::Gt => Self::Le,
            Self::Le => Self::Gt,
            Self::Lt => Self::Ge,
            Self::Eq => Self::Ne,
            Self::Ne => Self::Eq,
        }
    }

    pub fn symbol(self) -> &'static str {
        match self {
            Self::Ge => ">=",
            Self::Gt => ">",
            Self::Le => "<=",
            Self::Lt => "<",
            Self::Eq => "=",
            Self::Ne => "!=",
        }
    }
}

/// Where in a text another stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextPart {
    Start,
    End,
    Anywhere,
    /// The other is a pattern made of texts, and the text has its shape.
    Shape,
}

/// What a word behind a field asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// `exists`: whether there is such a thing in the world.
    World,
    /// `filled`: whether something was written on the form.
    Form,
    /// `is a number`: whether a text reads as one.
    Number,
}
