//! What rules can name: policies, records, tables, parameters, units, definitions.

pub(in crate::check) mod blanks;
pub(in crate::check) mod defines;
pub(in crate::check) mod dues;
pub(in crate::check) mod params;
pub(in crate::check) mod policies;
pub(in crate::check) mod records;
pub(in crate::check) mod tables;
pub(in crate::check) mod units;
