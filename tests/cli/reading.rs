//! What a reader needs from a report: the three figures of "about", the nearest row, who failed to send, what was meant by 60万.

use super::Folder;

const RULES: &str = "\
table counties \"各县\" key code {\n  | code | name |\n  | 131121 | 枣强县 |\n  | 131125 | 安平县 |\n}\n\
record C \"县情\" key code sent by counties {\n  code \"代码\" : text\n  sales \"销售\" : money in 万元\n}\n";

fn check(rule: &str, rows: &str, lang: &str) -> super::Run {
    let folder = Folder::new().with("r.fadu", format!("{RULES}{rule}\n")).with("C.csv", format!("代码,销售\n{rows}"));
    folder.run(&["check", "--lang", lang, "--width", "200", "--rules", "r.fadu", "C.csv"])
}

const ABOUT: &str = "rule near \"约\" { for c in C require c.sales about 60万元 within 5万元 }";

#[test]
fn about_shows_value_target_and_tolerance() {
    // 66 is 6 off, 1 more than 5; 54.9999 is 5.0001 off, 1 yuan more.
    check(ABOUT, "131121,66\n", "zh").expect(1, &["66万元，不在 60万元 ± 5万元 之内，相差 6万元，超出误差 1万元"]);
    check(ABOUT, "131121,54.9999\n", "en")
        .expect(1, &["549,999 yuan, not within 600,000 yuan ± 50,000 yuan, off by 50,001 yuan, 1 yuan beyond the tolerance"]);
    check(ABOUT, "131121,\n131125,60\n", "zh").expect(1, &["未知，要求在 60万元 ± 5万元 之内"]);
}

#[test]
fn the_nearest_row_is_the_one_that_misses_by_least_and_the_worst_by_most() {
    let rows = "131121,1\n131125,50\n131102,20\n";
    let some = "rule some_one \"有一个\" { require some(c.sales >= 60万元 for c in C) }";
    check(some, rows, "zh").expect(1, &["最接近的是“131125”：50万元 < 60万元，差 10万元"]);
    let every = "rule every_one \"每个\" { require every(c.sales >= 30万元 for c in C) }";
    check(every, rows, "zh").expect(1, &["差得最多的是“131121”：1万元 < 30万元，差 29万元"]);
}

#[test]
fn a_member_of_the_roster_without_a_row_is_its_own_region() {
    let rule = "rule each \"每县\" { for c in C over counties require c.sales >= 1万元 }";
    let run = check(rule, "131121,2\n", "zh");
    run.expect(1, &["没有报送", "对象  安平县 131125", "枣强县"]);
    run.without(&["未注明"]);
}

#[test]
fn sixty_ten_thousands_beside_money_is_money() {
    for literal in ["60万", "60万个"] {
        let rule = format!("rule r \"r\" {{ for c in C require c.sales >= {literal} }}");
        check(&rule, "131121,2\n", "zh").expect(2, &["60万元"]);
    }
}

#[test]
fn ascii_output_has_no_other_signs() {
    let folder = Folder::new()
        .with("r.fadu", format!("{RULES}{ABOUT}\nrule floor \"f\" {{ for c in C require c.sales >= 70% of c.sales + 30万元 }}\n"))
        .with("C.csv", "代码,销售\n131121,66\n131125,\n");
    for more in [&["--all"][..], &[]] {
        let args = [&["check", "--lang", "en", "--ascii", "--color", "never", "--rules", "r.fadu", "C.csv"], more].concat();
        let text = folder.run(&args).text();
        let signs: Vec<char> = text.chars().filter(|c| !c.is_ascii() && !c.is_alphanumeric()).collect();
        assert!(signs.is_empty(), "{signs:?} in\n{text}");
    }
}

/// Sets, counts, rows that may count, and what an implication asks for.
#[test]
fn findings_name_the_list_the_members_and_the_missing_cell() {
    let rules = r#"
record E "企业" key name { name "名称" : text  listed "规上" : flag  level "级别" : one of "省级", "市级"  sales "收入" : money in 万元 }
record P "园区" key name { name "园名" : text  items "要素" : list of I  others "另列" : list of I }
record I "要素项" key item { item "要素名" : text  done "到位" : flag }
table base "基本要素" key k { | k |
 | 道路 |
 | 供水 | }
rule n "三家规上" { require count(e in E when e.listed) >= 3 }
rule s "省级收入" { require sum(e.sales for e in E when e.level = "省级") >= 100万元 }
rule sub "要素齐" { for p in P require base subset of p.items.item }
rule eq "一致" { for p in P require p.items.item = p.others.item }
rule imp "大的要规上" { for e in E require e.sales >= 50万元 implies e.listed }
rule parts "表" { require count(b in base) = 3 }
"#;
    let data = "[submission]\nregion = \"131125\"\nperiod = 2007\n\
        [[E]]\nname = \"甲\"\nlisted = true\nlevel = \"省级\"\nsales = 60\n\
        [[E]]\nname = \"乙\"\nlisted = false\nsales = 60\n\
        [[P]]\nname = \"东园\"\nitems = [ { item = \"道路\", done = true } ]\nothers = [ { item = \"绿化\", done = true } ]\n";
    let folder = super::Folder::new().with("r.fadu", rules).with("d.toml", data);
    let zh = folder.run(&["check", "--lang", "zh", "--rules", "r.fadu", "d.toml"]);
    zh.expect(
        1,
        &[
            "计入：甲\n",
            "文件中没有“乙 · 级别”这一栏",
            "“要素 · 要素名”里没有：供水（共 2 项，缺 1 项）",
            "从这里起的各项里没有：供水",
            "“另列 · 要素名”里没有：道路",
            "“要素 · 要素名”里没有：绿化",
            "“规上”为“否”，要求为“是”",
            "计入：道路、供水",
        ],
    )
    .without(&["其中之一", "检查对象\n"]);
    folder
        .run(&["check", "--lang", "en", "--rules", "r.fadu", "d.toml"])
        .expect(1, &["counted: 甲", "`规上` is no; must be yes", "the list from here on lacks: 供水"])
        .without(&["wanted:"]);
    // What no region sent is no region's.
    folder.run(&["check", "--lang", "zh", "--statistics", "--rules", "r.fadu", "d.toml"]).expect(1, &["（政策本身）"]);
}
