//! What somebody struck out: it stands in the text with a stroke through every sign, as it looks on the sheet, so that it is no figure and no name
//! any more, and every excerpt shows why. Whether it counts nobody knows.

/// Strokes that are laid over the sign before them.
const STROKES: [char; 2] = ['\u{336}', '\u{335}'];

/// A text with a stroke through every sign.
pub fn strike(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for sign in text.chars().filter(|c| !STROKES.contains(c)) {
        out.push(sign);
        if !sign.is_whitespace() {
            out.push(STROKES[0]);
        }
    }
    out
}

/// Whether something of a text is struck out.
pub fn is_struck(text: &str) -> bool {
    // Both signs begin with this byte.
    text.as_bytes().contains(&0xCC) && text.contains(STROKES)
}

/// The text without its strokes.
pub fn unstruck(text: &str) -> String {
    text.replace(STROKES, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_are_laid_over_signs_and_taken_off() {
        assert_eq!(strike("1 亿"), "1\u{336} 亿\u{336}");
        assert_eq!(unstruck(&strike("单位：亿元")), "单位：亿元");
        assert!(is_struck("丁\u{336}乙") && is_struck("1\u{335}") && !is_struck("ø ≠ 丁乙 ̃"));
        assert_eq!(strike(&strike("甲")), strike("甲"));
    }
}
