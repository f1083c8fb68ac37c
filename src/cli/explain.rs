//! `fadu explain CODE`: the page of a code.

use super::exit::Exit;
use super::options::command as new_command;
use super::words::say;
use super::{Context, complain, print};
use crate::diag::{Lang, codes, nearest};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu explain [代码]", "fadu explain [CODE]");
    let code = say(lang, "代码，如 T003；不给则列出全部", "a code such as T003; without one, all are listed");
    let heading = say(lang, "参数", "Arguments");
    new_command("explain", lang, usage, ("解释一个代码", "explain a code"))
        .arg(Arg::new("code").value_name("CODE").help(code).help_heading(heading))
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let Some(id) = matches.get_one::<String>("code") else {
        let list: String = codes::ALL.iter().map(|c| format!("{}\n", headline(c.id, c.page, context.lang))).collect();
        return print(context.lang, &list);
    };
    match codes::page(id) {
        Some(code) => print(context.lang, &section(code.id, code.page, context.lang)),
        None => {
            let near = nearest(&id.to_uppercase(), codes::ALL.iter().map(|c| c.id)).map(str::to_string).unwrap_or_default();
            let hint = match (context.lang, near.is_empty()) {
                (Lang::Zh, true) => format!("没有代码“{id}”。\n"),
                (Lang::Zh, false) => format!("没有代码“{id}”，是否想写 {near}？\n"),
                (Lang::En, true) => format!("there is no code `{id}`\n"),
                (Lang::En, false) => format!("there is no code `{id}`, did you mean {near}?\n"),
            };
            complain(&hint);
            Exit::Impossible
        }
    }
}

/// One line for the list of all codes: the short name, which pages have in English only, or the first Chinese sentence.
fn headline(id: &str, page: &str, lang: Lang) -> String {
    match lang {
        Lang::En => page.lines().next().unwrap_or("").trim_start_matches("# ").to_string(),
        Lang::Zh => {
            let body = page.lines().skip_while(|l| *l != "## 中文").skip(1).find(|l| !l.trim().is_empty()).unwrap_or("");
            let end = body.find(['。', '；']).unwrap_or(body.len());
            format!("{id} {}", body.get(..end).unwrap_or(body))
        }
    }
}

/// The page without the part in the other language, its headings in the reader's.
fn section(id: &str, page: &str, lang: Lang) -> String {
    let skipped = say(lang, "## English", "## 中文");
    let mut out = String::new();
    let mut skipping = false;
    for line in page.lines() {
        if line.starts_with("## ") {
            skipping = line == skipped;
        }
        let line = match (lang, line) {
            (Lang::Zh, "## Example") => "## 例子",
            (Lang::Zh, "## 中文") => "## 说明",
            (Lang::Zh, name) if name.starts_with("# ") && out.is_empty() => &format!("# {id}"),
            (_, line) => line,
        };
        if !skipping {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}
