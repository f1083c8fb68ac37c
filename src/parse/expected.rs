//! Human names for what the grammar expected.

use super::Rule;
use crate::diag::Bilingual;

/// At most this many alternatives are listed.
const LISTED: usize = 4;

/// A list of alternatives as people read it: `a, b or one of 7 others`.
fn describe(names: impl IntoIterator<Item = (&'static str, &'static str)>) -> Bilingual {
    let mut unique: Vec<(&str, &str)> = Vec::new();
    for name in names {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    if unique.is_empty() {
        return Bilingual::new("别的内容", "something else");
    }
    let hidden = unique.len().saturating_sub(LISTED);
    let shown: Vec<_> = unique.into_iter().take(LISTED).collect();
    let zh = shown.iter().map(|n| n.0).collect::<Vec<_>>().join("、");
    let en: Vec<_> = shown.iter().map(|n| n.1).collect();
    if hidden > 0 {
        return Bilingual::new(format!("{zh}，或其他 {hidden} 种之一"), format!("{}, or one of {hidden} others", en.join(", ")));
    }
    let en = match en.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => (*last).to_string(),
        None => String::new(),
    };
    Bilingual::new(zh, en)
}

/// What stands in the place of the mistake, the most telling names first.
pub(super) fn expectation(wanted: &[Rule]) -> Bilingual {
    // Where an operand can stand, what operands begin with need not be told one by one.
    let operand = wanted.contains(&Rule::reference) || wanted.contains(&Rule::expr);
    let part = |rules: &[Rule]| operand && OPERANDS.iter().any(|o| rules.contains(o)) && !rules.contains(&Rule::reference);
    let named = NAMES.iter().filter(|(rules, _, _)| wanted.iter().any(|w| rules.contains(w)) && !part(rules));
    describe(named.map(|(_, zh, en)| (*zh, *en)))
}

/// What an operand can begin with.
const OPERANDS: &[Rule] = &[
    Rule::op_neg,
    Rule::op_growth,
    Rule::op_annual,
    Rule::op_not,
    Rule::name,
    Rule::string,
    Rule::number,
    Rule::date,
    Rule::lbrace,
    Rule::lparen,
    Rule::kw_choose,
];

/// What a rule is called; `None` for what need not be named (see [`UNNAMED`]).
#[cfg(test)]
fn human(wanted: Rule) -> Option<(&'static str, &'static str)> {
    NAMES.iter().find(|(rules, _, _)| rules.contains(&wanted)).map(|(_, zh, en)| (*zh, *en))
}

/// Every visible rule with its name in both languages, the most telling first; a test holds that no rule of the grammar is forgotten.
const NAMES: &[(&[Rule], &str, &str)] = &[
    (
        &[Rule::expr, Rule::paren, Rule::set, Rule::choose, Rule::arm, Rule::reference, Rule::flag_true, Rule::flag_false],
        "名称、数字或式子",
        "a name, a number or an expression",
    ),
    (
        &[
            Rule::type_expr,
            Rule::ty_text,
            Rule::ty_flag,
            Rule::ty_count,
            Rule::ty_number,
            Rule::ty_share,
            Rule::ty_points,
            Rule::ty_growth,
            Rule::ty_money,
            Rule::ty_quantity,
            Rule::ty_date,
            Rule::ty_year,
            Rule::ty_half,
            Rule::ty_quarter,
            Rule::ty_month,
            Rule::ty_period,
            Rule::ty_one_of,
            Rule::ty_reading,
            Rule::ty_list,
            Rule::ty_ref,
            Rule::ty_kind,
            Rule::kt_text,
            Rule::kt_flag,
            Rule::kt_count,
            Rule::kt_number,
            Rule::kt_share,
            Rule::kt_points,
            Rule::kt_growth,
            Rule::kt_money,
            Rule::kt_quantity,
            Rule::kt_date,
            Rule::kt_year,
            Rule::kt_half,
            Rule::kt_quarter,
            Rule::kt_month,
            Rule::kt_period,
            Rule::kt_one_of,
            Rule::kt_reading,
            Rule::kt_list,
            Rule::kt_ref,
        ],
        "类型",
        "a type",
    ),
    (
        &[
            Rule::op_ge,
            Rule::op_le,
            Rule::op_gt,
            Rule::op_lt,
            Rule::op_ne,
            Rule::op_eq,
            Rule::op_wrong,
            Rule::op_between,
            Rule::op_not_between,
            Rule::op_about,
            Rule::op_in,
            Rule::op_not_in,
            Rule::op_exists,
            Rule::op_not_exists,
            Rule::op_subset,
            Rule::op_disjoint,
        ],
        "比较词",
        "a comparison",
    ),
    (&[Rule::op_and, Rule::op_or, Rule::op_implies], "“且”“或”", "`and` or `or`"),
    (
        &[
            Rule::op_neg,
            Rule::op_add,
            Rule::op_sub,
            Rule::op_mul,
            Rule::op_div,
            Rule::op_pow,
            Rule::op_of,
            Rule::op_of_zh,
            Rule::op_as_share,
            Rule::op_zhan,
            Rule::op_share_end,
            Rule::op_like,
            Rule::op_not_like,
            Rule::op_starts,
            Rule::op_not_starts,
            Rule::op_begins,
            Rule::op_not_begins,
            Rule::op_begins_end,
            Rule::op_within,
            Rule::op_rounding,
            Rule::op_union,
            Rule::op_minus,
        ],
        "运算符",
        "an operator",
    ),
    (
        &[
            Rule::name,
            Rule::qname,
            Rule::path,
            Rule::binder,
            Rule::binder_var,
            Rule::source,
            Rule::source_call,
            Rule::source_paren,
        ],
        "名称",
        "a name",
    ),
    (&[Rule::string, Rule::str_closed, Rule::str_open], "引号里的文字", "a text in quotes"),
    (&[Rule::assign], "“=”", "`=`"),
    (&[Rule::colon], "冒号", "a colon"),
    (&[Rule::date, Rule::day_from, Rule::day_to], "日期", "a date"),
    (&[Rule::bound], "数字或名称", "a number or a name"),
    (&[Rule::unit_of], "数字和单位", "a number and a unit"),
    (&[Rule::glued_unit, Rule::spaced_unit, Rule::unit_name], "单位", "a unit"),
    (&[Rule::kt_in_unit], "单位", "`in` and a unit"),
    (&[Rule::lbrace, Rule::fields, Rule::table_inline], "“{”", "`{`"),
    (&[Rule::rbrace], "“}”", "`}`"),
    (&[Rule::lparen, Rule::call, Rule::method_args, Rule::define_args], "(", "`(`"),
    (&[Rule::rparen], ")", "`)`"),
    (&[Rule::rbracket], "“]”", "`]`"),
    (&[Rule::bar], "竖线 |", "a bar `|`"),
    (&[Rule::slash], "“/”", "`/`"),
    (&[Rule::question], "“?”", "`?`"),
    (
        &[Rule::mod_signed, Rule::mod_during, Rule::mod_at_end, Rule::mod_to_date, Rule::mod_step, Rule::mod_range],
        "类型的说明",
        "a word about the type",
    ),
    (&[Rule::op_not], "“非”", "`not`"),
    (&[Rule::column], "列名", "the name of a column"),
    (&[Rule::header, Rule::bad_header], "表头", "a header row"),
    (&[Rule::row, Rule::cell, Rule::raw, Rule::row_open, Rule::case_row, Rule::case_cell], "一行", "a row"),
    (&[Rule::field_decl, Rule::file_column], "字段", "a field"),
    (&[Rule::given_field], "“字段 = 值”", "`field = value`"),
    (&[Rule::verdict, Rule::case_verdict], "结论（符合、不符…）", "a verdict (met, violated, …)"),
    (&[Rule::line], "要求、核实或力争", "`require`, `verify` or `aim`"),
    (&[Rule::kw_policy, Rule::policy], "“政策”", "`policy`"),
    (&[Rule::kw_library, Rule::library], "“库”", "`library`"),
    (&[Rule::kw_use, Rule::use_decl], "“引用”", "`use`"),
    (&[Rule::kw_extend, Rule::extend], "“扩充”", "`extend`"),
    (&[Rule::kw_life_from, Rule::life_from], "“自”", "`from`"),
    (&[Rule::kw_life_until, Rule::life_until], "“止于”", "`until`"),
    (&[Rule::kw_life_was, Rule::life_was], "“原名”", "`was`"),
    (&[Rule::life_year], "年份", "a year"),
    (&[Rule::kw_record, Rule::record], "“记录”", "`record`"),
    (&[Rule::kw_table, Rule::table], "“表”", "`table`"),
    (&[Rule::kw_alias, Rule::alias], "“别名”", "`alias`"),
    (&[Rule::kw_param, Rule::param, Rule::test_param], "“参数”", "`param`"),
    (&[Rule::kw_define, Rule::define], "“定义”", "`define`"),
    (&[Rule::kw_classify, Rule::classify], "“分级”", "`classify`"),
    (&[Rule::kw_needs], "“需要”", "`needs`"),
    (&[Rule::stage], "一级：“名称” 需要 …", "a stage: \"name\" needs …"),
    (&[Rule::need, Rule::need_label], "所需要素", "what it needs"),
    (&[Rule::kw_unit, Rule::unit_decl], "“计量单位”", "`unit`"),
    (&[Rule::kw_kind, Rule::kind_decl], "“口径”", "`kind`"),
    (&[Rule::kw_rule, Rule::rule_decl], "“规则”", "`rule`"),
    (&[Rule::kw_test, Rule::test], "“测试”", "`test`"),
    (&[Rule::kw_scorecard, Rule::scorecard], "“评分表”", "`scorecard`"),
    (&[Rule::score_item], "“规则 权重 分值”", "`RULE weight N`"),
    (&[Rule::kw_weight], "“权重”", "`weight`"),
    (&[Rule::kw_in_proportion], "“按比例”", "`in proportion`"),
    (&[Rule::kw_cases, Rule::cases], "“用例”", "`cases`"),
    (&[Rule::kw_number, Rule::prop_number], "“文号”", "`number`"),
    (&[Rule::kw_issued, Rule::prop_issued], "“印发”", "`issued`"),
    (&[Rule::kw_jurisdiction, Rule::prop_jurisdiction], "“辖区”", "`jurisdiction`"),
    (&[Rule::kw_effective, Rule::effective], "“施行”", "`effective`"),
    (&[Rule::kw_clause, Rule::clause], "“条款”", "`clause`"),
    (&[Rule::kw_qualitative, Rule::qualitative], "“定性”", "`qualitative`"),
    (&[Rule::clause_force], "强制、目标等", "`mandate`, `target`, …"),
    (&[Rule::kw_key, Rule::key], "“主键”", "`key`"),
    (&[Rule::kw_total_row, Rule::total_row], "“合计行”", "`total row`"),
    (&[Rule::kt_blank, Rule::blank_means, Rule::mod_blank], "“空白为”", "`blank means`"),
    (&[Rule::blank_value], "未知、无、0 或否", "`unknown`, `none`, `0` or `no`"),
    (&[Rule::kw_sent_by, Rule::sent_by, Rule::kw_you], "“由 … 报送”", "`sent by`"),
    (&[Rule::kw_baosong, Rule::kw_submission, Rule::given_submission], "“报送”", "`submission`"),
    (&[Rule::kw_as], "“列”", "`as`"),
    (&[Rule::kw_also, Rule::also], "“又名”", "`also`"),
    (&[Rule::kw_from, Rule::table_file, Rule::use_from, Rule::given_file], "“来自”", "`from`"),
    (&[Rule::kw_because, Rule::because], "“因为”", "`because`"),
    (&[Rule::kw_cite, Rule::cite], "“依据”", "`cite`"),
    (&[Rule::kw_tightens, Rule::tightens], "“严于”", "`tightens`"),
    (&[Rule::kw_due, Rule::due], "“到期”", "`due`"),
    (&[Rule::alternatives, Rule::values, Rule::value], "参数的值", "the parameter's value"),
    (&[Rule::kw_since, Rule::since], "“自”", "`from`"),
    (&[Rule::kw_after, Rule::kw_above, Rule::kw_at_least, Rule::than], "“晚于”“高于”“不低于”", "`after`, `above`, `at least`"),
    (&[Rule::kw_for, Rule::for_stmt, Rule::agg_for], "“对”", "`for`"),
    (&[Rule::kw_in], "“在”", "`in`"),
    (&[Rule::kw_over, Rule::over], "“名册”", "`over`"),
    (&[Rule::kw_by, Rule::by], "“按”", "`by`"),
    (&[Rule::kw_when, Rule::when_stmt, Rule::filter], "“当”", "`when`"),
    (&[Rule::kw_let, Rule::let_stmt], "“设”", "`let`"),
    (&[Rule::kw_require], "“要求”", "`require`"),
    (&[Rule::kw_verify], "“核实”", "`verify`"),
    (&[Rule::kw_aim], "“力争”", "`aim`"),
    (&[Rule::kw_except, Rule::except], "“除非”", "`except`"),
    (&[Rule::kw_exempt, Rule::exempt, Rule::expect_exempt], "“豁免”", "`exempt`"),
    (&[Rule::kw_otherwise, Rule::otherwise, Rule::arm_otherwise], "“否则”", "`otherwise`"),
    (&[Rule::kw_report, Rule::report], "“填报”", "`report`"),
    (&[Rule::report_place], "字段", "a field"),
    (&[Rule::kw_required], "“必填”", "`required`"),
    (&[Rule::kw_like, Rule::report_like], "“形如”", "`like`"),
    (&[Rule::kw_exactly_one, Rule::report_one], "“恰有一项”", "`exactly one of`"),
    (&[Rule::kw_given, Rule::given, Rule::given_row], "“给定”", "`given`"),
    (&[Rule::kw_expect, Rule::expect], "“预期”", "`expect`"),
    (&[Rule::kw_partial, Rule::given_partial], "“部分”", "`partial`"),
    (&[Rule::kw_empty, Rule::given_empty], "“空”", "`empty`"),
    (&[Rule::kw_unknown, Rule::given_unknown], "“未知”", "`unknown`"),
    (&[Rule::kw_none, Rule::given_none], "“无”", "`none`"),
    (&[Rule::kw_met], "“符合”", "`met`"),
    (&[Rule::kw_violated, Rule::expect_violated], "“不符”", "`violated`"),
    (&[Rule::kw_short], "“差”", "`by`"),
    (&[Rule::kw_undetermined, Rule::expect_undetermined], "“待定”", "`undetermined`"),
    (
        &[Rule::kw_breach, Rule::kw_query, Rule::kw_shortfall, Rule::kw_open, Rule::expect_asked],
        "“违反”“待说明”“未达”“未决”",
        "`breach`, `query`, `shortfall`, `open`",
    ),
    (&[Rule::agg_at], "占比", "a share"),
    (&[Rule::line_label], "这一条的名称", "the label of a line"),
    (&[Rule::kw_not_applicable], "“不适用”", "`not applicable`"),
    (&[Rule::kw_subject, Rule::expect_for], "“对象”", "`for`"),
    (&[Rule::kw_choose], "“选择”", "`choose`"),
    (&[Rule::kw_at, Rule::at], "“于”", "`at`"),
    (
        &[
            Rule::op_growth,
            Rule::op_annual,
            Rule::growth_over,
            Rule::growth_year_zh,
            Rule::growth_prior_zh,
            Rule::growth_span,
            Rule::growth_span_zh,
        ],
        "增长",
        "a growth",
    ),
    (&[Rule::growth_from, Rule::growth_since], "“自”", "`from`"),
    (&[Rule::growth_to, Rule::growth_until], "“至”", "`to`"),
    (&[Rule::kz_of, Rule::power_zh], "“的”", "`的`"),
    (&[Rule::power_no, Rule::power_digits], "指数", "an exponent"),
    (&[Rule::kz_power], "“次方”", "`次方`"),
    (&[Rule::growth_mean_zh], "“的 年均增长”", "`的 年均增长`"),
    (&[Rule::kt_signed], "“可负”", "`signed`"),
    (&[Rule::kt_range], "范围", "`in` and a range"),
    (&[Rule::kt_to], "“精确到”", "`to`"),
    (&[Rule::kt_during], "“期间”", "`during`"),
    (&[Rule::kt_at_end], "“期末”", "`at end`"),
    (&[Rule::kt_to_date], "“累计”", "`to date`"),
    (&[Rule::number, Rule::digits, Rule::thousands, Rule::hyphen_tail], "数字", "a number"),
    (&[Rule::op_suffix], "“以上”“以下”", "`以上` or `以下`"),
    (&[Rule::lbracket, Rule::keys, Rule::given_list], "“[”", "`[`"),
    (&[Rule::dot, Rule::field, Rule::method], "“.”", "`.`"),
    (&[Rule::range_op], "“范围号 ..”", "`..`"),
    (&[Rule::comma], "逗号", "a comma"),
    (&[Rule::semi], "分号", "a semicolon"),
];

/// Blanks, lookaheads, recovery and entry rules: they name nothing that an author could write.
#[cfg(test)]
const UNNAMED: &[Rule] = &[
    Rule::EOI,
    Rule::WHITESPACE,
    Rule::COMMENT,
    Rule::end,
    Rule::zend,
    Rule::sp,
    Rule::dig,
    Rule::gap,
    Rule::own_gap,
    Rule::per_unit,
    Rule::unit_end,
    Rule::unit_known,
    Rule::unit_base,
    Rule::splitter,
    Rule::sep,
    Rule::type_core,
    Rule::type_mod,
    Rule::next_field,
    Rule::operand,
    Rule::tail,
    Rule::primary,
    Rule::agg_count,
    Rule::access,
    Rule::growth_period,
    Rule::reserved,
    Rule::infix,
    Rule::suffix,
    Rule::gt,
    Rule::lt,
    Rule::eq,
    Rule::file,
    Rule::item,
    Rule::strict_item,
    Rule::policy_part,
    Rule::strict_policy_part,
    Rule::strict_field,
    Rule::header_line,
    Rule::strict_header,
    Rule::stmt,
    Rule::strict_stmt,
    Rule::source_part,
    Rule::strict_stage,
    Rule::bad_stage,
    Rule::stage_start,
    Rule::test_stmt,
    Rule::strict_test_stmt,
    Rule::close,
    Rule::missing_brace,
    Rule::bad_item,
    Rule::bad_policy_part,
    Rule::bad_field,
    Rule::bad_stmt,
    Rule::bad_test_stmt,
    Rule::bad_row,
    Rule::score_part,
    Rule::strict_score_part,
    Rule::bad_score_part,
    Rule::score_start,
    Rule::stop,
    Rule::item_junk,
    Rule::item_block,
    Rule::junk,
    Rule::junk_ref,
    Rule::junk_block,
    Rule::junk_word,
    Rule::junk_sign,
    Rule::item_start,
    Rule::maybe_item,
    Rule::maybe_stmt,
    Rule::policy_start,
    Rule::field_start,
    Rule::stmt_start,
    Rule::test_start,
    Rule::word_op,
    Rule::period_lit,
    Rule::hyphen,
    Rule::month_no,
    Rule::month_iso,
    Rule::year_no,
    Rule::period_span,
    Rule::period_half,
    Rule::half_zh,
    Rule::period_quarter,
    Rule::part_zh,
    Rule::part_no,
    Rule::period_month,
    Rule::calendar,
    Rule::cal_bound,
    Rule::cal_operand,
    Rule::kw_months,
    Rule::kw_quarters,
    Rule::kw_halves,
    Rule::kw_years,
    Rule::kz_months,
    Rule::kz_quarters,
    Rule::kz_halves,
    Rule::kz_years,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_of_the_grammar_is_named_or_known_to_need_no_name() {
        let forgotten: Vec<_> = Rule::all_rules().iter().filter(|r| human(**r).is_none() != UNNAMED.contains(r)).collect();
        assert!(forgotten.is_empty(), "{forgotten:?}");
    }

    #[test]
    fn long_lists_are_cut_with_the_number_of_the_others() {
        let names = [("甲", "a"), ("乙", "b"), ("甲", "a"), ("丙", "c"), ("丁", "d"), ("戊", "e"), ("己", "f")];
        let said = describe(names);
        assert_eq!((said.zh.as_str(), said.en.as_str()), ("甲、乙、丙、丁，或其他 2 种之一", "a, b, c, d, or one of 2 others"));
        assert_eq!(describe(names.into_iter().take(2)).en, "a or b");
    }
}
