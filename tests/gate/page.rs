//! The page about pipelines, followed word for word in a repository that has rules and figures which fail already; and what is shipped beside it, run
//! as it stands there.

use super::{Repository, form};
use crate::cli::Folder;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn shipped(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The fenced blocks of a language, in order.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let pieces: Vec<&str> = page.split("```").collect();
    let fenced = pieces.iter().skip(1).step_by(2);
    fenced.filter_map(|b| b.strip_prefix(language)).map(|b| b.trim_start_matches('\n').to_string()).collect()
}

/// What stands behind a key in YAML: on its line, or as the list below it.
fn behind(yaml: &str, key: &str) -> Vec<String> {
    let mut lines = yaml.lines().map(str::trim).skip_while(|l| !l.trim_start_matches("- ").starts_with(key));
    let first = lines.next().unwrap_or_else(|| panic!("{key} is missing in:\n{yaml}"));
    let own = first.trim_start_matches("- ").strip_prefix(key).unwrap().trim();
    match own.is_empty() {
        false => vec![own.to_string()],
        true => lines.map_while(|l| l.strip_prefix("- ")).map(str::to_string).collect(),
    }
}

/// The commands that a page names in its text, in order.
fn named(page: &str) -> Vec<String> {
    let text: String = page.split("```").step_by(2).collect();
    text.split('`').skip(1).step_by(2).filter(|c| c.starts_with("fadu ") && *c != "fadu gate").map(str::to_string).collect()
}

/// A runner: `fadu` is on the path, and nothing of the run around it is in the environment.
struct Runner {
    program: Folder,
}

impl Runner {
    fn new() -> Self {
        let program = Folder::new();
        std::fs::copy(env!("CARGO_BIN_EXE_fadu"), program.path().join("fadu")).unwrap();
        Self { program }
    }

    fn run(&self, at: &Path, line: &str, variables: &[(&str, &str)]) -> Output {
        let path = std::env::join_paths(
            std::iter::once(self.program.path().to_path_buf()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
        );
        let mut command = Command::new("bash");
        command.args(["-e", "-c", line]).current_dir(at).env("PATH", path.unwrap()).env("LANG", "C.UTF-8");
        for name in ["GITHUB_BASE_REF", "GITHUB_STEP_SUMMARY", "FADU_BASE", "FADU_PROJECT", "FADU_LANG", "FADU_PROGRAM"] {
            command.env_remove(name);
        }
        command.envs(variables.iter().copied()).output().unwrap()
    }

    #[track_caller]
    fn ends(&self, at: &Path, line: &str, variables: &[(&str, &str)], code: i32) -> String {
        let output = self.run(at, line, variables);
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{line}\n{text}");
        text
    }
}

/// A repository of two years' standing, without a project file: 甲 meets the rule, 乙 has failed it all along.
fn of_a_newcomer() -> Repository {
    let rules = "record Guarantee \"担保\" key name {\n  name  \"县名\" : text\n  tax   \"税收\" : money in 万元\n  total \"收入\" : money in 万元\n}\n\
                 rule share \"税收占收入60%\" { for g in Guarantee  require g.tax >= 60% of g.total }\n";
    let folder = Folder::new()
        .with("rules/finance/share.fadu", rules)
        .with("submissions/甲.csv", form("甲", "240", "400"))
        .with("submissions/乙.csv", form("乙", "150", "300"))
        .with("README.md", "data\n");
    let repository = Repository(folder);
    repository.git(&["init", "-q", "-b", "main"]);
    repository.commit("what there is");
    repository
}

/// A clone, as a job finds it: on a branch, with the target beside it.
fn checkout(repository: &Repository) -> (Folder, PathBuf) {
    let folder = Folder::new();
    let at = folder.path().join("checkout");
    repository.git(&["clone", "-q", &format!("file://{}", repository.path().display()), at.to_str().unwrap()]);
    (folder, at)
}

#[test]
fn the_page_is_followed_word_for_word() {
    let runner = Runner::new();
    for name in ["docs/ci.md", "docs/ci.zh.md"] {
        let page = shipped(name);
        let repository = of_a_newcomer();
        let at = repository.path();
        repository.write("fadu.toml", &blocks(&page, "toml")[0]);
        let commands = named(&page);
        // 1. It must end with 0 or 1, and 乙 fails.
        assert_eq!(commands[0], "fadu check", "{name}");
        runner.ends(at, &commands[0], &[], 1);
        repository.commit("a project file");
        // 2. Nothing changed; then uncommitted work that is no worse, and some that is.
        assert_eq!(commands[1], "fadu gate --base HEAD", "{name}");
        assert!(runner.ends(at, &commands[1], &[], 2).contains("B003"));
        repository.write("submissions/乙.csv", form("乙", "160", "300"));
        runner.ends(at, &commands[1], &[], 0);
        repository.write("submissions/甲.csv", form("甲", "100", "400"));
        runner.ends(at, &commands[1], &[], 1);
        repository.git(&["checkout", "-q", "--", "."]);
        // 3. The recipes.
        let recipes = blocks(&page, "yaml");
        github(&runner, &repository, &behind(&recipes[0], "run:")[0]);
        gitlab(&runner, &repository, &behind(&recipes[1], "script:"));
        hook(&runner, &repository, &behind(&recipes[2], "entry:")[0]);
    }
}

fn github(runner: &Runner, repository: &Repository, line: &str) {
    let (folder, at) = checkout(repository);
    let summary = folder.path().join("summary.md");
    let variables = [("GITHUB_BASE_REF", "main"), ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap())];
    std::fs::write(at.join("submissions/丙.csv"), form("丙", "10", "100")).unwrap();
    let out = runner.ends(&at, line, &variables, 1);
    assert!(out.contains("::error file=submissions/丙.csv,line=2") && !out.contains("乙.csv"), "{out}");
    assert!(std::fs::read_to_string(&summary).unwrap().contains("丙"));
    std::fs::write(at.join("submissions/丙.csv"), form("丙", "60", "100")).unwrap();
    runner.ends(&at, line, &variables, 0);
    // A pipeline that forgot what to compare with is not green.
    runner.ends(&at, line, &[], 2);
}

fn gitlab(runner: &Runner, repository: &Repository, lines: &[String]) {
    let (_folder, at) = checkout(repository);
    let base = repository.git(&["rev-parse", "HEAD"]);
    std::fs::write(at.join("submissions/丙.csv"), form("丙", "10", "100")).unwrap();
    runner.ends(&at, &lines.join("\n"), &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", &base)], 1);
    let list: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(at.join("fadu-quality.json")).unwrap()).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["location"]["path"], "submissions/丙.csv");
    runner.ends(&at, &lines.join("\n"), &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", "")], 2);
}

/// The hook runs on every commit, also on one that only takes a file out, and on one that changes no file.
fn hook(runner: &Runner, repository: &Repository, entry: &str) {
    let (_folder, at) = checkout(repository);
    let git = |line: &str| drop(runner.ends(&at, &format!("git -c user.name=t -c user.email=t@example.org {line}"), &[], 0));
    git("commit -q --allow-empty -m words");
    runner.ends(&at, entry, &[], 0);
    git("rm -q submissions/甲.csv");
    runner.ends(&at, entry, &[], 0);
    std::fs::write(at.join("submissions/乙.csv"), form("乙", "100", "300")).unwrap();
    git("add -A");
    assert!(runner.ends(&at, entry, &[], 1).contains('乙'));
}

/// Every other command that the page names does what it says there.
#[test]
fn the_commands_of_the_page_run() {
    let runner = Runner::new();
    let other = [
        ("docs/ci.md", "checkout-of-main", ["rules-2025", "rules-2026"], "submissions"),
        ("docs/ci.zh.md", "main的检出", ["旧规则", "新规则"], "报送"),
    ];
    for (name, checkout, packs, data) in other {
        let page = shipped(name);
        let repository = of_a_newcomer();
        repository.write("fadu.toml", &blocks(&page, "toml")[0]);
        repository.commit("a project file");
        let folder = Folder::new();
        let at = folder.path().join("work");
        repository.git(&["clone", "-q", repository.path().to_str().unwrap(), at.to_str().unwrap()]);
        repository.git(&["clone", "-q", repository.path().to_str().unwrap(), folder.path().join(checkout).to_str().unwrap()]);
        for pack in packs {
            std::fs::create_dir(at.join(pack)).unwrap();
            std::fs::copy(at.join("rules/finance/share.fadu"), at.join(pack).join("share.fadu")).unwrap();
        }
        if data != "submissions" {
            std::fs::create_dir(at.join(data)).unwrap();
            std::fs::copy(at.join("submissions/甲.csv"), at.join(data).join("Guarantee.csv")).unwrap();
        }
        std::fs::write(at.join("submissions/甲.csv"), form("甲", "250", "400")).unwrap();
        // The commit before the last is one without a project: the rules of now judge both.
        let mut run = 0;
        for command in named(&page).iter().filter(|c| c.contains(' ')) {
            let output = runner.run(&at, command, &[]);
            let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
            assert!(matches!(output.status.code(), Some(0 | 1)), "{name}: {command}\n{text}");
            run += 1;
        }
        assert!(run >= 10, "{name}: {run}");
    }
}

/// The steps of the action and of the template, as the files have them.
#[test]
fn what_is_shipped_runs_as_it_stands() {
    let runner = Runner::new();
    let repository = of_a_newcomer();
    repository.write("fadu.toml", &blocks(&shipped("docs/ci.md"), "toml")[0]);
    repository.commit("a project file");
    let action = shipped("action.yml");
    let step = &behind(&action, "run:")[0];
    // Inputs that nobody gives are what the action says.
    let inputs = [("FADU_BASE", "", "base"), ("FADU_PROGRAM", "fadu", "program"), ("FADU_PROJECT", "", "project")];
    for (variable, usual, input) in inputs {
        assert!(action.contains(&format!("{variable}: ${{{{ inputs.{input} }}}}")), "{variable}");
        let said =
            action.split(&format!("  {input}:\n")).nth(1).unwrap().split("default:").nth(1).unwrap().lines().next().unwrap();
        assert_eq!(said.trim().trim_matches('\''), usual, "{input}");
    }
    let mut variables: Vec<(&str, &str)> = inputs.iter().map(|(variable, usual, _)| (*variable, *usual)).collect();
    variables.extend([("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR")), ("GITHUB_BASE_REF", "main")]);
    let (_folder, at) = checkout(&repository);
    std::fs::write(at.join("submissions/丙.csv"), form("丙", "10", "100")).unwrap();
    let out = runner.ends(&at, step, &variables, 1);
    assert!(out.contains("::error file=submissions/丙.csv,line=2"), "{out}");
    std::fs::write(at.join("submissions/丙.csv"), form("丙", "60", "100")).unwrap();
    runner.ends(&at, step, &variables, 0);
    gitlab(&runner, &repository, &behind(&shipped("ci/gitlab.yml"), "script:"));
    for entry in ["entry: fadu gate", "entry: fadu check", "entry: fadu fmt"] {
        let hooks = shipped(".pre-commit-hooks.yaml");
        let line = hooks.lines().find(|l| l.trim().starts_with(entry)).unwrap().trim().strip_prefix("entry: ").unwrap();
        let output = runner.run(repository.path(), line, &[]);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// What the recipe of the image does after it has installed git, in a folder of its own.
#[test]
fn the_recipe_of_the_image_runs() {
    let runner = Runner::new();
    let recipe = shipped("packaging/Containerfile");
    let joined = recipe.replace("\\\n", " ");
    let steps: Vec<&str> = joined.lines().filter_map(|l| l.strip_prefix("RUN ")).collect();
    let own: Vec<&&str> = steps.iter().filter(|s| !s.contains("apt-get")).collect();
    assert_eq!((steps.len(), own.len()), (2, 1), "{recipe}");
    let folder = Folder::new();
    let system = folder.path().join("gitconfig");
    let out = runner.ends(folder.path(), own[0], &[("GIT_CONFIG_SYSTEM", system.to_str().unwrap())], 0);
    assert!(out.contains(env!("CARGO_PKG_VERSION")), "{out}");
    assert!(std::fs::read_to_string(&system).unwrap().contains("directory = *"));
}
