//! Entries held against what was found.

use super::diagnostics as told;
use super::entry::{Entry, Written};
use super::matching::{Found, find, is_subject, words};
use crate::check::read_day;
use crate::diag::{Sink, nearest};
use crate::finding::{Answer, AnswerKind, AnswerState, Detail, Figured, Finding, Findings, Side, Standing, Verdict};
use crate::load::find_unit;
use crate::num::{Decimal, Rat, abs, int, signum};
use crate::text::{fold_name, same_name};
use crate::ty::{Unit, Units, add_months};

/// A waiver that ends within so many days is told.
const SOON: i64 = 30;
/// Months a waiver may last.
const LONGEST: i64 = 12;
/// Digits behind the point of a figure that may be one that was cut off.
const LONGEST_TAIL: u32 = 15;

/// By what entries are judged: the day, and the units of the rules.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    pub as_of: Option<i64>,
    pub units: &'a Units,
}

/// Says of each entry what becomes of it, and of each finding how it stands.
pub fn apply(entries: &[Entry], findings: &mut Findings, at: At<'_>, sink: &mut Sink) {
    let waivers = entries.iter().find(|e| e.kind == AnswerKind::Waiver);
    if let (Some(first), None) = (waivers, at.as_of) {
        sink.push(told::no_day(first.span));
    }
    for entry in entries {
        let mut answer = written(entry, at.as_of);
        let (state, finding) = judge(entry, findings, at, sink);
        answer.state = state;
        let index = findings.answers.len();
        findings.answers.push(answer);
        if let (AnswerState::InForce, Some(f)) = (state, finding.and_then(|f| findings.list.get_mut(f))) {
            f.standing = match entry.kind {
                AnswerKind::Waiver => Standing::Waived(index),
                AnswerKind::Explanation => Standing::Explained(index),
            };
        }
    }
}

fn written(entry: &Entry, as_of: Option<i64>) -> Answer {
    let some = |key: &str| entry.get(key).map(|w| w.text.clone());
    let (text, by, day) = match entry.kind {
        AnswerKind::Waiver => ("reason", "approved_by", "expires"),
        AnswerKind::Explanation => ("text", "by", "date"),
    };
    let day = entry.get(day).and_then(|w| read_day(&w.text));
    let left = day.zip(as_of).filter(|_| entry.kind == AnswerKind::Waiver).map(|(day, now)| day - now);
    Answer {
        kind: entry.kind,
        state: AnswerState::Unusable,
        rule: entry.text("rule").to_string(),
        line: some("line"),
        subject: entry.text("subject").to_string(),
        period: some("period"),
        text: entry.text(text).to_string(),
        by: entry.text(by).to_string(),
        document: some("document"),
        day,
        left,
        place: entry.span,
    }
}

/// What becomes of an entry, and which finding it answers.
fn judge(entry: &Entry, findings: &Findings, at: At<'_>, sink: &mut Sink) -> (AnswerState, Option<usize>) {
    if let Err(state) = in_time(entry, at.as_of, sink) {
        return (state, None);
    }
    let found = find(entry, findings);
    let Found::One(index) = found else { return (not_found(entry, findings, &found, sink), None) };
    let Some(finding) = findings.list.get(index) else { return (AnswerState::Unused, None) };
    if finding.standing != Standing::Stands {
        sink.push(told::answered_already(entry));
        return (AnswerState::Unused, None);
    }
    let missing = entry.missing();
    if !missing.is_empty() {
        sink.push(told::unfinished(entry, &missing));
        return (AnswerState::Unusable, None);
    }
    let one_bound = findings.rules.get(finding.rule).is_some_and(|rule| rule.has_one_bound(finding));
    match holds(entry, (finding, one_bound), at.units, sink) {
        Ok(()) => (AnswerState::InForce, Some(index)),
        Err(state) => (state, None),
    }
}

fn day_of(entry: &Entry, key: &str, sink: &mut Sink) -> Result<Option<i64>, AnswerState> {
    let Some(said) = entry.get(key) else { return Ok(None) };
    match read_day(&said.text) {
        Some(day) => Ok(Some(day)),
        None => {
            sink.push(told::no_date(key, said));
            Err(AnswerState::Unusable)
        }
    }
}

/// Whether an entry is in force on the day; what ends soon is told.
fn in_time(entry: &Entry, as_of: Option<i64>, sink: &mut Sink) -> Result<(), AnswerState> {
    if entry.kind == AnswerKind::Explanation {
        let day = day_of(entry, "date", sink)?;
        if let Some(now) = as_of.filter(|now| day.is_some_and(|day| day > *now)) {
            sink.push(told::said_later(entry, now));
        }
        return Ok(());
    }
    let (from, expires) = (day_of(entry, "from", sink)?, day_of(entry, "expires", sink)?);
    if from.zip(expires).is_some_and(|(from, expires)| from > expires) {
        sink.push(told::ends_before_it_begins(entry));
        return Err(AnswerState::Unusable);
    }
    let Some(now) = as_of else { return Err(AnswerState::Unusable) };
    let Some(expires) = expires else { return Ok(()) };
    let latest = add_months(from.unwrap_or(now), LONGEST);
    if expires < now {
        sink.push(told::expired(entry, now));
        return Err(AnswerState::Expired);
    }
    if latest.is_none_or(|latest| expires > latest) {
        sink.push(told::too_long(entry, from.unwrap_or(now)));
        return Err(AnswerState::Unusable);
    }
    if from.is_some_and(|from| from > now) {
        sink.push(told::ahead(entry));
        return Err(AnswerState::Ahead);
    }
    if expires - now <= SOON {
        sink.push(told::ends_soon(entry, expires - now));
    }
    Ok(())
}

fn not_found(entry: &Entry, findings: &Findings, found: &Found, sink: &mut Sink) -> AnswerState {
    match found {
        Found::NoRule => {
            let names = findings.rules.iter().flat_map(|r| [r.id.as_str(), r.id.rsplit('.').next().unwrap_or("")]);
            match entry.get("rule") {
                Some(rule) => sink.push(told::no_rule(rule).suggest(nearest(&rule.text, names))),
                None => sink.push(told::unfinished(entry, &entry.missing())),
            }
            AnswerState::Unusable
        }
        Found::None if entry.get("subject").is_none() => {
            sink.push(told::unfinished(entry, &entry.missing()));
            AnswerState::Unusable
        }
        Found::None => {
            let wanted = words(entry.text("subject"));
            let known = findings.list.iter().any(|f| is_subject(f, &wanted, findings));
            let titles: Vec<String> = findings.list.iter().flat_map(names_of).collect();
            let near = nearest(entry.text("subject"), titles.iter().map(String::as_str)).filter(|_| !known);
            sink.push(told::unused(entry).suggest(near));
            AnswerState::Unused
        }
        Found::OtherPeriod(periods) => {
            sink.push(told::other_period(entry, periods));
            AnswerState::Unused
        }
        Found::Several(lines) => {
            sink.push(told::several_lines(entry, lines));
            AnswerState::Unusable
        }
        Found::Mismatch => {
            sink.push(told::mismatch(entry));
            AnswerState::Unusable
        }
        Found::NotAsked => {
            sink.push(told::not_asked(entry));
            AnswerState::Unusable
        }
        Found::One(_) => AnswerState::InForce,
    }
}

/// What a subject may be called.
fn names_of(f: &Finding) -> Vec<String> {
    let values: Vec<String> = f.subject.key.iter().map(|(_, v)| v.plain().into_owned()).collect();
    let bare: Vec<String> = values.iter().filter(|v| Some(*v) != f.subject.period.as_ref()).cloned().collect();
    vec![values.join(" · "), bare.join(" · ")]
}

/// Whether what was missed and the figures still are what the entry is about, or no worse. `one_bound`: the line has no other bound that could be
/// missed instead, nor another side.
fn holds(entry: &Entry, (finding, one_bound): (&Finding, bool), units: &Units, sink: &mut Sink) -> Result<(), AnswerState> {
    let figured = finding.figured();
    let bound = figured.as_ref().map_or(Ok(()), |figured| same_bound(entry, figured, one_bound, sink));
    if bound == Err(AnswerState::Void) {
        return bound;
    }
    // All that an entry lacks is told at once.
    let rest = match (entry.kind, figured.filter(|_| finding.verdict == Verdict::Violated)) {
        (AnswerKind::Waiver, Some(figured)) => {
            no_worse(entry, &figured, units, sink)?;
            same_against(entry, &figured, false, sink)
        }
        (AnswerKind::Waiver, None) if entry.get("figure").is_none() && !has_degrees(finding) => Ok(()),
        (AnswerKind::Waiver, None) if entry.get("figure").is_none() => {
            sink.push(told::no_figure(entry, &finding.stated()));
            Err(AnswerState::Unusable)
        }
        _ => same_figure(entry, finding, units, sink),
    };
    bound.and(rest)
}

/// Whether it is the bound that was missed then, from the same side.
fn same_bound(entry: &Entry, now: &Figured, one_bound: bool, sink: &mut Sink) -> Result<(), AnswerState> {
    match entry.get("bound") {
        Some(said) if same_text(&said.text, &now.bound) => Ok(()),
        Some(said) => {
            sink.push(told::other_bound(entry, said, &now.bound));
            Err(AnswerState::Void)
        }
        None if one_bound => Ok(()),
        None => {
            sink.push(told::no_bound(entry, &now.bound));
            Err(AnswerState::Unusable)
        }
    }
}

/// Whether the figure is held against what it was; `asked`: an entry that does not say against what answers nothing, unless the rule itself says it.
fn same_against(entry: &Entry, now: &Figured, asked: bool, sink: &mut Sink) -> Result<(), AnswerState> {
    match entry.get("against") {
        Some(said) if same_text(&said.text, &now.against) => Ok(()),
        Some(said) => {
            sink.push(told::against_changed(entry, said, &now.against));
            Err(AnswerState::Void)
        }
        None if now.written || !asked => Ok(()),
        None => {
            sink.push(told::no_against(entry, &now.against));
            Err(AnswerState::Unusable)
        }
    }
}

/// The same but for blanks and separators of thousands.
fn same_text(a: &str, b: &str) -> bool {
    let plain = |text: &str| fold_name(text).replace([' ', ','], "");
    plain(a) == plain(b)
}

/// Whether it could get worse than it is.
fn has_degrees(finding: &Finding) -> bool {
    let settled =
        matches!(finding.detail, Detail::Presence { .. } | Detail::Match { .. } | Detail::ExactlyOne { .. } | Detail::None);
    finding.verdict != Verdict::Violated || !settled
}

fn no_worse(entry: &Entry, now: &Figured, units: &Units, sink: &mut Sink) -> Result<(), AnswerState> {
    let bounds = [("gap", &now.gap, &now.gap_unit, Some(Side::Above)), ("limit", &now.value, &now.unit, now.worse)];
    let mut said = false;
    for (key, value, unit, worse) in bounds {
        let Some(text) = entry.get(key) else { continue };
        let (Some(bound), Some(worse)) = (amount(text, unit, units), worse) else {
            sink.push(told::no_amount(key, text, unit));
            return Err(AnswerState::Unusable);
        };
        if key == "gap" && signum(&bound) < 0 {
            sink.push(told::negative_gap(text, value, unit));
            return Err(AnswerState::Unusable);
        }
        said = true;
        let is_worse = match worse {
            Side::Above => *value > bound,
            Side::Below => *value < bound,
        };
        if is_worse {
            sink.push(told::got_worse(entry, text, value, unit));
            return Err(AnswerState::Void);
        }
    }
    if !said {
        sink.push(told::no_gap(entry, &now.gap, &now.gap_unit));
        return Err(AnswerState::Unusable);
    }
    Ok(())
}

fn same_figure(entry: &Entry, finding: &Finding, units: &Units, sink: &mut Sink) -> Result<(), AnswerState> {
    let (said, now, figured) = (entry.get("figure"), finding.stated(), finding.figured());
    let value = said.zip(figured.as_ref()).and_then(|(said, f)| amount(said, &f.unit, units));
    let by_value = value.as_ref().zip(figured.as_ref()).is_some_and(|(said, f)| *said == f.value);
    if now.is_empty() || by_value || said.is_some_and(|said| same_name(&said.text, &now)) {
        return figured.map_or(Ok(()), |figured| same_against(entry, &figured, true, sink));
    }
    match (said, value.zip(figured)) {
        (Some(said), Some((value, figured))) if is_rounded(&said.text, &value, &figured) => {
            sink.push(told::rounded(entry, said, &now));
            same_against(entry, &figured, true, sink).and(Err(AnswerState::Unusable))
        }
        // The cells alone: what stood there before all that it rests on was written.
        (Some(said), None) if finding.figured().is_none() && same_name(&said.text, &finding.cells_stated()) => {
            sink.push(told::no_figure(entry, &now));
            Err(AnswerState::Unusable)
        }
        _ => {
            sink.push(told::figure_changed(entry, &now));
            Err(AnswerState::Void)
        }
    }
}

/// Whether a figure with digits behind the point is one of which more digits are cut off, or rounded: less than a step of its last digit lies
/// between.
fn is_rounded(said: &str, value: &Rat, now: &Figured) -> bool {
    let folded = fold_name(said).replace([',', ' '], "");
    let end = folded.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-'))).unwrap_or(folded.len());
    let Some((_, behind)) = folded[..end].split_once('.') else { return false };
    let (Ok(number), Ok(digits)) = (Decimal::parse(&folded[..end]), u32::try_from(behind.len())) else { return false };
    let number = number.to_rat();
    if number.is_zero() || digits > LONGEST_TAIL || folded[end..].starts_with('/') {
        return false;
    }
    // One in the unit it is written in, by as many digits.
    let step = abs(&(value / number)) / int(10i64.pow(digits));
    abs(&(value - &now.value)) < step
}

/// An amount as written, in base units: `45万元`, `12.5%`; without a unit it is in that of the figure.
fn amount(said: &Written, unit: &Unit, units: &Units) -> Option<Rat> {
    let folded = fold_name(&said.text).replace([',', ' '], "");
    let end = folded.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | '/'))).unwrap_or(folded.len());
    let (number, name) = folded.split_at(end);
    let value = match number.split_once('/') {
        None => Decimal::parse(number).ok()?.to_rat(),
        Some((above, below)) => {
            let below = Decimal::parse(below).ok()?.to_rat();
            if below.is_zero() {
                return None;
            }
            Decimal::parse(above).ok()?.to_rat() / below
        }
    };
    let own = if name.is_empty() || name == unit.name { Some(unit.clone()) } else { find_unit(units, name) };
    let own = own.filter(|own| own.ty == unit.ty && own.calendar.is_none())?;
    Some(value * &own.factor)
}
