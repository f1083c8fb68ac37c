//! A sheet of a workbook whose cells were made into lines of text, with a tab between two cells.

use serde::{Deserialize, Serialize};

/// Which sheet, and which of its columns the lines begin with, from 0. The lines of the text are the rows of the sheet, from the first on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub name: String,
    pub first_col: u32,
}

impl Sheet {
    /// The cell in a line of the text, from 1, behind so many tabs: `产值表!C7`.
    pub fn address(&self, line: usize, tabs: usize) -> String {
        let col = u64::from(self.first_col) + tabs as u64;
        format!("{}!{}{line}", self.name, letters(col))
    }
}

/// Cells of a sheet from a first corner to a last, rows and columns from 0: `A3:F40`. Without a last row it has no end below: `A3:F`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub first: (u32, u32),
    pub last: (u32, u32),
}

impl Area {
    /// Reads it as spreadsheets write it, `$A$3:$F$40` too.
    pub fn read(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| *c != '$' && !c.is_whitespace()).collect();
        let (first, last) = plain.split_once(':')?;
        let ((row, col), (end, last_col)) = (corner(first)?, corner(last)?);
        let area = Self { first: (row?, col), last: (end.unwrap_or(u32::MAX), last_col) };
        (area.first.0 <= area.last.0 && area.first.1 <= area.last.1).then_some(area)
    }

    pub fn holds(&self, (row, col): (u32, u32)) -> bool {
        (self.first.0..=self.last.0).contains(&row) && (self.first.1..=self.last.1).contains(&col)
    }

    /// It stands right below, so that a table may go on there.
    pub fn ends_above(&self, (row, col): (u32, u32)) -> bool {
        self.last.0.checked_add(1) == Some(row) && (self.first.1..=self.last.1).contains(&col)
    }
}

/// The row, if any, and the column of `F40` or `F`.
fn corner(text: &str) -> Option<(Option<u32>, u32)> {
    const LONGEST: usize = 3;
    let at = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (letters, digits) = text.split_at(at);
    if letters.is_empty() || letters.len() > LONGEST {
        return None;
    }
    let col = letters.bytes().fold(0, |col, b| col * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1) - 1;
    if digits.is_empty() {
        return Some((None, col));
    }
    let row = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok()).flatten()?;
    Some((Some(row.checked_sub(1)?), col))
}

/// Columns are named A to Z, then AA to ZZ, and on.
pub fn letters(mut col: u64) -> String {
    let mut out = Vec::new();
    loop {
        out.push(b'A' + u8::try_from(col % 26).unwrap_or(0));
        if col < 26 {
            break;
        }
        col = col / 26 - 1;
    }
    out.reverse();
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_as_spreadsheets_write_them() {
        let area = |text: &str| Area::read(text).map(|a| (a.first, a.last));
        assert_eq!(area("A3:F40"), Some(((2, 0), (39, 5))));
        assert_eq!(area(" $b$1:$AA$2 "), Some(((0, 1), (1, 26))));
        assert_eq!(area("A3:F"), Some(((2, 0), (u32::MAX, 5))));
        for wrong in
            ["", "A3", "A:F40", "F3:A40", "A4:F3", "A0:F4", "3A:F4", "A3:F4:G5", "A3-F4", "ABCD1:ABCE2", "A3:F99999999999"]
        {
            assert_eq!(area(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        let sheet = Sheet { name: "表".into(), first_col: 1 };
        assert_eq!(sheet.address(3, 0), "表!B3");
        assert_eq!(sheet.address(7, 24), "表!Z7");
        assert_eq!(sheet.address(7, 25), "表!AA7");
        let corner = Sheet::default();
        assert_eq!(corner.address(1, 25), "!Z1");
        assert_eq!(corner.address(1, 26), "!AA1");
        assert_eq!(corner.address(1, 701), "!ZZ1");
        assert_eq!(corner.address(1, 702), "!AAA1");
        assert_eq!(corner.address(1_048_576, 16_383), "!XFD1048576");
    }
}
