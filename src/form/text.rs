//! Forms as texts.

use super::{Field, Form, Kind};
use crate::diag::Lang;
use crate::ty::PeriodKind;

/// A table with its header, and for one row what is known of it. CSV has no cover: region and period stand in columns.
pub fn csv(form: &Form, given: &[(String, String)]) -> String {
    let quoted = |text: &str| match text.contains([',', '"', '\n', '\r', ';', '\t']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_string(),
    };
    let value = |f: &Field| given.iter().find(|(name, _)| *name == f.name).map(|(_, v)| v.as_str()).unwrap_or_default();
    let line = |cells: Vec<String>| cells.iter().map(|c| quoted(c)).collect::<Vec<_>>().join(",") + "\r\n";
    let row = line(form.fields.iter().map(|f| value(f).to_string()).collect());
    // Spreadsheets take a text for UTF-8 by its mark.
    format!("\u{feff}{}{row}", line(form.fields.iter().map(Field::header).collect()))
}

/// A text, as TOML quotes it.
fn text(value: &str) -> String {
    crate::config::value_of(&[value.to_string()])
}

/// What is asked behind each field, as a comment: a comment ends with its line.
fn asked(field: &Field, lang: Lang) -> String {
    let mut parts = vec![field.label.clone()];
    parts.extend(field.unit.clone());
    match &field.kind {
        Kind::Choice(list) => parts.push(list.join(" | ")),
        Kind::Flag => parts.push(lang.pick("是 | 否", "true | false").to_string()),
        Kind::Date => parts.push("2026-01-31".to_string()),
        Kind::Period(PeriodKind::Year) => parts.push("2025".to_string()),
        Kind::Period(PeriodKind::Half) => parts.push("2025-H1".to_string()),
        Kind::Period(PeriodKind::Quarter) => parts.push("2025-Q1".to_string()),
        Kind::Period(PeriodKind::Month) => parts.push("2025-01".to_string()),
        Kind::Period(PeriodKind::Span) => parts.push("2025-01..2025-09".to_string()),
        Kind::Text | Kind::Number { .. } | Kind::List => {}
    }
    if field.optional {
        parts.push(lang.pick("没有的填 —", "— where there is none").to_string());
    }
    parts.join(lang.pick("，", ", ")).chars().filter(|c| !c.is_control()).collect()
}

/// One row of every table, to be copied for more; lists stand inside their row.
pub fn toml(form: &Form) -> String {
    let lang = form.lang;
    let mut out = String::new();
    let region = form.region.clone().unwrap_or_default();
    let period = form.period.clone().unwrap_or_default();
    let name = form.region_name.as_ref().map_or_else(String::new, |n| format!("  # {}", n.replace(char::is_control, " ")));
    out += &format!("[submission]{name}\n");
    for (key, value) in [("region", &region), ("period", &period)] {
        let lead = if value.is_empty() { "# " } else { "" };
        out += &format!("{lead}{key} = {}\n", text(value));
    }
    let title: String = form.title.chars().filter(|c| !c.is_control()).collect();
    out += &format!("\n# {title}{}\n[[{}]]\n", lang.pick("：几行就写几个", ": one for each row"), key(&form.record));
    rows(&mut out, &form.record, &form.fields, lang);
    out
}

fn rows(out: &mut String, path: &str, fields: &[Field], lang: Lang) {
    for field in fields.iter().filter(|f| f.kind != Kind::List) {
        *out += &format!("{} = \"\"  # {}\n", key(&field.name), asked(field, lang));
    }
    for field in fields.iter().filter(|f| f.kind == Kind::List) {
        let path = format!("{path}.{}", field.name);
        let parts: Vec<String> = path.split('.').map(key).collect();
        *out += &format!("\n# {}\n[[{}]]\n", asked(field, lang), parts.join("."));
        rows(out, &path, &field.rows, lang);
    }
}

/// A key of TOML: bare where it may be.
fn key(name: &str) -> String {
    match !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
        true => name.to_string(),
        false => text(name),
    }
}
