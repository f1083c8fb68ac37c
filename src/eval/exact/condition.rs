//! Conditions on the exact path.

use crate::data::{CellId, CellState, Code};
use crate::eval::exact::context::Exact;
use crate::eval::types::env::{Env, Found, NO_TEXT};
use crate::eval::types::truth::Truth;
use crate::eval::types::value::{compare_zero, join_base};
use crate::hir::{Param, ParamValue};
use crate::num::Rat;
use crate::plan::{AggId, Choice, Compare, Cond, CondId, Key, Row, RowRefId, Text};
use crate::ty::{ColId, RelId, Type};

impl Exact<'_> {
    /// What a condition can still be.
    pub fn truth(&self, id: CondId, env: &Env) -> Truth {
        if let Some((_, truth)) = env.assumed.iter().flat_map(|all| all.iter()).find(|(cond, _)| *cond == id) {
            return *truth;
        }
        env.known.truths.get(id, self.plan.uses.cond(id), || self.truth_anew(id, env))
    }

    fn truth_anew(&self, id: CondId, env: &Env) -> Truth {
        match self.plan.cond(id) {
            Cond::Const(value) => Truth::of(*value),
            Cond::Compare(compare) => self.comparison(compare, env),
            Cond::SameText { left, right, negated } => {
                let equal = self.same_text(left, right, env);
                if *negated { equal.not() } else { equal }
            }
            Cond::InSet { value, set } => self.in_set(value, *set, env),
            Cond::Like { value, pattern } => self.has_shape(value, pattern, env),
            Cond::StartsWith { value, prefix, part } => self.holds_part(value, (*part, prefix), env),
            Cond::Rank { labels, left, op, right, .. } => self.rank_truth(labels, left, *op, right, env),
            Cond::Flag { row, col } => self.flag(*row, *col, env),
            Cond::FlagParam(_) => Truth::UNKNOWN,
            Cond::Exists { row, col } => self.exists(*row, *col, env),
            Cond::Filled { row, col, sent } => self.filled_in_time(*row, *col, *sent, env),
            Cond::RowExists(row) => self.row_exists(*row, env),
            Cond::SetRelation { words, left, right } => {
                let (left, right) = (&self.sets[*left], &self.sets[*right]);
                Truth::of(if words.subset { left.is_subset(right) } else { left.is_disjoint(right) })
            }
            // What has no base is neutral in both, so it is where both begin.
            Cond::And(parts) => parts.iter().fold(Truth::NO_BASE, |t, p| self.fold_and(t, *p, env)),
            Cond::Or(parts) => parts.iter().fold(Truth::NO_BASE, |t, p| self.fold_or(t, *p, env)),
            Cond::Not(x) => self.truth(*x, env).not(),
            Cond::Holds(x) => self.truth(*x, env).holds(),
            Cond::Choose { arms, otherwise } => self.chosen_truth(arms, *otherwise, env),
            Cond::Quantified { all, agg, key, .. } => self.quantified(*all, *agg, key, env),
        }
    }

    fn fold_and(&self, so_far: Truth, part: CondId, env: &Env) -> Truth {
        if so_far == Truth::FALSE { so_far } else { so_far.and(self.truth(part, env)) }
    }

    fn fold_or(&self, so_far: Truth, part: CondId, env: &Env) -> Truth {
        if so_far == Truth::TRUE { so_far } else { so_far.or(self.truth(part, env)) }
    }

    /// The first arm whose condition holds; where that is open, every arm that may be the one.
    fn chosen_truth(&self, arms: &[(CondId, CondId)], otherwise: Option<CondId>, env: &Env) -> Truth {
        let mut out = Truth::default();
        for (when, then) in arms {
            let holds = self.truth(*when, env);
            if holds.can_be_true() {
                out = out.or_possible(self.truth(*then, env));
            }
            if holds == Truth::TRUE {
                return out;
            }
        }
        out.or_possible(otherwise.map_or(Truth::NO_BASE, |o| self.truth(o, env)))
    }

    pub fn comparison(&self, compare: &Compare, env: &Env) -> Truth {
        let diff = self.lin(&compare.diff, env);
        let cancelled = compare.cancelled.iter().map(|a| self.atom(*a, env).base);
        let exists = cancelled.fold(diff.base, join_base);
        if exists == Truth::NO_BASE {
            return Truth::NO_BASE;
        }
        let (mut form, mut may_lack) = (diff.form, exists == Truth::MAYBE_BASE);
        for (base, other) in &compare.bases {
            let (base, other) = (self.lin(base, env).form, self.lin(other, env).form);
            let (b, o) = (base.interval(), other.interval());
            let zero = |i: &crate::num::Interval| i.as_exact().is_some_and(Rat::is_zero);
            if zero(&b) && zero(&o) {
                return Truth::NO_BASE;
            }
            if b.contains(&Rat::ZERO) && o.contains(&Rat::ZERO) {
                may_lack = true;
                // Where one is nothing, there is a comparison only where the other is something.
                match (zero(&b), zero(&o)) {
                    (false, true) => form.without_zero_of(&base),
                    (true, false) => form.without_zero_of(&other),
                    _ => {}
                }
            }
        }
        let truth = compare_zero(&form, compare.op);
        if may_lack { truth.or_possible(Truth::NO_BASE) } else { truth }
    }

    fn same_text(&self, left: &Text, right: &Text, env: &Env) -> Truth {
        if left == right {
            return Truth::TRUE;
        }
        if let (Some(a), Some(b)) = (self.text(left, env), self.text(right, env)) {
            return Truth::of(a == b);
        }
        if self.surely_is(right, env) && self.alike_texts((left, env), (right, env)) {
            return Truth::TRUE;
        }
        let (Some(a), Some(b)) = (self.possible_texts(left, env), self.possible_texts(right, env)) else { return Truth::UNKNOWN };
        // What does not exist is equal to nothing.
        let equal = |x: Code, y: Code| x == y && x != NO_TEXT;
        let meet = a.iter().any(|x| b.iter().any(|y| equal(*x, *y)));
        let differ = a.iter().any(|x| b.iter().any(|y| !equal(*x, *y)));
        match (meet, differ) {
            (true, false) => Truth::TRUE,
            (true, true) => Truth::UNKNOWN,
            (false, _) => Truth::FALSE,
        }
    }

    /// The texts it can be: one if known, the candidates of a closed list, those of the arms that can be taken, none if it does not
    /// exist; `None` when it can be anything.
    pub fn possible_texts(&self, text: &Text, env: &Env) -> Option<Vec<Code>> {
        match text {
            Text::Const(_) | Text::Bound(..) => Some(vec![self.constant(text).unwrap_or(Code::MAX)]),
            Text::Param(id) => match &self.rules.params[id.0 as usize] {
                param if !param.alternatives.is_empty() => {
                    let texts = param.alternatives.iter().filter_map(|a| match &a.value {
                        ParamValue::Text(t) => self.data.texts.find(t),
                        ParamValue::Number(_) => None,
                    });
                    Some(texts.collect())
                }
                Param { ty: Type::OneOf(list), .. } => Some(list.iter().filter_map(|t| self.data.texts.find(t)).collect()),
                _ => None,
            },
            Text::Cell { row, col } => {
                if let Some(code) = self.text(text, env) {
                    return Some(vec![code]);
                }
                if self.is_none(*row, *col, env) {
                    return Some(Vec::new());
                }
                let mut codes: Vec<Code> = self.one_of(*row, *col, env)?.iter().filter_map(|t| self.data.texts.find(t)).collect();
                if self.def(self.rel_of(*row, env), *col).optional {
                    // It may be none, which is equal to no text.
                    codes.push(NO_TEXT);
                }
                Some(codes)
            }
            Text::Classification(classification) => Some(self.classification_texts(*classification, env)),
            Text::Join { parts, shape } => self.joined_texts(parts, *shape, env),
            Text::Choose(at) => env.known.texts.get(*at, self.plan.uses.choice(*at), || self.chosen_texts(*at, env)),
        }
    }

    fn chosen_texts(&self, at: usize, env: &Env) -> Option<Vec<Code>> {
        let Choice { arms, otherwise } = self.plan.choice(at);
        let mut found: Vec<Code> = Vec::new();
        // What an arm may give is none as well as any text: that none is kept beside the texts of the other arms.
        let add = |found: &mut Vec<Code>, codes: Vec<Code>| match codes.is_empty() {
            true => found.push(NO_TEXT),
            false => found.extend(codes),
        };
        let mut settled = false;
        for (when, then) in arms {
            let truth = self.truth(*when, env);
            if truth.can_be_true() {
                add(&mut found, self.possible_texts(then, env)?);
            }
            if truth == Truth::TRUE {
                settled = true;
                break;
            }
        }
        match otherwise {
            _ if settled => {}
            Some(otherwise) => add(&mut found, self.possible_texts(otherwise, env)?),
            // No arm may hold; then there is no text.
            None => found.push(NO_TEXT),
        }
        found.sort_unstable();
        found.dedup();
        if found == [NO_TEXT] {
            found.clear();
        }
        Some(found)
    }

    pub fn rel_of(&self, row: RowRefId, env: &Env) -> RelId {
        match self.find(row, env) {
            Found::Row { rel, .. } | Found::Missing { rel, .. } => rel,
        }
    }

    pub fn one_of(&self, row: RowRefId, col: ColId, env: &Env) -> Option<&[String]> {
        match &self.def(self.rel_of(row, env), col).ty {
            Type::OneOf(list) => Some(list),
            Type::Text
            | Type::Flag
            | Type::Number(_)
            | Type::Date
            | Type::Period(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => None,
        }
    }

    pub fn is_none(&self, row: RowRefId, col: ColId, env: &Env) -> bool {
        let Found::Row { rel, row } = self.find(row, env) else { return false };
        env.taken_for(CellId { rel, row, col }) == Some(NO_TEXT) || self.column(rel, col).state(row) == CellState::None
    }

    fn in_set(&self, value: &Text, set: usize, env: &Env) -> Truth {
        let set = &self.sets[set];
        if let Some(code) = self.text(value, env) {
            return Truth::of(set.contains(&code));
        }
        let Some(possible) = self.possible_texts(value, env) else {
            return if set.is_empty() { Truth::FALSE } else { Truth::UNKNOWN };
        };
        let inside = possible.iter().filter(|code| set.contains(code)).count();
        match inside {
            0 => Truth::FALSE,
            n if n == possible.len() => Truth::TRUE,
            _ => Truth::UNKNOWN,
        }
    }

    fn flag(&self, row: RowRefId, col: ColId, env: &Env) -> Truth {
        match self.find(row, env) {
            Found::Missing { .. } => Truth::UNKNOWN,
            Found::Row { rel, row } => {
                let column = self.column(rel, col);
                match column.int(row) {
                    Some(n) => Truth::of(n != 0),
                    None if column.state(row) == CellState::None => Truth::FALSE,
                    None => Truth::UNKNOWN,
                }
            }
        }
    }

    /// Existence in the world: none is false, unknown is unknown.
    pub fn exists(&self, row: RowRefId, col: ColId, env: &Env) -> Truth {
        match self.find(row, env) {
            Found::Missing { rel, key, .. } => {
                if self.key_field(rel, col, &key).is_some() {
                    Truth::TRUE
                } else {
                    Truth::UNKNOWN
                }
            }
            Found::Row { rel, row } => {
                let (column, cell) = (self.column(rel, col), CellId { rel, row, col });
                if let Some(taken) = env.taken_for(cell) {
                    return Truth::of(taken != NO_TEXT);
                }
                match column.state(row) {
                    _ if env.change_of(cell).is_some() => Truth::TRUE,
                    CellState::Known => Truth::TRUE,
                    CellState::None => Truth::FALSE,
                    CellState::Hole if column.bounds(row).is_some() => Truth::TRUE,
                    CellState::Blank | CellState::Absent | CellState::Hole => Truth::UNKNOWN,
                }
            }
        }
    }

    /// Something was written: a value, bounds, "none", or what could not be used (that has a finding of its own). A field left empty is not
    /// filled in, whatever that counts as, and nothing is in a row that was not sent. Of a row whose cells are displaced nobody knows.
    pub fn filled(&self, row: RowRefId, col: ColId, env: &Env) -> Truth {
        match self.find(row, env) {
            Found::Missing { .. } => Truth::FALSE,
            Found::Row { rel, row } => {
                let column = self.column(rel, col);
                if column.may_be_unwritten(row) {
                    return Truth::UNKNOWN;
                }
                let written = matches!(column.state(row), CellState::Known | CellState::None | CellState::Hole);
                Truth::of(written && !column.is_left_blank(row))
            }
        }
    }

    /// Whether exactly one row fits.
    fn is_one(&self, agg: AggId, key: &[Key], env: &Env) -> Truth {
        let (sure, maybe, tail) = self.sure_and_maybe(agg, key, env);
        match (sure.len(), maybe.is_empty() && !tail) {
            (1, true) => Truth::TRUE,
            (0, true) | (2.., _) => Truth::FALSE,
            (0 | 1, _) => Truth::UNKNOWN,
        }
    }

    /// A row exists if it was sent; it does not if its table is complete; else nobody knows.
    /// What a late row says was not filled in; what is missing may still be sent, until its day is over.
    fn filled_in_time(&self, row: RowRefId, col: ColId, sent: Option<CondId>, env: &Env) -> Truth {
        let filled = self.filled(row, col, env);
        let Some(sent) = sent else { return filled };
        match self.find(row, env) {
            Found::Row { .. } => filled.and(self.truth(sent, env)),
            Found::Missing { .. } if self.truth(sent, env) == Truth::FALSE => Truth::FALSE,
            Found::Missing { .. } => Truth::UNKNOWN,
        }
    }

    fn row_exists(&self, row: RowRefId, env: &Env) -> Truth {
        if let Row::Only { agg, key, .. } = self.plan.row(row) {
            return self.is_one(*agg, key, env);
        }
        match self.find(row, env) {
            Found::Row { .. } => Truth::TRUE,
            Found::Missing { expected: Some(_), .. } => Truth::UNKNOWN,
            Found::Missing { rel, key, .. } => {
                if key.is_empty() || key.iter().any(Option::is_none) {
                    return Truth::UNKNOWN;
                }
                let relation = self.rules.schema.get(rel);
                let at = |col: ColId| relation.key.iter().position(|&k| k == col).and_then(|i| key[i]);
                let period = relation.period().and_then(|(c, _)| at(c)).map(u64::cast_signed);
                let sender = relation.sent_by.as_ref().and_then(|s| s.column).and_then(at).and_then(|c| u32::try_from(c).ok());
                if self.complete.is_complete(rel, relation.period().is_some(), period, sender) {
                    Truth::FALSE
                } else {
                    Truth::UNKNOWN
                }
            }
        }
    }
}
