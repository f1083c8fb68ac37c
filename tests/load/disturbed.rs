//! Every file under `examples/` with one line of noise put in at a random place: what is read is what was read before, or something is
//! told that was not told before.

use fadu::config::{Named, SubmissionSet};
use fadu::data::{Dataset, LineKind};
use fadu::diag::Sink;
use fadu::hir::RuleSet;
use fadu::pipeline::{Bindings, Input, Metadata};
use fadu::text::Sources;
use fadu::world::{OsWorld, World};
use std::path::{Path, PathBuf};

/// Lines that people put into tables.
const LINES: [&str; 29] = [
    "二〇〇七年各县情况表",
    "单位：亿元",
    "单位：元",
    "（万元）",
    "单位：百亿元",
    "合计,60,60,60,60",
    "小计",
    "其中：规模以上,3",
    "注：快报数",
    "填表人：张三,审核人：李四",
    "单位：安平县统计局",
    "单位：,亿元",
    "单位,,亿元",
    "（单位：,亿元）",
    "计量单位：百亿元",
    "本表金额均以亿元为单位",
    "——,——,——,——",
    "----------",
    ",合计,60,60",
    "2007年合计,60,60,60",
    "平均,12,12,12",
    "全市,60,60,60",
    "\u{feff}",
    "注：另有9家未计入,9",
    "栏次,1,2,3",
    "１,２,３,４",
    "合　计，６０，６０",
    "=SUM(B2:B9)",
    "60",
];

/// What people do to a line: commas behind it, a mark in it, tabs, full-width signs.
const TURNS: [fn(&str) -> String; 5] = [
    |line| format!("{line},,,"),
    |line| format!("\u{feff}{line}"),
    |line| line.replace(',', "\t"),
    |line| line.replace(',', "，"),
    |line| format!("\"{line}"),
];

/// Places tried for each line in each file; `FADU_NOISE_PLACES` tries more.
pub fn places() -> usize {
    std::env::var("FADU_NOISE_PLACES").ok().and_then(|s| s.parse().ok()).unwrap_or(1)
}

/// Where the places begin: `FADU_NOISE_SEED=7 cargo test --test main -- disturbed` tries others.
pub fn seed() -> u64 {
    std::env::var("FADU_NOISE_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(20_070_815)
}

pub struct Random(u64);

impl Random {
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n.max(1)
    }
}

/// All that verdicts rest on, and all that is told.
pub struct Seen {
    pub data: String,
    told: Vec<String>,
    unit_line: bool,
}

impl Seen {
    /// Whether something else is read than before, and nothing is told of it. A unit above the header that fits is read as it is meant.
    pub fn silent(&self, plain: &Self) -> bool {
        let told = self.told.iter().any(|t| !plain.told.contains(t)) || (self.unit_line && !plain.unit_line);
        self.data != plain.data && !told
    }
}

fn said(set: &SubmissionSet) -> Metadata {
    let word = |text: &fadu::config::Text| (text.text.clone(), Some(text.span));
    Metadata {
        record: set.record.as_ref().map(word),
        region: set.region.as_ref().map(word),
        period: set.period.as_ref().map(word),
        date: set.date.as_ref().map(word),
        encoding: set.encoding.as_ref().map(word),
        partial: set.partial == Named::All,
        ..Metadata::default()
    }
}

pub fn see(rules: &RuleSet, said: &Metadata, path: &str, bytes: &[u8]) -> Seen {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let input: Input = said.clone().input(&rules.schema, path, bytes.to_vec(), &mut sink);
    let input = Input { encoding: None, ..input };
    let data = fadu::internals::load::load(&rules.schema, &rules.units, vec![input], Vec::new(), &mut sources, &mut sink);
    let told = sink.finish().iter().map(|d| format!("{} {}", d.code, d.message.en)).collect();
    let unit_line = data.accounts.iter().flat_map(|a| &a.tables).flat_map(|t| &t.others).any(|l| l.what == LineKind::Unit);
    Seen { data: dump(&data), told, unit_line }
}

/// Every cell of every row by the words of the data, and what is complete.
fn dump(data: &Dataset) -> String {
    let mut rows: Vec<String> = Vec::new();
    for (at, table) in data.tables.iter().enumerate() {
        for row in 0..table.rows {
            let cells = table.columns.iter().map(|c| match c.code(row) {
                Some(code) => data.texts.text(code).to_string(),
                None => format!("{:?}", c.cell(row)),
            });
            rows.push(format!("{at} {}", cells.collect::<Vec<_>>().join(" | ")));
        }
    }
    rows.sort();
    let sent: Vec<String> = data.submissions.iter().map(|s| format!("{:?} {:?} {:?}", s.sent, s.region, s.period)).collect();
    format!("{}\n{}", rows.join("\n"), sent.join("\n"))
}

/// The text with one line, one column or one quote more.
fn disturbed(text: &str, random: &mut Random) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = Vec::new();
    for line in LINES {
        for _ in 0..places() {
            let at = random.below(lines.len() + 1);
            let mut new = lines.clone();
            new.insert(at, line);
            out.push(new.join("\n"));
        }
    }
    for _ in 0..places() * 3 {
        let places: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        let mut new = text.to_string();
        new.insert(places[random.below(places.len())], '"');
        out.push(new);
    }
    for turn in TURNS {
        for _ in 0..places() {
            let at = random.below(lines.len());
            let turned = turn(lines[at]);
            let mut new = lines.clone();
            new[at] = &turned;
            out.push(new.join("\n"));
        }
    }
    let columns = lines.first().map_or(1, |l| l.split(',').count());
    let column = random.below(columns + 1);
    let widened = |line: &&str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells.insert(column.min(cells.len()), "");
        cells.join(",")
    };
    out.push(lines.iter().map(widened).collect::<Vec<_>>().join("\n"));
    out
}

/// Every file that the examples hand in, as text, with the rules of its project and what that says of it.
pub fn each_file(mut visit: impl FnMut(&RuleSet, &Metadata, &str, &str)) {
    let examples: PathBuf = [env!("CARGO_MANIFEST_DIR"), "examples"].iter().collect();
    let world = OsWorld::default();
    for project in world.list(&examples).files.iter().filter(|f| f.ends_with("fadu.toml")) {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let Some(setup) = fadu::config::load(&world, project, &mut sources, &mut sink) else { continue };
        let files = setup.rule_files(&world, &mut sink);
        let rules = fadu::pipeline::compile(&world, &files, &Bindings::default(), &mut sources, &mut sink);
        for file in setup.submission_files(&world, &mut sink) {
            let bytes = world.read(&file.path).unwrap();
            let path = file.path.display().to_string();
            let text = match String::from_utf8(bytes) {
                Ok(text) => text.trim_start_matches('\u{feff}').to_string(),
                Err(other) => encoding_rs::GB18030.decode(other.as_bytes()).0.into_owned(),
            };
            visit(&rules, &said(&setup.submissions[file.set]), &path, &text);
        }
    }
}

#[test]
fn noise_is_read_right_or_told() {
    let mut random = Random(seed());
    let (mut tried, mut silent) = (0, Vec::new());
    each_file(|rules, said, path, text| {
        let plain = see(rules, said, path, text.as_bytes());
        for noisy in disturbed(text, &mut random) {
            tried += 1;
            if see(rules, said, path, noisy.as_bytes()).silent(&plain) {
                silent.push(format!("{}:\n{}", Path::new(path).file_name().unwrap().display(), first_difference(text, &noisy)));
            }
        }
    });
    assert!(tried > 1000, "{tried} files were disturbed");
    assert!(silent.is_empty(), "{} of {tried} in silence:\n{}", silent.len(), silent[..silent.len().min(8)].join("\n\n"));
}

fn first_difference(text: &str, noisy: &str) -> String {
    let at = text.lines().zip(noisy.lines()).position(|(a, b)| a != b).unwrap_or(0);
    noisy.lines().skip(at.saturating_sub(1)).take(3).collect::<Vec<_>>().join("\n")
}
