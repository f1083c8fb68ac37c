//! Tables: the header is parsed like code, rows are raw text between bars.

use super::openers::Place;
use super::{Build, Rule, diagnostics};
use crate::ast::{Cell, Table, TableColumn, TableRows};
use crate::text::Span;
use fadu_grammar::Pair;

impl<'a> Build<'a> {
    pub(super) fn table(&mut self, pair: Pair<'a, Rule>) -> Option<Table> {
        let span = self.span(&pair);
        let (mut name, mut label, mut key) = (None, None, Vec::new());
        let (mut columns, mut rows) = (Vec::new(), TableRows::Inline(Vec::new()));
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name => name = Some(self.name(&part)),
                Rule::string => label = Some(self.string(&part)),
                Rule::key => key = self.names(part),
                Rule::table_file => (columns, rows) = self.table_file(part, name.as_ref()?)?,
                Rule::table_inline => (columns, rows) = self.table_inline(part, name.as_ref()?),
                _ => {}
            }
        }
        Some(Table { name: name?, label, key, columns, rows, span })
    }

    fn table_file(&mut self, pair: Pair<'a, Rule>, name: &crate::ast::Name) -> Option<(Vec<TableColumn>, TableRows)> {
        let (mut path, mut fields, mut open, mut previous) = (None, Vec::new(), None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::string => path = Some(self.string(&part)),
                Rule::lbrace => open = Some(self.span(&part)),
                Rule::missing_brace => self.missing_brace(open, &part, name),
                _ => self.field_or_bad(part, &mut fields, &mut previous),
            }
        }
        let column = |f: crate::ast::FieldDecl| TableColumn { name: f.name, label: f.label, ty: Some(f.ty), span: f.span };
        Some((fields.into_iter().map(column).collect(), TableRows::File(path?)))
    }

    fn table_inline(&mut self, pair: Pair<'a, Rule>, name: &crate::ast::Name) -> (Vec<TableColumn>, TableRows) {
        let (mut columns, mut rows, mut open, mut head) = (Vec::new(), Vec::new(), None, None);
        let (mut header_known, mut told) = (true, false);
        for part in pair.into_inner() {
            let place = self.span(&part);
            match part.as_rule() {
                Rule::lbrace => open = Some(place),
                Rule::missing_brace => self.missing_brace(open, &part, name),
                Rule::header => {
                    head = Some(place);
                    columns = part.into_inner().filter(|p| p.as_rule() == Rule::column).filter_map(|p| self.column(p)).collect();
                }
                Rule::bad_header => {
                    (head, header_known) = (Some(place), false);
                    self.explain(&part, Place::Header, None);
                }
                Rule::bad_row => {
                    told = true;
                    self.sink.push(diagnostics::not_a_row(place));
                }
                Rule::row => {
                    let cells = self.row(part);
                    rows.push(match head {
                        Some(head) if header_known => self.fit(cells, columns.len(), place, head),
                        _ => cells,
                    });
                }
                _ => {}
            }
        }
        if head.is_none() && !told {
            self.sink.push(diagnostics::no_header(open.unwrap_or(name.span)));
        }
        (columns, TableRows::Inline(rows))
    }

    fn column(&mut self, pair: Pair<'a, Rule>) -> Option<TableColumn> {
        let span = self.span(&pair);
        let (mut name, mut label, mut ty) = (None, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name => name = Some(self.name(&part)),
                Rule::string => label = Some(self.string(&part)),
                Rule::type_expr => ty = Some(self.type_expr(part)),
                _ => {}
            }
        }
        Some(TableColumn { name: name?, label, ty, span })
    }

    fn row(&mut self, pair: Pair<'a, Rule>) -> Vec<Cell> {
        let mut cells = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::cell => cells.extend(part.into_inner().next().map(|p| self.cell(&p))),
                Rule::row_open => {
                    let cell = self.cell(&part);
                    self.sink.push(diagnostics::open_row(self.span_at(cell.span.end as usize, cell.span.end as usize)));
                    cells.push(cell);
                }
                _ => {}
            }
        }
        cells
    }

    pub(super) fn cell(&mut self, pair: &Pair<'a, Rule>) -> Cell {
        if pair.as_rule() == Rule::string {
            let text = self.string(pair);
            return Cell { text: text.text, quoted: true, span: text.span };
        }
        let (raw, start) = (pair.as_str(), self.span(pair).start as usize);
        let text = raw.trim();
        let from = start + (raw.len() - raw.trim_start().len());
        let span = if text.is_empty() { self.span_at(start, start) } else { self.span_at(from, from + text.len()) };
        // The sign that the scan puts for a blank before a unit.
        Cell { text: text.replace('\u{1f}', " "), quoted: false, span }
    }

    /// A row has as many cells as the header; a wrong one is reported and made to fit.
    fn fit(&mut self, mut cells: Vec<Cell>, wanted: usize, row: Span, head: Span) -> Vec<Cell> {
        if cells.len() != wanted {
            self.sink.push(diagnostics::cell_count(row, cells.len(), head, wanted));
        }
        let end = self.span_at(row.end as usize, row.end as usize);
        cells.resize_with(wanted, || Cell { text: String::new(), quoted: false, span: end });
        cells
    }
}
