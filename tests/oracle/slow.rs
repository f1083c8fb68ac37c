//! The obvious evaluator: one subject at a time, one expression at a time, big rationals, complete data only. It shares no code with
//! the engine beyond the typed rules.

use super::random::{Draft, Field, P_COLUMNS, R_COLUMNS};
use fadu::ast::{CmpOp, Verdict};
use fadu::hir::{Agg, AggFn, Expr, Kind, RowRef, Rule, RuleSet, SetExpr, VarId};
use fadu::num::{Rat, int, ratio};
use fadu::ty::{ColId, RelId};
use std::collections::BTreeMap;

struct World<'a> {
    set: &'a RuleSet,
    data: &'a Draft,
}

type Env = BTreeMap<VarId, usize>;

/// Verdicts of every line of every rule for every row of `R`.
pub fn judge(set: &RuleSet, data: &Draft) -> BTreeMap<(usize, usize, u32), Verdict> {
    let world = World { set, data };
    let mut out = BTreeMap::new();
    for (index, rule) in set.rules.iter().enumerate() {
        for row in 0..data.r.len() {
            let env = Env::from([(rule.subjects[0].var, row)]);
            if let Some(verdict) = world.rule(rule, &env) {
                out.insert((index, 0, u32::try_from(row).unwrap()), verdict);
            }
        }
    }
    out
}

/// True, false, or `None`: no base.
type Truth = Option<bool>;

impl World<'_> {
    fn rule(&self, rule: &Rule, env: &Env) -> Option<Verdict> {
        let truth = |e: &Expr| self.truth(e, env);
        if rule.when.as_ref().is_some_and(|w| truth(w) != Some(true)) {
            return Some(Verdict::NotApplicable);
        }
        if rule.exempt.iter().any(|e| truth(&e.when) == Some(true)) {
            return Some(Verdict::Exempt);
        }
        let excepted: Vec<&Expr> = rule.except.iter().filter(|e| truth(&e.when) == Some(true)).map(|e| &e.line.expr).collect();
        let judged = if excepted.is_empty() { vec![&rule.lines[0].expr] } else { excepted };
        let verdicts: Vec<Verdict> = judged.iter().map(|e| verdict(truth(e))).collect();
        verdicts.iter().all(|v| *v == verdicts[0]).then_some(verdicts[0])
    }

    fn rows(&self, rel: RelId) -> &[Vec<Field>] {
        if self.set.schema.get(rel).name == "P" { &self.data.p } else { &self.data.r }
    }

    fn field(&self, row: &RowRef, col: ColId, env: &Env) -> &Field {
        let (rel, at) = match row {
            RowRef::Var(var) => ("R", env[var]),
            RowRef::Lookup { keys, .. } => {
                let key = self.text(&keys[0], env);
                ("P", self.data.p.iter().position(|r| r[0] == Field::Text(key.clone())).expect("all keys exist"))
            }
            RowRef::Parent(_) => unreachable!("no nested rows here"),
        };
        let (rows, names): (_, &[&str]) = if rel == "P" { (&self.data.p, &P_COLUMNS) } else { (&self.data.r, &R_COLUMNS) };
        assert!(col.index() < names.len());
        &rows[at][col.index()]
    }

    fn text(&self, e: &Expr, env: &Env) -> String {
        match &e.kind {
            Kind::Text(t) => t.clone(),
            Kind::Field { row, col } => match self.field(row, *col, env) {
                Field::Text(t) => t.clone(),
                other => panic!("{other:?} is no text"),
            },
            other => panic!("{other:?}"),
        }
    }

    fn num(&self, e: &Expr, env: &Env) -> Rat {
        let two = |a: &Expr, b: &Expr| (self.num(a, env), self.num(b, env));
        match &e.kind {
            Kind::Num(n) => n.clone(),
            Kind::Field { row, col } => match self.field(row, *col, env) {
                Field::Number(n) => {
                    let money = e.ty.number().is_some_and(|t| t.is_money());
                    if money { int(*n) * int(10_000) } else { int(*n) }
                }
                Field::Flag(b) => int(i64::from(*b)),
                other => panic!("{other:?} is no number"),
            },
            Kind::Neg(x) => -self.num(x, env),
            Kind::Add(a, b) => {
                let (a, b) = two(a, b);
                a + b
            }
            Kind::Sub(a, b) => {
                let (a, b) = two(a, b);
                a - b
            }
            Kind::Mul(a, b) | Kind::ShareOf { share: a, base: b } => {
                let (a, b) = two(a, b);
                a * b
            }
            Kind::Agg(agg) => self.aggregate(agg, env),
            other => panic!("{other:?}"),
        }
    }

    fn members(&self, agg: &Agg, env: &Env) -> Vec<Env> {
        let rows = self.rows(agg.source.rel()).len();
        let inner = (0..rows).map(|row| {
            let mut inner = env.clone();
            inner.insert(agg.var, row);
            inner
        });
        inner.filter(|inner| agg.filter.as_ref().is_none_or(|f| self.truth(f, inner) == Some(true))).collect()
    }

    fn aggregate(&self, agg: &Agg, env: &Env) -> Rat {
        let members = self.members(agg, env);
        match agg.func {
            AggFn::Count => Rat::from(members.len()),
            AggFn::Sum => members.iter().map(|m| self.num(agg.value.as_ref().unwrap(), m)).fold(ratio(0, 1), |a, b| a + b),
            other => panic!("{other:?}"),
        }
    }

    fn truth(&self, e: &Expr, env: &Env) -> Truth {
        match &e.kind {
            Kind::Num(n) => Some(!n.is_zero()),
            Kind::Field { .. } => Some(self.num(e, env) != int(0)),
            Kind::Compare { first, links } => {
                let mut left = first.as_ref();
                let mut parts = Vec::new();
                for link in links {
                    parts.push(self.compare(left, link.op, &link.right, env));
                    left = &link.right;
                }
                all(parts)
            }
            Kind::Same { left, right, negated } => Some((self.text(left, env) == self.text(right, env)) != *negated),
            Kind::In { value, set: SetExpr::Texts(list) } => Some(list.contains(&self.text(value, env))),
            Kind::And(parts) => all(parts.iter().map(|p| self.truth(p, env)).collect()),
            Kind::Or(parts) => all(parts.iter().map(|p| self.truth(p, env).map(|b| !b)).collect()).map(|b| !b),
            Kind::Not(x) => self.truth(x, env).map(|b| !b),
            Kind::Agg(agg) => {
                let test = agg.value.as_ref().unwrap();
                let passed: Vec<Truth> = self.members(agg, env).iter().map(|m| self.truth(test, m)).collect();
                Some(match agg.func {
                    AggFn::Every => passed.iter().all(|t| *t != Some(false)),
                    AggFn::Some => passed.contains(&Some(true)),
                    other => panic!("{other:?}"),
                })
            }
            other => panic!("{other:?}"),
        }
    }

    fn compare(&self, a: &Expr, op: CmpOp, b: &Expr, env: &Env) -> Truth {
        let (x, y) = (self.num(a, env), self.num(b, env));
        for (share, other) in [(a, &y), (b, &x)] {
            if let Kind::ShareOf { base, .. } = &share.kind
                && self.num(base, env) == int(0)
                && *other == int(0)
            {
                return None;
            }
        }
        Some(match op {
            CmpOp::Ge => x >= y,
            CmpOp::Gt => x > y,
            CmpOp::Le => x <= y,
            CmpOp::Lt => x < y,
            CmpOp::Eq => x == y,
            CmpOp::Ne => x != y,
        })
    }
}

/// Conjunction; what has no base is neutral.
fn all(parts: Vec<Truth>) -> Truth {
    if parts.contains(&Some(false)) {
        Some(false)
    } else if parts.iter().all(Option::is_none) && !parts.is_empty() {
        None
    } else {
        Some(true)
    }
}

fn verdict(truth: Truth) -> Verdict {
    match truth {
        Some(true) => Verdict::Met,
        Some(false) => Verdict::Violated,
        None => Verdict::NotApplicable,
    }
}
