//! Texts that rules put together of several cells, and by which they gather rows for the key of a table: one that names no row drops out of all
//! that is gathered. It is told where it is nearly a key, or where nearly all others name one.

use super::references::{is_whole, keys};
use crate::data::{CellId, Dataset};
use crate::diag::{Sink, nearest};
use crate::load::diagnostics::rows;
use crate::load::part::Log;
use crate::ty::{MadeJoin, Piece, Schema};
use std::collections::BTreeSet;

/// Candidates that are looked at for a near one.
const LOOKED_AT: usize = 1_000;

pub fn check(schema: &Schema, joins: &[MadeJoin], data: &Dataset, sink: &mut Sink) {
    let mut log = Log::default();
    for join in joins {
        let known: BTreeSet<&str> = keys(schema, join.target, data).into_iter().map(|c| data.texts.text(c)).collect();
        // Of a table that may lack rows nobody knows which there are, and of one that nobody sent nothing is left out.
        if known.is_empty() || !is_whole(schema, join.target, data) {
            continue;
        }
        let (mut lost, mut found) = (Vec::new(), 0);
        for row in 0..data.table(join.rel).rows {
            let Some(made) = made(join, row, data) else { continue };
            match known.contains(made.as_str()) {
                true => found += 1,
                false => lost.push((row, made)),
            }
        }
        let near = |made: &str| nearest(made, known.iter().copied().take(LOOKED_AT)).map(str::to_string);
        let looked = lost.iter().take(LOOKED_AT).map(|(row, made)| (*row, made, near(made)));
        let told = looked.min_by_key(|(.., near)| near.is_none());
        let Some((row, made, near)) = told.filter(|(.., near)| near.is_some() || found > 2 * lost.len()) else { continue };
        let first = join.pieces.iter().find_map(|p| match p {
            Piece::Column(col) => Some(*col),
            Piece::Written(_) => None,
        });
        let place = first.and_then(|col| data.span_of(CellId { rel: join.rel, row, col }));
        let field = first.map_or("", |col| &schema.column(join.rel, col).name);
        log.push(rows::made_names_no_row(schema.get(join.target), made, near.as_deref(), lost.len(), place), join.rel, field);
    }
    sink.extend(log.finish());
}

/// The text of one row; `None` where a part of it is not known.
fn made(join: &MadeJoin, row: u32, data: &Dataset) -> Option<String> {
    let table = data.table(join.rel);
    let mut out = String::new();
    for piece in &join.pieces {
        match piece {
            Piece::Written(text) => out.push_str(text),
            Piece::Column(col) => out.push_str(data.texts.text(table.columns.get(col.index())?.code(row)?)),
        }
    }
    Some(out)
}
