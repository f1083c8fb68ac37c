//! What the texts of a table mean: each different one is read once, as the loader reads it, and what rules ask of it is answered once.

use crate::data::{Cell, Column, Dataset, Interner};
use crate::hir::SetExpr;
use crate::load::Plain;
use crate::load::value::ColumnReader;
use crate::num::{Rat, pow10, to_i64};
use crate::plan::KeyPart;
use crate::text::{Pattern, fold_text};
use crate::ty::{ColId, Origin, RelId, Schema, TextJoin, Type};
use rustc_hash::{FxHashMap, FxHashSet};

/// Figures are no larger than this in their least unit; larger ones are looked at in full.
pub const LARGEST: i64 = 1 << 50;

/// What is known when a table is read: the policy's own tables, and what columns are held against.
pub struct Meanings<'s> {
    pub schema: &'s Schema,
    pub rel: RelId,
    /// The tables of the policy.
    pub policy: &'s Dataset,
    pub joins: Vec<TextJoin>,
    /// Most decimals that the first rows have, by column.
    pub seen: FxHashMap<ColId, u32>,
}

/// What is asked of the different texts of a column.
#[derive(Clone, Debug)]
pub struct Asked {
    col: ColId,
    questions: Vec<Question>,
    figures: Vec<Figure>,
    /// Keys one of which it must be: what names nobody is looked at in full.
    names: Option<FxHashSet<String>>,
}

#[derive(Clone, Debug)]
enum Question {
    Same(String),
    Among(FxHashSet<String>),
    Like(Pattern),
    Flag,
}

#[derive(Clone, Debug)]
enum Figure {
    Own,
    LookedUp { rel: RelId, col: ColId, scale: u32, values: FxHashMap<String, i64> },
}

/// What one text means.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// It is not ordinary, or something that is asked of it is not known: its rows are looked at in full.
    pub odd: bool,
    /// `None` where it is no value.
    pub key: Option<KeyPart>,
    pub truths: Vec<bool>,
    pub figures: Vec<i64>,
}

impl<'s> Meanings<'s> {
    pub fn texts(&self) -> Interner {
        Interner::with_aliases(&self.schema.aliases)
    }

    /// A text as it is compared: folded, and what it stands for in place of an alias.
    fn canonical(&self, text: &str) -> String {
        let mut texts = self.texts();
        let code = texts.intern(text);
        fold_text(texts.text(code))
    }

    fn ty(&self, col: ColId) -> &'s Type {
        &self.schema.column(self.rel, col).ty
    }

    pub fn is_number(&self, col: ColId) -> bool {
        matches!(self.ty(col), Type::Number(_))
    }

    /// The decimals that figures of a column are held at.
    pub fn decimals(&self, col: ColId) -> Option<u32> {
        let Type::Number(ty) = self.ty(col) else { return None };
        let def = self.schema.column(self.rel, col);
        let step = def.step.as_ref().and_then(|step| (0..=9).find(|&n| step * Rat::from(pow10(n)) == Rat::ONE));
        match ty.is_integral() {
            true => Some(0),
            false => Some(step.unwrap_or_else(|| self.seen.get(&col).copied().unwrap_or(0).clamp(2, 6))),
        }
    }

    /// A column of texts, periods, days or flags; `None` where what it is held against may still come in.
    pub fn of_column(&self, col: ColId) -> Option<Asked> {
        match self.ty(col) {
            Type::Text | Type::OneOf(_) | Type::Flag | Type::Date | Type::Period(_) => {}
            Type::Number(_) | Type::Ref(_) | Type::List(_) | Type::Row(_) | Type::Set | Type::Error => return None,
        }
        let mut names: Option<FxHashSet<String>> = None;
        for join in self.joins.iter().filter(|j| j.rel == self.rel && j.col == col) {
            let keys: FxHashSet<String> = self.keys(join.target)?.into_keys().collect();
            names = Some(match names {
                Some(known) => known.intersection(&keys).cloned().collect(),
                None => keys,
            });
        }
        Some(Asked { col, names, questions: Vec::new(), figures: Vec::new() })
    }

    /// The rows of a table of the policy by the one text that is their key.
    fn keys(&self, rel: RelId) -> Option<FxHashMap<String, u32>> {
        let relation = self.schema.get(rel);
        let [key] = relation.key.as_slice() else { return None };
        let known = relation.origin == Origin::Policy && !self.policy.faulty.contains(&rel);
        let table = self.policy.tables.get(rel.index()).filter(|_| known)?;
        let column = table.columns.get(key.index())?;
        let mut keys = FxHashMap::default();
        for row in 0..table.rows {
            // Of rows with one key the first counts.
            keys.entry(fold_text(self.policy.texts.text(column.code(row)?))).or_insert(row);
        }
        Some(keys)
    }

    fn set(&self, set: &SetExpr) -> Option<FxHashSet<String>> {
        match set {
            SetExpr::Texts(texts) => Some(texts.iter().map(|t| self.canonical(t)).collect()),
            SetExpr::Column { rel, col } => {
                let known = self.schema.get(*rel).origin == Origin::Policy && !self.policy.faulty.contains(rel);
                let table = self.policy.tables.get(rel.index()).filter(|_| known)?;
                let column = table.columns.get(col.index())?;
                Some((0..table.rows).filter_map(|r| column.code(r)).map(|c| fold_text(self.policy.texts.text(c))).collect())
            }
            SetExpr::Union(a, b) => Some(self.set(a)?.union(&self.set(b)?).cloned().collect()),
            SetExpr::Minus(a, b) => Some(self.set(a)?.difference(&self.set(b)?).cloned().collect()),
        }
    }
}

impl Asked {
    pub fn is_text(&mut self, meanings: &Meanings<'_>, text: &str) -> Option<usize> {
        let coded = matches!(meanings.ty(self.col), Type::Text | Type::OneOf(_));
        coded.then(|| self.ask(Question::Same(meanings.canonical(text))))
    }

    pub fn is_among(&mut self, meanings: &Meanings<'_>, set: &SetExpr) -> Option<usize> {
        let coded = matches!(meanings.ty(self.col), Type::Text | Type::OneOf(_));
        meanings.set(set).filter(|_| coded).map(|set| self.ask(Question::Among(set)))
    }

    pub fn is_like(&mut self, pattern: &Pattern) -> Option<usize> {
        Some(self.ask(Question::Like(pattern.clone())))
    }

    pub fn is_flag(&mut self) -> usize {
        self.ask(Question::Flag)
    }

    fn ask(&mut self, question: Question) -> usize {
        self.questions.push(question);
        self.questions.len() - 1
    }

    /// The number that a period or a day is.
    pub fn own_figure(&mut self, meanings: &Meanings<'_>) -> Option<usize> {
        if !matches!(meanings.ty(self.col), Type::Date | Type::Period(_)) {
            return None;
        }
        let known = self.figures.iter().position(|f| matches!(f, Figure::Own));
        Some(known.unwrap_or_else(|| {
            self.figures.push(Figure::Own);
            self.figures.len() - 1
        }))
    }

    /// A figure of the row of the policy's that a text names; with its decimals.
    pub fn looked_up(&mut self, meanings: &Meanings<'_>, rel: RelId, col: ColId) -> Option<(usize, u32)> {
        let same = |f: &Figure| matches!(f, Figure::LookedUp { rel: r, col: c, .. } if *r == rel && *c == col);
        if let Some(at) = self.figures.iter().position(same) {
            return self.figures.get(at).map(|f| (at, f.scale()));
        }
        let column = meanings.policy.tables.get(rel.index())?.columns.get(col.index())?;
        let keys = meanings.keys(rel)?;
        let rows: Vec<(String, Rat)> = keys.into_iter().filter_map(|(text, row)| Some((text, column.number(row)?))).collect();
        let whole = |n: u32, r: &Rat| to_i64(&(r * Rat::from(pow10(n)))).filter(|v| v.abs() <= LARGEST);
        let scale = (0..=9).find(|n| rows.iter().all(|(_, r)| whole(*n, r).is_some()))?;
        let values = rows.into_iter().filter_map(|(text, r)| Some((text, whole(scale, &r)?))).collect();
        self.figures.push(Figure::LookedUp { rel, col, scale, values });
        Some((self.figures.len() - 1, scale))
    }

    /// How many figures and questions there are.
    pub fn figures(&self) -> usize {
        self.figures.len()
    }

    pub fn questions(&self) -> usize {
        self.questions.len()
    }

    /// What a text of the column means; `None` as an answer to what is asked makes it odd.
    pub fn answer(&self, text: &str, reader: &ColumnReader<'_>, plain: &Plain, texts: &mut Interner) -> Answer {
        let mut out =
            Answer { truths: vec![false; self.questions.len()], figures: vec![0; self.figures.len()], ..Answer::default() };
        out.key = key_of(text, reader, texts);
        let (written, number) = match &out.key {
            Some(KeyPart::Text(own)) => (Some(own), None),
            Some(KeyPart::Int(n)) => (None, Some(*n)),
            None => (None, None),
        };
        out.odd = match (written, number) {
            (Some(_), _) => !plain.is_text(text),
            (None, Some(_)) => false,
            (None, None) => true,
        };
        out.odd |= self.names.as_ref().is_some_and(|names| written.is_none_or(|own| !names.contains(own)));
        for (truth, question) in out.truths.iter_mut().zip(&self.questions) {
            *truth = match (question, written, number) {
                (Question::Same(other), Some(own), _) => own == other,
                (Question::Among(set), Some(own), _) => set.contains(own),
                (Question::Like(pattern), Some(_), _) => pattern.fits(text),
                (Question::Flag, _, Some(n)) => n != 0,
                (Question::Same(_) | Question::Among(_) | Question::Like(_) | Question::Flag, ..) => {
                    out.odd = true;
                    false
                }
            };
        }
        for (value, figure) in out.figures.iter_mut().zip(&self.figures) {
            let found = match (figure, written, number) {
                (Figure::Own, _, Some(n)) => Some(n).filter(|n| n.abs() <= LARGEST),
                (Figure::LookedUp { values, .. }, Some(own), _) => values.get(own).copied(),
                (Figure::Own | Figure::LookedUp { .. }, ..) => None,
            };
            out.odd |= found.is_none();
            *value = found.unwrap_or(0);
        }
        out
    }
}

impl Figure {
    fn scale(&self) -> u32 {
        match self {
            Self::Own => 0,
            Self::LookedUp { scale, .. } => *scale,
        }
    }
}

/// What a cell is as a part of a key, by what it means; `None` where it is none.
pub fn key_of(text: &str, reader: &ColumnReader<'_>, texts: &mut Interner) -> Option<KeyPart> {
    match reader.read(text, texts) {
        Ok(Cell::Text(code)) => Some(KeyPart::Text(fold_text(texts.text(code)))),
        Ok(Cell::Int(n)) => Some(KeyPart::Int(n)),
        Ok(Cell::Flag(b)) => Some(KeyPart::Int(i64::from(b))),
        Ok(
            Cell::Number(_)
            | Cell::Exact(_)
            | Cell::None
            | Cell::LeftBlank(_)
            | Cell::Blank
            | Cell::Absent
            | Cell::Bounds(_)
            | Cell::Unusable,
        )
        | Err(_) => None,
    }
}

/// Most decimals among the first figures of a column.
pub fn decimals_of(column: &Column) -> u32 {
    match &column.values {
        crate::data::Values::Num(numbers) => numbers.scale(),
        crate::data::Values::Code(_) => 0,
    }
}
