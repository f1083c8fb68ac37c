//! What a report says of blanks that were read as something, and what a project file may say of one form.

use super::{Folder, Run};

const RULES: &str = "\
record C \"县情\" key code, year blank means 0 {\n  code \"代码\" : text\n  year \"年度\" : year\n  sales \"销售\" : money in 万元\n  \
tax \"税收\" : money in 万元 blank means unknown\n  new \"新设\" : flag\n  plan \"规划\" : text ?\n}\n\
rule s \"销售\" { for c in C require c.sales >= 1万元 }\nrule t \"税收\" { for c in C require c.tax >= 1万元 }\n\
rule n \"不是新设\" { for c in C require not c.new }\n";

const ROWS: &str = "代码,年度,销售,税收,新设\n1,2007,,,\n2,2007,2,2,否\n";

fn check(blank_means: &str, more: &[&str]) -> Run {
    let project = format!(
        "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"a/*.csv\"\nrecord = \"C\"\n{blank_means}\n[[submissions]]\nfiles = \
         \"b/*.csv\"\nrecord = \"C\"\n"
    );
    let other = ROWS.replace("2007", "2008");
    let folder = Folder::new().with("r.fadu", RULES).with("fadu.toml", project).with("a/C.csv", ROWS).with("b/C.csv", other);
    folder.run(&[&["check", "--width", "300"][..], more].concat())
}

#[test]
fn the_report_counts_them_for_each_file() {
    let run = check("", &[]);
    run.expect(1, &["a/C.csv", "读 2 行（第 2—3 行），按 0 读的空白：“销售”空白 1 格", "“税收”未填"]);
    let run = check("", &["--lang", "en"]);
    run.expect(1, &["2 rows read (lines 2–3), blanks read as 0: `销售` 1 blank"]);
    check("", &["--format", "json"]).expect(1, &["\"blanks\"", "\"means\": \"0\"", "\"left_blank\": true"]);
}

#[test]
fn a_form_goes_before_the_record_and_a_named_field_before_all() {
    check("blank_means = \"unknown\"", &["--all"]).expect(1, &["“销售”未填"]).without(&["a/C.csv  读 2 行（第 2—3 行），按"]);
    let run = check("blank_means = [0, \"no\"]", &["--all"]);
    run.expect(1, &["a/C.csv", "按 0 读的空白：“销售”空白 1 格，按 否 读的空白：“新设”空白 1 格", "“税收”未填"]);
    let run = check("blank_means = { tax = 0, \"C.plan\" = \"none\" }", &["--all"]);
    run.expect(1, &["按 0 读的空白：“销售”空白 1 格；“税收”空白 1 格，按 无 读的空白：“规划”没有这一栏 2 行"]);
    let run = check("[submissions.blank_means]\n\"县情\" = \"no\"\nC.tax = 0", &["--all"]);
    run.expect(1, &["按 0 读的空白：“销售”空白 1 格；“税收”空白 1 格，按 否 读的空白：“新设”空白 1 格"]);
}

#[test]
fn what_a_project_says_wrongly_is_told() {
    for (said, words) in [
        ("blank_means = \"nought\"", "空白不能为“nought”"),
        ("blank_means = { code = \"none\" }", "“代码”的空白不能为无"),
        ("blank_means = { new = 0 }", "“新设”的空白不能为0"),
        ("blank_means = { sales = \"none\" }", "只有类型后写了“?”的字段才可以为无"),
        ("blank_means = { slaes = 0 }", "sales"),
        ("blank_means = { \"C.nwe\" = \"no\" }", "没有叫“C.nwe”的记录或字段"),
        ("blank_means = [0, \"unknown\"]", "“未知”要单独写"),
    ] {
        check(said, &[]).expect(2, &["C010", words]);
    }
}
