//! Expressions: parentheses where precedence needs them or the author wrote them, line ends before operators.

use super::context::{Context, quote};
use super::doc::{Doc, concat, flat, group, indent, join, text};
use super::words::{self, Word};
use crate::ast::{BinaryOp, Binder, CmpLink, CmpOp, Expr, ExprKind, GrowthOver, Name, UnaryOp};
use crate::builtins;
use crate::text::Span;

const OR: u8 = 2;
const AND: u8 = 3;
pub(super) const NOT: u8 = 4;
const COMPARE: u8 = 5;
pub(super) const SETS: u8 = 6;
const SUM: u8 = 7;
const PRODUCT: u8 = 8;
const SHARE: u8 = 9;
pub(super) const UNARY: u8 = 10;
const POWER: u8 = 11;
pub(super) const ACCESS: u8 = 12;
const PRIMARY: u8 = 13;

fn binary_level(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Implies => 1,
        BinaryOp::Or => OR,
        BinaryOp::And => AND,
        BinaryOp::SubsetOf | BinaryOp::DisjointWith => COMPARE,
        BinaryOp::Union | BinaryOp::Minus => SETS,
        BinaryOp::Add | BinaryOp::Sub => SUM,
        BinaryOp::Mul | BinaryOp::Div => PRODUCT,
        BinaryOp::Pow => POWER,
    }
}

/// How tightly the outermost operator binds, as in the parser.
fn level(e: &Expr) -> u8 {
    match &e.kind {
        ExprKind::Binary { op, .. } => binary_level(*op),
        ExprKind::Unary { op: UnaryOp::Not, .. } => NOT,
        ExprKind::Unary { op: UnaryOp::Neg, .. } | ExprKind::Growth { .. } => UNARY,
        ExprKind::Compare { .. } | ExprKind::Between { .. } | ExprKind::About { .. } | ExprKind::WithinRounding { .. } => COMPARE,
        ExprKind::In { .. }
        | ExprKind::By { .. }
        | ExprKind::Exists { .. }
        | ExprKind::Like { .. }
        | ExprKind::StartsWith { .. } => COMPARE,
        ExprKind::ShareOf { .. } | ExprKind::AsShare { .. } => SHARE,
        ExprKind::Path { .. } | ExprKind::Method { .. } | ExprKind::Lookup { .. } | ExprKind::At { .. } => ACCESS,
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
        | ExprKind::Call { .. }
        | ExprKind::Aggregate { .. }
        | ExprKind::Set(_)
        | ExprKind::Collect { .. }
        | ExprKind::Filtered { .. }
        | ExprKind::First(_)
        | ExprKind::Choose { .. }
        | ExprKind::Bad => PRIMARY,
    }
}

/// Where the text of a node begins when no parentheses stand around it.
fn begins(e: &Expr) -> Option<Span> {
    match &e.kind {
        ExprKind::Path { base, .. } | ExprKind::Method { base, .. } => Some(base.span),
        ExprKind::Lookup { relation, .. } => Some(relation.span),
        ExprKind::Binary { left, .. } | ExprKind::WithinRounding { left, .. } => Some(left.span),
        ExprKind::ShareOf { share, base, .. } => Some(if share.span.start < base.span.start { share.span } else { base.span }),
        ExprKind::AsShare { part, .. } => Some(part.span),
        ExprKind::Compare { first, .. } => Some(first.span),
        ExprKind::Range { from, .. } => Some(from.span),
        ExprKind::Calendar { from, op_span, postfix, .. } => Some(if *postfix { from.span } else { *op_span }),
        ExprKind::Between { value, .. }
        | ExprKind::About { value, .. }
        | ExprKind::By { value, .. }
        | ExprKind::In { value, .. }
        | ExprKind::Like { value, .. }
        | ExprKind::StartsWith { value, .. }
        | ExprKind::Exists { value, .. }
        | ExprKind::At { value, .. } => Some(value.span),
        ExprKind::Unary { op_span, .. } | ExprKind::Growth { op_span, zh: false, .. } => Some(*op_span),
        ExprKind::Growth { value, .. } => Some(value.span),
        // Its parentheses are its own.
        ExprKind::Filtered { .. } | ExprKind::First(_) => Some(e.span),
        ExprKind::Number { .. }
        | ExprKind::Str(_)
        | ExprKind::Flag(_)
        | ExprKind::None
        | ExprKind::Day(_)
        | ExprKind::AsOfDay
        | ExprKind::Period(_)
        | ExprKind::Name(_)
        | ExprKind::Call { .. }
        | ExprKind::Aggregate { .. }
        | ExprKind::Set(_)
        | ExprKind::Collect { .. }
        | ExprKind::Choose { .. }
        | ExprKind::Bad => None,
    }
}

pub(super) fn start(span: Span) -> usize {
    span.start as usize
}

pub(super) fn end(span: Span) -> usize {
    span.end as usize
}

impl Context<'_> {
    /// An expression where any may stand.
    pub(super) fn expr(&self, e: &Expr) -> Doc {
        self.at_least(e, 0)
    }

    pub(super) fn flat_expr(&self, e: &Expr) -> String {
        flat(&self.expr(e))
    }

    /// An expression where only operators of a level or above may stand bare.
    pub(super) fn at_least(&self, e: &Expr, min: u8) -> Doc {
        let inner = self.bare(e);
        if level(e) >= min && !self.parenthesised(e) {
            return inner;
        }
        group(concat([text("("), indent(2, concat([Doc::SoftLine, inner])), Doc::SoftLine, text(")")]))
    }

    /// The author wrote parentheses around it: its span begins with one that is not its first part's.
    fn parenthesised(&self, e: &Expr) -> bool {
        let opens = self.slice(start(e.span), end(e.span)).starts_with(['(', '（']);
        opens && begins(e).is_none_or(|first| first.start != e.span.start)
    }

    fn bare(&self, e: &Expr) -> Doc {
        // Signs in a row nest deeply: what they need of the stack is kept apart from all other forms.
        if let ExprKind::Unary { op, arg, op_span } = &e.kind {
            return self.unary(*op, arg, *op_span);
        }
        if let ExprKind::Binary { op: BinaryOp::Pow, left, right, op_span } = &e.kind {
            return self.power(left, right, *op_span);
        }
        self.form(e)
    }

    fn form(&self, e: &Expr) -> Doc {
        match &e.kind {
            ExprKind::Number { digits, unit } => text(self.number(e, digits, unit.as_ref())),
            ExprKind::Str(s) => text(quote(s)),
            ExprKind::Flag(yes) => text(self.word(if *yes { &words::TRUE } else { &words::FALSE }, start(e.span), end(e.span))),
            ExprKind::None => text(self.word(&words::NONE, start(e.span), end(e.span))),
            ExprKind::Day(day) => text(self.day(day)),
            ExprKind::AsOfDay => text(self.word(&words::AS_OF_DAY, start(e.span), end(e.span))),
            ExprKind::Period(period) => text(self.period(period, e.span)),
            ExprKind::Calendar { length, from, to, postfix, .. } => self.calendar(*length, from, to.as_deref(), *postfix),
            ExprKind::Range { from, to } => {
                let between = self.word(&words::TO_IN_RANGE, end(from.span), start(to.span));
                concat([self.at_least(from, SETS), text(format!(" {between} ")), self.at_least(to, SETS)])
            }
            ExprKind::Name(name) => text(self.name(name)),
            ExprKind::Path { base, field } => concat([self.at_least(base, ACCESS), text("."), text(self.name(field))]),
            ExprKind::Lookup { relation, keys } => {
                let keys = join(keys.iter().map(|k| self.expr(k)), ",");
                let inside = indent(2, concat([Doc::SoftLine, keys]));
                concat([self.at_least(relation, ACCESS), group(concat([text("["), inside, Doc::SoftLine, text("]")]))])
            }
            ExprKind::At { value, period, op_span } => {
                let plain = matches!(period.kind, ExprKind::Number { .. } | ExprKind::Period(_) | ExprKind::Name(_));
                let period_doc = if plain { self.expr(period) } else { self.at_least(period, PRIMARY + 1) };
                concat([self.at_least(value, ACCESS), self.op(&words::AT, *op_span), period_doc])
            }
            ExprKind::Growth { value, over, zh, .. } => self.growth(value, over, self.prints_zh(*zh)),
            ExprKind::Call { name, args } => self.call(name, join(args.iter().map(|a| self.expr(a)), ",")),
            ExprKind::Aggregate { name, .. } => self.call(name, self.aggregated(e)),
            ExprKind::Method { base, name, args } => {
                let inside = indent(2, concat([Doc::SoftLine, join(args.iter().map(|a| self.expr(a)), ",")]));
                let args = group(concat([text("("), inside, Doc::SoftLine, text(")")]));
                concat([self.at_least(base, ACCESS), text("."), text(self.name(name)), args])
            }
            ExprKind::Collect { value, binder, filter } => {
                let inside = indent(2, concat([Doc::SoftLine, self.looped(Some(value), binder, filter.as_deref())]));
                group(concat([text("{"), inside, Doc::SoftLine, text("}")]))
            }
            ExprKind::Filtered { source, filter } => self.filtered(source, filter),
            ExprKind::First(first) => self.first_rows(first),
            ExprKind::Set(of) => self.set(of),
            ExprKind::Choose { arms, otherwise } => self.choose(e, arms, otherwise.as_deref()),
            ExprKind::Unary { op, arg, op_span } => self.unary(*op, arg, *op_span),
            ExprKind::Binary { op, .. } => self.chain(e, *op),
            ExprKind::ShareOf { .. } | ExprKind::AsShare { .. } => self.share(e),
            ExprKind::Like { .. } | ExprKind::StartsWith { .. } => self.shape(e),
            ExprKind::Bad => text(self.slice(start(e.span), end(e.span))),
            ExprKind::Compare { .. }
            | ExprKind::Between { .. }
            | ExprKind::About { .. }
            | ExprKind::WithinRounding { .. }
            | ExprKind::By { .. }
            | ExprKind::In { .. }
            | ExprKind::Exists { .. } => self.comparison(e),
        }
    }

    /// Digits as written; a unit stays glued or one blank apart as it was.
    fn number(&self, e: &Expr, digits: &str, unit: Option<&Name>) -> String {
        let literal = self.literal(e.span);
        let literal = literal.trim_matches(['(', ')', ' ']);
        if !literal.is_empty() && literal.starts_with(digits) {
            return literal.to_string();
        }
        format!("{digits}{}", unit.map_or("", |u| u.text.as_str()))
    }

    /// A day as written in a file whose words are kept, otherwise in the common form.
    pub(super) fn day(&self, day: &crate::ast::Day) -> String {
        if self.keywords == super::Keywords::Keep {
            return self.literal(day.span);
        }
        format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
    }

    /// An operator with blanks around it.
    fn op(&self, word: &Word, span: Span) -> Doc {
        text(format!(" {} ", self.word(word, start(span), end(span))))
    }

    /// An operator after which the right side follows on the same line.
    pub(super) fn infix(&self, left: Doc, op: &str, right: Doc) -> Doc {
        group(concat([left, indent(2, concat([Doc::Line, text(op), text(" "), right]))]))
    }

    fn function(&self, name: &Name) -> String {
        let written = self.name(name);
        let Some(builtin) = builtins::find(&name.text).filter(|_| !written.starts_with('「')) else { return written };
        // A name it once had gives way to the one it has.
        let is_zh = self.prints_zh(name.text != builtin.name_en);
        if is_zh { builtin.name_zh().to_string() } else { builtin.name_en.to_string() }
    }

    fn growth(&self, value: &Expr, over: &GrowthOver, zh: bool) -> Doc {
        let value = self.at_least(value, ACCESS);
        let period = |p: &Expr| if matches!(p.kind, ExprKind::Number { .. }) { self.expr(p) } else { self.at_least(p, ACCESS) };
        match (over, zh) {
            (GrowthOver::Year, false) => concat([text("growth of "), value]),
            (GrowthOver::Year, true) => concat([value, text(" 的 同比增长")]),
            (GrowthOver::Prior, false) => concat([text("growth of "), value, text(" over prior")]),
            (GrowthOver::Prior, true) => concat([value, text(" 的 环比增长")]),
            (GrowthOver::Years { from, to }, false) => {
                concat([text("annual growth of "), value, text(" from "), period(from), text(" to "), period(to)])
            }
            (GrowthOver::Years { from, to }, true) => {
                concat([value, text(" 自 "), period(from), text(" 至 "), period(to), text(" 的 年均增长")])
            }
        }
    }

    fn call(&self, name: &Name, inside: Doc) -> Doc {
        let inside = indent(2, concat([Doc::SoftLine, inside]));
        group(concat([text(self.function(name)), text("("), inside, Doc::SoftLine, text(")")]))
    }

    fn aggregated(&self, e: &Expr) -> Doc {
        let ExprKind::Aggregate { value, binder, filter, at, order, .. } = &e.kind else { return Doc::Nil };
        let mut parts = vec![self.looped(value.as_deref(), binder, filter.as_deref())];
        if let Some(at) = at {
            parts.extend([text(","), Doc::Line, self.expr(at)]);
        }
        if let Some(order) = order {
            parts.extend([text(","), Doc::Line, text(self.order(order))]);
        }
        concat(parts)
    }

    /// `e.sales for e in Enterprise when …`
    fn looped(&self, value: Option<&Expr>, binder: &Binder, filter: Option<&Expr>) -> Doc {
        let mut inside = Vec::new();
        if let Some(value) = value {
            let word = self.word(&words::FOR, end(value.span), start(binder.span));
            inside.extend([self.expr(value), Doc::Line, text(word), text(" ")]);
        }
        inside.push(text(self.binder(binder)));
        if let Some(filter) = filter {
            let word = self.word(&words::WHEN, end(binder.span), start(filter.span));
            inside.extend([Doc::Line, text(word), text(" "), self.expr(filter)]);
        }
        concat(inside)
    }

    pub(super) fn binder(&self, b: &Binder) -> String {
        let mut out = String::new();
        let mut at = end(b.source.span);
        if let Some(var) = &b.var {
            out = format!("{} {} ", self.name(var), self.word(&words::IN, end(var.span), start(b.source.span)));
        }
        out.push_str(&self.flat_expr(&b.source));
        if let Some(over) = &b.over {
            out.push_str(&format!(" {} {}", self.word(&words::OVER, at, start(over.span)), self.flat_expr(over)));
            at = end(over.span);
        }
        if let Some(first) = b.by.first() {
            out.push_str(&format!(" {} {}", self.word(&words::BY, at, start(first.span)), self.names(&b.by)));
        }
        out
    }

    fn set(&self, of: &[Expr]) -> Doc {
        let parts = of.iter().map(|e| self.expr(e)).collect();
        group(concat([text("{"), indent(2, concat([Doc::SoftLine, Doc::Fill(parts)])), Doc::SoftLine, text("}")]))
    }

    fn choose(&self, e: &Expr, arms: &[(Expr, Expr)], otherwise: Option<&Expr>) -> Doc {
        let first = arms.first().map(|a| a.0.span).or(otherwise.map(|o| o.span));
        let word = self.word(&words::CHOOSE, start(e.span), first.map_or(end(e.span), start));
        let mut cases: Vec<Doc> =
            arms.iter().map(|(when, value)| concat([self.expr(when), text(": "), indent(2, self.expr(value))])).collect();
        if let Some(value) = otherwise {
            let from = arms.last().map_or(start(e.span), |a| end(a.1.span));
            let word = self.word(&words::OTHERWISE, from, start(value.span));
            cases.push(concat([text(word), text(": "), indent(2, self.expr(value))]));
        }
        let inside = indent(2, concat([Doc::Line, join(cases, ";")]));
        group(concat([text(word), text(" {"), inside, Doc::Line, text("}")]))
    }

    /// `a and b and c`: operators of one level in a row are broken together.
    fn chain(&self, e: &Expr, op: BinaryOp) -> Doc {
        let here = binary_level(op);
        let mut parts = Vec::new();
        let mut node = e;
        // Right-associative `implies` is nested to the right and is printed as it is nested.
        while let ExprKind::Binary { op, left, right, op_span } = &node.kind {
            if binary_level(*op) != here || (node.span != e.span && self.parenthesised(node)) {
                break;
            }
            let right_min = if *op == BinaryOp::Implies { here } else { here + 1 };
            let spelled = self.binary(*op, *op_span);
            parts.push(concat([Doc::Line, text(spelled), text(" "), self.at_least(right, right_min)]));
            node = left;
            if matches!(op, BinaryOp::Implies | BinaryOp::SubsetOf | BinaryOp::DisjointWith) {
                break;
            }
        }
        let left_min =
            if matches!(op, BinaryOp::Implies | BinaryOp::SubsetOf | BinaryOp::DisjointWith) { here + 1 } else { here };
        parts.push(self.at_least(node, left_min));
        parts.reverse();
        group(concat(parts))
    }

    fn binary(&self, op: BinaryOp, span: Span) -> &'static str {
        let word = match op {
            BinaryOp::Add => return "+",
            BinaryOp::Sub => return "-",
            BinaryOp::Mul => return "*",
            BinaryOp::Div => return "/",
            BinaryOp::Pow => return "^",
            BinaryOp::And => &words::AND,
            BinaryOp::Or => &words::OR,
            BinaryOp::Implies => &words::IMPLIES,
            BinaryOp::Union => &words::UNION,
            BinaryOp::Minus => &words::MINUS,
            BinaryOp::SubsetOf => &words::SUBSET,
            BinaryOp::DisjointWith => &words::DISJOINT,
        };
        self.word(word, start(span), end(span))
    }

    /// Whether a share is printed share first (`60% of x`).
    fn share_first(&self, e: &Expr) -> bool {
        matches!(&e.kind, ExprKind::ShareOf { postfix, .. } if !self.prints_zh(*postfix))
    }

    fn share(&self, e: &Expr) -> Doc {
        // `60% of x` reaches as far to the right as it can, so on the left of another share it needs parentheses.
        let left = |part: &Expr| self.at_least(part, if self.share_first(part) { UNARY } else { SHARE });
        match &e.kind {
            ExprKind::ShareOf { share, base, .. } if self.share_first(e) => {
                concat([self.part_of(share, false).unwrap_or_else(|| left(share)), text(" of "), self.at_least(base, SHARE)])
            }
            ExprKind::ShareOf { share, base, .. } => {
                concat([left(base), text(" 的 "), self.part_of(share, true).unwrap_or_else(|| self.at_least(share, UNARY))])
            }
            ExprKind::AsShare { part, base, infix_zh, .. } if self.prints_zh(*infix_zh) => {
                let ending = self.word(&words::SHARE_END, end(base.span), end(e.span));
                let ending = if ending.is_empty() { "的比重" } else { ending };
                concat([left(part), text(" 占 "), self.at_least(base, UNARY), text(" "), text(ending)])
            }
            ExprKind::AsShare { part, base, .. } => concat([left(part), text(" as share of "), self.at_least(base, UNARY)]),
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
            | ExprKind::Compare { .. }
            | ExprKind::Between { .. }
            | ExprKind::About { .. }
            | ExprKind::WithinRounding { .. }
            | ExprKind::By { .. }
            | ExprKind::In { .. }
            | ExprKind::Like { .. }
            | ExprKind::StartsWith { .. }
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

    fn comparison(&self, e: &Expr) -> Doc {
        let side = |part: &Expr| self.at_least(part, SETS);
        let spelled = |word: &Word, span: &Span| self.word(word, start(*span), end(*span));
        match &e.kind {
            ExprKind::Compare { first, links } => self.compare(first, links),
            ExprKind::Between { value, low, high, negated, op_span } => {
                // `m in 2007-01 .. 2008-06` says the same.
                let member = ["in", "属于"].iter().any(|w| self.slice(start(*op_span), end(*op_span)).ends_with(w));
                let word = match (member, *negated) {
                    (true, false) => &words::MEMBER,
                    (true, true) => &words::NOT_MEMBER,
                    (false, false) => &words::BETWEEN,
                    (false, true) => &words::NOT_BETWEEN,
                };
                let (op, to) = (spelled(word, op_span), if member { &words::TO_IN_RANGE } else { &words::AND_IN_BETWEEN });
                let between = self.word(to, end(low.span), start(high.span));
                self.infix(side(value), op, concat([side(low), text(" "), text(between), text(" "), side(high)]))
            }
            ExprKind::About { value, target, within, op_span } => {
                let mut right = vec![side(target)];
                if let Some(within) = within {
                    let word = self.word(&words::WITHIN, end(target.span), start(within.span));
                    right.extend([text(" "), text(word), text(" "), side(within)]);
                }
                self.infix(side(value), spelled(&words::ABOUT, op_span), concat(right))
            }
            ExprKind::WithinRounding { left, right, op_span } => {
                let equal = self.word(&words::EQ, end(left.span), start(right.span));
                self.infix(side(left), equal, concat([side(right), text(" "), text(spelled(&words::ROUNDING, op_span))]))
            }
            ExprKind::By { value, day, op_span } => self.infix(side(value), spelled(&words::DEADLINE, op_span), side(day)),
            ExprKind::In { value, set, negated, op_span } => {
                let op = spelled(if *negated { &words::NOT_MEMBER } else { &words::MEMBER }, op_span);
                self.infix(side(value), op, side(set))
            }
            ExprKind::Exists { value, asks, negated, op_span } => {
                let op = spelled(words::asked(*asks, *negated), op_span);
                concat([side(value), text(" "), text(op)])
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
            | ExprKind::Like { .. }
            | ExprKind::StartsWith { .. }
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

    fn compare(&self, first: &Expr, links: &[CmpLink]) -> Doc {
        let mut out = self.at_least(first, SETS);
        for link in links {
            let right = self.at_least(&link.right, SETS);
            if link.postfix && self.prints_zh(true) && matches!(link.right.kind, ExprKind::Number { .. }) {
                let word = match link.op {
                    CmpOp::Ge => &words::GE_AFTER,
                    CmpOp::Gt => &words::GT_AFTER,
                    CmpOp::Le | CmpOp::Lt | CmpOp::Eq | CmpOp::Ne => &words::LE_AFTER,
                };
                let suffix = self.word(word, start(link.op_span), end(link.op_span));
                out = group(concat([out, indent(2, concat([Doc::Line, right, text(suffix)]))]));
                continue;
            }
            let word = match link.op {
                CmpOp::Ge if link.timely => &words::NOT_EARLIER,
                CmpOp::Le if link.timely => &words::NOT_LATER,
                CmpOp::Gt if link.timely => &words::LATER,
                CmpOp::Lt if link.timely => &words::EARLIER,
                CmpOp::Ge | CmpOp::Gt | CmpOp::Le | CmpOp::Lt | CmpOp::Eq | CmpOp::Ne => words::comparator(link.op),
            };
            out = self.infix(out, self.word(word, start(link.op_span), end(link.op_span)), right);
        }
        out
    }
}
