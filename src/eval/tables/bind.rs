//! A plan bound to data: constants turned into codes, sets resolved, key indexes, and the tables of aggregates made on demand.

use crate::data::{CellState, Code, Column, Dataset, Table, Values};
use crate::eval::tables::complete::Completeness;
use crate::eval::tables::groups::GroupTable;
use crate::eval::tables::measures::MeasureTable;
use crate::eval::tables::ordered::{Ordered, Running};
use crate::eval::tables::places::PlaceTables;
use crate::eval::types::affine::Crowd;
use crate::eval::types::env::{ExpectedRow, KeyBits};
use crate::eval::types::truth::Truth;
use crate::eval::types::value::Value;
use crate::hir::{RuleSet, SetExpr};
use crate::plan::{Plan, Summarized, Text};
use crate::text::{Sources, fold_text};
use crate::ty::{ColId, ColumnDef, RelId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::sync::{Arc, Mutex, OnceLock};

/// Codes of texts that were put together and that no data hold begin here.
const FIRST_JOINED: Code = 0xC000_0000;

/// Texts that were put together and that no data hold.
#[derive(Debug, Default)]
pub struct Joined {
    codes: FxHashMap<String, Code>,
    texts: Vec<String>,
}

impl Joined {
    fn code(&mut self, text: &str) -> Code {
        let folded = fold_text(text).to_string();
        if let Some(code) = self.codes.get(&folded) {
            return *code;
        }
        let code = FIRST_JOINED.saturating_add(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.codes.insert(folded, code);
        self.texts.push(text.to_string());
        code
    }
}

/// Rows, and what they may add.
pub type HeldCrowd = Mutex<Option<(Arc<Vec<u32>>, Arc<Crowd>)>>;

/// The region of each group, by its key; none where its rows are of several.
pub type GroupRegions = FxHashMap<KeyBits, Option<String>>;

/// The same by relation and by what its rows are grouped by.
pub type GroupedBy = FxHashMap<(RelId, Vec<ColId>), Arc<GroupRegions>>;

/// Everything evaluation reads. Shared by threads; tables are filled before rules run.
pub struct Tables<'a> {
    pub plan: &'a Plan,
    pub rules: &'a RuleSet,
    pub data: &'a Dataset,
    /// For the words of the author in findings.
    pub sources: &'a Sources,
    pub sets: Vec<FxHashSet<Code>>,
    pub complete: Completeness,
    pub expecteds: Vec<ExpectedRow>,
    /// Of relations that are asked about as they were sent: one expected row for each part that was not.
    pub unsent: FxHashMap<RelId, Vec<u32>>,
    /// The day on which things are judged that have no period of their own.
    pub as_of: Option<i64>,
    pub indexes: Vec<OnceLock<FxHashMap<KeyBits, u32>>>,
    /// The region code of the policy whose rules these are, if they share one; rows of other regions, by relation.
    pub jurisdiction: Option<String>,
    pub outside: Vec<OnceLock<Vec<(u32, Truth)>>>,
    pub groups: Vec<OnceLock<GroupTable>>,
    /// Groups in the order of a figure that the condition on both rows compares, by scope; in that of one which an `every` or `some`
    /// compares, by aggregate; and what aggregates come to over ranges of them.
    pub ordered: Vec<OnceLock<Option<Ordered>>>,
    pub ordered_truths: Vec<OnceLock<Option<Ordered>>>,
    pub running: Vec<OnceLock<Vec<Option<Running>>>>,
    pub measures: Vec<OnceLock<MeasureTable>>,
    /// Rows in the order of a figure, by key and by the figures that a condition on both rows holds them against.
    pub places: Vec<PlaceTables>,
    pub joined: Mutex<Joined>,
    /// By aggregate the rows last met that may belong to a group and are too many to be told apart, and what they may add.
    pub crowds: Vec<HeldCrowd>,
    /// The regions of groups, by relation and by what they are grouped by.
    pub group_regions: Mutex<GroupedBy>,
    /// What stands in place of rows that are not in hand.
    pub summarized: Option<&'a Summarized>,
    /// What is found is told apart by regions: then it is kept of whom each thing is that is told.
    pub told_apart: bool,
    /// Affine forms of aggregates made so far, by key.
    pub forms: Vec<Mutex<FxHashMap<KeyBits, Arc<Value>>>>,
}

impl<'a> Tables<'a> {
    pub fn new(plan: &'a Plan, rules: &'a RuleSet, data: &'a Dataset, sources: &'a Sources) -> Self {
        let cells = |n: usize| (0..n).map(|_| OnceLock::new()).collect::<Vec<_>>();
        let cells2 = |n: usize| (0..n).map(|_| OnceLock::new()).collect::<Vec<_>>();
        let mut tables = Self {
            plan,
            rules,
            data,
            sources,
            sets: Vec::new(),
            complete: Completeness::default(),
            expecteds: Vec::new(),
            unsent: FxHashMap::default(),
            as_of: rules.as_of,
            indexes: cells(rules.schema.relations.len()),
            jurisdiction: shared_jurisdiction(rules),
            outside: cells2(rules.schema.relations.len()),
            groups: (0..plan.scopes.len()).map(|_| OnceLock::new()).collect(),
            ordered: (0..plan.scopes.len()).map(|_| OnceLock::new()).collect(),
            ordered_truths: (0..plan.aggs.len()).map(|_| OnceLock::new()).collect(),
            running: (0..plan.aggs.len()).map(|_| OnceLock::new()).collect(),
            measures: (0..plan.aggs.len()).map(|_| OnceLock::new()).collect(),
            places: (0..plan.aggs.len()).map(|_| Mutex::default()).collect(),
            joined: Mutex::default(),
            crowds: (0..plan.aggs.len()).map(|_| Mutex::default()).collect(),
            group_regions: Mutex::default(),
            summarized: None,
            told_apart: false,
            forms: (0..plan.aggs.len()).map(|_| Mutex::default()).collect(),
        };
        tables.sets = plan.sets.iter().map(|s| set_codes(data, s)).collect();
        tables.complete = Completeness::of(rules, data);
        tables
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
            Text::Cell { .. } | Text::Param(_) | Text::Classification(_) | Text::Join { .. } | Text::Choose { .. } => None,
        }
    }

    /// The code of a text that was put together: that of the data if they hold it, else one of its own.
    pub fn joined_code(&self, text: &str) -> Code {
        let code = self.data.texts.find(text);
        code.or_else(|| self.joined.lock().ok().map(|mut joined| joined.code(text))).unwrap_or(Code::MAX)
    }

    /// The text of a code, of the data or put together.
    pub fn text_of_code(&self, code: Code) -> Cow<'a, str> {
        match code.checked_sub(FIRST_JOINED) {
            None => Cow::Borrowed(self.data.texts.text(code)),
            Some(at) => Cow::Owned(self.joined.lock().ok().and_then(|j| j.texts.get(at as usize).cloned()).unwrap_or_default()),
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
            for row in 0..self.table(rel).own_rows() {
                let parts: Option<KeyBits> = key.iter().map(|&c| self.key_bits(rel, c, row)).collect();
                if let Some(parts) = parts {
                    map.entry(parts).or_insert(row);
                }
            }
            map
        })
    }
}

/// The texts of a set that occur in the data.
pub fn set_codes(data: &Dataset, set: &SetExpr) -> FxHashSet<Code> {
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

/// The jurisdiction of all rules, where they share one.
fn shared_jurisdiction(rules: &RuleSet) -> Option<String> {
    let mut all = rules.rules.iter().map(|r| rules.jurisdiction(r));
    let first = all.next()??;
    all.all(|j| j == Some(first)).then(|| first.to_string())
}
