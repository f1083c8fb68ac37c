//! Ranges of periods: both ends count, themselves included, and neither moves (decisions 25 to 28).

use super::*;

const R: &str = r#"
param early : year in 2006..2008
record C key id { id : text }
record F key no, month { no : text  month : month  at : text }
record S key id, span { id : text  span : period }
record Y key id, year { id : text  year : year  sales : money in 万元 }
§"#;
const C: (&str, &str) = ("C.csv", "id\na\n");
/// A power of two for each year: a sum tells which years are in it.
const Y: (&str, &str) = ("Y.csv", "id,year,sales\na,2005,1\na,2006,2\na,2007,4\na,2008,8\na,2009,16\n");

/// The periods a rule is judged for, in order.
fn periods(of: &str) -> Vec<String> {
    let rules = R.replace('§', &format!("rule t {{ for p in {of} require count(c in C) = 1 }}"));
    World::new(&rules, &[C]).of("t", "").iter().map(|f| f.subject.title()).collect()
}

#[test]
fn the_subjects_of_a_range_begin_and_end_with_its_ends() {
    let months =
        |year: i64, range: std::ops::RangeInclusive<i64>| -> Vec<String> { range.map(|m| format!("{year}-{m:02}")).collect() };
    for (of, wanted) in [
        ("months of 2007-02 .. 2007-04", months(2007, 2..=4)),
        ("months of 2007-05 .. 2007-05", months(2007, 5..=5)),
        ("months of 2007-Q2 .. 2007-Q3", months(2007, 4..=9)),
        ("months of 2006-H2 .. 2007-Q1", [months(2006, 7..=12), months(2007, 1..=3)].concat()),
        ("months of 2006 .. 2007-02", [months(2006, 1..=12), months(2007, 1..=2)].concat()),
        ("months of 2007-11..2008-02", [months(2007, 11..=12), months(2008, 1..=2)].concat()),
        ("months of 2007-12 .. 2008-01", [months(2007, 12..=12), months(2008, 1..=1)].concat()),
        ("quarters of 2006-H2 .. 2007-Q1", ["2006-Q3", "2006-Q4", "2007-Q1"].map(String::from).to_vec()),
        // The first quarter is not whole in February to September, nor is the third in April to August.
        ("quarters of 2007年2—9月", ["2007-Q2", "2007-Q3"].map(String::from).to_vec()),
        ("quarters of 2007年4—8月", vec!["2007-Q2".to_string()]),
        ("halves of 2006 .. 2006-H2", ["2006-H1", "2006-H2"].map(String::from).to_vec()),
        ("years of 2006 .. 2008", ["2006", "2007", "2008"].map(String::from).to_vec()),
        ("years of 2008 .. 2006", Vec::new()),
    ] {
        assert_eq!(periods(of), wanted, "{of}");
    }
}

#[test]
fn sums_over_a_range_of_years_take_both_ends_and_no_more() {
    let sum = |years: &str, total: i64| {
        format!("for y in Y when y.year = 2007 require sum(Y[y.id, z].sales for z in years of {years}) = {total}万元")
    };
    let filtered = |years: &str, total: i64| {
        format!("for y in Y when y.year = 2007 require sum(z.sales for z in Y when z.id = y.id and z.year {years}) = {total}万元")
    };
    let every = |years: &str, most: i64| {
        format!("for y in Y when y.year = 2007 require every(Y[y.id, z].sales <= {most}万元 for z in years of {years})")
    };
    each(
        R,
        &[Y],
        &[
            (&sum("2006 .. 2008", 14), "2007", MET),
            (&sum("2005 .. 2006", 3), "2007", MET),
            (&sum("y.year .. y.year", 4), "2007", MET),
            (&sum("y.year - 1 .. y.year", 6), "2007", MET),
            (&sum("y.year - 1 .. y.year + 1", 14), "2007", MET),
            (&sum("y.year + 1 .. y.year - 1", 0), "2007", MET),
            (&sum("2008 .. y.year + 2", 24), "2007", MET),
            // Nobody sent 2010, nor 2004.
            (&sum("2009 .. 2010", 16), "2007", OPEN),
            (&sum("2004 .. 2005", 1), "2007", OPEN),
            (&every("2006 .. 2008", 8), "2007", MET),
            (&every("2006 .. 2008", 7), "2007", VIOLATED),
            (&every("2006 .. 2007", 7), "2007", MET),
            (&every("2006 .. 2010", 15), "2007", VIOLATED),
            // The key names each row of the range: none is missing, but that of 2004 or 2010.
            (&filtered("between 2006 and 2008", 14), "2007", MET),
            (&filtered("between 2004 and 2006", 3), "2007", OPEN),
            (&filtered("between 2008 and 2010", 24), "2007", OPEN),
        ],
    );
    // Each year sent in full: what lies outside of the range does not count, and neither is it missed.
    let rows = ["1", "2", "4", "8", "16"].map(|sales| format!("id,sales\na,{sales}\n"));
    let names = ["x@2005/Y.csv", "x@2006/Y.csv", "x@2007/Y.csv", "x@2008/Y.csv", "x@2009/Y.csv"];
    let files: Vec<(&str, &str)> = names.iter().zip(&rows).map(|(n, r)| (*n, r.as_str())).collect();
    each(
        R,
        &files,
        &[
            (&filtered("between 2006 and 2008", 14), "2007", MET),
            (&filtered("between 2005 and 2007", 7), "2007", MET),
            (&filtered("between y.year and y.year + 2", 28), "2007", MET),
            (&filtered("> 2005 and z.year < 2009", 14), "2007", MET),
            (&filtered(">= 2006 and z.year <= 2009", 30), "2007", MET),
            // One year beyond what was sent, at either end.
            (&filtered("between 2004 and 2006", 3), "2007", OPEN),
            (&filtered("between 2008 and 2010", 24), "2007", OPEN),
            (&filtered("> 2004 and z.year < 2010", 31), "2007", MET),
            (&filtered(">= 2006", 30), "2007", OPEN),
            (&filtered("<= 2007", 7), "2007", OPEN),
        ],
    );
}

/// February and March were sent in full, January and April were not.
#[test]
fn a_range_of_months_is_complete_when_all_of_it_was_sent() {
    let files = [C, ("x@2007-02/F.csv", "no,at\n1,a\n2,a\n"), ("x@2007-03/F.csv", "no,at\n3,a\n")];
    let count = |range: &str, n: &str| format!("for c in C require count(f in F when f.at = c.id and f.month {range}) {n}");
    each(
        R,
        &files,
        &[
            (&count("between 2007-02 and 2007-03", "= 3"), "a", MET),
            (&count("between 2007-02 and 2007-03", "<= 2"), "a", VIOLATED),
            (&count("in 2007年2—3月", "= 3"), "a", MET),
            (&count("in 2007-02", "= 2"), "a", MET),
            (&count("between 2007-01 and 2007-03", "<= 3"), "a", OPEN),
            (&count("between 2007-02 and 2007-04", "<= 3"), "a", OPEN),
            (&count("in 2007年1—3月", "<= 3"), "a", OPEN),
            (&count("in 2007年2—4月", "<= 3"), "a", OPEN),
            (&count("between 2007-01 and 2007-04", ">= 3"), "a", MET),
            (&count("between 2007-03 and 2007-03", "= 1"), "a", MET),
        ],
    );
}

#[test]
fn what_lies_within_several_months_lies_there_from_first_to_last() {
    let rows = ("S.csv", "id,span\na,2007年4—6月\n");
    let line = |around: &str| format!("for s in S require s.span in {around}");
    each(
        R,
        &[rows],
        &[
            (&line("2007年4—6月"), "a", MET),
            (&line("2007年3—7月"), "a", MET),
            (&line("2007年5—7月"), "a", VIOLATED),
            (&line("2007年3—5月"), "a", VIOLATED),
            (&line("2007年二季度"), "a", MET),
            (&line("2007年三季度"), "a", VIOLATED),
            (&line("2006"), "a", VIOLATED),
            (&line("2008"), "a", VIOLATED),
        ],
    );
}

/// `early` is 2006, 2007 or 2008.
#[test]
fn an_open_year_lies_between_the_ends_of_its_range() {
    let line = |line: &str| format!("for y in Y require y.year {line}");
    let sum = |years: &str, bound: &str| {
        format!("for y in Y when y.year = 2007 require sum(Y[y.id, z].sales for z in years of {years}) {bound}")
    };
    each(
        R,
        &[Y],
        &[
            (&line(">= early"), "2005", VIOLATED),
            (&line(">= early"), "2006", OPEN),
            (&line(">= early"), "2007", OPEN),
            (&line(">= early"), "2008", MET),
            (&line("<= early"), "2006", MET),
            (&line("<= early"), "2007", OPEN),
            (&line("<= early"), "2008", OPEN),
            (&line("<= early"), "2009", VIOLATED),
            (&line("= early"), "2005", VIOLATED),
            (&line("= early"), "2006", OPEN),
            (&line("= early"), "2008", OPEN),
            (&line("= early"), "2009", VIOLATED),
            // From 2006, 2007 or 2008 to 2008: 14, 12 or 8. From 2005 on: 3, 7 or 15.
            (&sum("early .. 2008", "<= 14万元"), "2007", MET),
            (&sum("early .. 2008", "<= 13万元"), "2007", OPEN),
            (&sum("early .. 2008", ">= 8万元"), "2007", MET),
            (&sum("early .. 2008", ">= 9万元"), "2007", OPEN),
            (&sum("2005 .. early", ">= 3万元"), "2007", MET),
            (&sum("2005 .. early", ">= 4万元"), "2007", OPEN),
            (&sum("2005 .. early", "<= 15万元"), "2007", MET),
            (&sum("2005 .. early", "<= 14万元"), "2007", OPEN),
            (&sum("2005 .. early", "> 15万元"), "2007", VIOLATED),
        ],
    );
}

const YEARS: &str =
    "record Y key bank, year { bank : text  year : year  n : count }\nrecord E key id { id : text  day : date  month : month }\n";

/// The ends of a loop are worked out from the row: what it goes through is there, whatever other rules speak of.
#[test]
fn loops_with_ends_that_are_worked_out() {
    let rules = "rule four { for y in Y require count(x in y.year - 3 .. y.year) = 4 }\n\
                 rule calm { for y in Y require every(count(e in E when e.day in x) <= 1 for x in y.year - 3 .. y.year) }\n\
                 rule days { for e in E require count(d in first_day(e.month) .. last_day(e.month)) = 29 }\n\
                 rule later { for e in E require count(d in e.day .. e.day + 1个月) = 30 }\n\
                 rule half { for y in Y require count(i in 1 .. floor(y.n / 2)) = 3 }\n";
    let data =
        [("Y.csv", "bank,year,n\nA,2020,7\nB,2020,8\n"), ("E.csv", "id,day,month\n1,2020-02-01,2020-02\n2,2020-03-01,2020-03\n")];
    let t = World::new(&format!("{YEARS}{rules}"), &data);
    assert_eq!([t.verdict("four", "A · 2020"), t.verdict("four", "B · 2020")], [MET, MET]);
    // Two events in 2020.
    assert_eq!(t.verdict("calm", "A · 2020"), VIOLATED);
    // February of 2020 has 29 days, March 31; from the first of February to that of March are 30 days, from March to April 32.
    assert_eq!([t.verdict("days", "1"), t.verdict("days", "2")], [MET, VIOLATED]);
    assert_eq!([t.verdict("later", "1"), t.verdict("later", "2")], [MET, VIOLATED]);
    // Half of 7 is 3, half of 8 is 4.
    assert_eq!([t.verdict("half", "A · 2020"), t.verdict("half", "B · 2020")], [MET, VIOLATED]);
}

/// A day moved by what is no whole number of days lies between two days.
#[test]
fn there_are_no_half_days() {
    let rules = "record V key id { id : text  at : date  to : date  n : number }\n\
                 rule same { for v in V require v.to = v.at + v.n * 1天 }\n\
                 rule least { for v in V require v.to not earlier than v.at + v.n * 1天 }\n";
    let data = [(
        "V.csv",
        "id,at,to,n\na,2024-08-31,2024-09-01,1\nb,2024-08-31,2024-09-01,1.5\nc,2024-08-31,2024-09-02,1.5\nd,2024-08-31,2024-08-31,1.5\n",
    )];
    let t = World::new(rules, &data);
    let of = |rule: &str| ["a", "b", "c", "d"].map(|v| t.verdict(rule, v));
    assert_eq!(of("same"), [MET, OPEN, OPEN, VIOLATED]);
    assert_eq!(of("least"), [MET, OPEN, MET, VIOLATED]);
}

/// Rows are grouped by a field that may be none: those that have it.
#[test]
fn groups_by_what_may_be_none() {
    let rules = "record X key name { name : text  group : text ?  v : money in 元 }\n\
                 rule bare { for g in X by group require sum(g.v) <= 10元 }\n\
                 rule some { for g in (X when group exists) by group require sum(g.v) <= 10元 }\n\
                 rule large { for x in (X when X.v > 5元) require x.v <= 10元 }\n";
    let data = [("X.csv", "name,group,v\na,p,6\nb,p,5\nc,—,11\nd,q,10\n")];
    let t = World::new(rules, &data);
    for rule in ["bare", "some"] {
        assert_eq!([t.verdict(rule, "p"), t.verdict(rule, "q")], [VIOLATED, MET], "{rule}");
        let decided = t.of(rule, "").into_iter().filter(|f| matches!(f.verdict, MET | VIOLATED)).count();
        assert!(decided <= 2, "{rule}: nothing is said of those without a group");
    }
    assert_eq!([t.verdict("large", "a"), t.verdict("large", "c")], [MET, VIOLATED]);
}
