//! The reports on six workbooks as offices send them.

use super::fadu;
use crate::harness::golden;

#[test]
fn six_workbooks_are_read_and_judged() {
    for lang in ["zh", "en"] {
        let run = fadu(
            "examples/workbooks",
            &["check", "--config", "adopted.toml", "--lang", lang, "--width", "100", "--color", "never"],
        );
        // 58 % of 西川县 and 4.9 % of 北川县 are short, the growth of 中川县 is an error value; 60 % of 上川县 is not short.
        assert_eq!(run.code, 1, "{}{}", run.out, run.err);
        golden::check(&format!("examples/golden/workbooks.{lang}.txt"), &run.out);
    }
}
