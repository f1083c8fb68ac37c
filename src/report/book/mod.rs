//! Workbooks for office programs: an overview, the ledger of what is to be mended (整改台账), indicators, files; and copies of submitted workbooks
//! in which the cells in question are coloured and annotated.
//!
//! Every word is a text, and says so to the program that opens it: nothing from data becomes a formula, not even when the cell is edited.

mod lists;
pub(crate) mod marked;
mod overview;
mod sheet;

use crate::report::input::Report;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sheet::Pen;

/// The workbook; empty where the library for workbooks refuses it, which it does for nothing that is written here.
pub(crate) fn render(report: &Report) -> Vec<u8> {
    written(report).unwrap_or_default()
}

fn written(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut book = new_book()?;
    let pen = Pen::new();
    overview::sheet(&mut book, report, &pen)?;
    lists::ledger(&mut book, report, &pen)?;
    lists::indicators(&mut book, report, &pen)?;
    lists::besides(&mut book, report, &pen)?;
    lists::files(&mut book, report, &pen)?;
    book.save_to_buffer()
}

/// Without a clock: the same run is the same file.
fn new_book() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    Ok(book)
}
