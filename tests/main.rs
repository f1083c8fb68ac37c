//! All integration tests are one binary: it links once.

mod harness;
mod load;
mod parse;
mod report;
mod scaling;
mod tidy;
