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

/// Puts the header and the rows that are kept together. `pieces` with the line each begins on, counted in the whole text.
pub fn rest(mark: &[u8], text: &str, rows_at: usize, pieces: &[(&Piece, u32)]) -> Rest {
    let mut out = Rest { bytes: mark.to_vec(), ..Rest::default() };
    let mut kept = Text::default();
    kept.bytes.push_str(text.get(..rows_at).unwrap_or(""));
    kept.lines = 1;
    for (piece, first) in pieces {
        out.passed += piece.passed;
        for row in &piece.kept {
            let own = text.get(row.start..row.end).unwrap_or("");
            kept.gap(row.start, first + row.line, &mut out.gaps);
            if row.plain {
                out.plain.push(clip(kept.bytes.len()));
            }
            kept.bytes.push_str(own);
            kept.lines += clip(crate::text::LineIndex::new(own).count() - 1);
        }
    }
    out.bytes.extend_from_slice(kept.bytes.as_bytes());
    out
}

#[derive(Default)]
struct Text {
    bytes: String,
    lines: u32,
    missing: (u32, u32),
}

impl Text {
    /// Notes what is missing before a row.
    fn gap(&mut self, start: usize, line: u32, gaps: &mut Vec<Gap>) {
        let at = clip(self.bytes.len());
        let missing = (clip(start) - at, line - self.lines);
        if missing != self.missing {
            self.missing = missing;
            gaps.push(Gap { at, bytes: missing.0, lines: missing.1 });
        }
    }
}

fn clip(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
