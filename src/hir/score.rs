//! Scorecards, resolved.

use crate::finding::Citation;
use crate::num::Rat;
use crate::text::Span;

/// Rules with points, by which regions are compared.
#[derive(Clone, Debug)]
pub struct Scorecard {
    pub name: String,
    pub title: Option<String>,
    pub cites: Vec<Citation>,
    pub items: Vec<ScoreItem>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct ScoreItem {
    /// Index into [`super::RuleSet::rules`]; `None` when the rule did not compile.
    pub rule: Option<usize>,
    pub rule_name: String,
    /// Points to be had; positive.
    pub weight: Rat,
    /// Points in proportion to what was attained, not all or nothing.
    pub in_proportion: bool,
    pub span: Span,
}
