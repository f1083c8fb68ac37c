//! Conditions on the form of a text: `x like "1311##"`, `x starts with y`, `x 以 y 开头`.

use super::expr::{Run, SETS};
use super::{Build, Rule, diagnostics};
use crate::ast::{Expr, ExprKind, TextPart};
use crate::text::Span;

impl<'a> Build<'a> {
    pub(super) fn like(&mut self, run: &mut Run<'a>, value: Expr, whole: Span) -> Expr {
        let Some(op) = run.take(&[Rule::op_like, Rule::op_not_like]) else { return value };
        let pattern = Box::new(self.climb(run, SETS, whole));
        let span = value.span.to(pattern.span);
        let negated = op.as_rule() == Rule::op_not_like;
        Expr { kind: ExprKind::Like { value: Box::new(value), pattern, negated, op_span: self.span(&op) }, span }
    }

    pub(super) fn starts(&mut self, run: &mut Run<'a>, value: Expr, whole: Span) -> Expr {
        let Some(op) = run.next() else { return value };
        let op_span = self.span(&op);
        let prefix = Box::new(self.climb(run, SETS, whole));
        let mut span = value.span.to(prefix.span);
        let zh = matches!(op.as_rule(), Rule::op_begins | Rule::op_not_begins);
        let mut part = match op.as_rule() {
            Rule::op_ends | Rule::op_not_ends => TextPart::End,
            Rule::op_contains | Rule::op_not_contains => TextPart::Anywhere,
            _ => TextPart::Start,
        };
        if zh {
            let Some(ending) = run.take(&[Rule::op_begins_end, Rule::op_ends_end]) else {
                self.sink.push(diagnostics::incomplete(op_span, op.as_str(), "开头”或“结尾", "开头` or `结尾"));
                return self.bad_expr(span);
            };
            if ending.as_rule() == Rule::op_ends_end {
                part = TextPart::End;
            }
            span = span.to(self.span(&ending));
        }
        let negated =
            matches!(op.as_rule(), Rule::op_not_starts | Rule::op_not_ends | Rule::op_not_contains | Rule::op_not_begins);
        Expr { kind: ExprKind::StartsWith { value: Box::new(value), prefix, part, negated, zh, op_span }, span }
    }
}
