//! Findings and mistakes as people and programs read them: one file per output format, all listed in [`FORMATS`].
//!
//! Nothing here decides anything and nothing is written anywhere: every format is a function from a [`Report`] to a text. Whatever comes
//! from data or rules passes through `clean` on its way out, so that no name can move a cursor or reorder a line.

mod audit;
#[cfg(feature = "xlsx-out")]
mod book;
mod changes;
mod ci;
mod csv;
mod diagnostics;
mod explain;
mod html;
mod identity;
mod input;
mod json;
mod ledger;
mod markdown;
mod notice;
mod office;
mod page;
mod places;
mod pretty;
mod prose;
mod short;
mod summary;

#[cfg(feature = "xlsx-out")]
pub use book::marked::{Copied, MarkedBook};
pub use changes::{ChangeReport, Compared};
pub use input::{Report, Run};
pub use json::document::exact_text;
pub(crate) use json::document::figure as figure_doc;
pub(crate) use json::document::write as json_text;
pub use json::envelope::{envelope, mistakes, place};
pub use json::files::kind_code as line_kind_key;
pub(crate) use json::model::FigureDoc;
pub use json::model::{CiteDoc, DiagnosticDoc, LabelDoc, Place};
pub use notice::{Notice, shipped as notice_template};
pub use office::{ClauseTerm, Office};
pub(crate) use page::clean::clean;
pub use page::clean::clean_lines;
pub(crate) use places::written as place_words;
pub use pretty::files::kind_word as line_kind;
pub use pretty::totals::of_others as others_words;
pub(crate) use prose::reasons::cause as cause_sentence;
pub use prose::shown::figure as figure_words;
pub(crate) use prose::units::difference_unit;
pub(crate) use prose::units::figure as figure_text;
pub use prose::values::{message as message_words, set_by as set_by_words, value as value_words, what as cause_words};
pub use prose::why::{idle as idle_words, reason as reason_words};
pub use prose::words::{bracketed, consequence_key, enumeration, titled, verdict as verdict_word};
pub use summary::{Summary, summary};

use crate::diag::{Diagnostic, Lang};
use crate::finding::{Derivation, FileReading};
use crate::hir::{Rule, RuleSet};
use crate::text::Sources;
use page::layout::{Look, Page};
use prose::{reasons, words};
use std::collections::BTreeMap;

/// An output format.
#[derive(Debug)]
pub struct Format {
    pub name: &'static str,
    /// Other names under which it may be asked for.
    pub aliases: &'static [&'static str],
    doc: (&'static str, &'static str),
    /// It has a place for everybody, those who meet what is asked too.
    pub everybody: bool,
    /// It tells what files held when they were read.
    pub digests: bool,
    /// How names of its files end.
    pub ending: &'static str,
    render: Render,
}

/// What makes the report.
#[derive(Debug)]
enum Render {
    Text(fn(&Report) -> String),
    /// A file for office programs.
    #[cfg_attr(not(feature = "xlsx-out"), expect(dead_code, reason = "workbooks are the only ones"))]
    Bytes(fn(&Report) -> Vec<u8>),
}

impl Format {
    /// Its files are no texts: they go to a file, never to a terminal.
    pub fn is_binary(&self) -> bool {
        matches!(self.render, Render::Bytes(_))
    }

    /// The report as what a file of it holds.
    pub fn bytes(&self, report: &Report) -> Vec<u8> {
        match self.render {
            Render::Text(render) => render(report).into_bytes(),
            Render::Bytes(render) => render(report),
        }
    }

    /// The report as a text; empty for formats that are none.
    pub fn text(&self, report: &Report) -> String {
        match self.render {
            Render::Text(render) => render(report),
            Render::Bytes(_) => String::new(),
        }
    }

    /// What it is, in one line.
    pub fn doc(&self, lang: Lang) -> &'static str {
        words::say(lang, self.doc.0, self.doc.1)
    }
}

/// All output formats, the usual one first.
pub const FORMATS: &[Format] = &[
    Format {
        name: "pretty",
        aliases: &["text", "terminal"],
        doc: ("给人看的完整报告，带原文摘录和统计表", "the full report for people, with excerpts and tables"),
        everybody: false,
        digests: false,
        ending: "txt",
        render: Render::Text(pretty::render),
    },
    Format {
        name: "json",
        aliases: &[],
        doc: ("给程序用的 JSON（fadu-report/1），数字一律为文本", "JSON for programs (fadu-report/1); all figures are text"),
        everybody: false,
        digests: false,
        ending: "json",
        render: Render::Text(json::whole::render),
    },
    Format {
        name: "short",
        aliases: &["line"],
        doc: ("每条一行：路径:行:列: 级别[规则] 说明", "one line each: path:line:col: level[rule] message"),
        everybody: false,
        digests: false,
        ending: "txt",
        render: Render::Text(short::render),
    },
    Format {
        name: "csv",
        aliases: &["csv-results"],
        doc: (
            "列示的结果，对象 × 结果的表，办公软件可以直接打开",
            "the results that rules show, a row for each subject, for office programs",
        ),
        everybody: true,
        digests: false,
        ending: "csv",
        render: Render::Text(csv::results::render),
    },
    Format {
        name: "csv-findings",
        aliases: &[],
        doc: (
            "发现逐条一行的表：地区、条款、报送的数、要求、差距、怎么办、位置",
            "findings, a row each: region, clause, reported, required, gap, what now, place",
        ),
        everybody: false,
        digests: false,
        ending: "csv",
        render: Render::Text(csv::findings::render),
    },
    Format {
        name: "jsonl",
        aliases: &["ndjson"],
        doc: (
            "每行一个 JSON：一项发现、一个结果或一处错误（fadu-lines/1）",
            "a JSON object per line: a finding, a result or a mistake (fadu-lines/1)",
        ),
        everybody: false,
        digests: false,
        ending: "jsonl",
        render: Render::Text(json::lines::render),
    },
    Format {
        name: "markdown",
        aliases: &["md"],
        doc: ("Markdown 的完整报告，供维基、邮件和存档", "the whole report in Markdown, for wikis, mail and archives"),
        everybody: false,
        digests: true,
        ending: "md",
        render: Render::Text(markdown::render),
    },
    Format {
        name: "summary",
        aliases: &["step-summary"],
        doc: ("Markdown 摘要，供合并请求和步骤摘要", "a summary in Markdown, for pull requests and step summaries"),
        everybody: false,
        digests: false,
        ending: "md",
        render: Render::Text(ci::summary::render),
    },
    Format {
        name: "html",
        aliases: &["page"],
        doc: (
            "一个网页：谁不符合、差多少、怎么办，地区 × 规则，各地区逐项；可以打印，不用联网",
            "one page to hand on: who fails, by how much, what now, regions by rules, every region; prints, needs no network",
        ),
        everybody: true,
        digests: true,
        ending: "html",
        render: Render::Text(html::render),
    },
    #[cfg(feature = "xlsx-out")]
    Format {
        name: "xlsx",
        aliases: &["workbook"],
        doc: (
            "工作簿：总览、整改台账（带筛选）、指标、读取的文件；要用 -o 写入文件",
            "a workbook: overview, ledger with filters, indicators, files read; written to a file by -o",
        ),
        everybody: true,
        digests: true,
        ending: "xlsx",
        render: Render::Bytes(book::render),
    },
    Format {
        name: "sarif",
        aliases: &[],
        doc: ("SARIF 2.1.0，供 GitHub 代码扫描等平台读取", "SARIF 2.1.0, for code scanning"),
        everybody: false,
        digests: false,
        ending: "sarif",
        render: Render::Text(ci::sarif::render),
    },
    Format {
        name: "junit",
        aliases: &[],
        doc: (
            "JUnit XML，每条规则的每个对象一例，符合的也在内",
            "JUnit XML: a case for each rule and subject, those that pass as well",
        ),
        everybody: true,
        digests: false,
        ending: "xml",
        render: Render::Text(ci::junit::render),
    },
    Format {
        name: "github",
        aliases: &[],
        doc: ("GitHub 工作流的标注命令，每级至多十条，其余计数", "GitHub workflow commands: ten of a level, the rest is counted"),
        everybody: false,
        digests: false,
        ending: "txt",
        render: Render::Text(ci::github::render),
    },
    Format {
        name: "gitlab",
        aliases: &["codequality"],
        doc: ("GitLab 代码质量报告", "GitLab code quality report"),
        everybody: false,
        digests: false,
        ending: "json",
        render: Render::Text(ci::gitlab::render),
    },
    Format {
        name: "checkstyle",
        aliases: &[],
        doc: ("Checkstyle XML，供 Jenkins、reviewdog 读取", "Checkstyle XML, for Jenkins and reviewdog"),
        everybody: false,
        digests: false,
        ending: "xml",
        render: Render::Text(ci::checkstyle::render),
    },
];

/// The format of this name or alias.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name || f.aliases.contains(&name))
}

/// A finding in one line: who, the figures with their margin, why it is open.
pub fn one_line(finding: &crate::finding::Finding, lang: Lang) -> String {
    reasons::message(finding, "", &Default::default(), lang)
}

/// What changed between two states, in one of the formats of changes: `pretty`, `json`, `markdown`.
pub fn render_changes(report: &ChangeReport, format: &str) -> String {
    match format {
        "json" => changes::json::render(report),
        "summary" => changes::summary::render(report),
        _ => changes::text::render(report),
    }
}

/// Findings and mistakes as a report for programs writes them.
pub fn values(report: &Report) -> (Vec<serde_json::Value>, Vec<serde_json::Value>) {
    json::whole::values(report)
}

/// Mistakes with their fingerprints, each told from every other.
pub fn fingerprints<'d>(list: &'d [Diagnostic], sources: &Sources, files: &[FileReading]) -> Vec<(String, &'d Diagnostic)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let one = |d: &'d Diagnostic| {
        let print = identity::of_mistake(d, sources, files);
        let n = seen.entry(print.clone()).or_default();
        *n += 1;
        (if *n > 1 { format!("{print}-{n}") } else { print }, d)
    };
    list.iter().map(one).collect()
}

/// The submitted workbooks with something to be marked in them, and how many there are besides.
#[cfg(feature = "xlsx-out")]
pub fn marked_books(report: &Report) -> (Vec<MarkedBook>, usize) {
    book::marked::books(report)
}

/// One line of text, safe to show and to keep.
pub fn clean_line(text: &str) -> String {
    page::clean::clean(text).into_owned()
}

/// What a policy's own figures say of each other.
pub fn render_audit(report: &Report) -> String {
    audit::render(report)
}

/// How verdicts came about, as trees; `report.findings` holds what was found on their subjects.
pub fn render_derivations(report: &Report, list: &[Derivation]) -> String {
    explain::derivation::render(report, list)
}

/// A rule by itself: its clauses, what it says in plain words of both languages, its parameters. `words` is its text with Chinese and
/// with English keywords.
pub fn render_rule(report: &Report, set: &RuleSet, rule: &Rule, words: &(String, String)) -> String {
    explain::rule::render(report, set, rule, words)
}

/// What a rule says, line by line, in plain words.
pub fn rule_lines(set: &RuleSet, rule: &Rule, sources: &Sources, lang: Lang) -> Vec<String> {
    explain::rule::lines(set, rule, sources, lang)
}

/// The clauses a rule rests on: document, number, title.
pub fn rule_cites(set: &RuleSet, rule: &Rule, lang: Lang) -> Vec<String> {
    rule.cites.iter().map(|cite| explain::rule::clause(set, cite, lang)).collect()
}

/// A rule with the derivations of some subjects, for programs: `fadu-explain/1`.
pub fn derivations_json(
    report: &Report,
    list: &[Derivation],
    (set, rule): (&RuleSet, &Rule),
    words: &(String, String),
) -> String {
    explain::json::render(report, list, (set, rule), words)
}

/// One line of text, clean, wrapped to a width: it begins at `indent`, and goes on at `hang`.
pub(crate) fn paragraph((indent, hang): (usize, usize), text: &str, width: usize) -> String {
    let mut page = Page::new(Look { color: false, ascii: false, width });
    page.wrapped(indent, hang, &page::layout::Text::plain(text));
    page.finish()
}

/// Mistakes alone, with excerpts: for commands that never come to judging.
pub fn render_diagnostics(list: &[Diagnostic], sources: &Sources, lang: Lang, color: bool, width: usize) -> String {
    let mut page = Page::new(Look { color, ascii: false, width });
    diagnostics::all(&mut page, &list.iter().collect::<Vec<_>>(), sources, lang);
    page.finish()
}
