//! Phrases of growth (`growth of x`, `x 的 同比增长`, `annual growth of x from P to Q`) and powers (`x ^ 2`, `x 的 2 次方`).

use super::expr::{Run, UNARY};
use super::{Build, Rule, diagnostics};
use crate::ast::{BinaryOp, Expr, ExprKind, GrowthOver};
use crate::text::Span;
use fadu_grammar::Pair;

impl<'a> Build<'a> {
    /// The English phrase: what grows stands after it, and from when to when after that.
    pub(super) fn growth_of(&mut self, run: &mut Run<'a>, op: &Pair<'a, Rule>, whole: Span) -> Expr {
        let op_span = self.span(op);
        let value = Box::new(self.climb(run, UNARY, whole));
        let mut span = op_span.to(value.span);
        let ending = run.take(&[Rule::growth_over, Rule::growth_span]);
        if let Some(ending) = &ending {
            span = span.to(self.span(ending));
        }
        let annual = op.as_rule() == Rule::op_annual;
        let over = match (annual, ending.as_ref().map(Pair::as_rule)) {
            (false, None) => Some(GrowthOver::Year),
            (false, Some(Rule::growth_over)) => Some(GrowthOver::Prior),
            (true, Some(Rule::growth_span)) => ending.and_then(|e| self.growth_years(e)),
            _ => None,
        };
        match over {
            Some(over) => Expr { kind: ExprKind::Growth { value, over, zh: false, op_span }, span },
            None => {
                self.sink.push(diagnostics::growth_ending(op_span, annual));
                self.bad_expr(span)
            }
        }
    }

    /// The Chinese phrase stands after what grows.
    pub(super) fn growth_after(&mut self, value: Expr, token: Pair<'a, Rule>) -> Expr {
        let op_span = self.span(&token);
        let span = value.span.to(op_span);
        let over = match token.as_rule() {
            Rule::growth_year_zh => Some(GrowthOver::Year),
            Rule::growth_prior_zh => Some(GrowthOver::Prior),
            _ => self.growth_years(token),
        };
        let kind = match over {
            Some(over) => ExprKind::Growth { value: Box::new(value), over, zh: true, op_span },
            None => ExprKind::Bad,
        };
        Expr { kind, span }
    }

    fn growth_years(&mut self, token: Pair<'a, Rule>) -> Option<GrowthOver> {
        let periods: Vec<Expr> = token
            .into_inner()
            .filter_map(|part| match part.as_rule() {
                Rule::path => Some(self.path(part)),
                Rule::number | Rule::paren => Some(self.primary(part)),
                _ => None,
            })
            .collect();
        let [from, to] = <[Expr; 2]>::try_from(periods).ok()?;
        Some(GrowthOver::Years { from: Box::new(from), to: Box::new(to) })
    }
}

impl<'a> Build<'a> {
    /// What stands after `^`, if that stands here.
    pub(super) fn power(&mut self, run: &mut Run<'a>, base: Expr, whole: Span) -> Expr {
        let Some(op) = run.take(&[Rule::op_pow]) else { return base };
        let op_span = self.span(&op);
        let exponent = self.operand(run, whole);
        raise(base, exponent, op_span, None)
    }

    /// `x 的 2 次方`
    pub(super) fn power_after(&mut self, base: Expr, token: Pair<'a, Rule>) -> Expr {
        let whole = self.span(&token);
        let (mut exponent, mut op_span) = (self.bad_expr(whole), whole);
        for part in token.into_inner() {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::kz_of => {}
                Rule::kz_power => op_span = span,
                Rule::power_digits => {
                    let digits = self.digits(&part);
                    exponent = Expr { kind: ExprKind::Number { digits, unit: None }, span };
                }
                _ => exponent = self.path(part),
            }
        }
        raise(base, exponent, op_span, Some(whole))
    }
}

fn raise(base: Expr, exponent: Expr, op_span: Span, end: Option<Span>) -> Expr {
    let span = base.span.to(end.unwrap_or(exponent.span));
    let (left, right) = (Box::new(base), Box::new(exponent));
    Expr { kind: ExprKind::Binary { op: BinaryOp::Pow, left, right, op_span }, span }
}
