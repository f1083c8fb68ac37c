//! A table of an engine as rows of plain values: `r0` the text of a cell, `v0` its value, `q0` a form under which all texts are one that
//! may be one here; `twice` where another row may have the same key, `aside` where the loaders may say that it is no row at all.

use super::binding::{Binding, BoundTable};
use super::bool::Sql;
use super::cells::{Cells, Place, Width, cells, literal, may_be_line, may_be_total};
use super::dialect::Dialect;
use super::reason::Reason;
use crate::text::fold_text;
use crate::ty::{ColId, RelId, Schema, Type};
use std::collections::BTreeMap;

/// What a statement is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Rows whose cells or keys the loaders have something to say of.
    Form(RelId),
    /// How many rows are sure, by region and verdict.
    Counts,
    /// The rows of a relation that are judged here.
    Rows(RelId),
    /// The groups of a scope (its index), with what their sure rows come to; each aggregate (its index) with the decimals of its whole numbers.
    Sums { scope: u32, aggs: Vec<(u32, u32)> },
    /// Which groups, periods and senders there are: a column for each of the relation's that is told.
    Heard(RelId, Vec<ColId>),
    /// How many rows have a key that might be another's, and nobody can tell there.
    Odd(RelId),
}

#[derive(Clone, Debug)]
pub struct Statement {
    pub what: What,
    pub sql: String,
}

/// A table with the values of the columns that can be had.
pub struct Source<'s> {
    pub dialect: Dialect,
    pub rel: RelId,
    pub bound: &'s BoundTable,
    pub schema: &'s Schema,
    pub columns: BTreeMap<ColId, Result<Cells, Reason>>,
    /// What its parts are called in statements.
    pub name: String,
}

impl<'s> Source<'s> {
    pub fn new(
        schema: &'s Schema,
        binding: &'s Binding,
        rel: RelId,
        (dialect, width): (Dialect, Width),
        name: &str,
    ) -> Result<Self, Reason> {
        let relation = schema.get(rel);
        let bound = binding.tables.get(&rel).ok_or_else(|| Reason::NoTable(relation.title().to_string()))?;
        let mut columns = BTreeMap::new();
        for (at, def) in (0u32..).zip(&relation.columns) {
            let col = ColId(at);
            let heads = at == 0 || relation.key.contains(&col);
            let place = Place { relation, def, heads, aliases: &schema.aliases };
            let own = match binding.column(rel, col) {
                Some(column) => cells(dialect, place, column, width, &format!("r{at}")),
                None => Err(Reason::NoColumn(def.title().to_string())),
            };
            columns.insert(col, own);
        }
        Ok(Self { dialect, rel, bound, schema, columns, name: name.to_string() })
    }

    pub fn cells(&self, col: ColId) -> Result<&Cells, Reason> {
        match self.columns.get(&col) {
            Some(Ok(cells)) => Ok(cells),
            Some(Err(reason)) => Err(reason.clone()),
            None => Err(Reason::NoColumn(String::new())),
        }
    }

    /// Columns that lie in the table.
    pub fn there(&self) -> Vec<ColId> {
        let is_there = |c: &ColId| self.bound.columns.get(c.index()).is_some_and(Option::is_some);
        self.columns.keys().copied().filter(is_there).collect()
    }

    /// The parts of a `WITH` that make the table ready.
    pub fn with(&self) -> Result<Vec<String>, Reason> {
        let (d, name) = (self.dialect, &self.name);
        let there = self.there();
        let mut plain: Vec<String> = Vec::new();
        let mut folded: Vec<String> = Vec::new();
        for col in &there {
            plain.push(format!("r{}", col.0));
            folded.push(format!("r{}", col.0));
            if self.is_text(*col) {
                folded.push(format!("{} AS f{}", d.folded(&format!("r{}", col.0)), col.0));
                plain.push(format!("f{}", col.0));
            }
            if let Some(Ok(cells)) = self.columns.get(col) {
                plain.push(format!("{} AS x{}", cells.value, col.0));
            }
        }
        let raw: Vec<String> = there.iter().map(|c| format!("{} AS r{}", d.as_text(&self.column_name(*c)), c.0)).collect();
        let mut values = Vec::new();
        for col in &there {
            values.push(format!("r{}", col.0));
            if self.is_text(*col) {
                values.push(format!("f{}", col.0));
            }
            if let Some(Ok(cells)) = self.columns.get(col) {
                let x = format!("x{}", col.0);
                let ends: Vec<String> = cells.range.iter().map(|end| format!("{x} {end}")).collect();
                values.push(match ends.is_empty() {
                    true => format!("{x} AS v{}", col.0),
                    false => format!("CASE WHEN {} THEN {x} END AS v{}", ends.join(" AND "), col.0),
                });
            }
            values.push(format!("{} AS q{}", self.pressed(*col)?, col.0));
        }
        let key: Vec<String> = self.key()?.iter().map(|c| format!("q{}", c.0)).collect();
        let same: Vec<String> = key.iter().map(|k| format!("d.{k} = t.{k}")).collect();
        let first = key.first().cloned().unwrap_or_default();
        Ok(vec![
            format!("{name}_text AS (SELECT {} FROM {})", raw.join(", "), d.path(&self.bound.path)),
            format!("{name}_folded AS (SELECT {} FROM {name}_text)", folded.join(",\n    ")),
            format!("{name}_plain AS (SELECT {} FROM {name}_folded)", plain.join(",\n    ")),
            format!("{name}_value AS (SELECT {} FROM {name}_plain)", values.join(",\n    ")),
            format!(
                "{name}_twice AS (SELECT {keys} FROM {name}_value WHERE {known} GROUP BY {keys} HAVING COUNT(*) > 1)",
                keys = key.join(", "),
                known = key.iter().map(|k| format!("{k} IS NOT NULL")).collect::<Vec<_>>().join(" AND "),
            ),
            format!(
                "{name} AS (SELECT t.*, d.{first} IS NOT NULL AS twice, {} AS aside FROM {name}_value AS t LEFT JOIN {name}_twice AS d ON {})",
                self.aside()?.text(),
                same.join(" AND "),
            ),
        ])
    }

    /// A row with a key of its own that surely is a row.
    pub fn is_row() -> Sql {
        Sql::Is("(NOT twice AND NOT aside)".to_string())
    }

    /// Where a row whose key is plain may be one of totals or another line than a row, by its first text, or a note, which is a text and nothing
    /// else.
    fn aside(&self) -> Result<Sql, Reason> {
        let (relation, key) = (self.schema.get(self.rel), self.key()?);
        let value = |col: &ColId| matches!(self.columns.get(col), Some(Ok(_))).then(|| format!("v{}", col.0));
        let mut arms = Vec::new();
        for col in self.there().into_iter().filter(|c| self.is_text(*c)) {
            let folded = format!("f{}", col.0);
            let line = may_be_line(self.dialect, relation, &folded)?;
            arms.push(format!("WHEN {} OR {line} THEN TRUE", may_be_total(self.dialect, relation, &folded)?));
            // A text that is in the key is there: no text behind it is the first.
            if key.contains(&col) {
                break;
            }
            arms.extend(value(&col).map(|v| format!("WHEN {v} IS NOT NULL THEN FALSE")));
        }
        let total = if arms.is_empty() { Sql::False } else { Sql::Is(format!("(CASE {} ELSE FALSE END)", arms.join(" "))) };
        let note = match key {
            [only] if self.is_text(*only) => {
                let others = self.there().into_iter().filter(|c| c != only).filter_map(|c| value(&c));
                others.fold(Sql::True, |all, v| all.and(Sql::Is(format!("({v} IS NULL)"))))
            }
            _ => Sql::False,
        };
        Ok(total.or(note))
    }

    fn is_text(&self, col: ColId) -> bool {
        self.schema.column(self.rel, col).ty.is_coded()
    }

    pub fn column_name(&self, col: ColId) -> String {
        let bound = self.bound.columns.get(col.index()).and_then(Option::as_ref);
        self.dialect.name(bound.map_or("", |b| &b.name))
    }

    /// The key columns; all must lie in the table.
    pub fn key(&self) -> Result<&'s [ColId], Reason> {
        let relation = self.schema.get(self.rel);
        for col in &relation.key {
            self.cells(*col)?;
        }
        if relation.key.is_empty() { Err(Reason::NoColumn(relation.title().to_string())) } else { Ok(&relation.key) }
    }

    /// A form of a cell under which all are one that may be one here; of numbers the number itself where it is plain.
    pub fn pressed(&self, col: ColId) -> Result<String, Reason> {
        let (d, r) = (self.dialect, format!("r{}", col.0));
        // Texts are folded already.
        let pressed = d.pressed(&if self.is_text(col) { format!("f{}", col.0) } else { r.clone() });
        let def = self.schema.column(self.rel, col);
        match &def.ty {
            Type::Text | Type::Ref(_) | Type::OneOf(_) if !self.schema.aliases.is_empty() => {
                let mut arms = String::new();
                for (alias, _) in &self.schema.aliases {
                    let mut at = alias.as_str();
                    for _ in 0..self.schema.aliases.len() {
                        match self.schema.aliases.iter().find(|(a, _)| fold_text(a) == fold_text(at)) {
                            Some((_, to)) => at = to,
                            None => break,
                        }
                    }
                    arms.push_str(&format!(" WHEN {} THEN {}", literal(d, &fold_text(alias))?, literal(d, &fold_text(at))?));
                }
                Ok(format!("(CASE {pressed}{arms} ELSE {pressed} END)"))
            }
            Type::Text | Type::Ref(_) | Type::OneOf(_) => Ok(pressed),
            Type::Number(_) | Type::Flag | Type::Date | Type::Period(_) => Ok(match self.columns.get(&col) {
                Some(Ok(_)) => format!("COALESCE({}, {pressed})", d.as_text(&format!("x{}", col.0))),
                Some(Err(_)) | None => pressed,
            }),
            Type::List(_) | Type::Row(_) | Type::Set | Type::Error => Ok(pressed),
        }
    }

    /// Nothing stands in the cell.
    pub fn blank(&self, col: ColId) -> String {
        format!("COALESCE(q{}, '') = ''", col.0)
    }

    /// A part of the key is no plain number and not blank: rows that are one with it might not be known.
    pub fn odd_key(&self) -> Result<Sql, Reason> {
        let mut odd = Sql::False;
        for col in self.key()? {
            let def = self.schema.column(self.rel, *col);
            if matches!(def.ty, Type::Number(_) | Type::Flag | Type::Date | Type::Period(_)) {
                odd = odd.or(Sql::Is(format!("(v{} IS NULL AND NOT ({}))", col.0, self.blank(*col))));
            }
        }
        Ok(odd)
    }

    /// Every row of which nothing else than its figures could be said: plain or blank cells, a key of its own.
    pub fn quiet(&self) -> Sql {
        let mut quiet = Self::is_row();
        for col in self.there() {
            quiet = match self.columns.get(&col) {
                Some(Ok(cells)) => {
                    let other = cells.quiet.as_ref().map(|q| format!(" OR COALESCE({q}, FALSE)")).unwrap_or_default();
                    quiet.and(Sql::Is(format!("(v{} IS NOT NULL OR {}{other})", col.0, self.blank(col))))
                }
                Some(Err(_)) | None => Sql::False,
            };
        }
        quiet
    }

    /// The rows as they would stand in a file.
    pub fn rows(&self, with: &[String], from: &str, condition: &Sql) -> String {
        let there = self.there();
        let names: Vec<String> = there.iter().map(|c| format!("r{} AS {}", c.0, self.column_name(*c))).collect();
        let order: Vec<String> = there.iter().map(|c| format!("r{}", c.0)).collect();
        format!(
            "WITH {}\nSELECT {}\nFROM {}\nWHERE {}\nORDER BY {}",
            with.join(",\n"),
            names.join(", "),
            from,
            condition.text(),
            order.join(", ")
        )
    }
}

/// As wide as figures may be where nothing is added up.
const WIDEST: Width = Width { whole: 15, decimals: 6 };

/// Every row of a relation that the loaders have something to say of.
pub fn form(schema: &Schema, binding: &Binding, rel: RelId, dialect: Dialect) -> Result<Statement, Reason> {
    let source = Source::new(schema, binding, rel, (dialect, WIDEST), "t")?;
    let sql = source.rows(&source.with()?, "t", &source.quiet().negated());
    Ok(Statement { what: What::Form(rel), sql })
}

/// All rows of a relation.
pub fn whole(schema: &Schema, binding: &Binding, rel: RelId, dialect: Dialect) -> Result<Statement, Reason> {
    let source = Source::new(schema, binding, rel, (dialect, WIDEST), "t")?;
    let there = source.there();
    let raw: Vec<String> =
        there.iter().map(|c| format!("{} AS {}", dialect.as_text(&source.column_name(*c)), source.column_name(*c))).collect();
    let order: Vec<String> = (1..=there.len()).map(|at| at.to_string()).collect();
    let sql = format!("SELECT {}\nFROM {}\nORDER BY {}", raw.join(", "), dialect.path(&source.bound.path), order.join(", "));
    Ok(Statement { what: What::Rows(rel), sql })
}
