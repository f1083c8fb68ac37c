//! What stands in a file that nobody could read is not known, so it decides nothing: no table that it may belong to is complete.

use super::Folder;

const RULES: &str = "record R \"企业表\" key name { name : text  a : money in 万元 }\n\
                     record S \"项目表\" key name { name : text  b : money in 万元 }\n\
                     rule few { require count(R) <= 2 }\n\
                     rule total { require sum(r.a for r in R) <= 10万元 }\n\
                     rule enough { require sum(r.a for r in R) >= 5万元 }\n\
                     rule projects { require count(S) <= 1 }\n\
                     rule each { for r in R require r.a >= 1万元 }\n";

/// Two firms and one project that can be read.
fn known() -> Folder {
    let (firms, projects) = ("name,a（万元）\n甲,3\n乙,4\n", "name,b（万元）\n桥,1\n");
    Folder::new().with("r.fadu", RULES).with("企业表.csv", firms).with("项目表.csv", projects)
}

/// These, and a file beside them.
fn beside(file: &str, bytes: &[u8], args: &[&str]) -> super::Run {
    let folder = known().with(file, bytes);
    let mut all = vec!["check", "--all", "-r", "r.fadu", "企业表.csv", "项目表.csv", file];
    all.extend(if args.is_empty() { &["--format", "short", "--lang", "en"] } else { args });
    folder.run(&all)
}

#[test]
fn a_file_that_cannot_be_read_leaves_every_table_open_that_it_may_belong_to() {
    for (file, bytes) in [
        ("县.xlsx", &b"\x00\x01damaged"[..]),
        ("县.csv", b"\xff\xff\xfe\xfe\xff\xff"),
        ("县.json", b"{\"R\": [{\"name\": "),
        ("县.json", b"{\"\xe4\xbc\x81\xe4\xb8\x9a\": [{\"name\": \"x\", \"a\": 90}]}"),
        ("县.toml", b"[[R\nname = \"x\"\na = 90\n"),
        ("县.toml", "[[\"企业\"]]\nname = \"x\"\na = 90\n".as_bytes()),
        ("县.csv", "name,a\n丙,90\n".as_bytes()),
        ("县.csv", b""),
    ] {
        // A third firm may stand in it: at most two, and a total of at most 10, can still be broken; that 7 reach 5 cannot, nor what each row holds.
        beside(file, bytes, &[]).expect(
            2,
            &[
                "open[few] at least 2; must be ≤ 2; `企业表` may have more rows in a file that could not be read, or not whole",
                "open[total]",
                "met[enough]",
                "open[projects]",
                "met[each] 甲",
                "met[each] 乙",
            ],
        );
    }
}

#[test]
fn a_file_of_a_known_record_leaves_the_others_as_they_are() {
    let folder = known().with("二/项目表.csv", b"\xff\xff\xfe\xfe\xff\xff");
    let run = folder.run(&[
        "check",
        "--all",
        "--format",
        "short",
        "--lang",
        "en",
        "-r",
        "r.fadu",
        "企业表.csv",
        "项目表.csv",
        "二/项目表.csv",
    ]);
    run.expect(2, &["met[few]", "met[total]", "open[projects]", "met[each] 甲"]).without(&["open[few]"]);
}

#[test]
fn what_names_its_tables_itself_is_not_held_to_the_record_said_of_it() {
    let project = "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"*.csv\"\n\
                   [[submissions]]\nfiles = \"d/*\"\nrecord = \"R\"\n";
    let judged = |file: &str, bytes: &str| {
        let folder = known().with("fadu.toml", project).with(file, bytes);
        folder.run(&["check", "--all", "--format", "short", "--lang", "en"])
    };
    // Behind the fault of an object a list of projects may stand; a list is of the record that is said, and so is a table of columns.
    for (file, bytes) in [("d/x.toml", "[[R\nname = 1\n"), ("d/x.json", "{\"R\": [ {\"name\": ")] {
        judged(file, bytes).expect(2, &["open[few]", "open[projects]"]);
    }
    for (file, bytes) in [("d/x.json", " [ {\"name\": "), ("d/x.csv", "")] {
        judged(file, bytes).expect(2, &["open[few]", "met[projects]"]);
    }
}

#[test]
fn a_word_under_an_unknown_name_holds_no_rows() {
    let beside = |value: &str| beside("县.json", format!("{{\"note\": {value}, \"R\": []}}").as_bytes(), &[]);
    beside("\"as agreed\"").expect(2, &["error[I010]", "met[few]", "met[projects]"]);
    beside("[{\"name\": \"x\"}]").expect(2, &["error[I010]", "open[few]", "open[projects]"]);
}

#[test]
fn the_file_of_one_county_keeps_no_other_open() {
    let rules = "table counties key code {\n  | code |\n  | \"11\" |\n  | \"12\" |\n}\n\
                 record Q key c, name sent by counties as c { c : text  name : text  a : money in 万元 }\n\
                 rule few { for c in counties require count(q in Q when q.c = c.code) <= 1 }\n";
    let project = "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"{region}.csv\"\nrecord = \"Q\"\n\
                   [[submissions]]\nfiles = \"{region}-more.xlsx\"\n";
    let folder = Folder::new()
        .with("r.fadu", rules)
        .with("fadu.toml", project)
        .with("11.csv", "c,name,a\n11,x,1\n")
        .with("12.csv", "c,name,a\n12,x,1\n")
        .with("12-more.xlsx", b"\x00\x01damaged");
    let run = folder.run(&["check", "--all", "--format", "short", "--lang", "en"]);
    run.expect(2, &["met[few] 11", "open[few] 12", "`Q` may have more rows in a file that could not be read"]);
}

#[test]
fn the_file_is_named_in_both_languages_and_for_programs() {
    let zh = beside("县.xlsx", b"\x00\x01damaged", &["--format", "short", "--lang", "zh"]);
    zh.expect(2, &["open[few]", "企业表”可能还有别的行：有文件读不出来"]);
    let json = beside("县.xlsx", b"\x00\x01damaged", &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&json.out()).unwrap();
    let few = report["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "few").unwrap();
    assert_eq!(few["causes"][0]["kind"], "unseen", "{few}");
    assert_eq!(few["causes"][0]["place"]["path"], "县.xlsx", "{few}");
}

#[test]
fn a_county_whose_file_may_be_the_one_that_could_not_be_read_did_not_fail_to_send() {
    let rules = "table counties \"县\" key code {\n  | code | name |\n  | \"11\" | \"甲县\" |\n  | \"12\" | \"乙县\" |\n}\n\
                 record Q \"季报\" key c, period sent by counties as c due last_day(period) + 15天 on filed {\n\
                 \u{20}c : text  period : quarter  filed : date  a : money in 万元\n}\n\
                 rule sent { for q in Q over counties report q in time }\n";
    let judged = |file: &str, bytes: &[u8]| {
        let folder =
            Folder::new().with("r.fadu", rules).with("季报.csv", "c,period,filed,a\n11,2008-Q1,2008-04-10,1\n").with(file, bytes);
        folder.run(&[
            "check",
            "--all",
            "--format",
            "short",
            "--lang",
            "en",
            "--as-of",
            "2008-06-01",
            "-r",
            "r.fadu",
            "季报.csv",
            file,
        ])
    };
    // Read whole, the second file is 11's or nothing: 12 is late by the first of June.
    judged("二/季报.csv", b"c,period,filed,a\n").expect(1, &["met[sent] 甲县", "breach[sent] 乙县"]);
    judged("二.xlsx", b"\x00\x01damaged").expect(2, &["met[sent] 甲县", "open[sent] 乙县"]).without(&["breach[sent]"]);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_may_have_led_to_rows() {
    let folder = Folder::new()
        .with("r.fadu", RULES)
        .with("fadu.toml", "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"d/*.csv\"\nrecord = \"R\"\n")
        .with("d/企业表.csv", "name,a（万元）\n甲,3\n");
    std::os::unix::fs::symlink("gone.csv", folder.path().join("d/more.csv")).unwrap();
    // 3 of the 5 that are asked are there, at most 2 firms, at most 10: each may turn by a row of the other file.
    for args in [
        &["check", "--format", "short", "--lang", "en", "--all"][..],
        &["check", "--isolated", "--format", "short", "--lang", "en", "--all", "-r", "r.fadu", "d"],
    ] {
        folder.run(args).expect(2, &["open[few]", "open[total]", "open[enough]", "met[each] 甲"]).without(&["breach["]);
    }
}
