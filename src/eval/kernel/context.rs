//! The evaluator of whole chunks.

use crate::eval::exact::context::Exact;
use crate::eval::tables::bind::Tables;
use std::ops::Deref;

/// Evaluates chunks of rows over columns of integers; what it leaves open the exact path decides.
#[derive(Clone, Copy)]
pub struct Kernel<'a> {
    exact: Exact<'a>,
}

impl<'a> Kernel<'a> {
    pub fn new(tables: &'a Tables<'a>) -> Self {
        Self { exact: Exact::new(tables) }
    }
}

impl<'a> Deref for Kernel<'a> {
    type Target = Exact<'a>;

    fn deref(&self) -> &Exact<'a> {
        &self.exact
    }
}
