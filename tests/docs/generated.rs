//! `docs/tables.md` is made from the tables of the program: keywords, functions, units, messages. `BLESS=1` writes it anew.

use crate::harness::golden;
use fadu::diag::codes;
use fadu::fmt;
use fadu::internals::builtins;
use fadu::num::show_exact_or;
use fadu::ty::Units;
use std::collections::BTreeMap;
use std::fmt::Write;

const HEAD: &str = "# Tables of the language · 语言各表

Made from the same tables as the checker. What they mean: [language.md](language.md), [language.zh.md](language.zh.md).
本页由程序自己的表生成，各项的意思见语言参考。
";

fn quoted(words: &[&str]) -> String {
    words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(" ")
}

fn keywords(out: &mut String) {
    out.push_str("\n## Keywords · 关键字\n\n| English | 中文 |\n|---|---|\n");
    let mut seen = BTreeMap::new();
    for (en, zh) in fmt::keywords() {
        let line = format!("| `{en}` | {} |\n", quoted(zh));
        if seen.insert(line.clone(), ()).is_none() {
            out.push_str(&line);
        }
    }
}

fn functions(out: &mut String) {
    out.push_str("\n## Functions · 函数\n\n| English | 中文 | signature · 用法 | meaning · 意思 |\n|---|---|---|---|\n");
    for f in builtins::all() {
        let (zh, signature) = (quoted(f.names_zh), f.signature.replace('|', "\\|"));
        let _ = writeln!(out, "| `{}` | {zh} | `{signature}` | {} · {} |", f.name_en, f.doc_en, f.doc_zh);
    }
}

/// Units of one kind on one line, from the smallest; each with its size in the kind's base.
fn units(out: &mut String) {
    out.push_str("\n## Units · 单位\n\nAfter the sign, how many of the base. 等号后面是合多少个基本单位。\n\n");
    let units = Units::default();
    let mut kinds: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for unit in units.names().filter_map(|n| units.get(n)) {
        kinds.entry(format!("{:?}", unit.ty)).or_default().push(unit);
    }
    let mut lines: Vec<String> = kinds
        .into_values()
        .map(|mut list| {
            list.sort_by(|a, b| a.factor.cmp(&b.factor).then_with(|| a.name.cmp(&b.name)));
            let each = list.iter().map(|u| format!("`{}` = {}", u.name, show_exact_or(&u.factor, 12)));
            format!("- {}\n", each.collect::<Vec<_>>().join(", "))
        })
        .collect();
    lines.sort();
    lines.iter().for_each(|l| out.push_str(l));
}

fn messages(out: &mut String) {
    out.push_str("\n## Messages · 信息\n\n`fadu explain CODE` prints the page of a code. `fadu explain 代码` 打印它的说明。\n\n| code | short name | 意思 |\n|---|---|---|\n");
    for code in codes::ALL {
        let title = code.page.lines().next().and_then(|l| l.split_once(&format!("{} ", code.id))).map_or("", |(_, t)| t);
        let chinese = code.page.split("## 中文").nth(1).and_then(|t| t.trim().split(['。', '\n']).next()).unwrap_or_default();
        let clean = |text: &str| text.replace('|', "\\|");
        let _ = writeln!(out, "| {} | {} | {} |", code.id, clean(title.trim()), clean(chinese.trim()));
    }
}

#[test]
fn the_tables_are_those_of_the_program() {
    let mut out = HEAD.to_string();
    keywords(&mut out);
    functions(&mut out);
    units(&mut out);
    messages(&mut out);
    golden::check("../docs/tables.md", &out);
}
