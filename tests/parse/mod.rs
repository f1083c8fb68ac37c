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
    ast::dump(&file, fadu::internals::builtins::english)
}

/// Every unit of the table can be written after a number, with a blank and without, and after `/`.
#[test]
fn the_grammar_reads_every_unit_of_the_table() {
    for name in fadu::ty::Units::default().names() {
        for bound in [format!("1 {name}"), format!("1{name}"), format!("1 元/{name}")] {
            let per_share =
                bound.contains('/') && (name.starts_with(['%', '‰', '倍']) || name.contains("百分点") || name == "points");
            if per_share {
                continue;
            }
            let text = format!("rule r {{ for x in X require x.v <= {bound} }}");
            let (_, mistakes) = parse(&text);
            let shown: Vec<_> = mistakes.iter().map(|d| &d.message.en).collect();
            assert!(mistakes.is_empty(), "{bound}: {shown:?}");
        }
    }
}
