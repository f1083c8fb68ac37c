//! Random data with holes, and random completions of the holes.

use fadu::data::{Batch, Cell, Column, Dataset, Extent, Interner, Submission, SubmissionId, Table};
use fadu::hir::{ParamValue, RuleSet};
use fadu::num::{Decimal, Interval, Rat, int, ratio};
use fadu::text::FileId;
use std::collections::{BTreeMap, BTreeSet};

/// A small deterministic generator (xorshift).
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        let mut rng = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        (0..8).for_each(|_| {
            rng.next();
        });
        rng
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, n: u64) -> u64 {
        (self.next() >> 11) % n
    }

    pub fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[usize::try_from(self.below(list.len() as u64)).unwrap()]
    }

    fn small(&mut self, n: u64) -> i64 {
        i64::try_from(self.below(n)).unwrap()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    Text(String),
    /// In 万元, or a count, or a year.
    Number(i64),
    /// In base units, whatever it is a number of.
    Exact(Rat),
    Flag(bool),
    /// Metadata to be none.
    None,
    Hole,
    /// Reported as "at least".
    AtLeast(i64),
}

/// Columns of each relation, keys first, in the order of the rule text; the list column stands last.
pub const COLUMNS: [(&str, &[&str]); 5] = [
    ("ids", &["id"]),
    ("P", &["id", "cap", "on"]),
    ("R", &["id", "p", "q", "a", "b", "s", "n", "g", "f", "o", "list"]),
    ("L", &["name", "x", "y"]),
    ("T", &["id", "year", "v"]),
];

/// Years the roster's record may be asked about.
const YEARS: std::ops::RangeInclusive<i64> = 2004..=2008;

#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub rows: Vec<Vec<Field>>,
    /// For nested rows: the row they belong to.
    pub parents: Vec<usize>,
    /// More rows may exist.
    pub partial: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub tables: BTreeMap<&'static str, Rows>,
    /// Values of the parameters `reading`, `strict`, `level`, where a completion sets them.
    pub params: Option<(&'static str, bool, i64)>,
}

fn value(rng: &mut Rng, name: &str) -> Field {
    match name {
        "p" | "q" => Field::Text(format!("p{}", rng.below(4))),
        "g" => Field::Text(rng.pick(&["x", "y"]).to_string()),
        "f" | "on" | "y" => Field::Flag(rng.below(2) == 0),
        "s" => Field::Number(rng.small(13) - 6),
        "o" if rng.below(3) == 0 => Field::None,
        "list" => Field::Number(0),
        _ => Field::Number(rng.small(8)),
    }
}

fn cell(rng: &mut Rng, name: &str, hole: u64) -> Field {
    if rng.below(12) >= hole {
        return value(rng, name);
    }
    match name {
        "a" | "b" | "x" | "v" if rng.below(3) == 0 => Field::AtLeast(rng.small(6)),
        _ => Field::Hole,
    }
}

/// Data of which up to half the cells may be missing.
pub fn data(rng: &mut Rng) -> Draft {
    let hole = 1 + rng.below(6);
    let mut draft = Draft::default();
    let text = |t: String| Field::Text(t);
    let ids = (0..2).map(|i| vec![text(format!("t{i}"))]).collect();
    draft.tables.insert("ids", Rows { rows: ids, ..Rows::default() });
    let partial = rng.below(2) == 0;
    // A row that is not there is unknown; in a complete table it stays away from what rules look up.
    let p = (0..if partial { 3 } else { 4 }).map(|i| vec![text(format!("p{i}")), cell(rng, "cap", hole), cell(rng, "on", hole)]);
    draft.tables.insert("P", Rows { rows: p.collect(), partial, ..Rows::default() });
    let (mut r, mut l) = (Rows { partial: rng.below(3) == 0, ..Rows::default() }, Rows::default());
    for i in 0..1 + rng.below(4) {
        let mut row = vec![text(format!("r{i}"))];
        row.extend(COLUMNS[2].1[1..].iter().map(|n| cell(rng, n, hole)));
        if row[10] != Field::Hole {
            add_list(rng, &mut l, r.rows.len(), hole);
        }
        r.rows.push(row);
    }
    draft.tables.insert("R", r);
    draft.tables.insert("L", l);
    let mut t = Rows { partial: true, ..Rows::default() };
    for (id, year) in [0, 1].into_iter().flat_map(|id| (2006..=2008).map(move |y| (id, y))) {
        if rng.below(4) > 0 {
            t.rows.push(vec![text(format!("t{id}")), Field::Number(year), cell(rng, "v", hole)]);
        }
    }
    draft.tables.insert("T", t);
    draft
}

fn add_list(rng: &mut Rng, l: &mut Rows, parent: usize, hole: u64) {
    for i in 0..rng.below(3) {
        l.rows.push(vec![Field::Text(format!("l{i}")), cell(rng, "x", hole), cell(rng, "y", hole)]);
        l.parents.push(parent);
    }
}

/// Complete tables, holes in amounts only.
pub fn data_closed(rng: &mut Rng) -> Draft {
    let mut draft = data(rng);
    let r = draft.tables.get_mut("R").unwrap();
    r.partial = false;
    for field in r.rows.iter_mut().flatten().filter(|f| matches!(f, Field::AtLeast(_))) {
        *field = Field::Hole;
    }
    draft
}

impl Draft {
    pub fn rows(&self, name: &str) -> &[Vec<Field>] {
        &self.tables[name].rows
    }

    /// Fills every hole; partial tables may grow; open parameters get values.
    pub fn complete(&self, rng: &mut Rng, round: usize) -> Draft {
        let mut full = self.clone();
        let parents: Vec<bool> = self.rows("R").iter().map(|r| r[10] == Field::Hole).collect();
        for (parent, _) in parents.iter().enumerate().filter(|(_, open)| **open) {
            add_list(rng, full.tables.get_mut("L").unwrap(), parent, 0);
        }
        for (name, columns) in COLUMNS {
            let table = full.tables.get_mut(name).unwrap();
            for row in &mut table.rows {
                row.iter_mut().zip(columns).for_each(|(f, n)| fill(rng, f, n, round));
            }
        }
        if self.tables["R"].partial {
            for i in 0..rng.below(3) {
                let mut row = vec![Field::Text(format!("more{i}"))];
                row.extend(COLUMNS[2].1[1..].iter().map(|n| value(rng, n)));
                let parent = full.rows("R").len();
                add_list(rng, full.tables.get_mut("L").unwrap(), parent, 0);
                full.tables.get_mut("R").unwrap().rows.push(row);
            }
        }
        if self.tables["P"].partial {
            let row = vec![Field::Text("p3".into()), value(rng, "cap"), value(rng, "on")];
            full.tables.get_mut("P").unwrap().rows.push(row);
        }
        let t = full.tables.get_mut("T").unwrap();
        for (id, year) in [0, 1].into_iter().flat_map(|id| YEARS.map(move |y| (id, y))) {
            let key = [Field::Text(format!("t{id}")), Field::Number(year)];
            if !t.rows.iter().any(|r| r[..2] == key) {
                t.rows.push(key.into_iter().chain([value(rng, "v")]).collect());
            }
        }
        full.tables.values_mut().for_each(|t| t.partial = false);
        full.params = Some((rng.pick(&["甲", "乙"]), rng.below(2) == 0, rng.small(6)));
        full
    }

    /// Every hole of `R` at each of a few far-out values.
    pub fn corners(&self) -> Vec<Draft> {
        let mut out = vec![self.clone()];
        for (row, fields) in self.rows("R").iter().enumerate() {
            for (col, name) in COLUMNS[2].1.iter().enumerate().filter(|(col, _)| fields[*col] == Field::Hole) {
                let values: Vec<Field> = match *name {
                    "p" | "q" => vec![Field::Text("p0".into())],
                    "g" => vec![Field::Text("x".into())],
                    "f" => vec![Field::Flag(true)],
                    "s" => [-1_000_000, 0, 1_000_000].map(Field::Number).to_vec(),
                    "a" | "b" => [0, 1_000_000].map(Field::Number).to_vec(),
                    _ => vec![Field::Number(0)],
                };
                let with = |draft: &Draft, v: &Field| {
                    let mut copy = draft.clone();
                    copy.tables.get_mut("R").unwrap().rows[row][col] = v.clone();
                    copy
                };
                out = out.iter().flat_map(|d| values.iter().map(|v| with(d, v)).collect::<Vec<_>>()).collect();
                out.truncate(4_000);
            }
        }
        out
    }

    /// The rules with the parameters of a completion.
    pub fn bind(&self, set: &RuleSet) -> RuleSet {
        let mut set = set.clone();
        if let Some((reading, strict, level)) = self.params {
            set.params[0].value = Some(ParamValue::Text(reading.to_string()));
            set.params[1].value = Some(ParamValue::Number(int(i64::from(strict))));
            set.params[2].value = Some(ParamValue::Number(int(level)));
        }
        set
    }

    /// As the loaders would hand it over.
    pub fn dataset(&self, set: &RuleSet) -> Dataset {
        let mut texts = Interner::default();
        let mut tables: Vec<Table> = vec![Table::default(); set.schema.relations.len()];
        let mut sent = BTreeMap::new();
        for (name, _) in COLUMNS {
            // The rows of a list stand in a relation of their own, not in the record that describes them.
            let at = set.schema.relations.iter().position(|r| if name == "L" { is_nested(r) } else { r.name == name });
            let rel = fadu::ty::RelId(u32::try_from(at.unwrap()).unwrap());
            let own = &self.tables[name];
            sent.insert(rel, !own.partial);
            tables[rel.index()] = table(set, rel, own, name, &mut texts);
        }
        let submission = Submission {
            file: FileId(0),
            region: None,
            period: None,
            date: None,
            sent,
            may_hold: BTreeSet::new(),
            span: None,
            region_span: None,
        };
        Dataset { tables, texts, submissions: vec![submission], ..Dataset::default() }
    }
}

fn is_nested(relation: &fadu::ty::Relation) -> bool {
    matches!(relation.origin, fadu::ty::Origin::Nested { .. })
}

fn fill(rng: &mut Rng, field: &mut Field, name: &str, round: usize) {
    let extreme = |low: i64| if round == 0 { Some(low) } else { (round == 1 && name != "n").then_some(1_000_000) };
    *field = match field {
        Field::Hole => match (value(rng, name), extreme(0)) {
            (Field::Number(_), Some(end)) if name != "list" => Field::Number(end),
            (value, _) => value,
        },
        Field::AtLeast(low) => Field::Number(extreme(*low).unwrap_or(*low + rng.small(4))),
        _ => return,
    };
}

/// A figure in base units as it is written in a unit of so many of them, with twelve decimals at most.
fn written(figure: &Rat, factor: Rat) -> Decimal {
    let digits = (figure / factor) * ratio(10_i64.pow(12), 1);
    Decimal::Small { mantissa: i128::from(fadu::num::to_i64(&digits).expect("twelve decimals do")), scale: 12 }
}

fn table(set: &RuleSet, rel: fadu::ty::RelId, own: &Rows, name: &str, texts: &mut Interner) -> Table {
    let columns = &set.schema.get(rel).columns;
    let mut table = Table {
        columns: columns.iter().map(|c| if c.ty.is_coded() { Column::codes() } else { Column::numbers() }).collect(),
        parents: own.parents.iter().map(|p| u32::try_from(*p).unwrap()).collect(),
        ..Table::default()
    };
    let submission = (name != "ids").then_some(SubmissionId(0));
    table.batches.push(Batch { first_row: 0, file: FileId(0), submission });
    for row in &own.rows {
        for ((column, field), def) in table.columns.iter_mut().zip(row).zip(columns) {
            let cell = match field {
                Field::Text(t) => Cell::Text(texts.intern(t)),
                Field::Number(n) if matches!(def.ty, fadu::ty::Type::Period(_)) => Cell::Int(*n),
                Field::Number(n) => Cell::Number(Decimal::Small { mantissa: i128::from(*n), scale: 0 }),
                Field::Exact(n) => Cell::Number(written(n, def.unit.as_ref().map_or(int(1), |u| u.factor.clone()))),
                Field::Flag(b) => Cell::Flag(*b),
                Field::None => Cell::None,
                Field::Hole => Cell::Absent,
                Field::AtLeast(n) => Cell::Bounds(Interval::at_least(int(*n) * int(10_000))),
            };
            column.push(&cell, Extent::NONE);
        }
        table.rows += 1;
        table.row_extents.push(Extent { start: 0, end: 0 });
    }
    table
}
