//! The commonest slips of people who type TOML with a Chinese input method, mended in a shadow of the text: Chinese names and
//! values without quotes, full-width quotes, equals signs and commas. Each is told; places in the shadow lead back to the file.

use std::borrow::Cow;
use std::ops::Range;

/// What was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    BareKey(Range<usize>),
    BareValue(Range<usize>),
    /// A full-width sign, and the one that belongs there.
    Sign(Range<usize>, &'static str),
}

/// A text that TOML can read, with the way back.
pub struct Shadow<'t> {
    pub text: Cow<'t, str>,
    pub faults: Vec<Fault>,
    edits: Vec<Edit>,
    /// Where each edit begins in the shadow, in ascending order.
    starts: Vec<usize>,
}

/// `old` bytes at `at` (of the original) became `new` bytes.
#[derive(Clone, Copy, Debug)]
struct Edit {
    at: usize,
    old: usize,
    new: &'static str,
}

impl<'t> Shadow<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut scan = Scan { text, at: 0, edits: Vec::new(), faults: Vec::new() };
        scan.document();
        let Scan { edits, faults, .. } = scan;
        if edits.is_empty() {
            return Self { text: Cow::Borrowed(text), faults, edits, starts: Vec::new() };
        }
        let mut out = String::with_capacity(text.len() + edits.len());
        let mut from = 0;
        let mut starts = Vec::with_capacity(edits.len());
        for edit in &edits {
            out.push_str(text.get(from..edit.at).unwrap_or(""));
            starts.push(out.len());
            out.push_str(edit.new);
            from = edit.at + edit.old;
        }
        out.push_str(text.get(from..).unwrap_or(""));
        Self { text: Cow::Owned(out), faults, edits, starts }
    }

    /// The offset in the file of an offset in the shadow.
    pub fn original(&self, offset: usize) -> usize {
        // The last edit that begins at or before the offset; of those that put nothing there, the one behind them all.
        let behind = self.starts.partition_point(|start| *start <= offset);
        let Some(last) = behind.checked_sub(1) else { return offset };
        let (Some(edit), Some(start)) = (self.edits.get(last), self.starts.get(last)) else { return offset };
        let into = offset - start;
        // Inside what was put there is at the place of the edit; behind it, as far behind what stood there.
        if into < edit.new.len() { edit.at } else { edit.at + edit.old + (into - edit.new.len()) }
    }

    pub fn original_range(&self, range: Range<usize>) -> Range<usize> {
        self.original(range.start)..self.original(range.end)
    }
}

/// Deeper nesting is left to the parser, which refuses it.
const MAX_DEPTH: usize = 60;

struct Scan<'t> {
    text: &'t str,
    at: usize,
    edits: Vec<Edit>,
    faults: Vec<Fault>,
}

impl Scan<'_> {
    fn document(&mut self) {
        while self.at < self.text.len() {
            self.blanks(true);
            match self.first() {
                None => break,
                Some('#') => self.line_end(),
                Some('[') => {
                    self.at += 1;
                    while self.first() == Some('[') {
                        self.at += 1;
                    }
                    self.key("]");
                    self.line_end();
                }
                Some(_) => {
                    let before = self.at;
                    self.key("=");
                    if self.equals() {
                        self.value(0, "");
                    }
                    self.line_end();
                    // Always forward, whatever the line holds.
                    self.at = self.at.max(before + 1);
                    while !self.text.is_char_boundary(self.at) {
                        self.at += 1;
                    }
                }
            }
        }
    }

    fn first(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn starts_with(&self, what: &str) -> bool {
        self.text.get(self.at..).is_some_and(|t| t.starts_with(what))
    }

    fn blanks(&mut self, lines: bool) {
        while let Some(c) = self.first() {
            if matches!(c, ' ' | '\t') || (lines && matches!(c, '\n' | '\r')) {
                self.at += 1;
            } else if c == '　' || c == '\u{a0}' {
                // A full-width blank stands nowhere in TOML outside quotes.
                self.edit(c.len_utf8(), " ");
            } else {
                break;
            }
        }
    }

    fn line_end(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        self.at += rest.find('\n').map_or(rest.len(), |n| n + 1);
    }

    fn edit(&mut self, old: usize, new: &'static str) {
        self.edits.push(Edit { at: self.at, old, new });
        self.at += old;
    }

    fn sign(&mut self, old: usize, new: &'static str) {
        self.faults.push(Fault::Sign(self.at..self.at + old, new));
        self.edit(old, new);
    }

    fn equals(&mut self) -> bool {
        match self.first() {
            Some('=') => self.at += 1,
            Some('＝') => self.sign('＝'.len_utf8(), "="),
            _ => return false,
        }
        true
    }

    /// A key, dotted or not, up to a sign in `stop`.
    fn key(&mut self, stop: &str) {
        loop {
            self.blanks(false);
            match self.first() {
                Some('"' | '\'') => self.string(),
                Some('“' | '”' | '＂') => self.curly(),
                Some('.') => self.at += 1,
                Some(c) if stop.contains(c) || matches!(c, '\n' | '\r' | '#' | '=' | '＝' | '}') => return,
                None => return,
                Some(_) => {
                    let end = self
                        .run_end(|c| stop.contains(c) || matches!(c, '.' | '=' | '＝' | '\n' | '\r' | '#' | '"' | '\'' | '}'));
                    self.bare(end, Fault::BareKey, |word| {
                        word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')) || word.is_ascii()
                    });
                }
            }
        }
    }

    /// The end of a run of characters, blanks at its end left out.
    fn run_end(&self, stop: impl Fn(char) -> bool) -> usize {
        let rest = self.text.get(self.at..).unwrap_or("");
        let run = rest.find(stop).map_or(rest, |n| &rest[..n]);
        self.at + run.trim_end().len().max(run.chars().next().map_or(0, char::len_utf8))
    }

    /// Puts quotes around a word unless it may stand without.
    fn bare(&mut self, end: usize, fault: impl Fn(Range<usize>) -> Fault, fine: impl Fn(&str) -> bool) {
        let word = self.text.get(self.at..end).unwrap_or("");
        if !fine(word) && !word.contains(['"', '\\', '“', '”']) {
            self.faults.push(fault(self.at..end));
            self.edit(0, "\"");
            self.at = end;
            self.edit(0, "\"");
        } else {
            self.at = end;
        }
    }

    fn value(&mut self, depth: usize, close: &str) {
        self.blanks(depth > 0);
        match self.first() {
            Some('"' | '\'') => self.string(),
            Some('“' | '”' | '＂') => self.curly(),
            Some('[') if depth < MAX_DEPTH => self.group(depth, "]"),
            Some('{') if depth < MAX_DEPTH => self.group(depth, "}"),
            Some('\n' | '\r' | '#') | None => {}
            Some(_) => {
                let end = self.run_end(|c| {
                    matches!(c, '\n' | '\r' | '#' | '"') || (depth > 0 && (matches!(c, ',' | '，') || close.contains(c)))
                });
                self.bare(end, Fault::BareValue, is_scalar);
            }
        }
    }

    /// An array or an inline table.
    fn group(&mut self, depth: usize, close: &'static str) {
        self.at += 1;
        loop {
            self.blanks(true);
            match self.first() {
                None => return,
                Some('#') => self.line_end(),
                Some(',') => self.at += 1,
                Some('，') => self.sign('，'.len_utf8(), ","),
                Some(c) if close.contains(c) => {
                    self.at += 1;
                    return;
                }
                Some(_) => {
                    let before = self.at;
                    if close == "}" {
                        self.key("=");
                        if !self.equals() {
                            return;
                        }
                    }
                    self.value(depth + 1, close);
                    if self.at == before {
                        return;
                    }
                }
            }
        }
    }

    /// A quoted string of any of the four kinds.
    fn string(&mut self) {
        let basic = self.first() == Some('"');
        let triple = if basic { "\"\"\"" } else { "'''" };
        if self.starts_with(triple) {
            self.at += 3;
            let rest = self.text.get(self.at..).unwrap_or("");
            self.at += rest.find(triple).map_or(rest.len(), |n| n + 3);
            return;
        }
        self.at += 1;
        while let Some(c) = self.first() {
            match c {
                '\\' if basic => {
                    self.at += 1 + self.text.get(self.at + 1..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8)
                }
                '\n' | '\r' => return,
                '"' if basic => break,
                '\'' if !basic => break,
                c => self.at += c.len_utf8(),
            }
        }
        self.at = (self.at + 1).min(self.text.len());
    }

    /// A string in full-width quotes, if it is closed on its line and holds no straight quotes.
    fn curly(&mut self) {
        let open = self.first().map_or(0, char::len_utf8);
        let rest = self.text.get(self.at + open..).unwrap_or("");
        let end = rest.find(['“', '”', '＂', '"', '\n']);
        let Some(end) = end.filter(|n| rest[*n..].starts_with(['“', '”', '＂'])) else {
            self.at += open;
            return;
        };
        let close = rest[end..].chars().next().map_or(0, char::len_utf8);
        self.sign(open, "\"");
        self.at += end;
        self.edit(close, "\"");
    }
}

/// May stand without quotes in TOML (whether it is right, the parser says).
fn is_scalar(word: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-' | b'.' | b':' | b' ');
    word.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_right_stays_untouched() {
        let text = "a = 1\n\"地区\" = '安平' # 注：无\n[[b.\"c\"]]\nd = \"\"\"多行\n“引号”\"\"\"\ne = [1, { f = \"x\\\"，\" }]\n";
        let shadow = Shadow::new(text);
        assert!(shadow.faults.is_empty(), "{:?}", shadow.faults);
        assert_eq!(shadow.text, text);
        assert_eq!(shadow.original(7), 7);
    }

    #[test]
    fn each_slip_is_mended_and_told() {
        let text =
            "[[信用担保机构]]\n年度 = 2007\n机构名称 = “安平”\n总额 ＝ 100万元\n占比 = １２％ # 注\nx = [1，2]\ny = { 名 = 5 }\n";
        let shadow = Shadow::new(text);
        let want = "[[\"信用担保机构\"]]\n\"年度\" = 2007\n\"机构名称\" = \"安平\"\n\"总额\" = \"100万元\"\n\"占比\" = \"１２％\" # 注\nx = [1,2]\ny = { \"名\" = 5 }\n";
        assert_eq!(shadow.text, want);
        let told: Vec<&str> = shadow
            .faults
            .iter()
            .map(|f| match f {
                Fault::BareKey(r) | Fault::BareValue(r) | Fault::Sign(r, _) => &text[r.clone()],
            })
            .collect();
        let wanted = ["信用担保机构", "年度", "机构名称", "“", "总额", "＝", "100万元", "占比", "１２％", "，", "名"];
        assert_eq!(told, wanted);
        for word in ["2007", "安平", "100万元", "１２％"] {
            let at = want.find(word).unwrap();
            assert_eq!(&text[shadow.original_range(at..at + word.len())], word);
        }
    }

    #[test]
    fn nothing_typed_can_hang_the_scan() {
        for text in
            ["=", "[", "a = [", "a = {", "a = {b", "\"", "“", "年 = “x\n年", "a = [\u{3000}", "＝＝＝", "]", "a.b.", "'''"]
        {
            let _ = Shadow::new(text);
            let _ = Shadow::new(&text.repeat(100));
        }
    }
}
