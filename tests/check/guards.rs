//! Guards: what may not exist, what may be negative.

use super::{RECORDS, bad, bad_rule, good, good_rule};

#[test]
fn optional_values_need_a_guard() {
    bad_rule("require b.bonus >= 1万元", &[r#"G001 "b.bonus" / "bonus""#]);
    bad_rule("require b.association = \"甲\"", &[r#"G001 "b.association" / "association""#]);
    good_rule("require b.association exists");
    good_rule("require b.association 不存在");
    good_rule("when b.bonus exists require b.bonus >= 1万元");
    good_rule("when b.active and b.bonus exists require b.bonus >= 1万元");
    good_rule("require b.bonus exists and b.bonus >= 1万元");
    good_rule("require b.bonus exists implies b.bonus >= 1万元");
    good_rule("require b.bonus does not exist or b.bonus >= 1万元");
    good_rule("require sum(x.bonus for x in Body when x.year = b.year and x.bonus exists) >= 1万元");
    good_rule("require choose { b.bonus exists: b.bonus; otherwise: 0元 } >= 0.5万元");
    good_rule("except when b.bonus exists require b.bonus > 5元 require b.total > 5元");
    bad_rule("when b.association exists require b.bonus >= 1万元", &[r#"G001 "b.bonus" / "bonus""#]);
    bad_rule("require b.bonus exists or b.bonus >= 1万元", &[r#"G001 "b.bonus" / "bonus""#]);
    bad_rule("require sum(x.bonus for x in Body when x.year = b.year) >= 1万元", &[r#"G001 "x.bonus" / "bonus""#]);
    // The guard is on another row.
    bad_rule("when b.bonus exists require prior(b).bonus >= 1万元", &[r#"G001 "prior(b).bonus" / "bonus""#]);
}

#[test]
fn a_let_is_guarded_where_it_is_used_and_told_once() {
    good_rule("when b.bonus exists let x = b.bonus require x >= 1万元");
    bad_rule("let x = b.bonus require x >= 1万元 require x <= 5万元", &[r#"G001 "b.bonus" / "bonus""#]);
}

#[test]
fn the_base_of_a_share_is_not_negative() {
    bad_rule("require b.part as share of b.net >= 60%", &[r#"G002 "b.net" / "net""#]);
    bad_rule("require growth(b.total, b.net) >= 10%", &[r#"G002 "b.net" / "net""#]);
    bad_rule("require b.part as share of (b.total - b.part) >= 60%", &[r#"G002 "(b.total - b.part)""#]);
    good_rule("when b.net > 0 require b.part as share of b.net >= 60%");
    good_rule("when b.net >= 5万元 require b.part as share of b.net >= 60%");
    good_rule("require b.part as share of (b.total + b.part) >= 60%");
    good_rule("when b.total - b.part > 0 require b.part as share of (b.total - b.part) >= 60%");
    good_rule("require b.part as share of max(b.total - b.part, 0) >= 60%");
    bad_rule("require b.part as share of min(b.total - b.part, 5万元) >= 60%", &[r#"G002 "min(b.total - b.part, 5万元)""#]);
    good_rule("when b.total >= b.part require b.part as share of (b.total - b.part) >= 60%");
    bad_rule("when b.part >= b.total require b.part as share of (b.total - b.part) >= 60%", &[r#"G002 "(b.total - b.part)""#]);
    good_rule("require b.part as share of sum(x.total for x in Body when x.year = b.year) >= 60%");
    good_rule(
        "when sum(x.net for x in Body when x.year = b.year) > 0 require b.part as share of sum(y.net for y in Body when y.year = b.year) >= 60%",
    );
    bad_rule("when b.net < 0 require b.part as share of b.net >= 60%", &[r#"G002 "b.net" / "net""#]);
}

/// `60% of x` is an amount; only where something is told as a share of it, or a tolerance is taken of it, it is a base.
#[test]
fn a_share_of_what_may_be_negative_is_an_amount() {
    good_rule("require b.part >= 60% of b.net");
    good_rule("require b.part <= 60% of (b.total - b.part)");
    good_rule("require b.net = 50% of (b.net - b.total)");
    good_rule("require max(b.part - 10% of b.net, 0) <= 5万元");
    good_rule("require b.part 不低于 b.net 的 60%");
    bad_rule("require b.part about b.net within 5%", &[r#"G002 "b.net" / "net""#]);
    good_rule("when b.net >= 0 require b.part about b.net within 5%");
}

/// What surely is not negative needs no condition.
#[test]
fn bases_that_are_surely_not_negative_are_seen() {
    let rest = "(b.total - min(b.part, 75% of b.total))";
    for base in [
        "max(b.net, 0)",
        "max(0元, b.net)",
        rest,
        "(b.total - min(b.total, b.net))",
        "(b.total - 30% of b.total)",
        "(max(b.total, b.net) - b.total)",
        "(b.total + b.part - b.part)",
        "(2 * max(b.net, 0))",
        "(50% of max(b.net, 0))",
        "round(max(b.net, 0), 0)",
        "choose { b.net > 0: b.net; otherwise: b.total }",
        "choose { b.total >= b.part: b.total - b.part; otherwise: 0 }",
        "min(b.total, max(b.net, 0))",
    ] {
        good_rule(&format!("require b.part as share of {base} >= 60%"));
    }
    for (condition, base) in [
        ("b.total > b.part", "(50% of (b.total - b.part))"),
        ("b.total > b.part", "(2 * (b.total - b.part))"),
        ("b.total > b.part", "ceiling(b.total - b.part, 500元)"),
        ("b.total > b.part", "(b.total - 90% of b.part)"),
        ("b.net > 0", "(b.net - 30% of b.net)"),
    ] {
        good_rule(&format!("when {condition} require b.part as share of {base} >= 60%"));
        let open = super::checked(&format!("{RECORDS}\nrule r {{ for b in Body require b.part as share of {base} >= 60% }}"));
        assert_eq!(open.mistakes.iter().map(|d| d.code).collect::<Vec<_>>(), ["G002"], "{base}");
    }
    for base in [
        "(b.total - max(b.part, b.total))",
        "(b.net - 30% of b.net)",
        "(b.total - 130% of b.total)",
        "(min(b.total, b.net) - b.part)",
        "choose { b.net < 0: b.net; otherwise: b.total }",
        "(-1 * max(b.net, 0))",
    ] {
        let open = super::checked(&format!("{RECORDS}\nrule r {{ for b in Body require b.part as share of {base} >= 60% }}"));
        assert_eq!(open.mistakes.iter().map(|d| d.code).collect::<Vec<_>>(), ["G002"], "{base}");
    }
}

#[test]
fn existence_is_asked_of_what_may_be_none() {
    bad_rule("require b.total exists", &[r#"G003 "b.total" / "total""#]);
    bad_rule("require b exists", &[r#"G003 "b""#]);
    bad_rule("require b.total + b.part exists", &[r#"G003 "b.total + b.part""#]);
    good_rule("require Body[b.name, b.year - 1] exists");
    let nested =
        "record C key n { n : text, fs : list of F }\nrecord F key m { m : text }\nrule r { for c in C require c.fs exists }";
    bad(nested, &[r#"G003 "c.fs""#]);
    good(&nested.replace("c.fs exists", "count(c.fs) > 0"));
}

#[test]
fn an_unguarded_value_in_a_definition_names_the_rules_that_call_it() {
    let text = format!(
        "define Body.paid = bonus * 2\n{RECORDS}\nrule one {{ for b in Body require b.paid > 0 }}\nrule two {{ for b in Body require b.paid > 1元 }}"
    );
    let checked = bad(&text, &[r#"G001 "bonus" / "bonus""#]);
    assert_eq!(checked.mistakes[0].notes.last().map(|n| n.en.as_str()), Some("met in the rules: one, two"));
    // In the rule itself nothing needs to be said.
    let checked = bad_rule("require b.bonus > 0", &[r#"G001 "b.bonus" / "bonus""#]);
    assert!(checked.mistakes[0].notes.is_empty());
}

/// What is not zero may be below it.
#[test]
fn inequality_says_nothing_of_the_sign() {
    let of_net = "require b.part as share of b.net >= 60%";
    for condition in [
        "b.net != 0",
        "0 != b.net",
        "not (b.net = 0)",
        "not (0 = b.net)",
        "not (b.net > 0)",
        "b.net <= 0",
        "0 > b.net",
        "b.net > -1元",
        "b.net != 5万元",
        "not (0 < b.net < 5万元)",
        "b.net != b.total",
        "b.net > 0 or b.net != 5万元",
    ] {
        bad_rule(&format!("when {condition} {of_net}"), &[r#"G002 "b.net" / "net""#]);
        bad_rule(&format!("when {condition} require growth(b.total, b.net) >= 10%"), &[r#"G002 "b.net" / "net""#]);
    }
    for condition in [
        "b.net > 0",
        "0 < b.net",
        "0 < b.net < 5万元",
        "b.net = 5万元",
        "not (b.net <= 0)",
        "not (b.net < 0)",
        "not (b.net != 5万元)",
        "b.net != 5万元 and b.net > 0",
        "b.net >= b.total",
    ] {
        good_rule(&format!("when {condition} {of_net}"));
    }
    bad_rule("require b.net = 0 or b.part as share of b.net >= 60%", &[r#"G002 "b.net" / "net""#]);
    good_rule("require b.net <= 0 or b.part as share of b.net >= 60%");
    bad_rule("require b.net != 0 implies b.part as share of b.net >= 60%", &[r#"G002 "b.net" / "net""#]);
    bad_rule("require choose { b.net = 0: 0%; otherwise: b.part as share of b.net } <= 60%", &[r#"G002 "b.net" / "net""#]);
    good_rule("require choose { b.net < 0: 0%; otherwise: b.part as share of b.net } <= 60%");
    // A difference has a sign by the order of the two, not by their being different.
    let of_rest = "require b.part as share of (b.total - b.part) >= 60%";
    for condition in ["b.total != b.part", "b.part != b.total", "not (b.total = b.part)"] {
        bad_rule(&format!("when {condition} {of_rest}"), &[r#"G002 "(b.total - b.part)""#]);
    }
    for condition in ["b.total > b.part", "b.part <= b.total", "not (b.total < b.part)", "b.total = b.part"] {
        good_rule(&format!("when {condition} {of_rest}"));
    }
}

/// To compare a value it must exist already: that it differs from something is no proof.
#[test]
fn inequality_is_no_guard_of_existence() {
    let twice = [r#"G001 "b.bonus" / "bonus""#; 2];
    for condition in ["b.bonus != 0", "0 != b.bonus", "b.bonus > 0", "not (b.bonus = 0)"] {
        bad_rule(&format!("when {condition} require b.bonus >= 1万元"), &twice);
    }
    let twice = [r#"G001 "b.association" / "association""#; 2];
    bad_rule("when b.association != \"甲\" require b.association = \"乙\"", &twice);
    good_rule("when b.association exists and b.association != \"甲\" require b.association = \"乙\"");
    // What does not exist is not what exists.
    bad_rule("when b.bonus does not exist require b.bonus >= 1万元", &[r#"G001 "b.bonus" / "bonus""#]);
    bad_rule("when not (b.bonus exists) require b.bonus >= 1万元", &[r#"G001 "b.bonus" / "bonus""#]);
    good_rule("when not (b.bonus does not exist) require b.bonus >= 1万元");
}

/// Mean growth takes a root of the end over the start: neither may be negative. Of plain growth only the start is a base.
#[test]
fn both_ends_of_mean_growth_are_guarded() {
    let net = r#"G002 "b.net" / "net""#;
    bad_rule("require annual_growth(b.net, b.total, 3) >= 10%", &[net]);
    bad_rule("require annual_growth(b.total, b.net, 3) >= 10%", &[net]);
    good_rule("require annual_growth(b.total, b.part, 3) >= 10%");
    good_rule("when b.net > 0 require annual_growth(b.net, b.total, 3) >= 10%");
    good_rule("when b.net > 0 require annual_growth(b.total, b.net, 3) >= 10%");
    bad_rule("when b.net != 0 require annual_growth(b.net, b.total, 3) >= 10%", &[net]);
    bad_rule("when b.net != 0 require annual_growth(b.total, b.net, 3) >= 10%", &[net]);
    let rest = r#"G002 "b.total - b.part""#;
    bad_rule("require annual_growth(b.net, b.total - b.part, 3) >= 10%", &[net, rest]);
    bad_rule("when b.net > 0 require annual_growth(b.net, b.total - b.part, 3) >= 10%", &[rest]);
    bad_rule("when b.total > b.part require annual_growth(b.net, b.total - b.part, 3) >= 10%", &[net]);
    good_rule("when b.total > b.part and b.net > 0 require annual_growth(b.net, b.total - b.part, 3) >= 10%");
    good_rule("require growth(b.net, b.total) >= 10%");
    // Between years the two ends are the field of two rows, written once and told once.
    let years = "require annual growth of b.net from 2005 to 2007 >= 10%";
    let (start, end) = ("(b at 2005).net >= 0", "(b at 2007).net >= 0");
    bad_rule(years, &[net]);
    bad_rule(&format!("when {start} {years}"), &[net]);
    bad_rule(&format!("when {end} {years}"), &[net]);
    good_rule(&format!("when {start} and {end} {years}"));
}

/// A remainder has the sign of its divisor.
#[test]
fn a_remainder_as_a_base_goes_by_its_divisor() {
    bad_rule("require b.part as share of mod(b.total, b.net) >= 60%", &[r#"G002 "mod(b.total, b.net)""#]);
    good_rule("require b.part as share of mod(b.net, b.total) >= 60%");
    good_rule("require b.part as share of mod(b.total, 5万元) >= 60%");
    bad_rule("require b.net as share of mod(b.total, -5万元) >= 60%", &[r#"G002 "mod(b.total, -5万元)""#]);
}

#[test]
fn a_remainder_of_the_wrong_sign_can_never_be() {
    for (line, field) in [
        ("mod(b.total, b.part) < 0", "total"),
        ("mod(b.net, b.part) < 0", "net"),
        ("mod(b.net, 5万元) < 0", "net"),
        ("mod(b.total, -5万元) > 0", "total"),
    ] {
        bad_rule(&format!("require {line}"), &[&format!("R007 {line:?} / {field:?}")]);
    }
    // By what may have either sign it can have either.
    good_rule("require mod(b.total, b.net) < 0");
    good_rule("require mod(b.total, b.net) > 0");
}

#[test]
fn a_choice_that_may_give_none_is_asked_for_before_it_is_used() {
    let text = |rule: &str| {
        format!(
            "record Firm key name {{ name : text, sales : money in 万元, bonus : money in 万元 ?, kind : one of \"甲\", \"乙\" }}
define Firm.tax = choose {{ sales > 1万元: sales; otherwise: none }}
define Firm.extra = choose {{ kind = \"甲\": bonus; kind = \"乙\": none }}
define Firm.sort = choose {{ sales > 1万元: \"大\"; otherwise: \"小\" }}
{rule}"
        )
    };
    let codes = |rule: &str| -> Vec<&'static str> { super::checked(&text(rule)).mistakes.iter().map(|d| d.code).collect() };
    let none: [&str; 0] = [];
    for fine in [
        "rule r { for f in Firm when f.tax exists require f.tax > 2万元 }",
        "rule r { for f in Firm require f.tax does not exist or f.tax > 2万元 }",
        "rule r { for f in Firm when f.tax + f.extra exists require f.extra > f.tax }",
        "rule r { require sum(f.tax for f in Firm when f.tax exists) > 2万元 }",
        "rule r { for f in (Firm when tax exists) require f.tax > 2万元 }",
        "rule r { for f in Firm require choose { f.tax exists: f.tax; otherwise: 0元 } > 2万元 }",
    ] {
        assert_eq!(codes(fine), none, "{fine}");
    }
    for open in [
        "rule r { for f in Firm require f.tax > 2万元 }",
        "rule r { for f in Firm when f.extra exists require f.tax > 2万元 }",
        "rule r { require sum(f.tax for f in Firm) > 2万元 }",
        "rule r { for f in Firm require choose { f.tax exists: 0元; otherwise: f.tax } > 2万元 }",
    ] {
        assert_eq!(codes(open), ["G001"], "{open}");
    }
    assert_eq!(codes("rule r { for f in Firm require f.sort exists }"), ["G003"]);
    assert_eq!(codes("define x = choose { 1 > 2: none; otherwise: none }"), ["T019"]);
}

/// Texts written out in the arms are the values there are.
#[test]
fn a_choice_of_texts_is_one_of_them() {
    let text = |rule: &str| {
        format!(
            "record Firm key name {{ name : text, sales : money in 万元 }}
define Firm.sort = choose {{ sales > 1万元: \"大型\"; otherwise: \"小型\" }}
{rule}"
        )
    };
    let codes = |rule: &str| -> Vec<&'static str> { super::checked(&text(rule)).mistakes.iter().map(|d| d.code).collect() };
    let none: [&str; 0] = [];
    assert_eq!(codes("rule r { for f in Firm require f.sort = \"大型\" or f.sort in {\"小型\"} }"), none);
    assert_eq!(codes("rule r { for f in Firm require choose { f.sort = \"大型\": 1; f.sort = \"小型\": 2 } = 1 }"), none);
    assert_eq!(codes("rule r { for f in Firm require choose { f.sort = \"大型\": 1 } = 1 }"), ["G004"]);
    assert_eq!(codes("rule r { for f in Firm require f.sort = \"大\" }").len(), 1);
    assert_eq!(codes("rule r { for f in Firm require f.sort in {\"中型\"} }").len(), 1);
}

/// What `every` says of rows is known wherever the same rows, or some of them, are gone through.
#[test]
fn guards_reach_into_aggregates_over_the_same_rows() {
    let text = |rule: &str| {
        format!(
            "record Firm key name {{ name : text, town : text, bonus : money in 万元 ?, net : money in 万元 signed, parks : list of Park }}
record Park key name {{ name : text, fee : money in 万元 ?, size : count }}
define alike(f) = (Firm when town = f.town)
{rule}"
        )
    };
    let codes = |rule: &str| -> Vec<&'static str> { super::checked(&text(rule)).mistakes.iter().map(|d| d.code).collect() };
    let none: [&str; 0] = [];
    for fine in [
        "rule r { for f in Firm when every(p.fee exists for p in f.parks) require sum(f.parks.fee) >= 1万元 }",
        "rule r { for f in Firm when every(p.fee exists for p in f.parks) require sum(p.fee for p in f.parks when p.size > 2) >= 1万元 }",
        "rule r { for f in Firm when every(p.fee exists for p in f.parks) require count(p in f.parks when p.fee > 2万元) >= 1 }",
        "rule r { for f in Firm when not some(p.fee does not exist for p in f.parks) require max(f.parks.fee) >= 1万元 }",
        "rule r { for f in Firm when every(p.fee exists for p in (f.parks when size > 2)) require sum(p.fee for p in f.parks when p.size > 2) >= 1万元 }",
        "rule r { for f in Firm when every(e.bonus exists for e in alike(f)) require sum(alike(f).bonus) >= 1万元 }",
        "rule r { for f in Firm require every(e.bonus exists for e in alike(f)) implies sum(alike(f).bonus) >= 1万元 }",
        "rule r { for g in Firm by town when every(g.bonus exists) require sum(g.bonus) >= 1万元 }",
        "rule r { for f in Firm when every(e.net >= 0万元 for e in alike(f)) require f.net as share of sum(alike(f).net) <= 50% }",
        "rule r { for f in Firm require f.net as share of sum(e.net for e in Firm when e.net > 0万元) <= 50% }",
        "rule r { for f in Firm when every(count(e.parks) > 1 and e.bonus exists for e in Firm) require sum(Firm.bonus) > 2万元 }",
    ] {
        assert_eq!(codes(fine), none, "{fine}");
    }
    for (code, open) in [
        ("G001", "rule r { for f in Firm when some(p.fee exists for p in f.parks) require sum(f.parks.fee) >= 1万元 }"),
        ("G001", "rule r { for f in Firm when not every(p.fee exists for p in f.parks) require sum(f.parks.fee) >= 1万元 }"),
        (
            "G001",
            "rule r { for f in Firm when every(p.fee exists for p in (f.parks when size > 2)) require sum(f.parks.fee) >= 1万元 }",
        ),
        (
            "G001",
            "rule r { for f in Firm when every(p.fee exists for p in f.parks) require sum(p.fee for p in Firm.parks) >= 1万元 }",
        ),
        ("G001", "rule r { for f in Firm when every(e.bonus exists for e in alike(f)) require sum(Firm.bonus) >= 1万元 }"),
        ("G001", "rule r { for f in Firm require every(e.bonus exists for e in Firm) or sum(Firm.bonus) >= 1万元 }"),
        (
            "G001",
            "rule r { for g in Firm by town when every(e.bonus exists for e in (Firm when town = \"x\")) require sum(g.bonus) > 1万元 }",
        ),
        ("G002", "rule r { for f in Firm require f.net as share of sum(e.net for e in Firm when e.net > -1万元) <= 50% }"),
        (
            "G002",
            "rule r { for f in Firm when some(e.net >= 0万元 for e in Firm) require f.net as share of sum(Firm.net) <= 50% }",
        ),
    ] {
        assert_eq!(codes(open), [code], "{open}");
    }
}

#[test]
fn a_long_definition_asks_its_uses_for_guards() {
    let mut rules = String::from(
        "record Park key name { name : text, part : money in 万元 ? }
define Park.d0 = part\n",
    );
    for level in 1..=8 {
        let below = level - 1;
        rules.push_str(&format!("define Park.d{level} = max(round(d{below} / 2, 2), 0元) + round(d{below} / 2, 2)\n"));
    }
    let codes =
        |rule: &str| -> Vec<&'static str> { super::checked(&format!("{rules}{rule}")).mistakes.iter().map(|d| d.code).collect() };
    let none: [&str; 0] = [];
    assert_eq!(codes("rule r { for p in Park when p.part exists require p.d8 >= 1万元 }"), none);
    assert_eq!(codes("rule r { for p in Park require p.part exists implies p.d8 >= 1万元 }"), none);
    assert_eq!(codes("rule r { for p in Park require p.d8 >= 1万元 and p.d7 >= 1元 }"), ["G001"]);
    assert_eq!(codes("rule r { for p in Park require p.d8 >= 1万元 or p.part exists }"), ["G001"]);
}
