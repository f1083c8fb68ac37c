//! Due dates: `due near` opens a due stage, and the lines below it bind from then until the next.

use crate::ast;
use crate::check::base::figures::as_year;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::rule::rules::Body;
use crate::check::scope::rule::RuleCx;
use crate::hir::{Due, Expr, Kind, Param, ParamId, domain};
use crate::num::{End, Interval, Rat, to_i64};
use crate::ty::{PeriodKind, Type, last_days_between};

impl RuleCx<'_, '_> {
    /// A period or a day.
    pub fn due(&mut self, due: &ast::Due, body: &mut Body) {
        let at = self.value(&due.at);
        let at = as_year(at, &Type::Period(PeriodKind::Year));
        if at.ty == Type::Error {
            self.failed = true;
        } else if !matches!(at.ty, Type::Period(_) | Type::Date) {
            let found = words::of_type(&at.ty, None);
            self.fail(say::due_needs_period(at.span, &found));
        }
        body.dues.push(Due { at, span: due.span });
    }

    /// Every due stage has lines, and follows the one before.
    pub fn due_stages(&mut self, body: &Body) {
        for (at, due) in body.dues.iter().enumerate() {
            if !body.lines.iter().map(|l| l.due).chain(body.shows.iter().map(|s| s.due)).any(|due| due == Some(at)) {
                self.fail(say::due_without_line(due.span));
            }
        }
        for pair in body.dues.windows(2) {
            let (early, late) = (&pair[0], &pair[1]);
            if early.at.ty == Type::Error || late.at.ty == Type::Error {
                continue;
            }
            if let Some(reversed) = disorder(&early.at, &late.at, &self.cx.params) {
                self.cx.report(say::due_order(late.span, early.span, reversed));
            }
        }
    }
}

/// `Some(true)`: surely the wrong way round; `Some(false)`: nothing says which comes first.
fn disorder(early: &Expr, late: &Expr, params: &[Param]) -> Option<bool> {
    if let (Some(a), Some(b)) = (linear(early), linear(late))
        && early.ty == late.ty
        && let (Some(p), Some(q)) = (a.0, b.0)
    {
        let ahead = if p == q { Some(false) } else { tied(params, q, p) };
        match ahead {
            Some(strict) if a.1 < b.1 || (strict && a.1 <= b.1) => return None,
            Some(_) if p == q => return Some(true),
            _ => {}
        }
    }
    let (Some(a), Some(b)) = (days(early, params), days(late, params)) else { return Some(false) };
    match (a.hi.value(), b.lo.value()) {
        (Some(last), Some(first)) if last < first => return None,
        _ => {}
    }
    match (b.hi.value(), a.lo.value()) {
        (Some(last), Some(first)) if last <= first => Some(true),
        _ => Some(false),
    }
}

/// Whether `above` is tied, by way of others, above `below`; and whether strictly.
fn tied(params: &[Param], above: ParamId, below: ParamId) -> Option<bool> {
    let (mut at, mut strict) = (above, false);
    for _ in 0..params.len() {
        let than = params.get(at.0 as usize)?.than?;
        (at, strict) = (than.other, strict || than.strict);
        if at == below {
            return Some(strict);
        }
    }
    None
}

/// A parameter and a number added to it, or a number alone.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn linear(e: &Expr) -> Option<(Option<ParamId>, Rat)> {
    match &e.kind {
        Kind::Num(n) => Some((None, n.clone())),
        Kind::Param(id) => Some((Some(*id), Rat::ZERO)),
        Kind::Add(a, b) => match (linear(a)?, linear(b)?) {
            ((p, x), (None, y)) | ((None, x), (p, y)) => Some((p, x + y)),
            _ => None,
        },
        Kind::Sub(a, b) => match (linear(a)?, linear(b)?) {
            ((p, x), (None, y)) => Some((p, x - y)),
            _ => None,
        },
        _ => None,
    }
}

/// The last day of what an expression can be.
fn days(e: &Expr, params: &[Param]) -> Option<Interval> {
    let (param, plus) = linear(e)?;
    let range = match param {
        None => Interval::exact(plus),
        Some(id) => domain(params, id)?.add(&Interval::exact(plus)),
    };
    let ends = [&range.lo, &range.hi].map(|end| end.value().and_then(to_i64));
    let (first, last) =
        if let Type::Period(kind) = &e.ty { last_days_between(ends[0], ends[1], *kind) } else { (ends[0], ends[1]) };
    let end = |day: Option<i64>| day.map_or(End::Unbounded, |d| End::Closed(Rat::from(d)));
    Some(Interval { lo: end(first), hi: end(last) })
}
