//! Functions that look at another period.

use super::builtin::{Builtin, Meaning};
use crate::hir::{DayFunc, Func};

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

const FIRST_DAY: Builtin = Builtin {
    name_en: "first_day",
    names_zh: &["首日", "第一天"],
    old_names: &[],
    signature: "first_day(period)",
    doc_zh: "期间的第一天。",
    doc_en: "The first day of a period.",
    example: r#"record Project "项目" key name, quarter {
  name "名称" : text
  quarter "季度" : quarter
  begun "开工日期" : date
}
rule begun "季度开始前开工" {
  for p in Project
  require p.begun < first_day(p.quarter)
}
"#,
    meaning: Meaning::Func(Func::Day(DayFunc::First), 1),
};

const LAST_DAY: Builtin = Builtin {
    name_en: "last_day",
    names_zh: &["末日", "最后一天"],
    old_names: &[],
    signature: "last_day(period)",
    doc_zh: "期间的最后一天。“季后 15 日内”写成“不晚于 末日（x.季度） + 15天”。",
    doc_en: "The last day of a period. “Within 15 days after the quarter” is `not later than last_day(x.quarter) + 15 days`.",
    example: r#"record Report "季报" key county, quarter {
  county "县" : text
  quarter "季度" : quarter
  filed "报送日期" : date
}
rule filed "季后 15 日内报送" {
  for r in Report
  require r.filed <= last_day(r.quarter) + 15天
}
"#,
    meaning: Meaning::Func(Func::Day(DayFunc::Last), 1),
};

const WEEKDAY: Builtin = Builtin {
    name_en: "weekday",
    names_zh: &["星期几"],
    old_names: &[],
    signature: "weekday of day, weekday(day)",
    doc_zh: "一天是星期几：1 是星期一，7 是星期日（GB/T 7408、ISO 8601）。写成“x.日期 的 星期几”。",
    doc_en: "The day of the week of a day: 1 is Monday, 7 is Sunday (ISO 8601). It is written `weekday of x.day`.",
    example: r#"record Meeting "会议" key name {
  name "名称" : text
  day "日期" : date
}
rule workday "不在周末开会" {
  for m in Meeting
  require weekday(m.day) <= 5
}
"#,
    meaning: Meaning::Func(Func::Day(DayFunc::Weekday), 1),
};

const MONDAY: Builtin = Builtin {
    name_en: "monday",
    names_zh: &["周一", "星期一"],
    old_names: &[],
    signature: "monday of day, monday(day)",
    doc_zh: "一天所在的一周的星期一，一周从星期一起（GB/T 7408、ISO 8601）。同一周的日子星期一相同；下一周的加 7天。写成“x.日期 的 周一”。",
    doc_en: "The Monday of the week a day lies in; a week begins on Monday (ISO 8601). Days of one week have one Monday, of the week after it is `+ 7天`. It is written `monday of x.day`.",
    example: r#"record Shift "班次" key number {
  number "编号" : text
  start "开始" : date
  end "结束" : date
}
rule one_week "一班不跨周" {
  for s in Shift
  require monday(s.start) = monday(s.end)
}
"#,
    meaning: Meaning::Func(Func::Day(DayFunc::Monday), 1),
};

const FULL_MONTHS: Builtin = Builtin {
    name_en: "full_months",
    names_zh: &["满月数"],
    old_names: &[],
    signature: "full_months(from, to)",
    doc_zh: "从一天到另一天满了几个月：最多给前一天加几个月而不晚于后一天（后一天在前时为负数）。",
    doc_en: "How many months are full from one day to another: the most that can be added to the first without passing the second (negative where the second comes before).",
    example: r#"record Project "项目" key name {
  name "名称" : text
  begun "开工日期" : date
  done "竣工日期" : date
}
rule quick "工期不满 18 个月" {
  for p in Project
  require full_months(p.begun, p.done) < 18个月
}
"#,
    meaning: Meaning::Func(Func::Day(DayFunc::FullMonths), 2),
};

const FULL_YEARS: Builtin = Builtin {
    name_en: "full_years",
    names_zh: &["满年数", "周年数"],
    old_names: &[],
    signature: "full_years(from, to)",
    doc_zh: "从一天到另一天满了几年：满 n 年就是后一天不早于前一天加 n 年。",
    doc_en: "How many years are full from one day to another: n are full when the second is not before the first plus n years.",
    example: r#"record Firm "企业" key name {
  name "名称" : text
  founded "成立日期" : date
  applied "申请日期" : date
}
rule age "成立满三年" {
  for f in Firm
  require full_years(f.founded, f.applied) >= 3年
}
"#,
    meaning: Meaning::Func(Func::Day(DayFunc::FullYears), 2),
};

const DATE: Builtin = Builtin {
    name_en: "date",
    names_zh: &["日期"],
    old_names: &[],
    signature: "date(year, month, day)",
    doc_zh: "由年度、月、日得到一天；当月没有这一天的，是当月最后一天。月不在 1 至 12、日不在 1 至 31 的，不知道是哪一天。",
    doc_en: "A day from its year, month and day; the last of the month where that has no such day. A month outside 1 to 12 or a day outside 1 to 31 is no known day.",
    example: r#"record Report "年报" key county, year {
  county "县" : text
  year "年度" : year
  filed "报送日期" : date
}
rule filed "次年3月31日前报送" {
  for r in Report
  require r.filed <= date(r.year + 1, 3, 31)
}
"#,
    meaning: Meaning::Func(Func::Day(DayFunc::OfParts), 3),
};

pub const ALL: &[Builtin] =
    &[PRIOR, LAST_YEAR, INCREMENT, GROWTH, ANNUAL_GROWTH, FIRST_DAY, LAST_DAY, WEEKDAY, MONDAY, FULL_MONTHS, FULL_YEARS, DATE];
