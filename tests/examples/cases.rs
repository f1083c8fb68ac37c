//! The planned cases of the example, each told by hand: what the report must say of it.

use super::check;
use serde_json::Value;

fn report() -> Value {
    let run = check(&["--format", "json", "--lang", "zh"]);
    assert_eq!(run.code, 2);
    serde_json::from_str(&run.out).unwrap()
}

/// Findings of a rule about a subject whose title holds `subject`.
#[track_caller]
fn findings<'v>(report: &'v Value, rule: &str, subject: &str) -> Vec<&'v Value> {
    let all = report["findings"].as_array().unwrap().iter();
    let found: Vec<&Value> = all
        .filter(|f| f["rule"] == format!("hengshui.{rule}") && f["subject"]["title"].as_str().unwrap().contains(subject))
        .collect();
    assert!(!found.is_empty(), "{rule} found nothing about {subject}");
    found
}

#[track_caller]
fn finding<'v>(report: &'v Value, rule: &str, subject: &str) -> &'v Value {
    let found = findings(report, rule, subject);
    assert_eq!(found.len(), 1, "{rule} about {subject}: {found:#?}");
    found[0]
}

/// Subjects of a rule that are not plainly met.
fn told(report: &Value, rule: &str, verdict: &str) -> usize {
    let all = report["findings"].as_array().unwrap().iter();
    all.filter(|f| f["rule"] == format!("hengshui.{rule}") && f["verdict"] == verdict).count()
}

#[test]
fn one_yuan_short_of_half() {
    // 枣强县, each fund by itself: 500万元 × 50% = 250万元; reported are 249.9999万元.
    let report = report();
    let f = finding(&report, "fund_share", "枣强县 131121 · 2007 · 财政支农资金");
    assert_eq!((&f["verdict"], &f["consequence"]), (&"violated".into(), &"breach".into()));
    assert_eq!(f["arithmetic"]["text"], "249.9999万元 / 500万元 = 49.99998% < 50%，差 1元");
    assert_eq!(f["arithmetic"]["margin"]["exact"], "-0.0001");
    assert_eq!(f["repairs"][0]["to"]["value"], "250");
    assert_eq!((&f["place"]["path"], &f["place"]["line"]), (&"submissions/131121-枣强县.toml".into(), &59.into()));
}

#[test]
fn one_yuan_short_of_sixty_percent_in_a_gbk_file() {
    // 5000万元 × 60% = 3000万元; reported are 2999.9999万元, in line 5, behind a name of 11 characters and `5000`.
    let report = report();
    let f = finding(&report, "guarantee_share", "枣强县中小企业担保中心");
    assert_eq!(f["arithmetic"]["text"], "2999.9999万元 / 5000万元 = 59.999998% < 60%，差 1元");
    let cell = |label: &str| f["cells"].as_array().unwrap().iter().find(|c| c["label"] == label).unwrap()["place"].clone();
    let place = |label: &str| (cell(label)["line"].as_u64(), cell(label)["column"].as_u64(), cell(label)["end_column"].as_u64());
    assert_eq!(place("担保总额度"), (Some(5), Some(13), Some(17)));
    assert_eq!(place("集群相关企业担保额度"), (Some(5), Some(18), Some(27)));
    let file = report["files"].as_array().unwrap().iter().find(|f| f["path"] == "submissions/131100-担保机构.csv").unwrap();
    assert_eq!(file["encoding"], "gb18030");
    assert_eq!(told(&report, "guarantee_share", "violated"), 2, "枣强 and 故城; exactly 60% is no finding");
}

#[test]
fn exactly_at_the_bound_of_more_than() {
    // 枣强皮毛 has 100亿元 where more than 100亿元 are demanded, 深州食品加工 50亿元 where more than 50亿元.
    let report = report();
    for (rule, subject, bound) in [("over_100", "枣强皮毛", "100亿元"), ("over_50", "深州食品加工", "50亿元")] {
        let f = finding(&report, rule, subject);
        assert_eq!(f["verdict"], "violated");
        assert_eq!(f["arithmetic"]["text"], format!("{bound} ≤ {bound}，正好等于界限，而要求超过它"));
        assert_eq!(f["arithmetic"]["margin"]["exact"], "0");
    }
    // 景县's two are 1万元 above: met, and therefore not listed.
    for f in report["findings"].as_array().unwrap() {
        let (rule, title) = (f["rule"].as_str().unwrap(), f["subject"]["title"].as_str().unwrap());
        assert!(!(rule.contains("over_") && title.contains("景县")), "{rule}: {title}");
    }
}

#[test]
fn the_malformed_county_is_told_line_by_line_and_still_read() {
    let report = report();
    let errors: Vec<(&str, u64)> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["path"].as_str().unwrap(), d["labels"][0]["place"]["line"].as_u64().unwrap()))
        .collect();
    let file = "submissions/131123-武强县.toml";
    assert_eq!(errors, [(file, 8), (file, 9), (file, 10)], "three keys without quotes, nothing else");
    assert!(report["diagnostics"][0]["help"].as_str().unwrap().contains("\"经济总产值\""));
    // What it does not hold is unknown, never a breach.
    let about: Vec<&Value> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["subject"]["region"] == "131123" && f["verdict"] != "not_applicable")
        .collect();
    assert!(about.len() >= 5 && about.iter().all(|f| f["verdict"] == "undetermined"), "{about:#?}");
}

#[test]
fn a_county_that_sent_nothing_is_open_and_no_breach() {
    let report = report();
    let f = finding(&report, "sme_fund", "阜城县 131128");
    assert_eq!((&f["verdict"], &f["consequence"]), (&"undetermined".into(), &"open".into()));
    assert_eq!(f["causes"][0]["kind"], "not_reported");
    for rule in ["county_industries", "county_clusters", "county_plans", "no_interference", "land_terms"] {
        for f in findings(&report, rule, "阜城县 131128") {
            assert_eq!(f["verdict"], "undetermined", "{rule}");
        }
    }
    let breach = |f: &Value| f["subject"]["region"] == "131128" && f["verdict"] == "violated";
    assert!(!report["findings"].as_array().unwrap().iter().any(breach));
}

#[test]
fn open_parameters_keep_their_names() {
    let report = report();
    let parameters = report["parameters"].as_array().unwrap();
    let of = |name: &str| parameters.iter().find(|p| p["name"] == format!("hengshui.{name}")).unwrap_or_else(|| panic!("{name}"));
    for open in ["batch_size", "cluster_reading", "striving_reading", "special_parks", "interference_reading", "increment_split"]
    {
        assert_eq!((&of(open)["value"], &of(open)["source"]), (&Value::Null, &Value::Null), "{open}");
    }
    assert_eq!((&of("near_share")["value"], &of("near_share")["source"]), (&"85%".into(), &"项目文件：示例".into()));
    // 3 parks were reported and “several” is 1 to 20: met for 3 at most.
    let f = finding(&report, "lubei_zone", "衡水市");
    assert_eq!(f["causes"][0]["kind"], "open_parameter");
    assert_eq!((&f["causes"][0]["what"], &f["causes"][0]["turns_at"]["value"]), (&"若干个园区".into(), &"3".into()));
    assert_eq!(f["arithmetic"]["text"], "3个，要求 ≥ “若干个园区”（待定，1个—20个）");
}

#[test]
fn an_open_parameter_set_on_the_command_line_decides() {
    let run = check(&["--format", "json", "--param", "special_parks=3", "--param", "cluster_reading=一到两个"]);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(told(&report, "lubei_zone", "undetermined") + told(&report, "lubei_zone", "violated"), 0, "3 of 3 parks");
    // 枣强县 built three clusters; with two as the ceiling that is one too many.
    assert_eq!(finding(&report, "county_clusters", "枣强县")["verdict"], "violated");
}

#[test]
fn totals_do_not_change_unnoticed() {
    let report = report();
    let summary = &report["summary"];
    let count = |name: &str| summary[name].as_u64().unwrap();
    let listed = |what: &str| report["findings"].as_array().unwrap().iter().filter(|f| f["consequence"] == what).count() as u64;
    assert_eq!((count("breaches"), count("open")), (listed("breach"), listed("open")), "what is counted is listed");
    assert_eq!(count("blocking"), count("breaches") + count("open"));
    assert_eq!(count("errors"), 3);
}

#[test]
fn a_complete_county_has_nothing_to_answer() {
    // 安平县 did everything that does not hang on an open parameter; what compares with an earlier year stays open, because nobody reported one.
    let with_last_year = ["hengshui.local_supply_each", "hengshui.promotion", "hengshui.promotion_associations"];
    let report = report();
    let answers: Vec<&Value> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["subject"]["region"] == "131125" && f["verdict"] != "not_applicable")
        .filter(|f| f["verdict"] != "undetermined" || !with_last_year.iter().any(|r| f["rule"] == *r))
        .collect();
    assert!(answers.is_empty(), "{answers:#?}");
}

/// 枣强县: four tasks and its fund at 10, no interference and land at 5 each, its two clusters' brands at (1 + 1/2) / 2 of 10, two of its three funds at the share
/// of 5; 10 more if three clusters are allowed. No municipal cluster, and the funds are not pooled: of 85.
#[test]
fn the_scorecard_adds_up_by_hand() {
    let run = super::fadu("examples/hengshui", &["score", "--format", "json", "--lang", "zh"]);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    let standings = report["scorecards"][0]["standings"].as_array().unwrap();
    let of = |region: &str| standings.iter().find(|s| s["region"] == region).unwrap();
    let zaoqiang = of("131121");
    assert_eq!((&zaoqiang["points"]["low"], &zaoqiang["points"]["high"]), (&"425/6".into(), &"485/6".into()));
    assert_eq!(zaoqiang["attainable"]["exact"], "85");
    let anping = of("131125");
    assert_eq!((&anping["points"]["exact"], &anping["attainable"]["exact"]), (&"85".into(), &"85".into()));
    // Nothing came from 阜城县: anything from none to all; three rules about clusters at 10 bind it if it has a key cluster, the share of the
    // funds at 5 if it has a fund.
    let fucheng = of("131128");
    assert_eq!((&fucheng["points"]["low"], &fucheng["points"]["high"]), (&"0".into(), &"85".into()));
    assert_eq!((&fucheng["attainable"]["low"], &fucheng["attainable"]["high"]), (&"50".into(), &"85".into()));
}
