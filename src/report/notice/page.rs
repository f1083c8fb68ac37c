//! A notice as a page that prints like an official document: A4, wide margins, the body indented, the signature on the right.

use super::marks::{Paragraph, Style};
use crate::diag::Lang;
use crate::report::page::clean::clean_lines;
use crate::report::prose::words::say;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("notice.css");
/// Nothing of the page can load or run anything, whatever stands in it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

pub(super) fn render(list: &[Paragraph], lang: Lang) -> String {
    let title = list.iter().find(|p| p.style == Style::Title).map_or(say(lang, "通知", "Notice"), |p| &p.text);
    let page = html! {
        (DOCTYPE)
        html lang=(say(lang, "zh-CN", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main class=(say(lang, "zh", "en")) { @for p in list { (paragraph(p)) } } }
        }
    };
    clean_lines(&page.into_string(), false).into_owned() + "\n"
}

fn paragraph(p: &Paragraph) -> Markup {
    html! {
        @match p.style {
            Style::Title => h1 { (p.text) },
            Style::Heading => h2 { (p.text) },
            Style::Centred => p.centred { (p.text) },
            Style::Flush => p.flush { (p.text) },
            Style::Right => p.right { (p.text) },
            Style::Item => p.item { (p.text) },
            Style::Body => p { (p.text) },
            Style::Room => div.room {},
        }
    }
}
