//! The data twice: as they were sent, and with the figures that may change left open.

use crate::ast::CmpOp;
use crate::data::CellId;
use crate::eval::judge::context::Judge;
use crate::eval::require::formula::{Bound, Formula, Var};
use crate::eval::types::affine::{Affine, Symbol};
use crate::num::{End, Rat, signum};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

pub struct Require<'a> {
    pub open: Judge<'a>,
    pub known: Judge<'a>,
    /// Cells whose figure is left open.
    pub cells: &'a BTreeSet<CellId>,
    /// Whole numbers that serve to say something, with what they are now.
    pub wholes: RefCell<BTreeMap<u64, Rat>>,
    /// Something was said more strictly than it is: a change that would do may be missed.
    pub rough: Cell<bool>,
    /// Conditions looked at for the line in hand.
    pub work: Cell<usize>,
    /// Cells that are the base of a share in the line in hand, and no part.
    pub bases: RefCell<BTreeSet<CellId>>,
}

impl Require<'_> {
    fn var(&self, symbol: &Symbol) -> Option<Var> {
        match symbol {
            Symbol::Cell(cell) if self.cells.contains(cell) => Some(Var::Cell(*cell)),
            Symbol::Opaque(id) if self.wholes.borrow().contains_key(id) => Some(Var::Whole(*id)),
            Symbol::Cell(_)
            | Symbol::NoRow { .. }
            | Symbol::Expected { .. }
            | Symbol::SomeRow { .. }
            | Symbol::Param(_)
            | Symbol::Member { .. }
            | Symbol::MaybeTerm { .. }
            | Symbol::Tail { .. }
            | Symbol::Many { .. }
            | Symbol::Opaque(_) => None,
        }
    }

    /// Whether it is made of figures that may change, and nothing else.
    pub fn is_linear(&self, form: &Affine) -> bool {
        form.terms.keys().all(|s| self.var(s).is_some())
    }

    /// `form op 0`, whatever else is not known may be.
    pub fn bound(&self, form: &Affine, op: CmpOp) -> Formula {
        if op == CmpOp::Ne {
            return Formula::any([CmpOp::Lt, CmpOp::Gt].map(|op| self.bound(form, op)));
        }
        let mut bound = Bound { terms: BTreeMap::new(), constant: form.constant.clone(), op };
        for (symbol, term) in &form.terms {
            if let Some(var) = self.var(symbol) {
                bound.terms.insert(var, term.coefficient.clone());
                continue;
            }
            self.rough.set(true);
            let range = term.domain.scale(&term.coefficient);
            let worst = match op {
                CmpOp::Ge | CmpOp::Gt => range.lo,
                CmpOp::Le | CmpOp::Lt => range.hi,
                CmpOp::Eq | CmpOp::Ne => End::Unbounded,
            };
            match worst.value() {
                Some(value) => bound.constant += value,
                None => return Formula::FALSE,
            }
        }
        match bound.terms.is_empty() {
            true => Formula::known(op.holds(bound.constant.cmp(&Rat::ZERO))),
            false => Formula::Bound(bound),
        }
    }

    /// What a form comes to as things stand; `None` where that is not known.
    pub fn now(&self, form: &Affine) -> Option<Rat> {
        let mut sum = form.constant.clone();
        for (symbol, term) in &form.terms {
            sum += self.figure(self.var(symbol)?)? * &term.coefficient;
        }
        Some(sum)
    }

    fn figure(&self, var: Var) -> Option<Rat> {
        match var {
            Var::Cell(cell) => self.known.column(cell.rel, cell.col).number(cell.row),
            Var::Whole(id) => self.wholes.borrow().get(&id).cloned(),
        }
    }

    /// None of these figures changes.
    pub fn unchanged(&self, vars: impl Iterator<Item = Var>) -> Formula {
        let one = |var: Var| {
            let constant = -self.figure(var)?;
            Some(Formula::Bound(Bound { terms: BTreeMap::from([(var, Rat::ONE)]), constant, op: CmpOp::Eq }))
        };
        vars.map(one).collect::<Option<Vec<_>>>().map_or(Formula::FALSE, Formula::all)
    }

    /// None of the figures of a form changes; `None` where others are in it.
    pub fn form_unchanged(&self, form: &Affine) -> Option<Formula> {
        let vars: Vec<Var> = form.terms.keys().map(|s| self.var(s)).collect::<Option<_>>()?;
        Some(self.unchanged(vars.into_iter()))
    }

    /// A new whole number beside what it is now.
    pub fn whole(&self, now: Rat) -> Affine {
        let id = self.open.fresh();
        self.wholes.borrow_mut().insert(id, now);
        Affine::symbol(Symbol::Opaque(id), crate::num::Interval::all(), true)
    }

    /// Whether a form may be below zero.
    pub fn may_be_negative(&self, form: &Affine) -> bool {
        form.interval().lo.value().is_none_or(|lo| signum(lo) < 0)
    }
}

/// `a + factor · b`
pub fn plus(a: &Affine, b: &Affine, factor: &Rat) -> Affine {
    let mut out = a.clone();
    out.add_scaled(b, factor);
    out
}
