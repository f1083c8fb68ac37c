//! What a report says of what is denied, implied, chosen or without a base, in both languages: the sentence agrees with the verdict.

use super::Folder;

/// The line of `--format short` for one rule and subject.
fn said(rules: &str, file: (&str, &str), lang: &str, rule: &str, subject: &str) -> String {
    let folder = Folder::new().with("r.fadu", rules).with(file.0, file.1);
    let run = folder.run(&["check", "--lang", lang, "--rules", "r.fadu", file.0, "--format", "short", "--all"]);
    let mark = if lang == "zh" { format!("[{rule}] {subject}：") } else { format!("[{rule}] {subject}: ") };
    let text = run.text();
    let line = text.lines().find_map(|l| l.split_once(&mark)).unwrap_or_else(|| panic!("no {mark} in\n{text}"));
    let verdict = line.0.rsplit(' ').next().unwrap_or("");
    format!("{verdict} {}", line.1)
}

#[track_caller]
fn says(rules: &str, file: (&str, &str), cases: &[(&str, &str, &str, &str)]) {
    for (rule, subject, zh, en) in cases {
        assert_eq!(said(rules, file, "zh", rule, subject), *zh, "{rule} {subject}");
        assert_eq!(said(rules, file, "en", rule, subject), *en, "{rule} {subject}");
    }
}

const SHARES: &str = "record R key id { id : text  m : money in 万元  w : money in 万元 }
rule a \"\" { for x in R require not (x.m < 30% of x.w) }
rule b \"\" { for x in R require not (x.m as share of x.w < 30%) }
rule c \"\" { for x in R require not (x.m != 30% of x.w) }
rule d \"\" { for x in R require not (30% of x.w > x.m) }
";

/// 1 of 10 is 10%, 2 short of the 3 that are 30%; nine times as much is 90%.
#[test]
fn a_share_that_must_not_be_below_is_short_where_it_is() {
    let file = ("R.csv", "id,m,w\na,1,10\nb,,10\nc,9,10\n");
    says(
        SHARES,
        file,
        &[
            (
                "a",
                "a",
                "breach 1万元 / 10万元 = 10% < 30%，差 2万元",
                "breach 10,000 yuan / 100,000 yuan = 10% < 30%, short by 20,000 yuan",
            ),
            (
                "a",
                "b",
                "open 未知 / 10万元，要求 ≥ 30%；“m”未填；≥ 3万元 时符合",
                "open unknown / 100,000 yuan; must be ≥ 30%; `m` is blank; met when ≥ 30,000 yuan",
            ),
            ("a", "c", "met 9万元 / 10万元 = 90% ≥ 30%", "met 90,000 yuan / 100,000 yuan = 90% ≥ 30%"),
            (
                "b",
                "a",
                "breach 1万元 / 10万元 = 10% < 30%，差 20个百分点",
                "breach 10,000 yuan / 100,000 yuan = 10% < 30%, short by 20 percentage points",
            ),
            (
                "c",
                "a",
                "breach 1万元 / 10万元 = 10% ≠ 30%，相差 2万元",
                "breach 10,000 yuan / 100,000 yuan = 10% ≠ 30%, off by 20,000 yuan",
            ),
            (
                "d",
                "a",
                "breach 1万元 / 10万元 = 10% < 30%，差 2万元",
                "breach 10,000 yuan / 100,000 yuan = 10% < 30%, short by 20,000 yuan",
            ),
        ],
    );
}

const NEAR: &str = "record R key n { n : text  a : money in 万元 to 0.1  b : money in 万元 to 0.1 }
rule out \"\" { for x in R require not (x.a about 3万元 within 10%) }
rule into \"\" { for x in R require x.a about 3万元 within 10% }
rule round \"\" { for x in R require not (x.a = x.b within rounding) }
rule unlike \"\" { for x in R require (x.a about 3万元 within 10%) != (x.b about 3万元 within 10%) }
";

/// A tenth of 3 is 0.3; the half steps of two figures to 0.1 are 0.1 together.
#[test]
fn what_must_be_outside_of_a_tolerance_is_told_so() {
    let file = ("R.csv", "n,a,b\nin,3,3\nout,5,5.1\nblank,,\n");
    says(
        NEAR,
        file,
        &[
            (
                "out",
                "in",
                "breach 3万元，在 3万元 ± 0.3万元 之内，要求在此之外",
                "breach 30,000 yuan, within 30,000 yuan ± 3000 yuan; must be outside of it",
            ),
            ("out", "out", "met 5万元，不在 3万元 ± 0.3万元 之内", "met 50,000 yuan, not within 30,000 yuan ± 3000 yuan"),
            (
                "out",
                "blank",
                "open 未知，要求在 3万元 ± 0.3万元 之外；“a”未填",
                "open unknown; must be outside 30,000 yuan ± 3000 yuan; `a` is blank",
            ),
            (
                "into",
                "out",
                "breach 5万元，不在 3万元 ± 0.3万元 之内，相差 2万元，超出误差 1.7万元",
                "breach 50,000 yuan, not within 30,000 yuan ± 3000 yuan, off by 20,000 yuan, 17,000 yuan beyond the tolerance",
            ),
            (
                "round",
                "out",
                "breach 5万元，在 5.1万元 ± 0.1万元 之内，要求在此之外",
                "breach 50,000 yuan, within 51,000 yuan ± 1000 yuan; must be outside of it",
            ),
            (
                "unlike",
                "in",
                "breach 以下须有一项满足：a：3万元，在 3万元 ± 0.3万元 之内，要求在此之外；或 b：3万元，在 3万元 ± 0.3万元 之内，要求在此之外",
                "breach one of these must hold: a: 30,000 yuan, within 30,000 yuan ± 3000 yuan; must be outside of it; or b: 30,000 yuan, within 30,000 yuan ± 3000 yuan; must be outside of it",
            ),
        ],
    );
}

const WORDS: &str = "record R key n { n : text  a : number  t : text  d : date  f : flag  z : text ?  k : one of \"p\", \"q\" }
rule denies_a { for x in R require x.a not between 1 and 3 }
rule denies_b { for x in R require x.k not in {\"p\"} }
rule denies_c { for x in R require x.t not like \"a*\" }
rule denies_d { for x in R require x.t does not contain \"a\" }
rule denies_e { for x in R require x.d not in 2007 }
rule denies_f { for x in R require x.z does not exist }
rule denies_g { for x in R require not (x.f or x.a not between 1 and 3) }
rule denies_h { for x in R require x.f implies x.a not between 1 and 3 }
";

#[test]
fn words_that_deny_are_told_once_and_as_they_came_out() {
    let folder = Folder::new().with("r.fadu", WORDS).with("R.csv", "n,a,t,d,f,z,k\nq,2,ab,2007-03-01,是,u,p\n");
    let told = |rule: &str| folder.run(&["explain", rule, "--for", "q", "--lang", "en", "--rules", "r.fadu", "R.csv"]).text();
    let cases = [
        ("denies_a", "x.a not between 1 and 3"),
        ("denies_b", "x.k not in {\"p\"}"),
        ("denies_c", "x.t not like \"a*\""),
        ("denies_d", "x.t does not contain \"a\""),
        ("denies_e", "x.d not in 2007"),
        ("denies_f", "x.z does not exist"),
    ];
    for (rule, words) in cases {
        let text = told(rule);
        let lines: Vec<&str> = text.lines().filter(|l| l.contains(words)).collect();
        assert!(lines.len() == 1 && lines[0].contains(&format!("✗ require  {words}  verdict: violated")), "{text}");
        assert!(!text.contains("not ("), "{text}");
    }
    // 2 lies between 1 and 3, and `f` is yes: one of the two holds.
    let text = told("denies_g");
    assert!(text.contains("✓ x.f  ") && text.contains("✗ x.a not between 1 and 3"), "{text}");
    let text = told("denies_h");
    assert!(text.contains("✓ x.f  ") && text.contains("✗ x.a not between 1 and 3"), "{text}");
}

const BASES: &str = "record I key nm { nm : text  q : money in 万元 }
record F key id { id : text  a : money in 万元  items : list of I }
rule so \"\" { for f in F require some(max(l.q for l in e.items) > 1万元 for e in F when e.id = f.id) }
rule ev \"\" { for f in F require every(max(l.q for l in e.items) > 1万元 for e in F when e.id = f.id) }
rule im \"\" { for e in F require max(l.q for l in e.items) <= 1万元 implies e.a >= 5万元 }
";

#[test]
fn a_member_without_a_base_neither_passes_nor_fails() {
    let file = ("F.json", r#"{"F":[{"id":"x","a":4,"items":[]}]}"#);
    says(
        BASES,
        file,
        &[
            (
                "so",
                "x",
                "breach 共 1 个：1 个没有基数；要求至少一个符合",
                "breach 1 in all: 1 without a base; at least one must pass",
            ),
            ("ev", "x", "met 共 1 个：1 个没有基数；要求每个都符合", "met 1 in all: 1 without a base; every one must pass"),
        ],
    );
    let folder = Folder::new().with("r.fadu", BASES).with(file.0, file.1);
    let text = folder.run(&["check", "--lang", "en", "--rules", "r.fadu", file.0, "--format", "json", "--all"]).text();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let of = |rule: &str| {
        let list = json["findings"].as_array().unwrap();
        list.iter().find(|f| f["rule"] == rule).unwrap_or_else(|| panic!("{text}"))["arithmetic"].clone()
    };
    assert_eq!((&of("so")["passed"], &of("so")["without_base"]), (&0.into(), &1.into()));
    assert!(!of("im").to_string().contains("\"exact\":\"0\""), "nothing is no figure: {}", of("im"));
    let told = folder.run(&["explain", "im", "--for", "x", "--lang", "en", "--rules", "r.fadu", file.0]).text();
    assert!(told.contains("✓ require  max(l.q for l in e.items) <= 1万元 implies e.a >= 5万元  verdict: met"), "{told}");
}

const SETS: &str = "table req \"要求\" key u {\n| u |\n| 甲 |\n| 乙 |\n}
record P \"person\" key id { id : text  g : text  age : text  items : list of I }
record I \"it\" key nm { nm : text }
rule ne \"\" { for p in P require p.items.nm != req }
rule nsub \"\" { for p in P require not (req subset of p.items.nm) }
rule ndis \"\" { for p in P require not (p.items.nm disjoint with {\"丙\"}) }
rule isin \"\" { for p in P require p.age in {q.age for q in P when q.g = \"f\"} }
rule notin \"\" { for p in P require p.age not in {q.age for q in P when q.g = \"f\"} }
rule all \"\" { for p in P require {q.age for q in P when q.id = p.id} subset of {\"x\", \"y\"} }
";

#[test]
fn sets_that_must_differ_are_told_so() {
    let file = (
        "P.json",
        r#"{"P":[{"id":"1","g":"m","age":"x","items":[{"nm":"甲"},{"nm":"乙"}]},
                 {"id":"2","g":"f","age":"x","items":[]},{"id":"3","g":"m","age":"z","items":[]},{"id":"4","g":"m","items":[]}]}"#,
    );
    says(
        SETS,
        file,
        &[
            (
                "ne",
                "1",
                "breach 以下须有一项满足：2 项都在“要求”里，要求不都在里面；或 2 项都在“it · nm”里，要求不都在里面",
                "breach one of these must hold: all 2 are in `要求`, and not all may be; or all 2 are in `it · nm`, and not all may be",
            ),
            ("nsub", "1", "breach 2 项都在“it · nm”里，要求不都在里面", "breach all 2 are in `it · nm`, and not all may be"),
            (
                "ndis",
                "1",
                "breach 2 项都不在“{\"丙\"}”里，要求至少有一项在里面",
                "breach none of 2 is in `{\"丙\"}`, and at least one must be",
            ),
            (
                "notin",
                "1",
                "breach “age”为“x”，要求为“person · age（只算合乎条件的）”（x）以外的",
                "breach `age` is `x`; must be none of `person · age (of those that qualify)` (x)",
            ),
            (
                "isin",
                "3",
                "breach “age”为“z”，要求为“person · age（只算合乎条件的）”（x）之一",
                "breach `age` is `z`; must be among `person · age (of those that qualify)` (x)",
            ),
            (
                "all",
                "4",
                "open “{\"x\", \"y\"}”里有没有还不清楚：4 · age；文件中没有“age”这一栏",
                "open not known whether `{\"x\", \"y\"}` has: 4 · age; the file has no `age`",
            ),
        ],
    );
}

#[test]
fn a_field_of_the_form_is_filled_in_or_not() {
    let rules = "record R key n { n : text  z : text ?  c : number }
rule not \"\" { for x in R report x.z not filled }
rule is \"\" { for x in R report x.z required }
rule world \"\" { for x in R require x.z exists }
rule figure \"\" { for x in R report x.c required }
";
    let file = ("R.csv", "n,z,c\nblank,,\nmark,无,1\n");
    says(
        rules,
        file,
        &[
            ("not", "mark", "breach “z”填了，要求不填", "breach `z` is filled in, and must not be"),
            ("is", "mark", "met “z”填了", "met `z` is filled in"),
            ("world", "mark", "breach 没有“z”，要求有", "breach there is no `z`, and there must be one"),
            ("figure", "blank", "breach “c”没有填，要求填", "breach `c` is not filled in, and must be"),
            ("not", "blank", "met “z”没有填", "met `z` is not filled in"),
        ],
    );
}

const OPEN: &str = "record R key id { id : text  a : number  b : number  f : flag  g : flag }
rule ne \"\" { for x in R require (x.a >= 5) != (x.b = 1) }
rule eq \"\" { for x in R require (x.a >= 5) = (x.b = 1) }
rule fl \"\" { for x in R require x.f != x.g }
rule ch \"\" { for x in R require choose { x.f: x.b >= 1; otherwise: x.a > 3 } }
rule im \"\" { for x in R require x.a > 5 implies x.b > 1 }
rule no \"\" { for x in R require not ((x.a > 5) = (x.b > 1)) }
";

/// b is 1 and g is no; a and f are blank. What must come of these is what is told.
#[test]
fn what_is_open_on_one_side_is_told_by_that_side() {
    let file = ("R.csv", "id,a,b,f,g\nq,,1,,no\n");
    says(
        OPEN,
        file,
        &[
            ("ne", "q", "open 未知，要求 < 5；“a”未填；< 5 时符合", "open unknown; must be < 5; `a` is blank; met when < 5"),
            ("eq", "q", "open 未知，要求 ≥ 5；“a”未填；≥ 5 时符合", "open unknown; must be ≥ 5; `a` is blank; met when ≥ 5"),
            ("fl", "q", "open “f”未知，要求为“是”；“f”未填", "open `f` is unknown; must be yes; `f` is blank"),
            (
                "ch",
                "q",
                "open 以下须有一项满足：“f”未知，要求为“是”；或 （“f”未知，要求为“否”，且 a：未知，要求 > 3）；“a”未填；“f”未填",
                "open one of these must hold: `f` is unknown; must be yes; or (`f` is unknown; must be no and a: unknown; must be > 3); `a` is blank; `f` is blank",
            ),
            (
                "im",
                "q",
                "open 以下须有一项满足：a：未知，要求 ≤ 5；或 b：1 ≤ 1，正好等于界限，而要求超过它；“a”未填；≤ 5 时符合",
                "open one of these must hold: a: unknown; must be ≤ 5; or b: 1 ≤ 1, exactly at the bound, which must be exceeded; `a` is blank; met when ≤ 5",
            ),
            ("no", "q", "open 未知，要求 > 5；“a”未填；> 5 时符合", "open unknown; must be > 5; `a` is blank; met when > 5"),
        ],
    );
}

#[test]
fn the_greatest_of_rows_names_the_figure_that_is_missing() {
    let rules = "record R key n { n : text  a : number }
rule mx \"\" { require max(x.a for x in R) >= 9 }
rule mn \"\" { require min(x.a for x in R) >= 1 }
rule md \"\" { require median(x.a for x in R) >= 9 }
rule qu \"\" { require quantile(x.a for x in R, 25%) >= 9 }
rule both \"\" { require max(x.a for x in R) >= 9 and min(x.a for x in R) >= 1 }
";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "n,a\nq,3\nr,\n");
    let text = folder.run(&["check", "--lang", "en", "--rules", "r.fadu", "R.csv", "--format", "short"]).text();
    let of = |rule: &str| text.lines().find(|l| l.contains(&format!("[{rule}]"))).unwrap_or_else(|| panic!("{text}")).to_string();
    // The greatest of 3 and a is 9 or more where a is; the least is 1 or more where a is.
    assert!(of("mx").starts_with("R.csv:3:3: open") && of("mx").ends_with("`r · a` is blank; met when ≥ 9"), "{text}");
    assert!(of("mn").ends_with("`r · a` is blank; met when ≥ 1"), "{text}");
    assert!(of("md").ends_with("`r · a` is blank") && of("qu").ends_with("`r · a` is blank"), "{text}");
    assert!(of("both").ends_with("`r · a` is blank"), "two bounds on one figure: {text}");
}

/// `m` of nothing: at 0 there is nothing to take a share of, so 0 does not settle it.
#[test]
fn no_turning_value_is_told_where_the_verdict_stays_open() {
    let rules = "record R key id { id : text  a : number  m : money in 万元  w : money in 万元 }
rule t \"\" { for x in R require x.a = 2.5 or not (x.m > 0% of x.w) }
";
    let text = said(rules, ("R.csv", "id,a,m,w\nr,1,,\n"), "en", "t", "r");
    assert!(text.starts_with("open ") && !text.contains("met when"), "{text}");
}

/// The list was sent; its second row lacks its key.
#[test]
fn a_list_with_a_row_that_cannot_be_used_was_sent() {
    let rules = "record P key id { id : text  items : list of I }
record I \"it\" key nm { nm : text  q : number }
rule has \"\" { for p in P require {\"甲\", \"丙\"} subset of p.items.nm }
rule sums \"\" { for p in P require sum(p.items.q) >= 5 }
";
    let file = ("P.json", "{\"P\":[\n{\"id\":\"3\",\"items\":[{\"nm\":\"乙\",\"q\":1},\n{\"q\":3}]},\n{\"id\":\"4\"}]}");
    let folder = Folder::new().with("r.fadu", rules).with(file.0, file.1);
    for (lang, refused, absent) in
        [("en", "was sent, but line 3 cannot be used", "the file has no"), ("zh", "已报送，但第 3 行不能用", "文件中没有")]
    {
        let text = folder.run(&["check", "--lang", lang, "--rules", "r.fadu", file.0, "--format", "short"]).text();
        for rule in ["has", "sums"] {
            let of = |subject: &str| {
                let mark = format!("[{rule}] {subject}");
                text.lines().find(|l| l.contains(&mark)).unwrap_or_else(|| panic!("{mark} in\n{text}")).to_string()
            };
            assert!(of("3").contains(refused) && !of("3").contains(absent), "{}", of("3"));
            assert!(of("4").contains(absent), "{}", of("4"));
        }
    }
}
