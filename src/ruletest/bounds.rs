//! Where the bounds of a rule stand: in what it asks for, and in the conditions under which it asks.

use super::branch::BranchKind;
use super::probe::{self, Definitions};
use crate::hir::{AggFn, Expr, Kind, Rule, RuleSet};
use crate::text::Span;
use std::collections::BTreeSet;

/// A bound by its place.
pub(super) struct Bound {
    pub span: Span,
    /// For a bound in a condition: the condition as a rule of its own, for the same subjects.
    pub condition: Option<Rule>,
}

/// All bounds of a rule that tests can move figures to: those of its lines, then those of its conditions.
pub(super) fn of(rules: &RuleSet, rule: &Rule) -> Vec<Bound> {
    if rules.is_about_policy(rule) {
        return Vec::new();
    }
    let lines = of_lines(rule);
    let mut out: Vec<Bound> = lines.iter().map(|span| Bound { span: *span, condition: None }).collect();
    let conditions = probe::conditions(rule).into_iter().filter(|(branch, _)| match branch.kind {
        BranchKind::When | BranchKind::Except | BranchKind::Exempt => true,
        BranchKind::Arm | BranchKind::Otherwise => false,
    });
    for (branch, condition) in conditions {
        let mut spans = BTreeSet::new();
        collect(&condition, &mut Definitions::new(), &mut spans);
        for span in spans.into_iter().filter(|s| !lines.contains(s)) {
            out.push(Bound { span, condition: Some(probe::probe(rule, Some(branch.kind), condition.clone())) });
        }
    }
    out
}

/// The bounds in what a rule asks for, also of those it excepts.
pub(super) fn of_lines(rule: &Rule) -> BTreeSet<Span> {
    let (mut out, mut seen) = (BTreeSet::new(), Definitions::new());
    rule.lines.iter().for_each(|l| collect(&l.expr, &mut seen, &mut out));
    rule.except.iter().for_each(|e| collect(&e.line.expr, &mut seen, &mut out));
    out
}

/// The bounds of an expression: the right sides of its comparisons.
fn collect(e: &Expr, seen: &mut Definitions, out: &mut BTreeSet<Span>) {
    match &e.kind {
        Kind::Compare { first, links } => {
            let mut left = first.as_ref();
            for link in links {
                // `1 <= x` bounds x by its left side.
                let literal = matches!(left.kind, Kind::Num(_)) && !matches!(link.right.kind, Kind::Num(_));
                out.insert(if literal { left.span } else { link.span });
                left = &link.right;
            }
        }
        Kind::And(parts) | Kind::Or(parts) | Kind::Implies(parts) => parts.iter().for_each(|p| collect(p, seen, out)),
        Kind::Not(x) => collect(x, seen, out),
        Kind::About { target, .. } => {
            out.insert(target.span);
        }
        // Each reading has its own bound. Where all members of an `every` pass, none is told, so its bound is not counted here.
        Kind::Choose { arms, otherwise } => {
            let values = arms.iter().map(|(_, v)| v).chain(otherwise.as_deref());
            values.filter(|v| !matches!(v.core().kind, Kind::Agg(_))).for_each(|v| collect(v, seen, out));
        }
        Kind::Agg(agg) => agg.value.iter().filter(|_| agg.func >= AggFn::Every).for_each(|v| collect(v, seen, out)),
        Kind::Defined(defined) => {
            if seen.insert(defined.id) {
                collect(&defined.value, seen, out);
            }
        }
        Kind::Num(_)
        | Kind::Text(_)
        | Kind::Param(_)
        | Kind::Field { .. }
        | Kind::Neg(_)
        | Kind::Add(..)
        | Kind::Sub(..)
        | Kind::Mul(..)
        | Kind::Div(..)
        | Kind::ShareOf { .. }
        | Kind::AsShare { .. }
        | Kind::Func(..)
        | Kind::WithinRounding { .. }
        | Kind::In { .. }
        | Kind::SetRelation { .. }
        | Kind::Same { .. }
        | Kind::Classification(_)
        | Kind::Like { .. }
        | Kind::StartsWith { .. }
        | Kind::Rank { .. }
        | Kind::Exists(_)
        | Kind::Filled(..)
        | Kind::Join { .. }
        | Kind::RowExists(_) => {}
    }
}
