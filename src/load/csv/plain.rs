//! A plain table of answers: cells as they stand, without any meaning.

use csv_core::{ReadRecordResult, Reader};

/// Answers have fewer columns.
const COLUMNS: usize = 4096;

/// All rows of a CSV text, the header among them; `None` where there are too many columns.
pub fn cells(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    // A last row without a line end would be told in two parts.
    let mut bytes = bytes.to_vec();
    if bytes.last().is_some_and(|b| *b != b'\n') {
        bytes.push(b'\n');
    }
    let bytes = bytes.as_slice();
    let mut reader = Reader::new();
    let (mut out, mut ends) = (vec![0u8; bytes.len() + 1], vec![0usize; COLUMNS]);
    let (mut rows, mut input) = (Vec::new(), bytes);
    loop {
        let (result, read, _, fields) = reader.read_record(input, &mut out, &mut ends);
        input = input.get(read..).unwrap_or_default();
        match result {
            ReadRecordResult::Record => {
                let mut from = 0;
                let mut row = Vec::with_capacity(fields);
                for end in ends.iter().take(fields) {
                    row.push(String::from_utf8_lossy(out.get(from..*end).unwrap_or_default()).into_owned());
                    from = *end;
                }
                rows.push(row);
            }
            // The end of the input is told once more.
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputEndsFull | ReadRecordResult::OutputFull => return None,
            ReadRecordResult::End => return Some(rows),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_line_ends_and_blanks_stay_in_their_cells() {
        let row = |cells: &[&str]| cells.iter().map(|c| (*c).to_string()).collect::<Vec<_>>();
        let text = "a,b\n\"x \"\"y\"\"\nz\",\n,2";
        assert_eq!(cells(text.as_bytes()).unwrap(), [row(&["a", "b"]), row(&["x \"y\"\nz", ""]), row(&["", "2"])]);
        assert!(cells(b"").unwrap().is_empty());
    }
}
