//! `fadu baseline`: a list of what fails today, so that nothing else may. It is kept by fingerprints, in order, a line for each finding, and
//! shrinks as findings are mended.

use super::outcome::{self, Ending};
use super::states::{State, Whom, setup_of};
use super::terms::{FAILING, compared, terms};
use crate::cli::exit::{Exit, is_impossible, reaches};
use crate::cli::judging::{Answers, Sides};
use crate::cli::options::{answer_args, as_one_arg, command as new_command, flag, rule_args};
use crate::cli::words::say;
use crate::cli::{Context, complain, diagnostics, print};
use crate::diag::{Bilingual, Diagnostic, Lang};
use crate::finding::{Class, Consequence, Stand, Verdict};
use crate::gate;
use crate::load::diagnostics::files::{unreadable, unwritable};
use crate::report;
use crate::text::Sources;
use clap::{Arg, ArgMatches, Command};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where the list is kept unless another file is named.
const FILE: &str = "fadu-baseline.toml";

/// The first line of a list; another version begins otherwise.
const HEAD: &str = "# fadu-baseline/1";

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu baseline <write | check> [选项]", "fadu baseline <write | check> [OPTIONS]");
    let about = ("存量清单：先认下现有的不符，此后只许减少", "a list of what fails today: from then on it may only shrink");
    let part = |name: &'static str, usage, about: (&'static str, &'static str)| {
        let heading = say(lang, "参数", "Arguments");
        let files =
            say(lang, "报送文件或文件夹；不给则按项目文件", "submissions (files or folders); without any, the project file says");
        let file = say(lang, "清单文件（默认 fadu-baseline.toml）", "the file of the list (default fadu-baseline.toml)");
        let command = new_command(name, lang, usage, about)
            .arg(Arg::new("files").num_args(0..).value_name("FILES").help(files).help_heading(heading))
            .arg(as_one_arg(lang))
            .arg(Arg::new("file").long("file").value_name("FILE").default_value(FILE).hide_default_value(true).help(file));
        answer_args(rule_args(terms(command, lang), lang), lang)
    };
    let write = part(
        "write",
        ("fadu baseline write [报送文件…] [选项]", "fadu baseline write [FILES…] [OPTIONS]"),
        ("写清单；已有的只减不增，除非写明 --grow", "write the list; one that exists only shrinks unless --grow is given"),
    )
    .arg(flag("grow", lang, "新的也认下", "take in what is new as well"))
    .after_help(say(
        lang,
        "退出码：0 已写；1 已写，但有清单之外的不符没有认下；2 核查未能完成，没有写。\n\n例：fadu baseline write",
        "Exit codes: 0 written; 1 written, and something fails that was not taken in; 2 the check could not be done, nothing was written.\n\nExample: fadu baseline write",
    ));
    let check = part(
        "check",
        ("fadu baseline check [报送文件…] [选项]", "fadu baseline check [FILES…] [OPTIONS]"),
        ("与清单比对", "hold the findings against the list"),
    )
    .after_help(say(
        lang,
        "退出码：0 都在清单上；1 有清单之外的、加重的，或已过期的条目；2 核查未能完成，或清单有误。\n\n例：fadu baseline check",
        "Exit codes: 0 all is on the list; 1 something is not on it, is worse, or an entry is stale; 2 the check could not be done, or the list is wrong.\n\nExample: fadu baseline check",
    ));
    new_command("baseline", lang, usage, about).subcommand_required(true).subcommand(write).subcommand(check)
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    match matches.subcommand() {
        Some(("write", m)) => write(context, m),
        Some(("check", m)) => check(context, m),
        _ => Exit::Impossible,
    }
}

fn file(matches: &ArgMatches) -> String {
    matches.get_one::<String>("file").cloned().unwrap_or_else(|| FILE.to_string())
}

fn judge(context: &Context<'_>, matches: &ArgMatches) -> (State, Option<crate::cli::project::Setup>) {
    let (setup, sources, sink) = setup_of(context, matches);
    match setup {
        None => (State::none(context, matches, sources, sink), None),
        Some(setup) => {
            let answers = Answers::Of(context, &setup);
            let sides = Sides { rules: (context, &setup), data: (context, &setup), answers };
            (State::judge((context, matches), sides, (sources, sink), false), Some(setup))
        }
    }
}

fn check(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let name = file(matches);
    let (before, kind) = match read(context, &name) {
        Ok(read) => read,
        Err(problem) => return outcome::stopped(context, matches, "baseline", *problem),
    };
    let (mut head, setup) = judge(context, matches);
    let Some(setup) = setup else {
        return outcome::told(context, matches, &Ending::of("baseline", compared(kind, &name), head, Vec::new()).stopped());
    };
    let gone = gate::wanted(&before, &head.stands).0;
    head.add_met(context, &gone, &Whom::kept(&before, &gone));
    let (rules, files) = (head.rules(), head.files());
    let states = gate::States { before: &before, between: None, after: &head.stands, rules: &rules, files: &files, moved: false };
    let mut changes =
        gate::compare(states, |class, _, stand| FAILING.contains(&class) && reaches(setup.fail_on, stand.consequence));
    let stale = changes.iter_mut().filter(|c| matches!(c.class, Class::Fixed | Class::Gone));
    let stale = stale.map(|c| c.blocks = true).count();
    let mut notes = Vec::new();
    if stale > 0 {
        notes.push(Bilingual::new(
            format!("清单里有 {stale} 条已过期（已改正或不再适用），请用 fadu baseline write 去掉"),
            format!(
                "{stale} entries of the list are stale (fixed, or no longer applicable): take them out with `fadu baseline write`"
            ),
        ));
    }
    let may_idle = setup.idle(&head.judged.findings);
    outcome::told(context, matches, &Ending { changes, may_idle, ..Ending::of("baseline", compared(kind, &name), head, notes) })
}

fn write(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let name = file(matches);
    let path = Path::new(&name);
    let old = match context.world.exists(path) {
        false => None,
        true => match read(context, &name) {
            Ok((stands, _)) => Some(stands),
            Err(problem) => return outcome::stopped(context, matches, "baseline", *problem),
        },
    };
    let (head, setup) = judge(context, matches);
    let idle = |s: &crate::cli::project::Setup| {
        let may = s.idle(&head.judged.findings);
        head.judged.findings.without_subject.iter().any(|(rule, _)| !may.contains(rule))
    };
    let Some(setup) = setup.filter(|s| !idle(s) && !head.diagnostics.iter().any(is_impossible)) else {
        return outcome::told(context, matches, &Ending::of("baseline", compared("baseline", &name), head, Vec::new()).stopped());
    };
    let failing: Vec<&Stand> = head.stands.iter().filter(|s| reaches(setup.fail_on, s.consequence)).collect();
    let known: BTreeMap<&str, &Stand> = old.iter().flatten().map(|s| (s.fingerprint.as_str(), s)).collect();
    let grow = old.is_none() || matches.get_flag("grow");
    let kept: Vec<Stand> =
        failing.iter().filter(|s| grow || known.contains_key(s.fingerprint.as_str())).map(|s| entry(s, &known, grow)).collect();
    if let Err(error) = context.world.write_atomic(path, text(&kept, context.lang).as_bytes()) {
        return outcome::stopped(context, matches, "baseline", unwritable(&error));
    }
    let prints: BTreeSet<&str> = kept.iter().map(|s| s.fingerprint.as_str()).collect();
    let removed = known.keys().filter(|k| !prints.contains(*k)).count();
    let left = failing.len() - kept.len();
    let said = match context.lang {
        Lang::Zh => format!("{name}：{} 条，去掉 {removed} 条，未认下 {left} 条\n", kept.len()),
        Lang::En => format!("{name}: {} entries, {removed} taken out, {left} not taken in\n", kept.len()),
    };
    if print(context, &said) == Exit::Impossible {
        return Exit::Impossible;
    }
    if left > 0 {
        let told = diagnostics::not_taken_in(left);
        complain(
            context.color,
            &report::render_diagnostics(&[told], &Sources::default(), context.lang, context.color, context.width),
        );
        return Exit::Blocking;
    }
    Exit::Clean
}

/// An entry is never loosened unless the list may grow.
fn entry(stand: &Stand, known: &BTreeMap<&str, &Stand>, grow: bool) -> Stand {
    let old = known.get(stand.fingerprint.as_str()).filter(|_| !grow);
    let worse = |old: &&&Stand| {
        stand.extent.against(&old.extent) == Some(std::cmp::Ordering::Greater)
            || stand.consequence < old.consequence
            || stand.verdict != old.verdict
    };
    old.filter(worse).map_or_else(|| stand.clone(), |old| (**old).clone())
}

fn text(list: &[Stand], lang: Lang) -> String {
    let mut lines: Vec<String> = list.iter().map(line).collect();
    lines.sort();
    let about = say(
        lang,
        "# 已认下的不符；由 fadu baseline write 写，fadu baseline check 比对。请勿手工添加。",
        "# What fails and was taken in; written by `fadu baseline write`, held by `fadu baseline check`. Not to be added to by hand.",
    );
    format!("{HEAD}\n{about}\n[findings]\n{}", lines.concat())
}

fn line(stand: &Stand) -> String {
    let quoted = |t: &str| serde_json::to_string(&report::clean_line(t)).unwrap_or_default();
    let verdict = stand.verdict.map_or("unusable", crate::finding::verdict_key);
    format!(
        "{} = {{ rule = {}, subject = {}, verdict = \"{verdict}\", level = \"{}\", by = {} }}\n",
        quoted(&stand.fingerprint),
        quoted(&stand.rule),
        quoted(&stand.subject),
        report::consequence_key(stand.consequence),
        quoted(&gate::written(&stand.extent)),
    )
}

/// A list that was written, or a kept report, with what it is.
pub(super) fn read(context: &Context<'_>, name: &str) -> Result<(Vec<Stand>, &'static str), Box<Diagnostic>> {
    let bytes = context.world.read(Path::new(name)).map_err(|e| Box::new(unreadable(&e)))?;
    let text = String::from_utf8(bytes).map_err(|_| unusable(name, &Bilingual::new("不是 UTF-8", "it is not in UTF-8")))?;
    if text.trim_start().starts_with('{') {
        let stands = gate::of_report(&text).map_err(|why| unusable(name, &diagnostics::why_unreadable(&why)))?;
        return Ok((stands, "report"));
    }
    if text.lines().next().map(str::trim_end) != Some(HEAD) {
        let why = Bilingual::new(format!("第一行不是 {HEAD}"), format!("its first line is not `{HEAD}`"));
        return Err(unusable(name, &why));
    }
    let wrong = |zh: String, en: String| unusable(name, &Bilingual::new(zh, en));
    let table: toml::Table =
        text.parse().map_err(|e: toml::de::Error| wrong(format!("写法有误：{}", e.message()), e.message().to_string()))?;
    if let Some(other) = table.keys().find(|k| *k != "findings") {
        return Err(wrong(format!("没有“{other}”这一项"), format!("it has no key `{other}`")));
    }
    let entries = table.get("findings").and_then(toml::Value::as_table);
    let entries = entries.ok_or_else(|| wrong("缺少 [findings]".into(), "[findings] is missing".into()))?;
    let stand = |(print, entry): (&String, &toml::Value)| {
        kept(print, entry).ok_or_else(|| wrong(format!("条目 {print} 有误"), format!("the entry {print} is wrong")))
    };
    Ok((entries.iter().map(stand).collect::<Result<_, _>>()?, "baseline"))
}

/// `None` for an entry with a key too many or too few, or a word that is none.
fn kept(print: &str, entry: &toml::Value) -> Option<Stand> {
    const KEYS: [&str; 5] = ["rule", "subject", "verdict", "level", "by"];
    let table = entry.as_table().filter(|t| t.len() == KEYS.len())?;
    let get = |key: &str| table.get(key).and_then(toml::Value::as_str).map(str::to_string);
    let digits = print.split('-').next().unwrap_or_default();
    if digits.len() != 32 || !digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return None;
    }
    let verdict = match get("verdict")?.as_str() {
        "violated" => Some(Verdict::Violated),
        "undetermined" => Some(Verdict::Undetermined),
        "unusable" => None,
        _ => return None,
    };
    let levels = [Consequence::Breach, Consequence::Open, Consequence::Query, Consequence::Shortfall];
    let level = get("level")?;
    Some(Stand {
        fingerprint: print.to_string(),
        rule: get("rule")?,
        line: String::new(),
        subject: get("subject")?,
        verdict,
        consequence: levels.into_iter().find(|c| report::consequence_key(*c) == level)?,
        message: String::new(),
        arithmetic: String::new(),
        margin: None,
        extent: gate::read_extent(&get("by")?)?,
        figures: Vec::new(),
        place: None,
        until: None,
    })
}

fn unusable(name: &str, why: &Bilingual) -> Box<Diagnostic> {
    Box::new(diagnostics::baseline_unusable(name, why))
}
