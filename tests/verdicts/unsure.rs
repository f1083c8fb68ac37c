//! What stands before a line and is not known: of which region a row is, and of which period.

use super::*;

const REGIONS: &str = r#"
policy p "p" { jurisdiction "131100" clause c "1" "c" }
table who key code { | code |
  | 131101 |
  | OTHER |
}
record R key id sent by who as code { id : text  code : text  a : money in 万元 }
record C key id { id : text }
§"#;

/// `x` does not say who sent it; `y` is of the policy's own city.
const SENT: [(&str, &str); 2] = [("R.csv", "id,code,a\nx,,3\ny,131101,3\n"), ("C.csv", "id\nq\n")];

#[track_caller]
fn judged(other: &str, body: &str, subject: &str) -> Verdict {
    let rules = REGIONS.replace("OTHER", other).replace('§', &format!("rule t {{ cite p.c {body} }}"));
    World::new(&rules, &SENT).verdict("p.t", subject)
}

/// The row may be of another province, where the policy binds nobody and counts nothing.
#[test]
fn a_row_of_a_region_that_is_not_known_may_lie_outside_the_jurisdiction() {
    let row = "for r in R require r.a >= 5万元";
    assert_eq!(judged("140101", row, "y"), VIOLATED);
    assert_eq!(judged("140101", row, "x"), OPEN, "violated here, not applicable there");
    assert_eq!(judged("140101", "for r in R require r.a >= 3万元", "x"), MET, "nowhere broken");
    let causes = World::new(&REGIONS.replace("OTHER", "140101").replace('§', &format!("rule t {{ cite p.c {row} }}")), &SENT)
        .one("p.t", "x")
        .causes;
    assert!(causes.iter().any(|c| c.what == "code"), "{causes:?}");
    // 3 or 6 in all, and what the other region has not sent yet.
    for (bound, want) in [(">= 3万元", MET), (">= 4万元", OPEN), ("<= 5万元", OPEN), ("<= 2万元", VIOLATED)] {
        let body = format!("for c in C require sum(e.a for e in R) {bound}");
        assert_eq!(judged("140101", &body, "q"), want, "{bound}");
    }
    assert_eq!(judged("140101", "for c in C require count(e in R) >= 2", "q"), OPEN);
    assert_eq!(judged("140101", "for c in C require every(e.a >= 5万元 for e in R when e.id is \"x\")", "q"), OPEN);
}

/// Who sends is one of the roster: where all of it lies in the jurisdiction, so does the row.
#[test]
fn a_sender_that_is_not_known_is_one_of_the_roster() {
    assert_eq!(judged("131102", "for r in R require r.a >= 5万元", "x"), VIOLATED);
    assert_eq!(judged("131102", "for c in C require sum(e.a for e in R) >= 6万元", "q"), MET);
}

/// A row of a year that is not known is not of the year of the as-of date.
#[test]
fn the_as_of_date_is_no_period_of_a_row_that_does_not_say_its_own() {
    let frame = "param d : money in 万元 = 1万元, 5万元 from 2008-01-01 because \"x\"\n\
        record R key id, year { id : text  year : year  a : money in 万元 }\n";
    for body in ["for r in R require r.a >= d", "for r in R due 2008 require r.a >= 5万元"] {
        let rules = format!("{frame}rule t {{ {body} }}");
        // 1997 and 2024; the row may be of 2007 (met, or not due) or of 2008 (violated).
        for day in [10_000, 20_000] {
            let mut world = World::new(&rules, &[("R.csv", "id,year,a\nx,,3\n")]);
            world.set.as_of = Some(day);
            // Its key is not whole, so it is no subject; the table it stands in is not complete.
            assert!(world.judge().list.is_empty(), "{body}");
        }
    }
}

/// A row of the roster is the member it names: a policy of one city has nothing to say to a member elsewhere.
#[test]
fn a_member_of_a_roster_outside_the_jurisdiction_is_not_judged() {
    let body = "for w in who require sum(r.a for r in R when r.code = w.code) >= 3万元";
    assert_eq!(judged("140101", body, "131101"), MET);
    assert_eq!(judged("140101", body, "140101"), NOT);
    assert_eq!(judged("131102", body, "131102"), OPEN, "of this city, and it has not sent all");
}
