//! Commands for policy writers: boundary twins, coverage of clauses, the policy against itself.

use super::Folder;

const RULES: &str = r#"
policy p "示范意见" {
  clause share "一" "担保占比" mandate
  clause whole "二" "分项合计" derived
  clause open "三" "一定比例" target
  clause words "四" "指导思想" qualitative "没有指标"
  clause left "五" "没人管"
}
record Body "机构" key name {
  name  "名称"   : text
  total "总额"   : money in 万元
  part  "集群额" : money in 万元
}
param bank_share "银行占比" : share in 0%..100%
table targets key name { | name | value : money in 亿元 |
                         | 甲   | 40 |
                         | 乙   | 50 | }
rule share "占比" { cite p.share  for b in Body  require b.part >= 60% of b.total }
rule whole "合计" { cite p.whole  require sum(t.value for t in targets) >= 100亿元 }
rule open "银行" { cite p.open  for b in Body  require b.part >= bank_share of b.total }
test "met" { given Body { name = "安平", total = 100万元, part = 70万元 }  expect share met }
"#;

#[test]
fn boundary_twins_stand_at_the_limit_and_one_step_to_either_side() {
    let run = Folder::new().with("r.fadu", RULES).run(&["test", "--lang", "zh", "--boundaries", "r.fadu"]);
    run.expect(0, &["59.9999万元 不符", "60万元 符合", "60.0001万元 符合", "集群额"]);
}

/// Bounds of conditions stand on the sheet with the verdicts of the whole rule; what does not turn is no proof; a figure below zero is not tried; a
/// rule about the run as a whole has no empty brackets.
#[test]
fn the_sheet_of_bounds_shows_conditions_and_what_proves_nothing() {
    let rules = r#"
record Body key name { name : text  total : money in 万元  part : money in 万元  staff : count }
rule share "占比" { for b in Body  when b.total > 0元  exempt when b.staff < 3 because "小机构"  require b.part >= 60% of b.total }
rule idle "不转" { for b in Body  require b.part >= 10万元  except when b.staff < 2 require b.part >= 5万元 }
rule whole "合计" { require sum(b.part for b in Body) >= 100万元 }
test "share" { given Body { name = "安平", total = 100万元, part = 70万元, staff = 5 }  expect share met }
test "idle" { given Body { name = "安平", total = 100万元, part = 70万元, staff = 1 }  expect idle met }
test "more" { given Body { name = "安平", total = 100万元, part = 70万元, staff = 3 }  expect idle met }
test "whole" { given Body { name = "安平", part = 70万元 }  given Body { name = "枣强", part = 20万元 }  expect whole violated }
"#;
    let folder = Folder::new().with("r.fadu", rules);
    let run = folder.run(&["test", "--lang", "zh", "--boundaries", "r.fadu"]);
    run.expect(0, &["限值 7 处，列出 7 处"]).without(&["（）"]);
    let text = run.text();
    let line = |words: &[&str]| {
        let found = text.lines().find(|l| words.iter().all(|w| l.contains(w)));
        found.unwrap_or_else(|| panic!("{words:?}\n{text}")).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // 60% of 100万元.
    assert_eq!(line(&["60% of b.total"]), "60% of b.total = 60万元 part（安平） 59.9999万元 不符 60万元 符合 60.0001万元 符合 □");
    // Nothing below zero may be sent; at zero the rule does not speak of the row.
    assert_eq!(line(&["0元（条件）"]), "0元（条件） total（安平） — 0万元 不适用 0.0001万元 符合 □");
    assert_eq!(line(&["3（条件）"]), "3（条件） staff（安平） 2个 豁免 3个 符合 4个 符合 □");
    // 70万元 is enough either way, whatever the staff.
    assert_eq!(line(&["2（条件）"]), "2（条件） staff（安平） 1个 符合 2个 符合 3个 符合 判定不变，不能证明");
    // 100 less 20 of the other row.
    assert_eq!(line(&["100万元"]), "100万元 part（安平） 79.9999万元 不符 80万元 符合 80.0001万元 符合 □");
    let json = folder.run(&["test", "--lang", "en", "--boundaries", "--format", "json", "r.fadu"]);
    json.expect(0, &["\"in_condition\": true", "\"turns\": false", "\"below\": null"]);
    folder.run(&["test", "--lang", "en", "--boundaries", "r.fadu"]).expect(0, &["no change: proves nothing", "0元 (condition)"]);
}

#[test]
fn coverage_knows_what_is_missing_and_what_is_open() {
    let folder = Folder::new().with("r.fadu", RULES);
    let words = ["条文 5：已编码 2 · 有待定参数 1 · 无可度量 1 · 未编码 1", "没人管", "待定：银行占比", "没有指标"];
    folder.run(&["coverage", "--lang", "zh", "r.fadu"]).expect(0, &words);
    // A second rule that waits for nothing does not settle the clause.
    let twice =
        RULES.replace("test \"met\"", "rule some \"有贷款\" { cite p.open  for b in Body  require b.part > 0元 }\ntest \"met\"");
    Folder::new().with("r.fadu", twice).run(&["coverage", "--lang", "zh", "r.fadu"]).expect(0, &words[..1]);
    folder.run(&["coverage", "--lang", "zh", "--deny", "missing", "r.fadu"]).expect(1, &[]);
    folder.run(&["coverage", "--lang", "en", "--format", "json", "r.fadu"]).expect(0, &["\"fadu-coverage/1\"", "\"missing\": 1"]);
}

#[test]
fn a_policy_that_contradicts_itself_is_told_without_any_submission() {
    let run = Folder::new().with("r.fadu", RULES).run(&["audit", "--lang", "zh", "r.fadu"]);
    // 40 + 50 = 90 of 100.
    run.expect(
        1,
        &["矛盾 1 处", "算得  90亿元（甲 40亿元 + 乙 50亿元）", "应为  100亿元", "算得的比应有少 10亿元（不应少于应有）"],
    )
    .without(&["银行", "占比"]);
}

/// What the text states is told from what was worked out, and what is worth a remark from what contradicts.
#[test]
fn an_audit_knows_stated_figures_and_remarks() {
    let rules = "param stated \"文中合计\" : money in 亿元 = 100亿元 because \"原文\"\n\
        table parts key name { | name | value : money in 亿元 |\n | 一 | 40 |\n | 二 | 50 | }\n\
        rule known \"合计\" { aim sum(t.value for t in parts) >= stated }\n\
        rule room \"够分\" { aim sum(t.value for t in parts) >= 50亿元 * count(parts) }\n";
    let run = Folder::new().with("r.fadu", rules).run(&["audit", "--lang", "zh", "r.fadu"]);
    // 40 + 50 = 90 of 100 stated; 50 × 2 = 100 worked out.
    run.expect(
        0,
        &[
            "矛盾 0 处",
            "说明 2 处",
            "原文  100亿元",
            "算得的比原文少 10亿元（不应少于原文）",
            "推算  100亿元",
            "算得的比推算少 10亿元",
        ],
    );
    let demanded = rules.replacen("aim sum", "verify sum", 1);
    Folder::new()
        .with("r.fadu", demanded)
        .run(&["audit", "--lang", "en", "r.fadu"])
        .expect(1, &["1 contradiction", "1 remark", "stated"]);
}

/// A figure that is not settled: one answer for each candidate.
#[test]
fn an_audit_answers_for_each_candidate() {
    let rules = "param reading \"口径\" : one of \"甲\", \"乙\"\n\
        table parts key name { | name | value : money in 亿元 |\n | 一 | 40 |\n | 二 | 50 | }\n\
        rule whole \"合计\" { require sum(t.value for t in parts) >= choose { reading = \"甲\": 90亿元; otherwise: 91亿元 } }\n";
    let run = Folder::new().with("r.fadu", rules).run(&["audit", "--lang", "zh", "r.fadu"]);
    run.expect(1, &["若 “口径” = 甲：相符", "若 “口径” = 乙：矛盾", "没有差别", "算得的比推算少 1亿元"]);
}

#[test]
fn a_rule_is_explained_beside_its_clause_in_the_readers_keywords() {
    let folder = Folder::new().with("r.fadu", RULES).with("Body.csv", "名称,总额,集群额\n安平,100,59.9999\n景县,100,80\n");
    folder
        .run(&["explain", "share", "--lang", "zh", "--rules", "r.fadu"])
        .expect(0, &["《示范意见》一 担保占比", "要求", "的 60%", "测试  1 项"]);
    folder.run(&["explain", "open", "--lang", "en", "--rules", "r.fadu"]).expect(0, &["require", "bank_share of", "open"]);
    let derived = folder.run(&["explain", "share", "--for", "安平", "--lang", "zh", "--rules", "r.fadu", "Body.csv"]);
    derived.expect(0, &["59.9999万元 / 100万元 = 59.9999% < 60%，差 1元"]).without(&["景县"]);
    folder.run(&["explain", "shar", "--lang", "zh", "--rules", "r.fadu"]).expect(2, &["share"]);
}

/// Each row of the policy's roster of senders stands in its own region's line.
#[test]
fn rows_of_a_roster_are_told_under_their_own_region() {
    let rules = "table who key code { | code |\n | 131101 |\n | 131102 | }\n\
        record R key code sent by who as code { code : text  a : count }\n\
        rule r { for w in who require sum(r.a for r in R when r.code = w.code) >= 3 }\n";
    let run = Folder::new()
        .with("fadu.toml", "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"x.csv\"\nrecord = \"R\"\n")
        .with("r.fadu", rules)
        .with("x.csv", "code,a\n131101,5\n131102,1\n")
        .run(&["check", "--lang", "en"]);
    let line = |region: &str| run.text().lines().any(|l| l.trim_start().starts_with(region));
    assert!(line("131101") && line("131102"), "{}", run.text());
}
