//! Tables of cases: every row is the test once more, with other values and its own verdicts.

use crate::ast::{CaseCell, CaseKind, Cases, Cell, Name};
use crate::check::base::columns::{field_names, find_column};
use crate::check::base::names::meant;
use crate::check::declare::params::{of_param, outside};
use crate::check::diagnostics as say;
use crate::check::rule::ruletests::RuleNames;
use crate::check::scope::checker::Checker;
use crate::check::scope::literal::read;
use crate::hir::{ExpectedResult, GivenCell, GivenRow, ParamId, Rule, Test};
use crate::text::{Span, same_name};
use crate::ty::{ColId, Relation, Type};

/// What a column of the table sets or expects.
enum Column {
    Field {
        row: usize,
        col: ColId,
    },
    Param(usize),
    Rule(Option<usize>, String),
    /// A result, by the places of its rule and its line.
    Result {
        rule: usize,
        show: usize,
    },
}

/// `Cluster[安平丝网].sales` taken apart.
struct Title<'a> {
    record: Option<&'a str>,
    key: Option<&'a str>,
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
        if verdicts && (self.rule_seen(text, head.span, names).is_some() || names.is_broken(text) || fields.is_empty()) {
            let rule = self.rule_called(text, head.span, names);
            return Some(Column::Rule(rule, rule.and_then(|r| names.rules.get(r)).map_or(text.to_string(), |r| r.id.clone())));
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
        if let Some(rule) = self.rule_seen(text, head.span, names) {
            return Some(Column::Rule(Some(rule), names.rules[rule].id.clone()));
        }
        if let Some((rule, show)) = self.result_titled(text, head.span, names) {
            return Some(Column::Result { rule, show });
        }
        let given = test.rows.iter().flat_map(|r| field_names(self.schema.get(r.rel)));
        let known: Vec<String> = given.chain(self.param_names()).chain(names.all()).collect();
        self.report(say::unknown_case_column(head.span, text, meant(text, &known).as_deref()));
        None
    }

    /// The cells of given rows that a header can mean.
    fn fields_meant(&self, text: &str, test: &Test) -> Vec<(usize, ColId)> {
        let title = Title::of(text);
        let meant = |(at, row): (usize, &GivenRow)| {
            let relation = self.schema.get(row.rel);
            let right = title.record.is_none_or(|r| is_named(relation, r)) && title.key.is_none_or(|k| has_key(relation, row, k));
            find_column(relation, title.field).filter(|_| right).map(|col| (at, col))
        };
        test.rows.iter().enumerate().filter_map(meant).collect()
    }

    fn cell(&mut self, cell: &CaseCell, column: &Column, case: &mut Test, names: &RuleNames<'_>) {
        match (column, &cell.kind) {
            (_, CaseKind::Blank) => {}
            (Column::Rule(rule, name), CaseKind::Verdict(e)) => {
                let expected = self.verdict_wanted(e, *rule, name.clone(), names);
                case.expects.push(expected);
            }
            (Column::Result { rule, show }, kind) => {
                let wanted = self.wanted_in_cell(&names.rules[*rule].shows[*show], kind, cell.span);
                let of = &names.rules[*rule];
                case.results.extend(wanted.map(|wanted| ExpectedResult {
                    rule: Some(*rule),
                    rule_name: of.id.clone(),
                    show: Some(*show),
                    label: of.shows[*show].label.clone(),
                    wanted,
                    because: None,
                    subject: None,
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
        if matches!(self.schema.column(given.rel, col).ty, Type::List(_)) {
            self.report(say::case_needs_value(span));
            return;
        }
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
            && let Some((key, field)) = rest.split_once([']', '］'])
        {
            let field = field.trim_start_matches(['.', '．']);
            return Self { record: Some(record.trim()), key: Some(key.trim_matches(['"', '“', '”', ' '])), field };
        }
        match text.rsplit_once(['.', '．']) {
            Some((record, field)) => Self { record: Some(record.trim()), key: None, field: field.trim() },
            None => Self { record: None, key: None, field: text },
        }
    }
}

fn is_named(relation: &Relation, name: &str) -> bool {
    let last = relation.name.rsplit('.').next();
    std::iter::once(relation.name.as_str()).chain(relation.label.as_deref()).chain(last).any(|n| same_name(n, name))
}

fn has_key(relation: &Relation, row: &GivenRow, key: &str) -> bool {
    let cell = |col: &ColId| row.cells.iter().find(|c| c.col == *col).and_then(|c| c.text.as_deref());
    relation.key.iter().filter_map(cell).any(|text| same_name(text, key))
}
