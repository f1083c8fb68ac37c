//! Names in data, looked up: records and columns by name, label or other header; folded, never guessed.

use crate::diag::nearest;
use crate::text::{fold_name, is_folded};
use crate::ty::{ColId, Origin, RelId, Relation, Schema, scaled};
use std::collections::HashMap;

/// No name of a column is longer, and a cell may be as long as its file.
const LONGEST: usize = 2_000;

/// All names of a schema under their folded form, made once for a run.
pub struct Names {
    relations: HashMap<String, RelId>,
    columns: Vec<HashMap<String, ColId>>,
}

impl Names {
    pub fn new(schema: &Schema) -> Self {
        let mut relations = HashMap::new();
        for id in schema.ids() {
            let relation = schema.get(id);
            if matches!(relation.origin, Origin::Nested { .. }) {
                continue;
            }
            for name in std::iter::once(&relation.name).chain(&relation.label) {
                relations.entry(fold_name(name)).or_insert(id);
            }
        }
        let columns = schema.relations.iter().map(column_names).collect();
        Self { relations, columns }
    }

    /// Whether a name with other than ASCII letters, of a record, of a column or of an envelope, stands in a text.
    pub fn occur_in(&self, text: &str) -> bool {
        let envelope = ["报送", "地区", "期间", "年度", "封面"];
        let own = self.relations.keys().chain(self.columns.iter().flat_map(HashMap::keys)).map(String::as_str);
        own.chain(envelope).any(|name| !name.is_ascii() && text.contains(name))
    }

    pub fn relation(&self, name: &str) -> Option<RelId> {
        self.relations.get(name).or_else(|| self.relations.get(&fold_name(name))).copied()
    }

    pub fn column(&self, rel: RelId, name: &str) -> Option<ColId> {
        let names = self.columns.get(rel.index()).filter(|_| name.len() <= LONGEST)?;
        // Most texts that are looked up name nothing, and folding is what costs.
        let found = names.get(name).or_else(|| if is_folded(name) { None } else { names.get(&fold_name(name)) });
        found.or_else(|| names.get(&fold_name(&unspaced(name)?))).copied()
    }
}

fn column_names(relation: &Relation) -> HashMap<String, ColId> {
    let mut names = HashMap::new();
    let own = relation.columns.iter().map(|c| vec![&c.name]);
    let labels = relation.columns.iter().map(|c| c.label.iter().chain(&c.aliases).collect());
    // A column's own name goes before another's label.
    for round in [own.collect::<Vec<_>>(), labels.collect()] {
        for (at, list) in round.into_iter().enumerate() {
            let Ok(at) = u32::try_from(at) else { continue };
            for name in list {
                names.entry(fold_name(name)).or_insert(ColId(at));
            }
        }
    }
    names
}

/// The submitted record nearest to a name that no record has.
pub fn nearest_record<'s>(schema: &'s Schema, name: &str) -> Option<&'s str> {
    let submitted = schema.relations.iter().filter(|r| r.origin == Origin::Submitted);
    nearest(&fold_name(name), submitted.flat_map(|r| std::iter::once(r.name.as_str()).chain(r.label.as_deref())))
}

/// The column nearest to a name that no column has, among those that `wanted` admits.
pub fn nearest_column<'s>(relation: &'s Relation, name: &str, wanted: impl Fn(usize) -> bool) -> Option<&'s str> {
    let columns = relation.columns.iter().enumerate().filter(|(i, _)| wanted(*i)).map(|(_, c)| c);
    let names = columns
        .flat_map(|c| std::iter::once(c.name.as_str()).chain(c.label.as_deref()).chain(c.aliases.iter().map(String::as_str)));
    nearest(&fold_name(name), names)
}

/// `担保总额度（万元）` is the name 担保总额度 and the unit 万元; `占比(%)`, `总额（单位：万元）`, `总额/万元` likewise.
pub fn split_header(header: &str) -> Option<(&str, &str)> {
    let header = header.trim();
    if let Some(body) = header.strip_suffix([')', '）', ']', '］', '】']) {
        let open = body.rfind(['(', '（', '[', '［', '【'])?;
        let (name, rest) = body.split_at(open);
        let unit = rest.chars().next().map_or("", |c| &rest[c.len_utf8()..]);
        return Some((name.trim_end(), strip_unit_word(unit)));
    }
    None
}

/// Columns that many forms have beside their fields: numbers of lines, remarks. No figure is lost with them.
pub fn is_beside(name: &str) -> bool {
    let words = [
        "序号", "编号", "序", "备注", "说明", "注", "no", "no.", "#", "remark", "remarks", "note", "notes", "comment", "comments",
    ];
    words.contains(&fold_name(name).to_lowercase().as_str())
}

/// 名　称 is 名称: blanks between Chinese signs fill a cell. `None` where there are none.
fn unspaced(name: &str) -> Option<String> {
    let wide = |c: char| u32::from(c) >= 0x2e80 && !c.is_whitespace();
    let words: Vec<&str> = name.split_whitespace().collect();
    let fills = |pair: &[&str]| pair[0].ends_with(wide) && pair[1].starts_with(wide);
    (words.len() > 1 && words.windows(2).all(fills)).then(|| words.concat())
}

/// The column that a header cell names, with its unit or without.
pub fn column_named(names: &Names, rel: RelId, cell: &str) -> Option<ColId> {
    names.column(rel, cell).or_else(|| with_unit(names, rel, cell).map(|(col, _)| col))
}

/// The column and the unit of a header cell that names both: 产值（亿元）, and 产值/亿元, 产值，亿元, 产值亿元 where the unit is one that everybody knows.
pub fn with_unit<'c>(names: &Names, rel: RelId, cell: &'c str) -> Option<(ColId, &'c str)> {
    const LONGEST: usize = 8;
    if let Some((base, unit)) = split_header(cell) {
        return Some((names.column(rel, base)?, unit));
    }
    let cell = cell.trim();
    if let Some((unit, base)) = under_unit(cell) {
        return Some((names.column(rel, base)?, unit));
    }
    // Codes and figures end otherwise, and texts that are looked up are many.
    if cell.len() > 100 || cell.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let between = |c: char| c.is_whitespace() || matches!(c, '/' | '／' | ',' | '，' | '_' | ':' | '：');
    let starts = cell.char_indices().rev().take(LONGEST).map(|(at, _)| at).take_while(|at| *at > 0);
    let parts = starts.map(|at| cell.split_at(at)).filter(|(_, unit)| !unit.starts_with(|c: char| c.is_ascii_alphabetic()));
    let named = parts.filter_map(|(base, unit)| Some((names.column(rel, base.trim_end_matches(between))?, unit)));
    // The longest unit: 百万元, not 元 behind 产值百万.
    named.filter(|(_, unit)| is_known(unit)).last()
}

/// A header of two rows whose upper one is the unit of the columns: （亿元）/产值, 单位：亿元/产值.
fn under_unit(cell: &str) -> Option<(&str, &str)> {
    let (group, base) = cell.split_once('/')?;
    let bare = group.trim().trim_start_matches(['(', '（', '[', '［', '【']).trim_end_matches([')', '）', ']', '］', '】']);
    let unit = strip_unit_word(bare);
    is_known(unit).then_some((unit, base))
}

/// A unit, or one per another, of those that every rule set knows.
fn is_known(unit: &str) -> bool {
    unit.split_once('/').map_or_else(|| scaled(unit).is_some(), |(a, b)| scaled(a).is_some() && scaled(b).is_some())
}

/// A header cell that names a column, with its unit or without.
pub fn is_named(names: &Names, rel: RelId, cell: &str) -> bool {
    column_named(names, rel, cell).is_some()
}

/// How many of some cells name columns.
pub fn named(names: &Names, rel: RelId, cells: &[&str]) -> usize {
    cells.iter().filter(|cell| is_named(names, rel, cell)).count()
}

/// `单位：万元` is 万元.
fn strip_unit_word(text: &str) -> &str {
    let text = text.trim();
    let words = ["计量单位", "货币单位", "金额单位", "单位", "單位", "units", "unit", "Unit"];
    let Some(rest) = words.iter().find_map(|w| text.strip_prefix(w)) else { return text };
    rest.trim_start_matches([':', '：', ' ']).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_taken_from_headers() {
        assert_eq!(split_header("担保总额度（万元）"), Some(("担保总额度", "万元")));
        assert_eq!(split_header("占比 (%)"), Some(("占比", "%")));
        assert_eq!(split_header("总额（单位：亿元）"), Some(("总额", "亿元")));
        assert_eq!(split_header("产值（现价）（万元）"), Some(("产值（现价）", "万元")));
        assert_eq!(split_header("总额"), None);
    }

    #[test]
    fn headers_name_columns_as_people_write_them() {
        let columns = ["产值", "税收", "收入/税收", "名称"].map(|n| (n.to_string(), ColId(0)));
        let names = Names { relations: HashMap::new(), columns: vec![columns.into()] };
        let named = |cell: &str| with_unit(&names, RelId(0), cell).map(|(_, unit)| unit.to_string());
        for (cell, unit) in [
            ("产值（亿元）", "亿元"),
            ("产值/亿元", "亿元"),
            ("产值，亿元", "亿元"),
            ("产值_亿元", "亿元"),
            ("产值 亿元", "亿元"),
            ("产值亿元", "亿元"),
            ("产值：百万元", "百万元"),
            ("产值百万元", "百万元"),
            ("产值/元/人", "元/人"),
            ("收入/税收/万元", "万元"),
            ("税收%", "%"),
            ("（亿元）/产值", "亿元"),
            ("单位：亿元/产值", "亿元"),
            ("亿元/收入/税收", "亿元"),
        ] {
            assert_eq!(named(cell).as_deref(), Some(unit), "{cell}");
        }
        for cell in ["产值", "产值/增速", "产值增速", "产值2", "总产值亿元", "亿元", "产值/", "产值a", "安平县"]
        {
            assert_eq!(named(cell), None, "{cell}");
        }
        for cell in ["名  称", "产\u{3000}值", "税 收", "产值/亿元"] {
            assert!(column_named(&names, RelId(0), cell).is_some(), "{cell}");
        }
        for cell in ["名 a 称", "名 称 x", "名称 x"] {
            assert!(column_named(&names, RelId(0), cell).is_none(), "{cell}");
        }
    }
}
