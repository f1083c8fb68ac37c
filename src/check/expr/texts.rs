//! The form of a text: patterns, beginnings, lengths.

use crate::ast::{self, ExprKind, TextPart};
use crate::check::base::figures::truth_of;
use crate::check::base::names::meant;
use crate::check::base::placeholders::{Piece, path, pieces};
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::rule::RuleCx;
use crate::hir::{Expr, Func, Kind};
use crate::text::{Pattern, Span};
use crate::ty::{Flavour, NumTy, Type};

impl RuleCx<'_, '_> {
    /// `x like "1311##"`, `x like "{p.level}.#"`
    pub fn like(&mut self, value: &ast::Expr, pattern: &ast::Expr, negated: bool, span: Span) -> Expr {
        let value = self.written_text(value);
        let ExprKind::Str(text) = &pattern.kind else {
            if !matches!(pattern.kind, ExprKind::Bad) {
                self.fail(say::pattern_not_literal(pattern.span));
            }
            return self.error(span);
        };
        if names_a_field(text) {
            let shape = self.joined_text(text, true, pattern.span);
            let (Some(value), Some(shape)) = (value, shape) else { return self.error(span) };
            let kind = Kind::StartsWith { value: Box::new(value), prefix: Box::new(shape), part: TextPart::Shape };
            return answer(kind, negated, span);
        }
        let pattern = self.pattern(text, pattern.span);
        let (Some(value), Some(pattern)) = (value, pattern) else { return self.error(span) };
        answer(Kind::Like { value: Box::new(value), pattern: Box::new(pattern) }, negated, span)
    }

    /// `x is a number`
    pub fn is_number(&mut self, value: &ast::Expr, negated: bool, span: Span) -> Expr {
        let Some(value) = self.written_text(value) else { return self.error(span) };
        answer(Kind::Like { value: Box::new(value), pattern: Box::new(Pattern::numeral()) }, negated, span)
    }

    /// A text with fields in it: `"{p.level}.{p.number}"`. In a pattern (`shape`) a brace around anything else stands for itself.
    pub fn joined_text(&mut self, text: &str, shape: bool, span: Span) -> Option<Expr> {
        let mut parts = Vec::new();
        let constant = |text: String| Expr { kind: Kind::Text(text), ty: Type::Text, span };
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => {
                    if shape {
                        self.pattern(&text, span)?;
                    }
                    parts.push(constant(text));
                }
                Piece::Name(name) if shape && !is_named(&name) => parts.push(constant(format!("{{{name}}}"))),
                Piece::Stray(brace) if shape => parts.push(constant(brace.to_string())),
                Piece::Stray(brace) => {
                    self.fail(say::stray_brace(span, brace));
                    return None;
                }
                Piece::Name(name) => parts.push(self.joined_field(&name, span)?),
            }
        }
        Some(Expr { kind: Kind::Join { parts, shape }, ty: Type::Text, span })
    }

    /// The field that stands between braces: a text.
    fn joined_field(&mut self, name: &str, span: Span) -> Option<Expr> {
        let Some(path) = path(name, span).filter(|p| self.is_known(p)) else {
            let near = meant(name, &self.fillings());
            self.fail(say::unknown_in_text(span, name, near.as_deref()));
            return None;
        };
        let value = self.value(&path);
        if value.ty.is_text_like() {
            return Some(value);
        }
        if value.ty != Type::Error {
            let found = words::of_type(&value.ty, None);
            self.fail(say::join_needs_text(span, name, &found));
        }
        None
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

    /// `x starts with "1311"`, `x ends with y`, `x contains y`
    pub fn starts_with(&mut self, value: &ast::Expr, (part, prefix): (TextPart, &ast::Expr), negated: bool, span: Span) -> Expr {
        let (value, prefix) = (self.written_text(value), self.written_text(prefix));
        let (Some(value), Some(prefix)) = (value, prefix) else { return self.error(span) };
        answer(Kind::StartsWith { value: Box::new(value), prefix: Box::new(prefix), part }, negated, span)
    }

    /// `length(x)`: its characters.
    pub fn length(&mut self, text: &ast::Expr, span: Span) -> Expr {
        let Some(text) = self.written_text(text) else { return self.error(span) };
        Expr { kind: Kind::Func(Func::Length, vec![text]), ty: Type::Number(NumTy::plain(Flavour::Count)), span }
    }

    fn written_text(&mut self, e: &ast::Expr) -> Option<Expr> {
        let value = self.value(e);
        if value.ty.is_text_like() {
            return Some(value);
        }
        if value.ty != Type::Error {
            let found = words::of_type(&value.ty, None);
            self.fail(say::like_needs_text(value.span, &found));
        }
        None
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

/// Whether a name stands between braces somewhere: what cannot be one (`{2}`, `{1,3}`) belongs to a habit of regular expressions.
pub(in crate::check) fn names_a_field(pattern: &str) -> bool {
    pieces(pattern).iter().any(|piece| matches!(piece, Piece::Name(name) if is_named(name)))
}

fn is_named(text: &str) -> bool {
    text.starts_with(|c: char| c == '_' || c == '「' || c.is_alphabetic())
}
