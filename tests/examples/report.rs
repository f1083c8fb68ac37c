//! The whole report, as it is printed.

use super::check;
use crate::harness::golden;

#[test]
fn the_whole_report_in_both_languages() {
    for lang in ["zh", "en"] {
        let run = check(&["--lang", lang, "--width", "100", "--color", "never"]);
        assert_eq!((run.code, run.err.as_str()), (2, ""), "one file is malformed");
        golden::check(&format!("examples/golden/hengshui.{lang}.txt"), &run.out);
    }
}

#[test]
fn the_lines_for_programs_and_problem_matchers() {
    for lang in ["zh", "en"] {
        let run = check(&["--lang", lang, "--format", "short"]);
        assert_eq!(run.code, 2);
        golden::check(&format!("examples/golden/hengshui.{lang}.short.txt"), &run.out);
    }
}

#[test]
fn the_number_of_threads_leaves_no_trace() {
    let json = |threads: &str| check(&["--lang", "zh", "--format", "json", "--threads", threads]).out;
    let one = json("1");
    assert!(one.len() > 10_000);
    assert!(one == json("2") && one == json("8"), "bytes differ between thread counts");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    use unicode_width::UnicodeWidthStr;
    for (lang, width) in [("zh", 80), ("zh", 120), ("en", 80), ("en", 120)] {
        let run = check(&["--lang", lang, "--width", &width.to_string()]);
        for line in run.out.lines() {
            assert!(line.width() <= width, "{} columns in {width}: {line}", line.width());
        }
    }
}

/// Nothing is lost by gathering: every open finding hangs on exactly one cause, and all of them can be had one by one.
#[test]
fn every_open_finding_is_under_one_cause() {
    let json: serde_json::Value = serde_json::from_str(&check(&["--lang", "zh", "--format", "json"]).out).unwrap();
    let findings = json["findings"].as_array().unwrap();
    let is_open = |f: &serde_json::Value| f["verdict"] == "undetermined" && f["consequence"] != "noted";
    let open: Vec<u64> = (0u64..).zip(findings).filter(|(_, f)| is_open(f)).map(|(i, _)| i).collect();
    let causes = json["open_causes"].as_array().unwrap();
    let mut listed: Vec<u64> =
        causes.iter().flat_map(|c| c["findings"].as_array().unwrap()).map(|n| n.as_u64().unwrap()).collect();
    listed.sort_unstable();
    assert!(open.len() > 20 && causes.len() < open.len() / 2, "{} for {}", causes.len(), open.len());
    assert_eq!(listed, open);
    let sizes: Vec<usize> = causes.iter().map(|c| c["findings"].as_array().unwrap().len()).collect();
    assert!(sizes.is_sorted_by(|a, b| a >= b), "the greatest first: {sizes:?}");
}

#[test]
fn everything_lists_what_is_met_with_its_figures() {
    let json: serde_json::Value = serde_json::from_str(&check(&["--lang", "zh", "--format", "json", "--all"]).out).unwrap();
    let met = json["findings"].as_array().unwrap().iter().filter(|f| f["verdict"] == "met").count();
    let text = check(&["--lang", "zh", "--all", "--width", "400"]).out;
    assert!(met > 100);
    assert_eq!(text.lines().filter(|l| l.starts_with("  ✓ ")).count(), met);
    assert!(text.contains("✓ 安平丝网 · 2007（安平县）：新创省名牌：2个 ≥ 2个  submissions/131125-安平县.toml:70:15"), "{text}");
    assert!(text.contains("要求 > 50亿元") && !text.contains("归到"), "open items stand one by one");
}
