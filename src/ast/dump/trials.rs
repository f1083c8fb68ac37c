//! Tests of rules, scorecards, and exceptions that a document grants.

use super::{Dump, verdict};
use crate::ast::{
    CaseKind, Cases, Exception, Expect, ExpectShown, Given, GivenValue, GrantPart, Listed, Name, Scorecard, Shown, Test,
    TestStmt, Until,
};

impl Dump {
    pub(super) fn test(&mut self, x: &Test) {
        self.line("test", |d| {
            d.quoted(&x.name.text);
            for stmt in &x.body {
                match stmt {
                    TestStmt::Given(given) => d.given(given),
                    TestStmt::Param { name, value, .. } => d.line("param", |d| {
                        d.name(name);
                        d.expr(value);
                    }),
                    TestStmt::Expect(x) => d.line("expect", |d| {
                        d.expr(&x.rule);
                        d.text("line", x.line.as_ref());
                        d.verdict(x);
                    }),
                    TestStmt::ExpectShown(x) => d.expect_shown(x),
                    TestStmt::Cases(x) => d.cases(x),
                }
            }
        });
    }

    pub(super) fn verdict(&mut self, x: &Expect) {
        match x.asked {
            Some(asked) => self.word(&format!("{asked:?}").to_lowercase()),
            None => self.word(verdict(x.verdict)),
        }
        x.by.iter().for_each(|e| self.list("by", |d| d.expr(e)));
        self.text("because", x.because.as_ref());
        self.text("subject", x.subject.as_ref());
    }

    fn expect_shown(&mut self, x: &ExpectShown) {
        self.line("expect", |d| {
            d.expr(&x.rule);
            d.text("line", Some(&x.label));
            match &x.shown {
                Shown::Unknown => d.word("unknown"),
                Shown::None => d.word("none"),
                Shown::Listed(Listed::Surely) => d.word("listed"),
                Shown::Listed(Listed::Possibly) => d.word("possibly-listed"),
                Shown::Listed(Listed::Not) => d.word("not-listed"),
                Shown::Value { ends, or_none } => {
                    ends.iter().for_each(|(op, e)| d.list(op.symbol(), |d| d.expr(e)));
                    if *or_none {
                        d.word("or-none");
                    }
                }
            }
            d.text("because", x.because.as_ref());
            d.text("subject", x.subject.as_ref());
        });
    }

    pub(super) fn cases(&mut self, x: &Cases) {
        self.line("cases", |d| {
            d.line("header", |d| x.header.iter().for_each(|c| d.quoted(&c.text)));
            for row in &x.rows {
                d.line("case", |d| {
                    for cell in row {
                        match &cell.kind {
                            CaseKind::Blank => d.word("blank"),
                            CaseKind::Unknown => d.word("unknown"),
                            CaseKind::None => d.word("none"),
                            CaseKind::Value(cell) => d.quoted(&cell.text),
                            CaseKind::Verdict(x) => d.list("verdict", |d| d.verdict(x)),
                        }
                    }
                });
            }
        });
    }

    pub(super) fn scorecard(&mut self, x: &Scorecard) {
        self.line("scorecard", |d| {
            d.name(&x.name);
            d.text("title", x.title.as_ref());
            if !x.cites.is_empty() {
                d.line("cite", |d| x.cites.iter().for_each(|c| d.expr(c)));
            }
            for item in &x.items {
                d.line("points", |d| {
                    d.expr(&item.rule);
                    d.expr(&item.weight);
                    d.word(if item.in_proportion { "in-proportion" } else { "full" });
                });
            }
        });
    }

    pub(super) fn exception(&mut self, x: &Exception) {
        self.line("exception", |d| {
            d.text("number", Some(&x.number));
            d.text("title", x.title.as_ref());
            x.body.iter().for_each(|part| d.grant_part(part));
        });
    }

    fn grant_part(&mut self, part: &GrantPart) {
        match part {
            GrantPart::Lifts { rules, .. } => self.line("lifts", |d| rules.iter().for_each(|r| d.expr(r))),
            GrantPart::For { column, subjects, .. } => self.line("for", |d| {
                column.iter().for_each(|c| d.name(c));
                subjects.iter().for_each(|s| d.quoted(&s.text));
            }),
            GrantPart::From { at, .. } => self.line("from", |d| d.expr(at)),
            GrantPart::Until(Until { at: Some(at), .. }) => self.line("until", |d| d.expr(at)),
            GrantPart::Until(Until { at: None, .. }) => self.line("until", |d| d.word("further-notice")),
            GrantPart::Because(text) => self.line("because", |d| d.quoted(&text.text)),
            GrantPart::Line(x) => self.line(super::force(x.force), |d| {
                d.text("label", x.label.as_ref());
                d.expr(&x.expr);
            }),
        }
    }

    pub(super) fn given(&mut self, given: &Given) {
        match given {
            Given::Row { record, fields, .. } => self.line("given", |d| {
                d.name(record);
                d.fields(fields);
            }),
            Given::Partial(name) => self.line("given-partial", |d| d.name(name)),
            Given::Empty(name) => self.line("given-empty", |d| d.name(name)),
            Given::File { record, path, .. } => self.line("given-file", |d| {
                record.iter().for_each(|r| d.name(r));
                d.quoted(&path.text);
            }),
            Given::Submission { fields, .. } => self.line("given-submission", |d| d.fields(fields)),
        }
    }

    pub(super) fn fields(&mut self, fields: &[(Name, GivenValue)]) {
        for (name, value) in fields {
            self.list("", |d| {
                d.text.push_str(&name.text);
                match value {
                    GivenValue::Value(e) => d.expr(e),
                    GivenValue::Unknown(_) => d.word("unknown"),
                    GivenValue::None(_) => d.word("none"),
                    GivenValue::List(rows, _) => d.list("rows", |d| rows.iter().for_each(|r| d.list("row", |d| d.fields(r)))),
                }
            });
        }
    }
}
