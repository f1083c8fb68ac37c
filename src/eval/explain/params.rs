//! Parameters and their values, as reports show them.

use crate::eval::tables::titles::quantity_text;
use crate::finding::ParameterInfo;
use crate::hir::{Param, ParamValue, RuleSet};
use crate::num::{Rat, to_i64};
use crate::ty::{Type, Unit, Units, day_text, period_text};
use std::collections::BTreeSet;

/// The parameters that rules read, in the order declared.
pub fn parameters(rules: &RuleSet) -> Vec<ParameterInfo> {
    let used = rules.rules.iter().flat_map(crate::hir::Rule::params).collect::<BTreeSet<_>>();
    used.into_iter().filter_map(|id| rules.params.get(id.0 as usize)).map(|p| parameter_info(rules, p)).collect()
}

/// A parameter as reports show it.
pub fn parameter_info(rules: &RuleSet, p: &crate::hir::Param) -> ParameterInfo {
    ParameterInfo {
        name: p.name.clone(),
        label: p.label.clone(),
        figure: match &p.value {
            Some(crate::hir::ParamValue::Number(n)) => {
                let unit = p.unit.clone().or_else(|| p.ty.number().map(|t| rules.units.base_of(t)));
                unit.map(|u| (n.clone(), u))
            }
            _ => None,
        },
        value: match &p.value {
            Some(value) => Some(value_text(p, value, &rules.units)),
            None => dated_text(p, &rules.units),
        },
        source: p.source.clone().or_else(|| (!p.dated.is_empty()).then(|| crate::diag::Bi::new("规则文件", "rule file"))),
        alternatives: p.alternatives.iter().filter(|_| p.value.is_none()).map(|a| alternative(p, a, &rules.units)).collect(),
    }
}

/// Values by date in words: `5%，6%（2008-01-01 →）`.
pub fn dated_text(p: &crate::hir::Param, units: &crate::ty::Units) -> Option<String> {
    let one = |d: &crate::hir::Dated| {
        let value = value_text(p, &d.value, units);
        d.from.and_then(crate::ty::day_text).map_or(value.clone(), |day| format!("{value}（{day} →）"))
    };
    (!p.dated.is_empty()).then(|| p.dated.iter().map(one).collect::<Vec<_>>().join("，"))
}

pub fn alternative(p: &crate::hir::Param, a: &crate::hir::Alternative, units: &crate::ty::Units) -> String {
    let value = value_text(p, &a.value, units);
    a.because.as_ref().map_or(value.clone(), |why| format!("{value}（{why}）"))
}

/// A value of a parameter that is an amount, with its unit.
pub fn value_figure(param: &Param, value: &ParamValue, units: &Units) -> Option<(Rat, Unit)> {
    match (value, &param.ty) {
        (ParamValue::Number(n), Type::Number(ty)) => Some((n.clone(), param.unit.clone().unwrap_or_else(|| units.base_of(ty)))),
        _ => None,
    }
}

/// A value of a parameter in words.
pub fn value_text(param: &Param, value: &ParamValue, units: &Units) -> String {
    match (value, &param.ty) {
        (ParamValue::Text(t), _) => t.clone(),
        (ParamValue::Number(n), Type::Flag) => if n.is_zero() { "否" } else { "是" }.to_string(),
        (ParamValue::Number(n), Type::Period(kind)) => to_i64(n).map(|p| period_text(p, *kind)).unwrap_or_default(),
        (ParamValue::Number(n), Type::Date) => to_i64(n).and_then(day_text).unwrap_or_default(),
        (ParamValue::Number(n), ty) => {
            let unit = param.unit.clone().or_else(|| ty.number().map(|t| units.base_of(t)));
            quantity_text(n, &unit.unwrap_or_else(Unit::one))
        }
    }
}
