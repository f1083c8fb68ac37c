//! Figures with a raised sign behind them: 10 and a raised 2 is a footnote to 10, or a square, and never 102. The library for workbooks joins the parts
//! of a text whatever they look like, so the shared texts of the book are looked through for it.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// Bytes of the part that are looked through.
const MOST: u64 = 1 << 28;

/// Texts as the library gives them, with what they look like.
pub fn of_book(bytes: &[u8]) -> BTreeMap<String, String> {
    let text = zip::ZipArchive::new(Cursor::new(bytes)).ok().and_then(|mut archive| {
        let mut text = Vec::new();
        archive.by_name("xl/sharedStrings.xml").ok()?.take(MOST).read_to_end(&mut text).ok()?;
        String::from_utf8(text).ok()
    });
    text.filter(|text| text.contains("superscript") || text.contains("subscript")).map_or_else(BTreeMap::new, |text| texts(&text))
}

fn texts(xml: &str) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut reader = Reader::from_str(xml);
    let (mut plain, mut drawn) = (String::new(), String::new());
    let (mut raised, mut inside) = (false, false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => match e.local_name().as_ref() {
                "si" => (plain, drawn) = (String::new(), String::new()),
                "r" => raised = false,
                "t" => inside = true,
                _ => {}
            },
            Ok(Event::Empty(e)) if e.local_name().as_ref() == "vertAlign" => {
                let value = e.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == "val");
                raised = value.is_some_and(|a| a.value.as_ref() != "baseline");
            }
            Ok(Event::Text(text)) if inside => {
                let text = text.xml10_content();
                plain.push_str(&text);
                match raised {
                    true => drawn.extend(text.chars().map(raise)),
                    false => drawn.push_str(&text),
                }
            }
            Ok(Event::End(e)) => match e.local_name().as_ref() {
                "t" => inside = false,
                "r" => raised = false,
                "si" if plain != drawn => drop(out.insert(std::mem::take(&mut plain), std::mem::take(&mut drawn))),
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}

fn raise(sign: char) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    sign.to_digit(10).and_then(|n| RAISED.get(n as usize)).copied().unwrap_or(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_digits_are_no_digits_of_the_figure() {
        let part = |text: &str, how: &str| format!("<r><rPr>{how}</rPr><t>{text}</t></r>");
        let raised = "<vertAlign val=\"superscript\"/>";
        let xml = format!(
            "<sst><si><t>甲</t></si><si>{}{}</si><si>{}{}</si><si>{}{}</si></sst>",
            part("10", ""),
            part("2", raised),
            part("7", "<vertAlign val=\"baseline\"/>"),
            part("5", "<b/>"),
            part("m", ""),
            part("(1)", raised),
        );
        assert_eq!(texts(&xml), [("102".to_string(), "10²".to_string()), ("m(1)".to_string(), "m(¹)".to_string())].into());
        assert!(texts("<sst><si><t>1").is_empty());
    }
}
