//! Nothing from data becomes a formula, markup, a directive of a template, a command of a platform or a sign that moves a cursor: the same harmful
//! texts stand in every field, header, sheet, file and region name, title, waiver and explanation, and every output is looked through.

use super::Folder;
use crate::harness::xlsx::Put::{Number, Text};
use crate::harness::xlsx::{Sheet, book};
use std::io::{Cursor, Read};
use std::path::Path;

/// Texts that mean something to an office program, a browser, a template, a platform, a Markdown reader.
const HARM: [&str; 9] = [
    "=HYPERLINK(\"http://x\",\"HARM\")",
    "@SUM(1+1)HARM",
    "-2+3+cmd|' /C calc'!A0 HARM",
    "<script>alert('HARM')</script>",
    "\"><img src=x onerror=alert(1)>HARM",
    "{{ 7*191 }}{% for x in y %}HARM",
    "::error file=x::HARM",
    "[HARM](javascript:alert(1))|`x`",
    "]]><!--HARM&amp;&lt;",
];
/// Signs that move a cursor, reorder a line or hide.
const HIDDEN: [&str; 4] = ["\u{1b}[2J\u{1b}]0;HARM\u{7}", "\u{9b}31mHARM", "\u{202e}HARM\u{2066}", "\u{200b}HARM\u{feff}x"];

const RULES: &str = r#"
policy p "=1+1<script>HARM</script>{{ 7*191 }}" {
  number "@HARM〔1〕<b>"
  clause a "=2+2<img src=x onerror=HARM>" "=3+3<script>HARM</script>{{ 7*191 }}" mandate
}
record Body "=4+4<b>HARM" key name {
  name   "名称"          : text
  county "县"            : text
  total  "总额"          : money in 万元
  part   "=5+5<i>HARM"   : money in 万元
}
rule share "=6+6<script>HARM</script>{{ 7*191 }}" {
  cite p.a
  for  b in Body
  require b.part >= 60% of b.total otherwise "=1+1<script>HARM</script>"
  show "=7+7<b>HARM": b.part
}
rule asked "::warning::HARM" { cite p.a  for b in Body  verify b.part <= 1万元 }
"#;

fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A folder in which everybody has a harmful name: 3 of 10 is less than 60 %, and more than one.
fn folder() -> Folder {
    let mut csv = "名称,县,总额,=5+5<i>HARM,=HARM()<script>\n".to_string();
    for (n, text) in HARM.iter().chain(&HIDDEN).enumerate() {
        csv += &format!("{},{},10,3,{}\n", cell(&format!("{text}{n}")), cell(text), cell(text));
    }
    let sheet = Sheet {
        name: "=8+8<b>{{7*191}}HARM",
        cells: vec![
            ("A1", Text("名称")),
            ("B1", Text("县")),
            ("C1", Text("总额")),
            ("D1", Text("=5+5<i>HARM")),
            ("E1", Text("=HARM()")),
            ("A2", Text("=9+9<b>HARM")),
            ("B2", Text("=9+9<b>HARM")),
            ("C2", Number("10")),
            ("D2", Text("=1+1HARM")),
        ],
        ..Sheet::default()
    };
    let project = "[project]\nname = \"=1+1<script>HARM</script>{{ 7*191 }}\\u001B[2J\\u202E\"\nrules = [\"r.fadu\"]\n\
        [run]\nas_of = 2026-02-10\n[regions]\n\"Body\" = \"county\"\n\
        [notice]\noffice = \"=1<script>HARM</script>{{ 7*191 }}\\u001B[2J\"\naddressee = \"{region}{{ 7*191 }}\"\n\
        [clauses]\n\"p.a\" = { office = \"=1+1<b>HARM{{ 7*191 }}\" }\n\
        [[submissions]]\nfiles = \"in/*\"\nrecord = \"Body\"\n";
    let say = "=1+1<script>HARM</script>{{ 7*191 }}\\u001B[2J\\u202E::error::HARM";
    let subject = format!("{}0", HARM[0]).replace('"', "\\\"");
    let waivers = format!(
        "[[waivers]]\nrule = \"p.share\"\nsubject = \"{subject}\"\ngap = \"30%\"\nreason = \"{say}\"\napproved_by = \"{say}\"\ndocument = \"{say}\"\nexpires = 2026-12-31\n"
    );
    let explained = format!(
        "[[explanations]]\nrule = \"p.asked\"\nsubject = \"{subject}\"\nfigure = \"3万元\"\ntext = \"{say}\"\nby = \"{say}\"\ndate = 2026-02-01\n"
    );
    Folder::new()
        .with("fadu.toml", project)
        .with("r.fadu", RULES)
        .with("waivers.toml", waivers)
        .with("explanations.toml", explained)
        .with("in/=1+1 {{ 7*191 }}<b>HARM.csv", csv)
        .with("in/@HARM<img src=x>\u{202e}.xlsx", book(&[sheet]))
}

/// What is in no output whatever it is for.
fn is_still(name: &str, text: &str) {
    assert!(text.contains("HARM"), "{name} says nothing of it: {text}");
    assert!(!text.contains("1337"), "{name}: a directive of a template was followed");
    let harmful = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || "\u{202e}\u{2066}\u{200b}".contains(c);
    let found: Vec<char> = text.trim_start_matches('\u{feff}').chars().filter(|c| harmful(*c)).collect();
    assert!(found.is_empty(), "{name}: {found:?}");
}

/// No tag but those of the page itself.
fn is_plain_markup(name: &str, text: &str) {
    for tag in ["<script", "<img", "<b>", "<i>", "onerror=alert(1)>"] {
        assert!(!text.to_lowercase().contains(tag), "{name}: {tag}");
    }
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut out = Vec::new();
    for name in names {
        let mut text = String::new();
        if archive.by_name(&name).unwrap().read_to_string(&mut text).is_ok() {
            out.push((name, text));
        }
    }
    out
}

/// A package without formulas, fields, links or relations to the outside, every part of it XML.
fn is_inert(name: &str, bytes: &[u8]) {
    let mut said = String::new();
    for (part, text) in parts(bytes) {
        for word in ["<f>", "<f ", "externalLink", "TargetMode", "w:instrText", "w:fldSimple", "<hyperlink", "w:hyperlink"] {
            assert!(!text.contains(word), "{name} {part}: {word}");
        }
        is_plain_markup(&format!("{name} {part}"), &text);
        crate::harness::xsd::nodes(&text);
        said += &text;
    }
    is_still(name, &said);
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().map(|e| e.path()).collect();
    all.sort();
    all.into_iter().map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&p).unwrap())).collect()
}

#[test]
fn no_text_of_the_data_becomes_active_in_any_output() {
    let folder = folder();
    for lang in ["zh", "en"] {
        let run = |args: &[&str]| folder.run(&[args, &["--lang", lang]].concat());
        for format in [
            "pretty",
            "short",
            "json",
            "jsonl",
            "csv",
            "csv-findings",
            "markdown",
            "summary",
            "html",
            "sarif",
            "junit",
            "github",
            "gitlab",
            "checkstyle",
        ] {
            let done = run(&["check", "--format", format, "--all"]);
            let text = done.out();
            is_still(format, &text);
            match format {
                // What was waived and explained in harmful words is there as well.
                "short" => assert!(text.contains("waived[p.share]") && text.contains("explained[p.asked]"), "{text}"),
                "json" | "sarif" | "gitlab" => drop(serde_json::from_str::<serde_json::Value>(&text).unwrap()),
                "jsonl" => text.lines().for_each(|line| drop(serde_json::from_str::<serde_json::Value>(line).unwrap())),
                "html" => {
                    is_plain_markup(format, &text);
                    crate::report::html::check(&text);
                }
                "junit" | "checkstyle" => {
                    is_plain_markup(format, &text);
                    crate::harness::xsd::nodes(&text);
                }
                "markdown" | "summary" => {
                    is_plain_markup(format, &text);
                    assert!(!text.contains("](javascript:"), "{text}");
                }
                "github" => {
                    let own = |line: &str| {
                        [
                            "::error title=",
                            "::warning title=",
                            "::notice title=",
                            "::error file=",
                            "::warning file=",
                            "::notice file=",
                        ]
                        .iter()
                        .any(|c| line.starts_with(c))
                    };
                    let stray: Vec<&str> =
                        text.lines().filter(|l| l.starts_with("::") && (!own(l) || l.starts_with("::error file=x::"))).collect();
                    assert!(stray.is_empty(), "{stray:?}");
                }
                "csv" | "csv-findings" => {
                    let mut rows = csv::ReaderBuilder::new()
                        .has_headers(false)
                        .flexible(true)
                        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
                    for cell in rows.records().flat_map(|r| r.unwrap().iter().map(str::to_string).collect::<Vec<_>>()) {
                        let number = cell.parse::<i64>().is_ok() || cell == "—";
                        assert!(number || !cell.trim_start().starts_with(['=', '+', '-', '@']), "{format}: {cell}");
                    }
                }
                _ => {}
            }
            is_still("what is told beside it", &(done.text() + "HARM"));
        }
        run(&["check", "--format", "xlsx", "-o", "r.xlsx", "--marked-dir", "marked", "--receipt", "r.json"]);
        is_inert("xlsx", &std::fs::read(folder.path().join("r.xlsx")).unwrap());
        for (name, bytes) in files(&folder.path().join("marked")) {
            is_inert(&format!("marked {name}"), &bytes);
        }
        let receipt = std::fs::read_to_string(folder.path().join("r.json")).unwrap();
        is_still("receipt", &receipt);
        is_still("verify", &(run(&["verify", "r.json"]).text() + "HARM"));
        run(&["check", "--format", "html", "--by", "region", "--output-dir", "by"]);
        for (name, bytes) in files(&folder.path().join("by")) {
            assert!(!name.contains(['=', '<', '{', '/', '\u{1b}', '\u{202e}', '\u{9b}']), "{name:?}");
            is_plain_markup(&name, std::str::from_utf8(&bytes).unwrap());
        }
        for format in ["html", "docx", "text"] {
            run(&["notice", "--format", format, "--output-dir", format, "--date", "2026-03-01"]);
            for (name, bytes) in files(&folder.path().join(format)) {
                match format {
                    "docx" => is_inert(&name, &bytes),
                    _ => is_still(&name, std::str::from_utf8(&bytes).unwrap()),
                }
                if format == "html" {
                    is_plain_markup(&name, std::str::from_utf8(&bytes).unwrap());
                }
            }
        }
        is_still("inspect", &run(&["inspect"]).text());
        let inspected = run(&["inspect", "--format", "json"]).out();
        drop(serde_json::from_str::<serde_json::Value>(&inspected).unwrap());
        is_still("inspect", &inspected);
        for form in ["f.xlsx", "f.csv", "f.toml"] {
            let _ = std::fs::remove_file(folder.path().join(form));
            run(&["form", "Body", "-o", form]).expect(0, &[]);
            let bytes = std::fs::read(folder.path().join(form)).unwrap();
            match form {
                "f.xlsx" => is_inert(form, &bytes),
                _ => is_still(form, std::str::from_utf8(&bytes).unwrap()),
            }
        }
    }
}
