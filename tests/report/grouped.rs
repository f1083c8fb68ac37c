//! What one rule found stands together: title, clause and bound once, every subject with its own figures.

use super::sample::sample;
use fadu::diag::Lang;
use fadu::finding::Findings;
use fadu::report::{Report, format};

fn render(findings: &Findings) -> String {
    let s = sample();
    format("pretty").unwrap().text(&Report::new(findings, &[], &s.sources, Lang::Zh))
}

#[test]
fn title_clause_and_bound_are_said_once_and_nothing_else_is_lost() {
    let s = sample();
    let first = s.findings.list[0].clone();
    let mut second = first.clone();
    second.subject.key = vec![("机构名称".into(), "景县担保中心".into())];
    let list = vec![first, second];
    let text = render(&Findings { rules: s.findings.rules.clone(), list, ..Findings::default() });
    assert!(text.contains("\n\n违反 2 项  集群企业担保额度达到担保总额度的60%  hengshui.guarantee_share\n"), "{text}");
    for (words, times) in [
        ("  依据  ", 1),
        ("╭─[rules/hengshui.fadu:13:25]", 1),
        ("要求 ≥ 60%", 1),
        ("对象  安平县担保中心", 1),
        ("对象  景县担保中心", 1),
        ("计算  59.9999万元 / 100万元 = 59.9999% < 60%，差 1元", 2),
        ("整改  将“集群企业担保额度”由 59.9999万元 提高到至少 60万元（增加 1元）", 2),
    ] {
        assert_eq!(text.matches(words).count(), times, "{words}\n{text}");
    }
}

#[test]
fn a_region_given_by_its_code_is_called_by_its_name() {
    let s = sample();
    let mut finding = s.findings.list[0].clone();
    finding.subject.region = Some("131125".into());
    let mut own = finding.clone();
    own.subject.key = vec![("行政区划代码".into(), "131125".into()), ("年度".into(), "2007".into())];
    let mut findings = Findings { rules: s.findings.rules.clone(), list: vec![finding, own], ..Findings::default() };
    findings.regions.insert("131125".into(), "安平县".into());
    let text = render(&findings);
    assert!(text.contains("对象  安平县担保中心 · 2007（安平县）\n"), "{text}");
    assert!(text.contains("对象  安平县 131125 · 2007\n"), "{text}");
}
