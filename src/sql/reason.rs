//! Why a rule, or a part of it, cannot be asked of an engine.

/// What stands in the way. Words are made elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The relation is not in the engine, or nobody said which table it is.
    NoTable(String),
    /// A column that the rule reads is not in the table.
    NoColumn(String),
    /// A bare figure of the column would be a guess, or its step is none of ten parts.
    Figures(String),
    /// The rule has several loops, a loop over a list, over a calendar, or over a roster.
    Loop,
    /// It compares each row with others of its own table.
    OwnTable(String),
    /// Rows are compared one by one with the row in hand.
    Residual,
    /// The measure needs the rows themselves: medians, ranks, different values, powers, roundings.
    Measure,
    /// A quotient, a rounding, a power, a calendar step.
    Operation,
    /// A parameter that is open.
    Parameter,
    /// A shape of texts, a beginning, texts put together, a classification.
    Texts,
    /// A list too long to be sent, or one that submissions hold.
    List,
    /// Digits beyond what the engine holds exactly.
    Digits,
    /// It asks about the form: what was filled in, what was sent in time.
    Form,
    /// It comes due stage by stage.
    Due,
    /// A document grants exceptions.
    Grant,
    /// It lists or ranks all subjects.
    Shown,
    /// In force by the period of a row, and the table has none.
    Period,
    /// Totals run over the regions of a policy, and rows name their senders.
    Jurisdiction,
    /// The region that a row is counted under stands in another table.
    Region,
    /// A text with a character that no statement may hold.
    Character,
    /// Nothing of it could be decided there: every row would come.
    Nothing,
}
