//! The text of one cell turned into a value of its column: never guessed, never rounded.
//!
//! A [`ColumnReader`] is made once for a column of a file and then reads cells; [`parse_cell`] does both for a single cell.

use super::calendar;
use super::diagnostics::{CellProblem, cells, marks};
use super::figures::NumberReader;
use super::number::{is_damaged_code, is_doubtful_mark, is_formula, is_none_mark, is_spreadsheet_error};
use crate::data::{Cell, Code, Interner, LeftAs};
use crate::diag::nearest;
use crate::load::diagnostics::words;
use crate::num::{Decimal, Interval, int};
use crate::text::{fold_name, struck::is_struck, to_halfwidth};
use crate::ty::{BlankMeans, ColId, ColumnDef, PeriodKind, RelId, Type, Unit, Units};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Reads one cell. `header_unit` is the unit named in the header of the column, if any; it is what bare numbers are in.
///
/// Numbers come back in the unit of the column (in the base unit if it has none), bounds in the base unit, days since
/// 1970-01-01, periods as counted by [`calendar::period`].
pub fn parse_cell(
    text: &str,
    column: &ColumnDef,
    units: &Units,
    header_unit: Option<&Unit>,
    texts: &mut Interner,
) -> Result<Cell, CellProblem> {
    ColumnReader::new(column, units, header_unit).read(text, texts)
}

/// By field, what blanks mean in one form.
pub type Blanks = BTreeMap<(RelId, ColId), BlankMeans>;

/// A column made ready for reading.
pub struct ColumnReader<'s> {
    pub column: &'s ColumnDef,
    kind: Kind<'s>,
    /// What an empty cell is.
    blank: Cell,
    /// Its texts are names: somebody may be called none, or NA.
    names: bool,
}

/// An ordinary cell, on its way into a column without a detour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quick {
    /// `value × 10^-scale` in the unit of the column.
    Number(i64, u32),
    Code(Code),
}

enum Kind<'s> {
    Text,
    OneOf(&'s [String]),
    Flag,
    Number(Box<NumberReader<'s>>),
    Date,
    Period(PeriodKind),
    List,
}

impl<'s> ColumnReader<'s> {
    pub fn new(column: &'s ColumnDef, units: &'s Units, header_unit: Option<&Unit>) -> Self {
        let kind = match &column.ty {
            Type::Number(ty) => Kind::Number(Box::new(NumberReader::new(column, ty, units, header_unit))),
            Type::OneOf(options) => Kind::OneOf(options),
            Type::Flag => Kind::Flag,
            Type::Date => Kind::Date,
            Type::Period(kind) => Kind::Period(*kind),
            Type::List(_) => Kind::List,
            Type::Text | Type::Ref(_) | Type::Row(_) | Type::Set | Type::Error => Kind::Text,
        };
        Self { column, kind, blank: blank_cell(column, column.blank), names: false }
    }

    /// Reads blanks as they are meant in one form.
    pub fn with_blank(self, means: Option<BlankMeans>) -> Self {
        Self { blank: blank_cell(self.column, means), ..self }
    }

    /// A column of the key.
    pub fn of_key(self, names: bool) -> Self {
        Self { names, ..self }
    }

    /// The short way for ordinary cells: a plain number, year or text. `None` sends the cell to [`ColumnReader::read`], which
    /// gives the same for these and judges all others.
    #[inline]
    pub fn read_quick(&self, text: &str, texts: &mut Interner) -> Option<Quick> {
        match &self.kind {
            Kind::Number(reader) => reader.read_plain(text).map(|(value, scale)| Quick::Number(value, scale)),
            Kind::Period(PeriodKind::Year) if self.column.range.is_none() => {
                calendar::plain_year(text).map(|y| Quick::Number(y, 0))
            }
            Kind::Text => {
                // Marks are short and begin with a few letters and characters; codes that a spreadsheet turned into numbers hold a plus sign.
                let first = *text.as_bytes().first()?;
                let ordinary = first.is_ascii_alphanumeric() || (0xE4..=0xE9).contains(&first);
                let plain = ordinary && !may_be_mark(text) && !text.as_bytes().contains(&b'+') && !is_struck(text);
                plain.then(|| Quick::Code(texts.intern(text)))
            }
            Kind::OneOf(options) => options.iter().any(|o| o == text).then(|| Quick::Code(texts.intern(text))),
            Kind::Flag | Kind::Date | Kind::Period(_) | Kind::List => None,
        }
    }

    /// What a bare number of this column may be, where it is in the unit of the column and no range is declared: below zero or not, and of how
    /// many decimals.
    pub fn bare_numbers(&self) -> Option<(bool, u32)> {
        match &self.kind {
            Kind::Number(reader) => reader.bare(),
            Kind::Text | Kind::OneOf(_) | Kind::Flag | Kind::Date | Kind::Period(_) | Kind::List => None,
        }
    }

    /// Reads one cell. Blanks at the ends mean nothing, full-width signs mean their half-width twins.
    pub fn read(&self, text: &str, texts: &mut Interner) -> Result<Cell, CellProblem> {
        match self.read_quick(text, texts) {
            Some(Quick::Number(value, scale)) => {
                return Ok(match self.kind {
                    Kind::Number(_) => Cell::Number(Decimal::Small { mantissa: i128::from(value), scale }),
                    Kind::Text | Kind::OneOf(_) | Kind::Flag | Kind::Date | Kind::Period(_) | Kind::List => Cell::Int(value),
                });
            }
            Some(Quick::Code(code)) => return Ok(Cell::Text(code)),
            None => {}
        }
        if is_blank(text) {
            return Ok(self.blank.clone());
        }
        let column = self.column;
        if is_struck(text) {
            return Err(marks::struck_out(column, text));
        }
        let cell = match &self.kind {
            Kind::Text => return self.text(text, texts),
            Kind::OneOf(options) => return self.one_of(text, options, texts),
            Kind::List => return Err(cells::wrong_kind(column, words::one_value())),
            Kind::Number(reader) => return reader.read(fold_value(text).as_ref(), text),
            // Where there may be none, 无 says that there is none, as in any other field.
            Kind::Flag if column.optional && fold_value(text) == "无" => Some(Cell::None),
            Kind::Flag => flag(&fold_value(text)).map(Cell::Flag),
            Kind::Period(kind) if calendar::may_be_cut(text, *kind) => return Err(cells::cut_month(column, text)),
            Kind::Period(kind) => calendar::period(&fold_value(text), *kind).map(Cell::Int),
            Kind::Date => return self.date(text),
        };
        match cell {
            Some(Cell::Int(n)) => self.within(text, n),
            Some(cell) => Ok(cell),
            None => self.no_value(text).unwrap_or_else(|| {
                Err(match self.kind {
                    Kind::Flag => cells::not_a_flag(column, text),
                    Kind::Text | Kind::OneOf(_) | Kind::Number(_) | Kind::Date | Kind::Period(_) | Kind::List => {
                        cells::not_a_period(column, text)
                    }
                })
            }),
        }
    }

    /// Marks that stand where a value should.
    fn no_value(&self, text: &str) -> Option<Result<Cell, CellProblem>> {
        let folded = fold_value(text);
        match () {
            () if is_none_mark(&folded) && self.column.optional => Some(Ok(Cell::None)),
            () if is_none_mark(&folded) => Some(Err(marks::none_in_required(self.column, text))),
            () if is_spreadsheet_error(&folded) => Some(Err(marks::spreadsheet_error(self.column, text))),
            () if is_doubtful_mark(&folded) => Some(Err(marks::doubtful_mark(self.column, text))),
            () => None,
        }
    }

    fn text(&self, text: &str, texts: &mut Interner) -> Result<Cell, CellProblem> {
        // A letter or two may be a name; in a column of numbers they are not.
        let folded = text.trim().to_ascii_lowercase();
        let letters = matches!(folded.as_str(), "x" | "xx")
            || (self.names && matches!(folded.as_str(), "none" | "nil" | "na" | "nan" | "tbd" | "unknown" | "missing"));
        let formula = is_formula(text.trim());
        if (text.len() <= LONGEST_MARK || formula)
            && !letters
            && let Some(said) = self.no_value(text)
        {
            return said;
        }
        if text.as_bytes().contains(&b'+') && is_damaged_code(text.trim()) {
            return Err(cells::scientific_code(self.column, text));
        }
        Ok(Cell::Text(texts.intern(text)))
    }

    fn one_of(&self, text: &str, options: &[String], texts: &mut Interner) -> Result<Cell, CellProblem> {
        if let Some(option) = options.iter().find(|o| *o == text) {
            return Ok(Cell::Text(texts.intern(option)));
        }
        let folded = fold_name(text);
        // An alias of a choice stands for the choice.
        let meant = texts.find(&folded).map(|code| fold_name(texts.text(code)));
        let hit = options.iter().find(|o| {
            let option = fold_name(o);
            option == folded || meant.as_deref() == Some(option.as_str())
        });
        if let Some(option) = hit {
            return Ok(Cell::Text(texts.intern(option)));
        }
        self.no_value(text).unwrap_or_else(|| {
            let near = nearest(&folded, options.iter().map(String::as_str));
            Err(cells::not_in_list(self.column, text, near).beside_choices(text, options))
        })
    }

    fn date(&self, text: &str) -> Result<Cell, CellProblem> {
        match calendar::date(&fold_value(text)) {
            Ok(Some(_)) if calendar::may_be_cut(text, PeriodKind::Month) => Err(cells::cut_month(self.column, text)),
            Ok(Some((first, last))) if first == last => self.within(text, first),
            Ok(Some((first, last))) => Ok(Cell::Bounds(Interval::closed(int(first), int(last)))),
            Err(why) => Err(cells::not_a_date(self.column, text, Some(why))),
            Ok(None) => self.no_value(text).unwrap_or_else(|| Err(cells::not_a_date(self.column, text, None))),
        }
    }

    fn within(&self, text: &str, value: i64) -> Result<Cell, CellProblem> {
        match &self.column.range {
            Some(range) if !range.contains(&int(value)) => Err(cells::out_of_range(self.column, range, text)),
            _ => Ok(Cell::Int(value)),
        }
    }
}

/// The cell that a blank of a column is: `None` where nothing is said of it, or that nobody knows.
pub fn meant_blank(means: Option<BlankMeans>) -> Option<Cell> {
    match means {
        None | Some(BlankMeans::Unknown) => None,
        Some(BlankMeans::None) => Some(Cell::LeftBlank(LeftAs::None)),
        Some(BlankMeans::Zero | BlankMeans::No) => Some(Cell::LeftBlank(LeftAs::Zero)),
    }
}

fn blank_cell(column: &ColumnDef, means: Option<BlankMeans>) -> Cell {
    match (meant_blank(means), means) {
        (Some(cell), _) => cell,
        (None, None) if column.optional => Cell::LeftBlank(LeftAs::None),
        (None, _) => Cell::Blank,
    }
}

/// No mark is longer, blanks around it and all.
const LONGEST_MARK: usize = 40;

/// A quick look: whether a text can be a mark that stands for no value.
pub(super) fn may_be_mark(text: &str) -> bool {
    let marks = ['无', '不', '未', '待', '暂', '缺', '空', '没', '尚', '同', 'n', 'N', 'E', 'e', 't', 'T', 'u', 'U', 'm', 'M'];
    text.len() <= LONGEST_MARK && text.starts_with(marks)
}

/// Nothing but blanks, and signs that nobody sees.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Signs that nobody sees.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{ad}')
}

/// The text with full-width signs folded by the explicit table, blanks at the ends dropped.
pub fn fold_value(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if trimmed.chars().all(|c| to_halfwidth(c) == c) {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(trimmed.chars().map(to_halfwidth).collect())
}

fn flag(text: &str) -> Option<bool> {
    match text {
        "是" | "有" | "√" | "✓" | "✔" | "对" | "已" => Some(true),
        "否" | "无" | "×" | "✗" | "✘" | "没有" | "未" => Some(false),
        _ => match text.to_ascii_lowercase().as_str() {
            "yes" | "true" | "y" => Some(true),
            "no" | "false" | "n" => Some(false),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{End, Rat, ratio};
    use crate::text::{FileId, Span};
    use crate::ty::{Dims, Flavour, Nature, NumTy};

    fn column(ty: Type, unit: Option<&str>) -> ColumnDef {
        ColumnDef {
            name: "x".into(),
            label: Some("某项".into()),
            aliases: Vec::new(),
            ty,
            unit: unit.and_then(|u| Units::default().get(u).cloned()),
            step: None,
            optional: false,
            signed: false,
            fixed: false,
            range: None,
            nature: Nature::During,
            life: crate::ty::Life::default(),
            blank: None,
            blank_is_own: false,
            added_by: None,
            span: Span::new(FileId(0), 0, 0),
        }
    }

    fn money() -> ColumnDef {
        column(Type::Number(NumTy::amount(Dims::base("元"))), Some("万元"))
    }

    fn plain(flavour: Flavour) -> ColumnDef {
        column(Type::Number(NumTy::plain(flavour)), None)
    }

    /// The value in the unit of the column, or the code of the problem.
    fn read(column: &ColumnDef, text: &str) -> Result<Rat, &'static str> {
        read_in(column, text, None)
    }

    fn read_in(column: &ColumnDef, text: &str, header: Option<&str>) -> Result<Rat, &'static str> {
        let units = Units::default();
        let header = header.and_then(|u| units.get(u));
        match parse_cell(text, column, &units, header, &mut Interner::default()) {
            Ok(Cell::Number(d)) => Ok(d.to_rat()),
            Ok(Cell::Exact(r)) => Ok(r),
            Ok(Cell::Int(n)) => Ok(int(n)),
            Ok(other) => panic!("{text}: {other:?}"),
            Err(problem) => Err(problem.code()),
        }
    }

    #[test]
    fn money_in_any_unit_means_the_same() {
        let column = money();
        for text in ["18000000", "1800亿元", "18,000,000万元", "１８００亿元", "180,000,000,000元", " 1800 亿元　", "1.8千亿元"]
        {
            let want = if text == "1.8千亿元" { Err("D004") } else { Ok(int(18_000_000)) };
            assert_eq!(read(&column, text), want, "{text}");
        }
        assert_eq!(read(&column, "599,999元"), Ok(ratio(599_999, 10_000)));
        assert_eq!(read_in(&column, "599999", Some("元")), Ok(ratio(599_999, 10_000)), "the header's unit");
        assert_eq!(read_in(&column, "2", Some("亿元")), Ok(int(20_000)));
        assert_eq!(read_in(&column, "2万元", Some("亿元")), Ok(int(2)), "the cell's own unit wins");
    }

    #[test]
    fn areas_convert_through_fractions() {
        let column = column(Type::Number(NumTy::amount(Dims::base("平方米"))), Some("公顷"));
        assert_eq!(read(&column, "15亩"), Ok(int(1)));
        assert_eq!(read(&column, "1亩"), Ok(ratio(1, 15)));
        assert_eq!(read(&column, "100万元"), Err("D003"));
    }

    #[test]
    fn a_bare_share_is_a_guess() {
        let share = plain(Flavour::Share);
        assert_eq!(read(&share, "12.5%"), Ok(ratio(125, 1000)));
        assert_eq!(read(&share, "１２．５％"), Ok(ratio(125, 1000)));
        assert_eq!(read(&share, "5‰"), Ok(ratio(5, 1000)));
        assert_eq!(read(&share, "0"), Ok(int(0)));
        assert_eq!((read(&share, "0.6"), read(&share, "60")), (Err("D005"), Err("D005")));
        assert_eq!(read_in(&share, "60", Some("%")), Ok(ratio(6, 10)));
        assert_eq!(read(&share, "2个百分点"), Err("D003"), "points are not shares");
        assert_eq!(read(&plain(Flavour::Points), "2个百分点"), Ok(ratio(2, 100)));
    }

    #[test]
    fn what_is_declared_is_held() {
        assert_eq!(read(&money(), "-1"), Err("D002"));
        assert_eq!(read(&money(), "−1万元"), Err("D002"));
        assert_eq!(read(&ColumnDef { signed: true, ..money() }, "－1"), Ok(int(-1)));
        assert_eq!(read(&money(), "60%"), Err("D003"));
        assert_eq!(read(&plain(Flavour::Count), "3万元"), Err("D003"));
        assert_eq!(read(&plain(Flavour::Count), "3辆"), Err("D003"));
        assert_eq!(read(&plain(Flavour::Count), "1,203家"), Ok(int(1203)));
        assert_eq!(read(&plain(Flavour::Count), "2.5"), Err("D008"));
        assert_eq!(read(&plain(Flavour::Count), "2.0"), Ok(int(2)));
        let fine = ColumnDef { step: Some(ratio(1, 100)), ..money() };
        assert_eq!((read(&fine, "1.25"), read(&fine, "1.255")), (Ok(ratio(125, 100)), Err("D007")));
        assert_eq!(read(&fine, "1.2500"), Ok(ratio(125, 100)), "zeros at the end say nothing");
        assert_eq!(read(&fine, "12,345元"), Err("D007"), "1.2345万元");
        let range = ColumnDef { range: Some(Interval::closed(int(0), int(1))), ..plain(Flavour::Share) };
        assert_eq!((read(&range, "100%"), read(&range, "100.01%")), (Ok(int(1)), Err("D006")));
        assert_eq!(read_in(&range, "100", Some("%")), Ok(int(1)));
        assert_eq!(read_in(&range, "101", Some("%")), Err("D006"));
    }

    #[test]
    fn blanks_and_marks() {
        let units = Units::default();
        let cell = |c: &ColumnDef, t: &str| parse_cell(t, c, &units, None, &mut Interner::default()).map_err(|p| p.code());
        let optional = ColumnDef { optional: true, ..money() };
        for text in ["", "  ", "　"] {
            assert_eq!(
                (cell(&money(), text), cell(&optional, text)),
                (Ok(Cell::Blank), Ok(Cell::LeftBlank(LeftAs::None))),
                "{text:?}"
            );
        }
        for text in ["—", "-", "/", "--", "——", "无", "－"] {
            assert_eq!((cell(&money(), text), cell(&optional, text)), (Err("D014"), Ok(Cell::None)), "{text}");
        }
        for text in ["…", "#", "不详", "N/A"] {
            assert_eq!((cell(&money(), text), cell(&optional, text)), (Err("D013"), Err("D013")), "{text}");
        }
        let flag = column(Type::Flag, None);
        assert_eq!(
            (cell(&flag, "有"), cell(&flag, "无"), cell(&flag, "√")),
            (Ok(Cell::Flag(true)), Ok(Cell::Flag(false)), Ok(Cell::Flag(true)))
        );
        assert_eq!((cell(&flag, "1"), cell(&flag, "大概")), (Err("D017"), Err("D017")));
    }

    #[test]
    fn bounds_come_in_base_units_and_stay_in_the_domain() {
        let units = Units::default();
        let cell = |c: &ColumnDef, t: &str| parse_cell(t, c, &units, None, &mut Interner::default()).map_err(|p| p.code());
        let money = money();
        assert_eq!(cell(&money, ">=50亿元"), Ok(Cell::Bounds(Interval::at_least(int(5_000_000_000)))));
        assert_eq!(cell(&money, "50万元以下"), Ok(Cell::Bounds(Interval::closed(int(0), int(500_000)))));
        assert_eq!(cell(&money, "50—60"), Ok(Cell::Bounds(Interval::closed(int(500_000), int(600_000)))));
        assert_eq!(cell(&money, "60—50"), Err("D016"));
        assert_eq!(cell(&money, "50-60"), Err("D016"));
        assert_eq!(cell(&money, ">=-5"), Ok(Cell::Bounds(Interval::non_negative())));
        assert_eq!(cell(&money, "<=-5"), Err("D002"));
        let open = Cell::Bounds(Interval { lo: End::Closed(int(3)), hi: End::Unbounded });
        assert_eq!(cell(&plain(Flavour::Count), ">2"), Ok(open), "counts snap to integers");
        assert_eq!(cell(&plain(Flavour::Share), "60以上"), Err("D005"));
    }

    #[test]
    fn texts_codes_and_choices() {
        let units = Units::default();
        let mut texts = Interner::with_aliases(&[("省直".into(), "省级".into())]);
        let text = column(Type::Text, None);
        let level = column(Type::OneOf(vec!["省级".into(), "市级".into()]), None);
        let code = |cell: Result<Cell, CellProblem>, texts: &Interner| match cell {
            Ok(Cell::Text(code)) => texts.text(code).to_string(),
            other => panic!("{other:?}"),
        };
        let cell = parse_cell(" 安平县 ", &text, &units, None, &mut texts);
        assert_eq!(code(cell, &texts), "安平县");
        for damaged in ["1.31E+05", "1.31121e+17"] {
            let cell = parse_cell(damaged, &text, &units, None, &mut texts);
            assert_eq!(cell.unwrap_err().code(), "D011");
        }
        for fine in ["131121", "2E10", "A+B", "E+5"] {
            let cell = parse_cell(fine, &text, &units, None, &mut texts);
            assert_eq!(code(cell, &texts), fine);
        }
        let cell = parse_cell("省直", &level, &units, None, &mut texts);
        assert_eq!(code(cell, &texts), "省级", "an alias of a choice");
        let problem = parse_cell("省极", &level, &units, None, &mut texts).unwrap_err();
        assert_eq!(problem.code(), "D020");
        let diagnostic = problem.at(None, &level);
        assert_eq!(diagnostic.help.unwrap().en, "did you mean `省级`?");
    }

    #[test]
    #[expect(clippy::wildcard_enum_match_arm, reason = "any other cell fails the test")]
    fn the_short_way_never_disagrees_with_the_long_one() {
        let units = Units::default();
        let columns = [
            money(),
            ColumnDef { step: Some(ratio(1, 100)), ..money() },
            ColumnDef { signed: true, range: Some(Interval::closed(int(-20_000), int(1_000_000))), ..money() },
            plain(Flavour::Count),
            ColumnDef { range: Some(Interval::closed(ratio(1, 3), int(50))), ..plain(Flavour::Number) },
        ];
        for column in &columns {
            for header in [None, Some("元"), Some("亿元")] {
                let header = header.filter(|_| column.unit.is_some()).and_then(|u| units.get(u));
                let Type::Number(ty) = &column.ty else { continue };
                let reader = NumberReader::new(column, ty, &units, header);
                let plain = ["0", "1", "-1", "-2", "100", "101", "0.5", "59.99", "59.999", "1.500", "123456789012345678", "-0"];
                let with_unit = ["1元", "2亿元", "2亿元", "59.9999万元", "12,345元", "1亩", "3%", "5 元", "7元", "1万元①", "2家"];
                for text in plain.into_iter().chain(with_unit) {
                    if let Some((value, scale)) = reader.read_plain(text) {
                        let quick = Cell::Number(Decimal::Small { mantissa: i128::from(value), scale });
                        let long = reader.read(text, text).unwrap_or_else(|p| panic!("{text}: {p:?}"));
                        let value = |c: &Cell| match c {
                            Cell::Number(d) => d.to_rat(),
                            Cell::Exact(r) => r.clone(),
                            other => panic!("{other:?}"),
                        };
                        assert_eq!(value(&quick), value(&long), "{text}");
                    }
                }
            }
        }
    }
}
