//! Commands around the work: a new project, lists, settings with their origin, levels, versions, standard input, help.

use super::Folder;
use std::io::Write;
use std::process::{Command, Stdio};

const RULES: &str = r#"policy p "办法" { clause c "四" "占比" }
record County "县" key name {
  name  "县名" : text
  tax   "税收" : money in 万元
  total "收入" : money in 万元
}
param least "下限" : share in 0%..100% = 60%
rule share "税收占比" { cite p.c  for c in County  require c.tax >= least * c.total }
rule some "有税收" { for c in County  verify c.tax > 0 }
"#;

const PROJECT: &str = "[project]\nrules = [\"rules/*.fadu\"]\n[[submissions]]\nfiles = \"data/*.csv\"\nrecord = \"County\"\n";

fn folder(project: &str, rows: &str) -> Folder {
    Folder::new().with("fadu.toml", project).with("rules/a.fadu", RULES).with("data/a.csv", format!("县名,税收,收入\n{rows}"))
}

#[test]
fn a_new_project_passes_its_own_check() {
    for lang in ["zh", "en"] {
        let folder = Folder::new();
        folder.run(&["init", "--example", "--lang", lang, "a b/新"]).expect(0, &["fadu.toml", "guarantee.fadu"]);
        let inside = |args: &[&str]| {
            let mut all = args.to_vec();
            all.extend(["--config", "a b/新/fadu.toml"]);
            folder.run(&all)
        };
        // 640 of 1000 and 300 of 500.
        inside(&["check"]).expect(0, &[]).without(&["W0"]);
        inside(&["test"]).expect(0, &[]);
        folder.run(&["fmt", "--check", "a b/新/rules"]).expect(0, &[]);
        // A second time nothing is written over.
        let before = std::fs::read(folder.path().join("a b/新/fadu.toml")).unwrap();
        folder.run(&["init", "--lang", lang, "a b/新"]).expect(2, &["L016"]);
        assert_eq!(std::fs::read(folder.path().join("a b/新/fadu.toml")).unwrap(), before);
        // Without the example there is a project file alone, and a check that says what is missing.
        folder.run(&["init", "--lang", lang, "leer"]).expect(0, &["fadu.toml"]);
        assert!(!folder.path().join("leer/rules").exists());
        folder.run(&["check", "--config", "leer/fadu.toml"]).expect(2, &["C004"]);
    }
    // Where one of the files is there, none is made.
    let folder = Folder::new().with("submissions/2025.csv", "x");
    folder.run(&["init", "--example", "--lang", "en"]).expect(2, &["L016", "submissions/2025.csv"]);
    assert!(!folder.path().join("fadu.toml").exists());
}

#[test]
fn what_there_is_is_listed() {
    let folder = folder(PROJECT, "甲,6,10\n");
    folder.run(&["list", "rules", "--lang", "en"]).expect(0, &["p.share", "税收占比", "四", "rules/a.fadu:8"]);
    folder.run(&["list", "records"]).expect(0, &["County", "县", "税收（万元）"]);
    folder.run(&["list", "params"]).expect(0, &["least", "下限"]);
    folder.run(&["list", "clauses"]).expect(0, &["p.c", "四", "占比"]);
    folder.run(&["list", "files"]).expect(0, &["rules/a.fadu", "data/a.csv"]);
    folder.run(&["list", "nothing"]).expect(2, &["nothing"]);
    let run = folder.run(&["list", "rules", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.out()).unwrap();
    assert_eq!(document["schema"], "fadu-list/1");
    assert_eq!(document["entries"][0]["place"]["line"], 8);
    // What compiles is listed though something else does not.
    let broken = folder.with("rules/b.fadu", "rule x { require }");
    broken.run(&["list", "rules"]).expect(2, &["p.share", "S0"]);
}

#[test]
fn settings_are_shown_with_their_origin() {
    let project = format!("{PROJECT}[parameters]\nleast = \"50%\"\n[check]\nfail_on = \"query\"\n");
    let folder = folder(&project, "甲,6,10\n");
    folder.run(&["config", "--show", "--lang", "en"]).expect(
        0,
        &[
            "project.rules = \"rules/*.fadu\"  # fadu.toml:2",
            "parameters.least = \"50%\"  # fadu.toml:7",
            "check.fail_on = \"query\"  # project file",
        ],
    );
    folder
        .run(&["config", "--lang", "en", "--param", "least=70%", "--as-of", "2025-12-31"])
        .expect(0, &["parameters.least = \"70%\"  # command line", "run.as_of = \"2025-12-31\"  # command line"]);
    Folder::new().run(&["config", "--lang", "en"]).expect(2, &["C008"]);
    // Without the project file nothing of it counts.
    let named = ["check", "--lang", "en", "--rules", "rules", "--isolated", "data/a.csv"];
    folder.run(&named).expect(2, &["I011"]);
}

#[test]
fn levels_of_rules_are_told_with_their_reason() {
    let level = |words: &str| format!("{PROJECT}[levels]\n{words}\n");
    // 5 of 10 is below 60 %.
    let rows = "甲,5,10\n";
    folder(PROJECT, rows).run(&["check", "--lang", "en"]).expect(1, &[]);
    let warn = level("\"p.share\" = { level = \"warn\", because = \"pilot\" }");
    folder(&warn, rows).run(&["check", "--lang", "en"]).expect(0, &["C012", "pilot", "query"]);
    let off = level("share = { level = \"off\", because = \"pilot\" }");
    folder(&off, rows).run(&["check", "--lang", "en"]).expect(0, &["C012", "not judged", "pilot"]).without(&["50%"]);
    for format in ["short", "github", "sarif", "junit"] {
        let text = folder(&off, rows).run(&["check", "--format", format]).out();
        assert!(text.contains("C012"), "{format} does not tell: {text}");
    }
    // A question becomes a requirement: 0 is not above 0.
    let block = level("some = \"block\"");
    folder(PROJECT, "甲,0,0\n").run(&["check"]).expect(0, &[]);
    folder(&block, "甲,0,0\n").run(&["check"]).expect(1, &["C012"]);
    for (words, code) in [
        ("share = \"warn\"", "C011"),
        ("share = { level = \"off\", because = \" \" }", "C011"),
        ("shere = \"block\"", "C011"),
        ("share = \"mute\"", "C003"),
        ("share = { level = \"off\", because = \"x\", until = 2026 }", "C002"),
    ] {
        folder(&level(words), rows).run(&["check", "--lang", "en"]).expect(2, &[code]);
    }
}

#[test]
fn a_project_says_for_which_versions_it_is() {
    let with = |words: &str| PROJECT.replace("[project]\n", &format!("[project]\nrequires = \"{words}\"\n"));
    let own = env!("CARGO_PKG_VERSION");
    for fine in [format!(">={own}"), format!("={own}"), ">=0.0.1, <99".to_string()] {
        folder(&with(&fine), "甲,6,10\n").run(&["check"]).expect(0, &[]);
    }
    folder(&with(">=99"), "甲,6,10\n").run(&["check", "--lang", "en"]).expect(2, &["C013", ">=99", own]);
    folder(&with("new"), "甲,6,10\n").run(&["check"]).expect(2, &["C013"]);
    // What a newer version may know is told together with it.
    let newer = format!("{}[cache]\nsize = 1\n", with(">=99"));
    folder(&newer, "甲,6,10\n").run(&["check", "--lang", "en"]).expect(2, &["C002", "cache", "C013"]);
}

#[test]
fn no_files_lets_patterns_without_files_pass() {
    let project = format!("{PROJECT}[[submissions]]\nfiles = \"late/*.csv\"\nrecord = \"County\"\n");
    let folder = folder(&project, "甲,6,10\n");
    folder.run(&["check"]).expect(2, &["C004"]);
    folder.run(&["check", "--allow", "no-files"]).expect(0, &[]).without(&["C004"]);
}

#[test]
fn a_submission_comes_from_standard_input() {
    let folder = folder(PROJECT, "甲,6,10\n");
    let run = |args: &[&str], text: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_fadu"))
            .args(args)
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).to_string())
    };
    let text = "县名,税收,收入\n乙,5,10\n";
    let args = ["check", "--lang", "en", "--format", "short", "-", "--stdin-name", "County.csv"];
    let (code, out) = run(&args, text);
    assert!(code == 1 && out.contains("County.csv:2:"), "{code} {out}");
    let (code, out) = run(&["check", "--lang", "en", "--format", "short", "-"], text);
    assert!(code == 2 && out.contains("--stdin-name"), "{code} {out}");
    // An empty input is no submission.
    assert_eq!(run(&args, "").0, 2);
}

/// Every command says its exit codes; help of a command by either way is the same.
#[test]
fn help_completions_and_manual_pages() {
    let folder = Folder::new();
    let all = [
        "check",
        "gate",
        "diff",
        "baseline write",
        "baseline check",
        "test",
        "audit",
        "score",
        "coverage",
        "fmt",
        "explain",
        "init",
        "list",
        "config",
        "completions",
        "man",
        "help",
    ];
    for command in all {
        let words: Vec<&str> = command.split(' ').collect();
        for (lang, codes, example) in [("zh", "退出码", "例"), ("en", "Exit codes", "Example")] {
            let mut args = words.clone();
            args.extend(["--help", "--lang", lang]);
            let text = folder.run(&args).out();
            assert!(text.contains(codes), "{command} in {lang}: {text}");
            assert!(text.contains(example), "{command} in {lang} has no example: {text}");
            let mut other = vec!["help", "--lang", lang];
            other.extend(&words);
            folder.run(&other).expect(0, &[codes]);
        }
        let mut man = vec!["man", "--lang", "en"];
        man.extend(&words);
        folder.run(&man).expect(0, &[".TH", "Exit codes"]);
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        folder.run(&["completions", shell]).expect(0, &["baseline", "fadu"]);
    }
    folder.run(&["completions", "cmd"]).expect(2, &[]);
    folder.run(&["help", "chek"]).expect(2, &["chek"]);
}

/// A watch checks again when a file changes.
#[test]
fn a_watch_checks_again() {
    let folder = folder(PROJECT, "甲,6,10\n");
    let mut child = Command::new(env!("CARGO_BIN_EXE_fadu"))
        .args(["check", "--watch", "--format", "short", "--lang", "en"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1500));
    std::fs::write(folder.path().join("data/a.csv"), "县名,税收,收入\n甲,5,10\n丙,1,10\n").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2500));
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("丙"), "{text}");
}
