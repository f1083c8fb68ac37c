//! Large tables are read without being kept: rows that rules of one row surely pass, and that groups need only as figures, are counted and let go
//! while they are read. Every other row is kept by its line and goes, with the header, through the loader and the evaluator as always, so
//! places, messages and verdicts are those of the whole file.
//!
//! Nothing is decided here but that a row is ordinary in every cell and surely meets what it is asked. Rows that are kept without need change
//! nothing; so the first row of every text, period and group is kept, the first rows of which a rule does not speak, the rows at the ends,
//! those beside one that is looked at, and all that may share a key.

mod cell;
mod cut;
mod dictionary;
mod groups;
mod judge;
mod layout;
mod meaning;
mod piece;
mod program;
mod scan;
mod settle;
mod short;
mod twins;
mod window;

pub use settle::Reduced;

use crate::data::Dataset;
use crate::diag::Sink;
use crate::hir::RuleSet;
use crate::load::Plain;
use crate::load::{self, Input, PolicyRows, PolicyTable};
use crate::plan::{Plan, Summarized, SummarizedFile, SummarizedGroups, TableNeeds, lower, needs};
use crate::text::Sources;
use crate::ty::RelId;
use crate::world::Stage;
use cut::Rest;
use layout::{Head, Layout};
use meaning::Meanings;
use piece::{Before, Piece, Work};
use program::Program;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use window::Window;

/// How tables are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Line {
    /// Large ones are not kept where that is safe.
    #[default]
    Auto,
    /// None is kept where that is safe, however small.
    Stream,
    /// All are kept.
    Hold,
}

/// Below so many bytes all rows of a table are kept.
const LARGE: usize = 8 << 20;
/// The policy's tables are read twice; larger ones are not.
const MOST_POLICY: usize = 32 << 20;
/// More rows than subjects of a rule may be are not judged.
const MOST_KEPT: usize = 20_000_000;

/// Reads what need not be kept; `None` where everything is to be read as always.
pub fn reduce(rules: &RuleSet, inputs: &[Input], tables: &[PolicyTable], line: Line) -> Option<Reduced> {
    if line == Line::Hold || inputs.is_empty() {
        return None;
    }
    let bytes = |t: &PolicyTable| if let PolicyRows::Csv { bytes, .. } = &t.rows { bytes.len() } else { 0 };
    let size: usize = inputs.iter().map(Input::size).max().unwrap_or(0);
    let unusual = rules.texts().iter().any(|(text, _)| !is_usual(text));
    if (line == Line::Auto && size < LARGE) || tables.iter().map(bytes).sum::<usize>() > MOST_POLICY || unusual {
        return None;
    }
    let plan = lower(rules);
    let needs = needs(rules, &plan);
    if needs.iter().all(|n| !n.rows.is_empty()) {
        return None;
    }
    // A file that may hold rows of several tables is read as always, and so are all others.
    let heads: Vec<Head> = inputs.iter().map(|i| Head::read(&rules.schema, &rules.units, i)).collect::<Option<_>>()?;
    let policy =
        load::load(&rules.schema, &rules.units, Vec::new(), tables.to_vec(), &mut Sources::default(), &mut Sink::default());
    let rels: BTreeSet<RelId> = heads.iter().map(|h| h.rel).filter(|rel| needs[rel.index()].rows.is_empty()).collect();
    let (mut summarized, mut rests) = (Summarized::default(), BTreeMap::new());
    for rel in rels {
        let files: Vec<usize> = (0..inputs.len()).filter(|at| heads[*at].rel == rel).collect();
        let size: usize = files.iter().map(|at| inputs[*at].size()).sum();
        if line == Line::Auto && size < LARGE {
            continue;
        }
        // The region of a group is that of all its rows, of which the first alone is sure to be kept.
        let one_region = files.iter().all(|at| inputs[*at].region == inputs[files[0]].region);
        if !one_region && !needs[rel.index()].group_rules.is_empty() {
            continue;
        }
        let table = Table { rules, plan: &plan, needs: &needs[rel.index()], rel, policy: &policy };
        let own: Vec<(usize, &Head, &Input)> = files.iter().map(|at| (*at, &heads[*at], &inputs[*at])).collect();
        if let Some((more, rest)) = table.read(&own, line) {
            summarized.files.extend(more.files);
            summarized.groups.extend(more.groups);
            rests.extend(rest);
        }
    }
    if rests.is_empty() { None } else { Some(Reduced::new(inputs, &heads, summarized, rests)) }
}

/// Texts that may look like others are told beside them: they are compared with all there are.
fn is_usual(text: &str) -> bool {
    let plain =
        |c: char| c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{3011}' | '\u{ff01}'..='\u{ff5e}');
    text.chars().all(plain)
}

/// A table that need not be kept.
struct Table<'a> {
    rules: &'a RuleSet,
    plan: &'a Plan,
    needs: &'a TableNeeds,
    rel: RelId,
    policy: &'a Dataset,
}

/// A file on its way.
struct File<'a> {
    at: usize,
    head: &'a Head,
    input: &'a Input,
    pieces: Vec<(usize, usize)>,
}

impl<'a> Table<'a> {
    /// Reads all files of the table; `None` where they must be kept.
    fn read(&self, files: &[(usize, &'a Head, &'a Input)], line: Line) -> Option<(Summarized, BTreeMap<usize, Rest>)> {
        let schema = &self.rules.schema;
        let mut seen = rustc_hash::FxHashMap::default();
        for (col, decimals) in files.iter().flat_map(|(_, h, _)| &h.seen) {
            let most: &mut u32 = seen.entry(*col).or_default();
            *most = (*most).max(*decimals);
        }
        let joins = self.rules.joins();
        let meanings = Meanings { schema, rel: self.rel, policy: self.policy, joins, seen };
        let mut program = program::compile(self.plan, self.needs, self.rel, &meanings)?;
        let heads: Vec<&Head> = files.iter().map(|(_, h, _)| *h).collect();
        layout::others(&mut program, schema, &meanings, &heads)?;
        let period = schema.get(self.rel).period().is_some();
        let files = files.iter().map(|(at, head, input)| {
            // What a file says of its own period is held against each row.
            if period && input.period.is_some() {
                return None;
            }
            Layout::new(schema, &self.rules.units, head, input, &program)?;
            Some(File { at: *at, head, input, pieces: Vec::new() })
        });
        let mut files: Vec<File<'_>> = files.collect::<Option<_>>()?;
        let plain = Plain::new(schema, self.rel);
        let may_stop = line == Line::Auto;
        let mut read = self.first((&program, &plain), &mut files, may_stop)?;
        let twins = twins::find(&read.iter().map(|p| &p.prints).collect::<Vec<_>>());
        if !twins.is_empty() {
            // What was added up cannot be taken back: what may share a key is kept from the beginning.
            drop(read);
            read = self.pass((&program, &plain), &files, &twins, may_stop).into_iter().collect::<Option<_>>()?;
        }
        // What was read at different times belongs together.
        let changed = |f: &File<'_>| f.input.unread.as_ref().is_some_and(|file| !file.is_as_opened());
        if files.iter().any(changed) || read.iter().map(|p| p.kept.len()).sum::<usize>() > MOST_KEPT {
            return None;
        }
        self.give(&program, &files, read)
    }

    /// Reads all files a first time: a short piece, and as many others of each file as there are threads.
    fn first(&self, with: (&Program, &Plain), files: &mut [File<'_>], may_stop: bool) -> Option<Vec<Piece>> {
        for (round, count) in [rayon::current_num_threads().max(1), 1].into_iter().enumerate() {
            for (nth, file) in files.iter_mut().enumerate() {
                let mut window = Window::new(file.input, file.head.mark);
                let shares = window::Shares { count, first: nth == 0 && round == 0 };
                file.pieces = window::pieces(&mut window, file.head.bytes.len() - file.head.mark, shares);
            }
            let places: Vec<(usize, usize)> = files.iter().flat_map(|f| f.pieces.iter().copied()).collect();
            let read = self.pass(with, files, &FxHashSet::default(), may_stop);
            // A record that goes on behind its piece was cut in two: a line end stood within quotes.
            let cut = read.iter().zip(&places).any(|(piece, (_, end))| piece.as_ref().is_some_and(|p| p.end != *end));
            if !cut {
                return read.into_iter().collect();
            }
        }
        None
    }

    /// All pieces of all files, in parallel.
    fn pass(
        &self,
        (program, plain): (&Program, &Plain),
        files: &[File<'_>],
        forced: &FxHashSet<u64>,
        may_stop: bool,
    ) -> Vec<Option<Piece>> {
        if let Some(pace) = files.first().and_then(|f| f.input.pace.as_ref()) {
            pace.begin(Stage::Rows, files.len(), files.iter().map(|f| f.input.size() as u64).sum());
        }
        let jobs: Vec<(&File<'_>, (usize, usize))> = files.iter().flat_map(|f| f.pieces.iter().map(move |p| (f, *p))).collect();
        let aliases = self.rules.schema.aliases.as_slice();
        let run = |(file, place): &(&File<'_>, (usize, usize)), before: Option<&Before>| {
            let layout = Layout::new(&self.rules.schema, &self.rules.units, file.head, file.input, program)?;
            let pace = file.input.pace.as_deref();
            let work = Work { program, layout: &layout, plain, aliases, may_stop, forced, before, pace };
            piece::run(&work, Window::new(file.input, file.head.mark), *place)
        };
        // The first is short, and most of the first rows stand in it.
        let Some((first, others)) = jobs.split_first() else { return Vec::new() };
        let first = run(first, None);
        let before = first.as_ref().map(|piece| &piece.before);
        let mut read: Vec<Option<Piece>> = match before {
            Some(_) => others.par_iter().map(|job| run(job, before)).collect(),
            None => others.iter().map(|_| None).collect(),
        };
        read.insert(0, first);
        read
    }

    fn give(&self, program: &Program, files: &[File<'_>], read: Vec<Piece>) -> Option<(Summarized, BTreeMap<usize, Rest>)> {
        let (mut summarized, mut rests) = (Summarized::default(), BTreeMap::new());
        let mut given: Vec<groups::Given> = vec![groups::Given::new(); program.groups.len()];
        let mut read = read.into_iter();
        for file in files {
            let own: Vec<Piece> = read.by_ref().take(file.pieces.len()).collect();
            let mut line = 1;
            let mut with_lines = Vec::new();
            for piece in &own {
                with_lines.push((piece, line));
                line += piece.lines;
            }
            let rest = Rest { asked: program.asked(), ..cut::rest(&file.head.bytes, file.head.mark, &with_lines)? };
            let count =
                |nth: usize| own.iter().fold(Default::default(), |sum: crate::plan::Verdicts, p| sum.plus(p.verdicts[nth]));
            let rules = program.rules.iter().enumerate().map(|(nth, rule)| (rule.rule, count(nth))).collect();
            let submission = u32::try_from(file.at).unwrap_or(u32::MAX);
            summarized.files.push(SummarizedFile { rel: self.rel, submission, rows: rest.passed, rules });
            rests.insert(file.at, rest);
            for piece in own {
                given.iter_mut().zip(piece.given).zip(&program.groups).for_each(|((to, from), of)| groups::merge(to, from, of));
            }
        }
        for (given, of) in given.into_iter().zip(&program.groups) {
            let aggs = of.figures.iter().map(|f| (f.agg, f.scale)).collect();
            if let Some(scope) = of.scope {
                summarized.groups.push(SummarizedGroups { scope, groups: groups::passed(given), aggs });
            }
        }
        Some((summarized, rests))
    }
}
