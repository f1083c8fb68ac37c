//! What is found on files and on every engine is the same: verdicts, operands, counts.

use super::servers::engines;
use crate::cli::Folder;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The findings of a report by what they are about, with the verdict and the figures, and the counts of verdicts.
fn found(report: &str) -> (BTreeMap<String, Vec<String>>, String) {
    let json: Value = serde_json::from_str(report).unwrap_or_else(|e| panic!("{e}: {report}"));
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in json["findings"].as_array().unwrap() {
        if finding["verdict"] == "not_applicable" {
            continue;
        }
        // Of several spellings of one name a file shows the first, and a table has no first.
        let title = finding["subject"]["title"].as_str().unwrap().replace('Ａ', "A");
        let fingerprint = if title.contains("A01") { "" } else { finding["fingerprint"].as_str().unwrap() };
        let key = format!("{} {} {title}", finding["rule"], finding["rule_line"]);
        // What was added up is listed where the rows are at hand.
        let figures = format!("{} {} {}", finding["verdict"], fingerprint, operands(&finding["arithmetic"]));
        out.entry(key).or_default().push(figures);
    }
    // Subjects of whose names something is not known may share a title.
    out.values_mut().for_each(|told| told.sort());
    (out, json["summary"]["verdicts"].to_string())
}

/// The figures of both sides.
fn operands(detail: &Value) -> String {
    match detail {
        Value::Object(map) => {
            let keep = |k: &&String| !["terms", "more_terms", "counted", "more_counted", "worst", "text"].contains(&k.as_str());
            map.keys().filter(keep).map(|k| format!("{k}={} ", operands(&map[k]))).collect()
        }
        Value::Array(list) => list.iter().map(operands).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// Judges files, and the same tables on every engine.
#[track_caller]
pub fn equal(rules: &str, files: &[(&str, String)]) -> usize {
    let mut folder = Folder::new().with("r.fadu", rules);
    for (name, text) in files {
        folder = folder.with(&format!("{name}.csv"), text);
    }
    let paths: Vec<String> = files.iter().map(|(name, _)| format!("{name}.csv")).collect();
    let mut args = vec!["check", "--rules", "r.fadu", "--format", "json"];
    args.extend(paths.iter().map(String::as_str));
    let on_files = found(&folder.run(&args).text());
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    for engine in engines() {
        let options = engine.load(&folder, &names);
        let mut args = vec!["check", "--rules", "r.fadu", "--format", "json"];
        args.extend(options.iter().map(String::as_str));
        let there = found(&folder.run(&args).text());
        type Told<'t> = (&'t String, &'t Vec<String>);
        let differ =
            |(key, value): Told<'_>| (on_files.0.get(key) != Some(value)).then(|| format!("{key}: {}", value.join(" | ")));
        let lost = on_files.0.iter().filter(|(key, _)| !there.0.contains_key(*key));
        let lost = lost.map(|(key, value)| format!("{key}: {}", value.join(" | ")));
        let differing: Vec<String> = there.0.iter().filter_map(differ).chain(lost).collect();
        assert!(differing.is_empty(), "{options:?}:\n{}\n{rules}\n{files:?}", differing.join("\n"));
        assert_eq!(there.1, on_files.1, "{options:?}");
    }
    on_files.0.len()
}

const RULES: &str = "record County \"县\" key code, year {
  code   \"代码\" : text
  year   \"年度\" : year
  total  \"总额\" : money in 万元 to 0.01
  part   \"集群\" : money in 万元 to 0.01
  kind   \"类别\" : one of \"市级\", \"县级\"
  ok     \"达标\" : flag
  day    \"日期\" : date
}
record Project \"项目\" key id {
  id     \"编号\" : text
  county \"所在县\" : text
  year   \"年度\" : year
  invest \"投资\" : money in 万元 signed
  done   \"完成\" : money in 亿元
}
rule share \"\" { for c in County when c.kind = \"县级\" require c.part >= 60% of c.total }
rule flagged \"\" { for c in County require c.ok }
rule days \"\" { for c in County exempt when c.kind = \"市级\" because \"\" require c.day >= 2007-03-01 }
rule either \"\" { for c in County require c.total > 50万元 or c.part > 20万元 }
rule invested \"\" { for g in Project by county require sum(g.done) >= 50% of sum(g.invest) }
rule yearly \"\" { for g in Project by county, year require count(g) <= 3 }
rule each \"\" { for g in Project by county require every(x.invest > 0万元 for x in g) }
rule widest \"\" { for g in Project by county require max(g.invest) - min(g.invest) <= 90万元 }
rule mean \"\" { for g in Project by county require avg(g.invest) >= 20万元 }
rule of_county \"\" { for c in County require sum(x.invest for x in Project when x.county = c.code and x.year = c.year) <= c.total }
rule looked_up \"\" { for x in Project require x.invest <= County[x.county, x.year].total }
";

/// A step of a small generator; the same numbers in every run.
pub fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    *state >> 33
}

fn pick<'t>(state: &mut u64, texts: &[&'t str]) -> &'t str {
    let at = usize::try_from(next(state)).unwrap() % texts.len();
    texts[at]
}

/// Tables with every kind of cell: plain, missing, marks, units, full width, too many decimals, keys that are twice there or differ by blanks.
fn tables(seed: u64, rows: usize) -> Vec<(&'static str, String)> {
    let mut s = seed;
    let figures = [
        "100",
        "60",
        "59.99",
        "60.01",
        "0",
        "",
        "不详",
        "1亿元",
        "-5",
        "１００",
        "12.345",
        "99999999999999999999999999999999999999",
        "40",
        "7e3",
        "50",
    ];
    let (mut county, mut project) =
        (String::from("code,year,总额,集群,类别,达标,日期\n"), String::from("id,所在县,年度,投资,完成\n"));
    for row in 0..rows {
        let own = format!("A{:02}", next(&mut s) % 12);
        let (blank, other) = (format!(" {own}"), format!("A{row:03}"));
        let code = pick(&mut s, &[&own, &own, &own, &blank, &other, &other, "合计", "（甲）县", ""]).to_string();
        let year = pick(&mut s, &["2007", "2007", "2008"]);
        let kind = pick(&mut s, &["县级", "县级", "市级", "", "省级"]);
        let flag = pick(&mut s, &["是", "否", "√", "", "1"]);
        let day = pick(&mut s, &["2007-03-01", "2007-02-28", "2008-02-29", "2007年4月", "", "2007/5/6"]);
        writeln!(county, "{code},{year},{},{},{kind},{flag},{day}", pick(&mut s, &figures), pick(&mut s, &figures)).unwrap();
        for _ in 0..2 {
            let (own, other) = (format!("P{}", next(&mut s) % 1000), format!("P{row}"));
            let id = pick(
                &mut s,
                &[
                    &own,
                    &own,
                    &own,
                    &own,
                    &own,
                    &own,
                    &other,
                    &other,
                    &other,
                    &other,
                    "P1",
                    if seed.is_multiple_of(2) { "" } else { &own },
                ],
            )
            .to_string();
            let of = pick(&mut s, &[&code, "A01", "A02", "A03", "Ａ01"]).to_string();
            let done = pick(&mut s, &["0.005", "0.004", "0", "", "0.0049999", "1", "50万元"]);
            writeln!(project, "{id},{of},{year},{},{done}", pick(&mut s, &figures)).unwrap();
        }
    }
    vec![("County", county), ("Project", project)]
}

#[test]
fn on_random_data_every_engine_finds_what_files_give() {
    let mut findings = 0;
    for seed in 1..=6 {
        findings += equal(RULES, &tables(seed, 25));
    }
    assert!(findings > 300 || engines().is_empty(), "too little to compare: {findings}");
}

/// Ratios at their bound and a unit either side of it, with up to 38 digits: 5,000 rows, and how many of them fall short is known by hand.
#[test]
fn borderline_ratios_are_told_apart_to_the_last_digit() {
    let rules =
        "record R key id { id : text  a : number  b : number }\nrule share \"\" { for r in R require r.a >= 60% of r.b }\n";
    let mut text = String::from("id,a,b\n");
    let (mut state, mut short) = (7u64, 0);
    for row in 0..5000 {
        let digits = next(&mut state) % 37 + 1;
        // b is ten times n, a six times n: exactly 60%.
        let n = (0..digits).fold(1u128, |n, _| n * 10 + u128::from(next(&mut state) % 10)) % 10u128.pow(36) + 1;
        let a = match row % 3 {
            0 => 6 * n,
            1 => 6 * n + 1,
            _ => {
                short += 1;
                6 * n - 1
            }
        };
        writeln!(text, "K{row},{a},{}", 10 * n).unwrap();
    }
    assert_eq!(equal(rules, &[("R", text)]), short);
}

/// What stands in cells and names stays what it is.
#[test]
fn nothing_in_cells_or_rules_becomes_a_statement() {
    let rules = "record R key id { id : text  k \"种'类\" : text  a : number }
rule one \"x'; DROP TABLE r; --\" { for r in R when r.k = \"O'Brien $$ \\\\ ; --\" require r.a > 1 }
rule two \"\" { for r in R when r.k in {\"';\", \"县\"} require r.a > 1 }
";
    let text =
        "id,种'类,a\nA1,\"O'Brien $$ \\ ; --\",1\nA2,\"'); DROP TABLE x; --\",0\nA3,县,0\nA4,\"a\"\"b\",2\nA5,\"two\nlines\",0\n";
    assert_eq!(equal(rules, &[("R", text.to_string())]), 2);
}

/// A table without rows, and one that is not there, are not the same.
#[test]
fn an_empty_table_is_an_answer() {
    let rules = "record R key id { id : text  a : number }\nrule r \"\" { for r in R require r.a > 1 }\n";
    assert_eq!(equal(rules, &[("R", "id,a\n".to_string())]), 0);
}

/// The first text of a row of totals may be in no key, and stands behind a blank. Sums by hand: 10 + 20 + 30.
#[test]
fn rows_of_totals_and_notes_are_no_rows_wherever_their_word_stands() {
    let record =
        "record R \"县\" key id { name \"名称\" : text ?  area \"片区\" : text ?  id \"编号\" : text  a \"总额\" : number }\n";
    let rules = "rule s \"\" { require sum(x.a for x in R) != 60 }
rule c \"\" { require count(x in R) != 3 }
rule o \"\" { for x in R require x.a > 99 }
";
    let text = "名称,片区,编号,总额\n甲,东,1,10\n乙,东,2,20\n,西,3,30\n合计,,4,60\n,小计,5,60\n名称,片区,编号,总额\n,,说明：以上各县均为上年数。,\n";
    // The sum, the number, three rows.
    assert_eq!(equal(&format!("{record}{rules}"), &[("R", text.to_string())]), 5);
}

/// A year that only a row of totals names was not reported: nothing is said of who has no rows in it.
#[test]
fn a_period_that_only_totals_name_is_not_heard_of() {
    let rules = "record C \"县\" key code, year { code \"代码\" : text  year \"年度\" : year  a \"总额\" : number }
record P \"项目\" key id { id \"编号\" : text  county \"所在县\" : text  year \"年度\" : year  b \"投资\" : number }
rule q \"\" { for p in P require sum(x.a for x in C when x.code = p.county and x.year = p.year) >= p.b }
";
    let counties = "代码,年度,总额\nA1,2007,5\nA2,2007,6\n合计,2008,11\n".to_string();
    let projects = "编号,所在县,年度,投资\nP1,A1,2007,4\nP2,A2,2007,7\nP3,A1,2008,1\n".to_string();
    // One falls short, of one the year was not reported.
    assert_eq!(equal(rules, &[("C", counties), ("P", projects)]), 2);
}
