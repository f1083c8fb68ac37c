//! Words that exist in both languages and stand in the tree in their English form.

/// `强制` → `mandate`; an English word is returned as it is.
pub fn clause_force(word: &str) -> Option<&'static str> {
    CLAUSE_FORCES.iter().find(|(en, zh)| *en == word || *zh == word).map(|(en, _)| *en)
}

/// `合计` → `sum`; `None` for a name that is no built-in function.
pub fn function(word: &str) -> Option<&'static str> {
    FUNCTIONS.iter().find(|(en, zh)| *en == word || *zh == word).map(|(en, _)| *en)
}

/// The Chinese twin of an English word in one of the tables above.
pub fn chinese(word: &str) -> Option<&'static str> {
    CLAUSE_FORCES.iter().chain(FUNCTIONS).find(|(en, _)| *en == word).map(|(_, zh)| *zh)
}

const CLAUSE_FORCES: &[(&str, &str)] = &[
    ("mandate", "强制"),
    ("target", "目标"),
    ("aspiration", "力争"),
    ("encourage", "鼓励"),
    ("fact", "事实"),
    ("definition", "定义"),
    ("derived", "推导"),
];

const FUNCTIONS: &[(&str, &str)] = &[
    ("sum", "合计"),
    ("count", "个数"),
    ("min", "最小"),
    ("max", "最大"),
    ("avg", "平均"),
    ("median", "中位数"),
    ("quantile", "分位数"),
    ("every", "每个"),
    ("some", "有的"),
    ("prior", "上期"),
    ("last_year", "上年同期"),
    ("increment", "当期值"),
    ("annual_growth", "年均增长率"),
    ("round", "取整"),
    ("abs", "绝对值"),
    ("mod", "余数"),
    ("length", "长度"),
    ("slice", "级距内"),
    ("growth", "增长率"),
];
