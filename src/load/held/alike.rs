//! Names that look alike and are two: an accent written as one character or as two, a variation selector or a character without width that
//! nobody sees. Equality of texts never guesses (see `text::fold`), so such names are told, with their code points.

use crate::data::{CellId, Code, Dataset};
use crate::diag::Sink;
use crate::load::diagnostics::rows;
use crate::text::{Span, points, seen};
use crate::ty::{ColId, Schema};
use std::collections::BTreeMap;

/// Told at most so often; one slip of an input method repeats in every row.
const MOST: usize = 20;

/// Reports texts of the data that look like another text of the data.
pub fn check(schema: &Schema, data: &Dataset, sink: &mut Sink) {
    let mut forms: BTreeMap<String, Code> = BTreeMap::new();
    let mut told = 0;
    for code in (0..u32::try_from(data.texts.len()).unwrap_or(u32::MAX)).filter(|c| is_unusual(data.texts.text(*c))) {
        let own = data.texts.text(code);
        let form = seen(own);
        let twin = if form == own { None } else { data.texts.find(&form).filter(|c| *c != code) };
        let twin = twin.or_else(|| forms.get(&form).copied());
        forms.entry(form).or_insert(code);
        let Some(twin) = twin else { continue };
        let (Some(one), Some(other)) = (first_place(schema, data, code), first_place(schema, data, twin)) else { continue };
        let twin = data.texts.text(twin);
        sink.push(rows::looks_alike((own, &points(own, twin)), (twin, &points(twin, own)), one, other));
        told += 1;
        if told == MOST {
            break;
        }
    }
}

/// A quick look: characters of which one form only is in use (ASCII, Chinese characters, signs of full width) need no second one.
fn is_unusual(text: &str) -> bool {
    let plain =
        |c: char| c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{3011}' | '\u{ff01}'..='\u{ff5e}');
    !text.chars().all(plain)
}

/// The first cell that holds a text.
fn first_place(schema: &Schema, data: &Dataset, code: Code) -> Option<Span> {
    schema.ids().find_map(|rel| {
        let table = data.tables.get(rel.index())?;
        (0u32..).zip(&table.columns).find_map(|(col, column)| {
            let row = (0..table.rows).find(|row| column.code(*row) == Some(code))?;
            data.span_of(CellId { rel, row, col: ColId(col) })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_texts_need_no_second_look() {
        assert!(!is_unusual("安平县（丝网）131125") && is_unusual("葛\u{fe00}"));
    }
}
