//! The grammar of fadu's rule language: the `.pest` files beside this one, and the parser generated from them.
//!
//! It is a crate of its own because the generated parser is a large part of what the compiler has to do, and changes with the
//! grammar alone. [`read`] is the one way in; what the pairs mean is decided by the `parse` module of fadu. The parser
//! generator is named nowhere else.
//!
//! Every keyword is one [`Rule`] with both spellings, so English and Chinese give the same pairs:
//!
//! ```
//! use fadu_grammar::{Rule, read};
//! let rules = |text| read(Rule::expr, text).unwrap().flatten().map(|pair| pair.as_rule()).collect::<Vec<_>>();
//! assert_eq!(rules("a >= 3 and not b"), rules("a 不低于 3 且 非 b"));
//! ```

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};

pub use pest::iterators::{Pair, Pairs};

#[derive(pest_derive::Parser)]
#[grammar = "lexical.pest"]
#[grammar = "types.pest"]
#[grammar = "expr.pest"]
#[grammar = "rules.pest"]
struct Grammar;

/// Where reading stopped, and what could have stood there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// In bytes from the beginning of the text.
    pub at: usize,
    /// Without double entries; empty where the text is nested too deep to be read.
    pub expected: Vec<Rule>,
}

/// Reads a text by one rule of the grammar.
///
/// # Errors
/// The farthest place that could be read to, and what was expected there.
pub fn read(rule: Rule, text: &str) -> Result<Pairs<'_, Rule>, Stop> {
    Grammar::parse(rule, text).map_err(|error| {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let expected = match error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives,
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Stop { at, expected }
    })
}

#[cfg(test)]
mod tests;
