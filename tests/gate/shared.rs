//! Files that both states hold: what is said of them stays at their places, wherever other files come before them.

use super::{PROJECT, Repository, form};
use crate::harness::xlsx::Put::{Number, Text};
use crate::harness::xlsx::{Sheet, book};
use serde_json::Value;

/// Class, rule, and the places before and now.
fn places(repository: &Repository) -> Vec<(String, String, Value, Value)> {
    let run = repository.gate(&["--base", "HEAD^", "--format", "json", "--all"]);
    let document: Value = serde_json::from_str(&run.out()).unwrap_or_else(|e| panic!("{e}: {}", run.text()));
    let list = document["changes"].as_array().unwrap().iter();
    let text = |v: &Value| v.as_str().unwrap().to_string();
    list.map(|c| (text(&c["class"]), text(&c["rule"]), c["before"]["place"].clone(), c["after"]["place"].clone())).collect()
}

#[test]
fn places_stay_when_a_file_comes_before_them() {
    let repository = Repository::new();
    repository.write("fadu.toml", PROJECT.replace("\"data/*.csv\"", "[\"data/*.csv\", \"data/*.xlsx\"]"));
    // A cell that is no figure, in a file and in a workbook; 乙 violates. All stay as they are.
    repository.write("data/丙.csv", form("丙", "二百", "300"));
    let cells = vec![
        ("B2", Text("县名")),
        ("C2", Text("税收")),
        ("D2", Text("收入")),
        ("B3", Text("丁")),
        ("C3", Text("九")),
        ("D3", Number("20")),
        ("B4", Text("戊")),
        ("C4", Number("1")),
        ("D4", Number("20")),
    ];
    repository.write("data/丁.xlsx", book(&[Sheet { name: "表一", cells, ..Sheet::default() }]));
    repository.commit("all of them");
    repository.write("data/0.csv", form("0", "9", "10"));
    repository.commit("a file before all others");
    let found = places(&repository);
    // 乙 and 戊 violate; 丙 and 丁 are open, each with the cell behind it.
    assert_eq!(found.len(), 6, "{found:?}");
    for (class, rule, before, after) in &found {
        assert_eq!(class, "same", "{rule}");
        assert!(before == after && before["path"].is_string(), "{rule}: {before} {after}");
    }
    let paths: Vec<&str> = found.iter().map(|(_, _, _, after)| after["path"].as_str().unwrap()).collect();
    assert_eq!(paths.iter().filter(|p| **p == "data/丁.xlsx").count(), 3, "{paths:?}");
    assert_eq!(paths.iter().filter(|p| **p == "data/丙.csv").count(), 2, "{paths:?}");
    // The same bytes under another word on them are read anew: now the workbook's and the other's blanks mean something else.
    let said = PROJECT.replace("\"data/*.csv\"", "[\"data/*.csv\", \"data/*.xlsx\"]\nignore = [\"备注\"]");
    repository.write("fadu.toml", said);
    repository.commit("more is said");
    assert!(places(&repository).iter().all(|(class, ..)| class == "same"));
}

/// A file that changed is read in each state by itself, whatever it is called; one with equal bytes under another name is another.
#[test]
fn what_changed_is_not_shared() {
    let repository = Repository::new();
    repository.write("data/丙.csv", form("丙", "170", "300"));
    repository.commit("丙 breaks");
    assert_eq!(places(&repository).iter().filter(|(class, ..)| class == "new").count(), 1);
    repository.git(&["mv", "data/丙.csv", "data/丙县.csv"]);
    repository.commit("renamed");
    let found = places(&repository);
    assert!(found.iter().all(|(class, ..)| class == "same"), "{found:?}");
    let moved = found.iter().find(|(_, _, before, _)| before["path"] == "data/丙.csv").unwrap();
    assert_eq!(moved.3["path"], "data/丙县.csv");
}
