//! Signs before a value, and powers.

use super::context::Context;
use super::doc::{Doc, concat, text};
use super::expr::{ACCESS, NOT, UNARY, end, start};
use super::words;
use crate::ast::{Expr, UnaryOp};
use crate::text::Span;

impl Context<'_> {
    pub(super) fn unary(&self, op: UnaryOp, arg: &Expr, op_span: Span) -> Doc {
        match op {
            UnaryOp::Not => {
                concat([text(self.word(&words::NOT, start(op_span), end(op_span))), text(" "), self.at_least(arg, NOT)])
            }
            UnaryOp::Neg => concat([text("-"), self.at_least(arg, UNARY)]),
        }
    }

    /// `x ^ 2`, `x 的 2 次方`
    pub(super) fn power(&self, base: &Expr, exponent: &Expr, op_span: Span) -> Doc {
        let named = !self.slice(start(op_span), end(op_span)).starts_with(['^', '＾']);
        if named && self.prints_zh(true) {
            return concat([self.at_least(base, ACCESS), text(" 的 "), self.expr(exponent), text(" 次方")]);
        }
        concat([self.at_least(base, ACCESS), text(" ^ "), self.at_least(exponent, UNARY)])
    }
}
