//! What the command line and the project say of time, place and open parameters.

use super::Folder;

const RULES: &str = r#"
param share "比例" : share in 0%..100%
param goal "目标" : money in 万元 = 100万元 because "疑为此数" | 120万元 because "文本所载"
record Act "活动" key name { name : text  done : flag }
record Body "机构" key name, year { name : text  year : year  total : money in 万元  part : money in 万元 }
rule acts "年底前办成" { for a in Act due 2007 require a.done }
rule parts "一定比例" { for b in Body require b.part >= share of b.total }
rule goals "目标" { for b in Body require b.total >= goal }
"#;

fn folder(project: &str, part: &str) -> Folder {
    Folder::new()
        .with("fadu.toml", format!("[project]\nrules = [\"r.fadu\"]\n{project}"))
        .with("r.fadu", RULES)
        .with("131124/Act.csv", "name,done\n论坛,no\n")
        .with("131124/Body.csv", format!("name,year,total,part\n安平,2007,{part},50\n"))
}

const SENT: &str = "[[submissions]]\nfiles = \"131124/*.csv\"\nregion = \"131124\"\n";

#[test]
fn the_as_of_date_comes_from_the_command_line_or_the_project() {
    let acts = |args: &[&str], project: &str| {
        let rest: Vec<&str> =
            ["check", "--lang", "zh", "--param", "share=10%", "--param", "goal=1万元"].iter().chain(args).copied().collect();
        folder(&format!("{project}{SENT}"), "100").run(&rest).expect(0, &["还有"]);
    };
    acts(&["--as-of", "2007-12-30"], "");
    acts(&[], "[run]\nas_of = 2007-12-30\n");
    acts(&["--as-of", "2007-12-30"], "[run]\nas_of = 2008-12-30\n");
    let late = folder(&format!("[run]\nas_of = 2007-12-31\n{SENT}"), "100");
    late.run(&["check", "--param", "share=10%", "--param", "goal=1万元"]).expect(1, &["acts"]);
    late.run(&["check", "--as-of", "2007-13-31"]).expect(2, &["L008"]);
    // Nobody says on which day: open.
    folder(SENT, "100")
        .run(&["check", "--lang", "zh", "--param", "share=10%", "--param", "goal=1万元"])
        .expect(1, &["核查日期", "--as-of"]);
}

#[test]
fn parameters_may_stay_open_where_the_project_says_so() {
    let args = ["check", "--lang", "zh", "--as-of", "2006-12-31"];
    // 110 lies between the two candidates.
    let words = ["目标 = 100万元（疑为此数）：符合", "目标 = 120万元（文本所载）：不符，差 10万元"];
    folder(SENT, "110").run(&args).expect(1, &words);
    let allow = |list: &str| folder(&format!("[allow]\nopen_parameters = {list}\n{SENT}"), "110");
    // What may stay open is told, and blocks nothing.
    let noted = ["目标（100万元 ✓；120万元 ✗）"];
    allow("true").run(&args).expect(0, &noted);
    allow("[\"share\", \"目标\"]").run(&args).expect(0, &noted);
    allow("[\"share\"]").run(&args).expect(1, &words);
    let given: Vec<&str> = args.iter().chain(&["--allow", "open-parameters"]).copied().collect();
    folder(SENT, "110").run(&given).expect(0, &noted);
    // A breach under every candidate is a breach all the same.
    allow("true")
        .with("131124/Body.csv", "name,year,total,part\n安平,2007,99,50\n")
        .run(&args)
        .expect(1, &["差 1万元", "差 21万元"]);
}

#[test]
fn a_project_judges_its_jurisdiction_only() {
    let args = ["check", "--lang", "zh", "--as-of", "2008-12-31", "--param", "share=99%", "--param", "goal=1万元"];
    folder(&format!("jurisdiction = \"131100\"\n{SENT}"), "100").run(&args).expect(1, &["acts"]);
    folder(&format!("jurisdiction = \"210200\"\n{SENT}"), "100").run(&args).expect(2, &["管辖", "L014"]);
}

#[test]
fn a_rule_is_explained_with_the_values_its_parameters_may_have() {
    let explained = folder(SENT, "100").run(&["explain", "goals", "--lang", "zh"]);
    explained.expect(0, &["有几种取值", "· 100万元（疑为此数）", "· 120万元（文本所载）"]);
}

#[test]
fn a_broken_tie_is_named_itself_and_a_project_is_no_part_of_a_test() {
    let rules = r#"
param near "近期" : year in 2005..2020
param mid "中期" : year after near
param far "远期" : year after mid
record A "甲" key name, year { name : text  year : year  done : flag }
rule late "远期做到" { for a in A due far require a.done }
test "第二个没有定" {
  given A { name = "x", year = 2012, done = yes }
  param near = 2010
  param far = 2012
  expect late met
}
"#;
    let folder = |extra: &str, project: &str| {
        Folder::new()
            .with(
                "fadu.toml",
                format!(
                    "[project]\nrules = [\"r.fadu\"]\n{project}[[submissions]]\nfiles = \"131124/*.csv\"\nregion = \"131124\"\n"
                ),
            )
            .with("r.fadu", format!("{rules}{extra}"))
            .with("131124/A.csv", "name,year,done\nx,2015,yes\n")
    };
    // 2015 as the project binds it does not come after the 2010 and before the 2012 of the test.
    let project = "[parameters]\nnear = \"2012\"\nmid = \"2015\"\nfar = \"2018\"\n";
    folder("", project).run(&["check", "--allow", "nothing-judged"]).expect(0, &[]);
    // The pair at fault, though the one below it has no year left either.
    let wrong = "test \"乱\" {\n  given A { name = \"x\", year = 2012, done = yes }\n  param near = 2010\n  param mid = 2015\n  param far = 2014\n  expect late met\n}\n";
    folder(wrong, "").run(&["test", "--lang", "zh"]).expect(2, &["“远期”应大于（晚于）“中期”，而现在是 2014 与 2015"]);
}

#[test]
fn tests_that_break_one_tie_are_one_mistake_with_many_places() {
    let rules = r#"
param near "近期" : year in 2005..2020
param far "远期" : year after near
record A "甲" key name, year { name : text  year : year  done : flag }
rule late "远期做到" { for a in A due far require a.done }
test "一" { param near = 2010  param far = 2009  given A { name = "x", year = 2012, done = yes }  expect late met }
test "二" { param near = 2011  param far = 2009  given A { name = "x", year = 2012, done = yes }  expect late met }
"#;
    let run = Folder::new().with("r.fadu", rules).run(&["test", "--lang", "zh", "r.fadu"]);
    let text = run.text();
    assert_eq!(text.matches("[P005]").count(), 1, "{text}");
    assert_eq!(text.matches("这个测试的取值").count(), 2, "{text}");
}

#[test]
fn a_rule_with_mistakes_is_named_once_for_all_that_is_expected_of_it() {
    let rules = r#"
record A "甲" key name { name : text  done : flag }
rule late "做到" { for a in A require a.dona }
test "一" { given A { name = "x", done = yes }  expect late met  expect late met for "x" }
test "二" { given A { name = "x", done = no }  expect late violated }
"#;
    let run = Folder::new().with("r.fadu", rules).run(&["test", "--lang", "zh", "r.fadu"]);
    let text = run.text();
    assert_eq!(text.matches("[X001]").count(), 1, "{text}");
    assert!(text.contains("规则“late”有误，未能核查，3 条预期无从比对"), "{text}");
}

/// A library, and two documents that each add a column; the file has the column of one of them, or one of the two that one adds.
#[test]
fn a_file_is_not_asked_for_columns_that_only_another_document_adds() {
    let folder = Folder::new()
        .with("s/r.fadu", "library s \"表\"\nrecord A \"甲\" key name { name \"名\" : text  base \"底数\" : number }\n")
        .with("p/r.fadu", "policy p \"一\" { }\nuse s from \"../s\"\nextend A { one \"一号\" : number  two \"二号\" : number }\nrule x { for a in A require a.one + a.two >= a.base }\n")
        .with("q/r.fadu", "policy q \"二\" { }\nuse s from \"../s\"\nextend A { three \"三号\" : number }\nrule y { for a in A require a.three >= 1 }\n");
    let folder = folder.with("a/A.csv", "名,一号,二号\nx,1,2\n").with("b/A.csv", "名,底数,一号\nx,1,2\n");
    let rules = ["--rules", "p", "--rules", "q"];
    let run = folder.run(&[&["check", "--lang", "zh", "a/A.csv"][..], &rules].concat());
    let text = run.text();
    assert!(text.contains("缺少“底数”") && !text.contains("缺少“三号”") && !text.contains("、“三号”"), "{text}");
    let text = folder.run(&[&["check", "--lang", "zh", "b/A.csv"][..], &rules].concat()).text();
    assert!(text.contains("缺少“二号”") && !text.contains("缺少“三号”") && !text.contains("、“三号”"), "{text}");
    // Held against the one document alone, its own columns are asked for.
    let text = folder.run(&["check", "--lang", "zh", "a/A.csv", "--rules", "q"]).text();
    assert!(text.contains("缺少 2 栏：“底数”、“三号”"), "{text}");
}

/// What is to be done by a day, in the words of both languages: late, not late yet, nobody knows what day it is.
#[test]
fn a_deadline_of_an_act_is_told_in_both_languages() {
    let folder = Folder::new()
        .with(
            "r.fadu",
            "record G \"补助\" key id { id : text  granted \"批准日期\" : date  registered \"登记日期\" : date ? }\n\
             rule t \"登记\" { for g in G require g.registered by g.granted + 20天 }\n\
             rule w \"每周\" { for w in weeks of 2024-04 require count(g in G when monday of g.granted = w) at most 1 }\n",
        )
        .with("G.csv", "id,granted,registered\n甲,2024-04-01,\n");
    let check = |lang: &str, rest: &[&str]| {
        let args: Vec<&str> = ["check", "-r", "r.fadu", "G.csv", "--lang", lang].iter().chain(rest).copied().collect();
        folder.run(&args)
    };
    // 9 days after the 21st.
    let late = ["--as-of", "2024-04-30"];
    check("en", &late).expect(1, &["as-of day 2024-04-30 > 2024-04-21, too late by 9 days", "登记日期"]);
    check("zh", &late).expect(1, &["核查日 2024-04-30 > 2024-04-21，晚了 9天", "登记日期"]);
    let ahead = ["--as-of", "2024-04-18"];
    check("en", &ahead).expect(0, &["due in 3 days (2024-04-21)"]);
    check("zh", &ahead).expect(0, &["还有 3 天到期（2024-04-21）"]);
    check("en", &[]).expect(1, &["no as-of date is given: give one by --as-of"]);
    check("zh", &[]).expect(1, &["没有给出核查日期：请用 --as-of"]);
    let explain = |rule: &str| folder.run(&["explain", rule, "-r", "r.fadu", "--lang", "en"]);
    explain("t").expect(0, &["最迟在", "at the latest"]);
    explain("w").expect(0, &["each Monday from 2024-04-01 to 2024-04-22", "周一"]);
}
