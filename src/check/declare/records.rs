//! Records and tables as relations.

use crate::ast::{self, Item, Name, Str, TypeExpr};
use crate::check::base::columns::{col_id, field_names, plain_keys, rel_id};
use crate::check::base::declared::TypeInfo;
use crate::check::base::item::What;
use crate::check::base::names;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::checker::Checker;
use crate::diag::Bilingual;
use crate::text::{Span, fold_name};
use crate::ty::{ColId, ColumnDef, Flavour, Life, Origin, RelId, Relation, Sender, SentBy, Type};
use std::collections::BTreeMap;

/// How deep lists may stand in lists.
const DEPTH: usize = 6;

/// One relation as written: its id, and the record or table it comes from.
#[derive(Clone, Copy)]
pub(in crate::check) enum Written<'a> {
    Record(RelId, &'a ast::Record),
    Table(RelId, &'a ast::Table),
}

impl<'a> Checker<'a> {
    /// Enters the names of all records and tables, so that they may refer to each other.
    pub fn declare_relations(&mut self, items: &[&'a Item]) -> Vec<Written<'a>> {
        let mut written = Vec::new();
        for item in items {
            let rel = rel_id(self.schema.relations.len());
            let (name, label, origin, span) = match item {
                Item::Record(r) if self.declare(&r.name, r.label.as_ref(), What::Record(rel)) => {
                    written.push(Written::Record(rel, r));
                    (&r.name, &r.label, Origin::Submitted, r.name.span)
                }
                Item::Table(t) if self.declare(&t.name, t.label.as_ref(), What::Table(rel)) => {
                    written.push(Written::Table(rel, t));
                    (&t.name, &t.label, Origin::Policy, t.name.span)
                }
                Item::Policy(_)
                | Item::Library(_)
                | Item::Use(_)
                | Item::Record(_)
                | Item::Extend(_)
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
            let total_rows =
                if let Item::Record(r) = item { r.total_rows.iter().map(|t| t.text.clone()).collect() } else { Vec::new() };
            self.schema.relations.push(Relation {
                name: name.text.clone(),
                label: label.as_ref().map(|l| l.text.clone()),
                origin,
                columns: Vec::new(),
                key: Vec::new(),
                sent_by: None,
                total_rows,
                span,
            });
        }
        for item in items {
            let Item::Extend(x) = item else { continue };
            match self.items.find(&x.record).map(|e| (e.what, e.span)) {
                Some((What::Record(rel), _)) => self.extends.push((rel, x)),
                Some((_, first)) => self.report(say::not_a_record(&x.record, first)),
                None => {
                    let names = self.items.names(x.record.span, |w| matches!(w, What::Record(_)));
                    self.report(say::unknown_relation(&x.record, names::meant(&x.record.text, &names).as_deref()));
                }
            }
        }
        written
    }

    /// A record that submissions fill is declared in one module; only the details of lists may be called alike.
    pub fn check_declared_once(&mut self, written: &[Written<'a>]) {
        let records: Vec<&ast::Record> =
            written.iter().filter_map(|w| if let Written::Record(_, r) = w { Some(*r) } else { None }).collect();
        let listed = |s: &Self, r: &ast::Record| s.template_of.values().any(|t| s.schema.get(*t).span == r.name.span);
        let names = |r: &ast::Record| {
            let all = std::iter::once(&r.name.text).chain(r.label.iter().map(|l| &l.text));
            all.map(|n| fold_name(n)).collect::<Vec<_>>()
        };
        for (i, record) in records.iter().enumerate() {
            let mine = names(record);
            let module = self.items.modules.at(record.span);
            let twin = records.iter().take(i).find(|other| {
                self.items.modules.at(other.span) != module
                    && names(other).iter().any(|n| mine.contains(n))
                    && !(listed(self, record) && listed(self, other))
            });
            if let Some(first) = twin {
                self.report(say::record_twice(&record.name.text, record.name.span, first.name.span));
            }
        }
    }

    /// Columns, keys, senders, nested relations.
    pub fn build_relations(&mut self, written: &[Written<'a>]) {
        for w in written {
            let (rel, columns) = match w {
                Written::Record(rel, r) => (*rel, self.record_columns(r)),
                Written::Table(rel, t) => (*rel, self.table_columns(t)),
            };
            self.schema.relations[rel.index()].columns = columns;
        }
        for (rel, x) in self.extends.clone() {
            let mut columns = std::mem::take(&mut self.schema.relations[rel.index()].columns);
            let own = columns.len();
            self.add_fields(&mut columns, &x.fields);
            let (by, home) = (self.items.modules.at(x.record.span), self.items.modules.at(self.schema.get(rel).span));
            if by != home {
                columns.iter_mut().skip(own).for_each(|c| c.added_by = u32::try_from(by).ok());
            }
            self.schema.relations[rel.index()].columns = columns;
        }
        for w in written {
            let (rel, keys, name) = match w {
                Written::Record(rel, r) => (*rel, &r.key, &r.name),
                Written::Table(rel, t) => (*rel, &t.key, &t.name),
            };
            let key = self.key_columns(rel, keys, name);
            self.schema.relations[rel.index()].key = key;
        }
        for w in written {
            if let Written::Record(rel, r) = w {
                self.add_sender(*rel, r.sent_by.as_ref(), r.span);
            }
        }
        for (rel, x) in self.extends.clone() {
            self.add_sender(rel, x.sent_by.as_ref(), x.span);
        }
        self.settle_blanks(written);
        self.check_references();
        self.check_lives(written);
        for w in written {
            if let Written::Record(rel, _) = w {
                self.nest(*rel, &mut vec![*rel]);
            }
        }
    }

    fn record_columns(&mut self, record: &ast::Record) -> Vec<ColumnDef> {
        let mut columns: Vec<ColumnDef> = Vec::new();
        self.add_fields(&mut columns, &record.fields);
        columns
    }

    fn add_fields(&mut self, columns: &mut Vec<ColumnDef>, fields: &[ast::FieldDecl]) {
        let mut taken = names_taken(columns);
        for field in fields {
            let info = self.type_info(&field.ty);
            let also: Vec<Str> = field.also.iter().chain(field.life.was.iter().map(|(was, _)| was)).cloned().collect();
            let mut column = column(&field.name, &field.label, &also, info);
            column.life = self.life(&field.life);
            self.add_column(columns, &mut taken, column, field.name.span);
        }
    }

    fn life(&mut self, life: &ast::Life) -> Life {
        let (from, until) = (life.from.map(|y| y.year), life.until.map(|y| y.year));
        if let (Some(from), Some(until)) = (life.from, life.until)
            && from.year > until.year
        {
            self.report(say::empty_range(from.span.to(until.span)));
            return Life::default();
        }
        Life { from, until }
    }

    fn table_columns(&mut self, table: &ast::Table) -> Vec<ColumnDef> {
        let (mut columns, mut taken) = (Vec::new(), BTreeMap::new());
        for head in &table.columns {
            let info = match &head.ty {
                Some(ty) => self.table_type(ty),
                None => TypeInfo::plain(Type::Text, None),
            };
            let column = column(&head.name, &head.label, &[], info);
            self.add_column(&mut columns, &mut taken, column, head.name.span);
        }
        columns
    }

    fn table_type(&mut self, ty: &TypeExpr) -> TypeInfo {
        let mut info = self.type_info(ty);
        if matches!(info.ty, Type::List(_)) {
            self.report(say::list_in_table(ty.span));
            info.ty = Type::Error;
        }
        info
    }

    /// `taken` holds the names of the columns there are, with their places.
    fn add_column(&mut self, columns: &mut Vec<ColumnDef>, taken: &mut BTreeMap<String, Span>, column: ColumnDef, span: Span) {
        let mine = names_of(&column);
        if let Some((shared, first)) = mine.iter().find_map(|n| Some((n, *taken.get(n)?))) {
            return self.report(say::duplicate_field(shared, span, first));
        }
        taken.extend(mine.into_iter().map(|n| (n, span)));
        columns.push(ColumnDef { span, ..column });
    }

    /// The columns of the key; none where one of them cannot be used: by the rest rows would be told apart that are not the same.
    fn key_columns(&mut self, rel: RelId, keys: &[Name], name: &Name) -> Vec<ColId> {
        let mut out: Vec<ColId> = Vec::new();
        let mut usable = true;
        if keys.is_empty() {
            self.report(say::no_key(name));
        }
        for key in keys {
            let relation = self.schema.get(rel);
            let found = relation.columns.iter().position(|c| names::is_called(&key.text, &c.name, c.label.as_deref()));
            let Some(at) = found else {
                let names = relation.columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>();
                self.report(say::unknown_key(key, name, &names));
                continue;
            };
            let column = &relation.columns[at];
            let (ty, optional, declared) = (column.ty.clone(), column.optional, column.span);
            let period = matches!(ty, Type::Period(_));
            if out.contains(&col_id(at)) {
                self.report(say::key_twice(key));
            } else if !may_be_key(&ty) || optional {
                usable = false;
                self.report(say::key_type(key, declared, &words::of_type(&ty, None), optional));
            } else if period
                && self.schema.get(rel).columns.iter().enumerate().any(|(i, c)| is_period(c) && out.contains(&col_id(i)))
            {
                self.report(say::two_periods(key));
            } else {
                out.push(col_id(at));
            }
        }
        if usable { out } else { Vec::new() }
    }

    /// Only rows of a period can lie outside a field's years; details of a list have the period of the row they stand in.
    fn check_lives(&mut self, written: &[Written<'a>]) {
        let listed = |s: &Self, rel: RelId| s.schema.relations.iter().any(|r| r.columns.iter().any(|c| c.ty == Type::List(rel)));
        for w in written {
            let Written::Record(rel, _) = w else { continue };
            let relation = self.schema.get(*rel);
            let aged = relation.columns.iter().find(|c| c.life.is_bounded()).map(|c| c.span);
            if let (Some(place), None, false) = (aged, relation.period(), listed(self, *rel)) {
                let (title, declared) = (relation.title().to_string(), relation.span);
                self.report(say::life_without_period(place, &title, declared));
            }
        }
    }

    fn add_sender(&mut self, rel: RelId, sent_by: Option<&(Name, Option<Name>)>, place: Span) {
        let Some(by) = self.sender(rel, sent_by) else { return };
        let module = u32::try_from(self.items.modules.at(place)).unwrap_or(u32::MAX);
        let known = &mut self.schema.relations[rel.index()].sent_by;
        *known = known.take().or(Some(by.clone()));
        self.schema.senders.push(Sender { module, rel, by });
    }

    fn sender(&mut self, rel: RelId, sent_by: Option<&(Name, Option<Name>)>) -> Option<SentBy> {
        let (roster, column) = sent_by?;
        let found = match self.items.find(roster).map(|e| e.what) {
            Some(What::Table(rel)) => rel,
            _ => {
                let names = self.items.names(roster.span, |w| matches!(w, What::Table(_)));
                self.report(say::unknown_relation(roster, names::meant(&roster.text, &names).as_deref()));
                return None;
            }
        };
        let column = match column {
            None => None,
            Some(name) => {
                let relation = self.schema.get(rel);
                let at = relation.columns.iter().position(|c| names::is_called(&name.text, &c.name, c.label.as_deref()));
                if at.is_none() {
                    let names = field_names(relation);
                    let title = Bilingual::same(relation.title());
                    self.report(say::unknown_field(name, &title, relation.span, &names));
                }
                at.map(col_id)
            }
        };
        Some(SentBy { roster: found, column })
    }

    /// `ref R` needs an R with one key column beside the period.
    fn check_references(&mut self) {
        let mut wrong = Vec::new();
        for (at, relation) in self.schema.relations.iter().enumerate() {
            for (col, column) in relation.columns.iter().enumerate() {
                if let Type::Ref(target) = column.ty {
                    let target = self.schema.get(target);
                    if !target.key.is_empty() && plain_keys(target).len() != 1 {
                        wrong.push((at, col, say::ref_needs_one_key(column.span, target.title(), target.span)));
                    }
                }
            }
        }
        for (at, col, diagnostic) in wrong {
            self.schema.relations[at].columns[col].ty = Type::Error;
            self.report(diagnostic);
        }
    }

    /// Gives every list field of `rel` a relation of its own, with the columns of the record it lists.
    fn nest(&mut self, rel: RelId, above: &mut Vec<RelId>) {
        for at in 0..self.schema.get(rel).columns.len() {
            let column = &self.schema.get(rel).columns[at];
            let Type::List(listed) = column.ty else { continue };
            let template = self.template_of.get(&listed).copied().unwrap_or(listed);
            let (name, label, span) = (column.name.clone(), column.label.clone(), column.span);
            if above.contains(&template) || above.len() >= DEPTH {
                let original = self.template_of.get(&rel).copied().unwrap_or(rel);
                self.schema.relations[rel.index()].columns[at].ty = Type::Error;
                self.schema.relations[original.index()].columns[at].ty = Type::Error;
                let target = self.schema.get(template).span;
                self.report(say::endless_list(span, target));
                continue;
            }
            let child = rel_id(self.schema.relations.len());
            let copy = self.schema.get(template).clone();
            let relation = Relation {
                name: format!("{}.{}", self.schema.get(rel).name, name),
                label: label.or_else(|| copy.label.clone()),
                origin: Origin::Nested { parent: rel, column: col_id(at) },
                sent_by: None,
                span,
                ..copy
            };
            self.schema.relations.push(relation);
            self.schema.relations[rel.index()].columns[at].ty = Type::List(child);
            self.template_of.insert(child, template);
            above.push(template);
            self.nest(child, above);
            above.pop();
        }
    }
}

/// Name, label and other names of a column, folded.
fn names_of(column: &ColumnDef) -> Vec<String> {
    let all = std::iter::once(&column.name).chain(&column.label).chain(&column.aliases);
    all.map(|n| fold_name(n)).collect()
}

fn names_taken(columns: &[ColumnDef]) -> BTreeMap<String, Span> {
    columns.iter().flat_map(|c| names_of(c).into_iter().map(|n| (n, c.span))).collect()
}

fn column(name: &Name, label: &Option<Str>, also: &[Str], info: TypeInfo) -> ColumnDef {
    ColumnDef {
        name: name.text.clone(),
        label: label.as_ref().map(|l| l.text.clone()),
        aliases: also.iter().map(|s| s.text.clone()).collect(),
        ty: info.ty,
        unit: info.unit,
        step: info.step,
        optional: info.optional,
        signed: info.signed,
        fixed: info.fixed,
        range: info.range,
        nature: info.nature,
        life: Life::default(),
        blank: None,
        blank_is_own: false,
        added_by: None,
        span: name.span,
    }
}

fn is_period(column: &ColumnDef) -> bool {
    matches!(column.ty, Type::Period(_))
}

fn may_be_key(ty: &Type) -> bool {
    match ty {
        Type::Text | Type::OneOf(_) | Type::Ref(_) | Type::Period(_) | Type::Date | Type::Error => true,
        Type::Number(n) => n.flavour == Flavour::Count,
        Type::Flag | Type::List(_) | Type::Row(_) | Type::Set => false,
    }
}
