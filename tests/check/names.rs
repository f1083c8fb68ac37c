//! Names: unknown, ambiguous, declared twice, going in circles.

use super::{RECORDS, bad, bad_rule, checked, good, good_rule, rule};

#[test]
fn unknown_names_are_placed_and_suggested() {
    let checked = bad_rule("require b.toatl > 0", &[r#"N006 "toatl" / "Body""#]);
    assert_eq!(checked.help(), "did you mean `total`?");
    let checked = bad_rule("require totl > 0", &[r#"N001 "totl""#]);
    assert_eq!(checked.help(), "did you mean `total`?");
    let checked = bad("rule r { for x in Bdy require x.y > 0 }\nrecord Body key n { n : text }", &[r#"N001 "Bdy""#]);
    assert_eq!(checked.help(), "did you mean `Body`?");
    let checked = bad_rule("require smu(x.total for x in Body) > 0", &[r#"N010 "smu""#]);
    assert_eq!(checked.help(), "did you mean `sum`?");
    let checked = bad_rule("require b.total > 5万圆", &[r#"N007 "万圆""#]);
    assert_eq!(checked.help(), "did you mean `万元`?");
    bad("record E key n { n : text, x : mony }", &[r#"N011 "mony""#]);
    bad("record E key n { n : text, x : list of Foo }", &[r#"N005 "Foo""#]);
    bad("record E key m { n : text }", &[r#"N006 "m" / "E""#]);
}

#[test]
fn labels_and_folded_names_are_names() {
    good_rule("require b.总额 >= 60% of b.部分");
    good_rule("require 总额 > 0 and ｂ.total > 0");
    good(&format!("{RECORDS}\n规则 r {{ 对 b 在 机构 要求 b.总额 > 0 }}"));
}

#[test]
fn a_text_without_quotes_is_told_apart() {
    let checked = bad_rule("require b.level = 省级", &[r#"N001 "省级""#]);
    assert_eq!(checked.help(), "a text needs quotes: \"省级\"");
    let checked = bad_rule("require 饶阳 = b.county", &[r#"N001 "饶阳""#]);
    assert_eq!(checked.help(), "a text needs quotes: \"饶阳\"");
}

#[test]
fn bare_names_belong_to_the_subjects() {
    good_rule("require total > part");
    let two = "record A key n { n : text, x : count }\nrecord B key m { m : text, x : count }\nrule r { for a in A, b in B require x > 0 }";
    let checked = bad(two, &[r#"N002 "x" / "b" / "a""#]);
    assert!(checked.help().contains("a.x") && checked.help().contains("b.x"));
    let clash = "record A key n { n : text, x : count }\nparam x : count\nrule r { for a in A require x > 0 }";
    bad(clash, &[r#"N002 "x" / "x" / "x""#]);
    let inner = bad_rule("require sum(assoc for x in Body) > 0", &[r#"N001 "assoc""#]);
    assert_eq!(inner.mistakes.len(), 1);
    let text = "record A key n { n : text, x : count }\nrule r { require sum(x for a in A) > 0 }";
    let checked = bad(text, &[r#"N001 "x" / "a""#]);
    assert_eq!(checked.help(), "write `a.x`");
    good("record A key n { n : text, x : count }\nrule r { require sum(x for A) > 0 }");
    good("record A key n { n : text, x : count }\nrule r { for A require A.x > 0 }");
}

#[test]
fn names_are_declared_once() {
    bad("param a : count\nparam a : count\nrule r { require a > 1 }", &[r#"N003 "a" / "a""#]);
    bad("record E key n { n : text }\ntable E key x { | x |\n| 1 | }", &[r#"N003 "E" / "E""#]);
    bad("record E key n { n : text, n : count }", &[r#"N012 "n" / "n""#]);
    bad("record E key n { n \"名\" : text, m \"名\" : count }", &[r#"N012 "m" / "n""#]);
    bad("record E key n { n : one of \"甲\", \"甲\" }", &[r#"N012 "\"甲\"" / "\"甲\"""#]);
    bad("policy p { clause c \"一\" clause c \"二\" }", &[r#"N012 "c" / "c""#]);
    bad(&format!("{}\nrule r {{ require count(Body) > 0 }}", rule("require total > 0")), &[r#"N003 "r" / "r""#]);
    bad("record E key n { n : one of \"b\", \"c\" }\nalias \"a\" = \"b\"\nalias \"a\" = \"c\"", &[r#"N003 "\"a\"" / "\"a\"""#]);
    bad("unit 吨", &[r#"N003 "吨""#]);
    bad("record A \"企业\" key n { n : text }\nrecord B \"企业\" key n { n : text }", &[r#"N003 "\"企业\"" / "A""#]);
}

#[test]
fn nothing_is_hidden() {
    bad_rule("let total = 5万元\nrequire b.part >= total", &[r#"N004 "total" / "total""#]);
    bad_rule("require sum(b.total for b in Body) > 0", &[r#"N004 "b" / "b""#]);
    bad(&format!("param q : share\n{}", rule("let q = 5%\nrequire b.share > q")), &[r#"N004 "q" / "q""#]);
    bad_rule("let x = 5万元\nlet x = 6万元\nrequire b.total >= x", &[r#"N012 "x" / "x""#]);
}

#[test]
fn circles_are_shown_once() {
    let checked = bad("define a = b\ndefine b = c\ndefine c = a\nrule r { require a > 1 }", &[r#"N008 "a" / "b" / "c""#]);
    assert_eq!(checked.mistakes[0].message.en, "definitions go in a circle: a → b → c → a");
    assert_eq!(checked.set.broken, ["r"]);
    bad_rule("let x = y\nlet y = x\nrequire b.total > x", &[r#"N008 "x" / "x""#]);
    bad("unit 甲 = 2 乙\nunit 乙 = 2 甲", &[r#"N008 "乙" / "甲""#, r#"N008 "甲" / "乙""#]);
    bad("alias \"a\" = \"b\"\nalias \"b\" = \"a\"", &[r#"N008 "\"a\"""#, r#"N008 "\"b\"""#]);
    bad("record A key n { n : text, bs : list of B }\nrecord B key n { n : text, as : list of A }", &[r#"N008 "as" / "A""#]);
}

#[test]
fn citations_are_known() {
    let policy = "policy hs \"衡水\" { clause share \"四(五)\" \"担保\" }\nrecord E key n { n : text, x : count }\n";
    let cite = |c: &str| format!("{policy}rule r {{ cite {c} for e in E require e.x > 0 }}");
    let checked = bad(&cite("hs.shre"), &[r#"N009 "shre" / "hs""#]);
    assert_eq!(checked.help(), "did you mean `share`?");
    bad(&cite("hx.share"), &[r#"N009 "hx""#]);
    let set = good(&cite("hs.share"));
    assert_eq!(set.rules[0].id, "hs.r");
    assert_eq!(set.rules[0].policy, Some(0));
    assert_eq!(set.rules[0].cites[0].number.as_deref(), Some("四(五)"));
}

#[test]
fn templates_name_what_is_known() {
    good_rule("require b.total > 5万元 otherwise \"{b.name} {name} 差 {shortfall}，{margin} {value} {bound} {subject}\"");
    let checked = bad_rule("require b.total > 5万元 otherwise \"差 {shortfal}\"", &[r#"N013 "\"差 {shortfal}\"""#]);
    assert_eq!(checked.help(), "did you mean `shortfall`?");
    bad_rule("require b.total > 5万元 otherwise \"{b.nme}\"", &[r#"N013 "\"{b.nme}\"""#]);
}

#[test]
fn six_mistakes_give_six_messages_and_the_rest_stands() {
    let text = format!(
        "{RECORDS}
rule one {{ for b in Body require b.toatl > 0 }}
rule two {{ for b in Body require b.total > 60 }}
rule good {{ for b in Body require b.total > 60万元 }}
rule three {{ for b in Body let x = b.nmae require x = \"a\" and x != \"b\" }}
rule four {{ for b in Body when b.bonus > 1万元 require b.total > b.cars }}
param p : share = 5辆
rule five {{ for b in Body require b.share > p }}
"
    );
    let checked = checked(&text);
    let codes: Vec<&str> = checked.mistakes.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["N006", "T003", "N006", "T001", "P003"], "{:#?}", checked.shown());
    let ids: Vec<&str> = checked.set.rules.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["good", "five"], "a parameter with a bad value is open");
    assert_eq!(checked.set.broken, ["one", "two", "three", "four"]);
}

#[test]
fn faults_of_syntax_bring_no_other_messages() {
    // The field `total` is lost with its line; the rule that lost its `require` is not taken for a weaker one.
    let text = "record E key n { n : text\n total : : money\n x : count }\nrule a { for e in E require e.total > 5元 }\nrule b { for e in E require e.x > 3\n require > 4 }\nrule c { for e in E require e.x > 3 }";
    let checked = checked(text);
    assert!(checked.mistakes.iter().all(|d| d.code.starts_with('S')), "{:?}", checked.shown());
    assert_eq!(checked.set.rules.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["c"]);
    assert_eq!(checked.set.broken, ["a", "b"]);
    // A record that could not be read is not unknown.
    let lost = super::checked("recrd E key n { n : text }\nrule a { for e in E require e.n = \"甲\" }");
    assert!(lost.mistakes.iter().all(|d| d.code.starts_with('S')), "{:?}", lost.shown());
}

#[test]
fn files_are_one_rule_set() {
    let files = [
        ("a/policy.fadu", "policy hs \"衡水\" { clause c \"一\" }\nparam least : share"),
        ("a/records.fadu", "record E key n { n : text, x : share }\nparam most : share"),
        (
            "a/rules.fadu",
            "rule r { cite hs.c for e in E require least <= e.x <= hs.most }\nrule plain { for e in E require e.x > 5% }",
        ),
        (
            "a/tests.fadu",
            "test \"t\" { given E { n = \"甲\", x = 6% } expect hs.r undetermined expect r undetermined expect plain met }",
        ),
    ];
    let checked = super::checked_files(&files, &[]);
    assert!(checked.mistakes.is_empty(), "{}", checked.messages());
    let ids: Vec<&str> = checked.set.rules.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["hs.r", "hs.plain"], "the id carries the name of the module");
    assert_eq!(checked.set.rules[1].policy, None);
    let params: Vec<&str> = checked.set.params.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(params, ["hs.least", "hs.most"]);
    let wanted: Vec<_> = checked.set.tests[0].expects.iter().map(|e| (e.rule, e.rule_name.as_str())).collect();
    assert_eq!(wanted, [(Some(0), "hs.r"), (Some(0), "hs.r"), (Some(1), "hs.plain")]);
    let twice = super::checked_files(&[files[1], ("b.fadu", files[1].1)], &[]);
    assert_eq!(twice.mistakes.iter().filter(|d| d.code == "N003").count(), 2, "{:?}", twice.shown());
}

#[test]
fn what_there_is_is_listed() {
    let checked = bad_rule("require b.tutti > 0", &[r#"N006 "tutti" / "Body""#]);
    let notes: Vec<&str> = checked.mistakes[0].notes.iter().map(|n| n.en.as_str()).collect();
    assert!(notes.iter().any(|n| n.contains("name, 名称, year")), "{notes:?}");
    let text = format!("define half(x) = x / 2\ndefine Body.above(x) = total > x\n{}", rule("require wholly(b.total) > 0"));
    let checked = bad(&text, &[r#"N010 "wholly""#]);
    let notes: Vec<&str> = checked.mistakes[0].notes.iter().map(|n| n.en.as_str()).collect();
    assert!(notes.iter().any(|n| n.contains("sum") && n.contains("count")), "{notes:?}");
    assert!(notes.iter().any(|n| n.contains("half") && !n.contains("above")), "{notes:?}");
    let text = format!("define Body.above(x) = total > x\n{}", rule("require b.over(1元)"));
    let checked = bad(&text, &[r#"N010 "over""#]);
    assert!(checked.mistakes[0].notes.iter().any(|n| n.en.contains("above")), "{:?}", checked.mistakes[0].notes);
}

#[test]
fn a_bracket_closed_in_the_same_line_is_not_missing() {
    for line in ["require foo(b.total, 3 for x in Body) > 0", "require share(b.total for x in Body at 50%) > 0"] {
        let text = rule(line);
        let checked = checked(&text);
        let codes: Vec<&str> = checked.mistakes.iter().map(|d| d.code).collect();
        assert!(!codes.contains(&"S002") && !codes.contains(&"S003"), "{line}: {:#?}", checked.shown());
        assert_eq!(codes, ["N010"], "{line}: {:#?}", checked.shown());
    }
    // Of a function that there is, the place is told.
    let read = checked(&rule("require sum(b.total foo b.part) > 0"));
    assert_eq!(read.shown(), [r#"S001 "foo""#]);
    // One that is truly missing.
    let checked = checked(&rule("require (b.total > 0\nrequire b.part > 0"));
    assert!(checked.shown()[0].starts_with("S002"), "{:#?}", checked.shown());
}

#[test]
fn an_alias_of_a_name_that_appears_nowhere() {
    let text = |target: &str| {
        format!("alias \"甲区\" = \"{target}\"\ntable t key n {{\n  | n |\n  | 乙区 |\n}}\n{}", rule("require b.county in t.n"))
    };
    good(&text("乙区"));
    bad(&text("丙区"), &[r#"W041 "\"丙区\"""#]);
    // Through another alias; a candidate of a field; a text of a rule.
    good(&format!("alias \"丁区\" = \"甲区\"\n{}", text("乙区")));
    good(&format!("alias \"省属\" = \"省级\"\n{}", rule("require b.level = \"省级\"")));
    bad(&format!("alias \"省属\" = \"省立\"\n{}", rule("require b.level = \"省级\"")), &[r#"W041 "\"省立\"""#]);
}

/// A rule that could not be read whole proves nothing about what stands elsewhere.
#[test]
fn a_fault_of_syntax_blames_no_definition() {
    let text = |line: &str| format!("define least = 5\n{}", rule(line));
    bad(&text("require b.total >=\nrequire least"), &[r#"S001 """#]);
    // Read whole, the use is a mistake, wherever the value stands.
    bad(&text("require least"), &[r#"T006 "5""#]);
}

#[test]
fn adding_texts_is_not_subtracting_them() {
    let checked = bad_rule("require b.county + b.name = \"x\"", &[r#"T002 "b.name" / "b.county" / "county" / "name""#]);
    assert_eq!(checked.mistakes[0].message.en, "a text and a text cannot be added");
    let checked = bad_rule("require b.county - b.name = \"x\"", &[r#"T002 "b.name" / "b.county" / "county" / "name""#]);
    assert_eq!(checked.mistakes[0].message.en, "a text and a text cannot be subtracted from each other");
}
