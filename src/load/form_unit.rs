//! What stands outside a table about the unit of its figures: `单位：亿元`, `2007年产值（亿元、%）`, `币种：人民币`.

use super::figures::find_unit;
use super::value::fold_value;
use crate::ty::{Flavour, Unit, Units};
use std::borrow::Cow;

/// What one cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// Nothing of units.
    Nothing,
    /// A unit is to follow, in the cell beside: `单位：`.
    Follows,
    /// Who sent the form: `单位：安平县统计局`.
    Organisation,
    /// Names of units, known or not, in order.
    Units(Vec<String>),
}

/// Words behind which a unit, or an organisation, is named.
const WORDS: &[&str] = &["单位", "單位", "units", "unit"];

/// What stands before 单位 when an organisation is meant.
const OF_SENDERS: &[&str] = &[
    "填报", "填表", "编制", "编报", "报送", "制表", "主管", "责任", "申报", "上报", "报告", "牵头", "落实", "承担", "建设",
    "所在", "发文", "提供", "汇总", "主办", "承办",
];

/// What stands before 单位 when a unit is meant.
const OF_UNITS: &[&str] = &["计量", "货币", "金额", "计价", "数量", "面积", "长度", "重量", "价值", "比例", "产值"];

/// What stands behind 单位 when an organisation is meant.
const ABOUT_SENDERS: &[&str] = &["名称", "负责人", "代码", "地址", "盖章", "(章", "(盖章", "(公章", "领导", "性质", "类型"];

/// Endings of the names of organisations and places.
const ORGANISATIONS: &[&str] = &[
    "局", "委", "办", "厅", "处", "室", "科", "部", "所", "站", "中心", "政府", "公司", "集团", "企业", "厂", "院", "校", "学",
    "会", "行", "社", "队", "省", "市", "县", "区", "乡", "镇", "村", "旗", "州", "盟", "组", "店", "馆", "园", "街道", "机关",
    "大队", "银行", "法院", "军",
];

/// Endings of labels that stand in one line with the unit: 填报人：, 填表日期：, 表号：.
const BESIDE_UNITS: &[&str] = &[
    "人", "员", "日期", "时间", "电话", "手机", "传真", "号", "年", "期", "月", "部门", "机关", "审核", "复核", "制表", "填表",
    "填报", "签字", "签章", "盖章", "地址", "邮编", "编码", "代码",
];

/// Counters that stand alone as words of a title.
const WORDS_OF_TITLES: &[&str] = &["县", "村", "镇", "期", "届", "类", "种", "年", "日", "分"];

/// What may stand between 单位 and its unit.
const BETWEEN: &[&str] = &["均", "都", "皆", "全部", "全", "统一", "一律", "采用", "使用", "按", "以", "用", "系"];

/// What stands behind a unit in which figures are told: 以亿元计.
const COUNTED: &[&str] = &[
    "为单位",
    "为计量单位",
    "为计价单位",
    "为货币单位",
    "计量",
    "计价",
    "计算",
    "计",
    "列示",
    "列报",
    "填列",
    "填报",
    "填写",
    "表示",
    "反映",
];

/// Signs before an amount in a title: 超亿元企业 are enterprises, and 100亿元 is a figure.
const OF_FIGURES: &str = "过超达破逾近约满足上下数几多余十百千大元";

/// Signs that make multiples of a unit: 百亿元, 10万元.
fn is_magnitude(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '十' | '百' | '千' | '仟' | '佰' | '拾' | '万' | '亿' | '萬' | '億' | '兆' | ',' | '.')
}

/// 亿元（下同）, （亿元，下同）: that it goes for what follows says nothing of the unit.
fn without_same(text: String) -> String {
    const SAME: [&str; 7] = ["(下同)", ",下同", "，下同", "、下同", ";下同", "；下同", "下同"];
    if !text.contains("下同") {
        return text;
    }
    SAME.iter().fold(text, |text, word| text.replace(word, ""))
}

/// Reads one cell.
pub fn spoken(units: &Units, cell: &str) -> Spoken {
    let text = without_same(joined(&fold_colons(&fold_value(&ends(cell)))));
    if let Some(name) = in_english(units, &text) {
        return Spoken::Units(vec![name]);
    }
    if let Some(names) = counted(units, &text) {
        return Spoken::Units(names);
    }
    if let Some(word) = after_word(units, &text) {
        return match (word, with_tail(units, &text)) {
            // 填报单位：安平县统计局（亿元）
            (Spoken::Organisation, Some(names)) => Spoken::Units(names),
            (word, _) => with_currency(units, &text, word),
        };
    }
    if ["人民币", "币种", "计价", "RMB"].iter().any(|w| text.contains(w)) {
        return currency(units, &text);
    }
    bare(units, &text)
}

/// What a cell of a header says of nothing but a unit: `（单位：亿元）`, `金额单位：亿元`.
pub fn only_unit(units: &Units, cell: &str) -> Option<Vec<String>> {
    let text = joined(&fold_colons(&fold_value(&ends(cell))));
    let open = ['(', '[', '【'];
    let before = text.trim_start_matches(open);
    let word = WORDS.iter().filter_map(|w| before.find(w)).min();
    let own = word.is_some_and(|at| at == 0 || OF_UNITS.contains(&before[..at].trim()));
    match spoken(units, cell) {
        Spoken::Units(names) if own || (word.is_none() && before.len() < text.len()) => Some(names),
        Spoken::Units(_) | Spoken::Nothing | Spoken::Follows | Spoken::Organisation => None,
    }
}

/// Whether a header cell stands over the currency of each row.
pub fn is_currency_word(name: &str) -> bool {
    matches!(fold_value(name).to_lowercase().as_str(), "币种" | "货币" | "货币种类" | "币别" | "currency")
}

/// Whether a text names the currency that money is in anyhow.
pub fn is_own_currency(name: &str) -> bool {
    matches!(fold_value(name).to_uppercase().as_str(), "人民币" | "元" | "人民币元" | "RMB" | "CNY" | "YUAN")
}

/// Whether a name of a column is one of units: 单位, 产值单位 where `is_figure` knows 产值 as a column of figures.
pub fn is_unit_word(name: &str, is_figure: impl Fn(&str) -> bool) -> bool {
    let folded = fold_value(name).to_lowercase();
    if WORDS.contains(&folded.as_str()) {
        return true;
    }
    let before = ["单位", "單位"].iter().find_map(|w| folded.strip_suffix(w)).map(str::trim);
    before.is_some_and(|of| OF_UNITS.contains(&of) || is_figure(of))
}

/// Whether a text is a unit, or a multiple of one that has no name.
pub fn is_unit(units: &Units, text: &str) -> bool {
    find_unit(units, text).is_some() || looks_like_unit(units, text)
}

/// Whether a text is the unit of an amount or a share: 县 and 户 count things, and 万县 is a place.
pub fn is_measure(units: &Units, text: &str) -> bool {
    let measured = |name: &str| {
        find_unit(units, name).is_some_and(|u| matches!(u.ty.flavour, Flavour::Amount | Flavour::Share | Flavour::Points))
    };
    let bare = text.trim_start_matches(is_magnitude);
    measured(text)
        || (looks_like_unit(units, text) && measured(&bare.replace('圓', "元").replace('噸', "吨").replace('畝', "亩")))
}

/// Beyond this many bytes only the two ends of a text are looked at: words that tell what a line is stand there, and a cell may be as long as
/// its file.
const LOOKED_AT: usize = 2_000;

/// A text, or the two ends of a long one.
pub fn ends(text: &str) -> Cow<'_, str> {
    if text.len() <= 2 * LOOKED_AT {
        return Cow::Borrowed(text);
    }
    let head = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or("");
    let tail = text.get(text.ceil_char_boundary(text.len() - LOOKED_AT)..).unwrap_or("");
    Cow::Owned(format!("{head} {tail}"))
}

/// Colons of input methods and of mathematics.
pub fn fold_colons(text: &str) -> String {
    text.replace(['∶', '︰', '﹕', '꞉', '˸'], ":")
}

/// Figures are measured in it; who is counted, or for how long, is a word of titles: 以县为单位, 按年计算.
fn measures(unit: &Unit) -> bool {
    let counts = unit.ty.flavour == Flavour::Count && unit.factor == crate::num::Rat::ONE;
    let base = unit.ty.dims.to_string();
    !counts && !matches!(base.as_str(), "天" | "小时" | "年限" | "月数")
}

/// `以亿元为单位`, `按万元计`, `亿元为单位`, `(in 亿元)`.
fn counted(units: &Units, text: &str) -> Option<Vec<String>> {
    let fine = |n: &String| find_unit(units, n).map_or_else(|| looks_like_unit(units, n), |u| measures(&u));
    let all = |body: &str| Some(split(units, body)).filter(|names| !names.is_empty() && names.iter().all(fine));
    for sign in ["以", "按", "用"] {
        for (at, _) in text.match_indices(sign) {
            let rest = &text[at + sign.len()..];
            let end = COUNTED.iter().filter_map(|w| rest.find(w)).min();
            if let Some(names) = end.and_then(|end| all(&rest[..end])) {
                return Some(names);
            }
        }
    }
    for word in ["为单位", "为计量单位", "为计价单位", "为货币单位"] {
        if let Some((before, _)) = text.split_once(word)
            && let Some(name) = trailing_unit(units, before.trim_end_matches(QUOTES))
            && fine(&name)
        {
            return Some(vec![name]);
        }
    }
    // 产值为亿元。
    for part in text.split(['。', ';', '；', ',', '，']) {
        let said = ["为", "是", "系"].iter().filter_map(|w| part.rsplit_once(w)).next();
        let (of, unit) = said.map_or(("", ""), |(of, unit)| (of.trim(), unit.trim().trim_matches(QUOTES)));
        let size = |c: char| is_magnitude(c) && !c.is_ascii_digit();
        // Behind 单位 a unit has its own ways of being said.
        if !of.is_empty() && !of.contains(['单', '單']) && unit.starts_with(size) && is_measure(units, unit) {
            return Some(vec![unit.to_string()]);
        }
    }
    let lower = text.to_ascii_lowercase();
    lower.match_indices("in").find_map(|(at, word)| {
        let before = lower[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ',' | '['));
        let rest = &text[at + word.len()..];
        let apart = rest.starts_with(|c: char| c.is_whitespace() || !c.is_ascii());
        (before && apart).then(|| all(inside(rest).trim())).flatten()
    })
}

/// A multiple in English words: `million yuan`, `millions of RMB`, `RMB'000`, `(in thousands)`. None is the name of a unit, so it is refused; the
/// unit alone would be read a million times too small.
fn in_english(units: &Units, text: &str) -> Option<String> {
    if !text.bytes().any(|b| b.is_ascii_alphabetic() || b == b'\'') {
        return None;
    }
    const SIZES: [&str; 8] = ["hundred", "thousand", "million", "billion", "trillion", "mn", "bn", "mln"];
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '%'))).filter(|w| !w.is_empty()).collect();
    let size =
        |w: &str| SIZES.iter().any(|s| w == *s || w.strip_suffix('s') == Some(s)) || w.ends_with("'000") || w.ends_with("'000s");
    let money = |w: &str| matches!(w, "rmb" | "cny" | "yuan" | "usd" | "dollar" | "dollars") || find_unit(units, w).is_some();
    let at = words.iter().position(|w| size(w))?;
    let behind = words.iter().skip(at).position(|w| !size(w) && *w != "of").map_or(words.len(), |n| at + n);
    let last = words.get(behind).filter(|w| money(w));
    let first = at.checked_sub(1).filter(|n| money(words[*n]) || matches!(words[*n], "in" | "unit" | "units"));
    let own = words[at].contains("'000");
    (own || last.is_some() || first.is_some()).then(|| {
        let from = first.filter(|n| money(words[*n])).unwrap_or(at);
        let to = if last.is_some() { behind + 1 } else { behind };
        words.get(from..to).unwrap_or(&words).join(" ")
    })
}

/// The longest end of a text that is a unit.
fn trailing_unit(units: &Units, text: &str) -> Option<String> {
    text.char_indices().map(|(at, _)| &text[at..]).find(|end| is_unit(units, end)).map(ToString::to_string)
}

/// A multiple of a unit that a text ends with, though nothing parts it from the words before it: 2007年度亿元.
fn glued(units: &Units, text: &str) -> bool {
    let Some(unit) = trailing_unit(units, text) else { return false };
    let before = text[..text.len() - unit.len()].chars().next_back();
    unit.starts_with(['千', '万', '亿', '百', '億', '萬'])
        && unit.chars().count() > 1
        && before.is_some_and(|c| c.is_alphanumeric() && !c.is_ascii_digit() && !OF_FIGURES.contains(c))
}

/// The units that stand behind an organisation.
fn with_tail(units: &Units, text: &str) -> Option<Vec<String>> {
    match bare(units, text) {
        Spoken::Units(names) if names.iter().all(|n| is_unit(units, n)) => Some(names),
        Spoken::Units(_) | Spoken::Nothing | Spoken::Follows | Spoken::Organisation => None,
    }
}

/// `单 位` is 单位; blanks elsewhere stay.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['单', '單']) {
        let (before, from) = rest.split_at(at);
        let first = from.chars().next().unwrap_or('单');
        let behind = &from[first.len_utf8()..];
        out.push_str(before);
        out.push(first);
        let tight = behind.trim_start();
        // （单：亿元）
        if tight.starts_with(':')
            && before.trim_end_matches(['(', '[', '【', ' ', '　']).is_empty()
            && out.len() <= 4 + before.len()
        {
            out.push('位');
        }
        rest = if tight.starts_with('位') { tight } else { behind };
    }
    out.push_str(rest);
    out
}

/// What stands behind the words for unit.
fn after_word(units: &Units, text: &str) -> Option<Spoken> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for word in WORDS {
        for (at, _) in lower.match_indices(word) {
            let letter = |c: Option<char>| word.is_ascii() && c.is_some_and(|c| c.is_ascii_alphanumeric());
            let part = letter(lower[..at].chars().next_back()) || letter(lower[at + word.len()..].chars().next());
            if !part && !found.iter().any(|(a, b)| at < *b && at + word.len() > *a) {
                found.push((at, at + word.len()));
            }
        }
    }
    found.sort_unstable();
    let mut names = Vec::new();
    let mut last = None;
    for (nth, (start, end)) in found.iter().enumerate() {
        let to = found.get(nth + 1).map_or(text.len(), |(next, _)| *next);
        let (before, behind) = (&text[..*start], &text[*end..to]);
        last = Some(match segment(units, before, behind) {
            // The word before the next 单位 says of what it is the unit: 比例单位.
            Spoken::Units(mut list) => {
                if nth + 1 < found.len() && list.len() > 1 {
                    list.pop_if(|n| find_unit(units, n).is_none() && !looks_like_unit(units, n));
                }
                names.extend(list);
                continue;
            }
            other @ (Spoken::Nothing | Spoken::Follows | Spoken::Organisation) => other,
        });
    }
    match (names.is_empty(), last) {
        (false, _) => Some(Spoken::Units(names)),
        // 事业单位情况表 is a title, and so is what has a unit in brackets at its end.
        (true, Some(Spoken::Nothing)) | (true, None) => None,
        (true, said) => said,
    }
}

const QUOTES: &[char] = &['“', '”', '"', '「', '」', '『', '』', ' '];

/// Signs of a unit with a slip in it.
const SLIP: usize = 3;

/// One `…单位…`.
fn segment(units: &Units, before: &str, behind: &str) -> Spoken {
    let body = behind.trim_start();
    let colon = body.starts_with([':', '=', '为', '是', '。', '.', ';', '；']);
    let sender = OF_SENDERS.iter().any(|w| before.trim_end().ends_with(w));
    if (sender && (colon || body.len() < behind.len() || body.is_empty())) || ABOUT_SENDERS.iter().any(|w| body.starts_with(w)) {
        return Spoken::Organisation;
    }
    // （单位）亿元
    let body = if before.trim_end().ends_with(['(', '[', '【']) { body.trim_start_matches([')', ']', '】']) } else { body };
    let mut body = body.trim_start_matches([':', '=', '为', '是', ' ', '　', '-', '—', '。', '.', ';', '；']);
    while let Some(rest) = BETWEEN.iter().find_map(|w| body.strip_prefix(w)) {
        body = rest.trim_start_matches([':', '为', '是', ' ', '　']);
    }
    let body = inside(body).trim().trim_end_matches([';', '；', ',', '，', '、', '。', ' ', ':']);
    let body = body.trim_matches(QUOTES);
    if body.is_empty() {
        // 事业单位 is a word; 计量单位 waits for a unit.
        let before = before.trim_end();
        let waits = before.is_empty()
            || before.ends_with(['(', '[', '【', ' ', '　', ':'])
            || OF_UNITS.iter().any(|w| before.ends_with(w));
        return if colon || (behind.trim().is_empty() && waits) { Spoken::Follows } else { Spoken::Nothing };
    }
    let names = split(units, &without_signatures(body));
    if names.iter().any(|n| find_unit(units, n).is_some() || looks_like_unit(units, n)) {
        return Spoken::Units(names);
    }
    match colon {
        // 亿园 is a slip for 亿元, and no organisation is called so.
        true if is_organisation(body) && !(body.chars().count() <= SLIP && body.starts_with(is_magnitude)) => {
            Spoken::Organisation
        }
        true => Spoken::Units(names),
        // A blank parts a word from what it says too: `单位 安平县统计局`.
        false if is_organisation(body) && behind.starts_with([' ', '　']) => Spoken::Organisation,
        // 单位大都是亿元
        false if glued(units, body) => Spoken::Units(vec![body.to_string()]),
        false => Spoken::Nothing,
    }
}

/// What stands behind the unit in the line under a title, apart by a blank, and is none: `亿元　填报人：王强`, `亿元 2007年12月31日`.
fn without_signatures(text: &str) -> Cow<'_, str> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let date = |w: &str| w.starts_with(|c: char| c.is_ascii_digit()) && w.contains(['年', '-', '/']) && !w.contains('元');
    let label = |w: &str| w.split_once(':').is_some_and(|(label, _)| BESIDE_UNITS.iter().any(|end| label.ends_with(end)));
    let beside = |w: &str| label(w) || date(w);
    let Some(at) = words.iter().skip(1).position(|w| beside(w)) else { return Cow::Borrowed(text) };
    let mut kept: Vec<&str> = words.iter().take(at + 1).copied().collect();
    let mut named = false;
    for word in words.iter().skip(at + 1) {
        // 填报人： 王强
        let waits = std::mem::replace(&mut named, beside(word) && word.ends_with(':'));
        if !beside(word) && !waits {
            kept.push(word);
        }
    }
    Cow::Owned(kept.join(" "))
}

/// Up to a closing bracket that was opened before: `亿元）` of `（单位：亿元）`.
fn inside(text: &str) -> &str {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '【' | '［' | '〔' => depth += 1,
            ')' | ']' | '】' | '］' | '〕' if depth == 0 => return &text[..at],
            ')' | ']' | '】' | '］' | '〕' => depth -= 1,
            _ => {}
        }
    }
    text
}

pub fn is_organisation(text: &str) -> bool {
    let name = text.split(['(', ' ', '　', ',', '，', ';', '；']).next().unwrap_or(text);
    ORGANISATIONS.iter().any(|w| name.ends_with(w)) && name.chars().count() > 1
}

/// A multiple of a known unit that is not known itself: 百亿元, 10万元, 億元.
fn looks_like_unit(units: &Units, name: &str) -> bool {
    let bare = name.trim_start_matches(is_magnitude);
    // 2007年 is a year.
    if name.len() - bare.len() >= 4 && name[..name.len() - bare.len()].bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let old = bare.replace(['圓', '圆'], "元").replace('噸', "吨").replace('畝', "亩");
    (bare.len() < name.len() && (bare.is_empty() || find_unit(units, &old).is_some()))
        || (old != *bare && find_unit(units, &old).is_some())
        || name
            .split_once('/')
            .is_some_and(|(a, b)| [a, b].iter().all(|p| find_unit(units, p).is_some() || looks_like_unit(units, p)))
}

/// Money by a number in brackets, (10亿元), (×10000元), ('000元): no name of a unit, so it is refused.
fn is_sized(inner: &str) -> bool {
    let sign = |c: char| is_magnitude(c) || matches!(c, '×' | 'x' | 'X' | '*' | '^' | '\'' | '’' | ' ');
    let bare = inner.trim_start_matches(sign);
    bare.len() < inner.len() && matches!(bare, "元" | "圆" | "圓") && inner.contains(|c: char| c.is_ascii_digit())
}

/// The names of a list of units; 人民币 says nothing about the magnitude of 元.
fn split(units: &Units, text: &str) -> Vec<String> {
    let tidy = |name: &str| {
        let name = name.trim();
        let name = name.rsplit(':').next().unwrap_or(name).trim();
        let cut = ["(人民币)", "人民币", "RMB"].iter().fold(name.to_string(), |n, w| n.replace(w, ""));
        let cut = cut.trim();
        let inner = cut.strip_prefix(['(', '[', '【']).and_then(|c| c.strip_suffix([')', ']', '】'])).unwrap_or(cut);
        inner.trim().to_string()
    };
    let whole = tidy(text);
    if !text.contains(':') && find_unit(units, &whole).is_some() {
        return vec![whole];
    }
    let parts =
        text.split(|c: char| matches!(c, '、' | ',' | '，' | ';' | '；' | '和' | '及' | '与' | '或' | '|') || c.is_whitespace());
    parts.map(tidy).filter(|n| !n.is_empty()).collect()
}

/// A currency that is said beside the unit: `币种：美元　单位：亿元`.
fn with_currency(units: &Units, text: &str, said: Spoken) -> Spoken {
    let Some(at) = text.find("币种") else { return said };
    let behind = text[at + "币种".len()..].trim_start_matches([':', ' ', '　']);
    let name =
        behind.split(|c: char| c.is_whitespace() || matches!(c, ')' | ',' | '，' | ';' | '；' | '、')).next().unwrap_or("");
    match (said, currency_unit(units, name)) {
        (Spoken::Units(mut names), Some(unit)) => {
            names.push(unit);
            Spoken::Units(names)
        }
        (said, _) => said,
    }
}

/// The unit of a foreign currency; 人民币 is what money is in anyhow.
fn currency_unit(units: &Units, name: &str) -> Option<String> {
    (!name.is_empty() && !matches!(name, "人民币" | "元" | "RMB" | "CNY") && find_unit(units, name).is_some())
        .then(|| name.to_string())
}

/// `币种：人民币`, `人民币亿元`, `计价：美元`; a title may speak of 人民币贷款 and of 按当年价计价.
fn currency(units: &Units, text: &str) -> Spoken {
    let tail = inside(text.rsplit(['(', '[', '【']).next().unwrap_or(text));
    for body in [text, tail] {
        let rest = ["币种", "计价", "人民币", "RMB", "货币"].iter().fold(body.to_string(), |t, w| t.replace(w, " "));
        let rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '以' | '按' | '用' | '(' | ')'));
        let names = split(units, rest);
        if names.iter().any(|n| find_unit(units, n).is_some() || looks_like_unit(units, n)) {
            return Spoken::Units(names);
        }
        if rest.is_empty() {
            return Spoken::Nothing;
        }
    }
    let said = text.contains("币种") && text.contains(':');
    if said { Spoken::Units(split(units, text.rsplit(':').next().unwrap_or(text))) } else { bare(units, text) }
}

/// A cell that is a unit, alone or in brackets, or ends with one.
fn bare(units: &Units, text: &str) -> Spoken {
    let all = |body: &str| {
        let names = split(units, body);
        let fine = |n: &String| find_unit(units, n).is_some() || looks_like_unit(units, n);
        // What begins with a digit is a figure or a date.
        let figure = body.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
        (!names.is_empty() && !figure && names.iter().all(fine)).then_some(names)
    };
    let body = text.trim();
    let brackets = body.strip_prefix(['(', '[', '【']).and_then(|b| b.strip_suffix([')', ']', '】']));
    if let Some(inner) = brackets.filter(|inner| is_sized(inner)) {
        return Spoken::Units(vec![inner.to_string()]);
    }
    // 2007年产值表亿元）: the bracket that would open is not there.
    let body = match body.strip_suffix([')', ']', '】']) {
        Some(rest) if !rest.contains(['(', '[', '【']) => rest.trim_end(),
        _ => body,
    };
    if let Some(names) = all(brackets.unwrap_or(body)) {
        // 县 and 期 alone are words of a title, not units.
        let word = brackets.is_none() && names.iter().all(|n| WORDS_OF_TITLES.contains(&n.as_str()));
        return if word { Spoken::Nothing } else { Spoken::Units(names) };
    }
    if let Some(open) = body.rfind(['(', '[', '【'])
        && let Some(names) = all(inside(&body[open..][body[open..].chars().next().map_or(0, char::len_utf8)..]))
    {
        return Spoken::Units(names);
    }
    // 2007年各县产值　亿元; a counter at the end of a title (第一 期, 各 县) is a word of the title.
    let body = &*without_signatures(body);
    let last = body.rsplit(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | ':' | '/' | '—' | '、')).next().unwrap_or("");
    let counts = |unit: &Unit| unit.ty.flavour == Flavour::Count;
    match find_unit(units, last) {
        Some(unit) if last.len() < body.len() && !counts(&unit) && last.chars().count() > 1 => {
            Spoken::Units(vec![last.to_string()])
        }
        // What stands there glued is no name of a unit, so it is refused.
        _ if glued(units, last) => Spoken::Units(vec![last.to_string()]),
        _ => Spoken::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(cell: &str) -> Spoken {
        spoken(&Units::default(), cell)
    }

    #[test]
    fn a_unit_is_heard_in_every_spelling() {
        for cell in [
            "单位：亿元",
            "单 位：亿元",
            "单　位 : 亿元",
            "（单位：亿元）",
            "金额单位：亿元",
            "计量单位:亿元",
            "货币单位：亿元",
            "單位：亿元",
            "Unit: 亿元",
            "units：亿元",
            "单位亿元",
            "单位 亿元",
            "单位为亿元",
            "亿元",
            "（亿元）",
            "[亿元]",
            "2007年各县产值（单位：亿元）",
            "2007年各县产值（亿元）",
            "2007年各县产值 亿元",
            "2007年各县产值，亿元",
            "2007年各县产值 单位：亿元",
            "单位：人民币亿元",
            "单位：亿元（人民币）",
            "单位：亿元人民币",
            "人民币亿元",
            "人民币：亿元",
            "计价单位：亿元",
            "币种：人民币 单位：亿元",
            "单位：亿元；",
            "填报单位：安平县统计局 金额单位：亿元",
            "计价：亿元",
            "（单位）亿元",
            "(单位):亿元",
            "2007年12月31日   单位：亿元   填报人：王强",
            "单位：亿元　填报人： 王强",
            "单位：亿元 2007年12月31日",
            "单位：亿元  制表日期：2008-1-15  审核：李四",
            "2007年各县产值　亿元　填报人：王强",
            "本表货币单位“亿元”",
            "注：产值为亿元。",
            "本表金额均为亿元，人数为人",
        ] {
            assert_eq!(said(cell), Spoken::Units(vec!["亿元".into()]), "{cell}");
        }
        for cell in [
            "单位：亿元、%",
            "（亿元、%）",
            "单位：亿元，%",
            "单位：亿元 %",
            "金额单位：亿元 比例单位：%",
            "单位：产值:亿元、占比:%",
            "单位：亿元和%",
        ] {
            assert_eq!(said(cell), Spoken::Units(vec!["亿元".into(), "%".into()]), "{cell}");
        }
        assert_eq!(said("币种：美元　单位：亿元"), Spoken::Units(vec!["亿元".into(), "美元".into()]));
        assert_eq!(said("币种：美元"), Spoken::Units(vec!["美元".into()]));
    }

    #[test]
    fn a_unit_is_heard_in_sentences_and_behind_organisations() {
        for cell in [
            "单位∶亿元",
            "单位︰亿元",
            "本表金额均以亿元为单位",
            "本表单位均为亿元",
            "各数据单位均为亿元",
            "单位统一为亿元",
            "计量单位采用亿元",
            "（亿元为单位）",
            "金额以人民币亿元列示",
            "以亿元计",
            "备注：以上数据均以亿元为单位",
            "(in 亿元)",
            "2007 output, in 亿元",
            "报表单位：安平县（亿元）",
            "填报单位：安平县统计局（亿元）",
            "报送单位：安平县统计局    亿元",
            "填报单位：安平县统计局（单位：亿元）",
        ] {
            assert_eq!(said(cell), Spoken::Units(vec!["亿元".into()]), "{cell}");
        }
        for (cell, name) in [
            ("单位：元/人", "元/人"),
            ("单位：百亿元", "百亿元"),
            ("产值（百亿元）", "百亿元"),
            ("单位：億元", "億元"),
            ("单位：10万元", "10万元"),
            ("单位：万", "万"),
            ("2007年度亿元", "2007年度亿元"),
            ("2007年产值表亿元）", "2007年产值表亿元"),
            ("单位大都是亿元", "大都是亿元"),
            ("以百亿元计", "百亿元"),
            ("million yuan", "million yuan"),
            ("In hundred million yuan", "hundred million yuan"),
            ("(unit: 100 million yuan)", "million yuan"),
            ("Output, millions of RMB", "millions of rmb"),
            ("RMB'000", "rmb'000"),
            ("Output (in thousands)", "thousands"),
        ] {
            assert_eq!(said(cell), Spoken::Units(vec![name.into()]), "{cell}");
        }
    }

    #[test]
    fn organisations_and_titles_are_no_units() {
        for cell in [
            "单位：安平县统计局",
            "填报单位：安平县",
            "报送单位：亿元村",
            "单位名称：安平县",
            "单位负责人：张三",
            "单位（盖章）",
            "制表单位：",
            "单位 安平县统计局",
            "填报单位：安平县统计局（盖章）",
            "填报单位：安平县 2007年",
        ] {
            assert_eq!(said(cell), Spoken::Organisation, "{cell}");
        }
        for cell in [
            "2007年各县产值",
            "事业单位情况表",
            "县",
            "产值（现价）",
            "2007",
            "按2005年不变价计价",
            "人民币",
            "2007年人民币贷款情况",
            "第一 期",
            "community",
            "以县为单位汇总",
            "以户为单位的调查",
            "按年计算",
            "按2005年不变价计算",
            "产值过亿元",
            "2007年新增投资100亿元",
            "亿元村",
            "年销售收入500万元以上企业",
            "计划单列市",
            "insurance in China",
            "Thousand Islands Lake",
        ] {
            assert_eq!(said(cell), Spoken::Nothing, "{cell}");
        }
        for cell in ["单位：", "单位", "计量单位：", "（单位：）"] {
            assert_eq!(said(cell), Spoken::Follows, "{cell}");
        }
        for (cell, only) in
            [("（单位：亿元）", true), ("单位:亿元", true), ("（亿元）", true), ("出口额（亿元）", false), ("亿元", false)]
        {
            assert_eq!(only_unit(&Units::default(), cell).is_some(), only, "{cell}");
        }
    }
}
