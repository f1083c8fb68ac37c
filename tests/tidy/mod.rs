//! The structure is kept: layers, sizes, no forgotten test file. `ARCHITECTURE.md` tells the same in words.

mod graph;
mod source;

use graph::{Arrows, Crate, Module, circles};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Modules by layer: a module imports only from lower layers. Modules of one layer do not import each other, but for the pairs of [`WITHIN_LAYER`].
const MODULE_LAYERS: &[(&str, u8)] = &[
    ("text", 1),
    ("num", 1),
    ("world", 1),
    ("digest", 1),
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
    ("receipt", 6),
    ("sql", 6),
    ("stream", 6),
    ("answers", 6),
    ("pipeline", 7),
    ("engine", 8),
    ("form", 8),
    ("ruletest", 8),
    ("repair", 8),
    ("doubt", 8),
    ("gate", 8),
    ("cli", 9),
];

/// Pairs of one layer of which the first may import the second: (who, at whom).
const WITHIN_LAYER: &[(&str, &str)] = &[("hir", "finding"), ("builtins", "hir"), ("world", "digest")];

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
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("std::fs", &["world"]),
    ("std::process::Command", &["world"]),
    ("std::env", &["world", "cli"]),
    ("miette", &["report"]),
    ("maud", &["report"]),
    ("csv_core", &["load"]),
    ("calamine", &["load"]),
    ("cfb", &["load"]),
    ("zip", &["load", "report"]),
    ("minijinja", &["report"]),
    ("rust_xlsxwriter", &["form", "report"]),
    ("sha2", &["digest"]),
    ("postcard", &["load"]),
    ("quick_xml", &["load", "report"]),
    ("percent_encoding", &["report"]),
    ("sm3", &["digest"]),
    ("serde_json", &["gate", "load", "report", "receipt", "cli"]),
];

/// Layers of the parts of a module, from the ground up: a part imports from lower layers alone. `mod` is the module's own file.
const LAYERS: &[(&str, &[&[&str]])] = &[
    ("check", &[&["base"], &["diagnostics"], &["scope"], &["declare"], &["lint"], &["expr"], &["rule"], &["mod"]]),
    (
        "eval",
        &[
            &["types"],
            &["tables"],
            &["exact"],
            &["kernel"],
            &["judge"],
            &["explain"],
            &["results", "agreed"],
            &["cases"],
            &["run", "derive"],
            &["views"],
            &["require"],
            &["mod"],
        ],
    ),
    (
        "report",
        &[
            &["page", "office"],
            &["input"],
            &["prose"],
            &["places"],
            &["ledger"],
            &["diagnostics", "identity", "summary"],
            &["json", "pretty", "short", "csv"],
            &["audit", "explain", "ci", "html", "markdown", "notice", "book"],
            &["changes"],
            &["mod"],
        ],
    ),
];

const DIRECTORY_FILES: usize = 20;
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

/// The whole of `src`, read once.
static CRATE: LazyLock<Crate> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let inside = |path: &Path| path.strip_prefix(&root).unwrap_or(path).display().to_string().replace('\\', "/");
    Crate::new(files("src", "rs").into_iter().map(|path| (inside(&path), fs::read_to_string(&path).unwrap())))
});

/// Who imports whom in it.
static ARROWS: LazyLock<Arrows> = LazyLock::new(|| CRATE.arrows());

/// The top module a module belongs to.
fn top(module: &Module) -> &str {
    module.first().map_or("lib", String::as_str)
}

#[test]
fn modules_import_only_from_lower_layers() {
    let layers: BTreeMap<&str, u8> = MODULE_LAYERS.iter().copied().collect();
    let krate = &*CRATE;
    let mut wrong = Vec::new();
    for (module, path, _) in krate.modules().filter(|(module, _, _)| !module.is_empty()) {
        if !layers.contains_key(top(module)) {
            wrong.push(format!("src/{path}: module `{}` has no layer", top(module)));
        }
    }
    for (from, to, written) in arrows_between_tops() {
        let (own, other) = (top(&from), top(&to));
        let (Some(layer), Some(its)) = (layers.get(own), layers.get(other)) else { continue };
        if its >= layer && !WITHIN_LAYER.contains(&(own, other)) {
            wrong.push(format!("src/{}: `{own}` (layer {layer}) imports `{written}` (layer {its})", krate.path(&from)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn arrows_between_tops() -> Vec<(Module, Module, String)> {
    let mut found = Vec::new();
    for (from, arrows) in &*ARROWS {
        let others = arrows.iter().filter(|(to, _)| top(to) != top(from));
        found.extend(others.map(|(to, text)| (from.clone(), to.clone(), text.clone())));
    }
    found
}

#[test]
fn what_never_is() {
    let krate = &*CRATE;
    let mut wrong = Vec::new();
    for (from, to, written) in arrows_between_tops() {
        for (_, _, why) in NEVER.iter().filter(|(who, what, _)| top(&from) == *who && top(&to) == *what) {
            wrong.push(format!("src/{}: `{}` never names `{written}`: {why}", krate.path(&from), top(&from)));
        }
    }
    for (module, path, code) in krate.modules() {
        let outside: BTreeSet<String> = code.written.iter().filter_map(|w| krate.outside(module, w)).collect();
        for (name, owners) in OWNED {
            let named = outside.iter().find(|o| *o == name || o.strip_prefix(name).is_some_and(|rest| rest.starts_with("::")));
            if let Some(named) = named.filter(|_| !owners.contains(&top(module))) {
                wrong.push(format!("src/{path}: only {owners:?} may name `{named}`"));
            }
        }
        for word in ["f32", "f64"] {
            if code.words.contains(word) {
                wrong.push(format!("src/{path}: no floats ({word})"));
            }
        }
        // Mistakes are worded where all of a module's are, so that words are found in one place.
        let makes = |path: &[String]| matches!(path, [.., what, how] if what == "Diagnostic" && matches!(how.as_str(), "error" | "warning"));
        if code.written.iter().any(|w| makes(&w.path))
            && !module.iter().any(|part| part == "diagnostics")
            && top(module) != "diag"
        {
            wrong.push(format!("src/{path}: mistakes are made in the `diagnostics` of a module"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_do_not_import_each_other_in_circles() {
    let krate = &*CRATE;
    let arrows = &*ARROWS;
    let mut found = Vec::new();
    for (group, way) in circles(arrows) {
        let shown: Vec<String> = way.iter().map(|m| m.join("::")).collect();
        found.push(shown.join(" → "));
        for pair in way.windows(2) {
            let written = arrows.get(&pair[0]).and_then(|to| to.get(&pair[1])).map_or("", String::as_str);
            found.push(format!("    src/{} → src/{} (`{written}`)", krate.path(&pair[0]), krate.path(&pair[1])));
        }
        let names: Vec<String> = group.iter().map(|m| m.join("::")).collect();
        found.push(format!("  all in it: {}", names.join(", ")));
    }
    assert!(found.is_empty(), "files import each other in circles:\n{}", found.join("\n"));
}

/// Modules that say nothing in any language: they hand names, figures and reasons to `report`.
const WORDLESS: &[&str] = &["data", "eval", "finding", "hir", "plan"];

#[test]
fn no_words_below_the_reports() {
    let chinese = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{3001}'..='\u{303f}' | '\u{ff08}'..='\u{ff1b}' | '“' | '”');
    let mut wrong = Vec::new();
    for dir in WORDLESS {
        for path in files(&format!("src/{dir}"), "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (at, line) in code.lines().enumerate() {
                let line = line.split("//").next().unwrap_or_default();
                if line.contains("Bilingual::") || line.contains("Lang::") || line.chars().any(chinese) {
                    wrong.push(format!("{}:{}: {}", shown(&path), at + 1, line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "words are made by reports and by the diagnostics of a module:\n{}", wrong.join("\n"));
}

/// What has one home: (what is written, where alone, why).
const ONE_HOME: &[(&str, &[&str], &str)] = &[
    ("*const ", &[], "what is equal is told by its value, never by its address"),
    ("Lang::Zh => zh,", &[], "`Lang::pick` takes the one of two wordings"),
    ("fn signum(", &["src/num/mod.rs"], "the sign of a number"),
];

#[test]
fn one_thing_has_one_home() {
    let mut wrong = Vec::new();
    for path in files("src", "rs") {
        let text = fs::read_to_string(&path).unwrap();
        for (at, line) in text.lines().enumerate() {
            for (_, _, why) in
                ONE_HOME.iter().filter(|(what, homes, _)| line.contains(what) && !homes.contains(&shown(&path).as_str()))
            {
                wrong.push(format!("{}:{}: {why}: {}", shown(&path), at + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Words that only this project would use for what the field has a word for, with that word.
const PRIVATE_WORDS: &[(&str, &str)] = &[
    ("parted", "separated, partitioned"),
    ("spoilt", "unusable"),
    ("spoiled", "unusable"),
    ("phantom", "expected row"),
    ("rungs", "due stages"),
    ("rivers", "periods"),
    ("strangers", "other crates"),
    ("konst", "constant"),
    ("Bi", "Bilingual"),
    ("Lin", "LinearForm"),
];

#[test]
fn words_are_those_of_the_field() {
    let mut wrong = Vec::new();
    let mut texts = files("src", "rs");
    texts.extend(files("docs", "md").into_iter().chain([Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")]));
    for path in texts {
        let text = fs::read_to_string(&path).unwrap();
        for (at, line) in text.lines().enumerate() {
            for word in line.split(|c: char| !c.is_alphanumeric()) {
                for (_, better) in PRIVATE_WORDS.iter().filter(|(private, _)| word == *private) {
                    wrong.push(format!("{}:{}: {word}: {better}", shown(&path), at + 1));
                }
            }
            // What an author may write by habit is read there.
            if line.contains("未定") && !shown(&path).ends_with("habits.rs") {
                wrong.push(format!("{}:{}: 未定: 待定", shown(&path), at + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn directories_stay_small() {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for path in files("src", "rs") {
        *found.entry(shown(path.parent().unwrap())).or_default() += 1;
    }
    let wrong = |(dir, count): (&String, &usize)| {
        (*count > DIRECTORY_FILES).then(|| format!("{dir}: {count} files, at most {DIRECTORY_FILES}"))
    };
    let wrong: Vec<String> = found.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn layers_inside_a_module_are_kept() {
    let krate = &*CRATE;
    let arrows = &*ARROWS;
    let mut wrong = Vec::new();
    for (name, layers) in LAYERS {
        let layer = |child: &str| layers.iter().position(|names| names.contains(&child));
        // A module's own file is called `mod`.
        let child = |module: &Module| module.get(1).cloned().unwrap_or_else(|| "mod".to_string());
        let own: Vec<&Module> = krate.modules().map(|(module, _, _)| module).filter(|module| top(module) == *name).collect();
        for module in &own {
            if layer(&child(module)).is_none() {
                wrong.push(format!("src/{}: `{}` has no layer in `{name}`", krate.path(module), child(module)));
            }
        }
        for gone in layers.iter().flat_map(|names| names.iter()).filter(|n| !own.iter().any(|m| child(m) == **n)) {
            wrong.push(format!("`{name}` has no `{gone}` any more"));
        }
        for (from, to, written) in
            own.iter().flat_map(|from| arrows.get(*from).into_iter().flatten().map(|(to, w)| (*from, to, w)))
        {
            let (here, there) = (child(from), child(to));
            if top(to) == *name && here != there && layer(&there) >= layer(&here) {
                wrong.push(format!("src/{}: `{here}` imports `{written}` of `{there}`, which is not below it", krate.path(from)));
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
        let Some(at) = head.find("fn ").filter(|at| {
            head[..*at].split(' ').all(|w| w.is_empty() || w.starts_with("pub") || w == "const" || w.ends_with(')'))
        }) else {
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
    // Benchmarks are programs of their own.
    let mut reached = BTreeSet::from(["main.rs", "bench/cost.rs", "bench/workbooks.rs"].map(|name| root.join(name)));
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
        "deny.toml",
        "clippy.toml",
        // Recipes for other people's repositories, and what is handed out.
        ".pre-commit-hooks.yaml",
        "action.yml",
        "ci",
        "packaging",
        "pyproject.toml",
        // Cargo looks for it here.
        "build.rs",
        "target",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = fs::read_dir(root).unwrap().flatten().map(|e| e.file_name().to_string_lossy().to_string());
    let strange: Vec<String> = names.filter(|n| !allowed.contains(&n.as_str())).collect();
    assert!(strange.is_empty(), "{strange:?}");
}
