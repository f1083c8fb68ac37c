//! One side of a comparison for people: its value, what was added up, who was counted.

use crate::eval::explain::context::Explain;
use crate::eval::types::env::{Env, Found, KeyBits};
use crate::eval::types::truth::Truth;
use crate::finding::{Counted, FigureSource, Operand, Term, Whose};
use crate::num::{Interval, Rat};
use crate::plan::{AggId, Atom, Cond, Key, Measure, Node, Num, Op, RowRefId, Side};

impl Explain<'_> {
    pub fn operand(&self, side: &Side, env: &Env) -> Operand {
        let value = self.num(&side.value, env);
        // A share of nothing is no number, though it may be said to be more than another.
        let value = if value.base == Truth::NO_BASE { Interval::all() } else { value.form.interval() };
        let addends = side.addends.as_ref().map_or((Vec::new(), 0, false), |(agg, key)| self.addend_terms(*agg, key, env));
        let (terms, more, unsent) = addends;
        let text = self.sources.slice(side.span).to_string();
        let (counted, more_counted) = side.addends.as_ref().map_or((Vec::new(), 0), |(agg, key)| self.counted(*agg, key, env));
        let source = self.source_of(side);
        let among = self.among(&side.value, env);
        let day = side.unit.calendar.and_then(|_| self.day_within(&side.value, env));
        Operand {
            among,
            day,
            text,
            name: side.name.clone(),
            value,
            unit: side.unit.clone(),
            source,
            terms,
            more,
            unsent,
            counted,
            more_counted,
            whose: self.whose_read(Node::Num(&side.value), env),
        }
    }

    /// Of whom the rows are that something is read from. What aggregates come to is nobody's.
    pub fn whose_read(&self, node: Node<'_>, env: &Env) -> Whose {
        let mut rows: Vec<RowRefId> = Vec::new();
        self.plan.reach([node], &mut |node| {
            if let Node::Row(row) = node {
                rows.push(row);
            }
            !matches!(node, Node::Agg(_) | Node::Scope(_))
        });
        rows.into_iter().map(|row| self.whose_row(row, env)).fold(Whose::nobodys(), Whose::and)
    }

    pub fn whose_row(&self, row: RowRefId, env: &Env) -> Whose {
        if !self.told_apart {
            return Whose::default();
        }
        match self.find(row, env) {
            Found::Row { rel, row } => self.whose(rel, row),
            Found::Missing { rel, key, expected } => self.whose_missing(rel, &key, expected),
        }
    }

    /// The day of which a period is asked, where it is known: whether it lies in the period is what people look at.
    fn day_within(&self, num: &Num, env: &Env) -> Option<Rat> {
        let Num::LinearForm(form) = num else { return None };
        let mut atoms = form.terms.keys();
        let (Some(only), None) = (atoms.next(), atoms.next()) else { return None };
        let Atom::Op(op) = self.plan.atom(*only) else { return None };
        if let Op::MonthOf(day) = op.as_ref() {
            return self.num(day, env).form.as_constant().cloned();
        }
        // The quarter of a month, its year.
        if let Op::Floor(inner, _) = op.as_ref() { self.day_within(inner, env) } else { None }
    }

    /// A number that has a name is a bound parameter; one cell or one open parameter alone is stated too.
    fn source_of(&self, side: &Side) -> FigureSource {
        let Num::LinearForm(form) = &side.value else { return FigureSource::Computed };
        if form.as_constant().is_some() {
            return if side.name.is_some() { FigureSource::Stated } else { FigureSource::Written };
        }
        let mut atoms = form.terms.keys();
        let alone = atoms.next().filter(|_| atoms.next().is_none() && form.constant == Rat::ZERO);
        match alone.map(|id| self.plan.atom(*id)) {
            Some(Atom::Cell { .. } | Atom::Param(_)) => FigureSource::Stated,
            Some(Atom::Agg { .. } | Atom::Op(_)) | None => FigureSource::Computed,
        }
    }

    /// The rows a count counts; those that may or may not belong are marked.
    fn counted(&self, agg: AggId, key: &[Key], env: &Env) -> (Vec<Counted>, u64) {
        let agg_plan = self.plan.agg(agg);
        if !matches!(agg_plan.measure, Measure::Count) {
            return (Vec::new(), 0);
        }
        let rel = self.plan.scope(agg_plan.scope).rel;
        let (sure, maybe, _) = self.sure_and_maybe(agg, key, env);
        let all = sure.iter().map(|r| (r, "")).chain(maybe.iter().map(|r| (r, "?")));
        let named = |(row, mark): (&u32, &str)| Counted {
            name: format!("{}{mark}", self.row_title(rel, *row)),
            whose: self.whose(rel, *row),
        };
        let names = all.take(Operand::COUNTED).map(named).collect();
        let more = rows_of((sure.len() + maybe.len()).saturating_sub(Operand::COUNTED));
        (names, more + self.not_in_hand(agg, key, env))
    }

    /// How many members that are not in hand pass, and how many fail: only those stay away that decide nothing.
    pub fn members_away(&self, agg: AggId, key: &[Key], env: &Env) -> (u64, u64) {
        let away = self.not_in_hand(agg, key, env);
        let every = |c: &Cond| matches!(c, Cond::Quantified { all: true, agg: own, .. } if *own == agg);
        if away > 0 && self.plan.conds.iter().any(every) { (away, 0) } else { (0, away) }
    }

    /// The addends of a sum, those that surely count first; how many more there are, and whether rows nobody sent may add to it.
    fn addend_terms(&self, agg: AggId, key: &[Key], env: &Env) -> (Vec<Term>, u64, bool) {
        let scope = self.plan.scope(self.plan.agg(agg).scope);
        let Measure::Sum(lin) = &self.plan.agg(agg).measure else { return (Vec::new(), 0, false) };
        if scope.residual.is_some() {
            return (Vec::new(), 0, false);
        }
        let members = self.members(agg, key, env);
        let all = members.sure.iter().map(|row| (*row, false)).chain(members.maybe.iter().map(|row| (*row, true)));
        let term = |(row, maybe): (u32, bool)| {
            let value = self.lin(lin, &Env::of(scope.rel, row));
            let term = |open: bool| Term {
                label: self.row_title(scope.rel, row),
                value: value.form.interval(),
                maybe: maybe || open,
                whose: self.whose(scope.rel, row),
            };
            // A figure that does not exist adds nothing, one that may not exist itself or nothing.
            (value.base != Truth::NO_BASE).then(|| term(value.base != Truth::TRUE))
        };
        let rows = members.sure.len() + members.maybe.len();
        let terms = all.take(Operand::TERMS).filter_map(term).collect();
        let more = rows_of(rows.saturating_sub(Operand::TERMS));
        (terms, more + self.not_in_hand(agg, key, env), members.tail)
    }

    /// How many rows of a group were counted and summed elsewhere.
    pub fn not_in_hand(&self, agg: AggId, key: &[Key], env: &Env) -> u64 {
        let full: Option<KeyBits> = key.iter().map(|k| self.key_part(k, env)).collect();
        let groups = self.group_table(self.plan.agg(agg).scope);
        full.and_then(|full| groups.find(&full)).map_or(0, |group| group.elsewhere)
    }
}

fn rows_of(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
