//! What rules need of a table: nothing once a row is judged, sums of groups, or all its rows at hand. A rule of one row asks a row and the
//! policy's own tables; an aggregate that adds up, counts, or takes the least or greatest needs of a row only its figure. Whoever reads a table
//! without keeping it, or has another program add it up, goes by this.

use crate::hir::{RuleSet, SetExpr};
use crate::num::Rat;
use crate::plan::{AggId, Atom, AtomId, Cond, Key, LinearForm, Measure, Node, Num, Plan, Row, RowRefId, RulePlan, ScopeId, Text};
use crate::ty::{ColId, Origin, RelId, Type};

/// What is needed of one table.
#[derive(Clone, Debug, Default)]
pub struct TableNeeds {
    /// Why its rows must all be at hand; nothing where they need not.
    pub rows: Vec<Why>,
    /// Rules that ask each row by itself: indices into [`Plan::rules`].
    pub row_rules: Vec<usize>,
    /// Rules over groups of its rows.
    pub group_rules: Vec<usize>,
    /// Groups that aggregates make of its rows.
    pub scopes: Vec<ScopeId>,
    /// What is worked out of them: sums, numbers, least and greatest figures.
    pub aggs: Vec<AggId>,
}

/// Why the rows of a table must be at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Something of the whole run: open parameters, loops over the calendar, scorecards, a jurisdiction.
    Run,
    /// It is looked up, is a set, a list, or has lists; or nobody hands it in.
    LookedUp,
    /// It is known who owes it, or its rows may say which region they are about.
    Owed,
    /// A rule that asks more of a row than figures: what is due, exempt, shown, or asked of the form.
    Rule(usize),
    /// An aggregate that is more than a sum over a key.
    Aggregate(AggId),
}

/// What rules need of each relation of the schema, in its order.
pub fn needs(rules: &RuleSet, plan: &Plan) -> Vec<TableNeeds> {
    rules.schema.ids().map(|rel| of_table(rules, plan, rel)).collect()
}

fn of_table(rules: &RuleSet, plan: &Plan, rel: RelId) -> TableNeeds {
    let mut out = TableNeeds::default();
    if asks_of_run(rules, plan) {
        out.rows.push(Why::Run);
    }
    let speaks = rules.schema.get(rel).columns.iter().any(|c| matches!(c.ty, Type::Ref(_)));
    if speaks || !rules.schema.rosters(rel).is_empty() || rules.region_columns.contains_key(&rel) {
        out.rows.push(Why::Owed);
    }
    if is_looked_up(rules, plan, rel) {
        out.rows.push(Why::LookedUp);
    }
    for (at, rule) in plan.rules.iter().enumerate().filter(|(_, r)| r.subjects.iter().any(|s| s.rel == rel)) {
        match rule.subjects.as_slice() {
            [one] if is_plain(rule) && one.by.is_empty() && asks_row_alone(rules, plan, rule) => out.row_rules.push(at),
            [one] if is_plain(rule) && !one.by.is_empty() && asks_key_alone(plan, rule, &one.by) => out.group_rules.push(at),
            _ => out.rows.push(Why::Rule(at)),
        }
    }
    for (at, scope) in (0u32..).zip(&plan.scopes).filter(|(_, s)| s.rel == rel) {
        out.scopes.push(ScopeId(at));
        let keyed = scope.key.iter().all(|k| own_key(plan, k).is_some());
        let plain = keyed && scope.residual.is_none() && !scope.as_sent && scope.calendar.is_none();
        let asked = scope.filter.iter().all(|c| is_of_row(rules, plan, Node::Cond(*c), 0));
        for (agg, measure) in (0u32..).zip(&plan.aggs).filter(|(_, a)| a.scope == ScopeId(at)) {
            let figure = match &measure.measure {
                Measure::Count => true,
                Measure::Sum(lin) | Measure::Min(Num::LinearForm(lin)) | Measure::Max(Num::LinearForm(lin)) => {
                    lin.gone.is_empty() && lin.terms.keys().all(|a| own_cell(plan, *a).is_some())
                }
                Measure::Valued(_)
                | Measure::Min(Num::Ratio(..))
                | Measure::Max(Num::Ratio(..))
                | Measure::Quantile(..)
                | Measure::Distinct(_)
                | Measure::Places(_)
                | Measure::Truth(_) => false,
            };
            match plain && asked && figure {
                true => out.aggs.push(AggId(agg)),
                false => out.rows.push(Why::Aggregate(AggId(agg))),
            }
        }
    }
    out
}

/// What lets no row of any table go.
fn asks_of_run(rules: &RuleSet, plan: &Plan) -> bool {
    let calendar = plan.rules.iter().flat_map(|r| &r.subjects).any(|s| s.calendar.is_some())
        || plan.scopes.iter().any(|s| s.calendar.is_some());
    let places =
        plan.rules.iter().any(|r| !r.jurisdiction.is_empty()) || rules.jurisdiction.is_some() || rules.schema.senders_differ();
    let open = !plan.open_params.is_empty() || rules.params.iter().any(|p| !p.alternatives.is_empty());
    calendar || places || open || !rules.scorecards.is_empty() || !rules.grants.is_empty()
}

fn is_looked_up(rules: &RuleSet, plan: &Plan, rel: RelId) -> bool {
    let relation = rules.schema.get(rel);
    let handed_in = matches!(relation.origin, Origin::Submitted);
    let lists = relation.columns.iter().any(|c| matches!(c.ty, Type::List(_)));
    let sought = |row: &Row| match row {
        Row::Lookup { rel: of, .. } | Row::Only { rel: of, .. } | Row::Parent { rel: of, .. } => *of == rel,
        Row::Slot(_) => false,
    };
    let named = rules.schema.relations.iter().flat_map(|r| &r.columns).any(|c| c.ty == Type::Ref(rel));
    let joined = rules.joins().iter().any(|j| j.target == rel);
    let roster = rules.schema.ids().any(|of| rules.schema.rosters(of).iter().any(|s| s.roster == rel));
    let set = plan.sets.iter().any(|s| takes_from(s, rel));
    !handed_in || lists || named || joined || roster || set || plan.rows.iter().any(sought)
}

fn takes_from(set: &SetExpr, rel: RelId) -> bool {
    match set {
        SetExpr::Texts(_) => false,
        SetExpr::Column { rel: of, .. } => *of == rel,
        SetExpr::Union(a, b) | SetExpr::Minus(a, b) => takes_from(a, rel) || takes_from(b, rel),
    }
}

/// A rule of `when` and lines alone, over all rows of its one table.
fn is_plain(rule: &RulePlan) -> bool {
    let over_all = rule.subjects.iter().all(|s| s.nested_in.is_none() && s.filter.is_none() && s.over.is_none());
    let asks = !rule.lines.is_empty() && rule.shows.is_empty() && rule.reports.is_empty();
    let bound = rule.dues.is_empty() && rule.effective.is_empty() && rule.lines.iter().all(|l| l.due.is_none());
    over_all && asks && bound && rule.exempt.is_empty() && rule.except.is_empty() && rule.grants.is_empty()
}

fn asks_row_alone(rules: &RuleSet, plan: &Plan, rule: &RulePlan) -> bool {
    let conds = std::iter::once(rule.when).chain(rule.lines.iter().map(|l| l.cond));
    conds.into_iter().all(|c| is_of_row(rules, plan, Node::Cond(c), 0))
}

/// Whether a node looks at nothing but the row in a slot, and rows of the policy's tables.
fn is_of_row(rules: &RuleSet, plan: &Plan, node: Node<'_>, of: u8) -> bool {
    let mut alone = true;
    plan.reach([node], &mut |node| {
        alone &= match node {
            Node::Agg(_) | Node::Scope(_) | Node::Param(_) => false,
            Node::Row(id) => match plan.row(id) {
                Row::Slot(slot) => *slot == of,
                Row::Lookup { rel, .. } => rules.schema.get(*rel).origin == Origin::Policy,
                Row::Only { .. } | Row::Parent { .. } => false,
            },
            Node::Cond(_)
            | Node::Atom(_)
            | Node::Classification(_)
            | Node::Set(_)
            | Node::Text(_)
            | Node::Num(_)
            | Node::LinearForm(_) => true,
        };
        alone
    });
    alone
}

/// Whether a rule over groups asks nothing of a row but what makes its group.
fn asks_key_alone(plan: &Plan, rule: &RulePlan, by: &[ColId]) -> bool {
    let slot = |row: &RowRefId| matches!(plan.row(*row), Row::Slot(_));
    let mut alone = true;
    let conds = std::iter::once(rule.when).chain(rule.lines.iter().map(|l| l.cond));
    plan.reach(conds.map(Node::Cond), &mut |node| {
        let asked = match node {
            // Its own rows are seen from within.
            Node::Agg(_) => return false,
            Node::Atom(id) => match plan.atom(id) {
                Atom::Cell { row, col } if slot(row) => Some(*col),
                Atom::Cell { .. } | Atom::Param(_) | Atom::Agg { .. } | Atom::Op(_) => None,
            },
            Node::Text(Text::Cell { row, col }) if slot(row) => Some(*col),
            Node::Cond(id) => match plan.cond(id) {
                Cond::Flag { row, col } | Cond::Exists { row, col } | Cond::Filled { row, col, .. } if slot(row) => Some(*col),
                Cond::Const(_)
                | Cond::Compare(_)
                | Cond::SameText { .. }
                | Cond::InSet { .. }
                | Cond::Like { .. }
                | Cond::StartsWith { .. }
                | Cond::Rank { .. }
                | Cond::Flag { .. }
                | Cond::FlagParam(_)
                | Cond::Exists { .. }
                | Cond::Filled { .. }
                | Cond::RowExists(_)
                | Cond::SetRelation { .. }
                | Cond::And(_)
                | Cond::Or(_)
                | Cond::Not(_)
                | Cond::Holds(_)
                | Cond::Choose { .. }
                | Cond::Quantified { .. } => None,
            },
            Node::Row(_)
            | Node::Scope(_)
            | Node::Classification(_)
            | Node::Set(_)
            | Node::Param(_)
            | Node::Text(_)
            | Node::Num(_)
            | Node::LinearForm(_) => None,
        };
        alone &= asked.is_none_or(|col| by.contains(&col));
        alone
    });
    alone
}

/// The column of the row in hand that a key is, and nothing else.
pub fn own_key(plan: &Plan, key: &Key) -> Option<ColId> {
    match key {
        Key::Text(Text::Cell { row, col }) if *plan.row(*row) == Row::Slot(0) => Some(*col),
        Key::Int(lin) => single(lin).and_then(|atom| own_cell(plan, atom)),
        Key::Text(_) | Key::Row(_) => None,
    }
}

/// The one atom that a form is.
fn single(lin: &LinearForm) -> Option<AtomId> {
    let (atom, one) = lin.terms.iter().next()?;
    let alone = lin.terms.len() == 1 && *one == Rat::ONE && lin.constant.is_zero() && lin.gone.is_empty();
    alone.then_some(*atom)
}

/// The column of the row in hand that an atom is.
pub fn own_cell(plan: &Plan, atom: AtomId) -> Option<ColId> {
    match plan.atom(atom) {
        Atom::Cell { row, col } if *plan.row(*row) == Row::Slot(0) => Some(*col),
        Atom::Cell { .. } | Atom::Param(_) | Atom::Agg { .. } | Atom::Op(_) => None,
    }
}
