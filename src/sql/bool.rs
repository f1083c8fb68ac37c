//! Truth in statements: constants are folded, so that what nobody can decide is seen before it is sent.

/// A condition that is never NULL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sql {
    True,
    False,
    Is(String),
}

impl Sql {
    pub fn of(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }

    /// A condition that may be NULL: then it is not sure.
    pub fn sure(condition: &str) -> Self {
        Self::Is(format!("COALESCE({condition}, FALSE)"))
    }

    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, one) | (one, Self::True) => one,
            (Self::Is(a), Self::Is(b)) if a == b => Self::Is(a),
            (Self::Is(a), Self::Is(b)) => Self::Is(format!("({a} AND {b})")),
        }
    }

    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::True, _) | (_, Self::True) => Self::True,
            (Self::False, one) | (one, Self::False) => one,
            (Self::Is(a), Self::Is(b)) if a == b => Self::Is(a),
            (Self::Is(a), Self::Is(b)) => Self::Is(format!("({a} OR {b})")),
        }
    }

    pub fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Is(a) => Self::Is(format!("(NOT {a})")),
        }
    }

    pub fn text(&self) -> &str {
        match self {
            Self::True => "TRUE",
            Self::False => "FALSE",
            Self::Is(text) => text,
        }
    }
}

/// Surely holds, surely fails.
#[derive(Clone, Debug)]
pub struct Sure {
    pub holds: Sql,
    pub fails: Sql,
}

impl Sure {
    pub fn of(value: bool) -> Self {
        Self { holds: Sql::of(value), fails: Sql::of(!value) }
    }

    /// Nothing is sure.
    pub fn open() -> Self {
        Self { holds: Sql::False, fails: Sql::False }
    }

    /// What is sure wherever the values are known: `known` is NULL where they are not.
    pub fn known(condition: &str) -> Self {
        Self { holds: Sql::sure(condition), fails: Sql::sure(&format!("NOT ({condition})")) }
    }

    pub fn and(self, other: Self) -> Self {
        Self { holds: self.holds.and(other.holds), fails: self.fails.or(other.fails) }
    }

    pub fn or(self, other: Self) -> Self {
        Self { holds: self.holds.or(other.holds), fails: self.fails.and(other.fails) }
    }

    pub fn negated(self) -> Self {
        Self { holds: self.fails, fails: self.holds }
    }

    /// Sure only where something else is.
    pub fn given(self, needed: &Sql) -> Self {
        Self { holds: self.holds.and(needed.clone()), fails: self.fails.and(needed.clone()) }
    }
}
