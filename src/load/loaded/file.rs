//! One file as it was read: of each part of it (a sheet of a workbook; of other files there is one) the rows, what became of its lines, its mistakes,
//! its text.

use crate::data::{Batch, FileAccount, Heads, Interner, Submission, SubmissionId, Table, UnitFrom};
use crate::diag::Diagnostic;
use crate::load::input::Partial;
use crate::load::part::{Part, TablePart};
use crate::load::workbook::linked;
use crate::text::{FileId, Source, Span};
use crate::ty::{Origin, RelId, Schema};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A copy costs little: rows and texts are shared, only what holds places is copied.
#[derive(Clone)]
pub struct LoadedFile {
    pub parts: Vec<(Loaded, Arc<Source>)>,
    /// Of each part the one that holds the records of its rows, where these came with another.
    pub holders: Vec<Option<usize>>,
}

#[derive(Clone)]
pub struct Loaded {
    pub file: FileId,
    /// Their batches are those of the run that read the file; [`Loaded::batch`] gives those of this one.
    pub tables: Arc<Vec<LoadedTable>>,
    pub texts: Arc<Texts>,
    pub account: Option<Arc<FileAccount>>,
    pub told: Vec<Diagnostic>,
    pub submission: Arc<Submission>,
    /// Which of the run it is, where that is not what it was when it was read.
    pub id: Option<SubmissionId>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct LoadedTable {
    pub rel: RelId,
    /// For nested tables: that of the rows which its rows stand in.
    pub parent: Option<RelId>,
    pub table: Table,
}

/// The texts that codes of a file stand for.
pub enum Texts {
    /// As they were gathered while it was read.
    Gathered(Interner),
    /// One behind the other, each with its end.
    Listed { all: String, ends: Vec<u32> },
}

impl Texts {
    pub fn len(&self) -> usize {
        match self {
            Self::Gathered(texts) => texts.len(),
            Self::Listed { ends, .. } => ends.len(),
        }
    }

    /// All of them, in the order of their codes.
    pub fn iter(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::Gathered(texts) => {
                let known = u32::try_from(texts.len()).unwrap_or(u32::MAX);
                Box::new((0..known).map(|code| texts.text(code)))
            }
            Self::Listed { all, ends } => {
                let starts = std::iter::once(&0).chain(ends);
                Box::new(starts.zip(ends).map(|(from, to)| all.get(*from as usize..*to as usize).unwrap_or("")))
            }
        }
    }
}

impl LoadedFile {
    /// The parts of one file, now that all of them are read.
    pub fn of(schema: &Schema, mut parts: Vec<(Part<'_>, Source)>) -> Self {
        let book = vec![0; parts.len()];
        let holders = linked::join(schema, &mut parts, &book);
        Self { parts: parts.into_iter().map(|(part, source)| (Loaded::of(part), Arc::new(source))).collect(), holders }
    }

    /// Where its parts begin in the list of all.
    pub fn begin(&self) -> Option<FileId> {
        self.parts.first().map(|(part, _)| part.file)
    }

    /// The same as another file of a run: its parts began at one place in the list of all, and now begin at another.
    pub fn place(&mut self, to: FileId, first: SubmissionId) {
        let Some(from) = self.begin() else { return };
        for (nth, (part, _)) in (0..).zip(&mut self.parts) {
            // What stood before the file are rules, and stays.
            let turn = |file: &mut FileId| {
                if let Some(nth) = file.0.checked_sub(from.0) {
                    file.0 = to.0.saturating_add(nth);
                }
            };
            let id = SubmissionId(first.0.saturating_add(nth));
            part.id = Some(id);
            let account = part.account.as_ref().and_then(|a| a.submission);
            if from != to || account.is_some_and(|own| own != id) {
                part.place(&turn, id);
            }
        }
    }
}

impl Loaded {
    pub fn of(mut part: Part<'_>) -> Self {
        let submission = Arc::new(submission(&part));
        let table = |(rel, table): (RelId, TablePart<'_>)| LoadedTable {
            rel,
            parent: match table.relation.origin {
                Origin::Nested { parent, .. } => Some(parent),
                Origin::Submitted | Origin::Policy | Origin::Calendar => None,
            },
            table: table.table,
        };
        let tables = Arc::new(part.take_tables().into_iter().map(table).collect());
        let told = std::mem::take(&mut part.log).finish();
        let (file, account) = (part.file, part.account.take().map(Arc::new));
        Self { file, tables, texts: Arc::new(Texts::Gathered(part.texts)), account, told, submission, id: None }
    }

    /// The texts that the dataset goes on with; nobody else has them.
    pub fn take_texts(&mut self) -> Interner {
        match Arc::get_mut(&mut self.texts) {
            Some(Texts::Gathered(texts)) => std::mem::take(texts),
            Some(Texts::Listed { .. }) | None => Interner::default(),
        }
    }

    /// The rows that it brings to a table, behind those that are there.
    pub fn batch(&self, read: &Batch, before: u32) -> Batch {
        let submission = read.submission.map(|own| self.id.unwrap_or(own));
        Batch { first_row: read.first_row.saturating_add(before), file: self.file, submission }
    }

    /// Turns every place in it, and the submission that it is. Every field is named: one that is added and holds a place must be turned too.
    fn place(&mut self, turn: &impl Fn(&mut FileId), id: SubmissionId) {
        let span = |span: &mut Span| turn(&mut span.file);
        let Self { file, tables: _, texts: _, account, told, submission, id: _ } = self;
        turn(file);
        if let Some(FileAccount { file, submission, tables, said }) = account.as_mut().map(Arc::make_mut) {
            turn(file);
            *submission = submission.map(|_| id);
            said.iter_mut().filter_map(|s| s.place.as_mut()).for_each(span);
            for cell in tables.iter_mut().flat_map(|t| &mut t.header.cells) {
                if let Heads::Field { said: UnitFrom::Form(place) | UnitFrom::Line(place), .. } = &mut cell.heads {
                    span(place);
                }
            }
        }
        for Diagnostic { code: _, severity: _, message: _, labels, notes: _, help: _, path: _, more: _, call } in told {
            labels.iter_mut().for_each(|l| span(&mut l.span));
            call.iter_mut().for_each(|(_, place)| span(place));
        }
        let Submission { file, region: _, period: _, date: _, sent: _, may_hold: _, span: envelope, region_span } =
            Arc::make_mut(submission);
        turn(file);
        envelope.iter_mut().chain(region_span).for_each(span);
    }
}

fn submission(part: &Part<'_>) -> Submission {
    let partial = |rel: RelId| match &part.envelope.partial {
        Partial::No => false,
        Partial::All => true,
        Partial::Named(names) => {
            // A nested table is as complete as the record it stands in.
            let root = part.context.schema.top_of(rel);
            names.iter().any(|n| part.context.names.relation(n) == Some(root))
        }
    };
    let sent: BTreeMap<RelId, bool> =
        part.sent().filter(|(rel, t)| !is_untouched(part, *rel, t)).map(|(rel, t)| (rel, t.complete && !partial(rel))).collect();
    let may_hold = part.may_hold();
    let envelope = part.envelope.clone();
    let region_span = envelope.region_place();
    Submission {
        file: part.file,
        region: envelope.region,
        period: envelope.period,
        date: envelope.date,
        sent,
        may_hold,
        span: envelope.span,
        region_span,
    }
}

/// A form that comes back as it was handed out is no report of nothing. Where several rows may be told, none is one where the cover says on
/// which day it was filled in; where each sender owes one row, never.
fn is_untouched(part: &Part<'_>, rel: RelId, table: &TablePart<'_>) -> bool {
    let schema = part.context.schema;
    let relation = schema.get(rel);
    let (senders, period) = (schema.sender_columns(rel), relation.period().map(|(col, _)| col));
    let one_row = relation.sent_by.is_some() && relation.key.iter().all(|k| senders.contains(k) || Some(*k) == period);
    part.form && table.table.rows == 0 && table.complete && (one_row || part.envelope.date.is_none())
}
