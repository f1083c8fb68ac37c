//! What a rule asks of the engine, and all that the statements about it are made of.

use super::binding::Binding;
use super::cells::Width;
use super::dialect::Dialect;
use super::reason::Reason;
use super::source::{Source, Statement, whole};
use super::truth::Cx;
use crate::data::Dataset;
use crate::hir::RuleSet;
use crate::plan::{Plan, Row};
use crate::ty::{Origin, RelId};
use std::collections::{BTreeMap, BTreeSet};

/// What comes here of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The rows whose verdicts are not sure; the others are counted.
    Filtered,
    /// The rows that are not sure to belong to a group with known figures; the others are summed.
    Summed,
    /// The rows that others name by their keys.
    Sought,
    /// All rows.
    Whole,
}

/// What a rule asks.
#[derive(Clone, Debug, Default)]
pub struct RuleQueries {
    pub roles: BTreeMap<RelId, Role>,
    pub statements: Vec<Statement>,
    /// What could not be asked of some rows: these come here.
    pub partly: BTreeSet<Reason>,
}

/// All that statements about a rule are made of. The set holds this one rule.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub set: &'a RuleSet,
    pub plan: &'a Plan,
    pub policy: &'a Dataset,
    pub binding: &'a Binding,
    pub dialect: Dialect,
}

impl<'a> Asked<'a> {
    pub fn cx(&self, rel: RelId, width: Width) -> Result<Cx<'a>, Reason> {
        let source = Source::new(&self.set.schema, self.binding, rel, (self.dialect, width), "t")?;
        Ok(Cx {
            plan: self.plan,
            set: self.set,
            policy: self.policy,
            binding: self.binding,
            dialect: self.dialect,
            width,
            source,
            lookups: Vec::new(),
            whole_keys: BTreeSet::new(),
            reasons: BTreeSet::new(),
        })
    }

    pub fn is_submitted(&self, rel: RelId) -> bool {
        self.set.schema.get(rel).origin == Origin::Submitted
    }

    /// Relations of submissions that rows are looked up in.
    pub fn looked_up(&self) -> BTreeSet<RelId> {
        let rel = |row: &Row| match row {
            Row::Lookup { rel, .. } => Some(*rel),
            Row::Slot(_) | Row::Only { .. } | Row::Parent { .. } => None,
        };
        self.plan.rows.iter().filter_map(rel).filter(|rel| self.is_submitted(*rel)).collect()
    }

    /// All rows of a relation.
    pub fn whole(&self, rel: RelId) -> Result<Statement, Reason> {
        whole(&self.set.schema, self.binding, rel, self.dialect)
    }
}
