//! What is handed on: a report for one region, or a file for each.

#[cfg(feature = "xlsx-out")]
pub mod marked;
mod names;
pub mod notice;

use super::diagnostics;
use super::exit::Exit;
use super::options::choice;
use super::words::say;
use super::{Context, complain, print};
use crate::diag::{Diagnostic, Lang, nearest};
use crate::finding::Findings;
use crate::load::diagnostics::files;
use crate::report::{self, Report};
use crate::text::{FileId, Sources, Span};
use crate::world::show_path;
use clap::{Arg, ArgMatches};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// `--region`, `--by` and `--output-dir`.
pub fn args(lang: Lang) -> [Arg; 3] {
    [
        Arg::new("region").long("region").value_name("CODE").help(say(
            lang,
            "只报一个地区（代码或名称）的；是哪个地区的，看所报的内容，不看由谁报送",
            "one region alone, by code or name: what is about it, whoever sent it",
        )),
        choice("by", &["region"], lang, "分成几个文件，每个地区一个，写入 --output-dir", "a file for each, into --output-dir")
            .requires("output-dir"),
        Arg::new("output-dir").long("output-dir").value_name("DIR").requires("by").conflicts_with("output").help(say(
            lang,
            "分地区的文件写入的文件夹，没有则新建；不覆盖本次读取的文件",
            "the folder for the files of regions, made if it is not there; nothing this run has read is written over",
        )),
    ]
}

/// Whether the run is told apart by regions: then everybody's rows must be known, to know whose files they stand in.
pub fn is_told_apart(matches: &ArgMatches) -> bool {
    ["region", "by"].iter().any(|name| matches.try_get_one::<String>(name).ok().flatten().is_some())
}

/// The region asked for: nothing where none is, a mistake where there is no such region.
pub fn asked<'f>(matches: &ArgMatches, findings: &'f Findings) -> Result<Option<&'f str>, Box<Diagnostic>> {
    let Some(text) = matches.try_get_one::<String>("region").ok().flatten() else { return Ok(None) };
    if let Some(region) = findings.region_named(text) {
        return Ok(Some(region));
    }
    let known: Vec<String> =
        findings.all_regions().into_iter().filter(|r| !r.is_empty()).map(|code| called(code, findings)).collect();
    let near = nearest(text, known.iter().map(String::as_str)).map(str::to_string);
    Err(Box::new(diagnostics::no_such_region(text, &known, near.as_deref())))
}

/// `安平县 131125`, or what it is known by alone.
fn called(code: &str, findings: &Findings) -> String {
    findings.regions.get(code).filter(|name| *name != code).map_or_else(|| code.to_string(), |name| format!("{name} {code}"))
}

/// What one region is told: its own findings, and the mistakes in its own files.
pub struct Part {
    pub findings: Findings,
    pub diagnostics: Vec<Diagnostic>,
    pub run: report::Run,
    /// Of files with rows of others too nothing stands in them but its own.
    sources: Sources,
    pub shared: BTreeSet<FileId>,
}

impl Part {
    pub fn of(report: &Report<'_>, region: &str, with_met: bool) -> Self {
        let mut findings = report.findings.of_region(region);
        let own: BTreeSet<_> = findings.files.iter().map(|f| f.file).collect();
        if !with_met {
            findings.list.retain(|f| f.verdict != crate::finding::Verdict::Met);
        }
        let places = report.findings.places_of(region);
        let is_own = |d: &&Diagnostic| d.primary().is_some_and(|span| places.may_know(span));
        let mut diagnostics: Vec<Diagnostic> = report.diagnostics.iter().filter(is_own).cloned().collect();
        let of_policy: BTreeSet<_> = report.findings.files.iter().filter(|f| f.of_policy).map(|f| f.file).collect();
        let handed_in: BTreeSet<_> = report.findings.files.iter().map(|f| f.file).filter(|f| !of_policy.contains(f)).collect();
        // It may stand beside what another sent.
        let told = |span: Span| !handed_in.contains(&span.file) || places.may_know(span);
        diagnostics.iter_mut().for_each(|d| d.labels.retain(|label| told(label.span)));
        let paths: BTreeSet<&str> = own.iter().map(|f| report.sources.get(*f).name.as_str()).collect();
        let mut run = report.run.clone();
        run.region = Some(match region {
            "" => say(report.lang, "未注明地区", "no region").to_string(),
            code => called(code, report.findings),
        });
        let of_others = |f: &&crate::finding::FileReading| !f.of_policy && !own.contains(&f.file);
        run.others = report.findings.files.iter().filter(of_others).map(|f| f.file).collect();
        run.digests.retain(|path, _| paths.contains(path.as_str()));
        let mut sources = report.sources.clone();
        places.shared.iter().for_each(|file| sources.blank_out(*file, places.rows.iter().copied()));
        Self { findings, diagnostics, run, sources, shared: places.shared }
    }

    /// The report on it, in the look of the whole.
    pub fn report<'p>(&'p self, whole: &Report<'p>) -> Report<'p> {
        Report { findings: &self.findings, diagnostics: &self.diagnostics, run: &self.run, sources: &self.sources, ..*whole }
    }
}

/// Writes a file for each region, all of them or, where one would hit what was read, none.
pub fn write_each(
    context: &Context<'_>,
    matches: &ArgMatches,
    whole: &Report<'_>,
    format: &report::Format,
    with_met: bool,
) -> bool {
    let Some(folder) = matches.get_one::<String>("output-dir").map(Path::new) else { return false };
    let wanted = match asked(matches, whole.findings) {
        Ok(wanted) => wanted,
        Err(problem) => return refuse(context, &problem),
    };
    let mut regions = whole.findings.all_regions();
    if let Some(one) = wanted {
        regions.retain(|r| *r == one);
    }
    let names = names::of(&regions, whole.findings, say(context.lang, "未注明地区", "no-region"));
    let paths: Vec<PathBuf> = names.iter().map(|name| folder.join(format!("{name}.{}", format.ending))).collect();
    let files: Vec<(PathBuf, Vec<u8>)> = regions
        .iter()
        .zip(paths)
        .map(|(region, path)| {
            let part = Part::of(whole, region, with_met);
            (path, format.bytes(&part.report(whole)))
        })
        .collect();
    put(context, folder, &files)
}

/// Writes files into a folder and says which.
pub fn put(context: &Context<'_>, folder: &Path, list: &[(PathBuf, Vec<u8>)]) -> bool {
    if let Some((path, _)) = list.iter().find(|(path, _)| context.world.has_read(path)) {
        return refuse(context, &files::output_over_input(&show_path(path)));
    }
    if let Err(error) = context.world.make_folder(folder) {
        return refuse(context, &files::unwritable(&error));
    }
    for (path, bytes) in list {
        if let Err(error) = context.world.write_atomic(path, bytes) {
            return refuse(context, &files::unwritable(&error));
        }
    }
    let mut text = match context.lang {
        Lang::Zh => format!("写入 {} 个文件：\n", list.len()),
        Lang::En => format!("{} files written:\n", list.len()),
    };
    list.iter().for_each(|(path, _)| text += &format!("  {}\n", show_path(path)));
    context.quiet || print(context, &text) == Exit::Clean
}

pub fn refuse(context: &Context<'_>, problem: &Diagnostic) -> bool {
    let text = report::render_diagnostics(
        std::slice::from_ref(problem),
        &Sources::default(),
        context.lang,
        context.color,
        context.width,
    );
    complain(context.color, &text);
    false
}
