//! Under which region a row is counted, where one of its own columns says it.

use super::reason::Reason;
use crate::hir::RuleSet;
use crate::ty::{ColId, RelId, Type};

/// The column that names the region of a row in reports; `None` where nothing does.
pub fn region_column(set: &RuleSet, rel: RelId) -> Result<Option<ColId>, Reason> {
    let relation = set.schema.get(rel);
    if let Some(col) = set.region_columns.get(&rel) {
        return Ok(Some(*col));
    }
    if let Some(sent_by) = &relation.sent_by {
        return sent_by.column.map(Some).ok_or(Reason::Region);
    }
    if is_roster(set, rel) {
        return Err(Reason::Region);
    }
    let others = (0u32..).map(ColId).take(relation.columns.len()).filter(|c| !relation.key.contains(c));
    for col in relation.key.iter().copied().chain(others) {
        let Type::Ref(target) = relation.columns[col.index()].ty else { continue };
        if is_region_table(set, target) {
            return Ok(Some(col));
        }
        // The row it refers to may name one, or refer to one that does.
        if tells(set, target, 3) {
            return Err(Reason::Region);
        }
    }
    Ok(None)
}

fn tells(set: &RuleSet, rel: RelId, steps: usize) -> bool {
    let relation = set.schema.get(rel);
    let refers = |target: RelId| is_region_table(set, target) || (steps > 0 && tells(set, target, steps - 1));
    set.region_columns.contains_key(&rel)
        || relation.sent_by.is_some()
        || relation.columns.iter().any(|c| if let Type::Ref(target) = c.ty { refers(target) } else { false })
}

fn is_roster(set: &RuleSet, rel: RelId) -> bool {
    set.schema.relations.iter().filter_map(|r| r.sent_by.as_ref()).any(|s| s.roster == rel)
}

fn is_region_table(set: &RuleSet, rel: RelId) -> bool {
    let named = set.region_columns.iter().any(|(of, col)| set.schema.column(*of, *col).ty == Type::Ref(rel));
    is_roster(set, rel) || named
}
