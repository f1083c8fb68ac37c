//! What stands in the repository and not in the work tree, or otherwise there than here: none of it may look as if nothing got worse.

use super::{PROJECT, RULES, Repository, changes, form};
use crate::cli::{Folder, Run};

/// A project that asks nothing of all together, so that a county that is not there breaks nothing.
fn each_alone() -> Repository {
    let repository = Repository::new();
    let rules: String = RULES.lines().filter(|l| !l.starts_with("rule city")).map(|l| format!("{l}\n")).collect();
    repository.write("rules/a.fadu", rules);
    repository.commit("each alone");
    repository
}

/// The code, and words wherever a page breaks them.
#[track_caller]
fn expect(run: &Run, code: i32, words: &[&str]) {
    let flat = |text: &str| text.split_whitespace().collect::<String>();
    let text = run.text();
    assert_eq!(run.code(), code, "{text}");
    for word in words {
        assert!(flat(&text).contains(&flat(word)), "`{word}` is missing in:\n{text}");
    }
}

fn json(repository: &Repository, base: &str) -> Run {
    repository.gate(&["--base", base, "--format", "json"])
}

/// A repository within the repository whose data are judged: where it was not fetched, its counties are not judged, and that is no pass.
#[test]
fn a_submodule_that_was_not_fetched_stops_the_gate() {
    let other = Repository::new();
    let repository = each_alone();
    repository.write("fadu.toml", PROJECT.replace("data/*.csv", "data/**/*.csv"));
    let from = other.path().to_str().unwrap().to_string();
    repository.git(&["-c", "protocol.file.allow=always", "submodule", "add", "-q", &from, "data/north"]);
    repository.commit("the north");
    repository.write("notes", "x");
    repository.commit("notes");
    // It is here, and what it held then is kept elsewhere: its counties would be no part of the state of before.
    expect(&repository.gate(&["--base", "HEAD^"]), 2, &["C006", "data/north", "--base-dir"]);
    let clone = Folder::new();
    repository.git(&["clone", "-q", repository.path().to_str().unwrap(), clone.path().join("c").to_str().unwrap()]);
    let run = |base: &str| clone.run(&["gate", "--lang", "en", "--root", "c", "--config", "c/fadu.toml", "--base", base]);
    expect(&run("HEAD^"), 2, &["C006", "data/north", "git submodule update"]);
    expect(&run("HEAD~2"), 2, &["C006", "data/north"]);
    // The project file may be named in full.
    let full = clone.path().join("c/fadu.toml");
    let named = clone.run(&["gate", "--lang", "en", "--root", "c", "--config", full.to_str().unwrap(), "--base", "HEAD^"]);
    expect(&named, 2, &["C006", "data/north"]);
    // Where no pattern looks into it, it is nobody's affair.
    std::fs::write(clone.path().join("c/fadu.toml"), PROJECT).unwrap();
    let at = clone.path().join("c").to_str().unwrap().to_string();
    for told in ["narrower", "notes"] {
        let author = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        repository.git(&[&["-C", &at][..], &author, &["commit", "-q", "-a", "--allow-empty", "-m", told]].concat());
    }
    expect(&run("HEAD^"), 0, &["same 1"]);
}

#[test]
fn what_a_sparse_checkout_leaves_out_stops_the_gate() {
    let repository = each_alone();
    repository.write("data/丙.csv", form("丙", "1", "300"));
    repository.write("notes/n", "x");
    repository.commit("丙 breaks");
    expect(&json(&repository, "HEAD^"), 1, &["丙"]);
    repository.git(&["sparse-checkout", "set", "--no-cone", "/*", "!/data/丙.csv"]);
    assert!(!repository.path().join("data/丙.csv").exists());
    expect(&repository.gate(&["--base", "HEAD^"]), 2, &["C006", "data/丙.csv", "sparse-checkout disable"]);
    expect(&repository.gate(&["--base", "HEAD^", "data"]), 2, &["data/丙.csv"]);
    // Rules that are left out ask nothing of anybody.
    repository.git(&["sparse-checkout", "set", "--no-cone", "/*", "!/rules/"]);
    assert_eq!(json(&repository, "HEAD^").code(), 2);
    // What no pattern looks for may be left out.
    repository.git(&["sparse-checkout", "set", "--no-cone", "/*", "!/notes/"]);
    assert_eq!(changes(&json(&repository, "HEAD^")), ["new data share 丙"]);
    repository.git(&["sparse-checkout", "disable"]);
    assert_eq!(changes(&json(&repository, "HEAD^")), ["new data share 丙"]);
}

/// Git LFS leaves a pointer in place of a file that it did not fetch. Read as a table it would be a strange one; it is told for what it is.
#[test]
fn a_pointer_is_no_table() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22e\nsize 12345\n";
    for name in ["data/丙.csv", "data/丙.xlsx", "data/丙.csv.gz", "rules/b.fadu"] {
        let repository = each_alone();
        repository.write("fadu.toml", PROJECT.replace("data/*.csv", "data/*"));
        repository.commit("all formats");
        repository.write(name, pointer);
        repository.commit("a pointer");
        expect(&repository.gate(&["--base", "HEAD^"]), 2, &["I001", name, "Git LFS", "git lfs pull"]);
        expect(&repository.0.run(&["check", "--lang", "zh"]), 2, &["I001", name, "Git LFS 的指针", "git lfs pull"]);
    }
    // A form that begins alike is a form.
    let repository = each_alone();
    repository.write("data/丙.csv", "version https://git-lfs.example.org\n县名,税收,收入\n丙,200,300\n");
    repository.gate(&["--base", "HEAD"]).without(&["git lfs pull"]);
}

/// The repository has lines that end otherwise, or another encoding, than the work tree.
#[test]
fn what_git_converts_is_no_change() {
    let repository = each_alone();
    repository.write(".gitattributes", "*.csv text eol=crlf\n");
    repository.commit("lines end as on Windows");
    std::fs::remove_dir_all(repository.path().join("data")).unwrap();
    repository.git(&["checkout", "-q", "--", "data"]);
    let text = std::fs::read(repository.path().join("data/乙.csv")).unwrap();
    assert!(text.windows(2).any(|w| w == b"\r\n"));
    assert_eq!(changes(&json(&repository, "HEAD^")), Vec::<String>::new());
    // 239 of 400 is 59.75 %.
    repository.write("data/甲.csv", form("甲", "239", "400").replace('\n', "\r\n"));
    let run = json(&repository, "HEAD");
    assert_eq!((run.code(), changes(&run)), (1, vec!["new data share 甲".to_string()]));
}

#[cfg(unix)]
#[test]
fn the_mode_of_a_file_says_nothing_of_its_data() {
    use std::os::unix::fs::PermissionsExt;
    let repository = each_alone();
    let file = repository.path().join("data/甲.csv");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    repository.commit("may be run");
    let run = json(&repository, "HEAD^");
    assert_eq!((run.code(), changes(&run)), (0, Vec::new()));
}

/// What a link out of the repository leads to is no part of it: what it was then nobody knows, and that is said.
#[cfg(unix)]
#[test]
fn a_link_out_of_the_repository_is_told() {
    let repository = each_alone();
    let outside = Folder::new().with("丙.csv", form("丙", "10", "300"));
    let file = repository.path().join("data/丙.csv");
    std::fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink(outside.path().join("丙.csv"), &file).unwrap();
    repository.commit("丙 is elsewhere");
    // The state of before had the file itself.
    let run = json(&repository, "HEAD^");
    assert_eq!((run.code(), changes(&run)), (1, vec!["new data share 丙".to_string()]));
    repository.write("notes", "x");
    repository.commit("notes");
    expect(&repository.gate(&["--base", "HEAD^"]), 0, &["outside of the repository", "data/丙.csv", "same 2"]);
    // Where it leads nowhere, nothing is judged.
    std::fs::remove_file(outside.path().join("丙.csv")).unwrap();
    assert_eq!(json(&repository, "HEAD^").code(), 2);
}

/// A county that is taken out violates nothing any more; it is told, and it is not mended.
#[test]
fn who_vanishes_is_not_mended() {
    let repository = each_alone();
    repository.git(&["rm", "-q", "data/乙.csv", "data/丙.csv"]);
    repository.commit("two counties go");
    let run = json(&repository, "HEAD^");
    assert_eq!((run.code(), changes(&run)), (0, vec!["gone data share 乙".to_string()]));
    expect(&repository.gate(&["--base", "HEAD^"]), 0, &["2 rows of before are not there any more", "县 丙 (data/丙.csv)"]);
    expect(&repository.0.run(&["gate", "--lang", "zh", "--base", "HEAD^"]), 0, &["先前有、现在没有的行 2 行", "不在的不算改正"]);
    expect(&repository.gate(&["--base", "HEAD^", "--fail-on-changes", "gone"]), 1, &[]);
    // A row that stands in another file now is there.
    let repository = each_alone();
    repository.git(&["rm", "-q", "data/丙.csv"]);
    repository.write("data/甲.csv", form("甲", "240", "400") + "丙,200,300\n");
    repository.commit("丙 stands beside 甲");
    repository.gate(&["--base", "HEAD^"]).expect(0, &[]).without(&["not there any more"]);
    // One row of several goes.
    repository.write("data/甲.csv", form("甲", "240", "400"));
    repository.commit("丙 is left out");
    expect(&repository.gate(&["--base", "HEAD^"]), 0, &["1 row of before is not", "县 丙 (data/甲.csv)"]);
}

/// A cell that cannot be used goes with its file: that mends nothing. Where the file has got another name, it is the same cell.
#[test]
fn a_mistake_goes_with_its_file_and_moves_with_it() {
    let broken = || {
        let repository = each_alone();
        repository.write("data/丙.csv", form("丙", "二百零", "300"));
        repository.commit("a figure that is none");
        repository
    };
    let repository = broken();
    let told = changes(&json(&repository, "HEAD^"));
    assert_eq!(told.len(), 2, "{told:?}");
    repository.git(&["rm", "-q", "data/丙.csv"]);
    repository.commit("丙 goes");
    let run = json(&repository, "HEAD^");
    let said = changes(&run);
    assert!(said.iter().all(|c| c.starts_with("gone data")) && said.len() == 2, "{said:?}");
    let repository = broken();
    repository.git(&["mv", "data/丙.csv", "data/丙县.csv"]);
    repository.commit("another name");
    let run = json(&repository, "HEAD^");
    assert_eq!((run.code(), changes(&run)), (0, Vec::new()));
    // Another mistake in a file of another name is a new one.
    let repository = broken();
    repository.git(&["rm", "-q", "data/丙.csv"]);
    repository.write("data/丙县.csv", form("丙", "200", "三百零"));
    repository.commit("another name and another mistake");
    let run = json(&repository, "HEAD^");
    let said = changes(&run);
    assert_eq!(run.code(), 1);
    assert!(said.iter().any(|c| c.starts_with("new data D")) && said.iter().any(|c| c.starts_with("gone data D")), "{said:?}");
}

#[test]
fn any_commit_is_a_base() {
    let repository = each_alone();
    repository.git(&["checkout", "-q", "-b", "side"]);
    repository.write("data/丁.csv", form("丁", "1", "2"));
    repository.commit("丁 violates");
    repository.git(&["checkout", "-q", "main"]);
    repository.write("notes", "x");
    repository.commit("notes");
    repository.git(&["merge", "-q", "--no-ff", "-m", "merged", "side"]);
    // The merge against its first parent brings 丁; against the second it brings nothing.
    assert_eq!(changes(&json(&repository, "HEAD^1")), ["new data share 丁"]);
    assert_eq!(changes(&json(&repository, "HEAD^2")), Vec::<String>::new());
    repository.write("data/丙.csv", form("丙", "100", "300"));
    repository.commit("丙 breaks");
    // A merge as the base.
    let run = json(&repository, "HEAD^");
    assert_eq!((run.code(), changes(&run)), (1, vec!["new data share 丙".to_string()]));
    // A work tree on no branch; a base that is no ancestor, and one without anything in common.
    repository.git(&["checkout", "-q", "--detach"]);
    assert_eq!(changes(&json(&repository, "HEAD^")), ["new data share 丙"]);
    expect(&repository.gate(&["--base", "main"]), 2, &["B003"]);
    repository.git(&["checkout", "-q", "--orphan", "alone"]);
    repository.write("data/甲.csv", form("甲", "1", "400"));
    repository.commit("of its own");
    let run = json(&repository, "main");
    assert_eq!((run.code(), changes(&run)), (1, vec!["new data share 甲".to_string()]));
    expect(&repository.gate(&["--base", "main", "--merge-base"]), 2, &["B002", "no history in common"]);
}

/// A hook runs on every commit, also where only its words change; whoever asks for it may compare a state with itself.
#[test]
fn a_hook_may_meet_nothing_changed() {
    let repository = each_alone();
    expect(&repository.gate(&["--base", "HEAD"]), 2, &["B003"]);
    expect(&repository.gate(&["--base", "HEAD", "--unchanged-passes"]), 0, &["same 1"]);
    repository.write("data/甲.csv", form("甲", "1", "400"));
    expect(&repository.gate(&["--base", "HEAD", "--unchanged-passes"]), 1, &["new 1"]);
}
