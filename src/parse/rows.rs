//! Rows in parentheses: those that pass a condition, and the first by a figure.

use super::{Build, Rule};
use crate::ast::{Expr, ExprKind, First, Order, Ties};
use fadu_grammar::Pair;

impl<'a> Build<'a> {
    /// What stands in the parentheses of a source.
    pub(super) fn source_paren(&mut self, pair: Pair<'a, Rule>) -> ExprKind {
        let mut parts = pair.into_inner();
        match parts.find(|p| matches!(p.as_rule(), Rule::source | Rule::first_rows)) {
            Some(rows) if rows.as_rule() == Rule::first_rows => self.first_rows(rows),
            Some(source) => {
                let inner = self.source(source);
                self.picked(inner, parts)
            }
            None => ExprKind::Bad,
        }
    }

    /// Rows with what stands after them in the parentheses: a condition, and in Chinese which of them come first.
    pub(super) fn picked(&mut self, source: Expr, parts: impl Iterator<Item = Pair<'a, Rule>>) -> ExprKind {
        let (mut filter, mut first) = (None, None);
        for part in parts {
            match part.as_rule() {
                Rule::filter => filter = self.only_expr(part),
                Rule::first_zh => first = Some(part),
                _ => {}
            }
        }
        match (first, filter) {
            (Some(first), filter) => self.first((Some(source), filter), first, true),
            (None, Some(filter)) => ExprKind::Filtered { source: Box::new(source), filter: Box::new(filter) },
            (None, None) => source.kind,
        }
    }

    /// `first 10 of Firm by sales`
    pub(super) fn first_rows(&mut self, pair: Pair<'a, Rule>) -> ExprKind {
        self.first((None, None), pair, false)
    }

    fn first(&mut self, (mut source, mut filter): (Option<Expr>, Option<Expr>), pair: Pair<'a, Rule>, zh: bool) -> ExprKind {
        let (mut by, mut count, mut order, mut per, mut ties) = (None, None, None, Vec::new(), None);
        for part in pair.into_inner() {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::source => source = Some(self.source(part)),
                Rule::filter | Rule::filter_rows => filter = self.only_expr(part),
                Rule::expr => by = Some(self.expr(part)),
                Rule::order => order = Some(self.order(&part)),
                Rule::per => per = part.into_inner().filter(|p| p.as_rule() == Rule::name).map(|p| self.name(&p)).collect(),
                Rule::whole_digits => {
                    let kind = ExprKind::Number { digits: self.digits(&part), unit: None };
                    count = Some(Expr { kind, span });
                }
                Rule::path => count = Some(self.path(part)),
                Rule::ties => {
                    let word = part.as_str();
                    ties = Some(Ties { included: !word.starts_with("不") && !word.starts_with("without"), span });
                }
                _ => {}
            }
        }
        match (source, by, count) {
            (Some(source), Some(by), Some(count)) => {
                ExprKind::First(Box::new(First { source, filter, by, order, per, count, ties, zh }))
            }
            _ => ExprKind::Bad,
        }
    }

    pub(super) fn order(&mut self, pair: &Pair<'a, Rule>) -> Order {
        let word = pair.as_str();
        Order { lowest: word.starts_with("lowest") || word == "由低到高", span: self.span(pair) }
    }

    fn only_expr(&mut self, pair: Pair<'a, Rule>) -> Option<Expr> {
        pair.into_inner().find(|p| matches!(p.as_rule(), Rule::expr | Rule::filter_expr)).map(|p| self.expr(p))
    }
}
