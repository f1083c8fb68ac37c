//! The line, from rule files and submissions to findings. Each step returns what it made and leaves its mistakes in the sink.
//!
//! ```text
//! rule files ─ read ─ parse ─ check ─▶ RuleSet ─ lower ─▶ Plan ─┐
//! submissions ─ read ─ load ──────────▶ Dataset ────────────────┴─ evaluate ─▶ Findings
//! ```

mod diagnostics;

pub use crate::check::Bindings;
pub use crate::eval::Options;
pub use crate::load::{Forced, Input, Kept, Metadata, Partial, PolicyRows, PolicyTable};
pub use crate::plan::Summarized;
pub use crate::stream::Line;

use crate::ast::{Item, Use};
use crate::check;
use crate::data::Dataset;
use crate::diag::{Sink, nearest};
use crate::eval;
use crate::finding::{FileReading, Findings};
use crate::hir::{RuleSet, TableSource};
use crate::load::{self, encoding};
use crate::stream;
use crate::text::{Source, Sources, Span};
use crate::ty::{ColId, Origin, RelId};
use crate::world::{FileIdentity, Reading, World, WorldErrorKind, is_pointer, tidy_path};
use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

/// Reads, parses and checks rule files, and those they `use`. A file that cannot be read is said and left out.
pub fn compile(world: &dyn World, files: &[PathBuf], bindings: &Bindings, sources: &mut Sources, sink: &mut Sink) -> RuleSet {
    world.reading(Reading::Rules);
    let mut trees = Vec::new();
    let mut known: BTreeSet<Result<FileIdentity, PathBuf>> = BTreeSet::new();
    let mut places: BTreeSet<PathBuf> = BTreeSet::new();
    let mut waiting: VecDeque<(PathBuf, bool)> = files.iter().map(|f| (f.clone(), false)).collect();
    while let Some((path, used)) = waiting.pop_front() {
        // A file that is named by several paths or links is read once.
        let file = world.identity(&path).ok_or_else(|| tidy_path(&path));
        if !known.insert(file) {
            continue;
        }
        let Some(source) = read_text(world, &path, sink) else { continue };
        let file = sources.add(source);
        let mut tree = crate::parse::parse(file, &sources.get(file).text, sink);
        if used {
            // The tests of what is used run with it, not with whoever uses it.
            tree.items.retain(|item| !matches!(item, Item::Test(_)));
        }
        for item in &tree.items {
            let Item::Use(Use { from: Some(from), .. }) = item else { continue };
            let beside = path.parent().unwrap_or(Path::new(""));
            let place = tidy_path(&beside.join(&from.text));
            if places.insert(place.clone()) {
                waiting.extend(used_files(world, &place, from.span, sink).into_iter().map(|f| (f, true)));
            }
        }
        trees.push(tree);
    }
    check::check(&trees, sources, bindings, sink)
}

/// The rule files of a place that a rule file uses: a folder with those below it, or one file.
fn used_files(world: &dyn World, place: &Path, named: Span, sink: &mut Sink) -> Vec<PathBuf> {
    let listing = world.list(place);
    let files: Vec<PathBuf> = listing.files.into_iter().filter(|f| is_rule_file(f) || f == place).collect();
    if let Some(problem) = listing.problems.first() {
        let why = load::diagnostics::files::unreadable(problem).message;
        sink.push(diagnostics::nothing_to_use(&crate::world::show_path(place), named).note(why.zh, why.en));
    } else if files.is_empty() {
        sink.push(diagnostics::nothing_to_use(&crate::world::show_path(place), named));
    }
    files
}

/// Files that a search of a folder takes for rule files.
pub fn is_rule_file(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "fadu" || e == "法度")
}

/// A text file in UTF-8 or GB18030.
pub fn read_text(world: &dyn World, path: &Path, sink: &mut Sink) -> Option<Source> {
    let name = crate::world::show_path(path);
    let bytes = match world.read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            sink.push(load::diagnostics::files::unreadable(&error));
            return None;
        }
    };
    if is_pointer(&bytes) {
        sink.push(load::diagnostics::files::only_a_pointer(&name));
        return None;
    }
    match encoding::decode(&name, bytes, None) {
        Ok((text, encoding)) => Some(Source::with_encoding(name, text, encoding)),
        Err(problem) => {
            sink.push(*problem);
            None
        }
    }
}

/// The file beside a path whose name is nearest to its own.
fn file_near(world: &dyn World, path: &Path) -> Option<String> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let listing = world.list(folder);
    let name = |p: &Path| Some(p.file_name()?.to_string_lossy().into_owned());
    let beside = listing.files.iter().filter(|f| f.extension() == path.extension());
    let beside: Vec<String> =
        beside.filter(|f| tidy_path(&folder.join(name(f).unwrap_or_default())) == tidy_path(f)).filter_map(|f| name(f)).collect();
    nearest(&name(path)?, beside.iter().map(String::as_str)).map(ToString::to_string)
}

/// The rows of the policy's own tables; files are looked for beside the rule file that names them.
pub fn policy_tables(world: &dyn World, set: &RuleSet, sources: &Sources, sink: &mut Sink) -> Vec<PolicyTable> {
    world.reading(Reading::Table);
    let mut tables = Vec::new();
    for table in set.tables.iter() {
        let rows = match &table.rows {
            TableSource::Inline(rows) => PolicyRows::Inline(rows.clone()),
            TableSource::File { path, span } => {
                let beside = Path::new(&sources.get(span.file).name).parent().unwrap_or(Path::new(""));
                let full = crate::world::tidy_path(&beside.join(path));
                match world.read(&full) {
                    Ok(bytes) => PolicyRows::Csv { path: crate::world::show_path(&full), bytes },
                    Err(error) => {
                        let missing = load::diagnostics::files::unreadable(&error);
                        let near = file_near(world, &full).filter(|_| error.kind == WorldErrorKind::NotFound);
                        sink.push(missing.at(*span, "此处引用", "named here").suggest(near.as_deref()));
                        PolicyRows::Missing
                    }
                }
            }
        };
        tables.push(PolicyTable { rel: table.rel, rows });
    }
    tables
}

/// Loads submissions and the policy's tables into one dataset.
pub fn load(set: &RuleSet, inputs: Vec<Input>, tables: Vec<PolicyTable>, sources: &mut Sources, sink: &mut Sink) -> Dataset {
    load_keeping(set, (inputs, tables), None, sources, sink)
}

/// The same; what is kept of a file is not read again, and what is read is kept.
pub fn load_keeping(
    set: &RuleSet,
    files: (Vec<Input>, Vec<PolicyTable>),
    kept: Option<&Kept>,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Dataset {
    let mut data = load::load_keeping(&set.schema, &set.units, files, kept, (sources, sink));
    load::held::check(&set.schema, (&set.joins(), &set.made_joins()), &set.texts(), &mut data, (sources, sink));
    data
}

/// The same, but that rows of large tables are let go where no verdict should turn on them; what they come to stands beside the data and goes to
/// where these are judged, by [`Options::summarized`]. `None` where all rows are to be kept: then nothing was read.
pub fn load_lightly(
    set: &RuleSet,
    (inputs, tables): (&[Input], &[PolicyTable]),
    line: Line,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<(Dataset, Summarized)> {
    let mut reduced = stream::reduce(set, inputs, tables, line)?;
    let (mut own_sources, mut own_sink) = (sources.clone(), sink.clone());
    let mut data = load(set, reduced.inputs(inputs), tables.to_vec(), &mut own_sources, &mut own_sink);
    // A message about a stretch of a file is about all that stands there.
    let mut told = own_sink.list().iter().flat_map(|d| &d.labels).map(|l| l.span);
    if !told.all(|span| own_sources.get(span.file).is_whole(span)) || !reduced.settle(&mut data) {
        return None;
    }
    (*sources, *sink) = (own_sources, own_sink);
    Some((data, reduced.summarized))
}

/// Loads submissions and judges every rule on them; at most `limit` findings of each are listed. Large tables are not kept where nothing that is
/// found turns on single rows of them; that it does may show no sooner than in a verdict, and then everything is read again.
pub fn load_and_judge(
    set: &mut RuleSet,
    (inputs, tables): (Vec<Input>, Vec<PolicyTable>),
    (kept, line): (Option<&Kept>, Line),
    (options, limit): (&Options<'_>, usize),
    (sources, sink): (&mut Sources, &mut Sink),
) -> (Dataset, Findings) {
    let before = (sources.clone(), sink.clone());
    if let Some((mut data, summarized)) = load_lightly(set, (&inputs, &tables), line, sources, sink) {
        let mut own = set.clone();
        leave_out(&mut own, &data, sink);
        let options = Options { summarized: Some(&summarized), progress: options.progress, only: options.only, ..*options };
        let findings = judge_up_to(&own, &mut data, sources, sink, &options, limit);
        if !summarized.wanted_rows() {
            *set = own;
            return (data, findings);
        }
        (*sources, *sink) = before;
    }
    let mut data = load_keeping(set, (inputs, tables), kept, sources, sink);
    leave_out(set, &data, sink);
    let findings = judge_up_to(set, &mut data, sources, sink, options, limit);
    (data, findings)
}

/// Leaves out the rules that rest on a table of the policy which could not be read whole: what is not there may not be read as "does not
/// exist".
pub fn leave_out(set: &mut RuleSet, data: &Dataset, sink: &mut Sink) {
    if data.faulty.is_empty() {
        return;
    }
    let spans: Vec<(String, Span)> = set.rules.iter().map(|r| (r.id.clone(), r.span)).collect();
    let out = set.leave_out(&data.faulty);
    for rel in &data.faulty {
        let relation = set.schema.get(*rel);
        let at = out.iter().filter_map(|id| spans.iter().find(|(name, _)| name == id));
        sink.push(diagnostics::not_judged(relation.title(), relation.span, &out, at.map(|(_, span)| *span).next()));
    }
}

/// The same for the rules' own tests: what they expect of such rules cannot be held against anything.
pub fn leave_out_of_tests(set: &mut RuleSet, data: &Dataset, sink: &mut Sink) {
    if data.faulty.is_empty() {
        return;
    }
    let out = set.leave_out_of_tests(&data.faulty);
    let first = set.rules.iter().find(|r| out.contains(&r.id)).map(|r| r.span);
    for rel in &data.faulty {
        let relation = set.schema.get(*rel);
        sink.push(diagnostics::not_judged(relation.title(), relation.span, &out, first));
    }
}

/// Judges every rule on the data.
pub fn judge(set: &RuleSet, data: &mut Dataset, sources: &Sources, sink: &mut Sink, options: &Options<'_>) -> Findings {
    judge_up_to(set, data, sources, sink, options, Findings::LIMIT)
}

/// Judges every rule on the data and lists so many findings of each.
pub fn judge_up_to(
    set: &RuleSet,
    data: &mut Dataset,
    sources: &Sources,
    sink: &mut Sink,
    options: &Options<'_>,
    limit: usize,
) -> Findings {
    let (mut findings, absent) = eval::judge(set, data, sources, options, limit);
    findings.files = FileReading::all(&set.schema, data);
    nobody_sent(set, data, absent, sources, sink);
    findings
}

/// Judges every rule and lists every single verdict, however many.
pub fn judge_each(set: &RuleSet, data: &mut Dataset, sources: &Sources, sink: &mut Sink) -> Findings {
    let options = Options { show_met: true, ..Options::default() };
    let (findings, absent) = eval::judge(set, data, sources, &options, usize::MAX);
    nobody_sent(set, data, absent, sources, sink);
    findings
}

/// The same for subjects of some identities alone, where these are known. What nobody sent was told before.
pub fn judge_only(set: &RuleSet, data: &mut Dataset, sources: &Sources, only: Option<&BTreeSet<String>>) -> Findings {
    let options = Options { show_met: true, only, ..Options::default() };
    eval::judge(set, data, sources, &options, usize::MAX).0
}

fn nobody_sent(set: &RuleSet, data: &Dataset, absent: BTreeSet<(RelId, ColId)>, sources: &Sources, sink: &mut Sink) {
    for (rel, col) in absent {
        if outside_life(set, data, rel, col) {
            continue;
        }
        let relation = set.schema.get(rel);
        let def = set.schema.column(rel, col);
        let problem = diagnostics::column_nobody_found(relation.title(), def);
        // What is left out is left out of what was handed in, of the first file that brings the table.
        let brought = data.accounts.iter().find(|a| a.tables.iter().any(|t| t.rel == rel));
        sink.push(match brought {
            Some(account) => problem.in_file(sources.get(account.file).name.clone()),
            None => problem,
        });
    }
}

/// No row of the relation lies in the years in which the form has the column.
fn outside_life(set: &RuleSet, data: &Dataset, rel: RelId, col: ColId) -> bool {
    let life = set.schema.column(rel, col).life;
    let mut top = rel;
    while let Origin::Nested { parent, .. } = set.schema.get(top).origin {
        top = parent;
    }
    let Some((period, kind)) = set.schema.get(top).period().filter(|_| life.is_bounded()) else { return false };
    let table = data.table(top);
    let years = (0..table.rows).filter_map(|row| table.columns.get(period.index())?.int(row)).map(|p| kind.year_of(p));
    !years.into_iter().any(|year| life.holds(year))
}
