//! When two spellings are one name, and what an unknown one may have meant.

use crate::diag::nearest;
use crate::hir::Rule;
use crate::text::{fold_name, same_name};

/// The name, or the label, or either in full-width clothes.
pub(in crate::check) fn is_called(wanted: &str, name: &str, label: Option<&str>) -> bool {
    same_name(name, wanted) || label.is_some_and(|l| same_name(l, wanted))
}

/// Whether a rule of this id goes by a name: its full id, or the part behind the policy's.
pub(in crate::check) fn is_rule_called(id: &str, name: &str) -> bool {
    same_name(id, name) || id.rsplit_once('.').is_some_and(|(_, short)| same_name(short, name))
}

/// The place of a rule by its full id; else by the last part, where the rules of one's `own` module go before others.
pub(in crate::check) fn find_rule(rules: &[Rule], name: &str, own: impl Fn(&Rule) -> bool) -> Option<usize> {
    let full = rules.iter().position(|r| same_name(&r.id, name));
    let short = |r: &Rule| is_rule_called(&r.id, name);
    full.or_else(|| rules.iter().position(|r| own(r) && short(r))).or_else(|| rules.iter().position(short))
}

/// The candidate an author most likely meant.
pub(in crate::check) fn meant(wanted: &str, candidates: &[String]) -> Option<String> {
    nearest(&fold_name(wanted), candidates.iter().map(String::as_str)).map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_go_by_their_full_id_and_by_its_last_part() {
        assert!(is_rule_called("hengshui.guarantee_share", "guarantee_share"));
        assert!(is_rule_called("hengshui.guarantee_share", "hengshui.guarantee_share"));
        assert!(!is_rule_called("hengshui.guarantee_share", "share"));
    }
}
