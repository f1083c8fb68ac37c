//! `fadu coverage`: clause by clause, what the rules say and what they do not.

use super::exit::{Exit, is_impossible};
use super::options::{choice, command as new_command, rule_args};
use super::words::say;
use super::{Context, print, project};
use crate::coverage::{self, Covered, Document, State};
use crate::diag::{Lang, Sink};
use crate::pipeline;
use crate::report::render_diagnostics;
use crate::text::Sources;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu coverage [规则文件…] [选项]", "fadu coverage [PATHS…] [OPTIONS]");
    let heading = say(lang, "参数", "Arguments");
    let paths = say(lang, "规则文件或文件夹；不给则按项目文件", "rule files or folders; without any, the project file says");
    let command = new_command("coverage", lang, usage, ("逐条列出条文的编码情况", "which clauses the rules encode"))
        .arg(Arg::new("paths").num_args(0..).value_name("PATHS").help(paths).help_heading(heading))
        .arg(
            choice("format", &["pretty", "json"], lang, "输出格式", "output format")
                .default_value("pretty")
                .hide_default_value(true),
        )
        .arg(
            choice(
                "deny",
                &["missing", "open"],
                lang,
                "有这类条文时退出码为 1（可多次）",
                "exit with 1 if there are such (repeatable)",
            )
            .action(ArgAction::Append),
        );
    rule_args(command, lang)
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let setup = project::setup(context, matches, false, &mut sources, &mut sink);
    let documents = match &setup {
        Some(setup) => {
            let set = pipeline::compile(context.world, &setup.rules, &setup.bindings, &mut sources, &mut sink);
            coverage::of(&set)
        }
        None => Vec::new(),
    };
    let diagnostics = sink.finish();
    super::complain(&render_diagnostics(&diagnostics, &sources, context.lang, context.color, context.width));
    let json = matches.get_one::<String>("format").is_some_and(|f| f == "json");
    let text = if json { as_json(&documents) } else { documents.iter().map(|d| page(d, context)).collect() };
    if print(context.lang, &text) == Exit::Impossible || setup.is_none() || diagnostics.iter().any(is_impossible) {
        return Exit::Impossible;
    }
    let denied: Vec<&String> = matches.get_many::<String>("deny").into_iter().flatten().collect();
    let denies = |word: &str| denied.iter().any(|d| *d == word);
    let sum = documents.iter().map(Document::counts);
    let (missing, open) = sum.fold((0, 0), |(m, o), c| (m + c.missing, o + c.open));
    if (denies("missing") && missing > 0) || (denies("open") && open > 0) { Exit::Blocking } else { Exit::Clean }
}

fn page(document: &Document, context: &Context<'_>) -> String {
    let lang = context.lang;
    let counts = document.counts();
    let mut out = String::new();
    let title = document.title.as_deref().unwrap_or(&document.name);
    let number = document.number.as_deref().map(|n| format!("（{n}）")).unwrap_or_default();
    let _ = writeln!(out, "《{title}》{number}");
    let all = document.clauses.len();
    let _ = match lang {
        Lang::Zh => writeln!(
            out,
            "  条文 {all}：已编码 {} · 有待定参数 {} · 无可度量 {} · 未编码 {}\n",
            counts.encoded, counts.open, counts.not_measurable, counts.missing
        ),
        Lang::En => writeln!(
            out,
            "  {all} clauses: {} encoded · {} open · {} not measurable · {} missing\n",
            counts.encoded, counts.open, counts.not_measurable, counts.missing
        ),
    };
    let width = document.clauses.iter().filter_map(|c| c.number.as_deref()).map(UnicodeWidthStr::width).max().unwrap_or(0);
    let groups = [
        (say(lang, "未编码", "missing"), "missing"),
        (say(lang, "有待定参数", "open"), "open"),
        (say(lang, "已编码", "encoded"), "encoded"),
        (say(lang, "无可度量", "not measurable"), "not-measurable"),
    ];
    for (name, key) in groups {
        let list: Vec<&Covered> = document.clauses.iter().filter(|c| state_key(&c.state) == key).collect();
        if list.is_empty() || (context.quiet && key != "missing") {
            continue;
        }
        let _ = writeln!(out, "  {name}");
        list.iter().for_each(|c| line(&mut out, c, width, lang));
        out.push('\n');
    }
    out
}

fn line(out: &mut String, clause: &Covered, width: usize, lang: Lang) {
    let number = clause.number.as_deref().unwrap_or("");
    let title = clause.title.as_deref().unwrap_or(&clause.name);
    let tail = match &clause.state {
        State::Open(params) => format!(" — {}{}", say(lang, "待定：", "open: "), params.join("、")),
        State::NotMeasurable(reason) => format!(" — {reason}"),
        State::Encoded => format!(" — {}", clause.rules.join("、")),
        State::Missing => String::new(),
    };
    let pad = " ".repeat(width.saturating_sub(number.width()));
    let _ = writeln!(out, "    {number}{pad}  {title}{tail}");
}

#[derive(Serialize)]
struct JsonReport<'d> {
    schema: &'static str,
    documents: Vec<JsonDocument<'d>>,
}

#[derive(Serialize)]
struct JsonDocument<'d> {
    policy: &'d str,
    title: Option<&'d str>,
    number: Option<&'d str>,
    encoded: usize,
    open: usize,
    not_measurable: usize,
    missing: usize,
    clauses: Vec<JsonClause<'d>>,
}

#[derive(Serialize)]
struct JsonClause<'d> {
    clause: &'d str,
    number: Option<&'d str>,
    title: Option<&'d str>,
    force: Option<&'d str>,
    state: &'static str,
    rules: &'d [String],
    open_parameters: &'d [String],
    reason: Option<&'d str>,
}

fn as_json(documents: &[Document]) -> String {
    let report = JsonReport { schema: "fadu-coverage/1", documents: documents.iter().map(json_document).collect() };
    serde_json::to_string_pretty(&report).map(|text| text + "\n").unwrap_or_default()
}

fn json_document(d: &Document) -> JsonDocument<'_> {
    let counts = d.counts();
    JsonDocument {
        policy: &d.name,
        title: d.title.as_deref(),
        number: d.number.as_deref(),
        encoded: counts.encoded,
        open: counts.open,
        not_measurable: counts.not_measurable,
        missing: counts.missing,
        clauses: d.clauses.iter().map(json_clause).collect(),
    }
}

fn state_key(state: &State) -> &'static str {
    match state {
        State::Encoded => "encoded",
        State::Open(_) => "open",
        State::NotMeasurable(_) => "not-measurable",
        State::Missing => "missing",
    }
}

fn json_clause(c: &Covered) -> JsonClause<'_> {
    JsonClause {
        clause: &c.name,
        number: c.number.as_deref(),
        title: c.title.as_deref(),
        force: c.force.as_deref(),
        state: state_key(&c.state),
        rules: &c.rules,
        open_parameters: if let State::Open(list) = &c.state { list } else { &[] },
        reason: if let State::NotMeasurable(reason) = &c.state { Some(reason) } else { None },
    }
}
