//! One cell as text, as a person would have typed it.
//!
//! A stored figure is binary; of its decimal digits fifteen are certain, and these are taken, so that what was typed as 0.3 is 0.3.

use super::format::{Code, Format, Sized};
use super::grid::Cell;
use super::page::RemarkKind;
use crate::load::calendar::may_be_cut;
use crate::load::input::Face;
use crate::ty::PeriodKind;
use calamine::{CellErrorType, Data, ExcelDateTime};

/// The text of a stored value; `None` where nothing stands.
pub fn of(value: &Data, code: &Code) -> Option<Cell> {
    let text = |text: String| Cell { text, ..Cell::default() };
    Some(match value {
        Data::Empty => return None,
        Data::DateTimeIso(t) if !code.first().shows_time => text(t.split('T').next().unwrap_or(t).to_string()),
        Data::String(t) | Data::DateTimeIso(t) | Data::DurationIso(t) => {
            let one = one_line(t);
            if one.trim().is_empty() {
                return None;
            }
            let face = may_be_cut(&one, PeriodKind::Month).then_some(Face::Typed);
            Cell { face, ..text(one) }
        }
        Data::Bool(yes) => text(if *yes { "TRUE" } else { "FALSE" }.to_string()),
        Data::Int(n) => shown(&n.to_string(), 0, code),
        Data::Float(x) => {
            let (digits, exponent) = certain(&format!("{x:e}"), 15, || format!("{x:.14e}"));
            shown(&digits, exponent, code)
        }
        Data::DateTime(day) => {
            let remarks = if is_early(day) { vec![RemarkKind::Early] } else { Vec::new() };
            Cell { numeric: true, remarks, ..text(date(day, &code.first())) }
        }
        Data::Error(error) => text(error_text(error).to_string()),
    })
}

/// Line breaks and tabs would take the text apart: between Chinese signs they go, elsewhere they are a blank.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let wide = |c: char| u32::from(c) >= 0x2e80;
    let mut broken = false;
    for c in text.chars() {
        if matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            broken = true;
            continue;
        }
        if broken && !(out.chars().next_back().is_none_or(wide) && wide(c)) {
            out.push(' ');
        }
        broken = false;
        out.push(c);
    }
    out
}

/// Digits and exponent of a binary figure. `short` is the shortest text that means the same: with no more digits than are certain it is what was typed;
/// else it is cut to those.
pub fn certain(short: &str, most: usize, cut: impl FnOnce() -> String) -> (String, i32) {
    let all = short.bytes().take_while(|b| *b != b'e').filter(u8::is_ascii_digit).count();
    if all <= most { digits(short) } else { digits(&cut()) }
}

/// `-1.23450000000000e4` is the digits -12345 and the exponent 0 behind them.
fn digits(text: &str) -> (String, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let (whole, behind) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let behind = behind.trim_end_matches('0');
    let all = format!("{whole}{behind}");
    let trimmed = all.trim_start_matches('0');
    if trimmed.is_empty() {
        return ("0".to_string(), 0);
    }
    (format!("{sign}{trimmed}"), exponent - i32::try_from(behind.len()).unwrap_or(0))
}

/// Digits times a power of ten, as the format shows them but with all digits.
fn shown(digits: &str, exponent: i32, code: &Code) -> Cell {
    let format = code.of(Sized::of(digits, exponent));
    let exponent = exponent - i32::try_from(format.divided).unwrap_or(0) + if format.percent { 2 } else { 0 };
    let plain = plain(digits, exponent);
    let face = face(digits, exponent, &plain, &format);
    let behind = plain.split_once('.').map_or(0, |(_, b)| u32::try_from(b.len()).unwrap_or(u32::MAX));
    let rounded = format.decimals.is_some_and(|shown| behind > shown);
    let mut remarks = Vec::new();
    if rounded {
        remarks.push(RemarkKind::Rounded);
    }
    if format.divided > 0 {
        remarks.push(RemarkKind::Scaled);
    }
    if format.drawn.hides {
        remarks.push(RemarkKind::Disguised);
    }
    let figure = if format.percent { plain + "%" } else { plain };
    Cell { text: format.drawn.with(figure), numeric: true, remarks, face }
}

/// What a column of texts or of periods reads in place of a figure.
fn face(digits: &str, exponent: i32, plain: &str, format: &Format) -> Option<Face> {
    if format.percent {
        return None;
    }
    if let Some(shown) = lost(digits, exponent) {
        return Some(Face::Lost(shown));
    }
    // 2007.10 is stored as 2007.1.
    let month = plain.split_once('.').filter(|(year, m)| year.len() == 4 && m.len() == 1 && format.decimals == Some(2));
    if let Some((year, month)) = month.filter(|_| format.divided == 0) {
        return Some(Face::Month(format!("{year}.{month}0")));
    }
    format.pattern.draw(plain).filter(|drawn| drawn != plain).map(Face::Drawn)
}

/// A whole figure of more than fifteen digits, in the notation that spreadsheets show it in: those behind the fifteenth are lost. To a figure zeros
/// in their place are what it comes to; of two codes they would make one, so columns of texts and of keys refuse it.
fn lost(digits: &str, exponent: i32) -> Option<String> {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let behind = i32::try_from(digits.len()).ok()?.checked_sub(1)?.checked_add(exponent)?;
    if digits == "0" || behind < 15 {
        return None;
    }
    let (first, rest) = digits.split_at_checked(1)?;
    let point = if rest.is_empty() { "" } else { "." };
    Some(format!("{sign}{first}{point}{rest}E+{behind}"))
}

/// Decimal notation without an exponent.
pub fn plain(digits: &str, exponent: i32) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    if exponent >= 0 {
        let zeros = if digits == "0" { 0 } else { exponent as usize };
        return format!("{sign}{digits}{}", "0".repeat(zeros));
    }
    let behind = exponent.unsigned_abs() as usize;
    let padded = format!("{}{digits}", "0".repeat((behind + 1).saturating_sub(digits.len())));
    let (whole, fraction) = padded.split_at(padded.len() - behind);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// A day, or the month or the year that the format shows of it; a time of day stands behind it.
fn date(day: &ExcelDateTime, format: &Format) -> String {
    let (y, m, d, hour, minute, second, _) = day.to_ymd_hms_milli();
    let time = format!("{hour}:{minute:02}:{second:02}");
    if day.is_duration() {
        return time;
    }
    if is_no_day(day) {
        // Spreadsheets show this for 0, and no day at all below.
        return match (day.as_f64() < 0.0, format.shows_time) {
            (true, _) => "#######".to_string(),
            (false, true) => time,
            (false, false) => "1900-01-00".to_string(),
        };
    }
    match (format.shows_month, format.shows_day, (hour, minute, second)) {
        (false, false, _) => format!("{y:04}"),
        (_, false, _) => format!("{y:04}-{m:02}"),
        _ if !format.shows_time => format!("{y:04}-{m:02}-{d:02}"),
        (_, _, (0, 0, 0)) => format!("{y:04}-{m:02}-{d:02}"),
        _ => format!("{y:04}-{m:02}-{d:02} {hour:02}:{minute:02}:{second:02}"),
    }
}

/// Days are counted from 1; in books that count from 1904 on, 0 is a day.
fn is_no_day(day: &ExcelDateTime) -> bool {
    !day.is_duration() && (day.as_f64() < 0.0 || (day.as_f64() < 1.0 && day.to_ymd_hms_milli().0 < 1904))
}

fn is_early(day: &ExcelDateTime) -> bool {
    !day.is_duration() && !is_no_day(day) && day.to_ymd_hms_milli().0 <= 1900
}

fn error_text(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        _ => "#ERROR!",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(x: &str, code: &str) -> String {
        of(&Data::Float(x.parse().unwrap()), &Code::read(code)).unwrap().text
    }

    #[test]
    fn figures_are_read_as_they_were_typed() {
        // 0.1 + 0.2 as a spreadsheet stores it.
        assert_eq!(number("0.30000000000000004", "General"), "0.3");
        assert_eq!(number("12345", "General"), "12345");
        assert_eq!(number("-0.0005", "General"), "-0.0005");
        assert_eq!(number("0", "General"), "0");
        assert_eq!(number("999999999999999", "0"), "999999999999999");
        assert_eq!(number("-999999999999999", "General"), "-999999999999999");
        assert_eq!(number("1e-20", "General"), "0.00000000000000000001");
        // 7.0 % is stored as 0.07000000000000002 after some arithmetic.
        assert_eq!(number("0.07000000000000002", "0.0%"), "7%");
        assert_eq!(number("0.125", "0%"), "12.5%");
        assert_eq!(number("1.5", "0%"), "150%");
        // Shown as 1.2 under 万元.
        assert_eq!(number("12345", "0!.0,"), "1.2345");
        assert_eq!(number("1234567", "#,##0,"), "1234.567");
    }

    /// Of a figure of sixteen digits and more a spreadsheet keeps fifteen: as a figure it is read at these, as a code it is none.
    #[test]
    fn lost_digits_are_zeros_of_figures_and_no_digits_of_codes() {
        let lost = |x: &str, code: &str| match of(&Data::Float(x.parse().unwrap()), &Code::read(code)).unwrap() {
            Cell { text, face: Some(Face::Lost(shown)), .. } => (text, shown),
            other => panic!("{other:?}"),
        };
        let of = |text: &str, shown: &str| (text.to_string(), shown.to_string());
        assert_eq!(lost("913111257000123456", "0"), of("913111257000123000", "9.13111257000123E+17"));
        assert_eq!(lost("1000000000000000", "General"), of("1000000000000000", "1E+15"));
        assert_eq!(lost("-1234567890123456", "0"), of("-1234567890123460", "-1.23456789012346E+15"));
        // A third, with seventeen digits in the file.
        assert_eq!(number("0.33333333333333331", "General"), "0.333333333333333");
    }

    #[test]
    fn texts_and_periods_are_what_is_drawn() {
        let drawn = |x: &str, code: &str| of(&Data::Float(x.parse().unwrap()), &Code::read(code)).unwrap().face;
        for (x, code, want) in [
            ("13112", "000000", Some("013112")),
            ("13112", "\"0\"0", Some("013112")),
            ("5551234", "000-0000", Some("555-1234")),
            ("15551234", "000-0000", Some("1555-1234")),
            ("200710", "0000\"年\"00\"月\"", Some("2007年10月")),
            ("7", "??0", None),
            ("131125", "000000", None),
            ("131125", "#,##0", None),
            ("131125", "0.00", None),
            ("131125.5", "000000", None),
            ("-7", "000", None),
            ("2007.1", "General", None),
            ("2007.11", "0.00", None),
            ("2007.1", "0.0", None),
            ("7", "00%", None),
        ] {
            assert_eq!(drawn(x, code), want.map(|text| Face::Drawn(text.to_string())), "{x} {code}");
        }
        assert_eq!(drawn("2007.1", "0.00"), Some(Face::Month("2007.10".into())));
        assert_eq!(of(&Data::String("2007.1".into()), &Code::read("")).unwrap().face, Some(Face::Typed));
    }

    #[test]
    fn what_is_shown_shorter_than_it_is_is_remarked() {
        let remarks = |x: &str, code: &str| of(&Data::Float(x.parse().unwrap()), &Code::read(code)).unwrap().remarks;
        assert_eq!(remarks("1.005", "0.00"), [RemarkKind::Rounded]);
        assert_eq!(remarks("1.01", "0.00"), []);
        assert_eq!(remarks("12345", "0!.0,"), [RemarkKind::Rounded, RemarkKind::Scaled]);
        assert_eq!(remarks("12000", "0!.0,"), [RemarkKind::Scaled]);
    }

    #[test]
    fn breaks_inside_a_cell_go_between_chinese_signs() {
        assert_eq!(one_line("营业\n收入\r\n（万元）"), "营业收入（万元）");
        assert_eq!(one_line("a\tb\nc"), "a b c");
        assert_eq!(one_line("\n产值"), "产值");
    }
}
