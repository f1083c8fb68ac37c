//! What is said of an engine: rules it cannot be asked for, tables that are not there, a program that failed.

use crate::diag::{Bilingual, Diagnostic};
use crate::sql::Reason;
use crate::text::Span;
use std::collections::BTreeSet;

/// A rule that cannot be asked of the engine.
pub fn not_asked(rule: &str, span: Span, reasons: &BTreeSet<Reason>) -> Diagnostic {
    let mut out = Diagnostic::error(
        "I050",
        format!("规则 {rule} 不能交给数据引擎计算，什么也没有核查"),
        format!("rule {rule} cannot be asked of the engine; nothing was judged"),
    )
    .at(span, "这条规则", "this rule");
    for reason in reasons {
        let words = reason_words(reason);
        out = out.note(words.zh, words.en);
    }
    out.help(
        "加 --fetch 把这条规则要读的表整个取来核查，或用 fadu sql 先看每条规则怎样计算",
        "--fetch brings the tables this rule reads here as a whole; fadu sql shows what each rule asks",
    )
}

/// Why, in words.
pub fn reason_words(reason: &Reason) -> Bilingual {
    let (zh, en) = match reason {
        Reason::NoTable(table) => (format!("引擎中没有“{table}”这张表"), format!("the engine has no table for {table}")),
        Reason::NoColumn(column) => (format!("表中没有“{column}”这一列"), format!("the table has no column for {column}")),
        Reason::Figures(column) => (
            format!("“{column}”只写数字时单位不明，或它的精度、期间写法引擎中无法辨认"),
            format!("bare figures of {column} have no sure unit, or its step or kind of period cannot be told there"),
        ),
        Reason::Loop => {
            ("多重循环、明细清单、名册或日历的循环".into(), "several loops, a list in a row, a roster or a calendar".into())
        }
        Reason::OwnTable(table) if table.is_empty() => {
            ("逐行与其他行的合计比较".into(), "rows are held against sums of others".into())
        }
        Reason::OwnTable(table) => (
            format!("“{table}”的每一行要与同表的其他行比较"),
            format!("each row of {table} is held against others of the same table"),
        ),
        Reason::Residual => {
            ("筛选条件同时看两行，等号以外的比较".into(), "a filter compares both rows by other than equality".into())
        }
        Reason::Measure => (
            "中位数、分位数、排名、不同值的个数、商的最值等要逐行看".into(),
            "medians, quantiles, ranks, numbers of different values, extremes of quotients need the rows themselves".into(),
        ),
        Reason::Operation => (
            "除法的商作为数值、取整、乘方、日期推算不交给引擎".into(),
            "quotients as values, rounding, powers and steps of the calendar are not sent".into(),
        ),
        Reason::Parameter => ("有待定的参数".into(), "a parameter is open".into()),
        Reason::Texts => {
            ("文字的形状、开头、拼接或分级".into(), "shapes, beginnings and joins of texts, or classifications".into())
        }
        Reason::List => {
            ("名单太长，或名单本身在报送的表中".into(), "a list is too long to be sent, or stands in a submitted table".into())
        }
        Reason::Digits => ("数字的位数不能保证放得下（38 位）".into(), "digits are not proven to fit (38)".into()),
        Reason::Form => {
            ("问的是填报本身：必填、按期、填没填".into(), "it asks about the form: what was filled in, what came in time".into())
        }
        Reason::Due => ("分阶段到期".into(), "it comes due by stages".into()),
        Reason::Grant => ("有文件批复的例外".into(), "a document grants exceptions".into()),
        Reason::Shown => ("要列出或排名每个对象".into(), "it lists or ranks every subject".into()),
        Reason::Period => ("按报告期施行，而表中没有期间列".into(), "it is in force by period, and the table has none".into()),
        Reason::Jurisdiction => (
            "合计只含本辖区的行，而每行自报报送单位".into(),
            "totals run over a jurisdiction, and rows name their senders".into(),
        ),
        Reason::Region => ("行属于哪个地区要到别的表去查".into(), "the region of a row stands in another table".into()),
        Reason::Character => {
            ("有引擎语句中不能出现的字符（NUL）".into(), "a text holds a character no statement may hold (NUL)".into())
        }
        Reason::Nothing => ("引擎一行也判断不了".into(), "no row could be decided there".into()),
    };
    Bilingual { zh, en }
}

pub fn unknown_target(text: &str) -> Diagnostic {
    Diagnostic::error("I051", format!("--on {text} 看不懂"), format!("--on {text} cannot be read")).help(
        "写 duckdb:文件.db、postgres://用户@主机/库 或 spark:主节点",
        "write duckdb:FILE.db, postgres://USER@HOST/DATABASE or spark:MASTER",
    )
}

/// `--table` without `=`.
pub fn unpaired(text: &str) -> Diagnostic {
    Diagnostic::error("I052", format!("--table {text} 看不懂"), format!("--table {text} cannot be read"))
        .help("写 记录=表，例如 --table County=public.county", "write RECORD=TABLE, such as --table County=public.county")
}

pub fn no_record(name: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("I052", format!("--table 中的“{name}”不是任何记录"), format!("{name} in --table is no record"))
        .suggest(near)
}

pub fn no_table(path: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("I052", format!("引擎中没有表“{path}”"), format!("the engine has no table {path}")).suggest(near)
}

pub fn several_tables(record: &str) -> Diagnostic {
    Diagnostic::error(
        "I052",
        format!("引擎中有几张表都叫“{record}”"),
        format!("several tables of the engine are called {record}"),
    )
    .help("用 --table 记录=模式.表 指明一张", "name one by --table RECORD=SCHEMA.TABLE")
}

pub fn no_program(engine: &str, tried: &[String]) -> Diagnostic {
    let tried = tried.join(", ");
    Diagnostic::error(
        "I053",
        format!("找不到 {engine} 的程序（{tried}）"),
        format!("the program of {engine} was not found ({tried})"),
    )
    .help("装好它，或用 --engine-program 指明路径", "install it, or name its path by --engine-program")
}

/// The engine's own words; they may hold anything.
pub fn refused(program: &str, words: &str) -> Diagnostic {
    let words: String = words.chars().take(600).collect();
    Diagnostic::error("I053", format!("{program} 报错：{words}"), format!("{program} says: {words}"))
}

pub fn encoding(name: &str) -> Diagnostic {
    Diagnostic::error(
        "I053",
        format!("数据库的编码是 {name}，只支持 UTF8"),
        format!("the database is encoded as {name}; only UTF8 can be asked"),
    )
}

pub fn no_answer() -> Diagnostic {
    Diagnostic::error("I054", "引擎没有给出完整的结果", "the engine gave no complete answer")
}

/// An answer that contradicts itself.
pub fn wrong_answer(rule: &str, span: Option<Span>) -> Diagnostic {
    placed(
        Diagnostic::error(
            "I054",
            format!("引擎对规则 {rule} 的结果不能用：合计与行数、最大最小值矛盾，或不是数"),
            format!("the engine's answer for rule {rule} cannot be used: sums contradict counts and extremes, or are no numbers"),
        ),
        span,
    )
}

/// Keys that only reading could tell apart.
pub fn odd_keys(rule: &str, table: &str, rows: u64, span: Option<Span>) -> Diagnostic {
    placed(
        Diagnostic::error(
            "I055",
            format!("“{table}”有 {rows} 行的主键写法特别，引擎分不出是否重复，规则 {rule} 没有核查"),
            format!("{rows} rows of {table} have keys written in ways the engine cannot tell apart; rule {rule} was not judged"),
        )
        .help(
            "期间写成 2007、2007-03、2007Q3、2007H1，日期写成 2007-03-01；或把表导出为文件核查",
            "write periods as 2007, 2007-03, 2007Q3, 2007H1 and days as 2007-03-01; or judge the table as a file",
        ),
        span,
    )
}

fn placed(diagnostic: Diagnostic, span: Option<Span>) -> Diagnostic {
    match span {
        Some(span) => diagnostic.at(span, "这条规则", "this rule"),
        None => diagnostic,
    }
}
