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
