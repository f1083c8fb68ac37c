//! One value as text, as a person would have typed it.

use crate::load::workbook::cells::{certain, one_line, plain};
use crate::ty::day_text;
use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type as Physical};
use ::parquet::data_type::Decimal;
use ::parquet::record::Field;
use ::parquet::schema::types::Type;
use dashu_int::{IBig, UBig};

/// What the values of a column are, beside what the field itself says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kind {
    /// Nanoseconds since 1970.
    nanos: bool,
    /// A time on a clock that everybody shares: on which day it was depends on where one stands.
    utc: bool,
}

/// Whether values of a column can be read, and as what; else the name of their type.
pub fn kind(column: &Type) -> Result<Kind, String> {
    let name = |what: &str| Err(what.to_string());
    if !column.is_primitive() || column.get_basic_info().has_repetition() && column.get_basic_info().repetition() == REPEATED {
        return name("nested (struct, list, map)");
    }
    let info = column.get_basic_info();
    let (physical, converted) = (column.get_physical_type(), info.converted_type());
    if let Some(LogicalType::Timestamp(time)) = info.logical_type_ref() {
        return Ok(Kind { nanos: time.unit == TimeUnit::NANOS, utc: time.is_adjusted_to_u_t_c });
    }
    match (physical, converted) {
        (Physical::BOOLEAN | Physical::FLOAT | Physical::DOUBLE, _) => Ok(Kind::default()),
        (Physical::INT96, _) => Ok(Kind { nanos: false, utc: true }),
        (_, ConvertedType::TIMESTAMP_MILLIS | ConvertedType::TIMESTAMP_MICROS) => Ok(Kind { nanos: false, utc: true }),
        (_, ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS) => name("TIME"),
        (_, ConvertedType::INTERVAL) => name("INTERVAL"),
        (Physical::INT32 | Physical::INT64, _) if matches!(info.logical_type_ref(), Some(LogicalType::Time(_))) => name("TIME"),
        (Physical::INT32 | Physical::INT64, _) => Ok(Kind::default()),
        (Physical::BYTE_ARRAY, ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::NONE) => Ok(Kind::default()),
        (Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY, ConvertedType::DECIMAL) => Ok(Kind::default()),
        (Physical::BYTE_ARRAY, other) => Err(other.to_string()),
        (Physical::FIXED_LEN_BYTE_ARRAY, _) => name("FIXED_LEN_BYTE_ARRAY"),
    }
}

const REPEATED: ::parquet::basic::Repetition = ::parquet::basic::Repetition::REPEATED;

/// The text of a value, empty for none; `None` for bytes that are no text.
pub fn text(value: &Field, kind: Kind) -> Option<String> {
    Some(match value {
        Field::Null => String::new(),
        Field::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_string(),
        Field::Byte(n) => n.to_string(),
        Field::Short(n) => n.to_string(),
        Field::Int(n) => n.to_string(),
        Field::Long(n) if kind.nanos => time(n.div_euclid(1_000_000_000), n.rem_euclid(1_000_000_000) != 0, kind.utc),
        Field::Long(n) => n.to_string(),
        Field::UByte(n) => n.to_string(),
        Field::UShort(n) => n.to_string(),
        Field::UInt(n) => n.to_string(),
        Field::ULong(n) => n.to_string(),
        // Of the decimal digits of a binary figure fifteen are certain, of one of half the size six.
        Field::Double(x) if x.is_finite() => figure(&format!("{x:e}"), 15, || format!("{x:.14e}")),
        Field::Float(x) if x.is_finite() => figure(&format!("{x:e}"), 6, || format!("{x:.5e}")),
        Field::Double(_) | Field::Float(_) => "NaN".to_string(),
        Field::Decimal(n) => decimal(n),
        Field::Str(text) => one_line(text),
        Field::Bytes(bytes) => one_line(std::str::from_utf8(bytes.data()).ok()?),
        Field::Date(day) => day_text(i64::from(*day)).unwrap_or_else(|| format!("1970-01-01 + {day}")),
        Field::TimestampMillis(n) => time(n.div_euclid(1000), n.rem_euclid(1000) != 0, kind.utc),
        Field::TimestampMicros(n) => time(n.div_euclid(1_000_000), n.rem_euclid(1_000_000) != 0, kind.utc),
        // Columns of these kinds are refused.
        Field::Float16(_) | Field::TimeMillis(_) | Field::TimeMicros(_) => return None,
        Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => return None,
    })
}

fn figure(short: &str, most: usize, cut: impl Fn() -> String) -> String {
    let (digits, exponent) = certain(short, most, cut);
    plain(&digits, exponent)
}

/// A day, with the time of day where there is one.
fn time(seconds: i64, more: bool, utc: bool) -> String {
    let (day, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let day = day_text(day).unwrap_or_else(|| format!("1970-01-01 + {day}"));
    if rest == 0 && !more {
        return day;
    }
    let (hours, minutes, seconds) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{day} {hours:02}:{minutes:02}:{seconds:02}{}", if utc { "Z" } else { "" })
}

/// Digits are kept as they are, however many.
fn decimal(value: &Decimal) -> String {
    let bytes = value.data();
    let size = UBig::from_be_bytes(bytes);
    let number = match bytes.first().is_some_and(|b| b & 0x80 != 0) {
        true => IBig::from(size) - (IBig::ONE << (bytes.len() * 8)),
        false => IBig::from(size),
    };
    let digits = number.to_string();
    plain(&digits, -value.scale())
}
