//! Which clauses of a document the rules encode: a whole policy is known by what is not in it, too.

mod diagnostics;
mod document;
pub mod reviewed;

pub use document::{Counts, Covered, Document, State};

use crate::hir::{Clause, Grant, Policy, Rule, RuleSet};
use std::collections::BTreeSet;

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
    // A result asks nothing of anybody: it encodes a clause only where the clause states nothing but what follows.
    let stated = matches!(clause.force.as_deref(), Some("derived" | "definition"));
    let asking: Vec<&Rule> = rules.iter().copied().filter(|r| stated || !r.only_shows()).collect();
    let state = match (&clause.qualitative, asking.is_empty()) {
        (Some(reason), true) => State::NotMeasurable(reason.clone()),
        (None, true) => State::Missing,
        _ => {
            let open: Vec<Vec<String>> = asking.iter().map(|r| open_parameters(set, r)).collect();
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
        exceptions: lifting(set, &rules),
        state,
        hash: reviewed::hash(clause),
        stale: Vec::new(),
        unreviewed: Vec::new(),
    }
}

/// The documents that lift one of the rules for somebody.
fn lifting(set: &RuleSet, rules: &[&Rule]) -> Vec<String> {
    let lifts = |g: &&Grant| rules.iter().any(|r| g.rules.contains(&r.id));
    set.grants.iter().filter(lifts).map(|g| g.terms.number.clone()).collect()
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
