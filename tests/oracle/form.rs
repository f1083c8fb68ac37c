//! Questions about the form, against a count by hand: random rows, some late, some with nothing filled in, some missing; the day that is
//! asked about is known or not. A verdict is that of every day on which a row whose day is not known can have come.

use super::draft::Rng;
use crate::verdicts::{MET, OPEN, VIOLATED, World};
use fadu::ast::Verdict;

const RULES: &str = "table ks key k { | k |\n | a |\n | b |\n | c |\n | d |\n }
record R key k, year sent by ks as k due date(year + 1, 3, 31) on filed { k : text  year : year  filed : date  x : count  y : count }
rule duty { for r in R over ks report r in time }
";
/// Days since 1970-01-01: 2008-03-31.
const DUE: i64 = 13_969;

#[derive(Clone, Copy)]
struct Row {
    /// Days after the day by which it must be in; `None`: it does not say.
    late: Option<i64>,
    x: bool,
    y: bool,
}

fn rows(rng: &mut Rng) -> Vec<Option<Row>> {
    let row = |rng: &mut Rng| Row {
        late: (rng.below(6) > 0).then(|| i64::try_from(rng.below(5)).unwrap() - 2),
        x: rng.below(3) > 0,
        y: rng.below(3) > 0,
    };
    (0..4).map(|_| (rng.below(5) > 0).then(|| row(rng))).collect()
}

fn csv(rows: &[Option<Row>]) -> String {
    let mut text = "k,year,filed,x,y\n".to_string();
    for (name, row) in ["a", "b", "c", "d"].iter().zip(rows) {
        let Some(row) = row else { continue };
        let day = row
            .late
            .map(|n| ["2008-03-29", "2008-03-30", "2008-03-31", "2008-04-01", "2008-04-02"][usize::try_from(n + 2).unwrap()]);
        let cell = |filled: bool| if filled { "1" } else { "" };
        text.push_str(&format!("{name},2007,{},{},{}\n", day.unwrap_or(""), cell(row.x), cell(row.y)));
    }
    text
}

/// Whether a field was filled in by the day: yes, no, or not known.
fn filled(row: Option<Row>, field: fn(Row) -> bool, as_of: Option<i64>) -> Option<bool> {
    let over = as_of.map(|day| day > DUE);
    match row {
        Some(row) if !field(row) => Some(false),
        Some(Row { late: Some(n), .. }) => Some(n <= 0),
        // A row that does not say its day, and one that is not there, came after the as-of date.
        _ => {
            if over == Some(true) {
                Some(false)
            } else {
                None
            }
        }
    }
}

fn both_ways(all: &[Option<bool>], holds: impl Fn(usize) -> bool) -> Verdict {
    let sure = all.iter().filter(|f| **f == Some(true)).count();
    let open = all.iter().filter(|f| f.is_none()).count();
    let found: Vec<bool> = (sure..=sure + open).map(holds).collect();
    match (found.contains(&true), found.contains(&false)) {
        (true, false) => MET,
        (false, _) => VIOLATED,
        (true, true) => OPEN,
    }
}

#[test]
fn questions_about_the_form_count_as_a_clerk_counts() {
    let (mut decided, mut open) = (0, 0);
    for seed in 1..=120 {
        let mut rng = Rng::new(seed * 17);
        let rows = rows(&mut rng);
        if rows.iter().all(Option::is_none) {
            continue;
        }
        let as_of = [None, Some(DUE - 1), Some(DUE), Some(DUE + 1)][rng.below(4) as usize];
        let n = usize::try_from(rng.below(5)).unwrap();
        let both = |r: Row| r.x && r.y;
        let fields = [(|r: Row| r.x) as fn(Row) -> bool, |r| r.y, both];
        let texts = ["r.x filled", "r.y filled", "r.x filled and r.y filled"];
        let which = rng.below(3) as usize;
        let all: Vec<Option<bool>> = rows.iter().map(|r| filled(*r, fields[which], as_of)).collect();
        let asked = texts[which];
        let questions = [
            (format!("report count(r in R when r.year = 2007 and {asked}) >= {n}"), both_ways(&all, |k| k >= n)),
            (format!("report count(r in R when r.year = 2007 and not ({asked})) <= {n}"), both_ways(&all, |k| 4 - k <= n)),
            (format!("report every({asked} for r in R when r.year = 2007)"), both_ways(&all, |k| k == 4)),
            (format!("report some({asked} for r in R when r.year = 2007)"), both_ways(&all, |k| k >= 1)),
        ];
        for (question, wanted) in questions {
            let mut world = World::new(&format!("{RULES}rule t {{ {question} }}"), &[("R.csv", &csv(&rows))]);
            world.set.as_of = as_of;
            let found = world.one("t", "").verdict;
            assert_eq!(found, wanted, "seed {seed}, as of {as_of:?}\n{question}\n{}", csv(&rows));
            if found == OPEN { open += 1 } else { decided += 1 }
        }
        // The duty itself, for each.
        let mut world = World::new(RULES, &[("R.csv", &csv(&rows))]);
        world.set.as_of = as_of;
        for (name, row) in ["a", "b", "c", "d"].iter().zip(&rows) {
            let over = as_of.map(|day| day > DUE);
            let wanted = match (row.and_then(|r| r.late), over) {
                (Some(n), _) => {
                    if n <= 0 {
                        MET
                    } else {
                        VIOLATED
                    }
                }
                (None, Some(true)) => VIOLATED,
                (None, Some(false)) => Verdict::NotApplicable,
                (None, None) => OPEN,
            };
            assert_eq!(
                world.one("duty", &format!("{name} · 2007")).verdict,
                wanted,
                "seed {seed}, {name}, as of {as_of:?}\n{}",
                csv(&rows)
            );
        }
    }
    assert!(decided > 200 && open > 30, "the test says something: {decided} decided, {open} open");
}
