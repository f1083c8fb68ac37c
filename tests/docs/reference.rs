//! The reference names everything the language has, and nothing that does not exist.

use super::{blocks, pages, read, root};
use fadu::diag::codes;
use fadu::internals::builtins;
use fadu::ty::Units;
use std::process::Command;

const REFERENCES: [&str; 2] = ["docs/language.md", "docs/language.zh.md"];

/// The words in quotes of the grammar's rules for keywords, types and operators that hold a letter.
fn keywords() -> Vec<String> {
    let mut found = Vec::new();
    for file in ["lexical", "types", "expr"] {
        let text = read(&format!("grammar/{file}.pest"));
        let mut on = false;
        for line in text.lines() {
            let head = line.split(" = ").next().unwrap_or("");
            if !line.starts_with([' ', '}']) {
                let wanted = ["kw_", "kt_", "op_", "flag_", "clause_force"].iter().any(|p| head.starts_with(p));
                on = wanted && head != "op_wrong" && line.contains(" = @{");
                on |= head == "clause_force";
            }
            if on {
                let words = line.split('"').skip(1).step_by(2);
                found.extend(words.filter(|w| w.chars().all(char::is_alphabetic)).map(str::to_string));
            }
        }
    }
    assert!(found.len() > 150, "only {} words", found.len());
    found
}

#[test]
fn every_word_of_the_grammar_is_in_the_reference() {
    for name in REFERENCES {
        let page = read(name);
        let missing: Vec<String> = keywords().into_iter().filter(|w| !page.contains(w.as_str())).collect();
        assert!(missing.is_empty(), "{name} lacks {missing:?}");
    }
}

#[test]
fn every_unit_and_function_is_in_the_reference() {
    for name in REFERENCES {
        let page = read(name);
        let units = Units::default();
        // Counters take 万 before them, as the page says.
        let own = |unit: &&str| unit.strip_prefix('万').is_none_or(|rest| units.get(rest).is_none());
        let missing: Vec<&str> = units.names().filter(own).filter(|u| !page.contains(&format!("`{u}`"))).collect();
        assert!(missing.is_empty(), "{name} lacks the units {missing:?}");
        let missing: Vec<&str> = builtins::names().filter(|n| !page.contains(&format!("`{n}`"))).collect();
        assert!(missing.is_empty(), "{name} lacks the functions {missing:?}");
    }
}

#[test]
fn codes_in_the_documents_exist() {
    let mut pages = pages();
    pages.extend(["ARCHITECTURE.md", "CHANGELOG.md"].map(|n| root().join(n)));
    for path in pages {
        let page = std::fs::read_to_string(&path).unwrap();
        let quoted = page.split('`').skip(1).step_by(2).filter(|w| {
            w.len() == 4 && w.starts_with(|c: char| c.is_ascii_uppercase()) && w.bytes().skip(1).all(|b| b.is_ascii_digit())
        });
        for code in quoted {
            assert!(codes::ALL.iter().any(|c| c.id == code), "{}: {code}", path.display());
        }
    }
}

/// The command of the README, and the excerpt of its output.
#[test]
fn the_readme_shows_what_the_program_prints() {
    for (readme, lang) in [("README.md", "en"), ("README.zh.md", "zh")] {
        let page = read(readme);
        assert!(page.contains("cargo run -- check --config examples/hengshui/fadu.toml"), "{readme}");
        let mut command = Command::new(env!("CARGO_BIN_EXE_fadu"));
        command.args(["check", "--config", "examples/hengshui/fadu.toml", "--lang", lang]).current_dir(root());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "as {readme} says");
        let printed = String::from_utf8(output.stdout).unwrap();
        for (line, excerpt) in blocks(&page, "text") {
            assert!(printed.contains(excerpt.trim_end()), "{readme}:{line}: the program prints no such thing");
        }
    }
}
