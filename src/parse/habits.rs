//! What beginners write out of habit, and what is written here instead: `必须` for 要求, `。` for the point, `在 1 和 2 之间`.

use super::openers::Place;
use crate::diag::Bilingual;

/// Words that open a statement elsewhere, beside the keyword that does it here.
const OPENERS: &[(&str, &str)] = &[
    ("必须", "要求"),
    ("应当", "要求"),
    ("应该", "要求"),
    ("应", "要求"),
    ("须", "要求"),
    ("需要", "要求"),
    ("如果", "当"),
    ("若", "当"),
    ("对于", "对"),
    ("针对", "对"),
    ("根据", "依据"),
    ("按照", "依据"),
    ("引用", "依据"),
    ("must", "require"),
    ("shall", "require"),
    ("should", "require"),
    ("if", "when"),
    ("foreach", "for"),
    ("else", "otherwise"),
];

/// Signs and words met where something else is expected, beside what was probably meant.
const INSIDE: &[(&[&str], &str, &str)] = &[
    (&["。"], "字段前写点“.”（半角或全角的 ．），不写句号", "the sign before a field is a point: `.`"),
    (&[":", "："], "这里不用冒号，空一格接着写", "no colon here: leave a blank and go on"),
    (&["在", "之间"], "两个数之间写作“介于 10万元 至 20万元”", "for a range write `between 10万元 and 20万元`"),
    (
        &["那么", "then"],
        "“如果……那么……”写作“… 则 …”，或把条件写在“当”后面",
        "write `… implies …`, or put the condition after `when`",
    ),
    (&["和", "并", "&", "&&"], "两个条件都要满足，写“且”", "where both must hold, write `and`"),
    (&["|", "||"], "两个条件满足一个，写“或”", "where one of two must hold, write `or`"),
    (&["满足", "通过", "合格", "达标", "pass", "passed", "ok"], "结论写“符合”", "write the verdict as `met`"),
    (&["不满足", "违反", "不通过", "不合格", "不达标", "fail", "failed"], "结论写“不符”", "write the verdict as `violated`"),
    (&["未知", "未定", "unknown"], "结论写“待定”", "write the verdict as `undetermined`"),
    (&["是"], "比较相等写“=”或“为”", "write `=` or `is`"),
];

/// The keyword that opens such a statement here.
pub(super) fn opener(word: &str, place: Place) -> Option<&'static str> {
    OPENERS.iter().find(|(habit, _)| place == Place::Rule && *habit == word).map(|(_, keyword)| *keyword)
}

/// Advice for something found where it cannot stand.
pub(super) fn advice(found: &str) -> Option<Bilingual> {
    let (_, zh, en) = INSIDE.iter().find(|(habits, ..)| habits.contains(&found))?;
    Some(Bilingual::new(*zh, *en))
}
