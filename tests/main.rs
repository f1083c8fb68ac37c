//! All integration tests are one binary: it links once.

mod check;
mod cli;
mod docs;
mod examples;
mod fmt;
mod fuzz;
mod harness;
mod load;
mod oracle;
mod parse;
mod report;
mod scaling;
mod spec;
mod tidy;
mod verdicts;
