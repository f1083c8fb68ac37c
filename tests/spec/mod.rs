//! The hard cases of five real documents, one page each. A page tells the clauses, gives the rules as an author would write them, and judges submissions
//! whose verdicts were worked out by hand from the clause. All pages are run here.
//!
//! The fences of a page: `fadu` blocks together are its rule set, with their own tests; `fadu mistake CODE` must be refused with that code beside them;
//! `toml` blocks are submissions, judged together where the next `text findings` block lists what they must yield: every finding that is not met, and how many are; `csv NAME` is a file beside the rules.

mod cases;

use cases::{CASES, Case, FOREIGN, PENDING};
use fadu::ast::Verdict;
use fadu::diag::{Diagnostic, Lang, Severity, Sink};
use fadu::finding::{Consequence, Finding, Findings};
use fadu::fmt::{FmtOptions, Keywords, format};
use fadu::hir::RuleSet;
use fadu::internals::check::check;
use fadu::num::{abs, show_exact_or};
use fadu::pipeline;
use fadu::pipeline::Bindings;
use fadu::pipeline::Input;
use fadu::pipeline::Options;
use fadu::ruletest::{margins, verdict_words};
use fadu::text::{FileId, Source, Sources};
use fadu::world::MemoryWorld;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A fence of a page: its info line, the line it opens on, its text.
struct Fence {
    info: String,
    line: usize,
    text: String,
}

struct Page {
    name: String,
    text: String,
    fences: Vec<Fence>,
}

/// Rules compiled; what was wrong with them.
struct Compiled {
    set: RuleSet,
    sources: Sources,
    mistakes: Vec<Diagnostic>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec")
}

fn pages() -> Vec<Page> {
    let entries = std::fs::read_dir(folder()).unwrap().flatten().map(|e| e.path());
    let mut paths: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    paths.sort();
    let page = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        Page { name: path.file_stem().unwrap().to_string_lossy().into_owned(), fences: fences(&text), text }
    };
    paths.iter().map(page).collect()
}

fn fences(page: &str) -> Vec<Fence> {
    let mut found = Vec::new();
    let mut open: Option<Fence> = None;
    for (index, line) in page.lines().enumerate() {
        match (open.take(), line.strip_prefix("```")) {
            (None, Some(info)) => open = Some(Fence { info: info.trim().to_string(), line: index + 1, text: String::new() }),
            (None, None) => {}
            (Some(fence), Some(_)) => found.push(fence),
            (Some(mut fence), None) => {
                fence.text += line;
                fence.text.push('\n');
                open = Some(fence);
            }
        }
    }
    assert!(open.is_none(), "a fence never closes");
    found
}

impl Page {
    fn rules(&self) -> Vec<&Fence> {
        self.fences.iter().filter(|f| f.info == "fadu").collect()
    }

    /// The files beside the rules.
    fn world(&self) -> MemoryWorld {
        let files = self.fences.iter().filter_map(|f| Some((f.info.strip_prefix("csv ")?, &f.text)));
        files.fold(MemoryWorld::default(), |world, (name, text)| world.with(name.trim(), text.as_str()))
    }

    fn compile(&self, more: Option<&Fence>) -> Compiled {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let mut trees = Vec::new();
        for fence in self.rules().into_iter().chain(more) {
            let name = format!("line{}.fadu", fence.line);
            let file = sources.add(Source::new(&name, fence.text.as_str()));
            trees.push(fadu::parse::parse(file, &fence.text, &mut sink));
        }
        let set = check(&trees, &sources, &Bindings::default(), &mut sink);
        Compiled { set, sources, mistakes: sink.finish() }
    }

    /// The findings of the page's rules on some submissions, every verdict among them.
    fn judge(&self, submissions: &[&Fence]) -> Result<Findings, Vec<String>> {
        let Compiled { set, mut sources, mistakes } = self.compile(None);
        let mut sink = Sink::default();
        let tables = pipeline::policy_tables(&self.world(), &set, &sources, &mut sink);
        let input = |f: &&Fence| Input::new(format!("line{}.toml", f.line), f.text.as_str());
        let mut data = pipeline::load(&set, submissions.iter().map(input).collect(), tables, &mut sources, &mut sink);
        let findings = pipeline::judge(&set, &mut data, &sources, &mut sink, &Options { show_met: true, ..Options::default() });
        let wrong = words(&[mistakes, sink.finish()].concat());
        if wrong.is_empty() { Ok(findings) } else { Err(wrong) }
    }
}

fn words(list: &[Diagnostic]) -> Vec<String> {
    list.iter().map(|d| format!("{} {}", d.code, d.message.get(Lang::En))).collect()
}

/// `rule · subject · verdict [by margin] [→ consequence]`
fn line(finding: &Finding, findings: &Findings) -> String {
    let mut line = findings.rules[finding.rule].id.clone();
    let title = finding.subject.title();
    if !title.is_empty() {
        line += &format!(" · {title}");
    }
    line += &format!(" · {}", verdict_words(finding.verdict).en);
    if finding.verdict == Verdict::Violated
        && let Some((margin, unit)) = margins(&finding.detail).first()
    {
        line += &format!(" by {}{}", show_exact_or(&(abs(margin) / &unit.factor), 12), unit.name);
    }
    match finding.consequence() {
        Consequence::Waived | Consequence::Explained | Consequence::Noted => line,
        Consequence::Breach => line + " → breach",
        Consequence::Open => line + " → open",
        Consequence::Query => line + " → query",
        Consequence::Shortfall => line + " → shortfall",
    }
}

/// Every mistake in running the page: rules, tests, layout, submissions.
fn examine(page: &Page, seen: &mut Vec<Verdict>) -> Vec<String> {
    let Compiled { set, mut sources, mistakes } = page.compile(None);
    let mut wrong = words(&mistakes);
    let mut sink = Sink::default();
    let bases = fadu::ruletest::Bases::load(&page.world(), &set, &mut sources, &mut sink);
    let results = fadu::ruletest::run(&set, &bases, &sources, None);
    wrong.extend(words(&sink.finish()).into_iter().chain(words(&results.diagnostics)));
    for outcome in &results.outcomes {
        for failure in &outcome.failures {
            wrong.push(format!("test {:?}: wanted {}, found {}", outcome.name, failure.expected.en, failure.found.en));
        }
    }
    seen.extend(set.tests.iter().flat_map(|t| &t.expects).map(|e| e.verdict));
    wrong.extend(layout(page));
    wrong.extend(refused(page));
    wrong.extend(submissions(page, seen));
    wrong
}

fn layout(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    for fence in page.rules() {
        let kept = |keywords: Keywords, text: &str| format(FileId(0), text, FmtOptions { keywords });
        match kept(Keywords::Keep, &fence.text) {
            Ok(out) if out == fence.text => {}
            Ok(out) => wrong.push(format!("line {}: layout\n{}", fence.line, fadu::fmt::diff(&fence.text, &out, "block"))),
            Err(mistakes) => wrong.extend(words(&mistakes)),
        }
        // The other keyword language is the same text: there and back nothing is lost.
        let turned = kept(Keywords::En, &fence.text).and_then(|t| Ok((kept(Keywords::En, &kept(Keywords::Zh, &t)?)?, t)));
        match turned {
            Ok((back, there)) if back == there => {}
            Ok((back, there)) => {
                wrong.push(format!("line {}: keywords\n{}", fence.line, fadu::fmt::diff(&there, &back, "block")))
            }
            Err(mistakes) => wrong.extend(words(&mistakes)),
        }
    }
    wrong
}

/// Blocks that must be refused, each with the code its info line names.
fn refused(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    for fence in &page.fences {
        let Some(code) = fence.info.strip_prefix("fadu mistake ") else { continue };
        let mistakes = page.compile(Some(fence)).mistakes;
        let found: Vec<&Diagnostic> = mistakes.iter().filter(|d| d.severity == Severity::Error).collect();
        if found.is_empty() || !found.iter().all(|d| d.code == code.trim()) {
            wrong.push(format!("line {}: must be refused with {code}, found {:?}", fence.line, words(&mistakes)));
        }
    }
    wrong
}

fn submissions(page: &Page, seen: &mut Vec<Verdict>) -> Vec<String> {
    let (mut wrong, mut waiting) = (Vec::new(), Vec::new());
    for fence in &page.fences {
        match fence.info.as_str() {
            "toml" => waiting.push(fence),
            "text findings" => {
                let findings = match page.judge(&std::mem::take(&mut waiting)) {
                    Ok(findings) => findings,
                    Err(mistakes) => {
                        wrong.extend(mistakes.iter().map(|m| format!("line {}: {m}", fence.line)));
                        continue;
                    }
                };
                seen.extend(findings.list.iter().map(|f| f.verdict));
                let (met, rest): (Vec<&Finding>, Vec<&Finding>) = findings.list.iter().partition(|f| f.verdict == Verdict::Met);
                let mut found: Vec<String> = rest.iter().map(|f| line(f, &findings)).collect();
                found.push(format!("{} met", met.len()));
                let mut wanted: Vec<String> = fence.text.lines().map(|l| l.trim().to_string()).collect();
                found.sort();
                wanted.sort();
                if found != wanted {
                    wrong.push(format!("line {}: the findings are\n{}", fence.line, found.join("\n")));
                }
            }
            _ => {}
        }
    }
    if !waiting.is_empty() {
        wrong.push("submissions without a list of their findings".to_string());
    }
    wrong
}

#[test]
fn every_page_holds() {
    let mut wrong = Vec::new();
    let pending = |page: &Page| PENDING.iter().any(|n| page.name.starts_with(&format!("{n:02}-")));
    for page in pages().into_iter().filter(|p| !pending(p)) {
        let mut seen = Vec::new();
        wrong.extend(examine(&page, &mut seen).into_iter().map(|m| format!("{}: {m}", page.name)));
        let missing = |v: Verdict| CASES.iter().find(|c| c.file == page.name).is_none_or(|c| !c.never.contains(&v));
        for verdict in [Verdict::Met, Verdict::Violated, Verdict::Undetermined] {
            if !seen.contains(&verdict) && missing(verdict) {
                wrong.push(format!("{}: nothing is expected to be {}", page.name, verdict_words(verdict).en));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// 38 cases, 38 pages, each with its number and all the clauses it is about.
#[test]
fn every_case_has_its_page() {
    let pages = pages();
    let mut wrong = Vec::new();
    for (index, Case { file, clauses, .. }) in CASES.iter().enumerate() {
        let number = index + 1;
        let Some(page) = pages.iter().find(|p| p.name == *file) else {
            if !PENDING.iter().any(|p| usize::from(*p) == number) {
                wrong.push(format!("{file}: no page"));
            }
            continue;
        };
        if !file.starts_with(&format!("{number:02}-")) || !page.text.starts_with(&format!("# {number}. ")) {
            wrong.push(format!("{file}: name and title bear the number {number}"));
        }
        for heading in ["## The clause", "## The rule", "## Submissions"] {
            if !page.text.lines().any(|l| l == heading) {
                wrong.push(format!("{file}: no part {heading:?}"));
            }
        }
        for clause in clauses.iter().filter(|c| !page.text.contains(&format!("`{c}`"))) {
            wrong.push(format!("{file}: does not name {clause}"));
        }
    }
    let known: BTreeSet<&str> = CASES.iter().map(|c| c.file).chain(FOREIGN.iter().copied()).collect();
    wrong.extend(pages.iter().filter(|p| !known.contains(p.name.as_str())).map(|p| format!("{}: in no list", p.name)));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(CASES.len(), 38);
}
