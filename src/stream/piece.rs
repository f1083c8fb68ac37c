//! One piece of a file: chunk by chunk it is read, asked, counted and let go; what must be looked at is told by its place.

use super::groups::{Gather, Given, Seen};
use super::judge::Judge;
use super::layout::Layout;
use super::program::Program;
use super::scan::{Chunk, KEEP, NEAR, ODD, Scan};
use super::twins::Prints;
use super::window::{View, Window};
use crate::load::Plain;
use crate::plan::Verdicts;
use crate::world::Pace;
use rustc_hash::FxHashSet;

/// A row that is kept.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    pub start: usize,
    pub len: usize,
    /// Its line, counted from the first row of its piece.
    pub line: u32,
    /// It is ordinary in every cell.
    pub plain: bool,
}

/// What is read, and how.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    pub program: &'a Program,
    pub layout: &'a Layout<'a>,
    pub plain: &'a Plain,
    pub aliases: &'a [(String, String)],
    /// Where too much must be kept the work is given up.
    pub may_stop: bool,
    /// Records whose keys have these prints are kept whatever they are.
    pub forced: &'a FxHashSet<u64>,
    /// What the first piece kept; `None` while it is read.
    pub before: Option<&'a Before>,
    /// Told of every chunk.
    pub pace: Option<&'a Pace>,
}

/// First rows that the first piece kept: of what stands behind it only the rest of as many is.
#[derive(Default)]
pub struct Before {
    groups: Vec<Seen>,
    silent: Vec<u64>,
}

/// What a piece came to.
pub struct Piece {
    pub kept: Vec<Kept>,
    /// The bytes of the rows that are kept, one behind the other.
    pub bytes: Vec<u8>,
    pub lines: u32,
    pub records: u64,
    pub passed: u64,
    /// Of the keys of all records.
    pub prints: Prints,
    pub verdicts: Vec<Verdicts>,
    pub given: Vec<Given>,
    /// Of the first piece.
    pub before: Before,
    /// Where the last record ends: it may go on behind the piece.
    pub end: usize,
}

/// Rows beside one that is looked at.
const BESIDE: usize = 2;
/// The first and last rows of a piece are kept: what stands there may be no row, and a file is told by them.
const EDGE: usize = 3;
/// After every so many rows it is seen how many of them had to be kept. The first rows of groups, and of what a rule does not speak of, are
/// kept anyway.
const TRIAL: u64 = 1 << 18;

/// Goes through a piece. `None` where the file must be read as a whole.
pub fn run(work: &Work<'_>, mut window: Window<'_>, (at, end): (usize, usize)) -> Option<Piece> {
    let what = (work.program, work.layout, work.plain);
    let mut scan = Scan::new(what, (at, end), work.aliases);
    let silent = work.before.map_or_else(|| vec![0; work.program.rules.len()], |b| b.silent.clone());
    let (mut chunk, mut judge) = (Chunk::new(work.program), Judge::new(work.program, silent));
    let seen = |nth: usize| work.before.and_then(|b| b.groups.get(nth));
    let mut gather: Vec<Gather<'_>> =
        work.program.groups.iter().enumerate().map(|(nth, groups)| Gather::new(groups, seen(nth))).collect();
    let mut out = Piece {
        kept: Vec::new(),
        bytes: Vec::new(),
        lines: 0,
        records: 0,
        passed: 0,
        prints: Prints::new(),
        verdicts: vec![Verdicts::default(); work.program.rules.len()],
        given: vec![Given::new(); work.program.groups.len()],
        before: Before::default(),
        end: at,
    };
    let (mut trial, mut told) = ((0, 0), at);
    loop {
        let view = window.at(scan.at)?;
        let more = scan.fill(&mut chunk, view)?;
        judge.ask(&chunk, &scan.dictionaries);
        judge.mark(&mut chunk);
        gather.iter_mut().for_each(|g| g.find(&mut chunk, &judge, &scan.dictionaries));
        if !work.forced.is_empty() {
            let prints = chunk.flags.iter_mut().zip(&chunk.prints);
            prints.filter(|(_, print)| work.forced.contains(print)).for_each(|(flags, _)| *flags |= KEEP | NEAR);
        }
        edges(&mut chunk, out.records == 0, !more);
        beside(&mut chunk.flags);
        for (so_far, rule) in out.verdicts.iter_mut().zip(&work.program.rules) {
            judge.count(&chunk, rule, so_far);
        }
        gather.iter_mut().for_each(|g| g.add(&chunk, &judge));
        keep(&chunk, view, &mut out)?;
        if let Some(pace) = work.pace {
            pace.rows(chunk.len() as u64);
            pace.bytes((scan.at - told) as u64);
            told = scan.at;
        }
        if work.may_stop && out.records - trial.0 >= TRIAL {
            if out.kept.len() - trial.1 > usize::try_from((out.records - trial.0) / 3).ok()? {
                return None;
            }
            trial = (out.records, out.kept.len());
        }
        if !more {
            break;
        }
    }
    if work.before.is_none() {
        out.before = Before { groups: gather.iter().map(|g| g.seen(&scan.dictionaries)).collect(), silent: judge.silent };
    }
    for (gather, to) in gather.into_iter().zip(&mut out.given) {
        gather.give(&scan.dictionaries, to);
    }
    (out.lines, out.end) = (scan.line, scan.at);
    Some(out)
}

/// The rows at either end of a chunk are kept, so that those beside one that is looked at are there.
fn edges(chunk: &mut Chunk, first: bool, last: bool) {
    let len = chunk.len();
    let edge = |ends: bool| if ends { EDGE } else { BESIDE };
    let (front, back) = (edge(first).min(len), len - edge(last).min(len));
    chunk.flags[..front].iter_mut().for_each(|f| *f |= KEEP);
    chunk.flags[back..].iter_mut().for_each(|f| *f |= KEEP);
}

fn beside(flags: &mut [u8]) {
    for i in 0..flags.len() {
        if flags[i] & NEAR != 0 {
            let (from, to) = (i.saturating_sub(BESIDE), (i + BESIDE + 1).min(flags.len()));
            flags[from..to].iter_mut().for_each(|f| *f |= KEEP);
        }
    }
}

fn keep(chunk: &Chunk, view: View<'_>, out: &mut Piece) -> Option<()> {
    let rows = chunk.places.iter().zip(&chunk.lines).zip(&chunk.flags);
    for ((place, line), flags) in rows {
        if flags & KEEP == 0 {
            out.passed += 1;
        } else {
            out.kept.push(Kept { start: place.0, len: place.1 - place.0, line: *line, plain: flags & ODD == 0 });
            out.bytes.extend_from_slice(view.slice(place.0, place.1)?);
        }
    }
    out.records += chunk.len() as u64;
    chunk.prints.iter().for_each(|print| out.prints.add(*print));
    Some(())
}
