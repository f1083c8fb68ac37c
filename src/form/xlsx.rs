//! The form as a workbook: a cover, the table, the clauses that will be checked. Every text is written as a text: nothing becomes a formula.

use super::{Field, Form, Kind, ROWS};
use crate::diag::Lang;
use crate::load::{CHOICES, CLAUSES, COVER};
use crate::ty::PeriodKind;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

/// A list in a cell's own rule may be no longer than this.
const LONGEST_LIST: usize = 250;

/// Widths of the columns of clauses, in signs.
const CLAUSE_WIDTHS: [u16; 3] = [36, 30, 78];
/// Of a line of text; a row is at most 409 high.
const POINTS: u32 = 16;
const MOST_LINES: u32 = 25;
const A4: u8 = 9;

struct Look {
    title: Format,
    head: Format,
    must: Format,
    text: Format,
    plain: Format,
    faint: Format,
    wrapped: Format,
}

impl Look {
    fn new() -> Self {
        let head = Format::new().set_bold().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Center);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            must: head.clone().set_background_color(Color::RGB(0x00FF_F2CC)),
            head: head.set_background_color(Color::RGB(0x00D9_E1F2)),
            text: Format::new().set_num_format("@"),
            plain: Format::new(),
            faint: Format::new().set_font_color(Color::RGB(0x0059_5959)),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

/// The form as the bytes of a workbook; what the writing library says where it cannot be one.
pub fn book(form: &Form) -> Result<Vec<u8>, String> {
    made(form).map_err(|e| e.to_string())
}

fn made(form: &Form) -> Result<Vec<u8>, XlsxError> {
    let (look, lang) = (Look::new(), form.lang);
    let mut book = Workbook::new();
    cover(book.add_worksheet(), form, &look)?;
    let mut long: Vec<&Vec<String>> = Vec::new();
    let columns: Vec<&Field> = form.fields.iter().filter(|f| f.kind != Kind::List).collect();
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(form))?;
    sheet.write_string_with_format(0, 0, &form.title, &look.title)?;
    let headed: Vec<(String, &Field)> = columns.iter().map(|f| (f.header(), *f)).collect();
    table(sheet, (form.lang, &headed, form.rows), &look, &mut long)?;
    if let Some(word) = &form.total {
        totals(sheet, &columns, (2, 1 + form.rows), word, &look)?;
    }
    for list in form.lists() {
        let sheet = book.add_worksheet();
        sheet.set_name(&list.list.sheet)?;
        sheet.write_string_with_format(0, 0, &list.list.label, &look.title)?;
        table(sheet, (form.lang, &list.columns(), ROWS), &look, &mut long)?;
    }
    let clauses = book.add_worksheet().set_name(lang.pick(CLAUSES[0], CLAUSES[1]))?;
    self::clauses(clauses, form, &look)?;
    if !long.is_empty() {
        let sheet = book.add_worksheet().set_name(lang.pick(CHOICES[0], CHOICES[1]))?;
        for (col, list) in (0u16..).zip(long) {
            for (row, text) in (0u32..).zip(list) {
                sheet.write_string_with_format(row, col, text, &look.text)?;
            }
        }
    }
    book.save_to_buffer()
}

fn cover(sheet: &mut Worksheet, form: &Form, look: &Look) -> Result<(), XlsxError> {
    let lang = form.lang;
    sheet.set_name(lang.pick(COVER[0], COVER[1]))?;
    sheet.set_column_width_pixels(0, 140)?.set_column_width_pixels(1, 260)?;
    sheet.write_string_with_format(0, 0, &form.title, &look.title)?;
    let rows = [
        (lang.pick("地区", "region"), form.region.clone().unwrap_or_default()),
        (lang.pick("报告期", "period"), form.period.clone().unwrap_or_default()),
        (lang.pick("填报日期", "date"), String::new()),
    ];
    let asked = [
        form.region.is_some() || !form.fields.iter().any(|f| f.key && matches!(f.kind, Kind::Choice(_))),
        form.period.is_some(),
        true,
    ];
    for (row, ((label, value), _)) in (2u32..).zip(rows.iter().zip(asked).filter(|(_, asked)| *asked)) {
        sheet.write_string_with_format(row, 0, *label, &look.head)?;
        sheet.write_string_with_format(row, 1, value, &look.text)?;
    }
    if let Some(name) = &form.region_name {
        sheet.write_string_with_format(2, 2, name, &look.faint)?;
    }
    let nil = lang.pick(
        "没有一行可报的，填上填报日期寄回，就是零报告；什么都没填的不算报送",
        "Where there is no row to report, fill in the date and send it back: that is a nil report; a form with nothing filled in is none",
    );
    let notes = [
        lang.pick(
            "底色为黄的栏必须填写；没有数据的请留空，不要填 0",
            "Yellow columns must be filled in; leave blank what is not known, and write no 0 for it",
        ),
        lang.pick("单位写在表头，数中不要再写单位", "Units stand in the header: figures go without them"),
        lang.pick("核查的条款列在另一张工作表", "What will be checked stands on a sheet of its own"),
    ];
    let nil = Some(nil).filter(|_| form.rows > 1);
    for (row, note) in (7u32..).zip(notes.into_iter().chain(nil)) {
        sheet.write_string_with_format(row, 0, note, &look.faint)?;
    }
    Ok(())
}

/// Heads below the title, and room for rows; lists of choices that are too long for a cell's own rule are collected.
fn table<'f>(
    sheet: &mut Worksheet,
    (lang, columns, rows): (Lang, &[(String, &'f Field)], u32),
    look: &Look,
    long: &mut Vec<&'f Vec<String>>,
) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(2, 0)?;
    let (first, last) = (2, 1 + rows);
    for (col, (header, field)) in (0u16..).zip(columns) {
        let head = if field.optional { &look.head } else { &look.must };
        sheet.write_string_with_format(1, col, header, head)?;
        let signs = u32::try_from(header.chars().count()).unwrap_or(20).clamp(6, 20);
        sheet.set_column_width_pixels(col, 30 + signs * 14)?;
        let shown = format_of(field).map(|code| Format::new().set_num_format(code)).unwrap_or_else(|| look.plain.clone());
        for row in first..=last {
            sheet.write_blank(row, col, &shown)?;
        }
        let from_sheet = long_list(field).map(|list| {
            let at = long.iter().position(|known| *known == list).unwrap_or_else(|| {
                long.push(list);
                long.len() - 1
            });
            let (name, column) = (lang.pick(CHOICES[0], CHOICES[1]), letters(u16::try_from(at).unwrap_or(0)));
            format!("='{name}'!${column}$1:${column}${}", list.len())
        });
        if let Some(rule) = validation(field, from_sheet, lang)? {
            sheet.add_data_validation(first, col, last, col, &rule)?;
        }
    }
    Ok(())
}

/// The row of sums, below the rows.
fn totals(
    sheet: &mut Worksheet,
    columns: &[&Field],
    (first, last): (u32, u32),
    word: &str,
    look: &Look,
) -> Result<(), XlsxError> {
    let at = columns.iter().position(|f| f.key && matches!(f.kind, Kind::Text | Kind::Choice(_))).unwrap_or(0);
    for (col, field) in (0u16..).zip(columns) {
        if usize::from(col) == at {
            sheet.write_string_with_format(last + 1, col, word, &look.head)?;
        } else if field.additive {
            let column = letters(col);
            // The office program that opens the form works it out and saves it.
            let formula = Formula::new(format!("=SUM({column}{}:{column}{})", first + 1, last + 1));
            sheet.write_formula(last + 1, col, formula)?;
        }
    }
    Ok(())
}

fn clauses(sheet: &mut Worksheet, form: &Form, look: &Look) -> Result<(), XlsxError> {
    let lang = form.lang;
    let heads = [lang.pick("依据", "basis"), lang.pick("规则", "rule"), lang.pick("怎样核查", "what is checked")];
    for ((col, head), width) in (0u16..).zip(heads).zip(CLAUSE_WIDTHS) {
        sheet.write_string_with_format(0, col, head, &look.head)?;
        sheet.set_column_width(col, width)?;
    }
    for (row, clause) in (1u32..).zip(&form.clauses) {
        let cells = [clause.cites.join("\n"), clause.title.clone(), clause.says.join("\n")];
        let most = cells.iter().zip(CLAUSE_WIDTHS).map(|(text, width)| lines(text, width)).max().unwrap_or(1);
        for (col, text) in (0u16..).zip(cells) {
            sheet.write_string_with_format(row, col, text, &look.wrapped)?;
        }
        sheet.set_row_height(row, POINTS * most.min(MOST_LINES))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// Lines that a text takes in a column of so many signs: not every office program works out the height of a row by itself.
fn lines(text: &str, width: u16) -> u32 {
    let room = usize::from(width).saturating_sub(1).max(1);
    // Signs of eleven points are a little wider than columns count them.
    let of_line = |line: &str| (line.width() * 11 / 10).div_ceil(room).max(1);
    u32::try_from(text.split('\n').map(of_line).sum::<usize>()).unwrap_or(u32::MAX)
}

/// The name by which the sheet is read back: what people call the record, else its own name.
fn sheet_name(form: &Form) -> &str {
    let may = |name: &str| super::may_name_a_sheet(name) && ![COVER, CLAUSES, CHOICES].concat().contains(&name);
    if may(&form.title) { &form.title } else { &form.record }
}

fn long_list(field: &Field) -> Option<&Vec<String>> {
    let Kind::Choice(list) = &field.kind else { return None };
    let length: usize = list.iter().map(|t| t.chars().count() + 1).sum();
    (length > LONGEST_LIST || list.iter().any(|t| t.contains(','))).then_some(list)
}

fn format_of(field: &Field) -> Option<String> {
    match &field.kind {
        Kind::Text
        | Kind::Choice(_)
        | Kind::Period(PeriodKind::Half | PeriodKind::Quarter | PeriodKind::Month | PeriodKind::Span) => Some("@".to_string()),
        Kind::Number { decimals: Some(0), .. } => Some("#,##0".to_string()),
        Kind::Number { decimals: Some(n), .. } => Some(format!("#,##0.{}", "0".repeat((*n).min(12)))),
        Kind::Number { decimals: None, .. } | Kind::Flag | Kind::List => None,
        Kind::Date => Some("yyyy-mm-dd".to_string()),
        Kind::Period(PeriodKind::Year) => Some("0".to_string()),
    }
}

fn validation(field: &Field, from_sheet: Option<String>, lang: Lang) -> Result<Option<DataValidation>, XlsxError> {
    let rule = DataValidation::new();
    let formula = |text: &String| Formula::new(text);
    let rule = match (&field.kind, from_sheet) {
        (Kind::Choice(_), Some(range)) => rule.allow_list_formula(Formula::new(range)),
        (Kind::Choice(list), None) => rule.allow_list_strings(list)?,
        (Kind::Flag, _) => rule.allow_list_strings(&[lang.pick("是", "yes"), lang.pick("否", "no")])?,
        (Kind::Number { whole, low, high, .. }, _) => {
            let range = match (low, high) {
                (Some(low), Some(high)) => DataValidationRule::Between(formula(low), formula(high)),
                (Some(low), None) => DataValidationRule::GreaterThanOrEqualTo(formula(low)),
                (None, Some(high)) => DataValidationRule::LessThanOrEqualTo(formula(high)),
                (None, None) => return Ok(None),
            };
            if *whole { rule.allow_whole_number_formula(range) } else { rule.allow_decimal_number_formula(range) }
        }
        (Kind::Period(PeriodKind::Year), _) => rule.allow_whole_number(DataValidationRule::Between(1949, 2200)),
        (Kind::Text | Kind::Date | Kind::Period(_) | Kind::List, _) => return Ok(None),
    };
    let message = lang
        .pick("请按表头所写的单位和范围填写；没有数据请留空", "fill in by the unit and range of the header, or leave it blank");
    // What is not known may be left out, and marks such as — are read: the rule warns and refuses nothing.
    let rule = rule.set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Warning).set_error_message(message)?;
    Ok(Some(rule))
}

/// Columns are named A to Z, then AA to ZZ, and on.
fn letters(col: u16) -> String {
    crate::text::column_letters(u64::from(col))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_row_is_as_high_as_its_fullest_text() {
        // 20 signs of two columns each and a tenth more are 44, in nine of which they take five lines.
        assert_eq!(lines(&"长".repeat(20), 10), 5);
        assert_eq!(lines("a\nb\n\nc", 10), 4);
        assert_eq!((lines("", 10), lines("x", 0)), (1, 1));
    }
}
