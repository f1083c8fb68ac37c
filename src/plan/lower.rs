//! From the typed rule set to the plan: the context all lowering shares.

use super::pool::Pools;
use super::{Choice, CondId, Key, LinearForm, Num, Plan, Row, RowRefId, Text};
use crate::hir::{Defined, DefinedId, Expr, Func, Kind, Param, ParamValue, RowRef, RuleSet, VarId};
use crate::num::{Interval, Rat};
use crate::text::deep;
use crate::ty::{Origin, RelId, Schema, Type, Unit};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Lays a rule set out for evaluation.
pub fn lower(rules: &RuleSet) -> Plan {
    let mut lower = Lower::new(rules);
    for (index, rule) in rules.rules.iter().enumerate() {
        let plan = lower.rule(index, rule);
        lower.pools.plan.rules.push(plan);
    }
    lower.pools.plan.count_uses();
    lower.pools.plan
}

/// The plan of one rule alone, which keeps its index.
pub fn lower_one(rules: &RuleSet, index: usize) -> Plan {
    let mut lower = Lower::new(rules);
    if let Some(rule) = rules.rules.get(index) {
        let plan = lower.rule(index, rule);
        lower.pools.plan.rules.push(plan);
    }
    lower.pools.plan.count_uses();
    lower.pools.plan
}

/// Lowering in progress: the pools, and which variable sits in which slot.
pub struct Lower<'a> {
    pub pools: Pools,
    pub set: &'a RuleSet,
    pub slots: BTreeMap<VarId, u8>,
    pub rels: BTreeMap<VarId, RelId>,
    /// Inside a filter: equal filters at two places are one, so their comparisons have no place.
    pub unplaced: bool,
    /// Inside a question about the form.
    pub as_sent: bool,
    pub asks: Asks,
    pub shared: Shared,
}

impl<'a> Lower<'a> {
    pub fn new(set: &'a RuleSet) -> Self {
        Self {
            pools: Pools::default(),
            set,
            slots: BTreeMap::new(),
            rels: BTreeMap::new(),
            unplaced: false,
            as_sent: false,
            asks: Asks::Nothing,
            shared: Shared::default(),
        }
    }
}

/// What the condition in hand is lowered for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asks {
    /// It decides whether something is asked, counted or chosen.
    Nothing,
    /// It is what a line asks, or forbids.
    That,
    ThatNot,
}

impl Asks {
    pub fn opposite(self) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            Self::That => Self::ThatNot,
            Self::ThatNot => Self::That,
        }
    }
}

impl Lower<'_> {
    pub fn schema(&self) -> &Schema {
        &self.set.schema
    }

    pub fn param(&self, id: crate::hir::ParamId) -> &Param {
        &self.set.params[id.0 as usize]
    }

    pub fn row(&mut self, row: &RowRef) -> RowRefId {
        let node = match row {
            RowRef::Var(var) => Row::Slot(self.slots.get(var).copied().unwrap_or(0)),
            RowRef::Lookup { rel, keys, .. } => {
                let key = keys.iter().map(|k| self.key(k)).collect();
                Row::Lookup { rel: *rel, key }
            }
            RowRef::Only(rows) => self.only_row(rows),
            RowRef::Parent(child) => {
                let rel = self.rel_of(row);
                Row::Parent { child: self.row(child), rel }
            }
        };
        self.pools.row(node)
    }

    /// The row of a field, noted as read.
    pub fn field_row(&mut self, row: &RowRef, col: crate::ty::ColId) -> RowRefId {
        let rel = self.rel_of(row);
        self.pools.plan.read_columns.insert((rel, col));
        self.row(row)
    }

    /// The relation a row reference leads to.
    pub fn rel_of(&self, row: &RowRef) -> RelId {
        match row {
            RowRef::Var(var) => self.rels.get(var).copied().unwrap_or(RelId(0)),
            RowRef::Lookup { rel, .. } => *rel,
            RowRef::Only(rows) => rows.source.rel(),
            RowRef::Parent(child) => match self.schema().get(self.rel_of(child)).origin {
                Origin::Nested { parent, .. } => parent,
                Origin::Submitted | Origin::Policy | Origin::Calendar => self.rel_of(child),
            },
        }
    }

    pub fn key(&mut self, e: &Expr) -> Key {
        if e.ty.is_text_like() || matches!(e.kind, Kind::Text(_)) {
            return Key::Text(self.text(e));
        }
        let number = self.num(e);
        Key::Int(self.linear(&number))
    }

    pub fn text(&mut self, e: &Expr) -> Text {
        let text = self.untitled_text(e);
        if let (Text::Join { .. } | Text::Choose { .. }, Some(title)) = (&text, self.set.titles.get(&e.span)) {
            self.pools.plan.titles.entry(text.clone()).or_insert_with(|| title.clone());
        }
        text
    }

    fn untitled_text(&mut self, e: &Expr) -> Text {
        match &e.kind {
            Kind::Field { row, col } => Text::Cell { row: self.field_row(row, *col), col: *col },
            Kind::Param(id) => match self.param(*id).value.clone() {
                Some(ParamValue::Text(t)) => {
                    self.pools.plan.texts.insert(t.clone());
                    Text::Bound(*id, t)
                }
                Some(ParamValue::Number(_)) | None => {
                    self.pools.plan.open_params.insert(*id);
                    Text::Param(*id)
                }
            },
            Kind::Text(text) => self.constant_text(text.clone()),
            Kind::Func(Func::InForce, args) => self.text_in_force(args),
            Kind::Join { parts, shape } => Text::Join { parts: parts.iter().map(|p| self.text(p)).collect(), shape: *shape },
            Kind::Classification(classification) => Text::Classification(self.classification(classification)),
            Kind::Choose { arms, otherwise } => {
                let arms = arms.iter().map(|(when, then)| (self.condition(when), self.text(then))).collect();
                let otherwise = otherwise.as_ref().map(|o| self.text(o));
                self.pools.choice(Choice { arms, otherwise })
            }
            Kind::Defined(defined) => self.defined_text(defined),
            // What is no text is none.
            Kind::Num(_)
            | Kind::Neg(_)
            | Kind::Add(..)
            | Kind::Sub(..)
            | Kind::Mul(..)
            | Kind::Div(..)
            | Kind::ShareOf { .. }
            | Kind::AsShare { .. }
            | Kind::Func(..)
            | Kind::Agg(_)
            | Kind::Compare { .. }
            | Kind::About { .. }
            | Kind::WithinRounding { .. }
            | Kind::In { .. }
            | Kind::SetRelation { .. }
            | Kind::Same { .. }
            | Kind::Like { .. }
            | Kind::StartsWith { .. }
            | Kind::Rank { .. }
            | Kind::And(_)
            | Kind::Or(_)
            | Kind::Implies(_)
            | Kind::Not(_)
            | Kind::Exists(_)
            | Kind::Filled(..)
            | Kind::RowExists(_) => self.pools.choice(Choice { arms: Vec::new(), otherwise: None }),
        }
    }

    pub fn constant_text(&mut self, text: String) -> Text {
        self.pools.plan.texts.insert(text.clone());
        Text::Const(text)
    }

    /// A constant of a parameter that is bound, else `None`.
    pub fn bound_number(&self, id: crate::hir::ParamId) -> Option<Rat> {
        match &self.param(id).value {
            Some(ParamValue::Number(value)) => Some(value.clone()),
            Some(ParamValue::Text(_)) | None => None,
        }
    }

    /// Coefficient that brings a column's stored numbers to base units.
    pub fn factor(&self, row: &RowRef, col: crate::ty::ColId) -> Rat {
        let column = self.schema().column(self.rel_of(row), col);
        match (&column.ty, &column.unit) {
            (Type::Number(_), Some(unit)) => unit.factor.clone(),
            _ => Rat::ONE,
        }
    }

    pub fn constant(value: &Rat) -> Num {
        Num::LinearForm(LinearForm::constant(value.clone()))
    }
}

/// A definition, where the rows it reads are and where those of its own loops would be, whether it stands in a filter and in a question
/// about the form, and what is asked of it.
type Place = (DefinedId, Vec<(VarId, u8)>, u8, [bool; 2], Asks);

/// What definitions were lowered to. Each is kept, so that no other comes to lie where it lay.
#[derive(Default)]
pub struct Shared {
    nums: HashMap<Place, Num>,
    conds: HashMap<Place, CondId>,
    texts: HashMap<Place, Text>,
    existences: HashMap<Place, CondId>,
    /// Where conditions hold (`true`) or fail; see [`Lower::holding`].
    pub decided: HashMap<(CondId, bool), CondId>,
    signs: RefCell<HashMap<DefinedId, Interval>>,
    units: RefCell<HashMap<DefinedId, Option<Unit>>>,
    kept: Vec<Arc<Defined>>,
    /// Definitions of which a trace has told what they are made of.
    pub told: HashSet<DefinedId>,
}

impl Lower<'_> {
    fn place_of_definition(&self, defined: &Arc<Defined>) -> Place {
        let rows = defined.vars.iter().filter_map(|v| Some((*v, *self.slots.get(v)?))).collect();
        (defined.id, rows, self.next_slot(), [self.unplaced, self.as_sent], self.asks)
    }

    pub fn defined_num(&mut self, defined: &Arc<Defined>) -> Num {
        let place = self.place_of_definition(defined);
        if let Some(num) = self.shared.nums.get(&place) {
            return num.clone();
        }
        let num = deep(|| self.num(&defined.value));
        self.shared.kept.push(Arc::clone(defined));
        self.shared.nums.insert(place, num.clone());
        num
    }

    pub fn defined_cond(&mut self, defined: &Arc<Defined>) -> CondId {
        let place = self.place_of_definition(defined);
        if let Some(cond) = self.shared.conds.get(&place) {
            return *cond;
        }
        let cond = deep(|| self.cond(&defined.value));
        self.shared.kept.push(Arc::clone(defined));
        self.shared.conds.insert(place, cond);
        cond
    }

    /// Whether what a definition gives exists.
    pub fn defined_exists(&mut self, defined: &Arc<Defined>) -> CondId {
        let place = self.place_of_definition(defined);
        if let Some(cond) = self.shared.existences.get(&place) {
            return *cond;
        }
        let cond = deep(|| self.part_exists(&defined.value));
        self.shared.kept.push(Arc::clone(defined));
        self.shared.existences.insert(place, cond);
        cond
    }

    pub fn defined_text(&mut self, defined: &Arc<Defined>) -> Text {
        let place = self.place_of_definition(defined);
        if let Some(text) = self.shared.texts.get(&place) {
            return text.clone();
        }
        let text = deep(|| self.text(&defined.value));
        self.shared.kept.push(Arc::clone(defined));
        self.shared.texts.insert(place, text.clone());
        text
    }

    /// What a definition can come to, as far as its sign goes.
    pub fn defined_sign(&self, defined: &Arc<Defined>) -> Interval {
        let at = defined.id;
        let known = self.shared.signs.borrow().get(&at).cloned();
        known.unwrap_or_else(|| {
            let sign = deep(|| self.sign(&defined.value));
            self.shared.signs.borrow_mut().insert(at, sign.clone());
            sign
        })
    }

    /// The unit in which people wrote the figures of a definition.
    pub fn defined_unit(&self, defined: &Arc<Defined>) -> Option<Unit> {
        let at = defined.id;
        let known = self.shared.units.borrow().get(&at).cloned();
        known.unwrap_or_else(|| {
            let unit = deep(|| self.field_unit(&defined.value));
            self.shared.units.borrow_mut().insert(at, unit.clone());
            unit
        })
    }
}
