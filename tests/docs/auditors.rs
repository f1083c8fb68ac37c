//! The round of an auditor is run step by step, from the example's files alone, in both languages.

use std::path::{Path, PathBuf};
use std::process::Command;

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy(&path, &target) } else { assert!(std::fs::copy(&path, &target).unwrap() > 0) }
    }
}

/// The commands of a page, each with the lines that its output must hold.
fn steps(page: &str) -> Vec<(String, Vec<String>)> {
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        match (line.strip_prefix("$ fadu "), line) {
            (_, "```console") => inside = true,
            (_, "```") => inside = false,
            (Some(command), _) if inside => out.push((command.to_string(), Vec::new())),
            _ if inside => out.last_mut().unwrap().1.push(line.trim().to_string()),
            _ => {}
        }
    }
    out
}

fn run(name: &str, page: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder: PathBuf = std::env::temp_dir().join(format!("fadu-auditors-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    copy(&root.join("examples/workbooks"), &folder);
    let steps = steps(page);
    assert!(steps.len() >= 6);
    for (command, lines) in steps {
        let output = Command::new(env!("CARGO_BIN_EXE_fadu"))
            .args(command.split(' '))
            .current_dir(&folder)
            .env("LANG", "zh_CN.UTF-8")
            .env("NO_COLOR", "1")
            .env_remove("FADU_LANG")
            .env_remove("LC_ALL")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).to_string() + &String::from_utf8_lossy(&output.stderr);
        for line in lines {
            assert!(text.contains(&line), "`{line}` is missing after `{command}`:\n{text}");
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn the_round_is_as_it_is_told_in_both_languages() {
    run("zh", include_str!("../../docs/auditors.zh.md"));
    run("en", include_str!("../../docs/auditors.md"));
}
