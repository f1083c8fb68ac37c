//! Many rows: groups that many rows may belong to, and rows that were sent twice.

use super::loading::{compile, in_proportion, load};
use crate::verdicts::World;

/// A row of unknown county may belong to every group: what such rows may add is worked out once, not for each group.
#[test]
fn unknown_keys_cost_in_proportion() {
    let rules = "record R key id { id : text  county : text  a : money in 万元 }\n\
                 rule most { for g in R by county require sum(g.a) <= 5 万元 }\n\
                 rule least { for g in R by county require sum(g.a) >= 1 万元 }\n";
    let sheet = |n: usize| {
        let known = (0..n).map(|i| format!("K{i},x{i},1\n"));
        let holes = (0..n).map(|i| format!("H{i},,1\n"));
        format!("id,county,a\n{}", known.chain(holes).collect::<String>())
    };
    let [small, large] = [500, 1000].map(|n| World::new(rules, &[("R.csv", &sheet(n))]));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().unwrap();
    let fine = pool.install(|| in_proportion(|| _ = small.tally(), || _ = large.tally()));
    assert!(fine, "more than 3 times for twice the groups and twice the rows of unknown county");
}

#[test]
fn rows_sent_twice_cost_in_proportion() {
    let rules = compile(
        "record R key id, year { id : text  year : year  a : money in 万元  l : list of L }\nrecord L key n { n : text  v : count }\n",
    );
    let row =
        |i: usize| format!("{{\"id\":\"k{i}\",\"year\":2007,\"a\":{i},\"l\":[{{\"n\":\"x\",\"v\":1}},{{\"n\":\"y\",\"v\":2}}]}}");
    let twice = |n: usize, differ: usize| {
        let rows: Vec<String> = (0..n).chain(0..n).map(|i| row(i + if i % 2 == 0 { 0 } else { differ })).collect();
        format!("{{\"R\":[{}]}}", rows.join(","))
    };
    for differ in [0, 1] {
        let (small, large) = (twice(300, differ), twice(600, differ));
        let fine = in_proportion(|| _ = load(&rules, "a.json", &small), || _ = load(&rules, "a.json", &large));
        assert!(fine, "more than 3 times for twice the rows sent twice");
    }
}

/// What came with which file is not looked for among all files for each of them.
#[test]
fn files_cost_in_proportion() {
    let rules =
        "record R key id, year { id : text  year : year  a : money in 万元 }\nrule least { for r in R require r.a >= 1 万元 }\n";
    let [small, large] = [2500, 5000].map(|n| {
        let files: Vec<(String, String)> = (0..n).map(|i| (format!("{i}/R.csv"), format!("id,year,a\nK{i},2007,1\n"))).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        World::new(rules, &files)
    });
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().unwrap();
    let fine = pool.install(|| in_proportion(|| _ = small.tally(), || _ = large.tally()));
    assert!(fine, "more than 3 times for twice the files");
}
