//! Results: figures and lists that have no verdict. Expected values are worked out by hand from the rows.

use super::*;
use fadu::finding::{Figure, Listed, Place, Series, ShownRow};
use fadu::num::{End, Interval, Rat, int, ratio};

const R: &str = "table counties key code { | code | name |\n | 1 | 甲县 |\n | 2 | 乙县 | }
record R key id { id : text  part : money in 万元  base : money in 万元  n : count  lvl : one of \"省级\", \"市级\", \"县级\"  d : date ?  flag : flag }
";

fn results(rules: &str, csv: &str) -> Vec<Series> {
    let world = World::new(&format!("{R}{rules}"), &[("R.csv", csv)]);
    world.tally().results
}

fn one<'s>(series: &'s Series, id: &str) -> &'s ShownRow {
    series.rows.iter().find(|r| r.subject.title() == id).unwrap_or_else(|| panic!("{id}: {series:#?}"))
}

fn number(lo: End, hi: End, lacks: bool) -> Figure {
    Figure::Number { value: Interval { lo, hi }, lacks }
}

fn exact(value: Rat) -> Figure {
    Figure::Number { value: Interval::exact(value), lacks: false }
}

const CSV: &str = "id,part,base,n,lvl,d,flag
a,5,40,3,省级,2007-03-01,是
b,5,,3,,,
c,0,0,0,市级,2007-12-31,否
d,,20,,县级,2006-01-01,是
";

#[test]
fn a_share_is_exact_or_lies_between_ends_that_say_whether_they_belong() {
    let all = results("rule s { for r in R show \"share\": r.part as share of r.base }", CSV);
    let [s] = all.as_slice() else { panic!("{all:#?}") };
    assert_eq!(one(s, "a").figure, exact(ratio(1, 8)));
    // 5万元 of anything from nothing on: more than 0, without an upper end; of nothing it has no base.
    assert_eq!(one(s, "b").figure, number(End::Open(int(0)), End::Unbounded, true));
    assert!(one(s, "b").causes.iter().any(|c| c.what.contains("base")), "{:?}", one(s, "b").causes);
    assert_eq!(one(s, "c").figure, Figure::Nothing, "a share of nothing");
    assert_eq!(one(s, "d").figure, number(End::Closed(int(0)), End::Unbounded, false));
}

#[test]
fn a_part_of_its_own_total_is_at_most_all_of_it() {
    let rules = "rule s { for r in R show \"share\": r.part as share of (r.part + r.base) }";
    let all = results(rules, CSV);
    assert_eq!(one(&all[0], "a").figure, exact(ratio(1, 9)));
    assert_eq!(one(&all[0], "b").figure, number(End::Open(int(0)), End::Closed(int(1)), false));
    assert_eq!(one(&all[0], "d").figure, number(End::Closed(int(0)), End::Open(int(1)), false));
}

#[test]
fn counts_are_whole_and_texts_one_of_their_list() {
    let rules = "rule s { for r in R show \"n\": r.n + 1个 show \"level\": r.lvl show \"day\": r.d show \"both\": \
        choose { r.flag: \"yes\"; otherwise: \"no\" } }"
        .replace("show \"day\": r.d ", "");
    let all = results(&rules, CSV);
    assert_eq!(one(&all[0], "a").figure, exact(int(4)));
    assert_eq!(one(&all[0], "d").figure, number(End::Closed(int(1)), End::Unbounded, false));
    assert_eq!(one(&all[1], "a").figure, Figure::Text(vec![Some("省级".into())]));
    let Figure::Text(texts) = &one(&all[1], "b").figure else { panic!() };
    assert_eq!(texts.len(), 3, "each of the list, used in the data or not");
    assert_eq!(one(&all[2], "c").figure, Figure::Text(vec![Some("no".into())]));
    assert_eq!(one(&all[2], "b").figure, Figure::Text(vec![Some("no".into()), Some("yes".into())]));
    assert!(one(&all[2], "b").causes.iter().any(|c| c.what.contains("flag")));
}

#[test]
fn days_and_what_does_not_exist() {
    let all = results("rule s { for r in R when r.d exists show \"day\": r.d }", CSV);
    // 2007-03-01 is 13573 days after 1970-01-01.
    assert_eq!(one(&all[0], "a").figure, exact(int(13573)));
    assert_eq!((all[0].rows.len(), all[0].not_applicable), (3, 1), "b has none");
}

#[test]
fn a_condition_gives_a_list_with_those_who_may_belong() {
    let rules = "rule s { for r in R show \"small\": r.part < 15% of r.base }";
    let all = results(rules, CSV);
    let s = &all[0];
    // a: 5 < 6; b: 5 < 15% of unknown; c: a share of nothing has no base, so it does not hold; d: unknown < 3.
    assert_eq!(one(s, "a").figure, Figure::Listed(Listed::Surely));
    assert_eq!(one(s, "b").figure, Figure::Listed(Listed::Possibly));
    assert_eq!(one(s, "d").figure, Figure::Listed(Listed::Possibly));
    assert!(!s.rows.iter().any(|r| r.subject.title() == "c"), "a list names those who belong");
    assert_eq!(s.others, 1);
    // At the limit and one step beside it.
    let at = "id,part,base\nx,6,40\ny,5.9999,40\nz,6.0001,40\n";
    let s = &results(rules, at)[0];
    assert_eq!(s.rows.iter().map(|r| r.subject.title()).collect::<Vec<_>>(), ["y"]);
    assert_eq!(s.others, 2);
}

#[test]
fn results_have_no_verdict_and_do_not_count() {
    let world = World::new(&format!("{R}rule s {{ for r in R show \"p\": r.part }}"), &[("R.csv", CSV)]);
    let found = world.tally();
    assert!(found.list.is_empty() && found.tally.is_empty() && !found.judged_nothing(), "{found:#?}");
    assert!(found.rules[0].only_shows && found.rules[0].subjects == 4);
    // Beside lines the verdict is that of the lines alone.
    let world = World::new(&format!("{R}rule s {{ for r in R require r.n >= 0 show \"p\": r.part }}"), &[("R.csv", CSV)]);
    let found = world.tally();
    let tally = found.tally.values().next().expect("judged");
    assert_eq!((tally.met, tally.total()), (4, 4), "an unknown result leaves the verdict alone");
}

#[test]
fn when_restricts_and_what_may_not_apply_is_marked() {
    let all = results("rule s { for r in R when r.flag show \"p\": r.part show \"l\": r.part > 1万元 }", CSV);
    let p = &all[0];
    assert!(!one(p, "a").perhaps && one(p, "b").perhaps, "b's flag is not known");
    assert_eq!(p.not_applicable, 1, "c");
    assert!(one(p, "b").causes.iter().any(|c| c.what.contains("flag")));
    // Who may turn out not to be spoken of belongs possibly at most.
    assert_eq!(one(&all[1], "a").figure, Figure::Listed(Listed::Surely));
    assert_eq!(one(&all[1], "b").figure, Figure::Listed(Listed::Possibly));
}

#[test]
fn exemptions_and_exceptions_do_not_touch_results() {
    let rules = "rule s { for r in R exempt when r.id = \"a\" because \"x\" except when r.n = 0 require r.part >= 0元 \
        require r.base >= 1万元 show \"p\": r.part }";
    let all = results(rules, CSV);
    assert_eq!(all[0].rows.len(), 4);
    assert_eq!(one(&all[0], "a").figure, exact(int(50_000)));
    assert_eq!(one(&all[0], "c").figure, exact(int(0)));
}

#[test]
fn results_below_a_due_stage_are_shown_while_it_lasts() {
    let rules = "record Y key id, y { id : text  y : year  v : money in 万元 }
        rule s { for r in Y show \"always\": r.v due 2010 show \"near\": r.v due 2015 show \"far\": r.v }";
    let csv = "id,y,v\na,2009,1\na,2010,2\na,2014,3\na,2015,4\n";
    let world = World::new(rules, &[("Y.csv", csv)]);
    let found = world.tally().results;
    let years = |at: usize| found[at].rows.iter().map(|r| r.subject.title()).collect::<Vec<_>>();
    assert_eq!(years(0).len(), 4);
    assert_eq!(years(1), ["a · 2010", "a · 2014"]);
    assert_eq!(years(2), ["a · 2015"]);
}

#[test]
fn places_are_shared_and_open_figures_may_stand_anywhere() {
    let csv = "id,part\na,5\nb,9\nc,5\nd,1\ne,\nf,>=9\n";
    let all = results("rule s { for r in R show \"p\": r.part ranked show \"q\": r.part ranked ascending }", csv);
    let place = |s: &Series, id: &str| one(s, id).place.map(|p: Place| (p.best, p.worst.expect("all were sent"))).expect(id);
    let p = &all[0];
    // f is at least 9, so it stands before a, c and d whatever it is; e may stand anywhere.
    assert_eq!(place(p, "b"), (1, 3));
    assert_eq!(place(p, "a"), (3, 4));
    assert_eq!(place(p, "c"), (3, 4));
    assert_eq!(place(p, "d"), (5, 6));
    assert_eq!(place(p, "e"), (1, 6));
    assert_eq!(place(p, "f"), (1, 2));
    let order: Vec<String> = p.rows.iter().map(|r| r.subject.title()).collect();
    assert_eq!(order, ["b", "a", "c", "d", "f", "e"], "open figures after the others");
    let q = &all[1];
    assert_eq!((place(q, "d"), place(q, "f")), ((1, 2), (4, 6)));
}

#[test]
fn places_are_those_of_one_period() {
    let rules = "record Y key id, y { id : text  y : year  v : money in 万元 }\nrule s { for r in Y show \"v\": r.v ranked }";
    let world = World::new(rules, &[("Y.csv", "id,y,v\na,2009,1\nb,2009,2\na,2010,9\n")]);
    let found = world.tally().results;
    let place = |id: &str| one(&found[0], id).place.map(|p| p.best);
    assert_eq!([place("a · 2009"), place("b · 2009"), place("a · 2010")], [Some(2), Some(1), Some(1)]);
}

#[test]
fn a_reading_gives_a_figure_for_each_case_and_all_between() {
    let rules = "param way : one of \"x\", \"y\"\nrule s { for r in R show \"v\": choose { way = \"x\": r.part; otherwise: r.base } \
        show \"same\": choose { way = \"x\": r.part; otherwise: r.part } show \"l\": choose { way = \"x\": r.part > 4万元; otherwise: r.part > 6万元 } }";
    let all = results(rules, CSV);
    let v = one(&all[0], "a");
    assert_eq!(v.figure, number(End::Closed(int(50_000)), End::Closed(int(400_000)), false));
    assert_eq!(
        v.cases.iter().map(|c| c.figure.clone()).collect::<Vec<_>>(),
        [Some(exact(int(50_000))), Some(exact(int(400_000)))]
    );
    assert!(v.causes.iter().any(|c| c.what.contains("way")));
    assert_eq!(one(&all[1], "a").figure, exact(int(50_000)), "the reading makes no difference");
    assert!(one(&all[1], "a").cases.is_empty() && one(&all[1], "a").causes.is_empty());
    assert_eq!(one(&all[2], "a").figure, Figure::Listed(Listed::Possibly));
}

#[test]
fn groups_members_and_the_whole_run() {
    let rules = "record F key id { id : text  county : text  v : money in 万元 }
        table counties key code { | code |\n | 1 |\n | 2 | }
        rule g { for f in F by county show \"sum\": sum(f.v) show \"n\": count(f) }
        rule c { for c in counties show \"sum\": sum(f.v for f in F when f.county = c.code) }
        rule w { show \"sum\": sum(f.v for f in F) show \"most\": max(f.v for f in F) }";
    let world = World::new(rules, &[("F.csv", "id,county,v\na,1,1\nb,1,2\nc,2,4\n")]);
    let found = world.tally().results;
    let figures = |at: usize| found[at].rows.iter().map(|r| (r.subject.title(), r.figure.clone())).collect::<Vec<_>>();
    assert_eq!(figures(0), [("1".into(), exact(int(30_000))), ("2".into(), exact(int(40_000)))]);
    assert_eq!(figures(1), [("1".into(), exact(int(2))), ("2".into(), exact(int(1)))]);
    assert_eq!(figures(2), [("1".into(), exact(int(30_000))), ("2".into(), exact(int(40_000)))]);
    assert_eq!(found[3].rows.len(), 1);
    assert_eq!(found[3].rows[0].figure, exact(int(70_000)));
    assert_eq!(found[4].rows[0].figure, exact(int(40_000)));
    // Of no rows there is no greatest.
    let none = World::new(rules, &[("F.csv", "id,county,v\n")]).tally().results;
    let whole: Vec<&Figure> = none.iter().filter(|s| s.rule == 2).flat_map(|s| &s.rows).map(|r| &r.figure).collect();
    assert_eq!(whole, [&exact(int(0)), &Figure::Nothing]);
}

#[test]
fn huge_negative_and_never_rounded() {
    let rules = "record S key id { id : text  v : money in 亿元 signed  w : money in 元 signed }
        rule s { for r in S show \"third\": r.v / 3 show \"diff\": r.w - r.v }";
    let csv = "id,v,w\na,-1000000000000000000000000000000,1\nb,10,-0.5\n";
    let world = World::new(rules, &[("S.csv", csv)]);
    let found = world.tally().results;
    assert_eq!(one(&found[0], "b").figure, exact(ratio(1_000_000_000, 3)));
    let huge = "-100000000000000000000000000000000000000".parse::<Rat>().expect("a number");
    assert_eq!(one(&found[0], "a").figure, exact(huge.clone() / int(3)));
    assert_eq!(one(&found[1], "a").figure, exact(int(1) - huge));
    assert_eq!(one(&found[1], "b").figure, exact(ratio(-2_000_000_001, 2)));
}

#[test]
fn where_not_all_was_sent_lists_and_places_may_grow() {
    let rules = "table counties key code { | code |\n | 1 |\n | 2 | }
        record F key id, y sent by counties as c { id : text  y : year  c : text  v : money in 万元 }
        rule s { for f in F show \"v\": f.v ranked show \"l\": f.v > 1万元 }";
    let part = World::new(rules, &[("F.csv", "id,y,c,v\na,2007,1,5\nb,2007,1,9\n")]).tally().results;
    assert!(part.iter().all(|s| s.may_grow), "county 2 has not sent");
    let place = |s: &Series, id: &str| one(s, id).place.map(|p| (p.best, p.worst));
    assert_eq!(place(&part[0], "b · 2007"), Some((1, None)));
    assert_eq!(place(&part[0], "a · 2007"), Some((2, None)));
    let all = World::new(rules, &[("F.csv", "id,y,c,v\na,2007,1,5\nb,2007,1,9\nc,2007,2,1\n")]).tally().results;
    assert!(all.iter().all(|s| !s.may_grow));
    assert_eq!(place(&all[0], "a · 2007"), Some((2, Some(2))));
}
