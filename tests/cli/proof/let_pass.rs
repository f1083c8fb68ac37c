//! What a waiver or an explanation rests on: the bound that was missed and its side, the figures it is held against, who fails.

use super::super::Folder;

const PROJECT: &str = "[project]\nrules = [\"r.fadu\"]\nlang = \"en\"\n\n[[submissions]]\nfiles = \"*.csv\"\n\n[run]\nas_of = 2008-06-30\n\n\
                       [check]\nfail_on = \"query\"\n";

fn folder(rules: &str, files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new().with("fadu.toml", PROJECT).with("r.fadu", rules);
    files.iter().fold(folder, |folder, (name, text)| folder.with(name, text))
}

fn text_of(folder: &Folder, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

fn write(folder: &Folder, name: &str, text: &str) {
    std::fs::write(folder.path().join(name), text).unwrap();
}

/// Adds an entry and fills in what is blank.
fn answered(folder: &Folder, rule: &str, file: &str) {
    folder.run(&["answer", rule, "--for", "甲"]).expect(0, &[file]);
    let mut text =
        text_of(folder, file).replace("expires = \"\"", "expires = 2008-12-31").replace("date = \"\"", "date = 2008-06-01");
    for key in ["reason", "approved_by", "document", "text", "by"] {
        text = text.replace(&format!("\n{key} = \"\""), &format!("\n{key} = \"x\""));
    }
    write(folder, file, &text);
}

/// What is done to the data, the exit code of a check and what it says.
fn tried(folder: &Folder, file: &str, cases: &[(&str, i32, &[&str])]) {
    for (data, code, words) in cases {
        write(folder, file, data);
        let run = folder.run(&["check"]);
        assert_eq!(run.code(), *code, "{data}: {}", run.text());
        run.expect(*code, words);
    }
}

const LAND: &str = r#"record C "县" key name { name "名称" : text  land "地价" : money in 万元  eq "支出" : money in 万元  base "预算" : money in 万元 }
rule btw { for c in C require c.land between 5万元 and 30万元 }
rule eq { for c in C require c.eq = c.base }
"#;

#[test]
fn a_waiver_lets_pass_one_bound_from_one_side() {
    let head = "名称,地价,支出,预算\n甲,";
    let of = |row: &str| format!("{head}{row}\n");
    let folder = folder(LAND, &[("C.csv", &of("3,50,100"))]);
    answered(&folder, "btw", "waivers.toml");
    answered(&folder, "eq", "waivers.toml");
    let written = text_of(&folder, "waivers.toml");
    assert!(written.contains("bound = \"c.land >= 5万元\"") && written.contains("bound = \"c.eq >= c.base\""), "{written}");
    // 2 below the lower bound and 50 below what is to be equal: that much and no more, and on no other side.
    tried(
        &folder,
        "C.csv",
        &[
            (&of("3,50,100"), 0, &["2 waived"]),
            (&of("4,99,100"), 0, &["2 waived"]),
            (&of("2.9,50,100"), 1, &["A009", "1 waived"]),
            (&of("32,50,100"), 1, &["A009", "another bound", "c.land <= 30万元", "1 waived"]),
            (&of("3,150,100"), 1, &["A009", "another bound", "c.eq <= c.base", "1 waived"]),
            (&of("3,101,100"), 1, &["A009", "1 breach, 1 waived"]),
        ],
    );
    // Which side a limit is on follows from the bound.
    write(&folder, "waivers.toml", &written.replace("gap = \"50万元\"", "limit = \"40万元\""));
    tried(
        &folder,
        "C.csv",
        &[
            (&of("3,40,100"), 0, &["2 waived"]),
            (&of("3,39.9999,100"), 1, &["A009", "now it is 39.9999万元"]),
            (&of("3,110,100"), 1, &["A009", "another bound"]),
        ],
    );
    // Where either side may be missed, an entry that does not say which answers nothing.
    let unsaid: String = written.lines().filter(|l| !l.starts_with("bound")).map(|l| format!("{l}\n")).collect();
    write(&folder, "waivers.toml", &unsaid);
    tried(
        &folder,
        "C.csv",
        &[(&of("3,50,100"), 1, &["A003", "bound = \"c.land >= 5万元\"", "bound = \"c.eq >= c.base\"", "2 breaches"])],
    );
}

const PARKS: &str = r#"record C "县" key name { name "名称" : text }
record P "园区" key park { park "园区名" : text  county "所在县" : text  sales "收入" : money in 万元 }
rule ev { for c in C require every(p.sales >= 10万元 for p in P when p.county = c.name) }
"#;

#[test]
fn a_waiver_of_every_member_rests_on_who_fails_and_how_far() {
    let of = |rows: &[(&str, &str)]| {
        let rows: String = rows.iter().map(|(park, sales)| format!("{park},甲,{sales}\n")).collect();
        format!("园区名,所在县,收入\n{rows}")
    };
    let folder = folder(PARKS, &[("C.csv", "名称\n甲\n"), ("P.csv", &of(&[("东", "9"), ("西", "20")]))]);
    answered(&folder, "ev", "waivers.toml");
    tried(
        &folder,
        "P.csv",
        &[
            (&of(&[("东", "9"), ("西", "20")]), 0, &["1 waived"]),
            // One that passes may change, come and go, and rows may stand in another order.
            (&of(&[("东", "9"), ("西", "21")]), 0, &["1 waived"]),
            (&of(&[("南", "10"), ("西", "20"), ("东", "9")]), 0, &["1 waived"]),
            (&of(&[("东", "9")]), 0, &["1 waived"]),
            (&of(&[("东", "9"), ("西", "9.5")]), 1, &["A009", "1 breach"]),
            (&of(&[("东", "9.1"), ("西", "9"), ("南", "9.5")]), 1, &["A009", "1 breach"]),
            (&of(&[("东", "20"), ("西", "9")]), 1, &["A009", "1 breach"]),
            (&of(&[("东", "8.9999"), ("西", "20")]), 1, &["A009", "1 breach"]),
        ],
    );
    // Of two that fail the one that is not the worst may not get worse either.
    write(&folder, "P.csv", &of(&[("东", "9"), ("西", "9.5")]));
    std::fs::remove_file(folder.path().join("waivers.toml")).unwrap();
    answered(&folder, "ev", "waivers.toml");
    tried(
        &folder,
        "P.csv",
        &[
            (&of(&[("东", "9"), ("西", "9.5")]), 0, &["1 waived"]),
            (&of(&[("西", "9.5"), ("东", "9")]), 0, &["1 waived"]),
            (&of(&[("东", "9"), ("西", "9.4")]), 1, &["A009", "1 breach"]),
        ],
    );
    // What was written before all of this was kept does not say enough.
    let text = text_of(&folder, "waivers.toml");
    let cells: String = text
        .lines()
        .map(|l| if l.starts_with("figure") { "figure = \"收入=9万元\"\n".to_string() } else { format!("{l}\n") })
        .collect();
    write(&folder, "waivers.toml", &cells);
    tried(&folder, "P.csv", &[(&of(&[("东", "9"), ("西", "9.5")]), 1, &["A003", "1 breach"])]);
}

const LEAP: &str = r#"record C "县" key name { name "名称" : text  tax "税收" : money in 万元  before "上年税收" : money in 万元  whole "收入" : money in 万元 }
rule leap { for c in C verify c.tax <= 115% * c.before }
"#;

#[test]
fn an_explanation_is_void_when_what_its_figure_is_held_against_changes() {
    let of = |row: &str| format!("名称,税收,上年税收,收入\n甲,{row}\n");
    // 115% of 8000 is 9200.
    let folder = folder(LEAP, &[("C.csv", &of("9600,8000,612000"))]);
    answered(&folder, "leap", "explanations.toml");
    let written = text_of(&folder, "explanations.toml");
    assert!(written.contains("figure = \"9600万元\"\nagainst = \"9200万元\""), "{written}");
    tried(
        &folder,
        "C.csv",
        &[
            (&of("9600,8000,612000"), 0, &["1 explained"]),
            // 115% of 800 is 920.
            (&of("9600,800,612000"), 1, &["A009", "what the figure is held against", "now it is 920万元", "1 query"]),
            (&of("9600,8001,612000"), 1, &["A009", "1 query"]),
            (&of("9601,8000,612000"), 1, &["A009", "1 query"]),
        ],
    );
    for (against, code, words) in
        [("against = \"9,200 万元\"\n", 0, ["1 explained", "Passed"]), ("", 1, ["A003", "against = \"9200万元\""])]
    {
        write(&folder, "explanations.toml", &written.replace("against = \"9200万元\"\n", against));
        tried(&folder, "C.csv", &[(&of("9600,8000,612000"), code, &words)]);
    }
}

#[test]
fn all_that_an_explanation_lacks_is_told_at_once() {
    let rules = LEAP
        .replace("c.tax <= 115% * c.before", "c.before = c.tax as share of c.whole")
        .replace("before \"上年税收\" : money in 万元", "before \"上年税收\" : share");
    let folder = folder(&rules, &[("C.csv", "名称,税收,上年税收,收入\n甲,10000,1.634%,612000\n")]);
    // 1.634% stands where 10,000 / 612,000 = 1.633986…% is asked: the share is below it.
    let entry = "[[explanations]]\nrule = \"leap\"\nsubject = \"甲\"\nfigure = \"1.633987%\"\ntext = \"x\"\nby = \"y\"\ndate = 2008-06-01\n";
    write(&folder, "explanations.toml", entry);
    folder
        .run(&["check"])
        .expect(1, &["which bound was missed", "rounded figure", "does not say what the figure was held", "against = "]);
    std::fs::remove_file(folder.path().join("explanations.toml")).unwrap();
    answered(&folder, "leap", "explanations.toml");
    let written = text_of(&folder, "explanations.toml");
    assert!(written.contains("figure = \"250/153%\"\nagainst = \"1.634%; 612000万元\""), "{written}");
    folder.run(&["check"]).expect(0, &["1 explained"]);
}

#[test]
fn a_figure_as_reports_show_it_is_told_as_rounded_not_as_changed() {
    let rules = LEAP.replace("c.tax <= 115% * c.before", "c.tax <= 1.5% of c.whole");
    // 10,000 / 612,000 is 1.633986…%.
    let folder = folder(&rules, &[("C.csv", "名称,税收,上年税收,收入\n甲,10000,1,612000\n")]);
    let of = |figure: &str| {
        format!(
            "[[explanations]]\nrule = \"leap\"\nsubject = \"甲\"\nfigure = \"{figure}\"\ntext = \"x\"\nby = \"y\"\ndate = 2008-06-01\n"
        )
    };
    // 1000/612 in its lowest terms.
    let exact = "figure = \"250/153%\"";
    for (figure, code, words) in [
        ("1.633987%", 1, ["A003", "rounded figure", exact]),
        ("1.63%", 1, ["A003", "rounded figure", exact]),
        ("1.65%", 1, ["A009", "the figures changed", "1 query"]),
        ("2%", 1, ["A009", "the figures changed", "1 query"]),
        ("1000/612%", 0, ["1 explained", "Passed", "explained"]),
        ("10000/6120%", 0, ["1 explained", "Passed", "explained"]),
    ] {
        write(&folder, "explanations.toml", &of(figure));
        let run = folder.run(&["check"]);
        assert_eq!(run.code(), code, "{figure}: {}", run.text());
        run.expect(code, &words);
    }
}

const GROUP: &str = r#"record G "担保" key firm { firm "机构" : text  county "县" : text  small "小企业" : money in 万元  total "合计" : money in 万元 }
rule group { for g in G by county require sum(g.small) >= 60% of sum(g.total) }
"#;

#[test]
fn a_waiver_of_what_is_open_rests_on_the_figures_that_are_known() {
    let of = |first: &str| format!("机构,县,小企业,合计\na,甲,{first}\nb,甲,,100\n");
    let folder = folder(GROUP, &[("G.csv", &of("5,10"))]);
    tried(&folder, "G.csv", &[(&of("5,10"), 1, &["1 open"])]);
    answered(&folder, "group", "waivers.toml");
    tried(
        &folder,
        "G.csv",
        &[(&of("5,10"), 0, &["1 waived"]), (&of("1,1000"), 1, &["A009", "1 open"]), (&of("4,10"), 1, &["A009", "1 open"])],
    );
}

#[test]
fn dates_signs_and_names_that_cannot_be_are_told_as_what_they_are() {
    let row = "名称,地价,支出,预算\n甲,3,100,100\n";
    let folder = folder(LAND, &[("C.csv", row)]);
    answered(&folder, "btw", "waivers.toml");
    let written = text_of(&folder, "waivers.toml");
    for (from, to, words) in [
        ("expires = 2008-12-31", "from = 2008-12-31\nexpires = 2008-12-30", ["A002", "ends before it begins"]),
        ("expires = 2008-12-31", "from = 2008-06-01\nexpires = 2008-05-31", ["A002", "ends before it begins"]),
        ("gap = \"2万元\"", "gap = \"-2万元\"", ["A002", "a gap is never negative"]),
    ] {
        write(&folder, "waivers.toml", &written.replace(from, to));
        tried(&folder, "C.csv", &[(row, 2, &words)]);
    }
    write(&folder, "waivers.toml", &written.replace("expires =", "from = 2008-12-31\nexpires ="));
    folder.run(&["check"]).expect(1, &["A006", "has not begun"]);
    folder.run(&["answer", "abc1"]).expect(2, &["L022", "`abc1` is too short"]);
    folder.run(&["answer", "abc123"]).expect(2, &["L022", "no finding whose fingerprint begins"]);
    folder.run(&["answer", "nosuch", "--for", "甲"]).expect(2, &["L022", "there is no rule `nosuch`"]);
    folder.run(&["answer", "btw", "--for", "乙"]).expect(2, &["L022", "no finding of `btw` for `乙`"]);
}

#[test]
fn an_explanation_dated_after_the_day_that_is_judged_is_told() {
    let folder = folder(LEAP, &[("C.csv", "名称,税收,上年税收,收入\n甲,9600,8000,612000\n")]);
    answered(&folder, "leap", "explanations.toml");
    let written = text_of(&folder, "explanations.toml");
    for (day, told) in [("2008-06-30", false), ("2008-07-01", true)] {
        write(&folder, "explanations.toml", &written.replace("2008-06-01", day));
        let run = folder.run(&["check"]);
        run.expect(0, &["1 explained"]);
        assert_eq!(run.text().contains("dated after the as-of date"), told, "{}", run.text());
    }
}
