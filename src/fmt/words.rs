//! Keywords and operators with all their spellings, for printing. The first of each language is the canonical one.

use crate::ast::CmpOp;

use crate::ast::Asks;

/// One keyword or operator.
#[derive(Debug)]
pub(super) struct Word {
    /// Signs that belong to no language.
    pub signs: &'static [&'static str],
    pub en: &'static [&'static str],
    pub zh: &'static [&'static str],
}

const fn word(en: &'static [&'static str], zh: &'static [&'static str]) -> Word {
    Word { signs: &[], en, zh }
}

const fn sign(signs: &'static [&'static str], en: &'static [&'static str], zh: &'static [&'static str]) -> Word {
    Word { signs, en, zh }
}

macro_rules! words {
    ($($name:ident = $en:literal, $($zh:literal)|+;)*) => {
        $(pub(super) const $name: Word = word(&[$en], &[$($zh),+]);)*
        /// Every keyword, in the order below.
        pub(super) const KEYWORDS: &[&Word] = &[$(&$name),*];
    };
}

words! {
    POLICY = "policy", "政策";
    LIBRARY = "library", "库";
    USE = "use", "引用";
    EXTEND = "extend", "扩充";
    LIFE_FROM = "from", "自";
    LIFE_UNTIL = "until", "止于";
    LIFE_WAS = "was", "原名";
    RECORD = "record", "记录";
    TABLE = "table", "表";
    ALIAS = "alias", "别名";
    PARAM = "param", "参数";
    DEFINE = "define", "定义";
    CLASSIFY = "classify", "分级";
    PERIOD = "period", "期间";
    MONTHS = "months", "各月";
    QUARTERS = "quarters", "各季度";
    HALVES = "halves", "各半年";
    YEARS = "years", "各年";
    WEEKS = "weeks", "各周";
    WEEKDAY_OF = "weekday", "星期几";
    MONDAY_OF = "monday", "周一" | "星期一";
    YEAR_OF = "year", "年度";
    HALF_OF = "half", "半年";
    QUARTER_OF = "quarter", "季度";
    MONTH_OF = "month", "月份" | "月度";
    NEEDS = "needs", "需要";
    UNIT = "unit", "计量单位";
    KIND = "kind", "口径";
    RULE = "rule", "规则";
    TEST = "test", "测试";
    SCORECARD = "scorecard", "评分表";
    EXCEPTION = "exception", "批复";
    LIFTS = "lifts", "豁免";
    FURTHER_NOTICE = "further notice", "另行通知";
    NO_EXCEPTIONS = "no exceptions", "不得豁免";
    NUMBER = "number", "文号";
    ISSUED = "issued", "印发";
    JURISDICTION = "jurisdiction", "辖区";
    EFFECTIVE = "effective", "施行";
    CLAUSE = "clause", "条款";
    QUALITATIVE = "qualitative", "定性";
    KEY = "key", "主键";
    SENT_BY = "sent by", "由";
    TOTAL_ROW = "total row", "合计行";
    BLANK_MEANS = "blank means", "空白为";
    AS = "as", "列";
    ALSO = "also", "又名";
    FROM = "from", "来自";
    BECAUSE = "because", "因为";
    SINCE = "from", "自";
    AFTER = "after", "晚于";
    ABOVE = "above", "高于";
    NOT_BELOW = "at least", "不低于";
    CITE = "cite", "依据";
    TIGHTENS = "tightens", "严于";
    FOR = "for", "对";
    IN = "in", "在";
    OVER = "over", "名册";
    BY = "by", "按";
    FIRST = "first", "前";
    PER = "per", "每";
    LOWEST = "lowest first", "由低到高";
    HIGHEST = "highest first", "由高到低";
    WITH_TIES = "with ties", "含并列";
    WITHOUT_TIES = "without ties", "不含并列";
    ON = "on", "按";
    WHEN = "when", "当";
    LET = "let", "设";
    DUE = "due", "到期";
    REQUIRE = "require", "要求";
    VERIFY = "verify", "核实";
    AIM = "aim", "力争";
    SHOW = "show", "列示";
    RANKED = "ranked", "排名";
    RANKED_UP = "ranked ascending", "升序排名";
    EXCEPT = "except", "除非" | "例外";
    EXEMPT = "exempt", "豁免";
    OTHERWISE = "otherwise", "否则";
    REPORT = "report", "填报";
    REQUIRED = "required", "必填";
    IN_TIME = "in time", "按期";
    LIKE = "like", "形如";
    UNLIKE = "not like", "不形如";
    EXACTLY_ONE = "exactly one of", "恰有一项";
    GIVEN = "given", "给定";
    PARTIAL = "partial", "部分";
    EMPTY = "empty", "空";
    SUBMISSION = "submission", "报送";
    UNKNOWN = "unknown", "未知";
    NONE = "none", "无";
    DEADLINE = "by", "最迟";
    AS_OF_DAY = "as-of day", "核查日";
    EXPECT = "expect", "预期";
    MET = "met", "符合";
    VIOLATED = "violated", "不符";
    SHORT_BY = "by", "差";
    UNDETERMINED = "undetermined", "待定";
    BREACH = "breach", "违反";
    QUERY = "query", "待说明";
    SHORTFALL = "shortfall", "未达";
    OPEN = "open", "未决";
    LISTED = "listed", "列入";
    POSSIBLY_LISTED = "possibly listed", "可能列入";
    NOT_LISTED = "not listed", "未列入";
    NOT_APPLICABLE = "not applicable", "不适用";
    SUBJECT = "for", "对象";
    CASES = "cases", "用例";
    WEIGHT = "weight", "权重";
    IN_PROPORTION = "in proportion", "按比例";
    CHOOSE = "choose", "选择";
    AT = "at", "于";
    AND = "and", "且" | "并且";
    OR = "or", "或" | "或者";
    IMPLIES = "implies", "则";
    NOT = "not", "非";
    UNION = "union", "并";
    MINUS = "minus", "减去";
    SUBSET = "subset of", "包含于";
    DISJOINT = "disjoint with", "不相交于";
    MEMBER = "in", "属于";
    NOT_MEMBER = "not in", "不属于";
    BETWEEN = "between", "介于";
    NOT_BETWEEN = "not between", "不介于";
    ABOUT = "about", "约" | "约为";
    WITHIN = "within", "误差";
    ROUNDING = "within rounding", "四舍五入内";
    EXISTS = "exists", "存在" | "有";
    EXISTS_NOT = "does not exist", "不存在" | "无";
    FILLED = "filled", "已填";
    FILLED_NOT = "not filled", "未填";
    CONTAINS = "contains", "包含";
    CONTAINS_NOT = "does not contain", "不包含";
    NUMERAL = "is a number", "是数字";
    NUMERAL_NOT = "is not a number", "不是数字";
    SHARE_END = "", "的比重" | "的比例";
    TEXT = "text", "文本";
    FLAG = "flag", "是否";
    COUNT = "count", "个数";
    TY_NUMBER = "number", "数";
    SHARE = "share", "占比";
    POINTS = "points", "百分点";
    GROWTH = "growth", "增速";
    MONEY = "money", "金额";
    QUANTITY = "quantity", "数量";
    DATE = "date", "日期";
    YEAR = "year", "年度";
    HALF = "half", "半年度";
    QUARTER = "quarter", "季度";
    MONTH = "month", "月度";
    ONE_OF = "one of", "之一";
    READING = "reading", "读法";
    LIST = "list of", "列表";
    REF = "ref", "引用";
    IN_UNIT = "in", "单位";
    SIGNED = "signed", "可负";
    FIXED = "fixed", "不得变动";
    RANGE = "in", "范围";
    TO = "to", "精确到";
    DURING = "during", "期间";
    AT_END = "at end", "期末";
    TO_DATE = "to date", "累计";
}

pub(super) const TRUE: Word = word(&["yes", "true"], &["是"]);
pub(super) const FALSE: Word = word(&["no", "false"], &["否"]);
/// Between the ends of a range; everything but 至 is printed as `..`.
pub(super) const TO_IN_RANGE: Word = word(&[".."], &["至"]);
/// Between the bounds of `between`: a word in both languages.
pub(super) const AND_IN_BETWEEN: Word = word(&["and"], &["至", "且", "并且"]);
pub(super) const GE: Word = sign(&[">=", "≥", "≧"], &["at least"], &["不低于", "不少于", "达到", "至少"]);
pub(super) const LE: Word = sign(&["<=", "≤", "≦"], &["at most"], &["不超过", "不高于", "至多"]);
pub(super) const GT: Word = sign(&[">"], &["more than"], &["超过", "高于", "突破"]);
pub(super) const LT: Word = sign(&["<"], &["less than"], &["低于", "不足", "不满", "不到"]);
pub(super) const NE: Word = sign(&["!=", "≠"], &["is not"], &["不等于", "不为"]);
pub(super) const EQ: Word = sign(&["==", "="], &["is"], &["等于", "为"]);
/// Of days and periods alone.
pub(super) const NOT_EARLIER: Word = word(&["not earlier than", "no earlier than", "not before"], &["不早于"]);
pub(super) const NOT_LATER: Word = word(&["not later than", "no later than", "not after"], &["不晚于"]);
pub(super) const LATER: Word = word(&["after"], &["晚于"]);
pub(super) const EARLIER: Word = word(&["before"], &["早于"]);
/// After a number; English has no such words.
pub(super) const GE_AFTER: Word = word(&[], &["以上"]);
pub(super) const LE_AFTER: Word = word(&[], &["以下", "以内"]);
pub(super) const GT_AFTER: Word = word(&[], &["以外"]);

pub(super) fn comparator(op: CmpOp) -> &'static Word {
    match op {
        CmpOp::Ge => &GE,
        CmpOp::Gt => &GT,
        CmpOp::Le => &LE,
        CmpOp::Lt => &LT,
        CmpOp::Eq => &EQ,
        CmpOp::Ne => &NE,
    }
}

/// The word behind a field that asks something of it.
pub(super) fn asked(asks: Asks, negated: bool) -> &'static Word {
    match (asks, negated) {
        (Asks::World, false) => &EXISTS,
        (Asks::World, true) => &EXISTS_NOT,
        (Asks::Form, false) => &FILLED,
        (Asks::Form, true) => &FILLED_NOT,
        (Asks::Number, false) => &NUMERAL,
        (Asks::Number, true) => &NUMERAL_NOT,
    }
}
