//! Functions that look at another period.

use super::{Builtin, Meaning};
use crate::hir::Func;

const PRIOR: Builtin = Builtin {
    name_en: "prior",
    names_zh: &["上期"],
    old_names: &[],
    signature: "prior(row), prior(row.field)",
    doc_zh: "同一主体上一期的记录：年度记录为上一年。没有那一期的记录时，其值未知。",
    doc_en: "The row of the period before: for yearly rows, last year's. Without such a row its figures are unknown.",
    example: r#"record County "县市区" key code, year {
  code "区划代码" : text
  year "年度" : year
  output "产值" : money in 万元
}
rule rising "产值不低于上年" {
  for c in County
  require c.output >= prior(c).output
}
"#,
    meaning: Meaning::Prior,
};

const LAST_YEAR: Builtin = Builtin {
    name_en: "last_year",
    names_zh: &["上年同期"],
    old_names: &[],
    signature: "last_year(row), last_year(row.field)",
    doc_zh: "同一主体上年同期的记录。没有那一期的记录时，其值未知。",
    doc_en: "The row of the same period a year before. Without such a row its figures are unknown.",
    example: r#"record County "县市区" key code, year {
  code "区划代码" : text
  year "年度" : year
  output "产值" : money in 万元
}
rule rising "产值不低于上年同期" {
  for c in County
  require c.output >= last_year(c.output)
}
"#,
    meaning: Meaning::LastYear,
};

const INCREMENT: Builtin = Builtin {
    name_en: "increment",
    names_zh: &["当期值"],
    old_names: &[],
    signature: "increment(row.field)",
    doc_zh: "累计数的当期值：本期累计减去同年上一期累计；一年的第一期就是它自己。",
    doc_en: "What a to-date figure grew by in its period: less that of the period before in the same year; the first of a year is itself.",
    example: r#"record Output "产值" key code, month {
  code "区划代码" : text
  month "月份" : month
  output "产值" : money in 万元 to date
}
rule steady "每月产值不低于 10 万元" {
  for o in Output
  require increment(o.output) >= 10万元
}
"#,
    meaning: Meaning::Increment,
};

const GROWTH: Builtin = Builtin {
    name_en: "growth",
    names_zh: &["增长率"],
    old_names: &[],
    signature: "growth(end, start)",
    doc_zh: "期末比期初增长的比率：期末 ÷ 期初 − 1；期初为 0 时没有基数。",
    doc_en: "How much larger the end is than the start: end / start − 1; no base when the start is 0.",
    example: r#"record County "县市区" key code, year {
  code "区划代码" : text
  year "年度" : year
  output "产值" : money in 万元
}
rule growing "产值增长 10%以上" {
  for c in County
  require growth(c.output, prior(c).output) >= 10%
}
"#,
    meaning: Meaning::Func(Func::Growth, 2),
};

const ANNUAL_GROWTH: Builtin = Builtin {
    name_en: "annual_growth",
    names_zh: &["年均增长率"],
    old_names: &[],
    signature: "annual_growth(end, start, years)",
    doc_zh: "两个数之间若干年的年均增长率（复利），只用于比较：按年数乘方，精确判断。同一项数两个年度之间的写成“x 自 2005 至 2010 的 年均增长”。",
    doc_en: "Mean yearly growth between two figures so many years apart (compound). It is only compared, and decided exactly by powers. Of one figure between two years it is written `annual growth of x from 2005 to 2010`.",
    example: r#"record County "县市区" key code {
  code "区划代码" : text
  before "2005年产值" : money in 万元
  after "2010年产值" : money in 万元
}
rule growing "2005 至 2010 年产值年均增长 10%以上" {
  for c in County
  require annual_growth(c.after, c.before, 5) >= 10%
}
"#,
    meaning: Meaning::Func(Func::MeanGrowth, 3),
};

pub const ALL: &[Builtin] = &[PRIOR, LAST_YEAR, INCREMENT, GROWTH, ANNUAL_GROWTH];
