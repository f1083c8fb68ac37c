//! A report made by hand: one finding of every kind, over a GBK table, a one-line JSON file of many kilobytes, a TOML file and a file
//! whose names mean harm.

use super::findings;
use fadu::diag::Diagnostic;
use fadu::finding::Findings;
use fadu::text::{Encoding, FileId, Source, Sources, Span};

pub struct Sample {
    pub sources: Sources,
    pub findings: Findings,
    pub diagnostics: Vec<Diagnostic>,
}

pub const RULES: FileId = FileId(0);
pub const CSV: FileId = FileId(1);
pub const JSON: FileId = FileId(2);
pub const TOML: FileId = FileId(3);
pub const EVIL: FileId = FileId(4);

/// Moves the cursor, clears the screen, reorders the line and hides: what must never come out.
pub const EVIL_NAME: &str = "武邑\u{202e}县\u{1b}[2J\u{200b}担保\u{7}\u{9b}31m";

const RULE_TEXT: &str = r#"policy hengshui "衡水市加快中小企业产业集群发展指导意见" {
  number "衡政〔2006〕75号"
  clause guarantee_share "四(五)" "担保额度占比"
  clause goals           "二(二)" "发展目标"
  clause association     "四(七)" "行业协会"
}

param bank_share "银行贷款占比" : share in 0%..100%

rule guarantee_share "集群企业担保额度达到担保总额度的60%" {
  cite    hengshui.guarantee_share
  for     b in GuaranteeBody
  require b.clusters >= 60% of b.total
}

rule city_sales "全市产业集群销售收入达到150亿元" {
  cite    hengshui.goals
  require sum(c.sales for c in Cluster) >= 150亿元
}

rule association "每个集群建立行业协会" {
  cite    hengshui.association
  for     c in Cluster
  require c.association exists
}

rule bank_loans "集群企业贷款占新增贷款的一定比例" {
  for     c in County
  require c.cluster_loans as share of c.loans >= bank_share
}

rule brands "每个集群企业至少有2个品牌" {
  for    c in Cluster
  verify every(e.brands >= 2 for e in c.enterprises)
}

rule energy "单位产值能耗不超过0.8吨标准煤" {
  for c in County
  aim c.energy <= 0.8
}

rule platform "省级集群须有检测平台或研发中心" {
  for     c in Cluster
  when    c.level = "省级"
  require c.labs >= 1个 and (c.platform = "已建成" or c.centres >= 2个)
}

rule merged "从前的口径" {
  for     k in OldCluster
  require k.sales > 0
}
"#;

const CSV_TEXT: &str = "机构名称,年度,担保总额度（万元）,集群企业担保额度（万元）\r\n\
安平县担保中心,2007,100,59.9999\r\n\
饶阳县担保中心,2007,100,\r\n\
桃城区担保公司,2007,0,0\r\n\
深州市担保公司,2007,二百,130\r\n";

const TOML_TEXT: &str = r#"region = "枣强县"
period = 2007

[[County]]
"名称" = "枣强县"
loans = 32000
cluster_loans = 14400
energy = 0.95

[[Cluster]]
"集群" = "枣强皮毛"
level = "省级"
labs = 1
platform = "在建"
centres = 1
"#;

/// The clusters and their sales in 万元: nine, in one line of JSON with much between them.
pub const CLUSTERS: [(&str, i64); 9] = [
    ("安平丝网", 600_000),
    ("枣强皮毛", 300_000),
    ("桃城采暖", 120_000),
    ("冀州医疗器材", 90_000),
    ("景县橡塑", 80_000),
    ("武强乐器", 60_000),
    ("深州化工", 50_000),
    ("故城服装", 40_000),
    ("阜城建材", 9_999),
];

fn json_text() -> String {
    let filler = "{\"企业\":\"某厂\",\"销售收入\":12.5,\"税金\":1},".repeat(60);
    let clusters: Vec<String> = CLUSTERS
        .iter()
        .map(|(name, sales)| format!("{{\"集群\":\"{name}\",\"销售收入\":{sales},\"企业\":[{}]}}", filler.trim_end_matches(',')))
        .collect();
    format!("{{\"地区\":\"衡水市\",\"集群表\":[{}]}}", clusters.join(","))
}

pub fn sample() -> Sample {
    let mut sources = Sources::default();
    sources.add(Source::new("rules/hengshui.fadu", RULE_TEXT));
    // As an office sends it: GBK bytes, decoded before anything else sees them.
    let (bytes, _, lossy) = encoding_rs::GBK.encode(CSV_TEXT);
    assert!(!lossy);
    let (text, _, _) = encoding_rs::GB18030.decode(&bytes);
    sources.add(Source::with_encoding("submissions/担保机构.csv", text, Encoding::Gb18030));
    sources.add(Source::new("submissions/全市集群.json", json_text()));
    sources.add(Source::new("submissions/枣强县.toml", TOML_TEXT));
    sources.add(Source::new(
        "submissions/\u{202e}坏\u{1b}]0;文件.csv",
        format!("机构名称,担保总额度,集群企业担保额度\n{EVIL_NAME},80,40\n"),
    ));
    let findings = findings::findings(&sources);
    let diagnostics = findings::diagnostics(&sources);
    Sample { sources, findings, diagnostics }
}

/// The place of the first `what` in a file.
pub fn at(sources: &Sources, file: FileId, what: &str) -> Span {
    let start = sources.get(file).text.find(what).unwrap_or_else(|| panic!("no {what} in the sample"));
    Span::new(file, start, start + what.len())
}

/// The place of `what` within the first `around`.
pub fn within(sources: &Sources, file: FileId, around: &str, what: &str) -> Span {
    let outer = at(sources, file, around);
    let start = outer.start as usize + around.find(what).unwrap_or_else(|| panic!("no {what} in {around}"));
    Span::new(file, start, start + what.len())
}
