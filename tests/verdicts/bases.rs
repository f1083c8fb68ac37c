//! What has no base: a condition without one does not hold, whatever stands beside it, wherever conditions stand; a line without one is not
//! applicable, and nothing multiplied by zero hides that.

use super::*;

/// `a` has no rows in its list and nothing to take a share of; `b` has both.
const F: &str = r#"
param rate : share in 0%..50%
record L key nm { nm : text  q : money in 万元 }
record F key id { id : text  town : text  v : money in 万元  w : money in 万元  on : flag  items : list of L }
§"#;
const DATA: (&str, &str) = (
    "F.json",
    r#"{"F":[{"id":"a","town":"t","v":4,"w":0,"on":true,"items":[]},
             {"id":"b","town":"u","v":4,"w":8,"on":true,"items":[{"nm":"i","q":3}]}]}"#,
);
/// Holds for `b`, has no base for `a`.
const C: &str = "max(f.items.q) > 1万元";

#[test]
fn a_condition_without_a_base_is_not_fulfilled_whatever_stands_beside_it() {
    let when = |c: &str| format!("for f in F when {} require f.v >= 5万元", c.replace('C', C));
    let rows = |c: &str| format!("for f in (F when {}) require f.v >= 5万元", c.replace('C', C));
    let joined = format!("for f in (F when f.on) when {C} require f.v >= 5万元");
    // (condition, for `a`, for `b`)
    let cases = [
        ("C", NOT, VIOLATED),
        ("C and f.on", NOT, VIOLATED),
        ("f.on and C", NOT, VIOLATED),
        ("C or f.on", VIOLATED, VIOLATED),
        ("C or not f.on", NOT, VIOLATED),
        ("not (C)", NOT, NOT),
        ("not (C and not f.on)", VIOLATED, VIOLATED),
        ("not (C and f.on)", NOT, NOT),
        ("not (C or not f.on)", NOT, NOT),
        ("(C) = f.on", NOT, VIOLATED),
        ("(C) != f.on", NOT, NOT),
        ("every(max(g.items.q) > 1万元 for g in F when g.id = f.id)", NOT, VIOLATED),
        ("not some(max(g.items.q) > 9万元 for g in F when g.id = f.id)", NOT, VIOLATED),
        ("choose { C: yes; otherwise: f.on }", VIOLATED, VIOLATED),
        ("choose { C and f.on: yes; otherwise: no }", NOT, VIOLATED),
    ];
    for (condition, a, b) in cases {
        for body in [when(condition), rows(condition)] {
            each(F, &[DATA], &[(&body, "a", a), (&body, "b", b)]);
        }
    }
    each(F, &[DATA], &[(&joined, "a", NOT), (&joined, "b", VIOLATED)]);
}

#[test]
fn members_are_taken_by_the_same_meaning() {
    let c = "max(g.items.q) > 1万元";
    let count = |filter: &str, n: u32| format!("require count(g in F when {}) = {n}", filter.replace('C', c));
    let sum = |filter: &str, n: u32| format!("require sum(g.v for g in F when {}) = {n}万元", filter.replace('C', c));
    let rows = |filter: &str, n: u32| format!("require sum(g.v for g in (F when {})) = {n}万元", filter.replace('C', c));
    let bodies: Vec<String> =
        [("C", 1), ("C and g.on", 1), ("C or g.on", 2), ("C or not g.on", 1), ("not (C)", 0), ("not (C or g.on)", 0)]
            .into_iter()
            .flat_map(|(filter, n)| [count(filter, n), sum(filter, 4 * n), rows(&filter.replace("g.", ""), 4 * n)])
            .map(|body| body.replace("max(items", "max(g.items"))
            .collect();
    let cases: Vec<(&str, &str, Verdict)> =
        bodies.iter().filter(|b| !b.contains("(F when") || !b.contains("max(")).map(|b| (b.as_str(), "", MET)).collect();
    each(F, &[DATA], &cases);
}

#[test]
fn an_exception_without_a_base_does_not_hold() {
    each(
        F,
        &[DATA],
        &[
            (&format!("for f in F require f.v >= 5万元 exempt when f.on and {C} because \"so\""), "a", VIOLATED),
            (&format!("for f in F require f.v >= 5万元 exempt when f.on and {C} because \"so\""), "b", EXEMPT),
            (&format!("for f in F require f.v >= 5万元 except when f.on and {C} require f.v >= 1万元"), "a", VIOLATED),
            (&format!("for f in F require f.v >= 5万元 except when f.on and {C} require f.v >= 1万元"), "b", MET),
        ],
    );
}

#[test]
fn a_stage_whose_need_has_no_base_is_not_reached() {
    let frame = F.replace(
        '§',
        r#"classify F.stage { "one" needs on  "two" needs on, v as share of w >= 40% }
§"#,
    );
    each(
        &frame,
        &[(
            "F.json",
            r#"{"F":[{"id":"a","town":"t","v":0,"w":0,"on":true,"items":[]},{"id":"b","town":"t","v":4,"w":8,"on":true,"items":[]}]}"#,
        )],
        &[("for f in F require f.stage >= \"two\"", "a", VIOLATED), ("for f in F require f.stage >= \"two\"", "b", MET)],
    );
}

/// In a line a part without a base is neutral, so that one firm without sales neither lifts nor breaks what is asked of the others; but the
/// first of `a implies b` is a condition.
#[test]
fn in_a_line_what_has_no_base_is_neutral() {
    each(
        F,
        &[DATA],
        &[
            (&format!("for f in F require {C}"), "a", NOT),
            (&format!("for f in F require {C} and f.v >= 5万元"), "a", VIOLATED),
            (&format!("for f in F require {C} and f.v >= 4万元"), "a", MET),
            (&format!("for f in F require {C} or f.v >= 5万元"), "a", VIOLATED),
            (&format!("for f in F require {C} implies f.v >= 5万元"), "a", MET),
            (&format!("for f in F require {C} implies f.v >= 5万元"), "b", VIOLATED),
            (&format!("for f in F require f.on implies {C}"), "a", NOT),
            (&format!("for f in F require f.on implies {C}"), "b", MET),
            (&format!("for f in F require not f.on implies {C}"), "a", MET),
            (&format!("for f in F require f.v >= 4万元 and (f.on implies {C})"), "a", MET),
            (&format!("for f in F require f.v >= 5万元 and (f.on implies {C})"), "a", VIOLATED),
            (&format!("for f in F require f.on implies (f.on implies {C})"), "a", NOT),
            (&format!("for f in F require not (f.on implies {C})"), "a", NOT),
            (&format!("for f in F require not (f.on implies {C})"), "b", VIOLATED),
            (&format!("for f in F require not ({C} implies f.on)"), "a", NOT),
            (&format!("for f in F require not ({C} implies not f.on)"), "b", MET),
            (&format!("for f in F require not f.on or {C}"), "a", VIOLATED),
            (&format!("require every(f.on implies {C} for f in F)"), "", MET),
            (&format!("require some(f.on implies {C} for f in F)"), "", MET),
            ("require some(f.on implies max(f.items.q) > 9万元 for f in F)", "", VIOLATED),
            (&format!("for f in F require ({C}) = f.on"), "a", NOT),
            (&format!("for f in F require ({C}) != f.on"), "a", NOT),
            (&format!("for f in F require f.on = ({C})"), "b", MET),
            ("require every(max(f.items.q) > 1万元 for f in F)", "", MET),
            ("require some(max(f.items.q) > 9万元 for f in F)", "", VIOLATED),
        ],
    );
}

#[test]
fn what_is_multiplied_by_zero_still_has_no_base() {
    let none = [
        "for f in F require f.v <= 0% of max(f.items.q)",
        "for f in F require f.v <= rate of max(f.items.q)",
        "for f in F require f.v >= 0 * max(f.items.q)",
        "for f in F require f.v + 0% of avg(f.items.q) >= 5万元",
        "for f in F require f.v >= max(f.items.q) - max(f.items.q)",
        "for f in F require (f.v / f.w) * 0 < 1",
        "for f in F require f.v >= abs(0% of max(f.items.q))",
    ];
    let cases: Vec<(&str, &str, Verdict)> = none.iter().map(|body| (*body, "a", NOT)).collect();
    each(F, &[DATA], &cases);
    each(
        F,
        &[DATA],
        &[
            ("for f in F require f.v <= 0% of max(f.items.q)", "b", VIOLATED),
            ("for f in F require f.v >= 0% of max(f.items.q)", "b", MET),
            ("require sum(f.v + 0 * max(f.items.q) for f in F) = 4万元", "", MET),
        ],
    );
    for value in ["0%", "1%", "50%"] {
        let rules = F.replace('§', "rule t { for f in F require f.v <= rate of max(f.items.q) }");
        assert_eq!(World::with_params(&rules, &[("rate", value)], &[DATA]).verdict("t", "a"), NOT, "{value}");
    }
}

/// `e` is never negative, `c` may be, `m` is a profit or a loss.
const LOST: &str = "
record B key id { id : text  e : money in 万元  c : money in 万元 signed  m : money in 万元 signed }
§";

#[test]
fn a_share_of_what_is_below_zero_is_the_product() {
    let data = (
        "B.json",
        r#"{"B":[{"id":"none","e":0,"c":-10,"m":-2.5},{"id":"some","e":1,"c":-10,"m":0},{"id":"nil","e":0,"c":0,"m":0},
                 {"id":"over","e":1,"c":0,"m":1},{"id":"at","e":2.5,"c":10,"m":2.5},{"id":"above","e":2.5001,"c":10,"m":-2.5},
                 {"id":"open","c":-10},{"id":"blank","e":0}]}"#,
    );
    let most = "for b in B require b.e at most 25% of b.c";
    let least = "for b in B require 25% of b.c <= b.e";
    let same = "for b in B require b.m = 25% of b.c";
    let differs = "for b in B require b.m != 25% of b.c";
    // 25% of −10 are −2.5: whoever has an exposure is over it. Nothing is neither more nor less than a share of it.
    each(
        LOST,
        &[data],
        &[
            (most, "none", NOT),
            (most, "some", VIOLATED),
            (most, "nil", NOT),
            (most, "over", VIOLATED),
            (most, "at", MET),
            (most, "above", VIOLATED),
            // 0 would ask nothing, anything else would be over.
            (most, "open", OPEN),
            (most, "blank", OPEN),
            (least, "none", NOT),
            (least, "some", MET),
            (least, "nil", NOT),
            (least, "at", MET),
            (least, "above", MET),
            (same, "none", MET),
            (same, "some", VIOLATED),
            (same, "nil", NOT),
            (same, "at", MET),
            (same, "above", VIOLATED),
            (differs, "some", MET),
            // 0 − 25% × (−10) = 2.5, and 1 + 2.5 = 3.5.
            ("for b in B require max(b.e - 25% of b.c, 0) = 2.5万元", "none", MET),
            ("for b in B require b.e - 25% of b.c <= 3.5万元", "some", MET),
            ("for b in B require b.e - 25% of b.c < 3.5万元", "some", VIOLATED),
            ("for b in B require b.e at most 25% of max(b.c, 0)", "some", VIOLATED),
            ("for b in B require b.e at most 25% of max(b.c, 0)", "none", NOT),
        ],
    );
    let world = World::with_params(&LOST.replace('§', &format!("rule t {{ {most} }}")), &[], &[data]);
    let found = |subject: &str| world.one("t", subject);
    assert_eq!(found("none").reason, Some(fadu::finding::Reason::ShareOfLess));
    assert_eq!(found("nil").reason, Some(fadu::finding::Reason::NoShare));
    // It is told by the amounts: 1 and −2.5, 3.5 too much, and no share.
    let fadu::finding::Detail::Compare(told) = &found("some").detail else { panic!("a comparison") };
    assert!(told.share.is_none());
    assert_eq!(told.right.value.as_exact(), Some(&fadu::num::int(-25_000)));
    let fadu::finding::Detail::Compare(told) = &found("above").detail else { panic!("a comparison") };
    assert!(told.share.is_some());
}
