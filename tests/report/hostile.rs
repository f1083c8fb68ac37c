//! Names that mean harm, and places that do not exist.

use super::findings::nowhere;
use super::sample::sample;
use super::{LANGS, findings};
use fadu::diag::{Diagnostic, Lang};
use fadu::report::{FORMATS, Report, format, render_diagnostics};
use fadu::text::is_forbidden_in_output;

#[test]
fn no_format_lets_a_harmful_character_through() {
    let s = sample();
    for (lang, _) in LANGS {
        let plain = Report::new(&s.findings, &s.diagnostics, &s.sources, lang);
        for report in
            [plain, Report { ascii: true, ..plain }, Report { statistics: true, ..plain }, Report { quiet: true, ..plain }]
        {
            for f in FORMATS.iter().filter(|f| !f.is_binary()) {
                let text = f.text(&report);
                // A table begins with the mark of UTF-8 and ends its lines as office programs do.
                let text = if f.name.starts_with("csv") { text.replacen('\u{feff}', "", 1).replace("\r\n", "\n") } else { text };
                let bad: Vec<char> = text.chars().filter(|c| is_forbidden_in_output(*c) || *c == '\t').collect();
                assert!(bad.is_empty(), "{}: {bad:?}", f.name);
            }
        }
        // With colours, the only escapes are those that set or reset ink.
        let colored = FORMATS[0].text(&Report { color: true, ..plain });
        for after in colored.split('\u{1b}').skip(1) {
            let code = after.strip_prefix('[').and_then(|a| a.split_once('m')).map(|(c, _)| c);
            assert!(code.is_some_and(|c| c.chars().all(|c| c.is_ascii_digit() || c == ';')), "{after:?}");
        }
        assert!(!colored.chars().any(|c| is_forbidden_in_output(c) && c != '\u{1b}'));
    }
}

#[test]
fn harmful_characters_are_shown_as_escapes_and_kept_in_json() {
    let s = sample();
    let report = Report::new(&s.findings, &s.diagnostics, &s.sources, Lang::Zh);
    let pretty = FORMATS[0].text(&report);
    assert!(pretty.contains("武邑\\u{202e}县\\u{1b}[2J\\u{200b}担保\\u{7}\\u{9b}31m"), "{pretty}");
    let json = format("json").unwrap().text(&report);
    assert!(json.contains("武邑\\u202e县\\u001b[2J\\u200b担保\\u0007\\u009b31m"));
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let names: Vec<&str> =
        value["findings"].as_array().unwrap().iter().filter_map(|f| f["subject"]["key"][0]["value"].as_str()).collect();
    assert!(names.contains(&super::sample::EVIL_NAME), "a program gets the name as it is");
}

#[test]
fn places_in_no_file_harm_nothing() {
    let mut s = sample();
    for finding in &mut s.findings.list {
        finding.line_span = nowhere();
        finding.cells.iter_mut().for_each(|c| c.span = Some(nowhere()));
        finding.rule += 100;
    }
    s.diagnostics = vec![Diagnostic::error("X001", "甲", "a").at(nowhere(), "乙", "b")];
    for f in FORMATS.iter().filter(|f| !f.is_binary()) {
        let text = f.text(&Report::new(&s.findings, &s.diagnostics, &s.sources, Lang::En));
        assert!(!text.is_empty());
    }
    assert!(render_diagnostics(&s.diagnostics, &s.sources, Lang::En, true, 0).contains("X001"));
}

/// Every cut of the sample texts at every width: nothing panics, nothing is wider than it may be by more than a label.
#[test]
fn any_span_at_any_width_is_drawn() {
    let s = sample();
    let labels = ["", "短", "一个很长很长的说明，需要在窄的终端里折成几行才放得下"];
    for (id, source) in s.sources.iter() {
        let step = (source.text.len() / 60).max(1);
        for (i, start) in (0..source.text.len() + 2).step_by(step).enumerate() {
            for len in [0, 1, 7, 300] {
                let span = fadu::text::Span::new(id, start, start + len);
                let other = fadu::text::Span::new(id, start / 2, start / 2 + 3);
                let label = labels[i % labels.len()];
                let d = Diagnostic::error("X001", "甲", "a").at(span, label, label).at(other, label, label);
                let text = render_diagnostics(&[d], &s.sources, Lang::Zh, i % 2 == 0, 40 + i);
                assert!(text.contains("X001") && text.contains("[") && !text.contains("Failed"), "{text}");
            }
        }
    }
}

#[test]
fn a_one_line_file_does_not_flood_the_screen() {
    let s = sample();
    let longest = |width: usize| {
        let report = Report { width, ..Report::new(&s.findings, &s.diagnostics, &s.sources, Lang::Zh) };
        let text = FORMATS[0].text(&report);
        text.lines().map(unicode_width::UnicodeWidthStr::width).max().unwrap_or(0)
    };
    assert!(s.sources.get(super::sample::JSON).text.len() > 20_000);
    for width in [60, 80, 120] {
        assert!(longest(width) <= width, "{} columns at width {width}", longest(width));
    }
    let _ = findings::unit("元");
}
