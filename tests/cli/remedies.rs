//! What a finding says would settle or mend it must be so.

use super::{Folder, Run};

fn found(rules: &str, rows: &str) -> Run {
    Folder::new()
        .with("fadu.toml", "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"x.csv\"\nrecord = \"X\"\n")
        .with(
            "r.fadu",
            format!("record X key id {{ id : text  a : number ?  b : number  c : number }}\nrule r {{ for x in X {rules} }}"),
        )
        .with("x.csv", format!("id,a,b,c\n{rows}\n"))
        .run(&["check", "--lang", "en"])
}

#[test]
fn a_figure_that_two_bounds_ask_for_has_no_one_turning_point() {
    // 100 would satisfy the first and break the second.
    found("require x.b >= 3 and x.b <= 5", "1,2,,4").expect(1, &["must be ≥ 3", "must be ≤ 5"]).without(&["met when"]);
    found("require x.b between 3 and 5", "1,2,,4").expect(1, &["must be ≥ 3"]).without(&["met when"]);
    found("require x.b >= 3 and x.c >= 4", "1,2,,4").expect(1, &["met when ≥ 3"]);
    found("require x.b >= 3 or x.b = 1", "1,2,,4").expect(1, &[]).without(&["met when"]);
}

#[test]
fn where_only_one_value_will_do_that_value_is_named() {
    let run = found("require x.b = x.c", "1,2,19,11");
    run.expect(1, &["change `b` from 19 to 11", "change `c` from 11 to 19"]).without(&["at least", "at most"]);
    found("require x.b <= x.c", "1,2,19,11").expect(1, &["to at most 11", "to at least 19"]);
}

#[test]
fn a_figure_of_another_row_is_named_with_its_row() {
    let run = found("when x.id = \"1\" require X[\"2\"].b = X[\"3\"].b", "1,1,1,1\n2,1,19,1\n3,1,11,1");
    run.expect(1, &["change `2 · b` from 19 to 11", "change `3 · b` from 11 to 19"]);
}

#[test]
fn an_empty_optional_field_is_none_and_is_not_filled_in() {
    found("report x.a required", "1,,1,1").expect(1, &["`a` is not filled in, and must be"]);
    found("report x.a required", "1,—,1,1").expect(0, &[]);
    found("report x.a required", "1,0,1,1").expect(0, &[]);
    found("require x.a does not exist", "1,,1,1").expect(0, &[]);
    found("report exactly one of x.a, x.b", "1,,1,1").expect(0, &[]);
}

#[test]
fn a_key_that_no_table_of_the_policy_has_is_not_called_unsent() {
    let run = Folder::new()
        .with("fadu.toml", "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"x.csv\"\nrecord = \"X\"\n")
        .with("r.fadu", "table T \"目录\" key code { | code | floor : number |\n | a | 3 | }\nrecord X key id { id : text  b : number }\nrule r { for x in X require x.b >= T[x.id].floor }\n")
        .with("x.csv", "id,b\na,3\nz,3\n")
        .run(&["check", "--lang", "en"]);
    run.expect(1, &["the policy's table has no `目录 z · floor`"]).without(&["no row was received"]);
}

const READINGS: &str = "param alt \"备选\" : money in 万元 = 2万元 because \"u\" | 3万元 because \"v\"
param kind \"口径\" : one of \"a\", \"b\"
record R key n { n : text  b : money in 万元  c : money in 万元 }
rule above \"\" { for x in R require x.b > alt }
rule chosen \"\" { for x in R require x.b >= choose { kind = \"a\": 1万元; otherwise: 5万元 } }
rule which \"\" { for x in R require choose { kind = \"a\": x.b; otherwise: x.c } >= 5万元 }
rule below \"\" { for x in R require x.b <= alt }
rule sum \"\" { for x in R require x.b + x.c > alt }
";

/// b is 1, blank, 2.5. Above 2 or 3 is above 3 for sure, at most 2 or 3 is at most 2, at least 1 or 5 is at least 5.
#[test]
fn what_is_advised_holds_under_every_alternative() {
    let folder = Folder::new().with("r.fadu", READINGS).with("R.csv", "n,b,c\np,1,4\nq,,4\nr,2.5,\n");
    let short = folder.run(&["check", "--lang", "en", "--rules", "r.fadu", "R.csv", "--format", "short"]).text();
    let of = |rule: &str, subject: &str| {
        let mark = format!("[{rule}] {subject}: ");
        short.lines().find(|l| l.contains(&mark)).unwrap_or_else(|| panic!("{mark} in\n{short}")).to_string()
    };
    let above = of("above", "q");
    assert!(
        above.contains("must be > `备选` (not settled, 20,000 yuan to 30,000 yuan)") && above.contains("met when > 30,000 yuan"),
        "{above}"
    );
    assert!(above.contains("`备选`"), "the parameter is a cause: {above}");
    let chosen = of("chosen", "q");
    assert!(chosen.contains("met when ≥ 50,000 yuan") && chosen.contains("`口径`"), "{chosen}");
    let below = of("below", "q");
    assert!(
        below.contains("must be ≤ `备选` (not settled, 20,000 yuan to 30,000 yuan)") && below.contains("met when ≤ 20,000 yuan"),
        "{below}"
    );
    // By the one reading 4 is too little, whatever b is.
    assert!(!of("which", "q").contains("met when"), "{}", of("which", "q"));
    // 2.5 and c are above 2 anyhow, and above 3 where c is above 0.5.
    assert!(of("sum", "r").contains("met when > 5000 yuan"), "{}", of("sum", "r"));
    let text = folder.run(&["check", "--lang", "en", "--rules", "r.fadu", "R.csv"]).text();
    assert!(text.contains("raise `b` from 10,000 yuan to at least 30,001 yuan"), "{text}");
    assert!(!text.contains("at least 20,001"), "{text}");
}

/// At least 5.4 and at most 4.5: what one line asks the other forbids. At least 6 and at most 8 is no such pair.
#[test]
fn remedies_of_one_rule_do_not_work_against_each_other() {
    let rules = "record R key n { n : text  a : money in 万元  b : money in 万元 }
rule apart \"\" { for x in R require x.a >= 60% of x.b require x.a <= 50% of x.b }
rule breaks \"\" { for x in R require x.a >= 60% of x.b require x.a <= 5万元 }
rule fine \"\" { for x in R require x.a >= 6万元 require x.a <= 8万元 }
rule both \"\" { for x in R require x.a >= 6万元 and x.b >= 10万元 }
rule either \"\" { for x in R require x.a >= 6万元 or x.b >= 10万元 }
";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "n,a,b\nq,5,9\n");
    let told = |rule: &str, lang: &str| {
        folder.run(&["explain", rule, "--for", "q", "--lang", lang, "--rules", "r.fadu", "R.csv"]).text()
    };
    for (rule, lang) in [("apart", "en"), ("apart", "zh"), ("breaks", "en"), ("breaks", "zh")] {
        let text = told(rule, lang);
        assert!(!text.contains("remedy") && !text.contains("整改"), "{rule}: {text}");
    }
    assert!(told("fine", "en").contains("remedy   raise `a` from 50,000 yuan to at least 60,000 yuan"), "{}", told("fine", "en"));
    let (and, or) = (told("both", "en"), told("either", "en"));
    assert!(and.contains("  and      raise `b`") && !and.contains("  or  "), "{and}");
    assert!(or.contains("  or       raise `b`") && !or.contains("  and  "), "{or}");
    assert!(
        told("both", "zh").contains("  且    将“b”") && told("either", "zh").contains("  或    将“b”"),
        "{}",
        told("both", "zh")
    );
}

/// A row that is reported twice would differ from itself, were one of the two places changed: its figures are left alone, in lists too.
#[test]
fn no_figure_of_a_row_that_stands_twice_is_advised() {
    found("require x.b >= 3", "1,2,1,4").expect(1, &["raise `b` from 1 to at least 3"]);
    found("require x.b >= 3", "1,2,1,4\n1,2,1,4").expect(1, &["D048", "short by 2"]).without(&["raise"]);
    // c differs and is unknown, b does not and falls short; to change one of the two would make it unknown as well.
    found("require x.b >= 3", "1,2,1,4\n1,2,1,5").expect(1, &["D021", "short by 2"]).without(&["raise"]);
    let rules = "record G key id { id : text  list : list of I }\nrecord I key k { k : text  x : number }\n\
                 rule r { for g in G, i in g.list require i.x >= 3 }\n";
    let group = r#"{"id":"1","list":[{"k":"a","x":1}]}"#;
    let other = group.replace("\"1\",", "\"2\",");
    let folder = Folder::new().with("r.fadu", rules).with("d.json", format!("{{\"G\":[{group},{group},{other}]}}"));
    let run = folder.run(&["check", "--lang", "en", "-r", "r.fadu", "d.json"]);
    run.expect(1, &["D048", "raise `x`"]);
    assert_eq!(run.text().matches("raise `x`").count(), 1, "{}", run.text());
    let repair = folder.run(&["repair", "1 · a", "d.json", "--lang", "en", "-r", "r.fadu"]);
    repair.without(&["→"]);
}
