//! Why a part could not be read: the bad text is parsed again by the strict rule that should stand there.

use super::expected::expectation;
use super::glued::{split, split_opener};
use super::habits::opener;
use super::openers::Place;
use super::scan::{is_close, is_open, is_quote, string_len};
use super::{Build, diagnostics};
use crate::diag::nearest;
use fadu_grammar::{Pair, Rule, read};

impl<'a> Build<'a> {
    /// Reports why a bad part could not be read. `previous` is where the part before it began when that one was intact: the bad
    /// part may be what is left over behind it. Lines further down that open with a misspelt keyword are told as well.
    pub(super) fn explain(&mut self, bad: &Pair<'a, Rule>, place: Place, previous: Option<usize>) {
        let (start, end) = (self.span(bad).start as usize, self.span(bad).end as usize);
        let text = self.text.get(start..end).unwrap_or("");
        let told = self.explain_first(place, start, end, previous);
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

    /// The mistake at the beginning of a bad part; returns its place.
    fn explain_first(&mut self, place: Place, start: usize, end: usize, previous: Option<usize>) -> usize {
        let text = self.text.get(start..end).unwrap_or("");
        if self.partnered == Some(start) {
            return start;
        }
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
            && let Some(parted) = split_opener(word)
        {
            self.sink.push(diagnostics::glued(span, word, &parted));
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
        let at = stop.at;
        let end_of_text = text.trim_end().len();
        let at = if at >= end_of_text { end_of_text } else { at };
        if at == end_of_text
            && let Some((offset, open)) = unclosed(text)
        {
            // Closed further on in the line: what stands between does not belong there.
            if let Some(close) = closed_later(self.text.get(end..).unwrap_or("")) {
                self.partnered = Some(end + close);
                let next = self.text.get(end..).map_or(0, word_at);
                let found = self.text.get(end..end + next).unwrap_or("");
                let expected = expectation(&stop.expected);
                self.sink.push(diagnostics::expected(self.span_at(end, end + next), found, &expected));
                return from + at;
            }
            let open_span = self.span_at(from + offset, from + offset + open.len_utf8());
            self.sink.push(diagnostics::unclosed(self.span_at(from + at, from + at), open_span, open));
            return from + at;
        }
        if let Some((offset, word, parted)) = glued_near(text, at) {
            let span = self.span_at(from + offset, from + offset + word.len());
            self.sink.push(diagnostics::glued(span, word, &parted));
            return from + at;
        }
        let expected = expectation(&stop.expected);
        let found_len = word_at(text.get(at..).unwrap_or(""));
        let found = text.get(at..at + found_len).unwrap_or("");
        let span = self.span_at(from + at, from + at + found_len);
        self.sink.push(diagnostics::expected(span, found, &expected));
        from + at
    }
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

/// Where in the rest of the line the bracket that is open before it is closed.
fn closed_later(rest: &str) -> Option<usize> {
    let (mut depth, mut skip_to) = (0_usize, 0);
    for (i, c) in rest.char_indices() {
        if i < skip_to {
            continue;
        }
        if c == '\n' || c == '#' {
            return None;
        }
        if is_quote(c) {
            skip_to = i + string_len(rest.get(i..).unwrap_or("")).unwrap_or_else(|open| open);
        } else if is_open(c) {
            depth += 1;
        } else if is_close(c) {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(i),
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
            && let Some(parted) = split(word)
        {
            return Some((before.len(), word, parted));
        }
        before = before.trim_end_matches(|c: char| !is_word(c)).trim_end_matches(is_word);
    }
    None
}
