//! What a report says is worded in the reader's language, in the units of the field, and safe to show.

use super::{Folder, Run};

const PERIODS: &str = "\
record S key case {\n  case : text\n  m : month\n  q : quarter\n  h : half\n  y : year\n  d : date\n}\n\
rule m \"months\" { for s in S require s.m between 2025-01 and 2025-06 }\n\
rule q \"quarters\" { for s in S require s.q <= 2025-Q2 }\n\
rule h \"halves\" { for s in S require s.h >= 2025-H2 }\n\
rule y \"years\" { for s in S require s.y <= 2025 }\n\
rule d \"days\" { for s in S require s.d <= 2025-06-30 }\n";

fn periods(args: &[&str]) -> Run {
    let rows = "case,m,q,h,y,d\nb,2025-08,2025-Q3,2025-H1,2027,2025-07-02\n";
    let folder = Folder::new().with("r.fadu", PERIODS).with("S.csv", rows);
    folder.run(&[args, &["-r", "r.fadu", "S.csv"]].concat())
}

/// Months from 0: 2025-08 is 24307, 2025-06 is 24305. Quarters: 2025-Q3 is 8102. Half-years: 2025-H1 is 4050. Days: 2025-07-02 is 20271.
const NUMBERS: [&str; 10] = ["24307", "24,307", "24305", "24,305", "8102", "8,102", "4050", "4,050", "20271", "20,271"];

#[test]
fn periods_and_days_are_written_as_people_write_them() {
    let zh = [
        "2025-08 > 2025-06，晚了 2个月",
        "2025-Q3 > 2025-Q2，晚了 1个季度",
        "2025-H1 < 2025-H2，早了 1个半年",
        "晚了 2年",
        "晚了 2天",
    ];
    periods(&["check", "--lang", "zh"]).expect(1, &zh).without(&NUMBERS);
    let en =
        ["2025-08 > 2025-06, too late by 2 months", "too late by 1 quarter", "too early by 1 half-year", "2 years", "2 days"];
    periods(&["check", "--lang", "en"]).expect(1, &en).without(&NUMBERS);
    let json = periods(&["check", "--lang", "en", "--format", "json"]);
    json.expect(1, &["\"exact\": \"2025-08\"", "\"exact\": \"2025-Q3\"", "\"unit\": \"个月\""]).without(&NUMBERS);
    for rule in ["m", "q", "h", "d"] {
        let folder =
            Folder::new().with("r.fadu", PERIODS).with("S.csv", "case,m,q,h,y,d\nb,2025-08,2025-Q3,2025-H1,2027,2025-07-02\n");
        folder.run(&["explain", rule, "--for", "b", "-r", "r.fadu", "S.csv", "--lang", "en"]).without(&NUMBERS);
    }
}

#[test]
fn a_key_that_is_a_month_is_named_as_a_month() {
    let rules = "record S key who, m { who : text  m : month  v : money }\nrule v { for s in S require s.v >= 1元 }\n";
    let folder = Folder::new().with("r.fadu", rules).with("S.csv", "who,m,v\n甲,2007-03,1\n甲,2007-03,2\n");
    folder.run(&["check", "--lang", "zh", "-r", "r.fadu", "S.csv"]).expect(1, &["D021", "甲, 2007-03"]).without(&["24086"]);
}

#[test]
fn compound_units_keep_the_units_of_the_field_in_english() {
    let rules = "record R key name { name : text  v : quantity in 吨标准煤/万元 }\nrule v { for r in R require r.v <= 0.85吨标准煤/万元 }\n";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "name,v\nx,0.8501\n");
    folder
        .run(&["check", "--lang", "en", "--width", "200", "-r", "r.fadu", "R.csv"])
        .expect(1, &["0.8501 tons of coal equivalent per 10,000 yuan > 0.85 tons of coal equivalent per 10,000 yuan"])
        .without(&["0.000085", "≈"]);
}

/// Characters that move a cursor, reorder a line or hide: none may come out, whatever goes in.
fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{200e}' | '\u{feff}')
}

#[test]
fn no_command_lets_through_what_controls_a_terminal() {
    const BAD: &str = "甲\u{202e}乙\u{1b}[31m\u{7}丙";
    let rules = format!(
        "policy p \"政策{BAD}\" {{\n  clause a \"条{BAD}\" : target\n}}\nrecord R key name {{ name : text  v : money }}\n\
         rule t \"题{BAD}\" {{ cites p.a for r in R require r.v >= 5元 }}\n\
         scorecard s \"表{BAD}\" {{ t weight 10 }}\ntest \"测{BAD}\" {{ given R {{ name = \"x{BAD}\", v = 4元 }} expect t met }}\n"
    );
    let clean = rules.replace(BAD, "甲");
    for text in [&rules, &clean] {
        let folder = Folder::new().with("r.fadu", text).with("R.csv", format!("name,v,{BAD}\nx{BAD},4,5\n"));
        let commands: [&[&str]; 15] = [
            &["check", "-r", "r.fadu", "R.csv"],
            &["check", "-r", "r.fadu", "R.csv", "--format", "short"],
            &["check", "-r", "r.fadu", "R.csv", "--format", "json"],
            &["check", "-r", "r.fadu", "R.csv", "--statistics"],
            &["check", "-r", "r.fadu", BAD],
            &["check", BAD, "--param", BAD, "--as-of", BAD, "-r", "r.fadu"],
            &["score", "-r", "r.fadu", "R.csv"],
            &["score", "-r", "r.fadu", "R.csv", "--scorecard", BAD],
            &["coverage", "r.fadu"],
            &["audit", "r.fadu"],
            &["test", "r.fadu", "--gaps"],
            &["test", "r.fadu", "--boundaries"],
            &["fmt", "--check", "r.fadu"],
            &["explain", BAD, "-r", "r.fadu"],
            &["explain", "t", "--for", "x", "-r", "r.fadu", "R.csv"],
        ];
        for command in commands {
            for lang in ["zh", "en"] {
                let run = folder.run(&[command, &["--lang", lang]].concat());
                let bad: Vec<char> = run.text().chars().filter(|c| is_harmful(*c)).collect();
                assert!(bad.is_empty(), "{command:?}: {bad:?}\n{}", run.text());
            }
        }
        for usage in [&["check", "--format", BAD][..], &[BAD], &["--width", BAD, "check"], &["explain", "Z9\u{1b}[2J"]] {
            for lang in ["zh", "en"] {
                let run = folder.run(&[usage, &["--lang", lang]].concat());
                let bad: Vec<char> = run.text().chars().filter(|c| is_harmful(*c)).collect();
                assert!(bad.is_empty(), "{usage:?}: {bad:?}");
            }
        }
    }
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '“' | '”')
}

/// Rules, data and names in English: then every word of an English report is English.
#[test]
fn an_english_report_has_no_chinese_word() {
    let rules = "\
policy p \"Policy\" {\n  number \"No. 75\"\n  clause a \"Floor\" : target\n  clause b \"Open\" : target\n}\n\
param share \"share\" : percent\n\
record R \"bodies\" key name, year {\n  name : text\n  year : year\n  v : money\n  w : money\n  n : count\n  m : month\n}\n\
rule t \"floor\" { cites p.a for r in R require r.v >= 60% of r.w require r.m <= 2007-06 }\n\
rule u \"open\" { cites p.a, p.b for r in R require r.v >= share of r.w }\n\
rule n \"number\" { require count(r in R when r.v >= 5 yuan) >= 3 require sum(r.v for r in R) >= 100 yuan }\n\
scorecard s \"scores\" { t weight 10  u weight 20 }\n\
test \"one\" { given R { name = \"x\", year = 2007, v = 4 yuan, w = 5 yuan, n = 1, m = 2007-07 } expect t violated }\n";
    let folder = Folder::new()
        .with("r.fadu", rules)
        .with("R.csv", "name,year,v,w,n,m\nx,2007,4,5,1,2007-08\ny,2007,,8,2,2007-03\nz,2007,,8,2,\n");
    let commands: [&[&str]; 13] = [
        &["check", "-r", "r.fadu", "R.csv"],
        &["check", "-r", "r.fadu", "R.csv", "--all"],
        &["check", "-r", "r.fadu", "R.csv", "--statistics"],
        &["check", "-r", "r.fadu", "R.csv", "--format", "short"],
        &["check", "-r", "r.fadu", "none.csv"],
        &["score", "-r", "r.fadu", "R.csv"],
        &["audit", "r.fadu"],
        &["coverage", "r.fadu"],
        &["test", "r.fadu", "--gaps"],
        &["fmt", "--check", "r.fadu"],
        &["explain", "u", "--for", "y", "-r", "r.fadu", "R.csv"],
        &["explain"],
        &["check", "--help"],
    ];
    for command in commands {
        let run = folder.run(&[command, &["--lang", "en"]].concat());
        let text = run.text();
        let chinese: Vec<&str> = text.lines().filter(|l| l.chars().any(is_chinese)).collect();
        assert!(chinese.is_empty(), "{command:?}:\n{}", chinese.join("\n"));
    }
}

/// Every kind of cause, reason and wanted value, with names of Latin letters alone: then no word of the report is Chinese. (Programs are
/// told units by their names in the rules.)
const LATIN: &str = r#"
param mode "mode" : one of "low", "high"
param ok "consent" : flag
param floor "floor" : count = 3 because "as read" | 5 because "as printed"
param rate "rate" : share = 5%, 6% from 2030-01-01
record R key name {
  name : text
  town : text
  good : flag
  kind : text
  x : count?
  y : count?
  n : count
  m : count
  d : date
}
rule by_mode "by mode" { for r in R require r.n >= choose { mode = "low": 1; otherwise: 9 } }
rule by_floor "by floor" { for r in R require r.n >= floor otherwise "{r.name} is short, good: {r.good}" }
rule consent "consent" { for r in R require r.good and ok }
rule groups "groups" { for g in R by good require sum(g.n) >= 100 }
rule kinds "kinds" { for r in R require r.kind in {"a", "b", "c"} and not (r.kind like "z*") }
rule one "one" { for r in R report exactly one of r.x, r.y }
rule rated "rated" { for r in R require r.n >= rate of r.m otherwise "short by {shortfall}" }
rule later "later" { for r in R due 2035-01-01 require r.n >= 9 }
rule never "never" { for r in R when r.n > 1000 require r.n >= 9 }
rule towns "towns" { require {r.town for r in R} subset of {"here"} }
rule starts "starts" { for r in R require r.kind starts with "q" }
"#;

#[test]
fn an_english_report_has_no_chinese_but_names_and_texts() {
    let rows = "name,town,good,kind,x,y,n,m,d\nu,here,yes,zz,1,2,4,100,2026-01-01\nv,there,no,d,,,2,1,2026-01-01\n\
                w,here,,,1,,,,2026-01-01\n";
    let folder = Folder::new().with("r.fadu", LATIN).with("R.csv", rows);
    let common = ["-r", "r.fadu", "--lang", "en", "--as-of", "2026-01-01", "R.csv"];
    let text = |args: &[&str]| folder.run(&[args, &common].concat()).text();
    let page = text(&["check", "--all"]);
    for format in [page.clone(), text(&["check", "--format", "short"]), text(&["check", "--format", "json", "--all"])] {
        let wrong: Vec<&str> = format.lines().filter(|l| !l.contains("\"unit\":") && l.chars().any(is_chinese)).collect();
        assert!(wrong.is_empty(), "{wrong:#?}\n{page}");
    }
    for rule in ["by_mode", "consent", "kinds", "later", "groups"] {
        for subject in ["u", "w", "yes", "✓"] {
            let page = text(&["explain", rule, "--for", subject]);
            assert!(!page.chars().any(is_chinese), "{rule} {subject}\n{page}");
        }
    }
    let said = [
        "3 (as read)",
        "5%, 6% (from 2030-01-01)",
        "v is short, good: no",
        "one of {a, b, c}",
        "not like z*",
        "2 of `x`, `y` filled in",
        "due in",
        "the condition of the rule does not hold",
        "low ✓; high ✗",
    ];
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let missing: Vec<&&str> = said.iter().filter(|w| !flat.contains(**w)).collect();
    assert!(missing.is_empty(), "{missing:?} in\n{page}");
}

/// The label of one begins like that of the other: what may stay open is the one that is named.
#[test]
fn a_parameter_that_may_stay_open_is_told_from_another() {
    let rules = "param a \"consent\" : flag\nparam b \"consent（again）\" : flag\nrecord R key name { name : text }\n\
                 rule t { for r in R require a }\nrule s { for r in R require b }\n";
    let project = "[project]\nrules = [\"r.fadu\"]\n[allow]\nopen_parameters = [\"a\"]\n[[submissions]]\nfiles = \"R.csv\"\n";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "name\nx\n").with("fadu.toml", project);
    let run = folder.run(&["check", "--lang", "en", "--format", "short"]);
    let text = run.text();
    assert_eq!(text.lines().filter(|l| l.contains("open[")).count(), 1, "{text}");
    run.expect(1, &["open[s]"]).without(&["open[t]"]);
}

/// A field that has the Chinese name of a placeholder is that field.
#[test]
fn a_field_called_like_a_placeholder_is_itself() {
    let rules =
        "record R key name { name : text  差额 : count }\nrule t { for r in R require r.差额 >= 10 otherwise \"差 {差额}\" }\n";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "name,差额\nx,7\n");
    folder.run(&["check", "--lang", "zh", "-r", "r.fadu", "R.csv"]).expect(1, &["差 7"]);
}

#[test]
fn the_values_that_no_test_tries_are_named_in_the_readers_language() {
    let rules = "param ok \"consent\" : flag\nrecord R key name { name : text }\nrule t { for r in R require ok }\n\
                 test \"one\" { given R { name = \"a\" } param ok = yes expect t met }\n";
    let folder = Folder::new().with("r.fadu", rules);
    let en = folder.run(&["test", "r.fadu", "--gaps", "--lang", "en"]).text();
    assert!(en.contains("no test with `consent` as `no`") && !en.contains("as `yes`"), "{en}");
    let zh = folder.run(&["test", "r.fadu", "--gaps", "--lang", "zh"]).text();
    assert!(zh.contains("参数“consent”取“否”时没有测试"), "{zh}");
}

/// Three adults and a child: of the men (three rows) there is none of the age `child`, of the women none of the age `senior`.
#[test]
fn a_set_of_texts_of_rows_names_the_texts_that_are_missing_each_once() {
    let rules = "record P key id { id : text  gender : text  age : text }\n\
        rule a \"ages\" { for p in P require {q.age for q in P} subset of {q.age for q in P when q.gender = p.gender} }\n";
    let folder = Folder::new()
        .with("r.fadu", rules)
        .with("P.csv", "id,gender,age\na,male,child\nb,male,senior\nc,female,child\nd,male,senior\n");
    folder
        .run(&["check", "--lang", "en", "-r", "r.fadu", "P.csv"])
        .expect(1, &["lacks: senior (1 of 2)", "age: senior"])
        .without(&["lacks: b", "of 4)"]);
    folder.run(&["check", "--lang", "zh", "-r", "r.fadu", "P.csv"]).expect(1, &["里没有：senior（共 2 项，缺 1 项）"]);
}

#[test]
fn mistakes_of_one_kind_in_a_column_are_one_message_with_their_number() {
    let rules = "record R \"表\" key name { name : text  a \"甲\" : money in 万元  b \"乙\" : count }\nrule v { for r in R require r.a >= 1万元 and r.b >= 1 }\n";
    let rows: String = (1..=9).map(|i| format!("r{i},x{i},{i}\n")).collect();
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", format!("name,a,b\n{rows}s,1,?1\nt,1,?2\n"));
    let run = folder.run(&["check", "--lang", "en", "-r", "r.fadu", "R.csv"]);
    run.expect(1, &["“x1” (9 of this kind)", "also  R.csv:3:4  x2", "R.csv:6:4  x5", "and 4 more", "“?1”", "“?2”"])
        .without(&["“x2”", "R.csv:7:4  x6"]);
    folder.run(&["check", "--lang", "zh", "-r", "r.fadu", "R.csv"]).expect(1, &["“x1”（同类共 9 处）", "同类  R.csv:3:4  x2"]);
    folder.run(&["check", "--lang", "en", "--format", "short", "-r", "r.fadu", "R.csv"]).expect(1, &["“x2”", "“x9”"]);
    // Keys of TOML without quotes have no column: they are one kind in one file.
    let toml =
        Folder::new().with("r.fadu", rules).with("d.toml", "[[R]]\nname = \"x\"\n甲 = 1\n乙 = 2\n[[R]]\nname = \"y\"\n甲 = 3\n");
    toml.run(&["check", "--lang", "en", "-r", "r.fadu", "d.toml"]).expect(2, &["(3 of this kind)", "d.toml:4:1  乙"]);
}

#[test]
fn items_are_listed_down_to_a_level_and_the_rest_is_counted() {
    let rules = "record R key name { name : text  a : money in 万元 }\n\
        rule v { for r in R when r.name != \"n\" require r.a >= 5万元 }\nrule q { for r in R verify r.a <= 9万元 }\nrule s { for r in R aim r.a >= 8万元 }\n";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "name,a\nlow,4\nhigh,10\nopen,\nn,9\n");
    let json = |level: &str| {
        let text = folder.run(&["check", "--format", "json", "--list", level, "-r", "r.fadu", "R.csv"]).text();
        let doc: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let found: Vec<String> =
            doc["findings"].as_array().unwrap().iter().map(|f| f["consequence"].as_str().unwrap().to_string()).collect();
        (found, doc["summary"]["unlisted"].as_u64().unwrap(), doc["summary"]["noted"].as_u64().unwrap())
    };
    let (all, left, noted) = json("all");
    assert_eq!(left, 0);
    let count = |level: &str| all.iter().filter(|c| *c == level).count();
    assert_eq!((count("breach"), count("open"), count("query"), count("shortfall")), (1, 1, 2, 1), "{all:?}");
    for (level, listed) in [("violated", 1), ("undetermined", 2), ("query", 4), ("shortfall", 5)] {
        let (found, unlisted, still_noted) = json(level);
        assert_eq!((found.len(), unlisted, still_noted), (listed, (all.len() - listed) as u64, noted), "{level}: {found:?}");
    }
    folder
        .run(&["check", "--lang", "en", "--list", "violated", "-r", "r.fadu", "R.csv"])
        .expect(1, &["breach  v", "open 1"])
        .without(&["open  v", "query  q", "not applicable  v"]);
}

/// An accent as one character or as two; a compatibility ideograph; a character without width.
#[test]
fn headers_that_look_alike_are_told_with_their_code_points() {
    let rules = "record R \"表\" key name { name : text  a \"Caf\u{e9}\" : money in 万元  b \"豈\" : count }\nrule v { for r in R require r.a >= 1万元 and r.b >= 1 }\n";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "name,Cafe\u{301},\u{f900}\nx,1,1\n");
    folder
        .run(&["check", "--lang", "en", "-r", "r.fadu", "R.csv"])
        .expect(2, &["D023", "U+0065 U+0301 here, U+00E9 in the rules", "U+F900 here, U+8C48 in the rules"]);
    folder
        .run(&["check", "--lang", "zh", "-r", "r.fadu", "R.csv"])
        .expect(2, &["编码却不同：这里是 U+0065 U+0301，规则里是 U+00E9"]);
}

/// Quotients are told in the units in which their fields were written, in both languages; what is small is not told as nothing.
#[test]
fn quotients_are_told_in_the_units_of_their_fields() {
    let rules = "record R key n { n : text  a : money in 万元  l : quantity in 亩  c : count  p : count  t : quantity in 吨  e : quantity in 千瓦时 }\n\
                 rule a { for x in R require x.a / x.l <= 12万元/亩 }\nrule c { for x in R require x.c / x.l <= 0.5个/亩 }\n\
                 rule e { for x in R require x.e / x.t <= 5千瓦时/吨 }\nrule p { for x in R require x.c / x.p <= 3件/万人 }\n\
                 rule h { for x in R require x.l / x.c <= 1亩/人 }\nrule s { for x in R require x.a / 2 <= 10万元 }\n";
    // 26 万元 on 2 亩, 4 of 8 亩 each... 4 and 2 亩: 2 of each mu; 12 千瓦时 for 2 吨; 4 of 10,000.
    let data = "n,a,l,c,p,t,e\nq,26,2,4,10000,2,12\n";
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", data);
    let told = |lang: &str| folder.run(&["check", "-r", "r.fadu", "R.csv", "--format", "short", "--lang", lang]);
    told("zh").expect(
        1,
        &[
            "13万元/亩 > 12万元/亩，超出 1万元/亩",
            "2个/亩 > 0.5个/亩，超出 1.5个/亩",
            "6千瓦时/吨 > 5千瓦时/吨，超出 1千瓦时/吨",
            "0.04% > 0.03%，超出 0.01个百分点",
            "13万元 > 10万元，超出 3万元",
        ],
    );
    told("en").expect(
        1,
        &[
            "130,000 yuan per mu > 120,000 yuan per mu, over by 10,000 yuan per mu",
            "2 per mu > 0.5 per mu, over by 1.5 per mu",
            "6 kWh per ton > 5 kWh per ton, over by 1 kWh per ton",
            "0.04% > 0.03%, over by 0.01 percentage points",
        ],
    );
    // 0.000001 of each mu is not nothing.
    let small = folder.with("R.csv", "n,a,l,c,p,t,e\nq,1,4000000,4,9,1,1\n");
    small
        .run(&["check", "-r", "r.fadu", "R.csv", "--format", "short", "--all", "--lang", "zh"])
        .expect(1, &["0.000001个/亩 ≤ 0.5个/亩"]);
}

/// Titles may hold line breaks and tabs: in no report does one begin a line of its own.
#[test]
fn titles_stay_on_their_lines() {
    let rules = "policy p \"po\\nZ\\tq\" {\n number \"nu\\nZ\"\n jurisdiction \"131100\"\n clause c \"c\\nZ\\t1\" \"ti\\nZ\" mandate\n \
                 clause q \"2\" \"q\\nZ\" qualitative \"be\\nZ\"\n}\n\
                 record R \"re\\nZ\" key name { name \"na\\nZ\" : text  v \"va\\nZ\\tw\" : money in 万元 }\n\
                 rule v \"ru\\nZ\\te\" { cite p.c for r in R require \"li\\nZ\": r.v <= 100万元 otherwise \"ot\" }\n\
                 rule w \" \" { for r in R require r.v >= 0万元 }\n\
                 scorecard s \"sc\\nZ\\tr\" { v weight 10  w weight 1 }\n\
                 test \"te\\nZ\" { given R { name = \"gi\\nZ\", v = 500万元 } expect v violated for \"gi\\nZ\" }\n";
    let folder = Folder::new().with("r.fadu", rules).with("R.json", "{\"R\":[{\"name\":\"da\\nZ\",\"v\":500}]}");
    let runs: [&[&str]; 8] = [
        &["check", "-r", "r.fadu", "R.json", "--all"],
        &["score", "-r", "r.fadu", "R.json"],
        &["coverage", "-r", "r.fadu"],
        &["test", "r.fadu"],
        &["test", "--boundaries", "r.fadu"],
        &["explain", "v", "-r", "r.fadu"],
        &["explain", "v", "--for", "da", "-r", "r.fadu", "R.json"],
        &["audit", "-r", "r.fadu"],
    ];
    for run in runs {
        let text = folder.run(&[run, &["--width", "300"]].concat()).text();
        assert!(!text.lines().any(|l| l.trim_start().starts_with('Z')) && !text.contains('\t'), "{run:?}\n{text}");
    }
    // A rule without a title is called by its id.
    folder.run(&["score", "-r", "r.fadu", "R.json", "--lang", "en"]).expect(0, &["[2] weight 1  p.w"]);
}

/// What is listed above the table of a score keeps to the width.
#[test]
fn the_legend_of_a_score_keeps_to_the_width() {
    let long = "各县财政拨付资金占当年一般公共预算收入的比重不得低于百分之三十并且逐年提高".repeat(3);
    let rules = format!(
        "record R key n {{ n : text  v : count }}\nrule a \"{long}\" {{ for r in R require r.v >= 1个 }}\nscorecard s {{ a weight 10 }}\n"
    );
    let folder = Folder::new().with("r.fadu", rules).with("R.csv", "n,v\nq,1\n");
    let text = folder.run(&["score", "-r", "r.fadu", "R.csv", "--width", "60"]).text();
    assert!(text.contains(&long[..30]), "{text}");
    for line in text.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 60, "{line}");
    }
}
