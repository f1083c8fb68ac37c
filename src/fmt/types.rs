//! Types, and the fields that have them.

use super::block::{Slot, Style, words};
use super::context::{Context, quote};
use super::doc::text;
use super::words::{self as w, Word};
use crate::ast::{Blank, BlankWord, DayRange, Expr, ExprKind, FieldDecl, Str, TypeExpr, TypeKind, Year};
use crate::text::Span;

impl Context<'_> {
    pub(super) fn type_expr(&self, ty: &TypeExpr) -> String {
        let (from, to) = (ty.span.start as usize, ty.span.end as usize);
        let mut out = self.type_kind(ty, from, to);
        if ty.optional {
            out.push_str(" ?");
        }
        if ty.signed {
            out = words([out, self.word(&w::SIGNED, from, to).into()]);
        }
        if ty.fixed {
            out = words([out, self.word(&w::FIXED, from, to).into()]);
        }
        if let Some((low, high)) = &ty.range {
            let word = self.word(&w::RANGE, self.word_before(low.span.start as usize), low.span.start as usize);
            out = words([out, word.into(), self.range(low, high)]);
        }
        if let Some(step) = &ty.step {
            let start = step.span.start as usize;
            out = words([out, self.word(&w::TO, self.word_before(start), start).into(), step.text.clone()]);
        }
        if let Some(nature) = &ty.nature {
            let word = match nature.text.as_str() {
                "during" => &w::DURING,
                "at end" => &w::AT_END,
                _ => &w::TO_DATE,
            };
            out = words([out, self.word(word, nature.span.start as usize, nature.span.end as usize).into()]);
        }
        if let Some(blank) = &ty.blank {
            out = words([out, self.blank_means(std::slice::from_ref(blank))]);
        }
        out
    }

    /// `blank means 0, no`, or nothing.
    pub(super) fn blank_means(&self, blanks: &[Blank]) -> String {
        let Some(first) = blanks.first() else { return String::new() };
        let start = first.span.start as usize;
        let head = self.word(&w::BLANK_MEANS, self.two_words_before(start), start);
        let one = |b: &Blank| {
            let (from, to) = (b.span.start as usize, b.span.end as usize);
            match &b.word {
                BlankWord::Unknown => self.word(&w::UNKNOWN, from, to).to_string(),
                BlankWord::None => self.word(&w::NONE, from, to).to_string(),
                BlankWord::No => self.word(&w::FALSE, from, to).to_string(),
                BlankWord::Zero => "0".to_string(),
                BlankWord::Other(text) => text.clone(),
            }
        };
        format!("{head} {}", blanks.iter().map(one).collect::<Vec<_>>().join(", "))
    }

    /// Start of the last two words before a place: a keyword of two English words, or the end of another and a Chinese one.
    fn two_words_before(&self, place: usize) -> usize {
        let last = self.word_before(place);
        if self.slice(last, place).is_ascii() { self.word_before(last) } else { last }
    }

    fn type_kind(&self, ty: &TypeExpr, from: usize, to: usize) -> String {
        let simple: &Word = match &ty.kind {
            TypeKind::Text => &w::TEXT,
            TypeKind::Flag => &w::FLAG,
            TypeKind::Count => &w::COUNT,
            TypeKind::Number => &w::TY_NUMBER,
            TypeKind::Share => &w::SHARE,
            TypeKind::Points => &w::POINTS,
            TypeKind::Growth => &w::GROWTH,
            TypeKind::Date => &w::DATE,
            TypeKind::Year => &w::YEAR,
            TypeKind::Half => &w::HALF,
            TypeKind::Quarter => &w::QUARTER,
            TypeKind::Month => &w::MONTH,
            TypeKind::Period => &w::PERIOD,
            TypeKind::Money(_) => &w::MONEY,
            TypeKind::Quantity(..) => &w::QUANTITY,
            TypeKind::OneOf(_) => &w::ONE_OF,
            TypeKind::Reading(_) => &w::READING,
            TypeKind::List(_) => &w::LIST,
            TypeKind::Ref(_) => &w::REF,
            TypeKind::Kind(name, unit) => {
                let end = name.span.end as usize;
                let unit = unit.as_ref().map(|u| format!("{} {}", self.word(&w::IN_UNIT, end, u.span.start as usize), u.text));
                return words([self.name(name), unit.unwrap_or_default()]);
            }
            TypeKind::Bad => return self.slice(from, to).to_string(),
        };
        // The word stands at the very beginning: look no further than the next part.
        let next = |span: Span| span.start as usize;
        match &ty.kind {
            TypeKind::Money(Some(unit)) => {
                let before = self.word_before(next(unit.span));
                let (money, inside) = (self.word(simple, from, before), self.word(&w::IN_UNIT, before, next(unit.span)));
                format!("{money} {inside} {}", unit.text)
            }
            TypeKind::Quantity(unit, per) => {
                let before = self.word_before(next(unit.span));
                let (quantity, inside) = (self.word(simple, from, before), self.word(&w::IN_UNIT, before, next(unit.span)));
                let per = per.as_ref().map_or(String::new(), |p| format!("/{}", p.text));
                format!("{quantity} {inside} {}{per}", unit.text)
            }
            TypeKind::OneOf(texts) | TypeKind::Reading(texts) => {
                let first = texts.first().map_or(to, |t| next(t.span));
                format!("{} {}", self.word(simple, from, first), texts_list(texts))
            }
            TypeKind::List(name) | TypeKind::Ref(name) => {
                format!("{} {}", self.word(simple, from, next(name.span)), self.name(name))
            }
            TypeKind::Text
            | TypeKind::Flag
            | TypeKind::Count
            | TypeKind::Number
            | TypeKind::Share
            | TypeKind::Points
            | TypeKind::Growth
            | TypeKind::Money(_)
            | TypeKind::Date
            | TypeKind::Year
            | TypeKind::Half
            | TypeKind::Quarter
            | TypeKind::Month
            | TypeKind::Period
            | TypeKind::Kind(..)
            | TypeKind::Bad => self.word(simple, from, self.first_word_end(from)).to_string(),
        }
    }

    /// End of the word that begins at a place.
    pub(super) fn first_word_end(&self, from: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or("");
        let is_word = |c: char| c == '_' || unicode_ident::is_xid_continue(c);
        from + rest.char_indices().find(|(_, c)| !is_word(*c)).map_or(rest.len(), |(i, _)| i)
    }

    /// `0%..100%`; between days and names with blanks.
    fn range(&self, low: &Expr, high: &Expr) -> String {
        let op = self.range_op(low.span.end as usize, high.span.start as usize);
        let plain = |e: &Expr| matches!(e.kind, ExprKind::Number { .. } | ExprKind::Unary { .. });
        let (low_text, high_text) = (self.flat_expr(low), self.flat_expr(high));
        if plain(low) && plain(high) && op == ".." {
            format!("{low_text}{op}{high_text}")
        } else {
            format!("{low_text} {op} {high_text}")
        }
    }

    /// `..`, or the 至 of an author who wrote it.
    fn range_op(&self, from: usize, to: usize) -> &'static str {
        if self.has_zh(&w::TO_IN_RANGE, from, to) && self.prints_zh(true) { "至" } else { ".." }
    }

    /// `2006-08-18 .. 2010-12-31`, either end may be missing.
    pub(super) fn days(&self, days: &DayRange) -> String {
        let from = days.from.as_ref().map_or(days.span.start, |d| d.span.end) as usize;
        let to = days.to.as_ref().map_or(days.span.end, |d| d.span.start) as usize;
        let op = self.range_op(from, to);
        let day = |d: &Option<crate::ast::Day>| d.as_ref().map_or(String::new(), |d| self.day(d));
        words([day(&days.from), op.to_string(), day(&days.to)])
    }

    pub(super) fn field_slot(&self, field: &FieldDecl) -> Slot {
        let mut label = text_of(field.label.as_ref());
        if let Some(first) = field.also.first() {
            let from = field.label.as_ref().map_or(field.name.span, |l| l.span).end as usize;
            let also = self.word(&w::ALSO, from, first.span.start as usize);
            label = words([label, also.to_string(), texts_list(&field.also)]);
        }
        Slot {
            start: field.span.start as usize,
            end: field.span.end as usize,
            style: Style::Field,
            columns: vec![self.name(&field.name), label],
            rest: text(words([format!(": {}", self.type_expr(&field.ty)), self.life(field)])),
        }
    }

    /// `from 2007 until 2009 was "…" until 2008`
    fn life(&self, field: &FieldDecl) -> String {
        let year = |word: &Word, y: &Year| {
            let start = y.span.start as usize;
            let suffix = if self.literal(y.span).ends_with('年') { "年" } else { "" };
            format!("{} {}{suffix}", self.word(word, self.word_before(start), start), y.year)
        };
        let mut parts: Vec<String> = field.life.from.iter().map(|y| year(&w::LIFE_FROM, y)).collect();
        parts.extend(field.life.until.iter().map(|y| year(&w::LIFE_UNTIL, y)));
        for (was, until) in &field.life.was {
            let start = was.span.start as usize;
            parts.push(format!("{} {}", self.word(&w::LIFE_WAS, self.word_before(start), start), quote(&was.text)));
            parts.extend(until.iter().map(|y| year(&w::LIFE_UNTIL, y)));
        }
        words(parts)
    }
}

pub(super) fn text_of(text: Option<&Str>) -> String {
    text.map_or(String::new(), |t| quote(&t.text))
}

pub(super) fn texts_list(texts: &[Str]) -> String {
    texts.iter().map(|t| quote(&t.text)).collect::<Vec<_>>().join(", ")
}
