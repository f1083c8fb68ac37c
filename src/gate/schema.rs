//! Whether what is handed in has kept its form: data of before can be judged by rules of now only then.

use crate::ty::{ColumnDef, Origin, Relation, Schema, Type};

/// Something that data of before no longer fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    pub record: String,
    /// None for the record or its key as a whole.
    pub field: Option<String>,
}

/// Records and fields of before that are gone, or are now of another type, unit or key. What was added is no change of this kind.
pub fn differences(before: &Schema, after: &Schema) -> Vec<FieldChange> {
    let mut out = Vec::new();
    for old in named(before) {
        let Some(new) = named(after).find(|r| r.name == old.name) else {
            out.push(FieldChange { record: old.name.clone(), field: None });
            continue;
        };
        let key = |r: &Relation| -> Vec<String> { r.key.iter().map(|k| r.columns[k.index()].name.clone()).collect() };
        if key(old) != key(new) {
            out.push(FieldChange { record: old.name.clone(), field: None });
        }
        for column in &old.columns {
            let kept = new.columns.iter().find(|c| c.name == column.name);
            if !kept.is_some_and(|c| same(column, c)) {
                out.push(FieldChange { record: old.name.clone(), field: Some(column.name.clone()) });
            }
        }
    }
    out
}

/// Records that submissions bring.
fn named(schema: &Schema) -> impl Iterator<Item = &Relation> {
    schema.ids().map(|id| schema.get(id)).filter(|r| !r.name.is_empty() && !matches!(r.origin, Origin::Nested { .. }))
}

fn same(a: &ColumnDef, b: &ColumnDef) -> bool {
    // Relations inside others are numbered anew wherever one is added.
    let refers = |ty: &Type| matches!(ty, Type::Ref(_) | Type::List(_) | Type::Row(_));
    let kind = std::mem::discriminant(&a.ty) == std::mem::discriminant(&b.ty);
    kind && (refers(&a.ty) || a.ty == b.ty) && a.unit == b.unit
}
