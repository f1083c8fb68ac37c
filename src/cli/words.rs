//! Words of the command line in both languages.

use crate::diag::Lang;

/// Picks one of two texts.
pub fn say(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    lang.pick(zh, en)
}
