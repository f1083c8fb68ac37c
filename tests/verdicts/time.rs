//! Other periods (decision 26): a row that was not sent is unknown, not zero.

use super::*;

const R: &str = "record C key id, year { id : text  year : year  sales : money in 万元 }\n§";
const ROWS: (&str, &str) = ("C.csv", "id,year,sales\na,2005,10\na,2006,12\na,2008,20\nz,2006,0\nz,2007,5\nh,2006,\nh,2007,5\n");

#[test]
fn prior_rows_that_are_not_there_are_unknown() {
    each(
        R,
        &[ROWS],
        &[
            ("for c in C require c.sales >= prior(c).sales", "a · 2006", MET),
            ("for c in C require c.sales >= prior(c).sales", "a · 2005", OPEN),
            ("for c in C require c.sales >= prior(c).sales", "a · 2008", OPEN),
            ("for c in C require growth(c.sales, prior(c).sales) >= 20%", "a · 2006", MET),
            ("for c in C require growth(c.sales, prior(c).sales) > 20%", "a · 2006", VIOLATED),
            ("for c in C require growth(c.sales, prior(c).sales) >= 20%", "a · 2008", OPEN),
            ("for c in C require growth(c.sales, prior(c).sales) >= -100%", "a · 2008", MET),
            // From nothing there is no growth.
            ("for c in C require growth(c.sales, prior(c).sales) >= 20%", "z · 2007", NOT),
            ("for c in C require growth(c.sales, prior(c).sales) >= 20%", "h · 2007", OPEN),
            ("for c in C require c.sales > (c at 2005).sales", "a · 2008", MET),
            ("for c in C require c.sales > (c at 2007).sales", "z · 2007", VIOLATED),
            ("for c in C require C[\"a\", 2005].sales = 10万元", "a · 2008", MET),
            ("for c in C require C[\"a\", 2004].sales = 10万元", "a · 2008", OPEN),
            ("for c in C when prior(c) exists require c.sales >= 12万元", "a · 2006", MET),
        ],
    );
}
