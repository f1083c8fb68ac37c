//! Mistakes of spelling and structure.

use super::habits::advice;
use crate::diag::{Bilingual, Diagnostic};
use crate::text::Span;
use std::collections::BTreeMap;

/// S001
/// `before` and `after` are what stands on either side of the place.
pub(super) fn expected(span: Span, found: &str, expected: &Bilingual, before: &str, after: &str) -> Diagnostic {
    let (zh, en) = if found.is_empty() {
        (format!("这里没有写完：应有{}", expected.zh), format!("this is not finished: expected {}", expected.en))
    } else {
        (format!("看不懂“{found}”：这里应有{}", expected.zh), format!("cannot read `{found}`: expected {}", expected.en))
    };
    let diagnostic =
        Diagnostic::error("S001", zh, en).at(span, format!("应有{}", expected.zh), format!("expected {}", expected.en));
    match advice(found, before, after) {
        Some(advice) => diagnostic.help(advice.zh, advice.en),
        None => diagnostic,
    }
}

/// S001
pub(super) fn does_not_belong(span: Span) -> Diagnostic {
    Diagnostic::error("S001", "这一段放在这里读不通", "this does not belong here").at(span, "从这里开始", "from here on")
}

/// S001
pub(super) fn unreadable(span: Span) -> Diagnostic {
    Diagnostic::error("S001", "这个文件无法读取：结构过于复杂", "this file cannot be read: its structure is too complex").at(
        span,
        "整个文件",
        "the whole file",
    )
}

/// S001
pub(super) fn classify_owner(span: Span) -> Diagnostic {
    Diagnostic::error("S001", "分级要写成：表名.名称", "what is classified is written RECORD.NAME")
        .at(span, "这里", "here")
        .help("例如：分级 Park.stage { … }", "for example: `classify Park.stage { … }`")
}

pub(super) fn long_define(span: Span) -> Diagnostic {
    Diagnostic::error("S001", "定义的名称最多两段：表名.名称", "a defined name has at most two parts: RECORD.NAME").at(
        span,
        "这里多于两段",
        "more than two parts",
    )
}

/// S002
pub(super) fn missing_brace(end: Span, open: Span, what: &str) -> Diagnostic {
    Diagnostic::error("S002", format!("“{what}”缺少结尾的 }}"), format!("`{what}` is never closed with `}}`"))
        .at(end, "应在这里写 }", "a `}` belongs here")
        .at(open, "这个 { 没有对应的 }", "this `{` has no partner")
}

/// S002
pub(super) fn unclosed(end: Span, open_span: Span, open: char) -> Diagnostic {
    let close = match open {
        '(' | '（' => ')',
        '[' | '［' => ']',
        _ => '}',
    };
    Diagnostic::error("S002", format!("缺少配对的 {close}"), format!("a closing `{close}` is missing"))
        .at(end, format!("到这里仍没有 {close}"), format!("no `{close}` up to here"))
        .at(open_span, format!("这个 {open} 没有配对"), format!("this `{open}` has no partner"))
}

/// S003
pub(super) fn stray_close(span: Span, close: char) -> Diagnostic {
    Diagnostic::error("S003", format!("多出一个 {close}"), format!("a `{close}` too many"))
        .at(span, "前面没有与它配对的括号", "nothing is open here")
        .help("删去它，或检查前面是否提前结束", "delete it, or look for a place above that was closed too early")
}

/// S004
pub(super) fn too_deep(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::error("S004", format!("括号套了 {limit} 层以上"), format!("brackets are nested more than {limit} deep"))
        .at(span, "从这里起不再读取", "not read from here on")
        .help("用“设”把里面的部分另取一个名称", "give inner parts a name of their own with `let`")
}

/// S004
pub(super) fn too_long(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::error(
        "S004",
        format!("这个式子太长：超过 {limit} 个词"),
        format!("this expression is too long: more than {limit} words and signs"),
    )
    .at(span, "太长", "too long")
    .help("用“设”分成几步，或用集合 { … }", "split it with `let`, or use a set { … }")
}

/// S005
pub(super) fn glued(span: Span, word: &str, separated: &str) -> Diagnostic {
    Diagnostic::error("S005", format!("“{word}”连在一起写了"), format!("the words of `{word}` are not separated by blanks"))
        .at(span, "词与词之间要有空格", "words must be separated by blanks")
        .help(
            format!("写作“{separated}”；如果它整个是一个名称，写作「{word}」"),
            format!("write `{separated}`; if all of it is one name, write 「{word}」"),
        )
}

/// S006
pub(super) fn hyphen_range(span: Span, from: &str, to: &str) -> Diagnostic {
    Diagnostic::error("S006", "两个数之间的短横含义不明", "a hyphen between two numbers can be read in two ways")
        .at(span, "是范围，还是相减？", "a range, or a difference?")
        .help(
            format!("范围写作“{from}..{to}”或“{from}至{to}”；相减写作“{from} - {to}”"),
            format!("write `{from}..{to}` for a range, `{from} - {to}` for a difference"),
        )
}

/// S007
pub(super) fn thousands_comma(span: Span, plain: &str) -> Diagnostic {
    Diagnostic::error("S007", "数字里不能用逗号分节", "a number has no commas in it")
        .at(span, "逗号会与列举混淆", "a comma parts the members of a list")
        .help(
            format!("写作“{plain}”；如果是两个数，逗号后空一格"),
            format!("write `{plain}`; if these are two numbers, put a blank after the comma"),
        )
}

/// S008
pub(super) fn wrong_operator(span: Span, found: &str, symbol: &str, zh: &str, en: &str) -> Diagnostic {
    let (zh, en) = if symbol.is_empty() {
        (format!("写作“{zh}”"), format!("write `{en}`"))
    } else {
        (format!("写作“{symbol}”或“{zh}”"), format!("write `{symbol}` or `{en}`"))
    };
    Diagnostic::error("S008", format!("没有“{found}”这个写法"), format!("there is no operator `{found}`"))
        .at(span, "不认识这个符号", "not an operator")
        .help(zh, en)
}

/// S009
pub(super) fn mixed_scripts(span: Span, word: &str, other: char) -> Diagnostic {
    let code = format!("U+{:04X}", u32::from(other));
    Diagnostic::error(
        "S009",
        format!("“{word}”里混有形似的外文字母"),
        format!("`{word}` mixes letters that look alike but are different"),
    )
    .at(span, format!("其中“{other}”（{code}）不是拉丁字母"), format!("`{other}` ({code}) is not a Latin letter"))
    .help("在键盘上重新输入这个名称", "type this name again")
}

/// S010
pub(super) fn bidi(span: Span, c: char) -> Diagnostic {
    let code = format!("U+{:04X}", u32::from(c));
    Diagnostic::error(
        "S010",
        format!("文件里有改变显示顺序的隐藏字符 {code}"),
        format!("a hidden character {code} changes the order in which text is shown"),
    )
    .at(span, "隐藏字符在这里", "the hidden character is here")
    .note(
        "有了它，看到的文字与程序读到的可能不同，所以一律不接受",
        "with it, what people see may differ from what is read; such files are refused",
    )
    .help("删去它：把这一行重新输入", "delete it: type this line again")
}

/// S011
pub(super) fn open_string(span: Span) -> Diagnostic {
    Diagnostic::error("S011", "引号没有结束", "this text is never closed")
        .at(span, "到行末仍没有结束的引号", "no closing quote up to the end of the line")
        .help("补上结束的引号；引号里的内容不能跨行", "add the closing quote; a text cannot run over a line end")
}

/// S012
pub(super) fn unknown_escape(span: Span, c: char) -> Diagnostic {
    Diagnostic::error("S012", format!("引号里没有“\\{c}”这个写法"), format!("there is no escape `\\{c}`"))
        .at(span, "不认识", "unknown")
        .help("可用 \\\" \\\\ \\n \\t；反斜杠本身写作 \\\\", "use \\\" \\\\ \\n \\t; a backslash itself is written \\\\")
}

/// S013
pub(super) fn impossible_date(span: Span, written: &str, last: Option<i8>) -> Diagnostic {
    let (zh, en) = match last {
        Some(last) => (format!("这个月只有 {last} 天"), format!("that month has {last} days")),
        None => ("没有这个月份".to_string(), "there is no such month".to_string()),
    };
    Diagnostic::error("S013", format!("没有“{written}”这一天"), format!("there is no day {written}")).at(span, zh, en)
}

/// S013
pub(super) fn impossible_period(span: Span, written: &str) -> Diagnostic {
    Diagnostic::error("S013", format!("没有“{written}”这个期间"), format!("there is no period {written}")).at(
        span,
        "月份从 1 到 12，先写的月份在前",
        "months go from 1 to 12, the earlier first",
    )
}

/// S014
pub(super) fn disagree(first: Span, before: &str, second: Span, after: &str) -> Diagnostic {
    Diagnostic::error("S014", format!("“{before}”与“{after}”互相矛盾"), format!("`{before}` and `{after}` say different things"))
        .at(second, format!("“{after}”"), format!("`{after}`"))
        .at(first, format!("“{before}”"), format!("`{before}`"))
        .help("前后只留一个，或用含义相同的词", "keep one of them, or use words that mean the same")
}

/// S015
pub(super) fn unlike_chain(second: Span, first: Span) -> Diagnostic {
    Diagnostic::error("S015", "连写的比较方向不一致", "a chain of comparisons must point one way")
        .at(second, "与前一个方向不同", "points another way")
        .at(first, "前一个在这里", "than this one")
        .help("拆成两个比较，用“且”连接", "write two comparisons joined by `and`")
}

/// S015
pub(super) fn not_a_chain(span: Span, found: &str, first: Span) -> Diagnostic {
    Diagnostic::error("S015", format!("“{found}”不能接着前一个比较写"), format!("`{found}` cannot follow another comparison"))
        .at(span, "第二个比较", "the second comparison")
        .at(first, "第一个比较", "the first comparison")
        .help("拆成两个比较，用“且”连接", "write two comparisons joined by `and`")
}

/// S016
pub(super) fn unknown_word(span: Span, word: &str, near: &str) -> Diagnostic {
    Diagnostic::error("S016", format!("没有“{word}”这个关键词"), format!("there is no keyword `{word}`"))
        .at(span, "不认识的词", "unknown word")
        .suggest(Some(near))
}

/// S017
pub(super) fn cell_count(row: Span, found: usize, head: Span, wanted: usize) -> Diagnostic {
    Diagnostic::error(
        "S017",
        format!("这一行有 {found} 格，表头有 {wanted} 格"),
        format!("this row has {}, the header has {wanted}", cells(found)),
    )
    .at(row, format!("{found} 格"), cells(found))
    .at(head, format!("表头 {wanted} 格"), cells(wanted))
    .help("空的格也要写竖线；格里有竖线时用引号", "write the bars of empty cells too; quote a cell that holds a bar")
}

fn cells(n: usize) -> String {
    if n == 1 { "1 cell".into() } else { format!("{n} cells") }
}

/// S017
pub(super) fn open_row(end: Span) -> Diagnostic {
    Diagnostic::error("S017", "这一行没有以竖线结束", "this row does not end with a bar").at(
        end,
        "应在这里写 |",
        "a `|` belongs here",
    )
}

/// S017
pub(super) fn not_a_row(span: Span) -> Diagnostic {
    Diagnostic::error("S017", "表里只能写用竖线隔开的行", "a table holds rows between bars").at(
        span,
        "这里不是表的一行",
        "not a row",
    )
}

/// S017
pub(super) fn no_header(open: Span) -> Diagnostic {
    Diagnostic::error("S017", "这张表没有表头", "this table has no header").at(
        open,
        "第一行应是列名：| 列 | 列 |",
        "the first row names the columns: | a | b |",
    )
}

/// S018
pub(super) fn incomplete(span: Span, op: &str, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error("S018", format!("“{op}”后面缺少“{zh}”"), format!("`{op}` needs `{en}` further on")).at(
        span,
        format!("“{op}…{zh}…”要成对写"),
        format!("`{op} … {en} …`"),
    )
}

/// S018
pub(super) fn growth_ending(span: Span, annual: bool) -> Diagnostic {
    let (zh, en) = match annual {
        true => ("年均增长要说明起止年度", "mean yearly growth needs the years it runs over"),
        false => ("两个年度之间的增长是年均增长", "growth from one year to another is annual growth"),
    };
    Diagnostic::error("S018", zh, en).at(span, "这里", "here").help(
        "写成“x 自 2005 至 2008 的 年均增长”",
        "write `annual growth of x from 2005 to 2008`; `growth of x` is since last year, `growth of x over prior` since the period before",
    )
}

/// S018
pub(super) fn misplaced(span: Span, word: &str) -> Diagnostic {
    let out = Diagnostic::error("S018", format!("“{word}”放在这里没有意义"), format!("`{word}` makes no sense here")).at(
        span,
        "与前面的部分接不上",
        "does not fit what stands before it",
    );
    match word {
        ".." | "～" | "~" | "至" | "—" | "——" => {
            out.help("数的范围写作“介于 1 至 10”", "a range of numbers is `between 1 and 10`")
        }
        _ => out,
    }
}

/// S018
pub(super) fn rounding_needs_equal(span: Span) -> Diagnostic {
    Diagnostic::error("S018", "“四舍五入内”只能跟在一个“=”后面", "`within rounding` belongs to one `=`").at(
        span,
        "这里不是相等比较",
        "this is no equality",
    )
}

/// S018
pub(super) fn after_otherwise(span: Span) -> Diagnostic {
    Diagnostic::error("S018", "“否则”必须是最后一项", "`otherwise` must come last").at(
        span,
        "这一项永远用不到",
        "this case is never reached",
    )
}

/// Of several mistakes in one line that can follow from each other, those that can be the cause of the rest: a text left open before
/// what cannot be read, that before brackets, brackets before what does not fit together.
pub(super) fn causes(list: Vec<Diagnostic>, text: &str) -> Vec<Diagnostic> {
    const ORDER: &[&str] = &["S011", "S001", "S002", "S003", "S018", "S015"];
    let ends: Vec<usize> = text.match_indices('\n').map(|(i, _)| i).collect();
    let line = |d: &Diagnostic| d.primary().map(|p| ends.partition_point(|end| *end < p.start as usize));
    let rank = |d: &Diagnostic| ORDER.iter().position(|code| *code == d.code);
    let mut first: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    for (d, rank) in list.iter().filter_map(|d| rank(d).map(|r| (d, r))) {
        let best = first.entry(line(d)).or_insert(rank);
        *best = rank.min(*best);
    }
    // A bracket that is missing in a line, or that what cannot be read there swallowed, is one too many where the expression goes on in the next.
    let open: Vec<Option<usize>> = list.iter().filter(|d| matches!(d.code, "S001" | "S002")).map(line).collect();
    let follows = |d: &Diagnostic| d.code == "S003" && line(d).is_some_and(|at| at > 0 && open.contains(&Some(at - 1)));
    let is_cause = |d: &Diagnostic| rank(d).is_none_or(|r| first.get(&line(d)).is_none_or(|best| r == *best));
    list.into_iter().filter(|d| is_cause(d) && !follows(d)).collect()
}
