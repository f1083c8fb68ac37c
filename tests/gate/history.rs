//! A repository of thirty-odd commits, each gated against the one before. The classes were written down before there was a gate.

use super::{PROJECT, RULES, Repository, changes, form};

/// What a commit does, and what the gate is to say of it: the exit code and every change that is not `same`.
struct Step {
    what: &'static str,
    does: fn(&Repository),
    says: (i32, &'static [&'static str]),
}

fn county(r: &Repository, file: &str, name: &str, tax: &str, total: &str) {
    r.write(&format!("data/{file}.csv"), form(name, tax, total));
}

fn bound(r: &Repository, percent: &str) {
    r.write("rules/a.fadu", RULES.replace("60% of", &format!("{percent} of")));
}

fn portion(r: &Repository) {
    r.write("rules/a.fadu", RULES.replace("60% of", "61% of").replace("rule share", "rule portion"));
}

const STEPS: &[Step] = &[
    // 180 of 300 is 60 %.
    Step { what: "a violation is mended", does: |r| county(r, "乙", "乙", "180", "300"), says: (0, &["fixed data share 乙"]) },
    // 170 of 300 is 56.7 %.
    Step { what: "one breaks", does: |r| county(r, "丙", "丙", "170", "300"), says: (1, &["new data share 丙"]) },
    Step { what: "it gets worse", does: |r| county(r, "丙", "丙", "160", "300"), says: (1, &["worse data share 丙"]) },
    Step { what: "it gets better", does: |r| county(r, "丙", "丙", "175", "300"), says: (0, &["better data share 丙"]) },
    Step {
        what: "one is mended, another breaks: the number stays",
        does: |r| {
            county(r, "丙", "丙", "180", "300");
            county(r, "甲", "甲", "239", "400");
        },
        says: (1, &["fixed data share 丙", "new data share 甲"]),
    },
    Step { what: "a file that is not judged", does: |r| r.write("README", "x"), says: (0, &[]) },
    // 239 of 398 is 60.05 %, but the total is 998: a county breaks what is asked of all.
    Step {
        what: "a county breaks the total",
        does: |r| county(r, "甲", "甲", "239", "398"),
        says: (1, &["fixed data share 甲", "new data city"]),
    },
    Step {
        what: "a figure is left out", does: |r| county(r, "乙", "乙", "", "300"), says: (1, &["newly-open data share 乙"])
    },
    Step { what: "one breaks again", does: |r| county(r, "丙", "丙", "170", "300"), says: (1, &["new data share 丙"]) },
    Step {
        what: "a violation is hidden by leaving the figure out",
        does: |r| county(r, "丙", "丙", "", "300"),
        says: (1, &["newly-open data share 丙"]),
    },
    Step {
        what: "both figures are handed in",
        does: |r| {
            county(r, "乙", "乙", "180", "300");
            county(r, "丙", "丙", "180", "300");
        },
        says: (0, &["fixed data share 丙", "fixed data share 乙"]),
    },
    Step { what: "a file gets another name", does: |r| drop(r.git(&["mv", "data/甲.csv", "data/甲县.csv"])), says: (0, &[]) },
    Step {
        what: "another name and another figure",
        does: |r| {
            r.git(&["mv", "data/乙.csv", "data/乙县.csv"]);
            county(r, "乙县", "乙", "179", "300");
        },
        says: (1, &["new data share 乙"]),
    },
    // 998 was short by 2, 698 is short by 302.
    Step { what: "a county is taken out", does: |r| drop(r.git(&["rm", "-q", "data/丙.csv"])), says: (1, &["worse data city"]) },
    // 398 + 300 + 302 = 1000; 100 of 302 is 33.1 %.
    Step {
        what: "it comes back, and violates",
        does: |r| county(r, "丙", "丙", "100", "302"),
        says: (1, &["fixed data city", "new data share 丙"]),
    },
    Step {
        what: "a county that violates is taken out",
        does: |r| drop(r.git(&["rm", "-q", "data/丙.csv"])),
        says: (1, &["gone data share 丙", "new data city"]),
    },
    Step {
        what: "that is reverted",
        does: |r| drop(r.git(&["revert", "--no-commit", "HEAD"])),
        says: (1, &["fixed data city", "new data share 丙"]),
    },
    Step {
        what: "the rule asks for less",
        does: |r| bound(r, "30%"),
        says: (0, &["fixed rules share 丙", "fixed rules share 乙"]),
    },
    Step {
        what: "the rule asks for more", does: |r| bound(r, "60%"), says: (1, &["new rules share 丙", "new rules share 乙"])
    },
    // 179 of 300 is 59.7 %; 200 of 302 is 66.2 %, and 33.1 % is less than 59 % too.
    Step {
        what: "the rule asks for less, and a county mends its figure",
        does: |r| {
            bound(r, "59%");
            county(r, "丙", "丙", "200", "302");
        },
        says: (0, &["fixed data share 丙", "fixed rules share 乙"]),
    },
    // 182 of 300 is 60.7 %: less short than 179 would be, short all the same. 239 of 398 is 60.05 %.
    Step {
        what: "the rule asks for more, and a county comes nearer",
        does: |r| {
            bound(r, "61%");
            county(r, "乙县", "乙", "182", "300");
        },
        says: (1, &["new both share 乙", "new rules share 甲"]),
    },
    Step {
        what: "the rule gets another name",
        does: portion,
        says: (1, &["gone rules share 乙", "gone rules share 甲", "new rules portion 乙", "new rules portion 甲"]),
    },
    // A change does not let itself pass: what fails is what the state of before says.
    Step {
        what: "a violation comes with the word that nothing fails any more",
        does: |r| {
            r.write("fadu.toml", format!("{PROJECT}\n[check]\nfail_on = \"never\"\n"));
            county(r, "丙", "丙", "50", "302");
        },
        says: (1, &["new data portion 丙"]),
    },
    Step {
        what: "both are taken back",
        does: |r| {
            r.write("fadu.toml", PROJECT);
            county(r, "丙", "丙", "200", "302");
        },
        says: (0, &["fixed data portion 丙"]),
    },
    // 243 of 398 is 61.06 %.
    Step {
        what: "a branch is merged",
        does: |r| {
            r.git(&["checkout", "-q", "-b", "side"]);
            county(r, "甲县", "甲", "243", "398");
            r.commit("on the side");
            r.git(&["checkout", "-q", "main"]);
            r.git(&["merge", "-q", "--no-ff", "--no-commit", "side"]);
        },
        says: (0, &["fixed data portion 甲"]),
    },
    Step { what: "a new county violates", does: |r| county(r, "丁", "丁", "1", "10"), says: (1, &["new data portion 丁"]) },
    Step {
        what: "it is mended and the next one violates alike",
        does: |r| {
            county(r, "丁", "丁", "9", "10");
            county(r, "戊", "戊", "1", "10");
        },
        says: (1, &["fixed data portion 丁", "new data portion 戊"]),
    },
    Step {
        what: "a figure that is none",
        does: |r| county(r, "乙县", "乙", "一百八", "300"),
        says: (1, &["new data D0 data/乙县.csv", "newly-open data portion 乙"]),
    },
    // 183 of 300 is 61 %.
    Step {
        what: "it is mended",
        does: |r| county(r, "乙县", "乙", "183", "300"),
        says: (0, &["fixed data D0 data/乙县.csv", "fixed data portion 乙"]),
    },
    // Nothing of nothing is no share.
    Step {
        what: "a violation loses its base", does: |r| county(r, "戊", "戊", "0", "0"), says: (0, &["gone data portion 戊"])
    },
    Step {
        what: "all rows in one file, in another order",
        does: |r| {
            r.git(&["rm", "-q", "-r", "--cached", "data"]);
            std::fs::remove_dir_all(r.path().join("data")).unwrap();
            r.write("data/all.csv", "收入,县名,税收\n0,戊,0\n302,丙,200\n10,丁,9\n398,甲,243\n300,乙,183\n");
        },
        says: (0, &[]),
    },
];

#[test]
fn every_commit_is_told_as_it_was_meant() {
    let repository = Repository::new();
    assert!(STEPS.len() >= 30);
    for step in STEPS {
        (step.does)(&repository);
        repository.commit(step.what);
        let before = (repository.git(&["rev-parse", "HEAD"]), repository.git(&["status", "--porcelain"]));
        let run = repository.gate(&["--base", "HEAD^", "--format", "json"]);
        let mut said = changes(&run);
        // The code of a mistake is the loader's affair.
        for line in &mut said {
            if let Some(at) = line.find(" D0") {
                line.replace_range(at + 3..at + 5, "");
            }
        }
        let mut meant: Vec<String> = step.says.1.iter().map(|s| (*s).to_string()).collect();
        meant.sort();
        assert_eq!(said, meant, "{}", step.what);
        assert_eq!(run.code(), step.says.0, "{}: {}", step.what, run.text());
        // What both states share is a matter of cost alone.
        for more in [&["--format", "json"][..], &["--all"]] {
            let of = |switch: &[&str]| repository.gate(&[&["--base", "HEAD^"], more, switch].concat());
            assert_eq!(of(&[]).text(), of(&["--no-cache"]).text(), "{}", step.what);
        }
        let after = (repository.git(&["rev-parse", "HEAD"]), repository.git(&["status", "--porcelain"]));
        assert_eq!(before, after, "{}: the work tree is as it was", step.what);
    }
    // Over the whole of it: 乙 violated at first and does not now, and everything else was met and is; the rule has another name.
    let run = repository.gate(&["--base", &format!("HEAD~{}", STEPS.len()), "--format", "json"]);
    assert_eq!(changes(&run), ["gone rules share 乙"]);
    assert_eq!(run.code(), 0);
}

/// The changed figures stand behind a change, those of another county behind a total; both arithmetics with their margins, the rule.
#[test]
fn changes_are_told_with_both_figures_and_both_margins() {
    let repository = Repository::new();
    county(&repository, "丙", "丙", "170", "290");
    repository.commit("丙 hands in less");
    let run = repository.gate(&["--base", "HEAD^"]);
    run.expect(1, &["new 2", "share", "city", "data/丙.csv:2:", "Failed: 2 got worse"]);
    // 170 of 290 is 58.62 %, short of 174 by 4; 990 is short of 1000 by 10.
    let text = run.text();
    assert!(text.contains("- 税收: 2 million yuan") && text.contains("+ 税收: 1.7 million yuan"), "{text}");
    assert!(text.contains("- 丙: 3 million yuan") && text.contains("+ 丙: 2.9 million yuan"), "{text}");
    assert!(text.contains("short by 40,000 yuan") && text.contains("short by 100,000 yuan"), "{text}");
    // Rules alone can be left to be told only.
    bound(&repository, "50%");
    repository.commit("asks less");
    bound(&repository, "60%");
    repository.commit("asks more");
    repository.gate(&["--base", "HEAD^"]).expect(1, &["the rules changed"]);
    repository.gate(&["--base", "HEAD^", "--rule-changes", "report"]).expect(0, &["the rules changed", "new 2"]);
}

/// What a change does not cause is not shown on its page, and what it causes is, however many there are.
#[test]
fn platforms_show_only_what_the_change_makes_worse() {
    let repository = Repository::new();
    county(&repository, "丙", "丙", "170", "300");
    repository.commit("丙 breaks; 乙 was broken before");
    let out = repository.gate(&["--base", "HEAD^", "--format", "github"]).out();
    assert!(out.contains("丙") && !out.contains("乙"), "{out}");
    assert_eq!(out.lines().filter(|l| l.starts_with("::")).count(), 1);
    let sarif = repository.gate(&["--base", "HEAD^", "--format", "sarif"]).out();
    let document: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(document["runs"][0]["results"].as_array().unwrap().len(), 1);
    let markdown = repository.gate(&["--base", "HEAD^", "--format", "summary"]).out();
    assert!(markdown.contains("丙") && markdown.contains("| new | worse |"), "{markdown}");
    let many: String = (0..25).map(|n| format!("县{n:02},1,100\n")).collect();
    repository.write("data/many.csv", format!("县名,税收,收入\n{many}"));
    let run = repository.gate(&["--base", "HEAD", "--format", "github"]);
    assert_eq!(run.code(), 1);
    let out = run.out();
    assert_eq!(out.lines().filter(|l| l.starts_with("::error")).count(), 10, "{out}");
    assert!(out.contains("16 more"), "{out}");
}
