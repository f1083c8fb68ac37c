//! `explain RULE --for SUBJECT`: the whole way to a verdict.

use super::Folder;
use serde_json::Value;

const RULES: &str = "\
param floor \"下限\" : money in 万元 = 100万元 because \"通知\"\n\
param reading \"口径\" : one of \"总额\", \"净额\"\n\
record C \"县情\" key code { code \"代码\" : text  total \"总额\" : money in 万元  net \"净额\" : money in 万元  new \"新设\" : flag }\n\
rule share \"六成\" { for c in C exempt when c.new because \"新设\" require c.net >= 60% of c.total }\n\
rule all \"合计\" { require sum(c.total for c in C) >= floor }\n\
rule read \"按口径\" { for c in C require reading = \"总额\" implies c.total >= 50万元  require reading = \"净额\" implies c.net >= 50万元 }\n";

fn folder() -> Folder {
    Folder::new().with("r.fadu", RULES).with("C.csv", "代码,总额,净额,新设\n甲,50,30,否\n乙,40,,否\n丙,60,60,是\n")
}

fn explain(rule: &str, subject: &str, more: &[&str]) -> super::Run {
    let args = [&["explain", rule, "--for", subject, "--lang", "zh", "--rules", "r.fadu", "C.csv"], more].concat();
    folder().run(&args)
}

#[test]
fn what_is_met_is_derived_to_its_cells() {
    explain("share", "甲", &[]).expect(
        0,
        &[
            "结论  符合",
            "✗ 豁免条件  c.new",
            "✓ 要求  c.net >= c.total 的 60%  结论：符合",
            "c.net = 30万元  净额：30万元  C.csv:2:6",
            "c.total 的 60% = 30万元",
            "c.total = 50万元  总额：50万元  C.csv:2:3",
        ],
    );
}

#[test]
fn what_is_open_names_the_missing_figure_and_where_the_verdict_turns() {
    // 60% of 40万元 are 24万元.
    explain("share", "乙", &[])
        .expect(0, &["结论  待定", "c.net = 未知", "转折点：“净额” ≥ 24万元 时成立，否则不成立", "“净额”未填；≥ 24万元 时符合"]);
}

#[test]
fn sums_show_their_rows_and_parameters_who_set_them() {
    explain("all", "", &[]).expect(0, &["= 150万元", "甲 = 50万元  C.csv:2:1", "丙 = 60万元", "floor = 100万元", "通知"]);
}

#[test]
fn each_reading_has_its_own_tree() {
    let run = explain("read", "甲", &[]);
    run.expect(0, &["若 “口径” = 总额：符合", "若 “口径” = 净额：不符", "结论  待定"]);
    let json: Value = serde_json::from_str(&explain("read", "甲", &["--format", "json"]).text()).unwrap();
    assert_eq!((&json["schema"], &json["command"]), (&"fadu-explain/1".into(), &"explain".into()));
    let cases = json["subjects"][0]["cases"].as_array().unwrap();
    let verdicts: Vec<&str> = cases.iter().map(|c| c["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["met", "violated"]);
    assert_eq!(json["subjects"][0]["verdict"], "undetermined");
    let page = include_str!("../../docs/report-json.md");
    let step = cases[0]["steps"][0].as_object().unwrap();
    let missing: Vec<&String> = step.keys().filter(|k| !page.contains(&format!("`{k}`"))).collect();
    assert!(step.len() > 10 && missing.is_empty(), "not in docs/report-json.md: {missing:?}");
}

const MORE: &str = "\
param near \"近期\" : year in 2007..2009\n\
param far \"远期\" : year after near\n\
param floor \"下限\" : share in 0%..100%\n\
record C \"县情\" key code, year { code \"代码\" : text  year \"年度\" : year  total \"总额\" : money in 万元  net \"净额\" : money in 万元  funds \"资金\" : list of F }\n\
record F \"资金\" key name { name \"名称\" : text  all \"总数\" : money in 万元  part \"投向\" : money in 万元 }\n\
rule stages \"两期\" { for c in C due near require c.total >= 50万元 due far require c.total >= 80万元 }\n\
rule both \"两项\" { for c in C require c.net >= 60% of c.total }\n\
rule open \"待定的比例\" { for c in C require c.net >= floor of c.total }\n\
rule each \"逐项\" { for c in C require every(f.part >= 50% of f.all and f.all >= 1万元 for f in c.funds) }\n";

/// 县甲 has a total of 100 and a net of 30; 县乙 has neither; the funds of 县甲: one at half, one 10 short, one without its part.
fn more(rule: &str, subject: &str, args: &[&str]) -> super::Run {
    let county = "[submission]\nperiod = 2008\n[[C]]\ncode = \"甲\"\nyear = 2008\ntotal = 100\nnet = 30\n\
        funds = [ { name = \"一\", all = 20, part = 10 }, { name = \"二\", all = 40, part = 10 }, { name = \"三\", all = 30 } ]\n\
        [[C]]\ncode = \"乙\"\nyear = 2008\nfunds = []\n";
    let folder = Folder::new().with("r.fadu", MORE).with("C.toml", county);
    folder.run(&[&["explain", rule, "--for", subject, "--rules", "r.fadu", "C.toml"], args].concat())
}

#[test]
fn each_rung_says_how_far_it_is_and_what_its_year_would_have_to_be() {
    let run = more("stages", "甲", &["--lang", "zh", "--param", "near=2007", "--param", "far=2010"]);
    run.expect(0, &["✓ 到期  near  报告期 2008；2007 已到期", "✗ 到期  far  报告期 2008；还有 2 年到期（2010）"]);
    let run = more("stages", "甲", &["--lang", "zh", "--param", "near=2007"]);
    run.expect(0, &["? 到期  far  报告期 2008；到期时间待定：不晚于 2008 时已到期", "参数待定：“远期”"]);
    let run = more("stages", "甲", &["--lang", "en", "--param", "near=2007", "--param", "far=2008"]);
    run.expect(
        0,
        &["✗ due  near  reporting period 2008; the next is due (2008), and takes its place", "✓ due  far  reporting period"],
    );
}

#[test]
fn two_missing_figures_turn_together_and_an_open_parameter_where_the_known_figure_says() {
    let run = more("both", "乙", &["--lang", "zh"]);
    run.expect(0, &["转折点：“净额” ≥ 0.6 × “总额” 时成立，否则不成立", "“净额”", "“总额”"]);
    // 30万元 of 100万元 are 30%.
    more("open", "甲", &["--lang", "en"]).expect(0, &["turning point: holds when `下限` ≤ 30%, else not"]);
    let json: Value = serde_json::from_str(&more("both", "乙", &["--format", "json"]).text()).unwrap();
    let turning = &json["subjects"][0]["cases"][0]["steps"][0]["turning"];
    assert_eq!((&turning["op"], &turning["at"]["value"]), (&"≥".into(), &"0".into()));
    assert_eq!(turning["terms"][1]["coefficient"], "-0.6");
}

#[test]
fn the_inside_of_each_member_is_shown_with_what_it_misses() {
    let run = more("each", "甲", &["--lang", "zh"]);
    run.expect(
        0,
        &[
            "✗ 甲 · 2008 · 二",
            "25% < 50%，差 10万元",
            "✗ f.part >= f.all 的 50%",
            "? 甲 · 2008 · 三",
            "转折点：“投向” ≥ 15万元 时成立，否则不成立",
        ],
    );
}

#[test]
fn a_rule_is_told_in_plain_words_of_both_languages() {
    let folder = Folder::new().with("r.fadu", MORE);
    let run = folder.run(&["explain", "each", "--lang", "zh", "--rules", "r.fadu"]);
    run.expect(
        0,
        &[
            "对象  每一个“县情”",
            "要求  每一个“资金”都符合：",
            "· “投向”不低于“总数”的 50%",
            "require   every `资金` passes:",
            "· `投向` is at least 50% of `总数`",
        ],
    );
    let run = folder.run(&["explain", "stages", "--lang", "en", "--rules", "r.fadu"]);
    run.expect(
        0,
        &[
            "due       from `near` on".replace("near", "近期").as_str(),
            "require   `总额` is at least 500,000 yuan",
            "open, 2007 to 2009",
            "open, after `近期`",
            "到期  自“近期”起，到下一个到期时间为止",
        ],
    );
    let json: Value =
        serde_json::from_str(&folder.run(&["explain", "both", "--format", "json", "--rules", "r.fadu"]).text()).unwrap();
    assert_eq!(json["plain"]["zh"][1], "要求：“净额”不低于“总额”的 60%");
    assert_eq!(json["plain"]["en"][1], "require: `净额` is at least 60% of `总额`");
}
