//! What every printer needs: the source by place, how words are spelled there, and the comments not yet printed.

use super::Keywords;
use super::doc::width;
use super::words::Word;
use crate::ast::{self, Name};
use crate::parse::{Comment, comments};
use crate::text::{FileId, Span, to_halfwidth};

pub(super) struct Context<'a> {
    pub text: &'a str,
    pub keywords: Keywords,
    /// The file is mostly Chinese: for words that cannot be found in the source.
    mostly_zh: bool,
    comments: Vec<Comment>,
    /// The first comment not yet printed.
    next: usize,
}

/// Which list of a [`Word`] a spelling was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Sign,
    En,
    Zh,
}

impl<'a> Context<'a> {
    pub(super) fn new(file: FileId, text: &'a str, keywords: Keywords, tree: &ast::File) -> Self {
        let is_zh = |item: &&ast::Item| text.get(item.span().range()).is_some_and(|t| !t.starts_with(|c: char| c.is_ascii()));
        let zh = tree.items.iter().filter(is_zh).count();
        Self { text, keywords, mostly_zh: zh * 2 > tree.items.len(), comments: comments(file, text), next: 0 }
    }

    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or("")
    }

    /// The text between two places without its comments, half-width, with single blanks.
    fn plain(&self, from: usize, to: usize) -> String {
        let mut out = String::new();
        let mut at = from;
        let first = self.comments.partition_point(|c| (c.span.start as usize) < from);
        for c in self.comments.iter().skip(first).take_while(|c| (c.span.start as usize) < to) {
            out.push_str(self.slice(at, c.span.start as usize));
            out.push(' ');
            at = c.span.end as usize;
        }
        out.push_str(self.slice(at, to));
        half(&out.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn find(&self, word: &Word, from: usize, to: usize) -> Option<(Found, &'static str)> {
        let plain = self.plain(from, to);
        let all = [(Found::Sign, word.signs), (Found::En, word.en), (Found::Zh, word.zh)];
        let spelled = all.iter().flat_map(|(found, list)| list.iter().map(move |s| (*found, *s)));
        spelled.filter(|(_, s)| !s.is_empty() && plain.contains(s)).max_by_key(|(_, s)| s.len())
    }

    /// A keyword as it is to be printed; it stands in the source somewhere between the two places.
    pub(super) fn word(&self, word: &Word, from: usize, to: usize) -> &'static str {
        let found = self.find(word, from, to);
        match (self.keywords, found) {
            (_, Some((Found::Sign, spelled))) | (Keywords::Keep, Some((_, spelled))) => spelled,
            (Keywords::Zh, Some((Found::Zh, spelled))) | (Keywords::En, Some((Found::En, spelled))) => spelled,
            _ => self.canonical(word),
        }
    }

    pub(super) fn canonical(&self, word: &Word) -> &'static str {
        let list = if self.prints_zh(self.mostly_zh) { word.zh } else { word.en };
        list.first().or(word.zh.first()).copied().unwrap_or("")
    }

    /// Whether Chinese is to be printed for something the author wrote in Chinese or not.
    pub(super) fn prints_zh(&self, written_zh: bool) -> bool {
        match self.keywords {
            Keywords::Keep => written_zh,
            Keywords::Zh => true,
            Keywords::En => false,
        }
    }

    /// Whether a Chinese spelling of the word stands between the two places.
    pub(super) fn has_zh(&self, word: &Word, from: usize, to: usize) -> bool {
        self.find(word, from, to).is_some_and(|(found, _)| found == Found::Zh)
    }

    /// Whether the word between the two places is to be Chinese.
    pub(super) fn is_zh(&self, word: &Word, from: usize, to: usize) -> bool {
        let written = self.find(word, from, to).map_or(self.mostly_zh, |(found, _)| found == Found::Zh);
        self.prints_zh(written)
    }

    /// A number, day or unit as written, with half-width signs and at most one blank.
    pub(super) fn literal(&self, span: Span) -> String {
        half(&self.slice(span.start as usize, span.end as usize).split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// A name with its quotes 「」 when it was written with them.
    pub(super) fn name(&self, name: &Name) -> String {
        let written = self.slice(name.span.start as usize, name.span.end as usize);
        if written.contains('「') && written.contains(['.', '．']) && !written.ends_with(&format!("「{}」", name.text)) {
            // A qualified name with quotes in it.
            half(written)
        } else if written.starts_with('「') {
            format!("「{}」", name.text)
        } else {
            name.text.clone()
        }
    }

    pub(super) fn names(&self, names: &[Name]) -> String {
        names.iter().map(|n| self.name(n)).collect::<Vec<_>>().join(", ")
    }

    /// Start of the word that ends before a place, comments and blanks between them skipped.
    pub(super) fn word_before(&self, place: usize) -> usize {
        let mut end = place;
        loop {
            let trimmed = self.slice(0, end).trim_end().len();
            let comment =
                self.comments.binary_search_by_key(&trimmed, |c| c.span.end as usize).ok().and_then(|i| self.comments.get(i));
            match comment {
                Some(c) => end = c.span.start as usize,
                None => {
                    let before = self.slice(0, trimmed);
                    return before.trim_end_matches(|c: char| c == '_' || unicode_ident::is_xid_continue(c)).len();
                }
            }
        }
    }

    /// Place of the opening brace after a place.
    pub(super) fn open_brace(&self, from: usize, to: usize) -> usize {
        let mut at = from;
        while let Some(c) = self.slice(at, to).chars().next() {
            let comment =
                self.comments.binary_search_by_key(&at, |c| c.span.start as usize).ok().and_then(|i| self.comments.get(i));
            match comment {
                Some(c) => at = c.span.end as usize,
                None if matches!(c, '{' | '｛') => return at,
                None => at += c.len_utf8(),
            }
        }
        to
    }

    /// Whether a blank line stands before a place.
    pub(super) fn blank_before(&self, place: usize) -> bool {
        let before = self.slice(0, place);
        let kept = before.trim_end_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
        before.get(kept..).is_some_and(|gap| gap.matches('\n').count() > 1)
    }

    /// Whether a blank line stands anywhere between two places.
    pub(super) fn blank_between(&self, from: usize, to: usize) -> bool {
        self.slice(from, to).replace([' ', '\t', '\r', '\u{3000}'], "").contains("\n\n")
    }

    /// Takes the comments that begin before a place: text and place of each.
    pub(super) fn take_before(&mut self, place: usize) -> Vec<(&'a str, usize)> {
        let mut out = Vec::new();
        while let Some(c) = self.comments.get(self.next).filter(|c| (c.span.start as usize) < place) {
            out.push((self.slice(c.span.start as usize, c.span.end as usize), c.span.start as usize));
            self.next += 1;
        }
        out
    }

    /// Takes the comment that follows on the same line, if it begins before `limit`.
    pub(super) fn take_trailing(&mut self, end: usize, limit: usize) -> Option<&'a str> {
        let comment = self.comments.get(self.next).copied()?;
        let start = comment.span.start as usize;
        if comment.own_line || start < end || start >= limit || self.slice(end, start).contains('\n') {
            return None;
        }
        self.next += 1;
        Some(self.slice(start, comment.span.end as usize))
    }
}

fn half(text: &str) -> String {
    text.chars().map(|c| if c == '！' { '!' } else { to_halfwidth(c) }).collect()
}

/// A text literal in ASCII quotes.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// The text with blanks up to a width.
pub(super) fn pad(text: &str, columns: usize) -> String {
    let mut out = text.to_string();
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(width(text))));
    out
}
