//! `fadu notice`: a rectification notice for each region of which something is asked.

use super::{Part, asked, names, put, refuse};
use crate::cli::check::{judge, without_allowed};
use crate::cli::exit::{Exit, is_impossible};
use crate::cli::options::{as_one_arg, choice, command as new_command, rule_args};
use crate::cli::project::{self, Setup};
use crate::cli::words::say;
use crate::cli::{Context, complain, diagnostics, print, write_out};
use crate::diag::{Diagnostic, Lang, Sink};
use crate::eval::Options;
use crate::load::diagnostics::files;
use crate::report::{self, Notice, Office, Report};
use crate::text::Sources;
use crate::world::show_path;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::path::{Path, PathBuf};

const FORMATS: [&str; 3] = ["html", "docx", "text"];

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu notice [报送文件…] [选项]", "fadu notice [FILES…] [OPTIONS]");
    let file =
        |name: &'static str, value: &'static str, zh, en| Arg::new(name).long(name).value_name(value).help(say(lang, zh, en));
    let command = new_command(
        "notice",
        lang,
        usage,
        (
            "为每个有事项要整改、补报或说明的地区写一份整改通知书",
            "write a rectification notice for each region of which something is asked",
        ),
    )
    .arg(Arg::new("files").num_args(0..).value_name("FILES").help_heading(say(lang, "参数", "Arguments")).help(say(
        lang,
        "报送文件或文件夹；不给则按项目文件",
        "submissions (files or folders); without any, the project file says",
    )))
    .arg(as_one_arg(lang))
    .arg(
        file("output-dir", "DIR", "写入的文件夹，每个地区一个文件", "the folder for the notices, a file for each region")
            .conflicts_with("output"),
    )
    .arg(file("output", "FILE", "写入一个文件（只有一个地区时）", "one file, where there is one region").short('o'))
    .arg(file("region", "CODE", "只写一个地区的（代码或名称）", "for one region alone, by code or name"))
    .arg(choice("format", &FORMATS, lang, "输出格式（默认 html）", "output format (default html)"))
    .arg(file(
        "template",
        "FILE",
        "模板（默认用项目文件 [notice] 的，再用自带的）",
        "the template (default: that of [notice] in the project file, else the shipped one)",
    ))
    .arg(file("date", "DATE", "发文日期；整改期限从这一天起算", "the day of the notices, from which terms are counted"))
    .arg(
        file("from", "N", "第一份的序号（默认 1）", "the number of the first notice (default 1)")
            .value_parser(clap::value_parser!(usize)),
    )
    .arg(Arg::new("print-template").long("print-template").action(ArgAction::SetTrue).help(say(
        lang,
        "打印自带的模板，供改写",
        "print the shipped template, to begin with",
    )));
    let codes = say(
        lang,
        "退出码：0 已写出（包括没有可写的）；2 有文件读不出或规则有误（其余地区的照写）、模板有误，或写不出去。",
        "Exit codes: 0 written, or nothing to write; 2 a file or a rule could not be read (the others are written), the template is wrong, or a file cannot be written.",
    );
    rule_args(command, lang).after_help(codes)
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    if matches.get_flag("print-template") {
        return write_out(context.lang, report::notice_template(context.lang));
    }
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let setup = project::setup(context, matches, true, &mut sources, &mut sink);
    let Some(setup) = setup.filter(|s| !s.rules.is_empty()) else { return told(context, &sink.finish(), &sources) };
    let options = Options { show_met: true, told_apart: true, ..Options::default() };
    let (findings, optional) = judge(context, &options, &setup, &mut sources, &mut sink);
    let wording = wording(context, matches, &setup, &mut sink);
    let diagnostics = without_allowed(sink.finish(), &setup.allow, &optional);
    let Some((template, office)) = wording.filter(|_| !findings.rules.is_empty()) else {
        return told(context, &diagnostics, &sources);
    };
    // A mistake in one region's file keeps no other from its notice; it is told, and the run does not end well.
    let stopped: Vec<Diagnostic> = diagnostics.iter().filter(|d| is_impossible(d)).cloned().collect();
    let run = report::Run { project: setup.name().map(str::to_string), as_of: setup.as_of, ..Default::default() };
    let mut whole = Report::new(&findings, &diagnostics, &sources, context.lang);
    whole.run = &run;
    let (name, place) = &template;
    match written(context, matches, &whole, place, &office) {
        Ok(true) if stopped.is_empty() => Exit::Clean,
        Ok(true) => told(context, &stopped, &sources),
        Ok(false) => Exit::Impossible,
        Err(why) => {
            refuse(context, &diagnostics::wrong_template(name, &why));
            Exit::Impossible
        }
    }
}

fn told(context: &Context<'_>, list: &[Diagnostic], sources: &Sources) -> Exit {
    complain(context.color, &report::render_diagnostics(list, sources, context.lang, context.color, context.width));
    Exit::Impossible
}

/// The template with its name, and what the office says of its notices.
fn wording(context: &Context<'_>, matches: &ArgMatches, setup: &Setup, sink: &mut Sink) -> Option<((String, String), Office)> {
    let mut office = setup.office();
    if let Some(text) = matches.get_one::<String>("date") {
        office.day = project::day(text);
        if office.day.is_none() {
            sink.push(diagnostics::no_date_of_notices(text));
            return None;
        }
    }
    let named = matches.get_one::<String>("template").map(PathBuf::from).or_else(|| setup.notice_template());
    let Some(path) = named else {
        return Some(((String::new(), report::notice_template(context.lang).to_string()), office));
    };
    let source = crate::pipeline::read_text(context.world, &path, sink)?;
    Some(((show_path(&path), source.text), office))
}

/// The notices, in the order of regions: printed, written to one file, or to a folder.
fn written(
    context: &Context<'_>,
    matches: &ArgMatches,
    whole: &Report<'_>,
    template: &str,
    office: &Office,
) -> Result<bool, String> {
    let mut regions = whole.findings.all_regions();
    match asked(matches, whole.findings) {
        Ok(Some(one)) => regions.retain(|r| *r == one),
        Ok(None) => {}
        Err(problem) => return Ok(refuse(context, &problem)),
    }
    let format = matches.get_one::<String>("format").map_or("html", String::as_str);
    let all = names::of(&regions, whole.findings, say(context.lang, "未注明地区", "no-region"));
    let first = matches.get_one::<usize>("from").copied().unwrap_or(1);
    let mut list: Vec<(String, Vec<u8>)> = Vec::new();
    for (region, name) in regions.iter().zip(all) {
        let part = Part::of(whole, region, false);
        let place = first.saturating_add(list.len());
        if let Some(notice) = Notice::write(&part.report(whole), template, office, place)? {
            let (bytes, ending) = match format {
                "docx" => (notice.docx(whole), "docx"),
                "text" => (notice.text(), "txt"),
                _ => (notice.html(whole), "html"),
            };
            list.push((format!("{name}.{ending}"), bytes));
        }
    }
    if list.is_empty() {
        let none = say(context.lang, "没有一个地区有要整改、补报或说明的事项\n", "nothing is asked of any region\n");
        return Ok(print(context, none) == Exit::Clean);
    }
    if let Some(folder) = matches.get_one::<String>("output-dir").map(Path::new) {
        let files: Vec<(PathBuf, Vec<u8>)> = list.into_iter().map(|(name, bytes)| (folder.join(name), bytes)).collect();
        return Ok(put(context, folder, &files));
    }
    let [(_, bytes)] = list.as_slice() else { return Ok(refuse(context, &diagnostics::several_notices(list.len()))) };
    match matches.get_one::<String>("output").map(Path::new) {
        Some(path) if context.world.has_read(path) => Ok(refuse(context, &files::output_over_input(&show_path(path)))),
        Some(path) => match context.world.write_atomic(path, bytes) {
            Ok(()) => Ok(true),
            Err(error) => Ok(refuse(context, &files::unwritable(&error))),
        },
        None if format == "docx" => Ok(refuse(context, &diagnostics::several_notices(1))),
        None => Ok(print(context, &String::from_utf8_lossy(bytes)) == Exit::Clean),
    }
}
