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

/// Reports texts of the data that look like another text of the data, or like one that a rule names.
pub fn check(schema: &Schema, named: &[(String, Span)], data: &Dataset, sink: &mut Sink) {
    beside_rules(schema, named, data, sink);
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

/// What a rule names and the data write otherwise is never equal, and nobody sees why.
fn beside_rules(schema: &Schema, named: &[(String, Span)], data: &Dataset, sink: &mut Sink) {
    let mut forms: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for (text, place) in named {
        forms.entry(seen(text)).or_insert((text, *place));
    }
    if forms.is_empty() {
        return;
    }
    let mut tell = |code: Code, (text, place): (&str, Span)| {
        let own = data.texts.text(code);
        if own != text
            && let Some(cell) = first_place(schema, data, code)
        {
            sink.push(rows::looks_alike((own, &points(own, text)), (text, &points(text, own)), cell, place));
        }
    };
    let codes = (0..u32::try_from(data.texts.len()).unwrap_or(u32::MAX)).filter(|c| is_unusual(data.texts.text(*c)));
    codes.filter_map(|c| Some((c, *forms.get(&seen(data.texts.text(c)))?))).take(MOST).for_each(|(c, of)| tell(c, of));
    // The unusual one may be the rule's.
    let plain = named.iter().filter(|(text, _)| is_unusual(text));
    let plain = plain.filter_map(|(text, place)| Some((data.texts.find(&seen(text))?, (text.as_str(), *place))));
    plain.filter(|(c, _)| !is_unusual(data.texts.text(*c))).take(MOST).for_each(|(c, of)| tell(c, of));
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
