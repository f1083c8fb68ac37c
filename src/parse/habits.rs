//! What beginners write out of habit, and what is written here instead: `必须` for 要求, `。` for the point, `在 1 和 2 之间`.

use super::openers::Place;
use crate::diag::Bilingual;

/// Words that open a statement elsewhere, beside the keyword that does it here.
const STATEMENTS: &[(&[&str], &str)] = &[
    (&["必须", "应当", "应该", "应", "须", "需要", "需", "检查", "确保", "断言"], "要求"),
    (&["如果", "若", "假如", "条件"], "当"),
    (&["对于", "针对", "凡", "遍历"], "对"),
    (&["根据", "按照", "引用"], "依据"),
    (&["警告", "提示"], "核实"),
    (&["除了", "除外"], "除非"),
    (&["must", "shall", "should", "assert", "ensure", "check", "validate"], "require"),
    (&["if", "where", "given", "having"], "when"),
    (&["foreach", "from", "each", "loop"], "for"),
    (&["else", "message", "error", "print"], "otherwise"),
    (&["warn", "warning"], "verify"),
    (&["unless"], "exempt when"),
    (&["var", "set", "const", "define", "def"], "let"),
];

/// Words that open an item elsewhere.
const ITEMS: &[(&[&str], &str)] = &[
    (&["function", "func", "fn", "def", "macro", "const", "let", "var", "set"], "define"),
    (&["import", "include", "require", "load"], "use"),
    (&["struct", "class", "type", "schema", "form", "entity", "model"], "record"),
    (&["enum", "list", "array"], "table"),
    (&["check", "constraint", "assert", "validate"], "rule"),
    (&["parameter", "option", "setting", "input"], "param"),
    (&["law", "document", "regulation"], "policy"),
    (&["函数", "常量", "变量", "设"], "定义"),
    (&["导入", "包含", "加载"], "引用"),
    (&["结构", "表单", "报表", "数据", "类型"], "记录"),
    (&["表格", "枚举", "名单", "清单"], "表"),
    (&["法规", "文件", "办法"], "政策"),
    (&["检查", "校验", "约束"], "规则"),
];

/// Signs and words met where something else is expected, beside what was probably meant. Letters in capitals are met as small ones.
const INSIDE: &[(&[&str], &str, &str)] = &[
    (&["。"], "字段前写点“.”（半角或全角的 ．），不写句号", "the sign before a field is a point: `.`"),
    (
        &[":", "："],
        "这里不用冒号：空一格接着写，或写上这里需要的词",
        "no colon here: leave a blank, or write the word that is expected",
    ),
    (&[";", "；"], "一条写一行，每条前面都写“要求”", "one condition a line, each behind its own `require`"),
    (&["'", "‘", "’", "`"], "文本写在双引号里：\"…\"", "a text stands in double quotes: `\"…\"`"),
    (&["在", "之间"], "两个数之间写作“介于 10万元 至 20万元”", "for a range write `between 10万元 and 20万元`"),
    (
        &["那么", "then", "因此", "所以", "therefore", "if", "如果"],
        "“如果……那么……”写作“… 则 …”，或把条件写在“当”后面",
        "write `… implies …`, or put the condition after `when`",
    ),
    (&["where", "having", "such"], "条件写在“当”后面", "a condition stands after `when`"),
    (
        &["unless", "except", "除非"],
        "例外另写一行：豁免 当 … 因为 \"…\"，或 除非 当 … 要求 …",
        "an exception is a line of its own: `exempt when … because \"…\"`, or `except when … require …`",
    ),
    (
        &["else", "否则", "case", "?", "？"],
        "取值随条件而定的写作“选择 { 条件: 值; 否则: 值 }”",
        "a value by conditions is `choose { condition: value; otherwise: value }`",
    ),
    (&["和", "并", "以及", "and", "&", "&&"], "两个条件都要满足，写“且”", "where both must hold, write `and`"),
    (&["或是", "or", "|", "||"], "两个条件满足一个，写“或”", "where one of two must hold, write `or`"),
    (&["!", "！", "not", "不是"], "否定写“非”，如“非 (a = b)”；不等写“!=”", "write `not` before what is denied, `!=` for unlike"),
    (&["满足", "通过", "合格", "达标", "pass", "passed", "ok"], "结论写“符合”", "write the verdict as `met`"),
    (&["不满足", "违反", "不通过", "不合格", "不达标", "fail", "failed"], "结论写“不符”", "write the verdict as `violated`"),
    (&["未知", "未定", "unknown"], "结论写“待定”", "write the verdict as `undetermined`"),
    (&["是"], "比较相等写“=”或“为”", "write `=` or `is`"),
    (
        &["contains", "contain", "includes", "include", "has", "包含", "含有", "含"],
        "文本里含有某些字写作“x 包含 \"…\"”；集合写“属于”“包含于”",
        "that a text contains another is `x contains \"…\"`; for sets write `in`, `subset of`",
    ),
    (
        &["matches", "match", "regexp", "rlike", "similar", "匹配"],
        "文本的样子写作“形如 \"1311*\"”：* 任意几个字，? 一个字，# 一个数字",
        "the shape of a text is `like \"1311*\"`: `*` any characters, `?` one, `#` a digit",
    ),
    (&["endswith", "ends", "结尾"], "以什么结尾写作“以 \"…\" 结尾”", "that a text ends with another is `x ends with \"…\"`"),
    (&["startswith", "beginswith", "begins"], "以什么开头写作“以 … 开头”", "write `starts with`"),
    (
        &["blank", "empty", "missing", "null", "为空", "不为空", "空白", "非空"],
        "世上有没有写“x 存在”（字段类型后要有 ?）；表里填没填写“填报 x 必填”",
        "whether there is such a thing is `x exists` (a field with `?`); that a cell is filled in is `report x required`",
    ),
    (
        &["percent", "pct", "百分之"],
        "百分数写作 10%，百分点写作 3个百分点",
        "a percentage is `10%`, percentage points are `3个百分点`",
    ),
    (
        &["million", "billion", "thousand", "millions", "yuan", "rmb", "￥", "¥", "$", "€"],
        "金额把单位写在数后：100万元、3亿元、5万美元",
        "an amount has its unit behind it: `100万元`, `3亿元`, `5万美元`",
    ),
    (&["per"], "每…多少写作 3万元/人", "so much for each is a unit: `3万元/人`"),
    (
        &["distinct", "unique", "不同", "不重复", "唯一"],
        "不重复的个数写作“个数（{e.字段 对 e 在 表}）”",
        "how many different ones is `count({e.field for e in RECORD})`",
    ),
    (
        &[
            "increased",
            "increases",
            "increase",
            "grows",
            "grew",
            "grow",
            "rises",
            "rose",
            "比上年增长",
            "比上年提高",
            "比上年",
            "同比",
            "增长",
            "提高",
            "上升",
        ],
        "比上年增长写作“x 的 同比增长 不低于 10%”；份额提高写作“x - 上年同期（c）.x 不低于 3个百分点”",
        "growth since last year is `growth of x at least 10%`; a rise of a share is `x - last_year(c).x at least 3个百分点`",
    ),
    (&["[", "［"], "集合写在花括号里：{1, 2, 3}", "a set stands in braces: `{1, 2, 3}`"),
    (&["*"], "计数写作“个数（e 在 表）”", "rows are counted with `count(e in RECORD)`"),
];

/// In what order the first rows are taken.
const ORDERS: &[&str] = &["lowest first", "highest first", "由低到高", "由高到低"];

/// Keywords and words of comparison: written in capitals they are names.
const SMALL: &[&str] =
    &["and", "or", "not", "in", "is", "between", "exists", "like", "implies", "for", "when", "of", "by", "over"];

/// The keyword that opens such a statement or item here.
pub(super) fn opener(word: &str, place: Place) -> Option<&'static str> {
    let habits = match place {
        Place::Rule => STATEMENTS,
        Place::File => ITEMS,
        Place::Policy | Place::Fields | Place::Header | Place::Stages | Place::Test | Place::Scorecard | Place::Exception => {
            return None;
        }
    };
    habits.iter().find(|(words, _)| words.contains(&word)).map(|(_, keyword)| *keyword)
}

/// Advice for something found where it cannot stand, between what is before and after it (it begins `after`).
pub(super) fn advice(found: &str, before: &str, after: &str) -> Option<Bilingual> {
    let small = found.to_ascii_lowercase();
    if small != found && SMALL.contains(&small.as_str()) {
        return Some(Bilingual::new(format!("关键词用小写：{small}"), format!("keywords are in small letters: `{small}`")));
    }
    near(before, after).or_else(|| inside(&small))
}

fn inside(word: &str) -> Option<Bilingual> {
    let (_, zh, en) = INSIDE.iter().find(|(habits, ..)| habits.contains(&word))?;
    Some(Bilingual::new(*zh, *en))
}

/// Advice that goes by what stands around the place.
fn near(before: &str, after: &str) -> Option<Bilingual> {
    let head = before.trim_end();
    let last = head.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '（')).next().unwrap_or("");
    if matches!(last, "and" | "or" | "且" | "或") && after.starts_with(['<', '>', '=', '≥', '≤', '!']) {
        return Some(Bilingual::new(
            "且、或的两边各是一个完整的条件：x > 3 且 x < 5；也可写 3 < x < 5",
            "both sides of `and` and `or` are whole conditions: `x > 3 and x < 5`, or `3 < x < 5`",
        ));
    }
    match last.to_ascii_lowercase().as_str() {
        "distinct" | "unique" => return inside("distinct"),
        "if" | "如果" | "若" => return inside("if"),
        "forall" | "foreach" | "all" | "for" | "每" | "所有" | "每一个" => {
            return Some(Bilingual::new(
                "每一行都满足写作“每个（条件 对 e 在 表）”",
                "that every row fulfils it is `every(condition for e in RECORD)`",
            ));
        }
        _ => {}
    }
    if matches!(last, "NOT" | "AND" | "OR" | "IN") {
        let small = last.to_ascii_lowercase();
        return Some(Bilingual::new(format!("关键词用小写：{small}"), format!("keywords are in small letters: `{small}`")));
    }
    if let Some(order) = after.strip_prefix([',', '，']).map(str::trim_start)
        && ORDERS.iter().any(|word| order.starts_with(word))
    {
        return Some(Bilingual::new(
            "“按”的后面，由低到高、由高到低前面没有逗号：（企业 按 销售收入 由低到高 前 3 名）",
            "behind `by` the order stands without a comma: `(first 3 of Firm by sales lowest first)`",
        ));
    }
    if let Some(told) = ["when ", "当 ", "where "].iter().any(|word| after.starts_with(word)).then(|| rows_within(head)).flatten()
    {
        return Some(told);
    }
    let words: Vec<&str> = head.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '（')).take(2).collect();
    if matches!(words.as_slice(), [number, "first"] if number.parse::<u64>().is_ok()) && after.starts_with("of ") {
        return Some(Bilingual::new(
            "前几行外面自有一层括号：个数（（企业 按 销售收入 前 3 名））",
            "the first rows stand in brackets of their own: `count((first 3 of Firm by sales))`, `x in (first 3 of Firm by sales)`",
        ));
    }
    if after.starts_with([',', '，']) && in_brackets(head) {
        return Some(Bilingual::new("集合写在花括号里：{\"a\", \"b\"}", "a set stands in braces: `{\"a\", \"b\"}`"));
    }
    if after.starts_with("/*") {
        return Some(Bilingual::new(
            "注释以 # 或 // 开头，到行末为止",
            "a comment begins with `#` or `//` and ends with the line",
        ));
    }
    if after.starts_with(":=") {
        return Some(Bilingual::new("写“=”", "write `=`"));
    }
    day(last, after).map(|day| Bilingual::new(format!("日期写作 {day}"), format!("a day is written `{day}`")))
}

/// `count(R`, `sum(v for a in A, b in a.list`: rows of an aggregate that a condition follows where none can stand.
fn rows_within(head: &str) -> Option<Bilingual> {
    let inside = head.get(head.rfind(['(', '（'])?..)?.trim_start_matches(['(', '（']);
    let words: Vec<&str> = inside.split_whitespace().collect();
    let several = words.iter().any(|w| matches!(*w, "for" | "对")) && inside.contains([',', '，']);
    match words.as_slice() {
        [_record] => Some(Bilingual::new(
            "要数的行写作“个数（e 在 记录 当 …）”，或外面再加一层括号：“个数（（记录 当 …））”",
            "rows are counted with `count(e in RECORD when …)`, or stand in brackets of their own: `count((RECORD when …))`",
        )),
        _ if several => Some(Bilingual::new(
            "一个合计只有一个循环，循环里再套合计：“合计（合计（行.额 对 行 在 e.明细 当 …） 对 e 在 记录）”",
            "an aggregate has one loop; put one into the other: `sum(sum(l.amount for l in e.list when …) for e in RECORD)`",
        )),
        _ => None,
    }
}

/// `x in ("a"`: the bracket opened behind a word that asks for a set.
fn in_brackets(head: &str) -> bool {
    let Some(open) = head.rfind(['(', '（']) else { return false };
    head.get(..open).is_some_and(|h| ["in", "属于"].iter().any(|word| h.trim_end().ends_with(word)))
}

/// `2007.1.` before `1`: a day as it is written elsewhere.
fn day(last: &str, after: &str) -> Option<String> {
    let rest: String = after.chars().take_while(char::is_ascii_digit).collect();
    let whole = format!("{last}{rest}");
    let parts: Vec<&str> = whole.split('.').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let (month, day): (u8, u8) = (month.parse().ok()?, day.parse().ok()?);
    let real =
        year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && (1..=12).contains(&month) && (1..=31).contains(&day);
    real.then(|| format!("{year}-{month:02}-{day:02}"))
}
