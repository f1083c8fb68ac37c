//! What is allowed and probably not meant.

use super::{RECORDS, bad, bad_rule, checked, good, rule};

#[test]
fn what_is_not_used() {
    bad(&format!("param p : share\n{}", rule("require b.total > 5元")), &[r#"W001 "p""#]);
    good(&format!("param p \"比例\" : share\n{}", rule("require b.share > 比例")));
    bad_rule("let x = b.total require b.part > 5元", &[r#"W002 "x""#]);
}

#[test]
fn the_lines_word_and_the_clauses_force() {
    let text = |force: &str, line: &str| {
        format!("policy p {{ clause c \"一\" {force} }}\n{RECORDS}\nrule r {{ cite p.c for b in Body {line} b.total > 5元 }}")
    };
    bad(&text("aspiration", "require"), &[r#"W004 "require b.total > 5元" / "c""#]);
    bad(&text("mandate", "aim"), &[r#"W004 "aim b.total > 5元" / "c""#]);
    bad(&text("fact", "require"), &[r#"W004 "require b.total > 5元" / "c""#]);
    bad(&text("mandate", "verify"), &[r#"W004 "verify b.total > 5元" / "c""#]);
    for (force, line) in
        [("mandate", "require"), ("target", "verify"), ("力争", "aim"), ("fact", "verify"), ("", "aim"), ("derived", "require")]
    {
        good(&text(force, line));
    }
    // Beside a line that fits, another may be milder, and none may be harder.
    good(&text("mandate", "verify b.part > 5元 require"));
    bad(&text("aspiration", "require b.part > 5元 aim"), &[r#"W004 "require b.part > 5元" / "c""#]);
    bad(&text("qualitative \"没有数字\"", "require"), &[r#"W003 "p.c" / "c""#]);
}

#[test]
fn rows_that_are_only_listed_inside_others() {
    let text = "record C key n { n : text, fs : list of F }\nrecord F key m { m : text, x : count }\nrule r { for f in F require f.x > 1 }";
    let checked = bad(text, &[r#"W006 "F" / "fs""#]);
    assert_eq!(checked.help(), "for the listed rows write `C.fs`");
    good(&text.replace("in F require", "in C.fs require"));
}

/// What is settled for the literal of one call is not so for the definition.
#[test]
fn a_definition_called_with_a_literal_keeps_its_rule() {
    let text = |define: &str, line: &str| format!("{define}\n{}", rule(line));
    let rate = "define rate(kind) = choose { kind = 1: 10; kind = 2: 20; otherwise: 30 }";
    assert_eq!(good(&text(rate, "require b.index >= rate(2)")).rules.len(), 1);
    for (define, line) in [
        ("define rate(kind) = choose { kind = 1: 10; kind = 2: 20 }", "require b.index >= rate(2)"),
        ("define rate(kind) = choose { kind > 3: 10; kind between 2 and 3: 20; otherwise: 1 }", "require b.index >= rate(2)"),
        ("define rate(kind) = choose { not (kind = 1): 10; otherwise: 20 }", "require b.index >= rate(1)"),
        ("define rate(kind) = choose { kind = \"a\": 10; otherwise: 20 }", "require b.index >= rate(\"b\")"),
        (
            "define inner(y) = choose { y >= 2: 10; otherwise: 20 }\ndefine rate(x) = inner(x) + inner(1)",
            "require b.index >= rate(3)",
        ),
        ("define wide(x) = b_ok(x) or x > 5\ndefine b_ok(y) = y >= 0", "require wide(3) or b.index > 1"),
    ] {
        assert_eq!(good(&text(define, line)).rules.len(), 1, "{define}");
    }
    // A comparison that names no argument is settled for every call; so is one in a rule.
    bad(&text("define odd(x) = choose { 1 > 2: x; otherwise: 20 }", "require b.index >= odd(3)"), &[r#"R007 "1 > 2""#]);
    bad(&text(rate, "require 1 > 2"), &[r#"R007 "1 > 2""#]);
}

/// What decides between the arms of a choice is not what is compared.
#[test]
fn a_choice_by_a_parameter_blames_what_it_compares() {
    let text = |line: &str| format!("param mode : number = 1\n{}", rule(line));
    let line = "require choose { mode = 1: b.share; otherwise: b.share } <= 200%";
    bad(&text(line), &[r#"W005 "choose { mode = 1: b.share; otherwise: b.share } <= 200%" / "share""#]);
    let line = "require choose { mode = 1: b.share; otherwise: 30% } > 200%";
    bad(&text(line), &[r#"R007 "choose { mode = 1: b.share; otherwise: 30% } > 200%""#]);
}

#[test]
fn a_regular_expression_for_characters_only_is_told_as_one_pattern() {
    for (written, wanted) in [("^[0-9]+$", "*[!0-9]*"), ("[A-Z]*", "*[!A-Z]*"), (r"\\d+", "*[!0-9]*"), ("[^0-9]+", "*[0-9]*")] {
        let checked = checked(&rule(&format!("require b.county like \"{written}\"")));
        if checked.mistakes.iter().all(|d| d.code != "W030") {
            assert_eq!(written, "[A-Z]*", "{:#?}", checked.shown());
            continue;
        }
        assert!(checked.help().contains(&format!("not like \"{wanted}\"")), "{written}: {}", checked.help());
    }
    // Several classes in a row are no such thing.
    let checked = checked(&rule("require b.county like \"[A-Z]+[0-9]+\""));
    assert!(!checked.help().contains("not like"), "{}", checked.help());
}

/// Every force against every word, as the page of the warning has it.
#[test]
fn every_force_against_every_word() {
    let words = ["require", "verify", "aim"];
    for (force, fits) in [
        ("mandate", [true, false, false]),
        ("target", [true, true, false]),
        ("aspiration", [false, false, true]),
        ("encourage", [false, false, true]),
        ("fact", [false, true, false]),
        // These, and a clause of no force, go with any word.
        ("definition", [true; 3]),
        ("derived", [true; 3]),
        ("", [true; 3]),
    ] {
        for (word, fits) in words.into_iter().zip(fits) {
            let text = format!(
                "policy p {{ clause c \"一\" {force} }}\n{RECORDS}\nrule r {{ cite p.c for b in Body {word} b.total > 5元 }}"
            );
            let warning = format!("W004 \"{word} b.total > 5元\" / \"c\"");
            let wanted = if fits { Vec::new() } else { vec![warning.as_str()] };
            bad(&text, &wanted);
            // A second clause of no force leaves the word free; one that the word fits takes the line.
            let cited = text.replace("cite p.c", "cite p.c, p.d");
            good(&cited.replace("policy p {", "policy p { clause d \"二\""));
            let other = match word {
                "require" => "mandate",
                "verify" => "fact",
                _ => "encourage",
            };
            good(&cited.replace("policy p {", &format!("policy p {{ clause d \"二\" {other}")));
        }
    }
}

/// Beside a line that fits the clause, in the same rule or in another, a milder one is no fault and a harder one is; beside one that does not fit, none is excused.
#[test]
fn a_milder_line_beside_a_full_one() {
    let words = ["aim", "verify", "require"];
    for (force, fitting) in
        [("mandate", &[2][..]), ("target", &[1, 2]), ("aspiration", &[0]), ("encourage", &[0]), ("fact", &[1])]
    {
        for (a, first) in words.iter().enumerate() {
            for (b, second) in words.iter().enumerate() {
                let bound = fitting.iter().filter(|f| **f == a || **f == b).max();
                let warned = |own: usize| !fitting.contains(&own) && bound.is_none_or(|most| own > *most);
                let lines = [(a, format!("{first} b.total > 5元")), (b, format!("{second} b.part > 5元"))];
                let warnings: Vec<String> =
                    lines.iter().filter(|(own, _)| warned(*own)).map(|(_, line)| format!("W004 {line:?} / \"c\"")).collect();
                let wanted: Vec<&str> = warnings.iter().map(String::as_str).collect();
                let policy = format!("policy p {{ clause c \"一\" {force} }}\n{RECORDS}\n");
                let [(_, one), (_, two)] = &lines;
                bad(&format!("{policy}rule r {{ cite p.c for b in Body {one}\n{two} }}"), &wanted);
                bad(
                    &format!("{policy}rule r {{ cite p.c for b in Body {one} }}\nrule s {{ cite p.c for b in Body {two} }}"),
                    &wanted,
                );
            }
        }
    }
    // A full line of another clause excuses nothing.
    let text = format!(
        "policy p {{ clause c \"一\" mandate clause d \"二\" mandate }}\n{RECORDS}\nrule r {{ cite p.c for b in Body aim b.total > 5元 }}\n\
         rule s {{ cite p.d for b in Body require b.part > 5元 }}"
    );
    bad(&text, &[r#"W004 "aim b.total > 5元" / "c""#]);
}

/// A rule about the policy itself demands nothing of anybody: it is not warned, and excuses no other.
#[test]
fn the_word_of_a_rule_about_the_policy_itself_is_free() {
    let frame = |force: &str| {
        format!(
            "policy p {{ clause c \"一\" {force} }}\n{RECORDS}\ntable goals key name {{ | name | value : money in 亿元 |\n | 甲 | 40 |\n | 乙 | 50 |\n}}\n"
        )
    };
    for force in ["mandate", "target", "aspiration", "encourage", "fact", "derived"] {
        for word in ["require", "verify", "aim"] {
            let whole = format!("{}rule r {{ cite p.c {word} sum(g.value for g in goals) >= 90亿元 }}", frame(force));
            good(&whole);
            good(&format!("{}rule r {{ cite p.c for g in goals {word} g.value >= 40亿元 }}", frame(force)));
        }
    }
    let beside = format!(
        "{}rule r {{ cite p.c require sum(g.value for g in goals) >= 90亿元 }}\nrule s {{ cite p.c for b in Body aim b.total > 5元 }}",
        frame("mandate")
    );
    bad(&beside, &[r#"W004 "aim b.total > 5元" / "c""#]);
    // A rule that looks at what regions send besides is about them.
    let both = format!(
        "{}rule r {{ cite p.c for g in goals aim g.value <= sum(b.total for b in Body when b.year = 2007) }}",
        frame("mandate")
    );
    bad(&both, &[r#"W004 "aim g.value <= sum(b.total for b in Body when b.year = 2007)" / "c""#]);
}
