//! The project file.

use fadu::config::{self, FailOn, Named, Project};
use fadu::diag::{Diagnostic, Lang, Sink};
use fadu::text::Sources;
use fadu::world::MemoryWorld;
use std::path::{Path, PathBuf};

fn parse(text: &str) -> (Project, Sources, Vec<Diagnostic>) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let project = config::parse("fadu.toml", text.to_string(), PathBuf::from("."), &mut sources, &mut sink);
    (project, sources, sink.finish())
}

fn told(sources: &Sources, list: &[Diagnostic]) -> Vec<String> {
    list.iter().map(|d| format!("{} {}", d.code, d.primary().map_or("", |s| sources.slice(s)))).collect()
}

const WHOLE: &str = r#"
[project]
name = "衡水"
rules = ["rules/**/*.fadu"]
lang = "en"
jurisdiction = 131100

[[submissions]]
files = "submissions/**/*.csv"
record = "GuaranteeBody"
period = 2007
encoding = "gb18030"
partial = true

[[submissions]]
files = ["a.toml", "b.json"]
region = "安平县"
partial = ["County"]

[parameters]
"hengshui.bank_share" = "50%"
hengshui.near = 2010
"hengshui.far" = { value = 2015, because = "会议纪要" }

[allow]
no_files = ["late/*.csv"]
open_parameters = true

[check]
fail_on = "violated"
"#;

#[test]
fn a_whole_project_file() {
    let (project, _, diagnostics) = parse(WHOLE);
    assert_eq!(diagnostics, []);
    assert_eq!((project.lang, project.fail_on), (Some(Lang::En), Some(FailOn::Violated)));
    assert_eq!(project.jurisdiction.unwrap().text, "131100");
    assert_eq!(project.submissions[0].period.as_ref().unwrap().text, "2007");
    assert_eq!(project.submissions[0].partial, Named::All);
    assert_eq!(project.submissions[1].files.len(), 2);
    assert!(project.submissions[1].partial.allows("County") && !project.submissions[1].partial.allows("Fund"));
    let bound: Vec<_> = project.parameters.iter().map(|b| (b.name.text.as_str(), b.value.text.as_str())).collect();
    assert_eq!(bound, [("hengshui.bank_share", "50%"), ("hengshui.near", "2010"), ("hengshui.far", "2015")]);
    assert_eq!(project.parameters[2].because.as_ref().unwrap().text, "会议纪要");
    assert!(project.allow.no_files.allows("late/*.csv") && project.allow.open_parameters.allows("any"));
}

#[test]
fn every_mistake_is_told_where_it_stands() {
    let text = "[projcet]\nx = 1\n[project]\nnaem = \"x\"\nlang = \"fr\"\nrules = 5\n[[submissions]]\nrecrod = \"R\"\n[check]\nfail_on = \"maybe\"\n[allow]\nno_file = true\n";
    let (_, sources, diagnostics) = parse(text);
    let wanted = [
        "C002 projcet",
        "C002 naem",
        "C003 \"fr\"",
        "C003 5",
        "C003 [[submissions]]",
        "C002 recrod",
        "C003 \"maybe\"",
        "C002 no_file",
    ];
    assert_eq!(told(&sources, &diagnostics), wanted);
    let meant: Vec<_> = diagnostics.iter().filter(|d| d.code == "C002").map(|d| d.help.as_ref().unwrap().en.clone()).collect();
    assert_eq!(meant, ["project", "name", "record", "no_files"].map(|n| format!("did you mean `{n}`?")));
    let (_, sources, diagnostics) = parse("[project\nname = 衡水\n");
    let broken = told(&sources, &diagnostics);
    assert!(broken.iter().any(|t| t.starts_with("C001")), "{broken:?}");
    assert!(!diagnostics.is_empty());
}

#[test]
fn patterns_find_files_in_one_order_and_say_when_they_find_none() {
    let world = ["s/b.csv", "s/a.csv", "s/x/c.csv", "s/x/note.txt", "rules/z.fadu", "rules/sub/a.fadu"]
        .iter()
        .fold(MemoryWorld::default(), |w, p| w.with(p, ""));
    let text = "[project]\nrules = [\"rules/**/*.fadu\", \"rules/z.fadu\"]\n[[submissions]]\nfiles = \"s/*.csv\"\n[[submissions]]\nfiles = [\"s/**/*.csv\", \"late/*.csv\", \"gone/*.csv\", \"s/[\", \"s/x\"]\n[allow]\nno_files = [\"late/*.csv\"]\n";
    let (project, sources, diagnostics) = parse(text);
    assert_eq!(diagnostics, []);
    let mut sink = Sink::default();
    let rules = project.rule_files(&world, &mut sink);
    assert_eq!(rules, [PathBuf::from("rules/sub/a.fadu"), PathBuf::from("rules/z.fadu")]);
    assert_eq!(sink.list(), []);
    let files = project.submission_files(&world, &mut sink);
    let shown: Vec<_> = files.iter().map(|f| (f.path.to_str().unwrap(), f.set)).collect();
    assert_eq!(shown, [("s/a.csv", 0), ("s/b.csv", 0), ("s/x/c.csv", 1)]);
    let wanted = ["C009 \"s/**/*.csv\"", "C009 \"s/**/*.csv\"", "C004 \"gone/*.csv\"", "C005 \"s/[\"", "C004 \"s/x\""];
    let list = sink.finish();
    assert_eq!(told(&sources, &list), wanted);
    assert!(list[4].help.as_ref().unwrap().en.contains("directory"));
}

#[test]
fn the_nearest_project_file_upward_is_found() {
    let world = MemoryWorld::default().with("a/fadu.toml", "[project]\nname = \"x\"\n").with("a/b/c/x.csv", "");
    assert_eq!(config::find(&world, Path::new("a/b/c")), Some(PathBuf::from("a/fadu.toml")));
    assert_eq!(config::find(&world, Path::new("b")), None);
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let project = config::load(&world, Path::new("a/fadu.toml"), &mut sources, &mut sink).unwrap();
    assert_eq!((project.root, project.name.unwrap().text), (PathBuf::from("a"), "x".into()));
    assert!(config::load(&world, Path::new("b/fadu.toml"), &mut sources, &mut sink).is_none());
    assert_eq!(sink.finish()[0].code, "C007");
}
