//! The statements of a rule set, to be looked at.

use super::catalog;
use super::judge::asked;
use crate::diag::Sink;
use crate::hir::RuleSet;
use crate::load::{self, PolicyTable};
use crate::sql::{self, Dialect, Reason, Statement, What};
use crate::text::Sources;
use std::collections::BTreeSet;

/// What one rule asks, or why it cannot.
pub struct Shown {
    /// The rule's place in the set.
    pub rule: usize,
    pub statements: Vec<ShownStatement>,
    /// Tables that come whole.
    pub whole: Vec<String>,
    /// Why it cannot be asked; or, of some of its rows, what cannot.
    pub refused: bool,
    pub reasons: BTreeSet<Reason>,
}

/// One statement with the table it is about.
pub struct ShownStatement {
    pub what: What,
    pub table: Option<String>,
    pub sql: String,
}

/// All statements, those on the form of tables first; `None` where an option cannot be used.
pub fn shown(
    set: &RuleSet,
    dialect: Dialect,
    named: &[(String, String)],
    tables: &[PolicyTable],
    (sources, sink): (&mut Sources, &mut Sink),
) -> Option<(Vec<ShownStatement>, Vec<Shown>)> {
    let policy = load::load(&set.schema, &set.units, Vec::new(), tables.to_vec(), sources, sink);
    let binding = catalog::assumed(set, named, sink)?;
    let title = |what: &What| match what {
        What::Form(rel) | What::Rows(rel) | What::Heard(rel, _) | What::Odd(rel) => {
            Some(set.schema.get(*rel).title().to_string())
        }
        What::Counts | What::Sums { .. } => None,
    };
    let show = |s: Statement| ShownStatement { table: title(&s.what), what: s.what, sql: s.sql };
    let forms = binding.tables.keys().filter_map(|rel| sql::form(&set.schema, &binding, *rel, dialect).ok()).map(show).collect();
    let rules = asked(set, &policy, &binding, dialect).into_iter().map(|rule| match rule.unit {
        Ok(unit) => {
            let whole = unit.brings_whole().iter().map(|rel| set.schema.get(*rel).title().to_string()).collect();
            let statements = unit.queries.statements.into_iter().map(show).collect();
            Shown { rule: unit.place, statements, whole, refused: false, reasons: unit.queries.partly }
        }
        Err(reasons) => Shown { rule: rule.place, statements: Vec::new(), whole: Vec::new(), refused: true, reasons },
    });
    Some((forms, rules.collect()))
}
