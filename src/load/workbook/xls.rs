//! What the library for workbooks does not tell of an old `.xls`: the number formats of figures, hidden rows and columns. The stream of the book is
//! gone through record by record; what does not look as the format (BIFF8) lays it down is left alone.

use super::format::Code;
use super::grid::At;
use super::ods::More;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

/// Bytes of the stream that are gone through.
const MOST: u64 = 1 << 28;

/// The sheets by their names; nothing of a book that cannot be gone through.
pub fn of_book(bytes: &[u8]) -> BTreeMap<String, More> {
    stream(bytes).map_or_else(BTreeMap::new, |stream| sheets(&stream))
}

fn stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let mut out = Vec::new();
    file.open_stream("Workbook").ok()?.take(MOST).read_to_end(&mut out).ok()?;
    Some(out)
}

/// A record: its kind and its data.
struct Record<'s> {
    kind: u16,
    data: &'s [u8],
}

impl Record<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes(self.data.get(at..at + 2)?.try_into().ok()?))
    }

    fn long(&self, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(self.data.get(at..at + 4)?.try_into().ok()?))
    }

    /// Signs of one or two bytes each, behind their number and a byte that says which.
    fn text(&self, at: usize, signs: usize) -> Option<String> {
        let wide = self.data.get(at)? & 1 == 1;
        let body = self.data.get(at + 1..at + 1 + if wide { signs * 2 } else { signs })?;
        Some(match wide {
            true => {
                let units: Vec<u16> = body.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
                String::from_utf16_lossy(&units)
            }
            false => body.iter().map(|b| char::from(*b)).collect(),
        })
    }
}

/// The records from a place on, up to the end of their part.
fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = Record<'_>> {
    const END: u16 = 0x000A;
    let mut ended = false;
    std::iter::from_fn(move || {
        let head = stream.get(at..at + 4).filter(|_| !ended)?;
        let (kind, length) = (u16::from_le_bytes([head[0], head[1]]), u16::from_le_bytes([head[2], head[3]]));
        let data = stream.get(at + 4..at + 4 + usize::from(length))?;
        at += 4 + usize::from(length);
        ended = kind == END;
        Some(Record { kind, data })
    })
}

fn sheets(stream: &[u8]) -> BTreeMap<String, More> {
    let mut codes: BTreeMap<u16, String> = BTreeMap::new();
    let (mut used, mut places, mut fonts) = (Vec::new(), Vec::new(), Vec::new());
    for record in records(stream, 0) {
        match record.kind {
            // BOF: only the eighth version is known.
            0x0809 if record.short(0) != Some(0x0600) => return BTreeMap::new(),
            // FORMAT
            0x041E => {
                let signs = record.short(2).map(usize::from);
                if let Some((id, code)) = record.short(0).zip(signs.and_then(|n| record.text(4, n))) {
                    codes.insert(id, code);
                }
            }
            // FONT: struck out or not.
            0x0031 => fonts.push(record.short(2).is_some_and(|flags| flags & 0x08 != 0)),
            // XF
            0x00E0 => used.push((record.short(2).unwrap_or(0), record.short(0).map_or(0, usize::from))),
            // BOUNDSHEET
            0x0085 => {
                let signs = record.data.get(6).map(|n| usize::from(*n));
                if let Some((place, name)) = record.long(0).zip(signs.and_then(|n| record.text(7, n))) {
                    places.push((place as usize, name));
                }
            }
            _ => {}
        }
    }
    let of = |id: &u16| codes.get(id).map_or_else(|| built_in(*id), |code| Some(code.as_str())).map(|c| Arc::new(Code::read(c)));
    // There is no font of the number 4: those behind it are counted one higher.
    let struck = |font: usize| fonts.get(if font > 4 { font - 1 } else { font }).copied().unwrap_or(false);
    let formats: Vec<Used> = used.iter().map(|(format, font)| Used { code: of(format), struck: struck(*font) }).collect();
    places.into_iter().map(|(place, name)| (name, sheet(stream, place, &formats))).collect()
}

/// Formats that every book has without saying so.
fn built_in(id: u16) -> Option<&'static str> {
    Some(match id {
        0 | 49 => "General",
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 | 37 | 38 | 41 | 42 => "#,##0",
        7 | 8 | 39 | 40 | 43 | 44 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 | 48 => "0.00E+00",
        14..=16 | 22 | 27..=31 | 34..=36 | 50..=58 => "yyyy-mm-dd",
        17 => "yyyy-mm",
        18..=21 | 32 | 33 | 45..=47 => "h:mm:ss",
        _ => return None,
    })
}

/// What a cell refers to for its looks.
struct Used {
    code: Option<Arc<Code>>,
    struck: bool,
}

fn sheet(stream: &[u8], place: usize, formats: &[Used]) -> More {
    let mut more = More::default();
    for record in records(stream, place) {
        match record.kind {
            // ROW: its height is none.
            0x0208 if record.short(12).is_some_and(|flags| flags & 0x20 != 0) => {
                more.hidden.rows += 1;
                let row = record.short(0).map(u32::from);
                more.hidden.first_row = more.hidden.first_row.or(row);
            }
            // COLINFO
            0x007D if record.short(8).is_some_and(|flags| flags & 1 != 0) => {
                let (first, last) = (record.short(0).unwrap_or(0), record.short(2).unwrap_or(0));
                // Beyond the table columns are hidden to the end of the sheet.
                if last < 255 {
                    more.hidden.columns += usize::from(last.saturating_sub(first)) + 1;
                }
            }
            // FORMULA, NUMBER, RK; LABEL, LABELSST, RSTRING, BOOLERR
            0x0006 | 0x0203 | 0x027E | 0x0204 | 0x00FD | 0x00D6 | 0x0205 => {
                cell(&mut more, &record, (record.short(2), 4), formats)
            }
            // MULRK
            0x00BD => {
                let first = record.short(2).unwrap_or(0);
                let many = record.data.len().saturating_sub(6) / 6;
                for (n, at) in (0u16..).zip((4..).step_by(6)).take(many) {
                    cell(&mut more, &record, (first.checked_add(n), at), formats);
                }
            }
            _ => {}
        }
    }
    more
}

fn cell(more: &mut More, record: &Record, (col, at): (Option<u16>, usize), formats: &[Used]) {
    let (Some(row), Some(col), Some(used)) = (record.short(0), col, record.short(at)) else { return };
    let Some(used) = formats.get(usize::from(used)) else { return };
    let at: At = (u32::from(row), u32::from(col));
    let figure = !matches!(record.kind, 0x0204 | 0x00FD | 0x00D6 | 0x0205);
    more.formats.extend(used.code.as_ref().filter(|_| figure).map(|code| (at, Arc::clone(code))));
    if used.struck {
        more.struck.insert(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::workbook::hidden::Hidden;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    }

    /// One sheet with a share in B2, a hidden row and a hidden column, written as [MS-XLS] lays it down.
    #[test]
    fn formats_and_hidden_rows_are_found_record_by_record() {
        let globals = |place: u32| {
            let name: Vec<u8> = "表".encode_utf16().flat_map(u16::to_le_bytes).collect();
            [
                record(0x0809, &[0, 6, 5, 0]),
                record(0x041E, &[&[164, 0, 5, 0, 0], &b"0!.0,"[..]].concat()),
                // Five fonts, of which the last, of the number 5, is struck out.
                record(0x0031, &[200, 0, 0, 0]).repeat(4),
                record(0x0031, &[200, 0, 0x08, 0]),
                record(0x00E0, &[0, 0, 0, 0]),
                record(0x00E0, &[0, 0, 9, 0]),
                record(0x00E0, &[5, 0, 164, 0]),
                record(0x0085, &[&place.to_le_bytes()[..], &[0, 0, 1, 1], &name].concat()),
                record(0x000A, &[]),
            ]
            .concat()
        };
        let place = globals(0).len();
        let sheet = [
            record(0x0809, &[0, 6, 16, 0]),
            record(0x007D, &[2, 0, 3, 0, 0, 0, 0, 0, 1, 0]),
            record(0x0208, &[1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0]),
            record(0x0203, &[&[1, 0, 1, 0, 1, 0], &[0; 8][..]].concat()),
            record(0x00BD, &[2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0]),
            record(0x00FD, &[3, 0, 0, 0, 2, 0, 0, 0, 0, 0]),
            record(0x000A, &[]),
        ]
        .concat();
        let stream = [globals(u32::try_from(place).unwrap()), sheet].concat();
        let all = sheets(&stream);
        let more = &all["表"];
        assert!(more.formats[&(1, 1)].first().percent);
        assert_eq!((more.formats[&(2, 0)].first().divided, more.formats[&(2, 1)].first().divided), (0, 4));
        assert_eq!(more.struck, [(2, 1), (3, 0)].into());
        assert_eq!(more.hidden, Hidden { rows: 1, columns: 2, first_row: Some(1) });
        for end in 0..stream.len() {
            sheets(&stream[..end]);
        }
        assert!(of_book(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").is_empty());
    }
}
