//! Statements of rules and tests.

use super::block::{Slot, Style, after, words};
use super::context::{Context, quote};
use super::doc::{Doc, concat, group, indent, join, text};
use super::types::text_of;
use super::words::{self as w, Word};
use crate::ast::{
    Asked, CmpOp, Expect, ExpectShown, Expr, Force, Given, GivenValue, Line, Listed, Name, Ranked, ReportKind, Rule, Show, Shown,
    Stmt, Test, TestStmt, Verdict,
};
use crate::text::Span;

/// A statement taken apart: where it lies, its keyword, the rest.
struct Parts {
    start: usize,
    end: usize,
    keyword: &'static str,
    rest: Doc,
}

fn start(span: Span) -> usize {
    span.start as usize
}

fn end(span: Span) -> usize {
    span.end as usize
}

impl Context<'_> {
    pub(super) fn rule(&mut self, x: &Rule) -> String {
        let word = self.word(&w::RULE, start(x.span), start(x.name.span)).to_string();
        let head = words([word, self.name(&x.name), text_of(x.title.as_ref())]);
        let open = self.open_brace(self.head_end(&x.name, x.title.as_ref(), &[]), end(x.span));
        let slots = x.body.iter().filter_map(|s| self.stmt_slot(s)).collect();
        self.block(&head, open, slots, end(x.span))
    }

    fn stmt_slot(&self, stmt: &Stmt) -> Option<Slot> {
        let Parts { start, end, keyword, rest } = self.stmt(stmt)?;
        // Two words that nothing follows would set all others apart.
        if let Stmt::NoExceptions(_) = stmt {
            return Some(Slot { start, end, style: Style::Plain, columns: Vec::new(), rest: text(keyword) });
        }
        Some(Slot { start, end, style: Style::Statement, columns: vec![keyword.to_string()], rest })
    }

    /// A statement whose keyword stands right before its first part.
    fn opened(&self, word: &Word, first: Span, last: Span, rest: Doc) -> Parts {
        let at = self.word_before(start(first));
        Parts { start: at, end: end(last), keyword: self.word(word, at, start(first)), rest }
    }

    fn stmt(&self, stmt: &Stmt) -> Option<Parts> {
        Some(match stmt {
            Stmt::Cite(paths) => {
                let rest = join(paths.iter().map(|p| self.expr(p)), ",");
                self.opened(&w::CITE, paths.first()?.span, paths.last()?.span, group(rest))
            }
            Stmt::Tightens(paths) => {
                let rest = join(paths.iter().map(|p| self.expr(p)), ",");
                self.opened(&w::TIGHTENS, paths.first()?.span, paths.last()?.span, group(rest))
            }
            Stmt::Due(x) => self.opened(&w::DUE, x.at.span, x.at.span, self.expr(&x.at)),
            Stmt::For(binders) => {
                let rest = join(binders.iter().map(|b| text(self.binder(b))), ",");
                self.opened(&w::FOR, binders.first()?.span, binders.last()?.span, group(rest))
            }
            Stmt::When(e) => self.opened(&w::WHEN, e.span, e.span, self.expr(e)),
            Stmt::Otherwise(s) => self.opened(&w::OTHERWISE, s.span, s.span, text(quote(&s.text))),
            Stmt::Let(x) => Parts {
                start: start(x.span),
                end: end(x.span),
                keyword: self.word(&w::LET, start(x.span), start(x.name.span)),
                rest: after(&format!("{} =", self.name(&x.name)), self.expr(&x.value)),
            },
            Stmt::Line(x) => Parts { start: start(x.span), end: end(x.span), keyword: self.force(x), rest: self.labelled(x) },
            Stmt::Show(x) => self.show(x),
            Stmt::Except { when, line, span } => {
                let rest = concat([self.when(*span, when), Doc::Line, after(self.force(line), self.labelled(line))]);
                Parts { start: start(*span), end: end(*span), keyword: self.first(&w::EXCEPT, *span), rest: group(rest) }
            }
            Stmt::Exempt(x) => {
                let mut rest = vec![self.when(x.span, &x.when)];
                if let Some(because) = &x.because {
                    rest.extend([Doc::Line, self.because(because)]);
                }
                Parts {
                    start: start(x.span),
                    end: end(x.span),
                    keyword: self.first(&w::EXEMPT, x.span),
                    rest: group(concat(rest)),
                }
            }
            Stmt::NoExceptions(span) => Parts {
                start: start(*span),
                end: end(*span),
                keyword: self.word(&w::NO_EXCEPTIONS, start(*span), end(*span)),
                rest: Doc::Nil,
            },
            Stmt::Effective(days) => Parts {
                start: start(days.span),
                end: end(days.span),
                keyword: self.first(&w::EFFECTIVE, days.span),
                rest: text(self.days(days)),
            },
            Stmt::Report { kind, span } => Parts {
                start: start(*span),
                end: end(*span),
                keyword: self.first(&w::REPORT, *span),
                rest: self.report(kind, *span),
            },
        })
    }

    /// The keyword at the very beginning of a span.
    fn first(&self, word: &Word, span: Span) -> &'static str {
        self.word(word, start(span), self.first_word_end(start(span)))
    }

    /// `when …` in the middle of a statement.
    fn when(&self, span: Span, condition: &Expr) -> Doc {
        let from = self.first_word_end(start(span));
        after(self.word(&w::WHEN, from, start(condition.span)), self.expr(condition))
    }

    pub(super) fn force(&self, line: &Line) -> &'static str {
        let word = match line.force {
            Force::Require => &w::REQUIRE,
            Force::Verify => &w::VERIFY,
            Force::Aim => &w::AIM,
        };
        self.word(word, start(line.span), start(line.expr.span))
    }

    fn report(&self, kind: &ReportKind, span: Span) -> Doc {
        match kind {
            ReportKind::Required(of) => {
                let last = of.last().map_or(start(span), |e| end(e.span));
                let word = self.word(&w::REQUIRED, last, end(span));
                let all = indent(2, group(join(of.iter().map(|e| self.expr(e)), ",")));
                concat([all, text(" "), text(word)])
            }
            ReportKind::InTime(e) => {
                let word = self.word(&w::IN_TIME, end(e.span), end(span));
                concat([self.expr(e), text(" "), text(word)])
            }
            ReportKind::Holds(e) => self.expr(e),
            ReportKind::Like(e, like) => {
                let word = self.word(&w::LIKE, end(e.span), start(like.span));
                concat([self.expr(e), text(format!(" {word} {}", quote(&like.text)))])
            }
            ReportKind::ExactlyOne(of) => {
                let first = of.first().map_or(end(span), |e| start(e.span));
                let word = self.word(&w::EXACTLY_ONE, start(span), first);
                after(word, indent(2, group(join(of.iter().map(|e| self.expr(e)), ","))))
            }
        }
    }

    pub(super) fn test(&mut self, x: &Test) -> String {
        let word = self.word(&w::TEST, start(x.span), start(x.name.span)).to_string();
        let head = words([word, quote(&x.name.text)]);
        let open = self.open_brace(end(x.name.span), end(x.span));
        let slots = x.body.iter().flat_map(|s| self.test_slots(s)).collect();
        self.block(&head, open, slots, end(x.span))
    }

    fn test_slots(&self, stmt: &TestStmt) -> Vec<Slot> {
        let plain = |start: usize, end: usize, rest: Doc| Slot { start, end, style: Style::Plain, columns: Vec::new(), rest };
        vec![match stmt {
            TestStmt::Cases(x) => return self.cases_slots(x),
            TestStmt::Given(given) => {
                let (start, end, rest) = self.given(given);
                plain(start, end, rest)
            }
            TestStmt::Param { name, value, span } => {
                let word = self.word(&w::PARAM, start(*span), start(name.span));
                plain(start(*span), end(*span), after(&format!("{word} {} =", self.name(name)), indent(2, self.expr(value))))
            }
            TestStmt::ExpectShown(x) => plain(start(x.span), end(x.span), text(self.expect_shown(x))),
            TestStmt::Expect(x) => plain(start(x.span), end(x.span), text(self.expect(x))),
        }]
    }

    fn given(&self, given: &Given) -> (usize, usize, Doc) {
        let special = |word: &Word, name: &Name| {
            let inner = self.word_before(start(name.span));
            let outer = self.word_before(inner);
            let words = [self.word(&w::GIVEN, outer, inner), self.word(word, inner, start(name.span))];
            (outer, end(name.span), text(format!("{} {} {}", words[0], words[1], self.name(name))))
        };
        match given {
            Given::Partial(name) => special(&w::PARTIAL, name),
            Given::Empty(name) => special(&w::EMPTY, name),
            Given::Row { record, fields, span } => {
                let head = format!("{} {} ", self.first(&w::GIVEN, *span), self.name(record));
                (start(*span), end(*span), concat([text(head), self.fields(fields)]))
            }
            Given::File { record, path, span } => {
                let before = record.as_ref().map_or(self.first_word_end(start(*span)), |r| end(r.span));
                let from = self.word(&w::FROM, before, start(path.span));
                let name = record.as_ref().map_or(String::new(), |r| self.name(r));
                let line = words([self.first(&w::GIVEN, *span).to_string(), name, from.to_string(), quote(&path.text)]);
                (start(*span), end(*span), text(line))
            }
            Given::Submission { fields, span } => {
                let from = self.first_word_end(start(*span));
                let submission = self.word(&w::SUBMISSION, from, self.open_brace(from, end(*span)));
                let head = format!("{} {submission} ", self.first(&w::GIVEN, *span));
                (start(*span), end(*span), concat([text(head), self.fields(fields)]))
            }
        }
    }

    fn fields(&self, fields: &[(Name, GivenValue)]) -> Doc {
        if fields.is_empty() {
            return text("{}");
        }
        let field = |(name, value): &(Name, GivenValue)| after(&format!("{} =", self.name(name)), self.given_value(value));
        let nested = fields.iter().any(|(_, value)| matches!(value, GivenValue::List(..)));
        let all = fields.iter().map(field);
        let all = if nested { join(all, ",") } else { Doc::Fill(all.collect()) };
        let inside = indent(2, concat([Doc::Line, all]));
        group(concat([text("{"), inside, Doc::Line, text("}")]))
    }

    fn given_value(&self, value: &GivenValue) -> Doc {
        match value {
            GivenValue::Value(e) => self.expr(e),
            GivenValue::Unknown(span) => text(self.word(&w::UNKNOWN, start(*span), end(*span))),
            GivenValue::None(span) => text(self.word(&w::NONE, start(*span), end(*span))),
            GivenValue::List(rows, _) if rows.is_empty() => text("[]"),
            GivenValue::List(rows, _) => {
                let inside = indent(2, concat([Doc::SoftLine, join(rows.iter().map(|r| self.fields(r)), ",")]));
                group(concat([text("["), inside, Doc::SoftLine, text("]")]))
            }
        }
    }

    fn show(&self, x: &Show) -> Parts {
        let label = x.label.iter().flat_map(|l| [text(quote(&l.text)), text(": ")]);
        let ranked = x.ranked.map(|r| if r == Ranked::Ascending { &w::RANKED_UP } else { &w::RANKED });
        let ranked = ranked.map(|word| text(format!(" {}", self.word(word, end(x.expr.span), end(x.span)))));
        let rest = concat(label.chain([self.expr(&x.expr)]).chain(ranked));
        Parts { start: start(x.span), end: end(x.span), keyword: self.first(&w::SHOW, x.span), rest }
    }

    fn expect_shown(&self, x: &ExpectShown) -> String {
        let head = [self.first(&w::EXPECT, x.span).to_string(), self.flat_expr(&x.rule), quote(&x.label.text)];
        let (mut at, last) = (end(x.label.span), end(x.span));
        let next = [x.because.as_ref().map(|s| s.span), x.subject.as_ref().map(|s| s.span)];
        let first_part = next.into_iter().flatten().map(start).min().unwrap_or(last);
        let word = |word: &Word| self.word(word, end(x.label.span), first_part);
        let shown = match &x.shown {
            Shown::Unknown => format!("{} {}", word(&w::EQ), word(&w::UNKNOWN)),
            Shown::None => format!("{} {}", word(&w::EQ), word(&w::NONE)),
            Shown::Listed(Listed::Surely) => word(&w::LISTED).to_string(),
            Shown::Listed(Listed::Possibly) => word(&w::POSSIBLY_LISTED).to_string(),
            Shown::Listed(Listed::Not) => word(&w::NOT_LISTED).to_string(),
            Shown::Value { ends, or_none } => {
                let bound = |(op, e): &(CmpOp, Expr)| {
                    let word = format!("{} {}", self.word(w::comparator(*op), at, start(e.span)), self.flat_expr(e));
                    at = end(e.span);
                    word
                };
                let mut out = ends.iter().map(bound).collect::<Vec<_>>().join(" ");
                if *or_none {
                    out = format!("{out} {} {}", self.word(&w::OR, at, first_part), self.word(&w::NONE, at, first_part));
                }
                out
            }
        };
        let because = x.because.as_ref().map(|b| {
            let word = self.word(&w::BECAUSE, at, start(b.span));
            at = end(b.span);
            format!("{word} {}", quote(&b.text))
        });
        let subject = x.subject.as_ref().map(|s| format!("{} {}", self.word(&w::SUBJECT, at, start(s.span)), quote(&s.text)));
        words(head.into_iter().chain([shown]).chain(because).chain(subject))
    }

    /// A line with its label.
    pub(super) fn labelled(&self, line: &Line) -> Doc {
        match &line.label {
            Some(label) => concat([text(quote(&label.text)), text(": "), self.expr(&line.expr)]),
            None => self.expr(&line.expr),
        }
    }

    fn expect(&self, x: &Expect) -> String {
        let head = [self.first(&w::EXPECT, x.span).to_string(), self.flat_expr(&x.rule)];
        let line = x.line.as_ref().map(|l| quote(&l.text));
        let at = x.line.as_ref().map_or(end(x.rule.span), |l| end(l.span));
        words(head.into_iter().chain(line).chain([self.verdict(x, at)]))
    }

    /// A verdict with what is said of it; it stands after `at`.
    pub(super) fn verdict(&self, x: &Expect, mut at: usize) -> String {
        let verdict = match x.verdict {
            _ if x.asked == Some(Asked::Breach) => &w::BREACH,
            _ if x.asked == Some(Asked::Query) => &w::QUERY,
            _ if x.asked == Some(Asked::Shortfall) => &w::SHORTFALL,
            _ if x.asked == Some(Asked::Open) => &w::OPEN,
            Verdict::Met => &w::MET,
            Verdict::Violated => &w::VIOLATED,
            Verdict::Undetermined => &w::UNDETERMINED,
            Verdict::Exempt => &w::EXEMPT,
            Verdict::NotApplicable => &w::NOT_APPLICABLE,
        };
        let last = end(x.span);
        let next = [x.by.as_ref().map(|e| e.span), x.because.as_ref().map(|s| s.span), x.subject.as_ref().map(|s| s.span)];
        let first_part = next.into_iter().flatten().map(start).min().unwrap_or(last);
        let mut out = self.word(verdict, at, first_part).to_string();
        if let Some(by) = &x.by {
            out = format!("{out} {} {}", self.word(&w::SHORT_BY, at, start(by.span)), self.flat_expr(by));
            at = end(by.span);
        }
        if let Some(because) = &x.because {
            out = format!("{out} {} {}", self.word(&w::BECAUSE, at, start(because.span)), quote(&because.text));
            at = end(because.span);
        }
        if let Some(subject) = &x.subject {
            out = format!("{out} {} {}", self.word(&w::SUBJECT, at, start(subject.span)), quote(&subject.text));
        }
        out
    }
}
