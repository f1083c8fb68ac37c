//! Files that were read before: a run that uses what is kept of them says what one says that reads them, to the byte.

use super::{PROJECT, RULES, form};
use crate::cli::Folder;
use crate::harness::xlsx::Put::{Number, Text};
use crate::harness::xlsx::{Sheet, book};
use std::path::PathBuf;

/// A file that fits, one in another encoding with a figure that is none, one whose header lacks a column, a workbook.
fn folder() -> Folder {
    let cells = vec![
        ("B2", Text("县名")),
        ("C2", Text("税收")),
        ("D2", Text("收入")),
        ("B3", Text("丁")),
        ("C3", Text("九")),
        ("D3", Number("20.5")),
        ("B4", Text("戊")),
        ("C4", Number("1")),
        ("D4", Number("20")),
    ];
    let gb18030 = [
        0xCF, 0xD8, 0xC3, 0xFB, b',', 0xCB, 0xB0, 0xCA, 0xD5, b',', 0xCA, 0xD5, 0xC8, 0xEB, b'\n', 0xBC, 0xBA, b',', b'x', b',',
        b'9', b'\n',
    ];
    Folder::new()
        .with("fadu.toml", PROJECT.replace("\"data/*.csv\"", "[\"data/*.csv\", \"data/*.xlsx\"]"))
        .with("rules/r.fadu", RULES)
        .with("data/甲.csv", form("甲", "170", "200"))
        .with("data/乙.csv", form("乙", "二百", "≥300"))
        .with("data/丙.csv", "县名,税收\n丙,5\n合计,5\n")
        .with("data/己.csv", gb18030)
        .with("data/丁.xlsx", book(&[Sheet { name: "表一", cells, ..Sheet::default() }]))
}

fn said(folder: &Folder, more: &[&str]) -> Vec<(i32, String)> {
    let ways: [&[&str]; 4] = [&["--format", "json", "--all"], &["--lang", "en"], &["--format", "sarif"], &["--quiet"]];
    let run = |way: &[&str]| {
        let run = folder.run(&[&["check"], way, more].concat());
        (run.code(), run.text())
    };
    ways.into_iter().map(run).collect()
}

fn packs(folder: &Folder, place: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder.path().join(place)).into_iter().flatten().map(|e| e.unwrap().path());
    files.filter(|p| p.extension().is_some_and(|e| e == "pack")).collect()
}

fn kept(folder: &Folder) -> Vec<u8> {
    let [pack] = packs(folder, "cache").try_into().unwrap();
    std::fs::read(pack).unwrap()
}

#[test]
fn what_is_kept_says_what_is_read() {
    let folder = folder();
    let read = said(&folder, &[]);
    assert!(packs(&folder, "cache").is_empty());
    assert!(["乙.csv", "丁.xlsx", "己.csv"].iter().all(|name| read[0].1.contains(name)), "{}", read[0].1);
    assert_eq!(said(&folder, &["--no-cache"]), read);
    assert_eq!(said(&folder, &["--cache-dir", "cache"]), read);
    let first = kept(&folder);
    assert_eq!(said(&folder, &["--cache-dir", "cache"]), read);
    // Nothing was new, so nothing was written: all of it was found.
    assert_eq!(kept(&folder), first);
    let tag = std::fs::read_to_string(folder.path().join("cache/CACHEDIR.TAG")).unwrap();
    assert!(tag.starts_with("Signature: 8a477f597d28d172789f06886806bc55\n"));
    assert_eq!(std::fs::read_to_string(folder.path().join("cache/.gitignore")).unwrap(), "*\n");
    // One file changes, one comes before all others and one goes: the rest is at its new place.
    let folder = folder.with("data/0.csv", form("零", "1", "2")).with("data/乙.csv", form("乙", "150", "300"));
    std::fs::remove_file(folder.path().join("data/丙.csv")).unwrap();
    assert_eq!(said(&folder, &["--cache-dir", "cache"]), said(&folder, &[]));
    assert_ne!(kept(&folder), first);
}

#[test]
fn other_forms_are_read_anew() {
    let folder = folder();
    said(&folder, &["--cache-dir", "cache"]);
    // In 亿元 the same figures are ten thousand times as much; a line more moves every place in the rules.
    for rules in [RULES.replace("万元", "亿元"), format!("\n{RULES}"), RULES.replace("县名", "县市")] {
        std::fs::write(folder.path().join("rules/r.fadu"), rules).unwrap();
        assert_eq!(said(&folder, &["--cache-dir", "cache"]), said(&folder, &[]));
    }
}

#[test]
fn damage_is_as_if_nothing_were_kept() {
    let folder = folder();
    let run = |more: &[&str]| folder.run(&[&["check", "--format", "json"], more].concat()).text();
    let read = run(&[]);
    assert_eq!(run(&["--cache-dir", "cache"]), read);
    let whole = kept(&folder);
    let [pack] = packs(&folder, "cache").try_into().unwrap();
    for nth in 0..24 {
        let at = nth * whole.len() / 24;
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (nth % 8);
        std::fs::write(&pack, if nth % 3 == 0 { whole[..at].to_vec() } else { bytes }).unwrap();
        assert_eq!(run(&["--cache-dir", "cache"]), read, "{at}");
        // It is mended: the next run finds everything.
        assert_eq!(kept(&folder).len(), whole.len(), "{at}");
    }
}

#[test]
fn runs_side_by_side_do_no_harm() {
    let folder = folder();
    let read = folder.run(&["check", "--format", "json"]).text();
    std::thread::scope(|scope| {
        let one = || folder.run(&["check", "--format", "json", "--cache-dir", "cache"]).text();
        let runs: Vec<_> = (0..6).map(|_| scope.spawn(one)).collect();
        runs.into_iter().for_each(|run| assert_eq!(run.join().unwrap(), read));
    });
    assert_eq!(packs(&folder, "cache").len(), 1);
    let left = std::fs::read_dir(folder.path().join("cache")).unwrap().count();
    assert_eq!(left, 3, "the pack, the tag and the list of what git ignores");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_used_costs_a_word_and_links_are_not_followed() {
    let folder = folder().with("file", "mine");
    let read = folder.run(&["check", "--format", "json"]);
    let run = folder.run(&["check", "--format", "json", "--cache-dir", "file"]);
    assert_eq!((run.code(), run.out()), (read.code(), read.out()));
    assert!(run.text().contains("存不进 file"), "{}", run.text());
    // A folder behind a link is a folder; a pack that is a link to somebody's file becomes a pack.
    std::fs::create_dir(folder.path().join("real")).unwrap();
    std::os::unix::fs::symlink("real", folder.path().join("cache")).unwrap();
    assert_eq!(folder.run(&["check", "--format", "json", "--cache-dir", "cache"]).text(), read.text());
    let [pack] = packs(&folder, "real").try_into().unwrap();
    std::fs::remove_file(&pack).unwrap();
    std::os::unix::fs::symlink(folder.path().join("file"), &pack).unwrap();
    assert_eq!(folder.run(&["check", "--format", "json", "--cache-dir", "cache"]).text(), read.text());
    assert_eq!(std::fs::read_to_string(folder.path().join("file")).unwrap(), "mine");
    assert!(!pack.symlink_metadata().unwrap().is_symlink());
}

/// A folder that may only be read gives what it has and costs a word.
#[cfg(unix)]
#[test]
fn a_folder_that_may_only_be_read_is_used_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let run = |more: &[&str]| folder.run(&[&["check", "--format", "json"], more].concat());
    run(&["--cache-dir", "cache"]);
    let (cache, before) = (folder.path().join("cache"), kept(&folder));
    let may = |mode: u32| std::fs::set_permissions(&cache, std::fs::Permissions::from_mode(mode)).unwrap();
    may(0o555);
    // Some users may write wherever they like.
    let bound = std::fs::write(cache.join("probe"), "").is_err();
    assert_eq!(run(&["--cache-dir", "cache"]).text(), run(&[]).text());
    std::fs::write(folder.path().join("data/甲.csv"), form("甲", "171", "200")).unwrap();
    let (with, without) = (run(&["--cache-dir", "cache"]), run(&[]));
    assert_eq!((with.code(), with.out()), (without.code(), without.out()));
    if bound {
        assert!(with.text().contains("存不进 cache"), "{}", with.text());
        assert_eq!(kept(&folder), before);
    }
    may(0o755);
    // Where no folder can be made for anybody.
    let nowhere = run(&["--cache-dir", "/proc/fadu/cache"]);
    assert_eq!((nowhere.code(), nowhere.out()), (without.code(), without.out()));
    assert!(nowhere.text().contains("存不进"), "{}", nowhere.text());
}
