//! What a blank of a field means: its own word, else that of its record.

use super::records::Written;
use crate::ast::{self, Blank, BlankWord, FieldDecl};
use crate::check::base::columns::col_id;
use crate::check::diagnostics as say;
use crate::check::scope::checker::Checker;
use crate::text::Span;
use crate::ty::{BlankMeans, BlankMisfit, ColId, ColumnDef, RelId};

impl<'a> Checker<'a> {
    /// Settles the blanks of all fields; keys are known by now, and lists not yet copied.
    pub fn settle_blanks(&mut self, written: &[Written<'a>]) {
        for w in written {
            match w {
                Written::Record(rel, r) => self.blanks_of(*rel, &r.fields, &r.blanks),
                Written::Table(rel, t) => self.blanks_of_table(*rel, t),
            }
        }
        for (rel, x) in self.extends.clone() {
            self.blanks_of(rel, &x.fields, &x.blanks);
        }
    }

    fn blanks_of(&mut self, rel: RelId, fields: &[FieldDecl], head: &[Blank]) {
        let words = self.head_words(head);
        let mut used = vec![false; words.len()];
        for field in fields {
            let Some((col, column)) = self.field_at(rel, field.name.span) else { continue };
            if let Some(own) = &field.ty.blank {
                self.own_blank(rel, col, &column, own);
                continue;
            }
            if self.schema.get(rel).key.contains(&col) {
                continue;
            }
            let all: Vec<BlankMeans> = words.iter().map(|(means, _)| *means).collect();
            words.iter().zip(&mut used).for_each(|((means, _), used)| *used |= column.takes_blank(*means).is_ok());
            match column.blank_of_all(&all) {
                Ok(means) => self.schema.relations[rel.index()].columns[col.index()].blank = means,
                Err(why) => {
                    let place = words.iter().find(|(m, _)| *m == BlankMeans::Zero).map_or(field.span, |(_, span)| *span);
                    used.iter_mut().for_each(|u| *u = true);
                    self.report(say::blank_unfit(&column, BlankMeans::Zero, why, "T030", place));
                }
            }
        }
        for ((means, place), _) in words.iter().zip(used).filter(|(_, used)| !used) {
            self.report(say::blank_for_nobody(*means, "T030", *place));
        }
    }

    fn blanks_of_table(&mut self, rel: RelId, table: &ast::Table) {
        for head in &table.columns {
            let Some(own) = head.ty.as_ref().and_then(|ty| ty.blank.as_ref()) else { continue };
            if let Some((col, column)) = self.field_at(rel, head.name.span) {
                self.own_blank(rel, col, &column, own);
            }
        }
    }

    /// The column that this name declares; none where the field was refused.
    fn field_at(&self, rel: RelId, name: Span) -> Option<(ColId, ColumnDef)> {
        let columns = &self.schema.get(rel).columns;
        let at = columns.iter().position(|c| c.span == name)?;
        Some((col_id(at), columns[at].clone()))
    }

    fn own_blank(&mut self, rel: RelId, col: ColId, column: &ColumnDef, blank: &Blank) {
        let Some(means) = self.blank_word(blank) else { return };
        let fits = match self.schema.get(rel).key.contains(&col) {
            true => Err(BlankMisfit::Key),
            false => column.takes_blank(means),
        };
        match fits {
            Ok(()) => {
                let column = &mut self.schema.relations[rel.index()].columns[col.index()];
                (column.blank, column.blank_is_own) = (Some(means), true);
            }
            Err(_) if column.ty == crate::ty::Type::Error => {}
            Err(why) => self.report(say::blank_unfit(column, means, why, "T030", blank.span)),
        }
    }

    fn blank_word(&mut self, blank: &Blank) -> Option<BlankMeans> {
        match &blank.word {
            BlankWord::Unknown => Some(BlankMeans::Unknown),
            BlankWord::None => Some(BlankMeans::None),
            BlankWord::Zero => Some(BlankMeans::Zero),
            BlankWord::No => Some(BlankMeans::No),
            BlankWord::Other(text) => {
                self.report(say::unknown_blank(text, blank.span));
                None
            }
        }
    }

    /// The words of a record's head, each once; `unknown` goes with no other.
    fn head_words(&mut self, head: &[Blank]) -> Vec<(BlankMeans, Span)> {
        let mut out: Vec<(BlankMeans, Span)> = Vec::new();
        for blank in head {
            let Some(means) = self.blank_word(blank) else { continue };
            let clash = |(other, _): &&(BlankMeans, Span)| {
                *other == means || *other == BlankMeans::Unknown || means == BlankMeans::Unknown
            };
            match out.iter().find(clash).map(|(_, first)| *first) {
                Some(first) => self.report(say::blank_words_clash(blank.span, first)),
                None => out.push((means, blank.span)),
            }
        }
        out
    }
}
