//! Findings as entries of a ledger: who, which clause, what was reported, the limit, the gap, what now. Tables, sheets and notices of every
//! format are made of these.

pub(crate) mod act;
pub(crate) mod beside;
pub(crate) mod entry;
pub(crate) mod exact;
pub(crate) mod slack;
