//! Of whom something is that a finding tells.

/// The regions whose rows something was read from. Until that is asked for, it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whose(Of);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Of {
    /// It is the policy's, an open parameter, what an aggregate comes to.
    Nobody,
    #[default]
    Unknown,
    /// In order, each once; `None` among them: of a row nobody knows whose it is.
    Regions(Box<[Option<String>]>),
}

impl Whose {
    pub fn nobodys() -> Self {
        Self(Of::Nobody)
    }

    /// `None`: it is not known whose.
    pub fn of(region: Option<String>) -> Self {
        match region {
            None => Self(Of::Unknown),
            region => Self(Of::Regions(Box::new([region]))),
        }
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Of::Nobody, own) | (own, Of::Nobody) => Self(own),
            (Of::Unknown, Of::Unknown) => Self(Of::Unknown),
            (Of::Regions(all), Of::Unknown) | (Of::Unknown, Of::Regions(all)) => all_of(all, [None]),
            (Of::Regions(all), Of::Regions(more)) => all_of(all, more),
        }
    }

    /// Whether a region may be told of it. The empty one is that of which nothing is known.
    pub fn may_know(&self, region: &str) -> bool {
        match &self.0 {
            Of::Nobody => true,
            Of::Unknown => region.is_empty(),
            Of::Regions(all) => all.iter().all(|of| of.as_deref().unwrap_or_default() == region),
        }
    }
}

fn all_of(all: Box<[Option<String>]>, more: impl IntoIterator<Item = Option<String>>) -> Whose {
    let mut all = all.into_vec();
    all.extend(more);
    all.sort_unstable();
    all.dedup();
    Whose(Of::Regions(all.into()))
}
