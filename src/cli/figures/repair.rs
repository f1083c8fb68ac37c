//! `fadu repair`: the fewest and smallest changes of figures under which all rules hold for a region, or for a subject.

use super::lines::Names;
use super::loaded::loaded;
use super::{repair_json, repair_text, whom};
use crate::cli::check::{ALLOWABLE, without_allowed};
use crate::cli::exit::{Exit, is_impossible};
use crate::cli::options::{as_one_arg, choice, command as new_command, rule_args};
use crate::cli::words::say;
use crate::cli::{Context, complain, diagnostics, print, project, regions};
use crate::diag::{Lang, Sink};
use crate::repair::{self, Repair};
use crate::report::render_diagnostics;
use crate::text::Sources;
use clap::{Arg, ArgAction, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu repair <地区 | 对象> [报送文件…] [选项]", "fadu repair <REGION | SUBJECT> [FILES…] [OPTIONS]");
    let who = say(lang, "地区的代码或名称，或对象的名称", "code or name of a region, or name of a subject");
    let files =
        say(lang, "报送文件或文件夹；不给则按项目文件", "submissions (files or folders); without any, the project file says");
    let heading = say(lang, "参数", "Arguments");
    let about = (
        "改哪些数、最少改多少，约束该地区的规则就全部成立；只提出，不改文件",
        "which figures to change, and by how little, for every rule that binds a region to hold; it tells, and writes nothing",
    );
    let command = new_command("repair", lang, usage, about)
        .arg(Arg::new("who").value_name("WHO").required(true).help(who).help_heading(heading))
        .arg(Arg::new("files").num_args(0..).value_name("FILES").help(files).help_heading(heading))
        .arg(as_one_arg(lang))
        .arg(
            choice("format", &["pretty", "json"], lang, "输出格式", "output format")
                .default_value("pretty")
                .hide_default_value(true),
        )
        .arg(choice("allow", &ALLOWABLE, lang, "放行（可多次）", "let pass (repeatable)").action(ArgAction::Append))
        .after_help(say(
            lang,
            "退出码：0 没有不符，或照此改动后全部成立；1 有规则照此改动后仍不成立；2 没有做成",
            "exit codes: 0 nothing is broken, or all holds with the changes; 1 something stays broken; 2 it could not be done",
        ));
    rule_args(command, lang)
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let who = matches.get_one::<String>("who").map_or("", String::as_str);
    let setup = project::setup(context, matches, true, &mut sources, &mut sink);
    let found = match &setup {
        Some(setup) if !setup.rules.is_empty() => find(context, setup, who, &mut sources, &mut sink),
        _ => None,
    };
    let allowed = setup.as_ref().map(|s| s.allow.clone()).unwrap_or_default();
    let diagnostics = without_allowed(sink.finish(), &allowed, &[]);
    let json = matches.get_one::<String>("format").is_some_and(|f| f == "json");
    let text = match (&found, json) {
        (found, true) => repair_json::render(who, found.as_ref(), &diagnostics, &sources, context.lang),
        (found, false) => {
            let shown = render_diagnostics(&diagnostics, &sources, context.lang, context.color, context.width);
            complain(context.color, &shown);
            found.as_ref().map(|(found, names)| repair_text::page(who, found, names, &sources, context.lang)).unwrap_or_default()
        }
    };
    let printed = print(context, &text);
    match &found {
        Some((found, _)) if printed == Exit::Clean && !diagnostics.iter().any(is_impossible) => {
            if found.left.is_empty() {
                Exit::Clean
            } else {
                Exit::Blocking
            }
        }
        _ => Exit::Impossible,
    }
}

fn find(
    context: &Context<'_>,
    setup: &project::Setup,
    who: &str,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<(Repair, Names)> {
    let (set, mut data) = loaded(context, setup, sources, sink)?;
    let names = regions::names(&set, &data);
    let found = repair::repair(&set, &mut data, sources, &|findings| whom::findings_of(who, findings, &names));
    if found.is_none() {
        sink.push(diagnostics::not_judged(who));
    }
    Some((found?, names))
}
