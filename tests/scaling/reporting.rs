//! What judging and a report cost, at n and at twice n: time of the same thread in the same run.

use super::loading::in_proportion;
use crate::verdicts::World;
use fadu::diag::Lang;
use fadu::report::{Report, format};

const RECORD: &str = "record DS key n {\n  n : text\n  a : count\n  b : number\n  c : money in 万元\n}\n";

fn world(rules: &str, rows: usize, row: fn(usize) -> String) -> World {
    let text = format!("n,a,b,c\n{}", (1..=rows).map(row).collect::<String>());
    World::new(&format!("{RECORD}{rules}"), &[("DS.csv", &text)])
}

#[test]
fn open_findings_cost_in_proportion() {
    let rules = "rule a { for d in DS require d.c >= 1 万元 }";
    let blank = |i: usize| format!("k{i},,,\n");
    let [small, large] = [400, 800].map(|n| world(rules, n, blank));
    let (few, many) = (small.judge(), large.judge());
    assert_eq!((few.list.len(), many.list.len()), (400, 800));
    for name in ["pretty", "json"] {
        let render = format(name).unwrap().render;
        let [few, many] = [Report::new(&few, &[], &small.sources, Lang::Zh), Report::new(&many, &[], &large.sources, Lang::Zh)];
        assert!(in_proportion(|| _ = render(&few), || _ = render(&many)), "{name}: more than 3 times for twice the findings");
    }
}

/// Places are found by sorting, tables by keys.
#[test]
fn ranked_results_cost_in_proportion() {
    let rules = "rule a { for d in DS show \"c\": d.c ranked show \"l\": d.c < 500 万元 }";
    let row = |i: usize| match i % 7 {
        0 => format!("k{i},,,\n"),
        _ => format!("k{i},1,1,{}\n", i * 37 % 1000),
    };
    let [small, large] = [1000, 2000].map(|n| world(rules, n, row as fn(usize) -> String));
    let (few, many) = (small.judge(), large.judge());
    assert_eq!((few.results[0].rows.len(), many.results[0].rows.len()), (1000, 2000));
    assert!(in_proportion(|| _ = small.judge(), || _ = large.judge()), "judging: more than 3 times for twice the subjects");
    for name in ["pretty", "json", "csv", "short"] {
        let render = format(name).unwrap().render;
        let [few, many] = [Report::new(&few, &[], &small.sources, Lang::Zh), Report::new(&many, &[], &large.sources, Lang::Zh)];
        assert!(in_proportion(|| _ = render(&few), || _ = render(&many)), "{name}: more than 3 times for twice the results");
    }
}

/// Rows found by a comparison of figures in a filter: met, and broken, which is explained and for which remedies are tried.
#[test]
fn comparisons_of_figures_cost_in_proportion() {
    let figures = |i: usize| format!("k{i},{i},{i},{i}\n");
    let holding = [
        "count(e in DS when e.a = d.a) <= 1",
        "count(e in DS when e.b = d.b) <= 1",
        "count(e in DS when e.c > d.c) <= 10000",
        "count(e in DS when e.a != d.a) <= 10000",
        "count(e in DS when e.a > d.a - 10 and e.a <= d.a) <= 10",
        "sum(e.c for e in DS when e.a <= d.a) >= 1 万元",
        "max(e.c for e in DS when e.a <= d.a) >= 1 万元",
        "min(e.c for e in DS when e.a > d.a - 10 and e.a <= d.a) >= 1 万元",
        "every(e.b >= 1 for e in DS when e.a >= d.a)",
        "some(e.a = d.b for e in DS)",
    ];
    let broken = [
        "count(e in DS when e.b = d.b) >= 2",
        "d.a >= 801 or count(e in DS when e.a = d.a) >= 2",
        "some(e.a = d.a + 1000 for e in DS)",
    ];
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    for rule in holding.iter().chain(&broken) {
        let text = format!("rule a {{ for d in DS require {rule} }}");
        let [small, large] = [400, 800].map(|n| world(&text, n, figures));
        let tally = large.tally().tally.values().next().copied().unwrap();
        assert_eq!((tally.met, tally.violated), if broken.contains(rule) { (0, 800) } else { (800, 0) }, "{rule}");
        let fine = pool.install(|| in_proportion(|| _ = small.tally(), || _ = large.tally()));
        assert!(fine, "{rule}: more than 3 times for twice the rows");
    }
}

/// Places of rows whose figures are known, of rows most of which are not, within groups, and the first of them.
#[test]
fn places_cost_in_proportion() {
    // All work is done on this thread, whose time is looked at.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().unwrap();
    let rules = "record P key n { n : text  g : text  b : number }
rule a { for d in P require rank(x.b for x in P) >= 1000000 }
rule b { for d in P require rank(x.b for x in P when x.g = d.g, lowest first) >= 1000000 }
rule c { require sum(x.b for x in (first 10 of P by x.b)) >= 1000000000 }
rule d { for d in (first 10 of P by d.b without ties) require d.b >= 1000 }";
    let known = |i: usize| format!("k{i},{},{}\n", ["x", "y"][i % 2], i * 7919 % 1009);
    let open = |i: usize| if i.is_multiple_of(3) { format!("k{i},x,\n") } else { format!("k{i},x,>={}\n", i * 7919 % 1009) };
    let [none, some]: [fn(usize) -> String; 2] = [known, open];
    for row in [none, some] {
        let sheet = |n: usize| format!("n,g,b\n{}", (1..=n).map(row).collect::<String>());
        let [small, large] = [1_000, 2_000].map(|n| World::new(rules, &[("P.csv", &sheet(n))]));
        let both = pool.install(|| in_proportion(|| _ = small.tally(), || _ = large.tally()));
        assert!(both, "more than 3 times for twice the rows");
    }
}
