//! The rules' own tests: rows to put in, verdicts to expect.

use crate::ast::{self, ExprKind, Given, GivenValue, Name, TestStmt};
use crate::check::base::columns::field_names;
use crate::check::base::constant::{Constant, Misfit};
use crate::check::base::item::What;
use crate::check::base::names::{self, meant};
use crate::check::base::words;
use crate::check::declare::params::of_param;
use crate::check::declare::tables::of_column;
use crate::check::diagnostics as say;
use crate::check::scope::checker::Checker;
use crate::check::scope::literal::fit;
use crate::diag::Bilingual;
use crate::hir::{ExpectedResult, ExpectedVerdict, Fixture, GivenCell, GivenRow, GivenSubmission, ParamId, Rule, Test};
use crate::num::to_i64;
use crate::text::{Span, fold_name, same_name};
use crate::ty::{ColId, ColumnDef, Origin, PeriodKind, RelId, Type, Unit};

/// Rules as tests may name them.
pub(in crate::check) struct RuleNames<'r> {
    pub rules: &'r [Rule],
    pub broken: &'r [String],
}

impl RuleNames<'_> {
    pub fn find(&self, name: &str, own: impl Fn(&Rule) -> bool) -> Option<usize> {
        names::find_rule(self.rules, name, own)
    }

    pub fn is_broken(&self, name: &str) -> bool {
        self.broken.iter().any(|b| names::is_rule_called(b, name))
    }

    pub fn all(&self) -> Vec<String> {
        let ids = self.rules.iter().map(|r| &r.id).chain(self.broken);
        ids.flat_map(|id| std::iter::once(id.clone()).chain(id.rsplit_once('.').map(|(_, n)| n.to_string()))).collect()
    }
}

impl Checker<'_> {
    /// A test, and one for each row of its tables of cases; nothing after mistakes were reported.
    pub fn test(&mut self, t: &ast::Test, names: &RuleNames<'_>) -> Vec<Test> {
        let before = self.reports.errors();
        let mut test = Test {
            name: t.name.text.clone(),
            span: t.span,
            rows: Vec::new(),
            submission: None,
            partial: Vec::new(),
            empty: Vec::new(),
            params: Vec::new(),
            open: Vec::new(),
            fixtures: Vec::new(),
            case: None,
            expects: Vec::new(),
            results: Vec::new(),
        };
        let (mut expected, mut tables) = (false, Vec::new());
        for stmt in &t.body {
            match stmt {
                TestStmt::Given(given) => self.given(given, &mut test),
                TestStmt::Param { name, value, .. } => self.test_param(name, value, &mut test),
                TestStmt::Expect(e) => {
                    expected = true;
                    self.expected(e, names, &mut test);
                }
                TestStmt::ExpectShown(e) => {
                    expected = true;
                    let result = self.expected_result(e, names);
                    test.results.extend(result);
                }
                TestStmt::Cases(table) => tables.push(table),
            }
        }
        if !test.params.is_empty() {
            self.test_ties(&test, t.name.span);
        }
        let cases: Vec<Test> = tables.into_iter().flat_map(|table| self.cases(table, &test, names)).collect();
        if !expected && cases.is_empty() && self.reports.errors() == before {
            self.report(say::test_expects_nothing(&t.name));
        }
        if self.reports.errors() > before {
            return Vec::new();
        }
        expected.then_some(test).into_iter().chain(cases).collect()
    }

    fn test_param(&mut self, name: &Name, value: &ast::Expr, test: &mut Test) {
        let Some(at) = self.param_named(name) else {
            let near = meant(&name.text, &self.param_names());
            self.report(say::unknown_test_param(name, near.as_deref()));
            return;
        };
        let (info, declared) = (of_param(&self.params[at]), self.params[at].span);
        if let Some(value) = self.param_value(value, &info, declared) {
            test.params.push((ParamId(u32::try_from(at).unwrap_or(u32::MAX)), value));
        }
    }

    /// Parameters bound by a test keep their ties as well; what a project binds is no part of the test.
    fn test_ties(&mut self, test: &Test, place: Span) {
        let mut params = self.declared.clone();
        for (id, value) in &test.params {
            if let Some(param) = params.get_mut(id.0 as usize) {
                (param.value, param.source) = (Some(value.clone()), None);
            }
        }
        let broken = crate::hir::broken_tie(&params);
        if let (Some((id, other)), None) = (broken, crate::hir::broken_tie(&self.declared)) {
            let d = self.tie_broken(&params, id, other);
            // Tests that break one tie are one mistake with many places.
            let (zh, en) = ("这个测试的取值", "as this test binds them");
            match self.test_ties.iter_mut().find(|t| t.primary() == d.primary()) {
                Some(told) => *told = told.clone().at(place, zh, en),
                None => self.test_ties.push(d.at(place, zh, en)),
            }
        }
    }

    fn expected(&mut self, e: &ast::Expect, names: &RuleNames<'_>, test: &mut Test) {
        let Some((rule, name)) = self.rule_meant(&e.rule, names) else { return };
        match rule.and_then(|at| names.rules.get(at)).and_then(|r| self.verdict_of_result(e, r)) {
            Some(result) => test.results.extend(result.map(|r| ExpectedResult { rule, ..r })),
            None => test.expects.push(self.verdict_wanted(e, rule, name, names)),
        }
    }

    /// The rule an expression names, and its name as written; `None` where nothing could be read.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    pub fn rule_meant(&mut self, e: &ast::Expr, names: &RuleNames<'_>) -> Option<(Option<usize>, String)> {
        let name = match &e.kind {
            ExprKind::Name(name) => name.text.clone(),
            ExprKind::Path { base, field } => {
                if let ExprKind::Name(policy) = &base.kind {
                    format!("{}.{}", policy.text, field.text)
                } else {
                    self.written(e.span)
                }
            }
            ExprKind::Bad => return None,
            _ => self.written(e.span),
        };
        Some((self.rule_called(&name, e.span, names), name))
    }

    /// The rule of this name as seen from a place: those of its own module go before others.
    pub fn rule_seen(&self, name: &str, place: Span, names: &RuleNames<'_>) -> Option<usize> {
        let modules = &self.items.modules;
        names.find(name, |r| modules.at(r.span) == modules.at(place))
    }

    /// The same; an unknown one is reported.
    pub fn rule_called(&mut self, name: &str, span: Span, names: &RuleNames<'_>) -> Option<usize> {
        let rule = self.rule_seen(name, span, names);
        if rule.is_none() && !names.is_broken(name) {
            self.report(say::unknown_rule(span, name, meant(name, &names.all()).as_deref()));
        }
        rule
    }

    pub fn verdict_wanted(
        &mut self,
        e: &ast::Expect,
        rule: Option<usize>,
        name: String,
        names: &RuleNames<'_>,
    ) -> ExpectedVerdict {
        let by = match &e.by {
            None => None,
            Some(by) => match self.constant(by) {
                Some(Ok(Constant::Number(n, unit))) => {
                    let unit = unit.unwrap_or_else(Unit::one);
                    Some((n * &unit.factor, unit))
                }
                Some(Err(diagnostic)) => {
                    self.report(*diagnostic);
                    None
                }
                _ => {
                    self.report(say::margin_not_constant(by.span));
                    None
                }
            },
        };
        let line = e.line.as_ref().and_then(|label| self.line_called(rule, &label.text, label.span, names));
        ExpectedVerdict {
            line,
            asked: e.asked,
            rule,
            rule_name: rule.and_then(|i| names.rules.get(i)).map_or(name, |r| r.id.clone()),
            verdict: e.verdict,
            by,
            because: e.because.as_ref().map(|s| s.text.clone()),
            subject: e.subject.as_ref().map(|s| s.text.clone()),
            span: e.span,
        }
    }

    /// A line of a rule by its name.
    pub fn line_called(
        &mut self,
        rule: Option<usize>,
        label: &str,
        place: Span,
        names: &RuleNames<'_>,
    ) -> Option<(usize, String)> {
        let lines = rule.and_then(|i| names.rules.get(i)).map(|r| r.lines.as_slice())?;
        let at = lines.iter().position(|l| l.label.as_deref().is_some_and(|n| same_name(n, label)));
        if at.is_none() {
            let labels: Vec<String> = lines.iter().filter_map(|l| l.label.clone()).collect();
            self.report(say::unknown_line(place, label, meant(label, &labels).as_deref()));
        }
        Some((at?, label.to_string()))
    }

    fn given(&mut self, given: &Given, test: &mut Test) {
        match given {
            Given::Row { record, fields, span } => {
                if let Some(rel) = self.given_record(record) {
                    self.given_row(rel, None, fields, *span, test);
                }
            }
            Given::Partial(name) => test.partial.extend(self.given_record(name)),
            Given::Empty(name) => test.empty.extend(self.given_record(name)),
            Given::File { record, path, span } => {
                let rel = record.as_ref().map(|name| self.given_record(name));
                if rel != Some(None) {
                    test.fixtures.push(Fixture { rel: rel.flatten(), path: path.text.clone(), span: *span });
                }
            }
            Given::Submission { fields, .. } => {
                let mut submission = test.submission.take().unwrap_or_default();
                for (name, value) in fields {
                    self.given_envelope(name, value, &mut submission);
                }
                test.submission = Some(submission);
            }
        }
    }

    fn given_record(&mut self, name: &Name) -> Option<RelId> {
        let (what, first) = match self.items.find(name) {
            Some(entry) => (Some(entry.what), Some(entry.span)),
            None => (None, None),
        };
        match what {
            Some(What::Record(rel)) => Some(rel),
            Some(What::Table(_)) => {
                self.report(say::table_is_given(name, first.unwrap_or(name.span)));
                None
            }
            _ => {
                let names = self.items.names(name.span, |w| matches!(w, What::Record(_)));
                self.report(say::unknown_relation(name, meant(&name.text, &names).as_deref()));
                None
            }
        }
    }

    fn given_envelope(&mut self, name: &Name, value: &GivenValue, out: &mut GivenSubmission) {
        let known = fold_name(&name.text);
        let constant = match value {
            GivenValue::Value(e) => self.constant(e).and_then(Result::ok),
            GivenValue::Unknown(_) | GivenValue::None(_) | GivenValue::List(..) => None,
        };
        match (known.as_str(), constant) {
            ("region" | "地区", Some(Constant::Text(text))) => out.region = Some(text),
            ("period" | "期间", Some(Constant::Number(n, _))) if to_i64(&n).is_some() => {
                out.period = to_i64(&n).map(|y| (y, PeriodKind::Year));
            }
            ("period" | "期间", Some(Constant::Period(n, kind))) => out.period = Some((n, kind)),
            ("date" | "日期", Some(Constant::Day(day))) => out.date = Some(day),
            ("region" | "地区" | "period" | "期间" | "date" | "日期", _) => self.report(say::envelope_value(name)),
            _ => {
                let names = ["region", "period", "date", "地区", "期间", "日期"].map(str::to_string);
                self.report(say::unknown_envelope(name, meant(&name.text, &names).as_deref()));
            }
        }
    }

    fn given_row(&mut self, rel: RelId, parent: Option<usize>, fields: &[(Name, GivenValue)], span: Span, test: &mut Test) {
        let at = test.rows.len();
        test.rows.push(GivenRow { rel, parent, cells: Vec::new(), span });
        let mut seen: Vec<(ColId, Span)> = Vec::new();
        for (name, value) in fields {
            let relation = self.schema.get(rel);
            let Some(col) = self.field(rel, name) else {
                let (title, declared) = (Bilingual::same(relation.title()), relation.span);
                let known = field_names(relation);
                self.report(say::unknown_field(name, &title, declared, &known));
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|(c, _)| *c == col) {
                let first = *first;
                self.report(say::duplicate_field(&name.text, name.span, first));
                continue;
            }
            seen.push((col, name.span));
            let column = self.schema.column(rel, col).clone();
            if let Some(cell) = self.given_cell(col, &column, value, at, test) {
                test.rows[at].cells.push(cell);
            }
        }
        let relation = self.schema.get(rel);
        let missing = relation.key.iter().find(|k| !seen.iter().any(|(c, _)| c == *k));
        if let Some(&col) = missing {
            let column = &relation.columns[col.index()];
            let enveloped = matches!(column.ty, Type::Period(_)) && test.submission.is_some();
            if !enveloped && matches!(relation.origin, Origin::Submitted) {
                let (title, declared) = (column.title().to_string(), column.span);
                self.report(say::given_without_key(span, &title, declared));
            }
        }
    }

    fn given_cell(
        &mut self,
        col: ColId,
        column: &ColumnDef,
        value: &GivenValue,
        row: usize,
        test: &mut Test,
    ) -> Option<GivenCell> {
        match (value, &column.ty) {
            (GivenValue::Unknown(span), _) => Some(GivenCell { col, text: None, none: false, span: *span }),
            (GivenValue::None(span), _) => {
                self.given_none(column, *span);
                Some(GivenCell { col, text: None, none: true, span: *span })
            }
            (GivenValue::List(rows, span), Type::List(child)) => {
                for fields in rows {
                    let place = fields.first().map_or(*span, |(n, _)| n.span);
                    self.given_row(*child, Some(row), fields, place, test);
                }
                rows.is_empty().then(|| GivenCell { col, text: Some("[]".into()), none: false, span: *span })
            }
            (GivenValue::List(..), Type::Error) => None,
            (GivenValue::List(_, span), _) => {
                self.report(say::misfit("T016", *span, &Misfit::Other(words::a_list()), &of_column(column), Some(column.span)));
                None
            }
            (GivenValue::Value(e), _) => {
                let text = self.given_text(e, column)?;
                Some(GivenCell { col, text: Some(text), none: false, span: e.span })
            }
        }
    }

    /// No row that is sent could say so of a field that always has a value.
    pub fn given_none(&mut self, column: &ColumnDef, span: Span) {
        if !column.optional && !matches!(column.ty, Type::List(_) | Type::Error) {
            self.report(say::never_none(span, column.title(), column.span));
        }
    }

    /// The text a submission would hold.
    fn given_text(&mut self, e: &ast::Expr, column: &ColumnDef) -> Option<String> {
        let constant = match (self.constant(e), &e.kind) {
            (Some(Ok(constant)), _) => constant,
            (Some(Err(diagnostic)), _) => {
                self.report(*diagnostic);
                return None;
            }
            (None, ExprKind::Name(name)) => {
                self.report(say::unquoted_text(name));
                return None;
            }
            (None, ExprKind::Bad) => return None,
            (None, _) => {
                self.report(say::given_not_constant(e.span));
                return None;
            }
        };
        // Texts are read like data, so they may hold bounds (`>= 50亿元`) and even nonsense that a test wants refused.
        let checked = match (&constant, &column.ty) {
            (_, Type::Error) => false,
            (Constant::Text(_), ty) => matches!(ty, Type::OneOf(_)),
            (Constant::Number(_, None), ty) => !ty.is_text_like(),
            _ => true,
        };
        match if checked { fit(&constant, &of_column(column)).err() } else { None } {
            Some(why) if why != Misfit::Bare => {
                self.report(say::misfit("T016", e.span, &why, &of_column(column), Some(column.span)));
                None
            }
            _ => Some(match constant {
                Constant::Text(text) => text,
                Constant::Number(..) | Constant::Flag(_) | Constant::Day(_) | Constant::Period(..) => self.written(e.span),
            }),
        }
    }
}
