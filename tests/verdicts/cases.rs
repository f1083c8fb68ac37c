//! What has finitely many alternatives is judged once for each (decision 13).

use super::*;
use fadu::finding::About;

const R: &str = r#"
param reading "读法" : one of "各项", "合计"
param strict "从严" : flag
param third "第三" : one of "一", "二", "三"
record R key id { id : text  a : money in 万元  b : money in 万元 }
§"#;
const ROWS: (&str, &str) = ("R.csv", "id,a,b\nhigh,9,9\nmid,9,1\nlow,1,1\nhole,9,\n");

const READ: &str =
    "for r in R require choose { reading is \"各项\": r.a >= 5万元 and r.b >= 5万元; otherwise: r.a + r.b >= 10万元 }";
const NUMBER: &str = "for r in R require r.a >= choose { reading is \"各项\": 5万元; otherwise: 6万元 }";

#[test]
fn readings_that_agree_decide() {
    each(
        R,
        &[ROWS],
        &[
            (READ, "high", MET),
            (READ, "mid", OPEN),
            (READ, "low", VIOLATED),
            (READ, "hole", OPEN),
            (NUMBER, "mid", MET),
            (NUMBER, "low", VIOLATED),
            // One reading or the other holds, whichever it is.
            ("for r in R require reading is \"各项\" or reading is \"合计\"", "low", MET),
            ("for r in R require reading is \"各项\" and reading is \"合计\"", "low", VIOLATED),
            ("for r in R require strict or not strict", "low", MET),
            ("for r in R require strict", "low", OPEN),
            ("for r in R when strict require r.a >= 1万元", "low", MET),
            ("for r in R when strict require r.a >= 2万元", "low", OPEN),
            ("for r in R when strict exempt when not strict because \"x\" require r.a >= 9万元", "high", MET),
            ("for r in R when strict exempt when strict because \"x\" require r.a >= 10万元", "high", EXEMPT),
            ("for r in R require strict or third is \"一\" or third is \"二\" or third is \"三\"", "low", MET),
            ("for r in R require count(e in R when e.a >= choose { strict: 9万元; otherwise: 5万元 }) = 3", "low", MET),
            ("for r in R require count(e in R when e.a >= choose { strict: 9万元; otherwise: 1万元 }) = 3", "low", OPEN),
            ("for r in R require every(e.a >= choose { strict: 1万元; otherwise: 0.5万元 } for e in R)", "low", MET),
        ],
    );
}

#[test]
fn an_undetermined_reading_is_named() {
    let world = World::new(&R.replace('§', &format!("rule t {{ {READ} }}")), &[ROWS]);
    let finding = world.one("t", "mid");
    assert!(finding.causes.iter().any(|c| c.what.contains("读法")), "{:?}", finding.causes);
    // With one row's own hole both the hole and the reading stand.
    let finding = world.one("t", "hole");
    assert!(finding.causes.iter().any(|c| c.what.contains('b')), "{:?}", finding.causes);
}

#[test]
fn a_bound_reading_is_no_case() {
    let rules = R.replace('§', &format!("rule t {{ {READ} }}"));
    for (value, verdict) in [("各项", VIOLATED), ("合计", MET)] {
        let world = World::with_params(&rules, &[("reading", value)], &[ROWS]);
        assert_eq!(world.verdict("t", "mid"), verdict, "{value}");
    }
}

#[test]
fn too_many_combinations_stay_approximate_and_say_so() {
    let params: String = (0..7).map(|i| format!("param p{i} : flag\n")).collect();
    let line = (0..7).map(|i| format!("(p{i} or not p{i})")).collect::<Vec<_>>().join(" and ");
    let rules = format!("{params}record R key id {{ id : text  a : count }}\nrule t {{ for r in R require {line} }}");
    let world = World::new(&rules, &[("R.csv", "id,a\nx,1\n")]);
    let finding = world.one("t", "x");
    assert_eq!(finding.verdict, OPEN, "128 combinations are more than are tried");
    assert!(
        finding.causes.iter().any(|c| matches!(c.about, About::Combinations { count: 128, most: 64, .. })),
        "{:?}",
        finding.causes
    );
}
