//! The options of a check that decide what is judged and how it is told, as a receipt keeps them, and the command they were.

use crate::cli::Context;
use crate::cli::check;
use crate::receipt::Run;
use crate::world::{relative_to, show_path};
use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches, Command};
use std::collections::BTreeMap;
use std::path::Path;

/// Options that decide nothing: where what comes out is to go, and what a [`Run`] keeps by itself.
const LEFT_OUT: &[&str] = &[
    "receipt",
    "digest",
    "output",
    "step-summary",
    "help",
    "lang",
    "width",
    "ascii",
    "quiet",
    "color",
    "threads",
    "no-progress",
];

/// Options whose values are paths.
const PATHS: &[&str] = &["files", "rules", "config", "root", "output-dir", "waivers", "explanations"];

/// How a check was asked for. Absolute paths are put as seen from the directory of the run.
pub fn run_of(context: &Context<'_>, matches: &ArgMatches) -> Run {
    let mut options = BTreeMap::new();
    for arg in check::command(context.lang).get_arguments() {
        let name = arg.get_id().as_str();
        let given = matches.value_source(name) == Some(ValueSource::CommandLine);
        if LEFT_OUT.contains(&name) || !given {
            continue;
        }
        let alone = matches!(arg.get_action(), ArgAction::SetTrue);
        let raw = matches.get_raw(name).into_iter().flatten().filter(|_| !alone);
        let values: Vec<String> = raw.map(|v| value(context, name, &v.to_string_lossy())).collect();
        options.insert(name.to_string(), values);
    }
    Run {
        language: context.lang.pick("zh", "en").to_string(),
        width: context.width,
        ascii: context.ascii,
        quiet: context.quiet,
        options,
        unknown: BTreeMap::new(),
    }
}

fn value(context: &Context<'_>, name: &str, value: &str) -> String {
    match PATHS.contains(&name) {
        true => show_path(&relative_to(Path::new(value), &context.world.current_dir())),
        false => value.to_string(),
    }
}

/// A path that leads nowhere on another machine.
pub fn absolute_path(run: &Run) -> Option<&String> {
    let paths = run.options.iter().filter(|(name, _)| PATHS.contains(&name.as_str())).flat_map(|(_, values)| values);
    paths.into_iter().find(|p| Path::new(p).is_absolute() || p.starts_with(['/', '\\']))
}

/// The check that was asked for; `None` where this version does not know an option, or not such a value.
pub fn matches_of(command: Command, run: &Run) -> Option<ArgMatches> {
    let known: Vec<(String, bool)> = command
        .get_arguments()
        .filter(|arg| !LEFT_OUT.contains(&arg.get_id().as_str()))
        .map(|arg| (arg.get_id().to_string(), matches!(arg.get_action(), ArgAction::SetTrue)))
        .collect();
    let mut words = vec!["check".to_string()];
    for (name, values) in run.options.iter().filter(|(name, _)| *name != "files") {
        let (_, alone) = known.iter().find(|(known, _)| known == name)?;
        match alone {
            true => words.push(format!("--{name}")),
            false => words.extend(values.iter().map(|v| format!("--{name}={v}"))),
        }
    }
    words.push("--".to_string());
    words.extend(run.options.get("files").into_iter().flatten().cloned());
    command.try_get_matches_from(words).ok()
}
