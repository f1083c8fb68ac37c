//! Random rules over a few small relations.

use super::draft::Rng;

pub const SCHEMA: &str = r#"
param reading : one of "甲", "乙"
param strict : flag
param level : number in 0..5
table ids key id {
  | id |
  | t0 |
  | t1 |
}
record P key id { id : text  cap : money in 万元  on : flag }
record R key id { id : text  p : text  q : text  a : money in 万元  b : money in 万元  s : money in 万元 signed  n : count
                  g : one of "x", "y"  f : flag  o : money in 万元 ?  list : list of L }
record L key name { name : text  x : money in 万元  y : flag }
record T key id, year { id : text  year : year  v : money in 万元 }
"#;

fn amount(rng: &mut Rng) -> String {
    match rng.below(26) {
        0 => "r.a".into(),
        1 => "r.b".into(),
        2 => format!("{}万元", rng.below(9)),
        3 => format!("P[r.{}].cap", rng.pick(&["p", "q"])),
        4 => format!("(r.{} + r.{})", rng.pick(&["a", "b", "s"]), rng.pick(&["a", "b"])),
        5 | 6 => {
            let filter = rng.pick(&[
                "",
                " when e.g is \"x\"",
                " when e.f",
                " when e.p is r.p",
                " when e.p is r.q",
                " when e.q is r.p",
                " when e.p is r.p and e.q is r.q",
                " when e.p is r.p and e.g is \"y\"",
                " when e.a > r.b",
                " when e.a = r.a",
                " when e.n != r.n",
                " when e.s <= r.a and e.s > r.b",
                " when e.n = r.n and e.f",
                " when e.a + e.b <= 2 * r.s",
                " when e.p is r.p and e.a < r.a",
                " when sum(e.list.x) > r.a",
                " when P[e.p].cap <= r.a",
                " when P[e.p].on",
            ]);
            format!("sum(e.{} for e in R{filter})", rng.pick(&["a", "b", "s"]))
        }
        7 => {
            let filter =
                rng.pick(&["", " when e.p is r.q", " when e.f", " when e.a >= r.b", " when e.n != r.n", " when e.s < r.s"]);
            format!("{}(e.{} for e in R{filter})", rng.pick(&["min", "max", "avg", "median"]), rng.pick(&["a", "s"]))
        }
        8 => format!("(r.n * r.{})", rng.pick(&["a", "b", "s"])),
        9 => format!("{}(r.list.x)", rng.pick(&["sum", "max", "avg"])),
        10 if rng.below(2) == 0 => rng
            .pick(&[
                "choose { r.g is \"x\": r.a; r.g is \"y\": r.b }",
                "choose { r.g is \"x\": 2万元; r.g in {\"y\"}: r.s }",
                "choose { r.a >= 3万元: r.s; r.a < 3万元: r.b }",
                "choose { r.s < 2万元: r.a; r.s = 2万元: r.b; r.s > 2万元: 1万元 }",
                "choose { r.n <= 2: r.a; r.n in {3 .. 5}: 2万元; r.n > 5: r.b }",
            ])
            .into(),
        10 => format!("choose {{ {}: r.a; otherwise: r.b }}", rng.pick(&["r.f", "strict", "reading is \"甲\"", "r.a > r.b"])),
        11 => format!("(level * {}万元)", 1 + rng.below(3)),
        12 => format!("abs(r.s - r.{})", rng.pick(&["a", "b"])),
        13 => format!("{}(r.{}, r.{})", rng.pick(&["min", "max"]), rng.pick(&["a", "s"]), rng.pick(&["b", "s"])),
        14 => {
            let of = rng.pick(&[
                "e.a * e.n",
                "e.a * (e.b / e.s)",
                "e.b / (e.n + 1)",
                "choose { e.f: e.a; e.n > 3: e.b; otherwise: e.s }",
                "e.a * e.n + e.b",
            ]);
            let filter = rng.pick(&["", "", " when e.a >= 50% of e.b", " when e.p is r.q and e.a > e.s", " when e.o exists"]);
            format!("{}({of} for e in R{filter})", rng.pick(&["sum", "avg", "avg", "min", "max", "median"]))
        }
        15 => {
            let filter = rng.pick(&[
                "e.a >= 50% of e.b",
                "e.b / e.n > 1万元 and e.p is r.p",
                "not (e.a / e.s > 1) and e.b >= r.a",
                "e.p is r.p and e.a as share of (e.a + e.b) <= 40%",
                "e.o exists and e.o <= 3万元",
                "every(l.x >= 2万元 for l in e.list)",
            ]);
            format!("{}(e.{} for e in R when {filter})", rng.pick(&["sum", "avg", "min", "max", "median"]), rng.pick(&["a", "s"]))
        }
        17 => format!("{} of {}", rng.pick(&["0%", "0%", "30%"]), rng.pick(&["max(r.list.x)", "min(r.list.x)", "avg(r.list.x)"])),
        18 => rng.pick(&["(r.a + 0 * max(r.list.x))", "(max(r.list.x) - max(r.list.x) + r.b)", "(level * max(r.list.x))"]).into(),
        16 => format!("sum(l.x for l in r.list when {})", rng.pick(&["l.y", "l.x > r.a", "not l.y"])),
        19 => {
            let how = rng.pick(&["floor", "ceiling", "round", "round_even"]);
            format!("{how}(r.{}, {}万元)", rng.pick(&["a", "b", "s"]), 1 + rng.below(4))
        }
        20 => format!("(r.{} ^ {} / (2万元 ^ {1}) * 1万元)", rng.pick(&["a", "s"]), rng.pick(&["2", "3"])),
        21 => format!("((r.n - 2) ^ {} * 1万元)", rng.pick(&["2", "3", "-1", "-2", "0", "r.n"])),
        23 | 24 => {
            let rows = rng.pick(&["R", "R when e.g is \"x\"", "R when not e.f", "(first 3 of R by e.b)"]);
            let per = rng.pick(&["", "", " per p", " per g, q"]);
            let order = rng.pick(&["", " lowest first"]);
            let ties = rng.pick(&["", "", " without ties"]);
            let by = rng.pick(&["e.s", "e.a", "e.n", "e.a + e.b", "e.a / e.b"]);
            let filter = rng.pick(&["", "", " when e.p is r.p", " when e.a >= r.b"]);
            format!("sum(e.a for e in (first {} of {rows} by {by}{order}{per}{ties}){filter})", 1 + rng.below(3))
        }
        22 => format!("sum({}(e.s, 2万元) for e in R when e.g is \"x\")", rng.pick(&["floor", "ceiling", "round", "round_even"])),
        _ => format!("{}% of (r.a + r.b)", 10 * rng.below(13)),
    }
}

/// An amount that is no literal (two literals compared are an author's mistake).
fn figure(rng: &mut Rng) -> String {
    loop {
        let text = amount(rng);
        if !text.ends_with('元') {
            return text;
        }
    }
}

fn condition(rng: &mut Rng, depth: u64) -> String {
    let op = rng.pick(&[">=", ">", "<=", "<", "=", "!="]);
    let rank = rng.below(9) == 0;
    match rng.below(if depth == 0 { 21 } else { 25 }) {
        _ if rank => {
            let filter =
                rng.pick(&["", " when e.p is r.p", " when e.g is r.g", " when e.f", " when e.a >= 2万元", " when e.b < r.a"]);
            let figure = rng.pick(&["e.s", "e.a", "e.n", "e.a - e.b", "e.b / e.n", "e.a + e.s"]);
            let own = rng.pick(&["", "", ", r.a", ", lowest first", ", lowest first"]);
            let own = if own == ", r.a" && matches!(figure, "e.n") { ", r.n" } else { own };
            let own = if own == ", r.a" && figure == "e.b / e.n" { "" } else { own };
            format!("rank({figure} for e in R{filter}{own}) {op} {}", 2 + rng.below(3))
        }
        0 | 1 => format!("{} {op} {}", figure(rng), amount(rng)),
        2 => format!("r.{} {op} {}% of r.{}", rng.pick(&["a", "b"]), 10 * rng.below(15), rng.pick(&["a", "b"])),
        3 => format!("r.g is \"{}\"", rng.pick(&["x", "y"])),
        4 => rng.pick(&["r.f", "P[r.p].on", "strict", "reading is \"乙\"", "r.p is r.q"]).into(),
        5 => {
            let filter = rng.pick(&[
                "",
                " when e.g is \"x\"",
                " when e.p is r.p",
                " when e.p is r.q",
                " when not e.f",
                " when e.a >= 3万元",
                " when e.b < r.a",
                " when e.n = r.n",
                " when e.s != r.a",
                " when 2 * r.b <= e.a",
            ]);
            format!("count(e in R{filter}) {op} {}", rng.below(5))
        }
        6 => format!(
            "{}(e.{} >= {}万元 for e in R when e.p is r.p)",
            rng.pick(&["every", "some"]),
            rng.pick(&["a", "b"]),
            rng.below(6)
        ),
        7 => format!("r.n between {} and {}", rng.below(3), 2 + rng.below(4)),
        8 => {
            format!("r.{} as share of {} {op} {}%", rng.pick(&["a", "b"]), rng.pick(&["r.b", "(r.a + r.b)"]), 10 * rng.below(13))
        }
        9 => rng.pick(&["r.o exists", "r.o does not exist"]).into(),
        10 => format!("(r.o exists and r.o {op} {}万元)", rng.below(8)),
        11 => format!("count(r.list) {op} {}", rng.below(4)),
        12 => format!("{}(l.x >= {}万元 for l in r.list)", rng.pick(&["every", "some"]), rng.below(6)),
        13 => format!("growth(r.a, r.b) {op} {}%", 10 * rng.below(12)),
        14 => format!("r.a / {} {op} {}", rng.pick(&["r.s", "r.b", "(r.b - r.a)"]), rng.below(4)),
        15 => rng
            .pick(&[
                "choose { r.f: \"x\"; otherwise: \"y\" } is \"x\"",
                "choose { r.f: r.g; otherwise: \"y\" } is \"y\"",
                "choose { r.a > r.b: \"x\"; P[r.p].on: r.g; otherwise: \"y\" } in {\"x\"}",
                "r.g in {\"x\", \"y\"}",
                "r.a <= 50% of (r.b - r.a)",
                "r.s >= 25% of (r.s - r.b)",
                "r.a > 50% of r.s",
                "median(r.a, r.b, r.s) >= 3万元",
                "quantile(r.a, r.b, r.s, P[r.p].cap, 25%) < 2万元",
                "avg(r.a, r.b) > median(r.s, r.b, r.a)",
                "choose { r.f: r.a > r.b; P[r.q].on: r.b > r.s; otherwise: no }",
                "choose { r.a >= 50% of r.b: r.f; r.n > 2: P[r.p].on; otherwise: r.a > r.b }",
            ])
            .into(),
        16 => {
            let filter = rng.pick(&["e.a >= 50% of e.b", "e.a / e.s >= 1 and e.b <= r.b", "e.p is r.p and e.b / e.n > 1万元"]);
            format!("count(e in R when {filter}) {op} {}", rng.below(4))
        }
        17 => format!(
            "{}({} for e in R{})",
            rng.pick(&["every", "some"]),
            rng.pick(&["e.a >= 60% of e.b", "e.a / e.s > 1", "e.a > r.b", "e.n != r.n", "e.s + e.a <= r.b", "count(e.list) > 1"]),
            rng.pick(&["", "", " when e.b > e.s", " when e.a >= 20% of r.b", " when e.n >= r.n", " when e.g is r.g"])
        ),
        18 => format!(
            "{}({}) {op} {}万元",
            rng.pick(&["sum", "avg", "max"]),
            rng.pick(&["l.x for l in R.list", "l.x for l in R.list when l.y", "e.a for e in R when e.g is r.g"]),
            rng.below(9)
        ),
        19 => {
            let base =
                rng.pick(&["max(r.list.x) > 1万元", "r.a as share of r.b >= 40%", "r.b / r.n > 1万元", "growth(r.a, r.b) > 10%"]);
            let beside = rng.pick(&["r.f", "r.n > 2", "strict", "r.a >= 2万元"]);
            match rng.below(5) {
                0 => format!("({beside} and {base})"),
                1 => format!("({beside} or {base})"),
                2 => format!("not ({base})"),
                3 => format!("(({base}) = ({beside}))"),
                _ => format!("(({base}) != ({beside}))"),
            }
        }
        20 => {
            let base = rng.pick(&["e.a as share of e.b >= 40%", "e.b / e.n > 1万元", "max(e.list.x) > 1万元"]);
            let filter = rng.pick(&["{} and e.f", "{} or e.f", "not ({})", "not ({} or e.f)", "({}) = e.f"]);
            let filter = filter.replace("{}", base);
            match rng.below(3) {
                0 => format!("count(e in R when {filter}) {op} {}", rng.below(4)),
                1 => format!("every(e.b > r.a for e in R when {filter})"),
                _ => format!("some({filter} for e in R)"),
            }
        }
        23 => format!("(({}) implies {})", condition(rng, depth - 1), condition(rng, depth - 1)),
        24 => format!("not some({} for e in R)", rng.pick(&["e.a as share of e.b >= 40%", "e.a > 3万元 and e.b / e.n > 1万元"])),
        21 => format!("({} and {})", condition(rng, depth - 1), condition(rng, depth - 1)),
        22 => format!("({} or {})", condition(rng, depth - 1), condition(rng, depth - 1)),
        _ => format!("not ({})", condition(rng, depth - 1)),
    }
}

/// Two rules over rows, one over groups, one over a roster with the year before.
pub fn rules(rng: &mut Rng) -> String {
    let mut text = SCHEMA.to_string();
    for i in 0..2 {
        let from = match rng.below(3) {
            0 => format!("(R when {})", condition(rng, 1)),
            _ => "R".to_string(),
        };
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
    let op = rng.pick(&[">=", ">", "<=", "<"]);
    let group = match rng.below(3) {
        0 => format!("sum(g.a) {op} {}% of sum(g.b)", 10 * rng.below(12)),
        1 => format!("count(g) {op} {}", 1 + rng.below(3)),
        _ => format!("avg(g.a) {op} {}万元", 1 + rng.below(6)),
    };
    text.push_str(&format!("rule r2 {{ for g in R by {} require {group} }}\n", rng.pick(&["p", "p, g"])));
    let before = match rng.below(4) {
        0 => format!("t.v {op} prior(t).v"),
        1 => format!("growth(t.v, prior(t).v) {op} {}%", 10 * rng.below(12)),
        2 => format!("t.v + prior(t).v {op} {}万元", 1 + rng.below(9)),
        _ => format!("t.v {op} (t at 2005).v"),
    };
    text.push_str(&format!("rule r3 {{ for t in T over ids require {before} }}\n"));
    text
}

/// Figures, shares and lists over rows, groups and the whole.
pub fn results(rng: &mut Rng) -> String {
    let mut text = SCHEMA.to_string();
    for i in 0..2 {
        let from = match rng.below(4) {
            0 => format!("(R when {})", condition(rng, 1)),
            _ => "R".to_string(),
        };
        text.push_str(&format!("rule r{i} {{\n for r in {from}\n"));
        if rng.below(3) == 0 {
            text.push_str(&format!(" when {}\n", condition(rng, 1)));
        }
        let ranked = if rng.below(2) == 0 { " ranked" } else { "" };
        text.push_str(&format!(" show \"figure\": {}{ranked}\n", figure(rng)));
        let share = match rng.below(6) {
            0 => "r.a as share of r.b".into(),
            1 => "r.a as share of (r.a + r.b)".into(),
            2 => "(r.a + 2万元) / (r.a + r.b + 1万元)".into(),
            3 => "(r.s - r.a) / (r.b + r.a)".into(),
            4 => format!("({}) / (r.n + 1)", figure(rng)),
            _ => "sum(e.a for e in R when e.p is r.p) as share of sum(e.b for e in R)".to_string(),
        };
        text.push_str(&format!(" show \"share\": {share}\n"));
        text.push_str(&format!(" show \"list\": {}\n", condition(rng, 2)));
        text.push_str(" show \"text\": choose { r.f: r.g; r.a > r.b: \"z\"; otherwise: \"y\" }\n");
        text.push_str("}\n");
    }
    let group = rng.pick(&["sum(g.a)", "avg(g.a)", "sum(g.a) as share of (sum(g.a) + sum(g.b))", "max(g.s)"]);
    text.push_str(&format!("rule r2 {{ for g in R by p show \"of group\": {group} ranked }}\n"));
    text
}

/// One comparison, linear in everything that can be unknown, no sharing of a base (which may be absent).
pub fn linear_rule(rng: &mut Rng) -> String {
    let side = |rng: &mut Rng| match rng.below(5) {
        0 => "r.a".to_string(),
        1 => format!("(r.a + r.{})", rng.pick(&["b", "s"])),
        2 => format!("(r.b - r.{})", rng.pick(&["a", "s"])),
        3 => format!("{}万元", 1 + rng.below(9)),
        _ => "sum(e.a for e in R)".to_string(),
    };
    let op = rng.pick(&[">=", ">", "<=", "<"]);
    let left = loop {
        let text = side(rng);
        if !text.ends_with('元') {
            break text;
        }
    };
    format!("{SCHEMA}rule line {{ for r in R require {left} {op} {} }}", side(rng))
}
