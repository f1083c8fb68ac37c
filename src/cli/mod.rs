//! Commands: the only place that knows clap, the terminal and exit codes.

mod audit;
mod boundaries;
mod check;
mod coverage;
mod errors;
mod exit;
mod explain;
mod explain_rule;
mod format;
mod options;
mod project;
mod regions;
mod score;
mod score_report;
mod test;
mod test_json;
mod test_text;
mod words;

use crate::diag::Lang;
use crate::report;
use crate::world::{OsWorld, World};
use clap::{ArgMatches, Command};
use exit::Exit;
use std::ffi::OsString;
use std::io::{IsTerminal, Write};

/// More threads than this only stand in each other's way.
const MOST_THREADS: usize = 256;

/// What every command has at hand.
pub struct Context<'w> {
    pub world: &'w dyn World,
    pub lang: Lang,
    pub color: bool,
    pub ascii: bool,
    pub width: usize,
    pub quiet: bool,
}

/// Runs the program on the arguments of the process; gives the exit code.
pub fn main() -> u8 {
    let args: Vec<OsString> = std::env::args_os().collect();
    let world = OsWorld::default();
    run(&world, args)
}

fn run(world: &dyn World, args: Vec<OsString>) -> u8 {
    let asked = options::language(&args).or_else(|| options::wished(world));
    let lang = asked.unwrap_or_else(|| options::locale(world));
    let matches = match command(lang).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => {
            // Help and version are answers, anything else is a bad option.
            let code = if error.use_stderr() { Exit::Impossible } else { Exit::Clean };
            let chinese = errors::chinese(&error).filter(|_| lang == Lang::Zh);
            let text = chinese.unwrap_or_else(|| error.render().to_string());
            return match error.use_stderr() {
                true => {
                    complain(false, &text);
                    code.code()
                }
                false => code.max(write_out(lang, &report::clean_lines(&text, false))).code(),
            };
        }
    };
    let of_project = || matches.subcommand().and_then(|(_, m)| project::language(world, m));
    let context = options::context(world, asked.or_else(of_project).unwrap_or(lang), &matches);
    if let Some(n) = matches.get_one::<usize>("threads") {
        let _ = rayon::ThreadPoolBuilder::new().num_threads((*n).min(MOST_THREADS)).build_global();
    }
    dispatch(&context, &matches).code()
}

fn dispatch(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    match matches.subcommand() {
        Some(("check", m)) => check::run(context, m),
        Some(("test", m)) => test::run(context, m),
        Some(("audit", m)) => audit::run(context, m),
        Some(("score", m)) => score::run(context, m),
        Some(("coverage", m)) => coverage::run(context, m),
        Some(("fmt", m)) => format::run(context, m),
        Some(("explain", m)) => explain::run(context, m),
        _ => Exit::Impossible,
    }
}

fn command(lang: Lang) -> Command {
    options::root(lang)
        .subcommand(check::command(lang))
        .subcommand(test::command(lang))
        .subcommand(audit::command(lang))
        .subcommand(score::command(lang))
        .subcommand(coverage::command(lang))
        .subcommand(format::command(lang))
        .subcommand(explain::command(lang))
}

/// Writes a text for people or programs to standard output: whatever it is made of, nothing in it controls, reorders or hides.
pub fn print(context: &Context<'_>, text: &str) -> Exit {
    write_out(context.lang, &report::clean_lines(text, context.color))
}

/// Writes to standard output. A closed pipe ends quietly: somebody has read enough. Anything else that hinders it (a full disk) is said,
/// and no run ends well whose report got lost.
pub fn write_out(lang: Lang, text: &str) -> Exit {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            complain(
                false,
                &match lang {
                    Lang::Zh => format!("错误  报告写不出去：{error}\n"),
                    Lang::En => format!("error  the report cannot be written: {error}\n"),
                },
            );
            Exit::Impossible
        }
        _ => Exit::Clean,
    }
}

/// Writes to standard error, as clean as [`print`]; `inked` where the text was coloured by a page.
pub fn complain(inked: bool, text: &str) {
    let text = report::clean_lines(text, inked);
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(text.as_bytes());
    let _ = err.flush();
}

/// Whether somebody watches standard error.
pub fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}
