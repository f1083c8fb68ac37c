//! The registry of codes: every mistake that can be reported, with its page.

/// One code with its page (Markdown, both languages, an example that fails and one that is mended).
#[derive(Debug)]
pub struct Code {
    pub id: &'static str,
    pub page: &'static str,
}

/// All codes, in order. A test holds that each code used in the program stands here and that each page's examples do what
/// the page says.
pub const ALL: &[Code] = &[
    Code { id: "F001", page: include_str!("pages/F001.md") },
    Code { id: "S001", page: include_str!("pages/S001.md") },
    Code { id: "S002", page: include_str!("pages/S002.md") },
    Code { id: "S003", page: include_str!("pages/S003.md") },
    Code { id: "S004", page: include_str!("pages/S004.md") },
    Code { id: "S005", page: include_str!("pages/S005.md") },
    Code { id: "S006", page: include_str!("pages/S006.md") },
    Code { id: "S007", page: include_str!("pages/S007.md") },
    Code { id: "S008", page: include_str!("pages/S008.md") },
    Code { id: "S009", page: include_str!("pages/S009.md") },
    Code { id: "S010", page: include_str!("pages/S010.md") },
    Code { id: "S011", page: include_str!("pages/S011.md") },
    Code { id: "S012", page: include_str!("pages/S012.md") },
    Code { id: "S013", page: include_str!("pages/S013.md") },
    Code { id: "S014", page: include_str!("pages/S014.md") },
    Code { id: "S015", page: include_str!("pages/S015.md") },
    Code { id: "S016", page: include_str!("pages/S016.md") },
    Code { id: "S017", page: include_str!("pages/S017.md") },
    Code { id: "S018", page: include_str!("pages/S018.md") },
];

/// The page of a code, in any case of letters.
pub fn page(id: &str) -> Option<&'static Code> {
    ALL.iter().find(|c| c.id.eq_ignore_ascii_case(id))
}
