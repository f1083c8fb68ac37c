//! Commands: the only place that knows clap, the terminal and exit codes.

mod answer;
mod audit;
mod boundaries;
mod cache;
mod check;
mod context;
mod coverage;
mod diagnostics;
mod engine;
mod errors;
mod exit;
mod explain;
mod explain_rule;
mod figures;
mod form;
mod format;
mod gate;
mod hand;
mod inspect;
mod judging;
mod options;
mod progress;
mod project;
mod receipt;
mod regions;
mod root;
mod score;
mod start;
mod submissions;
mod test;
mod words;

pub(crate) use context::{Context, complain, print, print_report, write_out};

use crate::diag::Lang;
use crate::report;
use crate::world::{OsWorld, Pace, World};
use clap::{ArgMatches, Command};
use exit::Exit;
use std::ffi::OsString;
use std::sync::Arc;

/// More threads than this only stand in each other's way.
const MOST_THREADS: usize = 256;

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
    // The program ends with it: what it holds need not be taken apart.
    let cache = std::mem::ManuallyDrop::new(cache::Cache::of(world, &matches));
    let pace = options::is_progress_shown(world, &matches).then(Arc::<Pace>::default);
    let context = options::context(world, &cache, asked.or_else(of_project).unwrap_or(lang), &matches);
    let context = Context { pace: pace.as_ref(), ..context };
    if let Some(n) = matches.get_one::<u64>("threads") {
        let threads = usize::try_from(*n).unwrap_or(MOST_THREADS).min(MOST_THREADS);
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let exit = dispatch(&context, &matches);
    if let Some(text) = cache.close(context.lang) {
        complain(false, &text);
    }
    exit.code()
}

fn dispatch(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    match matches.subcommand() {
        Some(("check", m)) => match m.get_one::<String>("receipt") {
            Some(path) => receipt::check(context, m, path),
            None => check::run(context, m),
        },
        Some(("gate", m)) => gate::run(context, m),
        Some(("diff", m)) => gate::between::run(context, m),
        Some(("baseline", m)) => gate::baseline::run(context, m),
        Some(("init", m)) => start::init::run(context, m),
        Some(("list", m)) => start::list::run(context, m),
        Some(("config", m)) => start::config::run(context, m),
        Some(("completions", m)) => start::help::completions(context, command(context.lang), m),
        Some(("man", m)) => start::help::man(context, command(context.lang), m),
        Some(("help", m)) => start::help::run(context, command(context.lang), m),
        Some(("test", m)) => test::run(context, m),
        Some(("audit", m)) => audit::run(context, m),
        Some(("score", m)) => score::run(context, m),
        Some(("repair", m)) => figures::repair::run(context, m),
        Some(("doubt", m)) => figures::doubt::run(context, m),
        Some(("coverage", m)) => coverage::run(context, m),
        Some(("sql", m)) => engine::sql::run(context, m),
        Some(("form", m)) => form::run(context, m),
        Some(("inspect", m)) => inspect::run(context, m),
        Some(("fmt", m)) => format::run(context, m),
        Some(("answer", m)) => answer::run(context, m),
        Some(("verify", m)) => receipt::verify::run(context, m),
        Some(("explain", m)) => explain::run(context, m),
        Some(("notice", m)) => hand::notice::run(context, m),
        _ => Exit::Impossible,
    }
}

fn command(lang: Lang) -> Command {
    cache::args(options::root(lang), lang)
        .subcommand(check::command(lang))
        .subcommand(gate::command(lang))
        .subcommand(gate::baseline::command(lang))
        .subcommand(gate::between::command(lang))
        .subcommand(test::command(lang))
        .subcommand(audit::command(lang))
        .subcommand(score::command(lang))
        .subcommand(figures::repair::command(lang))
        .subcommand(figures::doubt::command(lang))
        .subcommand(coverage::command(lang))
        .subcommand(engine::sql::command(lang))
        .subcommand(inspect::command(lang))
        .subcommand(form::command(lang))
        .subcommand(format::command(lang))
        .subcommand(answer::command(lang))
        .subcommand(receipt::verify::command(lang))
        .subcommand(explain::command(lang))
        .subcommand(hand::notice::command(lang))
        .subcommand(start::init::command(lang))
        .subcommand(start::list::command(lang))
        .subcommand(start::config::command(lang))
        .subcommand(start::help::completions_command(lang))
        .subcommand(start::help::man_command(lang))
        .subcommand(start::help::command(lang))
}
