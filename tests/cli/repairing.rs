//! `fadu repair`: the fewest and smallest changes, tried; what contradicts, what is missing, whom else they touch.

use super::{Folder, Run};

const RECORD: &str = "record X key id { id : text  a : money in 万元  b : money in 万元  t : money in 万元 }\n";
const RULES: &str = "rule adds { for x in X require x.a + x.b = x.t }
rule floor { for x in X require x.a >= 40% of x.t }
";

fn repair(rules: &str, rows: &str, args: &[&str]) -> Run {
    let folder = Folder::new().with("r.fadu", rules).with("X.csv", rows);
    let all: Vec<&str> = ["repair"].into_iter().chain(args.iter().copied()).chain(["X.csv", "--rules", "r.fadu"]).collect();
    folder.run(&all)
}

#[test]
fn two_figures_that_must_move_together_move_by_as_little_as_will_do() {
    // 30 is less than 40% of 100. One change alone breaks the sum; 10 from b to a costs 10/30 + 10/70, less than raising a and t by 16.67,
    // or lowering b and t by 25.
    let rules = format!("{RECORD}{RULES}");
    let run = repair(&rules, "id,a,b,t\n1,30,70,100\n", &["1", "--lang", "en"]);
    run.expect(
        0,
        &[
            "1 broken line, all hold with 2 figures changed",
            "X.csv:2:3",
            "300,000 yuan → 400,000 yuan",
            "X.csv:2:6",
            "700,000 yuan → 600,000 yuan",
        ],
    );
    run.expect(0, &["mends: floor", "broken without it: adds", "No fewer changes do", "no file was changed"]);
    let zh = repair(&rules, "id,a,b,t\n1,30,70,100\n", &["1", "--lang", "zh"]);
    zh.expect(
        0,
        &["1 条不符，改 2 个数即全部成立", "30万元 → 40万元", "使之成立：floor", "不这样改就会不符：adds", "这是最少的改动"],
    );
    let json = repair(&rules, "id,a,b,t\n1,30,70,100\n", &["1", "--format", "json"]);
    json.expect(0, &["\"schema\": \"fadu-repair/1\"", "\"outcome\": \"mended\"", "\"proven\": true", "\"value\": \"40\""]);
}

#[test]
fn where_all_holds_nothing_need_change() {
    let run = repair(&format!("{RECORD}{RULES}"), "id,a,b,t\n1,40,60,100\n", &["1", "--lang", "en"]);
    run.expect(0, &["no rule is broken, nothing need change"]).without(&["→"]);
}

#[test]
fn what_may_not_move_makes_a_contradiction_and_that_is_said() {
    let fixed =
        RECORD.replace("b : money in 万元", "b : money in 万元 fixed").replace("t : money in 万元", "t : money in 万元 fixed");
    let run = repair(&format!("{fixed}{RULES}"), "id,a,b,t\n1,30,70,100\n", &["1", "--lang", "en"]);
    run.expect(1, &["1 broken line, no change was found", "Still broken", "it cannot hold together with:", "adds"])
        .without(&["→"]);
    // Without the sum a alone may go up.
    let alone = RULES.split_once('\n').unwrap().1;
    repair(&format!("{fixed}{alone}"), "id,a,b,t\n1,30,70,100\n", &["1", "--lang", "en"])
        .expect(0, &["300,000 yuan → 400,000 yuan"]);
}

#[test]
fn counts_stay_whole_and_figures_in_their_range() {
    let rules =
        "record X key id { id : text  n : count in 0..9  m : count fixed }\nrule half { for x in X require 2 * x.n >= x.m }\n";
    repair(rules, "id,n,m\n1,1,5\n", &["1", "--lang", "en"]).expect(0, &["1 → 3"]);
    // Ten would be needed, and nine is the most.
    repair(rules, "id,n,m\n1,1,19\n", &["1", "--lang", "en"])
        .expect(1, &["Still broken", "no figure that may move can mend it", "the range of its field"]);
}

#[test]
fn of_alternatives_the_smaller_change_is_told() {
    let rules = format!("{RECORD}rule either {{ for x in X require x.a >= 90万元 or x.b <= 60万元 }}\n");
    repair(&rules, "id,a,b,t\n1,30,70,100\n", &["1", "--lang", "en"])
        .expect(0, &["700,000 yuan → 600,000 yuan"])
        .without(&["900,000 yuan"]);
}

#[test]
fn others_that_a_change_would_break_are_told() {
    let rules = format!("{RECORD}{RULES}rule cap {{ for x in X when x.id = \"2\" require x.a >= X[\"1\"].a }}\n");
    let run = repair(&rules, "id,a,b,t\n1,30,70,100\n2,38,57,95\n", &["1", "--lang", "en"]);
    run.expect(0, &["300,000 yuan → 400,000 yuan", "Mind: these changes break lines of others", "cap  2"]);
}

#[test]
fn what_is_missing_is_asked_for_first() {
    let run = repair(&format!("{RECORD}{RULES}"), "id,a,b,t\n1,30,70,\n", &["1", "--lang", "en"]);
    run.expect(0, &["no rule is broken", "Still open", "X.csv:2", "is blank"]);
}

#[test]
fn nobody_of_that_name_is_said() {
    repair(&format!("{RECORD}{RULES}"), "id,a,b,t\n1,30,70,100\n", &["9", "--lang", "en"]).expect(2, &["`9` was not judged"]);
}

#[test]
fn a_region_is_mended_as_a_whole_and_others_are_not_touched() {
    let project = "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"a.csv\"\nrecord = \"X\"\nregion = \"131121\"\n[[submissions]]\nfiles = \"b.csv\"\nrecord = \"X\"\nregion = \"131122\"\n";
    let folder = Folder::new()
        .with("fadu.toml", project)
        .with("r.fadu", format!("{RECORD}{RULES}"))
        .with("a.csv", "id,a,b,t\n1,30,70,100\n2,40,60,99\n")
        .with("b.csv", "id,a,b,t\n3,10,90,100\n");
    let run = folder.run(&["repair", "131121", "--lang", "en"]);
    run.expect(0, &["2 broken lines, all hold with 3 figures changed", "a.csv:2:3", "a.csv:3"]).without(&["b.csv"]);
}

#[test]
fn a_condition_chosen_by_a_case_is_mended_where_the_case_lies() {
    // b is less than 50, so the last case is asked: a of at least 40, or b of at least 50 and then a of at least 10. The sum is no rule here.
    let rules = format!(
        "{RECORD}rule chosen {{ for x in X require choose {{ x.b >= 50万元: x.a >= 10万元; otherwise: x.a >= 40万元 }} }}\n"
    );
    let run = repair(&rules, "id,a,b,t\n1,39,45,100\n", &["1", "--lang", "en"]);
    run.expect(0, &["1 broken line, all hold with 1 figure changed", "390,000 yuan → 400,000 yuan"]).without(&["450,000 yuan →"]);
    let run = repair(&rules, "id,a,b,t\n1,12,45,100\n", &["1", "--lang", "en"]);
    run.expect(0, &["1 broken line, all hold with 1 figure changed", "450,000 yuan → 500,000 yuan"]).without(&["120,000 yuan →"]);
}

/// Of a yes or no beside the figures it speaks of, either may be the slip: no figure is proposed, and nothing is said to be the least.
#[test]
fn a_stated_answer_is_not_met_by_moving_the_figures() {
    let rules = "record X key id { id : text  a : money in 万元  big : flag }\n\
                 rule size { for x in X require x.big = (x.a >= 2000万元) }\nrule least { for x in X require x.a >= 1600万元 }\n";
    let rows = "id,a,big\n1,1500,是\n2,1700,是\n";
    let en = repair(rules, rows, &["2", "--lang", "en"]);
    en.expect(1, &["Still broken", "which of them is wrong they do not tell"]).without(&["→", "No fewer changes"]);
    repair(rules, rows, &["2", "--lang", "zh"]).expect(1, &["哪一个不对，从数里看不出来"]).without(&["→"]);
    repair(rules, rows, &["2", "--format", "json"]).expect(1, &["\"why\": \"answer\""]);
    // What else is broken is mended as ever.
    repair(rules, rows, &["1", "--lang", "en"]).expect(1, &["15 million yuan → 16 million yuan", "Still broken"]);
    // A condition on a flag without figures beside it is none of this.
    let plain = rules.replace("x.big = (x.a >= 2000万元)", "x.big = no or x.a >= 2000万元");
    repair(&plain, rows, &["2", "--lang", "en"]).expect(0, &["17 million yuan → 20 million yuan"]);
}

#[test]
fn a_rule_that_would_not_bind_any_more_is_not_mended() {
    let rules = "record X key id { id : text  a : money in 万元  b : money in 万元  t : text }\n\
                 rule code { for x in X when x.a < x.b require x.t starts with \"13\" }\nrule floor { for x in X require x.a >= 15万元 }\n";
    // With a at 15 the first rule speaks of it no more; its text is as wrong as before.
    let run = repair(rules, "id,a,b,t\n1,1.5,10,99\n", &["1", "--lang", "en"]);
    run.expect(1, &["with 1 figure changed 1 hold", "mends: floor", "no figure that may move can mend it"])
        .without(&["all hold"]);
    repair(rules, "id,a,b,t\n1,1.5,10,99\n", &["1", "--format", "json"]).expect(1, &["\"partly\"", "\"no_figure\""]);
}

#[test]
fn a_line_that_is_mended_is_not_said_to_stay_broken() {
    let rules = "record X key id { id : text  a : money in 万元  b : money in 万元  t : text }\n\
                 rule k { for x in X except when x.a <= 10万元 require x.b >= 1万元 require x.t starts with \"13\" require x.t ends with \"3\" }\n\
                 rule top { for x in X require x.a <= 12万元 }\n";
    // Up to 10 the exception asks for b alone, which is there.
    let run = repair(rules, "id,a,b,t\n1,15,5,99\n", &["1", "--lang", "en"]);
    run.expect(0, &["3 broken lines, all hold with 1 figure changed", "mends: k, line 1", "mends: k, line 2", "mends: top"])
        .without(&["Still broken"]);
}
