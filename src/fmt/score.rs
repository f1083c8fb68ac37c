//! Scorecards, exceptions that a document grants, and the tables of cases in tests.

use super::block::{Slot, Style, after, words};
use super::context::{Context, quote};
use super::doc::{Doc, group, join, text};
use super::types::text_of;
use super::words::{self as w, Word};
use crate::ast::{CaseCell, CaseKind, Cases, Exception, GrantPart, ScoreItem, Scorecard, Str, Until};

impl Context<'_> {
    pub(super) fn scorecard(&mut self, x: &Scorecard) -> String {
        let (start, end) = (x.span.start as usize, x.span.end as usize);
        let word = self.word(&w::SCORECARD, start, x.name.span.start as usize).to_string();
        let head = words([word, self.name(&x.name), text_of(x.title.as_ref())]);
        let open = self.open_brace(self.head_end(&x.name, x.title.as_ref(), &[]), end);
        let mut slots: Vec<Slot> = self.cite_slot(x).into_iter().collect();
        slots.extend(x.items.iter().map(|i| self.score_slot(i)));
        slots.sort_by_key(|s| s.start);
        self.block(&head, open, slots, end)
    }

    pub(super) fn exception(&mut self, x: &Exception) -> String {
        let (start, end) = (x.span.start as usize, x.span.end as usize);
        let word = self.word(&w::EXCEPTION, start, x.number.span.start as usize).to_string();
        let head = words([word, quote(&x.number.text), text_of(x.title.as_ref())]);
        let open = self.open_brace(x.title.as_ref().unwrap_or(&x.number).span.end as usize, end);
        let slots = x.body.iter().map(|part| self.grant_slot(part)).collect();
        self.block(&head, open, slots, end)
    }

    fn grant_slot(&self, part: &GrantPart) -> Slot {
        let (mut start, end) = (part.span().start as usize, part.span().end as usize);
        let first = |word: &Word| self.word(word, start, self.first_word_end(start));
        let texts = |list: &[Str]| group(join(list.iter().map(|s| text(quote(&s.text))), ","));
        let (word, rest) = match part {
            GrantPart::Lifts { rules, .. } => (first(&w::LIFTS), group(join(rules.iter().map(|r| self.expr(r)), ","))),
            GrantPart::For { column: None, subjects, .. } => (first(&w::SUBJECT), texts(subjects)),
            GrantPart::For { column: Some(column), subjects, .. } => {
                (first(&w::SUBJECT), after(&self.name(column), texts(subjects)))
            }
            GrantPart::From { at, .. } => (first(&w::SINCE), self.expr(at)),
            GrantPart::Until(Until { at: Some(at), .. }) => (first(&w::LIFE_UNTIL), self.expr(at)),
            GrantPart::Until(Until { at: None, .. }) => {
                let from = self.first_word_end(start);
                (first(&w::LIFE_UNTIL), text(self.word(&w::FURTHER_NOTICE, from, end)))
            }
            GrantPart::Because(reason) => {
                start = self.word_before(start);
                (self.word(&w::BECAUSE, start, end), text(quote(&reason.text)))
            }
            GrantPart::Line(line) => (self.force(line), self.labelled(line)),
        };
        Slot { start, end, style: Style::Statement, columns: vec![word.to_string()], rest }
    }

    fn cite_slot(&self, x: &Scorecard) -> Option<Slot> {
        let (first, last) = (x.cites.first()?.span, x.cites.last()?.span);
        let start = self.word_before(first.start as usize);
        let word = self.word(&w::CITE, start, first.start as usize).to_string();
        let rest = group(join(x.cites.iter().map(|c| self.expr(c)), ","));
        Some(Slot { start, end: last.end as usize, style: Style::Statement, columns: vec![word], rest })
    }

    fn score_slot(&self, x: &ScoreItem) -> Slot {
        let (start, end) = (x.span.start as usize, x.span.end as usize);
        let (rule, weight) = (x.rule.span.end as usize, x.weight.span);
        let word = self.word(&w::WEIGHT, rule, weight.start as usize).to_string();
        let columns = vec![self.flat_expr(&x.rule), word, self.flat_expr(&x.weight)];
        let rest = if x.in_proportion { text(self.word(&w::IN_PROPORTION, weight.end as usize, end)) } else { Doc::Nil };
        Slot { start, end, style: Style::Field, columns, rest }
    }

    /// The word with its brace, the rows one step further in, the closing brace.
    pub(super) fn cases_slots(&self, x: &Cases) -> Vec<Slot> {
        let (start, end) = (x.span.start as usize, x.span.end as usize);
        let open = self.open_brace(self.first_word_end(start), end);
        let word = self.word(&w::CASES, start, open);
        let plain = |start, end, rest| Slot { start, end, style: Style::Plain, columns: Vec::new(), rest };
        let mut slots = vec![plain(start, open + 1, text(format!("{word} {{")))];
        let cell = |c: &crate::ast::Cell| if c.quoted { quote(&c.text) } else { c.text.clone() };
        if let (Some(first), Some(last)) = (x.header.first(), x.header.last()) {
            slots.push(self.case_slot(first.span.start, last.span.end, x.header.iter().map(cell).collect()));
        }
        for row in &x.rows {
            let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
            slots.push(self.case_slot(first.span.start, last.span.end, row.iter().map(|c| self.case_cell(c)).collect()));
        }
        let close = self.slice(0, end).trim_end_matches(['}', '｝']).len();
        slots.push(plain(close, end, text("}")));
        slots
    }

    fn case_cell(&self, x: &CaseCell) -> String {
        let (start, end) = (x.span.start as usize, x.span.end as usize);
        match &x.kind {
            CaseKind::Blank => String::new(),
            CaseKind::Value(c) if c.quoted => quote(&c.text),
            CaseKind::Value(c) => c.text.clone(),
            CaseKind::Unknown => self.word(&w::UNKNOWN, start, end).to_string(),
            CaseKind::None => self.word(&w::NONE, start, end).to_string(),
            CaseKind::Verdict(x) => self.verdict(x, start),
        }
    }

    fn case_slot(&self, first: u32, end: u32, columns: Vec<String>) -> Slot {
        Slot { style: Style::Case, ..self.row(first, end, columns) }
    }
}
