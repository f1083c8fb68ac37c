//! What is to be marked in a workbook.

use crate::report::book::sheet::fitting;
use std::collections::BTreeMap;

/// Things told at one cell.
const TOLD: usize = 6;
/// Characters that a note holds.
const NOTE: usize = 3_000;

/// Row and column of a sheet, from 0.
pub(super) type At = (u32, u32);

/// How grave it is what is wrong with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shade {
    Bad,
    Doubtful,
    Soft,
}

impl Shade {
    pub(super) const ALL: [Self; 3] = [Self::Bad, Self::Doubtful, Self::Soft];

    /// Red, green and blue, as workbooks write them.
    pub(super) fn colour(self) -> &'static str {
        match self {
            Self::Bad => "FFF4B6B0",
            Self::Doubtful => "FFFBDC9B",
            Self::Soft => "FFE2E8F0",
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) shade: Shade,
    pub(super) told: Vec<String>,
}

impl Mark {
    /// What its note says.
    pub(super) fn note(&self) -> String {
        let left = self.told.len().saturating_sub(TOLD);
        let mut lines: Vec<String> = self.told.iter().take(TOLD).map(|t| fitting(t)).collect();
        if left > 0 {
            lines.push(format!("… +{left}"));
        }
        lines.join("\n").chars().take(NOTE).collect()
    }
}

/// Marks by sheet and cell.
pub(super) type Marks = BTreeMap<String, BTreeMap<At, Mark>>;
