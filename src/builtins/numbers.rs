//! Functions over numbers. The smaller and the larger of two are `min(a, b)` and `max(a, b)`, see the aggregates.

use super::{Builtin, Meaning};
use crate::hir::Func;

const ABS: Builtin = Builtin {
    name_en: "abs",
    names_zh: &["绝对值"],
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
    names_zh: &["取整"],
    signature: "round(number, digits)",
    doc_zh: "四舍五入到小数点后若干位，按第一个参数本身的单位（金额字段为其申报单位，占比为百分数）。",
    doc_en: "Rounds half away from zero to that many digits after the point, in the unit of the first argument (a field's own unit; per cent for shares).",
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
    meaning: Meaning::Func(Func::Round, 2),
};

pub const ALL: &[Builtin] = &[ABS, ROUND];
