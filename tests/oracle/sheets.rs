//! Submissions as they are sent, with holes of every kind, and random completions of them: cells, rows, tables, parameters.

use super::draft::Rng;
use std::collections::BTreeMap;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Code,
    Year,
    Month,
    Name,
    /// In 万元; may the second be negative.
    Money(bool),
    Count,
    Share,
    Flag,
    OneOf,
    Text,
    Day,
}

#[derive(Clone, Copy, Debug)]
pub struct Col {
    pub name: &'static str,
    pub kind: Kind,
    /// May be none.
    pub optional: bool,
    pub key: bool,
}

const fn key(name: &'static str, kind: Kind) -> Col {
    Col { name, kind, optional: false, key: true }
}

const fn col(name: &'static str, kind: Kind) -> Col {
    Col { name, kind, optional: false, key: false }
}

const fn maybe(name: &'static str, kind: Kind) -> Col {
    Col { name, kind, optional: true, key: false }
}

pub const RECORDS: [(&str, &[Col]); 5] = [
    (
        "Y",
        &[
            key("code", Kind::Code),
            key("year", Kind::Year),
            col("out", Kind::Money(false)),
            col("tax", Kind::Money(false)),
            col("sig", Kind::Money(true)),
            col("old", Kind::Money(false)),
            col("n", Kind::Count),
            col("share", Kind::Share),
            col("flag", Kind::Flag),
            col("lev", Kind::OneOf),
            col("on", Kind::Day),
            maybe("sort", Kind::OneOf),
            maybe("assoc", Kind::Text),
            maybe("opt", Kind::Money(false)),
            maybe("till", Kind::Day),
        ],
    ),
    ("M", &[key("code", Kind::Code), key("month", Kind::Month), col("v", Kind::Money(false)), col("w", Kind::Money(true))]),
    ("G", &[key("name", Kind::Name), col("chair", Kind::Text), col("amount", Kind::Money(false)), maybe("seat", Kind::Text)]),
    ("mem", &[key("unit", Kind::Text), col("x", Kind::Money(true)), col("ok", Kind::Flag)]),
    ("D", &[key("id", Kind::Name), col("on", Kind::Day), col("code", Kind::Code), col("amt", Kind::Money(false))]),
];

pub fn columns(record: &str) -> &'static [Col] {
    RECORDS.iter().find(|(n, _)| *n == record).map(|(_, c)| *c).unwrap()
}

pub const CODES: [&str; 3] = ["131101", "131102", "131103"];
/// Texts that tables of the policy name, and one they do not.
pub const TEXTS: [&str; 4] = ["甲局", "乙局", "丙局", "丁局"];

/// What the second of two rows with one key says of money.
const TWICE: &str = "6万元";

/// A cell as it is sent, and what it can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// As it stands in JSON.
    Told(String),
    None,
    Hole,
    /// Not readable: the same as a hole.
    Unusable(&'static str),
    /// Words for a stretch of values, from the least to the most (in 万元, or days of a year).
    Between(String, i64, Option<i64>),
}

#[derive(Clone, Debug, Default)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// Rows of the list; `None`: not sent.
    pub list: Option<Vec<Row>>,
    /// Sent twice, with other figures.
    pub twin: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub rows: Vec<Row>,
    pub partial: bool,
    pub sent: bool,
}

#[derive(Clone, Debug, Default)]
pub struct World {
    pub sheets: BTreeMap<&'static str, Sheet>,
    /// What the envelopes say: the year all of it is for.
    pub year: Option<i64>,
    pub params: Vec<(String, String)>,
    /// The day on which things are judged that have no period.
    pub as_of: Option<i64>,
    /// Nothing more can come: every year has its own envelope.
    pub closed: bool,
}

fn told(text: impl ToString) -> Cell {
    Cell::Told(format!("\"{}\"", text.to_string()))
}

fn small(rng: &mut Rng, n: u64) -> i64 {
    i64::try_from(rng.below(n)).unwrap()
}

pub fn value(rng: &mut Rng, col: &Col) -> Cell {
    if col.optional && rng.below(3) == 0 {
        return Cell::None;
    }
    match col.kind {
        Kind::Code => told(CODES[rng.below(3) as usize]),
        Kind::Year => told(2005 + rng.below(4)),
        Kind::Month => told(format!("200{}-{:02}", 6 + rng.below(2), 1 + rng.below(12))),
        Kind::Name => told(format!("n{}", rng.below(1_000_000))),
        Kind::Money(signed) => told(format!("{}万元", if signed { small(rng, 9) - 4 } else { small(rng, 7) })),
        Kind::Count => told(rng.below(5)),
        Kind::Share => told(format!("{}%", 10 * rng.below(11))),
        Kind::Flag => told(rng.pick(&["是", "否"])),
        Kind::OneOf => told(rng.pick(&["甲", "乙", "丙"])),
        Kind::Text => told(TEXTS[rng.below(4) as usize]),
        Kind::Day => told(format!("200{}-{:02}-{:02}", 5 + rng.below(4), 1 + rng.below(12), rng.pick(&["01", "28"]))),
    }
}

fn extreme(rng: &mut Rng, col: &Col) -> Option<Cell> {
    Some(match col.kind {
        Kind::Money(true) => told(rng.pick(&["-1000000万元", "1000000万元", "0"])),
        Kind::Money(false) => told(rng.pick(&["0", "1000000万元", "0.0001万元"])),
        Kind::Count => told(rng.pick(&["0", "1000"])),
        Kind::Share => told(rng.pick(&["0%", "100%"])),
        Kind::Day => told(rng.pick(&["1960-01-01", "2030-12-31"])),
        _ => return None,
    })
}

fn open_cell(rng: &mut Rng, col: &Col) -> Cell {
    let low = small(rng, 5);
    match (col.kind, rng.below(3)) {
        (Kind::Money(false), 0) => match rng.below(4) {
            0 => Cell::Between(format!(">={low}万元"), low, None),
            1 => Cell::Between(format!("{low}—{}万元", low + 2), low, Some(low + 2)),
            2 => Cell::Between(format!("{}万元以上", low), low, None),
            _ => Cell::Between(format!("<={low}万元"), 0, Some(low)),
        },
        (Kind::Day, 0 | 1) => Cell::Between(format!("200{}年", 5 + low.min(3)), 5 + low.min(3), Some(0)),
        (Kind::Money(false), 1) => Cell::Unusable("-3万元"),
        (Kind::Share, 1) => Cell::Unusable("170%"),
        (Kind::Money(true) | Kind::Count | Kind::Flag | Kind::OneOf, 1) => Cell::Unusable("??"),
        _ => Cell::Hole,
    }
}

fn row(rng: &mut Rng, record: &'static str, hole: u64) -> Row {
    let cells = columns(record).iter().map(|c| match c.key || rng.below(20) >= hole {
        true => value(rng, c),
        false => open_cell(rng, c),
    });
    let cells = cells.collect();
    let list = (record == "G" && (hole == 0 || rng.below(4) > 0)).then(|| members(rng, hole));
    Row { cells, list, twin: false }
}

fn members(rng: &mut Rng, hole: u64) -> Vec<Row> {
    let mut units: Vec<&str> = TEXTS.to_vec();
    units.retain(|_| rng.below(2) == 0);
    let with = |unit: &str, rng: &mut Rng| {
        let mut own = row(rng, "mem", hole);
        own.cells[0] = if rng.below(40) < hole { Cell::Hole } else { told(unit) };
        own
    };
    units.into_iter().map(|u| with(u, rng)).collect()
}

fn keyed(rng: &mut Rng, record: &'static str, keys: [String; 2], hole: u64) -> Row {
    let mut own = row(rng, record, hole);
    for (cell, text) in own.cells.iter_mut().zip(keys) {
        *cell = told(text);
    }
    own
}

/// Data of which some cells, rows and tables are missing.
pub fn world(rng: &mut Rng) -> World {
    let hole = rng.below(9);
    let year = (rng.below(5) == 0).then(|| 2005 + small(rng, 4));
    // From 2006 to 2008.
    let as_of = (rng.below(3) == 0).then(|| 13_149 + small(rng, 1096));
    let mut world = World { year, as_of, ..World::default() };
    for (record, _) in RECORDS.iter().filter(|(n, _)| *n != "mem") {
        let mut sheet = Sheet { partial: rng.below(4) == 0, sent: rng.below(12) > 0, ..Sheet::default() };
        match *record {
            "Y" => {
                let gap = rng.below(4);
                for (code, year) in CODES.iter().flat_map(|c| (2005..=2008).map(move |y| (c, y))) {
                    if rng.below(5) >= gap {
                        sheet.rows.push(keyed(rng, "Y", [code.to_string(), year.to_string()], hole));
                    }
                }
            }
            "M" => {
                let first = 1 + rng.below(9);
                for (code, month) in CODES[..2].iter().flat_map(|c| (first..first + 4).map(move |m| (c, m))) {
                    if rng.below(5) > 0 {
                        sheet.rows.push(keyed(rng, "M", [code.to_string(), format!("2007-{month:02}")], hole));
                    }
                }
            }
            _ => (0..rng.below(4)).for_each(|_| sheet.rows.push(row(rng, record, hole))),
        }
        spoil_rows(rng, record, &mut sheet, world.year.is_some());
        world.sheets.insert(record, sheet);
    }
    world
}

/// Complete tables of all years and months, in which some figures are missing.
pub fn closed_world(rng: &mut Rng) -> World {
    let mut world = World { closed: true, ..World::default() };
    for record in ["Y", "M", "G", "D"] {
        let mut sheet = Sheet { sent: true, ..Sheet::default() };
        let years = (2005..=2008).map(|y| y.to_string());
        let months = (1..=12).map(|m| format!("2007-{m:02}"));
        let periods: Vec<String> = match record {
            "Y" => years.collect(),
            "M" => months.collect(),
            _ => Vec::new(),
        };
        for (code, period) in CODES.iter().flat_map(|c| periods.iter().map(move |p| (c, p))) {
            let mut own = keyed(rng, record, [code.to_string(), period.clone()], 0);
            for (cell, col) in own.cells.iter_mut().zip(columns(record)).skip(2) {
                if matches!(col.kind, Kind::Money(_)) && rng.below(5) == 0 {
                    *cell = if rng.below(3) == 0 { open_cell(rng, col) } else { Cell::Hole };
                }
            }
            sheet.rows.push(own);
        }
        world.sheets.insert(record, sheet);
    }
    world
}

/// `dated`: the envelope says the year, so a row without one has that.
fn spoil_rows(rng: &mut Rng, record: &str, sheet: &mut Sheet, dated: bool) {
    let way = rng.below(12);
    let Some(row) = sheet.rows.last_mut() else { return };
    match way {
        0 => row.twin = true,
        1 => row.cells[0] = Cell::Hole,
        2 if matches!(record, "Y" | "M") && !dated => row.cells[1] = Cell::Hole,
        _ => {}
    }
}

impl World {
    /// More rows may come into a table than those of years or months that nobody sent.
    fn is_loose(&self, record: &str) -> bool {
        let sheet = &self.sheets[record];
        let keys = columns(record).iter().filter(|c| c.key).count();
        !sheet.sent || sheet.partial || sheet.rows.iter().any(|r| r.cells[..keys].contains(&Cell::Hole))
    }

    fn has(&self, record: &str, keys: &[Cell]) -> bool {
        self.sheets[record].rows.iter().any(|r| r.cells[..keys.len()] == *keys)
    }

    /// Fills every hole. `far`: unknown figures go to the ends of what they can be.
    pub fn complete(&self, rng: &mut Rng, far: bool, owed: bool, run: bool) -> World {
        let mut full = self.clone();
        for (record, sheet) in &mut full.sheets {
            sheet.rows.iter_mut().for_each(|r| fill_row(rng, record, r, far));
        }
        full.settle_keys(rng);
        full.more_years(rng, self, owed, run);
        for record in ["G", "D"] {
            if self.is_loose(record) {
                let more: Vec<Row> = (0..rng.below(3)).map(|_| row(rng, record, 0)).collect();
                full.sheet(record).rows.extend(more);
            }
        }
        full.sheets.values_mut().for_each(|s| (s.partial, s.sent) = (false, true));
        full.closed = true;
        full
    }

    fn sheet(&mut self, record: &str) -> &mut Sheet {
        self.sheets.get_mut(record).unwrap()
    }

    /// Keys that were not known are such as nobody else has.
    fn settle_keys(&mut self, rng: &mut Rng) {
        for record in ["Y", "M", "G", "D"] {
            let keys = columns(record).iter().filter(|c| c.key).count();
            for at in 0..self.sheets[record].rows.len() {
                let holes: Vec<usize> = (0..keys).filter(|k| self.sheets[record].rows[at].cells[*k] == Cell::Hole).collect();
                for _ in 0..200 {
                    if holes.is_empty() {
                        break;
                    }
                    let mut own = self.sheets[record].rows[at].cells[..keys].to_vec();
                    holes.iter().for_each(|k| own[*k] = value(rng, &columns(record)[*k]));
                    if !self.has(record, &own) {
                        self.sheet(record).rows[at].cells[..keys].clone_from_slice(&own);
                        break;
                    }
                }
            }
            // There was no room left.
            self.sheet(record).rows.retain(|r| !r.cells[..keys].contains(&Cell::Hole));
        }
    }

    /// Rows of years and months that nobody sent, and of those that were not sent in full.
    fn more_years(&mut self, rng: &mut Rng, before: &World, owed: bool, run: bool) {
        let told_of = |record: &str, period: &Cell| before.sheets[record].rows.iter().any(|r| r.cells[1] == *period);
        let years = (2004..=2009).map(|y| ("Y", told(y)));
        let months = (2006..=2007).flat_map(|y| (1..=12).map(move |m| ("M", told(format!("{y}-{m:02}")))));
        for (record, period) in years.chain(months) {
            let covered = before.year.is_some_and(|y| match &period {
                Cell::Told(text) => text.trim_matches('"').starts_with(&y.to_string()),
                _ => false,
            });
            let silent = !told_of(record, &period) && !covered;
            if run && silent && !before.is_loose(record) {
                continue;
            }
            for code in CODES {
                let keys = [told(code), period.clone()];
                // Who owes a part and sent none of it may still send it.
                let may = before.is_loose(record) || silent || (owed && record == "Y");
                if may && !self.has(record, &keys) && rng.below(4) > 0 {
                    let mut own = row(rng, record, 0);
                    own.cells[..2].clone_from_slice(&keys);
                    self.sheet(record).rows.push(own);
                }
            }
        }
    }

    /// As files: name and text.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut out = Vec::new();
        let partial: Vec<String> =
            self.sheets.iter().filter(|(_, s)| s.partial && s.sent).map(|(n, _)| format!("\"{n}\"")).collect();
        let year = self.year.map(|y| format!(", \"period\": \"{y}\"")).unwrap_or_default();
        let mut parts = vec![format!("\"submission\": {{\"partial\": [{}]{year}}}", partial.join(", "))];
        for (name, sheet) in self.sheets.iter().filter(|(_, s)| s.sent) {
            parts.push(format!("\"{name}\": {}", list(name, &sheet.rows)));
        }
        out.push(("all.json".into(), format!("{{{}}}", parts.join(",\n"))));
        if self.closed {
            for year in (2003..=2010).filter(|y| Some(*y) != self.year) {
                let nothing = self.sheets.keys().map(|n| format!("\"{n}\": []")).collect::<Vec<_>>().join(", ");
                for code in CODES {
                    let envelope = format!("\"submission\": {{\"region\": \"{code}\", \"period\": \"{year}\"}}");
                    out.push((format!("{year}{code}.json"), format!("{{{envelope}, {nothing}}}")));
                }
            }
        }
        out
    }
}

fn fill_row(rng: &mut Rng, record: &str, row: &mut Row, far: bool) {
    if row.list.is_none() && record == "G" {
        row.list = Some(members(rng, 0));
    }
    for (cell, col) in row.cells.iter_mut().zip(columns(record)) {
        // What was sent twice, and not alike, is not known.
        if row.twin && !col.key && matches!(col.kind, Kind::Money(_)) && *cell != told(TWICE) {
            *cell = Cell::Hole;
        }
        let open = !matches!(cell, Cell::Told(_) | Cell::None);
        if !open || col.key {
            continue;
        }
        *cell = match cell {
            Cell::Between(_, low, high) if matches!(col.kind, Kind::Money(_)) => {
                let high = high.unwrap_or(*low + 1_000_000);
                told(format!("{}万元", if far { [*low, high][rng.below(2) as usize] } else { (*low + small(rng, 4)).min(high) }))
            }
            Cell::Between(_, year, _) => told(format!("200{year}-{}", rng.pick(&["01-01", "06-15", "12-31"]))),
            _ => far.then(|| extreme(rng, col)).flatten().unwrap_or_else(|| value(rng, col)),
        };
    }
    row.twin = false;
    if let Some(list) = &mut row.list {
        list.iter_mut().for_each(|r| fill_row(rng, "mem", r, far));
        // A member that was not named is none of the others.
        for at in 0..list.len() {
            if list[at].cells[0] == Cell::Hole {
                let free = |text: &&str| !list.iter().any(|r| r.cells[0] == told(text));
                let name = TEXTS.into_iter().find(free).map_or(format!("戊局{at}"), str::to_string);
                list[at].cells[0] = told(name);
            }
        }
    }
}

fn list(record: &'static str, rows: &[Row]) -> String {
    let mut out = Vec::new();
    for own in rows {
        out.push(object(record, own));
        if own.twin {
            let mut other = own.clone();
            let other_cells = other.cells.iter_mut().zip(columns(record)).filter(|(_, c)| !c.key);
            other_cells.for_each(|(cell, c)| {
                if matches!(c.kind, Kind::Money(_)) {
                    *cell = told(TWICE);
                }
            });
            out.push(object(record, &other));
        }
    }
    format!("[{}]", out.join(",\n"))
}

fn object(record: &'static str, row: &Row) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (cell, col) in row.cells.iter().zip(columns(record)) {
        let text = match cell {
            Cell::Told(text) => text.clone(),
            Cell::None => "\"\"".into(),
            Cell::Hole => continue,
            Cell::Unusable(text) => format!("\"{text}\""),
            Cell::Between(text, ..) => format!("\"{text}\""),
        };
        parts.push(format!("\"{}\": {text}", col.name));
    }
    if let Some(members) = &row.list {
        parts.push(format!("\"list\": {}", list("mem", members)));
    }
    format!("{{{}}}", parts.join(", "))
}
