//! Choices whose conditions are not known, judged case by case: what a line comes to when each open condition of a choice, or of a stage, is
//! taken to hold and taken not to. In every completion of the data one of the cases is the case, so what they agree on stands.

use crate::eval::exact::context::Exact;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::eval::types::value::Value;
use crate::num::Interval;
use crate::plan::{CondId, Node, Num};
use std::sync::Arc;

/// More cases than this are not told apart; conditions beyond stay open.
const MOST: usize = 64;

impl Exact<'_> {
    /// What a condition can still be, case by case where it turns on choices that are open.
    pub fn settled(&self, cond: CondId, env: &Env) -> Truth {
        let plain = self.truth(cond, env);
        if plain.is_single() {
            return plain;
        }
        let cases = self.open_cases(Node::Cond(cond), env);
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
        self.open_cases(Node::Cond(cond), env).into_iter().next().unwrap_or_else(|| env.clone())
    }

    /// What a figure can be, case by case likewise, and whether it has a base; `None` where it surely has none.
    pub fn settled_number(&self, num: &Num, env: &Env) -> (Option<Interval>, Truth) {
        let ranges = |value: &Value| value.base.can_be_true().then(|| value.form.interval());
        let plain = self.num(num, env);
        if plain.form.as_constant().is_some() && plain.base.is_single() {
            return (ranges(&plain), plain.base);
        }
        let cases = self.open_cases(Node::Num(num), env);
        if cases.is_empty() {
            return (ranges(&plain), plain.base);
        }
        let (mut all, mut base): (Option<Interval>, Truth) = (None, Truth::default());
        for value in cases.iter().map(|case| self.num(num, case)) {
            base = base.or_possible(value.base);
            all = match (all, ranges(&value)) {
                (Some(a), Some(b)) => Some(a.hull(&b)),
                (a, b) => a.or(b),
            };
        }
        (all, base)
    }

    /// Every combination of what the open conditions of choices can come to; none where nothing is open.
    fn open_cases(&self, node: Node<'_>, env: &Env) -> Vec<Env> {
        let mut cases: Vec<Vec<(CondId, Truth)>> = vec![Vec::new()];
        for leaf in self.plan.deciding(node) {
            let truth = self.truth(leaf, env);
            let each: Vec<Truth> = [Truth::TRUE, Truth::FALSE, Truth::NO_BASE].into_iter().filter(|t| truth.meets(*t)).collect();
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
}
