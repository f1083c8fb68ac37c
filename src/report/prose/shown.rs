//! Results in words: figures, texts, places, who belongs to a list.

use crate::diag::Lang;
use crate::finding::{Figure, Listed, Place, ShownCase, ShownRow};
use crate::report::prose::units;
use crate::report::prose::values;
use crate::report::prose::words::{list, say};
use crate::ty::Unit;

/// `12.5%`, `at least 3%`, `no base`, `surely listed`
pub fn figure(f: &Figure, unit: Option<&Unit>, lang: Lang) -> String {
    match f {
        Figure::Number { value, lacks } => {
            let one = Unit::one();
            let known = units::interval(value, unit.unwrap_or(&one), lang);
            match lacks {
                true => format!("{known}{}", say(lang, "，或无基数", ", or no base")),
                false => known,
            }
        }
        Figure::Text(texts) => match texts.as_slice() {
            [Some(only)] => only.clone(),
            all => all
                .iter()
                .map(|t| t.as_deref().unwrap_or(say(lang, "无", "none")))
                .collect::<Vec<_>>()
                .join(say(lang, "或", " or ")),
        },
        Figure::Unknown => say(lang, "未知", "unknown").to_string(),
        Figure::Nothing => nothing(unit, lang).to_string(),
        Figure::Listed(listed) => self::listed(*listed, lang).to_string(),
    }
}

fn nothing(unit: Option<&Unit>, lang: Lang) -> &'static str {
    match unit {
        Some(unit) if unit.calendar.is_none() => say(lang, "无基数", "no base"),
        Some(_) | None => say(lang, "无", "none"),
    }
}

pub(crate) fn listed(l: Listed, lang: Lang) -> &'static str {
    match l {
        Listed::Surely => say(lang, "列入", "listed"),
        Listed::Possibly => say(lang, "可能列入", "possibly listed"),
        Listed::Not => say(lang, "未列入", "not listed"),
    }
}

/// The same for programs; never translated.
pub(crate) fn listed_key(l: Listed) -> &'static str {
    match l {
        Listed::Surely => "surely",
        Listed::Possibly => "possibly",
        Listed::Not => "not",
    }
}

/// `2`, `2—4`: what is open may stand before or behind.
pub(crate) fn place(p: Place, lang: Lang) -> String {
    match p.worst {
        Some(worst) if worst == p.best => p.best.to_string(),
        Some(worst) => format!("{}{}{worst}", p.best, say(lang, "—", " to ")),
        None => format!("{}{}", p.best, say(lang, " 或以后", " or later")),
    }
}

/// What a figure is worked out of: `研发经费 5亿元，销售收入 40亿元`; nothing where the figure is read as it stands.
pub(crate) fn workings(row: &ShownRow, lang: Lang) -> Option<String> {
    let inputs = row.workings.get(1..).unwrap_or_default();
    let one = |o: &crate::finding::Operand| {
        let value = units::interval(&o.value, &o.unit, lang);
        format!("{} {value}", units::called(o, lang))
    };
    let own = || crate::report::prose::arithmetic::addends_of(row.workings.first()?, lang);
    match inputs {
        [] => own(),
        all => Some(list(&all.iter().map(one).collect::<Vec<_>>(), lang)),
    }
}

/// `口径 = 产值：12.5%`
pub(crate) fn case(c: &ShownCase, unit: Option<&Unit>, lang: Lang) -> String {
    let value = |v: &crate::finding::CaseValue| format!("{} = {}", v.param, values::value(&v.value, lang));
    let values: Vec<String> = c.values.iter().map(value).collect();
    let figure = c.figure.as_ref().map_or_else(|| say(lang, "不适用", "not applicable").to_string(), |f| figure(f, unit, lang));
    format!("{}{}{figure}", list(&values, lang), say(lang, "：", ": "))
}
