//! The parser from outside: both keyword languages, recovery, places of messages.

mod languages;
mod pages;
mod recovery;

use fadu::ast;
use fadu::diag::{Diagnostic, Sink};
use fadu::text::FileId;

/// Parses and returns the tree with all messages in order.
pub fn parse(source: &str) -> (ast::File, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let file = fadu::parse::parse(FileId(0), source, &mut sink);
    (file, sink.finish())
}

/// The dump of a text that must be free of mistakes.
pub fn dump(source: &str) -> String {
    let (file, mistakes) = parse(source);
    let shown: Vec<_> = mistakes.iter().map(|d| (d.code, &d.message.en, d.primary().map(|s| &source[s.range()]))).collect();
    assert!(mistakes.is_empty(), "{shown:#?}");
    ast::dump(&file)
}
