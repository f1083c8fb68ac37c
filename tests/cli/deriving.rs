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
            "✓ 要求  c.net >= 60% of c.total  结论：符合",
            "c.net = 30万元  净额：30万元  C.csv:2:6",
            "60% of c.total = 30万元",
            "c.total = 50万元  总额：50万元  C.csv:2:3",
        ],
    );
}

#[test]
fn what_is_open_names_the_missing_figure_and_where_the_verdict_turns() {
    // 60% of 40万元 are 24万元.
    explain("share", "乙", &[])
        .expect(0, &["结论  待定", "c.net = 未知", "“净额”未填", "转折点：24万元", "≥ 24万元 时符合，否则不符"]);
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
