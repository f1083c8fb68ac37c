//! Cost grows with size and nesting in a straight line. Times are compared with times of the same machine, never with a clock.

use fadu::diag::Sink;
use fadu::text::FileId;
use std::time::{Duration, Instant};

fn parse(source: &str) {
    fadu::parse::parse(FileId(0), source, &mut Sink::default());
}

/// The best of several runs: what the work costs when nothing else disturbs.
fn cost(source: &str) -> Duration {
    let run = || {
        let start = Instant::now();
        parse(source);
        start.elapsed()
    };
    (0..5).map(|_| run()).min().unwrap_or_default().max(Duration::from_micros(1))
}

/// Each kind of bracket: what opens, what stands in the middle, what closes.
const BRACKETS: &[(&str, &str, &str)] = &[
    ("(", "1", ")"),
    ("（", "1", "）"),
    ("{", "1", "}"),
    ("f(", "1", ")"),
    ("sum(a for v in S when ", "b", ")"),
    ("count(v in S when ", "b", ")"),
    ("R[", "k", "]"),
    ("choose { x: 1; otherwise: ", "1", " }"),
    ("not (", "a", ")"),
    ("-(", "a", ")"),
    ("60% of (", "a", ")"),
    ("a between 1 and (", "2", ")"),
    ("c at (", "2", ")"),
];

fn nested(depth: usize, (open, middle, close): (&str, &str, &str), closed: bool) -> String {
    let tail = if closed { close.repeat(depth) } else { String::new() };
    format!("rule r {{\n  require {}{middle}{tail} >= 1\n}}\n", open.repeat(depth))
}

#[test]
fn nesting_costs_in_proportion() {
    for bracket in BRACKETS {
        for closed in [true, false] {
            let [shallow, deep] = [8, 16].map(|depth| cost(&nested(depth, *bracket, closed).repeat(3)));
            assert!(deep < shallow * 8, "{bracket:?} closed={closed}: {deep:?} after {shallow:?} for half the depth");
        }
    }
}

#[test]
fn nested_rows_cost_in_proportion() {
    let given = |depth: usize, closed: bool| {
        let close = if closed { "}]".repeat(depth) } else { String::new() };
        format!("test \"t\" {{ given A {{ a = {}{close} }} }}\n", "[{ a = ".repeat(depth) + "1").repeat(4)
    };
    for closed in [true, false] {
        let [shallow, deep] = [8, 16].map(|depth| cost(&given(depth, closed)));
        assert!(deep < shallow * 8, "closed={closed}: {deep:?} after {shallow:?} for half the depth");
    }
}

#[test]
fn size_costs_in_proportion() {
    let text = include_str!("../parse/large_zh.fadu");
    let broken = text.replace("要求", "要球").replace("｝", "");
    for text in [text, &broken] {
        let [small, large] = [1, 4].map(|n| cost(&text.repeat(n)));
        assert!(large < small * 12, "{large:?} after {small:?} for a quarter of the text");
    }
}
