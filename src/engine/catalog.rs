//! Which tables of the engine hold which records, and which of their columns which fields. Columns are understood as headers of files are.

use super::diagnostics;
use super::target::On;
use crate::data::Heads;
use crate::diag::{Diagnostic, Sink, nearest};
use crate::hir::RuleSet;
use crate::load::{self, Input, plain};
use crate::sql::{Binding, BoundColumn, BoundTable, Dialect};
use crate::text::{Sources, same_name};
use crate::ty::{Origin, RelId};
use crate::world::World;
use std::collections::BTreeMap;

/// A table of the engine.
struct Table {
    schema: String,
    name: String,
    own: bool,
    columns: Vec<String>,
}

/// Asks for the tables there are and binds records to them.
pub fn bind(world: &dyn World, on: &On, set: &RuleSet, sink: &mut Sink) -> Option<Binding> {
    let found = read(world, on);
    let tables = match found {
        Ok(tables) => tables,
        Err(problem) => {
            sink.push(*problem);
            return None;
        }
    };
    let mut binding = Binding::default();
    let named = named(on, set, sink)?;
    for rel in set.schema.ids().filter(|rel| set.schema.get(*rel).origin == Origin::Submitted) {
        let relation = set.schema.get(rel);
        let table = match named.get(&rel) {
            Some(path) => match tables.iter().find(|t| t.is(path)) {
                Some(table) => table,
                None => {
                    let known: Vec<&str> = tables.iter().map(|t| t.name.as_str()).collect();
                    sink.push(diagnostics::no_table(path, nearest(path, known)));
                    return None;
                }
            },
            None => {
                let fits = |t: &&Table| {
                    same_name(&t.name, &relation.name) || relation.label.as_deref().is_some_and(|l| same_name(&t.name, l))
                };
                let all: Vec<&Table> = tables.iter().filter(fits).collect();
                let own: Vec<&Table> = all.iter().copied().filter(|t| t.own).collect();
                match (own.as_slice(), all.as_slice()) {
                    ([one], _) | ([], [one]) => *one,
                    ([], []) => continue,
                    _ => {
                        sink.push(diagnostics::several_tables(relation.title()));
                        return None;
                    }
                }
            }
        };
        binding.tables.insert(rel, table.bound(set, rel));
    }
    Some(binding)
}

/// Records and tables as the command line pairs them.
fn named(on: &On, set: &RuleSet, sink: &mut Sink) -> Option<BTreeMap<RelId, String>> {
    let mut out = BTreeMap::new();
    for (record, table) in &on.tables {
        let fits = |rel: &RelId| {
            let relation = set.schema.get(*rel);
            let is = |name: &str| same_name(name, record);
            relation.origin == Origin::Submitted && (is(&relation.name) || relation.label.as_deref().is_some_and(is))
        };
        let Some(rel) = set.schema.ids().find(fits) else {
            let known = set.schema.relations.iter().filter(|r| r.origin == Origin::Submitted).map(|r| r.title());
            sink.push(diagnostics::no_record(record, nearest(record, known)));
            return None;
        };
        out.insert(rel, table.clone());
    }
    Some(out)
}

/// Where no engine is asked: every record lies in a table of its name, its fields under their names.
pub fn assumed(set: &RuleSet, tables: &[(String, String)], sink: &mut Sink) -> Option<Binding> {
    let on = On { target: super::target::Target::DuckDb(String::new()), program: None, tables: tables.to_vec(), fetch: false };
    let named = named(&on, set, sink)?;
    let mut binding = Binding::default();
    for rel in set.schema.ids().filter(|rel| set.schema.get(*rel).origin == Origin::Submitted) {
        let relation = set.schema.get(rel);
        let columns = relation.columns.iter().map(|c| Some(BoundColumn { name: c.title().to_string(), unit: None })).collect();
        let path = named.get(&rel).cloned().unwrap_or_else(|| relation.name.clone());
        binding.tables.insert(rel, BoundTable { path, columns });
    }
    Some(binding)
}

impl Table {
    fn path(&self) -> String {
        if self.own || self.schema.is_empty() { self.name.clone() } else { format!("{}.{}", self.schema, self.name) }
    }

    fn is(&self, path: &str) -> bool {
        (self.name == path && self.own) || format!("{}.{}", self.schema, self.name) == path
    }

    /// Its columns, as a header of a file would be understood.
    fn bound(&self, set: &RuleSet, rel: RelId) -> BoundTable {
        let quoted: Vec<String> = self.columns.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
        let input = Input {
            record: Some(rel),
            ..Input::new(format!("{}.csv", set.schema.get(rel).name), format!("{}\n", quoted.join(",")).into_bytes())
        };
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let data = load::load(&set.schema, &set.units, vec![input], Vec::new(), &mut sources, &mut sink);
        let mut columns = vec![None; set.schema.get(rel).columns.len()];
        let headers = data.accounts.iter().flat_map(|a| &a.tables).filter(|t| t.rel == rel).map(|t| &t.header);
        for header in headers {
            for (cell, name) in header.cells.iter().zip(&self.columns) {
                if let Heads::Field { col, unit, usable: true, .. } = &cell.heads
                    && let Some(place) = columns.get_mut(col.index())
                {
                    *place = Some(BoundColumn { name: name.clone(), unit: unit.clone() });
                }
            }
        }
        BoundTable { path: self.path(), columns }
    }
}

const COLUMNS: &str = "SELECT table_schema, table_name, column_name, CASE WHEN table_schema = current_schema() THEN 1 ELSE 0 END AS own\n\
     FROM information_schema.columns\n\
     WHERE table_schema NOT IN ('information_schema', 'pg_catalog')\n\
     ORDER BY table_schema, table_name, ordinal_position";

fn read(world: &dyn World, on: &On) -> Result<Vec<Table>, Box<Diagnostic>> {
    let dialect = on.target.dialect();
    let mut asked = vec![COLUMNS.to_string()];
    match dialect {
        Dialect::DuckDb => {}
        Dialect::Postgres => asked.push("SELECT current_setting('server_encoding') AS encoding".to_string()),
        Dialect::Spark => return read_named(world, on),
    }
    let answers = on.ask(world, &asked)?;
    let unusable = || Box::new(diagnostics::no_answer());
    let rows = answers.first().and_then(|a| plain::cells(a)).ok_or_else(unusable)?;
    if let Some(second) = answers.get(1) {
        let encoding = plain::cells(second).and_then(|rows| rows.get(1)?.first().cloned()).unwrap_or_default();
        if encoding != "UTF8" {
            return Err(Box::new(diagnostics::encoding(&encoding)));
        }
    }
    let mut tables: Vec<Table> = Vec::new();
    for row in rows.into_iter().skip(1) {
        let [schema, name, column, own] = <[String; 4]>::try_from(row).map_err(|_| unusable())?;
        match tables.last_mut().filter(|t| t.schema == schema && t.name == name) {
            Some(table) => table.columns.push(column),
            None => tables.push(Table { schema, name, own: own == "1", columns: vec![column] }),
        }
    }
    Ok(tables)
}

/// An engine without a catalogue of columns: the header of an empty answer tells them. Only tables that are named are looked at.
fn read_named(world: &dyn World, on: &On) -> Result<Vec<Table>, Box<Diagnostic>> {
    let dialect = on.target.dialect();
    let asked: Vec<String> =
        on.tables.iter().map(|(_, t)| format!("SELECT /*+ COALESCE(1) */ * FROM {} LIMIT 1", dialect.path(t))).collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let answers = on.ask(world, &asked)?;
    let table = |((_, path), answer): (&(String, String), &Vec<u8>)| {
        let columns = plain::cells(answer).and_then(|rows| rows.into_iter().next()).unwrap_or_default();
        Table { schema: String::new(), name: path.clone(), own: true, columns }
    };
    Ok(on.tables.iter().zip(&answers).map(table).collect())
}
