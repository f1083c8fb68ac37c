//! `fadu diff`: two versions of rules over the same data.

use super::{RULES, Repository, changes};
use crate::cli::Run;

fn diff(repository: &Repository, more: &[&str]) -> Run {
    let mut args = vec!["diff", "--lang", "en", "old", "new"];
    args.extend(more);
    repository.0.run(&args)
}

#[test]
fn who_would_newly_fail_and_whose_margin_moves() {
    let repository = Repository::new();
    repository.write("old/a.fadu", RULES);
    repository.write("new/a.fadu", RULES.replace("60% of", "65% of").replace("1000万元", "1001万元"));
    // 甲 has 60 %, 乙 50 %, 丙 66.7 %; together 1000.
    let run = diff(&repository, &["--format", "json"]);
    assert_eq!(changes(&run), ["new data city", "new data share 甲", "worse data share 乙"]);
    assert_eq!(run.code(), 0);
    // 丙 passes both, by 20 and by 5.
    repository.write("on/County.csv", "县名,税收,收入\n甲,240,400\n乙,150,300\n丙,200,300\n");
    diff(&repository, &["--on", "on"]).expect(0, &["丙", "margin 50,000 yuan", "margin 200,000 yuan"]);
    diff(&repository, &["--fail-on-changes", "new"]).expect(1, &[]);
    diff(&repository, &["--fail-on-changes", "fixed,gone"]).expect(0, &[]);
    // The other way round they are mended.
    let run = repository.0.run(&["diff", "--lang", "en", "new", "old", "--format", "json"]);
    assert_eq!(changes(&run), ["better data share 乙", "fixed data city", "fixed data share 甲"]);
}

#[test]
fn rules_that_do_not_compile_are_not_compared() {
    let repository = Repository::new();
    repository.write("old/a.fadu", RULES);
    repository.write("new/a.fadu", "rule x { require }");
    diff(&repository, &[]).expect(2, &["S0"]);
    let run = repository.0.run(&["diff", "--lang", "en", "new", "old"]);
    run.expect(2, &["B007"]);
    repository.0.run(&["diff", "--lang", "en", "old", "nowhere"]).expect(2, &["nowhere"]);
}
