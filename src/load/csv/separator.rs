//! By what sign the columns of a CSV text are separated: commas, semicolons or tabs, whichever makes a header of the record.

use super::records::{Row, Rows};
use crate::load::names::{Names, named};
use crate::ty::RelId;
use std::ops::Range;

/// The header may stand below a title and a line with the unit of the form, but not lower than this.
pub const HEADER_WITHIN: usize = 10;

/// But where none of these names a column, below instructions of so many lines.
pub const HEADER_WITHIN_AT_MOST: usize = 60;

pub const SIGNS: [u8; 3] = [b',', b';', b'\t'];

/// Two signs make equally good headers.
pub struct Ambiguous {
    pub place: Range<usize>,
    pub signs: [u8; 2],
}

/// Where the rows begin, and by what their columns are separated. A first line `sep=;` says it, as spreadsheets write it; else the sign
/// under which most header cells name columns.
pub fn of(names: &Names, rel: RelId, text: &str) -> Result<(usize, u8), Ambiguous> {
    if let Some(said) = declared(text) {
        return Ok(said);
    }
    let mut best: Option<(Header, u8)> = None;
    let mut rival = None;
    for sign in SIGNS {
        let Some(found) = header(names, rel, text, sign) else { continue };
        match &best {
            Some((known, first)) if known.named == found.named => {
                // A header of one column is the same under every sign that is not in it.
                if found.separated && known.separated {
                    rival = Some(Ambiguous { place: known.place.clone(), signs: [*first, sign] });
                } else if found.separated {
                    best = Some((found, sign));
                }
            }
            Some((known, _)) if known.named > found.named => {}
            _ => (best, rival) = (Some((found, sign)), None),
        }
    }
    match (rival, best) {
        (Some(rival), _) => Err(rival),
        (None, found) => Ok((0, found.map_or(b',', |(_, sign)| sign))),
    }
}

/// `sep=;`
pub fn declared(text: &str) -> Option<(usize, u8)> {
    let end = text.find(['\n', '\r'])?;
    let line = text.get(..end)?.trim_matches('"');
    let (word, sign) = line.split_once('=')?;
    let sign = SIGNS.into_iter().find(|s| sign.as_bytes() == [*s])?;
    let rest = text.get(end..)?;
    let ending = if rest.starts_with("\r\n") { 2 } else { 1 };
    word.trim().eq_ignore_ascii_case("sep").then_some((end + ending, sign))
}

/// The row that would be the header.
struct Header {
    /// Cells that name a column.
    named: usize,
    /// The sign occurs in it.
    separated: bool,
    place: Range<usize>,
}

fn header(names: &Names, rel: RelId, text: &str, sign: u8) -> Option<Header> {
    let (mut rows, mut row) = (Rows::new(text, 0, sign), Row::default());
    for _ in 0..HEADER_WITHIN_AT_MOST {
        if !rows.next(&mut row) {
            return None;
        }
        let named = named(names, rel, &row.texts(text));
        if named > 0 {
            return Some(Header { named, separated: row.fields.len() > 1, place: row.place.clone() });
        }
    }
    None
}
