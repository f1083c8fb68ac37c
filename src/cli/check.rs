//! `fadu check`: from rule files and submissions to a report and an exit code.

use super::diagnostics;
use super::engine;
use super::exit::{Exit, fails, is_bad_data, is_impossible};
use super::hand;
use super::judging::{self, Answers, Sides};
use super::options::{answer_args, as_one_arg, choice, command as new_command, flag, receipt_args, rule_args};
use super::project::{self, Setup};
use super::root;
use super::submissions;
use super::words::say;
use super::{Context, complain, print_report};
use crate::config::FailOn;
use crate::data::Dataset;
use crate::diag::{Diagnostic, Lang, Severity, Sink};
use crate::digest::Algorithm;
use crate::eval::Options;
use crate::finding::{Asked, Consequence, Findings};
use crate::load::diagnostics::files;
use crate::pipeline;
use crate::report::{self, Report, Summary};
use crate::text::{FileId, Sources, Span};
use crate::ty::Schema;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What `--allow` can let pass.
pub const ALLOWABLE: [&str; 6] = ["no-files", "no-subject", "missing-columns", "bad-cells", "open-parameters", "nothing-judged"];

/// Levels of items, the gravest first.
const LEVELS: [(&str, Consequence); 5] = [
    ("violated", Consequence::Breach),
    ("undetermined", Consequence::Open),
    ("query", Consequence::Query),
    ("shortfall", Consequence::Shortfall),
    ("all", Consequence::Noted),
];

pub fn command(lang: Lang) -> Command {
    let fail_on: Vec<&'static str> = FailOn::NAMES.iter().map(|(name, _)| *name).collect();
    let usage = ("fadu check [报送文件…] [选项]", "fadu check [FILES…] [OPTIONS]");
    let files = say(
        lang,
        "报送文件或文件夹；不给则按项目文件。项目里的文件与其余文件一起核查，只列它的结果",
        "submissions (files or folders); without any, the project file says. Files of the project are judged among the rest, and only what is found of them is shown",
    );
    let heading = say(lang, "参数", "Arguments");
    let command = new_command("check", lang, usage, ("核查报送文件", "check submissions"))
        .arg(Arg::new("files").num_args(0..).value_name("FILES").help(files).help_heading(heading))
        .arg(as_one_arg(lang))
        .arg(format(lang))
        .arg(Arg::new("output").long("output").short('o').value_name("FILE").help(say(
            lang,
            "写入文件（UTF-8）；不覆盖本次读取的文件，是链接则写入其所指的文件",
            "write to a file (UTF-8); never over a file this run reads; a link is followed",
        )))
        .arg(flag("statistics", lang, "按规则和地区计数", "counts per rule and per region"))
        .arg(flag(
            "all",
            lang,
            "逐项列全：符合的也列出，待定的不归并",
            "list every item: what is met as well, and open items one by one",
        ))
        .arg(choice(
            "list",
            &LEVELS.map(|(name, _)| name),
            lang,
            "逐项列到哪一级为止，其余只计数（默认 all）",
            "down to which level to list items; the rest is only counted (default all)",
        ))
        .arg(choice(
            "fail-on",
            &fail_on,
            lang,
            "从哪一级起退出码为 1（默认 undetermined）",
            "from which level on to exit with 1 (default undetermined)",
        ))
        .args(hand::args(lang))
        .args(marked_arg(lang))
        .args(input_args(lang))
        .args(engine::args(lang))
        .arg(root::root_arg(lang))
        .arg(root::summary_arg(lang))
        .arg(choice("allow", &ALLOWABLE, lang, "放行（可多次）", "let pass (repeatable)").action(ArgAction::Append));
    let codes = say(
        lang,
        "退出码：0 无阻断；1 有阻断（要求被违反或待定）；2 核查未能完成（规则有误、文件读不出、没有文件、没有数据），2 优先于 1。\n\n例：fadu check 报送/ --rules rules/\n    fadu check --format json -o 报告.json",
        "Exit codes: 0 nothing blocking; 1 something blocking (a require violated or undetermined); 2 the check could not be done \
         (a rule that does not compile, input that cannot be read, no file, no data); 2 wins over 1.\n\n\
         Examples: fadu check submissions/ --rules rules/\n          fadu check --format json -o report.json",
    );
    receipt_args(answer_args(rule_args(command, lang), lang), lang).after_help(codes)
}

/// `--marked-dir`, where the program writes workbooks.
fn marked_arg(lang: Lang) -> Option<Arg> {
    #[cfg(feature = "xlsx-out")]
    return Some(hand::marked::arg(lang));
    #[cfg(not(feature = "xlsx-out"))]
    {
        let _ = lang;
        None
    }
}

/// Where submissions come from besides files, and how long they are looked at.
fn input_args(lang: Lang) -> [Arg; 2] {
    let name = say(
        lang,
        "以 - 从标准输入读报送时，当作这个名称的文件（如 County.csv）",
        "what a submission read from standard input (-) is called, such as County.csv",
    );
    [
        Arg::new("stdin-name").long("stdin-name").value_name("NAME").conflicts_with("receipt").help(name),
        flag("watch", lang, "文件有变动就再核查，直到中断", "check again whenever a file changes, until interrupted")
            .conflicts_with("receipt"),
    ]
}

/// `--format`, by the names and aliases of all formats.
fn format(lang: Lang) -> Arg {
    let names: Vec<&'static str> = report::FORMATS.iter().map(|f| f.name).collect();
    let known = report::FORMATS.iter().map(|f| PossibleValue::new(f.name).aliases(f.aliases));
    let arg = choice("format", &names, lang, "输出格式", "output format").value_parser(PossibleValuesParser::new(known));
    arg.default_value("pretty").hide_default_value(true)
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    if !matches.get_flag("watch") {
        let looked = look(context, matches);
        return finish(context, matches, &looked);
    }
    loop {
        let before = stamps(context, matches);
        let looked = look(context, matches);
        finish(context, matches, &looked);
        complain(
            false,
            say(context.lang, "—— 等待文件变动（Ctrl-C 结束）——\n", "-- waiting for files to change (Ctrl-C ends) --\n"),
        );
        while stamps(context, matches) == before {
            std::thread::sleep(PAUSE);
        }
    }
}

/// How often files are looked at while they are watched.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(400);

/// All files of the check, with what changes when they do.
fn stamps(context: &Context<'_>, matches: &ArgMatches) -> Vec<(PathBuf, Option<String>)> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let mut paths = Vec::new();
    if let Some(setup) = project::setup(context, matches, true, &mut sources, &mut sink) {
        pipeline::compile(context.world, &setup.rules, &setup.bindings, &mut sources, &mut sink);
        paths.extend(setup.submission_paths(context, &mut sink));
    }
    paths.extend(sources.iter().map(|(_, s)| PathBuf::from(&s.name)));
    paths.extend(sources.iter().filter_map(|(_, s)| Some(Path::new(&s.name).parent()?.to_path_buf())));
    paths.sort();
    paths.dedup();
    paths.into_iter().map(|p| (p.clone(), context.world.stamp(&p))).collect()
}

/// What was found in a run.
pub struct Looked {
    pub setup: Option<Setup>,
    pub sources: Sources,
    pub findings: Findings,
    pub diagnostics: Vec<Diagnostic>,
    /// What files are called where they lie; `sources` may call them otherwise.
    pub paths: BTreeMap<FileId, String>,
    may_idle: Vec<usize>,
    run: report::Run,
}

/// Reads and judges.
pub fn look(context: &Context<'_>, matches: &ArgMatches) -> Looked {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    if tells_digests(matches) {
        context.world.keep_digests(Algorithm::Sha256);
    }
    let setup = project::setup(context, matches, true, &mut sources, &mut sink);
    let (findings, optional) = match &setup {
        Some(setup) if !setup.rules.is_empty() => {
            let options =
                Options { show_met: shows_everybody(matches), told_apart: hand::is_told_apart(matches), ..Options::default() };
            judge(context, &options, setup, &mut sources, &mut sink)
        }
        _ => Default::default(),
    };
    let allowed = setup.as_ref().map(|s| s.allow.as_slice()).unwrap_or_default();
    let mut diagnostics = without_allowed(sink.finish(), allowed, &optional);
    let may_idle = setup.as_ref().map(|s| s.idle(&findings)).unwrap_or_default();
    let run = report::Run {
        project: setup.as_ref().and_then(|s| s.name()).map(str::to_string),
        as_of: setup.as_ref().and_then(|s| s.as_of),
        region: None,
        digests: root::digests(context, matches),
        office: setup.as_ref().map(Setup::office).unwrap_or_default(),
        ..Default::default()
    };
    let paths = sources.iter().map(|(id, source)| (id, source.name.clone())).collect();
    root::apply(context, matches, &mut sources, &mut diagnostics);
    Looked { setup, sources, paths, findings, diagnostics, may_idle, run }
}

impl Looked {
    fn report(&self, context: &Context<'_>, matches: &ArgMatches) -> Report<'_> {
        let mut report = Report::new(&self.findings, &self.diagnostics, &self.sources, context.lang);
        report.color = context.color;
        report.ascii = context.ascii;
        report.width = context.width;
        report.quiet = context.quiet;
        let level = matches.get_one::<String>("list").and_then(|n| LEVELS.iter().find(|(name, _)| name == n));
        report.listed = level.map_or(Consequence::Noted, |(_, level)| *level);
        report.statistics = matches.get_flag("statistics");
        report.all = matches.get_flag("all");
        report.may_idle = &self.may_idle;
        report.run = &self.run;
        report
    }

    /// The report as it is written into a file, without colours.
    pub fn bytes(&self, context: &Context<'_>, matches: &ArgMatches) -> Vec<u8> {
        let report = Report { color: false, ..self.report(context, matches) };
        report::format(format_name(matches)).and_then(|f| rendered(matches, &report, f).ok()).unwrap_or_default()
    }

    pub fn summary(&self, context: &Context<'_>, matches: &ArgMatches) -> Summary {
        report::summary(&self.report(context, matches))
    }

    /// What the run comes to, wherever its report goes.
    pub fn exit(&self, context: &Context<'_>, matches: &ArgMatches) -> Exit {
        let fail_on = self.setup.as_ref().map_or(FailOn::Undetermined, |s| s.fail_on);
        verdict(&self.report(context, matches), fail_on, self.setup.is_some())
    }
}

pub fn format_name(matches: &ArgMatches) -> &str {
    matches.get_one::<String>("format").map_or("pretty", String::as_str)
}

/// Writes the report where it is to go.
pub fn finish(context: &Context<'_>, matches: &ArgMatches, looked: &Looked) -> Exit {
    let mut report = looked.report(context, matches);
    report.color = context.color && matches.get_one::<String>("output").is_none();
    let written = report::format(format_name(matches)).is_some_and(|format| hand_out(context, matches, &report, format));
    #[cfg(feature = "xlsx-out")]
    let written = hand::marked::write(context, matches, &report, &looked.paths) && written;
    let summarised = root::step_summary(context, matches, &report);
    // Formats that say only what each line is about leave this to the side.
    if let Some(others) = looked.findings.others.as_ref().filter(|_| !matches!(format_name(matches), "pretty" | "json")) {
        complain(false, &format!("{}\n", report::others_words(others, context.lang)));
    }
    if written && summarised { looked.exit(context, matches) } else { Exit::Impossible }
}

/// Prints the report or writes it: the whole, that of one region, or a file for each.
fn hand_out(context: &Context<'_>, matches: &ArgMatches, report: &Report<'_>, format: &report::Format) -> bool {
    let with_met = report.all || format.everybody;
    if matches.contains_id("by") {
        return hand::write_each(context, matches, report, format, with_met);
    }
    let bytes = match rendered(matches, report, format) {
        Err(problem) => return hand::refuse(context, &problem),
        Ok(bytes) => bytes,
    };
    match matches.get_one::<String>("output") {
        None if format.is_binary() => hand::refuse(context, &diagnostics::no_text(format.name, format.ending)),
        None => print_report(context, &String::from_utf8_lossy(&bytes)) == Exit::Clean,
        Some(path) => write(context, path, &bytes),
    }
}

/// The whole report, or that of the one region that is asked for.
fn rendered(matches: &ArgMatches, report: &Report<'_>, format: &report::Format) -> Result<Vec<u8>, Box<Diagnostic>> {
    Ok(match hand::asked(matches, report.findings)? {
        None => format.bytes(report),
        Some(region) => format.bytes(&hand::Part::of(report, region, report.all || format.everybody).report(report)),
    })
}

/// Whether the report has a place for everybody, those who meet what is asked too.
fn shows_everybody(matches: &ArgMatches) -> bool {
    let named = matches.get_one::<String>("format").and_then(|name| report::format(name));
    matches.get_flag("all") || hand::is_told_apart(matches) || named.is_some_and(|f| f.everybody)
}

/// Whether the format tells what files held when they were read.
fn tells_digests(matches: &ArgMatches) -> bool {
    let named = matches.get_one::<String>("format").and_then(|name| report::format(name));
    named.is_some_and(|f| f.digests)
}

/// What was found, and where the columns are declared that nobody need send.
pub fn judge(
    context: &Context<'_>,
    options: &Options<'_>,
    setup: &Setup,
    sources: &mut Sources,
    sink: &mut Sink,
) -> (Findings, Vec<Span>) {
    let own = submissions::own_files(context, setup);
    // Of some files alone nothing may be lost among the findings of others.
    let limit = if own.is_some() { usize::MAX } else { Findings::LIMIT };
    let sides = Sides { rules: (context, setup), data: (context, setup), answers: Answers::Of(context, setup) };
    let judged = judging::judge(sides, options, limit, sources, sink);
    let Some(judged) = judged else { return Default::default() };
    let mut findings = judged.findings;
    if let Some(names) = own {
        let asked = asked(&judged.set.schema, &judged.data, sources, &names);
        findings.keep_only(&asked);
        let mistakes = leave_out_others(sink, &asked, sources);
        findings.others.iter_mut().for_each(|o| o.mistakes = mistakes);
    }
    (findings, judged.optional)
}

/// The files asked for, and whom they are about: senders of the envelopes, and those whom their rows name as such.
fn asked(schema: &Schema, data: &Dataset, sources: &Sources, names: &BTreeSet<String>) -> Asked {
    let mut asked = Asked::default();
    for submission in &data.submissions {
        asked.sent.insert(submission.file);
        if names.contains(&sources.get(submission.file).name) {
            asked.files.insert(submission.file);
            asked.regions.extend(submission.region.clone());
        }
    }
    for rel in schema.ids() {
        let table = data.table(rel);
        for col in schema.sender_columns(rel) {
            let Some(column) = table.columns.get(col.index()) else { continue };
            let own = (0..table.rows).filter(|row| table.batch_of(*row).is_some_and(|b| asked.files.contains(&b.file)));
            let codes: BTreeSet<u32> = own.filter_map(|row| column.code(row)).collect();
            asked.regions.extend(codes.into_iter().map(|code| data.texts.text(code).to_string()));
        }
    }
    asked
}

/// Takes out mistakes in files that nobody asked for; gives how many errors there are among them.
fn leave_out_others(sink: &mut Sink, asked: &Asked, sources: &Sources) -> usize {
    let others: BTreeSet<&str> =
        asked.sent.iter().filter(|f| !asked.files.contains(f)).map(|f| sources.get(*f).name.as_str()).collect();
    let is_own = |d: &Diagnostic| match (d.primary(), &d.path) {
        (Some(place), _) => asked.holds(place),
        (None, Some(path)) => !others.contains(path.as_str()),
        (None, None) => true,
    };
    let before = std::mem::take(sink).finish();
    let mut errors = 0;
    for diagnostic in before {
        match is_own(&diagnostic) {
            true => sink.push(diagnostic),
            false => errors += usize::from(diagnostic.severity == Severity::Error),
        }
    }
    errors
}

pub fn without_allowed(list: Vec<Diagnostic>, allowed: &[String], optional: &[Span]) -> Vec<Diagnostic> {
    let allows = |name: &str| allowed.iter().any(|a| a == name);
    let soften = |mut d: Diagnostic| {
        let need_not_come = d.primary().is_some_and(|span| optional.contains(&span));
        let none_applies = d.code == "L014" && allows("nothing-judged");
        if none_applies
            || (d.code == "L004" && (need_not_come || allows("missing-columns")))
            || (is_bad_data(&d) && allows("bad-cells"))
        {
            d.severity = Severity::Warning;
        }
        d
    };
    list.into_iter().map(soften).collect()
}

fn verdict(report: &Report<'_>, fail_on: FailOn, set_up: bool) -> Exit {
    let summary = report::summary(report);
    let no_subject = report.findings.without_subject.iter().any(|(rule, _)| !report.may_idle.contains(rule));
    if !set_up || no_subject || report.diagnostics.iter().any(is_impossible) {
        return Exit::Impossible;
    }
    let bad_cells = fail_on >= FailOn::Undetermined && report.diagnostics.iter().any(is_bad_data);
    if bad_cells || fails(fail_on, &summary) { Exit::Blocking } else { Exit::Clean }
}

pub fn write(context: &Context<'_>, path: &str, bytes: &[u8]) -> bool {
    let result = match context.world.has_read(Path::new(path)) {
        true => Err(files::output_over_input(path)),
        false => context.world.write_atomic(Path::new(path), bytes).map_err(|e| files::unwritable(&e)),
    };
    match result {
        Ok(()) => true,
        Err(problem) => {
            complain(
                context.color,
                &report::render_diagnostics(&[problem], &Sources::default(), context.lang, context.color, context.width),
            );
            false
        }
    }
}
