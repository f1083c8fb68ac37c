//! What a terminal shows: clean text, lines and grids, excerpts of sources with underlines.

pub(crate) mod clean;
pub(crate) mod excerpt;
pub(crate) mod layout;
pub(crate) mod markup;
pub(crate) mod snippet;
