//! Why a verdict is open, what would mend a breach, and what stands in a cell: in words.

use crate::data::CellState;
use crate::diag::Lang;
use crate::finding::{Cause, CauseKind, CellNote, Finding, Repair, Side};
use crate::report::prose::arithmetic;
use crate::report::prose::cases;
use crate::report::prose::units::{figure, margin, pair};
use crate::report::prose::values;
use crate::report::prose::why;
use crate::report::prose::words::{Names, bracketed, list, quoted, say, sign};

/// `“集群企业担保额度”未填；≥ 60万元 时符合`
pub(crate) fn cause(c: &Cause, lang: Lang) -> String {
    let what = quoted(&values::what(c, lang), lang);
    let text = match (lang, c.kind) {
        (Lang::Zh, CauseKind::Blank) => format!("{what}未填"),
        (Lang::Zh, CauseKind::Absent) => format!("文件中没有{what}这一栏"),
        (Lang::Zh, CauseKind::Unusable) => format!("{what}的值无法采用（另有错误说明）"),
        (Lang::Zh, CauseKind::Bounds) => format!("{what}只报了范围"),
        (Lang::Zh, CauseKind::NoRow) => format!("没有收到{what}这一行"),
        (Lang::Zh, CauseKind::NotInTable) => format!("政策的表里没有{what}"),
        (Lang::Zh, CauseKind::NoneFits) => format!("{what}中没有一行合适"),
        (Lang::Zh, CauseKind::SeveralFit) => format!("{what}中合适的不止一行"),
        (Lang::En, CauseKind::NoneFits) => format!("no row of {what} fits"),
        (Lang::En, CauseKind::SeveralFit) => format!("more than one row of {what} fits"),
        (Lang::Zh, CauseKind::NotReported) => format!("{what}没有报送"),
        (Lang::Zh, CauseKind::Unread) => format!("没有读到{what}；有文件读不出来，也没有写明是谁报的，可能就在其中"),
        (Lang::En, CauseKind::Unread) => {
            format!("nothing of {what} was read; it may be in a file that cannot be read and does not say whose it is")
        }
        (Lang::Zh, CauseKind::Unseen) => format!("{what}可能还有别的行：有文件读不出来，或者没有读全"),
        (Lang::En, CauseKind::Unseen) => {
            format!("{what} may have more rows in a file that could not be read, or not whole")
        }
        (Lang::Zh, CauseKind::Refused(Some(line))) => format!("{what}已报送，但第 {line} 行不能用（另有错误说明）"),
        (Lang::Zh, CauseKind::Refused(None)) => format!("{what}已报送，但所报的表不能用（另有错误说明）"),
        (Lang::En, CauseKind::Refused(Some(line))) => {
            format!("{what} was sent, but line {line} cannot be used (the error is reported)")
        }
        (Lang::En, CauseKind::Refused(None)) => {
            format!("{what} was sent, but what was sent cannot be used (the error is reported)")
        }
        (Lang::Zh, CauseKind::Partial) => format!("{what}没有报全，可能还有别的行"),
        (Lang::Zh, CauseKind::AnyPeriod) => format!("规则没有限定期间，{what}在其他期间的行也会计入"),
        (Lang::Zh, CauseKind::OpenParameter) => format!("参数{what}尚未确定"),
        (Lang::Zh, CauseKind::UnknownFact) => format!("{what}不明，无法判断是否计入"),
        (Lang::Zh, CauseKind::UnknownPeriod) => format!("{what}不明，无法判断是否计入"),
        (Lang::Zh, CauseKind::Others) => "涉及其他地区报送的情况，这里不列".to_string(),
        (Lang::En, CauseKind::Others) => "it rests on what other regions sent, which is not told here".to_string(),
        (Lang::Zh, CauseKind::Conflict) => format!("例外规定互相矛盾：{what}"),
        (Lang::Zh, CauseKind::NoAsOf) if c.what.is_empty() => {
            "没有给出核查日期：请用 --as-of 或项目文件的 as_of 给出".to_string()
        }
        (Lang::En, CauseKind::NoAsOf) if c.what.is_empty() => {
            "no as-of date is given: give one by --as-of, or as_of in the project file".to_string()
        }
        (Lang::Zh, CauseKind::NoAsOf) => format!("{what}是否已到要看核查日期：请用 --as-of 或项目文件的 as_of 给出"),
        (Lang::En, CauseKind::NoAsOf) => {
            format!("whether {what} has come depends on the as-of date: give one by --as-of, or as_of in the project file")
        }
        (Lang::En, CauseKind::Blank) => format!("{what} is blank"),
        (Lang::En, CauseKind::Absent) => format!("the file has no {what}"),
        (Lang::En, CauseKind::Unusable) => format!("the value of {what} cannot be used (the error is reported)"),
        (Lang::En, CauseKind::Bounds) => format!("only bounds were reported for {what}"),
        (Lang::En, CauseKind::NoRow) => format!("no row was received for {what}"),
        (Lang::En, CauseKind::NotInTable) => format!("the policy's table has no {what}"),
        (Lang::En, CauseKind::NotReported) => format!("{what} was not sent"),
        (Lang::En, CauseKind::Partial) => format!("{what} is not complete; there may be more rows"),
        (Lang::En, CauseKind::AnyPeriod) => format!("the rule names no period; rows of {what} for other periods would count too"),
        (Lang::En, CauseKind::OpenParameter) => format!("the parameter {what} is open"),
        (Lang::En, CauseKind::UnknownFact) => format!("{what} is unknown, and decides what counts"),
        (Lang::En, CauseKind::UnknownPeriod) => format!("{what} is unknown, and decides what counts"),
        (Lang::En, CauseKind::Conflict) => format!("exceptions contradict each other: {what}"),
    };
    match turning(c, lang) {
        Some(turn) => format!("{text}{}{turn}", say(lang, "；", "; ")),
        None => text,
    }
}

/// `≥ 60万元 时符合`: when the one missing figure settles it.
pub(crate) fn turning(c: &Cause, lang: Lang) -> Option<String> {
    let (op, value, unit) = c.turns_at.as_ref()?;
    let at = figure(value, unit, lang);
    Some(match lang {
        Lang::Zh => format!("{} {at} 时符合", sign(*op)),
        Lang::En => format!("met when {} {at}", sign(*op)),
    })
}

/// The same beside its subject, which is not named a second time: `“集群企业担保额度”未填`.
pub(crate) fn cause_here(c: &Cause, f: &Finding, lang: Lang) -> String {
    let title = f.subject.title();
    // A row looked up by the subject's key is another row: its key stays.
    if matches!(c.kind, CauseKind::NoRow | CauseKind::NotInTable) {
        return cause(c, lang);
    }
    let what = match c.what.split_once(&format!("{title} · ")) {
        Some((before, column)) if !title.is_empty() => [before.trim(), column].join(" ").trim_start().to_string(),
        _ => return cause(c, lang),
    };
    cause(&Cause { what, ..c.clone() }, lang)
}

/// `将“集群企业担保额度”由 59.9999万元 提高到至少 60万元`
pub(crate) fn repair(r: &Repair, lang: Lang) -> String {
    let label = quoted(&r.label, lang);
    if r.establish {
        return match lang {
            Lang::Zh => format!("落实{label}"),
            Lang::En => format!("put {label} in place"),
        };
    }
    match (lang, &r.from, &r.to) {
        (_, _, None) => format!("{}{label}", say(lang, "补报", "report ")),
        (Lang::Zh, None, Some(to)) => format!("补报{label}，需达到 {}", figure(to, &r.unit, lang)),
        (Lang::En, None, Some(to)) => format!("report {label}; {} is needed", figure(to, &r.unit, lang)),
        (_, Some(from), Some(to)) => {
            let (a, b) = pair(from, to, &r.unit, lang);
            let by = margin(&(to - from), &r.unit, lang);
            if r.unit.distance().is_none() {
                return match lang {
                    Lang::Zh => format!("将{label}由 {a} 改为 {b}"),
                    Lang::En => format!("change {label} from {a} to {b}"),
                };
            }
            if r.exactly {
                return match lang {
                    Lang::Zh => format!("将{label}由 {a} 改为 {b}（相差 {by}）"),
                    Lang::En => format!("change {label} from {a} to {b} (by {by})"),
                };
            }
            if let Some(side) = r.beyond {
                return match (lang, side) {
                    (Lang::Zh, Side::Above) => format!("将{label}由 {a} 提高到大于 {b}"),
                    (Lang::Zh, Side::Below) => format!("将{label}由 {a} 降低到小于 {b}"),
                    (Lang::En, Side::Above) => format!("raise {label} from {a} to above {b}"),
                    (Lang::En, Side::Below) => format!("lower {label} from {a} to below {b}"),
                };
            }
            if r.unit.is_time() {
                return moved(&label, (&a, &b, &by), to >= from, lang);
            }
            match (lang, to >= from) {
                (Lang::Zh, true) => format!("将{label}由 {a} 提高到至少 {b}（增加 {by}）"),
                (Lang::Zh, false) => format!("将{label}由 {a} 降低到至多 {b}（减少 {by}）"),
                (Lang::En, true) => format!("raise {label} from {a} to at least {b} (by {by})"),
                (Lang::En, false) => format!("lower {label} from {a} to at most {b} (by {by})"),
            }
        }
    }
}

/// A date is not raised or lowered: it is earlier or later.
fn moved(label: &str, (from, to, by): (&str, &str, &str), later: bool, lang: Lang) -> String {
    match (lang, later) {
        (Lang::Zh, true) => format!("{label}应为 {to} 或更晚（现为 {from}，早了 {by}）"),
        (Lang::Zh, false) => format!("{label}应为 {to} 或更早（现为 {from}，晚了 {by}）"),
        (Lang::En, true) => format!("{label} must be {to} or later (it is {from}, {by} too early)"),
        (Lang::En, false) => format!("{label} must be {to} or earlier (it is {from}, {by} too late)"),
    }
}

/// The label under a cell: `集群企业担保额度：59.9999万元`, `集群企业担保额度：未填`.
pub(crate) fn cell(note: &CellNote, lang: Lang) -> String {
    let label = &note.label;
    let shown = cell_value(note, lang);
    match (note.state, &shown) {
        (CellState::Known, Some(value)) if note.left_blank => {
            let blank = bracketed(say(lang, "空白", "left blank"), lang);
            format!("{label}{}{value}{blank}", say(lang, "：", ": "))
        }
        (CellState::Known | CellState::Hole, Some(value)) => format!("{label}{}{value}", say(lang, "：", ": ")),
        (CellState::Known, None) => label.clone(),
        (CellState::None, _) => format!("{label}{}", say(lang, "：无", ": none")),
        (CellState::Blank, _) => format!("{label}{}", say(lang, "：未填", ": blank")),
        (CellState::Absent, _) if lang == Lang::Zh => format!("这里没有“{label}”一栏"),
        (CellState::Absent, _) => format!("no `{label}` here"),
        (CellState::Hole, None) => format!("{label}{}", say(lang, "：无法采用", ": cannot be used")),
    }
}

/// What stands in a cell: a figure as figures are written everywhere.
pub(crate) fn cell_value(note: &CellNote, lang: Lang) -> Option<String> {
    match (&note.figure, &note.value) {
        (Some((value, unit)), _) => Some(figure(value, unit, lang)),
        (None, value) => value.as_ref().map(|v| values::value(v, lang)),
    }
}

pub(crate) fn cell_key(state: CellState) -> &'static str {
    match state {
        CellState::Known => "known",
        CellState::None => "none",
        CellState::Blank => "blank",
        CellState::Absent => "absent",
        CellState::Hole => "unusable_or_bounds",
    }
}

/// Of `a implies b`: how a came to hold. `前提成立：报价 10元 < 44元`
pub(crate) fn asked(f: &Finding, lang: Lang) -> Option<String> {
    let words = premise(f, lang)?;
    Some(format!("{}{words}", say(lang, "前提成立：", "asked because ")))
}

/// The same without the words before it.
pub(crate) fn premise(f: &Finding, lang: Lang) -> Option<String> {
    let words = arithmetic::held_line(f.asked.as_ref()?, lang);
    (!words.is_empty()).then_some(words)
}

/// A finding in one line, without rule and level: who, what was computed, why it is open, in whose words.
pub(crate) fn message(f: &Finding, title: &str, names: &Names, lang: Lang) -> String {
    let mut parts: Vec<String> = Vec::new();
    let words = arithmetic::one_line(&f.detail, f.verdict, lang);
    if !words.is_empty() {
        parts.push(words);
    }
    parts.extend(asked(f, lang));
    parts.extend(f.causes.iter().map(|c| cause_here(c, f, lang)));
    // Which figures are meant is open though the verdict is not.
    if f.causes.is_empty() {
        parts.extend(cases::open(&f.cases, lang));
    }
    if let Some(reason) = &f.reason {
        parts.push(why::reason(reason, lang));
    }
    let said = f.message.as_ref().map_or_else(|| title.to_string(), |m| values::message(m, lang));
    let who = crate::report::prose::words::subject(&f.subject, names, lang);
    let body = match (parts.is_empty(), said.is_empty(), lang) {
        (true, _, _) => said,
        (false, true, _) => list(&parts, lang),
        (false, false, Lang::Zh) => format!("{}（{said}）", list(&parts, lang)),
        (false, false, Lang::En) => format!("{} ({said})", list(&parts, lang)),
    };
    if who.is_empty() { body } else { format!("{who}{}{body}", say(lang, "：", ": ")) }
}
