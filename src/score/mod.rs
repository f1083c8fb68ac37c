//! Scorecards: points for regions from the verdicts on their subjects. What a verdict leaves open leaves the points open, between two ends
//! that no completion of the data can pass.

mod attained;
mod bounds;
mod more;

pub use bounds::Bounds;

use crate::data::Dataset;
use crate::finding::{Citation, Finding, Findings};
use crate::hir::{Rule, RuleSet, Scorecard};
use crate::num::Rat;
use attained::{Share, mean, of_subject};
use bounds::weighted;
use more::More;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One scorecard, filled in.
#[derive(Clone, Debug)]
pub struct Board {
    pub name: String,
    pub title: Option<String>,
    pub cites: Vec<Citation>,
    /// The rules in their order.
    pub items: Vec<Item>,
    /// Regions, the best first; those without a score last.
    pub standings: Vec<Standing>,
    /// Rules that met subjects of which nobody knows the region: they are in no one's score.
    pub without_region: Vec<String>,
    /// Rules that compiled with mistakes or met no subject.
    pub not_judged: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Item {
    pub rule: String,
    pub title: String,
    pub weight: Rat,
    pub in_proportion: bool,
}

/// One region's place.
#[derive(Clone, Debug)]
pub struct Standing {
    pub region: String,
    /// For each item; `None` where the rule has no subject here, or only such as are exempt or not applicable.
    pub scores: Vec<Option<ItemScore>>,
    pub points: Bounds,
    /// The points that could be had.
    pub attainable: Bounds,
    /// Points by attainable points; `None` where nothing applies.
    pub share: Option<Bounds>,
    /// The best and the worst place that are possible; equal scores share a place, and the next ones are skipped.
    pub rank: Option<(usize, usize)>,
    /// Nothing may turn out to apply here: then it has no place, and stands before nobody.
    pub may_leave: bool,
}

/// What one rule gives one region.
#[derive(Clone, Debug)]
pub struct ItemScore {
    /// The part of the weight: the mean over the subjects that apply.
    pub part: Bounds,
    pub points: Bounds,
    /// It may still turn out exempt or not applicable for every subject, and then leaves both sides.
    pub may_leave: bool,
    pub subjects: usize,
    /// The region sent only a part of the table: subjects that nobody has seen may count as well.
    pub more_subjects: bool,
}

/// The rules that scorecards name.
pub fn prepare(rules: &RuleSet) -> RuleSet {
    let named: BTreeSet<&str> = rules.scorecards.iter().flat_map(|c| &c.items).map(|i| i.rule_name.as_str()).collect();
    let kept = rules.rules.iter().filter(|r| named.contains(r.id.as_str())).cloned().collect();
    RuleSet { rules: Arc::new(kept), tests: Arc::default(), ..rules.clone() }
}

/// Fills in a scorecard from findings that list everything, met or not.
pub fn board(card: &Scorecard, rules: &RuleSet, data: &Dataset, findings: &Findings) -> Board {
    let mut regions: BTreeMap<String, Vec<Option<ItemScore>>> = BTreeMap::new();
    let mores: Vec<More> = card
        .items
        .iter()
        .map(|item| rules.rules.iter().find(|r| r.id == item.rule_name).map(|r| More::of(r, rules, data)).unwrap_or_default())
        .collect();
    // Who sent a part of a table is there, even where no row of it was read.
    for region in mores.iter().flat_map(More::named) {
        regions.insert(region.to_string(), vec![None; card.items.len()]);
    }
    let (mut without_region, mut not_judged, mut items) = (Vec::new(), Vec::new(), Vec::new());
    for (at, item) in card.items.iter().enumerate() {
        let rule = rules.rules.iter().find(|r| r.id == item.rule_name);
        items.push(Item {
            rule: item.rule_name.clone(),
            title: rule.map_or_else(|| item.rule_name.clone(), |r| r.title.clone()),
            weight: item.weight.clone(),
            in_proportion: item.in_proportion,
        });
        let subjects = rule.map(|r| by_region(r, rules, findings)).unwrap_or_default();
        if subjects.is_empty() {
            not_judged.push(item.rule_name.clone());
        }
        for (region, subjects) in subjects {
            if region.is_empty() {
                without_region.push(item.rule_name.clone());
                continue;
            }
            let shares: Vec<Share> = subjects.values().map(|lines| of_subject(lines, item.in_proportion)).collect();
            let row = regions.entry(region.to_string()).or_insert_with(|| vec![None; card.items.len()]);
            if let Some(cell) = row.get_mut(at) {
                *cell = item_score(&shares, &item.weight);
            }
        }
    }
    for (region, row) in &mut regions {
        for ((cell, _), item) in row.iter_mut().zip(&mores).zip(&card.items).filter(|((_, more), _)| more.includes(region)) {
            *cell = Some(opened(cell.take(), &item.weight));
        }
    }
    let mut standings: Vec<Standing> = regions.into_iter().map(|(region, scores)| standing(card, &region, scores)).collect();
    rank(&mut standings);
    Board {
        name: card.name.clone(),
        title: card.title.clone(),
        cites: card.cites.clone(),
        items,
        standings,
        without_region,
        not_judged,
    }
}

fn item_score(shares: &[Share], weight: &Rat) -> Option<ItemScore> {
    let part = mean(shares)?;
    let may_leave = shares.iter().all(|s| s.may_leave);
    let low = if may_leave { Rat::ZERO } else { &part.low * weight };
    let points = Bounds { low, high: &part.high * weight };
    let subjects = shares.iter().filter(|s| s.part.is_some()).count();
    Some(ItemScore { part, points, may_leave, subjects, more_subjects: false })
}

/// With subjects nobody has seen, of which there may be any number, the mean can come to anything.
fn opened(score: Option<ItemScore>, weight: &Rat) -> ItemScore {
    ItemScore {
        part: Bounds { low: Rat::ZERO, high: Rat::ONE },
        points: Bounds { low: Rat::ZERO, high: weight.clone() },
        may_leave: score.as_ref().is_none_or(|s| s.may_leave),
        subjects: score.map_or(0, |s| s.subjects),
        more_subjects: true,
    }
}

/// The lines of a rule that make its verdict, by region and subject.
type Subjects<'f> = BTreeMap<(String, Option<String>), Vec<&'f Finding>>;

fn by_region<'f>(rule: &'f Rule, rules: &RuleSet, findings: &'f Findings) -> BTreeMap<&'f str, Subjects<'f>> {
    let index = rules.rules.iter().position(|r| r.id == rule.id);
    let mut out: BTreeMap<&str, Subjects<'_>> = BTreeMap::new();
    for f in findings.list.iter().filter(|f| Some(f.rule) == index) {
        // Questions about the form count only where a rule asks nothing else.
        if !rule.lines.is_empty() && f.line >= rule.lines.len() {
            continue;
        }
        let subject = (f.subject.title(), f.subject.period.clone());
        let region = f.subject.region.as_deref().unwrap_or("");
        out.entry(region).or_default().entry(subject).or_default().push(f);
    }
    out
}

fn standing(card: &Scorecard, region: &str, scores: Vec<Option<ItemScore>>) -> Standing {
    let mut points = Bounds::exact(Rat::ZERO);
    let mut attainable = Bounds::exact(Rat::ZERO);
    for (score, item) in scores.iter().zip(&card.items) {
        let Some(score) = score else { continue };
        points.low += &score.points.low;
        points.high += &score.points.high;
        attainable.high += &item.weight;
        if !score.may_leave {
            attainable.low += &item.weight;
        }
    }
    let may_leave = scores.iter().flatten().all(|s| s.may_leave);
    let rows = scores.iter().zip(&card.items).filter_map(|(s, i)| s.as_ref().map(|s| (&s.part, &i.weight, s.may_leave)));
    let share = weighted(&rows.collect::<Vec<_>>());
    Standing { region: region.to_string(), scores, points, attainable, share, rank: None, may_leave }
}

/// Places by share; a region's place is open where its share or that of a neighbour is.
fn rank(standings: &mut [Standing]) {
    let shares: Vec<Option<(Bounds, bool)>> = standings.iter().map(|s| Some((s.share.clone()?, s.may_leave))).collect();
    for (at, standing) in standings.iter_mut().enumerate() {
        let Some(own) = &standing.share else { continue };
        let others = || shares.iter().enumerate().filter(|(i, _)| *i != at).filter_map(|(_, s)| s.as_ref());
        let best = 1 + others().filter(|(o, may_leave)| o.low > own.high && !may_leave).count();
        let worst = 1 + others().filter(|(o, _)| o.high > own.low).count();
        standing.rank = Some((best, worst));
    }
    standings.sort_by(|a, b| {
        let key = |s: &Standing| s.share.clone().map(|s| (s.low, s.high));
        let order = match (a.rank, b.rank) {
            (Some(x), Some(y)) => x.cmp(&y),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        order.then_with(|| key(b).cmp(&key(a))).then_with(|| a.region.cmp(&b.region))
    });
}
