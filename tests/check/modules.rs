//! Modules: several folders in one run, each with its names.

use super::{Checked, checked_files};
use fadu::diag::{Sink, codes};
use fadu::pipeline::Bindings;
use fadu::pipeline::compile;
use fadu::text::Sources;
use fadu::world::MemoryWorld;
use std::path::PathBuf;

/// `# ==== path` opens a file; what stands before the first is one file of its own.
pub fn files_of(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("# ==== ") {
            Some(path) => out.push((path.trim().to_string(), String::new())),
            None => {
                if out.is_empty() {
                    out.push(("alone.fadu".into(), String::new()));
                }
                let (_, body) = out.last_mut().unwrap();
                body.push_str(line);
                body.push('\n');
            }
        }
    }
    out
}

/// The files in a folder of a memory, of which those in `named` (or all) are asked for; the rest must be used to be read.
fn compiled(files: &[(String, String)], named: &[&str]) -> Checked {
    let mut world = MemoryWorld::default();
    for (path, text) in files {
        world = world.with(path, text.as_str());
    }
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let all = files.iter().map(|(p, _)| p.as_str());
    let asked: Vec<PathBuf> = all.filter(|p| named.is_empty() || named.contains(p)).map(PathBuf::from).collect();
    let set = compile(&world, &asked, &Bindings::default(), &mut sources, &mut sink);
    Checked { set, mistakes: sink.finish(), sources }
}

fn ids(found: &Checked) -> Vec<&str> {
    found.set.rules.iter().map(|r| r.id.as_str()).collect()
}

#[test]
fn the_examples_of_every_page_do_what_the_page_says() {
    let blocks = |page: &'static str, info: &str| -> Vec<&'static str> {
        page.split(&format!("```{info}\n")).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
    };
    let mut seen = 0;
    for code in codes::ALL.iter().filter(|c| c.id.starts_with('M')) {
        let (fails, works) = (blocks(code.page, "fadu fails"), blocks(code.page, "fadu works"));
        assert!(!fails.is_empty() && fails.len() == works.len(), "{}", code.id);
        for example in fails {
            let found = compiled(&files_of(example), &[]);
            let all: Vec<&str> = found.mistakes.iter().map(|d| d.code).collect();
            let consequence = |c: &str| code.id == "M004" && c == "M001";
            assert!(
                all.contains(&code.id) && all.iter().all(|c| *c == code.id || consequence(c)),
                "{} {:?}",
                code.id,
                found.shown()
            );
        }
        for example in works {
            let found = compiled(&files_of(example), &[]);
            assert!(found.mistakes.is_empty(), "{} {:?}\n{}", code.id, found.shown(), found.messages());
        }
        for heading in ["\n## 中文\n", "\n## English\n", "\n## Example\n"] {
            assert!(code.page.contains(heading) && code.page.starts_with(&format!("# {} ", code.id)), "{}{heading}", code.id);
        }
        seen += 1;
    }
    assert_eq!(seen, 6);
    let source = include_str!("../../src/check/diagnostics/modules.rs");
    for code in source.split('"').filter(|w| w.len() == 4 && w.starts_with('M')) {
        assert!(codes::page(code).is_some(), "{code}");
    }
}

const TWO: &str = r#"
# ==== a/policy.fadu
policy a "first" { clause share "1" "share" }
use schema from "../schema"
# ==== a/rules.fadu
param floor "下限" : share = 60%
table members key name {
  | name |
  | x    |
}
define Body.rate = part as share of total
extend Body { extra "另报" : money }
rule share { cite share for b in Body over members require b.rate >= floor }
rule more { cite share for b in Body require b.extra >= 1元 }
# ==== a/tests/share.fadu
test "own rule" {
  given Body { name = "x", total = 100元, part = 60元 }
  expect share met
}
# ==== b/policy.fadu
policy b "second" { clause share "1" "share" }
use schema from "../schema"
param floor "下限" : share = 50%
table members key name {
  | name |
  | y    |
}
define Body.rate = part as share of total
extend Body { other "补报" : money }
rule share { cite share for b in Body over members require b.rate >= floor }
test "own rule" {
  given Body { name = "y", total = 100元, part = 50元 }
  expect share met
}
# ==== schema/records.fadu
library schema "shared"
record Body "机构" key name { name : text, total : money, part : money }
param unused : share
test "stays with the library" {
  given Body { name = "z" }
  expect whole met
}
rule whole { for b in Body require b.part <= b.total }
"#;

#[test]
fn two_modules_may_call_things_alike() {
    let files = files_of(TWO.trim_start());
    let found = compiled(&files, &["a/policy.fadu", "a/rules.fadu", "a/tests/share.fadu", "b/policy.fadu"]);
    assert!(found.mistakes.is_empty(), "{:?}\n{}", found.shown(), found.messages());
    assert_eq!(ids(&found), ["a.share", "a.more", "b.share", "schema.whole"]);
    assert_eq!(found.set.tests.len(), 2, "the tests of what is used stay there");
    let params: Vec<&str> = found.set.params.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(params, ["a.floor", "b.floor", "schema.unused"]);
    let rosters: Vec<_> =
        found.set.rules.iter().filter_map(|r| r.subjects[0].over.as_ref()).map(|o| format!("{:?}", o.set)).collect();
    assert_ne!(rosters[0], rosters[1], "each its own list");
    for (test, rule) in found.set.tests.iter().zip(["a.share", "b.share"]) {
        assert_eq!(test.expects[0].rule_name, rule);
    }
    let body = &found.set.schema.relations[found.set.schema.by_name("Body").unwrap().index()];
    let columns: Vec<&str> = body.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(columns, ["name", "total", "part", "extra", "other"]);
}

#[test]
fn a_module_does_not_see_what_another_adds() {
    let text = TWO.replace("require b.rate >= floor }\ntest", "require b.rate >= floor require b.extra >= 1元 }\ntest");
    let found = compiled(&files_of(text.trim_start()), &[]);
    assert_eq!(found.shown().len(), 1, "{:?}", found.shown());
    assert!(found.shown()[0].starts_with(r#"N006 "extra""#), "{:?}", found.shown());
}

#[test]
fn what_lacks_a_use_is_told() {
    let text = TWO.replacen("use schema from \"../schema\"\n", "", 1);
    let found = compiled(&files_of(text.trim_start()), &[]);
    let lacking: Vec<_> = found.mistakes.iter().filter(|d| d.code == "N005").collect();
    assert_eq!(lacking.len(), 3, "{}", found.messages());
    for d in lacking {
        assert!(d.help.as_ref().is_some_and(|h| h.en == "add: use schema" && h.zh == "写上：引用 schema"), "{:?}", d.help);
    }
}

#[test]
fn qualified_names_need_no_use() {
    let found = checked_files(
        &[
            (
                "schema/a.fadu",
                "library schema\nkind tax : money\nrecord Body key name { name : text, paid : tax }\nrecord Item key name { name : text }\nparam floor : share = 50%",
            ),
            (
                "a/a.fadu",
                "policy a { }\nrecord Firm key name { name : text, at : ref schema.Body, due : schema.tax, list : list of schema.Item }\n\
                 extend schema.Body { owed : schema.tax }\ndefine schema.Body.rest = owed\n\
                 rule r { for b in schema.Body require b.rest >= schema.floor of b.paid }\n\
                 test \"t\" { given schema.Body { name = \"x\", paid = 2元, owed = 1元 } expect r met }",
            ),
        ],
        &[],
    );
    assert!(found.mistakes.is_empty(), "{:?}\n{}", found.shown(), found.messages());
    assert_eq!(ids(&found), ["a.r"]);
}

#[test]
fn values_from_outside_say_which() {
    let files: Vec<(String, String)> = files_of(TWO.trim_start());
    let borrowed: Vec<(&str, &str)> =
        files.iter().filter(|(p, _)| !p.contains("tests")).map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let found = checked_files(&borrowed, &[("floor", "70%")]);
    assert!(found.mistakes.iter().any(|d| d.code == "M002"), "{:?}", found.shown());
    let found = checked_files(&borrowed, &[("b.floor", "70%")]);
    assert!(!found.mistakes.iter().any(|d| d.code == "M002"), "{:?}", found.shown());
    let values: Vec<String> = found.set.params.iter().map(|p| format!("{} {:?}", p.name, p.value.is_some())).collect();
    assert_eq!(values, ["a.floor true", "b.floor true", "schema.unused false"]);
}
