//! What a test came to.

use crate::ast::Verdict;
use crate::diag::{Bilingual, Lang};
use crate::finding::{Finding, Subject, Value};
use crate::report::value_words;
use crate::text::Span;
use crate::ty::{Flavour, scaled};

/// An author may name things in either language.
pub(super) const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];

/// One test's result.
#[derive(Debug)]
pub struct Outcome {
    pub name: String,
    pub span: Span,
    /// Which row of a table of cases, from 1.
    pub case: Option<usize>,
    /// What the rules came to, whether it was expected or not: for each expectation the subjects with their verdicts.
    pub found: Vec<Found>,
    /// The same of results.
    pub results: Vec<FoundResult>,
    pub failures: Vec<Failure>,
}

/// The verdicts behind one expectation.
#[derive(Debug)]
pub struct Found {
    pub rule: String,
    /// The label of the line it speaks of.
    pub line: Option<String>,
    /// The consequence it asks for: `breach`, `query`, `shortfall`, `open`.
    pub asked: Option<String>,
    pub span: Span,
    pub wanted: Verdict,
    pub holds: bool,
    pub verdicts: Vec<(String, Verdict)>,
}

/// An expectation that did not hold.
#[derive(Debug)]
pub struct Failure {
    pub span: Span,
    pub expected: Bilingual,
    pub found: Bilingual,
    /// Indexes into the findings the verdict came from, for showing values and margins.
    pub findings: Vec<Finding>,
    /// The rule that has mistakes of its own and was not judged at all.
    pub faulty: Option<String>,
}

/// The results behind one expectation.
#[derive(Debug)]
pub struct FoundResult {
    pub rule: String,
    pub label: String,
    pub span: Span,
    pub wanted: Bilingual,
    pub holds: bool,
    /// Subjects with what came out for them.
    pub figures: Vec<(String, Bilingual)>,
}

/// Whether a test means this subject by a name: its title, or a value of its key.
pub(super) fn is_called(subject: &Subject, name: &str) -> bool {
    // A flag is called by its word of either language.
    let is = |v: &Value| v.plain() == *name || bare(v) == *name || BOTH.iter().any(|lang| value_words(v, *lang) == *name);
    let counted = || subject.key.iter().map(|(_, v)| bare(v)).collect::<Vec<_>>().join(" · ");
    subject.key.iter().any(|(_, v)| is(v)) || subject.title() == *name || counted() == *name
}

/// A number of a key as it is written on a form, without its counter.
fn bare(value: &Value) -> String {
    let text = value.plain();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, counter) = text.split_at(digits);
    let counts = digits > 0 && scaled(counter).is_some_and(|(n, known)| n == 1 && known.flavour == Flavour::Count);
    if counts { number.to_string() } else { text.into_owned() }
}
