//! Figures as people write them, taken apart: digits, groups, signs, bounds, the unit behind. What they mean for a column is
//! decided in [`super::value`].

use crate::num::{Decimal, DecimalError, UBig};

/// A written figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure<'t> {
    /// `—`, `-`, `/`, `--`, `无`: there is no such thing.
    NoneMark,
    Value(Quantity<'t>),
    /// At least one end is there; the flag tells whether the end itself is included.
    Bounds {
        lo: Option<(Quantity<'t>, bool)>,
        hi: Option<(Quantity<'t>, bool)>,
    },
}

/// A number and the text of the unit behind it (may be empty).
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity<'t> {
    pub number: Decimal,
    pub unit: &'t str,
}

/// Why a text is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotANumber,
    TooLong,
    Scientific,
    Footnote(String),
    Grouping,
    Accounting,
    DoubtfulMark,
    Approximate,
    /// `18亿`: the magnitude is said, the unit is not.
    Magnitude,
    /// `$` before the number.
    Currency(char),
    /// `¥100`: in 元, or in the unit of the form?
    CurrencyWithoutUnit,
    SpreadsheetError,
    /// `50-60`: may be a range or a subtraction.
    Hyphen,
    /// `不低于60%以下`.
    Contradiction,
    /// `60—50`.
    Reversed,
}

/// Whether a text says that there is no such thing. The text is folded and trimmed.
pub fn is_none_mark(text: &str) -> bool {
    matches!(text, "/" | "//" | "无") || (!text.is_empty() && text.chars().count() <= 6 && text.chars().all(is_dash))
}

/// The dashes that input methods give, and what is drawn like them.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | '─' | '━' | '﹣' | '﹘')
}

/// A formula of a workbook in place of its result, as the reader of workbooks marks it: `#=B2+C2`.
pub fn is_formula(text: &str) -> bool {
    text.starts_with("#=")
}

/// What spreadsheets show when a formula fails or a column is too narrow, and formulas themselves.
pub fn is_spreadsheet_error(text: &str) -> bool {
    const ERRORS: &[&str] = &[
        "#REF!",
        "#DIV/0!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#N/A",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#GETTING_DATA",
        "#UNKNOWN!",
        "#CONNECT!",
        "#BUSY!",
        "#PYTHON!",
        "#EXTERNAL!",
        "#TIMEOUT!",
        "Err:502",
        "Err:508",
        "Err:509",
        "Err:522",
    ];
    is_formula(text)
        || text.starts_with(['#', 'E', 'e'])
            && (ERRORS.iter().any(|e| text.eq_ignore_ascii_case(e)) || (text.len() > 2 && text.bytes().all(|b| b == b'#')))
}

/// `1.31E+05`, `1.31121E+17`: what spreadsheets make of long codes.
pub fn is_damaged_code(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once(['E', 'e']) else { return false };
    let number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    whole.len() == 1 && number(whole) && number(part) && exponent.strip_prefix('+').is_some_and(number)
}

/// Marks that mean different things in different forms, and words for "not known", in lower case.
const DOUBTFUL: &[&str] = &[
    "…",
    "……",
    "〃",
    "...",
    "#",
    "##",
    "*",
    "**",
    "?",
    "??",
    "？",
    "x",
    "xx",
    "n/a",
    "na",
    "#n/a",
    "nan",
    "(null)",
    "<null>",
    "null",
    "nil",
    "none",
    "***",
    "…………",
    "不详",
    "不明",
    "未知",
    "未填",
    "未报",
    "tbd",
    "unknown",
    "待定",
    "待报",
    "待核实",
    "暂无",
    "暂缺",
    "缺",
    "空",
    "未统计",
    "不适用",
    "n.a.",
    "n.a",
    "#ref",
    "#div/0",
    "#value",
    "#name",
    "#num",
    "missing",
    "not available",
    "not applicable",
    "待填",
    "待补",
    "待查",
    "待核",
    "待核查",
    "待报送",
    "待统计",
    "待补充",
    "待确认",
    "缺失",
    "缺报",
    "缺项",
    "空白",
    "空缺",
    "无数据",
    "没有",
    "没有数据",
    "无法统计",
    "无法提供",
    "尚未统计",
    "尚无",
    "未掌握",
    "未提供",
    "未填报",
    "未上报",
    "不清楚",
    "同上",
    "同左",
    "同前",
    "不清",
    "不知道",
    "暂无数据",
    "暂未统计",
];

/// Whether a text is such a mark: （不详） and 不详。 say what 不详 says. A mark that says none is doubtful where it stands in brackets or quotes.
pub fn is_doubtful_mark(text: &str) -> bool {
    let folded = text.to_ascii_lowercase();
    let bare = folded.trim_start_matches(['(', '[', '【', '<', '〈', '（', '"', '\'', '“', '‘', '「']);
    let bare = bare.trim_end_matches([')', ']', '】', '>', '〉', '）', '"', '\'', '”', '’', '」', '。', '!', '！']).trim();
    let sign = |c: char| matches!(c, '?' | '？' | '*' | '…' | '.' | '#');
    (bare.len() < folded.trim().len() && is_none_mark(bare))
        || DOUBTFUL.contains(&bare)
        || DOUBTFUL.contains(&folded.as_str())
        || (folded.chars().count() > 1 && folded.chars().all(sign))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Compare {
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
}

/// Longer words before those they contain.
const BEFORE: &[(&str, Compare)] = &[
    ("≥", Compare::AtLeast),
    (">=", Compare::AtLeast),
    ("大于等于", Compare::AtLeast),
    ("大于或等于", Compare::AtLeast),
    ("不低于", Compare::AtLeast),
    ("不少于", Compare::AtLeast),
    ("不小于", Compare::AtLeast),
    ("至少", Compare::AtLeast),
    ("达到", Compare::AtLeast),
    ("at least ", Compare::AtLeast),
    ("≤", Compare::AtMost),
    ("<=", Compare::AtMost),
    ("小于等于", Compare::AtMost),
    ("小于或等于", Compare::AtMost),
    ("不超过", Compare::AtMost),
    ("不高于", Compare::AtMost),
    ("不大于", Compare::AtMost),
    ("不多于", Compare::AtMost),
    ("至多", Compare::AtMost),
    ("at most ", Compare::AtMost),
    (">", Compare::MoreThan),
    ("超过", Compare::MoreThan),
    ("高于", Compare::MoreThan),
    ("大于", Compare::MoreThan),
    ("多于", Compare::MoreThan),
    ("突破", Compare::MoreThan),
    ("more than ", Compare::MoreThan),
    ("<", Compare::LessThan),
    ("低于", Compare::LessThan),
    ("小于", Compare::LessThan),
    ("少于", Compare::LessThan),
    ("不足", Compare::LessThan),
    ("不满", Compare::LessThan),
    ("不到", Compare::LessThan),
    ("less than ", Compare::LessThan),
];

/// Civil Code art. 1259: 以上 以下 以内 include the number, 以外 does not.
const AFTER: &[(&str, Compare)] = &[
    ("及以上", Compare::AtLeast),
    ("以上", Compare::AtLeast),
    ("及以下", Compare::AtMost),
    ("以下", Compare::AtMost),
    ("以内", Compare::AtMost),
    ("以外", Compare::MoreThan),
];

const ABOUT_BEFORE: &[&str] = &["约", "大约", "近", "将近", "about ", "around ", "~", "≈"];
const ABOUT_AFTER: &[&str] = &["左右", "上下", "余", "多"];

/// Takes a folded, trimmed, non-empty text apart.
pub fn lex(text: &str) -> Result<Figure<'_>, Refusal> {
    if is_none_mark(text) {
        return Ok(Figure::NoneMark);
    }
    if is_spreadsheet_error(text) {
        return Err(Refusal::SpreadsheetError);
    }
    if is_doubtful_mark(text) {
        return Err(Refusal::DoubtfulMark);
    }
    if ABOUT_BEFORE.iter().any(|w| text.strip_prefix(w).is_some_and(|r| starts_like_number(r.trim_start()))) {
        return Err(Refusal::Approximate);
    }
    let before = BEFORE.iter().find_map(|(w, c)| Some((text.strip_prefix(w)?.trim_start(), *c)));
    let body = before.map_or(text, |(rest, _)| rest);
    let after = AFTER.iter().find_map(|(w, c)| Some((body.strip_suffix(w)?.trim_end(), *c)));
    let body = after.map_or(body, |(rest, _)| rest);
    match (before.map(|b| b.1), after.map(|a| a.1)) {
        (Some(a), Some(b)) if a != b => Err(Refusal::Contradiction),
        (Some(c), _) | (_, Some(c)) => {
            let quantity = quantity(body)?;
            Ok(match c {
                Compare::AtLeast => Figure::Bounds { lo: Some((quantity, true)), hi: None },
                Compare::MoreThan => Figure::Bounds { lo: Some((quantity, false)), hi: None },
                Compare::AtMost => Figure::Bounds { lo: None, hi: Some((quantity, true)) },
                Compare::LessThan => Figure::Bounds { lo: None, hi: Some((quantity, false)) },
            })
        }
        (None, None) => range_or_value(body),
    }
}

fn starts_like_number(text: &str) -> bool {
    let rest = text.strip_prefix(['+', '-', '−', '－']).unwrap_or(text);
    rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Splits `50—60亿元`; the unit of the last number serves the first when that has none.
fn range_or_value(text: &str) -> Result<Figure<'_>, Refusal> {
    for sep in ["——", "—", "–", "～", "~", "〜", "至", "到", ".."] {
        let Some((left, right)) = text.split_once(sep) else { continue };
        let (left, right) = (left.trim_end(), right.trim_start());
        if !(starts_like_number(left) && starts_like_number(right)) {
            continue;
        }
        let (mut lo, hi) = (quantity(left)?, quantity(right)?);
        if lo.unit.is_empty() {
            // Of `3—5亿2000万元` the 3 may be 亿.
            if compound(right)?.is_some() {
                return Err(Refusal::Magnitude);
            }
            lo.unit = hi.unit;
        }
        return Ok(Figure::Bounds { lo: Some((lo, true)), hi: Some((hi, true)) });
    }
    quantity(text).map(Figure::Value)
}

/// A number with what stands behind it.
fn quantity(text: &str) -> Result<Quantity<'_>, Refusal> {
    // The sign of the currency says nothing about the magnitude: the unit must.
    let marked = ["人民币", "RMB", "CNY", "¥", "￥"].iter().find_map(|sign| text.strip_prefix(sign));
    if let Some(rest) = marked.map(str::trim_start).filter(|r| starts_like_number(r)) {
        let quantity = quantity(rest)?;
        return if quantity.unit.ends_with('元') { Ok(quantity) } else { Err(Refusal::CurrencyWithoutUnit) };
    }
    // `100元整`, `100万元人民币`
    let bare = ["人民币", "整", "正"].iter().find_map(|word| text.strip_suffix(word).filter(|r| r.trim_end().ends_with('元')));
    if let Some(bare) = bare {
        return quantity(bare.trim_end());
    }
    if let Some(quantity) = compound(text)? {
        return Ok(quantity);
    }
    let (negative, body) = match text.chars().next() {
        None => return Err(Refusal::NotANumber),
        Some(c @ ('-' | '+' | '－' | '−')) => (matches!(c, '-' | '－' | '−'), text[c.len_utf8()..].trim_start()),
        Some(_) => (false, text),
    };
    if !body.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(refuse_start(text));
    }
    let end = body.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(body.len());
    let (digits, rest) = body.split_at(end);
    // `50..60` is a range that was not one: the second number is missing or the first is no number.
    let unit = rest.trim();
    refuse_rest(rest, unit)?;
    let number = decimal(digits, negative)?;
    Ok(Quantity { number, unit })
}

/// What may stand behind each part of a number in parts, and the zeros it stands for; longer words before those they contain.
const PARTS: [(&str, usize); 11] = [
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("十亿", 9),
    ("亿", 8),
    ("千万", 7),
    ("百万", 6),
    ("十万", 5),
    ("万", 4),
    ("千", 3),
    ("百", 2),
];

/// Units that a 千 before them makes: `1万2千克` may be 12,000克 or 10,002千克.
const THOUSANDS: [&str; 4] = ["克", "米", "瓦", "伏"];

/// `1亿2000万元`, `3亿5千万元`, `2万5千元`: digits with a magnitude behind each part, smaller parts behind larger ones, one unit at the end.
fn compound(text: &str) -> Result<Option<Quantity<'_>>, Refusal> {
    let digits = |t: &str| t.find(|c: char| !c.is_ascii_digit()).unwrap_or(t.len());
    let (mut rest, mut total, mut above) = (text, UBig::ZERO, None);
    let mut parts = 0;
    loop {
        let number = &rest[..digits(rest)];
        let behind = &rest[number.len()..];
        let part = PARTS.into_iter().find(|(word, _)| behind.starts_with(word));
        let Ok(value) = UBig::from_str_radix(number, 10) else { return Ok(None) };
        // Each part is less than one of the part before it.
        let below = |power: usize| above.is_none_or(|a: usize| power < a && value < UBig::from(10u8).pow(a - power));
        let of_unit = behind.strip_prefix('千').is_some_and(|unit| THOUSANDS.iter().any(|w| unit.starts_with(w)));
        let part = part.filter(|(_, power)| !of_unit || below(*power));
        let power = part.map_or(0, |(_, power)| power);
        let fits = below(power);
        let next = part.map_or(behind, |(word, _)| &behind[word.len()..]);
        if parts == 0 && (part.is_none() || !next.starts_with(|c: char| c.is_ascii_digit())) {
            return Ok(None);
        }
        if !fits {
            return Err(Refusal::NotANumber);
        }
        total += value * UBig::from(10u8).pow(power);
        parts += 1;
        if part.is_some() && next.starts_with(|c: char| c.is_ascii_digit()) {
            (rest, above) = (next, Some(power));
            continue;
        }
        let unit = next.trim();
        return match (unit.is_empty(), of_unit && part.is_some()) {
            (true, _) => Err(Refusal::Magnitude),
            (_, true) => Err(Refusal::NotANumber),
            _ => whole(&total, unit),
        };
    }
}

fn whole<'t>(value: &UBig, unit: &'t str) -> Result<Option<Quantity<'t>>, Refusal> {
    refuse_rest(unit, unit)?;
    Ok(Some(Quantity { number: decimal(&value.to_string(), false)?, unit }))
}

/// What is wrong with a text that begins with no digit.
fn refuse_start(text: &str) -> Refusal {
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    match text.chars().next() {
        Some('(' | '[' | '△' | '▲' | '▽' | '▼' | '负') if has_digit => Refusal::Accounting,
        Some(c @ ('$' | '＄' | '€' | '£')) if has_digit => Refusal::Currency(c),
        Some(c) if is_footnote(c) && has_digit => Refusal::Footnote(c.to_string()),
        _ => Refusal::NotANumber,
    }
}

/// Superscripts, circled and bracketed digits, daggers.
fn is_footnote(c: char) -> bool {
    matches!(c, '①'..='⒛' | '⓪'..='⓿' | '❶'..='➓' | '⁰'..='ⁿ' | '²' | '³' | '¹' | '*' | '†' | '‡' | '※' | '#')
}

/// Refuses what may stand behind digits and is no unit.
fn refuse_rest(rest: &str, unit: &str) -> Result<(), Refusal> {
    let Some(first) = unit.chars().next() else { return Ok(()) };
    let next = unit.chars().nth(1);
    let blank = rest.starts_with(char::is_whitespace);
    match first {
        'e' | 'E' if !blank && next.is_some_and(|c| c.is_ascii_digit() || matches!(c, '+' | '-')) => {
            return Err(Refusal::Scientific);
        }
        '0'..='9' => return Err(Refusal::Grouping),
        // Numbers of programmers: 0x10, 0b1.
        'x' | 'o' | 'b' if !blank && next.is_some_and(|c| c.is_ascii_hexdigit()) => return Err(Refusal::NotANumber),
        '-' if next.is_some_and(|c| c.is_ascii_digit()) => return Err(Refusal::Hyphen),
        c if is_footnote(c) => return Err(Refusal::Footnote(unit.to_string())),
        _ => {}
    }
    if matches!(unit, "万" | "亿" | "千" | "百" | "十" | "百万" | "千万" | "万亿" | "十万" | "十亿" | "百亿" | "千亿")
    {
        return Err(Refusal::Magnitude);
    }
    if ABOUT_AFTER.iter().any(|w| unit.ends_with(w) || unit.starts_with(w)) {
        return Err(Refusal::Approximate);
    }
    if unit.contains(|c: char| c.is_ascii_digit()) && unit.contains('-') {
        return Err(Refusal::Hyphen);
    }
    let bare = unit.trim_end_matches(is_footnote);
    if bare.len() < unit.len() {
        return Err(Refusal::Footnote(unit[bare.len()..].to_string()));
    }
    Ok(())
}

/// Digits with optional comma groups and one point.
fn decimal(digits: &str, negative: bool) -> Result<Decimal, Refusal> {
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(w, p)| (w, Some(p)));
    if part.is_some_and(|p| p.contains(',')) {
        return Err(Refusal::Grouping);
    }
    let mut plain = String::with_capacity(digits.len() + 1);
    if negative {
        plain.push('-');
    }
    if whole.contains(',') {
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or("");
        if !(1..=3).contains(&first.len()) || groups.clone().any(|g| g.len() != 3) {
            return Err(Refusal::Grouping);
        }
        plain.push_str(first);
        groups.for_each(|g| plain.push_str(g));
    } else {
        plain.push_str(whole);
    }
    if let Some(part) = part {
        plain.push('.');
        plain.push_str(part);
    }
    Decimal::parse(&plain).map_err(|e| match e {
        DecimalError::TooLong => Refusal::TooLong,
        DecimalError::Scientific => Refusal::Scientific,
        DecimalError::Empty | DecimalError::Malformed => Refusal::NotANumber,
    })
}

/// The commonest form, without any allocation: an optional minus, up to 18 digits, at most one point between digits, then
/// nothing or a unit. Gives the digits as an integer, the number of digits behind the point, and the rest of the text.
pub fn plain(text: &str) -> Option<(i64, u32, &str)> {
    let bytes = text.as_bytes();
    let (negative, start) = if bytes.first() == Some(&b'-') { (true, 1) } else { (false, 0) };
    let (mut value, mut scale, mut point, mut at) = (0i64, 0u32, None, start);
    while let Some(&b) = bytes.get(at) {
        match b {
            b'0'..=b'9' => {
                value = value.wrapping_mul(10).wrapping_add(i64::from(b - b'0'));
                scale += u32::from(point.is_some());
            }
            b'.' if point.is_none() => point = Some(at),
            _ => break,
        }
        at += 1;
    }
    let last = bytes.get(at.checked_sub(1)?)?;
    // At most 18 digits: nothing wrapped. A point stands between digits.
    let short = at > start && at - start <= 18 && *last != b'.' && point != Some(start);
    let rest = text.get(at..)?;
    // What may continue a number (1,234 · 1e5 · 10²) is for the long way.
    let clean = rest.is_empty() || !rest.starts_with([',', '.', '，', 'e', 'E']);
    (short && clean).then_some((if negative { -value } else { value }, scale, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Rat, int, ratio};

    fn value(text: &str) -> Result<(Rat, &str), Refusal> {
        let Figure::Value(q) = lex(text)? else { panic!("{text}: no value") };
        Ok((q.number.to_rat(), q.unit))
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (text, number, unit) in [
            ("1,234.5", ratio(12345, 10), ""),
            ("12.5%", ratio(125, 10), "%"),
            ("18亿元", int(18), "亿元"),
            ("18 亿元", int(18), "亿元"),
            ("18,000,000万元", int(18_000_000), "万元"),
            ("-5", int(-5), ""),
            ("−5", int(-5), ""),
            ("- 5.0%", int(-5), "%"),
            ("+7家", int(7), "家"),
            ("007", int(7), ""),
            ("3.5万元/亩", ratio(35, 10), "万元/亩"),
            ("¥100万元", int(100), "万元"),
            ("￥ 100元", int(100), "元"),
            ("人民币100万元", int(100), "万元"),
            ("100元整", int(100), "元"),
            ("100万元人民币", int(100), "万元"),
            ("1亿2000万元", int(120_000_000), "元"),
            ("3万5000元", int(35_000), "元"),
            ("1亿2元", int(100_000_002), "元"),
            ("2万亿3000亿元", int(2_300_000_000_000), "元"),
            ("1亿9999万元", int(199_990_000), "元"),
            ("1亿2000万亩", int(120_000_000), "亩"),
            ("3亿5千万元", int(350_000_000), "元"),
            ("1亿2千万元", int(120_000_000), "元"),
            ("1亿5百万元", int(105_000_000), "元"),
            ("1万2千元", int(12_000), "元"),
            ("2万5千3百元", int(25_300), "元"),
            ("2千3百元", int(2_300), "元"),
            ("1万亿2千亿元", int(1_200_000_000_000), "元"),
            ("1万2千人", int(12_000), "人"),
            ("1亿2千万千瓦时", int(120_000_000), "千瓦时"),
            ("1万2千公斤", int(12_000), "公斤"),
            ("1万2000千克", int(12_000), "千克"),
            ("5千万元", int(5), "千万元"),
        ] {
            assert_eq!(value(text), Ok((number, unit)), "{text}");
        }
    }

    #[test]
    fn what_is_doubtful_is_refused_by_its_own_name() {
        use Refusal::*;
        for (text, why) in [
            ("约两百万", NotANumber),
            ("一百", NotANumber),
            ("1.2.3", NotANumber),
            ("1.", NotANumber),
            (".5", NotANumber),
            ("1 234.5", Grouping),
            ("12,34", Grouping),
            ("1,2345", Grouping),
            ("1234,567", Grouping),
            ("1,234,", Grouping),
            ("1.234,5", Grouping),
            ("1.31E+05", Scientific),
            ("1e5", Scientific),
            ("12.5①", Footnote("①".into())),
            ("10²", Footnote("²".into())),
            ("12万元*", Footnote("*".into())),
            ("…", DoubtfulMark),
            ("#", DoubtfulMark),
            ("(5)", Accounting),
            ("△5", Accounting),
            ("18亿", Magnitude),
            ("¥100", CurrencyWithoutUnit),
            ("￥100", CurrencyWithoutUnit),
            ("人民币100", CurrencyWithoutUnit),
            ("$100", Currency('$')),
            ("#REF!", SpreadsheetError),
            ("#DIV/0!", SpreadsheetError),
            ("####", SpreadsheetError),
            ("1亿2000万", Magnitude),
            ("1亿2000", Magnitude),
            ("1万2亿元", NotANumber),
            ("1亿20000万元", NotANumber),
            ("1亿20千万元", NotANumber),
            ("1千5百万元", NotANumber),
            ("1亿5000千万元", NotANumber),
            ("3亿5千", Magnitude),
            ("3亿5千万", Magnitude),
            ("3—5亿2000万元", Magnitude),
            // 12,000克 or 10,002千克?
            ("1万2千克", NotANumber),
            ("1万2千瓦时", NotANumber),
            ("1亿5千米", NotANumber),
            ("50-60亿元", Hyphen),
            ("50亿元-60亿元", Hyphen),
            ("约50亿元", Approximate),
            ("50亿元左右", Approximate),
            ("50余万元", Approximate),
            ("不低于60%以下", Contradiction),
        ] {
            assert_eq!(lex(text), Err(why), "{text}");
        }
    }

    #[test]
    fn reported_bounds() {
        let bounds = |text: &str| match lex(text) {
            Ok(Figure::Bounds { lo, hi }) => {
                let end = |e: Option<(Quantity<'_>, bool)>| e.map(|(q, closed)| (q.number.to_rat(), q.unit.to_string(), closed));
                (end(lo), end(hi))
            }
            other => panic!("{text}: {other:?}"),
        };
        let at = |n: i64, closed: bool| Some((int(n), "亿元".to_string(), closed));
        for text in [">=50亿元", "≥ 50亿元", "50亿元以上", "不低于50亿元", "不低于50亿元以上", "50亿元及以上"]
        {
            assert_eq!(bounds(text), (at(50, true), None), "{text}");
        }
        for text in [">50亿元", "超过50亿元", "50亿元以外"] {
            assert_eq!(bounds(text), (at(50, false), None), "{text}");
        }
        for text in ["50亿元以下", "50亿元以内", "不超过50亿元", "<=50亿元"] {
            assert_eq!(bounds(text), (None, at(50, true)), "{text}");
        }
        assert_eq!(bounds("不足50亿元"), (None, at(50, false)));
        for text in ["50—60亿元", "50~60亿元", "50至60亿元", "50亿元—60亿元", "50..60亿元", "50 — 60 亿元"] {
            assert_eq!(bounds(text), (at(50, true), at(60, true)), "{text}");
        }
        let yuan = |n: i64| Some((int(n), "元".to_string(), true));
        assert_eq!(bounds("1亿2千万元—1亿5千万元"), (yuan(120_000_000), yuan(150_000_000)));
        assert_eq!(bounds("不低于1亿2千万元"), (yuan(120_000_000), None));
    }

    #[test]
    fn the_short_way_agrees_with_the_long_one() {
        for text in ["0", "-0.50", "123456789012345678", "59.9999", "1.500", "000"] {
            let (m, s, rest) = plain(text).unwrap();
            assert_eq!(Decimal::Small { mantissa: i128::from(m), scale: s }, Decimal::parse(text).unwrap(), "{text}");
            assert_eq!(rest, "");
        }
        assert_eq!(plain("12.5%"), Some((125, 1, "%")));
        for text in ["", "-", "-%", ".5", "5.", "5.%", "1.2.3", "1,234", "1e5", "1234567890123456789", "+5", " 5"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
