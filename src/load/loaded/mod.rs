//! Files as they were read: joined into one dataset, and kept for another state of the same run or another run.

mod file;
pub mod kept;
pub mod merge;
mod pack;
pub mod parts;
mod wire;

pub use file::{Loaded, LoadedFile};
