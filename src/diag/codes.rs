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
    Code { id: "C001", page: include_str!("pages/C001.md") },
    Code { id: "C002", page: include_str!("pages/C002.md") },
    Code { id: "C003", page: include_str!("pages/C003.md") },
    Code { id: "C004", page: include_str!("pages/C004.md") },
    Code { id: "C005", page: include_str!("pages/C005.md") },
    Code { id: "C006", page: include_str!("pages/C006.md") },
    Code { id: "C007", page: include_str!("pages/C007.md") },
    Code { id: "C008", page: include_str!("pages/C008.md") },
    Code { id: "C009", page: include_str!("pages/C009.md") },
    Code { id: "D001", page: include_str!("pages/D001.md") },
    Code { id: "D002", page: include_str!("pages/D002.md") },
    Code { id: "D003", page: include_str!("pages/D003.md") },
    Code { id: "D004", page: include_str!("pages/D004.md") },
    Code { id: "D005", page: include_str!("pages/D005.md") },
    Code { id: "D006", page: include_str!("pages/D006.md") },
    Code { id: "D007", page: include_str!("pages/D007.md") },
    Code { id: "D008", page: include_str!("pages/D008.md") },
    Code { id: "D009", page: include_str!("pages/D009.md") },
    Code { id: "D010", page: include_str!("pages/D010.md") },
    Code { id: "D011", page: include_str!("pages/D011.md") },
    Code { id: "D012", page: include_str!("pages/D012.md") },
    Code { id: "D013", page: include_str!("pages/D013.md") },
    Code { id: "D014", page: include_str!("pages/D014.md") },
    Code { id: "D015", page: include_str!("pages/D015.md") },
    Code { id: "D016", page: include_str!("pages/D016.md") },
    Code { id: "D017", page: include_str!("pages/D017.md") },
    Code { id: "D018", page: include_str!("pages/D018.md") },
    Code { id: "D019", page: include_str!("pages/D019.md") },
    Code { id: "D020", page: include_str!("pages/D020.md") },
    Code { id: "D021", page: include_str!("pages/D021.md") },
    Code { id: "D022", page: include_str!("pages/D022.md") },
    Code { id: "D023", page: include_str!("pages/D023.md") },
    Code { id: "D024", page: include_str!("pages/D024.md") },
    Code { id: "D025", page: include_str!("pages/D025.md") },
    Code { id: "D026", page: include_str!("pages/D026.md") },
    Code { id: "D027", page: include_str!("pages/D027.md") },
    Code { id: "I001", page: include_str!("pages/I001.md") },
    Code { id: "I002", page: include_str!("pages/I002.md") },
    Code { id: "I003", page: include_str!("pages/I003.md") },
    Code { id: "I004", page: include_str!("pages/I004.md") },
    Code { id: "I005", page: include_str!("pages/I005.md") },
    Code { id: "I006", page: include_str!("pages/I006.md") },
    Code { id: "I007", page: include_str!("pages/I007.md") },
    Code { id: "I008", page: include_str!("pages/I008.md") },
    Code { id: "I009", page: include_str!("pages/I009.md") },
    Code { id: "I010", page: include_str!("pages/I010.md") },
    Code { id: "I011", page: include_str!("pages/I011.md") },
    Code { id: "I012", page: include_str!("pages/I012.md") },
    Code { id: "I013", page: include_str!("pages/I013.md") },
    Code { id: "I014", page: include_str!("pages/I014.md") },
    Code { id: "I015", page: include_str!("pages/I015.md") },
    Code { id: "I016", page: include_str!("pages/I016.md") },
    Code { id: "I017", page: include_str!("pages/I017.md") },
];

/// The page of a code, in any case of letters.
pub fn page(id: &str) -> Option<&'static Code> {
    ALL.iter().find(|c| c.id.eq_ignore_ascii_case(id))
}
