//! JSON taken apart in place: where each value begins and ends, strictly as RFC 8259 says. Nothing is converted, so no digit is lost
//! and every value keeps its exact place. The tests hold it against serde_json.

use std::borrow::Cow;
use std::ops::Range;

/// A fault and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub at: usize,
    pub kind: FaultKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The text ends inside a value.
    End,
    Value,
    Key,
    Colon,
    /// A comma or the closing bracket is missing.
    Comma,
    /// A comma before a closing bracket.
    TrailingComma,
    Number,
    /// A line break or control character inside a string.
    Control,
    Escape,
    TooDeep,
    /// Something behind the end.
    Trailing,
}

/// Deeper nesting is refused.
const MAX_DEPTH: usize = 128;

/// A position in a JSON text.
pub struct Scan<'t> {
    pub text: &'t str,
    pub at: usize,
}

impl<'t> Scan<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fault<T>(&self, kind: FaultKind) -> Result<T, Fault> {
        let kind = if self.at >= self.text.len() { FaultKind::End } else { kind };
        Err(Fault { at: self.at.min(self.text.len()), kind })
    }

    /// Skips blanks; gives the next byte.
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    /// Steps behind an opening bracket. False when the matching closing one follows at once (it is consumed).
    pub fn enter(&mut self, close: u8) -> bool {
        self.at += 1;
        let empty = self.peek() == Some(close);
        self.at += usize::from(empty);
        !empty
    }

    /// Behind a member: true when another follows, false at the closing bracket (consumed).
    pub fn more(&mut self, close: u8) -> Result<bool, Fault> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                if self.peek() == Some(close) { self.fault(FaultKind::TrailingComma) } else { Ok(true) }
            }
            Some(b) if b == close => {
                self.at += 1;
                Ok(false)
            }
            _ => self.fault(FaultKind::Comma),
        }
    }

    /// The key of a member with its quotes, and the colon behind it.
    pub fn key(&mut self) -> Result<Range<usize>, Fault> {
        if self.peek() != Some(b'"') {
            return self.fault(FaultKind::Key);
        }
        let key = self.string()?;
        self.colon()?;
        Ok(key)
    }

    pub fn colon(&mut self) -> Result<(), Fault> {
        if self.peek() != Some(b':') {
            return self.fault(FaultKind::Colon);
        }
        self.at += 1;
        Ok(())
    }

    /// A string with its quotes; the scan stands at the first.
    fn string(&mut self) -> Result<Range<usize>, Fault> {
        let start = self.at;
        self.at += 1;
        let mut escaped = false;
        loop {
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(0..=0x1f) | None => return self.fault(FaultKind::Control),
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        let place = start..self.at;
        if escaped && serde_json::from_str::<String>(self.text.get(place.clone()).unwrap_or("")).is_err() {
            return Err(Fault { at: start, kind: FaultKind::Escape });
        }
        Ok(place)
    }

    /// A string, number or literal. `None` at a bracket, which is left where it is.
    pub fn scalar(&mut self) -> Result<Option<Range<usize>>, Fault> {
        match self.peek() {
            Some(b'"') => self.string().map(Some),
            Some(b'-' | b'0'..=b'9') => self.number().map(Some),
            Some(b't') => self.literal("true"),
            Some(b'f') => self.literal("false"),
            Some(b'n') => self.literal("null"),
            Some(b'{' | b'[') => Ok(None),
            _ => self.fault(FaultKind::Value),
        }
    }

    fn literal(&mut self, word: &str) -> Result<Option<Range<usize>>, Fault> {
        let start = self.at;
        if self.text.get(start..).is_some_and(|t| t.starts_with(word)) {
            self.at += word.len();
            return Ok(Some(start..self.at));
        }
        self.fault(FaultKind::Value)
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Result<Range<usize>, Fault> {
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        let zero = self.byte() == Some(b'0');
        let whole = self.digits();
        if whole == 0 || (zero && whole > 1) {
            return self.fault(FaultKind::Number);
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            if self.digits() == 0 {
                return self.fault(FaultKind::Number);
            }
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            if self.digits() == 0 {
                return self.fault(FaultKind::Number);
            }
        }
        Ok(start..self.at)
    }

    /// Steps over any value, however deep.
    pub fn skip(&mut self) -> Result<Range<usize>, Fault> {
        if let Some(place) = self.scalar()? {
            return Ok(place);
        }
        let start = self.at;
        let mut open: Vec<u8> = Vec::new();
        loop {
            // Here a value begins.
            if self.scalar()?.is_none() {
                let close = if self.byte() == Some(b'{') { b'}' } else { b']' };
                if open.len() >= MAX_DEPTH {
                    return self.fault(FaultKind::TooDeep);
                }
                if self.enter(close) {
                    open.push(close);
                    if close == b'}' {
                        self.key()?;
                    }
                    continue;
                }
            }
            // Here one has ended.
            loop {
                let Some(&close) = open.last() else { return Ok(start..self.at) };
                if self.more(close)? {
                    if close == b'}' {
                        self.key()?;
                    }
                    break;
                }
                open.pop();
            }
        }
    }

    /// Nothing but blanks may follow.
    pub fn finish(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.fault(FaultKind::Trailing),
        }
    }
}

/// The content of a string with its quotes; borrowed when it has no escapes.
pub fn content(raw: &str) -> Cow<'_, str> {
    let inner = raw.strip_prefix('"').and_then(|r| r.strip_suffix('"')).unwrap_or(raw);
    if !inner.as_bytes().contains(&b'\\') {
        return Cow::Borrowed(inner);
    }
    Cow::Owned(serde_json::from_str(raw).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(text: &str) -> bool {
        let mut scan = Scan::new(text);
        scan.skip().is_ok() && scan.finish().is_ok()
    }

    #[test]
    fn it_accepts_what_serde_json_accepts_and_nothing_else() {
        let seeds = [
            r#"{"a": [1, -2.5e+3, 0, "x\u0041\n", true, false, null, {}], "b": {"c": [[]]}}"#,
            r#"[0.5, -0, 1E5, "\ud83d\ude00", "衡水"]"#,
            "{}",
            "[]",
            "\"\"",
        ];
        let signs = [
            "", "{", "}", "[", "]", ",", ":", "\"", "\\", "0", "1", "-", ".", "e", "t", "null", " ", "\n", "\u{1}", "衡", "\\u12",
        ];
        let (mut state, mut seen) = (1u64, [0usize; 2]);
        let mut next = |n: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap_or(0) % n
        };
        for round in 0..20_000 {
            let mut text = seeds[round % seeds.len()].to_string();
            for _ in 0..next(3) {
                let cuts: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
                let from = next(cuts.len());
                let to = (from + next(4)).min(cuts.len() - 1);
                text.replace_range(cuts[from]..cuts[to], "\u{0}");
                text = text.replace('\u{0}', signs[next(signs.len())]);
            }
            let ours = accepts(&text);
            seen[usize::from(ours)] += 1;
            // A number too large for a float is a number all the same.
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            let theirs = theirs.map_or_else(|e| e.to_string().contains("out of range"), |_| true);
            assert_eq!(ours, theirs, "{text:?}");
        }
        assert!(seen.iter().all(|n| *n > 1000), "both kinds were tried: {seen:?}");
    }

    #[test]
    fn faults_are_called_by_their_names() {
        use FaultKind::*;
        for (text, at, kind) in [
            ("[1,]", 3, TrailingComma),
            ("[1 2]", 3, Comma),
            ("{a:1}", 1, Key),
            ("{\"a\" 1}", 5, Colon),
            ("[01]", 3, Number),
            ("[1.]", 3, Number),
            ("[\"a\nb\"]", 3, Control),
            ("[\"\\q\"]", 1, Escape),
            ("[1", 2, End),
            ("[“a”]", 1, Value),
        ] {
            assert_eq!(Scan::new(text).skip(), Err(Fault { at, kind }), "{text}");
        }
        assert_eq!(Scan::new(&"[".repeat(500)).skip().unwrap_err().kind, TooDeep);
        let mut scan = Scan::new("1 x");
        assert!(scan.skip().is_ok());
        assert_eq!(scan.finish().unwrap_err(), Fault { at: 2, kind: Trailing });
    }
}
