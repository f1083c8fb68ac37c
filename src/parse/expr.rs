//! Expressions: precedence over the flat run of operands and operators that the grammar yields.
//!
//! Loosest first: implies · or · and · not · comparisons · union/minus · + − · × ÷ · shares · unary − · powers · access.

use super::period::{length_of, period};
use super::{Build, MAX_RUN, Rule, diagnostics};
use crate::ast::{BinaryOp, Binder, Expr, ExprKind, Name, UnaryOp};
use crate::text::Span;
use fadu_grammar::Pair;

const IMPLIES: u8 = 1;
const OR: u8 = 2;
const AND: u8 = 3;
const NOT: u8 = 4;
pub(super) const COMPARE: u8 = 5;
pub(super) const SETS: u8 = 6;
const SUM: u8 = 7;
const PRODUCT: u8 = 8;
pub(super) const SHARE: u8 = 9;
pub(super) const UNARY: u8 = 10;

/// The flat run with a place in it.
pub(super) struct Run<'a> {
    tokens: Vec<Pair<'a, Rule>>,
    at: usize,
}

impl<'a> Run<'a> {
    pub(super) fn peek(&self) -> Option<&Pair<'a, Rule>> {
        self.tokens.get(self.at)
    }

    fn rule(&self) -> Option<Rule> {
        self.peek().map(Pair::as_rule)
    }

    pub(super) fn next(&mut self) -> Option<Pair<'a, Rule>> {
        let found = self.tokens.get(self.at).cloned();
        self.at += 1;
        found
    }

    /// All that is left.
    pub(super) fn rest(&self) -> Option<&[Pair<'a, Rule>; 2]> {
        self.tokens.get(self.at..).and_then(|rest| rest.try_into().ok())
    }

    /// Leaves the rest unread.
    pub(super) fn give_up(&mut self) {
        self.at = self.tokens.len();
    }

    /// Takes the next token when it is one of these.
    pub(super) fn take(&mut self, rules: &[Rule]) -> Option<Pair<'a, Rule>> {
        if self.rule().is_some_and(|r| rules.contains(&r)) { self.next() } else { None }
    }
}

/// How tightly an operator in the place of an infix binds; `None` for what only belongs to another operator.
pub(super) fn power(rule: Rule) -> Option<u8> {
    Some(match rule {
        Rule::op_implies => IMPLIES,
        Rule::op_or => OR,
        Rule::op_and => AND,
        Rule::op_wrong | Rule::op_ge | Rule::op_le | Rule::op_gt | Rule::op_lt | Rule::op_ne | Rule::op_eq => COMPARE,
        Rule::op_between | Rule::op_not_between | Rule::op_about | Rule::op_in | Rule::op_not_in | Rule::op_by => COMPARE,
        Rule::op_like | Rule::op_not_like | Rule::op_starts | Rule::op_not_starts => COMPARE,
        Rule::op_begins | Rule::op_not_begins | Rule::op_ends | Rule::op_not_ends => COMPARE,
        Rule::op_contains | Rule::op_not_contains | Rule::op_numeral | Rule::op_not_numeral => COMPARE,
        Rule::op_exists
        | Rule::op_not_exists
        | Rule::op_filled
        | Rule::op_not_filled
        | Rule::op_subset
        | Rule::op_disjoint
        | Rule::number => COMPARE,
        Rule::op_union | Rule::op_minus => SETS,
        Rule::op_add | Rule::op_sub => SUM,
        Rule::op_mul | Rule::op_div => PRODUCT,
        Rule::op_of | Rule::op_of_zh | Rule::op_as_share | Rule::op_zhan => SHARE,
        _ => return None,
    })
}

fn binary(rule: Rule) -> Option<BinaryOp> {
    Some(match rule {
        Rule::op_implies => BinaryOp::Implies,
        Rule::op_or => BinaryOp::Or,
        Rule::op_and => BinaryOp::And,
        Rule::op_union => BinaryOp::Union,
        Rule::op_minus => BinaryOp::Minus,
        Rule::op_subset => BinaryOp::SubsetOf,
        Rule::op_disjoint => BinaryOp::DisjointWith,
        Rule::op_add => BinaryOp::Add,
        Rule::op_sub => BinaryOp::Sub,
        Rule::op_mul => BinaryOp::Mul,
        Rule::op_div => BinaryOp::Div,
        _ => return None,
    })
}

/// `1 .. 5`
fn range(from: Expr, to: Expr) -> Expr {
    let span = from.span.to(to.span);
    Expr { kind: ExprKind::Range { from: Box::new(from), to: Box::new(to) }, span }
}

impl<'a> Build<'a> {
    /// The tree of an `expr` pair.
    pub(super) fn expr(&mut self, pair: Pair<'a, Rule>) -> Expr {
        self.read_expr(pair, false)
    }

    /// A member of a set: an expression, or `1 .. 5`.
    fn member(&mut self, pair: Pair<'a, Rule>) -> Expr {
        self.read_expr(pair, true)
    }

    fn read_expr(&mut self, pair: Pair<'a, Rule>, is_member: bool) -> Expr {
        let span = self.span(&pair);
        let tokens: Vec<_> = pair.into_inner().collect();
        let length = tokens.len();
        if self.run + length > MAX_RUN {
            self.sink.push(diagnostics::too_long(span, MAX_RUN));
            return self.bad_expr(span);
        }
        self.run += length;
        let mut run = Run { tokens, at: 0 };
        let mut out = self.climb(&mut run, 0, span);
        self.months_to(&mut out, &mut run);
        if is_member && run.take(&[Rule::range_op]).is_some() {
            let to = self.climb(&mut run, COMPARE + 1, span);
            out = range(out, to);
        }
        if let Some(rest) = run.peek() {
            let place = self.span(rest);
            self.sink.push(diagnostics::misplaced(place, rest.as_str()));
            out = self.bad_expr(span);
        }
        self.run -= length;
        out
    }

    pub(super) fn climb(&mut self, run: &mut Run<'a>, min: u8, whole: Span) -> Expr {
        let mut left = self.operand(run, whole);
        while let Some(rule) = run.rule() {
            let Some(binding) = power(rule).filter(|b| *b >= min) else { break };
            let before = run.at;
            left = match rule {
                Rule::op_implies => self.binary(run, left, binding, whole),
                _ if binding == COMPARE => self.comparison(run, left, whole),
                _ if binding == SHARE => self.share(run, left, whole),
                _ => self.binary(run, left, binding + 1, whole),
            };
            if run.at == before {
                break;
            }
        }
        left
    }

    pub(super) fn binary(&mut self, run: &mut Run<'a>, left: Expr, right_power: u8, whole: Span) -> Expr {
        let Some((op, op_span)) = run.next().and_then(|t| Some((binary(t.as_rule())?, self.span(&t)))) else { return left };
        let right = self.climb(run, right_power, whole);
        let span = left.span.to(right.span);
        Expr { kind: ExprKind::Binary { op, left: Box::new(left), right: Box::new(right), op_span }, span }
    }

    pub(super) fn operand(&mut self, run: &mut Run<'a>, whole: Span) -> Expr {
        let Some(token) = run.next() else { return self.bad_expr(whole) };
        match token.as_rule() {
            Rule::op_growth | Rule::op_annual => self.growth_of(run, &token, whole),
            Rule::op_not => self.unary(run, (UnaryOp::Not, NOT), &token, whole),
            Rule::op_neg => self.unary(run, (UnaryOp::Neg, UNARY), &token, whole),
            _ => self.accessed(run, token, whole),
        }
    }

    // Apart from what follows, so that many signs in a row need little of the stack.
    fn unary(&mut self, run: &mut Run<'a>, (op, power): (UnaryOp, u8), token: &Pair<'a, Rule>, whole: Span) -> Expr {
        let op_span = self.span(token);
        let arg = self.climb(run, power, whole);
        let span = op_span.to(arg.span);
        Expr { kind: ExprKind::Unary { op, arg: Box::new(arg), op_span }, span }
    }

    /// What stands by itself, with the fields, keys and periods after it, and its power.
    fn accessed(&mut self, run: &mut Run<'a>, token: Pair<'a, Rule>, whole: Span) -> Expr {
        let mut out = self.primary(token);
        loop {
            if let Some(token) = run.take(&[Rule::method, Rule::field, Rule::keys, Rule::at]) {
                out = self.access(out, token);
            } else if let Some(token) = run.take(&[Rule::growth_year_zh, Rule::growth_prior_zh, Rule::growth_span_zh]) {
                out = self.growth_after(out, token);
            } else if let Some(token) = run.take(&[Rule::power_zh]) {
                out = self.power_after(out, token);
            } else {
                return self.power(run, out, whole);
            }
        }
    }

    fn access(&mut self, base: Expr, token: Pair<'a, Rule>) -> Expr {
        let span = base.span.to(self.span(&token));
        let base = Box::new(base);
        let kind = match token.as_rule() {
            Rule::field => match token.into_inner().find(|p| p.as_rule() == Rule::name) {
                Some(name) => ExprKind::Path { base, field: self.name(&name) },
                None => ExprKind::Bad,
            },
            Rule::method => {
                let (mut name, mut args) = (None, Vec::new());
                for part in token.into_inner() {
                    match part.as_rule() {
                        Rule::name => name = Some(self.name(&part)),
                        Rule::method_args => args = self.arguments(part),
                        _ => {}
                    }
                }
                name.map_or(ExprKind::Bad, |name| ExprKind::Method { base, name, args })
            }
            Rule::keys => {
                let keys = token.into_inner().filter(|p| p.as_rule() == Rule::expr).map(|p| self.expr(p)).collect();
                ExprKind::Lookup { relation: base, keys }
            }
            _ => {
                let (mut op_span, mut period) = (span, self.bad_expr(span));
                for part in token.into_inner() {
                    match part.as_rule() {
                        Rule::kw_at => op_span = self.span(&part),
                        _ => period = self.primary(part),
                    }
                }
                ExprKind::At { value: base, period: Box::new(period), op_span }
            }
        };
        Expr { kind, span }
    }

    pub(super) fn primary(&mut self, token: Pair<'a, Rule>) -> Expr {
        let span = self.span(&token);
        let kind = match token.as_rule() {
            Rule::number => return self.number(&token),
            Rule::date => self.day(&token).map_or(ExprKind::Bad, ExprKind::Day),
            Rule::period_lit => match period(&token) {
                Some(period) => ExprKind::Period(period),
                None => {
                    self.sink.push(diagnostics::impossible_period(span, token.as_str()));
                    ExprKind::Bad
                }
            },
            Rule::string => ExprKind::Str(self.string(&token).text),
            Rule::as_of_day => ExprKind::AsOfDay,
            Rule::flag_true => ExprKind::Flag(true),
            Rule::flag_false => ExprKind::Flag(false),
            Rule::name => ExprKind::Name(self.name(&token)),
            // The span takes in the parentheses: that is how the formatter knows them.
            Rule::paren => self.paren(token),
            Rule::set => self.set(token),
            Rule::choose => self.choose(token),
            Rule::reference => return self.reference(token),
            _ => ExprKind::Bad,
        };
        Expr { kind, span }
    }

    /// `{"a", "b"}`, `{m.name for m in g.members}`
    fn set(&mut self, token: Pair<'a, Rule>) -> ExprKind {
        let mut of = Vec::new();
        for part in token.into_inner() {
            match part.as_rule() {
                Rule::expr => of.push(self.member(part)),
                Rule::agg_for => {
                    let (binder, filter) = self.looped(part);
                    if let (Some(binder), Some(value)) = (binder, of.pop()) {
                        return ExprKind::Collect { value: Box::new(value), binder, filter };
                    }
                }
                _ => {}
            }
        }
        ExprKind::Set(of)
    }

    /// What stands in parentheses: `(x)`, `(Firm when size = "small")`.
    fn paren(&mut self, token: Pair<'a, Rule>) -> ExprKind {
        let mut parts = token.into_inner();
        let Some(inner) = parts.find(|p| matches!(p.as_rule(), Rule::expr | Rule::first_rows)) else { return ExprKind::Bad };
        if inner.as_rule() == Rule::first_rows {
            return self.first_rows(inner);
        }
        let inner = self.expr(inner);
        self.picked(inner, parts)
    }

    /// What stands after `for`: a binder and a filter.
    fn looped(&mut self, part: Pair<'a, Rule>) -> (Option<Box<Binder>>, Option<Box<Expr>>) {
        let (mut binder, mut filter) = (None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::binder => binder = Some(Box::new(self.binder(p))),
                Rule::filter => filter = p.into_inner().find(|p| p.as_rule() == Rule::expr).map(|p| Box::new(self.expr(p))),
                _ => {}
            }
        }
        (binder, filter)
    }

    fn choose(&mut self, token: Pair<'a, Rule>) -> ExprKind {
        let (mut arms, mut otherwise): (Vec<(Expr, Expr)>, Option<Box<Expr>>) = (Vec::new(), None);
        for arm in token.into_inner().filter(|p| p.as_rule() == Rule::arm) {
            let place = self.span(&arm);
            if otherwise.is_some() {
                self.sink.push(diagnostics::after_otherwise(place));
            }
            let parts: Vec<_> = arm.into_inner().collect();
            let is_otherwise = parts.iter().any(|p| p.as_rule() == Rule::arm_otherwise);
            let mut values = parts.into_iter().filter(|p| matches!(p.as_rule(), Rule::expr | Rule::arm_none)).map(|p| {
                if p.as_rule() == Rule::arm_none { Expr { kind: ExprKind::None, span: self.span(&p) } } else { self.expr(p) }
            });
            match (values.next(), values.next()) {
                (Some(value), None) if is_otherwise => otherwise = Some(Box::new(value)),
                (Some(when), Some(value)) => arms.push((when, value)),
                _ => {}
            }
        }
        ExprKind::Choose { arms, otherwise }
    }

    /// A name, or a call, or an aggregate.
    fn reference(&mut self, token: Pair<'a, Rule>) -> Expr {
        let span = self.span(&token);
        let mut parts = token.into_inner();
        let Some(name) = parts.next().map(|p| self.name(&p)) else { return self.bad_expr(span) };
        let kind = match parts.find(|p| p.as_rule() == Rule::call) {
            Some(call) => self.call(name, call),
            None => ExprKind::Name(name),
        };
        Expr { kind, span }
    }

    fn call(&mut self, name: Name, call: Pair<'a, Rule>) -> ExprKind {
        let (mut args, mut looped, mut at, mut order) = (Vec::new(), None, None, None);
        for part in call.into_inner() {
            match part.as_rule() {
                Rule::expr => args.push(self.expr(part)),
                Rule::agg_count | Rule::agg_for => {
                    looped = Some(self.looped(part));
                }
                Rule::agg_order => order = part.into_inner().find(|p| p.as_rule() == Rule::order).map(|p| self.order(&p)),
                Rule::agg_at => at = part.into_inner().find(|p| p.as_rule() == Rule::expr).map(|p| Box::new(self.expr(p))),
                _ => {}
            }
        }
        if let Some((Some(binder), filter)) = looped {
            return ExprKind::Aggregate { name, value: args.pop().map(Box::new), binder, filter, at, order };
        }
        ExprKind::Call { name, args }
    }

    pub(super) fn binder(&mut self, pair: Pair<'a, Rule>) -> Binder {
        let span = self.span(&pair);
        let mut out = Binder { var: None, source: self.bad_expr(span), over: None, by: Vec::new(), span };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::binder_var => out.var = part.into_inner().find(|p| p.as_rule() == Rule::name).map(|p| self.name(&p)),
                Rule::source => out.source = self.source(part),
                Rule::over => out.over = part.into_inner().find(|p| p.as_rule() == Rule::source).map(|p| self.source(p)),
                Rule::by => out.by = part.into_inner().filter(|p| p.as_rule() == Rule::name).map(|p| self.name(&p)).collect(),
                _ => {}
            }
        }
        out
    }

    /// What is looped over: `County.funds`, `clusters minus {"软件"}`, `(a union b) minus c`.
    pub(super) fn source(&mut self, pair: Pair<'a, Rule>) -> Expr {
        let whole = self.span(&pair);
        let (mut out, mut op): (Option<Expr>, Option<(BinaryOp, Span)>) = (None, None);
        for part in pair.into_inner() {
            let place = self.span(&part);
            let next = match part.as_rule() {
                Rule::path => self.path(part),
                Rule::source_call => self.source_call(part),
                Rule::calendar => self.calendar(part),
                Rule::int_range => {
                    let bounds = part.into_inner().filter(|p| p.as_rule() == Rule::int_bound);
                    let mut bounds = bounds.map(|p| self.expr(p)).collect::<Vec<_>>().into_iter();
                    match (bounds.next(), bounds.next()) {
                        (Some(from), Some(to)) => range(from, to),
                        _ => self.bad_expr(place),
                    }
                }
                Rule::source_paren => {
                    // The span takes in the parentheses, as in expressions.
                    Expr { kind: self.source_paren(part), span: place }
                }
                Rule::set => self.primary(part),
                rule => {
                    op = binary(rule).map(|b| (b, place));
                    continue;
                }
            };
            out = Some(match (out, op.take()) {
                (Some(left), Some((op, op_span))) => {
                    let span = left.span.to(next.span);
                    Expr { kind: ExprKind::Binary { op, left: Box::new(left), right: Box::new(next), op_span }, span }
                }
                _ => next,
            });
        }
        out.unwrap_or_else(|| self.bad_expr(whole))
    }

    /// `like_me(o)`, `o.near(2).parks`
    fn source_call(&mut self, pair: Pair<'a, Rule>) -> Expr {
        let whole = self.span(&pair);
        let mut out: Option<Expr> = None;
        for part in pair.into_inner() {
            out = match (part.as_rule(), out) {
                (Rule::name, None) => {
                    let name = self.name(&part);
                    Some(Expr { span: name.span, kind: ExprKind::Name(name) })
                }
                (Rule::method_args, Some(Expr { kind: ExprKind::Name(name), span })) => {
                    let span = span.to(self.span(&part));
                    Some(Expr { kind: ExprKind::Call { name, args: self.arguments(part) }, span })
                }
                (Rule::method | Rule::field | Rule::keys, Some(base)) => Some(self.access(base, part)),
                (_, out) => out,
            };
        }
        out.unwrap_or_else(|| self.bad_expr(whole))
    }

    fn arguments(&mut self, args: Pair<'a, Rule>) -> Vec<Expr> {
        args.into_inner().filter(|p| p.as_rule() == Rule::expr).map(|p| self.expr(p)).collect()
    }

    /// `months of c.year`, `2009 至 2011 的 各年`
    fn calendar(&mut self, pair: Pair<'a, Rule>) -> Expr {
        let span = self.span(&pair);
        let (mut bounds, mut length, mut op_span, mut postfix) = (Vec::new(), None, span, false);
        for part in pair.into_inner() {
            let rule = part.as_rule();
            match rule {
                Rule::cal_bound | Rule::week_bound => bounds.push(self.expr(part)),
                _ => {
                    let Some(found) = length_of(rule) else { continue };
                    (length, op_span, postfix) = (found, self.span(&part), !bounds.is_empty());
                }
            }
        }
        let mut bounds = bounds.into_iter();
        let Some(from) = bounds.next().map(Box::new) else { return self.bad_expr(span) };
        let to = bounds.next().map(Box::new);
        Expr { kind: ExprKind::Calendar { length, from, to, postfix, op_span }, span }
    }

    /// `a.b.c`
    pub(super) fn path(&mut self, pair: Pair<'a, Rule>) -> Expr {
        let whole = self.span(&pair);
        let mut out: Option<Expr> = None;
        for part in pair.into_inner() {
            out = match (out, part.as_rule()) {
                (None, Rule::name) => Some(Expr { kind: ExprKind::Name(self.name(&part)), span: self.span(&part) }),
                (Some(base), Rule::field) => Some(self.access(base, part)),
                (other, _) => other,
            };
        }
        out.unwrap_or_else(|| self.bad_expr(whole))
    }
}
