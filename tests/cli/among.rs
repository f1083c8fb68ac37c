//! `check FILE` inside a project: the file is read as its entry says, judged among the rest, and what is found of it alone is shown.

use super::Folder;

const RULES: &str = r#"
table roster "名册" key name {
  | name "名称" |
  | 安平县      |
  | 枣强县      |
}
record County "各县" key name, year sent by roster as name {
  name "县"   : text
  year "年度" : year
  tax  "税收" : money in 万元
}
rule floor "下限" { for c in County  require c.tax >= 10万元 }
rule rank "不少于另一县的一半" { for c in County  require c.tax >= 50% of max(o.tax for o in County when o.year = c.year) }
"#;

const PROJECT: &str = "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"{region}.csv\"\nrecord = \"County\"\nperiod = 2025\nignore = [\"备注\"]\n";

/// 12 is not below 10, and less than half of 25; 9 of another file is below 10.
fn folder(b: &str) -> Folder {
    Folder::new()
        .with("fadu.toml", PROJECT)
        .with("r.fadu", RULES)
        .with("安平县.csv", "税收（万元）,备注\n12,x\n")
        .with("枣强县.csv", b)
}

#[test]
fn a_file_is_judged_among_the_rest_and_shown_alone() {
    let folder = folder("税收（万元）\n25\n");
    let run = folder.run(&["check", "--lang", "en", "安平县.csv"]);
    run.expect(
        1,
        &[
            "安平县 · 2025",
            "48% < 50%",
            "the other files of the project were judged as well and are not shown: 0 findings (0 blocking)",
        ],
    )
    .without(&["枣强县 · 2025", "D023"]);
    // Of the other file nothing is wrong.
    folder.run(&["check", "--lang", "en", "枣强县.csv"]).expect(0, &["not shown: 1 finding (1 blocking)"]);
    folder.run(&["check", "--lang", "zh", "枣强县.csv"]).expect(0, &["其结果未列：1 项（阻断 1 项），文件错误 0 处"]);
    folder
        .run(&["check", "枣强县.csv", "--format", "json"])
        .expect(0, &["\"other_files\": {", "\"blocking\": 1"])
        .without(&["安平县 ·"]);
    // Both of them are all there is.
    folder.run(&["check", "--lang", "en", "枣强县.csv", "安平县.csv"]).expect(1, &["not shown: 0 findings"]);
}

#[test]
fn mistakes_of_others_are_counted_and_do_not_block() {
    let folder = folder("税收（万元）\n三十\n");
    folder.run(&["check", "--lang", "en", "安平县.csv"]).expect(1, &["open", "1 error in files"]).without(&["D001"]);
    let folder = self::folder("税收（万元）\n13\n").with("枣强县.csv", "税收（万元）\n9\n");
    folder.run(&["check", "--lang", "en", "--format", "short", "安平县.csv"]).expect(0, &[]).without(&["枣强县"]);
    folder
        .run(&["check", "--lang", "en", "--format", "short", "枣强县.csv"])
        .expect(1, &["breach[floor] 枣强县", "not shown: 0 findings"]);
}

/// A file that no entry reads is checked by itself, as named.
#[test]
fn a_file_outside_the_project_is_checked_alone() {
    let folder = folder("税收（万元）\n25\n").with("other/County.csv", "县,年度,税收\n安平县,2025,12\n枣强县,2025,13\n");
    folder.run(&["check", "--lang", "en", "other/County.csv"]).expect(0, &[]).without(&["not shown"]);
}
