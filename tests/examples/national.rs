//! The national example: the same county submissions held against two documents at once.

use super::{Run, fadu};
use crate::harness::golden;
use serde_json::Value;

fn check(args: &[&str]) -> Run {
    fadu("examples/national", &[&["check"], args].concat())
}

#[test]
fn the_findings_of_both_documents() {
    for lang in ["zh", "en"] {
        let run = check(&["--lang", lang, "--format", "short"]);
        assert_eq!((run.code, run.err.as_str()), (1, ""));
        golden::check(&format!("examples/golden/national.{lang}.short.txt"), &run.out);
    }
}

/// The full report, the scores and the audit, as people read them.
#[test]
fn the_report_the_scores_and_the_audit() {
    for lang in ["zh", "en"] {
        let run = check(&["--lang", lang, "--color", "never", "--width", "100"]);
        assert_eq!((run.code, run.err.as_str()), (1, ""));
        golden::check(&format!("examples/golden/national.{lang}.txt"), &run.out);
        // What the two documents say of themselves is open to readings or worth a remark; nothing contradicts itself under all of them.
        for command in ["score", "audit"] {
            let run = fadu("examples/national", &[command, "--lang", lang, "--color", "never", "--width", "100"]);
            assert_eq!(run.code, 0, "{}", run.err);
            golden::check(&format!("examples/golden/national.{command}.{lang}.txt"), &run.out);
        }
    }
}

/// 86.4999 is one yuan short of 86.5 and just 90% of 96.111; 64 keeps 64 and is not 50% of 60.
#[test]
fn no_document_borrows_the_others_figure() {
    let report: Value = serde_json::from_str(&check(&["--lang", "en", "--format", "json", "--all"]).out).unwrap();
    let found = report["findings"].as_array().unwrap();
    let verdict = |rule: &str, key: &str| {
        let of = found.iter().filter(|f| f["rule"] == rule && f["subject"].to_string().contains(key));
        of.map(|f| f["verdict"].as_str().unwrap_or("").to_string()).collect::<Vec<_>>()
    };
    for (firm, hengshui, shaanxi) in
        [("示例企业031", "met", "met"), ("示例企业032", "violated", "met"), ("示例企业033", "met", "violated")]
    {
        assert_eq!(verdict("hengshui.tax_sharing", firm), [hengshui], "{firm}");
        assert_eq!(verdict("shaanxi.relocation_tax", firm), [shaanxi], "{firm}");
    }
    assert_eq!(verdict("shaanxi.local_funds", "131125"), ["met", "met"]);
    assert_eq!(verdict("shaanxi.local_funds", "131124"), ["met", "violated"]);
    assert_eq!(verdict("hengshui.county_plans", "131126"), ["violated"]);
    // Shaanxi's own senders are not in the regions the document is held against here.
    assert_eq!(verdict("shaanxi.bank_mechanism", "610000"), ["not_applicable"]);
}

#[test]
fn a_parameter_of_both_must_say_whose_it_is() {
    let run = check(&["--lang", "en", "--color", "never", "--param", "batch_size=3"]);
    assert_eq!(run.code, 2);
    assert!(
        run.out.contains("--param batch_size=3") && run.out.contains("hengshui.batch_size"),
        "{}",
        run.out.lines().next().unwrap_or("")
    );
}
