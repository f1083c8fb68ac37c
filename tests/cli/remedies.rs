//! What a finding says would settle or mend it must be so.

use super::{Folder, Run};

fn found(rules: &str, rows: &str) -> Run {
    Folder::new()
        .with("fadu.toml", "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"x.csv\"\nrecord = \"X\"\n")
        .with(
            "r.fadu",
            format!("record X key id {{ id : text  a : number ?  b : number  c : number }}\nrule r {{ for x in X {rules} }}"),
        )
        .with("x.csv", format!("id,a,b,c\n{rows}\n"))
        .run(&["check", "--lang", "en"])
}

#[test]
fn a_figure_that_two_bounds_ask_for_has_no_one_turning_point() {
    // 100 would satisfy the first and break the second.
    found("require x.b >= 3 and x.b <= 5", "1,2,,4").expect(1, &["must be ≥ 3", "must be ≤ 5"]).without(&["met when"]);
    found("require x.b between 3 and 5", "1,2,,4").expect(1, &["must be ≥ 3"]).without(&["met when"]);
    found("require x.b >= 3 and x.c >= 4", "1,2,,4").expect(1, &["met when ≥ 3"]);
    found("require x.b >= 3 or x.b = 1", "1,2,,4").expect(1, &[]).without(&["met when"]);
}

#[test]
fn where_only_one_value_will_do_that_value_is_named() {
    let run = found("require x.b = x.c", "1,2,19,11");
    run.expect(1, &["change `b` from 19 to 11", "change `c` from 11 to 19"]).without(&["at least", "at most"]);
    found("require x.b <= x.c", "1,2,19,11").expect(1, &["to at most 11", "to at least 19"]);
}

#[test]
fn a_figure_of_another_row_is_named_with_its_row() {
    let run = found("when x.id = \"1\" require X[\"2\"].b = X[\"3\"].b", "1,1,1,1\n2,1,19,1\n3,1,11,1");
    run.expect(1, &["change `2 · b` from 19 to 11", "change `3 · b` from 11 to 19"]);
}

#[test]
fn an_empty_optional_field_is_none_and_is_not_filled_in() {
    found("report x.a required", "1,,1,1").expect(1, &["there is no `a`"]);
    found("report x.a required", "1,—,1,1").expect(0, &[]);
    found("report x.a required", "1,0,1,1").expect(0, &[]);
    found("require x.a does not exist", "1,,1,1").expect(0, &[]);
    found("report exactly one of x.a, x.b", "1,,1,1").expect(0, &[]);
}

#[test]
fn a_key_that_no_table_of_the_policy_has_is_not_called_unsent() {
    let run = Folder::new()
        .with("fadu.toml", "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"x.csv\"\nrecord = \"X\"\n")
        .with("r.fadu", "table T \"目录\" key code { | code | floor : number |\n | a | 3 | }\nrecord X key id { id : text  b : number }\nrule r { for x in X require x.b >= T[x.id].floor }\n")
        .with("x.csv", "id,b\na,3\nz,3\n")
        .run(&["check", "--lang", "en"]);
    run.expect(1, &["the policy's table has no `目录 z · floor`"]).without(&["no row was received"]);
}
