//! Options that all commands share, and the language they are explained in.

use super::Context;
use super::cache::Cache;
use super::words::say;
use crate::diag::Lang;
use crate::digest::Algorithm;
use crate::world::World;
use clap::{Arg, ArgAction, ArgMatches, Command, builder::PossibleValuesParser, value_parser};
use std::ffi::OsString;
use std::io::IsTerminal;

/// The language that `FADU_LANG` asks for.
pub fn wished(world: &dyn World) -> Option<Lang> {
    let wish = world.env("FADU_LANG")?.trim().to_ascii_lowercase();
    // `zh_CN.UTF-8` asks for Chinese as a locale does.
    match wish.split(['_', '-', '.']).next() {
        Some("zh") => Some(Lang::Zh),
        Some("en") => Some(Lang::En),
        _ => None,
    }
}

/// Chinese where the locale is Chinese, else English.
pub fn locale(world: &dyn World) -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|n| world.env(n).filter(|v| !v.is_empty()));
    match locale.as_deref() {
        Some(l) if l.starts_with("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

/// The language asked for by `--lang`.
pub fn language(args: &[OsString]) -> Option<Lang> {
    let mut texts = args.iter().map(|a| a.to_string_lossy());
    while let Some(text) = texts.next() {
        let value = match text.strip_prefix("--lang") {
            Some("") => texts.next().map(|v| v.to_string()),
            Some(rest) => rest.strip_prefix('=').map(str::to_string),
            None => None,
        };
        match value.as_deref() {
            Some("zh") => return Some(Lang::Zh),
            Some("en") => return Some(Lang::En),
            _ => {}
        }
    }
    None
}

pub fn context<'w>(world: &'w dyn World, cache: &'w Cache, lang: Lang, matches: &ArgMatches) -> Context<'w> {
    let set = |name: &str| world.env(name).is_some_and(|v| !v.is_empty() && v != "0");
    let terminal = std::io::stdout().is_terminal();
    let color = match matches.get_one::<String>("color").map(String::as_str) {
        Some("always") => true,
        Some("never") => false,
        _ if set("NO_COLOR") => false,
        _ if set("CLICOLOR_FORCE") => true,
        _ => terminal && world.env("TERM").as_deref() != Some("dumb"),
    };
    let asked = matches.get_one::<usize>("width").copied();
    let measured = || world.env("COLUMNS").and_then(|c| c.parse().ok());
    let width = asked.or_else(measured).or_else(terminal_width).unwrap_or(100);
    Context {
        world,
        lang,
        color,
        ascii: matches.get_flag("ascii"),
        width: width.clamp(40, 200),
        quiet: matches.get_flag("quiet"),
        cache: Some(cache),
        pace: None,
    }
}

/// Whether somebody watches standard error and wants to know how far the run has got.
pub fn is_progress_shown(world: &dyn World, matches: &ArgMatches) -> bool {
    let unwanted = matches.get_flag("quiet") || matches.get_flag("no-progress");
    !unwanted && std::io::stderr().is_terminal() && world.env("TERM").as_deref() != Some("dumb")
}

/// Columns of the terminal on standard output, if it is one.
fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(w, _)| usize::from(w.0))
}

pub fn root(lang: Lang) -> Command {
    let number = |name: &'static str, zh, en| {
        let parser = value_parser!(usize);
        Arg::new(name).long(name).global(true).value_name("N").value_parser(parser).help(say(lang, zh, en))
    };
    localised(Command::new("fadu"), lang)
        .version(env!("CARGO_PKG_VERSION"))
        .about(say(lang, "法度：用政策条文核查各地报送的数据", "fadu: holds regional submissions against policy"))
        .override_usage(say(lang, "fadu <命令> [选项]", "fadu <COMMAND> [OPTIONS]"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(Arg::new("version").long("version").short('V').action(ArgAction::Version).help(say(
            lang,
            "显示版本",
            "print the version",
        )))
        .arg(
            choice(
                "lang",
                &["zh", "en"],
                lang,
                "输出语言（默认依次看 FADU_LANG、项目文件、系统语言）",
                "language (default: FADU_LANG, the project file, the locale)",
            )
            .global(true),
        )
        .arg(choice("color", &["auto", "always", "never"], lang, "是否用颜色", "use colours").global(true))
        .arg(flag("ascii", lang, "只用 ASCII 字符画线", "draw with ASCII signs only").global(true))
        .arg(flag("quiet", lang, "只列出阻断项和一行合计", "only what blocks, and one line of totals").short('q').global(true))
        .arg(number("width", "输出宽度", "width of the output"))
        .arg(
            number("threads", "线程数，至少 1（不影响结果）", "number of threads, at least 1 (no influence on the output)")
                .value_parser(value_parser!(u64).range(1..)),
        )
        .arg(
            flag(
                "no-progress",
                lang,
                "不显示进度（进度只显示在终端上）",
                "no line of progress (there is one on a terminal only)",
            )
            .global(true),
        )
}

/// An option without a value.
pub fn flag(name: &'static str, lang: Lang, zh: &'static str, en: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(say(lang, zh, en))
}

/// An option with a closed list of values, which the help text names in the language asked for.
pub fn choice(name: &'static str, values: &[&'static str], lang: Lang, zh: &str, en: &str) -> Arg {
    let list = values.join(" | ");
    let help = match lang {
        Lang::Zh => format!("{zh}：{list}"),
        Lang::En => format!("{en}: {list}"),
    };
    Arg::new(name)
        .long(name)
        .value_name("WORD")
        .value_parser(PossibleValuesParser::new(values))
        .hide_possible_values(true)
        .help(help)
}

/// A command in the language asked for.
pub fn command(
    name: &'static str,
    lang: Lang,
    usage: (&'static str, &'static str),
    about: (&'static str, &'static str),
) -> Command {
    localised(Command::new(name), lang).about(say(lang, about.0, about.1)).override_usage(say(lang, usage.0, usage.1))
}

/// Headings and the help option in the language asked for; clap has no translations of its own.
fn localised(command: Command, lang: Lang) -> Command {
    let help = Arg::new("help").long("help").short('h').action(ArgAction::Help).help(say(lang, "显示帮助", "print help"));
    let command = command.disable_help_flag(true);
    let command = match lang {
        Lang::Zh => command.help_template(TEMPLATE_ZH).subcommand_help_heading("命令").next_help_heading("选项"),
        Lang::En => command,
    };
    command.arg(help)
}

const TEMPLATE_ZH: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// `--rules PATH`, `--config FILE`, `--param NAME=VALUE`: what all commands that read rules take.
pub fn rule_args(command: Command, lang: Lang) -> Command {
    let rules = say(lang, "规则文件或文件夹（可多次）", "rule files or folders (repeatable)");
    let rules = Arg::new("rules").long("rules").help(rules).short('r').action(ArgAction::Append).value_name("PATH");
    config_args(command.arg(rules), lang)
}

/// `--as-one`: the submissions named are one table.
pub fn as_one_arg(lang: Lang) -> Arg {
    flag(
        "as-one",
        lang,
        "所给的各份文件合成一张表：缺一份、有一份读不出，整张表就没有报全",
        "the files named are parts of one table, which is complete only where every part is there and read whole",
    )
    .requires("files")
}

/// The same without the rules.
pub fn config_args(command: Command, lang: Lang) -> Command {
    let path = |name: &'static str, zh, en| Arg::new(name).long(name).help(say(lang, zh, en));
    command
        .arg(
            path("config", "项目文件（默认向上查找 fadu.toml）", "project file (default: the nearest fadu.toml)")
                .value_name("FILE"),
        )
        .arg(Arg::new("isolated").long("isolated").action(ArgAction::SetTrue).conflicts_with("config").help(say(
            lang,
            "不用项目文件",
            "use no project file",
        )))
        .arg(
            path(
                "as-of",
                "核查日期：没有报告期的按这一天判断是否到期",
                "the day on which what has no period of its own is due or not",
            )
            .value_name("DATE"),
        )
        .arg(
            path("param", "设定参数：名称=值（可多次）", "bind a parameter (repeatable)")
                .action(ArgAction::Append)
                .value_name("NAME=VALUE"),
        )
}

/// The options of `check` that ask for a receipt.
pub fn receipt_args(command: Command, lang: Lang) -> Command {
    let names = Algorithm::ALL.map(Algorithm::name);
    command
        .arg(Arg::new("receipt").long("receipt").value_name("FILE").help(say(
            lang,
            "另写一份核查凭证：核查了哪些文件、用了哪些规则和参数、结论如何；以后用 fadu verify 核对",
            "write a receipt as well: which files were judged, by which rules and parameters, and what it came to; for fadu verify",
        )))
        .arg(
            choice("digest", &names, lang, "凭证的摘要算法（默认 sha256）", "digests in the receipt (default sha256)")
                .requires("receipt"),
        )
}

/// Where waivers and explanations lie.
pub fn answer_args(command: Command, lang: Lang) -> Command {
    let path = |name: &'static str, zh, en| Arg::new(name).long(name).value_name("FILE").help(say(lang, zh, en));
    command
        .arg(path(
            "waivers",
            "特许文件（默认项目文件旁的 waivers.toml）",
            "file of waivers (default: waivers.toml beside the project file)",
        ))
        .arg(path(
            "explanations",
            "说明文件（默认项目文件旁的 explanations.toml）",
            "file of explanations (default: explanations.toml beside the project file)",
        ))
}
