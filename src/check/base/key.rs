//! One canonical form for equal expressions, wherever they are written and whatever their inner variables are called.

use crate::ast::TextPart;
use crate::hir::{Agg, AggFn, Classification, Defined, DefinedId, Expr, Func, Kind, RowRef, SetExpr, Source, VarId, VarInfo};
use crate::num::Rat;
use crate::text::deep;
use crate::ty::{Origin, RelId, Schema};
use std::collections::HashMap;
use std::sync::Arc;

/// The relation a row belongs to.
pub(in crate::check) fn rel_of(row: &RowRef, vars: &[VarInfo], schema: &Schema) -> Option<RelId> {
    match row {
        RowRef::Var(v) => vars.get(v.0 as usize).map(|i| i.rel),
        RowRef::Lookup { rel, .. } => Some(*rel),
        RowRef::Only(rows) => Some(rows.source.rel()),
        RowRef::Parent(child) => match schema.get(rel_of(child, vars, schema)?).origin {
            Origin::Nested { parent, .. } => Some(parent),
            Origin::Submitted | Origin::Policy | Origin::Calendar => None,
        },
    }
}

/// The form of an expression: equal for expressions that mean the same by form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::check) struct Key(Vec<Token>, Vec<Vec<Token>>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Token {
    Open,
    Close,
    Word(&'static str),
    Number(Rat),
    Text(String),
    /// Of a relation, a column, a parameter, a variable; or how many.
    Index(usize),
    Func(Func),
    AggFn(AggFn),
}

pub(in crate::check) fn key(e: &Expr) -> Key {
    let mut writer = Writer::default();
    writer.expr(e);
    writer.key()
}

/// Equal for rows that are the same by form.
pub(in crate::check) fn row_key(row: &RowRef) -> Key {
    let mut writer = Writer::default();
    writer.row(row);
    writer.key()
}

/// A definition, the depths of the variables around that it reads, and the depth of its own.
type Place = (DefinedId, Vec<(VarId, usize)>, usize);

#[derive(Default)]
struct Writer {
    out: Vec<Token>,
    /// Variables of aggregates around, outermost first: they are named by their depth.
    bound: Vec<VarId>,
    /// The definitions met, each once: they are named by their place.
    defined: Vec<Vec<Token>>,
    /// Where those lie that were met in this place.
    met: HashMap<Place, usize>,
}

impl Writer {
    fn key(self) -> Key {
        Key(self.out, self.defined)
    }

    /// A definition is written once and then named.
    fn defined(&mut self, defined: &Arc<Defined>) {
        // Variables around that it does not read leave it as it is, but for the depth at which its own are named.
        let around = self.bound.iter().enumerate().map(|(depth, v)| (*v, depth)).filter(|(v, _)| defined.vars.contains(v));
        let place = (defined.id, around.collect(), self.bound.len());
        let at = self.met.get(&place).copied().unwrap_or_else(|| {
            let before = std::mem::take(&mut self.out);
            deep(|| self.expr(&defined.value));
            let own = std::mem::replace(&mut self.out, before);
            let at = self.defined.iter().position(|d| *d == own).unwrap_or(self.defined.len());
            if at == self.defined.len() {
                self.defined.push(own);
            }
            self.met.insert(place, at);
            at
        });
        self.word("defined");
        self.out.push(Token::Index(at));
    }

    fn word(&mut self, word: &'static str) {
        self.out.push(Token::Word(word));
    }

    fn id(&mut self, id: u32) {
        self.out.push(Token::Index(id as usize));
    }

    fn text(&mut self, text: &str) {
        self.out.push(Token::Text(text.to_string()));
    }

    fn within(&mut self, f: impl FnOnce(&mut Self)) {
        self.out.push(Token::Open);
        f(self);
        self.out.push(Token::Close);
    }

    fn row(&mut self, row: &RowRef) {
        match row {
            RowRef::Var(v) => match self.bound.iter().position(|b| b == v) {
                Some(depth) => {
                    self.word("inner");
                    self.out.push(Token::Index(depth));
                }
                None => {
                    self.word("var");
                    self.id(v.0);
                }
            },
            RowRef::Lookup { rel, keys, .. } => self.within(|w| {
                w.word("lookup");
                w.id(rel.0);
                keys.iter().for_each(|k| w.expr(k));
            }),
            RowRef::Only(rows) => self.within(|w| {
                w.word("only");
                w.agg(rows);
            }),
            RowRef::Parent(child) => {
                self.word("parent");
                self.row(child);
            }
        }
    }

    fn expr(&mut self, e: &Expr) {
        if let Kind::Defined(defined) = &e.kind {
            return self.defined(defined);
        }
        self.within(|w| {
            w.head(&e.kind);
            match &e.kind {
                // What they are made of is in their heads.
                Kind::Field { .. } | Kind::RowExists(_) | Kind::Agg(_) | Kind::Defined(_) => {}
                Kind::Num(_)
                | Kind::Text(_)
                | Kind::Param(_)
                | Kind::Neg(_)
                | Kind::Add(..)
                | Kind::Sub(..)
                | Kind::Mul(..)
                | Kind::Div(..)
                | Kind::ShareOf { .. }
                | Kind::AsShare { .. }
                | Kind::Func(..)
                | Kind::Compare { .. }
                | Kind::About { .. }
                | Kind::WithinRounding { .. }
                | Kind::In { .. }
                | Kind::SetRelation { .. }
                | Kind::Same { .. }
                | Kind::Classification(_)
                | Kind::Like { .. }
                | Kind::StartsWith { .. }
                | Kind::Join { .. }
                | Kind::Rank { .. }
                | Kind::And(_)
                | Kind::Or(_)
                | Kind::Implies(_)
                | Kind::Not(_)
                | Kind::Exists(_)
                | Kind::Filled(..)
                | Kind::Choose { .. } => e.parts(&mut |part| w.expr(part)),
            }
        });
    }

    fn agg(&mut self, agg: &Agg) {
        self.out.push(Token::AggFn(agg.func));
        self.id(agg.source.rel().0);
        match &agg.source {
            Source::Rel(_) => self.word("rows"),
            Source::Nested { of, .. } => {
                self.word("nested");
                self.row(of);
            }
            Source::Members { set, .. } => self.set(set),
            Source::Periods { .. } => {
                self.word("periods");
                agg.source.bounds().for_each(|e| self.expr(e));
            }
        }
        agg.own.iter().for_each(|own| self.expr(&own.figure));
        self.bound.push(agg.var);
        for part in [&agg.filter, &agg.value] {
            match part {
                Some(part) => self.expr(part),
                None => self.word("none"),
            }
        }
        self.bound.pop();
    }

    fn steps(&mut self, classification: &Classification) {
        for step in &classification.steps {
            self.text(&step.label);
            self.out.push(Token::Index(step.needs.len()));
        }
    }

    fn set(&mut self, set: &SetExpr) {
        self.within(|w| match set {
            SetExpr::Texts(list) => list.iter().for_each(|t| w.text(t)),
            SetExpr::Column { rel, col } => {
                w.word("column");
                w.id(rel.0);
                w.id(col.0);
            }
            SetExpr::Union(a, b) | SetExpr::Minus(a, b) => {
                w.word(if matches!(set, SetExpr::Union(..)) { "union" } else { "minus" });
                w.set(a);
                w.set(b);
            }
        });
    }

    /// What an expression is, without its parts. Definitions have none: they are named.
    fn head(&mut self, kind: &Kind) {
        let word = match kind {
            Kind::Num(n) => return self.out.push(Token::Number(n.clone())),
            Kind::Text(t) => return self.text(t),
            Kind::Param(p) => {
                self.id(p.0);
                "param"
            }
            Kind::Field { row, col } => {
                self.row(row);
                self.id(col.0);
                "field"
            }
            Kind::RowExists(row) => {
                self.row(row);
                "row"
            }
            Kind::Agg(agg) => return self.agg(agg),
            Kind::Compare { links, .. } => {
                links.iter().for_each(|l| self.word(l.op.symbol()));
                "compare"
            }
            Kind::In { set, .. } => {
                self.set(set);
                "in"
            }
            Kind::Same { negated: true, .. } => "differs",
            Kind::Same { negated: false, .. } => "same",
            Kind::Rank { scale, op, .. } => {
                scale.labels.iter().for_each(|l| self.text(l));
                self.word(op.symbol());
                "rank"
            }
            Kind::Classification(classification) => {
                self.steps(classification);
                "stages"
            }
            Kind::Func(func, _) => return self.out.push(Token::Func(*func)),
            Kind::Like { pattern, .. } => {
                self.text(&pattern.text);
                "like"
            }
            Kind::StartsWith { part, .. } => part_word(*part),
            Kind::Join { .. } => "join",
            Kind::SetRelation { words, left, right } => {
                [left, right].into_iter().for_each(|set| self.set(set));
                if words.subset { "subset" } else { "disjoint" }
            }
            Kind::Neg(_) => "neg",
            Kind::Not(_) => "not",
            Kind::Filled(..) => "filled",
            Kind::Exists(_) => "exists",
            Kind::Add(..) => "+",
            Kind::Sub(..) => "-",
            Kind::Mul(..) => "*",
            Kind::Div(..) => "/",
            Kind::ShareOf { .. } => "of",
            Kind::AsShare { .. } => "share",
            Kind::And(_) => "and",
            Kind::Or(_) => "or",
            Kind::Implies(_) => "implies",
            Kind::About { .. } => "about",
            Kind::WithinRounding { .. } => "rounding",
            Kind::Choose { otherwise: Some(_), .. } => "choose",
            Kind::Choose { otherwise: None, .. } | Kind::Defined(_) => "choose among these",
        };
        self.word(word);
    }
}

fn part_word(part: TextPart) -> &'static str {
    match part {
        TextPart::Start => "starts",
        TextPart::End => "ends",
        TextPart::Anywhere => "contains",
        TextPart::Shape => "shaped",
    }
}
