//! The rule pack: laid out, tested, and complete against a list of the 57 clauses written by hand.

use super::fadu;
use std::collections::BTreeSet;

/// Clause, number, whether a rule must cite it. In the order of the document.
const CLAUSES: [(&str, &str, bool); 57] = [
    ("definition", "一", true),
    ("clusters_over_1", "一", true),
    ("provincial_over_50", "一", true),
    ("totals", "一(特点一)", true),
    ("county_output_share", "一(特点一)", true),
    ("market_share", "一(特点二)", true),
    ("layout", "一(特点三)", true),
    ("backbone", "一(特点四)", true),
    ("base_titles", "一(特点五)", true),
    ("special_industries", "一(一)", true),
    ("restructuring", "一(二)", false),
    ("competitiveness", "一(三)", false),
    ("guiding_idea", "二(一)", true),
    ("six_batches", "二(一)", true),
    ("over_100", "二(二)", true),
    ("over_50", "二(二)", true),
    ("economy_share", "二(二)", true),
    ("provincial_6", "二(二)", true),
    ("municipal_6", "二(二)", true),
    ("lists_consistency", "一、二(二)", true),
    ("county_industries", "二(二)", true),
    ("county_clusters", "二(二)", true),
    ("park_and_base", "二(二)", true),
    ("backbone_brands", "二(二)", true),
    ("provincial_brands", "二(二)", true),
    ("municipal_brands", "二(二)", true),
    ("associations", "二(二)", true),
    ("market_principle", "三(一)", true),
    ("gathering_principle", "三(二)", false),
    ("innovation_principle", "三(三)", true),
    ("it_principle", "三(四)", true),
    ("opening_principle", "三(五)", true),
    ("sustainable_principle", "三(六)", true),
    ("benefit_principle", "三(七)", true),
    ("county_plans", "四(一)", true),
    ("leading_group", "四(一)", true),
    ("park_layout", "四(二)", true),
    ("lubei_zone", "四(二)", true),
    ("no_interference", "四(二)", true),
    ("chain_ways", "四(二)", true),
    ("sme_fund", "四(三)", true),
    ("platform_budget", "四(三)", true),
    ("dragon_eagle_100", "四(四)", true),
    ("help_systems", "四(四)", true),
    ("fund_share", "四(四)", true),
    ("tax_relief", "四(四)", true),
    ("platforms", "四(五)", true),
    ("intermediaries", "四(五)", true),
    ("guarantee_share", "四(五)", true),
    ("association_work", "四(五)", true),
    ("innovation", "四(六)", true),
    ("carriers", "四(七)", true),
    ("tax_sharing", "四(七)", true),
    ("land_terms", "四(七)", true),
    ("brand_plan", "四(八)", true),
    ("brand_support", "四(八)", true),
    ("media_column", "四(九)", true),
];

/// `条款 NAME "NUMBER" …` lines of the policy file: name, number, the reason where it is qualitative.
fn clauses() -> Vec<(String, String, Option<String>)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/hengshui/policy.fadu");
    let text = std::fs::read_to_string(path).unwrap();
    let clause = |line: &str| {
        let rest = line.trim().strip_prefix("条款 ")?;
        let mut words = rest.splitn(2, ' ');
        let name = words.next()?.to_string();
        let quoted: Vec<&str> = words.next()?.split('"').collect();
        let reason = quoted.iter().position(|w| w.trim_end().ends_with("定性")).map(|at| quoted[at + 1].to_string());
        Some((name, quoted[1].to_string(), reason))
    };
    text.lines().filter_map(clause).collect()
}

/// The clauses that rules cite, as the program itself reports them.
fn cited() -> BTreeSet<String> {
    let json = super::check(&["--format", "json", "--lang", "en"]).out;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rules = report["rules"].as_array().unwrap();
    let cites = rules.iter().flat_map(|r| r["cites"].as_array().unwrap());
    cites.map(|c| c["clause"].as_str().unwrap().to_string()).collect()
}

#[test]
fn the_pack_holds_all_57_clauses() {
    let written: Vec<(String, String)> = clauses().into_iter().map(|(name, number, _)| (name, number)).collect();
    let wanted: Vec<(String, String)> = CLAUSES.iter().map(|(n, no, _)| ((*n).to_string(), (*no).to_string())).collect();
    assert_eq!(written, wanted);
}

#[test]
fn fifty_four_are_checked_and_three_say_why_not() {
    assert_eq!(CLAUSES.iter().filter(|c| c.2).count(), 54);
    let cited = cited();
    for ((name, _, reason), (_, _, checkable)) in clauses().iter().zip(CLAUSES) {
        assert_eq!(cited.contains(name), checkable, "{name}: cited by a rule?");
        let explained = reason.as_ref().is_some_and(|r| r.chars().count() >= 4);
        assert_eq!(explained, !checkable, "{name}: a reason exactly where nothing can be checked");
    }
}

#[test]
fn the_packs_own_tests_pass_wherever_they_are_run() {
    let run = fadu(".", &["test", "--lang", "en", "rules/hengshui"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains(" 0 failed"), "{}", run.out);
    // The project of the example sets parameters for its own submissions; the rules' tests are not touched by that.
    let inside = fadu("examples/hengshui", &["test", "--lang", "en"]);
    assert_eq!(inside.code, 0, "{}", inside.out);
}

#[test]
fn every_rule_of_the_pack_is_tested_and_every_bound_touched() {
    let run = fadu(".", &["test", "--lang", "zh", "rules/hengshui"]);
    // Rules that judge the document itself count once, and their bounds cannot be moved.
    let line = run.out.lines().find(|l| l.starts_with("覆盖")).unwrap_or("");
    assert!(line.starts_with("覆盖 100%：") && line.ends_with("规则 131/131"), "{}", run.out);
}

#[test]
fn the_pack_is_laid_out() {
    let run = fadu(".", &["fmt", "--check", "rules/hengshui"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
}

/// All packs stand side by side in one project: no name of a record, a field, a table or a parameter means two things.
#[test]
fn all_packs_load_together() {
    let run = fadu(".", &["coverage", "--isolated", "--lang", "en", "rules", "--deny", "missing", "--deny", "stale"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    for policy in ["dalian", "essay", "hengshui", "luyi", "shaanxi"] {
        assert!(run.out.contains(policy), "{policy}: {}", run.out);
    }
}
