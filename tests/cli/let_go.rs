//! A large table may be read without being kept: what is told is the same to the byte, whichever way it was read and by however many threads.

use super::Folder;
use fadu::diag::Sink;
use fadu::pipeline::{self, Bindings, Input, Line};
use fadu::text::Sources;
use fadu::world::MemoryWorld;
use std::path::PathBuf;

const RULES: &str = r#"
table banks "银行" key code from "banks.csv" {
  code "代码" : text
  cap  "单笔限额" : money in 万元 to 0.01
}
record Loan "贷款" key id {
  id      "编号"   : text
  bank    "银行"   : text
  county  "县"     : text
  year    "年度"   : year
  kind    "类别"   : one of "短期", "中期", "长期"
  amount  "金额"   : money in 万元 to 0.01
  insured "担保额" : money in 万元
  months  "期限"   : count
  note    "备忘"   : text ?
}
rule amount "10 to 500万元" { for l in Loan require l.amount between 10万元 and 500万元 }
rule insured "insured at most the loan" { for l in Loan verify l.insured <= l.amount }
rule both "two lines" {
  for l in Loan
  when l.kind != "短期" or l.months > 50
  require l.months >= 12
  require l.amount / l.months <= 100万元
}
rule long "long loans" { for l in Loan when l.kind = "长期" and not l.year = 2005 require l.months >= 24 }
rule cap "the cap of its bank" { for l in Loan require l.amount <= banks[l.bank].cap }
rule share "half is insured" { for g in Loan by county, year require sum(g.insured) >= 50% of sum(g.amount) }
rule many "not too many" { for g in Loan by county require count(g) <= 40 }
rule spread "no loan too large" {
  for g in Loan by bank
  require max(g.amount) <= 30% of sum(g.amount)
  require min(g.months) >= 2
}
rule late "long ones of a year" {
  for g in Loan by county, year
  require sum(l.amount for l in Loan when l.county = g.county and l.year = g.year and l.kind = "长期") <= 900万元
}
rule kinds "what a bank lends" { for g in Loan by bank, kind require count(l in Loan when l.bank = g.bank) <= 60 }
rule quota "the quota" { for k in banks require sum(l.amount for l in Loan when l.bank = k.code and l.year = 2007) <= 20 * k.cap }
"#;

const HEADER: &str = "编号,银行,县,年度,类别,金额,担保额,期限,备忘";

/// A small generator: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn row(dice: &mut Dice, i: u64) -> Vec<String> {
    let most = if dice.below(60) == 0 { 51_000 } else { 39_000 };
    let amount = 1000 + dice.below(most);
    let insured = amount * (45 + dice.below(55)) / 100;
    let kind = ["短期", "中期", "长期"][usize::try_from(dice.below(3)).unwrap()];
    let money = |n: u64| format!("{}.{:02}", n / 100, n % 100);
    vec![
        format!("DK{i:07}"),
        format!("B{:03}", dice.below(3)),
        format!("1311{:02}", dice.below(4)),
        (2005 + dice.below(3)).to_string(),
        kind.to_string(),
        money(amount),
        money(insured),
        (24 + dice.below(37)).to_string(),
        ["甲", "a1", ""][usize::try_from(dice.below(3)).unwrap()].to_string(),
    ]
}

/// What people do to a row, and lines they write between rows.
fn spoil(what: u64, cells: &mut Vec<String>, before: &str) -> Option<String> {
    let set = |cells: &mut Vec<String>, at: usize, text: &str| cells[at] = text.to_string();
    match what {
        0 => set(cells, 5, ""),
        1 => set(cells, 5, "约500"),
        2 => cells[5].push_str("万元"),
        3 => set(cells, 6, ">=50"),
        4 => set(cells, 1, "B999"),
        5 => set(cells, 0, before),
        6 => return Some(cells.join(",")),
        7 => set(cells, 3, "2007年"),
        8 => set(cells, 2, "１３１１０２"),
        9 => cells[0] = format!("ＤＫ{}", before.get(2..).unwrap_or("")),
        10 => cells.truncate(5),
        11 => return Some("注：本表不含外资,,,,,,,,".to_string()),
        12 => return Some(String::new()),
        13 => set(cells, 5, "-5"),
        14 => set(cells, 7, "2.5"),
        15 => set(cells, 5, "1234567890123456789012"),
        16 => set(cells, 6, "0.123456789"),
        17 => set(cells, 8, "é"),
        18 => (5..7).for_each(|at| set(cells, at, "0")),
        19 => set(cells, 7, "0"),
        20 => set(cells, 0, "1"),
        21 => set(cells, 1, " B001"),
        22 => set(cells, 8, "\"x,\ny\""),
        23 => cells[1] = format!("\"{}\"", cells[1]),
        _ => set(cells, 0, "合计"),
    }
    None
}

fn table(seed: u64, rows: u64, one_in: u64) -> String {
    let mut dice = Dice(seed);
    let (mut lines, mut before) = (vec![HEADER.to_string()], String::new());
    // A few kinds of slips in each table, as in real ones.
    let kinds: Vec<u64> = (0..3).map(|_| dice.below(24)).collect();
    for i in 0..rows {
        let mut cells = row(&mut dice, i);
        let more = match dice.below(one_in) {
            0 => spoil(kinds[usize::try_from(dice.below(3)).unwrap()], &mut cells, &before),
            _ => None,
        };
        before = cells[0].clone();
        lines.push(cells.join(","));
        lines.extend(more);
    }
    let end = if seed.is_multiple_of(2) { "\r\n" } else { "\n" };
    lines.join(end) + if seed.is_multiple_of(3) { "" } else { end }
}

fn banks() -> String {
    "代码,单笔限额\nB000,390.00\nB001,400.00\nB002,450.00\n".to_string()
}

fn alike(loans: &str) {
    alike_by(RULES, loans);
}

fn alike_by(rules: &str, loans: &str) {
    let folder = Folder::new().with("rules.fadu", rules).with("banks.csv", banks()).with("Loan.csv", loans);
    for format in ["json", "pretty"] {
        let run = |line: &str, threads: &str| {
            let args = ["check", "--rules", "rules.fadu", "--format", format, "--threads", threads, "Loan.csv"];
            folder.run_with(&args, &[("FADU_LINE", line)])
        };
        let held = run("hold", "2");
        for threads in ["1", "3"] {
            let passed = run("stream", threads);
            let told = (passed.code(), passed.text());
            assert!(
                told == (held.code(), held.text()),
                "{format}, {threads} threads:\n{loans}\n{}\n{}",
                held.text(),
                passed.text()
            );
        }
    }
}

/// The row that is the greatest, or the least, of its group is told with its place, be it far behind the first rows of the group; of equal ones
/// the first.
#[test]
fn the_greatest_of_a_group_is_told_wherever_it_stands() {
    let head = RULES.split("rule ").next().unwrap();
    let rules = format!(
        "{head}rule spread \"no loan too large\" {{ for g in Loan by bank require max(g.amount) <= 1% of sum(g.amount) require min(g.months) >= 30 }}"
    );
    let mut lines: Vec<String> = table(4, 2_000, 1_000_000).lines().map(str::to_string).collect();
    alike_by(&rules, &(lines.join("\n") + "\n"));
    for at in [700, 1_500, 1_900] {
        let mut cells: Vec<&str> = lines[at].split(',').collect();
        (cells[1], cells[5], cells[7]) = ("B001", "9999.00", "3");
        lines[at] = cells.join(",");
    }
    let loans = lines.join("\n") + "\n";
    alike_by(&rules, &loans);
    let folder = Folder::new().with("rules.fadu", rules).with("banks.csv", banks()).with("Loan.csv", loans);
    let told = folder.run_with(&["check", "--rules", "rules.fadu", "--format", "short", "Loan.csv"], &[("FADU_LINE", "stream")]);
    assert!(told.text().contains("Loan.csv:701:"), "{}", told.text());
}

/// Line ends within quotes, where one thread ends and another begins; every cell in quotes, the header too.
#[test]
fn quotes_are_read_alike() {
    let quoted = |line: &str| line.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
    let loans = table(4, 300, 1_000_000);
    let all: String = loans.lines().map(|line| quoted(line) + "\r\n").collect();
    alike(&all);
    alike(&all.replace("甲", "甲,乙"));
    alike(&all.replace("甲", "甲\r\n乙"));
    alike(&all.replace("\"a1\"", "\"a\"\"1\""));
    alike(&all.replacen("\"短期\"", "\"短\"期", 3));
    // Half of all bytes stand in one cell, with line ends.
    let long = format!("\"{}\"", "一行\n".repeat(1_000));
    alike(&loans.replacen(",甲", &format!(",{long}"), 1));
    alike(&loans.replacen(",甲", &format!(",{}", long.trim_end_matches('"')), 1));
    assert!(let_go(RULES, &all).is_some());
}

#[test]
fn reports_are_the_same_to_the_byte_whichever_way_a_table_is_read() {
    for seed in 0..10 {
        alike(&table(seed, 150 + seed * 40, [400, 60, 8][usize::try_from(seed % 3).unwrap()]));
    }
}

#[test]
fn small_and_odd_tables_too() {
    let first = "DK1,B000,131100,2007,长期,100.00,60.00,36,甲";
    let twice = format!("{HEADER}\n{first}\n{first}\n{}\n", first.replace("100.00", "90.00"));
    for loans in [String::new(), HEADER.to_string(), format!("{HEADER}\n"), format!("{HEADER}\n{first}"), twice] {
        alike(&loans);
    }
    // A total stands for rows that would not be there any more; a second header ends the table.
    let many = table(5, 200, 1000);
    alike(&format!("{many}合计,,,,,40000.00,20000.00,,\n"));
    alike(&format!("{many}代码,单笔限额\n{many}"));
    // A text that is seen as another is told beside it, wherever that stands.
    alike(&many.replacen(",甲", ",甲\u{fe00}", 1));
    alike(&many.replacen("DK0000007", "DK0000009\u{200b}", 1));
    // Two notes are told as one stretch, with the rows between them.
    alike(&format!("{}注：甲,,,,,,,,\n{many}注：乙,,,,,,,,\n", many.replace("DK", "DX")).replace(&format!("\n{HEADER}\n"), "\n"));
    alike(&format!("{many}填表人：张三\n"));
    alike(&many.replace("担保额", "担保额（元）"));
    alike(&many.replace("备忘", "备注"));
}

/// A file of more bytes than are read at once, some of its lines longer than others.
#[test]
fn a_large_file_is_read_in_pieces_and_told_alike() {
    let long = format!(",{}1", "x".repeat(6_000));
    let loans = table(6, 5_000, 400).replace(",甲", &long);
    assert!(loans.len() > 8 << 20, "{}", loans.len());
    let folder = Folder::new().with("rules.fadu", RULES).with("banks.csv", banks()).with("Loan.csv", loans);
    let run = |line: &str| {
        let told = folder.run_with(&["check", "--rules", "rules.fadu", "--format", "json", "Loan.csv"], &[("FADU_LINE", line)]);
        (told.code(), told.text())
    };
    let held = run("hold");
    for line in ["auto", "stream"] {
        assert!(run(line) == held, "{line}");
    }
}

/// 1,000 loans of each of three banks, 3,000万元 in all of each; whose bank nobody knows may have none of them, or all 9,000万元.
#[test]
fn a_key_that_nobody_knows_asks_for_every_row() {
    let rules = r#"
record Loan "贷款" key id {
  id     "编号" : text
  bank   "银行" : text
  amount "金额" : money in 万元 to 0.01
}
record Firm "企业" key code {
  code "代码" : text
  bank "银行" : text
}
rule total "what its bank lends" { for f in Firm require sum(l.amount for l in Loan when l.bank = f.bank) <= 3500万元 }
rule number "how often" { for f in Firm require count(l in Loan when l.bank = f.bank) <= 2500 }
rule most "no loan too large" { for f in Firm require max(l.amount for l in Loan when l.bank = f.bank) <= 4.5万元 }
"#;
    let loan = |i: u64| format!("L{i},B{},{}\n", i % 3, 1 + i % 5);
    let loans = format!("编号,银行,金额\n{}", (0..3000).map(loan).collect::<String>());
    let mut folder = Folder::new().with("rules.fadu", rules).with("Loan.csv", loans);
    for (bank, open) in [("", 3), ("B2", 0)] {
        folder = folder.with("Firm.csv", format!("代码,银行\nF1,B0\nF2,{bank}\n"));
        let run = |line: &str, threads: &str| {
            let args = ["check", "--rules", "rules.fadu", "--format", "json", "--threads", threads, "Loan.csv", "Firm.csv"];
            folder.run_with(&args, &[("FADU_LINE", line)])
        };
        let held = run("hold", "2");
        assert!(held.text().contains(&format!("\"open\": {open},")), "{}", held.text());
        for threads in ["1", "3"] {
            let streamed = run("stream", threads);
            assert!((streamed.code(), streamed.text()) == (held.code(), held.text()), "{}\n{}", held.text(), streamed.text());
        }
    }
}

/// How many rows were let go of so many.
fn let_go(rules: &str, loans: &str) -> Option<u64> {
    let world = MemoryWorld::default().with("rules.fadu", rules).with("banks.csv", banks());
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let set = pipeline::compile(&world, &[PathBuf::from("rules.fadu")], &Bindings::default(), &mut sources, &mut sink);
    let tables = pipeline::policy_tables(&world, &set, &sources, &mut sink);
    let inputs = vec![Input::new("Loan.csv", loans)];
    let (data, summarized) = pipeline::load_lightly(&set, (&inputs, &tables), Line::Stream, &mut sources, &mut sink)?;
    let rel = set.schema.by_name("Loan").unwrap();
    let passed = summarized.rows(rel);
    let read: u32 = data.accounts.iter().flat_map(|a| &a.tables).filter(|t| t.rel == rel).map(|t| t.read).sum();
    assert_eq!(u64::from(data.table(rel).rows) + passed, u64::from(read), "every row is there or counted");
    Some(passed)
}

#[test]
fn rows_that_nothing_turns_on_are_let_go() {
    // Rules of one row and of groups, one that looks a row of the policy up: of 20,000 rows the first ten thousand of which a rule does not speak
    // are kept, whatever else they are, so a rule without `when` shows it best.
    let plain: String =
        RULES.split("rule ").filter(|r| !r.starts_with("both") && !r.starts_with("long")).collect::<Vec<_>>().join("rule ");
    let loans = table(1, 20_000, 1_000_000);
    let gone = let_go(&plain, &loans).expect("it need not be kept");
    assert!(gone > 14_000, "{gone}");
    // Five odd cells send five rows the long way, not the table.
    let mut lines: Vec<String> = loans.lines().map(str::to_string).collect();
    for at in [3_000, 7_000, 11_000, 15_000, 19_000] {
        lines[at] = lines[at].replacen(",2", ",约2", 1);
    }
    let fewer = let_go(&plain, &(lines.join("\n") + "\n")).expect("it need not be kept");
    assert!(gone - fewer < 200, "{gone} {fewer}");
}

#[test]
fn what_needs_rows_keeps_them() {
    let loans = table(1, 500, 1_000_000);
    let with = |rule: &str| let_go(&format!("{RULES}\n{rule}"), &loans);
    assert!(let_go(RULES, &loans).is_some());
    for rule in [
        "rule middle \"m\" { for g in Loan by bank require median(g.amount) >= 10万元 }",
        "rule other \"o\" { for l in Loan require Loan[l.id].months >= 1 }",
        "rule pairs \"p\" { for l in Loan require count(m in Loan when m.amount > l.amount) >= 0 }",
        "rule every \"e\" { for k in banks require every(l.months >= 1 for l in Loan when l.bank = k.code) }",
        "rule shown \"s\" { for l in Loan require l.months >= 1 show \"金额\": l.amount }",
    ] {
        assert_eq!(with(rule), None, "{rule}");
    }
}
