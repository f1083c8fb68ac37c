//! Numbers to linear forms and quotients.

use super::lower::Lower;
use super::{Atom, Base, Lin, Num, Op};
use crate::hir::{Expr, Func, Kind};
use crate::num::{Rat, pow10, to_i64};

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
                Num::Lin(Lin::atom(atom, factor))
            }
            Kind::Param(id) => match self.bound_number(*id) {
                Some(value) => Self::constant(&value),
                None => {
                    self.pools.plan.open_params.insert(*id);
                    let atom = self.pools.atom(Atom::Param(*id));
                    Num::Lin(Lin::atom(atom, Rat::ONE))
                }
            },
            Kind::Neg(x) => scale(&self.num(x), &-Rat::ONE),
            Kind::Add(a, b) => {
                let (a, b) = (self.num(a), self.num(b));
                self.add(&a, &b)
            }
            Kind::Sub(a, b) => {
                let (a, b) = (self.num(a), self.num(b));
                self.add(&a, &scale(&b, &-Rat::ONE))
            }
            Kind::Mul(a, b) => self.product_of(a, b),
            Kind::ShareOf { share, base } => self.product_of(share, base),
            Kind::Div(a, b) => {
                let sound = self.never_negative(b);
                let (a, b) = (self.num(a), self.num(b));
                let quotient = self.quotient(&a, &b, Base::Strict);
                // By what may be negative nothing is multiplied out: the comparison would turn round.
                if sound { quotient } else { Num::Lin(self.lin(&quotient)) }
            }
            // The checker sees to it that the base of a share is not negative.
            Kind::AsShare { part: a, base: b } => {
                let (a, b) = (self.num(a), self.num(b));
                self.quotient(&a, &b, Base::Share)
            }
            Kind::Func(Func::InForce, args) => self.num_in_force(args),
            Kind::Func(Func::Length, args) => match args.first() {
                Some(text) => {
                    let text = self.text(text);
                    self.op(Op::Length(text))
                }
                None => Self::constant(&Rat::ZERO),
            },
            Kind::Func(Func::ReportDay, _) => self.op(Op::ReportDay),
            Kind::Func(func, args) => self.func(*func, args),
            Kind::Agg(agg) => self.aggregate(agg),
            Kind::Choose { arms, otherwise } => {
                let arms = arms.iter().map(|(c, v)| (self.unplaced(|l| l.condition(c)), self.num(v))).collect();
                let otherwise = otherwise.as_ref().map(|o| self.num(o));
                self.op(Op::Choose { arms, otherwise })
            }
            _ => Self::constant(&Rat::ZERO),
        }
    }

    pub fn op(&mut self, op: Op) -> Num {
        let atom = self.pools.atom(Atom::Op(Box::new(op)));
        Num::Lin(Lin::atom(atom, Rat::ONE))
    }

    pub fn add(&mut self, a: &Num, b: &Num) -> Num {
        match (a, b) {
            (Num::Lin(a), Num::Lin(b)) => Num::Lin(a.add(b)),
            (Num::Ratio(n, d, _), Num::Ratio(m, e, _)) if d == e => Num::Ratio(n.add(m), d.clone(), Base::Strict),
            (Num::Ratio(n, d, base), Num::Lin(k)) | (Num::Lin(k), Num::Ratio(n, d, base)) if k.as_constant().is_some() => {
                Num::Ratio(n.add(&d.scale(&k.konst)), d.clone(), *base)
            }
            _ => {
                let (a, b) = (self.lin(a), self.lin(b));
                Num::Lin(a.add(&b))
            }
        }
    }

    fn product_of(&mut self, a: &Expr, b: &Expr) -> Num {
        let (a, b) = (self.num(a), self.num(b));
        self.product(&a, &b)
    }

    pub fn product(&mut self, a: &Num, b: &Num) -> Num {
        if let Num::Lin(k) = a
            && let Some(k) = k.as_constant()
        {
            return scale(b, k);
        }
        if let Num::Lin(k) = b
            && let Some(k) = k.as_constant()
        {
            return scale(a, k);
        }
        self.op(Op::Product(a.clone(), b.clone()))
    }

    pub fn quotient(&mut self, a: &Num, b: &Num, base: Base) -> Num {
        match b {
            Num::Lin(d) => match d.as_constant() {
                Some(k) if !k.is_zero() => scale(a, &(Rat::ONE / k.clone())),
                _ => match a {
                    Num::Lin(n) => Num::Ratio(n.clone(), d.clone(), base),
                    Num::Ratio(..) => Num::Ratio(self.lin(a), d.clone(), base),
                },
            },
            Num::Ratio(..) => {
                let (n, d) = (self.lin(a), self.lin(b));
                Num::Ratio(n, d, base)
            }
        }
    }

    /// A linear form, a quotient becoming an atom of its own.
    pub fn lin(&mut self, n: &Num) -> Lin {
        match n {
            Num::Lin(lin) => lin.clone(),
            Num::Ratio(n, d, _) => {
                let atom = self.pools.atom(Atom::Op(Box::new(Op::Quotient(n.clone(), d.clone()))));
                Lin::atom(atom, Rat::ONE)
            }
        }
    }

    fn func(&mut self, func: Func, args: &[Expr]) -> Num {
        let nums: Vec<Num> = args.iter().map(|a| self.num(a)).collect();
        match (func, nums.as_slice()) {
            (Func::Abs, [x]) => self.op(Op::Abs(x.clone())),
            (Func::Lesser, [a, b]) => self.op(Op::Lesser(a.clone(), b.clone())),
            (Func::Modulo, [a, b]) => self.op(Op::Modulo(a.clone(), b.clone())),
            (Func::Greater, [a, b]) => self.op(Op::Greater(a.clone(), b.clone())),
            (Func::Growth, [end, start]) => {
                let (end, start) = (self.lin(end), self.lin(start));
                Num::Ratio(end.sub(&start), start, Base::Strict)
            }
            (Func::Floor, [x, Num::Lin(n)]) => match n.as_constant() {
                Some(n) => self.op(Op::Floor(x.clone(), n.clone())),
                None => Self::constant(&Rat::ZERO),
            },
            (Func::Round, [x, digits @ ..]) => {
                let step = Self::rounding_step(digits.first());
                self.op(Op::Round(x.clone(), step))
            }
            _ => Self::constant(&Rat::ZERO),
        }
    }

    /// `round(x, n)` rounds to n digits after the point of the value as it stands (the checker divides by the unit before).
    fn rounding_step(digits: Option<&Num>) -> Rat {
        let digits = match digits {
            Some(Num::Lin(l)) => l.as_constant().and_then(to_i64).unwrap_or(0),
            _ => 0,
        };
        let power = Rat::from(pow10(u32::try_from(digits.unsigned_abs().min(30)).unwrap_or(0)));
        if digits >= 0 { Rat::ONE / power } else { power }
    }
}

pub fn scale(n: &Num, factor: &Rat) -> Num {
    match n {
        Num::Lin(l) => Num::Lin(l.scale(factor)),
        Num::Ratio(n, d, base) => Num::Ratio(n.scale(factor), d.clone(), *base),
    }
}
