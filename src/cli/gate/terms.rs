//! What all comparisons share: how they are shown, and what fails.

use crate::cli::options::{choice, flag};
use crate::cli::words::say;
use crate::cli::{check, root};
use crate::config::FailOn;
use crate::diag::Lang;
use crate::finding::Class;
use crate::report::Compared;
use clap::{Arg, ArgAction, ArgMatches, Command};

/// Classes that make the gate fail unless others are named.
pub(super) const FAILING: [Class; 3] = [Class::New, Class::Worse, Class::NewlyOpen];

/// Formats of changes themselves; all others show what blocks as a check shows findings.
pub(super) const OWN_FORMATS: [&str; 3] = ["pretty", "json", "summary"];

/// What all comparisons take: how they are shown, and what fails.
pub(super) fn terms(command: Command, lang: Lang) -> Command {
    let mut formats: Vec<&'static str> = OWN_FORMATS.to_vec();
    let others = crate::report::FORMATS.iter().filter(|f| !f.is_binary()).map(|f| f.name);
    formats.extend(others.filter(|f| !OWN_FORMATS.contains(f) && *f != "csv"));
    command
        .arg(choice("format", &formats, lang, "输出格式", "output format").default_value("pretty").hide_default_value(true))
        .arg(Arg::new("output").long("output").short('o').value_name("FILE").help(say(
            lang,
            "写入文件（UTF-8）；不覆盖本次读取的文件",
            "write to a file (UTF-8); never over a file this run reads",
        )))
        .arg(flag("all", lang, "未变的也全部列出", "list what is the same in full"))
        .arg(
            Arg::new("fail-on-changes")
                .long("fail-on-changes")
                .value_name("LIST")
                .value_delimiter(',')
                .value_parser(clap::builder::PossibleValuesParser::new(Class::ALL.map(Class::key)))
                .hide_possible_values(true)
                .help(say(
                    lang,
                    "哪几类使退出码为 1（默认 new,worse,newly-open；另有 gone 等）",
                    "classes that exit with 1 (default new,worse,newly-open; gone and others may be named)",
                )),
        )
        .arg(choice(
            "fail-on",
            &FailOn::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
            lang,
            "从哪一级起算（默认 undetermined）",
            "from which level on (default undetermined)",
        ))
        .arg(root::root_arg(lang))
        .arg(root::summary_arg(lang))
        .arg(choice("allow", &check::ALLOWABLE, lang, "放行（可多次）", "let pass (repeatable)").action(ArgAction::Append))
}

/// The classes that are named, else these.
pub(super) fn failing_or(matches: &ArgMatches, usual: &[Class]) -> Vec<Class> {
    let named = matches.get_many::<String>("fail-on-changes");
    named.map_or(usual.to_vec(), |list| list.filter_map(|key| Class::named(key)).collect())
}

/// With what a comparison of two packs or with a list is named.
pub(super) fn compared(kind: &'static str, name: &str) -> Compared {
    Compared { kind, name: name.to_string(), commit: None }
}
