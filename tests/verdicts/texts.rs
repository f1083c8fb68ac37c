//! Texts by their form: known ones are judged, unknown ones open, one of a list for each it can be (decision 15).

use super::*;

const R: &str = r#"
param prefix : one of "13", "14"
record P key id { id : text  code : text  kind : one of "A1", "A2", "B"  free : text ?  n : count  d : count  v : money in 万元 signed }
§"#;
/// `full` has all; `gap` lacks code and kind; `none` has no free text.
const P: (&str, &str) =
    ("P.csv", "id,code,kind,free,n,d,v\nfull,131124,A1,x*y,25,12,-1\ngap,,,q,25,0,1\nnone,１３11,B,无,24,12,0.25\n");

#[test]
fn shapes() {
    each(
        R,
        &[P],
        &[
            ("for p in P require p.code like \"1311##\"", "full", MET),
            ("for p in P require p.code like \"1311\"", "full", VIOLATED),
            ("for p in P require p.code not like \"14*\"", "full", MET),
            ("for p in P require p.code like \"1311*\"", "gap", OPEN),
            ("for p in P require p.code not like \"1311*\"", "gap", OPEN),
            ("for p in P require p.code like \"####\"", "none", MET),
            ("for p in P require p.kind like \"A#\"", "full", MET),
            ("for p in P require p.kind like \"A#\"", "gap", OPEN),
            ("for p in P require p.kind like \"[AB]*\"", "gap", MET),
            ("for p in P require p.kind like \"C*\"", "gap", VIOLATED),
            ("for p in P require p.free exists and p.free like \"x[*]y\"", "full", MET),
            ("for p in P when p.free exists require p.free like \"x[*]y\"", "none", NOT),
            ("for p in P when p.kind like \"A*\" require p.n = 25", "gap", MET),
            ("for p in P when p.kind like \"A*\" require p.n = 24", "gap", OPEN),
        ],
    );
}

#[test]
fn beginnings_and_lengths() {
    each(
        R,
        &[P],
        &[
            ("for p in P require p.code starts with \"1311\"", "full", MET),
            ("for p in P require p.code does not start with \"1311\"", "full", VIOLATED),
            ("for p in P require p.code starts with \"1311\"", "none", MET),
            ("for p in P require p.code starts with \"1311\"", "gap", OPEN),
            ("for p in P require p.code starts with prefix", "full", OPEN),
            ("for p in P require p.code starts with \"2\" or p.code starts with \"13\"", "full", MET),
            ("for p in P require p.kind starts with prefix", "gap", VIOLATED),
            ("for p in P require length(p.code) = 6", "full", MET),
            ("for p in P require length(p.code) = 6", "gap", OPEN),
            ("for p in P require length(p.code) >= 0", "gap", MET),
            ("for p in P require length(p.kind) at most 2", "gap", MET),
            ("for p in P require length(p.kind) = 2", "gap", OPEN),
            ("for p in P require length(p.kind) >= 3", "gap", VIOLATED),
            ("require count(p in P when p.code starts with \"13\") >= 2", "", MET),
            ("require count(p in P when p.code starts with \"13\") >= 3", "", OPEN),
            ("require count(p in P when p.code not like \"13*\") >= 2", "", VIOLATED),
        ],
    );
}

/// 25 = 2·12 + 1; −1 = −1·3 + 2; 0.25 = 2·0.1 + 0.05; nothing is divided by 0.
#[test]
fn remainders() {
    each(
        R,
        &[P],
        &[
            ("for p in P require mod(p.n, 12) = 1", "full", MET),
            ("for p in P require mod(p.n, p.d) = 1", "full", MET),
            ("for p in P require mod(p.n, p.d) = 1", "gap", NOT),
            ("for p in P require mod(p.n, p.d) = 0", "none", MET),
            ("for p in P require mod(p.v, 3万元) = 2万元", "full", MET),
            ("for p in P require mod(p.v, 0.1万元) = 0.05万元", "none", MET),
        ],
    );
    let hole = ("P.csv", "id,code,kind,free,n,d,v\nhole,1,A1,,,12,0\n");
    each(
        R,
        &[hole],
        &[
            ("for p in P require mod(p.n, 12) at most 11", "hole", MET),
            ("for p in P require mod(p.n, 12) at most 10", "hole", OPEN),
            ("for p in P require mod(p.n, 12) at least 12", "hole", VIOLATED),
        ],
    );
}

/// A progressive scale with an open top: 3% of 36000, 10% of the rest; a ceiling that is not known may be the top.
#[test]
fn slices_of_a_scale_with_an_open_top() {
    let rules = r#"
table scale key step { | step | floor : money in 元 | ceiling : money in 元 ? | rate : share |
 | 1 | 0 | 36000 | 3% |
 | 2 | 36000 | 无 | 10% |
}
record B key name { name : text  income : money in 元  tax : money in 元  top : money in 元 ? }
define owed(x) = sum(s.rate of slice(x, s.floor, s.ceiling) for s in scale)
§"#;
    let rows = ("B.csv", "name,income,tax,top\nlow,36000,1080,无\nhigh,100000,7480,50000\nhole,,1080,\n");
    each(
        rules,
        &[rows],
        &[
            ("for b in B require b.tax = owed(b.income)", "low", MET),
            ("for b in B require b.tax = owed(b.income)", "high", MET),
            ("for b in B require b.tax = owed(b.income)", "hole", OPEN),
            ("for b in B require owed(b.income) >= 0", "hole", MET),
            ("for b in B require slice(b.income, 40000元, 60000元) = 20000元", "high", MET),
            ("for b in B require slice(b.income, 40000元, 60000元) = 0", "low", MET),
            ("for b in B require slice(b.income, 10000元, b.top) = 26000元", "low", MET),
            ("for b in B require slice(b.income, 10000元, b.top) = 40000元", "high", MET),
        ],
    );
}
