//! Choices whose conditions are not known, judged case by case: what a line comes to when each open condition of a choice, or of a stage, is
//! taken to hold and taken not to. In every completion of the data one of the cases is the case, so what they agree on stands.

use crate::eval::exact::number::Env;
use crate::eval::tables::bind::Bound;
use crate::eval::types::truth::Truth;
use crate::plan::{Atom, Cond, CondId, Key, Lin, Num, Op, Place, Row, RowRefId, Text};
use std::sync::Arc;

/// More cases than this are not told apart; conditions beyond stay open.
const MOST: usize = 64;

/// Conditions on the rows in hand, and what they are taken to come to.
pub type Assumed = Arc<Vec<(CondId, Truth)>>;

impl Bound<'_> {
    /// What a condition can still be, case by case where it turns on choices that are open.
    pub fn settled(&self, cond: CondId, env: &Env) -> Truth {
        let plain = self.truth(cond, env);
        if plain.is_single() {
            return plain;
        }
        let cases = self.open_cases(cond, env);
        match cases.is_empty() {
            true => plain,
            false => cases.iter().fold(Truth::default(), |t, case| t.or_possible(self.truth(cond, case))),
        }
    }

    /// The rows in hand under a case that shows how a settled condition comes to its truth.
    pub fn telling_case(&self, cond: CondId, env: &Env) -> Env {
        let settled = self.settled(cond, env);
        if !settled.is_single() || self.truth(cond, env).is_single() {
            return env.clone();
        }
        self.open_cases(cond, env).into_iter().next().unwrap_or_else(|| env.clone())
    }

    /// Every combination of what the open conditions of choices can come to; none where nothing is open.
    fn open_cases(&self, cond: CondId, env: &Env) -> Vec<Env> {
        let mut found = Vec::new();
        self.choices_of(cond, false, &mut found);
        let mut cases: Vec<Vec<(CondId, Truth)>> = vec![Vec::new()];
        for leaf in found {
            let truth = self.truth(leaf, env);
            let each: Vec<Truth> =
                [Truth::TRUE, Truth::FALSE, Truth::NO_BASE].into_iter().filter(|t| truth.0 & t.0 != 0).collect();
            if each.len() < 2 || cases.len() * each.len() > MOST {
                continue;
            }
            let with = |case: &Vec<(CondId, Truth)>, t: Truth| case.iter().copied().chain([(leaf, t)]).collect();
            cases = cases.iter().flat_map(|case| each.iter().map(|t| with(case, *t)).collect::<Vec<_>>()).collect();
        }
        if cases.len() < 2 {
            return Vec::new();
        }
        cases.into_iter().map(|case| Env { assumed: Some(Arc::new(case)), ..env.clone() }).collect()
    }

    /// The single conditions that choices and stages turn on; `chooses`: this one is part of such a condition.
    fn choices_of(&self, id: CondId, chooses: bool, out: &mut Vec<CondId>) {
        match self.plan.cond(id) {
            Cond::And(parts) | Cond::Or(parts) => return parts.iter().for_each(|p| self.choices_of(*p, chooses, out)),
            Cond::Not(x) | Cond::Holds(x) => return self.choices_of(*x, chooses, out),
            Cond::Choose { arms, otherwise } => {
                arms.iter().for_each(|(when, then)| {
                    self.choices_of(*when, true, out);
                    self.choices_of(*then, chooses, out);
                });
                otherwise.iter().for_each(|o| self.choices_of(*o, chooses, out));
                return;
            }
            Cond::Rank { left, right, .. } => [left, right].into_iter().for_each(|place| match place {
                Place::Rank(_) => {}
                Place::Ladder(at) => self.steps_of(*at, out),
                Place::Text(text) => self.choices_of_text(text, out),
            }),
            Cond::SameText { left, right, .. } => [left, right].into_iter().for_each(|t| self.choices_of_text(t, out)),
            Cond::InSet { value, .. } | Cond::Like { value, .. } => self.choices_of_text(value, out),
            Cond::StartsWith { value, prefix } => [value, prefix].into_iter().for_each(|t| self.choices_of_text(t, out)),
            Cond::Compare(compare) => {
                self.choices_of_lin(&compare.diff, out);
                compare.bases.iter().flat_map(|(a, b)| [a, b]).for_each(|l| self.choices_of_lin(l, out));
            }
            Cond::Const(_)
            | Cond::Flag { .. }
            | Cond::FlagParam(_)
            | Cond::Exists { .. }
            | Cond::RowExists(_)
            | Cond::SetRelation { .. }
            | Cond::Quantified { .. } => {}
        }
        if chooses && !out.contains(&id) {
            out.push(id);
        }
    }

    fn steps_of(&self, ladder: usize, out: &mut Vec<CondId>) {
        let steps = self.plan.ladders.get(ladder).map_or(&[][..], |l| &l.steps);
        steps.iter().for_each(|s| self.choices_of(s.cond, true, out));
    }

    fn choices_of_text(&self, text: &Text, out: &mut Vec<CondId>) {
        match text {
            Text::Const(_) | Text::Bound(..) | Text::Param(_) => {}
            Text::Cell { row, .. } => self.choices_of_row(*row, out),
            Text::Ladder(at) => self.steps_of(*at, out),
            Text::Choose { arms, otherwise } => {
                for (when, then) in arms {
                    self.choices_of(*when, true, out);
                    self.choices_of_text(then, out);
                }
                otherwise.iter().for_each(|t| self.choices_of_text(t, out));
            }
        }
    }

    fn choices_of_lin(&self, lin: &Lin, out: &mut Vec<CondId>) {
        for atom in lin.terms.keys() {
            match self.plan.atom(*atom) {
                Atom::Op(op) => self.choices_of_op(op, out),
                Atom::Cell { row, .. } => self.choices_of_row(*row, out),
                Atom::Agg { key, .. } => key.iter().for_each(|k| self.choices_of_key(k, out)),
                Atom::Param(_) => {}
            }
        }
    }

    /// Which row is looked up may be chosen as well.
    fn choices_of_row(&self, row: RowRefId, out: &mut Vec<CondId>) {
        match self.plan.row(row) {
            Row::Slot(_) => {}
            Row::Parent { child, .. } => self.choices_of_row(*child, out),
            Row::Lookup { key, .. } => key.iter().for_each(|k| self.choices_of_key(k, out)),
        }
    }

    fn choices_of_key(&self, key: &Key, out: &mut Vec<CondId>) {
        match key {
            Key::Text(text) => self.choices_of_text(text, out),
            Key::Int(lin) => self.choices_of_lin(lin, out),
            Key::Row(row) => self.choices_of_row(*row, out),
        }
    }

    fn choices_of_op(&self, op: &Op, out: &mut Vec<CondId>) {
        match op {
            Op::Length(text) => self.choices_of_text(text, out),
            Op::Product(a, b) | Op::Lesser(a, b) | Op::Greater(a, b) | Op::Modulo(a, b) => {
                [a, b].into_iter().for_each(|n| self.choices_of_num(n, out))
            }
            Op::Quotient(n, d) => [n, d].into_iter().for_each(|l| self.choices_of_lin(l, out)),
            Op::Abs(x) | Op::Round(x, _) | Op::Floor(x, _) => self.choices_of_num(x, out),
            Op::Power(x, n) => {
                self.choices_of_num(x, out);
                self.choices_of_lin(n, out);
            }
            Op::ReportDay => {}
            Op::Choose { arms, otherwise } => {
                for (when, then) in arms {
                    self.choices_of(*when, true, out);
                    self.choices_of_num(then, out);
                }
                otherwise.iter().for_each(|n| self.choices_of_num(n, out));
            }
        }
    }

    fn choices_of_num(&self, num: &Num, out: &mut Vec<CondId>) {
        match num {
            Num::Lin(lin) => self.choices_of_lin(lin, out),
            Num::Ratio(n, d, _) => [n, d].into_iter().for_each(|l| self.choices_of_lin(l, out)),
        }
    }
}
