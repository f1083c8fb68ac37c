//! The typed rule set: names resolved, types and units checked, abbreviations spelled out. What `check` makes and `plan` reads.
//!
//! Abbreviations are gone here: `let` and `define` are put in place of their names, `prior(c)` and `c at P` are lookups,
//! a group is its first row with aggregates correlated by its key, `c in R over ROSTER` inside an aggregate is a lookup for each
//! member. All numbers are in base units (元, not 万元; 3/5, not 60%).

mod expr;
mod grants;
mod params;
mod quantity;
mod rename;
mod score;
mod tests;
mod visit;

pub use expr::{
    Agg, AggFn, Classification, DayFunc, Defined, DefinedId, Expr, Func, Kind, Link, Need, Order, OwnFigure, RowRef, Scale,
    SetExpr, SetMembers, SetWords, Source, Step, VarId,
};
pub use grants::{Grant, Granted};
pub use params::{Alternative, Dated, Param, ParamId, ParamValue, Than, broken_tie, domain};
pub use score::{ScoreItem, Scorecard};
pub use tests::{ExpectedResult, ExpectedVerdict, Fixture, GivenCell, GivenRow, GivenSubmission, Test, WantedResult};

use crate::ast::{Force, Ranked};
use crate::finding::Citation;
use crate::text::Span;
use crate::ty::{ColId, Origin, RelId, Schema, Units};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A checked rule set. Rules that did not compile are not in it; their number is.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    pub schema: Schema,
    pub units: Units,
    pub policies: Arc<Vec<Policy>>,
    pub params: Vec<Param>,
    /// Shared: a rule set is copied for every combination of open readings and for every test.
    pub rules: Arc<Vec<Rule>>,
    /// Rows of tables written in rule files.
    pub tables: Arc<Vec<TableRows>>,
    pub tests: Arc<Vec<Test>>,
    /// The day on which things are judged that have no period of their own, in days since 1970-01-01.
    pub as_of: Option<i64>,
    /// Code of the region a project is about: submissions of others are not applicable.
    pub jurisdiction: Option<String>,
    /// The column of a record that says which region a row is about, where a project names one.
    pub region_columns: BTreeMap<RelId, ColId>,
    pub scorecards: Vec<Scorecard>,
    /// Exceptions that documents grant.
    pub grants: Vec<Grant>,
    /// Names of rules left out because of mistakes.
    pub broken: Vec<String>,
    /// The module each relation is declared in.
    pub homes: Vec<u32>,
    /// What people call the value of a definition, by the place where it is written: it keeps that place wherever it is put.
    pub titles: Arc<BTreeMap<Span, String>>,
}

impl RuleSet {
    /// The region whose submissions a rule judges.
    pub fn jurisdiction(&self, rule: &Rule) -> Option<&str> {
        let own = rule.policy.and_then(|p| self.policies.get(p)).and_then(|p| p.jurisdiction.as_deref());
        own.or(self.jurisdiction.as_deref())
    }

    /// Leaves out the rules that read one of these relations; gives their names.
    pub fn leave_out(&mut self, without: &BTreeSet<RelId>) -> Vec<String> {
        let out: BTreeSet<usize> = self.reading(without).collect();
        let names: Vec<String> = out.iter().map(|&at| self.rules[at].id.clone()).collect();
        let mut at = 0..;
        Arc::make_mut(&mut self.rules).retain(|_| at.next().is_none_or(|at| !out.contains(&at)));
        self.broken.extend(names.iter().cloned());
        names
    }

    /// The rules that read one of these relations.
    fn reading(&self, relations: &BTreeSet<RelId>) -> impl Iterator<Item = usize> {
        self.rules.iter().enumerate().filter(|(_, r)| !self.relations_read(r).is_disjoint(relations)).map(|(at, _)| at)
    }

    /// Takes from the tests what they expect of rules that read one of these relations, so that it fails as of a rule with mistakes; gives the names
    /// of these rules.
    pub fn leave_out_of_tests(&mut self, without: &BTreeSet<RelId>) -> Vec<String> {
        let out: BTreeSet<usize> = self.reading(without).collect();
        let is_out = |rule: &Option<usize>| rule.is_some_and(|r| out.contains(&r));
        for test in Arc::make_mut(&mut self.tests) {
            test.expects.iter_mut().filter(|e| is_out(&e.rule)).for_each(|e| e.rule = None);
            test.results.iter_mut().filter(|e| is_out(&e.rule)).for_each(|e| e.rule = None);
        }
        out.into_iter().map(|at| self.rules[at].id.clone()).collect()
    }

    /// Everything but the rules.
    pub fn without_rules(&self) -> Self {
        Self { rules: Arc::default(), tests: Arc::default(), broken: Vec::new(), ..self.clone() }
    }

    /// The schema as a module sees it.
    pub fn seen_by(&self, module: u32) -> Schema {
        self.schema.seen_by(module, |rel| self.homes.get(rel.index()).copied().unwrap_or(0))
    }
}

#[derive(Clone, Debug)]
pub struct Policy {
    pub name: String,
    pub title: Option<String>,
    pub number: Option<String>,
    /// Days since 1970-01-01.
    pub issued: Option<i64>,
    pub jurisdiction: Option<String>,
    pub effective: DayRange,
    pub clauses: Vec<Clause>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Clause {
    pub name: String,
    pub number: Option<String>,
    pub title: Option<String>,
    pub force: Option<String>,
    /// The reason why nothing is measured.
    pub qualitative: Option<String>,
    pub span: Span,
}

/// Days, both ends included; a missing end is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayRange {
    pub from: Option<i64>,
    pub to: Option<i64>,
}

/// A table whose rows the policy states: cell texts as written, to be read like data.
#[derive(Clone, Debug)]
pub struct TableRows {
    pub rel: RelId,
    pub rows: TableSource,
}

#[derive(Clone, Debug)]
pub enum TableSource {
    Inline(Vec<Vec<(String, Span)>>),
    /// A file beside the rule file, as written there; the pipeline joins it to the rule file's folder.
    File {
        path: String,
        span: Span,
    },
}

#[derive(Clone, Debug)]
pub struct Rule {
    /// `policy.name` with the policy of its first citation, else `name`.
    pub id: String,
    pub title: String,
    pub cites: Vec<Citation>,
    /// The policy whose dates and jurisdiction bind it.
    pub policy: Option<usize>,
    /// The module it stands in: who owes a record is what its module says.
    pub module: u32,
    /// Types of all variables: subjects first, then those of aggregates.
    pub vars: Vec<VarInfo>,
    pub subjects: Vec<Subject>,
    pub when: Option<Expr>,
    pub exempt: Vec<Exempt>,
    pub except: Vec<Except>,
    /// The due stages: from each of these on its lines bind, until the next.
    pub dues: Vec<Due>,
    pub lines: Vec<Line>,
    /// Figures and lists that are results of their own.
    pub shows: Vec<Show>,
    pub reports: Vec<ReportLine>,
    /// The author's own message, a template with `{…}` left as written.
    pub otherwise: Option<String>,
    /// What its placeholders stand for, beside those every message has.
    pub fills: Vec<(String, Expr)>,
    pub effective: DayRange,
    /// Ids of rules it may not loosen.
    pub tightens: Vec<(String, Span)>,
    pub span: Span,
}

impl Rule {
    /// What the author calls each line.
    pub fn line_names(&self) -> Vec<Option<String>> {
        self.lines.iter().map(|line| line.label.clone()).collect()
    }

    /// Whether each line holds one figure against one bound, from one side.
    pub fn one_bound(&self) -> Vec<bool> {
        self.lines.iter().map(|line| line.expr.has_one_bound()).collect()
    }

    /// Whether there is nothing in it to judge or to show.
    pub fn is_idle(&self) -> bool {
        self.lines.is_empty() && self.shows.is_empty() && self.reports.is_empty() && self.except.is_empty()
    }

    /// Its place and name alone, with nothing to judge.
    pub fn idle(&self) -> Self {
        Self {
            id: self.id.clone(),
            title: self.title.clone(),
            cites: Vec::new(),
            policy: self.policy,
            module: self.module,
            vars: Vec::new(),
            subjects: Vec::new(),
            when: None,
            exempt: Vec::new(),
            except: Vec::new(),
            dues: Vec::new(),
            lines: Vec::new(),
            shows: Vec::new(),
            reports: Vec::new(),
            otherwise: None,
            fills: Vec::new(),
            effective: DayRange::default(),
            tightens: Vec::new(),
            span: self.span,
        }
    }

    /// It states results and asks for nothing: it has no verdict.
    pub fn only_shows(&self) -> bool {
        !self.shows.is_empty() && self.lines.is_empty() && self.reports.is_empty() && self.except.is_empty()
    }

    /// The relation a row reference leads to.
    pub fn rel_of(&self, schema: &Schema, row: &RowRef) -> RelId {
        match row {
            RowRef::Var(v) => self.vars.get(v.0 as usize).map_or(RelId(0), |v| v.rel),
            RowRef::Lookup { rel, .. } => *rel,
            RowRef::Only(rows) => rows.source.rel(),
            RowRef::Parent(child) => {
                let child = self.rel_of(schema, child);
                match schema.get(child).origin {
                    Origin::Nested { parent, .. } => parent,
                    Origin::Submitted | Origin::Policy | Origin::Calendar => child,
                }
            }
        }
    }
}

#[derive(Clone, Debug)]
pub struct VarInfo {
    pub name: Option<String>,
    pub rel: RelId,
}

/// One loop of a rule. Several subjects are every pair.
#[derive(Clone, Debug)]
pub struct Subject {
    pub var: VarId,
    pub source: Source,
    /// Group by these columns: one subject per distinct known key; the variable then stands for the group's first row.
    pub by: Vec<ColId>,
    /// What rows must fulfil to form a group; the rule's `when` says it of the subject.
    pub filter: Option<Expr>,
    /// Loop over these members instead of the rows there are; the set's texts are the value of `roster_column`.
    pub over: Option<Roster>,
    pub span: Span,
}

/// Members that must be there: a one-key-column table (or a set made of such) joined to a key column of the record.
#[derive(Clone, Debug)]
pub struct Roster {
    pub set: SetExpr,
    /// The text key column of the record that names the member.
    pub column: ColId,
    pub span: Span,
}

/// One `require`, `verify` or `aim`.
#[derive(Clone, Debug)]
pub struct Line {
    pub force: Force,
    /// What tests call it.
    pub label: Option<String>,
    /// Which due stage it belongs to: index into [`Rule::dues`].
    pub due: Option<usize>,
    pub expr: Expr,
    pub span: Span,
}

/// `show "label": e`: a number, a text, a day or a period; of a condition the subjects that fulfil it.
#[derive(Clone, Debug)]
pub struct Show {
    pub label: String,
    /// As [`Line::due`].
    pub due: Option<usize>,
    pub ranked: Option<Ranked>,
    pub expr: Expr,
    pub span: Span,
}

/// `due P`: a period or a day.
#[derive(Clone, Debug)]
pub struct Due {
    pub at: Expr,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Exempt {
    pub when: Expr,
    pub because: Option<String>,
    /// A document grants it.
    pub granted: Option<Granted>,
    pub span: Span,
}

/// `except when c require e`: where `c` holds, `e` is judged instead of the rule's lines.
#[derive(Clone, Debug)]
pub struct Except {
    pub when: Expr,
    pub line: Line,
    /// A document grants it.
    pub granted: Option<Granted>,
    pub span: Span,
}

/// A question about the form itself.
#[derive(Clone, Debug)]
pub struct ReportLine {
    pub kind: ReportKind,
    /// Whether the row it asks about was sent by its day, where its record names one.
    pub sent: Option<Expr>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum ReportKind {
    /// Each of the fields must be filled in.
    Required(Vec<Expr>),
    /// What must hold of the form as it was sent; here alone [`Kind::Filled`] may be asked.
    Holds(Expr),
    /// The text, where there is one, must match: `?` one character, `*` any run, `#` a digit.
    Like(Expr, crate::text::Pattern),
    /// The row of this field was sent by its day.
    InTime(Expr),
    /// Exactly one of the fields must be filled in.
    ExactlyOne(Vec<Expr>),
}
