//! Only flows are summed over time.

use super::{bad, good};

const RECORDS: &str = r#"
record County "县" key code, year { code : text, year : year, staff "年末人数" : count at end, sales "销售" : money in 万元 }
record Firm "企业" key name, year {
  name : text  county : text  year : year
  staff "年末人数" : count at end  assets "资产" : money in 万元 at end  debts "负债" : money in 万元 at end
  sales "销售" : money in 万元
}
record Month "月报" key code, month { code : text, month : month, made "产值" : money in 万元 to date, owed "余额" : money in 万元 at end }
record Return "年报" key code, year { code : text, year : year, branches "分支" : list of Branch }
record Branch key name { name : text, staff "人数" : count at end }
"#;

fn rule(require: &str) -> String {
    format!("{RECORDS}\nrule r {{ for c in County require {require} }}")
}

#[track_caller]
fn refused(require: &str, field: &str, declared: &str) {
    let want = format!("T021 {field:?} / {declared:?}");
    let checked = super::checked(&rule(require));
    let shown = checked.shown();
    assert!(shown.len() == 1 && shown[0].starts_with(&want), "{shown:?} {}", checked.messages());
}

#[track_caller]
fn taken(require: &str) {
    good(&rule(require));
}

#[test]
fn a_stock_is_summed_within_one_period() {
    refused("sum(f.staff for f in Firm when f.county = c.code) >= 10", "f.staff", "staff");
    refused("sum(f.staff for f in Firm when f.year >= c.year - 2 and f.year <= c.year) >= 10", "f.staff", "staff");
    refused("sum(f.staff for f in Firm when f.year = c.year or f.year = c.year - 1) >= 10", "f.staff", "staff");
    taken("sum(f.staff for f in Firm when f.county = c.code and f.year = c.year) >= 10");
    taken("sum(f.staff for f in Firm when c.year - 1 = f.year) >= 10");
    taken("sum(f.staff for f in Firm when f.year = 2008) >= 10");
    // A year that depends on the member is no one year.
    refused("sum(f.staff for f in Firm when f.year = f.year) >= 10", "f.staff", "staff");
}

#[test]
fn flows_and_other_statistics_run_over_time() {
    taken("sum(f.sales for f in Firm when f.year between 2006 and c.year) >= 10万元");
    taken("max(f.staff for f in Firm when f.year between 2006 and c.year) >= 10");
    taken("avg(f.staff for f in Firm when f.year between 2006 and c.year) >= 10");
    taken("count(f in Firm when f.staff > 10 and f.year between 2006 and c.year) >= 10");
    taken("increment(Month[c.code, 2008-03].made) >= 1万元");
    taken("sum(increment(m.made) for m in Month when m.month in c.year) >= 10万元");
    refused("sum(m.made for m in Month when m.month in c.year) >= 10万元", "m.made", "made");
    refused("avg(m.made for m in Month when m.month in c.year) >= 10万元", "m.made", "made");
    refused("sum(m.owed for m in Month when m.month in c.year) >= 10万元", "m.owed", "owed");
    taken("avg(m.owed for m in Month when m.month in c.year) >= 10万元");
    taken("sum(m.made for m in Month when m.month = 2008-12) >= 10万元");
}

#[test]
fn it_is_seen_through_what_is_computed() {
    refused("sum(f.assets - f.debts for f in Firm) >= 10万元", "f.assets", "assets");
    refused("sum(50% of f.assets for f in Firm) >= 10万元", "f.assets", "assets");
    refused("sum(2 * f.assets + f.sales for f in Firm) >= 10万元", "f.assets", "assets");
    // The change from year to year is a flow, and so is a ratio's numerator no stock.
    taken("sum(f.assets - prior(f).assets for f in Firm when f.year between 2006 and c.year) >= 10万元");
    taken("avg(f.debts / f.assets for f in Firm when f.assets > 0万元 and f.year = c.year) <= 1");
}

#[test]
fn it_is_seen_in_loops_over_the_calendar_and_in_nested_rows() {
    refused("sum(County[c.code, y].staff for y in years of c.year - 2 .. c.year) >= 10", "County[c.code, y].staff", "staff");
    taken("sum(County[c.code, y].sales for y in years of c.year - 2 .. c.year) >= 10万元");
    taken("sum(County[c.code, c.year].staff for y in years of c.year - 2 .. c.year) >= 10");
    let inner = "sum(sum(f.staff for f in Firm when f.year = y) for y in years of c.year - 2 .. c.year) >= 10";
    refused(inner, "f.staff", "staff");
    refused("sum(b.staff for b in Return.branches) >= 10", "b.staff", "staff");
    refused("sum(Return.branches.staff) >= 10", "Return.branches.staff", "staff");
    taken("sum(Return[c.code, c.year].branches.staff) >= 10");
}

#[test]
fn a_group_pins_the_period_when_it_is_grouped_by_it() {
    let text = |by: &str| format!("{RECORDS}\nrule r {{ for g in Firm by {by} require sum(g.staff) >= 10 }}");
    good(&text("county, year"));
    let found = bad(&text("county"), &[r#"T021 "g.staff" / "staff" / "sum(g.staff)""#]);
    assert!(found.help().contains("which period is meant"), "{}", found.help());
}

#[test]
fn who_names_no_period_is_warned() {
    let warned = |require: &str, shown: &str| {
        let checked = super::checked(&rule(require));
        assert_eq!(checked.shown(), [format!("W009 {shown:?} / \"year\"")], "{}", checked.messages());
    };
    warned("count(f in Firm when f.county = c.code) <= 2", "count(f in Firm when f.county = c.code)");
    warned("sum(f.sales for f in Firm) <= 2万元", "sum(f.sales for f in Firm)");
    warned("every(f.staff > 0 for f in Firm)", "every(f.staff > 0 for f in Firm)");
    // Whether there ever was one can be settled.
    taken("some(f.staff > 0 for f in Firm)");
    taken("count(f in Firm when f.year <= c.year) <= 2");
    let text = |by: &str| format!("{RECORDS}\nrule r {{ for g in Firm by {by} require count(g) <= 2 }}");
    good(&text("county, year"));
    bad(&text("county"), &[r#"W009 "count(g)" / "year""#]);
    // A table of the policy is whole, whatever its years.
    good("table t key y { | y : year | x : number | \n | 2007 | 1 | }\nrule r { require sum(a.x for a in t) >= 1 }");
}
