//! The office that issues notices and keeps the ledger: who is responsible for what a clause asks, and how soon it is to be mended.

/// What an office says of its notices.
#[derive(Clone, Debug, Default)]
pub struct Office {
    /// Who issues them.
    pub office: Option<String>,
    /// Whom they are sent to; `{region}` stands for the region.
    pub addressee: Option<String>,
    /// Their number; `{n}` stands for the place of the notice, `{year}` for the year of its day.
    pub number: Option<String>,
    /// Days within which is to be mended.
    pub days: Option<u32>,
    /// Whom to ask, how to report back.
    pub contact: Option<String>,
    /// The day of the notice, in days since 1970-01-01.
    pub day: Option<i64>,
    pub clauses: Vec<ClauseTerm>,
}

/// Who is responsible for what a clause asks, and how soon it is to be mended.
#[derive(Clone, Debug, Default)]
pub struct ClauseTerm {
    /// `hengshui.guarantee_share`, `guarantee_share`, or the number `四(五)`.
    pub clause: String,
    pub office: Option<String>,
    pub days: Option<u32>,
}

/// The usual term, in days.
pub(crate) const DAYS: u32 = 30;
