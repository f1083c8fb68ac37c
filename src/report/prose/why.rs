//! Why a rule met no subject, and why it asks nothing of one, in words.

use crate::diag::Lang;
use crate::finding::{Idle, Reason};
use crate::report::prose::words::{quoted, say};
use crate::report::prose::{due, grants};
use crate::ty::day_text;

/// `没有收到“集群情况”的任何数据`
pub fn idle(why: &Idle, lang: Lang) -> String {
    match (why, lang) {
        (Idle::TooMany { most }, Lang::Zh) => format!("组合数超过 {most}，未予核查"),
        (Idle::TooMany { most }, Lang::En) => format!("more than {most} combinations: not checked"),
        (Idle::NoGroup { columns }, Lang::Zh) => format!("所有的行都没有填“{}”，无法分组", columns.join("、")),
        (Idle::NoGroup { columns }, Lang::En) => {
            format!("no row says what group it is in: {} is not filled in anywhere", quoted(&columns.join(", "), lang))
        }
        (Idle::Nil { table }, Lang::Zh) => format!("“{table}”已报齐，是空表（零报告），没有可核查的对象"),
        (Idle::Nil { table }, Lang::En) => format!("`{table}` is complete and empty (a nil report): there is nothing to check"),
        (Idle::NothingSent { table }, Lang::Zh) => format!("没有收到“{table}”的任何数据"),
        (Idle::NothingSent { table }, Lang::En) => format!("no data of `{table}` were sent"),
        (Idle::Unread { table }, Lang::Zh) => format!("没有读到“{table}”的数据：有文件报来了但读不了"),
        (Idle::Unread { table }, Lang::En) => format!("no data of `{table}` were read: there are files that could not be read"),
        (Idle::NothingUsable { table }, Lang::Zh) => format!("“{table}”报来了，但没有一行能用"),
        (Idle::NothingUsable { table }, Lang::En) => format!("`{table}` was sent, and no row of it can be used"),
        (Idle::NonePasses { table }, Lang::Zh) => format!("“{table}”中没有符合筛选条件的行"),
        (Idle::NonePasses { table }, Lang::En) => format!("no row of `{table}` passes the filter"),
    }
}

/// `不满足适用条件`
pub fn reason(why: &Reason, lang: Lang) -> String {
    let words = |zh, en| say(lang, zh, en).to_string();
    match why {
        Reason::Because(author) => author.clone(),
        Reason::Granted(grant) => grants::whole(grant, lang),
        Reason::NotEnded { by } => {
            let day = day_text(*by).unwrap_or_default();
            match lang {
                Lang::Zh => format!("截至 {day}，该期尚未结束"),
                Lang::En => format!("the period has not ended by {day}"),
            }
        }
        Reason::OtherPeriod => words("不在所列各期之内", "not among the periods asked for"),
        Reason::OtherStep => words("不在所列各数、各日之内", "not among the numbers or days asked for"),
        Reason::NotDue(why) => due::not_due(*why, lang),
        Reason::NoValueYet => words("此时参数尚无取值，或基数为零", "a parameter has no value yet, or the base is zero"),
        Reason::NotInForce => words("不在施行期间或管辖范围内", "not in force or outside the jurisdiction"),
        Reason::NotSent { by } => {
            let day = by.and_then(day_text).unwrap_or_default();
            match lang {
                Lang::Zh => format!("截至 {day} 没有报送"),
                Lang::En => format!("not sent as of {day}"),
            }
        }
        Reason::NoDayOfSending => words("没写报送日期，期限已过", "it does not say when it was sent, and its day is over"),
        Reason::SentLate => words("迟报，按未报送对待", "sent after its day: as if it had not been sent"),
        Reason::ConditionFails => words("不满足适用条件", "the condition of the rule does not hold"),
        Reason::NoSuchFigure => words("表里这一年没有这一栏", "the form has no such figure in that year"),
        Reason::NoYears => words(
            "年数不是不小于 1 的整数，年均增长率无从计算",
            "the years are no whole number of at least one, there is no mean growth",
        ),
        Reason::NoRows => words("没有可以取数的行", "there are no rows to take a figure from"),
        Reason::NoShare => words("基数为零，比例无从计算", "the base is zero, there is no share"),
        Reason::ShareOfLess => words(
            "基数小于零，零与它的几成无从比较",
            "the base is below zero: nothing is neither more nor less than a share of it",
        ),
        Reason::NoBase => {
            words("没有基数（如除数为零），无从计算", "there is no base (a divisor of zero, say), so it cannot be worked out")
        }
    }
}
