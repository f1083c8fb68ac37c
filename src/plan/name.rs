//! What an operand is, in words: a column, a parameter, a number of rows. Reports name by it what has no value yet.

use super::lower::Lower;
use crate::diag::Bi;
use crate::hir::{Agg, AggFn, Expr, Kind, RowRef};
use crate::num::{int, show_exact_or};

impl Lower<'_> {
    /// `None` for what only the author's own text says.
    pub fn name_of(&self, e: &Expr) -> Option<Bi> {
        Some(match &e.kind {
            Kind::Field { row, col } => Bi::same(self.schema().column(self.rel_of(row), *col).title().to_string()),
            Kind::Param(id) => {
                let param = self.param(*id);
                Bi::same(param.label.clone().unwrap_or_else(|| param.name.clone()))
            }
            Kind::Agg(agg) => self.name_of_agg(agg)?,
            Kind::Add(a, b) => self.joined(a, "+", b)?,
            Kind::Sub(a, b) => self.joined(a, "-", b)?,
            Kind::ShareOf { share, base } => {
                let whole = self.name_of(base)?;
                let base = if matches!(base.kind, Kind::Add(..) | Kind::Sub(..)) {
                    Bi::new(format!("（{}）", whole.zh), format!("({})", whole.en))
                } else {
                    whole
                };
                let share = if let Kind::Num(n) = &share.kind {
                    Bi::same(format!("{}%", show_exact_or(&(n * int(100)), 6)))
                } else {
                    self.name_of(share)?
                };
                Bi::new(format!("{}的{}", base.zh, share.zh), format!("{} of {}", share.en, base.en))
            }
            Kind::AsShare { part, base } => {
                let (part, base) = (self.name_of(part)?, self.name_of(base)?);
                Bi::new(format!("{}占{}的比重", part.zh, base.zh), format!("{} as share of {}", part.en, base.en))
            }
            Kind::Func(crate::hir::Func::Length, args) => {
                let text = self.name_of(args.first()?)?;
                Bi::new(format!("{}的长度", text.zh), format!("length of {}", text.en))
            }
            Kind::Num(_)
            | Kind::Text(_)
            | Kind::Neg(_)
            | Kind::Mul(..)
            | Kind::Div(..)
            | Kind::Func(..)
            | Kind::Ladder(_)
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
            | Kind::Not(_)
            | Kind::Exists(_)
            | Kind::RowExists(_) => return None,
        })
    }

    fn joined(&self, a: &Expr, sign: &str, b: &Expr) -> Option<Bi> {
        let (a, b) = (self.name_of(a)?, self.name_of(b)?);
        Some(Bi::new(format!("{} {sign} {}", a.zh, b.zh), format!("{} {sign} {}", a.en, b.en)))
    }

    fn name_of_agg(&self, agg: &Agg) -> Option<Bi> {
        let relation = self.schema().relations.get(agg.source.rel().index())?;
        // What is counted in a set has no name of its own.
        let rows = if relation.title().is_empty() { "成员" } else { relation.title() };
        let of = |e: &Option<Expr>| {
            let Kind::Field { row, col } = &e.as_ref()?.kind else { return None };
            // The aggregate's own rows have no slot here; their relation is known all the same.
            let rel = match row.as_ref() {
                RowRef::Var(v) if *v == agg.var => agg.source.rel(),
                RowRef::Lookup { rel, .. } => *rel,
                RowRef::Var(_) | RowRef::Parent(_) => self.rel_of(row),
            };
            Some(self.schema().column(rel, *col).title().to_string())
        };
        let words = |zh: &str, en: &str, what: String| Bi::new(format!("{what}{zh}"), format!("{en} {what}"));
        Some(match agg.func {
            AggFn::Count => Bi::new(format!("{rows}的个数"), format!("number of {rows}")),
            AggFn::Sum => words("合计", "sum of", of(&agg.value)?),
            AggFn::Distinct => {
                let what = of(&agg.value)?;
                Bi::new(format!("不同{what}的个数"), format!("number of different {what}"))
            }
            AggFn::Min => words("最小值", "least", of(&agg.value)?),
            AggFn::Max => words("最大值", "greatest", of(&agg.value)?),
            AggFn::Avg => words("平均值", "average", of(&agg.value)?),
            AggFn::Quantile(share) => {
                let at = show_exact_or(&(int(i64::from(share)) / int(10_000)), 4);
                words(&format!("{at}%分位数"), &format!("{at}% quantile of"), of(&agg.value)?)
            }
            AggFn::Median => words("中位数", "median", of(&agg.value)?),
            AggFn::Every | AggFn::Some => return None,
        })
    }
}
