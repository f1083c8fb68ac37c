//! The pages of the syntax codes: the failing example fails with that code alone, the mended one is free of mistakes.

use super::parse;
use fadu::diag::codes;

/// The fenced blocks of a page whose info line is `fadu fails` or `fadu works`.
fn blocks<'a>(page: &'a str, info: &str) -> Vec<&'a str> {
    let open = format!("```{info}\n");
    page.split(open.as_str()).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn the_examples_of_every_syntax_page_do_what_the_page_says() {
    let mut seen = 0;
    for code in codes::ALL.iter().filter(|c| c.id.starts_with('S')) {
        seen += 1;
        assert!(code.page.starts_with(&format!("# {} ", code.id)), "{}", code.id);
        assert!(code.page.contains("\n## 中文\n") && code.page.contains("\n## English\n"), "{}", code.id);
        let (fails, works) = (blocks(code.page, "fadu fails"), blocks(code.page, "fadu works"));
        assert!(!fails.is_empty() && fails.len() == works.len(), "{}", code.id);
        for example in fails {
            let found: Vec<_> = parse(example).1.iter().map(|d| d.code).collect();
            assert_eq!(found, [code.id], "{example}");
        }
        for example in works {
            assert!(parse(example).1.is_empty(), "{}: {example}", code.id);
        }
    }
    assert_eq!(seen, 18);
}
