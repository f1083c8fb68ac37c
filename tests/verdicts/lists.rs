//! Nested lists: sent, empty, not sent, holding what cannot be used.

use super::*;

const R: &str = r#"
record C key code { code : text  n : count  funds : list of F }
record F key name { name : text  total : money in 万元  part : money in 万元  kind : one of "农", "工" }
§"#;
const DATA: (&str, &str) = (
    "c.toml",
    r#"
[[C]]
code = "full"
n = 2
funds = [ { name = "x", total = 4, part = 2, kind = "农" }, { name = "y", total = 6, part = 1, kind = "工" } ]
[[C]]
code = "empty"
funds = []
[[C]]
code = "silent"
[[C]]
code = "holes"
funds = [ { name = "x", total = 4, kind = "农" }, { name = "y", part = 1 } ]
"#,
);

#[test]
fn lists_sent_empty_and_silent() {
    each(
        R,
        &[DATA],
        &[
            ("for c in C require sum(c.funds.total) = 10万元", "full", MET),
            ("for c in C require count(c.funds) = c.n", "full", MET),
            ("for c in C require sum(c.funds.total) <= 0", "empty", MET),
            ("for c in C require count(c.funds) = 0", "empty", MET),
            ("for c in C require every(f.total > 0 for f in c.funds)", "empty", MET),
            ("for c in C require some(f.total >= 0 for f in c.funds)", "empty", VIOLATED),
            ("for c in C require avg(f.total for f in c.funds) >= 1万元", "empty", NOT),
            ("for c in C require sum(c.funds.total) <= 0", "silent", OPEN),
            ("for c in C require sum(c.funds.total) >= 0", "silent", MET),
            ("for c in C require count(c.funds) >= 0", "silent", MET),
            ("for c in C require every(f.total > 0 for f in c.funds)", "silent", OPEN),
            ("for c in C require some(f.total >= 0 for f in c.funds)", "silent", OPEN),
            ("for c in C require max(f.total for f in c.funds) >= 0", "silent", MET),
            ("for c in C require sum(c.funds.total) >= 4万元", "holes", MET),
            ("for c in C require sum(c.funds.total) >= 5万元", "holes", OPEN),
            ("for c in C require count(f in c.funds when f.kind is \"农\") >= 1", "holes", MET),
            ("for c in C require count(f in c.funds when f.kind is \"农\") = 1", "holes", OPEN),
            ("for c in C require count(f in c.funds when f.kind is \"农\") <= 2", "holes", MET),
            ("for c in C require every(f.part <= f.total for f in c.funds)", "holes", OPEN),
            ("for c in C require every(f.part <= f.total + f.part for f in c.funds)", "holes", MET),
            ("for c in C require sum(f.total for f in c.funds when f.part >= c.n * 1万元) >= 4万元", "full", MET),
        ],
    );
}

#[test]
fn nested_rows_as_subjects() {
    let world = World::new(&R.replace('§', "rule t { for f in C.funds require f.part >= 50% of f.total }"), &[DATA]);
    assert_eq!(world.verdict("t", "full · x"), MET);
    assert_eq!(world.verdict("t", "full · y"), VIOLATED);
    assert_eq!(world.verdict("t", "holes · x"), OPEN);
    assert_eq!(world.verdict("t", "silent"), OPEN, "a list nobody sent is one unknown row");
    assert!(world.of("t", "empty").is_empty(), "an empty list is an answer");
    let world =
        World::new(&R.replace('§', "rule t { for f in C.funds require f.total <= sum(g.total for g in f.C.funds) }"), &[DATA]);
    assert_eq!(world.verdict("t", "holes · y"), MET, "a member of its own sum");
}

/// Something in the list could not be read, or stands in it twice: it is not known to be whole.
#[test]
fn lists_with_unusable_rows_are_not_complete() {
    let twice = "[[C]]\ncode = \"t\"\nfunds = [ { name = \"x\", total = 4 }, { name = \"x\", total = 5 } ]\n";
    each(
        R,
        &[("c.toml", twice)],
        &[("for c in C require sum(c.funds.total) <= 9万元", "t", OPEN), ("for c in C require count(c.funds) = 1", "t", MET)],
    );
    let garbage = "[[C]]\ncode = \"t\"\nfunds = [ { name = \"x\", total = 4 }, 7 ]\n";
    each(
        R,
        &[("c.toml", garbage)],
        &[
            ("for c in C require sum(c.funds.total) <= 4万元", "t", OPEN),
            ("for c in C require sum(c.funds.total) >= 4万元", "t", MET),
        ],
    );
}

#[test]
fn totals_over_all_lists() {
    each(
        R,
        &[DATA],
        &[
            ("for c in C require sum(f.total for f in C.funds) >= 14万元", "full", MET),
            ("for c in C require sum(f.total for f in C.funds) <= 1000万元", "full", OPEN),
        ],
    );
}

/// Whether a row passes the filter is what keeps a quantifier or a set open: the figure that would tell is named, and no other.
#[test]
fn what_keeps_a_filter_open_is_named() {
    let frame = "table wanted key name { | name |\n | x |\n }".to_string() + R;
    let open = |body: &str| {
        let world = World::new(&frame.replace('§', &format!("rule t {{ {body} }}")), &[DATA]);
        let finding = world.one("t", "holes");
        assert_eq!(finding.verdict, OPEN, "{body}");
        finding.causes.into_iter().map(|c| c.what).collect::<Vec<_>>()
    };
    // Of x the part is not known, of y the total and the kind.
    let causes = open("for c in C require wanted subset of {f.name for f in c.funds when f.part >= 1万元}");
    assert_eq!(causes, ["holes · x · part"]);
    let causes = open("for c in C require some(f.name is \"y\" for f in c.funds when f.kind is \"工\")");
    assert_eq!(causes, ["holes · y · kind"]);
    let causes = open("for c in C require every(f.name is \"x\" for f in c.funds when f.total >= 1万元)");
    assert_eq!(causes, ["holes · y · total"]);
}
