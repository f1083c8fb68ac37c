//! Rules: statements in any order become one checked rule.

use crate::ast::{self, Stmt};
use crate::check::base::figures::all_of;
use crate::check::base::names;
use crate::check::base::walk;
use crate::check::base::words;
use crate::check::declare::policies::Cited;
use crate::check::diagnostics as say;
use crate::check::expr::growth;
use crate::check::lint::bounds;
use crate::check::lint::facts::Facts;
use crate::check::lint::flows;
use crate::check::lint::guards::Guards;
use crate::check::lint::ranges::Declared;
use crate::check::scope::checker::Checker;
use crate::check::scope::rule::{LetInfo, LetState, RuleCx};
use crate::hir::{
    DayRange, Due, Except, Exempt, Expr, Kind, Line, ReportKind, ReportLine, Rule, SetExpr, Show, Subject, TableRows,
};
use crate::text::{Span, same_name};
use crate::ty::{ColId, RelId, Type};

/// Statements that may stand once.
#[derive(Default)]
struct Once {
    subjects: Option<Span>,
    otherwise: Option<Span>,
    effective: Option<Span>,
}

/// What the statements of a rule come to.
#[derive(Default)]
pub(in crate::check) struct Body {
    subjects: Vec<Subject>,
    whens: Vec<Expr>,
    pub exempt: Vec<Exempt>,
    pub except: Vec<Except>,
    pub dues: Vec<Due>,
    pub lines: Vec<Line>,
    pub shows: Vec<Show>,
    reports: Vec<ReportLine>,
    otherwise: Option<String>,
    fills: Vec<(String, Expr)>,
    effective: DayRange,
    /// `no exceptions`
    no_exceptions: Option<Span>,
}

impl Body {
    /// The members that a loop over these rows goes through, where it names them by this column.
    pub fn roster(&self, rel: RelId, column: ColId) -> Option<&SetExpr> {
        let loops = self.subjects.iter().filter(|s| s.source.rel() == rel).filter_map(|s| s.over.as_ref());
        loops.into_iter().find(|o| o.column == column).map(|o| &o.set)
    }

    /// Something is asked for; else it holds results alone.
    pub fn asks(&self) -> bool {
        !(self.lines.is_empty() && self.reports.is_empty() && self.except.is_empty())
    }
}

impl<'a> Checker<'a> {
    /// The id of a rule: with the name of its module; where a folder has no name or several, with the policy of its first citation.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    pub fn rule_id(&self, rule: &ast::Rule) -> String {
        if let Some(module) = self.items.modules.name(self.items.modules.at(rule.name.span)) {
            return format!("{module}.{}", rule.name.text);
        }
        let cites = rule.body.iter().filter_map(|s| if let Stmt::Cite(list) = s { list.first() } else { None });
        let policy = cites.take(1).find_map(|cite| match &cite.kind {
            ast::ExprKind::Path { base, .. } => {
                if let ast::ExprKind::Name(name) = &base.kind {
                    self.policies.iter().find(|p| names::is_called(&name.text, &p.name, p.title.as_deref()))
                } else {
                    None
                }
            }
            ast::ExprKind::Name(name) => self.policies.iter().find(|p| {
                p.clauses.iter().any(|c| {
                    let names = std::iter::once(&c.name).chain(&c.number).chain(&c.title);
                    names.into_iter().any(|n| same_name(n, &name.text))
                })
            }),
            _ => None,
        });
        match policy {
            Some(policy) => format!("{}.{}", policy.name, rule.name.text),
            None => rule.name.text.clone(),
        }
    }

    /// A checked rule, or `None` after mistakes were reported.
    pub fn rule(&mut self, r: &'a ast::Rule, id: &str, tables: &[TableRows]) -> Option<Rule> {
        let (relations, params) = (self.schema.relations.len(), self.params.len());
        let before = self.reports.len();
        let (cited, cites_failed) = self.citations(r);
        let mut cx = RuleCx::new(self, id);
        cx.failed = cites_failed;
        let body = cx.body(r, tables);
        if !cx.failed {
            cx.after(&body, r.span);
        }
        let body = cx.body_within_life(body);
        let (failed, vars) = (cx.failed, std::mem::take(&mut cx.vars));
        if self.faults.within(r.span) {
            self.reports.forget_outside(before, r.span);
        }
        if failed {
            self.schema.relations.truncate(relations);
            self.params.truncate(params);
            return None;
        }
        Some(Rule {
            id: id.to_string(),
            title: r.title.as_ref().map_or_else(|| r.name.text.clone(), |t| t.text.clone()),
            cites: cited.iter().filter_map(|c| self.citation(*c)).collect(),
            policy: cited.first().map(|c| c.policy),
            module: u32::try_from(self.items.modules.at(r.name.span)).unwrap_or(u32::MAX),
            vars,
            subjects: body.subjects,
            when: all_of(body.whens),
            exempt: body.exempt,
            except: body.except,
            dues: body.dues,
            lines: body.lines,
            shows: body.shows,
            reports: body.reports,
            otherwise: body.otherwise,
            fills: body.fills,
            effective: body.effective,
            tightens: tightened(r, self),
            span: r.span,
        })
    }

    pub fn citations(&mut self, r: &ast::Rule) -> (Vec<Cited>, bool) {
        let (mut cited, mut failed) = (Vec::new(), false);
        for stmt in &r.body {
            let Stmt::Cite(list) = stmt else { continue };
            for cite in list {
                match self.cited(cite) {
                    Some(c) => cited.push(c),
                    None => failed = true,
                }
            }
        }
        (cited, failed)
    }
}

impl<'a> RuleCx<'_, 'a> {
    fn body(&mut self, r: &'a ast::Rule, tables: &[TableRows]) -> Body {
        let (mut body, mut once) = (Body::default(), Once::default());
        for stmt in &r.body {
            if let Stmt::For(binders) = stmt {
                let span = binders.first().map_or(r.name.span, |b| b.span);
                self.once(&mut once.subjects, span, "for", "对");
                for binder in binders {
                    match self.subject(binder) {
                        Some(subject) => body.subjects.push(subject),
                        None => self.blind = true,
                    }
                }
            }
        }
        body.whens.append(&mut self.subject_whens);
        self.lets(r);
        for stmt in &r.body {
            self.statement(stmt, &mut body, &mut once);
        }
        self.exceptions(r.name.span, body.no_exceptions, tables, &mut body);
        self.due_stages(&body);
        if !body.asks() && body.shows.is_empty() && !self.failed {
            self.fail(say::no_line(&r.name));
        }
        self.results(r, &body);
        body
    }

    /// Enters all `let`s and works them out, used or not.
    fn lets(&mut self, r: &'a ast::Rule) {
        let lets: Vec<&ast::Let> = r.body.iter().filter_map(|s| if let Stmt::Let(l) = s { Some(l) } else { None }).collect();
        for l in &lets {
            let first =
                self.lets.iter().find(|o| names::is_called(&l.name.text, &o.ast.name.text, None)).map(|o| o.ast.name.span);
            match first {
                Some(first) => self.fail(say::duplicate_let(&l.name, first)),
                None => {
                    self.check_let(&l.name);
                    self.lets.push(LetInfo { ast: l, state: LetState::New });
                }
            }
        }
        for at in 0..self.lets.len() {
            let name = &self.lets[at].ast.name;
            if matches!(self.lets[at].state, LetState::New) {
                self.name_term(name);
            }
            let mut used = false;
            walk::of_rule(&r.body, &mut |e| {
                walk::names(e, &mut |n| used |= names::is_called(&n.text, &name.text, None));
            });
            if !used {
                self.cx.report(say::unused_let(name));
            }
        }
    }

    fn once(&mut self, seen: &mut Option<Span>, span: Span, en: &str, zh: &str) {
        match *seen {
            Some(first) => self.fail(say::stands_twice(span, first, en, zh)),
            None => *seen = Some(span),
        }
    }

    fn statement(&mut self, stmt: &ast::Stmt, body: &mut Body, once: &mut Once) {
        match stmt {
            Stmt::Cite(_) | Stmt::For(_) | Stmt::Let(_) | Stmt::Tightens(_) => {}
            Stmt::Due(due) => self.due(due, body),
            Stmt::When(e) => body.whens.push(self.truth(e)),
            Stmt::Line(line) => {
                let mut line = self.line(line);
                line.due = body.dues.len().checked_sub(1);
                body.lines.push(line);
            }
            Stmt::Show(show) => {
                if let Some(show) = self.shown(show, body) {
                    body.shows.push(show);
                }
            }
            Stmt::Except { when, line, span } => {
                let when = self.truth(when);
                let line = self.line(line);
                body.except.push(Except { when, line, granted: None, span: *span });
            }
            Stmt::Exempt(x) => {
                let when = self.truth(&x.when);
                let because = x.because.as_ref().map(|s| s.text.clone());
                body.exempt.push(Exempt { when, because, granted: None, span: x.span });
            }
            Stmt::NoExceptions(span) => body.no_exceptions = Some(*span),
            Stmt::Otherwise(text) => {
                self.once(&mut once.otherwise, text.span, "otherwise", "否则");
                body.fills = self.check_template(text);
                body.otherwise = Some(text.text.clone());
            }
            Stmt::Effective(range) => {
                self.once(&mut once.effective, range.span, "effective", "施行");
                body.effective = self.cx.days(range);
            }
            Stmt::Report { kind, span } => {
                if let ast::ReportKind::InTime(e) = kind {
                    let line = self.in_time(e).map(|(kind, sent)| ReportLine { kind, sent: Some(sent), span: *span });
                    body.reports.extend(line);
                } else if let Some(kind) = self.report_kind(kind) {
                    let sent = self.sent_for(&kind);
                    body.reports.push(ReportLine { kind, sent, span: *span });
                }
            }
        }
    }

    pub fn line(&mut self, line: &ast::Line) -> Line {
        let label = line.label.as_ref().map(|l| l.text.clone());
        Line { force: line.force, label, due: None, expr: self.truth(&line.expr), span: line.span }
    }

    fn report_kind(&mut self, kind: &ast::ReportKind) -> Option<ReportKind> {
        match kind {
            ast::ReportKind::InTime(e) => self.in_time(e).map(|(kind, _)| kind),
            ast::ReportKind::Required(list) => {
                let fields: Vec<Option<Expr>> = list.iter().map(|e| self.form_field(e)).collect();
                Some(ReportKind::Required(fields.into_iter().collect::<Option<Vec<Expr>>>()?))
            }
            ast::ReportKind::Holds(e) => {
                self.asks_form = true;
                let holds = self.truth(e);
                self.asks_form = false;
                let mut asks = false;
                holds.walk(&mut |part| asks |= matches!(part.kind, Kind::Filled(..)));
                if !asks && holds.ty != Type::Error && !self.failed {
                    self.fail(say::report_asks_nothing(e.span));
                    return None;
                }
                Some(ReportKind::Holds(self.line_within_life(holds)))
            }
            ast::ReportKind::Like(e, pattern) => {
                let field = self.form_field(e)?;
                if !field.ty.is_text_like() {
                    let found = words::of_type(&field.ty, None);
                    self.fail(say::like_needs_text(field.span, &found));
                    return None;
                }
                Some(ReportKind::Like(field, self.pattern(&pattern.text, pattern.span)?))
            }
            ast::ReportKind::ExactlyOne(list) => {
                let fields: Vec<Option<Expr>> = list.iter().map(|e| self.form_field(e)).collect();
                Some(ReportKind::ExactlyOne(fields.into_iter().collect::<Option<Vec<Expr>>>()?))
            }
        }
    }

    /// What can be said only of a whole rule: guards, and bounds settled by declarations.
    fn after(&mut self, body: &Body, rule: Span) {
        let declared = Declared::new(&self.cx.schema, &self.cx.params, &self.vars);
        let mut found = Vec::new();
        for e in exprs(body) {
            let before = found.len();
            bounds::settled(e, &declared, &mut found);
            // What is settled for the arguments of one call is not so for the definition.
            let settled = found.split_off(before);
            found.extend(settled.into_iter().filter(|d| !d.primary().is_some_and(|at| self.cx.turns_on_argument(at))));
            growth::stray_means(e, &mut found);
            flows::over_time(e, &declared, &mut found);
        }
        body.fills.iter().for_each(|(_, e)| growth::stray_means(e, &mut found));
        let mut guards = Guards::new(declared, found);
        let mut facts = Facts::default();
        for when in &body.whens {
            guards.walk(when, &facts);
            facts = facts.with(when, &guards.declared);
        }
        for due in &body.dues {
            guards.walk(&due.at, &facts);
        }
        for exempt in &body.exempt {
            guards.walk(&exempt.when, &facts);
        }
        for except in &body.except {
            guards.walk(&except.when, &facts);
            let inner = facts.with(&except.when, &guards.declared);
            guards.walk(&except.line.expr, &inner);
        }
        for e in body.lines.iter().map(|l| &l.expr).chain(body.shows.iter().map(|s| &s.expr)) {
            guards.walk(e, &facts);
        }
        for report in &body.reports {
            if let ReportKind::Holds(e) = &report.kind {
                guards.walk(e, &facts);
            }
        }
        for diagnostic in guards.found {
            self.cx.reports.met_in(&diagnostic, rule, &self.name);
            self.fail(diagnostic);
        }
    }
}

/// What a rule says it tightens, as written.
fn tightened(r: &ast::Rule, checker: &Checker<'_>) -> Vec<(String, Span)> {
    let lists = r.body.iter().filter_map(|s| if let Stmt::Tightens(list) = s { Some(list) } else { None });
    lists.flatten().map(|e| (checker.written(e.span), e.span)).collect()
}

impl RuleCx<'_, '_> {
    /// What reads a field outside its years has no base; conditions do not hold there.
    fn body_within_life(&self, mut body: Body) -> Body {
        let line = |l: Line| Line { expr: self.line_within_life(l.expr), ..l };
        body.whens = body.whens.into_iter().map(|e| self.condition_within_life(e)).collect();
        body.exempt = body.exempt.into_iter().map(|x| Exempt { when: self.condition_within_life(x.when), ..x }).collect();
        let except = body.except.into_iter();
        body.except = except.map(|x| Except { when: self.condition_within_life(x.when), line: line(x.line), ..x }).collect();
        body.lines = body.lines.into_iter().map(line).collect();
        body.shows = body.shows.into_iter().map(|s| Show { expr: self.line_within_life(s.expr), ..s }).collect();
        body
    }
}

fn exprs(body: &Body) -> impl Iterator<Item = &Expr> {
    let whens = body.whens.iter().chain(body.exempt.iter().map(|x| &x.when)).chain(body.except.iter().map(|x| &x.when));
    whens
        .chain(body.except.iter().map(|x| &x.line.expr))
        .chain(body.lines.iter().map(|l| &l.expr))
        .chain(body.shows.iter().map(|s| &s.expr))
}
