//! The cells of a sheet, and the text made of them.

use super::hidden::Hidden;
pub use super::looks::At;
use super::page::{Page, Remark, RemarkKind};
use crate::load::input::{Face, Spread};
use crate::text::Sheet;
use crate::text::struck::strike;
use std::collections::BTreeMap;

/// A cell in which something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    /// It holds a figure or a day, not a text.
    pub numeric: bool,
    pub remarks: Vec<RemarkKind>,
    /// What it looks like, where columns of texts or of periods read it otherwise.
    pub face: Option<Face>,
}

impl Cell {
    /// Somebody struck it out.
    pub fn strike(&mut self) {
        self.text = strike(&self.text);
        self.face = None;
    }
}

/// A block of cells that are one, from its first to its last corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub first: At,
    pub last: At,
}

impl Block {
    /// Its columns in a text whose first is this one.
    fn spread(&self, first_col: u32) -> Spread {
        let at = |col: u32| col.saturating_sub(first_col) as usize;
        Spread { first: at(self.first.1), last: at(self.last.1), down: self.last.0 > self.first.0 }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Grid {
    pub name: String,
    pub hidden: bool,
    /// Rows and columns of it that are.
    pub hidden_lines: Hidden,
    pub cells: BTreeMap<At, Cell>,
    pub merged: Vec<Block>,
}

impl Grid {
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// What its text would take: that of the cells, the tabs of every row in which something stands, and a line for each row from the first on.
    pub fn bytes(&self) -> usize {
        let columns = self.cells.keys().map(|(_, col)| *col as usize);
        let width = columns.clone().max().unwrap_or(0) - columns.min().unwrap_or(0) + 1;
        let mut rows = 0_usize;
        let mut last = None;
        for (row, _) in self.cells.keys() {
            rows += usize::from(last != Some(*row));
            last = Some(*row);
        }
        let texts = self.cells.values().map(|c| c.text.len()).fold(0, usize::saturating_add);
        let lines = last.map_or(0, |row| row as usize);
        texts.saturating_add(rows.saturating_mul(width)).saturating_add(lines)
    }

    /// The cells of a row, from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &Cell)> {
        self.cells.range((row, 0)..=(row, u32::MAX)).map(|((_, col), cell)| (*col, cell))
    }

    /// One line for each row from the first of the sheet on, with as many tabs in those that are not empty as part its columns.
    pub fn page(&self) -> Page {
        let Some((first_row, last_row)) = self.cells.keys().next().zip(self.cells.keys().next_back()).map(|(a, b)| (a.0, b.0))
        else {
            return Page::default();
        };
        let columns = self.cells.keys().map(|(_, col)| *col);
        let (first_col, last_col) = (columns.clone().min().unwrap_or(0), columns.max().unwrap_or(0));
        let mut text = "\n".repeat(first_row as usize);
        let mut found: BTreeMap<RemarkKind, Remark> = BTreeMap::new();
        let blocks = self.blocks_by_row();
        let (mut spreads, mut faces) = (BTreeMap::<usize, Vec<Spread>>::new(), BTreeMap::new());
        for row in first_row..=last_row {
            if row > first_row {
                text.push('\n');
            }
            if let Some(blocks) = blocks.get(&row) {
                spreads.insert(text.len(), blocks.iter().map(|b| b.spread(first_col)).collect());
            }
            let mut at = first_col;
            let mut filled = false;
            for (col, cell) in self.row(row) {
                (at..col).for_each(|_| text.push('\t'));
                at = col;
                filled = true;
                let start = text.len();
                push(&mut text, &cell.text);
                faces.extend(cell.face.clone().map(|face| (start, face)));
                for kind in &cell.remarks {
                    let remark = found.entry(*kind).or_insert_with(|| Remark { kind: *kind, count: 0, first: start..text.len() });
                    remark.count += 1;
                }
            }
            // A row in which nothing stands is an empty line.
            if filled {
                (at..last_col).for_each(|_| text.push('\t'));
            }
        }
        if self.hidden {
            found.insert(
                RemarkKind::Hidden,
                Remark { kind: RemarkKind::Hidden, count: 0, first: first_row as usize..first_row as usize },
            );
        }
        let lines = self.hidden_lines.rows + self.hidden_lines.columns;
        if lines > 0 {
            let at = self.hidden_lines.first_row.filter(|row| (first_row..=last_row).contains(row)).unwrap_or(first_row);
            let start =
                text.match_indices('\n').map(|(n, _)| n + 1).nth((at as usize).wrapping_sub(1)).unwrap_or(first_row as usize);
            let end = text[start..].find('\n').map_or(text.len(), |n| start + n);
            found.insert(RemarkKind::HiddenLines, Remark { kind: RemarkKind::HiddenLines, count: lines, first: start..end });
        }
        let sheet = Sheet { name: self.name.clone(), first_col };
        Page { text, sheet, first: first_row as usize, remarks: found.into_values().collect(), spreads, faces }
    }

    /// The blocks in whose first column something stands, by the rows in which it does, from left to right.
    fn blocks_by_row(&self) -> BTreeMap<u32, Vec<Block>> {
        let mut out: BTreeMap<u32, Vec<Block>> = BTreeMap::new();
        for block in &self.merged {
            let rows = self.cells.range((block.first.0, 0)..=(block.last.0, u32::MAX));
            let filled = rows.filter(|((_, col), _)| *col == block.first.1);
            filled.for_each(|((row, _), _)| out.entry(*row).or_default().push(*block));
        }
        out.values_mut().for_each(|blocks| blocks.sort_by_key(|b| b.first.1));
        out
    }
}

/// A text that begins with a quote would open a quoted cell.
pub fn push(out: &mut String, text: &str) {
    if text.trim_start().starts_with('"') {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}
