//! Many rows: chunks against single rows, holes at the edges of chunks, any number of threads.

use super::*;

const R: &str = r#"
record P key id { id : text  cap : money in 万元 }
record R key id { id : count  p : text  a : money in 万元  b : money in 万元  f : flag }
rule share { for r in R require r.a >= 60% of r.b }
rule part { for r in R when r.f require r.a as share of r.b >= 60% }
rule look { for r in R require r.a <= P[r.p].cap }
rule group { for g in R by p require sum(g.a) >= 60% of sum(g.b) }
"#;

/// Holes at both ends of every chunk of 8192 rows; whole numbers except in the middle, so that scales are mixed.
fn csv(rows: usize) -> String {
    let mut text = String::from("id,p,a,b,f\n");
    for i in 0..rows {
        let edge = i % 8192 == 0 || i % 8192 == 8191;
        let a = if edge {
            String::new()
        } else if i == rows / 2 {
            "59.9999".into()
        } else {
            format!("{}", i % 101)
        };
        let p = if i % 8192 == 1 { String::new() } else { format!("p{}", i % 7) };
        let b = if i == 77 { "1700000000000000000000".to_string() } else { format!("{}", i % 97) };
        text.push_str(&format!("{i},{p},{a},{b},{}\n", if i % 3 == 0 { "是" } else { "否" }));
    }
    text
}

const CAPS: &str = "id,cap\np0,50\np1,50\np2,50\np3,\np4,100\np5,100\n";

#[test]
fn chunks_agree_with_the_arithmetic_row_by_row() {
    let rows = 20_000;
    let world = World::new(R, &[("P.csv", CAPS), ("R.csv", &csv(rows))]);
    let findings = world.tally();
    let tally = |rule: usize| {
        findings.tally.iter().filter(|(k, _)| k.rule == rule).fold(fadu::finding::Tally::default(), |mut t, (_, v)| {
            t.merge(v);
            t
        })
    };
    let (mut share, mut part, mut look) = ([0u64; 5], [0u64; 5], [0u64; 5]);
    for i in 0..rows {
        let edge = i % 8192 == 0 || i % 8192 == 8191;
        // In hundredths of 元.
        let a = if i == rows / 2 { 59_999_900 } else { (i % 101) as i128 * 1_000_000 };
        let b = if i == 77 { 1_700_000_000_000_000_000_000i128 * 1_000_000 } else { (i % 97) as i128 * 1_000_000 };
        let verdict = match (edge, a, b) {
            // a is missing: b = 0 leaves met and no base.
            (true, _, 0) => 0,
            (true, ..) => 2,
            (_, 0, 0) => 4,
            _ if 10 * a >= 6 * b => 0,
            _ => 1,
        };
        share[verdict] += 1;
        part[if i % 3 == 0 { verdict } else { 4 }] += 1;
        let cap = if i % 8192 == 1 { None } else { [Some(50), Some(50), Some(50), None, Some(100), Some(100), None][i % 7] };
        look[match cap {
            _ if !edge && a == 0 => 0,
            None => 2,
            Some(_) if edge => 2,
            Some(cap) if a <= cap * 1_000_000 => 0,
            Some(_) => 1,
        }] += 1;
    }
    for (rule, wanted) in [(0, share), (1, part), (2, look)] {
        let t = tally(rule);
        assert_eq!([t.met, t.violated, t.undetermined, t.exempt, t.not_applicable], wanted, "rule {rule}");
    }
    assert_eq!(findings.rules[3].subjects, 7);
}

#[test]
fn many_unknown_groups_do_not_cost_rows_times_groups() {
    // Every second row has an unknown group: rows × groups would be 10⁷ comparisons of keys.
    let mut text = String::from("id,p,a,b,f\n");
    for i in 0..8_000 {
        let p = if i % 2 == 0 { String::new() } else { format!("p{}", i % 3_999) };
        text.push_str(&format!("{i},{p},1,1,是\n"));
    }
    let rules = "record R key id { id : count  p : text  a : money in 万元  b : money in 万元  f : flag }
rule group { for g in R by p require count(g) >= 1 }";
    let world = World::new(rules, &[("R.csv", &text)]);
    let findings = world.tally();
    let tally = findings.tally.values().next().unwrap();
    assert_eq!(tally.met, findings.rules[0].subjects);
}

#[test]
fn threads_do_not_change_the_output() {
    let world = World::new(R, &[("P.csv", CAPS), ("R.csv", &csv(8_400))]);
    let run = |n: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap();
        let findings = pool.install(|| world.tally());
        format!("{:?}{:?}{}", findings.list, findings.tally, findings.unlisted)
    };
    assert!(run(1) == run(3), "the output depends on the number of threads");
}
