//! Tables of cases: every row is the test once more, with other values and its own verdicts.

use crate::ast::{CaseCell, CaseKind, Cases, Cell, Name};
use crate::check::base::columns::{field_names, find_column};
use crate::check::base::names::meant;
use crate::check::declare::params::{of_param, outside};
use crate::check::diagnostics as say;
use crate::check::rule::ruletests::RuleNames;
use crate::check::scope::checker::Checker;
use crate::check::scope::literal::read;
use crate::hir::{ExpectedResult, ExpectedVerdict, GivenCell, GivenRow, ParamId, Rule, Test};
use crate::text::{Span, same_name};
use crate::ty::{ColId, Relation, Type};

/// What a column of the table sets or expects.
enum Column {
    Field {
        row: usize,
        col: ColId,
    },
    Param(usize),
    Rule(Expected),
    /// A result, by the places of its rule and its line.
    Result {
        rule: usize,
        show: usize,
        subject: Option<String>,
    },
}

/// Whose verdicts a column holds: of a rule, or of one of its lines, for every subject or for one.
struct Expected {
    rule: Option<usize>,
    name: String,
    line: Option<(usize, String)>,
    subject: Option<String>,
}

/// `Cluster[安平丝网].sales` taken apart; a key of several parts has them all, in their order.
struct Title<'a> {
    record: Option<&'a str>,
    key: Vec<&'a str>,
    field: &'a str,
}

impl Checker<'_> {
    pub fn cases(&mut self, table: &Cases, test: &Test, names: &RuleNames<'_>) -> Vec<Test> {
        let before = self.reports.errors();
        let columns: Vec<Option<Column>> =
            table.header.iter().enumerate().map(|(i, h)| self.column(table, i, h, test, names)).collect();
        if self.reports.errors() == before && !columns.iter().any(|c| matches!(c, Some(Column::Rule(..) | Column::Result { .. })))
        {
            self.report(say::cases_expect_nothing(table.span));
        }
        let mut out = Vec::new();
        for (i, row) in table.rows.iter().enumerate() {
            let mut case = Test { case: Some(i + 1), expects: Vec::new(), results: Vec::new(), ..test.clone() };
            for (cell, column) in row.iter().zip(&columns) {
                if let Some(column) = column {
                    self.cell(cell, column, &mut case, names);
                }
            }
            let place = row.first().zip(row.last()).map(|(a, b)| a.span.to(b.span));
            case.span = place.unwrap_or(test.span);
            out.push(case);
        }
        out
    }

    fn column(&mut self, table: &Cases, index: usize, head: &Cell, test: &Test, names: &RuleNames<'_>) -> Option<Column> {
        let is_verdict = |row: &Vec<CaseCell>| row.get(index).is_some_and(|c| matches!(c.kind, CaseKind::Verdict(_)));
        let text = head.text.trim_matches(['「', '」']);
        let fields = self.fields_meant(text, test);
        let verdicts = table.rows.iter().any(is_verdict);
        let (called, line, subject) = taken_apart(text);
        if verdicts && (self.rule_seen(called, head.span, names).is_some() || names.is_broken(called) || fields.is_empty()) {
            let rule = self.rule_called(called, head.span, names);
            return Some(Column::Rule(self.expected_of(rule, (called, line, subject), head.span, names)));
        }
        match fields.as_slice() {
            [(row, col)] => return Some(Column::Field { row: *row, col: *col }),
            [first, second, ..] => {
                let rows = [test.rows[first.0].span, test.rows[second.0].span];
                self.report(say::case_column_twice(head.span, text, rows));
                return None;
            }
            [] => {}
        }
        if let Some(param) = self.param_named(&Name { text: text.to_string(), span: head.span }) {
            return Some(Column::Param(param));
        }
        if let Some((rule, show)) = self.result_titled(text, head.span, names) {
            return Some(Column::Result { rule, show, subject: None });
        }
        if let Some(rule) = self.rule_seen(called, head.span, names) {
            let shown = line.and_then(|l| names.rules[rule].shows.iter().position(|s| same_name(&s.label, l)));
            if let Some(show) = shown {
                return Some(Column::Result { rule, show, subject: subject.map(str::to_string) });
            }
            return Some(Column::Rule(self.expected_of(Some(rule), (called, line, subject), head.span, names)));
        }
        if let Some((rule, show)) = self.result_titled(called, head.span, names) {
            return Some(Column::Result { rule, show, subject: subject.map(str::to_string) });
        }
        let given = test.rows.iter().flat_map(|r| field_names(self.schema.get(r.rel)));
        let known: Vec<String> = given.chain(self.param_names()).chain(names.all()).collect();
        self.report(say::unknown_case_column(head.span, text, meant(text, &known).as_deref()));
        None
    }

    fn expected_of(
        &mut self,
        rule: Option<usize>,
        (called, line, subject): (&str, Option<&str>, Option<&str>),
        place: Span,
        names: &RuleNames<'_>,
    ) -> Expected {
        let name = rule.and_then(|r| names.rules.get(r)).map_or(called.to_string(), |r| r.id.clone());
        let line = line.and_then(|label| self.line_called(rule, label, place, names));
        Expected { rule, name, line, subject: subject.map(str::to_string) }
    }

    /// The cells of given rows that a header can mean.
    fn fields_meant(&self, text: &str, test: &Test) -> Vec<(usize, ColId)> {
        let title = Title::of(text);
        let meant = |(at, row): (usize, &GivenRow)| {
            let relation = self.schema.get(row.rel);
            let right = title.record.is_none_or(|r| is_named(relation, r)) && has_key(relation, row, &title.key);
            find_column(relation, title.field).filter(|_| right).map(|col| (at, col))
        };
        test.rows.iter().enumerate().filter_map(meant).collect()
    }

    fn cell(&mut self, cell: &CaseCell, column: &Column, case: &mut Test, names: &RuleNames<'_>) {
        match (column, &cell.kind) {
            (_, CaseKind::Blank) => {}
            (Column::Rule(of), CaseKind::Verdict(e)) => {
                let own = self.verdict_wanted(e, of.rule, of.name.clone(), names);
                let (line, subject) = (of.line.clone().or(own.line), own.subject.or_else(|| of.subject.clone()));
                case.expects.push(ExpectedVerdict { line, subject, ..own });
            }
            (Column::Result { rule, show, subject }, kind) => {
                let wanted = self.wanted_in_cell(&names.rules[*rule].shows[*show], kind, cell.span);
                let of = &names.rules[*rule];
                case.results.extend(wanted.map(|wanted| ExpectedResult {
                    rule: Some(*rule),
                    rule_name: of.id.clone(),
                    show: Some(*show),
                    label: of.shows[*show].label.clone(),
                    wanted,
                    because: None,
                    subject: subject.clone(),
                    span: cell.span,
                }));
            }
            (Column::Rule(..), _) => self.report(say::case_needs_verdict(cell.span)),
            (_, CaseKind::Verdict(_)) => self.report(say::case_needs_value(cell.span)),
            (Column::Field { row, col }, kind) => self.set_field(case, *row, *col, kind, cell.span),
            (Column::Param(at), CaseKind::Value(value)) => self.set_param(case, *at, value),
            (Column::Param(at), _) => {
                let id = ParamId(u32::try_from(*at).unwrap_or(u32::MAX));
                case.params.retain(|(p, _)| *p != id);
                case.open.push(id);
            }
        }
    }

    /// A result by its name, or by its rule and its name where several are called alike.
    fn result_titled(&self, text: &str, place: Span, names: &RuleNames<'_>) -> Option<(usize, usize)> {
        let modules = &self.items.modules;
        let is_meant = |r: &Rule, label: &str| {
            let short = r.id.rsplit('.').next().unwrap_or(&r.id);
            same_name(label, text) || [short, &r.id].iter().any(|id| same_name(&format!("{id}.{label}"), text))
        };
        let all = names.rules.iter().enumerate().filter(|(_, r)| modules.at(r.span) == modules.at(place));
        let found = all.flat_map(|(at, r)| {
            r.shows.iter().enumerate().filter(move |(_, s)| is_meant(r, &s.label)).map(move |(show, _)| (at, show))
        });
        let found: Vec<(usize, usize)> = found.collect();
        if let [only] = found.as_slice() { Some(*only) } else { None }
    }

    fn set_field(&mut self, case: &mut Test, row: usize, col: ColId, kind: &CaseKind, span: Span) {
        let given = &mut case.rows[row];
        let column = self.schema.column(given.rel, col).clone();
        if matches!(column.ty, Type::List(_)) {
            self.report(say::case_needs_value(span));
            return;
        }
        if matches!(kind, CaseKind::None) {
            self.given_none(&column, span);
        }
        let given = &mut case.rows[row];
        let text = if let CaseKind::Value(cell) = kind { Some(cell.text.clone()) } else { None };
        given.cells.retain(|c| c.col != col);
        given.cells.push(GivenCell { col, text, none: matches!(kind, CaseKind::None), span });
    }

    fn set_param(&mut self, case: &mut Test, at: usize, value: &Cell) {
        let (info, declared) = (of_param(&self.params[at]), self.params[at].span);
        let id = ParamId(u32::try_from(at).unwrap_or(u32::MAX));
        match read(&value.text, &info, &self.units) {
            Ok(found) if outside(&found, &info) => {
                self.report(say::param_out_of_range(value.span, &value.text, declared, None));
            }
            Ok(found) => {
                case.open.retain(|p| *p != id);
                case.params.retain(|(p, _)| *p != id);
                case.params.push((id, found));
            }
            Err(why) => self.report(say::misfit("P003", value.span, &why, &info, Some(declared))),
        }
    }
}

impl<'a> Title<'a> {
    fn of(text: &'a str) -> Self {
        if let Some((record, rest)) = text.split_once(['[', '［'])
            && let Some((key, field)) = rest.rsplit_once([']', '］'])
        {
            let field = field.trim_start_matches(['.', '．']);
            return Self { record: Some(record.trim()), key: parts(key), field };
        }
        match text.rsplit_once(['.', '．']) {
            Some((record, field)) => Self { record: Some(record.trim()), key: Vec::new(), field: field.trim() },
            None => Self { record: None, key: Vec::new(), field: text },
        }
    }
}

const QUOTES: [char; 3] = ['"', '“', '”'];

/// The parts of a key as written: separated by commas, those in quotes apart.
fn parts(key: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = key.split(|c: char| {
        quoted ^= QUOTES.contains(&c);
        !quoted && matches!(c, ',' | '，')
    });
    parts.map(|part| part.trim().trim_matches(QUOTES).trim()).collect()
}

/// A header such as `loans "size" for "甲"`: the rule, its line, the subject.
fn taken_apart(head: &str) -> (&str, Option<&str>, Option<&str>) {
    let quoted = |rest: &str| {
        let inner = rest.trim_end().strip_suffix(QUOTES)?;
        let start = inner.rfind(QUOTES)?;
        let open = inner[start..].chars().next().map_or(0, char::len_utf8);
        Some((start, start + open, inner.len()))
    };
    let Some((before, from, to)) = quoted(head) else { return (head, None, None) };
    let (last, rest) = (&head[from..to], head[..before].trim_end());
    let subject = ["for", "对象"].iter().find_map(|word| rest.strip_suffix(word)).filter(|rest| !rest.trim().is_empty());
    let Some(rest) = subject else { return (rest, Some(last), None) };
    let rest = rest.trim_end();
    match quoted(rest) {
        Some((before, from, to)) => (rest[..before].trim_end(), Some(&rest[from..to]), Some(last)),
        None => (rest, None, Some(last)),
    }
}

fn is_named(relation: &Relation, name: &str) -> bool {
    let last = relation.name.rsplit('.').next();
    std::iter::once(relation.name.as_str()).chain(relation.label.as_deref()).chain(last).any(|n| same_name(n, name))
}

/// Whether a row has this key: one part of it, or all of them; the period may be left out.
fn has_key(relation: &Relation, row: &GivenRow, key: &[&str]) -> bool {
    let cell = |col: &ColId| row.cells.iter().find(|c| c.col == *col).and_then(|c| c.text.as_deref());
    let is = |col: &ColId, part: &str| cell(col).is_some_and(|text| same_name(text.trim_matches(QUOTES), part));
    let all = |cols: &[ColId]| cols.len() == key.len() && cols.iter().zip(key).all(|(col, part)| is(col, part));
    match key {
        [] => true,
        [only] => relation.key.iter().any(|col| is(col, only)),
        _ => {
            let timeless = |col: &ColId| !matches!(relation.columns[col.index()].ty, Type::Period(_));
            all(&relation.key) || all(&relation.key.iter().copied().filter(timeless).collect::<Vec<_>>())
        }
    }
}
