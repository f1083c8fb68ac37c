//! Counts per counts (件/万人, 张/千人, 人/户): a unit like any other, in rules, parameters, cells and headers.

use super::{MET, VIOLATED, World};

const RULES: &str = r#"
record R "行" key name {
  name "名称" : text
  v    "专利" : quantity in 件/万人
  p    "专利数" : count
  n    "人口" : count
}
param least : quantity in 件/万人 = 45.67件/万人
rule literal { for r in R require r.v >= 45.67件/万人 }
rule other { for r in R require r.v >= 4.567件/千人 }
rule bound { for r in R require r.v >= least }
rule quotient { for r in R require r.p / r.n >= 45.67件/万人 }
rule both { for r in R require r.v = r.p / r.n }
rule product { for r in R require r.p >= 45.67件/万人 * r.n }
rule whole { for r in R require r.v + 1件/万人 >= 46.67件/万人 }
"#;

#[test]
fn they_convert_in_rules_parameters_cells_and_headers() {
    // 4,567 for a million is 45.67 for ten thousand.
    let files = |header: &str, at: &str, below: &str, above: &str| {
        format!("名称,{header},专利数,人口\n限,{at},4567,1000000\n下,{below},4566,1000000\n上,{above},4568,100万人\n")
    };
    let tables = [
        files("专利", "45.67", "45.66", "45.68"),
        files("专利", "45.67件/万人", "45.66 件/万人", "45.68件／万人"),
        files("专利（件/万人）", "45.67", "45.66", "45.68"),
        files("专利（件/亿人）", "456700", "456600", "456800"),
        files("专利", "0.004567件/人", "4.566个/千人", "456800件/亿人"),
    ];
    for table in tables {
        let world = World::new(RULES, &[("R.csv", &table)]);
        for rule in ["literal", "other", "bound", "quotient", "product", "whole"] {
            for (subject, verdict) in [("限", MET), ("下", VIOLATED), ("上", MET)] {
                assert_eq!(world.verdict(rule, subject), verdict, "{rule} {subject}\n{table}");
            }
        }
        for subject in ["限", "下", "上"] {
            assert_eq!(world.verdict("both", subject), MET, "{subject}\n{table}");
        }
    }
}

#[test]
fn a_bare_number_a_share_or_money_is_none_of_them() {
    for wrong in ["45.67", "45.67%", "45.67元", "45.67元/人", "45.67件"] {
        let rules =
            format!("record R key k {{ k : text  v : quantity in 件/万人 }}\nrule a {{ for r in R require r.v >= {wrong} }}\n");
        let compiled = std::panic::catch_unwind(|| World::new(&rules, &[("R.csv", "k,v\na,45.68\n")]));
        assert!(compiled.is_err(), "{wrong}");
    }
    let rules = "record R key k { k : text  v : quantity in 件/万人 }\nrule a { for r in R require r.v >= 0 }\n";
    for wrong in ["45.68件", "45.68%", "45.68元", "45.68件/万元", "45.68倍"] {
        let table = format!("k,v\na,{wrong}\n");
        let world = World::new(rules, &[("R.csv", &table)]);
        assert_eq!(world.data.tables[0].columns[1].state(0), fadu::data::CellState::Hole, "{wrong} is no such rate");
    }
}
