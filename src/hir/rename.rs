//! A copy of an expression under another variable: two loops over the same rows, one inside the other, must not share theirs.

use super::{Agg, Expr, Kind, RowRef, Source, VarId};

impl Kind {
    /// Calls `f` for every expression right inside; rows and aggregates are the caller's to look into.
    pub fn parts_mut(&mut self, f: &mut impl FnMut(&mut Expr)) {
        match self {
            Self::Num(_) | Self::Text(_) | Self::Param(_) | Self::SetRelation { .. } => {}
            Self::Field { .. } | Self::RowExists(_) | Self::Agg(_) => {}
            Self::Neg(x) | Self::Not(x) | Self::Exists(x) | Self::In { value: x, .. } | Self::Like { value: x, .. } => f(x),
            Self::Filled(x, sent) => {
                f(x);
                sent.iter_mut().for_each(|s| f(s));
            }
            Self::Add(a, b) | Self::Sub(a, b) | Self::Mul(a, b) | Self::Div(a, b) => [a, b].into_iter().for_each(|x| f(x)),
            Self::ShareOf { share: a, base: b }
            | Self::AsShare { part: a, base: b }
            | Self::Same { left: a, right: b, .. }
            | Self::StartsWith { value: a, prefix: b, .. }
            | Self::Rank { left: a, right: b, .. } => [a, b].into_iter().for_each(|x| f(x)),
            Self::About { value: a, target: b, tolerance: c } | Self::WithinRounding { left: a, right: b, slack: c } => {
                [a, b, c].into_iter().for_each(|x| f(x));
            }
            Self::Func(_, list) | Self::And(list) | Self::Or(list) | Self::Implies(list) | Self::Join { parts: list, .. } => {
                list.iter_mut().for_each(f)
            }
            Self::Compare { first, links } => {
                f(first);
                links.iter_mut().for_each(|l| f(&mut l.right));
            }
            Self::Choose { arms, otherwise } => {
                arms.iter_mut().for_each(|(c, v)| [c, v].into_iter().for_each(&mut *f));
                otherwise.iter_mut().for_each(|x| f(x));
            }
            Self::Classification(classification) => {
                classification.steps.iter_mut().flat_map(|s| &mut s.needs).for_each(|n| f(&mut n.cond))
            }
        }
    }
}

impl Expr {
    /// Reads every field of `from` from `to` instead.
    pub fn rename(&mut self, from: VarId, to: VarId) {
        self.put(from, &RowRef::Var(to));
    }

    /// Reads every field of `from` from another row instead.
    pub fn put(&mut self, from: VarId, to: &RowRef) {
        if let Kind::Field { row, .. } | Kind::RowExists(row) = &mut self.kind {
            row.put(from, to);
        } else if let Kind::Agg(agg) = &mut self.kind {
            agg.put(from, to);
        } else {
            self.kind.parts_mut(&mut |x| x.put(from, to));
        }
    }
}

impl Agg {
    fn put(&mut self, from: VarId, to: &RowRef) {
        if let Source::Nested { of, .. } = &mut self.source {
            of.put(from, to);
        }
        if let Source::Periods { from: first, to: last, .. } = &mut self.source {
            [first, last].into_iter().for_each(|e| e.put(from, to));
        }
        if let Some(own) = &mut self.own {
            own.figure.put(from, to);
            own.row.iter_mut().for_each(|row| row.put(from, to));
        }
        if self.var != from {
            let member = self.set.as_mut().map(|s| &mut s.member);
            self.filter.iter_mut().chain(&mut self.value).chain(member).for_each(|e| e.put(from, to));
        }
    }
}

impl RowRef {
    pub fn put(&mut self, from: VarId, to: &RowRef) {
        match self {
            Self::Var(v) if *v == from => *self = to.clone(),
            Self::Var(_) => {}
            Self::Lookup { keys, .. } => keys.iter_mut().for_each(|k| k.put(from, to)),
            Self::Parent(child) => child.put(from, to),
        }
    }
}
