//! `fadu-verify/1`: what differs from a receipt, for programs.

use super::compared::Compared;
use crate::cli::exit::Exit;
use crate::diag::Lang;
use crate::receipt::{Counts, Differences};
use crate::report::{DiagnosticDoc, envelope, mistakes};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    /// `null` where it cannot be told.
    same: Option<bool>,
    algorithm: &'a str,
    /// By the receipt, and now.
    counts: Pair<&'a Counts>,
    verdicts_digest: Pair<&'a str>,
    differences: &'a Differences,
    unknown: &'a [String],
    diagnostics: Vec<DiagnosticDoc>,
}

#[derive(Serialize)]
struct Pair<T> {
    was: T,
    now: T,
}

pub(super) fn render(compared: &Compared, lang: Lang) -> String {
    let (was, now) = (&compared.was, &compared.now);
    let same = match compared.exit() {
        Exit::Clean => Some(true),
        Exit::Blocking => Some(false),
        Exit::Impossible => None,
    };
    let document = Document {
        same,
        algorithm: &was.algorithm,
        counts: Pair { was: &was.counts, now: &now.counts },
        verdicts_digest: Pair { was: &was.verdicts_digest, now: &now.verdicts_digest },
        differences: &compared.differences,
        unknown: &compared.unknown,
        diagnostics: mistakes(&compared.diagnostics, &compared.sources, lang),
    };
    envelope("verify", "fadu-verify/1", lang, &document)
}
