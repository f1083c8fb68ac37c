//! The form of a text: patterns, beginnings, lengths.

use crate::ast::{self, ExprKind};
use crate::check::base::figures::truth_of;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::rule::RuleCx;
use crate::hir::{Expr, Func, Kind};
use crate::text::{Pattern, Span};
use crate::ty::{Flavour, NumTy, Type};

impl RuleCx<'_, '_> {
    /// `x like "1311##"`
    pub fn like(&mut self, value: &ast::Expr, pattern: &ast::Expr, negated: bool, span: Span) -> Expr {
        let value = self.written_text(value);
        let pattern = match &pattern.kind {
            ExprKind::Str(text) => self.pattern(text, pattern.span),
            ExprKind::Bad => None,
            _ => {
                self.fail(say::pattern_not_literal(pattern.span));
                None
            }
        };
        let (Some(value), Some(pattern)) = (value, pattern) else { return self.error(span) };
        answer(Kind::Like { value: Box::new(value), pattern: Box::new(pattern) }, negated, span)
    }

    /// A pattern, with a word of advice where a regular expression may be meant.
    pub fn pattern(&mut self, text: &str, span: Span) -> Option<Pattern> {
        match Pattern::read(text) {
            Ok(pattern) => {
                let habits = pattern.habits();
                if !habits.is_empty() {
                    self.cx.report(say::looks_regular(span, &habits, only_of(text).as_deref()));
                }
                Some(pattern)
            }
            Err(fault) => {
                self.fail(say::pattern_fault(span, fault));
                None
            }
        }
    }

    /// `x starts with "1311"`
    pub fn starts_with(&mut self, value: &ast::Expr, prefix: &ast::Expr, negated: bool, span: Span) -> Expr {
        let (value, prefix) = (self.written_text(value), self.written_text(prefix));
        let (Some(value), Some(prefix)) = (value, prefix) else { return self.error(span) };
        answer(Kind::StartsWith { value: Box::new(value), prefix: Box::new(prefix) }, negated, span)
    }

    /// `length(x)`: its characters.
    pub fn length(&mut self, text: &ast::Expr, span: Span) -> Expr {
        let Some(text) = self.written_text(text) else { return self.error(span) };
        Expr { kind: Kind::Func(Func::Length, vec![text]), ty: Type::Number(NumTy::plain(Flavour::Count)), span }
    }

    fn written_text(&mut self, e: &ast::Expr) -> Option<Expr> {
        let value = self.value(e);
        match &value.ty {
            Type::Error => None,
            ty if ty.is_text_like() => Some(value),
            ty => {
                let found = words::of_type(ty, None);
                self.fail(say::like_needs_text(value.span, &found));
                None
            }
        }
    }
}

/// `[0-9]+`, `^[A-Z]*$`, `\d+`: a text that consists of these characters only. As a pattern, what may not stand anywhere in it.
fn only_of(text: &str) -> Option<String> {
    let inner = text.trim_start_matches('^').trim_end_matches('$');
    let inner = inner.strip_suffix(['+', '*']).or_else(|| {
        let (class, times) = inner.rsplit_once('{')?;
        let times = times.strip_suffix('}')?;
        (times.bytes().all(|b| b.is_ascii_digit() || b == b',')).then_some(class)
    })?;
    let class = match inner {
        r"\d" => "0-9",
        r"\w" => "0-9A-Za-z_",
        _ => inner.strip_prefix('[')?.strip_suffix(']')?,
    };
    if class.is_empty() || class.contains(['[', ']', '\\']) {
        return None;
    }
    match class.strip_prefix(['^', '!']) {
        Some(none) => Some(format!("*[{none}]*")),
        None => Some(format!("*[!{class}]*")),
    }
}

fn answer(kind: Kind, negated: bool, span: Span) -> Expr {
    let found = truth_of(kind, span);
    if negated { truth_of(Kind::Not(Box::new(found)), span) } else { found }
}
