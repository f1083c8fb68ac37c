//! The styles of a workbook with those of marked cells added: the same as the cell had, but for its fill.

use super::mark::Shade;
use super::xml::{Kind, Patch, Tag, tags};
use std::ops::Range;

pub(super) struct Styles<'x> {
    xml: &'x str,
    /// Where `fills` and `cellXfs` end, and what their opening tags are.
    fills: Option<(Range<usize>, usize, u32)>,
    /// Where fills belong that are not there.
    behind_fills: usize,
    formats: (Range<usize>, usize),
    /// The formats of cells: the opening tag with another fill, and what follows up to its end.
    known: Vec<(String, String)>,
    /// What was added: the format it was made of, and its shade.
    added: Vec<(u32, Shade)>,
    prefix: String,
}

impl<'x> Styles<'x> {
    /// `None` where the part is not built as the standard says.
    pub(super) fn read(xml: &'x str) -> Option<Self> {
        let mut all = tags(xml);
        let (mut fills, mut formats) = (None, None);
        let (mut opened_fills, mut opened_formats) = (None, None);
        let mut known: Vec<(String, String)> = Vec::new();
        let mut open: Option<(Tag, usize)> = None;
        let mut count = 0u32;
        let mut prefix = String::new();
        let mut behind_fills = None;
        for tag in all.by_ref() {
            if tag.depth == 1 && ["borders", "cellStyleXfs", "cellXfs"].contains(&tag.name()) {
                behind_fills.get_or_insert(tag.at.start);
            }
            match (tag.name(), tag.kind, tag.depth) {
                ("styleSheet", Kind::Start, 0) => prefix = tag.prefix().to_string(),
                ("fills", Kind::Empty, 1) => return None,
                ("fills", Kind::Start, 1) => opened_fills = Some(tag.at.clone()),
                ("fills", Kind::End, 1) => fills = Some((opened_fills.take()?, tag.at.start, count)),
                ("fill", Kind::Start | Kind::Empty, 2) if opened_fills.is_some() => count += 1,
                ("cellXfs", Kind::Start, 1) => opened_formats = Some(tag.at.clone()),
                ("cellXfs", Kind::End, 1) => formats = Some((opened_formats.take()?, tag.at.start)),
                ("xf", Kind::Empty, 2) if opened_formats.is_some() => known.push((filled(&tag, Kind::Empty), String::new())),
                ("xf", Kind::Start, 2) if opened_formats.is_some() => open = Some((tag.clone(), tag.at.end)),
                ("xf", Kind::End, 2) => {
                    if let Some((start, from)) = open.take() {
                        known.push((filled(&start, Kind::Start), xml.get(from..tag.at.end)?.to_string()));
                    }
                }
                _ => {}
            }
        }
        if all.failed || known.is_empty() {
            return None;
        }
        Some(Self { xml, fills, behind_fills: behind_fills?, formats: formats?, known, added: Vec::new(), prefix })
    }

    /// The format of a marked cell that had this one.
    pub(super) fn marked(&mut self, format: u32, shade: Shade) -> u32 {
        let known = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        // A cell that names a format which is not there has the first.
        let of = if format < known { format } else { 0 };
        let at = self.added.iter().position(|a| *a == (of, shade)).unwrap_or_else(|| {
            self.added.push((of, shade));
            self.added.len() - 1
        });
        known.saturating_add(u32::try_from(at).unwrap_or(u32::MAX))
    }

    pub(super) fn finish(&self) -> String {
        // The first two fills of a book are none and grey, whatever it says: where they are not there they are put in.
        let had = self.fills.as_ref().map_or(0, |(_, _, count)| *count);
        let count = had.max(2);
        let (formats, formats_end) = &self.formats;
        let p = &self.prefix;
        let mut new_fills = String::new();
        for kind in ["none", "gray125"].iter().skip(had as usize) {
            new_fills += &format!("<{p}fill><{p}patternFill patternType=\"{kind}\"/></{p}fill>");
        }
        for shade in Shade::ALL {
            let colour = shade.colour();
            new_fills += &format!(
                "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"{colour}\"/><{p}bgColor indexed=\"64\"/></{p}patternFill></{p}fill>"
            );
        }
        let mut new_formats = String::new();
        for (of, shade) in &self.added {
            let Some((tag, rest)) = self.known.get(*of as usize) else { continue };
            let at = Shade::ALL.iter().position(|s| s == shade).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
            new_formats += &tag.replace(FILL, &(count + at).to_string());
            new_formats += rest;
        }
        let total = self.known.len() + self.added.len();
        let opened = |range: &Range<usize>, n: usize| {
            let tag = tags(self.xml.get(range.clone()).unwrap_or("")).next();
            tag.map_or_else(String::new, |t| t.with(&[("count", &n.to_string())], Kind::Start))
        };
        let fills_total = count as usize + Shade::ALL.len();
        let mut changes = vec![(formats.clone(), opened(formats, total)), (*formats_end..*formats_end, new_formats)];
        match &self.fills {
            Some((fills, end, _)) => {
                changes.extend([(fills.clone(), opened(fills, fills_total)), (*end..*end, new_fills)]);
            }
            None => {
                let at = self.behind_fills;
                changes.push((at..at, format!("<{p}fills count=\"{fills_total}\">{new_fills}</{p}fills>")));
            }
        }
        // An insertion stands before what begins at its place.
        changes.sort_by_key(|(range, _)| (range.start, range.end));
        let mut patch = Patch::new(self.xml);
        changes.iter().for_each(|(range, with)| patch.replace(range, with));
        patch.finish()
    }
}

/// Stands for the number of the fill, which depends on the shade; no number does.
const FILL: &str = "\u{1}fill\u{1}";

fn filled(tag: &Tag, kind: Kind) -> String {
    tag.with(&[("fillId", FILL), ("applyFill", "1")], kind)
}
