//! Verdicts by the decisions of the language: every expectation is worked out from the text of a decision, not from output.

mod bases;
mod blanks;
mod bounds;
mod calendar;
mod cases;
mod chosen;
mod classes;
mod counted;
mod days;
mod deadlines;
mod definitions;
mod different;
mod due;
mod exceptions;
mod filled;
mod filtered;
mod findings;
mod fits;
mod gates;
mod granted;
mod known;
mod lists;
mod literals;
mod measured;
mod middle;
mod modules;
mod none;
mod numbers;
mod ordered;
mod params;
mod partial;
mod places;
mod possible;
mod quantiles;
mod ranges;
mod rates;
mod ratios;
mod remainders;
mod rosters;
mod scale;
mod sending;
mod sets;
mod shown;
mod sound;
mod steps;
mod texts;
mod time;
mod told;
mod towers;
mod tried;
mod twice;
mod united;
mod units;
mod unsure;
mod weeks;

use fadu::ast::Verdict;
use fadu::data::Dataset;
use fadu::diag::{Lang, Severity, Sink};
use fadu::finding::{Finding, Findings};
use fadu::hir::{RuleSet, TableSource};
use fadu::internals::check::check;
use fadu::internals::eval::{evaluate, prepare};
use fadu::internals::plan::{Plan, lower};
use fadu::pipeline::Bindings;
use fadu::pipeline::Options;
use fadu::pipeline::{Input, Line, PolicyRows, PolicyTable, load_lightly};
use fadu::text::{Source, Sources};

pub const MET: Verdict = Verdict::Met;
pub const VIOLATED: Verdict = Verdict::Violated;
pub const OPEN: Verdict = Verdict::Undetermined;
pub const EXEMPT: Verdict = Verdict::Exempt;
pub const NOT: Verdict = Verdict::NotApplicable;

/// Rules compiled, data loaded.
pub struct World {
    pub set: RuleSet,
    pub plan: Plan,
    pub data: Dataset,
    pub sources: Sources,
}

/// The author's message as a Chinese report has it.
fn message(finding: &Finding) -> Option<String> {
    finding.message.as_ref().map(|m| fadu::report::message_words(m, Lang::Zh))
}

impl World {
    /// Files are (path, text); a path may be `131124@2007/x.toml`: region and period of the envelope before the slash.
    pub fn new(rules: &str, files: &[(&str, &str)]) -> Self {
        Self::with_params(rules, &[], files)
    }

    pub fn with_params(rules: &str, params: &[(&str, &str)], files: &[(&str, &str)]) -> Self {
        Self::compiled(rules, params, files).unwrap_or_else(|errors| panic!("{errors:#?}\n{rules}"))
    }

    fn compiled(rules: &str, params: &[(&str, &str)], files: &[(&str, &str)]) -> Result<Self, Vec<String>> {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let file = sources.add(Source::new("rules.fadu", rules));
        let tree = fadu::parse::parse(file, rules, &mut sink);
        let source = fadu::diag::Bilingual::new("测试", "test");
        let params = params.iter().map(|(n, v)| ((*n).to_string(), (*v).to_string(), source.clone())).collect();
        let set = check(&[tree], &sources, &Bindings { params, ..Bindings::default() }, &mut sink);
        let errors: Vec<String> = sink
            .list()
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .map(|d| format!("{} {}", d.code, d.message.en))
            .collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        let tables = set.tables.iter().map(|t| match &t.rows {
            TableSource::Inline(rows) => PolicyTable { rel: t.rel, rows: PolicyRows::Inline(rows.clone()) },
            TableSource::File { path, .. } => panic!("{path}"),
        });
        let tables: Vec<PolicyTable> = tables.collect();
        let inputs: Vec<Input> = files.iter().map(|(path, text)| input(path, text)).collect();
        let lightly = (sources.clone(), inputs.clone(), tables.clone());
        // What the loader has to say of unusable input is part of several cases, so it is not an error here.
        let mut data = fadu::internals::load::load(&set.schema, &set.units, inputs, tables, &mut sources, &mut Sink::default());
        let plan = lower(&set);
        prepare(&set, &plan, &mut data);
        let world = Self { set, plan, data, sources };
        world.is_judged_alike_without_its_rows(lightly);
        Ok(world)
    }

    /// Every case is judged a second time without keeping rows that need not be kept, where that can be: the same is found of the same subjects.
    fn is_judged_alike_without_its_rows(&self, (mut sources, inputs, tables): (Sources, Vec<Input>, Vec<PolicyTable>)) {
        let mut sink = Sink::default();
        let light = load_lightly(&self.set, (&inputs, &tables), Line::Stream, &mut sources, &mut sink);
        let Some((mut data, summarized)) = light else { return };
        prepare(&self.set, &self.plan, &mut data);
        let options = Options { summarized: Some(&summarized), ..Options::default() };
        let found = evaluate(&self.plan, &self.set, &data, &sources, &options);
        if summarized.wanted_rows() {
            return;
        }
        let told = |found: &Findings| {
            let one = |f: &Finding| (f.rule, f.line, f.subject.title(), f.verdict, f.fingerprint.to_string());
            (found.list.iter().map(one).collect::<Vec<_>>(), format!("{:?}", found.tally))
        };
        assert_eq!(told(&found), told(&self.tally()));
    }

    pub fn judge(&self) -> Findings {
        evaluate(&self.plan, &self.set, &self.data, &self.sources, &Options { show_met: true, ..Options::default() })
    }

    /// Without listing what is met.
    pub fn tally(&self) -> Findings {
        evaluate(&self.plan, &self.set, &self.data, &self.sources, &Options::default())
    }

    /// The findings of a rule on the subjects whose title holds `subject`, in order.
    pub fn of(&self, rule: &str, subject: &str) -> Vec<Finding> {
        let findings = self.judge();
        let named = |f: &&Finding| findings.rules[f.rule].id == rule && f.subject.title().contains(subject);
        findings.list.iter().filter(named).cloned().collect()
    }

    /// The only finding of a rule on a subject.
    pub fn one(&self, rule: &str, subject: &str) -> Finding {
        let mut list = self.of(rule, subject);
        assert_eq!(list.len(), 1, "{rule} on `{subject}`: {list:#?}");
        list.remove(0)
    }

    pub fn verdict(&self, rule: &str, subject: &str) -> Verdict {
        self.one(rule, subject).verdict
    }
}

fn input(path: &str, text: &str) -> Input {
    let (envelope, name) = path.split_once('/').unwrap_or(("", path));
    let (region, period) = envelope.split_once('@').unwrap_or((envelope, ""));
    let mut input = Input::new(name, text);
    input.region = (!region.is_empty()).then(|| region.to_string());
    input.period = fadu::ty::read_any_period(period);
    input
}

/// Judges one rule text with one body per expectation: `rule` is put where `§` stands in `frame`.
#[track_caller]
pub fn each(frame: &str, files: &[(&str, &str)], cases: &[(&str, &str, Verdict)]) {
    let mut wrong = Vec::new();
    for (body, subject, verdict) in cases {
        let world = match World::compiled(&frame.replace('§', &format!("rule t {{ {body} }}")), &[], files) {
            Ok(world) => world,
            Err(errors) => {
                wrong.push(format!("{body}\n   {errors:?}"));
                continue;
            }
        };
        let found = world.of("t", subject);
        let seen: Vec<Verdict> = found.iter().map(|f| f.verdict).collect();
        if seen != [*verdict] {
            wrong.push(format!("{body}\n   on `{subject}`: {seen:?}, by the decisions {verdict:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
