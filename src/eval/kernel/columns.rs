//! Kernels over columns: a chunk of rows at a time, integers only.
//!
//! Every number is a scaled integer. Before a linear form is run, the largest magnitudes of its inputs prove that nothing can
//! overflow: in `i64` where possible, else in `i128`; where neither is proven the rows go to the exact path. Nothing wraps.

use crate::data::{CellState, Code, Values};
use crate::eval::kernel::context::Kernel;
use crate::eval::types::env::{FIRST_EXPECTED, KeyBits};
use crate::eval::types::known::Memo;
use crate::eval::types::truth::Truth;
use crate::num::{FixedView, Rat};
use crate::plan::{Atom, AtomId, CondId, Key, LinearForm, Row, RowRefId, Text};
use crate::ty::{ColId, RelId};

/// Rows per chunk.
pub const CHUNK: usize = 8192;

/// The rows in hand of a chunk: one list per slot.
#[derive(Debug)]
pub struct Chunk {
    pub rels: Vec<RelId>,
    pub slots: Vec<Vec<u32>>,
    pub len: usize,
    /// What was worked out of conditions that several others use.
    pub truths: Memo<CondId, Vec<Truth>>,
}

/// No row: the exact path must look.
pub const NO_ROW: u32 = u32::MAX;

/// Scaled integers `values[i] / (den · 10^scale)`; rows that are not `ok` are decided by the exact path.
#[derive(Clone, Debug)]
pub struct NumVec {
    pub values: Ints,
    pub scale: u32,
    pub ok: Vec<bool>,
}

/// Integers of either width.
#[derive(Clone, Debug)]
pub enum Ints {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

impl Ints {
    pub fn get(&self, i: usize) -> i128 {
        match self {
            Self::Narrow(v) => i128::from(v[i]),
            Self::Wide(v) => v[i],
        }
    }

    /// The largest magnitude.
    fn max(&self) -> u128 {
        match self {
            Self::Narrow(v) => v.iter().map(|x| u128::from(x.unsigned_abs())).max().unwrap_or(0),
            Self::Wide(v) => v.iter().map(|x| x.unsigned_abs()).max().unwrap_or(0),
        }
    }
}

impl NumVec {
    /// All rows open.
    pub fn open(len: usize) -> Self {
        Self { values: Ints::Narrow(vec![0; len]), scale: 0, ok: vec![false; len] }
    }
}

/// A linear form over a chunk: the sign of `values[i]` is the sign of the form; `den` makes it exact.
pub struct LinVec {
    pub nums: NumVec,
    pub den: i128,
}

impl Kernel<'_> {
    /// Row numbers of a row reference; [`NO_ROW`] where there is none or an expected row.
    pub fn rows_of(&self, id: RowRefId, chunk: &Chunk) -> (RelId, Vec<u32>) {
        match self.plan.row(id) {
            Row::Slot(slot) => {
                let slot = usize::from(*slot);
                let rows = chunk.slots[slot].iter().map(|&r| if r >= FIRST_EXPECTED { NO_ROW } else { r }).collect();
                (chunk.rels[slot], rows)
            }
            Row::Lookup { rel, key } => {
                let keys = self.keys(key, chunk);
                let index = self.index(*rel);
                (*rel, keys.into_iter().map(|k| k.and_then(|k| index.get(&k).copied()).unwrap_or(NO_ROW)).collect())
            }
            // Which row fits is asked for each row in hand, on the exact path.
            Row::Only { rel, .. } => (*rel, vec![NO_ROW; chunk.len]),
            Row::Parent { child, rel } => {
                let (child_rel, rows) = self.rows_of(*child, chunk);
                let parents = &self.table(child_rel).parents;
                (*rel, rows.into_iter().map(|r| parents.get(r as usize).copied().unwrap_or(NO_ROW)).collect())
            }
        }
    }

    /// Keys of a chunk; `None` where a part is not known.
    pub fn keys(&self, key: &[Key], chunk: &Chunk) -> Vec<Option<KeyBits>> {
        let parts: Vec<Vec<Option<u64>>> = key.iter().map(|k| self.key_column(k, chunk)).collect();
        (0..chunk.len).map(|i| parts.iter().map(|p| p[i]).collect()).collect()
    }

    fn key_column(&self, key: &Key, chunk: &Chunk) -> Vec<Option<u64>> {
        match key {
            Key::Text(text) => self.codes(text, chunk).into_iter().map(|c| c.map(u64::from)).collect(),
            Key::Row(row) => {
                let (_, rows) = self.rows_of(*row, chunk);
                rows.into_iter().map(|r| (r != NO_ROW).then(|| u64::from(r))).collect()
            }
            Key::Int(lin) => self.whole(lin, chunk).into_iter().map(|n| n.map(i64::cast_unsigned)).collect(),
        }
    }

    /// Codes of a text; `None` where it is not known.
    pub fn codes(&self, text: &Text, chunk: &Chunk) -> Vec<Option<Code>> {
        match text {
            Text::Const(_) | Text::Bound(..) => vec![Some(self.constant(text).unwrap_or(Code::MAX)); chunk.len],
            Text::Param(_) | Text::Choose { .. } | Text::Join { .. } | Text::Classification(_) => vec![None; chunk.len],
            Text::Cell { row, col } => {
                let (rel, rows) = self.rows_of(*row, chunk);
                let column = self.column(rel, *col);
                rows.into_iter().map(|r| if r == NO_ROW { None } else { column.code(r) }).collect()
            }
        }
    }

    pub fn states(&self, row: RowRefId, col: ColId, chunk: &Chunk) -> Vec<Option<CellState>> {
        let (rel, rows) = self.rows_of(row, chunk);
        let column = self.column(rel, col);
        rows.into_iter().map(|r| (r != NO_ROW).then(|| column.state(r))).collect()
    }

    /// The stored integers of a cell.
    pub fn cells(&self, row: RowRefId, col: ColId, chunk: &Chunk) -> NumVec {
        let (rel, rows) = self.rows_of(row, chunk);
        let column = self.column(rel, col);
        let Values::Num(fixed) = &column.values else { return NumVec::open(chunk.len) };
        let mut ok = vec![false; chunk.len];
        let known = |r: u32| column.states.get(r as usize) == Some(&CellState::Known);
        let values = match fixed.view() {
            FixedView::I64(v) => Ints::Narrow(gather(v, &rows, &mut ok, known)),
            FixedView::I128(v) => Ints::Wide(gather(v, &rows, &mut ok, known)),
            FixedView::Rat(_) => return NumVec::open(chunk.len),
        };
        NumVec { values, scale: fixed.scale(), ok }
    }

    fn atom_vec(&self, id: AtomId, chunk: &Chunk) -> NumVec {
        match self.plan.atom(id) {
            Atom::Cell { row, col } => self.cells(*row, *col, chunk),
            Atom::Agg { agg, key } => self.measured(*agg, key, chunk),
            Atom::Op(op) => self.calendar_vec(op, chunk),
            Atom::Param(_) => NumVec::open(chunk.len),
        }
    }

    /// The whole numbers that a form comes to; `None` where it is not known, or no whole number.
    pub fn whole(&self, lin: &LinearForm, chunk: &Chunk) -> Vec<Option<i64>> {
        let v = self.lin_vec(lin, chunk);
        let unit = 10i128.checked_pow(v.nums.scale).and_then(|s| s.checked_mul(v.den));
        let whole = |i: usize| {
            let (value, unit) = (v.nums.values.get(i), unit?);
            if value % unit != 0 { None } else { i64::try_from(value / unit).ok() }
        };
        (0..chunk.len).map(|i| if v.nums.ok[i] { whole(i) } else { None }).collect()
    }

    /// Runs a linear form over a chunk.
    pub fn lin_vec(&self, lin: &LinearForm, chunk: &Chunk) -> LinVec {
        let open = || LinVec { nums: NumVec::open(chunk.len), den: 1 };
        if !lin.gone.is_empty() {
            // Whether what is gone has a value the exact path must see.
            return open();
        }
        let atoms: Vec<(NumVec, &Rat)> = lin.terms.iter().map(|(a, c)| (self.atom_vec(*a, chunk), c)).collect();
        if let [(_, one)] = atoms.as_slice()
            && **one == Rat::ONE
            && lin.constant.is_zero()
        {
            return LinVec { nums: atoms.into_iter().next().map_or_else(|| NumVec::open(chunk.len), |(n, _)| n), den: 1 };
        }
        let Some(form) = IntForm::new(lin, &atoms) else { return open() };
        let mut ok = vec![true; chunk.len];
        for (nums, _) in &atoms {
            ok.iter_mut().zip(&nums.ok).for_each(|(a, b)| *a &= b);
        }
        let values = match form.width {
            Width::Narrow => {
                let mut out = vec![i64::try_from(form.constant).unwrap_or(0); chunk.len];
                for ((nums, _), factor) in atoms.iter().zip(&form.factors) {
                    if let (Ints::Narrow(v), Ok(f)) = (&nums.values, i64::try_from(*factor)) {
                        out.iter_mut().zip(v).for_each(|(o, x)| *o += f * x);
                    }
                }
                Ints::Narrow(out)
            }
            Width::Wide => {
                let mut out = vec![form.constant; chunk.len];
                for ((nums, _), factor) in atoms.iter().zip(&form.factors) {
                    match &nums.values {
                        Ints::Narrow(v) => out.iter_mut().zip(v).for_each(|(o, x)| *o += factor * i128::from(*x)),
                        Ints::Wide(v) => out.iter_mut().zip(v).for_each(|(o, x)| *o += factor * x),
                    }
                }
                Ints::Wide(out)
            }
        };
        LinVec { nums: NumVec { values, scale: form.scale, ok }, den: form.den }
    }
}

/// Takes the values of known rows; others stay 0 and are not `ok`.
fn gather<T: Copy + Default>(values: &[T], rows: &[u32], ok: &mut [bool], known: impl Fn(u32) -> bool) -> Vec<T> {
    rows.iter()
        .zip(ok)
        .map(|(&r, ok)| {
            *ok = r != NO_ROW && known(r);
            if *ok { values.get(r as usize).copied().unwrap_or_default() } else { T::default() }
        })
        .collect()
}

enum Width {
    Narrow,
    Wide,
}

/// A linear form with whole coefficients over scaled integers: `Σ factor·value + constant`, to be divided by `den · 10^scale`.
struct IntForm {
    factors: Vec<i128>,
    constant: i128,
    scale: u32,
    den: i128,
    width: Width,
}

impl IntForm {
    /// `None` when not even `i128` is proven wide enough.
    fn new(lin: &LinearForm, atoms: &[(NumVec, &Rat)]) -> Option<Self> {
        let scale = atoms.iter().map(|(n, _)| n.scale).max().unwrap_or(0);
        let mut den: i128 = 1;
        for c in lin.terms.values().chain([&lin.constant]) {
            den = lcm(den, i128::try_from(c.denominator().clone()).ok()?)?;
        }
        let whole = |c: &Rat, up: u32| -> Option<i128> {
            let n = i128::try_from(c.numerator().clone()).ok()?;
            let d = i128::try_from(c.denominator().clone()).ok()?;
            n.checked_mul(den / d)?.checked_mul(10i128.checked_pow(up)?)
        };
        let constant = whole(&lin.constant, scale)?;
        let mut factors = Vec::with_capacity(atoms.len());
        let mut bound = constant.unsigned_abs();
        for (nums, c) in atoms {
            let factor = whole(c, scale - nums.scale)?;
            bound = bound.checked_add(factor.unsigned_abs().checked_mul(nums.values.max())?)?;
            factors.push(factor);
        }
        let narrow_inputs = atoms.iter().all(|(n, _)| matches!(n.values, Ints::Narrow(_)));
        let small_factors = factors.iter().all(|f| i64::try_from(*f).is_ok());
        let width = if bound <= i64::MAX.unsigned_abs().into() && narrow_inputs && small_factors {
            Width::Narrow
        } else if bound <= i128::MAX.unsigned_abs() {
            Width::Wide
        } else {
            return None;
        };
        Some(Self { factors, constant, scale, den, width })
    }
}

fn lcm(a: i128, b: i128) -> Option<i128> {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x).checked_mul(b)
}
