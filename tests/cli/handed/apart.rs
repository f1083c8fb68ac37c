//! What goes to one region tells nothing of another: no name, no figure, no place, no file, in no format. What an aggregate comes to that the
//! region is judged by is told. The names, codes, figures and files of all others are sought in all that is handed to 甲县.

use super::Folder;
use std::io::Read;
use std::path::Path;

const FILE: &str = "[project]\nname = \"分送\"\nrules = [\"r.fadu\"]\nlang = \"LANG\"\n\n[run]\nas_of = 2026-03-01\n";

const RULES: &str = r#"
table counties "各县" key code {
  | code | name |
  | K901 | 甲县 |
  | K902 | 乙县 |
  | K903 | 丙县 |
  | K904 | 丁县 |
}
table rivals "对手" key code {
  | code | other |
  | K901 | K903  |
  | K902 | K903  |
  | K903 | K901  |
  | K904 | K903  |
}
record County "县情" key code, year sent by counties as code {
  code "代码" : text
  year "年度" : year
  tax  "税收" : money in 万元
  plan "规划" : text
  debt "债务" : money in 万元
  seat "驻地" : text
}
rule avg "不低于平均的九成" {
  for c in County
  require c.tax >= 90% * avg(x.tax for x in County when x.year = c.year)
}
rule sum "占三成" {
  for c in County
  require c.tax >= 30% of sum(x.tax for x in County when x.year = c.year)
}
rule every "没有一县超过三倍" {
  for c in County
  require every(x.tax <= 3 * c.tax for x in County when x.year = c.year)
}
rule max "不低于最高的一半" {
  for c in County
  require c.tax >= 50% * max(x.tax for x in County when x.year = c.year)
}
rule names "规划不同名" {
  for c in County
  require count(x in County when x.year = c.year and x.plan = c.plan) <= 1
}
rule open "债务不低于平均" {
  for c in County
  require c.debt >= avg(x.debt for x in County when x.year = c.year)
}
rule direct "不低于对手" {
  for c in County
  require c.tax >= County[rivals[c.code].other, c.year].tax
  otherwise "{County[rivals[c.code].other, c.year].code}: {County[rivals[c.code].other, c.year].tax}, {bound}, {shortfall}"
  show "对手的税收": County[rivals[c.code].other, c.year].tax
  show "全部税收": sum(x.tax for x in County when x.year = c.year)
}
rule seat "驻地不在他县之列" {
  for c in County
  require c.seat in {x.seat for x in County when x.year = c.year and x.code != c.code}
}
rule pairs "谁也不低于谁" {
  for a in County, b in County
  when a.year = b.year
  require a.tax >= b.tax
}
"#;

/// Codes, names, files, figures, and how far 1111万元 is from those figures: 4443, 9997, 6661, and 3333 from 9997; the same in millions.
const OTHERS: [&str; 23] = [
    "K902", "K903", "K904", "乙县", "丙县", "丁县", "4443", "9997", "6661", "3332", "8886", "5550", "6664", "44.43", "99.97",
    "66.61", "33.32", "88.86", "55.5 ", "66.64", "in/b", "in/c", "in/d",
];

fn county(code: &str, tax: &str, debt: &str) -> String {
    format!(
        "submission = {{ region = \"{code}\", period = 2025 }}\n[[County]]\ncode = \"{code}\"\ntax = {tax}\nplan = \"同名\"\nseat = \"驻{code}\"\n{debt}\n"
    )
}

/// Each county's own file; nobody knows the debt of 丙县, which wrote a word, and 丁县 sent nothing of it.
fn apart(lang: &str) -> Folder {
    let file = FILE.replace("LANG", lang) + "\n[[submissions]]\nfiles = \"in/*.toml\"\n";
    Folder::new()
        .with("fadu.toml", file)
        .with("r.fadu", RULES)
        .with("in/a.toml", county("K901", "1111", "debt = 70"))
        .with("in/b.toml", county("K902", "4443", "debt = 80"))
        .with("in/c.toml", county("K903", "9997", "debt = \"若干\""))
        .with("in/d.toml", county("K904", "6661", ""))
}

/// The same in one file of the city's, with a figure of 乙县 that is none, and rows on either side of 甲县's own.
fn together(lang: &str) -> Folder {
    let file = FILE.replace("LANG", lang) + "\n[[submissions]]\nfiles = \"in/*.csv\"\nrecord = \"县情\"\n";
    let rows = "代码,年度,税收（万元）,规划,债务（万元）,驻地\nK902,2025,4443,同名,甚多,驻K902\nK901,2025,1111,同名,甚少,驻K901\nK903,2025,9997,同名,若干,驻K903\nK904,2025,6661,同名,,驻K904\n";
    Folder::new().with("fadu.toml", file).with("r.fadu", RULES).with("in/own.csv", rows)
}

/// All that a file says: of an archive what its parts say; digests and fingerprints say nothing that could be read.
fn words(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    let text = match zip::ZipArchive::new(std::io::Cursor::new(&bytes)) {
        Err(_) => String::from_utf8(bytes).unwrap(),
        Ok(mut parts) => (0..parts.len()).fold(String::new(), |mut all, at| {
            let mut part = parts.by_index(at).unwrap();
            part.read_to_string(&mut all).unwrap();
            all
        }),
    };
    let hex = |word: &&str| word.len() >= 16 && word.chars().all(|c| c.is_ascii_hexdigit());
    text.split(|c: char| !c.is_ascii_hexdigit()).filter(hex).fold(text.clone(), |all, word| all.replace(word, "·"))
}

fn tells_nothing_of_others(text: &str, whose: &str) {
    for other in OTHERS {
        let around =
            text.find(other).map(|at| text.char_indices().skip_while(move |(i, _)| i + 200 < at).take(300).map(|(_, c)| c));
        assert!(around.is_none(), "{whose} names {other}: {}", around.unwrap().collect::<String>());
    }
}

fn formats() -> Vec<&'static str> {
    fadu::report::FORMATS.iter().map(|f| f.name).collect()
}

#[test]
fn in_every_format_and_both_languages_a_file_is_about_its_region_alone() {
    for (lang, folder) in ["zh", "en"].into_iter().flat_map(|lang| [(lang, apart(lang)), (lang, together(lang))]) {
        for format in formats() {
            let out = format!("out-{format}");
            let run = folder.run(&["check", "--format", format, "--all", "--by", "region", "--output-dir", &out]);
            assert_eq!(run.code(), 1, "{}", run.text());
            let files: Vec<_> = std::fs::read_dir(folder.path().join(&out)).unwrap().map(|e| e.unwrap().path()).collect();
            assert_eq!(files.len(), 4, "{format}");
            let own = files.iter().find(|p| p.to_string_lossy().contains("K901")).unwrap();
            let text = words(own);
            assert!(text.contains("K901"), "{format}: {text}");
            tells_nothing_of_others(&text, &format!("{lang} {format}"));
            // One region asked for by itself is told the same.
            folder.run(&["check", "--format", format, "--all", "--region", "甲县", "-o", "one"]);
            assert_eq!(words(&folder.path().join("one")), text, "{lang} {format}");
        }
    }
}

#[test]
fn a_notice_is_about_its_region_alone() {
    for (lang, folder) in ["zh", "en"].into_iter().flat_map(|lang| [(lang, apart(lang)), (lang, together(lang))]) {
        for format in ["text", "html", "docx"] {
            folder.run(&["notice", "--format", format, "--region", "甲县", "--output-dir", format]);
            let file = std::fs::read_dir(folder.path().join(format)).unwrap().next().unwrap().unwrap().path();
            let text = words(&file);
            assert!(text.contains("甲县") && text.contains("K901 · 2025"), "{format}: {text}");
            tells_nothing_of_others(&text, &format!("{lang} {format}"));
        }
    }
}

/// 4443 + 9997 + 6661 + 1111 = 22212, a fourth of it 5553, nine tenths of that 4997.7; half of the greatest is 4998.5.
#[test]
fn what_an_aggregate_comes_to_is_told_and_that_something_is_left_out() {
    let run = apart("zh").run(&["check", "--format", "csv-findings", "--region", "甲县"]);
    let text = run.text();
    let row = |rule: &str| text.lines().find(|l| l.contains(rule)).unwrap_or_else(|| panic!("{rule}: {text}"));
    assert!(row("不低于平均的九成").contains("≥ 4997.7万元"), "{text}");
    assert!(row("占三成").contains("22,212万元"), "{text}");
    assert!(row("不低于最高的一半").contains("≥ 4998.5万元"), "{text}");
    assert!(row("没有一县超过三倍").contains("共 4 个：1 个符合，3 个不符"), "{text}");
    for rule in ["没有一县超过三倍", "不低于对手", "债务不低于平均", "谁也不低于谁"] {
        assert!(row(rule).contains("涉及其他地区报送的情况，这里不列"), "{rule}: {text}");
    }
    assert!(!row("占三成").contains("涉及其他地区"), "its own figure and the sum are all there is: {text}");
    let json = apart("en").run(&["check", "--format", "json", "--region", "K901"]).out();
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let sum = report["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "sum").unwrap();
    let base = &sum["arithmetic"]["share"]["base"];
    assert_eq!((base["terms"].as_array().unwrap().len(), &base["more_terms"]), (1, &serde_json::json!(3)), "{base}");
    let every = report["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "every").unwrap();
    assert_eq!(every["causes"][0]["kind"], "others", "{every}");
    assert_eq!(every["causes"][0]["message"], "it rests on what other regions sent, which is not told here");
}

/// Nothing is kept from a report that is not divided, and its own mistakes from no region.
#[test]
fn the_undivided_report_tells_all_and_a_region_its_own_mistakes() {
    let all = apart("zh").run(&["check", "--all"]).text();
    for told in ["9997万元", "K903 · 2025", "in/c.toml", "22,212万元"] {
        assert!(all.contains(told), "{told}: {all}");
    }
    assert!(!all.contains("涉及其他地区"), "{all}");
    // Whose figure it is stands beside the figure.
    let markdown = apart("zh").run(&["check", "--format", "markdown"]).text();
    assert!(markdown.contains("| K903 · 2025 · 税收 | 9997万元 |"), "{markdown}");
    let own = together("zh").run(&["check", "--region", "甲县"]).text();
    assert!(own.contains("甚少") && !own.contains("甚多") && !own.contains("若干"), "{own}");
}
