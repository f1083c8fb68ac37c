//! Conditions of a rule as statements.

use super::binding::Binding;
use super::bool::{Sql, Sure};
use super::cells::{Kind, Width, literal};
use super::dialect::Dialect;
use super::reason::Reason;
use super::source::Source;
use crate::ast::CmpOp;
use crate::data::Dataset;
use crate::hir::{RuleSet, SetExpr};
use crate::plan::{Compare, Cond, CondId, Plan, Row, RowRefId, Text};
use crate::text::fold_text;
use crate::ty::{ColId, RelId};
use std::collections::BTreeSet;

/// Longer lists are not sent.
const LONGEST_LIST: usize = 5000;

/// A row named by its key.
#[derive(Clone, Debug)]
pub struct Lookup {
    pub row: RowRefId,
    pub rel: RelId,
    /// Columns that are read.
    pub columns: BTreeSet<ColId>,
    /// The parts of the key as plain values, and pressed.
    pub key: Vec<String>,
    pub pressed: Vec<String>,
}

/// What all statements about the rows of one relation share.
pub struct Cx<'a> {
    pub plan: &'a Plan,
    pub set: &'a RuleSet,
    /// The policy's own tables.
    pub policy: &'a Dataset,
    pub binding: &'a Binding,
    pub dialect: Dialect,
    pub width: Width,
    pub source: Source<'a>,
    pub lookups: Vec<Lookup>,
    /// Columns of whole numbers by which rows are looked up.
    pub whole_keys: BTreeSet<ColId>,
    /// What could not be asked.
    pub reasons: BTreeSet<Reason>,
}

impl Cx<'_> {
    /// When a condition is sure; where it cannot be asked, never.
    pub fn cond(&mut self, id: CondId) -> Sure {
        match self.asked(id) {
            Ok(sure) => sure,
            Err(reason) => {
                self.reasons.insert(reason);
                Sure::open()
            }
        }
    }

    fn asked(&mut self, id: CondId) -> Result<Sure, Reason> {
        let plan = self.plan;
        Ok(match plan.cond(id) {
            Cond::Const(value) => Sure::of(*value),
            Cond::Compare(compare) => self.compare(compare)?,
            Cond::SameText { left, right, negated } => {
                let (left, right) = (self.text(left)?, self.text(right)?);
                let same = Sure::known(&format!("{left} = {right}"));
                if *negated { same.negated() } else { same }
            }
            Cond::InSet { value, set } => self.in_set(value, plan.sets.get(*set))?,
            Cond::Flag { row, col } => {
                let (cell, _) = self.cell(*row, *col)?;
                Sure::known(&format!("{cell} = 1"))
            }
            Cond::Exists { row, col } => {
                let (cell, _) = self.cell(*row, *col)?;
                Sure { holds: Sql::Is(format!("({cell} IS NOT NULL)")), fails: Sql::False }
            }
            Cond::RowExists(row) => match plan.row(*row) {
                Row::Slot(0) => Sure::of(true),
                Row::Lookup { .. } => Sure { holds: self.found(*row)?, fails: Sql::False },
                Row::Slot(_) | Row::Only { .. } | Row::Parent { .. } => return Err(Reason::Loop),
            },
            Cond::And(parts) => parts.iter().fold(Sure::of(true), |all, part| all.and(self.cond(*part))),
            Cond::Or(parts) => parts.iter().fold(Sure::of(false), |any, part| any.or(self.cond(*part))),
            Cond::Not(one) => self.cond(*one).negated(),
            // Where it has no base nothing is sure, and the row comes here.
            Cond::Holds(one) => self.cond(*one),
            Cond::Choose { arms, otherwise } => self.choose(arms, *otherwise),
            Cond::Like { .. } | Cond::StartsWith { .. } | Cond::Rank { .. } => return Err(Reason::Texts),
            Cond::FlagParam(_) => return Err(Reason::Parameter),
            Cond::Filled { .. } => return Err(Reason::Form),
            Cond::SetRelation { .. } => return Err(Reason::List),
            Cond::Quantified { .. } => return Err(Reason::OwnTable(String::new())),
        })
    }

    fn choose(&mut self, arms: &[(CondId, CondId)], otherwise: Option<CondId>) -> Sure {
        let mut out = otherwise.map_or_else(Sure::open, |o| self.cond(o));
        for (when, then) in arms.iter().rev() {
            let (when, then) = (self.cond(*when), self.cond(*then));
            out = Sure {
                holds: when.holds.clone().and(then.holds).or(when.fails.clone().and(out.holds)),
                fails: when.holds.and(then.fails).or(when.fails.and(out.fails)),
            };
        }
        out
    }

    /// `difference op 0`, where everything in it has a value and a base.
    fn compare(&mut self, compare: &Compare) -> Result<Sure, Reason> {
        let diff = self.linear(&compare.diff)?;
        let op = match compare.op {
            CmpOp::Eq => "=",
            CmpOp::Ne => "<>",
            CmpOp::Lt => "<",
            CmpOp::Le => "<=",
            CmpOp::Gt => ">",
            CmpOp::Ge => ">=",
        };
        let mut sure = Sure::known(&format!("({}) {op} 0", diff.sql));
        for needed in &diff.needs {
            sure = sure.given(&Sql::Is(format!("({needed} IS NOT NULL)")));
        }
        for (above, below) in &compare.bases {
            let (above, below) = (self.linear(above)?, self.linear(below)?);
            let based = format!("({}) <> 0 OR ({}) <> 0", above.sql, below.sql);
            sure = sure.given(&Sql::sure(&format!("({based})")));
        }
        for atom in &compare.cancelled {
            let one = self.atom(*atom)?;
            sure = sure.given(&Sql::Is(format!("(({}) IS NOT NULL)", one.sql)));
        }
        Ok(sure)
    }

    fn in_set(&mut self, value: &Text, set: Option<&SetExpr>) -> Result<Sure, Reason> {
        let value = self.text(value)?;
        let texts = self.members(set.ok_or(Reason::List)?)?;
        if texts.len() > LONGEST_LIST {
            return Err(Reason::List);
        }
        if texts.is_empty() {
            return Ok(Sure { holds: Sql::False, fails: Sql::Is(format!("({value} IS NOT NULL)")) });
        }
        let list: Result<Vec<String>, Reason> = texts.iter().map(|t| literal(self.dialect, t)).collect();
        Ok(Sure::known(&format!("{value} IN ({})", list?.join(", "))))
    }

    /// The texts of a set that rules or policy tables state, as cells hold them.
    fn members(&self, set: &SetExpr) -> Result<BTreeSet<String>, Reason> {
        Ok(match set {
            SetExpr::Texts(texts) => texts.iter().map(|t| self.canonical(t)).collect(),
            SetExpr::Column { rel, col } => {
                if self.binding.tables.contains_key(rel) || !self.is_policy(*rel) {
                    return Err(Reason::List);
                }
                let table = self.policy.table(*rel);
                let codes = (0..table.rows).filter_map(|r| table.columns.get(col.index()).and_then(|c| c.code(r)));
                codes.map(|c| fold_text(self.policy.texts.text(c))).collect()
            }
            SetExpr::Union(a, b) => self.members(a)?.union(&self.members(b)?).cloned().collect(),
            SetExpr::Minus(a, b) => self.members(a)?.difference(&self.members(b)?).cloned().collect(),
        })
    }

    /// A text of the rules as a plain cell would hold it: folded, aliases followed.
    pub fn canonical(&self, text: &str) -> String {
        match self.policy.texts.find(text) {
            Some(code) => fold_text(self.policy.texts.text(code)),
            None => fold_text(text),
        }
    }

    /// A text, NULL where it is not known.
    pub fn text(&mut self, text: &Text) -> Result<String, Reason> {
        match text {
            Text::Const(t) | Text::Bound(_, t) => literal(self.dialect, &self.canonical(t)),
            Text::Cell { row, col } => match self.cell(*row, *col)? {
                (cell, Kind::Text) => Ok(cell),
                (_, Kind::Whole { .. }) => Err(Reason::Texts),
            },
            Text::Param(_) => Err(Reason::Parameter),
            Text::Classification(_) | Text::Join { .. } | Text::Choose(_) => Err(Reason::Texts),
        }
    }

    /// A cell, NULL where it is not plain.
    pub fn cell(&mut self, row: RowRefId, col: ColId) -> Result<(String, Kind), Reason> {
        match self.plan.row(row) {
            Row::Slot(0) => Ok((format!("v{}", col.0), self.source.cells(col)?.kind.clone())),
            Row::Lookup { .. } => self.looked_up(row, col),
            Row::Slot(_) | Row::Only { .. } | Row::Parent { .. } => Err(Reason::Loop),
        }
    }
}
