//! What people and programs are shown.

mod findings;
mod grouped;
mod hostile;
pub mod html;
mod sample;
mod tables;
mod wording;

use crate::harness::golden;
use fadu::diag::Lang;
use fadu::report::{FORMATS, Report, Summary, format, render_diagnostics, summary};
use sample::sample;

const LANGS: [(Lang, &str); 2] = [(Lang::Zh, "zh"), (Lang::En, "en")];

#[test]
fn every_format_in_both_languages() {
    let s = sample();
    for (lang, code) in LANGS {
        let plain = Report::new(&s.findings, &s.diagnostics, &s.sources, lang);
        for f in FORMATS.iter().filter(|f| !f.is_binary()) {
            let ending = match f.name {
                "json" | "jsonl" | "html" => f.name,
                "markdown" => "md",
                _ => "txt",
            };
            golden::check(&format!("report/golden/{}.{code}.{ending}", f.name), &f.text(&plain));
        }
        let pretty = |report: &Report| format("pretty").unwrap().text(report);
        let check = |name: &str, report: &Report| {
            golden::check(&format!("report/golden/{name}.{code}.txt"), &golden::visible(&pretty(report)));
        };
        check("narrow-color", &Report { width: 80, color: true, ..plain });
        check("ascii", &Report { width: 80, ascii: true, ..plain });
        check("quiet", &Report { width: 80, quiet: true, ..plain });
        check("statistics", &Report { width: 80, statistics: true, ..plain });
        let mistakes = render_diagnostics(&s.diagnostics, &s.sources, lang, false, 80);
        golden::check(&format!("report/golden/diagnostics.{code}.txt"), &mistakes);
    }
}

#[test]
fn the_summary_counts_consequences_not_verdicts() {
    let s = sample();
    let report = Report::new(&s.findings, &s.diagnostics, &s.sources, Lang::Zh);
    let want = Summary {
        breaches: 5,
        open: 2,
        queries: 1,
        shortfalls: 1,
        noted: 2,
        waived: 0,
        explained: 0,
        unlisted: 3,
        without_subject: 1,
        nil_reports: 0,
        errors: 2,
        warnings: 1,
    };
    assert_eq!(summary(&report), want);
    assert_eq!(summary(&report).blocking(), 7);
}

#[test]
fn formats_are_found_by_name_and_alias() {
    for (asked, name) in [("pretty", "pretty"), ("text", "pretty"), ("json", "json"), ("short", "short")] {
        assert_eq!(format(asked).map(|f| f.name), Some(name));
    }
    assert!(format("xml").is_none());
    for f in FORMATS.iter().filter(|f| !f.is_binary()) {
        assert!(!f.doc(Lang::Zh).is_ascii() && f.doc(Lang::En).is_ascii(), "{} is described in both languages", f.name);
    }
}

/// An empty run says so and draws no table.
#[test]
fn nothing_found_is_one_short_page() {
    let (findings, sources) = (fadu::finding::Findings::default(), fadu::text::Sources::default());
    let report = Report::new(&findings, &[], &sources, Lang::Zh);
    let text = format("pretty").unwrap().text(&report);
    assert!(text.ends_with("通过\n") && !text.contains("地区"), "{text}");
    assert_eq!(format("short").unwrap().text(&report), "");
}
