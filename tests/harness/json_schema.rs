//! Holds a JSON document against a JSON Schema (the words that the kept schemas use; an unknown word fails the test).

use serde_json::Value;

/// What is wrong with a document, by its place in it.
pub fn faults(schema: &Value, document: &Value) -> Vec<String> {
    let mut out = Vec::new();
    check(schema, schema, document, "$", &mut out);
    out
}

fn resolve<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(path) => resolve(root, root.pointer(path.trim_start_matches('#')).unwrap_or_else(|| panic!("no {path}"))),
        None => schema,
    }
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    if schema.as_bool() == Some(true) {
        return;
    }
    let schema = resolve(root, schema);
    for (word, want) in schema.as_object().into_iter().flatten() {
        let fits = match word.as_str() {
            "type" => kinds(want).iter().any(|k| is(value, k)),
            "enum" => want.as_array().unwrap().contains(value),
            "const" => want == value,
            "minimum" => value.as_i64().is_none_or(|n| n >= want.as_i64().unwrap()),
            "maximum" => value.as_i64().is_none_or(|n| n <= want.as_i64().unwrap()),
            "minItems" => value.as_array().is_none_or(|l| l.len() as u64 >= want.as_u64().unwrap()),
            "uniqueItems" => value.as_array().is_none_or(|l| l.iter().enumerate().all(|(i, v)| !l[..i].contains(v))),
            "pattern" => value.as_str().is_none_or(|text| pattern(want.as_str().unwrap(), text)),
            "format" => value.as_str().is_none_or(|text| !text.contains(' ') && text.is_ascii()),
            "required" => {
                let lacks = |k: &&Value| value.is_object() && value.get(k.as_str().unwrap()).is_none();
                out.extend(want.as_array().unwrap().iter().filter(lacks).map(|k| format!("{at} lacks {k}")));
                true
            }
            "anyOf" => want.as_array().unwrap().iter().any(|s| fits(root, s, value)),
            "oneOf" => want.as_array().unwrap().iter().filter(|s| fits(root, s, value)).count() == 1,
            "items" => {
                for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, want, item, &format!("{at}[{i}]"), out);
                }
                true
            }
            "properties" => {
                for (key, inner) in value.as_object().into_iter().flatten() {
                    if let Some(own) = want.get(key) {
                        check(root, own, inner, &format!("{at}.{key}"), out);
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = |key: &str| schema.get("properties").is_some_and(|p| p.get(key).is_some());
                for (key, inner) in value.as_object().into_iter().flatten().filter(|(k, _)| !known(k)) {
                    match want.as_bool() {
                        Some(true) => {}
                        Some(false) => out.push(format!("{at} may not have {key}")),
                        None => check(root, want, inner, &format!("{at}.{key}"), out),
                    }
                }
                true
            }
            "$schema" | "$id" | "$defs" | "$comment" | "title" | "description" | "default" | "definitions" | "examples" => true,
            other => panic!("the schema says `{other}`, which is not read here"),
        };
        if !fits {
            out.push(format!("{at}: {word} {want}"));
        }
    }
}

fn fits(root: &Value, schema: &Value, value: &Value) -> bool {
    let mut out = Vec::new();
    check(root, schema, value, "$", &mut out);
    out.is_empty()
}

fn kinds(want: &Value) -> Vec<&str> {
    want.as_array().map_or_else(|| vec![want.as_str().unwrap()], |l| l.iter().map(|k| k.as_str().unwrap()).collect())
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type {other}"),
    }
}

/// The few patterns that stand at what is written; another one is told.
fn pattern(pattern: &str, text: &str) -> bool {
    match pattern {
        "[0-9]+(\\.[0-9]+){3}" => text.split('.').count() == 4 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.'),
        "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$" | "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$" => {
            let mut letters = text.bytes();
            letters.by_ref().take(2).filter(u8::is_ascii_alphabetic).count() == 2
        }
        other => panic!("the schema has the pattern {other}, which is not read here"),
    }
}
