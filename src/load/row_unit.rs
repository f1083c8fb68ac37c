//! Units that rows say of themselves: a column 单位 of a table, a key `单位` of a row in JSON and TOML.

use super::context::Context;
use super::figures::{find_unit, fits};
use super::form_unit::{is_currency_word, is_organisation, is_own_currency, is_unit, is_unit_word};
use crate::num::Rat;
use crate::ty::{ColId, RelId, Type};

/// What a row's own unit is for its figures.
#[derive(Debug, PartialEq, Eq)]
pub enum RowUnit {
    /// The one they are in anyhow.
    Same,
    /// These figures may be meant in it.
    Other(Vec<ColId>),
    /// It is the name of somebody: 单位 is also an organisation.
    NoUnit,
}

/// Whether a column, or a key, stands for the unit or the currency of figures: 单位, 计量单位, 产值单位, 币种.
pub fn is_unit_field(context: &Context<'_>, rel: RelId, name: &str) -> bool {
    let figures = |of: &str| {
        let col = context.names.column(rel, of);
        col.is_some_and(|c| matches!(context.schema.column(rel, c).ty, Type::Number(_)))
    };
    is_currency_word(name) || is_unit_word(name, figures)
}

/// Whether a text that is no known unit may be meant as one.
fn speaks_of_units(text: &str) -> bool {
    const SIGNS: &[char] = &[
        '元', '圆', '圓', '吨', '亩', '米', '克', '瓦', '%', '％', '‰', '¥', '￥', '$', '/', '／', '百', '千', '万', '亿', '萬',
        '億', '兆',
    ];
    let lower = text.to_lowercase();
    let words = ["yuan", "rmb", "cny", "usd", "million", "billion", "thousand", "percent"];
    text.contains(SIGNS) || text.contains(|c: char| c.is_ascii_digit()) || words.iter().any(|w| lower.contains(w))
}

/// Whether a text says that it is as in the row above.
pub fn is_ditto(text: &str) -> bool {
    matches!(text.trim(), "〃" | "″" | "\"" | "“" | "”" | "''" | "々" | "同上" | "同左" | "同前" | "同" | "ditto")
}

/// Holds the unit that a row says of itself, under the name of its field, against those of some columns of figures.
pub fn row_unit(context: &Context<'_>, rel: RelId, (field, said): (&str, &str), columns: &[ColId]) -> RowUnit {
    if is_currency_word(field) && is_own_currency(said) {
        return RowUnit::Same;
    }
    let brackets =
        |t: &'_ str| t.trim().trim_start_matches(['(', '（', '[']).trim_end_matches([')', '）', ']']).trim().to_string();
    let name = brackets(said);
    let Some(unit) = find_unit(context.units, &name) else {
        let somebody = !is_unit(context.units, &name) && (is_organisation(&name) || !speaks_of_units(&name));
        return if somebody { RowUnit::NoUnit } else { RowUnit::Other(columns.to_vec()) };
    };
    let takers: Vec<ColId> = columns.iter().copied().filter(|c| fits(context.schema.column(rel, *c), &unit)).collect();
    // Counts are declared without a unit, and each of them is one.
    let same =
        |col: &ColId| context.schema.column(rel, *col).unit.as_ref().map_or(Rat::ONE, |own| own.factor.clone()) == unit.factor;
    match takers.is_empty() {
        true => RowUnit::Other(columns.to_vec()),
        false if takers.iter().all(same) => RowUnit::Same,
        false => RowUnit::Other(takers),
    }
}
