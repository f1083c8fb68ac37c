//! Submissions into columns: bytes are decoded, taken apart by the reader of their format, and read cell by cell, each with its
//! exact place. What cannot be used becomes one diagnostic and counts as unknown; the rest is read all the same.

mod blanks;
pub mod calendar;
mod context;
mod csv;
pub mod diagnostics;
pub mod encoding;
mod envelope;
mod figures;
mod form_unit;
pub(crate) mod held;
mod input;
mod json;
mod keys;
mod line_words;
mod loaded;
mod metadata;
mod names;
pub mod number;
mod numbering;
mod packed;
mod parquet;
mod part;
mod row_unit;
mod sought;
mod toml;
mod totals;
pub mod value;
mod workbook;

pub use csv::{Plain, Record, plain, record};
pub use encoding::Forced;
pub use figures::find_unit;
use input::OfSheet;
pub use input::{Envelope, Input, Item, Partial, PolicyRows, PolicyTable};
pub use loaded::kept::Kept;
pub use metadata::Metadata;
pub use names::is_beside;
pub use value::{fold_value as folded, meant_blank, parse_cell};
pub use workbook::{CHOICES, CLAUSES, COVER};

use crate::data::{Dataset, Extent, Interner, SaidBy, Submission, SubmissionId};
use crate::diag::Sink;
use crate::text::{Encoding, FileId, Source, Sources, Span, fold_name};
use crate::ty::{ColId, ColumnDef, RelId, Schema, Type, Units};
use crate::world::{FilePace, Stage, is_pointer};
use context::Context;
use input::{Hints, PartOf, StatedAt, stem_and_extension};
use loaded::kept::{Shelf, Wanted};
use loaded::parts::{self, PartsRead};
use loaded::{Loaded, LoadedFile, merge};
use names::Names;
use part::Part;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::{BTreeMap, BTreeSet};
use workbook::Opened;

/// One format of submissions.
pub struct Format {
    pub extensions: &'static [&'static str],
    read: fn(&mut Part<'_>, &str, &Hints<'_>),
}

/// Every format that can be read.
pub const FORMATS: &[Format] = &[
    Format { extensions: &["toml"], read: toml::read },
    Format { extensions: &["json"], read: json::read },
    Format { extensions: &["csv"], read: csv::read },
];

/// Reads everything into one dataset. Sources are added in the order: the policy's files, then the inputs, each sheet of a workbook by itself;
/// `submissions` of the dataset has one entry for each of these, in order, also for those that could not be read.
pub fn load(
    schema: &Schema,
    units: &Units,
    inputs: Vec<Input>,
    policy: Vec<PolicyTable>,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Dataset {
    load_keeping(schema, units, (inputs, policy), None, (sources, sink))
}

/// The same; what is kept of a file is not read again, and what is read is kept.
pub fn load_keeping(
    schema: &Schema,
    units: &Units,
    (inputs, policy): (Vec<Input>, Vec<PolicyTable>),
    kept: Option<&Kept>,
    (sources, sink): (&mut Sources, &mut Sink),
) -> Dataset {
    let inputs = inputs.into_iter().map(Input::read).collect();
    let context = Context { schema, units, names: Names::new(schema), named_totals: named_totals(&policy) };
    let tables = schema.relations.iter().map(part::empty_table).collect();
    let mut data = Dataset { tables, texts: Interner::with_aliases(&schema.aliases), ..Dataset::default() };
    let shelf = kept.and_then(|kept| kept.shelf(&context, sources));
    for table in policy {
        data = policy_table(&context, table, data, sources, sink);
    }
    let parts = submissions(&context, inputs, shelf.as_ref(), &mut data, (sources, sink));
    keys::check_unique(schema, &mut data, sources, sink);
    parts::join(parts, &mut data, sources, sink);
    data
}

/// Words of totals that tables of the policy list: there they are names.
fn named_totals(policy: &[PolicyTable]) -> BTreeSet<String> {
    let inline = |table: &PolicyTable| match &table.rows {
        PolicyRows::Inline(rows) => rows.iter().flatten().map(|(text, _)| fold_name(text)).collect(),
        PolicyRows::Csv { .. } | PolicyRows::Missing => Vec::new(),
    };
    policy.iter().flat_map(inline).filter(|text| line_words::total_word(text).is_some()).collect()
}

/// Reads one table of the policy into the dataset.
fn policy_table(context: &Context<'_>, table: PolicyTable, mut data: Dataset, sources: &mut Sources, sink: &mut Sink) -> Dataset {
    let texts = std::mem::take(&mut data.texts);
    let (part, source) = match table.rows {
        PolicyRows::Inline(rows) => (inline_rows(context, table.rel, &rows, texts), None),
        PolicyRows::Csv { path, bytes } => {
            let refused = is_pointer(&bytes).then(|| Box::new(diagnostics::files::only_a_pointer(&path)));
            let input = Input { path, bytes, record: Some(table.rel), refused, ..Input::default() };
            let (part, source) = read_file(context, next_file(sources, 0), (input, None, None), None, texts);
            (part, Some(source))
        }
        PolicyRows::Missing => {
            data.texts = texts;
            data.faulty.insert(table.rel);
            return data;
        }
    };
    // A header without a key column, a row that does not fit, a key that cannot be used: rows are missing, and nobody knows which.
    if part.broken || part.sent().any(|(rel, t)| rel == table.rel && !t.complete) || part.sent().next().is_none() {
        data.faulty.insert(table.rel);
    }
    // What the rule file lists itself is no file that was read.
    let mut loaded = Loaded::of(part);
    if let Some(source) = source {
        sources.add(source);
    }
    data.texts = loaded.take_texts();
    merge::absorb(&mut data, loaded, true, None, sink);
    data
}

/// The id of the `nth` source to be added from now on.
fn next_file(sources: &Sources, nth: usize) -> FileId {
    FileId(u32::try_from(sources.len() + nth).unwrap_or(u32::MAX))
}

fn inline_rows<'s>(context: &'s Context<'s>, rel: RelId, rows: &[Vec<(String, Span)>], texts: Interner) -> Part<'s> {
    let file = rows.iter().flatten().next().map_or(context.schema.get(rel).span.file, |(_, span)| span.file);
    let mut part = Part::new(context, file, texts);
    part.knows_totals = false;
    part.open(rel);
    for row in rows {
        let place = match (row.first(), row.last()) {
            (Some((_, a)), Some((_, b))) => a.to(*b),
            _ => continue,
        };
        part.begin_row(rel, Extent { start: place.start, end: place.end }, None);
        for (i, (text, span)) in row.iter().enumerate() {
            let col = ColId(u32::try_from(i).unwrap_or(u32::MAX));
            // In a rule file `none` is the word for what there is not, as everywhere in it.
            let lists = |c: &ColumnDef| matches!(&c.ty, Type::OneOf(all) if all.iter().any(|one| one == "none"));
            let optional = context.schema.get(rel).columns.get(i).is_some_and(|c| c.optional && !lists(c));
            let text = if optional && text.trim() == "none" { "—" } else { text };
            part.put(rel, col, text, Extent { start: span.start, end: span.end });
        }
        part.finish_row(rel);
    }
    part.finish(None);
    // What the rule file lists itself is no file that was read.
    part.account = None;
    part
}

/// A file before it is read: what is kept of it, or what there is to be read, a workbook sheet by sheet.
enum Opening {
    Kept(LoadedFile),
    Fresh(Vec<(Input, Option<Opened>)>),
}

/// A workbook is as many inputs as it has sheets with something in them, each under what is said of the file.
fn open(context: &Context<'_>, mut input: Input) -> Vec<(Input, Option<Opened>)> {
    if is_pointer(&input.bytes) {
        input.refused = Some(Box::new(diagnostics::files::only_a_pointer(&input.path)));
    } else if let Some(packing) = packed::unpacked_name(&input.path).1 {
        match packed::unpack(&input.path, &input.bytes, packing) {
            Ok(bytes) => input.bytes = bytes,
            Err(refused) => input.refused = Some(refused),
        }
    }
    if input.refused.is_some() || input.unseen {
        input.bytes.clear();
        return vec![(input, None)];
    }
    let (_, extension) = stem_and_extension(&input.path);
    if !workbook::EXTENSIONS.contains(&extension.as_str()) {
        return vec![(input, None)];
    }
    let sheets = workbook::read(context, &mut input);
    sheets.into_iter().map(|sheet| (input.clone(), Some(sheet))).collect()
}

/// One needs no threads, and starting them costs more than a small file.
fn each<T: Send, U: Send>(list: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
    match list.len() {
        0 | 1 => list.into_iter().map(work).collect(),
        _ => list.into_par_iter().map(work).collect(),
    }
}

/// The id of the `nth` submission.
fn submission_id(nth: usize) -> SubmissionId {
    SubmissionId(u32::try_from(nth).unwrap_or(u32::MAX))
}

/// Reads all inputs, in parallel when there are several, or takes what is kept of them. The first goes on with the texts of the dataset, so that its
/// codes need no translation, unless it is to be kept: that holds nothing of others. Tells whether it did.
fn read_all(
    context: &Context<'_>,
    inputs: Vec<Input>,
    shelf: Option<&Shelf<'_>>,
    data: &mut Dataset,
    sources: &Sources,
) -> (Vec<LoadedFile>, bool) {
    let pace = inputs.first().and_then(|input| input.pace.clone());
    let sizes: Vec<u64> = inputs.iter().map(|input| input.size() as u64).collect();
    if let Some(pace) = &pace {
        pace.begin(Stage::Rows, sizes.len(), sizes.iter().sum());
    }
    shelf.iter().for_each(|shelf| shelf.expect(inputs.len()));
    let opened: Vec<(Option<Wanted>, Opening)> = each(inputs, |input| {
        let wanted = shelf.and_then(|shelf| shelf.wanted(&input));
        let found = shelf.zip(wanted.as_ref()).and_then(|(shelf, wanted)| shelf.find(wanted, &input));
        match found {
            Some(file) => (None, Opening::Kept(file)),
            None => (wanted, Opening::Fresh(open(context, input))),
        }
    });
    let (mut jobs, mut files, mut at, mut went_on) = (Vec::new(), Vec::new(), 0, false);
    for ((wanted, opening), size) in opened.into_iter().zip(sizes) {
        let own_pace = |size| pace.as_ref().map(|pace| FilePace::new(pace.clone(), size));
        match opening {
            Opening::Kept(mut file) => {
                drop(own_pace(Some(size)));
                file.place(next_file(sources, at), submission_id(at));
                at += file.parts.len();
                files.push((None, Some(file), 0));
            }
            Opening::Fresh(parts) => {
                let many = parts.len();
                for (nth, (input, sheet)) in parts.into_iter().enumerate() {
                    let pace = own_pace((nth == 0).then_some(size));
                    let goes_on = at == 0 && wanted.is_none();
                    went_on |= goes_on;
                    let texts = match goes_on {
                        true => std::mem::take(&mut data.texts),
                        false => Interner::with_aliases(&context.schema.aliases),
                    };
                    jobs.push((next_file(sources, at), (input, sheet, pace), submission_id(at), texts));
                    at += 1;
                }
                files.push((wanted, None, many));
            }
        }
    }
    let read = |(file, what, id, texts)| read_file(context, file, what, Some(id), texts);
    let mut parts = each(jobs, read).into_iter();
    let whole = |(wanted, kept, many): (Option<Wanted>, Option<LoadedFile>, usize)| {
        let file = kept.unwrap_or_else(|| LoadedFile::of(context.schema, parts.by_ref().take(many).collect()));
        (wanted, file)
    };
    let files: Vec<(Option<Wanted>, LoadedFile)> = files.into_iter().map(whole).collect();
    let files = each(files, |(wanted, file)| {
        if let Some((shelf, wanted)) = shelf.zip(wanted) {
            shelf.store(&wanted, &file);
        }
        file
    });
    (files, went_on)
}

/// Reads all inputs and joins them in their order; gives those that are parts of one table.
fn submissions(
    context: &Context<'_>,
    inputs: Vec<Input>,
    shelf: Option<&Shelf<'_>>,
    data: &mut Dataset,
    (sources, sink): (&mut Sources, &mut Sink),
) -> PartsRead {
    let tables: Vec<Option<PartOf>> = inputs.iter().map(|input| input.part).collect();
    let mut parts = PartsRead::new();
    let mut holders: Vec<Option<usize>> = Vec::new();
    let mut read: Vec<Option<Loaded>> = Vec::new();
    let (files, same_texts) = read_all(context, inputs, shelf, data, sources);
    for (file, of) in files.into_iter().zip(tables) {
        let begin = read.len();
        parts.extend(of.map(|of| (of, (begin..begin + file.parts.len()).map(submission_id).collect())));
        holders.extend(file.holders.into_iter().map(|holder| holder.map(|nth| begin + nth)));
        for (part, source) in file.parts {
            sources.add_shared(source);
            data.submissions.push(Submission::clone(&part.submission));
            read.push(Some(part));
        }
    }
    // The texts of the dataset come back from the first part.
    if let Some(Some(first)) = read.first_mut().filter(|_| same_texts) {
        data.texts = first.take_texts();
    }
    // A record comes before the rows of its lists, whatever the order of its sheets.
    let mut before: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    let held: BTreeSet<usize> = holders.iter().flatten().copied().collect();
    for i in order_of(&holders) {
        let Some(part) = read.get_mut(i).and_then(Option::take) else { continue };
        if held.contains(&i) {
            before.insert(i, merge::rows_of(data));
        }
        let of_record = holders.get(i).copied().flatten().and_then(|holder| before.get(&holder));
        merge::absorb(data, part, i == 0 && same_texts, of_record.map(Vec::as_slice), sink);
    }
    parts
}

/// The order in which parts are joined: theirs, but that a part stands behind the one that holds its record.
fn order_of(holders: &[Option<usize>]) -> Vec<usize> {
    let (mut order, mut placed) = (Vec::with_capacity(holders.len()), vec![false; holders.len()]);
    for i in 0..holders.len() {
        let mut way = vec![i];
        while let Some(holder) = way.last().and_then(|at| holders[*at]).filter(|h| !placed[*h] && !way.contains(h)) {
            way.push(holder);
        }
        for at in way.into_iter().rev().filter(|at| !std::mem::replace(&mut placed[*at], true)) {
            order.push(at);
        }
    }
    order
}

/// Reads one file, or one sheet of a workbook. Always gives a source, empty when the bytes are no text.
fn read_file<'s>(
    context: &'s Context<'s>,
    file: FileId,
    (mut input, sheet, pace): (Input, Option<Opened>, Option<FilePace>),
    submission: Option<SubmissionId>,
    texts: Interner,
) -> (Part<'s>, Source) {
    let mut part = Part::new(context, file, texts);
    part.pace = pace;
    part.excerpt = input.excerpt;
    part.blanks = std::mem::take(&mut input.blanks);
    part.ignored = std::mem::take(&mut input.ignore);
    part.envelope = envelope_said(&mut input);
    part.meant = record_meant(context, &input);
    let is_cover = matches!(sheet, Some(Opened::Cover(_)));
    let unseen = input.unseen;
    let source = match sheet {
        _ if unseen => {
            part.broken = true;
            Source::new(input.path, "")
        }
        Some(sheet) => workbook::read_sheet(&mut part, sheet, input),
        None => read_text(&mut part, input),
    };
    part.pace = None;
    part.finish(submission);
    if is_cover {
        part.account = None;
    }
    if let Some(account) = &mut part.account {
        for line in account.tables.iter_mut().flat_map(|t| &mut t.others) {
            line.line = u32::try_from(source.line_col(line.place.start as usize).0).unwrap_or(u32::MAX);
        }
    }
    (part, source)
}

/// The one record whose rows a file can hold, where it is known before the file is read. A TOML file and a JSON object name their tables themselves,
/// whatever is said of them.
fn record_meant(context: &Context<'_>, input: &Input) -> Option<RelId> {
    let (stem, extension) = stem_and_extension(&input.path);
    let named = || context.names.relation(&stem);
    match extension.as_str() {
        "toml" => None,
        "json" if !input.bytes.trim_ascii_start().starts_with(b"[") => None,
        "json" | "csv" | parquet::EXTENSION => input.record.or_else(named),
        // A workbook, and what may be a folder.
        _ => input.record,
    }
}

/// The envelope as the project file or the command line says it.
fn envelope_said(input: &mut Input) -> Envelope {
    let Input { region, period, date, partial, stated_at, .. } = input;
    let told = [
        (Item::Region, region.is_some()),
        (Item::Period, period.is_some()),
        (Item::Date, date.is_some()),
        (Item::Partial, *partial != Partial::No),
    ];
    let place = |item: Item| stated_at.get(&item).copied().flatten();
    let said = |item: Item| (item, StatedAt { place: place(item), by: SaidBy::Project, envelope: 0 });
    let said = told.into_iter().filter(|(_, told)| *told).map(|(item, _)| said(item)).collect();
    Envelope {
        region: region.take(),
        period: *period,
        date: *date,
        partial: std::mem::take(partial),
        said,
        ..Envelope::default()
    }
}

/// Reads a file of text by the reader of its format.
fn read_text(part: &mut Part<'_>, input: Input) -> Source {
    let Input { path, bytes, gaps, record, encoding, title, ranges, refused, .. } = input;
    if let Some(refused) = refused {
        part.refuse(*refused);
        return Source::new(path, "");
    }
    let (stem, extension) = stem_and_extension(&path);
    if extension == parquet::EXTENSION {
        if let [(_, said), ..] = ranges.as_slice() {
            part.refuse(diagnostics::lines::no_range_here(*said, false));
            return Source::new(path, "");
        }
        let what = parquet::Given { path, stem, record, title };
        return parquet::read(part, what, bytes);
    }
    let format = FORMATS.iter().find(|f| f.extensions.contains(&extension.as_str()));
    let forced = encoding.is_some();
    let (text, encoding) = match encoding::decode(&path, bytes, encoding) {
        Ok(decoded) => decoded,
        Err(diagnostic) => {
            part.refuse(*diagnostic);
            return Source::new(path, "");
        }
    };
    if let Some(pace) = &mut part.pace {
        pace.text_is(text.len());
    }
    match format {
        None => {
            let known = FORMATS.iter().flat_map(|f| f.extensions).chain(workbook::EXTENSIONS).chain([&parquet::EXTENSION]);
            let mut known: Vec<String> = known.map(|e| format!(".{e}")).collect();
            known.extend(packed::ENDINGS.iter().map(|e| format!(".csv.{e}")));
            part.refuse(diagnostics::files::unknown_format(&path, &known.join(" ")));
        }
        Some(_) if value::is_blank(&text) => part.refuse(diagnostics::files::empty(&path)),
        Some(format) => {
            let mut body = without_end_sign(&text);
            if let Some(at) = body.find('\u{1a}') {
                body = body.get(..at).unwrap_or("");
                part.broken = true;
                let place = part.span(at..at + 1);
                part.log.push_file(diagnostics::files::end_sign_inside(place));
            }
            // Only where one of its names is read right is it known that the bytes were meant so.
            if encoding == Encoding::Gb18030 && !forced && !part.context.names.occur_in(&text) {
                part.log.push_file(diagnostics::bytes::encoding_guessed(&path));
            }
            let hints = Hints { path: &path, stem: &stem, record, columns: None, sheet: &OfSheet::default() };
            match ranges.as_slice() {
                [] => (format.read)(part, body, &hints),
                [(range, _)] if extension == "csv" => csv::read_within(part, body, &hints, range),
                [(_, said), ..] => part.refuse(diagnostics::lines::no_range_here(*said, extension == "csv")),
            }
            for pattern in &title {
                sought::from_title(part, &text, pattern, None);
            }
        }
    }
    Source::with_encoding(path, text, encoding).with_gaps(gaps)
}

/// Old programs end a text with Ctrl-Z.
fn without_end_sign(text: &str) -> &str {
    let end = |t: &str| t.trim_end_matches(|c: char| c == '\u{1a}' || c.is_whitespace()).len();
    if text.trim_end().ends_with('\u{1a}') { &text[..end(text)] } else { text }
}
