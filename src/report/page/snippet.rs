//! The only user of miette: it draws an [`Excerpt`] with underlines and labels. Headings, wrapping and words are ours, because miette
//! counts columns in bytes, prints whole lines whatever their length, and speaks English.

use crate::report::page::clean::clean;
use crate::report::page::excerpt::{Excerpt, Mark, Tone, cut};
use crate::report::page::layout::{Look, in_ascii};
use crate::text::{FileId, Source, Sources};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, SourceCode, SourceSpan, SpanContents, ThemeCharacters,
};
use std::fmt;

/// Draws all marks, file by file in the order the files are first marked, `indent` columns from the left.
pub(crate) fn draw(sources: &Sources, marks: &[Mark], context: usize, indent: usize, look: Look) -> String {
    let mut files: Vec<FileId> = Vec::new();
    for mark in marks.iter().filter(|m| (m.span.file.0 as usize) < sources.len()) {
        if !files.contains(&mark.span.file) {
            files.push(mark.span.file);
        }
    }
    let mut drawn: Vec<(usize, String)> = Vec::new();
    for file in files {
        let source = sources.get(file);
        let mut list: Vec<Mark> = marks.iter().filter(|m| m.span.file == file).cloned().collect();
        if look.ascii {
            list.iter_mut().for_each(|m| m.text = in_ascii(&m.text));
        }
        let columns = look.width.saturating_sub(indent + 10).max(24);
        for excerpt in cut(source, &list, context, columns) {
            let digits = (excerpt.first_line + excerpt.lines).to_string().len();
            drawn.push((digits, paint(source, &excerpt, look)));
        }
    }
    let widest = drawn.iter().map(|(digits, _)| *digits).max().unwrap_or(0);
    let mut out = String::new();
    for (digits, text) in drawn {
        let lead = " ".repeat(indent + widest - digits);
        for line in text.lines() {
            out.push_str(&lead);
            // Where a long line was cut, a point is as wide as the sign for it.
            match look.ascii {
                true => out.push_str(&line.trim_end().replace('…', ".")),
                false => out.push_str(line.trim_end()),
            }
            out.push('\n');
        }
    }
    out
}

/// One excerpt as miette draws it; empty when it refuses.
fn paint(source: &Source, excerpt: &Excerpt, look: Look) -> String {
    let handler = GraphicalReportHandler::new_themed(theme(excerpt, look))
        .with_links(false)
        .with_context_lines(1)
        .with_wrap_lines(false)
        .without_syntax_highlighting()
        .with_width(look.width);
    let name = clean(&source.name).into_owned();
    let picture = Picture { code: Code { excerpt, name } };
    let mut out = String::new();
    if handler.render_report(&mut out, &picture).is_err() {
        return String::new();
    }
    // The first line is the message, which stands in our own heading.
    let drawn = out.split_once('\n').map_or(String::new(), |(_, rest)| rest.to_string());
    if source.sheet.is_none() && source.columns.is_empty() {
        return drawn;
    }
    // In a workbook, and in a table of named columns, the cell is named in place of a line and a column.
    let first = excerpt.marks.iter().min_by_key(|m| m.order);
    let (line, column) = first.map_or((excerpt.first_line + 1, 1), |m| m.line_col);
    let cell = first.and_then(|m| m.address.clone()).unwrap_or_default();
    let name = clean(&source.name);
    drawn.replacen(&format!("[{name}:{line}:{column}]"), &format!("[{name}:{}]", clean(&cell)), 1)
}

fn theme(excerpt: &Excerpt, look: Look) -> GraphicalTheme {
    let mut theme = if look.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    if look.ascii {
        theme.characters = ThemeCharacters::ascii();
    }
    let styles = &mut theme.styles;
    styles.link = styles.help;
    // miette gives the styles out in the order of the marks.
    let ink = |tone: Tone| match tone {
        Tone::Bad => styles.error,
        Tone::Doubtful => styles.warning,
        Tone::Neutral => styles.advice,
    };
    styles.highlights = excerpt.marks.iter().map(|m| ink(m.tone)).collect();
    theme
}

/// What miette is given: no message, only an excerpt with labels.
struct Picture<'a> {
    code: Code<'a>,
}

impl fmt::Debug for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Picture")
    }
}

impl fmt::Display for Picture<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Picture<'_> {}

impl miette::Diagnostic for Picture<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.code)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let first = self.code.excerpt.marks.iter().map(|m| m.order).min();
        Some(Box::new(self.code.excerpt.marks.iter().map(move |m| {
            let label = (!m.label.is_empty()).then(|| m.label.clone());
            let span = (m.range.start, m.range.len());
            match Some(m.order) == first {
                true => LabeledSpan::new_primary_with_span(label, span),
                false => LabeledSpan::new_with_span(label, span),
            }
        })))
    }
}

/// An excerpt as a source of miette. It is cut to size already, so every request gets all of it; a request without context lines is
/// miette asking for the header, and gets line and column as an editor counts them.
struct Code<'a> {
    excerpt: &'a Excerpt,
    name: String,
}

impl SourceCode for Code<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let mark = self.excerpt.marks.iter().find(|m| m.range.start == span.offset()).filter(|_| before == 0);
        let (line, column) = mark.map_or((self.excerpt.first_line + 1, 1), |m| m.line_col);
        Ok(Box::new(Contents { code: self, span: (0, self.excerpt.text.len()).into(), line: line - 1, column: column - 1 }))
    }
}

struct Contents<'a> {
    code: &'a Code<'a>,
    span: SourceSpan,
    line: usize,
    column: usize,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        self.code.excerpt.text.as_bytes()
    }

    fn span(&self) -> &SourceSpan {
        &self.span
    }

    fn name(&self) -> Option<&str> {
        Some(&self.code.name)
    }

    fn line(&self) -> usize {
        self.line
    }

    fn column(&self) -> usize {
        self.column
    }

    fn line_count(&self) -> usize {
        self.code.excerpt.lines
    }
}
