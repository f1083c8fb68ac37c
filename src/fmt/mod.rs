//! The formatter: one layout for every file, comments kept, keywords as the author wrote them or in one language.
//!
//! It prints from the tree and proves itself at every run: its output is parsed again, and unless tree and comments are the
//! same, nothing is returned.

mod block;
mod body;
mod calendar;
mod context;
mod diagnostics;
mod doc;
mod expr;
mod items;
mod options;
mod power;
mod score;
mod table;
mod texts;
mod types;
mod words;

pub use options::{FmtOptions, Keywords, MAX_WIDTH};

use crate::ast;
use crate::builtins;
use crate::diag::{Diagnostic, Sink};
use crate::parse::{comments, parse};
use crate::text::FileId;
use context::Context;

/// Every keyword: its English words, and its Chinese ones, the canonical first.
pub fn keywords() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    words::KEYWORDS.iter().filter_map(|w| Some((*w.en.first()?, w.zh)))
}

/// Lays out one rule file.
///
/// # Errors
/// The mistakes of a file that cannot be parsed (it is not formatted), or `F001` when the output would not mean the same.
pub fn format(file: FileId, source: &str, options: FmtOptions) -> Result<String, Vec<Diagnostic>> {
    let tree = read(file, source)?;
    let out = Context::new(file, source, options.keywords, &tree).print(&tree);
    match prove(file, source, &tree, &out) {
        None => Ok(out),
        Some(defect) => Err(vec![defect]),
    }
}

/// An expression in one line, with keywords as asked; as it stands where it is none.
pub fn phrase(source: &str, keywords: Keywords) -> String {
    let whole = format!("rule x \"\" {{ require {source} }}");
    let out = format(FileId(0), &whole, FmtOptions { keywords }).ok();
    let line = out.and_then(|text| {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let body = words.split_once("{ ").and_then(|(_, b)| b.strip_suffix(" }"))?;
        body.split_once(' ').map(|(_, e)| e.to_string())
    });
    line.unwrap_or_else(|| source.to_string())
}

/// A unified diff of two versions of a file; empty when they are equal.
pub fn diff(old: &str, new: &str, path: &str) -> String {
    if old == new {
        return String::new();
    }
    similar::TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(path, path).to_string()
}

fn read(file: FileId, source: &str) -> Result<ast::File, Vec<Diagnostic>> {
    let mut sink = Sink::default();
    let tree = parse(file, source, &mut sink);
    if sink.has_errors() { Err(sink.finish()) } else { Ok(tree) }
}

/// Reads the output again and holds it against the source.
fn prove(file: FileId, source: &str, tree: &ast::File, out: &str) -> Option<Diagnostic> {
    let words = |text: &str| -> Vec<String> {
        comments(file, text).iter().map(|c| text.get(c.span.range()).unwrap_or("").to_string()).collect()
    };
    let again = match read(file, out) {
        Ok(again) => again,
        Err(mistakes) => return Some(diagnostics::unreadable(file, mistakes.first())),
    };
    let (before, after) = (ast::dump(tree, builtins::english), ast::dump(&again, builtins::english));
    if before != after {
        let differs = before.lines().zip(after.lines()).find(|(a, b)| a != b);
        return Some(diagnostics::changed(file, differs));
    }
    (words(source) != words(out)).then(|| diagnostics::comments_lost(file))
}
