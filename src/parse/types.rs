//! Types of fields, columns, parameters.

use super::compare::share_unit;
use super::{Build, Rule};
use crate::ast::{Blank, BlankWord, Expr, ExprKind, FieldDecl, Life, Name, Str, TypeExpr, TypeKind, UnaryOp, Year};
use fadu_grammar::Pair;

impl<'a> Build<'a> {
    pub(super) fn type_expr(&mut self, pair: Pair<'a, Rule>) -> TypeExpr {
        let span = self.span(&pair);
        let mut out = TypeExpr {
            kind: TypeKind::Bad,
            optional: false,
            signed: false,
            fixed: false,
            range: None,
            step: None,
            nature: None,
            blank: None,
            span,
        };
        for part in pair.into_inner() {
            let place = self.span(&part);
            let nature = |text: &str| Some(Name { text: text.into(), span: place });
            match part.as_rule() {
                Rule::question => out.optional = true,
                Rule::mod_signed => out.signed = true,
                Rule::mod_fixed => out.fixed = true,
                Rule::mod_blank => out.blank = self.blanks(part).pop(),
                Rule::mod_during => out.nature = nature("during"),
                Rule::mod_at_end => out.nature = nature("at end"),
                Rule::mod_to_date => out.nature = nature("to date"),
                Rule::mod_step => out.step = part.into_inner().find(|p| p.as_rule() == Rule::digits).map(|p| self.step(&p)),
                Rule::mod_range => out.range = self.range(part),
                _ => out.kind = self.type_kind(part),
            }
        }
        out
    }

    /// The words behind `blank means`.
    pub(super) fn blanks(&self, pair: Pair<'a, Rule>) -> Vec<Blank> {
        let one = |pair: Pair<'a, Rule>| {
            let written = pair.as_str().trim().to_string();
            let word = match written.as_str() {
                "unknown" | "未知" => BlankWord::Unknown,
                "none" | "无" => BlankWord::None,
                "0" | "０" => BlankWord::Zero,
                "no" | "否" => BlankWord::No,
                _ => BlankWord::Other(written),
            };
            Blank { word, span: self.span(&pair) }
        };
        pair.into_inner().filter(|p| p.as_rule() == Rule::blank_value).map(one).collect()
    }

    fn step(&self, digits: &Pair<'a, Rule>) -> Name {
        Name { text: self.digits(digits), span: self.span(digits) }
    }

    fn range(&mut self, pair: Pair<'a, Rule>) -> Option<(Expr, Expr)> {
        let mut bounds = pair.into_inner().filter(|p| p.as_rule() == Rule::bound);
        let (mut low, high) = (self.bound(bounds.next()?), self.bound(bounds.next()?));
        share_unit(&mut low, &high);
        Some((low, high))
    }

    /// A number, day or name, perhaps with a minus.
    pub(super) fn bound(&mut self, pair: Pair<'a, Rule>) -> Expr {
        let span = self.span(&pair);
        let (mut minus, mut out) = (None, self.bad_expr(span));
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::op_neg => minus = Some(self.span(&part)),
                _ => out = self.primary(part),
            }
        }
        match minus {
            Some(op_span) => Expr { kind: ExprKind::Unary { op: UnaryOp::Neg, arg: Box::new(out), op_span }, span },
            None => out,
        }
    }

    fn type_kind(&mut self, pair: Pair<'a, Rule>) -> TypeKind {
        let rule = pair.as_rule();
        let mut units = Vec::new();
        let mut names = Vec::new();
        let mut texts: Vec<Str> = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::unit_name => units.push(self.unit(&part)),
                Rule::qname => names.push(self.name(&part)),
                Rule::string => texts.push(self.string(&part)),
                _ => {}
            }
        }
        let (mut units, mut names) = (units.into_iter(), names.into_iter());
        match rule {
            Rule::ty_text => TypeKind::Text,
            Rule::ty_flag => TypeKind::Flag,
            Rule::ty_count => TypeKind::Count,
            Rule::ty_number => TypeKind::Number,
            Rule::ty_share => TypeKind::Share,
            Rule::ty_points => TypeKind::Points,
            Rule::ty_growth => TypeKind::Growth,
            Rule::ty_money => TypeKind::Money(units.next()),
            Rule::ty_quantity => units.next().map_or(TypeKind::Bad, |u| TypeKind::Quantity(u, units.next())),
            Rule::ty_date => TypeKind::Date,
            Rule::ty_year => TypeKind::Year,
            Rule::ty_half => TypeKind::Half,
            Rule::ty_quarter => TypeKind::Quarter,
            Rule::ty_month => TypeKind::Month,
            Rule::ty_period => TypeKind::Period,
            Rule::ty_one_of => TypeKind::OneOf(texts),
            Rule::ty_reading => TypeKind::Reading(texts),
            Rule::ty_list => names.next().map_or(TypeKind::Bad, TypeKind::List),
            Rule::ty_ref => names.next().map_or(TypeKind::Bad, TypeKind::Ref),
            Rule::ty_kind => names.next().map_or(TypeKind::Bad, |n| TypeKind::Kind(n, units.next())),
            _ => TypeKind::Bad,
        }
    }

    pub(super) fn field_decl(&mut self, pair: Pair<'a, Rule>) -> Option<FieldDecl> {
        let span = self.span(&pair);
        let (mut name, mut label, mut ty, mut also) = (None, None, None, Vec::new());
        let mut life = Life::default();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name => name = Some(self.name(&part)),
                Rule::string => label = Some(self.string(&part)),
                Rule::also => {
                    also = part.into_inner().filter(|p| p.as_rule() == Rule::string).map(|p| self.string(&p)).collect();
                }
                Rule::type_expr => ty = Some(self.type_expr(part)),
                Rule::life_from => life.from = self.life_year(part),
                Rule::life_until => life.until = self.life_year(part),
                Rule::life_was => {
                    let was = self.first_string(part.clone());
                    let until = self.life_year(part);
                    life.was.extend(was.map(|w| (w, until)));
                }
                _ => {}
            }
        }
        Some(FieldDecl { name: name?, label, ty: ty?, also, life, span })
    }

    fn life_year(&self, pair: Pair<'a, Rule>) -> Option<Year> {
        let year = pair.into_inner().find(|p| p.as_rule() == Rule::life_year)?;
        let digits: String = self.digits(&year).chars().filter(char::is_ascii_digit).collect();
        Some(Year { year: digits.parse().ok()?, span: self.span(&year) })
    }
}
