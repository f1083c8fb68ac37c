//! Each item of an envelope is said once. Metadata twice, or otherwise than in the project file, it is told at both places and taken from
//! neither.

use super::{RECORDS, load, load_with};
use fadu::pipeline::Input;
use fadu::ty::PeriodKind;

/// The text under both places of the only message, with its code.
fn places(loaded: &super::Loaded) -> (&'static str, Vec<String>) {
    let [one] = loaded.diagnostics.as_slice() else { panic!("{:?}", loaded.told()) };
    (one.code, one.labels.iter().map(|l| loaded.sources.slice(l.span).to_string()).collect())
}

#[test]
fn a_key_given_twice_is_told_with_both_places_in_every_spelling() {
    let json = |a: &str, b: &str| {
        let row = r#"{"name":"甲","year":2007,"total":1,"clusters":1}"#;
        load("a.json", format!(r#"{{"submission":{{{a},{b}}},"GuaranteeBody":[{row}]}}"#))
    };
    let toml = |a: &str, b: &str| {
        let row = "[[GuaranteeBody]]\nname = \"甲\"\nyear = 2007\ntotal = 1\nclusters = 1\n";
        load("a.toml", format!("[submission]\n{a}\n{b}\n\n{row}"))
    };
    let json_cases = [
        (r#""region":"131100""#, r#""region":"110000""#),
        (r#""region":"131100""#, r#""地区":"110000""#),
        (r#""报送单位":"131100""#, r#""单位":"131121""#),
        (r#""period":2007"#, r#""年度":2006"#),
        (r#""date":"2008-01-15""#, r#""日期":"2008-01-16""#),
        (r#""partial":true"#, r#""部分":["GuaranteeBody"]"#),
        (r#""partial":false"#, r#""partial":true"#),
        // The same twice is still a slip: nobody writes a key twice on purpose.
        (r#""region":"131100""#, r#""region":"131100""#),
    ];
    for (a, b) in json_cases {
        let loaded = json(a, b);
        assert_eq!(places(&loaded), ("I030", vec![b.to_string(), a.to_string()]), "{a} {b}");
        assert_eq!(loaded.rows("GuaranteeBody"), 1, "the rows are read all the same");
        let (a, b) = (a.replacen("\":", "\" = ", 1), b.replacen("\":", "\" = ", 1));
        let loaded = toml(&a, &b);
        assert_eq!(loaded.diagnostics.len(), 1, "{a} {b}: {:?}", loaded.told());
        assert_eq!((loaded.diagnostics[0].code, loaded.diagnostics[0].labels.len()), ("I030", 2), "{a} {b}");
    }
}

#[test]
fn of_two_that_differ_neither_is_taken() {
    let envelope = |text: &str| {
        let loaded = load("a.json", format!(r#"{{"submission":{{{text}}},"GuaranteeBody":[]}}"#));
        let s = &loaded.data.submissions[0];
        (s.region.clone(), s.period, s.date, loaded.complete("GuaranteeBody"))
    };
    let year = |y| Some((y, PeriodKind::Year));
    assert_eq!(envelope(r#""region":"1","region":"2","period":2007"#), (None, year(2007), None, Some(true)));
    assert_eq!(envelope(r#""region":"1","region":"1""#).0.as_deref(), Some("1"), "both say the same");
    assert_eq!(envelope(r#""region":"1","region":"2","region":"1""#).0, None, "a third does not settle it");
    assert_eq!(envelope(r#""period":2007,"period":2006"#).1, None);
    assert_eq!(envelope(r#""partial":false,"partial":true"#).3, Some(false), "what may be partial is");
}

#[test]
fn two_envelopes_are_told_and_what_they_say_alike_stays() {
    let body = r#""GuaranteeBody":[{"name":"甲","year":2007,"total":1,"clusters":1}]"#;
    let loaded = load("a.json", format!(r#"{{"submission":{{"region":"1"}},"报送":{{"region":"1","period":2007}},{body}}}"#));
    assert_eq!(places(&loaded), ("I030", vec!["\"报送\"".to_string(), "\"submission\"".to_string()]));
    assert_eq!(loaded.data.submissions[0].region.as_deref(), Some("1"));
    let loaded = load("a.json", format!(r#"{{"submission":{{"region":"1"}},"submission":{{"region":"2"}},{body}}}"#));
    assert_eq!(loaded.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["I030", "I030"]);
    assert_eq!(loaded.data.submissions[0].region, None);
    let row = "[[GuaranteeBody]]\nname = \"甲\"\nyear = 2007\ntotal = 1\nclusters = 1\n";
    for second in ["submission", "\"报送\""] {
        let loaded = load("a.toml", format!("[submission]\nregion = \"1\"\n\n[{second}]\nregion = \"2\"\n\n{row}"));
        assert!(loaded.diagnostics.len() == 2 && loaded.diagnostics.iter().all(|d| d.code == "I030"), "{:?}", loaded.told());
        assert!(loaded.diagnostics.iter().all(|d| d.labels.len() == 2), "both places");
        assert_eq!(loaded.data.submissions[0].region, None, "{second}");
    }
}

#[test]
fn the_project_file_and_the_envelope_must_agree() {
    let text = r#"{"submission":{"region":"110000","period":2006},"GuaranteeBody":[{"name":"甲","total":1,"clusters":1}]}"#;
    let project = |region: &str, year: i64| {
        let mut input = Input::new("a.json", text);
        input.region = Some(region.to_string());
        input.period = Some((year, PeriodKind::Year));
        load_with(RECORDS, vec![input], Vec::new())
    };
    project("110000", 2006).quiet();
    let loaded = project("131100", 2007);
    let told: Vec<_> = loaded.told();
    assert_eq!(told, [r#"I031 1:16 "region":"110000""#, r#"I031 1:34 "period":2006"#]);
    let s = &loaded.data.submissions[0];
    assert_eq!((&s.region, s.period), (&None, None));
    // The period is part of the key: of which year the row is, nobody knows, so it is no row of the table, which lacks one.
    assert_eq!(loaded.rows("GuaranteeBody"), 0);
    assert_eq!(loaded.complete("GuaranteeBody"), Some(false));
}
