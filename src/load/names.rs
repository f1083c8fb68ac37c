//! Names in data, looked up: records and columns by name, label or other header; folded, never guessed.

use crate::diag::nearest;
use crate::text::{fold_name, is_folded};
use crate::ty::{ColId, Origin, RelId, Relation, Schema};
use std::collections::HashMap;

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
        let names = self.columns.get(rel.index())?;
        // Most texts that are looked up name nothing, and folding is what costs.
        names.get(name).or_else(|| if is_folded(name) { None } else { names.get(&fold_name(name)) }).copied()
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

/// A header cell that names a column, with its unit or without.
pub fn is_named(names: &Names, rel: RelId, cell: &str) -> bool {
    names.column(rel, cell).is_some() || split_header(cell).is_some_and(|(n, _)| names.column(rel, n).is_some())
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
}
