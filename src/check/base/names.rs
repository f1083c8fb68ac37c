//! When two spellings are one name, and what an unknown one may have meant.

use crate::diag::nearest;
use crate::text::fold_name;

/// The name, or the label, or either in full-width clothes.
pub(in crate::check) fn is_called(wanted: &str, name: &str, label: Option<&str>) -> bool {
    let wanted = fold_name(wanted);
    fold_name(name) == wanted || label.is_some_and(|l| fold_name(l) == wanted)
}

/// The candidate an author most likely meant.
pub(in crate::check) fn meant(wanted: &str, candidates: &[String]) -> Option<String> {
    nearest(&fold_name(wanted), candidates.iter().map(String::as_str)).map(str::to_string)
}
