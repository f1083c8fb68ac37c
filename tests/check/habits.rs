//! What people write who know other languages: each is told by the mistake it is, with what is written here.

use super::{checked, rule};

/// A line of a rule, the one code it brings, and a part of the advice or of the message.
const LINES: &[(&str, &str, &str)] = &[
    ("require if(b.total > 1万元, 1, 2) > 1", "N010", "choose"),
    ("require ifs(b.firms > 3: 1, b.firms > 4: 2) > 1", "N010", "choose"),
    ("require SUMIF(b.total, b.county = \"x\") > 1万元", "N010", "sum(e.field"),
    ("require sumif(b.total; b.county = b.name) > 1万元", "N010", "sum(e.field"),
    ("require COUNTIF(Body, county = \"x\") > 1", "N010", "count(e in RECORD"),
    ("require average(e.total for e in Body when e.year = b.year) > 1万元", "N010", "avg("),
    ("require COUNT(*) > 3", "N010", "`count`"),
    ("require SUM(e.total for e in Body when e.year = b.year) > 1万元", "N010", "`sum`"),
    ("require foo(b.total, (b.part) > 3", "N010", "foo"),
    ("require b.name + b.county = \"x\"", "T002", "{x.county}{x.name}"),
    ("要求 b.part 不低于 5% 的 b.total", "T004", "b.total 的 5%"),
    ("require if b.total > 1万元 then b.part > 1万元", "S001", "implies"),
    ("require b.name contain \"x\"", "S001", "x contains"),
    ("require every(b.firms > i for i in 1万元 .. 3万元)", "T032", "1 .. n"),
    ("require every(b.firms > i for i in 3 .. 1)", "R007", "exchange"),
    ("require every(b.firms > i for i in 1 .. 200000)", "T032", "both ends"),
    ("require every(b.firms > i for i in 1.5 .. 3)", "T032", "whole numbers"),
    ("require foo(b.total 3) > 1", "N010", "foo"),
    ("require foo(b.total for) = 18", "N010", "foo"),
    ("要求 排名（b.total 在 Body 中） 不超过 10", "N010", "排名"),
    ("要求 求和（b.total） > 1万元", "N010", "sum(e.field"),
    ("require len(b.name) = 18", "N010", "length(x)"),
    ("require isblank(b.total)", "N010", "report x required"),
    ("require vlookup(b.county, Body, 2) = \"x\"", "N010", "RECORD[key].field"),
    ("require exists(e in Body where e.county = b.county)", "N010", "some("),
    ("require yoy(b.total) > 10%", "N010", "growth of x"),
    ("require datediff(b.founded, b.founded, \"d\") > 3", "N010", "a - b"),
    ("require roundup(b.firms) > 3", "N010", "ceiling"),
    ("require sqrt(b.firms) > 3", "N010", "a ^ 2"),
    ("require today() > b.founded", "N010", "--as-of"),
    ("require b.name.length() > 3", "N010", "stands before"),
    ("require b.total.sum() > 1万元", "N010", "stands before"),
    ("require b.total != null", "N001", "exists"),
    ("require b.share > 百分之60", "N001", "60%"),
    ("require b.level = '省级'", "S001", "double quotes"),
    ("require b.firms > 3; b.total > 1万元", "S001", "one condition a line"),
    ("require b.name matches \"1311.*\"", "S001", "like \"1311*\""),
    ("require b.total > 10 million", "S001", "100万元"),
    ("require b.total >= ￥100", "S001", "100万元"),
    ("require b.firms > 3 && b.total > 1万元", "S008", "`and`"),
    ("require b.firms > 3 || b.total > 1万元", "S008", "`or`"),
    ("require b.firms <> 3", "S008", "!="),
    ("require b.firms > 3 AND b.firms < 9", "S001", "small letters"),
    ("require NOT b.active", "S001", "small letters"),
    ("require !(b.firms > 3)", "S001", "not"),
    ("require 3 < b.firms and < 9", "S001", "3 < x < 5"),
    ("require b.firms in [1, 2]", "S001", "braces"),
    ("require b.level in (\"省级\", \"市级\")", "S001", "braces"),
    ("require b.firms = 1 or 2", "T006", "in {1, 2}"),
    ("require b.firms > 3 ? 1 : 2", "S001", "choose"),
    ("require count(distinct b.county) > 3", "S001", "count({"),
    ("require b.total 比上年 提高 10% 以上", "S001", "growth of x"),
    ("require b.total grows by 10%", "S001", "growth of x"),
    ("require b.name 不为空", "S001", "exists"),
    ("require b.founded >= 2007.1.1", "S001", "2007-01-01"),
    ("require b.founded >= 2007/1/1", "T001", "2007-01-01"),
    ("require b.founded >= \"2007-1-1\"", "T001", "2007-01-01"),
    ("require b.share >= 0.6", "T003", "60%"),
    ("require b.total >= 100000", "T003", "100000元"),
    ("require sum(e.total for e in Body where e.year = b.year) > 1万元", "S001", "after `when`"),
    ("require sum(e.total for e in Body when e.year = b.year > 1万元", "S002", "`)`"),
    ("let x := b.total\nrequire x > 1万元", "S001", "`=`"),
    ("assert b.total > 1万元", "S016", "require"),
    ("warn b.total > 1万元", "S016", "verify"),
    ("require b.county like \"1311%\"", "W030", "`*` is any"),
    ("require b.county like \"^[0-9]+$\"", "W030", "not like \"*[!0-9]*\""),
    ("require b.county like \"[0-9]{6}\"", "W030", "not like \"*[!0-9]*\""),
];

#[test]
fn each_habit_is_told_once_with_what_is_written_here() {
    let mut wrong = Vec::new();
    for (line, code, advice) in LINES {
        let out = checked(&rule(line));
        let codes: Vec<&str> = out.mistakes.iter().map(|d| d.code).collect();
        let said: String =
            out.mistakes.iter().flat_map(|d| [Some(&d.message), d.help.as_ref()]).flatten().map(|b| b.en.as_str()).collect();
        if codes != [*code] || !said.contains(advice) {
            wrong.push(format!("{line}: {codes:?}: {said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_of_other_languages_at_the_margin_and_in_types() {
    for (text, code, advice) in [
        ("function f(x) { return x }\n", "S016", "define"),
        ("const k = 3万元\n", "S016", "define"),
        ("import \"x.fadu\"\n", "S016", "use"),
        ("record R key n { n : text, k : int }\n", "N011", "count"),
        ("record R key n { n : string }\n", "N011", "text"),
        ("record R key n { n : text, k : decimal }\n", "N011", "number"),
        ("record R key n { n : text, k : boolean }\n", "N011", "flag"),
    ] {
        let out = checked(&format!("{text}record S key n {{ n : text }}\nrule r {{ for s in S require s.n = \"a\" }}\n"));
        let codes: Vec<&str> = out.mistakes.iter().map(|d| d.code).collect();
        let help = out.mistakes.first().and_then(|d| d.help.as_ref()).map_or("", |h| h.en.as_str());
        assert!(codes == [code] && help.contains(advice), "{text}: {codes:?} {help}");
    }
}
