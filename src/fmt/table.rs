//! Tables: cells aligned by display width.

use super::block::{Slot, Style, words};
use super::context::{Context, quote};
use super::doc::Doc;
use super::types::text_of;
use super::words as w;
use crate::ast::{Cell, FieldDecl, Life, Str, Table, TableColumn, TableRows};

impl Context<'_> {
    pub(super) fn table(&mut self, t: &Table) -> String {
        let (start, end) = (t.span.start as usize, t.span.end as usize);
        let key = self.key(&t.key, t.label.as_ref().map_or(t.name.span, |l| l.span).end as usize);
        let word = self.word(&w::TABLE, start, t.name.span.start as usize).to_string();
        let head = words([word, self.name(&t.name), text_of(t.label.as_ref()), key]);
        match &t.rows {
            TableRows::Inline(rows) => {
                let open = self.open_brace(self.head_end(&t.name, t.label.as_ref(), &t.key), end);
                let mut slots: Vec<Slot> = self.header_slot(&t.columns).into_iter().collect();
                slots.extend(rows.iter().filter_map(|r| self.row_slot(r)));
                self.block(&head, open, slots, end)
            }
            TableRows::File(path) => self.table_file(t, head, path, end),
        }
    }

    fn table_file(&mut self, t: &Table, head: String, path: &Str, end: usize) -> String {
        let before = self.head_end(&t.name, t.label.as_ref(), &t.key);
        let from = self.word(&w::FROM, before, path.span.start as usize).to_string();
        let head = words([head, from, quote(&path.text)]);
        let open = self.open_brace(path.span.end as usize, end);
        if open >= end {
            return head;
        }
        let field = |c: &TableColumn| {
            let ty = c.ty.clone()?;
            Some(FieldDecl {
                name: c.name.clone(),
                label: c.label.clone(),
                ty,
                also: Vec::new(),
                life: Life::default(),
                span: c.span,
            })
        };
        let slots = t.columns.iter().filter_map(|c| Some(self.field_slot(&field(c)?))).collect();
        self.block(&head, open, slots, end)
    }

    fn header_slot(&self, columns: &[TableColumn]) -> Option<Slot> {
        let cell = |c: &TableColumn| {
            let head = words([self.name(&c.name), text_of(c.label.as_ref())]);
            c.ty.as_ref().map_or(head.clone(), |ty| format!("{head} : {}", self.type_expr(ty)))
        };
        let (first, last) = (columns.first()?, columns.last()?);
        Some(self.row(first.span.start, last.span.end, columns.iter().map(cell).collect()))
    }

    fn row_slot(&self, cells: &[Cell]) -> Option<Slot> {
        let cell = |c: &Cell| if c.quoted { quote(&c.text) } else { c.text.clone() };
        Some(self.row(cells.first()?.span.start, cells.last()?.span.end, cells.iter().map(cell).collect()))
    }

    /// A row begins at the bar before its first cell.
    pub(super) fn row(&self, first: u32, end: u32, columns: Vec<String>) -> Slot {
        let start = self.slice(0, first as usize).rfind(['|', '｜']).unwrap_or(first as usize);
        Slot { start, end: end as usize, style: Style::Row, columns, rest: Doc::Nil }
    }
}
