//! Names and labels that a file declares.

use crate::ast::{FieldDecl, Item, Name, Stmt, Str, Table, TestStmt};
use std::collections::BTreeSet;

/// Every name and label that is declared anywhere in a file.
pub(super) fn declared(items: &[Item]) -> BTreeSet<&str> {
    let mut out = BTreeSet::new();
    for item in items {
        match item {
            Item::Record(r) => {
                add(&mut out, &r.name, r.label.as_ref());
                fields(&mut out, &r.fields);
            }
            Item::Extend(x) => fields(&mut out, &x.fields),
            Item::Table(Table { name, label, columns, .. }) => {
                add(&mut out, name, label.as_ref());
                columns.iter().for_each(|c| add(&mut out, &c.name, c.label.as_ref()));
            }
            Item::Param(p) => add(&mut out, &p.name, p.label.as_ref()),
            Item::Define(d) => {
                add(&mut out, &d.name, d.label.as_ref());
                d.args.iter().flatten().for_each(|a| add(&mut out, a, None));
            }
            Item::Classify(c) => add(&mut out, &c.name, c.label.as_ref()),
            Item::Alias(a) => out.extend([a.alias.text.as_str(), a.canonical.text.as_str()]),
            Item::Rule(r) => {
                for stmt in &r.body {
                    match stmt {
                        Stmt::Let(l) => add(&mut out, &l.name, None),
                        Stmt::For(binders) => out.extend(binders.iter().filter_map(|b| b.var.as_ref()).map(|v| v.text.as_str())),
                        _ => {}
                    }
                }
            }
            Item::Test(t) => out.extend(t.body.iter().filter_map(|s| match s {
                TestStmt::Param { name, .. } => Some(name.text.as_str()),
                _ => None,
            })),
            Item::Policy(_) | Item::Scorecard(_) | Item::Library(_) | Item::Use(_) | Item::Unit(_) | Item::Kind(_) => {}
        }
    }
    out
}

fn fields<'a>(out: &mut BTreeSet<&'a str>, list: &'a [FieldDecl]) {
    for field in list {
        add(out, &field.name, field.label.as_ref());
        out.extend(field.also.iter().map(|s| s.text.as_str()));
    }
}

fn add<'a>(out: &mut BTreeSet<&'a str>, name: &'a Name, label: Option<&'a Str>) {
    out.insert(&name.text);
    out.extend(label.map(|l| l.text.as_str()));
}
