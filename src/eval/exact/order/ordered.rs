//! Conditions that compare a figure of the inner row with one of the row in hand: the rows stand in order of the figure, and those that
//! belong are found by binary search. Rows whose figure is not known stand apart and are looked at one by one.

use crate::ast::CmpOp;
use crate::eval::exact::context::Exact;
use crate::eval::tables::ordered::{Bound, Ordered, OrderedGroup};
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::eval::types::value::Value;
use crate::num::{Rat, signum};
use crate::plan::{Cond, CondId, LinearForm, Node, ScopeId};
use crate::ty::RelId;
use std::collections::BTreeSet;
use std::ops::Range;

/// The rows of a group that bounds pick.
pub struct Picked<'t> {
    pub group: &'t OrderedGroup,
    /// Of these the figures are known, and as they should be.
    pub ranges: Vec<Range<usize>>,
    /// The others that may belong.
    pub apart: Vec<u32>,
    /// The bounds are all that the condition asks.
    pub whole: bool,
}

impl Picked<'_> {
    pub fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        self.ranges.iter().flat_map(|r| &self.group.rows[r.clone()]).map(|(_, row)| *row)
    }
}

impl Exact<'_> {
    /// The groups of a scope in order of a figure that its condition compares with the row in hand; `None` where it compares none.
    pub fn ordered(&self, id: ScopeId) -> Option<&Ordered> {
        let (condition, _) = self.plan.scope(id).residual?;
        self.ordered[id.0 as usize].get_or_init(|| self.put_in_order(id, condition)).as_ref()
    }

    pub fn put_in_order(&self, id: ScopeId, condition: CondId) -> Option<Ordered> {
        let scope = self.plan.scope(id);
        // A question about the form counts rows that were not sent, which stand in no table.
        if scope.as_sent {
            return None;
        }
        let (_, slot) = scope.residual?;
        let mut parts = Vec::new();
        self.conjuncts(condition, &mut parts);
        let split: Vec<(LinearForm, Bound)> = parts.iter().filter_map(|p| self.split(*p, slot)).collect();
        let equal = split.iter().find(|(_, bound)| bound.op == CmpOp::Eq);
        let figure = equal.or(split.first())?.0.clone();
        let bounds: Vec<Bound> = split.into_iter().filter(|(own, _)| *own == figure).map(|(_, bound)| bound).collect();
        let whole = bounds.len() == parts.len();
        let mut groups = Vec::new();
        for group in &self.group_table(id).groups {
            let mut made = OrderedGroup::default();
            for &row in &group.sure {
                match known(self.lin(&figure, &self.inner_alone(id, row))) {
                    Some(Some(at)) => made.rows.push((at, row)),
                    Some(None) | None => made.apart.push(row),
                }
            }
            made.rows.sort();
            groups.push(made);
        }
        let others = self.plan.other_relations(Node::LinearForm(&figure));
        Some(Ordered { figure, bounds, whole, others, groups })
    }

    /// An inner row in its slot; what is asked of it looks at no other.
    pub fn inner_alone(&self, id: ScopeId, row: u32) -> Env {
        let scope = self.plan.scope(id);
        let slot = scope.residual.map_or(0, |(_, slot)| slot);
        Env::default().with(slot, scope.rel, row)
    }

    /// The parts of a conjunction. A part that has no base does not hold; where the figures of a comparison are known it has one.
    fn conjuncts(&self, cond: CondId, out: &mut Vec<CondId>) {
        if let Cond::And(parts) = self.plan.cond(cond) {
            parts.iter().for_each(|p| self.conjuncts(*p, out));
        } else if let Cond::Holds(part) = self.plan.cond(cond) {
            self.conjuncts(*part, out);
        } else {
            out.push(cond);
        }
    }

    /// A comparison as a figure of the inner row alone and a bound that the rows in hand give. The first coefficient of the figure is
    /// one, so that figures that differ in scale are one figure.
    fn split(&self, cond: CondId, slot: u8) -> Option<(LinearForm, Bound)> {
        let Cond::Compare(compare) = self.plan.cond(cond) else { return None };
        if !compare.bases.is_empty() || !compare.cancelled.is_empty() || !compare.diff.gone.is_empty() {
            return None;
        }
        let inner = BTreeSet::from([slot]);
        let mut figure = LinearForm::default();
        let mut outer = LinearForm { constant: compare.diff.constant.clone(), ..LinearForm::default() };
        for (atom, coefficient) in &compare.diff.terms {
            let slots = self.plan.slots(Node::Atom(*atom))?;
            let side = match (slots == inner, slots.contains(&slot)) {
                (true, _) => &mut figure,
                (false, true) => return None,
                (false, false) => &mut outer,
            };
            side.terms.insert(*atom, coefficient.clone());
        }
        let first = figure.terms.values().next()?.clone();
        let op = match (signum(&first) < 0, compare.op) {
            (true, CmpOp::Lt) => CmpOp::Gt,
            (true, CmpOp::Le) => CmpOp::Ge,
            (true, CmpOp::Gt) => CmpOp::Lt,
            (true, CmpOp::Ge) => CmpOp::Le,
            (false, op) | (true, op @ (CmpOp::Eq | CmpOp::Ne)) => op,
        };
        let bound = Bound { op, outer: outer.scale(&(-Rat::ONE / &first)) };
        Some((figure.scale(&(Rat::ONE / &first)), bound))
    }

    /// The rows of a group that belong by their figure, and those that may; `None` where the bounds are not known, or the order.
    pub fn picked<'t>(&self, id: ScopeId, ordered: &'t Ordered, group: Option<u32>, env: &Env) -> Option<Picked<'t>> {
        let group = ordered.groups.get(group? as usize)?;
        let mut bounds = Vec::new();
        for bound in &ordered.bounds {
            bounds.push((bound.op, known(self.lin(&bound.outer, env))??));
        }
        let mut picked = Picked { group, ranges: group.ranges(&bounds), apart: group.apart.clone(), whole: ordered.whole };
        for row in self.moved(id, &ordered.others, env)? {
            let figure = known(self.lin(&ordered.figure, &self.inner_alone(id, row))).flatten();
            if let Some(at) = figure.and_then(|figure| group.rows.binary_search(&(figure, row)).ok()) {
                take_out(&mut picked.ranges, at);
                picked.apart.push(row);
            }
        }
        Some(picked)
    }

    /// The rows of a scope of which a cell is changed here; `None` where the change may reach all of them.
    pub fn moved(&self, id: ScopeId, others: &BTreeSet<RelId>, env: &Env) -> Option<BTreeSet<u32>> {
        let own = self.plan.scope(id).rel;
        let mut rows = BTreeSet::new();
        for (cell, _) in env.changed.iter().flat_map(|all| all.iter()) {
            if others.contains(&cell.rel) {
                return None;
            }
            if cell.rel == own {
                rows.insert(cell.row);
            }
        }
        Some(rows)
    }
}

/// A value in full: a number, or surely none; `None` where it is open.
pub fn known(value: Value) -> Option<Option<Rat>> {
    match value.base {
        Truth::NO_BASE => Some(None),
        Truth::TRUE => value.form.as_constant().cloned().map(Some),
        _ => None,
    }
}

/// Splits the range that holds this place.
fn take_out(ranges: &mut Vec<Range<usize>>, at: usize) {
    let without = |r: &Range<usize>| match r.contains(&at) {
        true => [r.start..at, at + 1..r.end],
        false => [r.clone(), r.end..r.end],
    };
    *ranges = ranges.iter().flat_map(without).filter(|r| !r.is_empty()).collect();
}
