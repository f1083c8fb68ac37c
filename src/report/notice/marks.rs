//! The text that a template gives, as paragraphs. A mark at the beginning of a line says what the line is; a value that was filled in is
//! never a mark, whatever it begins with: it stands between two signs that no template and no data can hold.

/// What stands before and behind every value that is filled in.
pub(super) const OPEN: char = '\u{e000}';
pub(super) const CLOSE: char = '\u{e001}';

/// How a line is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Title,
    Heading,
    Centred,
    /// Flush left, as the addressee stands.
    Flush,
    Right,
    Item,
    /// Indented by two characters at its beginning.
    Body,
    /// Room of a line.
    Room,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paragraph {
    pub(crate) style: Style,
    pub(crate) text: String,
}

const MARKS: [(&str, Style); 6] = [
    ("## ", Style::Heading),
    ("# ", Style::Title),
    ("^ ", Style::Centred),
    ("= ", Style::Flush),
    ("> ", Style::Right),
    ("- ", Style::Item),
];

/// A value as it is put into the text: in one line, without the signs that stand around it.
pub(super) fn value(text: &str) -> String {
    let plain: String = crate::report::page::clean::clean(text).chars().filter(|c| !matches!(*c, OPEN | CLOSE)).collect();
    format!("{OPEN}{plain}{CLOSE}")
}

/// The lines of a filled template. An empty line separates, a line of a single `~` leaves room.
pub(super) fn paragraphs(filled: &str) -> Vec<Paragraph> {
    let one = |line: &str| {
        let line = line.trim();
        if line.is_empty() {
            return None;
        }
        if line == "~" {
            return Some(Paragraph { style: Style::Room, text: String::new() });
        }
        let marked = MARKS.iter().find_map(|(mark, style)| line.strip_prefix(mark).map(|rest| (*style, rest)));
        let (style, rest) = marked.unwrap_or((Style::Body, line));
        let text: String = rest.trim().chars().filter(|c| !matches!(*c, OPEN | CLOSE)).collect();
        Some(Paragraph { style, text })
    };
    filled.lines().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Style, String)> {
        paragraphs(text).into_iter().map(|p| (p.style, p.text)).collect()
    }

    #[test]
    fn marks_say_what_a_line_is() {
        let text = "# 题\n\n^ 号\n= 某县：\n正文\n## 一、\n- 甲\n~\n> 署名\n";
        let styles: Vec<Style> = read(text).into_iter().map(|(s, _)| s).collect();
        let wanted =
            [Style::Title, Style::Centred, Style::Flush, Style::Body, Style::Heading, Style::Item, Style::Room, Style::Right];
        assert_eq!(styles, wanted);
    }

    #[test]
    fn a_value_is_never_a_mark_and_never_a_line() {
        for harm in ["# x", "> x", "~", "- x", "x\n# y", "\u{e001}# x", "x\u{2028}# y"] {
            let all = read(&value(harm));
            assert_eq!(all.len(), 1, "{harm:?}: {all:?}");
            assert_eq!(all[0].0, Style::Body, "{harm:?}");
        }
        assert_eq!(read(&format!("# {}", value("甲"))), [(Style::Title, "甲".to_string())]);
    }
}
