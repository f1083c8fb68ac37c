//! Which branches a test takes is asked of the evaluator itself: for every condition of a rule a probe is made, the rule with that condition
//! as its only line. Where the probe is met the branch was taken, where it is violated it was not.

use super::branch::{Branch, BranchKind};
use crate::ast::Force;
use crate::hir::{Agg, AggFn, DefinedId, Expr, Kind, Line, RowRef, Rule, RuleSet, Test};
use crate::text::Span;
use crate::ty::Type;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// Definitions looked into.
pub(super) type Definitions = HashSet<DefinedId>;

/// What a probe asks about: index of the rule, and the branch, or the bounds in what an implication supposes.
pub(super) type Meant = (usize, Option<Branch>);

/// The probes of the rules a test names, in a rule set of their own, and what each of them is about; `open`
/// tells of which branches of which rule anything is still to be asked, and, without a branch, whether of its bounds.
pub(super) fn rules(bound: &RuleSet, test: &Test, open: impl Fn(usize, Option<&Branch>) -> bool) -> (RuleSet, Vec<Meant>) {
    let named = test.rules_named();
    let (mut probes, mut meant) = (Vec::new(), Vec::new());
    for (index, rule) in named.into_iter().filter_map(|i| Some((i, bound.rules.get(i)?))) {
        for (branch, condition) in conditions(rule) {
            // A branch seen both ways needs no further probe.
            if open(index, Some(&branch)) {
                probes.push(probe(rule, Some(branch.kind), condition));
                meant.push((index, Some(branch)));
            }
        }
        if open(index, None) {
            for condition in supposed(rule) {
                probes.push(probe(rule, None, condition));
                meant.push((index, None));
            }
        }
    }
    let rules = if probes.is_empty() { RuleSet::default() } else { RuleSet { rules: Arc::new(probes), ..bound.clone() } };
    (rules, meant)
}

/// A condition of a rule as a rule of its own, with that condition as its only line.
pub(super) fn probe(rule: &Rule, kind: Option<BranchKind>, condition: Expr) -> Rule {
    let line = Line { force: Force::Require, label: None, due: None, span: condition.span, expr: condition };
    let when = rule.when.clone().filter(|_| kind != Some(BranchKind::When));
    Rule {
        when,
        lines: vec![line],
        exempt: Vec::new(),
        except: Vec::new(),
        shows: Vec::new(),
        reports: Vec::new(),
        otherwise: None,
        ..rule.clone()
    }
}

/// The branches of a rule with the condition under which each is taken.
pub(super) fn conditions(rule: &Rule) -> Vec<(Branch, Expr)> {
    let branch = |kind, e: &Expr| (Branch { kind, span: e.span }, e.clone());
    let mut out: Vec<(Branch, Expr)> = rule.when.iter().map(|e| branch(BranchKind::When, e)).collect();
    out.extend(rule.exempt.iter().map(|x| branch(BranchKind::Exempt, &x.when)));
    out.extend(rule.except.iter().map(|x| branch(BranchKind::Except, &x.when)));
    let lines = rule.lines.iter().map(|l| &l.expr).chain(rule.except.iter().map(|x| &x.line.expr));
    let lines = lines.chain(rule.shows.iter().map(|s| &s.expr));
    let mut seen = Definitions::new();
    for e in lines {
        arms(e, &mut Vec::new(), &mut seen, &mut out);
    }
    let mut seen = BTreeSet::new();
    out.retain(|(branch, _)| seen.insert(*branch));
    out
}

/// The arms of every choice in an expression; one inside an aggregate is taken where some row takes it.
fn arms(e: &Expr, around: &mut Vec<Agg>, seen: &mut Definitions, out: &mut Vec<(Branch, Expr)>) {
    match &e.kind {
        Kind::Choose { arms: list, otherwise } => {
            let mut before: Vec<Expr> = Vec::new();
            for (condition, value) in list {
                let holds = truth(Kind::And(before.iter().cloned().chain([condition.clone()]).collect()), condition.span);
                out.push((Branch { kind: BranchKind::Arm, span: condition.span }, inside(holds, around)));
                before.push(truth(Kind::Not(Box::new(condition.clone())), condition.span));
                arms(condition, around, seen, out);
                arms(value, around, seen, out);
            }
            if let Some(value) = otherwise {
                let none = truth(Kind::And(before), value.span);
                out.push((Branch { kind: BranchKind::Otherwise, span: value.span }, inside(none, around)));
                arms(value, around, seen, out);
            }
        }
        Kind::Agg(agg) => {
            for (part, filter) in [(&agg.filter, None), (&agg.value, agg.filter.clone())] {
                let Some(part) = part else { continue };
                around.push(Agg { func: AggFn::Some, filter, value: None, ..(**agg).clone() });
                arms(part, around, seen, out);
                around.pop();
            }
        }
        // What `the(…)` asks of its rows is asked of none of the rows in hand.
        Kind::Field { row, .. } | Kind::RowExists(row) if is_sought(row) => {}
        // The branches of a definition are those of its first use.
        Kind::Defined(defined) => {
            if seen.insert(defined.id) {
                arms(&defined.value, around, seen, out);
            }
        }
        Kind::Num(_)
        | Kind::Text(_)
        | Kind::Param(_)
        | Kind::Field { .. }
        | Kind::Neg(_)
        | Kind::Add(..)
        | Kind::Sub(..)
        | Kind::Mul(..)
        | Kind::Div(..)
        | Kind::ShareOf { .. }
        | Kind::AsShare { .. }
        | Kind::Func(..)
        | Kind::Compare { .. }
        | Kind::About { .. }
        | Kind::WithinRounding { .. }
        | Kind::In { .. }
        | Kind::SetRelation { .. }
        | Kind::Same { .. }
        | Kind::Classification(_)
        | Kind::Like { .. }
        | Kind::StartsWith { .. }
        | Kind::Rank { .. }
        | Kind::And(_)
        | Kind::Or(_)
        | Kind::Implies(_)
        | Kind::Not(_)
        | Kind::Exists(_)
        | Kind::Filled(..)
        | Kind::Join { .. }
        | Kind::RowExists(_) => e.parts(&mut |part| arms(part, around, seen, out)),
    }
}

/// What the implications of a rule's lines suppose (all of their parts but the last). A finding tells of an implication that holds what is
/// asked for, so that a test which stands exactly on a bound of what is supposed shows it nowhere else.
fn supposed(rule: &Rule) -> Vec<Expr> {
    let (mut out, mut seen) = (Vec::new(), Definitions::new());
    for e in rule.lines.iter().map(|l| &l.expr).chain(rule.except.iter().map(|x| &x.line.expr)) {
        suppositions(e, &mut Vec::new(), &mut seen, &mut out);
    }
    out
}

fn suppositions(e: &Expr, around: &mut Vec<Agg>, seen: &mut Definitions, out: &mut Vec<Expr>) {
    if let Kind::Implies(parts) = &e.kind {
        out.extend(parts.iter().rev().skip(1).map(|p| inside(p.clone(), around)));
    }
    if let Kind::Agg(agg) = &e.kind {
        let Some(value) = agg.value.as_ref().filter(|_| agg.func >= AggFn::Every) else { return };
        around.push(Agg { func: AggFn::Some, value: None, ..(**agg).clone() });
        suppositions(value, around, seen, out);
        around.pop();
        return;
    }
    if let Kind::Field { row, .. } | Kind::RowExists(row) = &e.kind
        && is_sought(row)
    {
        return;
    }
    // A definition is looked into once.
    let again = if let Kind::Defined(defined) = &e.kind { !seen.insert(defined.id) } else { false };
    if !again {
        e.parts(&mut |part| suppositions(part, around, seen, out));
    }
}

/// A row that is sought by a condition, or one that such a row belongs to.
fn is_sought(row: &RowRef) -> bool {
    match row {
        RowRef::Only(_) => true,
        RowRef::Parent(child) => is_sought(child),
        RowRef::Var(_) | RowRef::Lookup { .. } => false,
    }
}

fn inside(condition: Expr, around: &[Agg]) -> Expr {
    around.iter().rev().fold(condition, |inner, agg| {
        let span = inner.span;
        truth(Kind::Agg(Box::new(Agg { value: Some(inner), ..agg.clone() })), span)
    })
}

fn truth(kind: Kind, span: Span) -> Expr {
    Expr { kind, ty: Type::Flag, span }
}
