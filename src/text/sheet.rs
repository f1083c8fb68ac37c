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
