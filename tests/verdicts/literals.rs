//! Literals take the unit of what stands beside them, first or last; quotients of like units are ratios with a unit of their own; steps of a
//! scale that are reckoned.

use super::*;

const R: &str = r#"
record R key id {
  id : text  x : money in 万元 signed  y : money in 万元  n : count  s : share  g : growth  t : quantity in 天  d : date  e : date
}
§"#;
const ROWS: (&str, &str) = ("R.csv", "id,x,y,n,s,g,t,d,e\na,3,10,3,12%,30%,20,2008-01-01,2008-01-21\n");

#[test]
fn nothing_stands_first_as_well_as_last() {
    each(
        R,
        &[ROWS],
        &[
            ("for r in R require max(0, r.y - 5万元) = 5万元", "a", MET),
            ("for r in R require max(0, r.y - 5万元) < 5万元", "a", VIOLATED),
            ("for r in R require max(0, r.y - 15万元) = 0", "a", MET),
            ("for r in R require 最大(0, r.y - 15万元) + 1万元 = 1万元", "a", MET),
            ("for r in R require r.y - max(0, r.x) = 7万元", "a", MET),
            ("for r in R require min(0, r.x - 5万元) = -2万元", "a", MET),
            ("for r in R require min(0, r.x, r.y) = 0", "a", MET),
            ("for r in R require max(0, 0, r.x, r.y) = 10万元", "a", MET),
            ("for r in R require 2 * max(0, r.y - 5万元) = 10万元", "a", MET),
            ("for r in R require max(0, r.y - 5万元) as share of r.y = 50%", "a", MET),
            ("for r in R require abs(max(0, r.y) - min(0, r.x)) = 10万元", "a", MET),
            ("for r in R require sum(max(0, z.y - 5万元) for z in R) = 5万元", "a", MET),
            ("for r in R let over = max(0, r.y - 5万元) require r.x <= over", "a", MET),
            ("for r in R require round(max(0, r.y - 5.4万元), 1万元) = 5万元", "a", MET),
            ("for r in R require choose { r.n > 3: r.y; otherwise: max(0, r.x) } = 3万元", "a", MET),
            ("for r in R require mod(0, r.y) = 0", "a", MET),
            // Ten is the only figure: nothing would stand behind it.
            ("for r in R require rank(z.y for z in R, 0) = 2", "a", MET),
            ("for r in R require max(0, r.s - 10%) = 2个百分点", "a", MET),
            ("for r in R require max(0, r.g) = 30%", "a", MET),
        ],
    );
}

#[test]
fn other_literals_take_the_type_beside_them_too() {
    each(
        R,
        &[ROWS],
        &[
            ("for r in R require max(25%, r.g) = r.g", "a", MET),
            ("for r in R require min(25%, r.g) = r.g", "a", VIOLATED),
            ("for r in R require count(i in 1 .. max(1, r.n)) = 3", "a", MET),
            ("for r in R require r.d + max(0, r.t) = r.e", "a", MET),
            ("for r in R require r.d + max(30, r.t) = 2008-01-31", "a", MET),
        ],
    );
}

#[test]
fn what_is_not_known_is_not_below_nothing() {
    let rows = ("R.csv", "id,x,y,n,s,g,t,d,e\na,,10,,,,,,\n");
    each(
        R,
        &[rows],
        &[
            ("for r in R require max(0, r.x) >= 0", "a", MET),
            ("for r in R require max(0, r.x) > 0", "a", OPEN),
            ("for r in R require min(0, r.x) <= 0", "a", MET),
        ],
    );
}

const RATIO: &str = r#"
record R key id { id : text  d "剂量" : quantity in 千克/吨  x : quantity in 千克  t : quantity in 吨 }
param least : quantity in 克/千克 = 5克/千克
§"#;

/// Ten kilograms in two tons are five per ton: half a per cent.
#[test]
fn a_quotient_of_like_units_is_read_in_its_unit() {
    let tables = [
        "id,d,x,t\nat,5,10,2\nover,5.1,10.2,2\n",
        "id,剂量（克/千克）,x,t\nat,5,10,2\nover,5.1,10.2,2\n",
        "id,剂量（克/吨）,x,t\nat,5000,10,2\nover,5100,10.2,2\n",
        "id,剂量,x,t\nat,5千克/吨,10,2\nover,5.1 克/千克,10.2,2\n",
    ];
    for table in tables {
        let rows = ("R.csv", table);
        let mut cases = Vec::new();
        for rule in [
            "for r in R require r.d <= 5千克/吨",
            "for r in R require r.d <= 5克/千克",
            "for r in R require r.d <= least",
            "for r in R require r.d <= 0.5%",
            "for r in R require r.d * r.t <= 10千克",
            "for r in R require r.x / r.t <= 5千克/吨",
            "for r in R require 2 * r.d <= 10千克/吨",
            "for r in R require r.d - 1千克/吨 <= 4千克/吨",
            "for r in R require round(r.d, 1) <= 5千克/吨",
        ] {
            cases.push((rule, "at", MET));
            cases.push((rule, "over", VIOLATED));
        }
        cases.push(("for r in R require r.d = r.x / r.t", "at", MET));
        cases.push(("for r in R require r.d = r.x / r.t", "over", MET));
        cases.push(("for r in R require r.d > 0", "over", MET));
        each(RATIO, &[rows], &cases);
    }
}

#[test]
fn beside_it_a_bare_number_says_nothing() {
    for wrong in [
        "r.d <= 5",
        "5 >= r.d",
        "2 * r.d <= 10",
        "r.d + 1 <= 6千克/吨",
        "max(5, r.d) <= 6千克/吨",
        "sum(z.d for z in R) <= 5",
        "least <= 5",
        "r.d between 1 and 5",
        "r.d in {1, 5}",
    ] {
        let rules = RATIO.replace('§', &format!("rule a {{ for r in R require {wrong} }}"));
        let compiled = std::panic::catch_unwind(|| World::new(&rules, &[]));
        assert!(compiled.is_err(), "{wrong}");
    }
}

/// Steps to 40元 at 1% and above at 2%, of 100元: 1.6元; with steps half as wide 20元 at 1% and 80元 at 2%: 1.8元.
#[test]
fn the_top_step_stays_open_where_its_ceiling_is_reckoned() {
    let frame = r#"
table steps key step {
  | step | low : money in 元 | high : money in 元 ? | rate : share |
  | 1    | 0                 | 40                   | 1%           |
  | 2    | 40                | 无                   | 2%           |
}
record R key id { id : text  x : money in 元  months : count in 1..12 }
define half(h) = choose { h exists: h / 2; otherwise: none }
define ceiling_of(h, months) = h * months / 12
§"#;
    let rows = ("R.csv", "id,x,months\na,100,6\nb,30,6\nhole,100,\nnone,0,6\n");
    let fee = |high: &str| format!("for r in R require sum(slice(r.x, s.low / 2, {high}) * s.rate for s in steps)");
    let highs = [
        "s.high / 2",
        "choose { s.high exists: s.high / 2; otherwise: none }",
        "half(s.high)",
        "ceiling_of(s.high, 6)",
        "-(s.high / -2)",
    ];
    for high in highs {
        let (exact, b, zero) = (fee(high) + " = 1.8元", fee(high) + " = 0.4元", fee(high) + " = 0元");
        each(frame, &[rows], &[(&exact, "a", MET), (&b, "b", MET), (&zero, "none", MET), (&exact, "none", VIOLATED)]);
    }
    let whole = "for r in R require sum(slice(r.x, s.low, s.high) * s.rate for s in steps) = 1.6元";
    let by_months =
        "for r in R require sum(slice(r.x, s.low * r.months / 12, s.high * r.months / 12) * s.rate for s in steps) = 1.8元";
    each(frame, &[rows], &[(whole, "a", MET), (by_months, "a", MET), (by_months, "hole", OPEN)]);
}

/// What the reference says instead of words there are not: weeks, the median of fields, months begun.
#[test]
fn what_is_said_otherwise_comes_to_what_is_meant() {
    let frame = r#"
record R key id { id : text  d : date  e : date  a : money in 万元  b : money in 万元  c : money in 万元 signed  h : quantity in 小时 }
define week_of(d) = d - (weekday of d - 1) * 1天
§"#;
    // 2024-05-05 is a Sunday, 2024-05-06 the Monday after it.
    let rows = (
        "R.csv",
        "id,d,e,a,b,c,h\nsame,2024-04-29,2024-05-05,3,1,2,0.5\nnext,2024-05-05,2024-05-06,2,2,-5,0.75\nmonth,2024-01-31,2024-02-29,1,1,1,1\nbegun,2024-01-31,2024-03-01,1,1,1,1\n",
    );
    each(
        frame,
        &[rows],
        &[
            ("for r in R require week_of(r.d) = week_of(r.e)", "same", MET),
            ("for r in R require week_of(r.d) = week_of(r.e)", "next", VIOLATED),
            ("for r in R require week_of(r.d) + 7天 = week_of(r.e)", "next", MET),
            ("for r in R require r.a + r.b + r.c - max(r.a, r.b, r.c) - min(r.a, r.b, r.c) = 2万元", "same", MET),
            ("for r in R require r.a + r.b + r.c - max(r.a, r.b, r.c) - min(r.a, r.b, r.c) = 2万元", "next", MET),
            // From 31 January the first month is full on 29 February.
            ("for r in R require full_months(r.d, r.e - 1天) / 1个月 + 1 = 1", "month", MET),
            ("for r in R require full_months(r.d, r.e - 1天) / 1个月 + 1 = 2", "begun", MET),
            ("for r in R require r.b <= 25% of max(0, r.c)", "next", VIOLATED),
            ("for r in R require r.h at least 30分钟", "same", MET),
            ("for r in R require r.h at least 31 minutes", "same", VIOLATED),
            ("for r in R require r.h = 45 分钟", "next", MET),
        ],
    );
}
