//! What came from data or rules is cleaned before anybody sees it: nothing in a name may move the cursor, reorder a line or hide.

use crate::text::is_forbidden_in_output;
use std::borrow::Cow;

/// One line of text, safe to show: line ends and tabs become blanks, everything that controls, reorders or hides becomes a visible
/// escape such as `\u{202e}`.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_forbidden_in_output(c) || matches!(c, '\n' | '\t')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    text.chars().for_each(|c| push_clean(&mut out, c));
    Cow::Owned(out)
}

/// Appends one character as [`clean`] shows it.
pub(crate) fn push_clean(out: &mut String, c: char) {
    match c {
        '\n' | '\t' => out.push(' '),
        c if is_forbidden_in_output(c) => out.extend(c.escape_unicode()),
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_deceive_becomes_visible() {
        assert_eq!(clean("安平县"), "安平县");
        assert_eq!(clean("安平\u{202e}县"), "安平\\u{202e}县");
        assert_eq!(clean("\u{1b}[2J甲\r\n乙\u{7}"), "\\u{1b}[2J甲\\u{d} 乙\\u{7}");
        assert_eq!(clean("零\u{200b}宽\u{9b}31m"), "零\\u{200b}宽\\u{9b}31m");
        assert_eq!(clean("软\u{ad}连\u{3164}字"), "软\\u{ad}连\\u{3164}字");
    }
}
