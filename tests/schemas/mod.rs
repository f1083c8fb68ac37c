//! JSON Schemas of every report and of the project file: made from the types that are written, kept in `docs/schemas`, and held against what
//! the commands write. `BLESS=1` writes them anew.

mod live;
mod project;
mod types;

use crate::harness::{golden, json_schema};
use serde_json::{Map, Value, json};
use std::path::Path;
use types::{Schema, Types, object};

/// Reports by their schema: the command, the file and the structure of what follows the common keys.
const REPORTS: &[(&str, &str, &str)] = &[
    ("fadu-gate/1", "src/report/changes/json.rs", "Document"),
    ("fadu-explain/1", "src/report/explain/json.rs", "Document"),
    ("fadu-verify/1", "src/cli/receipt/json.rs", "Document"),
    ("fadu-coverage/1", "src/cli/coverage.rs", "JsonReport"),
    ("fadu-test/1", "src/cli/test/json.rs", "Body"),
    ("fadu-boundaries/1", "src/cli/boundaries.rs", "Body"),
    ("fadu-list/1", "src/cli/start/list.rs", "Document"),
    ("fadu-config/1", "src/cli/start/config.rs", "Document"),
    ("fadu-doubt/1", "src/cli/figures/doubt_json.rs", "Body"),
    ("fadu-repair/1", "src/cli/figures/repair_json.rs", "Body"),
    ("fadu-inspect/1", "src/cli/inspect/json.rs", "Document"),
    ("fadu-score/1", "src/cli/score/report.rs", "Body"),
    ("fadu-sql/1", "src/cli/engine/sql.rs", "JsonReport"),
];

/// Those that write the common keys themselves.
const WHOLE: &[(&str, &str, &str)] =
    &[("fadu-report/1", "src/report/json/model.rs", "Document"), ("fadu-receipt/1", "src/receipt/model.rs", "Receipt")];

/// What a line of `fadu-lines/1` may be.
const LINES: (&str, &str, &[(&str, &str)]) = (
    "fadu-lines/1",
    "src/report/json/lines.rs",
    &[
        ("run", "Head"),
        ("finding", "FindingLine"),
        ("result", "ResultLine"),
        ("answer", "AnswerLine"),
        ("exception", "ExceptionLine"),
        ("problem", "ProblemLine"),
    ],
);

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `fadu-gate/1` is kept as `fadu-gate-1.json`.
fn file_name(schema: &str) -> String {
    format!("{}.json", schema.replace('/', "-"))
}

fn document(schema: &str, types: &Types, file: &str, name: &str, common: bool) -> Value {
    let mut made = Schema::new(types);
    let (mut properties, mut required) = match common {
        true => made.properties("src/report/json/envelope.rs", "Envelope"),
        false => (Map::new(), Vec::new()),
    };
    let (own, always) = made.properties(file, name);
    properties.extend(own);
    required.extend(always);
    properties.insert("schema".into(), json!({"const": schema}));
    properties.insert("language".into(), json!({"enum": ["zh", "en"]}));
    if schema == "fadu-receipt/1" {
        properties.remove("language");
        // Its last entry is made over the text of all others, so it is no field of the type.
        properties.insert("seal".into(), json!({"type": "string"}));
        required.push(json!("seal"));
    }
    titled(object(None, properties, required), schema, made)
}

/// One line of a report that is read line by line.
fn line(types: &Types) -> Value {
    let (schema, file, kinds) = LINES;
    let mut made = Schema::new(types);
    let mut kind = |(word, name): &(&str, &str)| {
        let (mut properties, required) = made.properties(file, name);
        properties.insert("line".into(), json!({"const": word}));
        object(None, properties, required)
    };
    let kinds: Vec<Value> = kinds.iter().map(&mut kind).collect();
    titled(json!({"oneOf": kinds}), schema, made)
}

fn titled(mut out: Value, schema: &str, made: Schema<'_>) -> Value {
    out["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    out["title"] = json!(schema);
    out["$defs"] = made.definitions();
    out
}

/// All of them, by name.
fn all() -> Vec<(&'static str, Value)> {
    let types = Types::read(root());
    let common = REPORTS.iter().map(|(schema, file, name)| (*schema, document(schema, &types, file, name, true)));
    let whole = WHOLE.iter().map(|(schema, file, name)| (*schema, document(schema, &types, file, name, false)));
    common.chain(whole).chain([(LINES.0, line(&types))]).collect()
}

/// A report that is written somewhere in the source and has no schema would be seen here.
#[test]
fn every_report_has_a_schema() {
    let mut written = std::collections::BTreeSet::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let named = text.split('"').filter(|t| t.starts_with("fadu-") && t.ends_with("/1"));
            written.extend(named.map(str::to_string));
        }
    }
    let known: std::collections::BTreeSet<String> = all().into_iter().map(|(schema, _)| schema.to_string()).collect();
    assert_eq!(written, known);
}

#[test]
fn the_schemas_are_those_of_the_types() {
    for (schema, document) in all() {
        golden::check(
            &format!("../docs/schemas/{}", file_name(schema)),
            &(serde_json::to_string_pretty(&document).unwrap() + "\n"),
        );
    }
}

/// The kept schema of a report.
fn kept(schema: &str) -> Value {
    let path = root().join("docs/schemas").join(file_name(schema));
    serde_json::from_str(&std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))).unwrap()
}

/// The same without any other key: of this program's own reports every key is known.
fn strict(schema: &Value) -> Value {
    match schema {
        Value::Object(map) => {
            let mut out: Map<String, Value> = map.iter().map(|(k, v)| (k.clone(), strict(v))).collect();
            if map.get("type") == Some(&json!("object")) && map.contains_key("required") {
                out.insert("additionalProperties".into(), json!(false));
            }
            out.into()
        }
        Value::Array(list) => list.iter().map(strict).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}

/// Holds a report against the schema that it names.
#[track_caller]
fn holds(text: &str) -> String {
    let document: Value = serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"));
    let name = document["schema"].as_str().unwrap().to_string();
    let faults = json_schema::faults(&strict(&kept(&name)), &document);
    assert_eq!(faults, Vec::<String>::new(), "{name}");
    name
}

/// Holds a line against the schema of lines; gives what it is.
#[track_caller]
fn line_holds(text: &str) -> String {
    let line: Value = serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"));
    assert_eq!(json_schema::faults(&strict(&kept(LINES.0)), &line), Vec::<String>::new(), "{text}");
    line["line"].as_str().unwrap().to_string()
}

/// Every key of every schema is told in the page on reports.
#[test]
fn every_key_is_told() {
    let page = std::fs::read_to_string(root().join("docs/report-json.md")).unwrap();
    let mut words = std::collections::BTreeSet::new();
    for block in page.split('`').skip(1).step_by(2) {
        words.extend(block.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map(str::to_string));
    }
    for (schema, document) in all() {
        let mut keys = Vec::new();
        collect(&document, &mut keys);
        let untold: Vec<&String> = keys.iter().filter(|k| !words.contains(*k)).collect();
        assert!(untold.is_empty(), "{schema}: docs/report-json.md does not name {untold:?}");
    }
}

fn collect(schema: &Value, out: &mut Vec<String>) {
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        out.extend(properties.keys().cloned());
    }
    match schema {
        Value::Object(map) => map.values().for_each(|v| collect(v, out)),
        Value::Array(list) => list.iter().for_each(|v| collect(v, out)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The kept reports of the tests are what the schema says.
#[test]
fn kept_reports_hold() {
    for lang in ["zh", "en"] {
        let text = std::fs::read_to_string(root().join(format!("tests/report/golden/json.{lang}.json"))).unwrap();
        assert_eq!(holds(&text), "fadu-report/1");
    }
}

/// The schema is no formality: a document that breaks it in one word is told.
#[test]
fn a_broken_report_is_told() {
    let text = std::fs::read_to_string(root().join("tests/report/golden/json.en.json")).unwrap();
    let good: Value = serde_json::from_str(&text).unwrap();
    let broken: [fn(&mut Value); 4] = [
        |d| d["findings"][0]["verdict"] = json!(3),
        |d| d["summary"]["breaches"] = json!(-1),
        |d| d["summary"]["new_key"] = json!(1),
        |d| drop(d.as_object_mut().unwrap().remove("files")),
    ];
    for (at, breaks) in broken.into_iter().enumerate() {
        let mut bad = good.clone();
        breaks(&mut bad);
        assert_eq!(json_schema::faults(&strict(&kept("fadu-report/1")), &bad).len(), 1, "{at}");
    }
}
