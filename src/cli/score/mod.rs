//! `fadu score`: regions compared by the scorecards of the rule files.

mod report;

use super::check::{ALLOWABLE, without_allowed};
use super::diagnostics;
use super::exit::{Exit, is_bad_data, is_impossible};
use super::judging::column;
use super::options::{as_one_arg, choice, command as new_command, rule_args};
use super::submissions;
use super::words::say;
use super::{Context, complain, print, project, regions};
use crate::diag::{Lang, Sink};
use crate::pipeline;
use crate::report::render_diagnostics;
use crate::score::{self, Board};
use crate::text::Sources;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::collections::BTreeMap;

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu score [报送文件…] [选项]", "fadu score [FILES…] [OPTIONS]");
    let files =
        say(lang, "报送文件或文件夹；不给则按项目文件", "submissions (files or folders); without any, the project file says");
    let heading = say(lang, "参数", "Arguments");
    let only = say(lang, "只算这张评分表", "only this scorecard");
    let command =
        new_command("score", lang, usage, ("按评分表给各地区计分、排名", "points and places for regions, by scorecards"))
            .arg(Arg::new("files").num_args(0..).value_name("FILES").help(files).help_heading(heading))
            .arg(as_one_arg(lang))
            .arg(Arg::new("scorecard").long("scorecard").value_name("NAME").help(only))
            .arg(
                choice("format", &["pretty", "json"], lang, "输出格式", "output format")
                    .default_value("pretty")
                    .hide_default_value(true),
            )
            .arg(choice("allow", &ALLOWABLE, lang, "放行（可多次）", "let pass (repeatable)").action(ArgAction::Append));
    rule_args(command, lang).after_help(say(
        lang,
        "退出码：0 已计分；1 有无法采用的格子；2 未能计分。\n\n例：fadu score --scorecard 年度考核",
        "Exit codes: 0 scored; 1 a cell cannot be used; 2 it could not be scored.\n\nExample: fadu score --scorecard annual",
    ))
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let setup = project::setup(context, matches, true, &mut sources, &mut sink);
    let only = matches.get_one::<String>("scorecard").map(String::as_str);
    let filled = match &setup {
        Some(setup) if !setup.rules.is_empty() => fill(context, setup, only, &mut sources, &mut sink),
        _ => Filled::default(),
    };
    let allowed = setup.as_ref().map(|s| s.allow.clone()).unwrap_or_default();
    let diagnostics = without_allowed(sink.finish(), &allowed, &filled.optional);
    let json = matches.get_one::<String>("format").is_some_and(|f| f == "json");
    let text = if json {
        report::json(&filled.boards, &filled.names, &diagnostics, &sources, context.lang)
    } else {
        complain(context.color, &render_diagnostics(&diagnostics, &sources, context.lang, context.color, context.width));
        filled.boards.iter().map(|b| report::page(b, &filled.names, context.lang, context.width)).collect()
    };
    let printed = print(context, &text);
    let impossible = setup.is_none() || filled.boards.is_empty() || diagnostics.iter().any(is_impossible);
    // A cell that cannot be used leaves points open that the sender owes, as it blocks a check.
    let blocked = printed == Exit::Clean && diagnostics.iter().any(is_bad_data);
    match (impossible, blocked) {
        (true, _) => Exit::Impossible,
        (false, true) => Exit::Blocking,
        (false, false) => printed,
    }
}

/// The scorecards filled in, what regions are called, and where the columns are declared that nobody need send.
#[derive(Default)]
struct Filled {
    boards: Vec<Board>,
    names: BTreeMap<String, String>,
    optional: Vec<crate::text::Span>,
}

fn fill(context: &Context<'_>, setup: &project::Setup, only: Option<&str>, sources: &mut Sources, sink: &mut Sink) -> Filled {
    let mut all = pipeline::compile(context.world, &setup.rules, &setup.bindings, sources, sink);
    if project::is_stopped(sink) {
        return Filled::default();
    }
    let known: Vec<String> = all.scorecards.iter().map(|c| c.name.clone()).collect();
    all.scorecards.retain(|c| only.is_none_or(|name| c.name == name || c.title.as_deref() == Some(name)));
    if all.scorecards.is_empty() {
        sink.push(diagnostics::no_scorecard(only, &known));
        return Filled::default();
    }
    let mut set = score::prepare(&all);
    setup.place(&mut set);
    project::set_jurisdictions(setup, &mut set, context.lang, sink);
    project::set_regions(setup, &mut set, sink);
    let inputs = submissions::inputs(context, setup, &set, sink);
    if inputs.is_empty() && !setup.allows("no-files") && !setup.files_missing_said {
        sink.push(diagnostics::no_files());
    }
    let tables = pipeline::policy_tables(context.world, &set, sources, sink);
    let kept = context.kept(setup.project_path());
    let mut data = pipeline::load_keeping(&set, (inputs, tables), kept, sources, sink);
    pipeline::leave_out(&mut set, &data, sink);
    let findings = pipeline::judge_each(&set, &mut data, sources, sink);
    Filled {
        boards: set.scorecards.iter().map(|card| score::board(card, &set, &data, &findings)).collect(),
        names: regions::names(&set, &data),
        optional: setup.allow_columns.iter().filter_map(|name| column(&set.schema, name)).collect(),
    }
}
