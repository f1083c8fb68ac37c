//! What is wanted of a condition, which may have no base.

use crate::eval::types::truth::Truth;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    True,
    False,
    /// False, or without a base.
    NotTrue,
    /// True, or without a base.
    NotFalse,
}

impl Want {
    /// The same of the contrary.
    pub fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::NotTrue => Self::NotFalse,
            Self::NotFalse => Self::NotTrue,
        }
    }

    fn outcomes(self) -> Truth {
        match self {
            Self::True => Truth::TRUE,
            Self::False => Truth::FALSE,
            Self::NotTrue => Truth::FALSE.or_possible(Truth::NO_BASE),
            Self::NotFalse => Truth::MAYBE_BASE,
        }
    }

    /// Whether some, and whether all of what a condition can be is wanted.
    pub fn of(self, truth: Truth) -> (bool, bool) {
        let wanted = self.outcomes();
        (truth.meets(wanted), !truth.is_open() && truth.or_possible(wanted) == wanted)
    }
}
