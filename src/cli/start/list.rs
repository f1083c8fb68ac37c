//! `fadu list`: what there is in a project.

use crate::cli::exit::{Exit, is_impossible};
use crate::cli::options::{choice, command as new_command, rule_args};
use crate::cli::project::{self, Setup};
use crate::cli::words::say;
use crate::cli::{Context, complain, print};
use crate::diag::{Lang, Sink};
use crate::hir::RuleSet;
use crate::pipeline;
use crate::report::{self, Place};
use crate::text::{Sources, Span};
use crate::ty::{Origin, Type};
use crate::world::show_path;
use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

const KINDS: [&str; 5] = ["rules", "records", "params", "clauses", "files"];

/// One thing of a kind.
#[derive(Serialize)]
struct Entry {
    name: String,
    title: String,
    /// What more there is to say: clauses of a rule, fields of a record, the value of a parameter.
    details: Vec<String>,
    place: Option<Place>,
}

#[derive(Serialize)]
struct Document {
    kind: String,
    entries: Vec<Entry>,
    diagnostics: Vec<report::DiagnosticDoc>,
}

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu list <种类> [选项]", "fadu list <KIND> [OPTIONS]");
    let kinds = say(lang, "种类：rules | records | params | clauses | files", "rules | records | params | clauses | files");
    let parser = clap::builder::PossibleValuesParser::new(KINDS);
    let command =
        new_command("list", lang, usage, ("列出规则、表、参数、条文、文件", "list rules, records, parameters, clauses, files"))
            .arg(Arg::new("kind").required(true).value_name("KIND").value_parser(parser).hide_possible_values(true).help(kinds))
            .arg(
                choice("format", &["pretty", "json"], lang, "输出格式", "output format")
                    .default_value("pretty")
                    .hide_default_value(true),
            );
    rule_args(command, lang).after_help(say(
        lang,
        "退出码：0 已列；2 规则有误或读不出（能列的仍列出）。\n\n例：fadu list rules",
        "Exit codes: 0 listed; 2 a rule does not compile or cannot be read (the rest is listed).\n\nExample: fadu list rules",
    ))
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let kind = matches.get_one::<String>("kind").cloned().unwrap_or_default();
    let setup = project::setup(context, matches, true, &mut sources, &mut sink);
    let entries = setup.as_ref().map_or_else(Vec::new, |setup| {
        let set = pipeline::compile(context.world, &setup.rules, &setup.bindings, &mut sources, &mut sink);
        match kind.as_str() {
            "rules" => rules(&set, &sources),
            "records" => records(&set, &sources),
            "params" => params(&set, &sources, context.lang),
            "clauses" => clauses(&set, &sources),
            _ => files(context, setup, &mut sink),
        }
    });
    let diagnostics = sink.finish();
    let stopped = setup.is_none() || diagnostics.iter().any(is_impossible);
    let text = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => {
            let diagnostics = report::mistakes(&diagnostics, &sources, context.lang);
            report::envelope("list", "fadu-list/1", context.lang, &Document { kind, entries, diagnostics })
        }
        _ => {
            if !diagnostics.is_empty() {
                complain(
                    context.color,
                    &report::render_diagnostics(&diagnostics, &sources, context.lang, context.color, context.width),
                );
            }
            entries.iter().map(|e| line(e, context.lang)).collect()
        }
    };
    print(context, &text).max(if stopped { Exit::Impossible } else { Exit::Clean })
}

fn line(entry: &Entry, lang: Lang) -> String {
    let place = entry.place.as_ref().map_or(String::new(), |p| format!("  {}:{}", p.path, p.line));
    let details = entry.details.join(say(lang, "、", ", "));
    let parts: Vec<String> = [entry.name.clone(), entry.title.clone(), details].into_iter().filter(|p| !p.is_empty()).collect();
    let text = format!("{}{place}", parts.join("  "));
    format!("{}\n", report::clean_line(&text))
}

fn at(sources: &Sources, span: Span) -> Option<Place> {
    report::place(sources, span)
}

fn rules(set: &RuleSet, sources: &Sources) -> Vec<Entry> {
    let entry = |r: &crate::hir::Rule| Entry {
        name: r.id.clone(),
        title: r.title.clone(),
        details: r.cites.iter().map(|c| c.number.clone().unwrap_or_else(|| c.clause.clone())).collect(),
        place: at(sources, r.span),
    };
    set.rules.iter().map(entry).collect()
}

fn records(set: &RuleSet, sources: &Sources) -> Vec<Entry> {
    let named = set.schema.ids().map(|id| set.schema.get(id));
    let sent = named.filter(|r| !r.name.is_empty() && !matches!(r.origin, Origin::Nested { .. }));
    let field = |c: &crate::ty::ColumnDef| {
        let unit = c.unit.as_ref().filter(|u| !u.name.is_empty()).map_or(String::new(), |u| format!("（{}）", u.name));
        let list = if matches!(c.ty, Type::List(_)) { "[]" } else { "" };
        format!("{}{list}{unit}", c.title())
    };
    let entry = |r: &crate::ty::Relation| Entry {
        name: r.name.clone(),
        title: r.label.clone().unwrap_or_default(),
        details: r.columns.iter().map(field).collect(),
        place: at(sources, r.span),
    };
    sent.map(entry).collect()
}

fn params(set: &RuleSet, sources: &Sources, lang: Lang) -> Vec<Entry> {
    let open = say(lang, "待定", "open");
    let entry = |p: &crate::hir::Param| Entry {
        name: p.name.clone(),
        title: p.label.clone().unwrap_or_default(),
        details: if p.value.is_none() { vec![open.to_string()] } else { Vec::new() },
        place: at(sources, p.span),
    };
    set.params.iter().map(entry).collect()
}

fn clauses(set: &RuleSet, sources: &Sources) -> Vec<Entry> {
    let mut out = Vec::new();
    for policy in set.policies.iter() {
        let entry = |c: &crate::hir::Clause| Entry {
            name: format!("{}.{}", policy.name, c.name),
            title: c.title.clone().unwrap_or_default(),
            details: c.number.iter().cloned().collect(),
            place: at(sources, c.span),
        };
        out.extend(policy.clauses.iter().map(entry));
    }
    out
}

fn files(context: &Context<'_>, setup: &Setup, sink: &mut Sink) -> Vec<Entry> {
    let named = |kind: &str, path: &std::path::Path| Entry {
        name: show_path(path),
        title: String::new(),
        details: vec![kind.to_string()],
        place: None,
    };
    let rules = say(context.lang, "规则", "rules");
    let data = say(context.lang, "报送", "submission");
    let mut out: Vec<Entry> = setup.rules.iter().map(|p| named(rules, p)).collect();
    out.extend(setup.submission_paths(context, sink).iter().map(|p| named(data, p)));
    out
}
