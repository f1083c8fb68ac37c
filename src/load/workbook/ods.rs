//! What the library for workbooks does not tell of an OpenDocument sheet: merged cells, hidden rows and columns, and how figures are shown. The
//! document keeps beside each figure the text that is shown for it; from the two together the format follows.

use super::drawn::Drawn;
use super::format::{Code, Format, Pattern};
use super::grid::{At, Block};
use super::hidden::Hidden;
use super::looks::{raise, reference};
use crate::text::struck::strike;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::Arc;

/// Bytes of the part that holds the sheets.
const MOST: u64 = 1 << 29;
/// Cells of which a format is kept.
const MOST_CELLS: usize = 20_000_000;

/// What is known of one sheet besides its values.
#[derive(Clone, Debug, Default)]
pub struct More {
    pub merged: Vec<Block>,
    pub hidden: Hidden,
    pub formats: BTreeMap<At, Arc<Code>>,
    /// Texts of which a part looks otherwise, and cells that are struck out.
    pub looks: BTreeMap<At, String>,
    pub struck: BTreeSet<At>,
}

/// The sheets by their names; nothing of a document that is not built as the standard says.
pub fn of_book(bytes: &[u8]) -> BTreeMap<String, More> {
    let text = zip::ZipArchive::new(Cursor::new(bytes)).ok().and_then(|mut archive| {
        let mut text = Vec::new();
        archive.by_name("content.xml").ok()?.take(MOST).read_to_end(&mut text).ok()?;
        Some(String::from_utf8_lossy(&text).into_owned())
    });
    text.map_or_else(BTreeMap::new, |text| sheets(&text))
}

/// Where the reader stands.
#[derive(Default)]
struct Walk {
    name: String,
    more: More,
    row: u32,
    /// Rows and columns that the row and the cell in hand stand for.
    rows: u32,
    col: u32,
    columns: u32,
    /// The column in the list of columns.
    listed: u32,
    /// The cell in hand: its value as it is stored, whether a share, and the text that is shown.
    value: Option<(String, bool)>,
    shown: String,
    inside: bool,
    /// The text of the cell as it looks, whether a part of it looks otherwise than it reads, and the styles of the parts in hand.
    drawn: String,
    otherwise: bool,
    spans: Vec<Style>,
    /// Paragraphs of the cell so far, and whether the whole of it is struck out.
    paragraphs: usize,
    struck: bool,
    /// A day, shown without its time.
    day: bool,
    /// The last column, and the style that its cells have where they say none.
    defaults: Vec<(u32, Style)>,
    styles: BTreeMap<String, Style>,
    /// The style whose properties are read.
    styled: Option<String>,
}

/// What a style says of how a text is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Style {
    struck: bool,
    raised: bool,
}

fn sheets(xml: &str) -> BTreeMap<String, More> {
    let mut reader = Reader::from_str(xml);
    let (mut out, mut walk) = (BTreeMap::new(), Walk::default());
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => walk.opens(&e),
            Ok(Event::Empty(e)) => {
                walk.opens(&e);
                walk.closes(e.local_name().as_ref(), &mut out);
            }
            Ok(Event::End(e)) => walk.closes(e.local_name().as_ref(), &mut out),
            Ok(Event::Text(text)) if walk.inside => walk.text(&text.xml10_content()),
            Ok(Event::GeneralRef(e)) if walk.inside => walk.text(&reference(&e)),
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}

impl Walk {
    fn opens(&mut self, e: &BytesStart) {
        let count = |name: &str| attribute(e, name).and_then(|v| v.parse::<u32>().ok()).unwrap_or(1).max(1);
        let hidden = || attribute(e, "visibility").is_some_and(|v| v == "collapse" || v == "filter");
        match e.local_name().as_ref() {
            "style" => self.styled = attribute(e, "name"),
            "text-properties" => self.style(e),
            "table" => {
                let styles = std::mem::take(&mut self.styles);
                *self = Self { name: attribute(e, "name").unwrap_or_default(), styles, ..Self::default() };
            }
            "table-column" => {
                let n = count("number-columns-repeated");
                // Beyond the table columns are repeated to the end of the sheet.
                if hidden() && n < 1_000 {
                    self.more.hidden.columns += n as usize;
                }
                self.listed = self.listed.saturating_add(n);
                let style = self.styled(e, "default-cell-style-name").unwrap_or_default();
                self.defaults.push((self.listed, style));
            }
            "table-row" => {
                (self.rows, self.col) = (count("number-rows-repeated"), 0);
                if hidden() && self.rows < 100_000 {
                    self.more.hidden.rows += self.rows as usize;
                    self.more.hidden.first_row.get_or_insert(self.row);
                }
            }
            "table-cell" | "covered-table-cell" => {
                self.columns = count("number-columns-repeated");
                let (down, across) = (count("number-rows-spanned"), count("number-columns-spanned"));
                if down > 1 || across > 1 {
                    let first = (self.row, self.col);
                    let last = (self.row.saturating_add(down - 1), self.col.saturating_add(across - 1));
                    self.more.merged.push(Block { first, last });
                }
                let kind = attribute(e, "value-type").unwrap_or_default();
                let figure = matches!(kind.as_str(), "float" | "percentage" | "currency");
                self.value = attribute(e, "value").filter(|_| figure).map(|v| (v, kind == "percentage"));
                self.shown.clear();
                self.drawn.clear();
                (self.otherwise, self.paragraphs, self.day) = (false, 0, kind == "date");
                let of_column = || self.defaults.iter().find(|(end, _)| self.col < *end).map(|(_, style)| *style);
                self.struck = self.styled(e, "style-name").or_else(of_column).unwrap_or_default().struck;
            }
            "p" => {
                if self.paragraphs > 0 {
                    self.drawn.push('\n');
                }
                (self.inside, self.paragraphs) = (true, self.paragraphs + 1);
            }
            "span" => self.spans.push(self.styled(e, "style-name").unwrap_or_default()),
            "s" if self.inside => self.drawn.extend(std::iter::repeat_n(' ', count("c").min(1_000) as usize)),
            _ => {}
        }
    }

    fn closes(&mut self, name: &str, out: &mut BTreeMap<String, More>) {
        match name {
            "table" => drop(out.insert(std::mem::take(&mut self.name), std::mem::take(&mut self.more))),
            "table-row" => self.row = self.row.saturating_add(self.rows),
            "style" => self.styled = None,
            "p" => self.inside = false,
            "span" => drop(self.spans.pop()),
            "table-cell" | "covered-table-cell" => {
                let known = self.value.take().and_then(|(value, share)| format(&value, share, &self.shown));
                let day = (self.day && !self.shown.contains([':', '时', '：']))
                    .then(|| Format { shows_time: false, ..Format::plain() });
                let code = known.or(day).map(|format| Arc::new(Code::one(format)));
                self.struck &= !self.drawn.is_empty();
                if code.is_some() || self.otherwise || self.struck {
                    let within = |n: u32| n.min(4_096);
                    for row in self.row..self.row.saturating_add(within(self.rows)) {
                        for col in self.col..self.col.saturating_add(within(self.columns)) {
                            self.keep((row, col), code.as_ref());
                        }
                    }
                }
                self.col = self.col.saturating_add(self.columns);
            }
            _ => {}
        }
    }
}

impl Walk {
    fn text(&mut self, text: &str) {
        self.shown.push_str(text);
        let all =
            self.spans.iter().fold(Style::default(), |a, b| Style { struck: a.struck || b.struck, raised: a.raised || b.raised });
        self.otherwise |= all.struck || all.raised;
        match (all.struck, all.raised) {
            (true, _) => self.drawn.push_str(&strike(text)),
            (false, true) => self.drawn.extend(text.chars().map(raise)),
            (false, false) => self.drawn.push_str(text),
        }
    }

    /// The style that an element names.
    fn styled(&self, e: &BytesStart, name: &str) -> Option<Style> {
        attribute(e, name).map(|name| self.styles.get(&name).copied().unwrap_or_default())
    }

    fn style(&mut self, e: &BytesStart) {
        let Some(name) = self.styled.clone() else { return };
        let line = |what: &str| attribute(e, what).is_some_and(|v| v != "none");
        let struck = line("text-line-through-style") || line("text-line-through-type");
        let place = attribute(e, "text-position").unwrap_or_default();
        // `super 58%`, `33% 58%`, `-33% 58%`; `0% 100%` is as all text is.
        let raised = !place.is_empty() && !place.starts_with("0%");
        self.styles.insert(name, Style { struck, raised });
    }

    fn keep(&mut self, at: At, code: Option<&Arc<Code>>) {
        if self.more.formats.len() < MOST_CELLS {
            self.more.formats.extend(code.map(|code| (at, Arc::clone(code))));
        }
        if self.otherwise && self.more.looks.len() < MOST_CELLS {
            self.more.looks.insert(at, self.drawn.clone());
        }
        if self.struck && self.more.struck.len() < MOST_CELLS {
            self.more.struck.insert(at);
        }
    }
}

fn attribute(e: &BytesStart, name: &str) -> Option<String> {
    let found = e.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    unescape(&found.value).ok().map(|v| v.into_owned())
}

/// The powers of ten by which figures are shown divided: as they are, in thousands, ten thousands, millions, hundred millions.
const DIVIDED: [u32; 5] = [0, 3, 4, 6, 8];

/// What a stored figure and the text that is shown for it say of the format; `None` where they do not go together.
fn format(value: &str, share: bool, shown: &str) -> Option<Format> {
    if share && !shown.contains('%') {
        return None;
    }
    // What else is drawn beside the figure is read with it; brackets for what is below zero say nothing of its size.
    let text: String = shown.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let (digits, behind) = digits(&text)?;
    let (stored, scale) = digits_of_stored(value)?;
    let stored = stored.abs();
    let hundred = if share { 2 } else { 0 };
    let fits = |power: &u32| {
        // stored / 10^(scale + power − hundred), in units of the last digit that is shown.
        let exponent = i64::from(behind) + hundred - i64::from(scale) - i64::from(*power);
        rounded(stored, exponent) == Some(digits)
    };
    let mut powers = DIVIDED.into_iter().take(if share { 1 } else { DIVIDED.len() }).filter(fits);
    // A figure that is shown as zero may be divided by many powers: which it is cannot be told.
    let divided = match (powers.next(), powers.next()) {
        (Some(0), _) => 0,
        (Some(one), None) => one,
        (Some(_), Some(_)) | (None, _) => return None,
    };
    // A whole figure is drawn as it is shown: 013112.
    let by_digits = !share && divided == 0 && behind == 0 && scale <= 0 && !shown.contains([',', '，', ' ']);
    let pattern = if by_digits { Pattern::of_text(shown) } else { Pattern::default() };
    let whole = Format { percent: share, divided, decimals: Some(behind), drawn: beside(shown), pattern, ..Format::plain() };
    Some(whole)
}

/// What is shown before the first digit and behind the last.
fn beside(shown: &str) -> Drawn {
    let digit = |c: char| c.is_ascii_digit();
    let (first, last) = (shown.find(digit).unwrap_or(0), shown.rfind(digit).map_or(0, |at| at + 1));
    let (before, behind) = (shown.get(..first).unwrap_or(""), shown.get(last..).unwrap_or(""));
    Drawn::around(before.trim_end_matches('.'), behind.trim_start().trim_start_matches('%'))
}

/// `-12.50` is -1250 with two digits behind the point.
fn digits(text: &str) -> Option<(i128, u32)> {
    let (whole, behind) = text.split_once('.').unwrap_or((text, ""));
    let all = format!("{whole}{behind}");
    let plain = all.strip_prefix('-').unwrap_or(&all);
    if plain.is_empty() || plain.len() > 30 || !plain.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some((all.parse().ok()?, u32::try_from(behind.len()).ok()?))
}

/// A figure as the document stores it, which may be `1.5E-05`.
fn digits_of_stored(value: &str) -> Option<(i128, i32)> {
    let (mantissa, exponent) = value.split_once(['E', 'e']).unwrap_or((value, "0"));
    let (digits, behind) = digits(mantissa)?;
    let exponent: i32 = exponent.parse().ok()?;
    Some((digits, i32::try_from(behind).ok()?.checked_sub(exponent)?))
}

/// Times a power of ten, rounded half away from zero.
fn rounded(n: i128, exponent: i64) -> Option<i128> {
    let power = 10_i128.checked_pow(u32::try_from(exponent.unsigned_abs()).ok()?)?;
    if exponent >= 0 {
        return n.checked_mul(power);
    }
    let (whole, rest) = (n / power, n % power);
    let up = rest.abs().checked_mul(2)? >= power;
    Some(if up { whole + n.signum() } else { whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_follow_from_what_is_stored_and_what_is_shown() {
        let read =
            |value: &str, share: bool, shown: &str| format(value, share, shown).map(|f| (f.percent, f.divided, f.decimals));
        assert_eq!(read("0.05", true, "5.0%"), Some((true, 0, Some(1))));
        assert_eq!(read("0.0549", true, "5%"), Some((true, 0, Some(0))));
        assert_eq!(read("60000", false, "60,000"), Some((false, 0, Some(0))));
        assert_eq!(read("-1.005", false, "-1.01"), Some((false, 0, Some(2))));
        assert_eq!(read("1234567", false, "1,235"), Some((false, 3, Some(0))));
        assert_eq!(read("12345", false, "1.2"), Some((false, 4, Some(1))));
        assert_eq!(read("1.5E-05", false, "0.000015"), Some((false, 0, Some(6))));
        assert_eq!(read("0", false, "0"), Some((false, 0, Some(0))));
        assert_eq!(read("600000000", false, "600000!.0"), Some((false, 3, Some(1))));
        assert_eq!(read("-12.5", false, "(¥12.50)"), Some((false, 0, Some(2))));
        assert_eq!(read("1234", false, "0"), None);
        for (value, shown) in [("600000000", "6.0.0"), ("5", "7"), ("5", ""), ("x", "5"), ("5", "###")] {
            assert_eq!(read(value, false, shown), None, "{value} {shown}");
        }
        assert_eq!(read(&"9".repeat(29), false, &"9".repeat(29)), Some((false, 0, Some(0))));
    }

    #[test]
    fn spans_hidden_rows_and_repeated_cells_are_counted_in() {
        let xml = "<x><table:table table:name='a&amp;b'><table:table-column/><table:table-column table:visibility='collapse' table:number-columns-repeated='2'/>\
            <table:table-row table:number-rows-repeated='3'><table:table-cell/></table:table-row>\
            <table:table-row table:visibility='filter'><table:table-cell table:number-columns-repeated='2'/>\
            <table:table-cell table:number-columns-spanned='2' office:value-type='percentage' office:value='0.5'><text:p>50%</text:p></table:table-cell></table:table-row>\
            </table:table></x>";
        let all = sheets(xml);
        let more = &all["a&b"];
        assert_eq!(more.merged, [Block { first: (3, 2), last: (3, 3) }]);
        assert_eq!(more.hidden, Hidden { rows: 1, columns: 2, first_row: Some(3) });
        assert!(more.formats[&(3, 2)].first().percent);
    }
}
