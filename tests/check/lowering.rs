//! What correct rules become.

use super::{RECORDS, good, good_rule};
use fadu::ast::CmpOp;
use fadu::hir::{AggFn, Expr, Func, Kind, RowRef, RuleSet, SetExpr, Source};
use fadu::num::{int, ratio};
use fadu::ty::{ColId, Flavour, RelId, Type};

const HENGSHUI: &str = include_str!("../parse/hengshui_en.fadu");
const HENGSHUI_ZH: &str = include_str!("../parse/hengshui_zh.fadu");

/// Cases that go beyond a ratio of two fields.
const HARD: &str = r#"
policy hs "衡水市意见" { clause big "二(二)" "壮大集群" target clause parts "二(一)" }
table key_clusters "重点集群" key cluster {
  | cluster "集群" | county "所在县" : ref County | near "近期目标" : money in 亿元 |
  | 安平丝网 | 131125 | 100 |
  | 枣强皮毛 | 131121 | 50 |
}
table platforms "平台" key kind { | kind |
  | 检测 |
  | 研发 | }
record County "县市区" key code, year { code : text, year : year, output "工业产值" : money in 万元, funds : list of Fund }
record Fund key name { name : text, total : money in 万元 to 0.01, part : money in 万元 to 0.01 }
record City "市" key year { year : year, output : money in 亿元 to 0.01, rest : money in 亿元 to 0.01 }
record Cluster "集群" key name, year { name : text, year : year, output "产值" : money in 亿元 to 0.01, county : ref County }
record Platform key cluster, kind, year { cluster : text, kind : text, year : year, staff : count }
record Enterprise key name, year { name : text, year : year, county : text, sales : money in 万元, brand : flag }
define scope = key_clusters minus {"枣强皮毛"}
define County.density = output / 10000
define Cluster.share = output as share of county.output
param brand_share "品牌占比" : share in 0%..100%

rule each { cite hs.big for c in Cluster over key_clusters require c.output >= key_clusters[c.name].near }
rule share_of_county { for c in Cluster require c.share >= 60% }
rule counted { for s in City require count(c in Cluster over key_clusters when 200亿元 <= c.output <= 500亿元) >= 1 }
rule summed { for s in City require sum(c.output for c in Cluster over scope) >= 80% of s.output }
rule matrix { for c in key_clusters, k in platforms require Platform[c, k, 2007] exists }
rule groups { for g in Enterprise by county, year require sum(g.sales) >= 50% of County[g.county].output
  require count(x in g when x.brand) >= brand_share of count(g) }
rule parts { cite hs.parts for c in County require sum(c.funds.part) = sum(c.funds.total) within rounding }
rule whole { for s in City verify s.output = sum(c.output for c in Cluster when c.year = s.year) + s.rest within rounding }
rule rising { for c in County require prior(c).output < c.output require (c at 2005).density <= c.density
  require growth(c.output, last_year(c.output)) >= 10% }
rule pairs { for c in County, f in c.funds require f.part <= f.total and f.County.output > 5元 }
rule lists { require key_clusters subset of {"安平丝网", "枣强皮毛"} and count(key_clusters) = 2
  require sum(key_clusters.near) >= 150亿元 require some(p = "研发" for p in platforms) }
"#;

fn hard() -> RuleSet {
    good(HARD)
}

fn line(set: &RuleSet, id: &str) -> Expr {
    let rule = set.rules.iter().find(|r| r.id == id || r.id.ends_with(&format!(".{id}")));
    rule.unwrap_or_else(|| panic!("no rule {id}")).lines[0].expr.clone()
}

fn rel(set: &RuleSet, name: &str) -> RelId {
    set.schema.ids().find(|&r| set.schema.get(r).name == name).unwrap()
}

/// Both sides of a comparison with one link.
fn sides(e: &Expr) -> (&Expr, CmpOp, &Expr) {
    match &e.kind {
        Kind::Compare { first, links } if links.len() == 1 => (first, links[0].op, &links[0].right),
        other => panic!("no plain comparison: {other:?}"),
    }
}

#[test]
fn the_first_example_checks_in_both_languages() {
    let (en, zh) = (good(HENGSHUI), good(HENGSHUI_ZH));
    let ids = |set: &RuleSet| set.rules.iter().map(|r| r.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&en), ["hengshui.guarantee_share", "hengshui.fund_share"]);
    assert_eq!(ids(&zh).len(), 2);
    assert_eq!(en.tests.len(), zh.tests.len());
}

#[test]
fn the_hard_cases_check_and_ids_carry_the_policy() {
    let set = hard();
    assert_eq!(set.rules.len(), 11);
    assert!(set.rules.iter().any(|r| r.id == "hs.each" && r.policy == Some(0)));
    assert!(set.rules.iter().any(|r| r.id == "hs.lists" && r.subjects.is_empty()));
    assert_eq!(set.params[0].name, "hs.brand_share");
}

#[test]
fn numbers_are_in_base_units() {
    let rule = good_rule("require b.part >= 60% of b.total");
    let (left, op, right) = sides(&rule.lines[0].expr);
    assert!(matches!(left.kind, Kind::Field { col: ColId(3), .. }));
    assert_eq!(op, CmpOp::Ge);
    match &right.kind {
        Kind::ShareOf { share, .. } => assert!(matches!(&share.kind, Kind::Num(n) if *n == ratio(3, 5))),
        other => panic!("{other:?}"),
    }
    let rule = good_rule("require b.total >= 1.5亿元");
    assert!(matches!(&sides(&rule.lines[0].expr).2.kind, Kind::Num(n) if *n == int(150_000_000)));
}

#[test]
fn a_period_left_out_is_that_of_the_row_in_hand() {
    let set = hard();
    let each = line(&set, "groups");
    let Kind::ShareOf { base, .. } = &sides(&each).2.kind else { panic!() };
    let Kind::Field { row, .. } = &base.kind else { panic!() };
    let RowRef::Lookup { rel: target, keys, .. } = &**row else { panic!() };
    assert_eq!(*target, rel(&set, "County"));
    assert_eq!(keys.len(), 2, "the full key");
    assert_eq!(keys[1].ty, Type::Period(fadu::ty::PeriodKind::Year));
    assert!(matches!(&keys[1].kind, Kind::Field { row, .. } if matches!(**row, RowRef::Var(v) if v.0 == 0)));
}

#[test]
fn references_are_followed_inside_derived_fields() {
    let set = hard();
    let share = line(&set, "share_of_county");
    let Kind::AsShare { base, .. } = &sides(&share).0.kind else { panic!() };
    let Kind::Field { row, .. } = &base.kind else { panic!() };
    assert!(matches!(&**row, RowRef::Lookup { rel: target, .. } if *target == rel(&set, "County")));
}

#[test]
fn earlier_periods_are_lookups() {
    let set = hard();
    let rising = line(&set, "rising");
    let Kind::Field { row, .. } = &sides(&rising).0.kind else { panic!() };
    let RowRef::Lookup { keys, .. } = &**row else { panic!() };
    assert!(matches!(&keys[1].kind, Kind::Sub(_, one) if matches!(&one.kind, Kind::Num(n) if *n == int(1))));
    let rule = set.rules.iter().find(|r| r.id == "hs.rising").unwrap();
    let (growth, _, bound) = sides(&rule.lines[2].expr);
    assert!(matches!(&growth.kind, Kind::Func(Func::Growth, args) if args.len() == 2));
    assert!(matches!(&bound.kind, Kind::Num(n) if *n == ratio(1, 10)));
}

#[test]
fn groups_are_correlated_aggregates() {
    let set = hard();
    let groups = line(&set, "groups");
    let Kind::Agg(agg) = &sides(&groups).0.kind else { panic!() };
    assert_eq!(agg.func, AggFn::Sum);
    assert!(matches!(agg.source, Source::Rel(r) if r == rel(&set, "Enterprise")));
    let Some(Kind::And(parts)) = agg.filter.as_ref().map(|f| &f.kind) else { panic!("two key columns") };
    assert!(matches!(&parts[0].kind, Kind::Same { negated: false, .. }), "texts are the same");
    assert!(matches!(&parts[1].kind, Kind::Compare { links, .. } if links[0].op == CmpOp::Eq), "periods are equal");
    let rule = set.rules.iter().find(|r| r.id == "hs.groups").unwrap();
    assert_eq!(rule.subjects[0].by, [ColId(2), ColId(1)]);
}

#[test]
fn rosters_are_joins_for_subjects_and_lookups_in_aggregates() {
    let set = hard();
    let rule = set.rules.iter().find(|r| r.id == "hs.each").unwrap();
    let over = rule.subjects[0].over.as_ref().unwrap();
    assert_eq!(over.column, ColId(0));
    assert!(matches!(&over.set, SetExpr::Column { rel: r, col: ColId(0) } if *r == rel(&set, "key_clusters")));
    let counted = line(&set, "counted");
    let Kind::Agg(agg) = &sides(&counted).0.kind else { panic!() };
    assert!(matches!(agg.source, Source::Rel(r) if r == rel(&set, "key_clusters")), "the loop runs over the members");
    let Some(Kind::Compare { links, .. }) = agg.filter.as_ref().map(|f| &f.kind) else { panic!() };
    assert_eq!(links.len(), 2);
    let Kind::Field { row, .. } = &links[0].right.kind else { panic!() };
    assert!(matches!(&**row, RowRef::Lookup { rel: r, .. } if *r == rel(&set, "Cluster")));
    let summed = line(&set, "summed");
    let Kind::Agg(agg) = &sides(&summed).0.kind else { panic!() };
    assert!(matches!(&agg.source, Source::Members { set: SetExpr::Minus(..), .. }));
}

#[test]
fn a_row_stands_for_its_only_key() {
    let set = hard();
    let Kind::RowExists(row) = line(&set, "matrix").kind else { panic!() };
    let RowRef::Lookup { keys, .. } = *row else { panic!() };
    assert_eq!(keys.len(), 3);
    assert!(keys[..2].iter().all(|k| matches!(k.kind, Kind::Field { col: ColId(0), .. })));
}

#[test]
fn rounding_slack_counts_half_steps() {
    let set = hard();
    let Kind::WithinRounding { slack, .. } = line(&set, "whole").kind else { panic!() };
    // 0.01亿元 is 1,000,000 元: half a step for the city, one for each cluster, one for the rest.
    let half = int(500_000);
    let Kind::Add(first, second) = &slack.kind else { panic!("{slack:?}") };
    assert!(matches!(&first.kind, Kind::Num(n) if *n == half), "{first:?}");
    let Kind::Add(clusters, rest) = &second.kind else { panic!("{second:?}") };
    assert!(matches!(&rest.kind, Kind::Num(n) if *n == half));
    let Kind::Mul(each, members) = &clusters.kind else { panic!() };
    assert!(matches!(&each.kind, Kind::Num(n) if *n == half));
    assert!(matches!(&members.kind, Kind::Agg(agg) if agg.func == AggFn::Count && agg.value.is_none() && agg.filter.is_some()));
}

#[test]
fn lists_are_nested_sources_and_parents_are_rows() {
    let set = hard();
    let rule = set.rules.iter().find(|r| r.id == "hs.pairs").unwrap();
    assert!(matches!(&rule.subjects[1].source, Source::Nested { of: RowRef::Var(v), .. } if v.0 == 0));
    let Kind::And(parts) = &rule.lines[0].expr.kind else { panic!() };
    let Kind::Field { row, .. } = &sides(&parts[1]).0.kind else { panic!() };
    assert!(matches!(&**row, RowRef::Parent(_)));
    let Kind::WithinRounding { left, .. } = line(&set, "parts").kind else { panic!() };
    let Kind::Agg(agg) = left.kind else { panic!() };
    assert!(matches!(&agg.source, Source::Nested { .. }));
}

#[test]
fn flags_stand_as_truths() {
    let rule = good_rule("when b.active require b.active implies b.total > 5元");
    assert!(matches!(rule.when.unwrap().kind, Kind::Field { .. }));
    assert!(matches!(&rule.lines[0].expr.kind, Kind::Implies(parts) if matches!(parts[0].kind, Kind::Not(_))));
    let rule = good_rule("require b.active = yes");
    assert!(matches!(&rule.lines[0].expr.kind, Kind::Same { right, .. } if matches!(&right.kind, Kind::Num(n) if *n == int(1))));
}

#[test]
fn an_open_tolerance_is_a_parameter_in_the_values_unit() {
    let set = good(&format!(
        "{RECORDS}\nrule r {{ for b in Body require b.share about 25%\nrequire b.total about 100万元\nrequire b.total about b.part within 5% }}"
    ));
    let names: Vec<(&str, &str)> =
        set.params.iter().map(|p| (p.name.as_str(), p.unit.as_ref().map_or("", |u| u.name.as_str()))).collect();
    assert_eq!(names, [("r.tolerance", "个百分点"), ("r.tolerance2", "万元")]);
    let Kind::About { tolerance, .. } = &set.rules[0].lines[2].expr.kind else { panic!() };
    assert!(matches!(&tolerance.kind, Kind::ShareOf { .. }), "5% of the target");
    assert!(tolerance.ty.number().is_some_and(|n| n.flavour == Flavour::Amount));
}

#[test]
fn rounding_acts_in_the_unit_people_read() {
    let rule = good_rule("require round(b.total, 2) >= 5万元");
    let Kind::Mul(factor, rounded) = &sides(&rule.lines[0].expr).0.kind else { panic!() };
    assert!(matches!(&factor.kind, Kind::Num(n) if *n == int(10_000)));
    let Kind::Func(Func::Round, args) = &rounded.kind else { panic!() };
    assert!(matches!(&args[0].kind, Kind::Mul(f, _) if matches!(&f.kind, Kind::Num(n) if *n == ratio(1, 10_000))));
}

#[test]
fn lets_and_sets_and_policies() {
    let rule = good_rule("let base = b.total + b.part require b.part >= 50% of base require b.total <= base");
    assert_eq!(rule.lines.len(), 2);
    let set = hard();
    assert!(matches!(line(&set, "lists").kind, Kind::And(_)));
    let set = good(
        "policy p \"试点\" { number \"试〔2006〕1号\" issued 2006-08-18 jurisdiction \"131100\" effective 2006-08-18 .. 2010-12-31 clause c \"一\" 强制 }",
    );
    let policy = &set.policies[0];
    assert_eq!((policy.issued, policy.effective.from, policy.effective.to), (Some(13_378), Some(13_378), Some(14_974)));
    assert_eq!(policy.clauses[0].force.as_deref(), Some("mandate"));
}

/// Chinese keywords, labels as names, fields without variables: everything an officer writes.
#[test]
fn chinese_rules_check() {
    let records = r#"
记录 机构 "信用担保机构" 主键 名称, 年度 { 名称 "机构名称" : 文本  年度 : 年度  总额度 "担保总额度" : 金额 单位 万元  集群额度 "集群企业担保额度" : 金额 单位 万元 }
记录 县市区 主键 代码, 年度 { 代码 : 文本 年度 : 年度 级别 : 之一 "省级", "市级"  协会 : 文本? 成立 : 日期? 土地 : 数量 单位 万元/亩 面积 : 数量 单位 亩 收入 : 金额 单位 亿元  主导产业 : 个数 }
记录 集群 主键 名称, 年度 { 名称 : 文本 年度 : 年度 县 : 引用 县市区 销售收入 : 金额 单位 亿元 }
表 名册 主键 代码 { | 代码 | 名 : 文本 |
| 131122 | 武邑 | }
"#;
    for rule in [
        "规则 甲 { 对 b 在 机构 要求 b.集群额度 占 b.总额度 的比重 不低于 60% }",
        "规则 甲 { 对 机构 要求 集群企业担保额度 不低于 担保总额度 的 60% }",
        "规则 甲 { 对 c 在 县市区 名册 名册 当 c.级别 = \"省级\" 要求 个数（x 在 集群 当 x.县 = c.代码 且 x.年度 = c.年度） 介于 1 至 2 }",
        "规则 甲 { 对 c 在 县市区 要求 c.协会 有 且 c.成立 有 且 c.成立 <= 2006-12-31 }",
        "规则 甲 { 对 c 在 县市区 要求 c.土地 >= 5万元/亩 且 c.收入 / c.面积 >= c.土地 且 c.土地 * c.面积 <= c.收入 }",
        "规则 甲 { 对 c 在 县市区 要求 合计（x.销售收入 对 x 在 集群 当 x.县 = c 且 x.年度 = c.年度） >= 上期（c）.收入 }",
        "规则 甲 { 对 g 在 集群 按 县, 年度 要求 合计（g.销售收入） >= g.县.收入 的 60% 且 最大（g.销售收入） > 5元 }",
        "规则 甲 { 要求 个数（名册） = 11 且 个数（k 在 集群 当 k.年度 = 2007年 且 k.销售收入 100亿元以上） >= 8个 }",
        "规则 甲 { 对 k 在 集群 要求 增长率（k.销售收入, 上期（k）.销售收入） 25%以上 }",
        "规则 甲 { 对 k 在 集群 要求 k.销售收入 >= 上期（k.销售收入） * (1 + 25%) 且 k.销售收入 / 上期（k.销售收入） >= 2倍 }",
        "规则 甲 { 对 k 在 集群 当 k.名称 属于 {\"丝网\", \"皮毛\"} 要求 k.销售收入 超过 100亿元 否则 \"{k.名称} 差 {shortfall}\" }",
        "规则 甲 { 对 c 在 名册 要求 有的（x.代码 = c.代码 对 x 在 县市区） 且 县市区[c, 2007].收入 >= 5亿元 }",
        "规则 甲 { 对 b 在 机构 豁免 当 b.总额度 = 0 因为 \"没有业务\" 要求 b.集群额度 >= 60% of b.总额度 }",
        "规则 甲 { 对 b 在 机构 设 占比 = b.集群额度 占 b.总额度 的比重 要求 占比 - 50% >= 10个百分点 }",
    ] {
        good(&format!("{records}{rule}"));
    }
}

/// Whatever word is missing: no panic, and a fault of syntax is not followed by a shower of messages.
#[test]
fn a_missing_word_does_not_set_off_a_cascade() {
    let words: Vec<&str> = HARD.split_inclusive(|c: char| c.is_whitespace() || "(),.[]{}".contains(c)).collect();
    for at in (0..words.len()).step_by(13) {
        let mut text = words.clone();
        let gone = text.remove(at);
        let checked = super::checked(&text.concat());
        let syntax = checked.mistakes.iter().filter(|d| d.code.starts_with('S')).count();
        let others = checked.mistakes.len() - syntax;
        assert!(syntax == 0 || others <= 2, "without {gone:?} at {at}: {:#?}", checked.shown());
    }
}
