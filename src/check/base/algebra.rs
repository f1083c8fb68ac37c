//! The algebra of number types: what may be added, compared, multiplied, divided, and what comes out.

use crate::ty::{Dims, Flavour, NumTy};

/// Why two numbers do not go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) enum Clash {
    /// Unlike dimensions, or an amount beside a bare number.
    Units,
    /// Per cent, percentage points and growth mixed up.
    Percent,
    /// Two kinds declared apart.
    Kinds(String, String),
}

use Flavour::{Amount, Count, Growth, Number, Points, Ratio, Share};

/// A literal in a unit may stand for a value of this type: `25%` is a share or a growth, `3家` any count, `3年` any duration.
pub(in crate::check) fn literal_fits(literal: &NumTy, wanted: &NumTy) -> bool {
    match (literal.flavour, wanted.flavour) {
        (Amount, Amount) => literal.dims == wanted.dims,
        (Share, Share | Growth | Ratio) | (Count, Count | Number) | (Ratio, Ratio | Number | Share) => true,
        (a, b) => a == b,
    }
}

fn kinds(a: &NumTy, b: &NumTy) -> Result<Option<String>, Clash> {
    match (&a.kind, &b.kind) {
        (Some(x), Some(y)) if x != y => Err(Clash::Kinds(x.clone(), y.clone())),
        (x, y) => Ok(x.clone().or_else(|| y.clone())),
    }
}

fn clash(a: Flavour, b: Flavour) -> Clash {
    let percent = |f: Flavour| matches!(f, Share | Points | Growth);
    if percent(a) && percent(b) { Clash::Percent } else { Clash::Units }
}

/// The common type under which two numbers are compared.
pub(in crate::check) fn compared(a: &NumTy, b: &NumTy) -> Result<NumTy, Clash> {
    let kind = kinds(a, b)?;
    // 专利数 / 人口 and 45.67件/万人 are the same thing.
    if (a.is_rate() && b.flavour == Ratio) || (a.flavour == Ratio && b.is_rate()) {
        return Ok(NumTy { kind, ..NumTy::rate() });
    }
    let flavour = match (a.flavour, b.flavour) {
        (Amount, Amount) if a.dims == b.dims => Amount,
        (Amount, Amount) => return Err(Clash::Units),
        (x, y) if x == y => x,
        (Number | Count | Ratio, Number | Count | Ratio) => Number,
        (Share, Ratio) | (Ratio, Share) => Share,
        (x, y) => return Err(clash(x, y)),
    };
    Ok(NumTy { flavour, dims: a.dims.clone(), kind })
}

/// The type of a sum, or of a difference (`minus`).
pub(in crate::check) fn added(a: &NumTy, b: &NumTy, minus: bool) -> Result<NumTy, Clash> {
    let kind = kinds(a, b)?;
    let plain = |flavour| Ok(NumTy { flavour, dims: Dims::default(), kind: kind.clone() });
    match (a.flavour, b.flavour) {
        (Amount, Ratio) | (Ratio, Amount) if a.is_rate() || b.is_rate() => Ok(NumTy { kind, ..NumTy::rate() }),
        (Amount, Amount) if a.dims == b.dims => Ok(NumTy { flavour: Amount, dims: a.dims.clone(), kind }),
        (Share | Ratio, Share) | (Share, Ratio) => plain(if minus { Points } else { Share }),
        (Growth, Growth) => plain(if minus { Points } else { Growth }),
        (Share | Growth, Points) => plain(a.flavour),
        (Points, Share | Growth) if !minus => plain(b.flavour),
        (x, y) if x == y && x != Amount => plain(x),
        (Number | Count | Ratio, Number | Count | Ratio) => plain(Number),
        (x, y) => Err(clash(x, y)),
    }
}

/// The type of a product; `None` when exponents run away.
pub(in crate::check) fn multiplied(a: &NumTy, b: &NumTy) -> Option<NumTy> {
    // So many for each person, times the persons, is so many.
    if (a.is_rate() && b.flavour == Count) || (a.flavour == Count && b.is_rate()) {
        return Some(NumTy::plain(Number));
    }
    let dims = a.dims.times(&b.dims)?;
    let flavour = match (a.flavour, b.flavour) {
        (Amount, _) | (_, Amount) => {
            if dims.is_none() {
                Ratio
            } else {
                Amount
            }
        }
        (Count, Count) => Count,
        (Number | Ratio, f) | (f, Number | Ratio) => match f {
            Count => Number,
            other @ (Number | Share | Points | Growth | Ratio | Amount) => other,
        },
        (Count, Share) | (Share, Count) | (Count, Growth) | (Growth, Count) | (Count, Points) | (Points, Count) => Number,
        (Share, Share) => Share,
        _ => Ratio,
    };
    // A product of a kind with a plain factor keeps its kind; of two figures with units it is something new.
    let kind = match (a.dims.is_none(), b.dims.is_none()) {
        (false, true) => a.kind.clone(),
        (true, false) => b.kind.clone(),
        _ => None,
    };
    Some(NumTy { flavour, dims, kind })
}

/// The type of a whole power; `None` when exponents run away.
pub(in crate::check) fn raised(a: &NumTy, n: i32) -> Option<NumTy> {
    let one = NumTy::plain(Number);
    let mut out = one.clone();
    for at in 0..n.unsigned_abs() {
        out = if at == 0 { a.clone() } else { multiplied(&out, a)? };
    }
    if n < 0 { divided(&one, &out) } else { Some(out) }
}

/// The type of a quotient; like things give a ratio. `None` when exponents run away.
pub(in crate::check) fn divided(a: &NumTy, b: &NumTy) -> Option<NumTy> {
    if a.flavour == Count && b.is_rate() {
        return Some(NumTy::plain(Number));
    }
    let dims = a.dims.per(&b.dims)?;
    let flavour = match (a.flavour, b.flavour) {
        (Amount, _) | (_, Amount) => {
            if dims.is_none() {
                Ratio
            } else {
                Amount
            }
        }
        (Share | Points | Growth, Number | Count | Ratio) => a.flavour,
        (Number | Count, Share | Growth) => Number,
        _ => Ratio,
    };
    let kind = if b.dims.is_none() && !a.dims.is_none() { a.kind.clone() } else { None };
    Some(NumTy { flavour, dims, kind })
}

/// A part and its whole: like dimensions, any kinds.
pub(in crate::check) fn is_part_of(part: &NumTy, base: &NumTy) -> bool {
    let counted = |f: Flavour| matches!(f, Number | Count | Ratio);
    match (part.flavour, base.flavour) {
        (Amount, Amount) => part.dims == base.dims,
        (x, y) if counted(x) && counted(y) => true,
        (x, y) => x == y && x == Share,
    }
}

/// A percentage, as what multiplies a base.
pub(in crate::check) fn is_share_like(ty: &NumTy) -> bool {
    matches!(ty.flavour, Share | Ratio | Growth)
}

/// The type of `P of base`: the base's, its kind dropped; parts of whole things need not be whole.
pub(in crate::check) fn share_of(base: &NumTy) -> NumTy {
    let flavour = if base.flavour == Count { Number } else { base.flavour };
    NumTy { flavour, dims: base.dims.clone(), kind: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money() -> NumTy {
        NumTy::amount(Dims::base("元"))
    }

    fn area() -> NumTy {
        NumTy::amount(Dims::base("平方米"))
    }

    fn price() -> NumTy {
        NumTy::amount(Dims::base("元").per(&Dims::base("平方米")).unwrap())
    }

    fn plain(f: Flavour) -> NumTy {
        NumTy::plain(f)
    }

    fn kind(name: &str) -> NumTy {
        NumTy { kind: Some(name.into()), ..money() }
    }

    #[test]
    fn sums() {
        let table = [
            (money(), money(), false, Ok(money())),
            (money(), plain(Share), false, Err(Clash::Units)),
            (money(), area(), true, Err(Clash::Units)),
            (money(), plain(Number), false, Err(Clash::Units)),
            (plain(Share), plain(Share), true, Ok(plain(Points))),
            (plain(Share), plain(Share), false, Ok(plain(Share))),
            (plain(Share), plain(Points), false, Ok(plain(Share))),
            (plain(Share), plain(Points), true, Ok(plain(Share))),
            (plain(Points), plain(Share), false, Ok(plain(Share))),
            (plain(Points), plain(Share), true, Err(Clash::Percent)),
            (plain(Points), plain(Points), true, Ok(plain(Points))),
            (plain(Growth), plain(Share), false, Err(Clash::Percent)),
            (plain(Growth), plain(Growth), true, Ok(plain(Points))),
            (plain(Count), plain(Count), true, Ok(plain(Count))),
            (plain(Count), plain(Number), false, Ok(plain(Number))),
            (plain(Count), money(), false, Err(Clash::Units)),
            (kind("销售"), kind("销售"), false, Ok(kind("销售"))),
            (kind("销售"), money(), false, Ok(kind("销售"))),
            (kind("销售"), kind("产值"), false, Err(Clash::Kinds("销售".into(), "产值".into()))),
        ];
        for (a, b, minus, want) in table {
            assert_eq!(added(&a, &b, minus), want, "{a:?} {} {b:?}", if minus { '-' } else { '+' });
        }
    }

    #[test]
    fn products_and_quotients() {
        assert_eq!(multiplied(&price(), &area()), Some(money()), "元/亩 × 亩");
        assert_eq!(multiplied(&plain(Share), &money()), Some(money()));
        assert_eq!(multiplied(&plain(Count), &money()), Some(money()), "three times 100元");
        assert_eq!(multiplied(&plain(Count), &plain(Share)), Some(plain(Number)), "half of three firms");
        assert_eq!(multiplied(&kind("销售"), &plain(Number)), Some(kind("销售")));
        assert_eq!(divided(&money(), &area()), Some(price()));
        assert_eq!(divided(&money(), &money()), Some(plain(Ratio)));
        assert_eq!(divided(&kind("税收"), &kind("销售")), Some(plain(Ratio)), "ratios drop kinds");
        assert_eq!(divided(&plain(Count), &plain(Count)), Some(plain(Ratio)));
        assert_eq!(divided(&plain(Points), &plain(Number)), Some(plain(Points)));
        assert_eq!(divided(&money(), &price()), Some(area()));
    }

    #[test]
    fn comparisons() {
        let ok = |a: NumTy, b: NumTy| compared(&a, &b).is_ok() && compared(&b, &a).is_ok();
        assert!(ok(money(), money()) && ok(plain(Ratio), plain(Share)) && ok(plain(Ratio), plain(Number)));
        assert!(ok(plain(Count), plain(Number)) && ok(kind("销售"), money()));
        let no = |a: NumTy, b: NumTy| compared(&a, &b).is_err() && compared(&b, &a).is_err();
        assert!(no(money(), area()) && no(plain(Share), plain(Points)) && no(plain(Count), money()));
        assert!(no(plain(Share), plain(Growth)) && no(plain(Ratio), plain(Growth)) && no(plain(Share), plain(Number)));
        assert!(no(kind("销售"), kind("产值")));
        assert_eq!(compared(&plain(Share), &plain(Points)), Err(Clash::Percent));
    }

    #[test]
    fn literals() {
        assert!(literal_fits(&plain(Share), &plain(Growth)), "25% is written for growth too");
        assert!(!literal_fits(&plain(Share), &plain(Points)), "points say 个百分点");
        assert!(literal_fits(&plain(Count), &plain(Count)) && !literal_fits(&plain(Count), &money()));
        assert!(literal_fits(&money(), &kind("销售")));
    }
}
