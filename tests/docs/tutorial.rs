//! The tutorial's project is shipped, and prints what the tutorial shows.

use super::{blocks, read, root};
use std::process::Command;

fn check(folder: &std::path::Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_fadu")).arg("check").current_dir(folder).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "a breach and an open line block");
    String::from_utf8(output.stdout).unwrap()
}

fn assert_shown(page: &str, printed: &str) {
    for (line, excerpt) in blocks(page, "text") {
        assert!(printed.contains(excerpt.trim_end()), "line {line}: the program prints no such thing\n{printed}");
    }
}

#[test]
fn the_shipped_project_is_that_of_the_tutorial() {
    let page = read("docs/tutorial.zh.md");
    let rules = blocks(&page, "fadu").pop().unwrap().1;
    assert_eq!(rules, read("examples/first/rules.fadu"));
    assert_eq!(blocks(&page, "csv")[0].1, read("examples/first/submissions/funds.csv"));
    assert!(read("examples/first/fadu.toml").ends_with(&blocks(&page, "toml")[0].1));
    assert_shown(&page, &check(&root().join("examples/first")));
}

#[test]
fn the_english_project_runs_too() {
    let page = read("docs/tutorial.md");
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("tutorial");
    std::fs::create_dir_all(folder.join("submissions")).unwrap();
    std::fs::write(folder.join("rules.fadu"), &blocks(&page, "fadu").pop().unwrap().1).unwrap();
    std::fs::write(folder.join("submissions/funds.csv"), &blocks(&page, "csv")[0].1).unwrap();
    std::fs::write(folder.join("fadu.toml"), &blocks(&page, "toml")[0].1).unwrap();
    assert_shown(&page, &check(&folder));
}
