//! Parameters: what the text leaves to somebody.

use crate::diag::Bilingual;
use crate::num::{End, Interval, Rat, int};
use crate::text::Span;
use crate::ty::{Type, Unit};

/// Index into [`super::RuleSet::params`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParamId(pub u32);

#[derive(Clone, Debug)]
pub struct Param {
    /// `policy.name` where one policy stands in its file, else `name`; `rule.tolerance` for the tolerance an `about` leaves open.
    pub name: String,
    pub label: Option<String>,
    pub ty: Type,
    /// The unit of a bare number, for showing and for binding from outside.
    pub unit: Option<Unit>,
    pub signed: bool,
    /// Declared range, base units.
    pub range: Option<Interval>,
    pub value: Option<ParamValue>,
    /// Who set it.
    pub source: Option<Bilingual>,
    /// What it may be, where the text allows several; without a bound value each is judged.
    pub alternatives: Vec<Alternative>,
    /// Values by date, the earliest first; a bound value takes the place of all.
    pub dated: Vec<Dated>,
    /// What it must be, seen from another parameter.
    pub than: Option<Than>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ParamValue {
    /// In base units; years and days as their numbers; flags as 0 and 1.
    Number(Rat),
    Text(String),
}

/// `2000亿元 because "…"` of several.
#[derive(Clone, Debug)]
pub struct Alternative {
    pub value: ParamValue,
    pub because: Option<String>,
    pub span: Span,
}

/// `6% from 2008-01-01`.
#[derive(Clone, Debug)]
pub struct Dated {
    /// Days since 1970-01-01; `None`: from ever.
    pub from: Option<i64>,
    pub value: ParamValue,
    pub because: Option<String>,
    pub span: Span,
}

/// `after near`, `above low` (strict), `at least low`.
#[derive(Clone, Copy, Debug)]
pub struct Than {
    pub other: ParamId,
    pub strict: bool,
    pub span: Span,
}

impl Param {
    /// The name people know it by.
    pub fn title(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }

    /// Takes whole values only.
    pub fn is_integer(&self) -> bool {
        match &self.ty {
            Type::Period(_) | Type::Date | Type::Flag => true,
            Type::Number(n) => n.is_integral(),
            Type::Text | Type::OneOf(_) | Type::Ref(_) | Type::List(_) | Type::Row(_) | Type::Set | Type::Error => false,
        }
    }

    /// What its own declaration says it can be: its value, its alternatives, its range.
    pub fn own_domain(&self) -> Interval {
        let numbers = |v: &ParamValue| match v {
            ParamValue::Number(n) => Some(Interval::exact(n.clone())),
            ParamValue::Text(_) => None,
        };
        if let Some(exact) = self.value.as_ref().and_then(numbers) {
            return exact;
        }
        let several = self.alternatives.iter().map(|a| &a.value).chain(self.dated.iter().map(|d| &d.value));
        if let Some(hull) = several.filter_map(numbers).reduce(|a, b| a.hull(&b)) {
            return hull;
        }
        let natural = if self.signed || self.ty == Type::Date { Interval::all() } else { Interval::non_negative() };
        self.range.clone().and_then(|r| r.meet(&natural)).unwrap_or(natural)
    }
}

/// What a parameter can be, the others considered that it is tied to. `None` where nothing is left.
pub fn domain(params: &[Param], id: ParamId) -> Option<Interval> {
    let own = params.get(id.0 as usize)?.own_domain();
    let (low, high) = (lowest(params, id, DEEPEST)?, highest(params, id, DEEPEST)?);
    own.meet(&Interval { lo: low, hi: End::Unbounded })?.meet(&Interval { lo: End::Unbounded, hi: high })
}

/// Ties form no circle (the checker sees to that); this only keeps a faulty file from running on.
const DEEPEST: usize = 64;

/// Not below this: its own lower end, or that of what it must be above.
fn lowest(params: &[Param], id: ParamId, depth: usize) -> Option<End> {
    let param = params.get(id.0 as usize)?;
    let own = param.own_domain();
    let Some(than) = param.than.filter(|_| depth > 0) else { return Some(own.lo) };
    let below = lowest(params, than.other, depth - 1)?;
    let bound = Interval { lo: beyond(below, than.strict, param.is_integer(), 1), hi: End::Unbounded };
    Some(own.meet(&bound)?.lo)
}

/// Not above this: its own upper end, or those of what must be above it.
fn highest(params: &[Param], id: ParamId, depth: usize) -> Option<End> {
    let param = params.get(id.0 as usize)?;
    let mut domain = param.own_domain();
    if depth == 0 {
        return Some(domain.hi);
    }
    for (at, above) in params.iter().enumerate() {
        let Some(than) = above.than.filter(|t| t.other == id) else { continue };
        let top = highest(params, ParamId(u32::try_from(at).ok()?), depth - 1)?;
        domain = domain.meet(&Interval { lo: End::Unbounded, hi: beyond(top, than.strict, param.is_integer(), -1) })?;
    }
    Some(domain.hi)
}

/// Strictly beyond an end: the next whole number, or the end left out.
fn beyond(end: End, strict: bool, integer: bool, step: i64) -> End {
    match end {
        End::Closed(n) if strict && integer && n.is_int() => End::Closed(n + int(step)),
        End::Closed(n) if strict => End::Open(n),
        End::Open(_) | End::Unbounded | End::Closed(_) => end,
    }
}

/// The first pair that cannot hold as things are bound: the one tied, and what it is tied to. Of a chain, the pair that does
/// not hold by itself is named before those that only suffer from it.
pub fn broken_tie(params: &[Param]) -> Option<(ParamId, ParamId)> {
    let tied = |broken: &dyn Fn(&Param, ParamId, Than) -> bool| {
        (0..u32::try_from(params.len()).unwrap_or(0)).map(ParamId).find_map(|id| {
            let param = params.get(id.0 as usize)?;
            let than = param.than?;
            broken(param, id, than).then_some((id, than.other))
        })
    };
    let alone = |param: &Param, _: ParamId, than: Than| {
        let Some(other) = params.get(than.other.0 as usize) else { return false };
        let low = beyond(other.own_domain().lo, than.strict, param.is_integer(), 1);
        param.own_domain().meet(&Interval { lo: low, hi: End::Unbounded }).is_none()
    };
    tied(&alone).or_else(|| tied(&|_, id, _| domain(params, id).is_none()))
}
