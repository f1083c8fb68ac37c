//! Missing cells, none, texts and flags (decisions 7, 9, 10, 15).

use super::*;

const R: &str = r#"
record R key id { id : text  a : money in 万元  b : money in 万元  s : money in 万元 signed  n : count
                  x : money in 万元 ?  g : one of "甲", "乙"  t : text  o : text ?  f : flag  h : flag ?  d : date }
§"#;

/// `one` is full, `gap` misses everything, `none` says none where it can.
const DATA: &str = r#"
[[R]]
id = "one"
a = 60
b = 100
s = -5
n = 3
x = 7
g = "甲"
t = "u"
o = "v"
f = true
h = false
d = 2006-08-18
[[R]]
id = "gap"
[[R]]
id = "blank"
a = ""
b = ""
x = ""
o = ""
h = ""
"#;

#[test]
fn missing_amounts_are_intervals_from_zero() {
    each(
        R,
        &[("r.toml", DATA)],
        &[
            ("for r in R require r.a >= 60% of r.b", "one", MET),
            ("for r in R require r.a > 60% of r.b", "one", VIOLATED),
            ("for r in R require r.a >= 60% of r.b", "gap", OPEN),
            ("for r in R require r.a >= 0", "gap", MET),
            ("for r in R require r.a > 0", "gap", OPEN),
            ("for r in R require r.a + 1万元 > 0", "gap", MET),
            ("for r in R require r.a + 1万元 <= r.a", "gap", VIOLATED),
            ("for r in R require r.s >= 0", "gap", OPEN),
            ("for r in R require r.s < 0", "one", MET),
            ("for r in R require r.a <= r.a + r.b", "gap", MET),
            // a/(a+b) <= 1, but 0 of 0 is no share: met beside not applicable is met.
            ("for r in R require r.a <= 100% of (r.a + r.b)", "gap", MET),
            ("for r in R require r.a > 100% of (r.a + r.b)", "gap", OPEN),
            ("for r in R require r.n >= 3", "one", MET),
            ("for r in R require r.n > 2", "one", MET),
            ("for r in R require r.n > -1", "gap", MET),
            // Whole numbers: n > −0.5 and n != 1/2 hold for every count.
            ("for r in R require 2 * r.n != 1", "gap", MET),
            ("for r in R require r.a - r.b >= r.a - r.b", "gap", MET),
        ],
    );
}

#[test]
fn dates_before_the_epoch_are_possible_too() {
    each(
        R,
        &[("r.toml", DATA)],
        &[
            ("for r in R require r.d >= 1960-01-01", "one", MET),
            ("for r in R require r.d >= 1960-01-01", "gap", OPEN),
            ("for r in R require r.d < 1965-01-01", "gap", OPEN),
        ],
    );
}

#[test]
fn none_is_known_and_blank_in_an_optional_field_is_none() {
    each(
        R,
        &[("r.toml", DATA)],
        &[
            ("for r in R require r.x exists", "one", MET),
            ("for r in R require r.x exists", "gap", OPEN),
            ("for r in R require r.x exists", "blank", VIOLATED),
            ("for r in R require r.x does not exist", "blank", MET),
            ("for r in R require r.x exists and r.x >= 5万元", "one", MET),
            ("for r in R require r.x exists and r.x >= 5万元", "blank", VIOLATED),
            ("for r in R require r.x exists and r.x >= 5万元", "gap", OPEN),
            ("for r in R when r.x exists require r.x >= 5万元", "one", MET),
            ("for r in R when r.x exists require r.x >= 5万元", "blank", NOT),
            ("for r in R when r.x exists require r.x >= 5万元", "gap", OPEN),
            ("for r in R when r.x exists require r.x >= 0", "gap", MET),
            ("for r in R when r.x exists require r.x + 1万元 <= r.x", "gap", OPEN),
            ("for r in R require r.x does not exist or r.x >= 5万元", "blank", MET),
            ("for r in R require r.o exists and r.o is \"v\"", "one", MET),
            ("for r in R require r.o exists and r.o is \"v\"", "blank", VIOLATED),
        ],
    );
}

#[test]
fn unknown_texts_of_a_list_are_candidates() {
    each(
        R,
        &[("r.toml", DATA)],
        &[
            ("for r in R require r.g is \"甲\"", "one", MET),
            ("for r in R require r.g is \"甲\"", "gap", OPEN),
            ("for r in R require r.g in {\"甲\", \"乙\"}", "gap", MET),
            ("for r in R require r.g in {\"甲\"}", "gap", OPEN),
            ("for r in R require r.t in {\"u\"}", "gap", OPEN),
            ("for r in R require r.t is \"w\"", "one", VIOLATED),
            ("for r in R require r.t is not \"w\"", "gap", OPEN),
            ("for r in R when r.t is \"w\" require r.a >= 0", "gap", MET),
            ("for r in R when r.t is \"w\" require r.a + 1万元 <= r.a", "gap", OPEN),
            ("for r in R require r.f", "gap", OPEN),
            ("for r in R require r.f or not r.f", "one", MET),
            ("for r in R when r.f require r.a >= 60万元", "one", MET),
            ("for r in R when not r.f require r.a >= 60万元", "one", NOT),
        ],
    );
}

#[test]
fn unusable_cells_are_unknown_everywhere() {
    let csv = "id,a,b\nneg,-5,10\nword,abc,10\nfine,6,10\n";
    let rules = "record R key id { id : text  a : money in 万元  b : money in 万元 }\n§";
    each(
        rules,
        &[("R.csv", csv)],
        &[
            ("for r in R require r.a >= 60% of r.b", "neg", OPEN),
            ("for r in R require r.a >= 0", "neg", MET),
            ("for r in R require r.a >= 60% of r.b", "word", OPEN),
            ("for r in R require r.a >= 60% of r.b", "fine", MET),
        ],
    );
}

#[test]
fn where_two_rows_of_a_key_differ_that_is_unknown_and_no_row_is_missing() {
    let csv = "id,a\np,5\np,6\nq,1\n";
    let rules = "record R key id { id : text  a : money in 万元 }\n§";
    each(
        rules,
        &[("R.csv", csv)],
        &[
            ("for r in R require r.a >= 5万元", "p", OPEN),
            ("for r in R require sum(e.a for e in R) <= 12万元", "q", OPEN),
            ("for r in R require sum(e.a for e in R) >= 1万元", "q", MET),
            ("for r in R require count(e in R) >= 2", "q", MET),
            ("for r in R require count(e in R) <= 2", "q", MET),
            ("for r in R require every(e.a >= 0 for e in R)", "q", MET),
            ("for r in R require every(e.a >= 1万元 for e in R)", "q", OPEN),
        ],
    );
}

#[test]
fn ranges_narrow_what_is_missing() {
    let rules = "record R key id { id : text  p : share in 0%..100%  q : count in 1..5 }\n§";
    each(
        rules,
        &[("R.csv", "id,p,q\na,,\n")],
        &[
            ("for r in R require r.p <= 100%", "a", MET),
            ("for r in R require r.p + 1个百分点 <= r.p", "a", VIOLATED),
            ("for r in R require r.p < 100%", "a", OPEN),
            ("for r in R require r.q between 1 and 5", "a", MET),
            ("for r in R require r.q + r.q > 9 and r.q < 5", "a", OPEN),
            ("for r in R require 2 * r.q + 1 > 3", "a", OPEN),
            ("for r in R require 2 * r.q + 1 >= 3", "a", MET),
        ],
    );
}
