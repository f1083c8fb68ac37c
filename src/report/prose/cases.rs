//! Cases of open parameters, one line each: `二期产值 = 2000亿元（疑为2000之误）：不符，差 100亿元`.

use crate::ast::Verdict;
use crate::diag::Lang;
use crate::finding::{CaseValue, CaseView};
use crate::num::abs;
use crate::report::prose::units::margin;
use crate::report::prose::values;
use crate::report::prose::words::{bracketed, quoted, say, verdict};

pub(crate) fn line(case: &CaseView, lang: Lang) -> String {
    let value = |v: &CaseValue| {
        let because = v.because.as_ref().map_or_else(String::new, |b| bracketed(b, lang));
        format!("{} = {}{because}", v.param, values::value(&v.value, lang))
    };
    let all: Vec<String> = case.values.iter().map(value).collect();
    let size = case.margin.as_ref().filter(|(_, unit)| case.verdict == Verdict::Violated && unit.distance().is_some()).map(
        |(m, unit)| {
            let size = margin(&abs(m), unit, lang);
            format!("{} {size}", say(lang, "，差", ", off by"))
        },
    );
    let (comma, colon) = (say(lang, "，", ", "), say(lang, "：", ": "));
    format!("{}{colon}{}{}", all.join(comma), verdict(case.verdict, lang), size.unwrap_or_default())
}

/// The parameters in which cases differ: `参数“二期产值”尚未确定`; `None` without any.
pub(crate) fn open(cases: &[CaseView], lang: Lang) -> Option<String> {
    let first = cases.first()?;
    let open: Vec<String> = first.values.iter().map(|v| quoted(&v.param, lang)).collect();
    Some(match (lang, open.len()) {
        (_, 0) => return None,
        (Lang::Zh, _) => format!("参数{}尚未确定", open.join("、")),
        (Lang::En, 1) => format!("the parameter {} is open", open[0]),
        (Lang::En, _) => format!("the parameters {} are open", open.join(", ")),
    })
}
