//! Results from outside: in every report, as a table, in `explain`, in `audit`, in tests; and what they do to exit codes: nothing.

use super::Folder;

const RULES: &str = r#"
param near "近期目标" : money in 亿元 = 88亿元
param far  "远期目标" : money in 亿元 = 130亿元
param way  "口径" : one of "a", "b"
record Firm "企业" key name, year {
  name  "名称"     : text
  year  "年度"     : year
  rd    "研发经费" : money in 万元
  sales "销售收入" : money in 万元
  level "级别"     : text ?
}
rule intensity "研发强度" {
  for  f in Firm
  show "研发强度": f.rd as share of f.sales ranked
  show "约谈名单": f.rd < 3% of f.sales
  show "户均": (f.rd + f.sales) / 3
}
rule whole "总计" {
  show "研发合计": sum(f.rd for f in Firm when f.year = 2007)
}
rule implied "目标推得" {
  show "增量": far - near
  show "某种": choose { way = "a": far; otherwise: near }
}
test "a" {
  given Firm { name = "甲", year = 2007, rd = 5万元, sales = 40万元 }
  expect intensity "研发强度" = 12.5%
  expect intensity "约谈名单" not listed
}
"#;

const CSV: &str = "名称,年度,研发经费,销售收入\n甲,2007,5,40\n\"=乙,丙\",2007,5,\n丁,2007,0,0\n戊,2007,1,100\n";

fn folder() -> Folder {
    Folder::new().with("r.fadu", RULES).with("Firm.csv", CSV)
}

#[test]
fn a_run_with_results_alone_succeeds_and_never_says_that_nothing_was_judged() {
    let run = folder().run(&["check", "--lang", "zh", "-r", "r.fadu", "Firm.csv"]);
    run.expect(
        0,
        &["结果", "研发强度", "12.5%", "无基数", "约谈名单  列入 1 个：“戊 · 2007”", "可能列入 1 个", "增量：42亿元", "未填"],
    )
    .without(&["什么也没有核查", "地区 × 规则"]);
    // Who is told by English readers.
    folder()
        .run(&["check", "--lang", "en", "-r", "r.fadu", "Firm.csv"])
        .expect(0, &["Results", "no base", "1 listed: `戊 · 2007`", "1 possibly listed", "more than 0%, or no base"]);
    // Without data there is nothing to show.
    folder().run(&["check", "--lang", "zh", "-r", "r.fadu"]).expect(2, &[]);
}

#[test]
fn one_line_for_each_result() {
    let run = folder().run(&["check", "--format", "short", "--lang", "zh", "-r", "r.fadu", "Firm.csv"]);
    run.expect(0, &["Firm.csv:2:1: result[intensity] 研发强度：甲 · 2007：12.5%", "result[implied] 增量：42亿元"]);
}

#[test]
fn a_table_of_subjects_and_results_for_office_programs() {
    let run = folder().run(&["check", "--format", "csv", "--lang", "zh", "-r", "r.fadu", "Firm.csv"]);
    let text = run.text();
    assert_eq!(run.code(), 0, "{text}");
    let table = text.strip_prefix('\u{feff}').expect("office programs know UTF-8 by its mark");
    let lines: Vec<&str> = table.split_terminator("\r\n").collect();
    assert_eq!(
        lines[0],
        "对象,名称,年度,研发强度（%）,研发强度（名次）,约谈名单,户均（万元）,研发合计（万元）,增量（亿元）,某种（亿元）"
    );
    let row = |name: &str| *lines.iter().find(|l| l.starts_with(name)).unwrap_or_else(|| panic!("{name}: {table}"));
    assert_eq!(row("甲"), "甲 · 2007,甲,2007,12.5,1..2,未列入,15,—,—,—");
    assert_eq!(row("戊"), "戊 · 2007,戊,2007,1,2..3,列入,≈33.6667,—,—,—");
    assert_eq!(row("丁"), "丁 · 2007,丁,2007,无基数,不排名,未列入,0,—,—,—");
    // No formula, and commas between quotes; nothing that is blank stands for a figure.
    assert_eq!(row("\"'=乙"), "\"'=乙,丙 · 2007\",\"'=乙,丙\",2007,> 0 或 无基数,1..3,可能列入,>= ≈1.6667,—,—,—");
    assert_eq!(row("全体"), "全体,,,—,—,—,—,11,42,88..130");
    assert_eq!(lines.len(), 6);
}

#[test]
fn programs_get_figures_as_text_with_their_ends() {
    let run = folder().run(&["check", "--format", "json", "--lang", "en", "-r", "r.fadu", "Firm.csv"]);
    let json: serde_json::Value = serde_json::from_str(&run.text()).expect("JSON");
    let results = json["results"].as_array().expect("results");
    let share = &results[0];
    assert_eq!((&share["rule"], &share["name"], &share["kind"]), (&"intensity".into(), &"研发强度".into(), &"figure".into()));
    let row = |series: &serde_json::Value, name: &str| -> serde_json::Value {
        let rows = series["rows"].as_array().expect("rows").clone();
        rows.into_iter().find(|r| r["subject"]["title"].as_str().is_some_and(|t| t.contains(name))).expect("a row")
    };
    let exact = row(share, "甲");
    assert_eq!(exact["value"]["exact"], "12.5");
    assert_eq!(exact["workings"][1]["name"], "研发经费");
    let open = row(share, "乙");
    assert_eq!((&open["value"]["low"]["value"], &open["value"]["low"]["included"]), (&"0".into(), &false.into()));
    assert_eq!((&open["value"]["high"], &open["may_be_nothing"]), (&serde_json::Value::Null, &true.into()));
    assert_eq!(open["causes"][0]["kind"], "blank");
    assert_eq!(row(share, "丁")["nothing"], true);
    let list = &results[1];
    assert_eq!((&list["kind"], &list["others"]), (&"list".into(), &2.into()));
    assert_eq!(row(list, "戊")["listed"], "surely");
    assert_eq!(json["summary"]["verdicts"]["met"], 0);
    let cases = results.iter().find(|s| s["name"] == "某种").expect("the open one")["rows"][0]["cases"].clone();
    assert_eq!(cases.as_array().map(Vec::len), Some(2), "{cases}");
}

#[test]
fn explain_tells_a_result_in_words_and_how_it_came_about() {
    folder()
        .run(&["explain", "--lang", "zh", "intensity", "-r", "r.fadu"])
        .expect(0, &["列示", "研发强度", "名单", "由高到低排名"]);
    folder()
        .run(&["explain", "--lang", "en", "intensity", "-r", "r.fadu", "--for", "甲", "Firm.csv"])
        .expect(0, &["show  研发强度", "12.5%", "研发经费", "Firm.csv:2:"])
        .without(&["verdict"]);
}

#[test]
fn an_audit_lists_what_the_text_implies() {
    let run = folder().run(&["audit", "--lang", "zh", "r.fadu"]);
    run.expect(0, &["推得 2 项", "推得  目标推得", "增量", "42亿元", "far - near", "远期目标 130亿元", "口径 = a", "取决"])
        .without(&["研发强度"]);
    folder().run(&["audit", "--lang", "en", "r.fadu"]).expect(0, &["2 implied", "worked out"]);
}

#[test]
fn a_clause_that_only_has_results_is_not_encoded() {
    let rules = |force: &str| {
        format!(
            "policy p \"x\" {{ clause a \"1\" \"share\" {force} }}\nrecord R key n {{ n : text a : count }}\nrule r {{ cite p.a for x in R show \"a\": x.a }}"
        )
    };
    let run = |force: &str, code: i32, words: &[&str]| {
        let folder = Folder::new().with("r.fadu", rules(force));
        folder.run(&["coverage", "--lang", "en", "--deny", "missing", "r.fadu"]).expect(code, words);
    };
    run("mandate", 1, &["1 missing"]);
    run("derived", 0, &["1 encoded"]);
}

#[test]
fn tables_of_cases_expect_results() {
    let cases = "test \"cases\" {
  given Firm { name = \"甲\", year = 2007, rd = 5万元, sales = 40万元 }
  cases {
    | rd      | sales   | 研发强度 | 约谈名单 |
    |         |         | 12.5%    | not listed |
    | 1.2万元 |         | 3%       | not listed |
    | 1万元   |         | 2.5%     | listed |
    |         | unknown | unknown  | possibly listed |
    | 0       | 0       | none     | not listed |
    | unknown |         | >= 0%    | possibly listed |
  }
}
";
    Folder::new().with("r.fadu", format!("{RULES}{cases}")).run(&["test", "--lang", "en", "r.fadu"]).expect(0, &["7 passed"]);
    let wrong = cases.replace("| 3%       |", "| 3.1%     |");
    Folder::new().with("r.fadu", format!("{RULES}{wrong}")).run(&["test", "--lang", "en", "r.fadu"]).expect(1, &["row 2", "3%"]);
    let kind = cases.replace("| 2.5%     | listed |", "| 2.5%     | 3% |");
    Folder::new().with("r.fadu", format!("{RULES}{kind}")).run(&["test", "--lang", "en", "r.fadu"]).expect(2, &["X004"]);
}

#[test]
fn tests_count_results() {
    folder().run(&["test", "--lang", "zh", "r.fadu", "--gaps"]).expect(
        0,
        &["结果 2/", "没有写明结果的测试", "没有“未列入”的测试"]
            .map(|w| if w.contains("未列入") { "没有写明结果的测试" } else { w }),
    );
    let wrong = RULES.replace("= 12.5%", "= 12.4%");
    Folder::new().with("r.fadu", wrong).run(&["test", "--lang", "zh", "r.fadu"]).expect(1, &["预期“研发强度”12.4%，实得12.5%"]);
}
