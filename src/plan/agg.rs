//! Aggregates: the filter divided into what concerns the inner row alone, what joins it to the outer row, and the rest.

use super::lower::Lower;
use super::{
    Agg, Atom, Base, Cond, CondId, Key, LinearForm, Measure, Member, Num, Op, Places, Rank, Row, Scope, ScopeId, Side, Value,
    Window,
};
use crate::ast::CmpOp;
use crate::hir::{self, AggFn, Expr, Kind, RowRef, Source, VarId};
use crate::num::{Rat, ratio};
use crate::ty::{Type, Unit};

/// A scope with the outer side of its key.
struct Split {
    scope: ScopeId,
    key: Vec<Key>,
}

impl Lower<'_> {
    pub fn aggregate(&mut self, agg: &hir::Agg) -> Num {
        let split = self.split(agg);
        match agg.func {
            AggFn::Count | AggFn::Every | AggFn::Some => {
                let measure = Measure::Count;
                Num::LinearForm(self.agg_atom(&split, measure))
            }
            AggFn::Sum => Num::LinearForm(self.sum(agg, &split)),
            AggFn::Distinct => {
                let value = self.inner(agg, |l, v| match v.ty.is_text_like() {
                    true => Value::Text(l.text(v)),
                    false => Value::Num(l.num(v)),
                });
                let value = value.unwrap_or(Value::Num(Num::LinearForm(LinearForm::default())));
                Num::LinearForm(self.agg_atom(&split, Measure::Distinct(value)))
            }
            AggFn::Avg => {
                let total = self.sum(agg, &split);
                let value = self.summed(agg);
                let count = if self.lin_lacks(&value) { Measure::Valued(value) } else { Measure::Count };
                Num::Ratio(total, self.agg_atom(&split, count), Base::Strict)
            }
            AggFn::Rank(order) => self.rank_of(agg, order, split),
            AggFn::Min | AggFn::Max | AggFn::Median | AggFn::Quantile(_) => {
                let value = self.inner(agg, |l, v| l.num(v));
                let value = value.unwrap_or(Num::LinearForm(LinearForm::default()));
                let measure = match agg.func {
                    AggFn::Min => Measure::Min(value),
                    AggFn::Max => Measure::Max(value),
                    AggFn::Quantile(share) => Measure::Quantile(value, ratio(i64::from(share), 1_000_000)),
                    AggFn::Median => Measure::Quantile(value, ratio(1, 2)),
                    AggFn::Sum | AggFn::Count | AggFn::Avg | AggFn::Distinct | AggFn::Rank(_) | AggFn::Every | AggFn::Some => {
                        Measure::Count
                    }
                };
                Num::LinearForm(self.agg_atom(&split, measure))
            }
        }
    }

    /// A sum of a linear form is the linear form of sums: equal columns over equal rows meet, whatever they were added to.
    fn sum(&mut self, agg: &hir::Agg, split: &Split) -> LinearForm {
        let value = self.summed(agg);
        // Where a part has no value the whole has none, so the parts are not summed apart.
        if self.lin_lacks(&value) {
            return self.agg_atom(split, Measure::Sum(value));
        }
        let mut total = LinearForm::default();
        if !value.constant.is_zero() {
            total = total.add(&self.agg_atom(split, Measure::Count).scale(&value.constant));
        }
        for (atom, coefficient) in &value.terms {
            let one = self.agg_atom(split, Measure::Sum(LinearForm::atom(*atom, Rat::ONE)));
            total = total.add(&one.scale(coefficient));
        }
        total
    }

    /// What is added up for each row.
    fn summed(&mut self, agg: &hir::Agg) -> LinearForm {
        let value = self.inner(agg, |l, v| {
            let n = l.num(v);
            l.linear(&n)
        });
        value.unwrap_or_default()
    }

    /// The row that fits, if it is the only one.
    pub fn only_row(&mut self, rows: &hir::Agg) -> Row {
        let Split { scope, key } = self.split(rows);
        Row::Only { rel: rows.source.rel(), agg: self.pools.agg(Agg { scope, measure: Measure::Count }), key }
    }

    fn agg_atom(&mut self, split: &Split, measure: Measure) -> LinearForm {
        let agg = self.pools.agg(Agg { scope: split.scope, measure });
        let atom = self.pools.atom(Atom::Agg { agg, key: split.key.clone() });
        LinearForm::atom(atom, Rat::ONE)
    }

    pub fn quantified(&mut self, agg: &hir::Agg) -> CondId {
        let split = self.split(agg);
        let test = self.inner(agg, |l, v| l.cond(v));
        let test = test.unwrap_or_else(|| self.pools.truth(true));
        let id = self.pools.agg(Agg { scope: split.scope, measure: Measure::Truth(test) });
        let mixed = self.is_mixed(agg);
        let set = agg.set.as_ref().map(|s| {
            // The members of a set are its rows; what is looked for in one is not.
            let own = agg.func == AggFn::Every;
            (s.words.clone(), if own { self.within(agg, mixed, |l| l.member(&s.member)) } else { self.member(&s.member) })
        });
        self.pools.cond(Cond::Quantified { all: agg.func == AggFn::Every, agg: id, key: split.key, set })
    }

    fn member(&mut self, e: &Expr) -> Member {
        if e.ty.is_text_like() {
            return Member::Text(self.text(e));
        }
        let unit = self.unit_of(e);
        Member::Figure(Box::new(Side { value: self.num(e), unit, span: e.span, name: self.name_of(e), addends: None }))
    }

    /// The addends to show, for an expression that is one plain aggregate.
    pub fn addends(&mut self, e: &Expr) -> Option<(super::AggId, Vec<Key>)> {
        let Kind::Agg(agg) = &e.core().kind else { return None };
        let split = self.split(agg);
        let measure = match agg.func {
            AggFn::Count => Measure::Count,
            AggFn::Sum => {
                let value = self.inner(agg, |l, v| {
                    let n = l.num(v);
                    l.linear(&n)
                })?;
                Measure::Sum(value)
            }
            AggFn::Min
            | AggFn::Max
            | AggFn::Avg
            | AggFn::Median
            | AggFn::Quantile(_)
            | AggFn::Distinct
            | AggFn::Rank(_)
            | AggFn::Every
            | AggFn::Some => return None,
        };
        Some((self.pools.agg(Agg { scope: split.scope, measure }), split.key))
    }

    /// The place of the figure in hand; none is no place.
    fn rank_of(&mut self, agg: &hir::Agg, order: hir::Order, split: Split) -> Num {
        let Some(own) = &agg.own else { return self.op(Op::Choose { arms: Vec::new(), otherwise: None }) };
        let Split { scope, key } = split;
        let agg = self.ordered(agg, order, scope);
        let (figure, row) = (self.num(&own.figure), own.row.as_ref().map(|row| self.row(row)));
        self.op(Op::Rank(Box::new(Rank { agg, key, own: figure, row, last: order.last })))
    }

    fn ordered(&mut self, agg: &hir::Agg, order: hir::Order, scope: ScopeId) -> super::AggId {
        let figure = self.inner(agg, |l, v| l.num(v)).unwrap_or(Num::LinearForm(LinearForm::default()));
        let unit = agg.own.as_ref().map_or_else(Unit::one, |own| self.unit_of(&own.figure));
        let measure = Measure::Places(Box::new(Places { figure, lowest: order.lowest, unit }));
        self.pools.agg(Agg { scope, measure })
    }

    /// The rows among which a place is asked.
    pub fn ranked(&mut self, e: &Expr) -> Option<(super::AggId, Vec<Key>)> {
        let Kind::Agg(agg) = &e.kind else { return None };
        let AggFn::Rank(order) = agg.func else { return None };
        let Split { scope, key } = self.split(agg);
        Some((self.ordered(agg, order, scope), key))
    }

    /// Lowers the aggregate's value where the inner row sits: alone in slot 0, or behind the outer slots when it needs them.
    pub(super) fn inner<T>(&mut self, agg: &hir::Agg, f: impl FnOnce(&mut Self, &Expr) -> T) -> Option<T> {
        let value = agg.value.as_ref()?;
        let mixed = self.is_mixed(agg);
        Some(self.within(agg, mixed, |l| f(l, value)))
    }

    fn within<T>(&mut self, agg: &hir::Agg, mixed: bool, f: impl FnOnce(&mut Self) -> T) -> T {
        let slot = if mixed { self.next_slot() } else { 0 };
        let saved = self.slots.clone();
        if !mixed {
            self.slots.clear();
        }
        self.slots.insert(agg.var, slot);
        self.rels.insert(agg.var, agg.source.rel());
        let out = f(self);
        self.slots = saved;
        out
    }

    pub(super) fn next_slot(&self) -> u8 {
        self.slots.values().max().map_or(0, |s| s.saturating_add(1))
    }

    /// Whether value or filter need the outer row beyond equality of keys.
    fn is_mixed(&self, agg: &hir::Agg) -> bool {
        let outer_in_value = agg.value.as_ref().is_some_and(|v| self.uses_outer(v, agg.var));
        outer_in_value || agg.conditions().iter().any(|c| self.uses_outer(c, agg.var) && join(c, agg.var).is_none())
    }

    fn uses_outer(&self, e: &Expr, inner: VarId) -> bool {
        e.vars().iter().any(|v| *v != inner && self.slots.contains_key(v))
    }

    /// One condition of a filter: equal ones at two places are one, and what has no base does not hold.
    fn part_of_filter(&mut self, part: &Expr) -> CondId {
        self.unplaced(|l| l.condition(part))
    }

    fn split(&mut self, agg: &hir::Agg) -> Split {
        let rel = agg.source.rel();
        self.rels.insert(agg.var, rel);
        let mixed = self.is_mixed(agg);
        let (mut filter, mut inner_key, mut outer_key, mut rest) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut period_part, mut period_kind, mut sender_part) = (None, None, None);
        let calendar = self.calendar(&agg.source);
        if let Source::Nested { of, .. } = &agg.source {
            let parent = self.rel_of(of);
            outer_key.push(Key::Row(self.row(of)));
            inner_key.push(self.within(agg, false, |l| {
                // Up from the row to the one in hand: one level, or several for lists in lists.
                let (mut child, mut at) = (l.pools.row(Row::Slot(0)), rel);
                while let (true, crate::ty::Origin::Nested { parent: up, .. }) = (at != parent, l.schema().get(at).origin.clone())
                {
                    child = l.pools.row(Row::Parent { child, rel: up });
                    at = up;
                }
                Key::Row(child)
            }));
        }
        let period = self.schema().period_of(rel).map(|(level, _, col, _)| (level, col));
        let mut window = if period.is_some() { Window::Any } else { Window::None };
        for part in agg.conditions() {
            if let Some(period) = period {
                window = self.narrow(window, part, agg.var, period);
            }
            match join(part, agg.var) {
                Some((col, inner, outer)) => {
                    if self.schema().get(rel).period().is_some_and(|(c, _)| Some(c) == col) {
                        period_part = Some(inner_key.len());
                        period_kind = match (&inner.kind, &inner.ty) {
                            (Kind::Func(hir::Func::PeriodOf, _), Type::Period(kind)) => Some(*kind),
                            _ => None,
                        };
                    }
                    let sender = self.schema().get(rel).sent_by.as_ref().and_then(|s| s.column);
                    if sender.is_some() && sender == col {
                        sender_part = Some(inner_key.len());
                    }
                    inner_key.push(self.within(agg, false, |l| l.key(inner)));
                    outer_key.push(self.key(outer));
                }
                None if self.uses_outer(part, agg.var) => rest.push(part),
                None => filter.push(self.within(agg, false, |l| l.part_of_filter(part))),
            }
        }
        window = if period_part.is_some() { Window::None } else { window };
        let residual = mixed.then(|| {
            let slot = self.next_slot();
            let cond = self.within(agg, true, |l| {
                let parts = rest.iter().map(|p| l.part_of_filter(p)).collect();
                l.pools.all(parts)
            });
            (cond, slot)
        });
        let scope = self.pools.scope(Scope {
            rel,
            filter,
            key: inner_key,
            residual,
            as_sent: self.as_sent,
            period_part,
            period_kind,
            calendar,
            sender_part,
            window,
        });
        Split { scope, key: outer_key }
    }
}

/// `inner.column = outer`: a join. The outer side does not touch the inner row; it may be a constant.
fn join(e: &Expr, inner: VarId) -> Option<(Option<crate::ty::ColId>, &Expr, &Expr)> {
    let (a, b) = if let Kind::Same { left, right, negated: false } = &e.core().kind {
        (left.as_ref(), right.as_ref())
    } else if let Kind::Compare { first, links } = &e.core().kind
        && let [link] = links.as_slice()
        && link.op == CmpOp::Eq
    {
        (first.as_ref(), &link.right)
    } else {
        return None;
    };
    let keyed = |x: &Expr| x.ty.is_text_like() || matches!(x.ty, Type::Period(_) | Type::Date) || matches!(x.kind, Kind::Text(_));
    for (x, y) in [(a, b), (b, a)] {
        // The year of the row's month, the quarter of its day are keys as well.
        let field = within_period(x);
        if let Kind::Field { row, col } = &field.kind {
            let own = matches!(row.as_ref(), RowRef::Var(v) if *v == inner);
            if own && keyed(x) && !y.vars().contains(&inner) && is_key_expr(y) {
                return Some((Some(*col), x, y));
            }
        }
    }
    None
}

/// The field a period is taken of: the month in `year of x.month`, the day in `quarter of x.day`.
fn within_period(e: &Expr) -> &Expr {
    if let Kind::Func(hir::Func::PeriodOf | hir::Func::Day(hir::DayFunc::MonthOf), args) = &e.kind {
        return args.first().map_or(e, within_period);
    }
    e
}

/// What can be turned into a key without a comparison.
fn is_key_expr(e: &Expr) -> bool {
    if e.ty.is_text_like() {
        return matches!(e.kind, Kind::Field { .. } | Kind::Text(_) | Kind::Param(_));
    }
    true
}
