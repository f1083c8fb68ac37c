//! What a finding tells of a condition, evaluated, gives its verdict: over random conditions, negated, joined, implied, chained and quantified.

use super::*;
use fadu::ast::{CmpOp, TextPart};
use fadu::finding::{Detail, Known, Value, Wanted};
use std::fmt::Write;

/// Numbers for the draft: the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.roll(from.len() as u64)).unwrap()]
    }
}

const RECORD: &str =
    "record F key id { id : text  a : number  b : number  on : flag  t : one of \"p\", \"q\", \"r\"  o : text ?  w : text }\n";
const ROWS: &str = "id,a,b,on,t,o,w\nx,1,2,yes,p,z,pa\ny,2,1,no,q,,qb\nz,0,0,yes,r,z,pb\nw,3,3,no,p,,qa\n";

fn atom(dice: &mut Dice, v: &str) -> String {
    let op = dice.pick(&[">=", ">", "<=", "<", "=", "!="]);
    let n = dice.roll(4);
    match dice.roll(12) {
        0 | 1 => format!("{v}.a {op} {n}"),
        2 => format!("{v}.a {op} {v}.b"),
        3 => format!("{v}.a + {v}.b {op} {n}"),
        4 => format!("{v}.on"),
        5 => format!("{v}.t {} \"p\"", dice.pick(&["=", "!="])),
        6 => format!("{v}.t {} {{\"p\", \"q\"}}", dice.pick(&["in", "not in"])),
        7 => format!("{v}.o {}", dice.pick(&["exists", "does not exist"])),
        8 => format!("{v}.a {} {n} and 3", dice.pick(&["between", "not between"])),
        9 => format!("{v}.w {} \"p*\"", dice.pick(&["like", "not like"])),
        10 => format!("{v}.w {} \"q\"", dice.pick(&["starts with", "does not start with"])),
        _ => format!("{n} <= {v}.a <= {v}.b"),
    }
}

fn condition(dice: &mut Dice, v: &str, depth: u32) -> String {
    if depth == 0 {
        return atom(dice, v);
    }
    let part = |dice: &mut Dice| format!("({})", condition(dice, v, depth - 1));
    match dice.roll(7) {
        0 => atom(dice, v),
        1 => format!("not {}", part(dice)),
        2 => format!("{} implies {}", part(dice), part(dice)),
        3 => format!("{} or {}", part(dice), part(dice)),
        4 if v == "f" => {
            let word = dice.pick(&["every", "some", "not every", "not some"]);
            format!("{word}({} for g in F when g.id != f.id)", condition(dice, "g", depth - 1))
        }
        _ => format!("{} and {}", part(dice), part(dice)),
    }
}

/// What is told, evaluated.
fn holds(detail: &Detail) -> Option<bool> {
    Some(match detail {
        Detail::Compare(c) => {
            let (left, right) = (c.left.value.as_exact()?, c.right.value.as_exact()?);
            match c.op {
                CmpOp::Ge => left >= right,
                CmpOp::Gt => left > right,
                CmpOp::Le => left <= right,
                CmpOp::Lt => left < right,
                CmpOp::Eq => left == right,
                CmpOp::Ne => left != right,
            }
        }
        Detail::Presence { found, wanted, .. } => (*found)? == *wanted,
        Detail::Match { value, wanted, .. } => matched(value, wanted)?,
        Detail::Members { wanted_all, passed, failed, unknown, worst } => {
            assert_eq!(*unknown, 0);
            // The member that is pointed at passes, or fails, as is said.
            let own = worst.as_ref().and_then(|w| holds(&w.1));
            match wanted_all {
                true => {
                    assert!(own.is_none_or(|own| own == (*failed == 0)), "{detail:?}");
                    *failed == 0
                }
                false => {
                    assert!(*passed > 0 || own.is_none_or(|own| !own), "{detail:?}");
                    *passed > 0
                }
            }
        }
        Detail::Parts { all, parts } => {
            let told: Vec<bool> = parts.iter().filter_map(holds).collect();
            if told.is_empty() {
                return None;
            }
            if *all { told.iter().all(|t| *t) } else { told.iter().any(|t| *t) }
        }
        Detail::ExactlyOne { .. } | Detail::Sets { .. } | Detail::Stage(_) | Detail::None => return None,
    })
}

fn matched(value: &Known, wanted: &Wanted) -> Option<bool> {
    let text = match value {
        Known::Value(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    Some(match wanted {
        Wanted::Flag(wanted) => matches!(value, Known::Value(Value::Flag(found)) if found == wanted),
        Wanted::Text { text: other, same } => (text? == other.as_deref()?) == *same,
        Wanted::Among { texts, inside, .. } => texts.iter().any(|t| Some(t.as_str()) == text) == *inside,
        Wanted::Like { shape, like } => fadu::text::Pattern::read(shape).ok()?.fits(text?) == *like,
        Wanted::Part { part, other, holds } => {
            let (text, other) = (text?, other.as_deref()?);
            *holds
                == match part {
                    TextPart::Start => text.starts_with(other),
                    TextPart::End => text.ends_with(other),
                    TextPart::Anywhere => text.contains(other),
                    TextPart::Shape => return None,
                }
        }
        Wanted::Number(wanted) => text?.parse::<u64>().is_ok() == *wanted,
    })
}

#[test]
fn what_is_told_evaluated_gives_the_verdict() {
    let mut dice = Dice(20_061_118);
    let (mut compared, mut wrong) = (0, Vec::new());
    for _ in 0..12 {
        let mut conditions: Vec<String> = (0..40).map(|i| condition(&mut dice, "f", 1 + i % 3)).collect();
        // What can never hold is a mistake of its author.
        conditions.retain(|c| World::compiled(&format!("{RECORD}rule r {{ for f in F require {c} }}"), &[], &[]).is_ok());
        let mut rules = RECORD.to_string();
        for (i, c) in conditions.iter().enumerate() {
            writeln!(rules, "rule r{i} {{ for f in F require {c} }}").unwrap();
        }
        let found = World::new(&rules, &[("F.csv", ROWS)]).judge();
        for f in &found.list {
            let verdict = match f.verdict {
                Verdict::Met => true,
                Verdict::Violated => false,
                Verdict::Undetermined | Verdict::Exempt | Verdict::NotApplicable => continue,
            };
            let Some(told) = holds(&f.detail) else { continue };
            compared += 1;
            if told != verdict {
                wrong.push(format!("{} on {}: {:?}\n  {:?}", conditions[f.rule], f.subject.title(), f.verdict, f.detail));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong[..wrong.len().min(5)].join("\n"));
    assert!(compared > 1_000, "only {compared} findings told something");
}
