//! Pieces cut out of a source for showing: the lines that matter, cleaned, and of an overlong line only the windows around its marks.
//! Places in the cut text are kept for every mark, and the true line and column of the original beside them.

use crate::report::page::clean::push_clean;
use crate::report::page::layout::{width, wrap};
use crate::text::{Source, Span};
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// Something to underline, with what is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) span: Span,
    pub(crate) text: String,
    pub(crate) tone: Tone,
}

/// The colour of an underline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Bad,
    Doubtful,
    Neutral,
}

/// Consecutive lines of one source, ready to be drawn.
#[derive(Debug)]
pub(crate) struct Excerpt {
    pub(crate) text: String,
    /// Lines before it in the source.
    pub(crate) first_line: usize,
    pub(crate) lines: usize,
    pub(crate) marks: Vec<Placed>,
}

/// A mark at its place in an excerpt.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) range: Range<usize>,
    /// Line and character column in the source, from 1.
    pub(crate) line_col: (usize, usize),
    /// In a workbook the cell.
    pub(crate) address: Option<String>,
    pub(crate) label: String,
    pub(crate) tone: Tone,
    /// The order in which marks were given; the first is where the matter is reported.
    pub(crate) order: usize,
}

/// A span over more lines is underlined on its first line only.
const MOST_LINES: usize = 4;
/// Lines between two marks that are shown rather than skipped.
const GAP: usize = 2;
/// Room kept for a label right of its underline.
const LABEL_ROOM: usize = 28;

/// A mark in terms of lines: bytes of the source, clipped to what will be shown.
struct Clipped {
    bytes: Range<usize>,
    lines: Range<usize>,
    text: String,
    tone: Tone,
    order: usize,
}

/// Cuts out what `marks` need: first where the matter is reported, then in the order of the source. `columns` is the width for source text, `context` the lines shown around.
pub(crate) fn cut(source: &Source, marks: &[Mark], context: usize, columns: usize) -> Vec<Excerpt> {
    let clipped = separate(one_line_each(source, marks.iter().enumerate().map(|(i, m)| clip(source, m, i)).collect()));
    let mut groups: Vec<(Range<usize>, Vec<Clipped>)> = Vec::new();
    for mark in clipped {
        let from = mark.lines.start.saturating_sub(context);
        let to = (mark.lines.end + context).min(shown_lines(source)).max(mark.lines.end);
        match groups.last_mut() {
            Some((lines, list)) if from <= lines.end + GAP => {
                lines.end = lines.end.max(to);
                list.push(mark);
            }
            _ => groups.push((from..to, vec![mark])),
        }
    }
    let mut out: Vec<Excerpt> = groups.into_iter().map(|(lines, marks)| excerpt(source, lines, marks, columns)).collect();
    let first = out.iter().position(|e| e.marks.iter().any(|m| m.order == 0)).unwrap_or(0);
    out.get_mut(..=first).unwrap_or(&mut []).rotate_right(1);
    out
}

/// Lines worth showing as context: a last empty line after the final line end is none.
fn shown_lines(source: &Source) -> usize {
    let count = source.lines().count();
    if source.text.ends_with('\n') { count.saturating_sub(1) } else { count }
}

fn clip(source: &Source, mark: &Mark, order: usize) -> Clipped {
    let (text, index) = (&source.text, source.lines());
    let floor = |n: usize| (0..=n.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let (start, end) = (floor(mark.span.start as usize), floor(mark.span.end as usize));
    let first = index.line_of(start);
    let first_range = index.line_range(text, first);
    let start = start.min(first_range.end);
    let mut last = index.line_of(end.saturating_sub(1).max(start));
    let mut end = end.min(index.line_range(text, last).end).max(start);
    if last >= first + MOST_LINES {
        (last, end) = (first, first_range.end);
    }
    Clipped { bytes: start..end, lines: first..last + 1, text: mark.text.clone(), tone: mark.tone, order }
}

/// A mark over several lines that shares one with another mark keeps its first line only: drawn together they cannot be read.
fn one_line_each(source: &Source, mut marks: Vec<Clipped>) -> Vec<Clipped> {
    let lines: Vec<Range<usize>> = marks.iter().map(|m| m.lines.clone()).collect();
    for (i, mark) in marks.iter_mut().enumerate().filter(|(_, m)| m.lines.len() > 1) {
        let shares = |other: &Range<usize>| other.start < mark.lines.end && mark.lines.start < other.end;
        if lines.iter().enumerate().any(|(j, other)| i != j && shares(other)) {
            mark.lines.end = mark.lines.start + 1;
            mark.bytes.end = source.lines().line_range(&source.text, mark.lines.start).end.max(mark.bytes.start);
        }
    }
    marks
}

/// Sorts marks and makes them disjoint, because underlines cannot lie on one another: equal places share one label, an outer mark ends
/// where an inner one begins.
fn separate(mut marks: Vec<Clipped>) -> Vec<Clipped> {
    marks.sort_by_key(|m| (m.bytes.start, std::cmp::Reverse(m.bytes.end), m.order));
    let mut out: Vec<Clipped> = Vec::new();
    for mark in marks {
        match out.last_mut() {
            Some(last) if last.bytes.start == mark.bytes.start => {
                last.bytes.end = last.bytes.end.min(mark.bytes.end).max(last.bytes.start);
                last.lines.end = last.lines.end.min(mark.lines.end);
                if mark.order < last.order {
                    (last.order, last.tone, last.text) = (mark.order, mark.tone, join(&mark.text, &last.text));
                } else {
                    last.text = join(&last.text, &mark.text);
                }
            }
            Some(last) if last.bytes.end > mark.bytes.start => {
                last.bytes.end = mark.bytes.start;
                last.lines.end = last.lines.end.min(mark.lines.start + 1);
                out.push(mark);
            }
            _ => out.push(mark),
        }
    }
    out
}

fn join(a: &str, b: &str) -> String {
    match (a.is_empty(), b.is_empty()) {
        (true, _) => b.to_string(),
        (_, true) => a.to_string(),
        _ if a == b => a.to_string(),
        _ => format!("{a}\n{b}"),
    }
}

fn excerpt(source: &Source, lines: Range<usize>, marks: Vec<Clipped>, columns: usize) -> Excerpt {
    let lines = without_empty_ends(source, lines, &marks);
    // Names of columns above the rows are no row: only what is about them shows them.
    let before = source.lines_before_rows();
    let rows_alone = lines.start < before && !marks.iter().any(|m| m.lines.start < before);
    let lines = if rows_alone { before.min(lines.end)..lines.end } else { lines };
    let mut text = String::new();
    let mut shown: Vec<Shown> = Vec::new();
    for line in lines.clone() {
        let bytes = source.lines().line_range(&source.text, line);
        let on_line: Vec<(Range<usize>, usize)> = marks
            .iter()
            .filter(|m| m.lines.contains(&line))
            .map(|m| {
                let range = m.bytes.start.max(bytes.start)..m.bytes.end.min(bytes.end);
                (range.start - bytes.start..range.end.max(range.start) - bytes.start, label_need(&m.text))
            })
            .collect();
        let body = source.text.get(bytes.clone()).unwrap_or("");
        shown.push(show_line(body, bytes.start, &on_line, columns, &mut text));
        text.push('\n');
    }
    let marks = marks.into_iter().map(|m| place(source, m, &shown, &text, columns)).collect();
    Excerpt { text, first_line: lines.start.saturating_sub(before), lines: lines.len(), marks }
}

/// Empty lines at either end are no context.
fn without_empty_ends(source: &Source, mut lines: Range<usize>, marks: &[Clipped]) -> Range<usize> {
    let empty = |line: usize| {
        let body = source.text.get(source.lines().line_range(&source.text, line)).unwrap_or("");
        body.trim().is_empty() && !marks.iter().any(|m| m.lines.contains(&line))
    };
    while lines.len() > 1 && empty(lines.start) {
        lines.start += 1;
    }
    while lines.len() > 1 && empty(lines.end - 1) {
        lines.end -= 1;
    }
    lines
}

fn label_need(text: &str) -> usize {
    text.lines().map(width).max().unwrap_or(0).min(LABEL_ROOM) + 4
}

/// Where the characters of one source line came to stand in the excerpt: (byte in source, byte in excerpt), rising in both.
struct Shown {
    stops: Vec<(usize, usize)>,
}

impl Shown {
    /// The place in the excerpt of a byte of the source; what was cut out counts as the place after it.
    fn find(&self, byte: usize) -> usize {
        let at = self.stops.partition_point(|(source, _)| *source < byte);
        self.stops.get(at).or(self.stops.last()).map_or(0, |(_, shown)| *shown)
    }

    fn holds(&self, byte: usize) -> bool {
        let first = self.stops.first().is_some_and(|(b, _)| *b <= byte);
        first && self.stops.last().is_some_and(|(b, _)| byte <= *b)
    }
}

fn place(source: &Source, mark: Clipped, lines: &[Shown], text: &str, columns: usize) -> Placed {
    let find = |byte: usize| lines.iter().find(|l| l.holds(byte)).map_or(0, |l| l.find(byte));
    let (start, end) = (find(mark.bytes.start), find(mark.bytes.end));
    let line_start = text.get(..start).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
    let column = text.get(line_start..start).map_or(0, width) + text.get(start..end).map_or(0, width) / 2;
    let room = columns.saturating_sub(column + 4).max(16);
    let wrapped: Vec<String> = mark.text.lines().flat_map(|line| wrap(line, room)).collect();
    Placed {
        range: start..end.max(start),
        line_col: source.line_col(mark.bytes.start),
        address: source.address(mark.bytes.start),
        label: wrapped.join("\n"),
        tone: mark.tone,
        order: mark.order,
    }
}

/// A character of a line.
struct Glyph {
    /// Its byte in the line.
    at: usize,
    c: char,
    /// Columns it takes as shown; more than any terminal has for the stand-in of a stretch that nobody needs.
    width: usize,
}

/// Columns of a stretch left out before windows are chosen.
const NEVER: usize = 100_000;
/// Bytes looked at around a mark in a line of megabytes.
const NEAR: usize = 200;

/// The characters of a line; of a very long one only those near its marks, with one stand-in for each stretch between.
fn glyphs(body: &str, marks: &[(Range<usize>, usize)]) -> Vec<Glyph> {
    let start = if body.len() <= 20 * NEAR { body.len() } else { 2 * NEAR };
    let mut near: Vec<Range<usize>> = std::iter::once(0..start).collect();
    near.extend(marks.iter().map(|(r, _)| r.start.saturating_sub(NEAR)..r.end.min(r.start + NEAR) + NEAR));
    near.sort_by_key(|r| r.start);
    let mut out: Vec<Glyph> = Vec::new();
    let mut at = 0;
    for range in near {
        let from = ceil_boundary(body, range.start.max(at));
        if from > at {
            out.push(Glyph { at, c: '…', width: NEVER });
        }
        let to = ceil_boundary(body, range.end).max(from);
        for (i, c) in body.get(from..to).unwrap_or("").char_indices() {
            out.push(Glyph { at: from + i, c, width: clean_width(c) });
        }
        at = to.max(at);
    }
    if at < body.len() {
        out.push(Glyph { at, c: '…', width: NEVER });
    }
    out
}

fn ceil_boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len())
}

fn clean_width(c: char) -> usize {
    if (' '..='~').contains(&c) {
        return 1;
    }
    let mut shown = String::new();
    push_clean(&mut shown, c);
    shown.width()
}

/// Appends one line to the excerpt: whole if it fits, else the windows around its marks.
fn show_line(body: &str, base: usize, marks: &[(Range<usize>, usize)], columns: usize, out: &mut String) -> Shown {
    let glyphs = glyphs(body, marks);
    let keep = windows(&glyphs, body.len(), marks, columns);
    let mut stops = Vec::new();
    let mut dots = false;
    for (i, glyph) in glyphs.iter().enumerate() {
        if keep.iter().any(|k| k.contains(&i)) {
            stops.push((base + glyph.at, out.len()));
            push_clean(out, glyph.c);
            dots = false;
        } else if !dots {
            stops.push((base + glyph.at, out.len()));
            out.push('…');
            dots = true;
        }
    }
    stops.push((base + body.len(), out.len()));
    if body.is_empty() {
        // An empty line at the end of a text would not be drawn at all.
        out.push(' ');
    }
    Shown { stops }
}

/// The runs of glyphs to show: all of them when the line fits and its labels have room, else those around the marks.
fn windows(glyphs: &[Glyph], bytes: usize, marks: &[(Range<usize>, usize)], columns: usize) -> Vec<Range<usize>> {
    let index_of = |byte: usize| glyphs.partition_point(|g| g.at < byte);
    let total: usize = glyphs.iter().map(|g| g.width).sum();
    let share = columns / marks.len().max(1);
    let spots: Vec<(Range<usize>, usize)> = marks
        .iter()
        .map(|(r, need)| {
            let start = index_of(r.start);
            (start..fitting(glyphs, start, index_of(r.end.min(bytes)), share.saturating_sub(6).max(8)), *need)
        })
        .collect();
    let everything = std::iter::once(0..glyphs.len()).collect::<Vec<_>>();
    if total <= columns && fits(glyphs, &everything, &spots, columns) {
        return everything;
    }
    if spots.is_empty() {
        return std::iter::once(0..fitting(glyphs, 0, glyphs.len(), columns.saturating_sub(1))).collect();
    }
    let mut last = everything;
    for around in (1..=40).rev() {
        last = merge(spots.iter().map(|(r, _)| widen(glyphs, r, around)).collect());
        if fits(glyphs, &last, &spots, columns) {
            break;
        }
    }
    last
}

/// The last index from `start` up to `end` within a width.
fn fitting(glyphs: &[Glyph], start: usize, end: usize, most: usize) -> usize {
    let mut used = 0;
    for (i, glyph) in glyphs.iter().enumerate().take(end).skip(start) {
        used += glyph.width;
        if used > most {
            return i;
        }
    }
    end.max(start)
}

fn widen(glyphs: &[Glyph], spot: &Range<usize>, around: usize) -> Range<usize> {
    let (mut start, mut used) = (spot.start, 0);
    while let Some(glyph) = start.checked_sub(1).and_then(|i| glyphs.get(i)) {
        used += glyph.width;
        if used > around {
            break;
        }
        start -= 1;
    }
    // What stands before a value names it; little of what follows is needed.
    start..fitting(glyphs, spot.end, glyphs.len(), around / 3 + 1)
}

/// Joins windows that touch or leave out less than the sign for what is left out.
fn merge(windows: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for window in windows {
        match out.last_mut() {
            Some(last) if window.start <= last.end + 2 => last.end = last.end.max(window.end),
            _ => out.push(window),
        }
    }
    out
}

/// Does the line fit, and does every label have room right of its mark?
fn fits(glyphs: &[Glyph], keep: &[Range<usize>], spots: &[(Range<usize>, usize)], columns: usize) -> bool {
    let mut column = 0;
    let mut starts = vec![0; spots.len()];
    let mut dots = false;
    for (i, glyph) in glyphs.iter().enumerate() {
        let kept = keep.iter().any(|k| k.contains(&i));
        for (spot, start) in spots.iter().zip(&mut starts) {
            if spot.0.start == i {
                *start = column;
            }
        }
        column += if kept { glyph.width } else { usize::from(!dots) };
        dots = !kept;
    }
    let room = |(spot, start): (&(Range<usize>, usize), &usize)| {
        let half = glyphs.get(spot.0.clone()).map_or(0, |g| g.iter().map(|g| g.width).sum::<usize>() / 2);
        start + half + spot.1 <= columns
    };
    column <= columns && spots.iter().zip(&starts).all(room)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileId;

    fn mark(source: &Source, what: &str, text: &str) -> Mark {
        let start = source.text.find(what).unwrap();
        Mark { span: Span::new(FileId(0), start, start + what.len()), text: text.into(), tone: Tone::Bad }
    }

    fn under(e: &Excerpt, i: usize) -> &str {
        &e.text[e.marks[i].range.clone()]
    }

    #[test]
    fn an_overlong_line_shows_windows_around_its_marks() {
        let filler = "{\"名称\":\"甲\",\"额度\":1},".repeat(500);
        let source = Source::new("a.json", format!("[{filler}{{\"额度\":59.9999}},{filler}{{\"额度\":777}}]"));
        let marks = [mark(&source, "59.9999", "甲"), mark(&source, "777", "乙")];
        let cut = cut(&source, &marks, 0, 70);
        assert_eq!(cut.len(), 1);
        assert_eq!((under(&cut[0], 0), under(&cut[0], 1)), ("59.9999", "777"));
        assert!(width(cut[0].text.trim_end()) <= 70, "{}", cut[0].text);
        let before = source.text[..marks[0].span.start as usize].chars().count();
        assert_eq!(cut[0].marks[0].line_col, (1, before + 1), "columns are those of the file");
    }

    #[test]
    fn marks_keep_their_places_beside_escapes() {
        let source = Source::new("a.csv", "x\u{202e}\t甲,60\n");
        let cut = cut(&source, &[mark(&source, "60", "")], 1, 70);
        assert_eq!(cut[0].text, "x\\u{202e} 甲,60\n");
        assert_eq!(under(&cut[0], 0), "60");
        assert_eq!(cut[0].marks[0].line_col, (1, 6));
    }

    #[test]
    fn distant_lines_make_several_excerpts_and_near_ones_one() {
        let source = Source::new("a", "a\nb\nc\nd\ne\nf\ng\nh\n");
        let of = |list: &[&str]| cut(&source, &list.iter().map(|w| mark(&source, w, "")).collect::<Vec<_>>(), 0, 70);
        assert_eq!(of(&["a", "c"]).iter().map(|e| e.text.as_str()).collect::<Vec<_>>(), ["a\nb\nc\n"]);
        assert_eq!(of(&["a", "h"]).iter().map(|e| (e.first_line, e.lines)).collect::<Vec<_>>(), [(0, 1), (7, 1)]);
    }

    #[test]
    fn a_mark_over_lines_yields_to_marks_within() {
        let source = Source::new("a", "rule a {\n  cite x\n}\n\n\n\nrule b {\n}\n");
        let cut = cut(
            &source,
            &[mark(&source, "rule a {\n  cite x\n}", ""), mark(&source, "x", ""), mark(&source, "rule b {\n}", "")],
            0,
            70,
        );
        assert_eq!((under(&cut[0], 0), under(&cut[0], 1), under(&cut[1], 0)), ("rule a {", "x", "rule b {\n}"));
    }

    #[test]
    fn nested_and_equal_marks_are_separated() {
        let source = Source::new("a", "require b.clusters >= 60% of b.total");
        let whole = Mark { span: Span::new(FileId(0), 0, source.text.len()), text: "line".into(), tone: Tone::Bad };
        let cut = cut(&source, &[mark(&source, "60%", "bound"), mark(&source, "60%", "again"), whole], 0, 70);
        let shown: Vec<(&str, &str)> = (0..2).map(|i| (under(&cut[0], i), cut[0].marks[i].label.as_str())).collect();
        assert_eq!(shown, [("require b.clusters >= ", "line"), ("60%", "bound\nagain")]);
    }

    #[test]
    fn places_that_do_not_fit_harm_nothing() {
        let source = Source::new("a", "甲乙\n");
        for (start, end) in [(0, 900), (1, 2), (7, 7), (6, 7), (900, 1000), (4, 1)] {
            let span = Span { file: FileId(0), start, end };
            let cut = cut(&source, &[Mark { span, text: "x".into(), tone: Tone::Bad }], 1, 70);
            assert!(cut[0].text.get(cut[0].marks[0].range.clone()).is_some(), "{start}..{end}");
        }
        assert_eq!(
            super::cut(
                &Source::new("e", ""),
                &[Mark { span: Span::new(FileId(0), 0, 0), text: "x".into(), tone: Tone::Bad }],
                1,
                70
            )
            .len(),
            1
        );
    }
}
