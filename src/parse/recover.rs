//! Why a part could not be read: the bad text is parsed again by the strict rule that should stand there.

use super::expected::expectation;
use super::glued::{split, split_opener};
use super::habits::opener;
use super::openers::Place;
use super::scan::{is_close, is_open, is_quote, string_len};
use super::{Build, diagnostics};
use crate::diag::{Diagnostic, nearest};
use fadu_grammar::{Pair, Rule, Stop, read};

impl<'a> Build<'a> {
    /// Reports why a bad part could not be read. `previous` is where the part before it began when that one was intact: the bad
    /// part may be what is left over behind it. Lines further down that open with a misspelt keyword are told as well.
    pub(super) fn explain(&mut self, bad: &Pair<'a, Rule>, place: Place, previous: Option<usize>) {
        let (start, end) = (self.span(bad).start as usize, self.span(bad).end as usize);
        if start < self.told_to || self.told_line.contains(&start) {
            return;
        }
        let text = self.text.get(start..end).unwrap_or("");
        let told = self.explain_first(place, start, end, previous);
        // What follows on that line is mostly what is left over of the same mistake.
        self.told_line = told..line_end(self.text, told);
        let lines = text.char_indices().filter(|(_, c)| *c == '\n').map(|(i, _)| i + 1);
        for line in lines {
            let rest = text.get(line..).unwrap_or("");
            let at = line + (rest.len() - rest.trim_start().len());
            // In a file an item begins at the margin; what is indented belongs to one.
            if start + at > told && (place != Place::File || at == line) {
                self.misspelt(place, start + at, end);
            }
        }
    }

    /// An item begins: nothing in it is left over from a mistake in the one before.
    pub(super) fn forget_told(&mut self) {
        (self.told_to, self.told_line) = (0, 0..0);
    }

    /// The mistake at the beginning of a bad part; returns its place.
    fn explain_first(&mut self, place: Place, start: usize, end: usize, previous: Option<usize>) -> usize {
        let text = self.text.get(start..end).unwrap_or("");
        if let Some(c) = text.chars().next().filter(|c| is_close(*c)) {
            self.sink.push(diagnostics::stray_close(self.span_at(start, start + c.len_utf8()), c));
            return start;
        }
        if self.misspelt(place, start, end) {
            return start;
        }
        let word_len = word_at(text);
        let known = text.get(..word_len).is_some_and(|w| place.openers().contains(&w));
        // Either it is faulty itself, or it cannot follow the part before it: whichever is read further.
        let own = self.reached(place, start, end);
        let from = if known || own > word_len { start } else { previous.unwrap_or(start) };
        self.strict(place, from, end, start)
    }

    /// Reports a word that is nearly a keyword, or a keyword glued to the next word.
    fn misspelt(&mut self, place: Place, start: usize, end: usize) -> bool {
        let text = self.text.get(start..end).unwrap_or("");
        let word = text.get(..word_at(text)).unwrap_or("");
        let span = self.span_at(start, start + word.len());
        if place.openers().contains(&word) {
            return false;
        }
        if place == Place::Rule
            && let Some(separated) = split_opener(word)
        {
            self.sink.push(diagnostics::glued(span, word, &separated));
            return true;
        }
        let near = opener(word, place).or_else(|| slip(word, place.openers()));
        if let Some(near) = near {
            self.sink.push(diagnostics::unknown_word(span, word, near));
        }
        near.is_some()
    }

    /// How far the strict rule reads a text.
    fn reached(&self, place: Place, start: usize, end: usize) -> usize {
        match read(place.strict(), self.text.get(start..end).unwrap_or("")) {
            Ok(_) => end - start,
            Err(stop) => stop.at,
        }
    }

    /// Parses again strictly, reports the furthest place reached and returns it.
    fn strict(&mut self, place: Place, from: usize, end: usize, fallback: usize) -> usize {
        let text: &'a str = self.text.get(from..end).unwrap_or("");
        let Err(stop) = read(place.strict(), text) else {
            let word = word_at(self.text.get(fallback..end).unwrap_or("")).max(1);
            self.sink.push(diagnostics::does_not_belong(self.span_at(fallback, fallback + word)));
            return fallback;
        };
        let (text, stop) = self.further(place, from, text, stop);
        if let Some(open) = open_string_at(text) {
            self.sink.push(diagnostics::open_string(self.span_at(from + open, from + line_end(text, open))));
            return from + open;
        }
        let end_of_text = text.trim_end().len();
        let at = stop.at.min(end_of_text);
        if at == end_of_text
            && let Some((offset, open)) = unclosed(text)
        {
            let open_span = self.span_at(from + offset, from + offset + open.len_utf8());
            let told = diagnostics::unclosed(self.span_at(from + at, from + at), open_span, open);
            self.told_in_call(told, from, text);
            return from + at;
        }
        if let Some((offset, word, separated)) = glued_near(text, at) {
            let span = self.span_at(from + offset, from + offset + word.len());
            self.sink.push(diagnostics::glued(span, word, &separated));
            return from + at;
        }
        let expected = expectation(&stop.expected);
        let found_len = word_at(text.get(at..).unwrap_or(""));
        let found = text.get(at..at + found_len).unwrap_or("");
        let span = self.span_at(from + at, from + at + found_len);
        let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
        let told = diagnostics::expected(span, found, &expected, before, after);
        self.told_in_call(told, from, before);
        from + at
    }

    /// Tells a mistake behind a text that may break off in the arguments of a call.
    fn told_in_call(&mut self, mut told: Diagnostic, from: usize, before: &str) {
        told.call = called(before).map(|(offset, name)| {
            let start = from + offset;
            (name.to_string(), self.span_at(start, start + name.len()))
        });
        self.sink.push(told);
    }

    /// A part ends where a word stands that can open another: `sum(x for`. Where it was read to its end, or left a bracket open, the
    /// rest of its brackets and of its line belongs to it and is read again together with it.
    fn further(&mut self, place: Place, from: usize, text: &'a str, stop: Stop) -> (&'a str, Stop) {
        let end = from + text.trim_end().len();
        let open = unclosed(text).is_some();
        if !open && stop.at < text.trim_end().len() {
            return (text, stop);
        }
        let closed = if open { closes(self.text.get(end..).unwrap_or("")).map_or(end, |at| end + at) } else { end };
        let longer = line_end(self.text, closed);
        let Some(whole) = self.text.get(from..longer).map(|t| t.trim_end().trim_end_matches(['}', '｝']).trim_end()) else {
            return (text, stop);
        };
        match read(place.strict(), whole) {
            Err(new) if open || new.at > stop.at => {
                self.told_to = self.told_to.max(from + whole.len());
                (whole, new)
            }
            _ => (text, stop),
        }
    }
}

/// Where the line ends that holds a place.
fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find(['\n', '\r'])).map_or(text.len(), |n| at + n)
}

/// Where a text in quotes begins that is never closed.
fn open_string_at(text: &str) -> Option<usize> {
    let mut skip_to = 0;
    for (i, c) in text.char_indices() {
        if i < skip_to {
            continue;
        }
        if is_quote(c) {
            match string_len(text.get(i..).unwrap_or("")) {
                Ok(len) => skip_to = i + len,
                Err(_) => return Some(i),
            }
        } else if c == '#' {
            skip_to = line_end(text, i);
        }
    }
    None
}

/// The call whose arguments a text breaks off in: where its name stands, and the name.
fn called(text: &str) -> Option<(usize, &str)> {
    let (open, _) = unclosed(text).filter(|(_, c)| matches!(c, '(' | '（'))?;
    let before = text.get(..open)?;
    let name = before.get(before.trim_end_matches(|c: char| c == '_' || unicode_ident::is_xid_continue(c)).len()..)?;
    let is_operator = |pattern: String| read(Rule::strict_stmt, &pattern).is_ok();
    let named = is_operator(format!("require {name} = 1"))
        && !is_operator(format!("require x {name} y"))
        && !is_operator(format!("require {name} x"))
        && !Place::Rule.openers().contains(&name);
    (named && !name.is_empty()).then_some((open - name.len(), name))
}

/// Length of the word or sign a text begins with.
fn word_at(text: &str) -> usize {
    let is_word = |c: char| c == '_' || unicode_ident::is_xid_continue(c);
    let Some(first) = text.chars().next() else { return 0 };
    if is_quote(first) {
        return string_len(text).unwrap_or_else(|open| open);
    }
    if !is_word(first) {
        return first.len_utf8();
    }
    text.char_indices().find(|(_, c)| !is_word(*c)).map_or(text.len(), |(i, _)| i)
}

/// A keyword that was probably meant. Short words are near to everything and are left alone.
fn slip(word: &str, openers: &[&'static str]) -> Option<&'static str> {
    let length = word.chars().count();
    let (shortest, shortest_keyword) = if word.is_ascii() { (3, 4) } else { (2, 2) };
    let near = nearest(word, openers.iter().copied().filter(|o| o.chars().count() >= shortest_keyword))?;
    (length >= shortest && near.is_ascii() == word.is_ascii()).then_some(near)
}

/// The innermost bracket of a text that is never closed.
fn unclosed(text: &str) -> Option<(usize, char)> {
    let mut open = Vec::new();
    let mut skip_to = 0;
    for (i, c) in text.char_indices() {
        if i < skip_to {
            continue;
        }
        if is_quote(c) {
            skip_to = i + string_len(text.get(i..).unwrap_or("")).unwrap_or_else(|open| open);
        } else if c == '#' {
            skip_to = i + text.get(i..).and_then(|t| t.find('\n')).unwrap_or(text.len() - i);
        } else if is_open(c) {
            open.push((i, c));
        } else if is_close(c) {
            open.pop();
        }
    }
    open.pop()
}

/// Where the bracket that is open before a text is closed in it. Looked for in a few lines only.
fn closes(rest: &str) -> Option<usize> {
    const FAR: usize = 2_000;
    let (mut depth, mut skip_to) = (0_usize, 0);
    for (i, c) in rest.char_indices().take_while(|(i, _)| *i < FAR) {
        if i < skip_to {
            continue;
        }
        if c == '#' {
            skip_to = line_end(rest, i);
        } else if is_quote(c) {
            skip_to = i + string_len(rest.get(i..).unwrap_or("")).unwrap_or_else(|open| open);
        } else if is_open(c) {
            depth += 1;
        } else if is_close(c) {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                // A brace ends the item, not the bracket.
                None => return (c != '}' && c != '｝').then_some(i),
            }
        }
    }
    None
}

/// A word that was written without blanks: the one at the place of the mistake, or one of the three before it.
fn glued_near(text: &str, at: usize) -> Option<(usize, &str, String)> {
    let is_word = |c: char| c == '_' || unicode_ident::is_xid_continue(c);
    let mut before = text.get(..at)?.trim_end_matches(is_word);
    for _ in 0..4 {
        let rest = text.get(before.len()..).unwrap_or("");
        let word = rest.get(..word_at(rest)).unwrap_or("");
        if word.starts_with(is_word)
            && !before.ends_with('「')
            && let Some(separated) = split(word)
        {
            return Some((before.len(), word, separated));
        }
        before = before.trim_end_matches(|c: char| !is_word(c)).trim_end_matches(is_word);
    }
    None
}
