//! `fadu audit`: rules over the policy's own tables and parameters, without any submission. What they find is about the policy.

use super::diagnostics;
use super::exit::{Exit, fails, is_impossible};
use super::options::{choice, command as new_command, rule_args};
use super::words::say;
use super::{Context, print_report, project};
use crate::diag::{Lang, Sink};
use crate::eval::{self, Options};
use crate::finding::{Candidate, Findings};
use crate::hir::Rule;
use crate::pipeline;
use crate::report::{self, Report};
use crate::text::Sources;
use clap::{Arg, ArgMatches, Command};
use std::sync::Arc;

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu audit [规则文件…] [选项]", "fadu audit [PATHS…] [OPTIONS]");
    let heading = say(lang, "参数", "Arguments");
    let paths = say(lang, "规则文件或文件夹；不给则按项目文件", "rule files or folders; without any, the project file says");
    let formats: Vec<&'static str> = report::FORMATS.iter().filter(|f| !f.is_binary()).map(|f| f.name).collect();
    let command = new_command("audit", lang, usage, ("核查政策自身：各表、参数之间是否相符", "check the policy against itself"))
        .arg(Arg::new("paths").num_args(0..).value_name("PATHS").help(paths).help_heading(heading))
        .arg(choice("format", &formats, lang, "输出格式", "output format").default_value("pretty").hide_default_value(true));
    rule_args(command, lang).after_help(say(
        lang,
        "退出码：0 没有矛盾；1 有矛盾，或尚不能断定；2 核查未能完成。\n\n例：fadu audit rules/",
        "Exit codes: 0 no contradiction; 1 a contradiction, or something undecided; 2 the audit could not be done.\n\n\
         Example: fadu audit rules/",
    ))
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let setup = project::setup(context, matches, false, &mut sources, &mut sink);
    let (findings, candidates) = match &setup {
        Some(setup) => judge(context, setup, &mut sources, &mut sink),
        None => Default::default(),
    };
    let fail_on = setup.as_ref().map(|s| s.fail_on).unwrap_or_default();
    let diagnostics = sink.finish();
    let mut report = Report::new(&findings, &diagnostics, &sources, context.lang);
    report.color = context.color;
    report.ascii = context.ascii;
    report.width = context.width;
    report.quiet = context.quiet;
    report.command = "audit";
    let name = matches.get_one::<String>("format").map_or("pretty", String::as_str);
    report.candidates = &candidates;
    let text = match name {
        "pretty" => report::render_audit(&report),
        name => report::format(name).map(|f| f.text(&report)).unwrap_or_default(),
    };
    let printed = print_report(context, &text);
    if printed == Exit::Impossible || setup.is_none() || diagnostics.iter().any(is_impossible) {
        return Exit::Impossible;
    }
    // What a policy says of itself is stated, not demanded: a contradiction blocks, a remark does not.
    let contradicted = findings.list.iter().any(|f| f.audit_class() == crate::finding::AuditClass::Contradiction);
    if contradicted || fails(fail_on, &report::summary(&report)) { Exit::Blocking } else { Exit::Clean }
}

fn judge(context: &Context<'_>, setup: &project::Setup, sources: &mut Sources, sink: &mut Sink) -> (Findings, Vec<Candidate>) {
    let mut set = pipeline::compile(context.world, &setup.rules, &setup.bindings, sources, sink);
    if project::is_stopped(sink) {
        return Default::default();
    }
    setup.place(&mut set);
    let about: Vec<Rule> = set.rules.iter().filter(|r| set.is_about_policy(r)).cloned().collect();
    set.rules = Arc::new(about);
    if set.rules.is_empty() && set.broken.is_empty() {
        sink.push(diagnostics::none_about_policy());
    }
    let tables = pipeline::policy_tables(context.world, &set, sources, sink);
    let mut data = pipeline::load(&set, Vec::new(), tables, sources, sink);
    pipeline::leave_out(&mut set, &data, sink);
    let options = Options { show_met: true, ..Options::default() };
    let findings = pipeline::judge(&set, &mut data, sources, sink, &options);
    let mut candidates = Vec::new();
    for index in 0..set.rules.len() {
        for (values, mut chosen) in eval::alternatives_of(&set, index) {
            chosen.rules = Arc::new(chosen.rules.get(index).cloned().into_iter().collect());
            let mut found = pipeline::judge(&chosen, &mut data, sources, &mut Sink::default(), &options).list;
            found.iter_mut().for_each(|f| f.rule = index);
            candidates.push(Candidate { values, findings: found });
        }
    }
    (findings, candidates)
}
