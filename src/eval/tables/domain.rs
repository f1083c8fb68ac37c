//! What a figure that is missing can be.

use crate::eval::tables::bind::Tables;
use crate::num::{Interval, Rat};
use crate::ty::{ColId, ColumnDef, RelId, Type};

/// What a missing value of a column can be, in base units. Days before 1970 are negative numbers, and days all the same.
pub fn domain_of(def: &ColumnDef) -> Interval {
    match (&def.ty, &def.range) {
        (Type::Date, None) => Interval::all(),
        (Type::Date, Some(range)) => range.clone(),
        _ => def.domain(),
    }
}

pub fn to_stored(domain: &Interval, factor: Option<&Rat>) -> Interval {
    match factor {
        Some(f) if *f != Rat::ONE => domain.scale(&(Rat::ONE / f.clone())),
        _ => domain.clone(),
    }
}

/// A numeric column holds whole numbers only.
pub fn is_integer_column(def: &ColumnDef) -> bool {
    match &def.ty {
        Type::Number(n) => n.is_integral(),
        Type::Period(_) | Type::Date | Type::Flag => true,
        Type::Text | Type::OneOf(_) | Type::Ref(_) | Type::List(_) | Type::Row(_) | Type::Set | Type::Error => false,
    }
}

impl Tables<'_> {
    /// What a missing value can be, in the unit of its column.
    pub fn stored_domain(&self, rel: RelId, col: ColId) -> Interval {
        let def = self.def(rel, col);
        to_stored(&domain_of(def), def.unit.as_ref().map(|u| &u.factor))
    }
}
