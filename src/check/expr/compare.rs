//! Comparisons: what may be held against what.

use crate::ast::{self, CmpLink, CmpOp, ExprKind};
use crate::check::base::algebra;
use crate::check::base::algebra::Clash;
use crate::check::base::figures::{as_year, bare, counts_time, is_calendar_year, truth_of, whole_number};
use crate::check::base::names;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::expr::periods::{first_in, last_in};
use crate::check::scope::rule::{Found, RuleCx};
use crate::hir::{DayFunc, Expr, Func, Kind, Link};
use crate::num::{Rat, int, show_exact_or};
use crate::text::{Span, fold_name, same_name};
use crate::ty::{Flavour, PeriodKind, Type, per_year};

/// Why two values cannot be compared.
enum Mismatch {
    Clash(Clash),
    /// A bare number beside a figure with a unit: which side is bare.
    Bare {
        left: bool,
    },
    /// A text that is not among the candidates: which side is the text, and the nearest candidate.
    NotListed {
        left: bool,
        near: Option<String>,
    },
    Unlike,
    /// Texts have no order.
    Order,
    /// A quotient rounded to digits beside a share: where it is, and where the share.
    Digits(Span, Span),
}

impl RuleCx<'_, '_> {
    pub fn compare_chain(&mut self, first: &ast::Expr, links: &[CmpLink], span: Span) -> Expr {
        if let Some(sets) = self.compared_sets(first, links, span) {
            return sets;
        }
        let asts: Vec<&ast::Expr> = std::iter::once(first).chain(links.iter().map(|l| &l.right)).collect();
        let values = self.operands(&asts);
        let ops: Vec<(CmpOp, Span)> = links.iter().map(|l| (l.op, l.op_span)).collect();
        for (pair, link) in values.windows(2).zip(links).filter(|(_, link)| link.timely) {
            if let Some(wrong) = self.not_timely(pair, link) {
                return self.fail_with(wrong, span);
            }
        }
        self.compared(values, &ops, span)
    }

    /// Sets are equal or not.
    fn compared_sets(&mut self, first: &ast::Expr, links: &[CmpLink], span: Span) -> Option<Expr> {
        let [link] = links else { return None };
        let equality = matches!(link.op, CmpOp::Eq | CmpOp::Ne);
        let sets = equality && (self.looks_like_set(first) || self.looks_like_set(&link.right));
        sets.then(|| self.set_equality(link.op == CmpOp::Ne, first, &link.right, span))
    }

    /// Values of the operands; a bare word that means nothing is looked at last, beside what it is compared with.
    pub fn operands(&mut self, asts: &[&ast::Expr]) -> Vec<Expr> {
        let unknown = |cx: &Self, e: &ast::Expr| {
            if let ExprKind::Name(name) = &e.kind
                && matches!(cx.resolve(name), Found::Nothing)
            {
                Some(name.clone())
            } else {
                None
            }
        };
        let mut values: Vec<Option<Expr>> = Vec::new();
        for e in asts {
            let pending = unknown(self, e).is_some();
            values.push(if pending { None } else { Some(self.value(e)) });
        }
        let text = values.iter().flatten().map(|v| v.ty.clone()).find(Type::is_text_like);
        let mut out = Vec::new();
        for (value, e) in values.into_iter().zip(asts) {
            out.push(match (value, unknown(self, e)) {
                (Some(value), _) => value,
                (None, Some(name)) => self.unknown_name(&name, text.as_ref()),
                (None, None) => self.error(e.span),
            });
        }
        out
    }

    /// A chain over values already worked out.
    pub fn compared(&mut self, mut values: Vec<Expr>, ops: &[(CmpOp, Span)], span: Span) -> Expr {
        if values.iter().any(|v| v.ty == Type::Error) || values.len() != ops.len() + 1 {
            return self.error(span);
        }
        for (left, &(op, op_span)) in ops.iter().enumerate() {
            let right = left + 1;
            beside_longer(&mut values, left, op);
            let year = values[left].ty.clone();
            values[right] = as_year(values[right].clone(), &year);
            let year = values[right].ty.clone();
            values[left] = as_year(values[left].clone(), &year);
            if let Err(why) = self.comparable(&values[left], op, &values[right]) {
                let (a, b) = (values[left].clone(), values[right].clone());
                return self.mismatch(&a, &b, why, op_span, span);
            }
        }
        let unordered = values.iter().any(|v| v.ty.is_text_like() || v.ty == Type::Flag);
        if unordered { self.same(&values, ops, span) } else { ordered(values, ops, span) }
    }

    /// Why a word of days and periods does not go with what stands beside it.
    fn not_timely(&self, pair: &[Expr], link: &CmpLink) -> Option<crate::diag::Diagnostic> {
        let [a, b] = pair else { return None };
        if a.ty == Type::Error || b.ty == Type::Error {
            return None;
        }
        let word = self.cx.written(link.op_span);
        if a.ty.calendar().is_none() && b.ty.calendar().is_none() {
            let found = words::of_type(&a.ty, None);
            return Some(say::not_a_time(link.op_span, &word, a.span, &found));
        }
        // Of a period that is not over and not begun it does not say which end is meant.
        let either = matches!((&a.ty, &b.ty), (Type::Period(_), Type::Date)) && matches!(link.op, CmpOp::Le | CmpOp::Ge);
        either.then(|| say::which_end(a.span, &word, link.op_span))
    }

    fn comparable(&self, a: &Expr, op: CmpOp, b: &Expr) -> Result<(), Mismatch> {
        let equality = matches!(op, CmpOp::Eq | CmpOp::Ne);
        match (&a.ty, &b.ty) {
            (Type::Number(_), Type::Number(_)) => match self.digits_beside_share(a, b) {
                Some((rounded, share)) => Err(Mismatch::Digits(rounded, share)),
                None if self.is_bare_beside_ratio(a, b) => Err(Mismatch::Bare { left: true }),
                None if self.is_bare_beside_ratio(b, a) => Err(Mismatch::Bare { left: false }),
                None => numbers(a, b),
            },
            (Type::Date, Type::Date) => Ok(()),
            (Type::Period(x), Type::Period(y)) if x == y && (equality || *x != PeriodKind::Span) => Ok(()),
            (Type::Flag, Type::Flag) if equality => Ok(()),
            (x, y) if x.is_text_like() && y.is_text_like() => {
                if equality {
                    self.texts(a, b)
                } else if self.ranked(a, op, b).is_some() {
                    Ok(())
                } else {
                    Err(Mismatch::Order)
                }
            }
            _ => Err(Mismatch::Unlike),
        }
    }

    fn texts(&self, a: &Expr, b: &Expr) -> Result<(), Mismatch> {
        match (&a.ty, &b.ty, &a.kind, &b.kind) {
            (Type::OneOf(list), _, _, Kind::Text(text)) => self.listed(list, text, false),
            (_, Type::OneOf(list), Kind::Text(text), _) => self.listed(list, text, true),
            (Type::OneOf(x), Type::OneOf(y), ..) if !x.iter().any(|t| y.iter().any(|u| same_name(t, u))) => Err(Mismatch::Unlike),
            (Type::Ref(x), Type::Ref(y), ..) if x != y => Err(Mismatch::Unlike),
            _ => Ok(()),
        }
    }

    fn listed(&self, list: &[String], text: &str, left: bool) -> Result<(), Mismatch> {
        if self.is_listed(list, text) {
            return Ok(());
        }
        Err(Mismatch::NotListed { left, near: names::meant(text, list) })
    }

    /// Among the candidates, aliases and width folded.
    pub fn is_listed(&self, list: &[String], text: &str) -> bool {
        let canonical = |t: &str| {
            let folded = fold_name(t);
            let alias = self.cx.schema.aliases.iter().find(|(a, _)| same_name(a, &folded));
            alias.map_or(folded, |(_, c)| fold_name(c))
        };
        let wanted = canonical(text);
        list.iter().any(|t| canonical(t) == wanted)
    }

    /// Equality of texts and of truths; stages by their order.
    fn same(&self, values: &[Expr], ops: &[(CmpOp, Span)], span: Span) -> Expr {
        let mut links: Vec<Expr> = Vec::new();
        for (pair, (op, _)) in values.windows(2).zip(ops) {
            if let [a, b] = pair {
                links.push(match self.ranked(a, *op, b) {
                    Some(labels) => self.rank(labels, a, *op, b, span),
                    None => same_pair(a, b, *op == CmpOp::Ne, span),
                });
            }
        }
        match links.len() {
            1 => links.remove(0),
            _ => truth_of(Kind::And(links), span),
        }
    }

    fn mismatch(&mut self, a: &Expr, b: &Expr, why: Mismatch, op_span: Span, span: Span) -> Expr {
        let (left, right) = (self.operand(a), self.operand(b));
        let diagnostic = match why {
            Mismatch::Clash(clash) => match self.money_meant(a, b).or_else(|| self.money_meant(b, a)) {
                Some(money) => say::count_beside_money(&left, &right, &money),
                None => say::cannot_compare(&left, &right, &clash),
            },
            Mismatch::Bare { left: true } => self.bare_beside(a, b),
            Mismatch::Bare { left: false } => self.bare_beside(b, a),
            Mismatch::NotListed { left: on_left, near } => {
                let (text, list) = if on_left { (left, right) } else { (right, left) };
                say::not_listed(text.span, &self.cx.written(text.span), &list, near.as_deref())
            }
            Mismatch::Unlike if is_day_and_period(a, b) => say::day_is_no_period(&left, &right, matches!(b.ty, Type::Period(_))),
            Mismatch::Unlike => {
                let day = self.day_meant(a, b).or_else(|| self.day_meant(b, a));
                let out = say::unlike(&left, &right);
                match day {
                    Some(day) => {
                        out.help(format!("日期写作 {day}，不加引号"), format!("a day is written `{day}`, without quotes"))
                    }
                    None => out,
                }
            }
            Mismatch::Digits(rounded, share) => say::digits_beside_share(rounded, share, &self.cx.written(rounded)),
            Mismatch::Order => say::no_order(&left, &right, op_span),
        };
        self.fail_with(diagnostic, span)
    }

    /// A literal counted in 万个 and the like beside money: the amount that was meant.
    fn money_meant(&self, literal: &Expr, other: &Expr) -> Option<String> {
        let counted = matches!(&literal.ty, Type::Number(n) if n.flavour == Flavour::Count);
        let money = other.ty.number().is_some_and(crate::ty::NumTy::is_money);
        if !matches!(literal.kind, Kind::Num(_)) || !counted || !money {
            return None;
        }
        let written = self.cx.written(literal.span);
        let unit = written.trim_start_matches(|c: char| !c.is_alphabetic());
        let number = written.strip_suffix(unit)?;
        let scale: String = unit.chars().take_while(|c| "百千万亿".contains(*c)).collect();
        Some(format!("{number}{scale}元"))
    }

    /// `"2007-01-01"`, `2007/1/1` beside a day: the day that was meant.
    fn day_meant(&self, day: &Expr, other: &Expr) -> Option<String> {
        let written = self.cx.written(other.span);
        let mut parts = written.trim_matches(['"', '“', '”']).split(['-', '/', '.', '年', '月', '日']).filter(|p| !p.is_empty());
        let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
        let small = |part: &str| part.parse::<u8>().ok();
        let (month, date) = (small(month)?, small(date)?);
        let is_day =
            day.ty == Type::Date && parts.next().is_none() && year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        is_day.then(|| format!("{year}-{month:02}-{date:02}"))
    }

    pub fn bare_beside(&self, number: &Expr, other: &Expr) -> crate::diag::Diagnostic {
        let operand = self.operand(other);
        let unit = match self.column_of(other).and_then(|c| c.unit).or_else(|| self.ratio_unit(other)) {
            Some(unit) => unit.name,
            None => other.ty.number().map(|t| self.cx.units.base_of(t).name).unwrap_or_default(),
        };
        let written = self.cx.written(number.span);
        // 0.6 of a share is 60%, hardly 0.6%.
        let hundredfold = |v: &Rat| *v > Rat::ZERO && *v <= Rat::ONE && unit == "%";
        let mut meant = vec![match bare(number).filter(|v| hundredfold(v)) {
            Some(v) => format!("{}{unit}", show_exact_or(&(v * int(100)), 6)),
            None => format!("{written}{unit}"),
        }];
        // A full amount of 元 beside a field that is kept in 万元.
        let large = bare(number).is_some_and(|v| *v >= int(10_000));
        if let Some(money) = other.ty.number().filter(|t| large && t.is_money()) {
            let base = self.cx.units.base_of(money).name;
            meant.extend((base != unit).then(|| format!("{written}{base}")));
        }
        say::bare_number(number.span, &meant, &operand)
    }

    pub fn between(&mut self, parts: [&ast::Expr; 3], negated: bool, op_span: Span, span: Span) -> Expr {
        let [value, low, high] = parts;
        let values = self.operands(&[low, value, high]);
        let chain = match self.lies_between(&values, span) {
            Some(inside) => inside,
            None => self.compared(values, &[(CmpOp::Le, op_span), (CmpOp::Le, op_span)], span),
        };
        if negated && chain.ty == Type::Flag { truth_of(Kind::Not(Box::new(chain)), span) } else { chain }
    }
}

/// A day is held against the first or the last day of a period, a period against the first or the last that lies in a longer one: before it,
/// after it, not later, not earlier. Equal to it is none.
fn beside_longer(values: &mut [Expr], left: usize, op: CmpOp) {
    let right = left + 1;
    // In a chain what stands in the middle is held against both sides.
    for (own, other, op) in [(left, right, op), (right, left, op.flipped())] {
        let outermost = other == 0 || other + 1 == values.len();
        let ty = &values[own].ty;
        let kind = if let Type::Period(kind) = ty {
            Some(*kind).filter(|kind| !matches!(kind, PeriodKind::Span | PeriodKind::Year))
        } else {
            None
        };
        if !outermost || (kind.is_none() && *ty != Type::Date) {
            continue;
        }
        if is_calendar_year(&values[other]) {
            values[other] = as_year(values[other].clone(), &Type::Period(PeriodKind::Year));
        }
        let first = match op {
            CmpOp::Lt | CmpOp::Ge => true,
            CmpOp::Gt | CmpOp::Le => false,
            CmpOp::Eq | CmpOp::Ne => continue,
        };
        let Type::Period(around) = values[other].ty else { continue };
        let (period, span) = (values[other].clone(), values[other].span);
        values[other] = match kind {
            None => RuleCx::end_day(Func::Day(if first { DayFunc::First } else { DayFunc::Last }), period, span),
            Some(kind) if around == PeriodKind::Span || per_year(around) >= per_year(kind) => continue,
            Some(kind) if first => first_in(&period, around, kind),
            Some(kind) => last_in(&period, around, kind),
        };
    }
}

fn is_day_and_period(a: &Expr, b: &Expr) -> bool {
    matches!((&a.ty, &b.ty), (Type::Date, Type::Period(_)) | (Type::Period(_), Type::Date))
}

fn numbers(a: &Expr, b: &Expr) -> Result<(), Mismatch> {
    let (Some(x), Some(y)) = (a.ty.number(), b.ty.number()) else { return Err(Mismatch::Unlike) };
    for (number, other, left) in [(a, y, true), (b, x, false)] {
        let Some(value) = bare(number) else { continue };
        let counted = counts_time(other) && whole_number(number);
        match other.flavour {
            _ if value.is_zero() || counted => return Ok(()),
            Flavour::Amount | Flavour::Share | Flavour::Points | Flavour::Growth => return Err(Mismatch::Bare { left }),
            Flavour::Number | Flavour::Count | Flavour::Ratio => {}
        }
    }
    let literal = |e: &Expr| is_written(e);
    if (literal(a) && algebra::literal_fits(x, y)) || (literal(b) && algebra::literal_fits(y, x)) {
        return Ok(());
    }
    algebra::compared(x, y).map(|_| ()).map_err(Mismatch::Clash)
}

/// A literal, or one moved by points: `25% - 1个百分点`.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn is_written(e: &Expr) -> bool {
    let points = |e: &Expr| e.ty.number().is_some_and(|n| n.flavour == Flavour::Points);
    match &e.kind {
        Kind::Num(_) => true,
        Kind::Add(a, b) | Kind::Sub(a, b) => is_written(a) && points(b),
        _ => false,
    }
}

fn ordered(values: Vec<Expr>, ops: &[(CmpOp, Span)], span: Span) -> Expr {
    let mut values = values.into_iter();
    let Some(first) = values.next() else { return Expr { kind: Kind::Num(int(0)), ty: Type::Error, span } };
    let links = values.zip(ops).map(|(right, (op, _))| Link { op: *op, span: right.span, right }).collect();
    truth_of(Kind::Compare { first: Box::new(first), links }, span)
}

fn same_pair(a: &Expr, b: &Expr, negated: bool, span: Span) -> Expr {
    truth_of(Kind::Same { left: Box::new(a.clone()), right: Box::new(b.clone()), negated }, span)
}
