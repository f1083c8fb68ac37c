//! Messages that sent people the wrong way: what they say now is so, and what they advise is taken.

use super::{Folder, Run};

fn test(rules: &str, lang: &str) -> Run {
    Folder::new().with("r.fadu", rules).run(&["test", "--width", "200", "--lang", lang, "r.fadu"])
}

fn check(rules: &str, name: &str, data: &str, lang: &str) -> Run {
    let folder = Folder::new().with("r.fadu", rules).with(name, data);
    folder.run(&["check", "--all", "--width", "200", "--format", "short", "--lang", lang, "-r", "r.fadu", name])
}

#[test]
fn a_field_that_is_called_like_an_answer_is_written_with_its_row() {
    let rules = |defined: &str, summed: &str| {
        format!(
            "record V \"visit\" key no {{ no : count }}\ndefine V.before = {defined} - 1\n\
             rule a {{ for v in V require v.before >= 0 }}\nrule b {{ require sum({summed} - 1 for x in V) >= 0 }}\n"
        )
    };
    test(&rules("no", "no"), "en").expect(2, &["T007", "the field of that name is `V.no`", "the field of that name is `x.no`"]);
    test(&rules("no", "no"), "zh").expect(2, &["单写“no”是答案；要字段“no”，请写 V.no", "请写 x.no"]);
    test(&rules("V.no", "x.no"), "en").without(&["error"]);
    // Where there is no such field nothing of the kind is said.
    let other = "record V key k { k : text  n : count }\nrule a { for v in V require v.n + no >= 0 }\n";
    test(other, "en").expect(2, &["T007"]).without(&["the field of that name"]);
}

#[test]
fn the_first_rows_are_written_as_the_message_says() {
    let rules = |body: &str| format!("record R \"r\" key name {{ name : text  a : number }}\nrule a {{ require {body} >= 1 }}\n");
    let comma = "sum(r.a for r in (first 1 of R by a, lowest first))";
    test(&rules(comma), "en").expect(2, &["S001", "the order stands without a comma"]).without(&["a set stands in braces"]);
    test(&rules(comma), "zh").expect(2, &["前面没有逗号"]);
    test(&rules("sum(r.a for r in (first 1 of R by a lowest first))"), "en").without(&["error"]);
    for inner in ["count(first 1 of R by a)", "count(first 12 of R by a lowest first)"] {
        test(&rules(inner), "en").expect(2, &["S001", "brackets of their own: `count((first 3"]);
        test(&rules(&inner.replace("count(", "count((").replace(')', "))")), "en").without(&["error"]);
    }
    // A set in round brackets is told as before.
    test("record R key n { n : text }\nrule a { for r in R require r.n in (\"a\", \"b\") }\n", "en")
        .expect(2, &["a set stands in braces"]);
}

#[test]
fn none_is_the_word_for_it_in_tables_of_rules_too() {
    let rules = |cell: &str, mark: &str| {
        format!(
            "table b \"bands\" key no {{ | no | low : number | high : number {mark} |\n | 1 | 0 | 5 |\n | 2 | 5 | {cell} | }}\n\
             record R key name {{ name : text  a : number }}\n\
             rule a {{ for r in R require b[\"2\"].high does not exist }}\ntest \"t\" {{ given R {{ name = \"x\", a = 1 }} expect a met }}\n"
        )
    };
    for cell in ["none", "无", "—"] {
        test(&rules(cell, "?"), "en").expect(0, &["1 passed"]);
    }
    // Where there must be a value it is none here either; one of a list that has it is that.
    test(&rules("none", ""), "en").expect(2, &[]);
    let listed = "table b key no { | no | kind : one of \"none\", \"some\" ? |\n | 1 | none |\n | 2 | some | }\n\
                  record R key name { name : text }\nrule a { for r in R when b[\"1\"].kind exists require b[\"1\"].kind = \"none\" }\n\
                  test \"t\" { given R { name = \"x\" } expect a met }\n";
    test(listed, "en").expect(0, &["1 passed"]);
    // In what is sent in it stays a word that may mean either.
    let sent = "record R key name { name : text  a : number ? }\nrule a { for r in R require r.a does not exist }\n";
    check(sent, "R.csv", "name,a\nx,none\n", "en").expect(1, &["D013"]);
}

#[test]
fn a_table_with_the_name_of_a_field_is_meant_where_rows_are_wanted() {
    let rules = |set: &str| {
        format!(
            "table nace \"codes\" key code {{ | code |\n | 01 |\n | 02 | }}\n\
             record F \"firm\" key n {{ n : text  nace : text }}\nrule a {{ for f in F require f.nace {set} }}\n"
        )
    };
    let data = "n,nace\nx,01\ny,03\n";
    for set in ["in nace", "in {c.code for c in nace}", "= nace and some(c.code = f.nace for c in nace)"] {
        let run = check(&rules(set), "F.csv", data, "en");
        run.expect(1, &["met[a] x", "breach[a] y"]);
    }
    // No table of that name: a text is still no set.
    test("record F key n { n : text  nace : text }\nrule a { for f in F require f.n in nace }\n", "en").expect(2, &["T013"]);
}

#[test]
fn a_column_that_may_be_of_several_rows_says_no_more_than_that() {
    let rules = "record A \"a\" key s { s : text  v : number ? }\nrule r { for a in A when a.v exists require a.v >= 1 }\n\
                 test \"t\" {\n given A { s = \"x\" }\n given A { s = \"y\" }\n cases {\n | v | r |\n | 1 | met |\n }\n}\n";
    test(rules, "en")
        .expect(2, &["X002", "`v` may be that of several given rows", "it may be that of this row"])
        .without(&["has it"]);
    test(rules, "zh").expect(2, &["“v”可能是几行的"]);
    test(&rules.replace("| v |", "| A[\"x\"].v |"), "en").without(&["X002"]);
}

#[test]
fn what_a_submission_says_of_itself_is_written_under_its_own_head() {
    let rules = "record R key name { name : text }\nrule a { for r in R require r.name = \"x\" }\n";
    let rows = "[[R]]\nname = \"x\"\n";
    let top = format!("region = \"11\"\nperiod = \"2007-Q1\"\n{rows}");
    let full =
        |lang| Folder::new().with("r.fadu", rules).with("R.toml", &top).run(&["check", "--lang", lang, "-r", "r.fadu", "R.toml"]);
    full("en").expect(2, &["I015", "a line `[submission]`", "`region` is of the envelope", "`period` is of the envelope"]);
    full("zh").expect(2, &["文件开头写一行 [submission]"]);
    check(rules, "R.toml", &format!("[submission]\nregion = \"11\"\nperiod = \"2007-Q1\"\n{rows}"), "en").without(&["I015"]);
    check(rules, "R.toml", &format!("total = 5\n{rows}"), "en").expect(2, &["I015"]);
}

#[test]
fn what_was_asked_is_told_with_why_it_was_asked() {
    let rules = "record A \"a\" key s { s : text  p \"price\" : money in 元  q : flag  explained \"explanation asked for\" : flag }\n\
        rule low { for a in A require a.p less than 80% of avg(x.p for x in A) implies a.explained }\n\
        rule flag { for a in A require a.q implies a.p >= 60元 }\n\
        rule share { for a in A require a.q implies a.p >= 50% of max(x.p for x in A) }\n";
    // The mean of 10 and 100 is 55, 80% of which are 44.
    let data = "s,price,q,explanation asked for\nx,10,yes,no\ny,100,no,yes\n";
    check(rules, "A.csv", data, "en").expect(
        1,
        &[
            "breach[low] x: `explanation asked for` is no; must be yes; asked because price: 10 yuan / 55 yuan ≈ 18.1818% < 80%",
            "breach[flag] x: 10 yuan < 60 yuan, short by 50 yuan; asked because `q` is yes",
            "10% < 50%, short by 40 yuan; asked because `q` is yes",
        ],
    );
    check(rules, "A.csv", data, "zh").expect(1, &["前提成立：", "前提成立：“q”为“是”"]);
}

#[test]
fn the_members_of_a_set_of_rows_are_named() {
    let rules = "record N \"notice\" key n { n : text  winner : text  bids : list of B }\n\
        record B \"bid\" key bidder { bidder : text  ok : flag }\n\
        rule w { for n in N require n.winner in {b.bidder for b in n.bids when b.ok} }\n\
        rule not_ { for n in N require n.winner not in {b.bidder for b in n.bids when not b.ok} }\n";
    let bids = |ok: &str| {
        format!(
            "{{\"N\":[{{\"n\":\"1\",\"winner\":\"a\",\"bids\":[{{\"bidder\":\"a\",\"ok\":false}},{{\"bidder\":\"c\",\"ok\":{ok}}},{{\"bidder\":\"b\",\"ok\":{ok}}}]}}]}}"
        )
    };
    check(rules, "d.json", &bids("true"), "en").expect(1, &["breach[w] 1: `winner` is `a`; must be among", "(b, c) (w)"]);
    check(rules, "d.json", &bids("true"), "zh").expect(1, &["（b、c）"]);
    check(rules, "d.json", &bids("false"), "en").expect(1, &["(there are none)"]);
    // Not all of it is known: none is named as if it were.
    check(rules, "d.json", &bids("null"), "en").without(&["(b", "(c", "there are none"]);
}

#[test]
fn met_facts_are_told_as_they_are() {
    let rules = "record A \"a\" key s { s : text  size : text  q : flag }\n\
        rule like { for a in A require a.size like \"?型\" }\nrule other { for a in A require a.size != \"x\" }\n\
        rule same { for a in A require a.size = \"大型\" }\nrule yes { for a in A require a.q }\n\
        rule both { for a in A require a.size like \"?型\" and a.q and a.size is not a number }\n";
    let data = "s,size,q\nx,大型,yes\n";
    check(rules, "A.csv", data, "en")
        .expect(
            0,
            &[
                "`size` is `大型`, as required (like ?型)",
                "`size` is `大型`, as required (other than `x`)",
                "`q` is yes, as required",
                "(like ?型); `q` is yes, as required; `size` is `大型`, as required (no number)",
            ],
        )
        .without(&["must be"]);
    check(rules, "A.csv", data, "zh").expect(0, &["“size”为“大型”，合乎要求（形如 ?型）", "“q”为“是”，合乎要求"]);
}

#[test]
fn the_other_text_is_named_where_it_is_not_known() {
    let rules = "record A \"a\" key s { s : text  size \"规模\" : text  wanted \"应有规模\" : text }\nrule r { for a in A require a.size = a.wanted }\n";
    let data = "s,规模,应有规模\nx,大型,\n";
    check(rules, "A.csv", data, "en").expect(1, &["must be the same as `应有规模`, which is not known"]);
    check(rules, "A.csv", data, "zh").expect(1, &["要求为与“应有规模”相同（未知）"]);
}

#[test]
fn conditions_in_aggregates_are_written_as_the_message_says() {
    let rules = |body: &str| {
        format!(
            "record C key s {{ s : text  v : money in 元  items : list of L }}\nrecord L key k {{ k : text  v : money in 元 }}\nrule a {{ require {body} >= 0 }}\n"
        )
    };
    let count = test(&rules("count(C when C.v >= 1元)"), "en");
    count.expect(2, &["S001", "`count(e in RECORD when …)`", "`count((RECORD when …))`"]);
    test(&rules("count(C when C.v >= 1元)"), "zh").expect(2, &["个数（e 在 记录 当 …）"]);
    for right in [
        "count(e in C when e.v >= 1元)",
        "count((C when C.v >= 1元))",
        "sum(sum(l.v for l in c.items when l.v > 1元) for c in C)",
    ] {
        test(&rules(right), "en").without(&["S001"]);
    }
    test(&rules("sum(l.v for c in C, l in c.items when l.v > 1元)"), "en").expect(2, &["S001", "an aggregate has one loop"]);
}

#[test]
fn what_there_is_not_is_known_and_shares_are_called_by_their_part() {
    let rules = "record A \"a\" key s { s : text  a \"note\" : text ?  x \"turnover\" : money in 元  p \"profit\" : money in 元 }\n\
        rule none_ { for r in A require r.a exists and r.a contains \"k\" }\n\
        rule share { for r in A require r.x between 50% of r.p and 200% of r.p }\n";
    let data = "s,note,turnover,profit\n1,无,1000,1000\n";
    check(rules, "A.csv", data, "en")
        .expect(
            1,
            &[
                "there is no `note`",
                "`note` is none; must be a text with `k` in it",
                "turnover: 1000 yuan / 1000 yuan = 100% ≥ 50%",
            ],
        )
        .without(&["`note` is unknown", "50% of profit:"]);
    check(rules, "A.csv", data, "zh").expect(1, &["“note”为无"]);
}

#[test]
fn lengths_of_time_are_called_so_in_the_readers_language() {
    let rules = |bound: &str| {
        format!(
            "record R \"r\" key name {{ name : text  a : money in 万元  h : quantity in 小时 }}\nrule a {{ for r in R require r.a >= {bound} }}\nrule b {{ for r in R require r.h >= {bound} }}\n"
        )
    };
    test(&rules("2 days"), "en").expect(2, &["a length of time (days)", "a length of time (hours)"]).without(&["天", "（"]);
    test(&rules("3 months"), "en").expect(2, &["a length of time (months)"]).without(&["月数", "个月"]);
    test(&rules("2周"), "zh").expect(2, &["时长（"]);
    test(&rules("5辆"), "en").expect(2, &["a quantity (辆)"]);
}
