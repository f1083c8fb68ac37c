//! Why a part could not be read: the bad text is parsed again by the strict rule that should stand there.

use super::expected::{describe, human};
use super::glued::{split, split_opener};
use super::scan::{is_close, is_open, is_quote, string_len};
use super::{Build, Grammar, Rule, diagnostics};
use crate::diag::nearest;
use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;

/// Where a bad part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    File,
    Policy,
    Fields,
    Header,
    Rule,
    Test,
}

impl Place {
    fn strict(self) -> Rule {
        match self {
            Self::File => Rule::strict_item,
            Self::Policy => Rule::strict_policy_part,
            Self::Fields => Rule::strict_field,
            Self::Header => Rule::strict_header,
            Self::Rule => Rule::strict_stmt,
            Self::Test => Rule::strict_test_stmt,
        }
    }

    /// The words that can open a part here.
    fn openers(self) -> &'static [&'static str] {
        match self {
            Self::File => &[
                "policy",
                "record",
                "table",
                "alias",
                "param",
                "define",
                "unit",
                "kind",
                "rule",
                "test",
                "政策",
                "记录",
                "表",
                "别名",
                "参数",
                "定义",
                "计量单位",
                "口径",
                "规则",
                "测试",
            ],
            Self::Policy => &["number", "issued", "jurisdiction", "effective", "clause", "文号", "印发", "辖区", "施行", "条款"],
            Self::Rule => &[
                "cite",
                "for",
                "when",
                "let",
                "require",
                "verify",
                "aim",
                "except",
                "exempt",
                "otherwise",
                "effective",
                "report",
                "依据",
                "对",
                "当",
                "设",
                "要求",
                "核实",
                "力争",
                "除非",
                "例外",
                "豁免",
                "否则",
                "施行",
                "填报",
            ],
            Self::Test => &["given", "param", "expect", "给定", "参数", "预期"],
            Self::Fields | Self::Header => &[],
        }
    }
}

impl<'a> Build<'a> {
    /// Reports one mistake for a bad part. `previous` is where the part before it began when that one was intact: the bad
    /// part may be what is left over behind it.
    pub(super) fn explain(&mut self, bad: &Pair<'a, Rule>, place: Place, previous: Option<usize>) {
        let (start, end) = (self.span(bad).start as usize, self.span(bad).end as usize);
        let text = self.text.get(start..end).unwrap_or("");
        let word_len = word_at(text);
        let word = text.get(..word_len).unwrap_or("");
        let word_span = self.span_at(start, start + word_len);
        if let Some(c) = text.chars().next().filter(|c| is_close(*c)) {
            self.sink.push(diagnostics::stray_close(self.span_at(start, start + c.len_utf8()), c));
            return;
        }
        let known = place.openers().contains(&word);
        if !known
            && place == Place::Rule
            && let Some(parted) = split_opener(word)
        {
            self.sink.push(diagnostics::glued(word_span, word, &parted));
            return;
        }
        if !known && let Some(near) = slip(word, place.openers()) {
            self.sink.push(diagnostics::unknown_word(word_span, word, near));
            return;
        }
        let from = if known { start } else { previous.unwrap_or(start) };
        self.strict(place, from, end, start);
    }

    /// Parses again strictly and reports the furthest place reached.
    fn strict(&mut self, place: Place, from: usize, end: usize, fallback: usize) {
        let text: &'a str = self.text.get(from..end).unwrap_or("");
        let Err(error) = Grammar::parse(place.strict(), text) else {
            let word = word_at(self.text.get(fallback..end).unwrap_or("")).max(1);
            self.sink.push(diagnostics::does_not_belong(self.span_at(fallback, fallback + word)));
            return;
        };
        let at = match error.location {
            InputLocation::Pos(at) => at,
            InputLocation::Span((at, _)) => at,
        };
        let end_of_text = text.trim_end().len();
        let at = if at >= end_of_text { end_of_text } else { at };
        if at == end_of_text
            && let Some((offset, open)) = unclosed(text)
        {
            let open_span = self.span_at(from + offset, from + offset + open.len_utf8());
            self.sink.push(diagnostics::unclosed(self.span_at(from + at, from + at), open_span, open));
            return;
        }
        if let Some((offset, word, parted)) = glued_near(text, at) {
            let span = self.span_at(from + offset, from + offset + word.len());
            self.sink.push(diagnostics::glued(span, word, &parted));
            return;
        }
        let expected = match error.variant {
            ErrorVariant::ParsingError { positives, .. } => describe(positives.into_iter().filter_map(human)),
            ErrorVariant::CustomError { .. } => describe([]),
        };
        let found_len = word_at(text.get(at..).unwrap_or(""));
        let found = text.get(at..at + found_len).unwrap_or("");
        let span = self.span_at(from + at, from + at + found_len);
        self.sink.push(diagnostics::expected(span, found, &expected));
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
    if length < if word.is_ascii() { 4 } else { 2 } {
        return None;
    }
    let near = nearest(word, openers.iter().copied())?;
    (near.is_ascii() == word.is_ascii()).then_some(near)
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

/// A word around the place of the mistake that was written without blanks: the one there, or the one before.
fn glued_near(text: &str, at: usize) -> Option<(usize, &str, String)> {
    let is_word = |c: char| c == '_' || unicode_ident::is_xid_continue(c);
    let here = text.get(..at)?;
    let start_here = here.trim_end_matches(is_word).len();
    let before = here.trim_end();
    let start_before = before.trim_end_matches(is_word).len();
    for start in [start_here, start_before] {
        let rest = text.get(start..).unwrap_or("");
        let word = rest.get(..word_at(rest)).unwrap_or("");
        if word.starts_with(is_word)
            && let Some(parted) = split(word)
        {
            return Some((start, word, parted));
        }
    }
    None
}
