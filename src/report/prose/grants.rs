//! Exceptions that documents grant, in words.

use crate::diag::Lang;
use crate::finding::{Grant, GrantAccount};
use crate::report::prose::words::{list, quoted, say};
use crate::ty::day_text;

/// `冀政字〔2025〕12号《关于…的批复》`
pub(crate) fn document(grant: &Grant, lang: Lang) -> String {
    match (&grant.title, lang) {
        (None, _) => grant.number.clone(),
        (Some(title), Lang::Zh) => format!("{}《{title}》", grant.number),
        (Some(title), Lang::En) => format!("{}, {}", grant.number, quoted(title, lang)),
    }
}

/// `自 2025-01-01 起，至 2026-12-31`, `另行通知为止`
pub(crate) fn time(grant: &Grant, lang: Lang) -> String {
    let day = |day: Option<i64>| day.and_then(day_text);
    match (day(grant.from), day(grant.until), lang) {
        (Some(a), Some(b), Lang::Zh) => format!("自 {a} 至 {b}"),
        (Some(a), Some(b), Lang::En) => format!("from {a} until {b}"),
        (None, Some(b), Lang::Zh) => format!("至 {b}"),
        (None, Some(b), Lang::En) => format!("until {b}"),
        (Some(a), None, Lang::Zh) => format!("自 {a} 起，至另行通知为止"),
        (Some(a), None, Lang::En) => format!("from {a} until further notice"),
        (None, None, _) => say(lang, "至另行通知为止", "until further notice").to_string(),
    }
}

/// The document, the time and the reason.
pub(crate) fn whole(grant: &Grant, lang: Lang) -> String {
    let (document, time) = (document(grant, lang), time(grant, lang));
    match (&grant.because, lang) {
        (None, Lang::Zh) => format!("{document}，{time}"),
        (None, Lang::En) => format!("{document}, {time}"),
        (Some(why), Lang::Zh) => format!("{document}，{time}（{why}）"),
        (Some(why), Lang::En) => format!("{document}, {time} ({why})"),
    }
}

/// What a run made of it: `豁免 3 个对象`, `没有规则核查到它所指的对象`.
pub(crate) fn use_made(account: &GrantAccount, lang: Lang) -> String {
    if account.is_idle() {
        let named: Vec<String> = account.named.iter().map(|n| quoted(n, lang)).collect();
        let named = list(&named, lang);
        return match lang {
            Lang::Zh => format!("没有用上：这些规则没有核查到{named}"),
            Lang::En => format!("not made use of: these rules met no {named}"),
        };
    }
    let counts = [
        (account.held, if account.replaces { ("另作要求", "under its own requirement") } else { ("豁免", "exempt") }),
        (account.open, ("是否有效待定", "open whether it holds")),
        (account.outside, ("不在有效期内", "outside its time")),
    ];
    let told = counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, (zh, en))| match lang {
        Lang::Zh => format!("{zh} {n} 项"),
        Lang::En => format!("{n} {en}"),
    });
    list(&told.collect::<Vec<_>>(), lang)
}
