//! What would mend a missed bound: for each figure that enters, the least change that suffices. What is advised is tried: a change is shown
//! only where the line is met with it, and a value at which a verdict is said to turn only where it does turn there.

use crate::ast::{CmpOp, Verdict};
use crate::data::{CellId, RowId};
use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::Trace;
use crate::eval::types::env::{Env, NO_TEXT};
use crate::eval::types::truth::Truth;
use crate::finding::{Comparison, Detail, Finding, Repair, Side, Value, When, Whose};
use crate::hir::Rule;
use crate::num::{Interval, Rat, int, pow10, ratio, signum};
use crate::plan::{Atom, AtomId, Compare, CondId, Fill, LinearForm, Node, Num, Op, Row, RulePlan};
use crate::text::{Span, deep};
use crate::ty::{ColId, ColumnDef, Origin, RelId, Type, Unit};
use std::sync::Arc;

/// Repairs listed per comparison.
const LISTED: usize = 3;

impl Explain<'_> {
    pub fn add_repairs(&self, compare: &Compare, env: &Env, trace: &mut Trace) {
        let diff = self.lin(&compare.diff, env).form;
        let Some(now) = diff.as_constant().cloned() else { return };
        let own_side = |span: Option<Span>| span.is_some();
        let mut found: Vec<(bool, Repair)> = Vec::new();
        let part: Option<&LinearForm> = compare.share.as_ref().and_then(|s| match &s.part.value {
            Num::LinearForm(lin) => Some(lin),
            Num::Ratio(..) => None,
        });
        for (atom, coefficient) in &compare.diff.terms {
            let Atom::Cell { row: place, col } = self.plan.atom(*atom) else { continue };
            let Some((rel, row)) = self.found_row(*place, env) else { continue };
            let def = self.def(rel, *col);
            let of_part = part.is_some_and(|p| p.terms.contains_key(atom));
            // The base of a share is what it is.
            if (part.is_some() && !of_part) || !self.may_move(rel, row, *col, env) {
                continue;
            }
            let Some(value) = self.column(rel, *col).number(row) else { continue };
            let note = self.note_of(CellId { rel, row, col: *col });
            // diff(x) = coefficient · x + rest must satisfy `op 0`.
            let needed = &value - &now / coefficient;
            let rising = matches!(compare.op, CmpOp::Ge | CmpOp::Gt) == (signum(coefficient) > 0);
            let Some((to, beyond)) = settle(needed, rising, compare.op, def, &value) else { continue };
            let factor = def.unit.as_ref().map_or(Rat::ONE, |u| u.factor.clone());
            if !def.domain().contains(&(past(&to, beyond) * &factor)) {
                continue;
            }
            let unit = def.shown_unit();
            let repair = Repair {
                cell: note.cell,
                // Another row than the subject's is named.
                label: match self.plan.row(*place) {
                    Row::Slot(_) => note.label,
                    Row::Lookup { .. } | Row::Parent { .. } | Row::Only { .. } => {
                        format!("{} · {}", self.row_title(rel, row), note.label)
                    }
                },
                span: note.span,
                // What it would have to be tells what it is held against.
                whose: note.whose.and(self.whose_read(Node::LinearForm(&compare.diff), env)),
                from: Some(value * &factor),
                to: Some(to * factor),
                exactly: compare.op == CmpOp::Eq,
                beyond,
                together: false,
                unit,
                establish: false,
            };
            found.push((!(rising && own_side(repair.span)), repair));
        }
        // Doing more comes before claiming less.
        found.sort_by_key(|(order, _)| *order);
        trace.add_repairs(found.into_iter().map(|(_, r)| r).take(LISTED));
    }

    /// The rule compares what was reported with what a clause states as a fact: what differs is to be explained, not changed.
    pub fn holds_a_fact(&self, rule: &Rule) -> bool {
        rule.cites.first().is_some_and(|cited| {
            let policy = self.rules.policies.iter().find(|p| p.name == cited.policy);
            let clause = policy.and_then(|p| p.clauses.iter().find(|c| c.name == cited.clause));
            clause.is_some_and(|c| c.force.as_deref() == Some("fact"))
        })
    }

    /// Whether another figure can be asked for: not in keys, of days and periods, of what the policy states, of a field that is `fixed`, of a row that
    /// is reported twice, or of a period before that of the subject, which is over.
    pub fn may_move(&self, rel: RelId, row: u32, col: ColId, env: &Env) -> bool {
        let (relation, def) = (self.rules.schema.get(rel), self.def(rel, col));
        let stated = matches!(relation.origin, Origin::Policy | Origin::Calendar);
        if stated || def.fixed || relation.key.contains(&col) || matches!(def.ty, Type::Date | Type::Period(_)) {
            return false;
        }
        if self.data.is_reported_again(&self.rules.schema, RowId { rel, row }) {
            return false;
        }
        match (self.period(&Env::of(rel, row)), self.period(env)) {
            (Some((of_row, a)), Some((of_subject, b))) if a == b => of_row >= of_subject,
            _ => true,
        }
    }

    pub fn op_cells(&self, id: AtomId, op: &Op, env: &Env, trace: &mut Trace) {
        if self.plan.uses.atom(id) && !trace.told_atoms.insert((id, env.rows.clone())) {
            return;
        }
        match op {
            Op::Length(text) => {
                let known = self.text(text, env).is_some();
                self.fact_text(text, if known { Truth::TRUE } else { Truth::UNKNOWN }, env, trace);
            }
            Op::Rank(rank) => self.rank_cells(rank, env, trace),
            Op::ReportDay => self.report_day_cause(env, trace),
            Op::AsOfDay => self.as_of_cause(trace),
            Op::SentOn { row, col } => self.sending_cause(*row, *col, env, trace),
            Op::Choose { arms, otherwise } => {
                for num in self.taken_arms(arms, otherwise.as_ref(), env, trace) {
                    self.trace_forms(Node::Num(num), env, trace);
                }
            }
            Op::Product(..)
            | Op::Quotient(..)
            | Op::Abs(_)
            | Op::Round(..)
            | Op::Power(..)
            | Op::Raised(..)
            | Op::Floor(..)
            | Op::Lesser(..)
            | Op::Greater(..)
            | Op::Quantile(..)
            | Op::Modulo(..)
            | Op::MonthStart(_)
            | Op::MonthOf(_)
            | Op::AddMonths(..)
            | Op::FullMonths(..)
            | Op::DayOf(_) => self.plan.children(Node::Atom(id), &mut |_, form| self.trace_forms(form, env, trace)),
        }
    }

    /// The linear forms that a number is made of.
    pub fn trace_forms(&self, form: Node, env: &Env, trace: &mut Trace) {
        if let Node::LinearForm(lin) = form {
            deep(|| self.trace_lin(lin, env, trace));
        } else {
            self.plan.children(form, &mut |_, inner| self.trace_forms(inner, env, trace));
        }
    }

    /// The arms of a choice that can be taken; what keeps the choice open is noted.
    fn taken_arms<'n>(
        &self,
        arms: &'n [(CondId, Num)],
        otherwise: Option<&'n Num>,
        env: &Env,
        trace: &mut Trace,
    ) -> Vec<&'n Num> {
        let mut taken = Vec::new();
        self.counted_cells(arms, otherwise, env, trace);
        for (when, then) in arms {
            let truth = self.truth(*when, env);
            if !truth.is_single() {
                self.detail(*when, env, trace);
            }
            if truth.can_be_true() {
                taken.push(then);
            }
            if truth == Truth::TRUE {
                return taken;
            }
        }
        taken.extend(otherwise);
        taken
    }

    /// Where conditions that hold are counted, what each of them rests on.
    fn counted_cells(&self, arms: &[(CondId, Num)], otherwise: Option<&Num>, env: &Env, trace: &mut Trace) {
        let is = |num: &Num, n: &Rat| matches!(num, Num::LinearForm(f) if f.terms.is_empty() && f.constant == *n);
        if let ([(when, one)], Some(none)) = (arms, otherwise)
            && is(one, &Rat::ONE)
            && is(none, &Rat::ZERO)
        {
            let mut own = Trace::default();
            self.detail(*when, env, &mut own);
            own.cells.into_iter().for_each(|cell| trace.add_cell(cell));
        }
    }

    /// Cells and unknowns of a form inside an operation: its own unknowns are what keeps the result open.
    fn trace_lin(&self, lin: &LinearForm, env: &Env, trace: &mut Trace) {
        self.lin_cells(lin, env, trace);
        for symbol in self.lin(lin, env).form.terms.keys() {
            if !trace.symbols.iter().any(|(s, _)| s == symbol) {
                trace.symbols.push((symbol.clone(), None));
            }
        }
    }

    /// Fills the placeholders of an author's message: the text between them, and what they stand for.
    pub fn fill(&self, template: &str, plan: &RulePlan, finding: &Finding, env: &Env) -> Vec<Value> {
        let mut out = Vec::new();
        let mut text = String::new();
        let mut rest = template;
        while let Some((before, (name, after))) = rest.split_once('{').and_then(|(b, r)| Some((b, r.split_once('}')?))) {
            text.push_str(before);
            match self.placeholder(name, plan, finding, env) {
                Some(value) => out.extend([Value::Text(std::mem::take(&mut text)), value]),
                None => text.push_str(&format!("{{{name}}}")),
            }
            rest = after;
        }
        text.push_str(rest);
        out.push(Value::Text(text));
        out
    }

    /// Of whom the placeholders of a message speak.
    pub fn whose_filled(&self, template: &str, plan: &RulePlan, finding: &Finding, env: &Env) -> Whose {
        let asks = |name: &str| template.split('{').skip(1).any(|r| r.split_once('}').is_some_and(|(n, _)| n.trim() == name));
        let filled = plan.fills.iter().filter(|(name, _)| asks(name)).map(|(_, fill)| match fill {
            Fill::Text(text) => self.whose_read(Node::Text(text), env),
            Fill::Number(n, _) | Fill::Day(n) | Fill::Period(n, _) => self.whose_read(Node::Num(n), env),
            Fill::Flag(cond) => self.whose_read(Node::Cond(*cond), env),
        });
        let compared = ["shortfall", "margin", "value", "bound"].into_iter().any(asks);
        let sides = main_comparison(&finding.detail).filter(|_| compared).into_iter().flat_map(|c| [&c.left, &c.right]);
        let named = finding.subject.key_of.iter().filter(|_| asks("subject")).cloned();
        filled.chain(sides.map(|o| o.whose.clone())).chain(named).fold(Whose::nobodys(), Whose::and)
    }

    fn placeholder(&self, name: &str, plan: &RulePlan, finding: &Finding, env: &Env) -> Option<Value> {
        let exact = |known: &Interval, unit: &Unit| known.as_exact().map(|v| Value::Amount(v.clone(), unit.clone()));
        let (comparison, name) = (main_comparison(&finding.detail), name.trim());
        let margin = |of: fn(&Rat) -> Rat| {
            let c = comparison?;
            Some(Value::Amount(of(c.margin.as_exact()?), c.margin_unit.distance()?))
        };
        let known = match name {
            "shortfall" => margin(crate::num::abs),
            "margin" => margin(Rat::clone),
            "value" => comparison.and_then(|c| exact(&c.left.value, &c.left.unit)),
            "bound" => comparison.and_then(|c| exact(&c.right.value, &c.right.unit)),
            "subject" => Some(Value::Text(finding.subject.title())),
            _ => self.filled(&plan.fills.iter().find(|(n, _)| n == name)?.1, env),
        };
        // What is not known is shown as such: the braces would tell nobody anything.
        Some(known.unwrap_or_else(|| "?".into()))
    }

    /// What a placeholder stands for; `None` when it is not known.
    fn filled(&self, fill: &Fill, env: &Env) -> Option<Value> {
        let exact = |n: &Num| self.num(n, env).form.as_constant().cloned();
        let number = |n: &Num| exact(n).and_then(|v| crate::num::to_i64(&v));
        match fill {
            Fill::Text(text) => {
                let code = self.text(text, env)?;
                (code < NO_TEXT).then(|| self.text_of_code(code).as_ref().into())
            }
            Fill::Number(n, unit) => exact(n).map(|v| Value::Amount(v, unit.clone())),
            Fill::Day(n) => number(n).map(|n| Value::Text(When::Day(n).text())),
            Fill::Period(n, kind) => number(n).map(|n| Value::Text(When::Period(n, *kind).text())),
            Fill::Flag(cond) => match self.truth(*cond, env) {
                Truth::TRUE => Some(Value::Flag(true)),
                Truth::FALSE => Some(Value::Flag(false)),
                _ => None,
            },
        }
    }
}

/// The comparison that a message speaks of: the line itself, or the first of its parts that is one.
fn main_comparison(detail: &Detail) -> Option<&Comparison> {
    match detail {
        Detail::Compare(c) => Some(c),
        Detail::Parts { parts, .. } => {
            parts.iter().find_map(|p| if let Detail::Compare(c) = p { Some(c.as_ref()) } else { None })
        }
        Detail::Presence { .. }
        | Detail::Match { .. }
        | Detail::ExactlyOne { .. }
        | Detail::Members { .. }
        | Detail::Sets { .. }
        | Detail::Stage(_)
        | Detail::None => None,
    }
}

/// More changes than this are not asked for together.
const TOGETHER: usize = 12;

/// What a change is to make of a line, and what the other lines of the rule make of it.
struct Aim<'a> {
    plan: &'a RulePlan,
    line: usize,
    env: &'a Env,
    verdict: Verdict,
    others: &'a Others,
}

#[derive(Default)]
struct Others {
    /// Lines that are not broken.
    sound: Vec<usize>,
    /// Cells that a line which is broken too would change, and whether upward.
    wishes: Vec<(CellId, bool)>,
}

impl Explain<'_> {
    /// The changes each of which mends the line; where none does, those that mend it together; where these do not, none. Where other figures are
    /// missing, what takes the breach away is what can be done now.
    pub fn mending(&self, plan: &RulePlan, line: usize, env: &Env, trace: &Trace) -> Vec<Repair> {
        let others = if trace.repairs.is_empty() { Others::default() } else { self.others(plan, line, env) };
        let aims = [Verdict::Met, Verdict::Undetermined].map(|verdict| Aim { plan, line, env, verdict, others: &others });
        aims.iter().map(|aim| self.mending_to(aim, trace)).find(|list| !list.is_empty()).unwrap_or_default()
    }

    fn others(&self, plan: &RulePlan, line: usize, env: &Env) -> Others {
        let mut out = Others::default();
        for (at, own) in plan.lines.iter().enumerate().filter(|(at, _)| *at != line) {
            if self.verdict_under(plan, at, env) != Verdict::Violated {
                out.sound.push(at);
                continue;
            }
            let mut trace = Trace::default();
            self.detail(own.cond, env, &mut trace);
            out.wishes.extend(trace.repairs.iter().filter_map(direction));
        }
        out
    }

    /// What mends one line of a rule and breaks another, or goes the other way than what another asks, is no remedy.
    fn suits_others(&self, aim: &Aim<'_>, changes: &[&Repair], changed: &[(CellId, Rat)]) -> bool {
        let against = |r: &&Repair| direction(r).is_some_and(|(cell, up)| aim.others.wishes.contains(&(cell, !up)));
        let breaks = |at: &usize| self.under(aim.plan, *at, aim.env, changed.to_vec()) == Some(Verdict::Violated);
        !changes.iter().any(against) && !aim.others.sound.iter().any(breaks)
    }

    fn mending_to(&self, aim: &Aim<'_>, trace: &Trace) -> Vec<Repair> {
        let alone = trace.repairs.iter().filter(|r| self.mends(aim, &[*r]));
        let each: Vec<Repair> =
            alone.map(|r| Repair { exactly: r.exactly && self.nothing_else_mends(aim, r), ..r.clone() }).collect();
        if !each.is_empty() {
            return each;
        }
        let groups = trace.groups();
        if groups.len() > TOGETHER || trace.too_many {
            return Vec::new();
        }
        let picks = [<[Repair]>::first, <[Repair]>::last];
        let found = picks.iter().find_map(|pick| self.joint(aim, &groups.iter().filter_map(|g| pick(g)).collect::<Vec<_>>()));
        found.unwrap_or_default()
    }

    /// Of two changes of one cell the one that goes further, up or down.
    fn joint(&self, aim: &Aim<'_>, picked: &[&Repair]) -> Option<Vec<Repair>> {
        for upward in [true, false] {
            let mut kept: Vec<&Repair> = Vec::new();
            for repair in picked {
                match kept.iter_mut().find(|k| k.cell == repair.cell) {
                    Some(known) if (repair.to > known.to) == upward => *known = repair,
                    Some(_) => {}
                    None => kept.push(repair),
                }
            }
            if kept.len() > 1 && self.mends(aim, &kept) {
                return Some(kept.into_iter().map(|r| Repair { together: true, ..r.clone() }).collect());
            }
        }
        None
    }

    /// Whether a step more or less would miss the line again: an exception, or another part of it, may allow what the comparison does not.
    fn nothing_else_mends(&self, aim: &Aim<'_>, repair: &Repair) -> bool {
        let (Some(cell), Some(to)) = (repair.cell, &repair.to) else { return true };
        let factor = self.factor_of(cell);
        let step = step_of(self.def(cell.rel, cell.col), &(to / &factor)) * factor;
        let beside = [to - &step, to + &step].map(|to| Repair { to: Some(to), ..repair.clone() });
        !beside.iter().any(|r| self.mends(aim, &[r]))
    }

    fn mends(&self, aim: &Aim<'_>, changes: &[&Repair]) -> bool {
        let changed: Option<Vec<(CellId, Rat)>> = changes.iter().map(|r| self.changed_to(r)).collect();
        let Some(changed) = changed else { return false };
        self.under(aim.plan, aim.line, aim.env, changed.clone()) == Some(aim.verdict) && self.suits_others(aim, changes, &changed)
    }

    /// The verdict of a line under some changes; `None` where they cannot be tried.
    pub fn changed(&self, plan: &RulePlan, line: usize, env: &Env, changes: &[&Repair]) -> Option<Verdict> {
        let changed: Option<Vec<(CellId, Rat)>> = changes.iter().map(|r| self.changed_to(r)).collect();
        self.under(plan, line, env, changed?)
    }

    /// A cell and its new value in the unit of its column. What is to be put in place is there, whatever it is.
    fn changed_to(&self, repair: &Repair) -> Option<(CellId, Rat)> {
        let cell = repair.cell?;
        let Some(to) = &repair.to else { return Some((cell, Rat::ONE)) };
        let to = to / self.factor_of(cell);
        Some((cell, past(&to, repair.beyond)))
    }

    pub fn factor_of(&self, cell: CellId) -> Rat {
        self.def(cell.rel, cell.col).unit.as_ref().map_or(Rat::ONE, |u| u.factor.clone())
    }

    /// The verdict under a change; `None` where the change moves a row from one group, or filter, to another, which is not tried.
    pub fn under(&self, plan: &RulePlan, line: usize, env: &Env, changed: Vec<(CellId, Rat)>) -> Option<Verdict> {
        let cells: Vec<CellId> = changed.iter().map(|(cell, _)| *cell).collect();
        let env = Env { changed: Some(Arc::new(changed)), ..env.clone() };
        let moves = cells.iter().any(|cell| self.moves_members(*cell, &env));
        (!moves).then(|| self.verdict_under(plan, line, &env))
    }

    fn moves_members(&self, cell: CellId, env: &Env) -> bool {
        let (before, after) = (Env::of(cell.rel, cell.row), env.alone(cell.rel, cell.row));
        self.plan.scopes.iter().filter(|s| s.rel == cell.rel).any(|scope| {
            scope.filter.iter().any(|f| self.truth(*f, &before) != self.truth(*f, &after))
                || scope.key.iter().any(|k| self.key_part(k, &before) != self.key_part(k, &after))
        })
    }
}

/// The cell that is to change, and whether upward.
fn direction(repair: &Repair) -> Option<(CellId, bool)> {
    let (from, to) = (repair.from.as_ref()?, repair.to.as_ref()?);
    Some((repair.cell?, to > from || (to == from && repair.beyond == Some(Side::Above))))
}

/// The needed value brought to a step that can be written, away from the bound on the side that holds, and whether it must be passed: where
/// figures have no step there is none that is next to the bound. `None` when nothing changes.
fn settle(needed: Rat, rising: bool, op: CmpOp, def: &ColumnDef, value: &Rat) -> Option<(Rat, Option<Side>)> {
    let strict = matches!(op, CmpOp::Gt | CmpOp::Lt | CmpOp::Ne);
    let step = step_of(def, &needed);
    let steps = &needed / &step;
    let whole = if rising { Rat::from(steps.ceil()) } else { Rat::from(steps.floor()) };
    let mut to = &whole * &step;
    if strict && to == needed {
        if is_stepless(def) {
            return Some((to, Some(if rising { Side::Above } else { Side::Below })));
        }
        to = if rising { to + &step } else { to - &step };
    }
    if matches!(op, CmpOp::Eq) && to != needed {
        return None;
    }
    (to != *value).then_some((to, None))
}

/// A value that does: `to`, or one a little past it.
fn past(to: &Rat, beyond: Option<Side>) -> Rat {
    let little = ratio(1, 1_000_000_000);
    match beyond {
        None => to.clone(),
        Some(Side::Above) => to + little,
        Some(Side::Below) => to - little,
    }
}

/// A figure that may be written with any number of digits.
fn is_stepless(def: &ColumnDef) -> bool {
    def.step.is_none() && matches!(&def.ty, Type::Number(ty) if !ty.is_integral() && !ty.is_money())
}

/// The smallest step of a figure, in its unit: declared, or one for counts, or a 分 for money, or what the needed value needs.
fn step_of(def: &ColumnDef, needed: &Rat) -> Rat {
    if let Some(step) = &def.step {
        return step.clone();
    }
    let Type::Number(ty) = &def.ty else { return int(1) };
    if ty.is_integral() {
        return int(1);
    }
    let factor = def.unit.as_ref().map_or(Rat::ONE, |u| u.factor.clone());
    if ty.is_money() {
        let yuan = Rat::ONE / factor.clone();
        return if (needed / &yuan).is_int() { yuan } else { yuan * ratio(1, 100) };
    }
    for digits in 0..6 {
        let step = Rat::ONE / Rat::from(pow10(digits));
        if (needed / &step).is_int() {
            return step;
        }
    }
    ratio(1, 1_000_000)
}
