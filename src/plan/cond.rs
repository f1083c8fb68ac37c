//! Conditions: comparisons brought to one side, texts, sets, existence.

use super::lower::{Asks, Lower};
use super::num::scale;
use super::{AtomId, Base, Compare, Cond, CondId, LinearForm, NearSides, Num, Op, ShareSides, Side};
use crate::ast::CmpOp;
use crate::builtins::facts;
use crate::hir::{AggFn, Expr, Func, Kind, ParamValue, RowRef};
use crate::num::Rat;
use crate::text::Span;
use crate::ty::{Flavour, Type, Unit};

impl Lower<'_> {
    pub fn cond(&mut self, e: &Expr) -> CondId {
        let node = match &e.kind {
            Kind::Num(value) => Cond::Const(!value.is_zero()),
            Kind::Field { row, col } => Cond::Flag { row: self.field_row(row, *col), col: *col },
            Kind::Param(id) => match &self.param(*id).value {
                Some(ParamValue::Number(v)) => Cond::Const(!v.is_zero()),
                Some(ParamValue::Text(_)) | None => {
                    self.pools.plan.open_params.insert(*id);
                    Cond::FlagParam(*id)
                }
            },
            Kind::Func(Func::InForce, args) => return self.flag_in_force(args),
            Kind::Compare { first, links } => return self.chain(first, links),
            Kind::About { value, target, tolerance } => {
                let span = target.span;
                return self.near([value, target, tolerance], span);
            }
            Kind::WithinRounding { left, right, slack } => {
                return self.near([left, right, slack], right.span);
            }
            Kind::In { value, set } => Cond::InSet { value: self.text(value), set: self.pools.set(set) },
            Kind::SetRelation { words, left, right } => {
                Cond::SetRelation { words: (**words).clone(), left: self.pools.set(left), right: self.pools.set(right) }
            }
            Kind::Same { left, right, negated } => return self.same(left, right, *negated),
            Kind::Like { value, pattern } => Cond::Like { value: self.text(value), pattern: (**pattern).clone() },
            Kind::StartsWith { value, prefix, part } => {
                Cond::StartsWith { value: self.text(value), prefix: self.text(prefix), part: *part }
            }
            Kind::Rank { scale, left, op, right } => return self.rank(scale, left, *op, right),
            Kind::And(parts) => {
                let parts = parts.iter().map(|p| self.cond(p)).collect();
                return self.pools.all(parts);
            }
            Kind::Or(parts) | Kind::Implies(parts) => match e.implication() {
                Some((when, then)) if self.asks != Asks::Nothing => return self.implied(when, then),
                _ => Cond::Or(parts.iter().map(|p| self.cond(p)).collect()),
            },
            Kind::Not(x) => Cond::Not(self.opposite(x)),
            Kind::Exists(x) => return self.exists(x),
            Kind::Filled(x, sent) => return self.filled(x, sent.as_deref()),
            Kind::RowExists(row) => Cond::RowExists(self.row(row)),
            Kind::Agg(agg) if matches!(agg.func, AggFn::Every | AggFn::Some) => return self.quantified(agg),
            Kind::Choose { arms, otherwise } => return self.choose_cond(arms, otherwise.as_deref()),
            Kind::Defined(defined) => return self.defined_cond(defined),
            // What is no condition neither holds nor fails.
            Kind::Text(_)
            | Kind::Neg(_)
            | Kind::Add(..)
            | Kind::Sub(..)
            | Kind::Mul(..)
            | Kind::Div(..)
            | Kind::ShareOf { .. }
            | Kind::AsShare { .. }
            | Kind::Func(..)
            | Kind::Agg(_)
            | Kind::Join { .. }
            | Kind::Classification(_) => Cond::Choose { arms: Vec::new(), otherwise: None },
        };
        self.pools.cond(node)
    }

    fn exists(&mut self, x: &Expr) -> CondId {
        if let Kind::Defined(defined) = &x.kind {
            return self.defined_exists(defined);
        }
        if let Kind::Field { row, col } = &x.kind {
            let node = Cond::Exists { row: self.field_row(row, *col), col: *col };
            return self.pools.cond(node);
        }
        if x.is_none() {
            return self.pools.truth(false);
        }
        if let Kind::Choose { arms, otherwise } = &x.kind {
            let arms: Vec<_> = arms.iter().map(|(when, value)| (self.condition(when), self.part_exists(value))).collect();
            let last = match otherwise {
                Some(value) => self.part_exists(value),
                None => self.pools.truth(false),
            };
            return arms.into_iter().rev().fold(last, |rest, (when, there)| self.one_of_two(when, there, rest));
        }
        let mut parts = Vec::new();
        if x.is_reckoned() {
            x.parts(&mut |part| parts.push(part));
        }
        let parts = parts.into_iter().map(|part| self.part_exists(part)).collect();
        self.pools.all(parts)
    }

    /// As the first says where a condition holds, else as the second; by `and`, `or` and `not` where that says it, which is told plainly.
    fn one_of_two(&mut self, when: CondId, first: CondId, second: CondId) -> CondId {
        let (yes, no) = (self.pools.truth(true), self.pools.truth(false));
        if first == second {
            return first;
        }
        let node = if first == yes {
            if second == no {
                return when;
            }
            let rest = if let Cond::Or(list) = &self.pools.plan.conds[second.0 as usize] { list.clone() } else { vec![second] };
            Cond::Or([vec![when], rest].concat())
        } else if first == no {
            let not = self.pools.cond(Cond::Not(when));
            if second == yes {
                return not;
            }
            let rest = if let Cond::And(list) = &self.pools.plan.conds[second.0 as usize] { list.clone() } else { vec![second] };
            Cond::And([vec![not], rest].concat())
        } else if second == no {
            Cond::And(vec![when, first])
        } else {
            Cond::Choose { arms: vec![(when, first)], otherwise: Some(second) }
        };
        self.pools.cond(node)
    }

    /// A field that is never none exists, known or not.
    pub fn part_exists(&mut self, x: &Expr) -> CondId {
        if let Kind::Defined(defined) = &x.kind {
            return self.defined_exists(defined);
        }
        if let Kind::Field { row, col } = &x.kind
            && !self.schema().column(self.rel_of(row), *col).optional
        {
            return self.pools.truth(true);
        }
        self.exists(x)
    }

    fn filled(&mut self, x: &Expr, sent: Option<&Expr>) -> CondId {
        let node = if let Kind::Field { row, col } = &x.kind {
            let sent = sent.map(|e| self.cond(e));
            Cond::Filled { row: self.field_row(row, *col), col: *col, sent }
        } else {
            Cond::Const(true)
        };
        self.pools.cond(node)
    }

    fn same(&mut self, left: &Expr, right: &Expr, negated: bool) -> CondId {
        if matches!(left.ty, Type::Flag) || matches!(right.ty, Type::Flag) {
            let (a, b) = self.asking(Asks::Nothing, |l| (l.cond(left), l.cond(right)));
            let (not_a, not_b) = (self.pools.cond(Cond::Not(a)), self.pools.cond(Cond::Not(b)));
            // A flag against a literal needs no product of cases.
            let equal = match (&self.pools.plan.conds[a.0 as usize], &self.pools.plan.conds[b.0 as usize]) {
                (_, Cond::Const(true)) => a,
                (_, Cond::Const(false)) => not_a,
                (Cond::Const(true), _) => b,
                (Cond::Const(false), _) => not_b,
                // As the one is, the other is to be; where it has no base there is nothing to compare with.
                _ => {
                    let (holds, fails) = (self.holding(a), self.holding(not_a));
                    self.pools.cond(Cond::Choose { arms: vec![(holds, b), (fails, not_b)], otherwise: None })
                }
            };
            return if negated { self.pools.cond(Cond::Not(equal)) } else { equal };
        }
        let (left, right) = (self.text(left), self.text(right));
        self.pools.cond(Cond::SameText { left, right, negated })
    }

    fn choose_cond(&mut self, arms: &[(Expr, Expr)], otherwise: Option<&Expr>) -> CondId {
        let arms = arms.iter().map(|(when, then)| (self.condition(when), self.cond(then))).collect();
        let otherwise = otherwise.map(|o| self.cond(o));
        self.pools.cond(Cond::Choose { arms, otherwise })
    }

    fn chain(&mut self, first: &Expr, links: &[crate::hir::Link]) -> CondId {
        let mut left = first;
        let mut parts = Vec::new();
        for link in links {
            parts.push(self.compare(left, link.op, &link.right, link.span));
            left = &link.right;
        }
        self.pools.all(parts)
    }

    /// `|value − target| <= tolerance`: both differences at most the tolerance.
    fn near(&mut self, [value, target, tolerance]: [&Expr; 3], span: Span) -> CondId {
        if let Some(mean) = self.near_mean([value, target, tolerance], span) {
            return mean;
        }
        let unit = self.unit_of(value);
        let side = |me: &mut Self, e: &Expr| {
            let addends = me.addends(e);
            Side { value: me.num(e), unit: unit.clone(), span: e.span, name: me.name_of(e), addends }
        };
        let near = NearSides { value: side(self, value), target: side(self, target), tolerance: side(self, tolerance) };
        let above = self.tolerance_side(&near.value, &near.target, &near, span);
        let below = self.tolerance_side(&near.target, &near.value, &near, span);
        self.pools.all(vec![above, below])
    }

    /// `a − b <= tolerance`
    fn tolerance_side(&mut self, a: &Side, b: &Side, near: &NearSides, span: Span) -> CondId {
        let difference = self.add(&a.value, &scale(&b.value, &-Rat::ONE));
        let (diff, bases) = self.one_side(&difference, &near.tolerance.value);
        let left = Side { value: difference, span: a.span.to(b.span), name: None, addends: None, ..a.clone() };
        let right = Side { addends: None, ..near.tolerance.clone() };
        let near = Some(Box::new(near.clone()));
        let (op, cancelled) = (CmpOp::Le, Vec::new());
        self.comparison(Compare { diff, op, bases, cancelled, left, right, share: None, near, mean: None, bound_span: span })
    }

    pub fn comparison(&mut self, mut compare: Compare) -> CondId {
        // What is gone of the difference is among what stands on both sides.
        compare.cancelled.extend(compare.diff.gone.iter().filter(|a| self.atom_lacks(**a)));
        compare.cancelled.sort_unstable();
        compare.cancelled.dedup();
        compare.diff.gone.clear();
        if self.unplaced {
            let nowhere = Span { file: crate::text::FileId(0), start: 0, end: 0 };
            let share = compare.share.as_mut().map(|s| [&mut s.part.span, &mut s.base.span, &mut s.bound_span]);
            let near = compare.near.as_mut().map(|n| [&mut n.value.span, &mut n.target.span, &mut n.tolerance.span]);
            let mean = compare.mean.as_mut().map(|m| [&mut m.start.span, &mut m.rate.span]);
            let spans = [&mut compare.bound_span, &mut compare.left.span, &mut compare.right.span];
            let more = share.into_iter().flatten().chain(near.into_iter().flatten()).chain(mean.into_iter().flatten());
            spans.into_iter().chain(more).for_each(|s| *s = nowhere);
        }
        self.pools.cond(Cond::Compare(Box::new(compare)))
    }

    /// Lowers what is a filter, not a line.
    pub fn unplaced<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.unplaced, true);
        let out = self.asking(Asks::Nothing, f);
        self.unplaced = before;
        out
    }

    pub fn compare(&mut self, a: &Expr, op: CmpOp, b: &Expr, span: Span) -> CondId {
        if let Some(mean) = self.compare_mean(a, op, b, span) {
            return mean;
        }
        // `1 <= x` is read, shown and measured as `x >= 1`.
        if is_literal(a) && !is_literal(b) {
            return self.compare(b, op.flipped(), a, a.span);
        }
        let (left, right) = (self.num(a), self.num(b));
        let (diff, mut bases) = self.one_side(&left, &right);
        for (shared, other) in [(b, &left), (a, &right)] {
            if let Kind::ShareOf { base, .. } = &shared.kind {
                let (base, other) = (self.base_of_share(base, op), self.linear(other));
                bases.push((base, other));
            }
        }
        let cancelled = self.cancelled(&diff, [&left, &right]);
        let share = self.share_sides(a, op, b);
        let unit = self.shared_unit(a, b);
        let mut side = |e: &Expr, value: Num, unit: Unit| Side {
            value,
            unit,
            span: e.span,
            name: self.name_of(e),
            addends: self.addends(e),
        };
        let (left, right) = (side(a, left, unit.clone()), side(b, right, unit));
        self.comparison(Compare { diff, op, bases, cancelled, left, right, share, near: None, mean: None, bound_span: span })
    }

    /// A share of nothing compared with nothing has no base. A share of what is below zero is the product; but nothing is neither more
    /// nor less than a share of it: who has no exposure is not over a cap of 25% of a capital that is lost.
    fn base_of_share(&mut self, base: &Expr, op: CmpOp) -> LinearForm {
        let sound = self.never_negative(base);
        let base = self.num(base);
        if sound || matches!(op, CmpOp::Eq | CmpOp::Ne) {
            return self.linear(&base);
        }
        let zero = Num::LinearForm(LinearForm::default());
        let above = self.op(Op::Greater(zero, base));
        self.linear(&above)
    }

    /// `left − right`, quotients multiplied out (bases are not negative, the checker sees to that), and the pairs that must not both
    /// be zero.
    fn one_side(&mut self, left: &Num, right: &Num) -> (LinearForm, Vec<(LinearForm, LinearForm)>) {
        match (left, right) {
            (Num::LinearForm(a), Num::LinearForm(b)) => (a.sub(b), Vec::new()),
            (Num::Ratio(n, d, base), b) => {
                let times = self.product(&Num::LinearForm(d.clone()), b);
                (n.sub(&self.linear(&times)), vec![base_pair(n, d, *base)])
            }
            (a, Num::Ratio(n, d, base)) => {
                let times = self.product(&Num::LinearForm(d.clone()), a);
                (self.linear(&times).sub(n), vec![base_pair(n, d, *base)])
            }
        }
    }

    /// What stands on both sides and has no value where there is nothing to take it from.
    pub fn cancelled(&self, diff: &LinearForm, sides: [&Num; 2]) -> Vec<AtomId> {
        let lins = sides.into_iter().flat_map(|n| match n {
            Num::LinearForm(l) => vec![l],
            Num::Ratio(n, d, _) => vec![n, d],
        });
        let gone = lins.flat_map(|l| l.terms.keys().chain(&l.gone)).filter(|a| !diff.terms.contains_key(*a));
        let mut out: Vec<AtomId> = gone.copied().filter(|a| self.atom_lacks(*a)).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    fn share_sides(&mut self, a: &Expr, op: CmpOp, b: &Expr) -> Option<ShareSides> {
        let (part, bound, base, op) = match (&a.kind, &b.kind) {
            (_, Kind::ShareOf { share, base }) => (a, share.as_ref(), base.as_ref(), op),
            (Kind::ShareOf { share, base }, _) => (b, share.as_ref(), base.as_ref(), op.flipped()),
            (Kind::AsShare { part, base }, _) => (part.as_ref(), b, base.as_ref(), op),
            (_, Kind::AsShare { part, base }) => (part.as_ref(), a, base.as_ref(), op.flipped()),
            (Kind::Div(part, base), _) if is_ratio(a) && !is_plain(b) => (part.as_ref(), b, base.as_ref(), op),
            _ => return None,
        };
        let (bound, bound_span) = (self.num(bound), bound.span);
        let unit = self.shared_unit(part, base);
        let (p, w) = (self.num(part), self.num(base));
        let (pa, wa) = (self.addends(part), self.addends(base));
        let (pn, wn) = (self.name_of(part), self.name_of(base));
        Some(ShareSides {
            part: Side { value: p, unit: unit.clone(), span: part.span, name: pn, addends: pa },
            base: Side { value: w, unit, span: base.span, name: wn, addends: wa },
            bound,
            bound_span,
            op,
        })
    }

    fn shared_unit(&self, a: &Expr, b: &Expr) -> Unit {
        self.field_unit(a).or_else(|| self.field_unit(b)).unwrap_or_else(|| self.unit_of(a))
    }

    /// The unit in which people wrote the figures that enter.
    pub fn field_unit(&self, e: &Expr) -> Option<Unit> {
        // A day that is so many weeks later is a day, whatever the weeks are written in.
        if matches!(e.ty, Type::Date | Type::Period(_)) {
            return None;
        }
        match &e.kind {
            Kind::Field { row, col } => self.schema().column(self.rel_of(row), *col).unit.clone(),
            Kind::Neg(x) | Kind::ShareOf { base: x, .. } => self.field_unit(x),
            Kind::Add(a, b) | Kind::Sub(a, b) => {
                if matches!(&e.ty, Type::Number(n) if n.flavour == Flavour::Points) {
                    return None;
                }
                self.field_unit(a).or_else(|| self.field_unit(b))
            }
            // 0 and other literals stand first as well as last.
            Kind::Func(Func::Lesser | Func::Greater | Func::Quantile(_), args) => args.iter().find_map(|x| self.field_unit(x)),
            Kind::Func(func, args) => {
                let first = args.first().filter(|_| facts(*func).in_unit_of_first);
                first.and_then(|x| self.field_unit(x))
            }
            Kind::Agg(agg) if matches!(agg.func, AggFn::Rank(_)) => Some(Unit::place()),
            // How many there are is a number of them, in whatever unit they are written.
            Kind::Agg(agg) if !matches!(agg.func, AggFn::Count | AggFn::Distinct) => {
                // The aggregate's variable has no slot here; its relation is known all the same.
                agg.value.as_ref().and_then(|v| self.agg_field_unit(v, agg.var, agg.source.rel()))
            }
            Kind::Param(id) => self.param(*id).unit.clone(),
            Kind::Defined(defined) => self.defined_unit(defined),
            Kind::Div(a, b) | Kind::AsShare { part: a, base: b } => quotient_unit(e, self.field_unit(a), self.field_unit(b)),
            Kind::Mul(a, b) => product_unit(e, self.field_unit(a), self.field_unit(b)),
            Kind::Num(_)
            | Kind::Text(_)
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
            | Kind::Rank { .. }
            | Kind::And(_)
            | Kind::Or(_)
            | Kind::Implies(_)
            | Kind::Not(_)
            | Kind::Exists(_)
            | Kind::Filled(..)
            | Kind::Join { .. }
            | Kind::RowExists(_)
            | Kind::Choose { .. } => None,
        }
    }

    fn agg_field_unit(&self, e: &Expr, var: crate::hir::VarId, rel: crate::ty::RelId) -> Option<Unit> {
        if let Kind::Add(a, b) | Kind::Sub(a, b) = &e.kind {
            return self.agg_field_unit(a, var, rel).or_else(|| self.agg_field_unit(b, var, rel));
        }
        if let Kind::Div(a, b) | Kind::Mul(a, b) = &e.kind {
            let of = if matches!(e.kind, Kind::Div(..)) { quotient_unit } else { product_unit };
            return of(e, self.agg_field_unit(a, var, rel), self.agg_field_unit(b, var, rel));
        }
        let Kind::Field { row, col } = &e.kind else { return None };
        let rel = match row.as_ref() {
            RowRef::Var(v) if *v == var => rel,
            RowRef::Lookup { rel, .. } => *rel,
            RowRef::Var(_) | RowRef::Parent(_) | RowRef::Only(_) => self.rel_of(row),
        };
        self.schema().column(rel, *col).unit.clone()
    }

    pub fn unit_of(&self, e: &Expr) -> Unit {
        if let Some(unit) = self.field_unit(e) {
            return unit;
        }
        match &e.ty {
            Type::Number(ty) => self.set.units.base_of(ty),
            Type::Date => Unit::day(),
            Type::Period(kind) => Unit::period(*kind),
            Type::Text | Type::Flag | Type::OneOf(_) | Type::Ref(_) | Type::List(_) | Type::Row(_) | Type::Set | Type::Error => {
                Unit::one()
            }
        }
    }
}

/// The unit of a quotient by those of its sides: 万元/亩, or 万元 where it is divided by a bare number. Shares are shown as such.
fn quotient_unit(e: &Expr, above: Option<Unit>, below: Option<Unit>) -> Option<Unit> {
    let ty = e.ty.number().filter(|ty| ty.flavour == Flavour::Amount)?;
    let above = above.filter(|u| !u.name.is_empty())?;
    let unit = match below.filter(|u| !u.name.is_empty()) {
        Some(below) if [&above, &below].iter().all(|u| !u.name.contains('/')) => above.per(&below)?,
        Some(_) => return None,
        None => above,
    };
    (unit.ty == *ty).then_some(unit)
}

/// The unit of a product with bare numbers: that of the figure.
fn product_unit(e: &Expr, a: Option<Unit>, b: Option<Unit>) -> Option<Unit> {
    let ty = e.ty.number()?;
    let named = |unit: Option<Unit>| unit.filter(|u| !u.name.is_empty());
    let one = match (named(a), named(b)) {
        (Some(unit), None) | (None, Some(unit)) => unit,
        (Some(_), Some(_)) | (None, None) => return None,
    };
    (one.ty == *ty && one.per_counted().is_none()).then_some(one)
}

/// What must not be zero together; a strict base must not be zero at all.
fn base_pair(n: &LinearForm, d: &LinearForm, base: Base) -> (LinearForm, LinearForm) {
    match base {
        Base::Share => (d.clone(), n.clone()),
        Base::Strict => (d.clone(), LinearForm::default()),
    }
}

fn is_literal(e: &Expr) -> bool {
    if let Kind::Neg(x) = &e.kind { is_literal(x) } else { matches!(e.kind, Kind::Num(_)) }
}

/// A bare number above one, or so many times: what is held against it is a multiple, and told as one. Up to one it is a part, told in per
/// cent.
fn is_plain(e: &Expr) -> bool {
    let above_one = matches!(&e.kind, Kind::Num(value) if *value > Rat::ONE);
    above_one && !matches!(&e.ty, Type::Number(n) if matches!(n.flavour, Flavour::Share | Flavour::Growth | Flavour::Points))
}

fn is_ratio(e: &Expr) -> bool {
    matches!(&e.ty, Type::Number(n) if matches!(n.flavour, Flavour::Ratio | Flavour::Share))
}
