//! Sets that data fill, loops over set expressions, definitions with arguments, lists in lists.

use super::*;
use fadu::finding::Detail;

const BODY: &str = "table list4 \"成员单位\" key unit { | unit | rank : count | \n | 发改委 | 1 |\n | 财政局 | 2 |\n | 科技局 | 3 |\n | 工信局 | 4 | \n }
record Group \"领导小组\" key name {
  name \"名称\" : text
  chair \"组长\" : text
  members \"成员\" : list of Member
}
record Member \"成员\" key unit { unit \"单位\" : text, head \"负责人\" : text ? }
";

fn group(units: &str) -> String {
    let rows: Vec<String> = units
        .split_whitespace()
        .map(|u| match u {
            "?" => "{}".to_string(),
            u => format!("{{ \"单位\": \"{u}\" }}"),
        })
        .collect();
    format!("{{ \"领导小组\": [{{ \"名称\": \"甲\", \"组长\": \"发改委\", \"成员\": [{}] }}] }}", rows.join(", "))
}

fn verdict(rule: &str, units: &str) -> Verdict {
    let rules = format!("{BODY} rule x {{ for g in Group require {rule} }}");
    World::new(&rules, &[("a.json", &group(units))]).verdict("x", "甲")
}

/// Both ways: each field is a member, and each member is one of the fields.
#[test]
fn fields_of_a_row_equal_a_set() {
    let frame = r#"
table duo key who {
  | who |
  | x   |
  | y   |
}
record V key id { id : text  a : text  b : text  n : count  m : count  who : list of W }
record W key n { n : text }
§"#;
    let rows = (
        "V.json",
        r#"{"V":[{"id":"both","a":"y","b":"x","n":1,"m":2,"who":[{"n":"x"},{"n":"y"}]},{"id":"one","a":"x","b":"x","n":1,"m":1,"who":[{"n":"x"}]},
{"id":"other","a":"x","b":"z","n":2,"m":3,"who":[{"n":"x"},{"n":"z"},{"n":"y"}]},{"id":"hole","a":"x","who":[{"n":"x"},{"n":"y"}],"n":1},{"id":"wrong","b":"z","n":4,"who":[]}]}"#,
    );
    let mut cases = Vec::new();
    for equal in ["{v.a, v.b} = {\"x\", \"y\"}", "{\"y\", \"x\"} = {v.a, v.b}", "{v.a, v.b} = duo", "duo = {v.b, v.a}"] {
        for (subject, verdict) in [("both", MET), ("one", VIOLATED), ("other", VIOLATED), ("hole", OPEN), ("wrong", VIOLATED)] {
            cases.push((format!("for v in V require {equal}"), subject, verdict));
            let not = if verdict == MET {
                VIOLATED
            } else if verdict == VIOLATED {
                MET
            } else {
                OPEN
            };
            cases.push((format!("for v in V require {}", equal.replace('=', "!=")), subject, not));
        }
    }
    for equal in ["{v.a, v.b} = v.who.n", "{w.n for w in v.who} = {v.a, v.b}"] {
        for (subject, verdict) in [("both", MET), ("one", MET), ("other", VIOLATED), ("hole", OPEN), ("wrong", VIOLATED)] {
            cases.push((format!("for v in V require {equal}"), subject, verdict));
        }
    }
    for (subject, verdict) in [("both", MET), ("one", VIOLATED), ("other", VIOLATED), ("hole", OPEN), ("wrong", VIOLATED)] {
        cases.push(("for v in V require {v.n, v.m} = {1, 2}".to_string(), subject, verdict));
    }
    cases.push(("for v in V require {v.a, v.b} = {v.b, v.a}".to_string(), "other", MET));
    cases.push(("for v in V require {v.a, v.b} = {v.a, \"x\"}".to_string(), "other", VIOLATED));
    let cases: Vec<(&str, &str, Verdict)> =
        cases.iter().map(|(body, subject, verdict)| (body.as_str(), *subject, *verdict)).collect();
    each(frame, &[rows], &cases);
}

#[test]
fn the_members_of_a_body_are_a_set() {
    let all = "发改委 财政局 科技局 工信局";
    assert_eq!(verdict("list4 subset of g.members.unit", all), MET);
    assert_eq!(verdict("list4 subset of g.members.unit", "发改委 财政局 科技局 工信局 农委"), MET, "等 makes the list a minimum");
    assert_eq!(verdict("list4 subset of g.members.unit", "发改委 财政局 科技局"), VIOLATED);
    assert_eq!(verdict("list4 subset of g.members.unit", "发改委 财政局 科技局 ?"), OPEN, "the unknown one may be it");
    assert_eq!(
        verdict("list4 subset of g.members.unit", "发改委 财政局 ?"),
        OPEN,
        "each may be the unknown one: sound, if not sharp"
    );
    assert_eq!(verdict("g.members.unit subset of list4", "发改委 农委"), VIOLATED);
    assert_eq!(verdict("g.members.unit subset of list4", "发改委 ?"), OPEN);
    assert_eq!(verdict("g.members.unit disjoint with {\"农委\"}", "发改委 农委"), VIOLATED);
    assert_eq!(verdict("g.members.unit disjoint with {\"农委\"}", all), MET);
    assert_eq!(verdict("g.members.unit = list4", all), MET);
    assert_eq!(verdict("g.members.unit = list4", "发改委 财政局 科技局 工信局 农委"), VIOLATED);
    assert_eq!(verdict("g.members.unit != list4", "发改委"), MET);
    assert_eq!(verdict("(list4 minus {\"工信局\"}) subset of g.members.unit", "发改委 财政局 科技局"), MET);
    assert_eq!(verdict("(g.members.unit union {\"工信局\"}) = list4", "发改委 财政局 科技局"), MET);
    assert_eq!(verdict("(g.members.unit minus {\"农委\"}) subset of list4", "发改委 农委"), MET);
    assert_eq!(verdict("g.chair in g.members.unit", "财政局 发改委"), MET);
    assert_eq!(verdict("g.chair not in g.members.unit", "财政局 发改委"), VIOLATED);
    assert_eq!(verdict("{m.unit for m in g.members when m.unit != \"农委\"} = list4", "发改委 财政局 科技局 工信局 农委"), MET);
    assert_eq!(verdict("g.members.unit subset of g.members.unit", all), MET, "one inside the other keeps its own variable");
}

#[test]
fn a_list_that_was_not_sent_is_not_empty() {
    let rules = format!(
        "{BODY} rule x {{ for g in Group require list4 subset of g.members.unit }} rule y {{ for g in Group require g.members.unit subset of list4 }}"
    );
    let t = World::new(&rules, &[("a.json", "{ \"领导小组\": [{ \"名称\": \"甲\", \"组长\": \"发改委\" }] }")]);
    assert_eq!((t.verdict("x", "甲"), t.verdict("y", "甲")), (OPEN, OPEN));
}

#[test]
fn each_missing_member_is_named() {
    let rules = format!(
        "{BODY} rule x {{ for g in Group require list4 subset of g.members.unit }} rule y {{ require {{\"发改委\", \"农委\", \"林业局\"}} subset of list4 }}"
    );
    let t = World::new(&rules, &[("a.json", &group("财政局 工信局"))]);
    let breaking = |rule: &str, subject: &str| match t.one(rule, subject).detail {
        Detail::Sets { breaking, total, .. } => (breaking, total),
        other => panic!("{other:?}"),
    };
    assert_eq!(breaking("x", "甲"), (vec!["发改委".to_string(), "科技局".to_string()], 4));
    assert_eq!(breaking("y", ""), (vec!["农委".to_string(), "林业局".to_string()], 3));
}

const CLUSTERS: &str = "table key \"重点集群\" key cluster { | cluster | floor : money in 亿元 | \n | 丝网 | 50 |\n | 皮毛 | 40 |\n | 软件 | 30 |\n }
table more \"其他集群\" key cluster { | cluster | \n | 橡胶 | \n }
record Cluster \"集群\" key name { name \"集群\" : text, sales \"收入\" : money in 亿元 }
define scope = key minus {\"软件\"}
";

#[test]
fn loops_and_rosters_take_set_expressions() {
    let rules = format!(
        "{CLUSTERS}
        rule each {{ for k in key minus {{\"软件\"}} require Cluster[k].sales >= k.floor otherwise \"{{k.cluster}} 下限 {{k.floor}}，报 {{Cluster[k].sales}}\" }}
        rule total {{ require sum(k.floor for k in scope) = 90亿元 }}
        rule roster {{ for c in Cluster over (key minus {{\"软件\"}}) union more require c.sales >= 40亿元 }}"
    );
    let t = World::new(&rules, &[("Cluster.csv", "集群,收入\n丝网,49\n皮毛,40\n")]);
    assert_eq!((t.verdict("each", "丝网"), t.verdict("each", "皮毛")), (VIOLATED, MET), "floors of the table's own rows");
    assert!(t.of("each", "软件").is_empty(), "what was taken away is not judged");
    assert_eq!(message(&t.one("each", "丝网")).as_deref(), Some("丝网 下限 50亿元，报 49亿元"));
    assert_eq!(t.verdict("total", ""), MET, "50 + 40");
    assert_eq!((t.verdict("roster", "丝网"), t.verdict("roster", "橡胶")), (MET, OPEN));
}

#[test]
fn definitions_take_arguments() {
    let rules = "record Firm \"企业\" key name { name \"名称\" : text, a \"甲\" : money in 元, b \"乙\" : money in 元, n \"户数\" : count }
        table kinds key kind { | kind | factor : number | \n | 大 | 3 |\n | 小 | 1 |\n }
        define part(x, y) \"占比\" = x as share of y
        define Firm.need(k) = kinds[k].factor × a
        define sum_of(f) = f.a + f.b
        define most(x, y) = part(x, y) at most 50%
        rule shared { for f in Firm require part(f.a, f.b) >= 50% }
        rule needed { for f in Firm require f.b >= f.need(\"大\") }
        rule rows { for f in Firm require sum_of(f) >= 40元 }
        rule nested { for f in Firm require most(f.a, sum_of(f)) }
        rule groups { for g in Firm by name require sum(sum_of(g)) >= 40元 }";
    let t = World::new(rules, &[("Firm.csv", "名称,甲,乙,户数\n东,10,30,1\n西,20,30,1\n")]);
    for (rule, east, west) in
        [("shared", VIOLATED, MET), ("needed", MET, VIOLATED), ("rows", MET, MET), ("nested", MET, MET), ("groups", MET, MET)]
    {
        assert_eq!((t.verdict(rule, "东"), t.verdict(rule, "西")), (east, west), "{rule}");
    }
}

const DEEP: &str = "record City \"市\" key name { name \"市名\" : text, parks \"园区\" : list of Park }
record Park \"园区\" key park { park \"园名\" : text, firms \"企业\" : list of Firm }
record Firm \"企业\" key firm { firm \"企业名\" : text, tax \"税\" : money in 万元 }
rule least { for c in City require sum(c.parks.firms.tax) >= 10万元 }
rule most { for c in City require sum(c.parks.firms.tax) <= 10万元 }
rule many { for c in City require count(c.parks.firms) = 3 }
rule mean { for c in City require avg(c.parks.firms.tax) >= 4万元 }
rule all_cities { require sum(City.parks.firms.tax) >= 10万元 }
";

#[test]
fn sums_go_through_lists_in_lists() {
    let firm = |name: &str, tax: &str| format!("{{ \"企业名\": \"{name}\", \"税\": {tax} }}");
    let park = |name: &str, firms: &[String]| format!("{{ \"园名\": \"{name}\", \"企业\": [{}] }}", firms.join(","));
    let city = |parks: &[String]| format!("{{ \"市\": [{{ \"市名\": \"甲\", \"园区\": [{}] }}] }}", parks.join(","));
    let full = city(&[park("a", &[firm("x", "3"), firm("y", "4")]), park("b", &[firm("z", "5")])]);
    let t = World::new(DEEP, &[("a.json", &full)]);
    for (rule, verdict) in [("least", MET), ("most", VIOLATED), ("many", MET), ("mean", MET)] {
        assert_eq!(t.verdict(rule, "甲"), verdict, "{rule}: 3 + 4 + 5");
    }
    assert_eq!(t.verdict("all_cities", ""), MET);
    // One park sent no list of its firms: more may come.
    let open = city(&[park("a", &[firm("x", "3"), firm("y", "4")]), "{ \"园名\": \"b\" }".to_string()]);
    let t = World::new(DEEP, &[("a.json", &open)]);
    for rule in ["least", "most", "many", "mean"] {
        assert_eq!(t.verdict(rule, "甲"), OPEN, "{rule}: 3 + 4 + ?");
    }
    let cause = &t.one("least", "甲").causes[0];
    assert!(cause.what.contains('b') && cause.what.contains("企业"), "{cause:?}");
}

/// 甲 and 乙 stand there; a name that is not known may be one of them or another.
#[test]
fn different_texts_are_counted_once() {
    let verdict = |rows: &str, rule: &str| {
        let rules = format!(
            "record C key id {{ id : text }}\nrecord P key id {{ id : text  name : text  kind : text }}\nrule x {{ for c in C require {rule} }}"
        );
        World::new(&rules, &[("C.csv", "id\nc\n"), ("P.csv", &format!("id,name,kind\n{rows}"))]).verdict("x", "c")
    };
    let known = "1,甲,a\n2,乙,a\n3,甲,b\n";
    let all = |bound: &str| format!("count({{p.name for p in P}}) {bound}");
    assert_eq!(verdict(known, &all("= 2")), MET);
    assert_eq!(verdict(known, &all(">= 3")), VIOLATED);
    assert_eq!(verdict(known, "count({p.name for p in P when p.kind = \"b\"}) = 1"), MET);
    assert_eq!(verdict("", &all("= 0")), MET, "an empty table is a nil report");
    let blank = format!("{known}4,,a\n");
    for (bound, want) in [(">= 2", MET), ("<= 3", MET), ("= 2", OPEN), ("= 3", OPEN), (">= 4", VIOLATED), ("<= 1", VIOLATED)] {
        assert_eq!(verdict(&blank, &all(bound)), want, "{bound}");
    }
    // 丙 may count, and twice 丙 is one more at most.
    let doubtful = format!("{known}4,丙,\n5,丙,\n");
    let of_a = |bound: &str| format!("count({{p.name for p in P when p.kind = \"a\"}}) {bound}");
    for (bound, want) in [(">= 2", MET), ("<= 3", MET), ("<= 2", OPEN), (">= 4", VIOLATED)] {
        assert_eq!(verdict(&doubtful, &of_a(bound)), want, "{bound}");
    }
}
