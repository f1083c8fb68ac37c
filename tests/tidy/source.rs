//! Rust read as far as imports need it: words and signs, `use` trees, paths in expressions, the names a file defines.

use std::collections::BTreeSet;

/// One path as it is written, heads such as `crate` and `super` included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written {
    pub path: Vec<String>,
    /// The name a `use` gives it; nothing for `*` and for a path in an expression.
    pub name: Option<String>,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `use a::b;`
    Use,
    /// `pub use a::b;`, also `pub(super)` and `pub(crate)`.
    Export,
    /// `use a::*;`, exported or not.
    Glob,
    /// `a::b` within code.
    Path,
}

#[derive(Debug, Default)]
pub struct Code {
    pub written: Vec<Written>,
    /// Items at the margin of the file.
    pub defined: BTreeSet<String>,
    /// Every word, comments and texts left out.
    pub words: BTreeSet<String>,
}

/// Reads a file without what is compiled for its own tests only.
pub fn read(text: &str) -> Code {
    let tokens = without_tests(tokens(text));
    let mut code = Code::default();
    let mut depth = 0usize;
    let mut at = 0;
    while at < tokens.len() {
        let token = tokens[at].as_str();
        match token {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            "use" if next(&tokens, at) != "<" => {
                let exported = at > 0 && (tokens[at - 1] == "pub" || tokens[at - 1] == ")");
                let kind = if exported { Kind::Export } else { Kind::Use };
                at = tree(&tokens, at + 1, &[], kind, &mut code.written);
                continue;
            }
            "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "union" if depth == 0 => {
                code.defined.insert(next(&tokens, at).to_string());
            }
            _ => {}
        }
        if is_word(token) {
            code.words.insert(token.to_string());
            let visibility = at > 1 && tokens[at - 1] == "in" && tokens[at - 2] == "(";
            let first = at == 0 || !matches!(tokens[at - 1].as_str(), "::" | ".");
            if first && !visibility && next(&tokens, at) == "::" {
                let (path, end) = path(&tokens, at);
                code.words.extend(path.iter().cloned());
                code.written.push(Written { path, name: None, kind: Kind::Path });
                at = end;
                continue;
            }
        }
        at += 1;
    }
    code
}

fn next(tokens: &[String], at: usize) -> &str {
    tokens.get(at + 1).map_or("", String::as_str)
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c == '_' || c.is_alphabetic())
}

/// `a::b::c` from a word on; a generic argument ends it.
fn path(tokens: &[String], start: usize) -> (Vec<String>, usize) {
    let mut found = vec![tokens[start].clone()];
    let mut at = start + 1;
    while at + 1 < tokens.len() && tokens[at] == "::" && is_word(&tokens[at + 1]) {
        found.push(tokens[at + 1].clone());
        at += 2;
    }
    (found, at)
}

/// One `use` tree, however nested; returns where it ends.
fn tree(tokens: &[String], start: usize, before: &[String], kind: Kind, found: &mut Vec<Written>) -> usize {
    let mut path = before.to_vec();
    let mut at = start;
    while at < tokens.len() {
        match tokens[at].as_str() {
            "::" => at += 1,
            "{" => {
                at += 1;
                while at < tokens.len() && tokens[at] != "}" {
                    at = tree(tokens, at, &path, kind, found);
                    at += usize::from(tokens.get(at).is_some_and(|t| t == ","));
                }
                return at + 1;
            }
            "*" => {
                found.push(Written { path, name: None, kind: Kind::Glob });
                return at + 1;
            }
            word if is_word(word) => {
                // `a::{self}` is `a`.
                if word != "self" || path.is_empty() {
                    path.push(word.to_string());
                }
                at += 1;
                match tokens.get(at).map(String::as_str) {
                    Some("::") => {}
                    Some("as") => {
                        found.push(Written { path, name: tokens.get(at + 1).cloned(), kind });
                        return at + 2;
                    }
                    _ => {
                        let name = path.last().cloned();
                        found.push(Written { path, name, kind });
                        return at;
                    }
                }
            }
            _ => return at,
        }
    }
    at
}

/// Leaves out each `#[cfg(test)]` and the item behind it.
fn without_tests(tokens: Vec<String>) -> Vec<String> {
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at..].iter().zip(mark).filter(|(have, want)| *have == want).count() < mark.len() {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let mut depth = 0i32;
        at += mark.len();
        while at < tokens.len() {
            let token = tokens[at].as_str();
            at += 1;
            match token {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth -= 1,
                _ => {}
            }
            if depth == 0 && matches!(token, "}" | ";") {
                break;
            }
        }
    }
    kept
}

/// Words, `::`, and single signs; without comments, texts, characters and lifetimes.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if c == '/' && at(i + 1) == '/' {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
        } else if c == '/' && at(i + 1) == '*' {
            while i < chars.len() && !(chars[i] == '*' && at(i + 1) == '/') {
                i += 1;
            }
            i += 2;
        } else if c == '"' {
            i = after_text(&chars, i);
        } else if c == 'r' && (at(i + 1) == '"' || (at(i + 1) == '#' && matches!(at(i + 2), '"' | '#'))) {
            i = after_raw_text(&chars, i);
        } else if c == '\'' {
            // A character, else a lifetime.
            i += match (at(i + 1), at(i + 2)) {
                ('\\', _) => 3 + chars[i + 3..].iter().position(|c| *c == '\'').unwrap_or(0) + 1,
                (_, '\'') => 3,
                _ => 1 + chars[i + 1..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').count(),
            };
        } else if c == '_' || c.is_alphanumeric() {
            let start = i;
            while at(i) == '_' || at(i).is_alphanumeric() {
                i += 1;
            }
            found.push(chars[start..i].iter().collect());
        } else if c == ':' && at(i + 1) == ':' {
            found.push("::".to_string());
            i += 2;
        } else {
            if !c.is_whitespace() {
                found.push(c.to_string());
            }
            i += 1;
        }
    }
    found
}

fn after_text(chars: &[char], start: usize) -> usize {
    let mut i = start + 1;
    while i < chars.len() && chars[i] != '"' {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    i + 1
}

fn after_raw_text(chars: &[char], start: usize) -> usize {
    let hashes = chars[start + 1..].iter().take_while(|c| **c == '#').count();
    let mut i = start + hashes + 2;
    while i < chars.len() && !(chars[i] == '"' && chars[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes) {
        i += 1;
    }
    i + 1 + hashes
}

#[test]
fn every_way_to_write_an_import_is_read() {
    let text = r##"
        // use crate::comment;
        use super::x;
        pub(crate) use crate::a::{b::c, d as e, self, f::*};
        const TEXT: &str = "use crate::text;"; const RAW: &str = r#"crate::raw "x" "#; const C: char = '"';
        fn g<'a>(t: &'a crate::h::T) -> i32 { self::k::l::<u8>(t.m::<u8>(), '\'') }
        #[cfg(test)]
        fn left_out() { crate::out::f(); }
        #[cfg(test)]
        mod tests { use crate::tests; }
        pub(in crate::seen) struct S;
    "##;
    let code = read(text);
    let shown: Vec<String> = code.written.iter().map(|w| format!("{:?} {}", w.kind, w.path.join("::"))).collect();
    let wanted = [
        "Use super::x",
        "Export crate::a::b::c",
        "Export crate::a::d",
        "Export crate::a",
        "Glob crate::a::f",
        "Path crate::h::T",
        "Path self::k::l",
    ];
    assert_eq!(shown, wanted);
    assert_eq!(code.written[2].name.as_deref(), Some("e"));
    assert_eq!(code.defined, ["TEXT", "RAW", "C", "g", "S"].map(String::from).into());
}
