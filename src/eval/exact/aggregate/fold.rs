//! What the members of an aggregate come to: those that surely belong, those that may, and the rows nobody sent.

use crate::eval::exact::aggregate::Members;
use crate::eval::exact::context::Exact;
use crate::eval::exact::order::quantiles::Figures;
use crate::eval::tables::domain::domain_of;
use crate::eval::types::affine::{Affine, Crowd, PartOf, Symbol};
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::eval::types::value::Value;
use crate::num::{End, Interval, Rat, int};
use crate::plan::{AggId, Atom, LinearForm, Measure, Num, Scope};
use crate::ty::ColId;

impl Exact<'_> {
    pub fn fold_members(&self, id: AggId, sure: &[u32], members: &Members<'_>, (env, slot): (&Env, Option<u8>)) -> Value {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        let inner = |row: u32| match slot {
            Some(slot) => env.with(slot, scope.rel, row),
            None => env.alone(scope.rel, row),
        };
        match &agg.measure {
            Measure::Count => Value::sure(self.count(id, sure.len(), members)),
            Measure::Valued(lin) => Value::sure(self.valued(id, lin, sure, members, &inner)),
            Measure::Sum(lin) => {
                let crowd = self.crowd(id, lin, members, env);
                Value::sure(self.sum((id, lin, crowd.as_deref()), sure, members, &inner))
            }
            Measure::Min(n) => self.extreme_of(id, (n, true), sure, members, &inner),
            Measure::Max(n) => self.extreme_of(id, (n, false), sure, members, &inner),
            Measure::Quantile(n, share) => self.quantile(id, (n, share), sure, members, &inner),
            Measure::Distinct(value) => Value::sure(self.distinct(id, value, sure, members, &inner)),
            Measure::Places(places) => Value::sure(self.placed(id, places, sure, members, &inner)),
            Measure::Truth(_) => Value::none(),
        }
    }

    pub fn membership(&self, id: AggId, row: u32, part: &PartOf) -> Affine {
        let scope = self.plan.agg(id).scope;
        Affine::symbol(Symbol::Member { scope, row, part: part.clone() }, Interval::closed(int(0), int(1)), true)
    }

    pub fn many(&self, agg: AggId) -> impl FnOnce(usize) -> Symbol + '_ {
        move |count| Symbol::Many { agg, count, id: self.fresh() }
    }

    fn count(&self, id: AggId, sure: usize, members: &Members<'_>) -> Affine {
        let mut total = Affine::constant(Rat::from(sure) + settled(members));
        if members.maybe.len() > Affine::MAX_TERMS {
            let more = if members.tail {
                self.most_missing(self.plan.scope(self.plan.agg(id).scope), &members.part.key)
            } else {
                Some(0)
            };
            let most = more.map_or(End::Unbounded, |more| End::Closed(Rat::from(members.maybe.len() + more)));
            let domain = Interval { lo: End::Closed(Rat::ZERO), hi: most };
            let many = self.many(id)(members.maybe.len());
            total.add_scaled(&Affine::symbol(many, domain, true), &Rat::ONE);
            return total;
        }
        for &row in &members.maybe {
            total.add_scaled(&self.membership(id, row, &members.part), &Rat::ONE);
        }
        if members.tail {
            let tail = Symbol::Tail { agg: id, part: members.part.clone() };
            total.add_scaled(&Affine::symbol(tail, self.missing(id, members), true), &Rat::ONE);
        }
        total.bounded(self.many(id))
    }

    fn sum(
        &self,
        (id, lin, crowd): (AggId, &LinearForm, Option<&Crowd>),
        sure: &[u32],
        members: &Members<'_>,
        inner: &dyn Fn(u32) -> Env,
    ) -> Affine {
        let mut total = Affine::constant(settled(members));
        for &row in sure {
            let value = self.lin(lin, &inner(row));
            // A figure that does not exist adds nothing; one that may not exist adds nothing or itself.
            match value.base {
                Truth::NO_BASE => {}
                Truth::TRUE => total.add_scaled(&value.form, &Rat::ONE),
                _ => total.add_scaled(&self.maybe_term(id, row, &members.part, &value.form), &Rat::ONE),
            }
        }
        for &row in members.maybe.iter().filter(|_| crowd.is_none()) {
            self.add_possible(&mut total, (id, lin), row, &members.part, &inner(row));
        }
        if members.tail {
            let tail = Symbol::Tail { agg: id, part: members.part.clone() };
            total.add_scaled(&Affine::symbol(tail, self.tail_domain(id, lin), false), &Rat::ONE);
        }
        match crowd {
            Some(crowd) => total.among(crowd, self.many(id)),
            None => total.bounded(self.many(id)),
        }
    }

    /// How many rows have a value.
    fn valued(&self, id: AggId, lin: &LinearForm, sure: &[u32], members: &Members<'_>, inner: &dyn Fn(u32) -> Env) -> Affine {
        let (mut firm, mut maybe) = (0, Vec::new());
        for &row in sure {
            match self.lin(lin, &inner(row)).base {
                Truth::NO_BASE => {}
                Truth::TRUE => firm += 1,
                _ => maybe.push(row),
            }
        }
        maybe.extend(members.maybe.iter().filter(|&&row| self.lin(lin, &inner(row)).base != Truth::NO_BASE));
        let mut total = Affine::constant(Rat::from(firm) + settled(members));
        let one = Affine::constant(Rat::ONE);
        for row in maybe {
            total.add_scaled(&self.maybe_term(id, row, &members.part, &one), &Rat::ONE);
        }
        if members.tail {
            let tail = Symbol::Tail { agg: id, part: members.part.clone() };
            total.add_scaled(&Affine::symbol(tail, self.missing(id, members), true), &Rat::ONE);
        }
        total.bounded(self.many(id))
    }

    /// How many rows nobody sent.
    fn missing(&self, id: AggId, members: &Members<'_>) -> Interval {
        match self.most_missing(self.plan.scope(self.plan.agg(id).scope), &members.part.key) {
            Some(most) => Interval::closed(Rat::ZERO, Rat::from(most)),
            None => Interval::non_negative(),
        }
    }

    pub fn maybe_term(&self, agg: AggId, row: u32, part: &PartOf, form: &Affine) -> Affine {
        let hull = form.interval().hull(&Interval::exact(Rat::ZERO));
        Affine::symbol(Symbol::MaybeTerm { agg, row, part: part.clone() }, hull, form.is_integer())
    }

    /// Rows that were not sent add nothing or something; never less than nothing unless the figure is signed.
    fn tail_domain(&self, id: AggId, lin: &LinearForm) -> Interval {
        let scope = self.plan.scope(self.plan.agg(id).scope);
        let non_negative = crate::num::signum(&lin.constant) >= 0
            && lin.terms.iter().all(|(atom, c)| crate::num::signum(c) > 0 && self.is_non_negative(*atom, scope));
        if non_negative { Interval::non_negative() } else { Interval::all() }
    }

    fn is_non_negative(&self, atom: crate::plan::AtomId, scope: &Scope) -> bool {
        let column = |rel, col: ColId| !domain_of(self.def(rel, col)).reaches_below(&Rat::ZERO);
        match self.plan.atom(atom) {
            Atom::Cell { row, col } => match self.plan.row(*row) {
                // Other slots hold outer rows, of relations that are not known here.
                crate::plan::Row::Slot(slot) => scope.residual.map_or(0, |(_, s)| s) == *slot && column(scope.rel, *col),
                crate::plan::Row::Lookup { rel, .. }
                | crate::plan::Row::Parent { rel, .. }
                | crate::plan::Row::Only { rel, .. } => column(*rel, *col),
            },
            Atom::Agg { agg, .. } => {
                matches!(
                    self.plan.agg(*agg).measure,
                    Measure::Count | Measure::Valued(_) | Measure::Distinct(_) | Measure::Places(_)
                )
            }
            Atom::Param(_) | Atom::Op(_) => false,
        }
    }

    /// What the figure of a row that nobody sent can be.
    fn unsent_domain(&self, id: AggId, n: &Num) -> Interval {
        match n {
            Num::LinearForm(lin) => self.tail_domain(id, lin),
            Num::Ratio(..) => Interval::all(),
        }
    }

    /// The least (or greatest) figure.
    fn extreme_of(
        &self,
        id: AggId,
        (n, lesser): (&Num, bool),
        sure: &[u32],
        members: &Members<'_>,
        inner: &dyn Fn(u32) -> Env,
    ) -> Value {
        let values = |rows: &[u32]| -> Vec<Value> { rows.iter().map(|&r| self.num(n, &inner(r))).collect() };
        let (firm, mut loose): (Vec<Value>, Vec<Value>) = values(sure).into_iter().partition(|v| v.base == Truth::TRUE);
        loose.extend(values(&members.maybe));
        loose.retain(|v| v.base != Truth::NO_BASE);
        let mut found: Option<Interval> = members.settled.clone().map(Interval::exact);
        for v in &firm {
            let i = v.form.interval();
            found = Some(found.map_or_else(|| i.clone(), |f| pick(&f, &i, lesser)));
        }
        let fixed = found.is_some();
        let mut hull = found;
        for v in &loose {
            let i = v.form.interval();
            // Beside a firm figure a possible one can only move the extreme one way; alone it can be the extreme itself.
            hull = Some(match hull {
                Some(h) if fixed => h.hull(&pick(&h, &i, lesser)),
                Some(h) => h.hull(&i),
                None => i,
            });
        }
        if members.tail {
            let unsent = self.unsent_domain(id, n);
            hull = Some(match hull {
                Some(h) if fixed => h.hull(&pick(&h, &unsent, lesser)),
                Some(h) => h.hull(&unsent),
                None => unsent,
            });
        }
        let base = if fixed { Truth::TRUE } else { Truth::MAYBE_BASE };
        match hull {
            None => Value::none(),
            Some(interval) => Value { form: Affine::symbol(self.opaque(), interval, false), base },
        }
    }

    /// Lower and upper ends of the figures give the ends of the quantile.
    fn quantile(
        &self,
        id: AggId,
        (n, share): (&Num, &Rat),
        sure: &[u32],
        members: &Members<'_>,
        inner: &dyn Fn(u32) -> Env,
    ) -> Value {
        let values = |rows: &[u32]| rows.iter().map(|&r| self.num(n, &inner(r))).filter(|v| v.base != Truth::NO_BASE).collect();
        let (firm, mut loose): (Vec<Value>, Vec<Value>) = Vec::into_iter(values(sure)).partition(|v| v.base == Truth::TRUE);
        loose.extend(values(&members.maybe));
        let intervals = |list: Vec<Value>| list.into_iter().map(|v| v.form.interval()).collect();
        let base = if firm.is_empty() { Truth::MAYBE_BASE } else { Truth::TRUE };
        let most = || self.most_missing(self.plan.scope(self.plan.agg(id).scope), &members.part.key);
        let unsent = members.tail.then(|| (self.unsent_domain(id, n), most()));
        match (Figures { firm: intervals(firm), loose: intervals(loose), unsent }).quantile(share) {
            None => Value::none(),
            Some(known) => match known.as_exact().filter(|_| base == Truth::TRUE) {
                Some(exact) => Value::sure(Affine::constant(exact.clone())),
                None => Value { form: Affine::symbol(self.opaque(), known, false), base },
            },
        }
    }
}

/// The number, or sum, of the rows that are not listed.
fn settled(members: &Members<'_>) -> Rat {
    members.settled.clone().unwrap_or_default()
}

/// The smaller (or larger) of two numbers known as intervals.
fn pick(a: &Interval, b: &Interval, lesser: bool) -> Interval {
    if !lesser {
        return pick(&a.neg(), &b.neg(), true).neg();
    }
    let hull = a.hull(b);
    let upper = |i: &Interval| Interval { lo: crate::num::End::Unbounded, hi: i.hi.clone() };
    let ceiling = upper(a).meet(&upper(b)).unwrap_or_else(Interval::all);
    hull.meet(&ceiling).unwrap_or(hull)
}
