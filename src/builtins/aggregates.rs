//! Functions over rows.

use super::builtin::{Builtin, Meaning};
use crate::hir::{AggFn, Order};

const SUM: Builtin = Builtin {
    name_en: "sum",
    names_zh: &["合计"],
    old_names: &[],
    signature: "sum(value for row in rows when condition)",
    doc_zh: "各行之和；没有行时为 0。表不完整时，和没有上限。",
    doc_en: "The sum over the rows; 0 when there are none. With an incomplete table the sum has no upper end.",
    example: r#"record Enterprise "企业" key name, year {
  name "名称" : text
  year "年度" : year
  sales "销售收入" : money in 万元
}
rule total "销售收入合计" {
  require sum(e.sales for e in Enterprise when e.year = 2007) >= 50亿元
}
"#,
    meaning: Meaning::Agg(AggFn::Sum),
};

const COUNT: Builtin = Builtin {
    name_en: "count",
    names_zh: &["个数"],
    old_names: &[],
    signature: "count(row in rows when condition), count({value for row in rows}), count(condition, condition, …)",
    doc_zh: "满足条件的行数；也可数一个集合或表的成员，或不同的文字、数、日期、期间、是否：个数({x.字段 对 x 在 行})、个数({组.字段})、个数({x.甲, x.乙, x.丙})；或几个条件中成立的有几个：个数(x.甲 有, x.乙 >= 10, x.丙) 至少 2。",
    doc_en: "How many rows meet the condition; also the number of members of a set or table, of different texts, numbers, days, periods or flags: `count({x.field for x in rows})`, `count({g.field})`, `count({x.a, x.b, x.c})`; or how many of several conditions hold: `count(x.a exists, x.b >= 10, x.c) at least 2`.",
    example: r#"record Enterprise "企业" key name {
  name "名称" : text
  sales "销售收入" : money in 万元
}
rule big "销售收入过亿元的企业" {
  require count(e in Enterprise when e.sales more than 1亿元) at least 8
}
"#,
    meaning: Meaning::Agg(AggFn::Count),
};

const THE: Builtin = Builtin {
    name_en: "the",
    names_zh: &["唯一"],
    old_names: &[],
    signature: "the(value for row in rows when condition), the(row in rows when condition)",
    doc_zh: "满足条件的那一行的值，或那一行本身：唯一(r 在 表 当 …).税率。没有一行满足，或不止一行满足的，值不知道；“存在”问是否恰有一行。",
    doc_en: "The value of the one row that meets the condition, or that row: `the(r in rates when …).rate`. Where no row does, or several do, it is not known; `exists` asks whether exactly one does.",
    example: r#"table bands "档次" key no {
  | no | low : money in 万元 | high : money in 万元 ? | rate : share |
  | 1  | 0                   | 100                    | 3%           |
  | 2  | 100                 | 无                     | 5%           |
}
record Firm "企业" key name {
  name "名称" : text
  sales "销售收入" : money in 万元
  fee "缴费" : money in 万元
}
rule fee "按所在档次的费率缴费" {
  for f in Firm
  require f.fee >= the(b.rate for b in bands when f.sales > b.low and (b.high exists implies f.sales <= b.high)) of f.sales
}
"#,
    meaning: Meaning::Only,
};

const MIN: Builtin = Builtin {
    name_en: "min",
    names_zh: &["最小"],
    old_names: &[],
    signature: "min(value for row in rows when condition), min(a, b, …)",
    doc_zh: "最小的值；没有行时没有基数。写几个数的，取其中最小的。",
    doc_en: "The smallest value; no base when there are no rows. Of several arguments the smallest.",
    example: r#"record Enterprise "企业" key name {
  name "名称" : text
  sales "销售收入" : money in 万元
}
rule smallest "最小的企业" {
  require min(e.sales for e in Enterprise) >= 100万元
}
"#,
    meaning: Meaning::Agg(AggFn::Min),
};

const MAX: Builtin = Builtin {
    name_en: "max",
    names_zh: &["最大"],
    old_names: &[],
    signature: "max(value for row in rows when condition), max(a, b, …)",
    doc_zh: "最大的值；没有行时没有基数。写几个数的，取其中最大的。",
    doc_en: "The largest value; no base when there are no rows. Of several arguments the largest.",
    example: r#"record Enterprise "企业" key name {
  name "名称" : text
  sales "销售收入" : money in 万元
}
rule largest "最大的企业" {
  require max(e.sales for e in Enterprise) <= 100亿元
}
"#,
    meaning: Meaning::Agg(AggFn::Max),
};

const AVG: Builtin = Builtin {
    name_en: "avg",
    names_zh: &["平均"],
    old_names: &[],
    signature: "avg(value for row in rows when condition)",
    doc_zh: "平均值；没有行时没有基数。",
    doc_en: "The mean; no base when there are no rows.",
    example: r#"record Enterprise "企业" key name {
  name "名称" : text
  sales "销售收入" : money in 万元
}
rule mean "户均销售收入" {
  require avg(e.sales for e in Enterprise) >= 500万元
}
"#,
    meaning: Meaning::Agg(AggFn::Avg),
};

const MEDIAN: Builtin = Builtin {
    name_en: "median",
    names_zh: &["中位数"],
    old_names: &[],
    signature: "median(value for row in rows when condition)",
    doc_zh: "中位数；没有行时没有基数。也可以是几个数的中位数：中位数(a, b, c)。",
    doc_en: "The median; no base when there are no rows. Also of several values: `median(a, b, c)`.",
    example: r#"record Enterprise "企业" key name {
  name "名称" : text
  sales "销售收入" : money in 万元
}
rule middle "销售收入中位数" {
  require median(e.sales for e in Enterprise) >= 300万元
}
"#,
    meaning: Meaning::Agg(AggFn::Median),
};

const QUANTILE: Builtin = Builtin {
    name_en: "quantile",
    names_zh: &["分位数"],
    old_names: &[],
    signature: "quantile(value for row in rows when condition, share)",
    doc_zh: "分位数：n 个数由小到大，取第 1 + 占比×(n−1) 个，落在两个数之间时按比例取（与电子表格的 PERCENTILE.INC 相同，50% 即中位数）；没有行时没有基数。",
    doc_en: "The quantile at a share: of n figures in order the one at place 1 + share × (n − 1), between two of them by proportion (as PERCENTILE.INC of spreadsheets; 50% is the median). No base without rows.",
    example: r#"record Enterprise "企业" key name {
  name "企业名称" : text
  sales "营业收入" : money in 万元
}
rule lower_quarter "四分之一的企业以上达到 100万元" {
  require quantile(e.sales for e in Enterprise, 25%) >= 100万元
}
"#,
    meaning: Meaning::Agg(AggFn::Quantile(0)),
};

const EVERY: Builtin = Builtin {
    name_en: "every",
    names_zh: &["每个"],
    old_names: &[],
    signature: "every(condition for row in rows when condition)",
    doc_zh: "每一行都满足条件；没有行时为真。表不完整时不会为真。",
    doc_en: "The condition holds for each row; true when there are none. Never true of an incomplete table.",
    example: r#"record County "县市区" key code {
  code "区划代码" : text
  clusters "产业集群数" : count
}
rule each "每县都有产业集群" {
  require every(c.clusters >= 1 for c in County)
}
"#,
    meaning: Meaning::Agg(AggFn::Every),
};

const SOME: Builtin = Builtin {
    name_en: "some",
    names_zh: &["有的"],
    old_names: &[],
    signature: "some(condition for row in rows when condition)",
    doc_zh: "至少有一行满足条件；没有行时为假。表不完整时不会为假。",
    doc_en: "The condition holds for at least one row; false when there are none. Never false of an incomplete table.",
    example: r#"record County "县市区" key code {
  code "区划代码" : text
  clusters "产业集群数" : count
}
rule any "至少一县有五个产业集群" {
  require some(c.clusters >= 5 for c in County)
}
"#,
    meaning: Meaning::Agg(AggFn::Some),
};

const RANK: Builtin = Builtin {
    name_en: "rank",
    names_zh: &["名次"],
    old_names: &[],
    signature: "rank(value for row in rows when condition), rank(…, figure), rank(…, lowest first)",
    doc_zh: "手上的一行在各行中的名次，由高到低（“由低到高”写在逗号后）；并列的同为一名，其后的名次跳过（1、2、2、4）。也可写明要排的数：名次(x.销售收入 对 x 在 企业, 某企业.销售收入)。",
    doc_en: "The place of the row in hand among the rows, the greatest first (`lowest first` after a comma); equal figures share a place, and the next ones are skipped (1, 2, 2, 4). Or the place of a figure that is named: `rank(x.sales for x in Firm, f.sales)`.",
    example: r#"record Firm "企业" key name, year {
  name "名称" : text
  year "年度" : year
  sales "销售收入" : money in 万元
  listed "百强" : flag
}
rule listed "列入百强的，销售收入在当年前 100 名" {
  for f in Firm
  when f.listed
  require rank(x.sales for x in Firm when x.year = f.year) <= 100
}
"#,
    meaning: Meaning::Agg(AggFn::Rank(Order { lowest: false, last: false })),
};

pub const ALL: &[Builtin] = &[SUM, COUNT, THE, MIN, MAX, AVG, MEDIAN, QUANTILE, RANK, EVERY, SOME];
