//! Lines of a terminal: inked text, display width (a Chinese character takes two columns), wrapping, grids.

use crate::report::page::clean::clean;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How a piece of text is inked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Plain,
    Strong,
    Faint,
    Red,
    Yellow,
    Green,
    Blue,
    Magenta,
    Cyan,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "1",
            Self::Faint => "2",
            Self::Red => "1;31",
            Self::Yellow => "1;33",
            Self::Green => "32",
            Self::Blue => "1;34",
            Self::Magenta => "1;35",
            Self::Cyan => "36",
        }
    }
}

/// Text with ink. Every piece is cleaned as it is added: a `Text` never holds a character that could harm a terminal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    pieces: Vec<(Ink, String)>,
}

impl Text {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn plain(text: &str) -> Self {
        Self::new().and(Ink::Plain, text)
    }

    pub(crate) fn and(mut self, ink: Ink, text: &str) -> Self {
        self.push(ink, text);
        self
    }

    pub(crate) fn push(&mut self, ink: Ink, text: &str) {
        self.pieces.push((ink, clean(text).into_owned()));
    }

    pub(crate) fn join(mut self, other: &Text) -> Self {
        self.pieces.extend(other.pieces.iter().cloned());
        self
    }

    pub(crate) fn width(&self) -> usize {
        self.pieces.iter().map(|(_, t)| t.width()).sum()
    }

    fn chars(&self) -> Vec<(Ink, char)> {
        self.pieces.iter().flat_map(|(ink, t)| t.chars().map(|c| (*ink, c))).collect()
    }

    /// The same with ASCII signs only; Chinese text keeps its own punctuation.
    fn in_ascii(&self) -> Text {
        Text { pieces: self.pieces.iter().map(|(ink, t)| (*ink, in_ascii(t))).collect() }
    }
}

/// How output is to look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) color: bool,
    pub(crate) ascii: bool,
    pub(crate) width: usize,
}

/// A growing terminal text.
pub(crate) struct Page {
    pub(crate) look: Look,
    out: String,
}

impl Page {
    pub(crate) fn new(look: Look) -> Self {
        Self { look: Look { width: look.width.max(40), ..look }, out: String::new() }
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    pub(crate) fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Lines that are drawn already (snippets); they were cleaned where they were made.
    pub(crate) fn drawn(&mut self, lines: &str) {
        self.out.push_str(lines);
    }

    /// What is put on the page for a text: signs are exchanged before anything is measured.
    fn signed(&self, text: &Text) -> Vec<(Ink, char)> {
        if self.look.ascii { text.in_ascii().chars() } else { text.chars() }
    }

    /// Text that begins at `indent` and wraps to `hang` columns.
    pub(crate) fn wrapped(&mut self, indent: usize, hang: usize, text: &Text) {
        let chars = self.signed(text);
        let mut rest = chars.as_slice();
        let mut lead = indent;
        loop {
            let room = self.look.width.saturating_sub(lead).max(16);
            let (line, next) = rest.split_at(break_at(rest, room));
            self.put(lead, line);
            rest = trim_start(next);
            lead = hang;
            if rest.is_empty() {
                return;
            }
        }
    }

    /// A labelled row: the label in a column of its own, the text hanging beside it.
    pub(crate) fn row(&mut self, indent: usize, label: &str, label_width: usize, text: &Text) {
        let mut line = Text::new().and(Ink::Faint, &pad(label, label_width));
        line.pieces.extend(text.pieces.iter().cloned());
        self.wrapped(indent, indent + label_width, &line);
    }

    /// A line over a section.
    pub(crate) fn heading(&mut self, text: &str) {
        self.line(0, &Text::new().and(Ink::Strong, text));
    }

    /// One line as it is, longer than the terminal or not.
    pub(crate) fn line(&mut self, indent: usize, text: &Text) {
        let chars = self.signed(text);
        self.put(indent, &chars);
    }

    fn put(&mut self, indent: usize, line: &[(Ink, char)]) {
        let line = trim_end(line);
        if !line.is_empty() {
            self.out.extend(std::iter::repeat_n(' ', indent));
        }
        let mut ink = Ink::Plain;
        for &(next, c) in line {
            if next != ink {
                self.ink(next, ink);
                ink = next;
            }
            self.out.push(c);
        }
        self.ink(Ink::Plain, ink);
        self.out.push('\n');
    }

    fn ink(&mut self, next: Ink, now: Ink) {
        if self.look.color && next != now {
            let reset = if now == Ink::Plain { "" } else { "\u{1b}[0m" };
            let set = if next == Ink::Plain { String::new() } else { format!("\u{1b}[{}m", next.code()) };
            self.out.push_str(reset);
            self.out.push_str(&set);
        }
    }
}

/// A text with ASCII signs only; Chinese text keeps its own punctuation.
pub(crate) fn in_ascii(text: &str) -> String {
    text.chars().map(|c| ascii_twin(c).map_or_else(|| c.to_string(), str::to_string)).collect()
}

/// Signs that old consoles and code page 936 cannot draw.
fn ascii_twin(c: char) -> Option<&'static str> {
    Some(match c {
        '≥' => ">=",
        '≤' => "<=",
        '≠' => "!=",
        '≈' => "~",
        '✓' => "+",
        '✗' => "x",
        '≉' => "!~",
        '–' | '—' | '─' | '·' => "-",
        '…' => "...",
        '±' => "+/-",
        '×' => "x",
        '÷' => "/",
        '−' => "-",
        '∞' => "inf",
        '“' | '”' => "\"",
        '‘' | '’' => "'",
        '‰' => " per mille",
        _ => return None,
    })
}

pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// Text filled with blanks to a display width.
pub(crate) fn pad(text: &str, to: usize) -> String {
    let text = clean(text);
    let blanks = to.saturating_sub(text.width());
    format!("{text}{:blanks$}", "")
}

/// Text cut to a display width, with `…` where something was cut off.
pub(crate) fn shorten(text: &str, to: usize) -> String {
    let text = clean(text);
    if text.width() <= to {
        return text.into_owned();
    }
    let (mut out, mut used) = (String::new(), 0);
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used + 1 > to {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// Wraps plain text to lines of a display width.
pub(crate) fn wrap(text: &str, to: usize) -> Vec<String> {
    let chars = Text::plain(text).chars();
    let (mut rest, mut lines) = (chars.as_slice(), Vec::new());
    while !rest.is_empty() {
        let (line, next) = rest.split_at(break_at(rest, to.max(4)));
        lines.push(trim_end(line).iter().map(|(_, c)| *c).collect());
        rest = trim_start(next);
    }
    lines
}

/// Prints rows of cells as a grid; columns in `right` are flushed right.
pub(crate) fn grid(page: &mut Page, indent: usize, rows: &[Vec<Text>], right: impl Fn(usize) -> bool) {
    let signed: Vec<Vec<Text>>;
    let rows = if page.look.ascii {
        signed = rows.iter().map(|row| row.iter().map(Text::in_ascii).collect()).collect();
        signed.as_slice()
    } else {
        rows
    };
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> =
        (0..columns).map(|i| rows.iter().filter_map(|r| r.get(i)).map(Text::width).max().unwrap_or(0)).collect();
    for row in rows {
        let mut line = Text::new();
        for (i, cell) in row.iter().enumerate() {
            let blanks = " ".repeat(widths.get(i).copied().unwrap_or(0).saturating_sub(cell.width()));
            let gap = if i == 0 { "" } else { "  " };
            line.push(Ink::Plain, gap);
            if right(i) {
                line.push(Ink::Plain, &blanks);
            }
            line.pieces.extend(cell.pieces.iter().cloned());
            if !right(i) {
                line.push(Ink::Plain, &blanks);
            }
        }
        page.line(indent, &line);
    }
}

fn trim_end(line: &[(Ink, char)]) -> &[(Ink, char)] {
    let end = line.iter().rposition(|(_, c)| *c != ' ').map_or(0, |n| n + 1);
    line.get(..end).unwrap_or(line)
}

fn trim_start(line: &[(Ink, char)]) -> &[(Ink, char)] {
    let start = line.iter().position(|(_, c)| *c != ' ').unwrap_or(line.len());
    line.get(start..).unwrap_or(&[])
}

/// How many characters go on one line of `room` columns: up to the last place where a line may break, at least one.
fn break_at(chars: &[(Ink, char)], room: usize) -> usize {
    let (mut used, mut best) = (0, 0);
    for (i, (_, c)) in chars.iter().enumerate() {
        used += c.width().unwrap_or(0);
        if i > 0 && may_break(chars, i) {
            best = i;
        }
        if used > room {
            return if best > 0 { best } else { i.max(1) };
        }
    }
    chars.len()
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

fn opens(c: char) -> bool {
    matches!(c, '（' | '《' | '“' | '「' | '〔' | '【' | '(' | '[' | '‘')
}

fn closes(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '、' | '）' | '》' | '”' | '」' | '〕' | '】' | '！' | '？' | '％')
        || matches!(c, ',' | '.' | ';' | ':' | ')' | ']' | '%' | '’' | '…' | '—')
}

/// May a line end before `chars[at]`? At blanks, and between Chinese characters, but not inside a figure with its unit and not where
/// punctuation would be torn off.
fn may_break(chars: &[(Ink, char)], at: usize) -> bool {
    let (Some(&(_, before)), Some(&(_, after))) = (chars.get(at - 1), chars.get(at)) else { return false };
    if before == ' ' {
        // An operator goes with what follows it.
        let operator = at.checked_sub(2).and_then(|i| chars.get(i)).is_some_and(|(_, c)| "+/=<>≥≤≠≈".contains(*c));
        return after != ' ' && !operator && !in_spaced_figure(chars, at);
    }
    // `衡政〔2006〕75号` is one word.
    if before == '〕' || in_document_number(chars, at) {
        return false;
    }
    if opens(before) || closes(after) || after == ' ' {
        return false;
    }
    if closes(before) {
        return is_wide(before) || is_wide(after);
    }
    // `二(二)` is the number of a clause.
    let opened = opens(after) && after != '(';
    is_wide(before) && (is_wide(after) || opened || after.is_ascii_digit()) && !in_unit(chars, at)
}

/// Characters before the bracket of a document number that belong to it.
const ISSUER: usize = 4;

/// The characters from `at` on are the issuer of a document number: `衡|政〔2006〕75号`.
fn in_document_number(chars: &[(Ink, char)], at: usize) -> bool {
    let rest = chars.get(at..).unwrap_or(&[]);
    let run = rest.iter().take(ISSUER).take_while(|(_, c)| is_wide(*c) && !opens(*c) && !closes(*c)).count();
    let inside = at.checked_sub(1).and_then(|i| chars.get(i)).is_some_and(|(_, c)| !opens(*c) && !closes(*c));
    inside && rest.get(run).is_some_and(|(_, c)| *c == '〔')
}

/// The blank before `at` stands between a number and its unit, or between a word of scale and the unit: `600,000 |yuan`, `8.5 billion |yuan`,
/// `3 |个`.
fn in_spaced_figure(chars: &[(Ink, char)], at: usize) -> bool {
    let next_is_word = chars.get(at).is_some_and(|(_, c)| c.is_ascii_alphabetic() || (is_wide(*c) && !opens(*c)));
    let last: String = chars.get(..at - 1).unwrap_or(&[]).iter().rev().map(|(_, c)| *c).take_while(|c| *c != ' ').collect();
    // Read backwards: the figure may stand right behind Chinese characters.
    let figure = last.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let is_number = last.starts_with(|c: char| c.is_ascii_digit()) && figure.chars().next().is_none_or(is_wide);
    let is_scale = ["million", "billion", "trillion"].iter().any(|word| word.chars().rev().eq(last.chars()));
    next_is_word && (is_number || is_scale)
}

/// The last four characters before `at` begin with a digit that Chinese characters follow: `60亿|元`.
fn in_unit(chars: &[(Ink, char)], at: usize) -> bool {
    let start = at.saturating_sub(5);
    let before = chars.get(start..at).unwrap_or(&[]);
    let run = before.iter().rev().take_while(|(_, c)| is_wide(*c) && !closes(*c)).count();
    run < before.len() && before.get(before.len() - run - 1).is_some_and(|(_, c)| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_characters_but_never_inside_a_figure() {
        assert_eq!(wrap("集群企业担保额度达到担保总额度", 16), ["集群企业担保额度", "达到担保总额度"]);
        assert_eq!(wrap("将额度提高到至少 60万元，才算符合", 20), ["将额度提高到至少", "60万元，才算符合"]);
        assert_eq!(wrap("要求不低于100万元的机构", 16), ["要求不低于", "100万元的机构"]);
        assert_eq!(wrap("59.9999万元 / 100万元 = 60%", 24), ["59.9999万元 / 100万元", "= 60%"]);
        assert_eq!(wrap("it is short by 600,000 yuan", 21), ["it is short by", "600,000 yuan"]);
        assert_eq!(wrap("short by 8.5 billion yuan", 22), ["short by", "8.5 billion yuan"]);
        assert_eq!(wrap("依据（衡政〔2006〕75号）文件", 22), ["依据", "（衡政〔2006〕75号）文", "件"]);
        assert_eq!(wrap("共 10 个：7 个符合，12 个未知", 24), ["共 10 个：7 个符合，", "12 个未知"]);
        assert_eq!(wrap("short by at least 1元 here", 20), ["short by at least", "1元 here"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"], "no place to break: cut");
    }

    #[test]
    fn widths_are_display_widths() {
        assert_eq!(pad("安平", 6), "安平  ");
        assert_eq!(shorten("衡水市桃城区", 7), "衡水市…");
        assert_eq!(shorten("abc", 3), "abc");
    }

    #[test]
    fn ink_is_used_only_when_asked() {
        let text = Text::plain("甲").and(Ink::Red, "乙\u{1b}[0m");
        let page = |color| {
            let mut page = Page::new(Look { color, ascii: false, width: 80 });
            page.line(2, &text);
            page.finish()
        };
        assert_eq!(page(false), "  甲乙\\u{1b}[0m\n");
        assert_eq!(page(true), "  甲\u{1b}[1;31m乙\\u{1b}[0m\u{1b}[0m\n");
    }
}
