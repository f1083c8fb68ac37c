//! What is open, gathered by what would settle it: the groups, and what they are called.

use crate::diag::Lang;
use crate::finding::{Cause, CauseKind, Consequence, Finding, Verdict};
use crate::report::input::Report;
use crate::report::prose::reasons;
use crate::report::prose::words::{quoted, say};
use crate::text::Span;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// More open items than this are gathered; fewer are shown one by one.
const FOLD_FROM: usize = 10;
/// Columns of one row named in the heading of a cause.
const COLUMNS: usize = 8;

/// One cause, and the findings that hang on it.
pub(crate) struct Group<'a> {
    pub(crate) root: Root<'a>,
    pub(crate) kind: CauseKind,
    /// What of it is missing, where it is more than the root itself.
    pub(crate) parts: BTreeSet<&'a str>,
    pub(crate) span: Option<Span>,
    pub(crate) findings: Vec<&'a Finding>,
    /// Their places among the findings that the report shows.
    pub(crate) places: Vec<usize>,
}

/// What would settle a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Root<'a> {
    /// Nothing that is missing can be named.
    Nothing,
    /// Of which period a row is.
    Period,
    /// The row, the sender's part, the parameter.
    Named(&'a str),
}

impl<'a> Root<'a> {
    pub(crate) fn words(self, lang: Lang) -> &'a str {
        match self {
            Self::Nothing => "",
            Self::Period => say(lang, "报告期", "the reporting period"),
            Self::Named(name) => name,
        }
    }
}

/// Is it open: a verdict that data or parameters still decide, and that asks something of somebody?
pub(crate) fn is_open(f: &Finding) -> bool {
    f.verdict == Verdict::Undetermined && matches!(f.consequence(), Consequence::Open | Consequence::Query)
}

pub(crate) fn is_folded(report: &Report) -> bool {
    !report.all && report.findings.list.iter().filter(|f| is_open(f)).count() > FOLD_FROM
}

/// Every open finding once, under the cause that most findings share; the greatest group first.
pub(crate) fn groups<'a>(report: &Report<'a>) -> Vec<Group<'a>> {
    let shown = report.findings.list.iter().filter(|f| !report.quiet || f.consequence().blocks());
    let open: Vec<(usize, &Finding)> = shown.enumerate().filter(|(_, f)| is_open(f)).collect();
    let mut left: Vec<bool> = vec![true; open.len()];
    let mut roots = Roots::of(&open);
    let mut out = Vec::new();
    while let Some((root, own)) = roots.greatest(&open, &mut left) {
        out.push(group(root, own));
    }
    // What no cause is known of.
    let rest: Vec<_> = open.iter().zip(&left).filter(|(_, left)| **left).map(|(f, _)| *f).collect();
    if !rest.is_empty() {
        out.push(group(Root::Nothing, rest));
    }
    out
}

/// What a root stands by: how many findings that are left hang on it, and the first of them. Of equal ones the first that was found is the
/// greatest.
type Rank<'a> = (usize, Reverse<usize>, Root<'a>);

/// The roots in order of their findings. One that is taken changes only those its findings hang on as well, so all of them cost what the
/// causes are.
struct Roots<'a> {
    order: BTreeSet<Rank<'a>>,
    members: HashMap<Root<'a>, Members>,
}

/// The findings of a root, in their order.
#[derive(Default)]
struct Members {
    all: Vec<usize>,
    /// Those before this one are gathered already.
    next: usize,
    /// How many are not.
    left: usize,
}

impl Members {
    fn rank<'a>(&self, root: Root<'a>) -> Option<Rank<'a>> {
        let first = self.all.get(self.next)?;
        (self.left > 0).then_some((self.left, Reverse(*first), root))
    }
}

impl<'a> Roots<'a> {
    fn of(open: &[(usize, &'a Finding)]) -> Self {
        let mut members: HashMap<Root, Members> = HashMap::new();
        for (at, (_, f)) in open.iter().enumerate() {
            for root in own_roots(f) {
                let of = members.entry(root).or_default();
                of.all.push(at);
                of.left += 1;
            }
        }
        let order = members.iter().filter_map(|(root, of)| of.rank(*root)).collect();
        Self { order, members }
    }

    /// Takes out the root that most findings share, with its findings.
    fn greatest(&mut self, open: &[(usize, &'a Finding)], left: &mut [bool]) -> Option<(Root<'a>, Vec<(usize, &'a Finding)>)> {
        let (_, _, root) = self.order.pop_last()?;
        let taken: Vec<usize> = self.members.remove(&root)?.all.into_iter().filter(|&at| left[at]).collect();
        taken.iter().for_each(|&at| left[at] = false);
        let own: Vec<(usize, &Finding)> = taken.iter().map(|&at| open[at]).collect();
        for other in own.iter().flat_map(|(_, f)| own_roots(f)) {
            let Some(of) = self.members.get_mut(&other) else { continue };
            of.rank(other).map(|rank| self.order.remove(&rank));
            of.left -= 1;
            while of.all.get(of.next).is_some_and(|&at| !left[at]) {
                of.next += 1;
            }
            self.order.extend(of.rank(other));
        }
        Some((root, own))
    }
}

/// The roots of a finding, each once.
fn own_roots(f: &Finding) -> BTreeSet<Root<'_>> {
    f.causes.iter().map(root_of).collect()
}

pub(crate) fn root_of(cause: &Cause) -> Root<'_> {
    if let CauseKind::UnknownPeriod = cause.kind {
        Root::Period
    } else {
        Root::Named(cause.root.as_deref().unwrap_or(&cause.what))
    }
}

/// The column of a row that lacks it.
pub(crate) fn column_of(cause: &Cause) -> Option<&str> {
    cause.root.as_ref()?;
    cause.what.rsplit_once(" · ").map(|(_, column)| column)
}

fn group<'a>(root: Root<'a>, own: Vec<(usize, &'a Finding)>) -> Group<'a> {
    let (places, findings): (Vec<usize>, Vec<&Finding>) = own.into_iter().unzip();
    let causes: Vec<&Cause> = findings.iter().flat_map(|f| &f.causes).filter(|c| root_of(c) == root).collect();
    // A sender that sent nothing says more than a cell that is not there, and that more than that something is not known.
    let tells = |k: &CauseKind| match k {
        CauseKind::NotReported | CauseKind::Unread | CauseKind::Refused(_) => 2,
        CauseKind::UnknownFact | CauseKind::UnknownPeriod => 0,
        CauseKind::Blank
        | CauseKind::Absent
        | CauseKind::Unusable
        | CauseKind::Bounds
        | CauseKind::NoRow
        | CauseKind::NotInTable
        | CauseKind::NoneFits
        | CauseKind::SeveralFit
        | CauseKind::Partial
        | CauseKind::Unseen
        | CauseKind::AnyPeriod
        | CauseKind::OpenParameter
        | CauseKind::NoAsOf
        | CauseKind::Others
        | CauseKind::Conflict => 1,
    };
    let kind = causes.iter().map(|c| c.kind).max_by_key(tells).unwrap_or(CauseKind::UnknownFact);
    let parts = if let CauseKind::OpenParameter | CauseKind::NotReported | CauseKind::Unread | CauseKind::Refused(_) = kind {
        BTreeSet::new()
    } else {
        causes.iter().filter(|c| c.kind != CauseKind::UnknownFact).filter_map(|c| column_of(c)).collect()
    };
    Group { root, kind, parts, span: causes.iter().find_map(|c| c.span), findings, places }
}

/// `“集群情况 武强乐器 · 2007”缺：新创省名牌、级别`
pub(crate) fn heading(g: &Group, lang: Lang) -> String {
    let root = quoted(g.root.words(lang), lang);
    let mut parts: Vec<&str> = g.parts.iter().copied().take(COLUMNS).collect();
    let more = g.parts.len() > COLUMNS;
    if more {
        parts.push("…");
    }
    let parts = parts.join(say(lang, "、", ", "));
    let by_row = matches!(g.kind, CauseKind::Blank | CauseKind::Absent | CauseKind::Unusable);
    match (g.kind, lang) {
        (CauseKind::Others, _) => reasons::cause(&Cause::new(CauseKind::Others, ""), lang),
        _ if g.root == Root::Nothing => say(lang, "单凭现有数据定不下来", "the data at hand do not decide it").to_string(),
        (CauseKind::OpenParameter, Lang::Zh) => format!("参数{root}尚未确定"),
        (CauseKind::OpenParameter, Lang::En) => format!("the parameter {root} is open"),
        (CauseKind::NotReported, Lang::Zh) => format!("{root}没有报送"),
        (CauseKind::NotReported, Lang::En) => format!("{root} was not sent"),
        (CauseKind::Bounds, Lang::Zh) => format!("{root}只报了范围：{parts}"),
        (CauseKind::Bounds, Lang::En) => format!("{root} gives only bounds for {parts}"),
        (_, Lang::Zh) if by_row && !parts.is_empty() => format!("{root}缺：{parts}"),
        (_, Lang::En) if by_row && !parts.is_empty() => format!("{root} lacks {parts}"),
        (kind, _) => reasons::cause(&Cause::new(kind, g.root.words(lang)), lang),
    }
}
