//! What came from data or rules is cleaned before anybody sees it: nothing in a name may move the cursor, reorder a line or hide.

use crate::text::{is_forbidden_in_output, next_forbidden};
use std::borrow::Cow;

/// One line of text, safe to show: line ends and tabs become blanks, everything that controls, reorders or hides becomes a visible
/// escape such as `\u{202e}`.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if next_forbidden(text, 0).is_none() && !text.contains(['\n', '\t']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    text.chars().for_each(|c| push_clean(&mut out, c));
    Cow::Owned(out)
}

/// A whole text, safe to show: its line ends and tabs stay, everything else that controls, reorders or hides becomes a visible escape.
/// `inked`: the colours that pages put in stay too.
pub fn clean_lines(text: &str, inked: bool) -> Cow<'_, str> {
    if next_forbidden(text, 0).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let ink = if inked { ink_at(rest) } else { 0 };
        let (piece, next) = rest.split_at(ink.max(c.len_utf8()));
        match c {
            _ if ink > 0 => out.push_str(piece),
            c if is_forbidden_in_output(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
        rest = next;
    }
    Cow::Owned(out)
}

/// How many bytes at the beginning set or reset a colour: `ESC [ 1;31 m`.
fn ink_at(text: &str) -> usize {
    let Some(body) = text.strip_prefix("\u{1b}[") else { return 0 };
    let digits = body.bytes().take_while(|b| b.is_ascii_digit() || *b == b';').count();
    if body.as_bytes().get(digits) == Some(&b'm') { digits + 3 } else { 0 }
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
    fn whole_texts_keep_their_lines_and_only_our_colours() {
        assert_eq!(clean_lines("甲\n\t乙\n", false), "甲\n\t乙\n");
        assert_eq!(clean_lines("甲\u{1b}[31m\u{202e}\r\n", false), "甲\\u{1b}[31m\\u{202e}\\u{d}\n");
        assert_eq!(
            clean_lines("\u{1b}[1;31m甲\u{1b}[0m\u{1b}[2J\u{1b}]0;x", true),
            "\u{1b}[1;31m甲\u{1b}[0m\\u{1b}[2J\\u{1b}]0;x"
        );
    }

    #[test]
    fn what_could_deceive_becomes_visible() {
        assert_eq!(clean("安平县"), "安平县");
        assert_eq!(clean("安平\u{202e}县"), "安平\\u{202e}县");
        assert_eq!(clean("\u{1b}[2J甲\r\n乙\u{7}"), "\\u{1b}[2J甲\\u{d} 乙\\u{7}");
        assert_eq!(clean("零\u{200b}宽\u{9b}31m"), "零\\u{200b}宽\\u{9b}31m");
        assert_eq!(clean("软\u{ad}连\u{3164}字"), "软\\u{ad}连\\u{3164}字");
    }
}
