//! What a row says was done, held against the day by which it had to be done; and the day of the check as a value.

use super::*;

const G: &str = r#"
record G key id { id : text  town : text  granted : date  registered : date ?  filed : date }
§"#;
const ROWS: (&str, &str) = (
    "G.csv",
    "id,town,granted,registered,filed\n\
     early,x,2024-04-01,2024-04-21,2024-04-21\n\
     late,y,2024-04-01,2024-04-22,2024-04-22\n\
     undone,z,2024-04-01,,\n\
     about,x,2024-04-01,2024-04,2024-04-01\n\
     when,v,,,2024-04-01\n\
     lost,w,2024-04-01,不详,2024-04-01\n",
);

fn day(text: &str) -> i64 {
    let day: jiff::civil::Date = text.parse().unwrap();
    i64::from(day.since(jiff::civil::Date::new(1970, 1, 1).unwrap()).unwrap().get_days())
}

fn world(body: &str, as_of: Option<&str>) -> World {
    let mut world = World::new(&G.replace('§', &format!("rule t {{ {body} }}")), &[ROWS]);
    world.set.as_of = as_of.map(day);
    world
}

/// 20 days after 1 April are 21 April.
#[test]
fn done_in_time_done_late_and_not_done() {
    let cases = [
        // What was done has its verdict whatever day it is.
        ("early", None, MET),
        ("early", Some("2024-05-01"), MET),
        ("late", None, VIOLATED),
        ("late", Some("2024-04-10"), VIOLATED),
        // What was not done: on the last day nothing is late yet.
        ("undone", None, OPEN),
        ("undone", Some("2024-04-01"), NOT),
        ("undone", Some("2024-04-21"), NOT),
        ("undone", Some("2024-04-22"), VIOLATED),
        // Some day in April; a day that is not known; nobody knows by when.
        ("about", Some("2024-05-01"), OPEN),
        ("lost", Some("2024-04-21"), OPEN),
        ("lost", Some("2024-05-01"), OPEN),
        ("when", Some("2024-05-01"), OPEN),
        ("when", None, OPEN),
    ];
    let en = "for g in G require g.registered by g.granted + 20天";
    let zh = "对 g 在 G 要求 g.registered 最迟 g.granted + 20天";
    let named = "for g in G let last = g.granted + 20天 require g.registered by last";
    for (subject, as_of, verdict) in cases {
        for body in [en, zh, named] {
            assert_eq!(world(body, as_of).one("t", subject).verdict, verdict, "{subject} {as_of:?} {body}");
        }
    }
}

#[test]
fn a_deadline_tells_how_late_and_how_far_off() {
    let body = "for g in G require g.registered by g.granted + 20天";
    let margin = |subject: &str, as_of: &str| {
        let fadu::finding::Detail::Compare(told) = world(body, Some(as_of)).one("t", subject).detail else { panic!("{subject}") };
        told.margin.as_exact().cloned().unwrap()
    };
    assert_eq!(margin("late", "2024-06-01"), fadu::num::int(1));
    // Ten days over on 1 May, and still not done.
    assert_eq!(margin("undone", "2024-05-01"), fadu::num::int(10));
    let ahead = fadu::finding::NotDue::Ahead {
        at: fadu::finding::When::Day(day("2024-04-21")),
        left: fadu::finding::Left::Days(3),
        at_least: false,
    };
    let reason = world(body, Some("2024-04-18")).one("t", "undone").reason;
    assert_eq!(reason, Some(fadu::finding::Reason::NotDue(ahead)));
    // Without an as-of date it asks for one.
    let causes = world(body, None).one("t", "undone").causes;
    assert_eq!(causes.iter().map(|c| c.kind).collect::<Vec<_>>(), [fadu::finding::CauseKind::NoAsOf]);
    let kinds: Vec<_> = world(body, Some("2024-05-01")).one("t", "when").causes.into_iter().map(|c| c.what).collect();
    assert_eq!(kinds, ["when · granted"]);
}

#[test]
fn deadlines_in_conditions_rows_and_periods() {
    let at = |body: &str, as_of: &str| world(body, Some(as_of)).one("t", "").verdict;
    // A period ends with its last day.
    let april = "require every(g.registered by 2024-04 for g in G when g.town = \"z\")";
    assert_eq!(at(april, "2024-05-01"), VIOLATED);
    // Whoever is not late yet neither passes nor fails.
    assert_eq!(at(april, "2024-04-30"), MET);
    let late = |limit: u32| {
        format!("require count(g in G when g.town in {{\"y\", \"z\"}} and not (g.registered by g.granted + 20天)) = {limit}")
    };
    assert_eq!(at(&late(1), "2024-04-21"), MET);
    assert_eq!(at(&late(2), "2024-04-22"), MET);
    // A day that every row has is a day like any other: a blank one is not known, and nobody is late by it.
    let filed = "for g in G require g.filed by g.granted + 20天";
    assert_eq!(world(filed, Some("2024-05-01")).one("t", "undone").verdict, OPEN);
    assert_eq!(world(filed, None).one("t", "late").verdict, VIOLATED);
    // By which figure rows are put in order is no deadline. Three share 1 April; a row that does not say its day may come before.
    let first = "require count((first 1 of G when (filed by 2024-04-05) by filed lowest first)) = 3";
    assert_eq!(at(first, "2024-05-01"), OPEN);
    let sure = "require count((first 1 of G when town = \"y\" by filed)) = 1";
    assert_eq!(at(sure, "2024-05-01"), MET);
}

#[test]
fn the_day_of_the_check_is_a_value() {
    let young = "for g in G require full_years(g.granted, as-of day) < 3年";
    let zh = "对 g 在 G 要求 full_years(g.granted, 核查日) < 3年";
    for body in [young, zh] {
        assert_eq!(world(body, Some("2027-03-31")).one("t", "early").verdict, MET);
        assert_eq!(world(body, Some("2027-04-01")).one("t", "early").verdict, VIOLATED);
        assert_eq!(world(body, None).one("t", "early").verdict, OPEN);
        assert_eq!(world(body, Some("2027-03-31")).one("t", "when").verdict, OPEN);
    }
    let causes = world(young, None).one("t", "early").causes;
    assert_eq!(causes.iter().map(|c| c.kind).collect::<Vec<_>>(), [fadu::finding::CauseKind::NoAsOf]);
    // What comes to the same on any day needs none.
    assert_eq!(
        world("for g in G require as-of day - as-of day = 0天 or g.granted = 2024-04-01", None).one("t", "late").verdict,
        MET
    );
    // Over rows.
    let sum = "require count(g in G when g.granted before as-of day) = 5";
    assert_eq!(world(sum, Some("2024-04-01")).one("t", "").verdict, VIOLATED);
    assert_eq!(world(sum, Some("2024-04-02")).one("t", "").verdict, OPEN);
    assert_eq!(world(sum, None).one("t", "").verdict, OPEN);
}
