//! Texts in Markdown: what came from data or rules becomes no markup, no link, no cell of its own.

use crate::report::page::clean::clean;

/// A text within a line or a cell: signs that mean something to Markdown or HTML are written as entities.
pub(crate) fn markdown(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.trim().char_indices() {
        // These make a list, a rule or a heading of the line that they begin.
        let leads = at == 0 && matches!(c, '-' | '+' | '=');
        // No address becomes a link.
        let address = (c == ':' && (out.ends_with("http") || out.ends_with("https") || out.ends_with("ftp")))
            || (c == '.' && out.to_ascii_lowercase().ends_with("www"));
        if leads || address || "&<>|\\`*_{}[]()!~#@$^\r".contains(c) {
            out += &format!("&#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn signs_of_markup_are_letters() {
        assert_eq!(markdown("a|b"), "a&#124;b");
        assert_eq!(markdown("<b>&amp;"), "&#60;b&#62;&#38;amp;");
        assert_eq!(markdown("[x](http://y)"), "&#91;x&#93;&#40;http&#58;//y&#41;");
        assert_eq!(markdown("- a"), "&#45; a");
        assert_eq!(markdown("# a\n\n# b"), "&#35; a  &#35; b");
        assert_eq!(markdown("59.9999% · 安平县 2007"), "59.9999% · 安平县 2007");
        assert_eq!(markdown("WWW.a.b @all"), "WWW&#46;a.b &#64;all");
    }
}
