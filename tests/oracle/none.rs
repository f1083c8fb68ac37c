//! Random rules over values that may be none, and over rows that definitions pick.

use super::draft::Rng;
use super::random::SCHEMA;

const DEFINITIONS: &str = r#"
define R.pay = choose { f: a; a > b: o; otherwise: none }
define R.mark = choose { a > b: "x"; f: none; otherwise: "y" }
define R.best(x) = choose { s >= x: s; otherwise: none }
define R.half = pay / 2 + o
define R.whole = choose { pay exists: pay; otherwise: b }
define R.sure = choose { n > 2: yes; f: none; otherwise: no }
define R.deep = choose { f: choose { a > s: none; otherwise: o }; n > 1: best(b); otherwise: 1万元 }
define R.t1 = round(max(a, b) / 3, 1万元) + min(round(s / 2, 1万元), n * 1万元) + choose { f: a; otherwise: b } + abs(s - a) / 2
define R.t2 = max(t1, round(t1 / 2, 1万元)) - t1 / 3 + min(t1, b)
define R.t3 = choose { t2 > t1: t2 + a; f: o; otherwise: none }
define R.t4 = t3 + t2
define R.c1 = (t1 > t2 and f) or (t2 > s + t1 and not f) or t2 - t1 > 3万元
define R.c2 = (c1 and t1 > 2万元) or (not c1 and t2 <= t1 + b)
define R.k1 = choose { c1: "x"; c2: "y"; t1 > a: g; otherwise: "x" }
define R.k2 = choose { k1 is "x" and c2: "y"; c2: k1; otherwise: "x" }
define R.u1 = sum(e.t1 for e in R when e.p is p)
define R.u2 = sum(e.a for e in R when e.a <= u1) + u1 - max(u1, t1)
define alike(r) = (R when p = r.p)
define R.others = (R when p is R.p and id is not R.id)
define big(n) = (R when a >= n)
define marked(rows) = count((rows when mark exists and mark is "x"))
"#;

fn op(rng: &mut Rng) -> &'static str {
    rng.pick(&[">=", ">", "<=", "<", "=", "!="])
}

fn condition(rng: &mut Rng, depth: u64) -> String {
    let (op, n) = (op(rng), rng.below(6));
    match rng.below(if depth == 0 { 24 } else { 28 }) {
        0 | 1 => {
            let value = rng.pick(&[
                "r.pay",
                "r.mark",
                "r.half",
                "r.best(r.a)",
                "r.sure",
                "r.deep",
                "r.pay + r.deep",
                "r.best(r.b) - r.o",
            ]);
            format!("{value} {}", rng.pick(&["exists", "does not exist"]))
        }
        2 | 3 => {
            let value = rng.pick(&["r.pay", "r.half", "r.best(r.a)", "r.deep", "(r.pay + r.deep)"]);
            let bound = rng.pick(&["r.b", "r.a", "2万元", "r.s", "sum(r.others.a)"]);
            match rng.below(3) {
                0 => format!("({value} exists and {value} {op} {bound})"),
                1 => format!("({value} exists implies {value} {op} {bound})"),
                _ => format!("({value} does not exist or {value} {op} {bound})"),
            }
        }
        4 => format!("(r.mark exists {} r.mark is \"{}\")", rng.pick(&["and", "implies"]), rng.pick(&["x", "y"])),
        5 => format!("r.whole {op} {n}万元"),
        6 => "(r.sure exists and r.sure)".into(),
        7 => "(r.sure does not exist or not r.sure)".into(),
        8 => format!("count(e in R when e.{} exists) {op} {n}", rng.pick(&["pay", "mark", "half", "deep", "sure"])),
        9 => {
            let value = rng.pick(&["pay", "half", "deep"]);
            format!("{}(e.{value} for e in R when e.{value} exists) {op} {n}万元", rng.pick(&["sum", "max", "avg"]))
        }
        10 => format!("(every(e.o exists for e in alike(r)) implies sum(alike(r).o) {op} {n}万元)"),
        11 => format!("(every(e.pay exists for e in r.others) and sum(r.others.pay) {op} {n}万元)"),
        12 => format!("count({}) {op} {n}", rng.pick(&["alike(r)", "r.others", "big(r.b)", "(r.others when mark exists)"])),
        13 => {
            format!("{}({}) {op} {n}万元", rng.pick(&["sum", "max"]), rng.pick(&["alike(r).a", "r.others.b", "alike(r).list.x"]))
        }
        14 => format!("{}(e.a > r.a for e in {})", rng.pick(&["some", "every"]), rng.pick(&["r.others", "alike(r)", "big(r.b)"])),
        15 => format!("marked({}) {op} {n}", rng.pick(&["R", "alike(r)", "r.others"])),
        16 => format!("count({{e.p for e in {} }}) {op} {n}", rng.pick(&["r.others", "big(r.s)", "alike(r)"])),
        17 => format!("(not some(e.o does not exist for e in r.others) implies max(r.others.o) {op} {n}万元)"),
        18 => rng.pick(&["r.f", "r.n > 2", "r.o exists", "r.a > r.b", "r.p in big(r.b).p"]).into(),
        23 => {
            let (x, y) = (rng.pick(&["r.t1", "r.t2", "r.u1", "r.u2"]), rng.pick(&["r.t1", "r.t2", "r.u2", "r.a"]));
            format!("{x} {op} {y} + {n}万元")
        }
        19 => rng.pick(&["r.c1", "r.c2", "r.k1 is \"x\"", "r.k2 is \"x\"", "r.k2 is r.k1", "r.c1 = r.c2"]).into(),
        20 => format!("(r.t{k} exists and r.t{k} {op} {n}万元)", k = rng.pick(&["3", "4"])),
        21 => format!(
            "count(e in R when {}) {op} {n}",
            rng.pick(&["e.c2", "e.t4 exists", "e.k2 is r.k2", "e.t2 > r.t1", "e.c1 and not e.c2"])
        ),
        22 => format!(
            "{}({} for e in R when e.c1) {op} {n}万元",
            rng.pick(&["sum", "max"]),
            rng.pick(&["e.t2", "e.u1", "e.t1 + e.t2"])
        ),
        24 => format!("({} and {})", condition(rng, depth - 1), condition(rng, depth - 1)),
        25 => format!("({} or {})", condition(rng, depth - 1), condition(rng, depth - 1)),
        26 => format!("not ({})", condition(rng, depth - 1)),
        _ => format!("(({}) implies {})", condition(rng, depth - 1), condition(rng, depth - 1)),
    }
}

fn rules(rng: &mut Rng) -> String {
    let mut text = format!("{SCHEMA}{DEFINITIONS}");
    for i in 0..3 {
        let from = rng.pick(&["R", "R", "(R when pay exists)", "(R when mark exists and mark is \"x\")"]);
        text.push_str(&format!("rule r{i} {{\n for r in {from}\n"));
        if rng.below(3) == 0 {
            text.push_str(&format!(" when {}\n", condition(rng, 1)));
        }
        text.push_str(&format!(" require {}\n", condition(rng, 2)));
        if rng.below(4) == 0 {
            text.push_str(&format!(" exempt when {} because \"so\"\n", condition(rng, 0)));
        }
        if rng.below(4) == 0 {
            text.push_str(&format!(" except when {} require {}\n", condition(rng, 0), condition(rng, 1)));
        }
        text.push_str("}\n");
    }
    text
}

#[test]
fn no_completion_contradicts_what_is_said_of_values_that_may_be_none() {
    let mut decided = 0;
    for seed in 1..=super::rounds() / 2 {
        let mut rng = Rng::new(seed * 6151);
        let text = rules(&mut rng);
        decided += super::holds_up(seed, &text, &mut rng);
    }
    assert!(decided > 150, "the test says something: {decided}");
}
