//! A program that was built without Parquet says which feature it lacks.

use super::*;

#[test]
fn a_file_that_cannot_be_read_here_is_refused_with_what_is_lacking() {
    for name in ["County.parquet", "x.PARQUET"] {
        let loaded = load(name, "PAR1");
        assert_eq!(loaded.told(), [format!("I060 {name}")]);
        let help = loaded.diagnostics[0].help.as_ref().unwrap();
        assert!(help.zh.contains("--features parquet") && help.en.contains("--features parquet"));
    }
}
