//! The words that open a part, by where the part stands. Recovery goes by them: what is nearly one of them is taken for it.

use fadu_grammar::Rule;

/// Where a bad part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    File,
    Policy,
    Fields,
    Header,
    Stages,
    Rule,
    Test,
    Scorecard,
    Exception,
}

impl Place {
    /// The rule that should stand there.
    pub(super) fn strict(self) -> Rule {
        match self {
            Self::File => Rule::strict_item,
            Self::Policy => Rule::strict_policy_part,
            Self::Fields => Rule::strict_field,
            Self::Header => Rule::strict_header,
            Self::Stages => Rule::strict_stage,
            Self::Rule => Rule::strict_stmt,
            Self::Test => Rule::strict_test_stmt,
            Self::Scorecard => Rule::strict_score_part,
            Self::Exception => Rule::strict_grant_part,
        }
    }
}

impl Place {
    /// The words that can open a part here.
    pub(super) fn openers(self) -> &'static [&'static str] {
        match self {
            Self::File => ITEMS,
            Self::Policy => POLICY,
            Self::Rule => STATEMENTS,
            Self::Test => TEST,
            Self::Scorecard => SCORECARD,
            Self::Exception => EXCEPTION,
            Self::Fields | Self::Header | Self::Stages => &[],
        }
    }
}

/// Words that open an item.
pub(super) const ITEMS: &[&str] = &[
    "policy",
    "library",
    "use",
    "extend",
    "record",
    "table",
    "alias",
    "param",
    "define",
    "classify",
    "unit",
    "kind",
    "rule",
    "test",
    "scorecard",
    "exception",
    "政策",
    "库",
    "引用",
    "扩充",
    "记录",
    "表",
    "别名",
    "参数",
    "定义",
    "分级",
    "计量单位",
    "口径",
    "规则",
    "测试",
    "评分表",
    "批复",
];

const POLICY: &[&str] = &["number", "issued", "jurisdiction", "effective", "clause", "文号", "印发", "辖区", "施行", "条款"];

const STATEMENTS: &[&str] = &[
    "cite",
    "tightens",
    "for",
    "when",
    "let",
    "due",
    "require",
    "verify",
    "aim",
    "show",
    "except",
    "exempt",
    "no",
    "otherwise",
    "effective",
    "report",
    "依据",
    "严于",
    "对",
    "当",
    "设",
    "到期",
    "要求",
    "核实",
    "力争",
    "列示",
    "除非",
    "例外",
    "豁免",
    "不得豁免",
    "否则",
    "施行",
    "填报",
];

const TEST: &[&str] = &["given", "param", "expect", "cases", "给定", "参数", "预期", "用例"];

const SCORECARD: &[&str] = &["cite", "依据"];

const EXCEPTION: &[&str] = &["lifts", "for", "from", "until", "because", "require", "豁免", "对象", "自", "止于", "因为", "要求"];
