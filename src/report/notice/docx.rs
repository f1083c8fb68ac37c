//! A notice as a document for office programs (Office Open XML): five small parts, the same for the same notice. The paragraphs carry
//! styles, so that an office can change the look of all of them at once.

use super::marks::{Paragraph, Style};
use crate::diag::Lang;
use crate::report::page::clean::clean;
use std::io::{Cursor, Write};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="xml" ContentType="application/xml"/>"#,
    r#"<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>"#,
    r#"<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>"#,
    "</Types>"
);
const RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#,
    "</Relationships>"
);
const PART_RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>"#,
    "</Relationships>"
);
const NAMESPACE: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
/// A4 with the margins of official documents, in twentieths of a point.
const SECTION: &str = concat!(
    r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>"#,
    r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>"#
);

pub(super) fn render(list: &[Paragraph], lang: Lang) -> Vec<u8> {
    let parts = [
        ("[Content_Types].xml", TYPES.to_string()),
        ("_rels/.rels", RELATIONS.to_string()),
        ("word/document.xml", document(list)),
        ("word/_rels/document.xml.rels", PART_RELATIONS.to_string()),
        ("word/styles.xml", styles(lang)),
    ];
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    // Without a clock: the same notice is the same file.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        // Writing into memory does not fail.
        if out.start_file(name, options).is_ok() {
            let _ = out.write_all(text.as_bytes());
        }
    }
    out.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn document(list: &[Paragraph]) -> String {
    let mut out = format!(r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {NAMESPACE}><w:body>"#);
    for p in list {
        out += &format!(
            r#"<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#,
            name(p.style),
            text(&p.text)
        );
    }
    out + SECTION + "</w:body></w:document>"
}

/// A text between tags: what controls or reorders becomes visible, signs of XML are escaped, and nothing is left that XML may not hold.
fn text(t: &str) -> String {
    let mut out = String::with_capacity(t.len());
    for c in clean(t).chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c < ' ' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn name(style: Style) -> &'static str {
    match style {
        Style::Title => "Title",
        Style::Heading => "Heading1",
        Style::Centred => "Centred",
        Style::Flush => "Flush",
        Style::Right => "Signature",
        Style::Item => "Item",
        Style::Body => "BodyText",
        Style::Room => "Room",
    }
}

/// The paragraph styles. Chinese follows official documents: 仿宋 at 16 points, indented by two characters, 小标宋 for the title.
fn styles(lang: Lang) -> String {
    let chinese = lang == Lang::Zh;
    let (body, head, title) =
        if chinese { ("FangSong", "SimHei", "FZXiaoBiaoSong-B05S") } else { ("Times New Roman", "Arial", "Times New Roman") };
    let (size, indent) = if chinese { (32, r#"<w:ind w:firstLineChars="200" w:firstLine="640"/>"#) } else { (24, "") };
    let fonts = |f: &str| format!(r#"<w:rFonts w:ascii="{f}" w:hAnsi="{f}" w:eastAsia="{f}" w:cs="{f}"/>"#);
    let style = |id: &str, name: &str, paragraph: &str, font: &str, size: u32, bold: bool| {
        let bold = if bold { "<w:b/>" } else { "" };
        format!(
            concat!(
                r#"<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/><w:pPr>{}</w:pPr>"#,
                r#"<w:rPr>{}{}<w:sz w:val="{}"/></w:rPr></w:style>"#
            ),
            id,
            name,
            paragraph,
            fonts(font),
            bold,
            size
        )
    };
    let spaced = |inner: &str| format!(r#"<w:spacing w:line="560" w:lineRule="atLeast"/>{inner}"#);
    let kept = |inner: &str| format!(r#"<w:keepNext/><w:spacing w:line="560" w:lineRule="atLeast"/>{inner}"#);
    let all = [
        style("Title", "Title", &kept(r#"<w:jc w:val="center"/>"#), title, if chinese { 44 } else { 36 }, true),
        style("Heading1", "heading 1", &kept(indent), head, size, true),
        style("Centred", "Centred", &spaced(r#"<w:jc w:val="center"/>"#), body, size, false),
        style("Flush", "Flush", &spaced(""), body, size, false),
        style("Signature", "Signature", &kept(r#"<w:ind w:right="640"/><w:jc w:val="right"/>"#), body, size, false),
        style("Item", "Item", &spaced(indent), body, size, false),
        style("BodyText", "Body Text", &spaced(indent), body, size, false),
        style("Room", "Room", &kept(""), body, size, false),
    ];
    let language = if chinese { r#"<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/>"# } else { r#"<w:lang w:val="en-GB"/>"# };
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles {}>"#,
            r#"<w:docDefaults><w:rPrDefault><w:rPr>{}</w:rPr></w:rPrDefault></w:docDefaults>{}</w:styles>"#
        ),
        NAMESPACE,
        language,
        all.concat()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_tags_is_text() {
        assert_eq!(text("<w:p>&\u{0}\u{202e}"), "&lt;w:p&gt;&amp;\\u{0}\\u{202e}");
        let out = document(&[Paragraph { style: Style::Body, text: "</w:t><w:br/>".into() }]);
        assert!(out.contains("&lt;/w:t&gt;&lt;w:br/&gt;") && !out.contains("<w:br/>"));
    }

    #[test]
    fn the_same_notice_is_the_same_file() {
        let list = [Paragraph { style: Style::Title, text: "整改通知书".into() }];
        let (a, b) = (render(&list, Lang::Zh), render(&list, Lang::Zh));
        assert!(a == b && a.starts_with(b"PK"));
    }
}
