//! A file with faults: each is told once, at its place, and what is intact around it reaches the tree.

use super::parse;
use fadu::ast::{self, Item};
use fadu::diag::Diagnostic;

/// Code, line and text of the first label.
fn places<'a>(source: &'a str, mistakes: &[Diagnostic]) -> Vec<(&'static str, usize, &'a str)> {
    let place = |d: &Diagnostic| {
        let range = d.primary().expect("a syntax mistake has a place").range();
        (d.code, source[..range.start].lines().count() + usize::from(source[..range.start].ends_with('\n')), &source[range])
    };
    mistakes.iter().map(place).collect()
}

fn codes(source: &str) -> Vec<&'static str> {
    parse(source).1.iter().map(|d| d.code).collect()
}

fn in_rule(statement: &str) -> String {
    format!("rule r {{\n{statement}\n}}\n")
}

#[test]
fn six_faults_give_six_placed_messages_and_the_rest_stands() {
    let source = r#"policy p "试点" {
  isued 2006-08-18
  clause a "一"
}
record A "甲" key x {
  x "名" : text
  y "值" money
  z "量" : money in 万元
}
rule one "一" {
  cite p.a
  for a in A
  requrie a.z >= 3
  require a.z >= 60% of
  require a.z >= 50-60
  require a.x = "好"
}
rule two "二" {
  for a in A
  require (a.z + 3 >= 2
}
rule three "三" { for a in A require a.z >= 4 }
"#;
    let (file, mistakes) = parse(source);
    let want = vec![
        ("S016", 2, "isued"),
        ("S001", 7, "money"),
        ("S016", 13, "requrie"),
        ("S001", 14, ""),
        ("S006", 15, "50-60"),
        ("S002", 20, ""),
    ];
    assert_eq!(places(source, &mistakes), want);
    let dump = ast::dump(&file, fadu::internals::builtins::english);
    for intact in [
        "(clause a (number \"一\"))",
        "(field x (label \"名\") (type text))",
        "(field z (label \"量\") (type (money 万元)))",
        "(cite (. p a))",
        "(require (compare (. a x) = \"好\"))",
        "(rule three (title \"三\")\n  (for (each a (from A)))\n  (require (compare (. a z) >= (num 4))))",
    ] {
        assert!(dump.contains(intact), "{intact} is missing in\n{dump}");
    }
    assert_eq!(file.items.len(), 5);
}

#[test]
fn a_chinese_file_with_faults_is_told_the_same_way() {
    let source = "规则 甲 “一” ｛\n  对 a 在 A\n  要求担保总额度 不低于 60%\n  要球 a.z 不低于 3\n  要求 a.z 不低于 3\n｝\n规责 乙 ｛ 要求 a ｝\n";
    let (file, mistakes) = parse(source);
    let want = vec![("S005", 3, "要求担保总额度"), ("S016", 4, "要球"), ("S016", 7, "规责")];
    assert_eq!(places(source, &mistakes), want);
    assert!(ast::dump(&file, fadu::internals::builtins::english).contains("(require (compare (. a z) >= (num 3)))"));
    assert_eq!(mistakes[2].help.as_ref().map(|h| h.zh.as_str()), Some("是否想写“规则”？"));
}

#[test]
fn a_missing_brace_names_the_place_of_the_opening_one() {
    let source = "rule a {\n  require x >= 1\n\nrule b {\n  require y >= 2\n}\n";
    let (file, mistakes) = parse(source);
    assert_eq!(places(source, &mistakes), vec![("S002", 2, "")]);
    assert_eq!(&source[mistakes[0].labels[1].span.range()], "{");
    assert_eq!(mistakes[0].labels[1].span.start, 7);
    assert_eq!(file.items.len(), 2);
    assert!(ast::dump(&file, fadu::internals::builtins::english).contains("(require (compare y >= (num 2)))"));
}

#[test]
fn glued_words_get_the_split() {
    for (statement, separated) in [
        ("require guarantee不低于 60%", "guarantee 不低于"),
        ("require 担保总额度不低于60%", "担保总额度 不低于 60"),
        ("要求 担保总额度不低于标准", "担保总额度 不低于 标准"),
        ("要求 担保额度 不低于 担保总额度的60%", "担保总额度 的 60"),
    ] {
        let (_, mistakes) = parse(&in_rule(statement));
        assert_eq!(mistakes.len(), 1, "{statement}: {mistakes:?}");
        assert_eq!(mistakes[0].code, "S005", "{statement}");
        let help = &mistakes[0].help.as_ref().expect("a split is offered").en;
        assert!(help.contains(&format!("`{separated}`")), "{help}");
    }
    assert_eq!(codes("rule r { require 「担保总额度不低于标准」 }"), [""; 0]);
    assert_eq!(codes("param 营业收入超过亿元企业 : count\nrule r { require 营业收入超过亿元企业 exists }"), [""; 0]);
}

#[test]
fn each_slip_has_its_code() {
    for (statement, want) in [
        ("require a => 3", vec!["S008"]),
        ("require a 大于 3", vec!["S008"]),
        ("require a >= 1,234.5万元", vec!["S007"]),
        ("require a 低于 60%以上", vec!["S014"]),
        ("require a 不低于 60%以上", vec![]),
        ("require a <= x >= b", vec!["S015"]),
        ("require a <= x < b", vec![]),
        ("require a = x != b", vec!["S015"]),
        ("require a in b in c", vec!["S015"]),
        ("require a between 3 or 4", vec!["S018"]),
        ("require a 占 b", vec!["S018"]),
        ("require a within 3", vec!["S018"]),
        ("require a >= b within rounding", vec!["S018"]),
        ("require choose { otherwise: 1; a: 2 } > 0", vec!["S018"]),
        ("require d >= 2007-02-29", vec!["S013"]),
        ("require d >= 2008-02-29", vec![]),
        ("require d >= 2008年13月1日", vec!["S013"]),
        ("require a-b >= 50 - 60", vec![]),
        ("require a >= 3)", vec!["S003"]),
        ("otherwise \"ab\\qc\"", vec!["S012"]),
        ("require \u{440}ayment >= 3", vec!["S009"]),
        ("require payment >= 3 # \u{202e}abc", vec!["S010"]),
        ("require pay\u{202e}ment >= 3", vec!["S010"]),
        ("require a 是 3", vec!["S008"]),
        ("when a = \"x\u{2066}y\"", vec!["S010"]),
        ("require 支付р额 >= 3", vec![]),
    ] {
        assert_eq!(codes(&in_rule(statement)), want, "{statement}");
    }
}

#[test]
fn an_open_text_costs_one_message() {
    let source = "rule r \"没有结束 {\n  require a >= 3\n}\nrule s { require b >= 3 }\n";
    let (file, mistakes) = parse(source);
    assert_eq!(places(source, &mistakes), vec![("S011", 1, "\"没有结束")]);
    assert_eq!(file.items.len(), 2);
}

#[test]
fn rows_are_held_against_the_header() {
    let table = |rows: &str| format!("table t key a {{\n{rows}\n}}\n");
    assert_eq!(codes(&table("| a | b |\n| 1 | 2 |")), [""; 0]);
    assert_eq!(codes(&table("| a | b |\n| 1 |")), ["S017"]);
    assert_eq!(codes(&table("| a | b |\n| 1 | 2")), ["S017"]);
    assert_eq!(codes(&table("| a | b |\n hello world\n| 1 | 2 |")), ["S017"]);
    assert_eq!(codes(&table("")), ["S017"]);
    assert_eq!(codes(&table("| a | b \n| 1 | 2 |")), ["S001"]);
    let (file, _) = parse(&table("| a | b |\n| 「(\" | # { |  # the end\n| 3 | \"x|y\" |"));
    let Some(Item::Table(table)) = file.items.first() else { panic!("no table") };
    let ast::TableRows::Inline(rows) = &table.rows else { panic!("no rows") };
    let texts: Vec<Vec<&str>> = rows.iter().map(|r| r.iter().map(|c| c.text.as_str()).collect()).collect();
    assert_eq!(texts, vec![vec!["「(\"", "# {"], vec!["3", "x|y"]]);
}

#[test]
fn words_are_keywords_only_where_one_can_stand() {
    let source = r#"record rule "x" key year { year "年度" : year; number : number; to : text; in : money in 元; signed : flag; during : flag }
rule r {
  for report in rule
  when report.for = 1 and year is 2007 and kind = "x" and unit in {"a"}
  require report.require >= number
  require test.policy exists
}
"#;
    assert_eq!(codes(source), [""; 0]);
}

#[test]
fn what_lies_too_deep_is_told_once_and_the_next_item_is_read() {
    let deep =
        |n: usize| format!("rule a {{\n  require {}1{} >= 1\n}}\nrule b {{ require x >= 2 }}\n", "(".repeat(n), ")".repeat(n));
    assert_eq!(codes(&deep(60)), [""; 0]);
    for n in [100, 100_000] {
        let (file, mistakes) = parse(&deep(n));
        assert_eq!(mistakes.iter().map(|d| d.code).collect::<Vec<_>>(), ["S004"]);
        assert_eq!(file.items.len(), 2);
    }
    let unclosed = format!("rule a {{\n  require {}\n}}\nrule b {{ require x >= 2 }}\n", "(".repeat(50_000));
    let (file, mistakes) = parse(&unclosed);
    assert!(mistakes.iter().any(|d| d.code == "S004"));
    assert!(ast::dump(&file, fadu::internals::builtins::english).contains("(require (compare x >= (num 2)))"));
    let long = format!("rule a {{ require {} >= 1 }}", vec!["x"; 5_000].join(" + "));
    assert_eq!(codes(&long), ["S004"]);
    assert_eq!(codes(&format!("rule a {{ require {}x }}", "not ".repeat(5_000))), ["S004"]);
}

#[test]
fn nothing_makes_the_parser_panic() {
    let text = include_str!("large_zh.fadu");
    let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).step_by(37).collect();
    for end in ends {
        parse(&text[..end]);
        let rest: String = text[end..].chars().skip(1).collect();
        parse(&format!("{}{}", &text[..end], rest.get(..900).unwrap_or("")));
    }
    for odd in
        ["", "\u{feff}", "}", "{{{{", "\"", "「", "“", "| a |", "rule", "规则", "rule x {", "table t { | a", "1", "#", "\\", "\0"]
    {
        parse(odd);
    }
}

#[test]
fn what_is_written_out_of_habit_is_told_what_is_written_here() {
    let head = "记录 机构 主键 name { name : 文本 total : 金额 单位 万元 }\n规则 a \"总额\" {\n  对 机 在 机构\n";
    for (line, code, zh, en) in [
        ("  要求 机。total >= 1万元", "S001", "字段前写点", "is a point"),
        ("  要求: 机.total >= 1万元", "S001", "不用冒号", "no colon"),
        ("  要求 机.total 在 1万元 和 2万元 之间", "S001", "介于", "between"),
        ("  必须 机.total >= 1万元", "S016", "要求", "要求"),
        ("  如果 机.total >= 1万元", "S016", "当", "当"),
        ("  要求 机.total => 1万元", "S008", ">=", ">="),
    ] {
        let (_, mistakes) = parse(&format!("{head}{line}\n}}\n"));
        let told = mistakes.iter().find(|d| d.code == code).unwrap_or_else(|| panic!("{line}: no {code}"));
        let help = told.help.as_ref().unwrap_or_else(|| panic!("{line}: no advice"));
        assert!(help.zh.contains(zh) && help.en.contains(en), "{line}: {help:?}");
    }
}

#[test]
fn every_misspelt_item_at_the_margin_is_told() {
    let source = "record R key n { n : text }\nscorcard s {\n  cite a.b\n}\nextnd R { y : text }\nlibary lib\nrule r { for r in R require r.n = \"a\" }\n";
    let (_, mistakes) = parse(source);
    let want = vec![("S016", 2, "scorcard"), ("S016", 5, "extnd"), ("S016", 6, "libary")];
    assert_eq!(places(source, &mistakes), want);
}

#[test]
fn an_item_at_the_margin_ends_brackets_left_open_too_deep() {
    let deep = "(".repeat(100);
    for item in ["scorecard s { }", "extend R { y : text }", "library lib", "use lib", "评分表 s { }", "扩充 R { y : 文本 }"]
    {
        let source = format!("rule a {{ for r in R require {deep}\n{item}\n");
        let (file, mistakes) = parse(&source);
        assert!(mistakes.iter().any(|d| d.code == "S004"), "{item}: {mistakes:?}");
        assert_eq!(file.items.len(), 2, "{item}: {:?}", mistakes.iter().map(|d| d.code).collect::<Vec<_>>());
    }
}
