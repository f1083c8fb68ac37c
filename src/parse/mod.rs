//! From text to tree. [`parse`] always succeeds: what cannot be read is reported, and everything intact around it reaches the
//! tree. The only user of the grammar.
//!
//! The grammar (a crate of its own in `grammar/`) keeps expressions flat; `expr.rs` applies precedence. Faulty parts are caught by `bad_…`
//! rules and explained in `recover.rs`.

mod body;
mod compare;
mod diagnostics;
mod expected;
mod expr;
mod glued;
mod growth;
mod habits;
mod items;
mod lexeme;
mod openers;
mod period;
mod recover;
mod rows;
mod scan;
mod score;
mod table;
mod texts;
mod types;

pub use scan::{Comment, MAX_NESTING, comments};

use crate::ast;
use crate::diag::Sink;
use crate::text::{FileId, Span};
use fadu_grammar::{Pair, Rule, read};

/// Longest run of operands and operators from the outermost expression inwards; a tree is never deeper than this.
pub const MAX_RUN: usize = 600;

/// Reads one rule file. Mistakes go to the sink; the tree holds everything intact.
pub fn parse(file: FileId, source: &str, sink: &mut Sink) -> ast::File {
    let scan = scan::scan(file, source);
    sink.extend(scan.mistakes);
    let text = scan.cleaned.as_deref().unwrap_or(source);
    let mut told = Sink::default();
    let mut build = Build { file, text, sink: &mut told, run: 0, lone_names: Vec::new(), told_to: 0, told_line: 0..0 };
    let items = match read(Rule::file, text) {
        Ok(mut pairs) => pairs.next().map(|p| build.items(p)).unwrap_or_default(),
        Err(_) => {
            build.sink.push(diagnostics::unreadable(Span::new(file, 0, 0)));
            Vec::new()
        }
    };
    build.report_glued_names(&items);
    sink.extend(diagnostics::causes(told.finish(), text));
    ast::File { file, items }
}

/// The pass from pairs to the tree.
struct Build<'a> {
    file: FileId,
    text: &'a str,
    sink: &'a mut Sink,
    /// Operands and operators on the way from the outermost expression to here.
    run: usize,
    /// Conditions that are one single name: perhaps a sentence written without blanks.
    lone_names: Vec<ast::Name>,
    /// Up to here all belongs to a mistake that was told: parts that seem to begin before it are none.
    told_to: usize,
    /// From the last mistake that was told in a bad part to the end of its line.
    told_line: std::ops::Range<usize>,
}

impl<'a> Build<'a> {
    fn span(&self, pair: &Pair<'a, Rule>) -> Span {
        Span::new(self.file, pair.as_span().start(), end_of(pair))
    }

    fn span_at(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }
}

/// Where a pair really ends: pest counts the blanks and comments before an absent optional part to the rule.
fn end_of(pair: &Pair<'_, Rule>) -> usize {
    // A literal has no blanks in it, and ends in a word that is no part of its own.
    if pair.as_rule() == Rule::period_lit {
        return pair.as_span().end();
    }
    let last = pair.clone().into_inner().rfind(|p| p.as_rule() != Rule::missing_brace);
    last.map_or(pair.as_span().end(), |last| end_of(&last))
}
