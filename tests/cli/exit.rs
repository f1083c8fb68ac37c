//! Exit codes: 0 nothing blocking, 1 something blocking, 2 the check itself could not be done; 2 wins over 1.

use super::Folder;

const RULES: &str = "record R \"表\" key id { id : text  a \"甲\" : money in 万元  b \"乙\" : money in 万元 }\n\
                     rule ge \"甲不低于乙\" { for r in R require r.a >= r.b }\n";

fn folder(rows: &str) -> Folder {
    Folder::new().with("r.fadu", RULES).with("R.csv", format!("id,甲,乙\n{rows}"))
}

const ARGS: [&str; 5] = ["check", "--lang", "en", "--rules", "r.fadu"];

fn run(folder: &Folder, more: &[&str]) -> super::Run {
    let args: Vec<&str> = ARGS.iter().chain(more).copied().collect();
    folder.run(&args)
}

#[test]
fn clean_is_0_breach_and_open_are_1() {
    run(&folder("x,2,1\n"), &["R.csv"]).expect(0, &[]);
    run(&folder("x,1,2\n"), &["R.csv"]).expect(1, &["short by 10,000 yuan"]);
    run(&folder("x,1,\ny,1,1\n"), &["R.csv"]).expect(1, &["is blank"]);
}

#[test]
fn thresholds_move_and_meanings_stay() {
    run(&folder("x,1,2\n"), &["R.csv", "--fail-on", "never"]).expect(0, &["short by 10,000 yuan"]);
    run(&folder("x,1,\ny,1,1\n"), &["R.csv", "--fail-on", "violated"]).expect(0, &[]);
    run(&folder("x,1,\ny,1,1\n"), &["R.csv", "--fail-on", "undetermined"]).expect(1, &[]);
}

#[test]
fn two_wins_over_one() {
    let broken = folder("x,1,2\n").with("bad.fadu", "rule half \"坏\" { for r in R require r.nothing >= 1 }");
    run(&broken, &["--rules", "bad.fadu", "R.csv"]).expect(2, &["nothing", "short by 10,000 yuan"]);
}

#[test]
fn what_cannot_be_checked_is_2() {
    run(&folder(""), &[]).expect(2, &["no submissions"]);
    run(&folder("x,2,1\n"), &["R.csv", "--bogus"]).expect(2, &["--bogus"]);
    run(&folder("x,2,1\n"), &["gone/*.csv"]).expect(2, &["gone"]);
    let elsewhere = folder("x,2,1\n").with("Q.toml", "[[Q]]\nid = \"x\"\n");
    run(&elsewhere, &["Q.toml"]).expect(2, &["Q"]);
    let no_column = Folder::new().with("r.fadu", RULES).with("R.csv", "id,甲\nx,1\n");
    run(&no_column, &["R.csv"]).expect(2, &["乙"]);
    run(&no_column, &["R.csv", "--allow", "missing-columns"]).expect(1, &["乙"]);
    Folder::new().run(&["check", "--lang", "en"]).expect(2, &["fadu.toml"]);
}

#[test]
fn a_rule_that_met_no_data_is_2_unless_allowed() {
    let two =
        folder("x,2,1\n").with("q.fadu", "record Q key id { id : text n : count }\nrule q { for q in Q require q.n >= 1个 }");
    run(&two, &["--rules", "q.fadu", "R.csv"]).expect(2, &["q"]);
    run(&two, &["--rules", "q.fadu", "--allow", "no-subject", "R.csv"]).expect(0, &[]);
}

#[test]
fn hostile_names_reach_no_terminal() {
    let names = "\u{1b}[31m红\u{202e}倒,1,2\n";
    for format in ["pretty", "short", "json"] {
        let run = run(&folder(names), &["R.csv", "--format", format, "--color", "never"]);
        run.expect(1, &["红"]).without(&["\u{1b}", "\u{202e}"]);
    }
}

#[test]
fn a_report_written_to_a_file_is_the_report() {
    let folder = folder("x,1,2\n");
    let shown = run(&folder, &["R.csv", "--format", "json"]);
    run(&folder, &["R.csv", "--format", "json", "--output", "out.json"]).expect(1, &[]);
    assert_eq!(std::fs::read_to_string(folder.path().join("out.json")).unwrap(), shown.text());
}

#[test]
fn links_in_circles_and_folders_are_bounded() {
    let folder = folder("x,2,1\n").with("data/R.csv", "id,甲,乙\ny,3,1\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("data"), folder.path().join("data/loop")).unwrap();
    run(&folder, &["data"]).expect(2, &["loop"]);
}

#[test]
fn the_tests_of_rules_cannot_pass_by_matching_nothing() {
    let empty = Folder::new().with("r.fadu", format!("{RULES}test \"nothing\" {{ given empty R  expect ge met }}"));
    empty.run(&["test", "--lang", "en", "r.fadu"]).expect(1, &["nothing was judged"]);
    let good = Folder::new()
        .with("r.fadu", format!("{RULES}test \"t\" {{ given R {{ id = \"x\", a = 1万元, b = 1万元 }} expect ge met }}"));
    good.run(&["test", "--lang", "en", "r.fadu"]).expect(0, &["1 passed", "never violated"]);
    Folder::new().with("r.fadu", RULES).run(&["test", "--lang", "en", "r.fadu"]).expect(2, &["no test"]);
}

#[test]
fn a_report_that_got_lost_is_no_success() {
    let clean = folder("x,2,1\n");
    run(&clean, &["R.csv", "--output", "gone/out.txt"]).expect(2, &["cannot write", "no such folder"]);
    run(&clean, &["R.csv", "--output", "."]).expect(2, &["cannot write"]);
    #[cfg(target_os = "linux")]
    {
        let full = std::fs::File::create("/dev/full").unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_fadu"));
        let status = command.args(ARGS).arg("R.csv").current_dir(clean.path()).stdout(full).status().unwrap();
        assert_eq!(status.code(), Some(2));
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let clean = folder("x,2,1\n");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_fadu"));
    let mut child = command
        .args(ARGS)
        .arg("R.csv")
        .current_dir(clean.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

#[test]
fn files_that_are_no_submissions_are_told_by_their_nature() {
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("id,a\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let folder = folder("")
        .with("u/R.csv", utf16)
        .with("z/R.csv", b"PK\x03\x04\x14\x00\x06\x00")
        .with("n/R.csv", b"id,\xE7\x94\xB2\nx,2\x00\n")
        .with("e/R.csv", "");
    for (path, words) in [("u/R.csv", "UTF-16"), ("z/R.csv", "workbook"), ("n/R.csv", "binary"), ("e/R.csv", "is empty")] {
        run(&folder, &[path]).expect(2, &[words]);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("b", folder.path().join("a")).unwrap();
        std::os::unix::fs::symlink("a", folder.path().join("b")).unwrap();
        run(&folder, &["a"]).expect(2, &["leads back"]);
    }
}

#[test]
fn nesting_is_bounded_everywhere() {
    let brackets = "[".repeat(100_000);
    let folder = folder("x,2,1\n")
        .with("R.json", format!("{{\"R\":{}{}}}", "[".repeat(5000), "]".repeat(5000)))
        .with("open.json", &brackets)
        .with("R.toml", format!("R = {brackets}"))
        .with("deep.fadu", format!("{RULES}rule d \"d\" {{ for r in R require {}r.a >= r.b }}", "(".repeat(50_000)))
        .with("long.fadu", format!("{RULES}rule d \"d\" {{ for r in R require {}r.a >= r.b }}", "not ".repeat(50_000)));
    for path in ["R.json", "open.json", "R.toml"] {
        run(&folder, &[path]).expect(2, &[]);
    }
    for rules in ["deep.fadu", "long.fadu"] {
        folder.run(&["check", "--lang", "en", "--rules", rules, "R.csv"]).expect(2, &["S004"]);
        folder.run(&["fmt", "--lang", "en", "--check", rules]).expect(2, &["S004"]);
    }
}

#[test]
fn thread_counts_beyond_sense_are_cut_and_none_is_refused() {
    run(&folder("x,2,1\n"), &["R.csv", "--threads", "9999999"]).expect(0, &["Passed"]);
    run(&folder("x,2,1\n"), &["R.csv", "--threads", "0"]).expect(2, &["--threads <N>"]);
}

#[test]
fn the_formatter_says_by_its_code_what_it_found() {
    let folder = folder("");
    folder.run(&["fmt", "--check", "r.fadu"]).expect(1, &["+rule ge"]);
    folder.run(&["fmt", "r.fadu"]).expect(0, &[]);
    folder.run(&["fmt", "--check", "r.fadu"]).expect(0, &[]);
    let broken = folder.with("b.fadu", "rule x \"x\" {");
    broken.run(&["fmt", "--lang", "en", "b.fadu"]).expect(2, &["S002"]);
    assert_eq!(std::fs::read_to_string(broken.path().join("b.fadu")).unwrap(), "rule x \"x\" {", "left as it was");
}

#[test]
fn every_code_is_explained_in_the_readers_language() {
    let empty = Folder::new();
    empty.run(&["explain", "--lang", "zh"]).expect(0, &["T003 旁边是有单位的数"]).without(&["Number without"]);
    empty.run(&["explain", "--lang", "zh", "t003"]).expect(0, &["# T003", "## 说明", "## 例子"]).without(&["## English"]);
    empty.run(&["explain", "--lang", "en", "T003"]).expect(0, &["## English", "## Example"]).without(&["## 中文"]);
    empty.run(&["explain", "--lang", "en", "T0033"]).expect(2, &["did you mean T003"]);
}

#[test]
fn a_project_lets_single_rules_and_columns_pass_by_name() {
    let rules = format!("{RULES}record Q \"丙表\" key id {{ id : text n : count }}\nrule q {{ for q in Q require q.n >= 1个 }}");
    let project = |allow: &str| {
        Folder::new()
            .with("r.fadu", &rules)
            .with("R.csv", "id,甲\nx,1\n")
            .with("fadu.toml", format!("[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"R.csv\"\n[allow]\n{allow}\n"))
    };
    let run = |allow: &str| project(allow).run(&["check", "--lang", "en"]);
    run("").expect(2, &["no submission has", "q"]);
    run("no_subject = [\"q\"]").expect(2, &["error[L004]"]);
    run("missing_columns = [\"R.b\"]").expect(2, &["warning[L004]", "met no subject"]);
    run("no_subject = [\"q\"]\nmissing_columns = [\"表.乙\"]").expect(1, &["warning[L004]"]);
    run("no_subject = [\"other\"]\nmissing_columns = [\"表.乙\"]").expect(2, &[]);
}

/// Words follow `--lang`, else the project, else the locale.
#[test]
fn the_project_file_chooses_the_language() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("language");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("r.fadu"), "record R key id { id : text  a : money }\nrule t { for r in R require r.a >= 5元 }\n")
        .unwrap();
    std::fs::write(folder.join("R.csv"), "id,a\nx,4\n").unwrap();
    let run = |project: &str, more: &[&str], locale: &str| {
        std::fs::write(folder.join("fadu.toml"), format!("[project]\nrules = [\"r.fadu\"]\n{project}\n")).unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_fadu"));
        command.args(["check", "R.csv"]).args(more).current_dir(&folder).env("LC_ALL", locale);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert!(run("lang = \"en\"", &[], "zh_CN.UTF-8").contains("short by"));
    assert!(run("lang = \"zh\"", &[], "en_GB.UTF-8").contains("差 1元"));
    assert!(run("lang = \"zh\"", &["--lang", "en"], "zh_CN.UTF-8").contains("short by"));
    assert!(run("", &[], "en_GB.UTF-8").contains("short by"));
    assert!(run("", &[], "C").contains("short by"), "English where the locale is not Chinese");
    assert!(run("", &[], "fr_FR.UTF-8").contains("short by"));
    assert!(run("", &[], "zh_TW.UTF-8").contains("差 1元"));
}

/// `FADU_LANG` goes before the project and the locale, and `--lang` before it.
#[test]
fn the_environment_chooses_the_language() {
    let run = |args: &[&str], wished: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_fadu"));
        command.args(args).current_dir(env!("CARGO_TARGET_TMPDIR")).env("LC_ALL", "C").env("FADU_LANG", wished);
        let output = command.output().unwrap();
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    };
    assert!(run(&["check", "--help"], "zh").contains("核查报送文件"));
    assert!(run(&["check", "--help", "--lang", "en"], "zh").contains("check submissions"));
    assert!(run(&["check", "--help"], "en").contains("check submissions"));
    assert!(run(&["check", "--help"], "").contains("check submissions"));
}
