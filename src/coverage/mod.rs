//! Which clauses of a document the rules encode: a whole policy is known by what is not in it, too.

pub mod reviewed;

use crate::hir::{Clause, Policy, Rule, RuleSet};
use crate::text::Span;
use std::collections::BTreeSet;

/// One document.
#[derive(Clone, Debug)]
pub struct Document {
    pub name: String,
    pub title: Option<String>,
    pub number: Option<String>,
    pub clauses: Vec<Covered>,
    /// Where the policy stands.
    pub span: Span,
}

/// One clause, and what became of it.
#[derive(Clone, Debug)]
pub struct Covered {
    pub name: String,
    pub number: Option<String>,
    pub title: Option<String>,
    pub force: Option<String>,
    pub span: Span,
    /// Rules that cite it.
    pub rules: Vec<String>,
    pub state: State,
    /// Of what the clause says now.
    pub hash: String,
    /// Rules that were accepted when the clause said something else.
    pub stale: Vec<String>,
    /// Rules that nobody accepted yet, where anything was accepted at all.
    pub unreviewed: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// A rule cites it and needs nothing that the text leaves open.
    Encoded,
    /// Every rule that cites it needs an open parameter: these.
    Open(Vec<String>),
    /// Nothing can be measured, for this reason.
    NotMeasurable(String),
    /// No rule cites it and nobody said why.
    Missing,
}

/// Counts of a document's clauses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub encoded: usize,
    pub open: usize,
    pub not_measurable: usize,
    pub missing: usize,
    /// Clauses with stale rules.
    pub stale: usize,
    /// Clauses with rules that nobody accepted.
    pub unreviewed: usize,
}

impl Document {
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for clause in &self.clauses {
            *match clause.state {
                State::Encoded => &mut counts.encoded,
                State::Open(_) => &mut counts.open,
                State::NotMeasurable(_) => &mut counts.not_measurable,
                State::Missing => &mut counts.missing,
            } += 1;
            counts.stale += usize::from(!clause.stale.is_empty());
            counts.unreviewed += usize::from(!clause.unreviewed.is_empty());
        }
        counts
    }
}

/// The coverage of every document of a rule set, in the order written.
pub fn of(set: &RuleSet) -> Vec<Document> {
    let document = |policy: &Policy| Document {
        name: policy.name.clone(),
        title: policy.title.clone(),
        number: policy.number.clone(),
        clauses: policy.clauses.iter().map(|c| clause(set, policy, c)).collect(),
        span: policy.span,
    };
    set.policies.iter().map(document).collect()
}

fn clause(set: &RuleSet, policy: &Policy, clause: &Clause) -> Covered {
    let cites = |rule: &&Rule| {
        let title = policy.title.as_deref().unwrap_or(&policy.name);
        rule.cites.iter().any(|c| c.clause == clause.name && (c.policy == title || c.policy == policy.name))
    };
    let rules: Vec<&Rule> = set.rules.iter().filter(cites).collect();
    let state = match (&clause.qualitative, rules.is_empty()) {
        (Some(reason), true) => State::NotMeasurable(reason.clone()),
        (None, true) => State::Missing,
        _ => {
            let open: Vec<Vec<String>> = rules.iter().map(|r| open_parameters(set, r)).collect();
            // One rule that waits for a figure leaves the clause open, however many others do not.
            if open.iter().any(|list| !list.is_empty()) {
                let names: BTreeSet<String> = open.into_iter().flatten().collect();
                State::Open(names.into_iter().collect())
            } else {
                State::Encoded
            }
        }
    };
    Covered {
        name: clause.name.clone(),
        number: clause.number.clone(),
        title: clause.title.clone(),
        force: clause.force.clone(),
        span: clause.span,
        rules: rules.iter().map(|r| r.id.clone()).collect(),
        state,
        hash: reviewed::hash(clause),
        stale: Vec::new(),
        unreviewed: Vec::new(),
    }
}

/// Open parameters a rule reads, by label.
fn open_parameters(set: &RuleSet, rule: &Rule) -> Vec<String> {
    let open = rule
        .params()
        .into_iter()
        .filter_map(|id| set.params.get(id.0 as usize))
        .filter(|p| p.value.is_none() && p.dated.is_empty());
    open.map(|p| p.label.clone().unwrap_or_else(|| p.name.clone())).collect()
}
