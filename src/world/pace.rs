//! How far reading and judging have got: counted by those who do it, looked at by whoever shows it. Nothing that is found depends on it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is being done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    #[default]
    Begin,
    /// Files are fetched.
    Files,
    /// Their rows are read.
    Rows,
    /// Rules are judged.
    Rules,
}

const STAGES: [Stage; 4] = [Stage::Begin, Stage::Files, Stage::Rows, Stage::Rules];

/// Counters of one run. Where nobody looks there is none.
#[derive(Debug, Default)]
pub struct Pace {
    stage: AtomicU64,
    files: AtomicU64,
    all_files: AtomicU64,
    bytes: AtomicU64,
    all_bytes: AtomicU64,
    rows: AtomicU64,
    rules: AtomicU64,
    all_rules: AtomicU64,
}

/// What the counters say; an `all` of 0 is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub stage: Stage,
    pub files: (u64, u64),
    pub bytes: (u64, u64),
    pub rows: u64,
    pub rules: (u64, u64),
}

impl Pace {
    /// Something else is done from now on, with so many files of so many bytes.
    pub fn begin(&self, stage: Stage, files: usize, bytes: u64) {
        let set = |counter: &AtomicU64, value: u64| counter.store(value, Ordering::Relaxed);
        [&self.files, &self.bytes, &self.rows].into_iter().for_each(|counter| set(counter, 0));
        set(&self.all_files, files as u64);
        set(&self.all_bytes, bytes);
        set(&self.stage, STAGES.iter().position(|s| *s == stage).unwrap_or(0) as u64);
    }

    pub fn files(&self, more: u64) {
        self.files.fetch_add(more, Ordering::Relaxed);
    }

    pub fn bytes(&self, more: u64) {
        self.bytes.fetch_add(more, Ordering::Relaxed);
    }

    pub fn rows(&self, more: u64) {
        self.rows.fetch_add(more, Ordering::Relaxed);
    }

    pub fn rules(&self, done: usize, all: usize) {
        self.rules.store(done as u64, Ordering::Relaxed);
        self.all_rules.store(all as u64, Ordering::Relaxed);
        self.stage.store(STAGES.len() as u64 - 1, Ordering::Relaxed);
    }

    pub fn seen(&self) -> Seen {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Seen {
            stage: usize::try_from(get(&self.stage)).ok().and_then(|at| STAGES.get(at)).copied().unwrap_or_default(),
            files: (get(&self.files), get(&self.all_files)),
            bytes: (get(&self.bytes), get(&self.all_bytes)),
            rows: get(&self.rows),
            rules: (get(&self.rules), get(&self.all_rules)),
        }
    }
}

/// One file, or a part of one, on its way: its rows are counted as they come.
#[derive(Debug)]
pub struct FilePace {
    pace: Arc<Pace>,
    /// Bytes of the file as it lies there, and how long its text is: it may be packed.
    size: u64,
    length: u64,
    told: u64,
    rows: u64,
    is_file: bool,
}

impl FilePace {
    /// After so many rows the others hear of them.
    const STEP: u64 = 4096;

    /// `size`: of a further sheet of a workbook none.
    pub fn new(pace: Arc<Pace>, size: Option<u64>) -> Self {
        Self { pace, size: size.unwrap_or(0), length: 0, told: 0, rows: 0, is_file: size.is_some() }
    }

    pub fn text_is(&mut self, length: usize) {
        self.length = length as u64;
    }

    /// A row begins, so far into the text.
    #[inline]
    pub fn row(&mut self, at: u32) {
        self.rows += 1;
        if self.rows == Self::STEP {
            self.tell(u64::from(at));
        }
    }

    fn tell(&mut self, at: u64) {
        let part = u128::from(self.size) * u128::from(at.min(self.length)) / u128::from(self.length.max(1));
        let bytes = u64::try_from(part).unwrap_or(self.size);
        self.pace.bytes(bytes.saturating_sub(self.told));
        self.told = self.told.max(bytes);
        self.pace.rows(std::mem::take(&mut self.rows));
    }
}

impl Drop for FilePace {
    fn drop(&mut self) {
        self.pace.rows(self.rows);
        self.pace.bytes(self.size - self.told.min(self.size));
        self.pace.files(u64::from(self.is_file));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_in_steps_comes_to_the_whole() {
        let pace = Arc::new(Pace::default());
        pace.begin(Stage::Rows, 2, 3_000);
        // Packed to a tenth: the rows of a text of 10,000.
        let mut file = FilePace::new(pace.clone(), Some(1_000));
        file.text_is(10_000);
        (0..5_000).for_each(|row| file.row(row * 2));
        let seen = pace.seen();
        assert_eq!((seen.rows, seen.bytes, seen.files), (4_096, (819, 3_000), (0, 2)));
        drop(file);
        let seen = pace.seen();
        assert_eq!((seen.rows, seen.bytes, seen.files), (5_000, (1_000, 3_000), (1, 2)));
        drop(FilePace::new(pace.clone(), None));
        assert_eq!(pace.seen().files, (1, 2));
        pace.rules(3, 10);
        assert_eq!((pace.seen().stage, pace.seen().rules), (Stage::Rules, (3, 10)));
    }
}
