//! All integration tests are one binary: it links once.

mod harness;
mod parse;
mod report;
mod tidy;
