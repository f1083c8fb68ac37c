//! Scorecards: rules by name, weights, what cannot be had in proportion.

use crate::ast::{self, CmpOp, Item, Name};
use crate::check::base::constant::Constant;
use crate::check::diagnostics as say;
use crate::check::rule::ruletests::RuleNames;
use crate::check::scope::checker::Checker;
use crate::hir::{AggFn, DefinedId, Expr, Kind, Rule, ScoreItem, Scorecard};
use crate::num::{Rat, signum};
use crate::text::{deep, same_name};
use std::collections::HashSet;

impl Checker<'_> {
    pub fn scorecards(&mut self, items: &[&Item], names: &RuleNames<'_>) -> Vec<Scorecard> {
        let mut out: Vec<Scorecard> = Vec::new();
        for item in items {
            let Item::Scorecard(x) = item else { continue };
            if let Some(first) = out.iter().find(|s| self.is_twin(s, &x.name)) {
                let first = first.span;
                self.report(say::scorecard_twice(&x.name, first));
                continue;
            }
            if x.items.is_empty() && !self.faults.within(x.span) {
                self.report(say::empty_scorecard(&x.name));
            }
            let cites = x.cites.iter().filter_map(|c| self.cited(c)).collect::<Vec<_>>();
            let cites = cites.into_iter().filter_map(|c| self.citation(c)).collect();
            let items = self.score_items(x, names);
            let title = x.title.as_ref().map(|t| t.text.clone());
            out.push(Scorecard { name: x.name.text.clone(), title, cites, items, span: x.name.span });
        }
        out
    }

    /// Of one name in one module.
    fn is_twin(&self, other: &Scorecard, name: &Name) -> bool {
        let modules = &self.items.modules;
        same_name(&other.name, &name.text) && modules.at(other.span) == modules.at(name.span)
    }

    fn score_items(&mut self, x: &ast::Scorecard, names: &RuleNames<'_>) -> Vec<ScoreItem> {
        let mut out: Vec<ScoreItem> = Vec::new();
        for item in &x.items {
            let Some((rule, name)) = self.rule_meant(&item.rule, names) else { continue };
            let Some(weight) = self.weight(&item.weight) else { continue };
            let rule_name = rule.and_then(|r| names.rules.get(r)).map_or(name, |r| r.id.clone());
            if let Some(first) = out.iter().find(|i| i.rule_name == rule_name) {
                let first = first.span;
                self.report(say::scored_twice(item.rule.span, &rule_name, first));
                continue;
            }
            if let Some(shown) = rule.and_then(|r| names.rules.get(r)).filter(|r| r.only_shows()) {
                self.report(say::result_scored(item.rule.span, &rule_name, shown.span));
                continue;
            }
            if item.in_proportion
                && let Some(rule) = rule.and_then(|r| names.rules.get(r)).filter(|r| !measures(r))
            {
                self.report(say::no_proportion(item.span, rule.span, &rule_name));
            }
            out.push(ScoreItem { rule, rule_name, weight, in_proportion: item.in_proportion, span: item.span });
        }
        out
    }

    /// Points: a positive number, bare or in 分.
    fn weight(&mut self, e: &ast::Expr) -> Option<Rat> {
        match self.constant(e) {
            Some(Ok(Constant::Number(n, unit))) if signum(&n) > 0 && unit.as_ref().is_none_or(|u| u.name == "分") => Some(n),
            _ => {
                self.report(say::weight_is_points(e.span));
                None
            }
        }
    }
}

/// Whether a line of the rule can be fulfilled in part: it compares amounts, or asks something of every member.
fn measures(rule: &Rule) -> bool {
    let mut lines = rule.lines.iter().map(|l| &l.expr).chain(rule.except.iter().map(|e| &e.line.expr));
    let mut seen = HashSet::new();
    lines.any(|line| has_degree(line, &mut seen))
}

/// Of each definition once.
fn has_degree(e: &Expr, seen: &mut HashSet<DefinedId>) -> bool {
    match &e.kind {
        Kind::Defined(defined) => seen.insert(defined.id) && deep(|| has_degree(&defined.value, seen)),
        Kind::And(parts) | Kind::Or(parts) | Kind::Implies(parts) => parts.iter().any(|part| has_degree(part, seen)),
        Kind::Choose { arms, otherwise } => {
            arms.iter().map(|(_, v)| v).chain(otherwise.as_deref()).any(|value| has_degree(value, seen))
        }
        Kind::Compare { links, .. } => links.iter().any(|l| l.op != CmpOp::Ne && l.right.ty.number().is_some()),
        Kind::About { target: x, .. } | Kind::WithinRounding { right: x, .. } => x.ty.number().is_some(),
        Kind::Agg(agg) => agg.func == AggFn::Every,
        Kind::Num(_)
        | Kind::Text(_)
        | Kind::Param(_)
        | Kind::Field { .. }
        | Kind::Neg(_)
        | Kind::Add(..)
        | Kind::Sub(..)
        | Kind::Mul(..)
        | Kind::Div(..)
        | Kind::ShareOf { .. }
        | Kind::AsShare { .. }
        | Kind::Func(..)
        | Kind::In { .. }
        | Kind::SetRelation { .. }
        | Kind::Same { .. }
        | Kind::Classification(_)
        | Kind::Like { .. }
        | Kind::StartsWith { .. }
        | Kind::Join { .. }
        | Kind::Rank { .. }
        | Kind::Not(_)
        | Kind::Exists(_)
        | Kind::Filled(..)
        | Kind::RowExists(_) => false,
    }
}
