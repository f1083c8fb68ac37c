//! Exact arithmetic: rounding, about, choose, derived units, huge numbers, mixed scales, sets and aliases.

use super::*;

const R: &str = r#"
alias "软件与信息服务" = "软件和信息服务"
param slack : share in 0%..10%
param band : number in 1..2
table pilot key name {
| name |
| 甲县 |
| 乙县 |
}
table others key name {
| name |
| 丙县 |
}
table industries key name {
| name |
| 软件和信息服务 |
}
record R key id { id : text  a : money in 万元 to 0.01  b : money in 万元 to 0.01  t : money in 万元 to 0.01
                  w : quantity in 亩  n : count  p : share  c : text }
§"#;
const ROWS: (&str, &str) = (
    "R.csv",
    "id,a,b,t,w,n,p,c\none,1.00,2.01,3.02,10,3,59.995%,甲县\ntwo,33.33,33.33,100,4,2,60%,软件与信息服务\nhole,,1,2,,,,\nzero,0,0,0,1,3,,\n",
);

#[test]
fn rounding_happens_where_the_rule_says() {
    each(
        R,
        &[ROWS],
        &[
            ("for r in R require r.p >= 60%", "one", VIOLATED),
            ("for r in R require round(r.p, 2) >= 60%", "one", MET),
            ("for r in R require round(r.n / 2, 0) = 2", "one", MET),
            ("for r in R require r.a + r.b = r.t", "one", VIOLATED),
            ("for r in R require r.a + r.b = r.t within rounding", "one", MET),
            ("for r in R require r.a + r.b + r.a = r.t", "two", VIOLATED),
            ("for r in R require r.a + r.b + r.a = r.t within rounding", "two", MET),
            ("for r in R require r.a + r.b = r.t within rounding", "two", VIOLATED),
            ("for r in R require r.a + r.b = r.t within rounding", "hole", OPEN),
            ("for r in R require abs(r.a - r.b) <= 1.01万元", "one", MET),
            ("for r in R require abs(r.a - r.b) >= 0", "hole", MET),
        ],
    );
}

#[test]
fn about_within_and_open_tolerance() {
    each(
        R,
        &[ROWS],
        &[
            ("for r in R require r.t about 100万元 within 5%", "two", MET),
            ("for r in R require r.a about 35万元 within 5%", "two", MET),
            ("for r in R require r.a about 35万元 within 1万元", "two", VIOLATED),
            ("for r in R require r.t about 100万元", "two", MET),
            ("for r in R require r.a about 35万元", "two", OPEN),
            ("for r in R require r.a about 35万元 within slack of 100万元", "two", OPEN),
            ("for r in R require r.a about 43.33万元 within slack of 100万元", "two", OPEN),
            ("for r in R require r.a about 43.34万元 within slack of 100万元", "two", VIOLATED),
        ],
    );
}

#[test]
fn chosen_values() {
    let c = "choose { r.n >= 3: 1万元; r.n >= 2: 33万元; otherwise: 0万元 }";
    let line = |op: &str| format!("for r in R require r.a {op} {c}");
    each(
        R,
        &[ROWS],
        &[
            (line(">=").as_str(), "one", MET),
            (line(">=").as_str(), "two", MET),
            (line(">").as_str(), "hole", OPEN),
            ("for r in R require r.b >= choose { r.n >= 3: 1万元; otherwise: 0.5万元 }", "hole", MET),
            ("for r in R require r.b >= choose { r.n >= 3: 1万元; otherwise: 2万元 }", "hole", OPEN),
            ("for r in R require r.b <= choose { r.n >= 3: 0.5万元; otherwise: 0.9万元 }", "hole", VIOLATED),
            // A condition without a base does not hold: the next arm is taken.
            ("for r in R require choose { r.a >= 60% of r.b: r.n >= 9; otherwise: r.n >= 3 }", "zero", MET),
        ],
    );
}

#[test]
fn derived_units() {
    each(
        R,
        &[ROWS],
        &[
            ("for r in R require r.t / r.w >= 25万元/亩", "two", MET),
            ("for r in R require r.t / r.w > 25万元/亩", "two", VIOLATED),
            ("for r in R require r.t >= 25万元/亩 * r.w", "two", MET),
            ("for r in R require r.t / r.w >= 25万元/亩", "hole", OPEN),
        ],
    );
}

#[test]
fn open_parameters_are_intervals() {
    each(
        R,
        &[ROWS],
        &[
            ("for r in R require r.a >= band * 16万元", "two", MET),
            ("for r in R require r.a >= band * 17万元", "two", OPEN),
            ("for r in R require r.a >= band * 34万元", "two", VIOLATED),
            ("for r in R require r.a * band >= r.a", "two", MET),
        ],
    );
}

#[test]
fn sets_and_aliases() {
    each(
        R,
        &[ROWS],
        &[
            ("for r in R require r.c in pilot", "one", MET),
            ("for r in R require r.c in pilot", "two", VIOLATED),
            ("for r in R require r.c in pilot union others", "one", MET),
            ("for r in R require r.c in pilot minus {\"甲县\"}", "one", VIOLATED),
            ("for r in R require r.c in {\"软件和信息服务\"}", "two", MET),
            ("for r in R require r.c in {\"软件与信息服务\"}", "two", MET),
            ("for r in R require r.c is \"软件和信息服务\"", "two", MET),
            ("for r in R require r.c in pilot", "hole", OPEN),
            ("for r in R require {\"甲县\"} subset of pilot", "one", MET),
            ("for r in R require {\"甲县\", \"丙县\"} subset of pilot", "one", VIOLATED),
            ("for r in R require pilot disjoint with others", "one", MET),
            ("for r in R require count(m in pilot when m.name is r.c) = 1", "one", MET),
        ],
    );
}

#[test]
fn numbers_beyond_any_machine_word() {
    let rules = "record R key id { id : text  a : money in 亿元  b : money in 元 }\n§";
    let nines = "9".repeat(60);
    let csv = format!(
        "id,a,b\nbig,{nines},{nines}00000000\nshort,{nines},{nines}00000001\ntiny,0.{}1,1\nword,170141183460469231731687303715884105727,170141183460469231731687303715884105727\n",
        "0".repeat(45)
    );
    each(
        rules,
        &[("R.csv", &csv)],
        &[
            ("for r in R require 1 * r.a = r.b", "big", MET),
            ("for r in R require r.a = r.b", "short", VIOLATED),
            ("for r in R require r.a < r.b", "short", MET),
            ("for r in R require r.a < r.b", "tiny", MET),
            ("for r in R require r.a > r.b", "word", MET),
            ("for r in R require r.a - r.b > 0", "word", MET),
            ("for r in R require sum(e.a for e in R) > sum(e.b for e in R)", "word", MET),
            ("for r in R require r.a > 0", "tiny", MET),
        ],
    );
}

/// Of 1, 2, 4, 10 the quarter lies at place 1 + 0.75: 1.75; 90% at place 3.7: 8.2; by the definition of spreadsheets.
#[test]
fn quantiles_lie_between_figures_by_proportion() {
    let rules = "record R key id { id : text  town : text  v : money in 万元 }\n§";
    let rows = ("R.csv", "id,town,v\na,x,10\nb,x,1\nc,x,4\nd,x,2\n");
    each(
        rules,
        &[rows],
        &[
            ("require quantile(r.v for r in R, 25%) = 1.75万元", "", MET),
            ("require quantile(r.v for r in R, 50%) = median(r.v for r in R)", "", MET),
            ("require quantile(r.v for r in R, 90%) = 8.2万元", "", MET),
            ("require quantile(r.v for r in R, 0%) = 1万元", "", MET),
            ("require quantile(r.v for r in R, 100%) = 10万元", "", MET),
            ("require quantile(r.v for r in R when r.v > 4万元, 12.5%) = 10万元", "", MET),
            ("require quantile(r.v for r in R when r.v > 10万元, 25%) >= 1万元", "", NOT),
            ("for g in R by town require quantile(g.v, 25%) = 1.75万元", "x", MET),
        ],
    );
    let hole = ("R.csv", "id,town,v\na,x,10\nb,x,\n");
    each(
        rules,
        &[hole],
        // Half way between 10 and what is at least nothing: at least 5.
        &[
            ("require quantile(r.v for r in R, 50%) >= 5.1万元", "", OPEN),
            ("require quantile(r.v for r in R, 50%) >= 5万元", "", MET),
        ],
    );
}

/// Figures of seventy digits that differ in the middle are different bounds, in filters, in lines and where one is a fraction.
#[test]
fn bounds_of_many_digits_are_told_apart() {
    let low = format!("1{}", "0".repeat(71));
    let (held, high) = (format!("1{}2{}", "0".repeat(40), "0".repeat(30)), format!("1{}3{}", "0".repeat(40), "0".repeat(30)));
    let rules = format!(
        "record Firm \"企业\" key name {{ name \"名称\" : text  sales \"销售\" : number }}
        rule one {{ require count(f in Firm when f.sales > {low}) = 0 }}
        rule two {{ require count(f in Firm when f.sales > {high}) = 0 }}
        rule least {{ for f in Firm require min(f.sales, {low}) = {low} }}
        rule most {{ for f in Firm require min(f.sales, {high}) = {high} }}"
    );
    let data = format!("名称,销售\na,{held}\n");
    let t = World::new(&rules, &[("Firm.csv", &data)]);
    assert_eq!(t.verdict("one", ""), VIOLATED, "the figure is above the low bound");
    assert_eq!(t.verdict("two", ""), MET, "and below the high one");
    assert_eq!(t.verdict("least", "a"), MET, "the smaller is the low bound");
    assert_eq!(t.verdict("most", "a"), VIOLATED, "the smaller is the figure itself");
}
