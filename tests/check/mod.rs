//! The checker from outside: rule text in, rule sets and placed mistakes out.

mod builtins;
mod disturbed;
mod exceptions;
mod flows;
mod guards;
mod habits;
mod lowering;
mod modules;
mod names;
mod pages;
mod params;
mod rules;
mod schema;
mod testblocks;
mod types;
mod warnings;

use fadu::diag::{Diagnostic, Lang, Sink};
use fadu::hir::RuleSet;
use fadu::internals::check::check;
use fadu::pipeline::Bindings;
use fadu::text::{Source, Sources, Span};

/// What came of a rule text.
pub struct Checked {
    pub set: RuleSet,
    pub mistakes: Vec<Diagnostic>,
    pub sources: Sources,
}

impl Checked {
    /// `CODE "text under the first label" / "text under the second" …` for every message, in order.
    pub fn shown(&self) -> Vec<String> {
        let place = |span: &Span| format!("{:?}", self.sources.slice(*span).trim());
        self.mistakes
            .iter()
            .map(|d| {
                let places: Vec<String> = d.labels.iter().map(|l| place(&l.span)).collect();
                format!("{} {}", d.code, places.join(" / "))
            })
            .collect()
    }

    /// All messages, in English.
    pub fn messages(&self) -> String {
        self.mistakes.iter().map(|d| format!("{}: {}\n", d.code, d.message.en)).collect()
    }

    /// The only message's help, in English.
    pub fn help(&self) -> &str {
        self.mistakes.first().and_then(|d| d.help.as_ref()).map_or("", |h| h.get(Lang::En))
    }
}

/// Checks several files with values for parameters from outside.
pub fn checked_files(files: &[(&str, &str)], params: &[(&str, &str)]) -> Checked {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let mut trees = Vec::new();
    for (name, text) in files {
        let id = sources.add(Source::new(*name, *text));
        trees.push(fadu::parse::parse(id, text, &mut sink));
    }
    let source = fadu::diag::Bilingual::new("命令行", "the command line");
    let params = params.iter().map(|(n, v)| ((*n).to_string(), (*v).to_string(), source.clone())).collect();
    let set = check(&trees, &sources, &Bindings { params, ..Bindings::default() }, &mut sink);
    Checked { set, mistakes: sink.finish(), sources }
}

pub fn checked(text: &str) -> Checked {
    checked_files(&[("a.fadu", text)], &[])
}

/// A text without any mistake.
#[track_caller]
pub fn good(text: &str) -> RuleSet {
    let checked = checked(text);
    assert!(checked.mistakes.is_empty(), "{:#?}\n{}", checked.shown(), checked.messages());
    checked.set
}

/// A text with exactly these messages (see [`Checked::shown`]).
#[track_caller]
pub fn bad(text: &str, wanted: &[&str]) -> Checked {
    let checked = checked(text);
    assert_eq!(checked.shown(), wanted, "{}", checked.messages());
    for d in &checked.mistakes {
        for bi in [Some(&d.message), d.help.as_ref()].into_iter().flatten().chain(&d.notes) {
            assert!(!bi.zh.is_empty() && !bi.en.is_empty(), "{} speaks only one language", d.code);
        }
    }
    checked
}

/// Records that most tests use.
pub const RECORDS: &str = r#"
record Body "机构" key name, year {
  name "名称" : text
  year "年度" : year
  total "总额" : money in 万元
  part "部分" : money in 万元
  net "净额" : money in 万元 signed
  share "占比" : share in 0%..100%
  rise "提高" : points
  growth "增速" : growth signed
  cars "车辆" : quantity in 辆
  firms "企业数" : count
  level "级别" : one of "省级", "市级"
  county "县" : text
  active "在业" : flag
  founded "成立" : date
  association "协会" : text?
  bonus "奖励" : money in 万元 ?
  index "指数" : number
}
"#;

/// A rule over [`RECORDS`] that holds these lines.
pub fn rule(lines: &str) -> String {
    format!("{RECORDS}\nrule r \"规则\" {{ for b in Body\n{lines} }}")
}

/// The mistakes of such a rule.
#[track_caller]
pub fn bad_rule(lines: &str, wanted: &[&str]) -> Checked {
    bad(&rule(lines), wanted)
}

#[track_caller]
pub fn good_rule(lines: &str) -> fadu::hir::Rule {
    let set = good(&rule(lines));
    assert_eq!(set.rules.len(), 1);
    set.rules[0].clone()
}
