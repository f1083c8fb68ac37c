//! Number formats: what a figure is shown as, where that is not what is stored.

/// What a number format does to a figure; by its first section, which is for figures above zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
}

impl Format {
    /// Reads a format code, such as `#,##0.00` or `0!.0,`.
    pub fn read(code: &str) -> Self {
        if code.is_empty() || code.eq_ignore_ascii_case("general") || code == "@" {
            return Self { shows_day: true, shows_month: true, ..Self::default() };
        }
        let mut seen = Seen::default();
        let mut signs = code.chars();
        while let Some(sign) = signs.next() {
            match sign {
                ';' => break,
                '"' => signs.by_ref().take_while(|c| *c != '"').for_each(|c| seen.drawn(c)),
                '[' => signs.by_ref().take_while(|c| *c != ']').for_each(drop),
                '\\' | '!' => {
                    if let Some(c) = signs.next() {
                        seen.drawn(c);
                    }
                }
                '_' | '*' => drop(signs.next()),
                _ => seen.sign(sign),
            }
        }
        seen.format()
    }
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
    exponent: bool,
    day: bool,
    month: bool,
    year: bool,
}

impl Seen {
    /// A sign that is only drawn.
    fn drawn(&mut self, sign: char) {
        if sign == '.' && self.whole > 0 && !self.point {
            self.drawn_point = true;
        }
    }

    fn sign(&mut self, sign: char) {
        match sign {
            '0' | '#' | '?' => {
                self.commas = 0;
                match (self.point, self.drawn_point) {
                    (true, _) => self.behind += 1,
                    (false, true) => self.behind_drawn += 1,
                    (false, false) => self.whole += 1,
                }
            }
            '.' => self.point = true,
            ',' if self.whole > 0 => self.commas += 1,
            '%' => self.percent = true,
            'E' | 'e' if self.whole > 0 => self.exponent = true,
            'd' | 'D' => self.day = true,
            'm' | 'M' => self.month = true,
            'y' | 'Y' => self.year = true,
            _ => {}
        }
    }

    fn format(self) -> Format {
        let divided = 3 * self.commas + self.behind_drawn;
        let decimals =
            (self.whole > 0 && !self.exponent).then_some(if self.drawn_point { self.behind_drawn } else { self.behind });
        Format {
            percent: self.percent,
            divided,
            decimals,
            shows_day: self.day || !self.year,
            shows_month: self.month || !self.year,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_what_they_show() {
        let read = |code: &str| {
            let f = Format::read(code);
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
        let read = |code: &str| (Format::read(code).shows_month, Format::read(code).shows_day);
        assert_eq!(read("yyyy-mm-dd"), (true, true));
        assert_eq!(read("yyyy\"年\"m\"月\""), (true, false));
        assert_eq!(read("yyyy"), (false, false));
        assert_eq!(read("[$-804]yyyy\"年\"m\"月\"d\"日\";@"), (true, true));
    }
}
