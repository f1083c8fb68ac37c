//! Types and units in rules: every combination that must be refused, with both places.

use super::{bad, bad_rule, checked, good, good_rule, rule};

#[test]
fn unlike_units_are_refused_with_both_places_and_declarations() {
    let checked = bad_rule("require b.total >= b.cars", &[r#"T001 "b.cars" / "b.total" / "total" / "cars""#]);
    let d = &checked.mistakes[0];
    assert_eq!(d.labels[0].text.en, "this is a quantity (辆)");
    assert_eq!(d.labels[1].text.en, "this is money (万元)");
    assert_eq!(d.labels[1].text.zh, "这是金额（万元）");
    bad_rule("require b.total + b.cars >= 5万元", &[r#"T002 "b.cars" / "b.total" / "total" / "cars""#]);
    let checked = bad_rule("require b.total >= b.share", &[r#"T001 "b.share" / "b.total" / "total" / "share""#]);
    assert_eq!(checked.help(), "say what the percentage is of: `60% of …`");
    bad_rule("require b.firms >= 5万元", &[r#"T001 "5万元" / "b.firms" / "firms""#]);
    bad_rule("require b.total + 5% >= 1万元", &[r#"T002 "5%" / "b.total" / "total""#]);
    bad_rule("require b.cars >= 100台", &[r#"T001 "100台" / "b.cars" / "cars""#]);
    bad_rule("require b.name >= 3", &[r#"T001 "3" / "b.name" / "name""#]);
    bad_rule("require b.founded >= 20", &[r#"T001 "20" / "b.founded" / "founded""#]);
    good_rule("require b.founded >= 2006");
    let checked = bad_rule("require b.founded = 2006", &[r#"T022 "b.founded" / "2006""#]);
    assert_eq!(checked.help(), "that it lies in the period is written `x in 2008`");
}

#[test]
fn bare_numbers_fit_counts_zero_and_plain_numbers_only() {
    let checked = bad_rule("require b.part >= 60", &[r#"T003 "60" / "b.part" / "part""#]);
    assert_eq!(checked.help(), "did you mean 60万元?");
    let checked = bad_rule("require b.share >= 60", &[r#"T003 "60" / "b.share" / "share""#]);
    assert_eq!(checked.help(), "did you mean 60%?");
    good_rule("require b.total > 0 and b.firms >= 3 and b.firms >= 3家 and b.index >= 1.5 and b.firms >= 2个");
    good_rule("require b.firms + 1 >= 3 and b.total - 0 >= 1万元");
}

#[test]
fn digits_of_a_quotient_are_no_digits_of_per_cent() {
    bad_rule("require b.share = round(b.part / b.total, 2)", &[r#"T033 "round(b.part / b.total, 2)" / "b.share""#]);
    bad_rule("require 60% <= round_even(b.part / b.total, 2)", &[r#"T033 "round_even(b.part / b.total, 2)" / "60%""#]);
    bad_rule("require b.share = floor(b.part / b.total)", &[r#"T033 "floor(b.part / b.total)" / "b.share""#]);
    bad_rule("require b.share = ceiling(b.part / b.total)", &[r#"T033 "ceiling(b.part / b.total)" / "b.share""#]);
    bad_rule("require b.share >= max(0, round(b.part / b.total, 2))", &[r#"T033 "round(b.part / b.total, 2)" / "b.share""#]);
    bad_rule(
        "require abs(b.share - round(b.part / b.total, 2)) <= 1个百分点",
        &[r#"T033 "round(b.part / b.total, 2)" / "b.share""#],
    );
    bad_rule(
        "let own = round(b.part / b.total, 2) require own between 10% and 60%",
        &[r#"T033 "round(b.part / b.total, 2)" / "10%""#],
    );
    bad_rule(
        "require b.share = choose { b.active: round(b.part / b.total, 2); otherwise: 1 }",
        &[r#"T033 "round(b.part / b.total, 2)" / "b.share""#],
    );
    bad_rule(
        "require choose { b.active: b.share; otherwise: round(b.part / b.total, 2) } <= 60%",
        &[r#"T033 "round(b.part / b.total, 2)" / "b.share""#],
    );
    bad_rule(
        "require max(round(c.part / c.total, 2) for c in Body when c.year = b.year) <= b.share",
        &[r#"T033 "round(c.part / c.total, 2)" / "b.share""#],
    );
    good_rule("require b.share = round(b.part as share of b.total, 2)");
    good_rule("require b.share = round(b.part / b.total, 0.01%)");
    good_rule("require b.index = round(b.part / b.total, 2) and round(b.part / b.total, 2) >= 0.6");
    good_rule("require b.share = round(b.part / b.total, 0.01)");
    good_rule("require floor(b.part / b.total) >= 2");
}

#[test]
fn shares_points_and_growth_are_three_things() {
    bad_rule("require b.share >= b.rise", &[r#"T004 "b.rise" / "b.share" / "share" / "rise""#]);
    bad_rule("require b.rise >= 3%", &[r#"T004 "3%" / "b.rise" / "rise""#]);
    bad_rule("require b.growth >= b.share", &[r#"T004 "b.share" / "b.growth" / "growth" / "share""#]);
    bad_rule("require b.share - 10% >= 5%", &[r#"T004 "5%" / "b.share - 10%""#]);
    bad_rule("require b.rise of b.total >= 5万元", &[r#"T004 "b.rise" / "rise""#]);
    good_rule("require b.share - 10% >= 5个百分点 and b.share + b.rise <= 90% and b.growth >= 25% and b.rise >= 3个百分点");
    good_rule("require 1 - b.share >= 40% and 100% - b.share >= 40%");
}

#[test]
fn quotients_and_products_have_units() {
    good_rule("require b.part / b.total >= 60% and b.part / b.total >= 0.6 and b.firms / b.firms >= 20%");
    good_rule("require b.total / b.cars >= 5万元/辆 and b.total / b.firms >= 5万元 and b.total * 2 >= 10万元");
    bad_rule("require b.total / b.cars >= 5万元", &[r#"T001 "5万元" / "b.total / b.cars""#]);
    bad_rule("require b.total * b.part >= 5万元", &[r#"T001 "5万元" / "b.total * b.part""#]);
    bad_rule("require b.total / 0 >= 5万元", &[r#"T007 "0""#]);
    bad_rule("require b.name + 1 >= 2", &[r#"T007 "b.name" / "+""#]);
}

#[test]
fn parts_and_wholes_are_alike() {
    bad_rule("require b.part as share of b.cars >= 5%", &[r#"T011 "b.cars" / "b.part" / "part" / "cars""#]);
    good_rule("require b.part as share of b.total >= 5% and 60% of b.firms <= b.firms");
    bad_rule("require b.total of b.part >= 5万元", &[r#"T004 "b.total" / "total""#]);
}

#[test]
fn kinds_of_one_unit_are_kept_apart_but_for_shares() {
    let text = |line: &str| {
        format!(
            r#"kind sales "销售收入" : money
kind tax "税收" : money
record E key name {{ name : text
  s : sales in 亿元
  t : tax in 万元
  plain : money }}
rule r {{ for e in E
{line} }}"#
        )
    };
    bad(&text("require e.s >= e.t"), &[r#"T005 "e.t" / "e.s" / "s" / "t""#]);
    bad(&text("require e.s + e.t >= 1亿元"), &[r#"T005 "e.t" / "e.s" / "s" / "t""#]);
    good(&text(
        "require e.t >= 10% of e.s and e.t as share of e.s >= 3% and e.t / e.s >= 3% and e.s >= 2亿元 and e.s >= e.plain",
    ));
    bad("kind sales : text", &[r#"T017 "text""#]);
    bad(
        "kind sales : money\nrecord E key n { n : text, s : sales in 辆 }\nrule r { for e in E require e.s > 0 }",
        &[r#"T017 "辆" / "sales""#],
    );
}

#[test]
fn conditions_are_truth_values() {
    bad_rule("require b.total", &[r#"T006 "b.total""#]);
    bad_rule("when b.level\nrequire b.total > 0", &[r#"T006 "b.level""#]);
    bad_rule("require b.total > 0 and b.firms", &[r#"T006 "b.firms""#]);
    good_rule("when b.active\nrequire not b.active or b.active = yes");
}

#[test]
fn candidates_are_known() {
    let checked = bad_rule("require b.level = \"省\"", &[r#"T008 "\"省\"" / "level""#]);
    assert_eq!(checked.help(), "did you mean `省级`?");
    let checked = bad_rule("require b.level = \"省纪\"", &[r#"T008 "\"省纪\"" / "level""#]);
    assert_eq!(checked.help(), "did you mean `省级`?");
    bad_rule("require b.level in {\"省级\", \"县级\"}", &[r#"T008 "b.level in {\"省级\", \"县级\"}" / "level""#]);
    bad_rule("require b.name >= \"甲\"", &[r#"T009 ">=" / "b.name" / "\"甲\"""#]);
    good_rule("require b.level = \"省级\" or b.level != \"市级\" or b.name = \"甲\"");
    let aliased = format!("alias \"省\" = \"省级\"\n{}", rule("require b.level = \"省\""));
    good(&aliased);
}

#[test]
fn years_are_years_beside_years_and_durations_elsewhere() {
    good_rule(
        "require b.year >= 2007 and b.year <= 2010年 and b.year - 2005 >= 2 and b.year - 2005 >= 2年 and b.year + 1 >= 2008",
    );
    good_rule("require b.founded <= 2006-12-31 and 2007-01-01 - b.founded >= 30天 and b.year in {2007, 2008}");
    bad_rule("require b.year >= 5万元", &[r#"T001 "5万元" / "b.year" / "year""#]);
    bad_rule("require b.year - 2005 >= 2万元", &[r#"T001 "2万元" / "b.year - 2005""#]);
}

#[test]
fn about_and_rounding_need_what_they_need() {
    let set = good(&rule("require b.share about 25%\nrequire b.total about 100万元 within 5%"));
    assert_eq!(
        set.params.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        ["r.tolerance"],
        "the open tolerance is a parameter"
    );
    bad_rule("require b.share about 25% within 2万元", &[r#"T019 "2万元" / "b.share""#]);
    bad_rule("require b.share about 25% within 2%", &[r#"T019 "2%" / "b.share""#]);
    bad_rule("require b.total = b.part within rounding", &[r#"T014 "b.total" / "total""#, r#"T014 "b.part" / "part""#]);
}

#[test]
fn values_rows_lists_and_sets_are_not_mixed() {
    let text = |line: &str| {
        format!(
            r#"record C key code, year {{ code : text, year : year, funds : list of F }}
record F key name {{ name : text, total : money }}
table kinds key kind {{ | kind | n : count |
| 甲 | 1 | }}
rule r {{ for c in C
{line} }}"#
        )
    };
    bad(&text("require c.funds > 0"), &[r#"T012 "c.funds""#]);
    bad(&text("require c.funds.total > 0"), &[r#"T012 "total" / "c.funds""#]);
    bad(&text("require kinds > 0"), &[r#"T012 "kinds" / "kinds""#]);
    bad(&text("require c.code in c.code"), &[r#"T013 "c.code""#]);
    bad(&text("require c.code in C"), &[r#"T013 "C" / "C""#]);
    // Fields between braces differ from row to row: `in`, `subset of` and `disjoint with` take them, a set to be counted does not.
    bad(&text("require count({\"{c.code}\", \"x\"}) = 2"), &[r#"T013 "\"{c.code}\"""#]);
    good(&text("require {\"x\"} subset of {\"{c.code}\"}"));
    bad(&text("require c.code in (kinds union {c.code})"), &[r#"T013 "c.code""#]);
    bad(&text("require c.year in kinds"), &[r#"T013 "c.year""#]);
    bad(&text("require F.total > 0"), &[r#"T012 "F.total""#]);
    good(&text("require c.code in kinds and c.code not in (kinds minus {\"甲\"}) and kinds subset of {\"甲\", \"乙\"}"));
    good(&text("require sum(c.funds.total) > 0 and count(c.funds) > 0 and count(kinds) = 6"));
    good(&text("require some(f.total > 5元 for f in c.funds)"));
}

#[test]
fn ranges_fit_their_type() {
    let field = |ty: &str| format!("record E key n {{ n : text, x : {ty} }}\nrule r {{ for e in E require e.n != \"甲\" }}");
    bad(&field("share in 0..100"), &[r#"T010 "100""#]);
    bad(&field("money in 万元 in 0元..5辆"), &[r#"T010 "5辆""#]);
    bad(&field("count in 5..3"), &[r#"T010 "5..3""#]);
    bad(&field("number in -5..5"), &[r#"T010 "-5" / "number in -5..5""#]);
    bad(&field("money in 辆"), &[r#"T017 "辆""#]);
    bad(&field("money in 万圆"), &[r#"N007 "万圆""#]);
    bad(&field("date in 2007..2008"), &[r#"T010 "2007""#, r#"T010 "2008""#]);
    let set = good(&field("money in 万元 in 0..500"));
    let range = set.schema.relations[0].columns[1].range.clone().unwrap();
    assert_eq!(range, fadu::num::Interval::closed(fadu::num::int(0), fadu::num::int(5_000_000)), "ranges are in base units");
}

#[test]
fn powers_have_whole_exponents_and_their_own_unit() {
    bad_rule("require b.index ^ 0.5 > 1", &[r#"T019 "0.5""#]);
    bad_rule("require b.index ^ b.share > 1", &[r#"T019 "b.share""#]);
    bad_rule("require b.index ^ 101 > 1", &[r#"T019 "101""#]);
    bad_rule("require b.name ^ 2 > 1", &[r#"T007 "b.name" / "^""#]);
    bad_rule("require 0 ^ -1 > 1", &[r#"T007 "0""#]);
    bad_rule("require b.total ^ 2 > 1万元", &[r#"T001 "1万元" / "b.total ^ 2""#]);
    bad_rule("require b.total ^ b.firms > 1", &[r#"T019 "b.total" / "b.firms""#]);
    good_rule("require b.total ^ 2 / b.total >= 1万元 and b.index ^ b.firms > 1 and (1 + b.growth) ^ 3 >= 1.5");
    good_rule("require b.firms ^ 2 >= 4个 and 2 ^ 3 * b.firms >= 8");
}

#[test]
fn functions_take_what_they_take() {
    bad_rule("require abs(b.total, 3) > 0", &[r#"T019 "abs""#]);
    bad_rule("require abs(b.name) > 0", &[r#"T007 "b.name" / "abs""#]);
    bad_rule("require round(b.total, b.firms) > 0", &[r#"T019 "b.firms""#]);
    bad_rule("require floor(b.total, b.firms) > 0", &[r#"T019 "b.firms""#]);
    bad_rule("require round(b.total) > 0", &[r#"T019 "round""#]);
    bad_rule("require floor(b.total, 1元, 2) > 0", &[r#"T019 "floor""#]);
    bad_rule("require floor(b.name) > 0", &[r#"T007 "b.name" / "floor""#]);
    // A step has a unit of the figure, and lies above zero.
    let checked = bad_rule("require floor(b.total, 500) > 0", &[r#"T019 "500""#]);
    assert_eq!(checked.help(), "such as `100万元`");
    bad_rule("require ceiling(b.total, 0元) > 0", &[r#"T019 "0元""#]);
    bad_rule("require ceiling(b.total, -1元) > 0", &[r#"T019 "-1元""#]);
    bad_rule("require round(b.total, 5%) > 0", &[r#"T019 "5%""#]);
    bad_rule("require round(b.total, 1.5) > 0", &[r#"T019 "1.5""#]);
    bad_rule("require round(b.total, 13) > 0", &[r#"T019 "13""#]);
    good_rule("require floor(b.total, 0.01亿元) >= 1元 and round_even(b.share, 1) >= 5% and ceiling(b.firms, 12) >= 12");
    bad_rule("require sum(x.name for x in Body) > 0", &[r#"T019 "x.name" / "sum""#]);
    bad_rule("require min(b.total, b.cars) > 0", &[r#"T001 "b.cars" / "b.total" / "total" / "cars""#]);
    good_rule("require choose { b.active: 0; otherwise: b.part } >= 1元");
    good_rule("require choose { b.active: b.part; otherwise: 0 } >= 1元");
    bad_rule("require choose { b.active: 0; b.part > 5元: 3辆; otherwise: 5万元 } > 0", &[r#"T019 "5万元" / "3辆""#]);
    bad_rule("require choose { b.active: 5万元; otherwise: 3辆 } > 0", &[r#"T019 "3辆" / "5万元""#]);
}

#[test]
fn lookups_take_keys_of_the_right_type() {
    bad_rule("require Body[b.total].total > 0", &[r#"T018 "b.total" / "name""#]);
    bad_rule("require (b at (b.name)).total > 0", &[r#"T018 "(b.name)""#]);
}

#[test]
fn a_growth_adds_to_nothing_but_written_percentages_and_one() {
    for sum in ["b.total + b.growth", "b.growth + b.total", "b.total - b.growth", "b.cars + b.growth", "b.firms + b.growth"] {
        let checked = checked(&rule(&format!("require {sum} >= 0")));
        let shown = checked.shown();
        assert!(shown.len() == 1 && shown[0].starts_with("T002"), "{sum}: {shown:?}");
    }
    good_rule("require 1 + b.growth >= 1.1 and b.growth + 5% >= 10% and 5% + b.growth >= 10%");
}

#[test]
fn lists_without_a_common_text_are_not_compared() {
    let record = "record E key n { n : text, a : one of \"甲\", \"乙\", b : one of \"丙\", \"丁\", c : one of \"乙\", \"丙\" }";
    let of = |line: &str| checked(&format!("{record}\nrule r {{ for e in E require {line} }}")).shown();
    for line in ["e.a = e.b", "e.b != e.a"] {
        let shown = of(line);
        assert!(shown.len() == 1 && shown[0].starts_with("T001"), "{line}: {shown:?}");
    }
    assert_eq!(of("e.a = e.c"), [""; 0], "one text is in both lists");
}
