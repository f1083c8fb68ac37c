//! Reports for programs: the common envelope, the documents, and how they are written.

pub(crate) mod document;
pub(crate) mod envelope;
pub(crate) mod files;
pub(crate) mod lines;
pub(crate) mod model;
pub(crate) mod shown;
pub(crate) mod whole;
