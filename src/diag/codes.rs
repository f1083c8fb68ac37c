//! The registry of codes: every mistake that can be reported, with its page.

/// One code with its page (Markdown, both languages, an example that fails and one that is mended).
#[derive(Debug)]
pub struct Code {
    pub id: &'static str,
    pub page: &'static str,
}

/// All codes, in order. A test holds that each code used in the program stands here and that each page's examples do what
/// the page says.
pub const ALL: &[Code] = &[];

/// The page of a code, in any case of letters.
pub fn page(id: &str) -> Option<&'static Code> {
    ALL.iter().find(|c| c.id.eq_ignore_ascii_case(id))
}
