//! A verdict that stands whichever of its candidates a missing text is: what is told of it holds for all of them.

use super::Folder;

const RULES: &str = "record R key name { name : text  a \"甲额\" : money in 万元  d \"日\" : date  g \"类别\" : one of \"x\", \"y\", \"z\" }\n\
    table caps \"限\" key g { | g | lim : money in 万元 | day : date |\n | x | 5 | 2008-02-29 |\n | y | 10 | 2007-12-31 |\n | z | 0 | 2008-06-30 |\n }\n\
    rule low { for r in R require caps[r.g].lim >= 20万元 }\n\
    rule top { for r in R require r.a <= caps[r.g].lim }\n\
    rule met { for r in R require caps[r.g].lim <= 10万元 }\n\
    rule both { for r in R require caps[r.g].lim >= 20万元 and r.a >= 1万元 }\n\
    rule day { for r in R require r.d - caps[r.g].day = 60天 }\n";

#[test]
fn figures_of_a_row_that_may_be_any_of_several_are_those_of_all() {
    let folder = Folder::new().with("r.fadu", RULES).with("R.csv", "name,甲额,日,类别\n一,30,2008-06-30,\n");
    // The limit is 5, 10 or 0: 20 less that is 10 to 20 short; 30 is 20 to 30 over. From 2008-02-29 to 2008-06-30 it is 122 days, from 2007-12-31 182, else none.
    let run = folder.run(&["check", "--all", "--width", "200", "--lang", "zh", "-r", "r.fadu", "R.csv"]);
    run.expect(
        1,
        &["0万元—10万元 < 20万元，差 10万元—20万元", "超出 20万元—30万元", "0万元—10万元 ≤ 10万元", "0天—182天 ≠ 60天"],
    )
    .without(&["差 15万元", "超出 25万元", "| x |", "122天 ≠"]);
}

#[test]
fn what_mends_it_mends_it_for_every_candidate() {
    let folder = Folder::new().with("r.fadu", RULES).with("R.csv", "name,甲额,日,类别\n一,30,2008-06-30,\n");
    let told = folder.run(&["check", "--format", "json", "-r", "r.fadu", "R.csv"]);
    let all = serde_json::from_str::<serde_json::Value>(&told.out()).unwrap()["findings"].as_array().cloned().unwrap();
    let top = all.iter().find(|f| f["rule"] == "top").unwrap();
    assert_eq!(top["repairs"].as_array().map(Vec::len), Some(1), "{top}");
    // The least of the limits is 0.
    assert_eq!(top["repairs"][0]["to"]["value"], "0", "{top}");
    let mended = Folder::new().with("r.fadu", RULES).with("R.csv", "name,甲额,日,类别\n一,0,2008-06-30,\n");
    mended.run(&["check", "--all", "--lang", "en", "--format", "short", "-r", "r.fadu", "R.csv"]).expect(1, &["met[top]"]);
}
