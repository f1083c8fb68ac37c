//! The findings and mistakes of the sample.

use super::sample::*;
use fadu::ast::{CmpOp, Force, Verdict};
use fadu::data::CellState;
use fadu::diag::{Bilingual, Diagnostic};
use fadu::finding::*;
use fadu::num::{Interval, Rat, int, ratio};
use fadu::text::{FileId, Sources, Span};
use fadu::ty::{Unit, Units};
use std::collections::BTreeMap;

pub fn unit(name: &str) -> Unit {
    Units::default().get(name).cloned().unwrap_or_else(Unit::one)
}

/// 万元 in base units.
pub fn wan(n: i64) -> Rat {
    int(n * 10_000)
}

pub fn operand(text: &str, value: Interval, unit_name: &str) -> Operand {
    Operand {
        among: None,
        day: None,
        text: text.into(),
        name: None,
        value,
        unit: unit(unit_name),
        source: FigureSource::Stated,
        terms: Vec::new(),
        more: 0,
        unsent: false,
        counted: Vec::new(),
        more_counted: 0,
        whose: Whose::default(),
    }
}

pub fn exact(text: &str, value: Rat, unit_name: &str) -> Operand {
    operand(text, Interval::exact(value), unit_name)
}

pub fn compare(left: Operand, op: CmpOp, right: Operand) -> Comparison {
    let margin = left.value.add(&right.value.neg());
    let margin_unit = left.unit.clone();
    Comparison { left, op, right, share: None, near: None, mean: None, margin, margin_unit, bound: Span::new(FileId(0), 0, 0) }
}

/// `part >= bound of base`.
pub fn share_of(part: Operand, base: Operand, bound: Rat) -> Detail {
    let quotient = match (part.value.as_exact(), base.value.as_exact()) {
        (Some(p), Some(b)) if !b.is_zero() => Some(p / b),
        _ => None,
    };
    let right = Operand { text: "60% of b.total".into(), value: base.value.scale(&bound), ..base.clone() };
    let share =
        ShareView { part: part.clone(), base, quotient, bound: Interval::exact(bound), bound_text: String::new(), op: CmpOp::Ge };
    Detail::Compare(Box::new(Comparison { share: Some(share), ..compare(part, CmpOp::Ge, right) }))
}

fn note(label: &str, span: Span, state: CellState, value: Option<&str>) -> CellNote {
    CellNote {
        cell: None,
        label: label.into(),
        span: Some(span),
        state,
        value: value.map(Into::into),
        figure: None,
        left_blank: false,
        whose: Whose::default(),
    }
}

fn known(label: &str, span: Span, value: &str) -> CellNote {
    note(label, span, CellState::Known, Some(value))
}

fn subject(column: &str, name: &str, region: &str) -> Subject {
    Subject {
        key: vec![(column.into(), name.into()), ("年度".into(), "2007".into())],
        region: Some(region.into()),
        period: Some("2007".into()),
        key_of: Vec::new(),
        row: None,
        span: None,
    }
}

fn base(sources: &Sources, rule: usize, line: &str, verdict: Verdict) -> Finding {
    let force = match line.split_whitespace().next() {
        Some("verify") => Force::Verify,
        Some("aim") => Force::Aim,
        _ => Force::Require,
    };
    Finding {
        fingerprint: Fingerprint::default(),
        rule,
        line: 0,
        line_span: at(sources, RULES, line),
        force,
        verdict,
        standing: Standing::default(),
        possible: Possible::of(verdict),
        subject: Subject::default(),
        detail: Detail::None,
        cells: Vec::new(),
        bound: None,
        causes: Vec::new(),
        cases: Vec::new(),
        open_allowed: false,
        repairs: Vec::new(),
        message: None,
        message_of: Whose::default(),
        reason: None,
        degree: None,
        asked: None,
    }
}

const GUARANTEE: &str = "require b.clusters >= 60% of b.total";

fn raise(label: &str, span: Span, from: Rat, to: Rat) -> Repair {
    Repair {
        cell: None,
        label: label.into(),
        span: Some(span),
        from: Some(from),
        to: Some(to),
        exactly: false,
        beyond: None,
        together: false,
        unit: unit("万元"),
        establish: false,
        whose: Whose::default(),
    }
}

/// One yuan short: 59.9999万元 of 100万元.
fn one_yuan_short(s: &Sources) -> Finding {
    let row = "安平县担保中心,2007,100,59.9999";
    let (clusters, total) = (within(s, CSV, row, "59.9999"), within(s, CSV, row, "100"));
    Finding {
        subject: subject("机构名称", "安平县担保中心", "安平县"),
        detail: share_of(exact("b.clusters", int(599_999), "万元"), exact("b.total", wan(100), "万元"), ratio(3, 5)),
        cells: vec![known("集群企业担保额度", clusters, "59.9999万元"), known("担保总额度", total, "100万元")],
        bound: Some(within(s, RULES, GUARANTEE, "60%")),
        repairs: vec![
            raise("集群企业担保额度", clusters, int(599_999), wan(60)),
            raise("担保总额度", total, wan(100), int(999_998)),
        ],
        ..base(s, 0, GUARANTEE, Verdict::Violated)
    }
}

/// The figure is missing: met from 60万元 on.
fn missing_cell(s: &Sources) -> Finding {
    let row = "饶阳县担保中心,2007,100,";
    let outer = at(s, CSV, row);
    let blank = Span { start: outer.end, ..outer };
    Finding {
        subject: subject("机构名称", "饶阳县担保中心", "饶阳县"),
        detail: share_of(
            operand("b.clusters", Interval::non_negative(), "万元"),
            exact("b.total", wan(100), "万元"),
            ratio(3, 5),
        ),
        cells: vec![
            note("集群企业担保额度", blank, CellState::Blank, None),
            known("担保总额度", within(s, CSV, row, "100"), "100万元"),
        ],
        bound: Some(within(s, RULES, GUARANTEE, "60%")),
        causes: vec![Cause {
            turns_at: Some((CmpOp::Ge, wan(60), unit("万元"))),
            ..Cause::new(CauseKind::Blank, "集群企业担保额度").at(Some(blank))
        }],
        ..base(s, 0, GUARANTEE, Verdict::Undetermined)
    }
}

fn hostile(s: &Sources) -> Finding {
    let text = &s.get(EVIL).text;
    let start = text.find("40").expect("the hostile row");
    Finding {
        subject: subject("机构名称", EVIL_NAME, "武邑县\u{2066}"),
        detail: share_of(exact("b.clusters", wan(40), "万元"), exact("b.total", wan(80), "万元"), ratio(3, 5)),
        cells: vec![known(&format!("担保{EVIL_NAME}"), Span::new(EVIL, start, start + 2), "40万元")],
        message: Some(vec![EVIL_NAME.into(), " 差 ".into(), Value::Amount(wan(8), unit("万元")), "\n请更正".into()]),
        ..base(s, 0, GUARANTEE, Verdict::Violated)
    }
}

fn without_base(s: &Sources) -> Finding {
    Finding {
        subject: subject("机构名称", "桃城区担保公司", "桃城区"),
        reason: Some(Reason::NoShare),
        ..base(s, 0, GUARANTEE, Verdict::NotApplicable)
    }
}

const CITY: &str = "require sum(c.sales for c in Cluster) >= 150亿元";

/// Nine addends, of which six are named: 134.9999亿元 of 150亿元.
fn many_addends(s: &Sources) -> Finding {
    let total: i64 = CLUSTERS.iter().map(|(_, n)| n).sum();
    let term = |(name, n): &(&str, i64)| Term {
        label: (*name).into(),
        value: Interval::exact(wan(*n)),
        maybe: false,
        whose: Whose::default(),
    };
    let left = Operand {
        terms: CLUSTERS.iter().take(Operand::TERMS).map(term).collect(),
        more: 3,
        ..exact("sum(c.sales for c in Cluster)", wan(total), "亿元")
    };
    let cell = |(name, n): &(&str, i64)| {
        let around = format!("\"{name}\",\"销售收入\":{n}");
        known(&format!("{name} 销售收入"), within(s, JSON, &around, &n.to_string()), &format!("{n}万元"))
    };
    Finding {
        subject: Subject { region: Some("衡水市".into()), ..Subject::default() },
        detail: Detail::Compare(Box::new(compare(left, CmpOp::Ge, exact("150亿元", wan(1_500_000), "亿元")))),
        cells: CLUSTERS.iter().take(3).map(cell).collect(),
        bound: Some(within(s, RULES, CITY, "150亿元")),
        message: Some(vec!["全市销售收入未达到近期目标".into()]),
        ..base(s, 1, CITY, Verdict::Violated)
    }
}

const ASSOCIATION: &str = "require c.association exists";

fn no_association(s: &Sources) -> Finding {
    let row = at(s, TOML, "[[Cluster]]");
    Finding {
        subject: Subject { span: Some(row), ..subject("集群", "枣强皮毛", "枣强县") },
        detail: Detail::Presence {
            what: "行业协会".into(),
            filled: false,
            found: Some(false),
            wanted: true,
            whose: Whose::default(),
        },
        cells: vec![note("行业协会", row, CellState::None, None)],
        repairs: vec![Repair {
            cell: None,
            label: "行业协会".into(),
            span: Some(row),
            from: None,
            to: None,
            exactly: false,
            beyond: None,
            together: false,
            unit: Unit::one(),
            whose: Whose::default(),
            establish: true,
        }],
        ..base(s, 2, ASSOCIATION, Verdict::Violated)
    }
}

fn exempted(s: &Sources) -> Finding {
    Finding {
        subject: subject("集群", "故城服装", "故城县"),
        reason: Some(Reason::Because("2007年新设集群，一年内免于考核".into())),
        ..base(s, 2, ASSOCIATION, Verdict::Exempt)
    }
}

const LOANS: &str = "require c.cluster_loans as share of c.loans >= bank_share";

/// 45% against a share nobody has fixed.
fn open_parameter(s: &Sources) -> Finding {
    let (part, whole) = (exact("c.cluster_loans", wan(14_400), "万元"), exact("c.loans", wan(32_000), "万元"));
    let bound = Interval::closed(int(0), int(1));
    let share = ShareView {
        part: part.clone(),
        base: whole.clone(),
        quotient: Some(ratio(9, 20)),
        bound: bound.clone(),
        bound_text: "cluster_share".into(),
        op: CmpOp::Ge,
    };
    let left = exact("c.cluster_loans as share of c.loans", ratio(9, 20), "%");
    let comparison = Comparison { share: Some(share), ..compare(left, CmpOp::Ge, operand("bank_share", bound, "%")) };
    Finding {
        subject: subject("名称", "枣强县", "枣强县"),
        detail: Detail::Compare(Box::new(comparison)),
        cells: vec![
            known("集群企业贷款", within(s, TOML, "cluster_loans = 14400", "14400"), "14400万元"),
            known("新增贷款", within(s, TOML, "\nloans = 32000", "32000"), "32000万元"),
        ],
        bound: Some(within(s, RULES, LOANS, "bank_share")),
        causes: vec![Cause {
            turns_at: Some((CmpOp::Le, ratio(9, 20), Unit::percent())),
            ..Cause::parameter("bank_share", "银行贷款占比", within(s, RULES, "param bank_share", "bank_share"))
        }],
        ..base(s, 3, LOANS, Verdict::Undetermined)
    }
}

const BRANDS: &str = "verify every(e.brands >= 2 for e in c.enterprises)";

fn members(s: &Sources) -> Finding {
    let worst = Detail::Compare(Box::new(compare(exact("e.brands", int(0), "个"), CmpOp::Ge, exact("2", int(2), "个"))));
    Finding {
        subject: subject("集群", "安平丝网", "安平县"),
        detail: Detail::Members {
            wanted_all: true,
            passed: 9,
            failed: 2,
            unknown: 1,
            without_base: 0,
            more: false,
            worst: Some(Box::new(("安平县丝网二厂".into(), worst))),
            breaking: String::new(),
            worst_of: Whose::default(),
        },
        ..base(s, 4, BRANDS, Verdict::Violated)
    }
}

const ENERGY: &str = "aim c.energy <= 0.8";

fn over_the_limit(s: &Sources) -> Finding {
    let fixed = |text: &str, v: Rat| exact(text, v, "吨标准煤");
    Finding {
        subject: subject("名称", "枣强县", "枣强县"),
        detail: Detail::Compare(Box::new(compare(fixed("c.energy", ratio(95, 100)), CmpOp::Le, fixed("0.8", ratio(8, 10))))),
        cells: vec![known("单位产值能耗", within(s, TOML, "energy = 0.95", "0.95"), "0.95吨标准煤")],
        bound: Some(within(s, RULES, ENERGY, "0.8")),
        ..base(s, 5, ENERGY, Verdict::Violated)
    }
}

const PLATFORM: &str = "require c.labs >= 1个 and (c.platform = \"已建成\" or c.centres >= 2个)";

fn parts(s: &Sources) -> Finding {
    let count = |text: &str, n: i64, least: i64| {
        let pair = compare(exact(text, int(n), "个"), CmpOp::Ge, exact("", int(least), "个"));
        Detail::Compare(Box::new(pair))
    };
    let either = Detail::Parts {
        all: false,
        parts: vec![
            Detail::Match {
                what: "检测平台".into(),
                value: Known::Value("在建".into()),
                wanted: Wanted::Text { text: Some("已建成".into()), of: String::new(), same: true },
                whose: Whose::default(),
            },
            count("c.centres", 1, 2),
        ],
    };
    Finding {
        subject: subject("集群", "枣强皮毛", "枣强县"),
        detail: Detail::Parts { all: true, parts: vec![count("c.labs", 1, 1), either] },
        cells: vec![
            known("检测平台", within(s, TOML, "platform = \"在建\"", "\"在建\""), "在建"),
            known("研发中心", within(s, TOML, "centres = 1", "1"), "1个"),
        ],
        ..base(s, 6, PLATFORM, Verdict::Violated)
    }
}

fn rules(sources: &Sources) -> Vec<RuleInfo> {
    let cite = |clause: &str, number: &str, title: &str| Citation {
        policy: "衡水市加快中小企业产业集群发展指导意见".into(),
        document_number: Some("衡政〔2006〕75号".into()),
        clause: clause.into(),
        number: Some(number.into()),
        title: Some(title.into()),
    };
    let rule = |name: &str, title: &str, cites: Vec<Citation>, subjects: u64| RuleInfo {
        id: format!("hengshui.{name}"),
        title: title.into(),
        cites,
        lines: Vec::new(),
        one_bound: Vec::new(),
        identities: Vec::new(),
        span: at(sources, RULES, &format!("rule {name}")),
        subjects,
        about_policy: false,
        only_shows: false,
    };
    vec![
        rule(
            "guarantee_share",
            "集群企业担保额度达到担保总额度的60%",
            vec![cite("guarantee_share", "四(五)", "担保额度占比")],
            5,
        ),
        rule("city_sales", "全市产业集群销售收入达到150亿元", vec![cite("goals", "二(二)", "发展目标")], 1),
        rule("association", "每个集群建立行业协会", vec![cite("association", "四(七)", "行业协会")], 4),
        rule("bank_loans", "集群企业贷款占新增贷款的一定比例", Vec::new(), 1),
        rule("brands", "每个集群企业至少有2个品牌", Vec::new(), 1),
        rule("energy", "单位产值能耗不超过0.8吨标准煤", Vec::new(), 1),
        rule("platform", "省级集群须有检测平台或研发中心", Vec::new(), 1),
        rule("merged", "从前的口径", Vec::new(), 0),
    ]
}

fn tally() -> BTreeMap<RegionRule, Tally> {
    let mut out: BTreeMap<RegionRule, Tally> = BTreeMap::new();
    for (region, rule, verdict, n) in [
        ("安平县", 0, Verdict::Violated, 1),
        ("饶阳县", 0, Verdict::Undetermined, 1),
        ("桃城区", 0, Verdict::NotApplicable, 1),
        ("武邑县\u{2066}", 0, Verdict::Violated, 1),
        ("衡水市", 1, Verdict::Violated, 1),
        ("枣强县", 2, Verdict::Violated, 1),
        ("枣强县", 2, Verdict::Met, 2),
        ("故城县", 2, Verdict::Exempt, 1),
        ("枣强县", 3, Verdict::Undetermined, 1),
        ("安平县", 4, Verdict::Met, 1),
        ("枣强县", 5, Verdict::Met, 1),
        ("枣强县", 6, Verdict::Violated, 1),
        ("", 0, Verdict::Met, 1),
    ] {
        out.entry(RegionRule { region: region.into(), rule }).or_default().add(verdict, n);
    }
    out
}

pub fn findings(s: &Sources) -> Findings {
    let mut findings = unidentified(s);
    findings.identify();
    findings
}

fn unidentified(s: &Sources) -> Findings {
    Findings {
        others: None,
        rules: rules(s),
        results: Vec::new(),
        list: vec![
            one_yuan_short(s),
            missing_cell(s),
            without_base(s),
            hostile(s),
            many_addends(s),
            no_association(s),
            exempted(s),
            open_parameter(s),
            members(s),
            over_the_limit(s),
            parts(s),
        ],
        tally: tally(),
        without_subject: vec![(7, Idle::NothingSent { table: "OldCluster".into() })],
        nil_reports: Vec::new(),
        unlisted: 3,
        regions: BTreeMap::new(),
        files: Vec::new(),
        grants: Vec::new(),
        answers: Vec::new(),
        parameters: vec![
            ParameterInfo {
                name: "bank_share".into(),
                label: Some("银行贷款占比".into()),
                values: Vec::new(),
                source: None,
                alternatives: Vec::new(),
            },
            ParameterInfo {
                name: "near".into(),
                label: Some("近期".into()),
                values: vec![ValueFrom { value: "2010年".into(), from: None }],
                source: Some(SetBy::Named(Bilingual::new("项目文件 fadu.toml", "project file fadu.toml"))),
                alternatives: Vec::new(),
            },
        ],
    }
}

pub fn diagnostics(s: &Sources) -> Vec<Diagnostic> {
    let text_cell = within(s, CSV, "深州市担保公司,2007,二百,130", "二百");
    let header = at(s, CSV, "担保总额度（万元）");
    let rule = at(s, RULES, "c.energy <= 0.8");
    let param = at(s, RULES, "bank_share \"银行贷款占比\" : share");
    vec![
        Diagnostic::error("I007", "“二百”不是数字，这一格按未知处理", "“二百” is no number; the cell counts as unknown")
            .at(text_cell, "应当是数字", "a number is expected here")
            .at(header, "这一栏是金额，单位万元", "this column is money in 万元")
            .note("检查没有猜测它的值。", "Nothing was guessed.")
            .help("改写为阿拉伯数字，例如 200", "write it in digits, for example 200"),
        Diagnostic::warning("T003", "能耗没有写单位", "the bound has no unit")
            .at(rule, "这里的 0.8 没有单位", "0.8 has no unit here")
            .at(param, "对比：这里写明了类型", "compare: a type is stated here"),
        Diagnostic::error("I001", "读不了文件：没有权限", "the file cannot be read: permission denied")
            .in_file("submissions/武强县.csv"),
    ]
}

/// A place in no file, as a faulty caller might give.
pub fn nowhere() -> Span {
    Span::new(FileId(99), 5, 9)
}
