//! What a formatted file looks like, and that formatting never changes its meaning.

use super::fmt;
use crate::parse::dump;
use fadu::fmt::{FmtOptions, Keywords, diff, format};
use fadu::text::FileId;

const GOLDEN: &str = include_str!("../parse/hengshui_en.fadu");
const FILES: [&str; 4] = [
    GOLDEN,
    include_str!("../parse/hengshui_zh.fadu"),
    include_str!("../parse/large_en.fadu"),
    include_str!("../parse/large_zh.fadu"),
];
const MODES: [Keywords; 3] = [Keywords::Keep, Keywords::Zh, Keywords::En];

/// The example; only its last `given` is wider than a line and is broken.
fn golden() -> String {
    GOLDEN.replace(
        "{ name = \"安平县担保中心\", year = 2007, total = 100万元, clusters = 59.9999万元 }",
        "{\n    name = \"安平县担保中心\", year = 2007, total = 100万元, clusters = 59.9999万元\n  }",
    )
}

#[test]
fn the_example_of_the_language_page_is_laid_out_as_it_stands_there() {
    assert_eq!(fmt(GOLDEN, Keywords::Keep), golden());
    assert_eq!(fmt(GOLDEN, Keywords::En), golden());
}

#[test]
fn the_example_converts_to_chinese_and_back() {
    let zh = fmt(GOLDEN, Keywords::Zh);
    for line in [
        "政策 hengshui \"衡水市加快中小企业产业集群发展指导意见\" {",
        "  文号 \"衡政〔2006〕75号\"",
        "  clusters \"集群企业担保额度\" : 金额 单位 万元",
        "  依据 hengshui.guarantee_share",
        "  对   b 在 GuaranteeBody",
        "  要求 b.clusters >= b.total 的 60%",
        "  预期 guarantee_share 不符 差 1元",
    ] {
        assert!(zh.lines().any(|l| l == line), "{line}\nis missing in\n{zh}");
    }
    assert_eq!(fmt(&zh, Keywords::En), golden());
}

#[test]
fn formatting_keeps_the_tree_and_is_stable_in_every_mode() {
    for file in FILES {
        for mode in MODES {
            let once = fmt(file, mode);
            assert_eq!(dump(file), dump(&once));
            assert_eq!(fmt(&once, mode), once, "{mode:?}");
            for other in MODES {
                assert_eq!(dump(file), dump(&fmt(&once, other)), "{mode:?} then {other:?}");
            }
            let wide: Vec<_> = once.lines().filter(|l| unicode_width::UnicodeWidthStr::width(*l) > 100).collect();
            assert!(wide.is_empty(), "{wide:#?}");
        }
    }
}

#[test]
fn a_converted_file_holds_no_keyword_of_the_other_language() {
    let zh = fmt(FILES[2], Keywords::Zh);
    for word in
        ["require", "for ", " in ", " of ", "when", "given", "expect", "count(", " and ", "money", "otherwise", "at least"]
    {
        assert!(!zh.contains(word), "{word} stands in\n{zh}");
    }
    let en = fmt(FILES[3], Keywords::En);
    for word in ["要求", "在", "不低于", "以上", "当 ", "给定", "合计", "且", "金额", "否则", " 的 ", "；", "｛", "，"]
    {
        let code: String =
            en.lines().filter(|l| !l.contains('"') && !l.contains('「') && !l.contains('#') && !l.contains("//")).collect();
        assert!(!code.contains(word), "{word} stands in\n{en}");
    }
}

#[test]
fn the_author_s_words_are_kept() {
    let source = "规则 r {\n  require x 不少于 3 且 y 60%以内\n  要求 c 占 d 的比例 > 5% and a ≥ 2\n  verify x 有\n}\n";
    let want = "规则 r {\n  require x 不少于 3 且 y 60%以内\n  要求    c 占 d 的比例 > 5% and a ≥ 2\n  verify  x 有\n}\n";
    assert_eq!(fmt(source, Keywords::Keep), want);
}

#[test]
fn tables_are_aligned_by_display_width() {
    let source =
        "table t \"表\" key name {\n| name | near \"近期\":money in 亿元 |\n#注\n| 桃城区|12|  // 尾\n\n|\"武|邑\"| |\n}\n";
    let want = "\
table t \"表\" key name {
  | name    | near \"近期\" : money in 亿元 |
  #注
  | 桃城区  | 12                          |  // 尾

  | \"武|邑\" |                             |
}
";
    assert_eq!(fmt(source, Keywords::Keep), want);
}

#[test]
fn forces_and_parameters_stand_in_columns() {
    let source = "policy p{clause a \"一\" \"占比\" 强制\nclause bc \"二(一)\" \"增长速度\" target\nclause d \"三\" \"宣传\" qualitative \"无\"}\nparam a : share\n# 注\nparam bc \"比例\":share = 60%\n\nparam def : year";
    let want = "\
policy p {
  clause a  \"一\"     \"占比\"     强制
  clause bc \"二(一)\" \"增长速度\" target
  clause d  \"三\"     \"宣传\" qualitative \"无\"
}

param a         : share
# 注
param bc \"比例\" : share = 60%

param def : year
";
    assert_eq!(fmt(source, Keywords::Keep), want);
}

#[test]
fn fields_stand_in_columns() {
    let source = "record R key a{a:text\n 名称 \"机构的名称\":text?; long_name also \"旧名\",\"别名\":money in 万元 to 0.01\n\n b \"x\":count signed in -5..10\n}";
    let want = "\
record R key a {
  a                             : text
  名称      \"机构的名称\"        : text ?
  long_name also \"旧名\", \"别名\" : money in 万元 to 0.01

  b \"x\" : count signed in -5..10
}
";
    assert_eq!(fmt(source, Keywords::Keep), want);
}

#[test]
fn comments_survive_wherever_they_stand() {
    let source = "\
# top
# of the file

rule r # after the name
  \"t\" { # after the brace
  # before
  require a >= # inside
    60% # inside too
    of b // behind

  # alone

  # at the end
} # behind the rule
# between
param x : share # behind x
test \"t\" { given A { a = 1, # one
  b = 2 } }
# last";
    let want = "\
# top
# of the file

# after the name
rule r \"t\" {  # after the brace
  # before
  # inside
  # inside too
  require a >= 60% of b  // behind

  # alone

  # at the end
}  # behind the rule

# between
param x : share  # behind x

test \"t\" {
  # one
  given A { a = 1, b = 2 }
}

# last
";
    let out = fmt(source, Keywords::Keep);
    assert_eq!(out, want);
    assert_eq!(fmt(&out, Keywords::Keep), out);
}

#[test]
fn comments_in_any_place_are_kept_in_order() {
    for file in FILES {
        let places: Vec<usize> = file.char_indices().filter(|(_, c)| matches!(c, ' ' | '\n')).map(|(i, _)| i).collect();
        for place in places.into_iter().step_by(167) {
            let source = format!("{} # 注\n{}", &file[..place], &file[place..]);
            // Inside a text or a row the sign is no comment, and the text is another one.
            let Ok(out) = format(FileId(0), &source, FmtOptions::default()) else {
                assert!(!super::super::parse::parse(&source).1.is_empty(), "refused at {place}");
                continue;
            };
            assert_eq!(fmt(&out, Keywords::Keep), out, "at {place}");
        }
    }
}

#[test]
fn long_lines_are_broken_at_operators_and_commas() {
    let source = "rule r { require first_long_name.total_amount + second_long_name.total_amount >= 60% of third_long_name.total_amount and fourth_name.count in {\"省级\", \"市级\", \"县级\", \"乡级\", \"村级\", \"镇级\", \"区级\", \"街道\", \"开发区\", \"高新区\", \"保税区\"} }";
    let want = "\
rule r {
  require first_long_name.total_amount + second_long_name.total_amount
            >= 60% of third_long_name.total_amount
          and fourth_name.count
            in {
              \"省级\", \"市级\", \"县级\", \"乡级\", \"村级\", \"镇级\", \"区级\", \"街道\", \"开发区\", \"高新区\",
              \"保税区\"
            }
}
";
    assert_eq!(fmt(source, Keywords::Keep), want);
}

#[test]
fn parentheses_are_kept_where_written_and_set_where_needed() {
    for (written, want) in [
        ("(a+b)*c>=(d)", "(a + b) * c >= (d)"),
        ("a-(b-c)=d and (e or f)", "a - (b - c) = d and (e or f)"),
        ("not (a and b) or not c", "not (a and b) or not c"),
        ("-(a+b) > -c", "-(a + b) > -c"),
        ("(60% of a) 的 50% > 1", "(60% of a) 的 50% > 1"),
        ("((a)) >= 1", "(a) >= 1"),
        ("(a implies b) implies c", "(a implies b) implies c"),
        ("(c at 2008).x > (prior(c)).y", "(c at 2008).x > (prior(c)).y"),
    ] {
        let source = format!("rule r {{ require {written} }}");
        assert_eq!(fmt(&source, Keywords::Keep), format!("rule r {{\n  require {want}\n}}\n"));
    }
    let zh = fmt("rule r { require (60% of a) 的 50% > 1 and 10% of x 的 20% > 2 }", Keywords::Zh);
    assert_eq!(zh, "规则 r {\n  要求 (a 的 60%) 的 50% > 1 且 x 的 20% 的 10% > 2\n}\n");
}

#[test]
fn a_file_with_mistakes_is_not_touched() {
    let mistakes = format(FileId(0), "rule r { requrie x }", FmtOptions::default()).expect_err("it has a mistake");
    assert_eq!(mistakes.iter().map(|d| d.code).collect::<Vec<_>>(), ["S016"]);
}

#[test]
fn blank_lines_are_kept_one_at_a_time() {
    let source = "param a : share\n\n\n\nparam b : share\nparam c : share\nrule r {\n\n\n  when x\n\n\n\n  require y }\nalias \"a\" = \"b\"\n";
    let want =
        "param a : share\n\nparam b : share\nparam c : share\n\nrule r {\n  when x\n\n  require y\n}\n\nalias \"a\" = \"b\"\n";
    assert_eq!(fmt(source, Keywords::Keep), want);
}

#[test]
fn a_diff_shows_the_changed_lines() {
    assert_eq!(diff("a\n", "a\n", "x.fadu"), "");
    assert_eq!(diff("a\nb\n", "a\nc\n", "x.fadu"), "--- x.fadu\n+++ x.fadu\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
}

#[test]
fn what_the_parser_accepts_at_its_limits_is_formatted() {
    let deep = format!("rule r {{ require {}a{} >= 1 }}", "(b + ".repeat(60), ")".repeat(60));
    let long = format!("rule r {{ require {} >= 1 }}", vec!["x"; 250].join(" + "));
    let mixed = format!(
        "rule r {{ require {}a{} >= 1 }}",
        "f({a: ".replace("{a: ", "choose { a: 1; otherwise: ").repeat(25),
        " })".repeat(25)
    );
    let nots = format!("rule r {{ require {}x }}", "not ".repeat(500));
    let powers = format!("rule r {{ require {} >= 1 }}", vec!["x"; 190].join(" ^ -"));
    for source in [deep, long, mixed, nots, powers] {
        let once = fmt(&source, Keywords::Keep);
        assert_eq!(fmt(&once, Keywords::Keep), once);
    }
    let rows: String = (0..2_000).map(|i| format!("| {i} | 名{i} |\n")).collect();
    let table = fmt(&format!("table t key a {{\n| a | b |\n{rows}}}\n"), Keywords::Zh);
    assert!(table.lines().skip(1).take(2_001).all(|l| l.ends_with(" |") && l.starts_with("  | ")));
}

#[test]
fn powers_keep_their_words_and_need_no_parentheses_they_have_not() {
    let rule = |e: &str| format!("rule r {{\n  require {e}\n}}\n");
    for kept in [
        "x ^ 2 * -y ^ n.m > (-x) ^ -2",
        "x ^ y ^ 2 = (x ^ y) ^ 2",
        "x 的 2 次方 >= (a + b) 的 n 次方",
        "(a ^ (b + 1)) ^ 2 > a ^ (b + 1)",
    ] {
        assert_eq!(fmt(&rule(kept), Keywords::Keep), rule(kept));
    }
    assert_eq!(fmt(&rule("x的y>a  的  2次方"), Keywords::Keep), rule("x的y > a 的 2 次方"));
    assert_eq!(fmt(&rule("a 的 2 次方 > 1"), Keywords::En), rule("a ^ 2 > 1"));
    assert!(fmt(&rule("a ^ 2 > 1"), Keywords::Zh).contains("a ^ 2 > 1"));
}

#[test]
fn what_blanks_mean_stands_behind_the_type_and_in_the_head() {
    let en = "record C \"县\" key code sent by T as code total row \"合计\" blank means 0, no {\n  code : text\n  \
tax  : money in 万元 to 0.01 blank means unknown\n  plan : text ? blank means none\n}\n\n\
extend C blank means 0 {\n  more : count\n}\n\ntable T key code {\n  | code | n : count blank means 0 |\n  | a    | 1                       |\n}\n";
    let zh = fmt(en, Keywords::Zh);
    assert_eq!(fmt(en, Keywords::Keep), en);
    assert_eq!(fmt(&zh, Keywords::En), en);
    for part in ["合计行 \"合计\" 空白为 0, 否 {", "精确到 0.01 空白为 未知", "文本 ? 空白为 无", "扩充 C 空白为 0 {"]
    {
        assert!(zh.contains(part), "{part} is missing in\n{zh}");
    }
    assert_eq!(
        fmt("记录 C 主键 code 空白为　０，否{ code:文本 n:个数 }", Keywords::En),
        "record C key code blank means 0, no {\n  code : text\n  n    : count\n}\n"
    );
}

#[test]
fn places_and_first_rows_are_laid_out_in_the_order_of_each_language() {
    let rule = |e: &str| format!("rule r {{\n  require {e}\n}}\n");
    let zh = |e: &str| format!("规则 r {{\n  要求 {e}\n}}\n");
    let en = "count((first 10 of (F when f > 1) when g by v lowest first per a, b without ties)) > rank(x.v for x in F, f.v, highest first)";
    let fits = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(").replace(" )", ")");
    let once = fmt(&rule(en), Keywords::Keep);
    assert_eq!(fits(&once), fits(&rule(en)));
    let turned = fmt(&once, Keywords::Zh);
    let expected = zh("个数(((F 当 f > 1) 当 g 按 v 由低到高 每 a, b 前 10 名 不含并列)) > 名次(x.v 对 x 在 F, f.v, 由高到低)");
    assert_eq!(fits(&turned), fits(&expected));
    assert_eq!(fmt(&turned, Keywords::En), once);
}
