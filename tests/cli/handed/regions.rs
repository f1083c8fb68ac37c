//! Files for each region, and the report of one: what is about it, and nothing of any other.

use super::{BODIES, project};
use std::path::Path;

fn names(folder: &Path) -> Vec<String> {
    let mut all: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    all.sort();
    all
}

fn about_counties() -> super::Folder {
    let folder = project();
    let file = std::fs::read_to_string(folder.path().join("fadu.toml")).unwrap();
    folder.with("fadu.toml", file + "\n[regions]\n\"担保机构\" = \"县\"\n")
}

/// The city sent one file; its rows are about two counties.
#[test]
fn each_region_gets_a_file_about_it_alone_in_every_format() {
    let folder = about_counties();
    for (format, ending) in
        [("html", "html"), ("markdown", "md"), ("csv-findings", "csv"), ("jsonl", "jsonl"), ("json", "json"), ("pretty", "txt")]
    {
        let out = format!("out-{format}");
        let run = folder.run(&["check", "--format", format, "--by", "region", "--output-dir", &out]);
        assert_eq!(run.code(), 1, "{}", run.text());
        let dir = folder.path().join(&out);
        assert_eq!(names(&dir), [format!("安平县.{ending}"), format!("饶阳县.{ending}")], "{}", run.text());
        let read = |name: &str| std::fs::read_to_string(dir.join(format!("{name}.{ending}"))).unwrap();
        let (met, missed) = (read("安平县"), read("饶阳县"));
        assert!(missed.contains("饶阳中心") && !missed.contains("安平中心"), "{format}: {missed}");
        assert!(!met.contains("饶阳中心"), "{format}: {met}");
    }
}

#[test]
fn without_the_field_a_row_is_its_senders() {
    let folder = project();
    folder.run(&["check", "--format", "short", "--by", "region", "--output-dir", "out"]);
    assert_eq!(names(&folder.path().join("out")), ["衡水市.txt"]);
}

#[test]
fn one_region_is_named_by_what_it_is_called_and_another_is_a_mistake() {
    let folder = about_counties();
    let run = folder.run(&["check", "--format", "csv-findings", "--region", "饶阳县"]);
    assert_eq!((run.code(), run.text().lines().count()), (1, 2), "{}", run.text());
    let met = folder.run(&["check", "--format", "csv-findings", "--region", "安平县"]);
    assert_eq!(met.text().lines().count(), 1, "its one body meets the rule: {}", met.text());
    folder.run(&["check", "--region", "饶阳"]).expect(2, &["L021", "饶阳县"]);
    folder.run(&["check", "--by", "region"]).expect(2, &["--output-dir"]);
}

#[test]
fn a_field_that_is_not_there_is_told() {
    let folder = project();
    let file = std::fs::read_to_string(folder.path().join("fadu.toml")).unwrap();
    let folder = folder.with("fadu.toml", file + "\n[regions]\n\"担保机构\" = \"县名\"\n");
    folder.run(&["check"]).expect(2, &["C002", "县名"]);
}

/// Names that lead elsewhere, that systems keep, and two that look the same to one of them.
#[test]
fn names_of_files_are_safe_and_nothing_that_was_read_is_written_over() {
    let evil = "机构名称,年度,县,担保总额度（万元）,集群企业担保额度（万元）\n甲,2007,../甲,100,1\n乙,2007,CON,100,1\n丙,2007,a/b,100,1\n丁,2007,A:B,100,1\n";
    let rules = super::RULES.replace("引用 counties", "文本");
    let folder = about_counties().with("rules.fadu", rules).with("in/B.csv", evil);
    let run = folder.run(&["check", "--format", "csv-findings", "--by", "region", "--output-dir", "out"]);
    assert_eq!(run.code(), 1, "{}", run.text());
    assert_eq!(names(&folder.path().join("out")), ["A_B.csv", "_CON.csv", "___甲.csv", "a_b-2.csv"]);
    assert_eq!(names(folder.path()), ["fadu.toml", "in", "out", "rules.fadu"]);

    let over = BODIES.replace("安平县", "B");
    let folder = about_counties().with("rules.fadu", super::RULES.replace("引用 counties", "文本")).with("in/B.csv", &over);
    let run = folder.run(&["check", "--format", "csv-findings", "--by", "region", "--output-dir", "in"]);
    run.expect(2, &["I032", "in/B.csv"]);
    assert_eq!(names(&folder.path().join("in")), ["B.csv"], "no file is written where one cannot be");
    assert_eq!(std::fs::read_to_string(folder.path().join("in/B.csv")).unwrap(), over);
}

/// What was granted to one is nobody else's affair.
#[test]
fn a_region_is_told_of_its_own_waivers_alone() {
    let waiver = |body: &str, reason: &str| {
        format!(
            "[[waivers]]\nrule = \"p.share\"\nsubject = \"{body}\"\nperiod = \"2007\"\ngap = \"0.0001%\"\nreason = \"{reason}\"\napproved_by = \"王局长\"\n\
             document = \"衡办〔2007〕9号\"\nexpires = 2008-06-30\n\n"
        )
    };
    let folder = about_counties().with("in/B.csv", BODIES.replace("安平县,100,60\n", "安平县,100,59.9999\n"));
    let folder = folder.with("waivers.toml", waiver("安平中心", "安平的理由") + &waiver("饶阳中心", "饶阳的理由"));
    for (region, own) in [("安平县", "安平"), ("饶阳县", "饶阳")] {
        let run = folder.run(&["check", "--format", "json", "--region", region]);
        let report: serde_json::Value = serde_json::from_str(&run.out()).unwrap_or_else(|e| panic!("{e}: {}", run.text()));
        let answers = report["answers"].as_array().unwrap();
        assert_eq!(answers.len(), 1, "{answers:?}");
        assert_eq!(answers[0]["text"], format!("{own}的理由"));
        let waived: Vec<_> = report["findings"].as_array().unwrap().iter().filter(|f| f["standing"] == "waived").collect();
        assert_eq!(waived.len(), 1);
        assert_eq!(waived[0]["answer"], 0, "it points to what is said of it");
        let page = folder.run(&["check", "--format", "html", "--region", region]).out();
        assert!(
            page.contains(&format!("{own}的理由"))
                && page.matches("的理由").count() == page.matches(&format!("{own}的理由")).count()
        );
    }
}
