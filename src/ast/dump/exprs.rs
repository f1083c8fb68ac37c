//! Expressions, and the loops in them.

use super::Dump;
use crate::ast::words::{day_part, period_part};
use crate::ast::{Asks, BinaryOp, Binder, CmpLink, Expr, ExprKind, GrowthOver, Length, Name, TextPart, UnaryOp};

impl Dump {
    pub(super) fn binder(&mut self, x: &Binder) {
        self.list("each", |d| {
            x.var.iter().for_each(|v| d.name(v));
            d.list("from", |d| d.expr(&x.source));
            x.over.iter().for_each(|o| d.list("over", |d| d.expr(o)));
            d.names("by", &x.by);
        });
    }

    pub(super) fn all(&mut self, head: &str, parts: &[&Expr]) {
        self.list(head, |d| parts.iter().for_each(|p| d.expr(p)));
    }

    pub(super) fn expr(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Number { digits, unit } => self.list("num", |d| {
                d.word(digits);
                unit.iter().for_each(|u| d.quoted(&u.text));
            }),
            ExprKind::Str(s) => self.quoted(s),
            ExprKind::Flag(yes) => self.word(if *yes { "#true" } else { "#false" }),
            ExprKind::None => self.word("none"),
            ExprKind::Day(day) => self.list("day", |d| d.day(day)),
            ExprKind::AsOfDay => self.word("as-of-day"),
            ExprKind::Period(period) => self.list("period", |d| d.word(&period.text())),
            ExprKind::Calendar { length, from, to, .. } => {
                let parts: Vec<&Expr> = std::iter::once(from.as_ref()).chain(to.as_deref()).collect();
                self.all(length.map_or("weeks", length_word), &parts);
            }
            ExprKind::Range { from, to } => self.all("range", &[from, to]),
            ExprKind::Name(name) => self.name(name),
            ExprKind::Path { base, field } => self.list(".", |d| {
                d.expr(base);
                d.name(field);
            }),
            ExprKind::Bad => self.word("#bad"),
            ExprKind::Set(of) => self.list("set", |d| of.iter().for_each(|x| d.expr(x))),
            ExprKind::Unary { op, arg, .. } => self.all(if *op == UnaryOp::Neg { "neg" } else { "not" }, &[arg]),
            ExprKind::Binary { op, left, right, .. } => self.all(binary(*op), &[left, right]),
            ExprKind::ShareOf { share, base, .. } => self.share_of(share, base),
            ExprKind::AsShare { part, base, .. } => self.all("as-share", &[part, base]),
            ExprKind::WithinRounding { left, right, .. } => self.all("within-rounding", &[left, right]),
            ExprKind::Growth { value, over, .. } => match over {
                GrowthOver::Year => self.all("growth", &[value]),
                GrowthOver::Prior => self.all("growth-over-prior", &[value]),
                GrowthOver::Years { from, to } => self.all("annual-growth", &[value, from, to]),
            },
            ExprKind::At { value, period, .. } => self.all("at", &[value, period]),
            ExprKind::Between { value, low, high, negated, .. } => {
                self.all(if *negated { "not-between" } else { "between" }, &[value, low, high]);
            }
            ExprKind::By { value, day, .. } => self.all("by", &[value, day]),
            ExprKind::In { value, set, negated, .. } => self.all(if *negated { "not-in" } else { "in" }, &[value, set]),
            ExprKind::Like { value, pattern, negated, .. } => {
                self.all(if *negated { "not-like" } else { "like" }, &[value, pattern]);
            }
            ExprKind::StartsWith { value, prefix, part, negated, .. } => self.all(part_word(*part, *negated), &[value, prefix]),
            ExprKind::Exists { value, asks, negated, .. } => self.all(asked(*asks, *negated), &[value]),
            ExprKind::About { value, target, within, .. } => self.list("about", |d| {
                d.expr(value);
                d.expr(target);
                within.iter().for_each(|w| d.expr(w));
            }),
            ExprKind::Compare { first, links } => self.compare(first, links),
            ExprKind::Lookup { .. }
            | ExprKind::Call { .. }
            | ExprKind::Method { .. }
            | ExprKind::Aggregate { .. }
            | ExprKind::Collect { .. }
            | ExprKind::Filtered { .. }
            | ExprKind::First(_)
            | ExprKind::Choose { .. } => self.compound(e),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "what is no compound was written before")]
    fn compound(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Lookup { relation, keys } => self.list("lookup", |d| {
                d.expr(relation);
                keys.iter().for_each(|k| d.expr(k));
            }),
            ExprKind::Call { name, args } => self.list("call", |d| {
                d.function(name);
                args.iter().for_each(|a| d.expr(a));
            }),
            ExprKind::Method { base, name, args } => self.list("method", |d| {
                d.expr(base);
                d.name(name);
                args.iter().for_each(|a| d.expr(a));
            }),
            ExprKind::Collect { value, binder, filter } => self.list("collect", |d| {
                d.expr(value);
                d.binder(binder);
                filter.iter().for_each(|f| d.list("when", |d| d.expr(f)));
            }),
            ExprKind::Filtered { source, filter } => self.all("filtered", &[source, filter]),
            ExprKind::First(first) => self.list("first", |d| {
                d.expr(&first.count);
                d.expr(&first.source);
                first.filter.iter().for_each(|f| d.list("when", |d| d.expr(f)));
                d.list("by", |d| d.expr(&first.by));
                first.order.iter().for_each(|o| d.word(if o.lowest { "lowest" } else { "highest" }));
                d.names("per", &first.per);
                first.ties.iter().for_each(|t| d.word(if t.included { "with-ties" } else { "without-ties" }));
            }),
            ExprKind::Aggregate { name, value, binder, filter, at, order } => self.list("aggregate", |d| {
                at.iter().for_each(|a| d.list("at", |d| d.expr(a)));
                order.iter().for_each(|o| d.word(if o.lowest { "lowest" } else { "highest" }));
                d.function(name);
                value.iter().for_each(|v| d.expr(v));
                d.binder(binder);
                filter.iter().for_each(|f| d.list("when", |d| d.expr(f)));
            }),
            ExprKind::Choose { arms, otherwise } => self.list("choose", |d| {
                arms.iter().for_each(|(when, value)| d.all("arm", &[when, value]));
                otherwise.iter().for_each(|o| d.list("otherwise", |d| d.expr(o)));
            }),
            _ => {}
        }
    }

    fn compare(&mut self, first: &Expr, links: &[CmpLink]) {
        self.list("compare", |d| {
            d.expr(first);
            for link in links {
                d.word(link.op.symbol());
                if link.timely {
                    d.word("day");
                }
                d.expr(&link.right);
            }
        });
    }

    /// `60% of x`; `year of m` has its word in both languages.
    fn share_of(&mut self, share: &Expr, base: &Expr) {
        let part =
            if let ExprKind::Name(name) = &share.kind { period_part(&name.text).or_else(|| day_part(&name.text)) } else { None };
        match part {
            Some(part) => self.list("part-of", |d| {
                d.word(part);
                d.expr(base);
            }),
            None => self.all("share-of", &[share, base]),
        }
    }

    pub(super) fn function(&mut self, name: &Name) {
        match (self.function)(&name.text) {
            Some(canonical) => self.word(canonical),
            None => self.name(name),
        }
    }
}

fn binary(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::Pow => "^",
        BinaryOp::And => "and",
        BinaryOp::Or => "or",
        BinaryOp::Implies => "implies",
        BinaryOp::Union => "union",
        BinaryOp::Minus => "minus",
        BinaryOp::SubsetOf => "subset-of",
        BinaryOp::DisjointWith => "disjoint-with",
    }
}

fn length_word(length: Length) -> &'static str {
    match length {
        Length::Year => "years",
        Length::Half => "halves",
        Length::Quarter => "quarters",
        Length::Month | Length::Span => "months",
    }
}

fn asked(asks: Asks, negated: bool) -> &'static str {
    match (asks, negated) {
        (Asks::World, false) => "exists",
        (Asks::World, true) => "exists-not",
        (Asks::Form, false) => "filled",
        (Asks::Form, true) => "filled-not",
        (Asks::Number, false) => "number",
        (Asks::Number, true) => "number-not",
    }
}

fn part_word(part: TextPart, negated: bool) -> &'static str {
    match (part, negated) {
        (TextPart::Start, false) => "starts-with",
        (TextPart::Start, true) => "starts-not-with",
        (TextPart::End, false) => "ends-with",
        (TextPart::End, true) => "ends-not-with",
        (TextPart::Anywhere, false) => "contains",
        (TextPart::Anywhere, true) => "contains-not",
        (TextPart::Shape, false) => "like",
        (TextPart::Shape, true) => "not-like",
    }
}
