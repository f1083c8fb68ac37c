//! Sets and lists: which members of one set are missing from another, by name; which lists were not sent.

use crate::data::{CellId, Code};
use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::Trace;
use crate::eval::tables::groups::Group;
use crate::eval::types::env::{Env, FIRST_EXPECTED, Found, NO_TEXT};
use crate::eval::types::truth::Truth;
use crate::finding::{Detail, Known, Name, Value, Wanted, Whose};
use crate::hir::SetWords;
use crate::plan::{AggId, Cond, CondId, Key, Measure, Member, Node, Side, Text};
use crate::ty::{Origin, RelId};
use std::collections::BTreeSet;

/// Of a set that is data so many members are told.
const MOST_SOUGHT: usize = 8;

impl Explain<'_> {
    /// Sets known before data.
    pub fn fixed_sets(&self, words: &SetWords, negated: bool, left: usize, right: usize) -> Detail {
        let (left, right) = (&self.sets[left], &self.sets[right]);
        let breaks = |code: &&Code| right.contains(code) != words.subset;
        let mut breaking: Vec<String> = left.iter().filter(breaks).map(|c| self.data.texts.text(*c).to_string()).collect();
        breaking.sort_unstable();
        let total = u64::try_from(left.len()).unwrap_or(u64::MAX);
        let (subset, other) = (words.subset, words.other.clone());
        let whose = Whose::nobodys();
        Detail::Sets { subset, wanted: !negated, other, breaking, unknown: Vec::new(), open: false, total, whose }
    }

    /// Sets of which at least one is data. A member is a text, however many rows have it.
    pub fn sets_detail(
        &self,
        (words, member, negated): (&SetWords, &Text, bool),
        agg: AggId,
        key: &[Key],
        env: &Env,
        trace: &mut Trace,
    ) -> Detail {
        let scope = self.plan.scope(self.plan.agg(agg).scope);
        let Measure::Truth(cond) = &self.plan.agg(agg).measure else { return Detail::None };
        let (rows, open) = self.looked_at(agg, key, env);
        let (mut breaking, mut unknown, mut whose) = (Vec::new(), Vec::new(), Whose::nobodys());
        // What is known of each text, and the rows of which none is known.
        let (mut seen, mut nameless) = (BTreeSet::new(), 0_u64);
        for &row in &rows {
            let inner = self.inner_env(agg, row, env);
            let name = match self.text(member, &inner) {
                Some(NO_TEXT) => continue,
                Some(code) if !seen.insert(code) => continue,
                Some(code) => self.written(member, code).to_string(),
                None => {
                    nameless += 1;
                    self.nameless(member, scope.rel, row)
                }
            };
            match self.truth(*cond, &inner) {
                Truth::TRUE | Truth::NO_BASE => {}
                Truth::FALSE => {
                    breaking.push(name);
                    whose = whose.and(self.whose(scope.rel, row));
                    self.member_cell(member, scope.rel, row, &inner, trace);
                    self.searched_cells(*cond, words.subset, &inner, trace);
                }
                _ => {
                    unknown.push(name);
                    whose = whose.and(self.whose(scope.rel, row));
                    self.detail(*cond, &inner, trace);
                }
            }
        }
        if open {
            let key: Vec<Option<u64>> = key.iter().map(|k| self.key_part(k, env)).collect();
            trace.facts.extend(self.unsent_causes(scope, &key, Some(env)));
        }
        let total = u64::try_from(seen.len()).unwrap_or(u64::MAX).saturating_add(nameless);
        Detail::Sets { subset: words.subset, wanted: !negated, other: words.other.clone(), breaking, unknown, open, total, whose }
    }

    /// `x in S`, or not in it, where S is data: x, and what keeps it open whether it is there.
    pub fn membership_detail(
        &self,
        ((words, sought), negated): (&(SetWords, Member), bool),
        truth: Truth,
        (agg, key): (AggId, &[Key]),
        env: &Env,
        trace: &mut Trace,
    ) -> Detail {
        let mut own = Trace::default();
        let (what, value) = match sought {
            Member::Text(text) => self.fact_text(text, truth, env, &mut own),
            Member::Figure(side) => self.fact_figure(side, env, &mut own),
        };
        // What the policy lists is nothing to be looked at.
        own.cells.retain(|c| c.cell.is_none_or(|id| self.rules.schema.get(id.rel).origin != Origin::Policy));
        trace.adopt(own);
        if !truth.is_single() {
            // What is not known of the rows is told of them.
            self.members_detail((negated, negated), agg, key, env, trace);
        }
        let (members, of) = match sought {
            Member::Text(text) => self.members_sought(text, agg, key, env).unzip(),
            Member::Figure(_) => (None, None),
        };
        let whose = match sought {
            Member::Text(text) => self.whose_read(Node::Text(text), env),
            Member::Figure(side) => self.whose_read(Node::Num(&side.value), env),
        };
        // A region is told the texts of a set where they are its own, or nobody's.
        let known = |of: &Whose| !self.told_apart || whose.clone().and(of.clone()) == whose;
        let members = members.filter(|_| of.is_none_or(|of| known(&of)));
        Detail::Match { what, value, wanted: Wanted::Within { set: words.other.clone(), members, inside: !negated }, whose }
    }

    /// The texts among which one is sought, in order, where all of them are known and they are few, and of whom they are.
    fn members_sought(&self, sought: &Text, agg: AggId, key: &[Key], env: &Env) -> Option<(Vec<String>, Whose)> {
        let at = self.plan.agg(agg).scope;
        let scope = self.plan.scope(at);
        // The rows are grouped by what is sought: those of all groups are its members.
        let own = key.iter().position(|part| matches!(part, Key::Text(text) if text == sought))?;
        let mut wanted: Vec<Option<u64>> = key.iter().map(|part| self.key_part(part, env)).collect();
        wanted[own] = None;
        let is_open = wanted.iter().enumerate().any(|(i, part)| i != own && part.is_none());
        let groups = self.group_table(at);
        if is_open
            || scope.residual.is_some()
            || groups.partly_keyed.any_fits(&wanted)
            || self.may_have_more(scope, &wanted, Some(env))
        {
            return None;
        }
        let fits = |group: &&Group| group.key.iter().zip(&wanted).all(|(part, wanted)| wanted.is_none_or(|w| w == *part));
        let (mut texts, mut whose) = (BTreeSet::new(), Whose::nobodys());
        for group in groups.groups.iter().filter(fits) {
            if !group.maybe.is_empty() || texts.len() > MOST_SOUGHT {
                return None;
            }
            let code = Code::try_from(*group.key.get(own)?).ok().filter(|code| *code != NO_TEXT)?;
            if !group.sure.is_empty() || group.elsewhere > 0 {
                texts.insert(self.text_of_code(code).into_owned());
                if self.told_apart {
                    whose = group.sure.iter().map(|row| self.whose(scope.rel, *row)).fold(whose, Whose::and);
                    whose = if group.elsewhere > 0 { whose.and(Whose::default()) } else { whose };
                }
            }
        }
        (texts.len() <= MOST_SOUGHT).then(|| (texts.into_iter().collect(), whose))
    }

    /// A day, a period or a number: what it is called, and what it is.
    fn fact_figure(&self, side: &Side, env: &Env, trace: &mut Trace) -> (String, Known) {
        self.trace_forms(Node::Num(&side.value), env, trace);
        let operand = self.operand(side, env);
        let what = if let Some(Name::Title(title)) = operand.name { title } else { operand.text };
        let value = operand.value.as_exact().map(|n| Known::Value(Value::Amount(n.clone(), operand.unit)));
        (what, value.unwrap_or(Known::Nothing))
    }

    /// A member whose text is not known, by its row.
    fn nameless(&self, member: &Text, rel: RelId, row: u32) -> String {
        let title = self.own_title(rel, row);
        match member {
            Text::Cell { col, .. } => format!("{title} · {}", self.column_title(rel, *col)),
            Text::Const(_)
            | Text::Param(_)
            | Text::Bound(..)
            | Text::Classification(_)
            | Text::Join { .. }
            | Text::Choose { .. } => title,
        }
    }

    /// The cell a member comes from, where rows were sent.
    fn member_cell(&self, member: &Text, rel: RelId, row: u32, env: &Env, trace: &mut Trace) {
        match member {
            Text::Cell { row: at, col } => {
                let Found::Row { rel, row } = self.find(*at, env) else { return };
                if row < FIRST_EXPECTED && self.rules.schema.get(rel).origin != Origin::Policy {
                    trace.add_cell(self.note_of(CellId { rel, row, col: *col }));
                }
            }
            Text::Const(_)
            | Text::Param(_)
            | Text::Bound(..)
            | Text::Classification(_)
            | Text::Join { .. }
            | Text::Choose { .. } => {
                self.key_cell(rel, row, trace);
            }
        }
    }

    /// The cell that names a row of data.
    fn key_cell(&self, rel: RelId, row: u32, trace: &mut Trace) {
        let relation = self.rules.schema.get(rel);
        let named = relation.key.iter().rev().find(|c| self.def(rel, **c).ty.is_text_like());
        if let (true, Some(col)) = (row < FIRST_EXPECTED && relation.origin != Origin::Policy, named) {
            trace.add_cell(self.note_of(CellId { rel, row, col: *col }));
        }
    }

    /// The list in which a member was looked for: where it is missing the beginning of the list, where it should not be the row it is in.
    fn searched_cells(&self, cond: CondId, subset: bool, env: &Env, trace: &mut Trace) {
        let inside = if let Cond::Not(inner) = self.plan.cond(cond) { *inner } else { cond };
        let Cond::Quantified { all: false, agg, key, .. } = self.plan.cond(inside) else { return };
        let rel = self.plan.scope(self.plan.agg(*agg).scope).rel;
        if !subset {
            self.looked_at(*agg, key, env).0.into_iter().for_each(|row| self.key_cell(rel, row, trace));
            return;
        }
        let parent = key.iter().find_map(|k| if let Key::Row(_) = k { self.key_part(k, env) } else { None });
        let Some(parent) = parent.and_then(|p| u32::try_from(p).ok()) else { return };
        let parents = &self.table(rel).parents;
        // Where the list begins stands for all of it.
        let first = (0..self.table(rel).rows).find(|r| parents.get(*r as usize) == Some(&parent));
        first.into_iter().for_each(|row| self.key_cell(rel, row, trace));
    }

    /// A row by its own key, without that of the row it is nested in.
    fn own_title(&self, rel: RelId, row: u32) -> String {
        let mut key = Vec::new();
        self.add_own_key(rel, row, &mut key);
        key.iter().map(|(_, v)| v.plain()).collect::<Vec<_>>().join(" · ")
    }
}
