//! Checkstyle's XML, for reviewdog, Jenkins and editors: one `file` for each path, severities `error`, `warning` and `info`.

use crate::report::ci::items::{Item, Level, items};
use crate::report::ci::xml::Document;
use crate::report::input::Report;
use crate::report::page::clean::clean;
use std::collections::BTreeMap;

pub(crate) fn render(report: &Report) -> String {
    let all = items(report);
    let mut files: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in &all {
        files.entry(item.at.as_ref().map_or("", |at| &at.path)).or_default().push(item);
    }
    let mut out = Document::new();
    out.open("checkstyle", &[("version", "4.3")]);
    for (path, list) in files {
        out.open("file", &[("name", &clean(path))]);
        for item in list {
            let (line, column) = item.at.as_ref().map_or((1, 1), |at| (at.line, at.column));
            out.empty(
                "error",
                &[
                    ("line", &line.to_string()),
                    ("column", &column.to_string()),
                    ("severity", severity(item.grade.level())),
                    ("message", &item.message),
                    ("source", &format!("fadu.{}", item.code)),
                ],
            );
        }
        out.close("file");
    }
    out.close("checkstyle");
    out.finish()
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "info",
    }
}
