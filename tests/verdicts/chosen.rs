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
        rule within {{ for p in Park require p.stage in {{\"集群\", \"集聚\"}} }}
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
