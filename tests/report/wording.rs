//! The sentences that matter, expected by hand.

use super::findings::{compare, exact, operand, share_of, unit, wan};
use super::sample::sample;
use fadu::ast::{CmpOp, Verdict};
use fadu::diag::Lang;
use fadu::finding::{Comparison, Detail, Findings, Operand, Repair, ShareView};
use fadu::num::{Interval, Rat, int, ratio};
use fadu::report::{Report, format};
use serde_json::Value;

/// The arithmetic of the first finding when it holds this detail.
fn says(detail: Detail, verdict: Verdict, lang: Lang) -> String {
    let s = sample();
    let mut finding = s.findings.list[0].clone();
    (finding.detail, finding.verdict) = (detail, verdict);
    let findings = Findings { rules: s.findings.rules.clone(), list: vec![finding], ..Findings::default() };
    let json = format("json").unwrap().text(&Report::new(&findings, &[], &s.sources, lang));
    let value: Value = serde_json::from_str(&json).unwrap();
    value["findings"][0]["arithmetic"]["text"].as_str().unwrap().to_string()
}

fn both(detail: Detail, verdict: Verdict, zh: &str, en: &str) {
    assert_eq!(says(detail.clone(), verdict, Lang::Zh), zh);
    assert_eq!(says(detail, verdict, Lang::En), en);
}

fn plain(left: Operand, op: CmpOp, right: Operand) -> Detail {
    Detail::Compare(Box::new(compare(left, op, right)))
}

fn yi(n: i64) -> Rat {
    int(n * 100_000_000)
}

#[test]
fn one_yuan_short_of_sixty_percent() {
    both(
        share_of(exact("", int(599_999), "万元"), exact("", wan(100), "万元"), ratio(3, 5)),
        Verdict::Violated,
        "59.9999万元 / 100万元 = 59.9999% < 60%，差 1元",
        "599,999 yuan / 1 million yuan = 59.9999% < 60%, short by 1 yuan",
    );
}

#[test]
fn a_quotient_that_never_ends_is_marked_and_stays_below_its_bound() {
    // 1,999,999,999 of 3,333,333,333元 is 60% less 2.4e-8: two decimals would show 60.00%.
    both(
        share_of(exact("", int(1_999_999_999), "元"), exact("", int(3_333_333_333), "元"), ratio(3, 5)),
        Verdict::Violated,
        "1,999,999,999元 / 3,333,333,333元 ≈ 59.99999998% < 60%，差 0.8元",
        "1,999,999,999 yuan / 3,333,333,333 yuan ≈ 59.99999998% < 60%, short by 0.8 yuan",
    );
}

#[test]
fn over_an_upper_bound_and_exactly_at_a_strict_one() {
    both(
        plain(exact("", yi(12), "亿元"), CmpOp::Le, exact("", yi(10), "亿元")),
        Verdict::Violated,
        "12亿元 > 10亿元，超出 2亿元",
        "1.2 billion yuan > 1 billion yuan, over by 200 million yuan",
    );
    both(
        plain(exact("", int(3), "家"), CmpOp::Gt, exact("", int(3), "家")),
        Verdict::Violated,
        "3家 ≤ 3家，正好等于界限，而要求超过它",
        "3 ≤ 3, exactly at the bound, which must be exceeded",
    );
    both(
        plain(exact("", ratio(1055, 1000), "%"), CmpOp::Eq, exact("", int(1), "%")),
        Verdict::Violated,
        "105.5% ≠ 100%，相差 5.5个百分点",
        "105.5% ≠ 100%, off by 5.5 percentage points",
    );
}

#[test]
fn what_is_only_known_within_bounds() {
    let at_most = operand("", Interval::at_most(yi(50)), "亿元");
    both(
        plain(at_most, CmpOp::Ge, exact("", yi(60), "亿元")),
        Verdict::Violated,
        "至多 50亿元 < 60亿元，至少差 10亿元",
        "at most 5 billion yuan < 6 billion yuan, short by at least 1 billion yuan",
    );
    let between = operand("", Interval::closed(yi(50), yi(60)), "亿元");
    both(
        plain(between, CmpOp::Ge, exact("", yi(55), "亿元")),
        Verdict::Undetermined,
        "50亿元—60亿元，要求 ≥ 55亿元",
        "5 billion yuan to 6 billion yuan; must be ≥ 5.5 billion yuan",
    );
    both(
        share_of(operand("", Interval::non_negative(), "万元"), exact("", wan(100), "万元"), ratio(3, 5)),
        Verdict::Undetermined,
        "未知 / 100万元，要求 ≥ 60%",
        "unknown / 1 million yuan; must be ≥ 60%",
    );
}

#[test]
fn a_share_written_the_other_way_round_still_says_short() {
    // 60% of total <= clusters: the margin is over on the left, short as people read it.
    let (part, base) = (exact("", int(599_999), "万元"), exact("", wan(100), "万元"));
    let share = ShareView {
        part: part.clone(),
        base: base.clone(),
        quotient: Some(ratio(599_999, 1_000_000)),
        bound: Interval::exact(ratio(3, 5)),
        bound_text: String::new(),
        op: CmpOp::Ge,
    };
    let turned = Comparison { share: Some(share), ..compare(exact("", wan(60), "万元"), CmpOp::Le, part) };
    both(
        Detail::Compare(Box::new(turned)),
        Verdict::Violated,
        "59.9999万元 / 100万元 = 59.9999% < 60%，差 1元",
        "599,999 yuan / 1 million yuan = 59.9999% < 60%, short by 1 yuan",
    );
}

fn pretty(lang: Lang, width: usize) -> String {
    let s = sample();
    let report = Report { width, ..Report::new(&s.findings, &s.diagnostics, &s.sources, lang) };
    format("pretty").unwrap().text(&report)
}

#[track_caller]
fn holds_lines(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|l| l.trim() == *line), "no line “{line}” in\n{text}");
    }
}

#[test]
fn a_finding_tells_who_what_where_why_and_what_to_do() {
    holds_lines(
        &pretty(Lang::Zh, 120),
        &[
            "违反 2 项  集群企业担保额度达到担保总额度的60%  hengshui.guarantee_share",
            "对象  安平县担保中心 · 2007（安平县）",
            "计算  59.9999万元 / 100万元 = 59.9999% < 60%，差 1元",
            "╭─[submissions/担保机构.csv:2:18]",
            "╭─[rules/hengshui.fadu:13:25]",
            "依据  《衡水市加快中小企业产业集群发展指导意见》（衡政〔2006〕75号）四(五) 担保额度占比",
            "整改  将“集群企业担保额度”由 59.9999万元 提高到至少 60万元（增加 1元）",
            "或  将“担保总额度”由 100万元 降低到至多 99.9998万元（减少 2元）",
            "待定  集群企业担保额度达到担保总额度的60%  hengshui.guarantee_share",
            "原因  “集群企业担保额度”未填；≥ 60万元 时符合",
            "原因  参数“银行贷款占比”尚未确定；≤ 45% 时符合",
            "计算  没有“行业协会”，要求有",
            "计算  0.95吨标准煤 > 0.8吨标准煤，超出 0.15吨标准煤",
            "计算  共 12 个：9 个符合，2 个不符，1 个未知；要求每个都符合",
            "✗ 差得最多的是“安平县丝网二厂”：0个 < 2个，差 2个",
            "逐条要求  违反 5 · 待定 2 · 待说明 1 · 未达 1",
        ],
    );
    holds_lines(
        &pretty(Lang::En, 120),
        &[
            "breach ×2  集群企业担保额度达到担保总额度的60%  hengshui.guarantee_share",
            "figures  599,999 yuan / 1 million yuan = 59.9999% < 60%, short by 1 yuan",
            "basis    《衡水市加快中小企业产业集群发展指导意见》 (衡政〔2006〕75号), clause 四(五) 担保额度占比",
            "remedy   raise `集群企业担保额度` from 599,999 yuan to at least 600,000 yuan (by 1 yuan)",
            "or  lower `担保总额度` from 1 million yuan to at most 999,998 yuan (by 2 yuan)",
            "because  `集群企业担保额度` is blank; met when ≥ 600,000 yuan",
            "figures  there is no `行业协会`, and there must be one",
            "figures  0.95 tons of coal equivalent > 0.8 tons of coal equivalent, over by 0.15 tons of coal equivalent",
            "single lines  breach 5 · open 2 · query 1 · shortfall 1",
        ],
    );
}

#[test]
fn a_sum_names_its_addends() {
    // 60 + 30 + 12 + 9 + 8 + 6 + 5 + 4 + 0.9999 = 134.9999亿元
    let s = sample();
    let json = format("json").unwrap().text(&Report::new(&s.findings, &s.diagnostics, &s.sources, Lang::Zh));
    let value: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        value["findings"][4]["arithmetic"]["text"],
        "安平丝网 60亿元 + 枣强皮毛 30亿元 + 桃城采暖 12亿元 + 冀州医疗器材 9亿元 + 景县橡塑 8亿元 + 武强乐器 6亿元 + …（另 3 项） \
         = 134.9999亿元 < 150亿元，差 15.0001亿元"
    );
}

#[test]
fn short_lines_point_at_the_cell_that_matters() {
    let s = sample();
    let report = Report { quiet: true, ..Report::new(&s.findings, &s.diagnostics, &s.sources, Lang::En) };
    let text = format("short").unwrap().text(&report);
    for line in [
        "submissions/担保机构.csv:2:18: breach[hengshui.guarantee_share] 安平县担保中心 · 2007 (安平县): 599,999 yuan / 1 million yuan = \
         59.9999% < 60%, short by 1 yuan (集群企业担保额度达到担保总额度的60%)",
        "submissions/担保机构.csv:3:18: open[hengshui.guarantee_share] 饶阳县担保中心 · 2007 (饶阳县): unknown / 1 million yuan; must be ≥ 60%; \
         `集群企业担保额度` is blank; met when ≥ 600,000 yuan (集群企业担保额度达到担保总额度的60%)",
        "submissions/担保机构.csv:5:14: error[I007] “二百” is no number; the cell counts as unknown",
        "submissions/武强县.csv:1:1: error[I001] the file cannot be read: permission denied",
    ] {
        assert!(text.lines().any(|l| l == line), "no line\n{line}\nin\n{text}");
    }
    assert!(!text.contains("warning["), "quiet leaves warnings out");
}

#[test]
fn json_figures_are_exact_texts() {
    let s = sample();
    let mut findings = s.findings.clone();
    let third = Repair { to: Some(ratio(10_000, 3)), unit: unit("万元"), ..findings.list[0].repairs[0].clone() };
    findings.list[0].repairs.push(third);
    let json = format("json").unwrap().text(&Report::new(&findings, &s.diagnostics, &s.sources, Lang::Zh));
    let value: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["schema"], "fadu-report/1");
    let first = &value["findings"][0];
    assert_eq!(first["arithmetic"]["share"]["quotient"]["value"], "59.9999");
    assert_eq!(first["arithmetic"]["margin"]["exact"], "-0.0001");
    assert_eq!(first["repairs"][2]["to"]["value"], "1/3", "what no decimal can say is a fraction");
    assert_eq!(first["place"]["line"], 2);
    assert_eq!(first["place"]["column"], 18, "characters, not bytes");
    let cell = &first["cells"][0]["place"];
    let (start, end) = (cell["start_byte"].as_u64().unwrap() as usize, cell["end_byte"].as_u64().unwrap() as usize);
    assert_eq!(&s.sources.get(super::sample::CSV).text[start..end], "59.9999");
    assert_eq!(value["findings"][1]["causes"][0]["turns_at"]["op"], ">=");
    assert_no_floats(&value);
}

fn assert_no_floats(value: &Value) {
    match value {
        Value::Number(n) => assert!(n.is_u64(), "{n} is no count"),
        Value::Array(list) => list.iter().for_each(assert_no_floats),
        Value::Object(map) => map.values().for_each(assert_no_floats),
        _ => {}
    }
}

/// docs/report-json.md names every key that is ever written.
#[test]
fn every_json_key_is_documented() {
    fn keys(value: &Value, out: &mut std::collections::BTreeSet<String>) {
        match value {
            Value::Array(list) => list.iter().for_each(|v| keys(v, out)),
            Value::Object(map) => map.iter().for_each(|(k, v)| {
                out.insert(k.clone());
                keys(v, out);
            }),
            _ => {}
        }
    }
    let s = sample();
    let json = format("json").unwrap().text(&Report::new(&s.findings, &s.diagnostics, &s.sources, Lang::Zh));
    let mut found = std::collections::BTreeSet::new();
    keys(&serde_json::from_str(&json).unwrap(), &mut found);
    let page = include_str!("../../docs/report-json.md");
    let missing: Vec<&String> = found.iter().filter(|k| !page.contains(&format!("`{k}`"))).collect();
    assert!(found.len() > 60 && missing.is_empty(), "not in docs/report-json.md: {missing:?}");
}
