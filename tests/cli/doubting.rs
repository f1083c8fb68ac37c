//! `fadu doubt`: each kind of slip planted in a sound example is found first; a sound example yields none.

use super::{Folder, Run};

const RULES: &str = "record R key region, year {
  region : text
  year   : year
  tax    : money in 万元
  fee    : money in 万元
  total  : money in 万元
  part   : share
}
rule adds { for r in R require r.tax + r.fee = r.total }
rule parts { for r in R require r.tax = r.part * r.total }
";

/// Tax and fee are the total, tax is its part: 60% of 2000 is 1200, 45% of 3420 is 1539, 47% of 3600 is 1692.
const SOUND: &str = "region,year,tax,fee,total,part
a,2006,1200,800,2000,60%
b,2006,2475,1650,4125,60%
c,2006,3040,760,3800,80%
d,2006,1539,1881,3420,45%
a,2007,1365,735,2100,65%
b,2007,2838,1462,4300,66%
c,2007,3198,902,4100,78%
d,2007,1692,1908,3600,47%
";

fn doubt(rows: &str, args: &[&str]) -> Run {
    let folder = Folder::new().with("r.fadu", RULES).with("R.csv", rows);
    let all: Vec<&str> = ["doubt"].into_iter().chain(args.iter().copied()).chain(["R.csv", "--rules", "r.fadu"]).collect();
    folder.run(&all)
}

#[track_caller]
fn planted(sound: &str, slip: &str, words: &[&str]) {
    assert!(SOUND.contains(sound));
    let run = doubt(&SOUND.replace(sound, slip), &["--lang", "en"]);
    run.expect(0, &["Suggestions only", "1. "]).expect(0, words);
}

#[test]
fn a_sound_example_yields_none() {
    doubt(SOUND, &["--lang", "en"]).expect(0, &["No figure stands out as a slip."]).without(&["perhaps"]);
    doubt(SOUND, &["--lang", "zh"]).expect(0, &["没有哪个数像是笔误"]);
}

#[test]
fn a_figure_in_another_unit() {
    planted(
        "a,2007,1365",
        "a,2007,13650000",
        &["1. ten thousand times too much", "tax  13650000万元, perhaps 1365万元", "would hold: adds"],
    );
    planted(
        "c,2007,3198,902,4100",
        "c,2007,3198,902,0.41",
        &["1. ten thousand times too little", "total  0.41万元, perhaps 4100万元"],
    );
    let huge = "a,2007,136500000000";
    planted("a,2007,1365", huge, &["1. a hundred million times too much", "perhaps 1365万元"]);
}

#[test]
fn a_fraction_for_a_percentage() {
    planted("2100,65%", "2100,0.65%", &["1. a percentage for a fraction", "part  0.65%, perhaps 65%", "would hold: parts"]);
}

#[test]
fn two_fields_in_each_others_place() {
    planted("a,2007,1365,735", "a,2007,735,1365", &["1. two fields in each other's place", "tax  735万元, perhaps 1365万元"]);
}

#[test]
fn digits_transposed_doubled_and_dropped() {
    planted("2838,1462", "2838,1426", &["1. two digits in each other's place", "fee  1426万元, perhaps 1462万元"]);
    planted("902,4100", "902,44100", &["1. a digit typed twice", "total  44100万元, perhaps 4100万元"]);
    planted("b,2007,2838", "b,2007,238", &["1. a digit left out", "tax  238万元, perhaps 2838万元"]);
}

#[test]
fn last_years_figure_once_more() {
    planted("1692,1908", "1692,1881", &["1. the figure of the period before once more", "fee  1881万元"]);
}

#[test]
fn it_says_that_it_only_suggests_and_where() {
    let rows = SOUND.replace("2838,1462", "2838,1426");
    doubt(&rows, &["--lang", "zh"])
        .expect(0, &["以下只是提示", "1. 相邻两个数字颠倒", "R.csv:7:13", "疑为 1462万元", "没有改动任何数"]);
    doubt(&rows, &["--format", "json"])
        .expect(0, &["\"schema\": \"fadu-doubt/1\"", "\"slip\": \"transposed\"", "\"to\": \"1462\""]);
    // Where nothing says a region all rows are of one.
    doubt(&rows, &["--for", "a · 2007", "--lang", "en"]).expect(0, &[]);
    doubt(&rows, &["--for", "nobody", "--lang", "en"]).expect(2, &["`nobody` was not judged"]);
}

#[test]
fn a_bound_that_is_honestly_missed_is_no_slip() {
    // 30% is less than 40%: a tax ten thousand times as large would meet it, and nothing speaks for that.
    let folder = Folder::new()
        .with("r.fadu", "record R key id { id : text  tax : money in 万元  total : money in 万元 }\nrule floor { for r in R require r.tax >= 40% of r.total }\n")
        .with("R.csv", "id,tax,total\na,30,100\nb,50,110\nc,60,120\nd,70,130\ne,80,140\n");
    folder.run(&["doubt", "R.csv", "--rules", "r.fadu", "--lang", "en"]).expect(0, &["No figure stands out"]);
}
