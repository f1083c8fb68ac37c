//! What an operand is, in words: a column, a parameter, a number of rows. Reports name by it what has no value yet.

use super::lower::Lower;
use crate::finding::{Gathered, Name};
use crate::hir::{Agg, AggFn, Expr, Kind, RowRef};
use crate::num::{int, show_exact_or};

impl Lower<'_> {
    /// `None` for what only the author's own text says.
    pub fn name_of(&self, e: &Expr) -> Option<Name> {
        let choice = matches!(e.kind, Kind::Choose { .. }).then(|| self.set.titles.get(&e.span)).flatten();
        choice.map(Name::title).or_else(|| self.name_of_parts(e))
    }

    fn name_of_parts(&self, e: &Expr) -> Option<Name> {
        Some(match &e.kind {
            Kind::Field { row, col } => Name::title(self.schema().column(self.rel_of(row), *col).title()),
            Kind::Param(id) => Name::title(self.param(*id).title()),
            Kind::Agg(agg) => self.name_of_agg(agg)?,
            Kind::Add(a, b) => self.joined(a, "+", b)?,
            Kind::Sub(a, b) => self.joined(a, "-", b)?,
            Kind::ShareOf { share, base } => {
                let base = self.boxed(base)?;
                let share = if let Kind::Num(n) = &share.kind {
                    Box::new(Name::Title(format!("{}%", show_exact_or(&(n * int(100)), 6))))
                } else {
                    self.boxed(share)?
                };
                Name::Share { share, base }
            }
            Kind::AsShare { part, base } => Name::Part { part: self.boxed(part)?, base: self.boxed(base)? },
            Kind::Func(crate::hir::Func::Length, args) => Name::Length(self.boxed(args.first()?)?),
            Kind::Func(crate::hir::Func::Day(crate::hir::DayFunc::SentOn), args) => self.name_of(args.first()?)?,
            Kind::Func(crate::hir::Func::Day(crate::hir::DayFunc::Submitted), _) => Name::Sending,
            Kind::Func(crate::hir::Func::AsOfDay, _) => Name::AsOfDay,
            Kind::Defined(defined) => {
                if let Kind::Agg(agg) = &defined.value.kind {
                    let title = || Some(Name::title(&defined.title)).filter(|_| !defined.title.is_empty());
                    return self.name_of_agg(agg).or_else(title);
                }
                Name::title(&defined.title)
            }
            Kind::Num(_)
            | Kind::Text(_)
            | Kind::Neg(_)
            | Kind::Mul(..)
            | Kind::Div(..)
            | Kind::Func(..)
            | Kind::Classification(_)
            | Kind::Choose { .. }
            | Kind::Compare { .. }
            | Kind::About { .. }
            | Kind::WithinRounding { .. }
            | Kind::In { .. }
            | Kind::SetRelation { .. }
            | Kind::Same { .. }
            | Kind::Like { .. }
            | Kind::StartsWith { .. }
            | Kind::Rank { .. }
            | Kind::And(_)
            | Kind::Or(_)
            | Kind::Implies(_)
            | Kind::Not(_)
            | Kind::Exists(_)
            | Kind::Filled(..)
            | Kind::Join { .. }
            | Kind::RowExists(_) => return None,
        })
    }

    fn boxed(&self, e: &Expr) -> Option<Box<Name>> {
        self.name_of(e).map(Box::new)
    }

    fn joined(&self, a: &Expr, sign: &'static str, b: &Expr) -> Option<Name> {
        Some(Name::Joined { left: self.boxed(a)?, sign, right: self.boxed(b)? })
    }

    fn name_of_agg(&self, agg: &Agg) -> Option<Name> {
        let relation = self.schema().relations.get(agg.source.rel().index())?;
        let of = |e: &Option<Expr>| {
            let Kind::Field { row, col } = &e.as_ref()?.kind else { return None };
            // The aggregate's own rows have no slot here; their relation is known all the same.
            let rel = match row.as_ref() {
                RowRef::Var(v) if *v == agg.var => agg.source.rel(),
                RowRef::Lookup { rel, .. } => *rel,
                RowRef::Var(_) | RowRef::Parent(_) | RowRef::Only(_) => self.rel_of(row),
            };
            // A day or a number of a loop has no name.
            Some(self.schema().column(rel, *col).title().to_string()).filter(|title| !title.is_empty())
        };
        let gathered = match agg.func {
            // What is counted in a set has no name of its own.
            AggFn::Count => return Some(Name::Count(Some(relation.title().to_string()).filter(|t| !t.is_empty()))),
            AggFn::Distinct => return Some(Name::Distinct(of(&agg.value)?)),
            AggFn::Sum => Gathered::Sum,
            AggFn::Min => Gathered::Least,
            AggFn::Max => Gathered::Greatest,
            AggFn::Avg => Gathered::Average,
            AggFn::Quantile(share) => Gathered::Quantile(share),
            AggFn::Median => Gathered::Median,
            AggFn::Rank(_) => Gathered::Rank,
            AggFn::Every | AggFn::Some => return None,
        };
        Some(Name::Gathered(gathered, of(&agg.value)?))
    }
}
