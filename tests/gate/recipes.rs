//! The recipes that are shipped, run on a repository of their own.

use super::{Repository, form};
use crate::cli::Folder;
use std::path::Path;
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn script(name: &str, at: &Path, variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new("sh");
    command.arg(root().join(name)).current_dir(at).env("LANG", "C.UTF-8").env("FADU_PROGRAM", env!("CARGO_BIN_EXE_fadu"));
    for variable in ["GITHUB_BASE_REF", "GITHUB_STEP_SUMMARY", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "FADU_BASE", "FADU_PROJECT"] {
        command.env_remove(variable);
    }
    command.envs(variables.iter().copied()).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn nothing_that_is_shipped_swallows_an_exit_code() {
    let files = [".pre-commit-hooks.yaml", "action.yml", "ci/github.sh", "ci/gitlab.sh", "ci/gitlab.yml", "packaging/bundle.sh"];
    for name in files.into_iter().chain(["docs/ci.md", "docs/ci.zh.md"]) {
        let text = std::fs::read_to_string(root().join(name)).unwrap();
        let blocks = if name.ends_with(".md") { text.split("```").skip(1).step_by(2).collect::<String>() } else { text };
        for bad in ["|| true", "|| :", "; true", "continue-on-error", "allow_failure", "curl", "wget", "fadu check ||"] {
            assert!(!blocks.contains(bad), "{name}: {bad}");
        }
        if name.ends_with(".sh") {
            assert!(blocks.contains("set -eu"), "{name}");
        }
    }
}

#[test]
fn the_job_on_github_compares_with_the_target() {
    let repository = Repository::new();
    let folder = Folder::new();
    let clone = folder.path().join("clone");
    repository.git(&["clone", "-q", &format!("file://{}", repository.path().display()), clone.to_str().unwrap()]);
    let summary = folder.path().join("summary.md");
    let variables = [("GITHUB_BASE_REF", "main"), ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap())];
    // The branch is the target itself: that is no pass.
    assert_eq!(code(&script("ci/github.sh", &clone, &variables)), 2);
    std::fs::write(clone.join("data/丙.csv"), form("丙", "170", "300")).unwrap();
    let output = script("ci/github.sh", &clone, &variables);
    assert_eq!(code(&output), 1, "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("::error file=data/丙.csv,line=2"));
    assert!(std::fs::read_to_string(&summary).unwrap().contains("丙"));
    std::fs::write(clone.join("data/丙.csv"), form("丙", "190", "300")).unwrap();
    assert_eq!(code(&script("ci/github.sh", &clone, &variables)), 0);
    assert_eq!(code(&script("ci/github.sh", &clone, &[("FADU_BASE", "nowhere")])), 2);
}

#[test]
fn the_job_on_gitlab_writes_its_report() {
    let repository = Repository::new();
    let base = repository.git(&["rev-parse", "HEAD"]);
    repository.write("data/丙.csv", form("丙", "170", "300"));
    repository.commit("丙 breaks");
    let output = script("ci/gitlab.sh", repository.path(), &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", &base)]);
    assert_eq!(code(&output), 1, "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(repository.path().join("fadu-quality.json")).unwrap();
    let list: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(list.len(), 1);
    assert_eq!(list[0]["location"]["path"], "data/丙.csv");
}

/// A commit of one county's file is judged with all others, and shows only what it causes.
#[test]
fn the_hook_before_a_commit_judges_with_all_others() {
    let hooks = std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let entry = hooks.lines().find_map(|l| l.trim().strip_prefix("entry: ")).unwrap();
    let args: Vec<&str> = entry.split(' ').skip(1).collect();
    let repository = Repository::new();
    // 甲 keeps its share, but all together have less than 1000.
    repository.write("data/甲.csv", form("甲", "239", "398"));
    repository.git(&["add", "-A"]);
    repository.0.run(&args).expect(1, &["city"]).without(&["乙.csv"]);
}

/// The recipes of the page are the shipped ones.
#[test]
fn the_page_shows_the_hook_that_is_shipped() {
    let hooks = std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let entry = hooks.lines().find(|l| l.trim().starts_with("entry: fadu gate")).unwrap().trim();
    for page in ["docs/ci.md", "docs/ci.zh.md"] {
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        assert!(text.contains(entry) && text.contains("pass_filenames: false"), "{page}: {entry}");
    }
    // An image without git could not read a base, and one without a shell runs no job.
    let image = std::fs::read_to_string(root().join("packaging/Containerfile")).unwrap();
    assert!(
        image.contains("install") && image.contains("git") && !image.contains("FROM scratch") && !image.contains("ENTRYPOINT")
    );
}

/// The bundle holds what it says, and the program in it runs.
#[test]
fn an_offline_bundle_is_whole() {
    let folder = Folder::new();
    let out = folder.path().join("o ut");
    let bundle = |more: &[&str]| {
        let mut command = Command::new("sh");
        command.arg(root().join("packaging/bundle.sh")).args(["--out", out.to_str().unwrap()]).args(more).output().unwrap()
    };
    let program = env!("CARGO_BIN_EXE_fadu");
    let output = bundle(&["--program", program]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let name = format!("fadu-{}", env!("CARGO_PKG_VERSION"));
    let inside = out.join(&name);
    let sums = Command::new("sha256sum").args(["--quiet", "-c", "SHA256SUMS"]).current_dir(&inside).output().unwrap();
    assert!(sums.status.success(), "{}", String::from_utf8_lossy(&sums.stdout));
    let version = Command::new(inside.join("fadu")).arg("--version").output().unwrap();
    assert!(String::from_utf8_lossy(&version.stdout).contains(env!("CARGO_PKG_VERSION")));
    for file in [
        "docs/ci.zh.md",
        "docs/schemas/fadu.toml.json",
        "docs/schemas/fadu-gate-1.json",
        "LICENSE",
        "ci/github.sh",
        "README.zh.md",
        "action.yml",
        "Containerfile",
    ] {
        assert!(inside.join(file).is_file(), "{file}");
    }
    assert!(out.join(format!("{name}.tar.gz")).is_file());
    // Twice is refused, never overwritten.
    assert_eq!(bundle(&["--program", program]).status.code(), Some(2));
}

/// The wheel holds the same version, and says so by no number of its own.
#[test]
fn the_wheel_is_of_this_package() {
    let text = std::fs::read_to_string(root().join("pyproject.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    assert_eq!(table["project"]["name"].as_str(), Some(env!("CARGO_PKG_NAME")));
    assert_eq!(table["project"]["dynamic"][0].as_str(), Some("version"));
    assert_eq!(table["tool"]["maturin"]["bindings"].as_str(), Some("bin"));
}
