//! Rows that came late or did not come at all: what is asked of the form takes them as not sent, what is asked of the world reads them.

use super::*;

const TABLES: &str = "table counties key code { | code |\n | a |\n | b |\n | c |\n | d |\n }\n";
const R: &str = "record R key county, quarter sent by counties as county due last_day(quarter) + 15天 on filed {
  county : text  quarter : quarter  filed : date  sales : money in 万元  note : text }\n§";
const ROWS: (&str, &str) = (
    "R.csv",
    "county,quarter,filed,sales,note\n\
     a,2008-Q1,2008-04-15,10,x\n\
     b,2008-Q1,2008-04-16,10,x\n\
     c,2008-Q1,,10,x\n",
);

/// The verdict on a subject with an as-of date.
fn judged(frame: &str, body: &str, subject: &str, as_of: Option<&str>, files: &[(&str, &str)]) -> Verdict {
    let mut world = World::new(&format!("{TABLES}{}", frame.replace('§', &format!("rule t {{ {body} }}"))), files);
    world.set.as_of = as_of.map(|day| {
        let day: jiff::civil::Date = day.parse().unwrap();
        i64::from(day.since(jiff::civil::Date::new(1970, 1, 1).unwrap()).unwrap().get_days())
    });
    world.one("t", subject).verdict
}

#[test]
fn the_duty_to_send_is_judged_by_its_day() {
    let line = "for r in R over counties report r in time";
    let cases = [
        // On the last day, and a day later; what day it is now does not matter.
        ("a", None, MET),
        ("a", Some("2008-04-01"), MET),
        ("b", None, VIOLATED),
        ("b", Some("2008-05-01"), VIOLATED),
        // A row that does not say when it was sent, and one that is not there: once the day is over.
        ("c", None, OPEN),
        ("c", Some("2008-04-15"), NOT),
        ("c", Some("2008-04-16"), VIOLATED),
        ("d", None, OPEN),
        ("d", Some("2008-04-14"), NOT),
        ("d", Some("2008-04-15"), NOT),
        ("d", Some("2008-04-16"), VIOLATED),
    ];
    for (subject, as_of, verdict) in cases {
        assert_eq!(judged(R, line, subject, as_of, &[ROWS]), verdict, "{subject} {as_of:?}");
    }
    // Who sent no part of the table is found in plain loops too.
    let plain = "for r in R report r in time";
    let rows =
        [("a@2008-Q1/R.csv", "county,quarter,filed\na,2008-Q1,2008-04-15\n"), ("b@2008-Q1/R.csv", "county,quarter,filed\n")];
    assert_eq!(judged(R, plain, "d", Some("2008-04-16"), &rows), VIOLATED);
    assert_eq!(judged(R, plain, "d", Some("2008-04-15"), &rows), NOT);
    assert_eq!(judged(R, plain, "d", None, &rows), OPEN);
    // An empty table is a nil report; a roster asks for the row itself.
    let mut world = World::new(&format!("{TABLES}{}", R.replace('§', &format!("rule t {{ {plain} }}"))), &rows);
    world.set.as_of = Some(20_000);
    assert_eq!(world.of("t", "b").len(), 0);
    assert_eq!(judged(R, line, "b", Some("2008-04-16"), &rows), VIOLATED);
    // A row looked up by its key.
    let looked = "for c in counties report R[c.code, 2008-Q1] in time";
    assert_eq!(judged(R, looked, "b", None, &[ROWS]), VIOLATED);
    assert_eq!(judged(R, looked, "d", Some("2008-04-16"), &[ROWS]), VIOLATED);
    // In a quarter of which nobody sent anything.
    let quarters = "for c in counties, q in quarters of 2008 report R[c.code, q] in time";
    assert_eq!(judged(R, quarters, "a · 2008-Q2", Some("2008-07-16"), &[ROWS]), VIOLATED);
    assert_eq!(judged(R, quarters, "a · 2008-Q2", Some("2008-07-15"), &[ROWS]), NOT);
    assert_eq!(judged(R, quarters, "a · 2008-Q1", Some("2008-07-16"), &[ROWS]), MET);
}

#[test]
fn a_day_given_as_a_month_is_one_of_its_days() {
    let line = "for r in R report r in time";
    for (filed, verdict) in [("2008-03", MET), ("2008-04", OPEN), ("2008-05", VIOLATED), ("2008", OPEN), ("2009", VIOLATED)] {
        let rows = format!("county,quarter,filed\na,2008-Q1,{filed}\n");
        assert_eq!(judged(R, line, "a", Some("2010-01-01"), &[("R.csv", &rows)]), verdict, "{filed}");
    }
}

#[test]
fn what_is_asked_of_the_form_takes_a_late_row_as_not_sent() {
    for (line, on_time, late) in [
        ("for r in R over counties report r.sales required", MET, VIOLATED),
        ("for r in R over counties report r.note like \"?\"", MET, NOT),
        ("for r in R over counties report exactly one of r.note, r.sales", VIOLATED, VIOLATED),
    ] {
        assert_eq!(judged(R, line, "a", None, &[ROWS]), on_time, "{line}");
        assert_eq!(judged(R, line, "b", None, &[ROWS]), late, "{line}");
        // Before its day a missing row is not asked for.
        assert_eq!(judged(R, line, "d", Some("2008-04-15"), &[ROWS]), NOT, "{line}");
    }
    let required = "for r in R over counties report r.sales required";
    assert_eq!(judged(R, required, "d", Some("2008-04-16"), &[ROWS]), VIOLATED);
    assert_eq!(judged(R, required, "d", None, &[ROWS]), OPEN);
}

#[test]
fn what_is_asked_of_the_world_reads_a_late_row() {
    for as_of in [None, Some("2008-04-01"), Some("2009-01-01")] {
        let line = "for r in R over counties require r.sales >= 10万元";
        assert_eq!(judged(R, line, "a", as_of, &[ROWS]), MET);
        assert_eq!(judged(R, line, "b", as_of, &[ROWS]), MET);
        assert_eq!(judged(R, line, "c", as_of, &[ROWS]), MET);
        // What nobody sent stays unknown.
        assert_eq!(judged(R, line, "d", as_of, &[ROWS]), OPEN);
        let high = "for r in R over counties require r.sales >= 11万元";
        assert_eq!(judged(R, high, "b", as_of, &[ROWS]), VIOLATED);
    }
}

#[test]
fn without_a_field_the_date_of_the_submission_counts() {
    let frame = "record R key county, year due date(year + 1, 3, 31) { county : text  year : year  x : count }\n§";
    let line = "for r in R over counties report r in time";
    let rows = [("R.csv", "county,year,x\na,2007,1\n")];
    // The submission says no date: it is here by the as-of date.
    assert_eq!(judged(frame, line, "a", None, &rows), OPEN);
    assert_eq!(judged(frame, line, "a", Some("2008-03-31"), &rows), MET);
    assert_eq!(judged(frame, line, "a", Some("2008-04-01"), &rows), OPEN);
    assert_eq!(judged(frame, line, "b", Some("2008-04-01"), &rows), VIOLATED);
    assert_eq!(judged(frame, line, "b", Some("2008-03-31"), &rows), NOT);
}

#[test]
fn a_file_that_could_not_be_read_is_not_silence() {
    let rows = [
        ("a@2008-Q1/R.csv", "county,quarter,filed,sales\na,2008-Q1,2008-04-15,1\n"),
        ("b@2008-Q1/R.csv", "county,quarter,filed,sales\nb,no quarter,2008-04-15,1\n"),
    ];
    assert_eq!(judged(R, "for r in R over counties report r in time", "b", Some("2008-06-01"), &rows), OPEN);
    assert_eq!(judged(R, "for r in R over counties report r in time", "d", Some("2008-06-01"), &rows), VIOLATED);
}

#[test]
fn what_a_row_that_was_not_sent_does_not_say_is_refused() {
    for wrong in [
        "record R key county, quarter due filed + 15天 on filed { county : text  quarter : quarter  filed : date }",
        "record R key county, quarter due last_day(quarter) on sales { county : text  quarter : quarter  sales : count }",
        "record R key county, quarter due last_day(quarter) on other { county : text  quarter : quarter  filed : date }",
        "record R key county, quarter due county { county : text  quarter : quarter  filed : date }",
        "record R key county, quarter { county : text  quarter : quarter  filed : date }",
    ] {
        let text = format!("{wrong}\nrule t {{ for r in R report r in time }}");
        let errors = World::compiled(&text, &[], &[]).err().unwrap_or_default();
        assert!(errors.len() == 1 && (errors[0].starts_with("R02") || errors[0].starts_with("N006")), "{wrong}: {errors:?}");
    }
    World::new(
        "table days key code { | code | days : count |\n | a | 10 |\n }\nparam late : quantity in 天 = 5天 because \"x\"\n\
         record R key county, quarter due last_day(quarter) + late on filed { county : text  quarter : quarter  filed : date }\n\
         rule t { for r in R report r in time }",
        &[],
    );
}

/// Rows that came too late count as not filled in wherever a question about the form asks, also of many rows at once.
#[test]
fn questions_over_many_rows_take_late_rows_as_not_filled_in() {
    let of = |what: &str| {
        format!("report count(r in R when r.quarter = 2008-Q1 and {what}) >= 50% of count(r in R when r.quarter = 2008-Q1)")
    };
    let rows = |b: &str, c: &str| {
        format!(
            "county,quarter,filed,sales,note\na,2008-Q1,2008-04-15,10,x\nb,2008-Q1,{b},10,x\nc,2008-Q1,{c},10,x\nd,2008-Q1,2008-04-01,,x\n"
        )
    };
    let half = |b: &str, c: &str, as_of: Option<&str>| judged(R, &of("r.sales filled"), "", as_of, &[("R.csv", &rows(b, c))]);
    // Two of four, one of four in time and filled in.
    assert_eq!(half("2008-04-15", "2008-04-16", None), MET);
    assert_eq!(half("2008-04-16", "2008-04-16", None), VIOLATED);
    // When it came is not known: either.
    assert_eq!(half("2008-04", "2008-04-16", None), OPEN);
    assert_eq!(half("2008-04", "2008-04-15", None), MET);
    // Not filled in, because it came late.
    let none = "report count(r in R when r.quarter = 2008-Q1 and r.sales not filled) <= 2";
    let judge = |b: &str| judged(R, none, "", None, &[("R.csv", &rows(b, "2008-04-16"))]);
    assert_eq!((judge("2008-04-15"), judge("2008-04-16")), (MET, VIOLATED));
    // Of one row, in a condition.
    let line = "for r in R over counties report r.note = \"x\" implies r.sales filled";
    assert_eq!(judged(R, line, "a", None, &[ROWS]), MET);
    assert_eq!(judged(R, line, "b", None, &[ROWS]), VIOLATED);
    let every = "report every(r.sales filled for r in R when r.quarter = 2008-Q1)";
    let on_time =
        "county,quarter,filed,sales,note\na,2008-Q1,2008-04-15,10,x\nb,2008-Q1,2008-04-15,10,x\nc,2008-Q1,2008-04-15,10,x\n";
    // Who has not sent may still send until the day is over.
    assert_eq!(judged(R, every, "", Some("2008-04-15"), &[("R.csv", on_time)]), OPEN);
    assert_eq!(judged(R, every, "", Some("2008-04-16"), &[("R.csv", on_time)]), VIOLATED);
}

#[test]
fn an_empty_table_that_came_late_is_a_breach_of_the_duty_to_send() {
    let frame = "record R key name, year sent by counties as county due date(year + 1, 3, 31) { name : text  year : year  county : text  x : count ? }\n§";
    let files = |day: &str| {
        let nil = format!("{{\"submission\": {{\"region\": \"b\", \"period\": \"2007\", \"date\": \"{day}\"}}, \"R\": []}}");
        let full = "{\"submission\": {\"region\": \"a\", \"period\": \"2007\", \"date\": \"2008-03-01\"}, \"R\": [{\"name\": \"n\", \"year\": 2007, \"county\": \"a\", \"x\": 1}]}";
        [("b.json", nil), ("a.json", full.to_string())]
    };
    let judge = |day: &str, body: &str| {
        let files = files(day);
        let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (*n, t.as_str())).collect();
        let mut world = World::new(&format!("{TABLES}{}", frame.replace('§', &format!("rule t {{ {body} }}"))), &files);
        world.set.as_of = Some(20_000);
        world.of("t", "b").iter().map(|f| f.verdict).collect::<Vec<_>>()
    };
    let duty = "for r in R report r in time";
    assert_eq!(judge("2008-04-01", duty), [VIOLATED]);
    // In time there is nobody to judge: a nil report is an answer.
    assert_eq!(judge("2008-03-31", duty), []);
    // What else is asked of rows is not asked of a table without rows.
    assert_eq!(judge("2008-04-01", "for r in R report r in time report r.x required"), []);
}

#[test]
fn the_day_may_follow_from_all_rows_of_a_table_of_the_policy() {
    let table = "table days key q { | q : quarter | county | day : date |\n | 2008-Q1 | a | 2008-04-10 |\n | 2008-Q2 | b | 2008-07-20 |\n }\n";
    let frame = |due: &str| {
        format!("{table}record R key county, quarter due {due} on filed {{ county : text  quarter : quarter  filed : date }}\n§")
    };
    let rows = [("R.csv", "county,quarter,filed\na,2008-Q1,2008-04-10\nb,2008-Q1,2008-04-11\n")];
    let line = "for r in R report r in time";
    let last = "max(d.day for d in days when d.q = quarter)";
    assert_eq!(judged(&frame(last), line, "a", None, &rows), MET);
    assert_eq!(judged(&frame(last), line, "b", None, &rows), VIOLATED);
    assert_eq!(
        judged(
            &frame("choose { some(d.county = county for d in days): 2008-04-11; otherwise: 2008-04-10 }"),
            line,
            "b",
            None,
            &rows
        ),
        MET
    );
    // What was sent is not known of a row that was not.
    let wrong = frame("max(x.filed for x in R when x.quarter = quarter)").replace('§', "rule t { for r in R report r in time }");
    assert!(World::compiled(&wrong, &[], &[]).is_err_and(|e| e.iter().any(|m| m.starts_with("R023"))));
}
