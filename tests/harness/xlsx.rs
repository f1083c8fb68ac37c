//! Workbooks written part by part as the standard for them (ECMA-376) lays down, with nothing of the reader under test.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// What is put into a cell.
#[derive(Clone, Debug)]
pub enum Put<'a> {
    Text(&'a str),
    /// As it stands in the file: `0.30000000000000004`.
    Number(&'a str),
    /// A number shown by a format.
    Shown(&'a str, &'a str),
    /// A formula and the result saved with it, if any.
    Formula(&'a str, Option<&'a str>),
    /// `#DIV/0!`
    Error(&'a str),
    Flag(bool),
}

#[derive(Clone, Debug, Default)]
pub struct Sheet<'a> {
    pub name: &'a str,
    pub hidden: bool,
    /// By address: `B2`.
    pub cells: Vec<(&'a str, Put<'a>)>,
    /// `B2:C3`
    pub merged: Vec<&'a str>,
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The workbook as bytes.
pub fn book(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut formats: Vec<&str> = Vec::new();
    let mut parts: Vec<(String, String)> = Vec::new();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut listed, mut related, mut types) = (String::new(), String::new(), String::new());
    for (at, sheet) in (1..).zip(sheets) {
        let state = if sheet.hidden { " state=\"hidden\"" } else { "" };
        write!(listed, "<sheet name=\"{}\" sheetId=\"{at}\" r:id=\"rId{at}\"{state}/>", escaped(sheet.name)).unwrap();
        write!(related, "<Relationship Id=\"rId{at}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>")
            .unwrap();
        write!(types, "<Override PartName=\"/xl/worksheets/sheet{at}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>").unwrap();
        parts.push((format!("xl/worksheets/sheet{at}.xml"), worksheet(sheet, main, &mut formats)));
    }
    let numbered: String =
        (0..).zip(&formats).map(|(i, f)| format!("<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>", 164 + i, escaped(f))).collect();
    let used: String = (0..formats.len()).map(|i| format!("<xf numFmtId=\"{}\" applyNumberFormat=\"1\"/>", 164 + i)).collect();
    parts.extend([
        ("[Content_Types].xml".into(), format!("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{types}</Types>")),
        ("_rels/.rels".into(), format!("<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")),
        ("xl/workbook.xml".into(), format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{listed}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels".into(), format!("<Relationships xmlns=\"{package}\">{related}<Relationship Id=\"rIdS\" Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>")),
        ("xl/styles.xml".into(), format!("<styleSheet xmlns=\"{main}\"><numFmts count=\"{}\">{numbered}</numFmts><cellXfs count=\"{}\"><xf numFmtId=\"0\"/>{used}</cellXfs></styleSheet>", formats.len(), formats.len() + 1)),
    ]);
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>{text}").as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The same workbook with a piece of one of its parts written otherwise.
pub fn altered(book: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut entry = old.by_index(at).unwrap();
        let (name, mut text) = (entry.name().unwrap().into_owned(), String::new());
        std::io::Read::read_to_string(&mut entry, &mut text).unwrap();
        if name == part {
            assert!(text.contains(from), "{text}");
            text = text.replacen(from, to, 1);
        }
        new.start_file(name, SimpleFileOptions::default()).unwrap();
        new.write_all(text.as_bytes()).unwrap();
    }
    new.finish().unwrap().into_inner()
}

fn worksheet<'a>(sheet: &Sheet<'a>, main: &str, formats: &mut Vec<&'a str>) -> String {
    let row_of = |address: &str| address.trim_start_matches(|c: char| c.is_ascii_uppercase()).parse::<u32>().unwrap();
    let column_of = |address: &str| {
        let letters = address.trim_end_matches(|c: char| c.is_ascii_digit());
        letters.bytes().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1)
    };
    let mut cells = sheet.cells.clone();
    cells.sort_by_key(|(at, _)| (row_of(at), column_of(at)));
    let mut rows = String::new();
    let mut last = 0;
    for (at, put) in cells {
        let row = row_of(at);
        if row != last {
            rows += if last == 0 { "" } else { "</row>" };
            write!(rows, "<row r=\"{row}\">").unwrap();
            last = row;
        }
        let cell = match put {
            Put::Text(t) => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(t)),
            Put::Number(n) => format!("<c r=\"{at}\"><v>{n}</v></c>"),
            Put::Shown(n, format) => {
                let known = formats.iter().position(|f| *f == format).unwrap_or_else(|| {
                    formats.push(format);
                    formats.len() - 1
                });
                format!("<c r=\"{at}\" s=\"{}\"><v>{n}</v></c>", known + 1)
            }
            Put::Formula(f, result) => {
                let result = result.map(|r| format!("<v>{r}</v>")).unwrap_or_default();
                format!("<c r=\"{at}\"><f>{}</f>{result}</c>", escaped(f))
            }
            Put::Error(e) => format!("<c r=\"{at}\" t=\"e\"><v>{e}</v></c>"),
            Put::Flag(yes) => format!("<c r=\"{at}\" t=\"b\"><v>{}</v></c>", u8::from(yes)),
        };
        rows += &cell;
    }
    rows += if last == 0 { "" } else { "</row>" };
    let merged: String = sheet.merged.iter().map(|m| format!("<mergeCell ref=\"{m}\"/>")).collect();
    let merged =
        if merged.is_empty() { merged } else { format!("<mergeCells count=\"{}\">{merged}</mergeCells>", sheet.merged.len()) };
    format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData>{merged}</worksheet>")
}
