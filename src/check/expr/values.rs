//! Expressions: what each form means, and its type.

use crate::ast::{self, Asks, BinaryOp, ExprKind, UnaryOp};
use crate::check::base::columns::plain_keys;
use crate::check::base::constant::Constant;
use crate::check::base::figures::{common, is_nothing, truth_of};
use crate::check::base::placeholders::{Piece, pieces};
use crate::check::base::term::Term;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::rule::{DEPTH, Found, RuleCx};
use crate::diag::Diagnostic;
use crate::hir::{Expr, Kind, RowRef};
use crate::num::{Rat, int};
use crate::text::{Span, deep, same_name};
use crate::ty::{Flavour, NumTy, RelId, Type};

impl RuleCx<'_, '_> {
    /// What stands for an expression of which a part is no number, the mistake told beside `by`; nothing where it is one.
    pub fn not_a_number(&mut self, part: &Expr, by: Span, span: Span) -> Option<Expr> {
        if part.ty == Type::Error {
            return Some(self.error(span));
        }
        if part.ty.number().is_some() {
            return None;
        }
        let words = words::of_type(&part.ty, None);
        let told = say::not_a_number(part.span, &words, by);
        Some(self.fail_with(self.answer_or_field(part, told), span))
    }

    /// `no` alone is an answer, also where a field is called so.
    pub fn answer_or_field(&self, part: &Expr, told: Diagnostic) -> Diagnostic {
        let name = ast::Name { text: self.cx.written(part.span), span: part.span };
        let known = part.ty == Type::Flag && matches!(part.kind, Kind::Num(_));
        let row = self.rows.iter().rev().find(|row| known && self.cx.field(row.rel, &name).is_some());
        match row {
            Some(row) => {
                let of = row.name.clone().unwrap_or_else(|| self.cx.schema.get(row.rel).name.clone());
                say::answer_or_field(told, &name.text, &of)
            }
            None => told,
        }
    }

    /// What an expression stands for, whatever that is.
    pub fn term(&mut self, e: &ast::Expr) -> Term {
        let cost = if self.depth < DEPTH { 1 } else { usize::MAX };
        if !self.spend(cost, e.span) {
            return Term::Value(self.error(e.span));
        }
        self.depth += 1;
        let term = deep(|| self.term_of(e));
        self.depth -= 1;
        term
    }

    fn term_of(&mut self, e: &ast::Expr) -> Term {
        match &e.kind {
            ExprKind::Name(name) => self.name_term(name),
            ExprKind::Path { base, field } => self.path_term(base, field, e.span),
            ExprKind::Lookup { relation, keys } => self.lookup_term(relation, keys, e.span),
            ExprKind::At { value, period, .. } => self.at_term(value, period, e.span),
            ExprKind::Calendar { length: None, from, to, .. } => self.weeks_term(from, to.as_deref(), e.span),
            ExprKind::Calendar { length: Some(length), from, to, .. } => self.calendar_term(*length, from, to.as_deref(), e.span),
            ExprKind::Range { from, to } => self.range_term(from, to, e.span),
            ExprKind::Call { name, args } => self.call_term(name, args, e.span),
            ExprKind::Aggregate { name, value: None, binder, filter, at, order } if self.is_only(name) => {
                self.only_term((name, at.as_deref(), order.as_ref()), None, binder, filter.as_deref(), e.span)
            }
            ExprKind::Method { base, name, args } => self.method_term(base, name, args, e.span),
            ExprKind::Set(_) | ExprKind::Collect { .. } | ExprKind::Binary { op: BinaryOp::Union | BinaryOp::Minus, .. } => {
                self.set_term(e)
            }
            ExprKind::First(first) => self.first_term(first, e.span),
            ExprKind::Filtered { source, filter } => self.filtered_term(source, filter, e.span),
            ExprKind::Number { .. }
            | ExprKind::Str(_)
            | ExprKind::Flag(_)
            | ExprKind::Day(_)
            | ExprKind::AsOfDay
            | ExprKind::Period(_)
            | ExprKind::Aggregate { .. }
            | ExprKind::Unary { .. }
            | ExprKind::Binary { .. }
            | ExprKind::ShareOf { .. }
            | ExprKind::AsShare { .. }
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
            | ExprKind::Choose { .. }
            | ExprKind::None
            | ExprKind::Bad => Term::Value(self.plain_value(e)),
        }
    }

    /// A value: a number, text, truth, day, period.
    pub fn value(&mut self, e: &ast::Expr) -> Expr {
        let term = self.term(e);
        self.as_value(term)
    }

    pub fn as_value(&mut self, term: Term) -> Expr {
        match term {
            Term::Value(e) => e,
            Term::Row { row, rel, span } => self.row_as_value(row, rel, span),
            Term::Set(_, span) | Term::Texts(_, span) => self.fail_with(say::set_as_value(span), span),
            Term::List { span, .. } => self.fail_with(say::list_as_value(span), span),
            Term::Filtered(rows) => self.fail_with(say::list_as_value(rows.span), rows.span),
            Term::Column { rel, col, span } => {
                // In a filter of the record it is that of the row that is looked at.
                if let Some((row, _)) = self.filtered.iter().rev().find(|(_, looked_at)| *looked_at == rel).cloned() {
                    let ty = self.cx.schema.column(rel, col).ty.clone();
                    return Expr { kind: Kind::Field { row: Box::new(row), col }, ty, span };
                }
                let relation = self.cx.schema.get(rel);
                let (name, title) = (relation.name.clone(), relation.columns[col.index()].name.clone());
                self.fail_with(say::all_rows_as_value(span, &name, &title), span)
            }
            Term::Relation(rel, span) => {
                let declared = self.cx.schema.get(rel).span;
                self.fail_with(say::relation_as_value(span, declared), span)
            }
        }
    }

    /// A row stands for its key where it has only one (`p in kinds`, `x = p`).
    fn row_as_value(&mut self, row: RowRef, rel: RelId, span: Span) -> Expr {
        if let Some(period) = self.calendar_value(&row, rel, span) {
            return period;
        }
        let relation = self.cx.schema.get(rel);
        match plain_keys(relation).as_slice() {
            [col] => {
                let ty = relation.columns[col.index()].ty.clone();
                Expr { kind: Kind::Field { row: Box::new(row), col: *col }, ty, span }
            }
            // Without a key the declaration was found at fault.
            [] if relation.key.is_empty() => self.error(span),
            _ => {
                let title = relation.title().to_string();
                self.fail_with(say::row_as_value(span, &title), span)
            }
        }
    }

    /// A truth value; anything else is a mistake.
    pub fn truth(&mut self, e: &ast::Expr) -> Expr {
        let value = self.value(e);
        if matches!(value.ty, Type::Flag | Type::Error) {
            return value;
        }
        let found = words::of_type(&value.ty, None);
        self.fail_with(say::not_a_truth(value.span, &found), value.span)
    }

    fn plain_value(&mut self, e: &ast::Expr) -> Expr {
        let span = e.span;
        match &e.kind {
            ExprKind::Number { .. } | ExprKind::Str(_) | ExprKind::Flag(_) | ExprKind::Day(_) | ExprKind::Period(_) => {
                self.literal(e)
            }
            ExprKind::AsOfDay => self.as_of_day(span),
            ExprKind::Unary { op: UnaryOp::Neg, arg, op_span } => self.negative(arg, *op_span, span),
            ExprKind::Unary { op: UnaryOp::Not, arg, .. } => {
                let arg = self.truth(arg);
                truth_of(Kind::Not(Box::new(arg)), span)
            }
            ExprKind::Binary { op, left, right, op_span } => self.binary(*op, left, right, *op_span, span),
            ExprKind::ShareOf { share, base, .. } => self.share_of(share, base, span),
            ExprKind::AsShare { part, base, .. } => self.as_share(part, base, span),
            ExprKind::Compare { first, links } => self.compare_chain(first, links, span),
            ExprKind::Between { value, low, high, negated, op_span } => {
                self.between([value, low, high], *negated, *op_span, span)
            }
            ExprKind::About { value, target, within, .. } => self.about(value, target, within.as_deref(), span),
            ExprKind::WithinRounding { left, right, .. } => self.within_rounding(left, right, span),
            ExprKind::By { value, day, op_span } => self.by_day(value, day, *op_span, span),
            ExprKind::In { value, set, negated, .. } => self.membership(value, set, *negated, span),
            ExprKind::Like { value, pattern, negated, .. } => self.like(value, pattern, *negated, span),
            ExprKind::StartsWith { value, prefix, part, negated, .. } => self.starts_with(value, (*part, prefix), *negated, span),
            ExprKind::Exists { value, asks: Asks::Form, negated, .. } => self.filled(value, *negated, span),
            ExprKind::Exists { value, asks: Asks::Number, negated, .. } => self.is_number(value, *negated, span),
            ExprKind::Exists { value, asks: Asks::World, negated, .. } => self.exists(value, *negated, span),
            ExprKind::Aggregate { name, value, binder, filter, at, order } => {
                self.aggregate((name, at.as_deref(), order.as_ref()), value.as_deref(), binder, filter.as_deref(), span)
            }
            ExprKind::Growth { value, over, .. } => self.growth_phrase(value, over, span),
            ExprKind::Choose { arms, otherwise } => self.choose(arms, otherwise.as_deref(), span),
            ExprKind::Bad | ExprKind::None => self.error(span),
            ExprKind::Calendar { .. }
            | ExprKind::Range { .. }
            | ExprKind::Name(_)
            | ExprKind::Path { .. }
            | ExprKind::Lookup { .. }
            | ExprKind::Call { .. }
            | ExprKind::Method { .. }
            | ExprKind::At { .. }
            | ExprKind::Set(_)
            | ExprKind::Collect { .. }
            | ExprKind::Filtered { .. }
            | ExprKind::First(_) => {
                let term = self.term_of(e);
                self.as_value(term)
            }
        }
    }

    fn literal(&mut self, e: &ast::Expr) -> Expr {
        let span = e.span;
        if let ExprKind::Str(text) = &e.kind
            && text.contains(['{', '}'])
        {
            return match pieces(text).as_slice() {
                [Piece::Text(plain)] => Expr { kind: Kind::Text(plain.clone()), ty: Type::Text, span },
                _ => self.joined_text(text, false, span).unwrap_or_else(|| self.error(span)),
            };
        }
        match self.cx.constant(e) {
            Some(Ok(Constant::Number(value, unit))) => {
                let (factor, ty) = match unit {
                    Some(u) => (u.factor, u.ty),
                    None => (Rat::ONE, NumTy::plain(Flavour::Number)),
                };
                Expr { kind: Kind::Num(value * factor), ty: Type::Number(ty), span }
            }
            Some(Ok(Constant::Text(text))) => Expr { kind: Kind::Text(text), ty: Type::Text, span },
            Some(Ok(Constant::Flag(b))) => Expr { kind: Kind::Num(int(i64::from(b))), ty: Type::Flag, span },
            Some(Ok(Constant::Day(n))) => Expr { kind: Kind::Num(int(n)), ty: Type::Date, span },
            Some(Ok(Constant::Period(n, kind))) => Expr { kind: Kind::Num(int(n)), ty: Type::Period(kind), span },
            Some(Err(diagnostic)) => self.fail_with(*diagnostic, span),
            None => self.error(span),
        }
    }

    /// `105.48AUD/share_unit`: after a figure with a unit a name that is nothing else here is a unit.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn is_per_unit(&self, left: &ast::Expr, right: &ast::Expr) -> bool {
        let figure = match &left.kind {
            ExprKind::Binary { op: BinaryOp::Mul | BinaryOp::Div, right, .. } => &right.kind,
            kind => kind,
        };
        let ExprKind::Name(name) = &right.kind else { return false };
        matches!(figure, ExprKind::Number { unit: Some(_), .. })
            && matches!(self.resolve(name), Found::Nothing)
            && self.cx.own_unit(right).is_some()
    }

    fn per_unit(&mut self, left: &ast::Expr, right: &ast::Expr, op_span: Span, span: Span) -> Expr {
        let ExprKind::Name(name) = &right.kind else { return self.error(span) };
        let kind = ExprKind::Number { digits: "1".to_string(), unit: Some(name.clone()) };
        self.product(left, &ast::Expr { kind, span: right.span }, true, op_span, span)
    }

    fn binary(&mut self, op: BinaryOp, left: &ast::Expr, right: &ast::Expr, op_span: Span, span: Span) -> Expr {
        match op {
            BinaryOp::Add | BinaryOp::Sub => self.sum(left, right, op == BinaryOp::Sub, op_span, span),
            BinaryOp::Div if self.is_per_unit(left, right) => self.per_unit(left, right, op_span, span),
            BinaryOp::Pow => self.raise(left, right, op_span, span),
            BinaryOp::Mul | BinaryOp::Div => self.product(left, right, op == BinaryOp::Div, op_span, span),
            BinaryOp::And | BinaryOp::Or => {
                let (a, b) = (self.truth(left), self.truth(right));
                truth_of(joined(a, b, op == BinaryOp::And), span)
            }
            BinaryOp::Implies => {
                let (a, b) = (self.truth(left), self.truth(right));
                let not = truth_of(Kind::Not(Box::new(a.clone())), a.span);
                truth_of(Kind::Implies(vec![not, b]), span)
            }
            BinaryOp::SubsetOf | BinaryOp::DisjointWith => self.set_relation(op == BinaryOp::SubsetOf, left, right, span),
            BinaryOp::Union | BinaryOp::Minus => self.fail_with(say::set_as_value(span), span),
        }
    }

    /// What an arm gives.
    fn given(&mut self, value: &ast::Expr) -> Expr {
        if let ExprKind::None = value.kind { Expr::none(Type::Error, value.span) } else { self.value(value) }
    }

    /// `choose`: all values of one type.
    fn choose(&mut self, arms: &[(ast::Expr, ast::Expr)], otherwise: Option<&ast::Expr>, span: Span) -> Expr {
        let mut out: Vec<(Expr, Expr)> = Vec::new();
        for (condition, value) in arms {
            let condition = self.truth(condition);
            let value = self.given(value);
            out.push((condition, value));
        }
        let mut last = otherwise.map(|v| self.given(v));
        let nothing = is_nothing;
        let all = || out.iter().map(|(_, v)| v).chain(&last).filter(|v| !v.is_none());
        let Some(first) = all().find(|v| !nothing(v)).or_else(|| all().next()).cloned() else {
            if last.as_ref().is_some_and(Expr::is_none) || out.iter().any(|(_, v)| v.is_none()) {
                return self.fail_with(say::only_none(span), span);
            }
            return self.error(span);
        };
        let mut ty = first.ty.clone();
        for value in all().filter(|v| !nothing(v)).skip(1) {
            if let Some((rounded, share)) = self.digits_beside_share(&first, value) {
                let written = self.cx.written(rounded);
                return self.fail_with(say::digits_beside_share(rounded, share, &written), span);
            }
            match common(&ty, &value.ty) {
                Some(common) => ty = common,
                None => {
                    let words = [words::of_type(&ty, None), words::of_type(&value.ty, None)];
                    let diagnostic = say::arms_differ(value.span, &words[1], first.span, &words[0]);
                    return self.fail_with(diagnostic, span);
                }
            }
        }
        // Texts that are all written out are the values it can have.
        if let Some(texts) = outcomes(all()).filter(|_| ty.is_text_like()) {
            ty = Type::OneOf(texts);
        }
        if ty.number().is_some() {
            out.iter_mut().map(|(_, v)| v).chain(&mut last).filter(|v| nothing(v)).for_each(|v| v.ty = ty.clone());
        }
        out.iter_mut().map(|(_, v)| v).chain(&mut last).filter(|v| v.is_none()).for_each(|v| v.ty = ty.clone());
        if last.is_none() && out.iter().all(|(c, v)| c.ty != Type::Error && v.ty != Type::Error) {
            self.check_gaps(&out, span);
        }
        Expr { kind: Kind::Choose { arms: out, otherwise: last.map(Box::new) }, ty, span }
    }
}

/// The texts that values can be, in the order they stand in, where each is written out or one of a list.
fn outcomes<'e>(values: impl Iterator<Item = &'e Expr>) -> Option<Vec<String>> {
    let mut texts: Vec<String> = Vec::new();
    for value in values {
        let own = match (&value.core().kind, &value.ty) {
            (Kind::Text(text), _) => std::slice::from_ref(text),
            (_, Type::OneOf(list)) => list.as_slice(),
            _ => return None,
        };
        for text in own {
            if !texts.iter().any(|t| same_name(t, text)) {
                texts.push(text.clone());
            }
        }
    }
    Some(texts)
}

/// `and`, `or` of two, with neighbours of the same word in one list.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn joined(a: Expr, b: Expr, and: bool) -> Kind {
    let mut list = Vec::new();
    for e in [a, b] {
        match e.kind {
            Kind::And(inner) if and => list.extend(inner),
            Kind::Or(inner) if !and => list.extend(inner),
            _ => list.push(e),
        }
    }
    if and { Kind::And(list) } else { Kind::Or(list) }
}
