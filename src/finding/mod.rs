//! What a check found: verdicts with clause, cell, arithmetic, margin, causes and repairs. Language-neutral; `report` words it.

mod answer;
mod asked;
mod change;
mod derivation;
mod detail;
mod due;
mod figured;
mod fingerprint;
mod grant;
mod reading;
mod reason;
mod region;
mod shown;
mod told;
mod united;
mod value;
mod verdict;
mod whose;

pub use answer::{Answer, AnswerKind, AnswerState, Standing};
pub use asked::{Asked, OfOthers};
pub use change::{Change, Class, Extent, FigureSeen, Origin, Spot, Stand};
pub use derivation::{Derivation, DerivedCase, Role, Step, StepFrom, StepValue, Turning};
pub use detail::{
    About, CaseValue, CaseView, Cause, CauseKind, CellNote, Comparison, Counted, Detail, FigureSource, Gap, MeanView, NearView,
    Operand, Repair, ShareView, Side, Staged, Term,
};
pub use due::{DueAccount, DueState, Held, Left, NotDue, When};
pub use figured::{Figured, exactly, short_or_digest};
pub use fingerprint::{Fingerprint, LineIdentity};
pub use grant::{Grant, GrantAccount};
pub use reading::{BlankReading, FileReading, TableReading, TotalReading};
pub use reason::{Idle, Reason};
pub use region::Places;
pub use shown::{Figure, Listed, Place, Ranked, Series, ShownCase, ShownRow};
pub use value::{Gathered, Known, Name, Outcome, Value, Wanted, written};
pub use verdict::{Consequence, ORDER, Possible, Verdict, rank, verdict_key};
pub use whose::Whose;

use crate::ast::Force;
use crate::data::RowId;
use crate::diag::Bilingual;
use crate::num::Interval;
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Everything one run found, in a fixed order: rules as written, subjects by key.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    pub rules: Vec<RuleInfo>,
    /// All verdicts but plain *met* (those are only counted), one per line and subject.
    pub list: Vec<Finding>,
    /// What `show` lines came to: rules as written, lines as written.
    pub results: Vec<Series>,
    /// Verdicts of whole rules per region.
    pub tally: BTreeMap<RegionRule, Tally>,
    /// Rules that found no subject at all: index into `rules`, with the reason.
    pub without_subject: Vec<(usize, Idle)>,
    /// Rules that found no subject because a table is complete and empty, with the reason: no fault, and no approval of anything.
    pub nil_reports: Vec<(usize, Idle)>,
    /// Findings beyond [`Findings::LIMIT`] per rule that are counted but not listed.
    pub unlisted: usize,
    /// Open parameters that were touched, with their bound if any.
    pub parameters: Vec<ParameterInfo>,
    /// Exceptions that documents grant, as written.
    pub grants: Vec<GrantAccount>,
    /// What regions are called, by the code that data give for them: `131121` is 枣强县. Empty where codes are names already.
    pub regions: BTreeMap<String, String>,
    /// What people have decided or said of findings, waivers first, as written.
    pub answers: Vec<Answer>,
    /// What became of each file that was read, in order.
    pub files: Vec<FileReading>,
    /// Where only some files are asked for: what was found of the others.
    pub others: Option<OfOthers>,
}

/// Rules judged with one choice of what is not settled.
#[derive(Clone, Debug, Default)]
pub struct Candidate {
    /// Parameters and the alternative taken here.
    pub values: Vec<(String, Value)>,
    /// As [`Findings::list`], with plain *met*.
    pub findings: Vec<Finding>,
}

/// A cell of the table regions × rules.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RegionRule {
    /// The region as its envelope or key names it; empty where none is known.
    pub region: String,
    pub rule: usize,
}

/// How many subjects got which verdict from one rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub met: u64,
    pub violated: u64,
    pub undetermined: u64,
    pub exempt: u64,
    pub not_applicable: u64,
}

impl Findings {
    /// Rules met subjects, and not one of them applied to any.
    pub fn judged_nothing(&self) -> bool {
        let decided = |t: &Tally| t.met + t.violated + t.undetermined + t.exempt > 0;
        self.tally.values().any(|t| t.not_applicable > 0) && !self.tally.values().any(decided)
    }
}

/// A rule as reports show it.
#[derive(Clone, Debug)]
pub struct RuleInfo {
    /// `hengshui.guarantee_share`
    pub id: String,
    pub title: String,
    pub cites: Vec<Citation>,
    pub span: Span,
    /// What its lines are called, in the order written; `None` for a line without a name.
    pub lines: Vec<Option<String>>,
    /// Whether each asks for one thing alone: a figure on one side of one bound.
    pub one_bound: Vec<bool>,
    /// What tells its lines from each other from run to run, questions about the form behind them.
    pub identities: Vec<LineIdentity>,
    /// Subjects it judged.
    pub subjects: u64,
    /// It is about the policy's own tables and parameters: no region has a part in it.
    pub about_policy: bool,
    /// It states results and asks for nothing.
    pub only_shows: bool,
}

impl RuleInfo {
    /// The columns that the line of a finding is about: `County.output`.
    pub fn quantity(&self, finding: &Finding) -> &[String] {
        self.identities.get(finding.line).map_or(&[], |i| &i.quantity)
    }

    /// Whether the line of a finding has one bound, so that only one can be missed, from one side.
    pub fn has_one_bound(&self, finding: &Finding) -> bool {
        self.one_bound.get(finding.line).copied().unwrap_or(false)
    }

    /// What the author calls the line that a finding is about.
    pub fn line_name(&self, finding: &Finding) -> Option<&str> {
        self.lines.get(finding.line)?.as_deref()
    }
}

/// Where in which document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    pub policy: String,
    /// 文号
    pub document_number: Option<String>,
    pub clause: String,
    /// `四(五)`
    pub number: Option<String>,
    pub title: Option<String>,
}

/// A parameter as used in this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterInfo {
    pub name: String,
    pub label: Option<String>,
    /// Its value, or its values by date, the earliest first; none while open.
    pub values: Vec<ValueFrom>,
    /// Who set it.
    pub source: Option<SetBy>,
    /// While open: what it may be, each with what the author says of it.
    pub alternatives: Vec<(Value, Option<String>)>,
}

/// A value from a day on, in days since 1970-01-01; `None`: from ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueFrom {
    pub value: Value,
    pub from: Option<i64>,
}

/// Who set a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetBy {
    /// The rule file, by values from a day on.
    RuleFile,
    /// The rule file, the project file, the command line: in the words of what read it.
    Named(Bilingual),
}

/// One verdict on one line of one rule for one subject.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is known by from run to run.
    pub fingerprint: Fingerprint,
    /// Index into [`Findings::rules`].
    pub rule: usize,
    /// Which line of the rule, from 0 in the order written.
    pub line: usize,
    /// The line's place in the rule file.
    pub line_span: Span,
    pub force: Force,
    pub verdict: Verdict,
    /// Whether somebody has waived or explained it.
    pub standing: Standing,
    /// What it may still become.
    pub possible: Possible,
    pub subject: Subject,
    pub detail: Detail,
    /// Cells the verdict rests on, own cells first.
    pub cells: Vec<CellNote>,
    /// The bound in the rule that was missed.
    pub bound: Option<Span>,
    /// Why it is undetermined.
    pub causes: Vec<Cause>,
    /// Where open parameters have few values: every case and its verdict, if they differ.
    pub cases: Vec<CaseView>,
    /// What keeps it open is only what the project lets be open: then it does not block.
    pub open_allowed: bool,
    /// What would mend it, each alone.
    pub repairs: Vec<Repair>,
    /// The author's own words (`otherwise`), piece by piece, with what the placeholders stand for.
    pub message: Option<Vec<Value>>,
    /// Of whom the placeholders speak.
    pub message_of: Whose,
    /// Of `a implies b`: how a came to hold, so that b is asked.
    pub asked: Option<Detail>,
    /// Why exempt or not applicable.
    pub reason: Option<Reason>,
    /// How far it is fulfilled, from 0 to 1, where a scorecard gives points in proportion.
    pub degree: Option<Interval>,
}

/// What a finding of a policy about itself is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuditClass {
    /// Two statements that cannot both hold, however the text is read.
    Contradiction,
    /// It depends on a reading or a figure that is not settled.
    Undecided,
    /// Worth telling and no contradiction, as the rule says by the word `aim`: a goal reached at the start, a list that leaves somebody out.
    Remark,
    Consistent,
}

impl AuditClass {
    pub const ALL: [Self; 4] = [Self::Contradiction, Self::Undecided, Self::Remark, Self::Consistent];
}

impl Finding {
    /// What it is in the audit of a policy: an `aim` that is missed contradicts nothing.
    pub fn audit_class(&self) -> AuditClass {
        match (self.verdict, self.force) {
            (Verdict::Violated, Force::Aim) => AuditClass::Remark,
            (Verdict::Violated, Force::Require | Force::Verify) => AuditClass::Contradiction,
            (Verdict::Undetermined, _) => AuditClass::Undecided,
            (Verdict::Met | Verdict::Exempt | Verdict::NotApplicable, _) => AuditClass::Consistent,
        }
    }
}

/// Who was judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Key columns and their values, in order: ("机构名称", "安平县担保中心").
    pub key: Vec<(String, Value)>,
    /// Of whom each of them is, where that was asked for.
    pub key_of: Vec<Whose>,
    /// Region of the submission, or as the sender column says.
    pub region: Option<String>,
    pub period: Option<String>,
    pub row: Option<RowId>,
    /// Where the row stands.
    pub span: Option<Span>,
}

impl Findings {
    /// Findings listed per rule; the rest is counted in `unlisted`.
    pub const LIMIT: usize = 10_000;
}

impl Findings {
    /// Marks what is open only because of parameters that may be.
    pub fn allow_open(&mut self, allowed: impl Fn(&ParameterInfo) -> bool) {
        let names: BTreeSet<&str> = self.parameters.iter().filter(|p| allowed(p)).map(|p| p.name.as_str()).collect();
        let may = |cause: &Cause| match &cause.about {
            About::Parameter { name, .. } => names.contains(name.as_str()),
            About::Combinations { names: all, .. } => all.iter().all(|n| names.contains(n.as_str())),
            About::Named => false,
        };
        // A full list of causes may have left some out.
        let told = |f: &&mut Finding| !f.causes.is_empty() && f.causes.len() < Finding::CAUSES;
        for finding in self.list.iter_mut().filter(|f| f.verdict == Verdict::Undetermined).filter(told) {
            finding.open_allowed = finding.causes.iter().all(may);
        }
    }
}

impl Subject {
    /// The key in words: `安平县担保中心 2007`.
    pub fn title(&self) -> String {
        self.key.iter().map(|(_, v)| v.plain()).collect::<Vec<_>>().join(" · ")
    }
}

impl Finding {
    /// Causes listed at most.
    pub const CAUSES: usize = 12;

    /// What it means now: a breach that was waived is told and no longer blocks.
    pub fn consequence(&self) -> Consequence {
        match self.standing {
            Standing::Stands => self.plain_consequence(),
            Standing::Waived(_) => Consequence::Waived,
            Standing::Explained(_) => Consequence::Explained,
        }
    }

    /// What its verdict alone means.
    pub fn plain_consequence(&self) -> Consequence {
        match self.open_allowed && self.verdict == Verdict::Undetermined {
            true => Consequence::Noted,
            false => Consequence::of(self.force, self.verdict),
        }
    }
}

impl Tally {
    pub fn add(&mut self, verdict: Verdict, n: u64) {
        match verdict {
            Verdict::Met => self.met += n,
            Verdict::Violated => self.violated += n,
            Verdict::Undetermined => self.undetermined += n,
            Verdict::Exempt => self.exempt += n,
            Verdict::NotApplicable => self.not_applicable += n,
        }
    }

    pub fn merge(&mut self, other: &Tally) {
        self.met += other.met;
        self.violated += other.violated;
        self.undetermined += other.undetermined;
        self.exempt += other.exempt;
        self.not_applicable += other.not_applicable;
    }

    pub fn total(&self) -> u64 {
        self.met + self.violated + self.undetermined + self.exempt + self.not_applicable
    }
}
