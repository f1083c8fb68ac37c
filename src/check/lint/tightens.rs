//! `tightens`: a lower rule may not loosen the higher one it names. Compared are bounds that are numbers, on the same measured side.

use crate::ast::CmpOp;
use crate::check::base::key::{Key, key};
use crate::check::base::names::{find_rule, is_rule_called, meant};
use crate::check::diagnostics as say;
use crate::check::lint::facts::Facts;
use crate::check::lint::ranges::Declared;
use crate::check::scope::checker::Checker;
use crate::hir::{Expr, Kind, Line, Param, ParamValue, Rule};
use crate::num::Rat;
use crate::text::Span;
use crate::ty::{ColId, RelId};

/// What is measured: a figure, over what for a share, and the base of the bound.
type Measured = (Key, Option<Key>, Option<Key>);

/// A figure held to a bound: at least, or at most.
struct Bound {
    measured: Measured,
    floor: bool,
    strict: bool,
    value: Rat,
    span: Span,
    force: crate::ast::Force,
}

impl Checker<'_> {
    /// Holds every rule against those it says it tightens; gives the places of rules that loosen one.
    pub fn check_tightened(&mut self, rules: &[Rule], broken: &[String]) -> Vec<usize> {
        let mut loose = Vec::new();
        for (at, rule) in rules.iter().enumerate() {
            for (name, span) in &rule.tightens {
                let modules = &self.items.modules;
                let own = |r: &Rule| modules.at(r.span) == modules.at(*span);
                let Some(place) = find_rule(rules, name, own) else {
                    if !broken.iter().any(|b| is_rule_called(b, name)) {
                        let names: Vec<String> = rules.iter().map(|r| r.id.clone()).collect();
                        self.report(say::unknown_rule(*span, name, meant(name, &names).as_deref()));
                    }
                    continue;
                };
                let higher = &rules[place];
                if higher.only_shows() {
                    self.report(say::result_tightened(*span, &higher.id, higher.span));
                    loose.push(at);
                } else if place == at {
                    self.report(say::tightens_itself(*span));
                    loose.push(at);
                } else if !self.tightens(rule, higher, *span) {
                    loose.push(at);
                }
            }
        }
        loose.dedup();
        loose
    }

    fn tightens(&mut self, lower: &Rule, higher: &Rule, place: Span) -> bool {
        let same_subject = subjects(lower) == subjects(higher);
        let (own, theirs) = (self.bounds(lower), self.bounds(higher));
        let parts = higher.lines.iter().map(|l| parts_of(&l.expr)).sum::<usize>();
        if !same_subject || theirs.is_empty() || theirs.len() < parts {
            self.report(say::not_comparable(place, higher.span, same_subject));
        }
        let mut sound = true;
        for bound in theirs.iter().filter(|_| same_subject) {
            let fits = |b: &&Bound| b.measured == bound.measured && b.floor == bound.floor && b.force <= bound.force;
            let twins: Vec<&Bound> = own.iter().filter(fits).collect();
            let Some(first) = twins.first() else {
                self.report(say::nothing_tightens(place, bound.span));
                continue;
            };
            if !twins.iter().any(|b| as_tight(b, bound)) {
                let words = |b: &Bound| self.written(b.span);
                let d = say::loosens(place, (first.span, &words(first)), (bound.span, &words(bound)));
                self.report(d);
                sound = false;
            }
        }
        sound
    }

    /// The bounds of lines whose other side is a number.
    fn bounds(&self, rule: &Rule) -> Vec<Bound> {
        let declared = Declared::new(&self.schema, &self.params, &rule.vars);
        let facts = rule.when.iter().fold(Facts::default(), |facts, when| facts.with(when, &declared));
        let known = Known { declared, facts };
        let mut out = Vec::new();
        for line in &rule.lines {
            collect(&line.expr, line, &known, &mut out);
        }
        out
    }
}

/// What is known where the lines of a rule stand.
struct Known<'d> {
    declared: Declared<'d>,
    facts: Facts,
}

fn as_tight(own: &Bound, higher: &Bound) -> bool {
    if own.value == higher.value {
        return own.strict || !higher.strict;
    }
    (own.value > higher.value) == own.floor
}

/// Comparisons an expression holds together with `and`.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn parts_of(e: &Expr) -> usize {
    match &e.kind {
        Kind::And(list) => list.iter().map(parts_of).sum(),
        Kind::Compare { links, .. } => links.len(),
        _ => 1,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn collect(e: &Expr, line: &Line, known: &Known<'_>, out: &mut Vec<Bound>) {
    match &e.kind {
        Kind::And(list) => list.iter().for_each(|x| collect(x, line, known, out)),
        Kind::Compare { first, links } => {
            let mut left = first.as_ref();
            for link in links {
                pair(left, link.op, &link.right, line, known, out);
                left = &link.right;
            }
        }
        _ => {}
    }
}

fn pair(a: &Expr, op: CmpOp, b: &Expr, line: &Line, known: &Known<'_>, out: &mut Vec<Bound>) {
    let (measured, value, span, op) = match (bound_of(b, known), bound_of(a, known)) {
        (Some((base, value, span)), None) => (measured(a, base), value, span, op),
        (None, Some((base, value, span))) => (measured(b, base), value, span, op.flipped()),
        _ => return,
    };
    let mut add = |floor: bool, strict: bool| {
        out.push(Bound { measured: measured.clone(), floor, strict, value: value.clone(), span, force: line.force });
    };
    match op {
        CmpOp::Ge => add(true, false),
        CmpOp::Gt => add(true, true),
        CmpOp::Le => add(false, false),
        CmpOp::Lt => add(false, true),
        CmpOp::Eq => {
            add(true, false);
            add(false, false);
        }
        CmpOp::Ne => {}
    }
}

/// `part as share of base` is measured as `part` over `base`.
fn measured(e: &Expr, of: Option<Key>) -> Measured {
    if let Kind::AsShare { part, base } = &e.kind { (key(part), Some(key(base)), of) } else { (key(e), None, of) }
}

/// A number, a bound parameter, or such a share of something: the base, the number. Of what is below zero the greater share is the
/// smaller figure, so such shares say nothing of which bound is tighter.
fn bound_of(e: &Expr, known: &Known<'_>) -> Option<(Option<Key>, Rat, Span)> {
    let params = known.declared.params;
    if let Kind::ShareOf { share, base } = &e.kind {
        let sound = known.facts.is_sound(base, &known.declared);
        Some((Some(key(base)), constant(share, params).filter(|_| sound)?, e.span))
    } else {
        Some((None, constant(e, params)?, e.span))
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn constant(e: &Expr, params: &[Param]) -> Option<Rat> {
    match &e.kind {
        Kind::Num(n) => Some(n.clone()),
        Kind::Neg(x) => constant(x, params).map(|n| -n),
        Kind::Param(id) => match params.get(id.0 as usize)?.value.as_ref()? {
            ParamValue::Number(n) => Some(n.clone()),
            ParamValue::Text(_) => None,
        },
        _ => None,
    }
}

/// What a rule loops over, and how it is grouped.
fn subjects(rule: &Rule) -> Vec<(RelId, &[ColId])> {
    rule.subjects.iter().map(|s| (s.source.rel(), s.by.as_slice())).collect()
}
