//! Texts that name a row elsewhere: `ref` columns, senders, and columns that rules join with a key. A value that names no row would drop out
//! of every sum, count and lookup without a word. Where all rows there are are known, it is a mistake, told at its cell; elsewhere the
//! row may only not have been sent. Either way the value counts as unknown from then on, so that nothing it could belong to is decided.

use crate::data::{Code, Dataset, RowId};
use crate::diag::{Diagnostic, Severity, Sink};
use crate::load::diagnostics::{Advice, rows};
use crate::load::held::codes::{COUNTY, is_code, key_of};
use crate::load::held::meant::Members;
use crate::load::keys::remove_rows;
use crate::load::part::Log;
use crate::text::{Sources, Span};
use crate::ty::{ColId, JoinUse, Origin, RelId, Schema, TextJoin, Type};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// Reports and takes away what names no row, and with a key its row: nobody knows whose it is, so it is nobody's.
pub fn check(schema: &Schema, joins: &[TextJoin], data: &mut Dataset, sources: &Sources, sink: &mut Sink) {
    let mut log = Log::default();
    let mut without_key: BTreeMap<RelId, BTreeSet<u32>> = BTreeMap::new();
    for ((rel, col), named) in columns(schema, joins) {
        let lost = lost(schema, rel, col, &named, data);
        if lost.rows.is_empty() {
            continue;
        }
        let mut known: BTreeMap<Code, Advice> = BTreeMap::new();
        let mut members = Members::new(schema, &named.targets, data);
        let (mut unusable, mut standing) = (Vec::new(), 0);
        let mut nearly: Option<(usize, Diagnostic)> = None;
        // What stands is told once for the column, by the first that may be a slip, if one may.
        let mut shown: Option<(bool, bool, Diagnostic)> = None;
        let field = &schema.column(rel, col).name;
        for &(row, code) in &lost.rows {
            let advice = known.entry(code).or_insert_with(|| members.meant(data, code));
            let said = || told(schema, (rel, col, row), code, &named, advice, &lost, data);
            // A sender of another city, or a text that is no reference by declaration, may name somebody who is on no list here: what it says
            // stands. It is told where the sender is meant, or where keys are codes; what is written as no code is a slip.
            let elsewhere = named.sender && is_elsewhere(schema, &named.targets, data, code);
            // Nearly the name of a row, where there are no other rows: whose it is nobody knows. Numbered things are many, and so are codes.
            let near = !elsewhere && named.use_of != JoinUse::Asks && members.is_nearly(advice, data.texts.text(code));
            let meant =
                advice.is_certain() && (named.declared || !matches!(advice, Advice::Name(_)) || lost.is_no_code(data, code));
            let slip = !named.declared && lost.is_misshapen(data.texts.text(code));
            if (!named.declared || elsewhere) && !meant && !slip {
                if near && lost.certain {
                    unusable.push(row);
                    let (count, first) = nearly.take().unwrap_or_else(|| (0, said()));
                    nearly = Some((count + 1, first));
                    continue;
                }
                let near = matches!(advice, Advice::Near(_)) && named.use_of != JoinUse::Asks;
                if elsewhere || lost.digits.is_some() || lost.mostly_found || near {
                    standing += 1;
                    if shown.as_ref().is_none_or(|(shown_near, ..)| near && !shown_near) {
                        shown = Some((near, elsewhere, Diagnostic { severity: Severity::Warning, ..said() }));
                    }
                }
                continue;
            }
            unusable.push(row);
            log.push(said(), rel, field);
        }
        if let Some((count, said)) = nearly {
            log.push(rows::may_be_meant(said, count), rel, field);
        }
        if let Some((_, elsewhere, said)) = shown {
            log.push(rows::stays_out(said, elsewhere, named.use_of, standing), rel, field);
        }
        make_unusable(schema, rel, col, &unusable, data);
        if schema.get(rel).key.contains(&col) {
            without_key.entry(rel).or_default().extend(unusable);
        }
    }
    remove_rows(schema, without_key, sources, data);
    sink.extend(log.finish());
}

/// Whose rows a column names.
#[derive(Default)]
struct Named {
    targets: Vec<RelId>,
    /// A `ref` or a sender; not only a text that a rule joins by.
    declared: bool,
    sender: bool,
    /// Rules ask only whether the text begins with a key.
    begins: bool,
    /// The most that rules do with the row it names.
    use_of: JoinUse,
}

fn columns(schema: &Schema, joins: &[TextJoin]) -> BTreeMap<(RelId, ColId), Named> {
    let mut out: BTreeMap<(RelId, ColId), Named> = BTreeMap::new();
    for rel in schema.ids() {
        for (col, def) in (0u32..).map(ColId).zip(&schema.get(rel).columns) {
            if let Type::Ref(target) = def.ty {
                let named = out.entry((rel, col)).or_default();
                named.targets.push(target);
                named.declared = true;
            }
        }
        for owed in schema.rosters(rel) {
            let Some(col) = owed.column else { continue };
            let named = out.entry((rel, col)).or_default();
            named.targets.push(owed.roster);
            (named.declared, named.sender) = (true, true);
        }
    }
    for join in joins {
        let named = out.entry((join.rel, join.col)).or_default();
        if !named.declared {
            named.targets.push(join.target);
            named.begins |= join.begins;
            named.use_of = named.use_of.max(join.use_of);
        }
    }
    out.values_mut().for_each(|n| n.targets.dedup());
    out.retain(|_, n| n.targets.iter().all(|t| key_of(schema.get(*t)).is_some()));
    out
}

/// Cells that name no row.
struct Lost {
    rows: Vec<(u32, Code)>,
    /// All rows there are are known.
    certain: bool,
    /// Of the different values more name rows than not: the column is used as a reference.
    mostly_found: bool,
    /// The keys are codes, which names can be told from.
    coded: bool,
    /// Of how many signs all keys are, where they are the codes of a list that the rules give.
    digits: Option<usize>,
}

impl Lost {
    /// Whether a text is surely no key of its kind. A rule that asks whether a row with this key exists does not say that one must: where keys
    /// are names, the name in another column is somebody else's.
    fn is_no_code(&self, data: &Dataset, code: Code) -> bool {
        self.coded && !is_code(data.texts.text(code))
    }

    /// Written as no key of the list is: a name where all are codes, or a code of another length.
    fn is_misshapen(&self, text: &str) -> bool {
        self.digits.is_some_and(|n| text.len() != n || !is_code(text))
    }
}

fn lost(schema: &Schema, rel: RelId, col: ColId, named: &Named, data: &Dataset) -> Lost {
    let (mut codes, mut certain) = (FxHashSet::default(), true);
    for &target in &named.targets {
        certain &= is_whole(schema, target, data);
        codes.extend(keys(schema, target, data));
        // Members of a roster that sent nothing are rows all the same, only not known.
        for owed in schema.rosters(target).iter().filter(|o| o.column.is_some() && o.column == key_of(schema.get(target))) {
            codes.extend(keys(schema, owed.roster, data));
        }
    }
    let begins = Beginnings::of(codes.iter().filter(|_| named.begins).map(|c| data.texts.text(*c)));
    // Of a table that nobody sent, nothing can be left out.
    let comparable = certain || !codes.is_empty();
    let column = data.tables.get(rel.index()).and_then(|t| t.columns.get(col.index()));
    let rows = column.filter(|_| comparable).map_or_else(Vec::new, |column| {
        let rows = (0u32..).zip(&column.states).filter_map(|(row, _)| Some((row, column.code(row)?)));
        rows.filter(|(_, code)| !codes.contains(code) && !begins.hold(data.texts.text(*code))).collect()
    });
    let unmatched: FxHashSet<Code> = rows.iter().map(|(_, code)| *code).collect();
    let met = |column: &crate::data::Column| {
        (0u32..).zip(&column.states).filter_map(|(row, _)| column.code(row)).collect::<FxHashSet<Code>>()
    };
    // A list of names may be one of some of them; codes are of all there are.
    let coded = !codes.is_empty() && codes.iter().all(|c| is_code(data.texts.text(*c)));
    let mostly_found = coded && !unmatched.is_empty() && column.is_some_and(|c| met(c).len() > 2 * unmatched.len());
    let listed = named.targets.iter().all(|t| schema.get(*t).origin == Origin::Policy);
    let lengths: BTreeSet<usize> = codes.iter().filter(|_| coded && listed).map(|c| data.texts.text(*c).len()).collect();
    // Short codes are as often numbers of something else.
    let digits = lengths.first().copied().filter(|n| lengths.len() == 1 && *n >= COUNTY);
    Lost { rows, certain, mostly_found, coded, digits }
}

/// Texts that others may begin with, by their lengths.
struct Beginnings<'t>(BTreeMap<usize, FxHashSet<&'t str>>);

impl<'t> Beginnings<'t> {
    fn of(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut out: BTreeMap<usize, FxHashSet<&str>> = BTreeMap::new();
        texts.for_each(|t| {
            out.entry(t.len()).or_default().insert(t);
        });
        Self(out)
    }

    fn hold(&self, text: &str) -> bool {
        self.0.iter().any(|(len, of)| text.get(..*len).is_some_and(|start| of.contains(start)))
    }
}

pub fn keys(schema: &Schema, rel: RelId, data: &Dataset) -> Vec<Code> {
    let column = key_of(schema.get(rel)).and_then(|key| data.tables.get(rel.index())?.columns.get(key.index()));
    column.map_or_else(Vec::new, |c| (0u32..).zip(&c.states).filter_map(|(row, _)| c.code(row)).collect())
}

/// Whether no row of a relation can be missing.
pub fn is_whole(schema: &Schema, rel: RelId, data: &Dataset) -> bool {
    let rosters = schema.rosters(rel);
    let key = key_of(schema.get(rel));
    if let Some(owed) = rosters.first() {
        // Its rows are those of its roster, whoever sent; a sender that is no part of the key says nothing of the rows.
        return owed.column.is_some() && owed.column == key && rosters.iter().all(|o| !data.faulty.contains(&o.roster));
    }
    match schema.get(rel).origin {
        Origin::Policy => !data.faulty.contains(&rel),
        Origin::Submitted => {
            let mut sent = data.submissions.iter().filter_map(|s| s.sent.get(&rel)).peekable();
            sent.peek().is_some() && sent.all(|whole| *whole)
        }
        Origin::Nested { .. } | Origin::Calendar => false,
    }
}

/// A sender of another place altogether, as documents of several places share their records: a code like those of the roster, of a county in
/// no city that any of them lies in.
fn is_elsewhere(schema: &Schema, rosters: &[RelId], data: &Dataset, code: Code) -> bool {
    const CITY: usize = 4;
    let digits = |t: &str| t.len() > CITY && t.bytes().all(|b| b.is_ascii_digit());
    let own = data.texts.text(code);
    let mut members = rosters.iter().flat_map(|r| keys(schema, *r, data)).map(|c| data.texts.text(c)).peekable();
    let alike = |m: &str| digits(m) && m.len() == own.len() && m.get(..CITY) != own.get(..CITY);
    digits(own) && members.peek().is_some() && members.all(alike)
}

fn told(
    schema: &Schema,
    (rel, col, row): (RelId, ColId, u32),
    code: Code,
    named: &Named,
    advice: &Advice,
    lost: &Lost,
    data: &Dataset,
) -> Diagnostic {
    let place = place(rel, col, row, data);
    let target = named.targets.first().map_or("", |t| schema.get(*t).title());
    let said = rows::names_no_row(schema.column(rel, col), data.texts.text(code), (target, named.sender), advice, place);
    // Where rows may be missing there, it is no mistake for certain.
    let severity = if lost.certain { Severity::Error } else { Severity::Warning };
    Diagnostic { severity, ..said }
}

fn place(rel: RelId, col: ColId, row: u32, data: &Dataset) -> Option<Span> {
    let batch = || data.table(rel).batch_of(row).and_then(|b| b.submission);
    // A sender that the envelope names has no cell.
    let envelope = || data.submissions.get(batch()?.0 as usize).and_then(|s| s.region_span.or(s.span));
    data.span_of(crate::data::CellId { rel, row, col }).or_else(envelope).or_else(|| data.row_span(RowId { rel, row }))
}

fn make_unusable(schema: &Schema, rel: RelId, col: ColId, rows: &[u32], data: &mut Dataset) {
    let in_key = schema.get(rel).key.contains(&col);
    let Some(table) = data.tables.get_mut(rel.index()) else { return };
    for &row in rows {
        if let Some(column) = table.columns.get_mut(col.index()) {
            column.make_unusable(row);
        }
        // A row is its key: where that is unknown, which rows there are is too.
        match table.batch_of(row).filter(|_| in_key).map(|b| b.submission) {
            Some(Some(id)) => {
                if let Some(sent) = data.submissions.get_mut(id.0 as usize).and_then(|s| s.sent.get_mut(&rel)) {
                    *sent = false;
                }
            }
            Some(None) => {
                data.faulty.insert(rel);
            }
            None => {}
        }
    }
}
