//! Exceptions that a document grants. Each becomes an `exempt` of the rules it names, or an `except` where it asks for something else: a
//! condition on the name of the subject and on the day that is judged, so that all that holds of those holds of it.

use crate::ast::{self, CmpOp, ExprKind, GrantPart, Item, Str};
use crate::check::base::columns::plain_keys;
use crate::check::base::constant::Constant;
use crate::check::base::figures::{all_of, truth_of};
use crate::check::base::names::meant;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::rule::rules::Body;
use crate::check::scope::checker::{Checker, ExceptionInfo};
use crate::check::scope::rule::{RuleCx, Scoped, Standing};
use crate::diag::Bilingual;
use crate::finding;
use crate::hir::{Except, Exempt, Expr, Func, Grant, Granted, Kind, Link, RowRef, RuleSet, SetExpr, TableRows, TableSource};
use crate::num::{int, to_i64};
use crate::text::{Span, same_name};
use crate::ty::{ColId, Origin, PeriodKind, RelId, Type, last_day_of, month_start, months_of};

/// The texts of a column that the policy's own tables list in full: what stands in the others of a row leads to them.
type Listed = Vec<(String, Vec<String>)>;

impl<'a> Checker<'a> {
    /// Reads the exceptions, before the rules: `ids` are those of all rules, with their places.
    pub fn collect_exceptions(&mut self, items: &[&'a Item], ids: &[(String, Span)], out: &mut RuleSet) {
        for item in items {
            let Item::Exception(x) = item else { continue };
            let info = self.exception(x, ids, out.grants.len());
            out.grants.push(Grant {
                terms: info.terms.clone(),
                rules: info.rules.iter().map(|(id, _)| id.clone()).collect(),
                named: x.body.iter().flat_map(named).map(|s| s.text.clone()).collect(),
                replaces: x.body.iter().any(|part| matches!(part, GrantPart::Line(_))),
                span: x.number.span,
            });
            self.exceptions.push(info);
        }
        self.warn_overlaps();
    }

    fn exception(&mut self, x: &'a ast::Exception, ids: &[(String, Span)], grant: usize) -> ExceptionInfo<'a> {
        let before = self.reports.errors();
        let mut rules = Vec::new();
        for e in x.body.iter().flat_map(lifted) {
            let name = self.written(e.span);
            match self.rule_lifted(&name, e.span, ids) {
                Some(id) => rules.push((id, e.span)),
                None => {
                    let all = ids.iter().flat_map(|(id, _)| [Some(id.as_str()), id.rsplit_once('.').map(|(_, n)| n)]);
                    let all: Vec<String> = all.flatten().map(str::to_string).collect();
                    self.report(say::exception_of_no_rule(e.span, &name, meant(&name, &all).as_deref()));
                }
            }
        }
        let terms = self.terms(x);
        let broken = self.reports.errors() > before || self.faults.within(x.span);
        ExceptionInfo { ast: x, grant, terms, rules, broken }
    }

    /// By full id, else by the last part of it: a rule of the own module before others.
    fn rule_lifted(&self, name: &str, place: Span, ids: &[(String, Span)]) -> Option<String> {
        let short = |id: &str| same_name(id.rsplit_once('.').map_or(id, |(_, n)| n), name);
        let own = |span: Span| self.items.modules.at(span) == self.items.modules.at(place);
        let full = ids.iter().find(|(id, _)| same_name(id, name));
        let near = || ids.iter().find(|(id, span)| short(id) && own(*span));
        full.or_else(near).or_else(|| ids.iter().find(|(id, _)| short(id))).map(|(id, _)| id.clone())
    }

    /// From when until when, and why; what every exception must say.
    fn terms(&mut self, x: &ast::Exception) -> finding::Grant {
        let mut once = |kind: fn(&GrantPart) -> bool| {
            let mut found = x.body.iter().filter(|part| kind(part));
            let first = found.next();
            if let (Some(first), Some(second)) = (first, found.next()) {
                self.report(say::exception_says_twice(second.span(), first.span()));
            }
            first
        };
        let from = once(|p| matches!(p, GrantPart::From { .. }));
        let until = once(|p| matches!(p, GrantPart::Until(_)));
        let because = once(|p| matches!(p, GrantPart::Because(_)));
        once(|p| matches!(p, GrantPart::Line(_)));
        let says = |kind: fn(&GrantPart) -> bool| x.body.iter().any(kind);
        let wanted = [
            (says(|p| matches!(p, GrantPart::Lifts { .. })), "豁免", "lifts"),
            (says(|p| matches!(p, GrantPart::For { .. })), "对象", "for"),
            (until.is_some(), "止于", "until"),
        ];
        if !self.faults.within(x.span) {
            wanted.iter().filter(|(said, ..)| !said).for_each(|(_, zh, en)| self.report(say::exception_lacks(&x.number, zh, en)));
        }
        let first = if let Some(GrantPart::From { at, .. }) = from { self.day_of(at, false) } else { None };
        let last = if let Some(GrantPart::Until(until)) = until { until.at.as_ref() } else { None };
        let last = last.and_then(|at| self.day_of(at, true));
        if let (Some(a), Some(b), Some(from), Some(until)) = (first, last, from, until)
            && b < a
        {
            self.report(say::exception_ends_before_it_begins(until.span(), from.span()));
        }
        let because = if let Some(GrantPart::Because(text)) = because { Some(text.text.clone()) } else { None };
        let title = x.title.as_ref().map(|t| t.text.clone());
        finding::Grant { number: x.number.text.clone(), title, from: first, until: last, because }
    }

    /// A day; of a period its first or its last.
    fn day_of(&mut self, e: &ast::Expr, last: bool) -> Option<i64> {
        let period = |n: i64, kind: PeriodKind| match last {
            true => last_day_of(n, kind),
            false => month_start(months_of(n, kind).0),
        };
        let found = match self.constant(e)? {
            Ok(Constant::Day(day)) => return Some(day),
            Ok(Constant::Period(n, kind)) => return period(n, kind),
            Ok(Constant::Number(n, unit)) if unit.as_ref().is_none_or(|u| u.name == "年") => {
                let year = to_i64(&n).filter(|y| (1..=9999).contains(y));
                match year.and_then(|y| period(y, PeriodKind::Year)) {
                    Some(day) => return Some(day),
                    None => words::of_constant(&Constant::Number(n, unit)),
                }
            }
            Ok(other) => words::of_constant(&other),
            Err(mistake) => {
                self.report(*mistake);
                return None;
            }
        };
        self.report(say::exception_needs_a_day(e.span, &found));
        None
    }

    /// Two that lift one rule for one subject at one time.
    fn warn_overlaps(&mut self) {
        let mut told = Vec::new();
        for (at, second) in self.exceptions.iter().enumerate() {
            for first in self.exceptions.iter().take(at) {
                let shared = second.rules.iter().any(|(id, _)| first.rules.iter().any(|(other, _)| other == id));
                if !shared || !meet(&first.terms, &second.terms) || first.broken || second.broken {
                    continue;
                }
                for subject in second.ast.body.iter().flat_map(named) {
                    let twin = first.ast.body.iter().flat_map(named).find(|s| same_name(&s.text, &subject.text));
                    told.extend(twin.map(|twin| say::exceptions_overlap(subject, &first.terms.number, twin.span)));
                }
            }
        }
        told.into_iter().for_each(|d| self.report(d));
    }

    /// Every text a column may hold, where a table in the rule files lists them all.
    fn listed(&self, rel: RelId, col: ColId, tables: &[TableRows]) -> Option<Listed> {
        let relation = self.schema.get(rel);
        let (table, at) = match (&relation.columns[col.index()].ty, &relation.origin) {
            (Type::OneOf(list), _) => return Some(list.iter().map(|text| (text.clone(), Vec::new())).collect()),
            (Type::Ref(target), _) => (*target, *plain_keys(self.schema.get(*target)).first()?),
            (_, Origin::Policy) => (rel, col),
            (_, Origin::Submitted | Origin::Nested { .. } | Origin::Calendar) => {
                let by = relation.sent_by.as_ref().filter(|s| s.column == Some(col))?;
                (by.roster, *plain_keys(self.schema.get(by.roster)).first()?)
            }
        };
        self.rows_listed(table, at, tables)
    }

    fn rows_listed(&self, table: RelId, at: ColId, tables: &[TableRows]) -> Option<Listed> {
        if self.schema.get(table).origin != Origin::Policy {
            return None;
        }
        let TableSource::Inline(rows) = &tables.iter().find(|t| t.rel == table)?.rows else { return None };
        let row = |cells: &Vec<(String, Span)>| {
            let others = cells.iter().map(|(text, _)| text.clone()).collect();
            Some((cells.get(at.index())?.0.clone(), others))
        };
        Some(rows.iter().filter_map(row).collect())
    }
}

/// The rules that a part names.
fn lifted(part: &GrantPart) -> &[ast::Expr] {
    if let GrantPart::Lifts { rules, .. } = part { rules } else { &[] }
}

/// The texts that a part names subjects by.
fn named(part: &GrantPart) -> &[Str] {
    if let GrantPart::For { subjects, .. } = part { subjects } else { &[] }
}

/// Whether there is a day on which both hold.
fn meet(a: &finding::Grant, b: &finding::Grant) -> bool {
    let before = |end: Option<i64>, start: Option<i64>| matches!((end, start), (Some(end), Some(start)) if end < start);
    !before(a.until, b.from) && !before(b.until, a.from)
}

impl<'a> RuleCx<'_, 'a> {
    /// Adds what documents lift of this rule to what it lifts itself.
    pub fn exceptions(&mut self, rule: Span, forbidden: Option<Span>, tables: &[TableRows], body: &mut Body) {
        for at in 0..self.cx.exceptions.len() {
            let info = self.cx.exceptions[at].clone();
            let Some(place) = info.rules.iter().find(|(id, _)| *id == self.name).map(|(_, span)| *span) else { continue };
            if info.broken {
                // Whom it lets off is not known: a verdict without it could be wrong.
                self.failed = true;
                continue;
            }
            if let Some(forbidden) = forbidden {
                self.fail(say::rule_allows_no_exception(place, forbidden));
                continue;
            }
            if body.lines.is_empty() && body.except.is_empty() {
                self.fail(say::nothing_to_lift(place, rule));
                continue;
            }
            let Some(who) = self.whom(info.ast, rule, tables, body) else { continue };
            let span = info.ast.number.span;
            let mut conditions = vec![who.clone()];
            let ends = [(info.terms.from, CmpOp::Ge), (info.terms.until, CmpOp::Le)];
            conditions.extend(ends.into_iter().filter_map(|(day, op)| Some(judged_day(day?, op, span))));
            let Some(when) = all_of(conditions).map(|e| Expr { span, ..e }) else { continue };
            let granted = Some(Granted { grant: info.grant, who });
            let line = info.ast.body.iter().find_map(|p| if let GrantPart::Line(line) = p { Some(line) } else { None });
            match line {
                Some(line) => {
                    let line = self.line(line);
                    body.except.push(Except { when, line, granted, span });
                }
                None => body.exempt.push(Exempt { when, because: None, granted, span }),
            }
        }
    }

    /// The condition that a subject is one of those an exception names.
    fn whom(&mut self, x: &ast::Exception, rule: Span, tables: &[TableRows], body: &Body) -> Option<Expr> {
        let (mut any, before) = (Vec::new(), self.cx.reports.errors());
        for part in &x.body {
            let GrantPart::For { column, subjects, span } = part else { continue };
            let fields = match column {
                Some(column) => vec![self.field_of_subject(column, rule)?],
                None => self.names_of_subjects(*span),
            };
            if fields.is_empty() {
                self.fail(say::subjects_without_names(*span, rule));
                return None;
            }
            self.check_named(subjects, &fields, tables, body);
            let texts: Vec<String> = subjects.iter().map(|s| s.text.clone()).collect();
            any.extend(fields.into_iter().map(|field| {
                let set = SetExpr::Texts(texts.clone());
                truth_of(Kind::In { value: Box::new(field), set }, *span)
            }));
        }
        let span = any.first()?.span;
        let all = if any.len() == 1 { any.pop()? } else { truth_of(Kind::Or(any), span) };
        (self.cx.reports.errors() == before).then_some(all)
    }

    /// A field of the subject by its name, as the exception has it.
    fn field_of_subject(&mut self, column: &ast::Name, rule: Span) -> Option<Expr> {
        let subjects = || self.rows.iter().filter(|r| r.standing == Standing::Subject);
        let Some(row) = subjects().find(|r| self.member(r.rel, column).is_some()).cloned() else {
            let names: Vec<String> = subjects().flat_map(|r| self.member_names(r.rel)).collect();
            self.fail(say::exception_column_unknown(column, rule, meant(&column.text, &names).as_deref()));
            return None;
        };
        let bare = ast::Expr { kind: ExprKind::Name(column.clone()), span: column.span };
        let e = match row.name {
            None => bare,
            Some(name) => {
                let base = ast::Name { text: name, span: column.span };
                let base = Box::new(ast::Expr { kind: ExprKind::Name(base), span: column.span });
                ast::Expr { kind: ExprKind::Path { base, field: column.clone() }, span: column.span }
            }
        };
        let value = self.value(&e);
        if !value.ty.is_text_like() && value.ty != Type::Error {
            let found = words::of_type(&value.ty, None);
            self.fail(say::exception_column_is_no_text(column, &found));
            return None;
        }
        Some(value)
    }

    /// What tells the subjects of the rule apart: the texts of their keys, and of the rows they are listed in.
    fn names_of_subjects(&self, span: Span) -> Vec<Expr> {
        let mut out = Vec::new();
        for Scoped { row, rel, .. } in self.rows.iter().filter(|r| r.standing == Standing::Subject) {
            let grouped = if let RowRef::Var(v) = row { self.groups.get(v) } else { None };
            let (mut row, mut rel) = (row.clone(), *rel);
            loop {
                let relation = self.cx.schema.get(rel);
                for col in grouped.cloned().unwrap_or_else(|| plain_keys(relation)) {
                    let ty = relation.columns[col.index()].ty.clone();
                    if ty.is_text_like() {
                        out.push(Expr { kind: Kind::Field { row: Box::new(row.clone()), col }, ty, span });
                    }
                }
                let Origin::Nested { parent, .. } = relation.origin else { break };
                if grouped.is_some() {
                    break;
                }
                (row, rel) = (RowRef::Parent(Box::new(row)), parent);
            }
        }
        out
    }

    /// A name that is in none of the lists, where all that can be meant are listed, is misspelt.
    fn check_named(&mut self, subjects: &[Str], fields: &[Expr], tables: &[TableRows], body: &Body) {
        let (mut known, mut title): (Listed, Option<Bilingual>) = (Vec::new(), None);
        for field in fields {
            let Kind::Field { row, col } = &field.kind else { return };
            let Some(rel) = self.rel_of(row) else { return };
            let over = body.roster(rel, *col).and_then(|set| {
                let SetExpr::Column { rel, col } = set else { return None };
                self.cx.rows_listed(*rel, *col, tables)
            });
            let Some(listed) = over.or_else(|| self.cx.listed(rel, *col, tables)) else { return };
            known.extend(listed);
            title = title.or_else(|| Some(Bilingual::same(self.cx.schema.column(rel, *col).title().to_string())));
        }
        let Some(title) = title else { return };
        for subject in subjects {
            let alias = self.cx.schema.aliases.iter().any(|(alias, _)| same_name(alias, &subject.text));
            if alias || known.iter().any(|(text, _)| same_name(text, &subject.text)) {
                continue;
            }
            // The name of a member whose code is its key.
            let beside =
                known.iter().find(|(_, others)| others.iter().any(|o| same_name(o, &subject.text))).map(|(key, _)| key.clone());
            let all: Vec<String> = known.iter().map(|(text, _)| text.clone()).collect();
            let near = beside.or_else(|| meant(&subject.text, &all));
            self.fail(say::exception_for_nobody(subject, &title, near.as_deref()));
        }
    }
}

/// The last day of the period that is judged, or the day of judging, held against a day.
fn judged_day(day: i64, op: CmpOp, span: Span) -> Expr {
    let at = |kind: Kind| Expr { kind, ty: Type::Date, span };
    let judged = at(Kind::Func(Func::ReportDay, Vec::new()));
    let links = vec![Link { op, right: at(Kind::Num(int(day))), span }];
    truth_of(Kind::Compare { first: Box::new(judged), links }, span)
}
