//! Every table under `examples/` as a workbook, with one thing put into it that people do to sheets: what is read is what was read before, or
//! something is told that was not told before.

use super::disturbed::{Random, each_file, places, see, seed};
use crate::harness::xlsx::{Put, Sheet, book};
use std::path::Path;

/// A sheet on its way into a book: rows of cells, what stands in some of them in place of a text or a figure, and merged blocks.
#[derive(Clone)]
struct Table {
    rows: Vec<Vec<String>>,
    header: usize,
    odd: Vec<((usize, usize), Odd)>,
    merged: Vec<String>,
}

#[derive(Clone, Copy)]
enum Odd {
    /// A formula that was never worked out.
    Formula,
    Error,
    /// A figure shown as a day.
    Day,
}

fn letters(mut col: usize) -> String {
    let mut out = String::new();
    loop {
        out.insert(0, char::from(b'A' + u8::try_from(col % 26).unwrap()));
        if col < 26 {
            return out;
        }
        col = col / 26 - 1;
    }
}

fn address(row: usize, col: usize) -> String {
    format!("{}{}", letters(col), row + 1)
}

fn is_number(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or("");
    text.parse::<f64>().is_ok() && text.len() < 15 && (whole == "0" || !whole.starts_with('0')) && !text.starts_with('+')
}

impl Table {
    fn of(text: &str) -> Self {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        for record in reader.records() {
            rows.push(record.unwrap().iter().map(str::to_string).collect());
        }
        let header = usize::from(rows[0].iter().filter(|c| !c.is_empty()).count() == 1);
        Self { rows, header, odd: Vec::new(), merged: Vec::new() }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut cells: Vec<(String, Put<'_>)> = Vec::new();
        for (r, row) in self.rows.iter().enumerate() {
            for (c, text) in row.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
                let odd = self.odd.iter().find(|(at, _)| *at == (r, c)).map(|(_, odd)| odd);
                cells.push((
                    address(r, c),
                    match odd {
                        Some(Odd::Formula) => Put::Formula("1+1", None),
                        Some(Odd::Error) => Put::Error("#DIV/0!"),
                        Some(Odd::Day) => Put::Shown("39448", "yyyy-mm-dd"),
                        None if is_number(text) => Put::Number(text),
                        None => Put::Text(text),
                    },
                ));
            }
        }
        let cells = cells.iter().map(|(at, put)| (at.as_str(), put.clone())).collect();
        let merged = self.merged.iter().map(String::as_str).collect();
        book(&[Sheet { name: "Sheet1", cells, merged, ..Sheet::default() }])
    }

    fn width(&self) -> usize {
        self.rows[self.header].len()
    }

    /// Cells with figures in columns of figures, and not in the last row or column.
    fn figures(&self) -> Vec<(usize, usize)> {
        let head = |c: usize| &self.rows[self.header][c];
        let said = |c: usize| ["代码", "年度", "县"].iter().any(|w| head(c).contains(w));
        let rows = self.header + 1..self.rows.len() - 1;
        let at = rows.flat_map(|r| (1..self.width() - 1).map(move |c| (r, c)));
        at.filter(|(r, c)| self.rows[*r].get(*c).is_some_and(|t| is_number(t)) && !said(*c)).collect()
    }

    fn with_row(&self, at: usize, cells: &[&str]) -> Self {
        let mut new = self.clone();
        new.rows.insert(at, cells.iter().map(|c| (*c).to_string()).collect());
        new
    }

    /// A column more before this one, empty but for one cell.
    fn with_column(&self, at: usize, cell: Option<(usize, &str)>) -> Self {
        let mut new = self.clone();
        for row in &mut new.rows {
            row.insert(at.min(row.len()), String::new());
        }
        if let Some((row, text)) = cell {
            let row = &mut new.rows[row];
            row.resize(row.len().max(at + 1), String::new());
            row[at] = text.to_string();
        }
        new
    }

    fn with_odd(&self, at: (usize, usize), odd: Odd) -> Self {
        Self { odd: vec![(at, odd)], ..self.clone() }
    }

    fn with_text(&self, (row, col): (usize, usize), turn: impl Fn(&str) -> String) -> Self {
        let mut new = self.clone();
        new.rows[row][col] = turn(&self.rows[row][col]);
        new
    }

    /// One cell of two: the other is empty.
    fn with_merged(&self, (row, col): (usize, usize), (down, across): (usize, usize)) -> Self {
        let mut new = self.clone();
        let other = &mut new.rows[row + down];
        other.resize(other.len().max(col + across + 1), String::new());
        other[col + across].clear();
        new.merged.push(format!("{}:{}", address(row, col), address(row + down, col + across)));
        new
    }
}

/// What people do to a figure.
const TURNS: [fn(&str) -> String; 5] = [
    |text| format!("约{text}"),
    |_| "待定".to_string(),
    |text| format!("{text}?"),
    |text| format!("{text}左右"),
    |text| format!("“{text}”"),
];

/// The table with one thing more, by what it is.
fn disturbed(table: &Table, random: &mut Random) -> Vec<(&'static str, Table)> {
    let (width, rows, first) = (table.width(), table.rows.len(), table.header + 1);
    let numbers = |from: usize| -> Vec<String> { (from..=width).map(|n| n.to_string()).collect() };
    let line =
        |begin: &'static str, rest: Vec<String>| -> Vec<String> { std::iter::once(begin.to_string()).chain(rest).collect() };
    let (stems, headed, plain) = (line("栏次", numbers(1)), line("序号", numbers(2)), numbers(1));
    let total = line("合计", vec!["60".to_string(); width - 1]);
    let average = line("平均", vec!["12".to_string(); width - 1]);
    let mut last = vec![String::new(); width];
    last[width - 1] = "单位：百亿元".to_string();
    let mut out = Vec::new();
    let mut lines: Vec<(&str, Vec<String>)> =
        vec![("stems", stems), ("numbers", plain), ("total", total), ("average", average), ("unit", last)];
    for text in ["2007年情况表", "注：快报数", "一、工业", "（二）其他", "填表人：张三", "单位：元", "（万元）"]
    {
        lines.push((text, vec![text.to_string()]));
    }
    for (name, cells) in &lines {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        // 1, 2 may be a row, and who a code is nobody knows without the roster.
        let unclear = (*name == "numbers" && width < 3) || (name.ends_with('表') && table.rows[table.header][0].contains("代码"));
        if !unclear {
            out.push((*name, table.with_row(random.below(rows + 1), &cells)));
        }
    }
    out.push(("numbered", table.with_row(first, &headed.iter().map(String::as_str).collect::<Vec<_>>())));
    out.push(("empty row", table.with_row(random.below(rows + 1), &[])));
    out.push(("empty column", table.with_column(random.below(width + 1), None)));
    out.push(("a figure beside", table.with_column(random.below(width + 1), Some((first + random.below(rows - first), "9")))));
    let figures = table.figures();
    if figures.is_empty() {
        return out;
    }
    let mut some = || figures[random.below(figures.len())];
    out.push(("merged across", table.with_merged(some(), (0, 1))));
    out.push(("merged down", table.with_merged(some(), (1, 0))));
    out.push(("formula", table.with_odd(some(), Odd::Formula)));
    out.push(("error", table.with_odd(some(), Odd::Error)));
    out.push(("day", table.with_odd(some(), Odd::Day)));
    for turn in TURNS {
        out.push(("text", table.with_text(some(), turn)));
    }
    out
}

#[test]
fn noise_in_workbooks_is_read_right_or_told() {
    let mut random = Random::of(seed());
    let (mut tried, mut silent) = (0, Vec::new());
    each_file(|rules, said, path, text| {
        let Some(path) = path.strip_suffix(".csv").map(|stem| format!("{stem}.xlsx")) else { return };
        let table = Table::of(text);
        let plain = see(rules, said, &path, &table.bytes());
        for (what, noisy) in (0..places()).flat_map(|_| disturbed(&table, &mut random)) {
            tried += 1;
            if see(rules, said, &path, &noisy.bytes()).silent(&plain) {
                silent.push(format!(
                    "{} with {what}: {:?} {:?}",
                    Path::new(&path).file_name().unwrap().display(),
                    noisy.merged,
                    noisy.rows.iter().take(6).collect::<Vec<_>>()
                ));
            }
        }
    });
    assert!(tried > 400, "{tried} books were disturbed");
    assert!(silent.is_empty(), "{} of {tried} in silence:\n{}", silent.len(), silent[..silent.len().min(8)].join("\n\n"));
}
