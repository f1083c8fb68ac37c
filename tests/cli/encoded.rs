//! What writers of rules met who had the documentation alone: verdicts that were weaker than they need be, causes that were not named, units and
//! messages that misled.

use super::Folder;

fn test(rules: &str) -> super::Run {
    Folder::new().with("r.fadu", rules).run(&["test", "--lang", "en", "r.fadu"])
}

fn check(rules: &str, data: &str, lang: &str) -> super::Run {
    let folder = Folder::new().with("r.fadu", rules).with("d.toml", data);
    folder.run(&["check", "--lang", lang, "--allow", "missing-columns", "--all", "-r", "r.fadu", "d.toml"])
}

const BANKS: &str = r#"
table buckets "surcharges" key bucket {
  | bucket | surcharge : share |
  | 1      | 1%                |
  | 2      | 1.5%              |
}
record B "bank" key name {
  name   "name"     : text
  bucket "bucket"   : one of "1", "2"
  t1     "tier 1"   : money in 元
  lev    "exposure" : money in 元
}
rule chosen { for b in B require b.t1 at least choose { b.bucket = "1": 1%; b.bucket = "2": 1.5% } of b.lev }
rule amount { for b in B require b.t1 at least choose { b.bucket = "1": 1元; b.bucket = "2": 1.5元 } }
rule among  { for b in B require b.t1 at least choose { b.bucket in {"1"}: 1元; b.bucket in {"2"}: 1.5元 } }
rule sized  { for b in B require b.t1 at least choose { b.lev < 5元: 1元; b.lev >= 5元: 1.5元 } }
rule lookup { for b in B require b.t1 at least buckets[b.bucket].surcharge of b.lev }
rule thes   { for b in B require b.t1 at least the(x.surcharge for x in buckets when x.bucket = b.bucket) of b.lev }
rule maxs   { for b in B require b.t1 at least max(x.surcharge for x in buckets when x.bucket = b.bucket) of b.lev }
rule one    { for b in B require the(x in buckets when x.bucket = b.bucket) exists }
"#;

/// 1% of 100 yuan is 1 yuan, 1.5% of it 1.5 yuan: 0.5 is below both, 2 above both, 1.2 lies between, 1.5 is exactly the greater bound.
#[test]
fn a_candidate_that_is_not_known_is_each_of_them() {
    let all = ["chosen", "amount", "among", "lookup", "thes", "maxs"];
    for (t1, verdict) in
        [("0.5", "violated"), ("0.9999", "violated"), ("1.5", "met"), ("2", "met"), ("1.2", "undetermined because \"bucket\"")]
    {
        let expects: Vec<String> = all.iter().map(|rule| format!("expect {rule} {verdict}")).collect();
        let given = format!("given B {{ name = \"x\", t1 = {t1}元, lev = 100元 }}\n");
        let text = format!("{BANKS}\ntest \"t\" {{ {given} {} expect one met }}", expects.join("\n"));
        test(&text).expect(0, &["1 passed"]);
    }
    for (t1, verdict) in [("0.5", "violated"), ("1.5", "met"), ("1.4999", "undetermined because \"exposure\"")] {
        let given = format!("given B {{ name = \"x\", t1 = {t1}元, bucket = \"1\" }}\n");
        test(&format!("{BANKS}\ntest \"t\" {{ {given} expect sized {verdict} }}")).expect(0, &["1 passed"]);
    }
}

/// The bands touch: a fee of 3% is too little in none, one of 6% enough in all of them, whatever the sales are; one of 4% is enough below 100 alone.
#[test]
fn a_figure_that_tells_the_band_is_tried_in_each() {
    let rules = |gap: &str, expects: &str| {
        format!(
            "table bands key no {{\n| no | low : number | high : number ? | rate : share |\n| 1 | 0 | 100 | 3% |\n| 2 | {gap} | 500 | 4% |\n\
             | 3 | 500 | 无 | 5% |\n}}\nrecord F \"firm\" key name {{ name : text  sales \"sales\" : number  rate \"rate\" : share in 0%..100% }}\n\
             define F.band = the(b in bands when sales >= b.low and (b.high exists implies sales < b.high))\n\
             rule least {{ for f in F require f.rate >= f.band.rate }}\nrule one {{ for f in F require f.band exists }}\n\
             test \"t\" {{ given F {{ name = \"low\", rate = 2.9% }} given F {{ name = \"mid\", rate = 4% }} given F {{ name = \"high\", rate = 5% }}\n {expects} }}"
        )
    };
    let touching = "expect least violated for \"low\" expect least undetermined because \"sales\" for \"mid\" expect least met for \"high\" expect one met";
    test(&rules("100", touching)).expect(0, &["1 passed"]);
    // Between 100 and 101 no band fits, and nothing is decided by it.
    let gap = "expect least undetermined for \"low\" expect least undetermined for \"high\" expect one undetermined";
    test(&rules("101", gap)).expect(0, &["1 passed"]);
}

/// What a row that is sought is asked is asked of no row in hand: coverage looks into it for no branch and no bound.
#[test]
fn conditions_within_the_row_that_fits_are_no_branches() {
    let rules = r#"
record Y key code { code : text  out : number }
table steps key no { | no | low : number | high : number ? | least : number |
| 1 | 0 | 2 | 1 |
| 2 | 2 | 无 | 2 | }
define Y.step = the(t in steps when out >= t.low and (t.high exists implies out < choose { t.no = "1": 2; otherwise: 5 }))
rule r { for y in Y require y.step.least <= 3 }
rule e { for y in Y require y.step exists }
test "t" { given Y { code = "a", out = 1 } expect r met expect e met }
"#;
    test(rules).expect(0, &["1 passed"]);
}

#[test]
fn sets_of_days_and_names_in_filters() {
    let rules = r#"
table holidays "holidays" key day { | day : date |
| 2024-05-01 | }
table device "devices" key name { | name | kind |
| a | cold |
| b | warm | }
record P "p" key n { n "n" : text  d "d" : date }
record R "reading" key dev, n { dev "device" : text  n "n" : text  t "t" : number }
record E "establishment" key name, year { name "name" : text  year "year" : year  n "n" : count }
record C "case" key number, year { number "number" : text  place "place" : text  year "year" : year }
rule a { for p in P require p.d not in holidays }
rule b { for p in P require p.d not in {h.day for h in holidays when h.day after 2024-01-01} }
rule c { for p in P require p.d not in holidays.day }
rule r { for x in R when device[x.dev].kind = "cold" require x.t <= 5 }
record V "visit" key n { n "n" : text  x "leader" : text  y "partner" : text  barred "barred" : list of W }
record W "barred" key who { who "who" : text }
rule s { for v in V require {v.x, v.y} subset of device }
rule o { for v in V require {v.x, v.y} disjoint with v.barred.who }
rule p { for v in V require v.barred.who disjoint with {v.x, v.y} }
rule q { for v in V require {v.x} subset of {v.y, "c"} }
test "fields as sets" {
  given V { n = "1", x = "a", y = "b", barred = [{ who = "c" }] }
  given V { n = "2", x = "c", y = "a", barred = [{ who = "c" }] }
  given V { n = "3", x = "a", barred = [{ who = "b" }] }
  expect s met for "1"
  expect s violated for "2"
  expect s undetermined because "partner" for "3"
  expect o met for "1"
  expect o violated for "2"
  expect o undetermined because "partner" for "3"
  expect p violated for "2"
  expect q violated for "1"
  expect q met for "2"
}
rule e { for e in E require e.n = count((C when place = e.name and year = e.year)) }
test "days" {
  given P { n = "1", d = 2024-05-01 }
  given P { n = "2", d = 2024-05-02 }
  given P { n = "3" }
  expect a violated for "1"
  expect a met for "2"
  expect a undetermined because "d" for "3"
  expect b violated for "1"
  expect b met for "2"
  expect c violated for "1"
  expect c met for "2"
}
test "a label like the table" {
  given R { dev = "a", n = "1", t = 6 }
  given R { dev = "b", n = "1", t = 6 }
  expect r violated for "a"
  expect r not applicable for "b"
}
test "names of the filter's row" {
  given E { name = "x", year = 2024, n = 1 }
  given C { number = "1", place = "x", year = 2024 }
  given C { number = "2", place = "x", year = 2023 }
  expect e met
}
"#;
    test(rules).expect(0, &["4 passed"]);
}

#[test]
fn what_keeps_a_line_open_is_named() {
    let rules = r#"
record L "holding" key n { n "n" : text  held "held" : share in 0%..100%  f "f" : number }
define L.weight = choose { held > 50%: 100%; otherwise: 0% }
rule r2 { require sum(l.weight of l.f for l in L) < 50 }
rule r3 { require sum(choose { l.held > 50%: 100; otherwise: 0 } for l in L) < 50 }
rule r4 { require sum(l.f for l in L when l.held > 50%) < 50 }
rule r5 { require max(l.weight for l in L) < 50% }
rule r6 { require avg(choose { l.held > 50%: 100; otherwise: 0 } for l in L) < 50 }
test "t" {
  given L { n = "a", f = 100 }
  expect r2 undetermined because "held"
  expect r3 undetermined because "held"
  expect r4 undetermined because "held"
  expect r5 undetermined because "held"
  expect r6 undetermined because "held"
}
record U "unit" key n { n "n" : text  t "turnover" : money in 元  s "staff" : count }
rule q { require quantile(u.t / u.s for u in U, 25%) <= 3元/人 }
rule a { require avg(u.t / u.s for u in U) <= 7元/人 }
test "a turnover of 0 by a blank" {
  given U { n = "1", t = 0元 }
  given U { n = "2", t = 10元, s = 1 }
  expect q undetermined because "staff"
  expect a undetermined because "staff"
}
record P "procurement" key id { id "file" : text  decided "decision" : date  mail "by mail" : flag  signed "signed" : date }
define workday(d) = weekday of d <= 5
define last(d) = min(x for x in d .. d + 10天 when workday(x))
rule standstill { for p in P require p.signed after last(p.decided + choose { p.mail: 10天; otherwise: 15天 }) }
rule counted { for p in P require count(d in p.decided + 1天 .. p.signed when workday(d)) at most 20 }
test "mail unknown" {
  given P { id = "1", decided = 2024-04-29, signed = 2024-05-14 }
  expect standstill undetermined because "by mail"
}
test "decided unknown" {
  given P { id = "1", mail = yes, signed = 2024-05-14 }
  expect standstill undetermined because "decision"
  expect counted undetermined because "decision"
}
record A "attempt" key n { n "n" : text  day "exam day" : date }
record T "thesis" key n { n "n" : text  issued "issued" : date }
rule date { for t in T require count(a in A when a.day before t.issued) >= 1 }
rule some_ { for t in T require some(a.day before t.issued for a in A) }
test "the day of issue is blank, all rows of A are known" {
  given A { n = "1", day = 2024-01-01 }
  given T { n = "x" }
  expect date undetermined because "issued"
  expect some_ undetermined because "issued"
}
"#;
    test(rules).expect(0, &["5 passed"]);
    let data =
        "[[P]]\nid = \"1\"\ndecided = 2024-04-29\nsigned = 2024-05-14\n[[T]]\nn = \"x\"\n[[A]]\nn = \"1\"\nday = 2024-01-01\n";
    let folder = Folder::new().with("r.fadu", rules).with("d.toml", data);
    let run = folder.run(&["check", "--lang", "en", "--allow", "missing-columns", "-r", "r.fadu", "d.toml"]);
    // Neither a day of the loop nor a row that is known is what is missing.
    run.without(&["`2024-05-09` is unknown", "`1` is unknown", "do not decide it", "`least `"]);
}

#[test]
fn days_stay_days_whatever_is_added() {
    let rules = r#"
record T "thesis" key n { n "n" : text  issued "issued" : date  extended "extended by" : quantity in 周  handed "handed in" : date }
rule r { for t in T require t.handed not later than t.issued + 9周 + t.extended }
"#;
    // 9 and 3 weeks are 84 days: from 1 March 2024 to 24 May.
    let data = "[[T]]\nn = \"1\"\nissued = 2024-03-01\nextended = \"3周\"\nhanded = 2024-05-25\n";
    check(rules, data, "en").expect(1, &["2024-05-25 > 2024-05-24", "1 day"]).without(&["2838", "weeks >"]);
    check(rules, data, "zh").expect(1, &["2024-05-25 > 2024-05-24", "1天"]).without(&["2838"]);
}

#[test]
fn two_conditions_that_must_agree_are_both_told() {
    let rules = r#"
record A "attempt" key n { n "n" : text  grade "grade" : number  passed "passed" : flag  wages "wages" : money in 元  social "social" : money in 元 }
rule pass { for a in A require a.passed = (a.grade at most 4.0) }
rule social { for a in A require (a.wages = 0) = (a.social = 0) }
rule other { for a in A require (a.wages = 0) != (a.social = 0) }
test "both ways" {
  given A { n = "1", grade = 1, passed = no, wages = 500元, social = 0元 }
  given A { n = "2", grade = 5, passed = yes, wages = 0元, social = 1元 }
  given A { n = "3", grade = 4, passed = yes, wages = 1元, social = 1元 }
  expect pass violated for "1"
  expect pass violated for "2"
  expect pass met for "3"
  expect social violated for "1"
  expect social violated for "2"
  expect social met for "3"
  expect other met for "1"
  expect other violated for "3"
}
"#;
    test(rules).expect(0, &["1 passed"]);
    let data = "[[A]]\nn = \"1\"\ngrade = 1.0\npassed = \"no\"\nwages = 500\nsocial = 0\n";
    let run = check(rules, data, "en");
    run.expect(1, &["passed", "1 ≤ 4", "500 yuan", "0 yuan"]).without(&["raise `grade`"]);
    run.expect(1, &["`passed` is no; must be yes", "change `wages` from 500 yuan to 0 yuan"]);
}

#[test]
fn quotients_by_bare_numbers_keep_their_unit_and_multiples_are_no_percentages() {
    let rules = r#"
record U "unit" key n { n "n" : text  hours "hours" : quantity in 小时  pay "pay" : money in 千元  fte "full-time equivalents" : number  cases "cases" : count }
rule r { for u in U require u.hours / u.fte at most 2300小时 }
rule p { for u in U require u.pay / u.fte at most 2千元 }
rule rate { for u in U require u.cases * 200000小时 / u.hours at most 20 }
"#;
    let data = "[[U]]\nn = \"1\"\nhours = 5000\npay = 6\nfte = 2\ncases = 1\n";
    check(rules, data, "en").expect(1, &["2500 hours > 2300 hours", "over by 200 hours", "40 > 20", "over by 20"]).without(&[
        "/ >",
        "%",
        "percentage",
    ]);
    check(rules, data, "zh").expect(1, &["2500小时 > 2300小时", "3千元 > 2千元", "40 > 20"]).without(&["小时/", "元/", "%"]);
}

#[test]
fn a_tolerance_that_is_written_is_not_called_open() {
    let rules = "record U \"unit\" key n { n \"n\" : text  a \"a\" : money in 元  b \"b\" : money in 元 }\n\
                 rule r { for u in U require u.a about u.b within 2% }\nrule o { for u in U require u.a about u.b }\n";
    let run = check(rules, "[[U]]\nn = \"1\"\na = 5\n", "en");
    run.expect(1, &["± 2% of", "tolerance open"]);
    check(rules, "[[U]]\nn = \"1\"\na = 5\n", "zh").expect(1, &["± ", "2%"]);
}

#[test]
fn a_margin_is_held_against_its_own_unit() {
    let rules = |by: &str| {
        format!(
            "record B key name {{ name : text  asf : money in 元  rsf : money in 元  built : date }}\n\
             rule a {{ for b in B require b.asf as share of b.rsf at least 100% }}\n\
             rule m {{ for b in B require b.asf >= 100元 }}\nrule d {{ for b in B require b.built not later than 2024-01-01 }}\n\
             test \"t\" {{ given B {{ name = \"x\", asf = 99.9元, rsf = 100元, built = 2024-01-02 }} {by} }}"
        )
    };
    for right in [
        "a violated by 0.1个百分点",
        "m violated by 0.1元",
        "m violated by 0.00001万元",
        "d violated by 1天",
        "d violated by 1 day",
    ] {
        test(&rules(&format!("expect {right}"))).expect(0, &["1 passed"]);
    }
    for wrong in [
        "a violated by 0.001元",
        "a violated by 0.1%",
        "a violated by 0.001",
        "m violated by 0.1吨",
        "m violated by 0.1",
        "d violated by 1元",
    ] {
        test(&rules(&format!("expect {wrong}"))).expect(1, &["1 failed"]);
    }
    test(&rules("expect a violated by 0.001吨")).expect(1, &["0.1个百分点"]);
}

#[test]
fn none_needs_a_field_that_may_be_none() {
    let rules = |given: &str| {
        format!(
            "record A key s {{ s : text  v : number  w : one of \"none\", \"1\"  o : text ? }}\nrule r {{ for a in A require a.v >= 1 }}\n\
             test \"t\" {{ given A {{ s = \"x\", {given} }} expect r undetermined }}"
        )
    };
    for wrong in ["v = none", "w = none"] {
        test(&rules(wrong)).expect(2, &["T016", "is never none"]);
    }
    test(&rules("o = none, v = unknown, w = \"none\"")).expect(0, &["1 passed"]);
}

#[test]
fn subjects_are_called_by_numbers_of_their_keys() {
    let rules = r#"
record A "attempt" key student, n { student "student" : text  n "attempt" : count  v "v" : number }
rule r { for a in A require a.v >= 1 }
test "t" {
  given A { student = "x", n = 1, v = 0 }
  given A { student = "x", n = 2, v = 1 }
  expect r met for "2"
  expect r met for "x · 2"
  expect r met for "x · 2个"
  expect r violated for "1"
}
"#;
    test(rules).expect(0, &["1 passed"]);
}

#[test]
fn columns_of_cases_name_lines_subjects_and_full_keys() {
    let rules = r#"
record A "attempt" key s, n, year { s "s" : text  n "n" : text  year : year  v "v" : number  w "w" : number }
rule r {
  for a in A
  require "low": a.v >= 1
  require "high, or so": a.v <= 9
  show "twice": a.v * 2
}
test "lines and subjects" {
  given A { s = "x", n = "1", year = 2024, v = 1, w = 1 }
  given A { s = "x", n = "2", year = 2024, v = 1, w = 1 }
  given A { s = "y", n = "2", year = 2024, v = 1, w = 1 }
  cases {
    | A["x", "2"].v | A["y", "2", 2024].v | r "low" for "x · 2 · 2024" | r "high, or so" for "y" | r for "1" | r "twice" for "y" |
    | 0             | 10                  | violated by 1              | violated by 1             | met       | 20                |
    | 1             | 9                   | met                        | met                       | met       | 18                |
  }
}
测试 "中文" {
  给定 A { s = "x", n = "1", year = 2024, v = 1, w = 1 }
  用例 {
    | v | r “low”     | r 对象 "x" |
    | 0 | 不符 差 1   | 不符       |
    | 1 | 符合        | 符合       |
  }
}
"#;
    test(rules).expect(0, &["4 passed"]);
    let one = |head: &str, cell: &str| {
        let given = "given A { s = \"x\", n = \"1\", year = 2024, v = 1, w = 1 }";
        let start = rules.split("test \"lines").next().unwrap();
        test(&format!("{start}\ntest \"t\" {{ {given} cases {{\n| {head} |\n| {cell} |\n}} }}"))
    };
    one("r \"lo\"", "met").expect(2, &["N014", "no line called `lo`"]);
    one("q \"low\"", "met").expect(2, &["N014"]);
    // A verdict of one line may differ from that of the other.
    one("r \"low\"", "violated").expect(1, &["1 failed"]);
    one("r for \"z\"", "met").expect(1, &["nothing was judged of this name", "x · 1 · 2024"]);
}
