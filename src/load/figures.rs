//! A figure read for a column of numbers: units converted exactly, bounds in the base unit, everything declared is held.

use super::diagnostics::{CellProblem, cells, marks};
use super::number::{self, Figure, Quantity, Refusal};
use crate::data::Cell;
use crate::diag::nearest;
use crate::load::diagnostics::words;
use crate::num::{Decimal, End, IBig, Interval, Rat, UBig, pow10, signum};
use crate::ty::{ColumnDef, Flavour, NumTy, Type, Unit, Units};
use std::cell::RefCell;

/// The short way moves the point by at most this many digits.
const MOST_SHIFT: u32 = 18;

/// A column of numbers made ready for reading.
pub struct NumberReader<'s> {
    column: &'s ColumnDef,
    ty: &'s NumTy,
    units: &'s Units,
    /// 1 of the unit of the column in base units.
    factor: Rat,
    /// What a bare number is: `None` when that would be a guess.
    bare: Option<Conversion>,
    quick: Quick,
    /// The unit written last, when it fits and converts by a power of ten: columns mostly repeat one.
    last_unit: RefCell<(String, i32)>,
}

/// From a written unit to the unit of the column.
#[derive(Clone, Debug, PartialEq)]
enum Conversion {
    /// Times a power of ten.
    Shift(i32),
    Times(Rat),
}

/// What the short way needs to decide by integers alone.
struct Quick {
    /// Bare numbers are in the unit of the column, up to a power of ten.
    shift: Option<i32>,
    signed: bool,
    /// Most digits behind the point; `None`: the short way may not judge the step.
    digits: Option<u32>,
    /// The declared range in the unit of the column: `value × 10^-scale`, end included.
    range: Option<QuickRange>,
}

struct QuickRange {
    scale: u32,
    lo: Option<(i128, bool)>,
    hi: Option<(i128, bool)>,
}

impl<'s> NumberReader<'s> {
    pub fn new(column: &'s ColumnDef, ty: &'s NumTy, units: &'s Units, header_unit: Option<&Unit>) -> Self {
        let factor = column.unit.as_ref().map_or(Rat::ONE, |u| u.factor.clone());
        let bare = match header_unit {
            Some(unit) => Some(conversion(&unit.factor, &factor)),
            None => bare_is_clear(column, ty).then_some(Conversion::Shift(0)),
        };
        let quick = Quick::new(column, ty, &factor, bare.as_ref());
        Self { column, ty, units, factor, bare, quick, last_unit: RefCell::default() }
    }

    /// The short way: plain digits, with no unit or the one of the cell before, that hold everything declared. `None` sends the
    /// cell the long way.
    pub fn read_plain(&self, text: &str) -> Option<(i64, u32)> {
        let (value, scale, rest) = number::plain(text)?;
        let shift = if rest.is_empty() { self.quick.shift? } else { self.shift_of(rest)? };
        self.shifted(value, scale, shift)
    }

    fn shift_of(&self, unit: &str) -> Option<i32> {
        if let Ok(last) = self.last_unit.try_borrow()
            && last.0 == unit
        {
            return Some(last.1);
        }
        let found = self.units.get(unit).filter(|u| fits(self.column, u))?;
        let Conversion::Shift(shift) = conversion(&found.factor, &self.factor) else { return None };
        if let Ok(mut last) = self.last_unit.try_borrow_mut() {
            *last = (unit.to_string(), shift);
        }
        Some(shift).filter(|n| n.unsigned_abs() <= MOST_SHIFT)
    }

    fn shifted(&self, mut value: i64, mut scale: u32, shift: i32) -> Option<(i64, u32)> {
        if shift < 0 {
            scale += shift.unsigned_abs();
        } else if shift > 0 {
            let up = shift.unsigned_abs();
            value = value.checked_mul(10i64.checked_pow(up.saturating_sub(scale))?)?;
            scale = scale.saturating_sub(up);
        }
        self.quick.holds(value, scale).then_some((value, scale))
    }

    /// What the short way holds bare numbers against, where that is no more than a sign and a number of decimals.
    pub fn bare(&self) -> Option<(bool, u32)> {
        let quick = &self.quick;
        let plain = quick.shift == Some(0) && quick.range.is_none() && self.column.range.is_none();
        quick.digits.filter(|_| plain).map(|digits| (quick.signed, digits))
    }

    /// The long way. `folded` is the text trimmed and in half width, `raw` the text as written.
    pub fn read(&self, folded: &str, raw: &str) -> Result<Cell, CellProblem> {
        match number::lex(folded).map_err(|why| self.refused(why, raw))? {
            Figure::NoneMark if self.column.optional => Ok(Cell::None),
            Figure::NoneMark => Err(marks::none_in_required(self.column, raw)),
            Figure::Value(quantity) => self.value(&quantity, raw),
            Figure::Bounds { lo, hi } => self.bounds(lo, hi, raw),
        }
    }

    fn refused(&self, why: Refusal, raw: &str) -> CellProblem {
        let column = self.column;
        match why {
            Refusal::NotANumber => cells::not_a_number(column, raw),
            Refusal::TooLong => cells::too_long(column),
            Refusal::Scientific => cells::scientific(column, raw),
            Refusal::Footnote(mark) => marks::footnote(column, raw, &mark),
            Refusal::Grouping => cells::bad_grouping(column, raw),
            Refusal::Accounting => cells::accounting_negative(column, raw),
            Refusal::DoubtfulMark => marks::doubtful_mark(column, raw),
            Refusal::Approximate => marks::approximate(column, raw),
            Refusal::Magnitude => cells::magnitude_without_unit(column, raw),
            Refusal::SpreadsheetError => marks::spreadsheet_error(column, raw),
            Refusal::CurrencyWithoutUnit => cells::currency_without_unit(column, raw),
            Refusal::Currency(sign) => cells::unknown_unit(column, &sign.to_string(), None),
            Refusal::Hyphen => cells::bad_bounds(column, raw, words::hyphen()),
            Refusal::Contradiction => cells::bad_bounds(column, raw, words::contradiction()),
            Refusal::Reversed => cells::bad_bounds(column, raw, words::reversed()),
        }
    }

    fn value(&self, quantity: &Quantity<'_>, raw: &str) -> Result<Cell, CellProblem> {
        let conversion = self.conversion_of(quantity, raw)?;
        let cell = convert(&quantity.number, &conversion);
        let exact = match &cell {
            Cell::Number(d) => d.to_rat(),
            Cell::Exact(r) => r.clone(),
            Cell::Text(_)
            | Cell::Flag(_)
            | Cell::Int(_)
            | Cell::None
            | Cell::LeftBlank(_)
            | Cell::Blank
            | Cell::Absent
            | Cell::Bounds(_)
            | Cell::Unusable => Rat::ZERO,
        };
        let column = self.column;
        if self.ty.is_integral() && !exact.is_int() {
            return Err(cells::not_whole(column, raw));
        }
        if signum(&exact) < 0 && !column.signed {
            return Err(cells::negative(column, raw));
        }
        if let Some(range) = &column.range
            && !range.contains(&(&exact * &self.factor))
        {
            return Err(cells::out_of_range(column, range, raw));
        }
        match &column.step {
            Some(step) if !step.is_zero() && !(&exact / step).is_int() => Err(cells::too_fine(column, step, raw)),
            _ => Ok(cell),
        }
    }

    fn bounds(&self, lo: Option<(Quantity<'_>, bool)>, hi: Option<(Quantity<'_>, bool)>, raw: &str) -> Result<Cell, CellProblem> {
        let end = |side: Option<(Quantity<'_>, bool)>| -> Result<End, CellProblem> {
            let Some((quantity, included)) = side else { return Ok(End::Unbounded) };
            let value = times(&quantity.number.to_rat(), &self.conversion_of(&quantity, raw)?) * &self.factor;
            Ok(if included { End::Closed(value) } else { End::Open(value) })
        };
        let written = Interval { lo: end(lo)?, hi: end(hi)? };
        if let (Some(a), Some(b)) = (written.lo.value(), written.hi.value())
            && a > b
        {
            return Err(self.refused(Refusal::Reversed, raw));
        }
        let column = self.column;
        if !column.signed && written.meet(&Interval::non_negative()).is_none() {
            return Err(cells::negative(column, raw));
        }
        let domain = column.domain();
        let Some(inside) = written.meet(&domain) else { return Err(cells::out_of_range(column, &domain, raw)) };
        let whole = if self.ty.is_integral() { inside.snap() } else { Some(inside) };
        whole.map(Cell::Bounds).ok_or_else(|| cells::not_whole(column, raw))
    }

    /// How the unit behind a number converts.
    fn conversion_of(&self, quantity: &Quantity<'_>, raw: &str) -> Result<Conversion, CellProblem> {
        let column = self.column;
        if quantity.unit.is_empty() {
            let zero = signum(&quantity.number.to_rat()) == 0;
            return match &self.bare {
                Some(conversion) => Ok(conversion.clone()),
                // Zero is zero in every unit.
                None if zero => Ok(Conversion::Shift(0)),
                None => Err(cells::unit_missing(column, raw)),
            };
        }
        let Some(unit) = find_unit(self.units, quantity.unit) else {
            return Err(match quantity.unit.chars().next() {
                Some(c) if c.is_ascii_digit() || c == '.' || c == ',' => cells::not_a_number(column, raw),
                _ => cells::unknown_unit(column, quantity.unit, nearest(quantity.unit, self.units.names())),
            });
        };
        if !fits(self.column, &unit) {
            return Err(cells::wrong_unit(column, &unit));
        }
        Ok(conversion(&unit.factor, &self.factor))
    }
}

/// Whether a number without a unit says what it is. Shares, points and rates of increase do not: 0.6 and 60 are both written.
fn bare_is_clear(column: &ColumnDef, ty: &NumTy) -> bool {
    match ty.flavour {
        Flavour::Share | Flavour::Points | Flavour::Growth => false,
        Flavour::Amount => column.unit.is_some(),
        Flavour::Number | Flavour::Count | Flavour::Ratio => true,
    }
}

/// Whether a written unit belongs to a column.
pub fn fits(column: &ColumnDef, unit: &Unit) -> bool {
    let Type::Number(own) = &column.ty else { return false };
    match own.flavour {
        Flavour::Amount => {
            unit.ty.flavour == Flavour::Amount && unit.ty.dims == own.dims && unit.is_per_same(column.unit.as_ref())
        }
        Flavour::Growth => unit.ty.flavour == Flavour::Share,
        flavour @ (Flavour::Number | Flavour::Count | Flavour::Share | Flavour::Points | Flavour::Ratio) => {
            unit.ty.flavour == flavour
        }
    }
}

/// A unit by name; `万元/亩` is made of its two halves.
pub fn find_unit(units: &Units, name: &str) -> Option<Unit> {
    let name = name.trim();
    if let Some(unit) = units.get(name) {
        return Some(unit.clone());
    }
    let (above, below) = name.split_once('/')?;
    units.get(above.trim())?.per(units.get(below.trim())?)
}

fn conversion(from: &Rat, to: &Rat) -> Conversion {
    let factor = from / to;
    match (power_of_ten(factor.numerator()), power_of_ten(&IBig::from(factor.denominator().clone()))) {
        (Some(up), Some(down)) => Conversion::Shift(up - down),
        _ => Conversion::Times(factor),
    }
}

fn power_of_ten(value: &IBig) -> Option<i32> {
    const HIGHEST: u32 = 40;
    (0..=HIGHEST).find(|&n| *value == IBig::from(pow10(n))).and_then(|n| i32::try_from(n).ok())
}

fn times(value: &Rat, conversion: &Conversion) -> Rat {
    match conversion {
        Conversion::Times(factor) => value * factor,
        Conversion::Shift(n) if *n >= 0 => value * Rat::from(pow10(n.unsigned_abs())),
        Conversion::Shift(n) => value / Rat::from(pow10(n.unsigned_abs())),
    }
}

/// Converts exactly; what ends as a decimal stays one.
fn convert(number: &Decimal, conversion: &Conversion) -> Cell {
    match conversion {
        Conversion::Shift(0) => Cell::Number(number.clone()),
        Conversion::Shift(n) if *n < 0 => match number {
            Decimal::Small { mantissa, scale } => {
                Cell::Number(Decimal::Small { mantissa: *mantissa, scale: scale + n.unsigned_abs() })
            }
            Decimal::Big { .. } => Cell::Exact(times(&number.to_rat(), conversion)),
        },
        Conversion::Shift(_) | Conversion::Times(_) => decimal_or_exact(times(&number.to_rat(), conversion)),
    }
}

fn decimal_or_exact(value: Rat) -> Cell {
    // A rational column is slower than a decimal one: a value that ends within a few digits is kept as a decimal.
    const MOST: u32 = 12;
    let ten = UBig::from(10u8);
    for scale in 0..=MOST {
        let scaled = &value * Rat::from(ten.pow(usize::try_from(scale).unwrap_or(0)));
        if scaled.is_int() {
            return match i128::try_from(scaled.numerator().clone()) {
                Ok(mantissa) => Cell::Number(Decimal::Small { mantissa, scale }),
                Err(_) => Cell::Exact(value),
            };
        }
    }
    Cell::Exact(value)
}

impl Quick {
    fn new(column: &ColumnDef, ty: &NumTy, factor: &Rat, bare: Option<&Conversion>) -> Self {
        let shift = match bare {
            Some(Conversion::Shift(n)) if n.unsigned_abs() <= MOST_SHIFT => Some(*n),
            _ => None,
        };
        let step = match &column.step {
            None => Some(u32::MAX),
            Some(step) => (0..=18).find(|&n| step * Rat::from(pow10(n)) == Rat::ONE),
        };
        let digits = if ty.is_integral() { step.map(|_| 0) } else { step };
        let range = column.range.as_ref().map(|r| QuickRange::new(r, factor));
        // A range whose ends are no short decimals is judged the long way only.
        let usable = !matches!(range, Some(None));
        Self { shift, signed: column.signed, digits: digits.filter(|_| usable), range: range.flatten() }
    }

    fn holds(&self, value: i64, scale: u32) -> bool {
        let signed = self.signed || value >= 0;
        signed && self.digits.is_some_and(|d| scale <= d) && self.range.as_ref().is_none_or(|r| r.holds(value, scale))
    }
}

impl QuickRange {
    const SCALE: u32 = 6;

    fn new(range: &Interval, factor: &Rat) -> Option<Self> {
        let end = |e: &End| -> Option<Option<(i128, bool)>> {
            let Some(value) = e.value() else { return Some(None) };
            let scaled = value / factor * Rat::from(pow10(Self::SCALE));
            let whole = scaled.is_int().then(|| i128::try_from(scaled.numerator().clone()).ok())??;
            Some(Some((whole, e.is_closed())))
        };
        Some(Self { scale: Self::SCALE, lo: end(&range.lo)?, hi: end(&range.hi)? })
    }

    /// False also when it cannot be decided here.
    fn holds(&self, value: i64, scale: u32) -> bool {
        if scale > self.scale {
            return false;
        }
        let value = i128::from(value) * 10i128.pow(self.scale - scale);
        let above = self.lo.is_none_or(|(lo, closed)| value > lo || (closed && value == lo));
        above && self.hi.is_none_or(|(hi, closed)| value < hi || (closed && value == hi))
    }
}
