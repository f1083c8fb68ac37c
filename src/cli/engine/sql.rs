//! `fadu sql`: what an engine is asked for each rule, and what it cannot be asked.

use super::options::{table_arg, tables};
use crate::cli::exit::{Exit, is_impossible};
use crate::cli::options::{choice, command as new_command, rule_args};
use crate::cli::words::say;
use crate::cli::{Context, complain, print, project};
use crate::diag::{Diagnostic, Lang, Sink};
use crate::engine::{Shown, ShownStatement, reason_words, shown};
use crate::hir::RuleSet;
use crate::pipeline;
use crate::report::{DiagnosticDoc, envelope, mistakes, render_diagnostics};
use crate::sql::{Dialect, What};
use crate::text::Sources;
use clap::{Arg, ArgMatches, Command};
use serde::Serialize;
use std::fmt::Write;

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu sql [规则文件…] [选项]", "fadu sql [PATHS…] [OPTIONS]");
    let heading = say(lang, "参数", "Arguments");
    let paths = say(lang, "规则文件或文件夹；不给则按项目文件", "rule files or folders; without any, the project file says");
    let about = ("列出每条规则交给数据引擎的语句", "what an engine is asked for each rule");
    let command = new_command("sql", lang, usage, about)
        .arg(Arg::new("paths").num_args(0..).value_name("PATHS").help(paths).help_heading(heading))
        .arg(
            choice("dialect", &["duckdb", "postgres", "spark"], lang, "引擎的语言", "the engine's tongue")
                .default_value("duckdb")
                .hide_default_value(true),
        )
        .arg(table_arg(lang))
        .arg(
            choice("format", &["pretty", "json"], lang, "输出格式", "output format")
                .default_value("pretty")
                .hide_default_value(true),
        );
    rule_args(command, lang).after_help(say(
        lang,
        "退出码：0 每条规则都能交给引擎；1 有规则不能；2 规则有误。\n\n例：fadu sql -r rules/ --dialect postgres --table County=public.county",
        "Exit codes: 0 every rule can be asked; 1 some cannot; 2 a rule does not compile.\n\n\
         Example: fadu sql -r rules/ --dialect postgres --table County=public.county",
    ))
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let dialect = matches.get_one::<String>("dialect").and_then(|d| Dialect::named(d)).unwrap_or(Dialect::DuckDb);
    let setup = project::setup(context, matches, false, &mut sources, &mut sink);
    let mut set = RuleSet::default();
    let mut found = None;
    if let Some(setup) = &setup
        && let Some(named) = tables(matches, &mut sink)
    {
        set = pipeline::compile(context.world, &setup.rules, &setup.bindings, &mut sources, &mut sink);
        if !project::is_stopped(&sink) {
            setup.place(&mut set);
            project::set_regions(setup, &mut set, &mut sink);
            let stated = pipeline::policy_tables(context.world, &set, &sources, &mut sink);
            found = shown(&set, dialect, &named, &stated, (&mut sources, &mut sink));
        }
    }
    let diagnostics = sink.finish();
    let (forms, rules) = found.unwrap_or_default();
    let text = match matches.get_one::<String>("format").is_some_and(|f| f == "json") {
        true => as_json(dialect, &set, (&forms, &rules), &diagnostics, &sources, context.lang),
        false => {
            complain(context.color, &render_diagnostics(&diagnostics, &sources, context.lang, context.color, context.width));
            as_text(&set, &forms, &rules, context.lang)
        }
    };
    if print(context, &text) == Exit::Impossible || setup.is_none() || diagnostics.iter().any(is_impossible) {
        return Exit::Impossible;
    }
    if rules.iter().any(|r| r.refused) { Exit::Blocking } else { Exit::Clean }
}

/// What a statement is for, in words.
fn purpose(statement: &ShownStatement, lang: Lang) -> String {
    let table = statement.table.as_deref().unwrap_or("");
    match &statement.what {
        What::Form(_) => say(lang, "单元格或主键有话可说的行", "rows with something to say of their cells or keys").to_string(),
        What::Counts => say(lang, "有把握的行，只计数", "rows that are sure, counted").to_string(),
        What::Rows(_) => format!("{}{table}", say(lang, "取来在这里判断的行：", "rows judged here: ")),
        What::Sums { .. } => say(lang, "各组的行数与合计", "counts and sums of groups").to_string(),
        What::Heard(..) => {
            format!("{}{table}", say(lang, "有哪些组、期间和报送单位：", "which groups, periods and senders there are: "))
        }
        What::Odd(_) => format!("{}{table}", say(lang, "主键写法特别的行数（应为 0）：", "rows with odd keys (0 is wanted): ")),
    }
}

fn key(what: &What) -> &'static str {
    match what {
        What::Form(_) => "form",
        What::Counts => "counts",
        What::Rows(_) => "rows",
        What::Sums { .. } => "sums",
        What::Heard(..) => "heard",
        What::Odd(_) => "odd_keys",
    }
}

/// A comment of one line, whatever the text holds.
fn comment(out: &mut String, text: &str) {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let _ = writeln!(out, "-- {}", line.trim());
}

fn as_text(set: &RuleSet, forms: &[ShownStatement], rules: &[Shown], lang: Lang) -> String {
    let mut out = String::new();
    let statement = |out: &mut String, s: &ShownStatement| {
        comment(out, &purpose(s, lang));
        let _ = writeln!(out, "{};\n", s.sql);
    };
    for form in forms {
        comment(&mut out, form.table.as_deref().unwrap_or(""));
        statement(&mut out, form);
    }
    for shown in rules {
        let Some(rule) = set.rules.get(shown.rule) else { continue };
        comment(&mut out, &format!("{} {}", rule.id, rule.title));
        for cite in &rule.cites {
            let clause = [cite.document_number.as_deref(), cite.number.as_deref().or(Some(&cite.clause)), cite.title.as_deref()];
            comment(&mut out, &clause.into_iter().flatten().collect::<Vec<_>>().join(" "));
        }
        if shown.refused {
            comment(&mut out, say(lang, "不能交给引擎：", "cannot be asked of an engine:"));
        }
        for reason in &shown.reasons {
            comment(&mut out, reason_words(reason).get(lang));
        }
        for table in &shown.whole {
            comment(&mut out, &format!("{}{table}", say(lang, "整张取来：", "brought whole: ")));
        }
        out.push('\n');
        shown.statements.iter().for_each(|s| statement(&mut out, s));
    }
    out
}

#[derive(Serialize)]
struct JsonReport<'r> {
    dialect: &'static str,
    tables: Vec<JsonStatement<'r>>,
    rules: Vec<JsonRule<'r>>,
    diagnostics: Vec<DiagnosticDoc>,
}

#[derive(Serialize)]
struct JsonRule<'r> {
    rule: &'r str,
    title: &'r str,
    asked: bool,
    reasons: Vec<String>,
    whole: &'r [String],
    statements: Vec<JsonStatement<'r>>,
}

#[derive(Serialize)]
struct JsonStatement<'r> {
    purpose: &'static str,
    table: Option<&'r str>,
    sql: &'r str,
}

fn as_json(
    dialect: Dialect,
    set: &RuleSet,
    (forms, rules): (&[ShownStatement], &[Shown]),
    diagnostics: &[Diagnostic],
    sources: &Sources,
    lang: Lang,
) -> String {
    let body = JsonReport {
        dialect: Dialect::ALL.iter().find(|(_, d)| *d == dialect).map_or("", |(name, _)| name),
        tables: forms.iter().map(json_statement).collect(),
        rules: rules.iter().filter_map(|shown| json_rule(set, shown, lang)).collect(),
        diagnostics: mistakes(diagnostics, sources, lang),
    };
    envelope("sql", "fadu-sql/1", lang, &body)
}

fn json_statement(s: &ShownStatement) -> JsonStatement<'_> {
    JsonStatement { purpose: key(&s.what), table: s.table.as_deref(), sql: &s.sql }
}

fn json_rule<'r>(set: &'r RuleSet, shown: &'r Shown, lang: Lang) -> Option<JsonRule<'r>> {
    let rule = set.rules.get(shown.rule)?;
    Some(JsonRule {
        rule: &rule.id,
        title: &rule.title,
        asked: !shown.refused,
        reasons: shown.reasons.iter().map(|r| reason_words(r).get(lang).to_string()).collect(),
        whole: &shown.whole,
        statements: shown.statements.iter().map(json_statement).collect(),
    })
}
