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

/// The rules of the whole project: the block that declares its policy.
fn project(page: &str) -> String {
    let found = blocks(page, "fadu")
        .into_iter()
        .map(|(_, text)| text)
        .find(|text| text.contains("clause fund_floor") || text.contains("条款 fund_floor"));
    found.expect("the tutorial has a project")
}

#[test]
fn the_shipped_project_is_that_of_the_tutorial() {
    let page = read("docs/tutorial.zh.md");
    let rules = project(&page);
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
    std::fs::write(folder.join("rules.fadu"), project(&page)).unwrap();
    std::fs::write(folder.join("submissions/funds.csv"), &blocks(&page, "csv")[0].1).unwrap();
    std::fs::write(folder.join("fadu.toml"), &blocks(&page, "toml")[0].1).unwrap();
    assert_shown(&page, &check(&folder));
}

/// The commands of step 9, in the reader's own folder: before the review it is stale, after it nothing is.
#[test]
fn keeping_watch_works_in_the_readers_folder() {
    for (name, page) in [("watch-en", read("docs/tutorial.md")), ("watch-zh", read("docs/tutorial.zh.md"))] {
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let _ = std::fs::remove_file(folder.join("reviewed.toml"));
        std::fs::write(folder.join("rules.fadu"), project(&page)).unwrap();
        let run = |line: &str| {
            let words = line.split_whitespace().skip(1);
            let output = Command::new(env!("CARGO_BIN_EXE_fadu")).args(words).current_dir(&folder).output().unwrap();
            (
                output.status.code(),
                String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr),
            )
        };
        let commands: Vec<String> =
            blocks(&page, "sh").into_iter().flat_map(|(_, text)| text.lines().map(str::to_string).collect::<Vec<_>>()).collect();
        let stale = commands.iter().find(|c| c.contains("--deny stale")).expect("a line that asks for a review");
        assert_eq!(run(stale).0, Some(1), "nobody has reviewed anything yet");
        let from = commands.iter().position(|c| c.contains("--accept")).expect("a line that notes the review");
        for command in &commands[from..] {
            let (code, said) = run(command);
            assert_eq!(code, Some(0), "{name}: {command}\n{said}");
        }
    }
}

/// Policies have keys; a field of that name confuses its reader.
#[test]
fn no_field_of_the_tutorial_is_called_key() {
    for page in ["docs/tutorial.md", "docs/tutorial.zh.md"] {
        let wrong: Vec<_> = blocks(&read(page), "fadu")
            .into_iter()
            .filter(|(_, text)| text.lines().any(|l| l.trim_start().starts_with("key ")))
            .collect();
        assert!(wrong.is_empty(), "{page}: {wrong:?}");
    }
}
