//! One pass over the characters before the grammar: comments, nesting, characters that are refused.

use super::diagnostics;
use super::openers::ITEMS;
use crate::diag::Diagnostic;
use crate::text::{FileId, Span, is_bidi_control};
use std::collections::BTreeSet;

/// Deepest nesting of brackets; what lies deeper is reported and not read.
pub const MAX_NESTING: usize = 64;

/// A comment as written, from its `#` or `//` to the end of the line (blanks at the end left out).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    pub span: Span,
    /// Nothing but blanks stands before it on its line.
    pub own_line: bool,
}

/// How a cell begins that says by how much a line is missed.
const VERDICTS: [&str; 10] = ["violated", "不符", "breach", "违反", "query", "待说明", "shortfall", "未达", "open", "未决"];

pub(super) struct Scan {
    pub comments: Vec<Comment>,
    pub mistakes: Vec<Diagnostic>,
    /// The text with what is nested too deep blanked out (same length), when there was any.
    pub cleaned: Option<String>,
}

/// All comments of a file, in order.
pub fn comments(file: FileId, source: &str) -> Vec<Comment> {
    scan(file, source).comments
}

pub(super) fn scan(file: FileId, source: &str) -> Scan {
    let mut s = Scanner {
        file,
        text: source,
        at: 0,
        line_blank: true,
        hidden: false,
        depth: 0,
        cut: None,
        cuts: Vec::new(),
        gaps: Vec::new(),
        out: Vec::new(),
        mistakes: Vec::new(),
    };
    s.bidi();
    while let Some(c) = s.peek() {
        s.step(c);
    }
    if let Some(start) = s.cut.take() {
        s.cuts.push((start, source.len()));
    }
    let mut cleaned = (!s.cuts.is_empty()).then(|| blank_out(source, &s.cuts));
    let own = own_units(source);
    if !own.is_empty() && !s.gaps.is_empty() {
        cleaned = Some(with_own_units(cleaned.as_deref().unwrap_or(source), &s.gaps, &own));
    }
    if s.hidden {
        cleaned = Some(without_hidden(cleaned.as_deref().unwrap_or(source)));
    }
    Scan { comments: s.out, mistakes: s.mistakes, cleaned }
}

/// The units that a file declares. Only lines that begin with the word are looked at: that is how a declaration is written, and what is
/// taken for one by mistake changes nothing but a blank before a word that no rule of the grammar could take.
fn own_units(source: &str) -> BTreeSet<&str> {
    let declared = |line: &'_ str| -> Option<(usize, usize)> {
        let body = line.trim_start_matches(is_gap);
        let rest = body.strip_prefix("unit").or_else(|| body.strip_prefix("计量单位"))?;
        let name = rest.trim_start_matches(is_gap);
        (name.len() < rest.len()).then_some(())?;
        let start = line.len() - name.len();
        Some((start, start + word_len(name)))
    };
    source
        .split(is_newline)
        .filter_map(|line| declared(line).and_then(|(a, b)| line.get(a..b)))
        .filter(|n| !n.is_empty())
        .collect()
}

fn word_len(text: &str) -> usize {
    text.char_indices().find(|(_, c)| !is_word(*c)).map_or(text.len(), |(i, _)| i)
}

/// Puts the sign of the grammar for every blank between a figure and one of the file's own units (same length).
fn with_own_units(text: &str, gaps: &[(usize, usize, usize)], own: &BTreeSet<&str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for &(start, word, end) in gaps {
        if text.get(word..end).is_some_and(|w| own.contains(w)) {
            out.push_str(text.get(done..start).unwrap_or(""));
            (start..word).for_each(|_| out.push('\u{1f}'));
            done = word;
        }
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out
}

/// Replaces each range by a `0` and blanks, so that places after it stay where they are.
fn blank_out(source: &str, cuts: &[(usize, usize)]) -> String {
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    for &(start, end) in cuts {
        out.push_str(source.get(done..start).unwrap_or(""));
        out.push('0');
        (start + 1..end).for_each(|_| out.push(' '));
        done = end;
    }
    out.push_str(source.get(done..).unwrap_or(""));
    out
}

/// Replaces characters that reorder text: inside a word by underscores, so that the word stays one.
fn without_hidden(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        if is_bidi_control(c) {
            let inside = out.ends_with(is_word) && chars.peek().is_some_and(|next| is_word(*next));
            (0..c.len_utf8()).for_each(|_| out.push(if inside { '_' } else { ' ' }));
        } else {
            out.push(c);
        }
    }
    out
}

struct Scanner<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    /// Only blanks since the line began.
    line_blank: bool,
    /// Characters that reorder text were found.
    hidden: bool,
    depth: usize,
    cut: Option<usize>,
    cuts: Vec<(usize, usize)>,
    /// Blanks between a figure and a word on its line, with the end of the word.
    gaps: Vec<(usize, usize, usize)>,
    out: Vec<Comment>,
    mistakes: Vec<Diagnostic>,
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”')
}

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜')
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{3000}' | '\u{a0}')
}

fn is_newline(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

pub(super) fn is_open(c: char) -> bool {
    matches!(c, '(' | '（' | '[' | '［' | '{' | '｛')
}

pub(super) fn is_close(c: char) -> bool {
    matches!(c, ')' | '）' | ']' | '］' | '}' | '｝')
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bidi(&mut self) {
        if self.text.is_ascii() {
            return;
        }
        for (i, c) in self.text.char_indices().filter(|(_, c)| is_bidi_control(*c)) {
            self.hidden = true;
            self.mistakes.push(diagnostics::bidi(Span::new(self.file, i, i + c.len_utf8()), c));
        }
    }

    fn step(&mut self, c: char) {
        let was_blank = self.line_blank;
        self.line_blank = was_blank && (is_gap(c) || c == '\u{feff}');
        match c {
            _ if is_newline(c) => {
                self.line_blank = true;
                self.at += c.len_utf8();
            }
            '#' | '＃' => self.comment(was_blank),
            '/' if self.rest().starts_with("//") => self.comment(was_blank),
            _ if is_quote(c) => self.at += string_len(self.rest()).unwrap_or_else(|open| open),
            '「' => self.at += quoted_name_len(self.rest()),
            _ if is_bar(c) && was_blank => self.row(),
            _ if is_open(c) => self.open(c),
            _ if is_close(c) => self.close(c),
            _ if is_word(c) => self.word(was_blank),
            _ => self.at += c.len_utf8(),
        }
    }

    fn comment(&mut self, own_line: bool) {
        let line = self.rest().split(is_newline).next().unwrap_or("");
        let span = Span::new(self.file, self.at, self.at + line.trim_end().len());
        self.out.push(Comment { span, own_line });
        self.at += line.len();
    }

    /// A line of a table: what stands between its bars is raw text, neither brackets nor comments.
    fn row(&mut self) {
        let line = self.rest().split(is_newline).next().unwrap_or("");
        let mut last = 0;
        let mut at = 0;
        while let Some(found) = line.get(at..).and_then(|l| l.char_indices().find(|(_, c)| is_bar(*c))) {
            at += found.0 + found.1.len_utf8();
            last = at;
            let rest = line.get(at..).unwrap_or("");
            let cell = rest.split(is_bar).next().unwrap_or("");
            if VERDICTS.iter().any(|word| cell.trim_start_matches(is_gap).starts_with(word)) {
                self.gaps_in(self.at + at, cell);
            }
            at += quoted_cell_len(rest);
        }
        self.at += last;
    }

    /// The blanks before units in a cell that expects a verdict.
    fn gaps_in(&mut self, start: usize, cell: &'a str) {
        let (here, mut at) = (self.at, 0);
        while let Some(found) = cell.get(at..).and_then(|c| c.find(is_word)) {
            let word = cell.get(at + found..).unwrap_or("");
            let word = word.get(..word_len(word)).unwrap_or("");
            at += found + word.len();
            self.at = start + at;
            self.gap_after(word);
        }
        self.at = here;
    }

    fn open(&mut self, c: char) {
        self.depth += 1;
        if self.depth > MAX_NESTING && self.cut.is_none() {
            self.cut = Some(self.at);
            self.mistakes.push(diagnostics::too_deep(Span::new(self.file, self.at, self.at + c.len_utf8()), MAX_NESTING));
        }
        self.at += c.len_utf8();
    }

    fn close(&mut self, c: char) {
        self.at += c.len_utf8();
        self.depth = self.depth.saturating_sub(1);
        if self.depth <= MAX_NESTING
            && let Some(start) = self.cut.take()
        {
            self.cuts.push((start, self.at));
        }
    }

    fn word(&mut self, was_blank: bool) {
        let len = self.rest().char_indices().find(|(_, c)| !is_word(*c)).map_or(self.rest().len(), |(i, _)| i);
        let word = self.rest().get(..len).unwrap_or("");
        let line_start = self.at == 0 || self.text.get(..self.at).is_some_and(|t| t.ends_with(is_newline));
        // An item's word at the very start of a line: nesting is counted afresh there.
        if was_blank && line_start && ITEMS.contains(&word) {
            self.depth = 0;
            if let Some(start) = self.cut.take() {
                self.cuts.push((start, self.at));
            }
        }
        if !word.is_ascii()
            && let Some(other) = lookalike(word)
        {
            self.mistakes.push(diagnostics::mixed_scripts(Span::new(self.file, self.at, self.at + len), word, other));
        }
        self.at += len;
        self.gap_after(word);
    }

    /// Remembers the blanks after a figure when a word follows on its line.
    fn gap_after(&mut self, figure: &str) {
        if !figure.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
            return;
        }
        let body = self.rest().trim_start_matches(is_gap);
        let (start, len) = (self.text.len() - body.len(), word_len(body));
        if start > self.at && len > 0 {
            self.gaps.push((self.at, start, start + len));
        }
    }
}

fn is_word(c: char) -> bool {
    c == '_' || unicode_ident::is_xid_continue(c)
}

/// Length in bytes of the text literal that begins here: `Ok` with its end, `Err` when the line ends first (a brace that ends
/// the line is spared, as in the grammar).
pub(super) fn string_len(text: &str) -> Result<usize, usize> {
    let mut chars = text.char_indices();
    let ascii = chars.next().is_some_and(|(_, c)| c == '"');
    let mut escaped = false;
    for (i, c) in chars {
        if is_newline(c) {
            return Err(open_len(text.get(..i).unwrap_or("")));
        }
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if (ascii && c == '"') || (!ascii && matches!(c, '“' | '”')) {
            return Ok(i + c.len_utf8());
        }
    }
    Err(open_len(text))
}

fn open_len(line: &str) -> usize {
    let trimmed = line.trim_end();
    trimmed.strip_suffix(['{', '｛']).map_or(line.len(), str::len).max(1)
}

fn quoted_name_len(text: &str) -> usize {
    let line = text.split(is_newline).next().unwrap_or("");
    line.find('」').map_or('「'.len_utf8(), |i| i + '」'.len_utf8())
}

/// Length of a quoted cell with the blanks around it, up to its closing bar; 0 when the cell is not quoted.
fn quoted_cell_len(text: &str) -> usize {
    let gaps = text.len() - text.trim_start_matches(is_gap).len();
    let body = text.get(gaps..).unwrap_or("");
    if !body.starts_with(is_quote) {
        return 0;
    }
    let Ok(len) = string_len(body) else { return 0 };
    let after = body.get(len..).unwrap_or("").trim_start_matches(is_gap);
    if after.starts_with(is_bar) { text.len() - after.len() } else { 0 }
}

/// The first Cyrillic or Greek letter of a word that also has Latin ones.
fn lookalike(word: &str) -> Option<char> {
    let latin = word.chars().any(|c| c.is_ascii_alphabetic());
    let foreign = |c: &char| matches!(c, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}' | '\u{1f00}'..='\u{1fff}');
    // A unit glued to a number (`5μm`) is no name.
    let after_digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if latin && after_digits.len() == word.len() { word.chars().find(foreign) } else { None }
}
