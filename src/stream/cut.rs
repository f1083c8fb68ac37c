//! What is left of a file whose rows were let go: the lines that are kept, one behind the other, and where the others are missing.

use super::piece::Piece;
use crate::text::Gap;
use crate::ty::ColId;

/// The rest of a file.
#[derive(Debug, Default)]
pub struct Rest {
    pub bytes: Vec<u8>,
    pub gaps: Vec<Gap>,
    /// Where ordinary rows that were kept begin in the text that is left.
    pub plain: Vec<u32>,
    pub passed: u64,
    /// Columns that rules ask for.
    pub asked: Vec<ColId>,
}

/// Puts the header and the rows that are kept together: `mark` bytes stand before the header. `pieces` with the line each begins on, counted in
/// the whole text.
pub fn rest(header: &[u8], mark: usize, pieces: &[(&Piece, u32)]) -> Option<Rest> {
    let mut out = Rest { bytes: header.to_vec(), ..Rest::default() };
    let mut kept = Text { bytes: header.len() - mark, lines: 1, missing: (0, 0) };
    for (piece, first) in pieces {
        out.passed += piece.passed;
        let mut at = 0;
        for row in &piece.kept {
            let own = piece.bytes.get(at..at + row.len)?;
            at += row.len;
            kept.gap(row.start, first + row.line, &mut out.gaps);
            if row.plain {
                out.plain.push(clip(kept.bytes));
            }
            kept.bytes += row.len;
            kept.lines += clip(crate::text::LineIndex::new(std::str::from_utf8(own).ok()?).count() - 1);
            out.bytes.extend_from_slice(own);
        }
    }
    Some(out)
}

/// What was put together so far.
struct Text {
    bytes: usize,
    lines: u32,
    missing: (u64, u32),
}

impl Text {
    /// Notes what is missing before a row.
    fn gap(&mut self, start: usize, line: u32, gaps: &mut Vec<Gap>) {
        let missing = (u64::try_from(start - self.bytes).unwrap_or(u64::MAX), line - self.lines);
        if missing != self.missing {
            self.missing = missing;
            gaps.push(Gap { at: clip(self.bytes), bytes: missing.0, lines: missing.1 });
        }
    }
}

fn clip(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
