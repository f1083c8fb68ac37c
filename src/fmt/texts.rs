//! Filtered rows, and conditions on the form of a text.

use super::context::Context;
use super::doc::{Doc, concat, group, indent, text};
use super::expr::{SETS, end, start};
use super::words;
use crate::ast::{Expr, ExprKind};

impl Context<'_> {
    /// `(Firm when size = "small")`
    pub(super) fn filtered(&self, source: &Expr, filter: &Expr) -> Doc {
        let word = self.word(&words::WHEN, end(source.span), start(filter.span));
        let inside = concat([self.expr(source), Doc::Line, text(word), text(" "), self.expr(filter)]);
        group(concat([text("("), indent(2, concat([Doc::SoftLine, inside])), Doc::SoftLine, text(")")]))
    }

    /// `x like "1311##"`, `x starts with y`, `x 以 y 开头`
    pub(super) fn shape(&self, e: &Expr) -> Doc {
        let side = |part: &Expr| self.at_least(part, SETS);
        match &e.kind {
            ExprKind::Like { value, pattern, negated, op_span } => {
                let word = if *negated { &words::UNLIKE } else { &words::LIKE };
                self.infix(side(value), self.word(word, start(*op_span), end(*op_span)), side(pattern))
            }
            ExprKind::StartsWith { value, prefix, negated, zh, .. } => {
                let zh = self.prints_zh(*zh);
                let op = match (zh, negated) {
                    (true, false) => "以",
                    (true, true) => "不以",
                    (false, false) => "starts with",
                    (false, true) => "does not start with",
                };
                let right = if zh { concat([side(prefix), text(" 开头")]) } else { side(prefix) };
                self.infix(side(value), op, right)
            }
            ExprKind::Number { .. }
            | ExprKind::Str(_)
            | ExprKind::Flag(_)
            | ExprKind::Day(_)
            | ExprKind::Period(_)
            | ExprKind::Calendar { .. }
            | ExprKind::Name(_)
            | ExprKind::Path { .. }
            | ExprKind::Lookup { .. }
            | ExprKind::Call { .. }
            | ExprKind::Method { .. }
            | ExprKind::Aggregate { .. }
            | ExprKind::Unary { .. }
            | ExprKind::Binary { .. }
            | ExprKind::ShareOf { .. }
            | ExprKind::AsShare { .. }
            | ExprKind::Compare { .. }
            | ExprKind::Between { .. }
            | ExprKind::About { .. }
            | ExprKind::WithinRounding { .. }
            | ExprKind::In { .. }
            | ExprKind::Exists { .. }
            | ExprKind::Growth { .. }
            | ExprKind::At { .. }
            | ExprKind::Set(_)
            | ExprKind::Collect { .. }
            | ExprKind::Filtered { .. }
            | ExprKind::Choose { .. }
            | ExprKind::Bad => Doc::Nil,
        }
    }
}
