//! The exact path: one row at a time, rationals and affine forms. Rows with holes come here, and every row that is explained.

use crate::data::{CellId, CellState, Code};
use crate::eval::exact::context::Exact;
use crate::eval::exact::fraction::fraction;
use crate::eval::tables::domain::{domain_of, is_integer_column, to_stored};
use crate::eval::types::affine::{Affine, Symbol};
use crate::eval::types::env::{Env, FIRST_EXPECTED, Found, KeyBits, NO_TEXT};
use crate::eval::types::truth::Truth;
use crate::eval::types::value::{Value, join_base};
use crate::num::{Interval, Rat, to_i64};
use crate::plan::{Atom, AtomId, Compare, Key, LinearForm, Num, Op, Row, RowRefId, Text};
use crate::ty::{ColId, Origin, RelId};

impl Exact<'_> {
    pub fn find(&self, id: RowRefId, env: &Env) -> Found {
        match self.plan.row(id) {
            Row::Slot(slot) => self.in_hand(env.rels[usize::from(*slot)], env.rows[usize::from(*slot)]),
            Row::Lookup { rel, key } => {
                let key: Vec<Option<u64>> = key.iter().map(|k| self.key_part(k, env)).collect();
                let full: Option<KeyBits> = key.iter().copied().collect();
                match full.and_then(|k| self.index(*rel).get(&k).copied()) {
                    Some(row) => Found::Row { rel: *rel, row },
                    None => Found::Missing { rel: *rel, key, expected: None },
                }
            }
            Row::Only { rel, agg, key } => match self.sure_and_maybe(*agg, key, env) {
                (sure, maybe, false) if maybe.is_empty() && sure.len() == 1 => self.in_hand(*rel, sure[0]),
                _ => Found::Missing { rel: *rel, key: Vec::new(), expected: None },
            },
            Row::Parent { child, rel } => match self.find(*child, env) {
                Found::Row { rel: child_rel, row } => {
                    let parents = &self.table(child_rel).parents;
                    match parents.get(row as usize) {
                        Some(&row) => Found::Row { rel: *rel, row },
                        None => Found::Missing { rel: *rel, key: Vec::new(), expected: None },
                    }
                }
                Found::Missing { .. } => match self.expected_parent(*child, env) {
                    Some(row) => self.in_hand(*rel, row),
                    None => Found::Missing { rel: *rel, key: Vec::new(), expected: None },
                },
            },
        }
    }

    /// The row whose nested list was not sent.
    fn expected_parent(&self, child: RowRefId, env: &Env) -> Option<u32> {
        let Row::Slot(slot) = self.plan.row(child) else { return None };
        let expected = env.rows[usize::from(*slot)].checked_sub(FIRST_EXPECTED)?;
        self.expecteds.get(expected as usize)?.parent
    }

    /// One part of a key, if known.
    pub fn key_part(&self, key: &Key, env: &Env) -> Option<u64> {
        match key {
            Key::Text(text) => self.text(text, env).map(u64::from),
            Key::Int(lin) => {
                let value = self.lin(lin, env);
                if value.base != Truth::TRUE {
                    return None;
                }
                value.form.as_constant().and_then(to_i64).map(i64::cast_unsigned)
            }
            Key::Row(row) => match self.find(*row, env) {
                Found::Row { row, .. } => Some(u64::from(row)),
                Found::Missing { .. } => None,
            },
        }
    }

    /// A text's code if it is known. A constant that no data hold gets a code no data have.
    pub fn text(&self, text: &Text, env: &Env) -> Option<Code> {
        match text {
            Text::Choose { .. } | Text::Classification(_) | Text::Join { .. } => match self.possible_texts(text, env)?.as_slice()
            {
                [one] if *one != NO_TEXT => Some(*one),
                _ => None,
            },
            Text::Const(_) | Text::Bound(..) => Some(self.constant(text).unwrap_or(Code::MAX)),
            Text::Param(_) => None,
            Text::Cell { row, col } => match self.find(*row, env) {
                Found::Row { rel, row } => match env.taken_for(CellId { rel, row, col: *col }) {
                    Some(taken) => Some(taken).filter(|code| *code != NO_TEXT),
                    None => self.column(rel, *col).code(row),
                },
                Found::Missing { rel, key, expected } => {
                    let named = self.key_field(rel, *col, &key).and_then(|k| Code::try_from(k).ok());
                    named.or_else(|| self.owed_by(rel, *col, expected?))
                }
            },
        }
    }

    pub fn num(&self, num: &Num, env: &Env) -> Value {
        match num {
            Num::LinearForm(lin) => self.lin(lin, env),
            Num::Ratio(n, d, _) => self.quotient(n, d, env),
        }
    }

    pub fn lin(&self, lin: &LinearForm, env: &Env) -> Value {
        let mut total = Value::sure(Affine::constant(lin.constant.clone()));
        for (atom, coefficient) in &lin.terms {
            let value = self.atom(*atom, env);
            total.base = join_base(total.base, value.base);
            total.form.add_scaled(&value.form, coefficient);
        }
        for atom in &lin.gone {
            total.base = join_base(total.base, self.atom(*atom, env).base);
        }
        total
    }

    pub fn atom(&self, id: AtomId, env: &Env) -> Value {
        env.known.atoms.get(id, self.plan.uses.atom(id), || self.atom_anew(id, env))
    }

    fn atom_anew(&self, id: AtomId, env: &Env) -> Value {
        match self.plan.atom(id) {
            Atom::Cell { row, col } => self.cell(*row, *col, env),
            Atom::Param(id) => {
                let param = &self.rules.params[id.0 as usize];
                let domain = crate::hir::domain(&self.rules.params, *id).unwrap_or_else(|| param.own_domain());
                Value::sure(Affine::symbol(Symbol::Param(*id), domain, param.is_integer()))
            }
            Atom::Agg { agg, key } => self.aggregate(*agg, key, env),
            Atom::Op(op) => self.op(id, op, env),
        }
    }

    fn cell(&self, row: RowRefId, col: ColId, env: &Env) -> Value {
        match self.find(row, env) {
            Found::Row { rel, row } => match env.change_of(CellId { rel, row, col }) {
                Some(value) => Value::sure(Affine::constant(value.clone())),
                None => {
                    let (cell, value) = (CellId { rel, row, col }, self.cell_value(rel, row, col));
                    match env.narrowed_for(cell) {
                        Some(range) if value.form.as_constant().is_none() => {
                            let integer = is_integer_column(self.def(rel, col));
                            Value { form: Affine::symbol(Symbol::Cell(cell), range.clone(), integer), ..value }
                        }
                        _ => value,
                    }
                }
            },
            Found::Missing { rel, key, expected } => {
                let def = self.def(rel, col);
                if let Some(bits) = self.key_field(rel, col, &key) {
                    return Value::sure(Affine::constant(Rat::from(bits.cast_signed())));
                }
                let full: Option<Vec<u64>> = key.iter().copied().collect();
                let symbol = match (expected, full) {
                    (Some(expected), _) => Symbol::Expected { expected, col },
                    (None, Some(key)) if !key.is_empty() => Symbol::NoRow { rel, key, col },
                    _ => Symbol::SomeRow { rel, col, id: self.fresh() },
                };
                let base = if def.optional { Truth::MAYBE_BASE } else { Truth::TRUE };
                // Of a row that the policy does not have nothing can come: it has no figures that lie in a range.
                let none = matches!(self.plan.row(row), Row::Only { .. }) || self.rules.schema.get(rel).origin == Origin::Policy;
                let range = if none { Interval::all() } else { self.stored_domain(rel, col) };
                Value { form: Affine::symbol(symbol, range, is_integer_column(def)), base }
            }
        }
    }

    /// A cell of a row that is there, in the unit of its column.
    pub fn cell_value(&self, rel: RelId, row: u32, col: ColId) -> Value {
        let (column, def) = (self.column(rel, col), self.def(rel, col));
        if let Some(value) = column.number(row) {
            return Value::sure(Affine::constant(value));
        }
        let symbol = Symbol::Cell(CellId { rel, row, col });
        let integer = is_integer_column(def);
        match column.state(row) {
            CellState::None => Value::none(),
            CellState::Hole if column.bounds(row).is_some() => {
                let bounds = column.bounds(row).cloned().unwrap_or_else(Interval::all);
                let domain = bounds.meet(&domain_of(def)).unwrap_or(bounds);
                let domain = to_stored(&domain, def.unit.as_ref().map(|u| &u.factor));
                Value::sure(Affine::symbol(symbol, domain, integer))
            }
            CellState::Known | CellState::Blank | CellState::Absent | CellState::Hole => {
                let base = if def.optional { Truth::MAYBE_BASE } else { Truth::TRUE };
                Value { form: Affine::symbol(symbol, self.stored_domain(rel, col), integer), base }
            }
        }
    }

    fn quotient(&self, n: &LinearForm, d: &LinearForm, env: &Env) -> Value {
        let (n, d) = (self.lin(n, env), self.lin(d, env));
        let base = join_base(n.base, d.base);
        if let Some(d) = d.form.as_constant() {
            if d.is_zero() {
                return Value::none();
            }
            return Value { form: n.form.scaled(&(Rat::ONE / d.clone())), base };
        }
        // Zero divided is zero, whatever it is divided by.
        if n.form.as_constant().is_some_and(Rat::is_zero) {
            let may_lack = d.form.interval().contains(&Rat::ZERO);
            return Value { form: n.form, base: if may_lack { join_base(base, Truth::MAYBE_BASE) } else { base } };
        }
        let quotient = if d.form.interval().reaches_below(&Rat::ZERO) { None } else { fraction(&n.form, &d.form) };
        let interval = match (quotient, d.form.interval().recip()) {
            (Some(interval), _) => interval,
            (None, Some(inverse)) => n.form.interval().mul(&inverse),
            // Dividing by what may be zero is unknown; the sign is known where both signs are.
            (None, None) => quotient_sign(&n.form.interval(), &d.form.interval()),
        };
        let may_lack = d.form.interval().contains(&Rat::ZERO);
        let base = if may_lack { join_base(base, Truth::MAYBE_BASE) } else { base };
        Value { form: Affine::symbol(self.opaque(), interval, false), base }
    }

    fn op(&self, id: AtomId, op: &Op, env: &Env) -> Value {
        let mapped = |value: Value, f: &dyn Fn(&Interval) -> Interval| match value.form.as_constant() {
            Some(c) => {
                let one = f(&Interval::exact(c.clone()));
                let form = one.as_exact().map_or_else(Affine::default, |v| Affine::constant(v.clone()));
                Value { form, base: value.base }
            }
            None => Value { form: Affine::symbol(self.opaque(), f(&value.form.interval()), false), base: value.base },
        };
        match op {
            Op::Product(a, b) => self.product(a, b, env),
            Op::Quotient(n, d) => self.quotient(n, d, env),
            Op::Power(x, n) => self.power(x, n, env),
            Op::Abs(x) => mapped(self.num(x, env), &Interval::distance),
            Op::Round(x, step, how) => self.rounded(x, step, *how, env),
            Op::Raised(x, n) => self.raised(x, n, env),
            Op::Floor(x, n) => mapped(self.num(x, env), &|i| i.map_closed(|v| crate::num::floor(&(v / n)))),
            Op::Length(text) => self.length(text, env),
            Op::Rank(rank) => self.rank(rank, env),
            Op::Modulo(a, b) => self.remainder(a, b, env),
            Op::Lesser(a, b) => self.extreme(a, b, true, env),
            Op::Greater(a, b) => self.extreme(a, b, false, env),
            Op::Quantile(list, share) => self.quantile_of(list, share, env),
            Op::MonthStart(month) => self.month_start(month, env),
            Op::MonthOf(day) => self.month_of(day, env),
            Op::AddMonths(day, months) => self.add_months(day, months, env),
            Op::FullMonths(from, to) => self.full_months(from, to, env),
            Op::DayOf(parts) => self.day_of(parts, env),
            Op::SentOn { row, col } => self.sent_on(*row, *col, env),
            Op::ReportDay => self.day_or_any(self.report_day(env)),
            Op::AsOfDay => self.day_or_any(self.as_of_day()),
            Op::Choose { arms, otherwise } => self.choose(id, arms, otherwise.as_ref(), env),
        }
    }

    fn product(&self, a: &Num, b: &Num, env: &Env) -> Value {
        let (a, b) = (self.num(a, env), self.num(b, env));
        let base = join_base(a.base, b.base);
        if let Some(k) = a.form.as_constant() {
            return Value { form: b.form.scaled(k), base };
        }
        if let Some(k) = b.form.as_constant() {
            return Value { form: a.form.scaled(k), base };
        }
        let interval = a.form.interval().mul(&b.form.interval());
        let integer = a.form.is_integer() && b.form.is_integer();
        Value { form: Affine::symbol(self.opaque(), interval, integer), base }
    }

    /// A power has a base only where the exponent is a whole number of at least one.
    fn power(&self, x: &Num, n: &LinearForm, env: &Env) -> Value {
        let (x, n) = (self.num(x, env), self.lin(n, env));
        let (mut base, exponents) = (join_base(x.base, n.base), n.form.interval());
        let whole = |end: &crate::num::End, up: bool| {
            let v = end.value()?;
            u32::try_from(if up { v.ceil() } else { v.floor() }).ok()
        };
        // Beyond the longest that is worked out, powers are known to lie beyond it.
        let far = exponents.lo.value().is_some_and(|lo| *lo > Rat::from(Op::LONGEST));
        let least = if far { Op::LONGEST } else { whole(&exponents.lo, true).unwrap_or(1).max(1) };
        let most = whole(&exponents.hi, false).filter(|m| *m <= Op::LONGEST);
        let none_fits = !exponents.reaches_above(&Rat::ONE) && !exponents.contains(&Rat::ONE);
        if none_fits || n.form.as_constant().is_some_and(|n| !n.is_int()) {
            return Value::none();
        }
        if exponents.reaches_below(&Rat::ONE) || !n.form.is_integer() {
            base = join_base(base, Truth::MAYBE_BASE);
        }
        match (x.form.as_constant(), n.form.as_constant()) {
            (Some(x), Some(_)) if !far => Value { form: Affine::constant(crate::num::power(x, least)), base },
            _ => Value { form: Affine::symbol(self.opaque(), x.form.interval().powers(least, most), false), base },
        }
    }

    fn extreme(&self, a: &Num, b: &Num, lesser: bool, env: &Env) -> Value {
        let (a, b) = (self.num(a, env), self.num(b, env));
        let base = join_base(a.base, b.base);
        if let (Some(x), Some(y)) = (a.form.as_constant(), b.form.as_constant()) {
            let pick = if lesser { x.min(y) } else { x.max(y) };
            return Value { form: Affine::constant(pick.clone()), base };
        }
        let (a, b) = (a.form.interval(), b.form.interval());
        let interval = if lesser { a.lesser(&b) } else { a.greater(&b) };
        Value { form: Affine::symbol(self.opaque(), interval, false), base }
    }

    /// Each of them moves it only upwards, so the ends of what they can be give its ends.
    fn quantile_of(&self, list: &[Num], share: &Rat, env: &Env) -> Value {
        let values: Vec<Value> = list.iter().map(|n| self.num(n, env)).collect();
        let base = values.iter().map(|v| v.base).reduce(join_base).unwrap_or(Truth::TRUE);
        let intervals: Vec<Interval> = values.iter().map(|v| v.form.interval()).collect();
        let found = Interval::quantile(&intervals, share).unwrap_or_else(Interval::all);
        let form = match found.as_exact() {
            Some(value) => Affine::constant(value.clone()),
            None => Affine::symbol(self.opaque(), found, false),
        };
        Value { form, base }
    }

    fn choose(&self, _id: AtomId, arms: &[(crate::plan::CondId, Num)], otherwise: Option<&Num>, env: &Env) -> Value {
        let mut found: Option<Value> = None;
        let mut add = |value: Value, open: bool| {
            found = Some(match found.take() {
                None => value,
                Some(old) if old.form == value.form && old.base == value.base => old,
                Some(old) => {
                    let hull = old.form.interval().hull(&value.form.interval());
                    Value { form: Affine::symbol(self.opaque(), hull, false), base: old.base.or_possible(value.base) }
                }
            });
            open
        };
        let mut open = true;
        for (when, then) in arms {
            let truth = self.truth(*when, env);
            if truth.can_be_true() {
                open = add(self.num(then, env), truth.can_be_false() || truth.can_lack_base());
            }
            if !open {
                break;
            }
        }
        if open {
            add(otherwise.map_or_else(Value::none, |o| self.num(o, env)), false);
        }
        found.unwrap_or_else(Value::none)
    }
}

fn quotient_sign(n: &Interval, d: &Interval) -> Interval {
    let non_negative = |i: &Interval| !i.reaches_below(&Rat::ZERO);
    match (non_negative(n), non_negative(d)) {
        (true, true) => Interval::non_negative(),
        _ => Interval::all(),
    }
}

impl Exact<'_> {
    /// Left less right; linear sides are subtracted before intervals are taken.
    pub fn margin(&self, compare: &Compare, env: &Env) -> Interval {
        match (&compare.left.value, &compare.right.value) {
            (Num::LinearForm(a), Num::LinearForm(b)) => self.lin(&a.sub(b), env).form.interval(),
            (a, b) => {
                let mut form = self.num(a, env).form;
                form.add_scaled(&self.num(b, env).form, &-Rat::ONE);
                form.interval()
            }
        }
    }

    pub fn found_row(&self, row: crate::plan::RowRefId, env: &Env) -> Option<(crate::ty::RelId, u32)> {
        match self.find(row, env) {
            Found::Row { rel, row } => Some((rel, row)),
            Found::Missing { .. } => None,
        }
    }
}
