//! From trees to a typed rule set: names, types, units, guards; every mistake of an author is found here, before data is read.
//!
//! Passes in order: units, aliases and policies; records and tables (`records`); parameters; definitions (`defines`, each
//! tried once on its own); rules (`rules`, with a [`scope`] of its own each); bindings; tests. One mistake gets one message:
//! what went wrong has [`crate::ty::Type::Error`], which fits everything, and its rule is left out.

mod base;
mod declare;
mod diagnostics;
mod expr;
mod lint;
mod rule;
mod scope;

pub use base::bindings::Bindings;
pub use scope::literal::read_day;

use crate::ast::{self, Item};
use crate::diag::Sink;
use crate::hir::RuleSet;
use crate::text::{Sources, Span, fold_name};
use rule::ruletests::RuleNames;
use scope::checker::{Body, Checker, DefineInfo};
use scope::faults::Faults;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Checks all files of a rule set as one. Rules with mistakes are left out and named in [`RuleSet::broken`]; everything else
/// is in the result whatever the sink holds. The sink should be the one the parser wrote to: a rule with a fault of syntax is left
/// out too, and what only follows from such a fault is not told.
pub fn check(files: &[ast::File], sources: &Sources, bindings: &Bindings, sink: &mut Sink) -> RuleSet {
    let items: Vec<&Item> = files.iter().flat_map(|f| &f.items).collect();
    let (modules, mistakes) = scope::modules::Modules::of(&items, sources);
    let mut checker = Checker::new(sources, Faults::of(sink, &items, sources), modules);
    mistakes.into_iter().for_each(|m| checker.report(m));
    let mut out = RuleSet::default();
    checker.collect(&items, &mut out);
    checker.check_defines();
    checker.check_dues();
    checker.check_rules(&items, &mut out);
    checker.check_forces(&items, &out.rules);
    checker.bind(bindings);
    checker.check_ties();
    for at in checker.check_tightened(&out.rules, &out.broken).into_iter().rev() {
        let rule = Arc::make_mut(&mut out.rules).remove(at);
        out.broken.push(rule.id);
    }
    sink.restate(|d| checker.no_such_function(d));
    let names = RuleNames { rules: &out.rules, broken: &out.broken };
    let mut tests = Vec::new();
    for item in &items {
        if let Item::Test(test) = item {
            tests.extend(checker.test(test, &names));
        }
    }
    std::mem::take(&mut checker.test_ties).into_iter().for_each(|d| checker.report(d));
    let scorecards = checker.scorecards(&items, &names);
    out.tests = Arc::new(tests);
    out.scorecards = scorecards;
    checker.warn_unused(&items);
    checker.warn_unasked(&items);
    checker.check_scales(&out.tables);
    checker.items.take_clashes().into_iter().for_each(|d| checker.report(d));
    let home = |r: &crate::ty::Relation| u32::try_from(checker.items.modules.at(r.span)).unwrap_or(u32::MAX);
    let homes = checker.schema.relations.iter().map(home).collect();
    let titles = checker.titles_of_values();
    let Checker { units, schema, policies, params, reports, faults, .. } = checker;
    sink.extend(reports.finish().into_iter().filter(|d| !faults.explain(d, sources)));
    RuleSet { units, schema, policies: Arc::new(policies), params, homes, titles: Arc::new(titles), ..out }
}

impl<'a> Checker<'a> {
    /// What the values of definitions are called, by the places where they are written.
    fn titles_of_values(&self) -> BTreeMap<Span, String> {
        let title = |d: &DefineInfo<'_>| match d.body {
            Body::Value(value) => Some((value.span, d.label.map_or(&d.name.text, |l| &l.text).clone())),
            Body::Stages(_) => None,
        };
        self.defines.iter().filter_map(title).collect()
    }

    /// Everything that rules can name, in the order of dependence.
    fn collect(&mut self, items: &[&'a Item], out: &mut RuleSet) {
        self.add_units(items);
        self.add_aliases(items);
        for item in items {
            match item {
                Item::Policy(p) => self.add_policy(p),
                Item::Library(l) => self.add_library(l),
                Item::Kind(k) => self.add_kind(k),
                Item::Use(_)
                | Item::Record(_)
                | Item::Extend(_)
                | Item::Table(_)
                | Item::Alias(_)
                | Item::Param(_)
                | Item::Define(_)
                | Item::Classify(_)
                | Item::Rule(_)
                | Item::Test(_)
                | Item::Scorecard(_)
                | Item::Exception(_)
                | Item::Unit(_) => {}
            }
        }
        let written = self.declare_relations(items);
        self.build_relations(&written);
        self.check_declared_once(&written);
        out.tables = Arc::new(self.table_rows(&written));
        for item in items {
            if let Item::Param(p) = item {
                self.add_param(p);
            }
        }
        let params: Vec<&ast::Param> = items.iter().filter_map(|i| if let Item::Param(p) = i { Some(p) } else { None }).collect();
        self.tie_params(&params);
        for item in items {
            match item {
                Item::Define(d) => self.add_define(d),
                Item::Classify(c) => self.add_classify(c),
                Item::Policy(_)
                | Item::Library(_)
                | Item::Use(_)
                | Item::Record(_)
                | Item::Extend(_)
                | Item::Table(_)
                | Item::Alias(_)
                | Item::Param(_)
                | Item::Rule(_)
                | Item::Test(_)
                | Item::Scorecard(_)
                | Item::Exception(_)
                | Item::Unit(_)
                | Item::Kind(_) => {}
            }
        }
        self.add_dues(items);
    }

    fn check_rules(&mut self, items: &[&'a Item], out: &mut RuleSet) {
        let rules = items.iter().filter_map(|i| if let Item::Rule(rule) = i { Some(rule) } else { None });
        let all: Vec<(String, crate::text::Span)> = rules.map(|r| (self.rule_id(r), r.name.span)).collect();
        self.collect_exceptions(items, &all, out);
        let mut ids: BTreeMap<String, crate::text::Span> = BTreeMap::new();
        for item in items {
            let Item::Rule(rule) = item else { continue };
            let id = self.rule_id(rule);
            let taken = self.items.own(&rule.name).map(|e| (Some(e.what), e.span));
            let twin = ids.get(&fold_name(&id)).map(|span| (None, *span));
            if let Some((what, first)) = taken.or(twin) {
                self.report(diagnostics::duplicate_rule(&rule.name, what, first));
                continue;
            }
            ids.insert(fold_name(&id), rule.name.span);
            let clashes = self.items.clashes();
            match self.rule(rule, &id, &out.tables) {
                Some(checked) if !self.faults.within(rule.span) && self.items.clashes() == clashes => {
                    Arc::make_mut(&mut out.rules).push(checked);
                }
                _ => out.broken.push(id),
            }
        }
    }
}
