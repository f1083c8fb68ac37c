//! Pools of nodes: equal nodes get equal ids.

use super::ids::{AggId, AtomId, CondId, RowRefId, ScopeId};
use super::{Agg, Atom, Choice, Cond, Plan, Row, Scope, Text};
use crate::hir::SetExpr;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::cell::RefCell;
use std::hash::{BuildHasher, Hash};

/// Fills the pools of a plan. Nodes are equal by value: numbers digit for digit.
#[derive(Default)]
pub struct Pools {
    pub plan: Plan,
    atoms: Index,
    rows: Index,
    conds: Index,
    scopes: Index,
    aggs: Index,
    choices: Index,
    /// Nodes of which it is known whether they may have no value.
    pub lacking: RefCell<FxHashMap<(u8, usize), bool>>,
}

/// Where nodes of one pool lie, by their hash.
type Index = FxHashMap<u64, Vec<u32>>;

fn intern<T: Eq + Hash>(pool: &mut Vec<T>, index: &mut Index, node: T) -> u32 {
    let alike = index.entry(FxBuildHasher.hash_one(&node)).or_default();
    if let Some(found) = alike.iter().find(|at| pool.get(**at as usize) == Some(&node)) {
        return *found;
    }
    let at = u32::try_from(pool.len()).unwrap_or(u32::MAX);
    pool.push(node);
    alike.push(at);
    at
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

    pub fn choice(&mut self, node: Choice) -> Text {
        Text::Choose(intern(&mut self.plan.choices, &mut self.choices, node) as usize)
    }

    pub fn set(&mut self, set: &SetExpr) -> usize {
        self.plan.sets.iter().position(|s| s == set).unwrap_or_else(|| {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Rat, int, pow10};
    use crate::plan::{LinearForm, Op};

    #[test]
    fn nodes_are_equal_by_value() {
        let mut pools = Pools::default();
        let mut lesser = |bound: Rat| {
            let x = crate::plan::Num::LinearForm(LinearForm::atom(AtomId(0), int(1)));
            pools.atom(Atom::Op(Box::new(Op::Lesser(x, crate::plan::Num::LinearForm(LinearForm::constant(bound))))))
        };
        let (long, digit) = (Rat::from(pow10(71)), Rat::from(pow10(31)));
        let first = lesser(long.clone());
        assert_ne!(first, lesser(&long + &digit), "a digit in the middle of seventy");
        assert_eq!(first, lesser(&(&long + &digit) - &digit));
        assert_ne!(lesser(int(1) / long.clone()), lesser(int(1) / (&long + &digit)));
    }
}
