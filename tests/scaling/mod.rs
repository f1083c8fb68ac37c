//! Cost grows with size and nesting in a straight line. Processor time of this thread is compared with processor time of this thread: what
//! grows with a power of the depth is hundreds of times over the bound at any load, so one quiet look among many is enough.

mod definitions;
mod large;
mod loading;
mod reporting;

use fadu::diag::Sink;
use fadu::text::FileId;
use std::time::Duration;

/// Looks until one is within the bound.
const LOOKS: usize = 25;

fn parse(source: &str) {
    fadu::parse::parse(FileId(0), source, &mut Sink::default());
}

fn thread_time() -> Duration {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // Sound: the pointer is to a live timespec.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut now) };
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}

fn cost(source: &str) -> Duration {
    let start = thread_time();
    parse(source);
    thread_time().saturating_sub(start).max(Duration::from_micros(1))
}

/// Whether the large text costs less than `times` what the small one costs.
fn in_proportion(small: &str, large: &str, times: u32) -> bool {
    (0..LOOKS).any(|_| cost(large) < cost(small) * times)
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
    ("(first 2 of ", "R", " by a)"),
    ("(", "R", " 按 a 前 2 名)"),
    ("count((first 2 of R by ", "a", "))"),
    ("x 的 2 次方 + (", "a", ")"),
    ("2 ^ (", "a", ")"),
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
            let [shallow, deep] = [8, 16].map(|depth| nested(depth, *bracket, closed).repeat(3));
            assert!(in_proportion(&shallow, &deep, 8), "{bracket:?} closed={closed}: more than 8 times for twice the depth");
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
        let [shallow, deep] = [8, 16].map(|depth| given(depth, closed));
        assert!(in_proportion(&shallow, &deep, 8), "closed={closed}: more than 8 times for twice the depth");
    }
}

#[test]
fn size_costs_in_proportion() {
    let text = include_str!("../parse/large_zh.fadu");
    let broken = text.replace("要求", "要球").replace("｝", "");
    for text in [text, &broken] {
        assert!(in_proportion(text, &text.repeat(4), 12), "more than 12 times for four times the text");
    }
}
