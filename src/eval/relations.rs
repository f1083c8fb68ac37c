//! Findings about sets: which members of the one are missing from the other, by name.

use super::bind::Bound;
use super::exact::Env;
use super::explain::Trace;
use super::truth::Truth;
use crate::finding::Detail;
use crate::hir::SetWords;
use crate::plan::{AggId, Key, Measure};

impl Bound<'_> {
    /// Sets known before data.
    pub fn fixed_sets(&self, words: &SetWords, left: usize, right: usize) -> Detail {
        let (left, right) = (&self.sets[left], &self.sets[right]);
        let breaks = |code: &&crate::data::Code| right.contains(code) != words.subset;
        let mut breaking: Vec<String> = left.iter().filter(breaks).map(|c| self.data.texts.text(*c).to_string()).collect();
        breaking.sort_unstable();
        let total = u64::try_from(left.len()).unwrap_or(u64::MAX);
        let (subset, other) = (words.subset, words.other.clone());
        Detail::Sets { subset, other, breaking, unknown: Vec::new(), open: false, total }
    }

    /// Sets of which at least one is data.
    pub fn sets_detail(&self, words: &SetWords, agg: AggId, key: &[Key], env: &Env, trace: &mut Trace) -> Detail {
        let scope = self.plan.scope(self.plan.agg(agg).scope);
        let Measure::Truth(cond) = &self.plan.agg(agg).measure else { return Detail::None };
        let (rows, open) = self.looked_at(agg, key, env);
        let (mut breaking, mut unknown) = (Vec::new(), Vec::new());
        for &row in &rows {
            let inner = self.inner_env(agg, row, env);
            match self.truth(*cond, &inner) {
                Truth::TRUE | Truth::NO_BASE => {}
                Truth::FALSE => breaking.push(self.own_title(scope.rel, row)),
                _ => {
                    unknown.push(self.own_title(scope.rel, row));
                    self.detail(*cond, &inner, trace);
                }
            }
        }
        if open {
            let key: Vec<Option<u64>> = key.iter().map(|k| self.key_part(k, env)).collect();
            trace.facts.extend(self.unsent_causes(scope, &key));
        }
        let total = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        Detail::Sets { subset: words.subset, other: words.other.clone(), breaking, unknown, open, total }
    }

    /// A row by its own key, without that of the row it is nested in.
    fn own_title(&self, rel: crate::ty::RelId, row: u32) -> String {
        let mut key = Vec::new();
        self.add_own_key(rel, row, &mut key);
        key.into_iter().map(|(_, v)| v).collect::<Vec<_>>().join(" · ")
    }
}
