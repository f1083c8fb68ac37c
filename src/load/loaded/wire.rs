//! A file as bytes: all that was read of it, so that reading these gives what reading the file itself gave.

use super::file::{Loaded, LoadedFile, LoadedTable, Texts};
use crate::data::{FileAccount, Submission};
use crate::diag::{Bilingual, Diagnostic, Label, Severity, codes};
use crate::load::encoding::{self, Forced};
use crate::text::{Encoding, FileId, Sheet, Source, Span};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is written; [`FileIn`] has the same fields in the same order.
#[derive(Serialize)]
struct FileOut<'a> {
    holders: &'a [Option<usize>],
    parts: Vec<PartOut<'a>>,
}

#[derive(Deserialize)]
struct FileIn {
    holders: Vec<Option<usize>>,
    parts: Vec<PartIn>,
}

#[derive(Serialize)]
struct PartOut<'a> {
    file: FileId,
    tables: &'a [LoadedTable],
    texts: String,
    ends: Vec<u32>,
    account: Option<&'a FileAccount>,
    told: Vec<ToldOut<'a>>,
    submission: &'a Submission,
    name: &'a str,
    encoding: Encoding,
    sheet: &'a Option<Sheet>,
    columns: &'a [String],
    /// `None` where the bytes of the file are the text.
    text: Option<&'a str>,
}

#[derive(Deserialize)]
struct PartIn {
    file: FileId,
    tables: Vec<LoadedTable>,
    texts: String,
    ends: Vec<u32>,
    account: Option<FileAccount>,
    told: Vec<ToldIn>,
    submission: Submission,
    name: String,
    encoding: Encoding,
    sheet: Option<Sheet>,
    columns: Vec<String>,
    text: Option<String>,
}

type Words<'a> = (&'a str, &'a str);

#[derive(Serialize)]
struct ToldOut<'a> {
    code: &'a str,
    is_error: bool,
    message: Words<'a>,
    labels: Vec<(Span, Words<'a>)>,
    notes: Vec<Words<'a>>,
    help: Option<Words<'a>>,
    path: &'a Option<String>,
    more: usize,
    call: &'a Option<(String, Span)>,
}

#[derive(Deserialize)]
struct ToldIn {
    code: String,
    is_error: bool,
    message: (String, String),
    labels: Vec<(Span, (String, String))>,
    notes: Vec<(String, String)>,
    help: Option<(String, String)>,
    path: Option<String>,
    more: usize,
    call: Option<(String, Span)>,
}

/// `is_text`: the bytes of the file itself are its text, which then is not written once more.
pub fn write(loaded: &LoadedFile, is_text: bool) -> Option<Vec<u8>> {
    let parts = loaded.parts.iter().map(|(part, source)| part_out(part, source, is_text)).collect::<Option<Vec<_>>>()?;
    postcard::to_allocvec(&FileOut { holders: &loaded.holders, parts }).ok()
}

fn part_out<'a>(part: &'a Loaded, source: &'a Source, is_text: bool) -> Option<PartOut<'a>> {
    let Loaded { file, tables, texts, account, told, submission, id: _ } = part;
    let (mut all, mut ends) = (String::new(), Vec::with_capacity(texts.len()));
    for text in texts.iter() {
        all.push_str(text);
        ends.push(u32::try_from(all.len()).ok()?);
    }
    Some(PartOut {
        file: *file,
        tables,
        texts: all,
        ends,
        account: account.as_deref(),
        told: told.iter().map(told_out).collect(),
        submission,
        name: &source.name,
        encoding: source.encoding,
        sheet: &source.sheet,
        columns: &source.columns,
        text: (!is_text).then_some(&source.text),
    })
}

fn told_out(told: &Diagnostic) -> ToldOut<'_> {
    fn words(text: &Bilingual) -> Words<'_> {
        (&text.zh, &text.en)
    }
    let Diagnostic { code, severity, message, labels, notes, help, path, more, call } = told;
    ToldOut {
        code,
        is_error: *severity == Severity::Error,
        message: words(message),
        labels: labels.iter().map(|l| (l.span, words(&l.text))).collect(),
        notes: notes.iter().map(words).collect(),
        help: help.as_ref().map(words),
        path,
        more: *more,
        call,
    }
}

/// The file, its parts where they stood then. `text`: path, bytes and forced encoding where the bytes of the file are its text. `None` for anything that
/// is not whole.
pub fn read(bytes: &[u8], text: Option<(&str, &[u8], Option<Forced>)>) -> Option<LoadedFile> {
    let (FileIn { holders, parts }, rest) = postcard::take_from_bytes(bytes).ok()?;
    let whole = rest.is_empty() && holders.len() == parts.len() && holders.iter().flatten().all(|h| *h < parts.len());
    let parts = parts.into_iter().map(|part| part_in(part, text)).collect::<Option<Vec<_>>>()?;
    whole.then_some(LoadedFile { parts, holders })
}

fn part_in(part: PartIn, own: Option<(&str, &[u8], Option<Forced>)>) -> Option<(Loaded, Arc<Source>)> {
    let PartIn { file, tables, texts, ends, account, told, submission, name, encoding, sheet, columns, text } = part;
    let source = match (text, own, sheet) {
        (Some(text), _, Some(sheet)) => Source::of_sheet(name, text, sheet),
        (Some(text), _, None) if !columns.is_empty() => Source::of_columns(name, text, columns),
        (Some(text), _, None) => Source::with_encoding(name, text, encoding),
        (None, Some((path, bytes, forced)), _) => {
            let (text, encoding) = encoding::decode(path, bytes.to_vec(), forced).ok()?;
            Source::with_encoding(name, text, encoding)
        }
        (None, None, _) => return None,
    };
    let told = told.into_iter().map(told_in).collect::<Option<Vec<_>>>()?;
    let (account, submission) = (account.map(Arc::new), Arc::new(submission));
    let (tables, texts) = (Arc::new(tables), Arc::new(Texts::Listed { all: texts, ends }));
    Some((Loaded { file, tables, texts, account, told, submission, id: None }, Arc::new(source)))
}

fn told_in(told: ToldIn) -> Option<Diagnostic> {
    let words = |(zh, en): (String, String)| Bilingual { zh, en };
    let ToldIn { code, is_error, message, labels, notes, help, path, more, call } = told;
    Some(Diagnostic {
        // Codes are those of the program, never those of a file.
        code: codes::ALL.iter().find(|c| c.id == code)?.id,
        severity: if is_error { Severity::Error } else { Severity::Warning },
        message: words(message),
        labels: labels.into_iter().map(|(span, text)| Label { span, text: words(text) }).collect(),
        notes: notes.into_iter().map(words).collect(),
        help: help.map(words),
        path,
        more,
        call,
    })
}
