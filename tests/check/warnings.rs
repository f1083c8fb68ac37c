//! What is allowed and probably not meant.

use super::{RECORDS, bad, bad_rule, good, rule};

#[test]
fn what_is_not_used() {
    bad(&format!("param p : share\n{}", rule("require b.total > 5元")), &[r#"W001 "p""#]);
    good(&format!("param p \"比例\" : share\n{}", rule("require b.share > 比例")));
    bad_rule("let x = b.total require b.part > 5元", &[r#"W002 "x""#]);
}

#[test]
fn the_lines_word_and_the_clauses_force() {
    let text = |force: &str, line: &str| {
        format!("policy p {{ clause c \"一\" {force} }}\n{RECORDS}\nrule r {{ cite p.c for b in Body {line} b.total > 5元 }}")
    };
    bad(&text("aspiration", "require"), &[r#"W004 "require b.total > 5元" / "c""#]);
    bad(&text("mandate", "aim"), &[r#"W004 "aim b.total > 5元" / "c""#]);
    bad(&text("fact", "require"), &[r#"W004 "require b.total > 5元" / "c""#]);
    bad(&text("mandate", "verify"), &[r#"W004 "verify b.total > 5元" / "c""#]);
    for (force, line) in
        [("mandate", "require"), ("target", "verify"), ("力争", "aim"), ("fact", "verify"), ("", "aim"), ("derived", "require")]
    {
        good(&text(force, line));
    }
    // Beside a line that fits, another may be milder, and none may be harder.
    good(&text("mandate", "verify b.part > 5元 require"));
    bad(&text("aspiration", "require b.part > 5元 aim"), &[r#"W004 "require b.part > 5元" / "c""#]);
    bad(&text("qualitative \"没有数字\"", "require"), &[r#"W003 "p.c" / "c""#]);
}

#[test]
fn rows_that_are_only_listed_inside_others() {
    let text = "record C key n { n : text, fs : list of F }\nrecord F key m { m : text, x : count }\nrule r { for f in F require f.x > 1 }";
    let checked = bad(text, &[r#"W006 "F" / "fs""#]);
    assert_eq!(checked.help(), "for the listed rows write `C.fs`");
    good(&text.replace("in F require", "in C.fs require"));
}
