//! `fadu explain`: the page of a code, or a rule.

use super::exit::Exit;
use super::options::{as_one_arg, choice, command as new_command, rule_args};
use super::words::say;
use super::{Context, complain, print};
use crate::config;
use crate::diag::{Lang, codes, nearest};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu explain [代码 | 规则] [报送文件…] [选项]", "fadu explain [CODE | RULE] [FILES…] [OPTIONS]");
    let what = say(
        lang,
        "代码（如 T003）或规则名称；不给则列出全部代码",
        "a code (such as T003) or a rule; without one, all codes are listed",
    );
    let files = say(lang, "报送文件，与 --for 同用", "submissions, with --for");
    let heading = say(lang, "参数", "Arguments");
    let subject = say(lang, "这条规则对某个对象的判定是怎么来的", "how the verdict on this subject came about");
    let command = new_command("explain", lang, usage, ("解释一个代码或一条规则", "explain a code or a rule"))
        .arg(Arg::new("what").value_name("WHAT").help(what).help_heading(heading))
        .arg(Arg::new("files").num_args(0..).value_name("FILES").help(files).help_heading(heading))
        .arg(as_one_arg(lang))
        .arg(
            choice("format", &["pretty", "json"], lang, "输出格式（对规则）", "output format (for rules)")
                .default_value("pretty")
                .hide_default_value(true),
        )
        .arg(Arg::new("for").long("for").value_name("SUBJECT").help(subject));
    rule_args(command, lang).after_help(say(
        lang,
        "退出码：0 已解释；2 没有这个代码、规则或对象，或规则有误。\n\n例：fadu explain T003；fadu explain share --for 安平县",
        "Exit codes: 0 explained; 2 there is no such code, rule or subject, or a rule does not compile.\n\n\
         Example: fadu explain T003; fadu explain share --for Anping",
    ))
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let Some(what) = matches.get_one::<String>("what") else {
        let list: String = codes::ALL.iter().map(|c| format!("{}\n", headline(c.id, c.page, context.lang))).collect();
        return print(context, &list);
    };
    // A rule may be called like a code; with a subject or rule files a rule is meant, and where there is a project one may be.
    let of_rule = ["for", "rules"].iter().any(|id| matches.contains_id(id));
    let project = || of_rule || config::find(context.world, std::path::Path::new(".")).is_some();
    match codes::page(what).filter(|_| !of_rule) {
        Some(code) => print(context, &section(code.id, code.page, context.lang)),
        None if looks_like_a_code(what) && !project() => no_such_code(context, what),
        None => super::explain_rule::run(context, matches, what),
    }
}

/// A letter and digits.
fn looks_like_a_code(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic()) && text.len() > 1 && bytes.all(|b| b.is_ascii_digit())
}

fn no_such_code(context: &Context<'_>, id: &str) -> Exit {
    let near = nearest(&id.to_uppercase(), codes::ALL.iter().map(|c| c.id)).map(str::to_string).unwrap_or_default();
    complain(
        false,
        &match (context.lang, near.is_empty()) {
            (Lang::Zh, true) => format!("没有代码“{id}”。\n"),
            (Lang::Zh, false) => format!("没有代码“{id}”，是否想写 {near}？\n"),
            (Lang::En, true) => format!("there is no code `{id}`\n"),
            (Lang::En, false) => format!("there is no code `{id}`, did you mean {near}?\n"),
        },
    );
    Exit::Impossible
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
