//! Rounding to digits and to steps, and whole powers: on both sides of a step and of zero, of nothing, of what is not known.

use super::*;

const R: &str = r#"
record R key id {
  id : text  x : number signed  y : number in 0..10  m : money in 万元 signed  big : money in 亿元  s : share  n : count in 0..3  k : count
  len : quantity in 米  dn : number in 1..2  back : number signed in -3..2
}
§"#;

/// Expected values are those of the words: down is towards −∞, the middle goes away from zero or to the even side.
#[test]
fn steps_at_both_sides_of_their_bounds() {
    let rows = (
        "R.csv",
        "id,x,m,big,s\nup,2.5,0.2501,1.005,12.5%\ndown,-2.5,-0.2501,1.0149,12.4999%\nodd,3.5,0.25,1.015,13.5%\nzero,0,0,0,0%\njust,2.4999999999999999,0.2499,0.0049,0.5%\n",
    );
    each(
        R,
        &[rows],
        &[
            ("for r in R require floor(r.x) = 2", "up", MET),
            ("for r in R require floor(r.x) = -3", "down", MET),
            ("for r in R require ceiling(r.x) = 3", "up", MET),
            ("for r in R require ceiling(r.x) = -2", "down", MET),
            ("for r in R require round(r.x, 0) = 3", "up", MET),
            ("for r in R require round(r.x, 0) = -3", "down", MET),
            ("for r in R require round(r.x, 0) = 2", "just", MET),
            ("for r in R require round_even(r.x, 0) = 2", "up", MET),
            ("for r in R require round_even(r.x, 0) = -2", "down", MET),
            ("for r in R require round_even(r.x, 0) = 4", "odd", MET),
            ("for r in R require round_even(r.x, 0) = 2", "just", MET),
            ("for r in R require floor(r.x) = 0 and ceiling(r.x) = 0 and round_even(r.x, 0) = 0", "zero", MET),
            ("for r in R require floor(r.x, 5) = 0", "up", MET),
            ("for r in R require floor(r.x, 5) = -5", "down", MET),
            ("for r in R require ceiling(r.x, 5) = 5", "up", MET),
            ("for r in R require ceiling(r.x, 0.2) = 2.6", "up", MET),
            // 0.2501万元 is 2501元: in steps of 500元, and of the field's own 万元.
            ("for r in R require ceiling(r.m, 500元) = 3000元", "up", MET),
            ("for r in R require ceiling(r.m, 500元) = 2500元", "odd", MET),
            ("for r in R require ceiling(r.m, 500元) = -2500元", "down", MET),
            ("for r in R require floor(r.m, 500元) = -3000元", "down", MET),
            ("for r in R require floor(r.m, 500元) = 2000元", "just", MET),
            ("for r in R require floor(r.m) = 0元", "up", MET),
            ("for r in R require ceiling(r.m) = 1万元", "up", MET),
            ("for r in R require ceiling(r.m) = 0元", "zero", MET),
            ("for r in R require floor(r.m) = -1万元", "down", MET),
            ("for r in R require round(r.m, 500元) = 2500元", "up", MET),
            // 1.005亿元 lies in the middle of two steps of 0.01亿元.
            ("for r in R require round(r.big, 0.01亿元) = 1.01亿元", "up", MET),
            ("for r in R require round_even(r.big, 0.01亿元) = 1亿元", "up", MET),
            ("for r in R require round_even(r.big, 2) = 1.02亿元", "odd", MET),
            ("for r in R require round(r.big, 0.01亿元) = 1.01亿元", "down", MET),
            ("for r in R require round(r.big, 0.01亿元) = 0亿元", "just", MET),
            ("for r in R require round_even(r.s, 0) = 12%", "up", MET),
            ("for r in R require round_even(r.s, 0) = 14%", "odd", MET),
            ("for r in R require round_even(r.s, 0) = 0%", "just", MET),
            ("for r in R require ceiling(r.s) = 13%", "up", MET),
            ("for r in R require floor(r.s, 5%) = 10%", "odd", MET),
            ("for r in R require round(r.s, 0.5%) = 12.5%", "down", MET),
            // The Chinese names are the same functions.
            ("for r in R require 向下取整(r.x) = 2 and 向上取整(r.x) = 3", "up", MET),
            ("for r in R require 四舍六入五成双(r.x, 0) = 2", "up", MET),
        ],
    );
}

/// A step never falls, so it acts on the ends of what is known.
#[test]
fn steps_of_what_is_not_known() {
    let rows = ("R.csv", "id,x,y,m,big,s\nhole,,,,,\n");
    each(
        R,
        &[rows],
        &[
            ("for r in R require floor(r.y) <= 10", "hole", MET),
            ("for r in R require floor(r.y) >= 0", "hole", MET),
            ("for r in R require floor(r.y) >= 1", "hole", OPEN),
            ("for r in R require floor(r.y) > 10", "hole", VIOLATED),
            ("for r in R require ceiling(r.y, 3) <= 12", "hole", MET),
            ("for r in R require ceiling(r.y, 3) > 12", "hole", VIOLATED),
            ("for r in R require round_even(r.big, 1亿元) >= 0元", "hole", MET),
            ("for r in R require floor(r.x) = r.x", "hole", OPEN),
        ],
    );
    let bounds = ("R.csv", "id,m,big\nsome,>=2501元,<5亿元\n");
    each(
        R,
        &[bounds],
        &[
            ("for r in R require ceiling(r.m, 500元) >= 3000元", "some", MET),
            ("for r in R require floor(r.m, 500元) >= 2500元", "some", MET),
            ("for r in R require floor(r.m, 500元) >= 3000元", "some", OPEN),
            // Below 5亿元 the greatest whole number is 4亿元, and rounding up reaches 5亿元.
            ("for r in R require floor(r.big) <= 4亿元", "some", MET),
            ("for r in R require floor(r.big) >= 5亿元", "some", VIOLATED),
            ("for r in R require ceiling(r.big) <= 5亿元", "some", MET),
            ("for r in R require ceiling(r.big) <= 4亿元", "some", OPEN),
        ],
    );
}

#[test]
fn powers_of_what_is_known() {
    let rows = ("R.csv", "id,x,y,m,s,n,k,len\na,-2,3,2,50%,2,4,3\nzero,0,0,0,0%,0,0,0\nbig,10,10,1,10%,3,40,1\n");
    each(
        R,
        &[rows],
        &[
            ("for r in R require r.x ^ 2 = 4", "a", MET),
            ("for r in R require r.x ^ 3 = -8", "a", MET),
            ("for r in R require r.x ^ 1 = -2 and r.x ^ 0 = 1", "a", MET),
            ("for r in R require r.x ^ -2 = 0.25", "a", MET),
            ("for r in R require r.x ^ -3 * 8 = -1", "a", MET),
            // A sign before a power stands before all of it; powers group to the right.
            ("for r in R require -r.y ^ 2 = -9", "a", MET),
            ("for r in R require (-r.y) ^ 2 = 9", "a", MET),
            ("for r in R require 2 ^ r.n ^ 2 = 16", "a", MET),
            ("for r in R require 2 * r.y ^ 2 = 18", "a", MET),
            ("for r in R require (1 + r.s) ^ r.n = 2.25", "a", MET),
            ("for r in R require r.x ^ r.k = 16", "a", MET),
            // Nothing to the power of 0 is 1; below zero it has none.
            ("for r in R require r.x ^ 0 = 1", "zero", MET),
            ("for r in R require r.x ^ r.n = 1", "zero", MET),
            ("for r in R require r.x ^ 2 = 0", "zero", MET),
            ("for r in R require r.x ^ -1 = 0", "zero", NOT),
            ("for r in R require not (r.x ^ -1 = 0)", "zero", NOT),
            ("for r in R require sum(e.x ^ -1 for e in R) = -0.4", "a", MET),
            // Exact, however large.
            ("for r in R require r.x ^ r.k = 10000000000000000000000000000000000000000", "big", MET),
            ("for r in R require r.x ^ 100 / r.x ^ 99 = 10", "big", MET),
            // A length by itself is an area; money by money is neither.
            ("for r in R require r.len ^ 2 = 9平方米", "a", MET),
            ("for r in R require r.len ^ 3 = 27立方米", "a", MET),
            ("for r in R require r.len ^ 2 / r.len = 3米", "a", MET),
            ("for r in R require r.m ^ 2 / 1万元 = 4万元", "a", MET),
            ("for r in R require r.x 的 2 次方 = 4", "a", MET),
            ("for r in R require r.x 的 r.n 次方 = 4", "a", MET),
        ],
    );
}

#[test]
fn powers_of_what_is_not_known() {
    let rows = ("R.csv", "id,x,y,n,k,dn,back\nhole,,,,,,\nbase,,3,,,,\nexp,-2,3,,,,\n");
    each(
        R,
        &[rows],
        &[
            ("for r in R require r.x ^ 2 >= 0", "hole", MET),
            ("for r in R require r.x ^ 3 >= 0", "hole", OPEN),
            ("for r in R require r.y ^ 2 <= 100", "hole", MET),
            ("for r in R require r.y ^ 2 >= 100", "hole", OPEN),
            ("for r in R require r.y ^ 2 >= 1", "hole", OPEN),
            // −3..2: squares to 9, cubes from −27 to 8, and no inverse of 0.
            ("for r in R require r.back ^ 2 <= 9", "hole", MET),
            ("for r in R require r.back ^ 2 < 9", "hole", OPEN),
            ("for r in R require r.back ^ 3 between -27 and 8", "hole", MET),
            ("for r in R require r.back ^ -1 <= 100", "hole", OPEN),
            ("for r in R require r.dn ^ -1 between 0.5 and 1", "hole", MET),
            ("for r in R require r.dn ^ -2 >= 0.25", "hole", MET),
            // The exponent is 0, 1, 2 or 3: 1, 3, 9, 27; 1, −2, 4, −8.
            ("for r in R require r.y ^ r.n between 1 and 27", "base", MET),
            ("for r in R require r.y ^ r.n > 27", "base", VIOLATED),
            ("for r in R require r.x ^ r.n between -8 and 4", "exp", MET),
            ("for r in R require r.x ^ r.n <= 1", "exp", OPEN),
            // Any whole exponent.
            ("for r in R require r.y ^ r.k >= 0", "base", MET),
            ("for r in R require r.y ^ r.k <= 1000000", "base", OPEN),
            ("for r in R require r.x ^ r.k >= 0", "exp", OPEN),
            ("for r in R require abs(r.x) ^ 2 = r.x ^ 2", "hole", OPEN),
        ],
    );
}
