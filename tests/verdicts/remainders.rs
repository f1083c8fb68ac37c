//! `mod` by what is negative, zero or not known: the sign of the divisor, no base by zero, and never more certainty than there is.

use super::*;

const R: &str = r#"
record R key id {
  id : text  a : count  s : number signed  d : number signed  u : count  few : count in 1..12  back : number signed in -12..-1
  fine : money in 万元
}
§"#;

/// 7 = 2·3 + 1; −7 = −3·3 + 2; 7 = −3·−3 − 2; −7 = 2·−3 − 1.
#[test]
fn the_remainder_has_the_sign_of_the_divisor() {
    let rows = ("R.csv", "id,a,s,d,u\npp,7,7,3,3\nnp,7,-7,3,3\npn,7,7,-3,0\nnn,7,-7,-3,3\nzero,7,7,0,0\neven,6,-6,-3,3\n");
    each(
        R,
        &[rows],
        &[
            ("for r in R require mod(r.s, r.d) = 1", "pp", MET),
            ("for r in R require mod(r.s, r.d) = 2", "np", MET),
            ("for r in R require mod(r.s, r.d) = -2", "pn", MET),
            ("for r in R require mod(r.s, r.d) = -1", "nn", MET),
            ("for r in R require mod(r.s, r.d) = 0", "even", MET),
            ("for r in R require mod(r.s, -3) = -2", "pp", MET),
            ("for r in R require mod(r.s, r.d) >= 0", "pn", VIOLATED),
            // There is no remainder by zero, of whatever sign zero is.
            ("for r in R require mod(r.s, r.d) = 7", "zero", NOT),
            ("for r in R require mod(r.s, r.d) != 7", "zero", NOT),
            ("for r in R require mod(r.a, r.u) >= 0", "zero", NOT),
            ("for r in R require mod(r.a, 0 - r.u) >= 0", "zero", NOT),
            ("for r in R require mod(r.a, r.u - r.u) >= 0", "pp", NOT),
            ("for r in R require not (mod(r.a, r.u) >= 0)", "zero", NOT),
            // Over −2 it is −3.5: not multiplied out as if −2 were above zero.
            ("for r in R require r.a / mod(r.a, r.d) >= 1", "pn", VIOLATED),
            ("for r in R require r.a / mod(r.a, r.d) < 0", "pn", MET),
            ("for r in R require r.a / mod(r.a, r.d) >= 7", "pp", MET),
            ("for r in R require 1 <= r.a / mod(r.a, r.d)", "pn", VIOLATED),
            ("for r in R require r.a / mod(r.a, r.d) >= 1", "zero", NOT),
            // By zero there is no member: 1 + 2 − 2 − 1 + 0.
            ("for r in R require sum(mod(e.s, e.d) for e in R) = 0", "pp", MET),
        ],
    );
}

#[test]
fn by_what_is_not_known() {
    let rows = ("R.csv", "id,a,s,d,u,few,back\nhole,7,7,,,,\n");
    each(
        R,
        &[rows],
        &[
            // Of either sign, or nothing.
            ("for r in R require mod(r.a, r.d) >= 0", "hole", OPEN),
            ("for r in R require mod(r.a, r.d) < 0", "hole", OPEN),
            ("for r in R require mod(r.a, r.d) <= 0", "hole", OPEN),
            ("for r in R require mod(r.a, r.d) = 7", "hole", OPEN),
            ("for r in R require mod(r.a, r.d) != 7", "hole", OPEN),
            // Not below zero; by zero not applicable: met beside not applicable is met, and broken is not certain.
            ("for r in R require mod(r.a, r.u) >= 0", "hole", MET),
            ("for r in R require not (mod(r.a, r.u) >= 0)", "hole", OPEN),
            ("for r in R require mod(r.a, r.u) <= 6", "hole", OPEN),
            // 1 to 12: 0 to 11 remain.
            ("for r in R require mod(r.s, r.few) >= 0", "hole", MET),
            ("for r in R require mod(r.s, r.few) < 12", "hole", MET),
            ("for r in R require mod(r.s, r.few) >= 12", "hole", VIOLATED),
            ("for r in R require mod(r.s, r.few) = 7", "hole", OPEN),
            // −12 to −1: above −12, at most 0.
            ("for r in R require mod(r.s, r.back) <= 0", "hole", MET),
            ("for r in R require mod(r.s, r.back) > -12", "hole", MET),
            ("for r in R require mod(r.s, r.back) <= -12", "hole", VIOLATED),
            ("for r in R require mod(r.s, r.back) >= 0", "hole", OPEN),
            ("for r in R require r.a / mod(r.a, r.d) >= 0", "hole", OPEN),
            ("for r in R require r.a / mod(r.a, r.back) > 1", "hole", OPEN),
        ],
    );
    // What is divided is not known: any remainder of 3, or of −3.
    let rows = ("R.csv", "id,a,s,d,fine\nup,,,3,\ndown,,,-3,\nnone,,,0,\n");
    each(
        R,
        &[rows],
        &[
            ("for r in R require mod(r.s, r.d) >= 0", "up", MET),
            ("for r in R require mod(r.s, r.d) < 3", "up", MET),
            ("for r in R require mod(r.a, r.d) <= 0", "down", MET),
            ("for r in R require mod(r.a, r.d) > -3", "down", MET),
            ("for r in R require mod(r.a, r.d) >= -1", "down", OPEN),
            ("for r in R require mod(r.a, r.d) >= 0", "none", NOT),
            // Money is no whole number: 2.5 may remain of 3.
            ("for r in R require mod(r.fine, 3万元) <= 2万元", "up", OPEN),
            ("for r in R require mod(r.fine, 3万元) < 3万元", "up", MET),
        ],
    );
}
