//! A small document algebra (Wadler): what a layout may be, printed to fit a width counted in terminal columns.

use unicode_width::UnicodeWidthStr;

/// A piece of layout.
#[derive(Clone, Debug)]
pub(super) enum Doc {
    Nil,
    Text(String),
    /// A blank, or a line end when the group around it does not fit.
    Line,
    /// Nothing, or a line end when the group around it does not fit.
    SoftLine,
    /// Deeper by so many columns after each line end inside.
    Indent(usize, Box<Doc>),
    /// On one line if it fits, otherwise broken at each line of its own.
    Group(Box<Doc>),
    Concat(Vec<Doc>),
    /// Pieces with commas between, as many on a line as fit.
    Fill(Vec<Doc>),
}

/// Columns a text takes up in a terminal (a Chinese character takes two).
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

pub(super) fn text(s: impl Into<String>) -> Doc {
    Doc::Text(s.into())
}

pub(super) fn concat(parts: impl IntoIterator<Item = Doc>) -> Doc {
    Doc::Concat(parts.into_iter().collect())
}

pub(super) fn group(doc: Doc) -> Doc {
    Doc::Group(Box::new(doc))
}

pub(super) fn indent(columns: usize, doc: Doc) -> Doc {
    Doc::Indent(columns, Box::new(doc))
}

/// Parts with a separator and a possible line end between them.
pub(super) fn join(parts: impl IntoIterator<Item = Doc>, separator: &str) -> Doc {
    let mut out = Vec::new();
    for part in parts {
        if !out.is_empty() {
            out.push(text(separator));
            out.push(Doc::Line);
        }
        out.push(part);
    }
    Doc::Concat(out)
}

/// Prints a document that starts at a column; its line ends are followed by that indentation.
pub(super) fn print(doc: &Doc, start: usize, max: usize) -> String {
    let mut printer = Printer { out: String::new(), column: start, max };
    printer.run(vec![(start, false, doc)]);
    printer.out
}

/// The document on one line, whatever its width.
pub(super) fn flat(doc: &Doc) -> String {
    print(&group(doc.clone()), 0, usize::MAX)
}

struct Printer {
    out: String,
    column: usize,
    max: usize,
}

/// Indentation, on one line or not, document.
type Task<'a> = (usize, bool, &'a Doc);

impl Printer {
    fn run<'a>(&mut self, mut stack: Vec<Task<'a>>) {
        while let Some((level, is_flat, doc)) = stack.pop() {
            match doc {
                Doc::Nil => {}
                Doc::Text(s) => self.text(s),
                Doc::Line if is_flat => self.text(" "),
                Doc::SoftLine if is_flat => {}
                Doc::Line | Doc::SoftLine => self.newline(level),
                Doc::Indent(by, inner) => stack.push((level + by, is_flat, inner)),
                Doc::Concat(parts) => stack.extend(parts.iter().rev().map(|p| (level, is_flat, p))),
                Doc::Group(inner) => {
                    let fits = is_flat || self.fits(&stack, inner);
                    stack.push((level, fits, inner));
                }
                Doc::Fill(parts) => self.fill(level, is_flat, parts),
            }
        }
    }

    fn text(&mut self, s: &str) {
        self.out.push_str(s);
        self.column += width(s);
    }

    fn newline(&mut self, level: usize) {
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', level));
        self.column = level;
    }

    fn fill(&mut self, level: usize, is_flat: bool, parts: &[Doc]) {
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.text(",");
                // One more for the comma or bracket that follows.
                if is_flat || self.column + 2 + width(&flat(part)) <= self.max { self.text(" ") } else { self.newline(level) }
            }
            self.run(vec![(level, is_flat, part)]);
        }
    }

    /// Whether `next` and what follows it up to the next possible line end fit on the line.
    fn fits(&self, rest: &[Task], next: &Doc) -> bool {
        let mut left = match self.max.checked_sub(self.column) {
            Some(left) => left,
            None => return false,
        };
        let mut stack = vec![(true, next)];
        let mut after = rest.iter().rev();
        loop {
            let (is_flat, doc) = match stack.pop() {
                Some(task) => task,
                None => match after.next() {
                    Some((_, is_flat, doc)) => (*is_flat, *doc),
                    None => return true,
                },
            };
            let used = match doc {
                Doc::Nil => 0,
                Doc::Text(s) => width(s),
                Doc::Line if is_flat => 1,
                Doc::SoftLine if is_flat => 0,
                Doc::Line | Doc::SoftLine => return true,
                Doc::Indent(_, inner) | Doc::Group(inner) => {
                    stack.push((is_flat, inner));
                    0
                }
                Doc::Concat(parts) => {
                    stack.extend(parts.iter().rev().map(|p| (is_flat, p)));
                    0
                }
                Doc::Fill(parts) => {
                    stack.extend(parts.iter().rev().map(|p| (is_flat, p)));
                    parts.len().saturating_sub(1) * 2
                }
            };
            left = match left.checked_sub(used) {
                Some(left) => left,
                None => return false,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(parts: &[&str]) -> Doc {
        let inner = concat([Doc::Line, join(parts.iter().map(|p| text(*p)), ",")]);
        group(concat([text("{"), indent(2, inner), Doc::Line, text("}")]))
    }

    #[test]
    fn a_group_is_broken_only_when_it_does_not_fit() {
        assert_eq!(print(&list(&["ab", "cd"]), 0, 10), "{ ab, cd }");
        assert_eq!(print(&list(&["ab", "cd"]), 0, 9), "{\n  ab,\n  cd\n}");
        assert_eq!(print(&concat([list(&["ab", "cd"]), text(";")]), 0, 10), "{\n  ab,\n  cd\n};", "what follows counts");
    }

    #[test]
    fn width_is_counted_in_columns() {
        assert_eq!(print(&list(&["县区", "市"]), 0, 12), "{ 县区, 市 }");
        assert_eq!(print(&list(&["县区", "市"]), 0, 11), "{\n  县区,\n  市\n}");
    }

    #[test]
    fn a_fill_takes_as_many_as_fit() {
        let doc = Doc::Fill(["aaa", "bbb", "ccc", "ddd"].map(text).to_vec());
        assert_eq!(print(&doc, 0, 10), "aaa, bbb,\nccc, ddd");
    }
}
