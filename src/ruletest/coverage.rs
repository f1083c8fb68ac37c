//! Which rules, verdicts, branches and bounds the tests touch.

use super::bounds;
use super::branch::{Branch, BranchKind};
use super::expect::by_subject;
use super::outcome::is_called;
use super::probe::{self, Meant};
use super::results::ResultSeen;
use crate::ast::Verdict;
use crate::finding::{Detail, Findings, Subject, Value, rank};
use crate::hir::{Param, ParamValue, Rule, RuleSet, Test};
use crate::num::{Rat, int, signum};
use crate::text::Span;
use crate::ty::Type;
use std::collections::{BTreeMap, BTreeSet};

/// Coverage of all rules, in their order.
#[derive(Debug, Default)]
pub struct Coverage {
    pub rules: Vec<RuleCoverage>,
}

/// What tests touched of one rule.
#[derive(Debug, Default)]
pub struct RuleCoverage {
    pub id: String,
    /// The policy it belongs to, if any.
    pub pack: Option<String>,
    /// Verdicts that some test reached.
    pub verdicts: BTreeSet<usize>,
    /// It reads only what the policy states: its verdict and its bounds cannot be moved by a test.
    pub fixed: bool,
    /// Branches: seen taken, seen not taken.
    pub branches: BTreeMap<Branch, [bool; 2]>,
    /// Values of readings: parameter, value, tried.
    pub alternatives: Vec<Alternative>,
    /// Bounds by place: seen below, at, above.
    pub bounds: BTreeMap<Span, [bool; 3]>,
    /// Results by place.
    pub results: BTreeMap<Span, ResultSeen>,
    /// It has no verdict.
    pub only_shows: bool,
    pub tested: bool,
}

/// One value of a parameter with finitely many.
#[derive(Clone, Debug)]
pub struct Alternative {
    pub param: String,
    pub value: Value,
    pub tried: bool,
}

/// A gap, for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// No test names the rule.
    Untested,
    NeverMet,
    NeverViolated,
    ConditionNeverFalse(Span),
    ConditionNeverTrue(Span),
    ExemptionNeverTaken(Span),
    ExceptionNeverTaken(Span),
    ArmNeverTaken(Span),
    /// Parameter and value.
    AlternativeNeverTried(String, Value),
    /// No test stands exactly at this bound.
    BoundNotTouched(Span),
    /// No test says what this result comes to.
    ResultNotExpected(Span),
    /// Nobody is surely outside this list.
    NobodyOutside(Span),
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    pub covered: usize,
    pub all: usize,
}

/// What can be counted of rules, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Each rule seen met and seen violated.
    pub verdicts: Part,
    /// Each bound with a test exactly on it.
    pub bounds: Part,
    /// `when` seen true and false, each arm of `choose`, each value of a reading.
    pub branches: Part,
    /// Each `except` and `exempt` taken.
    pub exceptions: Part,
    /// Each figure that is shown expected by a test; of each list somebody in it and somebody outside.
    pub results: Part,
}

impl Part {
    /// Whether less is covered than the least that is wanted; of nothing, nothing is covered.
    pub fn is_below(self, least: &Rat) -> bool {
        let number = |n: usize| int(i64::try_from(n).unwrap_or(i64::MAX));
        self.all == 0 || number(self.covered) < least * &number(self.all)
    }

    fn count(&mut self, covered: bool) {
        self.all += 1;
        self.covered += usize::from(covered);
    }

    fn add(&mut self, other: Self) {
        self.covered += other.covered;
        self.all += other.all;
    }
}

impl Measures {
    pub fn total(&self) -> Part {
        let mut out = Part::default();
        [self.verdicts, self.bounds, self.branches, self.exceptions, self.results].into_iter().for_each(|p| out.add(p));
        out
    }

    fn add(&mut self, other: &Self) {
        self.verdicts.add(other.verdicts);
        self.bounds.add(other.bounds);
        self.branches.add(other.branches);
        self.exceptions.add(other.exceptions);
        self.results.add(other.results);
    }
}

impl Coverage {
    /// Whether a branch was not seen both ways yet; without a branch, whether tests stand on all bounds of a rule.
    pub(super) fn is_open(&self, rule: usize, branch: Option<&Branch>) -> bool {
        self.rules.get(rule).is_some_and(|c| match branch {
            Some(branch) => c.branches.get(branch).is_some_and(|seen| *seen != [true, true]),
            None => c.bounds.values().any(|seen| !seen[1]),
        })
    }

    pub fn of(rules: &RuleSet) -> Self {
        Self { rules: rules.rules.iter().map(|r| RuleCoverage::of(rules, r)).collect() }
    }

    pub fn add(&mut self, rules: &RuleSet, test: &Test, findings: &Findings) {
        self.add_results(test, findings);
        for index in test.rules_named() {
            let (Some(coverage), Some(rule)) = (self.rules.get_mut(index), rules.rules.get(index)) else { continue };
            coverage.tested = true;
            let list: Vec<_> = findings.list.iter().filter(|f| f.rule == index).cloned().collect();
            coverage.verdicts.extend(by_subject(&list).iter().map(|(_, v)| rank(*v)));
            list.iter().for_each(|f| touch(&f.detail, &mut coverage.bounds));
            // An open reading is judged for each of its values.
            let params = rule.params().into_iter().filter_map(|id| rules.params.get(id.0 as usize));
            let values: Vec<(String, Option<Value>)> = params.map(|p| (title(p), p.value.as_ref().map(value_of))).collect();
            for alternative in &mut coverage.alternatives {
                let tried = |(name, value): &(String, Option<Value>)| {
                    *name == alternative.param && value.as_ref().is_none_or(|v| *v == alternative.value)
                };
                alternative.tried |= values.iter().any(tried);
            }
        }
    }

    /// What tests expect of results is seen; what merely comes out beside is not.
    fn add_results(&mut self, test: &Test, findings: &Findings) {
        for expected in &test.results {
            let found = findings.results.iter().find(|s| Some(s.rule) == expected.rule && Some(s.show) == expected.show);
            let coverage = expected.rule.and_then(|r| self.rules.get_mut(r));
            let (Some(series), Some(coverage)) = (found, coverage) else { continue };
            let Some(seen) = coverage.results.get_mut(&series.span) else { continue };
            let meant = |s: &Subject| expected.subject.as_ref().is_none_or(|name| is_called(s, name));
            series.rows.iter().filter(|r| meant(&r.subject)).for_each(|r| seen.add(&r.figure));
        }
    }

    /// Takes in what probes found.
    pub(super) fn branches(&mut self, rules: &RuleSet, meant: &[Meant], findings: &Findings) {
        for finding in &findings.list {
            let Some((index, branch)) = meant.get(finding.rule) else { continue };
            let Some(branch) = branch else {
                if let Some(coverage) = self.rules.get_mut(*index) {
                    touch(&finding.detail, &mut coverage.bounds);
                }
                continue;
            };
            // A condition about an open reading holds in some of the cases that are judged.
            let open = || {
                let params = rules.rules.get(*index).map(Rule::params).unwrap_or_default();
                params
                    .iter()
                    .filter_map(|id| rules.params.get(id.0 as usize))
                    .any(|p| p.value.is_none() && !values_of(p).is_empty())
            };
            let seen = self.rules.get_mut(*index).and_then(|c| c.branches.get_mut(branch));
            let Some(seen) = seen else { continue };
            match finding.verdict {
                Verdict::Met => seen[0] = true,
                Verdict::Violated => seen[1] = true,
                Verdict::Undetermined if open() => *seen = [true, true],
                Verdict::Undetermined | Verdict::Exempt | Verdict::NotApplicable => {}
            }
        }
    }

    pub fn measures(&self) -> Measures {
        let mut out = Measures::default();
        self.rules.iter().for_each(|r| out.add(&r.measures()));
        out
    }

    /// The figures of each policy; `None` for rules that belong to none.
    pub fn packs(&self) -> BTreeMap<Option<String>, Measures> {
        let mut out: BTreeMap<Option<String>, Measures> = BTreeMap::new();
        self.rules.iter().for_each(|r| out.entry(r.pack.clone()).or_default().add(&r.measures()));
        out
    }
}

impl RuleCoverage {
    fn of(rules: &RuleSet, r: &Rule) -> Self {
        let fixed = rules.is_about_policy(r);
        let bounds = if fixed { BTreeSet::new() } else { bounds::of_lines(r) };
        let branches = if fixed { Vec::new() } else { probe::conditions(r) };
        let params = r.params().into_iter().filter_map(|id| rules.params.get(id.0 as usize));
        let alternatives =
            params.flat_map(|p| values_of(p).into_iter().map(|value| Alternative { param: title(p), value, tried: false }));
        Self {
            id: r.id.clone(),
            pack: r.policy.and_then(|p| rules.policies.get(p)).map(|p| p.name.clone()),
            fixed,
            branches: branches.into_iter().map(|(branch, _)| (branch, [false; 2])).collect(),
            alternatives: alternatives.collect(),
            bounds: bounds.into_iter().map(|span| (span, [false; 3])).collect(),
            results: r
                .shows
                .iter()
                .map(|s| (s.span, ResultSeen { is_list: s.expr.ty == Type::Flag, ..ResultSeen::default() }))
                .collect(),
            only_shows: r.only_shows(),
            ..Self::default()
        }
    }

    fn saw(&self, verdict: Verdict) -> bool {
        self.verdicts.contains(&rank(verdict))
    }

    pub fn measures(&self) -> Measures {
        let mut out = Measures::default();
        for seen in self.results.values() {
            out.results.count(seen.known || (self.fixed && seen.outside));
            if seen.is_list && !self.fixed {
                out.results.count(seen.outside);
            }
        }
        if self.only_shows {
            // It has no verdict to reach.
        } else if self.fixed {
            out.verdicts.count(self.tested);
        } else {
            [Verdict::Met, Verdict::Violated].into_iter().for_each(|v| out.verdicts.count(self.saw(v)));
        }
        self.bounds.values().for_each(|seen| out.bounds.count(seen[1]));
        for (branch, seen) in &self.branches {
            match branch.kind {
                BranchKind::When => seen.iter().for_each(|s| out.branches.count(*s)),
                BranchKind::Arm | BranchKind::Otherwise => out.branches.count(seen[0]),
                BranchKind::Except | BranchKind::Exempt => out.exceptions.count(seen[0]),
            }
        }
        self.alternatives.iter().for_each(|a| out.branches.count(a.tried));
        out
    }

    pub fn gaps(&self) -> Vec<Gap> {
        if !self.tested {
            return vec![Gap::Untested];
        }
        let mut gaps = Vec::new();
        let judges = !self.fixed && !self.only_shows;
        if !self.saw(Verdict::Met) && judges {
            gaps.push(Gap::NeverMet);
        }
        if !self.saw(Verdict::Violated) && judges {
            gaps.push(Gap::NeverViolated);
        }
        for (Branch { kind, span }, [taken, passed]) in &self.branches {
            match kind {
                BranchKind::When if !passed => gaps.push(Gap::ConditionNeverFalse(*span)),
                BranchKind::When if !taken => gaps.push(Gap::ConditionNeverTrue(*span)),
                BranchKind::Exempt if !taken => gaps.push(Gap::ExemptionNeverTaken(*span)),
                BranchKind::Except if !taken => gaps.push(Gap::ExceptionNeverTaken(*span)),
                BranchKind::Arm | BranchKind::Otherwise if !taken => gaps.push(Gap::ArmNeverTaken(*span)),
                BranchKind::When | BranchKind::Except | BranchKind::Exempt | BranchKind::Arm | BranchKind::Otherwise => {}
            }
        }
        let untried = self.alternatives.iter().filter(|a| !a.tried);
        gaps.extend(untried.map(|a| Gap::AlternativeNeverTried(a.param.clone(), a.value.clone())));
        gaps.extend(self.bounds.iter().filter(|(_, seen)| !seen[1]).map(|(span, _)| Gap::BoundNotTouched(*span)));
        for (span, seen) in &self.results {
            let told = seen.known || (self.fixed && seen.outside);
            if !told {
                gaps.push(Gap::ResultNotExpected(*span));
            }
            if seen.is_list && !seen.outside && !self.fixed {
                gaps.push(Gap::NobodyOutside(*span));
            }
        }
        gaps
    }
}

fn title(param: &Param) -> String {
    param.label.clone().unwrap_or_else(|| param.name.clone())
}

/// The values of a parameter that has finitely many.
fn values_of(param: &Param) -> Vec<Value> {
    match &param.ty {
        Type::OneOf(list) => list.iter().map(|t| Value::Text(t.clone())).collect(),
        Type::Flag => [true, false].map(Value::Flag).to_vec(),
        Type::Text
        | Type::Number(_)
        | Type::Date
        | Type::Period(_)
        | Type::Ref(_)
        | Type::List(_)
        | Type::Row(_)
        | Type::Set
        | Type::Error => Vec::new(),
    }
}

/// A value of a parameter that has finitely many.
fn value_of(value: &ParamValue) -> Value {
    match value {
        ParamValue::Text(text) => Value::Text(text.clone()),
        ParamValue::Number(n) => Value::Flag(!n.is_zero()),
    }
}

fn touch(detail: &Detail, bounds: &mut BTreeMap<Span, [bool; 3]>) {
    match detail {
        Detail::Compare(c) => {
            let (Some(seen), Some(margin)) = (bounds.get_mut(&c.bound), c.margin.as_exact()) else { return };
            match signum(margin) {
                -1 => seen[0] = true,
                0 => seen[1] = true,
                _ => seen[2] = true,
            }
        }
        Detail::Parts { parts, .. } => parts.iter().for_each(|p| touch(p, bounds)),
        Detail::Members { worst: Some(worst), .. } => touch(&worst.1, bounds),
        Detail::Stage(s) => s.details().for_each(|d| touch(d, bounds)),
        Detail::Presence { .. }
        | Detail::Match { .. }
        | Detail::ExactlyOne { .. }
        | Detail::Members { .. }
        | Detail::Sets { .. }
        | Detail::None => {}
    }
}
