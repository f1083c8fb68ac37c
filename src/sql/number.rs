//! Figures as whole numbers: no statement divides, and none sends what might not fit.

use super::bool::Sure;
use super::cells::Kind;
use super::reason::Reason;
use super::truth::Cx;
use crate::num::{IBig, Rat, UBig, pow10};
use crate::plan::{Atom, AtomId, CondId, LinearForm, Num, Op};
use dashu_base::UnsignedAbs;

/// Digits that every engine holds exactly.
const DIGITS: u32 = 38;

/// A figure: `sql` divided by `den`, NULL where it is not known. It lies within `most` either way, and is known only where all `needs` are.
#[derive(Clone, Debug)]
pub struct Figure {
    pub sql: String,
    pub den: UBig,
    pub most: UBig,
    pub needs: Vec<String>,
}

impl Figure {
    fn checked(self) -> Result<Self, Reason> {
        if self.most < pow10(DIGITS) { Ok(self) } else { Err(Reason::Digits) }
    }

    /// Over another base.
    fn over(&self, den: &UBig) -> Self {
        let times = den / &self.den;
        let sql = if times == UBig::ONE { self.sql.clone() } else { format!("{times} * ({})", self.sql) };
        Self { sql, den: den.clone(), most: &self.most * &times, needs: self.needs.clone() }
    }
}

fn least_common(a: &UBig, b: &UBig) -> UBig {
    use dashu_base::Gcd;
    a * b / a.gcd(b)
}

impl Cx<'_> {
    pub fn num(&mut self, num: &Num) -> Result<Figure, Reason> {
        match num {
            Num::LinearForm(form) => self.linear(form),
            Num::Ratio(..) => Err(Reason::Operation),
        }
    }

    pub fn linear(&mut self, form: &LinearForm) -> Result<Figure, Reason> {
        let mut parts = Vec::new();
        for (atom, coefficient) in &form.terms {
            let figure = self.atom(*atom)?;
            let share = coefficient / Rat::from(figure.den.clone());
            parts.push((figure, share));
        }
        let mut den = form.constant.denominator().clone();
        for (_, share) in &parts {
            den = least_common(&den, share.denominator());
        }
        let whole = |value: &Rat| -> IBig { (value * Rat::from(den.clone())).floor() };
        let mut sql = Vec::new();
        let (mut most, mut needs) = (UBig::ZERO, Vec::new());
        for (figure, share) in &parts {
            let times = whole(share);
            most += times.clone().unsigned_abs() * &figure.most;
            needs.extend(figure.needs.iter().cloned());
            sql.push(match times == IBig::ONE {
                true => format!("({})", figure.sql),
                false => format!("({times}) * ({})", figure.sql),
            });
        }
        let constant = whole(&form.constant);
        most += constant.clone().unsigned_abs();
        if constant != IBig::ZERO || sql.is_empty() {
            sql.push(self.dialect.number(&constant.to_string()));
        }
        for gone in &form.gone {
            let figure = self.atom(*gone)?;
            needs.push(format!("({})", figure.sql));
            needs.extend(figure.needs);
        }
        Figure { sql: sql.join(" + "), den, most, needs }.checked()
    }

    pub fn atom(&mut self, id: AtomId) -> Result<Figure, Reason> {
        let plan = self.plan;
        match plan.atom(id) {
            Atom::Cell { row, col } => match self.cell(*row, *col)? {
                (_, Kind::Text) => Err(Reason::Texts),
                (sql, Kind::Whole { step, most }) => {
                    // `step` of the unit each: above one it is a factor.
                    let (above, den) = (step.numerator().clone().unsigned_abs(), step.denominator().clone());
                    let sql = if above == UBig::ONE { sql } else { format!("{above} * {sql}") };
                    Figure { sql, den, most: most * above, needs: Vec::new() }.checked()
                }
            },
            Atom::Param(_) => Err(Reason::Parameter),
            Atom::Agg { .. } => Err(Reason::OwnTable(String::new())),
            Atom::Op(op) => self.op(op),
        }
    }

    fn op(&mut self, op: &Op) -> Result<Figure, Reason> {
        match op {
            Op::Product(a, b) => {
                let (a, b) = (self.num(a)?, self.num(b)?);
                let needs = a.needs.into_iter().chain(b.needs).collect();
                let sql = format!("({}) * ({})", a.sql, b.sql);
                Figure { sql, den: a.den * b.den, most: a.most * b.most, needs }.checked()
            }
            Op::Abs(one) => {
                let one = self.num(one)?;
                let sql = format!("CASE WHEN ({x}) < 0 THEN -({x}) ELSE ({x}) END", x = one.sql);
                Ok(Figure { sql, ..one })
            }
            Op::Lesser(a, b) => self.one_of(a, b, "<"),
            Op::Greater(a, b) => self.one_of(a, b, ">"),
            Op::Choose { arms, otherwise } => self.chosen(arms, otherwise.as_ref()),
            Op::Quotient(..)
            | Op::Round(..)
            | Op::Raised(..)
            | Op::Quantile(..)
            | Op::Power(..)
            | Op::Floor(..)
            | Op::Modulo(..)
            | Op::Length(_)
            | Op::MonthStart(_)
            | Op::MonthOf(_)
            | Op::AddMonths(..)
            | Op::FullMonths(..)
            | Op::DayOf(_)
            | Op::SentOn { .. }
            | Op::ReportDay
            | Op::AsOfDay => Err(Reason::Operation),
            Op::Rank(_) => Err(Reason::Measure),
        }
    }

    /// The one of two that stands first in an order.
    fn one_of(&mut self, a: &Num, b: &Num, sign: &str) -> Result<Figure, Reason> {
        let (a, b) = (self.num(a)?, self.num(b)?);
        let den = least_common(&a.den, &b.den);
        let (a, b) = (a.over(&den), b.over(&den));
        let sql =
            format!("CASE WHEN ({x}) {sign} ({y}) THEN ({x}) WHEN NOT (({x}) {sign} ({y})) THEN ({y}) END", x = a.sql, y = b.sql);
        let most = a.most.max(b.most);
        Figure { sql, den, most, needs: a.needs.into_iter().chain(b.needs).collect() }.checked()
    }

    fn chosen(&mut self, arms: &[(CondId, Num)], otherwise: Option<&Num>) -> Result<Figure, Reason> {
        let mut figures = Vec::new();
        for (when, then) in arms {
            let when = self.cond(*when);
            figures.push((when, self.num(then)?));
        }
        if let Some(last) = otherwise {
            figures.push((Sure::of(true), self.num(last)?));
        }
        let den = figures.iter().fold(UBig::ONE, |den, (_, f)| least_common(&den, &f.den));
        let (mut sql, mut most) = (String::from("CASE"), UBig::ZERO);
        for (when, figure) in &figures {
            let figure = figure.over(&den);
            let known: Vec<String> = figure.needs.iter().map(|n| format!(" AND {n} IS NOT NULL")).collect();
            // An arm of which nobody knows whether it is taken leaves the figure open.
            sql.push_str(&format!(
                " WHEN {} THEN CASE WHEN TRUE{} THEN ({}) END WHEN NOT {} THEN NULL",
                when.holds.text(),
                known.concat(),
                figure.sql,
                when.fails.text()
            ));
            most = most.max(figure.most);
        }
        sql.push_str(" END");
        Figure { sql, den, most, needs: Vec::new() }.checked()
    }
}
