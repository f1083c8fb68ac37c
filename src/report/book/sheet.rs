//! Sheets that are filled row by row, and how their cells look.

use crate::report::ledger::exact::Exact;
use crate::report::page::clean::clean;
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

/// Characters that a cell holds; a longer text is cut, and shows it.
const LONGEST: usize = 32_000;
/// Rows of a table: a sheet holds a few more.
const ROWS: usize = 1_000_000;
/// The height of a line, and how many lines a row may have: office programs take no row above 409 points.
const POINTS: u32 = 15;
const MOST_LINES: u32 = 27;
/// A4.
const PAPER: u8 = 9;
/// Days from the first day of a workbook to 1970-01-01.
const DAYS_BEFORE: i64 = 25_569;
/// The last day that a workbook knows: 9999-12-31.
const LAST_DAY: i64 = 2_958_465;

/// How a cell looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Head,
    Bad,
    Doubtful,
    Good,
    Soft,
}

/// What stands in a cell.
pub(super) enum Cell {
    Text(String),
    Count(u64),
    /// In days since 1970-01-01.
    Day(i64),
    Number(Exact),
}

pub(super) type Styled = (Cell, Look);

pub(super) fn text(text: impl Into<String>) -> Styled {
    (Cell::Text(text.into()), Look::Plain)
}

/// A figure as a number where it is one, else as a text.
pub(super) fn figure(exact: Option<&Exact>, text: &str) -> Styled {
    (exact.map_or_else(|| Cell::Text(text.to_string()), |e| Cell::Number(e.clone())), Look::Plain)
}

pub(super) fn count(n: impl TryInto<u64>) -> Styled {
    (Cell::Count(n.try_into().unwrap_or(u64::MAX)), Look::Plain)
}

/// The formats of cells, made once.
pub(super) struct Pen {
    texts: [Format; 6],
    day: Format,
    figure: Format,
    pub(super) title: Format,
}

impl Pen {
    pub(super) fn new() -> Self {
        let base = || {
            let grey = Color::RGB(0x00BF_BFBF);
            Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin).set_border_color(grey)
        };
        // A text stays one when its cell is edited.
        let plain = || base().set_quote_prefix();
        let filled = |colour: u32| plain().set_background_color(Color::RGB(colour));
        Self {
            texts: [
                plain(),
                filled(0x00D9_E1F2).set_bold(),
                filled(0x00F4_B6B0),
                filled(0x00FB_DC9B),
                filled(0x00D5_EEDA),
                filled(0x00E2_E8F0),
            ],
            day: base().set_num_format("yyyy-mm-dd"),
            figure: base().set_align(FormatAlign::Right),
            title: Format::new().set_quote_prefix().set_bold().set_font_size(16),
        }
    }

    pub(super) fn format(&self, look: Look) -> &Format {
        let [plain, head, bad, doubtful, good, soft] = &self.texts;
        match look {
            Look::Plain => plain,
            Look::Head => head,
            Look::Bad => bad,
            Look::Doubtful => doubtful,
            Look::Good => good,
            Look::Soft => soft,
        }
    }

    fn number(&self, format: &str) -> Format {
        self.figure.clone().set_num_format(format)
    }

    pub(super) fn put(&self, sheet: &mut Worksheet, (row, col): (u32, u16), (cell, look): &Styled) -> Result<(), XlsxError> {
        match cell {
            Cell::Text(text) => drop(sheet.write_string_with_format(row, col, fitting(text), self.format(*look))?),
            // A workbook holds fifteen digits; a larger count is written as a text.
            Cell::Count(n) => match u32::try_from(*n) {
                Ok(n) => drop(sheet.write_number_with_format(row, col, n, self.format(*look))?),
                Err(_) => drop(sheet.write_string_with_format(row, col, n.to_string(), self.format(*look))?),
            },
            Cell::Number(exact) => {
                // A workbook holds binary figures: of fifteen digits none is lost.
                match exact.digits.parse::<serde_json::Number>().ok().and_then(|n| n.as_f64()) {
                    Some(n) => drop(sheet.write_number_with_format(row, col, n, &self.number(&exact.format))?),
                    None => drop(sheet.write_string_with_format(row, col, &exact.digits, self.format(*look))?),
                }
            }
            Cell::Day(day) => match i32::try_from(day + DAYS_BEFORE).ok().filter(|n| (61..=LAST_DAY).contains(&i64::from(*n))) {
                Some(serial) => {
                    let day = ExcelDateTime::from_serial_datetime(serial)?;
                    sheet.write_datetime_with_format(row, col, &day, &self.day)?;
                }
                None => {
                    let day = crate::ty::day_text(*day).unwrap_or_default();
                    sheet.write_string_with_format(row, col, day, self.format(*look))?;
                }
            },
        }
        Ok(())
    }

    pub(super) fn row(&self, sheet: &mut Worksheet, row: u32, cells: &[Styled]) -> Result<(), XlsxError> {
        (0u16..).zip(cells).try_for_each(|(col, cell)| self.put(sheet, (row, col), cell))
    }

    /// The heads of a table, with the widths of its columns in characters.
    pub(super) fn heads(&self, sheet: &mut Worksheet, row: u32, heads: &[(&str, u16)]) -> Result<(), XlsxError> {
        for (col, (head, width)) in (0u16..).zip(heads) {
            self.put(sheet, (row, col), &(Cell::Text((*head).to_string()), Look::Head))?;
            sheet.set_column_width(col, *width)?;
        }
        Ok(())
    }

    /// A sheet that is one table, with filters, and the heads repeated on every page; of its columns the first `printed` are printed.
    pub(super) fn table(
        &self,
        book: &mut Workbook,
        name: &str,
        (heads, printed): (&[(&str, u16)], u16),
        rows: &[Vec<Styled>],
    ) -> Result<(), XlsxError> {
        let sheet = book.add_worksheet().set_name(name)?;
        self.heads(sheet, 0, heads)?;
        for (row, cells) in (1u32..).zip(rows.iter().take(ROWS)) {
            self.row(sheet, row, cells)?;
            sheet.set_row_height(row, POINTS * lines(cells, heads))?;
        }
        let last = u32::try_from(rows.len().min(ROWS)).unwrap_or(0);
        let columns = u16::try_from(heads.len()).unwrap_or(1);
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofilter(0, 0, last, columns.saturating_sub(1))?;
        sheet.set_print_area(0, 0, last, printed.min(columns).saturating_sub(1))?;
        printed_well(sheet)?;
        sheet.set_repeat_rows(0, 0)?;
        Ok(())
    }
}

/// Lines that the fullest cell of a row takes, as wide as its column is: not every office program works it out by itself.
fn lines(cells: &[Styled], heads: &[(&str, u16)]) -> u32 {
    let one = |((cell, _), (_, width)): (&Styled, &(&str, u16))| {
        let Cell::Text(text) = cell else { return 1 };
        // Signs of ten points are a little wider than columns count them.
        let (needs, room) = (fitting(text).width() * 11 / 10, usize::from(*width).saturating_sub(1).max(1));
        needs.div_ceil(room).max(1)
    };
    let most = cells.iter().zip(heads).map(one).max().unwrap_or(1);
    u32::try_from(most).unwrap_or(MOST_LINES).min(MOST_LINES)
}

/// On A4 across, as wide as the page, with the number of each page.
pub(super) fn printed_well(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer("&L&A&R&P / &N");
    Ok(())
}

/// In one line, short enough, nothing in it that hides.
pub(super) fn fitting(text: &str) -> String {
    let text = clean(text);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}……", text.get(..at).unwrap_or_default()),
        None => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cell_cannot_hold_is_cut_and_shows_it() {
        let long = "长".repeat(40_000);
        assert_eq!(fitting(&long).chars().count(), LONGEST + 2);
        assert!(fitting(&long).ends_with("……"));
        let cells = [text("短"), text("长".repeat(20))];
        // 20 signs of two columns each and a tenth more are 44 columns, in 9 of which they take five lines.
        assert_eq!(lines(&cells, &[("a", 10), ("b", 10)]), 5);
        assert_eq!(fitting("=1+1\u{1b}[31m\n"), "=1+1\\u{1b}[31m ");
    }
}
