//! What a project file says of the blanks of one form.

use super::diagnostics::blanks as say;
use super::value::Blanks;
use crate::diag::{Sink, nearest};
use crate::text::{Span, fold_name, same_name};
use crate::ty::{BlankMeans, BlankMisfit, ColId, ColumnDef, Origin, RelId, Relation, Schema};

/// The code of everything that a project file says wrongly of its blanks.
const CODE: &str = "C010";

/// A name of the project file and where it stands.
type Word = (String, Option<Span>);

/// What a project file says of the blanks of one form. A field that it names goes before the field's own word in the rule file; what it
/// says of a record, or of all, takes the place of what the record says, and a field's own word goes before it.
pub fn of_form(schema: &Schema, said: &[(Option<Word>, BlankMeans, Span)], record: Option<RelId>, sink: &mut Sink) -> Blanks {
    let (mut fields, mut wholes) = (Blanks::new(), Vec::new());
    for (of, means, place) in said {
        match of.as_ref().map(|(name, at)| target(schema, name, record).ok_or((name, at.unwrap_or(*place)))) {
            None => wholes.push((None, *means, *place)),
            Some(Ok(Target::Record(rel))) => wholes.push((Some(rel), *means, *place)),
            Some(Ok(Target::Field(rel, col))) => match fits(schema, rel, col, *means) {
                Ok(()) => {
                    fields.insert((rel, col), *means);
                }
                Err(why) => sink.push(say::unfit(schema.column(rel, col), *means, why, CODE, *place)),
            },
            Some(Err((name, at))) => {
                let known = names(schema, record);
                sink.push(say::nothing_called(name, nearest(&fold_name(name), known.iter().map(String::as_str)), at));
            }
        }
    }
    let mut out = of_wholes(schema, &wholes, &fields, sink);
    out.extend(fields);
    out
}

/// Words for a whole record, or for every record.
fn of_wholes(schema: &Schema, wholes: &[(Option<RelId>, BlankMeans, Span)], fields: &Blanks, sink: &mut Sink) -> Blanks {
    let mut out = Blanks::new();
    let mut used = vec![false; wholes.len()];
    for (rel, relation) in schema.ids().zip(&schema.relations) {
        let here = |of: &Option<RelId>| of.map_or(relation.origin != Origin::Policy, |of| of == rel);
        let words: Vec<BlankMeans> = wholes.iter().filter(|(of, _, _)| here(of)).map(|(_, means, _)| *means).collect();
        for (at, column) in (0u32..).zip(&relation.columns) {
            let col = ColId(at);
            if relation.key.contains(&col) {
                continue;
            }
            for ((of, means, _), used) in wholes.iter().zip(&mut used) {
                *used |= here(of) && column.takes_blank(*means).is_ok();
            }
            if column.blank_is_own || fields.contains_key(&(rel, col)) {
                continue;
            }
            match column.blank_of_all(&words) {
                Ok(means) => out.extend(means.map(|m| ((rel, col), m))),
                Err(why) => {
                    let zero = wholes.iter().position(|(of, means, _)| here(of) && *means == BlankMeans::Zero);
                    let place = zero.map_or(column.span, |at| wholes[at].2);
                    zero.iter().for_each(|at| used[*at] = true);
                    sink.push(say::unfit(column, BlankMeans::Zero, why, CODE, place));
                }
            }
        }
    }
    for ((_, means, place), _) in wholes.iter().zip(used).filter(|(_, used)| !used) {
        sink.push(say::nobody(*means, CODE, *place));
    }
    out
}

fn fits(schema: &Schema, rel: RelId, col: ColId, means: BlankMeans) -> Result<(), BlankMisfit> {
    match schema.get(rel).key.contains(&col) {
        true => Err(BlankMisfit::Key),
        false => schema.column(rel, col).takes_blank(means),
    }
}

enum Target {
    Record(RelId),
    Field(RelId, ColId),
}

/// What a name of a project file means: `County`, `County.funds`, or `funds` where the record of the files is said.
fn target(schema: &Schema, name: &str, record: Option<RelId>) -> Option<Target> {
    let relation = |name: &str| {
        let is = |n: &str| same_name(n, name);
        schema.ids().find(|id| is(&schema.get(*id).name) || schema.get(*id).label.as_deref().is_some_and(is))
    };
    let field = |rel: RelId, name: &str| column_named(schema.get(rel), name).map(|col| Target::Field(rel, col));
    if let Some(rel) = relation(name) {
        return Some(Target::Record(rel));
    }
    if let Some(found) = record.and_then(|rel| field(rel, name)) {
        return Some(found);
    }
    let (owner, last) = name.rsplit_once(['.', '．'])?;
    field(relation(owner)?, last)
}

fn column_named(relation: &Relation, name: &str) -> Option<ColId> {
    let is = |n: &String| same_name(n, name);
    let called = |c: &ColumnDef| is(&c.name) || c.label.iter().chain(&c.aliases).any(is);
    let at = relation.columns.iter().position(called)?;
    u32::try_from(at).ok().map(ColId)
}

/// Everything a project file may name here.
fn names(schema: &Schema, record: Option<RelId>) -> Vec<String> {
    let mut out = Vec::new();
    for rel in schema.ids() {
        let relation = schema.get(rel);
        let owner = if record == Some(rel) { String::new() } else { format!("{}.", relation.name) };
        out.push(relation.name.clone());
        out.extend(relation.columns.iter().map(|c| format!("{owner}{}", c.name)));
    }
    out
}
