//! `fadu fmt`: rule files in their one layout.

use super::exit::Exit;
use super::options::{choice, command as new_command, flag};
use super::words::say;
use super::{Context, complain, print, project, write_out};
use crate::diag::{Lang, Sink};
use crate::fmt::{self, FmtOptions, Keywords};
use crate::report::render_diagnostics;
use crate::text::Sources;
use clap::{Arg, ArgMatches, Command};
use std::io::IsTerminal;
use std::path::Path;

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu fmt [规则文件…] [选项]", "fadu fmt [PATHS…] [OPTIONS]");
    let paths = say(lang, "规则文件或文件夹；`-` 为标准输入", "rule files or folders; `-` is standard input");
    let heading = say(lang, "参数", "Arguments");
    new_command("fmt", lang, usage, ("整理规则文件的格式", "lay out rule files"))
        .arg(Arg::new("paths").num_args(0..).value_name("PATHS").help(paths).help_heading(heading))
        .arg(flag("check", lang, "只显示差异，有差异时退出码为 1", "show the difference only, exit with 1 if there is any"))
        .arg(choice("keywords", &["zh", "en"], lang, "把关键字统一为中文或英文", "write all keywords in Chinese or English"))
        .arg(Arg::new("config").long("config").value_name("FILE").help(say(lang, "项目文件", "project file")))
        .after_help(say(
            lang,
            "退出码：0 已整理；1 --check 且有差异；2 规则文件有语法错误、读不出或写不进。\n\n例：fadu fmt --check rules/",
            "Exit codes: 0 laid out; 1 with --check, where there is a difference; 2 a rule file has syntax errors, or cannot be read or written.\n\n\
             Example: fadu fmt --check rules/",
        ))
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let options = FmtOptions {
        keywords: match matches.get_one::<String>("keywords").map(String::as_str) {
            Some("zh") => Keywords::Zh,
            Some("en") => Keywords::En,
            _ => Keywords::Keep,
        },
    };
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let asked: Vec<String> = matches.get_many::<String>("paths").into_iter().flatten().cloned().collect();
    if asked == ["-"] {
        return from_stdin(context, options, matches.get_flag("check"));
    }
    let files = project::rule_files(context, matches, &asked, &mut sources, &mut sink);
    let mut exit = Exit::Clean;
    for path in &files {
        exit = exit.max(one(context, path, options, matches.get_flag("check"), &mut sources, &mut sink));
    }
    let list = sink.finish();
    if !list.is_empty() {
        complain(context.color, &render_diagnostics(&list, &sources, context.lang, context.color, context.width));
        return Exit::Impossible;
    }
    exit
}

fn one(context: &Context<'_>, path: &Path, options: FmtOptions, check: bool, sources: &mut Sources, sink: &mut Sink) -> Exit {
    let Some(source) = crate::pipeline::read_text(context.world, path, sink) else { return Exit::Impossible };
    let file = sources.add(source);
    let old = sources.get(file).text.clone();
    let new = match fmt::format(file, &old, options) {
        Ok(new) => new,
        Err(problems) => {
            sink.extend(problems);
            return Exit::Impossible;
        }
    };
    if new == old {
        return Exit::Clean;
    }
    if check {
        return print(context, &fmt::diff(&old, &new, &sources.get(file).name)).max(Exit::Blocking);
    }
    match context.world.write_atomic(path, new.as_bytes()) {
        Ok(()) => Exit::Clean,
        Err(error) => {
            sink.push(crate::load::diagnostics::files::unwritable(&error));
            Exit::Impossible
        }
    }
}

fn from_stdin(context: &Context<'_>, options: FmtOptions, check: bool) -> Exit {
    let mut text = String::new();
    if std::io::Read::read_to_string(&mut std::io::stdin().lock(), &mut text).is_err() {
        complain(context.color, say(context.lang, "标准输入不是 UTF-8\n", "standard input is no UTF-8\n"));
        return Exit::Impossible;
    }
    let mut sources = Sources::default();
    let file = sources.add(crate::text::Source::new("-", text.clone()));
    match fmt::format(file, &text, options) {
        Ok(new) if check && new == text => Exit::Clean,
        Ok(new) if check => print(context, &fmt::diff(&text, &new, "-")).max(Exit::Blocking),
        // What a program reads is the file itself; a terminal is shown a clean text.
        Ok(new) if std::io::stdout().is_terminal() => print(context, &new),
        Ok(new) => write_out(context.lang, &new),
        Err(problems) => {
            complain(context.color, &render_diagnostics(&problems, &sources, context.lang, context.color, context.width));
            Exit::Impossible
        }
    }
}
