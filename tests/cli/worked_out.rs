//! Texts that are chosen or put together: they are called by their definition, and shown whether data hold them or not.

use super::Folder;

const RULES: &str = r#"record R "表" key id { id : text  a : text  b : text  v : count }
define R.code "全码" = "{a}-{b}"
define R.kind "类别" = choose { v >= 10: "大"; otherwise: "小" }
define R.fee "费用" = choose { v >= 10: v * 2; otherwise: v }
rule code { for r in R require r.code = "甲-1" otherwise "{r.id}:{r.code}" }
rule kind { for r in R require r.kind = "大" }
rule fee { for r in R require r.fee >= 30个 }
rule here { for r in R require choose { r.v >= 10: "大"; otherwise: "小" } = "大" }
rule shown { for r in R show "码": r.code }
"#;

#[test]
fn a_text_that_no_data_hold_is_shown() {
    let folder = Folder::new().with("r.fadu", RULES).with("R.csv", "id,a,b,v\nw,丁,9,5\n");
    let run = folder.run(&["check", "--lang", "zh", "-r", "r.fadu", "R.csv"]);
    run.expect(1, &["提示  w:丁-9", "“全码”为“丁-9”，要求为“甲-1”", "“类别”为“小”，要求为“大”"]);
    run.without(&["“”", "“丁-9”为", "“小”为"]);
    folder
        .run(&["explain", "code", "--lang", "en", "-r", "r.fadu", "R.csv", "--for", "w"])
        .expect(0, &["`丁-9`"])
        .without(&["``"]);
    folder
        .run(&["explain", "shown", "--lang", "en", "-r", "r.fadu", "R.csv", "--for", "w"])
        .expect(0, &["`丁-9`"])
        .without(&["``"]);
}

#[test]
fn what_is_not_known_is_called_by_its_definition() {
    let folder = Folder::new().with("r.fadu", RULES).with("R.csv", "id,a,b,v\nw,丁,,\n");
    // Of its parts only what is missing is named.
    folder.run(&["check", "--lang", "zh", "-r", "r.fadu", "R.csv"]).without(&["“a”未填", "“w · a”"]);
    let run = folder.run(&["check", "--lang", "zh", "-r", "r.fadu", "R.csv"]);
    run.expect(1, &["“全码”未知，要求为“甲-1”", "“类别”可能为“大”或“小”，要求为“大”", "  可能为“大”或“小”，要求为“大”"])
        .without(&["“”"]);
    folder
        .run(&["check", "--lang", "en", "-r", "r.fadu", "R.csv"])
        .expect(1, &["`全码` is unknown", "  may be `大` or `小`; must be `大`"]);
}

/// What is possible is told, nothing among it: a reader sees what the verdict hangs on.
#[test]
fn a_choice_that_may_come_to_none_says_so() {
    let rules = "record R \"表\" key id { id : text  v \"件数\" : count }
define R.kind \"类别\" = choose { v >= 10: \"大\"; v = 0: none; otherwise: \"小\" }
rule kind { for r in R when r.kind exists require r.kind = \"大\" }
rule there { for r in R require r.kind exists }
";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "id,v\nw,\nx,9\ny,0\nz,10\n");
    let zh = folder.run(&["check", "--lang", "zh", "-r", "r.fadu", "R.csv"]);
    zh.expect(1, &["“类别”可能为“大”或“小”或无，要求为“大”", "“类别”为“小”，要求为“大”"]);
    let en = folder.run(&["check", "--lang", "en", "-r", "r.fadu", "R.csv"]);
    en.expect(1, &["`类别` may be `大` or `小` or none; must be `大`", "breach  there"]);
    folder.run(&["explain", "there", "--lang", "en", "-r", "r.fadu"]).expect(0, &["has a value", ": none;"]).without(&["(none)"]);
    folder.run(&["explain", "there", "--lang", "zh", "-r", "r.fadu"]).expect(0, &["有值", "，无；"]).without(&["（无）"]);
}
