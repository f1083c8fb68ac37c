//! Scorecards, tables of cases, fixtures: what policy writers hold their rules and their regions against.

use super::Folder;

const BODY: &str = r#"
policy p "示范意见" {
  clause share "四(五)" "担保占比" mandate
  clause left  "五" "宣传" qualitative "没有指标"
}
record Body "机构" key name, year {
  name  "名称"   : text
  year  "年度"   : year
  total "总额"   : money in 万元
  part  "集群额" : money in 万元
  small "小型"   : flag
}
param floor "最低" : share in 0%..100% = 60%
rule share "占比" {
  cite p.share
  for b in Body
  require b.part >= floor of b.total
}
"#;

pub(super) fn rules(more: &str) -> String {
    format!("{BODY}{more}")
}

#[test]
fn a_table_of_cases_is_a_test_for_each_row() {
    let table = r#"
test "占比的限值" {
  given Body { name = "甲", year = 2007, total = 100万元, part = 60万元 }
  cases {
    | part      | floor | share           |
    | 60        |       | met             |
    | 59.9999万元 |     | violated by 1元 |
    | unknown   |       | undetermined because "集群额" |
    | 60万元    | 70%   | 不符 差 10万元  |
    | 60万元    | unknown | undetermined  |
  }
}
"#;
    let folder = Folder::new().with("r.fadu", rules(table));
    folder.run(&["test", "--lang", "en", "r.fadu"]).expect(0, &["5 tests: 5 passed, 0 failed"]);
    folder.run(&["fmt", "r.fadu"]).expect(0, &[]);
    folder.run(&["test", "--lang", "zh", "r.fadu"]).expect(0, &["测试 5 项：通过 5，未通过 0"]);
    folder.run(&["fmt", "--keywords", "zh", "r.fadu"]).expect(0, &[]);
    let text = std::fs::read_to_string(folder.path().join("r.fadu")).unwrap();
    assert!(text.contains("用例 {") && text.contains("不符 差 1元") && text.contains("待定 因为 \"集群额\""), "{text}");
    folder.run(&["test", "--lang", "en", "r.fadu"]).expect(0, &["5 tests: 5 passed"]);
}

#[test]
fn a_row_that_fails_is_named_by_its_number() {
    let table = r#"
test "占比" {
  given Body { name = "甲", year = 2007, total = 100万元 }
  cases {
    | part | share |
    | 60   | met   |
    | 59   | met   |
  }
}
"#;
    let folder = Folder::new().with("r.fadu", rules(table));
    folder
        .run(&["test", "--lang", "zh", "r.fadu"])
        .expect(1, &["测试“占比”第 2 行：预期符合，实得不符", "测试 2 项：通过 1，未通过 1"]);
    folder.run(&["test", "--lang", "en", "r.fadu"]).expect(1, &["test `占比`, row 2: expected met, found violated"]);
    let one = rules("test \"一\" { given Body { name = \"甲\", year = 2007, total = 1万元, part = 1万元 }  expect share met }");
    Folder::new().with("r.fadu", one).run(&["test", "--lang", "en", "r.fadu"]).expect(0, &["1 test: 1 passed"]);
}

#[test]
fn a_submission_from_a_file_is_read_as_it_would_be_sent() {
    let tests = r#"
test "a csv" {
  given Body from "fixtures/anping.csv"
  expect share met for "甲"
  expect share violated by 1万元 for "乙"
  expect share undetermined for "丙"
}
test "a toml, and a row by hand" {
  given from "fixtures/all.toml"
  given Body { name = "丁", year = 2007, total = 100万元, part = 10万元 }
  expect share met for "甲"
  expect share violated for "丁"
}
"#;
    let folder = Folder::new()
        .with("rules/r.fadu", rules(tests))
        .with("rules/fixtures/anping.csv", "名称,年度,总额,集群额\n甲,2007,100,60\n乙,2007,100,59\n丙,2007,100,\n")
        .with("rules/fixtures/all.toml", "[[Body]]\nname = \"甲\"\nyear = 2007\ntotal = \"1亿元\"\npart = \"6000万元\"\n");
    folder.run(&["test", "--lang", "en", "rules"]).expect(0, &["2 tests: 2 passed"]);
    let lost = rules("test \"t\" { given from \"nowhere.csv\"  expect share met }");
    Folder::new().with("r.fadu", lost).run(&["test", "--lang", "zh", "r.fadu"]).expect(2, &["nowhere.csv", "此处引用"]);
}

const CARD: &str = r#"
table counties "各县" key code { | code | name |
  | 131121 | 枣强县 |
  | 131122 | 武邑县 |
  | 131125 | 安平县 |
  | 131126 | 故城县 | }
record Fund "资金" key name sent by counties as county {
  name   "名称" : text
  county "县"   : text
  total  "总额" : money in 万元
  part   "投向" : money in 万元
  closed "停办" : flag
}
rule half "半数" { for f in Fund  exempt when f.closed because "停办"  require f.part >= 50% of f.total }
rule cap "封顶" { for f in Fund  require f.total <= 100万元 }
scorecard card "考核" {
  half weight 20
  cap  weight 30 in proportion
}
"#;

fn standings(data: &str) -> Vec<serde_json::Value> {
    let folder = Folder::new().with("r.fadu", CARD).with("Fund.csv", format!("名称,县,总额,投向,停办\n{data}"));
    let run = folder.run(&["score", "--format", "json", "--rules", "r.fadu", "Fund.csv"]);
    run.expect(0, &["\"fadu-score/1\"", "\"command\": \"score\""]);
    let text = run.text();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    value["scorecards"][0]["standings"].as_array().unwrap().clone()
}

fn of<'v>(list: &'v [serde_json::Value], region: &str) -> &'v serde_json::Value {
    list.iter().find(|s| s["region"] == region).unwrap()
}

#[test]
fn points_are_full_or_in_proportion_and_regions_are_ranked_with_ties() {
    // 枣强: half met 20; 100 ÷ 150 of 30 = 20; 40 of 50. 武邑: half violated 0; cap met 30. 安平 like 枣强. 故城: all 50.
    let rows = "a,131121,150,75,否\nb,131122,100,49,否\nc,131125,150,80,否\nd,131126,100,50,否\n";
    let list = standings(rows);
    let told: Vec<(&str, u64, u64, &str)> = list
        .iter()
        .map(|s| {
            let rank = |end: &str| s["rank"][end].as_u64().unwrap();
            (s["region"].as_str().unwrap(), rank("best"), rank("worst"), s["points"]["exact"].as_str().unwrap())
        })
        .collect();
    assert_eq!(told, [("131126", 1, 1, "50"), ("131121", 2, 2, "40"), ("131125", 2, 2, "40"), ("131122", 4, 4, "30")]);
    assert_eq!(of(&list, "131121")["share"]["exact"], "0.8");
    assert_eq!(of(&list, "131121")["region_name"], "枣强县");
}

#[test]
fn what_is_open_is_open_in_the_score_and_what_is_exempt_leaves_both_sides() {
    let rows = "a,131121,100,,否\nb,131122,100,20,是\nc,131125,100,20,否\nd,131126,100,80,否\n";
    let list = standings(rows);
    // 枣强: half is open: 30 to 50 of 50. 武邑: half is exempt: 30 of 30. 安平: half is violated: 30 of 50.
    let points = |region: &str| {
        let p = &of(&list, region)["points"];
        (p["low"].as_str().unwrap().to_string(), p["high"].as_str().unwrap().to_string())
    };
    assert_eq!(points("131121"), ("30".into(), "50".into()));
    assert_eq!(
        (points("131122"), &of(&list, "131122")["attainable"]["exact"]),
        (("30".into(), "30".into()), &serde_json::json!("30"))
    );
    assert_eq!(of(&list, "131122")["share"]["exact"], "1");
    assert_eq!(of(&list, "131122")["scores"][0], serde_json::Value::Null);
    // 枣强 may equal 武邑 and 故城 at the top, or 安平 at the bottom.
    let rank = &of(&list, "131121")["rank"];
    assert_eq!((rank["best"].as_u64(), rank["worst"].as_u64()), (Some(1), Some(3)));
}

/// Who sent a part only may have subjects nobody has seen: one more that is violated, or met, changes the points and the places.
#[test]
fn a_region_that_sent_a_part_of_a_table_is_open_between_two_ends() {
    let rules = r#"
        table counties key code { | code | | 131121 | | 131125 | }
        record F key id { id : text  a : money in 万元  b : money in 万元 }
        rule half { for e in F require e.a >= 50% of e.b }
        scorecard s "s" { half weight 100 in proportion }"#;
    let row = |id: &str, a: u32| format!(r#"{{"id":"{id}","a":{a},"b":10}}"#);
    let file =
        |region: &str, rest: &str, rows: &[String]| format!(r#"{{"submission":{{{region}{rest}}},"F":[{}]}}"#, rows.join(","));
    let told = |first: String, second: &str| {
        let folder = Folder::new().with("r.fadu", rules).with("a.json", first);
        let folder = folder.with("b.json", file(second, "", &[row("y", 4)]));
        let run = folder.run(&["score", "--format", "json", "--rules", "r.fadu", "a.json", "b.json"]);
        let value: serde_json::Value = serde_json::from_str(&run.text()).unwrap();
        let list = value["scorecards"][0]["standings"].as_array().unwrap().clone();
        let text = folder.run(&["score", "--lang", "en", "--rules", "r.fadu", "a.json", "b.json"]).text();
        let one = |region: &str| {
            let s = of(&list, region);
            let end = |v: &serde_json::Value| v.as_str().unwrap().to_string();
            (end(&s["points"]["low"]), end(&s["points"]["high"]), s["rank"]["best"].as_u64(), s["rank"]["worst"].as_u64())
        };
        (one("131121"), one("131125"), text)
    };
    let (north, south) = (r#""region":"131121""#, r#""region":"131125""#);
    let exact = |points: &str, place: u64| (points.to_string(), points.to_string(), Some(place), Some(place));
    let open = |best: u64| ("0".to_string(), "100".to_string(), Some(best), Some(2));
    // 5 ÷ 5 of what was asked, and 4 ÷ 5.
    let (a, b, text) = told(file(north, "", &[row("x", 5)]), south);
    assert_eq!((a, b), (exact("100", 1), exact("80", 2)), "{text}");
    let (a, b, text) = told(file(north, r#","partial":["F"]"#, &[row("x", 5)]), south);
    assert_eq!((a, (b.0, b.2, b.3)), (open(1), ("80".into(), Some(1), Some(2))), "{text}");
    assert!(text.contains("sent only a part") && text.contains("1—2"), "{text}");
    // A row that could not be used, and a part of which no row was read.
    let (a, _, _) = told(file(north, "", &[row("x", 5), r#"{"id":"","a":1,"b":1}"#.into()]), south);
    assert_eq!(a, open(1));
    let (a, _, _) = told(file(north, r#","partial":["F"]"#, &[]), south);
    assert_eq!((a.0.as_str(), a.1.as_str()), ("0", "100"));
}

/// Every completion of what is missing gives scores, shares and places inside the ends told before.
#[test]
fn no_completion_passes_the_ends_that_were_told() {
    let gaps = ["60", "40", "150"];
    let row =
        |name: &str, county: &str, total: &str, part: &str, closed: &str| format!("{name},{county},{total},{part},{closed}\n");
    let open = row("a", "131121", "", "60", "否") + &row("b", "131121", "200", "", "") + &row("c", "131122", "120", "70", "否");
    let told = standings(&open);
    let number = |v: &serde_json::Value| -> fadu::num::Rat { figure(v.as_str().unwrap()) };
    for total in gaps {
        for part in gaps {
            for closed in ["是", "否"] {
                let full = row("a", "131121", total, "60", "否")
                    + &row("b", "131121", "200", part, closed)
                    + &row("c", "131122", "120", "70", "否");
                let now = standings(&full);
                for region in ["131121", "131122"] {
                    let (was, is) = (of(&told, region), of(&now, region));
                    for figure in ["points", "share"] {
                        assert!(number(&was[figure]["low"]) <= number(&is[figure]["low"]), "{figure} {total} {part} {closed}");
                        assert!(number(&was[figure]["high"]) >= number(&is[figure]["high"]), "{figure} {total} {part} {closed}");
                    }
                    assert!(was["rank"]["best"].as_u64() <= is["rank"]["best"].as_u64(), "{total} {part} {closed}");
                    assert!(was["rank"]["worst"].as_u64() >= is["rank"]["worst"].as_u64(), "{total} {part} {closed}");
                }
            }
        }
    }
}

const DEGREES: &str = r#"
policy p "意见" { jurisdiction "1311"  clause a "一" "甲" mandate }
record City "市县" key code, year {
  code  "代码" : text
  year  "年度" : year
  x     "数"   : money in 万元
  y     "另数" : money in 万元
  big   "大"   : flag
  list  "项目" : list of Item
}
record Item "项目" key name {
  name "名称" : text
  got  "完成" : money in 万元
}
table wanted "应有" key name { | name |
  | a |
  | b |
  | c |
  | d | }
rule equal "相等"  { cite p.a  for c in City require c.x = 40万元 }
rule near "约"     { cite p.a  for c in City require c.x about 40万元 within 4万元 }
rule every "每个"  { cite p.a  for c in City require every(i.got >= 10万元 for i in c.list) }
rule either "或"   { cite p.a  for c in City require c.x >= 100万元 or c.y >= 100万元 }
rule both "且"     { cite p.a  for c in City require c.x >= 100万元 and c.y >= 100万元 }
rule then "则"     { cite p.a  for c in City require c.big implies c.x >= 100万元 }
rule sets "齐全"   { cite p.a  for c in City require wanted subset of c.list.name }
rule cases "分情况" { cite p.a  for c in City require choose { c.big: c.x >= 100万元; otherwise: c.y >= 100万元 } }
rule some "有一个" { cite p.a  for c in City require some(i.got >= 10万元 for i in c.list) }
scorecard card "考核" {
  equal weight 1 in proportion
  near weight 1 in proportion
  every weight 1 in proportion
  either weight 1 in proportion
  both weight 1 in proportion
  then weight 1 in proportion
  sets weight 1 in proportion
  cases weight 1 in proportion
}
"#;

/// The part of each rule that a region is given, as (least, greatest).
fn parts(x: &str, y: &str, big: &str, items: &str, more: &str) -> Vec<(fadu::num::Rat, fadu::num::Rat)> {
    let city = format!(
        "[submission]\nregion = \"131125\"\nperiod = 2007\n[[City]]\ncode = \"131125\"\nyear = 2007\n{x}{y}{big}list = [{items}]\n"
    );
    let folder = Folder::new().with("r.fadu", DEGREES).with("City.toml", city).with("fadu.toml", more);
    let run = folder.run(&["score", "--format", "json", "--rules", "r.fadu", "City.toml"]);
    let text = run.text();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let scores = value["scorecards"][0]["standings"][0]["scores"].as_array().unwrap().clone();
    let end = |s: &serde_json::Value, end: &str| s["part"][end].as_str().map(figure).unwrap_or(fadu::num::int(-1));
    scores.iter().map(|s| (end(s, "low"), end(s, "high"))).collect()
}

fn exact(values: &[(i64, i64)]) -> Vec<(fadu::num::Rat, fadu::num::Rat)> {
    values.iter().map(|(a, b)| (fadu::num::ratio(*a, *b), fadu::num::ratio(*a, *b))).collect()
}

#[test]
fn every_kind_of_line_is_fulfilled_in_part() {
    let items = r#"{name="a", got=10}, {name="b", got=9}, {name="e", got=20}"#;
    // x = 50 for 40: 10 of 40 away, 6 of 40 beyond the tolerance; 2 of 3 items; the better of 50/100 and 80/100, the worse of them;
    // big: 50/100; 2 of the 4 wanted; big: 50/100.
    let got = parts("x = 50\n", "y = 80\n", "big = true\n", items, "");
    assert_eq!(got, exact(&[(3, 4), (17, 20), (2, 3), (4, 5), (1, 2), (1, 2), (1, 2), (1, 2)]));
    // x = 30: 10 of 40 away, and 30 of 40; not big: nothing is asked of x, 80/100 of y.
    let got = parts("x = 30\n", "y = 80\n", "big = false\n", items, "");
    assert_eq!(got, exact(&[(3, 4), (17, 20), (2, 3), (4, 5), (3, 10), (1, 1), (1, 2), (4, 5)]));
    // More than twice the bound is nothing; no list to fail.
    let got = parts("x = 90\n", "y = 0\n", "big = true\n", "", "");
    assert_eq!(got, exact(&[(0, 1), (0, 1), (1, 1), (9, 10), (0, 1), (9, 10), (0, 1), (9, 10)]));
}

#[test]
fn no_completion_passes_the_degrees_that_were_told() {
    let known = r#"{name="a", got=10}, {name="b"}"#;
    let open = parts("", "y = 80\n", "", known, "");
    for x in ["0", "30", "42", "50", "100", "300"] {
        for big in ["true", "false"] {
            for got in ["0", "9", "10"] {
                let items = format!(r#"{{name="a", got=10}}, {{name="b", got={got}}}"#);
                let now = parts(&format!("x = {x}\n"), "y = 80\n", &format!("big = {big}\n"), &items, "");
                for (at, ((low, high), (least, most))) in open.iter().zip(&now).enumerate() {
                    assert!(low <= least && most <= high, "rule {at}: {least} {most} outside {low} {high} (x {x}, {big}, {got})");
                }
            }
        }
    }
}

#[test]
fn a_region_outside_the_jurisdiction_leaves_both_sides() {
    let inside = parts("x = 50\n", "y = 80\n", "big = true\n", "", "");
    assert_eq!(inside[0].0, fadu::num::ratio(3, 4));
    let elsewhere = "[jurisdictions]\np = { value = \"2102\", because = \"试\" }\n";
    let outside = parts("x = 50\n", "y = 80\n", "big = true\n", "", elsewhere);
    assert!(outside.iter().all(|(low, _)| *low == fadu::num::int(-1)), "{outside:?}");
}

/// A decimal, or a fraction such as `1/3`.
fn figure(text: &str) -> fadu::num::Rat {
    let decimal = |t: &str| fadu::num::Decimal::parse(t).unwrap().to_rat();
    text.split_once('/').map_or_else(|| decimal(text), |(a, b)| decimal(a) / decimal(b))
}

#[test]
fn a_scorecard_is_printed_in_both_languages() {
    let folder =
        Folder::new().with("r.fadu", CARD).with("Fund.csv", "名称,县,总额,投向,停办\na,131121,150,75,否\nb,131122,100,,否\n");
    let zh = ["考核（card）  满分 50", "[2] 权重 30，按比例  封顶", "枣强县 131121", "30—50"];
    folder.run(&["score", "--lang", "zh", "--rules", "r.fadu", "Fund.csv"]).expect(0, &zh);
    folder
        .run(&["score", "--lang", "en", "--rules", "r.fadu", "Fund.csv"])
        .expect(0, &["full score 50", "in proportion", "place"]);
    folder.run(&["score", "--lang", "zh", "--scorecard", "cart", "--rules", "r.fadu", "Fund.csv"]).expect(2, &["L011", "card"]);
    folder.run(&["fmt", "--keywords", "zh", "r.fadu"]).expect(0, &[]);
    let text = std::fs::read_to_string(folder.path().join("r.fadu")).unwrap();
    assert!(text.contains("评分表 card \"考核\" {\n  half 权重 20\n  cap  权重 30 按比例\n}"), "{text}");
    folder.run(&["score", "--lang", "zh", "--rules", "r.fadu", "Fund.csv"]).expect(0, &zh);
}

/// docs/report-json.md names every key that any command writes.
#[test]
fn every_key_of_every_command_is_documented() {
    fn keys(value: &serde_json::Value, out: &mut std::collections::BTreeSet<String>) {
        match value {
            serde_json::Value::Array(list) => list.iter().for_each(|v| keys(v, out)),
            serde_json::Value::Object(map) => map.iter().for_each(|(k, v)| {
                out.insert(k.clone());
                keys(v, out);
            }),
            serde_json::Value::Number(n) => assert!(n.is_u64(), "{n} is no count"),
            _ => {}
        }
    }
    let tests = "test \"t\" { given Body { name = \"安平\", year = 2007, total = 100万元, part = 50万元 }  expect share met }\n\
                 rule sum { require sum(t.n for t in parts) = 1 } table parts key k { | k | n : number |\n | a | 2 | }\n";
    let folder = Folder::new()
        .with("r.fadu", rules(tests))
        .with("c.fadu", CARD)
        .with("Fund.csv", "名称,县,总额,投向,停办\na,131121,150,,否\n");
    let (rules, card) = ("r.fadu", "c.fadu");
    let runs: [(&str, &[&str]); 6] = [
        ("test", &["test", rules]),
        ("test", &["test", "--boundaries", rules]),
        ("coverage", &["coverage", "--accept", rules]),
        ("audit", &["audit", rules]),
        ("score", &["score", "--rules", card, "Fund.csv"]),
        ("check", &["check", "--rules", card, "Fund.csv"]),
    ];
    let page = include_str!("../../docs/report-json.md");
    for (command, args) in runs {
        let run = folder.run(&[args, &["--format", "json"]].concat());
        let value: serde_json::Value =
            serde_json::from_str(&run.text()).unwrap_or_else(|e| panic!("{args:?}: {e}\n{}", run.text()));
        assert_eq!((&value["command"], &value["fadu"]), (&command.into(), &env!("CARGO_PKG_VERSION").into()), "{args:?}");
        let first: Vec<&String> = value.as_object().unwrap().keys().collect();
        assert!(
            first.iter().any(|k| *k == "schema")
                && first.iter().any(|k| *k == "language")
                && first.iter().any(|k| *k == "diagnostics")
        );
        let mut found = std::collections::BTreeSet::new();
        keys(&value, &mut found);
        let missing: Vec<&String> = found.iter().filter(|k| !page.contains(&format!("`{k}`"))).collect();
        assert!(missing.is_empty(), "{args:?}: {missing:?}");
    }
}
