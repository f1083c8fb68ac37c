//! Rows whose key names nobody on the list: they are no subject, they are told, and the advice is what the cell takes.

use super::Folder;

const RULES: &str = r#"
table counties "各县" key code {
  | code   | name   |
  | 131125 | 安平县 |
  | 131121 | 枣强县 |
  | 013112 | 武邑县 |
}
record Econ "县域经济" key county, year sent by counties as county {
  county "县"   : text
  year   "年度" : year
  gdp    "产值" : money in 万元
}
rule floor "下限" { for e in Econ  require e.gdp >= 50万元 }
rule count "个数" { require count(e in Econ) <= 3 }
"#;

fn check(data: &str, lang: &str, format: &str) -> super::Run {
    let folder = Folder::new().with("r.fadu", RULES).with("县域经济.csv", data);
    folder.run(&["check", "-r", "r.fadu", "县域经济.csv", "--lang", lang, "--format", format])
}

/// 1万元 is short of 50万元, and whose it is nobody knows: no breach, no remedy, no certain count. Who is not heard of sent a line that cannot be used.
#[test]
fn a_row_of_nobody_gets_no_verdict() {
    let data = "县,年度,产值\n131125,2007,100\n肥城市,2007,1\n131121,2007,60\n";
    check(data, "en", "short")
        .expect(1, &["csv:3:1: error[D040]", "open[floor] 武邑县 013112 · 2007", "was sent, but line 3 cannot be used"])
        .expect(1, &["open[count] at least 2"])
        .without(&["?", "breach", "raise"]);
    check(data, "zh", "pretty")
        .expect(1, &["已报送，但第 3 行不能用", "读 2 行（第 2—4 行），不能用的 1 行（第 3 行）"])
        .without(&["不符[", "补救"]);
    let json = check(data, "en", "json");
    json.expect(1, &["\"refused\""]).without(&["\"?\"", "\"violated\": 1"]);
}

/// All that a file holds is of nobody: it was sent all the same.
#[test]
fn a_file_of_nobody_was_sent() {
    let run = check("县,年度,产值\n别县,2007,1\n", "en", "short");
    run.expect(2, &["error[D040]", "was sent, but line 2 cannot be used"]).without(&["breach", "was not sent"]);
}

/// The rows that a row of nobody holds go with it: 1 of 甲 alone is summed.
#[test]
fn rows_nested_in_a_row_of_nobody_go_with_it() {
    let rules = r#"
table counties key name {
  | name   |
  | 安平县 |
  | 枣强县 |
}
record R "表" key name sent by counties as name {
  name "县" : text
  firms "企业" : list of Firm
}
record Firm "企业" key firm { firm "名称" : text  n "数" : number }
rule all { require sum(f.n for f in Firm) <= 5 }
"#;
    let data = "[[R]]\nname = \"安平\"\nfirms = [{ firm = \"丙\", n = 100 }]\n\n\
                [[R]]\nname = \"枣强县\"\nfirms = [{ firm = \"甲\", n = 1 }]\n";
    let folder = Folder::new().with("r.fadu", rules).with("表.toml", data);
    let run = folder.run(&["check", "-r", "r.fadu", "表.toml", "--lang", "en", "--format", "short"]);
    run.expect(1, &["error[D040]", "open[all]"]).without(&["breach", "丙"]);
}

/// What is advised is written into the cell and read again.
#[test]
fn the_advice_for_a_code_is_what_the_cell_takes() {
    for (written, advice) in [
        ("131121.0", "write `131121` (枣强县)"),
        ("13112", "the code has lost its zeros in front: write `013112` (武邑县)"),
        ("13112.0", "write `013112` (武邑县)"),
        ("131121001", "codes of six digits are wanted here: write `131121` (枣强县)"),
        ("131121 枣强县", "write `131121` (枣强县) with nothing beside it"),
        ("枣强县", "did you mean `131121` (枣强县)?"),
    ] {
        let data = |code: &str| format!("县,年度,产值\n{code},2007,60\n");
        let run = check(&data(written), "en", "pretty");
        let text = run.text().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(advice), "{written}: {advice} is missing in\n{text}");
        let code = advice.split('`').nth(1).unwrap();
        check(&data(code), "en", "short").without(&["D040"]);
    }
    check("县,年度,产值\n13112,2007,60\n", "zh", "pretty").expect(2, &["代码开头的 0 丢了，请写“013112”（武邑县）"]);
}

/// Of a roster whose key is a name the region is called by it, not by its code.
#[test]
fn a_region_is_called_by_its_name() {
    let rules = "table counties key name {\n| name | code |\n| 安平县 | 131125 |\n| 枣强县 | 131121 |\n}\n\
                 record R \"表\" key name sent by counties as name { name \"县\" : text  v \"产值\" : money in 万元 }\n\
                 rule floor { for e in R  require e.v >= 150万元 }\n";
    let folder = Folder::new().with("r.fadu", rules).with("表.csv", "县,产值\n安平县,100\n枣强县,200\n");
    let args = ["check", "-r", "r.fadu", "表.csv", "--lang", "en"];
    folder.run(&args).expect(1, &["\n  安平县  ✗"]);
    let json = folder.run(&[&args[..], &["--format", "json"]].concat());
    json.expect(1, &["\"region\": \"安平县\""]).without(&["\"region_name\": \"131125\""]);
}
