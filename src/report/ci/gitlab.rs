//! GitLab's code quality report: one JSON array; what has an equal fingerprint in the target branch is not new.

use crate::report::ci::items::{Grade, items};
use crate::report::input::Report;
use crate::report::json::document::write;
use serde::Serialize;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub(crate) fn render(report: &Report) -> String {
    let issue = |item: crate::report::ci::items::Item| {
        let (path, begin, end) = item.at.map_or((".".to_string(), 1, 1), |at| (at.path, at.line, at.end_line.max(at.line)));
        Issue {
            description: item.message,
            check_name: item.code,
            fingerprint: item.fingerprint,
            severity: severity(item.grade),
            location: Location { path, lines: Lines { begin, end } },
        }
    };
    write(&items(report).into_iter().map(issue).collect::<Vec<_>>())
}

fn severity(grade: Grade) -> &'static str {
    match grade {
        Grade::Mistake | Grade::Idle => "blocker",
        Grade::Breach => "critical",
        Grade::Open => "major",
        Grade::Warning | Grade::Query => "minor",
        Grade::Shortfall | Grade::Noted => "info",
    }
}
