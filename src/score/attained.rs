//! How much of a rule one subject attained.

use super::bounds::{Bounds, weighted};
use crate::ast::Force;
use crate::finding::Finding;
use crate::num::Rat;

/// One subject's share of the points.
pub struct Share {
    /// `None` where the rule surely does not count here: exempt or not applicable.
    pub part: Option<Bounds>,
    pub may_leave: bool,
}

/// From the lines of a rule for one subject. All or nothing: 1 where the rule is met. In proportion: the least of its lines.
pub fn of_subject(lines: &[&Finding], in_proportion: bool) -> Share {
    let strict = lines.iter().any(|f| f.force == Force::Require);
    let lines = lines.iter().filter(|f| !strict || f.force == Force::Require);
    // A line that is surely out says nothing.
    let staying: Vec<&Finding> = lines.copied().filter(|f| f.possible.met || f.possible.violated).collect();
    if staying.is_empty() {
        return Share { part: None, may_leave: true };
    }
    let may_leave = staying.iter().all(|f| f.possible.leaves);
    let of = |f: &&Finding| (if in_proportion { proportion(f) } else { whole(f) }, f.possible.leaves);
    let parts: Vec<(Bounds, bool)> = staying.iter().map(of).collect();
    let low = parts.iter().map(|(b, _)| &b.low).min().cloned().unwrap_or_default();
    // A line that stays is an upper bound for all; where none surely stays, any of them may be the only one.
    let sure = parts.iter().filter(|(_, leaves)| !leaves).map(|(b, _)| &b.high).min();
    let high = sure.or_else(|| parts.iter().map(|(b, _)| &b.high).max()).cloned().unwrap_or(Rat::ONE);
    Share { part: Some(Bounds { low, high }), may_leave }
}

fn whole(f: &Finding) -> Bounds {
    let end = |may: bool| if may { Rat::ONE } else { Rat::ZERO };
    Bounds { low: end(!f.possible.violated), high: end(f.possible.met) }
}

/// As far as it is fulfilled; what is met is fulfilled wholly.
fn proportion(f: &Finding) -> Bounds {
    let whole = whole(f);
    let Some(degree) = f.degree.as_ref().filter(|_| f.possible.violated) else { return whole };
    let low = degree.lo.value().cloned().unwrap_or_default();
    let high = degree.hi.value().cloned().unwrap_or(Rat::ONE);
    Bounds { low, high: if f.possible.met { Rat::ONE } else { high } }
}

/// The mean over the subjects that stay; those that may leave do so where it makes the mean lower, or higher. `None` where nobody stays.
pub(super) fn mean(shares: &[Share]) -> Option<Bounds> {
    let one = Rat::ONE;
    let rows: Vec<(&Bounds, &Rat, bool)> =
        shares.iter().filter_map(|s| s.part.as_ref().map(|p| (p, &one, s.may_leave))).collect();
    weighted(&rows)
}
