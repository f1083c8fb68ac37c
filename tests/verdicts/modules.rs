//! Two documents on one submission: each with its own rosters and its own regions; fields over the years.

use fadu::diag::Sink;
use fadu::pipeline;
use fadu::pipeline::Bindings;
use fadu::pipeline::Input;
use fadu::pipeline::Options;
use fadu::text::Sources;
use fadu::world::MemoryWorld;
use std::path::PathBuf;

/// `rule subject verdict` for every finding, in order.
fn judged(rules: &[(&str, &str)], submissions: &[(&str, &str)]) -> Vec<String> {
    let world = rules.iter().fold(MemoryWorld::default(), |w, (path, text)| w.with(path, *text));
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let files: Vec<PathBuf> = rules.iter().map(|(p, _)| PathBuf::from(p)).collect();
    let set = pipeline::compile(&world, &files, &Bindings::default(), &mut sources, &mut sink);
    let tables = pipeline::policy_tables(&world, &set, &sources, &mut sink);
    let inputs = submissions.iter().map(|(p, t)| Input::new(*p, t.as_bytes())).collect();
    let mut data = pipeline::load(&set, inputs, tables, &mut sources, &mut sink);
    let findings = pipeline::judge(&set, &mut data, &sources, &mut sink, &Options { show_met: true, ..Options::default() });
    let told: Vec<String> = sink.finish().iter().map(|d| format!("{}: {}", d.code, d.message.en)).collect();
    // A sender of another region is told where no other document has it on a list.
    assert!(told.iter().all(|t| t.starts_with("D040: `county` is “610100”") && rules.len() == 2), "{told:?}");
    let word = |f: &fadu::finding::Finding| {
        let reason =
            f.reason.as_ref().map_or(String::new(), |r| format!(" ({})", fadu::report::reason_words(r, fadu::diag::Lang::En)));
        format!("{} {} {}{reason}", findings.rules[f.rule].id, f.subject.title(), format!("{:?}", f.verdict).to_lowercase())
    };
    findings.list.iter().map(word).collect()
}

const SCHEMA: (&str, &str) = (
    "schema/records.fadu",
    "library schema\nrecord Cluster \"集群\" key name, year { name : text, year : year, county : text, sales : money in 亿元 }",
);
const CITY: (&str, &str) = (
    "city/rules.fadu",
    "policy city { jurisdiction \"131100\" clause total \"1\" }\nuse schema\n\
     table counties key code {\n| code |\n| 131121 |\n| 131125 |\n}\n\
     extend Cluster sent by counties as county { }\n\
     rule total { cite total require sum(c.sales for c in Cluster when c.year = 2007) <= 100亿元 }",
);
const OTHER: (&str, &str) = (
    "other/rules.fadu",
    "policy other { jurisdiction \"610000\" clause total \"1\" }\nuse schema\n\
     table cities key code {\n| code |\n| 610100 |\n}\n\
     extend Cluster sent by cities as county { }\n\
     rule total { cite total require sum(c.sales for c in Cluster when c.year = 2007) <= 100亿元 }",
);

fn sent(region: &str, name: &str, sales: &str) -> String {
    format!("[submission]\nregion = \"{region}\"\nperiod = 2007\n[[Cluster]]\nname = \"{name}\"\nsales = \"{sales}\"\n")
}

/// 60 + 40 = 100 for the city; the 90 of the other region is no part of it, and the other document counts 90 alone.
#[test]
fn each_document_sums_over_its_own_regions() {
    let files = [sent("131121", "a", "60亿元"), sent("131125", "b", "40亿元"), sent("610100", "c", "90亿元")];
    let named: Vec<(&str, &str)> = ["a.toml", "b.toml", "c.toml"].into_iter().zip(files.iter().map(String::as_str)).collect();
    assert_eq!(judged(&[SCHEMA, CITY, OTHER], &named), ["city.total  met", "other.total  met"]);
    // Alone, each document says the same.
    assert_eq!(judged(&[SCHEMA, CITY], &named), ["city.total  met"]);
    let more = sent("131125", "b", "40.0001亿元");
    let named = [named[0], ("b.toml", more.as_str()), named[2]];
    assert_eq!(judged(&[SCHEMA, CITY, OTHER], &named), ["city.total  violated", "other.total  met"]);
}

/// A county that is late leaves the city's total open, not that of the other document, and the other way round.
#[test]
fn each_document_waits_for_its_own_roster() {
    let files = [sent("131121", "a", "60亿元"), sent("610100", "c", "90亿元")];
    let named: Vec<(&str, &str)> = ["a.toml", "c.toml"].into_iter().zip(files.iter().map(String::as_str)).collect();
    assert_eq!(judged(&[SCHEMA, CITY, OTHER], &named), ["city.total  undetermined", "other.total  met"]);
    let files = [sent("131121", "a", "60亿元"), sent("131125", "b", "40亿元")];
    let named: Vec<(&str, &str)> = ["a.toml", "b.toml"].into_iter().zip(files.iter().map(String::as_str)).collect();
    assert_eq!(judged(&[SCHEMA, CITY, OTHER], &named), ["city.total  met", "other.total  undetermined"]);
}

const YEARS: (&str, &str) = (
    "rules.fadu",
    "record Firm \"企业\" key name, year {\n name : text\n year : year\n\
     tax : money in 万元 from 2007 until 2009 was \"旧税额\" until 2008\n staff : count\n note : text ? from 2008\n }\n\
     rule tax { for f in Firm require f.tax >= 10万元 }\n\
     rule both { for f in Firm require f.tax >= 10万元 and f.staff >= 1人 }\n\
     rule gated { for f in Firm when f.tax >= 10万元 require f.staff >= 1人 }\n\
     rule noted { for f in Firm require f.note exists }\n\
     rule filled { for f in Firm report f.tax required }\n\
     rule same { for f in Firm require sum(g.tax for g in Firm when g.year = f.year) >= 10万元 }\n\
     rule ever { require some(g.tax >= 10万元 for g in Firm) }",
);

fn firm(year: i64, rest: &str) -> String {
    format!("[submission]\nregion = \"131121\"\nperiod = {year}\n[[Firm]]\nname = \"甲\"\nstaff = 5\n{rest}\n")
}

#[test]
fn a_field_is_not_asked_for_outside_its_years() {
    let gone = " (the form has no such figure in that year)";
    let unmet = " (the condition of the rule does not hold)";
    let found = judged(&[YEARS], &[("a.toml", &firm(2006, ""))]);
    let filled = found.iter().find(|f| f.starts_with("filled")).cloned().unwrap_or_default();
    assert_eq!(
        found,
        [
            format!("tax 甲 · 2006 notapplicable{gone}"),
            format!("both 甲 · 2006 notapplicable{gone}"),
            format!("gated 甲 · 2006 notapplicable{unmet}"),
            format!("noted 甲 · 2006 notapplicable{gone}"),
            filled.clone(),
            format!("same 甲 · 2006 notapplicable{gone}"),
            format!("ever  notapplicable{gone}"),
        ]
    );
    assert!(filled.starts_with("filled 甲 · 2006 notapplicable"), "{found:?}");
}

#[test]
fn inside_its_years_a_field_is_a_field() {
    let found = judged(&[YEARS], &[("a.toml", &firm(2007, "\"旧税额\" = \"9.9999万元\""))]);
    assert_eq!(found[0], "tax 甲 · 2007 violated");
    assert_eq!(found[1], "both 甲 · 2007 violated");
    assert_eq!(found[4], "filled 甲 · 2007 met");
    assert_eq!(found[5], "same 甲 · 2007 violated");
    // Another year may bring one.
    assert_eq!(found[6], "ever  undetermined");
    let found = judged(&[YEARS], &[("a.toml", &firm(2009, "tax = \"10万元\"\nnote = \"x\""))]);
    assert_eq!([&found[0], &found[3], &found[5]], ["tax 甲 · 2009 met", "noted 甲 · 2009 met", "same 甲 · 2009 met"]);
    let found = judged(&[YEARS], &[("a.toml", &firm(2010, "note = \"x\""))]);
    assert!(found[0].starts_with("tax 甲 · 2010 notapplicable"), "{found:?}");
    // Missing inside its years it is unknown, as ever.
    let found = judged(&[YEARS], &[("a.toml", &firm(2008, "tax = \"\"\nnote = \"x\""))]);
    assert_eq!(found[0], "tax 甲 · 2008 undetermined");
}
