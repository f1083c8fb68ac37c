//! Every ```fadu block of the documents.

use super::{blocks, pages, read};
use fadu::diag::{Diagnostic, Lang, Sink};
use fadu::fmt::{FmtOptions, Keywords, format};
use fadu::internals::check::check;
use fadu::pipeline::Bindings;
use fadu::text::{FileId, Source, Sources};
use fadu::world::MemoryWorld;

fn words(list: &[Diagnostic]) -> Vec<String> {
    list.iter().map(|d| format!("{} {}", d.code, d.message.get(Lang::En))).collect()
}

/// Files that blocks name.
fn world() -> MemoryWorld {
    MemoryWorld::default()
        .with("fixtures/parks.csv", "name,year,county,firms\n安平,2007,131125,10\n")
        .with("fixtures/anping.csv", "名称,年度,总额,集群额\n安平,2007,100,60\n景县,2007,100,59\n")
}

/// What is wrong with a block, and how many tests it holds.
fn examine(text: &str) -> (Vec<String>, usize) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let file = sources.add(Source::new("block.fadu", text));
    let tree = fadu::parse::parse(file, text, &mut sink);
    let set = check(&[tree], &sources, &Bindings::default(), &mut sink);
    let bases = fadu::ruletest::Bases::load(&world(), &set, &mut sources, &mut sink);
    let mut wrong = words(&sink.finish());
    let results = fadu::ruletest::run(&set, &bases, &sources, None);
    wrong.extend(words(&results.diagnostics));
    for outcome in &results.outcomes {
        for failure in &outcome.failures {
            wrong.push(format!("test {:?}: wanted {}, found {}", outcome.name, failure.expected.en, failure.found.en));
        }
    }
    for keywords in [Keywords::Keep, Keywords::Zh, Keywords::En] {
        let options = FmtOptions { keywords };
        match format(FileId(0), text, options) {
            Err(mistakes) => wrong.extend(words(&mistakes)),
            Ok(once) => match format(FileId(0), &once, options) {
                Ok(twice) if twice == once => {}
                Ok(twice) => wrong.push(format!("the formatter is never done:\n{}", fadu::fmt::diff(&once, &twice, "block"))),
                Err(mistakes) => wrong.extend(words(&mistakes)),
            },
        }
    }
    (wrong, results.outcomes.len())
}

#[test]
fn every_block_is_sound_and_its_tests_hold() {
    let (mut wrong, mut seen, mut tests) = (Vec::new(), 0, 0);
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        for (line, text) in blocks(&page, "fadu") {
            let (mistakes, count) = examine(&text);
            wrong.extend(mistakes.into_iter().map(|m| format!("{}:{line}: {m}", path.display())));
            (seen, tests) = (seen + 1, tests + count);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 18 && tests >= 34, "only {seen} blocks with {tests} tests were found");
}

/// A block that is laid out otherwise than the formatter would is a bad example.
#[test]
fn every_block_is_laid_out_as_the_formatter_does() {
    let mut wrong = Vec::new();
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        for (line, text) in blocks(&page, "fadu") {
            if let Ok(out) = format(FileId(0), &text, FmtOptions::default())
                && out != text
            {
                wrong.push(format!("{}:{line}:\n{}", path.display(), fadu::fmt::diff(&text, &out, "block")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The two languages say the same things in the same order: as many headings and the same kinds of examples.
#[test]
fn the_pages_of_both_languages_run_in_step() {
    for (en, zh) in
        [("docs/language.md", "docs/language.zh.md"), ("docs/tutorial.md", "docs/tutorial.zh.md"), ("README.md", "README.zh.md")]
    {
        let shape = |name: &str| {
            let page = read(name);
            let headings = page.lines().filter(|l| l.starts_with("## ")).count();
            (headings, blocks(&page, "fadu").len(), blocks(&page, "text").len())
        };
        assert_eq!(shape(en), shape(zh), "{en} and {zh}: headings, fadu blocks, text blocks");
    }
}
