//! The evaluator of single rows.

use crate::eval::tables::bind::Tables;
use crate::eval::types::affine::Symbol;
use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};

/// Evaluates one row at a time over the tables, in rationals and affine forms. Reads the tables as its own.
#[derive(Clone, Copy)]
pub struct Exact<'a> {
    tables: &'a Tables<'a>,
}

impl<'a> Exact<'a> {
    pub fn new(tables: &'a Tables<'a>) -> Self {
        Self { tables }
    }

    /// A symbol unlike any other.
    pub fn opaque(&self) -> Symbol {
        Symbol::Opaque(self.fresh())
    }

    pub fn fresh(&self) -> u64 {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        NEXT.fetch_add(1, Ordering::Relaxed)
    }
}

impl<'a> Deref for Exact<'a> {
    type Target = Tables<'a>;

    fn deref(&self) -> &Tables<'a> {
        self.tables
    }
}
