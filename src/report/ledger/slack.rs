//! How far figures stand from their bounds, as shares of these: what drawings of margins are made of. Exact, like all else.

use crate::ast::CmpOp;
use crate::diag::Lang;
use crate::finding::{Comparison, Detail, Finding, Verdict};
use crate::num::{Rat, abs};
use crate::report::input::Report;
use crate::report::prose::units;
use std::collections::BTreeMap;

/// One figure beside its bound.
pub(crate) struct Slack<'a> {
    pub(crate) finding: &'a Finding,
    /// Left over is above zero, short is below; as a share of the bound.
    pub(crate) share: Rat,
    /// The same in its own unit, without a sign.
    pub(crate) size: String,
}

impl<'a> Slack<'a> {
    fn of(finding: &'a Finding, lang: Lang) -> Option<Self> {
        let c = telling(&finding.detail)?;
        let share = share(c)?;
        Some(Self { finding, share, size: units::margin(c.margin.as_exact()?, &c.margin_unit, lang) })
    }
}

/// By rule and line, the figures that have an exact distance from their bound: met and violated ones alone.
pub(crate) fn by_line<'a>(report: &Report<'a>) -> BTreeMap<(usize, usize), Vec<Slack<'a>>> {
    let mut out: BTreeMap<(usize, usize), Vec<Slack>> = BTreeMap::new();
    let decided = |f: &&Finding| matches!(f.verdict, Verdict::Met | Verdict::Violated);
    for f in report.findings.list.iter().filter(decided) {
        if let Some(slack) = Slack::of(f, report.lang) {
            out.entry((f.rule, f.line)).or_default().push(slack);
        }
    }
    out.values_mut().for_each(|list| list.sort_by(|a, b| a.share.cmp(&b.share)));
    out
}

/// What is met and would not be if its figure were a little different, the narrowest first: within a tenth of the bound.
pub(crate) fn near_misses<'a>(report: &Report<'a>) -> Vec<Slack<'a>> {
    let within = crate::num::ratio(1, 10);
    let met = report.findings.list.iter().filter(|f| f.verdict == Verdict::Met);
    let mut out: Vec<Slack> =
        met.filter_map(|f| Slack::of(f, report.lang)).filter(|s| s.share >= Rat::ZERO && s.share <= within).collect();
    out.sort_by(|a, b| a.share.cmp(&b.share));
    out
}

/// The comparison that decides, where it is one.
fn telling(detail: &Detail) -> Option<&Comparison> {
    match detail {
        Detail::Compare(c) => Some(c),
        Detail::Members { wanted_all: true, worst: Some(worst), .. } => telling(&worst.1),
        Detail::Parts { all: true, parts } => {
            // The part with least to spare speaks for all; where one has no distance, none does.
            let mut worst: Option<(Rat, &Comparison)> = None;
            for part in parts {
                let c = telling(part)?;
                let own = share(c)?;
                if worst.as_ref().is_none_or(|(least, _)| own < *least) {
                    worst = Some((own, c));
                }
            }
            worst.map(|(_, c)| c)
        }
        Detail::Members { .. }
        | Detail::Parts { .. }
        | Detail::Presence { .. }
        | Detail::Match { .. }
        | Detail::ExactlyOne { .. }
        | Detail::Sets { .. }
        | Detail::Stage(_)
        | Detail::None => None,
    }
}

/// What is left over as a share of the bound. Days have none, nor has what must equal something.
fn share(c: &Comparison) -> Option<Rat> {
    let (margin, bound) = (c.margin.as_exact()?, abs(c.right.value.as_exact()?));
    if bound.is_zero() || c.margin_unit.calendar.is_some() {
        return None;
    }
    match c.op {
        CmpOp::Ge | CmpOp::Gt => Some(margin / bound),
        CmpOp::Le | CmpOp::Lt => Some(-(margin / bound)),
        CmpOp::Eq | CmpOp::Ne => None,
    }
}

/// By how much a finding misses, as a fraction of its bound: the worst comes first. Nothing for what is no comparison.
pub(crate) fn miss(detail: &Detail) -> Option<Rat> {
    match detail {
        Detail::Compare(c) => {
            let (margin, bound) = (abs(c.margin.as_exact()?), abs(c.right.value.as_exact()?));
            Some(if bound.is_zero() { margin } else { margin / bound })
        }
        Detail::Parts { parts, .. } => parts.iter().filter_map(miss).max(),
        Detail::Members { worst: Some(worst), .. } => miss(&worst.1),
        Detail::Presence { .. }
        | Detail::Match { .. }
        | Detail::ExactlyOne { .. }
        | Detail::Members { .. }
        | Detail::Sets { .. }
        | Detail::Stage(_)
        | Detail::None => None,
    }
}
