//! What is asked of the program is answered as it was meant: rules called like codes, options given twice, tables that cannot be read.

use super::Folder;

const UNREADABLE: &str = "table limits key name from \"limits.csv\" { name : text  most : money in 万元 }\n\
    record R key name { name : text  v : money in 万元 }\n\
    rule cap { for r in R  require count(l in limits when l.name is r.name) = 1 }\n\
    test \"t\" { given R { name = \"a\", v = 1万元 }  expect cap violated by 1 }\n";

/// Where a table of the policy cannot be read, no command judges by it as if it were empty.
#[test]
fn rules_on_a_table_that_cannot_be_read_are_judged_by_no_command() {
    let folder = Folder::new().with("r.fadu", UNREADABLE).with("R.csv", "name,v\na,1\n");
    let explain = folder.run(&["explain", "cap", "--for", "a", "-r", "r.fadu", "R.csv", "--lang", "en"]);
    explain.expect(2, &["I001", "L012"]).without(&["panicked", "is violated"]);
    let test = folder.run(&["test", "--lang", "en", "r.fadu"]);
    test.expect(2, &["L012", "not judged: cap"]).without(&["1 passed"]);
    folder.run(&["test", "--boundaries", "--lang", "en", "r.fadu"]).expect(2, &["L012"]);
}

#[test]
fn a_rule_may_be_called_like_a_code() {
    let rules = "record R key n { n : text  v : money in 万元 }\nrule r1 { for r in R  require r.v >= 1万元 }\nrule T001 { for r in R  require r.v <= 9万元 }\n";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "n,v\na,0.5\n");
    folder.run(&["explain", "r1", "-r", "r.fadu", "--lang", "en"]).expect(0, &["r1"]).without(&["no code"]);
    folder.run(&["explain", "r1", "--for", "a", "-r", "r.fadu", "R.csv", "--lang", "en"]).expect(0, &["violated"]);
    folder.run(&["explain", "T001", "--for", "a", "-r", "r.fadu", "R.csv", "--lang", "en"]).expect(0, &["met"]);
    // Without a rule it is the code, and what is neither is told.
    folder.run(&["explain", "T001", "--lang", "en"]).expect(0, &["# T001"]);
    folder.run(&["explain", "Q999", "--lang", "en"]).expect(2, &["no code"]);
    let folder = folder.with("fadu.toml", "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"R.csv\"\n");
    folder.run(&["explain", "r1", "--for", "a", "--lang", "en"]).expect(0, &["violated"]);
    folder.run(&["explain", "D00l", "--lang", "en"]).expect(2, &["D001"]);
}

#[test]
fn options_that_say_two_things_are_refused() {
    let rules = "param cap \"上限\" : money in 万元\nrecord R key n { n : text  v : money in 万元 }\nrule r { for r in R  require r.v <= cap }\n\
                 test \"t\" { given R { n = \"a\", v = 1万元 }  param cap = 2万元  expect r met }\n";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "n,v\na,3\n");
    let check = |args: &[&str]| folder.run(&[&["check", "--lang", "en", "-r", "r.fadu", "R.csv"], args].concat());
    check(&["--param", "cap=2万元", "--param", "cap=5万元"]).expect(2, &["two different values"]);
    check(&["--param", "cap=2万元", "--param", "上限=5万元"]).expect(2, &["two different values"]);
    check(&["--param", "cap=2万元", "--param", "上限=2万元"]).expect(1, &["30,000 yuan > 20,000 yuan"]);
    let test = |share: &str| folder.run(&["test", "--lang", "en", "--min-coverage", share, "r.fadu"]);
    for share in ["0.9", "150%", "1", "x"] {
        test(share).expect(2, &[share]);
    }
    test("10%").expect(0, &[]);
    test("100").expect(1, &[]);
}

/// A city hands in the table of its counties: the rows say who sent them.
#[test]
fn a_file_of_somebody_who_owes_nothing_speaks_for_those_its_rows_name() {
    let rules = "table counties key code { | code | name |\n | 131121 | 枣强县 |\n | 131125 | 安平县 | }\n\
                 record R \"行\" key county, year sent by counties as county { county : text  year : year  a : money in 万元 }\n\
                 rule r { for x in R  require x.a <= 5万元 }\nrule all { require count(x in R) >= 2 }\n\
                 rule most { require sum(x.a for x in R when x.year = 2007) <= 6万元 }\n";
    let sent =
        |region: &str, rows: &str| format!("{{\"submission\":{{\"region\":\"{region}\",\"period\":2007}},\"R\":[{rows}]}}");
    let row = |county: &str| format!("{{\"county\":\"{county}\",\"year\":2007,\"a\":3}}");
    let both = format!("{},{}", row("131121"), row("131125"));
    let check = |text: String| {
        Folder::new()
            .with("r.fadu", rules)
            .with("R.json", text)
            .run(&["check", "--lang", "en", "-r", "r.fadu", "R.json", "--format", "short", "--all"])
    };
    check(sent("131100", &both)).expect(0, &[]).without(&["sent nothing", "open"]);
    // One is missing, and that is told of it alone.
    check(sent("131100", &row("131121"))).expect(1, &["131125"]).without(&["131121 sent nothing"]);
    // The file of one county with a row of another: that one is not said to have sent nothing.
    check(sent("131121", &both)).expect(1, &["D042"]).without(&["131125 sent nothing", "安平县` sent nothing"]);
}

/// Nothing is known of a month or a day that is blank, and so nothing is told, in whatever format.
#[test]
fn ends_of_the_calendar_are_no_knowledge() {
    let rules = "record R key n { n : text  m : month  d : date }\nrule md { for r in R  require r.m + 2 <= 2025-06 }\n\
                 rule dd { for r in R  require r.d + 3天 <= 2025-06-01 }\nrule sh { for r in R  show \"m\": r.m + 2 }\n";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "n,m,d\na,,\n");
    for format in ["short", "json", "csv", "pretty"] {
        let run = folder.run(&["check", "--lang", "en", "-r", "r.fadu", "R.csv", "--format", format]);
        run.without(&["0-03", "0-01", ">= 0", "at least 0", "\"-8"]);
    }
}

const JOINED: &str = "table T \"各县\" key code { | code | name |\n | 131121 | 枣强县 |\n | 131125 | 安平县 |\n | 131126 | 故城县 | }\n\
    record C \"企业\" key id { id : text  county \"县\" : text  v : quantity in 吨 }\n\
    rule cap { for k in T  require sum(c.v for c in C when c.county is k.code) <= 100吨 }\n";

/// A text that rules join with a key and that holds a code with something beside it, or a name, is no other place: the cell is told and unknown.
#[test]
fn codes_with_something_beside_them_do_not_drop_out_of_sums() {
    let check = |county: &str| {
        let csv = format!("id,county,v\na,131121,1\nb,131126,1\nc,{county},900\n");
        Folder::new()
            .with("r.fadu", JOINED)
            .with("C.csv", csv)
            .run(&["check", "--lang", "en", "-r", "r.fadu", "C.csv", "--format", "short"])
    };
    check("131125").expect(1, &["breach[cap] 131125"]);
    for county in ["'131125", "冀131125", "131125 安平县", "安平县131125", "131125县", "131125000000", "131125.0", "安平县"]
    {
        check(county).expect(1, &["C.csv:4:3: error[D040]", "open[cap] 131125"]).without(&["breach"]);
    }
    // What is written as no key is a slip.
    for county in ["河北省安平县", "9131125"] {
        check(county).expect(1, &["C.csv:4:3: error[D040]", "open[cap] 131125"]).without(&["breach"]);
    }
    // Another code is another county: it is told, and counts nowhere.
    check("140000").expect(0, &["C.csv:4:3: warning[D040]"]);
}

/// A table may list some of what there is: what it does not list is told once with its number, and stands.
#[test]
fn a_list_of_some_is_no_roster_of_all() {
    let csv = "id,county,v\na,131121,1\nb,140101,1\nc,140102,900\nd,140103,900\n";
    let folder = Folder::new().with("r.fadu", JOINED).with("C.csv", csv);
    let run = folder.run(&["check", "--lang", "en", "-r", "r.fadu", "C.csv"]);
    run.expect(0, &["warning[D040]", "3 rows of this column are like this"]).without(&["error[D040]"]);
}

/// Rows of a record that is judged over a roster, and that name none of its members, are judged by nobody: that is told.
#[test]
fn rows_that_name_no_member_do_not_vanish() {
    let rules = |rule: &str| {
        format!(
            "table T \"各县\" key code {{ | code | name |\n | 131121 | 枣强县 |\n | 131125 | 安平县 |\n | 131126 | 故城县 | }}\n\
             record R \"企业\" key c {{ c \"县\" : text  v : quantity in 吨 }}\nrule cap {{ {rule} }}\n"
        )
    };
    for rule in [
        "for r in R over T  require r.v <= 100吨",
        "for k in T  require R[k.code].v <= 100吨",
        "for k in T  require R[k].v <= 100吨",
    ] {
        let folder = Folder::new().with("r.fadu", rules(rule)).with("R.csv", "c,v\n131121,1\n131126,1\n安平县,900\n");
        folder
            .run(&["check", "--lang", "en", "-r", "r.fadu", "R.csv", "--format", "short"])
            .expect(1, &["R.csv:4:1: error[D040]"]);
    }
}

/// What came of a sender is not called nothing: a line that cannot be used, or a part.
#[test]
fn who_sent_a_part_is_not_said_to_have_sent_nothing() {
    let rules = "table T \"各县\" key code { | code | name |\n | 131121 | 枣强县 |\n | 131125 | 安平县 | }\n\
        record R \"行\" key name, year sent by T as c { name : text  year : year  c : text  v : money in 万元 }\n\
        rule s { for k in T  require sum(r.v for r in R when r.c = k.code and r.year = 2007) <= 100万元 }\n";
    let check = |rows: &str, extra: &str| {
        let sent = |region: &str, extra: &str, rows: &str| {
            format!("{{\"submission\":{{\"region\":\"{region}\",\"period\":2007{extra}}},\"R\":[{rows}]}}")
        };
        let folder = Folder::new()
            .with("r.fadu", rules)
            .with("a.json", sent("131125", extra, rows))
            .with("b.json", sent("131121", "", "{\"name\":\"乙\",\"v\":5}"));
        folder.run(&["check", "--lang", "en", "-r", "r.fadu", "a.json", "b.json", "--format", "short"])
    };
    check("{\"name\":\"甲\",\"v\":5},{\"v\":7}", "")
        .expect(1, &["was sent, but line 1 cannot be used"])
        .without(&["sent nothing"]);
    check("{\"name\":\"甲\",\"v\":5}", ", \"partial\": true")
        .expect(1, &["is not complete; there may be more rows"])
        .without(&["sent nothing"]);
}

/// A cell that cannot be used is no clean score.
#[test]
fn a_score_with_an_unusable_cell_blocks() {
    let rules = "table T \"各县\" key code { | code | name |\n | 131121 | 枣强县 |\n | 131125 | 安平县 | }\n\
        record R \"行\" key c sent by T as c { c : text  v : money in 万元 }\n\
        rule v { for r in R over T  require r.v >= 1万元 }\nscorecard card { v weight 10 }\n";
    let score = |figure: &str| {
        let csv = format!("c,v\n131121,1\n131125,{figure}\n");
        Folder::new().with("r.fadu", rules).with("R.csv", csv).run(&["score", "--lang", "en", "-r", "r.fadu", "R.csv"])
    };
    score("2").expect(0, &["131125"]);
    score("about 2").expect(1, &["error"]);
}

/// A region to which nothing may turn out to apply stands before nobody for sure.
#[test]
fn places_of_a_score_leave_room_for_who_may_have_none() {
    let rules = "table cs key code { | code |\n | 131121 |\n | 131126 | }\n\
        record F key id sent by cs as c { id : text  c : text  a : money in 万元  n : count }\n\
        rule r { for e in F  when e.n != 2  require e.a >= 4万元 }\nscorecard s { r weight 50 in proportion }\n";
    let sent =
        |region: &str, row: &str| format!("{{\"submission\":{{\"region\":\"{region}\"}},\"F\":[{{\"c\":\"{region}\",{row}}}]}}");
    let score = |row: &str| {
        let folder = Folder::new()
            .with("r.fadu", rules)
            .with("a.json", sent("131121", row))
            .with("b.json", sent("131126", "\"id\":\"y\",\"a\":2,\"n\":3"));
        folder.run(&["score", "--lang", "en", "-r", "r.fadu", "a.json", "b.json"]).text()
    };
    let place = |text: &str, region: &str| {
        let line = text.lines().find(|l| l.contains(region)).unwrap_or_else(|| panic!("{text}"));
        line[..line.find(region).unwrap()].trim().to_string()
    };
    // 5 of 4 is all, 2 of 4 half; whether the first counts is open, for its `n` is blank.
    let open = score("\"id\":\"x\",\"a\":5");
    assert_eq!((place(&open, "131121"), place(&open, "131126")), ("1 or none".into(), "1—2".into()));
    let out = score("\"id\":\"x\",\"a\":5,\"n\":2");
    assert_eq!((place(&out, "131121"), place(&out, "131126")), ("—".into(), "1".into()));
    let in_it = score("\"id\":\"x\",\"a\":5,\"n\":3");
    assert_eq!((place(&in_it, "131121"), place(&in_it, "131126")), ("1".into(), "2".into()));
}

/// Nothing that came of a county is called nothing: its file may be the one that cannot be read.
#[test]
fn who_may_stand_in_a_file_that_cannot_be_read_is_not_said_to_have_sent_nothing() {
    let rules = "table T \"各县\" key code { | code | name |\n | 131121 | 枣强县 |\n | 131125 | 安平县 | }\n\
        record R \"行\" key c, year sent by T as c { c : text  year : year  v : money in 万元 }\n\
        rule v { for r in R over T  require r.v <= 9万元 }\n\
        rule s { for k in T  require sum(r.v for r in R when r.c = k.code and r.year = 2007) <= 9万元 }\n";
    let right = r#"{"submission":{"region":"131121","period":2007},"R":[{"v":5}]}"#;
    let check = |name: &str, other: &[u8]| {
        let folder = Folder::new().with("r.fadu", rules).with("a.json", right).with(name, other);
        folder.run(&["check", "--lang", "en", "--format", "short", "--all", "-r", "r.fadu", "a.json", name])
    };
    check("b.json", b"\xff\xfe{\0").expect(2, &["it may be in a file that cannot be read"]).without(&["sent nothing"]);
    check("b.json", br#"{"submission":{"region":"131125","period":2007},"R":[{"c":"N/A","v":5}]}"#)
        .expect(1, &["was sent, but line 1 cannot be used"])
        .without(&["sent nothing"]);
    check("b.json", br#"{"submission":{"region":"131125","period":2007},"R":[]}"#).without(&["it may be in a file"]);
}

/// `null` is a blank, as an empty cell is: it is not filled in, and there is none.
#[test]
fn null_is_a_blank_everywhere() {
    let rules = "record R key n { n : text  z : text ?  c : number ? }\nrule f { for r in R  report r.z required  report r.c required }\n\
                 rule n { for r in R  report r.z not filled }\nrule e { for r in R  require r.z exists }\n";
    let check = |name: &str, text: &str| {
        let folder = Folder::new().with("r.fadu", rules).with(name, text);
        folder.run(&["check", "--lang", "en", "--format", "short", "--all", "-r", "r.fadu", name]).text()
    };
    let told = |text: String| {
        let mut lines: Vec<String> = text.lines().filter_map(|l| l.split_once(": ")).map(|(_, said)| said.to_string()).collect();
        lines.sort();
        lines
    };
    let blank = told(check("R.csv", "n,z,c\na,,\n"));
    assert!(blank.iter().any(|l| l.starts_with("breach[f]")) && blank.iter().any(|l| l.starts_with("met[n]")), "{blank:?}");
    assert_eq!(told(check("R.json", r#"{"R":[{"n":"a","z":null,"c":null}]}"#)), blank);
    assert_eq!(told(check("R.toml", "[[R]]\nn = \"a\"\nz = \"\"\nc = \"\"\n")), blank);
}

/// Rows of averages are no members.
#[test]
fn an_average_is_no_member() {
    let rules = "record R \"行\" key n { n \"名称\" : text  v \"产值\" : number }\nrule n { require count(r in R) = 2 }\n";
    for (lang, said) in [("en", "is an average and is not judged as a member"), ("zh", "是平均数")] {
        let folder = Folder::new().with("r.fadu", rules).with("R.csv", "名称,产值\n东,30\n西,10\n平均,20\n");
        folder
            .run(&["check", "--lang", lang, "-r", "r.fadu", "R.csv"])
            .expect(0, &["D032", said])
            .without(&["合计是", "the sum"]);
    }
}

/// Of a message that is repeated without end the number is that of all.
#[test]
fn the_number_of_one_kind_is_that_of_all() {
    let rows: String = (0..3_000).map(|i| format!("[[R]]\n名称 = \"n{i}\"\n")).collect();
    let folder = Folder::new()
        .with("r.fadu", "record R key 名称 { 名称 : text }\nrule n { require count(r in R) >= 1 }\n")
        .with("a.toml", rows);
    folder
        .run(&["check", "--lang", "en", "-r", "r.fadu", "a.toml"])
        .expect(2, &["(3000 of this kind)"])
        .without(&["(1000 of this kind)"]);
}

/// A value of the project file that does not fit is told where it stands.
#[test]
fn a_value_of_the_project_file_is_told_where_it_stands() {
    let rules = "param cap \"上限\" : money in 万元 = 5万元 because \"x\"\nrecord R key n { n : text  a : money in 万元 }\nrule r { for x in R  require x.a <= cap }\n";
    let project =
        |entry: &str| format!("[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"R.csv\"\n[parameters]\n{entry}\n");
    let check = |entry: &str| {
        let folder = Folder::new().with("r.fadu", rules).with("fadu.toml", project(entry)).with("R.csv", "n,a\nq,1\n");
        folder.run(&["check", "--lang", "en", "--format", "short"])
    };
    check("cap = \"7%\"").expect(2, &["fadu.toml:6:7: error[P003]"]);
    check("capp = \"7万元\"").expect(2, &["fadu.toml:6:8: error["]);
    check("cap = \"7万元\"").expect(0, &[]);
}

/// A pattern of submissions does not mean the project file, nor the rules.
#[test]
fn a_pattern_does_not_take_the_project_file_for_a_submission() {
    let project = "[project]\nrules = [\"*.fadu\"]\n[[submissions]]\nfiles = \"*.toml\"\n";
    let folder = Folder::new()
        .with("r.fadu", "record R key n { n : text }\nrule n { require count(r in R) = 1 }\n")
        .with("fadu.toml", project)
        .with("a.toml", "[[R]]\nn = \"a\"\n");
    folder.run(&["check", "--lang", "en"]).expect(0, &["Passed"]).without(&["I010", "fadu.toml"]);
}
