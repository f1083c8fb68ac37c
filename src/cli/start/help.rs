//! `fadu help`, `fadu completions`, `fadu man`.

use crate::cli::exit::Exit;
use crate::cli::options::command as new_command;
use crate::cli::words::say;
use crate::cli::{Context, complain, write_out};
use crate::diag::Lang;
use crate::report::clean_lines;
use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu help [命令]", "fadu help [COMMAND]");
    let which = say(lang, "命令，如 gate 或 baseline write", "a command, such as gate or baseline write");
    new_command("help", lang, usage, ("显示一个命令的帮助", "print the help of a command"))
        .arg(Arg::new("command").num_args(0..).value_name("COMMAND").help(which))
        .after_help(say(
            lang,
            "退出码：0；没有这个命令为 2。\n\n例：fadu help check",
            "Exit codes: 0; 2 where there is no such command.\n\nExample: fadu help check",
        ))
}

pub fn completions_command(lang: Lang) -> Command {
    let usage = ("fadu completions <外壳>", "fadu completions <SHELL>");
    new_command("completions", lang, usage, ("输出命令行补全脚本", "print a completion script for a shell"))
        .arg(
            Arg::new("shell")
                .required(true)
                .value_name("SHELL")
                .value_parser(value_parser!(Shell))
                .hide_possible_values(true)
                .help(say(lang, "外壳：bash | zsh | fish | elvish | powershell", "bash | zsh | fish | elvish | powershell")),
        )
        .after_help(say(
            lang,
            "退出码：0；没有这种外壳为 2。\n\n例：fadu completions bash > /etc/bash_completion.d/fadu",
            "Exit codes: 0; 2 for a shell that is not known.\n\nExample: fadu completions bash > /etc/bash_completion.d/fadu",
        ))
}

pub fn man_command(lang: Lang) -> Command {
    let usage = ("fadu man [命令]", "fadu man [COMMAND]");
    let which = say(lang, "命令；不给则为总的一页", "a command; without one the page of the program");
    new_command("man", lang, usage, ("输出手册页（roff）", "print a manual page (roff)"))
        .arg(Arg::new("command").num_args(0..).value_name("COMMAND").help(which))
        .after_help(say(
            lang,
            "退出码：0；没有这个命令为 2。\n\n例：fadu man > fadu.1；fadu man gate > fadu-gate.1",
            "Exit codes: 0; 2 where there is no such command.\n\nExample: fadu man > fadu.1; fadu man gate > fadu-gate.1",
        ))
}

/// The command that the words name, by its full name.
fn sought(context: &Context<'_>, root: Command, matches: &ArgMatches) -> Result<Command, Exit> {
    let mut at = root;
    at.build();
    for word in matches.get_many::<String>("command").into_iter().flatten() {
        let Some(found) = at.find_subcommand(word) else {
            let known: Vec<&str> = at.get_subcommands().map(Command::get_name).collect();
            let list = known.join(" ");
            complain(
                false,
                &match context.lang {
                    Lang::Zh => format!("错误：没有命令 {word}；有：{list}\n"),
                    Lang::En => format!("error: there is no command {word}; there are: {list}\n"),
                },
            );
            return Err(Exit::Impossible);
        };
        at = found.clone();
    }
    Ok(at)
}

pub fn run(context: &Context<'_>, root: Command, matches: &ArgMatches) -> Exit {
    match sought(context, root, matches) {
        Ok(mut command) => write_out(context.lang, &clean_lines(&command.render_help().to_string(), false)),
        Err(exit) => exit,
    }
}

pub fn completions(context: &Context<'_>, mut root: Command, matches: &ArgMatches) -> Exit {
    let Some(shell) = matches.get_one::<Shell>("shell") else { return Exit::Impossible };
    let mut out = Vec::new();
    clap_complete::generate(*shell, &mut root, "fadu", &mut out);
    write_out(context.lang, &String::from_utf8_lossy(&out))
}

pub fn man(context: &Context<'_>, root: Command, matches: &ArgMatches) -> Exit {
    let command = match sought(context, root, matches) {
        Ok(command) => command,
        Err(exit) => return exit,
    };
    let mut out = Vec::new();
    match clap_mangen::Man::new(command).render(&mut out) {
        Ok(()) => write_out(context.lang, &String::from_utf8_lossy(&out)),
        Err(_) => Exit::Impossible,
    }
}
