//! The cells of a sheet with the formats of the marked ones changed; where a marked cell is not there it is put in its place.

use super::mark::{At, Mark};
use super::styles::Styles;
use super::xml::{Kind, Patch, Tag, tags};
use crate::text::column_letters;
use std::collections::BTreeMap;

/// Where the drawing that holds the notes of a sheet is named: before all of these.
const BEHIND_NOTES: &[&str] =
    &["legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"];

/// The sheet changed, and by which relation it names the drawing of its notes where it has one already.
pub(super) struct Sheet {
    pub(super) xml: String,
    pub(super) drawing: Option<String>,
}

struct Walk<'m> {
    marks: &'m BTreeMap<At, Mark>,
    /// The row in hand, and the first of its cells that were not passed yet.
    row: u32,
    col: u32,
    prefix: String,
}

/// `relation`: how the drawing of notes is named where the sheet has none. `None` where the sheet is not built as the standard says.
pub(super) fn marked(xml: &str, marks: &BTreeMap<At, Mark>, styles: &mut Styles, relation: &str) -> Option<Sheet> {
    let mut patch = Patch::new(xml);
    let mut walk = Walk { marks, row: 0, col: 0, prefix: String::new() };
    let mut drawing = tags(xml).find(|t| t.opens("legacyDrawing")).and_then(|t| t.get("id"));
    let named = drawing.is_some();
    let (mut data, mut put) = (false, false);
    let mut all = tags(xml);
    for tag in all.by_ref() {
        match (tag.name(), tag.kind, tag.depth) {
            ("worksheet", Kind::Start, 0) => walk.prefix = tag.prefix().to_string(),
            ("sheetData", Kind::Empty, 1) => {
                let rows = walk.rows(0, None, styles);
                let open = tag.with(&[], Kind::Start);
                patch.replace(&tag.at, &format!("{open}{rows}</{}>", tag.full));
                data = true;
            }
            ("sheetData", Kind::End, 1) => {
                patch.insert(tag.at.start, &walk.rows(walk.row, None, styles));
                data = true;
            }
            ("row", Kind::Start | Kind::Empty, 2) => walk.row(&tag, &mut patch, styles)?,
            ("row", Kind::End, 2) => patch.insert(tag.at.start, &walk.cells(walk.row - 1, (walk.col, None), styles)),
            ("c", Kind::Start | Kind::Empty, 3) => walk.cell(&tag, &mut patch, styles)?,
            (name, _, 1) if data && !named && !put && tag.kind != Kind::End && BEHIND_NOTES.contains(&name) => {
                patch.insert(tag.at.start, &naming(&walk.prefix, relation));
                put = true;
            }
            ("worksheet", Kind::End, 0) if !named && !put => {
                patch.insert(tag.at.start, &naming(&walk.prefix, relation));
                put = true;
            }
            _ => {}
        }
    }
    if all.failed || !data || !(named || put) {
        return None;
    }
    Some(Sheet { xml: patch.finish(), drawing: drawing.take() })
}

fn naming(prefix: &str, relation: &str) -> String {
    let space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    format!("<{prefix}legacyDrawing xmlns:r=\"{space}\" r:id=\"{relation}\"/>")
}

impl Walk<'_> {
    /// A row that is there; before it, marked rows that are not. `row` counts from 1 here, as in the file.
    fn row(&mut self, tag: &Tag, patch: &mut Patch, styles: &mut Styles) -> Option<()> {
        let number = tag.number("r").unwrap_or(self.row.checked_add(1)?);
        let from = self.row;
        // Rows stand in their order; in a sheet where they do not nothing can be put between them.
        let at = number.checked_sub(1).filter(|at| *at >= from)?;
        patch.insert(tag.at.start, &self.rows(from, Some(at), styles));
        (self.row, self.col) = (number, 0);
        if tag.kind == Kind::Empty {
            let cells = self.cells(at, (0, None), styles);
            if !cells.is_empty() {
                patch.replace(&tag.at, &format!("{}{cells}</{}>", tag.with(&[], Kind::Start), tag.full));
            }
        }
        Some(())
    }

    fn cell(&mut self, tag: &Tag, patch: &mut Patch, styles: &mut Styles) -> Option<()> {
        let row = self.row.checked_sub(1)?;
        let col = match tag.get("r") {
            Some(name) => column(&name)?,
            None => self.col,
        };
        if col < self.col {
            return None;
        }
        patch.insert(tag.at.start, &self.cells(row, (self.col, Some(col)), styles));
        self.col = col.checked_add(1)?;
        if let Some(mark) = self.marks.get(&(row, col)) {
            let format = styles.marked(tag.number("s").unwrap_or(0), mark.shade);
            patch.replace(&tag.at, &tag.with(&[("s", &format.to_string())], tag.kind));
        }
        Some(())
    }

    /// Marked rows from one on and before another that are not there.
    fn rows(&self, from: u32, before: Option<u32>, styles: &mut Styles) -> String {
        let within = self.marks.keys().map(|(row, _)| *row).filter(|row| *row >= from && before.is_none_or(|b| *row < b));
        let mut rows: Vec<u32> = within.collect();
        rows.dedup();
        let p = &self.prefix;
        let one = |row: u32| format!("<{p}row r=\"{}\">{}</{p}row>", row + 1, self.cells(row, (0, None), styles));
        rows.into_iter().map(one).collect()
    }

    /// Marked cells of a row, from a column on and before another, that are not there.
    fn cells(&self, row: u32, (from, before): (u32, Option<u32>), styles: &mut Styles) -> String {
        let within = self.marks.range((row, from)..=(row, u32::MAX)).filter(|((_, col), _)| before.is_none_or(|b| *col < b));
        let p = &self.prefix;
        let one = |((_, col), mark): (&At, &Mark)| {
            let name = format!("{}{}", column_letters(u64::from(*col)), row + 1);
            format!("<{p}c r=\"{name}\" s=\"{}\"/>", styles.marked(0, mark.shade))
        };
        within.map(one).collect()
    }
}

/// The column of `AB12`, from 0.
fn column(name: &str) -> Option<u32> {
    let letters: Vec<u32> =
        name.chars().take_while(char::is_ascii_alphabetic).map(|c| u32::from(c.to_ascii_uppercase())).collect();
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    letters.iter().fold(0u32, |n, c| n * 26 + (c - u32::from('A') + 1)).checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::book::marked::mark::Shade;

    const STYLES: &str = "<styleSheet><fills count=\"2\"><fill/><fill/></fills><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"4\" fillId=\"1\"><alignment/></xf></cellXfs></styleSheet>";

    fn marks(list: &[At]) -> BTreeMap<At, Mark> {
        list.iter().map(|at| (*at, Mark { shade: Shade::Bad, told: vec!["x".into()] })).collect()
    }

    fn changed(data: &str, at: &[At]) -> Option<(String, String)> {
        let mut styles = Styles::read(STYLES).unwrap();
        let xml = format!("<worksheet>{data}<extLst/></worksheet>");
        let sheet = marked(&xml, &marks(at), &mut styles, "n")?;
        let body = sheet.xml.split("<legacyDrawing").next()?.trim_start_matches("<worksheet>").to_string();
        assert!(sheet.xml.ends_with("r:id=\"n\"/><extLst/></worksheet>"), "{}", sheet.xml);
        Some((body, styles.finish()))
    }

    #[test]
    fn a_marked_cell_has_a_format_of_its_own_and_the_same_number_format() {
        let data = "<sheetData><row r=\"2\"><c r=\"B2\" s=\"1\"><v>3</v></c></row></sheetData>";
        let (body, styles) = changed(data, &[(1, 1)]).unwrap();
        assert_eq!(body, data.replace("s=\"1\"", "s=\"2\""));
        assert!(styles.contains("<cellXfs count=\"3\">") && styles.contains("<fills count=\"5\">"), "{styles}");
        assert!(styles.contains("<xf numFmtId=\"4\" fillId=\"2\" applyFill=\"1\"><alignment/></xf></cellXfs>"), "{styles}");
    }

    /// The fill of number 1 is grey whatever stands there, so no colour may be put in its place.
    #[test]
    fn the_first_two_fills_are_left_to_the_program() {
        for (fills, before) in
            [("", 0), ("<fills count=\"1\"><fill/></fills>", 1), ("<fills count=\"3\"><fill/><fill/><fill/></fills>", 3)]
        {
            let xml = format!("<styleSheet>{fills}<cellXfs count=\"1\"><xf/></cellXfs></styleSheet>");
            let mut styles = Styles::read(&xml).unwrap();
            assert_eq!(styles.marked(0, Shade::Bad), 1);
            let first = before.max(2);
            let after = styles.finish();
            assert!(after.contains(&format!("<xf fillId=\"{first}\" applyFill=\"1\"/>")), "{after}");
            assert!(after.contains(&format!("<fills count=\"{}\">", first + 3)), "{after}");
            let all: Vec<&str> = after.split("<fill").skip(2).collect();
            assert!(all[first].contains("FFF4B6B0"), "{after}");
        }
    }

    #[test]
    fn cells_and_rows_that_are_not_there_stand_in_their_order() {
        let data = "<sheetData><row r=\"2\"><c r=\"B2\"/></row><row r=\"4\"/></sheetData>";
        let (body, _) = changed(data, &[(0, 0), (1, 0), (1, 2), (2, 0), (3, 5), (9, 26)]).unwrap();
        let c = |name: &str| format!("<c r=\"{name}\" s=\"2\"/>");
        let wanted = format!(
            "<sheetData><row r=\"1\">{}</row><row r=\"2\">{}<c r=\"B2\"/>{}</row><row r=\"3\">{}</row><row r=\"4\">{}</row><row r=\"10\">{}</row></sheetData>",
            c("A1"),
            c("A2"),
            c("C2"),
            c("A3"),
            c("F4"),
            c("AA10")
        );
        assert_eq!(body, wanted);
        let (body, _) = changed("<sheetData/>", &[(0, 0)]).unwrap();
        assert_eq!(body, format!("<sheetData><row r=\"1\">{}</row></sheetData>", c("A1")));
    }

    #[test]
    fn cells_without_names_are_counted_and_disorder_is_refused() {
        let (body, _) = changed("<sheetData><row><c/><c/></row></sheetData>", &[(0, 1)]).unwrap();
        assert_eq!(body, "<sheetData><row><c/><c s=\"2\"/></row></sheetData>");
        assert!(changed("<sheetData><row r=\"3\"/><row r=\"2\"/></sheetData>", &[(0, 0)]).is_none());
        assert!(changed("<sheetData><row r=\"3\">", &[(0, 0)]).is_none());
    }
}
