//! Names between braces in a text: `{c.name}`, `{County[c.code].name}`.

use crate::ast::{Expr, ExprKind, Name};
use crate::text::Span;

/// A piece of a text with placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) enum Piece {
    /// As it stands, `{{` and `}}` made one.
    Text(String),
    /// What stands between braces.
    Name(String),
    /// A brace without its other.
    Stray(char),
}

/// A text taken apart.
pub(in crate::check) fn pieces(text: &str) -> Vec<Piece> {
    let (mut out, mut plain) = (Vec::new(), String::new());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.strip_prefix(c).unwrap_or("");
        match c {
            '{' | '}' if after.starts_with(c) => {
                plain.push(c);
                rest = after.strip_prefix(c).unwrap_or("");
                continue;
            }
            '{' | '}' => {
                if !plain.is_empty() {
                    out.push(Piece::Text(std::mem::take(&mut plain)));
                }
                match after.split_once('}').filter(|(name, _)| c == '{' && !name.contains('{')) {
                    Some((name, behind)) => {
                        out.push(Piece::Name(name.trim().to_string()));
                        rest = behind;
                        continue;
                    }
                    None => out.push(Piece::Stray(c)),
                }
            }
            c => plain.push(c),
        }
        rest = after;
    }
    if !plain.is_empty() {
        out.push(Piece::Text(plain));
    }
    out
}

/// `k.cluster`, `County[c.county].name`: names, dots and keys.
pub(in crate::check) fn path(text: &str, place: Span) -> Option<Expr> {
    let (found, rest) = path_at(text.trim(), place)?;
    rest.trim().is_empty().then_some(found)
}

fn path_at(text: &str, place: Span) -> Option<(Expr, &str)> {
    let expr = |kind| Expr { kind, span: place };
    let (name, mut rest) = word(text)?;
    let mut out = expr(ExprKind::Name(Name { text: name.to_string(), span: place }));
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(['.', '．']) {
            let (name, left) = word(after.trim_start())?;
            let field = Name { text: name.to_string(), span: place };
            out = expr(ExprKind::Path { base: Box::new(out), field });
            rest = left;
        } else if let Some(after) = rest.strip_prefix(['[', '［']) {
            let (mut keys, mut left) = (Vec::new(), after);
            loop {
                let (key, after) = path_at(left.trim_start(), place)?;
                keys.push(key);
                let after = after.trim_start();
                match after.strip_prefix([',', '，', '、']) {
                    Some(more) => left = more,
                    None => {
                        left = after.strip_prefix([']', '］'])?;
                        break;
                    }
                }
            }
            out = expr(ExprKind::Lookup { relation: Box::new(out), keys });
            rest = left;
        } else {
            return Some((out, rest));
        }
    }
}

/// A name at the beginning of a text.
fn word(text: &str) -> Option<(&str, &str)> {
    if let Some(quoted) = text.strip_prefix('「') {
        return quoted.split_once('」');
    }
    let len = text.find(|c: char| !(c == '_' || c.is_alphanumeric())).unwrap_or(text.len());
    (len > 0).then(|| text.split_at(len))
}
