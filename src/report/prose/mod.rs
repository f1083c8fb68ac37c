//! The wording that all outputs share: figures with their units, arithmetic, reasons, the fixed vocabulary. Nothing here knows how a page
//! or a document is laid out.

pub(crate) mod answers;
pub(crate) mod arithmetic;
pub(crate) mod cases;
pub(crate) mod counted;
pub(crate) mod due;
pub(crate) mod facts;
pub(crate) mod grants;
pub(crate) mod mean;
pub(crate) mod names;
pub(crate) mod open;
pub(crate) mod reasons;
pub(crate) mod shown;
pub(crate) mod stages;
pub(crate) mod truth;
pub(crate) mod turning;
pub(crate) mod units;
pub(crate) mod values;
pub(crate) mod why;
pub(crate) mod words;
