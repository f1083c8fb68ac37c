//! Which rules, verdicts, branches and bounds the tests touch.

use super::expect::by_subject;
use crate::ast::Verdict;
use crate::finding::{Detail, Findings};
use crate::hir::{Expr, Kind, RuleSet, Test};
use crate::num::signum;
use crate::text::Span;
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
    /// Verdicts that some test reached.
    pub verdicts: BTreeSet<u8>,
    pub has_when: bool,
    pub exempts: usize,
    pub excepts: usize,
    /// Bounds by place: seen below, at, above.
    pub bounds: BTreeMap<Span, [bool; 3]>,
    pub tested: bool,
}

/// A gap, for reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// No test names the rule.
    Untested,
    NeverMet,
    NeverViolated,
    /// `when` was never false.
    ConditionNeverFalse,
    ExemptionNeverTaken,
    /// No test stands exactly at this bound.
    BoundNotTouched(Span),
}

impl Coverage {
    pub fn of(rules: &RuleSet) -> Self {
        let rule = |r: &crate::hir::Rule| {
            let mut bounds = BTreeMap::new();
            r.lines.iter().for_each(|l| collect(&l.expr, &mut bounds));
            r.except.iter().for_each(|e| collect(&e.line.expr, &mut bounds));
            RuleCoverage {
                id: r.id.clone(),
                has_when: r.when.is_some(),
                exempts: r.exempt.len(),
                excepts: r.except.len(),
                bounds,
                ..RuleCoverage::default()
            }
        };
        Self { rules: rules.rules.iter().map(rule).collect() }
    }

    pub fn add(&mut self, rules: &RuleSet, test: &Test, findings: &Findings) {
        for index in test.expects.iter().filter_map(|e| e.rule).collect::<BTreeSet<_>>() {
            let (Some(coverage), true) = (self.rules.get_mut(index), rules.rules.len() > index) else { continue };
            coverage.tested = true;
            let list: Vec<_> = findings.list.iter().filter(|f| f.rule == index).cloned().collect();
            coverage.verdicts.extend(by_subject(&list).iter().map(|(_, v)| code(*v)));
            list.iter().for_each(|f| touch(&f.detail, &mut coverage.bounds));
        }
    }

    /// (touched, all) bounds.
    pub fn bounds(&self) -> (usize, usize) {
        let all = self.rules.iter().flat_map(|r| r.bounds.values());
        all.fold((0, 0), |(t, n), b| (t + usize::from(b[1]), n + 1))
    }
}

impl RuleCoverage {
    pub fn gaps(&self) -> Vec<Gap> {
        if !self.tested {
            return vec![Gap::Untested];
        }
        let saw = |v: Verdict| self.verdicts.contains(&code(v));
        let mut gaps = Vec::new();
        if !saw(Verdict::Met) {
            gaps.push(Gap::NeverMet);
        }
        if !saw(Verdict::Violated) {
            gaps.push(Gap::NeverViolated);
        }
        if self.has_when && !saw(Verdict::NotApplicable) {
            gaps.push(Gap::ConditionNeverFalse);
        }
        if self.exempts > 0 && !saw(Verdict::Exempt) {
            gaps.push(Gap::ExemptionNeverTaken);
        }
        gaps.extend(self.bounds.iter().filter(|(_, seen)| !seen[1]).map(|(span, _)| Gap::BoundNotTouched(*span)));
        gaps
    }
}

fn code(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Met => 0,
        Verdict::Violated => 1,
        Verdict::Undetermined => 2,
        Verdict::Exempt => 3,
        Verdict::NotApplicable => 4,
    }
}

/// The bounds of an expression: the right sides of its comparisons.
fn collect(e: &Expr, out: &mut BTreeMap<Span, [bool; 3]>) {
    match &e.kind {
        Kind::Compare { first, links } => {
            let mut left = first.as_ref();
            for link in links {
                // `1 <= x` bounds x by its left side.
                let literal = matches!(left.kind, Kind::Num(_)) && !matches!(link.right.kind, Kind::Num(_));
                out.entry(if literal { left.span } else { link.span }).or_default();
                left = &link.right;
            }
        }
        Kind::And(parts) | Kind::Or(parts) => parts.iter().for_each(|p| collect(p, out)),
        Kind::Not(x) => collect(x, out),
        Kind::About { target, .. } => {
            out.entry(target.span).or_default();
        }
        Kind::Agg(agg) => agg.value.iter().filter(|_| agg.func >= crate::hir::AggFn::Every).for_each(|v| collect(v, out)),
        _ => {}
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
        _ => {}
    }
}
