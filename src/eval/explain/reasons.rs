//! Why a line asks nothing of a subject: exempt, not due, not in force, no base; and the periods of a calendar that are not asked for.

use crate::ast::Verdict;
use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::Trace;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::finding::{Left, NotDue, Reason, When};
use crate::num::{Rat, signum, to_i64};
use crate::plan::{Atom, AtomId, Compare, Cond, CondId, Measure, Node, Num, Op, RulePlan};
use std::collections::HashSet;

impl Explain<'_> {
    pub fn reason(&self, plan: &RulePlan, due: Option<usize>, verdict: Verdict, env: &Env) -> Option<Reason> {
        let rule = &self.rules.rules[plan.rule];
        match verdict {
            Verdict::Exempt => {
                let all = || plan.exempt.iter().zip(&rule.exempt).map(|(c, e)| (self.settled(*c, env), e));
                let sure = all().find(|(truth, _)| *truth == Truth::TRUE);
                let (_, holds) = sure.or_else(|| all().find(|(truth, _)| truth.can_be_true()))?;
                match &holds.granted {
                    Some(granted) => self.rules.grants.get(granted.grant).map(|g| Reason::Granted(g.terms.clone())),
                    None => holds.because.clone().map(Reason::Because),
                }
            }
            Verdict::NotApplicable => {
                let applies = self.applies(plan, env);
                if let Some(reason) = self.outside_calendar(plan, env) {
                    return Some(reason);
                }
                let binds = (applies.can_be_true(), self.settled(plan.when, env).can_be_true());
                if let ((true, true), Some(reason)) = (binds, self.not_due(plan, due, env)) {
                    return Some(Reason::NotDue(reason));
                }
                Some(match binds {
                    (true, true) if self.no_value_yet(rule) => Reason::NoValueYet,
                    (false, _) => Reason::NotInForce,
                    (true, false) => Reason::ConditionFails,
                    (true, true) if self.not_yet_late(plan, env).is_some() => Reason::NotDue(self.not_yet_late(plan, env)?),
                    (true, true) if self.years_are_no_number(plan, env) => Reason::NoYears,
                    (true, true) if self.outside_life(plan, env) => Reason::NoSuchFigure,
                    (true, true) if self.no_rows(plan, env) => Reason::NoRows,
                    (true, true) if self.share_of(|sign| sign == 0, plan, env) => Reason::NoShare,
                    (true, true) if self.share_of(|sign| sign < 0, plan, env) => Reason::ShareOfLess,
                    (true, true) => Reason::NoBase,
                })
            }
            Verdict::Met | Verdict::Violated | Verdict::Undetermined => None,
        }
    }

    /// What has not been done is to be done by a day that is not over.
    fn not_yet_late(&self, plan: &RulePlan, env: &Env) -> Option<NotDue> {
        let today = self.as_of_day()?;
        self.conditions(plan).into_iter().find_map(|id| {
            let Cond::Choose { arms, otherwise } = self.plan.cond(id) else { return None };
            let over = self.deadline(arms, *otherwise)?;
            let day = self.num(&over.right.value, env).form.as_constant().and_then(to_i64)?;
            let ahead = arms.iter().all(|(when, _)| self.truth(*when, env) == Truth::FALSE);
            ahead.then_some(NotDue::Ahead { at: When::Day(day), left: Left::Days(day - today), at_least: false })
        })
    }

    /// Of a choice that asks whether something was done by a day: whether that day is over.
    fn deadline(&self, arms: &[(CondId, CondId)], otherwise: Option<CondId>) -> Option<&Compare> {
        let ([_, (over, _)], None) = (arms, otherwise) else { return None };
        let Cond::Compare(over) = self.plan.cond(*over) else { return None };
        let Num::LinearForm(left) = &over.left.value else { return None };
        let is_today = |id: &AtomId| matches!(self.plan.atom(*id), Atom::Op(op) if **op == Op::AsOfDay);
        left.terms.keys().any(is_today).then_some(over)
    }

    /// What was not done, where that is why it is late: the cell that says so.
    pub fn undone_cells(&self, (arms, otherwise): (&[(CondId, CondId)], Option<CondId>), env: &Env, trace: &mut Trace) {
        let Some((done, _)) = arms.first().filter(|_| self.deadline(arms, otherwise).is_some()) else { return };
        if self.truth(*done, env) == Truth::FALSE {
            let mut own = Trace::default();
            self.detail(*done, env, &mut own);
            own.cells.into_iter().for_each(|c| trace.add_cell(c));
        }
    }

    /// Mean growth over part of a year, or over none.
    fn years_are_no_number(&self, plan: &RulePlan, env: &Env) -> bool {
        self.compared(plan).into_iter().any(|compare| {
            let years = compare.mean.as_ref().and_then(|m| self.lin(&m.years, env).form.as_constant().cloned());
            years.is_some_and(|n| !n.is_int() || n < Rat::ONE)
        })
    }

    fn share_of(&self, pick: fn(i8) -> bool, plan: &RulePlan, env: &Env) -> bool {
        let base = |compare: &Compare| compare.share.as_ref().map(|s| self.num(&s.base.value, env).form);
        let mut bases = self.compared(plan).into_iter().filter_map(base);
        bases.any(|base| base.as_constant().is_some_and(|b| pick(signum(b))))
    }

    /// The greatest, the least, the middle or the mean of no rows.
    fn no_rows(&self, plan: &RulePlan, env: &Env) -> bool {
        let empty = |id: &AtomId| match self.plan.atom(*id) {
            Atom::Agg { agg, .. } => match self.plan.agg(*agg).measure {
                Measure::Min(_) | Measure::Max(_) | Measure::Quantile(..) => self.atom(*id, env).base == Truth::NO_BASE,
                Measure::Valued(_) => self.atom(*id, env).form.as_constant().is_some_and(Rat::is_zero),
                Measure::Count | Measure::Sum(_) | Measure::Distinct(_) | Measure::Places(_) | Measure::Truth(_) => false,
            },
            Atom::Cell { .. } | Atom::Param(_) | Atom::Op(_) => false,
        };
        self.compared(plan).into_iter().any(|compare| {
            // A mean is a sum and a number of rows, compared multiplied out.
            let counted = |id: &AtomId| match self.plan.atom(*id) {
                Atom::Agg { agg, .. } => {
                    matches!(self.plan.agg(*agg).measure, Measure::Count)
                        && compare.share.is_none()
                        && self.atom(*id, env).form.as_constant().is_some_and(Rat::is_zero)
                }
                Atom::Cell { .. } | Atom::Param(_) | Atom::Op(_) => false,
            };
            let bases = || compare.bases.iter().flat_map(|(base, _)| base.terms.keys());
            bases().any(counted) || compare.diff.terms.keys().chain(&compare.cancelled).chain(bases()).any(empty)
        })
    }

    /// The comparisons that lines are made of.
    fn compared(&self, plan: &RulePlan) -> Vec<&Compare> {
        let compare = |id| if let Cond::Compare(compare) = self.plan.cond(id) { Some(compare.as_ref()) } else { None };
        self.conditions(plan).into_iter().filter_map(compare).collect()
    }

    /// The conditions that lines are made of.
    fn conditions(&self, plan: &RulePlan) -> Vec<CondId> {
        let (mut out, mut ahead) = (Vec::new(), plan.lines.iter().map(|l| l.cond).collect::<Vec<CondId>>());
        let mut seen = HashSet::new();
        while let Some(id) = ahead.pop() {
            if !seen.insert(id) {
                continue;
            }
            out.push(id);
            if !matches!(self.plan.cond(id), Cond::Compare(_) | Cond::Quantified { .. }) {
                self.plan.children(Node::Cond(id), &mut |_, child| {
                    if let Node::Cond(inner) = child {
                        ahead.push(inner);
                    }
                });
            }
        }
        out
    }

    /// A parameter of the rule has values from certain days on only.
    fn no_value_yet(&self, rule: &crate::hir::Rule) -> bool {
        let params = rule.params().into_iter().filter_map(|id| self.rules.params.get(id.0 as usize));
        params.into_iter().any(|p| p.value.is_none() && p.dated.first().is_some_and(|d| d.from.is_some()))
    }

    /// A line reads a field outside the years in which the form has it.
    fn outside_life(&self, plan: &RulePlan, env: &Env) -> bool {
        let rule = &self.rules.rules[plan.rule];
        rule.lines.iter().zip(&plan.lines).any(|(line, plan)| {
            let mut aged = false;
            line.expr.walk(&mut |e| {
                if let crate::hir::Kind::Field { row, col } = &e.kind {
                    aged |= self.rules.schema.column(rule.rel_of(&self.rules.schema, row), *col).life.is_bounded();
                }
            });
            let Cond::Choose { arms, otherwise: None } = self.plan.cond(plan.cond) else { return false };
            aged && arms.iter().all(|(when, _)| !self.truth(*when, env).can_be_true())
        })
    }

    /// Why a period of a loop does not count.
    pub fn outside_calendar(&self, plan: &RulePlan, env: &Env) -> Option<Reason> {
        if self.in_calendar(plan, env) != Truth::FALSE {
            return None;
        }
        let Some((period, kind)) = self.looped(env).and_then(|(rel, row)| self.key_period(rel, row)) else {
            let rows = plan.subjects.iter().zip(env.rels.iter().zip(&env.rows)).filter(|(s, _)| s.calendar.is_some());
            let ahead = |rel, row| self.step_of(rel, row).is_some_and(|step| self.is_week_to_come(rel, step));
            let ahead = rows.into_iter().any(|(_, (&rel, &row))| ahead(rel, row));
            return Some(self.as_of.filter(|_| ahead).map_or(Reason::OtherStep, |by| Reason::NotEnded { by }));
        };
        Some(match self.as_of.filter(|_| self.is_to_come(period, kind)) {
            Some(by) => Reason::NotEnded { by },
            None => Reason::OtherPeriod,
        })
    }

    /// What keeps it open which periods are meant.
    pub fn calendar_causes(&self, plan: &RulePlan, env: &Env, trace: &mut Trace) {
        if self.in_calendar(plan, env).is_single() {
            return;
        }
        for (from, to) in plan.subjects.iter().filter_map(|s| s.calendar.as_ref()) {
            for lin in [from, to] {
                self.lin_cells(lin, env, trace);
                for symbol in self.lin(lin, env).form.terms.keys() {
                    if !trace.symbols.iter().any(|(s, _)| s == symbol) {
                        trace.symbols.push((symbol.clone(), None));
                    }
                }
            }
        }
    }
}
