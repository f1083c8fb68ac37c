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

/// Ends, parts and numbers, known, unknown, of a list, none, and in full width.
#[test]
fn ends_parts_and_numbers() {
    each(
        R,
        &[P],
        &[
            ("for p in P require p.code ends with \"124\"", "full", MET),
            ("for p in P require p.code ends with \"131124\"", "full", MET),
            ("for p in P require p.code ends with \"0131124\"", "full", VIOLATED),
            ("for p in P require p.code does not end with \"12\"", "full", MET),
            ("for p in P require p.code ends with \"\"", "full", MET),
            ("for p in P require p.code ends with \"１１\"", "none", MET),
            ("for p in P require p.code ends with \"4\"", "gap", OPEN),
            ("for p in P require p.kind ends with \"1\"", "gap", OPEN),
            ("for p in P require p.kind does not end with \"3\"", "gap", MET),
            ("for p in P require p.code contains \"112\"", "full", MET),
            ("for p in P require p.code contains \"113\"", "full", VIOLATED),
            ("for p in P require p.code does not contain \"113\"", "full", MET),
            ("for p in P require p.kind contains \"A\"", "gap", OPEN),
            ("for p in P require p.kind contains \"C\"", "gap", VIOLATED),
            ("for p in P require p.kind does not contain \"C\"", "gap", MET),
            ("for p in P require p.code contains prefix", "full", OPEN),
            ("for p in P require p.code ends with prefix", "full", VIOLATED),
            ("for p in P when p.free exists require p.free contains \"*\"", "full", MET),
            ("for p in P when p.free exists require p.free contains \"*\"", "gap", VIOLATED),
            ("for p in P require p.code 以 \"124\" 结尾", "full", MET),
            ("for p in P require p.code 不以 \"124\" 结尾", "full", VIOLATED),
            ("for p in P require p.code 包含 \"112\" 且 p.code 不包含 \"9\"", "full", MET),
            ("for p in P require p.code is a number", "full", MET),
            ("for p in P require p.code is a number", "none", MET),
            ("for p in P require p.code is a number", "gap", OPEN),
            ("for p in P require p.kind is a number", "gap", VIOLATED),
            ("for p in P require p.kind is not a number", "full", MET),
            ("for p in P require p.code 是数字 且 p.kind 不是数字", "full", MET),
            ("require count(p in P when p.code contains \"131\") >= 2", "", MET),
            ("require count(p in P when p.code ends with \"124\") >= 3", "", VIOLATED),
            ("require count(p in P when p.code is not a number) >= 1", "", OPEN),
        ],
    );
}

/// What reads as a number: digits, a sign before them, one point between them; nothing else.
#[test]
fn texts_that_read_as_numbers() {
    let rules = "record P key id { id : text }\nrule t { for p in P require p.id is a number }\n";
    let numbers = ["0", "12", "-3", "+4", "0.5", "１２．５", "007", " 8 ", "99999999999999999999999999"];
    let others = ["1,000", "5%", "3万元", "1.", ".5", "1.2.3", "1e5", "--1", "+", "一", "12a", "1 2", "١"];
    for (texts, verdict) in [(&numbers[..], MET), (&others[..], VIOLATED)] {
        for text in texts {
            let world = World::new(rules, &[("P.json", &format!("[{{\"id\": \"{text}\"}}]"))]);
            let found: Vec<_> = world.judge().list.iter().map(|f| f.verdict).collect();
            assert_eq!(found, [verdict], "{text}");
        }
    }
}

const TREE: &str = r#"
record L key id { id : text  level : text  number : text  kind : one of "甲", "乙"  note : text ? }
record T key code { code : text  name : text }
§"#;
const LINES: &[(&str, &str)] = &[
    ("L.csv", "id,level,number,kind,note\na,2,2.1,甲,x\nb,2,21,甲,无\nc,[x]*,[x]*.1,甲,x\nd,,2.1,甲,x\ne,2,2-甲,,x\n"),
    ("T.csv", "code,name\n2-甲,一\n2-乙,二\n"),
];

/// A field between braces is its text, wherever a text may stand.
#[test]
fn fields_inside_texts_and_patterns() {
    each(
        TREE,
        LINES,
        &[
            ("for l in L require l.number = \"{l.level}.1\"", "a", MET),
            ("for l in L require l.number = \"{l.level}.1\"", "b", VIOLATED),
            ("for l in L require l.number != \"{l.level}.1\"", "b", MET),
            ("for l in L require l.number = \"{l.level}.1\"", "d", OPEN),
            ("for l in L require l.number = \"{ level }.1\"", "a", MET),
            ("for l in L require l.number like \"{l.level}.#\"", "a", MET),
            ("for l in L require l.number like \"{l.level}.#\"", "b", VIOLATED),
            ("for l in L require l.number not like \"{l.level}.#\"", "b", MET),
            ("for l in L require l.number like \"{l.level}*\"", "b", MET),
            ("for l in L require l.number like \"{l.level}.#\"", "d", OPEN),
            // The field's own signs stand for themselves.
            ("for l in L require l.number like \"{l.level}.#\"", "c", MET),
            ("for l in L require l.id like \"{l.level}\"", "c", VIOLATED),
            ("for l in L require l.number starts with \"{l.level}-\"", "e", MET),
            ("for l in L require l.number ends with \"-{l.kind}\"", "e", OPEN),
            ("for l in L require \"{l.level}-{l.kind}\" starts with l.level", "e", MET),
            ("for l in L require \"{l.level}-{l.kind}\" contains \"-\"", "e", MET),
            ("for l in L require \"{l.level}-{l.kind}\" ends with \"丙\"", "e", VIOLATED),
            ("for l in L require length(\"{l.level}-{l.kind}\") = 3", "e", MET),
            ("for l in L require T[\"{l.level}-{l.kind}\"].name = \"一\"", "a", MET),
            ("for l in L require T[\"{l.level}-{l.kind}\"].name = \"二\"", "a", VIOLATED),
            ("for l in L require \"{l.level}-{l.kind}\" in {\"2-甲\", \"2-乙\"}", "e", MET),
            ("for l in L require \"{l.level}-{l.kind}\" in {\"2-甲\"}", "e", OPEN),
            ("for l in L require \"{l.level}|{l.number}\" != \"{l.number}|{l.level}\"", "a", MET),
            ("for l in L require \"{l.level}|{l.number}\" = \"2|{l.number}\"", "a", MET),
            ("for l in L when l.note exists require \"{l.note}!\" = \"x!\"", "a", MET),
            ("for l in L when l.note exists require \"{l.note}!\" = \"x!\"", "b", NOT),
            ("for l in L require \"{{{l.id}}}\" = \"{{a}}\"", "a", MET),
            ("require count(l in L when l.number = \"{l.level}.1\") >= 2", "", MET),
            ("require count(l in L when l.number = \"{l.level}.1\") >= 4", "", VIOLATED),
            ("require count({\"{l.level}|{l.number}\" for l in L when l.kind = \"甲\" and l.level = \"2\"}) = 2", "", OPEN),
        ],
    );
}
