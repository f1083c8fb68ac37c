//! What is open, gathered by what would settle it: the groups, and what they are called.

use crate::diag::Lang;
use crate::finding::{Cause, CauseKind, Consequence, Finding, Verdict};
use crate::report::input::Report;
use crate::report::prose::reasons;
use crate::report::prose::words::{quoted, say};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    f.verdict == Verdict::Undetermined && f.consequence() != Consequence::Noted
}

pub(crate) fn is_folded(report: &Report) -> bool {
    !report.all && report.findings.list.iter().filter(|f| is_open(f)).count() > FOLD_FROM
}

/// Every open finding once, under the cause that most findings share; the greatest group first.
pub(crate) fn groups<'a>(report: &Report<'a>) -> Vec<Group<'a>> {
    let shown = report.findings.list.iter().filter(|f| !report.quiet || f.consequence().blocks());
    let mut rest: Vec<(usize, &Finding)> = shown.enumerate().filter(|(_, f)| is_open(f)).collect();
    let mut out = Vec::new();
    while !rest.is_empty() {
        let mut sizes: BTreeMap<Root, (usize, std::cmp::Reverse<usize>)> = BTreeMap::new();
        for (at, (_, f)) in rest.iter().enumerate() {
            let own: BTreeSet<Root> = f.causes.iter().map(root_of).collect();
            for root in own {
                sizes.entry(root).or_insert((0, std::cmp::Reverse(at))).0 += 1;
            }
        }
        // Of equal ones the first that was found.
        let most = sizes.into_iter().max_by_key(|(_, size)| *size).map_or(Root::Nothing, |(root, _)| root);
        let (own, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|(_, f)| has_root(f, most));
        out.push(group(most, own));
        rest = others;
    }
    out
}

pub(crate) fn root_of(cause: &Cause) -> Root<'_> {
    match cause.kind {
        CauseKind::UnknownPeriod => Root::Period,
        _ => Root::Named(cause.root.as_deref().unwrap_or(&cause.what)),
    }
}

/// The column of a row that lacks it.
pub(crate) fn column_of(cause: &Cause) -> Option<&str> {
    cause.root.as_ref()?;
    cause.what.rsplit_once(" · ").map(|(_, column)| column)
}

fn has_root(f: &Finding, root: Root) -> bool {
    if f.causes.is_empty() { root == Root::Nothing } else { f.causes.iter().any(|c| root_of(c) == root) }
}

fn group<'a>(root: Root<'a>, own: Vec<(usize, &'a Finding)>) -> Group<'a> {
    let (places, findings): (Vec<usize>, Vec<&Finding>) = own.into_iter().unzip();
    let causes: Vec<&Cause> = findings.iter().flat_map(|f| &f.causes).filter(|c| root_of(c) == root).collect();
    // A sender that sent nothing says more than a cell that is not there, and that more than that something is not known.
    let tells = |k: &CauseKind| match k {
        CauseKind::NotReported | CauseKind::Refused(_) => 2,
        CauseKind::UnknownFact | CauseKind::UnknownPeriod => 0,
        _ => 1,
    };
    let kind = causes.iter().map(|c| c.kind).max_by_key(tells).unwrap_or(CauseKind::UnknownFact);
    let parts = match kind {
        CauseKind::OpenParameter | CauseKind::NotReported | CauseKind::Refused(_) => BTreeSet::new(),
        _ => causes.iter().filter(|c| c.kind != CauseKind::UnknownFact).filter_map(|c| column_of(c)).collect(),
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
