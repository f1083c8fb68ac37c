//! How a file is laid out.

/// Widest line, in terminal columns; only texts and names that are wider themselves go beyond it.
pub const MAX_WIDTH: usize = 100;

/// Whose keywords are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Keywords {
    /// As the author wrote each of them.
    #[default]
    Keep,
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct FmtOptions {
    pub keywords: Keywords,
}
