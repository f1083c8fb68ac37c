//! The one test binary.
mod load;
