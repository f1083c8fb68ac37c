//! The rules' own tests: a small dataset for each, the same evaluation as for real data, verdicts compared with what is expected,
//! and an account of what no test touches.

mod bases;
mod boundary;
mod bounds;
mod branch;
mod coverage;
mod dataset;
mod expect;
mod outcome;
mod probe;
mod results;

pub use bases::Bases;
pub use boundary::{Boundaries, Twin, Twins, run as boundaries};
pub use branch::{Branch, BranchKind};
pub use coverage::{Alternative, Coverage, Gap, Measures, Part, RuleCoverage};
pub use expect::{margins, verdict_words};
pub use outcome::{Failure, Found, FoundResult, Outcome};
pub use results::ResultSeen;

use crate::data::Dataset;
use crate::diag::{Diagnostic, Sink};
use crate::eval::{self, Options};
use crate::finding::Findings;
use crate::hir::{RuleSet, Test};
use crate::text::Sources;
use std::sync::Arc;

/// What a run of tests came to.
#[derive(Debug, Default)]
pub struct Results {
    pub outcomes: Vec<Outcome>,
    pub coverage: Coverage,
    /// Mistakes in the tests' data.
    pub diagnostics: Vec<Diagnostic>,
}

impl Results {
    pub fn failed(&self) -> usize {
        self.outcomes.iter().filter(|o| !o.failures.is_empty()).count()
    }
}

/// Runs the tests whose names contain `filter` (all, if `None`).
pub fn run(rules: &RuleSet, bases: &Bases, sources: &Sources, filter: Option<&str>) -> Results {
    let mut results = Results::default();
    let mut sink = Sink::default();
    let mut coverage = Coverage::of(rules);
    for test in rules.tests.iter().filter(|t| filter.is_none_or(|f| t.name.contains(f))) {
        let bound = with_params(rules, test);
        let data = dataset::build(&bound, bases.of(test, sources), test, &mut sink);
        let findings = judge(&bound, data.clone(), sources);
        coverage.add(&bound, test, &findings);
        let (probes, meant) = probe::rules(&bound, test, |rule, branch| coverage.is_open(rule, branch));
        if !meant.is_empty() {
            coverage.branches(&bound, &meant, &judge(&probes, data, sources));
        }
        results.outcomes.push(expect::compare(rules, test, findings));
    }
    results.coverage = coverage;
    results.diagnostics = sink.finish();
    results
}

fn judge(rules: &RuleSet, mut data: Dataset, sources: &Sources) -> Findings {
    eval::judge(rules, &mut data, sources, &Options { show_met: true, ..Options::default() }, Findings::LIMIT).0
}

/// The rules a test names, with the parameters it binds. Rules it does not name are left out: they would find no data.
fn with_params(rules: &RuleSet, test: &Test) -> RuleSet {
    let named = test.rules_named();
    // The others are kept in place so that indexes stay.
    let kept = rules.rules.iter().enumerate().map(|(at, r)| if named.contains(&at) { r.clone() } else { r.idle() });
    let mut bound = RuleSet { rules: Arc::new(kept.collect()), tests: Arc::default(), ..rules.clone() };
    for (id, value) in &test.params {
        if let Some(param) = bound.params.get_mut(id.0 as usize) {
            param.value = Some(value.clone());
        }
    }
    for id in &test.open {
        if let Some(param) = bound.params.get_mut(id.0 as usize) {
            param.value = None;
        }
    }
    bound
}
