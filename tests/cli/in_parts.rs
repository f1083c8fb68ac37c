//! Several files that are one table: read each by itself, judged as one, and complete only where every part is.

use super::{Folder, Run};

const RULES: &str = r#"
record Loan "贷款" key id {
  id      "编号"   : text
  county  "县"     : text
  year    "年度"   : year
  amount  "金额"   : money in 万元
}
rule few "at most three" { for g in Loan by county, year require count(g) <= 3 }
rule total "large enough" { for g in Loan by county, year require sum(g.amount) >= 50万元 }
"#;

const FIRST: &str = "编号,县,年度,金额（万元）\nA1,甲,2007,10\nA2,甲,2007,70\n";
/// Another order of columns, another unit.
const SECOND: &str = "年度,县,编号,金额（元）\n2007,甲,A3,100000\n";

fn project(as_one: &str) -> Folder {
    let project =
        format!("[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"d/part-*\"\nrecord = \"Loan\"\n{as_one}\n");
    Folder::new().with("r.fadu", RULES).with("fadu.toml", project)
}

fn check(folder: &Folder) -> Run {
    folder.run(&["check", "--lang", "en"])
}

/// Both rules met, or the first of them open: one more row in what was not read is enough to break it, and none can take from the sum.
fn assert_open(run: &Run) {
    assert!(run.text().contains("violated 0 · undetermined 1 · met 1"), "{}", run.text());
}

fn assert_met(run: &Run) {
    assert!(run.text().contains("violated 0 · undetermined 0 · met 2"), "{}", run.text());
}

#[test]
fn each_part_has_its_own_header_and_unit_and_all_are_one_table() {
    let folder = project("as_one = true").with("d/part-1.csv", FIRST).with("d/part-2.csv", SECOND);
    let run = check(&folder);
    assert_met(&run);
    assert_eq!(run.code(), 0, "{}", run.text());
    // 10 + 70 + 100,000元: 90万元, and 91 are not reached.
    let more = folder.with("r.fadu", RULES.replace("50万元", "91万元"));
    let run = check(&more);
    assert!(run.text().contains("violated 1 · undetermined 0 · met 1"), "{}", run.text());
    assert!(run.text().contains("= 900,000 yuan < 910,000 yuan"), "{}", run.text());
    // A unit above one part is for that part alone: 70 元 there, and 30 万元 here.
    let folder = project("as_one = true")
        .with("d/part-1.csv", "单位：元,,,\n编号,县,年度,金额\nA1,甲,2007,70\n")
        .with("d/part-2.csv", "编号,县,年度,金额\nA2,甲,2007,30\n")
        .with("r.fadu", RULES.replace("50万元", "30.007万元"));
    assert_met(&check(&folder));
    let folder = folder.with("r.fadu", RULES.replace("50万元", "30.0071万元"));
    assert!(check(&folder).text().contains("violated 1 · undetermined 0 · met 1"));
}

#[test]
fn keys_are_unique_over_all_parts() {
    let folder = project("as_one = true").with("d/part-1.csv", FIRST).with("d/part-2.csv", SECOND.replace("A3", "A2"));
    let run = check(&folder);
    assert!(run.text().contains("error[D021]"), "{}", run.text());
    assert!(run.text().contains("d/part-2.csv:2") && run.text().contains("d/part-1.csv:3"), "{}", run.text());
    // 10 is certain, and of A2 nobody knows whether 70 or 10 is meant.
    assert!(run.text().contains("violated 0 · undetermined 1 · met 1"), "{}", run.text());
    assert_eq!(run.code(), 1);
}

#[test]
fn a_part_that_cannot_be_read_leaves_the_table_open() {
    let with = |name: &str, part: &str, as_one: &str| {
        check(&project(as_one).with("d/part-1.csv", FIRST).with("d/part-2.csv", SECOND).with(name, part))
    };
    for (name, part) in [("d/part-3.csv.gz", "no gzip"), ("d/part-3.csv", ""), ("d/part-3.json", "{"), ("d/part-3.pdf", "x")] {
        let run = with(name, part, "as_one = true");
        assert_open(&run);
        assert_eq!(run.code(), 2, "{name}: {}", run.text());
        assert!(run.text().contains(name), "{}", run.text());
    }
    // A row that cannot be used leaves its table open in every part, also in years of which that part has no row.
    let run = with("d/part-3.csv", "编号,县,年度,金额（万元）\nA9,乙,2008,1\n,乙,2008,1\n", "as_one = true");
    // The sum of 甲 has 90 of 50 already; of 乙 there is 1.
    assert!(run.text().contains("violated 0 · undetermined 3 · met 1"), "{}", run.text());
    // A part with a header and no rows says that there are none.
    let run = with("d/part-3.csv", "编号,县,年度,金额（万元）\n", "as_one = true");
    assert_met(&run);
    assert_eq!(run.code(), 0, "{}", run.text());
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_a_part_that_is_not_there_and_a_link_to_a_part_is_that_part() {
    let folder = project("as_one = true").with("d/part-1.csv", FIRST).with("d/part-2.csv", SECOND);
    std::os::unix::fs::symlink("part-2.csv", folder.path().join("d/part-3.csv")).unwrap();
    let run = check(&folder);
    assert_met(&run);
    assert!(!run.text().contains("D048"), "{}", run.text());
    std::os::unix::fs::symlink("nowhere.csv", folder.path().join("d/part-4.csv")).unwrap();
    let run = check(&folder);
    assert_open(&run);
    assert!(run.text().contains("d/part-4.csv"), "{}", run.text());
    // A copy holds the same rows once more: told once, and nothing is open.
    let run = check(&project("as_one = true").with("d/part-1.csv", FIRST).with("d/part-2.csv", FIRST));
    assert_eq!(run.text().matches("[D048]").count(), 1, "{}", run.text());
    assert_met(&run);
}

#[test]
fn a_gap_in_the_numbers_is_told_and_leaves_the_table_open() {
    let parts = |as_one: &str| project(as_one).with("d/part-1.csv", FIRST).with("d/part-3.csv", SECOND);
    let run = check(&parts("as_one = true"));
    assert!(run.text().contains("warning[I058]") && run.text().contains("number 2"), "{}", run.text());
    assert!(run.text().contains("fadu.toml:6"), "{}", run.text());
    assert_open(&run);
    // What it advises mends it.
    assert!(run.text().contains("as_one = 2"), "{}", run.text());
    let run = check(&parts("as_one = 2"));
    assert!(!run.text().contains("I058"), "{}", run.text());
    assert_met(&run);
    // Of three one is not here, whatever the numbers say; of one there are too many, and all are read.
    let run = check(&parts("as_one = 3"));
    assert!(run.text().contains("should have 3 parts and has 2"), "{}", run.text());
    assert_open(&run);
    let run = check(&parts("as_one = 1"));
    assert!(run.text().contains("should have 1 parts and has 2"), "{}", run.text());
    assert_met(&run);
    // Files that are not said to be one table are tables of their own.
    let run = check(&parts("as_one = false"));
    assert!(!run.text().contains("I058"), "{}", run.text());
    assert_met(&run);
    let chinese = parts("as_one = true").run(&["check", "--lang", "zh"]);
    assert!(chinese.text().contains("缺第 2 份"), "{}", chinese.text());
}

#[test]
fn what_the_pattern_seeks_tells_tables_apart() {
    let rows = |year: u32| format!("编号,县,金额（万元）\nA{year}1,甲,60\n");
    let folder = Folder::new()
        .with("r.fadu", RULES.replace("key id {", "key id, year {"))
        .with(
            "fadu.toml",
            "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"d/{period}/p*.csv\"\nrecord = \"Loan\"\nas_one = true\n",
        )
        .with("d/2007/p1.csv", rows(2007))
        .with("d/2007/p3.csv", rows(2007).replace("A20071", "A20073"))
        .with("d/2008/p1.csv", rows(2008))
        .with("d/2008/p2.csv", rows(2008).replace("A20081", "A20082"));
    let run = check(&folder);
    // Of 2007 a part is missing, 2008 is whole.
    assert_eq!(run.text().matches("warning[I058]").count(), 1, "{}", run.text());
    let json = folder.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&json.out()).unwrap();
    assert_eq!(report["summary"]["verdicts"]["met"], 3, "{}", json.text());
    assert_eq!(report["summary"]["verdicts"]["undetermined"], 1, "{}", json.text());
}

#[test]
fn parts_on_the_command_line() {
    let folder = Folder::new()
        .with("r.fadu", RULES)
        .with("d/1/Loan.csv", FIRST)
        .with("d/2/Loan.csv", SECOND)
        .with("d/3/Loan.csv", "")
        .with("e/Loan.csv", FIRST.replace("甲", "乙").replace('A', "B"));
    let run = |args: &[&str]| folder.run(&[&["check", "--lang", "en", "--isolated", "--rules", "r.fadu"], args].concat());
    // A pattern that no shell looked for is looked for here.
    assert_met(&run(&["--as-one", "d/[12]/*.csv"]));
    assert_met(&run(&["d/1/Loan.csv", "d/2/Loan.csv"]));
    // What an empty file was to hold nobody knows, whether it is a part or not.
    assert_open(&run(&["d/1/Loan.csv", "d/2/Loan.csv", "d/3/Loan.csv"]));
    assert_open(&run(&["--as-one", "d/*/Loan.csv"]));
    assert_open(&run(&["--as-one", "d"]));
    let none = run(&["--as-one", "d/*/None.csv"]);
    assert_eq!(none.code(), 2);
    assert!(none.text().contains("d/*/None.csv"), "{}", none.text());
    let alone = run(&["--as-one"]);
    assert_eq!(alone.code(), 2, "{}", alone.text());
}

#[test]
fn one_part_of_a_table_is_not_the_table() {
    let folder = project("as_one = true")
        .with("d/part-1.csv", FIRST)
        .with("d/part-2.csv", SECOND)
        .with("more/Loan.csv", "编号,县,年度,金额（万元）\nB1,乙,2008,60\n");
    // A file of the project alone is judged among the others.
    let run = folder.run(&["check", "--lang", "en", "d/part-1.csv"]);
    assert!(!run.text().contains("I058") && !run.text().contains("undetermined 1"), "{}", run.text());
    // With one that is none of the project's, only what is named is read: the part that is not may hold rows of 甲 and of 乙.
    let run = folder.run(&["check", "--lang", "en", "d/part-1.csv", "more/Loan.csv"]);
    assert!(run.text().contains("warning[I058]") && run.text().contains("d/part-1.csv"), "{}", run.text());
    assert!(run.text().contains("violated 0 · undetermined 2 · met 2"), "{}", run.text());
    let run = folder.run(&["check", "--lang", "en", "d/part-1.csv", "d/part-2.csv", "more/Loan.csv"]);
    assert!(run.text().contains("violated 0 · undetermined 0 · met 4"), "{}", run.text());
}

#[test]
fn a_number_of_parts_is_one_or_more() {
    for (said, word) in [("0", "as_one"), ("-2", "as_one"), ("\"yes\"", "as_one"), ("1.5", "as_one")] {
        let run = check(&project(&format!("as_one = {said}")).with("d/part-1.csv", FIRST));
        assert!(run.text().contains(word) && run.text().contains("C0"), "{said}: {}", run.text());
        assert_eq!(run.code(), 2, "{said}: {}", run.text());
    }
}

#[test]
fn parts_that_speak_of_two_years_are_told() {
    let folder = project("as_one = true\ntitle = \"{period}年贷款\"")
        .with("d/part-1.csv", "2007年贷款,,\n编号,县,金额（万元）\nA1,甲,60\n")
        .with("d/part-2.csv", "2008年贷款,,\n编号,县,金额（万元）\nA2,甲,60\n");
    let run = check(&folder);
    assert!(run.text().contains("warning[I059]"), "{}", run.text());
    let same = folder.with("d/part-2.csv", "2007年贷款,,\n编号,县,金额（万元）\nA2,甲,60\n");
    assert!(!check(&same).text().contains("I059"));
}

#[test]
fn reports_are_the_same_to_the_byte_whichever_way_parts_are_read() {
    let part = |from: u32, to: u32, spoilt: bool| {
        let row = |i: u32| format!("A{i},{},{},{}\n", ["甲", "乙"][(i % 2) as usize], 2005 + i % 3, i % 90);
        let rows: String = (from..to).map(row).collect();
        let last = if spoilt { ",甲,2007,1\n" } else { "" };
        format!("编号,县,年度,金额（万元）\n{rows}{last}")
    };
    for (spoilt, as_one) in [(false, "as_one = true"), (true, "as_one = true"), (false, "as_one = 4"), (true, "as_one = false")] {
        let folder = project(as_one)
            .with("d/part-1.csv", part(0, 400, false))
            .with("d/part-2.csv", part(390, 900, spoilt))
            .with("d/part-3.csv", part(900, 901, false))
            .with("r.fadu", RULES.replace("<= 3", "<= 200"));
        let run = |line: &str, threads: &str| {
            let run = folder.run_with(&["check", "--format", "json", "--threads", threads], &[("FADU_LINE", line)]);
            (run.code(), run.text().to_string())
        };
        let held = run("hold", "1");
        for (line, threads) in [("hold", "3"), ("stream", "1"), ("stream", "3")] {
            assert!(run(line, threads) == held, "{as_one} {spoilt} {line} {threads}\n{}", held.1);
        }
    }
}
