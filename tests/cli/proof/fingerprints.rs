//! A finding is known by rule, line, subject, period and quantity, and by nothing else.

use super::super::Folder;
use super::report;
use std::collections::{BTreeMap, BTreeSet};

const RULES: &str = r#"record County "县" key name, year {
  name "名称" : text
  year "年度" : year
  output "产值" : money in 万元
  tax "税收" : money in 万元
}

rule floor "产值和税收" {
  for c in County
  require c.output at least 100 万元
  require c.output at most 900 万元
  require c.tax at least 10 万元
}

rule named "点名" {
  for c in County
  require "税收": c.tax at least 10 万元
}
"#;

const DATA: &str = "名称,年度,产值,税收\n安平县,2007,50,5\n深州市,2007,60,20\n安平县,2008,70,5\n";

/// Fingerprints by what they belong to, with how they are told.
fn found(folder: &Folder, args: &[&str]) -> BTreeMap<(String, String, String), String> {
    let args = [&["check", "-r", "rules.fadu"], args].concat();
    let report = report(folder, &args);
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_string();
    let one = |f: &serde_json::Value| {
        let line = format!("{} {}", text(&f["rule"]), f["rule_line"]);
        let subject = f["subject"]["key"].as_array().unwrap().iter().map(|k| text(&k["value"])).collect::<Vec<_>>().join(" ");
        ((line, subject, text(&f["subject"]["period"])), text(&f["fingerprint"]))
    };
    report["findings"].as_array().unwrap().iter().map(one).collect()
}

fn base() -> Folder {
    Folder::new().with("rules.fadu", RULES).with("County.csv", DATA)
}

#[test]
fn what_does_not_identify_a_finding_leaves_its_fingerprint() {
    let before = found(&base(), &["County.csv"]);
    // floor: 安平县 in both years and 深州市 short of 100, 安平县 short of 10 in both; named: 安平县 in both years.
    assert_eq!(before.len(), 3 + 2 + 2, "{before:?}");
    assert!(before.values().all(|f| f.len() == 32 && f.bytes().all(|b| b.is_ascii_hexdigit())));
    let changed = |name: &str, data: &str| Folder::new().with("rules.fadu", RULES).with(name, data);
    let reordered = "税收,名称,产值,年度\n5,安平县,70,2008\n20,深州市,60,2007\n5,安平县,50,2007\n";
    let spaced = DATA.replace("\n深", "\n\n\n深");
    let other = format!("{DATA}饶阳县,2007,1,1\n");
    // Another figure that falls short, another bound, a comment above: still the same findings.
    let worse = DATA.replace("2007,50,5", "2007,49,4");
    let runs = [
        ("rows and columns in another order", changed("County.csv", reordered), vec!["County.csv"]),
        ("blank lines", changed("County.csv", &spaced), vec!["County.csv"]),
        ("another name of the file", changed("sub/县.csv", DATA), vec!["sub/县.csv"]),
        ("another language", base(), vec!["County.csv", "--lang", "en"]),
        ("another county", changed("County.csv", &other), vec!["County.csv"]),
        ("what is met listed as well", base(), vec!["County.csv", "--all"]),
        ("another day", base(), vec!["County.csv", "--as-of", "2031-01-01"]),
        ("other figures", changed("County.csv", &worse), vec!["County.csv"]),
    ];
    for (what, folder, args) in runs {
        let after = found(&folder, &args);
        for (which, fingerprint) in &before {
            assert_eq!(after.get(which), Some(fingerprint), "{what}: {which:?}");
        }
    }
    let stricter = RULES.replace("at least 100", "at least 99").replace("rule floor", "-- 说明\n\nrule floor");
    let after = found(&Folder::new().with("rules.fadu", stricter).with("County.csv", DATA), &["County.csv"]);
    assert_eq!(after, before, "a bound that was moved");
}

#[test]
fn each_part_tells_findings_apart() {
    let folder = base();
    let all = found(&folder, &["County.csv", "--all"]);
    // 3 rows, 4 lines each.
    assert_eq!(all.len(), 12);
    assert_eq!(all.values().collect::<BTreeSet<_>>().len(), 12, "{all:?}");
    // The same line of the same rule under another name, about another column, of another record's name: another finding.
    let of = |rules: String| found(&Folder::new().with("rules.fadu", rules).with("County.csv", DATA), &["County.csv", "--all"]);
    let differs = |rules: String, rule: &str| {
        let fresh = of(rules);
        let old: Vec<_> = all.iter().filter(|((line, ..), _)| line.starts_with(rule)).map(|(_, f)| f).collect();
        assert_eq!(old.len(), 3);
        assert!(fresh.values().all(|f| !old.contains(&f)), "{rule}: {fresh:?}");
    };
    differs(RULES.replace("rule named", "rule renamed"), "named 1");
    differs(RULES.replace("\"税收\": c.tax", "\"税\": c.tax"), "named 1");
    differs(RULES.replace("\"税收\": c.tax", "\"税收\": c.output"), "named 1");
}

#[test]
fn a_line_keeps_its_fingerprint_when_another_is_put_before_it() {
    let before = found(&base(), &["County.csv", "--all"]);
    let more = RULES.replace("  require c.output at least", "  require c.tax at most 1000 万元\n  require c.output at least");
    let after = found(&Folder::new().with("rules.fadu", more).with("County.csv", DATA), &["County.csv", "--all"]);
    let of = |all: &BTreeMap<(String, String, String), String>, line: &str| {
        all.get(&(line.to_string(), "安平县 2007".into(), "2007".into())).cloned()
    };
    assert!(of(&before, "floor 1").is_some());
    assert_eq!(of(&before, "floor 1"), of(&after, "floor 2"));
    assert_eq!(of(&before, "floor 2"), of(&after, "floor 3"));
}

/// Lists without keys: nothing tells their rows apart but what they say.
#[test]
fn subjects_that_are_alike_are_told_apart_whatever_their_order() {
    let rules = r#"record County "县" key name {
  name "名称" : text
  parks "园区" : list of Park
}

record Park "园区" {
  area "面积" : number
}

rule area {
  for c in County, p in c.parks
  require p.area at least 10
}
"#;
    let data = |areas: &[u8]| {
        let parks: String = areas.iter().map(|a| format!("[[县.园区]]\n面积 = {a}\n")).collect();
        format!("[[县]]\n名称 = \"安平县\"\n{parks}")
    };
    let of = |areas: &[u8], more: &[&str]| {
        let folder = Folder::new().with("rules.fadu", rules).with("a.toml", data(areas));
        let report = report(&folder, &[&["check", "-r", "rules.fadu", "a.toml"], more].concat());
        let listed = report["findings"].as_array().unwrap_or_else(|| panic!("{report}")).clone();
        let short = listed.iter().filter(|f| f["verdict"] == "violated");
        let mut all: Vec<_> =
            short.map(|f| (f["cells"][0]["value"].to_string(), f["fingerprint"].as_str().unwrap().to_string())).collect();
        all.sort();
        all
    };
    let before = of(&[3, 30, 5, 4], &[]);
    assert_eq!(before.len(), 3);
    assert_eq!(before.iter().map(|(_, f)| f).collect::<BTreeSet<_>>().len(), 3, "{before:?}");
    assert_eq!(before, of(&[5, 4, 30, 3], &[]));
    assert_eq!(before, of(&[30, 4, 5, 3], &["--all"]));
    // Two that say the same are two findings.
    let twins = of(&[3, 3], &[]);
    assert_ne!(twins[0].1, twins[1].1);
}

/// A row whose key holds no year is of the period that its file states: the same firm in another year is another finding.
#[test]
fn the_period_of_the_file_tells_findings_apart() {
    let rules = "record Firm \"企业\" key name {\n  name \"名称\" : text\n  sales \"收入\" : number\n}\n\nrule some {\n  for c in Firm\n  require c.sales at least 10\n}\n";
    let of = |year: &str| {
        let sent = format!("[submission]\nregion = \"130000\"\nperiod = {year}\n\n[[Firm]]\nname = \"甲厂\"\nsales = 9\n");
        let all = found(&Folder::new().with("rules.fadu", rules).with("firm.toml", sent), &["firm.toml", "--all"]);
        assert_eq!(all.len(), 1, "{all:?}");
        all.into_values().next()
    };
    assert_eq!(of("2007"), of("2007"));
    assert_ne!(of("2007"), of("2008"));
}

/// Of which year the first row of a group is turns on the order of rows, and tells nothing of the group.
#[test]
fn a_group_over_all_years_is_known_by_none_of_them() {
    let rules =
        format!("{RULES}\nrule group_all \"各年合计\" {{ for g in County by name require sum(g.output) at least 1000 万元 }}\n");
    let rules =
        format!("{rules}rule group_year \"当年\" {{ for g in County by name, year require sum(g.output) at least 1000 万元 }}\n");
    let groups = |data: String| {
        let all = found(&Folder::new().with("rules.fadu", &rules).with("County.csv", data), &["County.csv"]);
        all.into_iter().filter(|((line, ..), _)| line.starts_with("group_")).collect::<BTreeMap<_, _>>()
    };
    let rows: Vec<&str> = DATA.lines().skip(1).collect();
    let header = "名称,年度,产值,税收";
    let one = groups(format!("{header}\n{}\n{}\n{}\n", rows[0], rows[1], rows[2]));
    let periods: Vec<&str> = one.keys().map(|(_, _, period)| period.as_str()).collect();
    assert_eq!(periods, ["", "", "2007", "2008", "2007"], "{one:?}");
    assert_eq!(one, groups(format!("{header}\n{}\n{}\n{}\n", rows[2], rows[1], rows[0])), "another order");
    let more = groups(format!("{header}\n安平县,2006,1,10\n{}\n{}\n{}\n", rows[0], rows[1], rows[2]));
    assert!(one.iter().all(|(which, print)| more.get(which) == Some(print)), "an earlier year: {more:?}");
}
