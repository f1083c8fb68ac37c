//! What was read: every file with its rows, what was left out of it, and the digest of its bytes.

use super::frame::framed;
use crate::finding::FileReading;
use crate::report::input::Report;
use crate::report::pretty::files::table;
use crate::report::prose::words::{list, say};
use maud::{Markup, html};

/// How many submissions were read, and how many rows in all.
pub(super) fn counts(report: &Report) -> (usize, u64) {
    let files = &report.findings.files;
    let mut names: Vec<&str> = files.iter().map(|f| report.sources.get(f.file).name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let rows = files.iter().flat_map(|f| &f.tables).filter(|t| !t.nested).map(|t| u64::from(t.rows)).sum();
    (names.len(), rows)
}

pub(super) fn section(report: &Report) -> Markup {
    let lang = report.lang;
    let title = say(lang, "读取的文件", "Files read");
    let rows = lines(report);
    html! {
        section aria-labelledby="files" {
            h2 #files { (title) }
            p.soft { (say(lang, "SHA-256 是文件内容的指纹：内容相同则相同，改动一个字节就不同。", "SHA-256 tells the content of a file from every other: it changes with every byte.")) }
            (framed(title, html! {
                table {
                    thead { tr {
                        th scope="col" { (say(lang, "文件", "file")) }
                        th scope="col" { (say(lang, "读取情况", "what was read")) }
                        th scope="col" { "SHA-256" }
                    } }
                    tbody {
                        @for (name, read, digest) in &rows {
                            tr { th scope="row" { (name) } td { (read) } td { code.hash { (digest) } } }
                        }
                    }
                }
            }))
        }
    }
}

/// Submissions first, sheet by sheet, then rules and whatever else was read, in the order of their names.
fn lines(report: &Report) -> Vec<(String, String, String)> {
    let lang = report.lang;
    let digest = |path: &str| report.run.digests.get(path).map_or_else(|| "—".to_string(), |d| d.hex.clone());
    let mut out = Vec::new();
    let mut told = std::collections::BTreeSet::new();
    for f in &report.findings.files {
        let source = report.sources.get(f.file);
        told.insert(source.name.as_str());
        let sheet = source.sheet.as_ref().map_or_else(String::new, |s| format!(" · {}", s.name));
        out.push((format!("{}{sheet}", source.name), read(report, f), digest(&source.name)));
    }
    let rest = |p: &&String| !told.contains(p.as_str());
    let others = report.run.digests.keys().filter(rest);
    out.extend(
        others.map(|path| (path.clone(), say(lang, "规则、项目等", "rules, project and others").to_string(), digest(path))),
    );
    out
}

fn read(report: &Report, f: &FileReading) -> String {
    let lang = report.lang;
    let shown = f.tables.iter().filter(|t| !t.nested || !t.others.is_empty() || !t.blanks.is_empty());
    let parts: Vec<String> = shown.map(|t| table(t, report.sources, lang, f.tables.len() > 1)).collect();
    if parts.is_empty() { say(lang, "没有读取", "nothing was read").to_string() } else { list(&parts, lang) }
}
