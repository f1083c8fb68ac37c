//! Data made ready for a plan: texts get codes, the relations that stand for sets and for the calendar get rows.

use crate::data::{Code, Dataset};
use crate::eval::tables::bind::set_codes;
use crate::hir::{ParamValue, RuleSet, SetExpr};
use crate::plan::Plan;
use crate::ty::Type;

/// Makes data ready for a plan: every text that rules or types name gets a code (so that two texts no data hold are not taken for one),
/// and the unnamed relations that stand for sets (`clusters minus {…}` looped over) get one row per member, in order of text.
pub fn prepare(rules: &RuleSet, plan: &Plan, data: &mut Dataset) {
    plan.texts.iter().for_each(|t| {
        data.texts.intern(t);
    });
    for column in rules.schema.relations.iter().flat_map(|r| &r.columns) {
        if let Type::OneOf(list) = &column.ty {
            list.iter().for_each(|t| {
                data.texts.intern(t);
            });
        }
    }
    for param in &rules.params {
        for one in &param.alternatives {
            if let ParamValue::Text(t) = &one.value {
                data.texts.intern(t);
            }
        }
        if let Type::OneOf(list) = &param.ty {
            list.iter().for_each(|t| {
                data.texts.intern(t);
            });
        }
    }
    for set in &plan.sets {
        intern_texts(set, data);
    }
    super::calendar::fill(rules, data);
    for rule in rules.rules.iter() {
        for rel_set in super::members::of_rule(rule) {
            intern_texts(rel_set.1, data);
            let mut codes: Vec<Code> = set_codes(data, rel_set.1).into_iter().collect();
            codes.sort_by(|a, b| data.texts.text(*a).cmp(data.texts.text(*b)));
            super::members::fill(data, rel_set.0, &codes);
        }
    }
}

pub fn intern_texts(set: &SetExpr, data: &mut Dataset) {
    match set {
        SetExpr::Texts(texts) => texts.iter().for_each(|t| {
            data.texts.intern(t);
        }),
        SetExpr::Union(a, b) | SetExpr::Minus(a, b) => [a, b].iter().for_each(|s| intern_texts(s, data)),
        SetExpr::Column { .. } => {}
    }
}
