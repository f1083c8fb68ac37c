//! Rows that share a key, found by prints of it and a second, exact look.

use crate::data::{CellState, Code, Column, Table, Values};
use crate::num::{FixedView, Rat};
use crate::ty::{Origin, Relation};
use std::collections::hash_map::{Entry, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

/// (row, the earlier row with the same key), in order of rows.
pub fn find_twins(relation: &Relation, table: &Table) -> Vec<(u32, u32)> {
    let nested = matches!(relation.origin, Origin::Nested { .. });
    if relation.key.is_empty() {
        return Vec::new();
    }
    if let ([key], false) = (relation.key.as_slice(), nested)
        && let Some(Column { values: Values::Code(codes), .. }) = table.columns.get(key.index())
    {
        return same_code(&table.columns[key.index()], codes);
    }
    let keys: Vec<&Column> = relation.key.iter().filter_map(|k| table.columns.get(k.index())).collect();
    let same = |a: u32, b: u32| {
        keys.iter().all(|c| same_value(c, a, b)) && (!nested || table.parents.get(a as usize) == table.parents.get(b as usize))
    };
    let mut seen: HashMap<u64, u32, BuildHasherDefault<Print>> =
        HashMap::with_capacity_and_hasher(table.rows as usize, BuildHasherDefault::default());
    let mut twins = Vec::new();
    'rows: for row in 0..table.rows {
        let mut print = if nested { mix(0, u64::from(table.parents.get(row as usize).copied().unwrap_or(0))) } else { 0 };
        for column in &keys {
            match value_print(column, row) {
                Some(value) => print = mix(print, value),
                // A row with an unknown key is nobody's twin for certain.
                None => continue 'rows,
            }
        }
        // Equal prints need the exact second look; different keys under one print go to the next place.
        loop {
            match seen.entry(print) {
                Entry::Vacant(slot) => {
                    slot.insert(row);
                    break;
                }
                Entry::Occupied(slot) if same(*slot.get(), row) => {
                    twins.push((row, *slot.get()));
                    break;
                }
                Entry::Occupied(_) => print = mix(print, 1),
            }
        }
    }
    twins
}

/// Where the key is one text its codes are numbered from 0, so the first row of each is found without a search.
fn same_code(column: &Column, codes: &[Code]) -> Vec<(u32, u32)> {
    const NONE: u32 = u32::MAX;
    let mut first: Vec<u32> = Vec::new();
    let mut twins = Vec::new();
    for (row, code) in (0u32..).zip(codes).filter(|(row, _)| column.state(*row) == CellState::Known) {
        let at = *code as usize;
        if first.len() <= at {
            first.resize((at + 1).max(first.len() * 2), NONE);
        }
        match first[at] {
            NONE => first[at] = row,
            earlier => twins.push((row, earlier)),
        }
    }
    twins
}

fn value_print(column: &Column, row: u32) -> Option<u64> {
    if column.state(row) != CellState::Known {
        return None;
    }
    match &column.values {
        Values::Code(codes) => codes.get(row as usize).map(|c| u64::from(*c)),
        Values::Num(numbers) => Some(match numbers.view() {
            FixedView::I64(v) => v.get(row as usize).map_or(0, |n| n.cast_unsigned()),
            FixedView::I128(_) | FixedView::Rat(_) => column.number(row).map_or(0, |n| rational_print(&n)),
        }),
    }
}

fn rational_print(value: &Rat) -> u64 {
    value.to_string().bytes().fold(0, |print, b| mix(print, u64::from(b)))
}

fn same_value(column: &Column, a: u32, b: u32) -> bool {
    match &column.values {
        Values::Code(codes) => codes.get(a as usize) == codes.get(b as usize),
        Values::Num(_) => column.number(a) == column.number(b),
    }
}

fn mix(print: u64, value: u64) -> u64 {
    let product = u128::from(print ^ value ^ 0x9E37_79B9_7F4A_7C15) * 0xD6E8_FEB8_6659_FD93;
    let (low, high) = (product & u128::from(u64::MAX), product >> 64);
    u64::try_from(low ^ high).unwrap_or(0)
}

/// Prints are mixed already.
#[derive(Default)]
struct Print(u64);

impl Hasher for Print {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.0 = mix(self.0, u64::from(*b)));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}
