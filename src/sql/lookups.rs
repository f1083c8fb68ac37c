//! Rows that a row in hand names by their full key: joins. A key that several rows may have finds none of them there.

use super::bool::Sql;
use super::cells::{Kind, literal};
use super::reason::Reason;
use super::source::{Source, Statement, What};
use super::truth::{Cx, Lookup};
use crate::data::Values;
use crate::num::{Rat, UBig, common_multiple};
use crate::plan::{Atom, Key, Row, RowRefId, Text};
use crate::text::fold_text;
use crate::ty::{ColId, Origin, RelId};
use dashu_base::UnsignedAbs;
use std::collections::BTreeSet;

/// Longer tables of the policy are not sent.
const LONGEST: u32 = 5000;

impl Cx<'_> {
    pub fn is_policy(&self, rel: RelId) -> bool {
        matches!(self.set.schema.get(rel).origin, Origin::Policy)
    }

    /// A cell of a row that is looked up.
    pub fn looked_up(&mut self, row: RowRefId, col: ColId) -> Result<(String, Kind), Reason> {
        let at = self.lookup(row)?;
        let Some(lookup) = self.lookups.get_mut(at) else { return Err(Reason::Loop) };
        lookup.columns.insert(col);
        let rel = lookup.rel;
        let kind = match self.is_policy(rel) {
            true => self.stated_kind(rel, col)?,
            false => self.source_of(rel, "s")?.cells(col)?.kind.clone(),
        };
        Ok((format!("l{at}_v{}", col.0), kind))
    }

    /// Whether the row is there.
    pub fn found(&mut self, row: RowRefId) -> Result<Sql, Reason> {
        let at = self.lookup(row)?;
        Ok(Sql::Is(format!("(l{at}_k0 IS NOT NULL)")))
    }

    fn lookup(&mut self, row: RowRefId) -> Result<usize, Reason> {
        if let Some(at) = self.lookups.iter().position(|l| l.row == row) {
            return Ok(at);
        }
        let plan = self.plan;
        let Row::Lookup { rel, key } = plan.row(row) else { return Err(Reason::Loop) };
        let (mut plain, mut pressed) = (Vec::new(), Vec::new());
        for part in key {
            let (own, form) = self.key_part(part)?;
            plain.push(own);
            pressed.push(form);
        }
        if self.is_policy(*rel) {
            if self.policy.table(*rel).rows > LONGEST {
                return Err(Reason::List);
            }
        } else {
            self.source_of(*rel, "s")?.key()?;
        }
        self.lookups.push(Lookup { row, rel: *rel, columns: BTreeSet::new(), key: plain, pressed });
        Ok(self.lookups.len() - 1)
    }

    fn key_part(&mut self, part: &Key) -> Result<(String, String), Reason> {
        match part {
            Key::Text(text @ Text::Cell { row, col }) => match self.plan.row(*row) {
                Row::Slot(0) => Ok((self.text(text)?, format!("q{}", col.0))),
                Row::Slot(_) | Row::Lookup { .. } | Row::Only { .. } | Row::Parent { .. } => Err(Reason::Loop),
            },
            Key::Text(text) => {
                let own = self.text(text)?;
                Ok((own.clone(), own))
            }
            Key::Int(form) => {
                // An odd spelling of what is looked up would find nothing here: there must be none.
                for atom in form.terms.keys() {
                    match self.plan.atom(*atom) {
                        Atom::Cell { row, col } if matches!(self.plan.row(*row), Row::Slot(0)) => {
                            self.whole_keys.insert(*col);
                        }
                        Atom::Cell { .. } | Atom::Param(_) | Atom::Agg { .. } | Atom::Op(_) => return Err(Reason::Operation),
                    }
                }
                let figure = self.linear(form)?;
                if figure.den != UBig::ONE || !figure.needs.is_empty() {
                    return Err(Reason::Operation);
                }
                let pressed = self.dialect.as_text(&format!("({})", figure.sql));
                Ok((format!("({})", figure.sql), pressed))
            }
            Key::Row(_) => Err(Reason::Loop),
        }
    }

    pub fn source_of(&self, rel: RelId, name: &str) -> Result<Source<'_>, Reason> {
        Source::new(&self.set.schema, self.binding, rel, (self.dialect, self.width), name)
    }

    /// What figures a column of the policy's own table holds.
    fn stated_kind(&self, rel: RelId, col: ColId) -> Result<Kind, Reason> {
        let table = self.policy.table(rel);
        let column = table.columns.get(col.index()).ok_or(Reason::Loop)?;
        if matches!(column.values, Values::Code(_)) {
            return Ok(Kind::Text);
        }
        let numbers: Vec<Rat> = (0..table.rows).filter_map(|row| column.number(row)).collect();
        let dens: Vec<UBig> = numbers.iter().map(|n| n.denominator().clone()).collect();
        let den = common_multiple(dens.iter());
        let most = numbers.iter().map(|n| (n * &den).floor().unsigned_abs()).max().unwrap_or(UBig::ZERO);
        Ok(Kind::Whole { step: Rat::ONE / den, most: most + UBig::ONE })
    }

    /// The layers of a `WITH` that join what is looked up to the rows of the source; gives the name of the last.
    pub fn joined(&self) -> Result<(Vec<String>, String), Reason> {
        let mut with = self.source.with()?;
        let mut last = self.source.name.clone();
        for (at, lookup) in self.lookups.iter().enumerate() {
            with.extend(match self.is_policy(lookup.rel) {
                true => vec![self.stated_rows(at, lookup)?],
                false => self.rows_elsewhere(at, lookup)?,
            });
            let on: Vec<String> = lookup.key.iter().enumerate().map(|(i, key)| format!("l{at}_k{i} = {key}")).collect();
            let next = format!("{}_{at}", self.source.name);
            with.push(format!("{next} AS (SELECT * FROM {last} LEFT JOIN l{at} ON {})", on.join(" AND ")));
            last = next;
        }
        Ok((with, last))
    }

    /// Rows of another table of the engine, of keys that one row alone has.
    fn rows_elsewhere(&self, at: usize, lookup: &Lookup) -> Result<Vec<String>, Reason> {
        let source = self.source_of(lookup.rel, &format!("s{at}"))?;
        let key = source.key()?;
        let mut parts: Vec<String> = key.iter().enumerate().map(|(i, c)| format!("v{} AS l{at}_k{i}", c.0)).collect();
        parts.extend(lookup.columns.iter().map(|c| format!("v{} AS l{at}_v{}", c.0, c.0)));
        let known: Vec<String> = key.iter().map(|c| format!("v{} IS NOT NULL", c.0)).collect();
        let mut with = source.with()?;
        with.push(format!(
            "l{at} AS (SELECT {} FROM s{at} WHERE {} AND {})",
            parts.join(", "),
            Source::is_row().text(),
            known.join(" AND ")
        ));
        Ok(with)
    }

    /// Rows that the policy states.
    fn stated_rows(&self, at: usize, lookup: &Lookup) -> Result<String, Reason> {
        let (relation, table) = (self.set.schema.get(lookup.rel), self.policy.table(lookup.rel));
        let columns: Vec<(String, ColId)> = (relation.key.iter().enumerate().map(|(i, c)| (format!("l{at}_k{i}"), *c)))
            .chain(lookup.columns.iter().map(|c| (format!("l{at}_v{}", c.0), *c)))
            .collect();
        let mut rows = Vec::new();
        for row in 0..table.rows {
            let mut cells = Vec::new();
            for (_, col) in &columns {
                cells.push(self.stated_cell(lookup.rel, *col, row)?);
            }
            rows.push(format!("({})", cells.join(", ")));
        }
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        if rows.is_empty() {
            let mut nulls = Vec::new();
            for (name, col) in &columns {
                nulls.push(format!("{} AS {name}", self.nothing(lookup.rel, *col)));
            }
            return Ok(format!("l{at} AS (SELECT {} WHERE FALSE)", nulls.join(", ")));
        }
        Ok(format!("l{at} AS (SELECT * FROM (VALUES\n    {}) AS p({}))", rows.join(",\n    "), names.join(", ")))
    }

    fn nothing(&self, rel: RelId, col: ColId) -> String {
        let is_text = self.set.schema.column(rel, col).ty.is_coded();
        if is_text { self.dialect.as_text("NULL") } else { self.dialect.number("NULL") }
    }

    fn stated_cell(&self, rel: RelId, col: ColId, row: u32) -> Result<String, Reason> {
        let table = self.policy.table(rel);
        let column = table.columns.get(col.index()).ok_or(Reason::Loop)?;
        if let Some(code) = column.code(row) {
            return literal(self.dialect, &fold_text(self.policy.texts.text(code)));
        }
        match (self.stated_kind(rel, col)?, column.number(row)) {
            (Kind::Whole { step, .. }, Some(number)) => Ok(self.dialect.number(&(number / step).floor().to_string())),
            _ => Ok(self.nothing(rel, col)),
        }
    }

    /// The rows that those which come here name by their keys, and may name.
    pub fn sought(&self, condition: &Sql) -> Result<Vec<Statement>, Reason> {
        let mut out = Vec::new();
        for lookup in self.lookups.iter().filter(|l| !self.is_policy(l.rel)) {
            let (mut with, last) = self.joined()?;
            let keys: Vec<String> = lookup.pressed.iter().enumerate().map(|(i, p)| format!("{p} AS w{i}")).collect();
            with.push(format!("sought AS (SELECT DISTINCT {} FROM {last} WHERE {})", keys.join(", "), condition.text()));
            let source = self.source_of(lookup.rel, "z")?;
            with.extend(source.with()?);
            let same: Vec<String> = source.key()?.iter().enumerate().map(|(i, c)| format!("sought.w{i} = z.q{}", c.0)).collect();
            // Rows without a key leave their table incomplete.
            let keyless: Vec<String> = source.key()?.iter().map(|c| format!("z.v{} IS NULL", c.0)).collect();
            let named = format!("EXISTS (SELECT 1 FROM sought WHERE {})", same.join(" AND "));
            let wanted = Sql::Is(format!("({named} OR {})", keyless.join(" OR ")));
            out.push(Statement { what: What::Rows(lookup.rel), sql: source.rows(&with, "z", &wanted) });
        }
        Ok(out)
    }
}
