//! The one row that fits: at the bounds of bands, where none or several fit, of every type, and while it is open which fits.

use super::*;

const R: &str = r#"
param cut : money in 万元 in 50万元..150万元
param set : money in 万元 = 100万元
table B key no {
  | no | low : money in 万元 | high : money in 万元 ? | rate : share | name | big : flag | day : date   | cap : money in 万元 ? |
  | 1  | 0                   | 100                    | 3%           | 小型 | no         | 2008-01-01 | 无                    |
  | 2  | 100                 | 200                    | 5%           | 中型 | no         | 2009-01-01 | 10                    |
  | 3  | 200                 | 无                     | 10%          | 大型 | yes        | 2010-01-01 | 20                    |
}
record F key name { name : text  sales : money in 万元  fee : money in 万元  size : text  kind : one of "x", "y"  d : date  parts : list of P }
record P key no { no : text  v : money in 万元 }
define F.band = the(b in B when sales > b.low and (b.high exists implies sales <= b.high))
define rate_of(x) = the(b.rate for b in B when x > b.low and (b.high exists implies x <= b.high))
§"#;
const ROWS: (&str, &str) = (
    "F.csv",
    "name,sales,fee,size,kind,d\na,100,3,小型,x,2008-01-01\nb,100.0001,6,中型,y,2008-12-31\nc,0,1,小型,x,2008-01-01\nd,,1,巨型,,\ne,300,30,大型,x,2010-01-01\nf,>=250,25,大型,x,2010-01-01\n",
);

#[test]
fn the_value_of_the_band() {
    each(
        R,
        &[ROWS],
        &[
            // 100万元 is the last of the first band.
            ("for f in F require rate_of(f.sales) = 3%", "a", MET),
            ("for f in F require rate_of(f.sales) = 5%", "b", MET),
            ("for f in F require rate_of(f.sales) = 10%", "e", MET),
            ("for f in F require f.fee >= f.band.rate of f.sales", "a", MET),
            ("for f in F require f.fee > f.band.rate of f.sales", "a", VIOLATED),
            // 5% of 100.0001万元 is less than 6万元.
            ("for f in F require f.fee >= f.band.rate of f.sales", "b", MET),
            // Below the first band none fits.
            ("for f in F require rate_of(f.sales) = 3%", "c", OPEN),
            ("for f in F require rate_of(f.sales) >= 0%", "c", OPEN),
            ("for f in F require rate_of(f.sales) = 3%", "d", OPEN),
            ("对 f 在 F 要求 唯一（b.rate 对 b 在 B 当 b.name = f.size） = 10%", "e", MET),
            ("对 f 在 F 要求 唯一（b 在 B 当 b.name = f.size）.rate = 10%", "a", VIOLATED),
        ],
    );
}

#[test]
fn every_type_and_several_values_of_one_row() {
    each(
        R,
        &[ROWS],
        &[
            ("for f in F let line = f.band require f.size = line.name", "a", MET),
            ("for f in F let line = f.band require f.size = line.name and line.rate = 5%", "b", MET),
            ("for f in F require f.size = f.band.name", "c", OPEN),
            ("for f in F require f.size = f.band.name", "d", OPEN),
            ("for f in F require f.band.big", "e", MET),
            ("for f in F require f.band.big", "a", VIOLATED),
            ("for f in F require f.d not earlier than f.band.day", "a", MET),
            ("for f in F require f.d not earlier than f.band.day", "b", VIOLATED),
            ("for f in F require f.band.name in {\"小型\", \"中型\"}", "b", MET),
            // A value that need not be there asks to be asked for.
            ("for f in F when f.band.cap exists require f.fee <= f.band.cap", "a", NOT),
            ("for f in F when f.band.cap exists require f.fee <= f.band.cap", "e", VIOLATED),
            ("for f in F when f.band.cap exists require f.fee <= f.band.cap", "c", OPEN),
        ],
    );
}

#[test]
fn none_and_several_are_no_row() {
    each(
        R,
        &[ROWS],
        &[
            ("for f in F require f.band exists", "a", MET),
            ("for f in F require f.band exists", "c", VIOLATED),
            ("for f in F require f.band exists", "d", OPEN),
            ("for f in F require f.band does not exist", "c", MET),
            // 100万元 to 200万元 are in both when each takes in its ends.
            ("for f in F require the(b in B when f.sales >= b.low) exists", "a", VIOLATED),
            // No row fits, and the policy has no such row: no figure of it is at least 0, or anything else.
            ("for f in F require the(b.rate for b in B when b.name = \"巨型\") >= 0%", "a", OPEN),
            ("for f in F require the(b.low for b in B when b.name = \"巨型\") >= -f.fee", "a", OPEN),
            ("for f in F require B[\"9\"].low >= 0万元", "a", OPEN),
            ("for f in F require not (B[\"9\"].low >= 0万元)", "a", OPEN),
            ("for f in F require B[\"1\"].low >= 0万元", "a", MET),
            ("for f in F require the(b.rate for b in B when f.sales >= b.low) = 3%", "a", OPEN),
            ("for f in F require the(b in B) exists", "a", VIOLATED),
            ("for f in F require the(b in B when b.no = \"2\").rate = 5%", "a", MET),
            ("for f in F require the(p in f.parts) exists", "a", OPEN),
            // 250万元 and more is in the third band, whatever it comes to.
            ("for f in F require f.band.rate = 10%", "f", MET),
            ("for f in F require f.band exists", "f", MET),
        ],
    );
}

#[test]
fn parameters_may_decide_which_row() {
    each(
        R,
        &[ROWS],
        &[
            ("for f in F require rate_of(set) = 3%", "a", MET),
            // Between 50万元 and 150万元 lie two bands.
            ("for f in F require rate_of(cut) = 3%", "a", OPEN),
            ("for f in F require rate_of(cut + 100万元) <= 10%", "a", OPEN),
            ("for f in F require rate_of(cut + 150万元) = 10%", "a", OPEN),
            ("for f in F require rate_of(cut + 151万元) = 10%", "a", MET),
        ],
    );
}

#[test]
fn within_sums_and_rows_within_rows() {
    each(
        R,
        &[ROWS],
        &[
            // 3%, 5% and 10%; of c none fits, of d it is not known.
            ("require sum(rate_of(f.sales) for f in F when f.size = \"大型\" and f.name = \"e\") = 10%", "", MET),
            ("require sum(rate_of(f.sales) for f in F when f.name in {\"a\", \"b\", \"e\"}) = 18%", "", MET),
            ("require sum(rate_of(f.sales) for f in F when f.name in {\"a\", \"c\"}) >= 3%", "", OPEN),
            ("require sum(rate_of(f.sales) for f in F when f.name in {\"a\", \"c\"}) = 3%", "", OPEN),
            ("require count(f in F when f.band exists and f.band.big) = 2", "", OPEN),
            ("require count(f in F when f.band exists and f.band.big) >= 2", "", MET),
            ("require every(the(b in B when b.name = f.size).rate >= 3% for f in F when f.size != \"巨型\")", "", MET),
        ],
    );
}

/// What is decided with holes holds however they are filled.
#[test]
fn no_completion_contradicts() {
    let values = ["0", "1", "100", "100.0001", "199", "200", "201", "1000"];
    let rules = [
        "for f in F require rate_of(f.sales) <= 5%",
        "for f in F require f.fee >= f.band.rate of f.sales",
        "for f in F require f.size = f.band.name",
        "for f in F require f.band exists",
        "for f in F require f.band.big implies f.fee > 20万元",
        "for f in F when f.band.cap exists require f.fee <= f.band.cap",
        "for f in F require the(b.rate for b in B when b.low <= f.sales and b.name = f.size) >= 0%",
        "for f in F require the(b in B when b.low > f.sales) exists",
    ];
    let verdict = |rule: &str, sales: &str, size: &str| {
        let world = World::new(
            &R.replace('§', &format!("rule t {{ {rule} }}")),
            &[("F.csv", &format!("name,sales,fee,size,kind,d\na,{sales},5,{size},x,2008-01-01\n"))],
        );
        world.of("t", "a")[0].verdict
    };
    let mut decided = 0;
    for rule in rules {
        for (sales, possible) in [("", &values[..]), (">=200", &values[5..]), ("<=100", &values[..3]), (">100", &values[3..])] {
            for (size, sizes) in [("", &["小型", "中型", "大型"][..]), ("小型", &["小型"][..])] {
                let before = verdict(rule, sales, size);
                if before == OPEN {
                    continue;
                }
                decided += 1;
                for one in possible {
                    for name in sizes {
                        let after = verdict(rule, one, name);
                        assert_eq!(after, before, "{rule}: sales {sales:?} became {one}, size {size:?} {name}");
                    }
                }
            }
        }
    }
    assert!(decided > 5, "{decided}");
}

#[test]
fn a_report_says_that_none_or_several_fit() {
    let world = |rule: &str| World::new(&R.replace('§', &format!("rule t {{ {rule} }}")), &[ROWS]);
    let causes = |rule: &str, subject: &str| -> Vec<String> {
        let world = world(rule);
        world.of("t", subject)[0].causes.iter().map(|c| format!("{:?} {}", c.kind, c.what)).collect()
    };
    assert_eq!(causes("for f in F require rate_of(f.sales) = 3%", "c"), ["NoneFits B"]);
    assert_eq!(causes("for f in F require f.size = f.band.name", "c"), ["NoneFits B"]);
    assert_eq!(causes("for f in F require the(b.rate for b in B when f.sales >= b.low) = 3%", "a"), ["SeveralFit B"]);
    assert_eq!(causes("for f in F require rate_of(f.sales) = 3%", "d"), ["Blank d · sales"]);
}
