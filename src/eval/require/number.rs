//! Numbers over figures that may change: one linear form, or several cases with what must hold in each.

use crate::ast::CmpOp;
use crate::eval::require::context::{Require, plus};
use crate::eval::require::formula::Formula;
use crate::eval::require::want::Want;
use crate::eval::types::affine::Affine;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::eval::types::value::Value;
use crate::num::{Rat, Rounding, int, ratio, signum};
use crate::plan::{AggId, Atom, AtomId, CondId, Key, LinearForm, Measure, Num, Op};

/// More cases of one number than this are not told apart.
const MOST: usize = 64;

/// A number under a condition; without a form it has no base.
#[derive(Clone, Debug)]
pub struct Case {
    pub when: Formula,
    pub form: Option<Affine>,
}

pub type Cases = Option<Vec<Case>>;

impl Case {
    fn sure(form: Affine) -> Self {
        Self { when: Formula::TRUE, form: Some(form) }
    }

    fn none() -> Self {
        Self { when: Formula::TRUE, form: None }
    }

    fn under(self, more: Formula) -> Self {
        Self { when: Formula::all([self.when, more]), form: self.form }
    }
}

/// Every case of one number with every case of another.
fn pairs(a: &[Case], b: &[Case], f: &mut dyn FnMut(&Affine, &Affine) -> Vec<Case>) -> Cases {
    let mut out = Vec::new();
    for x in a {
        for y in b {
            let both = Formula::all([x.when.clone(), y.when.clone()]);
            let made = match (&x.form, &y.form) {
                (Some(p), Some(q)) => f(p, q),
                _ => vec![Case::none()],
            };
            out.extend(made.into_iter().map(|c| c.under(both.clone())).filter(|c| !c.when.is_false()));
        }
    }
    (out.len() <= MOST).then_some(out)
}

/// The cases of one number, each made into others.
fn each(a: &[Case], f: &mut dyn FnMut(&Affine) -> Vec<Case>) -> Cases {
    pairs(a, &[Case::sure(Affine::default())], &mut |x, _| f(x))
}

impl Require<'_> {
    /// `None` where it cannot be said in cases.
    pub fn number(&self, num: &Num, env: &Env) -> Cases {
        match num {
            Num::LinearForm(form) => self.form(form, env),
            Num::Ratio(n, d, _) => self.quotient(n, d, env),
        }
    }

    pub fn form(&self, form: &LinearForm, env: &Env) -> Cases {
        if let Some(plain) = self.plain(self.open.lin(form, env), true) {
            return Some(plain);
        }
        let mut sum = vec![Case::sure(Affine::constant(form.constant.clone()))];
        let zero = Rat::ZERO;
        for (atom, coefficient) in form.terms.iter().chain(form.gone.iter().map(|a| (a, &zero))) {
            let cases = self.atom(*atom, env)?;
            sum = pairs(&sum, &cases, &mut |so_far, more| vec![Case::sure(plus(so_far, more, coefficient))])?;
        }
        Some(sum)
    }

    /// One case, where there is no question of a base; of figures that may change alone, where it must be `linear`.
    fn plain(&self, value: Value, linear: bool) -> Cases {
        match value.base {
            Truth::NO_BASE => Some(vec![Case::none()]),
            Truth::TRUE if !linear || self.is_linear(&value.form) => Some(vec![Case::sure(value.form)]),
            _ => None,
        }
    }

    fn atom(&self, id: AtomId, env: &Env) -> Cases {
        let value = self.open.atom(id, env);
        if let Some(plain) = self.plain(value.clone(), true) {
            return Some(plain);
        }
        let cases = match self.open.plan.atom(id) {
            Atom::Cell { .. } | Atom::Param(_) => None,
            Atom::Agg { agg, key } => self.aggregate(*agg, key, env),
            Atom::Op(op) => self.op(op, env),
        };
        cases.or_else(|| self.plain(value, false))
    }

    fn op(&self, op: &Op, env: &Env) -> Cases {
        match op {
            Op::Product(a, b) => self.product(a, b, env),
            Op::Quotient(n, d) => self.quotient(n, d, env),
            Op::Abs(x) => each(&self.number(x, env)?, &mut |x| self.absolute(x)),
            Op::Lesser(a, b) => self.extreme(a, b, CmpOp::Le, env),
            Op::Greater(a, b) => self.extreme(a, b, CmpOp::Ge, env),
            Op::Round(x, step, how) => each(&self.number(x, env)?, &mut |x| self.rounded(x, step, *how)),
            Op::Floor(x, part) => {
                let part = part.clone();
                each(&self.number(x, env)?, &mut |x| self.rounded(&x.scaled(&(Rat::ONE / &part)), &Rat::ONE, Rounding::Down))
            }
            Op::Choose { arms, otherwise } => self.chosen(arms, otherwise.as_ref(), env),
            Op::Raised(..)
            | Op::Quantile(..)
            | Op::Power(..)
            | Op::Modulo(..)
            | Op::Length(_)
            | Op::MonthStart(_)
            | Op::MonthOf(_)
            | Op::AddMonths(..)
            | Op::FullMonths(..)
            | Op::DayOf(_)
            | Op::Rank(_)
            | Op::SentOn { .. }
            | Op::ReportDay
            | Op::AsOfDay => None,
        }
    }

    fn absolute(&self, x: &Affine) -> Vec<Case> {
        let side = |op, form: Affine| Case { when: self.bound(x, op), form: Some(form) };
        vec![side(CmpOp::Ge, x.clone()), side(CmpOp::Lt, x.scaled(&-Rat::ONE))]
    }

    fn extreme(&self, a: &Num, b: &Num, op: CmpOp, env: &Env) -> Cases {
        pairs(&self.number(a, env)?, &self.number(b, env)?, &mut |x, y| {
            let apart = plus(x, y, &-Rat::ONE);
            let side = |op, form: &Affine| Case { when: self.bound(&apart, op), form: Some(form.clone()) };
            vec![side(op, x), side(op.negated(), y)]
        })
    }

    /// Of two figures that may both change one stays: a product of two that change is no linear form.
    fn product(&self, a: &Num, b: &Num, env: &Env) -> Cases {
        pairs(&self.number(a, env)?, &self.number(b, env)?, &mut |x, y| {
            if let Some(k) = x.as_constant() {
                return vec![Case::sure(y.scaled(k))];
            }
            if let Some(k) = y.as_constant() {
                return vec![Case::sure(x.scaled(k))];
            }
            self.rough.set(true);
            let kept = |stays: &Affine, moves: &Affine| {
                let (now, when) = (self.now(stays)?, self.form_unchanged(stays)?);
                Some(Case { when, form: Some(moves.scaled(&now)) })
            };
            [kept(x, y), kept(y, x)].into_iter().flatten().collect()
        })
    }

    fn quotient(&self, n: &LinearForm, d: &LinearForm, env: &Env) -> Cases {
        pairs(&self.form(n, env)?, &self.form(d, env)?, &mut |n, d| {
            let by = |d: &Rat| if d.is_zero() { Case::none() } else { Case::sure(n.scaled(&(Rat::ONE / d))) };
            if let Some(d) = d.as_constant() {
                return vec![by(d)];
            }
            self.rough.set(true);
            let kept = |()| Some(by(&self.now(d)?).under(self.form_unchanged(d)?));
            kept(()).into_iter().collect()
        })
    }

    /// The multiple of a step that a number becomes is so many steps; which numbers become that many, the way of rounding says.
    fn rounded(&self, x: &Affine, step: &Rat, how: Rounding) -> Vec<Case> {
        if let Some(known) = x.as_constant() {
            return vec![Case::sure(Affine::constant(how.to_step(known, step)))];
        }
        let Some(now) = self.now(x) else {
            self.rough.set(true);
            return Vec::new();
        };
        let steps = self.whole(how.to_step(&now, step) / step);
        // Above the multiple by so many halves of a step.
        let above = |halves: i64| plus(&plus(x, &steps, &-step.clone()), &Affine::constant(step * ratio(-halves, 2)), &Rat::ONE);
        let within = |low: (i64, CmpOp), high: (i64, CmpOp)| {
            Formula::all([self.bound(&above(low.0), low.1), self.bound(&above(high.0), high.1)])
        };
        let when = match how {
            Rounding::Down => within((0, CmpOp::Ge), (2, CmpOp::Lt)),
            Rounding::Up => within((-2, CmpOp::Gt), (0, CmpOp::Le)),
            Rounding::HalfAway if !self.may_be_negative(x) => within((-1, CmpOp::Ge), (1, CmpOp::Lt)),
            Rounding::HalfAway => Formula::any([
                Formula::all([self.bound(x, CmpOp::Ge), within((-1, CmpOp::Ge), (1, CmpOp::Lt))]),
                Formula::all([self.bound(x, CmpOp::Lt), within((-1, CmpOp::Gt), (1, CmpOp::Le))]),
            ]),
            Rounding::HalfEven => {
                // In the middle of two the even one: twice a whole number.
                let half = self.whole(Rat::from((self.now(&steps).unwrap_or_default() / int(2)).floor()));
                let even = self.bound(&plus(&steps, &half, &int(-2)), CmpOp::Eq);
                let middle = [1, -1].map(|side| self.bound(&above(side), CmpOp::Eq));
                Formula::any([within((-1, CmpOp::Gt), (1, CmpOp::Lt)), Formula::all([even, Formula::any(middle)])])
            }
        };
        vec![Case { when, form: Some(steps.scaled(step)) }]
    }

    fn chosen(&self, arms: &[(CondId, Num)], otherwise: Option<&Num>, env: &Env) -> Cases {
        let (mut out, mut before) = (Vec::new(), Formula::TRUE);
        for (when, then) in arms {
            let here = Formula::all([before.clone(), self.condition(*when, Want::True, env)]);
            if !here.is_false() {
                out.extend(self.number(then, env)?.into_iter().map(|c| c.under(here.clone())));
            }
            before = Formula::all([before, self.condition(*when, Want::NotTrue, env)]);
        }
        if !before.is_false() {
            let last = otherwise.map_or_else(|| Some(vec![Case::none()]), |o| self.number(o, env))?;
            out.extend(last.into_iter().map(|c| c.under(before.clone())));
        }
        out.retain(|c| !c.when.is_false());
        (out.len() <= MOST).then_some(out)
    }
}

/// A row of an aggregate: that it belongs, and that it does not.
pub struct Member {
    pub row: u32,
    pub inside: Formula,
    pub outside: Formula,
}

impl Require<'_> {
    /// `None` where rows may exist that nobody sent, or where it is not figures that decide who belongs.
    pub fn members(&self, agg: AggId, key: &[Key], env: &Env) -> Option<Vec<Member>> {
        let (sure, maybe, tail) = self.open.sure_and_maybe(agg, key, env);
        if tail {
            return None;
        }
        let firm = |row: u32| Member { row, inside: Formula::TRUE, outside: Formula::FALSE };
        let mut out: Vec<Member> = sure.into_iter().map(firm).collect();
        for row in maybe {
            out.push(self.perhaps(agg, row, key, env)?);
        }
        Some(out)
    }

    fn perhaps(&self, agg: AggId, row: u32, key: &[Key], env: &Env) -> Option<Member> {
        let scope = self.open.plan.scope(self.open.plan.agg(agg).scope);
        let own = Env::of(scope.rel, row);
        let both = |cond: CondId, env: &Env| [Want::True, Want::NotTrue].map(|want| self.condition(cond, want, env));
        let mut tests: Vec<[Formula; 2]> = scope.filter.iter().map(|c| both(*c, &own)).collect();
        if let Some((residual, slot)) = scope.residual {
            tests.push(both(residual, &env.with(slot, scope.rel, row)));
        }
        for (inner, outer) in scope.key.iter().zip(key) {
            match (self.open.key_part(inner, &own), self.open.key_part(outer, env)) {
                (Some(a), Some(b)) => tests.push([Formula::known(a == b), Formula::known(a != b)]),
                _ => {
                    let (Key::Int(inner), Key::Int(outer)) = (inner, outer) else { return None };
                    let apart = pairs(&self.form(inner, &own)?, &self.form(outer, env)?, &mut |a, b| {
                        vec![Case::sure(plus(a, b, &-Rat::ONE))]
                    })?;
                    tests.push([CmpOp::Eq, CmpOp::Ne].map(|op| self.any_case(&apart, op)));
                }
            }
        }
        let (inside, outside): (Vec<_>, Vec<_>) = tests.into_iter().map(|[yes, no]| (yes, no)).unzip();
        let member = Member { row, inside: Formula::all(inside), outside: Formula::any(outside) };
        // Nothing that a figure decides.
        (!member.inside.is_true()).then_some(member)
    }

    /// In some case the form is so.
    pub fn any_case(&self, cases: &[Case], op: CmpOp) -> Formula {
        let one = |c: &Case| Some(Formula::all([c.when.clone(), self.bound(c.form.as_ref()?, op)]));
        Formula::any(cases.iter().filter_map(one))
    }

    fn aggregate(&self, id: AggId, key: &[Key], env: &Env) -> Cases {
        let members = self.members(id, key, env)?;
        let one = Affine::constant(Rat::ONE);
        match &self.open.plan.agg(id).measure {
            Measure::Count => self.added(&members, &|_| Some(vec![Case::sure(one.clone())])),
            Measure::Sum(form) => self.added(&members, &|row| self.form(form, &self.open.inner_env(id, row, env))),
            Measure::Valued(form) => self.added(&members, &|row| {
                let cases = self.form(form, &self.open.inner_env(id, row, env))?;
                Some(cases.into_iter().map(|c| Case { form: c.form.map(|_| one.clone()), ..c }).collect())
            }),
            Measure::Min(num) => self.outermost(&members, &|row| self.number(num, &self.open.inner_env(id, row, env)), CmpOp::Le),
            Measure::Max(num) => self.outermost(&members, &|row| self.number(num, &self.open.inner_env(id, row, env)), CmpOp::Ge),
            Measure::Quantile(..) | Measure::Distinct(_) | Measure::Places(_) | Measure::Truth(_) => None,
        }
    }

    /// The sum over those that belong; what has no base adds nothing.
    fn added(&self, members: &[Member], of: &dyn Fn(u32) -> Cases) -> Cases {
        let mut sum = vec![Case::sure(Affine::default())];
        for member in members {
            let nothing = || Case::sure(Affine::default());
            let inside = of(member.row)?.into_iter().map(|c| if c.form.is_some() { c } else { nothing().under(c.when) });
            let mut cases: Vec<Case> = inside.map(|c| c.under(member.inside.clone())).collect();
            cases.push(nothing().under(member.outside.clone()));
            cases.retain(|c| !c.when.is_false());
            sum = pairs(&sum, &cases, &mut |a, b| vec![Case::sure(plus(a, b, &Rat::ONE))])?;
        }
        Some(sum)
    }

    /// The least (`Le`) or greatest figure: that of one member, where all others lie beyond it.
    fn outermost(&self, members: &[Member], of: &dyn Fn(u32) -> Cases, op: CmpOp) -> Cases {
        let figures: Vec<Vec<Case>> = members.iter().map(|m| of(m.row)).collect::<Option<_>>()?;
        let mut out = Vec::new();
        for (at, (member, own)) in members.iter().zip(&figures).enumerate() {
            for case in own {
                let Some(form) = &case.form else { continue };
                let mut when = vec![member.inside.clone(), case.when.clone()];
                for (other, cases) in members.iter().zip(&figures).enumerate().filter(|(i, _)| *i != at).map(|(_, m)| m) {
                    let beyond = cases.iter().map(|c| match &c.form {
                        None => c.when.clone(),
                        Some(f) => Formula::all([c.when.clone(), self.bound(&plus(form, f, &-Rat::ONE), op)]),
                    });
                    when.push(Formula::any(beyond.chain([other.outside.clone()])));
                }
                out.push(Case { when: Formula::all(when), form: Some(form.clone()) });
            }
        }
        let absent = members.iter().zip(&figures).map(|(member, cases)| {
            let without = cases.iter().filter(|c| c.form.is_none()).map(|c| c.when.clone());
            Formula::any(without.chain([member.outside.clone()]))
        });
        out.push(Case { when: Formula::all(absent), form: None });
        out.retain(|c| !c.when.is_false());
        (out.len() <= MOST && !out.is_empty()).then_some(out)
    }

    /// Whether it surely is not zero.
    pub fn is_never_zero(&self, form: &Affine) -> bool {
        match form.as_constant() {
            Some(c) => signum(c) != 0,
            None => !form.interval().contains(&Rat::ZERO),
        }
    }
}
