//! A plan bound to data: constants turned into codes, sets resolved, key indexes, and the tables of aggregates made on demand.

use crate::data::{CellState, Code, Column, Dataset, Table, Values};
use crate::eval::exact::aggregate::MeasureTable;
use crate::eval::tables::complete::Completeness;
use crate::eval::tables::groups::GroupTable;
use crate::eval::types::truth::Truth;
use crate::hir::{ParamValue, RuleSet, SetExpr};
use crate::plan::{Plan, Text};
use crate::text::Sources;
use crate::ty::{ColId, ColumnDef, RelId, Type};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;

/// A key in hand: codes of texts, numbers of periods, row numbers of parents.
pub type KeyBits = Box<[u64]>;

/// A roster member that sent no row.
#[derive(Clone, Debug)]
pub struct Phantom {
    pub rel: RelId,
    /// In the order of the relation's key; `None` where the roster does not say.
    pub key: Vec<Option<u64>>,
    /// For nested rows: the row whose list was not sent; it may be a phantom itself.
    pub parent: Option<u32>,
    /// Who owes the table and sent nothing.
    pub sender: Option<Code>,
    /// It stands for rows that may not be there at all: what was not sent may be an empty table or list.
    pub perhaps: bool,
}

/// Rows in hand above this number are phantoms.
pub const PHANTOM: u32 = 0x8000_0000;

/// Everything evaluation reads. Shared by threads; tables are filled before rules run.
pub struct Bound<'a> {
    pub plan: &'a Plan,
    pub rules: &'a RuleSet,
    pub data: &'a Dataset,
    /// For the words of the author in findings.
    pub sources: &'a Sources,
    pub sets: Vec<FxHashSet<Code>>,
    pub complete: Completeness,
    pub phantoms: Vec<Phantom>,
    /// The day on which things are judged that have no period of their own.
    pub as_of: Option<i64>,
    pub(in crate::eval) indexes: Vec<OnceLock<FxHashMap<KeyBits, u32>>>,
    /// The region code of the policy whose rules these are, if they share one; rows of other regions, by relation.
    pub(in crate::eval) jurisdiction: Option<String>,
    pub(in crate::eval) abroad: Vec<OnceLock<Vec<(u32, Truth)>>>,
    pub(in crate::eval) groups: Vec<OnceLock<GroupTable>>,
    pub(in crate::eval) measures: Vec<OnceLock<MeasureTable>>,
}

impl<'a> Bound<'a> {
    pub fn new(plan: &'a Plan, rules: &'a RuleSet, data: &'a Dataset, sources: &'a Sources) -> Self {
        let cells = |n: usize| (0..n).map(|_| OnceLock::new()).collect::<Vec<_>>();
        let cells2 = |n: usize| (0..n).map(|_| OnceLock::new()).collect::<Vec<_>>();
        let mut bound = Self {
            plan,
            rules,
            data,
            sources,
            sets: Vec::new(),
            complete: Completeness::default(),
            phantoms: Vec::new(),
            as_of: rules.as_of,
            indexes: cells(rules.schema.relations.len()),
            jurisdiction: crate::eval::judge::applies::shared_jurisdiction(rules),
            abroad: cells2(rules.schema.relations.len()),
            groups: (0..plan.scopes.len()).map(|_| OnceLock::new()).collect(),
            measures: (0..plan.aggs.len()).map(|_| OnceLock::new()).collect(),
        };
        bound.sets = plan.sets.iter().map(|s| set_codes(data, s)).collect();
        bound.complete = Completeness::of(rules, data);
        bound
    }

    /// A subject that stands for what was not sent, and may not be there.
    pub fn is_perhaps(&self, row: u32) -> bool {
        row.checked_sub(PHANTOM).and_then(|at| self.phantoms.get(at as usize)).is_some_and(|p| p.perhaps)
    }

    pub fn table(&self, rel: RelId) -> &'a Table {
        self.data.table(rel)
    }

    pub fn column(&self, rel: RelId, col: ColId) -> &'a Column {
        &self.table(rel).columns[col.index()]
    }

    pub fn def(&self, rel: RelId, col: ColId) -> &'a ColumnDef {
        self.rules.schema.column(rel, col)
    }

    /// The code of a constant text; `None` when no data hold it.
    pub fn constant(&self, text: &Text) -> Option<Code> {
        match text {
            Text::Const(t) | Text::Bound(_, t) => self.data.texts.find(t),
            _ => None,
        }
    }

    /// A known cell as a part of a key.
    pub fn key_bits(&self, rel: RelId, col: ColId, row: u32) -> Option<u64> {
        let column = self.column(rel, col);
        if column.state(row) != CellState::Known {
            return None;
        }
        match &column.values {
            Values::Code(_) => column.code(row).map(u64::from),
            Values::Num(_) => column.int(row).map(i64::cast_unsigned),
        }
    }

    /// Rows by full key; rows with an unknown key part are not in it, and of rows with one key the first counts.
    pub fn index(&self, rel: RelId) -> &FxHashMap<KeyBits, u32> {
        self.indexes[rel.index()].get_or_init(|| {
            let key = &self.rules.schema.get(rel).key;
            let mut map = FxHashMap::default();
            for row in 0..self.table(rel).rows {
                let parts: Option<KeyBits> = key.iter().map(|&c| self.key_bits(rel, c, row)).collect();
                if let Some(parts) = parts {
                    map.entry(parts).or_insert(row);
                }
            }
            map
        })
    }

    /// A numeric column holds whole numbers only.
    pub fn is_integer_column(def: &ColumnDef) -> bool {
        match &def.ty {
            Type::Number(n) => n.is_integral(),
            Type::Period(_) | Type::Date | Type::Flag => true,
            _ => false,
        }
    }
}

/// The texts of a set that occur in the data.
fn set_codes(data: &Dataset, set: &SetExpr) -> FxHashSet<Code> {
    match set {
        SetExpr::Texts(texts) => texts.iter().filter_map(|t| data.texts.find(t)).collect(),
        SetExpr::Column { rel, col } => {
            let table = data.table(*rel);
            (0..table.rows).filter_map(|r| table.columns.get(col.index()).and_then(|c| c.code(r))).collect()
        }
        SetExpr::Union(a, b) => set_codes(data, a).union(&set_codes(data, b)).copied().collect(),
        SetExpr::Minus(a, b) => set_codes(data, a).difference(&set_codes(data, b)).copied().collect(),
    }
}

/// Makes data ready for a plan: every text that rules or types name gets a code (so that two texts no data hold are not taken for one),
/// and the unnamed relations that stand for sets (`clusters minus {…}` looped over) get one row per member, in order of text.
pub fn prepare(rules: &RuleSet, plan: &Plan, data: &mut Dataset) {
    plan.texts.iter().for_each(|t| {
        data.texts.intern(t);
    });
    for column in rules.schema.relations.iter().flat_map(|r| &r.columns) {
        if let Type::OneOf(list) = &column.ty {
            list.iter().for_each(|t| {
                data.texts.intern(t);
            });
        }
    }
    for param in &rules.params {
        for one in &param.alternatives {
            if let ParamValue::Text(t) = &one.value {
                data.texts.intern(t);
            }
        }
        if let Type::OneOf(list) = &param.ty {
            list.iter().for_each(|t| {
                data.texts.intern(t);
            });
        }
    }
    for set in &plan.sets {
        intern_texts(set, data);
    }
    crate::eval::exact::calendar::fill(rules, data);
    for rule in &rules.rules {
        for rel_set in crate::eval::tables::members::of_rule(rule) {
            intern_texts(rel_set.1, data);
            let mut codes: Vec<Code> = set_codes(data, rel_set.1).into_iter().collect();
            codes.sort_by(|a, b| data.texts.text(*a).cmp(data.texts.text(*b)));
            crate::eval::tables::members::fill(data, rel_set.0, &codes);
        }
    }
}

fn intern_texts(set: &SetExpr, data: &mut Dataset) {
    match set {
        SetExpr::Texts(texts) => texts.iter().for_each(|t| {
            data.texts.intern(t);
        }),
        SetExpr::Union(a, b) | SetExpr::Minus(a, b) => [a, b].iter().for_each(|s| intern_texts(s, data)),
        SetExpr::Column { .. } => {}
    }
}
