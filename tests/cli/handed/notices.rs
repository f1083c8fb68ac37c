//! Rectification notices.

use super::{Folder, project};
use std::io::Read;

fn office() -> Folder {
    let folder = project();
    let file = std::fs::read_to_string(folder.path().join("fadu.toml")).unwrap();
    let more = "\n[regions]\n\"担保机构\" = \"县\"\n\n[notice]\noffice = \"衡水市工信局\"\naddressee = \"{region}人民政府\"\n\
        number = \"衡工信改〔{year}〕{n}号\"\ndays = 30\ncontact = \"0318-0000000\"\n\n[clauses]\n\"p.share\" = { office = \"财政局\", days = 15 }\n";
    folder.with("fadu.toml", file + more)
}

fn read(folder: &Folder, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

/// Days are counted by hand: 2008-03-01 and 15 days is the 16th, and 30 days the 31st.
#[test]
fn a_notice_says_who_what_why_until_when_and_how_to_report_back() {
    let folder = office();
    let run = folder.run(&["notice", "--format", "text", "--output-dir", "out", "--date", "2008-03-01", "--from", "7"]);
    assert_eq!(run.code(), 0, "{}", run.text());
    let all: Vec<_> = std::fs::read_dir(folder.path().join("out")).unwrap().collect();
    assert_eq!(all.len(), 1, "nothing is asked of 安平县: {}", run.text());
    let text = read(&folder, "out/饶阳县.txt");
    for told in [
        "整改通知书",
        "衡工信改〔2008〕7号",
        "饶阳县人民政府：",
        "《衡水市指导意见》（衡政〔2006〕75号）四(五) 担保额度占比",
        "核查日期 2007年12月31日",
        "59.9999万元 / 100万元 = 59.9999%，要求 ≥ 60%，差 1元",
        "提高到至少 60万元",
        "责任单位：财政局",
        "期限：2008年3月16日前",
        "请于 2008年3月31日前",
        "0318-0000000",
        "（印章）",
        "2008年3月1日",
        "in/B.csv:3:19",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    let order =
        ["衡水市工信局", "整改通知书", "衡工信改", "人民政府：", "一、不符合", "二、报送要求", "2008年3月1日", "（印章）"];
    let places: Vec<usize> = order.iter().map(|t| text.rfind(t).filter(|_| *t != order[0]).unwrap_or(0)).collect();
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn it_is_a_page_that_stands_alone_and_a_document_of_an_office_program() {
    let folder = office();
    folder.run(&["notice", "--output-dir", "out"]).expect(0, &["饶阳县.html"]);
    crate::report::html::check(&read(&folder, "out/饶阳县.html"));
    folder.run(&["notice", "--region", "饶阳县", "--format", "docx", "-o", "n.docx"]).expect(0, &[]);
    let mut book = zip::ZipArchive::new(std::fs::File::open(folder.path().join("n.docx")).unwrap()).unwrap();
    let mut xml = String::new();
    book.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    assert!(xml.contains("饶阳县人民政府：") && xml.contains("差 1元"), "{xml}");
}

#[test]
fn an_office_changes_the_words_and_is_told_where_they_are_wrong() {
    let folder = office();
    let shipped = folder.run(&["notice", "--print-template"]);
    assert!(shipped.text().contains("整改通知书"));
    let folder = folder
        .with("通知书.txt", "# 限期改正单\n= {{ addressee }}\n{% for i in findings %}{{ i.gap }}\n{% endfor %}> {{ office }}\n");
    let file = read(&folder, "fadu.toml").replace("[notice]\n", "[notice]\ntemplate = \"通知书.txt\"\n");
    let folder = folder.with("fadu.toml", file);
    folder.run(&["notice", "--region", "饶阳县", "--format", "text"]).expect(0, &["限期改正单", "差 1元", "衡水市工信局"]);
    for wrong in ["{{ adressee }}", "{% for i in %}", "{% if %}", "{{ findings|nothing }}"] {
        let folder = office().with("t.txt", format!("# 题\n{wrong}\n"));
        folder.run(&["notice", "--region", "饶阳县", "--template", "t.txt"]).expect(2, &["L024", "t.txt:2"]);
    }
    // A loop without an end is ended.
    let endless = office().with("t.txt", "{% for i in range(10000) %}{% for j in range(10000) %}x{% endfor %}{% endfor %}");
    endless.run(&["notice", "--region", "饶阳县", "--template", "t.txt"]).expect(2, &["L024"]);
}

#[test]
fn nothing_is_written_where_there_is_nothing_to_say_or_no_place_for_it() {
    let met = office().with("in/B.csv", super::BODIES.replace("59.9999", "60"));
    met.run(&["notice", "--output-dir", "out"]).expect(0, &["没有一个地区"]);
    assert!(!met.path().join("out").exists());
    let two = office().with("in/B.csv", super::BODIES.replace("100,60", "100,6"));
    two.run(&["notice"]).expect(2, &["L023"]);
    office().run(&["notice", "--region", "饶阳县", "-o", "in/B.csv"]).expect(2, &["I032"]);
    office().run(&["notice", "--date", "昨天"]).expect(2, &["L008"]);
    let wrong = office();
    let file = read(&wrong, "fadu.toml").replace("days = 30", "days = 0");
    wrong.with("fadu.toml", file).run(&["notice", "--region", "饶阳县"]).expect(2, &["C003", "days"]);
}

/// A file that cannot be read is told, and keeps nobody else from the notice.
#[test]
fn a_mistake_in_one_file_is_told_and_the_rest_is_written() {
    let folder = office().with("in/C.csv", "机构名称,年度\n\"没有结尾");
    let run = folder.run(&["notice", "--region", "饶阳县", "--format", "text", "-o", "n.txt"]);
    assert_eq!(run.code(), 2, "{}", run.text());
    assert!(read(&folder, "n.txt").contains("差 1元") && run.text().contains("C.csv"), "{}", run.text());
}

/// What stands in a cell is no directive, no mark of a line, and no markup.
#[test]
fn names_that_mean_harm_stay_text() {
    let harm = ["{{ office }}", "{% for x in y %}", "# 标题", "> 靠右", "~", "<b>粗</b>", "</w:t><w:br/>", "=1+1", "&lt;x&gt;"];
    let rows: String = harm.iter().map(|h| format!("\"{h}\",2007,饶阳县,100,1\n")).collect();
    let folder = office()
        .with("in/B.csv", format!("机构名称,年度,县,担保总额度（万元）,集群企业担保额度（万元）\n{rows}"))
        .with("t.txt", "{% for i in findings %}{{ i.subject }}\n{% endfor %}");
    let text = folder.run(&["notice", "--region", "饶阳县", "--template", "t.txt", "--format", "text"]);
    for h in harm {
        assert!(text.text().lines().any(|l| l.starts_with(h)), "{h}: {}", text.text());
    }
    folder.run(&["notice", "--region", "饶阳县", "--template", "t.txt", "-o", "n.html"]).expect(0, &[]);
    let html = read(&folder, "n.html");
    crate::report::html::check(&html);
    assert!(!html.contains("<h1>") && !html.contains("class=\"right\"") && html.contains("&lt;b&gt;粗"), "{html}");
}

/// 2025-12-31 and 40 days is 2026-02-09, and 2026-02-20 is after that: the row counts as not sent, whatever is filled in. The rule cites no clause.
#[test]
fn who_came_late_is_charged_with_that_and_a_rule_without_a_clause_cites_none() {
    let rules = r#"
table counties "各县" key code {
  | code |
  | 甲   |
}
record County "县情" key code, year sent by counties as code due last_day(year) + 40天 on filed {
  code  "代码" : text
  year  "年度" : year
  tax   "税收" : money in 万元
  filed "报送日期" : date
}
rule time "按期报送" {
  for c in County over counties
  report c.tax required
}
"#;
    for (lang, late, basis) in
        [("zh", "迟报，按未报送对待", "依据："), ("en", "sent after its day: as if it had not been sent", "Basis:")]
    {
        let file = format!(
            "[project]\nrules = [\"r.fadu\"]\nlang = \"{lang}\"\n\n[run]\nas_of = 2026-03-01\n\n[[submissions]]\nfiles = \"in/*.toml\"\n"
        );
        let row = "submission = { region = \"甲\", period = 2025 }\n[[County]]\ncode = \"甲\"\nyear = 2025\ntax = 5\nfiled = 2026-02-20\n";
        let folder = Folder::new().with("fadu.toml", file).with("r.fadu", rules).with("in/a.toml", row);
        let notice = folder.run(&["notice", "--format", "text", "--region", "甲"]).text();
        assert!(notice.contains(late) && !notice.contains(basis), "{notice}");
        for format in ["csv-findings", "markdown", "html", "short", "json", "pretty", "junit", "sarif"] {
            let text = folder.run(&["check", "--format", format]).text();
            assert!(text.contains(late), "{format}: {text}");
            assert!(
                !text.contains("填了") && !text.contains("is filled in"),
                "it is not charged with what it did, {format}: {text}"
            );
        }
        folder.run(&["check", "--format", "xlsx", "-o", "o.xlsx"]);
        let mut book = zip::ZipArchive::new(std::fs::File::open(folder.path().join("o.xlsx")).unwrap()).unwrap();
        let mut texts = String::new();
        book.by_name("xl/sharedStrings.xml").unwrap().read_to_string(&mut texts).unwrap();
        assert!(texts.contains(late), "{texts}");
    }
}

/// A term for a clause that is misspelt would be followed by nobody; clauses are named by name, by number and with their policy.
#[test]
fn a_term_for_a_clause_that_no_document_has_is_told() {
    let folder = office();
    let file = read(&folder, "fadu.toml");
    for named in ["p.share", "share", "四(五)"] {
        let folder = office().with("fadu.toml", file.replace("p.share", named));
        folder.run(&["notice", "--format", "text", "--region", "饶阳县"]).expect(0, &["责任单位：财政局"]);
    }
    let folder = folder.with("fadu.toml", file.replace("p.share", "p.shaer"));
    folder.run(&["check"]).expect(2, &["C002", "p.shaer", "p.share"]);
    folder.run(&["notice", "--format", "text", "--region", "饶阳县"]).expect(2, &["C002", "p.shaer"]);
}
