//! Mistakes in files of waivers and explanations, and what is to be known of their entries.

use super::entry::{Entry, Written};
use crate::diag::Diagnostic;
use crate::finding::{AnswerKind, exactly};
use crate::num::Rat;
use crate::text::Span;
use crate::ty::{Unit, day_text};

/// A waiver, an explanation.
fn words(kind: AnswerKind) -> (&'static str, &'static str) {
    match kind {
        AnswerKind::Waiver => ("特许", "waiver"),
        AnswerKind::Explanation => ("说明", "explanation"),
    }
}

/// What an entry is about: its rule and subject.
fn about(entry: &Entry) -> (String, String) {
    let (zh, en) = words(entry.kind);
    let parts = [entry.text("subject"), entry.text("period")];
    let who: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    let (rule, who) = (entry.text("rule"), who.join(" "));
    (format!("“{who}”对规则“{rule}”的{zh}"), format!("the {en} of `{rule}` for `{who}`"))
}

pub fn unreadable(path: &str, kind: AnswerKind, why: (String, String)) -> Diagnostic {
    let (zh, en) = words(kind);
    Diagnostic::error(
        "A001",
        format!("无法读取{zh}文件 {path}：{}", why.0),
        format!("cannot read the file of {en}s {path}: {}", why.1),
    )
    .in_file(path)
}

pub fn syntax(message: &str, place: Span) -> Diagnostic {
    Diagnostic::error("A001", "不符合 TOML 的写法，文件中的各项都没有采用", format!("no TOML, so no entry is used: {message}"))
        .at(place, "在这里", "here")
        .help(
            "每项以 [[waivers]] 或 [[explanations]] 开头，文字加英文双引号",
            "each entry begins with [[waivers]] or [[explanations]]; texts stand in straight quotes",
        )
}

pub fn unknown_key(table: &str, key: &str, known: &[&str], place: Span) -> Diagnostic {
    let (zh, en) = if table.is_empty() {
        ("这个文件".into(), "this file".into())
    } else {
        (format!("[[{table}]]"), format!("[[{table}]]"))
    };
    Diagnostic::error("A002", format!("{zh} 中没有“{key}”这一项"), format!("{en} has no key `{key}`"))
        .at(place, "没有这一项", "no such key")
        .note(format!("可以写的有：{}", known.join("、")), format!("it may hold: {}", known.join(", ")))
}

pub fn no_list(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error("A002", format!("“{name}”应是一组 [[{name}]]"), format!("`{name}` must be a list of [[{name}]]")).at(
        place,
        "不是一组",
        "no list",
    )
}

pub fn wrong_value(key: &str, place: Span) -> Diagnostic {
    Diagnostic::error("A002", format!("“{key}”应是一个值"), format!("`{key}` must be a single value")).at(
        place,
        "不是一个值",
        "no single value",
    )
}

pub fn unfinished(entry: &Entry, missing: &[&str]) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::warning("A003", format!("{zh}还没有填完，不起作用"), format!("{en} is not filled in and answers nothing")).at(
        entry.span,
        format!("缺 {}", missing.join("、")),
        format!("without {}", missing.join(", ")),
    )
}

pub fn no_date(key: &str, said: &Written) -> Diagnostic {
    Diagnostic::error("A002", format!("“{key}”不是日期"), format!("`{key}` is no date"))
        .at(said.span, "不是日期", "no date")
        .help("写作 2008-06-30", "write it like 2008-06-30")
}

pub fn no_amount(key: &str, said: &Written, unit: &Unit) -> Diagnostic {
    let unit = if unit.name.is_empty() { "1" } else { &unit.name };
    Diagnostic::error("A002", format!("“{key}”不能与这项数额相比"), format!("`{key}` cannot be compared with the figure")).at(
        said.span,
        format!("应是以“{unit}”计的数"),
        format!("it must be a number in {unit}"),
    )
}

pub fn no_gap(entry: &Entry, gap: &Rat, unit: &Unit) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::warning(
        "A003",
        format!("{zh}没有写到什么程度为止，不起作用"),
        format!("{en} does not say how far it goes and answers nothing"),
    )
    .at(entry.span, "缺 gap 或 limit", "without gap or limit")
    .help(
        format!("现在的差额：gap = \"{}\"", exactly(gap, unit)),
        format!("the gap as it is now: gap = \"{}\"", exactly(gap, unit)),
    )
}

pub fn no_figure(entry: &Entry, now: &str) -> Diagnostic {
    let (zh, en) = about(entry);
    let label = match entry.get("figure") {
        Some(_) => ("不全：还有其他的数", "not all of them"),
        None => ("缺 figure", "without figure"),
    };
    Diagnostic::warning(
        "A003",
        format!("{zh}没有写全所依据的数，不起作用"),
        format!("{en} does not say all figures it rests on and answers nothing"),
    )
    .at(entry.place("figure"), label.0, label.1)
    .help(format!("现在的数：figure = {now:?}"), format!("the figures as they are now: figure = {now:?}"))
}

pub fn no_rule(rule: &Written) -> Diagnostic {
    Diagnostic::error("A004", format!("没有规则“{}”", rule.text), format!("there is no rule `{}`", rule.text)).at(
        rule.span,
        "没有这条规则",
        "no such rule",
    )
}

pub fn several_lines(entry: &Entry, lines: &[String]) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::error("A004", format!("{zh}没有说是哪一条要求"), format!("{en} does not say which line it is about"))
        .at(entry.place("rule"), "这条规则有几条要求不符", "several lines of this rule found something")
        .help(format!("写上 line，可以是：{}", lines.join("、")), format!("add line, one of: {}", lines.join(", ")))
}

pub fn mismatch(entry: &Entry) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::error(
        "A004",
        format!("{zh}：finding 或 line 指的不是它"),
        format!("{en}: finding or line is about something else"),
    )
    .at(
        entry.place(if entry.get("finding").is_some() { "finding" } else { "line" }),
        "与规则、对象、期间不符",
        "not of this rule, subject and period",
    )
}

pub fn not_asked(entry: &Entry) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::error("A004", format!("{zh}不能代替整改"), format!("{en} does not settle what is required"))
        .at(entry.span, "这一条是“要求”，不是“核实”", "the line is a `require`, no `verify`")
        .help(
            "只有“核实”的事项可以说明；“要求”要整改，或写进 waivers.toml",
            "only a `verify` can be explained; a `require` is met, or waived in waivers.toml",
        )
}

pub fn unused(entry: &Entry) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::warning("A005", format!("{zh}没有用上"), format!("{en} is not used")).at(
        entry.place("subject"),
        "没有这样的事项：已经符合、没有核查，或名称写错",
        "no such finding: it is met now, was not judged, or the name is misspelt",
    )
}

pub fn other_period(entry: &Entry, periods: &[String]) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::warning("A005", format!("{zh}没有用上：期间不同"), format!("{en} is not used: the period is another"))
        .at(entry.place("period"), "没有这一期间的事项", "nothing of this period")
        .help(format!("事项的期间：{}", periods.join("、")), format!("periods of what was found: {}", periods.join(", ")))
}

pub fn answered_already(entry: &Entry) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::warning(
        "A005",
        format!("{zh}没有用上：前面的一项已经说了"),
        format!("{en} is not used: an entry before it answers the same"),
    )
    .at(entry.span, "重复", "again")
}

pub fn expired(entry: &Entry, now: i64) -> Diagnostic {
    let ((zh, en), day) = (about(entry), day_text(now).unwrap_or_default());
    Diagnostic::warning("A006", format!("{zh}已经到期"), format!("{en} has expired")).at(
        entry.place("expires"),
        format!("核查日期是 {day}"),
        format!("the as-of date is {day}"),
    )
}

pub fn ahead(entry: &Entry) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::warning("A006", format!("{zh}还没有开始"), format!("{en} has not begun")).at(
        entry.place("from"),
        "从这一天起",
        "from this day on",
    )
}

pub fn ends_soon(entry: &Entry, days: i64) -> Diagnostic {
    let (zh, en) = about(entry);
    let zh_left = if days == 0 { "今天是最后一天".to_string() } else { format!("还有 {days} 天") };
    let en_left = match days {
        0 => "its last day is today".to_string(),
        1 => "1 day is left".to_string(),
        n => format!("{n} days are left"),
    };
    Diagnostic::warning("A006", format!("{zh}就要到期：{zh_left}"), format!("{en} ends soon: {en_left}")).at(
        entry.place("expires"),
        "到期日",
        "its last day",
    )
}

pub fn too_long(entry: &Entry, from: i64) -> Diagnostic {
    let ((zh, en), day) = (about(entry), day_text(from).unwrap_or_default());
    Diagnostic::error(
        "A007",
        format!("{zh}超过十二个月，不起作用"),
        format!("{en} would last more than twelve months and answers nothing"),
    )
    .at(entry.place("expires"), format!("从 {day} 算起"), format!("counted from {day}"))
    .help("十二个月以内，到期再批", "let it end within twelve months, and approve it again")
}

pub fn no_day(place: Span) -> Diagnostic {
    Diagnostic::error(
        "A008",
        "没有核查日期，不知道特许到期没有，一项也没有采用",
        "without an as-of date nobody knows which waivers have expired, so none is used",
    )
    .at(place, "特许按核查日期判断是否到期", "waivers expire by the as-of date")
    .help(
        "用 --as-of 2008-06-30，或在 fadu.toml 写 [run] as_of = 2008-06-30",
        "pass --as-of 2008-06-30, or write [run] as_of = 2008-06-30 in fadu.toml",
    )
}

pub fn got_worse(entry: &Entry, said: &Written, now: &Rat, unit: &Unit) -> Diagnostic {
    let ((zh, en), now) = (about(entry), exactly(now, unit));
    Diagnostic::warning("A009", format!("{zh}不再有效：情况更差了"), format!("{en} no longer holds: it got worse")).at(
        said.span,
        format!("现在是 {now}"),
        format!("now it is {now}"),
    )
}

pub fn figure_changed(entry: &Entry, now: &str) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::warning("A009", format!("{zh}不再有效：所依据的数变了"), format!("{en} no longer holds: the figures changed")).at(
        entry.place("figure"),
        format!("现在是 {now}"),
        format!("now it is {now}"),
    )
}

/// Another bound is missed now, or the same from the other side.
pub fn other_bound(entry: &Entry, said: &Written, now: &str) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::warning(
        "A009",
        format!("{zh}不再有效：现在不符的是另一个界限"),
        format!("{en} no longer holds: it is another bound that is missed now"),
    )
    .at(said.span, format!("现在是 {now}"), format!("now it is {now}"))
}

pub fn no_bound(entry: &Entry, now: &str) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::warning(
        "A003",
        format!("{zh}没有写不符的是哪个界限，不起作用"),
        format!("{en} does not say which bound was missed and answers nothing"),
    )
    .at(
        entry.span,
        "缺 bound：这一条要求有几个界限，或者两边都会不符",
        "without bound: the line has several bounds, or one that can be missed from either side",
    )
    .help(format!("现在不符的：bound = {now:?}"), format!("what is missed now: bound = {now:?}"))
}

pub fn against_changed(entry: &Entry, said: &Written, now: &str) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::warning(
        "A009",
        format!("{zh}不再有效：用来比较的数变了"),
        format!("{en} no longer holds: what the figure is held against changed"),
    )
    .at(said.span, format!("现在是 {now}"), format!("now it is {now}"))
}

pub fn no_against(entry: &Entry, now: &str) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::warning(
        "A003",
        format!("{zh}没有写与什么数比较，不起作用"),
        format!("{en} does not say what the figure was held against and answers nothing"),
    )
    .at(
        entry.place("figure"),
        "缺 against：界限是报送的或算出的数",
        "without against: the bound is a figure that was sent or worked out",
    )
    .help(format!("现在的数：against = {now:?}"), format!("as it is now: against = {now:?}"))
}

/// The figure as reports show it, of which digits are cut off.
pub fn rounded(entry: &Entry, said: &Written, now: &str) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::warning(
        "A003",
        format!("{zh}所写的数不是准确的数，不起作用"),
        format!("{en} gives a rounded figure and answers nothing"),
    )
    .at(said.span, "四舍五入或截去了尾数", "digits are cut off")
    .help(format!("准确的数：figure = {now:?}"), format!("the exact figure: figure = {now:?}"))
}

pub fn negative_gap(said: &Written, now: &Rat, unit: &Unit) -> Diagnostic {
    let now = exactly(now, unit);
    Diagnostic::error("A002", "差额不能是负数", "a gap is never negative")
        .at(said.span, "写差多少，不带负号", "how much is missing, without a sign")
        .help(format!("现在的差额：gap = \"{now}\""), format!("the gap as it is now: gap = \"{now}\""))
}

pub fn ends_before_it_begins(entry: &Entry) -> Diagnostic {
    let (zh, en) = about(entry);
    Diagnostic::error("A002", format!("{zh}还没有开始就到期了"), format!("{en} ends before it begins")).at(
        entry.place("expires"),
        "早于 from",
        "before `from`",
    )
}

pub fn said_later(entry: &Entry, now: i64) -> Diagnostic {
    let ((zh, en), day) = (about(entry), day_text(now).unwrap_or_default());
    Diagnostic::warning("A006", format!("{zh}的日期在核查日期之后"), format!("{en} is dated after the as-of date")).at(
        entry.place("date"),
        format!("核查日期是 {day}"),
        format!("the as-of date is {day}"),
    )
}
