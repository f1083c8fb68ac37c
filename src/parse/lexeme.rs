//! Names, texts, numbers, days.

use super::{Build, Rule, diagnostics};
use crate::ast::{Day, Expr, ExprKind, Name, Str};
use crate::text::{Span, to_halfwidth};
use fadu_grammar::Pair;

impl<'a> Build<'a> {
    pub(super) fn name(&self, pair: &Pair<'a, Rule>) -> Name {
        let written = pair.as_str();
        let inner = |t: &str| t.strip_prefix('「').and_then(|t| t.strip_suffix('」')).unwrap_or(t).to_string();
        let text = match split_qualified(written).filter(|_| pair.as_rule() == Rule::qname) {
            Some((module, name)) => format!("{}.{}", inner(module), inner(name)),
            None => inner(written),
        };
        Name { text, span: self.span(pair) }
    }

    /// A unit as written, with half-width signs.
    pub(super) fn unit(&self, pair: &Pair<'a, Rule>) -> Name {
        let name = self.name(pair);
        Name { text: name.text.chars().map(sign).collect(), span: name.span }
    }

    pub(super) fn string(&mut self, pair: &Pair<'a, Rule>) -> Str {
        let span = self.span(pair);
        let written = pair.as_str();
        let open = pair.clone().into_inner().any(|p| p.as_rule() == Rule::str_open);
        let mut chars = written.chars();
        chars.next();
        if open {
            self.sink.push(diagnostics::open_string(span));
            return Str { text: chars.as_str().trim_end().to_string(), span };
        }
        chars.next_back();
        let body = chars.as_str();
        if !body.contains('\\') {
            return Str { text: body.to_string(), span };
        }
        Str { text: self.unescape(body, span.start as usize + written.chars().next().map_or(0, char::len_utf8)), span }
    }

    fn unescape(&mut self, body: &str, offset: usize) -> String {
        let mut out = String::with_capacity(body.len());
        let mut chars = body.char_indices();
        while let Some((i, c)) = chars.next() {
            if c != '\\' {
                out.push(c);
                continue;
            }
            match chars.next() {
                Some((_, 'n')) => out.push('\n'),
                Some((_, 't')) => out.push('\t'),
                Some((_, c @ ('"' | '\\' | '“' | '”'))) => out.push(c),
                Some((j, other)) => {
                    let span = self.span_at(offset + i, offset + j + other.len_utf8());
                    self.sink.push(diagnostics::unknown_escape(span, other));
                    out.push(other);
                }
                None => out.push('\\'),
            }
        }
        out
    }

    /// Digits in half-width form.
    pub(super) fn digits(&self, pair: &Pair<'a, Rule>) -> String {
        pair.as_str().chars().map(to_halfwidth).collect()
    }

    pub(super) fn number(&mut self, pair: &Pair<'a, Rule>) -> Expr {
        let span = self.span(pair);
        let (mut digits, mut unit, mut wrong) = (String::new(), None, false);
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::digits => digits = self.digits(&part),
                Rule::thousands => {
                    wrong = true;
                    let plain: String = self.digits(&part).chars().filter(|c| *c != ',').collect();
                    digits.push_str(&plain);
                    let place = self.span_at(span.start as usize, self.span(&part).end as usize);
                    self.sink.push(diagnostics::thousands_comma(place, &digits));
                }
                Rule::glued_unit | Rule::spaced_unit => unit = Some(self.unit(&part)),
                Rule::hyphen_tail => {
                    wrong = true;
                    let from = pair.as_str().get(..self.span(&part).start as usize - span.start as usize).unwrap_or("");
                    let to = part.as_str().trim_start_matches(['-', '－']);
                    self.sink.push(diagnostics::hyphen_range(span, from, to));
                }
                _ => {}
            }
        }
        let kind = if wrong { ExprKind::Bad } else { ExprKind::Number { digits, unit } };
        Expr { kind, span }
    }

    /// A calendar day; an impossible one is reported.
    pub(super) fn day(&mut self, pair: &Pair<'a, Rule>) -> Option<Day> {
        let span = self.span(pair);
        let plain: String = pair.as_str().chars().map(to_halfwidth).collect();
        let mut parts = plain.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty());
        let mut next = || parts.next().and_then(|p| p.parse::<i16>().ok());
        let (year, month, day) = (next()?, next()?, next()?);
        let date =
            i8::try_from(month).ok().zip(i8::try_from(day).ok()).and_then(|(m, d)| jiff::civil::Date::new(year, m, d).ok());
        let Some(date) = date else {
            self.sink.push(diagnostics::impossible_date(span, pair.as_str(), last_day(year, month)));
            return None;
        };
        let positive = |n: i8| u32::try_from(n).unwrap_or(1);
        Some(Day { year: i32::from(date.year()), month: positive(date.month()), day: positive(date.day()), span })
    }

    pub(super) fn bad_expr(&self, span: Span) -> Expr {
        Expr { kind: ExprKind::Bad, span }
    }
}

/// `schema.County` as written: the module and the name; a dot inside 「」 is part of a name.
fn split_qualified(written: &str) -> Option<(&str, &str)> {
    let from = if written.starts_with('「') { written.find('」')? } else { 0 };
    let dot = from + written.get(from..)?.find(['.', '．'])?;
    let (module, rest) = written.split_at(dot);
    Some((module, rest.trim_start_matches(['.', '．'])))
}

fn sign(c: char) -> char {
    match c {
        '％' => '%',
        '／' => '/',
        other => other,
    }
}

/// The last day of a month, when there is such a month.
fn last_day(year: i16, month: i16) -> Option<i8> {
    let first = jiff::civil::Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
    Some(first.days_in_month())
}
