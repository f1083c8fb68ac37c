//! The house keeps its shape: floors, strangers, sizes, no forgotten test file. `ARCHITECTURE.md` tells the same in words.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Modules by floor: a module imports only from lower floors. Modules on one floor are strangers, but for the pairs of [`NEIGHBOURS`].
const FLOORS: &[(&str, u8)] = &[
    ("text", 1),
    ("num", 1),
    ("world", 1),
    ("ty", 2),
    ("diag", 2),
    ("ast", 2),
    ("data", 3),
    ("hir", 4),
    ("finding", 4),
    ("config", 4),
    ("parse", 4),
    ("load", 4),
    ("builtins", 4),
    ("check", 5),
    ("plan", 5),
    ("fmt", 5),
    ("report", 5),
    ("coverage", 5),
    ("score", 5),
    ("eval", 6),
    ("pipeline", 7),
    ("ruletest", 8),
    ("cli", 9),
];

/// Neighbours on one floor that may look at each other: (who, at whom).
const NEIGHBOURS: &[(&str, &str)] = &[("hir", "finding"), ("builtins", "hir")];

/// (who, what it never names, why).
const NEVER: &[(&str, &str, &str)] = &[
    ("eval", "parse", "evaluation knows plans, not text"),
    ("report", "eval", "a report shows findings, it does not make them"),
    ("report", "check", "a report shows findings, it does not make them"),
    ("report", "plan", "a report shows findings, it does not make them"),
    ("load", "hir", "data are read against the schema alone"),
    ("load", "ast", "data are read against the schema alone"),
    ("fmt", "hir", "layout depends on the tree alone"),
];

/// Outside crates and names with one user each.
const OWNED: &[(&str, &[&str])] = &[
    ("pest", &[]),
    ("fadu_grammar", &["parse"]),
    ("clap", &["cli"]),
    ("std::fs", &["world"]),
    ("std::env", &["world", "cli"]),
    ("miette", &["report"]),
    ("csv_core", &["load"]),
    ("serde_json", &["load", "report", "cli"]),
];

const SOFT_LINES: usize = 500;
const HARD_LINES: usize = 800;
const FUNCTION_LINES: usize = 70;

fn files(root: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(root)];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path).display().to_string()
}

/// The top module a source file belongs to.
fn module(path: &Path) -> String {
    let inside = shown(path);
    let inside = inside.trim_start_matches("src/");
    inside.split('/').next().unwrap_or("").trim_end_matches(".rs").to_string()
}

/// The code of a file without comments and without its own tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let body = text.split("#[cfg(test)]").next().unwrap_or("");
    body.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Top modules named as `crate::name`, also inside `crate::{…}`.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in code.split("crate::").skip(1) {
        let word = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match part.strip_prefix('{') {
            Some(list) => found.extend(list.split(['}']).next().unwrap_or("").split(',').map(|p| word(p.trim()))),
            None => {
                found.insert(word(part));
            }
        }
    }
    found
}

#[test]
fn modules_import_only_from_lower_floors() {
    let floors: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    let mut wrong = Vec::new();
    for path in files("src", "rs") {
        let own = module(&path);
        if own == "lib" || own == "main" {
            continue;
        }
        let Some(&floor) = floors.get(own.as_str()) else {
            wrong.push(format!("{}: module `{own}` has no floor", shown(&path)));
            continue;
        };
        for other in imports(&code(&path)) {
            let Some(&its) = floors.get(other.as_str()) else { continue };
            let neighbour = NEIGHBOURS.contains(&(own.as_str(), other.as_str()));
            if other != own && its >= floor && !neighbour {
                wrong.push(format!("{}: `{own}` (floor {floor}) imports `{other}` (floor {its})", shown(&path)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_never_is() {
    let mut wrong = Vec::new();
    for path in files("src", "rs") {
        let (own, code) = (module(&path), code(&path));
        let named = imports(&code);
        for (who, what, why) in NEVER {
            if own == *who && named.contains(*what) {
                wrong.push(format!("{}: `{who}` never names `{what}`: {why}", shown(&path)));
            }
        }
        for (name, owners) in OWNED {
            let uses = code.contains(&format!("use {name}")) || code.contains(&format!("{name}::"));
            if uses && !owners.contains(&own.as_str()) {
                wrong.push(format!("{}: only {owners:?} may name `{name}`", shown(&path)));
            }
        }
        for word in ["f32", "f64"] {
            let uses = code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == word);
            if uses {
                wrong.push(format!("{}: no floats ({word})", shown(&path)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_and_functions_stay_small() {
    let mut wrong = Vec::new();
    let mut soft = Vec::new();
    for path in files("src", "rs").into_iter().chain(files("tests", "rs")) {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        if lines > HARD_LINES {
            wrong.push(format!("{}: {lines} lines, at most {HARD_LINES}", shown(&path)));
        } else if lines > SOFT_LINES {
            soft.push(shown(&path));
        }
        for (name, length) in long_functions(&text).into_iter().filter(|_| shown(&path).starts_with("src")) {
            wrong.push(format!("{}: fn {name} has {length} lines, at most {FUNCTION_LINES}", shown(&path)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(soft.len() <= 8, "too many files above {SOFT_LINES} lines: {soft:?}");
}

/// Functions as rustfmt lays them out: from the line of `fn` to the closing brace at the same indent.
fn long_functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let head = line.trim_start();
        let Some(at) =
            head.find("fn ").filter(|at| head[..*at].split(' ').all(|w| w.is_empty() || w.starts_with("pub") || w == "const"))
        else {
            continue;
        };
        let name: String = head[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let close = format!("{}}}", " ".repeat(indent));
        if let Some(end) = lines[start..].iter().position(|l| *l == close)
            && end + 1 > FUNCTION_LINES
        {
            found.push((name, end + 1));
        }
    }
    found
}

#[test]
fn no_test_file_is_forgotten() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    // The benchmark is a program of its own.
    let mut reached = BTreeSet::from([root.join("main.rs"), root.join("bench/cost.rs")]);
    let mut open = vec![root.join("main.rs")];
    while let Some(path) = open.pop() {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let stem = path.file_stem().map(|s| s.to_string_lossy().to_string()).unwrap_or_default();
        let dir = path.parent().unwrap().to_path_buf();
        let dir = if stem == "main" || stem == "mod" { dir } else { dir.join(stem) };
        for line in text.lines() {
            let line = line.trim_start().trim_start_matches("pub ");
            let Some(name) = line.strip_prefix("mod ").and_then(|l| l.strip_suffix(';')) else { continue };
            for candidate in [dir.join(format!("{name}.rs")), dir.join(name).join("mod.rs")] {
                if candidate.exists() && reached.insert(candidate.clone()) {
                    open.push(candidate);
                }
            }
        }
    }
    let forgotten: Vec<String> = files("tests", "rs").iter().filter(|p| !reached.contains(*p)).map(|p| shown(p)).collect();
    assert!(forgotten.is_empty(), "not part of the test binary: {forgotten:?}");
}

#[test]
fn the_top_level_holds_what_a_user_needs() {
    let allowed = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "grammar",
        "rules",
        "examples",
        "tests",
        "benches",
        "docs",
        "editors",
        "README.md",
        "README.zh.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "LICENSE",
        ".ci",
        ".git",
        ".gitignore",
        ".gitattributes",
        "rustfmt.toml",
        "clippy.toml",
        "target",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = fs::read_dir(root).unwrap().flatten().map(|e| e.file_name().to_string_lossy().to_string());
    let strange: Vec<String> = names.filter(|n| !allowed.contains(&n.as_str())).collect();
    assert!(strange.is_empty(), "{strange:?}");
}
