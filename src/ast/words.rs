//! Words that exist in both languages and stand in the tree in their English form.

/// `强制` → `mandate`; an English word is returned as it is.
pub fn clause_force(word: &str) -> Option<&'static str> {
    CLAUSE_FORCES.iter().find(|(en, zh)| *en == word || *zh == word).map(|(en, _)| *en)
}

/// The Chinese twin of such a word.
pub fn chinese(word: &str) -> Option<&'static str> {
    CLAUSE_FORCES.iter().find(|(en, _)| *en == word).map(|(_, zh)| *zh)
}

/// `年度` in `m 的 年度` → `year`; an English word is returned as it is.
pub fn period_part(word: &str) -> Option<&'static str> {
    PERIOD_PARTS.iter().find(|(en, zh)| *en == word || zh.contains(&word)).map(|(en, _)| *en)
}

/// What is asked of a day in the same way: `d 的 周一` → `monday`.
pub fn day_part(word: &str) -> Option<&'static str> {
    DAY_PARTS.iter().find(|(en, zh)| *en == word || zh.contains(&word)).map(|(en, _)| *en)
}

const DAY_PARTS: &[(&str, &[&str])] = &[("weekday", &["星期几"]), ("monday", &["周一", "星期一"])];

const PERIOD_PARTS: &[(&str, &[&str])] =
    &[("year", &["年度"]), ("half", &["半年"]), ("quarter", &["季度"]), ("month", &["月份", "月度"])];

const CLAUSE_FORCES: &[(&str, &str)] = &[
    ("mandate", "强制"),
    ("target", "目标"),
    ("aspiration", "力争"),
    ("encourage", "鼓励"),
    ("fact", "事实"),
    ("definition", "定义"),
    ("derived", "推导"),
];
