//! What is not known, judged case by case: what a line comes to when a text is taken to be each of those it can be, a figure that tells which row
//! fits to lie between any two of the bounds it is held against, and each open condition of a choice, or of a stage, to hold and not to. In every completion of the data one of the cases is the case, so what they agree
//! on stands.

use crate::ast::CmpOp;
use crate::data::{CellId, Code};
use crate::eval::exact::context::Exact;
use crate::eval::types::affine::Symbol;
use crate::eval::types::env::{Env, Found, NO_TEXT};
use crate::eval::types::truth::Truth;
use crate::eval::types::value::Value;
use crate::num::{End, Interval, Rat};
use crate::plan::{Compare, Cond, CondId, LinearForm, Node, Num, Row, RowRefId, Text};
use crate::ty::{ColId, RelId};
use std::collections::BTreeSet;
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

    /// The rows in hand under each case by which a condition is settled that is open as it stands; else as they are.
    pub fn settling_cases(&self, cond: CondId, env: &Env) -> Vec<Env> {
        if !self.settled(cond, env).is_single() || self.truth(cond, env).is_single() {
            return vec![env.clone()];
        }
        let cases = self.open_cases(Node::Cond(cond), env);
        if cases.is_empty() { vec![env.clone()] } else { cases }
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

    /// Every combination of what the texts that are not known can be, where a list says what they can be, and of what the conditions of choices
    /// that are open then can come to; none where nothing is open.
    fn open_cases(&self, node: Node<'_>, env: &Env) -> Vec<Env> {
        let mut cases = vec![env.clone()];
        for (cell, codes) in self.open_texts(node, env) {
            if cases.len() * codes.len() <= MOST {
                cases = cases.iter().flat_map(|case| codes.iter().map(|code| case.taking(cell, *code))).collect();
            }
        }
        for (cell, ranges) in self.open_figures(node, env) {
            if cases.len() * ranges.len() <= MOST {
                cases = cases.iter().flat_map(|case| ranges.iter().map(|range| case.narrowing(cell, range.clone()))).collect();
            }
        }
        for leaf in self.plan.deciding(node) {
            let each = |case: &Env| {
                let truth = self.truth(leaf, case);
                [Truth::TRUE, Truth::FALSE, Truth::NO_BASE].into_iter().filter(|t| truth.meets(*t)).collect::<Vec<_>>()
            };
            let outcomes: Vec<Vec<Truth>> = cases.iter().map(each).collect();
            if outcomes.iter().map(Vec::len).sum::<usize>() > MOST {
                continue;
            }
            let with = |case: &Env, truth: Truth| {
                let all: Vec<_> = case.assumed.iter().flat_map(|all| all.iter().copied()).chain([(leaf, truth)]).collect();
                self.agree(&all).then(|| Env { assumed: Some(Arc::new(all)), ..case.clone() })
            };
            let split = |(case, each): (Env, Vec<Truth>)| match each.as_slice() {
                [_] => vec![case],
                each => each.iter().filter_map(|truth| with(&case, *truth)).collect(),
            };
            cases = cases.into_iter().zip(outcomes).flat_map(split).collect();
        }
        if cases.len() < 2 { Vec::new() } else { cases }
    }

    /// The texts of rows in hand, or found from them, that are not known and that a list says what they can be, with these values.
    fn open_texts(&self, node: Node<'_>, env: &Env) -> Vec<(CellId, Vec<Code>)> {
        let mut found: Vec<(RowRefId, ColId)> = Vec::new();
        let mut roots = vec![(node, u8::MAX)];
        while let Some((root, inner)) = roots.pop() {
            self.plan.reach([root], &mut |node| {
                if let Node::Text(Text::Cell { row, col }) = node
                    && self.is_in_hand(*row, inner, env)
                {
                    found.push((*row, *col));
                }
                // What an aggregate asks of both its own rows and those in hand; the rest is asked of its own.
                if let Node::Agg(id) = node {
                    let residual = self.plan.scope(self.plan.agg(id).scope).residual;
                    roots.extend(residual.map(|(cond, slot)| (Node::Cond(cond), slot.min(inner))));
                    return false;
                }
                true
            });
        }
        let mut out: Vec<(CellId, Vec<Code>)> = Vec::new();
        for (row, col) in found {
            let text = Text::Cell { row, col };
            let Found::Row { rel, row: at } = self.find(row, env) else { continue };
            let (cell, listed) = (CellId { rel, row: at, col }, self.one_of(row, col, env).map_or(0, <[String]>::len));
            if listed == 0 || out.iter().any(|(own, _)| *own == cell) || self.text(&text, env).is_some() {
                continue;
            }
            let mut codes = self.possible_texts(&text, env).unwrap_or_default();
            codes.dedup();
            if codes.len() > 1 && codes.iter().filter(|code| **code != NO_TEXT).count() == listed {
                out.push((cell, codes));
            }
        }
        out.sort_by_key(|(cell, _)| (cell.rel, cell.row, cell.col));
        out
    }

    /// The figures of rows in hand that are not known and tell which row fits, each with the ranges between the bounds it is held against there,
    /// and these bounds.
    fn open_figures(&self, node: Node<'_>, env: &Env) -> Vec<(CellId, Vec<Interval>)> {
        let mut scopes: Vec<(RelId, CondId, u8)> = Vec::new();
        self.plan.reach([node], &mut |node| {
            if let Node::Row(id) = node
                && let Row::Only { rel, agg, .. } = self.plan.row(id)
                && let Some((residual, slot)) = self.plan.scope(self.plan.agg(*agg).scope).residual
                && usize::from(slot) <= env.rows.len()
            {
                scopes.push((*rel, residual, slot));
            }
            !matches!(node, Node::Agg(_))
        });
        let mut bounds: Vec<(CellId, BTreeSet<Rat>)> = Vec::new();
        for (rel, residual, slot) in scopes {
            let mut compared: Vec<&LinearForm> = Vec::new();
            self.plan.reach([Node::Cond(residual)], &mut |node| {
                if let Node::Cond(id) = node
                    && let Cond::Compare(compare) = self.plan.cond(id)
                {
                    compared.push(&compare.diff);
                }
                !matches!(node, Node::Agg(_))
            });
            let rows = self.table(rel).rows;
            if rows as usize >= MOST {
                continue;
            }
            for row in 0..rows {
                let inner = env.with(slot, rel, row);
                for form in compared.iter().map(|diff| self.lin(diff, &inner).form) {
                    let mut terms = form.terms.iter();
                    let (Some((Symbol::Cell(cell), term)), None) = (terms.next(), terms.next()) else { continue };
                    let at = -form.constant.clone() / term.coefficient.clone();
                    match bounds.iter_mut().find(|(own, _)| own == cell) {
                        Some((_, all)) => {
                            all.insert(at);
                        }
                        None => bounds.push((*cell, BTreeSet::from([at]))),
                    }
                }
            }
        }
        bounds.sort_by_key(|(cell, _)| (cell.rel, cell.row, cell.col));
        bounds.into_iter().map(|(cell, at)| (cell, self.divided(cell, &at))).filter(|(_, ranges)| ranges.len() > 1).collect()
    }

    /// What a cell can be, divided at these bounds.
    fn divided(&self, cell: CellId, bounds: &BTreeSet<Rat>) -> Vec<Interval> {
        let whole = self.cell_value(cell.rel, cell.row, cell.col).form.interval();
        let mut ranges = Vec::new();
        let mut lo = End::Unbounded;
        for bound in bounds {
            ranges.push(Interval { lo, hi: End::Open(bound.clone()) });
            ranges.push(Interval::exact(bound.clone()));
            lo = End::Open(bound.clone());
        }
        ranges.push(Interval { lo, hi: End::Unbounded });
        ranges.into_iter().filter_map(|range| range.meet(&whole)).collect()
    }

    /// Whether a row is reached from the rows in hand alone: from none in the slot of an aggregate's own row, or beyond.
    fn is_in_hand(&self, row: RowRefId, inner: u8, env: &Env) -> bool {
        let mut own = true;
        self.plan.reach([Node::Row(row)], &mut |node| {
            if let Node::Row(id) = node
                && let Row::Slot(slot) = self.plan.row(id)
            {
                own &= *slot < inner && usize::from(*slot) < env.rows.len();
            }
            !matches!(node, Node::Agg(_))
        });
        own
    }

    /// Whether there is a figure of which all of it is so: conditions that hold one figure against several bounds go together only so far.
    fn agree(&self, case: &[(CondId, Truth)]) -> bool {
        let mut seen: Vec<(LinearForm, Interval)> = Vec::new();
        for (cond, truth) in case {
            let Cond::Compare(compare) = self.plan.cond(*cond) else { continue };
            let Some((figure, range)) = range(compare, *truth) else { continue };
            match seen.iter_mut().find(|(own, _)| *own == figure) {
                None => seen.push((figure, range)),
                Some((_, own)) => match own.meet(&range) {
                    Some(both) => *own = both,
                    None => return false,
                },
            }
        }
        true
    }
}

/// What a comparison holds against a bound, its first part once, and where that figure lies if it comes to this truth; `None` where that is no
/// one interval.
fn range(compare: &Compare, truth: Truth) -> Option<(LinearForm, Interval)> {
    let first = compare.diff.terms.values().next()?.clone();
    let op = if truth == Truth::TRUE {
        compare.op
    } else if truth == Truth::FALSE {
        compare.op.negated()
    } else {
        return None;
    };
    let figure = compare.diff.scale(&(Rat::ONE / first.clone()));
    let bound = -figure.constant.clone();
    let op = if first < Rat::ZERO { op.flipped() } else { op };
    let range = match op {
        CmpOp::Ge => Interval::at_least(bound),
        CmpOp::Gt => Interval { lo: End::Open(bound), hi: End::Unbounded },
        CmpOp::Le => Interval::at_most(bound),
        CmpOp::Lt => Interval { lo: End::Unbounded, hi: End::Open(bound) },
        CmpOp::Eq => Interval::exact(bound),
        CmpOp::Ne => return None,
    };
    Some((LinearForm { constant: Rat::ZERO, ..figure }, range))
}
