//! One canonical text for equal expressions, wherever they are written and whatever their inner variables are called.

use crate::hir::{Expr, Kind, RowRef, SetExpr, Source, VarId, VarInfo};
use crate::ty::{Origin, RelId, Schema};
use std::fmt::Write;

/// The relation a row belongs to.
pub(in crate::check) fn rel_of(row: &RowRef, vars: &[VarInfo], schema: &Schema) -> Option<RelId> {
    match row {
        RowRef::Var(v) => vars.get(v.0 as usize).map(|i| i.rel),
        RowRef::Lookup { rel, .. } => Some(*rel),
        RowRef::Parent(child) => match schema.get(rel_of(child, vars, schema)?).origin {
            Origin::Nested { parent, .. } => Some(parent),
            _ => None,
        },
    }
}

/// Equal for expressions that mean the same by form.
pub(in crate::check) fn key(e: &Expr) -> String {
    let mut writer = Writer::default();
    writer.expr(e);
    writer.out
}

/// Equal for rows that are the same by form.
pub(in crate::check) fn row_key(row: &RowRef) -> String {
    let mut writer = Writer::default();
    writer.row(row);
    writer.out
}

/// Nodes of an expression, and its levels.
pub(in crate::check) fn extent(e: &Expr) -> (usize, usize) {
    let (mut nodes, mut levels) = (1, 0);
    e.parts(&mut |child| {
        let (n, l) = extent(child);
        nodes += n;
        levels = levels.max(l);
    });
    (nodes, levels + 1)
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Variables of aggregates around, outermost first: they are named by their depth.
    bound: Vec<VarId>,
}

impl Writer {
    fn word(&mut self, text: impl std::fmt::Display) {
        // Writing to a String cannot fail.
        let _ = write!(self.out, "{text} ");
    }

    fn row(&mut self, row: &RowRef) {
        match row {
            RowRef::Var(v) => match self.bound.iter().position(|b| b == v) {
                Some(depth) => self.word(format_args!("#{depth}")),
                None => self.word(format_args!("v{}", v.0)),
            },
            RowRef::Lookup { rel, keys, .. } => {
                self.word(format_args!("[{}", rel.0));
                keys.iter().for_each(|k| self.expr(k));
                self.word("]");
            }
            RowRef::Parent(child) => {
                self.word("^");
                self.row(child);
            }
        }
    }

    fn expr(&mut self, e: &Expr) {
        self.word("(");
        match &e.kind {
            Kind::Num(n) => self.word(n),
            Kind::Text(t) => self.word(format_args!("{t:?}")),
            Kind::Param(p) => self.word(format_args!("p{}", p.0)),
            Kind::Field { row, col } => {
                self.row(row);
                self.word(format_args!(".{}", col.0));
            }
            Kind::RowExists(row) => {
                self.word("row");
                self.row(row);
            }
            Kind::Agg(agg) => {
                self.word(format_args!("{:?} {}", agg.func, source_word(&agg.source)));
                if let Source::Nested { of, .. } = &agg.source {
                    self.row(of);
                }
                agg.source.bounds().for_each(|e| self.expr(e));
                self.bound.push(agg.var);
                for part in [&agg.filter, &agg.value] {
                    match part {
                        Some(part) => self.expr(part),
                        None => self.word("-"),
                    }
                }
                self.bound.pop();
            }
            kind => {
                self.word(kind_word(kind));
                let mut parts = Vec::new();
                e.parts(&mut |child| parts.push(child));
                parts.into_iter().for_each(|p| self.expr(p));
            }
        }
        self.word(")");
    }
}

fn source_word(source: &Source) -> String {
    match source {
        Source::Rel(rel) => format!("rel{}", rel.0),
        Source::Nested { rel, .. } => format!("in{}", rel.0),
        Source::Members { set, .. } => set_word(set),
        Source::Periods { .. } => "periods".to_string(),
    }
}

fn set_word(set: &SetExpr) -> String {
    match set {
        SetExpr::Texts(list) => format!("{list:?}"),
        SetExpr::Column { rel, col } => format!("col{}.{}", rel.0, col.0),
        SetExpr::Union(a, b) => format!("union({} {})", set_word(a), set_word(b)),
        SetExpr::Minus(a, b) => format!("minus({} {})", set_word(a), set_word(b)),
    }
}

fn kind_word(kind: &Kind) -> String {
    match kind {
        Kind::Compare { links, .. } => links.iter().map(|l| l.op.symbol()).collect::<Vec<_>>().join(","),
        Kind::In { set, .. } => format!("in {}", set_word(set)),
        Kind::Same { negated, .. } => format!("same {negated}"),
        Kind::Rank { op, .. } => format!("rank {}", op.symbol()),
        Kind::Ladder(ladder) => {
            format!("ladder {:?}", ladder.steps.iter().map(|s| (&s.label, s.needs.len())).collect::<Vec<_>>())
        }
        Kind::Func(func, _) => format!("{func:?}"),
        Kind::Like { pattern, .. } => format!("like {:?}", pattern.text),
        Kind::StartsWith { .. } => "starts".into(),
        Kind::SetRelation { words, left, right } => format!("{} {} {}", words.subset, set_word(left), set_word(right)),
        Kind::Neg(_) => "neg".into(),
        Kind::Not(_) => "not".into(),
        Kind::Exists(_) => "exists".into(),
        Kind::Add(..) => "+".into(),
        Kind::Sub(..) => "-".into(),
        Kind::Mul(..) => "*".into(),
        Kind::Div(..) => "/".into(),
        Kind::ShareOf { .. } => "of".into(),
        Kind::AsShare { .. } => "share".into(),
        Kind::And(_) => "and".into(),
        Kind::Or(_) => "or".into(),
        Kind::About { .. } => "about".into(),
        Kind::WithinRounding { .. } => "rounding".into(),
        Kind::Choose { otherwise, .. } => format!("choose {}", otherwise.is_some()),
        _ => "?".into(),
    }
}
