//! What is said here for functions, values and types of spreadsheets, query and programming languages. Names in capitals are met as
//! small ones.

use super::Bilingual;

type Equivalent = (&'static [&'static str], &'static str, &'static str);

/// Functions of other languages.
const FUNCTIONS: &[Equivalent] = &[
    (
        &["if", "iif", "ifs", "ifelse", "case", "switch", "decode", "如果", "若", "判断"],
        "写成“选择 { 条件: 值; 否则: 值 }”；两边都是条件时写“… 则 …”",
        "write `choose { condition: value; otherwise: value }`, or `… implies …` where both are conditions",
    ),
    (
        &["sumif", "sumifs", "dsum", "sumproduct", "total", "求和", "总和", "加总", "累加"],
        "写成“合计（e.字段 对 e 在 表 当 条件）”",
        "write `sum(e.field for e in RECORD when condition)`",
    ),
    (
        &["countif", "countifs", "counta", "dcount", "计数", "数量", "数目"],
        "写成“个数（e 在 表 当 条件）”",
        "write `count(e in RECORD when condition)`",
    ),
    (
        &["average", "averageif", "averageifs", "mean", "均值", "平均值", "平均数"],
        "写成“平均（e.字段 对 e 在 表 当 条件）”",
        "write `avg(e.field for e in RECORD when condition)`",
    ),
    (
        &["maxif", "maxifs", "largest", "greatest", "最大值", "最高"],
        "写成“最大（e.字段 对 e 在 表 当 条件）”",
        "write `max(e.field for e in RECORD when condition)`",
    ),
    (
        &["minif", "minifs", "smallest", "least", "最小值", "最低"],
        "写成“最小（e.字段 对 e 在 表 当 条件）”",
        "write `min(e.field for e in RECORD when condition)`",
    ),
    (
        &["rank_eq", "dense_rank", "row_number", "large", "small", "top", "topn", "排名", "位次", "排序"],
        "写成“名次（e.字段 对 e 在 表）不超过 10”；前十行是“（表 按 字段 前 10 名）”",
        "write `rank(e.field for e in RECORD) at most 10`; the first ten are `(first 10 of RECORD by field)`",
    ),
    (&["len", "strlen", "size", "char_length", "datalength", "字数", "字符数", "位数"], "写成“长度（x）”", "write `length(x)`"),
    (
        &["left", "right", "mid", "substr", "substring", "截取", "取左", "取右"],
        "比较文本的样子：x 以 \"1311\" 开头，x 形如 \"1311##\"",
        "compare the shape of the text: `x starts with \"1311\"`, `x like \"1311##\"`",
    ),
    (
        &["find", "search", "instr", "contains", "includes", "查找", "包含"],
        "文本里含有某些字写作“x 包含 \"…\"”",
        "that a text contains another is `x contains \"…\"`",
    ),
    (
        &["regex", "regexp", "regexp_like", "regexmatch", "matches", "match", "正则", "匹配"],
        "文本的样子写作“x 形如 \"1311*\"”：* 任意几个字，? 一个字，# 一个数字",
        "the shape of a text is `x like \"1311*\"`: `*` any characters, `?` one, `#` a digit",
    ),
    (
        &["isblank", "isnull", "isempty", "ifnull", "coalesce", "nvl", "isna", "iserror", "iferror", "为空", "是否为空"],
        "世上有没有写“x 存在”（字段类型后要有 ?）；表里填没填写“填报 x 必填”",
        "whether there is such a thing is `x exists` (a field with `?`); that a cell is filled in is `report x required`",
    ),
    (
        &["exists", "any", "anymatch", "contains_any", "任一", "任意", "存在"],
        "有一行满足写作“有的（条件 对 e 在 表）”",
        "that one row fulfils it is `some(condition for e in RECORD)`",
    ),
    (
        &["all", "forall", "allmatch", "全部", "所有", "每一个"],
        "每一行都满足写作“每个（条件 对 e 在 表）”",
        "that every row fulfils it is `every(condition for e in RECORD)`",
    ),
    (
        &["vlookup", "hlookup", "xlookup", "lookup", "index", "dlookup", "引用", "查表"],
        "按主键取另一行写作“表[主键].字段”",
        "another row is taken by its key: `RECORD[key].field`",
    ),
    (
        &["yoy", "growthrate", "growth_rate", "同比", "同比增长", "增速", "增幅"],
        "写成“x 的 同比增长”；两个数之间写“增长率（末, 初）”",
        "write `growth of x`; between two figures `growth(end, start)`",
    ),
    (&["mom", "qoq", "环比", "环比增长"], "写成“x 的 环比增长”", "write `growth of x over prior`"),
    (
        &["cagr", "年均增速", "年均增长", "复合增长率"],
        "写成“x 自 2005 至 2008 的 年均增长”",
        "write `annual growth of x from 2005 to 2008`",
    ),
    (
        &["today", "now", "sysdate", "getdate", "current_date", "今天", "当前日期", "现在"],
        "规则不看今天；到期用“到期”，基准日由 --as-of 给出",
        "no rule looks at today; what falls due is `due`, and the day of the run is `--as-of`",
    ),
    (
        &["datediff", "datedif", "days", "daysbetween", "日期差", "天数"],
        "两个日期相减得天数：a - b 不超过 15天；整月、整年写“满月数（a, b）”“满年数（a, b）”",
        "days are subtracted: `a - b at most 15天`; whole months and years are `full_months(a, b)`, `full_years(a, b)`",
    ),
    (&["dateadd", "edate", "addmonths", "add_months"], "日期加天数、月数：d + 15天，d + 3个月", "write `d + 15天`, `d + 3个月`"),
    (&["eomonth", "月末", "季末", "年末"], "期间的末日写作“末日（p）”", "the last day of a period is `last_day(p)`"),
    (
        &["year", "年份", "取年"],
        "所在的年写作“d 的 年度”，日期和期间都可以；在某年之内写“d 属于 2007”",
        "the year a day or a period lies in is `year of d`; that it lies in one is `d in 2007`",
    ),
    (&["pow", "power", "exp", "幂", "乘方", "次方"], "写成“x ^ 3”或“x 的 3 次方”", "write `x ^ 3`"),
    (
        &["sqrt", "root", "log", "ln", "开方", "平方根"],
        "没有开方：结果不精确。把比较的另一边乘方：a ^ 2 不低于 b",
        "there are no roots, which are not exact: raise the other side, `a ^ 2 >= b`",
    ),
    (&["rounddown", "trunc", "truncate", "舍去", "取整数"], "写成“向下取整（x）”", "write `floor(x)`"),
    (&["roundup", "ceil", "进一", "进位"], "写成“向上取整（x）”", "write `ceiling(x)`"),
    (&["rem", "remainder", "modulo", "求余", "取余"], "写成“余数（x, n）”", "write `mod(x, n)`"),
    (
        &["distinct", "unique", "countdistinct", "count_distinct", "去重", "不重复", "唯一"],
        "不重复的个数写作“个数（{e.字段 对 e 在 表}）”",
        "how many different ones is `count({e.field for e in RECORD})`",
    ),
    (&["and", "与", "并且"], "写成“条件 且 条件”", "write `condition and condition`"),
    (&["or", "或者"], "写成“条件 或 条件”", "write `condition or condition`"),
    (&["not", "非"], "写成“非 条件”", "write `not condition`"),
    (&["between", "介于"], "写成“x 介于 a 至 b”", "write `x between a and b`"),
    (
        &["isnumber", "isdigit", "isnumeric", "是否数字", "是数字"],
        "全是数字写作“x 不形如 \"*[!0-9]*\"”",
        "that a text is all digits is `x not like \"*[!0-9]*\"`",
    ),
    (
        &["value", "number", "tonumber", "int", "text", "str", "to_char", "to_number", "parseint", "cast", "convert", "数值"],
        "不必转换：字段的类型已经说明它是数还是文本",
        "nothing is converted: the type of a field says whether it is a figure or a text",
    ),
    (
        &["upper", "lower", "trim", "ucase", "lcase", "去空格"],
        "不必处理：两端空格不计，全角与半角相同",
        "nothing is to be done: blanks at the ends do not count, full width is half width",
    ),
];

/// Values of other languages.
const VALUES: &[Equivalent] = &[
    (
        &["null", "nil", "none", "nan", "na", "undefined", "blank", "empty", "空", "空值", "无值", "空白"],
        "世上有没有写“x 存在”（字段类型后要有 ?）；表里填没填写“填报 x 必填”",
        "whether there is such a thing is `x exists` (a field with `?`); that a cell is filled in is `report x required`",
    ),
    (&["true", "真", "对"], "写“是”", "write `yes`"),
    (&["false", "假", "错"], "写“否”", "write `no`"),
    (
        &["today", "now", "今天", "今日", "当天", "现在", "当前日期"],
        "规则不看今天；到期用“到期”，基准日由 --as-of 给出",
        "no rule looks at today; what falls due is `due`, and the day of the run is `--as-of`",
    ),
    (
        &["last_year", "lastyear", "去年", "上年", "上年同期", "previous", "prev"],
        "同一行上年的数写作“上年同期（c）.字段”",
        "the same row a year before is `last_year(c).field`",
    ),
    (
        &["this_year", "thisyear", "今年", "本年", "当年", "本期"],
        "本行的年度是它的字段，如 c.年度",
        "the year of the row is a field of it, as in `c.year`",
    ),
];

/// Types of other languages.
const TYPES: &[Equivalent] = &[
    (
        &["int", "integer", "long", "short", "bigint", "whole", "整数", "整型"],
        "个数写“个数”",
        "whole numbers of things are `count`",
    ),
    (
        &["float", "double", "decimal", "numeric", "real", "小数", "数字", "数值", "浮点数"],
        "有单位的写“金额 单位 万元”“数量 单位 吨”，没有单位的写“数”",
        "with a unit `money in 万元`, `quantity in 吨`; a bare number is `number`",
    ),
    (&["string", "str", "varchar", "nvarchar", "char", "字符串", "字符", "文字", "字串"], "写“文本”", "write `text`"),
    (&["bool", "boolean", "logical", "yesno", "布尔", "逻辑"], "写“是否”", "write `flag`"),
    (
        &["enum", "choice", "select", "option", "options", "枚举", "选项", "单选"],
        "写“之一 \"甲\", \"乙\"”",
        "write `one of \"a\", \"b\"`",
    ),
    (&["datetime", "timestamp", "day", "time", "时间", "日"], "写“日期”", "write `date`"),
    (&["percent", "percentage", "ratio", "rate", "百分比", "比例", "比率", "比重"], "写“占比”", "write `share`"),
    (&["currency", "amount", "货币", "人民币", "元", "万元"], "写“金额 单位 万元”", "write `money in 万元`"),
    (&["array", "rows", "数组", "明细"], "写“列表 记录名”", "write `list of RECORD`"),
    (&["reference", "foreign", "link", "外键", "关联"], "写“引用 记录名”", "write `ref RECORD`"),
];

fn said(list: &[Equivalent], name: &str) -> Option<Bilingual> {
    let small = name.to_lowercase();
    let (_, zh, en) = list.iter().find(|(names, ..)| names.contains(&small.as_str()))?;
    Some(Bilingual::new(*zh, *en))
}

/// What is written here for a function of another language.
pub fn function(name: &str) -> Option<Bilingual> {
    said(FUNCTIONS, name)
}

/// What is written here for a value of another language.
pub fn value(name: &str) -> Option<Bilingual> {
    if let Some(of) = name.strip_prefix("百分之") {
        let digits = of.parse::<u32>().map_or_else(|_| "10".to_string(), |n| n.to_string());
        return Some(Bilingual::new(format!("百分数写作 {digits}%"), format!("a percentage is written `{digits}%`")));
    }
    said(VALUES, name)
}

/// What is written here for a type of another language.
pub fn type_word(name: &str) -> Option<Bilingual> {
    said(TYPES, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_told_once() {
        for list in [FUNCTIONS, VALUES, TYPES] {
            let mut seen = std::collections::BTreeSet::new();
            for name in list.iter().flat_map(|(names, ..)| *names) {
                assert_eq!(name.to_lowercase(), **name);
                assert!(seen.insert(*name), "{name} stands twice");
            }
        }
    }

    #[test]
    fn capitals_and_percentages_in_words() {
        assert!(function("SUMIF").is_some_and(|s| s.en.contains("sum(e.field")));
        assert!(function("sum").is_none());
        assert_eq!(value("百分之10").map(|s| s.en), Some("a percentage is written `10%`".to_string()));
    }
}
