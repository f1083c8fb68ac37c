//! Merged cells: what stands in a block stands in each of its rows, and a header over several rows becomes one, its parts joined from above:
//! 收入/税收. What a block over several columns says of each, and a figure of each of several rows, nobody knows: the page tells where they are.

use super::grid::{At, Block, Cell, Grid};
use super::page::RemarkKind;
use std::collections::BTreeSet;

/// A header has no more rows than this, and stands within this many rows of the first.
const HEADER_ROWS: u32 = 12;

/// The sheet with its blocks filled and its header in one row.
pub fn joined(mut grid: Grid) -> Grid {
    for block in grid.merged.clone() {
        uncover(&mut grid, block);
        fill(&mut grid, block);
    }
    let Some(first) = grid.cells.keys().next().map(|(row, _)| *row) else { return grid };
    for row in first..first.saturating_add(HEADER_ROWS) {
        join(&mut grid, row);
    }
    grid
}

/// What lies under a block nobody sees: it is taken away, and told.
fn uncover(grid: &mut Grid, Block { first, last }: Block) {
    let within = |at: &At| at != &first && (first.1..=last.1).contains(&at.1);
    let covered: Vec<At> = grid.cells.range((first.0, 0)..=(last.0, u32::MAX)).map(|(at, _)| *at).filter(within).collect();
    if covered.is_empty() {
        return;
    }
    covered.iter().for_each(|at| drop(grid.cells.remove(at)));
    grid.cells.entry(first).or_default().remarks.push(RemarkKind::Covered);
}

/// What is written once stands in every row of its block; whether that is right for a figure is decided where it is known what its column holds.
fn fill(grid: &mut Grid, Block { first, last }: Block) {
    // An empty cell is there for what is told of it alone.
    let Some(mut cell) = grid.cells.get(&first).filter(|c| !c.text.is_empty()).cloned() else { return };
    cell.remarks.clear();
    if last.0 <= first.0 {
        return;
    }
    // A block may reach to the end of the sheet; where nothing else stands there is no row.
    let below = grid.cells.range((first.0 + 1, 0)..=(last.0, u32::MAX)).map(|((row, _), _)| *row);
    let rows: BTreeSet<u32> = below.collect();
    for row in rows {
        grid.cells.entry((row, first.1)).or_insert_with(|| cell.clone());
    }
}

/// Whether a row is the upper part of a header: a block in it lies over several columns that have texts of their own below, nothing in it is
/// a figure, and nothing in the row below but years is: that would be the first row of the table. A title lies over the table alone in its row.
fn blocks_over(grid: &Grid, row: u32) -> Vec<Block> {
    let texts: Vec<u32> = grid.row(row).map(|(col, _)| col).collect();
    if texts.len() < 2 || grid.row(row).any(|(_, c)| c.numeric) {
        return Vec::new();
    }
    let below = |b: &Block| {
        (b.first.1..=b.last.1)
            .filter(|col| grid.cells.get(&(b.last.0.saturating_add(1), *col)).is_some_and(|c| !c.numeric))
            .count()
    };
    let rows_begin = |b: &&Block| grid.row(b.last.0.saturating_add(1)).any(|(_, c)| c.numeric && !is_year(&c.text));
    let over = |b: &&Block| b.first.0 <= row && row == b.last.0 && b.last.1 > b.first.1 && grid.cells.contains_key(&b.first);
    grid.merged.iter().filter(over).filter(|b| below(b) >= 2 && !rows_begin(b)).copied().collect()
}

/// 2007, as a header has it.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.starts_with(['1', '2']) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Joins the texts of a row into the row below, where they belong to it.
fn join(grid: &mut Grid, row: u32) {
    let blocks = blocks_over(grid, row);
    let upper: Vec<(u32, Cell)> = grid.row(row).map(|(col, cell)| (col, cell.clone())).collect();
    if blocks.is_empty() {
        // A header whose every cell is merged downwards stands in two rows and is one.
        let lower: Vec<(u32, Cell)> = grid.row(row + 1).map(|(col, cell)| (col, cell.clone())).collect();
        let down = |col: u32| grid.merged.iter().any(|b| b.first.1 == col && b.first.0 <= row && b.last.0 > row);
        if upper.len() > 1 && upper == lower && upper.iter().all(|(col, _)| down(*col)) {
            clear(grid, row);
        }
        return;
    }
    let mut done: BTreeSet<u32> = BTreeSet::new();
    for block in &blocks {
        let Some(head) = grid.cells.get(&(block.last.0, block.first.1)).or_else(|| grid.cells.get(&block.first)).cloned() else {
            continue;
        };
        for col in block.first.1..=block.last.1 {
            done.insert(col);
            match grid.cells.get_mut(&(row + 1, col)) {
                Some(cell) => cell.text = format!("{}/{}", head.text, cell.text),
                None => drop(grid.cells.insert((row + 1, col), head.clone())),
            }
            settle(grid, row + 1, col, &head.text);
        }
    }
    for (col, cell) in upper.into_iter().filter(|(col, _)| !done.contains(col)) {
        grid.cells.entry((row + 1, col)).or_insert(cell);
    }
    clear(grid, row);
}

/// Blocks of the row that a text was joined into: a block over several columns has its text in the first of them, a block over several rows in each.
fn settle(grid: &mut Grid, row: u32, col: u32, head: &str) {
    let covers = |b: &&Block| b.first.0 == row && b.first.1 < col && col <= b.last.1;
    if grid.merged.iter().any(|b| covers(&b)) && grid.cells.get(&(row, col)).is_some_and(|c| c.text == head) {
        grid.cells.remove(&(row, col));
    }
    let down = grid.merged.iter().find(|b| b.first == (row, col) && b.last.0 > row).map(|b| b.last.0);
    if let Some((last, cell)) = down.zip(grid.cells.get(&(row, col)).cloned()) {
        (row + 1..=last).for_each(|below| drop(grid.cells.insert((below, col), cell.clone())));
    }
}

fn clear(grid: &mut Grid, row: u32) {
    let columns: Vec<u32> = grid.row(row).map(|(col, _)| col).collect();
    columns.into_iter().for_each(|col| drop(grid.cells.remove(&(row, col))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::input::Spread;

    /// Rows of texts; an empty text is an empty cell.
    fn grid(rows: &[&[&str]], merged: &[(u32, u32, u32, u32)]) -> Grid {
        let mut grid = Grid::default();
        for (r, row) in (0..).zip(rows) {
            for (c, text) in (0..).zip(*row).filter(|(_, t)| !t.is_empty()) {
                let numeric = text.starts_with(|c: char| c.is_ascii_digit());
                grid.cells.insert((r, c), Cell { text: text.to_string(), numeric, ..Cell::default() });
            }
        }
        grid.merged = merged.iter().map(|(a, b, c, d)| Block { first: (*a, *b), last: (*c, *d) }).collect();
        grid
    }

    fn lines(grid: Grid) -> Vec<String> {
        joined(grid).page().text.lines().map(|l| l.replace('\t', "|")).filter(|l| !l.is_empty()).collect()
    }

    #[test]
    fn a_header_of_two_rows_is_joined() {
        let rows: &[&[&str]] =
            &[&["各县情况表"], &["县", "收入", "", "支出"], &["", "税收", "非税", ""], &["安平", "3", "4", "5"]];
        let merged = &[(0, 0, 0, 3), (1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 2, 3)];
        assert_eq!(lines(grid(rows, merged)), ["各县情况表|||", "县|收入/税收|收入/非税|支出", "安平|3|4|5"]);
    }

    #[test]
    fn a_header_of_three_rows_is_joined() {
        let rows: &[&[&str]] = &[
            &["县", "收入", "", "", "备注"],
            &["", "税收", "", "其他", ""],
            &["", "增值税", "所得税", "", ""],
            &["安平", "1", "2", "3", ""],
        ];
        let merged = &[(0, 0, 2, 0), (0, 1, 0, 3), (1, 1, 1, 2), (1, 3, 2, 3), (0, 4, 2, 4)];
        assert_eq!(lines(grid(rows, merged))[0], "县|收入/税收/增值税|收入/税收/所得税|收入/其他|备注");
    }

    #[test]
    fn what_is_merged_downwards_stands_in_every_row() {
        let rows: &[&[&str]] = &[&["县", "项目", "额"], &["安平", "一", "3"], &["", "二", ""]];
        let merged = &[(1, 0, 2, 0), (1, 2, 2, 2)];
        assert_eq!(lines(grid(rows, merged)), ["县|项目|额", "安平|一|3", "安平|二|3"]);
        let spread = |column| Spread { first: column, last: column, down: true };
        // The lines begin at bytes 0, 15 and 28: a sign of Chinese takes three.
        let both = vec![spread(0), spread(2)];
        assert_eq!(joined(grid(rows, merged)).page().spreads, [(15, both.clone()), (28, both)].into());
    }

    #[test]
    fn what_is_merged_across_is_told_with_its_columns() {
        let rows: &[&[&str]] = &[&["县", "额", "税"], &["安平", "3", ""], &["合计", "", "3"]];
        let page = joined(grid(rows, &[(1, 1, 1, 2), (2, 0, 2, 1)])).page();
        let across = |first, last| vec![Spread { first, last, down: false }];
        assert_eq!(page.spreads, [(12, across(1, 2)), (22, across(0, 1))].into());
    }

    #[test]
    fn a_header_cell_over_two_columns_of_the_first_row_is_no_upper_part() {
        let rows: &[&[&str]] = &[&["县", "", "额"], &["安平", "安", "3"], &["枣强", "枣", "4"]];
        assert_eq!(lines(grid(rows, &[(0, 0, 0, 1)]))[0], "县||额");
        let years: &[&[&str]] = &[&["县", "收入", ""], &["", "税收", "非税"], &["安平", "3", "4"]];
        assert_eq!(lines(grid(years, &[(0, 0, 1, 0), (0, 1, 0, 2)]))[0], "县|收入/税收|收入/非税");
    }

    #[test]
    fn a_header_merged_downwards_throughout_stands_once() {
        let rows: &[&[&str]] = &[&["县", "额"], &["", ""], &["安平", "3"]];
        assert_eq!(lines(grid(rows, &[(0, 0, 1, 0), (0, 1, 1, 1)])), ["县|额", "安平|3"]);
    }
}
