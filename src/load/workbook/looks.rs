//! Texts of which a part looks otherwise: 10 and a raised 2 is a footnote to 10, or a square, and never 102; of 1500 with its zeros struck out
//! whoever reads the sheet reads 15. The library for workbooks joins the parts of a text whatever they look like, and knows no errors of newer
//! programs, so the parts of a book are looked through for both.

use crate::text::struck::strike;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::collections::BTreeMap;

/// Rows and columns count from 0.
pub type At = (u32, u32);

/// Cells of a sheet that look otherwise than the library gives them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// Texts with raised or struck parts.
    pub texts: BTreeMap<At, String>,
    /// Errors that the library does not know.
    pub errors: BTreeMap<At, String>,
}

/// Errors that the library knows.
const KNOWN: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// One text made of runs.
#[derive(Default)]
struct Runs {
    plain: String,
    drawn: String,
    raised: bool,
    struck: bool,
    /// Within the text of a run, not of a reading aid.
    inside: bool,
    aid: bool,
}

impl Runs {
    fn opens(&mut self, e: &BytesStart) {
        match e.local_name().as_ref() {
            "r" => (self.raised, self.struck) = (false, false),
            "rPh" => self.aid = true,
            "t" => self.inside = !self.aid,
            "vertAlign" => self.raised = attribute(e, "val").is_some_and(|v| v != "baseline"),
            "strike" => self.struck = attribute(e, "val").is_none_or(|v| v != "0" && v != "false"),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if !self.inside {
            return;
        }
        self.plain.push_str(text);
        match (self.raised, self.struck) {
            (_, true) => self.drawn.push_str(&strike(text)),
            (true, false) => self.drawn.extend(text.chars().map(raise)),
            (false, false) => self.drawn.push_str(text),
        }
    }

    fn closes(&mut self, name: &str) {
        match name {
            "t" => self.inside = false,
            "rPh" => self.aid = false,
            "r" => (self.raised, self.struck) = (false, false),
            _ => {}
        }
    }

    /// What the text looks like, where that is not what it says.
    fn take(&mut self) -> Option<String> {
        let Self { plain, drawn, .. } = std::mem::take(self);
        (plain != drawn).then_some(drawn)
    }
}

/// Whether anything in a part may look otherwise.
pub fn may(xml: &str) -> bool {
    ["superscript", "subscript", "strike"].iter().any(|sign| xml.contains(sign))
}

/// The shared texts of a book, by their numbers: what they look like where it is otherwise.
pub fn of_strings(xml: &str) -> BTreeMap<usize, String> {
    let (mut out, mut reader) = (BTreeMap::new(), Reader::from_str(xml));
    let (mut runs, mut at) = (Runs::default(), 0);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => runs.opens(&e),
            Ok(Event::Empty(e)) => match e.local_name().as_ref() {
                "si" => at += 1,
                "t" | "r" | "rPh" => {}
                _ => runs.opens(&e),
            },
            Ok(Event::Text(text)) => runs.text(&text.xml10_content()),
            Ok(Event::GeneralRef(e)) => runs.text(&reference(&e)),
            Ok(Event::End(e)) if e.local_name().as_ref() == "si" => {
                out.extend(runs.take().map(|drawn| (at, drawn)));
                at += 1;
            }
            Ok(Event::End(e)) => runs.closes(e.local_name().as_ref()),
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}

/// The cells of a sheet; `strings`: shared texts that look otherwise.
pub fn of_sheet(xml: &str, strings: &BTreeMap<usize, String>) -> Looks {
    let mut looks = Looks::default();
    let errors = ["t=\"e\"", "t='e'"].iter().any(|sign| xml.contains(sign));
    if strings.is_empty() && !errors && !may(xml) {
        return looks;
    }
    let mut reader = Reader::from_str(xml);
    let (mut cell, mut runs, mut value, mut inside) = (None, Runs::default(), String::new(), false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => match e.local_name().as_ref() {
                "c" => {
                    cell = attribute(&e, "r").as_deref().and_then(place).zip(attribute(&e, "t"));
                    (runs, value) = (Runs::default(), String::new());
                }
                "v" => inside = cell.is_some(),
                _ => runs.opens(&e),
            },
            Ok(Event::Empty(e)) => match e.local_name().as_ref() {
                "c" | "t" | "r" | "rPh" => {}
                _ => runs.opens(&e),
            },
            Ok(Event::Text(text)) if inside => value.push_str(&text.xml10_content()),
            Ok(Event::Text(text)) => runs.text(&text.xml10_content()),
            Ok(Event::GeneralRef(e)) if !inside => runs.text(&reference(&e)),
            Ok(Event::End(e)) => match e.local_name().as_ref() {
                "v" => inside = false,
                "c" => {
                    if let Some((at, kind)) = cell.take() {
                        match kind.as_str() {
                            "s" => looks
                                .texts
                                .extend(value.trim().parse().ok().and_then(|n| strings.get(&n)).map(|t| (at, t.clone()))),
                            "inlineStr" => looks.texts.extend(runs.take().map(|drawn| (at, drawn))),
                            "e" if !KNOWN.contains(&value.trim()) => drop(looks.errors.insert(at, value.trim().to_string())),
                            _ => {}
                        }
                    }
                }
                name => runs.closes(name),
            },
            Ok(Event::Eof) | Err(_) => return looks,
            Ok(_) => {}
        }
    }
}

/// `B2`
fn place(address: &str) -> Option<At> {
    let digits = address.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = address.split_at(digits);
    let col = letters.bytes().try_fold(0_u32, |n, b| {
        let letter = b.is_ascii_uppercase().then(|| u32::from(b - b'A') + 1)?;
        n.checked_mul(26)?.checked_add(letter)
    })?;
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, col.checked_sub(1)?))
}

fn attribute(e: &BytesStart, name: &str) -> Option<String> {
    let found = e.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.value.as_ref().to_string())
}

/// `&amp;` and `&#65;`: the text they stand for.
pub fn reference(e: &BytesRef) -> String {
    match e.resolve_char_ref() {
        Ok(Some(sign)) => sign.to_string(),
        Ok(None) | Err(_) => resolve_predefined_entity(e).unwrap_or("").to_string(),
    }
}

pub fn raise(sign: char) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    sign.to_digit(10).and_then(|n| RAISED.get(n as usize)).copied().unwrap_or(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str, how: &str) -> String {
        format!("<r><rPr>{how}</rPr><t>{text}</t></r>")
    }

    #[test]
    fn raised_and_struck_signs_are_no_signs_of_the_text() {
        let raised = "<vertAlign val=\"superscript\"/>";
        let xml = format!(
            "<sst><si><t>甲</t></si><si>{}{}</si><si/><si>{}{}</si><si>{}{}</si><si>{}{}<rPh><t>x</t></rPh></si></sst>",
            part("10", ""),
            part("2", raised),
            part("7", "<vertAlign val=\"baseline\"/><strike val=\"0\"/>"),
            part("5", "<b/>"),
            part("m", ""),
            part("(1)", raised),
            part("丁", "<strike/>"),
            part("&amp;&#x4E59;", ""),
        );
        let of = |n: usize, text: &str| (n, text.to_string());
        assert_eq!(of_strings(&xml), [of(1, "10²"), of(4, "m(¹)"), of(5, "丁\u{336}&乙")].into());
        assert!(of_strings("<sst><si><t>1").is_empty());
    }

    #[test]
    fn cells_are_found_by_their_addresses() {
        let strings = [(1, "10²".to_string())].into();
        let xml = format!(
            "<worksheet><sheetData><row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" t=\"s\"><v>0</v></c><c r=\"AA2\" t=\"inlineStr\"><is>{}{}</is></c>\
             <c r=\"D2\" t=\"e\"><f>X()</f><v>#CALC!</v></c><c r=\"E2\" t=\"e\"><v>#N/A</v></c><c r=\"F2\"><v>1</v></c></row></sheetData></worksheet>",
            part("15", ""),
            part("00", "<strike/>"),
        );
        let looks = of_sheet(&xml, &strings);
        let texts = [((1, 0), "10²".to_string()), ((1, 26), "150\u{336}0\u{336}".to_string())];
        assert_eq!(looks, Looks { texts: texts.into(), errors: [((1, 3), "#CALC!".to_string())].into() });
        assert_eq!(
            (place("A1"), place("AZ10"), place("1"), place("A0"), place("")),
            (Some((0, 0)), Some((9, 51)), None, None, None)
        );
    }
}
