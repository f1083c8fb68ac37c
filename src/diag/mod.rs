//! Mistakes of an author or of a file: one type, stable codes, places, and what to do. Verdicts on data are findings, not this.

pub mod codes;
pub mod elsewhere;

use crate::text::{FileId, Span};
use std::collections::BTreeMap;

/// The two languages every message exists in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// Of two wordings the one in this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Default, Hash)]
pub struct Bilingual {
    pub zh: String,
    pub en: String,
}

impl Bilingual {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The same words in both languages (names, figures).
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { zh: text.clone(), en: text }
    }

    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

/// A place with what it has to do with the mistake. The first label of a diagnostic is where it is reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub text: Bilingual,
}

/// One mistake: what is wrong (`message`), why (`labels`, `notes`), what to do (`help`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, e.g. `T003`; its page is [`codes::page`].
    pub code: &'static str,
    pub severity: Severity,
    pub message: Bilingual,
    pub labels: Vec<Label>,
    pub notes: Vec<Bilingual>,
    pub help: Option<Bilingual>,
    /// The file concerned, for mistakes without a place (an unreadable file).
    pub path: Option<String>,
    /// How many more like it there were than are kept.
    pub more: usize,
    /// The call in whose arguments something could not be read: where there is no such function, that is the mistake.
    pub call: Option<(String, Span)>,
}

impl Diagnostic {
    pub fn error(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: Bilingual::new(zh, en),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            path: None,
            more: 0,
            call: None,
        }
    }

    pub fn warning(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, zh, en) }
    }

    pub fn at(mut self, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: Bilingual::new(zh, en) });
        self
    }

    pub fn note(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.notes.push(Bilingual::new(zh, en));
        self
    }

    pub fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(Bilingual::new(zh, en));
        self
    }

    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// "Did you mean": adds the help only when something near was found.
    pub fn suggest(self, near: Option<&str>) -> Self {
        match near {
            Some(name) => self.help(format!("是否想写“{name}”？"), format!("did you mean `{name}`?")),
            None => self,
        }
    }

    pub fn primary(&self) -> Option<Span> {
        self.labels.first().map(|l| l.span)
    }

    /// What mistakes of one kind have in common: the code, the file, and the column in it, which the second place says: where it is declared.
    pub fn kind(&self) -> DiagnosticKind {
        let file = self.primary().map(|p| p.file);
        let column = self.labels.get(1).map(|l| l.span).filter(|s| Some(s.file) != file);
        (self.code, file, column)
    }
}

/// A code, a file and a column in it.
pub type DiagnosticKind = (&'static str, Option<FileId>, Option<Span>);

/// Collects mistakes within a stage, up to a bound that is said.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    list: Vec<Diagnostic>,
    /// How many were left out, by their kind.
    dropped: BTreeMap<DiagnosticKind, usize>,
}

impl Sink {
    /// More than this in one run help nobody.
    pub const LIMIT: usize = 1000;

    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.list.len() < Self::LIMIT {
            self.list.push(diagnostic);
        } else {
            *self.dropped.entry(diagnostic.kind()).or_default() += 1 + diagnostic.more;
        }
    }

    pub fn has_errors(&self) -> bool {
        !self.dropped.is_empty() || self.list.iter().any(|d| d.severity == Severity::Error)
    }

    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// What a later stage knows better about a mistake that was told: `better` gives the one to tell in its place.
    pub fn restate(&mut self, better: impl Fn(&Diagnostic) -> Option<Diagnostic>) {
        for d in &mut self.list {
            if let Some(new) = better(d) {
                *d = new;
            }
        }
    }

    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        other.into_iter().for_each(|d| self.push(d));
    }

    /// All mistakes in the order of files and places, with a last one that says how many were left out.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|d| (d.primary(), d.code));
        self.list.dedup();
        if !self.dropped.is_empty() {
            let n: usize = self.dropped.values().sum();
            // The first of a kind knows how many there are in all.
            for d in &mut self.list {
                d.more += self.dropped.remove(&d.kind()).unwrap_or_default();
            }
            self.list.push(Diagnostic::error(
                "E001",
                format!("另有 {n} 处问题未列出"),
                format!("{n} more problems are not listed"),
            ));
        }
        self.list
    }
}

/// The candidate nearest to `name`, if near enough to be a slip: at most a third of its characters differ.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = name.to_lowercase().chars().collect();
    let limit = (wanted.len() / 3).max(1);
    let candidates: Vec<&str> = candidates.into_iter().filter(|c| !c.is_empty()).collect();
    let scored = candidates.iter().map(|c| (edit_distance(&wanted, c), *c));
    let best = scored.filter(|(d, c)| *d <= limit && *d < c.chars().count().max(wanted.len())).min_by_key(|(d, c)| (*d, c.len()));
    best.map(|(_, c)| c).or_else(|| cut_short(&wanted, &candidates))
}

/// The one candidate that goes on as a Chinese name begins: 安平 is short for 安平县自来水公司.
fn cut_short<'a>(wanted: &[char], candidates: &[&'a str]) -> Option<&'a str> {
    let begun: String = wanted.iter().collect();
    let mut going_on = candidates.iter().filter(|c| wanted.len() > 1 && !begun.is_ascii() && c.starts_with(&begun));
    let first = going_on.next().copied();
    first.filter(|first| going_on.all(|other| other == first))
}

/// Optimal string alignment distance: insertions, deletions, replacements, swaps of neighbours.
fn edit_distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut rows: [Vec<usize>; 3] = [vec![0; b.len() + 1], (0..=b.len()).collect(), vec![0; b.len() + 1]];
    for i in 1..=a.len() {
        rows[2][0] = i;
        for j in 1..=b.len() {
            let replace = rows[1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[1][j] + 1).min(rows[2][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[0][j - 2] + 1);
            }
            rows[2][j] = best;
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_slips_and_nothing_else() {
        let names = ["clusters", "total", "担保总额度", "年度"];
        assert_eq!(nearest("cluster", names), Some("clusters"));
        assert_eq!(nearest("担保总额", names), Some("担保总额度"));
        assert_eq!(nearest("toatl", names), Some("total"));
        assert_eq!(nearest("revenue", names), None);
        assert_eq!(nearest("x", names), None);
        assert_eq!(nearest("安平", ["枣强县", "安平县自来水公司"]), Some("安平县自来水公司"));
        assert_eq!(nearest("安平", ["安平县自来水公司", "安平县供电公司"]), None);
    }
}
