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
    run(&folder("x,1,2\n"), &["R.csv"]).expect(1, &["short by 1万元"]);
    run(&folder("x,1,\ny,1,1\n"), &["R.csv"]).expect(1, &["is blank"]);
}

#[test]
fn thresholds_move_and_meanings_stay() {
    run(&folder("x,1,2\n"), &["R.csv", "--fail-on", "never"]).expect(0, &["short by 1万元"]);
    run(&folder("x,1,\ny,1,1\n"), &["R.csv", "--fail-on", "violated"]).expect(0, &[]);
    run(&folder("x,1,\ny,1,1\n"), &["R.csv", "--fail-on", "undetermined"]).expect(1, &[]);
}

#[test]
fn two_wins_over_one() {
    let broken = folder("x,1,2\n").with("bad.fadu", "rule half \"坏\" { for r in R require r.nothing >= 1 }");
    run(&broken, &["--rules", "bad.fadu", "R.csv"]).expect(2, &["nothing", "short by 1万元"]);
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
