//! TOML: Chinese keys without quotes, slips of the input method, keys that stand twice, nested rows.

use super::{Loaded, load};
use fadu::data::CellState;
use fadu::num::{int, ratio};

fn toml(text: &str) -> Loaded {
    load("a.toml", text)
}

#[test]
fn chinese_names_without_quotes_are_told_and_read() {
    let text = "[报送]\n地区 = \"安平县\"\n\n[[信用担保机构]]\n机构名称 = \"甲\"\n年度 = 2007\n担保总额度 = 100\n\"集群企业担保额度\" = 60\n";
    let loaded = toml(text);
    let wanted =
        ["I007 1:2 报送", "I007 2:1 地区", "I007 4:3 信用担保机构", "I007 5:1 机构名称", "I007 6:1 年度", "I007 7:1 担保总额度"];
    assert_eq!(loaded.told(), wanted);
    assert_eq!(loaded.diagnostics[5].help.as_ref().unwrap().zh, "写成 \"担保总额度\"");
    assert_eq!(loaded.number("GuaranteeBody", 0, "total"), Some(int(100)));
    assert_eq!(loaded.under("GuaranteeBody", 0, "clusters"), Some("60"));
    assert_eq!(loaded.under("GuaranteeBody", 0, "name"), Some("\"甲\""));
    assert_eq!(loaded.data.submissions[0].region.as_deref(), Some("安平县"));
    assert_eq!(loaded.complete("GuaranteeBody"), Some(true));
}

#[test]
fn slips_of_the_input_method_are_told_and_read() {
    let text = "[[GuaranteeBody]]\nname = “甲”\nyear ＝ 2007\ntotal = 1,234.5万元\nclusters = １２\n";
    let loaded = toml(text);
    assert_eq!(loaded.told(), ["I008 2:8 “", "I008 3:6 ＝", "I008 4:9 1,234.5万元", "I008 5:12 １２"]);
    assert_eq!(loaded.number("GuaranteeBody", 0, "total"), Some(ratio(12345, 10)));
    assert_eq!(loaded.number("GuaranteeBody", 0, "clusters"), Some(int(12)));
    assert_eq!(loaded.text("GuaranteeBody", 0, "name"), Some("甲"));
    assert_eq!(loaded.under("GuaranteeBody", 0, "clusters"), Some("１２"));
}

#[test]
fn every_kind_of_value_is_read_by_its_text() {
    let text = "[[GuaranteeBody]]\r\nname = 131121\r\nyear = \"2007年\"\r\ntotal = 1_000.50\r\nclusters = 1e3\r\n";
    let loaded = toml(text);
    assert_eq!(loaded.told(), ["D010 5:12 1e3"]);
    assert_eq!(loaded.text("GuaranteeBody", 0, "name"), Some("131121"));
    assert_eq!(loaded.number("GuaranteeBody", 0, "total"), Some(ratio(10005, 10)));
    let odd = toml("[[GuaranteeBody]]\nname = \"a\"\nyear = 2007\ntotal = 0x10\nclusters = [1]\n");
    assert_eq!(odd.told(), ["D001 4:9 0x10", "D024 5:12 [1]"]);
    let lost = toml("[[GuaranteeBody]]\nname = \"1.31121E+17\"\nyear = 2007\ntotal = nan\nclusters = inf\n");
    assert_eq!(lost.told(), ["D011 2:8 \"1.31121E+17\"", "D013 4:9 nan", "D001 5:12 inf"]);
    assert_eq!(lost.complete("GuaranteeBody"), Some(false), "the key is lost");
}

#[test]
fn nested_rows_in_both_spellings() {
    let text = "[[County]]\ncode = \"131125\"\nyear = 2007\nfunds = [{ name = \"甲\", total = 1 }, { name = \"乙\", total = 2 }]\n\n[[County]]\ncode = \"131126\"\nyear = 2007\n[[County.funds]]\nname = \"丙\"\ntotal = 3\n";
    let loaded = toml(text).quiet();
    assert_eq!(loaded.data.table(loaded.rel("Fund")).parents, [0, 0, 1]);
    assert_eq!(loaded.number("Fund", 2, "total"), Some(int(3)));
    assert_eq!(loaded.under("Fund", 1, "total"), Some("2"));
    assert_eq!(loaded.number("County", 0, "funds"), Some(int(2)));
    assert_eq!(loaded.complete("Fund"), Some(true));
    let silent = toml("[[County]]\ncode = \"1\"\nyear = 2007\nfunds = []\n[[County]]\ncode = \"2\"\nyear = 2007\n").quiet();
    assert_eq!(
        (silent.complete("County"), silent.complete("Fund")),
        (Some(true), Some(false)),
        "one county said nothing of funds"
    );
    let single = toml("[GuaranteeBody]\nname = \"a\"\nyear = 2007\ntotal = 1\nclusters = 2\n").quiet();
    assert_eq!(single.rows("GuaranteeBody"), 1);
    let nil = toml("GuaranteeBody = []\n").quiet();
    assert_eq!((nil.rows("GuaranteeBody"), nil.complete("GuaranteeBody")), (0, Some(true)));
}

#[test]
fn a_key_twice_costs_the_cell() {
    let text = "[[GuaranteeBody]]\nname = \"a\"\nyear = 2007\ntotal = 1\nclusters = 2\ntotal = 3\n[[GuaranteeBody]]\nname = \"b\"\nyear = 2007\ntotal = 5\nclusters = 6\n";
    let loaded = toml(text);
    assert_eq!(loaded.told(), ["D026 6:1 total"]);
    assert_eq!(loaded.sources.slice(loaded.diagnostics[0].labels[1].span), "1");
    assert_eq!(loaded.state("GuaranteeBody", 0, "total"), CellState::Hole);
    assert_eq!(loaded.number("GuaranteeBody", 1, "total"), Some(int(5)));
    assert_eq!(loaded.complete("GuaranteeBody"), Some(true));
}

#[test]
fn several_faults_are_told_and_the_readable_rest_is_read() {
    let text = "[[GuaranteeBody]]\nname = \"a\nyear = 2007\ntotal = = 1\nclusters = 2\n\n[[Guarantee]]\nx = 1\n\nstray 5\n[[County]]\ncode = \"1\"\nyear = 2007\n";
    let loaded = toml(text);
    let told = loaded.told();
    assert!(told.iter().filter(|t| t.starts_with("I006")).count() >= 2, "{told:?}");
    assert!(told.iter().any(|t| t.starts_with("I010 7:")), "{told:?}");
    assert_eq!(loaded.complete("GuaranteeBody"), Some(false));
    let scalar = toml("总数 = 5\n");
    assert_eq!(scalar.told(), ["I007 1:1 总数", "I015 1:1 总数"]);
}

#[test]
fn deep_nesting_is_no_danger() {
    for text in [format!("a = {}", "[".repeat(100_000)), format!("a = {}", "{b=".repeat(100_000)), "[a.".repeat(50_000)] {
        assert!(!toml(&text).diagnostics.is_empty());
    }
}
