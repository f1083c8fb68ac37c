use super::{Rule, read};

fn pairs(rule: Rule, text: &str) -> Vec<Rule> {
    read(rule, text).map(|found| found.flatten().map(|pair| pair.as_rule()).collect()).unwrap_or_default()
}

#[test]
fn both_languages_and_full_width_signs_give_the_same_pairs() {
    let same = [
        ("a and b or not c", "a 且 b 或 非 c"),
        ("a at least 3", "a 不低于 3"),
        ("a >= 3", "a ＞＝ 3"),
        ("a in {\"x\", \"y\"}", "a 属于 ｛“x”，“y”｝"),
        ("choose { a: 1; otherwise: 2 }", "选择 { a: 1; 否则: 2 }"),
        ("choose { a: none; otherwise: 2 }", "选择 { a: 无; 否则: 2 }"),
    ];
    for (english, chinese) in same {
        let (english, chinese) = (pairs(Rule::expr, english), pairs(Rule::expr, chinese));
        assert!(english.len() > 3, "{english:?}");
        assert_eq!(english, chinese);
    }
}

#[test]
fn reading_stops_at_the_farthest_place_and_says_what_could_stand_there() {
    let stop = read(Rule::expr, "(a + ").unwrap_err();
    assert_eq!(stop.at, 5);
    assert!(stop.expected.contains(&Rule::name), "{stop:?}");
    assert!(!stop.expected.contains(&Rule::op_add), "{stop:?}");
}

/// A file is read whatever is in it: what belongs to no item is a `bad_item`, and what follows it is intact.
#[test]
fn every_text_is_a_file() {
    for text in ["", "\u{feff}", "}}}", "rule", "rule { \"", "。；", "schema { } }"] {
        assert!(read(Rule::file, text).is_ok(), "{text:?}");
    }
    let found = pairs(Rule::file, "nonsense\nparam least: money = 3 yuan\n");
    assert!(found.contains(&Rule::bad_item), "{found:?}");
    assert!(found.contains(&Rule::param), "{found:?}");
}
