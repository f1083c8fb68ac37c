//! Changes as a page of a run shows them: counts of all classes, then what changed in a table.

use crate::diag::Lang;
use crate::finding::Class;
use crate::report::changes::{ChangeReport, words};
use crate::report::page::clean::clean;
use crate::report::page::markup::markdown;
use crate::report::prose::words::say;

const ROWS: usize = 200;

pub(crate) fn render(report: &ChangeReport) -> String {
    let lang = report.lang;
    let outcome = match (report.stopped, report.blocking()) {
        (true, _) => say(lang, "比对未能完成", "The comparison could not be completed"),
        (false, 0) if report.worse() => say(lang, "通过：变坏的都不在阻断之列", "Passed: what got worse does not block"),
        (false, 0) => say(lang, "通过：没有变坏的", "Passed: nothing got worse"),
        (false, _) => say(lang, "不通过", "Failed"),
    };
    let mut out = format!("## {}{outcome}\n\n", say(lang, "法度：", "fadu: "));
    let name = escaped(&report.compared.name);
    out += &match lang {
        Lang::Zh => format!("与 {name} 相比\n\n"),
        Lang::En => format!("Compared with {name}\n\n"),
    };
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out += &row(Class::ALL.map(|c| words::class(c, lang).to_string()).to_vec());
    out += &row(vec!["---:".to_string(); Class::ALL.len()]);
    out += &row(Class::ALL.map(|c| report.count(c).to_string()).to_vec());
    report.notes.iter().for_each(|note| out += &format!("\n{}\n", escaped(note.get(lang))));
    for d in report.diagnostics.iter().take(ROWS) {
        out += &format!("\n- {} {}", d.code, escaped(d.message.get(lang)));
    }
    let listed: Vec<_> = report.changes.iter().filter(|c| c.class != Class::Same).collect();
    if listed.is_empty() {
        return out;
    }
    out += "\n\n";
    let heads =
        [("变化", "change"), ("规则", "rule"), ("对象", "subject"), ("位置", "place"), ("原来", "before"), ("现在", "now")];
    out += &row(heads.map(|(zh, en)| say(lang, zh, en).to_string()).to_vec());
    out += &row(vec!["---".to_string(); heads.len()]);
    for change in listed.iter().take(ROWS) {
        let Some(stand) = change.stand() else { continue };
        let origin = words::origin(change.origin, lang).map_or(String::new(), |o| format!(" ({o})"));
        let place = words::place(stand).unwrap_or_else(|| "-".to_string());
        let stood = |s: Option<&crate::finding::Stand>| escaped(&words::stood(s, change, lang));
        out += &row(vec![
            format!("{}{origin}", words::class(change.class, lang)),
            escaped(&stand.rule),
            escaped(&stand.subject),
            escaped(&place),
            stood(change.before.as_ref()),
            stood(change.after.as_ref()),
        ]);
    }
    if let Some(n) = listed.len().checked_sub(ROWS).filter(|n| *n > 0) {
        out += &match lang {
            Lang::Zh => format!("\n另有 {n} 项没有列在这里\n"),
            Lang::En => format!("\n{n} more are not listed here\n"),
        };
    }
    out
}

fn escaped(text: &str) -> String {
    markdown(&clean(text))
}
