//! Numbers to linear forms and quotients.

use super::lower::Lower;
use super::{Atom, Base, LinearForm, Num, Op};
use crate::hir::{Expr, Func, Kind};
use crate::num::{Rat, Rounding, pow10, to_i64};
use crate::ty::Type;

impl Lower<'_> {
    pub fn num(&mut self, e: &Expr) -> Num {
        let num = self.any_num(e);
        self.without_firm(num)
    }

    fn any_num(&mut self, e: &Expr) -> Num {
        match &e.kind {
            Kind::Num(value) => Self::constant(value),
            Kind::Field { row, col } => {
                let factor = self.factor(row, *col);
                let row = self.field_row(row, *col);
                let atom = self.pools.atom(Atom::Cell { row, col: *col });
                Num::LinearForm(LinearForm::atom(atom, factor))
            }
            Kind::Param(id) => match self.bound_number(*id) {
                Some(value) => Self::constant(&value),
                None => {
                    self.pools.plan.open_params.insert(*id);
                    let atom = self.pools.atom(Atom::Param(*id));
                    Num::LinearForm(LinearForm::atom(atom, Rat::ONE))
                }
            },
            Kind::Neg(x) => scale(&self.num(x), &-Rat::ONE),
            Kind::Add(x, y) => {
                let sum = self.sum_of(x, y);
                self.moved_day(e, sum, if x.ty == Type::Date { y } else { x })
            }
            Kind::Sub(x, by) => {
                let (a, b) = (self.num(x), scale(&self.num(by), &-Rat::ONE));
                let rest = self.add(&a, &b);
                self.moved_day(e, rest, by)
            }
            Kind::Mul(a, b) => self.product_of(a, b),
            Kind::ShareOf { share, base } => self.product_of(share, base),
            Kind::Div(a, b) => {
                let sound = self.never_negative(b);
                let (a, b) = (self.num(a), self.num(b));
                let quotient = self.quotient(&a, &b, Base::Strict);
                // By what may be negative nothing is multiplied out: the comparison would turn round.
                if sound { quotient } else { Num::LinearForm(self.linear(&quotient)) }
            }
            // The checker sees to it that the base of a share is not negative.
            Kind::AsShare { part: a, base: b } => {
                let (a, b) = (self.num(a), self.num(b));
                self.quotient(&a, &b, Base::Share)
            }
            Kind::Func(func, args) => self.func(*func, args),
            Kind::Agg(agg) => self.aggregate(agg),
            Kind::Choose { arms, otherwise } => {
                let arms = arms.iter().map(|(c, v)| (self.unplaced(|l| l.condition(c)), self.num(v))).collect();
                let otherwise = otherwise.as_ref().map(|o| self.num(o));
                self.op(Op::Choose { arms, otherwise })
            }
            Kind::Defined(defined) => self.defined_num(defined),
            Kind::Text(_)
            | Kind::Compare { .. }
            | Kind::About { .. }
            | Kind::WithinRounding { .. }
            | Kind::In { .. }
            | Kind::SetRelation { .. }
            | Kind::Same { .. }
            | Kind::Classification(_)
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
            | Kind::RowExists(_) => self.no_number(),
        }
    }

    /// What is no number has no value, so nothing is judged by it.
    fn no_number(&mut self) -> Num {
        self.op(Op::Choose { arms: Vec::new(), otherwise: None })
    }

    pub fn op(&mut self, op: Op) -> Num {
        let atom = self.pools.atom(Atom::Op(Box::new(op)));
        Num::LinearForm(LinearForm::atom(atom, Rat::ONE))
    }

    pub fn add(&mut self, a: &Num, b: &Num) -> Num {
        match (a, b) {
            (Num::LinearForm(a), Num::LinearForm(b)) => Num::LinearForm(a.add(b)),
            (Num::Ratio(n, d, _), Num::Ratio(m, e, _)) if d == e => Num::Ratio(n.add(m), d.clone(), Base::Strict),
            (Num::Ratio(n, d, base), Num::LinearForm(k)) | (Num::LinearForm(k), Num::Ratio(n, d, base))
                if k.as_constant().is_some() =>
            {
                Num::Ratio(n.add(&d.scale(&k.constant)), d.clone(), *base)
            }
            (Num::Ratio(..), _) | (_, Num::Ratio(..)) => {
                let (a, b) = (self.linear(a), self.linear(b));
                Num::LinearForm(a.add(&b))
            }
        }
    }

    fn sum_of(&mut self, a: &Expr, b: &Expr) -> Num {
        let (a, b) = (self.num(a), self.num(b));
        self.add(&a, &b)
    }

    fn product_of(&mut self, a: &Expr, b: &Expr) -> Num {
        let (a, b) = (self.num(a), self.num(b));
        self.product(&a, &b)
    }

    pub fn product(&mut self, a: &Num, b: &Num) -> Num {
        if let Num::LinearForm(k) = a
            && let Some(k) = k.as_constant()
        {
            return scale(b, k);
        }
        if let Num::LinearForm(k) = b
            && let Some(k) = k.as_constant()
        {
            return scale(a, k);
        }
        self.op(Op::Product(a.clone(), b.clone()))
    }

    pub fn quotient(&mut self, a: &Num, b: &Num, base: Base) -> Num {
        match b {
            Num::LinearForm(d) => match d.as_constant() {
                Some(k) if !k.is_zero() => scale(a, &(Rat::ONE / k.clone())),
                Some(_) | None => match a {
                    Num::LinearForm(n) => Num::Ratio(n.clone(), d.clone(), base),
                    Num::Ratio(..) => Num::Ratio(self.linear(a), d.clone(), base),
                },
            },
            Num::Ratio(..) => {
                let (n, d) = (self.linear(a), self.linear(b));
                Num::Ratio(n, d, base)
            }
        }
    }

    /// A linear form, a quotient becoming an atom of its own.
    pub fn linear(&mut self, n: &Num) -> LinearForm {
        match n {
            Num::LinearForm(form) => form.clone(),
            Num::Ratio(n, d, _) => {
                let atom = self.pools.atom(Atom::Op(Box::new(Op::Quotient(n.clone(), d.clone()))));
                LinearForm::atom(atom, Rat::ONE)
            }
        }
    }

    fn func(&mut self, func: Func, args: &[Expr]) -> Num {
        let num = match (func, args) {
            (Func::Abs, [x]) => {
                let x = self.num(x);
                Some(self.op(Op::Abs(x)))
            }
            (Func::Round, [x, digits @ ..]) => {
                let (x, digits) = (self.num(x), digits.first().map(|d| self.num(d)));
                let step = Self::rounding_step(digits.as_ref());
                Some(self.op(Op::Round(x, step, Rounding::HalfAway)))
            }
            (Func::ToStep(how), [x, step]) => {
                let (x, step) = (self.num(x), self.num(step));
                match step {
                    Num::LinearForm(step) => step.as_constant().map(|s| self.op(Op::Round(x, s.clone(), how))),
                    Num::Ratio(..) => None,
                }
            }
            (Func::Power, [x, n]) => {
                let (x, n) = (self.num(x), self.num(n));
                let n = self.linear(&n);
                // To the power of 1 a number is itself.
                Some(if n.as_constant() == Some(&Rat::ONE) { x } else { self.op(Op::Raised(x, n)) })
            }
            (Func::Lesser, [a, b]) => Some(self.of_two(Op::Lesser, a, b)),
            (Func::Greater, [a, b]) => Some(self.of_two(Op::Greater, a, b)),
            (Func::Quantile(share), args) => {
                let list = args.iter().map(|a| self.num(a)).collect();
                Some(self.op(Op::Quantile(list, crate::num::ratio(i64::from(share), 1_000_000))))
            }
            (Func::Modulo, [a, b]) => Some(self.of_two(Op::Modulo, a, b)),
            (Func::Growth, [end, start]) => {
                let (end, start) = (self.num(end), self.num(start));
                let (end, start) = (self.linear(&end), self.linear(&start));
                Some(Num::Ratio(end.sub(&start), start, Base::Strict))
            }
            (Func::PeriodOf, [x, n]) => {
                let (x, n) = (self.num(x), self.num(n));
                match n {
                    Num::LinearForm(n) => n.as_constant().map(|n| self.op(Op::Floor(x, n.clone()))),
                    Num::Ratio(..) => None,
                }
            }
            (Func::Length, [text]) => {
                let text = self.text(text);
                Some(self.op(Op::Length(text)))
            }
            (Func::Day(func), args) => self.of_calendar(func, args),
            (Func::InForce, args) => Some(self.num_in_force(args)),
            (Func::ReportDay, _) => Some(self.op(Op::ReportDay)),
            (Func::AsOfDay, _) => Some(self.op(Op::AsOfDay)),
            // It is compared, and has no value by itself.
            (Func::MeanGrowth, _) => None,
            (
                Func::Abs
                | Func::Round
                | Func::ToStep(_)
                | Func::Power
                | Func::Lesser
                | Func::Greater
                | Func::Modulo
                | Func::Growth
                | Func::PeriodOf
                | Func::Length,
                _,
            ) => None,
        };
        num.unwrap_or_else(|| self.no_number())
    }

    fn of_two(&mut self, op: fn(Num, Num) -> Op, a: &Expr, b: &Expr) -> Num {
        let (a, b) = (self.num(a), self.num(b));
        self.op(op(a, b))
    }

    /// `round(x, n)` rounds to n digits after the point of the value as it stands (the checker divides by the unit before).
    fn rounding_step(digits: Option<&Num>) -> Rat {
        let digits = match digits {
            Some(Num::LinearForm(l)) => l.as_constant().and_then(to_i64).unwrap_or(0),
            Some(Num::Ratio(..)) | None => 0,
        };
        let power = Rat::from(pow10(u32::try_from(digits.unsigned_abs().min(30)).unwrap_or(0)));
        if digits >= 0 { Rat::ONE / power } else { power }
    }
}

pub fn scale(n: &Num, factor: &Rat) -> Num {
    match n {
        Num::LinearForm(l) => Num::LinearForm(l.scale(factor)),
        Num::Ratio(n, d, base) => Num::Ratio(n.scale(factor), d.clone(), *base),
    }
}
