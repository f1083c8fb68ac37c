//! Waivers and explanations: they stand beside verdicts, hold no longer than they say, and are told in every report.

use super::super::{Folder, Run};
use super::report;

const RULES: &str = r#"record County "县" key name, year {
  name "名称" : text
  year "年度" : year
  output "产值" : money in 万元
  brands "品牌" : number
}

rule floor "产值" {
  for c in County
  require c.output at least 100 万元
}

rule brands "品牌" {
  for c in County
  verify c.brands at most 10
}
"#;

const WAIVER: &str = r#"# 市里批的
[[waivers]]
rule = "floor"
subject = "安平县"
period = 2007
gap = "50万元"
reason = "受灾"
approved_by = "李副市长"
document = "衡政办〔2008〕12号"
expires = 2008-12-31
"#;

const EXPLANATION: &str = r#"[[explanations]]
rule = "brands"
subject = "安平县"
period = "2007"
figure = "12"
text = "含并入的两家"
by = "统计局 王某"
date = 2008-02-01
"#;

fn folder(waivers: &str, explanations: &str, output: &str) -> Folder {
    let data = format!("名称,年度,产值,品牌\n安平县,2007,{output},12\n深州市,2007,500,1\n");
    let mut folder = Folder::new().with("rules.fadu", RULES).with("County.csv", data);
    for (name, text) in [("waivers.toml", waivers), ("explanations.toml", explanations)] {
        if !text.is_empty() {
            folder = folder.with(name, text);
        }
    }
    folder
}

fn check(folder: &Folder, more: &[&str]) -> Run {
    let base = ["check", "-r", "rules.fadu", "County.csv", "--lang", "en", "--as-of", "2008-06-30", "--fail-on", "query"];
    folder.run(&[&base, more].concat())
}

#[test]
fn what_is_waived_and_explained_blocks_no_more_and_is_told_in_every_report() {
    check(&folder("", "", "50"), &[]).expect(1, &["Not passed: 1 breach, 1 query"]);
    let folder = folder(WAIVER, EXPLANATION, "50");
    let whole = ["Passed: 1 waived, 1 explained", "waived: 受灾 (李副市长, 衡政办〔2008〕12号, until 2008-12-31, days left 184)"];
    check(&folder, &[]).expect(0, &whole).expect(0, &["explained: 含并入的两家 (统计局 王某, 2008-02-01)"]);
    check(&folder, &["--quiet"]).expect(0, &whole);
    check(&folder, &["--list", "violated"]).expect(0, &whole);
    check(&folder, &["--format", "short"]).expect(0, &["waived[floor]", "受灾", "explained[brands]", "含并入的两家"]);
    for format in ["sarif", "gitlab", "github", "junit", "checkstyle", "html", "markdown", "csv-findings", "jsonl"] {
        let run = check(&folder, &["--format", format]);
        assert_eq!(run.code(), 0, "{format}: {}", run.text());
        assert!(run.text().contains("waived"), "{format}: {}", run.text());
    }
    let args = ["check", "-r", "rules.fadu", "County.csv", "--as-of", "2008-06-30"];
    let json = report(&folder, &args);
    let found = json["findings"].as_array().unwrap();
    assert_eq!(found.len(), 2);
    let floor = found.iter().find(|f| f["rule"] == "floor").unwrap();
    // The verdict is what it was; what became of it stands beside it.
    assert_eq!((&floor["verdict"], &floor["consequence"]), (&"violated".into(), &"breach".into()));
    assert_eq!((&floor["standing"], &floor["blocking"], &floor["answer"]), (&"waived".into(), &false.into(), &0.into()));
    assert_eq!(json["answers"][0]["document"], "衡政办〔2008〕12号");
    assert_eq!((&json["answers"][0]["state"], &json["answers"][1]["kind"]), (&"in_force".into(), &"explanation".into()));
    assert_eq!((&json["summary"]["breaches"], &json["summary"]["waived"]), (&0.into(), &1.into()));
    assert_eq!(json["summary"]["verdicts"]["violated"], 2);
}

/// What is done to the waiver, the output of 安平县, and what the check says.
#[test]
fn a_waiver_holds_no_longer_than_it_says() {
    let cases: &[(&str, &str, &str, i32, &[&str])] = &[
        ("as it was", "", "50", 0, &[]),
        ("better", "", "70", 0, &[]),
        ("one step worse", "", "49.9999", 1, &["A009", "now it is 50.0001万元"]),
        ("gap = \"50万元\"", "limit = \"45万元\"", "45", 0, &[]),
        ("gap = \"50万元\"", "limit = \"45万元\"", "44.9999", 1, &["A009", "now it is 44.9999万元"]),
        ("gap = \"50万元\"", "limit = \"0.0045亿元\"", "45", 0, &[]),
        ("gap = \"50万元\"", "limit = \"45%\"", "50", 2, &["A002", "it must be a number in 万元"]),
        ("gap = \"50万元\"", "", "50", 1, &["A003", "gap = \"50万元\""]),
        ("2008-12-31", "2008-06-29", "50", 1, &["A006", "has expired"]),
        ("2008-12-31", "2008-06-30", "50", 0, &["A006", "its last day is today"]),
        ("2008-12-31", "2008-07-30", "50", 0, &["A006", "30 days are left"]),
        ("2008-12-31", "2009-06-30", "50", 0, &[]),
        ("2008-12-31", "2009-07-01", "50", 2, &["A007"]),
        ("2008-12-31", "\"明年\"", "50", 2, &["A002", "no date"]),
        ("expires = 2008-12-31", "", "50", 1, &["A003", "without expires"]),
        ("reason = \"受灾\"", "reason = \"  \"", "50", 1, &["A003", "without reason"]),
        ("rule = \"floor\"", "rule = \"flor\"", "50", 2, &["A004", "did you mean `floor`"]),
        ("subject = \"安平县\"", "subject = \"安平\"", "50", 1, &["A005", "did you mean `安平县`"]),
        ("subject = \"安平县\"", "subject = \"深州市\"", "50", 1, &["A005"]),
        ("period = 2007", "period = 2006", "50", 1, &["A005", "2007"]),
        ("period = 2007", "", "50", 1, &["A005"]),
        ("subject =", "subjekt =", "50", 2, &["A002", "did you mean `subject`"]),
        ("[[waivers]]", "[[waivers]", "50", 2, &["A001"]),
        ("as it was", "", "150", 0, &["A005", "is not used"]),
    ];
    for (from, to, output, code, words) in cases {
        let waivers = WAIVER.replace(from, to);
        let folder = folder(&waivers, EXPLANATION, output);
        let run = check(&folder, &[]);
        assert_eq!(run.code(), *code, "{from} → {to}, {output}: {}", run.text());
        run.expect(*code, words);
        // Where the waiver holds there is no breach, and else there is.
        let waived = run.text().contains("1 waived");
        assert_eq!(waived, *code == 0 && *output != "150", "{from} → {to}: {}", run.text());
    }
}

#[test]
fn without_a_day_no_waiver_is_used() {
    let folder = folder(WAIVER, EXPLANATION, "50");
    folder
        .run(&["check", "-r", "rules.fadu", "County.csv", "--lang", "en"])
        .expect(2, &["A008", "1 breach"])
        .without(&["1 waived"]);
}

#[test]
fn an_explanation_is_void_when_its_figure_changes_and_answers_no_requirement() {
    let said = |from: &str, to: &str| folder(WAIVER, &EXPLANATION.replace(from, to), "50");
    check(&said("\"12\"", "\"12.0\""), &[]).expect(0, &["1 explained"]);
    check(&said("\"12\"", "\"13\""), &[]).expect(1, &["A009", "now it is 12", "1 query"]);
    check(&said("text = \"含并入的两家\"", "text = \"\""), &[]).expect(1, &["A003", "without text"]);
    check(&said("rule = \"brands\"", "rule = \"floor\""), &[]).expect(2, &["A004", "only a `verify` can be explained"]);
}

#[test]
fn answer_adds_an_entry_that_people_fill_in() {
    let project = "[project]\nrules = [\"rules.fadu\"]\nwaivers = \"批准/特许.toml\"\n\n[[submissions]]\nfiles = \"County.csv\"\n\n\
                   [run]\nas_of = 2008-06-30\n\n[check]\nfail_on = \"query\"\n";
    let folder = folder("", "", "50").with("fadu.toml", project).with("批准/特许.toml", "# 本年的特许\n");
    folder.run(&["answer", "floor", "--for", "安平县"]).expect(0, &["批准/特许.toml"]);
    folder.run(&["answer", "floor", "--for", "安平县"]).expect(1, &["已经有了"]);
    folder.run(&["answer", "brands", "--for", "安平县 2007"]).expect(0, &["explanations.toml"]);
    folder.run(&["answer", "brands", "--for", "深州市"]).expect(2, &["L022"]);
    folder.run(&["answer", "floor", "--for", "安平县", "--as", "explanation"]).expect(2, &["L022"]);
    // Not filled in: told, and nothing is answered.
    folder
        .run(&["check", "--lang", "en"])
        .expect(1, &["A003", "1 breach, 1 query", "without reason, approved_by, document, expires"]);
    let path = folder.path().join("批准/特许.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("# 本年的特许\n"), "{text}");
    let filled = text
        .replace("reason = \"\"", "reason = \"受灾\"")
        .replace("approved_by = \"\"", "approved_by = \"李\"")
        .replace("document = \"\"", "document = \"12号\"")
        .replace("expires = \"\"", "expires = 2008-12-31");
    std::fs::write(&path, filled).unwrap();
    let path = folder.path().join("explanations.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let filled = text
        .replace("text = \"\"", "text = \"x\"")
        .replace("by = \"\"", "by = \"y\"")
        .replace("date = \"\"", "date = 2008-01-01");
    std::fs::write(&path, filled).unwrap();
    folder.run(&["check", "--lang", "en"]).expect(0, &["Passed: 1 waived, 1 explained"]);
    // A receipt knows them.
    folder.run(&["check", "--receipt", "r.json"]).expect(0, &[]);
    folder.run(&["verify", "r.json"]).expect(0, &[]);
    std::fs::remove_file(&path).unwrap();
    folder.run(&["verify", "r.json", "--lang", "en"]).expect(1, &["missing  explanations.toml", "explained → violated"]);
}

#[test]
fn what_is_written_in_an_entry_reaches_no_terminal_as_it_is() {
    let waivers = WAIVER.replace("受灾", "受灾\\u001b[2J\\u202e");
    let folder = folder(&waivers, EXPLANATION, "50");
    for format in ["pretty", "short"] {
        let text = check(&folder, &["--format", format]).text();
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text:?}");
    }
    folder
        .run(&["check", "-r", "rules.fadu", "County.csv", "--waivers", "none.toml", "--as-of", "2008-06-30"])
        .expect(2, &["A001"]);
}
