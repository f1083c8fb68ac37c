//! Weeks: the Monday of a day, and loops over weeks.

use super::*;

const S: &str = r#"
param some_year : year in 2020..2021
record D key name { name : text }
record S key id { id : text  driver : text  day : date  hours : quantity in 小时 }
§"#;
const FILES: [(&str, &str); 2] = [
    ("D.csv", "name\nx\ny\n"),
    (
        "S.csv",
        // 2024-01-07 is a Sunday, 2024-01-08 a Monday.
        "id,driver,day,hours\n\
         1,x,2024-01-01,30\n\
         2,x,2024-01-07,26\n\
         3,x,2024-01-08,34\n\
         4,y,2024-01-08,57\n\
         5,z,1969-12-31,1\n\
         6,z,2024-01,1\n",
    ),
];

#[test]
fn the_monday_of_a_day() {
    let monday = |day: &str| format!("for s in S require monday of s.day = {day}");
    each(
        S,
        &FILES,
        &[
            (&monday("2024-01-01"), "1", MET),
            (&monday("2024-01-01"), "2", MET),
            (&monday("2024-01-01"), "3", VIOLATED),
            (&monday("2024-01-08"), "3", MET),
            (&monday("1969-12-29"), "5", MET),
            ("对 s 在 S 要求 s.day 的 周一 = 2024-01-01", "2", MET),
            ("对 s 在 S 要求 星期一(s.day) = 2024-01-01", "2", MET),
            // Some day of January: its Monday is one of five.
            (&monday("2024-01-01"), "6", OPEN),
            (&monday("2024-01-02"), "6", OPEN),
            ("for s in S require monday of s.day not earlier than 2024-01-01", "6", MET),
            ("for s in S require monday of s.day not later than 2024-01-29", "6", MET),
            ("require monday of 2024-02-29 = 2024-02-26", "", MET),
            ("require count({monday of s.day for s in S when s.driver = \"x\"}) = 2", "", MET),
        ],
    );
}

/// Of a period the weeks whose Thursday lies in it.
#[test]
fn which_weeks_a_period_has() {
    let cases = [
        ("count(w in weeks of 2024) = 52", MET),
        ("count(w in weeks of 2020) = 53", MET),
        ("min(w for w in weeks of 2020) = 2019-12-30", MET),
        ("max(w for w in weeks of 2020) = 2020-12-28", MET),
        ("min(w for w in weeks of 2021) = 2021-01-04", MET),
        // Thursdays 1, 8, 15, 22 and 29 February.
        ("count(w in weeks of 2024-02) = 5", MET),
        ("min(w for w in weeks of 2024-02) = 2024-01-29", MET),
        ("count(w in weeks of 2024-01 .. 2024-02) = 9", MET),
        ("count(w in weeks of 2024-01-07 .. 2024-01-08) = 2", MET),
        ("count(w in weeks of 2024-01-08 .. 2024-01-14) = 1", MET),
        ("count(w in weeks of some_year) >= 52", MET),
        ("count(w in weeks of some_year) = 52", OPEN),
        ("every(weekday of w = 1 for w in weeks of 2024)", MET),
        ("个数(w 在 2024-02 的 各周) = 5", MET),
    ];
    for (line, verdict) in cases {
        let found = World::new(&S.replace('§', &format!("rule t {{ require {line} }}")), &FILES).verdict("t", "");
        assert_eq!(found, verdict, "{line}");
    }
}

#[test]
fn a_duty_of_each_week() {
    let hours = "sum(s.hours for s in S when s.driver = d.name and monday of s.day = w)";
    let body = format!("for d in D, w in weeks of 2024-01 require {hours} at most 56小时");
    let judged = |as_of: Option<&str>, subject: &str| {
        let mut world = World::new(&S.replace('§', &format!("rule t {{ {body} }}")), &FILES);
        world.set.as_of = as_of.map(|day| {
            let day: jiff::civil::Date = day.parse().unwrap();
            i64::from(day.since(jiff::civil::Date::new(1970, 1, 1).unwrap()).unwrap().get_days())
        });
        world.one("t", subject)
    };
    // 30 and 26 hours in the first week of January, 57 of the other driver in the second.
    assert_eq!(judged(None, "x · 2024-01-01").verdict, MET);
    assert_eq!(judged(None, "x · 2024-01-08").verdict, MET);
    assert_eq!(judged(None, "y · 2024-01-08").verdict, VIOLATED);
    assert_eq!(judged(None, "y · 2024-01-22").verdict, MET);
    // A week that has not ended is not asked for.
    assert_eq!(judged(Some("2024-01-14"), "y · 2024-01-08").verdict, VIOLATED);
    let ahead = judged(Some("2024-01-13"), "y · 2024-01-08");
    assert_eq!(ahead.verdict, NOT);
    assert!(matches!(ahead.reason, Some(fadu::finding::Reason::NotEnded { .. })), "{:?}", ahead.reason);
    // Two weeks running: 56 + 34 = 90.
    let two = "sum(s.hours for s in S when s.driver = d.name and (monday of s.day = w or monday of s.day = w + 7天))";
    let most = |n: u32| format!("for d in D, w in weeks of 2024-01 require {two} at most {n}小时");
    each(S, &FILES, &[(&most(90), "x · 2024-01-01", MET), (&most(89), "x · 2024-01-01", VIOLATED)]);
}
