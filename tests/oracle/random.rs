//! Random rules over two small relations, and random data for them.

use fadu::data::{Batch, Cell, Column, Dataset, Extent, Interner, Submission, SubmissionId, Table};
use fadu::hir::RuleSet;
use fadu::num::Decimal;
use fadu::text::FileId;
use std::collections::BTreeMap;

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

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[usize::try_from(self.below(list.len() as u64)).unwrap()]
    }
}

const SCHEMA: &str = r#"
record P key id { id : text  cap : money in 万元  on : flag }
record R key id { id : text  p : text  a : money in 万元  b : money in 万元  s : money in 万元 signed  n : count  g : one of "x", "y"  f : flag }
"#;

/// Columns of `R` after its key: (name, kind).
pub const R_COLUMNS: [&str; 8] = ["id", "p", "a", "b", "s", "n", "g", "f"];
pub const P_COLUMNS: [&str; 3] = ["id", "cap", "on"];

fn amount(rng: &mut Rng) -> String {
    match rng.below(7) {
        0 => "r.a".into(),
        1 => "r.b".into(),
        2 => format!("{}万元", rng.below(9)),
        3 => "P[r.p].cap".into(),
        4 => format!("(r.{} + r.{})", rng.pick(&["a", "b", "s"]), rng.pick(&["a", "b"])),
        5 => {
            let filter = rng.pick(&[
                "",
                " when e.g is \"x\"",
                " when e.f",
                " when e.p is r.p",
                " when e.p is r.p and e.g is \"y\"",
                " when e.a > r.b",
            ]);
            format!("sum(e.{} for e in R{filter})", rng.pick(&["a", "b", "s"]))
        }
        _ => format!("{}% of (r.a + r.b)", 10 * rng.below(13)),
    }
}

/// An amount that is no literal (two literals compared are an author's mistake).
fn figure(rng: &mut Rng) -> String {
    loop {
        let text = amount(rng);
        if !text.ends_with('元') {
            return text;
        }
    }
}

fn condition(rng: &mut Rng, depth: u64) -> String {
    let op = rng.pick(&[">=", ">", "<=", "<", "=", "!="]);
    match rng.below(if depth == 0 { 8 } else { 11 }) {
        0 | 1 => format!("{} {op} {}", figure(rng), amount(rng)),
        2 => format!("r.{} {op} {}% of r.{}", rng.pick(&["a", "b"]), 10 * rng.below(15), rng.pick(&["a", "b"])),
        3 => format!("r.g is \"{}\"", rng.pick(&["x", "y"])),
        4 => rng.pick(&["r.f", "P[r.p].on"]).into(),
        5 => {
            let filter = rng.pick(&[
                "",
                " when e.g is \"x\"",
                " when e.p is r.p",
                " when not e.f",
                " when e.a >= 3万元",
                " when e.b < r.a",
            ]);
            format!("count(e in R{filter}) {op} {}", rng.below(5))
        }
        6 => format!(
            "{}(e.{} >= {}万元 for e in R when e.p is r.p)",
            rng.pick(&["every", "some"]),
            rng.pick(&["a", "b"]),
            rng.below(6)
        ),
        7 => format!("r.n between {} and {}", rng.below(3), 2 + rng.below(4)),
        8 => format!("({} and {})", condition(rng, depth - 1), condition(rng, depth - 1)),
        9 => format!("({} or {})", condition(rng, depth - 1), condition(rng, depth - 1)),
        _ => format!("not ({})", condition(rng, depth - 1)),
    }
}

pub fn rules(rng: &mut Rng) -> String {
    let mut text = SCHEMA.to_string();
    for i in 0..3 {
        text.push_str(&format!("rule r{i} {{\n for r in R\n"));
        if rng.below(3) == 0 {
            text.push_str(&format!(" when {}\n", condition(rng, 1)));
        }
        text.push_str(&format!(" require {}\n", condition(rng, 2)));
        if rng.below(4) == 0 {
            text.push_str(&format!(" exempt when {} because \"so\"\n", condition(rng, 0)));
        }
        if rng.below(4) == 0 {
            text.push_str(&format!(" except when {} require {}\n", condition(rng, 0), condition(rng, 1)));
        }
        text.push_str("}\n");
    }
    text
}

/// One comparison, linear in everything that can be unknown, no sharing of a base (which may be absent).
pub fn linear_rule(rng: &mut Rng) -> String {
    let side = |rng: &mut Rng| match rng.below(5) {
        0 => "r.a".to_string(),
        1 => format!("(r.a + r.{})", rng.pick(&["b", "s"])),
        2 => format!("(r.b - r.{})", rng.pick(&["a", "s"])),
        3 => format!("{}万元", 1 + rng.below(9)),
        _ => "sum(e.a for e in R)".to_string(),
    };
    let op = rng.pick(&[">=", ">", "<=", "<"]);
    let left = loop {
        let text = side(rng);
        if !text.ends_with('元') {
            break text;
        }
    };
    format!("{SCHEMA}rule line {{ for r in R require {left} {op} {} }}", side(rng))
}

#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    Text(String),
    /// In 万元, or a count.
    Number(i64),
    Flag(bool),
    Hole,
}

/// Rows of both relations.
#[derive(Clone, Debug)]
pub struct Draft {
    pub p: Vec<Vec<Field>>,
    pub r: Vec<Vec<Field>>,
    /// More rows of `R` may exist.
    pub partial: bool,
}

fn value(rng: &mut Rng, name: &str) -> Field {
    match name {
        "p" => Field::Text(format!("p{}", rng.below(3))),
        "g" => Field::Text(rng.pick(&["x", "y"]).to_string()),
        "f" | "on" => Field::Flag(rng.below(2) == 0),
        "s" => Field::Number(i64::try_from(rng.below(13)).unwrap() - 6),
        _ => Field::Number(i64::try_from(rng.below(8)).unwrap()),
    }
}

pub fn data(rng: &mut Rng) -> Draft {
    let hole = 1 + rng.below(6);
    let cell = |rng: &mut Rng, name: &str| if rng.below(12) < hole { Field::Hole } else { value(rng, name) };
    let p = (0..3).map(|i| vec![Field::Text(format!("p{i}")), cell(rng, "cap"), cell(rng, "on")]).collect();
    let rows = 1 + rng.below(4);
    let r = (0..rows).map(|i| {
        std::iter::once(Field::Text(format!("r{i}")))
            .chain(R_COLUMNS[1..].iter().map(|n| cell(rng, n)).collect::<Vec<_>>())
            .collect()
    });
    Draft { p, r: r.collect(), partial: rng.below(3) == 0 }
}

/// Complete tables, holes in amounts only.
pub fn data_closed(rng: &mut Rng) -> Draft {
    let mut draft = data(rng);
    draft.partial = false;
    draft
}

impl Draft {
    /// Fills every hole; a partial table may grow.
    pub fn complete(&self, rng: &mut Rng, round: usize) -> Draft {
        let mut full = self.clone();
        let fill = |rng: &mut Rng, field: &mut Field, name: &str| {
            if *field == Field::Hole {
                *field = match (round, value(rng, name)) {
                    (0, Field::Number(_)) => Field::Number(0),
                    (1, Field::Number(_)) if name != "n" => Field::Number(1_000_000),
                    (_, v) => v,
                };
            }
        };
        full.p.iter_mut().for_each(|row| row.iter_mut().zip(P_COLUMNS).for_each(|(f, n)| fill(rng, f, n)));
        full.r.iter_mut().for_each(|row| row.iter_mut().zip(R_COLUMNS).for_each(|(f, n)| fill(rng, f, n)));
        if self.partial {
            for i in 0..rng.below(3) {
                let id = Field::Text(format!("more{i}"));
                full.r.push(std::iter::once(id).chain(R_COLUMNS[1..].iter().map(|n| value(rng, n))).collect());
            }
        }
        full.partial = false;
        full
    }

    /// Every hole at each of a few far-out values (first row's holes and the rest together).
    pub fn corners(&self) -> Vec<Draft> {
        let far = |name: &str| if name == "s" { vec![-1_000_000, 0, 1_000_000] } else { vec![0, 1_000_000] };
        let mut out = vec![self.clone()];
        for row in 0..self.r.len() {
            for (col, name) in R_COLUMNS.iter().enumerate() {
                if self.r[row][col] != Field::Hole {
                    continue;
                }
                let values: Vec<Field> = match *name {
                    "p" => vec![Field::Text("p0".into())],
                    "g" => vec![Field::Text("x".into())],
                    "f" => vec![Field::Flag(true)],
                    "n" => vec![Field::Number(0)],
                    "a" | "b" | "s" => far(name).into_iter().map(Field::Number).collect(),
                    _ => continue,
                };
                out = out.iter().flat_map(|d| values.iter().map(|v| d.with(row, col, v.clone())).collect::<Vec<_>>()).collect();
                out.truncate(20_000);
            }
        }
        for draft in &mut out {
            draft.p.iter_mut().for_each(|row| {
                row.iter_mut().filter(|f| **f == Field::Hole).for_each(|f| *f = Field::Number(0));
            });
        }
        out
    }

    fn with(&self, row: usize, col: usize, value: Field) -> Draft {
        let mut copy = self.clone();
        copy.r[row][col] = value;
        copy
    }

    /// As the loaders would hand it over.
    pub fn dataset(&self, set: &RuleSet) -> Dataset {
        let mut texts = Interner::default();
        let mut tables: Vec<Table> = vec![Table::default(); set.schema.relations.len()];
        let mut sent = BTreeMap::new();
        for (name, rows, complete) in [("P", &self.p, true), ("R", &self.r, !self.partial)] {
            let rel = set.schema.by_name(name).unwrap();
            sent.insert(rel, complete);
            let columns = &set.schema.get(rel).columns;
            let mut table = Table {
                columns: columns.iter().map(|c| if c.ty.is_coded() { Column::codes() } else { Column::numbers() }).collect(),
                ..Table::default()
            };
            table.batches.push(Batch { first_row: 0, file: FileId(0), submission: Some(SubmissionId(0)) });
            for row in rows {
                for (column, field) in table.columns.iter_mut().zip(row) {
                    let cell = match field {
                        Field::Text(t) => Cell::Text(texts.intern(t)),
                        Field::Number(n) => Cell::Number(Decimal::Small { mantissa: i128::from(*n), scale: 0 }),
                        Field::Flag(b) => Cell::Flag(*b),
                        Field::Hole => Cell::Blank,
                    };
                    column.push(&cell, Extent::NONE);
                }
                table.rows += 1;
                table.row_extents.push(Extent { start: 0, end: 0 });
            }
            tables[rel.index()] = table;
        }
        let submission = Submission { file: FileId(0), region: None, period: None, date: None, sent, span: None };
        Dataset { tables, texts, submissions: vec![submission] }
    }
}
