//! Definitions of definitions: each is worked out once for a row, however often it is named, and comes to what it says.

use super::*;
use fadu::num::{Interval, ratio};

const PARK: &str = "record Park \"园区\" key name {
  name \"园区\" : text
  v    \"产值\" : money in 元 to 0.01
  ok   \"合格\" : flag
  kind \"类别\" : one of \"甲\", \"乙\", \"丙\"
  part \"份额\" : money in 万元 ?
}
";

/// `first`, then `step` so many times, each naming the one before by `@`.
fn tower(levels: usize, first: &str, step: &str) -> String {
    let mut text = format!("{PARK}define Park.d0 = {first}\n");
    for level in 1..=levels {
        text.push_str(&format!("define Park.d{level} = {}\n", step.replace('@', &format!("d{}", level - 1))));
    }
    text
}

#[test]
fn forty_roundings_each_named_twice() {
    let rules = tower(40, "v", "max(round(@ / 2, 2), 0元) + round(@ / 2, 2)");
    let t = World::new(
        &format!("{rules}rule r {{ for p in Park require p.d40 >= 10元 }}"),
        &[(
            "Park.csv",
            "园区,产值,合格,类别,份额\na,10,是,甲,\nb,9.98,是,甲,\nc,9.99,是,甲,\nd,,是,甲,\ne,>=10,是,甲,\nf,<9.98,是,甲,\n",
        )],
    );
    assert_eq!(t.verdict("r", "a"), MET);
    // Half of 9.98 has two digits; half of 9.99 is rounded away from zero, to 5.
    assert_eq!(t.verdict("r", "b"), VIOLATED);
    assert_eq!(t.verdict("r", "c"), MET);
    assert_eq!(t.verdict("r", "d"), OPEN);
    assert!(t.one("r", "d").causes.iter().any(|c| c.what.contains("产值")));
    assert_eq!(t.verdict("r", "e"), MET, "a bound goes through every level");
    assert_eq!(t.verdict("r", "f"), VIOLATED);
    let short = t.one("r", "b");
    let margin = match &short.detail {
        fadu::finding::Detail::Compare(c) => c.margin.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(margin, Interval::exact(ratio(-2, 100)));
}

#[test]
fn forty_conditions_and_forty_choices() {
    // Each level turns the answer of the one below round.
    let rules = tower(40, "ok", "(@ and v > 100元) or (not @ and v <= 100元)");
    let data = [("Park.csv", "园区,产值,合格,类别,份额\na,1,是,甲,\nb,1,否,甲,\nc,1,,甲,\n")];
    let t = World::new(&format!("{rules}rule r {{ for p in Park require p.d40 }}"), &data);
    assert_eq!([t.verdict("r", "a"), t.verdict("r", "b"), t.verdict("r", "c")], [MET, VIOLATED, OPEN]);
    let t = World::new(&format!("{rules}rule r {{ for p in Park require p.d39 }}"), &data);
    assert_eq!([t.verdict("r", "a"), t.verdict("r", "b"), t.verdict("r", "c")], [VIOLATED, MET, OPEN]);
    // 甲 to 乙 to 丙 to 甲: forty steps are one step.
    let rules = tower(40, "kind", "choose { @ = \"甲\": \"乙\"; @ = \"乙\": \"丙\"; otherwise: \"甲\" }");
    let data = [("Park.csv", "园区,产值,合格,类别,份额\na,1,是,甲,\nb,1,是,乙,\nc,1,是,丙,\n")];
    let t = World::new(&format!("{rules}rule r {{ for p in Park require p.d40 = \"乙\" }}"), &data);
    assert_eq!([t.verdict("r", "a"), t.verdict("r", "b"), t.verdict("r", "c")], [MET, VIOLATED, VIOLATED]);
    // A figure above the level loses one, else it gains one: 40 stays between.
    let rules = tower(40, "v", "choose { @ > 20元: @ - 1元; otherwise: @ + 1元 }");
    let data = [("Park.csv", "园区,产值,合格,类别,份额\na,20,是,甲,\nb,21,是,甲,\nc,70,是,甲,\n")];
    let t = World::new(&format!("{rules}rule r {{ for p in Park require p.d40 = 20元 }}"), &data);
    assert_eq!([t.verdict("r", "a"), t.verdict("r", "b"), t.verdict("r", "c")], [MET, VIOLATED, VIOLATED]);
}

#[test]
fn sums_within_sums_and_arguments() {
    let mut rules = format!("{PARK}define d0(a) = sum(p.v for p in Park)\n");
    for level in 1..=40 {
        let below = format!("d{}(a)", level - 1);
        rules.push_str(&format!("define d{level}(a) = sum(p.v for p in Park when p.v <= {below}) + max({below}, a) - {below}\n"));
    }
    let data = [("Park.csv", "园区,产值,合格,类别,份额\na,1,是,甲,\nb,2,是,甲,\n")];
    let t = World::new(&format!("{rules}rule r {{ require d40(0元) = 3元 }} rule s {{ require d40(5元) = 5元 }}"), &data);
    assert_eq!(t.of("r", "")[0].verdict, MET);
    // d1 is 3 + (5 - 3) = 5; from then on the sum is 3 and nothing is missing to 5.
    assert_eq!(t.of("s", "")[0].verdict, VIOLATED);
}

/// A definition that is named in rules about the form and about the world, as what is asked and as what decides: each has its own.
#[test]
fn a_definition_means_in_each_place_what_it_means_there() {
    let mut frame =
        String::from("table counties key code { | code |\n | a |\n | b |\n | c |\n }\ndefine d0(q) = last_day(q) + 15天\n");
    for level in 1..=40 {
        let below = format!("d{}(q)", level - 1);
        frame.push_str(&format!("define d{level}(q) = choose {{ {below} > 1900-01-01: {below}; otherwise: {below} }}\n"));
    }
    frame.push_str("record R key county, quarter sent by counties as county due d40(quarter) on filed {\n");
    frame.push_str("  county : text  quarter : quarter  filed : date  sales : money in 万元 }\n");
    frame.push_str("define t0 = count(r in R when r.quarter = 2008-Q1)\n");
    for level in 1..=40 {
        let below = format!("t{}", level - 1);
        frame.push_str(&format!("define t{level} = max({below}, 0) + {below} - {below}\n"));
    }
    let late = ("R.csv", "county,quarter,filed,sales\na,2008-Q1,2008-04-15,10\nb,2008-Q1,2008-04-16,20\n");
    // c sent nothing: the form counts it as a row, the world may have it or not. What came late is not filled in.
    let filled = "every(r.sales filled for r in R when r.quarter = 2008-Q1)";
    let form = format!("rule form {{ report {filled} or t40 = 3 }} rule fewer {{ report {filled} or t40 <= 2 }}\n");
    let world = "rule world { require t40 = 3 } rule less { require t40 <= 2 }\n";
    let rows = "rule time { for r in R report r in time } rule came { for r in R report r.sales filled } \
                rule early { for r in R require r.filed <= d40(r.quarter) }\n";
    for rules in [format!("{form}{world}{rows}"), format!("{rows}{world}{form}")] {
        let t = World::new(&format!("{frame}{rules}"), &[late]);
        let verdicts = ["form", "fewer", "world", "less"].map(|rule| t.of(rule, "")[0].verdict);
        assert_eq!(verdicts, [MET, VIOLATED, OPEN, OPEN]);
        for rule in ["time", "came", "early"] {
            assert_eq!([t.verdict(rule, "a"), t.verdict(rule, "b")], [MET, VIOLATED], "{rule}");
        }
    }
    // A condition without a base does not hold, so nothing is asked; and where it decides, what it is part of does not hold.
    let conditions = tower(40, "part exists and v >= 30% of part implies ok", "(@ and @)");
    let asked = "rule asked { for p in Park require p.d40 }\n";
    let denied = "rule denied { for p in Park require not p.d40 }\n";
    let decides = "rule decides { for p in Park require choose { p.d40: p.kind = \"乙\"; otherwise: p.kind = \"甲\" } }\n";
    let rows = ("Park.csv", "园区,产值,合格,类别,份额\na,0,否,甲,0\nb,1,否,甲,0.0001\nc,1,是,乙,0.0001\nd,0,否,甲,1\n");
    let counted = "rule counted { require count(p in Park when p.d40) = 2个 } scorecard s { asked weight 1 }\n";
    for rules in [format!("{asked}{denied}{decides}{counted}"), format!("{counted}{decides}{denied}{asked}")] {
        let t = World::new(&format!("{conditions}{rules}"), &[rows]);
        let of = |rule: &str| ["a", "b", "c", "d"].map(|park| t.verdict(rule, park));
        assert_eq!(of("asked"), [MET, VIOLATED, MET, MET]);
        assert_eq!(of("denied"), [NOT, MET, VIOLATED, VIOLATED]);
        // d: what decides holds, and 甲 is not 乙.
        assert_eq!(of("decides"), [MET, MET, MET, VIOLATED]);
        assert_eq!(t.of("counted", "")[0].verdict, MET, "c and d");
    }
}
