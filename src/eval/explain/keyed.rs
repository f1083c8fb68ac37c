//! What keeps it open which row, or which rows, are meant: open parameters and figures in keys and filters.

use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::{LISTED, Trace};
use crate::eval::types::affine::{PartOf, Symbol};
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::finding::Cause;
use crate::plan::{AggId, CondId, Key, Measure, Node, Row, RowRefId};

impl Explain<'_> {
    /// A looked-up row whose key is not known: what would tell it.
    pub fn key_causes(&self, row: RowRefId, env: &Env, trace: &mut Trace) {
        if let Row::Lookup { key, .. } = self.plan.row(row) {
            self.parts_causes(key, env, trace);
        }
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

    /// What is not known of the rows whose greatest, least or middle figure is taken, and of those that may be among them.
    pub fn rows_causes(&self, id: AggId, key: &[Key], env: &Env, trace: &mut Trace) {
        let agg = self.plan.agg(id);
        let (Measure::Min(num) | Measure::Max(num) | Measure::Quantile(num, _)) = &agg.measure else { return };
        let (sure, maybe, tail) = self.sure_and_maybe(id, key, env);
        let part = || {
            let key: Vec<Option<u64>> = key.iter().map(|k| self.key_part(k, env)).collect();
            PartOf { key: key.into(), outer: env.rows.clone().into(), id: 0 }
        };
        let open = |row: &&u32| self.num(num, &self.inner_env(id, **row, env)).form.as_constant().is_none();
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
