//! What a submission says of itself: who sent it, for which period, on which day, which tables are not complete.

use super::calendar;
use super::diagnostics::files;
use super::part::Part;
use super::value::fold_value;
use crate::diag::{Bi, nearest};
use crate::text::Span;
use crate::ty::{PeriodKind, read_any_period};

/// Tables the sender calls incomplete.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Partial {
    #[default]
    No,
    All,
    Named(Vec<String>),
}

/// The envelope of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    pub region: Option<String>,
    pub period: Option<(i64, PeriodKind)>,
    /// Days since 1970-01-01.
    pub date: Option<i64>,
    pub partial: Partial,
    /// Where it stands in the file.
    pub span: Option<Span>,
}

/// Names of the table that holds the envelope.
pub const NAMES: &[&str] = &["submission", "报送", "报送信息", "封面"];

/// A value of an envelope as the readers find it.
pub enum Value<'t> {
    Text(&'t str),
    Flag(bool),
    List(Vec<String>),
    Other,
}

const REGION: &[&str] = &["region", "地区", "报送地区", "报送单位", "单位"];
const PERIOD: &[&str] = &["period", "期间", "年度", "year", "报告期"];
const DATE: &[&str] = &["date", "日期", "报送日期", "填报日期"];
const PARTIAL: &[&str] = &["partial", "部分", "不完整"];

/// Takes one field of the envelope.
pub fn field(part: &mut Part<'_>, name: &str, key: Span, value: &Value<'_>, place: Span) {
    let is = |names: &[&str]| names.contains(&name);
    let problem = if is(REGION) {
        match value {
            Value::Text(text) if !text.trim().is_empty() => {
                part.envelope.region = Some(text.trim().to_string());
                None
            }
            _ => Some(Bi::new("地区名称或代码", "the name or code of a region")),
        }
    } else if is(PERIOD) {
        let period = if let Value::Text(text) = value { read_any_period(&fold_value(text)) } else { None };
        part.envelope.period = period.or(part.envelope.period);
        period.is_none().then(|| Bi::new("年度或期间，如 2007、2007-03", "a year or another period, like 2007 or 2007-03"))
    } else if is(DATE) {
        let day = if let Value::Text(text) = value { calendar::date(&fold_value(text)).ok().flatten() } else { None };
        let day = day.filter(|(first, last)| first == last).map(|(first, _)| first);
        part.envelope.date = day.or(part.envelope.date);
        day.is_none().then(|| Bi::new("日期，如 2008-01-15", "a date, like 2008-01-15"))
    } else if is(PARTIAL) {
        partial(part, value, place)
    } else {
        let known = [REGION, PERIOD, DATE, PARTIAL].concat();
        part.log.push_file(files::envelope_field(name, nearest(name, known), key));
        None
    };
    if let Some(want) = problem {
        part.log.push_file(files::envelope_value(name, want, Some(place)));
    }
}

fn partial(part: &mut Part<'_>, value: &Value<'_>, place: Span) -> Option<Bi> {
    let names = match value {
        Value::Flag(true) => {
            part.envelope.partial = Partial::All;
            return None;
        }
        Value::Flag(false) => return None,
        Value::Text(name) => vec![(*name).to_string()],
        Value::List(names) => names.clone(),
        Value::Other => return Some(Bi::new("表名的列表", "a list of records")),
    };
    for name in &names {
        if part.context.names.relation(name).is_none() {
            let near = super::names::nearest_record(part.context.schema, name);
            part.log.push_file(files::unknown_record(name, near, place));
        }
    }
    part.envelope.partial = Partial::Named(names);
    None
}
