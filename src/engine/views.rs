//! The rule set as a single rule of it sees the data.

use crate::hir::RuleSet;
use std::sync::Arc;

/// The set with one of its rules alone; who owes a record is what its module says.
pub fn of_rule(set: &RuleSet, at: usize) -> Option<RuleSet> {
    let rule = set.rules.get(at)?;
    let mut view = RuleSet { rules: Arc::new(vec![rule.clone()]), ..set.without_rules() };
    if set.schema.senders_differ() {
        view.schema = set.seen_by(rule.module);
    }
    Some(view)
}
