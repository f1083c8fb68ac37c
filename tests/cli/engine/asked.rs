//! `fadu sql`, and what stops before anything runs.

use crate::cli::Folder;

const RULES: &str = "policy p \"办法\" { number \"甲1号\" clause a \"一(二)\" \"份额\" mandate }
record R key id { id : text  g : text  a : number  b : number }
rule share \"份额\" { cite p.a for r in R require r.a >= 60% of r.b }
rule sums \"合计\" { for g in R by g require sum(g.a) <= 3 }
rule middle \"中位\" { for g in R by g require median(g.a) <= 3 }
";

#[test]
fn statements_name_their_rule_and_its_clause_and_what_cannot_be_asked() {
    let folder = Folder::new().with("r.fadu", RULES);
    for dialect in ["duckdb", "postgres", "spark"] {
        let run = folder.run(&["sql", "--lang", "en", "-r", "r.fadu", "--dialect", dialect, "--table", "R=s.it's"]);
        let text = run.text();
        assert_eq!(run.code(), 1, "{text}");
        assert!(text.contains("-- p.share 份额\n-- 甲1号 一(二) 份额"), "{text}");
        assert!(text.contains("-- p.middle 中位\n-- cannot be asked of an engine:\n-- medians,"), "{text}");
        assert!(text.contains("GROUP BY"), "{text}");
        let quote = if dialect == "spark" { '`' } else { '"' };
        assert!(text.contains(&format!("FROM {quote}s{quote}.{quote}it's{quote}")), "{text}");
        assert!(!text.contains(" / "), "no statement divides: {text}");
    }
}

#[test]
fn json_tells_the_same() {
    let folder = Folder::new().with("r.fadu", RULES);
    let run = folder.run(&["sql", "--lang", "zh", "-r", "r.fadu", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.text()).unwrap();
    assert_eq!(json["schema"], "fadu-sql/1");
    assert_eq!(json["rules"][0]["asked"], true);
    assert_eq!(json["rules"][2]["asked"], false);
    assert!(json["rules"][2]["reasons"][0].as_str().unwrap().contains("中位数"));
}

#[test]
fn what_is_wrong_with_the_options_is_said() {
    let folder = Folder::new().with("r.fadu", RULES);
    for (args, code) in [
        (vec!["--on", "mysql:x"], "I051"),
        (vec!["--on", "duckdb:x.db", "--table", "R"], "I052"),
        (vec!["--on", "duckdb:x.db", "--engine-program", "/no/such/program"], "I053"),
    ] {
        let run = folder.run(&[vec!["check", "--lang", "en", "-r", "r.fadu"], args].concat());
        assert_eq!(run.code(), 2);
        assert!(run.text().contains(code), "{}", run.text());
    }
}

#[test]
fn a_rule_that_cannot_be_asked_stops_the_run_unless_its_tables_are_fetched() {
    for engine in super::servers::engines() {
        let folder = Folder::new().with("r.fadu", RULES).with("R.csv", "id,g,a,b\n1,x,1,1\n2,x,9,9\n3,x,9,9\n");
        let options = engine.load(&folder, &["R"]);
        let mut args = vec!["check", "--lang", "en", "-r", "r.fadu"];
        args.extend(options.iter().map(String::as_str));
        let run = folder.run(&args);
        assert_eq!(run.code(), 2);
        assert!(run.text().contains("I050") && run.text().contains("p.middle"), "{}", run.text());
        args.push("--fetch");
        let run = folder.run(&args);
        assert_eq!(run.code(), 1, "{}", run.text());
        // Sorted 1, 9, 9: the one in the middle is 9.
        assert!(run.text().contains("middle"), "{}", run.text());
    }
}
