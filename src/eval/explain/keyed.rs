//! What keeps it open which row, or which rows, are meant: open parameters and figures in keys and filters.

use crate::eval::exact::number::{Env, Found};
use crate::eval::explain::lines::Trace;
use crate::eval::tables::bind::Bound;
use crate::eval::types::truth::Truth;
use crate::finding::{Cause, CauseKind};
use crate::hir::ParamId;
use crate::plan::{AggId, Atom, Cond, CondId, Key, Lin, Num, Op, Place, Row, RowRefId, Scope, Text};
use std::collections::BTreeSet;

impl Bound<'_> {
    /// A looked-up row whose key is not known: what would tell it.
    pub fn key_causes(&self, row: RowRefId, env: &Env, trace: &mut Trace) {
        if let Row::Lookup { key, .. } = self.plan.row(row) {
            self.parts_causes(key, env, trace);
        }
    }

    pub(in crate::eval) fn parts_causes(&self, key: &[Key], env: &Env, trace: &mut Trace) {
        for part in key.iter().filter(|part| self.key_part(part, env).is_none()) {
            match part {
                Key::Int(lin) => {
                    self.lin_cells(lin, env, trace);
                    for symbol in self.lin(lin, env).form.terms.keys() {
                        if !trace.symbols.iter().any(|(s, _)| s == symbol) {
                            trace.symbols.push((symbol.clone(), None));
                        }
                    }
                    trace.keys_named = true;
                }
                Key::Text(text) => {
                    self.fact_text(text, Truth::UNKNOWN, env, trace);
                    trace.keys_named = true;
                }
                Key::Row(_) => {}
            }
        }
    }

    /// Whether a part of a key that is not known may be this one. A row that was not sent is none of those that hold another key.
    pub fn may_be(&self, part: &Key, row: u64, env: &Env) -> bool {
        let Key::Row(wanted) = part else { return true };
        let (Found::Missing { rel, key, .. }, Ok(row)) = (self.find(*wanted, env), u32::try_from(row)) else { return true };
        let columns = &self.rules.schema.get(rel).key;
        columns.iter().zip(&key).all(|(&col, wanted)| match (wanted, self.key_bits(rel, col, row)) {
            (Some(wanted), Some(held)) => *wanted == held,
            _ => true,
        })
    }

    /// Rows that an aggregate takes in or not, as a figure turns out that is not known, where that changes the quantifier.
    pub fn maybe_causes(&self, all: bool, cond: CondId, id: AggId, rows: &[u32], env: &Env, trace: &mut Trace) {
        let scope = self.plan.scope(self.plan.agg(id).scope);
        for &row in rows {
            let inner = self.inner_env(id, row, env);
            if self.truth(cond, &inner) == (if all { Truth::TRUE } else { Truth::FALSE }) {
                continue;
            }
            let alone = Env::of(scope.rel, row);
            self.parts_causes(&scope.key, &alone, trace);
            let filters = scope.filter.iter().map(|c| (*c, &alone)).chain(scope.residual.iter().map(|(c, _)| (*c, &inner)));
            for (filter, env) in filters {
                if !self.truth(filter, env).is_single() {
                    self.detail(filter, env, trace);
                }
            }
        }
    }

    /// Open parameters that decide which rows an aggregate takes in.
    pub fn filter_causes(&self, id: AggId, key: &[Key], env: &Env, trace: &mut Trace) {
        self.parts_causes(key, env, trace);
        let scope = self.plan.scope(self.plan.agg(id).scope);
        let mut open = BTreeSet::new();
        for cond in scope.filter.iter().chain(scope.residual.iter().map(|(c, _)| c)) {
            self.open_in_cond(*cond, &mut open);
        }
        for id in open {
            let param = &self.rules.params[id.0 as usize];
            let what = param.title().to_string();
            trace.facts.push(Cause {
                kind: CauseKind::OpenParameter,
                root: Some(what.clone()),
                what,
                span: Some(param.span),
                turns_at: None,
            });
        }
    }

    fn open_in_cond(&self, id: CondId, out: &mut BTreeSet<ParamId>) {
        match self.plan.cond(id) {
            Cond::Const(_) | Cond::SetRelation { .. } | Cond::Quantified { .. } => {}
            Cond::Flag { row, .. } | Cond::Exists { row, .. } | Cond::RowExists(row) => self.open_in_row(*row, out),
            Cond::FlagParam(param) => {
                out.insert(*param);
            }
            Cond::Compare(compare) => self.open_in_lin(&compare.diff, out),
            Cond::SameText { left, right, .. } => [left, right].into_iter().for_each(|t| self.open_in_text(t, out)),
            Cond::Rank { left, right, .. } => [left, right].into_iter().for_each(|place| match place {
                Place::Rank(_) => {}
                Place::Ladder(at) => self.open_in_ladder(*at, out),
                Place::Text(text) => self.open_in_text(text, out),
            }),
            Cond::InSet { value, .. } | Cond::Like { value, .. } => self.open_in_text(value, out),
            Cond::StartsWith { value, prefix } => [value, prefix].into_iter().for_each(|t| self.open_in_text(t, out)),
            Cond::And(parts) | Cond::Or(parts) => parts.iter().for_each(|p| self.open_in_cond(*p, out)),
            Cond::Not(inner) | Cond::Holds(inner) => self.open_in_cond(*inner, out),
            Cond::Choose { arms, otherwise } => {
                let all = arms.iter().flat_map(|(when, then)| [when, then]).chain(otherwise);
                all.for_each(|c| self.open_in_cond(*c, out));
            }
        }
    }

    fn open_in_ladder(&self, at: usize, out: &mut BTreeSet<ParamId>) {
        let steps = self.plan.ladders.get(at).map_or(&[][..], |l| &l.steps);
        steps.iter().for_each(|s| self.open_in_cond(s.cond, out));
    }

    fn open_in_text(&self, text: &Text, out: &mut BTreeSet<ParamId>) {
        match text {
            Text::Const(_) | Text::Bound(..) => {}
            Text::Param(id) => {
                out.insert(*id);
            }
            Text::Cell { row, .. } => self.open_in_row(*row, out),
            Text::Ladder(at) => self.open_in_ladder(*at, out),
            Text::Choose { arms, otherwise } => {
                for (when, then) in arms {
                    self.open_in_cond(*when, out);
                    self.open_in_text(then, out);
                }
                otherwise.iter().for_each(|t| self.open_in_text(t, out));
            }
        }
    }

    fn open_in_row(&self, row: RowRefId, out: &mut BTreeSet<ParamId>) {
        match self.plan.row(row) {
            Row::Slot(_) => {}
            Row::Parent { child, .. } => self.open_in_row(*child, out),
            Row::Lookup { key, .. } => key.iter().for_each(|part| match part {
                Key::Text(text) => self.open_in_text(text, out),
                Key::Int(lin) => self.open_in_lin(lin, out),
                Key::Row(row) => self.open_in_row(*row, out),
            }),
        }
    }

    fn open_in_lin(&self, lin: &Lin, out: &mut BTreeSet<ParamId>) {
        for atom in lin.terms.keys() {
            match self.plan.atom(*atom) {
                Atom::Param(id) => {
                    out.insert(*id);
                }
                Atom::Cell { row, .. } => self.open_in_row(*row, out),
                Atom::Agg { .. } => {}
                Atom::Op(op) => self.open_in_op(op, out),
            }
        }
    }

    fn open_in_op(&self, op: &Op, out: &mut BTreeSet<ParamId>) {
        match op {
            Op::Length(text) => self.open_in_text(text, out),
            Op::Product(a, b) | Op::Lesser(a, b) | Op::Greater(a, b) | Op::Modulo(a, b) => {
                [a, b].into_iter().for_each(|n| self.open_in_num(n, out))
            }
            Op::Quotient(n, d) => [n, d].into_iter().for_each(|l| self.open_in_lin(l, out)),
            Op::Abs(x) | Op::Round(x, _) | Op::Floor(x, _) => self.open_in_num(x, out),
            Op::Power(x, n) => {
                self.open_in_num(x, out);
                self.open_in_lin(n, out);
            }
            Op::ReportDay => {}
            Op::Choose { arms, otherwise } => {
                for (when, then) in arms {
                    self.open_in_cond(*when, out);
                    self.open_in_num(then, out);
                }
                otherwise.iter().for_each(|n| self.open_in_num(n, out));
            }
        }
    }

    fn open_in_num(&self, num: &Num, out: &mut BTreeSet<ParamId>) {
        match num {
            Num::Lin(lin) => self.open_in_lin(lin, out),
            Num::Ratio(n, d, _) => [n, d].into_iter().for_each(|l| self.open_in_lin(l, out)),
        }
    }

    /// A condition on the filter that no row can meet, whatever it holds: a reading that leaves the scope out.
    pub fn takes_nothing(&self, scope: &Scope) -> bool {
        let nobody = Env::default();
        let constant = |t: &Text| matches!(t, Text::Const(_) | Text::Bound(..));
        scope.filter.iter().any(|id| match self.plan.cond(*id) {
            Cond::Const(truth) => !truth,
            Cond::SameText { left, right, .. } if constant(left) && constant(right) => self.truth(*id, &nobody) == Truth::FALSE,
            Cond::Not(inner) => matches!(self.plan.cond(*inner), Cond::Const(true)),
            _ => false,
        })
    }
}
