//! Ladders of due dates (decision 28): the last day of the reporting period against the last day of what is due.

use super::*;
use fadu::report::reason_words;

const FRAME: &str = r#"
param near "近期" : year
param far "远期" : year after near
record C "市" key name, year { name : text  year : year  output "产值" : money in 亿元  by "期限" : date ? }
record Act "活动" key name { name : text  done : flag }
§"#;
const ROWS: (&str, &str) =
    ("C.csv", "name,year,output,by\na,2006,5,\na,2007,5,2008-12-31\na,2008,15,2009-01-01\na,2009,15,\na,2010,25,\na,2011,15,\n");
const LADDER: &str = "for c in C due near require c.output >= 10亿元 due far require c.output >= 20亿元";

/// What each line comes to by the words of the decision: before its own date not applicable, from it until the next it binds.
fn by_hand(year: i64, output: i64, near: i64, far: i64) -> [Verdict; 2] {
    let judged = |bound: i64| if output >= bound { MET } else { VIOLATED };
    [if (near..far).contains(&year) { judged(10) } else { NOT }, if year >= far { judged(20) } else { NOT }]
}

const DATA: [(i64, i64); 6] = [(2006, 5), (2007, 5), (2008, 15), (2009, 15), (2010, 25), (2011, 15)];

#[test]
fn a_ladder_binds_rung_by_rung() {
    let rules = FRAME.replace('§', &format!("rule t {{ {LADDER} }}"));
    for (near, far) in [(2007, 2009), (2008, 2011), (2010, 2012), (2006, 2007)] {
        let params = [("near", near.to_string()), ("far", far.to_string())];
        let params: Vec<(&str, &str)> = params.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let world = World::with_params(&rules, &params, &[ROWS]);
        for (year, output) in DATA {
            let found: Vec<Verdict> = world.of("t", &year.to_string()).iter().map(|f| f.verdict).collect();
            assert_eq!(found, by_hand(year, output, near, far), "{year} with {near}, {far}");
        }
    }
}

/// A verdict with open years stands for every choice of years that keeps the tie.
#[test]
fn open_years_never_contradict_their_completions() {
    for range in ["", " in 2007..2009"] {
        let frame = FRAME.replace(": year\nparam far", &format!(": year{range}\nparam far"));
        let world = World::new(&frame.replace('§', &format!("rule t {{ {LADDER} }}")), &[ROWS]);
        for (year, output) in DATA {
            let found: Vec<Verdict> = world.of("t", &year.to_string()).iter().map(|f| f.verdict).collect();
            let (first, last) = if range.is_empty() { (2000, 2014) } else { (2007, 2009) };
            let mut seen: [Vec<Verdict>; 2] = Default::default();
            for near in first..=last {
                for far in near + 1..2016 {
                    let verdicts = by_hand(year, output, near, far);
                    seen.iter_mut().zip(verdicts).for_each(|(s, v)| s.push(v));
                }
            }
            for (line, seen) in seen.iter().enumerate() {
                let has = |v: Verdict| seen.contains(&v);
                let wanted = match (has(VIOLATED), has(MET), has(NOT)) {
                    (true, false, false) => VIOLATED,
                    (true, ..) => OPEN,
                    (false, true, _) => MET,
                    (false, false, _) => NOT,
                };
                assert_eq!(found[line], wanted, "{year}, line {line}, near{range}");
            }
        }
    }
}

#[test]
fn what_is_due_may_be_a_day_or_a_figure() {
    each(
        FRAME,
        &[ROWS],
        &[
            ("for c in C due 2008 require c.output >= 10亿元", "2007", NOT),
            ("for c in C due 2008 require c.output >= 10亿元", "2008", MET),
            // The year ends on 31 December.
            ("for c in C due 2008-12-31 require c.output >= 20亿元", "2008", VIOLATED),
            ("for c in C due 2009-01-01 require c.output >= 20亿元", "2008", NOT),
        ],
    );
    // Above the ladder a line binds always.
    let rules = FRAME.replace('§', "rule t { for c in C require c.output >= 6亿元 due 2030 require c.output >= 20亿元 }");
    let found: Vec<Verdict> = World::new(&rules, &[ROWS]).of("t", "2007").iter().map(|f| f.verdict).collect();
    assert_eq!(found, [VIOLATED, NOT]);
}

/// Days since 1970 of a day of 2026, whose 1 January is day 20454.
fn of_2026(text: &str) -> i64 {
    let part = |range: std::ops::Range<usize>| text[range].parse::<i64>().unwrap();
    let before: i64 = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30].iter().take(usize::try_from(part(5..7)).unwrap() - 1).sum();
    20_454 + before + part(8..10) - 1
}

/// The day follows from the period of the row, or the row states it: it comes after the period, and the as-of date tells whether it has come.
#[test]
fn a_day_after_the_end_of_the_period_comes_by_the_as_of_date() {
    let frame = r#"
table terms key q {
  | q : quarter | last : date | next : quarter |
  | 2026-Q1 | 2026-04-15 | 2026-Q2 |
  | 2026-Q2 | 2026-07-15 | 2026-Q3 |
}
table towns key town {
  | town | by : date  |
  | t    | 2026-07-01 |
}
record S key county, q { county : text  q : quarter  town : text  by : date  sent : date ?  parts : list of P }
record P key nm { nm : text  done : flag }
§"#;
    let rows =
        r#"{"S":[{"county":"x","q":"2026-Q1","town":"t","by":"2026-04-15","sent":null,"parts":[{"nm":"p","done":false}]}]}"#;
    let verdict = |body: &str, day: Option<&str>| {
        let mut world = World::new(&frame.replace('§', &format!("rule t {{ {body} }}")), &[("S.json", rows)]);
        world.set.as_of = day.map(of_2026);
        world.one("t", "x")
    };
    let own = [
        "for s in S due terms[s.q].last require s.sent exists",
        "for s in S due s.by require s.sent exists",
        "for s in S, p in s.parts due terms[s.q].last require p.done",
    ];
    for body in own {
        // Quarter 1 ends on 31 March.
        for (day, wanted) in [("2026-02-01", NOT), ("2026-04-14", NOT), ("2026-04-15", VIOLATED), ("2026-08-01", VIOLATED)] {
            assert_eq!(verdict(body, Some(day)).verdict, wanted, "{body} as of {day}");
        }
        let open = verdict(body, None);
        assert_eq!(open.verdict, OPEN, "{body}");
        assert!(
            open.causes.iter().any(|c| c.kind == fadu::finding::CauseKind::NoAsOf && c.what == "2026-04-15"),
            "{:?}",
            open.causes
        );
    }
    // The next quarter is due when it has ended.
    let next = "for s in S due terms[s.q].next require s.sent exists";
    for (day, wanted) in [("2026-06-29", NOT), ("2026-06-30", VIOLATED)] {
        assert_eq!(verdict(next, Some(day)).verdict, wanted, "{day}");
    }
    // A day that is no row's own is a target: rows of earlier periods are not asked for it, however late it is.
    for fixed in ["for s in S due towns[s.town].by require s.sent exists", "for s in S due 2026-07-01 require s.sent exists"] {
        assert_eq!((verdict(fixed, Some("2026-08-01")).verdict, verdict(fixed, None).verdict), (NOT, NOT), "{fixed}");
    }
    // The day the submission was made tells as well.
    let mut world = World::new(
        &frame.replace('§', &format!("rule t {{ {} }}", own[0])),
        &[("S.json", &rows.replacen('{', r#"{"submission":{"date":"2026-05-01"},"#, 1))],
    );
    assert_eq!(world.verdict("t", "x"), VIOLATED);
    world.set.as_of = Some(of_2026("2026-04-01"));
    assert_eq!(world.verdict("t", "x"), NOT);
}

#[test]
fn the_distance_is_told_and_open_years_are_named() {
    let world = World::new(&FRAME.replace('§', "rule t { for c in C due 2010 require c.output >= 10亿元 }"), &[ROWS]);
    let reason = world.one("t", "2008").reason.expect("a reason");
    assert_eq!([Lang::Zh, Lang::En].map(|lang| reason_words(&reason, lang)), ["还有 2 年到期（2010）", "due in 2 years (2010)"]);
    // A year is no number of quarters away: from the last day of 2007 to that of 2008, a leap year, it is 366 days.
    let frame = "record Q key id, q { id : text  q : quarter  v : number }\n";
    let world =
        World::new(&format!("{frame}rule t {{ for x in Q due 2008 require x.v >= 1 }}"), &[("Q.csv", "id,q,v\na,2007-Q4,0\n")]);
    let reason = world.one("t", "a").reason.expect("a reason");
    assert_eq!(reason_words(&reason, Lang::En), "due in 366 days (2008)");
    let world = World::new(&FRAME.replace('§', &format!("rule t {{ {LADDER} }}")), &[ROWS]);
    let causes = world.of("t", "2008")[1].causes.clone();
    assert!(causes.iter().any(|c| c.what == "远期"), "{causes:?}");
}

#[test]
fn without_a_period_the_as_of_date_decides() {
    let rules = FRAME.replace('§', "rule t { for a in Act due 2007 require a.done }");
    let files = [("Act.csv", "name,done\nx,no\n")];
    let verdict = |day: Option<i64>, files: &[(&str, &str)]| {
        let mut world = World::new(&rules, files);
        world.set.as_of = day;
        world.verdict("t", "x")
    };
    // 31 December 2007 is day 13878.
    assert_eq!(verdict(Some(13_877), &files), NOT);
    assert_eq!(verdict(Some(13_878), &files), VIOLATED);
    assert_eq!(verdict(None, &files), OPEN);
    assert_eq!(verdict(None, &[("x@2006/Act.csv", files[0].1)]), NOT);
    assert_eq!(verdict(None, &[("x@2007/Act.csv", files[0].1)]), VIOLATED);
    assert_eq!(verdict(Some(13_877), &[("x@2007/Act.csv", files[0].1)]), NOT, "the as-of date goes before the envelope");
}

/// Such a row has no period that could be missing: what is asked for is the day.
#[test]
fn without_a_period_an_as_of_date_is_asked_for() {
    let frame = "record W key n { n : text  on : date  ok : flag }\n";
    let file = [("W.csv", "n,on,ok\nx,2008-02-01,no\n")];
    for due in ["w.on", "2008-02-01", "2008-02", "w.on + 0天"] {
        let rules = format!("{frame}rule t {{ for w in W due {due} require w.ok }}");
        let mut world = World::new(&rules, &file);
        let open = world.one("t", "x");
        assert_eq!(open.verdict, OPEN, "{due}");
        let kinds: Vec<_> = open.causes.iter().map(|c| c.kind).collect();
        assert!(kinds.contains(&fadu::finding::CauseKind::NoAsOf), "{due}: {kinds:?}");
        assert!(!kinds.contains(&fadu::finding::CauseKind::UnknownPeriod), "{due}: {kinds:?}");
        // 1 March 2008 is day 13939.
        world.set.as_of = Some(13_939);
        assert_eq!(world.verdict("t", "x"), VIOLATED, "{due}");
    }
}

#[test]
fn exceptions_take_the_place_of_the_rung_that_binds() {
    each(
        FRAME,
        &[ROWS],
        &[
            ("for c in C except when c.name is \"a\" require c.output >= 1亿元 due 2008 require c.output >= 20亿元", "2008", MET),
            ("for c in C except when c.name is \"a\" require c.output >= 1亿元 due 2008 require c.output >= 20亿元", "2007", NOT),
            ("for c in C exempt when c.year = 2008 because \"x\" due 2009 require c.output >= 20亿元", "2008", NOT),
            ("for c in C exempt when c.year = 2009 because \"x\" due 2009 require c.output >= 20亿元", "2009", EXEMPT),
        ],
    );
}

/// Whole months of a year: what is due in January to September is due on 30 September; values by date go by the last day.
#[test]
fn spans_of_months_are_due_and_dated_by_their_last_day() {
    let rules = r#"
param rate "费率" : share = 5%, 6% from 2007-06-01
record P key name, span { name : text  span : period  fee : share }
record M key name, month { name : text  month : month  fee : share }
§"#;
    let spans = ("P.csv", "name,span,fee\nyear,2007年1—12月,5%\nspring,2007年2—3月,5%\nlast,2007年9—9月,6%\n");
    let months = ("M.csv", "name,month,fee\naug,2007-08,5%\nsep,2007-09,5%\n");
    each(
        rules,
        &[spans, months],
        &[
            ("for p in P require p.fee >= rate", "year", VIOLATED),
            ("for p in P require p.fee >= rate", "spring", MET),
            ("for p in P require p.fee >= rate", "last", MET),
            ("for m in M due 2007-01..2007-09 require m.fee >= 6%", "aug", NOT),
            ("for m in M due 2007-01..2007-09 require m.fee >= 6%", "sep", VIOLATED),
        ],
    );
}
