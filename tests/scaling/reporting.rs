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
        let render = |report: &Report| format(name).unwrap().text(report);
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
        let render = |report: &Report| format(name).unwrap().text(report);
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
    let rules = "record P key n { n : text  g : text  b : number  k : count }
rule a { for d in P require rank(x.b for x in P) >= 1000000 }
rule b { for d in P require rank(x.b for x in P when x.g = d.g, lowest first) >= 1000000 }
rule c { require sum(x.b for x in (first 10 of P by x.b)) >= 1000000000 }
rule d { for d in (first 10 of P by d.b without ties) require d.b >= 1000 }
rule e { for d in P require rank(x.b for x in P when x.k = d.k) >= 1000000 }";
    let known = |i: usize| format!("k{i},{},{},{}\n", ["x", "y"][i % 2], i * 7919 % 1009, i % 3);
    let open =
        |i: usize| if i.is_multiple_of(3) { format!("k{i},x,,1\n") } else { format!("k{i},x,>={},{}\n", i * 7919 % 1009, i % 3) };
    let [none, some]: [fn(usize) -> String; 2] = [known, open];
    for row in [none, some] {
        let sheet = |n: usize| format!("n,g,b,k\n{}", (1..=n).map(row).collect::<String>());
        let [small, large] = [1_000, 2_000].map(|n| World::new(rules, &[("P.csv", &sheet(n))]));
        let both = pool.install(|| in_proportion(|| _ = small.tally(), || _ = large.tally()));
        assert!(both, "more than 3 times for twice the rows");
    }
}

/// Texts, questions about the form over many rows, days of sending, and loops over numbers.
#[test]
fn texts_forms_and_ranges_cost_in_proportion() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().unwrap();
    let record = "table k key n { | n |\n | a |\n | b |\n }
record P key n, year due date(year + 1, 3, 31) on filed { n : text  year : year  filed : date  g : text  b : count }
rule duty { for p in P report p in time }
";
    let rules = [
        "for p in P require p.n contains \"k\" and p.g ends with \"x\" and \"{p.n}.{p.g}\" like \"{p.n}.*\"",
        "report count(p in P when p.year = 2007 and p.b filled) >= 40% of count(p in P when p.year = 2007)",
        "for p in P report count(x in P when x.g = p.g and x.year = 2007 and x.b filled) >= 1",
        "for p in P report p.b required report p in time",
        "for p in P require sum(i for i in 1 .. 12) = 78 and p.b in {0 .. 5, 9}",
        "for i in 1 .. 12 require count(p in P when p.b = i and p.year = 2007) <= 100000",
        "for p in P require count(i in 1 .. p.b) = p.b",
    ];
    let row = |i: usize| {
        let b = if i.is_multiple_of(3) { String::new() } else { (i % 6).to_string() };
        format!("k{i},2007,2008-0{}-01,{}x,{b}\n", 1 + i % 5, i % 50)
    };
    for rule in rules {
        let text = format!("{record}rule t {{ {rule} }}");
        let sheet = |n: usize| format!("n,year,filed,g,b\n{}", (1..=n).map(row).collect::<String>());
        let [small, large] = [500, 1_000].map(|n| World::new(&text, &[("P.csv", &sheet(n))]));
        let both = pool.install(|| in_proportion(|| _ = small.tally(), || _ = large.tally()));
        assert!(both, "{rule}: more than 3 times for twice the rows");
    }
}
