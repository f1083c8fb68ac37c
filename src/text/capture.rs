//! Patterns that say where in a name something stands: `{region}-*.xlsx`, `{period}年*`. Signs as in patterns of files: `*` is anything but a slash,
//! `**` anything, `?` one sign; a name in braces is what is sought, as short as may be and not empty.

use std::collections::HashSet;

/// What a pattern may seek.
const SOUGHT: &[&str] = &["region", "period", "date"];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Sign(char),
    /// One sign, whichever.
    One,
    /// One of these signs, from each first to its last, or one that is none of them.
    Class {
        none: bool,
        ranges: Vec<(char, char)>,
    },
    Any,
    AnyPath,
    Sought(&'static str),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture(Vec<Piece>);

impl Capture {
    /// Reads a pattern. A brace that holds no name of [`SOUGHT`] is what it is in patterns of files: alternatives, and those may be anything here.
    pub fn read(pattern: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = pattern;
        while let Some(sign) = rest.chars().next() {
            let (piece, length) = match sign {
                '*' if rest.starts_with("**/") => (Piece::AnyPath, 3),
                '*' if rest.starts_with("**") => (Piece::AnyPath, 2),
                '*' => (Piece::Any, 1),
                '?' => (Piece::One, 1),
                '[' => class(rest),
                '{' => match rest.find('}') {
                    Some(end) => (sought(&rest[1..end]).map_or(Piece::AnyPath, Piece::Sought), end + 1),
                    None => (Piece::Sign('{'), 1),
                },
                _ => (Piece::Sign(sign), sign.len_utf8()),
            };
            pieces.push(piece);
            rest = &rest[length..];
        }
        Self(pieces)
    }

    /// Whether it seeks anything.
    pub fn seeks(&self) -> bool {
        self.0.iter().any(|p| matches!(p, Piece::Sought(_)))
    }

    /// What is sought, as it stands in a text; `None` where the pattern does not fit the whole of it.
    pub fn find(&self, text: &str) -> Option<Vec<(&'static str, String)>> {
        let signs: Vec<char> = text.chars().collect();
        let mut found = Vec::new();
        self.fits(&signs, (0, 0), &mut found, &mut HashSet::new()).then(|| {
            found.reverse();
            found
        })
    }

    /// From a piece and a place on; `failed` keeps the time in proportion to pieces × signs × signs.
    fn fits(
        &self,
        text: &[char],
        (piece, at): (usize, usize),
        found: &mut Vec<(&'static str, String)>,
        failed: &mut HashSet<(usize, usize)>,
    ) -> bool {
        if failed.contains(&(piece, at)) {
            return false;
        }
        let slash = text[at..].iter().position(|c| *c == '/').map_or(text.len(), |n| at + n);
        let (least, most) = match self.0.get(piece) {
            None => return at == text.len(),
            Some(Piece::Sign(sign)) if text.get(at) == Some(sign) => (at + 1, at + 1),
            Some(Piece::One) if at < slash => (at + 1, at + 1),
            Some(Piece::Class { none, ranges }) if at < slash => {
                let is = ranges.iter().any(|(first, last)| text.get(at).is_some_and(|c| first <= c && c <= last));
                if is == *none { (1, 0) } else { (at + 1, at + 1) }
            }
            Some(Piece::Sign(_) | Piece::One | Piece::Class { .. }) => (1, 0),
            Some(Piece::Any) => (at, slash),
            Some(Piece::AnyPath) => (at, text.len()),
            Some(Piece::Sought(_)) => (at + 1, slash),
        };
        for end in least..=most {
            if self.fits(text, (piece + 1, end), found, failed) {
                if let Some(Piece::Sought(name)) = self.0.get(piece) {
                    found.push((name, text[at..end].iter().collect()));
                }
                return true;
            }
        }
        failed.insert((piece, at));
        false
    }
}

/// A class of signs, `[-_]` or `[!0-9]`, and how long it is; right behind its beginning `]` is one of its signs. A bracket that nothing closes is
/// itself.
fn class(rest: &str) -> (Piece, usize) {
    let inner = &rest[1..];
    let signs = inner.strip_prefix(['!', '^']).unwrap_or(inner);
    let from = rest.len() - signs.len();
    let first = signs.chars().next().map_or(0, char::len_utf8);
    let Some(end) = signs.get(first..).and_then(|s| s.find(']')).map(|n| first + n) else { return (Piece::Sign('['), 1) };
    let mut ranges = Vec::new();
    let mut all = signs[..end].chars().peekable();
    while let Some(sign) = all.next() {
        let mut ahead = all.clone();
        match (ahead.next(), ahead.next()) {
            (Some('-'), Some(last)) => {
                ranges.push((sign, last));
                all = ahead;
            }
            _ => ranges.push((sign, sign)),
        }
    }
    (Piece::Class { none: from > 1, ranges }, from + end + 1)
}

/// The pattern of files that takes whatever is sought.
pub fn as_glob(pattern: &str) -> String {
    SOUGHT.iter().fold(pattern.to_string(), |text, name| text.replace(&format!("{{{name}}}"), "*"))
}

fn sought(name: &str) -> Option<&'static str> {
    SOUGHT.iter().find(|n| **n == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, text: &str) -> Option<String> {
        let found = Capture::read(pattern).find(text)?;
        Some(found.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn what_is_sought_is_found() {
        assert_eq!(found("{region}-*.xlsx", "安平县-2025-终稿.xlsx").as_deref(), Some("region=安平县"));
        assert_eq!(found("{period}年*", "2025年各县情况表").as_deref(), Some("period=2025"));
        assert_eq!(found("in/{period}/{region}.csv", "in/2025-Q1/131125.csv").as_deref(), Some("period=2025-Q1 region=131125"));
        assert_eq!(found("**/{region}.xlsx", "a/b/安平县.xlsx").as_deref(), Some("region=安平县"));
        assert_eq!(found("**/{region}.xlsx", "安平县.xlsx").as_deref(), Some("region=安平县"));
        assert_eq!(found("{region}*.{xlsx,xls}", "安.xls").as_deref(), Some("region=安"));
        assert_eq!(found("表?", "表1").as_deref(), Some(""));
        assert_eq!(found("{region}[]]*", "安平县]1").as_deref(), Some("region=安平县"));
        assert_eq!(found("{region}[-_]*", "安平县_1").as_deref(), Some("region=安平县"));
        assert_eq!(found("{region}[0-9]*.csv", "安平县2025.csv").as_deref(), Some("region=安平县"));
        assert_eq!(found("[安枣]{region}", "深州"), None);
        assert_eq!(found("{region}[!]]表", "安平县-表").as_deref(), Some("region=安平县"));
        assert_eq!(found("{region}-*.xlsx", "安平县.xlsx"), None);
        assert_eq!(found("{region}.xlsx", ".xlsx"), None);
        assert_eq!(found("{region}.xlsx", "a/b.xlsx"), None);
    }

    #[test]
    fn many_stars_end_in_time() {
        let pattern = "*a".repeat(40) + "b";
        assert_eq!(found(&pattern, &"a".repeat(400)), None);
    }
}
