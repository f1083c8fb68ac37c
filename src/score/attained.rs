//! How much of a rule one subject attained.

use super::bounds::Bounds;
use crate::ast::{CmpOp, Force, Verdict};
use crate::finding::{Comparison, Detail, Finding};
use crate::hir::{Expr, Kind, ParamId, Rule, RuleSet};
use crate::num::{Rat, signum};
use crate::ty::Type;

/// One subject's share of the points.
pub struct Share {
    /// `None` where the rule surely does not count here: exempt or not applicable.
    pub part: Option<Bounds>,
    pub may_leave: bool,
}

/// From the lines of a rule for one subject. All or nothing: 1 where the rule is met. In proportion: the least of its lines.
pub fn of_subject(rules: &RuleSet, lines: &[(&Rule, &Finding)], in_proportion: bool) -> Share {
    let strict = lines.iter().any(|(_, f)| f.force == Force::Require);
    let lines: Vec<&(&Rule, &Finding)> = lines.iter().filter(|(_, f)| !strict || f.force == Force::Require).collect();
    // A line that is surely out says nothing.
    let staying: Vec<_> = lines.into_iter().filter(|(_, f)| f.possible.met || f.possible.violated).collect();
    if staying.is_empty() {
        return Share { part: None, may_leave: true };
    }
    let may_leave = staying.iter().all(|(_, f)| f.possible.leaves);
    let parts: Vec<(Bounds, bool)> = staying
        .iter()
        .map(|(rule, f)| (if in_proportion { proportion(rules, rule, f) } else { whole(f) }, f.possible.leaves))
        .collect();
    let low = parts.iter().map(|(b, _)| &b.low).min().cloned().unwrap_or_default();
    // A line that stays is an upper bound for all; where none surely stays, any of them may be the only one.
    let sure = parts.iter().filter(|(_, leaves)| !leaves).map(|(b, _)| &b.high).min();
    let high = sure.or_else(|| parts.iter().map(|(b, _)| &b.high).max()).cloned().unwrap_or(Rat::ONE);
    Share { part: Some(Bounds { low, high }), may_leave }
}

fn whole(f: &Finding) -> Bounds {
    let end = |may: bool| if may { Rat::ONE } else { Rat::ZERO };
    Bounds { low: end(!f.possible.violated), high: end(f.possible.met) }
}

/// The bound reached is 1; short of it the figure by the bound, above a ceiling the bound by the figure.
fn proportion(rules: &RuleSet, rule: &Rule, f: &Finding) -> Bounds {
    let mut out = whole(f);
    if !f.possible.violated {
        return out;
    }
    if is_split(rules, rule, f) {
        // Another line or reading may be the one that counts, and its figures are not here.
        return Bounds { low: Rat::ZERO, high: if measured(rule, f) { Rat::ONE } else { out.high } };
    }
    if let (Detail::Compare(c), true) = (&f.detail, measured(rule, f)) {
        let attained = ratio_of(c);
        out.low = attained.low;
        // What may still be met may attain all.
        out.high = if f.possible.met { Rat::ONE } else { attained.high };
    }
    out
}

/// The expression that was judged: the exception's own where one took the place of the line.
fn judged<'r>(rule: &'r Rule, f: &Finding) -> Option<&'r Expr> {
    let except = rule.except.iter().find(|e| e.line.span == f.line_span).map(|e| &e.line.expr);
    except.or_else(|| rule.lines.get(f.line).map(|l| &l.expr))
}

/// Whether the line is one comparison of two amounts with a direction; everything else is all or nothing.
fn measured(rule: &Rule, f: &Finding) -> bool {
    let one = |e: &Expr| match &e.kind {
        Kind::Compare { links, .. } => {
            links.len() == 1 && links.iter().all(|l| !matches!(l.op, CmpOp::Eq | CmpOp::Ne) && l.right.ty.number().is_some())
        }
        _ => false,
    };
    judged(rule, f).is_some_and(one)
}

/// Whether the figures of a finding are only some of those that may count.
fn is_split(rules: &RuleSet, rule: &Rule, f: &Finding) -> bool {
    let open = |id: &ParamId| {
        rules.params.get(id.0 as usize).is_some_and(|p| p.value.is_none() && matches!(p.ty, Type::OneOf(_) | Type::Flag))
    };
    let exceptions = rule.except.len() > 1 || (!rule.except.is_empty() && f.verdict == Verdict::Undetermined);
    exceptions || rule.params().iter().any(open)
}

fn ratio_of(c: &Comparison) -> Bounds {
    let (figure, bound) = match c.op {
        CmpOp::Ge | CmpOp::Gt => (&c.left.value, &c.right.value),
        _ => (&c.right.value, &c.left.value),
    };
    // For a ceiling the sides change places: bound by figure.
    let low = quotient(figure.lo.value(), bound.hi.value(), true);
    let high = quotient(figure.hi.value(), bound.lo.value(), false);
    Bounds { low, high }
}

/// `figure / bound` between 0 and 1. What is missing (no end) goes the way of the question.
fn quotient(figure: Option<&Rat>, bound: Option<&Rat>, lowest: bool) -> Rat {
    match (figure, bound) {
        (Some(f), Some(b)) if f >= b => Rat::ONE,
        (Some(f), Some(b)) if signum(b) <= 0 || signum(f) <= 0 => Rat::ZERO,
        (Some(f), Some(b)) => f / b,
        // No least figure, or no greatest bound.
        _ if lowest => Rat::ZERO,
        _ => Rat::ONE,
    }
}
