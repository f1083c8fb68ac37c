//! Stages and sets in words: the label and what the next stage lacks; the members a set lacks, each by its name.

use crate::ast::CmpOp;
use crate::diag::Lang;
use crate::finding::{Detail, Gap, Staged};
use crate::report::prose::names;
use crate::report::prose::values;
use crate::report::prose::words::{bracketed, quoted, say};

/// `“发展阶段”为“集中”，要求不低于“集群”`
pub(crate) fn standing(s: &Staged, lang: Lang) -> String {
    let own = values::stages(&s.labels, lang);
    let what = quoted(&s.what, lang);
    let may = s.labels.len() > 1;
    let wanted = match (&s.other, s.wanted.as_slice()) {
        (None, _) => values::stages(&s.wanted, lang),
        (Some(other), [Some(label)]) => format!("{}{}", quoted(other, lang), bracketed(label, lang)),
        (Some(other), _) => quoted(other, lang),
    };
    let op = operator(s.op, lang);
    match lang {
        Lang::Zh if may => format!("{what}可能为{own}，要求{op}{wanted}"),
        Lang::Zh => format!("{what}为{own}，要求{op}{wanted}"),
        Lang::En if may => format!("{what} may be {own}; must be {op}{wanted}"),
        Lang::En => format!("{what} is {own}; must be {op}{wanted}"),
    }
}

fn operator(op: CmpOp, lang: Lang) -> &'static str {
    match op {
        CmpOp::Ge => say(lang, "不低于", "at least "),
        CmpOp::Gt => say(lang, "高于", "above "),
        CmpOp::Le => say(lang, "不高于", "at most "),
        CmpOp::Lt => say(lang, "低于", "below "),
        CmpOp::Eq => say(lang, "为", ""),
        CmpOp::Ne => say(lang, "不为", "other than "),
    }
}

/// `“集聚”还缺：产业基础、市场规范；不知道有没有：区位优势`
pub(crate) fn gap(g: &Gap, lang: Lang) -> String {
    let names =
        |list: &[(String, Detail)]| list.iter().map(|(words, _)| words.as_str()).collect::<Vec<_>>().join(say(lang, "、", ", "));
    let label = quoted(&g.label, lang);
    let missing = (!g.missing.is_empty()).then(|| match lang {
        Lang::Zh => format!("{label}还缺：{}", names(&g.missing)),
        Lang::En => format!("{label} lacks: {}", names(&g.missing)),
    });
    let unknown = (!g.unknown.is_empty()).then(|| match lang {
        Lang::Zh => format!("{label}还不清楚：{}", names(&g.unknown)),
        Lang::En => format!("{label} is not known to have: {}", names(&g.unknown)),
    });
    missing.into_iter().chain(unknown).collect::<Vec<_>>().join(say(lang, "；", "; "))
}

/// Elements that rest on figures, with their arithmetic.
pub(crate) fn measured(g: &Gap) -> impl Iterator<Item = &(String, Detail)> {
    g.missing
        .iter()
        .chain(&g.unknown)
        .filter(|(_, d)| !matches!(d, Detail::Presence { .. } | Detail::Match { .. } | Detail::ExactlyOne { .. } | Detail::None))
}

/// The standing and every gap in one line.
pub(crate) fn line(s: &Staged, lang: Lang) -> String {
    let gaps = s.gaps.iter().map(|g| gap(g, lang));
    std::iter::once(standing(s, lang)).chain(gaps).collect::<Vec<_>>().join(say(lang, "；", "; "))
}

/// `“g.members.name”里没有：发改委、财政局（共 14 项）`
pub(crate) fn sets(detail: &Detail, lang: Lang) -> String {
    let Detail::Sets { subset, wanted, other, breaking, unknown, open, total, .. } = detail else { return String::new() };
    let other = quoted(&names::name(other, lang), lang);
    let list = |names: &[String]| names.join(say(lang, "、", ", "));
    let mut parts = Vec::new();
    if !breaking.is_empty() {
        parts.push(match (lang, subset) {
            (Lang::Zh, true) => format!("{other}里没有：{}（共 {total} 项，缺 {} 项）", list(breaking), breaking.len()),
            (Lang::Zh, false) => format!("{other}里也有：{}（共 {total} 项，重 {} 项）", list(breaking), breaking.len()),
            (Lang::En, true) => format!("{other} lacks: {} ({} of {total})", list(breaking), breaking.len()),
            (Lang::En, false) => format!("{other} has too: {} ({} of {total})", list(breaking), breaking.len()),
        });
    }
    if !unknown.is_empty() {
        parts.push(match lang {
            Lang::Zh => format!("{other}里有没有还不清楚：{}", list(unknown)),
            Lang::En => format!("not known whether {other} has: {}", list(unknown)),
        });
    }
    if *open {
        parts.push(say(lang, "名单可能不全", "the list may not be complete").to_string());
    }
    if parts.is_empty() {
        parts.push(match (lang, subset) {
            (Lang::Zh, true) => format!("{total} 项都在{other}里"),
            (Lang::Zh, false) => format!("{total} 项都不在{other}里"),
            (Lang::En, true) => format!("all {total} are in {other}"),
            (Lang::En, false) => format!("none of {total} is in {other}"),
        });
    }
    let told = parts.join(say(lang, "；", "; "));
    // What is as it must not be, or may be.
    let asked = match (!wanted && breaking.is_empty(), subset) {
        (false, _) => "",
        (true, true) => say(lang, "，要求不都在里面", ", and not all may be"),
        (true, false) => say(lang, "，要求至少有一项在里面", ", and at least one must be"),
    };
    told + asked
}
