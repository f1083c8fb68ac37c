//! A number that is known in part: an affine form, and whether it has a base.

use crate::eval::types::affine::Affine;
use crate::eval::types::truth::Truth;
use crate::num::Rat;

/// A number: what it can be, and whether it may have no base (an average of nothing).
#[derive(Clone, Debug)]
pub struct Value {
    pub form: Affine,
    /// [`Truth::TRUE`] surely has a base, [`Truth::NO_BASE`] surely has none, both bits: open.
    pub base: Truth,
}

/// Bases of operands together: nothing sure unless all are.
pub fn join_base(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Truth::NO_BASE, _) | (_, Truth::NO_BASE) => Truth::NO_BASE,
        (Truth::TRUE, Truth::TRUE) => Truth::TRUE,
        _ => Truth::MAYBE_BASE,
    }
}

/// Which outcomes `form op 0` can have.
pub fn compare_zero(form: &Affine, op: crate::ast::CmpOp) -> Truth {
    if let Some(c) = form.as_constant() {
        return Truth::of(op.holds(c.cmp(&Rat::ZERO)));
    }
    let i = form.interval();
    let zero = &Rat::ZERO;
    let (below, at, above) = (i.reaches_below(zero), i.contains(zero) && can_cancel(form), i.reaches_above(zero));
    let (yes, no) = op.possible([below, at, above]);
    let truth = Truth::possibly(yes, no);
    if truth.is_open() { Truth::UNKNOWN } else { truth }
}

/// Whole unknowns with whole coefficients add up to multiples of the coefficients' common divisor only.
pub fn can_cancel(form: &Affine) -> bool {
    if !form.terms.values().all(|t| t.integer && t.coefficient.is_int()) {
        return true;
    }
    let mut common: u128 = 0;
    for term in form.terms.values() {
        let Ok(n) = u128::try_from(crate::num::abs(&term.coefficient).numerator().clone()) else { return form.constant.is_int() };
        common = gcd(common, n);
    }
    (&form.constant / Rat::from(common)).is_int()
}

pub fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Value {
    pub fn sure(form: Affine) -> Self {
        Self { form, base: Truth::TRUE }
    }

    pub fn none() -> Self {
        Self { form: Affine::default(), base: Truth::NO_BASE }
    }
}
