//! Waivers and explanations at the gate: those of the state before count, so that no change lets itself pass.

use super::{PROJECT, RULES, Repository, changes, form};

/// A project whose day is the last of a year.
fn project(day: &str) -> String {
    format!("{PROJECT}\n[run]\nas_of = {day}\n")
}

/// 丙 may have so small a share until the day: 170 of 300 is 56.67 %, 169 is 56.33 %, 160 is 53.33 %.
fn waiver(limit: &str, expires: &str) -> String {
    format!(
        "[[waivers]]\nrule = \"share\"\nsubject = \"丙\"\nlimit = \"{limit}\"\nreason = \"受灾\"\napproved_by = \"李某\"\ndocument = \"1号\"\nexpires = {expires}\n"
    )
}

fn repository() -> Repository {
    let repository = Repository::new();
    repository.write("fadu.toml", project("2007-12-31"));
    repository.commit("a day");
    repository
}

fn gate(repository: &Repository, more: &[&str]) -> (i32, Vec<String>) {
    let mut args = vec!["--base", "HEAD^", "--format", "json"];
    args.extend(more);
    let run = repository.gate(&args);
    (run.code(), changes(&run))
}

fn said(code: i32, list: &[&str]) -> (i32, Vec<String>) {
    (code, list.iter().map(|s| (*s).to_string()).collect())
}

/// 180 of 300 are asked.
#[test]
fn a_waiver_that_comes_with_the_violation_does_not_count() {
    let repository = repository();
    repository.write("data/丙.csv", form("丙", "170", "300"));
    repository.write("waivers.toml", waiver("56.6%", "2008-06-30"));
    repository.commit("violates, and waives itself");
    assert_eq!(gate(&repository, &[]), said(1, &["new data share 丙"]));
    repository.gate(&["--base", "HEAD^"]).expect(1, &["1 of these would be let pass", "--waivers-from head"]);
    // Who may decide lets it pass: it is told all the same.
    assert_eq!(gate(&repository, &["--waivers-from", "head"]), said(0, &["new data share 丙"]));
    // Once it is in the state before it counts, and the figure still is what it was given for.
    repository.write("notes", "x");
    repository.commit("something else");
    assert_eq!(gate(&repository, &[]), said(0, &[]));
    repository.gate(&["--base", "HEAD^"]).expect(0, &["waived"]);
}

#[test]
fn a_waiver_that_was_there_before_counts_up_to_its_limit() {
    let repository = repository();
    repository.write("waivers.toml", waiver("56.6%", "2008-06-30"));
    repository.commit("the waiver alone");
    repository.write("data/丙.csv", form("丙", "175", "300"));
    repository.commit("58.3 %");
    assert_eq!(gate(&repository, &[]), said(0, &["new data share 丙"]));
    repository.write("data/丙.csv", form("丙", "170", "300"));
    repository.commit("56.67 %");
    assert_eq!(gate(&repository, &[]), said(0, &["worse data share 丙"]));
    repository.write("data/丙.csv", form("丙", "169", "300"));
    repository.commit("56.33 %");
    assert_eq!(gate(&repository, &[]), said(1, &["worse data share 丙"]));
    // A change that widens its own waiver does not count either.
    repository.write("data/丙.csv", form("丙", "160", "300"));
    repository.write("waivers.toml", waiver("53%", "2008-06-30"));
    repository.commit("53.3 %, with a wider waiver");
    assert_eq!(gate(&repository, &[]), said(1, &["worse data share 丙"]));
    repository.write("data/丙.csv", form("丙", "180", "300"));
    repository.commit("mended");
    assert_eq!(gate(&repository, &[]), said(0, &["fixed data share 丙"]));
}

/// What is let pass now is what both states let pass.
#[test]
fn a_waiver_that_is_withdrawn_lets_nothing_pass() {
    let repository = repository();
    repository.write("waivers.toml", waiver("56.6%", "2008-06-30"));
    repository.write("data/丙.csv", form("丙", "170", "300"));
    repository.commit("both");
    std::fs::remove_file(repository.path().join("waivers.toml")).unwrap();
    repository.commit("withdrawn");
    let run = repository.gate(&["--base", "HEAD^", "--format", "json"]);
    let list = changes(&run);
    assert_eq!((run.code(), list.len()), (1, 1), "{list:?}");
    assert!(list[0].starts_with("worse") && list[0].ends_with("share 丙"), "{list:?}");
    assert_eq!(gate(&repository, &["--waivers-from", "head"]), (1, list));
    // 57 % are no longer let pass, 56.67 % were.
    repository.git(&["revert", "--no-edit", "HEAD"]);
    repository.write("waivers.toml", waiver("57%", "2008-06-30"));
    repository.commit("reaches less far");
    assert_eq!(repository.gate(&["--base", "HEAD^"]).code(), 1);
    // In the state before it is none any more.
    repository.write("notes", "x");
    repository.commit("something else");
    repository.gate(&["--base", "HEAD^"]).expect(0, &["share  丙", "same 2"]);
}

#[test]
fn what_expires_between_the_states_stands_again() {
    let repository = repository();
    repository.write("waivers.toml", waiver("56.6%", "2008-06-30"));
    repository.write("data/丙.csv", form("丙", "170", "300"));
    repository.commit("both");
    // Its last day is still one of its days.
    repository.write("fadu.toml", project("2008-06-30"));
    repository.commit("half a year on");
    assert_eq!(gate(&repository, &[]), said(0, &[]));
    repository.write("fadu.toml", project("2008-07-01"));
    repository.commit("the day after");
    let (code, list) = gate(&repository, &[]);
    assert_eq!((code, list.len()), (1, 1), "{list:?}");
    assert!(list[0].starts_with("worse") && list[0].ends_with("share 丙"), "{list:?}");
    // An earlier day does not bring it back for another violation.
    repository.write("fadu.toml", project("2008-06-01"));
    repository.write("data/丙.csv", form("丙", "169", "300"));
    repository.commit("the clock is put back");
    assert_eq!(gate(&repository, &[]).0, 1);
}

#[test]
fn explanations_are_those_of_before_too() {
    let repository = repository();
    repository.write("rules/a.fadu", RULES.replace("require c.tax", "verify c.tax"));
    repository.commit("only asks");
    let explained = "[[explanations]]\nrule = \"share\"\nsubject = \"丙\"\nfigure = \"1700/30%\"\ntext = \"含补缴\"\nby = \"王某\"\ndate = 2008-01-05\n";
    repository.write("data/丙.csv", form("丙", "170", "300"));
    repository.write("explanations.toml", explained);
    repository.commit("asks and answers");
    let ask = ["--fail-on", "query"];
    assert_eq!(gate(&repository, &ask), said(1, &["new data share 丙"]));
    let (code, _) = gate(&repository, &["--fail-on", "query", "--waivers-from", "head"]);
    assert_eq!(code, 0, "{}", repository.gate(&["--base", "HEAD^", "--waivers-from", "head"]).text());
    repository.write("data/丙.csv", form("丙", "171", "300"));
    repository.commit("another figure: the explanation is void");
    assert_eq!(gate(&repository, &ask).0, 1);
}

/// What stops a check stops the gate, also where the file does not count yet; faults of before let nothing pass.
#[test]
fn faults_in_files_of_waivers() {
    let repository = repository();
    repository.write("waivers.toml", waiver("56.6%", "2008-06-30").replace("\"share\"", "\"shore\""));
    repository.commit("a misspelt rule");
    repository.gate(&["--base", "HEAD^"]).expect(2, &["A004", "shore"]);
    repository.write("waivers.toml", waiver("56.6%", "2008-06-30"));
    repository.write("data/丙.csv", form("丙", "170", "300"));
    repository.commit("mended, with a violation");
    repository.gate(&["--base", "HEAD^"]).expect(1, &["not judged whole", "new 1"]);
    // Without a day no waiver counts.
    repository.write("fadu.toml", PROJECT);
    repository.commit("no day");
    repository.gate(&["--base", "HEAD^"]).expect(2, &["A008"]);
}

/// A state compared with itself is no pass, waivers or not.
#[test]
fn the_same_waivers_are_no_change() {
    let repository = repository();
    repository.write("waivers.toml", waiver("56.6%", "2008-06-30"));
    repository.commit("waived");
    repository.gate(&["--base", "HEAD"]).expect(2, &["B003"]);
    repository.write("waivers.toml", waiver("53%", "2008-06-30"));
    repository.gate(&["--base", "HEAD"]).expect(0, &[]);
}

/// What a kept report tells as waived still is, as long as it is no worse and has not expired; waivers of now do not count.
#[test]
fn a_kept_report_tells_what_was_waived() {
    let repository = repository();
    repository.write("waivers.toml", waiver("56.5%", "2008-06-30"));
    repository.write("data/丙.csv", form("丙", "170", "300"));
    repository.0.run(&["check", "--format", "json", "-o", "last.json"]);
    let kept = |more: &[&str]| {
        let mut args = vec!["gate", "--lang", "en", "--baseline", "last.json", "--format", "json"];
        args.extend(more);
        let run = repository.0.run(&args);
        (run.code(), changes(&run))
    };
    assert_eq!(kept(&[]), said(0, &[]));
    assert_eq!(kept(&["--as-of", "2008-06-30"]), said(0, &[]));
    assert_eq!(kept(&["--as-of", "2008-07-01"]), said(1, &["worse data share 丙"]));
    repository.write("data/丙.csv", form("丙", "169", "300"));
    assert_eq!(kept(&[]), said(1, &["worse data share 丙"]));
    repository.write("waivers.toml", waiver("50%", "2008-06-30"));
    assert_eq!(kept(&[]), said(1, &["worse data share 丙"]));
    assert_eq!(kept(&["--waivers-from", "head"]), said(0, &["worse data share 丙"]));
    // Another county, waived by the change itself.
    repository.write("data/丙.csv", form("丙", "170", "300"));
    repository.write("data/甲.csv", form("甲", "239", "400"));
    let both = waiver("50%", "2008-06-30") + &waiver("50%", "2008-06-30").replace("丙", "甲");
    repository.write("waivers.toml", both);
    assert_eq!(kept(&[]), said(1, &["new data share 甲"]));
}

/// A list takes in what stands; a waiver that runs out is not covered by it.
#[test]
fn lists_leave_out_what_is_waived() {
    let repository = repository();
    repository.write("waivers.toml", waiver("56.5%", "2008-06-30"));
    repository.write("data/丙.csv", form("丙", "170", "300"));
    let list = |more: &[&str]| {
        let mut args = vec!["baseline"];
        args.extend(more);
        args.extend(["--lang", "en"]);
        repository.0.run(&args)
    };
    list(&["write"]).expect(0, &["1 entries"]);
    list(&["check"]).expect(0, &["same 1"]);
    list(&["check", "--as-of", "2008-07-01"]).expect(1, &["new 1"]);
    let run = repository.gate(&["--baseline", "fadu-baseline.toml"]);
    run.expect(0, &["those of now let 1 findings pass"]);
}
