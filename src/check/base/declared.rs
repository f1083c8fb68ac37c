//! What a declaration says of a field or parameter: type, unit, range, step, nature.

use crate::num::Interval;
use crate::num::Rat;
use crate::ty::{Nature, Type, Unit};

/// What a type expression says.
#[derive(Clone, Debug)]
pub(in crate::check) struct TypeInfo {
    pub ty: Type,
    /// The unit of a bare number; `None` for types without numbers.
    pub unit: Option<Unit>,
    /// The author wrote the unit: then a bare number may be taken in it.
    pub unit_written: bool,
    pub optional: bool,
    pub signed: bool,
    pub fixed: bool,
    pub range: Option<Interval>,
    pub step: Option<Rat>,
    pub nature: Nature,
}

impl TypeInfo {
    pub fn plain(ty: Type, unit: Option<Unit>) -> Self {
        Self {
            ty,
            unit,
            unit_written: false,
            optional: false,
            signed: false,
            fixed: false,
            range: None,
            step: None,
            nature: Nature::During,
        }
    }
}
