//! The obvious evaluator: one subject at a time, one expression at a time, big rationals, complete data only. It shares no code with
//! the engine beyond the typed rules.

use super::draft::{Draft, Field};
use fadu::ast::{CmpOp, Verdict};
use fadu::hir::{Agg, AggFn, Expr, Func, Kind, ParamValue, RowRef, Rule, RuleSet, SetExpr, Source, VarId};
use fadu::num::{Rat, Rounding, int, ratio};
use fadu::ty::{ColId, Origin, RelId, Type};
use std::collections::{BTreeMap, BTreeSet};

struct World<'a> {
    set: &'a RuleSet,
    data: &'a Draft,
}

/// Rows in hand: relation and row of each variable.
type Env = BTreeMap<VarId, (RelId, usize)>;

/// A verdict's place: rule, line, the subject's title.
pub type Place = (usize, usize, String);

/// Verdicts of every rule for every subject; the rules must have their parameters bound.
pub fn judge(set: &RuleSet, data: &Draft) -> BTreeMap<Place, Verdict> {
    let world = World { set, data };
    let mut out = BTreeMap::new();
    for (index, rule) in set.rules.iter().enumerate() {
        for (title, row) in world.subjects(rule) {
            let env = Env::from([(rule.subjects[0].var, (rule.subjects[0].source.rel(), row))]);
            if let Some(verdict) = world.rule(rule, &env) {
                out.insert((index, 0, title), verdict);
            }
        }
    }
    out
}

/// What a `show` line comes to.
#[derive(Clone, Debug)]
pub enum Came {
    /// `None`: no base.
    Number(Option<Rat>),
    Text(Option<String>),
    Listed(bool),
}

/// Rule, result, the subject's title: `None` where the line does not speak of the subject.
pub type Results = BTreeMap<Place, Option<Came>>;

/// The results of every rule for every subject.
pub fn results(set: &RuleSet, data: &Draft) -> Results {
    let world = World { set, data };
    let mut out = BTreeMap::new();
    for (index, rule) in set.rules.iter().enumerate() {
        for (title, row) in world.subjects(rule) {
            let env = Env::from([(rule.subjects[0].var, (rule.subjects[0].source.rel(), row))]);
            let speaks = rule.when.as_ref().is_none_or(|w| world.holds(w, &env));
            for (at, show) in rule.shows.iter().enumerate() {
                let came = || match &show.expr.ty {
                    Type::Flag => Came::Listed(world.holds(&show.expr, &env)),
                    ty if ty.is_text_like() => Came::Text(world.text(&show.expr, &env)),
                    _ => Came::Number(world.num(&show.expr, &env)),
                };
                out.insert((index, at, title.clone()), speaks.then(came));
            }
        }
    }
    out
}

/// True, false, or `None`: no base.
type Truth = Option<bool>;

impl World<'_> {
    fn subjects(&self, rule: &Rule) -> Vec<(String, usize)> {
        let subject = &rule.subjects[0];
        let rows = self.rows(subject.source.rel());
        let shown = |f: &Field| match f {
            Field::Text(t) => t.clone(),
            Field::Number(n) => n.to_string(),
            other => panic!("{other:?}"),
        };
        let title = |row: &[Field], cols: &[usize]| cols.iter().map(|c| shown(&row[*c])).collect::<Vec<_>>().join(" · ");
        if subject.over.is_some() {
            // The years in hand are those of the draft; earlier ones are there to be looked up.
            let recent = |row: &Vec<Field>| matches!(row[1], Field::Number(y) if y >= 2006);
            return rows.iter().enumerate().filter(|(_, r)| recent(r)).map(|(i, r)| (title(r, &[0, 1]), i)).collect();
        }
        let by: Vec<usize> = subject.by.iter().map(|c| c.index()).collect();
        let cols = if by.is_empty() { vec![0] } else { by };
        let mut seen = BTreeSet::new();
        let all = rows.iter().enumerate().map(|(i, r)| (title(r, &cols), i));
        all.filter(|(t, _)| seen.insert(t.clone())).collect()
    }

    fn rule(&self, rule: &Rule, env: &Env) -> Option<Verdict> {
        let truth = |e: &Expr| self.truth(e, env, As::Line);
        let holds = |e: &Expr| self.holds(e, env);
        if rule.when.as_ref().is_some_and(|w| !holds(w)) {
            return Some(Verdict::NotApplicable);
        }
        if rule.exempt.iter().any(|e| holds(&e.when)) {
            return Some(Verdict::Exempt);
        }
        let excepted: Vec<&Expr> = rule.except.iter().filter(|e| holds(&e.when)).map(|e| &e.line.expr).collect();
        let judged = if excepted.is_empty() { vec![&rule.lines[0].expr] } else { excepted };
        let verdicts: Vec<Verdict> = judged.iter().map(|e| verdict(truth(e))).collect();
        verdicts.iter().all(|v| *v == verdicts[0]).then_some(verdicts[0])
    }

    fn name(&self, rel: RelId) -> &str {
        let relation = self.set.schema.get(rel);
        if matches!(relation.origin, Origin::Nested { .. }) { "L" } else { &relation.name }
    }

    fn rows(&self, rel: RelId) -> &[Vec<Field>] {
        self.data.rows(self.name(rel))
    }

    fn row(&self, row: &RowRef, env: &Env) -> usize {
        match row {
            RowRef::Var(var) => env[var].1,
            RowRef::Lookup { rel, keys, .. } => {
                let key: Vec<Field> = keys.iter().map(|k| self.key(k, env)).collect();
                let found = self.rows(*rel).iter().position(|r| r[..key.len()] == key);
                found.unwrap_or_else(|| panic!("no {} {key:?}", self.name(*rel)))
            }
            RowRef::Parent(child) => self.data.tables["L"].parents[self.row(child, env)],
            RowRef::Only(_) => panic!("no such rule is drafted"),
        }
    }

    fn key(&self, e: &Expr, env: &Env) -> Field {
        if e.ty.is_text_like() {
            return Field::Text(self.text(e, env).expect("a key"));
        }
        let number = self.num(e, env).expect("a key");
        Field::Number(fadu::num::to_i64(&number).expect("a year"))
    }

    fn field(&self, row: &RowRef, col: ColId, env: &Env) -> Field {
        let rel = match row {
            RowRef::Var(var) => env[var].0,
            RowRef::Lookup { rel, .. } => *rel,
            RowRef::Only(_) => panic!("no such rule is drafted"),
            RowRef::Parent(child) => {
                return self.data.rows("R")[self.data.tables["L"].parents[self.row(child, env)]][col.index()].clone();
            }
        };
        self.rows(rel)[self.row(row, env)][col.index()].clone()
    }

    /// `None`: there is none.
    fn text(&self, e: &Expr, env: &Env) -> Option<String> {
        match &e.kind {
            Kind::Text(t) => Some(t.clone()),
            Kind::Defined(defined) => self.text(&defined.value, env),
            Kind::Param(id) => match &self.set.params[id.0 as usize].value {
                Some(ParamValue::Text(t)) => Some(t.clone()),
                other => panic!("{other:?}"),
            },
            Kind::Field { row, col } => match self.field(row, *col, env) {
                Field::Text(t) => Some(t),
                other => panic!("{other:?} is no text"),
            },
            Kind::Choose { arms, otherwise } => {
                let taken = arms.iter().find(|(when, _)| self.holds(when, env)).map(|(_, v)| v);
                self.text(taken.or(otherwise.as_deref())?, env)
            }
            other => panic!("{other:?}"),
        }
    }

    /// `None`: no base.
    fn num(&self, e: &Expr, env: &Env) -> Option<Rat> {
        let two = |a: &Expr, b: &Expr| Some((self.num(a, env)?, self.num(b, env)?));
        Some(match &e.kind {
            Kind::Num(n) => n.clone(),
            Kind::Defined(defined) => self.num(&defined.value, env)?,
            Kind::Param(id) => match &self.set.params[id.0 as usize].value {
                Some(ParamValue::Number(n)) => n.clone(),
                other => panic!("{other:?}"),
            },
            Kind::Field { row, col } => match self.field(row, *col, env) {
                Field::Number(n) if e.ty.number().is_some_and(|t| t.is_money()) => int(n) * int(10_000),
                Field::Number(n) => int(n),
                Field::Exact(n) => n,
                Field::Flag(b) => int(i64::from(b)),
                Field::None => return None,
                other => panic!("{other:?} is no number"),
            },
            Kind::Neg(x) => -self.num(x, env)?,
            Kind::Add(a, b) => two(a, b).map(|(a, b)| a + b)?,
            Kind::Sub(a, b) => two(a, b).map(|(a, b)| a - b)?,
            Kind::Mul(a, b) | Kind::ShareOf { share: a, base: b } => two(a, b).map(|(a, b)| a * b)?,
            Kind::Div(a, b) => {
                let (a, b) = two(a, b)?;
                if b.is_zero() {
                    return None;
                }
                a / b
            }
            Kind::Func(Func::Growth, args) => {
                let (end, start) = two(&args[0], &args[1])?;
                if start.is_zero() {
                    return None;
                }
                end / start - int(1)
            }
            Kind::Choose { arms, otherwise } => {
                let taken = arms.iter().find(|(when, _)| self.holds(when, env)).map(|(_, v)| v);
                self.num(taken.or(otherwise.as_deref())?, env)?
            }
            Kind::Func(Func::Abs, args) => {
                let x = self.num(&args[0], env)?;
                if x < int(0) { -x } else { x }
            }
            Kind::Func(func @ (Func::Lesser | Func::Greater), args) => {
                let (x, y) = two(&args[0], &args[1])?;
                if *func == Func::Lesser { x.min(y) } else { x.max(y) }
            }
            Kind::Func(Func::Quantile(share), args) => {
                super::at_place(args.iter().map(|a| self.num(a, env)).collect::<Option<_>>()?, *share)
            }
            Kind::Func(Func::ToStep(how), args) => {
                let (x, step) = two(&args[0], &args[1])?;
                to_step(*how, &(x / &step)) * step
            }
            Kind::Func(Func::Power, args) => {
                let (x, n) = two(&args[0], &args[1])?;
                let n = fadu::num::to_i64(&n).expect("a whole exponent");
                if n < 0 && x.is_zero() {
                    return None;
                }
                let up = (0..n.abs()).fold(int(1), |so_far, _| so_far * &x);
                if n < 0 { int(1) / up } else { up }
            }
            Kind::AsShare { part, base } => {
                let (part, base) = two(part, base)?;
                if base.is_zero() {
                    return None;
                }
                part / base
            }
            Kind::Agg(agg) => self.aggregate(agg, env)?,
            other => panic!("{other:?}"),
        })
    }

    fn members(&self, agg: &Agg, env: &Env) -> Vec<Env> {
        let rel = agg.source.rel();
        let of = match &agg.source {
            Source::Nested { of, .. } => Some(self.row(of, env)),
            _ => None,
        };
        let own = |row: &usize| of.is_none_or(|of| self.data.tables["L"].parents[*row] == of);
        let inner = (0..self.rows(rel).len()).filter(own).map(|row| {
            let mut inner = env.clone();
            inner.insert(agg.var, (rel, row));
            inner
        });
        // Each part of a filter must hold; what has no base does not.
        let parts = agg.filter.as_ref().map(conjuncts).unwrap_or_default();
        inner.filter(|inner| parts.iter().all(|part| self.holds(part, inner))).collect()
    }

    fn aggregate(&self, agg: &Agg, env: &Env) -> Option<Rat> {
        let members = self.members(agg, env);
        if let (AggFn::Rank(order), Some(own)) = (agg.func, &agg.own) {
            let figure = self.num(&own.figure, env)?;
            let row = own.row.as_ref().map(|row| self.row(row, env));
            let others = members.iter().filter(|m| Some(m[&agg.var].1) != row);
            let values = others.filter_map(|m| self.num(agg.value.as_ref().unwrap(), m));
            let before = values.filter(|v| if order.lowest { *v < figure } else { *v > figure } || (order.last && *v == figure));
            return Some(Rat::from(before.count() + 1));
        }
        if agg.func == AggFn::Count {
            return Some(Rat::from(members.len()));
        }
        if agg.func == AggFn::Distinct {
            let texts: BTreeSet<String> = members.iter().filter_map(|m| self.text(agg.value.as_ref().unwrap(), m)).collect();
            return Some(Rat::from(texts.len()));
        }
        let mut values: Vec<Rat> = members.iter().filter_map(|m| self.num(agg.value.as_ref().unwrap(), m)).collect();
        values.sort();
        let total = values.iter().fold(ratio(0, 1), |a, b| a + b);
        let count = values.len();
        match agg.func {
            AggFn::Sum => Some(total),
            _ if count == 0 => None,
            AggFn::Avg => Some(total / Rat::from(count)),
            AggFn::Min => values.first().cloned(),
            AggFn::Max => values.last().cloned(),
            AggFn::Median => Some((&values[(count - 1) / 2] + &values[count / 2]) / int(2)),
            other => panic!("{other:?}"),
        }
    }

    /// A condition holds or not; what has no base does not.
    fn holds(&self, e: &Expr, env: &Env) -> bool {
        self.truth(e, env, As::Condition) == Some(true)
    }

    /// Whether there is a value: that of the arm taken, and all that it is reckoned with.
    fn exists(&self, e: &Expr, env: &Env) -> bool {
        match &e.kind {
            Kind::Field { row, col } => self.field(row, *col, env) != Field::None,
            Kind::Defined(defined) => self.exists(&defined.value, env),
            Kind::Choose { arms, otherwise } => {
                let taken = arms.iter().find(|(when, _)| self.holds(when, env)).map(|(_, v)| v);
                taken.or(otherwise.as_deref()).is_some_and(|value| self.exists(value, env))
            }
            Kind::Neg(x) => self.exists(x, env),
            Kind::Add(a, b) | Kind::Sub(a, b) | Kind::Mul(a, b) | Kind::Div(a, b) => self.exists(a, env) && self.exists(b, env),
            Kind::Func(_, args) => args.iter().all(|x| self.exists(x, env)),
            _ => true,
        }
    }

    fn truth(&self, e: &Expr, env: &Env, asked: As) -> Truth {
        let all = |parts: Vec<Truth>| all(parts, asked);
        match &e.kind {
            Kind::Num(n) => Some(!n.is_zero()),
            Kind::Defined(defined) => self.truth(&defined.value, env, asked),
            Kind::Field { .. } | Kind::Param(_) => Some(self.num(e, env)? != int(0)),
            Kind::Compare { first, links } => {
                let mut left = first.as_ref();
                let mut parts = Vec::new();
                for link in links {
                    parts.push(self.compare(left, link.op, &link.right, env));
                    left = &link.right;
                }
                all(parts)
            }
            Kind::Same { left, right, negated } if left.ty == Type::Flag => {
                let (x, y) = (self.truth(left, env, asked)?, self.truth(right, env, asked)?);
                Some((x == y) != *negated)
            }
            Kind::Same { left, right, negated } => {
                // No text is equal to nothing.
                let same = self.text(left, env).is_some_and(|x| self.text(right, env).is_some_and(|y| x == y));
                Some(same != *negated)
            }
            Kind::In { value, set: SetExpr::Texts(list) } => Some(self.text(value, env).is_some_and(|t| list.contains(&t))),
            Kind::And(parts) => all(parts.iter().map(|p| self.truth(p, env, asked)).collect()),
            // Of `a implies b` the first is a condition. Where it holds, b is what is asked; else nothing is, nor by the opposite.
            Kind::Implies(parts) if asked != As::Condition => {
                let Kind::Not(when) = &parts[0].kind else { panic!("{parts:?}") };
                match self.truth(when, env, As::Condition) {
                    Some(true) => self.truth(&parts[1], env, asked),
                    None if asked == As::Opposite => None,
                    Some(false) | None => Some(true),
                }
            }
            Kind::Or(parts) | Kind::Implies(parts) => {
                all(parts.iter().map(|p| self.truth(p, env, asked).map(|b| !b)).collect()).map(|b| !b)
            }
            Kind::Not(x) => {
                let asked = match asked {
                    As::Line => As::Opposite,
                    As::Opposite => As::Line,
                    As::Condition => As::Condition,
                };
                self.truth(x, env, asked).map(|b| !b)
            }
            Kind::Exists(x) => Some(self.exists(x, env)),
            Kind::Choose { arms, otherwise } => {
                let taken = arms.iter().find(|(when, _)| self.holds(when, env)).map(|(_, v)| v);
                self.truth(taken.or(otherwise.as_deref())?, env, asked)
            }
            Kind::Agg(agg) => {
                let test = agg.value.as_ref().unwrap();
                let passed: Vec<Truth> = self.members(agg, env).iter().map(|m| self.truth(test, m, asked)).collect();
                Some(match agg.func {
                    AggFn::Every if asked != As::Condition => passed.iter().all(|t| *t != Some(false)),
                    AggFn::Every if passed.contains(&Some(false)) => false,
                    AggFn::Every if passed.contains(&None) => return None,
                    AggFn::Every => true,
                    AggFn::Some if asked == As::Condition && !passed.contains(&Some(true)) && passed.contains(&None) => {
                        return None;
                    }
                    AggFn::Some => passed.contains(&Some(true)),
                    other => panic!("{other:?}"),
                })
            }
            other => panic!("{other:?}"),
        }
    }

    fn compare(&self, a: &Expr, op: CmpOp, b: &Expr, env: &Env) -> Truth {
        if let Some(truth) = self.compare_share(a, op, b, env) {
            return truth;
        }
        let (x, y) = (self.num(a, env)?, self.num(b, env)?);
        for (share, other) in [(a, &y), (b, &x)] {
            if let Kind::ShareOf { base, .. } = &share.kind
                && *other == int(0)
                && {
                    let base = self.num(base, env)?;
                    // Neither more nor less than a share of what is below zero.
                    base == int(0) || (base < int(0) && !matches!(op, CmpOp::Eq | CmpOp::Ne))
                }
            {
                return None;
            }
        }
        Some(holds(&x, op, &y))
    }

    /// `part as share of base`: of nothing, something is more than any share, and nothing has no base.
    fn compare_share(&self, a: &Expr, op: CmpOp, b: &Expr, env: &Env) -> Option<Truth> {
        let Kind::AsShare { part, base } = &a.kind else { return None };
        let (Some(part), Some(base), Some(bound)) = (self.num(part, env), self.num(base, env), self.num(b, env)) else {
            return Some(None);
        };
        Some(match (part.is_zero(), base.is_zero()) {
            (true, true) => None,
            (false, true) => Some(matches!(op, CmpOp::Ge | CmpOp::Gt | CmpOp::Ne)),
            _ => Some(holds(&(part / base), op, &bound)),
        })
    }
}

/// By the distances to the whole numbers on both sides.
fn to_step(how: Rounding, x: &Rat) -> Rat {
    let (low, high) = (Rat::from(x.floor()), Rat::from(x.ceil()));
    let (down, up) = (x - &low, &high - x);
    match how {
        Rounding::Down => low,
        Rounding::Up => high,
        Rounding::HalfAway | Rounding::HalfEven if down != up => {
            if down < up {
                low
            } else {
                high
            }
        }
        Rounding::HalfAway => {
            if *x < int(0) {
                low
            } else {
                high
            }
        }
        Rounding::HalfEven => {
            if (&low / int(2)).is_int() {
                low
            } else {
                high
            }
        }
    }
}

fn holds(x: &Rat, op: CmpOp, y: &Rat) -> bool {
    match op {
        CmpOp::Ge => x >= y,
        CmpOp::Gt => x > y,
        CmpOp::Le => x <= y,
        CmpOp::Lt => x < y,
        CmpOp::Eq => x == y,
        CmpOp::Ne => x != y,
    }
}

/// The parts of a conjunction, of parts in parts too.
fn conjuncts(e: &Expr) -> Vec<&Expr> {
    match &e.core().kind {
        Kind::And(parts) => parts.iter().flat_map(conjuncts).collect(),
        _ => vec![e],
    }
}

/// What a condition stands for: a line asks something of what can be compared; a condition decides whether something is asked at all.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    Line,
    /// What a line forbids.
    Opposite,
    Condition,
}

/// Conjunction. In a line what has no base is neutral; a condition with such a part has no base itself, unless another part is false.
fn all(parts: Vec<Truth>, asked: As) -> Truth {
    if parts.contains(&Some(false)) {
        Some(false)
    } else if asked == As::Condition && parts.contains(&None) || parts.iter().all(Option::is_none) && !parts.is_empty() {
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
