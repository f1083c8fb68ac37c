//! Number formats: what a figure is shown as, where that is not what is stored.

use super::drawn::Drawn;

/// What a section of a number format does to a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Format {
    /// Shown times a hundred with a percent sign.
    pub percent: bool,
    /// Shown divided by this power of ten: thousands by commas at the end, and digits behind a point that is only drawn (`0!.0,` shows units of ten thousand).
    pub divided: u32,
    /// Digits shown behind the point; `None` where there is no telling.
    pub decimals: Option<u32>,
    /// A date of which the day, or the month too, is not shown.
    pub shows_day: bool,
    pub shows_month: bool,
    /// A time of day is shown.
    pub shows_time: bool,
    /// What is shown beside the figure.
    pub drawn: Drawn,
    /// How whole figures are drawn, sign by sign, where they are drawn by their digits alone.
    pub pattern: Pattern,
}

/// Places for digits and signs between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    /// A place for a digit, which is 0 where there is none.
    Zero,
    Place,
    Drawn(char),
}

impl Pattern {
    /// One that draws a text whatever the figure is.
    pub fn of_text(text: &str) -> Self {
        Self(text.chars().map(Piece::Drawn).collect())
    }

    /// A whole figure as it is drawn: digits fill the places from behind, and those that are left stand at the first.
    pub fn draw(&self, digits: &str) -> Option<String> {
        if self.0.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let places = self.0.iter().filter(|p| !matches!(p, Piece::Drawn(_))).count();
        let mut rest = digits.bytes().rev().map(char::from).peekable();
        let (mut out, mut met) = (Vec::new(), 0);
        for piece in self.0.iter().rev() {
            match piece {
                Piece::Drawn(sign) => out.push(*sign),
                Piece::Zero | Piece::Place => {
                    met += 1;
                    match rest.next() {
                        Some(digit) => out.push(digit),
                        None if *piece == Piece::Zero => out.push('0'),
                        None => {}
                    }
                    if met == places {
                        out.extend(rest.by_ref());
                    }
                }
            }
        }
        let text: String = out.iter().rev().collect();
        Some(text.trim().to_string()).filter(|text| !text.is_empty())
    }
}

/// A format code: up to three sections for figures, each for some of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    sections: Vec<(Option<Condition>, Format)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Condition {
    less: bool,
    same: bool,
    more: bool,
    /// Thousandths of the bound: what formats compare with has few digits.
    bound: i64,
}

impl Condition {
    /// `<10000`, `>=1`, `<>0`
    fn read(text: &str) -> Option<Self> {
        let bound = text.trim_start_matches(['<', '>', '=']);
        let signs = &text[..text.len() - bound.len()];
        let (less, same, more) = match signs {
            "<" => (true, false, false),
            "<=" => (true, true, false),
            ">" => (false, false, true),
            ">=" => (false, true, true),
            "=" => (false, true, false),
            "<>" => (true, false, true),
            _ => return None,
        };
        let (whole, behind) = bound.trim().split_once('.').unwrap_or((bound.trim(), ""));
        let thousandths = format!("{whole}{:0<3}", behind.get(..behind.len().min(3))?);
        Some(Self { less, same, more, bound: thousandths.parse().ok()? })
    }

    fn holds(&self, figure: Sized) -> bool {
        let order = figure.thousandths.cmp(&self.bound);
        (self.less && order.is_lt()) || (self.same && order.is_eq()) || (self.more && order.is_gt())
    }
}

/// The size of a figure, as closely as formats ask for it.
#[derive(Clone, Copy, Debug)]
pub struct Sized {
    pub thousandths: i64,
    pub negative: bool,
    pub zero: bool,
}

impl Sized {
    /// Of digits times a power of ten.
    pub fn of(digits: &str, exponent: i32) -> Self {
        let negative = digits.starts_with('-');
        let zero = digits.bytes().all(|b| matches!(b, b'-' | b'0'));
        let far = if negative { i64::MIN } else { i64::MAX };
        let power = exponent.saturating_add(3);
        let whole = digits.parse::<i64>().unwrap_or(far);
        let thousandths = match u32::try_from(power) {
            Ok(up) => 10_i64.checked_pow(up).and_then(|p| whole.checked_mul(p)).unwrap_or(if zero { 0 } else { far }),
            Err(_) => 10_i64.checked_pow(power.unsigned_abs()).map_or(0, |p| whole / p),
        };
        Self { thousandths, negative, zero }
    }
}

impl Code {
    /// Reads a format code, such as `#,##0.00`, `0!.0,` or `[<10000]0;0.0,"万"`.
    pub fn read(code: &str) -> Self {
        let plain = code.is_empty() || code.eq_ignore_ascii_case("general") || code == "@";
        let sections = if plain { vec![(None, Format::plain())] } else { sections(code).into_iter().take(3).collect() };
        Self { sections }
    }

    /// One section for all figures.
    pub fn one(format: Format) -> Self {
        Self { sections: vec![(None, format)] }
    }

    /// The section for figures above zero, which is that for days.
    pub fn first(&self) -> Format {
        self.sections.first().map_or_else(Format::plain, |(_, format)| format.clone())
    }

    /// The section by which a figure is shown.
    pub fn of(&self, figure: Sized) -> Format {
        let last = self.sections.len() - 1;
        let asked = self.sections.iter().any(|(condition, _)| condition.is_some());
        let shows = |at: usize, condition: &Option<Condition>| match condition {
            Some(condition) => condition.holds(figure),
            None if at == last => true,
            None if at == 1 => figure.negative,
            None if asked => false,
            None => !figure.negative && (last == 1 || !figure.zero),
        };
        let found = self.sections.iter().enumerate().find(|(at, (condition, _))| shows(*at, condition));
        let Some((at, (_, format))) = found else { return self.first() };
        let mut format = format.clone();
        // Only the first section draws a minus of its own accord.
        format.drawn.settle(figure.zero, figure.negative && at > 0 && !asked);
        format
    }
}

impl Format {
    pub fn plain() -> Self {
        Self { shows_day: true, shows_month: true, shows_time: true, drawn: Drawn::of_figure(), ..Self::default() }
    }
}

/// The sections of a code, each with its condition.
fn sections(code: &str) -> Vec<(Option<Condition>, Format)> {
    let mut out = Vec::new();
    let (mut seen, mut condition) = (Seen::default(), None);
    let mut rest = code;
    while let Some(sign) = rest.chars().next() {
        if let Some(behind) = general(rest) {
            seen.general();
            rest = behind;
            continue;
        }
        rest = &rest[sign.len_utf8()..];
        let mut until = |end: char| {
            let (inner, behind) = rest.split_once(end).unwrap_or((rest, ""));
            rest = behind;
            inner
        };
        match sign {
            ';' => out.push((std::mem::take(&mut condition), std::mem::take(&mut seen).format())),
            '"' => until('"').chars().for_each(|c| seen.drawn(c)),
            '[' => {
                let inner = until(']');
                match inner.strip_prefix('$') {
                    Some(currency) => currency.split('-').next().unwrap_or("").chars().for_each(|c| seen.drawn(c)),
                    None => condition = condition.or_else(|| Condition::read(inner)),
                }
                seen.drawn.coloured |= !inner.starts_with(['$', '<', '>', '=']);
            }
            '\\' | '!' => {
                if let Some(c) = rest.chars().next() {
                    rest = &rest[c.len_utf8()..];
                    seen.drawn(c);
                }
            }
            '_' | '*' => rest = rest.chars().next().map_or("", |c| &rest[c.len_utf8()..]),
            _ => seen.sign(sign),
        }
    }
    out.push((condition, seen.format()));
    out
}

/// What stands behind the word for figures as they are.
fn general(text: &str) -> Option<&str> {
    const WORD: &str = "General";
    let english = text.get(..WORD.len()).filter(|t| t.eq_ignore_ascii_case(WORD)).map(|_| &text[WORD.len()..]);
    english.or_else(|| text.strip_prefix("G/通用格式"))
}

/// What has been met from the left.
#[derive(Default)]
struct Seen {
    percent: bool,
    /// Places for digits before the point, behind it, and behind a drawn point.
    whole: u32,
    behind: u32,
    behind_drawn: u32,
    point: bool,
    drawn_point: bool,
    /// Commas since the last place for a digit.
    commas: u32,
    /// Its digits stand in groups.
    grouped: bool,
    exponent: bool,
    /// All digits there are.
    all: bool,
    day: bool,
    month: bool,
    year: bool,
    time: bool,
    drawn: Drawn,
    pattern: Pattern,
}

impl Seen {
    /// A sign that is only drawn.
    fn drawn(&mut self, sign: char) {
        if sign == '.' && self.whole > 0 && !self.point && !self.all {
            self.drawn_point = true;
        } else {
            self.drawn.sign(sign);
            self.pattern.0.push(Piece::Drawn(sign));
        }
    }

    fn general(&mut self) {
        (self.whole, self.all) = (self.whole + 1, true);
        self.drawn.digit();
    }

    fn sign(&mut self, sign: char) {
        match sign {
            '0' | '#' | '?' => {
                self.commas = 0;
                self.drawn.digit();
                self.pattern.0.push(if sign == '0' { Piece::Zero } else { Piece::Place });
                match (self.point, self.drawn_point) {
                    (true, _) => self.behind += 1,
                    (false, true) => self.behind_drawn += 1,
                    (false, false) => self.whole += 1,
                }
            }
            '.' => self.point = true,
            ',' if self.whole > 0 => (self.commas, self.grouped) = (self.commas + 1, true),
            '%' => self.percent = true,
            'E' | 'e' if self.whole > 0 => self.exponent = true,
            'd' | 'D' => self.day = true,
            'm' | 'M' => self.month = true,
            'y' | 'Y' => self.year = true,
            'h' | 'H' | 's' | 'S' => self.time = true,
            // Of letters only those in quotes are drawn; a stroke parts a fraction.
            '/' | '@' => {}
            other if other.is_ascii_alphabetic() => {}
            other => {
                self.drawn.sign(other);
                self.pattern.0.push(Piece::Drawn(other));
            }
        }
    }

    fn format(self) -> Format {
        let divided = 3 * self.commas + self.behind_drawn;
        let told = self.whole > 0 && !self.exponent && !self.all;
        let decimals = told.then_some(if self.drawn_point { self.behind_drawn } else { self.behind });
        let by_digits = told && divided == 0 && !self.percent && decimals == Some(0) && !self.grouped && !self.point;
        Format {
            percent: self.percent,
            divided,
            decimals,
            shows_day: self.day || !self.year,
            shows_month: self.month || !self.year,
            shows_time: self.time,
            drawn: self.drawn,
            pattern: if by_digits { self.pattern } else { Pattern::default() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_what_they_show() {
        let read = |code: &str| {
            let f = Code::read(code).first();
            (f.percent, f.divided, f.decimals)
        };
        assert_eq!(read("General"), (false, 0, None));
        assert_eq!(read("0.00%"), (true, 0, Some(2)));
        assert_eq!(read("#,##0.00;[Red]-#,##0.00"), (false, 0, Some(2)));
        // 12345 is shown as 1.2 (万), 1234.5 as 0.12345 times ten thousand with four digits.
        assert_eq!(read("0!.0,"), (false, 4, Some(1)));
        assert_eq!(read("0\".\"0000"), (false, 4, Some(4)));
        assert_eq!(read("0\\.0,"), (false, 4, Some(1)));
        assert_eq!(read("#,##0,"), (false, 3, Some(0)));
        assert_eq!(read("0.00,,"), (false, 6, Some(2)));
        assert_eq!(read("0.00E+00"), (false, 0, None));
        assert_eq!(read("0\"万元\""), (false, 0, Some(0)));
        assert_eq!(read("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ "), (false, 0, Some(2)));
    }

    #[test]
    fn dates_show_their_day_or_not() {
        let read = |code: &str| (Code::read(code).first().shows_month, Code::read(code).first().shows_day);
        assert_eq!(read("yyyy-mm-dd"), (true, true));
        assert_eq!(read("yyyy\"年\"m\"月\""), (true, false));
        assert_eq!(read("yyyy"), (false, false));
        assert_eq!(read("[$-804]yyyy\"年\"m\"月\"d\"日\";@"), (true, true));
    }

    #[test]
    fn the_section_that_shows_a_figure_decides() {
        let divided = |code: &str, digits: &str, exponent| Code::read(code).of(Sized::of(digits, exponent)).divided;
        assert_eq!(divided("[<10000]0;0!.0,", "123456", 0), 4);
        assert_eq!(divided("[<10000]0;0!.0,", "9999", 0), 0);
        assert_eq!(divided("[<10000]0;0!.0,", "1", 4), 4);
        assert_eq!(divided("0.0,;-0.0", "-5", 4), 0);
        assert_eq!(divided("0.0,;-0.0", "5", 4), 3);
        assert_eq!(divided("0.0,;-0.0,,;0", "0", 0), 0);
        assert_eq!(divided("[>=100000000]0!.00,,;[>=10000]0!.0,;0", "5", 3), 0);
        assert_eq!(divided("[>=100000000]0!.00,,;[>=10000]0!.0,;0", "5", 8), 8);
        assert_eq!(divided("[>=100000000]0!.00,,;[>=10000]0!.0,;0", "99999999", 0), 4);
        assert_eq!(divided("[<0.5]0,;0", "499", -3), 3);
        assert_eq!(divided("[<0.5]0,;0", "5", -1), 0);
        assert_eq!(divided("0;0", "1", 300), 0);
    }
}
