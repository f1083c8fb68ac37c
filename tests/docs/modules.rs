//! Every ```fadu files block of the documents: several files, separated by `# ==== path`.

use super::{blocks, pages};
use fadu::diag::{Diagnostic, Lang, Sink};
use fadu::fmt::{FmtOptions, Keywords, format};
use fadu::pipeline;
use fadu::pipeline::Bindings;
use fadu::text::{FileId, Sources};
use fadu::world::MemoryWorld;
use std::path::PathBuf;

fn words(list: &[Diagnostic]) -> Vec<String> {
    list.iter().map(|d| format!("{} {}", d.code, d.message.get(Lang::En))).collect()
}

fn files(text: &str) -> Vec<(String, String)> {
    let parts = text.split("# ==== ").skip(1).filter_map(|part| part.split_once('\n'));
    parts.map(|(path, body)| (path.trim().to_string(), format!("{}\n", body.trim_end()))).collect()
}

#[test]
fn every_block_of_several_files_is_sound_and_its_tests_hold() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        for (line, text) in blocks(&page, "fadu files") {
            let parts = files(&text);
            let world = parts.iter().fold(MemoryWorld::default(), |w, (path, body)| w.with(path, body.as_str()));
            let (mut sources, mut sink) = (Sources::default(), Sink::default());
            let named: Vec<PathBuf> = parts.iter().map(|(p, _)| PathBuf::from(p)).collect();
            let set = pipeline::compile(&world, &named, &Bindings::default(), &mut sources, &mut sink);
            let bases = fadu::ruletest::Bases::load(&world, &set, &mut sources, &mut sink);
            let mut found = words(&sink.finish());
            let results = fadu::ruletest::run(&set, &bases, &sources, None);
            found.extend(words(&results.diagnostics));
            found.extend(results.outcomes.iter().flat_map(|o| &o.failures).map(|f| f.found.en.clone()));
            assert!(!results.outcomes.is_empty(), "{}:{line} has no test", path.display());
            for (name, body) in &parts {
                match format(FileId(0), body, FmtOptions::default()) {
                    Ok(out) if out == *body => {}
                    Ok(out) => found.push(fadu::fmt::diff(body, &out, name)),
                    Err(mistakes) => found.extend(words(&mistakes)),
                }
                for keywords in [Keywords::Zh, Keywords::En] {
                    found.extend(format(FileId(0), body, FmtOptions { keywords }).err().map(|m| words(&m).join(" ")));
                }
            }
            wrong.extend(found.into_iter().map(|m| format!("{}:{line}: {m}", path.display())));
            seen += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 2, "{seen} blocks");
}
