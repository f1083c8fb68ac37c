//! Options that all commands share, and the language they are explained in.

use super::Context;
use super::words::say;
use crate::diag::Lang;
use crate::world::World;
use clap::{Arg, ArgAction, ArgMatches, Command, builder::PossibleValuesParser, value_parser};
use std::ffi::OsString;
use std::io::IsTerminal;

/// The language asked for: `--lang`, else the locale, else Chinese.
pub fn language(args: &[OsString], world: &dyn World) -> Lang {
    let mut texts = args.iter().map(|a| a.to_string_lossy());
    while let Some(text) = texts.next() {
        let value = match text.strip_prefix("--lang") {
            Some("") => texts.next().map(|v| v.to_string()),
            Some(rest) => rest.strip_prefix('=').map(str::to_string),
            None => None,
        };
        match value.as_deref() {
            Some("zh") => return Lang::Zh,
            Some("en") => return Lang::En,
            _ => {}
        }
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|n| world.env(n).filter(|v| !v.is_empty()));
    match locale.as_deref() {
        Some(l) if l.starts_with("en") => Lang::En,
        _ => Lang::Zh,
    }
}

pub fn context<'w>(world: &'w dyn World, lang: Lang, matches: &ArgMatches) -> Context<'w> {
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
    }
}

/// Columns of the terminal on standard output, if it is one.
fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(w, _)| usize::from(w.0))
}

pub fn root(lang: Lang) -> Command {
    let flag =
        |name: &'static str, zh, en| Arg::new(name).long(name).action(ArgAction::SetTrue).global(true).help(say(lang, zh, en));
    let choice = |name: &'static str, values: &'static [&'static str], zh, en| {
        Arg::new(name).long(name).global(true).value_parser(PossibleValuesParser::new(values)).help(say(lang, zh, en))
    };
    let root = Command::new("fadu")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say(lang, "法度：用政策条文核查各地报送的数据", "fadu: holds regional submissions against policy"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .arg(choice(
            "lang",
            &["zh", "en"],
            "输出语言（默认随系统，其次中文）",
            "language of the output (default: the locale, else Chinese)",
        ))
        .arg(choice("color", &["auto", "always", "never"], "是否用颜色", "use colours"))
        .arg(flag("ascii", "只用 ASCII 字符画线", "draw with ASCII signs only"))
        .arg(flag("quiet", "只列出阻断项和一行合计", "only what blocks, and one line of totals").short('q'))
        .arg(Arg::new("width").long("width").global(true).value_parser(value_parser!(usize)).help(say(
            lang,
            "输出宽度",
            "width of the output",
        )))
        .arg(Arg::new("threads").long("threads").global(true).value_parser(value_parser!(usize)).help(say(
            lang,
            "线程数（不影响结果）",
            "number of threads (no influence on the output)",
        )));
    match lang {
        Lang::Zh => root.help_template(TEMPLATE_ZH).subcommand_help_heading("命令").next_help_heading("选项"),
        Lang::En => root,
    }
}

/// A command in the language asked for.
pub fn command(name: &'static str, lang: Lang, zh: &'static str, en: &'static str) -> Command {
    let command = Command::new(name).about(say(lang, zh, en));
    match lang {
        Lang::Zh => command.help_template(TEMPLATE_ZH).next_help_heading("选项"),
        Lang::En => command,
    }
}

const TEMPLATE_ZH: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// `--rules PATH`, `--config FILE`, `--param NAME=VALUE`: what all commands that read rules take.
pub fn rule_args(command: Command, lang: Lang) -> Command {
    let path = |name: &'static str, zh, en| Arg::new(name).long(name).help(say(lang, zh, en));
    command
        .arg(
            path("rules", "规则文件或文件夹（可多次）", "rule files or folders (repeatable)")
                .action(ArgAction::Append)
                .value_name("PATH"),
        )
        .arg(
            path("config", "项目文件（默认向上查找 fadu.toml）", "project file (default: the nearest fadu.toml)")
                .value_name("FILE"),
        )
        .arg(
            path("param", "设定参数：名称=值（可多次）", "bind a parameter (repeatable)")
                .action(ArgAction::Append)
                .value_name("NAME=VALUE"),
        )
}
