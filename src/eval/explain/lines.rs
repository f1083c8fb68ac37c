//! From a verdict to a finding: the arithmetic, the cells, what is missing, what would mend it.

use crate::ast::{CmpOp, Force, Verdict};
use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::{LISTED, TELLINGS, Trace, Turn};
use crate::eval::types::affine::{Affine, Symbol};
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::finding::{Comparison, Detail, Finding, Fingerprint, MeanView, NearView, Possible, ShareView, Standing, Whose};
use crate::num::{Interval, Rat};
use crate::plan::{Atom, Compare, Cond, CondId, LinePlan, LinearForm, Member, RulePlan, Text};
use crate::text::deep;

impl Explain<'_> {
    pub fn explain(&self, plan: &RulePlan, line: usize, verdict: Verdict, env: &Env) -> Finding {
        let rule = &self.rules.rules[plan.rule];
        let Some(line_plan) = self.line(plan, line) else { return self.explain_report(plan, line, verdict, env) };
        let mut trace = Trace::default();
        let judged = matches!(verdict, Verdict::Violated | Verdict::Undetermined | Verdict::Met);
        let degree = (judged && self.is_graded(plan.rule)).then(|| self.line_degree(plan, line_plan, env));
        let due = line_plan.due;
        let line_plan = self.judged_line(plan, line_plan, env);
        let cond = line_plan.cond;
        let detail = if judged { self.case_by_case(cond, env, &mut trace) } else { Detail::None };
        let mut causes = Vec::new();
        if verdict == Verdict::Undetermined {
            self.gate_causes(plan, env, &mut trace);
            self.due_causes(plan, due, env, &mut trace);
            self.try_turns(plan, line, env, &mut trace);
            causes = self.causes(&mut trace);
            causes.extend(self.silence(env).filter(|_| causes.is_empty()));
        }
        let bound = trace.bound.or(Some(line_plan.span));
        let mended = verdict == Verdict::Violated && !(line_plan.force == Force::Verify && self.holds_a_fact(rule));
        let repairs = if mended { self.mending(plan, line, env, &trace) } else { Vec::new() };
        let mut finding = Finding {
            fingerprint: Fingerprint::default(),
            rule: plan.rule,
            line,
            line_span: line_plan.span,
            force: line_plan.force,
            verdict,
            standing: Standing::default(),
            possible: Possible::of(verdict),
            subject: self.subject(plan, env),
            detail,
            cells: self.told_cells(trace.cells),
            bound,
            causes,
            cases: Vec::new(),
            open_allowed: false,
            repairs,
            message: None,
            message_of: Whose::nobodys(),
            asked: self.premise(cond, env).filter(|_| matches!(verdict, Verdict::Violated | Verdict::Undetermined)),
            reason: self.reason(plan, due, verdict, env),
            degree,
        };
        self.say(plan, env, &mut finding);
        finding
    }

    /// The author's words for a breach, with the figures of the finding.
    pub fn say(&self, plan: &RulePlan, env: &Env, finding: &mut Finding) {
        let message = self.rules.rules[plan.rule].otherwise.as_ref().filter(|_| finding.verdict == Verdict::Violated);
        finding.message_of = message.map_or_else(Whose::nobodys, |m| self.whose_filled(m, plan, finding, env));
        finding.message = message.map(|m| self.fill(m, plan, finding, env));
    }

    /// Why what a line asks is asked, where it is of the form `a implies b`.
    pub fn asked(&self, plan: &RulePlan, line: usize, env: &Env) -> Option<Detail> {
        self.premise(self.judged_line(plan, self.line(plan, line)?, env).cond, env)
    }

    /// How a line came to its verdict, without what it rests on.
    pub fn line_detail(&self, plan: &RulePlan, line: usize, verdict: Verdict, env: &Env) -> Detail {
        match self.line(plan, line) {
            Some(own) => self.case_by_case(self.judged_line(plan, own, env).cond, env, &mut Trace::default()),
            None => self.explain_report(plan, line, verdict, env).detail,
        }
    }

    /// The exception's own line where an exception took the place of the rule's: of several the strictest, of those the one that
    /// does worst.
    fn judged_line<'p>(&self, plan: &'p RulePlan, line: &'p LinePlan, env: &Env) -> &'p LinePlan {
        let reached = self.settled(plan.when, env).can_be_true();
        let held = plan.except.iter().filter(|(when, _)| reached && self.settled(*when, env) == Truth::TRUE).map(|(_, l)| l);
        let rank = |l: &&LinePlan| (l.force != Force::Require, self.truth(l.cond, env) != Truth::FALSE);
        held.min_by_key(rank).unwrap_or(line)
    }

    /// How a condition came to its truth. Parts that do not matter are left out.
    pub fn detail(&self, id: CondId, env: &Env, trace: &mut Trace) -> Detail {
        deep(|| self.told_as(id, false, env, trace))
    }

    /// The same of a condition or, `negated`, of its opposite: what is forbidden is told as what must not be, part by part.
    pub fn told_as(&self, id: CondId, negated: bool, env: &Env, trace: &mut Trace) -> Detail {
        if self.plan.uses.cond(id) {
            let times = trace.told_conds.entry((id, env.rows.clone())).or_default();
            *times += 1;
            if *times > TELLINGS {
                return Detail::None;
            }
        }
        let truth = self.truth(id, env);
        match self.plan.cond(id) {
            Cond::Const(_) => Detail::None,
            Cond::SetRelation { words, left, right } => self.fixed_sets(words, negated, *left, *right),
            Cond::Compare(compare) if negated => self.compare_detail(&compare.opposite(), env, trace),
            Cond::Compare(compare) => self.compare_detail(compare, env, trace),
            Cond::And(parts) => self.parts((!negated, negated), parts, truth, env, trace),
            Cond::Or(parts) if negated => self.parts((true, true), parts, truth, env, trace),
            Cond::Or(parts) => match self.implied(parts, truth, env, trace) {
                Some(then) => self.detail(then, env, trace),
                None => self.parts((false, false), parts, truth, env, trace),
            },
            Cond::Not(inner) => self.told_as(*inner, !negated, env, trace),
            Cond::Holds(inner) => self.told_as(*inner, negated, env, trace),
            Cond::Quantified { all: true, agg, key, set: Some((words, Member::Text(member))) } => {
                self.sets_detail((words, member, negated), *agg, key, env, trace)
            }
            Cond::Quantified { all: false, agg, key, set: Some(set) } => {
                self.membership_detail((set, negated), truth, (*agg, key), env, trace)
            }
            Cond::Quantified { all, agg, key, set: _ } => self.members_detail((*all != negated, negated), *agg, key, env, trace),
            rank @ Cond::Rank { .. } => self.rank_detail(rank, negated, env, trace),
            Cond::Choose { arms, otherwise } => self.chosen_detail((arms, *otherwise), negated, env, trace),
            fact @ (Cond::SameText { .. }
            | Cond::InSet { .. }
            | Cond::Like { .. }
            | Cond::StartsWith { .. }
            | Cond::Flag { .. }
            | Cond::FlagParam(_)
            | Cond::Exists { .. }
            | Cond::Filled { .. }
            | Cond::RowExists(_)) => self.fact_detail(fact, negated, if negated { truth.not() } else { truth }, env, trace),
        }
    }

    /// Of `a implies b`, where a holds, what is at issue is b; a is what it was asked for.
    fn implied(&self, parts: &[CondId], truth: Truth, env: &Env, trace: &mut Trace) -> Option<CondId> {
        let [first, then] = parts else { return None };
        let Cond::Not(when) = self.plan.cond(*first) else { return None };
        if truth == Truth::TRUE || self.truth(*when, env) != Truth::TRUE || self.truth(*then, env) == Truth::NO_BASE {
            return None;
        }
        let mut own = Trace::default();
        self.detail(*when, env, &mut own);
        own.cells.into_iter().for_each(|c| trace.add_cell(c));
        Some(*then)
    }

    /// The arm that was taken; where that is open, the ways in which it can hold: the arm is the one, and what it gives holds. What is settled of a
    /// way is left out, and so is a way that cannot be.
    fn chosen_detail(
        &self,
        (arms, otherwise): (&[(CondId, CondId)], Option<CondId>),
        negated: bool,
        env: &Env,
        trace: &mut Trace,
    ) -> Detail {
        if let Some(both) = self.alike_detail(arms, otherwise, negated, env, trace) {
            return both;
        }
        // Each arm with what must hold, or not, for it to be the one.
        let mut ways: Vec<(Vec<(CondId, bool)>, CondId)> = Vec::new();
        let mut before: Vec<(CondId, bool)> = Vec::new();
        let mut last = otherwise;
        for (when, then) in arms {
            let holds = self.truth(*when, env);
            let own = (!holds.is_single()).then_some((*when, false));
            if holds.can_be_true() {
                let others = before.iter().copied().filter(|(w, _)| !self.is_opposite(*w, *when));
                ways.push((others.chain(own).collect(), *then));
            }
            if holds == Truth::TRUE {
                last = None;
                break;
            }
            before.extend(own.map(|(when, _)| (when, true)));
        }
        ways.extend(last.map(|then| (before.clone(), then)));
        let seen = |then: CondId| {
            let truth = self.truth(then, env);
            if negated { truth.not() } else { truth }
        };
        if let [(_, only)] = ways.as_slice() {
            self.undone_cells((arms, otherwise), env, trace);
            return self.told_as(*only, negated, env, trace);
        }
        let possible = ways.iter().any(|(_, then)| seen(*then).can_be_true());
        let mut told = Vec::new();
        for (whens, then) in ways.iter().filter(|(_, then)| !possible || seen(*then).can_be_true()) {
            let mut parts: Vec<Detail> = whens.iter().map(|(when, not)| self.told_as(*when, *not, env, trace)).collect();
            if seen(*then) != Truth::TRUE {
                parts.push(self.told_as(*then, negated, env, trace));
            }
            parts.retain(|d| !matches!(d, Detail::None));
            told.push(joined(true, parts));
        }
        told.retain(|d| !matches!(d, Detail::None));
        joined(false, told)
    }

    /// Two conditions that must come to the same, or must not: each can be mended, so both are told.
    fn alike_detail(
        &self,
        arms: &[(CondId, CondId)],
        otherwise: Option<CondId>,
        negated: bool,
        env: &Env,
        trace: &mut Trace,
    ) -> Option<Detail> {
        let ([(first, second), (not_first, not_second)], None) = (arms, otherwise) else { return None };
        let (first, second) = (*first, *second);
        if !self.is_opposite(first, *not_first) || !self.is_opposite(second, *not_second) {
            return None;
        }
        let holds = |id: CondId| {
            let truth = self.truth(id, env);
            (truth == Truth::TRUE || truth == Truth::FALSE).then_some(truth == Truth::TRUE)
        };
        let (a, b) = (holds(first)?, holds(second)?);
        if (a == b) != negated {
            let parts = vec![self.told_as(first, !a, env, trace), self.told_as(second, !b, env, trace)];
            return Some(joined(true, parts));
        }
        // Either the one changes, or the other.
        let (mut own, mut other) = (Trace::default(), Trace::default());
        let parts = vec![self.told_as(first, a, env, &mut own), self.told_as(second, b, env, &mut other)];
        // Where only figures can be advised, and the other side is a text or a flag, neither is: which of them is wrong nobody knows.
        if parts.iter().any(|part| !matches!(part, Detail::Compare(_))) {
            for side in [&mut own, &mut other] {
                side.repairs.clear();
                side.starts.clear();
            }
        }
        let bound = trace.bound.take().or(other.bound).or(own.bound);
        trace.adopt(own);
        trace.adopt(other);
        trace.bound = bound;
        Some(joined(false, parts))
    }

    fn is_opposite(&self, a: CondId, b: CondId) -> bool {
        let bare = |id: CondId| if let Cond::Holds(inner) = self.plan.cond(id) { *inner } else { id };
        let (a, b) = (bare(a), bare(b));
        *self.plan.cond(a) == Cond::Not(b) || *self.plan.cond(b) == Cond::Not(a)
    }

    /// Parts of which all, or one, must hold; `negated`: not hold.
    fn parts(&self, (all, negated): (bool, bool), parts: &[CondId], truth: Truth, env: &Env, trace: &mut Trace) -> Detail {
        let seen = |t: Truth| if negated { t.not() } else { t };
        let matters = |t: Truth| match (all, seen(truth)) {
            (true, Truth::FALSE) => t == Truth::FALSE,
            (true, Truth::TRUE) | (false, Truth::FALSE) => t != Truth::NO_BASE,
            (false, Truth::TRUE) => t == Truth::TRUE,
            _ => !t.is_single() || t == Truth::FALSE,
        };
        // A reading that is settled (`口径 = "产值"` in its own case) is no news.
        let settled = |p: &CondId| parts.len() > 1 && self.is_settled(*p);
        let kept = parts.iter().filter(|p| matters(seen(self.truth(**p, env))) && !settled(p));
        let mut kept: Vec<Detail> = kept.map(|p| deep(|| self.told_as(*p, negated, env, trace))).collect();
        kept.retain(|d| !matches!(d, Detail::None));
        // The two halves of "within" read the same.
        kept.dedup_by(|b, a| one_nearness(a, b));
        joined(all, kept)
    }

    /// Texts that both stand in the rule.
    pub fn is_settled(&self, id: CondId) -> bool {
        match self.plan.cond(id) {
            Cond::SameText { left: Text::Const(_) | Text::Bound(..), right: Text::Const(_) | Text::Bound(..), .. } => true,
            Cond::Not(inner) => self.is_settled(*inner),
            Cond::Const(_)
            | Cond::Compare(_)
            | Cond::SameText { .. }
            | Cond::InSet { .. }
            | Cond::Like { .. }
            | Cond::StartsWith { .. }
            | Cond::Rank { .. }
            | Cond::Flag { .. }
            | Cond::FlagParam(_)
            | Cond::Exists { .. }
            | Cond::Filled { .. }
            | Cond::RowExists(_)
            | Cond::SetRelation { .. }
            | Cond::And(_)
            | Cond::Or(_)
            | Cond::Holds(_)
            | Cond::Choose { .. }
            | Cond::Quantified { .. } => false,
        }
    }

    fn compare_detail(&self, compare: &Compare, env: &Env, trace: &mut Trace) -> Detail {
        let diff = self.lin(&compare.diff, env);
        let truth = self.comparison(compare, env);
        // What has no base has no figures either.
        if truth == Truth::NO_BASE {
            return Detail::None;
        }
        if truth == Truth::FALSE || trace.bound.is_none() {
            trace.bound = Some(compare.bound_span);
        }
        let told = !truth.is_single() && self.turns_at_extreme(compare, &diff.form, env, trace);
        self.lin_cells(&compare.diff, env, trace);
        if !truth.is_single() && !told {
            self.add_symbols(&diff.form, compare.op, trace);
            self.add_base(compare, &diff.form, env, trace);
        }
        if truth == Truth::FALSE {
            self.add_repairs(compare, env, trace);
        }
        let (left, right) = (self.operand(&compare.left, env), self.operand(&compare.right, env));
        let share = compare.share.as_ref().and_then(|s| {
            let (part, base) = (self.operand(&s.part, env), self.operand(&s.base, env));
            // Of what is below zero nothing is a share: the amounts are told.
            if base.value.reaches_below(&Rat::ZERO) && !base.value.contains(&Rat::ZERO) && !base.value.reaches_above(&Rat::ZERO) {
                return None;
            }
            let quotient = match (part.value.as_exact(), base.value.as_exact()) {
                (Some(p), Some(b)) if !b.is_zero() => Some(p / b),
                _ => None,
            };
            Some(ShareView {
                part,
                base,
                quotient,
                bound: self.num(&s.bound, env).form.interval(),
                bound_text: self.sources.slice(s.bound_span).to_string(),
                op: s.op,
            })
        });
        let near = compare.near.as_ref().map(|n| {
            let [value, target, tolerance] = [&n.value, &n.target, &n.tolerance].map(|side| self.operand(side, env));
            Box::new(NearView { value, target, tolerance })
        });
        let mean = compare.mean.as_ref().map(|m| {
            let [start, rate] = [&m.start, &m.rate].map(|side| self.operand(side, env));
            Box::new(MeanView { start, rate, years: self.lin(&m.years, env).form.interval() })
        });
        let baseless = [&compare.left, &compare.right].iter().any(|side| self.num(&side.value, env).base == Truth::NO_BASE);
        let margin = if baseless { Interval::all() } else { self.margin(compare, env) };
        let margin_unit = compare.left.unit.clone();
        Detail::Compare(Box::new(Comparison {
            left,
            op: compare.op,
            right,
            share,
            near,
            mean,
            margin,
            margin_unit,
            bound: compare.bound_span,
        }))
    }

    /// Unknowns of a base that the comparison does not rest on (0% of it): whether there is a base at all may be what is open.
    fn add_base(&self, compare: &Compare, form: &Affine, env: &Env, trace: &mut Trace) {
        let Some(share) = &compare.share else { return };
        let base = self.num(&share.base.value, env).form;
        base.terms.keys().filter(|s| !form.terms.contains_key(*s)).for_each(|s| trace.add_symbol(s, None));
    }

    /// Unknowns of a form, with the value at which the comparison turns on each.
    fn add_symbols(&self, form: &Affine, op: CmpOp, trace: &mut Trace) {
        for (symbol, term) in &form.terms {
            let turn = (form.terms.len() == 1).then(|| {
                let at = -form.constant.clone() / term.coefficient.clone();
                let op = if crate::num::signum(&term.coefficient) < 0 { op.flipped() } else { op };
                self.turning(symbol, op, at)
            });
            let turn = turn.flatten();
            trace.add_symbol(symbol, turn);
        }
    }

    pub fn turning(&self, symbol: &Symbol, op: CmpOp, at: Rat) -> Option<Turn> {
        match symbol {
            Symbol::Cell(cell) => self.turning_unit(cell.rel, cell.col, op, at),
            Symbol::NoRow { rel, col, .. } => self.turning_unit(*rel, *col, op, at),
            Symbol::Expected { expected, col } => self.turning_unit(self.expecteds[*expected as usize].rel, *col, op, at),
            Symbol::Param(id) => {
                let param = &self.rules.params[id.0 as usize];
                let unit = param.unit.clone().or_else(|| match &param.ty {
                    crate::ty::Type::Number(n) => Some(self.rules.units.base_of(n)),
                    crate::ty::Type::Text
                    | crate::ty::Type::Flag
                    | crate::ty::Type::Date
                    | crate::ty::Type::Period(_)
                    | crate::ty::Type::OneOf(_)
                    | crate::ty::Type::Ref(_)
                    | crate::ty::Type::List(_)
                    | crate::ty::Type::Row(_)
                    | crate::ty::Type::Set
                    | crate::ty::Type::Error => None,
                })?;
                Some((op, at, unit))
            }
            Symbol::SomeRow { .. }
            | Symbol::Member { .. }
            | Symbol::MaybeTerm { .. }
            | Symbol::Tail { .. }
            | Symbol::Many { .. }
            | Symbol::Opaque(_) => None,
        }
    }

    fn turning_unit(&self, rel: crate::ty::RelId, col: crate::ty::ColId, op: CmpOp, at: Rat) -> Option<Turn> {
        let unit = self.def(rel, col).shown_unit();
        let at = at * &unit.factor;
        Some((op, at, unit))
    }

    /// Cells that enter a linear form: of the rows in hand and of lookups; of aggregates only what is missing.
    pub fn lin_cells(&self, lin: &LinearForm, env: &Env, trace: &mut Trace) {
        for atom in lin.terms.keys() {
            match self.plan.atom(*atom) {
                Atom::Cell { row, col } => {
                    self.key_causes(*row, env, trace);
                    if let Some(note) = self.cell_note(*row, *col, env) {
                        trace.add_cell(note);
                    }
                }
                Atom::Agg { agg, key } => {
                    self.filter_causes(*agg, key, env, trace);
                    self.rows_causes(*agg, key, env, trace);
                    self.terms_causes(*atom, (*agg, key), env, trace);
                    self.counting_causes(*agg, key, env, trace);
                    for symbol in self.atom(*atom, env).form.terms.keys() {
                        if trace.cells.len() >= LISTED {
                            break;
                        }
                        if let Symbol::Cell(cell) = symbol {
                            trace.add_cell(self.note_of(*cell));
                        }
                    }
                }
                Atom::Op(op) => self.op_cells(*atom, op, env, trace),
                Atom::Param(_) => {}
            }
        }
    }
}

/// Parts of which all, or one, must hold; one alone is itself.
fn joined(all: bool, mut parts: Vec<Detail>) -> Detail {
    match parts.len() {
        0 => Detail::None,
        1 => parts.remove(0),
        _ => Detail::Parts { all, parts },
    }
}

/// Takes the other half of "within" into the first: what passes the tolerance is the greater of what passes it on either side.
fn one_nearness(a: &mut Detail, b: &Detail) -> bool {
    match (a, b) {
        (Detail::Compare(a), Detail::Compare(b))
            if a.near.is_some() && b.near.is_some() && a.bound == b.bound && a.op == b.op =>
        {
            a.margin = a.margin.greater(&b.margin);
            true
        }
        _ => false,
    }
}
