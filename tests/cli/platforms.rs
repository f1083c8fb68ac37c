//! Reports that platforms read: held against published schemas, parsed back as the platform parses them, kept within its limits.

use super::{Folder, Run};
use crate::harness::xlsx::Put::{Number, Text};
use crate::harness::xlsx::{Sheet, book};
use crate::harness::{json_schema, xsd};
use serde_json::Value;

const SARIF: &str = include_str!("../report/schemas/sarif-2.1.0.json");
const JUNIT: &str = include_str!("../report/schemas/junit-10.xsd");

const RULES: &str = r#"policy p "担保办法" { number "衡政〔2006〕75号"  clause c "四(五)" "占比" }
record Body "担保机构" key name, year {
  name     "机构名称" : text
  year     "年度"     : year
  total    "总额"     : money in 万元
  clusters "集群"     : money in 万元
}
rule share "集群担保额达到60%" {
  cite p.c
  for b in Body
  when b.total > 0
  require b.clusters >= 60% of b.total
}
"#;

fn folder(csv: &str) -> Folder {
    Folder::new().with("规则/a.fadu", RULES).with("报送 一/Body.csv", format!("机构名称,年度,总额,集群\n{csv}"))
}

fn check(folder: &Folder, format: &str, more: &[&str]) -> Run {
    let mut args = vec!["check", "--lang", "zh", "--rules", "规则", "报送 一", "--format", format];
    args.extend(more);
    folder.run(&args)
}

fn sarif(run: &Run) -> Value {
    let document: Value = serde_json::from_str(&run.out()).unwrap();
    let schema: Value = serde_json::from_str(SARIF).unwrap();
    assert_eq!(json_schema::faults(&schema, &document), Vec::<String>::new());
    document
}

/// The schema is no formality here: a document that breaks it in one word is told.
#[test]
fn the_schemas_find_what_is_wrong() {
    let schema: Value = serde_json::from_str(SARIF).unwrap();
    let run = check(&folder("甲,2007,100,59.9999\n"), "sarif", &[]);
    let good = sarif(&run);
    for (path, wrong) in [
        ("/runs/0/results/0/level", Value::from("fatal")),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", Value::from(0)),
        ("/runs/0/columnKind", Value::from("characters")),
        ("/version", Value::from("2.0.0")),
        ("/runs/0/results/0/message", Value::from("text")),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(path).unwrap() = wrong;
        assert_eq!(json_schema::faults(&schema, &bad).len(), 1, "{path}");
    }
    let xml = check(&folder("甲,2007,100,60\n"), "junit", &[]).out();
    assert_eq!(xsd::faults(JUNIT, &xml), Vec::<String>::new());
    // Both `testsuites` and `testsuite` may not have it, and the latter lacks what it must have.
    assert_eq!(xsd::faults(JUNIT, &xml.replace(" failures=", " failed=")).len(), 3);
    assert_eq!(xsd::faults(JUNIT, &xml.replace("testcase", "case")).len(), 2);
}

#[test]
fn sarif_has_relative_encoded_paths_four_numbers_and_code_points() {
    // 𠮷 is one code point and two units of UTF-16: 100 begins behind `𠮷县,2007,`, at column 9 of line 2, and has 3 characters.
    let run = check(&folder("𠮷县,2007,100,59.9999\n乙县,2007,100,60\n"), "sarif", &[]);
    assert_eq!(run.code(), 1);
    let document = sarif(&run);
    let found = &document["runs"][0];
    assert_eq!(found["columnKind"], "unicodeCodePoints");
    let results = found["results"].as_array().unwrap();
    assert_eq!(results.len(), 1);
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "%E6%8A%A5%E9%80%81%20%E4%B8%80/Body.csv");
    let region = &place["region"];
    let numbers = ["startLine", "startColumn", "endLine", "endColumn"].map(|k| region[k].as_u64().unwrap());
    assert_eq!(numbers, [2, 9, 2, 12]);
    assert_eq!(results[0]["level"], "error");
    let rule = &found["tool"]["driver"]["rules"][0];
    assert_eq!((rule["id"].as_str(), rule["shortDescription"]["text"].as_str()), (Some("p.share"), Some("集群担保额达到60%")));
    for text in ["shortDescription", "fullDescription", "help"] {
        assert!(!rule[text]["text"].as_str().unwrap().is_empty());
    }
    assert!(rule["fullDescription"]["text"].as_str().unwrap().contains("衡政〔2006〕75号"));
}

/// 59 of 100 is short by 1. What is waived is a suppressed result, and all others say that they are not.
#[test]
fn sarif_suppresses_what_is_waived() {
    let waiver = "[[waivers]]\nrule = \"share\"\nsubject = \"甲\"\nperiod = 2007\ngap = \"1%\"\nreason = \"受灾\"\napproved_by = \"李某\"\n\
                  document = \"1号\"\nexpires = 2008-06-30\n";
    let folder = folder("甲,2007,100,59\n乙,2007,100,59\n").with("waivers.toml", waiver);
    let results = |as_of: &str| {
        let document = sarif(&check(&folder, "sarif", &["--as-of", as_of]));
        document["runs"][0]["results"].as_array().unwrap().clone()
    };
    let of = |list: &[Value], name: &str| {
        list.iter().find(|r| r["message"]["text"].as_str().unwrap().contains(name) && r["ruleId"] == "p.share").unwrap().clone()
    };
    let found = results("2008-03-01");
    let waived = of(&found, "甲");
    assert_eq!(waived["level"], "note");
    assert_eq!(
        (&waived["suppressions"][0]["kind"], &waived["suppressions"][0]["status"]),
        (&"external".into(), &"accepted".into())
    );
    let words = waived["suppressions"][0]["justification"].as_str().unwrap();
    assert!(words.contains("受灾") && words.contains("李某") && words.contains("2008-06-30"), "{words}");
    assert!(found.iter().all(|r| r["suppressions"].is_array()));
    let stands = of(&found, "乙");
    assert_eq!((stands["level"].as_str(), stands["suppressions"].as_array().map(Vec::len)), (Some("error"), Some(0)));
    // Expired, it suppresses nothing, and nobody says anything of suppressions.
    let found = results("2008-07-01");
    assert_eq!(of(&found, "甲")["level"], "error");
    assert!(found.iter().all(|r| r.get("suppressions").is_none()));
}

/// Over the limit of the platform the gravest are kept, and what is cut is counted and told.
#[test]
fn sarif_keeps_the_limit_and_counts_what_it_cuts() {
    let rules = RULES.replace("require b.clusters", "verify b.clusters").replace("rule share", "rule asks")
        + "rule grave \"集群担保额达到10%\" {\n  for b in Body\n  require b.clusters >= 10% of b.total\n}\n\
           rule grave2 \"集群担保额达到11%\" {\n  for b in Body\n  require b.clusters >= 11% of b.total\n}\n";
    // 9,000 bodies: each is below 60 %, 11 % and 10 %: 27,000 items, of which 2,000 find no room.
    let rows: String = (0..9_000).map(|n| format!("机构{n},2007,100,1\n")).collect();
    let folder = Folder::new().with("规则/a.fadu", rules).with("报送 一/Body.csv", format!("机构名称,年度,总额,集群\n{rows}"));
    let run = check(&folder, "sarif", &[]);
    assert_eq!(run.code(), 1);
    let document: Value = serde_json::from_str(&run.out()).unwrap();
    let found = &document["runs"][0];
    let results = found["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    assert_eq!(found["properties"]["resultsCut"], 2_000);
    let told = found["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert!(told.iter().any(|n| n["message"]["text"].as_str().unwrap().contains("2000")), "{told:?}");
    // What blocks is all there; what only asks is cut.
    let errors = results.iter().filter(|r| r["level"] == "error").count();
    assert_eq!(errors, 18_000);
}

#[test]
fn fingerprints_survive_moved_lines_renamed_files_and_other_figures() {
    let print = |folder: &Folder| {
        let document = sarif(&check(folder, "sarif", &[]));
        let print = document["runs"][0]["results"][0]["partialFingerprints"]["primaryLocationLineHash"].clone();
        assert!(print.as_str().unwrap().len() > 20);
        print
    };
    let first = print(&folder("甲,2007,100,59\n"));
    assert_eq!(first, print(&folder("乙,2007,100,60\n甲,2007,100,58\n")));
    let renamed = Folder::new().with("规则/a.fadu", RULES).with("报送 一/Body.csv", "机构名称,年度,集群,总额\n甲,2007,59,100\n");
    assert_eq!(first, print(&renamed));
    assert_ne!(first, print(&folder("甲,2008,100,59\n")));
    assert_ne!(first, print(&folder("丙,2007,100,59\n")));
}

#[test]
fn a_cell_of_a_workbook_comes_first_and_is_row_and_column() {
    let cells = vec![
        ("B3", Text("机构名称")),
        ("C3", Text("年度")),
        ("D3", Text("总额")),
        ("E3", Text("集群")),
        ("B4", Text("甲")),
        ("C4", Number("2007")),
        ("D4", Number("100")),
        ("E4", Number("59.9999")),
    ];
    let sheet = Sheet { name: "附表1", cells, ..Sheet::default() };
    let folder = Folder::new().with("规则/a.fadu", RULES).with("报送 一/Body.xlsx", book(&[sheet]));
    let document = sarif(&check(&folder, "sarif", &[]));
    let result = &document["runs"][0]["results"][0];
    assert!(result["message"]["text"].as_str().unwrap().starts_with("附表1!D4："), "{result}");
    let place = &result["locations"][0];
    assert_eq!(place["logicalLocations"][0]["fullyQualifiedName"], "附表1!D4");
    let region = &place["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&Value::from(4), &Value::from(4)));
    let commands = annotations(&check(&folder, "github", &[]).out());
    assert!(commands[0].text.starts_with("附表1!D4："));
}

/// A county that leaves out a column, or sends a form without a row of it, is told in its file, never in the rules.
#[test]
fn what_was_left_out_is_in_the_submission() {
    let folder = Folder::new().with("规则/a.fadu", RULES).with("报送 一/Body.csv", "机构名称,年度,总额\n甲,2007,100\n");
    for format in ["sarif", "gitlab", "checkstyle", "github"] {
        let run = check(&folder, format, &[]);
        assert_eq!(run.code(), 2);
        let paths = paths(format, &run.out());
        assert!(!paths.is_empty() && paths.iter().all(|p| p == "报送 一/Body.csv"), "{format}: {paths:?}");
    }
}

fn paths(format: &str, text: &str) -> Vec<String> {
    match format {
        "sarif" => {
            let document: Value = serde_json::from_str(text).unwrap();
            let uri = |r: &Value| r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().to_string();
            let decoded = |uri: String| percent_encoding::percent_decode_str(&uri).decode_utf8().unwrap().into_owned();
            document["runs"][0]["results"].as_array().unwrap().iter().map(uri).map(decoded).collect()
        }
        "gitlab" => {
            let list: Vec<Value> = serde_json::from_str(text).unwrap();
            list.iter().map(|i| i["location"]["path"].as_str().unwrap().to_string()).collect()
        }
        "checkstyle" => xsd::nodes(text).iter().filter(|n| n.0 == "file").map(|n| n.1["name"].clone()).collect(),
        _ => annotations(text).into_iter().map(|a| a.properties.into_iter().find(|(k, _)| k == "file").unwrap().1).collect(),
    }
}

struct Annotation {
    level: String,
    properties: Vec<(String, String)>,
    text: String,
}

/// As the runner of GitHub reads a log: a line that begins with `::`, properties up to the next `::`, everything unescaped.
fn annotations(log: &str) -> Vec<Annotation> {
    let data = |t: &str| t.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let property =
        |t: &str| t.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
    let one = |line: &str| {
        let (head, text) = line.strip_prefix("::")?.split_once("::")?;
        let (level, rest) = head.split_once(' ').unwrap_or((head, ""));
        let pairs = rest.split(',').filter_map(|p| p.split_once('=')).map(|(k, v)| (k.to_string(), property(v))).collect();
        Some(Annotation { level: level.to_string(), properties: pairs, text: data(text) })
    };
    log.lines().filter_map(one).collect()
}

#[test]
fn github_shows_ten_of_a_level_and_counts_the_rest() {
    // 23 violations and one row that cannot be judged: 24 errors. Ten may be shown, and the tenth tells of the other fifteen.
    let mut csv: String = (1..=23).map(|n| format!("机构{n:02},2007,100,5\n")).collect();
    csv += "甲,2007,100,\n";
    let run = check(&folder(&csv), "github", &[]);
    assert_eq!(run.code(), 1);
    let all = annotations(&run.out());
    let errors: Vec<&Annotation> = all.iter().filter(|a| a.level == "error").collect();
    assert_eq!(errors.len(), 10);
    assert!(errors[9].text.contains("另有 15 条"), "{}", errors[9].text);
    // The gravest first: all nine are violations.
    assert!(errors[..9].iter().all(|a| a.text.contains("5%")), "{}", run.out());
    // Exactly ten need no count.
    let ten: String = (1..=10).map(|n| format!("机构{n:02},2007,100,5\n")).collect();
    let all = annotations(&check(&folder(&ten), "github", &[]).out());
    assert!(all.len() == 10 && all.iter().all(|a| !a.text.contains("另有")));
}

/// Names, and files, that hold commands, separators and escapes come back as they were.
#[test]
fn github_commands_are_parsed_back() {
    let folder = Folder::new()
        .with("规则/a.fadu", RULES)
        .with("报送 一/a,b:c%0A/Body.csv", "机构名称,年度,总额,集群\n\"::error::x%0A100%,甲\",2007,100,5\n");
    let log = check(&folder, "github", &[]).out();
    assert_eq!(log.lines().count(), 1, "{log}");
    let all = annotations(&log);
    let get = |key: &str| all[0].properties.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    assert_eq!(get("file"), Some("报送 一/a,b:c%0A/Body.csv"));
    assert_eq!(get("title"), Some("p.share 集群担保额达到60%"));
    assert_eq!(get("line"), Some("2"));
    assert!(all[0].text.starts_with("::error::x%0A100%,甲 · 2007："), "{}", all[0].text);
}

#[test]
fn the_step_summary_is_appended_only_where_it_is_asked_for() {
    let folder = folder("a|b<img src=x>[y](http://z) `c` *d*,2007,100,59\n").with("摘要.md", "# before\n");
    let args = ["check", "--lang", "zh", "--rules", "规则", "报送 一", "--format", "github"];
    let file = folder.path().join("摘要.md");
    let variables = [("GITHUB_STEP_SUMMARY", file.to_str().unwrap())];
    folder.run_with(&args, &variables).expect(1, &[]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "# before\n");
    let asked: Vec<&str> = args.iter().copied().chain(["--step-summary"]).collect();
    folder.run_with(&asked, &variables).expect(1, &[]);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("# before\n## 法度：有阻断项"), "{text}");
    let row = text.lines().find(|l| l.contains("img src")).unwrap();
    assert!(!row.contains(['<', '`', '*', '[']) && !row.contains("http:"), "{row}");
    assert_eq!(row.matches('|').count(), 5, "four cells: {row}");
    // Asked for where nothing says where to: the run is no success.
    folder.run(&asked).expect(2, &["GITHUB_STEP_SUMMARY"]);
}

#[test]
fn junit_has_a_case_for_each_rule_and_subject_those_that_pass_too() {
    let csv = "甲,2007,100,60\n乙,2007,100,59\n丙,2007,100,\n丁,2007,0,0\n";
    let run = check(&folder(csv), "junit", &[]);
    assert_eq!(run.code(), 1);
    let xml = run.out();
    assert_eq!(xsd::faults(JUNIT, &xml), Vec::<String>::new());
    let nodes = xsd::nodes(&xml);
    let suite = nodes.iter().find(|n| n.0 == "testsuite").unwrap();
    let counts = ["tests", "failures", "errors", "skipped"].map(|k| suite.1[k].as_str());
    assert_eq!(counts, ["4", "1", "1", "1"]);
    let outcome = |name: &str| {
        let case = nodes.iter().find(|n| n.0 == "testcase" && n.1["name"].starts_with(name)).unwrap();
        assert_eq!(case.1["classname"], "p.share");
        case.3.first().map(|c| nodes[*c].0.as_str())
    };
    assert_eq!(["甲", "乙", "丙", "丁"].map(outcome), [None, Some("failure"), Some("error"), Some("skipped")]);
}

#[test]
fn xml_holds_whatever_names_hold() {
    let folder = folder("\"<a>&amp;\"\"']]>\u{1}\u{fffe}\",2007,100,59\n");
    for format in ["junit", "checkstyle"] {
        let xml = check(&folder, format, &[]).out();
        let nodes = xsd::nodes(&xml);
        assert!(!xml.contains(['\u{1}', '\u{fffe}']), "{xml}");
        let told = nodes.iter().find_map(|n| n.1.get("message")).unwrap();
        assert!(told.contains("<a>&amp;\"']]>"), "{told}");
    }
}

/// Twice the same county in a list is two entries: equal fingerprints would be one.
#[test]
fn gitlab_has_the_fields_of_its_manual_and_no_two_prints_alike() {
    let list: Vec<Value> = serde_json::from_str(
        &check(&folder("甲,2007,100,59\n甲,2008,100,5\n乙,2007,二百,9\n丙,2007,三百,9\n"), "gitlab", &[]).out(),
    )
    .unwrap();
    let text = |v: &Value| v.as_str().unwrap().to_string();
    let mut prints: Vec<String> = list.iter().map(|i| text(&i["fingerprint"])).collect();
    assert!(prints.len() >= 4);
    prints.sort();
    prints.dedup();
    assert_eq!(prints.len(), list.len());
    for issue in &list {
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&text(&issue["severity"]).as_str()));
        assert!(!text(&issue["description"]).is_empty() && !text(&issue["check_name"]).is_empty());
        let path = text(&issue["location"]["path"]);
        assert!(!path.starts_with(['/', '.']) && issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn paths_start_from_the_root_that_is_named() {
    let folder = folder("甲,2007,100,59\n");
    let inside = Folder::new()
        .with("仓库/数据/规则/a.fadu", RULES)
        .with("仓库/数据/报送/Body.csv", "机构名称,年度,总额,集群\n甲,2007,100,59\n");
    for format in ["sarif", "gitlab", "checkstyle", "github"] {
        let run = inside.run(&["check", "--rules", "仓库/数据/规则", "仓库/数据/报送", "--format", format, "--root", "仓库"]);
        assert_eq!(paths(format, &run.out()), ["数据/报送/Body.csv"], "{format}");
        let full = folder.path().join("报送 一");
        let run = folder.run(&["check", "--rules", "规则", full.to_str().unwrap(), "--format", format, "--root", "."]);
        assert_eq!(paths(format, &run.out()), ["报送 一/Body.csv"], "{format}");
    }
}

/// Nothing that stops a check looks like success on a platform.
#[test]
fn what_stops_a_check_is_told_in_every_format() {
    let broken = Folder::new().with("规则/a.fadu", "rule x { require }").with("报送 一/Body.csv", "a\n1\n");
    let other = "record Q key id { id : text n : count }\nrule q { for q in Q require q.n >= 1个 }";
    let idle = folder("甲,2007,100,60\n").with("规则/q.fadu", other);
    for (folder, word) in [(&broken, "S0"), (&idle, "没有检查对象")] {
        for format in ["sarif", "junit", "gitlab", "checkstyle", "github", "summary", "markdown"] {
            let run = check(folder, format, &[]);
            assert_eq!(run.code(), 2, "{format}: {}", run.text());
            assert!(run.out().contains(word), "{format} does not tell: {}", run.text());
        }
        assert_eq!(sarif(&check(folder, "sarif", &[]))["runs"][0]["invocations"][0]["executionSuccessful"], false);
        let xml = check(folder, "junit", &[]).out();
        assert!(xsd::nodes(&xml).iter().any(|n| n.0 == "error"), "{xml}");
    }
}
