//! Receipts: a run judged again is the same, and every change of what was judged is named.

use super::super::{Folder, Run};
use serde_json::Value;
use sha2::{Digest, Sha256};

const RULES: &str = r#"record County "县" key name, year {
  name "名称" : text
  year "年度" : year
  output "产值" : money in 万元
}

table counties "各县" key name from "counties.csv" {
  name "名称" : text
  share "比例" : share
}

param least "下限" : money = 100 万元

rule floor "产值" {
  for c in County
  require c.output at least least
}

rule known "在册" {
  for c in County
  require c.name in counties
}
"#;

const PROJECT: &str = "[project]\nrules = [\"rules/*.fadu\"]\n\n[[submissions]]\nfiles = \"data/*.csv\"\nrecord = \"County\"\n\n[run]\nas_of = 2008-01-31\n";

const ANPING: &str = "名称,年度,产值\n安平县,2007,50\n";
const SHENZHOU: &str = "名称,年度,产值\n深州市,2007,160\n";

fn project() -> Folder {
    Folder::new()
        .with("fadu.toml", PROJECT)
        .with("rules/floor.fadu", RULES)
        .with("rules/counties.csv", "名称,比例\n安平县,50%\n深州市,60%\n")
        .with("data/anping.csv", ANPING)
        .with("data/shenzhou.csv", SHENZHOU)
}

fn receipt(folder: &Folder) -> Value {
    serde_json::from_slice(&std::fs::read(folder.path().join("receipt.json")).unwrap()).unwrap()
}

/// A project that was checked, with its receipt.
fn checked(args: &[&str]) -> Folder {
    let folder = project();
    // 安平县 reports 50 of 100.
    folder.run(&[&["check", "--receipt", "receipt.json"], args].concat()).expect(1, &[]);
    folder
}

fn verify(folder: &Folder, args: &[&str]) -> Run {
    folder.run(&[&["verify", "receipt.json"], args].concat())
}

#[test]
fn the_same_is_the_same_from_everywhere_and_in_every_language() {
    let folder = checked(&["--lang", "zh"]);
    // Project, rules, table, two submissions; two rows of counties, one of each submission.
    verify(&folder, &[]).expect(0, &["与凭证相同：5 个文件，4 行，1 项非“符合”的结论，报告一字不差"]);
    verify(&folder, &["--lang", "en"])
        .expect(0, &["The same: files 5, rows 4, verdicts that are not `met` 1, and the report to the byte"]);
    let elsewhere = Folder::new();
    std::fs::copy(folder.path().join("receipt.json"), elsewhere.path().join("receipt.json")).unwrap();
    let there = folder.path().to_str().unwrap();
    verify(&elsewhere, &["-C", there]).expect(0, &["与凭证相同"]);
    let json = verify(&elsewhere, &["--directory", there, "--format", "json"]);
    let json: Value = serde_json::from_str(&json.text()).unwrap();
    assert_eq!((&json["same"], &json["command"]), (&true.into(), &"verify".into()));
}

#[test]
fn a_receipt_says_what_was_judged_and_nothing_of_time_and_machine() {
    let folder = checked(&["--param", "least=100万元", "--output", "report.txt"]);
    let doc = receipt(&folder);
    let texts = doc.to_string();
    assert!(!texts.contains(folder.path().to_str().unwrap()), "{texts}");
    let file = |path: &str| doc["files"].as_array().unwrap().iter().find(|f| f["path"] == path).unwrap().clone();
    let hex = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect::<String>();
    assert_eq!(file("data/anping.csv")["digest"], hex(ANPING.as_bytes()));
    assert_eq!(file("data/anping.csv")["what"], "submission");
    assert_eq!(file("data/anping.csv")["rows"][0]["rows"], 1);
    assert_eq!(file("rules/floor.fadu")["digest"], hex(RULES.as_bytes()));
    assert_eq!(file("rules/floor.fadu")["what"], "rules");
    assert_eq!(file("rules/counties.csv")["what"], "table");
    assert_eq!(file("fadu.toml")["what"], "project");
    assert_eq!(doc["algorithm"], "sha256");
    assert_eq!(doc["as_of"], "2008-01-31");
    assert_eq!(doc["exit"], 1);
    assert_eq!(doc["parameters"][0]["values"][0], "1000000元");
    assert_eq!(doc["parameters"][0]["set_by"]["en"], "command line");
    // floor: one short, one met; known: both met.
    assert_eq!((&doc["counts"]["met"], &doc["counts"]["violated"]), (&3.into(), &1.into()));
    assert_eq!(doc["verdicts"][0]["margin"], "-50 万元");
    assert_eq!(doc["report"]["digest"], hex(&std::fs::read(folder.path().join("report.txt")).unwrap()));
    // The same again gives the same bytes, and options that decide nothing are no part of it.
    let before = std::fs::read(folder.path().join("receipt.json")).unwrap();
    let again = ["check", "--receipt", "again.json", "--param", "least=100万元", "--threads", "1", "--color", "never"];
    folder.run(&again).expect(1, &[]);
    assert_eq!(before, std::fs::read(folder.path().join("again.json")).unwrap());
}

/// What is done to a project, and what `verify` says of it.
fn after(change: impl Fn(&Folder), code: i32, words: &[&str]) {
    let folder = checked(&[]);
    change(&folder);
    verify(&folder, &["--lang", "en"]).expect(code, words).without(&["The same"]);
}

fn write(folder: &Folder, name: &str, text: &str) {
    std::fs::write(folder.path().join(name), text).unwrap();
}

#[test]
fn every_change_of_what_was_judged_is_named() {
    let path = |f: &Folder, name: &str| f.path().join(name);
    // A byte of a figure: 160 is now 960, which changes no verdict.
    after(
        |f| write(f, "data/shenzhou.csv", &SHENZHOU.replace("160", "960")),
        1,
        &["Different: 1 in files, 0 in verdicts", "changed  data/shenzhou.csv  sha256:"],
    );
    after(
        |f| write(f, "data/shenzhou.csv", &SHENZHOU.replace("160", "60")),
        1,
        &["Different: 1 in files, 1 in verdicts", "floor · 1  深州市 · 2007  met or not judged → violated (margin -40 万元)"],
    );
    after(
        |f| std::fs::remove_file(path(f, "data/anping.csv")).unwrap(),
        1,
        &["missing  data/anping.csv", "violated (margin -50 万元) → met or not judged", "exit code  1 → 0"],
    );
    after(
        |f| write(f, "data/wuqiang.csv", "名称,年度,产值\n武强县,2007,10\n"),
        1,
        &["added  data/wuqiang.csv", "known · 1  武强县 · 2007  met or not judged → violated"],
    );
    after(
        |f| std::fs::rename(path(f, "data/anping.csv"), path(f, "data/renamed.csv")).unwrap(),
        1,
        &["Different: 1 in files, 0 in verdicts", "renamed  data/anping.csv → data/renamed.csv", "digest of the report"],
    );
    after(
        |f| write(f, "rules/floor.fadu", &RULES.replace("at least least", "at most least")),
        1,
        &[
            "changed  rules/floor.fadu",
            "violated (margin -50 万元) → met or not judged",
            "深州市 · 2007  met or not judged → violated (margin 60 万元)",
        ],
    );
    after(
        |f| {
            write(f, "fadu.toml", &format!("{PROJECT}\n[parameters]\nleast = {{ value = \"40万元\", because = \"会议纪要\" }}\n"))
        },
        1,
        &["changed  fadu.toml", "least  1000000元 (rule file) → 400000元 (project file: 会议纪要)"],
    );
    after(
        |f| write(f, "rules/counties.csv", "名称,比例\n深州市,60%\n"),
        1,
        &["changed  rules/counties.csv", "known · 1  安平县 · 2007"],
    );
    after(|f| write(f, "fadu.toml", &PROJECT.replace("2008-01-31", "2009-01-31")), 1, &["as-of date  2008-01-31 → 2009-01-31"]);
    // A mark and a line end: the verdicts are the same, the bytes are not.
    after(|f| write(f, "data/anping.csv", &format!("\u{feff}{ANPING}")), 1, &["Different: 1 in files, 0 in verdicts"]);
}

#[test]
fn what_cannot_be_judged_again_is_no_comparison() {
    let none = |f: &Folder| std::fs::remove_dir_all(f.path().join("rules")).unwrap();
    after(none, 2, &["It cannot be told", "missing  rules/floor.fadu", "C004"]);
    after(|f| std::fs::remove_file(f.path().join("fadu.toml")).unwrap(), 2, &["C008", "missing  fadu.toml"]);
    // Nothing is compared with a receipt that is not there.
    Folder::new().run(&["verify", "receipt.json"]).expect(2, &["receipt.json"]);
}

fn rewritten(folder: &Folder, change: impl Fn(&mut Value)) {
    let mut doc = receipt(folder);
    change(&mut doc);
    doc.as_object_mut().unwrap().remove("seal");
    let body = serde_json::to_string_pretty(&doc).unwrap();
    let body = body.trim_end().trim_end_matches('}').trim_end();
    let hex: String = Sha256::digest(body).iter().map(|b| format!("{b:02x}")).collect();
    write(folder, "receipt.json", &format!("{body},\n  \"seal\": \"sha256:{hex}\"\n}}\n"));
}

#[test]
fn another_version_is_a_difference_by_itself() {
    let folder = checked(&[]);
    rewritten(&folder, |doc| doc["fadu"] = "0.0.9".into());
    let words = ["Different, by the version of the program alone", "version of the program  0.0.9 → "];
    verify(&folder, &["--lang", "en"]).expect(1, &words);
}

#[test]
fn what_a_later_version_wrote_is_told_and_never_called_the_same() {
    let folder = checked(&[]);
    rewritten(&folder, |doc| {
        doc["stamp"] = "x".into();
        doc["files"][0]["mode"] = 5.into();
    });
    verify(&folder, &["--lang", "en"]).expect(2, &["It cannot be told: a later version", "files.mode", "stamp"]);
    write(&folder, "data/anping.csv", "名称,年度,产值\n安平县,2007,51\n");
    verify(&folder, &["--lang", "en"]).expect(1, &["violated (margin -50 万元) → violated (margin -49 万元)", "stamp"]);
    rewritten(&folder, |doc| doc["schema"] = "fadu-receipt/2".into());
    verify(&folder, &["--lang", "en"]).expect(2, &["L020", "fadu-receipt/2"]);
    rewritten(&folder, |doc| {
        doc["schema"] = "fadu-receipt/1".into();
        doc["algorithm"] = "md5".into();
    });
    verify(&folder, &["--lang", "en"]).expect(2, &["L020", "md5"]);
    rewritten(&folder, |doc| {
        doc["algorithm"] = "sha256".into();
        doc["run"]["options"]["output"] = serde_json::json!(["stolen.txt"]);
    });
    verify(&folder, &[]).expect(2, &["L020"]);
    assert!(!folder.path().join("stolen.txt").exists());
    rewritten(&folder, |doc| doc["run"]["options"] = serde_json::json!({ "files": ["/etc/hostname"] }));
    verify(&folder, &[]).expect(2, &["L020", "/etc/hostname"]);
}

#[test]
fn a_damaged_receipt_is_not_compared() {
    let folder = checked(&[]);
    let whole = std::fs::read_to_string(folder.path().join("receipt.json")).unwrap();
    verify(&folder, &[]).expect(0, &[]);
    for (what, damaged) in [
        ("half of it", whole[..whole.len() / 2].to_string()),
        ("a digit of a digest", whole.replacen("\"digest\": \"", "\"digest\": \"0", 1)),
        ("a count", whole.replace("\"exit\": 1", "\"exit\": 0")),
        ("nothing", String::new()),
        ("another document", "{}".to_string()),
        ("no text", "\u{0}\u{1}".to_string()),
        ("without a seal", whole.replace("\"seal\"", "\"sael\"")),
    ] {
        write(&folder, "receipt.json", &damaged);
        let run = verify(&folder, &[]);
        assert_eq!(run.code(), 2, "{what}: {}", run.text());
        run.expect(2, &["L020"]);
    }
    // Line ends that were changed on the way are no damage.
    write(&folder, "receipt.json", &whole.replace('\n', "\r\n"));
    verify(&folder, &[]).expect(0, &[]);
}

#[test]
fn sm3_on_request_and_named_beside_every_digest() {
    let folder = checked(&["--digest", "sm3"]);
    let doc = receipt(&folder);
    assert_eq!(doc["algorithm"], "sm3");
    assert!(doc["seal"].as_str().unwrap().starts_with("sm3:"));
    verify(&folder, &[]).expect(0, &[]);
    write(&folder, "data/anping.csv", &ANPING.replace("50", "49"));
    verify(&folder, &[]).expect(1, &["sm3:"]);
    project().run(&["check", "--digest", "sm3"]).expect(2, &["--receipt"]);
}

#[test]
fn a_receipt_never_takes_the_place_of_what_was_read() {
    let folder = project();
    folder.run(&["check", "--receipt", "data/anping.csv"]).expect(2, &[]);
    assert_eq!(std::fs::read_to_string(folder.path().join("data/anping.csv")).unwrap(), ANPING);
    folder.run(&["check", "--receipt", "a.json", "-o", "./a.json"]).expect(2, &["--receipt"]);
    folder.run(&["check", "--receipt", "no/such/folder.json"]).expect(2, &[]);
}

#[test]
fn files_named_by_absolute_paths_are_kept_as_seen_from_the_run() {
    let folder = project();
    write(&folder, "other.csv", ANPING);
    let absolute = folder.path().join("other.csv");
    let args =
        ["check", "-r", "rules/floor.fadu", absolute.to_str().unwrap(), "--receipt", "receipt.json", "--allow", "no-files"];
    // The record is not said outside the project's patterns, so nothing of the file is read: that is told again as well.
    folder.run(&args).expect(2, &["I011"]);
    let doc = receipt(&folder);
    assert_eq!(doc["run"]["options"]["files"], serde_json::json!(["other.csv"]));
    assert_eq!(doc["mistakes"][0], serde_json::json!({ "path": "other.csv", "code": "I011", "count": 1 }));
    assert!(!doc.to_string().contains(folder.path().to_str().unwrap()));
    verify(&folder, &[]).expect(0, &[]);
}

/// docs/report-json.md names every key of receipts and of what `verify` prints.
#[test]
fn every_key_is_documented() {
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
    let folder = checked(&["--param", "least=100万元"]);
    write(&folder, "data/anping.csv", &ANPING.replace("50", "x"));
    std::fs::rename(folder.path().join("data/shenzhou.csv"), folder.path().join("data/b.csv")).unwrap();
    let run = verify(&folder, &["--format", "json"]);
    let mut found = std::collections::BTreeSet::new();
    keys(&serde_json::from_str(&run.text()).unwrap(), &mut found);
    let mut doc = receipt(&folder);
    // Names of options are not the receipt's.
    doc["run"]["options"] = serde_json::json!({});
    keys(&doc, &mut found);
    let page = include_str!("../../../docs/report-json.md");
    let missing: Vec<&String> = found.iter().filter(|k| !page.contains(&format!("`{k}`"))).collect();
    assert!(found.len() > 50 && missing.is_empty(), "{missing:?}");
}
