//! `fadu test`: the rules' own tests, and what no test touches.

mod json;
mod text;

use super::diagnostics;
use super::exit::{Exit, is_impossible};
use super::options::{choice, command as new_command, flag, rule_args};
use super::words::say;
use super::{Context, print, project};
use crate::diag::{Diagnostic, Lang, Severity, Sink};
use crate::num::{Decimal, Rat, int};
use crate::pipeline;
use crate::report::render_diagnostics;
use crate::ruletest::{self, Bases, Failure, Outcome, Results};
use crate::text::Sources;
use clap::{Arg, ArgMatches, Command};
use std::collections::BTreeMap;

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu test [规则文件…] [选项]", "fadu test [PATHS…] [OPTIONS]");
    let heading = say(lang, "参数", "Arguments");
    let filter = say(lang, "只运行名称含此文字的测试", "only tests whose name has this text");
    let command = new_command("test", lang, usage, ("运行规则自带的测试", "run the rules' own tests"))
        .arg(
            Arg::new("paths")
                .num_args(0..)
                .value_name("PATHS")
                .help(say(lang, "规则文件或文件夹", "rule files or folders"))
                .help_heading(heading),
        )
        .arg(Arg::new("filter").long("filter").value_name("TEXT").help(filter))
        .arg(flag("gaps", lang, "逐条列出未测之处", "list every gap"))
        .arg(flag(
            "boundaries",
            lang,
            "列出每个限值上及其上下一步的判定，供核对签字",
            "a table to sign: the verdicts at every bound and one step to either side",
        ))
        .arg(Arg::new("min-coverage").long("min-coverage").value_name("SHARE").value_parser(percentage).help(say(
            lang,
            "覆盖率低于此数时退出码为 1，例如 90%",
            "exit with 1 if less is covered, for example 90%",
        )))
        .arg(
            choice("format", &["pretty", "json"], lang, "输出格式", "output format")
                .default_value("pretty")
                .hide_default_value(true),
        );
    rule_args(command, lang).after_help(say(
        lang,
        "退出码：0 测试都过；1 有测试没过，或覆盖率不够；2 规则有误，或没有测试。\n\n例：fadu test rules/ --gaps",
        "Exit codes: 0 all tests hold; 1 one fails, or too little is covered; 2 a rule does not compile, or there is no test.\n\n\
         Example: fadu test rules/ --gaps",
    ))
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let json = matches.get_one::<String>("format").is_some_and(|f| f == "json");
    let Some(setup) = project::setup(context, matches, false, &mut sources, &mut sink) else {
        let diagnostics = sink.finish();
        let said = unable(context, json, &diagnostics, &sources);
        print(context, &said);
        return Exit::Impossible;
    };
    let mut set = pipeline::compile(context.world, &setup.rules, &setup.bindings, &mut sources, &mut sink);
    if project::is_stopped(&sink) {
        let diagnostics = sink.finish();
        print(context, &unable(context, json, &diagnostics, &sources));
        return Exit::Impossible;
    }
    let bases = Bases::load(context.world, &set, &mut sources, &mut sink);
    pipeline::leave_out_of_tests(&mut set, bases.policy(), &mut sink);
    if matches.get_flag("boundaries") {
        let found = ruletest::boundaries(&set, &bases, &sources);
        return super::boundaries::run(context, json, &set, &found, &sources, sink.finish());
    }
    let filter = matches.get_one::<String>("filter").map(String::as_str);
    let results = ruletest::run(&set, &bases, &sources, filter);
    let mut diagnostics = sink.finish();
    diagnostics.extend(results.diagnostics.iter().cloned());
    let least = matches.get_one::<Rat>("min-coverage");
    let text = if json {
        json::report(&results, &diagnostics, &sources, context.lang)
    } else {
        pretty(context, matches, &results, &diagnostics, &sources)
    };
    let printed = print(context, &text);
    if printed != Exit::Clean || diagnostics.iter().any(is_impossible) || results.outcomes.is_empty() {
        return Exit::Impossible;
    }
    let short = least.is_some_and(|least| results.coverage.measures().total().is_below(least));
    if short || results.failed() > 0 || !diagnostics.iter().all(|d| d.severity == Severity::Warning) {
        Exit::Blocking
    } else {
        Exit::Clean
    }
}

/// What is said when no test can be run.
fn unable(context: &Context<'_>, json: bool, diagnostics: &[Diagnostic], sources: &Sources) -> String {
    match json {
        true => json::report(&Results::default(), diagnostics, sources, context.lang),
        false => render_diagnostics(diagnostics, sources, context.lang, context.color, context.width),
    }
}

fn pretty(
    context: &Context<'_>,
    matches: &ArgMatches,
    results: &Results,
    diagnostics: &[Diagnostic],
    sources: &Sources,
) -> String {
    let mut out = render_diagnostics(diagnostics, sources, context.lang, context.color, context.width);
    let judged = |(_, f): &(&Outcome, &Failure)| f.faulty.is_none();
    let (judged, faulty): (Vec<_>, Vec<_>) =
        results.outcomes.iter().flat_map(|o| o.failures.iter().map(move |f| (o, f))).partition(judged);
    let mut failures: Vec<Diagnostic> = judged.into_iter().map(|(o, f)| diagnostics::failed_expectation(o, f)).collect();
    failures.extend(faulty_rules(&faulty));
    out.push_str(&render_diagnostics(&failures, sources, context.lang, context.color, context.width));
    out.push_str(&text::totals(context, results, sources, matches.get_flag("gaps")));
    if let Some(least) = matches.get_one::<Rat>("min-coverage") {
        out.push_str(&text::threshold(results.coverage.measures().total(), least, context.lang));
    }
    out
}

/// A share such as `90%`.
fn percentage(text: &str) -> Result<Rat, String> {
    let wrong = || format!("{text}: 0%—100%, 90%");
    let digits = text.trim().strip_suffix(['%', '％']);
    // `0.9` may be meant for 90 % or for 0.9 %; `90` can only be a percentage.
    let bare = text.trim().parse::<u8>().ok().filter(|n| *n > 1).map(|_| text.trim());
    let value = Decimal::parse(digits.or(bare).ok_or_else(wrong)?.trim()).map_err(|_| wrong())?.to_rat() / int(100);
    if (Rat::ZERO..=Rat::ONE).contains(&value) { Ok(value) } else { Err(wrong()) }
}

/// A rule with mistakes is named once, with the expectations that wait for it.
fn faulty_rules(failures: &[(&Outcome, &Failure)]) -> Vec<Diagnostic> {
    let mut by_rule: BTreeMap<&str, Vec<&Failure>> = BTreeMap::new();
    for (_, failure) in failures {
        by_rule.entry(failure.faulty.as_deref().unwrap_or("")).or_default().push(failure);
    }
    let told = |(rule, list): (&str, Vec<&Failure>)| diagnostics::faulty_rule(rule, &list);
    by_rule.into_iter().map(told).collect()
}
