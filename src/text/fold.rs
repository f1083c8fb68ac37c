//! Explicit folding tables. NFKC is not used anywhere: it turns `10²` into `102` and `12.5①` into `12.51`.

/// The half-width twin of a full-width sign that offices type in numbers and names, or the character itself.
pub fn to_halfwidth(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFF01 + 0x21).unwrap_or(c),
        '．' => '.',
        '，' => ',',
        '％' => '%',
        '－' | '−' => '-',
        '＋' => '+',
        '（' => '(',
        '）' => ')',
        '：' => ':',
        '；' => ';',
        '／' => '/',
        '＜' => '<',
        '＞' => '>',
        '＝' => '=',
        '＿' => '_',
        '　' | '\u{a0}' => ' ',
        other => other,
    }
}

/// The form under which names are compared: full width folded to half width, blanks at the ends dropped and runs of blanks
/// inside made one. Letters keep their case; superscripts, circled digits and fractions stay what they are.
pub fn fold_name(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(folded(text));
    out
}

/// Whether two names are one: equal when folded. Nothing is allocated, and two names that differ early are told early.
pub fn same_name(a: &str, b: &str) -> bool {
    a == b || folded(a).eq(folded(b))
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    let mut rest = text.trim_matches(is_blank).chars().map(to_halfwidth);
    let mut held = None;
    std::iter::from_fn(move || {
        let next = held.take().or_else(|| rest.next())?;
        if !is_blank(next) {
            return Some(next);
        }
        // Something follows every run of blanks: those at the end are gone.
        held = rest.find(|c| !is_blank(*c));
        Some(' ')
    })
}

pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// The form under which texts in data are compared: full width folded to half width, blanks at the ends dropped. What stands inside,
/// blanks too, stays: a text is what was written.
pub fn fold_text(text: &str) -> String {
    text.trim_matches(is_blank).chars().map(to_halfwidth).filter(|c| *c != '\u{feff}').collect()
}

/// Whether [`fold_name`] would leave a text as it is (some texts it would leave are not recognised).
pub fn is_folded(text: &str) -> bool {
    if text.is_ascii() {
        return text.bytes().all(|b| b > b' ' && b != 0x7f);
    }
    text.chars().all(|c| match c {
        '!'..='~' | '\u{4e00}'..='\u{9fff}' => true,
        c => !c.is_whitespace() && c != '\u{feff}' && to_halfwidth(c) == c,
    })
}

/// Characters that reorder what is shown ("Trojan source"): refused in rules, escaped in output.
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters from data that must not reach a terminal: controls, reordering marks, invisible format signs.
pub fn is_forbidden_in_output(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || is_bidi_control(c)
        || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
        || matches!(c, '\u{ad}' | '\u{180e}' | '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}')
        // Fillers: letters that look like nothing.
        || matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}')
}

/// Where the first such character stands at or behind a place.
pub fn next_forbidden(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|b| MAY_BE_FORBIDDEN[usize::from(*b)])?;
        let c = text.get(at..)?.chars().next()?;
        if is_forbidden_in_output(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// First bytes of characters among which some must not reach a terminal: most are told from them by that.
const MAY_BE_FORBIDDEN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] =
            byte < 0x20 && byte != 0x09 && byte != 0x0A || matches!(byte, 0x7F | 0xC2 | 0xD8 | 0xE1 | 0xE2 | 0xE3 | 0xEF | 0xF3);
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_forbidden_character_is_found_and_no_other() {
        for c in '\0'..=char::MAX {
            let text = format!("安a{c}b");
            assert_eq!(next_forbidden(&text, 0), is_forbidden_in_output(c).then_some(4), "{c:?}");
            assert_eq!(next_forbidden(&text, 4 + c.len_utf8()), None);
        }
        assert_eq!(
            (next_forbidden("a\u{1b}b\u{200b}", 2), next_forbidden("", 0), next_forbidden("，。\n\t", 0)),
            (Some(3), None, None)
        );
    }

    #[test]
    fn folding_never_changes_a_value() {
        assert_eq!(fold_name("　安平　县（丝网） "), "安平 县(丝网)");
        assert_eq!(fold_name("10²"), "10²");
        assert_eq!(fold_name("12.5①"), "12.5①");
        for text in ["衡水", "a b", "ａ", " x", "10²", "", "（", "x\u{feff}", "a\t"] {
            assert!(!is_folded(text) || fold_name(text) == text, "{text:?}");
        }
        assert_eq!(fold_name("\u{feff} a\t\u{a0}b\u{3000}\u{feff}c "), "a b c");
        assert_eq!(fold_name("\u{3000}\u{feff}"), "");
        assert!(same_name("安平县（丝网）", "　安平县(丝网) ") && same_name("a \t b", "a b") && same_name(" ", ""));
        assert!(!same_name("a b", "ab") && !same_name("安平", "安平县") && !same_name("安平县", "安平") && !same_name("A", "a"));
        assert!(is_folded("安平县1") && !is_folded("安平　县"));
    }
}
