//! What a number format draws beside a figure: `0"亿元"` shows 5 as 5亿元, `"<"0` as <5. Whoever reads the sheet reads it with the figure, so it is read with it.

/// Signs that say nothing of the size of a figure: its sign is known, and so is the currency of the country.
const QUIET: &[char] = &['-', '−', '–', '—', '+', '(', ')', '（', '）', '¥', '￥', ' ', '\u{a0}', '\u{3000}', ':', '\''];

/// The same, where a word has been drawn.
const OWN_CURRENCY: [&str; 3] = ["RMB", "CNY", "人民币"];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    before: String,
    /// What follows the last place for a digit.
    behind: String,
    /// Signs between the places for digits, or digits among what is drawn: what is shown is another figure.
    odd: bool,
    /// Whether a place for a digit was met.
    digits: bool,
    /// A minus, a bracket or a colour shows that a figure is below zero.
    signed: bool,
    pub coloured: bool,
    /// Nothing is shown, or not that the figure is below zero.
    pub hides: bool,
}

impl Drawn {
    /// A figure and nothing else.
    pub fn of_figure() -> Self {
        Self { digits: true, ..Self::default() }
    }

    /// What is shown before and behind a figure.
    pub fn around(before: &str, behind: &str) -> Self {
        let mut drawn = Self::default();
        before.chars().for_each(|c| drawn.sign(c));
        drawn.digit();
        behind.chars().for_each(|c| drawn.sign(c));
        drawn
    }

    pub fn sign(&mut self, sign: char) {
        self.signed |= matches!(sign, '-' | '−' | '–' | '—' | '(' | '（');
        if self.digits { self.behind.push(sign) } else { self.before.push(sign) }
    }

    pub fn digit(&mut self) {
        if self.digits && !quiet(&self.behind).is_empty() {
            self.odd = true;
            self.before.push_str(&self.behind);
        }
        self.behind.clear();
        self.digits = true;
    }

    /// Says whether what is shown of a figure hides something; `bare`: no minus is drawn unless the format has one.
    pub fn settle(&mut self, zero: bool, bare: bool) {
        let nothing = !self.digits && quiet(&self.before).is_empty();
        // A dash for nought is what everybody writes.
        let dash = zero && !self.before.trim().is_empty();
        self.hides = (nothing && !dash) || (bare && !self.signed && !self.coloured);
    }

    /// The text that is shown for a figure.
    pub fn with(&self, figure: String) -> String {
        let (before, behind) = (quiet(&self.before), quiet(&self.behind));
        match self.digits {
            // Words in place of a figure.
            false if !before.is_empty() => before,
            _ if before.is_empty() && behind.is_empty() && !self.odd => figure,
            _ if self.odd || before.contains(is_digit) || behind.contains(is_digit) => format!("{figure}({before}{behind})"),
            _ => format!("{before}{figure}{behind}"),
        }
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn quiet(text: &str) -> String {
    let text: String = text.chars().filter(|c| !QUIET.contains(c)).collect();
    if OWN_CURRENCY.contains(&text.as_str()) { String::new() } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::format::{Code, Sized};

    fn shown(code: &str, digits: &str) -> (String, bool) {
        let format = Code::read(code).of(Sized::of(digits, 0));
        (format.drawn.with(digits.to_string()), format.drawn.hides)
    }

    #[test]
    fn what_is_drawn_beside_a_figure_is_read_with_it() {
        for (code, digits, text) in [
            ("0\"亿元\"", "5", "5亿元"),
            ("General\"亿元\"", "5", "5亿元"),
            ("G/通用格式\"亿元\"", "5", "5亿元"),
            ("0\"万人\"", "12", "12万人"),
            ("0亿元", "5", "5亿元"),
            ("$#,##0", "100", "$100"),
            ("[$€-407]0", "100", "€100"),
            ("[$¥-804]#,##0.00", "100", "100"),
            ("\"RMB\" 0", "100", "100"),
            ("\"<\"0", "50", "<50"),
            ("0\"以上\"", "50", "50以上"),
            ("\"约\"0\"0\"", "60", "60(约0)"),
            ("0\",000\"", "50", "50(,000)"),
            ("0\"万\"0000", "123456", "123456(万)"),
            ("0;0;\"未报\"", "0", "未报"),
            ("_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ", "-5", "-5"),
            ("000-0000", "5551234", "5551234"),
            ("# ?/?", "5", "5"),
            ("0.0_);(0.0)", "-5", "-5"),
            ("General", "5", "5"),
        ] {
            assert_eq!(shown(code, digits), (text.to_string(), false), "{code}");
        }
    }

    #[test]
    fn what_hides_a_figure_is_told() {
        for (code, digits) in [(";;;", "500"), ("0;-0;;", "0"), ("0;0", "-5"), ("0;\"-\"", "-5"), ("#,##0;;0", "-5")] {
            assert!(shown(code, digits).1, "{code}");
        }
        let shows = [("0;[Red]0", "-5"), ("0;(0)", "-5"), ("0", "-5"), ("0;-0;\"-\"", "0"), ("0;-0;\"-\"??", "0"), ("0;0", "5")];
        for (code, digits) in shows {
            assert!(!shown(code, digits).1, "{code}");
        }
    }
}
