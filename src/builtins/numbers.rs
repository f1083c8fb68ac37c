//! Functions over numbers. The smallest and the largest of several are `min(a, b, …)` and `max(a, b, …)`, see the aggregates.

use super::builtin::{Builtin, Meaning};
use crate::hir::Func;
use crate::num::Rounding;

const ABS: Builtin = Builtin {
    name_en: "abs",
    names_zh: &["绝对值"],
    old_names: &[],
    signature: "abs(number)",
    doc_zh: "绝对值。",
    doc_en: "The absolute value.",
    example: r#"record Budget "预算" key name {
  name "名称" : text
  planned "计划数" : money in 万元
  actual "实际数" : money in 万元
}
rule near "实际数与计划数相差不超过 5万元" {
  for b in Budget
  require abs(b.planned - b.actual) <= 5万元
}
"#,
    meaning: Meaning::Func(Func::Abs, 1),
};

const ROUND: Builtin = Builtin {
    name_en: "round",
    names_zh: &["四舍五入"],
    // It cuts nothing off, as that word says.
    old_names: &["取整"],
    signature: "round(number, digits), round(number, step)",
    doc_zh: "四舍五入到小数点后若干位，按第一个参数本身的单位（金额字段为其申报单位，占比为百分数）；或到一个带单位的数的整数倍：四舍五入(x, 0.01亿元)。",
    doc_en: "Rounds half away from zero to that many digits after the point, in the unit of the first argument (a field's own unit; per cent for shares); or to the multiples of a number with a unit: `round(x, 0.01亿元)`.",
    example: r#"record Body "机构" key name {
  name "名称" : text
  part "担保额" : money in 万元
  total "总额" : money in 万元
  stated "填报占比" : share
}
rule stated "填报占比与金额一致" {
  for b in Body
  verify b.stated = round(b.part as share of b.total, 2)
}
"#,
    meaning: Meaning::Rounded(Rounding::HalfAway),
};

const ROUND_EVEN: Builtin = Builtin {
    name_en: "round_even",
    names_zh: &["四舍六入五成双"],
    old_names: &[],
    signature: "round_even(number, digits), round_even(number, step)",
    doc_zh: "与四舍五入相同，但恰在正中时取偶数一边（四舍六入五成双）：2.5 得 2，3.5 得 4。",
    doc_en: "As `round`, but from the very middle to the even side: 2.5 gives 2, 3.5 gives 4.",
    example: r#"record Sample "样品" key name {
  name "名称" : text
  measured "实测值" : number
  stated "报告值" : number
}
rule stated "报告值按四舍六入五成双修约到一位小数" {
  for s in Sample
  verify s.stated = round_even(s.measured, 1)
}
"#,
    meaning: Meaning::Rounded(Rounding::HalfEven),
};

const FLOOR: Builtin = Builtin {
    name_en: "floor",
    names_zh: &["向下取整"],
    old_names: &[],
    signature: "floor(number), floor(number, step)",
    doc_zh: "不大于它的最大整数，按其本身的单位（金额字段为其申报单位，占比为百分数）；或一个带单位的数的整数倍：向下取整(x, 500元)。负数也是向下：-1.5 得 -2。",
    doc_en: "The greatest whole number not above it, in its own unit (a field's own unit; per cent for shares); or the greatest multiple of a number with a unit: `floor(x, 500元)`. Below zero as well: -1.5 gives -2.",
    example: r#"record Firm "企业" key name {
  name "名称" : text
  staff "职工" : count
  mentors "带教人员" : count
}
rule mentors "每满 30 名职工配一名带教人员" {
  for f in Firm
  require f.mentors >= floor(f.staff / 30)
}
"#,
    meaning: Meaning::Rounded(Rounding::Down),
};

const CEILING: Builtin = Builtin {
    name_en: "ceiling",
    names_zh: &["向上取整"],
    old_names: &[],
    signature: "ceiling(number), ceiling(number, step)",
    doc_zh: "不小于它的最小整数，按其本身的单位；或一个带单位的数的整数倍：向上取整(x, 500元)。",
    doc_en: "The least whole number not below it, in its own unit; or the least multiple of a number with a unit: `ceiling(x, 500元)`.",
    example: r#"record Car "车辆" key plate {
  plate "车牌" : text
  hours "停车时长" : quantity in 小时
  fee "收费" : money in 元
}
rule fee "不足一小时按一小时计，每小时 5 元" {
  for c in Car
  require c.fee <= ceiling(c.hours) * 5元 / 1小时
}
"#,
    meaning: Meaning::Rounded(Rounding::Up),
};

const MOD: Builtin = Builtin {
    name_en: "mod",
    names_zh: &["余数"],
    old_names: &[],
    signature: "mod(number, divisor)",
    doc_zh: "除以第二个数的余数，精确计算，正负号同除数；除数为 0 时没有基数。",
    doc_en: "The remainder of a division, exact, with the sign of the divisor; no base where that is 0.",
    example: r#"record Order "订单" key name {
  name "名称" : text
  pieces "件数" : count
}
rule packs "按每箱 12 件成箱" {
  for o in Order
  require mod(o.pieces, 12) = 0
}
"#,
    meaning: Meaning::Func(Func::Modulo, 2),
};

const SLICE: Builtin = Builtin {
    name_en: "slice",
    names_zh: &["级距内"],
    old_names: &[],
    signature: "slice(figure, floor, ceiling)",
    doc_zh: "一个数落在下限与上限之间的部分，用于超额累进；上限字段可为“无”，表示没有上限（最高一级）。",
    doc_en: "The part of a figure between a floor and a ceiling, for progressive scales; a ceiling that is none is no ceiling (the open top).",
    example: r#"table scale "税率表" key step {
  | step | floor : money in 元 | ceiling : money in 元 ? | rate : share |
  | 1    | 0                   | 36000                  | 3%           |
  | 2    | 36000               | 无                     | 10%          |
}
record Person "纳税人" key name {
  name "姓名" : text
  income "所得" : money in 元
  tax "税额" : money in 元
}
rule tax "按超额累进税率计税" {
  for p in Person
  require p.tax = sum(b.rate of slice(p.income, b.floor, b.ceiling) for b in scale)
}
"#,
    meaning: Meaning::Slice,
};

const LENGTH: Builtin = Builtin {
    name_en: "length",
    names_zh: &["长度"],
    old_names: &[],
    signature: "length(text)",
    doc_zh: "文本的字数，首尾空白不计。",
    doc_en: "How many characters a text has, blanks at its ends left out.",
    example: r#"record Body "单位" key code {
  code "统一社会信用代码" : text
}
rule code "代码 18 位" {
  for b in Body
  require length(b.code) = 18
}
"#,
    meaning: Meaning::Func(Func::Length, 1),
};

pub const ALL: &[Builtin] = &[ABS, ROUND, ROUND_EVEN, FLOOR, CEILING, MOD, SLICE, LENGTH];
