//! Scorecards, exceptions that a document grants, and the tables of cases in tests.

use super::openers::Place;
use super::{Build, Rule, diagnostics};
use crate::ast::{
    CaseCell, CaseKind, Cases, Cell, Exception, Expect, GrantPart, Name, ScoreItem, Scorecard, Str, Until, Verdict,
};
use crate::text::Span;
use fadu_grammar::Pair;

impl<'a> Build<'a> {
    pub(super) fn scorecard(&mut self, pair: Pair<'a, Rule>) -> Option<Scorecard> {
        let span = self.span(&pair);
        let (mut name, mut title, mut cites, mut items) = (None, None, Vec::new(), Vec::new());
        let (mut open, mut previous) = (None, None);
        for part in pair.into_inner() {
            let place = self.span(&part);
            match part.as_rule() {
                Rule::name => name = Some(self.name(&part)),
                Rule::string => title = Some(self.string(&part)),
                Rule::lbrace => open = Some(place),
                Rule::missing_brace => self.missing_brace(open, &part, name.as_ref()?),
                Rule::bad_score_part => self.explain(&part, Place::Scorecard, previous.take()),
                Rule::cite => {
                    previous = Some(place.start as usize);
                    cites.extend(part.into_inner().filter(|p| p.as_rule() == Rule::path).map(|p| self.path(p)));
                }
                Rule::score_item => {
                    previous = Some(place.start as usize);
                    items.extend(self.score_item(part));
                }
                _ => {}
            }
        }
        Some(Scorecard { name: name?, title, cites, items, span })
    }

    fn score_item(&mut self, pair: Pair<'a, Rule>) -> Option<ScoreItem> {
        let span = self.span(&pair);
        let (mut rule, mut weight, mut in_proportion) = (None, None, false);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::path => rule = Some(self.path(part)),
                Rule::number => weight = Some(self.number(&part)),
                Rule::kw_in_proportion => in_proportion = true,
                _ => {}
            }
        }
        Some(ScoreItem { rule: rule?, weight: weight?, in_proportion, span })
    }

    pub(super) fn exception(&mut self, pair: Pair<'a, Rule>) -> Option<Exception> {
        let span = self.span(&pair);
        let (mut number, mut title, mut body): (Option<Str>, _, Vec<GrantPart>) = (None, None, Vec::new());
        let (mut open, mut previous) = (None, None);
        for part in pair.into_inner() {
            let place = self.span(&part);
            match part.as_rule() {
                Rule::string if number.is_none() => number = Some(self.string(&part)),
                Rule::string => title = Some(self.string(&part)),
                Rule::lbrace => open = Some(place),
                Rule::missing_brace => {
                    let what = Name { text: number.as_ref()?.text.clone(), span };
                    self.missing_brace(open, &part, &what);
                }
                Rule::bad_grant_part => self.explain(&part, Place::Exception, previous.take()),
                Rule::grant_lifts | Rule::grant_for | Rule::grant_from | Rule::grant_until | Rule::because | Rule::line => {
                    previous = Some(place.start as usize);
                    body.extend(self.grant_part(part));
                }
                _ => {}
            }
        }
        Some(Exception { number: number?, title, body, span })
    }

    fn grant_part(&mut self, pair: Pair<'a, Rule>) -> Option<GrantPart> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        match rule {
            Rule::line => return self.line(pair).map(GrantPart::Line),
            Rule::because => return self.first_string(pair).map(GrantPart::Because),
            _ => {}
        }
        let (mut rules, mut column, mut subjects, mut at) = (Vec::new(), None, Vec::new(), None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::path => rules.push(self.path(part)),
                Rule::name => column = Some(self.name(&part)),
                Rule::string => subjects.push(self.string(&part)),
                Rule::grant_day => at = part.into_inner().next().map(|p| self.primary(p)),
                _ => {}
            }
        }
        Some(match rule {
            Rule::grant_lifts => GrantPart::Lifts { rules, span },
            Rule::grant_for => GrantPart::For { column, subjects, span },
            Rule::grant_from => GrantPart::From { at: at?, span },
            _ => GrantPart::Until(Until { at, span }),
        })
    }

    /// A table of cases: the first row is its header.
    pub(super) fn cases(&mut self, pair: Pair<'a, Rule>) -> Cases {
        let span = self.span(&pair);
        let (mut header, mut head, mut rows, mut open): (Vec<Cell>, Option<Span>, Vec<Vec<CaseCell>>, _) =
            (Vec::new(), None, Vec::new(), None);
        for part in pair.into_inner() {
            let place = self.span(&part);
            match (part.as_rule(), head) {
                (Rule::lbrace, _) => open = Some(place),
                (Rule::missing_brace, _) => {
                    let what = Name { text: "cases".to_string(), span };
                    self.missing_brace(open, &part, &what);
                }
                (Rule::bad_row, _) => self.sink.push(diagnostics::not_a_row(place)),
                (Rule::case_row, None) => {
                    head = Some(place);
                    header = self.case_row(part).iter().map(|c| self.as_text(c)).collect();
                }
                (Rule::case_row, Some(head)) => {
                    let mut cells = self.case_row(part);
                    if cells.len() != header.len() {
                        self.sink.push(diagnostics::cell_count(place, cells.len(), head, header.len()));
                    }
                    let end = self.span_at(place.end as usize, place.end as usize);
                    cells.resize_with(header.len(), || CaseCell { kind: CaseKind::Blank, span: end });
                    rows.push(cells);
                }
                _ => {}
            }
        }
        if head.is_none() {
            self.sink.push(diagnostics::no_header(open.unwrap_or(span)));
        }
        Cases { header, rows, span }
    }

    fn case_row(&mut self, pair: Pair<'a, Rule>) -> Vec<CaseCell> {
        let mut cells = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::case_cell => cells.extend(part.into_inner().next().map(|p| self.case_cell(p))),
                Rule::row_open => {
                    let cell = self.cell(&part);
                    self.sink.push(diagnostics::open_row(self.span_at(cell.span.end as usize, cell.span.end as usize)));
                    cells.push(CaseCell { span: cell.span, kind: CaseKind::Value(cell) });
                }
                _ => {}
            }
        }
        cells
    }

    fn case_cell(&mut self, pair: Pair<'a, Rule>) -> CaseCell {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::case_verdict => {
                let rule = self.bad_expr(span);
                let mut out =
                    Expect { rule, line: None, verdict: Verdict::Met, asked: None, by: None, because: None, subject: None, span };
                for part in pair.into_inner() {
                    self.expect_part(part, &mut out);
                }
                CaseCell { kind: CaseKind::Verdict(Box::new(out)), span }
            }
            Rule::given_unknown => CaseCell { kind: CaseKind::Unknown, span },
            Rule::given_none => CaseCell { kind: CaseKind::None, span },
            _ => {
                let cell = self.cell(&pair);
                let kind = if cell.text.is_empty() && !cell.quoted { CaseKind::Blank } else { CaseKind::Value(cell.clone()) };
                CaseCell { kind, span: cell.span }
            }
        }
    }

    /// A header cell is a name, whatever it looks like.
    fn as_text(&self, cell: &CaseCell) -> Cell {
        match &cell.kind {
            CaseKind::Value(cell) => cell.clone(),
            CaseKind::Blank | CaseKind::Unknown | CaseKind::None | CaseKind::Verdict(_) => {
                let text = self.text.get(cell.span.range()).unwrap_or("").to_string();
                Cell { text, quoted: false, span: cell.span }
            }
        }
    }
}
