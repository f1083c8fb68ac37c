//! Between which ends a median or a quantile lies where figures are missing, bounded, or may not count, worked out by hand at the place share · (n − 1).

use super::*;

const R: &str = r#"
table places "县" key code { | code |
 | 11 |
 | 12 |
 | 13 | }
record P key id { id : text }
record F key id { id : text  v : money in 万元  s : money in 万元 signed  c : one of "x", "y"  k : text }
record Q key c, year sent by places as c { c "县" : text  year : year  v : money in 万元 }
§"#;
const P: (&str, &str) = ("P.csv", "id\np\n");

fn rows(list: &[(&str, &str)]) -> String {
    let row = |(i, (k, v)): (usize, &(&str, &str))| format!("{i},{v},{v},x,{k}\n");
    format!("id,v,s,c,k\n{}", list.iter().enumerate().map(row).collect::<String>())
}

#[track_caller]
fn holds(file: &str, cases: &[(&str, Verdict)]) {
    let bodies: Vec<String> = cases.iter().map(|(c, _)| format!("for p in P require {c}")).collect();
    let list: Vec<(&str, &str, Verdict)> = bodies.iter().zip(cases).map(|(b, (_, v))| (b.as_str(), "p", *v)).collect();
    each(R, &[P, ("F.csv", file)], &list);
}

#[test]
fn a_missing_figure_stands_somewhere_among_the_others() {
    // 0, 3, 3, 5 and one that is not known, at least 0.
    let file = rows(&[("a", "0"), ("a", "3"), ("a", "3"), ("a", "5"), ("a", "")]);
    holds(
        &file,
        &[
            ("median(f.v for f in F) = 3万元", MET),
            ("quantile(f.v for f in F, 50%) != 3万元", VIOLATED),
            ("quantile(f.v for f in F, 75%) >= 3万元", MET),
            ("quantile(f.v for f in F, 75%) <= 5万元", MET),
            ("quantile(f.v for f in F, 75%) > 5万元", VIOLATED),
            ("quantile(f.v for f in F, 75%) >= 4万元", OPEN),
            ("quantile(f.v for f in F, 25%) <= 3万元", MET),
            ("quantile(f.v for f in F, 25%) > 3万元", VIOLATED),
            ("quantile(f.v for f in F, 0%) = 0", MET),
            ("quantile(f.v for f in F, 100%) >= 5万元", MET),
            ("quantile(f.v for f in F, 100%) <= 5万元", OPEN),
            // Signed it may be below all: the median stays, the least does not.
            ("median(f.s for f in F) = 3万元", MET),
            ("quantile(f.s for f in F, 0%) >= 0", OPEN),
            ("quantile(f.s for f in F, 0%) <= 0", MET),
        ],
    );
}

#[test]
fn two_missing_figures_move_it_by_two_places() {
    // Both low: 0, 0, 1, 4, 6 → 1; both high: 1, 4, 6, ∞, ∞ → 6.
    let file = rows(&[("a", "1"), ("a", "4"), ("a", "6"), ("a", ""), ("a", "")]);
    holds(
        &file,
        &[
            ("median(f.v for f in F) >= 1万元", MET),
            ("median(f.v for f in F) < 1万元", VIOLATED),
            ("median(f.v for f in F) <= 6万元", MET),
            ("median(f.v for f in F) > 6万元", VIOLATED),
            ("median(f.v for f in F) >= 1.01万元", OPEN),
            ("median(f.v for f in F) <= 5.99万元", OPEN),
        ],
    );
    // Of three, two are missing.
    holds(
        &rows(&[("a", "1"), ("a", ""), ("a", "")]),
        &[("median(f.v for f in F) >= 0", MET), ("median(f.v for f in F) <= 1万元", OPEN)],
    );
    holds(&rows(&[("a", "")]), &[("median(f.v for f in F) >= 0", MET), ("median(f.v for f in F) <= 1万元", OPEN)]);
}

#[test]
fn bounds_that_were_stated_are_its_ends_and_stay_open_where_they_are() {
    let bounded = rows(&[("a", "1"), ("a", "2"), ("a", "10"), ("a", "10—12万元")]);
    // 1, 2, 10, 10—12: half way between 2 and 10 whatever the fourth is; at 75% between 10 and 10.5.
    holds(
        &bounded,
        &[
            ("median(f.v for f in F) = 6万元", MET),
            ("quantile(f.v for f in F, 75%) >= 10万元", MET),
            ("quantile(f.v for f in F, 75%) <= 10.5万元", MET),
            ("quantile(f.v for f in F, 75%) < 10.5万元", OPEN),
            ("quantile(f.v for f in F, 75%) > 10.5万元", VIOLATED),
        ],
    );
    let open = rows(&[("a", "1"), ("a", "1"), ("a", ">2")]);
    holds(
        &open,
        &[
            ("quantile(f.v for f in F, 100%) > 2万元", MET),
            ("quantile(f.v for f in F, 100%) >= 3万元", OPEN),
            ("median(f.v for f in F) = 1万元", MET),
        ],
    );
    let at = rows(&[("a", "3"), ("a", ">3"), ("a", "<3")]);
    holds(&at, &[("median(f.v for f in F) = 3万元", MET), ("quantile(f.v for f in F, 0%) < 3万元", MET)]);
}

#[test]
fn of_rows_that_may_not_count_every_number_is_tried() {
    let of = |list: &str| format!("id,v,s,c,k\n{list}");
    let when = |share: &str, rest: &str| format!("quantile(f.v for f in F when f.c = \"x\", {share}) {rest}");
    let tell = |file: &str, cases: &[(&str, &str, Verdict)]| {
        let all: Vec<(String, Verdict)> = cases.iter().map(|(share, rest, v)| (when(share, rest), *v)).collect();
        holds(file, &all.iter().map(|(c, v)| (c.as_str(), *v)).collect::<Vec<_>>());
    };
    // 4 and 6, perhaps 0, perhaps 10: with 0 the median is 4, with 10 it is 6, with both or none 5.
    let both = of("ra,4,0,x,m\nrb,6,0,x,m\nrc,0,0,,m\nrd,10,0,,m\n");
    tell(
        &both,
        &[
            ("50%", ">= 4万元", MET),
            ("50%", "<= 6万元", MET),
            ("50%", "> 6万元", VIOLATED),
            ("50%", "<= 5万元", OPEN),
            ("100%", ">= 6万元", MET),
            ("100%", "<= 10万元", MET),
            ("100%", "> 10万元", VIOLATED),
            ("0%", "<= 4万元", MET),
            ("0%", ">= 0.01万元", OPEN),
        ],
    );
    // 4 and 6, perhaps 0 twice: 5, 4, or half way between 0 and 4.
    let low = of("ra,4,0,x,m\nrb,6,0,x,m\nrc,0,0,,m\nrd,0,0,,m\n");
    tell(&low, &[("50%", ">= 2万元", MET), ("50%", "< 2万元", VIOLATED), ("50%", "<= 5万元", MET), ("50%", ">= 3万元", OPEN)]);
    // Rows whose figure is missing besides.
    let unknown = of("ra,4,0,x,m\nrb,6,0,x,m\nrc,,0,,m\n");
    tell(&unknown, &[("50%", ">= 4万元", MET), ("50%", "<= 6万元", MET), ("50%", "<= 5万元", OPEN)]);
    // Nothing surely counts: of 2 and 8 it is one of them or what lies half way.
    let none = of("ra,2,0,,m\nrb,8,0,,m\n");
    tell(&none, &[("50%", ">= 2万元", MET), ("50%", "<= 8万元", MET), ("50%", "> 8万元", OPEN)]);
}

#[test]
fn rows_that_nobody_sent_may_lie_anywhere_but_not_move_every_end() {
    let partial = "[submission]\npartial = [\"F\"]\n[[F]]\nid = \"a\"\nv = 4\ns = 4\nc = \"x\"\nk = \"k\"\n[[F]]\nid = \"b\"\nv = 6\ns = 6\nc = \"x\"\nk = \"k\"\n";
    each(
        R,
        &[P, ("f.toml", partial)],
        &[
            ("for p in P require quantile(f.v for f in F, 100%) >= 6万元", "p", MET),
            ("for p in P require quantile(f.v for f in F, 100%) <= 6万元", "p", OPEN),
            ("for p in P require quantile(f.v for f in F, 0%) <= 4万元", "p", MET),
            ("for p in P require quantile(f.s for f in F, 0%) <= 4万元", "p", MET),
            ("for p in P require quantile(f.s for f in F, 100%) >= 6万元", "p", MET),
            ("for p in P require median(f.v for f in F) >= 0", "p", MET),
            ("for p in P require median(f.v for f in F) >= 1万元", "p", OPEN),
            ("for p in P require median(f.v for f in F) <= 6万元", "p", OPEN),
        ],
    );
    // Of three counties one has sent nothing: its row comes low, high or not at all.
    let two = "县,year,v\n11,2007,4\n12,2007,6\n";
    each(
        R,
        &[P, ("Q.csv", two)],
        &[
            ("for p in P require median(q.v for q in Q when q.year = 2007) >= 4万元", "p", MET),
            ("for p in P require median(q.v for q in Q when q.year = 2007) <= 6万元", "p", MET),
            ("for p in P require median(q.v for q in Q when q.year = 2007) > 6万元", "p", VIOLATED),
            ("for p in P require median(q.v for q in Q when q.year = 2007) >= 5万元", "p", OPEN),
        ],
    );
}
