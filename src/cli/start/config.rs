//! `fadu config --show`: every setting that counts, with where it comes from.

use super::init::PROJECT_SCHEMA;
use crate::cli::exit::{Exit, is_impossible};
use crate::cli::options::{choice, command as new_command, flag, rule_args};
use crate::cli::project::{self, Setup};
use crate::cli::words::say;
use crate::cli::{Context, complain, print};
use crate::config::{FailOn, Level, Named, Project, Text};
use crate::diag::{Bilingual, Lang, Sink};
use crate::report;
use crate::text::{Sources, Span};
use clap::{ArgMatches, Command};
use serde::Serialize;

/// One setting, and where it is said.
struct Setting {
    name: String,
    value: String,
    origin: Bilingual,
}

#[derive(Serialize)]
struct Document {
    settings: Vec<SettingDoc>,
    diagnostics: Vec<report::DiagnosticDoc>,
}

#[derive(Serialize)]
struct SettingDoc {
    name: String,
    value: String,
    origin: String,
}

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu config --show [选项]", "fadu config --show [OPTIONS]");
    let command = new_command("config", lang, usage, ("显示各项设置及其来处", "show the settings and where they come from"))
        .arg(flag("show", lang, "显示（也是默认）", "show them (the default)"))
        .arg(
            flag(
                "schema",
                lang,
                "打印项目文件的 JSON Schema，供编辑器用",
                "print the JSON Schema of the project file, for editors",
            )
            .conflicts_with_all(["show", "format"]),
        )
        .arg(
            choice("format", &["pretty", "json"], lang, "输出格式", "output format")
                .default_value("pretty")
                .hide_default_value(true),
        )
        .arg(
            choice("allow", &crate::cli::check::ALLOWABLE, lang, "放行（可多次）", "let pass (repeatable)")
                .action(clap::ArgAction::Append),
        );
    rule_args(command, lang).after_help(say(
        lang,
        "退出码：0 已显示；2 项目文件有误或没有。\n\n例：fadu config --show\n    fadu config --schema > fadu.schema.json",
        "Exit codes: 0 shown; 2 the project file has mistakes, or there is none.\n\nExamples: fadu config --show\n          fadu config --schema > fadu.schema.json",
    ))
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    if matches.get_flag("schema") {
        return print(context, PROJECT_SCHEMA);
    }
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let setup = project::setup(context, matches, true, &mut sources, &mut sink);
    let settings = setup.as_ref().map_or_else(Vec::new, |s| settings(s, matches, &sources));
    let diagnostics = sink.finish();
    let stopped = setup.is_none() || diagnostics.iter().any(is_impossible);
    let text = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => {
            let doc = |s: &Setting| SettingDoc {
                name: s.name.clone(),
                value: s.value.clone(),
                origin: s.origin.get(context.lang).to_string(),
            };
            let settings = settings.iter().map(doc).collect();
            let diagnostics = report::mistakes(&diagnostics, &sources, context.lang);
            report::envelope("config", "fadu-config/1", context.lang, &Document { settings, diagnostics })
        }
        _ => {
            if !diagnostics.is_empty() {
                complain(
                    context.color,
                    &report::render_diagnostics(&diagnostics, &sources, context.lang, context.color, context.width),
                );
            }
            let line = |s: &Setting| {
                format!("{}\n", report::clean_line(&format!("{} = {}  # {}", s.name, s.value, s.origin.get(context.lang))))
            };
            settings.iter().map(line).collect()
        }
    };
    print(context, &text).max(if stopped { Exit::Impossible } else { Exit::Clean })
}

fn by_default() -> Bilingual {
    Bilingual::new("默认", "default")
}

fn by_command_line() -> Bilingual {
    Bilingual::new("命令行", "command line")
}

/// `fadu.toml:7`
fn at(sources: &Sources, text: &Text) -> Bilingual {
    place(sources, text.span)
}

fn place(sources: &Sources, span: Span) -> Bilingual {
    Bilingual::same(report::place(sources, span).map_or(String::new(), |p| format!("{}:{}", p.path, p.line)))
}

/// A setting of the project file.
fn said(sources: &Sources, name: &str, value: &Text) -> Setting {
    Setting { name: name.to_string(), value: quoted(&value.text), origin: at(sources, value) }
}

fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// What stands in the project file, in its order.
fn of_project(project: &Project, rules_named: bool, sources: &Sources) -> Vec<Setting> {
    let one = |name: &str, value: &Text| said(sources, name, value);
    let mut out = Vec::new();
    if !rules_named {
        out.extend(project.rules.iter().map(|r| one("project.rules", r)));
    }
    let single = [
        ("project.name", &project.name),
        ("project.jurisdiction", &project.jurisdiction),
        ("project.requires", &project.requires),
    ];
    out.extend(single.into_iter().filter_map(|(name, text)| Some(one(name, text.as_ref()?))));
    for set in &project.submissions {
        out.extend(set.files.iter().map(|f| one("submissions.files", f)));
        let rest = [
            ("submissions.record", &set.record),
            ("submissions.region", &set.region),
            ("submissions.period", &set.period),
            ("submissions.date", &set.date),
            ("submissions.encoding", &set.encoding),
            ("submissions.sheet", &set.sheet),
        ];
        out.extend(rest.into_iter().filter_map(|(name, text)| Some(one(name, text.as_ref()?))));
        out.extend(set.as_one.map(|one| Setting {
            name: "submissions.as_one".to_string(),
            value: one.parts.map_or("true".to_string(), |parts| parts.to_string()),
            origin: place(sources, one.span),
        }));
        out.extend(set.title.iter().map(|t| one("submissions.title", t)));
    }
    out.extend(project.jurisdictions.iter().map(|j| one(&format!("jurisdictions.{}", j.name.text), &j.value)));
    for level in &project.levels {
        let word = Level::NAMES.iter().find(|(_, l)| *l == level.level).map_or("", |(n, _)| *n);
        let name = format!("levels.{}", level.rule.text);
        out.push(Setting { name, value: quoted(word), origin: at(sources, &level.rule) });
    }
    out.extend(allowed(project, sources));
    out
}

fn allowed(project: &Project, sources: &Sources) -> Vec<Setting> {
    let allow = &project.allow;
    let lists = [
        ("allow.no_files", &allow.no_files),
        ("allow.no_subject", &allow.no_subject),
        ("allow.missing_columns", &allow.missing_columns),
        ("allow.open_parameters", &allow.open_parameters),
        ("allow.nothing_judged", &allow.nothing_judged),
    ];
    let all = |name: &str| Setting {
        name: name.to_string(),
        value: "true".to_string(),
        origin: Bilingual::new("项目文件或命令行", "project file or command line"),
    };
    let each = |(name, list): (&str, &Named)| match list {
        Named::None => Vec::new(),
        Named::All => vec![all(name)],
        Named::Some(texts) => texts.iter().map(|t| said(sources, name, t)).collect(),
    };
    lists.into_iter().flat_map(each).collect()
}

fn settings(setup: &Setup, matches: &ArgMatches, sources: &Sources) -> Vec<Setting> {
    let named =
        |id: &str| matches.try_get_many::<String>(id).ok().flatten().into_iter().flatten().cloned().collect::<Vec<String>>();
    let project = setup.project.as_ref();
    let rules = named("rules");
    let asked = |name: &str, value: &String| Setting { name: name.to_string(), value: quoted(value), origin: by_command_line() };
    let mut out: Vec<Setting> = rules.iter().map(|r| asked("rules", r)).collect();
    out.extend(project.into_iter().flat_map(|p| of_project(p, !rules.is_empty(), sources)));
    out.extend(named("allow").iter().map(|a| asked("allow", a)));
    for (name, value, source) in &setup.bindings.params {
        let bound = project.and_then(|p| p.parameters.iter().find(|b| b.name.text == *name && b.value.text == *value));
        let origin = bound.map_or_else(|| source.clone(), |b| at(sources, &b.name));
        out.push(Setting { name: format!("parameters.{name}"), value: quoted(value), origin });
    }
    let fail_on = FailOn::NAMES.iter().find(|(_, f)| *f == setup.fail_on).map_or("", |(n, _)| *n);
    let in_project = project.is_some_and(|p| p.fail_on.is_some());
    let origin = if in_project { Bilingual::new("项目文件", "project file") } else { by_default() };
    out.push(Setting { name: "check.fail_on".to_string(), value: quoted(fail_on), origin });
    match (named("as-of").first(), project.and_then(|p| p.as_of.as_ref())) {
        (Some(day), _) => out.push(asked("run.as_of", day)),
        (None, Some(day)) => out.push(said(sources, "run.as_of", day)),
        (None, None) => {}
    }
    out
}
