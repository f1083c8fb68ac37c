//! The shape of a text, as office programs write it: `*` anything, `?` one character, `#` a digit, `[A-Z]` one of these, `[!0-9]` none
//! of these, `#<2..4>` so many of the sign before it; everything else stands for itself, and a sign in brackets too (`[*]`).

use super::to_halfwidth;

/// A pattern, read. It speaks of the whole text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// As the author wrote it.
    pub text: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Piece {
    One(char),
    Any,
    Digit,
    /// Ranges of characters, both ends included; or none of them.
    Class {
        ranges: Vec<(char, char)>,
        negated: bool,
    },
    /// One character of this kind, or none.
    Perhaps(Box<Piece>),
    Run,
    /// The whole text reads as a number.
    Numeral,
}

/// Why a pattern cannot be read. Places are in characters from its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternFault {
    /// A `[` without its `]`.
    Open(usize),
    /// `[]`, `[!]`
    Empty(usize),
    /// `[Z-A]`
    Reversed(usize),
    /// `#<4..2>`, `#<0>`, more than a hundred times.
    Count(usize),
}

/// So often a sign may be repeated.
const MOST: usize = 100;

/// What in a pattern looks as if somebody meant a regular expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// `{2}`, `{1,3}`
    Repeated,
    /// `^…`, `…$`
    Anchored,
    /// `\d`, `\w`, `\.`
    Escaped,
    /// `.*`, `.+`
    Dotted,
    /// `(a|b)`
    Either,
    /// `[A-Z]+`, `[0-9]*`
    Plus,
    /// `[^0-9]`
    Caret,
    /// `1311%`, as query languages have it.
    Percent,
}

impl Pattern {
    /// Reads a pattern; full-width signs mean what half-width ones do.
    pub fn read(text: &str) -> Result<Self, PatternFault> {
        let chars: Vec<char> = text.chars().map(sign).collect();
        let (mut pieces, mut at) = (Vec::new(), 0);
        while let Some(&c) = chars.get(at) {
            at += 1;
            let piece = match c {
                '*' => Piece::Run,
                '?' => Piece::Any,
                '#' => Piece::Digit,
                '[' => {
                    let len = chars[at..].iter().position(|c| *c == ']').ok_or(PatternFault::Open(at - 1))?;
                    let piece = class(&chars[at..at + len], at - 1)?;
                    at += len + 1;
                    piece
                }
                c => Piece::One(c),
            };
            let sign = matches!(piece, Piece::Any | Piece::Digit | Piece::Class { .. });
            match count(&chars[at..]).filter(|_| sign) {
                None => pieces.push(piece),
                Some((least, most, len)) => {
                    if most == 0 || least > most || most > MOST {
                        return Err(PatternFault::Count(at));
                    }
                    at += len;
                    pieces.extend(std::iter::repeat_n(piece.clone(), least));
                    pieces.extend(std::iter::repeat_n(Piece::Perhaps(Box::new(piece)), most - least));
                }
            }
        }
        Ok(Self { text: text.to_string(), pieces })
    }

    /// The pattern of texts that read as a number: digits, perhaps a sign before them and one point between them, and nothing else.
    pub fn numeral() -> Self {
        Self { text: "\u{0}number".to_string(), pieces: vec![Piece::Numeral] }
    }

    pub fn is_numeral(&self) -> bool {
        self.pieces == [Piece::Numeral]
    }

    /// Whether a text has this shape. Linear in text × pattern, no recursion.
    pub fn fits(&self, text: &str) -> bool {
        if self.is_numeral() {
            return reads_as_number(text);
        }
        let pieces = &self.pieces;
        // The pieces that may come next, the end behind them.
        let mut open = vec![false; pieces.len() + 1];
        open[0] = true;
        self.pass_over(&mut open);
        for c in text.chars().map(to_halfwidth) {
            let mut next = vec![false; pieces.len() + 1];
            for (at, piece) in pieces.iter().enumerate().filter(|(at, _)| open[*at]) {
                if *piece == Piece::Run {
                    next[at] = true;
                } else if piece.takes(c) {
                    next[at + 1] = true;
                }
            }
            if !next.contains(&true) {
                return false;
            }
            open = next;
            self.pass_over(&mut open);
        }
        open[pieces.len()]
    }

    /// What need not be there may be passed over.
    fn pass_over(&self, open: &mut [bool]) {
        for (at, piece) in self.pieces.iter().enumerate() {
            open[at + 1] |= open[at] && matches!(piece, Piece::Run | Piece::Perhaps(_));
        }
    }

    /// What in it would mean something else in a regular expression.
    pub fn habits(&self) -> Vec<Habit> {
        let chars: Vec<char> = self.text.chars().map(sign).collect();
        let next = |at: usize| chars.get(at + 1).copied();
        let plain = !chars.iter().any(|c| matches!(c, '*' | '?' | '#' | '['));
        let number = chars.get(chars.len().wrapping_sub(2)).is_some_and(char::is_ascii_digit) && chars.len() < 5;
        let mut found = Vec::new();
        for (at, c) in chars.iter().enumerate() {
            let last = at + 1 == chars.len();
            let habit = match c {
                '{' if repetition(&chars[at + 1..]) => Habit::Repeated,
                '^' if at == 0 => Habit::Anchored,
                '^' if chars.get(at.wrapping_sub(1)) == Some(&'[') => Habit::Caret,
                '$' if last && at > 0 => Habit::Anchored,
                '\\' => Habit::Escaped,
                '.' if matches!(next(at), Some('*' | '+')) => Habit::Dotted,
                '|' => Habit::Either,
                '%' if plain && !number && (at == 0 || last) => Habit::Percent,
                ']' | ')' if next(at) == Some('+') => Habit::Plus,
                _ => continue,
            };
            if !found.contains(&habit) {
                found.push(habit);
            }
        }
        found
    }
}

/// `12`, `-0.5`, `＋１２`: no blanks inside, no commas, no unit, no exponent.
fn reads_as_number(text: &str) -> bool {
    let text: String = text.trim().chars().map(to_halfwidth).collect();
    let digits = text.strip_prefix(['+', '-', '−']).unwrap_or(&text);
    let all = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    digits.split_once('.').map_or_else(|| all(digits), |(whole, part)| all(whole) && all(part))
}

/// A text as the pattern that only it fits.
pub fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match sign(c) {
            '*' | '?' | '#' | '[' | '<' => out.extend(['[', c, ']']),
            _ => out.push(c),
        }
        out
    })
}

impl Piece {
    fn takes(&self, c: char) -> bool {
        match self {
            Self::One(own) => *own == c,
            Self::Any => true,
            Self::Digit => c.is_ascii_digit(),
            Self::Class { ranges, negated } => ranges.iter().any(|(a, b)| (*a..=*b).contains(&c)) != *negated,
            Self::Perhaps(piece) => piece.takes(c),
            Self::Run | Self::Numeral => false,
        }
    }
}

/// The signs of a pattern are often typed in full width.
fn sign(c: char) -> char {
    match c {
        '＊' => '*',
        '？' => '?',
        '＃' => '#',
        '［' => '[',
        '］' => ']',
        '！' => '!',
        other => to_halfwidth(other),
    }
}

/// What stands between brackets: characters and ranges; a hyphen at an end stands for itself.
fn class(inside: &[char], place: usize) -> Result<Piece, PatternFault> {
    let negated = inside.first() == Some(&'!');
    let inside = if negated { &inside[1..] } else { inside };
    let (mut ranges, mut at) = (Vec::new(), 0);
    while let Some(&from) = inside.get(at) {
        let to = match inside.get(at + 1..at + 3) {
            Some(['-', to]) => {
                at += 2;
                *to
            }
            _ => from,
        };
        if to < from {
            return Err(PatternFault::Reversed(place));
        }
        ranges.push((from, to));
        at += 1;
    }
    if ranges.is_empty() { Err(PatternFault::Empty(place)) } else { Ok(Piece::Class { ranges, negated }) }
}

/// `<2>`, `<2..4>`: how many at least and at most, and how many characters say so.
fn count(rest: &[char]) -> Option<(usize, usize, usize)> {
    let inside: String = rest.strip_prefix(&['<'])?.iter().take_while(|c| **c != '>').collect();
    let (least, most) = inside.split_once("..").unwrap_or((&inside, &inside));
    let number = |t: &str| {
        let t = t.trim();
        (!t.is_empty() && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse().unwrap_or(usize::MAX))
    };
    let len = inside.chars().count() + 2;
    (rest.len() >= len).then_some((number(least)?, number(most)?, len))
}

/// `2}`, `1,3}`
fn repetition(rest: &[char]) -> bool {
    let len = rest.iter().take_while(|c| c.is_ascii_digit() || **c == ',').count();
    len > 0 && rest.get(len) == Some(&'}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(text: &str, pattern: &str) -> bool {
        Pattern::read(pattern).unwrap().fits(text)
    }

    #[test]
    fn patterns() {
        assert!(like("131124", "1311##"));
        assert!(!like("13112x", "1311##"));
        assert!(!like("1311245", "1311##"), "a pattern speaks of the whole text");
        assert!(like("安平县", "?平*"));
        assert!(like("", "*"));
        assert!(!like("ab", "a"));
        assert!(like("aXbXc", "a*c"));
        assert!(like("NL12", "[A-Z][A-Z]##"));
        assert!(!like("Nl12", "[A-Z][A-Z]##"));
        assert!(like("Nl12", "[A-Za-z][A-Za-z]##"));
        assert!(like("安a", "[安平][!0-9]") && !like("安1", "[安平][!0-9]"));
        assert!(like("a*b", "a[*]b") && !like("axb", "a[*]b"));
        assert!(like("a-b", "a[+-]b") && like("a-b", "a[-+]b"));
        assert!(like("１３11２４", "1311＃＃"), "full width is half width, in data and in rules");
    }

    #[test]
    fn so_many_of_a_sign() {
        assert!(like("AB123", "[A-Z]<2..4>###") && like("ABCD123", "[A-Z]<2..4>###"));
        assert!(!like("A123", "[A-Z]<2..4>###") && !like("ABCDE123", "[A-Z]<2..4>###"));
        assert!(like("131124", "#<6>") && !like("13112", "#<6>") && !like("1311241", "#<6>"));
        assert!(like("", "?<0..2>") && like("甲乙", "?<0..2>") && !like("甲乙丙", "?<0..2>"));
        assert!(like("+86123", "[+]<0..1>##*") && like("86123", "[+]<0..1>##*"));
        assert!(like("x12y", "*#<2>*") && !like("x1y2", "*#<2>*"));
        assert!(like("１２", "＃＜２＞"), "full width is half width");
        assert!(like("a<2>", "a<2>") && like("#<x>", "[#]<x>"), "only signs are counted, and by numbers only");
        assert!(like("1<2>", &format!("#{}", escaped("<2>"))), "what a field holds counts nothing");
        assert_eq!(Pattern::read("#<4..2>"), Err(PatternFault::Count(1)));
        assert_eq!(Pattern::read("a#<0>"), Err(PatternFault::Count(2)));
        assert_eq!(Pattern::read("#<101>"), Err(PatternFault::Count(1)));
        assert_eq!(Pattern::read("#<99999999999999999999>"), Err(PatternFault::Count(1)));
    }

    #[test]
    fn faults_and_habits() {
        assert_eq!(Pattern::read("ab[c"), Err(PatternFault::Open(2)));
        assert_eq!(Pattern::read("[]"), Err(PatternFault::Empty(0)));
        assert_eq!(Pattern::read("[!]"), Err(PatternFault::Empty(0)));
        assert_eq!(Pattern::read("[Z-A]"), Err(PatternFault::Reversed(0)));
        let habits = |p: &str| Pattern::read(p).unwrap().habits();
        assert_eq!(habits("[A-Z]{2}"), [Habit::Repeated]);
        assert_eq!(habits(r"^\d+$"), [Habit::Anchored, Habit::Escaped]);
        assert_eq!(habits("(a|b).*"), [Habit::Either, Habit::Dotted]);
        assert_eq!(habits("[0-9]+[^a]"), [Habit::Plus, Habit::Caret]);
        assert_eq!((habits("1311%"), habits("%县"), habits("10%")), (vec![Habit::Percent], vec![Habit::Percent], vec![]));
        assert_eq!(habits("衡政〔####〕#*号 (甲) 1.5 5$x {a}"), []);
    }
}
