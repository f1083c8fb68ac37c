//! Random rules over everything the language can ask of time, stages, sets, parameters and exceptions.

use super::draft::Rng;

pub const POLICY: &str = r#"
policy p "p" { jurisdiction "131100" EFFECTIVE clause c "1" "c" }
table counties "各县" key code { | code | cap : money in 万元 |
  | 131101 | 3 |
  | 131102 | 5 |
  | 131103 | 0 |
}
table first key code { | code |
  | 131101 |
  | 131102 |
}
table units key unit { | unit |
  | 甲局 |
  | 乙局 |
}
param rate   : share in 10%..60%
param pace   : growth in 0%..50%
param dated  : share = 20%, 50% from 2007-01-01 because "a"
param later  : money in 万元 = 3万元 from 2007-07-01 because "a"
param near   : year in 2006..2007
param far    : year after near
param alt    : money in 万元 = 2万元 because "a" | 4万元 because "b"
param alts   : share = 30% because "a" | 60% because "b"
param mode   : reading "甲", "乙"
param strict : flag
param start  : year in 2005..2006
param day    : date in 2006-01-01..2007-12-31
param any    : year
param word   : one of "甲", "乙" = "甲", "乙" from 2007-01-01 because "a"
record Y key code, year SENT { code : text  year : year  out : money in 万元 to 0.0001  tax : money in 万元 from 2006 was "纳税" until 2006
  sig : money in 万元 signed  old : money in 万元 until 2007  n : count  share : share in 0%..100%  flag : flag
  lev : one of "甲", "乙", "丙"  on : date  sort : one of "甲", "乙", "丙" ?  assoc : text ?  opt : money in 万元 ?  till : date ? }
record M key code, month { code : text  month : month  v : money in 万元 to date  w : money in 万元 signed }
record G key name { name : text  chair : text  amount : money in 万元  seat : text ?  list : list of mem }
record mem key unit { unit : text  x : money in 万元 signed  ok : flag }
record D key id { id : text  on : date  code : text  amt : money in 万元 }
classify Y.stage { "甲" needs flag  "乙" needs out at least 2万元, sort exists  "丙" needs n >= 2, assoc exists }
table levels key lev {
  | lev | cap : money in 万元 |
  | 甲  | 1                   |
  | 乙  | 3                   |
  | 丙  | 5                   |
}
table steps key no {
  | no | low : money in 万元 | high : money in 万元 ? | least : money in 万元 |
  | 1  | 0                   | 2                      | 1                   |
  | 2  | 2                   | 5                      | 2                   |
  | 3  | 5                   | 无                     | 3                   |
}
define Y.step = the(t in steps when out >= t.low and (t.high exists implies out < t.high))
define part(x, y) = x as share of y
define Y.rest(x) = out - x
define scope = counties minus {"131103"}
define both = first union {"131103"}
"#;

fn op(rng: &mut Rng) -> &'static str {
    rng.pick(&[">=", ">", "<=", "<", "=", "!="])
}

fn year(rng: &mut Rng) -> &'static str {
    rng.pick(&["2006", "2007", "near", "far", "start", "any", "y.year - 1", "y.year"])
}

/// Money of a row of Y.
fn money(rng: &mut Rng) -> String {
    let f = rng.pick(&["out", "sig", "out", "tax", "old"]);
    let when = rng.pick(&["2006", "2007", "near", "far", "start", "y.year"]);
    match rng.below(28) {
        26 | 27 => rng
            .pick(&[
                "levels[y.lev].cap",
                "y.step.least",
                "(y.step.least + y.out)",
                "the(t.cap for t in levels when t.lev = y.lev)",
                "max(t.cap for t in levels when t.lev = y.lev)",
                "choose { y.lev is \"甲\": y.out; y.lev in {\"乙\", \"丙\"}: y.sig }",
                "choose { y.lev is \"甲\": 1万元; y.lev is \"乙\": y.tax; y.lev is \"丙\": levels[y.lev].cap }",
                "choose { y.out >= 2万元: y.sig; y.out < 2万元: y.tax }",
            ])
            .into(),
        0 | 1 => format!("y.{f}"),
        2 => format!("prior(y).{f}"),
        3 => format!("last_year(y).{f}"),
        4 => format!("(y at {}).{f}", year(rng)),
        5 => format!("Y[y.code, {}].{f}", year(rng)),
        6 => format!("sum(e.{f} for e in Y when e.year = {when})"),
        7 => format!("sum(e.{f} for e in Y when e.code = y.code and e.year <= {when})"),
        8 => format!("sum(e.{f} for e in Y when e.code = y.code and e.year between start and {when})"),
        9 => format!("{}(e.{f} for e in Y when e.year = {when})", rng.pick(&["min", "max", "avg", "median"])),
        10 => format!("sum(m.w for m in M when m.code = y.code and m.month in {when})"),
        11 => format!("M[y.code, 2007-0{}].v", 1 + rng.below(8)),
        12 => "alt".into(),
        13 => format!("{} of {}", rng.pick(&["rate", "dated", "alts", "50%"]), base(rng)),
        14 => "counties[y.code].cap".into(),
        15 => format!("choose {{ {}: y.{f}; otherwise: y.sig }}", fact(rng)),
        16 => format!("choose {{ {}: y.out; {}: alt; otherwise: {}万元 }}", fact(rng), fact(rng), rng.below(5)),
        17 => format!("{}(y.out, y.sig)", rng.pick(&["min", "max"])),
        18 => format!("abs(y.sig - y.{f})"),
        19 => format!("y.rest({})", rng.pick(&["y.sig", "alt", "prior(y).out"])),
        20 => format!("round(y.{f}, {})", rng.pick(&["0", "-1"])),
        21 => format!("sum(d.amt for d in D when d.code = y.code and d.on <= {})", rng.pick(&["y.on", "day", "2006-06-30"])),
        22 => format!("sum(e.{f} for e in Y when e.code = y.code and e.stage at least \"{}\")", rng.pick(&["甲", "乙", "丙"])),
        23 => "later".into(),
        24 => format!("(y.n * y.{f})"),
        _ => format!("{}万元", rng.below(8)),
    }
}

/// What is never negative.
fn base(rng: &mut Rng) -> &'static str {
    rng.pick(&[
        "y.out",
        "y.old",
        "y.tax",
        "prior(y).out",
        "(y.out + y.tax)",
        "sum(e.out for e in Y when e.year = y.year)",
        "Y[y.code, near].out",
    ])
}

fn figure(rng: &mut Rng) -> String {
    loop {
        let text = money(rng);
        if text.contains(['.', '(']) {
            return text;
        }
    }
}

/// A condition without figures of other rows.
fn fact(rng: &mut Rng) -> String {
    match rng.below(30) {
        0 => "y.flag".into(),
        20 => text_fact(rng),
        21 => text_fact(rng),
        22 => format!("y.n {} {{{} .. {}, 4}}", rng.pick(&["in", "not in"]), rng.below(2), 1 + rng.below(2)),
        23 => format!("y.year {} {{2005 .. 2006, {}}}", rng.pick(&["in", "not in"]), rng.pick(&["2008", "near"])),
        24 => format!("y.on in {{2006-01-01 .. {}, 2007-Q3, 2008}}", rng.pick(&["2006-06-30", "day"])),
        15 => {
            format!("y.on {} {}", op(rng), rng.pick(&["last_day(y.year) - 26周", "day + 3个月", "first_day(near)", "day - 1年"]))
        }
        16 => format!("{}(y.on, day) {} {}", rng.pick(&["full_months", "full_years"]), op(rng), rng.below(3)),
        17 => format!("y.on {} {}", rng.pick(&["in", "not in"]), rng.pick(&["y.year", "2006-Q2", "near", "2006-03 .. 2007-02"])),
        18 => {
            let part = rng.pick(&["month", "quarter"]);
            format!("{part} of y.on {} {part} of day", op(rng))
        }
        1 => format!("y.lev is \"{}\"", rng.pick(&["甲", "乙"])),
        2 => "y.sort exists".into(),
        3 => "y.assoc does not exist".into(),
        4 => format!("y.stage {} \"{}\"", rng.pick(&["at least", "at most", "is", "is not"]), rng.pick(&["甲", "乙", "丙"])),
        5 => "y.lev at most y.stage".into(),
        6 => "strict".into(),
        7 => "mode is \"甲\"".into(),
        8 => format!("y.on {} {}", op(rng), rng.pick(&["2006-06-15", "day", "2007-12-31"])),
        9 => format!("y.year {} {}", rng.pick(&[">=", "<=", "="]), rng.pick(&["near", "far", "2007", "start"])),
        10 => "y.code in first".into(),
        11 => "prior(y) exists".into(),
        12 => "prior(y).flag".into(),
        13 => "y.lev in {\"甲\", \"乙\"}".into(),
        14 => "(y.assoc exists and y.assoc is \"甲局\")".into(),
        _ => "y.stage exists".into(),
    }
}

/// Texts by their parts, put together, of a shape.
fn text_fact(rng: &mut Rng) -> String {
    let part = rng.pick(&["contains", "starts with", "ends with", "does not contain", "does not end with"]);
    match rng.below(7) {
        0 => format!("(y.assoc exists and y.assoc {part} {})", rng.pick(&["\"局\"", "\"乙\"", "y.lev", "\"{y.lev}局\""])),
        1 => format!("y.code {part} {}", rng.pick(&["\"2\"", "\"1311\"", "y.lev"])),
        2 => format!("\"{{y.lev}}局\" {} \"{}\"", rng.pick(&["is", "is not"]), rng.pick(&["甲局", "乙局"])),
        3 => {
            format!("\"{{y.code}}-{{y.lev}}\" {} \"13110#-{}\"", rng.pick(&["like", "not like"]), rng.pick(&["甲", "?", "[!甲]"]))
        }
        4 => format!("(y.assoc exists and y.assoc {} \"{{y.lev}}*\")", rng.pick(&["like", "not like"])),
        5 => format!("\"{{y.lev}}{{y.lev}}\" {part} \"{}\"", rng.pick(&["甲甲", "乙", "甲乙"])),
        _ => format!("y.lev {}", rng.pick(&["is a number", "is not a number", "like \"[甲乙]\""])),
    }
}

/// Loops over whole numbers.
fn steps(rng: &mut Rng) -> String {
    let n = 1 + rng.below(3);
    match rng.below(5) {
        0 => format!("{}(Y[y.code, y.year - i].out > {n}万元 for i in 0 .. 2)", rng.pick(&["every", "some"])),
        1 => format!("count(i in 1 .. y.n when i * {n}万元 <= y.out) {} {n}", op(rng)),
        2 => format!("sum(i * 1万元 for i in {} .. 2) {} y.sig", rng.pick(&["-1", "0", "1"]), op(rng)),
        3 => format!("every(count(e in Y when e.year = y.year and e.n = i) <= 1 for i in 0 .. {n})"),
        _ => format!("some(y.out = i * {n}万元 for i in 0 .. y.n + 1)"),
    }
}

fn condition(rng: &mut Rng, depth: u64) -> String {
    if rng.below(12) == 0 {
        return steps(rng);
    }
    match rng.below(if depth == 0 { 24 } else { 28 }) {
        0..=5 => format!("{} {} {}", figure(rng), op(rng), money(rng)),
        6 | 7 => fact(rng),
        8 => format!("growth of y.{} {} {}%", rng.pick(&["out", "tax"]), op(rng), 10 * rng.below(12)),
        9 => {
            let (from, to) = (rng.pick(&["2005", "start", "near", "2006"]), rng.pick(&["2007", "far", "2008", "y.year"]));
            let bound = match rng.below(3) {
                0 => format!("about {}% within {}个百分点", 10 * rng.below(6), 5 * rng.below(4)),
                1 => format!("{} pace", op(rng)),
                _ => format!("{} {}%", op(rng), 10 * rng.below(8)),
            };
            let what = rng.pick(&["y.out", "sum(e.out for e in Y when e.code = y.code)", "(y.out + y.n * 1万元)"]);
            format!("annual growth of {what} from {from} to {to} {bound}")
        }
        10 => "y.stage at least prior(y).stage".into(),
        11 => {
            format!("part(y.out, y.out + {}) {} {}%", rng.pick(&["y.old", "prior(y).out", "y.tax"]), op(rng), 10 * rng.below(11))
        }
        12 => format!("{} {} {} of {}", figure(rng), op(rng), rng.pick(&["rate", "dated", "alts"]), base(rng)),
        13 => format!("y.share - prior(y).share {} {}个百分点", op(rng), 5 * rng.below(5)),
        14 => format!("y.out about {}万元 within {}", rng.below(6), rng.pick(&["10%", "50%", "1万元"])),
        15 => format!("(y.opt exists and y.opt {} {})", op(rng), money(rng)),
        16 => {
            let filter = rng.pick(&[
                "e.year = y.year and e.stage is \"乙\"",
                "e.code = y.code and e.year between near and far",
                "e.code = y.code and e.year >= start",
                "e.year = near and e.lev is y.lev",
                "e.year = y.year and e.sort exists",
                "e.year = 2007 and e.on <= y.on",
                "e.year = y.year and e.out >= y.out",
                "e.code = y.code",
            ]);
            format!("count(e in Y when {filter}) {} {}", op(rng), rng.below(4))
        }
        17 => {
            let over = rng.pick(&[
                "years of start .. near",
                "years of near .. near + 1",
                "years of 2006 .. y.year",
                "years of far .. 2008",
            ]);
            format!(
                "{}(Y[y.code, k].{} > {}万元 for k in {over})",
                rng.pick(&["every", "some"]),
                rng.pick(&["out", "sig"]),
                rng.below(3)
            )
        }
        18 => {
            let over = rng.pick(&["months of 2007-Q1", "months of near", "quarters of 2007", "halves of y.year"]);
            let count = rng.pick(&["count(m in M when m.code = y.code and m.month in q)", "count(m in M when m.month in q)"]);
            format!("{}({count} >= {} for q in {over})", rng.pick(&["every", "some"]), 1 + rng.below(2))
        }
        19 => format!(
            "{}(e.{} for e in Y when e.code = y.code)",
            rng.pick(&["every", "some"]),
            rng.pick(&["flag", "out > 2万元", "stage at least \"甲\"", "sort exists"])
        ),
        20 => format!(
            "count(m in M when m.code = y.code and m.month in {}) {} {}",
            rng.pick(&["2007", "near", "y.year", "2007-Q2", "2007年1—5月"]),
            op(rng),
            rng.below(5)
        ),
        21 => format!("y.year - start {} {}年", op(rng), rng.below(4)),
        22 => format!("y.tax {} {}万元", op(rng), rng.below(6)),
        23 => format!("y.lev is {}", rng.pick(&["word", "mode", "choose { y.flag: \"甲\"; otherwise: y.lev }"])),
        24 => format!("({} and {})", condition(rng, depth - 1), condition(rng, depth - 1)),
        25 => format!("({} or {})", condition(rng, depth - 1), condition(rng, depth - 1)),
        26 => format!("not ({})", condition(rng, depth - 1)),
        _ => format!("({} implies {})", fact(rng), condition(rng, depth - 1)),
    }
}

/// The statements around the lines of a rule.
fn gates(rng: &mut Rng) -> String {
    let mut text = String::new();
    if rng.below(3) == 0 {
        text.push_str(&format!("  when {}\n", condition(rng, 0)));
    }
    if rng.below(4) == 0 {
        text.push_str(&format!("  exempt when {} because \"so\"\n", condition(rng, 0)));
    }
    for _ in 0..rng.below(3).saturating_sub(rng.below(2)) {
        text.push_str(&format!("  except when {} require {}\n", condition(rng, 0), condition(rng, 0)));
    }
    text
}

fn lines(rng: &mut Rng) -> String {
    match rng.below(5) {
        0 => format!("  due near\n  require {}\n  due far\n  require {}\n", condition(rng, 1), condition(rng, 0)),
        1 => format!("  due {}\n  require {}\n", rng.pick(&["2007", "2007-06-30", "day", "any"]), condition(rng, 1)),
        2 => format!("  require {}\n  {} {}\n", condition(rng, 1), rng.pick(&["verify", "aim"]), condition(rng, 1)),
        _ => format!("  require {}\n", condition(rng, 2)),
    }
}

fn other_rule(rng: &mut Rng) -> String {
    let n = rng.below(5);
    match rng.below(13) {
        0 => format!(
            "for c in counties require sum(e.out for e in Y when e.code = c.code and e.year = {}) {} {n}万元",
            rng.pick(&["2007", "near", "far"]),
            op(rng)
        ),
        1 => format!(
            "for c in counties, m in months of {} require count(x in M when x.code = c.code and x.month = m) >= 1",
            rng.pick(&["2007-Q1", "near", "2007-03 .. 2007-05", "start .. start"])
        ),
        2 => format!(
            "for m in {} require sum(x.w for x in M when x.month = m) {} {n}万元",
            rng.pick(&["months of 2007-H1", "months of 2007-02 .. 2007-04"]),
            op(rng)
        ),
        3 => format!(
            "for q in quarters of {} require sum(x.w for x in M when x.month in q) {} {n}万元",
            rng.pick(&["2007", "near", "start .. near"]),
            op(rng)
        ),
        4 => format!("for x in M require increment(x.v) {} {n}万元", op(rng)),
        5 => format!(
            "for k in {} require Y[k, {}].out {} {n}万元",
            rng.pick(&["scope", "both"]),
            rng.pick(&["2006", "near", "far"]),
            op(rng)
        ),
        6 => format!(
            "for g in G require {}",
            rng.pick(&[
                "units subset of g.list.unit",
                "g.chair in g.list.unit",
                "units disjoint with g.list.unit",
                "g.list.unit = units",
                "{i.unit for i in g.list when i.ok} subset of units",
                "g.seat exists implies g.seat is g.chair",
                "count(i in g.list when i.unit in units) >= 2"
            ])
        ),
        7 => format!(
            "for g in G require sum(i.x for i in g.list when {}) {} {n}万元",
            rng.pick(&["i.ok", "i.unit is g.chair", "i.x > g.amount", "i.unit in units"]),
            op(rng)
        ),
        8 => format!(
            "for g in G, i in g.list require i.x {} {}",
            op(rng),
            rng.pick(&["g.amount", "2万元", "2 * sum(k.x for k in g.list)"])
        ),
        9 => format!(
            "for e in Y by code require sum(e.out) {} {}",
            op(rng),
            rng.pick(&["6万元", "max(e.sig)", "50% of sum(e.old)"])
        ),
        10 => format!(
            "{} require annual growth of sum(e.out for e in Y) from {} to {} {} {}%",
            "",
            rng.pick(&["2005", "start"]),
            rng.pick(&["2007", "near", "far"]),
            op(rng),
            10 * rng.below(6)
        ),
        11 => format!(
            "for d in D due {} require d.amt {} {}",
            rng.pick(&["day", "d.on", "near"]),
            op(rng),
            rng.pick(&["3万元", "later", "counties[d.code].cap", "choose { d.on <= day: 1万元; otherwise: 5万元 }"])
        ),
        _ => format!(
            "for x in M over counties require x.v {} {}",
            op(rng),
            rng.pick(&["prior(x).v", "last_year(x).w", "later", "dated of x.v"])
        ),
    }
}

/// Whether a total runs over whatever years there are, or has no first or no last year: it is asked of the run as it stands.
pub fn asks_the_run(text: &str) -> bool {
    let open = ["e in Y when e.code = y.code)", "e.year <= ", "e.year >= start", "by code", "e.code = y.code and e.stage"];
    open.iter().any(|part| text.contains(part))
}

/// A few rules; `owed`: the counties owe their rows.
pub fn rules(rng: &mut Rng, owed: bool) -> String {
    let effective = rng.pick(&["", "effective 2006-01-01 .. 2007-12-31", ""]);
    let mut text = POLICY.replace("EFFECTIVE", effective).replace("SENT", if owed { "sent by counties as code" } else { "" });
    for at in 0..2 {
        let over = rng.pick(&["", " over counties", " over scope"]);
        let cite = rng.pick(&["", "  cite p.c\n"]);
        text.push_str(&format!("rule r{at} {{\n{cite}  for y in Y{over}\n{}{}}}\n", gates(rng), lines(rng)));
    }
    for at in 2..4 {
        text.push_str(&format!("rule r{at} {{ {} }}\n", other_rule(rng)));
    }
    for at in 0..rng.below(3) {
        text.push_str(&exception(rng, at));
    }
    text
}

/// What a document grants.
fn exception(rng: &mut Rng, at: u64) -> String {
    let whom = rng.pick(&["\"131101\"", "\"131102\", \"131103\"", "lev \"甲\"", "lev \"乙\", \"丙\""]);
    let time = rng.pick(&[
        "until 2006",
        "from 2006-07-01 until 2007-12-31",
        "until further notice",
        "from 2007 until 2030",
        "until 2007-Q2",
    ]);
    let line = if rng.below(3) == 0 { format!("require {}", condition(rng, 0)) } else { String::new() };
    format!("exception \"n{at}\" {{ lifts {} for {whom} {time} {line} }}\n", rng.pick(&["r0", "r1", "r0, r1"]))
}

/// Values of all open parameters, as one would bind them.
pub fn values(rng: &mut Rng) -> Vec<(String, String)> {
    let near = 2006 + rng.below(2);
    let values = [
        ("rate", format!("{}%", 10 + 10 * rng.below(6))),
        ("pace", format!("{}%", 10 * rng.below(6))),
        ("near", near.to_string()),
        ("far", (near + 1 + rng.below(3)).to_string()),
        ("alt", rng.pick(&["2万元", "4万元"]).to_string()),
        ("alts", rng.pick(&["30%", "60%"]).to_string()),
        ("mode", rng.pick(&["甲", "乙"]).to_string()),
        ("strict", rng.pick(&["是", "否"]).to_string()),
        ("start", (2005 + rng.below(2)).to_string()),
        ("day", format!("200{}-0{}-15", 6 + rng.below(2), 1 + rng.below(9))),
        ("any", (2004 + rng.below(6)).to_string()),
    ];
    values.into_iter().map(|(n, v)| (n.to_string(), v)).collect()
}

/// Rules of one comparison each, linear in the figures that can be missing.
pub fn linear_rules(rng: &mut Rng) -> String {
    let mut text = POLICY.replace("EFFECTIVE", "").replace("SENT", "");
    let op = |rng: &mut Rng| rng.pick(&[">=", ">", "<=", "<"]);
    for at in 0..6 {
        let n = 1 + rng.below(6);
        let body = match at {
            0 => format!("for y in Y when y.year >= 2006 require y.sig - prior(y).sig {} {n}万元", op(rng)),
            1 => format!("for y in Y require annual growth of y.out from 2005 to 2007 {} {}%", op(rng), 10 * n),
            2 => format!(
                "for c in counties require sum(e.sig for e in Y when e.code = c.code and e.year between 2006 and 2008) {} {n}万元",
                op(rng)
            ),
            3 => format!("for y in Y when y.year >= 2006 require y.out {} {}0% of prior(y).out", op(rng), n + 4),
            4 => format!("for q in quarters of 2007 require sum(m.w for m in M when m.month in q) {} {n}万元", op(rng)),
            _ => format!(
                "for y in Y require choose {{ y.flag: y.sig; y.lev is \"甲\": y.sig - {n}万元; otherwise: y.sig + {n}万元 }} {} y.out",
                op(rng)
            ),
        };
        text.push_str(&format!("rule r{at} {{ {body} }}\n"));
    }
    text
}

/// One rule more: about the row that fits, how many differ or hold, the least of several, days of the week, values on a day.
pub fn fitting(rng: &mut Rng) -> String {
    let one = |rng: &mut Rng| {
        let cap = rng.pick(&["c.code = y.code", "c.cap > y.sig", "c.cap >= y.out and c.code in first", "c.cap = y.n * 1万元"]);
        let own =
            rng.pick(&["e.code = y.code and e.year = near", "e.code = y.code and e.flag", "e.out > y.out and e.year = 2006"]);
        match rng.below(12) {
            0 => format!("the(c.cap for c in counties when {cap}) {} {}", op(rng), money(rng)),
            1 => format!("the(c in counties when {cap}) {}", rng.pick(&["exists", "does not exist"])),
            2 => format!("the(e.out for e in Y when {own}) {} {}", op(rng), money(rng)),
            3 => format!("the(e in Y when {own}).{}", rng.pick(&["flag", "lev is \"甲\"", "stage at least \"甲\""])),
            4 => format!("(the(c in counties when {cap}) exists and the(c in counties when {cap}).code = y.code)"),
            5 => format!("count({}, {}, {}) {} {}", fact(rng), fact(rng), fact(rng), op(rng), 1 + rng.below(2)),
            6 => format!("count({{y.lev, y.sort, \"{}\"}}) {} 2", rng.pick(&["甲", "乙"]), op(rng)),
            7 => {
                let what = rng.pick(&["on", "n", "out", "flag", "opt", "till", "year", "lev"]);
                format!("count({{e.{what} for e in Y when e.code = y.code}}) {} {}", op(rng), 1 + rng.below(3))
            }
            8 => format!("{}(y.out, y.sig, {}, alt) {} {}", rng.pick(&["min", "max"]), money(rng), op(rng), money(rng)),
            9 => format!("weekday of y.on {} {}", op(rng), 2 + rng.below(5)),
            10 => format!("y.share {} dated at {}", op(rng), rng.pick(&["y.on", "day", "near", "2006-06"])),
            _ => format!(
                "sum(the(c.cap for c in counties when c.code = e.code) for e in Y when e.year = y.year) {} y.out",
                op(rng)
            ),
        }
    };
    (0..3).map(|at| format!("rule q{at} {{ for y in Y require {} }}\n", one(rng))).collect()
}
