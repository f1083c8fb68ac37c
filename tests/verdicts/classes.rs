//! Stages: the highest complete prefix, ranges of labels for unknown answers, rules over labels. Expected values come from a table of
//! completions tried one by one.

use super::*;
use fadu::finding::Detail;

/// Three stages of one, two and one elements.
const LADDER: &str = "record Park \"园区\" key name, year {
  name \"名称\" : text
  year \"年度\" : year
  a \"甲\" : flag
  b \"乙\" : flag
  n \"户数\" : count
  d \"丁\" : flag
  told \"自报\" : one of \"集中\", \"集聚\", \"集群\"
}
classify Park.stage \"发展阶段\" {
  \"集中\" needs a
  \"集聚\" needs b, \"企业聚集\": n at least 10
  \"集群\" needs d
}
";

/// What the stage is by the text of the clause: the highest whose elements, and those of all below, are there.
fn stage(a: bool, b: bool, n: u32, d: bool) -> usize {
    match (a, b && n >= 10, d) {
        (false, ..) => 0,
        (true, false, _) => 1,
        (true, true, false) => 2,
        (true, true, true) => 3,
    }
}

const LABELS: [&str; 3] = ["集中", "集聚", "集群"];

/// Every comparison with every label, over every pattern of known and unknown answers, against all completions.
#[test]
fn a_stage_is_decided_just_where_all_completions_agree() {
    type Test = fn(usize, usize) -> bool;
    let ops: [(&str, Test); 6] = [
        (">=", |a, b| a >= b),
        (">", |a, b| a > b),
        ("<=", |a, b| a <= b),
        ("<", |a, b| a < b),
        ("=", |a, b| a == b),
        ("!=", |a, b| a != b),
    ];
    let mut rules = LADDER.to_string();
    for (i, (op, _)) in ops.iter().enumerate() {
        for (j, label) in LABELS.iter().enumerate() {
            rules += &format!("rule r{i}{j} {{ for p in Park require p.stage {op} \"{label}\" }}\n");
        }
    }
    rules += "rule some { for p in Park require p.stage exists }\n";
    rules += "rule ends { for p in Park require p.stage in {\"集中\", \"集群\"} }\n";
    let answers = [Some(true), Some(false), None];
    let counts = [Some(9), Some(10), None];
    let (mut csv, mut rows) = ("名称,年度,甲,乙,户数,丁\n".to_string(), Vec::new());
    for a in answers {
        for b in answers {
            for n in counts {
                for d in answers {
                    let name = format!("p{:02}", rows.len());
                    let flag = |f: Option<bool>| f.map_or("", |f| if f { "是" } else { "否" });
                    let number = n.map_or(String::new(), |n: u32| n.to_string());
                    csv += &format!("{name},2007,{},{},{number},{}\n", flag(a), flag(b), flag(d));
                    rows.push((name, [a, b, d], n));
                }
            }
        }
    }
    let findings = World::new(&rules, &[("Park.csv", &csv)]).judge();
    let verdicts: std::collections::BTreeMap<(String, String), Verdict> = findings
        .list
        .iter()
        .map(|f| ((findings.rules[f.rule].id.clone(), f.subject.key[0].1.plain().into_owned()), f.verdict))
        .collect();
    let verdict = |rule: &str, name: &str| verdicts[&(rule.to_string(), name.to_string())];
    for (name, [a, b, d], n) in rows {
        let all = |x: Option<bool>| x.map_or(vec![false, true], |x| vec![x]);
        let mut possible = std::collections::BTreeSet::new();
        for a in all(a) {
            for b in all(b) {
                for d in all(d) {
                    for n in n.map_or(vec![0, 9, 10, 1000], |n| vec![n]) {
                        possible.insert(stage(a, b, n, d));
                    }
                }
            }
        }
        let expect =
            |holds: &dyn Fn(usize) -> bool| match (possible.iter().any(|s| holds(*s)), possible.iter().all(|s| holds(*s))) {
                (_, true) => MET,
                (false, _) => VIOLATED,
                _ => OPEN,
            };
        for (i, (op, test)) in ops.iter().enumerate() {
            for (j, label) in LABELS.iter().enumerate() {
                assert_eq!(verdict(&format!("r{i}{j}"), &name), expect(&|s| test(s, j + 1)), "{name} {op} {label} {possible:?}");
            }
        }
        assert_eq!(verdict("some", &name), expect(&|s| s > 0), "{name} exists");
        assert_eq!(verdict("ends", &name), expect(&|s| s == 1 || s == 3), "{name} in set");
    }
}

fn staged(t: &World, rule: &str, subject: &str) -> fadu::finding::Staged {
    match t.one(rule, subject).detail {
        Detail::Stage(s) => *s,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_finding_names_the_labels_and_what_the_next_stages_lack() {
    let rules = format!(
        "{LADDER} rule top {{ for p in Park require p.stage is \"集群\" }} rule any {{ for p in Park require p.stage exists }}"
    );
    let csv = "名称,年度,甲,乙,户数,丁\n东,2007,是,否,9,\n西,2007,是,是,,是\n南,2007,否,是,12,是\n北,2007,是,是,12,否\n";
    let t = World::new(&rules, &[("Park.csv", csv)]);
    let names = |list: &[(String, Detail)]| list.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>();
    let east = staged(&t, "top", "东");
    assert_eq!(east.labels, [Some("集中".to_string())]);
    let gaps: Vec<_> = east.gaps.iter().map(|g| (g.label.as_str(), names(&g.missing), names(&g.unknown))).collect();
    assert_eq!(
        gaps,
        [("集聚", vec!["乙".to_string(), "企业聚集".into()], vec![]), ("集群", vec![], vec!["丁".to_string()])],
        "missing and unknown elements of each stage up to the wanted one"
    );
    let west = t.one("top", "西");
    assert_eq!(west.verdict, OPEN);
    assert_eq!(staged(&t, "top", "西").labels, [Some("集中".to_string()), Some("集群".to_string())], "集聚 alone cannot be");
    assert!(west.causes.iter().any(|c| c.what.contains("户数")), "{:?}", west.causes);
    assert_eq!(staged(&t, "top", "南").labels, [None], "all of stage two and three without stage one is no stage");
    assert_eq!(t.verdict("any", "北"), MET);
    assert_eq!(names(&staged(&t, "any", "北").gaps[0].missing), ["丁"], "met, and told what the next stage lacks");
}

#[test]
fn a_single_figure_turns_the_verdict_where_its_need_turns() {
    let rules = format!("{LADDER} rule two {{ for p in Park require p.stage at least \"集聚\" }}");
    let t = World::new(&rules, &[("Park.csv", "名称,年度,甲,乙,户数,丁\n西,2007,是,是,,否\n")]);
    let turn = t.one("two", "西").causes[0].turns_at.clone().map(|(_, at, _)| at);
    assert_eq!(turn, Some(fadu::num::int(10)));
}

#[test]
fn stages_of_two_rows_and_a_reported_label_are_compared_by_order() {
    let rules = format!(
        "{LADDER}
        rule no_fall {{ for p in Park when prior(p) exists require p.stage at least prior(p).stage }}
        rule honest {{ for p in Park require p.told at most p.stage }}
        rule same {{ for p in Park require p.told = p.stage }}"
    );
    let csv = "名称,年度,甲,乙,户数,丁,自报\n东,2006,是,是,12,否,集聚\n东,2007,是,否,12,否,集聚\n西,2006,是,,12,否,集中\n西,2007,是,是,12,否,集群\n";
    let t = World::new(&rules, &[("Park.csv", csv)]);
    assert_eq!(t.verdict("no_fall", "东 · 2007"), VIOLATED, "from 集聚 to 集中");
    assert_eq!(t.verdict("no_fall", "西 · 2007"), MET, "集聚 after 集中 or 集聚");
    assert_eq!(t.verdict("honest", "东 · 2006"), MET);
    assert_eq!(t.verdict("honest", "东 · 2007"), VIOLATED);
    assert_eq!(t.verdict("honest", "西 · 2006"), MET, "集中 or 集聚, both reach 集中");
    assert_eq!(t.verdict("same", "西 · 2006"), OPEN);
    assert_eq!(t.verdict("same", "西 · 2007"), VIOLATED);
}

#[test]
fn labels_are_counted_and_chosen_by() {
    let rules = format!(
        "{LADDER}
        define Park.least = choose {{ stage = \"集群\": 20个; stage = \"集聚\": 10个; otherwise: 0个 }}
        rule many {{ require count(p in Park when p.stage at least \"集聚\") >= 2 }}
        rule firms {{ for p in Park require p.n >= p.least }}"
    );
    let csv = "名称,年度,甲,乙,户数,丁\n东,2007,是,是,12,是\n西,2007,是,是,12,否\n北,2007,是,,12,否\n";
    let t = World::new(&rules, &[("Park.csv", csv)]);
    assert_eq!(t.verdict("many", ""), MET, "two surely, three perhaps");
    assert_eq!(t.verdict("firms", "东"), VIOLATED, "12 of 20");
    assert_eq!(t.verdict("firms", "北"), MET, "10 or 0");
}

#[test]
fn a_text_that_may_be_none_is_not_taken_for_the_other_one() {
    let rules = "record Park \"园区\" key name { name \"名称\" : text, a \"甲\" : flag }
        define Park.kind = choose { a: \"大\"; name = \"东\": \"小\" }
        rule big { for p in Park require p.kind = \"大\" }";
    let t = World::new(rules, &[("Park.csv", "名称,甲\n西,\n")]);
    assert_eq!(t.verdict("big", "西"), OPEN, "大, or nothing at all");
}

/// The essay's two ladders and their order, as its clauses say them.
const ESSAY: &str = include_str!("essay.fadu");

#[test]
fn the_two_ladders_of_the_essay() {
    let head = "名称,年度,政策环境,设施配套,区位优势,产业基础,市场规范,服务配套,人文环境,集群特色,产业配套,创新企业家,优势产业明显,产业链效应,带动弱小企业,区域品牌,行业品牌中心,自报阶段\n";
    let rows = [
        // All ten elements; receiving centre only.
        "东,2007,是,是,是,是,是,是,是,是,是,3,是,是,否,,否,集群",
        // One element of the first stage is missing: no stage at all, whatever stands above.
        "西,2007,否,是,是,是,是,是,是,是,是,3,是,是,是,甲牌,是,集群",
        // The second stage complete, of the third one element: the first level may be claimed there.
        "南,2007,是,是,是,是,是,是,是,否,否,0,是,是,否,,否,集聚",
        // The same, but an inward centre: that is of the cluster stage alone.
        "北,2007,是,是,是,是,是,是,是,否,否,0,是,是,是,甲牌,否,集聚",
        // An unknown answer in the second stage: anything from the first to the third.
        "中,2007,是,是,是,,是,是,是,是,是,3,否,是,否,,否,集群",
    ];
    let t = World::new(ESSAY, &[("Park.csv", &format!("{head}{}\n", rows.join("\n")))]);
    let found = |rule: &str| ["东", "西", "南", "北", "中"].map(|name| t.verdict(rule, name));
    assert_eq!(found("essay.claim"), [MET, VIOLATED, MET, MET, OPEN]);
    assert_eq!(found("essay.needs_cluster"), [MET, VIOLATED, VIOLATED, VIOLATED, OPEN]);
    assert_eq!(found("essay.path"), [MET, VIOLATED, MET, VIOLATED, NOT]);
    assert_eq!(t.verdict("essay.several", ""), MET, "东, 南, 北");
    assert_eq!(message(&t.one("essay.needs_cluster", "西")).as_deref(), Some("西：?"), "no stage has no label");
    assert_eq!(message(&t.one("essay.needs_cluster", "南")).as_deref(), Some("南：集聚"));
    assert_eq!(staged(&t, "essay.needs_cluster", "中").labels, [Some("集中".to_string()), Some("集群".to_string())]);
}

#[test]
fn a_classification_is_laid_out_in_either_language() {
    use fadu::fmt::{FmtOptions, Keywords, format};
    use fadu::text::FileId;
    let to = |text: &str, keywords| format(FileId(0), text, FmtOptions { keywords }).unwrap();
    let english = to(ESSAY, Keywords::En);
    assert!(english.contains("classify Park.stage") && english.contains(" needs "), "{english}");
    assert_eq!(to(&to(&english, Keywords::Zh), Keywords::En), english);
    let set_in = to("define x = choose { a: 1; otherwise: 2 }\n", Keywords::Keep);
    assert_eq!(set_in, "define x = choose { a: 1; otherwise: 2 }\n");
    let long = format!("define x = choose {{ {}: 1; otherwise: 2 }}\n", "a".repeat(90));
    assert_eq!(to(&long, Keywords::Keep), format!("define x = choose {{\n  {}: 1;\n  otherwise: 2\n}}\n", "a".repeat(90)));
}

/// A stage against a choice of labels: each arm that can be the one counts; where none holds there is nothing to compare with.
#[test]
fn a_stage_against_a_choice_of_labels() {
    let rules = r#"
record P key name { name : text  a : flag  b : flag  big : flag  size : count }
classify P.stage { "one" needs a  "two" needs b }
§"#;
    let rows = ("P.csv", "name,a,b,big,size\nlow,yes,no,yes,5\nhigh,yes,yes,yes,5\nopen,yes,no,,5\nnone,no,no,no,50\n");
    let by_size = "p.stage at least choose { p.big: \"two\"; otherwise: \"one\" }";
    let gap = "p.stage at least choose { p.big: \"two\"; p.size > 10: \"one\" }";
    each(
        rules,
        &[rows],
        &[
            (&format!("for p in P require {by_size}"), "low", VIOLATED),
            (&format!("for p in P require {by_size}"), "high", MET),
            (&format!("for p in P require {by_size}"), "open", OPEN),
            (&format!("for p in P require {by_size}"), "none", VIOLATED),
            (&format!("for p in P require {gap}"), "high", MET),
            (&format!("for p in P require {gap}"), "none", VIOLATED),
            (&format!("for p in P when not p.big and p.size < 10 require {gap}"), "low", NOT),
            ("for p in P require choose { p.big: \"two\"; otherwise: \"one\" } at most p.stage", "high", MET),
            ("for p in P require p.stage = choose { p.big: \"two\"; otherwise: \"one\" }", "high", MET),
        ],
    );
    let none = ("P.csv", "name,a,b,big,size\nx,yes,yes,no,5\n");
    each(rules, &[none], &[(&format!("for p in P require {gap}"), "x", NOT)]);
}
