//! What cannot be used stops the run, what judged nothing has not passed, and no file is lost: neither what is read nor what is written.

use super::{Folder, Run};

const RULES: &str = "record R \"表\" key name { name \"名称\" : text  v \"产值\" : money in 万元 }\n\
                     param most : money in 0万元..1000万元 = 100万元\n\
                     rule v \"产值有上限\" { for r in R require r.v <= most }\n";

fn folder() -> Folder {
    Folder::new().with("r.fadu", RULES).with("R.csv", "名称,产值\n甲,500\n")
}

fn check(folder: &Folder, more: &[&str]) -> Run {
    let args: Vec<&str> = ["check", "--lang", "en", "-r", "r.fadu"].iter().chain(more).copied().collect();
    folder.run(&args)
}

#[test]
fn a_breach_is_not_lost_where_region_is_said_twice() {
    let rules = format!("policy p \"p\" {{ jurisdiction \"131100\"  clause c \"1\" \"x\" mandate }}\n{RULES}")
        .replace("{ for", "{ cite p.c for");
    let twice = r#"{"submission":{"region":"131100","region":"110000"},"R":[{"name":"甲","v":500}]}"#;
    let folder = Folder::new().with("r.fadu", rules).with("a.json", twice);
    check(&folder, &["a.json"]).expect(2, &["I030", "over by 4 million yuan", "the first time", "the second time"]);
}

#[test]
fn the_project_file_and_a_file_disagree() {
    let project = "[project]\nrules = [\"r.fadu\"]\nlang = \"en\"\n[[submissions]]\nfiles = \"*.json\"\nregion = \"131100\"\nperiod = 2007\n";
    let file = r#"{"submission":{"region":"110000","period":2006},"R":[{"name":"甲","v":500}]}"#;
    let folder = Folder::new().with("r.fadu", RULES).with("fadu.toml", project).with("a.json", file);
    folder.run(&["check"]).expect(2, &["I031", "the file says this", "the project file says this", "over by 4 million yuan"]);
}

#[test]
fn a_file_named_twice_is_read_once() {
    let folder = folder().with("ok/R.csv", "名称,产值\n乙,1\n");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("ok/R.csv"), folder.path().join("ok/S.csv")).unwrap();
        std::fs::hard_link(folder.path().join("ok/R.csv"), folder.path().join("ok/T.csv")).unwrap();
    }
    let absolute = folder.path().join("ok/R.csv");
    let absolute = absolute.to_str().unwrap();
    for named in
        [vec!["ok/R.csv", "ok/R.csv"], vec!["ok/R.csv", "./ok/R.csv"], vec!["ok", "ok/R.csv"], vec!["ok/R.csv", absolute]]
    {
        check(&folder, &named).expect(0, &["Passed"]);
    }
    check(&folder, &["-r", "./r.fadu", "ok/R.csv"]).expect(0, &["Passed"]);
    let project = "[project]\nrules = [\"r.fadu\"]\nlang = \"en\"\n[[submissions]]\nfiles = [\"ok/*.csv\"]\nrecord = \"R\"\n";
    folder.with("fadu.toml", project).run(&["check"]).expect(0, &["Passed"]);
}

#[test]
fn tables_stand_beside_the_rule_file_and_one_that_cannot_be_read_judges_nothing() {
    let rules = "table limits key k from \"t.csv\" { k : text  v : number }\nrecord R key k { k : text  x : number }\n\
                 rule cap { for r in R require r.x <= sum(t.v for t in limits) }\n\
                 rule own { for r in R require r.x <= 5 }\n\
                 rule names { for r in R require r.k in limits.k }\n";
    let folder = Folder::new().with("sub/rules.fadu", rules).with("sub/t.csv", "k,v\na,10\n").with("R.csv", "k,x\na,6\n");
    let absolute = folder.path().join("sub");
    for named in ["sub", "sub/rules.fadu", "./sub", "sub/../sub/rules.fadu", absolute.to_str().unwrap()] {
        folder.run(&["check", "--lang", "en", "-r", named, "R.csv"]).expect(1, &["met 2", "over by 1"]);
    }
    for (fault, code) in [
        ("", "I012"),
        ("k,w\na,10\n", "D025"),
        ("v\n10\n", "D025"),
        ("k,v\na,10,3\n", "D027"),
        ("k,v\na,10\na,11\n", "D021"),
        ("k,v\n,10\n", "D022"),
        ("x\ny\n", "I013"),
    ] {
        let folder = Folder::new().with("sub/rules.fadu", rules).with("sub/t.csv", fault).with("R.csv", "k,x\na,6\n");
        let run = folder.run(&["check", "--lang", "en", "-r", "sub", "R.csv"]);
        if code == "D025" && fault.starts_with("k") {
            // A column that is no key only leaves its figures unknown.
            run.expect(1, &["D025", "undetermined 1", "over by 1"]).without(&["L012"]);
            continue;
        }
        run.expect(2, &[code, "L012", "cap", "names", "over by 1"]).without(&["met 1", "met 2", "over by 6"]);
    }
    std::fs::remove_file(folder.path().join("sub/t.csv")).unwrap();
    folder
        .run(&["check", "--lang", "en", "-r", "sub", "R.csv"])
        .expect(2, &["I001", "L012", "not judged: cap, names", "over by 1"])
        .without(&["over by 6"]);
}

#[test]
fn options_that_cannot_be_used_stop_the_run_and_are_named() {
    let folder = folder();
    let commands: [&[&str]; 4] = [
        &["check", "-r", "r.fadu", "R.csv"],
        &["test", "-r", "r.fadu"],
        &["audit", "-r", "r.fadu"],
        &["coverage", "-r", "r.fadu"],
    ];
    let wrong = ["most=2000万元", "most=5个", "most=abc", "most", "mots=5万元", "most=-1万元"];
    for command in commands {
        for value in wrong {
            let args: Vec<&str> = command.iter().chain(&["--lang", "en", "--param", value]).copied().collect();
            folder.run(&args).expect(2, &["--param", value]).without(&["r.fadu:", "short by", "over by", "Passed"]);
        }
        for value in ["2007-9", "2007-02-30", "soon", ""] {
            let as_of = format!("--as-of={value}");
            let args: Vec<&str> = command.iter().chain(&["--lang", "en", &as_of]).copied().collect();
            folder.run(&args).expect(2, &["--as-of", value]).without(&["r.fadu:", "over by", "Passed"]);
        }
    }
    check(&folder, &["R.csv", "--param", "most=1000万元"]).expect(0, &["Passed"]);
    check(&folder, &["R.csv", "--param", "most=0万元"]).expect(1, &["over by 5 million yuan"]);
}

#[test]
fn a_run_that_judged_nothing_has_not_passed() {
    let folder = folder().with("none.fadu", "record R \"表\" key name { name \"名称\" : text  v \"产值\" : money in 万元 }\n");
    std::fs::create_dir_all(folder.path().join("empty")).unwrap();
    let passed = ["Passed"];
    folder.run(&["check", "--lang", "en", "-r", "none.fadu", "R.csv"]).expect(2, &["L003", "hold no rule"]).without(&passed);
    check(&folder, &["empty"]).expect(2, &["no file in empty"]).without(&passed);
    check(&folder, &["R.csv", "empty"]).expect(2, &["no file in empty"]);
    folder.run(&["audit", "--lang", "en", "-r", "none.fadu"]).expect(2, &["L005"]).without(&passed);
    folder.run(&["coverage", "--lang", "en", "-r", "none.fadu"]).expect(2, &["L015"]);
    folder.run(&["test", "--lang", "en", "-r", "none.fadu"]).expect(2, &["there is no rule"]).without(&["100%"]);

    let policy = "policy p \"p\" { jurisdiction \"131100\"  clause c \"1\" \"x\" mandate }\n";
    let elsewhere = Folder::new()
        .with("r.fadu", format!("{policy}{}", RULES.replace("{ for", "{ cite p.c for")))
        .with("a.json", r#"{"submission":{"region":"110000"},"R":[{"name":"甲","v":500}]}"#);
    check(&elsewhere, &["a.json"]).expect(2, &["L014", "nothing was judged"]).without(&passed);
    check(&elsewhere, &["a.json", "--allow", "nothing-judged"]).expect(0, &["L014", "Nothing applied"]).without(&passed);
    let condition =
        Folder::new().with("r.fadu", RULES.replace("require", "when r.v > 900万元 require")).with("R.csv", "名称,产值\n甲,900\n");
    check(&condition, &["R.csv"]).expect(2, &["L014"]);
    let condition = condition.with("S/R.csv", "名称,产值\n乙,901\n");
    check(&condition, &["R.csv", "S/R.csv"]).expect(1, &["over by"]).without(&["L014"]);
}

#[test]
fn stale_is_not_denied_by_a_review_that_never_was() {
    let rules = format!("policy p \"p\" {{ clause c \"1\" \"x\" mandate }}\n{}", RULES.replace("{ for", "{ cite p.c for"));
    let folder = Folder::new().with("p/r.fadu", rules);
    folder.run(&["coverage", "--lang", "en", "--deny", "stale", "p"]).expect(1, &["never reviewed"]);
    folder.run(&["coverage", "--lang", "en", "p"]).expect(0, &[]);
    folder.run(&["coverage", "--lang", "en", "--accept", "--deny", "stale", "p"]).expect(0, &["is written"]);
    folder.run(&["coverage", "--lang", "en", "--deny", "stale", "p"]).expect(0, &[]);
}
