//! The schema of the project file, held both ways against what the program reads.

use super::root;
use crate::cli::Folder;
use crate::harness::json_schema;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn schema() -> Value {
    serde_json::from_str(&std::fs::read_to_string(root().join("docs/schemas/fadu.toml.json")).unwrap()).unwrap()
}

/// Days are texts to a schema.
fn plain(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(day) => json!(day.to_string()),
        toml::Value::Table(table) => table.iter().map(|(k, v)| (k.clone(), plain(v))).collect::<serde_json::Map<_, _>>().into(),
        toml::Value::Array(list) => list.iter().map(plain).collect(),
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(n) => json!(n),
        toml::Value::Float(n) => json!(n),
        toml::Value::Boolean(flag) => json!(flag),
    }
}

fn faults(text: &str) -> Vec<String> {
    let table: toml::Table = text.parse().unwrap_or_else(|e| panic!("{e}: {text}"));
    json_schema::faults(&schema(), &plain(&toml::Value::Table(table)))
}

/// What the program says a table may hold, when it is given something else.
fn known(text: &str) -> BTreeSet<String> {
    let folder = Folder::new().with("fadu.toml", text);
    let run = folder.run(&["config", "--show", "--lang", "en", "--format", "json"]);
    let document: Value = serde_json::from_str(&run.out()).unwrap();
    let told = document["diagnostics"].as_array().unwrap();
    let unknown = told.iter().find(|d| d["code"] == "C002" && d["message"].as_str().unwrap().contains("zzz"));
    let notes = unknown.unwrap_or_else(|| panic!("{text}: {told:?}"))["notes"].as_array().unwrap().clone();
    let list = notes.iter().find_map(|n| n.as_str().unwrap().strip_prefix("it may hold: ").map(str::to_string)).unwrap();
    list.split(", ").map(str::to_string).collect()
}

fn keys(pointer: &str) -> BTreeSet<String> {
    schema().pointer(pointer).unwrap_or_else(|| panic!("no {pointer}")).as_object().unwrap().keys().cloned().collect()
}

#[test]
fn the_schema_has_the_keys_that_are_read_and_no_others() {
    assert_eq!(known("zzz = 1\n"), keys("/properties"));
    for table in ["project", "notice", "allow", "check", "run"] {
        assert_eq!(known(&format!("[{table}]\nzzz = 1\n")), keys(&format!("/properties/{table}/properties")), "{table}");
    }
    assert_eq!(known("[[submissions]]\nfiles = \"a\"\nzzz = 1\n"), keys("/$defs/submissions/properties"));
    assert_eq!(known("[parameters]\np = { value = 1, zzz = 1 }\n"), keys("/$defs/explained/properties"));
    assert_eq!(known("[clauses]\nc = { zzz = 1 }\n"), keys("/properties/clauses/additionalProperties/properties"));
    let level = "/properties/levels/additionalProperties/anyOf/1/properties";
    assert_eq!(known("[levels]\nr = { level = \"block\", zzz = 1 }\n"), keys(level));
}

/// Every project file that is shipped or shown keeps the schema.
#[test]
fn shipped_projects_keep_the_schema() {
    let mut folders = vec![root().join("examples"), root().join("rules")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|n| n == "fadu.toml") {
                assert_eq!(faults(&std::fs::read_to_string(&path).unwrap()), Vec::<String>::new(), "{}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 0);
    for page in ["README.md", "README.zh.md", "docs/ci.md", "docs/ci.zh.md"] {
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        let blocks = text.split("```toml\n").skip(1).map(|b| b.split("```").next().unwrap());
        for block in blocks.filter(|b| b.contains("[project]")) {
            assert_eq!(faults(block), Vec::<String>::new(), "{page}");
        }
    }
}

#[test]
fn what_is_wrong_breaks_the_schema() {
    for wrong in [
        "[project]\nrulse = []\n",
        "[project]\nlang = \"fr\"\n",
        "[[submissions]]\nrecord = \"A\"\n",
        "[check]\nfail_on = \"always\"\n",
        "[levels]\nr = \"loud\"\n",
        "[notice]\ndays = 0\n",
        "[allow]\nno_files = 3\n",
    ] {
        assert!(!faults(wrong).is_empty(), "{wrong}");
    }
}

/// A new project names the schema, which lies beside it and is that of the program; editors need no network.
#[test]
fn a_new_project_names_its_schema() {
    for lang in ["zh", "en"] {
        let folder = Folder::new();
        folder.run(&["init", "--example", "--lang", lang]).expect(0, &["fadu.schema.json"]);
        let project = std::fs::read_to_string(folder.path().join("fadu.toml")).unwrap();
        assert!(project.starts_with("#:schema ./fadu.schema.json\n"), "{project}");
        assert_eq!(faults(&project), Vec::<String>::new());
        let beside: Value =
            serde_json::from_str(&std::fs::read_to_string(folder.path().join("fadu.schema.json")).unwrap()).unwrap();
        assert_eq!(beside, schema());
        folder.run(&["check"]).expect(0, &[]);
        let printed: Value = serde_json::from_str(&folder.run(&["config", "--schema"]).out()).unwrap();
        assert_eq!(printed, schema());
    }
}
