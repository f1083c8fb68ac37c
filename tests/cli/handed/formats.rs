//! Each format from outside.

use super::project;

/// The digest is that of `sha256sum` for the bytes of the file.
#[test]
fn the_page_says_what_was_read_and_by_how_much_it_is_missed() {
    let run = project();
    let done = run.run(&["check", "--format", "html", "-o", "out.html"]);
    assert_eq!(done.code(), 1, "{}", done.text());
    let html = std::fs::read_to_string(run.path().join("out.html")).unwrap();
    crate::report::html::check(&html);
    for told in ["担保核查——核查报告", "2007-12-31", "in/B.csv", "读 2 行", DIGEST, "差 1元", "in/B.csv:3:19", "正好等于界限"]
    {
        assert!(html.contains(told), "{told}");
    }
}

const DIGEST: &str = "4e49740f97a20ced44b738103653c92e3a66a2863a48a869fa44f2009b923c84";

#[test]
fn findings_as_rows_lines_and_markdown_agree() {
    let run = project();
    let csv = run.run(&["check", "--format", "csv-findings"]).text();
    let rows: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(rows.len(), 2, "{csv}");
    assert!(rows[0].starts_with("地区代码,地区,对象,期间,类别,结论,规则,"), "{csv}");
    for told in ["饶阳中心", "违反", "不符", "四(五) 担保额度占比", "差 1元", "in/B.csv:3:19", "提高到至少 60万元"]
    {
        assert!(rows[1].contains(told), "{told}: {csv}");
    }
    let lines = run.run(&["check", "--format", "jsonl"]).text();
    let parsed: Vec<serde_json::Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let of = |kind: &str| parsed.iter().filter(|v| v["line"] == kind).count();
    assert_eq!((of("run"), of("finding"), of("result"), of("problem")), (1, 1, 2, 0), "{lines}");
    assert_eq!(parsed[0]["summary"]["breaches"], 1);
    let markdown = run.run(&["check", "--format", "md"]).text();
    assert!(markdown.contains("| 违反 |") && markdown.contains("差 1元") && markdown.contains(DIGEST), "{markdown}");
}

/// What `--format csv` gave before it still gives, and under the name that tells it from findings.
#[test]
fn results_keep_their_format() {
    let run = project();
    let (csv, named) = (run.run(&["check", "--format", "csv"]).text(), run.run(&["check", "--format", "csv-results"]).text());
    assert_eq!(csv, named);
    assert!(csv.contains("占比") && csv.contains("59.9999"), "{csv}");
}
