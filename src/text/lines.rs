//! Byte offsets to lines and columns, in logarithmic time.

/// Whole lines that were left out of a text before a place in it: how many bytes and lines are missing from its beginning up to there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Where the line behind them begins in the text that is there.
    pub at: u32,
    pub bytes: u64,
    pub lines: u32,
}

/// Start offsets of all lines of one text. A line ends at `\n`, at `\r\n`, or at a `\r` alone, as some programs still write it.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// Characters that begin before every [`LineIndex::BLOCK`]th byte: columns in one-line files of megabytes stay cheap.
    blocks: Vec<u32>,
    /// Where lines were left out: the line behind them, counted in what is there, and how many are missing up to there.
    missing: Vec<(usize, usize)>,
}

impl LineIndex {
    /// Of a text whose lines are all there.
    pub fn new(text: &str) -> Self {
        Self::with_gaps(text, &[])
    }

    /// Of a text of which lines were left out. Lines are counted as if they were there.
    pub fn with_gaps(text: &str, gaps: &[Gap]) -> Self {
        let bytes = text.as_bytes();
        let (mut blocks, mut characters) = (Vec::with_capacity(bytes.len() / Self::BLOCK + 1), 0u32);
        for block in bytes.chunks(Self::BLOCK) {
            blocks.push(characters);
            // Without a branch, so that many bytes are looked at in one step.
            characters += block.iter().map(|b| u32::from(begins_character(*b))).sum::<u32>();
        }
        let mut starts = vec![0];
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
        let ends = ends.filter(|&i| bytes[i] == b'\n' || bytes.get(i + 1) != Some(&b'\n'));
        starts.extend(ends.map(|i| u32::try_from(i + 1).unwrap_or(u32::MAX)));
        let behind = |gap: &Gap| (starts.partition_point(|s| *s < gap.at), gap.lines as usize);
        let missing = gaps.iter().map(behind).collect();
        Self { starts, blocks, missing }
    }

    const BLOCK: usize = 1024;

    /// Characters that begin before a byte offset.
    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let block = (offset / Self::BLOCK).min(self.blocks.len().saturating_sub(1));
        let known = self.blocks.get(block).map_or(0, |&n| n as usize);
        let rest = text.as_bytes().get(block * Self::BLOCK..offset.min(text.len())).unwrap_or(&[]);
        known + rest.iter().filter(|&&b| begins_character(b)).count()
    }

    pub fn count(&self) -> usize {
        self.starts.len() + self.missing.last().map_or(0, |(_, lines)| *lines)
    }

    /// The line (from 0) that holds a byte offset.
    pub fn line_of(&self, offset: usize) -> usize {
        let line = self.line_here(offset);
        let before = self.missing.partition_point(|(first, _)| *first <= line);
        line + before.checked_sub(1).map_or(0, |at| self.missing[at].1)
    }

    /// The same counted in what is there.
    fn line_here(&self, offset: usize) -> usize {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        self.starts.partition_point(|&s| s <= offset).saturating_sub(1)
    }

    /// The bytes of a line (from 0) without its line end; none where the line was left out.
    pub fn line_range(&self, text: &str, line: usize) -> std::ops::Range<usize> {
        let after = self.missing.partition_point(|(first, lines)| first + lines <= line);
        let here = line - after.checked_sub(1).map_or(0, |at| self.missing[at].1);
        match self.missing.get(after) {
            Some((next, _)) if here >= *next => {
                let at = self.starts.get(*next).map_or(text.len(), |&s| s as usize);
                at..at
            }
            _ => self.range_here(text, here),
        }
    }

    fn range_here(&self, text: &str, line: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(line).map_or(text.len(), |&s| s as usize);
        let end = self.starts.get(line + 1).map_or(text.len(), |&s| s as usize);
        let body = text.get(start..end).unwrap_or("");
        start..start + body.trim_end_matches(['\n', '\r']).len()
    }

    /// Line and column, both from 1; the column counts characters. An offset inside a character counts as its start.
    pub fn line_col(&self, text: &str, offset: usize) -> (usize, usize) {
        let offset = offset.min(text.len());
        let line = self.line_of(offset);
        let start = self.starts[self.line_here(offset)] as usize;
        let column = match text.as_bytes().get(start..offset).filter(|before| before.len() <= Self::BLOCK) {
            Some(before) => before.iter().filter(|&&b| begins_character(b)).count(),
            None => self.characters_before(text, offset) - self.characters_before(text, start),
        };
        let inside = !text.is_char_boundary(offset);
        (line + 1, column + 1 - usize::from(inside && column > 0))
    }
}

/// No continuation byte of UTF-8.
fn begins_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_crlf_belongs_to_the_line_end() {
        let text = "a\r\n衡水,b\r\n";
        let index = LineIndex::new(text);
        let b = text.find('b').unwrap();
        assert_eq!(index.line_col(text, b), (2, 4));
        assert_eq!(index.line_col(text, 4), (2, 1), "an offset inside a character counts as its start");
        assert_eq!(&text[index.line_range(text, 1)], "衡水,b");
        assert_eq!(index.line_col(text, text.len() + 9), (3, 1));
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line() {
        let text = "a\r衡水,b\r\rc\r\nd\n\re";
        let index = LineIndex::new(text);
        let at = |c: char| index.line_col(text, text.find(c).unwrap());
        assert_eq!([at('a'), at('b'), at('c'), at('d'), at('e')], [(1, 1), (2, 4), (4, 1), (5, 1), (7, 1)]);
        assert_eq!((index.count(), &text[index.line_range(text, 1)]), (7, "衡水,b"));
        assert_eq!(LineIndex::new("a\r").count(), 2);
    }

    #[test]
    fn lines_that_were_left_out_count() {
        // Of a, b, 衡c, d, e, f the lines b, d and e are not there.
        let text = "a\n衡c\nf\n";
        let gaps = [Gap { at: 2, bytes: 2, lines: 1 }, Gap { at: 7, bytes: 6, lines: 3 }];
        let index = LineIndex::with_gaps(text, &gaps);
        let at = |c: char| index.line_col(text, text.find(c).unwrap());
        assert_eq!([at('a'), at('c'), at('f')], [(1, 1), (3, 2), (6, 1)]);
        let lines: Vec<&str> = (0..7).map(|line| &text[index.line_range(text, line)]).collect();
        assert_eq!((lines, index.count()), (vec!["a", "", "衡c", "", "", "f", ""], 7));
    }

    #[test]
    fn columns_in_long_lines_agree_with_counting() {
        let text = format!("甲\n{}", "衡a水\u{20bb7}".repeat(700));
        let index = LineIndex::new(&text);
        for (at, _) in text.char_indices().filter(|(i, _)| *i > 3) {
            assert_eq!(index.line_col(&text, at), (2, text[4..at].chars().count() + 1), "byte {at}");
        }
    }
}
