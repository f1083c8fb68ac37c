//! What a platform wants of a report: paths from the root of its repository, and a summary on the page of a run.

use super::words::say;
use super::{Context, complain, diagnostics};
use crate::diag::{Diagnostic, Lang};
use crate::report::{self, Report};
use crate::text::Sources;
use crate::world::{Digest, show_path, tidy_path};
use clap::{Arg, ArgAction, ArgMatches};
use std::collections::BTreeMap;
use std::path::Path;

/// The variable that names the file of the summary.
const SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// A page of a run holds one MiB.
const MOST_BYTES: usize = 1 << 20;

pub fn root_arg(lang: Lang) -> Arg {
    Arg::new("root").long("root").value_name("DIR").help(say(
        lang,
        "报告中的路径从此目录（仓库的根）算起",
        "paths in the report start from this directory (the root of the repository)",
    ))
}

pub fn summary_arg(lang: Lang) -> Arg {
    Arg::new("step-summary").long("step-summary").action(ArgAction::SetTrue).help(say(
        lang,
        "另把 Markdown 摘要追加到 GITHUB_STEP_SUMMARY 所指的文件",
        "append a summary in Markdown to the file that GITHUB_STEP_SUMMARY names as well",
    ))
}

fn seen_from(context: &Context<'_>, root: &str, name: &str) -> Option<String> {
    let here = context.world.current_dir();
    let root = tidy_path(&here.join(root));
    tidy_path(&here.join(name)).strip_prefix(&root).ok().map(show_path)
}

/// What files held, by the names that the report gives them.
pub fn digests(context: &Context<'_>, matches: &ArgMatches) -> BTreeMap<String, Digest> {
    let root = matches.try_get_one::<String>("root").ok().flatten();
    let named = |path: String| root.and_then(|root| seen_from(context, root, &path)).unwrap_or(path);
    context.world.digests().into_iter().map(|(path, digest)| (named(path), digest)).collect()
}

/// Names files as seen from `--root`; what lies outside keeps its name.
pub fn apply(context: &Context<'_>, matches: &ArgMatches, sources: &mut Sources, diagnostics: &mut [Diagnostic]) {
    let Some(root) = matches.get_one::<String>("root") else { return };
    let seen = |name: &str| seen_from(context, root, name);
    sources.rename(seen);
    for path in diagnostics.iter_mut().filter_map(|d| d.path.as_mut()) {
        if let Some(name) = seen(path) {
            *path = name;
        }
    }
}

/// Appends the summary where it was asked for; a summary that gets lost is told.
pub fn step_summary(context: &Context<'_>, matches: &ArgMatches, report: &Report<'_>) -> bool {
    append_summary(context, matches, || report::format("summary").map(|f| f.text(report)).unwrap_or_default())
}

/// The same with a text of one's own.
pub fn append_summary(context: &Context<'_>, matches: &ArgMatches, text: impl Fn() -> String) -> bool {
    if !matches.get_flag("step-summary") {
        return true;
    }
    let problem = match context.world.env(SUMMARY).filter(|path| !path.is_empty()) {
        None => diagnostics::no_step_summary(SUMMARY),
        Some(path) => {
            let path = Path::new(&path);
            let before = if context.world.exists(path) { context.world.read(path) } else { Ok(Vec::new()) };
            let text = text();
            let written = before.and_then(|mut bytes| {
                // A page that would be too large is not shown at all: rather this summary is left out.
                if bytes.len() + text.len() <= MOST_BYTES {
                    bytes.extend_from_slice(text.as_bytes());
                }
                context.world.write_atomic(path, &bytes)
            });
            match written {
                Ok(()) => return true,
                Err(error) => crate::load::diagnostics::files::unwritable(&error),
            }
        }
    };
    let none = Sources::default();
    complain(context.color, &report::render_diagnostics(&[problem], &none, context.lang, context.color, context.width));
    false
}
