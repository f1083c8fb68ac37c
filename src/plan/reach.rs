//! What a node rests on: the conditions its choices turn on, the parameters that are open in it, rows and columns it reads. And which nodes
//! several others rest on: what is asked of one row is worked out for them once.

use super::visit::{Node, Role};
use super::{AggId, Atom, AtomId, Cond, CondId, Op, Plan, Row, RowRefId, ScopeId, Text};
use crate::data::{CellState, Dataset};
use crate::hir::ParamId;
use crate::text::deep;
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
                && let Row::Lookup { rel, .. } | Row::Parent { rel, .. } | Row::Only { rel, .. } = self.row(id)
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

/// The pool of a node, and where it lies there.
type Place = (u8, usize);

struct Deciding<'p> {
    plan: &'p Plan,
    seen: HashSet<(Place, bool)>,
    out: Vec<CondId>,
}

impl<'p> Deciding<'p> {
    /// `decides`: a choice turns on this one.
    fn visit(&mut self, node: Node<'p>, decides: bool) {
        if node.pooled().is_some_and(|at| !self.seen.insert((at, decides))) {
            return;
        }
        let (single, id) = match node {
            // What its rows are asked is asked of other rows.
            Node::Agg(_) => return,
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
            deep(|| self.visit(child, role == Role::Decides || (decides && !single)));
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

/// Of every node, whether it is made of others and used more than once.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    atoms: Vec<bool>,
    conds: Vec<bool>,
    choices: Vec<bool>,
    classifications: Vec<bool>,
}

impl Uses {
    pub fn atom(&self, id: AtomId) -> bool {
        self.atoms.get(id.0 as usize).copied().unwrap_or(false)
    }

    pub fn cond(&self, id: CondId) -> bool {
        self.conds.get(id.0 as usize).copied().unwrap_or(false)
    }

    pub fn choice(&self, at: usize) -> bool {
        self.choices.get(at).copied().unwrap_or(false)
    }

    pub fn classification(&self, at: usize) -> bool {
        self.classifications.get(at).copied().unwrap_or(false)
    }
}

impl Plan {
    /// Counts once all rules are laid out.
    pub fn count_uses(&mut self) {
        let mut counts = Counts {
            atoms: vec![0; self.atoms.len()],
            conds: vec![0; self.conds.len()],
            choices: vec![0; self.choices.len()],
            classifications: vec![0; self.classifications.len()],
        };
        let id = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let texts: Vec<Text> = (0..self.choices.len()).map(Text::Choose).collect();
        let nodes = (0..self.conds.len()).map(|at| Node::Cond(CondId(id(at))));
        let nodes = nodes.chain((0..self.atoms.len()).map(|at| Node::Atom(AtomId(id(at)))));
        let nodes = nodes.chain((0..self.rows.len()).map(|at| Node::Row(RowRefId(id(at)))));
        let nodes = nodes.chain((0..self.aggs.len()).map(|at| Node::Agg(AggId(id(at)))));
        let nodes = nodes.chain((0..self.scopes.len()).map(|at| Node::Scope(ScopeId(id(at)))));
        let nodes = nodes.chain((0..self.classifications.len()).map(Node::Classification));
        for node in nodes.chain(texts.iter().map(Node::Text)) {
            self.children(node, &mut |_, child| self.count(child, &mut counts));
        }
        let many = |counts: Vec<u32>, composed: &dyn Fn(usize) -> bool| {
            counts.into_iter().enumerate().map(|(at, n)| n > 1 && composed(at)).collect()
        };
        self.uses = Uses {
            atoms: many(counts.atoms, &|at| matches!(self.atoms[at], Atom::Op(_) | Atom::Agg { .. })),
            conds: many(counts.conds, &|at| is_made_of_others(&self.conds[at])),
            choices: many(counts.choices, &|_| true),
            classifications: many(counts.classifications, &|_| true),
        };
    }

    /// One more use of a node; of a form, of what it is made of.
    fn count(&self, node: Node, counts: &mut Counts) {
        match node {
            Node::Cond(id) => counts.conds[id.0 as usize] += 1,
            Node::Atom(id) => counts.atoms[id.0 as usize] += 1,
            Node::Classification(at) => counts.classifications[at] += 1,
            Node::Text(Text::Choose(at)) => counts.choices[*at] += 1,
            Node::Text(_) | Node::Num(_) | Node::LinearForm(_) => {
                self.children(node, &mut |_, child| self.count(child, counts));
            }
            Node::Row(_) | Node::Agg(_) | Node::Scope(_) | Node::Set(_) | Node::Param(_) => {}
        }
    }
}

struct Counts {
    atoms: Vec<u32>,
    conds: Vec<u32>,
    choices: Vec<u32>,
    classifications: Vec<u32>,
}

fn is_made_of_others(cond: &Cond) -> bool {
    match cond {
        Cond::Compare(_)
        | Cond::Rank { .. }
        | Cond::And(_)
        | Cond::Or(_)
        | Cond::Not(_)
        | Cond::Holds(_)
        | Cond::Choose { .. }
        | Cond::Quantified { .. } => true,
        Cond::Const(_)
        | Cond::SameText { .. }
        | Cond::InSet { .. }
        | Cond::Like { .. }
        | Cond::StartsWith { .. }
        | Cond::Flag { .. }
        | Cond::FlagParam(_)
        | Cond::Exists { .. }
        | Cond::Filled { .. }
        | Cond::RowExists(_)
        | Cond::SetRelation { .. } => false,
    }
}
