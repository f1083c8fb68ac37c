//! Rows of tables written in rule files.

use crate::ast::{self, Cell};
use crate::check::base::constant::Misfit;
use crate::check::base::declared::TypeInfo;
use crate::check::declare::records::Written;
use crate::check::diagnostics as say;
use crate::check::scope::checker::Checker;
use crate::check::scope::literal::read;
use crate::hir::{TableRows, TableSource};
use crate::text::{Span, fold_name};
use crate::ty::{ColumnDef, RelId, Type};
use std::collections::BTreeMap;

/// Cells that say the value is not known or does not exist; data decides what they mean.
pub(in crate::check) const EMPTY: &[&str] = &["", "-", "—", "——", "无", "未知", "unknown", "none", "?"];

impl Checker<'_> {
    pub fn table_rows(&mut self, written: &[Written<'_>]) -> Vec<TableRows> {
        let mut out = Vec::new();
        for w in written {
            let Written::Table(rel, table) = w else { continue };
            let rows = match &table.rows {
                ast::TableRows::File(path) => TableSource::File { path: path.text.clone(), span: path.span },
                ast::TableRows::Inline(rows) => {
                    self.check_rows(*rel, rows);
                    let texts = |row: &Vec<Cell>| row.iter().map(|c| (c.text.clone(), c.span)).collect();
                    TableSource::Inline(rows.iter().map(texts).collect())
                }
            };
            out.push(TableRows { rel: *rel, rows });
        }
        out
    }

    fn check_rows(&mut self, rel: RelId, rows: &[Vec<Cell>]) {
        let relation = self.schema.get(rel).clone();
        let mut keys: BTreeMap<Vec<String>, Span> = BTreeMap::new();
        for row in rows {
            let Some(span) = row_span(row) else { continue };
            if row.len() != relation.columns.len() {
                self.report(say::row_width(span, row.len(), relation.columns.len(), relation.span));
                continue;
            }
            for (cell, column) in row.iter().zip(&relation.columns) {
                self.check_cell(cell, column);
            }
            let key: Vec<String> = relation.key.iter().filter_map(|k| row.get(k.index())).map(|c| fold_name(&c.text)).collect();
            if key.is_empty() {
                continue;
            }
            match keys.get(&key) {
                Some(first) => {
                    let first = *first;
                    self.report(say::duplicate_row(key_span(row, &relation.key).unwrap_or(span), &key.join(" · "), first));
                }
                None => {
                    keys.insert(key, key_span(row, &relation.key).unwrap_or(span));
                }
            }
        }
    }

    fn check_cell(&mut self, cell: &Cell, column: &ColumnDef) {
        let text = fold_name(&cell.text);
        if EMPTY.contains(&text.as_str()) || column.ty == Type::Error {
            return;
        }
        let info = of_column(column);
        // Bounds (`>= 50亿元`) and numbers with group marks are the reader's business.
        let readable = match &column.ty {
            Type::Number(_) => text.chars().all(|c| !"<>=≥≤,~～—".contains(c)) && !text.contains("以"),
            Type::OneOf(_) => true,
            Type::Text
            | Type::Flag
            | Type::Date
            | Type::Period(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => false,
        };
        if !readable {
            return;
        }
        if let Err(why) = read(&cell.text, &info, &self.units)
            && why != Misfit::Bare
        {
            self.report(say::misfit("T016", cell.span, &why, &info, Some(column.span)));
        }
    }
}

/// The declared type of a column; bare numbers are taken in its unit.
pub(in crate::check) fn of_column(column: &ColumnDef) -> TypeInfo {
    TypeInfo {
        unit_written: true,
        optional: column.optional,
        signed: column.signed,
        range: column.range.clone(),
        ..TypeInfo::plain(column.ty.clone(), column.unit.clone())
    }
}

fn row_span(row: &[Cell]) -> Option<Span> {
    Some(row.first()?.span.to(row.last()?.span))
}

fn key_span(row: &[Cell], key: &[crate::ty::ColId]) -> Option<Span> {
    let first = row.get(key.first()?.index())?.span;
    let last = row.get(key.last()?.index())?.span;
    Some(first.to(last))
}
