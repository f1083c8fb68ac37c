//! Every function's example is a rule file without mistakes that uses the function.

use super::good;
use fadu::internals::builtins;

#[test]
fn every_example_checks() {
    for builtin in builtins::all() {
        let set = good(builtin.example);
        assert_eq!(set.rules.len(), 1, "{}", builtin.name_en);
        assert!(builtin.example.contains(&format!("{}(", builtin.name_en)), "{}", builtin.name_en);
    }
}

#[test]
fn both_languages_have_names_and_docs() {
    for builtin in builtins::all() {
        assert!(!builtin.names_zh.is_empty() && !builtin.doc_zh.is_empty() && !builtin.doc_en.is_empty(), "{}", builtin.name_en);
        assert!(builtin.signature.starts_with(builtin.name_en), "{}", builtin.signature);
        for name in builtin.names_zh.iter().chain(builtin.old_names) {
            assert_eq!(builtins::english(name), Some(builtin.name_en), "{name}");
        }
    }
}
