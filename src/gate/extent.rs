//! How far a finding is from what is asked, read from its arithmetic.

use crate::finding::Extent;
use crate::num::{Decimal, Rat, abs, signum};
use serde_json::Value;

pub(super) fn of(arithmetic: &Value) -> Extent {
    let count = |key: &str| arithmetic.get(key).and_then(Value::as_u64).unwrap_or(0);
    let length = |key: &str| arithmetic.get(key).and_then(Value::as_array).map_or(0, |l| l.len() as u64);
    match arithmetic.get("kind").and_then(Value::as_str) {
        Some("comparison") => comparison(arithmetic).unwrap_or(Extent::Unknown),
        Some("members") => {
            let worst = arithmetic.pointer("/worst/arithmetic").map_or(Extent::Unknown, of);
            Extent::Several(vec![Extent::Count(count("failed")), worst])
        }
        Some("sets") => Extent::Count(length("breaking")),
        Some("stage") => {
            let gaps = arithmetic.get("gaps").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            let missing = |g: &Value| g.get("missing").and_then(Value::as_array).map_or(0, |l| l.len() as u64);
            Extent::Count(gaps.iter().map(missing).sum())
        }
        Some("parts") => {
            let parts = arithmetic.get("parts").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            Extent::Several(parts.iter().map(of).collect())
        }
        _ => Extent::Unknown,
    }
}

/// The margin on the wrong side; nothing where it is on the right one.
fn comparison(arithmetic: &Value) -> Option<Extent> {
    let margin = arithmetic.get("margin")?;
    let by = number(margin.get("exact")?.as_str()?)?;
    let unit = margin.get("unit").and_then(Value::as_str).unwrap_or_default().to_string();
    let wrong = match arithmetic.get("op")?.as_str()? {
        ">=" | ">" => {
            if signum(&by) < 0 {
                -by
            } else {
                Rat::ZERO
            }
        }
        "<=" | "<" => {
            if signum(&by) > 0 {
                by
            } else {
                Rat::ZERO
            }
        }
        "=" => abs(&by),
        _ => return None,
    };
    Some(Extent::By(wrong, unit))
}

/// A decimal, or a fraction such as `1/3`.
fn number(text: &str) -> Option<Rat> {
    match text.split_once('/') {
        None => Decimal::parse(text).ok().map(|d| d.to_rat()),
        Some((above, below)) => {
            let (above, below) = (Decimal::parse(above).ok()?.to_rat(), Decimal::parse(below).ok()?.to_rat());
            (!below.is_zero()).then(|| above / below)
        }
    }
}

/// An extent as a list keeps it: `3/2 万元`, `#2`, `[#2|1 元]`, `?`.
pub fn written(extent: &Extent) -> String {
    match extent {
        Extent::Unknown => "?".to_string(),
        Extent::By(by, unit) => format!("{by} {unit}"),
        Extent::Count(n) => format!("#{n}"),
        Extent::Several(all) => format!("[{}]", all.iter().map(written).collect::<Vec<_>>().join("|")),
    }
}

/// Reads it back; `None` for anything else.
pub fn read_extent(text: &str) -> Option<Extent> {
    let (extent, rest) = read(text, 0)?;
    rest.is_empty().then_some(extent)
}

fn read(text: &str, depth: usize) -> Option<(Extent, &str)> {
    const DEEPEST: usize = 32;
    let end = |t: &str| t.find(['|', ']']).unwrap_or(t.len());
    if depth > DEEPEST {
        return None;
    }
    if let Some(rest) = text.strip_prefix('?') {
        return Some((Extent::Unknown, rest));
    }
    if let Some(rest) = text.strip_prefix('#') {
        let (digits, rest) = rest.split_at(end(rest));
        return Some((Extent::Count(digits.parse().ok()?), rest));
    }
    if let Some(mut rest) = text.strip_prefix('[') {
        let mut all = Vec::new();
        while !rest.starts_with(']') {
            let (one, after) = read(rest, depth + 1)?;
            all.push(one);
            rest = after.strip_prefix('|').unwrap_or(after);
            if rest.is_empty() {
                return None;
            }
        }
        return Some((Extent::Several(all), rest.strip_prefix(']')?));
    }
    let (own, rest) = text.split_at(end(text));
    let (by, unit) = own.split_once(' ')?;
    Some((Extent::By(number(by)?, unit.to_string()), rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::cmp::Ordering;

    fn short(op: &str, margin: &str) -> Extent {
        of(&json!({"kind": "comparison", "op": op, "margin": {"exact": margin, "unit": "元"}}))
    }

    #[test]
    fn further_from_what_is_asked_is_greater_on_either_side() {
        assert_eq!(short(">=", "-2").against(&short(">=", "-1.5")), Some(Ordering::Greater));
        assert_eq!(short("<=", "1/3").against(&short("<=", "0.33")), Some(Ordering::Greater));
        assert_eq!(short("=", "-2").against(&short("=", "2")), Some(Ordering::Equal));
        assert_eq!(short(">=", "5").against(&short(">=", "1")), Some(Ordering::Equal));
        let other = of(&json!({"kind": "comparison", "op": ">=", "margin": {"exact": "-1", "unit": "万元"}}));
        assert_eq!(short(">=", "-2").against(&other), None);
        assert_eq!(short(">=", "?"), Extent::Unknown);
    }

    #[test]
    fn what_is_kept_is_read_back() {
        let parts = Extent::Several(vec![Extent::Several(Vec::new()), short(">=", "-1/3"), Extent::Count(7), Extent::Unknown]);
        for extent in [parts, Extent::Unknown, short("<=", "12.5"), Extent::Count(0)] {
            assert_eq!(read_extent(&written(&extent)), Some(extent));
        }
        for wrong in ["", "#", "#x", "[", "[#1", "[#1]]", "1", "x 元", "?1", &"[".repeat(99)] {
            assert_eq!(read_extent(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn one_part_further_is_further() {
        let of = |a: &str, b: &str| Extent::Several(vec![short(">=", a), short(">=", b)]);
        assert_eq!(of("-1", "-5").against(&of("-2", "-4")), Some(Ordering::Greater));
        assert_eq!(of("-1", "-4").against(&of("-2", "-4")), Some(Ordering::Less));
        assert_eq!(of("-2", "-4").against(&of("-2", "-4")), Some(Ordering::Equal));
        assert_eq!(of("-1", "-3").against(&of("-2", "-4")), Some(Ordering::Less));
    }
}
