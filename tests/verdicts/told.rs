//! What a finding tells of a condition, evaluated, gives its verdict: over random conditions, negated, joined, implied, chained and quantified, of shares, tolerances and sets,
//! where figures are missing too.

use super::*;
use fadu::ast::{CmpOp, TextPart};
use fadu::finding::{CauseKind, Comparison, Detail, Known, Operand, Value, Wanted};
use fadu::num::Rat;
use std::fmt::Write;

/// Numbers for the draft: the same every time.
struct Dice {
    state: u64,
    /// Whether conditions speak of parameters with several values.
    open: bool,
}

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) % below
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.roll(from.len() as u64)).unwrap()]
    }
}

const RECORD: &str = "table S key t { | t |\n | p |\n | q | }
record F key id { id : text  a : number  b : number  on : flag  t : one of \"p\", \"q\", \"r\"  o : text ?  w : text
  m : money in 万元 to 0.1  n : money in 万元 to 0.1  l : list of L }
record L key k { k : text }
";
const ROWS: &str = r#"{"F":[
  {"id":"x","a":1,"b":2,"on":true,"t":"p","o":"z","w":"pa","m":1,"n":2,"l":[{"k":"p"},{"k":"q"}]},
  {"id":"y","a":2,"b":1,"on":false,"t":"q","o":"无","w":"qb","m":2,"n":2,"l":[]},
  {"id":"z","a":0,"b":0,"on":true,"t":"r","o":"z","w":"pb","m":0,"n":0,"l":[{"k":"p"}]},
  {"id":"w","a":3,"b":3,"on":false,"t":"p","o":"无","w":"qa","m":3,"n":2,"l":[{"k":"r"},{"k":"q"}]},
  {"id":"u","b":1,"t":"q","o":"z","m":1,"l":[{"k":"p"}]}]}"#;

fn atom(dice: &mut Dice, v: &str) -> String {
    let op = dice.pick(&[">=", ">", "<=", "<", "=", "!="]);
    let n = dice.roll(4);
    let share = dice.pick(&["50%", "100%", "150%"]);
    match dice.roll(if dice.open { 27 } else { 22 }) {
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
        11 => format!("{v}.m {op} {share} of {v}.n"),
        12 => format!("{share} of {v}.n {op} {v}.m"),
        13 => format!("{v}.m as share of {v}.n {op} {share}"),
        14 => format!("{v}.m / {v}.n {op} {n}"),
        15 => format!("{v}.m about {n}万元 within {share}"),
        16 => format!("{v}.m {} {v}.n within rounding", dice.pick(&["="])),
        17 => format!("{v}.l.k {} S", dice.pick(&["=", "!=", "subset of", "disjoint with"])),
        18 => format!("S subset of {v}.l.k"),
        19 => format!("{v}.t {} {{e.t for e in F when e.on}}", dice.pick(&["in", "not in"])),
        20 => format!("({v}.a {op} {n}) {} {v}.on", dice.pick(&["=", "!="])),
        22 => format!("{v}.a {op} p"),
        23 => format!("p {op} {v}.b"),
        24 => format!("{v}.m {op} (choose {{ rd = \"甲\": {v}.n; otherwise: 1万元 }})"),
        25 => format!("{v}.a + p {op} {v}.b"),
        26 => "rd = \"甲\"".to_string(),
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

/// What is told, evaluated: `Some(None)` where it is open, `None` where nothing is told of it.
fn holds(detail: &Detail) -> Option<Option<bool>> {
    Some(match detail {
        Detail::Compare(c) => compared(c),
        Detail::Presence { found, wanted, .. } => found.map(|found| found == *wanted),
        Detail::Match { value: Known::Nothing, .. } => return None,
        Detail::Match { value, wanted, .. } => Some(matched(value, wanted)?),
        Detail::Members { wanted_all, passed, failed, unknown, more, worst, .. } => {
            // The member that is pointed at passes, or fails, as is said.
            let own = worst.as_ref().and_then(|w| holds(&w.1)).flatten();
            assert!(own.is_none_or(|own| !own), "{detail:?}");
            match wanted_all {
                true if *failed > 0 => Some(false),
                false if *passed > 0 => Some(true),
                _ => (*unknown == 0 && !more).then_some(*wanted_all),
            }
        }
        Detail::Sets { wanted, breaking, unknown, open, .. } => match (breaking.is_empty(), unknown.is_empty() && !open) {
            (false, _) => Some(!wanted),
            (true, sure) => sure.then_some(*wanted),
        },
        Detail::Parts { all, parts } => {
            let told: Vec<Option<Option<bool>>> = parts.iter().map(holds).collect();
            let decisive = Some(Some(!all));
            if told.contains(&decisive) {
                Some(!all)
            } else if told.contains(&None) {
                return None;
            } else if told.contains(&Some(None)) {
                None
            } else {
                Some(*all)
            }
        }
        Detail::ExactlyOne { .. } | Detail::Stage(_) | Detail::None => return None,
    })
}

/// By the figures of every view that is shown, which have to agree.
fn compared(c: &Comparison) -> Option<bool> {
    let by = |op: CmpOp, left: &Rat, right: &Rat| match op {
        CmpOp::Ge => left >= right,
        CmpOp::Gt => left > right,
        CmpOp::Le => left <= right,
        CmpOp::Lt => left < right,
        CmpOp::Eq => left == right,
        CmpOp::Ne => left != right,
    };
    let exact = |o: &Operand| o.value.as_exact().cloned();
    if let Some(near) = &c.near {
        let apart = exact(&near.value)? - exact(&near.target)?;
        return Some(by(c.op, &fadu::num::abs(&apart), &exact(&near.tolerance)?));
    }
    if let Some(share) = &c.share {
        let (part, base, bound) = (exact(&share.part)?, exact(&share.base)?, share.bound.as_exact()?.clone());
        let told = by(share.op, &part, &(bound.clone() * &base));
        assert!(share.quotient.as_ref().is_none_or(|q| by(share.op, q, &bound) == told), "{c:?}");
        return Some(told);
    }
    match (exact(&c.left), exact(&c.right)) {
        (Some(left), Some(right)) => Some(by(c.op, &left, &right)),
        // Of ranges it is their distance that tells.
        _ => {
            let zero = Rat::ZERO;
            let lies = [
                (c.margin.reaches_below(&zero), CmpOp::Lt),
                (c.margin.contains(&zero), CmpOp::Eq),
                (c.margin.reaches_above(&zero), CmpOp::Gt),
            ];
            let side = |op: CmpOp| match op {
                CmpOp::Lt => -Rat::ONE,
                CmpOp::Gt => Rat::ONE,
                _ => Rat::ZERO,
            };
            let mut each = lies.into_iter().filter(|(is, _)| *is).map(|(_, op)| by(c.op, &side(op), &zero));
            let first = each.next()?;
            each.all(|other| other == first).then_some(first)
        }
    }
}

fn matched(value: &Known, wanted: &Wanted) -> Option<bool> {
    let text = match value {
        Known::Value(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    Some(match wanted {
        Wanted::Flag(wanted) => matches!(value, Known::Value(Value::Flag(found)) if found == wanted),
        Wanted::Text { text: other, same, .. } => (text? == other.as_deref()?) == *same,
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
        Wanted::Within { members: Some(members), inside, .. } => members.iter().any(|t| Some(t.as_str()) == text) == *inside,
        // Whether it is there is what the verdict says.
        Wanted::Within { members: None, .. } => return None,
        Wanted::Number(wanted) => text?.parse::<u64>().is_ok() == *wanted,
    })
}

/// Conditions at random over the rows: what is told of each finding, evaluated, gives its verdict, and a premise that is told holds.
fn told_gives_verdicts(mut dice: Dice, record: &str, least: usize) {
    let (mut compared, mut wrong) = (0, Vec::new());
    for _ in 0..12 {
        let mut conditions: Vec<String> = (0..40).map(|i| condition(&mut dice, "f", 1 + i % 3)).collect();
        // What can never hold is a mistake of its author.
        conditions.retain(|c| World::compiled(&format!("{record}rule r {{ for f in F require {c} }}"), &[], &[]).is_ok());
        let mut rules = record.to_string();
        for (i, c) in conditions.iter().enumerate() {
            writeln!(rules, "rule r{i} {{ for f in F require {c} }}").unwrap();
        }
        let found = World::new(&rules, &[("F.json", ROWS)]).judge();
        for f in &found.list {
            let verdict = match f.verdict {
                Verdict::Met => Some(true),
                Verdict::Violated => Some(false),
                Verdict::Undetermined => None,
                Verdict::Exempt | Verdict::NotApplicable => continue,
            };
            // Where the readings of a parameter decide, its cause lists what each comes to, and the arithmetic is that of one that breaks the line.
            let by_reading = f.causes.iter().any(|c| c.kind == CauseKind::OpenParameter);
            if f.verdict == Verdict::Undetermined && by_reading {
                continue;
            }
            let of = |what: &str| format!("{what} {} on {}: {:?}", conditions[f.rule], f.subject.title(), f.verdict);
            if f.asked.as_ref().is_some_and(|asked| holds(asked) == Some(Some(false))) {
                wrong.push(format!("{}\n  {:?}", of("premise of"), f.asked));
            }
            let Some(told) = holds(&f.detail) else { continue };
            compared += 1;
            // A verdict may rest on more than figures show: that two of them are the same one, or are judged case by case.
            if told != verdict && told.is_some() {
                wrong.push(format!("{}\n  {:?}", of(""), f.detail));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong[..wrong.len().min(5)].join("\n"));
    assert!(compared > least, "only {compared} findings told something");
}

#[test]
fn what_is_told_evaluated_gives_the_verdict() {
    told_gives_verdicts(Dice { state: 20_061_118, open: false }, RECORD, 1_000);
}

/// Figures are then ranges: what all of them say is the verdict, or nothing.
#[test]
fn what_is_told_under_open_parameters_gives_the_verdict() {
    let record = format!("param p : number = 1 | 2\nparam rd : reading \"甲\", \"乙\"\n{RECORD}");
    told_gives_verdicts(Dice { state: 20_081_121, open: true }, &record, 500);
}
