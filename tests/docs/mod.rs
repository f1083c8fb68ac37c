//! The documents are tests: every ```fadu block is a whole rule text without a mistake that the formatter leaves alone in meaning
//! and whose own tests hold; every word of the language stands in the reference; the report shown in the README is what the
//! program prints.

mod auditors;
mod blocks;
mod generated;
mod modules;
mod reference;
mod tutorial;

use std::path::{Path, PathBuf};

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

/// The README in each language and every page of `docs/`, by name.
pub fn pages() -> Vec<PathBuf> {
    let markdown = |dir: &Path, want: &dyn Fn(&str) -> bool| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(dir).unwrap().flatten().map(|e| e.path());
        entries.filter(|p| p.extension().is_some_and(|e| e == "md") && want(&p.file_name().unwrap().to_string_lossy())).collect()
    };
    let mut found = markdown(&root().join("docs"), &|_| true);
    found.extend(markdown(root(), &|name| name.starts_with("README")));
    found.sort();
    found
}

/// The fenced blocks of a page with exactly this info line: (line of the fence, text).
pub fn blocks(page: &str, info: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, bool, String)> = None;
    for (index, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(word)) => open = Some((index + 1, word.trim() == info, String::new())),
            (None, None) => {}
            (Some(_), Some(_)) => {
                if let Some((at, true, text)) = open.take() {
                    found.push((at, text));
                }
            }
            (Some((_, _, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    assert!(open.is_none(), "a fence never closes");
    found
}
