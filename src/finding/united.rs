//! The arithmetic of several cases told as one: figures that differ become the interval that holds them all.

use super::detail::{Comparison, Detail, MeanView, NearView, Operand, ShareView};

impl Detail {
    /// What both cases come to; `None` where they differ in more than figures.
    pub fn united(self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Compare(own), Self::Compare(other)) => own.united(other).map(|c| Self::Compare(Box::new(c))),
            (Self::Parts { all, parts }, Self::Parts { all: same, parts: others })
                if all == *same && parts.len() == others.len() =>
            {
                let parts: Option<Vec<Self>> = parts.into_iter().zip(others).map(|(own, other)| own.united(other)).collect();
                parts.map(|parts| Self::Parts { all, parts })
            }
            (own, other) => (own == *other).then_some(own),
        }
    }
}

impl Comparison {
    fn united(self, other: &Self) -> Option<Self> {
        if self.op != other.op || self.bound != other.bound || self.margin_unit != other.margin_unit {
            return None;
        }
        Some(Self {
            left: self.left.united(&other.left)?,
            op: self.op,
            right: self.right.united(&other.right)?,
            share: both(self.share, other.share.as_ref(), ShareView::united)?,
            near: both(self.near, other.near.as_ref(), |own, other| own.united(other).map(Box::new))?,
            mean: both(self.mean, other.mean.as_ref(), |own, other| own.united(other).map(Box::new))?,
            margin: self.margin.hull(&other.margin),
            margin_unit: self.margin_unit,
            bound: self.bound,
        })
    }
}

impl Operand {
    fn united(self, other: &Self) -> Option<Self> {
        if self.text != other.text || self.unit != other.unit {
            return None;
        }
        let same = self == *other;
        Some(Self {
            value: self.value.hull(&other.value),
            among: both(self.among, other.among.as_ref(), |own, other| Some(own.hull(other)))?,
            day: self.day.filter(|day| other.day.as_ref() == Some(day)),
            name: self.name.filter(|name| other.name.as_ref() == Some(name)),
            // Addends, and who was counted, are those of one case.
            terms: if same { self.terms } else { Vec::new() },
            more: if same { self.more } else { 0 },
            unsent: same && self.unsent,
            counted: if same { self.counted } else { Vec::new() },
            more_counted: if same { self.more_counted } else { 0 },
            whose: self.whose.and(other.whose.clone()),
            ..self
        })
    }
}

impl ShareView {
    fn united(self, other: &Self) -> Option<Self> {
        (self.op == other.op).then_some(())?;
        Some(Self {
            part: self.part.united(&other.part)?,
            base: self.base.united(&other.base)?,
            quotient: self.quotient.filter(|q| other.quotient.as_ref() == Some(q)),
            bound: self.bound.hull(&other.bound),
            ..self
        })
    }
}

impl NearView {
    fn united(self, other: &Self) -> Option<Self> {
        Some(Self {
            value: self.value.united(&other.value)?,
            target: self.target.united(&other.target)?,
            tolerance: self.tolerance.united(&other.tolerance)?,
        })
    }
}

impl MeanView {
    fn united(self, other: &Self) -> Option<Self> {
        let (start, rate) = (self.start.united(&other.start)?, self.rate.united(&other.rate)?);
        Some(Self { start, years: self.years.hull(&other.years), rate })
    }
}

/// What both have, united; `None` where only one has it, or they do not go together.
#[expect(clippy::option_option, reason = "whether it can be done, and whether there is anything")]
fn both<T, R>(own: Option<T>, other: Option<&T>, unite: impl FnOnce(T, &T) -> Option<R>) -> Option<Option<R>> {
    match (own, other) {
        (Some(own), Some(other)) => unite(own, other).map(Some),
        (None, None) => Some(None),
        (Some(_), None) | (None, Some(_)) => None,
    }
}
