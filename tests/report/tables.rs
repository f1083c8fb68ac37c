//! The table of regions and rules, and what happens when there is too much to show.

use super::sample::sample;
use fadu::ast::Verdict;
use fadu::diag::Lang;
use fadu::finding::{Findings, RegionRule, Tally};
use fadu::report::{Report, format};
use unicode_width::UnicodeWidthStr;

fn render(findings: &Findings, width: usize) -> String {
    let s = sample();
    let report = Report { width, ..Report::new(findings, &[], &s.sources, Lang::Zh) };
    format("pretty").unwrap().text(&report)
}

fn tally_of(cells: &[(&str, usize, Verdict, u64)]) -> Findings {
    let s = sample();
    let mut findings = Findings { rules: s.findings.rules, ..Findings::default() };
    for (region, rule, verdict, n) in cells {
        let key = RegionRule { region: (*region).into(), rule: *rule };
        findings.tally.entry(key).or_default().add(*verdict, *n);
    }
    findings
}

#[test]
fn columns_stand_under_their_numbers_whatever_the_names() {
    let findings = tally_of(&[
        ("安平县", 0, Verdict::Violated, 2),
        ("安平县", 0, Verdict::Met, 1),
        ("安平县", 1, Verdict::Met, 1),
        ("衡水高新技术产业开发区", 0, Verdict::Met, 1),
        ("衡水高新技术产业开发区", 1, Verdict::Undetermined, 1),
        ("a", 1, Verdict::Exempt, 1),
    ]);
    let text = render(&findings, 80);
    let rows: Vec<&str> = text.lines().skip_while(|l| !l.starts_with("地区 ×")).skip(1).take(4).collect();
    assert_eq!(
        rows,
        [
            "  地区                    1     2",
            "  a                             ~",
            "  安平县                  ✗2✓1  ✓",
            "  衡水高新技术产业开发区  ✓     ?",
        ]
    );
    let column = |row: &str, sign: &str| row[..row.find(sign).unwrap()].width();
    assert_eq!(column(rows[0], "2"), column(rows[3], "?"));
}

#[test]
fn only_the_worst_of_very_many_regions_are_shown() {
    let names: Vec<String> = (0..100).map(|i| format!("第{i:03}号县")).collect();
    let cells: Vec<(&str, usize, Verdict, u64)> = names
        .iter()
        .enumerate()
        .map(|(i, n)| (n.as_str(), 0, if i % 10 == 3 { Verdict::Violated } else { Verdict::Met }, 1))
        .collect();
    let text = render(&tally_of(&cells), 80);
    let rows: Vec<&str> = text.lines().filter(|l| l.contains("号县")).collect();
    assert_eq!(rows.len(), 40);
    assert!(rows[..10].iter().all(|r| r.ends_with('✗')) && rows[10].ends_with('✓'), "the worst come first");
    assert!(text.contains("只列出问题最多的 40 个地区，另有 60 个地区未列出"));
    assert!(text.contains("规则结论  不符 10 · 待定 0 · 符合 90"), "{text}");
}

#[test]
fn a_table_too_wide_is_parted() {
    let mut findings = tally_of(&[]);
    let rule = findings.rules[0].clone();
    findings.rules = (0..30).map(|_| rule.clone()).collect();
    for rule in 0..30 {
        for i in 0..30 {
            let key = RegionRule { region: format!("第{i:02}县"), rule };
            findings.tally.insert(key, Tally { met: 5, violated: 1, ..Tally::default() });
        }
    }
    let text = render(&findings, 60);
    let heads: Vec<&str> = text.lines().filter(|l| l.trim_start().starts_with("地区  ")).collect();
    assert!(heads.len() > 1 && heads.iter().all(|l| l.width() <= 60), "{text}");
    let numbers: Vec<&str> = heads.iter().flat_map(|l| l.split_whitespace().skip(1)).collect();
    assert_eq!(numbers, (1..=30).map(|n| n.to_string()).collect::<Vec<_>>(), "every rule once, in order");
}

#[test]
fn more_rules_than_regions_get_a_row_each_under_names_written_downwards() {
    let mut findings = tally_of(&[
        ("131121", 0, Verdict::Violated, 2),
        ("131121", 0, Verdict::NotApplicable, 3),
        ("131121", 1, Verdict::NotApplicable, 3),
        ("高新区", 0, Verdict::Met, 1),
        ("高新区", 2, Verdict::Undetermined, 1),
    ]);
    findings.regions.insert("131121".into(), "枣强".into());
    let text = render(&findings, 60);
    let rows: Vec<&str> = text.lines().skip_while(|l| !l.starts_with("规则 ×")).skip(1).take(6).collect();
    assert_eq!(
        rows,
        [
            "                                           高",
            "                                       枣  新",
            "                                       强  区",
            "  集群企业担保额度达到担保总额度的60%  ✗2  ✓",
            "  全市产业集群销售收入达到150亿元      –   ·",
            "  每个集群建立行业协会                 ·   ?",
        ]
    );
    let many: Vec<(String, usize)> = (0..4).flat_map(|i| (0..5).map(move |r| (format!("很长的县市区名称{i}"), r))).collect();
    let cells: Vec<(&str, usize, Verdict, u64)> = many.iter().map(|(n, r)| (n.as_str(), *r, Verdict::Met, 1234)).collect();
    let text = render(&tally_of(&cells), 40);
    assert!(text.lines().all(|l| l.width() <= 40), "{text}");
    assert_eq!(text.matches("✓1234").count(), 20, "every cell once, in bands");
}

#[test]
fn more_findings_than_fit_are_counted_aloud() {
    let s = sample();
    let list = vec![s.findings.list[0].clone(); 33];
    let findings = Findings { rules: s.findings.rules.clone(), list, ..Findings::default() };
    let text = render(&findings, 80);
    assert_eq!(text.matches("计算  59.9999万元").count(), 20);
    assert!(text.contains("规则 hengshui.guarantee_share 另有 13 项违反未逐一列出"));
    let short = |report: &Report| format("short").unwrap().text(report);
    assert_eq!(short(&Report::new(&findings, &[], &s.sources, Lang::Zh)).lines().count(), 33);
}

#[test]
fn statistics_are_sorted_by_what_is_wrong() {
    let findings = tally_of(&[
        ("甲县", 2, Verdict::Met, 4),
        ("乙县", 1, Verdict::Undetermined, 2),
        ("丙县", 3, Verdict::Violated, 1),
        ("丙县", 2, Verdict::Violated, 7),
    ]);
    let s = sample();
    let report = Report { statistics: true, ..Report::new(&findings, &[], &s.sources, Lang::Zh) };
    let text = format("pretty").unwrap().text(&report);
    let order = |names: [&str; 3]| names.map(|n| text.find(n).unwrap_or_else(|| panic!("{n}: {text}"))).is_sorted();
    assert!(order(["hengshui.association", "hengshui.bank_loans", "hengshui.city_sales"]), "{text}");
    assert!(order(["丙县", "乙县", "甲县"]), "{text}");
}

#[test]
fn a_column_of_wrong_cells_does_not_bury_the_rest() {
    let s = sample();
    let list = vec![s.diagnostics[0].clone(); 50];
    let findings = Findings::default();
    let report = Report::new(&findings, &list, &s.sources, Lang::Zh);
    let text = format("pretty").unwrap().text(&report);
    assert_eq!(text.matches("错误[I007]").count(), 1, "mistakes of one kind in one column are one message");
    assert!(text.contains("（同类共 50 处）"), "{text}");
    assert!(text.contains("\n检查不完整：数据或规则错误 50 处\n下一步："));
}
