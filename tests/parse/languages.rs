//! English and Chinese, half and full width: one tree.

use super::dump;

#[test]
fn the_example_of_the_language_page_is_one_tree_in_both_languages() {
    let en = dump(include_str!("hengshui_en.fadu"));
    assert_eq!(en, dump(include_str!("hengshui_zh.fadu")));
    assert!(en.contains("(require (compare (. b clusters) >= (share-of (num 60 \"%\") (. b total)))"), "{en}");
}

#[test]
fn everything_the_language_can_say_is_one_tree_in_both_languages() {
    let en = dump(include_str!("large_en.fadu"));
    let zh = dump(include_str!("large_zh.fadu"));
    for (i, (a, b)) in en.lines().zip(zh.lines()).enumerate() {
        assert_eq!(a, b, "line {i}");
    }
    assert_eq!(en.lines().count(), zh.lines().count());
}

#[test]
fn line_ends_and_a_mark_at_the_start_change_nothing() {
    let text = include_str!("large_zh.fadu");
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(dump(text), dump(&windows));
    let words = |text: &str| -> Vec<String> {
        fadu::parse::comments(fadu::text::FileId(0), text).iter().map(|c| text[c.span.range()].to_string()).collect()
    };
    assert_eq!(words(text), ["// 同一件事，用中文写一遍。", "# 下一行有竖线"]);
    assert_eq!(words(text), words(&windows));
}

#[test]
fn the_last_unit_of_a_range_serves_both_ends() {
    let text = dump("rule r { require x between 50 and 60亿元 and y 介于 1 至 2 个百分点 }\nparam p : money in 元 in 1..2万元");
    for range in
        ["(num 50 \"亿元\") (num 60 \"亿元\")", "(num 1 \"个百分点\") (num 2 \"个百分点\")", "(num 1 \"万元\") (num 2 \"万元\")"]
    {
        assert!(text.contains(range), "{text}");
    }
}

#[test]
fn every_built_in_unit_may_stand_glued_or_after_one_blank() {
    for unit in fadu::ty::Units::default().names() {
        for written in [format!("12{unit}以上"), format!("12 {unit} 以上")] {
            let text = dump(&format!("rule r {{ require x {written} }}"));
            assert!(text.contains(&format!(">= (num 12 \"{unit}\")")), "{written}: {text}");
        }
    }
}
