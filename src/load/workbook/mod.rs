//! Workbooks: each sheet becomes a text of its own, a line for each row and tabs between the cells, that remembers where its cells stand in the
//! book. From there on it is read as any table of text: titles, units above it, headers, totals and notes are found by the same rules.

mod area;
pub(in crate::load) mod cells;
mod cover;
mod drawn;
mod format;
pub(in crate::load) mod grid;
mod hidden;
pub mod linked;
mod looks;
mod merged;
mod ods;
mod open;
mod page;
mod tables;
mod xls;

use super::context::Context;
use super::csv;
use super::diagnostics::workbook as told;
use super::input::{Hints, Input, OfSheet, stem_and_extension};
use super::names::{Names, named};
use super::part::Part;
use super::sought;
use crate::diag::Diagnostic;
use crate::text::{Area, FileId, Source, Span};
use crate::ty::{Origin, RelId};
use cover::Cover;
use grid::Grid;
use page::{Page, RemarkKind};

/// Endings of the names of workbooks.
pub const EXTENSIONS: &[&str] = &["xlsx", "xlsm", "xlsb", "xls", "ods"];

/// Names of the sheets that forms of this program have beside their table, in both languages: the cover, the clauses that are checked, and long lists
/// of what may be chosen. The last two are the program's own and hold no data.
pub const COVER: [&str; 2] = ["报送信息", "submission"];
pub const CLAUSES: [&str; 2] = ["核查条款", "clauses checked"];
pub const CHOICES: [&str; 2] = ["可选内容", "choices"];

/// A sheet on its way to be read, or what is told in place of it.
#[derive(Clone, Debug)]
pub enum Opened {
    /// The record it holds; `None` where no name and no header says.
    Sheet(Box<Page>, Option<RelId>, Own),
    /// It says who sends the book.
    Cover(Box<Page>),
    /// It holds no table, as far as anybody can see, and others of its book do; or the project file wants sheets of other names, and says so here.
    LeftOut(Box<Page>, Option<Option<Span>>),
    Refused(Box<Diagnostic>),
}

/// What a sheet is told of its book.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// It is a form of this program, which has a sheet of what will be checked.
    form: bool,
    cover: Option<Cover>,
    /// Its place among the sheets that are read.
    at: usize,
    /// The first table of its sheet, with its place, where this one is another and has no title of its own.
    first: Option<(usize, String)>,
    /// Units said above the tables before it on its sheet.
    units_before: Vec<String>,
}

/// What is known of a table from those beside it on its sheet.
struct Beside {
    rel: Option<RelId>,
    further: bool,
    titled: bool,
    units_before: Vec<String>,
}

impl Beside {
    fn of(piece: tables::Piece) -> (Page, Self) {
        let tables::Piece { grid, rel, further, titled, units_before } = piece;
        (merged::joined(grid).page(), Self { rel, further, titled, units_before })
    }
}

/// Takes a book apart into its sheets, in their order; those with nothing in them are left out.
pub fn read(context: &Context<'_>, input: &mut Input) -> Vec<Opened> {
    let (bytes, record) = (std::mem::take(&mut input.bytes), input.record);
    let all: Vec<Grid> = match open::grids(&input.path, bytes) {
        Ok(grids) => grids,
        Err(refused) => return vec![Opened::Refused(refused)],
    };
    let form = all.iter().any(|g| CLAUSES.contains(&g.name.trim()));
    let grids = all.into_iter().filter(|g| !g.is_empty() && !is_made_here(&g.name));
    let ranges: Vec<Area> = input.ranges.iter().map(|(area, _)| *area).collect();
    let pieces = grids.flat_map(|grid| match ranges.is_empty() {
        true => tables::apart(context, grid),
        false => area::pieces(context, &grid, &ranges),
    });
    let (pages, beside): (Vec<Page>, Vec<Beside>) = pieces.map(Beside::of).unzip();
    let wanted = |page: &Page| {
        !cover::is_cover(page) && input.sheet.as_ref().is_none_or(|(pattern, _)| pattern.find(page.sheet.name.trim()).is_some())
    };
    let only = pages.iter().filter(|p| wanted(p) && list_named(context, p).is_none()).count() == 1;
    let of_page = |(page, beside): (&Page, &Beside)| match record {
        _ if !wanted(page) => None,
        _ if beside.rel.is_some() => beside.rel,
        _ if let Some(list) = list_named(context, page) => Some(list),
        Some(rel) if only || named_in(&context.names, rel, &page.text) > 0 => Some(rel),
        _ => by_name(context, page).or_else(|| by_header(context, &page.text)),
    };
    let records: Vec<Option<RelId>> = pages.iter().zip(&beside).map(of_page).collect();
    let none = records.iter().all(Option::is_none);
    let said = pages.iter().position(cover::is_cover).map(|at| Cover { lines: cover::lines(&pages[at]), at });
    // The table that a further one of its sheet may have its title from.
    let first_of = |at: usize| {
        let first = (0..at).rev().find(|n| !beside.get(*n).is_some_and(|b| b.further))?;
        Some((first, pages.get(first)?.text.clone()))
    };
    let firsts: Vec<Option<(usize, String)>> =
        beside.iter().enumerate().map(|(at, b)| if b.further && !b.titled { first_of(at) } else { None }).collect();
    let own = beside.into_iter().zip(firsts);
    let opened = (0..).zip(pages).zip(records).zip(own).map(|(((at, page), rel), (beside, first))| match rel {
        _ if cover::is_cover(&page) => Opened::Cover(Box::new(page)),
        None if !wanted(&page) => Opened::LeftOut(Box::new(page), Some(input.sheet.as_ref().and_then(|(_, said)| *said))),
        None if !none => Opened::LeftOut(Box::new(page), None),
        _ => {
            let own = Own { form, cover: said.clone(), at, first, units_before: beside.units_before };
            Opened::Sheet(Box::new(page), rel.or(record), own)
        }
    });
    let mut opened: Vec<Opened> = opened.collect();
    if opened.is_empty() {
        opened.push(Opened::Refused(Box::new(told::empty(&input.path))));
    } else if !opened.iter().any(|o| matches!(o, Opened::Sheet(..))) {
        opened
            .push(Opened::Refused(Box::new(told::no_such_sheet(&input.path, input.sheet.as_ref().and_then(|(_, said)| *said)))));
    }
    opened
}

/// Reads one sheet and gives its text.
pub fn read_sheet(part: &mut Part<'_>, opened: Opened, input: Input) -> Source {
    let Input { path, sheet, title, .. } = input;
    match opened {
        Opened::Refused(problem) => {
            part.refuse(*problem);
            Source::new(path, "")
        }
        Opened::LeftOut(page, pattern) => {
            let (name, place) = (page.sheet.name.as_str(), part.span(page.first_line()));
            part.log.push_file(match pattern {
                Some(said) => told::sheet_not_wanted(name, place, said),
                None => told::sheet_left_out(name, place),
            });
            Source::of_sheet(path, page.text, page.sheet)
        }
        Opened::Cover(page) => Source::of_sheet(path, page.text, page.sheet),
        Opened::Sheet(mut page, record, own) => {
            let (stem, _) = stem_and_extension(&path);
            let columns = Some((page.first, b'\t'));
            part.form = own.form;
            part.linked = record.filter(|rel| matches!(part.context.schema.get(*rel).origin, Origin::Nested { .. }));
            let of_sheet = OfSheet {
                units_before: own.units_before,
                spreads: std::mem::take(&mut page.spreads),
                faces: std::mem::take(&mut page.faces),
            };
            csv::read(part, &page.text, &Hints { path: &path, stem: &stem, record, columns, sheet: &of_sheet });
            if let Some(cover) = &own.cover {
                cover::take(part, cover, other_sheet(part, cover.at, own.at));
            }
            if let Some(pattern) = &sheet {
                sought::from_sheet(part, &page.sheet.name, pattern, page.first_line());
            }
            for pattern in &title {
                let first = own.first.as_ref().map(|(at, text)| (other_sheet(part, *at, own.at), text.as_str()));
                sought::from_title(part, &page.text, pattern, first);
            }
            for remark in &page.remarks {
                part.broken |= remark.kind == RemarkKind::Beyond;
                part.log.push_file(remark.told(part.span(remark.first.clone())));
            }
            Source::of_sheet(path, page.text, page.sheet)
        }
    }
}

/// The source of another sheet of the book that is read, by the places of both.
fn other_sheet(part: &Part<'_>, at: usize, own: usize) -> FileId {
    let place = |n: usize| i64::try_from(n).unwrap_or(0);
    let file = i64::from(part.file.0) + place(at) - place(own);
    FileId(u32::try_from(file).unwrap_or(part.file.0))
}

/// A sheet that this program put beside the table of a form.
fn is_made_here(name: &str) -> bool {
    CLAUSES.iter().chain(&CHOICES).any(|own| *own == name.trim())
}

/// The submitted record that a sheet is named for.
fn by_name(context: &Context<'_>, page: &Page) -> Option<RelId> {
    context.names.relation(&page.sheet.name).filter(|rel| context.schema.get(*rel).origin == Origin::Submitted)
}

/// The nested record whose rows a sheet holds by themselves: it is named for the list, and names columns of it.
fn list_named(context: &Context<'_>, page: &Page) -> Option<RelId> {
    by_name(context, page)
        .map_or_else(|| linked::named(context.schema, &page.sheet.name), |_| None)
        .filter(|rel| named_in(&context.names, *rel, &page.text) > 0)
}

/// Lines in which a header is looked for.
const LINES: usize = 20;

/// The record of which a line of the text names most columns; `None` where two do equally well.
pub(in crate::load) fn by_header(context: &Context<'_>, text: &str) -> Option<RelId> {
    let submitted = context.schema.ids().filter(|id| context.schema.get(*id).origin == Origin::Submitted);
    let found: Vec<(usize, RelId)> =
        submitted.map(|rel| (named_in(&context.names, rel, text), rel)).filter(|(n, _)| *n > 0).collect();
    let most = found.iter().map(|(n, _)| *n).max()?;
    let mut best = found.iter().filter(|(n, _)| *n == most);
    match (best.next(), best.next()) {
        (Some((_, rel)), None) => Some(*rel),
        _ => None,
    }
}

/// How many columns of a record the best of the first lines names.
fn named_in(names: &Names, rel: RelId, text: &str) -> usize {
    let lines = text.trim_start_matches('\n').lines().take(LINES);
    lines.map(|line| named(names, rel, &line.split('\t').collect::<Vec<_>>())).max().unwrap_or(0)
}
