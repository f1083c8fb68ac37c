//! What the commands write now, held against the schemas.

use super::{holds, line_holds};
use crate::gate::{Repository, form};

#[test]
fn every_command_keeps_its_schema() {
    let repository = Repository::new();
    repository.write("data/丙.csv", form("丙", "170", "300"));
    repository.write("data/丁.csv", form("丁", "", "300"));
    repository.write("rules/p.fadu", "policy p \"办法\" { number \"一号\"  clause c \"四\" \"占比\" }\n");
    let commands: [(&[&str], &str); 15] = [
        (&["check", "--all"], "fadu-report/1"),
        (&["audit"], "fadu-report/1"),
        (&["gate", "--base", "HEAD"], "fadu-gate/1"),
        (&["diff", "rules", "rules"], "fadu-gate/1"),
        (&["explain", "share"], "fadu-explain/1"),
        (&["explain", "share", "--for", "丙"], "fadu-explain/1"),
        (&["coverage"], "fadu-coverage/1"),
        (&["test"], "fadu-test/1"),
        (&["test", "--boundaries"], "fadu-boundaries/1"),
        (&["list", "rules"], "fadu-list/1"),
        (&["config", "--show"], "fadu-config/1"),
        (&["inspect", "data/丙.csv"], "fadu-inspect/1"),
        (&["score"], "fadu-score/1"),
        (&["doubt"], "fadu-doubt/1"),
        (&["sql", "--dialect", "duckdb"], "fadu-sql/1"),
    ];
    for (args, schema) in commands {
        for lang in ["zh", "en"] {
            let mut all = args.to_vec();
            all.extend(["--format", "json", "--lang", lang]);
            let run = repository.0.run(&all);
            assert_eq!(holds(&run.out()), schema, "{args:?}");
        }
    }
    for kind in ["records", "params", "clauses", "files"] {
        assert_eq!(holds(&repository.0.run(&["list", kind, "--format", "json"]).out()), "fadu-list/1");
    }
    let lines = repository.0.run(&["check", "--all", "--format", "jsonl"]).out();
    let kinds: Vec<String> = lines.lines().map(line_holds).collect();
    assert!(kinds.starts_with(&["run".into(), "finding".into()]), "{kinds:?}");
    let run = repository.0.run(&["repair", "--for", "丙", "--format", "json"]);
    if run.code() != 2 {
        assert_eq!(holds(&run.out()), "fadu-repair/1");
    }
    repository.0.run(&["check", "--receipt", "r.json"]);
    let receipt = std::fs::read_to_string(repository.path().join("r.json")).unwrap();
    assert_eq!(holds(&receipt), "fadu-receipt/1");
    let run = repository.0.run(&["verify", "r.json", "--format", "json"]);
    assert_eq!(holds(&run.out()), "fadu-verify/1");
    // A run that could not be done writes the same shape.
    repository.write("fadu.toml", "[project]\nrulse = []\n");
    for command in [&["check"][..], &["list", "rules"], &["config", "--show"]] {
        let mut all = command.to_vec();
        all.extend(["--format", "json"]);
        holds(&repository.0.run(&all).out());
    }
}
