//! Every mistake the check can report, family by family. Codes: N names, T types and units, G guards, R rules and structure,
//! P parameters, K scorecards, X tests, W warnings; each has a page in `src/diag/pages`.

mod blanks;
mod calls;
mod days;
mod exceptions;
mod guards;
mod modules;
mod names;
mod params;
mod patterns;
mod results;
mod score;
mod structure;
mod types;
mod units;
mod warnings;

pub(super) use blanks::*;
pub(super) use calls::*;
pub(super) use days::*;
pub(super) use exceptions::*;
pub(super) use guards::*;
pub(super) use modules::*;
pub(super) use names::*;
pub(super) use params::*;
pub(super) use patterns::*;
pub(super) use results::*;
pub(super) use score::*;
pub(super) use structure::*;
pub(super) use types::*;
pub(super) use units::*;
pub(super) use warnings::*;
