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
    folder(SENT, "100").run(&["check", "--lang", "zh", "--param", "share=10%", "--param", "goal=1万元"]).expect(1, &["报告期"]);
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
    folder(&format!("jurisdiction = \"210200\"\n{SENT}"), "100").run(&args).expect(0, &["管辖"]);
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
    folder("", project).run(&["check"]).expect(0, &[]);
    // The pair at fault, though the one below it has no year left either.
    let wrong = "test \"乱\" {\n  given A { name = \"x\", year = 2012, done = yes }\n  param near = 2010\n  param mid = 2015\n  param far = 2014\n  expect late met\n}\n";
    folder(wrong, "").run(&["test", "--lang", "zh"]).expect(2, &["“远期”应大于（晚于）“中期”，而现在是 2014 与 2015"]);
}
