//! Ways in which other tools were fooled into green. Each ends with 2 and says what to do, or with 1.

use super::{PROJECT, RULES, Repository, changes, form};
use crate::cli::Folder;

#[test]
fn a_state_compared_with_itself_is_no_pass() {
    let repository = Repository::new();
    for name in ["HEAD", "main"] {
        repository.gate(&["--base", name]).expect(2, &["B003", "HEAD^"]);
    }
    // Uncommitted work is a change, and so is a commit that touches nothing that is judged.
    repository.write("data/甲.csv", form("甲", "241", "400"));
    repository.gate(&["--base", "HEAD"]).expect(0, &["same 1"]);
    repository.git(&["checkout", "-q", "data"]);
    repository.write("notes.txt", "x");
    repository.commit("notes");
    repository.gate(&["--base", "HEAD^"]).expect(0, &["same 1"]);
}

/// A hook runs on every commit, also on one that is about something else. What is in no commit is no change: a runner leaves files lying about.
#[test]
fn a_commit_about_something_else_passes() {
    let repository = Repository::new();
    repository.write("package.json", "{}");
    repository.gate(&["--base", "HEAD"]).expect(2, &["B003"]);
    repository.git(&["add", "package.json"]);
    repository.gate(&["--base", "HEAD"]).expect(0, &["same 1"]);
    repository.commit("a package");
    repository.gate(&["--base", "HEAD"]).expect(2, &["B003"]);
    repository.write("package.json", "{\"a\": 1}");
    repository.gate(&["--base", "HEAD"]).expect(0, &["same 1"]);
}

/// A header that is misspelt leaves a column out: in one file that is open, in all of them the check could not be done.
#[test]
fn a_misspelt_header_is_no_way_out() {
    let repository = Repository::new();
    let misspelt = |name: &str, tax: &str, total: &str| form(name, tax, total).replace("税收", "税受");
    repository.write("data/乙.csv", misspelt("乙", "150", "300"));
    repository.commit("乙 is short, and misspells its header");
    let run = repository.gate(&["--base", "HEAD^", "--format", "json"]);
    assert_eq!((run.code(), changes(&run)), (1, vec!["new data D023 data/乙.csv".into(), "newly-open data share 乙".into()]));
    repository.write("data/甲.csv", misspelt("甲", "240", "400"));
    repository.write("data/丙.csv", misspelt("丙", "200", "300"));
    repository.commit("all do");
    repository.gate(&["--base", "HEAD^"]).expect(2, &["L004"]);
}

/// Files that are moved to where no pattern finds them are gone, and their county with them.
#[test]
fn files_that_no_pattern_finds_are_gone() {
    let repository = Repository::new();
    repository.git(&["mv", "data/乙.csv", "data/乙.csv.bak"]);
    repository.commit("乙 hides");
    // 1000 were asked of all, and 乙 had 300 of them.
    let run = repository.gate(&["--base", "HEAD^", "--format", "json"]);
    assert_eq!((run.code(), changes(&run)), (1, vec!["gone data share 乙".to_string(), "new data city".to_string()]));
    repository.git(&["mv", "data", "date"]);
    repository.commit("all hide");
    repository.gate(&["--base", "HEAD^"]).expect(2, &["C004"]);
}

#[test]
fn revisions_that_are_not_there() {
    let repository = Repository::new();
    repository.gate(&["--base", "origin/mian"]).expect(2, &["B002", "origin/mian", "git fetch"]);
    repository.gate(&["--base", "--help"]).expect(2, &[]);
    repository.gate(&[]).expect(2, &["--base"]);
    let loose = Folder::new().with("fadu.toml", PROJECT).with("rules/a.fadu", RULES).with("data/a.csv", form("甲", "1", "1"));
    loose.run(&["gate", "--lang", "en", "--base", "main"]).expect(2, &["B001", "--base-dir"]);
}

/// In a container the checkout belongs to somebody else, and git refuses to read it: what to do is said.
#[test]
fn a_repository_of_another_user_says_what_to_do() {
    let repository = Repository::new();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_fadu"))
        .args(["gate", "--lang", "en", "--base", "HEAD"])
        .current_dir(repository.path())
        .env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("B001") && text.contains("safe.directory") && text.contains("another user"), "{text}");
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let repository = Repository::new();
    repository.write("data/甲.csv", form("甲", "1", "400"));
    repository.commit("breaks");
    let clone = Folder::new();
    let source = format!("file://{}", repository.path().display());
    repository.git(&["clone", "-q", "--depth", "1", &source, clone.path().join("c").to_str().unwrap()]);
    let at = clone.path().join("c");
    let run = |more: &[&str]| {
        let mut args = vec!["gate", "--lang", "en", "--root", "c", "--config", "c/fadu.toml"];
        args.extend(more);
        assert!(at.join("data/甲.csv").exists());
        clone.run(&args)
    };
    run(&["--base", "HEAD^"]).expect(2, &["B002", "fetch-depth: 0"]);
    run(&["--base", "HEAD", "--merge-base"]).expect(2, &["B002", "fetch-depth: 0"]);
}

#[test]
fn what_stops_a_check_stops_the_gate() {
    let cases: [(&str, &[u8], &str); 5] = [
        ("rules/b.fadu", b"rule x { require }", "S0"),
        ("fadu.toml", b"[project]\nrulse = [\"rules/*.fadu\"]\n", "C002"),
        (
            "fadu.toml",
            b"[project]\nrules = [\"rules/*.fadu\"]\n[[submissions]]\nfiles = \"date/*.csv\"\nrecord = \"County\"\n",
            "C004",
        ),
        ("data/丙.csv", b"\xff\xfe\x00\xff\n", "丙.csv"),
        ("rules/b.fadu", b"record Q key id { id : text }\nrule q { for q in Q require q.id = \"x\" }", "no subject"),
    ];
    for (name, content, word) in cases {
        let repository = Repository::new();
        repository.write(name, content);
        repository.commit("a change");
        let run = repository.gate(&["--base", "HEAD^"]);
        run.expect(2, &[word, "could not be completed"]);
        for format in ["json", "github", "sarif", "junit", "summary"] {
            assert_eq!(repository.gate(&["--base", "HEAD^", "--format", format]).code(), 2, "{format}");
        }
    }
}

/// Rules that could not be read before make more look new, never less. Figures that were not read would make a sum open before, and what is newly
/// open would look the same: there is no comparison.
#[test]
fn faults_of_before_are_no_excuse() {
    let repository = Repository::new();
    repository.write("rules/a.fadu", "rule x { require }");
    repository.commit("broken");
    repository.write("rules/a.fadu", RULES);
    repository.commit("mended");
    let run = repository.gate(&["--base", "HEAD^"]);
    run.expect(1, &["not judged whole", "new 1"]);
    repository.write("data/丙.csv", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
    repository.commit("a pointer");
    repository.write("data/丙.csv", form("丙", "10", "300"));
    repository.commit("its content");
    repository.gate(&["--base", "HEAD^"]).expect(2, &["data/丙.csv", "Git LFS", "not whole"]);
    // By its content now it would be a sum that was open before and is open still.
    repository.write("data/丙.csv", form("丙", "", "300"));
    repository.commit("a blank");
    repository.gate(&["--base", "HEAD~2"]).expect(2, &["data/丙.csv", "git lfs pull"]);
    repository.gate(&["--base", "HEAD^"]).expect(1, &["newly undetermined 1"]);
}

#[test]
fn changed_forms_are_told_and_added_fields_are_none() {
    let repository = Repository::new();
    repository.write("rules/a.fadu", RULES.replace("tax   \"税收\" : money in 万元", "tax   \"税收\" : money in 亿元"));
    repository.commit("another unit");
    repository.gate(&["--base", "HEAD^"]).expect(2, &["B004", "County.tax", "--schema-changed"]);
    repository.gate(&["--base", "HEAD^", "--schema-changed"]).expect(0, &["fixed"]);
    repository.write("rules/a.fadu", RULES);
    repository.commit("back");
    repository.write("rules/a.fadu", RULES.replace("total \"收入\"", "note \"备注\" : text?\n  total \"收入\""));
    repository.commit("a field more");
    repository.gate(&["--base", "HEAD^"]).expect(0, &["same 1"]);
}

/// `--waivers-from head` is for those who may decide it.
#[test]
fn a_change_does_not_let_itself_pass() {
    let repository = Repository::new();
    repository.write("fadu.toml", format!("{PROJECT}\n[check]\nfail_on = \"never\"\n"));
    repository.write("data/甲.csv", form("甲", "1", "400"));
    repository.commit("violates and says that nothing fails");
    repository.gate(&["--base", "HEAD^"]).expect(1, &["new 1"]);
    repository.gate(&["--base", "HEAD^", "--waivers-from", "head"]).expect(0, &["new 1"]);
}

#[test]
fn another_checkout_serves_as_well() {
    let repository = Repository::new();
    let other = Folder::new();
    repository.git(&["worktree", "add", "-q", "--detach", other.path().join("w").to_str().unwrap()]);
    repository.write("data/丙.csv", form("丙", "170", "300"));
    let base = other.path().join("w");
    let run = repository.gate(&["--base-dir", base.to_str().unwrap(), "--format", "json"]);
    assert_eq!(changes(&run), ["new data share 丙"]);
    assert_eq!(run.code(), 1);
    // The state of now is no other checkout, by whatever name, and a file is none.
    std::os::unix::fs::symlink(repository.path(), other.path().join("link")).unwrap();
    for same in [".", "data/..", other.path().join("link").to_str().unwrap()] {
        repository.gate(&["--base-dir", same]).expect(2, &["B003"]);
    }
    repository.gate(&["--base-dir", ".", "--unchanged-passes"]).expect(0, &["same 2"]);
    repository.gate(&["--base-dir", "fadu.toml"]).expect(2, &["B001"]);
    std::fs::create_dir(other.path().join("empty")).unwrap();
    let empty = other.path().join("empty");
    repository.gate(&["--base-dir", empty.to_str().unwrap()]).expect(2, &["B001"]);
}

/// The branch point, not the tip: what the target branch mended meanwhile is not this branch's fault.
#[test]
fn the_merge_base_is_where_both_went_apart() {
    let repository = Repository::new();
    repository.git(&["checkout", "-q", "-b", "side"]);
    repository.write("notes", "x");
    repository.commit("on the side");
    repository.git(&["checkout", "-q", "main"]);
    repository.write("data/乙.csv", form("乙", "180", "300"));
    repository.commit("乙 is mended on main");
    repository.git(&["checkout", "-q", "side"]);
    let tip = repository.gate(&["--base", "main", "--format", "json"]);
    assert_eq!((tip.code(), changes(&tip)), (1, vec!["new data share 乙".to_string()]));
    let apart = repository.gate(&["--base", "main", "--merge-base", "--format", "json"]);
    assert_eq!((apart.code(), changes(&apart)), (0, vec![]));
}

/// Run in a folder of the repository, with the project above it; names with blanks and other letters.
#[test]
fn a_project_below_the_root_of_the_repository() {
    let repository = Repository::new();
    for name in ["fadu.toml", "rules", "data"] {
        repository.write("子 目录/keep", "");
        repository.git(&["mv", name, &format!("子 目录/{name}")]);
    }
    repository.commit("moved");
    repository.write("子 目录/data/丙.csv", form("丙", "170", "300"));
    let run = repository.gate(&["--config", "子 目录/fadu.toml", "--base", "HEAD", "--format", "json"]);
    assert_eq!(changes(&run), ["new data share 丙"]);
}

/// Links of a repository are followed as they were then.
#[cfg(unix)]
#[test]
fn links_lead_where_they_led_then() {
    let repository = Repository::new();
    repository.git(&["mv", "data", "store"]);
    std::os::unix::fs::symlink("store", repository.path().join("data")).unwrap();
    repository.commit("a link");
    let run = repository.gate(&["--base", "HEAD^", "--format", "json"]);
    assert_eq!(changes(&run), Vec::<String>::new());
    repository.write("store/丙.csv", form("丙", "170", "300"));
    let run = repository.gate(&["--base", "HEAD", "--format", "json"]);
    assert_eq!(changes(&run), ["new data share 丙"]);
}

/// What the state before made of single rules counts, but a name that no rule has is told where it is written.
#[test]
fn a_misspelt_rule_in_the_settings_of_now_is_told() {
    let repository = Repository::new();
    let levels = |rule: &str| format!("{PROJECT}\n[levels]\n{rule} = {{ level = \"warn\", because = \"x\" }}\n");
    repository.write("fadu.toml", levels("sharr"));
    repository.commit("misspelt");
    repository.gate(&["--base", "HEAD^"]).expect(2, &["C011", "sharr"]);
    repository.write("fadu.toml", levels("share"));
    repository.commit("mended");
    repository.gate(&["--base", "HEAD^"]).without(&["error[C011]"]);
}

/// What it held before is not in the repository, whether a link or the path itself leads there.
#[test]
fn files_outside_of_the_repository_are_said_to_be_judged_as_they_are_now() {
    let repository = Repository::new();
    let other = Folder::new().with("丁.csv", form("丁", "100", "300"));
    let pattern = format!("[\"data/*.csv\", \"{}/*.csv\"]", other.path().display());
    repository.write("fadu.toml", PROJECT.replace("\"data/*.csv\"", &pattern));
    repository.commit("a county hands in elsewhere");
    repository.write("notes", "x");
    repository.commit("notes");
    repository.gate(&["--base", "HEAD^"]).expect(0, &["丁.csv lies outside of the repository"]);
}
