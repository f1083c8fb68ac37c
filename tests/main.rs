//! All integration tests are one binary: it links once.

#![expect(unreachable_pub, reason = "nothing is reached from outside a test program: `pub` says what its files share")]
#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks for one outcome")]

mod check;
mod cli;
mod docs;
mod examples;
mod fmt;
mod fuzz;
mod gate;
mod harness;
mod load;
mod oracle;
mod parse;
mod report;
mod scaling;
mod schemas;
mod spec;
mod tidy;
mod verdicts;
