//! A workbook of the kind `.xlsx` as a package of parts: those of marked sheets are changed, all others are copied as they lie.

use super::mark::{At, Mark, Marks};
use super::xml::{Kind, Patch, escaped, tags};
use super::{cells, notes, styles::Styles};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

/// Bytes of one part.
const MOST: u64 = 1 << 28;
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const DRAWING: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";
/// How relations that are added are called.
const OWN_DRAWING: &str = "rIdFaduDrawing";
const OWN_NOTES: &str = "rIdFaduNotes";

struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Parts that are changed or new.
    parts: BTreeMap<String, String>,
}

/// The workbook with its marks; `None` where it is no such package, or is not built as the standard says.
pub(super) fn marked(bytes: &[u8], marks: &Marks, author: &str) -> Option<Vec<u8>> {
    let mut package = Package { archive: ZipArchive::new(Cursor::new(bytes)).ok()?, parts: BTreeMap::new() };
    let book = target(&package.relations("").ok()?, |kind| kind.ends_with("/officeDocument"), "")?;
    let of_book = package.relations(&book).ok()?;
    let styles_path = target(&of_book, |kind| kind.ends_with("/styles"), &book)?;
    let styles_xml = package.text(&styles_path)?;
    let mut styles = Styles::read(&styles_xml)?;
    let book_xml = package.text(&book)?;
    let sheets: BTreeMap<String, String> =
        tags(&book_xml).filter(|t| t.opens("sheet")).filter_map(|t| Some((t.get("name")?, t.get("id")?))).collect();
    for (n, (sheet, own)) in (1..).zip(marks) {
        let id = sheets.get(sheet)?;
        let path = of_book.iter().find(|r| r.id == *id).map(|r| beside(&book, &r.target))?;
        let xml = package.text(&path)?;
        let changed = cells::marked(&xml, own, &mut styles, OWN_DRAWING)?;
        package.parts.insert(path.clone(), changed.xml);
        package.annotate(&path, changed.drawing.as_deref(), (n, own, author))?;
    }
    package.parts.insert(styles_path, styles.finish());
    package.finish()
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn target(all: &[Relation], is: impl Fn(&str) -> bool, from: &str) -> Option<String> {
    all.iter().find(|r| is(&r.kind)).map(|r| beside(from, &r.target))
}

/// The path of a part as one named from another.
fn beside(from: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_string();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Where the relations of a part stand.
fn relations_of(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") }
}

impl Package<'_> {
    fn has(&self, path: &str) -> bool {
        self.parts.contains_key(path) || self.archive.index_for_name(path).is_some()
    }

    fn text(&mut self, path: &str) -> Option<String> {
        if let Some(text) = self.parts.get(path) {
            return Some(text.clone());
        }
        let mut bytes = Vec::new();
        let read = self.archive.by_name(path).ok()?.take(MOST + 1).read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8(bytes).ok().filter(|_| read as u64 <= MOST)?;
        Some(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_string))
    }

    /// What a part is related to; none where it has no relations, an error where they cannot be read.
    fn relations(&mut self, path: &str) -> Result<Vec<Relation>, ()> {
        let own = relations_of(path);
        if !self.has(&own) {
            return Ok(Vec::new());
        }
        let text = self.text(&own).ok_or(())?;
        let one = |t: &super::xml::Tag| Some(Relation { id: t.get("Id")?, kind: t.get("Type")?, target: t.get("Target")? });
        Ok(tags(&text).filter(|t| t.opens("Relationship")).filter_map(|t| one(&t)).collect())
    }

    /// Gives a sheet its notes: `drawing` is the relation by which it names a drawing of notes that it has already.
    fn annotate(
        &mut self,
        sheet: &str,
        drawing: Option<&str>,
        (n, marks, author): (u32, &BTreeMap<At, Mark>, &str),
    ) -> Option<()> {
        let relations = self.relations(sheet).ok()?;
        let texts_path = target(&relations, |kind| kind.ends_with("/comments"), sheet);
        let drawing_path = drawing.and_then(|id| relations.iter().find(|r| r.id == id)).map(|r| beside(sheet, &r.target));
        if drawing.is_some() && drawing_path.is_none() {
            return None;
        }
        let before = match &texts_path {
            Some(path) => Some(self.text(path)?),
            None => None,
        };
        let shapes = match &drawing_path {
            Some(path) => Some(self.text(path)?),
            None => None,
        };
        // Notes without their drawing have no boxes yet.
        let boxed = before.as_deref().filter(|_| shapes.is_some());
        let boxes = notes::boxes(shapes.as_deref(), boxed, marks)?;
        let texts = notes::texts(before.as_deref(), marks, author)?;
        let mut added = Vec::new();
        let texts_path = texts_path.unwrap_or_else(|| {
            let path = self.free("xl/comments", n, "xml");
            added.push((OWN_NOTES, "comments", path.clone()));
            path
        });
        let drawing_path = drawing_path.unwrap_or_else(|| {
            let path = self.free("xl/drawings/vmlDrawing", n, "vml");
            added.push((OWN_DRAWING, "vmlDrawing", path.clone()));
            path
        });
        let new_texts = added.iter().any(|(id, ..)| *id == OWN_NOTES);
        self.parts.insert(texts_path.clone(), texts);
        self.parts.insert(drawing_path, boxes);
        self.relate(sheet, &added)?;
        self.declare(new_texts.then_some(texts_path.as_str()))
    }

    /// A path that no part has.
    fn free(&self, stem: &str, n: u32, ending: &str) -> String {
        let tries = (0u32..).map(|k| format!("{stem}Fadu{}.{ending}", n.saturating_add(k.saturating_mul(1_000))));
        tries.into_iter().find(|path| !self.has(path)).unwrap_or_default()
    }

    fn relate(&mut self, sheet: &str, added: &[(&str, &str, String)]) -> Option<()> {
        if added.is_empty() {
            return Some(());
        }
        let path = relations_of(sheet);
        let new: String = added
            .iter()
            .map(|(id, kind, target)| {
                let target = escaped(&format!("/{target}"));
                format!("Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
            })
            .map(|text| format!("<{{}}{text}"))
            .collect();
        let text = match self.has(&path) {
            true => self.text(&path)?,
            false => "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>".to_string(),
        };
        self.parts.insert(path, within(&text, "Relationships", &new)?);
        Some(())
    }

    /// Says in the list of parts what the new ones are.
    fn declare(&mut self, texts: Option<&str>) -> Option<()> {
        const PATH: &str = "[Content_Types].xml";
        let list = self.text(PATH)?;
        let mut new = String::new();
        let vml = tags(&list).any(|t| t.opens("Default") && t.get("Extension").is_some_and(|e| e.eq_ignore_ascii_case("vml")));
        if !vml {
            new += &format!("<{{}}Default Extension=\"vml\" ContentType=\"{DRAWING}\"/>");
        }
        if let Some(path) = texts {
            new += &format!("<{{}}Override PartName=\"/{}\" ContentType=\"{COMMENTS}\"/>", escaped(path));
        }
        let changed = within(&list, "Types", &new)?;
        self.parts.insert(PATH.to_string(), changed);
        Some(())
    }

    fn finish(mut self) -> Option<Vec<u8>> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        // Without a clock: the same marks are the same file.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for at in 0..self.archive.len() {
            let file = self.archive.by_index_raw(at).ok()?;
            let name = file.name().ok()?.into_owned();
            match self.parts.remove(&name) {
                None => out.raw_copy_file(file).ok()?,
                Some(text) => {
                    drop(file);
                    out.start_file(name, options).ok()?;
                    out.write_all(text.as_bytes()).ok()?;
                }
            }
        }
        for (name, text) in &self.parts {
            out.start_file(name.as_str(), options).ok()?;
            out.write_all(text.as_bytes()).ok()?;
        }
        out.finish().ok().map(Cursor::into_inner)
    }
}

/// A list with elements added at its end; `{}` in these stands for its prefix.
fn within(xml: &str, name: &str, new: &str) -> Option<String> {
    let mut patch = Patch::new(xml);
    let last = tags(xml).filter(|t| t.name() == name && t.depth == 0).last()?;
    let new = new.replace("{}", last.prefix());
    match last.kind {
        Kind::Empty => patch.replace(&last.at, &format!("{}{new}</{}>", last.with(&[], Kind::Start), last.full)),
        Kind::Start => return None,
        Kind::End => patch.insert(last.at.start, &new),
    }
    Some(patch.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_named_from_one_another() {
        assert_eq!(beside("xl/workbook.xml", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(beside("xl/worksheets/sheet1.xml", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(beside("xl/workbook.xml", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(relations_of("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
        assert_eq!(relations_of(""), "_rels/.rels");
    }

    #[test]
    fn lists_are_added_to_whether_empty_or_not() {
        assert_eq!(
            within("<p:Types a=\"1\"/>", "Types", "<{}Default/>").as_deref(),
            Some("<p:Types a=\"1\"><p:Default/></p:Types>")
        );
        assert_eq!(within("<Types><a/></Types>", "Types", "<{}b/>").as_deref(), Some("<Types><a/><b/></Types>"));
        assert!(within("<Types>", "Types", "<{}b/>").is_none());
    }
}
