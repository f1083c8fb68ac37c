//! Classifications: stages with the conditions they need.

use super::lower::Lower;
use super::{Classification, Cond, CondId, Place, Step};
use crate::ast::CmpOp;
use crate::hir::{self, Expr, Kind};

impl Lower<'_> {
    pub fn classification(&mut self, classification: &hir::Classification) -> usize {
        let mut steps = Vec::new();
        for step in &classification.steps {
            let needs: Vec<(String, CondId)> = step.needs.iter().map(|n| (n.words.clone(), self.condition(&n.cond))).collect();
            let cond = self.pools.all(needs.iter().map(|(_, c)| *c).collect());
            self.pools.plan.texts.insert(step.label.clone());
            steps.push(Step { label: step.label.clone(), cond, needs });
        }
        let made = Classification { title: classification.title.clone(), steps };
        let classifications = &mut self.pools.plan.classifications;
        classifications.iter().position(|l| *l == made).unwrap_or_else(|| {
            classifications.push(made);
            classifications.len() - 1
        })
    }

    pub fn rank(&mut self, scale: &hir::Scale, left: &Expr, op: CmpOp, right: &Expr) -> CondId {
        let hir::Scale { labels, words } = scale;
        let (left, right) = (self.place(labels, left), self.place(labels, right));
        // `"集聚" <= p.stage` is read and shown as `p.stage >= "集聚"`.
        let (left, op, right) = if matches!(left, Place::Rank(_)) { (right, op.flipped(), left) } else { (left, op, right) };
        labels.iter().for_each(|l| {
            self.pools.plan.texts.insert(l.clone());
        });
        self.pools.cond(Cond::Rank { labels: labels.clone(), words: words.clone(), left, op, right })
    }

    fn place(&mut self, labels: &[String], e: &Expr) -> Place {
        if let Kind::Classification(classification) = &e.kind {
            Place::Classification(self.classification(classification))
        } else if let Kind::Text(text) = &e.kind {
            Place::Rank(labels.iter().position(|l| l == text).map_or(0, |at| at + 1))
        } else {
            Place::Text(self.text(e))
        }
    }
}
