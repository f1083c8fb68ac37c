//! How a comparison is told, and what it exits with.

use super::states::State;
use super::terms::{OWN_FORMATS, compared};
use crate::cli::exit::{Exit, is_impossible};
use crate::cli::{Context, check, print_report, root};
use crate::diag::{Bilingual, Diagnostic};
use crate::finding::{Change, Findings};
use crate::load::diagnostics::files::content_to_fetch;
use crate::report::{self, ChangeReport, Compared, Report};
use crate::text::Sources;
use crate::world::WorldErrorKind;
use clap::ArgMatches;
use std::collections::BTreeSet;

/// A comparison that is over.
pub(super) struct Ending {
    pub(super) command: &'static str,
    pub(super) compared: Compared,
    pub(super) head: State,
    pub(super) changes: Vec<Change>,
    pub(super) notes: Vec<Bilingual>,
    /// Rules that may meet no subject.
    pub(super) may_idle: Vec<usize>,
    pub(super) stopped: bool,
}

impl Ending {
    pub(super) fn of(command: &'static str, compared: Compared, head: State, notes: Vec<Bilingual>) -> Self {
        Self { command, compared, head, changes: Vec::new(), notes, may_idle: Vec::new(), stopped: false }
    }

    pub(super) fn stopped(self) -> Self {
        Self { stopped: true, ..self }
    }
}

/// Tells why there is nothing to compare.
pub(super) fn stopped(context: &Context<'_>, matches: &ArgMatches, command: &'static str, problem: Diagnostic) -> Exit {
    let mut sink = crate::diag::Sink::default();
    sink.push(problem);
    let head = State::none(context, matches, Sources::default(), sink);
    told(context, matches, &Ending::of(command, compared("nothing", "-"), head, Vec::new()).stopped())
}

/// Writes the report; gives the exit code.
pub(super) fn told(context: &Context<'_>, matches: &ArgMatches, ending: &Ending) -> Exit {
    let head = &ending.head;
    let idle = head.judged.findings.without_subject.iter().any(|(rule, _)| !ending.may_idle.contains(rule));
    let stopped = ending.stopped || idle || head.diagnostics.iter().any(is_impossible);
    let to_file = matches.get_one::<String>("output");
    // Mistakes in the data are among the changes; those that stop a check stand for themselves.
    let shown: Vec<Diagnostic> = head.diagnostics.iter().filter(|d| is_impossible(d)).cloned().collect();
    let mut notes = ending.notes.clone();
    if idle {
        notes.push(Bilingual::new(
            "有规则没有检查对象，等于没有检查（见 fadu check；确实如此的，用 --allow no-subject 放行）",
            "rules met no subject and checked nothing (see `fadu check`; pass --allow no-subject if it is so)",
        ));
    }
    let report = ChangeReport {
        compared: &ending.compared,
        changes: &ending.changes,
        notes: &notes,
        diagnostics: &shown,
        sources: &head.sources,
        lang: context.lang,
        color: context.color && to_file.is_none(),
        ascii: context.ascii,
        width: context.width,
        quiet: context.quiet,
        all: matches.get_flag("all"),
        command: ending.command,
        stopped,
    };
    let name = matches.get_one::<String>("format").map_or("pretty", String::as_str);
    let text = match OWN_FORMATS.contains(&name) {
        true => report::render_changes(&report, name),
        false => as_findings(context, ending, &shown, name),
    };
    let written = match to_file {
        None => print_report(context, &text) == Exit::Clean,
        Some(path) => check::write(context, path, text.as_bytes()),
    };
    let summarised = root::append_summary(context, matches, || report::render_changes(&report, "summary"));
    if stopped || !written || !summarised {
        return Exit::Impossible;
    }
    if ending.changes.iter().any(|c| c.blocks) { Exit::Blocking } else { Exit::Clean }
}

/// What blocks, as a check shows it: findings of the state of now that the change makes worse, and no others.
fn as_findings(context: &Context<'_>, ending: &Ending, shown: &[Diagnostic], format: &str) -> String {
    let head = &ending.head;
    let blocking: BTreeSet<&str> =
        ending.changes.iter().filter(|c| c.blocks).filter_map(|c| c.after.as_ref()).map(|s| s.fingerprint.as_str()).collect();
    let mut findings = Findings {
        rules: head.judged.findings.rules.clone(),
        regions: head.judged.findings.regions.clone(),
        files: head.judged.findings.files.clone(),
        ..Findings::default()
    };
    findings
        .list
        .extend(head.judged.findings.list.iter().filter(|f| blocking.contains(f.fingerprint.to_string().as_str())).cloned());
    let mut diagnostics = shown.to_vec();
    let mistakes: Vec<(String, &Diagnostic)> = report::fingerprints(&head.diagnostics, &head.sources, &findings.files);
    diagnostics.extend(mistakes.into_iter().filter(|(print, _)| blocking.contains(print.as_str())).map(|(_, d)| d.clone()));
    findings
        .without_subject
        .extend(head.judged.findings.without_subject.iter().filter(|(rule, _)| !ending.may_idle.contains(rule)).cloned());
    let mut report = Report::new(&findings, &diagnostics, &head.sources, context.lang);
    report.color = context.color;
    report.ascii = context.ascii;
    report.width = context.width;
    report.command = ending.command;
    report::format(format).map(|f| f.text(&report)).unwrap_or_default()
}

pub(super) fn no_project_before() -> Bilingual {
    Bilingual::new(
        "先前没有项目文件或规则：先前的数据按现在的规则核查",
        "there was no project file or no rules before: the data of before are judged by the rules of now",
    )
}

pub(super) fn rules_changed() -> Bilingual {
    Bilingual::new(
        "规则、政策的表或参数有改动：因此而变的另行注明",
        "rules, tables of the policy or parameters have changed: what they changed is marked",
    )
}

/// Waivers and explanations that came with what they are about.
pub(super) fn answered_by_itself(changes: &[Change], by_itself: &BTreeSet<String>) -> Option<Bilingual> {
    let blocking = changes.iter().filter(|c| c.blocks).filter_map(|c| c.after.as_ref());
    let count = blocking.filter(|s| by_itself.contains(&s.fingerprint)).count();
    (count > 0).then(|| {
        Bilingual::new(
            format!(
                "其中 {count} 项由这次改动自己的特许或说明放行，不算数：须先并入特许，再并入数据；由有权的人把关时可用 --waivers-from head"
            ),
            format!(
                "{count} of these would be let pass by waivers or explanations of this very change, which do not count: merge them first, \
                 or let who may decide pass --waivers-from head"
            ),
        )
    })
}

pub(super) fn answers_of_now(count: usize) -> Bilingual {
    Bilingual::new(
        format!("清单不记特许和说明：按现在的文件放行了 {count} 项"),
        format!("a list holds no waivers and explanations: those of now let {count} findings pass"),
    )
}

/// What the repository does not hold of the state of before (history that was not fetched, another repository, what Git LFS keeps elsewhere): a sum
/// without it would be open before, and what is newly open would look the same.
pub(super) fn not_held_before(diagnostics: &[Diagnostic]) -> Option<Box<Diagnostic>> {
    let advice = content_to_fetch(&WorldErrorKind::NotHeld);
    let lacking = diagnostics.iter().find(|d| d.help.is_some() && d.help == advice)?;
    let told = Diagnostic { labels: Vec::new(), call: None, ..lacking.clone() };
    Some(Box::new(told.note(
        "先前的状态因此不全，无法比对；取不回的，可把先前的状态另行检出，用 --base-dir 比对",
        "so the state of before is not whole and cannot be compared with; where it cannot be fetched, check that state out beside and pass --base-dir",
    )))
}

/// What could not be read before is no excuse, and makes more look new.
pub(super) fn faults_before(diagnostics: &[Diagnostic]) -> Option<Bilingual> {
    let first = diagnostics.iter().find(|d| is_impossible(d))?;
    let more = diagnostics.iter().filter(|d| is_impossible(d)).count();
    Some(Bilingual::new(
        format!("先前的状态有 {more} 处错误，没有核查完全，所以可能多报新增：{} {}", first.code, first.message.zh),
        format!(
            "the state of before has {more} mistakes and was not judged whole, so more may look new: {} {}",
            first.code, first.message.en
        ),
    ))
}
