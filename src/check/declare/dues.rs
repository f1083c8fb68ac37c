//! `due … on …` of a record: by when a row must be in. What it reads must be known of a row that was not sent.

use crate::ast::{Item, Name};
use crate::check::base::columns::{col_id, field_names};
use crate::check::base::item::What;
use crate::check::base::names::is_called;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::checker::{Body, Checker, DefineInfo, DueInfo};
use crate::check::scope::rule::RuleCx;
use crate::diag::Bilingual;
use crate::hir::{Expr, Kind, RowRef};
use crate::text::Span;
use crate::ty::{ColId, Origin, RelId, Type};

impl<'a> Checker<'a> {
    pub fn add_dues(&mut self, items: &[&'a Item]) {
        for item in items {
            let (name, due) = match item {
                Item::Record(r) => (&r.name, r.due.as_ref()),
                Item::Extend(x) => (&x.record, x.due.as_ref()),
                Item::Policy(_)
                | Item::Library(_)
                | Item::Use(_)
                | Item::Table(_)
                | Item::Alias(_)
                | Item::Param(_)
                | Item::Define(_)
                | Item::Classify(_)
                | Item::Rule(_)
                | Item::Test(_)
                | Item::Scorecard(_)
                | Item::Exception(_)
                | Item::Unit(_)
                | Item::Kind(_) => continue,
            };
            let Some(due) = due else { continue };
            let Some(What::Record(rel)) = self.items.find(name).map(|e| e.what) else { continue };
            if let Some(first) = self.dues.get(&rel) {
                self.report(say::due_twice(due.span, first.span));
                continue;
            }
            let on = due.on.as_ref().map(|field| self.day_field(rel, field));
            // What is asked by a day that cannot be told is left out silently.
            let broken = on == Some(None);
            let info = DueInfo { define: self.defines.len(), on: on.flatten(), span: due.span, asked: broken };
            self.dues.insert(rel, info);
            self.defines.push(DefineInfo {
                name: &due.name,
                label: None,
                args: None,
                body: Body::Value(&due.at),
                owner: Some(rel),
                broken,
            });
        }
    }

    /// The field that says when a row was sent.
    fn day_field(&mut self, rel: RelId, name: &Name) -> Option<ColId> {
        let relation = self.schema.get(rel);
        let Some(at) = relation.columns.iter().position(|c| is_called(&name.text, &c.name, c.label.as_deref())) else {
            let (names, title) = (field_names(relation), Bilingual::same(relation.title()));
            let declared = relation.span;
            self.report(say::unknown_field(name, &title, declared, &names));
            return None;
        };
        let column = &relation.columns[at];
        if column.ty != Type::Date {
            let (found, declared) = (words::of_type(&column.ty, column.unit.as_ref()), column.span);
            self.report(say::no_day_of_sending(name, &found, declared));
            return None;
        }
        Some(col_id(at))
    }

    /// Each by itself, so that a mistake is told even when nobody asks.
    pub fn check_dues(&mut self) {
        let all: Vec<RelId> = self.dues.keys().copied().collect();
        for rel in all {
            let Some(info) = self.dues.get(&rel).copied() else { continue };
            let (relations, params) = (self.schema.relations.len(), self.params.len());
            let mut cx = RuleCx::new(self, "due");
            let row = RowRef::Var(cx.new_var(None, rel));
            let day = cx.due_day(&row, rel, info.span);
            let wrong = day.as_ref().and_then(|day| reads_too_much(day, rel, &cx));
            match wrong {
                Some(place) => {
                    let key = self.schema.get(rel).key.iter().map(|c| self.schema.column(rel, *c).title().to_string()).collect();
                    self.report(say::due_reads(place, info.span, key));
                    self.defines[info.define].broken = true;
                }
                None => self.defines[info.define].broken |= day.is_none(),
            }
            self.schema.relations.truncate(relations);
            self.params.truncate(params);
        }
    }

    /// A day by which nobody asks whether anything was sent.
    pub fn warn_unasked(&mut self, items: &[&Item]) {
        let rules = items.iter().any(|i| matches!(i, Item::Rule(_)));
        let unasked: Vec<(Span, String)> = self
            .dues
            .iter()
            .filter(|(_, due)| rules && !due.asked && !self.defines[due.define].broken)
            .filter(|(_, due)| !self.items.modules.is_library(self.items.modules.at(due.span)))
            .map(|(rel, due)| (due.span, self.schema.get(*rel).name.clone()))
            .collect();
        unasked.into_iter().for_each(|(span, name)| self.report(say::due_unasked(span, &name)));
    }
}

/// What is not known of a row that nobody sent: all but its key, parameters, and what the policy's tables say of these.
fn reads_too_much(day: &Expr, rel: RelId, cx: &RuleCx<'_, '_>) -> Option<Span> {
    let mut found = None;
    let stated = |rel: RelId| matches!(cx.cx.schema.get(rel).origin, Origin::Policy | Origin::Calendar);
    day.walk(&mut |e| {
        let known = match &e.kind {
            Kind::Field { row, col } => match row.as_ref() {
                RowRef::Var(v) if cx.vars.get(v.0 as usize).is_some_and(|v| stated(v.rel)) => true,
                RowRef::Var(_) => cx.cx.schema.get(rel).key.contains(col),
                RowRef::Lookup { rel, .. } => stated(*rel),
                RowRef::Only(rows) => stated(rows.source.rel()),
                RowRef::Parent(_) => false,
            },
            Kind::Agg(agg) => stated(agg.source.rel()),
            Kind::RowExists(row) => match row.as_ref() {
                RowRef::Lookup { rel, .. } => stated(*rel),
                RowRef::Only(rows) => stated(rows.source.rel()),
                RowRef::Var(_) | RowRef::Parent(_) => false,
            },
            Kind::Exists(_) | Kind::Classification(_) => false,
            // A definition is walked through like the rest.
            Kind::Defined(_)
            | Kind::Num(_)
            | Kind::Text(_)
            | Kind::Param(_)
            | Kind::Neg(_)
            | Kind::Add(..)
            | Kind::Sub(..)
            | Kind::Mul(..)
            | Kind::Div(..)
            | Kind::ShareOf { .. }
            | Kind::AsShare { .. }
            | Kind::Func(..)
            | Kind::Compare { .. }
            | Kind::About { .. }
            | Kind::WithinRounding { .. }
            | Kind::In { .. }
            | Kind::SetRelation { .. }
            | Kind::Same { .. }
            | Kind::Like { .. }
            | Kind::StartsWith { .. }
            | Kind::Join { .. }
            | Kind::Rank { .. }
            | Kind::And(_)
            | Kind::Or(_)
            | Kind::Implies(_)
            | Kind::Not(_)
            | Kind::Filled(..)
            | Kind::Choose { .. } => true,
        };
        if !known && found.is_none() {
            found = Some(e.span);
        }
    });
    found
}
