//! The pages of the check's codes are tests: the failing example reports that code and nothing else, the mended one nothing.

use super::checked;
use fadu::diag::codes;
use std::fs;
use std::path::{Path, PathBuf};

const FAMILIES: &[char] = &['N', 'T', 'G', 'R', 'P', 'W', 'K', 'X'];

/// A code that the check of rules reports; a failed expectation is found when tests run.
fn is_own(id: &str) -> bool {
    id.starts_with(FAMILIES) && id != "X001"
}

/// The fenced blocks of a page with this info line.
fn blocks<'a>(page: &'a str, info: &str) -> Vec<&'a str> {
    let open = format!("```{info}\n");
    page.split(open.as_str()).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn the_examples_of_every_page_do_what_the_page_says() {
    let mut wrong = Vec::new();
    for code in codes::ALL.iter().filter(|c| is_own(c.id)) {
        let (fails, works) = (blocks(code.page, "fadu fails"), blocks(code.page, "fadu works"));
        assert!(!fails.is_empty() && fails.len() == works.len(), "{}", code.id);
        for example in fails {
            let found = checked(example);
            if found.mistakes.iter().map(|d| d.code).collect::<Vec<_>>() != [code.id] {
                wrong.push(format!("{} should fail: {:?}\n{}", code.id, found.shown(), found.messages()));
            }
        }
        for example in works {
            let found = checked(example);
            if !found.mistakes.is_empty() {
                wrong.push(format!("{} should work: {:?}\n{}", code.id, found.shown(), found.messages()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_has_a_title_and_both_languages() {
    for code in codes::ALL.iter().filter(|c| is_own(c.id)) {
        assert!(code.page.starts_with(&format!("# {} ", code.id)), "{}", code.id);
        for heading in ["\n## 中文\n", "\n## English\n", "\n## Example\n"] {
            assert!(code.page.contains(heading), "{}{heading}", code.id);
        }
    }
    assert!(codes::ALL.windows(2).all(|pair| pair[0].id < pair[1].id), "in order, each once");
}

/// The codes in the sources of the check are those that have a page.
#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let sources: Vec<String> = sources_below(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/check")));
    let mut used: Vec<&str> = sources.iter().flat_map(|text| text.split('"')).filter(|word| is_code(word)).collect();
    used.sort_unstable();
    used.dedup();
    let paged: Vec<&str> = codes::ALL.iter().map(|c| c.id).filter(|id| is_own(id)).collect();
    assert_eq!(used, paged);
}

/// The text of every source file in a folder and below it.
fn sources_below(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let read = |path: PathBuf| if path.is_dir() { sources_below(&path) } else { vec![fs::read_to_string(&path).unwrap()] };
    entries.flat_map(read).collect()
}

fn is_code(word: &str) -> bool {
    word.len() == 4 && word.starts_with(FAMILIES) && word.bytes().skip(1).all(|b| b.is_ascii_digit())
}
