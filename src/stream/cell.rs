//! A cell as it stands in the bytes of a row: where it ends, and the bare number that it may be.

use super::meaning::LARGEST;
use super::short::{Short, end_of_cell, words};

/// A cell.
#[derive(Clone, Copy)]
pub struct Found<'b> {
    /// What stands in it, without quotes around it.
    pub text: &'b [u8],
    /// The same where it is short.
    pub short: Option<Short>,
    /// Where it ends, a quote behind it included.
    pub end: usize,
}

impl<'b> Found<'b> {
    /// The cell that begins at a place; `None` where a quote stands anywhere but around a text without separators and line ends.
    #[inline]
    pub fn read(bytes: &'b [u8], at: usize, separator: u8) -> Option<Self> {
        let quoted = bytes.get(at) == Some(&b'"');
        let rest = bytes.get(at + usize::from(quoted)..)?;
        let (len, short) = match words(rest).map(|words| (end_of_cell(words, separator), words)) {
            Some((len, words)) if len <= Short::MOST && rest.get(len).is_some_and(|b| ends_cell(*b, separator)) => {
                (len, Some(Short::of_words(words, len)))
            }
            _ => {
                let len = rest.iter().position(|b| ends_cell(*b, separator)).unwrap_or(rest.len());
                (len, Short::of(rest.get(..len)?))
            }
        };
        let (text, mut end) = (rest.get(..len)?, at + len);
        if quoted {
            if text.is_empty() || rest.get(len) != Some(&b'"') {
                return None;
            }
            end += 2;
        }
        Some(Self { text, short, end })
    }

    /// A bare number at so many decimals; `None` where it is none, or not one that the column may have.
    #[inline]
    pub fn number(&self, bare: Option<(bool, u32)>, scale: u32) -> Option<i64> {
        let (signed, decimals) = bare?;
        match self.short.and_then(Short::number) {
            Some((value, own)) if own <= decimals => at_scale(value, own, scale),
            Some(_) => None,
            None => figure(self.text, (signed, decimals), scale),
        }
    }
}

#[inline]
fn ends_cell(byte: u8, separator: u8) -> bool {
    byte == separator || matches!(byte, b'\n' | b'\r' | b'"')
}

/// The same of a number of any length.
fn figure(bytes: &[u8], (signed, digits): (bool, u32), scale: u32) -> Option<i64> {
    let negative = bytes.first() == Some(&b'-');
    let bytes = bytes.get(usize::from(negative)..)?;
    let (mut value, mut decimals, mut point) = (0i64, 0u32, None);
    for (at, b) in bytes.iter().enumerate() {
        let digit = b.wrapping_sub(b'0');
        if digit < 10 {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            decimals += u32::from(point.is_some());
        } else if *b == b'.' && point.is_none() {
            point = Some(at);
        } else {
            return None;
        }
    }
    // At most 18 digits, so nothing wrapped; a point stands between digits.
    let between = point.is_none_or(|at| at > 0 && at + 1 < bytes.len());
    let may = !bytes.is_empty() && bytes.len() <= 18 && between && decimals <= digits && (signed || !negative || value == 0);
    let value = if negative { -value } else { value };
    if may { at_scale(value, decimals, scale) } else { None }
}

/// A value at other decimals; `None` where digits would be lost, or it is too large.
#[inline]
pub fn at_scale(value: i64, own: u32, scale: u32) -> Option<i64> {
    const POWERS: [i64; 10] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];
    let value = match scale.checked_sub(own) {
        Some(up) => value.checked_mul(*POWERS.get(up as usize)?)?,
        None => {
            let down = *POWERS.get((own - scale) as usize)?;
            Some(value / down).filter(|_| value % down == 0)?
        }
    };
    (value.unsigned_abs() <= LARGEST.unsigned_abs()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(&str, usize)> {
        let found = Found::read(text.as_bytes(), 0, b',')?;
        Some((std::str::from_utf8(found.text).unwrap(), found.end))
    }

    #[test]
    fn cells_end_where_rows_of_the_loader_say() {
        let more = ",behind it stands more than is looked at in one step";
        for text in ["", "a", "短期", "a b!", "0123456789abcde", "0123456789abcdef", "0123456789abcdefg 短期"] {
            for end in ["", ",", "\n", "\r\n"] {
                for more in [more, ""] {
                    let whole = if end.is_empty() { text.to_string() } else { format!("{text}{end}{more}") };
                    assert_eq!(read(&whole), Some((text, text.len())), "{whole:?}");
                    let quoted = format!("\"{text}\"{end}{more}");
                    let wanted = (!text.is_empty()).then_some((text, text.len() + 2));
                    assert_eq!(read(&quoted), wanted, "{quoted:?}");
                }
            }
        }
        // A quote that closes nothing, is written twice, or takes a separator or a line end in.
        for text in ["\"a,b\",c", "\"a\nb\",c", "\"a", "\"\"\"a\"\"\""] {
            assert_eq!(read(text), None, "{text}");
            assert_eq!(read(&format!("{text}{more}")), None, "{text}");
        }
        // Then the row is none of these: behind the cell stands no separator.
        assert_eq!((read("a\"b,"), read("\"a\"b,")), (Some(("a", 1)), Some(("a", 3))));
    }

    #[test]
    fn bare_numbers_at_the_decimals_of_a_column() {
        let number = |text: &str, signed| Found::read(text.as_bytes(), 0, b',').unwrap().number(Some((signed, 4)), 2);
        for (text, wanted) in [
            ("0", Some(0)),
            ("123.45", Some(12_345)),
            ("7", Some(700)),
            ("1.5000", Some(150)),
            ("1.5001", None),
            ("1.50000", None),
            ("1234567890.12", Some(123_456_789_012)),
            ("00000000000000001", Some(100)),
            ("1234567890123456789", None),
            ("99999999999999999", None),
            ("-0", Some(0)),
            ("-1", None),
            ("", None),
            ("1.", None),
            (".1", None),
            ("1 ", None),
            ("1e3", None),
        ] {
            assert_eq!(number(text, false), wanted, "{text}");
        }
        assert_eq!((number("-1.25", true), number("--1", true), number("-", true)), (Some(-125), None, None));
    }
}
