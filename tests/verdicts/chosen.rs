//! Chosen texts and figures, exceptions with a word of their own, questions about the form.

use super::*;
use fadu::ast::{Force, Verdict};

const PARK: &str = "record Park \"园区\" key name {
  name \"园区\" : text
  a    \"甲\"   : flag
  n    \"件数\" : count
  m    \"户数\" : count
}
";

#[test]
fn a_chosen_text_is_compared_as_what_was_chosen() {
    let rules = format!(
        "{PARK}
        define Park.stage = choose {{ a: \"集群\"; otherwise: \"集中\" }}
        rule is_stage {{ for p in Park require p.stage is \"集群\" }}
        rule is_not {{ for p in Park require p.stage is not \"集中\" }}
        rule within {{ for p in Park require p.stage in {{\"集群\"}} }}
        rule either {{ for p in Park require p.stage in {{\"集群\", \"集中\"}} }}"
    );
    let t = World::new(&rules, &[("Park.csv", "园区,甲,件数,户数\n东,是,1,1\n西,否,1,1\n北,,1,1\n")]);
    for rule in ["is_stage", "is_not", "within"] {
        assert_eq!(t.verdict(rule, "东"), Verdict::Met, "{rule}");
        assert_eq!(t.verdict(rule, "西"), Verdict::Violated, "{rule}");
        assert_eq!(t.verdict(rule, "北"), Verdict::Undetermined, "{rule}");
        assert!(t.one(rule, "北").causes.iter().any(|c| c.what.contains("甲")), "{rule} names what the choice rests on");
    }
    assert_eq!(t.verdict("either", "北"), Verdict::Met, "either arm is in the set");
}

#[test]
fn a_row_is_looked_up_by_a_chosen_text() {
    let rules = format!(
        "{PARK}
        table goals key phase {{ | phase | least : count |
                                 | near  | 3 |
                                 | far   | 5 | }}
        define Park.phase = choose {{ a: \"far\"; otherwise: \"near\" }}
        rule goal {{ for p in Park require p.n >= goals[p.phase].least }}"
    );
    let t = World::new(&rules, &[("Park.csv", "园区,甲,件数,户数\n东,是,4,1\n西,否,4,1\n")]);
    assert_eq!(t.verdict("goal", "东"), Verdict::Violated, "4 of 5");
    assert_eq!(t.verdict("goal", "西"), Verdict::Met, "4 of 3");
}

#[test]
fn an_exception_keeps_its_own_word() {
    let rules = format!("{PARK} rule x {{ for p in Park require p.n >= 2个  except when p.a verify p.m >= 5个 }}");
    let t = World::new(&rules, &[("Park.csv", "园区,甲,件数,户数\n东,是,1,1\n西,否,1,1\n")]);
    assert_eq!((t.one("x", "东").force, t.one("x", "西").force), (Force::Verify, Force::Require));
    assert_eq!(t.verdict("x", "东"), Verdict::Violated);
}

#[test]
fn questions_about_the_form_are_asked_where_the_rule_applies_and_stand_for_themselves() {
    let rules = format!("{PARK} rule x {{ for p in Park when p.a require p.n >= 1个 report p.m required }}");
    let t = World::new(&rules, &[("Park.csv", "园区,甲,件数,户数\n东,是,1,\n西,否,1,\n")]);
    let of = |subject: &str| t.of("x", subject).iter().map(|f| f.verdict).collect::<Vec<_>>();
    assert_eq!(of("东"), [Verdict::Met, Verdict::Violated], "the rule is met, the form has a gap");
    assert_eq!(of("西"), [Verdict::NotApplicable, Verdict::NotApplicable]);
    let findings = t.judge();
    let tally = findings.tally.values().fold((0, 0), |(met, broken), t| (met + t.met, broken + t.violated));
    assert_eq!(tally, (1, 0), "the form does not change the verdict on the rule");
}

#[test]
fn a_nested_subject_beside_its_parent_is_named_once() {
    let rules = "record Fund key id { id : text  total : count }
        record County key code { code : text  funds : list of Fund }
        rule f { for c in County, x in c.funds require x.total >= 1 }";
    let data = "[[County]]\ncode = \"131125\"\n[[County.funds]]\nid = \"a\"\ntotal = 0\n";
    let t = World::new(rules, &[("c.toml", data)]);
    assert_eq!(t.judge().list[0].subject.title(), "131125 · a");
}

const CASES: &str = r#"
table goals key phase { | phase | least : money in 万元 |
                        | near  | 3 |
                        | far   | 5 | }
record R key id { id : text  f : flag  g : flag  a : money in 万元  b : money in 万元  s : money in 万元 signed }
classify R.turn  { "一" needs f  "二" needs not f }
classify R.stage { "甲" needs f, a >= 2万元  "乙" needs g, a >= 4万元  "丙" needs f, a >= 6万元 }
define R.phase = choose { f: "far"; otherwise: "near" }
§"#;

/// `f`, `g` and `s` are not known; `a` is 3万元, `b` 5万元.
const OPEN_CASES: (&str, &str) = ("R.csv", "id,f,g,a,b,s\nx,,,3,5,\n");

/// What all arms that can be taken agree on stands, though their figures lie apart.
#[test]
fn a_choice_with_an_open_condition_is_judged_arm_by_arm() {
    each(
        CASES,
        &[OPEN_CASES],
        &[
            // s or s + 1: the hull of both against s says nothing.
            ("for r in R require choose { r.f: r.s; otherwise: r.s + 1万元 } >= r.s", "x", MET),
            ("for r in R require choose { r.f: r.s; otherwise: r.s + 1万元 } < r.s", "x", VIOLATED),
            ("for r in R require choose { r.f: r.s; otherwise: r.s + 1万元 } > r.s", "x", OPEN),
            // 3 or 5, never 4.
            ("for r in R require choose { r.f: r.a; otherwise: r.b } = 4万元", "x", VIOLATED),
            ("for r in R require choose { r.f: r.a; otherwise: r.b } != 4万元", "x", MET),
            ("for r in R require choose { r.f: r.a; otherwise: r.b } = 5万元", "x", OPEN),
            // One condition in two choices: 3 + 5 or 5 + 3.
            ("for r in R require choose { r.f: r.a; otherwise: r.b } + choose { r.f: r.b; otherwise: r.a } = 8万元", "x", MET),
            ("for r in R require choose { r.f: r.a; otherwise: r.b } - choose { r.f: r.b; otherwise: r.a } = 0", "x", VIOLATED),
            // Two conditions, four cases: 3, 5 and 3 − 5, at a distance of 0 or 2.
            (
                "for r in R require abs(choose { r.f: r.a; otherwise: r.b } - choose { r.g: r.a; otherwise: r.b }) != 1万元",
                "x",
                MET,
            ),
            // The row that is looked up: 3 or 5.
            ("for r in R require goals[r.phase].least <= 5万元", "x", MET),
            ("for r in R require goals[r.phase].least < 3万元", "x", VIOLATED),
            ("for r in R require goals[r.phase].least >= r.a", "x", MET),
            ("for r in R require goals[r.phase].least = 4万元", "x", VIOLATED),
            ("for r in R require choose { r.f: r.phase is \"far\"; otherwise: r.phase is \"near\" }", "x", MET),
            ("for r in R require choose { r.s > 0: r.a; otherwise: r.b } between 3万元 and 5万元", "x", MET),
        ],
    );
}

/// Where each stage that can be reached fails, so does the demand, though no single need settles it.
#[test]
fn a_stage_that_no_case_reaches_is_not_reached() {
    each(
        CASES,
        &[OPEN_CASES],
        &[
            // `f` takes to the first stage and bars the second.
            ("for r in R require r.turn at least \"二\"", "x", VIOLATED),
            ("for r in R require r.turn is \"二\"", "x", VIOLATED),
            ("for r in R require r.turn at most \"一\"", "x", MET),
            ("for r in R require r.turn is \"一\"", "x", OPEN),
            ("for r in R require r.stage at least \"乙\"", "x", VIOLATED),
            ("for r in R require r.stage in {\"乙\", \"丙\"}", "x", VIOLATED),
            ("for r in R require r.stage at least \"甲\"", "x", OPEN),
            ("for r in R require r.stage is \"甲\" or not r.f", "x", MET),
        ],
    );
}

/// More conditions than cases are told apart: what is beyond stays open, and sound.
#[test]
fn choices_beyond_the_bound_of_cases_stay_open() {
    let fields: String = (0..8).map(|i| format!("  f{i} : flag")).collect();
    let sum: Vec<String> = (0..8).map(|i| format!("choose {{ r.f{i}: 1万元; otherwise: 2万元 }}")).collect();
    let rule = |bound: &str| {
        format!(
            "record R key id {{ id : text  a : money in 万元{fields} }}\nrule t {{ for r in R require r.a + {} {bound} }}",
            sum.join(" + ")
        )
    };
    // Eight of 1 or 2: between 8 and 16.
    for (bound, want) in [(">= 8万元", MET), ("> 16万元", VIOLATED), (">= 9万元", OPEN), ("!= 20万元", MET)] {
        assert_eq!(World::new(&rule(bound), &[("R.csv", "id,a\nx,0\n")]).verdict("t", "x"), want, "{bound}");
    }
}

#[test]
fn what_both_choices_lead_to_stands_whatever_is_asked_of_the_row() {
    let rules = format!(
        "{PARK}
        table goals key phase {{ | phase | binding : flag | other : flag | note : text ? |
                                 | near  | 是 | 是 | a |
                                 | far   | 是 | 否 | b | }}
        table years key year {{ | year : year | least : count |
                                | 2007 | 3 |
                                | 2008 | 5 | }}
        define Park.phase = choose {{ a: \"far\"; otherwise: \"near\" }}
        param y1 : year = 2007
        param y2 : year = 2008
        define Park.year = choose {{ a: y1; otherwise: y2 }}
        rule flag {{ for p in Park require goals[p.phase].binding }}
        rule other {{ for p in Park require goals[p.phase].other }}
        rule noted {{ for p in Park require goals[p.phase].note exists }}
        rule row {{ for p in Park require goals[p.phase] exists }}
        rule members {{ for p in Park require some(y.least >= 3 for y in years when y.year = p.year) }}
        rule fewer {{ for p in Park require some(y.least >= 5 for y in years when y.year = p.year) }}"
    );
    let t = World::new(&rules, &[("Park.csv", "园区,甲,件数,户数\n北,,4,1\n")]);
    for rule in ["flag", "noted", "row", "members"] {
        assert_eq!(t.verdict(rule, "北"), Verdict::Met, "{rule}: near and far agree");
    }
    for rule in ["other", "fewer"] {
        assert_eq!(t.verdict(rule, "北"), Verdict::Undetermined, "{rule}: near and far disagree");
    }
}

#[test]
fn a_length_of_no_label_is_no_figure() {
    let rules = format!(
        "{PARK}
        classify Park.stage {{ \"集中\" needs n >= 1个; \"产业集群\" needs n >= 9个 }}
        rule filtered {{ require count(p in Park when length(p.stage) = 2) = 1个 }}
        rule excluded {{ require count(p in Park when length(p.stage) != 2) = 1个 }}
        rule summed {{ require sum(length(p.stage) + p.m for p in Park) = 8个 }}"
    );
    // 西 is below the first stage: its label has no length, so neither has its sum.
    let t = World::new(&rules, &[("Park.csv", "园区,甲,件数,户数\n东,是,1,1\n西,是,0,100\n南,是,9,1\n")]);
    for rule in ["filtered", "excluded", "summed"] {
        assert_eq!(t.verdict(rule, ""), Verdict::Met, "{rule}");
    }
}

#[test]
fn an_open_parameter_inside_an_aggregate_of_a_filter_is_named() {
    let rules = "param limit \"最低额\" : count
        record County \"县\" key code { code \"代码\" : text  funds \"资金\" : list of Fund }
        record Fund \"资金\" key name { name \"名称\" : text  total \"总额\" : count }
        rule counties { require count(c in County when some(f.total >= limit for f in c.funds)) >= 1个 }
        rule summed { require count(c in County when count(f in c.funds when f.total >= limit) >= 1) >= 1个 }";
    let t = World::new(rules, &[("d.json", r#"{"County": [{"代码": "1", "资金": [{"名称": "a", "总额": 5}]}]}"#)]);
    for rule in ["counties", "summed"] {
        let finding = t.one(rule, "");
        assert_eq!(finding.verdict, Verdict::Undetermined, "{rule}");
        let causes: Vec<_> = finding.causes.iter().map(|c| c.what.as_str()).collect();
        assert!(causes.contains(&"最低额"), "{rule}: {causes:?}");
    }
}

/// Of exceptions that both hold each is asked; where one of them binds, the rule does.
#[test]
fn of_several_exceptions_the_binding_word_is_kept() {
    for order in [
        "except when p.a verify p.m >= 5个 except when p.n >= 0个 require p.m >= 3个",
        "except when p.n >= 0个 require p.m >= 3个 except when p.a verify p.m >= 5个",
    ] {
        let t = World::new(
            &format!("{PARK} rule x {{ for p in Park require p.n >= 2个 {order} }}"),
            &[("Park.csv", "园区,甲,件数,户数\n东,是,1,1\n西,否,1,1\n")],
        );
        assert_eq!(t.verdict("x", "东"), Verdict::Violated, "{order}");
        assert_eq!(t.one("x", "东").force, Force::Require, "{order}");
        assert_eq!(t.one("x", "西").force, Force::Require, "{order}");
    }
    // One that does not hold has no say.
    let idle = "except when p.a verify p.m >= 5个 except when p.n >= 100个 require p.m >= 3个";
    let t = World::new(
        &format!("{PARK} rule x {{ for p in Park require p.n >= 2个 {idle} }}"),
        &[("Park.csv", "园区,甲,件数,户数\n东,是,1,1\n")],
    );
    assert_eq!(t.one("x", "东").force, Force::Verify);
}
