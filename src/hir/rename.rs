//! A copy of an expression under another variable: two loops over the same rows, one inside the other, must not share theirs.

use super::{Agg, Expr, Kind, RowRef, Source, VarId};

impl Expr {
    /// Reads every field of `from` from `to` instead.
    pub fn rename(&mut self, from: VarId, to: VarId) {
        let f = |x: &mut Expr| x.rename(from, to);
        match &mut self.kind {
            Kind::Num(_) | Kind::Text(_) | Kind::Param(_) | Kind::SetRelation { .. } => {}
            Kind::Field { row, .. } | Kind::RowExists(row) => row.rename(from, to),
            Kind::Neg(x) | Kind::Not(x) | Kind::Exists(x) | Kind::In { value: x, .. } => f(x),
            Kind::Add(a, b) | Kind::Sub(a, b) | Kind::Mul(a, b) | Kind::Div(a, b) => [a, b].into_iter().for_each(|x| f(x)),
            Kind::ShareOf { share: a, base: b }
            | Kind::AsShare { part: a, base: b }
            | Kind::Same { left: a, right: b, .. }
            | Kind::Rank { left: a, right: b, .. } => [a, b].into_iter().for_each(|x| f(x)),
            Kind::About { value: a, target: b, tolerance: c } | Kind::WithinRounding { left: a, right: b, slack: c } => {
                [a, b, c].into_iter().for_each(|x| f(x));
            }
            Kind::Func(_, list) | Kind::And(list) | Kind::Or(list) => list.iter_mut().for_each(f),
            Kind::Compare { first, links } => {
                f(first);
                links.iter_mut().for_each(|l| f(&mut l.right));
            }
            Kind::Choose { arms, otherwise } => {
                arms.iter_mut().for_each(|(c, v)| [c, v].into_iter().for_each(f));
                otherwise.iter_mut().for_each(|x| f(x));
            }
            Kind::Ladder(ladder) => ladder.steps.iter_mut().flat_map(|s| &mut s.needs).for_each(|n| f(&mut n.cond)),
            Kind::Agg(agg) => agg.rename(from, to),
        }
    }
}

impl Agg {
    fn rename(&mut self, from: VarId, to: VarId) {
        if let Source::Nested { of, .. } = &mut self.source {
            of.rename(from, to);
        }
        if self.var != from {
            self.filter.iter_mut().chain(&mut self.value).for_each(|e| e.rename(from, to));
        }
    }
}

impl RowRef {
    pub fn rename(&mut self, from: VarId, to: VarId) {
        match self {
            Self::Var(v) if *v == from => *v = to,
            Self::Var(_) => {}
            Self::Lookup { keys, .. } => keys.iter_mut().for_each(|k| k.rename(from, to)),
            Self::Parent(child) => child.rename(from, to),
        }
    }
}
