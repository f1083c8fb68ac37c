//! What decides on verdicts.

use crate::eval::kernel::context::Kernel;
use crate::eval::tables::bind::Tables;
use std::ops::Deref;

/// Judges subjects: what binds them, and which outcomes are possible.
#[derive(Clone, Copy)]
pub struct Judge<'a> {
    kernel: Kernel<'a>,
}

impl<'a> Judge<'a> {
    pub fn new(tables: &'a Tables<'a>) -> Self {
        Self { kernel: Kernel::new(tables) }
    }
}

impl<'a> Deref for Judge<'a> {
    type Target = Kernel<'a>;

    fn deref(&self) -> &Kernel<'a> {
        &self.kernel
    }
}
