//! What every report for programs has in common: the first keys, places, mistakes, and the way texts are written.

use crate::diag::{Diagnostic, Lang};
use crate::report::json::document::{Scribe, write};
use crate::report::json::model::{DiagnosticDoc, Place};
use crate::text::{Sources, Span};
use serde::Serialize;

/// The first keys of every report.
#[derive(Serialize)]
struct Envelope<'a, T: Serialize> {
    /// The version of the program.
    fadu: &'static str,
    command: &'a str,
    schema: &'a str,
    language: &'static str,
    #[serde(flatten)]
    body: T,
}

/// A report of a command as JSON: `body` is a structure whose fields follow the common ones.
pub fn envelope<T: Serialize>(command: &str, schema: &str, lang: Lang, body: &T) -> String {
    let language = crate::report::prose::words::say(lang, "zh", "en");
    write(&Envelope { fadu: env!("CARGO_PKG_VERSION"), command, schema, language, body })
}

/// A place as reports for programs write it; `None` for a file that is not there.
pub fn place(sources: &Sources, span: Span) -> Option<Place> {
    Scribe { sources, names: &Default::default(), lang: Lang::Zh }.place(span)
}

/// Mistakes as reports for programs write them.
pub fn mistakes(list: &[Diagnostic], sources: &Sources, lang: Lang) -> Vec<DiagnosticDoc> {
    let names = Default::default();
    let scribe = Scribe { sources, names: &names, lang };
    list.iter().map(|d| scribe.diagnostic(d)).collect()
}
