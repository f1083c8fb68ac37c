//! The shipped rule packs: their own tests pass, and every clause of their document is encoded or said to be unmeasurable.

use std::path::Path;
use std::process::Command;

#[test]
fn every_pack_passes_its_tests_and_leaves_no_clause_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Clauses of each document, counted in the documents themselves.
    for (pack, clauses) in [("dalian", 63), ("essay", 10), ("hengshui", 57), ("luyi", 24), ("shaanxi", 62)] {
        let rules = format!("rules/{pack}");
        let run =
            |args: &[&str]| Command::new(env!("CARGO_BIN_EXE_fadu")).args(args).arg(&rules).current_dir(root).output().unwrap();
        let tests = run(&["test", "--lang", "en"]);
        assert_eq!(tests.status.code(), Some(0), "{pack}: {}", String::from_utf8_lossy(&tests.stdout));
        let coverage = run(&["coverage", "--lang", "en", "--deny", "missing", "--deny", "stale"]);
        let text = String::from_utf8_lossy(&coverage.stdout).to_string();
        assert_eq!(coverage.status.code(), Some(0), "{pack}: {text}");
        assert!(text.contains(&format!("{clauses} clauses")), "{pack}: {text}");
        let layout = run(&["fmt", "--check"]);
        assert_eq!(layout.status.code(), Some(0), "{pack}: {}", String::from_utf8_lossy(&layout.stdout));
    }
}
