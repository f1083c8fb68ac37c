//! The page: well formed, usable without eyes, colours or a wide screen, and harmless whatever stands in the data.

use super::LANGS;
use super::sample::{EVIL_NAME, sample};
use fadu::diag::Lang;
use fadu::report::{Report, format};
use std::collections::BTreeSet;

fn page(lang: Lang) -> String {
    let s = sample();
    format("html").unwrap().text(&Report::new(&s.findings, &s.diagnostics, &s.sources, lang))
}

/// A tag with its attributes, or the text between two.
#[derive(Debug)]
enum Piece {
    Open(String, Vec<(String, String)>),
    Close(String),
    Text,
}

/// Strict: every `<` begins a tag, every attribute is quoted.
fn pieces(html: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if at > 0 {
            out.push(Piece::Text);
        }
        let end = rest[at..].find('>').expect("a tag ends") + at;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            out.push(Piece::Close(name.to_string()));
            continue;
        }
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut list = Vec::new();
        while let Some((key, after)) = attributes.trim_start().split_once("=\"") {
            let (value, next) = after.split_once('"').expect("an attribute is quoted");
            assert!(key.chars().all(|c| c.is_ascii_alphabetic() || "-".contains(c) || c.is_ascii_digit()), "{key:?} in <{tag}>");
            list.push((key.to_string(), value.to_string()));
            attributes = next;
        }
        assert!(attributes.trim().is_empty() || name == "!DOCTYPE", "<{tag}>");
        out.push(Piece::Open(name.to_string(), list));
        if name == "style" {
            let close = rest.find("</style>").expect("the style ends");
            rest = &rest[close..];
        }
    }
    out
}

const VOID: [&str; 4] = ["meta", "br", "!DOCTYPE", "hr"];

fn get<'a>(list: &'a [(String, String)], key: &str) -> Option<&'a str> {
    list.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
}

/// Everything that is opened is closed in order, names are unique, links lead somewhere, nothing is loaded or run.
pub fn check(html: &str) {
    let mut open: Vec<String> = Vec::new();
    let (mut ids, mut links) = (BTreeSet::new(), Vec::new());
    for piece in pieces(html) {
        match piece {
            Piece::Open(name, list) => {
                assert!(
                    !["script", "iframe", "object", "embed", "img", "link", "form", "base"].contains(&name.as_str()),
                    "<{name}>"
                );
                for (key, value) in &list {
                    assert!(
                        !key.starts_with("on") && key != "style" && key != "src" && key != "srcdoc",
                        "<{name} {key}={value}>"
                    );
                    assert!(key != "href" || value.starts_with('#'), "<{name} {key}={value}>");
                }
                links.extend(get(&list, "href").map(|h| h[1..].to_string()));
                links.extend(get(&list, "aria-labelledby").map(str::to_string));
                if let Some(id) = get(&list, "id") {
                    assert!(ids.insert(id.to_string()), "two have the id {id}");
                }
                if !VOID.contains(&name.as_str()) {
                    open.push(name);
                }
            }
            Piece::Close(name) => assert_eq!(open.pop().as_deref(), Some(name.as_str()), "closed in order"),
            Piece::Text => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    for link in links {
        assert!(ids.contains(&link), "#{link} leads nowhere");
    }
}

#[test]
fn the_page_is_well_formed_and_stands_alone() {
    for (lang, _) in LANGS {
        check(&page(lang));
    }
}

#[test]
fn headings_are_in_order_and_the_page_says_its_language() {
    for (lang, code) in [(Lang::Zh, "zh-CN"), (Lang::En, "en")] {
        let html = page(lang);
        let mut last = 0;
        let mut first = 0;
        for piece in pieces(&html) {
            let Piece::Open(name, list) = piece else { continue };
            if name == "html" {
                assert_eq!(get(&list, "lang"), Some(code));
            }
            let Some(level) = name.strip_prefix('h').and_then(|l| l.parse::<u32>().ok()) else { continue };
            assert!(level <= last + 1, "<h{level}> behind <h{last}>");
            first += u32::from(level == 1);
            last = level;
        }
        assert_eq!(first, 1, "one title");
        assert!(html.contains("<title>") && html.contains("name=\"viewport\"") && html.contains("charset=\"utf-8\""));
    }
}

#[test]
fn tables_have_headers_with_scope_and_drawings_have_words() {
    for (lang, _) in LANGS {
        let (mut rows, mut drawings) = (0, 0);
        let html = page(lang);
        for table in html.split("<table").skip(1) {
            let table = table.split("</table>").next().unwrap();
            assert!(table.contains("<thead>") && table.contains("<tbody>"));
            for row in table.split("<tbody>").nth(1).unwrap().split("<tr>").skip(1) {
                assert!(row.starts_with("<th scope=\"row\"") || row.starts_with("<th class=\"title\" scope=\"row\""), "{row}");
                rows += 1;
            }
        }
        for piece in pieces(&html) {
            let Piece::Open(name, list) = piece else { continue };
            if name == "th" {
                assert!(matches!(get(&list, "scope"), Some("col" | "row")));
            }
            if name == "svg" {
                drawings += 1;
                let named = get(&list, "role") == Some("img") && get(&list, "aria-label").is_some_and(|l| !l.is_empty());
                assert!(named || get(&list, "aria-hidden") == Some("true"));
            }
            if get(&list, "class") == Some("frame") {
                assert!(get(&list, "tabindex") == Some("0") && get(&list, "aria-label").is_some(), "moved by keyboard too");
            }
        }
        assert!(rows > 10 && drawings > 0, "{rows} rows, {drawings} drawings");
    }
}

/// What is told to ears alone stands outside of the flow: in a frame that scrolls it is held by that frame, or the whole page scrolls.
#[test]
fn a_frame_that_scrolls_holds_what_stands_outside_of_the_flow() {
    let style = include_str!("../../src/report/html/style.css");
    let rule = |name: &str| style.lines().find(|l| l.starts_with(name)).unwrap_or_default();
    assert!(rule(".hidden {").contains("position: absolute"));
    assert!(rule(".frame {").contains("overflow-x: auto") && rule(".frame {").contains("position: relative"));
}

/// Every pair of ink and paper of the style has a contrast of 4.5 at least (WCAG 2.1, 1.4.3).
#[test]
fn ink_can_be_told_from_paper() {
    let style = include_str!("../../src/report/html/style.css");
    let root = style.split_once(":root {").unwrap().1.split_once('}').unwrap().0;
    let named: Vec<(&str, &str)> = root.split(';').filter_map(|d| d.trim().split_once(": ")).collect();
    let resolve = |value: &str| -> Option<[u8; 3]> {
        let value = value.trim();
        let value = match value.strip_prefix("var(") {
            Some(name) => named.iter().find(|(n, _)| *n == name.trim_end_matches(')'))?.1,
            None => value,
        };
        let digits = value.strip_prefix('#')?;
        let digits: String = if digits.len() == 3 { digits.chars().flat_map(|c| [c, c]).collect() } else { digits.to_string() };
        let byte = |i: usize| u8::from_str_radix(digits.get(i..i + 2)?, 16).ok();
        Some([byte(0)?, byte(2)?, byte(4)?])
    };
    let mut pairs = vec![("body".to_string(), "var(--soft)".to_string(), "var(--paper)".to_string())];
    for on in ["var(--tint)", "var(--paper)"] {
        for ink in ["var(--ink)", "var(--soft)", "var(--blue)", "var(--red)", "var(--green)", "var(--amber)"] {
            pairs.push((on.into(), ink.into(), on.into()));
        }
    }
    for rule in style.split('}') {
        let Some((selector, body)) = rule.rsplit_once('{') else { continue };
        let of =
            |key: &str| body.split(';').filter_map(|d| d.split_once(':')).find(|(k, _)| k.trim() == key).map(|(_, v)| v.trim());
        if let (Some(ink), Some(paper)) = (of("color"), of("background")) {
            pairs.push((selector.trim().into(), ink.into(), paper.into()));
        }
    }
    assert!(pairs.len() > 20);
    for (selector, ink, paper) in pairs {
        let (Some(a), Some(b)) = (resolve(&ink), resolve(&paper)) else { continue };
        let (a, b) = (luminance(a), luminance(b));
        let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
        assert!(contrast >= 4.5, "{selector}: {ink} on {paper} is {contrast:.2}");
    }
}

fn luminance(rgb: [u8; 3]) -> f64 {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2])
}

/// Before the first table ends stand who fails, the clause, the gap, the place, and what now.
#[test]
fn the_first_table_says_who_fails_by_how_much_and_what_now() {
    let html = page(Lang::Zh);
    let first = html.split("</table>").next().unwrap();
    for told in ["安平县担保中心", "四(五) 担保额度占比", "59.9999%", "≥ 60%", "差 1元", ".csv:2:", "提高到至少 60万元"]
    {
        assert!(first.contains(told), "{told}");
    }
    assert!(first.find("未通过").unwrap() < first.find("安平县担保中心").unwrap());
}

/// Names that mean harm come out as letters.
#[test]
fn markup_in_names_stays_text() {
    let mut s = sample();
    let harm = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</style><h1>",
        "&lt;b&gt;",
        "{{ 7*7 }}",
        "javascript:1",
    ];
    for (f, name) in s.findings.list.iter_mut().zip(harm.iter().cycle()) {
        f.subject.key = vec![("名称".into(), fadu::finding::Value::Text((*name).into()))];
        f.subject.region = Some(format!("{name}{EVIL_NAME}"));
        f.cells.iter_mut().for_each(|c| c.label = (*name).into());
        f.causes.iter_mut().for_each(|c| c.what = (*name).into());
    }
    for (rule, name) in s.findings.rules.iter_mut().zip(harm.iter().cycle()) {
        rule.title = (*name).into();
        rule.id = (*name).into();
        rule.cites.iter_mut().for_each(|c| c.title = Some((*name).into()));
    }
    let run = fadu::report::Run { project: Some(harm[1].into()), region: Some(harm[0].into()), ..Default::default() };
    let report = Report { run: &run, ..Report::new(&s.findings, &s.diagnostics, &s.sources, Lang::Zh) };
    let html = format("html").unwrap().text(&report);
    check(&html);
    assert!(html.contains("&lt;script&gt;") && html.contains("&quot;&gt;&lt;img") && html.contains("&amp;lt;b&amp;gt;"));
}
