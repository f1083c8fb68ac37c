//! Cells and lines. Nothing that came from data or rules becomes a formula.

use crate::report::page::clean::clean;

/// What office programs know UTF-8 by.
pub(super) const MARK: char = '\u{feff}';

/// A text of the data; one that an office program would take for a formula is kept from being one.
pub(super) fn text(t: &str) -> String {
    let shown = clean(t);
    // Blanks before a sign are dropped by some programs; those of East Asia know the full width signs too.
    let first = shown.trim_start().chars().next();
    let formula = first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'));
    if formula || shown.starts_with(['\t', '\r']) { format!("'{shown}") } else { shown.into_owned() }
}

pub(super) fn line(out: &mut String, cells: &[String]) {
    let quoted = |c: &String| match c.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", c.replace('"', "\"\"")),
        false => c.clone(),
    };
    out.push_str(&cells.iter().map(quoted).collect::<Vec<_>>().join(","));
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_a_formula_is_a_text() {
        for harm in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\n=1", "\u{3000}@a"] {
            assert!(text(harm).starts_with('\''), "{harm:?}: {}", text(harm));
        }
        for plain in ["安平县", "1-2", "'=1", "≥ 60%", ""] {
            assert_eq!(text(plain), plain);
        }
    }

    #[test]
    fn separators_and_quotes_are_quoted() {
        let mut out = String::new();
        line(&mut out, &["甲,乙".into(), "\"丙\"".into(), String::new()]);
        assert_eq!(out, "\"甲,乙\",\"\"\"丙\"\"\",\r\n");
    }
}
