//! A long TOML text in parts that are read one after another. A tree of the whole text costs some fifty times its size; rows stand in sections
//! of their own, and what one says does not depend on another.

use std::collections::BTreeSet;
use std::ops::Range;

/// Texts up to this many bytes are read at once.
const SHORT: usize = 1 << 20;
/// Sections are gathered up to about this many bytes.
const GATHERED: usize = 1 << 16;
/// No section is longer, in bytes and in lines: a bracket or a quote that is never closed takes in all that follows.
pub const LONGEST: usize = 4 << 20;
pub const MOST_LINES: usize = 20_000;

/// The parts of a text, in order; or the place of a section that is too long.
pub fn split(text: &str) -> Result<Vec<Range<usize>>, usize> {
    if text.len() <= SHORT {
        return Ok(std::iter::once(0..text.len()).collect());
    }
    let long = |range: &Range<usize>| {
        let part = text.get(range.clone()).unwrap_or("");
        part.len() > LONGEST || part.bytes().filter(|b| *b == b'\n').count() > MOST_LINES
    };
    let (mut order, mut parts) = (Order::default(), Vec::new());
    let (mut start, mut section) = (0, 0);
    for head in Heads::of(text) {
        if long(&(section..head.at)) {
            return Err(section);
        }
        section = head.at;
        order.goes_on(&head);
        if head.is_row && head.at - start >= GATHERED {
            parts.push(start..head.at);
            start = head.at;
        }
    }
    if long(&(section..text.len())) {
        return Err(section);
    }
    // A table that is opened once more, or a part of one that stands apart, is a mistake that only a reader of the whole text sees.
    if !order.is_plain() {
        return Ok(std::iter::once(0..text.len()).collect());
    }
    parts.push(start..text.len());
    Ok(parts)
}

/// A line that begins a section.
struct Head<'t> {
    at: usize,
    /// The first part of its name.
    root: &'t str,
    /// `[[name]]`, the name of one part.
    is_row: bool,
    /// `[name]`, the name of one part: the table itself, not one inside it.
    is_whole: bool,
}

/// Whether there are only rows of tables, each followed by what belongs to it, behind tables that are named once.
#[derive(Default)]
struct Order<'t> {
    once: BTreeSet<&'t str>,
    rows: BTreeSet<&'t str>,
    open: &'t str,
    again: bool,
}

impl<'t> Order<'t> {
    fn goes_on(&mut self, head: &Head<'t>) {
        if head.is_row {
            self.rows.insert(head.root);
        } else if head.is_whole || head.root != self.open {
            self.again |= !self.once.insert(head.root);
        }
        self.open = head.root;
    }

    fn is_plain(&self) -> bool {
        !self.again && self.once.is_disjoint(&self.rows)
    }
}

/// The lines that begin sections, one after another: those that stand in no text and in no brackets.
struct Heads<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    fresh: bool,
}

impl<'t> Heads<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, at: 0, depth: 0, fresh: true }
    }
}

impl<'t> Iterator for Heads<'t> {
    type Item = Head<'t>;

    fn next(&mut self) -> Option<Head<'t>> {
        let bytes = self.text.as_bytes();
        while let Some(&b) = bytes.get(self.at) {
            match b {
                b'\n' => self.fresh = true,
                b' ' | b'\t' | b'\r' => {}
                b'[' if self.fresh && self.depth == 0 => {
                    let line = self.at..line_end(bytes, self.at);
                    self.at = line.end;
                    return Some(head(self.text, line));
                }
                b'#' => {
                    self.at = line_end(bytes, self.at);
                    continue;
                }
                b'"' | b'\'' => {
                    self.at = behind_text(bytes, self.at);
                    self.fresh = false;
                    continue;
                }
                b'[' | b'{' => (self.depth, self.fresh) = (self.depth + 1, false),
                b']' | b'}' => (self.depth, self.fresh) = (self.depth.saturating_sub(1), false),
                _ => self.fresh = false,
            }
            self.at += 1;
        }
        None
    }
}

fn head(text: &str, line: Range<usize>) -> Head<'_> {
    let body = text.get(line.clone()).unwrap_or("").trim_end();
    let double = body.starts_with("[[");
    let name = body.trim_start_matches('[').split(']').next().unwrap_or("").trim();
    let (root, rest) = name.split_once('.').unwrap_or((name, ""));
    Head {
        at: line.start,
        root: root.trim().trim_matches(['"', '\'']),
        is_row: double && rest.is_empty(),
        is_whole: !double && rest.is_empty(),
    }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).and_then(|r| r.iter().position(|b| *b == b'\n')).map_or(bytes.len(), |n| at + n)
}

/// Behind a text that begins here: one in three quotes may hold lines, one in single quotes ends with its line at the latest.
fn behind_text(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let three = [quote; 3];
    let rest = |from: usize| bytes.get(from..).unwrap_or(&[]);
    let long = rest(at).starts_with(&three);
    let mut i = if long { at + 3 } else { at + 1 };
    while let Some(&b) = bytes.get(i) {
        match b {
            b'\\' if quote == b'"' => i += 1,
            b if long && b == quote && rest(i).starts_with(&three) => return i + 3,
            b if !long && b == quote => return i + 1,
            b'\n' if !long => return i,
            _ => {}
        }
        i += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(n: usize) -> String {
        (0..n)
            .map(|i| format!("[[R]]\nname = \"n{i}\"\nlist = [\n[1],\n[2]]\nnote = \"\"\"\n[[R]]\n\"\"\"\n[[R.items]]\nx = 1\n"))
            .collect()
    }

    #[test]
    fn parts_begin_where_rows_do_and_hold_the_whole_text() {
        let text = format!("[submission]\nregion = \"131100\"\n{}", rows(20_000));
        let parts = split(&text).unwrap();
        assert!(parts.len() > 10 && parts.iter().all(|p| p.len() < 2 * GATHERED));
        assert_eq!(parts.iter().map(|p| &text[p.clone()]).collect::<String>(), text);
        assert!(parts.iter().skip(1).all(|p| text[p.clone()].starts_with("[[R]]\nname")));
    }

    #[test]
    fn what_only_the_whole_shows_is_read_whole() {
        for twice in ["[submission]\na = 1\n", "[[submission]]\na = 1\n", "[R]\na = 1\n"] {
            let text = format!("[submission]\nregion = \"131100\"\n{}{twice}", rows(20_000));
            assert_eq!(split(&text).unwrap().len(), 1, "{twice}");
        }
        assert_eq!(split("[[R]]\na = 1\n[[R]]\na = 2\n").unwrap().len(), 1);
    }

    #[test]
    fn a_section_without_end_is_found() {
        let text = format!("{}[[R]]\nname = \"\"\"\n{}", rows(3), rows(40_000).replace("\"\"\"", ""));
        assert_eq!(split(&text), Err(text.find("[[R]]\nname = \"\"\"\n[[R]]").unwrap()));
        assert_eq!(split(&"x = 1\n".repeat(300_000)), Err(0));
    }
}
