//! Steps and powers of numbers that may not be known.

use crate::eval::exact::context::Exact;
use crate::eval::types::affine::Affine;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::eval::types::value::{Value, join_base};
use crate::num::{Interval, Rat, Rounding, raised, to_i64};
use crate::plan::{LinearForm, Num, Op};

/// Exponents that are not known are taken one by one up to so many.
const EXPONENTS: i32 = 64;

impl Exact<'_> {
    pub fn rounded(&self, x: &Num, step: &Rat, how: Rounding, env: &Env) -> Value {
        let value = self.num(x, env);
        let form = match value.form.as_constant() {
            Some(known) => Affine::constant(how.to_step(known, step)),
            None => Affine::symbol(self.opaque(), value.form.interval().rounded(how, step), step.is_int()),
        };
        Value { form, base: value.base }
    }

    /// A whole power. To the power of 0 everything is 1; nothing has no power below zero.
    pub fn raised(&self, x: &Num, n: &LinearForm, env: &Env) -> Value {
        let (x, n) = (self.num(x, env), self.lin(n, env));
        let base = join_base(x.base, n.base);
        let whole = |v: &Rat| to_i64(v).and_then(|v| i32::try_from(v).ok()).filter(|v| v.unsigned_abs() <= Op::LONGEST);
        if let Some(exponent) = n.form.as_constant() {
            if !exponent.is_int() {
                return Value::none();
            }
            if let (Some(n), Some(x)) = (whole(exponent), x.form.as_constant()) {
                return raised(x, n).map_or_else(Value::none, |v| Value { form: Affine::constant(v), base });
            }
        }
        let exponents = n.form.interval();
        let whole_only = n.form.is_integer();
        let (x, whole_base) = (x.form.interval(), x.form.is_integer());
        let falls = exponents.reaches_below(&Rat::ZERO);
        let may_lack = !whole_only || (falls && x.contains(&Rat::ZERO));
        let base = if may_lack { join_base(base, Truth::MAYBE_BASE) } else { base };
        let interval = powers(&x, &exponents);
        Value { form: Affine::symbol(self.opaque(), interval, whole_base && whole_only && !falls), base }
    }
}

/// All powers with whole exponents that may be meant.
fn powers(x: &Interval, exponents: &Interval) -> Interval {
    let whole = exponents.snap();
    let end = |v: Option<&Rat>| v.and_then(to_i64).and_then(|v| i32::try_from(v).ok());
    let ends = whole.as_ref().and_then(|w| Some((end(w.lo.value())?, end(w.hi.value())?)));
    if let Some((low, high)) = ends
        && high.saturating_sub(low) <= EXPONENTS
        && low.unsigned_abs().max(high.unsigned_abs()) <= Op::LONGEST
    {
        let each: Option<Vec<Interval>> = (low..=high).map(|n| x.raised(n)).collect();
        if let Some(hull) = each.and_then(|e| e.into_iter().reduce(|a, b| a.hull(&b))) {
            return hull;
        }
    }
    if x.reaches_below(&Rat::ZERO) { Interval::all() } else { Interval::non_negative() }
}
