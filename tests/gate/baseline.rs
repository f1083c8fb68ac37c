//! Kept reports and lists: what fails already, and nothing else.

use super::{Repository, changes, form};

fn baseline(repository: &Repository, more: &[&str]) -> crate::cli::Run {
    let mut args = vec!["baseline"];
    args.extend(more);
    args.extend(["--lang", "en"]);
    repository.0.run(&args)
}

fn list(repository: &Repository) -> String {
    std::fs::read_to_string(repository.path().join("fadu-baseline.toml")).unwrap()
}

#[test]
fn a_list_takes_in_what_fails_and_shrinks() {
    let repository = Repository::new();
    baseline(&repository, &["check"]).expect(2, &["fadu-baseline.toml"]);
    baseline(&repository, &["write"]).expect(0, &["1 entries"]);
    let first = list(&repository);
    assert!(first.contains("subject = \"乙\"") && first.lines().count() == 4, "{first}");
    baseline(&repository, &["check"]).expect(0, &["same 1"]);
    // Twice is once.
    baseline(&repository, &["write"]).expect(0, &[]);
    assert_eq!(list(&repository), first);
    // Another violation is not taken in.
    repository.write("data/丙.csv", form("丙", "170", "300"));
    baseline(&repository, &["check"]).expect(1, &["new 1"]);
    baseline(&repository, &["write"]).expect(1, &["B006"]);
    assert_eq!(list(&repository), first);
    baseline(&repository, &["write", "--grow"]).expect(0, &["2 entries"]);
    baseline(&repository, &["check"]).expect(0, &["same 2"]);
    // Worse than taken in is told, and writing does not loosen it.
    repository.write("data/乙.csv", form("乙", "100", "300"));
    baseline(&repository, &["check"]).expect(1, &["worse 1"]);
    baseline(&repository, &["write"]).expect(0, &[]);
    baseline(&repository, &["check"]).expect(1, &["worse 1"]);
    // Mended entries are stale until they are taken out.
    repository.write("data/乙.csv", form("乙", "180", "300"));
    baseline(&repository, &["check"]).expect(1, &["stale", "fixed 1"]);
    baseline(&repository, &["write"]).expect(0, &["1 taken out"]);
    baseline(&repository, &["check"]).expect(0, &["same 1"]);
    // And what was mended does not come back unseen.
    repository.write("data/乙.csv", form("乙", "150", "300"));
    baseline(&repository, &["check"]).expect(1, &["new 1"]);
}

/// An entry per line, sorted, without places, counts and days: two branches that mend different findings merge.
#[test]
fn lists_merge() {
    let repository = Repository::new();
    let many: String = (0..40).map(|n| format!("县{n:02},1,100\n")).collect();
    repository.write("data/many.csv", format!("县名,税收,收入\n{many}"));
    baseline(&repository, &["write"]).expect(0, &["41 entries"]);
    let lines: Vec<String> = list(&repository).lines().skip(3).map(str::to_string).collect();
    let mut sorted = lines.clone();
    sorted.sort();
    assert!(lines == sorted && lines.len() == 41);
    assert!(!list(&repository).contains("many.csv"));
    // Every other line away from the other: removing them on two branches merges without a conflict.
    let without =
        |at: usize| lines.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, l)| format!("{l}\n")).collect::<String>();
    let head: String = list(&repository).lines().take(3).map(|l| format!("{l}\n")).collect();
    repository.commit("list");
    repository.git(&["checkout", "-q", "-b", "side"]);
    repository.write("fadu-baseline.toml", format!("{head}{}", without(5)));
    repository.commit("one out");
    repository.git(&["checkout", "-q", "main"]);
    repository.write("fadu-baseline.toml", format!("{head}{}", without(30)));
    repository.commit("another out");
    repository.git(&["merge", "-q", "--no-edit", "side"]);
    assert_eq!(list(&repository).lines().count(), 3 + 39);
}

#[test]
fn a_list_with_a_mistake_is_no_list() {
    let repository = Repository::new();
    baseline(&repository, &["write"]).expect(0, &[]);
    let good = list(&repository);
    let typos = [
        good.replace("verdict", "verdikt"),
        good.replace("\"violated\"", "\"violate\""),
        good.replace("[findings]", "[finding]"),
        good.replace("fadu-baseline/1", "fadu-baseline/2"),
        good.replacen(" = {", "x = {", 1),
        good.replace("level = \"breach\"", "level = \"noted\""),
        format!("{good}\n[more]\n"),
        String::new(),
    ];
    for bad in typos {
        repository.write("fadu-baseline.toml", &bad);
        baseline(&repository, &["check"]).expect(2, &["B005"]);
        baseline(&repository, &["write"]).expect(2, &["B005"]);
        assert_eq!(list(&repository), bad, "nothing is written over it");
    }
    // A check that cannot be done writes no list.
    repository.write("fadu-baseline.toml", &good);
    repository.write("rules/b.fadu", "rule x { require }");
    baseline(&repository, &["write"]).expect(2, &["S0"]);
    assert_eq!(list(&repository), good);
}

#[test]
fn a_kept_report_is_compared_with() {
    let repository = Repository::new();
    let check = |more: &[&str]| {
        let mut args = vec!["check", "--lang", "en", "--format", "json", "-o", "last.json"];
        args.extend(more);
        repository.0.run(&args)
    };
    check(&[]).expect(1, &[]);
    repository.gate(&["--baseline", "last.json"]).expect(0, &["same 1"]);
    repository.write("data/丙.csv", form("丙", "170", "300"));
    repository.write("data/乙.csv", form("乙", "149", "300"));
    let run = repository.gate(&["--baseline", "last.json", "--format", "json"]);
    assert_eq!(changes(&run), ["new data share 丙", "worse data share 乙"]);
    repository.write("data/乙.csv", form("乙", "180", "300"));
    let run = repository.gate(&["--baseline", "last.json", "--format", "json"]);
    assert_eq!(changes(&run), ["fixed data share 乙", "new data share 丙"]);
    // A report that does not list everything, of another kind, or of a check that could not be done.
    let text = std::fs::read_to_string(repository.path().join("last.json")).unwrap();
    for bad in [
        text.replace("\"unlisted\": 0", "\"unlisted\": 3"),
        text.replace("fadu-report/1", "fadu-report/2"),
        text.replace("\"fingerprint\"", "\"fingerprnt\""),
        text.chars().take(text.chars().count() / 2).collect(),
        "{}".to_string(),
    ] {
        repository.write("last.json", bad);
        repository.gate(&["--baseline", "last.json"]).expect(2, &["B005"]);
    }
    repository.gate(&["--baseline", "gone.json"]).expect(2, &["gone.json"]);
    repository.write("rules/b.fadu", "rule x { require }");
    check(&[]).expect(2, &[]);
    std::fs::remove_file(repository.path().join("rules/b.fadu")).unwrap();
    repository.gate(&["--baseline", "last.json"]).expect(2, &["B005", "could not be done"]);
}
