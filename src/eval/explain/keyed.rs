//! What keeps it open which row, or which rows, are meant: open parameters and figures in keys and filters.

use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::{LISTED, Trace, Turn};
use crate::eval::types::affine::{PartOf, Symbol};
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::eval::types::value::Value;
use crate::finding::{Cause, CauseKind, Whose};
use crate::num::Rat;
use crate::plan::{AggId, AtomId, CondId, Key, Measure, Node, Row, RowRefId};
use crate::ty::RelId;

/// Rows looked at for what keeps their own figures open, where that may be nothing.
const LOOKED_AT: usize = 64;

impl Explain<'_> {
    /// A looked-up row whose key is not known: what would tell it.
    pub fn key_causes(&self, row: RowRefId, env: &Env, trace: &mut Trace) {
        match self.plan.row(row) {
            Row::Lookup { key, .. } => self.parts_causes(key, env, trace),
            Row::Only { rel, agg, key } => self.only_causes(*rel, (*agg, key), env, trace),
            Row::Slot(_) | Row::Parent { .. } => {}
        }
    }

    /// The row that fits is not known: none does, several do, or it is open which do.
    fn only_causes(&self, rel: RelId, (agg, key): (AggId, &[Key]), env: &Env, trace: &mut Trace) {
        let (sure, maybe, tail) = self.sure_and_maybe(agg, key, env);
        let title = self.rules.schema.get(rel).title();
        match (sure.len(), maybe.is_empty() && !tail) {
            (1, true) => return,
            (0, true) => trace.facts.push(Cause::new(CauseKind::NoneFits, title).of(Whose::nobodys())),
            (2.., _) => trace.facts.push(Cause::new(CauseKind::SeveralFit, title).of(Whose::nobodys())),
            (0 | 1, _) => {
                self.filter_causes(agg, key, env, trace);
                let scope = self.plan.scope(self.plan.agg(agg).scope);
                for &row in maybe.iter().take(LISTED) {
                    let (inner, alone) = (self.inner_env(agg, row, env), Env::of(scope.rel, row));
                    let filters = scope.filter.iter().map(|c| (*c, &alone));
                    for (filter, env) in filters.chain(scope.residual.iter().map(|(c, _)| (*c, &inner))) {
                        if !self.truth(filter, env).is_single() {
                            let mut own = Trace::default();
                            self.detail(filter, env, &mut own);
                            own.symbols.iter().for_each(|(symbol, _)| trace.add_symbol(symbol, None));
                            own.cells.into_iter().for_each(|c| trace.add_cell(c));
                            trace.facts.append(&mut own.facts);
                        }
                    }
                }
                if tail {
                    let key: Vec<Option<u64>> = key.iter().map(|k| self.key_part(k, env)).collect();
                    let part = PartOf { key: key.into(), outer: env.rows.clone().into(), id: 0 };
                    trace.add_symbol(&Symbol::Tail { agg, part }, None);
                }
            }
        }
        trace.keys_named = true;
    }

    pub fn parts_causes(&self, key: &[Key], env: &Env, trace: &mut Trace) {
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

    /// Rows that an aggregate takes in or not, as a figure turns out that is not known, where that changes the quantifier.
    pub fn maybe_causes(
        &self,
        (all, negated): (bool, bool),
        cond: CondId,
        id: AggId,
        rows: &[u32],
        env: &Env,
        trace: &mut Trace,
    ) {
        let scope = self.plan.scope(self.plan.agg(id).scope);
        for &row in rows {
            let inner = self.inner_env(id, row, env);
            // A row that passes, where all are to, may count or not.
            if self.truth(cond, &inner) == Truth::of(all != negated) {
                continue;
            }
            let alone = Env::of(scope.rel, row);
            self.parts_causes(&scope.key, &alone, trace);
            let filters = scope.filter.iter().map(|c| (*c, &alone)).chain(scope.residual.iter().map(|(c, _)| (*c, &inner)));
            for (filter, env) in filters {
                let taken = self.truth(filter, env);
                if !taken.is_single() {
                    let mut own = Trace::default();
                    // Where all are to pass, the row that does not must not be taken in.
                    self.told_as(filter, all, env, &mut own);
                    if taken.can_lack_base() {
                        own.symbols.iter_mut().for_each(|(_, turn)| *turn = None);
                    }
                    own.repairs.clear();
                    own.starts.clear();
                    trace.adopt(own);
                }
            }
        }
    }

    /// The figure that is the greatest, or the least, of those that are known.
    fn add_extreme(&self, measure: &Measure, rows: &[u32], inner: &dyn Fn(u32) -> Env, trace: &mut Trace) {
        let (num, least) = match measure {
            Measure::Min(num) => (num, true),
            Measure::Max(num) => (num, false),
            Measure::Quantile(..)
            | Measure::Count
            | Measure::Sum(_)
            | Measure::Valued(_)
            | Measure::Distinct(_)
            | Measure::Places(_)
            | Measure::Truth(_) => return,
        };
        let mut extreme: Option<(Rat, u32)> = None;
        for &row in rows {
            let value = self.num(num, &inner(row));
            let Some(own) = value.form.as_constant().filter(|_| value.base == Truth::TRUE) else { continue };
            if extreme.as_ref().is_none_or(|(best, _)| if least { own < best } else { own > best }) {
                extreme = Some((own.clone(), row));
            }
        }
        if let Some((_, row)) = extreme {
            let mut seen = Trace::default();
            self.trace_forms(Node::Num(num), &inner(row), &mut seen);
            seen.cells.into_iter().for_each(|c| trace.add_cell(c));
        }
    }

    /// What is not known of the rows whose greatest, least or middle figure is taken, and of those that may be among them.
    pub fn rows_causes(&self, id: AggId, key: &[Key], env: &Env, trace: &mut Trace) {
        let agg = self.plan.agg(id);
        let (Measure::Min(num) | Measure::Max(num) | Measure::Quantile(num, _)) = &agg.measure else { return };
        let (sure, maybe, tail) = self.sure_and_maybe(id, key, env);
        let part = || {
            let key: Vec<Option<u64>> = key.iter().map(|k| self.key_part(k, env)).collect();
            PartOf { key: key.into(), outer: env.rows.clone().into(), id: 0 }
        };
        let open = |row: &&u32| {
            let value = self.num(num, &self.inner_env(id, **row, env));
            value.form.as_constant().is_none() || !value.base.is_single()
        };
        self.add_extreme(&agg.measure, &sure, &|row| self.inner_env(id, row, env), trace);
        for row in sure.iter().filter(open).take(LISTED) {
            let mut seen = Trace::default();
            self.trace_forms(Node::Num(num), &self.inner_env(id, *row, env), &mut seen);
            seen.cells.into_iter().filter(|c| c.value.is_none()).for_each(|c| trace.add_cell(c));
            for (symbol, _) in seen.symbols {
                // The value at which the greatest turns may be told already.
                if !trace.symbols.iter().any(|(s, _)| *s == symbol) {
                    trace.symbols.push((symbol, None));
                }
            }
            trace.facts.append(&mut seen.facts);
        }
        for row in maybe.iter().take(LISTED) {
            trace.add_symbol(&Symbol::Member { scope: agg.scope, row: *row, part: part() }, None);
        }
        if tail {
            trace.add_symbol(&Symbol::Tail { agg: id, part: part() }, None);
        }
    }

    /// What is not known of the terms of a sum that are no plain figures: of a choice, a product, a quotient that may have no base.
    pub fn terms_causes(&self, atom: AtomId, (id, key): (AggId, &[Key]), env: &Env, trace: &mut Trace) {
        let (Measure::Sum(lin) | Measure::Valued(lin)) = &self.plan.agg(id).measure else { return };
        let value = self.atom(atom, env);
        let has = |value: &Value, is: fn(&Symbol) -> bool| value.form.terms.keys().any(is);
        let folded = |value: &Value| has(value, |s| matches!(s, Symbol::Many { .. }));
        let worked_out = |value: &Value| has(value, |s| matches!(s, Symbol::Opaque(_))) || !value.base.is_single();
        let counts = |value: &Value| has(value, |s| matches!(s, Symbol::Member { .. } | Symbol::MaybeTerm { .. }));
        // Where so much is open that it is folded, or only the number of rows, few of them are looked at: a row of unknown key may stand in
        // every group.
        let most = match worked_out(&value) {
            true => usize::MAX,
            false if folded(&value) || counts(&value) => LOOKED_AT,
            false => return,
        };
        let (sure, maybe, _) = self.sure_and_maybe(id, key, env);
        let inner = |row: &u32| self.inner_env(id, *row, env);
        let open = |row: &&u32| {
            let own = self.lin(lin, &inner(row));
            worked_out(&own) || folded(&own)
        };
        for row in sure.iter().chain(&maybe).take(most).filter(open).take(LISTED) {
            let mut own = Trace::default();
            self.trace_forms(Node::LinearForm(lin), &inner(row), &mut own);
            own.cells.retain(|c| c.value.is_none());
            own.symbols.iter_mut().for_each(|(_, turn)| *turn = None);
            own.repairs.clear();
            own.starts.clear();
            // Whether the row has a figure at all is what these keep open.
            if own.symbols.iter().any(|(s, _)| !self.name_symbol(s).what.is_empty()) {
                own.told_scopes.insert(self.plan.agg(id).scope);
            }
            trace.adopt(own);
        }
    }

    /// What keeps it open which rows count, where that lies in what the rows are held against: a figure of the rows in hand, the ends of a loop.
    pub fn counting_causes(&self, id: AggId, key: &[Key], env: &Env, trace: &mut Trace) {
        let at = self.plan.agg(id).scope;
        let scope = self.plan.scope(at);
        if (scope.residual.is_none() && scope.calendar.is_none()) || trace.told_scopes.contains(&at) {
            return;
        }
        let (_, maybe, tail) = self.sure_and_maybe(id, key, env);
        if maybe.is_empty() && !tail {
            return;
        }
        let mut own = Trace::default();
        for end in scope.calendar.iter().flat_map(|(from, to)| [from, to]) {
            if self.lin(end, env).form.as_constant().is_none() {
                self.trace_forms(Node::LinearForm(end), env, &mut own);
            }
        }
        for row in maybe.iter().take(LISTED) {
            let inner = self.inner_env(id, *row, env);
            if let Some((residual, _)) = scope.residual.filter(|(cond, _)| !self.truth(*cond, &inner).is_single()) {
                self.detail(residual, &inner, &mut own);
            }
        }
        own.cells.clear();
        own.repairs.clear();
        own.starts.clear();
        own.symbols.iter_mut().for_each(|(_, turn)| *turn = None);
        let named = |(symbol, _): &(Symbol, Option<Turn>)| !self.name_symbol(symbol).what.is_empty();
        if !own.facts.is_empty() || own.symbols.iter().any(named) {
            own.told_scopes.insert(at);
        }
        trace.adopt(own);
    }

    /// Open parameters that decide which rows an aggregate takes in.
    pub fn filter_causes(&self, id: AggId, key: &[Key], env: &Env, trace: &mut Trace) {
        self.parts_causes(key, env, trace);
        for id in self.plan.open_in_scope(id) {
            let param = &self.rules.params[id.0 as usize];
            let named = Cause::parameter(&param.name, param.title(), param.span);
            trace.facts.push(Cause { root: Some(named.what.clone()), ..named });
        }
    }
}
