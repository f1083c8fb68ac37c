//! Texts that look alike and are two.

use unicode_normalization::UnicodeNormalization;

/// What a reader sees: canonical composition, without what has no shape of its own, radicals as the characters they look like.
pub fn seen(text: &str) -> String {
    text.chars().filter(|c| !is_unseen(*c)).map(of_radical).nfc().collect()
}

/// The character that a radical of the dictionary (⼀, ⽇) looks like.
fn of_radical(c: char) -> char {
    let radical = matches!(c, '\u{2e80}'..='\u{2fdf}');
    std::iter::once(c).filter(|_| radical).nfkc().next().unwrap_or(c)
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}')
        || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The code points of what one text has and the other has not.
pub fn points(text: &str, other: &str) -> String {
    let (a, b): (Vec<char>, Vec<char>) = (text.chars().collect(), other.chars().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(start..).unwrap_or(&[]), b.get(start..).unwrap_or(&[]));
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let differing = a.get(..a.len() - end).unwrap_or(&[]);
    differing.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_has_one_form_and_its_points_are_told() {
        assert_eq!(seen("Caf\u{e9}"), seen("Cafe\u{301}"));
        assert_eq!((seen("\u{2f00}县"), seen("\u{2f47}")), ("一县".to_string(), "日".to_string()));
        assert_eq!(seen("葛\u{e0100}"), "葛");
        assert_eq!(seen("\u{f900}"), "\u{8c48}", "a compatibility ideograph");
        assert_ne!(seen("10²"), seen("102"), "nothing that is seen is folded");
        assert_eq!(points("Cafe\u{301}", "Caf\u{e9}"), "U+0065 U+0301");
        assert_eq!(points("葛\u{e0100}县", "葛县"), "U+E0100");
        assert_eq!(points("葛县", "葛\u{e0100}县"), "");
    }
}
