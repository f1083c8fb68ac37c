//! How far a run has got, on standard error, for whoever watches a terminal: file, rows, bytes, and how many a second.

use super::Context;
use crate::diag::Lang;
use crate::world::{Pace, Seen, Stage};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use unicode_width::UnicodeWidthStr;

/// How often it is drawn.
const EVERY: Duration = Duration::from_millis(200);
const CELLS: u64 = 20;
/// Rates of less time than this say nothing.
const SETTLED: Duration = Duration::from_millis(200);

/// One line that is drawn again and again, and gone when dropped.
pub struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    pub fn start(context: &Context<'_>) -> Self {
        let Some(pace) = context.pace.cloned() else { return Self { bar: None } };
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let (lang, ascii) = (context.lang, context.ascii);
        let since = Arc::new(Mutex::new((Stage::Begin, Instant::now())));
        let words = move |_: &ProgressState, out: &mut dyn std::fmt::Write| {
            let _ = out.write_str(&line(&pace, &since, lang, ascii));
        };
        if let Ok(style) = ProgressStyle::with_template("{line}") {
            bar.set_style(style.with_key("line", words));
        }
        bar.enable_steady_tick(EVERY);
        Self { bar: Some(bar) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            // How far it got is drawn once more, however short the run was.
            bar.abandon();
            bar.finish_and_clear();
        }
    }
}

fn line(pace: &Arc<Pace>, since: &Mutex<(Stage, Instant)>, lang: Lang, ascii: bool) -> String {
    let seen = pace.seen();
    let mut since = since.lock().unwrap_or_else(PoisonError::into_inner);
    if since.0 != seen.stage {
        *since = (seen.stage, Instant::now());
    }
    words(&seen, since.1.elapsed(), (lang, ascii), width())
}

fn words(seen: &Seen, taken: Duration, (lang, ascii): (Lang, bool), width: usize) -> String {
    let (done, all) = match seen.stage {
        Stage::Begin => return lang.pick("准备", "preparing").to_string(),
        Stage::Files => (seen.files.0, seen.files.1),
        Stage::Rows => seen.bytes,
        Stage::Rules => seen.rules,
    };
    let what = match seen.stage {
        Stage::Begin | Stage::Files => lang.pick("读入文件", "fetching files"),
        Stage::Rows => lang.pick("读取各行", "reading rows"),
        Stage::Rules => lang.pick("核查规则", "checking rules"),
    };
    let mut said = Vec::new();
    match seen.stage {
        Stage::Rules => said.push(format!("{done}/{all}")),
        Stage::Begin | Stage::Files | Stage::Rows => said.push(files(seen.files, lang)),
    }
    if seen.stage == Stage::Rows && seen.rows > 0 {
        said.push(with_rate(lang.pick("行", "rows"), seen.rows, taken, lang));
    }
    if seen.stage != Stage::Rules && seen.bytes.0 > 0 {
        said.push(bytes(seen.bytes, taken, lang));
    }
    said.insert(0, format!("{what} {}", bar(done, all, ascii)));
    // Of a narrow terminal the bar goes first, then what stands last: a line that is broken in two is not taken back.
    let wide = |said: &[String]| UnicodeWidthStr::width(said.join(BETWEEN).as_str()) >= width;
    if wide(&said) {
        said[0] = what.to_string();
    }
    while said.len() > 1 && wide(&said) {
        said.pop();
    }
    said.join(BETWEEN)
}

const BETWEEN: &str = " · ";

/// Columns of the terminal that is drawn on.
fn width() -> usize {
    terminal_size::terminal_size_of(std::io::stderr()).map_or(80, |(width, _)| usize::from(width.0))
}

fn files((done, all): (u64, u64), lang: Lang) -> String {
    match (lang, all) {
        (Lang::Zh, 0) => format!("第 {} 份文件", done + 1),
        (Lang::En, 0) => format!("file {}", done + 1),
        (Lang::Zh, _) => format!("第 {} 份文件，共 {all} 份", (done + 1).min(all)),
        (Lang::En, _) => format!("file {} of {all}", (done + 1).min(all)),
    }
}

/// `1,200,000 rows, 600,000 a second`
fn with_rate(of: &str, count: u64, taken: Duration, lang: Lang) -> String {
    match (lang, rate(count, taken)) {
        (Lang::Zh, Some(rate)) => format!("{} {of}，每秒 {}", grouped(count), grouped(rate)),
        (Lang::En, Some(rate)) => format!("{} {of}, {} a second", grouped(count), grouped(rate)),
        (_, None) => format!("{} {of}", grouped(count)),
    }
}

fn bytes((done, all): (u64, u64), taken: Duration, lang: Lang) -> String {
    let of = if all > 0 { format!("{}/{} MiB", mebibytes(done), mebibytes(all)) } else { format!("{} MiB", mebibytes(done)) };
    match (lang, rate(done, taken).map(mebibytes)) {
        (Lang::Zh, Some(rate)) => format!("{of}，每秒 {rate} MiB"),
        (Lang::En, Some(rate)) => format!("{of}, {rate} a second"),
        (_, None) => of,
    }
}

fn rate(count: u64, taken: Duration) -> Option<u64> {
    let settled = (taken >= SETTLED).then(|| u128::from(count) * 1000 / taken.as_millis().max(1));
    settled.and_then(|rate| u64::try_from(rate).ok())
}

/// With one digit: small files are less than one.
fn mebibytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1 << 20);
    format!("{}.{}", grouped(tenths / 10), tenths % 10)
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn bar(done: u64, all: u64, ascii: bool) -> String {
    let full = if all == 0 { 0 } else { (u128::from(done.min(all)) * u128::from(CELLS) / u128::from(all)) as usize };
    let (on, off) = if ascii { ("#", "-") } else { ("█", "░") };
    on.repeat(full) + &off.repeat(CELLS as usize - full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_agrees_with_the_counters() {
        let (two, none) = (Duration::from_secs(2), Duration::ZERO);
        let words = |seen: &Seen, taken: Duration, lang: Lang, width: usize| words(seen, taken, (lang, true), width);
        let seen = Seen { stage: Stage::Rows, files: (1, 3), bytes: (150 << 20, 600 << 20), rows: 1_200_000, rules: (0, 0) };
        assert_eq!(
            words(&seen, two, Lang::En, 200),
            "reading rows #####--------------- · file 2 of 3 · 1,200,000 rows, 600,000 a second · 150.0/600.0 MiB, 75.0 a second"
        );
        assert_eq!(
            words(&seen, two, Lang::Zh, 200),
            "读取各行 #####--------------- · 第 2 份文件，共 3 份 · 1,200,000 行，每秒 600,000 · 150.0/600.0 MiB，每秒 75.0 MiB"
        );
        // The whole takes 115 columns.
        assert_eq!(words(&seen, two, Lang::En, 116).chars().count(), 115);
        let without = "reading rows · file 2 of 3 · 1,200,000 rows, 600,000 a second · 150.0/600.0 MiB, 75.0 a second";
        assert_eq!(words(&seen, two, Lang::En, 115), without);
        assert_eq!(words(&seen, two, Lang::En, 80), "reading rows · file 2 of 3 · 1,200,000 rows, 600,000 a second");
        assert_eq!(words(&seen, two, Lang::Zh, 10), "读取各行");
        let seen = Seen { stage: Stage::Rules, rules: (10, 10), ..Seen::default() };
        assert_eq!(words(&seen, none, Lang::En, 80), "checking rules #################### · 10/10");
        let seen = Seen { stage: Stage::Files, files: (3, 3), bytes: (1, 0), ..Seen::default() };
        assert_eq!(words(&seen, none, Lang::En, 80), "fetching files #################### · file 3 of 3 · 0.1 MiB");
        assert_eq!(words(&Seen::default(), two, Lang::Zh, 80), "准备");
    }
}
