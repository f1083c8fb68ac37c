//! What correct rules become.

use super::good;

const HENGSHUI: &str = include_str!("../parse/hengshui_en.fadu");
const HENGSHUI_ZH: &str = include_str!("../parse/hengshui_zh.fadu");

#[test]
fn the_first_example_checks_in_both_languages() {
    let (en, zh) = (good(HENGSHUI), good(HENGSHUI_ZH));
    let ids = |set: &fadu::hir::RuleSet| set.rules.iter().map(|r| r.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&en), ["hengshui.guarantee_share", "hengshui.fund_share"]);
    assert_eq!(ids(&zh).len(), 2);
    assert_eq!(en.tests.len(), zh.tests.len());
}
