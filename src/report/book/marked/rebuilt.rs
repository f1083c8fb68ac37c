//! A workbook written anew, for kinds that cannot be changed in place: every sheet that was read, cell by cell where it stands, as texts. What
//! is not text in them (formulas, number formats, widths, drawings) is not kept.

use super::mark::{Marks, Shade};
use crate::report::book::new_book;
use crate::report::book::sheet::{Look, Pen, fitting, text};
use crate::report::input::Report;
use crate::report::prose::words::say;
use crate::text::Source;
use rust_xlsxwriter::{Note, XlsxError};

pub(super) fn book(report: &Report, name: &str, marks: &Marks) -> Result<Vec<u8>, XlsxError> {
    let (mut book, pen) = (new_book()?, Pen::new());
    let author = say(report.lang, "法度", "fadu");
    for (_, source) in report.sources.iter().filter(|(_, s)| s.name == name) {
        let Some(sheet) = &source.sheet else { continue };
        let own = marks.get(&sheet.name);
        let out = book.add_worksheet().set_name(&sheet.name)?;
        let look = |at: (u32, u32)| own.and_then(|m| m.get(&at)).map_or(Look::Plain, |m| of(m.shade));
        for (row, line) in (0u32..).zip(source.text.split('\n')) {
            for (col, cell) in (sheet.first_col..).zip(line.split('\t')) {
                if !cell.is_empty() {
                    let at = (row, u16::try_from(col).unwrap_or(u16::MAX));
                    pen.put(out, at, &(text(plain(cell)).0, look((row, col))))?;
                }
            }
        }
        for ((row, col), mark) in own.into_iter().flatten() {
            let col = u16::try_from(*col).unwrap_or(u16::MAX);
            if blank(source, *row, u32::from(col), sheet.first_col) {
                pen.put(out, (*row, col), &(text("").0, of(mark.shade)))?;
            }
            let words: String = fitting_lines(&mark.note());
            out.insert_note(*row, col, &Note::new(words).set_author(author).add_author_prefix(false).set_width(360))?;
        }
    }
    book.save_to_buffer()
}

fn of(shade: Shade) -> Look {
    match shade {
        Shade::Bad => Look::Bad,
        Shade::Doubtful => Look::Doubtful,
        Shade::Soft => Look::Soft,
    }
}

fn blank(source: &Source, row: u32, col: u32, first: u32) -> bool {
    let line = source.text.split('\n').nth(row as usize).unwrap_or("");
    let at = col.checked_sub(first).map(|n| n as usize);
    at.and_then(|n| line.split('\t').nth(n)).is_none_or(str::is_empty)
}

/// The reader of tables quotes a text that begins with a quote.
fn plain(cell: &str) -> String {
    match cell.strip_prefix('"').and_then(|c| c.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_string(),
    }
}

fn fitting_lines(note: &str) -> String {
    note.lines().map(fitting).collect::<Vec<_>>().join("\n")
}
