//! The pages of data and project codes: each says in both languages what is wrong, its failing example gets its code, its mended
//! one gets nothing. A third word of a fence is the file's name, or `hex` for bytes; `text` blocks are commands and are not run.

use super::load_with;
use fadu::diag::codes::ALL;
use fadu::diag::{Diagnostic, Sink};
use fadu::pipeline::Input;
use fadu::text::Sources;
use fadu::world::MemoryWorld;
use std::path::PathBuf;

struct Block<'a> {
    lang: &'a str,
    mark: &'a str,
    extra: &'a str,
    body: String,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut out = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let mut words = info.split(' ');
        let mut word = || words.next().unwrap_or("");
        let (lang, mark, extra) = (word(), word(), word());
        let body: String = lines.by_ref().take_while(|l| *l != "```").map(|l| format!("{l}\n")).collect();
        out.push(Block { lang, mark, extra, body });
    }
    out
}

fn bytes(block: &Block<'_>) -> Vec<u8> {
    if block.extra != "hex" {
        return block.body.clone().into_bytes();
    }
    let digits = block.body.trim();
    (0..digits.len() / 2).map(|i| u8::from_str_radix(&digits[i * 2..i * 2 + 2], 16).unwrap()).collect()
}

fn data(record: &str, block: &Block<'_>) -> Vec<Diagnostic> {
    let name = record.split_whitespace().nth(1).unwrap();
    let path = if block.extra.contains('.') { block.extra.to_string() } else { format!("{name}.{}", block.lang) };
    load_with(record, vec![Input::new(path, bytes(block))], Vec::new()).diagnostics
}

fn project(block: &Block<'_>) -> Vec<Diagnostic> {
    let parts = ["loans/part-1.csv", "loans/part-2.csv", "loans/part-4.csv"];
    let files = ["rules/a.fadu", "submissions/a.csv", "submissions/b/c.csv"].into_iter().chain(parts);
    let world = files.fold(MemoryWorld::default(), |w, f| w.with(f, ""));
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let project = fadu::config::parse("fadu.toml", block.body.clone(), PathBuf::from("."), &mut sources, &mut sink);
    project.rule_files(&world, &mut sink);
    project.submission_files(&world, &mut sink);
    sink.finish()
}

#[test]
fn each_page_shows_its_mistake_and_how_it_is_mended() {
    let mut run = 0;
    for code in ALL.iter().filter(|c| c.id.starts_with(['D', 'I', 'C'])) {
        assert!(code.page.starts_with(&format!("# {} ", code.id)), "{}", code.id);
        for part in ["\n## 中文\n", "\n## English\n", "\n## Example\n"] {
            assert!(code.page.contains(part), "{}: {part}", code.id);
        }
        let blocks = blocks(code.page);
        let record = blocks.iter().find(|b| b.mark == "record").map(|b| b.body.clone());
        let examples: Vec<_> = blocks.iter().filter(|b| b.mark == "fails" || b.mark == "works").collect();
        assert_eq!(examples.len(), 2, "{}", code.id);
        for block in examples.iter().filter(|b| b.lang != "text") {
            let told = match &record {
                Some(record) => data(record, block),
                None => project(block),
            };
            let codes: Vec<_> = told.iter().map(|d| d.code).collect();
            match block.mark {
                "fails" => assert!(codes.contains(&code.id), "{}: {codes:?}", code.id),
                _ => assert!(codes.is_empty(), "{} works: {codes:?}", code.id),
            }
            run += 1;
        }
    }
    assert!(run > 80, "{run} examples were run");
}

#[test]
fn every_code_told_has_its_page() {
    let root = env!("CARGO_MANIFEST_DIR");
    for dir in ["src/load/diagnostics", "src/config"] {
        for entry in std::fs::read_dir(format!("{root}/{dir}")).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            for quoted in text.split('"').skip(1).step_by(2) {
                let code =
                    quoted.len() == 4 && quoted.starts_with(['D', 'I', 'C']) && quoted[1..].bytes().all(|b| b.is_ascii_digit());
                assert!(!code || ALL.iter().any(|c| c.id == quoted), "{quoted} of {} has no page", path.display());
            }
        }
    }
}
