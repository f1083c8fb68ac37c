//! `fadu form`: the form that regions fill in, for a record of the rules.

use super::exit::Exit;
use super::options::{command as new_command, flag, rule_args};
use super::project::{self, Setup};
use super::words::say;
use super::{Context, complain, print};
use crate::data::Dataset;
use crate::diag::{Diagnostic, Lang, Sink, nearest};
use crate::form::{self, Addressee, Form, diagnostics as told};
use crate::hir::RuleSet;
use crate::load::diagnostics::files::unwritable;
use crate::pipeline;
use crate::report::render_diagnostics;
use crate::text::Sources;
use crate::ty::{Origin, RelId, period_text, read_any_period};
use clap::{Arg, ArgMatches, Command};
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu form 表 -o 文件 [选项]", "fadu form RECORD -o FILE [OPTIONS]");
    let heading = say(lang, "参数", "Arguments");
    let record = say(lang, "规则里的表（记录），写名称或标签", "a record of the rules, by name or label");
    let about = ("做出给各地填的表：.xlsx、.csv 或 .toml", "the form that regions fill in: .xlsx, .csv or .toml");
    let arg =
        |name: &'static str, value: &'static str, zh, en| Arg::new(name).long(name).value_name(value).help(say(lang, zh, en));
    let command = new_command("form", lang, usage, about)
        .arg(Arg::new("record").value_name("RECORD").required(true).help(record).help_heading(heading))
        .arg(
            arg("output", "FILE", "写入的文件，已有的不覆盖", "where to write it; what is there is never written over")
                .short('o'),
        )
        .arg(arg("for", "REGION", "填给谁：名册中的代码或名称", "for whom: a code or name of the roster"))
        .arg(arg("period", "PERIOD", "报告期，如 2025、2025-Q1", "the period, such as 2025 or 2025-Q1"))
        .arg(flag("each", lang, "名册中每家一份，写到 --output-dir", "one for each member of the roster, into --output-dir"))
        .arg(arg("output-dir", "DIR", "与 --each 同用的文件夹", "the folder for --each"))
        .arg(
            arg("as", "FORMAT", "--each 的格式：xlsx（默认）、csv、toml", "the format of --each: xlsx (default), csv, toml")
                .value_parser(["xlsx", "csv", "toml"])
                .hide_possible_values(true),
        );
    let codes = say(
        lang,
        "填好的表不用再写对应关系，可以直接核查。退出码：0 已写好；2 没有写（表名、地区有误，文件已存在）。",
        "A filled form is checked as it is, without any mapping. Exit codes: 0 it is written; 2 it is not (no such record or region, the file is there already).",
    );
    rule_args(command, lang).after_help(codes)
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let setup = project::setup(context, matches, true, &mut sources, &mut sink);
    let written = match &setup {
        Some(setup) if !setup.rules.is_empty() => made(context, matches, setup, &mut sources, &mut sink),
        _ => Vec::new(),
    };
    let diagnostics = sink.finish();
    complain(context.color, &render_diagnostics(&diagnostics, &sources, context.lang, context.color, context.width));
    let lines: String = written.iter().map(|path| format!("{path}\n")).collect();
    let failed = setup.is_none() || diagnostics.iter().any(super::exit::is_impossible) || written.is_empty();
    if print(context, &lines) == Exit::Impossible || failed { Exit::Impossible } else { Exit::Clean }
}

/// Makes what is asked for; gives the paths that were written.
fn made(context: &Context<'_>, matches: &ArgMatches, setup: &Setup, sources: &mut Sources, sink: &mut Sink) -> Vec<String> {
    let set = pipeline::compile(context.world, &setup.rules, &setup.bindings, sources, sink);
    if project::is_stopped(sink) || set.schema.relations.is_empty() {
        return Vec::new();
    }
    let tables = pipeline::policy_tables(context.world, &set, sources, sink);
    let data = pipeline::load(&set, Vec::new(), tables, sources, sink);
    let asked = |name: &str| matches.get_one::<String>(name).cloned();
    let result = record(&set, &asked("record").unwrap_or_default()).and_then(|rel| {
        let period = asked("period").map(|text| period_of(&set, rel, &text)).transpose()?;
        let to = addressees(&set, &data, rel, (asked("for"), matches.get_flag("each"), period))?;
        let ending = asked("as").unwrap_or_else(|| "xlsx".to_string());
        let path = |one: &Addressee| match (asked("output-dir"), asked("output")) {
            (Some(dir), _) => Path::new(&dir).join(format!("{}.{ending}", file_name(one))),
            (None, Some(path)) => PathBuf::from(path),
            (None, None) => PathBuf::from(format!("{}.{ending}", set.schema.get(rel).name)),
        };
        let forms = to.iter().map(|one| (path(one), one)).map(|(path, one)| {
            // A table of text has no cover.
            let flat = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
            let nobody = Addressee::default();
            let form = form::of(&set, &data, sources, rel, (if flat { &nobody } else { one }, context.lang));
            let given = if flat { given(&set, rel, one) } else { Vec::new() };
            bytes(&form, &path, &given).map(|bytes| (path, bytes))
        });
        // All of them or none: nothing is written before every one can be.
        let forms: Vec<(PathBuf, Vec<u8>)> = forms.collect::<Result<_, _>>()?;
        if let Some((path, _)) = forms.iter().find(|(path, _)| context.world.exists(path)) {
            return Err(Box::new(told::stands(&crate::world::show_path(path))));
        }
        Ok(forms)
    });
    let forms = match result {
        Ok(forms) => forms,
        Err(problem) => {
            sink.push(*problem);
            return Vec::new();
        }
    };
    if let Some(dir) = asked("output-dir")
        && let Err(error) = context.world.make_folder(Path::new(&dir))
    {
        sink.push(unwritable(&error));
        return Vec::new();
    }
    let mut written = Vec::new();
    for (path, bytes) in forms {
        match context.world.write_atomic(&path, &bytes) {
            Ok(()) => written.push(crate::world::show_path(&path)),
            Err(error) => sink.push(unwritable(&error)),
        }
    }
    written
}

type Told<T> = Result<T, Box<Diagnostic>>;

fn record(set: &RuleSet, name: &str) -> Told<RelId> {
    let submitted = || set.schema.relations.iter().filter(|r| r.origin == Origin::Submitted);
    let found = set.schema.by_name(name).filter(|rel| set.schema.get(*rel).origin == Origin::Submitted);
    found.ok_or_else(|| {
        let known: Vec<&str> = submitted().map(|r| r.title()).collect();
        let names = submitted().flat_map(|r| std::iter::once(r.name.as_str()).chain(r.label.as_deref()));
        Box::new(told::no_record(name, &known, nearest(name, names)))
    })
}

/// The period as the record's own kind writes it.
fn period_of(set: &RuleSet, rel: RelId, text: &str) -> Told<String> {
    let own = set.schema.get(rel).period().map(|(_, kind)| kind);
    let read = read_any_period(&crate::load::folded(text)).filter(|(_, kind)| own.is_none_or(|own| own == *kind));
    read.map(|(n, kind)| period_text(n, kind)).ok_or_else(|| Box::new(told::no_period(text)))
}

/// For whom forms are made: the one named, every member of the roster, or nobody in particular.
fn addressees(
    set: &RuleSet,
    data: &Dataset,
    rel: RelId,
    (named, each, period): (Option<String>, bool, Option<String>),
) -> Told<Vec<Addressee>> {
    if named.is_none() && !each {
        return Ok(vec![Addressee { period, ..Addressee::default() }]);
    }
    let Some(sender) = set.schema.rosters(rel).into_iter().next() else {
        return Err(Box::new(told::no_roster(set.schema.get(rel).title())));
    };
    let (table, roster) = (data.table(sender.roster), set.schema.get(sender.roster));
    let texts = |row: u32| -> Vec<String> {
        let codes = table.columns.iter().filter_map(|c| c.code(row));
        codes.map(|code| data.texts.text(code).to_string()).collect()
    };
    let key = |row: u32| {
        let code = table.columns.get(roster.key.first()?.index())?.code(row)?;
        Some(data.texts.text(code).to_string())
    };
    let one = |row: u32| {
        let region = key(row)?;
        let name = texts(row).into_iter().find(|t| *t != region);
        Some(Addressee { region: Some(region), name, period: period.clone() })
    };
    let Some(named) = named else { return Ok((0..table.rows).filter_map(one).collect()) };
    let found = (0..table.rows).find(|row| texts(*row).contains(&named)).and_then(one);
    let all: Vec<String> = (0..table.rows).flat_map(texts).collect();
    let near = nearest(&named, all.iter().map(String::as_str));
    found.map(|one| vec![one]).ok_or_else(|| Box::new(told::no_member(&named, near)))
}

/// What is known of the fields that a cover would say.
fn given(set: &RuleSet, rel: RelId, to: &Addressee) -> Vec<(String, String)> {
    let relation = set.schema.get(rel);
    let sender = set.schema.sender_columns(rel).into_iter().map(|col| (col, to.region.clone()));
    let period = relation.period().map(|(col, _)| (col, to.period.clone()));
    let all = sender.chain(period).filter_map(|(col, value)| Some((set.schema.column(rel, col).name.clone(), value?)));
    all.collect()
}

/// A name that is one in every folder.
fn file_name(to: &Addressee) -> String {
    let name = to.region.clone().unwrap_or_default();
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '（' | '）') { c } else { '_' };
    name.chars().map(safe).collect()
}

fn bytes(form: &Form, path: &Path, given: &[(String, String)]) -> Told<Vec<u8>> {
    let shown = crate::world::show_path(path);
    let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "toml" => Ok(form::toml(form).into_bytes()),
        "csv" if form.has_lists() => Err(Box::new(told::lists(&form.title, &shown))),
        "csv" => Ok(form::csv(form, given).into_bytes()),
        #[cfg(feature = "xlsx-out")]
        "xlsx" => form::book(form).map_err(|why| Box::new(told::not_made(&shown, &why))),
        _ => Err(Box::new(told::no_format(&shown))),
    }
}
