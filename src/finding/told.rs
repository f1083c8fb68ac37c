//! What a region may be told of others: what an aggregate comes to that it is judged by, a number of rows, a place among them. Never addends,
//! names, figures, places or files. Everything that is handed to one region passes through here, whatever its format.

use super::{Cause, CauseKind, CellNote, Comparison, Detail, Figure, Finding, Operand, ShownRow, Staged, Subject, Value, Whose};

/// Stands for a name that is not told.
const UNTOLD: &str = "…";

impl Finding {
    /// As it is told to its own region; where more than addends and names of those who count is left out, a cause says that.
    #[must_use]
    pub(super) fn told_to(mut self, region: &str) -> Self {
        let mut whole = self.subject.hide_others(region);
        let detail = std::mem::replace(&mut self.detail, Detail::None);
        self.detail = detail.told_to(region, &mut whole);
        self.asked = self.asked.map(|asked| asked.told_to(region, &mut whole)).filter(|asked| *asked != Detail::None);
        keep_cells(&mut self.cells, region);
        // What mends it together with what is not told does not mend it alone.
        let advised = self.repairs.len();
        self.repairs.retain(|r| r.whose.may_know(region));
        if self.repairs.len() < advised {
            self.repairs.retain(|r| !r.together);
        }
        if !self.message_of.may_know(region) {
            self.message = None;
        }
        if !whole {
            // How far it is from what is not told would tell it.
            self.cases.iter_mut().for_each(|case| case.margin = None);
            self.causes.iter_mut().for_each(|cause| cause.turns_at = None);
        }
        keep_causes(&mut self.causes, region, whole);
        self
    }
}

impl ShownRow {
    /// As it is told to its own region.
    #[must_use]
    pub(super) fn told_to(mut self, region: &str) -> Self {
        self.subject.hide_others(region);
        keep_cells(&mut self.cells, region);
        let workings = self.workings.len();
        self.workings.retain(|o| o.whose.may_know(region));
        let mut whole = self.workings.len() == workings;
        if !self.whose.may_know(region) {
            (self.figure, self.place, whole) = (Figure::Unknown, None, false);
            self.cases.clear();
        }
        self.workings.iter_mut().for_each(|o| o.leave_out_others(region));
        keep_causes(&mut self.causes, region, whole);
        self
    }
}

impl Subject {
    /// A subject of several rows may name those of others; whether it did not.
    pub(super) fn hide_others(&mut self, region: &str) -> bool {
        let mut whole = true;
        for ((_, value), whose) in self.key.iter_mut().zip(&self.key_of) {
            if !whose.may_know(region) {
                *value = Value::Text(UNTOLD.into());
                whole = false;
            }
        }
        whole
    }
}

fn keep_cells(cells: &mut Vec<CellNote>, region: &str) {
    cells.retain(|c| c.whose.may_know(region));
}

/// In place of all that concerns others stands one cause without a name.
fn keep_causes(causes: &mut Vec<Cause>, region: &str, whole: bool) {
    let all = causes.len();
    causes.retain(|c| c.whose.may_know(region));
    if !whole || causes.len() < all {
        causes.push(Cause::new(CauseKind::Others, "").of(Whose::nobodys()));
    }
}

impl Detail {
    /// The part of it that may be told, nothing where that says nothing; `whole` becomes false where a part is left out.
    fn told_to(self, region: &str, whole: &mut bool) -> Self {
        let own = match &self {
            Self::Compare(c) => c.operands().all(|o| o.whose.may_know(region)),
            Self::Presence { whose, .. } | Self::Match { whose, .. } | Self::Sets { whose, .. } => whose.may_know(region),
            Self::Stage(s) => s.whose.may_know(region),
            Self::ExactlyOne { .. } | Self::Members { .. } | Self::Parts { .. } | Self::None => true,
        };
        if !own {
            *whole = false;
            return Self::None;
        }
        match self {
            Self::Compare(mut c) => {
                c.operands_mut().for_each(|o| o.leave_out_others(region));
                Self::Compare(c)
            }
            Self::Stage(s) => Self::Stage(Box::new(s.told_to(region, whole))),
            Self::Parts { all, parts } => match told(parts, region, whole) {
                left if left.is_empty() => Self::None,
                left => Self::Parts { all, parts: left },
            },
            Self::Members { wanted_all, passed, failed, unknown, without_base, more, worst, worst_of, .. } => {
                let worst = worst.and_then(|worst| {
                    let (name, detail) = *worst;
                    if !worst_of.may_know(region) {
                        *whole = false;
                        return None;
                    }
                    let detail = detail.told_to(region, whole);
                    (detail != Self::None).then(|| Box::new((name, detail)))
                });
                // Who fails is kept for what people have let pass, and was held against that before.
                let breaking = String::new();
                Self::Members { wanted_all, passed, failed, unknown, without_base, more, worst, breaking, worst_of }
            }
            told @ (Self::Presence { .. } | Self::Match { .. } | Self::Sets { .. } | Self::ExactlyOne { .. } | Self::None) => {
                told
            }
        }
    }
}

fn told(parts: Vec<Detail>, region: &str, whole: &mut bool) -> Vec<Detail> {
    parts.into_iter().map(|p| p.told_to(region, whole)).filter(|p| *p != Detail::None).collect()
}

impl Staged {
    fn told_to(mut self, region: &str, whole: &mut bool) -> Self {
        for gap in &mut self.gaps {
            for (_, detail) in gap.missing.iter_mut().chain(&mut gap.unknown) {
                *detail = std::mem::replace(detail, Detail::None).told_to(region, whole);
            }
        }
        self
    }
}

impl Comparison {
    fn operands(&self) -> impl Iterator<Item = &Operand> {
        let share = self.share.iter().flat_map(|s| [&s.part, &s.base]);
        let near = self.near.iter().flat_map(|n| [&n.value, &n.target, &n.tolerance]);
        let mean = self.mean.iter().flat_map(|m| [&m.start, &m.rate]);
        [&self.left, &self.right].into_iter().chain(share).chain(near).chain(mean)
    }

    fn operands_mut(&mut self) -> impl Iterator<Item = &mut Operand> {
        let share = self.share.iter_mut().flat_map(|s| [&mut s.part, &mut s.base]);
        let near = self.near.iter_mut().flat_map(|n| [&mut n.value, &mut n.target, &mut n.tolerance]);
        let mean = self.mean.iter_mut().flat_map(|m| [&mut m.start, &mut m.rate]);
        [&mut self.left, &mut self.right].into_iter().chain(share).chain(near).chain(mean)
    }
}

impl Operand {
    /// Addends and those counted that are not the region's own are only counted.
    fn leave_out_others(&mut self, region: &str) {
        let (terms, counted) = (self.terms.len(), self.counted.len());
        self.terms.retain(|t| t.whose.may_know(region));
        self.counted.retain(|c| c.whose.may_know(region));
        let gone = |before: usize, now: usize| u64::try_from(before - now).unwrap_or(u64::MAX);
        self.more = self.more.saturating_add(gone(terms, self.terms.len()));
        self.more_counted = self.more_counted.saturating_add(gone(counted, self.counted.len()));
    }
}
