//! The notes of a sheet: the part with their texts, and the drawing with their boxes, each made or added to.

use super::mark::{At, Mark};
use super::xml::{Kind, Patch, escaped, tags};
use crate::text::column_letters;
use std::collections::BTreeMap;
use std::fmt::Write;

const SPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The namespaces of drawings, as office programs call them.
const SPACES: [&str; 3] = [
    "xmlns:v=\"urn:schemas-microsoft-com:vml\"",
    "xmlns:o=\"urn:schemas-microsoft-com:office:office\"",
    "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"",
];

/// The texts, added to those that are there. `None` where these are not built as the standard says.
pub(super) fn texts(before: Option<&str>, marks: &BTreeMap<At, Mark>, author: &str) -> Option<String> {
    let author = escaped(author);
    let Some(xml) = before else {
        let list: String = marks.iter().map(|(at, mark)| comment("", *at, 0, &mark.note())).collect();
        return Some(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{SPACE}\"><authors><author>{author}</author></authors><commentList>{list}</commentList></comments>"
        ));
    };
    let mut patch = Patch::new(xml);
    let (mut authors, mut prefix, mut own) = (0, String::new(), None);
    let mut left: BTreeMap<At, &Mark> = marks.iter().map(|(at, mark)| (*at, mark)).collect();
    let mut here: Option<&Mark> = None;
    let (mut had_authors, mut done, mut inside) = (false, false, false);
    let mut all = tags(xml);
    for tag in all.by_ref() {
        match (tag.name(), tag.kind) {
            ("comments", Kind::Start) => prefix = tag.prefix().to_string(),
            ("author", Kind::Start | Kind::Empty) => authors += 1,
            ("authors", Kind::End) => {
                own = Some(authors);
                had_authors = true;
                patch.insert(tag.at.start, &format!("<{prefix}author>{author}</{prefix}author>"));
            }
            ("comment", Kind::Start) => {
                let name = tag.get("ref")?;
                here = left.iter().find(|(at, _)| address(**at) == name).map(|(at, _)| *at).and_then(|at| left.remove(&at));
            }
            ("r", Kind::Start) => inside = true,
            ("r", Kind::End) => inside = false,
            // A note without runs becomes one, so that what is told can follow.
            ("t", Kind::Start) if here.is_some() && !inside => patch.insert(tag.at.start, &format!("<{prefix}r>")),
            ("t", Kind::End) if here.is_some() && !inside => patch.insert(tag.at.end, &format!("</{prefix}r>")),
            // A cell has one note: what is told is added to it.
            ("text", Kind::End) => {
                if let Some(mark) = here.take() {
                    patch.insert(tag.at.start, &run(&prefix, &format!("\n{}", mark.note())));
                }
            }
            ("commentList", Kind::End) => {
                let list: String = left.iter().map(|(at, m)| comment(&prefix, *at, own.unwrap_or(0), &m.note())).collect();
                patch.insert(tag.at.start, &list);
                done = true;
            }
            _ => {}
        }
    }
    (done && had_authors && !all.failed && here.is_none()).then(|| patch.finish())
}

fn address((row, col): At) -> String {
    format!("{}{}", column_letters(u64::from(col)), row + 1)
}

fn comment(prefix: &str, at: At, author: usize, text: &str) -> String {
    let run = run(prefix, text);
    format!("<{prefix}comment ref=\"{}\" authorId=\"{author}\"><{prefix}text>{run}</{prefix}text></{prefix}comment>", address(at))
}

fn run(prefix: &str, text: &str) -> String {
    format!("<{prefix}r><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}r>", escaped(text))
}

/// The boxes of notes that are new, added to the drawing that is there.
pub(super) fn boxes(before: Option<&str>, texts: Option<&str>, marks: &BTreeMap<At, Mark>) -> Option<String> {
    let has = |at: At| {
        let name = address(at);
        texts.is_some_and(|xml| tags(xml).any(|t| t.opens("comment") && t.get("ref").as_deref() == Some(&name)))
    };
    // A drawing that calls the namespaces otherwise has them said at each shape.
    let spaces = match before {
        Some(vml) if !SPACES.iter().all(|space| vml.contains(space)) => format!(" {}", SPACES.join(" ")),
        Some(_) | None => String::new(),
    };
    // Numbers of shapes that are there are smaller.
    let first = if before.is_some() { 1_000_000 } else { 1_025 };
    let mut shapes = String::new();
    for (n, (at, mark)) in (first..).zip(marks.iter().filter(|(at, _)| !has(**at))) {
        let ((row, col), lines) = (*at, mark.note().chars().count() / 18 + mark.told.len() + 1);
        let (last, height) = (col.saturating_add(5), u32::try_from(lines.clamp(4, 24)).unwrap_or(4));
        let _ = write!(
            shapes,
            "<v:shape{spaces} id=\"_x0000_s{n}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;margin-top:2pt;width:260pt;height:{}pt;z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{},12,{row},4,{last},12,{},4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{col}</x:Column></x:ClientData></v:shape>",
            height * 15,
            col.saturating_add(1),
            row.saturating_add(height),
        );
    }
    let kind = format!(
        "<v:shapetype{spaces} id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"
    );
    // The drawing is not always XML: browsers of old read it.
    match before {
        None => Some(format!(
            "<xml {}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout>{kind}{shapes}</xml>",
            SPACES.join(" ")
        )),
        Some(vml) => {
            let end = vml.rfind("</xml>")?;
            let kind = if vml.contains("\"_x0000_t202\"") { String::new() } else { kind };
            Some(format!("{}{kind}{shapes}{}", vml.get(..end)?, vml.get(end..)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::book::marked::mark::Shade;

    #[test]
    fn a_note_that_is_there_is_added_to_and_has_one_box() {
        let mark = |text: &str| Mark { shade: Shade::Bad, told: vec![text.into()] };
        let marks = BTreeMap::from([((0, 0), mark("<一>")), ((1, 1), mark("二"))]);
        let before = "<comments><authors><author>a</author></authors><commentList><comment ref=\"A1\" authorId=\"0\"><text><t>old</t></text></comment></commentList></comments>";
        let after = texts(Some(before), &marks, "法度").unwrap();
        assert!(after.contains("<author>a</author><author>法度</author>"), "{after}");
        assert!(after.contains("<r><t>old</t></r><r><t xml:space=\"preserve\">\n&lt;一&gt;</t></r></text>"), "{after}");
        assert_eq!(after.matches("ref=").count(), 2);
        assert!(after.contains("<comment ref=\"B2\" authorId=\"1\">"));
        let (vml, other) = (format!("<xml {}></xml>", SPACES.join(" ")), "<xml xmlns:a=\"urn:schemas-microsoft-com:vml\"></xml>");
        for (vml, said) in [(vml.as_str(), 1), (other, 2)] {
            let after = boxes(Some(vml), Some(before), &marks).unwrap();
            assert_eq!((after.matches("<x:Row>").count(), after.matches(SPACES[0]).count()), (1, said));
        }
        assert_eq!(boxes(None, None, &marks).unwrap().matches("<x:Row>").count(), 2);
    }
}
