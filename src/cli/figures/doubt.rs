//! `fadu doubt`: which single figure most likely carries a slip.

use super::loaded::loaded;
use super::{doubt_json, doubt_text, whom};
use crate::cli::check::{ALLOWABLE, without_allowed};
use crate::cli::exit::{Exit, is_impossible};
use crate::cli::options::{as_one_arg, choice, command as new_command, rule_args};
use crate::cli::words::say;
use crate::cli::{Context, complain, diagnostics, print, project, regions};
use crate::diag::{Lang, Sink};
use crate::doubt::{self, Doubt};
use crate::report::render_diagnostics;
use crate::text::Sources;
use clap::{Arg, ArgAction, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu doubt [报送文件…] [选项]", "fadu doubt [FILES…] [OPTIONS]");
    let files =
        say(lang, "报送文件或文件夹；不给则按项目文件", "submissions (files or folders); without any, the project file says");
    let who = say(lang, "只看这个地区（代码或名称）或对象", "only this region (code or name) or subject");
    let heading = say(lang, "参数", "Arguments");
    let about = (
        "哪个数最像是笔误（差万倍亿倍、百分数、两栏对调、数字重复漏掉颠倒、照抄上年）；只提示，不改数",
        "which single figure most likely carries a slip (scale, percent, fields swapped, digits, last year's figure); it suggests, and changes nothing",
    );
    let command = new_command("doubt", lang, usage, about)
        .arg(Arg::new("files").num_args(0..).value_name("FILES").help(files).help_heading(heading))
        .arg(as_one_arg(lang))
        .arg(Arg::new("for").long("for").value_name("WHO").help(who))
        .arg(
            choice("format", &["pretty", "json"], lang, "输出格式", "output format")
                .default_value("pretty")
                .hide_default_value(true),
        )
        .arg(choice("allow", &ALLOWABLE, lang, "放行（可多次）", "let pass (repeatable)").action(ArgAction::Append))
        .after_help(say(
            lang,
            "退出码：0 看过了（有没有提示都是 0）；2 没有做成",
            "exit codes: 0 it was looked at, with or without suggestions; 2 it could not be done",
        ));
    rule_args(command, lang)
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let setup = project::setup(context, matches, true, &mut sources, &mut sink);
    let who = matches.get_one::<String>("for").map(String::as_str);
    let found = match &setup {
        Some(setup) if !setup.rules.is_empty() => find(context, setup, who, &mut sources, &mut sink),
        _ => None,
    };
    let allowed = setup.as_ref().map(|s| s.allow.clone()).unwrap_or_default();
    let diagnostics = without_allowed(sink.finish(), &allowed, &[]);
    let json = matches.get_one::<String>("format").is_some_and(|f| f == "json");
    let text = if json {
        doubt_json::render(found.as_ref(), &diagnostics, &sources, context.lang)
    } else {
        let shown = render_diagnostics(&diagnostics, &sources, context.lang, context.color, context.width);
        complain(context.color, &shown);
        found.as_ref().map(|found| doubt_text::page(found, &sources, context.lang)).unwrap_or_default()
    };
    match print(context, &text) {
        Exit::Clean if found.is_some() && !diagnostics.iter().any(is_impossible) => Exit::Clean,
        Exit::Clean | Exit::Blocking | Exit::Impossible => Exit::Impossible,
    }
}

fn find(
    context: &Context<'_>,
    setup: &project::Setup,
    who: Option<&str>,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Doubt> {
    let (set, mut data) = loaded(context, setup, sources, sink)?;
    let names = regions::names(&set, &data);
    let found = doubt::doubt(&set, &mut data, sources, &|findings| match who {
        Some(name) => whom::findings_of(name, findings, &names),
        None => (0..findings.list.len()).collect(),
    });
    if let (None, Some(name)) = (&found, who) {
        sink.push(diagnostics::not_judged(name));
    }
    if let (None, None) = (&found, who) {
        sink.push(diagnostics::nothing_judged());
    }
    found
}
