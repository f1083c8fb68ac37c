//! "Guarantees to cluster firms reach 60% of all guarantees": ten submissions, none passes silently, none hides another.

use super::Folder;

const RULES: &str = r#"
record GuaranteeBody "信用担保机构" key name, year {
  name     "机构名称"         : text
  year     "年度"             : year
  total    "担保总额度"       : money in 万元
  clusters "集群企业担保额度" : money in 万元
}
rule share "集群企业担保额度达到担保总额度的60%" {
  for b in GuaranteeBody
  require b.clusters >= 60% of b.total
}
"#;

fn body(lines: &str) -> String {
    format!("[[GuaranteeBody]]\nname = \"安平县担保中心\"\nyear = 2007\n{lines}\n")
}

fn check(lines: &str) -> super::Run {
    let folder = Folder::new().with("rules.fadu", RULES).with("county.toml", body(lines));
    folder.run(&["check", "--lang", "zh", "--rules", "rules.fadu", "county.toml"])
}

#[test]
fn exactly_at_the_limit_is_met() {
    check("total = 100\nclusters = 60").expect(0, &["符合 1"]);
}

#[test]
fn one_yuan_short_says_by_how_much() {
    check("total = 100\nclusters = 59.9999")
        .expect(1, &["59.9999万元 / 100万元 = 59.9999% < 60%，差 1元", "提高到至少 60万元", "county.toml:5:12"]);
}

#[test]
fn one_yuan_above_is_met() {
    check("total = 100\nclusters = 60.0001").expect(0, &["符合 1"]);
}

#[test]
fn a_total_of_zero_has_no_share() {
    check("total = 0\nclusters = 0").expect(2, &["不适用", "基数为零", "L014"]);
}

#[test]
fn a_missing_total_is_undetermined_and_says_when_it_would_turn() {
    // Another body reports a total, so the column is known.
    let other = "[[GuaranteeBody]]\nname = \"乙\"\nyear = 2007\ntotal = 1\nclusters = 1\n";
    let folder = Folder::new().with("rules.fadu", RULES).with("county.toml", body("clusters = 60") + other);
    let run = folder.run(&["check", "--lang", "zh", "--rules", "rules.fadu", "county.toml"]);
    run.expect(1, &["待定", "担保总额度", "≤ 100万元 时符合"]);
}

#[test]
fn a_negative_amount_is_refused() {
    check("total = 100\nclusters = -60").expect(1, &["集群企业担保额度", "负", "待定"]);
}

#[test]
fn text_instead_of_a_number_is_refused() {
    check("total = 100\nclusters = \"六十万\"").expect(1, &["应填数字", "六十万", "county.toml:5"]);
}

#[test]
fn a_misspelt_key_is_found_and_the_right_one_offered() {
    let run = check("totl = 100\nclusters = 60");
    run.expect(2, &["totl", "total", "担保总额度"]);
    run.without(&["符合 1"]);
}

#[test]
fn a_duplicate_key_names_both_places() {
    let (first, second) = (body("total = 100\nclusters = 60"), body("total = 100\nclusters = 61"));
    let folder = Folder::new().with("rules.fadu", RULES).with("a.toml", &first).with("b.toml", &second).with("c.toml", &first);
    folder
        .run(&["check", "--lang", "zh", "--rules", "rules.fadu", "a.toml", "b.toml"])
        .expect(1, &["D021", "a.toml:2", "b.toml:2", "安平县担保中心"]);
    folder
        .run(&["check", "--lang", "zh", "--rules", "rules.fadu", "a.toml", "c.toml"])
        .expect(0, &["D048", "a.toml:2", "c.toml:2", "符合 1"]);
}

#[test]
fn a_missing_file_is_said_and_the_others_are_checked() {
    let folder = Folder::new().with("rules.fadu", RULES).with("county.toml", body("total = 100\nclusters = 59.9999"));
    folder
        .run(&["check", "--lang", "zh", "--rules", "rules.fadu", "county.toml", "gone.toml"])
        .expect(2, &["gone.toml", "差 1元"]);
}

#[test]
fn a_wrong_unit_is_refused_with_both_units() {
    check("total = 100\nclusters = \"60%\"").expect(1, &["60%", "万元", "待定"]);
    check("total = 100\nclusters = \"60辆\"").expect(1, &["辆", "万元", "待定"]);
}

#[test]
fn another_unit_of_money_means_the_same() {
    check("total = \"0.01亿元\"\nclusters = \"600,000元\"").expect(0, &["符合 1"]);
    check("total = \"0.01亿元\"\nclusters = \"599,999元\"").expect(1, &["差 1元"]);
}

#[test]
fn huge_figures_neither_wrap_nor_round() {
    let nines = "9".repeat(45);
    check(&format!("total = \"{nines}\"\nclusters = \"{nines}\"")).expect(0, &["符合 1"]);
    // 60% of 10^45 less one 元.
    let total = format!("1{}", "0".repeat(45));
    let short = format!("5{}.9999", "9".repeat(44));
    check(&format!("total = \"{total}\"\nclusters = \"{short}\"")).expect(1, &["差 1元"]);
}
