//! What a code looks like.

/// Written as the codes of offices are: signs of ASCII, a digit among them, no blanks. Names are not.
pub fn is_code(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_graphic())
}
