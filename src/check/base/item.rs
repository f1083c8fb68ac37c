//! What a top-level name can stand for.

use crate::hir::ParamId;
use crate::ty::RelId;

/// What a top-level name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum What {
    Policy(usize),
    Library,
    Record(RelId),
    Table(RelId),
    Param(ParamId),
    Define(usize),
    Kind(usize),
    Unit,
}

impl What {
    pub fn is_relation(self) -> bool {
        matches!(self, Self::Record(_) | Self::Table(_))
    }

    /// Something an expression can name.
    pub fn is_value(self) -> bool {
        matches!(self, Self::Record(_) | Self::Table(_) | Self::Param(_) | Self::Define(_))
    }

    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Policy(_) => ("政策", "a policy"),
            Self::Library => ("库", "a library"),
            Self::Record(_) => ("记录", "a record"),
            Self::Table(_) => ("表", "a table"),
            Self::Param(_) => ("参数", "a parameter"),
            Self::Define(_) => ("定义", "a definition"),
            Self::Kind(_) => ("口径", "a kind"),
            Self::Unit => ("计量单位", "a unit"),
        }
    }
}
