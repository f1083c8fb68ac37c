//! Lines inside braces: comments around them, blank lines between them, columns across them.

use super::MAX_WIDTH;
use super::context::{Context, pad};
use super::doc::{Doc, concat, print, text, width};

/// One statement, field, clause or row, before its comments are known.
#[derive(Debug)]
pub(super) struct Slot {
    pub start: usize,
    pub end: usize,
    /// Neighbours of one style share their columns.
    pub style: Style,
    pub columns: Vec<String>,
    pub rest: Doc,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Columns and the rest with a blank between, aligned until a blank line or another style.
    Field,
    Clause,
    Prop,
    Statement,
    /// Not aligned.
    Plain,
    /// Cells between bars, aligned over the whole table.
    Row,
    /// A row of a table inside a statement: one step further in.
    Case,
}

/// A printable line.
enum Entry<'a> {
    Comment { blank: bool, text: &'a str },
    Line { blank: bool, slot: Slot, trailing: Option<&'a str> },
}

impl Entry<'_> {
    /// A blank line stands before it in the source.
    fn blank(&self) -> bool {
        match self {
            Entry::Comment { blank, .. } | Entry::Line { blank, .. } => *blank,
        }
    }

    fn style(&self) -> Option<Style> {
        match self {
            Entry::Comment { .. } => None,
            Entry::Line { slot, .. } => Some(slot.style),
        }
    }
}

impl<'a> Context<'a> {
    /// `header {`, the slots, `}`; `open` is the place of the brace, `end` where the item ends.
    pub(super) fn block(&mut self, header: &str, open: usize, slots: Vec<Slot>, end: usize) -> String {
        let first = slots.first().map_or(end, |s| s.start);
        let mut out = format!("{header} {{");
        let after_brace = self.take_trailing(open + 1, first);
        if let Some(comment) = after_brace {
            out.push_str("  ");
            out.push_str(comment);
        }
        let entries = self.entries(slots, end);
        if entries.is_empty() && after_brace.is_none() {
            out.push('}');
            return out;
        }
        out.push('\n');
        out.push_str(&render(&entries, 2));
        out.push('}');
        out
    }

    /// Slots with their comments. A comment inside a slot is moved before it.
    fn entries(&mut self, slots: Vec<Slot>, end: usize) -> Vec<Entry<'a>> {
        let mut out: Vec<Entry<'a>> = Vec::new();
        let starts: Vec<usize> = slots.iter().skip(1).map(|s| s.start).chain([end]).collect();
        for (slot, limit) in slots.into_iter().zip(starts) {
            let mut blank = self.blank_before(slot.start);
            for (text, place) in self.take_before(slot.end) {
                let inside = place > slot.start;
                out.push(Entry::Comment { blank: if inside { blank } else { self.blank_before(place) }, text });
                if inside {
                    blank = false;
                }
            }
            let trailing = self.take_trailing(slot.end, limit);
            out.push(Entry::Line { blank, slot, trailing });
        }
        for (text, place) in self.take_before(end) {
            out.push(Entry::Comment { blank: self.blank_before(place), text });
        }
        out
    }
}

fn render(entries: &[Entry], indent: usize) -> String {
    let (sections, widths) = sections(entries);
    let mut out = String::new();
    for (i, (entry, section)) in entries.iter().zip(sections).enumerate() {
        if entry.blank() && i > 0 {
            out.push('\n');
        }
        let line = match entry {
            Entry::Comment { text, .. } => (*text).to_string(),
            Entry::Line { slot, trailing, .. } => {
                let line = slot_line(slot, widths.get(section).map_or(&[], Vec::as_slice), indent);
                trailing.map_or(line.clone(), |comment| format!("{}  {comment}", line.trim_end()))
            }
        };
        let deeper = entries.iter().skip(i).find_map(Entry::style) == Some(Style::Case);
        out.extend(std::iter::repeat_n(' ', if deeper { indent + 2 } else { indent }));
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Parts the lines into sections that share their columns: the section of each entry, and the widths of each section. A blank
/// line or another style begins a new one (in a table only another style); comments belong to the section around them.
fn sections(entries: &[Entry]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let (mut of, mut all): (Vec<usize>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
    let mut current: Option<Style> = None;
    let mut separated = false;
    for entry in entries {
        separated |= entry.blank();
        if let Entry::Line { slot, .. } = entry {
            let continues = current == Some(slot.style)
                && slot.style != Style::Plain
                && (!separated || matches!(slot.style, Style::Row | Style::Case));
            if !continues {
                all.push(Vec::new());
            }
            (current, separated) = (Some(slot.style), false);
            if let Some(widths) = all.last_mut() {
                widths.resize(widths.len().max(slot.columns.len()), 0);
                widths.iter_mut().zip(&slot.columns).for_each(|(w, c)| *w = (*w).max(width(c)));
            }
        }
        of.push(all.len().saturating_sub(1));
    }
    (of, all)
}

fn slot_line(slot: &Slot, widths: &[usize], indent: usize) -> String {
    if matches!(slot.style, Style::Row | Style::Case) {
        let cells = slot.columns.iter().zip(widths).map(|(c, w)| pad(c, *w));
        return format!("| {} |", cells.collect::<Vec<_>>().join(" | "));
    }
    let mut line = String::new();
    for (column, width) in slot.columns.iter().zip(widths).filter(|(_, w)| **w > 0) {
        line.push_str(&pad(column, *width));
        line.push(' ');
    }
    let start = indent + width(&line);
    line + &print(&slot.rest, start, MAX_WIDTH)
}

/// Words with a blank between; empty ones are left out.
pub(super) fn words(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text, a blank, and a document.
pub(super) fn after(head: &str, doc: Doc) -> Doc {
    concat([text(head), text(" "), doc])
}
