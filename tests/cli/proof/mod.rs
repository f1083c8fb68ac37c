//! What stays of a run: what findings are known by, what was judged, what was waived and explained.

mod answers;
mod fingerprints;
mod let_pass;
mod receipts;

use super::Folder;
use serde_json::Value;

/// The report of a run for programs.
#[track_caller]
fn report(folder: &Folder, args: &[&str]) -> Value {
    let run = folder.run(&[args, &["--format", "json"]].concat());
    serde_json::from_slice(&run.0.stdout).unwrap_or_else(|e| panic!("{e}: {}", run.text()))
}
