//! Pools of nodes: equal nodes get equal ids.

use super::{Agg, Atom, Cond, Plan, Row, Scope};
use crate::hir::SetExpr;
use std::collections::HashMap;
use std::fmt::Debug;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
    )*};
}

ids!(
    /// Index into [`Plan::atoms`].
    AtomId,
    /// Index into [`Plan::conds`].
    CondId,
    /// Index into [`Plan::rows`].
    RowRefId,
    /// Index into [`Plan::scopes`].
    ScopeId,
    /// Index into [`Plan::aggs`].
    AggId
);

/// Fills the pools of a plan. Nodes are equal when they print alike.
#[derive(Default)]
pub struct Pools {
    pub plan: Plan,
    atoms: HashMap<String, u32>,
    rows: HashMap<String, u32>,
    conds: HashMap<String, u32>,
    scopes: HashMap<String, u32>,
    aggs: HashMap<String, u32>,
}

fn intern<T: Debug>(list: &mut Vec<T>, map: &mut HashMap<String, u32>, node: T) -> u32 {
    *map.entry(format!("{node:?}")).or_insert_with(|| {
        list.push(node);
        u32::try_from(list.len() - 1).unwrap_or(u32::MAX)
    })
}

impl Pools {
    pub fn atom(&mut self, node: Atom) -> AtomId {
        AtomId(intern(&mut self.plan.atoms, &mut self.atoms, node))
    }

    pub fn row(&mut self, node: Row) -> RowRefId {
        RowRefId(intern(&mut self.plan.rows, &mut self.rows, node))
    }

    pub fn cond(&mut self, node: Cond) -> CondId {
        CondId(intern(&mut self.plan.conds, &mut self.conds, node))
    }

    pub fn scope(&mut self, node: Scope) -> ScopeId {
        ScopeId(intern(&mut self.plan.scopes, &mut self.scopes, node))
    }

    pub fn agg(&mut self, node: Agg) -> AggId {
        AggId(intern(&mut self.plan.aggs, &mut self.aggs, node))
    }

    pub fn set(&mut self, set: &SetExpr) -> usize {
        let printed = format!("{set:?}");
        let found = self.plan.sets.iter().position(|s| format!("{s:?}") == printed);
        found.unwrap_or_else(|| {
            self.plan.sets.push(set.clone());
            self.plan.sets.len() - 1
        })
    }

    pub fn truth(&mut self, value: bool) -> CondId {
        self.cond(Cond::Const(value))
    }

    pub fn all(&mut self, mut parts: Vec<CondId>) -> CondId {
        match parts.len() {
            0 => self.truth(true),
            1 => parts.remove(0),
            _ => self.cond(Cond::And(parts)),
        }
    }
}
