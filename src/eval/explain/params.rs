//! Parameters and their values, as reports show them.

use crate::finding::{ParameterInfo, SetBy, Value, ValueFrom, When};
use crate::hir::{Param, ParamValue, RuleSet};
use crate::num::to_i64;
use crate::ty::{Type, Unit, Units};
use std::collections::BTreeSet;

/// The parameters that rules read, in the order declared.
pub fn parameters(rules: &RuleSet) -> Vec<ParameterInfo> {
    let used = rules.rules.iter().flat_map(crate::hir::Rule::params).collect::<BTreeSet<_>>();
    used.into_iter().filter_map(|id| rules.params.get(id.0 as usize)).map(|p| parameter_info(rules, p)).collect()
}

/// A parameter as reports show it.
pub fn parameter_info(rules: &RuleSet, p: &Param) -> ParameterInfo {
    let value = |v: &ParamValue| value_of(p, v, &rules.units);
    let values = match &p.value {
        Some(bound) => vec![ValueFrom { value: value(bound), from: None }],
        None => p.dated.iter().map(|d| ValueFrom { value: value(&d.value), from: d.from }).collect(),
    };
    ParameterInfo {
        name: p.name.clone(),
        label: p.label.clone(),
        values,
        source: p.source.clone().map(SetBy::Named).or_else(|| (!p.dated.is_empty()).then_some(SetBy::RuleFile)),
        alternatives: p.alternatives.iter().filter(|_| p.value.is_none()).map(|a| (value(&a.value), a.because.clone())).collect(),
    }
}

/// A value of a parameter with its unit.
pub fn value_of(param: &Param, value: &ParamValue, units: &Units) -> Value {
    match (value, &param.ty) {
        (ParamValue::Text(t), _) => Value::Text(t.clone()),
        (ParamValue::Number(n), Type::Flag) => Value::Flag(!n.is_zero()),
        (ParamValue::Number(n), Type::Period(kind)) => {
            Value::Text(to_i64(n).map(|p| When::Period(p, *kind).text()).unwrap_or_default())
        }
        (ParamValue::Number(n), Type::Date) => Value::Text(to_i64(n).map(|d| When::Day(d).text()).unwrap_or_default()),
        (ParamValue::Number(n), ty) => {
            let unit = param.unit.clone().or_else(|| ty.number().map(|t| units.base_of(t)));
            Value::Amount(n.clone(), unit.unwrap_or_else(Unit::one))
        }
    }
}
