//! Scorecards for people, and as `fadu-score/1` for programs.

use crate::cli::words::say;
use crate::diag::{Diagnostic, Lang};
use crate::num::{Rat, int, show_exact_or};
use crate::report::{CiteDoc, DiagnosticDoc, bracketed, clean, enumeration, envelope, exact_text, mistakes, paragraph, titled};
use crate::score::{Board, Bounds, Item, ItemScore, Standing};
use crate::text::Sources;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

type Names = BTreeMap<String, String>;

/// Digits shown of points and percentages.
const DIGITS: u32 = 2;

pub fn page(board: &Board, names: &Names, lang: Lang, width: usize) -> String {
    let mut out = String::new();
    let title = board.title.as_deref().unwrap_or(&board.name);
    let full = shown(&board.items.iter().fold(Rat::ZERO, |sum, i| sum + &i.weight));
    let head = format!("{title}{}  {} {full}", bracketed(&board.name, lang), say(lang, "满分", "full score"));
    out += &paragraph((0, 2), &head, width);
    for cite in &board.cites {
        let clause = [cite.number.as_deref(), cite.title.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        out += &paragraph((2, 4), &format!("{}{}{clause}", say(lang, "依据", "clause "), titled(&cite.policy, lang)), width);
    }
    for (at, item) in board.items.iter().enumerate() {
        let mode = if item.in_proportion { say(lang, "，按比例", ", in proportion") } else { "" };
        let lead = format!("[{}] {} {}{mode}  ", at + 1, say(lang, "权重", "weight"), shown(&item.weight));
        let title = if item.title.trim().is_empty() { &item.rule } else { &item.title };
        out += &paragraph((2, 2 + lead.width().min(width / 3)), &format!("{lead}{title}"), width);
    }
    out.push('\n');
    table(&mut out, board, names, lang, width);
    let lists = [
        (&board.without_region, say(lang, "对象没有地区，未计分：", "not scored, subjects without a region: ")),
        (&board.not_judged, say(lang, "没有核查，未计分：", "not scored, not judged: ")),
    ];
    for (rules, words) in lists.iter().filter(|(rules, _)| !rules.is_empty()) {
        out += &paragraph((2, 4), &format!("{words}{}", enumeration(rules, lang)), width);
    }
    if lists.iter().any(|(rules, _)| !rules.is_empty()) {
        out.push('\n');
    }
    if let Some(line) = in_parts(board, names, lang) {
        out += &paragraph((2, 4), &line, width);
        out.push('\n');
    }
    out
}

/// Regions of which more subjects may count.
fn in_parts(board: &Board, names: &Names, lang: Lang) -> Option<String> {
    let in_parts = board.standings.iter().filter(|s| s.scores.iter().flatten().any(|i| i.more_subjects));
    let parts: Vec<String> = in_parts.map(|s| named(s, names)).collect();
    let words = say(lang, "没有报全，可能还有对象，得分待定：", "sent only a part, more subjects may count, points open: ");
    (!parts.is_empty()).then(|| format!("{words}{}", enumeration(&parts, lang)))
}

fn named(s: &Standing, names: &Names) -> String {
    let name = names.get(&s.region).map_or_else(|| s.region.clone(), |n| format!("{n} {}", s.region));
    clean(&name).into_owned()
}

fn table(out: &mut String, board: &Board, names: &Names, lang: Lang, width: usize) {
    let head =
        [say(lang, "名次", "place"), say(lang, "地区", "region"), say(lang, "得分", "points"), say(lang, "应得", "of"), "%"];
    let mut rows: Vec<Vec<String>> = vec![head.iter().map(|h| (*h).to_string()).collect()];
    rows[0].extend((1..=board.items.len()).map(|i| format!("[{i}]")));
    for s in &board.standings {
        let share = s.share.as_ref().map(|b| span(&Bounds { low: &b.low * int(100), high: &b.high * int(100) }));
        let mut row =
            vec![place(s, lang), named(s, names), span(&s.points), span(&s.attainable), share.unwrap_or_else(|| "—".into())];
        row.extend(s.scores.iter().map(|i| i.as_ref().map_or_else(|| "—".to_string(), |i| span(&i.points))));
        rows.push(row);
    }
    let cell_width = |i: usize| rows.iter().map(|r| r[i].width()).max().unwrap_or(0);
    for band in bands(rows[0].len(), width, cell_width) {
        for row in &rows {
            let cells = band.iter().map(|&i| format!("{}{}", row[i], " ".repeat(cell_width(i).saturating_sub(row[i].width()))));
            let _ = writeln!(out, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
        }
        out.push('\n');
    }
}

/// Columns that stand in every band: place, region, points, what could be had, percent.
const TOTALS: usize = 5;
/// Of these, what later bands repeat: place and region.
const NAMES: usize = 2;

/// The columns in bands that keep to the width: later bands name the regions again.
fn bands(columns: usize, width: usize, cell_width: impl Fn(usize) -> usize) -> Vec<Vec<usize>> {
    let taken = |band: &[usize]| band.iter().map(|&i| cell_width(i) + 2).sum::<usize>();
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut band: Vec<usize> = (0..TOTALS.min(columns)).collect();
    let mut fixed = band.len();
    for i in TOTALS..columns {
        if taken(&band) + 2 + cell_width(i) > width && (band.len() > fixed || out.is_empty()) {
            out.push(std::mem::replace(&mut band, (0..NAMES).collect()));
            fixed = NAMES;
        }
        band.push(i);
    }
    out.push(band);
    out
}

fn place(s: &Standing, lang: Lang) -> String {
    let Some((best, worst)) = s.rank else { return "—".to_string() };
    let places = if best == worst { best.to_string() } else { format!("{best}—{worst}") };
    match (s.may_leave, lang) {
        (false, _) => places,
        (true, Lang::Zh) => format!("{places} 或无"),
        (true, Lang::En) => format!("{places} or none"),
    }
}

fn shown(value: &Rat) -> String {
    show_exact_or(value, DIGITS)
}

fn span(b: &Bounds) -> String {
    match b.as_exact() {
        Some(value) => shown(value),
        None => format!("{}—{}", shown(&b.low), shown(&b.high)),
    }
}

#[derive(Serialize)]
struct Body {
    scorecards: Vec<BoardDoc>,
    diagnostics: Vec<DiagnosticDoc>,
}

#[derive(Serialize)]
struct BoardDoc {
    scorecard: String,
    title: Option<String>,
    cites: Vec<CiteDoc>,
    items: Vec<ItemDoc>,
    standings: Vec<StandingDoc>,
    without_region: Vec<String>,
    not_judged: Vec<String>,
}

#[derive(Serialize)]
struct ItemDoc {
    rule: String,
    title: String,
    weight: String,
    in_proportion: bool,
}

#[derive(Serialize)]
struct StandingDoc {
    region: String,
    region_name: Option<String>,
    rank: Option<RankDoc>,
    points: BoundsDoc,
    attainable: BoundsDoc,
    share: Option<BoundsDoc>,
    scores: Vec<Option<ScoreDoc>>,
}

#[derive(Serialize)]
struct RankDoc {
    best: usize,
    worst: usize,
    /// It may turn out to have no place.
    may_leave: bool,
}

#[derive(Serialize)]
struct ScoreDoc {
    part: BoundsDoc,
    points: BoundsDoc,
    may_leave: bool,
    subjects: usize,
    more_subjects: bool,
}

#[derive(Serialize)]
struct BoundsDoc {
    exact: Option<String>,
    low: String,
    high: String,
}

pub fn json(boards: &[Board], names: &Names, diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let body =
        Body { scorecards: boards.iter().map(|b| board(b, names)).collect(), diagnostics: mistakes(diagnostics, sources, lang) };
    envelope("score", "fadu-score/1", lang, &body)
}

fn board(b: &Board, names: &Names) -> BoardDoc {
    let item = |i: &Item| ItemDoc {
        rule: i.rule.clone(),
        title: i.title.clone(),
        weight: exact_text(&i.weight),
        in_proportion: i.in_proportion,
    };
    BoardDoc {
        scorecard: b.name.clone(),
        title: b.title.clone(),
        cites: b.cites.iter().map(CiteDoc::from).collect(),
        items: b.items.iter().map(item).collect(),
        standings: b.standings.iter().map(|s| standing(s, names)).collect(),
        without_region: b.without_region.clone(),
        not_judged: b.not_judged.clone(),
    }
}

fn standing(s: &Standing, names: &Names) -> StandingDoc {
    let score = |i: &ItemScore| ScoreDoc {
        part: bounds(&i.part),
        points: bounds(&i.points),
        may_leave: i.may_leave,
        subjects: i.subjects,
        more_subjects: i.more_subjects,
    };
    StandingDoc {
        region: s.region.clone(),
        region_name: names.get(&s.region).cloned(),
        rank: s.rank.map(|(best, worst)| RankDoc { best, worst, may_leave: s.may_leave }),
        points: bounds(&s.points),
        attainable: bounds(&s.attainable),
        share: s.share.as_ref().map(bounds),
        scores: s.scores.iter().map(|i| i.as_ref().map(score)).collect(),
    }
}

fn bounds(b: &Bounds) -> BoundsDoc {
    BoundsDoc { exact: b.as_exact().map(exact_text), low: exact_text(&b.low), high: exact_text(&b.high) }
}
