//! What differs from a receipt, for people.

use super::compared::Compared;
use crate::cli::Context;
use crate::cli::exit::Exit;
use crate::cli::words::say;
use crate::diag::Lang;
use crate::finding::{ORDER, verdict_key};
use crate::receipt::{
    Change, FileChange, FileDifference, MistakeDifference, Parameter, ParameterDifference, RuleDifference, RuleTally,
    VerdictDifference,
};
use crate::report::{clean, render_diagnostics, verdict_word};

/// Items of one kind listed; `--format json` has all of them.
const LISTED: usize = 100;
/// Digits of a digest that are shown where the whole would only fill the line.
const DIGITS: usize = 12;

/// Lines under headings.
struct Page {
    out: Vec<String>,
    lang: Lang,
}

impl Page {
    fn section(&mut self, zh: &str, en: &str, items: Vec<String>) {
        if items.is_empty() {
            return;
        }
        self.out.push(String::new());
        self.out.push(self.lang.pick(zh, en).to_string());
        let more = items.len().saturating_sub(LISTED);
        self.out.extend(items.into_iter().take(LISTED).map(|i| format!("  {}", clean(&i))));
        if more > 0 {
            self.out.push(self.lang.pick(format!("  另有 {more} 项：--format json"), format!("  {more} more: --format json")));
        }
    }
}

pub(super) fn render(compared: &Compared, context: &Context<'_>) -> String {
    let lang = context.lang;
    let mut page = Page { out: vec![conclusion(compared, lang)], lang };
    let (d, algorithm) = (&compared.differences, compared.was.algorithm.as_str());
    page.section("文件", "Files", d.files.iter().map(|f| file(f, algorithm, lang)).collect());
    if compared.stopped {
        // All else would only say that nothing was judged.
        let told = render_diagnostics(&compared.diagnostics, &compared.sources, lang, context.color, context.width);
        page.out.push(format!("\n{}", told.trim_end()));
    } else {
        came_of_it(&mut page, compared);
    }
    page.section("本版本不认识、没有核对的内容", "Not known to this version and not compared", compared.unknown.clone());
    page.out.join("\n") + "\n"
}

fn came_of_it(page: &mut Page, compared: &Compared) {
    let (d, algorithm, lang) = (&compared.differences, compared.was.algorithm.as_str(), page.lang);
    let parameter_line = |p: &ParameterDifference| {
        format!("{}  {} → {}", p.name, parameter(p.was.as_ref(), lang), parameter(p.now.as_ref(), lang))
    };
    page.section("参数", "Parameters", d.parameters.iter().map(parameter_line).collect());
    page.section("结论", "Verdicts", d.verdicts.iter().map(|v| verdict(v, lang)).collect());
    let rule_line = |r: &RuleDifference| format!("{}  {} → {}", r.rule, tally(r.was.as_ref(), lang), tally(r.now.as_ref(), lang));
    page.section("各规则的计数", "Counts per rule", d.rules.iter().map(rule_line).collect());
    let mistake_line = |m: &MistakeDifference| format!("{}[{}]  {} → {}", m.path.as_deref().unwrap_or("-"), m.code, m.was, m.now);
    page.section("错误和警告", "Errors and warnings", d.mistakes.iter().map(mistake_line).collect());
    let short = |digest: &Option<String>| digest.as_deref().map(|d| shown(algorithm, d));
    let report = d.report.as_ref().map(|c| Change { was: short(&c.was), now: short(&c.now) });
    let rest = [
        (&d.version, "程序版本", "version of the program"),
        (&d.as_of, "核查日期", "as-of date"),
        (&d.unlisted, "未列出的项数", "findings not listed"),
        (&d.exit, "退出码", "exit code"),
        (&report, "报告的摘要", "digest of the report"),
    ];
    let told = rest.into_iter().filter_map(|(c, zh, en)| Some(format!("{}  {}", lang.pick(zh, en), change(c.as_ref()?, lang))));
    page.section("其他", "The rest", told.collect());
}

fn conclusion(compared: &Compared, lang: Lang) -> String {
    let (was, d) = (&compared.was, &compared.differences);
    let n = (was.counts.files, was.counts.rows, was.verdicts.len());
    match compared.exit() {
        Exit::Clean => lang.pick(
            format!("与凭证相同：{} 个文件，{} 行，{} 项非“符合”的结论，报告一字不差", n.0, n.1, n.2),
            format!("The same: files {}, rows {}, verdicts that are not `met` {}, and the report to the byte", n.0, n.1, n.2),
        ),
        Exit::Impossible if compared.stopped => {
            say(lang, "核对不了：已经无法再核查一次", "It cannot be told: nothing could be judged again").to_string()
        }
        Exit::Impossible => say(
            lang,
            "核对不了：凭证里有更新的版本写下的内容；认识的部分都相同",
            "It cannot be told: a later version wrote part of the receipt; all that is known is the same",
        )
        .to_string(),
        Exit::Blocking if d.only_program() => say(
            lang,
            "与凭证不同：只是程序版本不同；所核查的文件和结论都相同",
            "Different, by the version of the program alone: the files and the verdicts are the same",
        )
        .to_string(),
        Exit::Blocking => {
            let (files, verdicts) = (d.files.len(), d.verdicts.len());
            lang.pick(
                format!("与凭证不同：文件 {files} 处，结论 {verdicts} 处"),
                format!("Different: {files} in files, {verdicts} in verdicts"),
            )
        }
    }
}

fn shown(algorithm: &str, digest: &str) -> String {
    let short: String = digest.chars().take(DIGITS).collect();
    format!("{algorithm}:{short}…")
}

fn change(c: &Change, lang: Lang) -> String {
    let part = |p: &Option<String>| p.clone().unwrap_or_else(|| say(lang, "无", "none").to_string());
    format!("{} → {}", part(&c.was), part(&c.now))
}

fn file(f: &FileDifference, algorithm: &str, lang: Lang) -> String {
    let word = match f.change {
        FileChange::Changed => say(lang, "内容改动", "changed"),
        FileChange::Missing => say(lang, "没有了", "missing"),
        FileChange::Added => say(lang, "新增", "added"),
        FileChange::Renamed => say(lang, "改名", "renamed"),
        FileChange::Unreadable => say(lang, "读不出了", "unreadable"),
        FileChange::Readable => say(lang, "当时读不出，现在可读", "could not be read then, and now can"),
        FileChange::OtherUse => say(lang, "用途不同", "used otherwise"),
        FileChange::ReadOtherwise => say(lang, "内容相同，读出的行数不同", "the same bytes, other rows"),
    };
    let digest = |d: &Option<String>| d.as_deref().map(|d| shown(algorithm, d));
    let mut line = format!("{word}  {}", f.path);
    match (f.change, &f.to) {
        (FileChange::Renamed | FileChange::OtherUse, Some(to)) => line += &format!(" → {to}"),
        (FileChange::Changed, _) => {
            line += &format!("  {}", change(&Change { was: digest(&f.was), now: digest(&f.now) }, lang));
        }
        _ => {}
    }
    line
}

fn parameter(p: Option<&Parameter>, lang: Lang) -> String {
    let Some(p) = p else { return say(lang, "无", "none").to_string() };
    let value = if p.values.is_empty() { say(lang, "待定", "open").to_string() } else { p.values.join(say(lang, "，", ", ")) };
    match &p.set_by {
        Some(by) => lang.pick(format!("{value}（{}）", by.zh), format!("{value} ({})", by.en)),
        None => value,
    }
}

fn verdict(v: &VerdictDifference, lang: Lang) -> String {
    let word = |key: &Option<String>, margin: &Option<String>| {
        let known = key.as_deref().and_then(|key| ORDER.into_iter().find(|v| verdict_key(*v) == key));
        let word = match (known, key) {
            (Some(known), _) => verdict_word(known, lang).to_string(),
            (None, Some(key)) => key.clone(),
            (None, None) => say(lang, "符合或没有核查", "met or not judged").to_string(),
        };
        margin.as_ref().map_or(word.clone(), |m| lang.pick(format!("{word}（差额 {m}）"), format!("{word} (margin {m})")))
    };
    let standing = |s: &Option<String>| match s.as_deref() {
        None => String::new(),
        Some("waived") => say(lang, "，已特许", ", waived").to_string(),
        Some("explained") => say(lang, "，已说明", ", explained").to_string(),
        Some(other) => format!(", {other}"),
    };
    let was = word(&v.was, &v.margin_was) + &standing(&v.standing_was);
    let now = word(&v.now, &v.margin_now) + &standing(&v.standing_now);
    let period = v.period.as_ref().filter(|p| !v.subject.contains(p.as_str())).map_or(String::new(), |p| format!(" {p}"));
    format!("{} · {}  {}{period}  {was} → {now}", v.rule, v.line, v.subject)
}

fn tally(t: Option<&RuleTally>, lang: Lang) -> String {
    let Some(t) = t else { return say(lang, "没有这条规则", "no such rule").to_string() };
    let counts = [t.violated, t.undetermined, t.met, t.exempt, t.not_applicable];
    let words = ORDER.into_iter().zip(counts).filter(|(_, n)| *n > 0).map(|(v, n)| format!("{} {n}", verdict_word(v, lang)));
    let words: Vec<String> = words.collect();
    if words.is_empty() { say(lang, "没有检查对象", "no subject").to_string() } else { words.join(say(lang, "，", ", ")) }
}
