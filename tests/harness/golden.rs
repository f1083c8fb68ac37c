//! Golden files under `tests/`: compared as they are, re-recorded with `BLESS=1 cargo test`.

use similar::{ChangeTag, TextDiff};
use std::path::PathBuf;

/// Compares `actual` with the golden file `tests/{name}`; a mismatch panics with a diff. With `BLESS=1` the file is written instead.
#[track_caller]
pub fn check(name: &str, actual: &str) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", name].iter().collect();
    if std::env::var_os("BLESS").is_some_and(|v| v == "1") {
        let folder = path.parent().expect("a golden file stands in a folder");
        std::fs::create_dir_all(folder).expect("the folder of golden files can be made");
        std::fs::write(&path, actual).expect("the golden file can be written");
        return;
    }
    let Ok(expected) = std::fs::read_to_string(&path) else {
        panic!("no golden file {}: record it with BLESS=1", path.display());
    };
    assert!(expected == actual, "{} differs (BLESS=1 records it anew):\n{}", path.display(), diff(&expected, actual));
}

/// The lines that differ, with two around them.
fn diff(expected: &str, actual: &str) -> String {
    let diff = TextDiff::from_lines(expected, actual);
    let mut out = String::new();
    for group in diff.grouped_ops(2) {
        out.push_str("  ...\n");
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Delete => "- ",
                ChangeTag::Insert => "+ ",
                ChangeTag::Equal => "  ",
            };
            out.push_str(sign);
            out.push_str(change.value().trim_end_matches('\n'));
            out.push('\n');
        }
    }
    out
}

/// Terminal colours made visible, for golden files that reviewers can read: `␛[1;31m`.
pub fn visible(text: &str) -> String {
    text.replace('\u{1b}', "␛")
}
