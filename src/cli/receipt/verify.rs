//! `fadu verify`: what a receipt says was judged is judged again.

use super::compared::Compared;
use super::{arguments, json, receipt_of, text};
use crate::cli::check;
use crate::cli::diagnostics;
use crate::cli::exit::Exit;
use crate::cli::options::{choice, command as new_command};
use crate::cli::words::say;
use crate::cli::{Context, complain, print};
use crate::diag::{Diagnostic, Lang};
use crate::digest::Algorithm;
use crate::load::diagnostics::files::unreadable;
use crate::receipt::{self as document, Receipt, Run, Unusable};
use crate::report::render_diagnostics;
use crate::text::Sources;
use crate::world::{AccountingWorld, RootedWorld};
use clap::{Arg, ArgMatches, Command};
use std::path::Path;

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu verify 凭证 [选项]", "fadu verify RECEIPT [OPTIONS]");
    let heading = say(lang, "参数", "Arguments");
    let receipt = say(lang, "fadu check --receipt 写下的凭证", "a receipt that fadu check --receipt wrote");
    let directory = say(
        lang,
        "当时运行 fadu check 的目录（默认当前目录）",
        "the directory in which fadu check was run (default: the current one)",
    );
    let codes = say(
        lang,
        "退出码：0 与凭证相同；1 不同，已逐项列出；2 核对不了（凭证已损坏、出自更新的版本，或者已经无法核查）。\n例：fadu verify 凭证.json -C 2008年",
        "Exit codes: 0 the same; 1 different, item by item; 2 it cannot be told (a damaged receipt, one of a later version, or nothing that could be \
         judged again).\nExample: fadu verify receipt.json -C 2008",
    );
    let about = ("按凭证再核查一次，说明有何不同", "judge again what a receipt says was judged, and say what differs");
    new_command("verify", lang, usage, about)
        .arg(Arg::new("file").required(true).value_name(say(lang, "凭证", "RECEIPT")).help(receipt).help_heading(heading))
        .arg(Arg::new("directory").long("directory").short('C').value_name("DIR").help(directory))
        .arg(
            choice("format", &["pretty", "json"], lang, "输出格式", "output format")
                .default_value("pretty")
                .hide_default_value(true),
        )
        .after_help(codes)
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let path = matches.get_one::<String>("file").map_or("", String::as_str);
    let directory = matches.get_one::<String>("directory").map_or(".", String::as_str);
    let (receipt, algorithm) = match open(context, path) {
        Ok(opened) => opened,
        Err(problem) => return tell(context, &problem),
    };
    let compared = match judge_again(context, receipt, algorithm, Path::new(directory)) {
        Ok(compared) => compared,
        Err(problem) => return tell(context, &problem.in_file(path)),
    };
    let json = matches.get_one::<String>("format").is_some_and(|f| f == "json");
    let shown = if json { json::render(&compared, context.lang) } else { text::render(&compared, context) };
    print(context, &shown).max(compared.exit())
}

fn tell(context: &Context<'_>, problem: &Diagnostic) -> Exit {
    let list = std::slice::from_ref(problem);
    complain(context.color, &render_diagnostics(list, &Sources::default(), context.lang, context.color, context.width));
    Exit::Impossible
}

fn open(context: &Context<'_>, path: &str) -> Result<(Receipt, Algorithm), Box<Diagnostic>> {
    let bytes = context.world.read(Path::new(path)).map_err(|e| Box::new(unreadable(&e)))?;
    let text = String::from_utf8_lossy(&bytes);
    document::read(&text).map_err(|why| Box::new(diagnostics::no_receipt(path, &why)))
}

/// Judges in the directory of the run, with its options.
fn judge_again(context: &Context<'_>, was: Receipt, algorithm: Algorithm, directory: &Path) -> Result<Compared, Box<Diagnostic>> {
    if let Some(path) = arguments::absolute_path(&was.run) {
        return Err(Box::new(diagnostics::absolute_in_receipt(path)));
    }
    let lang = if was.run.language == "en" { Lang::En } else { Lang::Zh };
    let Some(matches) = arguments::matches_of(check::command(lang), &was.run) else {
        return Err(Box::new(diagnostics::no_receipt("", &Unusable::Schema(was.fadu))));
    };
    let rooted = RootedWorld::new(context.world, directory);
    let digest = |bytes: &[u8]| algorithm.hex(bytes);
    let world = AccountingWorld::new(&rooted, &digest);
    let Run { width, ascii, quiet, .. } = was.run;
    let context = Context { world: &world, lang, color: false, ascii, width, quiet, cache: None, pace: None };
    let looked = check::look(&context, &matches);
    let now = receipt_of(&context, &matches, &looked, &world, (algorithm, was.run.clone()));
    let differences = document::compare(&was, &now);
    let stopped = looked.setup.is_none() || (looked.findings.rules.is_empty() && !was.rules.is_empty());
    let unknown = was.unknown_fields();
    Ok(Compared { was, now, differences, unknown, stopped, diagnostics: looked.diagnostics, sources: looked.sources })
}
