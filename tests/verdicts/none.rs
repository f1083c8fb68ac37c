//! Values that may be none: what gives none exists in no completion, what is not known may.

use super::*;

const FIRM: &str = "record Firm \"企业\" key name {
  name  \"名称\" : text
  sales \"收入\" : money in 万元
  bonus \"奖金\" : money in 万元 ?
  kind  \"类别\" : one of \"甲\", \"乙\"
}
define Firm.tax = choose { sales > 100万元: 3% of sales; otherwise: none }
define Firm.extra = choose { kind = \"甲\": bonus; otherwise: none }
define Firm.both = tax + extra
define Firm.grade = choose { sales > 100万元: \"大\"; sales = 0元: none; otherwise: \"小\" }
define Firm.given = bonus
";

const ROWS: [(&str, &str); 1] = [(
    "Firm.csv",
    "名称,收入,奖金,类别\nover,100.01,5,甲\nat,100,5,甲\nunknown,,5,甲\nnobonus,200,,甲\nother,200,5,乙\nzero,0,5,甲\nbound,>=200,5,\n",
)];

fn verdicts(rules: &str, rule: &str, subjects: &[&str]) -> Vec<Verdict> {
    let t = World::new(&format!("{FIRM}{rules}"), &ROWS);
    subjects.iter().map(|s| t.verdict(rule, s)).collect()
}

#[test]
fn a_choice_that_gives_none_does_not_exist_there() {
    let rules = "rule r { for f in Firm require f.tax exists } rule s { for f in Firm require f.tax does not exist }";
    let subjects = ["over", "at", "unknown", "zero", "bound"];
    assert_eq!(verdicts(rules, "r", &subjects), [MET, VIOLATED, OPEN, VIOLATED, MET]);
    assert_eq!(verdicts(rules, "s", &subjects), [VIOLATED, MET, OPEN, MET, VIOLATED]);
}

#[test]
fn its_value_is_used_where_it_exists() {
    // 3% of 100.01 are 3.0003.
    let rules = "rule r { for f in Firm when f.tax exists require f.tax <= 3.0003万元 }
      rule s { for f in Firm require f.tax exists implies f.tax < 3.0003万元 }";
    assert_eq!(verdicts(rules, "r", &["over", "at", "unknown", "nobonus"]), [MET, NOT, OPEN, VIOLATED]);
    assert_eq!(verdicts(rules, "s", &["over", "at", "unknown", "nobonus"]), [VIOLATED, MET, OPEN, VIOLATED]);
}

#[test]
fn a_field_that_may_be_none_goes_through_a_choice_and_a_sum() {
    let rules = "rule r { for f in Firm require f.extra exists } rule s { for f in Firm require f.both exists }
      rule t { for f in Firm when f.both exists require f.both >= 8.0003万元 } rule u { for f in Firm require f.given exists }";
    assert_eq!(verdicts(rules, "r", &["over", "nobonus", "other", "bound"]), [MET, VIOLATED, VIOLATED, OPEN]);
    assert_eq!(verdicts(rules, "s", &["over", "at", "nobonus", "other", "unknown"]), [MET, VIOLATED, VIOLATED, VIOLATED, OPEN]);
    assert_eq!(verdicts(rules, "t", &["over", "at", "nobonus"]), [MET, NOT, NOT]);
    assert_eq!(verdicts(rules, "u", &["over", "nobonus"]), [MET, VIOLATED]);
}

#[test]
fn texts_and_sums_over_those_that_exist() {
    let rules = "rule r { for f in Firm require f.grade exists } rule s { for f in Firm when f.grade exists require f.grade = \"小\" }
      rule t { require sum(f.tax for f in Firm when f.tax exists and f.name != \"unknown\" and f.name != \"bound\") = 15.0003万元 }
      rule u { require count(f in Firm when f.grade exists and f.grade = \"小\" and f.name != \"unknown\") = 1 }";
    assert_eq!(verdicts(rules, "r", &["over", "at", "unknown", "zero"]), [MET, MET, OPEN, VIOLATED]);
    assert_eq!(verdicts(rules, "s", &["over", "at", "unknown", "zero"]), [VIOLATED, MET, OPEN, NOT]);
    // 3.0003, and 6 twice.
    assert_eq!(verdicts(rules, "t", &[""]), [MET]);
    assert_eq!(verdicts(rules, "u", &[""]), [MET]);
}
