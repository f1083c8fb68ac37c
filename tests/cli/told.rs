//! What a message says is so, in either language, and what it advises helps when it is done.

use super::{Folder, Run};

/// Rules over one record R, and its rows.
fn judged(rules: &str, rows: &str, lang: &str) -> Run {
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", rows);
    folder.run(&["check", "--all", "--width", "200", "--lang", lang, "-r", "r.fadu", "R.csv"])
}

#[test]
fn more_than_nothing_as_a_share_of_nothing_is_off_by_no_number() {
    let rules = "record R key name { name : text  a : money in 万元  b : money in 万元  n : count }\n\
                 rule one { for r in R require r.a as share of r.b <= 60% }\n\
                 rule all { require every(r.a as share of r.b <= 60% for r in R) }\n\
                 rule both { for r in R require r.a as share of r.b <= 60% and r.n >= 1 }\n\
                 rule per { for r in R require r.a / r.n <= 5万元/个 }\n";
    // 9 of 5 are 180 per cent, 120 points too many; 6 of nothing are more than any share of it.
    let rows = "name,a,b,n\n一,6,0,0\n二,9,5,1\n三,0,0,0\n";
    judged(rules, rows, "en")
        .expect(
            1,
            &[
                "60,000 yuan / 0 yuan > 60%\n",
                "= 180% > 60%, over by 120 percentage points",
                "worst is `一`: 60,000 yuan / 0 yuan > 60%",
                "✗ a as share of b: 60,000 yuan / 0 yuan > 60%",
                "`三`: the base is zero, there is no share",
                "`一`, `三`: there is no base (a divisor of zero, say), so it cannot be worked out",
            ],
        )
        .without(&["over by 60 percentage points"]);
    judged(rules, rows, "zh").expect(1, &["6万元 / 0万元 > 60%\n", "基数为零，比例无从计算", "没有基数（如除数为零），无从计算"]);
}

#[test]
fn margins_of_shares_are_points_for_programs_too() {
    let rules =
        "record R key name { name : text  a : money  b : money }\nrule s { for r in R require r.a as share of r.b <= 60% }\n";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "name,a,b\n一,180,100\n二,1,0\n");
    let run = folder.run(&["check", "--lang", "en", "--format", "json", "-r", "r.fadu", "R.csv"]);
    let findings = serde_json::from_str::<serde_json::Value>(&run.out()).unwrap()["findings"].as_array().cloned().unwrap();
    let margin = |name: &str| findings.iter().find(|f| f["subject"]["title"] == name).map(|f| f["arithmetic"]["margin"].clone());
    let known = margin("一").unwrap();
    assert_eq!((known["text"].as_str(), known["exact"].as_str()), (Some("120 percentage points"), Some("120")));
    assert!(margin("二").unwrap()["exact"].is_null(), "a share of nothing is no number");
}

#[test]
fn how_far_an_unknown_year_is_from_another_is_unknown() {
    let rules = "record R key name { name : text  from : year  to : year }\n\
                 rule age { for r in R require r.from - 2005 >= 3年 }\nrule term { for r in R require r.to - r.from >= 3年 }\n";
    judged(rules, "name,from,to\n一,,2009\n", "en")
        .expect(1, &["unknown; must be ≥ 3 years", "met when ≥ 2008", "met when ≤ 2006"])
        .without(&["-2005", "at least"]);
}

#[test]
fn ranges_of_days_are_told_as_days_and_figures_of_totals_in_the_words_of_the_reader() {
    let rules = "record R key name total row \"合计\" {\n  name : text\n  day : date in 2006-01-01 .. 2007-12-31\n\
                 sum : money in 万元 in 1万元..2亿元\n}\nrule x { for r in R report r.day required }\n";
    let rows = "name,day,sum\n一,2005-01-01,5\n二,2006-01-01,0.5\n合计,,10005\n";
    judged(rules, rows, "en")
        .expect(
            1,
            &[
                "`day` must be at least 2006-01-01 and at most 2007-12-31, but this is 2005-01-01",
                "`sum` must be at least 10,000 yuan and at most 200 million yuan, but this is 0.5",
            ],
        )
        .without(&["13149", "万元 and"]);
    judged(rules, rows, "zh").expect(1, &["“day”应不低于 2006-01-01、不超过 2007-12-31", "不超过 20,000万元"]);
    // 5 + 6 = 11, not 10,005: off by 9,994万元.
    let rows = rows.replace("0.5", "6");
    judged(rules, &rows, "en")
        .expect(1, &["`sum` says 100.05 million yuan, the rows add up to 110,000 yuan", "off by 99.94 million yuan"])
        .without(&["10005万元"]);
    judged(rules, &rows, "zh").expect(1, &["“sum”写 10,005万元，各行之和是 11万元", "相差 9994万元"]);
    // What a total lacks is told without a sign.
    judged(rules, &rows.replace("10005", "9"), "en").expect(1, &["off by 20,000 yuan"]).without(&["off by -"]);
}

const FIELDS: &str = "record R key name {\n  name : text\n  sum : money in 美元\n  coal : quantity in 吨\n  land : quantity in 万元/亩\n\
                      power : quantity in kWh\n  part : share\n  rise : points\n  more : growth\n  firms : count\n  on : flag\n  day : date\n  none : text ?\n}\n\
                      rule x { for r in R report r.sum required }\n";

/// The header of FIELDS, one row with a cell in one column, and what follows from it.
fn cell(column: &str, text: &str) -> Run {
    let names = ["name", "sum", "coal", "land", "power", "part", "rise", "more", "firms", "on", "day", "none"];
    assert!(names.contains(&column));
    let row: Vec<&str> = names.iter().map(|n| if *n == column { text } else { "" }).collect();
    judged(FIELDS, &format!("{}\n一{}\n", names.join(","), row.join(",")), "en")
}

#[test]
fn a_cell_written_as_it_is_advised_is_read() {
    for (column, wrong, code, advised) in [
        ("sum", "abc", "D001", "12,345.6美元"),
        ("coal", "5万", "D005", "12,345.6吨"),
        ("land", "5亩", "D003", "12,345.6万元/亩"),
        ("power", "5个", "D003", "12,345.6 kWh"),
        ("part", "5", "D005", "12.5%"),
        ("rise", "5", "D005", "2个百分点"),
        ("more", "5", "D005", "12.5%"),
        ("sum", "约5美元", "D013", "12,345.6美元以上"),
        ("firms", "约5", "D013", "12,345以上"),
        ("rise", "约5个百分点", "D013", "2个百分点以上"),
    ] {
        cell(column, wrong).expect(1, &[code, advised]);
        cell(column, &format!("\"{advised}\"")).without(&[code, "error["]);
    }
}

#[test]
fn the_unit_that_a_header_is_to_say_is_one_that_it_may_say() {
    for (column, text, unit) in [("part", "5", "%"), ("more", "5", "%"), ("rise", "5", "百分点")] {
        cell(column, text).expect(1, &["D005", &format!("`{column}（{unit}）`")]);
        judged(FIELDS, &format!("name,{column}（{unit}）\n一,{text}\n"), "en").without(&["error["]);
    }
    cell("rise", "0.6").expect(1, &["0.6 may stand for 0.6 or for 60 percentage points"]).without(&["60% or"]);
}

#[test]
fn a_dash_is_advised_only_where_there_may_be_none_and_zero_only_for_numbers() {
    for (column, text) in [("on", "不详"), ("day", "待定"), ("sum", "…")] {
        cell(column, text).expect(1, &["D013", "leave it empty when it is not known, or write what it is"]).without(&["write —"]);
    }
    cell("none", "不详").expect(1, &["D013", "write — when there is no such thing"]);
    cell("none", "—").without(&["error["]);
    cell("day", "—").expect(1, &["D014", "leave it empty when unknown"]).without(&["write 0"]);
    cell("sum", "—").expect(1, &["D014", "write 0 for zero"]);
}

#[test]
fn what_a_header_lacks_is_told_once() {
    let run = judged(FIELDS, "name,sum\n一,5\n", "en");
    run.expect(
        0,
        &["the header of `R` lacks 9 columns: `coal`, `land`, `power`, `part`, `rise`, `more` and 3 more", "warnings 1"],
    );
    // A key is told by itself, and so is a single column.
    let rules = "record R key name { name : text  a : money  b : money }\nrule x { for r in R require r.a >= 1元 }\n";
    judged(rules, "a\n5\n", "en").expect(2, &["lacks the column `name`", "lacks the column `b`"]);
}

const LISTS: &str = "record R \"表\" key name { name : text  a : money in 万元  ev \"活动\" : list of Ev }\n\
                     record Ev key no { no : text  cost \"费用\" : money in 万元 }\n";

fn listed(rules: &str, rows: &str) -> Run {
    let folder = Folder::new().with("r.fadu", format!("{LISTS}{rules}")).with("d.json", format!("{{\"R\":[{rows}]}}"));
    folder.run(&["check", "--all", "--width", "200", "--lang", "en", "-r", "r.fadu", "d.json"])
}

/// Of members that must not be so, the worst is the one that is so by most; of those of which one must not be so, the nearest by least.
#[test]
fn the_worst_and_the_nearest_member_are_those_under_a_not_too() {
    let row = r#"{"name":"一","a":"1万元","ev":[{"no":"1","cost":"6万元"},{"no":"2","cost":"9万元"},{"no":"3","cost":"7万元"}]}"#;
    for (rule, told) in [
        ("not some(e.cost > 5万元 for e in r.ev)", "worst is `一 · 2`: 90,000 yuan > 50,000 yuan"),
        ("not (some(e.cost > 5万元 for e in r.ev) or r.a >= 9万元)", "worst is `一 · 2`: 90,000 yuan > 50,000 yuan"),
        ("not some(e.cost > 5万元 and e.cost > 1万元 for e in r.ev)", "worst is `一 · 2`"),
        ("not some(not (e.cost <= 5万元) for e in r.ev)", "worst is `一 · 2`: 90,000 yuan > 50,000 yuan"),
        ("every(e.cost <= 5万元 for e in r.ev)", "worst is `一 · 2`: 90,000 yuan > 50,000 yuan"),
        ("not every(e.cost > 5万元 for e in r.ev)", "nearest is `一 · 1`: 60,000 yuan > 50,000 yuan"),
        ("some(e.cost <= 5万元 for e in r.ev)", "nearest is `一 · 1`: 60,000 yuan > 50,000 yuan"),
    ] {
        listed(&format!("rule x {{ for r in R require {rule} }}\n"), row).expect(1, &[told]);
    }
}

#[test]
fn a_mean_of_no_rows_has_no_rows_and_a_list_that_is_not_there_did_not_send_nothing() {
    let empty = r#"{"name":"一","a":"1万元","ev":[]}"#;
    let mean = "rule x { for r in R require avg(e.cost for e in r.ev) <= 5万元 }\n";
    listed(mean, empty).expect(2, &["`一`: there are no rows to take a figure from"]).without(&["no share"]);
    let each = "rule x { for r in R, e in r.ev require e.cost <= 5万元 }\n";
    let run = listed(each, r#"{"name":"一","a":"1万元"}"#);
    run.expect(1, &["because  the file has no `一 · 活动`"]).without(&["sent nothing", "met when"]);
}

/// How many members there are is not said where nobody knows.
#[test]
fn members_that_nobody_knows_of_are_not_counted() {
    let every = "rule x { for r in R require every(e.cost <= 5万元 for e in r.ev) }\n";
    listed(every, r#"{"name":"一","a":"1万元"}"#)
        .expect(1, &["which there are is not known; every one must pass"])
        .without(&["in all"]);
    let all = "rule x { require some(r.a > 5万元 for r in R) }\n";
    let folder = |rows: &str| {
        let text = format!("{{\"submission\":{{\"partial\":[\"R\"]}},\"R\":[{rows}]}}");
        Folder::new().with("r.fadu", format!("{LISTS}{all}")).with("d.json", text)
    };
    let run = |rows: &str, lang: &str| folder(rows).run(&["check", "--lang", lang, "-r", "r.fadu", "d.json"]);
    let row = r#"{"name":"一","a":"1万元","ev":[]}"#;
    run(row, "en").expect(1, &["1 known: 1 fail; there may be others; at least one must pass"]).without(&["in all"]);
    run(row, "zh").expect(1, &["已知 1 个：1 个不符，可能还有别的；要求至少一个符合"]);
    run(&row.replace("1万元", "6万元"), "en").expect(0, &["Passed"]);
}

/// What breaks a bound on the greatest is the greatest, known or not what the others are.
#[test]
fn the_greatest_figure_is_pointed_at() {
    let rule = "rule x { for r in R require max(e.cost for e in r.ev) <= 5万元 }\n";
    let row = |last: &str| {
        format!(
            r#"{{"name":"一","a":"1万元","ev":[{{"no":"1","cost":"6万元"}},{{"no":"2","cost":"8万元"}},{{"no":"3","cost":{last}}}]}}"#
        )
    };
    for last in ["null", "\"7万元\""] {
        listed(rule, &row(last)).expect(1, &["费用: 80,000 yuan"]).without(&["费用: 60,000 yuan", "费用: 70,000 yuan"]);
    }
}

#[test]
fn a_day_sought_among_the_rows_of_a_table_is_told_with_itself_and_the_table() {
    let rules = "record R key name { name : text  d \"始日\" : date }\n\
                 table hol \"假\" key day { | day : date |\n | 2008-01-01 |\n | 2008-02-29 |\n }\n\
                 rule out { for r in R require r.d not in hol }\nrule in { for r in R require r.d in hol }\n";
    let rows = "name,d\n一,2008-06-30\n二,2008-02-29\n三,\n";
    judged(rules, rows, "en")
        .expect(
            1,
            &[
                "`始日` is `2008-06-30`; must be among `假`",
                "`始日` is `2008-02-29`; must be none of `假`",
                "`始日` is unknown; must be among `假`",
                "`始日` is unknown; must be none of `假`",
            ],
        )
        .without(&["in all", "worst is"]);
    judged(rules, rows, "zh").expect(1, &["“始日”为“2008-02-29”，要求为“假”以外的", "“始日”未知，要求为“假”之一"]);
}

#[test]
fn growth_from_a_row_that_is_not_there_is_met_when_nothing_that_has_no_base() {
    // Last year 0 has no growth, any other figure is a breach; at 5 a last year of 0 has none either.
    let rules = "record R key name, year { name : text  year : year  a : money in 万元 }\n\
                 rule g { for r in R when r.year = 2008 require growth of r.a >= 20% }\n\
                 rule s { for r in R when r.year = 2008 require r.a >= 20% of prior(r).a }\n";
    judged(rules, "name,year,a\n一,2008,0\n", "en")
        .expect(1, &["no row was received for `R 一 · 2007 · a`"])
        .without(&["met when"]);
}

#[test]
fn what_a_row_lacks_that_says_not_when_it_was_sent_is_the_day() {
    let rules = "table counties key code { | code | name |\n | 1 | 甲县 |\n | 2 | 乙县 |\n }\n\
                 record Q \"季报\" key county, quarter sent by counties as county due last_day(quarter) + 15天 on filed {\n\
                 county : text  quarter : quarter  filed \"报送日期\" : date  sales \"营业收入\" : money in 亿元\n}\n\
                 rule filled { for r in Q over counties report r.sales required }\n\
                 rule high { for r in Q over counties require r.sales >= 5亿元 }\n";
    let folder = Folder::new().with("r.fadu", rules).with("Q.csv", "county,quarter,报送日期,营业收入\n1,2008-Q2,,4\n");
    let run = |lang: &str| {
        folder.run(&["check", "--format", "short", "--lang", lang, "--as-of", "2008-07-16", "-r", "r.fadu", "Q.csv"])
    };
    // The third cell of the row is the day; the sales in the fourth are filled in.
    run("en")
        .expect(1, &["Q.csv:2:11: breach[filled]", "it does not say when it was sent", "was not sent"])
        .without(&["Q.csv:2:12: breach[filled]", "sent nothing"]);
    run("zh").expect(1, &["Q.csv:2:11: breach[filled]", "没写报送日期"]);
}

#[test]
fn what_stands_in_a_row_that_is_too_short_was_perhaps_not_written_for_its_column() {
    let rules = "record F key name, year {\n name : text  year : year  tax \"税收\" : money in 万元  c \"个数\" : count  t : text ?\n}\n\
                 rule filled { for f in F report f.c required }\nrule tax { for f in F report f.tax required }\n\
                 rule one { for f in F report exactly one of f.c, f.t }\n\
                 rule share { report count(f in F when f.year = 2007 and f.c filled) >= 1 }\n";
    let folder = |row: &str| Folder::new().with("r.fadu", rules).with("F.csv", format!("name,year,税收,个数,t\n{row}\n"));
    let run = |row: &str, lang: &str| {
        folder(row).run(&["check", "--all", "--format", "short", "--lang", lang, "-r", "r.fadu", "F.csv"])
    };
    // A comma may be missing anywhere: the 1 may be the taxes, or the number of something.
    run("甲,2007,1", "en")
        .expect(
            1,
            &[
                "D027",
                "open[filled]",
                "open[tax]",
                "open[share]",
                "open[one]",
                "`个数`: not known whether it is filled in; it must be",
            ],
        )
        .without(&["met[", "breach["]);
    run("甲,2007,1", "zh").expect(1, &["“个数”不知道填没填，要求填"]);
    // Filled in and unusable is filled in.
    run("甲,2007,1,many,", "en").expect(1, &["met[filled]", "met[tax]", "met[one]"]);
}

#[test]
fn a_member_that_may_not_count_does_not_fail() {
    let rules = "record R key name { name : text  a \"甲额\" : money in 万元  p \"上年额\" : money in 万元 }\n\
                 record L key of, k { of : ref R  k : text  v \"额\" : money in 万元 }\n\
                 rule every { for r in R require every(l.v >= 5万元 for l in L when l.of = r.name and r.a >= r.p) }\n\
                 rule none { for r in R require not some(l.v < 5万元 for l in L when l.of = r.name and r.a >= r.p) }\n\
                 rule some { for r in R require some(l.v >= 1万元 for l in L when l.of = r.name and r.a >= r.p) }\n";
    let folder = |p: &str| {
        let folder = Folder::new().with("r.fadu", rules).with("R.csv", format!("name,甲额,上年额\n一,1.5,{p}\n"));
        folder.with("L.csv", "of,k,额\n一,1,1\n一,2,2\n")
    };
    let run = |p: &str| folder(p).run(&["check", "--all", "--format", "short", "--lang", "en", "-r", "r.fadu", "R.csv", "L.csv"]);
    // With 1.5 or less last year both members count and fail: it is met above that, and `some` up to there.
    run("")
        .expect(
            1,
            &[
                "open[every] 一: 2 in all: 2 unknown; every one must pass; `上年额` is blank; met when > 15,000 yuan",
                "open[none] 一: 2 in all: 2 unknown; every one must pass; `上年额` is blank; met when > 15,000 yuan",
                "open[some] 一: 2 in all: 2 unknown; at least one must pass; `上年额` is blank; met when ≤ 15,000 yuan",
            ],
        )
        .without(&["2 fail", "worst is"]);
    run("1.5").expect(1, &["breach[every]", "breach[none]", "met[some]"]);
    run("1.6").expect(1, &["met[every]", "met[none]", "breach[some]"]);
}

#[test]
fn a_group_of_several_counties_is_none_of_theirs_whatever_the_order() {
    let rules = "table roster \"名册\" key c { | c | n |\n | x | 甲县 |\n | y | 乙县 |\n }\n\
                 record F \"企\" key name, year sent by roster as c {\n name : text  year : year  c \"县\" : text  k \"类\" : one of \"p\", \"q\"  a \"额\" : money in 万元\n}\n\
                 rule g1 { for g in F by k, year require sum(g.a) >= 100万元 }\nscorecard sc \"评分\" { g1 weight 10 }\n";
    // Of class p both counties have a firm, of class q one has two.
    let rows = ["1,2007,x,p,90", "2,2007,y,p,1", "3,2007,y,q,1", "4,2007,y,q,1"];
    let run = |rows: &[&str], args: &[&str]| {
        let folder = Folder::new().with("r.fadu", rules).with("F.csv", format!("name,year,c,k,a\n{}\n", rows.join("\n")));
        let args: Vec<&str> = args.iter().copied().chain(["-r", "r.fadu", "F.csv", "--lang", "en"]).collect();
        folder.run(&args)
    };
    let mut turned = rows;
    turned.reverse();
    for rows in [rows, turned] {
        let json = run(&rows, &["check", "--format", "json"]);
        let all = serde_json::from_str::<serde_json::Value>(&json.out()).unwrap()["findings"].as_array().cloned().unwrap();
        let region = |class: &str| {
            let own = all.iter().find(|f| f["subject"]["title"].as_str().is_some_and(|t| t.starts_with(class)));
            own.map(|f| f["subject"]["region"].clone()).unwrap()
        };
        assert!(region("p").is_null(), "{}", json.out());
        assert_eq!(region("q"), "y");
    }
}

#[test]
fn what_another_county_sent_is_no_cause_of_what_one_did_not_send() {
    let rules = "table counties key code { | code | name |\n | 11 | 安平 |\n | 12 | 枣强 |\n }\n\
                 record F key name, quarter sent by counties as county { name : text  quarter : quarter  county : text  visits : list of V }\n\
                 record V key no { no : count  day : date }\n\
                 rule r { for f in F require count({v.day for v in f.visits}) >= 2 }\n";
    let data = r#"{"F":[{"name":"one","quarter":"2008-Q1","county":"11","visits":[{"no":1,"day":"2008-01-01"},{"no":2,"day":"2008-01-02"}]}]}"#;
    let folder = Folder::new().with("r.fadu", rules).with("d.json", data);
    let run = folder.run(&["check", "--format", "json", "--lang", "en", "-r", "r.fadu", "d.json"]);
    let all = serde_json::from_str::<serde_json::Value>(&run.out()).unwrap()["findings"].as_array().cloned().unwrap();
    let unsent = all.iter().find(|f| f["subject"]["region"] == "12").unwrap();
    assert_eq!(unsent["verdict"], "undetermined");
    let causes = unsent["causes"].to_string();
    assert!(!causes.contains("one") && !causes.contains("d.json"), "{causes}");
}
