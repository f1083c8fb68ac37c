//! What tests touch of rules: verdicts, bounds, branches; and which clauses of a document wait for a review.

use super::Folder;
use super::appraise::rules;

#[test]
fn coverage_counts_bounds_branches_and_exceptions() {
    let more = r#"
param way "口径" : one of "甲法", "乙法" = "甲法"
rule all "各支" {
  for     b in Body
  when    b.year >= 2007
  exempt  when b.total < 1万元 because "太小"
  except  when b.small require b.part >= 10万元
  require b.part >= choose { way = "甲法": 20万元; otherwise: 30万元 }
}
test "one" {
  given Body { name = "甲", year = 2007, total = 100万元, part = 20万元, small = no }
  expect all met
}
"#;
    let folder = Folder::new().with("r.fadu", rules(more));
    // share: met, violated, one bound. all: met, violated; two bounds; when true and false, two arms, two readings; two exceptions.
    // Covered: met, the bound of the line, when true, the first arm, the first reading.
    let all = ["coverage 33.3%: verdicts 1/4, bounds 1/3, branches 3/6, exceptions 0/2, rules 1/2"];
    folder.run(&["test", "--lang", "en", "r.fadu"]).expect(0, &all).expect(
        0,
        &["`when` is never false", "the exemption is never taken", "the exception is never taken", "the branch is never taken"],
    );
    folder.run(&["test", "--lang", "zh", "r.fadu"]).expect(0, &["参数“口径”取“乙法”时没有测试", "all: 没有恰在限值上的测试"]);
    folder.run(&["test", "--lang", "zh", "--min-coverage", "90%", "r.fadu"]).expect(1, &["覆盖率 33.3% 低于要求的 90%"]);
    folder.run(&["test", "--lang", "zh", "--min-coverage", "33%", "r.fadu"]).expect(0, &[]);
    let rest = r#"
test "the rest" {
  given Body { name = "甲", year = 2007, total = 100万元, part = 19万元, small = no }
  cases {
    | year | total | small | part | way  | all            |
    | 2006 |       |       |      |      | not applicable |
    |      | 0.5   |       |      |      | exempt         |
    |      |       | yes   | 10   |      | met            |
    |      |       |       | 29   | 乙法 | violated       |
  }
}
test "share" {
  given Body { name = "甲", year = 2007, total = 100万元, part = 60万元 }
  cases {
    | part | share    |
    | 60   | met      |
    | 59   | violated |
  }
}
"#;
    let folder = Folder::new().with("r.fadu", rules(more) + rest);
    folder
        .run(&["test", "--lang", "en", "r.fadu"])
        .expect(0, &["coverage 100%: verdicts 4/4, bounds 3/3, branches 6/6, exceptions 2/2"]);
    let json = folder.run(&["test", "--lang", "en", "--format", "json", "r.fadu"]);
    json.expect(0, &["\"fadu-test/1\"", "\"command\": \"test\"", "\"share\": \"100%\"", "\"case\": 4"]);
}

/// Where what an implication supposes holds, its finding tells of what is asked for; the bound in the supposition is stood on all the same.
#[test]
fn the_bound_of_what_is_supposed_is_touched() {
    let more = r#"
rule large "大额" {
  for     b in Body
  require b.total >= 100万元 implies b.part >= 20万元
}
test "above" {
  given Body { name = "甲", year = 2007, total = 101万元, part = 20万元 }
  expect large met
}
test "short" {
  given Body { name = "甲", year = 2007, total = 101万元, part = 19万元 }
  expect large violated
}
"#;
    let above = Folder::new().with("r.fadu", rules(more));
    above.run(&["test", "--lang", "en", "r.fadu"]).expect(0, &["verdicts 2/4, bounds 1/3,"]);
    for part in ["20万元 }  expect large met", "19万元 }  expect large violated"] {
        let on = format!("test \"on\" {{ given Body {{ name = \"甲\", year = 2007, total = 100万元, part = {part} }}\n");
        let folder = Folder::new().with("r.fadu", rules(more) + &on);
        folder.run(&["test", "--lang", "en", "r.fadu"]).expect(0, &["verdicts 2/4, bounds 2/3,"]);
    }
}

#[test]
fn the_table_of_bounds_can_be_signed() {
    let more = "test \"t\" { given Body { name = \"安平\", year = 2007, total = 100万元, part = 70万元 }  expect share met }";
    let folder = Folder::new().with("r.fadu", rules(more));
    let zh =
        ["限值核对表", "《示范意见》四(五) 担保占比", "59.9999万元 不符", "60万元 符合", "□", "核对人：", "限值 1 处，列出 1 处"];
    folder.run(&["test", "--lang", "zh", "--boundaries", "r.fadu"]).expect(0, &zh);
    folder
        .run(&["test", "--lang", "en", "--boundaries", "r.fadu"])
        .expect(0, &["Table of bounds", "1 of 1 bound\n", "checked by:"]);
    let json = folder.run(&["test", "--boundaries", "--format", "json", "r.fadu"]);
    json.expect(0, &["\"fadu-boundaries/1\"", "\"value\": \"59.9999万元\"", "\"verdict\": \"violated\""]);
}

#[test]
fn a_clause_that_changes_makes_its_rules_stale() {
    let folder = Folder::new().with("p/r.fadu", rules(""));
    folder.run(&["coverage", "--lang", "en", "--deny", "stale", "p"]).expect(1, &["never reviewed"]);
    folder.run(&["coverage", "--lang", "en", "--accept", "p"]).expect(0, &["reviewed.toml is written: 1 rule"]);
    folder.run(&["coverage", "--lang", "en", "--deny", "stale", "p"]).expect(0, &[]).without(&["look again"]);
    let changed = rules("").replace("\"担保占比\" mandate", "\"担保占比\" target");
    let folder = folder.with("p/r.fadu", changed);
    folder
        .run(&["coverage", "--lang", "zh", "--deny", "stale", "p"])
        .expect(1, &["条文有变、规则待复核 1", "条文有变，待复核：p.share"]);
    folder.run(&["coverage", "--format", "json", "p"]).expect(0, &["\"stale\": 1", "\"fadu\":", "\"command\": \"coverage\""]);
    folder.run(&["coverage", "--lang", "zh", "--accept", "--deny", "stale", "p"]).expect(0, &["已写入"]);
    let folder = folder.with("p/reviewed.toml", "[a]\nb = 1\n");
    folder.run(&["coverage", "--lang", "zh", "p"]).expect(2, &["V001"]);
}
