//! `fadu answer`: adds an entry for a finding to the file of waivers or of explanations, for somebody to fill in.

use crate::answers::{draft, finds_fault, is_rule, is_subject, words};
use crate::cli::check;
use crate::cli::diagnostics;
use crate::cli::exit::Exit;
use crate::cli::options::{answer_args, choice, command as new_command, rule_args};
use crate::cli::words::say;
use crate::cli::{Context, complain, print};
use crate::diag::{Diagnostic, Lang, Sink, nearest};
use crate::finding::{AnswerKind, Consequence, Finding, Findings};
use crate::load::diagnostics::files::unwritable;
use crate::report::{one_line, render_diagnostics};
use crate::text::{FileId, Sources};
use crate::world::show_path;
use clap::{Arg, ArgMatches, Command};

/// A fingerprint may be shortened to so many digits.
const SHORTEST: usize = 6;
/// Findings named where several could be meant.
const NAMED: usize = 8;

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu answer 标识 | 规则 --for 对象 [选项]", "fadu answer FINGERPRINT | RULE --for SUBJECT [OPTIONS]");
    let about = ("为一项发现添一条待填的特许或说明", "add a waiver or an explanation for a finding, to be filled in");
    let heading = say(lang, "参数", "Arguments");
    let what = say(
        lang,
        "发现的标识（JSON 报告的 fingerprint，写前几位即可），或规则名称",
        "a finding's fingerprint (in JSON reports; its first digits do), or the name of a rule",
    );
    let codes = say(
        lang,
        "退出码：0 已添上；1 那里已经有了；2 添不上（没有这一项、指得不清、文件写不了）。\n例：fadu answer 3f2a9c  或  fadu answer hengshui.brands --for 安平县",
        "Exit codes: 0 added; 1 it is there already; 2 it cannot be added (no such finding, several, the file cannot be written).\n\
         Example: fadu answer 3f2a9c, or fadu answer hengshui.brands --for Anping",
    );
    let command = new_command("answer", lang, usage, about)
        .arg(Arg::new("finding").required(true).value_name(say(lang, "标识或规则", "FINDING")).help(what).help_heading(heading))
        .arg(Arg::new("for").long("for").value_name("SUBJECT").help(say(lang, "对象", "the subject")))
        .arg(Arg::new("line").long("line").value_name("LINE").help(say(
            lang,
            "哪一条要求：名称或序号",
            "which line: its name or number",
        )))
        .arg(choice(
            "as",
            &["waiver", "explanation"],
            lang,
            "添到哪里（默认：待说明的添说明，其余添特许）",
            "what to add (default: an explanation of a query, a waiver of all else)",
        ));
    answer_args(rule_args(command, lang), lang).after_help(codes)
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    // What is found is what a check finds.
    let given = ["rules", "config", "as-of", "param", "waivers", "explanations"];
    let mut args = vec!["check".to_string()];
    for name in given {
        args.extend(matches.get_many::<String>(name).into_iter().flatten().map(|v| format!("--{name}={v}")));
    }
    let Ok(own) = check::command(context.lang).try_get_matches_from(args) else { return Exit::Impossible };
    let looked = check::look(context, &own);
    let Some(setup) = looked.setup.as_ref().filter(|_| !looked.findings.rules.is_empty()) else {
        return tell(context, &looked.diagnostics, &looked.sources);
    };
    let finding = match chosen(context, matches, &looked.findings) {
        Ok(finding) => finding,
        Err(problem) => return tell(context, &[*problem], &looked.sources),
    };
    let kind = match matches.get_one::<String>("as").map(String::as_str) {
        Some("waiver") => AnswerKind::Waiver,
        Some(_) => AnswerKind::Explanation,
        None if finding.plain_consequence() == Consequence::Query => AnswerKind::Explanation,
        None => AnswerKind::Waiver,
    };
    if kind == AnswerKind::Explanation && finding.plain_consequence() != Consequence::Query {
        return tell(context, &[diagnostics::not_explained()], &looked.sources);
    }
    let (path, _) = setup.answers_file(kind);
    add(context, kind, finding, &looked.findings, &path)
}

fn add(context: &Context<'_>, kind: AnswerKind, finding: &Finding, findings: &Findings, path: &std::path::Path) -> Exit {
    let none = Sources::default();
    let before = match context.world.exists(path) {
        false => String::new(),
        true => match context.world.read(path).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(_)) => {
                return tell(
                    context,
                    &[crate::answers::unreadable(
                        &show_path(path),
                        kind,
                        ("不是 UTF-8 编码".into(), "it is not in UTF-8".into()),
                    )],
                    &none,
                );
            }
            Err(error) => return tell(context, &[crate::load::diagnostics::files::unreadable(&error)], &none),
        },
    };
    if before.contains(&finding.fingerprint.to_string()) {
        let text = say(context.lang, "已经有了，没有再添：", "it is there already, nothing was added: ");
        return print(context, &format!("{text}{}\n", show_path(path))).max(Exit::Blocking);
    }
    let gap = if before.is_empty() {
        ""
    } else if before.ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    let after = format!("{before}{gap}{}", draft(kind, finding, findings));
    // A list that is written otherwise (`waivers = [ … ]`) cannot be added to at its end.
    let mut problems = Sink::default();
    crate::answers::read(kind, FileId(0), after.trim_start_matches('\u{feff}'), &mut problems);
    if problems.has_errors() {
        return tell(context, &[diagnostics::cannot_add(&show_path(path))], &none);
    }
    if let Err(error) = context.world.write_atomic(path, after.as_bytes()) {
        return tell(context, &[unwritable(&error)], &none);
    }
    let lines = [
        one_line(finding, context.lang),
        say(context.lang, "已添到，请填完空着的各项：", "added, to be filled in where it is blank: ").to_string(),
    ];
    print(context, &format!("{}\n{}{}\n", crate::report::clean(&lines[0]), lines[1], show_path(path)))
}

fn tell(context: &Context<'_>, problems: &[Diagnostic], sources: &Sources) -> Exit {
    complain(context.color, &render_diagnostics(problems, sources, context.lang, context.color, context.width));
    Exit::Impossible
}

/// The one finding that is meant.
fn chosen<'f>(context: &Context<'_>, matches: &ArgMatches, findings: &'f Findings) -> Result<&'f Finding, Box<Diagnostic>> {
    let asked = matches.get_one::<String>("finding").map_or("", String::as_str);
    let subject = matches.get_one::<String>("for");
    let line = matches.get_one::<String>("line");
    let prefix = asked.to_ascii_lowercase();
    let by_print = |f: &&Finding| subject.is_none() && prefix.len() >= SHORTEST && f.fingerprint.to_string().starts_with(&prefix);
    let by_name = |f: &&Finding| {
        let rule = findings.rules.get(f.rule);
        let of_line = |l: &String| rule.and_then(|r| r.line_name(f)) == Some(l) || *l == (f.line + 1).to_string();
        rule.is_some_and(|r| is_rule(&r.id, asked))
            && subject.is_some_and(|s| is_subject(f, &words(s), findings))
            && line.is_none_or(of_line)
    };
    let all = findings.list.iter().filter(|f| finds_fault(f));
    let found: Vec<&Finding> = all.filter(|f| by_print(f) || by_name(f)).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let names: Vec<&str> = findings.rules.iter().map(|r| r.id.as_str()).collect();
            if subject.is_some() && !names.iter().any(|id| is_rule(id, asked)) {
                return Err(Box::new(diagnostics::no_such_rule(asked).suggest(nearest(asked, names))));
            }
            let short = (prefix.len() < SHORTEST && prefix.chars().all(|c| c.is_ascii_hexdigit())).then_some(SHORTEST);
            Err(Box::new(diagnostics::no_such_finding(asked, subject.map(String::as_str), short)))
        }
        several => {
            let name = |f: &&Finding| format!("{}  {}", f.fingerprint, one_line(f, context.lang));
            Err(Box::new(diagnostics::several_findings(several.len(), several.iter().take(NAMED).map(name).collect())))
        }
    }
}
