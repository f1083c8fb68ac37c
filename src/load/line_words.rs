//! Words by which people tell lines that are no rows: totals, notes, who filled the form in.

use super::figures::find_unit;
use super::number::{Figure, Refusal, lex};
use super::numbering::{counted, numbers_page, pressed};
use super::value::fold_value;
use crate::ty::Units;

/// A word of totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalWord {
    /// 合计, 小计, 总计: the sum of rows.
    Sum,
    /// 全市, 总数: a total where it is the key of a row.
    Whole,
    /// 平均: where it is the key of a row, what the rows come to on an average.
    Average,
    /// 其中: a part of the row above.
    OfWhich,
    /// 比上年增长, 占全市比重, 上年同期: where it is the key of a row, what is worked out of other rows or stands beside them.
    Derived,
}

const SUMS: &[&str] =
    &["合计", "总计", "小计", "共计", "总合计", "累计", "合計", "總計", "小計", "共計", "total", "subtotal", "sub-total", "sum"];

/// Words of totals with what may stand behind them.
const SUM_FIGURES: &[&str] =
    &["合计数", "合计额", "总计数", "总计额", "小计数", "小计额", "累计数", "累计额", "共计数", "合计值"];

/// Words that are totals where they are the whole key of a row, and may be anything elsewhere.
const WHOLES: &[&str] =
    &["总数", "总和", "汇总", "汇总数", "全市", "全县", "全区", "全省", "全国", "全州", "全盟", "全旗", "全镇", "全乡"];

const AVERAGES: &[&str] = &[
    "平均",
    "平均值",
    "平均数",
    "均值",
    "平均水平",
    "全市平均",
    "全县平均",
    "全区平均",
    "全省平均",
    "全国平均",
    "average",
    "mean",
    "avg",
];

/// Rows of growth and of other years, where these words are the key of a row.
const DERIVED: &[&str] = &["增减", "同比增长", "环比增长", "同比增减", "上年同期", "去年同期", "上年同期数", "去年同期数"];

/// The same, behind what it is compared with: 比上年增长, 占全市比重. Alone they may be the names of indicators.
const COMPARED: &[&str] =
    &["增长", "增长率", "增速", "增幅", "增减", "增减率", "增加", "减少", "下降", "提高", "比重", "比例", "百分比"];

const PARTS: &[&str] = &["其中", "ofwhich"];

/// Beginnings of notes: what stands behind must be a colon, a bracket, a digit or nothing.
const NOTES: &[&str] = &[
    "注",
    "附注",
    "备注",
    "注释",
    "说明",
    "填表说明",
    "附",
    "资料来源",
    "数据来源",
    "来源",
    "口径",
    "note",
    "notes",
    "remark",
    "remarks",
    "source",
    "sources",
];

/// Lines that say where a table goes on.
const CONTINUED: &[&str] = &[
    "续",
    "续表",
    "续上表",
    "续前表",
    "接上表",
    "接上页",
    "上接",
    "下接",
    "转下页",
    "续下页",
    "continued",
    "cont",
    "tobecontinued",
    "以下空白",
    "本页空白",
];

/// Beginnings of the lines with which a form ends, wherever a colon or nothing stands behind.
const SIGNED: &[&str] = &[
    "负责人",
    "单位负责人",
    "统计负责人",
    "部门负责人",
    "分管领导",
    "主管领导",
    "领导签字",
    "审核",
    "复核",
    "审批",
    "审定",
    "核准",
    "制表",
    "填表",
    "填报",
    "经办",
    "主管",
    "联系人",
    "联系电话",
    "电话",
    "手机",
    "传真",
    "邮箱",
    "地址",
    "日期",
    "填报日期",
    "填表日期",
    "制表日期",
    "报出日期",
    "上报日期",
    "填报时间",
    "填表时间",
    "报送时间",
    "填报单位",
    "编报单位",
    "编制单位",
    "报送单位",
    "制表单位",
    "填表单位",
    "单位盖章",
    "盖章",
    "公章",
    "签字",
    "签名",
    "preparedby",
    "reviewedby",
    "checkedby",
    "approvedby",
    "signature",
    "contact",
    "phone",
    "date",
];

/// Beginnings that nobody is called by, whatever stands behind.
const PERSONS: &[&str] = &[
    "填表人",
    "填报人",
    "制表人",
    "审核人",
    "复核人",
    "审批人",
    "经办人",
    "联系人",
    "统计负责人",
    "单位负责人",
    "填表日期",
    "填报日期",
];

/// Whether a text stands where a total does: `合计`, `合　计`, `全市合计：`, `小计（万元）`, `其中：安平县`.
pub fn total_word(text: &str) -> Option<TotalWord> {
    // Longer texts are sentences.
    if text.is_empty() || text.len() > 60 {
        return None;
    }
    let folded = pressed(text);
    if PARTS.iter().any(|w| folded.starts_with(w)) {
        return Some(TotalWord::OfWhich);
    }
    let open = ['(', '[', '【', '〔', '〈', '<', '-', '—', '=', '"', '“'];
    let close = [')', ']', '】', '〕', '〉', '>', '-', '—', '=', '"', '”'];
    let whole = folded.trim_start_matches(open).trim_end_matches(close);
    let body = whole.split(['(', '[', '【', '〔']).next().unwrap_or("").trim_end_matches([':', '.', '*', '、', '。']);
    let body = body.trim_end_matches(close);
    let body = if body.is_empty() { whole } else { body };
    let bare = body.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | '*' | '#' | ')'));
    // 2007年全市
    let body = if bare.len() < body.len() { bare.trim_start_matches(['年', '度']) } else { bare };
    let latin = |w: &str| w.is_ascii();
    let hit = |w: &&str| if latin(w) { body == *w || body == format!("grand{w}") } else { body.ends_with(*w) };
    if SUMS.iter().chain(SUM_FIGURES).any(hit) {
        return Some(TotalWord::Sum);
    }
    if matches!(body, "∑" | "σ" | "过次页" | "承前页" | "转次页" | "接前页") || SUMS.iter().any(|w| counted(body, w))
    {
        return Some(TotalWord::Sum);
    }
    // 比上年增长, 占全市比重
    let compared = body.starts_with(['比', '较', '占']) && COMPARED.iter().any(|w| body.ends_with(w));
    if compared || DERIVED.contains(&body) {
        return Some(TotalWord::Derived);
    }
    if AVERAGES.contains(&body) {
        return Some(TotalWord::Average);
    }
    WHOLES.contains(&body).then_some(TotalWord::Whole)
}

/// A quick look: whether a text can be a word of totals at all.
pub fn may_be_total(text: &str) -> bool {
    let text = text.trim();
    const LAST: &[char] = &[
        '计', '計', '均', '平', '数', '额', '值', ':', '：', ')', '）', ']', '】', '〕', '〉', '*', '.', '、', '。', '-', '—',
        '=', '"', '”', '>',
    ];
    let dated = text.len() < 40 && text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(['全', '总', '汇']);
    dated
        || text.ends_with(LAST)
        || text.starts_with([
            '其', '全', '总', '汇', '合', '小', '共', '∑', 'Σ', '过', '承', '转', '接', '比', '较', '占', '增', '同', '环', '上',
            '去', '年',
        ])
        || (text.len() < 20
            && text.starts_with(['t', 'T', 's', 'S', 'g', 'G', 'o', 'O', 'a', 'A', 'm', 'M', '(', '（', '[', '【']))
}

/// A quick look: whether a text can begin a note or speak of units at all.
pub fn may_tell(text: &str) -> bool {
    const FIRST: &str =
        "续接转下（(【[…-—注附备说资数来口负单統统部分主领审复批核制填报经联电手传邮地日上编盖公签※①②③*编单單栏列";
    let text = text.trim_start();
    if is_code(text) {
        return false;
    }
    let latin = |c: char| matches!(c.to_ascii_lowercase(), 'n' | 'r' | 's' | 'p' | 'c' | 'a' | 'd' | 'u');
    text.starts_with(|c: char| FIRST.contains(c) || latin(c)) || text.contains(['单', '單'])
}

/// A quick look: letters and digits in one word, as codes are, without any of the words that notes and units are known by.
fn is_code(text: &str) -> bool {
    const TELLING: &[&str] = &[
        "note", "remark", "source", "by", "sign", "contact", "phone", "date", "unit", "in", "currency", "amount", "figure",
        "page", "cont",
    ];
    let mut lower = [0u8; 32];
    let bytes = text.as_bytes();
    let Some(lower) = lower.get_mut(..bytes.len()) else { return false };
    let mut digits = 0;
    for (to, byte) in lower.iter_mut().zip(bytes) {
        if !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            return false;
        }
        digits += usize::from(byte.is_ascii_digit());
        *to = byte.to_ascii_lowercase();
    }
    // All but one of these words have a vowel, and that one a y.
    let spoken = |b: &u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    if !lower.iter().any(spoken) {
        return digits > 0;
    }
    let says = |word: &&str| lower.windows(word.len()).any(|w| w == word.as_bytes());
    digits > 0 && !TELLING.iter().any(says)
}

/// Whether a pressed text is one of some words, with a colon, a bracket or nothing behind it, or what else may stand there.
fn behind(text: &str, words: &[&str], more: fn(char) -> bool) -> bool {
    let goes_on = |rest: &str| rest.chars().next().is_none_or(|c| matches!(c, ':' | '(' | '【' | '[') || more(c));
    words.iter().any(|w| text.strip_prefix(w).is_some_and(goes_on))
}

/// Whether a text begins as notes do that say something about the figures, not who signed.
pub fn explains(text: &str) -> bool {
    behind(&pressed(text), NOTES, |c| c.is_ascii_digit() || matches!(c, '.' | '、'))
}

/// Whether a text begins as notes and signatures do.
pub fn begins_note(text: &str) -> bool {
    let text = pressed(text);
    PERSONS.iter().any(|w| text.starts_with(w))
        || CONTINUED.contains(&text.trim_matches(['(', ')', '[', ']', '【', '】', '…', '.', '-', '—']))
        || numbers_page(&text)
        || behind(&text, NOTES, |c| c.is_ascii_digit() || matches!(c, '.' | '、'))
        || behind(&text, SIGNED, |c| matches!(c, '人'))
        || (text.starts_with(['※', '①', '②', '③', '*']) && text.chars().count() > 4)
}

/// Whether a text reads like a sentence and not like the name of somebody.
pub fn is_sentence(text: &str) -> bool {
    let text = pressed(text);
    let told = ["以上", "本表", "上述", "此表", "上表", "表中", "本报表", "第1页", "共1页"];
    text.contains(['。', ';', '；', ':', '，', ',', '！'])
        || text.chars().count() > 24
        || told.iter().any(|w| text.starts_with(w))
}

/// Whether a cell is a label for the one beside it: `填报单位：`, `报告期`.
pub fn is_label(text: &str) -> bool {
    let folded = pressed(text);
    let named = ["表号", "文号", "编号", "年份", "年度", "报告期", "期间", "时间", "页", "序号"];
    folded.ends_with(':') || begins_note(text) || named.contains(&folded.as_str())
}

/// Whether a cell is a figure: a number, alone or with a known unit, or bounds of one.
pub fn is_figure(units: &Units, text: &str) -> bool {
    if is_plain_figure(text) {
        return true;
    }
    let folded = fold_value(text);
    let known = |unit: &str| unit.is_empty() || find_unit(units, unit).is_some();
    match lex(&folded) {
        Ok(Figure::Value(q)) => known(q.unit),
        Ok(Figure::Bounds { lo, hi }) => lo.iter().chain(&hi).all(|(q, _)| known(q.unit)),
        Ok(Figure::NoneMark) | Err(_) => false,
    }
}

/// A quick look: digits, the first no zero, with or without a point between them.
fn is_plain_figure(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (whole, part) = bytes.iter().position(|b| *b == b'.').map_or((bytes, &b"0"[..]), |at| (&bytes[..at], &bytes[at + 1..]));
    let digits = |part: &[u8]| !part.is_empty() && part.len() <= 18 && part.iter().all(u8::is_ascii_digit);
    digits(whole) && digits(part) && whole[0] != b'0'
}

/// Whether a cell is a figure that is not written as one: `约500`, `￥500`, `1.5E3`, `500（估）`.
pub fn is_figure_written_wrongly(text: &str) -> bool {
    let folded = fold_value(text);
    let starts = |c: char| {
        c.is_ascii_digit() || matches!(c, '+' | '-' | '¥' | '￥' | '$' | '约' | '近' | '~' | '≈' | '>' | '<' | '≥' | '≤')
    };
    let wrong = match lex(&folded) {
        Ok(Figure::Value(q)) => q.unit.starts_with(['(', '[']),
        Ok(_) => false,
        Err(Refusal::Hyphen | Refusal::NotANumber | Refusal::DoubtfulMark) => false,
        Err(_) => true,
    };
    wrong && folded.starts_with(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_in_every_spelling() {
        for text in [
            "合计",
            "合　计",
            " 合 计：",
            "总计",
            "全市合计",
            "小计（万元）",
            "一、合计",
            "Total",
            "Grand total",
            "SUBTOTAL",
            "合計",
            "（合计）",
            "【合计】",
            "——合计——",
            "2007年合计",
            "合计数",
            "累计数",
            "小计额",
            "合计。",
            "合计（全市）",
            "(Total)",
        ] {
            assert_eq!(total_word(text), Some(TotalWord::Sum), "{text}");
        }
        for text in ["其中：安平县", "其中", "其 中", "of which"] {
            assert_eq!(total_word(text), Some(TotalWord::OfWhich), "{text}");
        }
    }

    #[test]
    fn words_that_are_totals_as_keys() {
        for text in ["总数", "总和", "汇总", "全市", "全县", "（全市）", "全 市", "2007年全市", "2007年度总数"]
        {
            assert_eq!(total_word(text), Some(TotalWord::Whole), "{text}");
            assert!(may_be_total(text), "{text}");
        }
        for text in ["合计2户", "合 计 12 家", "小计3", "∑", "Σ"] {
            assert_eq!(total_word(text), Some(TotalWord::Sum), "{text}");
            assert!(may_be_total(text), "{text}");
        }
        for text in ["比上年增长(%)", "占全市比重（%）", "上年同期", "增减", "同比增长", "比去年同期增减", "较上年下降"]
        {
            assert_eq!(total_word(text), Some(TotalWord::Derived), "{text}");
            assert!(may_be_total(text), "{text}");
        }
        for text in ["平均", "平 均", "平均值", "全市平均", "（平均）", "Average", "mean"] {
            assert_eq!(total_word(text), Some(TotalWord::Average), "{text}");
            assert!(may_be_total(text), "{text}");
        }
        for text in [
            "平均村",
            "人均",
            "Meander",
            "全市场",
            "总数学会",
            "汇总科",
            "机构总数",
            "全县城",
            "学数",
            "合计数据中心",
            "安平县",
            "会计师事务所",
            "合计算力中心",
            "合计2号中心",
            "增长极公司",
            "增长率",
            "上年",
            "占山县",
            "同比网",
            "上年村",
            "Totalizer",
            "summer",
            "",
            "设计",
        ] {
            assert_eq!(total_word(text), None, "{text}");
        }
    }

    #[test]
    fn notes_and_signatures() {
        for text in [
            "注：当年价",
            "注1",
            "注:",
            "说明：快报数",
            "填表人张三",
            "审核：李四",
            "审 核 人：",
            "联系电话:031",
            "Note: x",
            "※本表由县局汇总",
            "续表",
            "（续）",
            "接上页",
            "第1页",
            "第 1 页 共 2 页",
            "第1页，共2页",
            "Page 3",
        ] {
            assert!(begins_note(text), "{text}");
        }
        for text in [
            "注册会计师协会",
            "附属医院",
            "安平县",
            "来源村",
            "日期村",
            "电话机厂",
            "审核中心",
            "*甲",
            "续建工程",
            "接上村",
            "第1页岩矿",
            "第一页",
        ] {
            assert!(!begins_note(text), "{text}");
        }
    }

    #[test]
    fn codes_are_told_from_notes_at_a_look() {
        for text in ["DK000000001", "P-12", "s1", "A_7", "U2", "N0"] {
            assert!(is_code(text) && !begins_note(text), "{text}");
        }
        for text in
            ["Note1", "note", "Unit2", "Date2007", "in10000", "DK", "", "D 1", "Phone:1", "Page3", "注1", "a".repeat(33).as_str()]
        {
            assert!(!is_code(text), "{text}");
        }
    }

    #[test]
    fn figures_and_what_only_looks_like_them() {
        let units = Units::default();
        for text in ["1", "1,234.5", "60%", "100亿元", "-5", ">=3", "１２"] {
            assert!(is_figure(&units, text), "{text}");
        }
        for text in ["2007年各县产值", "甲", "2008年1月15日", "0318-1234567", "—", "", "第1页"] {
            assert!(!is_figure(&units, text), "{text}");
        }
    }
}
