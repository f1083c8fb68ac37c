//! A document and its clauses, with what became of each.

use crate::text::Span;

/// One document.
#[derive(Clone, Debug)]
pub struct Document {
    pub name: String,
    pub title: Option<String>,
    pub number: Option<String>,
    pub clauses: Vec<Covered>,
    /// Where the policy stands.
    pub span: Span,
}

/// One clause, and what became of it.
#[derive(Clone, Debug)]
pub struct Covered {
    pub name: String,
    pub number: Option<String>,
    pub title: Option<String>,
    pub force: Option<String>,
    pub span: Span,
    /// Rules that cite it.
    pub rules: Vec<String>,
    /// Numbers of the documents that lift one of these rules for somebody.
    pub exceptions: Vec<String>,
    pub state: State,
    /// Of what the clause says now.
    pub hash: String,
    /// Rules that were accepted when the clause said something else.
    pub stale: Vec<String>,
    /// Rules that nobody accepted yet, where anything was accepted at all.
    pub unreviewed: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// A rule cites it and needs nothing that the text leaves open.
    Encoded,
    /// Every rule that cites it needs an open parameter: these.
    Open(Vec<String>),
    /// Nothing can be measured, for this reason.
    NotMeasurable(String),
    /// No rule cites it and nobody said why.
    Missing,
}

/// Counts of a document's clauses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub encoded: usize,
    pub open: usize,
    pub not_measurable: usize,
    pub missing: usize,
    /// Clauses with stale rules.
    pub stale: usize,
    /// Clauses with rules that nobody accepted.
    pub unreviewed: usize,
}

impl Document {
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for clause in &self.clauses {
            *match clause.state {
                State::Encoded => &mut counts.encoded,
                State::Open(_) => &mut counts.open,
                State::NotMeasurable(_) => &mut counts.not_measurable,
                State::Missing => &mut counts.missing,
            } += 1;
            counts.stale += usize::from(!clause.stale.is_empty());
            counts.unreviewed += usize::from(!clause.unreviewed.is_empty());
        }
        counts
    }
}
