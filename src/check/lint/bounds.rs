//! Comparisons whose outcome is settled by declarations alone: bounds that cannot be met, bounds that cannot be missed.

use crate::ast::CmpOp;
use crate::check::base::key;
use crate::check::diagnostics as say;
use crate::check::lint::ranges::{Declared, outcomes};
use crate::diag::Diagnostic;
use crate::hir::{Expr, Kind, Link};
use crate::text::Span;
use std::collections::BTreeSet;

/// Looks through an expression for such comparisons.
pub(in crate::check) fn settled(e: &Expr, declared: &Declared<'_>, out: &mut Vec<Diagnostic>) {
    e.walk(&mut |part| {
        if let Kind::Compare { first, links } = &part.kind {
            chain(part, first, links, declared, out);
        }
    });
}

fn chain(e: &Expr, first: &Expr, links: &[Link], declared: &Declared<'_>, out: &mut Vec<Diagnostic>) {
    let judge = |left: &Expr, op: CmpOp, right: &Expr| outcomes(&declared.range(left).add(&declared.range(right).neg()), op);
    let mut left = first;
    let mut always = true;
    for link in links {
        let (holds, fails) = judge(left, link.op, &link.right);
        if !holds {
            out.push(say::never_met(
                e.span,
                left.span,
                link.right.span,
                place_of(left, declared).or(place_of(&link.right, declared)),
            ));
            return;
        }
        always &= !fails;
        left = &link.right;
    }
    // Between ends that exclude each other nothing fits, whatever stands in the middle.
    if let (true, Some(last)) = (links.len() > 1, links.last()) {
        let op = if links.iter().any(|l| matches!(l.op, CmpOp::Lt | CmpOp::Gt)) { strict(last.op) } else { last.op };
        let rising = links.iter().all(|l| matches!(l.op, CmpOp::Le | CmpOp::Lt));
        let falling = links.iter().all(|l| matches!(l.op, CmpOp::Ge | CmpOp::Gt));
        if (rising || falling) && !judge(first, op, &last.right).0 {
            out.push(say::empty_between(e.span, first.span, last.right.span));
            return;
        }
    }
    if always {
        out.push(say::always_met(
            e.span,
            place_of(first, declared).or_else(|| links.iter().find_map(|l| place_of(&l.right, declared))),
        ));
    }
}

fn strict(op: CmpOp) -> CmpOp {
    match op {
        CmpOp::Le => CmpOp::Lt,
        CmpOp::Ge => CmpOp::Gt,
        other @ (CmpOp::Gt | CmpOp::Lt | CmpOp::Eq | CmpOp::Ne) => other,
    }
}

/// Where the range of an operand was declared.
fn place_of(e: &Expr, declared: &Declared<'_>) -> Option<Span> {
    match &e.kind {
        Kind::Field { row, col } => {
            let rel = key::rel_of(row, declared.vars, declared.schema)?;
            Some(declared.schema.column(rel, *col).span)
        }
        Kind::Param(id) => declared.params.get(id.0 as usize).map(|p| p.span),
        // What decides between the arms is not what is compared; where the arms are declared in several places none of them alone is.
        Kind::Choose { arms, otherwise } => {
            let values = arms.iter().map(|(_, value)| value).chain(otherwise.as_deref());
            let places: BTreeSet<Option<Span>> = values.map(|value| place_of(value, declared)).collect();
            if places.len() == 1 { places.into_iter().next().flatten() } else { None }
        }
        Kind::Defined(_) => None,
        Kind::Num(_)
        | Kind::Text(_)
        | Kind::Neg(_)
        | Kind::Add(..)
        | Kind::Sub(..)
        | Kind::Mul(..)
        | Kind::Div(..)
        | Kind::ShareOf { .. }
        | Kind::AsShare { .. }
        | Kind::Func(..)
        | Kind::Agg(_)
        | Kind::Compare { .. }
        | Kind::About { .. }
        | Kind::WithinRounding { .. }
        | Kind::In { .. }
        | Kind::SetRelation { .. }
        | Kind::Same { .. }
        | Kind::Classification(_)
        | Kind::Like { .. }
        | Kind::StartsWith { .. }
        | Kind::Join { .. }
        | Kind::Rank { .. }
        | Kind::And(_)
        | Kind::Or(_)
        | Kind::Implies(_)
        | Kind::Not(_)
        | Kind::Exists(_)
        | Kind::Filled(..)
        | Kind::RowExists(_) => {
            let mut found = None;
            e.parts(&mut |part| found = found.or_else(|| place_of(part, declared)));
            found
        }
    }
}
