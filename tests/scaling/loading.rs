//! What loading costs, at n and at twice n: time of the same thread in the same run, and memory as asked for.

use super::thread_time;
use fadu::diag::Sink;
use fadu::hir::RuleSet;
use fadu::pipeline::Input;
use fadu::text::Sources;
use fadu::world::MemoryWorld;
use std::path::PathBuf;
use std::time::Duration;

pub(super) fn compile(rules: &str) -> RuleSet {
    let world = MemoryWorld::default().with("r.fadu", rules);
    let files = [PathBuf::from("r.fadu")];
    fadu::pipeline::compile(&world, &files, &fadu::pipeline::Bindings::default(), &mut Sources::default(), &mut Sink::default())
}

pub(super) fn load(rules: &RuleSet, path: &str, text: &str) -> u32 {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let inputs = vec![Input::new(path, text.as_bytes().to_vec())];
    let data = fadu::internals::load::load(&rules.schema, &rules.units, inputs, Vec::new(), &mut sources, &mut sink);
    data.tables.iter().map(|t| t.rows).sum()
}

/// Whether twice the size costs less than three times as much, in one of many looks.
pub(super) fn in_proportion(mut small: impl FnMut(), mut large: impl FnMut()) -> bool {
    let cost = |work: &mut dyn FnMut()| {
        let start = thread_time();
        work();
        thread_time().saturating_sub(start).max(Duration::from_micros(1))
    };
    (0..8).any(|_| cost(&mut large) < cost(&mut small) * 3)
}

const R: &str = "record R \"行\" key name {\n  name \"名称\" : text\n  v \"产值\" : money in 万元\n}\n";

#[test]
fn rows_cost_in_proportion() {
    let rules = compile(R);
    type Row = fn(usize) -> String;
    let kinds: [(&str, &str, Row); 8] = [
        ("a.toml", "", |i| format!("[[R]]\n名称 = \"甲{i}\"\n产值 = {i}\n")),
        ("a.toml", "", |i| format!("[[R]]\nname = “甲{i}”\nv ＝ {i}\n")),
        ("a.toml", "", |i| format!("[[R]]\nname = \"甲{i}\"\nv = 1\nv = 2\n")),
        ("R.csv", "名称,产值\n", |i| format!("甲{i},{i}\n")),
        ("R.csv", "名称,产值\n", |i| format!("\"甲{i}\",\"{i}\"\n")),
        ("R.csv", "名称,产值\n", |i| format!("甲{i},\n")),
        ("R.csv", "名称,产值\n", |i| if i % 2 == 0 { format!("甲{i},{i}\n") } else { format!(",{i}\n") }),
        ("R.csv", "名称,产值\n", |i| if i % 4 == 0 { format!("小计,{i}\n") } else { format!("甲{i},{i}\n") }),
    ];
    for (at, (path, head, row)) in kinds.into_iter().enumerate() {
        let text = |n: usize| format!("{head}{}", (0..n).map(row).collect::<String>());
        let (small, large) = (text(400), text(800));
        let fine = in_proportion(|| _ = load(&rules, path, &small), || _ = load(&rules, path, &large));
        assert!(fine, "kind {at} of {path}: more than 3 times for twice the rows");
    }
}

#[test]
fn fields_cost_in_proportion() {
    let rules = |n: usize| {
        let fields: String = (0..n).map(|i| format!("  f{i} \"指标{i}\" : money in 万元\n")).collect();
        format!("record R key name {{\n  name : text\n{fields}}}\n")
    };
    let (small, large) = (rules(200), rules(400));
    assert!(in_proportion(|| _ = compile(&small), || _ = compile(&large)), "more than 3 times for twice the fields");
    let text = |n: usize| {
        let head: String = (0..n).map(|i| format!(",指标{i}")).collect();
        format!("name{head}\n甲{}\n", ",1".repeat(n))
    };
    let (small, large, (few, many)) = (compile(&small), compile(&large), (text(200), text(400)));
    let fine = in_proportion(|| _ = load(&small, "R.csv", &few), || _ = load(&large, "R.csv", &many));
    assert!(fine, "more than 3 times for twice the columns");
}

/// A cell may be as long as its file: an unclosed quote, or a text that nobody meant.
#[test]
fn long_cells_cost_in_proportion() {
    let rules = compile(R);
    let kinds: [fn(usize) -> String; 5] = [
        |n| format!("名称,产值\n{},5\n", "a".repeat(n)),
        |n| format!("{}单位\n名称,产值\n甲,5\n", "单位以in ".repeat(n / 8)),
        |n| format!("名称,产值\n\"甲,5\n{}", "乙,5\n".repeat(n / 8)),
        |n| format!("名称,产值\n甲,{}\n", "1".repeat(n)),
        |n| format!("名称,产值\n甲,{}亿元\n", "亿".repeat(n / 3)),
    ];
    for (at, text) in kinds.into_iter().enumerate() {
        let (small, large) = (text(60_000), text(120_000));
        let fine = in_proportion(|| _ = load(&rules, "R.csv", &small), || _ = load(&rules, "R.csv", &large));
        assert!(fine, "kind {at}: more than 3 times for twice the size");
    }
}

/// A long TOML text is read in parts, and to the same rows.
#[test]
fn long_toml_is_read_in_parts_to_the_same_rows() {
    let rules = compile(R);
    let rows = |n: usize| (0..n).map(|i| format!("[[R]]\n名称 = \"甲{i}\"\n产值 = {i}\n")).collect::<String>();
    let text = rows(40_000);
    assert!(text.len() > 1 << 20);
    assert_eq!(load(&rules, "a.toml", &text), 40_000);
    // Two million lines in one section: refused before they are read.
    assert_eq!(load(&rules, "a.toml", &format!("{}[[R]]\n{}", rows(3), "名称 = 1\n".repeat(200_000))), 0);
}
