//! One page for people who were not there: it needs nothing beside itself, runs no script, prints, and says first who fails and what now.
//!
//! Everything is written by maud, which escapes what it is given; the finished text passes through `clean` as well, so that nothing in it
//! reorders or hides.

mod drawing;
mod files;
mod finding;
mod frame;
mod margins;
mod matrix;
mod overview;
mod regions;
mod rest;
mod results;

use crate::diag::Lang;
use crate::report::input::Report;
use crate::report::page::clean::clean_lines;
use crate::report::prose::words::say;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");

/// Nothing of the page can load or run anything, whatever stands in it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

pub(crate) fn render(report: &Report) -> String {
    let lang = report.lang;
    let title = overview::title(report);
    let page = html! {
        (DOCTYPE)
        html lang=(code(lang)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header { (overview::head(report, &title)) }
                main { (main(report)) }
                footer { p { (footer(lang)) } }
            }
        }
    };
    clean_lines(&page.into_string(), false).into_owned() + "\n"
}

fn main(report: &Report) -> Markup {
    html! {
        (overview::outcome(report))
        (matrix::section(report))
        (margins::section(report))
        (results::section(report))
        (regions::section(report))
        (rest::open_causes(report))
        (rest::parameters(report))
        (rest::exceptions(report))
        (rest::rules(report))
        (rest::problems(report))
        (files::section(report))
    }
}

/// The language of the page, as browsers and screen readers name it.
fn code(lang: Lang) -> &'static str {
    say(lang, "zh-CN", "en")
}

fn footer(lang: Lang) -> String {
    let version = env!("CARGO_PKG_VERSION");
    match lang {
        Lang::Zh => format!("由 fadu {version} 生成。判定依据规则文件和所列报送文件；“待定”表示现有数据定不下来，不是“符合”。"),
        Lang::En => format!(
            "Written by fadu {version}, from the rules and the submissions listed. “Undetermined” means that the data at hand do not decide; it does not mean met."
        ),
    }
}
