//! The place of a row among rows and the first rows by a figure: at the cut, with ties, within groups, of what is not known or not sent.

use super::*;

const R: &str = r#"
record F key id {
  id : text  v : number signed  c : text  u : number in 0..10  w : number ?  base : number  listed : flag
}
record Y key id, year { id : text  year : year  v : number }
§"#;

/// Places 1, 2, 2, 4 by v; from the lowest 4, 2, 2, 1.
const TIED: (&str, &str) = ("F.csv", "id,v,c,listed\na,9,x,yes\nb,7,x,no\nc,7,y,yes\nd,-1,y,no\n");

#[test]
fn equal_figures_share_a_place_and_the_next_is_skipped() {
    each(
        R,
        &[TIED],
        &[
            ("for f in F require rank(g.v for g in F) = 1", "a", MET),
            ("for f in F require rank(g.v for g in F) = 2", "b", MET),
            ("for f in F require rank(g.v for g in F) = 2", "c", MET),
            ("for f in F require rank(g.v for g in F) = 4", "d", MET),
            ("for f in F require rank(g.v for g in F, lowest first) = 4", "a", MET),
            ("for f in F require rank(g.v for g in F, lowest first) = 2", "b", MET),
            ("for f in F require rank(g.v for g in F, lowest first) = 1", "d", MET),
            ("for f in F require rank(g.v for g in F, highest first) = 1", "a", MET),
            // Within its group.
            ("for f in F require rank(g.v for g in F when g.c = f.c) = 2", "b", MET),
            ("for f in F require rank(g.v for g in F when g.c = f.c) = 1", "c", MET),
            // Of a figure that is named, in the order or not.
            ("for f in F require rank(g.v for g in F, f.v) = 2", "c", MET),
            ("for f in F require rank(g.v for g in F, 8) = 2", "a", MET),
            ("for f in F require rank(g.v for g in F, 100) = 1 and rank(g.v for g in F, -100) = 5", "a", MET),
            // Among others it would be where its figure puts it.
            ("for f in F require rank(g.v for g in F when g.listed) = 2", "b", MET),
            ("for f in F require rank(g.v for g in F when g.listed) = 3", "d", MET),
            // Of what is worked out, also over rows.
            ("for f in F require rank(g.v * -1 for g in F) = 1", "d", MET),
            ("for f in F require rank(sum(h.v for h in F when h.c = g.c) for g in F) = 1", "b", MET),
            ("for f in F require rank(sum(h.v for h in F when h.c = g.c) for g in F) = 3", "c", MET),
            // A condition that looks at both rows and is no equality.
            ("for f in F require rank(g.v for g in F when g.v < f.v) = 1", "b", MET),
            ("for f in F require rank(g.v for g in F when g.id != f.id) = 2", "c", MET),
            // In a filter, and of the row of an inner loop.
            ("require count(f in F when rank(g.v for g in F) <= 2) = 3", "", MET),
            ("for f in F require count(h in F when rank(g.v for g in F when g.c = h.c) = 1) = 2", "a", MET),
            ("for f in F require 名次(g.v 对 g 在 F，由低到高) = 1", "d", MET),
        ],
    );
}

#[test]
fn the_first_rows_and_those_that_share_the_last_place() {
    each(
        R,
        &[TIED],
        &[
            ("require count((first 1 of F by v)) = 1", "", MET),
            // The second place is shared: both are in, or neither.
            ("require count((first 2 of F by v)) = 3", "", MET),
            ("require count((first 2 of F by v with ties)) = 3", "", MET),
            ("require count((first 2 of F by v without ties)) = 1", "", MET),
            ("require count((first 3 of F by v without ties)) = 3", "", MET),
            ("require count((first 9 of F by v)) = 4", "", MET),
            ("require sum(f.v for f in (first 2 of F by v)) = 23", "", MET),
            ("require sum(f.v for f in (first 2 of F by f.v lowest first)) = 13", "", MET),
            ("require every(f.v > 0 for f in (first 3 of F by v))", "", MET),
            ("require some(f.v < 0 for f in (first 3 of F by v))", "", VIOLATED),
            // Within groups, of those that pass a condition, and of those the first.
            ("require sum(f.v for f in (first 1 of F by v per c)) = 16", "", MET),
            ("require count((first 1 of F by v per c, listed)) = 4", "", MET),
            ("require sum(f.v for f in (first 1 of F when not listed by v)) = 7", "", MET),
            ("require sum(f.v for f in (first 1 of (F when not listed) by v)) = 7", "", MET),
            ("require sum(f.v for f in (first 1 of (first 2 of F by v) by v lowest first)) = 14", "", MET),
            ("require sum(f.v for f in (first 2 of F by v) when f.c = \"y\") = 7", "", MET),
            // As subjects: who is not one of them is not asked.
            ("for f in (first 2 of F by f.v) require f.v >= 7", "b", MET),
            ("for f in (first 2 of F by f.v) require f.v >= 8", "c", VIOLATED),
            ("for f in (first 2 of F by f.v) require f.v >= 7", "d", NOT),
            ("for f in (first 2 of F by f.v without ties) require f.v >= 7", "b", NOT),
            ("for g in (first 3 of F by v) by c require count(g) = 2", "x", MET),
            ("for g in (first 3 of F by v) by c require count(g) = 1", "y", MET),
            // How many may be worked out.
            ("for f in F require sum(h.v for h in (first 1 of (F when h.c = f.c) by h.v)) = 9", "b", MET),
            ("for f in F require sum(h.v for h in (first 1 of F when h.c = f.c by h.v)) = 7", "d", MET),
            ("let n = 50% of count(f in F) require count((first n of F by v)) = 3", "", MET),
            ("require sum(f.v for f in (F 按 v 每 c 前 1 名)) = 16", "", MET),
            ("require count((F 当 listed 按 v 由低到高 前 1 名 不含并列)) = 1", "", MET),
        ],
    );
}

#[test]
fn a_figure_that_is_not_known_leaves_a_range_of_places() {
    // u lies between 0 and 10. a surely comes before b; h may stand anywhere.
    let rows = ("F.csv", "id,u,c\na,10,x\nb,4,x\nc,0,x\nh,,x\n");
    each(
        R,
        &[rows],
        &[
            ("for f in F require rank(g.u for g in F) = 1", "a", MET),
            ("for f in F require rank(g.u for g in F) >= 2", "b", MET),
            ("for f in F require rank(g.u for g in F) <= 3", "b", MET),
            ("for f in F require rank(g.u for g in F) = 2", "b", OPEN),
            ("for f in F require rank(g.u for g in F) > 3", "b", VIOLATED),
            ("for f in F require rank(g.u for g in F) between 3 and 4", "c", MET),
            ("for f in F require rank(g.u for g in F) <= 4", "h", MET),
            ("for f in F require rank(g.u for g in F) >= 2", "h", OPEN),
            ("for f in F require rank(g.u for g in F) = 5", "h", VIOLATED),
            // Surely in, surely out, open.
            ("for f in (first 1 of F by f.u) require f.u >= 10", "a", MET),
            ("for f in (first 1 of F by f.u) require f.u >= 10", "b", NOT),
            ("for f in (first 1 of F by f.u) require f.u >= 0.5", "h", OPEN),
            ("for f in (first 2 of F by f.u) require f.u > 5", "b", OPEN),
            ("for f in (first 2 of F by f.u) require f.u >= 4", "c", NOT),
            ("require count((first 1 of F by u)) between 1 and 2", "", MET),
            ("require sum(f.u for f in (first 1 of F by u)) >= 10", "", MET),
            ("require sum(f.u for f in (first 2 of F by u)) >= 10", "", MET),
            ("require sum(f.u for f in (first 2 of F by u)) <= 24", "", MET),
            ("require sum(f.u for f in (first 2 of F by u)) = 14", "", OPEN),
            ("require sum(f.u for f in (first 3 of F by u lowest first)) <= 14", "", OPEN),
        ],
    );
}

#[test]
fn bounds_of_figures_put_rows_in_order_where_they_can() {
    let rows = ("F.csv", "id,v\na,>=8\nb,5\nc,<5\nd,\"1—3\"\ne,3\n");
    each(
        R,
        &[rows],
        &[
            ("for f in F require rank(g.v for g in F) = 1", "a", MET),
            ("for f in F require rank(g.v for g in F) = 2", "b", MET),
            ("for f in F require rank(g.v for g in F) >= 3", "c", MET),
            // c lies below 5, d at most at 3: e shares its place with d or comes before it.
            ("for f in F require rank(g.v for g in F) between 3 and 4", "e", MET),
            ("for f in F require rank(g.v for g in F) = 3", "e", OPEN),
            ("require count((first 2 of F by v)) = 2", "", MET),
            ("require sum(f.v for f in (first 2 of F by v)) >= 13", "", MET),
        ],
    );
}

#[test]
fn who_has_no_figure_has_no_place() {
    let rows = ("F.csv", "id,v,w,base\na,1,2,1\nb,2,无,1\nc,3,1,0\n");
    each(
        R,
        &[rows],
        &[
            ("for f in F when f.w exists require rank(g.w for g in (F when g.w exists)) = 1", "a", MET),
            ("for f in F when f.w exists require rank(g.w for g in (F when g.w exists)) = 2", "c", MET),
            // 1, 2, and nothing by nothing.
            ("for f in F require rank(g.v / g.base for g in F) = 2", "a", MET),
            ("for f in F require rank(g.v / g.base for g in F) = 1", "b", MET),
            ("for f in F require rank(g.v / g.base for g in F) = 1", "c", NOT),
            ("require count((first 9 of F by v / base)) = 2", "", MET),
        ],
    );
}

#[test]
fn rows_that_were_not_sent_may_stand_before() {
    let partial = "[submission]\npartial = [\"F\"]\n[[F]]\nid = \"a\"\nv = 9\n[[F]]\nid = \"b\"\nv = 3\n";
    each(
        R,
        &[("f.toml", partial)],
        &[
            ("for f in F require rank(g.v for g in F) <= 1", "a", OPEN),
            ("for f in F require rank(g.v for g in F) <= 1", "b", VIOLATED),
            ("for f in F require rank(g.v for g in F) >= 2", "a", OPEN),
            ("for f in F require rank(g.v for g in F) >= 2", "b", MET),
            ("for f in F require rank(g.v for g in F, lowest first) >= 2", "a", MET),
            ("for f in (first 1 of F by f.v) require f.v > 3", "a", MET),
            ("for f in (first 1 of F by f.v) require f.v > 3", "b", NOT),
            ("require count((first 1 of F by v)) >= 1", "", OPEN),
            ("require sum(f.v for f in (first 1 of F by v)) >= 9", "", OPEN),
        ],
    );
    each(
        R,
        &[("f.toml", "F = []\n")],
        &[
            ("require count((first 1 of F by v)) = 0", "", MET),
            ("require sum(f.v for f in (first 1 of F by v)) = 0", "", MET),
            ("require rank(g.v for g in F, 3) = 1", "", MET),
        ],
    );
    // Of another period nothing is asked, and of a period one only where it is named.
    let years = ("Y.csv", "id,year,v\na,2007,5\nb,2007,9\na,2006,9\nb,2006,1\n");
    each(
        R,
        &[years],
        &[
            ("for y in Y require rank(x.v for x in Y when x.year = y.year) = 2", "a · 2007", MET),
            ("for y in Y require rank(x.v for x in Y when x.year = y.year) = 1", "a · 2006", MET),
            (
                "for y in Y require rank(x.v for x in Y when x.year = y.year) = rank(x.v for x in Y when x.year = y.year - 1, y.v)",
                "b · 2007",
                MET,
            ),
            ("for y in (first 1 of Y by y.v per year) require y.v = 9", "b · 2007", MET),
            ("for y in (first 1 of Y by y.v per year) require y.v = 9", "b · 2006", NOT),
        ],
    );
}

/// Of a roster whose members owe one row each at most so many are missing as members that have none: a place has an end, and who is among the
/// first whatever comes is among them.
#[test]
fn members_that_sent_nothing_take_one_place_each_at_most() {
    let frame = "table ks key k { | k |\n | a |\n | b |\n | c |\n | d |\n }\n
        record C key k, year sent by ks as k { k : text  year : year  v : number }\n§";
    // d has sent nothing: three are ahead at most by one more.
    let rows = ("C.csv", "k,year,v\na,2007,9\nb,2007,8\nc,2007,7\n");
    let rank = "rank(x.v for x in C when x.year = c.year)";
    each(
        frame,
        &[rows],
        &[
            (&format!("for c in C when c.year = 2007 require {rank} <= 2"), "a · 2007", MET),
            (&format!("for c in C when c.year = 2007 require {rank} <= 1"), "a · 2007", OPEN),
            (&format!("for c in C when c.year = 2007 require {rank} <= 2"), "b · 2007", OPEN),
            (&format!("for c in C when c.year = 2007 require {rank} <= 3"), "b · 2007", MET),
            (&format!("for c in C when c.year = 2007 require {rank} <= 4"), "c · 2007", MET),
            ("require count(c in C when c.year = 2007) <= 4", "", MET),
            ("require count(c in C when c.year = 2007) <= 3", "", OPEN),
            ("require count(c in C when c.year = 2007) >= 5", "", VIOLATED),
            ("for c in (first 2 of C by v per year) require c.v >= 9", "a · 2007", MET),
            ("for c in (first 2 of C by v per year) require c.v >= 9", "b · 2007", OPEN),
            ("for c in (first 3 of C by v per year) require c.v >= 9", "b · 2007", VIOLATED),
        ],
    );
    // A year in which nobody sent has no end of rows only as long as a member may owe several.
    let many = frame.replace("key k, year", "key n, year").replace("k : text  year", "n : text  k : text  year");
    let rows = ("C.csv", "n,k,year,v\nx,a,2007,9\ny,b,2007,8\nz,c,2007,7\n");
    each(&many, &[rows], &[("require count(c in C when c.year = 2007) <= 4", "", OPEN)]);
}

/// A condition that compares figures of two rows parts the rows as a key of texts does.
#[test]
fn places_within_a_group_of_equal_numbers() {
    let rows = ("F.csv", "id,v,c,u\na,9,x,1\nb,7,x,1\nc,8,x,2\nd,1,x,\ne,7,x,1\n");
    each(
        R,
        &[rows],
        &[
            ("for f in F require rank(g.v for g in F when g.u = f.u) = 1", "c", MET),
            ("for f in F require rank(g.v for g in F when g.u = f.u) = 2", "b", MET),
            ("for f in F require rank(g.v for g in F when g.u = f.u) = 2", "e", MET),
            // One whose number is not known may be of the group.
            ("for f in F require rank(g.v for g in F when g.u = f.u, lowest first) = 1", "c", OPEN),
            ("for f in F require rank(g.v for g in F when g.u = f.u, lowest first) <= 2", "c", MET),
            ("for f in F require rank(g.v for g in F when g.u = f.u and g.v > 0) = 1", "a", MET),
            ("for f in F require rank(g.v - f.v for g in F when g.u = f.u, 0) = 2", "b", MET),
            ("for f in F require rank(g.v for g in F when g.u + 1 = 2 * f.u) = 1", "a", MET),
        ],
    );
}
