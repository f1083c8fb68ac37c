//! Random rules over random tables: every engine finds what files give, with the same figures on both sides of every comparison.

use super::equal::{equal, next};
use super::servers::engines;
use crate::cli::Folder;
use serde_json::Value;
use std::fmt::Write;

const SCHEMA: &str = r#"
record County "县" key code, year {
  code  "代码" : text
  year  "年度" : year
  kind  "类别" : one of "市级", "县级"
  total "总额" : money in 万元 to 0.01
  part  "集群" : money in 万元 to 0.01
  n     "人数" : count
  ok    "达标" : flag
  day   "日期" : date
  extra "补充" : money in 万元 ?
}
record Project "项目" key id {
  name   "名称"   : text ?
  id     "编号"   : text
  county "所在县" : text
  year   "年度"   : year
  invest "投资"   : money in 万元 signed
  done   "完成"   : money in 亿元
  m      "月数"   : count
  sort   "种类"   : text
  open   "在建"   : flag
}
table caps "上限" key kind {
  | kind "类别" | cap "限额" : money in 万元 |
  | "市级"      | 80                          |
  | "县级"      | 50                          |
}
"#;

/// A small generator: the same rules and tables in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        next(&mut self.0) % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        n > 0 && self.below(n) == 0
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[usize::try_from(self.below(texts.len() as u64)).unwrap()]
    }

    fn op(&mut self) -> &'static str {
        self.pick(&[">=", ">", "<=", "<", "=", "!="])
    }

    fn literal(&mut self) -> &'static str {
        self.pick(&["0万元", "10万元", "40万元", "50万元", "60万元", "100万元", "0.5亿元", "59.99万元"])
    }

    fn percent(&mut self) -> &'static str {
        self.pick(&["0%", "10%", "30%", "50%", "60%", "100%", "120%", "33.3%"])
    }

    fn rel(&mut self) -> &'static str {
        self.pick(&["County", "Project"])
    }

    fn column(&mut self, rel: &str) -> &'static str {
        if rel == "County" { self.pick(&["total", "part", "extra"]) } else { self.pick(&["invest", "done"]) }
    }

    fn cell(&mut self, v: &str, rel: &str) -> String {
        format!("{v}.{}", self.column(rel))
    }

    /// ` when …` of an aggregate: conditions on its own rows, joins to the row in hand.
    fn filter(&mut self, x: &str, rel: &str, outer: Option<(&str, &str)>) -> String {
        let mut parts: Vec<String> = (0..self.below(3)).map(|_| self.condition(x, rel, 0, false)).collect();
        if let Some((o, of)) = outer.filter(|_| !self.one_in(10)) {
            let joins: &[(&str, &str)] = match (rel, of) {
                ("Project", "County") => &[("county", "code"), ("year", "year")],
                ("County", "Project") => &[("code", "county"), ("year", "year")],
                ("Project", _) => &[("county", "county"), ("year", "year"), ("sort", "sort")],
                _ => &[("code", "code"), ("year", "year"), ("kind", "kind")],
            };
            let many = usize::try_from(1 + self.below(joins.len() as u64)).unwrap();
            parts.extend(joins.iter().take(many).map(|(own, other)| format!("{x}.{own} = {o}.{other}")));
        }
        if parts.is_empty() { String::new() } else { format!(" when {}", parts.join(" and ")) }
    }

    fn aggregate(&mut self, outer: Option<(&str, &str)>) -> String {
        let (rel, fold) = (self.rel(), self.pick(&["sum", "sum", "min", "max", "avg"]));
        let filter = self.filter("x", rel, outer);
        let mut of = self.cell("x", rel);
        if self.one_in(3) {
            let other = self.cell("x", rel);
            let other = [other.clone(), format!("2 * {other}"), format!("30% of {other}")];
            of = format!("{of} {} {}", self.pick(&["+", "-"]), other[usize::try_from(self.below(3)).unwrap()]);
        }
        format!("{fold}({of} for x in {rel}{filter})")
    }

    fn amount(&mut self, v: &str, rel: &str, outer: bool) -> String {
        match self.below(12) {
            5 => format!("({} {} {})", self.cell(v, rel), self.pick(&["+", "-"]), self.cell(v, rel)),
            6 => format!("{} of {}", self.percent(), self.cell(v, rel)),
            7 => self.literal().to_string(),
            8 if rel == "Project" => format!("County[{v}.county, {v}.year].{}", self.column("County")),
            8 => format!("caps[{v}.kind].cap"),
            9 if rel == "County" => format!("{} * {}", 1 + self.below(3), self.cell(v, rel)),
            9 | 10 if outer => self.aggregate(Some((v, rel))),
            _ => self.cell(v, rel),
        }
    }

    fn share(&mut self, v: &str, rel: &str) -> String {
        let (a, b) = if rel == "County" {
            (self.pick(&["total", "part"]), self.pick(&["extra", "total"]))
        } else {
            (self.pick(&["invest", "done"]), "done")
        };
        let b = if a == b { if rel == "County" { "part" } else { "invest" } } else { b };
        format!("{v}.{a} / {v}.{b} {} {}", self.pick(&[">=", "<=", ">", "<"]), self.percent())
    }

    fn condition(&mut self, v: &str, rel: &str, depth: u32, outer: bool) -> String {
        let form = self.below(16);
        if depth > 0 && form < 5 {
            let a = self.condition(v, rel, depth - 1, outer);
            if form == 4 {
                return format!("not ({a})");
            }
            return format!("({a} {} {})", self.pick(&["and", "or"]), self.condition(v, rel, depth - 1, outer));
        }
        let year = |dice: &mut Self| format!("{v}.year {} {}", dice.pick(&["=", ">", "<="]), 2007 + dice.below(2));
        match (form, rel) {
            (5, "County") => format!("{v}.kind {} \"{}\"", self.pick(&["=", "!="]), self.pick(&["市级", "县级"])),
            (6, "County") => format!("{v}.ok"),
            (7, "County") => format!("{v}.day {} {}", self.pick(&[">=", "<"]), self.pick(&["2007-03-01", "2008-02-29"])),
            (8, "County") => format!("{v}.extra exists"),
            (9, "County") => format!("{v}.n {} {}", self.op(), self.below(6)),
            (10, _) => year(self),
            (11, "County") => format!("{v}.total between {}万元 and {}万元", 10 * self.below(6), 60 + 20 * self.below(3)),
            (5, _) => format!("{v}.sort {} \"{}\"", self.pick(&["=", "!="]), self.pick(&["甲", "乙", "b1"])),
            (6, _) => format!("{v}.open"),
            (7, _) => format!("{v}.m between {} and {}", 1 + self.below(2), 3 + self.below(21)),
            (8, _) => format!("{v}.sort in {{\"甲\", \"b1\"}}"),
            (9, _) => format!("{v}.m {} {}", self.op(), self.below(6)),
            (11, _) if outer => {
                format!("County[{v}.county, {v}.year].{}", self.pick(&["ok", "kind = \"市级\"", "n >= 2", "extra exists"]))
            }
            (12, _) if outer => {
                let of = self.rel();
                format!("count(x in {of}{}) {} {}", self.filter("x", of, Some((v, rel))), self.op(), self.below(5))
            }
            (13 | 14, _) => self.share(v, rel),
            _ => {
                let (mut a, mut b) = (self.amount(v, rel, outer), self.amount(v, rel, outer));
                if a.ends_with('元') && b.ends_with('元') {
                    a = self.cell(v, rel);
                }
                if a == b {
                    b = "20万元".to_string();
                }
                format!("{a} {} {b}", self.op())
            }
        }
    }

    fn of_group(&mut self, rel: &str) -> String {
        let fold = |dice: &mut Self| format!("{}(g.{})", dice.pick(&["sum", "sum", "min", "max", "avg"]), dice.column(rel));
        match self.below(10) {
            0 => format!("({} {} {})", self.of_group(rel), self.pick(&["and", "or"]), self.of_group(rel)),
            1 => format!("count(g) {} {}", self.op(), self.below(6)),
            2 => format!("{}({} for x in g)", self.pick(&["every", "some"]), self.condition("x", rel, 0, false)),
            3 => format!("{} / {} {} {}", fold(self), fold(self), self.pick(&[">=", "<="]), self.percent()),
            4 => format!(
                "sum(x.{} for x in g when {}) {} {}",
                self.column(rel),
                self.condition("x", rel, 0, false),
                self.op(),
                self.literal()
            ),
            5 => format!("count(x in g when {}) {} {}", self.condition("x", rel, 0, false), self.op(), 1 + self.below(3)),
            6 => format!("{} {} {}", fold(self), self.op(), self.aggregate(None)),
            7 => format!("{} {} {} of {}", fold(self), self.op(), self.percent(), fold(self)),
            _ => format!("{} {} {}", fold(self), self.op(), self.literal()),
        }
    }

    fn rule(&mut self, name: &str) -> String {
        let force = self.pick(&["require", "require", "verify"]);
        match self.below(10) {
            0..=5 => {
                let rel = self.rel();
                let mut head = String::new();
                if self.below(5) < 2 {
                    write!(head, " when {}", self.condition("r", rel, 1, true)).unwrap();
                }
                if self.one_in(5) {
                    write!(head, " exempt when {} because \"免\"", self.condition("r", rel, 1, false)).unwrap();
                }
                format!("rule {name} \"\" {{ for r in {rel}{head} {force} {} }}", self.condition("r", rel, 2, true))
            }
            6..=8 => {
                let rel = self.rel();
                let by = match rel {
                    "County" => self.pick(&["kind", "year", "code", "kind, year"]),
                    _ => self.pick(&["county", "county, year", "sort", "sort, open", "year"]),
                };
                format!("rule {name} \"\" {{ for g in {rel} by {by} {force} {} }}", self.of_group(rel))
            }
            _ => {
                let (left, right) = (self.aggregate(None), self.literal());
                let right = if self.one_in(2) { right.to_string() } else { self.aggregate(None) };
                format!("rule {name} \"\" {{ {force} {left} {} {right} }}", self.op())
            }
        }
    }

    /// One cell in `dirt` is not as it should be.
    fn figure(&mut self, dirt: u64) -> &'static str {
        let odd = [
            "",
            "不详",
            "1亿元",
            "-5",
            "１００",
            "12.345",
            "99999999999999999999999999999999999999",
            "7e3",
            "0.5亿元",
            "≥30",
            "60万元",
        ];
        if self.one_in(dirt) { self.pick(&odd) } else { self.pick(&["100", "60", "59.99", "60.01", "0", "40", "50", "80", "30"]) }
    }

    fn dirty<'t>(&mut self, dirt: u64, odd: &[&'t str], plain: &[&'t str]) -> &'t str {
        let from = if self.one_in(dirt) { odd } else { plain };
        self.pick(from)
    }

    fn tables(&mut self, rows: u64, dirt: u64) -> Vec<(&'static str, String)> {
        let mut counties = vec!["代码,年度,类别,总额,集群,人数,达标,日期,补充".to_string()];
        let mut projects = vec!["名称,编号,所在县,年度,投资,完成,月数,种类,在建".to_string()];
        let mut keys: Vec<(String, &str)> = Vec::new();
        for row in 0..rows {
            let own = format!("A{:02}", self.below(rows.div_ceil(3).max(2)));
            let (blank, small) = (format!(" {own}"), own.to_lowercase());
            let code = self.dirty(dirt, &[&blank, &small, "合计", "（甲）县", "", "注：未含市本级"], &[&own]).to_string();
            let year = self.dirty(dirt, &[""], &["2007", "2008"]);
            let mut line = format!("{code},{year},{}", self.dirty(dirt, &["", "省级", "县级 "], &["县级", "市级"]));
            write!(line, ",{},{}", self.figure(dirt), self.figure(dirt)).unwrap();
            write!(line, ",{}", self.dirty(dirt, &["", "4人", "2.5", "不详"], &["0", "1", "2", "3", "5", "24"])).unwrap();
            write!(line, ",{}", self.dirty(dirt, &["√", "", "1"], &["是", "否"])).unwrap();
            let days = ["2007-03-01", "2007-02-28", "2008-02-29"];
            write!(line, ",{}", self.dirty(dirt, &["2007年4月", "", "2007/5/6"], &days)).unwrap();
            let extra = if self.one_in(2) { "" } else { self.figure(dirt) };
            counties.push(format!("{line},{extra}"));
            keys.push((code, year));
            for nth in 0..2 {
                let (county, year) = keys[usize::try_from(self.below(keys.len() as u64)).unwrap()].clone();
                let own = format!("P{row}_{nth}");
                let mut line = self.dirty(dirt, &["总计", "小计"], &["", "甲工程", "b2"]).to_string();
                write!(line, ",{},{county},{year}", self.dirty(2 * dirt, &["P1_0", "", "P0_0", "p0_1"], &[&own])).unwrap();
                let minus = self.pick(&["", "", "-"]);
                write!(line, ",{minus}{}", self.figure(dirt).trim_start_matches('-')).unwrap();
                let done = ["0.005", "0.004", "0", "0.006", "0.0060", "1"];
                write!(line, ",{}", self.dirty(dirt, &["", "0.0049999", "50万元", "不详"], &done)).unwrap();
                write!(line, ",{}", self.dirty(dirt, &["", "4月", "2.5"], &["0", "1", "2", "3", "5", "24"])).unwrap();
                write!(line, ",{}", self.dirty(dirt, &["", "甲 ", "无", "不详"], &["甲", "乙", "b1"])).unwrap();
                write!(line, ",{}", self.dirty(dirt, &[""], &["是", "否"])).unwrap();
                projects.push(line);
            }
        }
        for lines in [&mut counties, &mut projects] {
            // A row sent twice, the same in every cell.
            if self.one_in(dirt / 2) {
                lines.push(lines[usize::try_from(1 + self.below(lines.len() as u64 - 1)).unwrap()].clone());
            }
        }
        vec![("County", counties.join("\n") + "\n"), ("Project", projects.join("\n") + "\n")]
    }
}

/// The rules of which an engine can be asked.
fn asked(rules: &[(String, String)]) -> String {
    let text = |list: &mut dyn Iterator<Item = &(String, String)>| list.fold(SCHEMA.to_string(), |all, (_, r)| all + r + "\n");
    let folder = Folder::new().with("r.fadu", text(&mut rules.iter()));
    let json: Value = serde_json::from_str(&folder.run(&["sql", "-r", "r.fadu", "--format", "json"]).text()).unwrap();
    let is_asked = |name: &str| json["rules"].as_array().unwrap().iter().any(|r| r["rule"] == name && r["asked"] == true);
    text(&mut rules.iter().filter(|(name, _)| is_asked(name)))
}

/// Rounds of random rules and data; `FADU_ENGINE_ROUNDS` asks for more than there is time for in every run.
#[test]
fn random_rules_come_to_the_same_on_every_engine() {
    if engines().is_empty() {
        return;
    }
    let rounds = std::env::var("FADU_ENGINE_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let mut findings = 0;
    for seed in 1..=rounds {
        let mut dice = Dice(seed * 7919);
        let rules: Vec<(String, String)> = (0..8).map(|n| format!("q{n}")).map(|n| (n.clone(), dice.rule(&n))).collect();
        let (rows, dirt) = ([3, 6, 12, 30][usize::try_from(dice.below(4)).unwrap()], [0, 20, 7, 4]);
        let dirt = dirt[usize::try_from(dice.below(4)).unwrap()];
        findings += equal(&asked(&rules), &dice.tables(rows, dirt));
    }
    assert!(findings > 10 * usize::try_from(rounds).unwrap(), "too little to compare: {findings}");
}
