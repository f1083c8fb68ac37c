//! Sets of possible outcomes, as bits.

/// Which of true, false and "no base" a condition can still be. Empty (0) means "not decided here": the exact path must look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Truth(u8);

impl Truth {
    pub const OPEN: Truth = Truth(0);
    pub const TRUE: Truth = Truth(1);
    pub const FALSE: Truth = Truth(2);
    pub const UNKNOWN: Truth = Truth(3);
    pub const NO_BASE: Truth = Truth(4);
    /// True, or without a base.
    pub const MAYBE_BASE: Truth = Truth(5);

    pub fn of(value: bool) -> Self {
        if value { Self::TRUE } else { Self::FALSE }
    }

    pub fn can_be_true(self) -> bool {
        self.0 & 1 != 0
    }

    pub fn can_be_false(self) -> bool {
        self.0 & 2 != 0
    }

    pub fn can_lack_base(self) -> bool {
        self.0 & 4 != 0
    }

    pub fn is_open(self) -> bool {
        self.0 == 0
    }

    /// Exactly one possibility.
    pub fn is_single(self) -> bool {
        self.0.count_ones() == 1
    }

    /// Whether one of the possibilities of another is among its own.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Those of true and false that are possible.
    pub fn possibly(yes: bool, no: bool) -> Self {
        Self(u8::from(yes) | (u8::from(no) << 1))
    }

    /// What is possible for the one or for the other.
    pub fn or_possible(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn not(self) -> Self {
        Self((self.0 & 4) | ((self.0 & 1) << 1) | ((self.0 & 2) >> 1))
    }

    /// Whether it holds: what has no base does not.
    pub fn holds(self) -> Self {
        Self((self.0 & 3) | ((self.0 & 4) >> 1))
    }

    /// Both hold. What has no base is neutral: it neither breaks nor meets.
    pub fn and(self, other: Self) -> Self {
        Self(AND[usize::from(self.0 & 7)][usize::from(other.0 & 7)])
    }

    pub fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }
}

/// Conjunction of sets: every member of one with every member of the other. An open side stays open unless the other is surely false.
const AND: [[u8; 8]; 8] = build_and();

const fn build_and() -> [[u8; 8]; 8] {
    let mut table = [[0u8; 8]; 8];
    let mut a = 0;
    while a < 8 {
        let mut b = 0;
        while b < 8 {
            table[a][b] = and_sets(a, b);
            b += 1;
        }
        a += 1;
    }
    table
}

const fn and_sets(a: usize, b: usize) -> u8 {
    if a == 0 || b == 0 {
        return if a == 2 || b == 2 { 2 } else { 0 };
    }
    let mut out = 0;
    let mut i = 0;
    while i < 3 {
        let mut j = 0;
        while j < 3 {
            if a & (1 << i) != 0 && b & (1 << j) != 0 {
                // 0 true, 1 false, 2 no base (neutral).
                out |= match (i, j) {
                    (1, _) | (_, 1) => 2,
                    (2, 2) => 4,
                    _ => 1,
                };
            }
            j += 1;
        }
        i += 1;
    }
    out
}

/// Which of met, violated, exempt and not applicable are still possible for a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Outcomes(u8);

impl Outcomes {
    pub const MET: Outcomes = Outcomes(1);
    pub const VIOLATED: Outcomes = Outcomes(2);
    pub const EXEMPT: Outcomes = Outcomes(4);
    pub const NOT_APPLICABLE: Outcomes = Outcomes(8);

    pub fn judged(truth: Truth) -> Self {
        let judged = Self(truth.0 & 3);
        if truth.can_lack_base() { judged.or(Self::NOT_APPLICABLE) } else { judged }
    }

    /// What is already a verdict.
    pub fn of(verdict: crate::ast::Verdict) -> Self {
        use crate::ast::Verdict;
        match verdict {
            Verdict::Met => Self::MET,
            Verdict::Violated => Self::VIOLATED,
            Verdict::Exempt => Self::EXEMPT,
            Verdict::NotApplicable => Self::NOT_APPLICABLE,
            Verdict::Undetermined => Self::MET.or(Self::VIOLATED),
        }
    }

    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Where it is not yet, or no longer, due the line is not applicable.
    pub fn when_due(self, due: Truth) -> Self {
        match (due.can_be_true(), due.can_be_false()) {
            (true, false) => self,
            (true, true) => self.or(Self::NOT_APPLICABLE),
            (false, _) => Self::NOT_APPLICABLE,
        }
    }

    pub fn add(&mut self, other: Self) {
        *self = self.or(other);
    }

    /// Whether one of the outcomes of another is among its own.
    fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The same in the words of findings.
    pub fn possible(self) -> crate::finding::Possible {
        let has = |outcome: Self| self.meets(outcome) || self == Self::default();
        crate::finding::Possible {
            met: has(Self::MET),
            violated: has(Self::VIOLATED),
            leaves: has(Self::EXEMPT.or(Self::NOT_APPLICABLE)),
        }
    }

    /// One possibility: that. Several without violated: met if among them, else exempt. Otherwise undetermined.
    pub fn verdict(self) -> crate::ast::Verdict {
        use crate::ast::Verdict;
        match self {
            Self::VIOLATED => Verdict::Violated,
            Self::NOT_APPLICABLE => Verdict::NotApplicable,
            open if open.meets(Self::VIOLATED) || open == Self::default() => Verdict::Undetermined,
            some if some.meets(Self::MET) => Verdict::Met,
            _ => Verdict::Exempt,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::Verdict;

    #[test]
    fn conjunction_of_possibilities() {
        assert_eq!(Truth::TRUE.and(Truth::UNKNOWN), Truth::UNKNOWN);
        assert_eq!(Truth::FALSE.and(Truth::UNKNOWN), Truth::FALSE);
        assert_eq!(Truth::FALSE.and(Truth::OPEN), Truth::FALSE, "what is open cannot save a false part");
        assert_eq!(Truth::TRUE.and(Truth::OPEN), Truth::OPEN);
        assert_eq!(Truth::NO_BASE.and(Truth::TRUE), Truth::TRUE, "no base is neutral");
        assert_eq!(Truth::NO_BASE.and(Truth::NO_BASE), Truth::NO_BASE);
        assert_eq!(Truth::NO_BASE.or(Truth::FALSE), Truth::FALSE);
        assert_eq!(Truth::TRUE.or(Truth::OPEN), Truth::TRUE);
        assert_eq!(Truth::UNKNOWN.not(), Truth::UNKNOWN);
    }

    #[test]
    fn verdicts_follow_the_possible_outcomes() {
        let v = |outcomes: Outcomes| outcomes.verdict();
        assert_eq!(v(Outcomes::MET), Verdict::Met);
        assert_eq!(v(Outcomes::MET.or(Outcomes::NOT_APPLICABLE)), Verdict::Met);
        assert_eq!(v(Outcomes::EXEMPT.or(Outcomes::NOT_APPLICABLE)), Verdict::Exempt);
        assert_eq!(v(Outcomes::VIOLATED.or(Outcomes::NOT_APPLICABLE)), Verdict::Undetermined);
        assert_eq!(v(Outcomes::MET.or(Outcomes::VIOLATED)), Verdict::Undetermined);
    }
}
