//! Shares, comparisons and their chains: what stands between two operands or behind one.

use super::expr::{COMPARE, Run, SETS, SHARE, UNARY, power};
use super::period::period;
use super::{Build, Rule, diagnostics};
use crate::ast::{Asks, CmpLink, CmpOp, Expr, ExprKind, Length, Period};
use crate::text::Span;
use fadu_grammar::Pair;

fn comparator(rule: Rule) -> Option<CmpOp> {
    Some(match rule {
        Rule::op_ge => CmpOp::Ge,
        Rule::op_le => CmpOp::Le,
        Rule::op_gt => CmpOp::Gt,
        Rule::op_lt => CmpOp::Lt,
        Rule::op_ne => CmpOp::Ne,
        Rule::op_eq => CmpOp::Eq,
        _ => return None,
    })
}

/// Whether a word of comparison speaks of days and periods only.
fn is_timely(word: &str) -> bool {
    ["早于", "晚于", "before", "after", "earlier", "later"].iter().any(|w| word.contains(w))
}

fn suffix_op(word: &str) -> CmpOp {
    match word {
        "以上" => CmpOp::Ge,
        "以外" => CmpOp::Gt,
        _ => CmpOp::Le,
    }
}

impl<'a> Build<'a> {
    pub(super) fn share(&mut self, run: &mut Run<'a>, left: Expr, whole: Span) -> Expr {
        let Some(op) = run.next() else { return left };
        let op_span = self.span(&op);
        let right = Box::new(self.climb(run, if op.as_rule() == Rule::op_of { SHARE } else { UNARY }, whole));
        let span = left.span.to(right.span);
        let left = Box::new(left);
        match op.as_rule() {
            Rule::op_of => Expr { kind: ExprKind::ShareOf { share: left, base: right, postfix: false, op_span }, span },
            Rule::op_of_zh => Expr { kind: ExprKind::ShareOf { share: right, base: left, postfix: true, op_span }, span },
            Rule::op_as_share => Expr { kind: ExprKind::AsShare { part: left, base: right, infix_zh: false, op_span }, span },
            _ => match run.take(&[Rule::op_share_end]) {
                Some(end) => {
                    let span = span.to(self.span(&end));
                    Expr { kind: ExprKind::AsShare { part: left, base: right, infix_zh: true, op_span }, span }
                }
                None => {
                    self.sink.push(diagnostics::incomplete(op_span, op.as_str(), "的比重", "的比重"));
                    self.bad_expr(span)
                }
            },
        }
    }

    pub(super) fn comparison(&mut self, run: &mut Run<'a>, left: Expr, whole: Span) -> Expr {
        let Some(op) = run.peek().cloned() else { return left };
        let op_span = self.span(&op);
        let out = match op.as_rule() {
            Rule::op_between | Rule::op_not_between => self.between(run, left, whole),
            Rule::op_about => self.about(run, left, whole),
            Rule::op_in | Rule::op_not_in => {
                run.next();
                let mut set = self.climb(run, SETS, whole);
                let negated = op.as_rule() == Rule::op_not_in;
                // `m in 2007-01 .. 2008-06`
                if run.take(&[Rule::range_op]).is_some() {
                    let high = Box::new(self.climb(run, SETS, whole));
                    share_unit(&mut set, &high);
                    let span = left.span.to(high.span);
                    let (value, low) = (Box::new(left), Box::new(set));
                    return Expr { kind: ExprKind::Between { value, low, high, negated, op_span }, span };
                }
                let span = left.span.to(set.span);
                Expr { kind: ExprKind::In { value: Box::new(left), set: Box::new(set), negated, op_span }, span }
            }
            Rule::op_by => {
                run.next();
                let day = self.climb(run, SETS, whole);
                let span = left.span.to(day.span);
                Expr { kind: ExprKind::By { value: Box::new(left), day: Box::new(day), op_span }, span }
            }
            Rule::op_like | Rule::op_not_like => self.like(run, left, whole),
            Rule::op_starts
            | Rule::op_not_starts
            | Rule::op_ends
            | Rule::op_not_ends
            | Rule::op_contains
            | Rule::op_not_contains
            | Rule::op_begins
            | Rule::op_not_begins => self.starts(run, left, whole),
            Rule::op_exists
            | Rule::op_not_exists
            | Rule::op_filled
            | Rule::op_not_filled
            | Rule::op_numeral
            | Rule::op_not_numeral => {
                run.next();
                let asks = match op.as_rule() {
                    Rule::op_filled | Rule::op_not_filled => Asks::Form,
                    Rule::op_numeral | Rule::op_not_numeral => Asks::Number,
                    _ => Asks::World,
                };
                let negated = matches!(op.as_rule(), Rule::op_not_exists | Rule::op_not_filled | Rule::op_not_numeral);
                let span = left.span.to(op_span);
                Expr { kind: ExprKind::Exists { value: Box::new(left), asks, negated, op_span }, span }
            }
            Rule::op_subset | Rule::op_disjoint => self.binary(run, left, SETS, whole),
            _ => self.chain(run, left, whole),
        };
        if let Some(next) = run.peek().filter(|t| power(t.as_rule()) == Some(COMPARE)) {
            let place = self.span(next);
            self.sink.push(diagnostics::not_a_chain(place, next.as_str(), op_span));
            run.give_up();
            return self.bad_expr(out.span);
        }
        out
    }

    fn between(&mut self, run: &mut Run<'a>, value: Expr, whole: Span) -> Expr {
        let Some(op) = run.next() else { return value };
        let op_span = self.span(&op);
        let mut low = self.climb(run, SETS, whole);
        if run.take(&[Rule::op_and, Rule::range_op]).is_none() {
            self.sink.push(diagnostics::incomplete(op_span, op.as_str(), "至", "and"));
            return self.bad_expr(value.span.to(low.span));
        }
        let high = self.climb(run, SETS, whole);
        share_unit(&mut low, &high);
        let span = value.span.to(high.span);
        let negated = op.as_rule() == Rule::op_not_between;
        let (value, low, high) = (Box::new(value), Box::new(low), Box::new(high));
        Expr { kind: ExprKind::Between { value, low, high, negated, op_span }, span }
    }

    fn about(&mut self, run: &mut Run<'a>, value: Expr, whole: Span) -> Expr {
        let Some(op) = run.next() else { return value };
        let op_span = self.span(&op);
        let target = self.climb(run, SETS, whole);
        let within = run.take(&[Rule::op_within]).map(|_| Box::new(self.climb(run, SETS, whole)));
        let span = value.span.to(within.as_ref().map_or(target.span, |w| w.span));
        Expr { kind: ExprKind::About { value: Box::new(value), target: Box::new(target), within, op_span }, span }
    }

    /// `x >= 3`, `a <= x <= b`, `x 60%以上`, `a = b within rounding`.
    fn chain(&mut self, run: &mut Run<'a>, first: Expr, whole: Span) -> Expr {
        let mut links: Vec<CmpLink> = Vec::new();
        let mut span = first.span;
        while let Some(token) = run.peek().cloned() {
            let mut place = self.span(&token);
            let link = match token.as_rule() {
                Rule::number => {
                    run.next();
                    let right = self.number(&token);
                    let Some(after) = run.take(&[Rule::op_suffix]) else { break };
                    place = self.span(&after);
                    CmpLink { op: suffix_op(after.as_str()), op_span: place, right, postfix: true, timely: false }
                }
                Rule::op_wrong if matches!(token.as_str(), "&&" | "||" | "＆＆" | "｜｜") => {
                    self.wrong_operator(&token);
                    run.give_up();
                    return self.bad_expr(span);
                }
                Rule::op_wrong => {
                    run.next();
                    let op = self.wrong_operator(&token);
                    CmpLink { op, op_span: place, right: self.climb(run, SETS, whole), postfix: false, timely: false }
                }
                rule => {
                    let Some(op) = comparator(rule) else { break };
                    run.next();
                    let right = self.climb(run, SETS, whole);
                    if let Some(after) = run.take(&[Rule::op_suffix]) {
                        let after_span = self.span(&after);
                        if suffix_op(after.as_str()) != op {
                            self.sink.push(diagnostics::disagree(place, token.as_str(), after_span, after.as_str()));
                        }
                        span = span.to(after_span);
                    }
                    CmpLink { op, op_span: place, right, postfix: false, timely: is_timely(token.as_str()) }
                }
            };
            span = span.to(link.right.span).to(place);
            links.push(link);
            if let Some(end) = run.take(&[Rule::op_rounding]) {
                let span = span.to(self.span(&end));
                return self.within_rounding(first, links, &end, span);
            }
        }
        self.check_direction(&links);
        Expr { kind: ExprKind::Compare { first: Box::new(first), links }, span }
    }

    /// `2007-01 .. 2007-09`, with blanks, where a value is wanted: whole months of one year, as without them.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    pub(super) fn months_to(&mut self, out: &mut Expr, run: &mut Run<'a>) {
        let first = match &mut out.kind {
            ExprKind::Compare { links, .. } => match links.last_mut() {
                Some(link) if matches!(link.op, CmpOp::Eq | CmpOp::Ne) => &mut link.right,
                _ => return,
            },
            ExprKind::Period(_) => out,
            _ => return,
        };
        let ExprKind::Period(Period { length: Length::Month, year, first: from, .. }) = first.kind else { return };
        let Some([dots, literal]) = run.rest() else { return };
        if dots.as_rule() != Rule::range_op || literal.as_rule() != Rule::period_lit {
            return;
        }
        let Some(Period { length: Length::Month, year: later, last, .. }) = period(literal) else { return };
        let last = (later - year) * 12 + last;
        if from <= last {
            let span = first.span.to(self.span(literal));
            *first = Expr { kind: ExprKind::Period(Period { length: Length::Span, year, first: from, last }), span };
            out.span = out.span.to(span);
            run.give_up();
        }
    }

    fn within_rounding(&mut self, first: Expr, mut links: Vec<CmpLink>, end: &Pair<'a, Rule>, span: Span) -> Expr {
        let op_span = self.span(end);
        match (links.pop(), links.is_empty()) {
            (Some(link), true) if link.op == CmpOp::Eq => {
                let (left, right) = (Box::new(first), Box::new(link.right));
                Expr { kind: ExprKind::WithinRounding { left, right, op_span }, span }
            }
            _ => {
                self.sink.push(diagnostics::rounding_needs_equal(op_span));
                self.bad_expr(span)
            }
        }
    }

    fn wrong_operator(&mut self, token: &Pair<'a, Rule>) -> CmpOp {
        let half: String = token.as_str().chars().map(crate::text::to_halfwidth).collect();
        let (op, zh, en) = match half.as_str() {
            "=>" | "大于等于" | "大于或等于" => (CmpOp::Ge, "不低于", "at least"),
            "=<" | "小于等于" | "小于或等于" => (CmpOp::Le, "不超过", "at most"),
            "大于" => (CmpOp::Gt, "超过", "more than"),
            "小于" => (CmpOp::Lt, "低于", "less than"),
            "是" => (CmpOp::Eq, "为", "is"),
            "&&" => (CmpOp::Eq, "且", "and"),
            "||" => (CmpOp::Eq, "或", "or"),
            _ => (CmpOp::Ne, "不等于", "is not"),
        };
        let symbol = if matches!(half.as_str(), "&&" | "||") { "" } else { op.symbol() };
        self.sink.push(diagnostics::wrong_operator(self.span(token), token.as_str(), symbol, zh, en));
        op
    }

    /// Links of a chain must point one way.
    fn check_direction(&mut self, links: &[CmpLink]) {
        let way = |op: CmpOp| match op {
            CmpOp::Ge | CmpOp::Gt => 1,
            CmpOp::Le | CmpOp::Lt => 2,
            CmpOp::Eq => 3,
            CmpOp::Ne => 4,
        };
        if let [first, rest @ ..] = links
            && let Some(other) = rest.iter().find(|l| way(l.op) != way(first.op) || l.op == CmpOp::Ne)
        {
            self.sink.push(diagnostics::unlike_chain(other.op_span, first.op_span));
        }
    }
}

/// `50 至 60亿元`: the last unit serves both.
pub(super) fn share_unit(low: &mut Expr, high: &Expr) {
    if let (ExprKind::Number { unit: low @ None, .. }, ExprKind::Number { unit: Some(high), .. }) = (&mut low.kind, &high.kind) {
        *low = Some(high.clone());
    }
}
