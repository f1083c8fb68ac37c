//! Exceptions that a document grants, from outside: in every report, in `explain`, in `coverage`, in tests; and no data fault is hidden.

use super::Folder;

const RULES: &str = r#"
policy p "考核办法" { clause sales "2" "营业收入" mandate }
table counties "各县" key code { | code | name |
  | 131121 | 枣强县 |
  | 131125 | 安平县 |
}
record Sales "销售" key county, year sent by counties as county { county "县" : text  year "年度" : year  total "收入" : money in 万元 }
rule sales "收入达到10万元" { cite sales for s in Sales require s.total >= 10万元 }
"#;
const GRANTED: &str = r#"
exception "冀政字〔2025〕12号" "暂缓考核" { lifts sales for "131125" until 2026-12-31 because "水灾" }
exception "冀政字〔2020〕1号" { lifts p.sales for "131121" until 2020 }
exception "冀政字〔2026〕2号" { lifts sales for county "131199" until further notice }
"#;

fn folder(exceptions: &str) -> Folder {
    Folder::new()
        .with("r.fadu", RULES)
        .with("granted.fadu", exceptions)
        .with("Sales.csv", "县,年度,收入\n131121,2026,1\n131125,2026,??\n")
}

#[test]
fn every_report_tells_who_is_let_off_by_what() {
    let two = GRANTED.lines().take(3).collect::<Vec<_>>().join("\n");
    let run = |args: &[&str]| folder(&two).run(args);
    // The exemption does not hide that the figure cannot be used.
    run(&["check", "--lang", "zh", "-r", "r.fadu", "-r", "granted.fadu", "Sales.csv"]).expect(
        1,
        &[
            "豁免",
            "冀政字〔2025〕12号《暂缓考核》，至 2026-12-31（水灾）",
            "批复准予的例外",
            "豁免 1 项",
            "不在有效期内 1 项",
            "D0",
        ],
    );
    run(&["check", "--lang", "en", "-r", "r.fadu", "-r", "granted.fadu", "Sales.csv"]).expect(
        1,
        &[
            "exempt",
            "冀政字〔2025〕12号, `暂缓考核`, until 2026-12-31 (水灾)",
            "Exceptions granted by documents",
            "1 exempt",
            "1 outside its time",
        ],
    );
    run(&["check", "--format", "short", "--lang", "zh", "-r", "r.fadu", "-r", "granted.fadu", "Sales.csv"])
        .expect(1, &["granted.fadu:2:11: exception[p.sales] 冀政字〔2025〕12号《暂缓考核》", "豁免 1 项"]);
    run(&["check", "--format", "json", "--lang", "zh", "-r", "r.fadu", "-r", "granted.fadu", "Sales.csv"]).expect(
        1,
        &[
            "\"exceptions\": [",
            "\"number\": \"冀政字〔2025〕12号\"",
            "\"until\": \"2026-12-31\"",
            "\"held\": 1",
            "\"outside\": 1",
        ],
    );
    run(&["explain", "p.sales", "--lang", "en", "-r", "r.fadu", "-r", "granted.fadu"])
        .expect(0, &["granted", "until 2026-12-31 (水灾): when `县` is in `131125`,"]);
    run(&["coverage", "--lang", "zh", "-r", "r.fadu", "-r", "granted.fadu"])
        .expect(0, &["批复：冀政字〔2025〕12号、冀政字〔2020〕1号"]);
}

#[test]
fn one_for_a_county_that_is_on_no_roster_is_a_mistake() {
    folder(GRANTED)
        .run(&["check", "--lang", "zh", "-r", "r.fadu", "-r", "granted.fadu", "Sales.csv"])
        .expect(2, &["N015", "131199"]);
}

#[test]
fn one_that_names_nobody_who_was_judged_is_told() {
    let other = "exception \"甲1号\" { lifts sales for total2 \"x\" until further notice }\n";
    let rules = RULES.replace("total \"收入\"", "total2 : text  total \"收入\"").replace("sent by counties as county", "");
    let folder = Folder::new()
        .with("r.fadu", rules)
        .with("granted.fadu", other)
        .with("Sales.csv", "县,年度,收入,total2\n131121,2026,10,y\n");
    folder
        .run(&["check", "--lang", "zh", "-r", "r.fadu", "-r", "granted.fadu", "Sales.csv"])
        .expect(0, &["甲1号", "没有用上：这些规则没有核查到“x”"]);
}

/// Documents of several regions are judged apart; what their exceptions came to is told together.
#[test]
fn exceptions_from_rules_of_several_documents_are_counted_together() {
    let policy = |name: &str, region: &str| {
        format!(
            "policy {name} \"{name}\" {{ jurisdiction \"{region}\" clause c \"1\" \"c\" }}\nuse s from \"../s\"\nrule sales \"x\" {{ cite c for s in Sales require s.total >= 10万元 }}\n"
        )
    };
    let folder = Folder::new()
        .with("s/s.fadu", "library s \"s\"\nrecord Sales \"销售\" key county, year { county \"县\" : text  year \"年度\" : year  total \"收入\" : money in 万元 }\n")
        .with("a/a.fadu", policy("a", "131121"))
        .with("b/b.fadu", policy("b", "131125") + "exception \"甲1号\" { lifts a.sales, b.sales for \"x\" until further notice }\n")
        .with("131121/Sales.csv", "县,年度,收入\nx,2026,1\n")
        .with("131125/Sales.csv", "县,年度,收入\nx,2027,1\n")
        .with("fadu.toml", "[project]\nrules = [\"a/**/*.fadu\", \"b/**/*.fadu\"]\n[[submissions]]\nfiles = \"131121/*.csv\"\nregion = \"131121\"\n[[submissions]]\nfiles = \"131125/*.csv\"\nregion = \"131125\"\n");
    folder.run(&["check", "--lang", "zh"]).expect(0, &["甲1号", "豁免 2 项"]);
}

/// A figure that is none, a waiver in force and one that is for nobody, and a document: whatever is read must not have to be sought elsewhere.
#[test]
fn every_format_tells_what_is_let_pass_by_whom_and_what_is_wrong() {
    let waiver = |subject: &str, reason: &str| {
        format!(
            "[[waivers]]\nrule = \"p.sales\"\nsubject = \"{subject}\"\nperiod = \"2026\"\ngap = \"9万元\"\nreason = \"{reason}\"\n\
             approved_by = \"王局长\"\ndocument = \"衡函〔2026〕1号\"\nexpires = 2026-12-31\n\n"
        )
    };
    let first = GRANTED.lines().take(2).collect::<Vec<_>>().join("\n");
    for lang in ["zh", "en"] {
        let project = format!(
            "[project]\nrules = [\"r.fadu\", \"granted.fadu\"]\nlang = \"{lang}\"\n[run]\nas_of = 2026-06-01\n[[submissions]]\nfiles = \"Sales.csv\"\n"
        );
        let folder = folder(&first).with("fadu.toml", project);
        let folder = folder.with("waivers.toml", waiver("131121", "照顾枣强") + &waiver("131199", "没有此县"));
        folder.run(&["check", "--format", "xlsx", "-o", "o.xlsx"]);
        let mut book = zip::ZipArchive::new(std::fs::File::open(folder.path().join("o.xlsx")).unwrap()).unwrap();
        let mut texts = String::new();
        std::io::Read::read_to_string(&mut book.by_name("xl/sharedStrings.xml").unwrap(), &mut texts).unwrap();
        for format in ["xlsx", "csv-findings", "jsonl", "markdown", "html", "json", "summary", "pretty"] {
            let text = if format == "xlsx" { texts.clone() } else { folder.run(&["check", "--format", format]).text() };
            let text = text.replace("&#91;", "[").replace("&#93;", "]");
            for told in ["照顾枣强", "王局长", "2026-12-31", "冀政字〔2025〕12号", "D0", "A005", "131199"] {
                assert!(text.contains(told), "{lang} {format} says nothing of {told}: {text}");
            }
        }
        let lines = folder.run(&["check", "--format", "jsonl"]).out();
        let lines: Vec<serde_json::Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let answers: Vec<_> = lines.iter().filter(|l| l["line"] == "answer").collect();
        let waived = lines.iter().find(|l| l["standing"] == "waived").unwrap();
        let at = usize::try_from(waived["answer"].as_u64().unwrap()).unwrap();
        assert_eq!(
            (answers[at]["answer"]["text"].as_str(), answers[at]["answer"]["state"].as_str()),
            (Some("照顾枣强"), Some("in_force"))
        );
    }
}
