//! A frame for what may be wider than the screen.

use maud::{Markup, html};

/// A table that may be wider than a narrow screen: it is moved within its own frame, by keyboard too.
pub(super) fn framed(label: &str, table: Markup) -> Markup {
    html! { div.frame tabindex="0" role="region" aria-label=(label) { (table) } }
}
