//! Rows and columns of a sheet that are hidden: the library for workbooks does not tell them, so the sheet's own XML is looked through, as far as a
//! bound. Only workbooks of the kind `.xlsx` say it where it can be found.

use super::looks::{self, Looks};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// Bytes of one part that are looked through.
const MOST: u64 = 1 << 28;

/// How many rows and columns of a sheet are hidden, and the first hidden row, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    pub rows: usize,
    pub columns: usize,
    pub first_row: Option<u32>,
}

/// What is seen of a sheet before it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub hidden: Hidden,
    /// It has no formulas.
    pub plain: bool,
    /// Cells that look otherwise than their texts.
    pub looks: Looks,
}

/// What is seen of the sheets of a packed book, by their names. Nothing is told of a book that is not built as the standard says.
pub fn of_book(bytes: &[u8]) -> BTreeMap<String, Seen> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return BTreeMap::new() };
    let mut part = |name: &str| {
        let mut text = Vec::new();
        let file = archive.by_name(name).ok()?;
        file.take(MOST).read_to_end(&mut text).ok()?;
        Some(String::from_utf8_lossy(&text).into_owned())
    };
    let (Some(book), Some(relations)) = (part("xl/workbook.xml"), part("xl/_rels/workbook.xml.rels")) else {
        return BTreeMap::new();
    };
    let targets: BTreeMap<String, String> =
        tags(&relations, "Relationship").filter_map(|tag| Some((attribute(tag, "Id")?, attribute(tag, "Target")?))).collect();
    let strings =
        part("xl/sharedStrings.xml").filter(|text| looks::may(text)).map_or_else(BTreeMap::new, |text| looks::of_strings(&text));
    let mut out = BTreeMap::new();
    for tag in tags(&book, "sheet") {
        let (Some(name), Some(id)) = (attribute(tag, "name"), attribute(tag, "r:id")) else { continue };
        let Some(target) = targets.get(&id) else { continue };
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_string);
        let Some(sheet) = part(&path) else { continue };
        // An element `f`, whatever its prefix; others that begin so only cost another look.
        // A part in another encoding, or longer than what is looked through, may have any.
        let whole = sheet.contains("sheetData") && (sheet.len() as u64) < MOST;
        let plain = whole && !sheet.contains("<f") && !sheet.contains(":f");
        out.insert(name, Seen { hidden: of_sheet(&sheet), plain, looks: looks::of_sheet(&sheet, &strings) });
    }
    out
}

fn of_sheet(xml: &str) -> Hidden {
    let mut hidden = Hidden::default();
    if !["hidden=", " width=\"0", " ht=\"0"].iter().any(|sign| xml.contains(sign)) {
        return hidden;
    }
    // A column that was dragged shut has no width, a row no height.
    let shut = |tag: &str, name: &str| {
        attribute(tag, name).is_some_and(|v| v.starts_with('0') && v.bytes().all(|b| matches!(b, b'0' | b'.')))
    };
    let is_hidden = |tag: &str, size: &str| attribute(tag, "hidden").is_some_and(|v| v == "1" || v == "true") || shut(tag, size);
    let number = |tag: &str, name: &str| attribute(tag, name).and_then(|v| v.parse::<u32>().ok());
    for tag in tags(xml, "col").filter(|tag| is_hidden(tag, "width")) {
        let (first, last) = (number(tag, "min").unwrap_or(1), number(tag, "max").unwrap_or(1));
        hidden.columns += (last.saturating_sub(first) + 1) as usize;
    }
    for tag in tags(xml, "row").filter(|tag| is_hidden(tag, "ht")) {
        hidden.rows += 1;
        let row = number(tag, "r").and_then(|r| r.checked_sub(1));
        hidden.first_row = hidden.first_row.or(row);
    }
    hidden
}

/// The opening tags of a name, from its first sign behind the name to the end.
fn tags<'x>(xml: &'x str, name: &'x str) -> impl Iterator<Item = &'x str> {
    xml.split('<').skip(1).filter_map(move |rest| {
        let rest = rest.strip_prefix("x:").unwrap_or(rest);
        let behind = rest.strip_prefix(name)?;
        let inner = behind.split('>').next()?;
        inner.starts_with([' ', '\t', '\n', '\r', '/']).then_some(inner)
    })
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.match_indices(name).find(|(at, _)| {
        let before = tag[..*at].chars().next_back();
        let behind = tag[at + name.len()..].trim_start();
        before.is_some_and(char::is_whitespace) && behind.starts_with('=')
    });
    let (at, _) = start?;
    let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = value[1..].split(quote).next()?;
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    Some(plain.iter().fold(value.to_string(), |text, (from, to)| text.replace(from, to)))
}
