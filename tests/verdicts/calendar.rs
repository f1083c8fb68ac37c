//! Loops over the calendar (decisions 25 to 28): which periods there are, which of them count, and what is not known of them.

use super::*;

const R: &str = "record C key id { id : text }\nrecord F key no, month { no : text  month : month  at : text }\n\
    record Y key id, year { id : text  year : year  sales : money in 万元 }\n§";
const C: (&str, &str) = ("C.csv", "id\na\n");

/// `a` met in January and February, not in March; December was not sent.
const ROWS: &str = "no,month,at\n1,2007年1月,a\n2,2007-02,a\n3,2007-02,a\n4,2007年3月份,b\n";

#[test]
fn every_month_of_a_period_is_a_subject() {
    let rule = "for c in C, m in months of 2007年一季度 require count(f in F when f.month = m and f.at = c.id) >= 1";
    let files = [C, ("F.csv", ROWS)];
    each(R, &files, &[(rule, "a · 2007-01", MET), (rule, "a · 2007-02", MET), (rule, "a · 2007-03", VIOLATED)]);
    let later = rule.replace("2007年一季度", "2007-03 .. 2007-04");
    each(R, &files, &[(&later, "a · 2007-03", VIOLATED), (&later, "a · 2007-04", OPEN)]);
    // A table sent for the year is complete for each of its months.
    each(R, &[C, ("x@2007/F.csv", ROWS)], &[(&later, "a · 2007-04", VIOLATED)]);
    each(R, &[C, ("x@2007-04/F.csv", "no,at\n5,a\n")], &[(&later, "a · 2007-04", MET), (&later, "a · 2007-03", OPEN)]);
}

#[test]
fn what_lies_within_a_year_and_what_is_missing_of_it() {
    let count = |n: &str| format!("for c in C require count(f in F when f.month in 2007 and f.at = c.id) {n}");
    let files = [C, ("F.csv", ROWS)];
    // Three of the year are known; nine months were not sent.
    each(
        R,
        &files,
        &[(&count(">= 3"), "a", MET), (&count(">= 4"), "a", OPEN), (&count("<= 3"), "a", OPEN), (&count("<= 2"), "a", VIOLATED)],
    );
    each(R, &[C, ("x@2007/F.csv", ROWS)], &[(&count("<= 3"), "a", MET), (&count(">= 4"), "a", VIOLATED)]);
    let span = |n: &str| format!("for c in C require count(f in F when f.month in 2007年1—2月 and f.at = c.id) {n}");
    each(R, &[C, ("x@2007/F.csv", ROWS)], &[(&span("= 3"), "a", MET)]);
    let year = "for f in F require year of f.month = 2007";
    each(R, &files, &[(year, "1", MET), ("for f in F require f.month >= 2007-02", "1", VIOLATED)]);
    each(R, &files, &[("for f in F require quarter of f.month = 2007-Q1 and half of f.month = 2007年上半年", "1", MET)]);
}

#[test]
fn loops_inside_aggregates() {
    let every =
        |p: &str| format!("for c in C require every(count(f in F when f.month = m and f.at = c.id) >= 1 for m in months of {p})");
    let files = [C, ("F.csv", ROWS)];
    each(
        R,
        &files,
        &[(&every("2007-01 .. 2007-02"), "a", MET), (&every("2007-01..2007-03"), "a", VIOLATED), (&every("2007"), "a", VIOLATED)],
    );
    each(R, &files, &[("for c in C require count(m in months of 2006 .. 2007) = 24", "a", MET)]);
    each(R, &files, &[("for c in C require count(q in quarters of 2007年2—9月) = 2", "a", MET)]);
    // Far from everything that data speak of.
    each(R, &files, &[("for c in C require count(y in years of 1955 .. 1960) = 6", "a", MET)]);
    let own = "for y in Y require every(y.sales <= 20万元 for m in months of y.year when m <= 2008-06)";
    each(
        R,
        &[("Y.csv", "id,year,sales\na,2008,20\nb,2008,21\nc,2009,30\n")],
        &[(own, "a", MET), (own, "b", VIOLATED), (own, "c", MET)],
    );
}

/// 2006 or 2007 is the year of issue: the acts are due in 2006–2007 or in 2007–2008; 2007 is asked for either way.
#[test]
fn a_range_over_an_open_year_is_judged_case_by_case() {
    let rules = "record Y key id, year { id : text  year : year  sales : money in 万元 }\nparam issued \"issue\" : year in 2006..2007\n\
        rule r \"t\" { for y in years of issued .. issued + 1 require Y[\"a\", y].sales > 0 }";
    let of = |rows: &str, year: &str| {
        let world = World::new(rules, &[("Y.csv", &format!("id,year,sales\n{rows}"))]);
        world.verdict("r", year)
    };
    let all = "a,2006,1\na,2007,1\na,2008,1\n";
    assert_eq!([of(all, "2006"), of(all, "2007"), of(all, "2008")], [MET, MET, MET]);
    let none = "a,2006,0\na,2007,0\na,2008,0\n";
    assert_eq!([of(none, "2006"), of(none, "2007"), of(none, "2008")], [OPEN, VIOLATED, OPEN]);
    let open = rules.replace(" in 2006..2007", "");
    let world = World::new(&open, &[("Y.csv", "id,year,sales\na,2006,1\n")]);
    let finding = world.of("r", "").remove(0);
    assert_eq!(finding.verdict, OPEN);
    assert!(finding.causes.iter().any(|c| c.what.contains("issue")), "{:?}", finding.causes);
}

#[test]
fn months_to_come_do_not_count() {
    let rules = "record C key id { id : text }\nrecord F key no, month { no : text  month : month  at : text }\n\
        rule r \"t\" { for c in C, m in months of 2007 require count(f in F when f.month = m) >= 1 }";
    let mut world = World::new(rules, &[C, ("x@2007/F.csv", ROWS)]);
    world.set.as_of = fadu::ty::last_day_of(2007 * 12 + 3, fadu::ty::PeriodKind::Month);
    assert_eq!(
        [world.verdict("r", "2007-03"), world.verdict("r", "2007-04"), world.verdict("r", "2007-05")],
        [MET, VIOLATED, NOT]
    );
}

#[test]
fn in_force_by_the_month_of_the_loop() {
    let rules = "record Y key id, year { id : text  year : year  sales : money in 万元 }\n\
        rule r \"t\" { effective 2007-06-15 .. for y in Y, m in months of y.year require y.sales > 0 }";
    let world = World::new(rules, &[("Y.csv", "id,year,sales\na,2007,0\n")]);
    assert_eq!([world.verdict("r", "2007-05"), world.verdict("r", "2007-06")], [NOT, VIOLATED]);
}

#[test]
fn periods_of_several_months() {
    let rules = "record S key id, span { id : text  span : period  sales : money in 万元 to date }\n§";
    let rows =
        [("S.csv", "id,span,sales\na,2006年1—9月,10\na,2007年1—9月,12\na,2007年1-8月,11\nb,2007年4—6月,3\nb,2007年一季度,2\n")];
    each(
        rules,
        &rows,
        &[
            ("for s in S when s.span = 2007年1—9月 require s.sales > last_year(s).sales", "a · 2007-01..2007-09", MET),
            ("for s in S when s.span = 2007年4—6月 require s.sales > prior(s).sales", "b · 2007-04..2007-06", MET),
            ("for s in S require s.span in 2007", "a · 2006-01..2006-09", VIOLATED),
            ("for s in S require s.span in 2007年上半年", "b · 2007-04..2007-06", MET),
            ("for s in S require (s at 2006年1—9月).sales = 10万元", "a · 2007-01..2007-08", MET),
            ("for s in S require year of s.span = 2007", "b · 2007-01..2007-03", MET),
        ],
    );
}

/// To date: 10 in January, 25 by February (15 in it), 45 by March (20 in it).
#[test]
fn to_date_figures_are_differenced() {
    let rules = "record O key id, month { id : text  month : month  made : money in 万元 to date }\n§";
    let rows = [("O.csv", "id,month,made\na,2006-12,90\na,2007-01,10\na,2007-02,25\na,2007-03,45\na,2007-05,60\n")];
    each(
        rules,
        &rows,
        &[
            ("for o in O require increment(o.made) = 10万元", "2007-01", MET),
            ("for o in O require increment(o.made) = 15万元", "2007-02", MET),
            ("for o in O require increment(o.made) > 20万元", "2007-03", VIOLATED),
            // April was not sent: between 0 and 60 in May.
            ("for o in O require increment(o.made) <= 60万元", "2007-05", MET),
            ("for o in O require increment(o.made) >= 1万元", "2007-05", OPEN),
            (
                "for o in O when o.month = 2007-03 require sum(increment(p.made) for p in O when p.month in 2007年一季度) = 45万元",
                "2007-03",
                MET,
            ),
        ],
    );
}
