//! Types in words, for messages.

use crate::check::base::constant::Constant;
use crate::diag::Bilingual;
use crate::ty::{Flavour, NumTy, PeriodKind, Type, Unit, scaled};

pub(in crate::check) fn of_constant(constant: &Constant) -> Bilingual {
    match constant {
        Constant::Number(_, None) => Bilingual::new("不带单位的数", "a bare number"),
        Constant::Number(_, Some(unit)) => of_number(&unit.ty, Some(unit)),
        Constant::Text(_) => Bilingual::new("文本", "a text"),
        Constant::Flag(_) => Bilingual::new("是否", "a yes or no"),
        Constant::Day(_) => Bilingual::new("日期", "a date"),
        Constant::Period(_, kind) => of_type(&Type::Period(*kind), None),
    }
}

/// A type, with the unit in which its figures are given if that is known.
pub(in crate::check) fn of_type(ty: &Type, unit: Option<&Unit>) -> Bilingual {
    match ty {
        Type::Number(n) => of_number(n, unit),
        Type::Text => Bilingual::new("文本", "a text"),
        Type::Flag => Bilingual::new("是否（真假）", "a yes or no"),
        Type::Date => Bilingual::new("日期", "a date"),
        Type::Period(PeriodKind::Year) => Bilingual::new("年度", "a year"),
        Type::Period(PeriodKind::Half) => Bilingual::new("半年度", "a half-year"),
        Type::Period(PeriodKind::Quarter) => Bilingual::new("季度", "a quarter"),
        Type::Period(PeriodKind::Month) => Bilingual::new("月度", "a month"),
        Type::Period(PeriodKind::Span) => Bilingual::new("期间", "a period"),
        Type::OneOf(list) => {
            let shown: Vec<String> = list.iter().take(5).map(|t| format!("“{t}”")).collect();
            let more = if list.len() > 5 { "…" } else { "" };
            Bilingual::new(format!("下列之一：{}{more}", shown.join("、")), format!("one of {}{more}", shown.join(", ")))
        }
        Type::Ref(_) => Bilingual::new("对另一记录的引用", "a reference to another record"),
        Type::List(_) => a_list(),
        Type::Row(_) => Bilingual::new("一条记录", "a row"),
        Type::Set => Bilingual::new("集合", "a set"),
        Type::Error => Bilingual::new("未知类型", "something unknown"),
    }
}

fn of_number(ty: &NumTy, unit: Option<&Unit>) -> Bilingual {
    let unit = unit.map(|u| u.name.clone()).filter(|u| !u.is_empty());
    let (zh, en) = match ty.flavour {
        Flavour::Number => ("数", "a plain number"),
        Flavour::Count => ("个数", "a count"),
        Flavour::Share => ("占比（%）", "a share (%)"),
        Flavour::Points => ("百分点", "percentage points"),
        Flavour::Growth => ("增速（%）", "a growth rate (%)"),
        Flavour::Ratio => ("倍数", "a ratio"),
        Flavour::Amount if ty.is_money() => {
            let unit = unit.unwrap_or_else(|| "元".into());
            return with_kind(ty, format!("金额（{unit}）"), format!("money ({unit})"));
        }
        // Of both sides the unit is one of counts, and what is counted nobody has said.
        Flavour::Amount if unit.is_none() && ty.dims.to_string() == "个/个" => {
            return with_kind(ty, "每若干个的个数（如 件/万人）".into(), "a count per so many (such as 件/万人)".into());
        }
        Flavour::Amount => {
            let unit = unit.unwrap_or_else(|| ty.dims.to_string());
            if let Some(noun) = of_time(&ty.dims.to_string(), &unit) {
                return with_kind(ty, format!("时长（{unit}）"), format!("a length of time ({noun})"));
            }
            return with_kind(ty, format!("数量（{unit}）"), format!("a quantity ({unit})"));
        }
    };
    Bilingual::new(zh, en)
}

/// The English noun of a length of time; `None` of anything else.
fn of_time(base: &str, unit: &str) -> Option<&'static str> {
    let own = match base {
        "天" => "days",
        "月数" => "months",
        "年限" => "years",
        "小时" => "hours",
        _ => return None,
    };
    Some(scaled(unit).map_or(own, |(_, known)| known.english.1))
}

fn with_kind(ty: &NumTy, zh: String, en: String) -> Bilingual {
    match &ty.kind {
        None => Bilingual::new(zh, en),
        Some(kind) => Bilingual::new(format!("{kind}·{zh}"), format!("{kind}, {en}")),
    }
}

pub(in crate::check) fn a_list() -> Bilingual {
    Bilingual::new("列表", "a list of rows")
}

pub(in crate::check) fn any_period() -> Bilingual {
    Bilingual::new("期间（年度、季度、月份等）", "a period (a year, quarter, month and so on)")
}

/// What lies in a longer period.
pub(in crate::check) fn day_or_short_period() -> Bilingual {
    Bilingual::new("日期或期间（季度、月份等）", "a day or a period (a quarter, month and so on)")
}
