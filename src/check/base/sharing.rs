//! What definitions come to is shared by their uses where it would grow large in them.

use crate::hir::{Defined, Expr, Func, Kind};
use crate::ty::Type;
use std::sync::Arc;

/// Definitions of more nodes than this are shared by their uses; a shared one within another counts as one.
const LARGE: usize = 100;

/// A large definition, and one with rows of its own, is put in place once for equal uses. So is a mistake in one.
pub(in crate::check) fn is_worth_sharing(e: &Expr) -> bool {
    let mut holds = e.ty == Type::Error || grows(e);
    e.walk(&mut |x| holds |= matches!(x.kind, Kind::Agg(_)));
    holds
}

/// Whether it would grow large in what uses it.
fn grows(e: &Expr) -> bool {
    e.extent().0 > LARGE
}

/// The value of a definition as its uses share it. What is looked at by its form (a share, mean growth) keeps it, and its parts
/// are shared.
pub(in crate::check) fn shared(mut e: Expr, title: &str) -> Expr {
    if !grows(&e) {
        return e;
    }
    match &mut e.kind {
        Kind::Num(_)
        | Kind::Text(_)
        | Kind::Param(_)
        | Kind::Field { .. }
        | Kind::RowExists(_)
        | Kind::Exists(_)
        | Kind::Filled(..)
        | Kind::SetRelation { .. }
        | Kind::Defined(_) => {}
        kind @ (Kind::ShareOf { .. }
        | Kind::AsShare { .. }
        | Kind::Div(..)
        | Kind::Func(Func::MeanGrowth, _)
        | Kind::Classification(_)) => kind.parts_mut(&mut |part| *part = shared(part.clone(), title)),
        Kind::Neg(_)
        | Kind::Add(..)
        | Kind::Sub(..)
        | Kind::Mul(..)
        | Kind::Func(..)
        | Kind::Compare { .. }
        | Kind::About { .. }
        | Kind::WithinRounding { .. }
        | Kind::In { .. }
        | Kind::Same { .. }
        | Kind::Like { .. }
        | Kind::StartsWith { .. }
        | Kind::Rank { .. }
        | Kind::And(_)
        | Kind::Or(_)
        | Kind::Implies(_)
        | Kind::Not(_)
        | Kind::Join { .. }
        | Kind::Choose { .. }
        | Kind::Agg(_) => {
            let (ty, span) = (e.ty.clone(), e.span);
            return Expr { kind: Kind::Defined(Arc::new(Defined::new(title.to_string(), e))), ty, span };
        }
    }
    e
}
