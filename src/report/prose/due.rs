//! When what is due is due, in words.

use crate::diag::Lang;
use crate::finding::{DueAccount, DueState, Held, Left, NotDue, When};
use crate::report::prose::words::say;
use crate::ty::{PeriodKind, day_text, period_text};

/// `还有 2 年到期（2010）`
pub(crate) fn not_due(why: NotDue, lang: Lang) -> String {
    match (why, lang) {
        (NotDue::Ahead { at, left: to_go, at_least: true }, Lang::Zh) => {
            format!("尚未到期：最早 {}，至少还有 {}", at.text(), left(to_go, lang))
        }
        (NotDue::Ahead { at, left: to_go, at_least: true }, Lang::En) => {
            format!("not yet due: {} at the earliest, at least {} to go", at.text(), left(to_go, lang))
        }
        (NotDue::Ahead { at, left: to_go, at_least: false }, Lang::Zh) => {
            format!("还有 {}到期（{}）", left(to_go, lang), at.text())
        }
        (NotDue::Ahead { at, left: to_go, at_least: false }, Lang::En) => format!("due in {} ({})", left(to_go, lang), at.text()),
        (NotDue::Superseded { since }, Lang::Zh) => {
            let since = since.map_or(String::new(), |w| format!("（{}）", w.text()));
            format!("后一阶段已到期{since}，以后一阶段为准")
        }
        (NotDue::Superseded { since }, Lang::En) => {
            let since = since.map_or(String::new(), |w| format!(" ({})", w.text()));
            format!("the next is due{since}, and takes its place")
        }
    }
}

/// `报告期 2008；还有 2 年到期（2010）`
pub(crate) fn account(account: &DueAccount, lang: Lang) -> String {
    match account {
        DueAccount::NoTime => {
            say(lang, "不知道是哪一期，也没有核查日期", "neither a period nor an as-of date is known").to_string()
        }
        DueAccount::Told(by, state_of) => format!("{}{}{}", held(*by, lang), say(lang, "；", "; "), state(*state_of, lang)),
    }
}

fn held(by: Held, lang: Lang) -> String {
    let day = |n: i64| day_text(n).unwrap_or_default();
    match by {
        Held::Period(n, kind) => format!("{} {}", say(lang, "报告期", "reporting period"), period_text(n, kind)),
        Held::AsOf(n) => format!("{} {}", say(lang, "核查日期", "as of"), day(n)),
        Held::Sent(n) => format!("{} {}", say(lang, "报送日期", "sent on"), day(n)),
    }
}

fn state(state: DueState, lang: Lang) -> String {
    match (state, lang) {
        (DueState::Not(why), _) => not_due(why, lang),
        (DueState::Due { since: Some(since) }, Lang::Zh) => format!("{} 已到期", since.text()),
        (DueState::Due { since: Some(since) }, Lang::En) => format!("due since {}", since.text()),
        (DueState::Due { since: None }, _) => say(lang, "已到期", "due").to_string(),
        (DueState::NextOpen { since }, Lang::Zh) => format!("{} 已到期，后一阶段是否到期待定", since.text()),
        (DueState::NextOpen { since }, Lang::En) => format!("due since {}, whether the next is due is open", since.text()),
        (DueState::NoAsOf { at }, Lang::Zh) => {
            format!("{} 到期，没有核查日期，不知道是否已到", at.map_or_else(|| "?".to_string(), When::text))
        }
        (DueState::NoAsOf { at }, Lang::En) => {
            let at = at.map_or_else(|| "?".to_string(), When::text);
            format!("due on {at}: without an as-of date nobody knows whether that day has come")
        }
        (DueState::Open { latest }, Lang::Zh) => {
            format!("到期时间待定：不晚于 {} 时已到期", latest.map(When::text).unwrap_or_default())
        }
        (DueState::Open { latest }, Lang::En) => {
            format!("when it is due is open: it is, if not after {}", latest.map(When::text).unwrap_or_default())
        }
    }
}

fn left(to_go: Left, lang: Lang) -> String {
    let (n, zh, one, many) = match to_go {
        Left::Days(n) => (n, "天", "day", "days"),
        Left::Periods(n, PeriodKind::Year) => (n, "年", "year", "years"),
        Left::Periods(n, PeriodKind::Half) => (n, "个半年", "half-year", "half-years"),
        Left::Periods(n, PeriodKind::Quarter) => (n, "个季度", "quarter", "quarters"),
        Left::Periods(n, PeriodKind::Month | PeriodKind::Span) => (n, "个月", "month", "months"),
    };
    match lang {
        Lang::Zh => format!("{n} {zh}"),
        Lang::En => format!("{n} {}", if n == 1 { one } else { many }),
    }
}
