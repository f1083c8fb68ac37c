//! Broken input of every kind: nothing panics, and what comes out is well-formed. A corpus of rule files and submissions is cut, joined,
//! repeated and sprinkled with what people and programs get wrong; what once failed stands in `corpus/` and is tried first.
//!
//! In `cargo test` a few hundred inputs for each target. `FADU_FUZZ_SECONDS=60 cargo test --test main -- fuzz::` tries as many as there is
//! time for, from the seed `FADU_FUZZ_FIRST` on (else 1, so that a run can be repeated). An input that fails is written to the directory of
//! temporary files, and its path is printed.

mod mutate;

use crate::oracle::Rng;
use fadu::diag::{Lang, Severity, Sink};
use fadu::fmt::{FmtOptions, Keywords};
use fadu::internals::check::check;
use fadu::internals::load::load;
use fadu::pipeline::{Bindings, Input, Options, PolicyRows, PolicyTable};
use fadu::report::{Report, format};
use fadu::text::{FileId, Source, Sources};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Inputs of each target in a run of all tests.
const ROUNDS: u64 = 200;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|n| n.parse().ok())
}

fn files(dirs: &[&str], endings: &[&str]) -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for entry in dirs.iter().flat_map(|dir| walkdir::WalkDir::new(root.join(dir)).sort_by_file_name()).flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|e| endings.iter().any(|known| e == *known)) {
            found.push((path.to_path_buf(), std::fs::read(path).unwrap()));
        }
    }
    found
}

/// Rule files that are no longer than what can be tried often.
static RULES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut texts: Vec<String> = files(&["tests/fuzz/corpus", "rules", "examples", "tests/verdicts"], &["fadu"])
        .into_iter()
        .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    texts.extend(["tests/spec", "docs"].iter().flat_map(|dir| files(&[dir], &["md"])).flat_map(|(_, page)| blocks(&page)));
    texts.retain(|text| text.len() < 6_000);
    texts
});

/// The rule texts in a page.
fn blocks(page: &[u8]) -> Vec<String> {
    let page = String::from_utf8_lossy(page);
    page.split("```fadu").skip(1).filter_map(|rest| Some(rest.split_once('\n')?.1.split("```").next()?.to_string())).collect()
}

/// Submissions, by the ending of their names.
fn submissions(ending: &str) -> Vec<Vec<u8>> {
    let own = files(&["tests/fuzz/corpus", "examples", "tests/load/fixtures"], &[ending]);
    own.into_iter().map(|(_, bytes)| bytes).filter(|b| b.len() < 20_000).collect()
}

/// Tries one input after another; the first that fails is written down.
fn fuzz<S>(name: &str, ending: &str, seeds: &[S], change: impl Fn(&mut Rng, &[S]) -> Vec<u8>, target: impl Fn(&[u8]))
where
    S: AsRef<[u8]>,
{
    let time = number("FADU_FUZZ_SECONDS").map(Duration::from_secs);
    let first = number("FADU_FUZZ_FIRST").unwrap_or(1);
    let tried = |input: &[u8], what: &str| {
        if catch_unwind(AssertUnwindSafe(|| target(input))).is_err() {
            let path = std::env::temp_dir().join(format!("fadu-fuzz-{name}.{ending}"));
            std::fs::write(&path, input).unwrap();
            panic!("{name}, {what}: {}", path.display());
        }
    };
    for (at, seed) in seeds.iter().enumerate() {
        tried(seed.as_ref(), &format!("as it stands in the corpus, place {at}"));
    }
    // The time is that of changed inputs: on a busy machine the corpus alone may take as long.
    let start = Instant::now();
    let goes_on = |round: u64| time.map_or(round < ROUNDS, |time| round == 0 || start.elapsed() < time);
    let mut round = 0;
    while goes_on(round) {
        tried(&change(&mut Rng::new(first + round), seeds), &format!("seed {}", first + round));
        round += 1;
    }
    assert!(round > 0 && !seeds.is_empty(), "the test says something");
}

fn changed_text(rng: &mut Rng, seeds: &[String]) -> Vec<u8> {
    String::from_utf8_lossy(&mutate::tokens(rng, seeds)).into_owned().into_bytes()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Every place lies in its file, between characters, and says what to do in both languages.
fn well_formed(sink: &Sink, sources: &Sources) {
    for mistake in sink.list() {
        assert!(!mistake.message.en.is_empty() && !mistake.message.zh.is_empty(), "{mistake:?}");
        for span in mistake.labels.iter().map(|l| l.span) {
            let text = &sources.get(span.file).text;
            assert!(span.start <= span.end && text.get(span.range()).is_some(), "{mistake:?}");
        }
    }
}

#[test]
fn parser() {
    fuzz("parser", "fadu", &RULES, changed_text, |bytes| {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let file = sources.add(Source::new("fuzz.fadu", text(bytes)));
        fadu::parse::parse(file, text(bytes), &mut sink);
        well_formed(&sink, &sources);
        let again = &mut Sink::default();
        fadu::parse::parse(file, text(bytes), again);
        assert_eq!(format!("{:?}", sink.list()), format!("{:?}", again.list()));
    });
}

#[test]
fn formatter() {
    fuzz("formatter", "fadu", &RULES, changed_text, |bytes| {
        for keywords in [Keywords::Keep, Keywords::Zh, Keywords::En] {
            let Ok(once) = fadu::fmt::format(FileId(0), text(bytes), FmtOptions { keywords }) else { return };
            let twice = fadu::fmt::format(FileId(0), &once, FmtOptions { keywords });
            assert_eq!(twice.as_deref(), Ok(once.as_str()), "formatting twice");
        }
    });
}

const RECORDS: &str = r#"
record county "县" key code, year { code "代码" : text  year "年度" : year  output "产值" : money in 万元  staff "人数" : count ?
  park "园区" : flag  rate "比重" : share  day "日期" : date  level "级别" : one of "甲", "乙"  list "清单" : list of item }
record item key name { name : text  amount "金额" : money in 万元 signed }
"#;

/// Rules that use whatever can be read.
const USES: &str = r#"
rule a { for c in county require c.output >= 100万元 and c.rate <= 40% }
rule b { for c in county require sum(i.amount for i in c.list) <= c.output or c.park }
rule c { for c in county when c.level is "甲" require growth of c.output >= 10% }
rule d { for c in county require count(e in county when e.output > c.output and e.year = c.year) < 3 }
rule e { for c in county require c.staff exists and c.day >= 2007-01-01 }
rule f { for g in county by year require avg(g.output) >= median(g.output) }
"#;

/// Reads a submission, judges it, and reports in every form.
fn read_and_judge(name: &str, bytes: &[u8]) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let rules = format!("{RECORDS}{USES}");
    let file = sources.add(Source::new("rules.fadu", &rules));
    let tree = fadu::parse::parse(file, &rules, &mut sink);
    let set = check(&[tree], &sources, &Bindings::default(), &mut sink);
    assert!(!sink.has_errors(), "{:?}", sink.list());
    let mut sink = Sink::default();
    let mut data = load(&set.schema, &set.units, vec![Input::new(name, bytes.to_vec())], Vec::new(), &mut sources, &mut sink);
    well_formed(&sink, &sources);
    report(&set, &mut data, &sources, &sink);
}

fn report(set: &fadu::hir::RuleSet, data: &mut fadu::data::Dataset, sources: &Sources, sink: &Sink) {
    let options = Options { show_met: true, ..Options::default() };
    let (findings, _) = fadu::internals::eval::judge(set, data, sources, &options, usize::MAX);
    for (name, lang) in ["pretty", "json", "short"].iter().flat_map(|name| [(name, Lang::Zh), (name, Lang::En)]) {
        let out = format(name).unwrap().text(&Report::new(&findings, sink.list(), sources, lang));
        assert!(*name != "json" || serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{out}");
    }
}

fn loader(ending: &str) {
    let name = format!("county.{ending}");
    let mut seeds = submissions(ending);
    seeds.push(mutate::sample(ending).into());
    fuzz(&format!("loader-{ending}"), ending, &seeds, mutate::bytes, |bytes| read_and_judge(&name, bytes));
}

#[test]
fn csv_loader() {
    loader("csv");
}

#[test]
fn json_loader() {
    loader("json");
}

#[test]
fn toml_loader() {
    loader("toml");
}

/// Rules that still hold together after a change are judged over data that do not.
#[test]
fn evaluator() {
    let data = mutate::sample("json");
    let seeds: Vec<String> = RULES.iter().chain([&format!("{RECORDS}{USES}")]).cloned().collect();
    fuzz("evaluator", "fadu", &seeds, changed_text, |bytes| {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let file = sources.add(Source::new("rules.fadu", text(bytes)));
        let tree = fadu::parse::parse(file, text(bytes), &mut sink);
        let set = check(&[tree], &sources, &Bindings::default(), &mut sink);
        well_formed(&sink, &sources);
        let tables = set.tables.iter().filter_map(|t| match &t.rows {
            fadu::hir::TableSource::Inline(rows) => Some(PolicyTable { rel: t.rel, rows: PolicyRows::Inline(rows.clone()) }),
            fadu::hir::TableSource::File { .. } => None,
        });
        let (tables, inputs) = (tables.collect(), vec![Input::new("all.json", data)]);
        let mut data = load(&set.schema, &set.units, inputs, tables, &mut sources, &mut sink);
        well_formed(&sink, &sources);
        let errors = sink.list().iter().filter(|d| d.severity == Severity::Error).count();
        if errors < 20 {
            report(&set, &mut data, &sources, &sink);
        }
    });
}
