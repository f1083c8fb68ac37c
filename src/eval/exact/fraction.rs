//! What a quotient of two forms over the same unknowns can be. Its ends lie at corners of the box of unknowns, or are approached where an
//! unknown has no bound; they are climbed to from corner to corner.

use crate::eval::types::affine::Affine;
use crate::num::{End, Interval, Rat, signum};

/// Unknowns beyond this number, and steps beyond that: the quotient of the two intervals will do.
const UNKNOWNS: usize = 64;
const STEPS: usize = 256;

/// Above and below the line, what each unknown counts, and within which ends it lies.
struct Fraction {
    above: Rat,
    below: Rat,
    unknowns: Vec<Unknown>,
}

struct Unknown {
    above: Rat,
    below: Rat,
    domain: Interval,
}

/// All values of `above / below` over the unknowns, where the lower form is never negative; `None` where that is not worked out.
pub fn fraction(above: &Affine, below: &Affine) -> Option<Interval> {
    let symbols: std::collections::BTreeSet<_> = above.terms.keys().chain(below.terms.keys()).collect();
    if symbols.len() > UNKNOWNS {
        return None;
    }
    let counts = |form: &Affine, symbol| form.terms.get(symbol).map_or(Rat::ZERO, |t| t.coefficient.clone());
    let unknown = |symbol| {
        let domain = [above, below].iter().find_map(|f| f.terms.get(symbol)).map(|t| (*t.domain).clone())?;
        Some(Unknown { above: counts(above, symbol), below: counts(below, symbol), domain })
    };
    let unknowns: Option<Vec<Unknown>> = symbols.into_iter().map(unknown).collect();
    let mut fraction = Fraction { above: above.constant.clone(), below: below.constant.clone(), unknowns: unknowns? };
    let hi = fraction.supremum()?;
    fraction.above = -fraction.above.clone();
    fraction.unknowns.iter_mut().for_each(|u| u.above = -u.above.clone());
    let lo = match fraction.supremum()? {
        End::Unbounded => End::Unbounded,
        End::Closed(v) => End::Closed(-v),
        End::Open(v) => End::Open(-v),
    };
    Some(Interval { lo, hi })
}

impl Fraction {
    fn supremum(&self) -> Option<End> {
        let mut at = self.somewhere()?;
        for _ in 0..STEPS {
            // Beyond every bound of an unknown the quotient nears the quotient of what the unknown counts.
            let mut far: Option<Rat> = None;
            let (mut above, mut below, mut closed) = (self.above.clone(), self.below.clone(), true);
            for u in &self.unknowns {
                let gain = &u.above - &at * &u.below;
                let end = match signum(&gain) {
                    1 => &u.domain.hi,
                    -1 => &u.domain.lo,
                    _ => continue,
                };
                match end.value() {
                    Some(v) => {
                        above += &u.above * v;
                        below += &u.below * v;
                        closed &= end.is_closed();
                    }
                    None if u.below.is_zero() => return Some(End::Unbounded),
                    None => {
                        let limit = &u.above / &u.below;
                        far = Some(far.map_or(limit.clone(), |f| f.max(limit)));
                    }
                }
            }
            if let Some(far) = far {
                at = far;
                continue;
            }
            // Unknowns whose gain is nothing leave `above - at × below` as it is: they may stand anywhere.
            let (rest_above, rest_below) = self.indifferent(&at);
            above += rest_above;
            below += rest_below;
            let ahead = &above - &at * &below;
            match signum(&ahead) {
                1 if signum(&below) <= 0 => return Some(End::Unbounded),
                1 => at = above / below,
                0 if closed && signum(&below) > 0 => return Some(End::Closed(at)),
                _ => return Some(End::Open(at)),
            }
        }
        None
    }

    /// What the unknowns whose gain is nothing come to somewhere in their domains.
    fn indifferent(&self, at: &Rat) -> (Rat, Rat) {
        let (mut above, mut below) = (Rat::ZERO, Rat::ZERO);
        for u in self.unknowns.iter().filter(|u| (&u.above - at * &u.below).is_zero()) {
            let v = inside(&u.domain);
            above += &u.above * &v;
            below += &u.below * &v;
        }
        (above, below)
    }

    /// A value the quotient has somewhere.
    fn somewhere(&self) -> Option<Rat> {
        let (mut above, mut below) = (self.above.clone(), self.below.clone());
        for u in &self.unknowns {
            let v = inside(&u.domain);
            above += &u.above * &v;
            below += &u.below * &v;
        }
        (signum(&below) > 0).then(|| above / below)
    }
}

/// A value between the ends of an interval.
fn inside(domain: &Interval) -> Rat {
    match (domain.lo.value(), domain.hi.value()) {
        (Some(lo), Some(hi)) => (lo + hi) / Rat::from(2),
        (Some(lo), None) => lo + Rat::ONE,
        (None, Some(hi)) => hi - Rat::ONE,
        (None, None) => Rat::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::CellId;
    use crate::eval::types::affine::Symbol;
    use crate::num::{int, ratio};
    use crate::ty::{ColId, RelId};

    fn form(constant: i64, counts: &[(u32, i64, Interval)]) -> Affine {
        let mut out = Affine::constant(int(constant));
        for (row, count, domain) in counts {
            let symbol = Symbol::Cell(CellId { rel: RelId(0), row: *row, col: ColId(0) });
            out.add_scaled(&Affine::symbol(symbol, domain.clone(), false), &int(*count));
        }
        out
    }

    #[test]
    fn a_part_of_its_own_total() {
        let any = Interval::non_negative;
        // a of a + 5: from nothing to all but all of it.
        let range = fraction(&form(0, &[(0, 1, any())]), &form(5, &[(0, 1, any())]));
        assert_eq!(range, Some(Interval { lo: End::Closed(int(0)), hi: End::Open(int(1)) }));
        // 5 of a + 5: more than nothing, all of it where a is 0.
        let range = fraction(&form(5, &[]), &form(5, &[(0, 1, any())]));
        assert_eq!(range, Some(Interval { lo: End::Open(int(0)), hi: End::Closed(int(1)) }));
        // a of a + b: anything from 0 to 1, both reached.
        let range = fraction(&form(0, &[(0, 1, any())]), &form(0, &[(0, 1, any()), (1, 1, any())]));
        assert_eq!(range, Some(Interval::closed(int(0), int(1))));
    }

    #[test]
    fn ends_that_are_open_or_missing() {
        let any = Interval::non_negative;
        // 5 of what may be nearly nothing.
        let range = fraction(&form(5, &[]), &form(0, &[(0, 1, any())]));
        assert_eq!(range, Some(Interval { lo: End::Open(int(0)), hi: End::Unbounded }));
        // between 10 and 20 of 40 less what is above 0.
        let over = Interval { lo: End::Open(int(0)), hi: End::Closed(int(20)) };
        let range = fraction(&form(0, &[(0, 1, Interval::closed(int(10), int(20)))]), &form(40, &[(1, -1, over)]));
        assert_eq!(range, Some(Interval { lo: End::Open(ratio(1, 4)), hi: End::Closed(int(1)) }));
        assert_eq!(fraction(&form(1, &[]), &form(0, &[])), None, "nothing is divided");
    }

    /// Values at points of a grid lie within what is claimed, and come near its ends.
    #[test]
    fn every_point_of_a_grid_lies_within() {
        let counts = [-2, -1, 0, 1, 3];
        let domain = || Interval::closed(int(0), int(4));
        for (a, b, c, d, k) in counts
            .iter()
            .flat_map(|a| counts.iter().map(move |b| (*a, *b)))
            .flat_map(|(a, b)| [(0, 1, 0), (1, 1, 1), (2, 0, 3), (0, 3, 1)].map(|(c, d, k)| (a, b, c, d, k)))
        {
            let above = form(1, &[(0, a, domain()), (1, b, domain())]);
            let below = form(k, &[(0, c, domain()), (1, d, domain())]);
            let range = fraction(&above, &below).expect("worked out");
            let mut seen: Vec<Rat> = Vec::new();
            for (x, y) in (0..=4).flat_map(|x| (0..=4).map(move |y| (x, y))) {
                let under = k + c * x + d * y;
                if under > 0 {
                    seen.push(ratio(1 + a * x + b * y, under));
                }
            }
            assert!(seen.iter().all(|v| range.contains(v)), "{a} {b} over {c} {d} + {k}: {range:?}");
            for end in [&range.lo, &range.hi] {
                if let End::Closed(v) = end {
                    assert!(seen.contains(v), "{v} is reached: {a} {b} over {c} {d} + {k}");
                }
            }
        }
    }
}
