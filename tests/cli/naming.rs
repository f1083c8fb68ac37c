//! A value that names no row, no member and no sender is told at its cell, and nothing it could belong to is decided.

use super::Folder;

const REFS: &str = r#"
record C "县" key code { code "代码" : text  name "名称" : text ? }
record R "企业" key name { name "名称" : text  c "县" : ref C  v "排放" : quantity in 吨 }
rule cap { for c in C require sum(r.v for r in R when r.c = c.code) <= 100吨 }
"#;

fn refs(partial: bool, county: &str) -> Folder {
    let partial = if partial { r#","partial":["C"]"# } else { "" };
    let counties = r#"[{"code":"131125","name":"安平县"},{"code":"131121","name":null}]"#;
    let rows = format!(r#"[{{"name":"甲","c":"{county}","v":900}},{{"name":"乙","c":"131121","v":1}}]"#);
    let text = format!(r#"{{"submission":{{"region":"131100","period":2007{partial}}},"C":{counties},"R":{rows}}}"#);
    Folder::new().with("r.fadu", REFS).with("a.json", text)
}

fn check(folder: &Folder) -> super::Run {
    folder.run(&["check", "--lang", "en", "-r", "r.fadu", "."].map(|a| if a == "." { "a.json" } else { a }))
}

#[test]
fn a_reference_to_no_row_is_a_finding_with_the_advice_that_fits() {
    for (county, advice) in [
        ("安平县", "did you mean `131125` (安平县)?"),
        ("131125.0", "a spreadsheet took the code for a number: write `131125` (安平县)"),
        ("131125000000", "codes of six digits are wanted here: write `131125` (安平县)"),
        ("131126", "did you mean `131125` (安平县)?"),
        ("石家庄", "there are: `131125` (安平县), `131121`"),
    ] {
        // 1吨 of 乙 alone is below the limit, and 900吨 may be anybody's.
        check(&refs(false, county)).expect(1, &["D040", "names no row", county, advice, "undetermined 2"]).without(&["Passed"]);
    }
    check(&refs(false, "131125")).expect(1, &["violated 1", "met 1"]).without(&["D040"]);
    check(&refs(false, "131121")).expect(1, &["violated 1", "met 1"]).without(&["D040"]);
}

#[test]
fn where_rows_may_be_missing_it_is_unknown_and_no_mistake() {
    check(&refs(true, "131128")).expect(1, &["warning[D040]", "undetermined 2"]).without(&["error[D040]"]);
    check(&refs(true, "131125")).without(&["D040"]);
}

const SENT: &str = r#"
table T "各县" key code { | code | name | 
| 131125 | 安平县 |
| 131121 | 枣强县 | }
record R "企业" key name, year sent by T as c { name "名称" : text  year "年度" : year  c "县" : text  v "排放" : quantity in 吨 }
rule cap { for k in T require sum(r.v for r in R when r.c = k.code and r.year = 2007) <= 100吨 }
"#;

fn sent(region: &str, row: &str) -> Folder {
    let text = format!(r#"{{"submission":{{"region":"{region}","period":2007}},"R":[{row}]}}"#);
    let other = r#"{"submission":{"region":"131121","period":2007},"R":[]}"#;
    Folder::new().with("r.fadu", SENT).with("a.json", text).with("b.json", other)
}

fn both(folder: &Folder) -> super::Run {
    folder.run(&["check", "--lang", "en", "-r", "r.fadu", "a.json", "b.json"])
}

#[test]
fn a_sender_that_is_not_on_the_roster_is_a_finding() {
    let row = |county: &str| format!(r#"{{"name":"甲","c":"{county}","v":900}}"#);
    both(&sent("131125", &row("安平县"))).expect(1, &["D040", "did you mean `131125` (安平县)?", "undetermined 2"]);
    both(&sent("131125", &row("131125.0"))).expect(1, &["D040", "took the code for a number", "undetermined 2"]);
    both(&sent("131125", &row("131125"))).expect(1, &["violated 1", "met 1"]).without(&["D040"]);
    // From the envelope, where the row does not say.
    both(&sent("131125", r#"{"name":"甲","v":900}"#)).expect(1, &["violated 1", "met 1"]).without(&["D040"]);
}

#[test]
fn a_row_of_another_period_or_region_than_its_file_is_told_at_the_cell() {
    let year = |y: i64| format!(r#"{{"name":"甲","year":{y},"c":"131125","v":9}}"#);
    both(&sent("131125", &year(2006))).expect(0, &["warning[D041]", "2006", "the file says it reports on 2007"]);
    both(&sent("131125", &year(2007))).without(&["D041", "D042"]);
    both(&sent("131121", &year(2007))).expect(1, &["D042", "131125", "131121"]);
    // A city sends for its counties, and a name is that of its code.
    both(&sent("131100", &year(2007))).without(&["D042"]);
    both(&sent("安平县", &year(2007))).without(&["D042"]);
}

#[test]
fn a_text_that_rules_join_with_a_key_is_told_where_it_is_surely_meant() {
    let rules = SENT.replace(" sent by T as c", "");
    let told = |county: &str| {
        let row = format!(r#"{{"name":"甲","c":"{county}","v":900}}"#);
        let text = format!(r#"{{"submission":{{"region":"131125","period":2007}},"R":[{row}]}}"#);
        Folder::new().with("r.fadu", &rules).with("a.json", text).run(&["check", "--lang", "en", "-r", "r.fadu", "a.json"])
    };
    told("安平县").expect(1, &["D040", "did you mean `131125` (安平县)?", "undetermined 2"]);
    told("131125.00").expect(1, &["D040", "undetermined 2"]);
    told("131125001000").expect(1, &["D040", "undetermined 2"]);
    // Somebody else's county: the table need not list all there are. It is told, and counts nowhere.
    told("110105").expect(0, &["met 2", "warning[D040]", "counts in nothing that is gathered by it"]).without(&["error["]);
    // Written as no county is: it is unknown whose it is.
    for county in ["安平", "深州市", "13125", "0131125", "河北省安平县"] {
        told(county).expect(1, &["error[D040]", "undetermined 2"]);
    }
    told("131125").expect(1, &["violated 1"]).without(&["D040"]);
}

const MERGERS: &str = r#"
record Merger "merger" key absorbed { absorbed "absorbed" : text  into "absorbing" : text }
record Aid "aid" key firm { firm "firm" : text  amount "amount" : number }
rule alive { for a in Aid require not some(m.absorbed = a.firm for m in Merger) }
rule plain { for a in Aid require a.amount <= 3 }
"#;

/// Whether a row with this key exists is a question, no statement that one must: a firm that absorbed another is none of those absorbed.
#[test]
fn a_name_in_another_column_is_no_slip_where_keys_are_names_too() {
    let check = |absorbed: &str, into: &str, firm: &str| {
        let text = format!(
            r#"{{"Merger":[{{"absorbed":"{absorbed}","into":"{into}"}}],"Aid":[{{"firm":"{firm}","amount":3}},{{"firm":"C","amount":1}}]}}"#
        );
        Folder::new().with("r.fadu", MERGERS).with("d.json", text).run(&["check", "--lang", "en", "-r", "r.fadu", "d.json"])
    };
    for (absorbed, into, firm) in
        [("B", "A", "A"), ("F02", "F01", "F01"), ("乙厂", "甲厂", "甲厂"), ("131125", "131121", "131121")]
    {
        check(absorbed, into, firm).expect(0, &["met 4"]).without(&["D040"]);
        check(absorbed, into, absorbed).expect(1, &["violated 1", "met 3"]).without(&["D040"]);
    }
    // Keys are codes, and what is written is no code: the name in place of the code.
    check("131125", "安平县", "安平县").expect(1, &["D040", "did you mean `131125` (安平县)?"]);
}

/// A text need only begin with the key: what begins with none is told as well.
#[test]
fn texts_that_begin_with_no_key_are_told() {
    let rules = SENT.replace(" sent by T as c", "").replace("r.c = k.code", "r.c starts with k.code");
    let told = |county: &str| {
        let text =
            format!(r#"{{"submission":{{"region":"131125","period":2007}},"R":[{{"name":"甲","c":"{county}","v":900}}]}}"#);
        Folder::new().with("r.fadu", &rules).with("a.json", text).run(&["check", "--lang", "en", "-r", "r.fadu", "a.json"])
    };
    told("131125001000").expect(1, &["violated 1", "met 1"]).without(&["D040"]);
    told("安平县").expect(1, &["error[D040]", "undetermined 2"]);
    told("110105").expect(0, &["warning[D040]", "met 2"]);
}

/// A list of names may be of some of them: who is not on it may well be somebody else.
#[test]
fn names_beside_a_list_of_some_are_somebody_elses() {
    let rules = "table K \"骨干企业\" key firm { | firm |\n | 春风集团 |\n | 冀州铁厂 | }\nrecord R \"行\" key id { id : text  firm \"企业\" : text  v : number }\n\
                 rule cap { for k in K  require sum(r.v for r in R when r.firm = k.firm) <= 9 }\n";
    let csv = "id,企业,v\n1,春风集团,1\n2,安平丝网厂,90\n";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", csv);
    folder.run(&["check", "--lang", "en", "-r", "r.fadu", "R.csv"]).expect(0, &["Passed"]).without(&["D040"]);
}

/// A sender of another city is judged and told; one of the same city that is on no list is a mistake.
#[test]
fn a_sender_of_another_city_is_told() {
    let row = |county: &str| format!(r#"{{"name":"甲","c":"{county}","v":9}}"#);
    both(&sent("131100", &row("610102"))).expect(1, &["warning[D040]", "610102", "nobody's on the list"]);
    both(&sent("131100", &row("131199"))).expect(1, &["error[D040]", "131199"]);
}

/// Where the region of a project is on no list, the place is the one in the project file.
#[test]
fn a_sender_of_the_project_file_is_told_where_it_stands() {
    let project = "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"R.csv\"\nrecord = \"R\"\nregion = \"安平县\"\nperiod = 2007\n";
    let folder = Folder::new().with("r.fadu", SENT).with("fadu.toml", project).with("R.csv", "名称,排放\n甲,9\n");
    folder.run(&["check", "--lang", "en", "--format", "short"]).expect(1, &["fadu.toml:6:10: error[D040]"]);
}

/// Names that look like one of the rules and are none: with their code points, for a text, a list, a key.
#[test]
fn names_that_look_like_those_of_rules_are_told() {
    let rules = "record R \"行\" key n { n \"名称\" : text  k \"类\" : one of \"caf\u{e9}\", \"b\" }\n\
                 rule s { require count(r in R when r.n = \"caf\u{e9}\") >= 1 }\nrule k { for r in R  require r.k = \"b\" }\n";
    let check = |name: &str, kind: &str| {
        let rows = format!("名称,类\n{name},{kind}\n");
        Folder::new().with("r.fadu", rules).with("R.csv", rows).run(&["check", "--lang", "en", "-r", "r.fadu", "R.csv"])
    };
    check("cafe\u{301}", "b").expect(1, &["error[D043]", "U+0065 U+0301", "U+00E9"]);
    check("caf\u{e9}", "cafe\u{301}").expect(1, &["error[D020]", "they look alike", "U+0065 U+0301", "U+00E9"]);
    check("caf\u{e9}", "b").expect(0, &[]).without(&["D043", "D020"]);
    // A radical of the dictionary in place of the character.
    let rules = "record R key n { n : text }\nrule s { require count(r in R when r.n = \"一县\") >= 1 }\n";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "n\n\u{2f00}县\n");
    folder.run(&["check", "--lang", "en", "-r", "r.fadu", "R.csv"]).expect(1, &["error[D043]", "U+2F00", "U+4E00"]);
}

const GATHERED: &str = "record County \"县\" key name { name \"县名\" : text  cap \"上限\" : number }\n\
                        record Firm \"企业\" key id { id : text  county \"所在县\" : text  sales \"收入\" : number }\n";
const COUNTIES: &str = "县名,上限\n安平县,10\n枣强县,10\n深州市,10\n武邑县,10\n";

/// A row that is gathered by a name, and whose name is nearly one of a table that was sent, drops out of every sum: it is told. Blanks inside a
/// name are a slip for certain.
#[test]
fn rows_that_are_gathered_by_a_name_that_is_nearly_a_key_are_told() {
    let sum = "rule cap { for c in County require sum(f.sales for f in Firm when f.county = c.name) <= c.cap }\n";
    let look = "rule cap { for f in Firm require f.sales <= County[f.county].cap }\n";
    let some = "rule cap { for c in County require not some(f.county = c.name and f.sales > 99 for f in Firm) }\n";
    let run = |rule: &str, firms: &str| {
        let folder = Folder::new().with("r.fadu", format!("{GATHERED}{rule}")).with("County.csv", COUNTIES);
        let folder = folder.with("Firm.csv", format!("id,所在县,收入\n1,安平县,5\n{firms}"));
        folder.run(&["check", "--lang", "en", "-r", "r.fadu", "County.csv", "Firm.csv"])
    };
    // 50 may be anybody's of the four, and is above 10: none of them is decided.
    run(sum, "2,深洲市,50\n").expect(1, &["warning[D040]", "did you mean `深州市`?", "counts as unknown", "undetermined 4"]);
    run(look, "2,深洲市,50\n").expect(1, &["warning[D040]", "did you mean `深州市`?", "counts as unknown", "undetermined 1"]);
    // 3 would make none of them fail: 5 and 3 are not above 10.
    run(sum, "2,深洲市,3\n").expect(0, &["warning[D040]", "met 4"]);
    // Numbered things are many: another number is another thing.
    run(sum, "2,安平县2,50\n").expect(0, &["met 4"]);
    run(sum, "2,深州市,50\n").expect(1, &["violated 1"]).without(&["D040"]);
    // Another place altogether is somebody else's; who asks whether there are such rows is told so by the verdict.
    run(sum, "2,石家庄,50\n").expect(0, &["met 4"]).without(&["D040"]);
    run(some, "2,深洲市,50\n").expect(0, &["met 4"]).without(&["D040"]);
    for rule in [sum, some] {
        run(rule, "2,武 邑县,50\n").expect(1, &["error[D040]", "did you mean `武邑县`?", "blanks inside", "undetermined"]);
    }
    // The first that may be a slip is shown, and how many are told.
    run(sum, "2,石家庄,50\n3,深洲市,50\n4,枣强线,50\n")
        .expect(1, &["warning[D040]", "`深州市`", "2 rows of this column", "undetermined 4"]);
}

/// The same of texts that are put together of several cells.
#[test]
fn rows_that_are_gathered_by_a_made_text_that_is_no_key_are_told() {
    let rules = "record Class \"类别\" key code { code \"代码\" : text  cap \"上限\" : number }\n\
                 record Firm \"企业\" key id { id : text  kind \"类\" : text  no \"号\" : text  sales \"收入\" : number }\n\
                 rule cap { for k in Class require sum(f.sales for f in Firm when \"{f.kind}-{f.no}\" = k.code) <= k.cap }\n";
    let run = |classes: &str, firms: &str| {
        let folder = Folder::new().with("r.fadu", rules).with("Class.csv", format!("代码,上限\n{classes}"));
        let folder = folder.with("Firm.csv", format!("id,类,号,收入\n1,A,1,5\n{firms}"));
        folder.run(&["check", "--lang", "en", "-r", "r.fadu", "Class.csv", "Firm.csv"])
    };
    let classes = "A-1,10\nA-2,10\nB-1,10\n";
    run(classes, "2,A,01,50\n")
        .expect(0, &["warning[D040]", "put together to “A-01”", "did you mean `A-1`?", "counts in nothing"]);
    run(classes, "2,A,01,50\n3,A,02,50\n").expect(0, &["2 rows are like this"]);
    run(classes, "2,A,2,50\n").expect(1, &["violated 1"]).without(&["D040"]);
    // Nothing near, and nothing that says that all should be there.
    run(classes, "2,木材加工,十五,50\n").without(&["D040"]);
    // A part that is not known makes none.
    run(classes, "2,A,,50\n").without(&["D040"]);
}
