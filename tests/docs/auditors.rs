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

/// What a page does: a command with the lines that its output must hold, or a file that is written.
enum Step {
    Run(String, Vec<String>),
    Write(String, String),
}

fn steps(page: &str) -> Vec<Step> {
    let mut out: Vec<Step> = Vec::new();
    let (mut inside, mut file) = (false, false);
    for line in page.lines() {
        match (line.strip_prefix("$ fadu "), line.strip_prefix("```toml ")) {
            (_, Some(name)) => {
                file = true;
                out.push(Step::Write(name.to_string(), String::new()));
            }
            _ if line == "```console" => inside = true,
            _ if line == "```" => (inside, file) = (false, false),
            (Some(command), _) if inside => out.push(Step::Run(command.to_string(), Vec::new())),
            _ => match out.last_mut() {
                Some(Step::Run(_, lines)) if inside => lines.push(line.trim().to_string()),
                Some(Step::Write(_, text)) if file => *text += &format!("{line}\n"),
                _ => {}
            },
        }
    }
    out
}

fn run(name: &str, page: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/workbooks");
    let folder: PathBuf = std::env::temp_dir().join(format!("fadu-auditors-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    copy(&root.join("files"), &folder.join("files"));
    std::fs::copy(root.join("rules.fadu"), folder.join("rules.fadu")).unwrap();
    let steps = steps(page);
    assert!(steps.len() >= 18);
    for step in steps {
        let (command, lines) = match step {
            Step::Run(command, lines) => (command, lines),
            Step::Write(name, text) => {
                std::fs::write(folder.join(name), text).unwrap();
                continue;
            }
        };
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
