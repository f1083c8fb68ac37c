//! Cells of a few bytes, eight of them looked at in one step: where a cell ends, its bytes as two numbers, what digits in it come to.

/// So many bytes are in sight behind the beginning of a cell.
pub const SIGHT: usize = 16;

/// A text of at most [`Short::MOST`] bytes, with how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Short {
    low: u64,
    /// The length is the last byte.
    high: u64,
}

const LOW_BITS: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// The first bytes from a place on, as two numbers.
#[inline]
pub fn words(bytes: &[u8]) -> Option<(u64, u64)> {
    let (low, rest) = bytes.split_first_chunk::<8>()?;
    Some((u64::from_le_bytes(*low), u64::from_le_bytes(*rest.first_chunk::<8>()?)))
}

/// Bytes before the first one that is a separator, a line end, a quote, or whatever else comes before `#`; 16 where none does. A comma and
/// later signs are no less than that.
#[inline]
pub fn end_of_cell((low, high): (u64, u64), separator: u8) -> usize {
    let first = |word: u64| {
        let other = word ^ (u64::from(separator) * LOW_BITS);
        let same = other.wrapping_sub(LOW_BITS) & !other;
        let less = word.wrapping_sub(0x23 * LOW_BITS) & !word;
        // Below the first byte that is one of these nothing was borrowed.
        ((same | less) & HIGH_BITS).trailing_zeros() / 8
    };
    let begin = first(low);
    let at = if begin < 8 { begin } else { 8 + first(high) };
    at as usize
}

impl Short {
    pub const MOST: usize = 15;

    /// The first `len` bytes of two words.
    #[inline]
    pub fn of_words((low, high): (u64, u64), len: usize) -> Self {
        let keep = |word: u64, bytes: usize| if bytes == 0 { 0 } else { word & (u64::MAX >> (64 - 8 * bytes)) };
        let (first, rest) = (len.min(8), len.saturating_sub(8).min(7));
        Self { low: keep(low, first), high: keep(high, rest) | ((len as u64) << 56) }
    }

    /// Those of a text; `None` where it is longer.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let mut all = [0u8; SIGHT];
        all.get_mut(..bytes.len()).filter(|_| bytes.len() <= Self::MOST)?.copy_from_slice(bytes);
        Some(Self::of_words(words(&all)?, bytes.len()))
    }

    /// A number that equal texts have in common.
    #[inline]
    pub fn print(self) -> u64 {
        let product = u128::from(self.low ^ 0x9E37_79B9_7F4A_7C15) * u128::from(self.high ^ 0xD6E8_FEB8_6659_FD93);
        (product as u64) ^ ((product >> 64) as u64)
    }

    /// The same text with a zero for every digit. Of what is not ASCII nothing is known.
    #[inline]
    pub fn shape(self) -> Option<Self> {
        let shape = |word: u64| {
            let over = word ^ ZEROS;
            // 0x80 in every byte that is no digit.
            let other = over.wrapping_add(0x76 * LOW_BITS) & HIGH_BITS;
            let digits = ((other ^ HIGH_BITS) >> 7) * 0xFF;
            (word & !digits) | (ZEROS & digits)
        };
        let ascii = (self.low | self.high) & HIGH_BITS == 0;
        ascii.then(|| Self { low: shape(self.low), high: shape(self.high) })
    }

    /// The digits of a number of at most eight signs, a point among them or none, and how many stand behind it.
    #[inline]
    pub fn number(self) -> Option<(i64, u32)> {
        let len = u32::try_from(self.high >> 56).ok().filter(|len| (1..=8).contains(len))?;
        let unused = 64 - 8 * len;
        let over = (self.low ^ ZEROS) << unused;
        // A digit is less than ten; a point is not, and carries nothing.
        let other = (over.wrapping_add(0x76 * LOW_BITS) | over) & HIGH_BITS & (u64::MAX << unused);
        if other == 0 {
            return Some((digits(over), 0));
        }
        let at = other.trailing_zeros() / 8;
        let point = other & (other - 1) == 0 && (over >> (8 * at)) & 0xFF == u64::from(b'.' ^ b'0');
        let before = at - unused / 8;
        let behind = 7 - at;
        if !point || before == 0 || behind == 0 {
            return None;
        }
        // What stands before the point moves up to what stands behind it.
        let whole = over & (u64::MAX >> (64 - 8 * at));
        let rest = over & (u64::MAX << (8 * (at + 1)));
        Some((digits((whole << 8) | rest), behind))
    }
}

/// Eight digits, the first in the lowest byte.
#[inline]
fn digits(word: u64) -> i64 {
    let pairs = word.wrapping_mul(10).wrapping_add(word >> 8);
    let first = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let rest = ((pairs >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    // The upper half is the number, below 10^8.
    (first.wrapping_add(rest) >> 32).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_ends_where_one_looking_byte_by_byte_says() {
        for cell in ["", "a", "DK0000001", "短期", "é#$%&'()*+", "12345678", "123456789012345", "0.5"] {
            for (end, separator) in
                [(",", b','), ("\n", b','), ("\r", b';'), ("\"", b'\t'), (" ", b','), ("\t", b'\t'), (";", b';')]
            {
                let text = format!("{cell}{end}{end}x,;\"\u{80}34567890123456");
                let bytes = text.as_bytes();
                let slow = bytes.iter().position(|b| *b == separator || *b < 0x23).unwrap();
                assert_eq!(end_of_cell(words(bytes).unwrap(), separator), slow.min(16), "{text}");
            }
        }
        assert_eq!(end_of_cell(words(b"abcdefghijklmnop").unwrap(), b','), 16);
        assert_eq!(words(b"fifteen bytes.."), None);
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let number = |text: &str| Short::of(text.as_bytes()).unwrap().number();
        for (text, value, behind) in
            [("0", 0, 0), ("7", 7, 0), ("60", 60, 0), ("12345678", 12_345_678, 0), ("1.5", 15, 1), ("123.45", 12_345, 2)]
        {
            assert_eq!(number(text), Some((value, behind)), "{text}");
        }
        for (text, value, behind) in [("00012345", 12_345, 0), ("1234567.", 0, 0), ("99999.99", 9_999_999, 2), ("0.000001", 1, 6)]
        {
            assert_eq!(number(text), (!text.ends_with('.')).then_some((value, behind)), "{text}");
        }
        // Every sign but a digit, beside digits: no number, nor is a point at an end, or a second one.
        for sign in (0..=255u8).filter(|b| !b.is_ascii_digit()) {
            for place in 0..3 {
                let mut bytes = *b"123";
                bytes[place] = sign;
                let wanted = (sign == b'.' && place == 1).then_some((13, 1));
                assert_eq!(Short::of(&bytes).unwrap().number(), wanted, "{bytes:?}");
                let mut twice = *b"1234567";
                (twice[place], twice[place + 2]) = (sign, sign);
                assert_eq!(Short::of(&twice).unwrap().number(), None, "{twice:?}");
            }
        }
        for text in ["", ".", "..", "-1", "123456789", "1/2", "1:2"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn texts_are_told_apart_and_shapes_forget_digits_alone() {
        let short = |text: &str| Short::of(text.as_bytes()).unwrap();
        assert_eq!(short("DK0123").shape(), short("DK9870").shape());
        assert_ne!(short("DK0123").shape(), short("DK01234").shape());
        assert_ne!(short("DK0123").shape(), short("DL0123").shape());
        assert_ne!(short("a:0").shape(), short("a/0").shape());
        assert_eq!(short("短1").shape(), None);
        assert_ne!(short("a"), short("a\0"));
        assert_eq!(Short::of(b"sixteen bytes..!"), None);
        let texts: Vec<String> = (0..20_000).map(|i| format!("DK{i:09}")).chain((0..20_000).map(|i| format!("{i}"))).collect();
        let prints: std::collections::BTreeSet<u64> = texts.iter().map(|t| short(t).print()).collect();
        assert_eq!(prints.len(), texts.len());
    }
}
