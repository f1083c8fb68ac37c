//! Waivers and explanations of a run: where their files lie, and `fadu answer`.

mod command;

pub use command::{command, run};

use super::Context;
use super::project::Setup;
use crate::answers::{self, At, Entry};
use crate::diag::Sink;
use crate::finding::{AnswerKind, Findings};
use crate::text::{Source, Sources};
use crate::ty::Units;
use crate::world::{Reading, show_path};
use std::path::Path;

const KINDS: [AnswerKind; 2] = [AnswerKind::Waiver, AnswerKind::Explanation];

/// Whether there is anything to apply.
pub fn is_there(context: &Context<'_>, setup: &Setup) -> bool {
    KINDS.into_iter().map(|kind| setup.answers_file(kind)).any(|(path, asked)| asked || context.world.exists(&path))
}

/// Holds what people have said against what was found, as it counts on a day.
pub fn apply(
    (context, setup): (&Context<'_>, &Setup),
    as_of: Option<i64>,
    units: &Units,
    findings: &mut Findings,
    (sources, sink): (&mut Sources, &mut Sink),
) {
    let mut entries: Vec<Entry> = Vec::new();
    for kind in KINDS {
        let (path, asked) = setup.answers_file(kind);
        if !asked && !context.world.exists(&path) {
            continue;
        }
        if let Some(source) = open(context, kind, &path, sink) {
            let file = sources.add(source);
            entries.extend(answers::read(kind, file, &sources.get(file).text, sink));
        }
    }
    answers::apply(&entries, findings, At { as_of, units }, sink);
}

fn open(context: &Context<'_>, kind: AnswerKind, path: &Path, sink: &mut Sink) -> Option<Source> {
    context.world.reading(match kind {
        AnswerKind::Waiver => Reading::Waivers,
        AnswerKind::Explanation => Reading::Explanations,
    });
    let name = show_path(path);
    let why = match context.world.read(path).map(String::from_utf8) {
        Ok(Ok(text)) => {
            let text = text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_string);
            return Some(Source::new(name, text));
        }
        Ok(Err(_)) => ("不是 UTF-8 编码".to_string(), "it is not in UTF-8".to_string()),
        Err(error) => {
            let told = crate::load::diagnostics::files::unreadable(&error).message;
            (told.zh, told.en)
        }
    };
    sink.push(answers::unreadable(&name, kind, why));
    None
}
