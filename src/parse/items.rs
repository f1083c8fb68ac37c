//! Items of a file, from pairs.

use super::openers::Place;
use super::{Build, Rule, diagnostics};
use crate::ast::{
    Alias, Classify, Clause, DayRange, Define, DueBy, Expr, ExprKind, Extend, FieldDecl, Item, Joined, KindDecl, Library, Name,
    Need, Param, ParamValue, Policy, Prop, Record, Stage, Str, Than, ThanWord, UnitDecl, Use,
};
use crate::text::Span;
use fadu_grammar::Pair;

/// The parts most items have.
#[derive(Default)]
struct Head {
    name: Option<Name>,
    label: Option<Str>,
}

impl<'a> Build<'a> {
    pub(super) fn items(&mut self, file: Pair<'a, Rule>) -> Vec<Item> {
        let mut out = Vec::new();
        let mut previous = None;
        for pair in file.into_inner() {
            let span = self.span(&pair);
            let is_bad = pair.as_rule() == Rule::bad_item;
            if is_bad {
                self.explain(&pair, Place::File, previous);
            }
            previous = (!is_bad).then_some(span.start as usize);
            out.extend(self.item(pair));
        }
        out
    }

    fn item(&mut self, pair: Pair<'a, Rule>) -> Option<Item> {
        match pair.as_rule() {
            Rule::policy => self.policy(pair).map(Item::Policy),
            Rule::library => self.library(pair).map(Item::Library),
            Rule::use_decl => self.use_decl(pair).map(Item::Use),
            Rule::extend => self.extend(pair).map(Item::Extend),
            Rule::record => self.record(pair).map(Item::Record),
            Rule::table => self.table(pair).map(Item::Table),
            Rule::alias => self.alias(pair).map(Item::Alias),
            Rule::param => self.param(pair).map(Item::Param),
            Rule::define => self.define(pair).map(Item::Define),
            Rule::classify => self.classify(pair).map(Item::Classify),
            Rule::unit_decl => self.unit_decl(pair).map(Item::Unit),
            Rule::kind_decl => self.kind_decl(pair).map(Item::Kind),
            Rule::rule_decl => self.rule(pair).map(Item::Rule),
            Rule::test => self.test(pair).map(Item::Test),
            Rule::scorecard => self.scorecard(pair).map(Item::Scorecard),
            Rule::exception => self.exception(pair).map(Item::Exception),
            _ => None,
        }
    }

    /// Takes the name and the first text; other parts are left to the caller.
    fn head(&mut self, head: &mut Head, part: &Pair<'a, Rule>) -> bool {
        match part.as_rule() {
            Rule::name if head.name.is_none() => head.name = Some(self.name(part)),
            Rule::string if head.label.is_none() => head.label = Some(self.string(part)),
            _ => return false,
        }
        true
    }

    /// Reports an item that is never closed.
    pub(super) fn missing_brace(&mut self, open: Option<Span>, at: &Pair<'a, Rule>, what: &Name) {
        let place = self.span(at);
        let end = self.text.get(..place.start as usize).map_or(0, |t| t.trim_end().len());
        let place = self.span_at(end, end);
        self.sink.push(diagnostics::missing_brace(place, open.unwrap_or(place), &what.text));
    }

    fn policy(&mut self, pair: Pair<'a, Rule>) -> Option<Policy> {
        let span = self.span(&pair);
        let (mut head, mut props, mut clauses) = (Head::default(), Vec::new(), Vec::new());
        let (mut open, mut previous) = (None, None);
        for part in pair.into_inner() {
            if self.head(&mut head, &part) {
                continue;
            }
            let place = self.span(&part);
            match part.as_rule() {
                Rule::lbrace => open = Some(place),
                Rule::missing_brace => self.missing_brace(open, &part, head.name.as_ref()?),
                Rule::bad_policy_part => self.explain(&part, Place::Policy, previous.take()),
                Rule::clause => {
                    previous = Some(place.start as usize);
                    clauses.extend(self.clause(part));
                }
                Rule::prop_number | Rule::prop_issued | Rule::prop_jurisdiction | Rule::effective => {
                    previous = Some(place.start as usize);
                    props.extend(self.prop(part));
                }
                _ => {}
            }
        }
        Some(Policy { name: head.name?, title: head.label, props, clauses, span })
    }

    fn prop(&mut self, pair: Pair<'a, Rule>) -> Option<Prop> {
        let rule = pair.as_rule();
        if rule == Rule::effective {
            return self.day_range(pair).map(Prop::Effective);
        }
        let value = pair.into_inner().find(|p| matches!(p.as_rule(), Rule::string | Rule::date))?;
        match rule {
            Rule::prop_number => Some(Prop::Number(self.string(&value))),
            Rule::prop_issued => self.day(&value).map(Prop::Issued),
            Rule::prop_jurisdiction => Some(Prop::Jurisdiction(self.string(&value))),
            _ => None,
        }
    }

    pub(super) fn day_range(&mut self, pair: Pair<'a, Rule>) -> Option<DayRange> {
        let span = self.span(&pair);
        let mut out = DayRange { from: None, to: None, span };
        for part in pair.into_inner() {
            let rule = part.as_rule();
            if !matches!(rule, Rule::day_from | Rule::day_to) {
                continue;
            }
            let day = part.into_inner().next().and_then(|p| self.day(&p))?;
            match rule {
                Rule::day_from => out.from = Some(day),
                _ => out.to = Some(day),
            }
        }
        Some(out)
    }

    fn clause(&mut self, pair: Pair<'a, Rule>) -> Option<Clause> {
        let span = self.span(&pair);
        let mut head = Head::default();
        let (mut title, mut force, mut qualitative) = (None, None, None);
        for part in pair.into_inner() {
            if self.head(&mut head, &part) {
                continue;
            }
            match part.as_rule() {
                Rule::string => title = Some(self.string(&part)),
                Rule::clause_force => {
                    let word = crate::ast::words::clause_force(part.as_str()).unwrap_or(part.as_str());
                    force = Some(Name { text: word.to_string(), span: self.span(&part) });
                }
                Rule::qualitative => qualitative = self.first_string(part),
                _ => {}
            }
        }
        Some(Clause { name: head.name?, number: head.label, title, force, qualitative, span })
    }

    pub(super) fn first_string(&mut self, pair: Pair<'a, Rule>) -> Option<Str> {
        pair.into_inner().find(|p| p.as_rule() == Rule::string).map(|p| self.string(&p))
    }

    pub(super) fn names(&self, pair: Pair<'a, Rule>) -> Vec<Name> {
        pair.into_inner().filter(|p| matches!(p.as_rule(), Rule::name | Rule::qname)).map(|p| self.name(&p)).collect()
    }

    pub(super) fn first_expr(&mut self, pair: Pair<'a, Rule>) -> Option<Expr> {
        pair.into_inner().find(|p| p.as_rule() == Rule::expr).map(|p| self.expr(p))
    }

    fn record(&mut self, pair: Pair<'a, Rule>) -> Option<Record> {
        let span = self.span(&pair);
        let (mut head, mut key, mut sent_by, mut fields) = (Head::default(), Vec::new(), None, Vec::new());
        let (mut total_rows, mut blanks, mut due) = (Vec::new(), Vec::new(), None);
        let (mut open, mut previous) = (None, None);
        for part in pair.into_inner() {
            if self.head(&mut head, &part) {
                continue;
            }
            match part.as_rule() {
                Rule::key => key = self.names(part),
                Rule::sent_by => sent_by = self.sent_by(part),
                Rule::due_by => due = self.due_by(part),
                Rule::total_row => {
                    let texts = part.into_inner().filter(|p| p.as_rule() == Rule::string);
                    total_rows = texts.map(|p| self.string(&p)).collect();
                }
                Rule::blank_means => blanks = self.blanks(part),
                Rule::lbrace => open = Some(self.span(&part)),
                Rule::missing_brace => self.missing_brace(open, &part, head.name.as_ref()?),
                _ => self.field_or_bad(part, &mut fields, &mut previous),
            }
        }
        Some(Record { name: head.name?, label: head.label, key, sent_by, due, total_rows, blanks, fields, span })
    }

    fn sent_by(&self, pair: Pair<'a, Rule>) -> Option<(Name, Option<Name>)> {
        let mut names = self.names(pair).into_iter();
        names.next().map(|roster| (roster, names.next()))
    }

    fn due_by(&mut self, pair: Pair<'a, Rule>) -> Option<DueBy> {
        let span = self.span(&pair);
        let (mut at, mut on, mut word) = (None, None, span);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_due => word = self.span(&part),
                Rule::expr => at = Some(self.expr(part)),
                Rule::name => on = Some(self.name(&part)),
                _ => {}
            }
        }
        // No author can write this name.
        Some(DueBy { at: at?, on, name: Name { text: "due day".into(), span: word }, span })
    }

    fn library(&mut self, pair: Pair<'a, Rule>) -> Option<Library> {
        let span = self.span(&pair);
        let mut head = Head::default();
        for part in pair.into_inner() {
            self.head(&mut head, &part);
        }
        Some(Library { name: head.name?, title: head.label, span })
    }

    fn use_decl(&mut self, pair: Pair<'a, Rule>) -> Option<Use> {
        let span = self.span(&pair);
        let (mut module, mut from) = (None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name => module = Some(self.name(&part)),
                Rule::use_from => from = self.first_string(part),
                _ => {}
            }
        }
        Some(Use { module: module?, from, span })
    }

    fn extend(&mut self, pair: Pair<'a, Rule>) -> Option<Extend> {
        let span = self.span(&pair);
        let (mut record, mut sent_by, mut due) = (None::<Name>, None, None);
        let (mut blanks, mut fields) = (Vec::new(), Vec::new());
        let (mut open, mut previous) = (None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::qname => record = Some(self.name(&part)),
                Rule::sent_by => sent_by = self.sent_by(part),
                Rule::blank_means => blanks = self.blanks(part),
                Rule::due_by => due = self.due_by(part),
                Rule::lbrace => open = Some(self.span(&part)),
                Rule::missing_brace => self.missing_brace(open, &part, record.as_ref()?),
                _ => self.field_or_bad(part, &mut fields, &mut previous),
            }
        }
        Some(Extend { record: record?, sent_by, due, blanks, fields, span })
    }

    pub(super) fn field_or_bad(&mut self, part: Pair<'a, Rule>, fields: &mut Vec<FieldDecl>, previous: &mut Option<usize>) {
        match part.as_rule() {
            Rule::field_decl | Rule::file_column => {
                *previous = Some(self.span(&part).start as usize);
                fields.extend(self.field_decl(part));
            }
            Rule::bad_field => self.explain(&part, Place::Fields, previous.take()),
            _ => {}
        }
    }

    fn alias(&mut self, pair: Pair<'a, Rule>) -> Option<Alias> {
        let span = self.span(&pair);
        let mut texts = pair.into_inner().filter(|p| p.as_rule() == Rule::string).map(|p| self.string(&p));
        Some(Alias { alias: texts.next()?, canonical: texts.next()?, span })
    }

    fn param(&mut self, pair: Pair<'a, Rule>) -> Option<Param> {
        let span = self.span(&pair);
        let (mut head, mut ty, mut because, mut than) = (Head::default(), None, None, None);
        let (mut values, mut joined) = (Vec::new(), Joined::Alternatives);
        for part in pair.into_inner() {
            if self.head(&mut head, &part) {
                continue;
            }
            match part.as_rule() {
                Rule::type_expr => ty = Some(self.type_expr(part)),
                Rule::than => than = self.than(part),
                Rule::alternatives => values = part.into_inner().filter_map(|p| self.param_value(p)).collect(),
                Rule::values => {
                    values = part.into_inner().filter_map(|p| self.param_value(p)).collect();
                    joined = Joined::ByDate;
                }
                Rule::because => because = self.first_string(part),
                _ => {}
            }
        }
        Some(Param { name: head.name?, label: head.label, ty: ty?, than, values, joined, because, span })
    }

    fn than(&mut self, pair: Pair<'a, Rule>) -> Option<Than> {
        let span = self.span(&pair);
        let (mut word, mut other) = (ThanWord::After, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_above => word = ThanWord::Above,
                Rule::kw_at_least => word = ThanWord::AtLeast,
                Rule::path => other = Some(self.path(part)),
                _ => {}
            }
        }
        Some(Than { word, other: other?, span })
    }

    fn param_value(&mut self, pair: Pair<'a, Rule>) -> Option<ParamValue> {
        if pair.as_rule() != Rule::value {
            return None;
        }
        let (mut value, mut from, mut because) = (None, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::expr => value = Some(self.expr(part)),
                Rule::since => {
                    let day = part.into_inner().find(|p| matches!(p.as_rule(), Rule::date | Rule::number));
                    from = day.map(|p| self.primary(p));
                }
                Rule::because => because = self.first_string(part),
                _ => {}
            }
        }
        Some(ParamValue { value: value?, from, because })
    }

    fn define(&mut self, pair: Pair<'a, Rule>) -> Option<Define> {
        let span = self.span(&pair);
        let (mut target, mut args, mut label, mut value) = (None, None, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::path => target = Some(self.path(part)),
                Rule::define_args => args = Some(self.names(part)),
                Rule::string => label = Some(self.string(&part)),
                Rule::expr => value = Some(self.expr(part)),
                _ => {}
            }
        }
        let target = target?;
        let place = target.span;
        let Some((owner, name)) = owned(target) else {
            self.sink.push(diagnostics::long_define(place));
            return None;
        };
        Some(Define { owner, name, args, label, value: value?, span })
    }

    fn classify(&mut self, pair: Pair<'a, Rule>) -> Option<Classify> {
        let span = self.span(&pair);
        let (mut target, mut label, mut stages) = (None, None, Vec::new());
        let (mut open, mut previous) = (None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::path => target = Some(self.path(part)),
                Rule::string => label = Some(self.string(&part)),
                Rule::lbrace => open = Some(self.span(&part)),
                Rule::missing_brace => self.missing_brace(open, &part, &Name { text: label_of(target.as_ref())?, span }),
                Rule::bad_stage => self.explain(&part, Place::Stages, previous.take()),
                Rule::stage => {
                    previous = Some(self.span(&part).start as usize);
                    stages.extend(self.stage(part));
                }
                _ => {}
            }
        }
        let target = target?;
        let place = target.span;
        let Some((Some(owner), name)) = owned(target) else {
            self.sink.push(diagnostics::classify_owner(place));
            return None;
        };
        Some(Classify { owner, name, label, stages, span })
    }

    fn stage(&mut self, pair: Pair<'a, Rule>) -> Option<Stage> {
        let span = self.span(&pair);
        let (mut label, mut needs) = (None, Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::string => label = Some(self.string(&part)),
                Rule::need => {
                    let (mut own, mut cond) = (None, None);
                    for p in part.into_inner() {
                        match p.as_rule() {
                            Rule::need_label => own = self.first_string(p),
                            Rule::expr => cond = Some(self.expr(p)),
                            _ => {}
                        }
                    }
                    needs.extend(cond.map(|cond| Need { label: own, cond }));
                }
                _ => {}
            }
        }
        Some(Stage { label: label?, needs, span })
    }

    fn unit_decl(&mut self, pair: Pair<'a, Rule>) -> Option<UnitDecl> {
        let span = self.span(&pair);
        let (mut name, mut of) = (None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::unit_name => name = Some(self.unit(&part)),
                Rule::unit_of => {
                    let (mut digits, mut unit) = (None, None);
                    for p in part.into_inner() {
                        match p.as_rule() {
                            Rule::digits => digits = Some(self.digits(&p)),
                            Rule::unit_name => unit = Some(self.unit(&p)),
                            _ => {}
                        }
                    }
                    of = digits.zip(unit);
                }
                _ => {}
            }
        }
        Some(UnitDecl { name: name?, of, span })
    }

    fn kind_decl(&mut self, pair: Pair<'a, Rule>) -> Option<KindDecl> {
        let span = self.span(&pair);
        let (mut head, mut ty) = (Head::default(), None);
        for part in pair.into_inner() {
            if !self.head(&mut head, &part) && part.as_rule() == Rule::type_expr {
                ty = Some(self.type_expr(part));
            }
        }
        Some(KindDecl { name: head.name?, label: head.label, ty: ty?, span })
    }
}

/// `County.share`, `schema.County.share` (the record of another module): the owner, and the name; `None` for longer paths.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn owned(target: Expr) -> Option<(Option<Name>, Name)> {
    match target.kind {
        ExprKind::Name(name) => Some((None, name)),
        ExprKind::Path { base, field } => match base.kind {
            ExprKind::Name(owner) => Some((Some(owner), field)),
            ExprKind::Path { base: module, field: owner } => {
                let ExprKind::Name(module) = module.kind else { return None };
                let span = module.span.to(owner.span);
                Some((Some(Name { text: format!("{}.{}", module.text, owner.text), span }), field))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The last name of a path.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn label_of(target: Option<&Expr>) -> Option<String> {
    match &target?.kind {
        ExprKind::Path { field, .. } => Some(field.text.clone()),
        ExprKind::Name(name) => Some(name.text.clone()),
        _ => None,
    }
}
