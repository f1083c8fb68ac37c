//! `fadu test --boundaries`: a table the author can read beside the clause and sign.

use super::words::say;
use crate::diag::Lang;
use crate::ruletest::{Boundaries, Twin, Twins, verdict_words};
use crate::text::{Sources, Span};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

pub fn page(boundaries: &Boundaries, sources: &Sources, lang: Lang) -> String {
    let mut rows = vec![header(lang)];
    rows.extend(boundaries.twins.iter().map(|t| row(t, sources, lang)));
    let widths: Vec<usize> = (0..rows[0].len()).map(|i| rows.iter().map(|r| r[i].width()).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width()))))
            .collect();
        let _ = writeln!(out, "{}", cells.join("  ").trim_end());
    }
    if !boundaries.without.is_empty() {
        let _ = writeln!(out, "\n{}", say(lang, "没有测试能推到限值上的：", "no test can be moved to these bounds:"));
        for (rule, bound) in &boundaries.without {
            let _ = writeln!(out, "  {rule}: {}", place(*bound, sources));
        }
    }
    let (done, all) = (boundaries.twins.len(), boundaries.twins.len() + boundaries.without.len());
    let _ = match lang {
        Lang::Zh => writeln!(out, "\n限值 {all} 处，列出 {done} 处"),
        Lang::En => writeln!(out, "\n{done} of {all} bounds"),
    };
    out
}

fn header(lang: Lang) -> Vec<String> {
    let words = [
        say(lang, "规则", "rule"),
        say(lang, "限值", "bound"),
        say(lang, "变动的数字", "figure moved"),
        say(lang, "低一步", "one step below"),
        say(lang, "恰在限值", "at the limit"),
        say(lang, "高一步", "one step above"),
    ];
    words.map(str::to_string).to_vec()
}

fn row(twins: &Twins, sources: &Sources, lang: Lang) -> Vec<String> {
    let show = |t: &Twin| format!("{} {}", t.value, verdict_words(t.verdict).get(lang));
    vec![
        twins.rule.clone(),
        sources.slice(twins.bound).split_whitespace().collect::<Vec<_>>().join(" "),
        format!("{}（{}）", twins.column, twins.subject),
        show(&twins.below),
        twins.at.as_ref().map_or_else(|| "—".to_string(), show),
        show(&twins.above),
    ]
}

fn place(span: Span, sources: &Sources) -> String {
    let source = sources.get(span.file);
    let (line, column) = source.line_col(span.start as usize);
    format!("{}:{line}:{column} `{}`", source.name, source.slice(span))
}
