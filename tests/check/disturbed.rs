//! One fault in a right file: it is told, and nothing is said of what is right.

use super::checked;
use fadu::text::Span;

/// The faults put into a line; `None` where the line has no place for it.
const FAULTS: [fn(&str) -> Option<String>; 6] = [
    |line| Some(format!("{line} @@")),
    |line| line.find(" >= ").map(|at| line[..at].to_string() + " >> " + &line[at + 4..]),
    |line| line.rfind(')').map(|at| line[..at].to_string() + &line[at + 1..]),
    |line| line.rfind('"').map(|at| line[..at].to_string() + &line[at + 1..]),
    |line| line.find(" : ").map(|at| line[..at].to_string() + " " + &line[at + 3..]),
    |line| line.trim_start().find(' ').map(|at| format!("{} ? {}", &line.trim_start()[..at], &line.trim_start()[at..])),
];

/// The blocks of a page that are rule files.
fn blocks(page: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find("```fadu\n") {
        let body = &rest[at + 8..];
        let end = body.find("```").unwrap_or(body.len());
        out.push(body[..end].to_string());
        rest = &body[end..];
    }
    out
}

/// First and last line of each item: an item begins at the margin.
fn items(text: &str) -> Vec<(usize, usize)> {
    let opens = |l: &str| l.starts_with(|c: char| c.is_alphabetic());
    let starts: Vec<usize> = text.lines().enumerate().filter(|(_, l)| opens(l)).map(|(i, _)| i).collect();
    let ends = starts.iter().skip(1).map(|s| s - 1).chain([usize::MAX]);
    starts.iter().copied().zip(ends).collect()
}

#[test]
fn a_fault_in_one_item_says_nothing_of_the_others() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    let (mut count, mut tried) = (0, 0);
    let every: usize = std::env::var("EVERY").ok().and_then(|n| n.parse().ok()).unwrap_or(9);
    for page in ["docs/language.md", "docs/language.zh.md"] {
        let page = std::fs::read_to_string(root.join(page)).unwrap();
        for text in blocks(&page) {
            let items = items(&text);
            for (n, line) in text.lines().enumerate() {
                if line.trim().is_empty() || line.trim_start().starts_with(['|', '}', '#']) {
                    continue;
                }
                let item = items.iter().find(|(a, b)| (*a..=*b).contains(&n)).unwrap();
                for (f, fault) in FAULTS.iter().enumerate() {
                    let Some(faulty) = fault(line).filter(|_| !(f == 4 && line.contains(": 引用"))) else { continue };
                    tried += 1;
                    if tried % every != 0 {
                        continue;
                    }
                    let mut lines: Vec<&str> = text.lines().collect();
                    lines[n] = &faulty;
                    let file = lines.join("\n");
                    let out = checked(&file);
                    count += 1;
                    let at = |s: Span| file[..s.start as usize].matches('\n').count();
                    let told: Vec<_> = out.mistakes.iter().map(|d| (d.code, d.primary().map_or(0, at))).collect();
                    let outside: Vec<_> = told.iter().filter(|(_, l)| !(item.0..=item.1).contains(l)).collect();
                    // A bracket in a text, a `?` where it may stand, a word that opens an item.
                    let none = told.is_empty() && !matches!(f, 2 | 5);
                    if none || !outside.is_empty() || told.len() > 1 {
                        wrong.push(format!("fault {f} in line {n}: {faulty}\n   {told:?} {}", out.messages()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 200, "only {count} faults were tried");
}
