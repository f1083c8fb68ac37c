//! `fadu check --receipt` and `fadu verify`: what was judged, written down, and judged again.

mod arguments;
mod compared;
mod json;
mod text;
pub mod verify;

use super::check::{self, Looked};
use super::exit::Exit;
use super::words::say;
use super::{Context, complain};
use crate::digest::Algorithm;
use crate::receipt::{self as document, Judged, Receipt, Run};
use crate::report;
use crate::world::{AccountingWorld, tidy_path};
use clap::ArgMatches;
use std::path::Path;

/// A check that leaves a receipt.
pub fn check(context: &Context<'_>, matches: &ArgMatches, path: &str) -> Exit {
    if matches.get_one::<String>("output").is_some_and(|o| tidy_path(Path::new(o)) == tidy_path(Path::new(path))) {
        let text =
            say(context.lang, "错误  --receipt 和 --output 是同一个文件\n", "error  --receipt and --output name the same file\n");
        complain(context.color, text);
        return Exit::Impossible;
    }
    let algorithm = matches.get_one::<String>("digest").and_then(|n| Algorithm::named(n)).unwrap_or(Algorithm::Sha256);
    let run = arguments::run_of(context, matches);
    // Paths are named in the report as in the receipt.
    let Some(own) = arguments::matches_of(check::command(context.lang), &run) else { return Exit::Impossible };
    let digest = |bytes: &[u8]| algorithm.hex(bytes);
    let world = AccountingWorld::new(context.world, &digest);
    let looked = check::look(&context.in_world(&world), &own);
    let exit = check::finish(context, matches, &looked);
    let receipt = receipt_of(context, &own, &looked, &world, (algorithm, run));
    let text = document::write(&report::json_text(&receipt), algorithm);
    if check::write(context, path, text.as_bytes()) { exit } else { Exit::Impossible }
}

fn receipt_of(
    context: &Context<'_>,
    matches: &ArgMatches,
    looked: &Looked,
    world: &AccountingWorld<'_>,
    (algorithm, run): (Algorithm, Run),
) -> Receipt {
    document::receipt(Judged {
        algorithm,
        run,
        as_of: looked.setup.as_ref().and_then(|s| s.as_of),
        files: world.files(),
        sources: &looked.sources,
        paths: &looked.paths,
        findings: &looked.findings,
        diagnostics: &looked.diagnostics,
        summary: looked.summary(context, matches),
        format: check::format_name(matches),
        report: &looked.bytes(context, matches),
        exit: looked.exit(context, matches).code(),
    })
}
