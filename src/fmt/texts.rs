//! Filtered rows, and conditions on the form of a text.

use super::context::Context;
use super::doc::{Doc, concat, group, indent, text};
use super::expr::{SETS, end, start};
use super::words::{self, Word};
use crate::ast::{Expr, ExprKind, First, Order, TextPart, Ties};

impl Context<'_> {
    /// `(Firm when size = "small")`
    pub(super) fn filtered(&self, source: &Expr, filter: &Expr) -> Doc {
        let word = self.word(&words::WHEN, end(source.span), start(filter.span));
        let inside = concat([self.expr(source), Doc::Line, text(word), text(" "), self.expr(filter)]);
        group(concat([text("("), indent(2, concat([Doc::SoftLine, inside])), Doc::SoftLine, text(")")]))
    }

    /// `(first 10 of Firm by sales per county)`, `(Firm 按 sales 每 county 前 10 名)`
    pub(super) fn first_rows(&self, first: &First) -> Doc {
        let zh = self.prints_zh(first.zh);
        let word = |word: &Word| text(if zh { word.zh } else { word.en }.first().copied().unwrap_or_default());
        let mut rows = vec![self.expr(&first.source)];
        if let Some(filter) = &first.filter {
            rows.extend([Doc::Line, word(&words::WHEN), text(" "), self.expr(filter)]);
        }
        let mut by = vec![Doc::Line, word(&words::BY), text(" "), self.expr(&first.by)];
        if let Some(order) = &first.order {
            by.extend([text(" "), text(self.order(order))]);
        }
        if !first.per.is_empty() {
            by.extend([text(" "), word(&words::PER), text(" "), text(self.names(&first.per))]);
        }
        let ties = first.ties.iter().flat_map(|t| [text(" "), text(self.word(ties_word(t), start(t.span), end(t.span)))]);
        let count = self.flat_expr(&first.count);
        let inside: Vec<Doc> = if zh {
            rows.into_iter().chain(by).chain([text(format!(" 前 {count} 名"))]).chain(ties).collect()
        } else {
            [text(format!("first {count} of "))].into_iter().chain(rows).chain(by).chain(ties).collect()
        };
        group(concat([text("("), indent(2, concat([Doc::SoftLine, concat(inside)])), Doc::SoftLine, text(")")]))
    }

    pub(super) fn order(&self, order: &Order) -> &'static str {
        let word = if order.lowest { &words::LOWEST } else { &words::HIGHEST };
        self.word(word, start(order.span), end(order.span))
    }

    /// `x like "1311##"`, `x starts with y`, `x 以 y 开头`
    pub(super) fn shape(&self, e: &Expr) -> Doc {
        let side = |part: &Expr| self.at_least(part, SETS);
        match &e.kind {
            ExprKind::Like { value, pattern, negated, op_span } => {
                let word = if *negated { &words::UNLIKE } else { &words::LIKE };
                self.infix(side(value), self.word(word, start(*op_span), end(*op_span)), side(pattern))
            }
            ExprKind::StartsWith { value, prefix, part, negated, zh, op_span } => {
                let word = match (part, negated) {
                    (TextPart::Anywhere, false) => Some(&words::CONTAINS),
                    (TextPart::Anywhere, true) => Some(&words::CONTAINS_NOT),
                    (TextPart::Start | TextPart::End | TextPart::Shape, _) => None,
                };
                if let Some(word) = word {
                    return self.infix(side(value), self.word(word, start(*op_span), end(*op_span)), side(prefix));
                }
                let (zh, ends) = (self.prints_zh(*zh), *part == TextPart::End);
                let op = match (zh, ends, negated) {
                    (true, _, false) => "以",
                    (true, _, true) => "不以",
                    (false, false, false) => "starts with",
                    (false, false, true) => "does not start with",
                    (false, true, false) => "ends with",
                    (false, true, true) => "does not end with",
                };
                let ending = if ends { " 结尾" } else { " 开头" };
                let right = if zh { concat([side(prefix), text(ending)]) } else { side(prefix) };
                self.infix(side(value), op, right)
            }
            ExprKind::Number { .. }
            | ExprKind::Str(_)
            | ExprKind::Flag(_)
            | ExprKind::None
            | ExprKind::Day(_)
            | ExprKind::AsOfDay
            | ExprKind::Period(_)
            | ExprKind::Calendar { .. }
            | ExprKind::Range { .. }
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
            | ExprKind::By { .. }
            | ExprKind::In { .. }
            | ExprKind::Exists { .. }
            | ExprKind::Growth { .. }
            | ExprKind::At { .. }
            | ExprKind::Set(_)
            | ExprKind::Collect { .. }
            | ExprKind::Filtered { .. }
            | ExprKind::First(_)
            | ExprKind::Choose { .. }
            | ExprKind::Bad => Doc::Nil,
        }
    }
}

fn ties_word(ties: &Ties) -> &'static Word {
    if ties.included { &words::WITH_TIES } else { &words::WITHOUT_TIES }
}
