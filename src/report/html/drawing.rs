//! Margins as plain shapes. Places are whole numbers worked out exactly; words stand beside the drawing, never in it, so that they can be
//! read at any width.

use crate::num::{Rat, abs, int, ratio, round_half_away, to_i64};
use maud::{Markup, html};

/// Half the width of a drawing: the bound stands in the middle.
const HALF: i64 = 300;
/// Room at both ends for marks that lie at the end of the scale.
const ROOM: i64 = 10;
/// Marks stand in columns of this width; those of one column are stacked.
const STEP: i64 = 10;
/// How far from the bound the nearest mark is drawn.
const BESIDE: i64 = 7;
/// Marks that stand above each other at most; what is more is drawn over the topmost.
const STACK: i64 = 5;

/// What a scale may reach, as percents of the bound.
const ENDS: [i64; 7] = [1, 2, 5, 10, 25, 50, 100];

/// One figure on the scale.
pub(super) struct Mark<'t> {
    pub(super) share: &'t Rat,
    pub(super) met: bool,
    /// Told when it is pointed at.
    pub(super) title: String,
}

/// The percent of the bound at both ends of a scale that holds most marks; what lies beyond stands at the end.
pub(super) fn scale(shares: &[&Rat]) -> i64 {
    let mut sizes: Vec<Rat> = shares.iter().map(|s| abs(s)).collect();
    sizes.sort();
    // One that is far off must not push all others into the middle; those at the bound need no room at all.
    sizes.retain(|s| !s.is_zero());
    let telling = sizes.get(sizes.len() * 9 / 10).or(sizes.last()).cloned().unwrap_or(Rat::ZERO);
    ENDS.into_iter().find(|end| ratio(*end, 100) >= telling).unwrap_or(100)
}

/// Where on the drawing a share of the bound stands.
fn place(share: &Rat, met: bool, end: i64) -> i64 {
    let at = round_half_away(&(share * int(HALF) / ratio(end, 100)), 0);
    let at = to_i64(&at).unwrap_or(if *share < Rat::ZERO { -HALF } else { HALF });
    // A mark stands on its own side, beside the bound and not upon it, however near it comes.
    let at = if met { at.clamp(BESIDE, HALF) } else { at.clamp(-HALF, -BESIDE) };
    at + HALF + ROOM
}

/// All figures of one line beside their bound: crosses fall short, rings hold.
pub(super) fn strip(marks: &[Mark], end: i64, label: &str) -> Markup {
    let (width, base) = (2 * (HALF + ROOM), 12 + STACK * STEP);
    let middle = HALF + ROOM;
    let mut stacked: std::collections::BTreeMap<i64, i64> = std::collections::BTreeMap::new();
    let placed: Vec<(i64, i64, &Mark)> = marks
        .iter()
        .map(|m| {
            let x = place(m.share, m.met, end);
            let level = stacked.entry(x / STEP).and_modify(|n| *n += 1).or_insert(0);
            (x, base - 7 - (*level).min(STACK - 1) * STEP, m)
        })
        .collect();
    html! {
        svg.strip viewBox=(format!("0 0 {width} {}", base + 6)) role="img" aria-label=(label) {
            rect.short x="0" y="0" width=(middle) height=(base) {}
            rect.over x=(middle) y="0" width=(width - middle) height=(base) {}
            line.axis x1="0" y1=(base) x2=(width) y2=(base) {}
            line.bound x1=(middle) y1="0" x2=(middle) y2=(base + 6) {}
            @for (x, y, mark) in &placed {
                @if mark.met {
                    circle.met cx=(x) cy=(y) r="4" { title { (mark.title) } }
                } @else {
                    path.miss d=(format!("M{} {}l8 8m0-8l-8 8", x - 4, y - 4)) { title { (mark.title) } }
                }
            }
        }
    }
}

/// A bar from the bound to the right: how little is left over, of a tenth of the bound.
pub(super) fn bar(share: &Rat) -> Markup {
    let full = 100;
    let wide = to_i64(&round_half_away(&(share * int(10 * full)), 0)).unwrap_or(full).clamp(0, full);
    html! {
        svg.bar viewBox=(format!("0 0 {} 12", full + 2)) role="presentation" aria-hidden="true" {
            rect.rest x="1" y="2" width=(full) height="8" {}
            rect.left x="1" y="2" width=(wide.max(1)) height="8" {}
            line.bound x1="1" y1="0" x2="1" y2="12" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_stands_in_the_middle_and_marks_keep_to_the_scale() {
        assert_eq!(place(&Rat::ZERO, true, 10), 317, "held, by nothing to spare");
        assert_eq!(place(&Rat::ZERO, false, 10), 303, "to be exceeded, and only reached");
        assert_eq!(place(&ratio(-1, 1_000_000), false, 10), 303);
        assert_eq!(place(&ratio(5, 100), true, 10), 460, "half of the right half");
        assert_eq!(place(&ratio(-10, 100), false, 10), 10);
        assert_eq!(place(&ratio(-7, 1), false, 10), 10, "beyond the end stands at the end");
        assert_eq!(place(&crate::num::power(&int(10), 40), true, 10), 610, "however far");
    }

    #[test]
    fn one_that_is_far_off_does_not_stretch_the_scale() {
        let (near, far) = (ratio(1, 1000), int(50));
        let mut all = vec![&near; 12];
        all.push(&far);
        assert_eq!(scale(&all), 1);
        assert_eq!(scale(&[&far]), 100);
        assert_eq!(scale(&[]), 1);
        let (zero, whole) = (Rat::ZERO, int(1));
        assert_eq!(scale(&[&zero, &zero, &zero, &zero, &zero, &zero, &zero, &zero, &zero, &zero, &zero, &whole]), 100);
    }
}
