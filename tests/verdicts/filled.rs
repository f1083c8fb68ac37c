//! `report` lines: what was filled in, of one field, of several, of shares of rows, of lists, and of those who sent nothing.

use super::{MET, NOT, OPEN, VIOLATED, World, each};

const FRAME: &str = r#"
table counties "各县" key code {
  | code | name |
  | a    | 甲   |
  | b    | 乙   |
  | c    | 丙   |
  | d    | 丁   |
}
record C "县" key code, year sent by counties as code {
  code  : text
  year  : year
  kind  : one of "甲类", "乙类"
  tax   : money in 万元
  staff : count
  plan  : text ?
  debt  : money in 万元 ? blank means 0
  parks : list of P
}
record P "园区" key name { name : text, sales : money in 万元 }
§
"#;

/// a: all; b: tax unusable, staff bounds, plan said to be none, an empty list; c: nothing, its list not sent; d sent nothing at all.
const DATA: &str = r#"{"C": [
  {"code": "a", "year": 2007, "kind": "甲类", "tax": 1, "staff": 2, "plan": "x", "debt": 0, "parks": [{"name": "p", "sales": 1}, {"name": "q"}]},
  {"code": "b", "year": 2007, "tax": "五", "staff": ">=3", "plan": "—", "parks": []},
  {"code": "c", "year": 2007, "kind": "乙类", "tax": "", "plan": ""}
]}"#;

fn check(cases: &[(&str, &str, fadu::finding::Verdict)]) {
    each(FRAME, &[("@2007/x.json", DATA)], cases);
}

#[test]
fn one_field_and_its_negation() {
    check(&[
        ("for c in C when c.code = \"a\" report c.tax filled", "a", MET),
        ("for c in C report c.tax filled", "a", MET),
        // What cannot be used, a bound and "none" were written; they have findings of their own.
        ("for c in C report c.tax filled", "b", MET),
        ("for c in C report c.staff filled", "b", MET),
        ("for c in C report c.plan filled", "b", MET),
        ("for c in C report c.tax filled", "c", VIOLATED),
        ("for c in C report c.plan filled", "c", VIOLATED),
        // What a blank counts as is not what was filled in.
        ("for c in C report c.debt filled", "a", MET),
        ("for c in C report c.debt filled", "b", VIOLATED),
        ("for c in C report c.tax not filled", "c", MET),
        ("for c in C report c.tax not filled", "a", VIOLATED),
        ("for c in C report not (c.tax filled)", "c", MET),
        ("for c in C report c.parks filled", "b", MET),
        ("for c in C report c.parks filled", "c", VIOLATED),
    ]);
}

#[test]
fn several_fields_in_one_line_give_one_verdict() {
    check(&[
        ("for c in C report c.tax, c.staff, c.plan required", "a", MET),
        ("for c in C report c.tax, c.staff, c.plan required", "b", MET),
        ("for c in C report c.tax, c.staff, c.plan required", "c", VIOLATED),
        ("for c in C report c.kind, c.tax required", "b", VIOLATED),
        ("for c in C report c.tax filled and c.staff filled", "c", VIOLATED),
        ("for c in C report c.tax filled or c.kind filled", "c", MET),
        ("for c in C report c.kind filled or c.debt filled", "b", VIOLATED),
    ]);
    let world = World::new(
        &FRAME.replace('§', "rule t { for c in C report c.kind, c.tax, c.staff required }"),
        &[("@2007/x.json", DATA)],
    );
    assert_eq!(world.of("t", "c").len(), 1, "one finding, not one per field");
}

/// Of four counties a and b filled the tax in, c left it blank and d sent nothing: two of four.
#[test]
fn shares_of_rows_count_those_who_sent_nothing() {
    let share = |what: &str, share: &str| {
        format!("report count(c in C when c.year = 2007 and {what}) >= {share} of count(c in C when c.year = 2007)")
    };
    let cases = [
        (share("c.tax filled", "50%"), MET),
        (share("c.tax filled", "50.01%"), VIOLATED),
        // b and c and d lack it.
        (share("c.kind not filled", "50%"), MET),
        (share("c.kind not filled", "50.01%"), VIOLATED),
        (share("c.staff filled and c.tax filled", "50%"), MET),
    ];
    let cases: Vec<(&str, &str, fadu::finding::Verdict)> = cases.iter().map(|(body, v)| (body.as_str(), "", *v)).collect();
    check(&cases);
    check(&[
        ("report count(c in C when c.year = 2007 and c.code filled) = 4", "", VIOLATED),
        ("report count(c in C when c.code filled) = 3", "", MET),
        ("report every(c.tax filled for c in C when c.year = 2007)", "", VIOLATED),
        ("report every(c.tax filled for c in C when c.year = 2007 and c.code in {\"a\", \"b\"})", "", MET),
        ("report some(c.kind filled for c in C when c.year = 2007)", "", MET),
        // Which kind b and d are of is not known.
        ("report every(c.tax filled for c in C when c.year = 2007 and c.kind = \"甲类\")", "", OPEN),
        ("report every(c.tax filled for c in C when c.year = 2007 and c.kind = \"乙类\")", "", VIOLATED),
        // Over the roster, row by row.
        ("report count(k in counties when C[k.code, 2007].tax filled) >= 50% of count(k in counties)", "", MET),
        ("report count(k in counties when C[k.code, 2007].tax filled) >= 3", "", VIOLATED),
        ("for k in counties report C[k.code, 2007].tax filled", "d", VIOLATED),
        ("for c in C over counties report c.tax filled", "d", VIOLATED),
    ]);
}

#[test]
fn lists_and_conditions_on_the_world() {
    check(&[
        // q has no sales; the list of b is empty; that of c was not sent.
        ("for c in C report every(p.sales filled for p in c.parks)", "a", VIOLATED),
        ("for c in C report count(p in c.parks when p.sales filled) = 1", "a", MET),
        ("for c in C report every(p.sales filled for p in c.parks)", "b", MET),
        ("for c in C report every(p.sales filled for p in c.parks)", "c", VIOLATED),
        ("for c in C report c.kind = \"乙类\" implies c.tax filled", "c", VIOLATED),
        ("for c in C report c.kind = \"甲类\" implies c.tax filled", "c", MET),
        ("for c in C report c.kind = \"甲类\" implies c.debt filled", "b", OPEN),
        ("for c in C when c.kind = \"甲类\" report c.tax filled", "c", NOT),
    ]);
}

/// A partial table: the question is about what was sent.
#[test]
fn what_was_sent_is_what_is_asked_about() {
    let rules = "record C key code, year { code : text, year : year, tax : money in 万元 }\n\
rule t { report count(c in C when c.tax filled) >= 95% of count(c in C) }\nrule w { require count(c in C when c.year = 2007) <= 20 }\n";
    let rows = |blank: usize| {
        let row = |i: usize| format!("c{i},2007,{}\n", if i < blank { "" } else { "1" });
        format!("code,year,tax\n{}", (0..20).map(row).collect::<String>())
    };
    for (blank, verdict) in [(0, MET), (1, MET), (2, VIOLATED), (20, VIOLATED)] {
        let world = World::new(rules, &[("C.csv", &rows(blank))]);
        assert_eq!(world.verdict("t", ""), verdict, "{blank} of 20 blank");
    }
}
