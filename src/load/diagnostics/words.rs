//! Words for what stands in files and should not, or should and does not: parts of messages.

use crate::diag::Bilingual;

pub fn top_of_json() -> Bilingual {
    Bilingual::new("最外层应是 {…} 或 […]", "it must begin with { or [")
}

pub fn rows_of_json() -> Bilingual {
    Bilingual::new("表的内容应是行的列表 […]", "a record must hold a list of rows […]")
}

pub fn rows_of_toml() -> Bilingual {
    Bilingual::new("表的内容应是若干行", "a record must hold rows")
}

pub fn envelope_of_json() -> Bilingual {
    Bilingual::new("报送信息应是一组“名称: 值”", "the envelope must be a group of named values")
}

pub fn envelope_of_toml() -> Bilingual {
    Bilingual::new("报送信息应是一组“名称 = 值”", "the envelope must be a group of named values")
}

pub fn something_else() -> Bilingual {
    Bilingual::new("别的内容", "something else")
}

pub fn one_value() -> Bilingual {
    Bilingual::new("一个值", "a single value")
}

/// What stands in the place of one value.
pub fn several(list: bool) -> Bilingual {
    if list { Bilingual::new("列表", "a list") } else { Bilingual::new("一组值", "a group of values") }
}

pub fn of_no_table(name: &str) -> Bilingual {
    Bilingual::new(format!("“{name}”不属于任何一张表"), format!("`{name}` stands outside of any table"))
}

pub fn no_such_day() -> Bilingual {
    Bilingual::new("不是日历上有的日子", "not a day of the calendar")
}

pub fn hyphen() -> Bilingual {
    Bilingual::new("连字符“-”可能是范围，也可能是减号", "a hyphen between numbers may be a range or a minus sign")
}

pub fn contradiction() -> Bilingual {
    Bilingual::new("前后两处说法相反", "the words before and after it contradict each other")
}

pub fn reversed() -> Bilingual {
    Bilingual::new("起点大于终点", "the first number is above the second")
}

pub fn region() -> Bilingual {
    Bilingual::new("地区", "region")
}

pub fn period() -> Bilingual {
    Bilingual::new("期间", "period")
}

pub fn date() -> Bilingual {
    Bilingual::new("日期", "date")
}

pub fn partial() -> Bilingual {
    Bilingual::new("部分", "partial")
}

pub fn a_region() -> Bilingual {
    Bilingual::new("地区名称或代码", "the name or code of a region")
}

pub fn a_period() -> Bilingual {
    Bilingual::new("年度或期间，如 2007、2007-03", "a year or another period, like 2007 or 2007-03")
}

pub fn a_date() -> Bilingual {
    Bilingual::new("日期，如 2008-01-15", "a date, like 2008-01-15")
}

pub fn records() -> Bilingual {
    Bilingual::new("表名的列表", "a list of records")
}

pub fn a_range() -> Bilingual {
    Bilingual::new("单元格的范围，如 A3:F40", "a range of cells such as A3:F40")
}

pub fn an_encoding() -> Bilingual {
    Bilingual::new(" utf-8 或 gb18030", "utf-8 or gb18030")
}
