//! What a node rests on: the conditions its choices turn on, the parameters that are open in it, rows and columns it reads.

use super::visit::{Node, Role};
use super::{AggId, Atom, Cond, CondId, Op, Plan, Row};
use crate::data::{CellState, Dataset};
use crate::hir::ParamId;
use crate::ty::{ColId, RelId};
use std::collections::{BTreeSet, HashSet};

impl Plan {
    /// The single conditions on the rows in hand that the choices and stages within a condition or a figure turn on, those of inner ones first.
    pub fn deciding(&self, node: Node<'_>) -> Vec<CondId> {
        let mut found = Deciding { plan: self, seen: HashSet::new(), out: Vec::new() };
        found.visit(node, false);
        found.out
    }

    /// The rows in hand that a node looks at, by slot; `None` where that cannot be said of the node alone.
    pub fn slots(&self, node: Node<'_>) -> Option<BTreeSet<u8>> {
        let (mut slots, mut clear) = (BTreeSet::new(), true);
        self.reach([node], &mut |node| {
            if let Node::Row(id) = node
                && let Row::Slot(slot) = self.row(id)
            {
                slots.insert(*slot);
            }
            // What an aggregate asks of its own rows is not asked of the rows in hand, unless its condition looks at both.
            if let Node::Agg(id) = node {
                clear &= self.scope(self.agg(id).scope).residual.is_none();
                return false;
            }
            if let Node::Atom(id) = node
                && let Atom::Op(op) = self.atom(id)
            {
                clear &= !matches!(**op, Op::ReportDay);
            }
            true
        });
        clear.then_some(slots)
    }

    /// The relations of the rows that a node looks at beside those in hand.
    pub fn other_relations(&self, node: Node<'_>) -> BTreeSet<RelId> {
        let mut found = BTreeSet::new();
        self.reach([node], &mut |node| {
            if let Node::Row(id) = node
                && let Row::Lookup { rel, .. } | Row::Parent { rel, .. } = self.row(id)
            {
                found.insert(*rel);
            }
            if let Node::Scope(id) = node {
                found.insert(self.scope(id).rel);
            }
            true
        });
        found
    }

    /// Columns that rules read and that no row of a relation with rows has, though some row was sent.
    pub fn columns_without_data(&self, data: &Dataset) -> Vec<(RelId, ColId)> {
        let absent = |(rel, col): &(RelId, ColId)| {
            let table = data.table(*rel);
            let sent = table.batches.iter().any(|b| b.submission.is_some());
            let column = table.columns.get(col.index());
            sent && table.rows > 0 && column.is_some_and(|c| c.states.iter().all(|s| *s == CellState::Absent))
        };
        self.read_columns.iter().copied().filter(absent).collect()
    }

    /// The open parameters that decide which rows an aggregate takes in.
    pub fn open_in_scope(&self, agg: AggId) -> BTreeSet<ParamId> {
        let scope = self.scope(self.agg(agg).scope);
        let conds = scope.filter.iter().chain(scope.residual.iter().map(|(c, _)| c));
        let mut open = BTreeSet::new();
        self.reach(conds.map(|c| Node::Cond(*c)), &mut |node| {
            if let Node::Param(id) = node {
                open.insert(id);
            }
            true
        });
        open
    }
}

struct Deciding<'p> {
    plan: &'p Plan,
    seen: HashSet<(CondId, bool)>,
    out: Vec<CondId>,
}

impl<'p> Deciding<'p> {
    /// `decides`: a choice turns on this one.
    fn visit(&mut self, node: Node<'p>, decides: bool) {
        let (single, id) = match node {
            // What its rows are asked is asked of other rows.
            Node::Agg(_) => return,
            Node::Cond(id) if !self.seen.insert((id, decides)) => return,
            Node::Cond(id) => (!is_composed(self.plan.cond(id)), Some(id)),
            Node::Atom(_)
            | Node::Row(_)
            | Node::Scope(_)
            | Node::Classification(_)
            | Node::Set(_)
            | Node::Param(_)
            | Node::Text(_)
            | Node::Num(_)
            | Node::LinearForm(_) => (true, None),
        };
        let mut children = Vec::new();
        self.plan.children(node, &mut |role, child| children.push((role, child)));
        for (role, child) in children {
            self.visit(child, role == Role::Decides || (decides && !single));
        }
        if let Some(id) = id.filter(|id| single && decides && !self.out.contains(id)) {
            self.out.push(id);
        }
    }
}

/// Whether a condition is made of others on the same rows.
fn is_composed(cond: &Cond) -> bool {
    match cond {
        Cond::And(_) | Cond::Or(_) | Cond::Not(_) | Cond::Holds(_) | Cond::Choose { .. } => true,
        Cond::Const(_)
        | Cond::Compare(_)
        | Cond::SameText { .. }
        | Cond::InSet { .. }
        | Cond::Like { .. }
        | Cond::StartsWith { .. }
        | Cond::Rank { .. }
        | Cond::Flag { .. }
        | Cond::FlagParam(_)
        | Cond::Exists { .. }
        | Cond::Filled { .. }
        | Cond::RowExists(_)
        | Cond::SetRelation { .. }
        | Cond::Quantified { .. } => false,
    }
}
