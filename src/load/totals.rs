//! Rows of totals: known by their words, not taken for members, and their figures held against the sums of the rows they stand under.
//! Here too rows that are none leave their tables, and the account of a file is made.

use super::diagnostics::lines;
use super::keys;
use super::line_words::{TotalWord, may_be_total, total_word};
use super::part::{Part, TablePart};
use crate::data::{
    BlankAccount, CellState, Column, Extent, FileAccount, LineKind, OtherLine, SaidItem, StatedTotal, SubmissionId, Table,
    TableAccount,
};
use crate::diag::Bilingual;
use crate::num::{Rat, abs, ratio, show_exact_or, show_grouped};
use crate::text::{fold_name, same_name};
use crate::ty::{BlankMeans, ColId, ColumnDef, Origin, RelId, Type, Unit, english_figure};
use std::collections::BTreeMap;
use std::ops::Range;

impl Part<'_> {
    /// Whether a text of a row makes it a row of totals. What a column lists as a value, or a table of the policy as a key, is a name.
    pub fn is_total(&self, rel: RelId, col: Option<ColId>, text: &str) -> bool {
        if !self.knows_totals || !may_be_total(text) {
            return false;
        }
        let relation = self.context.schema.get(rel);
        if relation.is_total_row(text) {
            return true;
        }
        let folded = fold_name(text);
        let listed = col.is_some_and(|c| match &relation.columns[c.index()].ty {
            Type::OneOf(options) => options.iter().any(|o| same_name(o, &folded)),
            Type::Text
            | Type::Flag
            | Type::Number(_)
            | Type::Date
            | Type::Period(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => false,
        });
        let word = match total_word(text) {
            Some(TotalWord::Whole | TotalWord::Average | TotalWord::Derived) => col.is_some_and(|c| relation.key.contains(&c)),
            word => word.is_some(),
        };
        !listed && word && !self.context.named_totals.contains(&folded)
    }

    /// Whether the first text of the row in hand, or a text of its key, is a word of totals.
    pub fn row_is_total(&mut self, rel: RelId) -> bool {
        let Some(Some(table)) = self.tables.get(rel.index()).filter(|_| self.knows_totals) else { return false };
        let Some(row) = table.table.rows.checked_sub(1) else { return false };
        let texts = |col: &ColId| matches!(table.relation.columns[col.index()].ty, Type::Text | Type::Ref(_) | Type::OneOf(_));
        let columns = (0u32..).take(table.table.columns.len()).map(ColId).filter(texts);
        let code = |col: &ColId| table.table.columns[col.index()].code(row);
        let place = |col: &ColId| table.table.columns[col.index()].extents.get(row as usize).map_or(u32::MAX, |e| e.start);
        let first = columns.filter(|c| code(c).is_some()).min_by_key(place);
        let keys = table.relation.key.iter().copied().filter(|c| texts(c));
        first.into_iter().chain(keys).any(|col| code(&col).is_some_and(|c| self.is_total(rel, Some(col), self.texts.text(c))))
    }

    /// Holds the figures of total rows against the sums of the rows they stand under.
    pub fn check_totals(&mut self, rel: RelId) {
        let Some(Some(table)) = self.tables.get(rel.index()) else { return };
        let rows: Vec<u32> = table.out.iter().filter(|(_, k)| **k == LineKind::Total).map(|(row, _)| *row).collect();
        if rows.is_empty() {
            return self.say_unnamed_total(rel);
        }
        let (mut told, mut lonely, mut open) = (Vec::new(), Vec::new(), false);
        let mut totals = Vec::new();
        let words = words_of(self, table, &rows);
        let groups = Groups::new(table, &rows, &words);
        for (&row, word) in rows.iter().zip(&words) {
            let Some(extent) = table.table.row_extents.get(row as usize).copied() else { continue };
            let place = self.extent_span(extent).unwrap_or(table.relation.span);
            let declared = table.relation.is_total_row(word);
            for at in (0..table.relation.columns.len()).filter(|_| declared) {
                // What was written there is no figure, or bounds of one.
                let (column, def) = (&table.table.columns[at], &table.relation.columns[at]);
                if def.adds_up() && column.state(row) == CellState::Hole {
                    let cell = column.extents.get(row as usize).and_then(|e| self.extent_span(*e)).unwrap_or(place);
                    told.push(lines::total_unusable(word, def.title(), cell));
                }
            }
            let stated = match total_word(word) {
                _ if self.excerpt => Vec::new(),
                Some(TotalWord::OfWhich | TotalWord::Average | TotalWord::Derived) => Vec::new(),
                _ => best_stated(table, row, &groups.under(table, row, word), declared),
            };
            // What the sum of no rows is said to be, other rows came to.
            let alone = !(0..table.table.rows).any(|r| is_member(table, r, list_of(table, row)));
            if alone && stated.iter().any(|t| t.stated != Rat::ZERO) {
                lonely.push(list_of(table, row));
                told.push(lines::total_alone(word, place));
                totals.extend(stated);
                continue;
            }
            let off: Vec<&StatedTotal> = stated.iter().filter(|t| t.agrees(&slack(table, t)) == Some(false)).collect();
            let show = |t: &&StatedTotal| shown(&table.relation.columns[t.col.index()], t);
            let told_off: Vec<lines::TotalOff> = off.iter().map(show).collect();
            match (off.first(), told_off.split_first()) {
                (Some(at), Some(figures)) => {
                    let cell = self.extent_span(at.place).unwrap_or(place);
                    told.push(lines::total_differs(word, figures, cell, declared));
                }
                _ if declared => {}
                _ => {
                    let agree = stated.iter().any(|t| t.sum.is_some());
                    told.push(match total_word(word) {
                        Some(TotalWord::Average) => lines::average_left_out(table.relation, word, place),
                        Some(TotalWord::Derived) => lines::derived_left_out(table.relation, word, place),
                        Some(TotalWord::OfWhich) if is_first_of_total(table, row) => {
                            open = true;
                            lines::member_of_total(table.relation, word, place)
                        }
                        Some(TotalWord::OfWhich) if !declared => lines::part_left_out(table.relation, word, place),
                        Some(TotalWord::Sum | TotalWord::Whole | TotalWord::OfWhich) | None => {
                            lines::total_left_out(table.relation, word, place, agree)
                        }
                    });
                }
            }
            totals.extend(stated);
        }
        let name = table.relation.name.clone();
        self.stated.entry(rel).or_default().extend(totals);
        if open {
            self.open(rel).complete = false;
        }
        self.open_totals(rel, &lonely);
        told.into_iter().for_each(|d| self.log.push(d, rel, &name));
    }

    /// A first or last row whose every figure is the sum of the other rows is a total in all but its name.
    fn say_unnamed_total(&mut self, rel: RelId) {
        let Some(Some(table)) = self.tables.get(rel.index()).filter(|_| self.knows_totals) else { return };
        let submitted = table.relation.origin == Origin::Submitted && table.out.is_empty() && table.complete && !self.excerpt;
        let rows = table.table.rows;
        if !submitted || !(3..=MOST_ROWS).contains(&rows) {
            return;
        }
        let Some(row) = [0, rows - 1].into_iter().find(|row| is_sum_of_others(table, *row)) else { return };
        let name = table.table.columns.iter().find_map(|c| c.code(row)).map_or("", |code| self.texts.text(code));
        let extent = table.table.row_extents.get(row as usize).copied();
        let place = extent.and_then(|e| self.extent_span(e)).unwrap_or(table.relation.span);
        let (told, subject) = (lines::total_in_all_but_name(table.relation, name, place), table.relation.name.clone());
        self.log.push(told, rel, &subject);
    }

    /// Tables, or lists of rows, that hold nothing but their totals are not known as a whole.
    fn open_totals(&mut self, rel: RelId, lists: &[Option<u32>]) {
        if lists.is_empty() {
            return;
        }
        let parents: Vec<u32> = lists.iter().flatten().copied().collect();
        if parents.is_empty() {
            self.open(rel).complete = false;
        }
        self.open_lists(rel, &parents);
    }

    /// Takes the rows that are none out of their tables, and with them the rows nested in them.
    pub fn take_out(&mut self) {
        let schema = self.context.schema;
        let mut order: Vec<RelId> = schema.ids().collect();
        order.sort_by_key(|rel| (keys::depth(schema, *rel), *rel));
        let mut moved: BTreeMap<RelId, Vec<Option<u32>>> = BTreeMap::new();
        for rel in order {
            let parents = match schema.get(rel).origin {
                Origin::Nested { parent, .. } => moved.get(&parent),
                Origin::Submitted | Origin::Policy | Origin::Calendar => None,
            };
            let Some(Some(table)) = self.tables.get_mut(rel.index()) else { continue };
            let orphan = |row: u32| {
                parents.is_some_and(|m| {
                    table.table.parents.get(row as usize).is_some_and(|p| m.get(*p as usize).copied().flatten().is_none())
                })
            };
            let orphans: Vec<u32> = (0..table.table.rows).filter(|row| orphan(*row)).collect();
            if table.out.is_empty() && orphans.is_empty() && parents.is_none() {
                continue;
            }
            for (row, what) in &table.out {
                if let Some(place) = table.table.row_extents.get(*row as usize) {
                    self.others.push((rel, OtherLine { place: *place, line: 0, what: *what }));
                }
            }
            let mut keep = vec![true; table.table.rows as usize];
            table.out.keys().chain(&orphans).for_each(|row| keep[*row as usize] = false);
            let places = keys::retain(&mut table.table, &keep);
            if let Some(parents) = parents {
                let to = |p: &u32| parents.get(*p as usize).copied().flatten().unwrap_or(*p);
                table.table.parents.iter_mut().for_each(|p| *p = to(p));
            }
            moved.insert(rel, places);
        }
    }

    /// What became of the file.
    pub fn settle_account(&mut self, submission: Option<SubmissionId>) -> FileAccount {
        let mut others = std::mem::take(&mut self.others);
        others.sort_by_key(|(rel, line)| (*rel, line.place.start));
        let mut tables: Vec<TableAccount> = Vec::new();
        for (rel, table) in self.sent() {
            let extents = &table.table.row_extents;
            let place = match (extents.iter().map(|e| e.start).min(), extents.iter().map(|e| e.end).max()) {
                (Some(start), Some(end)) => Extent { start, end },
                _ => Extent::NONE,
            };
            let own = others.iter().filter(|(r, _)| *r == rel).map(|(_, line)| *line).collect();
            let totals = self.stated.get(&rel).cloned().unwrap_or_default();
            let blanks = blank_accounts(&table.table, &table.blanks);
            tables.push(TableAccount {
                rel,
                read: table.table.rows,
                place,
                others: own,
                totals,
                blanks,
                header: self.header_of(rel),
            });
        }
        let said = self.envelope.said.iter();
        let said = said.map(|(item, at)| SaidItem { item: *item, place: at.place, by: at.by }).collect();
        FileAccount { file: self.file, submission, tables, said }
    }
}

/// The word of each total row: its first text that is one.
fn words_of(part: &Part<'_>, table: &TablePart<'_>, rows: &[u32]) -> Vec<String> {
    let word = |row: u32| {
        let mut texts: Vec<(u32, &str)> = Vec::new();
        for column in &table.table.columns {
            if let (Some(code), Some(extent)) = (column.code(row), column.extents.get(row as usize)) {
                texts.push((extent.start, part.texts.text(code)));
            }
        }
        texts.sort_unstable();
        let known = texts.iter().map(|(_, t)| *t).find(|t| table.relation.is_total_row(t) || total_word(t).is_some());
        // The word may stand in a column that takes no texts.
        let written = || table.total_words.get(&row).cloned();
        known.map(ToString::to_string).or_else(written).unwrap_or_else(|| "合计".to_string())
    };
    rows.iter().map(|row| word(*row)).collect()
}

/// Total rows with the same word, in the same list.
struct Groups {
    /// Their rows in order, and whether they stand above the rows they sum up.
    of: BTreeMap<(Option<u32>, String), (Vec<u32>, bool)>,
}

impl Groups {
    fn new(table: &TablePart<'_>, totals: &[u32], words: &[String]) -> Self {
        let mut of: BTreeMap<(Option<u32>, String), (Vec<u32>, bool)> = BTreeMap::new();
        for (row, word) in totals.iter().zip(words) {
            of.entry((list_of(table, *row), fold_name(word))).or_default().0.push(*row);
        }
        for ((list, _), (rows, above)) in &mut of {
            let first = rows.first().copied().unwrap_or(0);
            *above = !(0..first).any(|r| is_member(table, r, *list));
        }
        Self { of }
    }

    /// The rows a total may stand under: those since the total before it with the same word, or, where totals stand above their rows,
    /// those up to the next. Where none are left below the last, it says once more what stands above: since the one before, or of all rows.
    fn under(&self, table: &TablePart<'_>, row: u32, word: &str) -> Vec<Vec<u32>> {
        let list = list_of(table, row);
        let Some((rows, above)) = self.of.get(&(list, fold_name(word))) else { return Vec::new() };
        let at = rows.partition_point(|r| *r < row);
        let since = at.checked_sub(1).and_then(|n| rows.get(n)).map_or(0, |r| r + 1);
        let members = |range: Range<u32>| -> Vec<u32> { range.filter(|r| is_member(table, *r, list)).collect() };
        let below = if *above { members(row + 1..rows.get(at + 1).copied().unwrap_or(table.table.rows)) } else { Vec::new() };
        match below.is_empty() {
            false => vec![below],
            true if *above => vec![members(since..row), members(0..row)],
            true => vec![members(since..row)],
        }
    }
}

/// The row a nested row stands in.
fn list_of(table: &TablePart<'_>, row: u32) -> Option<u32> {
    table.table.parents.get(row as usize).copied()
}

/// Forms have fewer rows than these.
const MOST_ROWS: u32 = 1_000;

/// Whether all figures of a row that add up are the sums of the other rows, and so many of them that it is not by chance.
fn is_sum_of_others(table: &TablePart<'_>, row: u32) -> bool {
    const COLUMNS: usize = 2;
    const ROWS: u32 = 6;
    let mut sums = 0;
    for (column, def) in table.table.columns.iter().zip(&table.relation.columns) {
        if !def.adds_up() || column.states.iter().all(|s| *s == CellState::Absent) {
            continue;
        }
        let mut others = (0..table.table.rows).filter(|r| *r != row).map(|r| column.number(r));
        let (Some(stated), Some(sum)) = (column.number(row), others.try_fold(Rat::ZERO, |sum, one| Some(sum + one?))) else {
            return false;
        };
        if stated != sum {
            return false;
        }
        sums += usize::from(stated != Rat::ZERO);
    }
    sums >= COLUMNS || (sums == 1 && table.table.rows >= ROWS)
}

/// A row that says 其中, and somebody's name, right below a total: it begins the rows that the total is made of, or is a part of it.
fn is_first_of_total(table: &TablePart<'_>, row: u32) -> bool {
    let above = row.checked_sub(1).filter(|above| list_of(table, *above) == list_of(table, row));
    let rows = table.table.rows;
    above.is_some_and(|above| table.out.get(&above) == Some(&LineKind::Total))
        && (row + 1..rows).any(|below| is_member(table, below, list_of(table, row)))
}

fn is_member(table: &TablePart<'_>, row: u32, list: Option<u32>) -> bool {
    list_of(table, row) == list && !matches!(table.out.get(&row), Some(LineKind::Total | LineKind::Note))
}

/// What a total row states beside the rows it may stand under: the first of these with which it agrees.
fn best_stated(table: &TablePart<'_>, row: u32, under: &[Vec<u32>], declared: bool) -> Vec<StatedTotal> {
    let agrees = |stated: &Vec<StatedTotal>| stated.iter().all(|t| t.agrees(&slack(table, t)) != Some(false));
    let mut tried: Vec<Vec<StatedTotal>> = under.iter().map(|members| stated_totals(table, row, members, declared)).collect();
    let best = tried.iter().position(agrees).unwrap_or(0);
    if best < tried.len() { tried.swap_remove(best) } else { Vec::new() }
}

/// The figures of a total row that add up over rows: amounts and counts, not shares or figures per something.
fn stated_totals(table: &TablePart<'_>, row: u32, members: &[u32], declared: bool) -> Vec<StatedTotal> {
    let mut out = Vec::new();
    for (at, _) in table.relation.columns.iter().enumerate().filter(|(_, c)| c.adds_up()) {
        let Some(column) = table.table.columns.get(at) else { continue };
        let (Some(stated), Some(place)) = (column.number(row), column.extents.get(row as usize)) else { continue };
        // What a total row leaves blank it does not state.
        if column.is_left_blank(row) {
            continue;
        }
        let whole = |r: &u32| !table.out.contains_key(r) && table.complete;
        let mut sum = Some(Rat::ZERO);
        for member in members {
            sum = match (sum, column.number(*member), column.state(*member)) {
                (Some(sum), Some(value), _) if whole(member) => Some(sum + value),
                // What is known not to exist adds nothing.
                (Some(sum), _, CellState::None) if whole(member) => Some(sum),
                _ => None,
            };
        }
        let col = ColId(u32::try_from(at).unwrap_or(u32::MAX));
        out.push(StatedTotal { place: *place, col, stated, sum, declared });
    }
    out
}

/// Figures given to a step are rounded, each by half a step at most, and so is their total.
fn slack(table: &TablePart<'_>, total: &StatedTotal) -> Rat {
    let step = table.relation.columns[total.col.index()].step.clone().unwrap_or(Rat::ZERO);
    step * ratio(i64::from(table.table.rows) + 1, 2)
}

fn shown(column: &ColumnDef, total: &StatedTotal) -> lines::TotalOff {
    const DIGITS: u32 = 12;
    let one = Unit::one();
    let unit = column.unit.as_ref().unwrap_or(&one);
    let figure = |v: &Rat| {
        let base = v * &unit.factor;
        let zh = format!("{}{}", show_grouped(&show_exact_or(v, DIGITS)), unit.name);
        Bilingual::new(zh, english_figure(&base, unit, |one| show_exact_or(&(&base / one), DIGITS)))
    };
    let sum = total.sum.clone().unwrap_or(Rat::ZERO);
    let by = figure(&abs(&(&total.stated - &sum)));
    lines::TotalOff { column: column.title().to_string(), stated: figure(&total.stated), sum: figure(&sum), by }
}

/// How many cells of a table were read as what a blank means there, column by column.
fn blank_accounts(table: &Table, means: &[Option<BlankMeans>]) -> Vec<BlankAccount> {
    let mut out = Vec::new();
    for (at, (column, means)) in (0u32..).zip(table.columns.iter().zip(means)) {
        let Some(means) = means.filter(|m| *m != BlankMeans::Unknown) else { continue };
        let (blank, absent) = left(column);
        if blank + absent > 0 {
            out.push(BlankAccount { col: ColId(at), means, blank, absent });
        }
    }
    out
}

/// Cells left blank, and cells that the file does not have.
fn left(column: &Column) -> (u32, u32) {
    let (mut blank, mut absent) = (0u32, 0u32);
    for row in column.left_blank() {
        match column.extents.get(row as usize).is_none_or(|e| e.is_none()) {
            true => absent += 1,
            false => blank += 1,
        }
    }
    (blank, absent)
}
