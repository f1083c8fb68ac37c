//! Whether a row was sent by its day: what `report r in time` asks, and what every line about the form of such a row rests on.

use crate::ast::{self, CmpOp};
use crate::check::base::figures::{as_year, truth_of};
use crate::check::base::term::Term;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::rule::RuleCx;
use crate::hir::{DayFunc, Expr, Func, Kind, Link, ReportKind, RowRef};
use crate::text::Span;
use crate::ty::{Origin, PeriodKind, RelId, Type};

impl RuleCx<'_, '_> {
    /// The last day on which a row may be sent, where its record says one.
    pub fn due_day(&mut self, row: &RowRef, rel: RelId, span: Span) -> Option<Expr> {
        let define = self.cx.dues.get(&rel)?.define;
        let term = self.define_term(define, Some((row.clone(), rel)), None, span);
        let at = self.as_value(term);
        let at = as_year(at, &Type::Period(PeriodKind::Year));
        match &at.ty {
            Type::Date => Some(at),
            Type::Period(_) => {
                let place = at.span;
                Some(Self::end_day(Func::Day(DayFunc::Last), at, place))
            }
            Type::Error => {
                self.failed = true;
                None
            }
            other @ (Type::Text
            | Type::Flag
            | Type::Number(_)
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set) => {
                let found = words::of_type(other, None);
                self.fail(say::due_needs_period(at.span, &found));
                None
            }
        }
    }

    /// The field that stands for the day of sending, and whether that day is not later than it may be.
    fn sent_by_its_day(&mut self, row: &RowRef, rel: RelId, span: Span) -> Option<(Expr, Expr)> {
        let due = self.due_day(row, rel, span)?;
        let on = self.cx.dues.get(&rel)?.on;
        let col = on.or_else(|| self.cx.schema.get(rel).key.first().copied())?;
        let ty = self.cx.schema.column(rel, col).ty.clone();
        let field = Expr { kind: Kind::Field { row: Box::new(row.clone()), col }, ty, span };
        let func = Func::Day(if on.is_some() { DayFunc::SentOn } else { DayFunc::Submitted });
        let sent = Expr { kind: Kind::Func(func, vec![field.clone()]), ty: Type::Date, span };
        let place = due.span;
        let links = vec![Link { op: CmpOp::Le, right: due, span: place }];
        Some((field, truth_of(Kind::Compare { first: Box::new(sent), links }, span)))
    }

    /// `report r in time`
    pub fn in_time(&mut self, e: &ast::Expr) -> Option<(ReportKind, Expr)> {
        let (row, rel) = match self.term(e) {
            Term::Row { row, rel, .. } => (row, rel),
            Term::Value(Expr { ty: Type::Error, .. }) => {
                self.failed = true;
                return None;
            }
            Term::Value(_)
            | Term::Set(..)
            | Term::Texts(..)
            | Term::Relation(..)
            | Term::List { .. }
            | Term::Filtered(_)
            | Term::Column { .. } => {
                self.fail(say::in_time_needs_row(e.span, None));
                return None;
            }
        };
        match self.cx.dues.get_mut(&rel) {
            Some(due) => due.asked = true,
            None => {
                let relation = self.cx.schema.get(rel);
                let (title, declared) = (relation.name.clone(), relation.span);
                self.fail(say::in_time_needs_row(e.span, Some((&title, declared))));
                return None;
            }
        }
        let (field, cond) = self.sent_by_its_day(&row, rel, e.span)?;
        Some((ReportKind::InTime(field), cond))
    }

    /// Whether the row of the fields a line asks about was sent by its day.
    pub fn sent_for(&mut self, kind: &ReportKind) -> Option<Expr> {
        let fields: Vec<&Expr> = match kind {
            // What is asked of many rows is not asked of the sending of one.
            ReportKind::Holds(_) => Vec::new(),
            ReportKind::Like(e, _) | ReportKind::InTime(e) => vec![e],
            ReportKind::Required(list) | ReportKind::ExactlyOne(list) => list.iter().collect(),
        };
        fields.into_iter().find_map(|e| self.sent_of_field(e))
    }

    /// Whether the row of a field was sent by its day, where its record says one.
    pub fn sent_of_field(&mut self, e: &Expr) -> Option<Expr> {
        let Kind::Field { row, .. } = &e.kind else { return None };
        let (mut row, mut rel) = ((**row).clone(), self.rel_of(row)?);
        // A row of a list is sent with the row it belongs to.
        while let Origin::Nested { parent, .. } = self.cx.schema.get(rel).origin {
            (row, rel) = (RowRef::Parent(Box::new(row)), parent);
        }
        if !self.cx.dues.contains_key(&rel) {
            return None;
        }
        self.sent_by_its_day(&row, rel, e.span).map(|(_, cond)| cond)
    }
}
