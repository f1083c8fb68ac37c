//! What was waived or explained: never hidden, one line for each, with who said so and until when.

use crate::finding::Consequence;
use crate::report::input::Report;
use crate::report::page::layout::Ink;
use crate::report::page::layout::{Page, Text};
use crate::report::pretty::signs::ink;
use crate::report::prose::answers;
use crate::report::prose::reasons;
use crate::report::prose::words::{consequence, say};

pub(crate) fn all(page: &mut Page, report: &Report) {
    let lang = report.lang;
    let told = |f: &&crate::finding::Finding| matches!(f.consequence(), Consequence::Waived | Consequence::Explained);
    let mut list: Vec<&crate::finding::Finding> = report.findings.list.iter().filter(told).collect();
    if list.is_empty() {
        return;
    }
    list.sort_by_key(|f| f.consequence());
    page.blank();
    page.heading(&format!("{} {}", say(lang, "已特许、已说明的事项：", "Waived and explained:"), list.len()));
    for f in list {
        let rule = report.findings.rules.get(f.rule);
        let kind = f.consequence();
        let message = reasons::message(f, rule.map_or("", |r| &r.title), &report.findings.regions, lang);
        let mut line = Text::new().and(ink(kind), consequence(kind, lang)).and(Ink::Plain, "  ");
        line.push(Ink::Faint, rule.map_or("", |r| &r.id));
        line.push(Ink::Plain, &format!("  {message}"));
        page.wrapped(2, 4, &line);
        page.wrapped(4, 6, &Text::plain(&answers::standing(f, report.findings, lang).unwrap_or_default()));
    }
}
