//! `fadu coverage`: clause by clause, what the rules say and what they do not.

use super::diagnostics;
use super::exit::{Exit, is_impossible};
use super::options::{choice, command as new_command, flag, rule_args};
use super::words::say;
use super::{Context, print, project};
use crate::coverage::reviewed::{self, Reviewed};
use crate::coverage::{self, Counts, Covered, Document, State};
use crate::diag::{Diagnostic, Lang, Sink};
use crate::pipeline;
use crate::report::{DiagnosticDoc, Place, bracketed, clean, enumeration, envelope, mistakes, place, render_diagnostics, titled};
use crate::text::Sources;
use crate::world::{show_path, tidy_path};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
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
                &["missing", "open", "stale"],
                lang,
                "有这类条文时退出码为 1（可多次）",
                "exit with 1 if there are such (repeatable)",
            )
            .action(ArgAction::Append),
        )
        .arg(flag(
            "accept",
            lang,
            "记下各条文现在的内容（写入政策旁的 reviewed.toml）；以后条文有变，规则即为待复核",
            "note what the clauses say now (reviewed.toml beside the policy); a clause that changes later makes its rules stale",
        ));
    rule_args(command, lang).after_help(say(
        lang,
        "退出码：0 已列出；1 有 --deny 所列的情形；2 规则有误或没有政策。\n\n例：fadu coverage --deny stale",
        "Exit codes: 0 listed; 1 something that --deny names; 2 a rule does not compile, or there is no policy.\n\n\
         Example: fadu coverage --deny stale",
    ))
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let denied: Vec<&String> = matches.get_many::<String>("deny").into_iter().flatten().collect();
    let denies = |word: &str| denied.iter().any(|d| *d == word);
    let setup = project::setup(context, matches, false, &mut sources, &mut sink);
    let mut documents = match &setup {
        Some(setup) => {
            let set = pipeline::compile(context.world, &setup.rules, &setup.bindings, &mut sources, &mut sink);
            let documents = if project::is_stopped(&sink) { Vec::new() } else { coverage::of(&set) };
            if documents.is_empty() && !sink.has_errors() {
                sink.push(diagnostics::no_policy());
            }
            documents
        }
        None => Vec::new(),
    };
    let accept = matches.get_flag("accept") && setup.is_some() && !sink.list().iter().any(is_impossible);
    let accepted = review(context, &mut documents, (accept, denies("stale")), &sources, &mut sink);
    let diagnostics = sink.finish();
    let json = matches.get_one::<String>("format").is_some_and(|f| f == "json");
    let text = if json {
        as_json(&documents, &diagnostics, &sources, context.lang)
    } else {
        super::complain(context.color, &render_diagnostics(&diagnostics, &sources, context.lang, context.color, context.width));
        documents.iter().map(|d| page(d, context)).collect::<String>() + &accepted
    };
    if print(context, &text) == Exit::Impossible || setup.is_none() || diagnostics.iter().any(is_impossible) {
        return Exit::Impossible;
    }
    let never = denies("stale") && documents.iter().flat_map(|d| &d.clauses).any(|c| !c.unreviewed.is_empty());
    let sum = |of: fn(&Counts) -> usize| documents.iter().map(|d| of(&d.counts())).sum::<usize>();
    let found = [("missing", sum(|c| c.missing)), ("open", sum(|c| c.open)), ("stale", sum(|c| c.stale))];
    if never && !json {
        super::complain(
            context.color,
            say(
                context.lang,
                "有规则从未复核，看不出条文是否有变；复核后用 fadu coverage --accept 记下\n",
                "some rules were never reviewed, so nobody can tell whether their clauses changed; `fadu coverage --accept` notes a review\n",
            ),
        );
    }
    if never || found.iter().any(|(word, n)| denies(word) && *n > 0) { Exit::Blocking } else { Exit::Clean }
}

/// Holds the documents against what was accepted, one file for each folder of policies; with `accept` the file is written first.
fn review(
    context: &Context<'_>,
    documents: &mut [Document],
    (accept, denied): (bool, bool),
    sources: &Sources,
    sink: &mut Sink,
) -> String {
    let folder = |d: &Document| Path::new(&sources.get(d.span.file).name).parent().unwrap_or(Path::new("")).join(reviewed::FILE);
    let files: BTreeSet<PathBuf> = documents.iter().map(folder).collect();
    let mut said = String::new();
    for file in files {
        let path = show_path(&tidy_path(&file));
        let known = if context.world.exists(&file) {
            let read = pipeline::read_text(context.world, &file, sink).map(|source| Reviewed::parse(&source.text, &path));
            match read {
                Some(Ok(known)) => Some(known),
                Some(Err(problem)) => {
                    sink.push(*problem);
                    continue;
                }
                None => continue,
            }
        } else {
            None
        };
        let mut known = match (known, accept) {
            (Some(known), _) => known,
            (None, true) => Reviewed::default(),
            // Nothing was ever reviewed; who asks for stale rules is told so.
            (None, false) if denied => Reviewed::default(),
            (None, false) => continue,
        };
        if accept {
            let here: Vec<&Document> = documents.iter().filter(|d| folder(d) == file).collect();
            known.accept(&here);
            if let Err(error) = context.world.write_atomic(&file, known.text().as_bytes()) {
                sink.push(crate::load::diagnostics::files::unwritable(&error));
                continue;
            }
            let rules = known.rules.len();
            said += &match context.lang {
                Lang::Zh => format!("已写入 {path}：规则 {rules} 条\n"),
                Lang::En => format!("{path} is written: {rules} rule{}\n", if rules == 1 { "" } else { "s" }),
            };
        }
        documents.iter_mut().filter(|d| folder(d) == file).for_each(|d| known.mark(d));
    }
    said
}

fn page(document: &Document, context: &Context<'_>) -> String {
    let lang = context.lang;
    let counts = document.counts();
    let mut out = String::new();
    let title = document.title.as_deref().unwrap_or(&document.name);
    let number = document.number.as_deref().map(|n| bracketed(n, lang)).unwrap_or_default();
    let _ = writeln!(out, "{}", clean(&format!("{}{number}", titled(title, lang))));
    let all = document.clauses.len();
    let _ = match lang {
        Lang::Zh => writeln!(
            out,
            "  条文 {all}：已编码 {} · 有待定参数 {} · 无可度量 {} · 未编码 {}\n",
            counts.encoded, counts.open, counts.not_measurable, counts.missing
        ),
        Lang::En => writeln!(
            out,
            "  {all} clause{}: {} encoded · {} with open parameters · {} not measurable · {} missing\n",
            if all == 1 { "" } else { "s" },
            counts.encoded,
            counts.open,
            counts.not_measurable,
            counts.missing
        ),
    };
    if counts.stale + counts.unreviewed > 0 {
        let _ = match lang {
            Lang::Zh => writeln!(out, "  条文有变、规则待复核 {} · 规则从未复核 {}\n", counts.stale, counts.unreviewed),
            Lang::En => writeln!(
                out,
                "  {} changed since their rules were reviewed · {} never reviewed\n",
                counts.stale, counts.unreviewed
            ),
        };
    }
    let width = document.clauses.iter().filter_map(|c| c.number.as_deref()).map(|n| clean(n).width()).max().unwrap_or(0);
    let groups = [
        (say(lang, "未编码", "missing"), "missing"),
        (say(lang, "有待定参数", "with open parameters"), "open"),
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
    let number = clean(clause.number.as_deref().unwrap_or(""));
    let title = clause.title.as_deref().unwrap_or(&clause.name);
    let tail = match &clause.state {
        State::Open(params) => format!(" — {}{}", say(lang, "待定：", "open: "), enumeration(params, lang)),
        State::NotMeasurable(reason) => format!(" — {reason}"),
        State::Encoded => format!(" — {}", enumeration(&clause.rules, lang)),
        State::Missing => String::new(),
    };
    let pad = " ".repeat(width.saturating_sub(number.width()));
    let _ = writeln!(out, "    {number}{pad}  {}", clean(&format!("{title}{tail}")));
    if !clause.exceptions.is_empty() {
        let list = enumeration(&clause.exceptions, lang);
        let _ = writeln!(out, "    {}  {}{}", " ".repeat(width), say(lang, "批复：", "exceptions: "), clean(&list));
    }
    if !clause.stale.is_empty() {
        let list = enumeration(&clause.stale, lang);
        let said = say(lang, "条文有变，待复核：", "the clause has changed, look again at: ");
        let _ = writeln!(out, "    {}  ! {said}{list}", " ".repeat(width));
    }
}

#[derive(Serialize)]
struct JsonReport<'d> {
    documents: Vec<JsonDocument<'d>>,
    diagnostics: Vec<DiagnosticDoc>,
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
    stale: usize,
    unreviewed: usize,
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
    exceptions: &'d [String],
    open_parameters: &'d [String],
    reason: Option<&'d str>,
    hash: &'d str,
    stale: &'d [String],
    unreviewed: &'d [String],
    place: Option<Place>,
}

fn as_json(documents: &[Document], diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let body = JsonReport {
        documents: documents.iter().map(|d| json_document(d, sources)).collect(),
        diagnostics: mistakes(diagnostics, sources, lang),
    };
    envelope("coverage", "fadu-coverage/1", lang, &body)
}

fn json_document<'d>(d: &'d Document, sources: &Sources) -> JsonDocument<'d> {
    let counts = d.counts();
    JsonDocument {
        policy: &d.name,
        title: d.title.as_deref(),
        number: d.number.as_deref(),
        encoded: counts.encoded,
        open: counts.open,
        not_measurable: counts.not_measurable,
        missing: counts.missing,
        stale: counts.stale,
        unreviewed: counts.unreviewed,
        clauses: d.clauses.iter().map(|c| json_clause(c, sources)).collect(),
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

fn json_clause<'d>(c: &'d Covered, sources: &Sources) -> JsonClause<'d> {
    JsonClause {
        clause: &c.name,
        number: c.number.as_deref(),
        title: c.title.as_deref(),
        force: c.force.as_deref(),
        state: state_key(&c.state),
        rules: &c.rules,
        exceptions: &c.exceptions,
        open_parameters: if let State::Open(list) = &c.state { list } else { &[] },
        reason: if let State::NotMeasurable(reason) = &c.state { Some(reason) } else { None },
        hash: &c.hash,
        stale: &c.stale,
        unreviewed: &c.unreviewed,
        place: place(sources, c.span),
    }
}
