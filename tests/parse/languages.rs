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
