//! `fadu test`: the rules' own tests, and what no test touches.

use super::exit::{Exit, is_impossible};
use super::options::{command as new_command, flag, rule_args};
use super::words::say;
use super::{Context, print, project};
use crate::diag::{Diagnostic, Lang, Sink};
use crate::pipeline;
use crate::report::{one_line, render_diagnostics};
use crate::ruletest::{self, Failure, Gap, Results};
use crate::text::{Sources, Span};
use clap::{Arg, ArgMatches, Command};
use std::fmt::Write;

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
            "列出每个限值上及其上下一步的判定",
            "the verdicts at every bound and one step to either side",
        ));
    rule_args(command, lang)
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let Some(setup) = project::setup(context, matches, false, &mut sources, &mut sink) else {
        let said = render_diagnostics(&sink.finish(), &sources, context.lang, context.color, context.width);
        print(context.lang, &said);
        return Exit::Impossible;
    };
    let set = pipeline::compile(context.world, &setup.rules, &setup.bindings, &mut sources, &mut sink);
    let tables = pipeline::policy_tables(context.world, &set, &sources, &mut sink);
    let policy = pipeline::load(&set, Vec::new(), tables, &mut sources, &mut sink);
    if matches.get_flag("boundaries") {
        let mut out = render_diagnostics(&sink.finish(), &sources, context.lang, context.color, context.width);
        out.push_str(&super::boundaries::page(&ruletest::boundaries(&set, &policy, &sources), &sources, context.lang));
        return print(context.lang, &out);
    }
    let filter = matches.get_one::<String>("filter").map(String::as_str);
    let results = ruletest::run(&set, &policy, &sources, filter);
    let mut diagnostics = sink.finish();
    diagnostics.extend(results.diagnostics.iter().cloned());
    let impossible = diagnostics.iter().any(is_impossible);
    let mut out = render_diagnostics(&diagnostics, &sources, context.lang, context.color, context.width);
    let failures: Vec<Diagnostic> =
        results.outcomes.iter().flat_map(|o| o.failures.iter().map(|f| failure(&o.name, f, &sources))).collect();
    out.push_str(&render_diagnostics(&failures, &sources, context.lang, context.color, context.width));
    out.push_str(&totals(context, &results, &sources, matches.get_flag("gaps")));
    let printed = print(context.lang, &out);
    if impossible || printed != Exit::Clean || results.outcomes.is_empty() {
        return Exit::Impossible;
    }
    if results.failed() > 0 || !diagnostics.iter().all(|d| d.severity == crate::diag::Severity::Warning) {
        Exit::Blocking
    } else {
        Exit::Clean
    }
}

/// A failed expectation as a placed message, with the values and margins it came from.
fn failure(test: &str, failure: &Failure, _sources: &Sources) -> Diagnostic {
    let (want, got) = (&failure.expected, &failure.found);
    let mut diagnostic = Diagnostic::error(
        "X001",
        format!("测试“{test}”：预期{}，实得{}", want.zh, got.zh),
        format!("test `{test}`: expected {}, found {}", want.en, got.en),
    )
    .at(failure.span, format!("实得{}", got.zh), format!("found {}", got.en));
    for finding in failure.findings.iter().take(4) {
        let lines = [Lang::Zh, Lang::En].map(|lang| one_line(finding, lang));
        let [zh, en] = lines;
        diagnostic = diagnostic.note(zh, en);
    }
    diagnostic
}

fn totals(context: &Context<'_>, results: &Results, sources: &Sources, all_gaps: bool) -> String {
    let mut out = String::new();
    let lang = context.lang;
    let (run, failed) = (results.outcomes.len(), results.failed());
    let _ = match lang {
        Lang::Zh => writeln!(out, "测试 {run} 项：通过 {}，未通过 {failed}", run - failed),
        Lang::En => writeln!(out, "{run} tests: {} passed, {failed} failed", run - failed),
    };
    if run == 0 {
        let _ = writeln!(out, "{}", say(lang, "没有可运行的测试", "there is no test to run"));
    }
    let tested = results.coverage.rules.iter().filter(|r| r.tested).count();
    let all = results.coverage.rules.len();
    let (touched, bounds) = results.coverage.bounds();
    let _ = match lang {
        Lang::Zh => writeln!(out, "覆盖：规则 {tested}/{all}，限值 {touched}/{bounds}（恰在限值上有测试）"),
        Lang::En => {
            writeln!(out, "coverage: rules {tested}/{all}, bounds {touched}/{bounds} (a test stands exactly at the bound)")
        }
    };
    let mut shown = 0;
    let mut hidden = 0;
    for rule in &results.coverage.rules {
        for gap in rule.gaps() {
            if all_gaps || shown < 20 {
                let _ = writeln!(out, "  {}: {}", rule.id, gap_words(gap, lang, sources));
                shown += 1;
            } else {
                hidden += 1;
            }
        }
    }
    if hidden > 0 {
        let _ = match lang {
            Lang::Zh => writeln!(out, "  另有 {hidden} 处未测（--gaps 全部列出）"),
            Lang::En => writeln!(out, "  {hidden} more gaps (--gaps lists all)"),
        };
    }
    out
}

fn gap_words(gap: Gap, lang: Lang, sources: &Sources) -> String {
    let place = |span: Span| {
        let source = sources.get(span.file);
        let (line, col) = source.line_col(span.start as usize);
        format!("{}:{line}:{col} `{}`", source.name, source.slice(span))
    };
    match gap {
        Gap::Untested => say(lang, "没有测试", "no test").to_string(),
        Gap::NeverMet => say(lang, "没有“符合”的测试", "never met").to_string(),
        Gap::NeverViolated => say(lang, "没有“不符”的测试", "never violated").to_string(),
        Gap::ConditionNeverFalse => say(lang, "没有“不适用”的测试", "`when` is never false").to_string(),
        Gap::ExemptionNeverTaken => say(lang, "没有“豁免”的测试", "the exemption is never taken").to_string(),
        Gap::BoundNotTouched(span) => match lang {
            Lang::Zh => format!("没有恰在限值上的测试：{}", place(span)),
            Lang::En => format!("no test at the bound: {}", place(span)),
        },
    }
}
