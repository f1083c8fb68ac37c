//! Patterns into files, in an order that does not depend on the machine.

use super::project::SubmissionFile;
use super::{Project, Text, diagnostics, parts};
use crate::diag::Sink;
use crate::text::{Capture, Span, as_glob};
use crate::world::{FileIdentity, World, WorldError, WorldErrorKind, show_path, tidy_path};
use globset::GlobBuilder;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

impl Project {
    /// The rule files, sorted by path, each once.
    pub fn rule_files(&self, world: &dyn World, sink: &mut Sink) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = self.rules.iter().flat_map(|p| self.matches(world, p, sink).0).collect();
        files.sort();
        files.dedup();
        files
    }

    /// The submission files: sets in their order, files of a set sorted by path, each once. A file of two sets is told and
    /// belongs to the first.
    pub fn submission_files(&self, world: &dyn World, sink: &mut Sink) -> Vec<SubmissionFile> {
        self.submission_files_and_unseen(world, sink).0
    }

    /// The same, and with the entry of each what could not be looked at: submissions may stand there.
    pub fn submission_files_and_unseen(
        &self,
        world: &dyn World,
        sink: &mut Sink,
    ) -> (Vec<SubmissionFile>, Vec<(usize, PathBuf)>) {
        let mut seen: BTreeMap<Result<FileIdentity, PathBuf>, (usize, Span)> = BTreeMap::new();
        let (mut out, mut unseen) = (Vec::new(), Vec::new());
        let own = self.own_files(world);
        let mut tables = 0;
        for (set, group) in self.submissions.iter().enumerate() {
            let mut files = BTreeMap::new();
            let (told, begin) = (sink.list().len(), out.len());
            for pattern in &group.files {
                let (found, lacking) = self.matches(world, pattern, sink);
                unseen.extend(lacking.into_iter().map(|path| (set, path)));
                for path in found {
                    files.entry(path).or_insert(pattern);
                }
            }
            let whole = sink.list().len() == told;
            for (path, pattern) in files {
                let span = pattern.span;
                if is_left_by_a_program(&path) {
                    sink.push(diagnostics::left_by_a_program(&show_path(&path)).at(span, "合乎这个样式", "it fits this pattern"));
                    continue;
                }
                // A link to a file that is there already is that file.
                let file = world.identity(&path).ok_or_else(|| path.clone());
                // `*.toml` does not mean the project file.
                if own.contains(&file) && !split(&pattern.text).1.is_empty() {
                    continue;
                }
                if let Some((of, first)) = seen.get(&file) {
                    if *of != set {
                        sink.push(diagnostics::matched_twice(&show_path(&path), span, *first));
                    }
                    continue;
                }
                seen.insert(file, (set, span));
                let said = self.said(pattern, &path);
                out.push(SubmissionFile { path, set, said, part: None });
            }
            if let Some(said) = group.as_one {
                tables = parts::group(said.into(), &mut out[begin..], whole, tables, sink);
            }
        }
        (out, unseen)
    }

    /// Tells of what the checkout lacks where a pattern of rules or submissions looks for files.
    pub fn say_left_out(&self, world: &dyn World, lacking: &[WorldError], sink: &mut Sink) {
        let here = world.current_dir();
        let patterns: Vec<&Text> = self.rules.iter().chain(self.submissions.iter().flat_map(|s| &s.files)).collect();
        for problem in lacking {
            if let Some(pattern) = patterns.iter().find(|pattern| self.looks_into(pattern, problem, &here)) {
                sink.push(diagnostics::cannot_look(problem, pattern.span));
            }
        }
    }

    /// Whether a pattern fits a file that is left out, or may fit something in a folder whose content is not there. Either may be named from `here` or
    /// in full.
    fn looks_into(&self, pattern: &Text, problem: &WorldError, here: &Path) -> bool {
        let (base, rest) = split(&pattern.text);
        let base = tidy_path(&here.join(self.root.join(base)));
        let path = tidy_path(&here.join(&problem.path));
        let is_folder = problem.kind == WorldErrorKind::NotHeld;
        if base.starts_with(&path) {
            return is_folder || rest.is_empty();
        }
        let below = if base == Path::new(".") { Ok(path.as_path()) } else { path.strip_prefix(&base) };
        let Ok(below) = below else { return false };
        let mut parts = rest.split('/');
        for name in below.components() {
            match parts.next() {
                Some(part) if part.contains("**") => return true,
                Some(part) if fits_name(part, name.as_ref()) => {}
                Some(_) | None => return false,
            }
        }
        is_folder == parts.next().is_some()
    }

    /// The project file and the files of rules: whoever writes a pattern of submissions does not mean these.
    fn own_files(&self, world: &dyn World) -> BTreeSet<Result<FileIdentity, PathBuf>> {
        let mut own = self.rule_files(world, &mut Sink::default());
        own.push(tidy_path(&self.root.join(super::project::FILE_NAME)));
        own.into_iter().map(|path| world.identity(&path).ok_or(path)).collect()
    }

    /// What a pattern finds in a path it fits.
    fn said(&self, pattern: &Text, path: &Path) -> Vec<(&'static str, Text)> {
        let (base, rest) = split(&pattern.text);
        let capture = Capture::read(&rest);
        if !capture.seeks() {
            return Vec::new();
        }
        let base = tidy_path(&self.root.join(base));
        let below = if base == Path::new(".") { path } else { path.strip_prefix(&base).unwrap_or(path) };
        let found = capture.find(&show_path(below)).unwrap_or_default();
        found.into_iter().map(|(name, text)| (name, Text { text, span: pattern.span })).collect()
    }

    /// The files of one pattern, and what cannot be looked into. That, no file, and a wrong pattern are told.
    fn matches(&self, world: &dyn World, pattern: &Text, sink: &mut Sink) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let (base, rest) = split(&pattern.text);
        let base = tidy_path(&self.root.join(base));
        let glob = GlobBuilder::new(&as_glob(&rest)).literal_separator(true).build();
        let matcher = match glob {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => {
                sink.push(diagnostics::bad_pattern(&pattern.text, &error.kind().to_string(), pattern.span));
                return (Vec::new(), Vec::new());
            }
        };
        let listing = if world.exists(&base) { world.list(&base) } else { crate::world::Listing::default() };
        let mut unseen = Vec::new();
        for problem in &listing.problems {
            // A special file matters only where a submission could have been.
            let special = problem.kind == WorldErrorKind::NotAFile || problem.kind == WorldErrorKind::NotFound;
            let matters = match problem.kind == WorldErrorKind::NotHeld {
                true => self.looks_into(pattern, problem, &world.current_dir()),
                false => !special || fits(&base, &problem.path, &rest, &matcher),
            };
            if matters {
                sink.push(diagnostics::cannot_look(problem, pattern.span));
                unseen.push(problem.path.clone());
            }
        }
        let total = listing.files.len();
        let files: Vec<PathBuf> = listing.files.into_iter().filter(|f| fits(&base, f, &rest, &matcher)).collect();
        if files.iter().all(|f| is_left_by_a_program(f)) && !self.allow.no_files.allows(&pattern.text) {
            sink.push(diagnostics::no_match(&pattern.text, rest.is_empty() && total > 0, pattern.span));
        }
        (files, unseen)
    }
}

/// Whether a name is of the files that programs leave beside those of people: what says that a workbook is open in an office program, what
/// a system keeps of a folder.
pub fn is_left_by_a_program(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|n| n.to_str()) else { return false };
    let systems = [".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"];
    name.starts_with("~$")
        || name.starts_with("._")
        || name.starts_with(".~")
        || systems.contains(&name.to_ascii_lowercase().as_str())
}

/// The files of a pattern on the command line, where nothing is called so: not every shell looks for them itself.
pub fn expand(world: &dyn World, named: &Path) -> Vec<PathBuf> {
    let as_it_is = || vec![named.to_path_buf()];
    let Some(pattern) = named.to_str().filter(|text| text.contains(['*', '?', '['])) else { return as_it_is() };
    if world.exists(named) {
        return as_it_is();
    }
    let (base, rest) = split(&pattern.replace('\\', "/"));
    let base = tidy_path(&base);
    let Ok(glob) = GlobBuilder::new(&rest).literal_separator(true).build() else { return as_it_is() };
    let matcher = glob.compile_matcher();
    let listed = if world.exists(&base) { world.list(&base).files } else { Vec::new() };
    let mut files: Vec<PathBuf> = listed.into_iter().filter(|file| fits(&base, file, &rest, &matcher)).collect();
    files.sort();
    // That there is none is told of the pattern.
    if files.is_empty() { as_it_is() } else { files }
}

fn fits(base: &Path, file: &Path, rest: &str, matcher: &globset::GlobMatcher) -> bool {
    if rest.is_empty() {
        return tidy_path(file) == base;
    }
    let below = if base == Path::new(".") { Ok(file) } else { file.strip_prefix(base) };
    below.is_ok_and(|p| matcher.is_match(p))
}

fn fits_name(pattern: &str, name: &Path) -> bool {
    GlobBuilder::new(&as_glob(pattern)).build().is_ok_and(|glob| glob.compile_matcher().is_match(name))
}

/// The directories before the first wildcard, and the pattern from there.
fn split(pattern: &str) -> (PathBuf, String) {
    let parts: Vec<&str> = pattern.split('/').collect();
    let first = parts.iter().position(|p| p.contains(['*', '?', '[', '{']));
    let at = first.unwrap_or(parts.len());
    let base = if at == 0 { String::new() } else { parts[..at].join("/") };
    let base = if base.is_empty() && pattern.starts_with('/') { "/".to_string() } else { base };
    (PathBuf::from(base), parts[at..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_split_before_the_first_wildcard() {
        assert_eq!(split("rules/**/*.fadu"), (PathBuf::from("rules"), "**/*.fadu".into()));
        assert_eq!(split("*.csv"), (PathBuf::new(), "*.csv".into()));
        assert_eq!(split("a/b.csv"), (PathBuf::from("a/b.csv"), String::new()));
        assert_eq!(split("/*.csv"), (PathBuf::from("/"), "*.csv".into()));
    }
}
